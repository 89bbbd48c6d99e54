"""Probability: expectation under a named measure (a binder over the outcome), tilts, Gaussians, conditioning.

A random quantity is a term in which an outcome occurs free; `Expectation(ω, μ, X)` binds that outcome. Expectations
nest, so "E over prompts of E over responses" is written as such, and a measure may depend on an outer outcome.
Integrals of non-integrable functions are 0 by convention (as in Bochner's), and a measure that is built improperly (a tilt
whose normaliser is infinite, a normal law with negative variance) is the zero measure, so that every term has a value;
rules that need integrability or a proper measure raise it as an obligation.
"""

from __future__ import annotations

from typing import Any

from .calculus import OPEN_DOMAINS, bound_symbol, value_term
from .core import Number, Symbol, Term, TermError, as_term, expect, probability_like
from .sorts import SCALAR, TRUTH, Function, Measure, Operator, Point, Scalar, Sort, Vector

Binding = tuple[tuple[int, ...], tuple[int, ...]]


def _measure(var: Any, measure: Any, where: str, probability: bool = True) -> tuple[Symbol, Any]:
    var = bound_symbol(var, where)
    measure = expect(measure, Measure, where)
    if measure.sort.on != var.sort:
        raise TermError(f"{where}: {measure!r} is a {measure.sort}, but {var!r} is a {var.sort}")
    if probability and not probability_like(measure):
        raise TermError(f"{where} needs a probability measure, and {measure!r} is not declared as one "
                        "(use Symbol(name, Measure(…), 'probability'), or MeasureIntegral for a general measure)")
    return var, measure


class Expectation(Term):
    """E_{var ∼ measure}[body], of a random scalar, vector or operator, under a probability measure."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "Expectation")
        body = value_term(body, "Expectation")
        return body.sort, (var, measure, body)

    def binding(self) -> Binding:
        return (0,), (2,)


class MeasureIntegral(Term):
    """∫ body dμ(var), for a general (σ-finite) measure μ."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "MeasureIntegral", probability=False)
        body = value_term(body, "MeasureIntegral")
        return body.sort, (var, measure, body)

    def binding(self) -> Binding:
        return (0,), (2,)


class ConditionalExpectation(Term):
    """E[body | event] = E[body 1_event] / P(event)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, body: Any, event: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "ConditionalExpectation")
        return SCALAR, (var, measure, expect(body, SCALAR, "ConditionalExpectation"),
                        expect(event, TRUTH, "ConditionalExpectation"))

    def binding(self) -> Binding:
        return (0,), (2, 3)


class Variance(Term):
    """Var(X) = Cov(X, X)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "Var")
        return SCALAR, (var, measure, expect(body, SCALAR, "Var"))

    def binding(self) -> Binding:
        return (0,), (2,)


class Covariance(Term):
    """Cov(X, Y) = E[XY] − E[X]E[Y]."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "Cov")
        return SCALAR, (var, measure, expect(left, SCALAR, "Cov"), expect(right, SCALAR, "Cov"))

    def binding(self) -> Binding:
        return (0,), (2, 3)


class Correlation(Covariance):
    """Corr(X, Y) = Cov(X, Y)/√(Var X · Var Y), when both variances are positive."""

    __slots__ = ()


class CovarianceOperator(Term):
    """Cov(h) = E[(h − E h)(h − E h)ᵀ], for a random vector h."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, vector: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "Cov")
        vector = expect(vector, Vector, "Cov")
        d = vector.sort.dimension
        return Operator(d, d), (var, measure, vector)

    def binding(self) -> Binding:
        return (0,), (2,)


class Probability(Term):
    """P(event) under a probability measure."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, event: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "P")
        return SCALAR, (var, measure, expect(event, TRUTH, "P"))

    def binding(self) -> Binding:
        return (0,), (2,)


class Indicator(Term):
    """1 if the event holds, else 0."""

    __slots__ = ()

    @classmethod
    def check(cls, event: Any) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (expect(event, TRUTH, "Indicator"),)


class Tilt(Term):
    """The measure with density e^score/E[e^score] with respect to a probability measure."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, score: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "tilted", probability=False)
        return measure.sort, (var, measure, expect(score, SCALAR, "the score of a tilt"))

    def binding(self) -> Binding:
        return (0,), (2,)


class Gaussian(Term):
    """N(mean, covariance) on R^d, the covariance positive semidefinite."""

    __slots__ = ()

    @classmethod
    def check(cls, mean: Any, covariance: Any) -> tuple[Sort, tuple[Any, ...]]:
        mean, covariance = expect(mean, Vector, "Gaussian"), expect(covariance, Operator, "Gaussian")
        d = mean.sort.dimension
        if covariance.sort != Operator(d, d):
            raise TermError(f"Gaussian expects a covariance on R^{d}, found {covariance!r}, an {covariance.sort}")
        return Measure(mean.sort), (mean, covariance)


class Normal(Term):
    """N(mean, variance) on the line, variance ≥ 0."""

    __slots__ = ()

    @classmethod
    def check(cls, mean: Any, variance: Any) -> tuple[Sort, tuple[Any, ...]]:
        return Measure(SCALAR), (expect(mean, SCALAR, "Normal"), expect(variance, SCALAR, "Normal"))


class Discrete(Term):
    """The probability measure with given weights on finitely many points: `Discrete(weight, point, weight, point, …)`.

    The weights are positive rationals with sum 1.
    """

    __slots__ = ()

    @classmethod
    def check(cls, *parts: Any) -> tuple[Sort, tuple[Any, ...]]:
        if not parts or len(parts) % 2:
            raise TermError("Discrete takes weight, point, weight, point, …")
        weights, points = [as_term(w) for w in parts[::2]], [as_term(p) for p in parts[1::2]]
        if not all(isinstance(w, Number) and w.value > 0 for w in weights) or sum(w.value for w in weights) != 1:
            raise TermError("the weights of Discrete must be positive rational numbers with sum 1")
        if len({p.sort for p in points}) != 1:
            raise TermError(f"the points of Discrete must be of one sort, found {sorted({str(p.sort) for p in points})}")
        return Measure(points[0].sort), tuple(x for pair in zip(weights, points, strict=True) for x in pair)

    @property
    def atoms(self) -> list[tuple[Any, Any]]:
        """The pairs (weight, point)."""
        return list(zip(self.arguments[::2], self.arguments[1::2], strict=True))


class Lebesgue(Term):
    """Lebesgue measure on R or R^d."""

    __slots__ = ()

    @classmethod
    def check(cls, on: Any) -> tuple[Sort, tuple[Any, ...]]:
        if not isinstance(on, (Scalar, Vector)):
            raise TermError(f"Lebesgue measure lives on R or R^d, not on {on}")
        return Measure(on), (on,)


class Integrable(Term):
    """The statement ∫ |body| dμ < ∞ (of a random scalar or vector)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, measure: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var, measure = _measure(var, measure, "Integrable", probability=False)
        return TRUTH, (var, measure, value_term(body, "Integrable"))

    def binding(self) -> Binding:
        return (0,), (2,)


class DominatedDerivative(Term):
    """d/dvar may be taken under the integral at var = at.

    There is a neighbourhood of `at` in which body is integrable and differentiable in var for every outcome, with
    |∂ body/∂var| bounded by one integrable function of the outcome (the hypothesis of the theorem on differentiation
    under the integral sign; Billingsley, Probability and Measure, Theorem 16.8).
    """

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, at: Any, outcome: Any, measure: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "DominatedDerivative", SCALAR, OPEN_DOMAINS)
        outcome, measure = _measure(outcome, measure, "DominatedDerivative", probability=False)
        return TRUTH, (var, expect(at, SCALAR, "DominatedDerivative"), outcome, measure,
                       value_term(body, "DominatedDerivative"))

    def binding(self) -> Binding:
        return (0, 2), (4,)


def function_sort(*arguments: Sort, result: Sort = SCALAR) -> Function:
    """The sort of functions with these arguments (scalar-valued unless said otherwise)."""
    return Function(*arguments, result)


__all__ = ["Point", "function_sort"]
