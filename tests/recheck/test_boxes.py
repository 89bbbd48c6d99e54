"""Relations on boxes by balls: what holds is proved and derived again; what fails somewhere is refused by both."""

from __future__ import annotations

from typing import Any

import pytest

from symproof import kernel as K
from symproof.kernel import KernelError
from symproof.terms import *

from forging import checked, forged, verdict

x, y = Symbol("x"), Symbol("y")
p, m = Symbol("p", SCALAR, "positive"), Symbol("m", SCALAR, "negative")
N = Number


def on(*bounds: Any, holds: Any) -> Any:
    return Implies(And(*bounds) if len(bounds) > 1 else bounds[0], holds)


TRUE_ON_BOXES = [
    on(Le(0, x), Le(x, 1), holds=Lt(x * (1 - x), N(26, 100))),
    on(Lt(0, x), Lt(x, 1), holds=Lt(-1, x)),
    on(Ge(1, x), Gt(x, -1), holds=Le(x**2, N(101, 100))),
    on(Le(x, 3), Le(1, x), Le(x, 2), holds=Lt(x, N(5, 2))),
    on(Le(p, 1), holds=Lt(0, Exp(p) - N(1, 2))),
    on(Le(-1, m), holds=Lt(Exp(m), 2)),
    on(Le(-pi, x), Le(x, pi), holds=Lt(Cos(x), N(11, 10))),
    on(Le(1, x), Le(x, 1), holds=Ne(Log(x), 1)),
    on(Le(0, x), Le(x, 4), Le(0, y), Le(y, 4), holds=Lt(Abs(x - y), N(41, 10))),
]
OPEN_OR_FALSE = [
    on(Le(0, x), Le(x, 1), holds=Lt(x * (1 - x), N(1, 4))),  # equal at 1/2
    on(Le(0, x), Le(x, 1), holds=Le(x * (1 - x), N(1, 4))),  # true, but balls overlap at 1/2
    on(Le(0, x), Le(x, 1), holds=Lt(x * (1 - x), N(249999, 10**6))),  # false near 1/2 only
    on(Le(0, x), Le(x, 10), holds=Lt(-Exp(-(10**6) * (x - N(31, 10)) ** 2), N(-1, 10**9))),  # false almost everywhere
    on(Lt(0, x), Lt(x, 1), holds=Lt(0, x)),  # a strict bound counts as a weak one
    on(Le(-1, x), Le(x, 1), holds=Ne(x, 0)),
    on(Le(-1, x), Le(x, 1), holds=Lt(-5, 1 / x)),  # a pole inside
    on(Le(-1, x), Le(x, 1), holds=Lt(-5, Sqrt(x))),  # outside the domain
    on(Le(-1, x), Le(x, 1), holds=Lt(-100, Log(Abs(x)))),
    on(Le(-2, x), Le(x, 1), holds=Lt(-100, Special("gamma", x))),
    on(Le(0, x), holds=Lt(-1, x)),  # unbounded
    on(Le(0, x), Le(x, 1), holds=Lt(x, y + 100)),  # y is not bounded
    on(Le(0, x), Le(x, y), Le(y, 1), holds=Lt(x, 2)),  # a bound that is no closed number
    on(Le(2, x), Le(x, 1), holds=Lt(x, 0)),  # no such x: refused, not vacuous
    on(Le(p, -1), holds=Lt(p, -5)),
    on(Or(Le(0, x), Le(x, 1)), holds=Lt(-1, x)),
    on(Eq(x, 1), holds=Lt(x, 2)),
    on(Le(0, x), Le(x, Log(N(-1))), holds=Lt(x, 1)),  # the bound is no number
    on(Le(0, x), Le(x, 1), holds=on(Le(0, x), holds=Lt(x, 2))),
    Lt(0, x**2 + 1),  # no premises
]


@pytest.mark.parametrize("statement", TRUE_ON_BOXES, ids=repr)
def test_a_relation_that_balls_show_on_a_box(statement: Any) -> None:
    assert K.enclosure(statement).statement is statement
    assert checked(forged(("enclosure", [], (statement,), [], statement))).ok


@pytest.mark.parametrize("statement", OPEN_OR_FALSE, ids=repr)
def test_a_relation_that_balls_leave_open(statement: Any) -> None:
    with pytest.raises((KernelError, TermError)):
        K.enclosure(statement)
    assert verdict(forged(("enclosure", [], (statement,), [], statement))) != "accepted"


@pytest.mark.parametrize("name,arguments,sign", [("gamma", (p,), 1), ("gamma", (x,), 0), ("beta", (p, x), 0), ("erfc", (x,), 1),
                                                 ("besselk", (x, p), 1), ("besselk", (p, x), 0), ("digamma", (p,), 0),
                                                 ("binomial", (p, p), 0), ("factorial2", (p,), 0), ("zeta", (p,), 0)])
def test_the_sign_of_a_named_function(name: str, arguments: Any, sign: int) -> None:
    statement = Lt(0, Special(name, *arguments))
    if sign:
        assert K.sign_of_form(statement).statement is statement
    else:
        with pytest.raises(KernelError):
            K.sign_of_form(statement)
    assert (verdict(forged(("sign_of_form", [], (statement,), [], statement))) == "accepted") is bool(sign)
