"""What the defined words of the language stand for. Trusted.

`unfold(term)` returns the expansion of the outermost word of a term or statement by its definition, and the obligations
under which the definition speaks. It never simplifies.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof.terms import (Abs, Add, And, App, Apply, Asymptotic, BigO, ConditionalExpectation, ConicHull, Constant,
                            ConvexHull, Correlation, Covariance, CovarianceOperator, Discrete, Div, Eq, Exists, Exp,
                            Expectation, FamilySum, ForAll, Gaussian, Ge, Gt, Iff, Implies, Index, Indicator, Inner,
                            Integrable, Integral, Inverse, Le, Lebesgue, Lt, Max, MeasureIntegral, Member, Min, Mul, Ne,
                            Neg, Norm, Normal, NormalCDF, NormalDensity, Not, Number, OpenHalfSpace, PositiveDefinite,
                            PositiveSemidefinite, Pow, Probability, Scale, SetBuilder, Sin, Sqrt, Symbol, Symmetric,
                            Tan, Term, TermError, Tilt, Variance, Vector, Zero, free_symbols, fresh, oo, pi,
                            probability_like, substitute)
from symproof.terms import Cos as Cosine
from symproof.terms.calculus import has_remainder
from symproof.terms.sorts import SCALAR, Function

Obligations = dict[Term, None]
Unfolded = tuple[Any, Obligations]


def unfold(term: Term) -> Unfolded:
    """The expansion of the outermost defined word, and what it rests on; raises TermError when there is none."""
    rule = _RULES.get(type(term))
    if rule is None:
        raise TermError(f"{term!r} has no definition to unfold")
    return rule(term)


def _covariance(term: Term) -> Unfolded:
    var, measure, x, y = term.arguments
    if isinstance(term, Correlation):
        spread = Sqrt(Variance(var, measure, x) * Variance(var, measure, y))
        return Div(Covariance(var, measure, x, y), spread), {Ne(spread, 0): None}
    mean_x, mean_y = Expectation(var, measure, x), Expectation(var, measure, y)
    return Expectation(var, measure, x * y) - mean_x * mean_y, {}


def _variance(term: Term) -> Unfolded:
    var, measure, x = term.arguments
    return Expectation(var, measure, Pow(x, 2)) - Pow(Expectation(var, measure, x), 2), {}


def _probability(term: Term) -> Unfolded:
    var, measure, event = term.arguments
    return Expectation(var, measure, Indicator(event)), {}


def _conditional(term: Term) -> Unfolded:
    var, measure, x, event = term.arguments
    chance = Probability(var, measure, event)
    return Div(Expectation(var, measure, x * Indicator(event)), chance), {Ne(chance, 0): None}


def _times(value: Term, weight: Term) -> Term:
    return Mul(value, weight) if value.sort == SCALAR else Scale(weight, value)


def _over(value: Term, total: Term) -> Term:
    return Div(value, total) if value.sort == SCALAR else Scale(Div(1, total), value)


def _expectation(term: Term) -> Unfolded:
    """Under a tilt: a ratio of two expectations. Under N(m, v), v > 0, and N(μ, Σ), Σ > 0: by the density."""
    from .binders import proper

    var, measure, body = term.arguments
    if isinstance(measure, Tilt):
        own, base, score = measure.arguments
        outcome = fresh(var, free_symbols(base) | (free_symbols(score) - {own}) | (free_symbols(body) - {var}))
        body, score = substitute(body, {var: outcome}), substitute(score, {own: outcome})
        kind = Expectation if probability_like(base) else MeasureIntegral
        total = kind(outcome, base, Exp(score))
        obligations: Obligations = {Integrable(outcome, base, Exp(score)): None}
        proper(base, obligations)
        if not probability_like(base):
            obligations[Lt(0, total)] = None
        return _over(kind(outcome, base, _times(body, Exp(score))), total), obligations
    if isinstance(measure, Discrete):
        values = [_times(substitute(body, {var: point}), weight) for weight, point in measure.atoms]
        return (values[0] if len(values) == 1 else Add(*values)), {}
    outcome = fresh(var, free_symbols(measure) | (free_symbols(body) - {var}))
    body = substitute(body, {var: outcome})
    if isinstance(measure, Normal):
        mean, variance = measure.arguments
        density = Div(Exp(Neg(Div(Pow(outcome - mean, 2), Mul(2, variance)))), Sqrt(Mul(2, pi, variance)))
        if body.sort != SCALAR:
            raise TermError(f"{term!r} is not scalar; take its inner product first")
        return Integral(outcome, -oo, oo, Mul(body, density)), {Lt(0, variance): None}
    if isinstance(measure, Gaussian):
        mean, covariance = measure.arguments
        away = outcome - mean
        weight = Exp(Neg(Div(Inner(away, Apply(Inverse(covariance), away)), 2)))
        space = Lebesgue(outcome.sort)
        total = MeasureIntegral(outcome, space, weight)
        return (_over(MeasureIntegral(outcome, space, _times(body, weight)), total),
                {PositiveDefinite(covariance): None})
    raise TermError(f"the expectation {term!r} is under a measure that is not built from another one")


def _inner(term: Term) -> Unfolded:
    """⟨Cov(h) u, v⟩ = Cov(⟨h, u⟩, ⟨h, v⟩), for u and v that do not depend on the outcome."""
    for image, other in (term.arguments, term.arguments[::-1]):
        if isinstance(image, Apply) and isinstance(image.arguments[0], CovarianceOperator):
            operator, u = image.arguments
            var, measure, h = operator.arguments
            outcome = fresh(var, free_symbols(u) | free_symbols(other) | free_symbols(measure)
                            | (free_symbols(h) - {var}))
            h = substitute(h, {var: outcome})
            return (Covariance(outcome, measure, Inner(h, u), Inner(h, other)),
                    {Integrable(outcome, measure, Pow(Norm(h), 2)): None})
    raise TermError(f"{term!r} contains no covariance operator to unfold")


def _largest(term: Term) -> Unfolded:
    first, *rest = term.arguments
    other = rest[0] if len(rest) == 1 else type(term)(*rest)
    gap = Abs(first - other)
    return Div(first + other + gap if isinstance(term, Max) else first + other - gap, 2), {}


def _simple(make: Callable[..., Any]) -> Callable[[Term], Unfolded]:
    return lambda term: (make(*term.arguments), {})


def _tan(term: Term) -> Unfolded:
    x = term.arguments[0]
    return Div(Sin(x), Cosine(x)), {Ne(Cosine(x), 0): None}


def _test_vectors(operator: Term) -> tuple[Symbol, Symbol]:
    taken = free_symbols(operator)
    x = fresh(Symbol("x", Vector(operator.sort.source)), taken)  # type: ignore[attr-defined]
    return x, fresh(Symbol("y", x.sort), taken | {x})


def _symmetric(operator: Term) -> Any:
    x, y = _test_vectors(operator)
    return ForAll(x, ForAll(y, Eq(Inner(Apply(operator, x), y), Inner(x, Apply(operator, y)))))


def _semidefinite(operator: Term) -> Any:
    x, _ = _test_vectors(operator)
    return And(Symmetric(operator), ForAll(x, Le(0, Inner(Apply(operator, x), x))))


def _definite(operator: Term) -> Any:
    x, _ = _test_vectors(operator)
    return And(Symmetric(operator), ForAll(x, Implies(Ne(x, Zero(x.sort)), Lt(0, Inner(Apply(operator, x), x)))))


def _member(element: Term, container: Term) -> Any:
    if isinstance(container, SetBuilder):
        var, condition = container.arguments
        return substitute(condition, {var: element})
    if isinstance(container, OpenHalfSpace):
        normal, offset = container.arguments
        return Lt(offset, Inner(element, normal))
    if isinstance(container, (ConvexHull, ConicHull)):
        family = container.arguments[0]
        index = family.sort.arguments[0]
        if not isinstance(index, Index):
            raise TermError(f"{family!r} is not a family")
        taken = free_symbols(family) | free_symbols(element)
        alpha = fresh(Symbol("alpha", Function(index, SCALAR)), taken)
        i = fresh(Symbol("i", index), taken | {alpha})
        parts: list[Term] = [ForAll(i, Le(0, App(alpha, i)))]
        if isinstance(container, ConvexHull):
            parts.append(Eq(FamilySum(i, App(alpha, i)), 1))
        parts.append(Eq(element, FamilySum(i, Scale(App(alpha, i), App(family, i)))))
        return Exists(alpha, And(*parts))
    raise TermError(f"membership in {container!r} has no definition to unfold")


def split_remainder(right: Term) -> tuple[Term, BigO] | None:
    """right = rest + O(x^k), with one top-level remainder and a rest free of remainders; None otherwise."""
    parts = right.arguments if isinstance(right, Add) else (right,)
    remainders = [p for p in parts if isinstance(p, BigO)]
    rest = [p for p in parts if not isinstance(p, BigO)]
    if len(remainders) != 1 or any(has_remainder(p) for p in rest):
        return None
    return (Number(0) if not rest else rest[0] if len(rest) == 1 else Add(*rest)), remainders[0]


def _asymptotic(term: Term) -> Unfolded:
    """f = g + O(x^k): there are C ≥ 0 and r > 0 with |f − g| ≤ C |x|^k for all |x| < r."""
    var, left, right = term.arguments
    parts = split_remainder(right)
    if parts is None or has_remainder(left):
        raise TermError(f"only f = g + O(x^k), with no other remainder, unfolds; found {term!r}")
    rest, remainder = parts
    taken = free_symbols(term) | {var}
    constant = fresh(Symbol("C", SCALAR, "nonnegative"), taken)
    radius = fresh(Symbol("r", SCALAR, "positive"), taken | {constant})
    bound = Le(Abs(left - rest), constant * Pow(Abs(var), remainder.arguments[1]))
    return Exists(constant, Exists(radius, ForAll(var, Implies(Lt(Abs(var), radius), bound)))), {}


_RULES: dict[type, Callable[[Any], Unfolded]] = {
    Covariance: _covariance, Correlation: _covariance, Variance: _variance, Probability: _probability,
    ConditionalExpectation: _conditional, Expectation: _expectation, MeasureIntegral: _expectation, Inner: _inner,
    Max: _largest, Min: _largest, Norm: _simple(lambda v: Sqrt(Inner(v, v))),
    NormalDensity: _simple(lambda x: Div(Exp(Neg(Div(Pow(x, 2), 2))), Sqrt(Mul(2, pi)))), Tan: _tan,
    NormalCDF: _simple(lambda x: Integral(fresh(Symbol("t"), free_symbols(x)), -oo, x,
                                          NormalDensity(fresh(Symbol("t"), free_symbols(x))))),
    Ne: _simple(lambda a, b: Not(Eq(a, b))), Gt: _simple(lambda a, b: Lt(b, a)), Ge: _simple(lambda a, b: Le(b, a)),
    Iff: _simple(lambda a, b: And(Implies(a, b), Implies(b, a))), Symmetric: _simple(_symmetric),
    PositiveSemidefinite: _simple(_semidefinite), PositiveDefinite: _simple(_definite), Member: _simple(_member),
    Asymptotic: _asymptotic,
}

__all__ = ["Constant", "split_remainder", "unfold"]
