"""Limits and derivatives in closed form; what has no limit, or another one, is not proved."""

from __future__ import annotations

from typing import Any

import pytest

from symproof import kernel
from symproof.certificates import Writer
from symproof.decide.equality.closed_forms import prove_equal
from symproof.decide.context import Context, guarded
from symproof.decide.asymptotics.limits import differentiated, limit_value, prove_limit
from symproof.decide.asymptotics.neighbourhoods import prove_near
from symproof.decide.surface import read_claim
from symproof.recheck.reader import decode
from symproof.recheck.replay import replay
from symproof.terms import (SCALAR, Abs, And, Derivative, Div, Eq, Exists, Exp, ForAll, Implies, Infinity, Limit, Log, Lt, Ne,
                            Number, Or, Pow, Sign, Sin, Symbol, oo)

X, P = {"x": "real"}, {"x": "positive"}

LIMITS: list[tuple[str, str, Any]] = [
    ("Limit(sin(x)/x, x, 0, '+-')", "1", X), ("Limit((1-cos(x))/x**2, x, 0, '+-')", "Rational(1,2)", X),
    ("Limit((tan(x)-sin(x))/x**3, x, 0)", "Rational(1,2)", X), ("Limit(cos(x)**(1/x**2), x, 0)", "exp(-Rational(1,2))", X),
    ("Limit((1+a/x)**x, x, oo)", "exp(a)", {"x": "real", "a": "real"}), ("Limit(x**(1/x), x, oo)", "1", X),
    ("Limit(x*log(x), x, 0)", "0", P), ("Limit(x**x, x, 0)", "1", P), ("Limit(log(x)**3/x**Rational(1,20), x, oo)", "0", P),
    ("Limit(x**a*log(x), x, 0)", "0", {"x": "positive", "a": "positive"}),
    ("Limit(x**a*exp(-x), x, oo)", "0", {"x": "positive", "a": "positive"}),
    ("Limit((b**x-1)/x, x, 0)", "log(b)", {"x": "real", "b": "positive"}), ("Limit(sin(x)/x, x, oo)", "0", X),
    ("Limit(floor(x)/x, x, oo)", "1", X), ("Limit(floor(x), x, 0, '-')", "-1", X), ("Limit(x*floor(1/x), x, 0)", "1", X),
    ("Limit((-1)**floor(x), x, 0, '-')", "-1", X), ("Limit(atan(1/x), x, 0)", "pi/2", X),
    ("Limit(atan(1/x), x, 0, '-')", "-pi/2", X), ("Limit(exp(1/x), x, 0, '-')", "0", X), ("Limit(Abs(x), x, 0, '+-')", "0", X),
    ("Limit(tanh(x), x, -oo)", "-1", X), ("Limit((1+erf(x/sqrt(2)))/2, x, -oo)", "0", X),
    ("Limit(sqrt(x**2+x)-x, x, oo)", "Rational(1,2)", X),
    ("Limit((x**2-1)/(x-1), x, 1, '+-')", "2", X), ("Limit(sin(x)/(x-pi), x, pi, '+-')", "-1", X),
    ("Limit(harmonic(x)-log(x), x, oo)", "EulerGamma", X), ("Limit(gamma(x+1)**(1/x)/x, x, oo)", "exp(-1)", X),
    ("Limit(gamma(x+1)/(sqrt(2*pi*x)*(x/E)**x), x, oo)", "1", X), ("Limit(x*gamma(x), x, 0, '+-')", "1", X),
    ("Limit((zeta(x)-1/(x-1)), x, 1, '+-')", "EulerGamma", X), ("Limit(erfc(x)*x*exp(x**2), x, oo)", "1/sqrt(pi)", X),
    ("Limit(Max(x, x**2), x, 0)", "0", X),
    ("Limit(exp(x)+log(1+x+a), x, 0)", "1+log(1+a)", {"x": "real", "a": "positive"}),
    ("Limit((sqrt(x)-sqrt(a))/(x-a), x, a, '+-')", "1/(2*sqrt(a))", {"x": "real", "a": "positive"}),
]

NO_LIMIT: list[tuple[str, str, Any]] = [
    ("Limit(1/x, x, 0, '+-')", "0", X), ("Limit(x/Abs(x), x, 0, '+-')", "1", X), ("Limit(sign(x), x, 0, '+-')", "0", X),
    ("Limit(atan(1/x), x, 0, '+-')", "pi/2", X), ("Limit(sin(1/x), x, 0)", "0", X), ("Limit(sin(x), x, oo)", "0", X),
    ("Limit(floor(x), x, 0, '+-')", "0", X), ("Limit(exp(1/x), x, 0, '+-')", "0", X),
    ("Limit((-1)**floor(x), x, 0, '-')", "1", X),
    ("Limit(log(x), x, 0)", "0", P), ("Limit(sqrt(x), x, 0, '+-')", "0", X), ("Limit(x, x, oo)", "0", X),
    ("Limit(cos(x)*x, x, oo)", "0", X),
    ("Limit(gamma(x), x, 0)", "0", X), ("Limit((1-cos(x))/x**2, x, 0)", "1", X), ("Limit((1+1/x)**x, x, 0, '-')", "1", X),
    ("Limit(asin(x), x, 2)", "0", X), ("Limit(a/x, x, 0)", "0", {"x": "real", "a": "real"}),
]

DERIVATIVES: list[tuple[str, str, Any]] = [
    ("Subs(Derivative(log(1-q+q*exp(t)), (t,4)), t, 0)", "q*(1-q)*(1-6*q+6*q**2)", {"t": "real", "q": "positive"}),
    ("Subs(Derivative(log(1-q+q*exp(t)), (t,6)), t, 0)", "q*(1-q)*(1-30*q+150*q**2-240*q**3+120*q**4)",
     {"t": "real", "q": "positive"}),
    ("Subs(Derivative(-k*log(1-h*t), (t,3)), t, 0)", "2*k*h**3", {"t": "real", "k": "positive", "h": "positive"}),
    ("Subs(Derivative(exp((v*s**2+2*c*s*t+w*t**2)/2), (s,3), t), (s,t), (0,0))", "3*v*c",
     {"s": "real", "t": "real", "c": "real", "v": "positive", "w": "positive"}),
    ("Subs(Derivative(log(1+m*t+w*t**2/2), (t,2)), t, 0)", "w-m**2", {"t": "real", "m": "real", "w": "real"}),
    ("Derivative(log(1+exp(x)), (x,2))", "exp(x)/(1+exp(x))**2", X),
    ("Derivative(log(gamma(x)), x)", "digamma(x)", P), ("Derivative(exp(-x**2/2), (x,3))", "(3*x-x**3)*exp(-x**2/2)", X),
    ("Derivative(tanh(x), x)", "1-tanh(x)**2", X), ("Derivative(Abs(x), x)", "sign(x)", P),
    ("Derivative(erf(a*x), (x,2))", "-4*a**3*x/sqrt(pi)*exp(-a**2*x**2)", {"x": "real", "a": "real"}),
]


def proved(left: str, right: str, given: Any, engine: Any) -> Any:
    claim = read_claim(left, right, given)
    context = Context(claim.hypotheses)
    link = guarded(engine, claim.left, context)
    if link is None or context.open_conditions(link):
        return None
    end = guarded(prove_equal, Eq(link.statement.arguments[1], claim.right), context)
    return None if end is None else context.settle(kernel.chain(link, end))


def rechecked(theorem: Any) -> bool:
    writer = Writer()
    writer.claim("it", theorem)
    return not replay(decode(writer.json())).failures


@pytest.mark.parametrize(("left", "right", "given"), LIMITS)
def test_a_limit_is_proved_and_proved_again(left: str, right: str, given: Any) -> None:
    theorem = proved(left, right, given, limit_value)
    assert theorem is not None
    assert rechecked(theorem)


@pytest.mark.parametrize(("left", "right", "given"), NO_LIMIT)
def test_a_wrong_limit_is_never_proved(left: str, right: str, given: Any) -> None:
    assert proved(left, right, given, limit_value) is None


@pytest.mark.parametrize(("left", "right", "given"), DERIVATIVES)
def test_a_derivative_is_proved_and_proved_again(left: str, right: str, given: Any) -> None:
    theorem = proved(left, right, given, differentiated)
    assert theorem is not None
    assert rechecked(theorem)


def test_a_derivative_at_a_kink_or_beyond_a_domain_keeps_its_condition() -> None:
    t, context = Symbol("t"), Context()
    for body in (Abs(t), Log(t), Pow(t, Number(1, 2)), Div(1, t)):
        found = guarded(differentiated, Derivative(t, body, 0), context)
        assert found is None or context.open_conditions(found), body


def test_an_inner_derivative_needs_its_conditions_near_the_point() -> None:
    """log(1 − |sign t| + 0 s) is defined at t = 0 only: its derivative in s has no derivative in t there."""
    t, s, context = Symbol("t"), Symbol("s"), Context()
    inner = Derivative(s, Log(1 - Abs(Sign(t)) + 0 * s), 0)
    found = guarded(differentiated, Derivative(t, inner, 0), context)
    assert found is None or context.open_conditions(found) or not isinstance(found.statement.arguments[1], Number)


def test_the_two_sides_of_a_limit_must_agree_exactly() -> None:
    x, context = Symbol("x"), Context()
    assert prove_limit(x, Number(0), Abs(Sin(x)) / Abs(x), "", context) is not None
    assert prove_limit(x, Number(0), Abs(Sin(x)) / x, "", context) is None


def test_a_condition_near_a_point() -> None:
    x, r, context = Symbol("x"), Symbol("r", SCALAR, "positive"), Context()
    above, below = And(Lt(0, x), Lt(x, 0 + r)), And(Lt(0 - r, x), Lt(x, 0))
    quotient = Div(Exp(x) - 1, x)

    def near(where: Any, inner: Any) -> Any:
        return prove_near(Exists(r, ForAll(x, Implies(where, inner))), context)

    assert near(Or(above, below), Lt(0, quotient)) is not None
    assert near(above, Ne(Exp(x) - 1, 0)) is not None
    assert near(below, Ne(Exp(x) - 1, 0)) is not None
    assert near(Lt(r, x), Lt(0, 1 + Symbol("a") / x)) is not None
    assert near(Lt(x, -r), Lt(x, -5)) is not None
    assert near(Or(above, below), Lt(0, Sin(x))) is None
    assert near(above, Lt(Sin(x), 0)) is None
    assert near(Lt(r, x), Lt(0, Sin(x))) is None
    assert near(Lt(r, x), Lt(0, Symbol("a") * x)) is None


def test_infinity_is_not_a_value() -> None:
    x = Symbol("x")
    found = limit_value(Limit(x, oo, 1 / x), Context())
    assert found is not None and not isinstance(found.statement.arguments[1], Infinity)
