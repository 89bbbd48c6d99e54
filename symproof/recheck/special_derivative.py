"""Derivatives of special functions in one argument, again: from their integrals, series and recurrences.

`rate(term, place)` gives the derivative in the argument at `place` (from 0) and what must hold there.
"""

from __future__ import annotations

from . import signs
from .language import ONE, PI, TWO, ZERO, Node, Refused, make, minus, number


def rate(term: Node, place: int) -> tuple[Node, list[Node]]:
    """(d term/d argument, conditions); refuses a function or an argument that it knows no rule for."""
    name, *arguments = term.args
    u = arguments[place]
    if name in ("erfc", "erfi", "gamma", "loggamma", "digamma", "Ei", "li", "Si", "Ci", "Shi", "Chi", "sinc", "LambertW",
                "elliptic_k", "elliptic_e") and place == 0 and len(arguments) == 1:
        value, needs = _of_one(str(name), u)
    elif place == 1 and len(arguments) == 2:
        value, needs = _of_two(str(name), arguments[0], u)
    else:
        raise Refused(f"no rule differentiates {term!r} in its argument number {place + 1}")
    return value, [n for n in needs if not _plain(n)]


def _plain(need: Node) -> bool:
    """Shown by the form alone."""
    if need.kind == "Or":
        return _plain(need.args[0])
    if need.kind == "Lt" and need.args[0] is ZERO:
        return bool(signs.sign(need.args[1], {}) == signs.POSITIVE)
    return need.kind == "Ne" and need.args[1] is ZERO and not signs.sign(need.args[0], {}) & signs.NULL


def _call(name: str, *arguments: Node) -> Node:
    return make("Special", name, *arguments)


def _over(above: Node, below: Node) -> Node:
    return make("Div", above, below)


def _exp(u: Node) -> Node:
    return make("Exp", u)


def _neg(u: Node) -> Node:
    return make("Neg", u)


def _above_zero(u: Node) -> Node:
    return make("Lt", ZERO, u)


def _apart(u: Node) -> Node:
    return make("Ne", u, ZERO)


def _no_pole(u: Node) -> Node:
    return make("Or", _above_zero(u), make("Not", make("IsInteger", u)))


def _of_one(name: str, u: Node) -> tuple[Node, list[Node]]:
    own = _call(name, u)
    if name in ("erfc", "erfi"):
        height = _over(TWO, make("Sqrt", PI))
        square = make("Pow", u, TWO)
        if name == "erfi":
            return make("Mul", height, _exp(square)), []
        return _neg(make("Mul", height, _exp(_neg(square)))), []
    if name == "gamma":
        return make("Mul", own, _call("digamma", u)), [_no_pole(u)]
    if name == "loggamma":
        return _call("digamma", u), [_above_zero(u)]
    if name == "digamma":
        return _call("polygamma", ONE, u), [_no_pole(u)]
    if name == "Ei":
        return _over(_exp(u), u), [_apart(u)]
    if name == "li":
        return _over(ONE, make("Log", u)), [_above_zero(u), _apart(minus(u, ONE))]
    if name == "Si":
        return _call("sinc", u), []
    if name == "Ci":
        return _over(make("Cos", u), u), [_above_zero(u)]
    if name == "Shi":
        return _over(minus(_exp(u), _exp(_neg(u))), make("Mul", TWO, u)), [_apart(u)]
    if name == "Chi":
        return _over(make("Add", _exp(u), _exp(_neg(u))), make("Mul", TWO, u)), [_above_zero(u)]
    if name == "sinc":
        top = minus(make("Mul", u, make("Cos", u)), make("Sin", u))
        return _over(top, make("Pow", u, TWO)), [_apart(u)]
    if name == "LambertW":
        slope = _over(ONE, make("Mul", _exp(own), make("Add", ONE, own)))
        return slope, [_above_zero(make("Add", u, _exp(number(-1))))]
    first, second = _call("elliptic_k", u), _call("elliptic_e", u)
    room = minus(ONE, u)
    needs = [_above_zero(room), _apart(u)]
    if name == "elliptic_e":
        return _over(minus(second, first), make("Mul", TWO, u)), needs
    return _over(minus(second, make("Mul", room, first)), make("Mul", TWO, u, room)), needs


def _of_two(name: str, fixed: Node, u: Node) -> tuple[Node, list[Node]]:
    if name == "polygamma":
        if fixed.kind != "Number" or fixed.value.denominator != 1 or fixed.value < 0:
            raise Refused(f"polygamma is differentiated for explicit orders, not for {fixed!r}")
        return _call(name, number(fixed.value + 1), u), [_no_pole(u)]
    if name in ("lowergamma", "uppergamma"):
        density = make("Mul", make("Pow", u, minus(fixed, ONE)), _exp(_neg(u)))
        if name == "lowergamma":
            return density, [_above_zero(u), _above_zero(fixed)]
        return _neg(density), [_above_zero(u)]
    if name == "polylog":
        return _over(_call(name, minus(fixed, ONE), u), u), [_above_zero(minus(ONE, u)), _apart(u)]
    if name in ("besselj", "bessely", "besseli", "besselk"):
        left, right = _call(name, minus(fixed, ONE), u), _call(name, make("Add", fixed, ONE), u)
        if name in ("besselj", "bessely"):
            value = minus(left, right)
        else:
            value = make("Add", left, right)
        return _over(_neg(value) if name == "besselk" else value, TWO), [_above_zero(u)]
    raise Refused(f"no rule differentiates {name}")
