"""Sums, integrals and expectations: what is free of the bound symbol is taken out, summands are taken apart.

The bound symbol gets a name that depends on how deeply binders are nested in the term only, so that equal bodies meet.
An integral may be taken apart only where the parts are integrable, and that is a need.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .grammar import probability_like
from .language import ONE, SCALAR, TRUE, ZERO, Node, Refused, binds, make, minus, number, symbol
from .polynomials import Monomial, Poly
from .syntax import substitute

_HEIGHTS: dict[Node, int] = {}


def height(term: Node) -> int:
    """How deeply binders are nested in a term."""
    found = _HEIGHTS.get(term)
    if found is None:
        found = _HEIGHTS[term] = max((height(c) for c in term.children), default=0) + (1 if binds(term)[0] else 0)
    return found


def opened(term: Node) -> tuple[Any, ...]:
    """The arguments of a binder of one symbol, with the symbol renamed where it is bound."""
    var, *rest = term.args
    level = height(term)
    new = symbol(f"\x00b{level}", var.sort, var.domain)
    while new in term.free:
        level += 1
        new = symbol(f"\x00b{level}", var.sort, var.domain)
    scoped = binds(term)[1]
    return new, *(substitute(part, {var: new}) if i in scoped else part for i, part in enumerate(rest, 1))


def depends(a: Algebra, g: int, var: Node) -> bool:
    return var in a.generators[g].term.free


def split(a: Algebra, var: Node, form: Quotient) -> list[tuple[Quotient, Node]]:
    """form = Σ coefficient · part, coefficients free of var, each part once."""
    outside = not any(depends(a, g, var) for g in P.generators([form.bottom]))
    gathered: dict[Monomial, Poly] = {}
    for mono, value in form.top.items():
        inner = tuple((g, e) for g, e in mono if depends(a, g, var))
        rest = tuple((g, e) for g, e in mono if not depends(a, g, var))
        gathered[inner] = P.add(gathered.get(inner, {}), {rest: value})
    pieces = []
    for inner, coefficient in sorted(gathered.items(), key=lambda item: item[0]):
        part = a.monomial(inner)
        if not outside:
            part = make("Div", part, a.polynomial(form.bottom))
        if coefficient:
            pieces.append((Quotient(coefficient, form.bottom if outside else P.ONE), part))
    return pieces


def multiple(a: Algebra, coefficient: Quotient, part: Node) -> Node:
    """coefficient · part: what must be integrable, so that nothing is asked for where the coefficient is 0."""
    if a.rational(coefficient) is not None:
        return part
    return make("Mul" if part.sort == SCALAR else "Scale", a.rendered(coefficient), part)


def under(var: Node, inner: Needs, needs: Needs, *guards: Node) -> None:
    """What the body needs, for all values of the bound symbol (between the bounds)."""
    for statement in inner:
        if var not in statement.free:
            needs.append(statement)
            continue
        if guards:
            statement = make("Implies", make("And", *guards), statement)
        needs.append(make("ForAll", var, statement))


def proper(a: Algebra, measure: Node, needs: Needs) -> None:
    """What makes a measure that is built as a probability measure one."""
    if measure.kind == "Tilt":
        var, base, score = measure.args
        proper(a, base, needs)
        weight = make("Exp", score)
        needs.append(make("Integrable", var, base, weight))
        if not probability_like(base):
            needs.append(make("Lt", ZERO, make("MeasureIntegral", var, base, weight)))
    elif measure.kind == "Normal":
        if a.possible(measure.args[1], needs) & signs.NEGATIVE:
            needs.append(make("Le", ZERO, measure.args[1]))
    elif measure.kind == "Gaussian" and not signs.semidefinite(measure.args[1]):
        needs.append(make("PositiveSemidefinite", measure.args[1]))


def expectation(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """E[Σ c X] = Σ c E[X] for integrable X; E[1] = 1."""
    var, measure, body = opened(term)
    inner: Needs = []
    pieces = split(a, var, a.of(body, inner))
    under(var, inner, needs)
    result = a.constant(0)
    for coefficient, part in pieces:
        if part is ONE and probability_like(measure):
            proper(a, measure, needs)
            result = a.plus(result, coefficient)
            continue
        if len(pieces) > 1:
            needs.append(make("Integrable", var, measure, multiple(a, coefficient, part)))
        result = a.plus(result, a.times(coefficient, a.atom(make(term.kind, var, measure, part))))
    return result


def integral(a: Algebra, term: Node, needs: Needs) -> Quotient:
    var, lower, upper, body = opened(term)
    guards = []
    if lower.kind != "Infinity" and upper.kind != "Infinity":
        length = minus(upper, lower)
        if a.possible(length, needs) & signs.NEGATIVE:
            needs.append(make("Le", lower, upper))
    if lower.kind != "Infinity":
        guards.append(make("Lt", lower, var))
    if upper.kind != "Infinity":
        guards.append(make("Lt", var, upper))
    inner: Needs = []
    pieces = split(a, var, a.of(body, inner))
    under(var, inner, needs, *guards)
    result = a.constant(0)
    ends = [_bound(a, v, needs) for v in (lower, upper)]
    for coefficient, part in pieces:
        if len(pieces) > 1:
            restricted = multiple(a, coefficient, part)
            if guards:
                restricted = make("Mul", make("Indicator", make("And", *guards)), restricted)
            needs.append(make("Integrable", var, make("Lebesgue", SCALAR), restricted))
        result = a.plus(result, a.times(coefficient, a.atom(make("Integral", var, *ends, part))))
    return result


def _bound(a: Algebra, value: Node, needs: Needs) -> Node:
    return value if value.kind == "Infinity" else a.standard(value, needs)


def finite_sum(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """Up to 200 terms are written out; otherwise constants are taken out, and finite sums are taken apart."""
    var, lower, upper, body = opened(term)
    first, last = (None if v.kind == "Infinity" else a.rational(a.of(v, needs)) for v in (lower, upper))
    if first is not None and last is not None and last - first <= 200:
        if first.denominator != 1 or last.denominator != 1:
            raise Refused("the bounds of a sum must be integers")
        result = a.constant(0)
        for k in range(int(first), int(last) + 1):
            result = a.plus(result, a.of(substitute(body, {var: number(Fraction(k))}), needs))
        return result
    inner: Needs = []
    pieces = split(a, var, a.of(body, inner))
    under(var, inner, needs)
    if len(pieces) > 1 and "Infinity" in (lower.kind, upper.kind):
        return a.atom(term)
    limits = [_bound(a, v, needs) for v in (lower, upper)]
    result = a.constant(0)
    for coefficient, part in pieces:
        result = a.plus(result, a.times(coefficient, a.atom(make("Sum", var, *limits, part))))
    return result


def family_sum(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """Σ_i c = m c, Σ_i δ_ij X_i = X_j, and linearity."""
    var, body = opened(term)
    inner: Needs = []
    pieces = split(a, var, a.of(body, inner))
    under(var, inner, needs)
    result = a.constant(0)
    for coefficient, part in pieces:
        if var not in part.free:
            value = a.times(a.of(make("Size", var.sort[1]), needs), a.of(part, needs))
        else:
            other = collapsing(var, part)
            value = a.atom(make("FamilySum", var, part)) if other is None else a.of(
                substitute(part, {var: other}), needs)
        result = a.plus(result, a.times(coefficient, value))
    return result


def collapsing(var: Node, part: Node) -> Node | None:
    """The j of a factor δ_ij of part, when i is the bound symbol."""
    for factor in part.args if part.kind == "Mul" else (part,):
        if factor.kind == "Kronecker":
            left, right = factor.args
            if (left is var) != (right is var):
                other: Node = right if left is var else left
                if var not in other.free:
                    return other
    return None


__all__ = ["TRUE", "collapsing", "expectation", "family_sum", "finite_sum", "height", "integral", "opened", "proper",
           "split", "under"]
