"""Orders of magnitude and Taylor polynomials, again.

A remainder O(x^k) is x^k times a bounded unknown of its own. A difference is of order n when every term of its
numerator has a power of x of at least n, the unknowns have natural powers, and the denominator does not vanish at 0.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .definitions import one_remainder
from .derivative import derivative
from .language import ZERO, Node, Refused, has_remainder, make, minus, symbol
from .polynomials import Poly
from .syntax import substitute


def series(a: Algebra, var: Node, left: Node, right: Node, needs: Needs) -> None:
    """Refuse unless left = right as var → 0, where the needs hold."""
    parts = one_remainder(right)
    unknowns: list[Node] = []
    if parts is None:
        if _remainders(left) != _remainders(right):
            raise Refused("the two sides do not have the same remainders in the same order")
        one = opened(left, var, unknowns)
        other = opened(right, var, [])
        form = _near_zero(a, minus(one, other), var, set(unknowns), needs)
        if not a.zero(form):
            raise Refused("the two sides differ, whatever the remainders are")
        return
    rest, remainder = parts
    order = remainder.args[1].value
    form = _near_zero(a, minus(opened(left, var, unknowns), rest), var, set(unknowns), needs)
    for power, poly in _by_power(a, form.top, var, set(unknowns)).items():
        if power < order and poly:
            raise Refused(f"the two sides differ at order {power}, while O of order {order} was claimed")
    below = _by_power(a, form.bottom, var, set(unknowns)).get(Fraction(0), {})
    _apart(a, below, needs)


def _remainders(term: Node) -> list[Fraction]:
    if term.kind == "BigO":
        return [term.args[1].value]
    return [r for c in term.children if has_remainder(c) for r in _remainders(c)]


def opened(term: Node, var: Node, unknowns: list[Node]) -> Node:
    """Each O(x^k) becomes x^k times an unknown; the k-th occurrence gets the k-th unknown."""
    if term.kind == "BigO":
        unknowns.append(symbol(f"\x00unknown {len(unknowns)}"))
        return make("Mul", make("Pow", var, term.args[1]), unknowns[-1])
    if not has_remainder(term):
        return term
    return make(term.kind, *(opened(p, var, unknowns) for p in term.args))


def _near_zero(a: Algebra, term: Node, var: Node, unknowns: set[Node], needs: Needs) -> Quotient:
    """The quotient of a term; what it needs near 0 is replaced by what makes that true there."""
    own: Needs = []
    form = a.of(term, own)
    moving = {var, *unknowns}
    for need in own:
        if not moving & need.free:
            needs.append(need)
            continue
        if need.kind != "Ne":
            raise Refused(f"the step needs {need!r} near 0")
        apart = a.of(minus(*need.args), [])
        _apart(a, _by_power(a, apart.top, var, unknowns).get(Fraction(0), {}), needs)
    return form


def _by_power(a: Algebra, poly: Poly, var: Node, unknowns: set[Node]) -> dict[Fraction, Poly]:
    result: dict[Fraction, Poly] = {}
    for mono, value in poly.items():
        power = Fraction(0)
        for g, e in mono:
            term = a.generators[g].term
            if term is var or term in unknowns:
                if e < 0 or e != int(e):
                    raise Refused(f"the power {e} of {term!r} is not that of a power series")
                power += Fraction(e) if term is var else 0
            elif var in term.free or unknowns & term.free:
                raise Refused(f"{term!r} must be expanded first")
        result[power] = P.add(result.get(power, {}), {mono: value})
    return result


def _apart(a: Algebra, poly: Poly, needs: Needs) -> None:
    if not poly:
        raise Refused("a denominator vanishes at 0")
    if set(poly) != {P.UNIT} and a.polynomial_mask(poly) & signs.NULL:
        needs.append(make("Ne", a.polynomial(poly), ZERO))


def taylor(a: Algebra, var: Node, body: Node, order: int, needs: Needs) -> list[Quotient]:
    """The coefficients body^(k)(0)/k! for k < order, where the needs (at 0) make Taylor's theorem applicable."""
    result: list[Quotient] = []
    current, at = body, {var: ZERO}
    for k in range(order):
        value = a.of(substitute(current, at), needs)
        result.append(a.times(a.constant(Fraction(1, factorial(k))), value))
        own: Needs = []
        current = derivative(current, var, own)
        for need in own:
            if var in need.free and need.kind not in ("Ne", "Lt", "DominatedDerivative"):
                raise Refused(f"Taylor's theorem needs {need!r} in a neighbourhood of 0")
            needs.append(substitute(need, at))
    return result


__all__ = ["opened", "series", "taylor"]
