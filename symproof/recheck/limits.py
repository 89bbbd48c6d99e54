"""Limits at ±∞ and integrability, decided by growth, again.

A monomial in the normal form is read as fixed factors, a power of |x|, one exponent (a quotient of polynomials, added
up over a common denominator) and bounded factors.
"""

from __future__ import annotations

from fractions import Fraction
from typing import NamedTuple

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .language import PI, SCALAR, Node, Refused, make, number
from .polynomials import Monomial, Poly
from .syntax import substitute

BOUNDED = ("Erf", "Arctan", "Sin", "Cos")
BOUNDED_FACTORS = (*BOUNDED, "Indicator", "Sign")


class Growth(NamedTuple):
    """One monomial: fixed · |x|^power · e^exponent · Π bounded factors."""

    fixed: Monomial
    power: Fraction
    exponent: Quotient
    bounded: list[tuple[Node, Fraction]]


def _quotient(a: Algebra, body: Node, var: Node, needs: Needs) -> Quotient:
    own: Needs = []
    form = a.of(body, own)
    if any(var in n.free for n in own):
        raise Refused(f"{body!r} is not defined everywhere without further argument")
    needs.extend(own)
    if any(var in a.generators[g].term.free for g in P.generators([form.bottom])):
        raise Refused(f"the denominator of {body!r} depends on the variable")
    return form


def _linear(term: Node, var: Node) -> bool:
    if term is var:
        return var.sort == SCALAR
    return term.kind == "Inner" and any(x is var and var not in y.free for x, y in (term.args, term.args[::-1]))


def _growth(a: Algebra, mono: Monomial, var: Node, needs: Needs) -> Growth:
    fixed, power, exponent = P.UNIT, Fraction(0), a.constant(0)
    bounded: list[tuple[Node, Fraction]] = []
    for g, e in mono:
        term = a.generators[g].term
        if var not in term.free:
            fixed = P.joined(fixed, ((g, e),))
        elif _linear(term.args[0] if term.kind == "Abs" else term, var):
            power += Fraction(e)
        elif term.kind == "Exp":
            own = _quotient(a, term.args[0], var, needs)
            exponent = a.plus(exponent, own, Fraction(e))
        elif term.kind in BOUNDED and e > 0:
            bounded.append((term, Fraction(e)))
        else:
            raise Refused(f"no rule bounds {term!r}")
    return Growth(fixed, power, exponent, bounded)


def _far(a: Algebra, form: Quotient, var: Node, direction: int) -> int:
    """The sign of a polynomial in var far out; 0 when it does not tend to ±∞ visibly."""
    slot = next((g for g, gen in enumerate(a.generators) if gen.term is var), None)
    by_power: dict[Fraction, Poly] = {}
    for mono, value in form.top.items():
        power, rest = Fraction(0), P.UNIT
        for g, e in mono:
            if g == slot:
                power = Fraction(e)
            elif var in a.generators[g].term.free:
                raise Refused(f"{a.generators[g].term!r} is not a power of the variable")
            else:
                rest = P.joined(rest, ((g, e),))
        by_power[power] = P.add(by_power.get(power, {}), {rest: value})
    below = a.polynomial_mask(form.bottom) & signs.NONZERO
    top = max((p for p, poly in by_power.items() if poly), default=Fraction(0))
    if top <= 0:
        return 0
    if top.denominator != 1:
        raise Refused("a fractional power has no limit at −∞")
    mask = signs.times(a.polynomial_mask(by_power[top]), below)
    if mask not in (signs.POSITIVE, signs.NEGATIVE):
        raise Refused("the sign of a leading coefficient is not known")
    return (1 if mask == signs.POSITIVE else -1) * (direction if top % 2 else 1)


def limit_at_infinity(a: Algebra, body: Node, var: Node, direction: int, needs: Needs) -> Quotient:
    """lim body as var → ±∞."""
    form = _quotient(a, body, var, needs)
    result = a.constant(0)
    for mono, value in form.top.items():
        part = _growth(a, mono, var, needs)
        if part.exponent.top:
            if _far(a, part.exponent, var, direction) >= 0:
                raise Refused("an exponent does not tend to −∞")
            continue
        if part.power < 0:
            continue
        if part.power > 0:
            raise Refused("a power is left without a decaying factor")
        own = Quotient({part.fixed: value}, P.ONE)
        for term, e in part.bounded:
            if e.denominator != 1 or term.kind not in ("Erf", "Arctan"):
                raise Refused(f"{term!r} has no limit")
            end = _far(a, _quotient(a, term.args[0], var, needs), var, direction)
            if not end:
                raise Refused(f"{term!r} has no visible limit")
            known = number(end) if term.kind == "Erf" else make("Mul", number(Fraction(end, 2)), PI)
            for _ in range(int(e)):
                own = a.times(own, a.of(known, needs))
        result = a.plus(result, own)
    return a.times(result, a.inverse(Quotient(form.bottom, P.ONE)))


def _moderate(a: Algebra, term: Node, var: Node) -> bool:
    """Whether |term| is at most a polynomial in |var|, from its form."""
    if var not in term.free or term.kind in BOUNDED_FACTORS or term is var and var.sort == SCALAR:
        return True
    if term.kind == "Inner":
        return all(_image(part, var) for part in term.args)
    if term.kind == "Abs":
        return _moderate_all(a, term.args[0], (var,))
    if term.kind == "Expectation" and term.args[1].kind in ("Normal", "Gaussian"):
        inner, measure, body = term.args
        return not {var, inner} & measure.free and body.sort == SCALAR and _moderate_all(a, body, (var, inner))
    return False


def _image(vector: Node, var: Node) -> bool:
    """Whether a vector is linear in var, or free of it."""
    if vector is var or var not in vector.free:
        return True
    return vector.kind == "Apply" and var not in vector.args[0].free and _image(vector.args[1], var)


def _moderate_all(a: Algebra, body: Node, variables: tuple[Node, ...]) -> bool:
    """Whether |body| is at most a polynomial in the sizes of the variables, wherever they are."""
    needs: Needs = []
    form = a.of(body, needs)
    if any(not finite_moments(a, n) for n in needs):
        return False
    if any(v in a.generators[g].term.free for g in P.generators([form.bottom]) for v in variables):
        return False
    return all(not a.generators[g].term.free & set(variables)
               or e > 0 and all(_moderate(a, a.generators[g].term, v) for v in variables)
               for mono in form.top for g, e in mono)


def finite_moments(a: Algebra, statement: Node) -> bool:
    """Whether a statement says that a polynomial is integrable under a Gaussian measure, which always holds."""
    if statement.kind == "ForAll":
        return finite_moments(a, statement.args[1])
    if statement.kind != "Integrable" or statement.args[1].kind not in ("Normal", "Gaussian"):
        return False
    inner, measure, body = statement.args
    return body.sort == SCALAR and inner not in measure.free and _moderate_all(a, body, (inner,))


def _falls(a: Algebra, exponent: Quotient, var: Node) -> bool:
    """Whether an exponent tends to −∞ at both ends of the line."""
    try:
        return bool(exponent.top) and all(_far(a, exponent, var, direction) < 0 for direction in (1, -1))
    except Refused:
        return False


def integrable(a: Algebra, var: Node, measure: Node, body: Node, needs: Needs) -> None:
    """What makes body integrable by its growth; refuses when growth does not show it."""
    if body.sort != SCALAR and measure.kind != "Discrete":
        raise Refused("growth is about scalars")
    if measure.kind == "Discrete":
        for point in measure.args[1::2]:
            at = substitute(body, {var: point})
            if at.sort == SCALAR:
                a.of(at, needs)
        return
    if measure.kind not in ("Lebesgue", "Normal", "Gaussian") or var in measure.free or (
            measure.kind == "Lebesgue" and var.sort != SCALAR):
        raise Refused(f"growth does not decide integrability under {measure!r}")
    own: Needs = []
    form = a.of(body, own)
    own = [n for n in own if not finite_moments(a, n)]
    if any(var in n.free for n in own):
        raise Refused(f"{body!r} is not defined everywhere without further argument")
    needs.extend(own)
    if any(var in a.generators[g].term.free for g in P.generators([form.bottom])):
        raise Refused(f"the denominator of {body!r} depends on the variable")
    for mono in form.top:
        exponent = a.constant(0)
        for g, e in mono:
            term = a.generators[g].term
            if var not in term.free or e > 0 and _moderate(a, term, var):
                continue
            if term.kind != "Exp":
                raise Refused(f"no rule bounds {term!r}")
            exponent = a.plus(exponent, _quotient(a, term.args[0], var, needs), Fraction(e))
        if var.sort == SCALAR and _falls(a, exponent, var):
            continue
        if measure.kind == "Lebesgue":
            raise Refused("there is no factor that decays at both ends of the line")
        for inner in exponent.top:
            moving = [(a.generators[g].term, e) for g, e in inner if var in a.generators[g].term.free]
            if len(moving) > 1 or moving and not (_linear(moving[0][0], var) and moving[0][1] == 1):
                raise Refused("only exponentials of what is linear in the variable are integrable under every Gaussian")


__all__ = ["finite_moments", "integrable", "limit_at_infinity"]
