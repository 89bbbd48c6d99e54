"""Derivatives of special functions in one of their arguments. Trusted.

`special_derivative(term, place)` is d/du of the function with respect to the argument at `place` (from 0), and the open
conditions under which it holds. The other arguments are held fixed. Sources: DLMF 5.2.2, 5.15, 6.2, 7.2, 8.8.13–14, 4.13.4,
10.6.1, 10.29.1, 19.4.1–2, 25.12.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof.terms import (Constant, Cos, Div, Exp, IsInteger, Log, Lt, Mul, Ne, Neg, Not, Number, Or, Pow, Sin, Special,
                            Sqrt, Term, TermError)

from .normal_form import Obligations
from .signs import nonzero, sign

Found = tuple[Any, list[Term]]


def special_derivative(term: Term, place: int, obligations: Obligations) -> Any:
    """The derivative in the argument at `place`; raises TermError where no rule is known."""
    name, *arguments = term.arguments
    rule = _RULES.get((name, place))
    if rule is None:
        raise TermError(f"no rule differentiates {term!r} in its argument number {place + 1}")
    value, conditions = rule(*arguments)
    for condition in conditions:
        if not _evident(condition):
            obligations[condition] = None
    return value


def _evident(condition: Term) -> bool:
    """The conditions are 0 < u, u < 1, u ≠ 0 and “u is not 0, −1, −2, …”; their form may show them."""
    if isinstance(condition, Or):
        return _evident(condition.arguments[0])
    if isinstance(condition, Lt) and condition.arguments[0] is Number(0):
        return sign(condition.arguments[1]) == "+"
    return isinstance(condition, Ne) and condition.arguments[1] is Number(0) and nonzero(condition.arguments[0])


def _regular(u: Any) -> Term:
    return Or(Lt(0, u), Not(IsInteger(u)))


def _gauss(sign_: int) -> Callable[[Any], Found]:
    def rule(u: Any) -> Found:
        factor = Div(2, Sqrt(Constant("pi")))
        return (Mul(factor, Exp(Pow(u, 2))) if sign_ > 0 else Neg(Mul(factor, Exp(Neg(Pow(u, 2)))))), []

    return rule


def _polygamma(n: Any, u: Any) -> Found:
    if not isinstance(n, Number) or n.value.denominator != 1 or n.value < 0:
        raise TermError(f"the order of a polygamma function must be a natural number here, not {n!r}")
    return Special("polygamma", Number(n.value + 1), u), [_regular(u)]


def _hyperbolic(sign_: int) -> Callable[[Any], Found]:
    def rule(u: Any) -> Found:
        wave = Exp(u) + Exp(Neg(u)) if sign_ > 0 else Exp(u) - Exp(Neg(u))
        return Div(wave, Mul(2, u)), [Lt(0, u) if sign_ > 0 else Ne(u, 0)]

    return rule


def _lambert(u: Any) -> Found:
    w = Special("LambertW", u)
    return Div(1, Mul(Exp(w), 1 + w)), [Lt(0, u + Exp(Number(-1)))]


def _cylinder(name: str) -> Callable[[Any, Any], Found]:
    def rule(order: Any, u: Any) -> Found:
        below, above = Special(name, order - 1, u), Special(name, order + 1, u)
        value = {"besselj": below - above, "bessely": below - above, "besseli": below + above,
                 "besselk": Neg(below + above)}[name]
        return Div(value, 2), [Lt(0, u)]

    return rule


_RULES: dict[tuple[str, int], Callable[..., Found]] = {
    ("erfc", 0): _gauss(-1), ("erfi", 0): _gauss(1),
    ("gamma", 0): lambda u: (Mul(Special("gamma", u), Special("digamma", u)), [_regular(u)]),
    ("loggamma", 0): lambda u: (Special("digamma", u), [Lt(0, u)]),
    ("digamma", 0): lambda u: (Special("polygamma", 1, u), [_regular(u)]),
    ("polygamma", 1): _polygamma,
    ("lowergamma", 1): lambda a, u: (Mul(Pow(u, a - 1), Exp(Neg(u))), [Lt(0, u), Lt(0, a)]),
    ("uppergamma", 1): lambda a, u: (Neg(Mul(Pow(u, a - 1), Exp(Neg(u)))), [Lt(0, u)]),
    ("Ei", 0): lambda u: (Div(Exp(u), u), [Ne(u, 0)]),
    ("li", 0): lambda u: (Div(1, Log(u)), [Lt(0, u), Ne(u - 1, 0)]),
    ("Si", 0): lambda u: (Special("sinc", u), []),
    ("Ci", 0): lambda u: (Div(Cos(u), u), [Lt(0, u)]),
    ("Shi", 0): _hyperbolic(-1), ("Chi", 0): _hyperbolic(1),
    ("sinc", 0): lambda u: (Div(Mul(u, Cos(u)) - Sin(u), Pow(u, 2)), [Ne(u, 0)]),
    ("LambertW", 0): _lambert,
    ("polylog", 1): lambda s, u: (Div(Special("polylog", s - 1, u), u), [Lt(0, 1 - u), Ne(u, 0)]),
    ("elliptic_k", 0): lambda m: (
        Div(Special("elliptic_e", m) - Mul(1 - m, Special("elliptic_k", m)), Mul(2, m, 1 - m)), [Lt(0, 1 - m), Ne(m, 0)]),
    ("elliptic_e", 0): lambda m: (
        Div(Special("elliptic_e", m) - Special("elliptic_k", m), Mul(2, m)), [Lt(0, 1 - m), Ne(m, 0)]),
    **{(name, 1): _cylinder(name) for name in ("besselj", "bessely", "besseli", "besselk")},
}

__all__ = ["special_derivative"]
