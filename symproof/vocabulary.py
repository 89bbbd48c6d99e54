"""The words that a derivation is written in: short constructors for terms, close to paper.

Knows terms only. Random quantities are functions of an outcome `omega` that stays unwritten: `RandomScalar("t")` is
t(ω), and `E(t)` binds ω under the measure P. Names of parameters in a derivation's signature become symbols:
`def lemma(phi: RandomScalar, lam: Real, v: VectorIn("d"))`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from .terms import (SCALAR, Abs, Add, And, App, Asymptotic, BigO, Coordinates, Correlation, Covariance,
                    CovarianceOperator, Discrete, Eq, Exists, Exp, Expectation, FamilySum, ForAll, Function, Index,
                    Inner, Integrable, Integral, Lambda, Lebesgue, Lt, Measure, MeasureIntegral, Mul, Norm, Number,
                    Operator, Point, Pow, Probability, Sqrt, Symbol, Term, TermError, Tilt, Variance, Vector, as_term,
                    free_symbols, fresh)
from .terms.calculus import has_remainder

OUTCOMES = Point("Omega")
omega = Symbol("omega", OUTCOMES)
P = Symbol("P", Measure(OUTCOMES), "probability")


def Real(name: str) -> Any:
    """A real number."""
    return Symbol(name)


def Positive(name: str) -> Any:
    """A number > 0."""
    return Symbol(name, SCALAR, "positive")


def Nonnegative(name: str) -> Any:
    """A number ≥ 0."""
    return Symbol(name, SCALAR, "nonnegative")


def Natural(name: str) -> Any:
    """An integer ≥ 0."""
    return Symbol(name, SCALAR, "natural")


def VectorIn(dimension: int | str) -> Callable[[str], Any]:
    """A vector of R^dimension."""
    return lambda name: Symbol(name, Vector(dimension))


def OperatorOn(dimension: int | str, domain: str = "") -> Callable[[str], Any]:
    """A linear map of R^dimension; domain "symmetric", "positive semidefinite" or "positive definite"."""
    return lambda name: Symbol(name, Operator(dimension, dimension), domain)


def IndexIn(size: int | str) -> Callable[[str], Any]:
    """An index 1..size."""
    return lambda name: Symbol(name, Index(size))


def VectorFamily(size: int | str, dimension: int | str) -> Callable[[str], Any]:
    """Vectors v_1, …, v_size of R^dimension."""
    return lambda name: Symbol(name, Function(Index(size), Vector(dimension)))


def ScalarFamily(size: int | str) -> Callable[[str], Any]:
    """Numbers α_1, …, α_size."""
    return lambda name: Symbol(name, Function(Index(size), SCALAR))


def FunctionOn(*sorts: Any) -> Callable[[str], Any]:
    """A scalar-valued function of arguments of the given sorts."""
    return lambda name: Symbol(name, Function(*sorts, SCALAR))


def RandomScalar(name: str) -> Any:
    """A random number: a function of the outcome ω."""
    return App(Symbol(name, Function(OUTCOMES, SCALAR)), omega)


def RandomVector(dimension: int | str) -> Callable[[str], Any]:
    """A random vector of R^dimension."""
    return lambda name: App(Symbol(name, Function(OUTCOMES, Vector(dimension))), omega)


def outcome_of(*bodies: Any) -> Symbol:
    """The outcome that an expectation binds when none is named: ω."""
    free = {s for b in bodies for s in free_symbols(as_term(b)) if isinstance(s.sort, Point)}
    if len(free) > 1:
        raise TermError(f"several outcomes occur ({', '.join(sorted(s.name for s in free))}): say which one is averaged, "
                        "with over=")
    return next(iter(free), omega)


def _bound(bodies: tuple[Any, ...], under: Any, over: Any) -> tuple[Symbol, Any]:
    var = over if over is not None else outcome_of(*bodies)
    if under is None:
        under = P if var.sort == OUTCOMES else None
    if under is None:
        raise TermError(f"the measure of an expectation over {var!r} must be named, with under=")
    return var, under


def E(body: Any, under: Any = None, over: Any = None) -> Any:
    """The expectation of a random quantity, under P unless said otherwise."""
    var, measure = _bound((body,), under, over)
    return Expectation(var, measure, body)


def Cov(left: Any, right: Any, under: Any = None, over: Any = None) -> Any:
    """Cov(X, Y) = E[XY] − E[X]E[Y]."""
    var, measure = _bound((left, right), under, over)
    return Covariance(var, measure, left, right)


def CovOperator(vector: Any, under: Any = None, over: Any = None) -> Any:
    """The covariance operator of a random vector."""
    var, measure = _bound((vector,), under, over)
    return CovarianceOperator(var, measure, vector)


def Corr(left: Any, right: Any, under: Any = None, over: Any = None) -> Any:
    """Cov(X, Y)/√(Var X Var Y)."""
    var, measure = _bound((left, right), under, over)
    return Correlation(var, measure, left, right)


def Var(body: Any, under: Any = None, over: Any = None) -> Any:
    """The variance of a random number."""
    var, measure = _bound((body,), under, over)
    return Variance(var, measure, body)


def Prob(event: Any, under: Any = None, over: Any = None) -> Any:
    """The probability of an event."""
    var, measure = _bound((event,), under, over)
    return Probability(var, measure, event)


def tilted(score: Any, by: Any = None, base: Any = None, over: Any = None) -> Any:
    """The measure with density e^{by·score}/E[e^{by·score}] with respect to `base` (P by default)."""
    weight = as_term(score) if by is None else as_term(by) * score
    var, measure = _bound((weight,), base, over)
    return Tilt(var, measure, weight)


def integrable(body: Any, under: Any = None, over: Any = None) -> Any:
    """E|X| < ∞."""
    var, measure = _bound((body,), under, over)
    return Integrable(var, measure, body)


def square_integrable(body: Any, under: Any = None, over: Any = None) -> Any:
    """E X² < ∞."""
    return integrable(Pow(body, 2), under, over)


def mgf_finite_near_zero(body: Any, under: Any = None, over: Any = None) -> Any:
    """E e^{δ|X|} < ∞ for some δ > 0: the moment generating function of X is finite near 0."""
    var, measure = _bound((body,), under, over)
    delta = fresh(Symbol("delta", SCALAR, "positive"), free_symbols(as_term(body)))
    return Exists(delta, Integrable(var, measure, Exp(Mul(delta, Abs(body)))))


def interior(h: Any, u: Any, under: Any, over: Any = None) -> Any:
    """∫ e^{⟨h,u⟩ + δ‖h‖} dν < ∞ for some δ > 0: u is an interior point of the natural parameters."""
    var = over if over is not None else outcome_of(h)
    delta = fresh(Symbol("delta", SCALAR, "positive"), free_symbols(as_term(u)))
    return Exists(delta, Integrable(var, under, Exp(Inner(h, u) + delta * Norm(h))))


def O(power: Any) -> Any:  # noqa: E743 — Landau's letter
    """O(x**k), a remainder as x → 0."""
    power = as_term(power)
    if isinstance(power, Symbol):
        return BigO(power, 1)
    if isinstance(power, Pow):
        return BigO(*power.arguments)
    raise TermError(f"write O(x**k) for a symbol x and a positive integer k, not O({power!r})")


def remainder_variable(*terms: Term) -> Symbol | None:
    """The x of the remainders O(x^k) in these terms."""
    for term in terms:
        if has_remainder(term):
            stack = [term]
            while stack:
                current = stack.pop()
                if isinstance(current, BigO):
                    return current.arguments[0]  # type: ignore[no-any-return]
                stack.extend(p for p in current.children if has_remainder(p))
    return None


def equals(left: Any, right: Any) -> Any:
    """left = right; an equality as x → 0 when remainders O(x^k) occur."""
    left, right = as_term(left), as_term(right)
    var = remainder_variable(left, right)
    return Eq(left, right) if var is None else Asymptotic(var, left, right)


def total(index: Any, body: Any) -> Any:
    """Σ_i body over the indices of a family."""
    return FamilySum(index, body)


def discrete(points: dict[Any, Any] | list[tuple[Any, Any]]) -> Any:
    """The measure with finitely many points: pairs (weight, point)."""
    pairs = points.items() if isinstance(points, dict) else points
    return Discrete(*(part for weight, point in pairs for part in (as_term(weight), as_term(point))))


def eventually(var: Any, statement: Any) -> Any:
    """∃ r > 0 ∀ var (0 < var < r ⟹ statement): for all sufficiently small var > 0."""
    radius = fresh(Symbol("r", SCALAR, "positive"), free_symbols(as_term(statement)))
    return Exists(radius, ForAll(var, _implies(And(Lt(0, var), Lt(var, radius)), statement)))


def _implies(premise: Any, conclusion: Any) -> Any:
    from .terms import Implies

    return Implies(premise, conclusion)


def third_cumulant(x: Any, y: Any, z: Any, under: Any = None, over: Any = None) -> Any:
    """κ(X, Y, Z) = E[(X − EX)(Y − EY)(Z − EZ)], the third joint cumulant."""
    mean = [E(v, under, over) for v in (x, y, z)]
    return E((x - mean[0]) * (y - mean[1]) * (z - mean[2]), under, over)


inner, norm, exp, sqrt = Inner, Norm, Exp, Sqrt
rational: Callable[[Any], Any] = lambda value: as_term(Fraction(value))

__all__ = ["Add", "Coordinates", "Cov", "CovOperator", "Corr", "E", "FunctionOn", "IndexIn", "Integral", "Lambda", "Lebesgue",
           "MeasureIntegral", "Natural", "Nonnegative", "Number", "O", "OUTCOMES", "OperatorOn", "P", "Positive", "Prob",
           "RandomScalar", "RandomVector", "Real", "ScalarFamily", "Var", "VectorFamily", "VectorIn", "discrete", "equals",
           "eventually", "exp", "inner", "integrable", "interior", "mgf_finite_near_zero", "norm", "omega", "rational",
           "sqrt", "square_integrable", "third_cumulant", "tilted", "total"]
