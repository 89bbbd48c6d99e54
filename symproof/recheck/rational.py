"""What scalars are equal to, class by class: field arithmetic, powers and roots, and the words defined by others.

Each rule takes (algebra, term, needs) and returns a `Quotient`; needs are the statements under which that is right.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import factorial

from . import binders, elementary
from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .derivative_value import derivative_rule
from .language import HALF, ONE, PI, SCALAR, TWO, ZERO, Node, Refused, make, minus, number
from .syntax import loose

Rule = Callable[[Algebra, Node, Needs], Quotient]


def rule(kind: str) -> Rule:
    return RULES.get(kind, _opaque)


def _opaque(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """A generator; the scalars, vectors and operators that it is applied to are put in normal form first."""
    from .language import binds

    if not binds(term)[0] and term.children:
        term = make(term.kind, *(a.standard(p, needs) if isinstance(p, Node) and p.sort[0] in (
            "Scalar", "Vector", "Operator") else p for p in term.args))
    return a.atom(term)


def _number(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return a.constant(term.value)


def _add(a: Algebra, term: Node, needs: Needs) -> Quotient:
    result = a.constant(0)
    for part in term.args:
        result = a.plus(result, a.of(part, needs))
    return result


def _neg(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return a.times(a.constant(-1), a.of(term.args[0], needs))


def _mul(a: Algebra, term: Node, needs: Needs) -> Quotient:
    result = a.constant(1)
    for part in term.args:
        result = a.times(result, a.of(part, needs))
    return result


def apart(a: Algebra, below: Node, value: Quotient, needs: Needs) -> None:
    """Need below ≠ 0, unless its form or a hypothesis shows it."""
    if not value.top:
        raise Refused(f"the denominator {below!r} is identically 0")
    if a.rational(value) is None and a.possible(below, needs) & signs.NULL:
        needs.append(make("Ne", below, ZERO))


def _div(a: Algebra, term: Node, needs: Needs) -> Quotient:
    above, below = term.args
    top, bottom = a.of(above, needs), a.of(below, needs)
    apart(a, below, bottom, needs)
    return a.times(top, a.inverse(bottom))


def _pow(a: Algebra, term: Node, needs: Needs) -> Quotient:
    base, exponent = term.args
    power, inside = a.rational(a.of(exponent, needs)), a.of(base, needs)
    if power is None:
        return elementary.symbolic_power(a, base, inside, exponent, needs)
    if power < 0:
        apart(a, base, inside, needs)
    if power.denominator == 1:
        flat = inside if power >= 0 else a.inverse(inside)
        n = abs(int(power))
        return Quotient(a.power(flat.top, n), a.power(flat.bottom, n))
    root = elementary.root(a, base, inside, abs(power), needs)
    return root if power > 0 else a.inverse(root)


def _sqrt(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return elementary.root(a, term.args[0], a.of(term.args[0], needs), Fraction(1, 2), needs)


def _norm(a: Algebra, term: Node, needs: Needs) -> Quotient:
    square = make("Inner", term.args[0], term.args[0])
    return elementary.root(a, square, a.of(square, needs), Fraction(1, 2), needs)


def _tan(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return a.of(make("Div", make("Sin", *term.args), make("Cos", *term.args)), needs)


def _tanh(a: Algebra, term: Node, needs: Needs) -> Quotient:
    grown = make("Exp", make("Mul", TWO, *term.args))
    return a.of(make("Div", minus(grown, ONE), make("Add", grown, ONE)), needs)


def _extremum(a: Algebra, term: Node, needs: Needs) -> Quotient:
    first, *rest = term.args
    other = rest[0] if len(rest) == 1 else make(term.kind, *rest)
    gap = a.of(make("Abs", minus(first, other)), needs)
    both = a.plus(a.of(first, needs), a.of(other, needs))
    return a.times(a.constant(Fraction(1, 2)), a.plus(both, gap, 1 if term.kind == "Max" else -1))


def density(x: Node) -> Node:
    """φ(x), written out."""
    decay = make("Exp", make("Neg", make("Div", make("Pow", x, TWO), TWO)))
    return make("Div", decay, make("Sqrt", make("Mul", TWO, PI)))


def _density(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return a.of(density(term.args[0]), needs)


def _normal_cdf(a: Algebra, term: Node, needs: Needs) -> Quotient:
    inside = make("Div", term.args[0], make("Sqrt", TWO))
    return a.of(make("Mul", HALF, make("Add", ONE, make("Erf", inside))), needs)


def _factorial(a: Algebra, term: Node, needs: Needs) -> Quotient:
    value = a.rational(a.of(term.args[0], needs))
    if value is not None and value.denominator == 1 and 0 <= value <= 1000:
        return a.constant(factorial(int(value)))
    return _opaque(a, term, needs)


def _idempotent(a: Algebra, term: Node) -> Quotient:
    """An indicator: every positive power of it is itself."""
    g = a.generator(loose(term), term, lambda own: lambda e: (1, P.ONE) if e > 0 and e != 1 else None)
    return Quotient({((g, 1),): P.rational(1)}, P.ONE)


def _indicator(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return _idempotent(a, term)


def _kronecker(a: Algebra, term: Node, needs: Needs) -> Quotient:
    left, right = sorted(term.args, key=loose)
    if loose(left) == loose(right):
        return a.constant(1)
    if left.kind == "IndexValue" and right.kind == "IndexValue":
        return a.constant(0)
    return _idempotent(a, make("Kronecker", left, right))


def _size(a: Algebra, term: Node, needs: Needs) -> Quotient:
    return a.constant(term.args[0]) if isinstance(term.args[0], int) else a.atom(term)


def _covariance(a: Algebra, term: Node, needs: Needs) -> Quotient:
    var, measure, x, y = term.args

    def mean(body: Node) -> Node:
        return make("Expectation", var, measure, body)

    return a.plus(a.of(mean(make("Mul", x, y)), needs), a.times(a.of(mean(x), needs), a.of(mean(y), needs)), -1)


def _variance(a: Algebra, term: Node, needs: Needs) -> Quotient:
    var, measure, x = term.args
    return _covariance(a, make("Covariance", var, measure, x, x), needs)


def _correlation(a: Algebra, term: Node, needs: Needs) -> Quotient:
    var, measure, x, y = term.args
    spread = make("Sqrt", make("Mul", make("Variance", var, measure, x), make("Variance", var, measure, y)))
    return a.of(make("Div", make("Covariance", var, measure, x, y), spread), needs)


def _probability(a: Algebra, term: Node, needs: Needs) -> Quotient:
    var, measure, event = term.args
    return a.of(make("Expectation", var, measure, make("Indicator", event)), needs)


def _inner(a: Algebra, term: Node, needs: Needs) -> Quotient:
    from . import vectors

    return vectors.inner(a, term.args[0], term.args[1], needs)


def _remainder(a: Algebra, term: Node, needs: Needs) -> Quotient:
    raise Refused("a remainder O(…) has no value")


def _nothing(a: Algebra, term: Node, needs: Needs) -> Quotient:
    raise Refused(f"{term!r} is no scalar")


RULES: dict[str, Rule] = {
    "Number": _number, "Add": _add, "Neg": _neg, "Mul": _mul, "Div": _div, "Pow": _pow, "Sqrt": _sqrt, "Norm": _norm,
    "Tan": _tan, "Tanh": _tanh, "Max": _extremum, "Min": _extremum, "NormalDensity": _density,
    "NormalCDF": _normal_cdf, "Factorial": _factorial, "Indicator": _indicator, "Kronecker": _kronecker, "Size": _size,
    "Covariance": _covariance, "Variance": _variance, "Correlation": _correlation, "Probability": _probability,
    "Inner": _inner, "BigO": _remainder, "Exp": elementary.exponential, "Log": elementary.logarithm,
    "Abs": elementary.absolute, "Sin": elementary.sine, "Cos": elementary.cosine, "Erf": elementary.odd,
    "Arctan": elementary.odd, "Arcsin": elementary.odd, "Arccos": elementary.arccosine,
    "Expectation": binders.expectation, "MeasureIntegral": binders.expectation, "Integral": binders.integral,
    "Derivative": derivative_rule, "Sum": binders.finite_sum, "FamilySum": binders.family_sum, "Infinity": _nothing,
}

__all__ = ["RULES", "SCALAR", "density", "number", "rule"]
