"""Claims with a remainder: what is proved, what must not be, and what is refuted by a certified coefficient."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from symproof.certificates import Writer
from symproof.decide.claim import Claim
from symproof.decide.context import Context
from symproof.decide.asymptotics.expansions import leading_difference, prove_remainder
from symproof.decide.surface import read_claim
from symproof.recheck.reader import decode
from symproof.recheck.replay import replay
from symproof.terms import Log, Number

T, X, P, N = {"t": "real"}, {"x": "real"}, {"x": "positive"}, {"n": "positive_integer"}
Q = ({"t": "real", "q": "positive"}, {"q": (0.1, 0.9)})

TRUE: list[tuple[str, str, Any]] = [
    ("sqrt(1+x)", "1 + x/2 - x**2/8 + x**3/16 - 5*x**4/128 + O(x**5)", X),
    ("(1+x)**a", "1 + a*x + a*(a-1)/2*x**2 + O(x**3)", {"x": "real", "a": "real"}),
    ("tan(x)", "x + x**3/3 + 2*x**5/15 + 17*x**7/315 + O(x**9)", X),
    ("log((exp(t)-1)/t)", "t/2 + t**2/24 - t**4/2880 + O(t**6)", T),
    ("sin(tan(x)) - tan(sin(x))", "-x**7/30 + O(x**9)", X),
    ("log(q*exp(a*t) + (1-q)*exp(b*t))", "(q*a+(1-q)*b)*t + q*(1-q)*(a-b)**2*t**2/2 + O(t**3)",
     ({"t": "real", "a": "real", "b": "real", "q": "positive"}, {"q": (0.1, 0.9)})),
    ("log(1-q+q*exp(t))", "q*t + q*(1-q)*t**2/2 + q*(1-q)*(1-2*q)*t**3/6 + O(t**4)", Q),
    ("t/(exp(t)-1)", "1 - t/2 + t**2/12 - t**4/720 + O(t**6)", T),
    ("asin(x) + atan(x) + acos(x)", "pi/2 + x - x**3/3 + O(x**5)", X),
    ("erf(x)", "2/sqrt(pi)*(x - x**3/3 + x**5/10) + O(x**7)", X),
    ("log(cosh(x)) + tanh(x)", "x + x**2/2 - x**3/3 + O(x**4)", X),
    ("gamma(1+x)", "1 - EulerGamma*x + (EulerGamma**2/2 + pi**2/12)*x**2 + O(x**3)", X),
    ("gamma(x)", "1/x - EulerGamma + O(x)", P),
    ("zeta(x)", "1/(x-1) + EulerGamma + O(x-1, (x, 1))", P),
    ("besselj(0,x)", "1 - x**2/4 + O(x**4)", X),
    ("LambertW(x)", "x - x**2 + 3*x**3/2 + O(x**4)", P),
    ("sin(x)", "-(x-pi) + (x-pi)**3/6 + O((x-pi)**5, (x, pi))", X),
    ("log(x)", "x - 1 - (x-1)**2/2 + O((x-1)**3, (x, 1))", P),
    ("atan(x)", "pi/4 + (x-1)/2 + O((x-1)**2, (x, 1))", X),
    ("sqrt(pi/2)*erfc(x/sqrt(2))*exp(x**2/2)", "1/x - 1/x**3 + 3/x**5 + O(x**(-7), (x, oo))", P),
    ("(gamma(x+Rational(1,2))/gamma(x))**2", "x - Rational(1,4) + 1/(32*x) + O(x**(-2), (x, oo))", P),
    ("log(gamma(x))", "(x-Rational(1,2))*log(x) - x + log(2*pi)/2 + 1/(12*x) + O(x**(-3), (x, oo))", P),
    ("digamma(x)", "log(x) - 1/(2*x) - 1/(12*x**2) + O(x**(-4), (x, oo))", P),
    ("harmonic(n)", "log(n) + EulerGamma + 1/(2*n) - 1/(12*n**2) + O(n**(-4), (n, oo))", N),
    ("log(factorial(n))", "n*log(n) - n + log(2*pi*n)/2 + 1/(12*n) + O(n**(-3), (n, oo))", N),
    ("binomial(2*n,n)/4**n", "1/sqrt(pi*n)*(1 - 1/(8*n)) + O(n**Rational(-5,2), (n, oo))", N),
    ("sqrt(x**2+x) - x", "Rational(1,2) - 1/(8*x) + O(x**(-2), (x, oo))", P),
    ("(1+1/x)**x", "E - E/(2*x) + O(x**(-2), (x, oo))", P),
    ("atan(x)", "-pi/2 - 1/x + O(x**(-3), (x, -oo))", X),
    ("exp(-x)", "O(x**(-10), (x, oo))", P),
    ("x*log(x)", "O(sqrt(x))", P),
    ("x**x", "1 + x*log(x) + O(x**2*log(x)**2)", P),
    ("Abs(x)", "O(x)", X),
    ("exp(-1/x**2)", "O(x**8)", X),
    ("x**2*sin(1/x)", "O(x**2)", X),
    ("cos(sqrt(x))", "1 - x/2 + x**2/24 + O(x**3)", P),
    ("exp(x)", "O(1, (x, 0))", X),
]

FALSE: list[tuple[str, str, Any, dict[str, Any]]] = [
    ("log((exp(t)-1)/t)", "t/2 + t**2/12 + O(t**4)", T, {}),
    ("sqrt(pi/2)*erfc(x/sqrt(2))*exp(x**2/2)", "1/x - 1/x**3 + 2/x**5 + O(x**(-7), (x, oo))", P, {}),
    ("sin(tan(x)) - tan(sin(x))", "x**7/30 + O(x**9)", X, {}),
    ("log(q*exp(a*t) + (1-q)*exp(b*t))", "(q*a+(1-q)*b)*t + q*(1-q)*(a-b)**2*t**2 + O(t**3)",
     ({"t": "real", "a": "real", "b": "real", "q": "positive"}, {"q": (0.1, 0.9)}),
     {"a": 1, "b": 2, "q": Fraction(1, 3)}),
    ("exp(x)*cos(x)", "1 + x + O(x**4)", X, {}),
    ("x*log(x)", "O(x)", P, {}),
    ("(1+x)**a", "1 + a*x + a*(a+1)/2*x**2 + O(x**3)", {"x": "real", "a": "real"}, {"a": Fraction(1, 2)}),
    ("a*x**2", "O(x**3)", {"x": "real", "a": "real"}, {"a": 1}),
    ("cos(x)", "1 - x**2/2 + x**4/25 + O(x**5)", X, {}),
    ("sqrt(x)", "O(x)", P, {}),
    ("Abs(x)", "x + O(x**2)", X, {}),
    ("sin(x)", "x + O((x-1)**3, (x, 1))", X, {}),
    ("exp(x)", "O(1, (x, oo))", P, {}),
    ("(1+x)**(1/x)", "E - E*x/3 + O(x**2)", P, {}),
    ("atan(x)", "pi/2 - 1/x + O(x**(-4), (x, oo))", P, {}),
    ("harmonic(n)", "log(n) + EulerGamma + 1/(2*n) + 1/(12*n**2) + O(n**(-4), (n, oo))", N, {}),
    ("x**x", "1 + x*log(x) + O(x**2)", P, {}),
    ("1/x", "O(1, (x, 0))", X, {}),
    ("log(x)", "O(1, (x, 0))", P, {}),
]

OPEN: list[tuple[str, str, Any]] = [
    ("sqrt(x)", "O(x**3)", X), ("exp(-1/x**2)", "1 + O(x)", X), ("exp(1/x)", "O(x)", X), ("sin(1/x)", "O(x)", X),
    ("x*sin(1/x)", "O(x**2)", X), ("sign(x)", "1 + O(x)", X), ("floor(x)", "O(x)", X), ("log(x)", "O(1/x)", X),
    ("atan(1/x)", "pi/2 + O(x)", X), ("sin(x)", "O(x**(-1), (x, oo))", P), ("gamma(x)", "O(x**5, (x, oo))", P),
    ("x**Rational(1,3)", "O(x)", X), ("asin(1+x)", "pi/2 + O(x)", X), ("a/x", "O(1, (x, 0))", {"x": "real", "a": "real"}),
]


def claim(left: str, right: str, given: Any) -> Claim:
    variables, intervals = given if isinstance(given, tuple) else (given, {})
    found = read_claim(left, right, variables, intervals)
    assert found.remainder is not None
    return found


@pytest.mark.parametrize(("left", "right", "given"), TRUE)
def test_a_true_expansion_is_proved_and_proved_again(left: str, right: str, given: Any) -> None:
    own = claim(left, right, given)
    context = Context(own.hypotheses)
    theorems = prove_remainder(own, context)
    assert theorems, "no proof was found"
    assert all(not context.open_conditions(t) for t in theorems)
    writer = Writer()
    for number, theorem in enumerate(theorems):
        writer.claim(f"part {number}", theorem)
    assert replay(decode(writer.json())).failures == []


@pytest.mark.parametrize(("left", "right", "given", "values"), FALSE)
def test_a_false_expansion_is_not_proved_and_has_a_reason(left: str, right: str, given: Any, values: dict[str, Any]) -> None:
    own = claim(left, right, given)
    assert prove_remainder(own, Context(own.hypotheses)) is None
    symbols = {s.name: s for s in own.variables}
    assert leading_difference(own, {symbols[k]: v for k, v in values.items()}) is not None


@pytest.mark.parametrize(("left", "right", "given"), OPEN)
def test_what_is_false_or_undefined_is_never_proved(left: str, right: str, given: Any) -> None:
    own = claim(left, right, given)
    assert prove_remainder(own, Context(own.hypotheses)) is None


@pytest.mark.parametrize(("left", "right", "given"), TRUE)
def test_a_true_expansion_has_no_reason_to_fail(left: str, right: str, given: Any) -> None:
    own = claim(left, right, given)
    values = {s: Fraction(1, 3 + i) for i, s in enumerate(own.variables) if s is not own.remainder.variable}  # type: ignore[union-attr]
    assert leading_difference(own, values) is None


def test_the_reason_says_at_which_order_and_by_how_much() -> None:
    order, by = leading_difference(claim("cos(x)", "1 - x**2/2 + x**4/25 + O(x**5)", X), {})  # type: ignore[misc]
    assert (order, by) == (4, Number(1, 24 * 25))
    order, by = leading_difference(claim("x*log(x)", "O(x)", P), {})  # type: ignore[misc]
    assert order == 1 and isinstance(by, Log)
    assert leading_difference(claim("exp(x)", "O(1, (x, oo))", P), {})[0] is None  # type: ignore[index]


def test_a_coefficient_that_vanishes_for_one_value_only_is_no_proof_and_no_reason_there() -> None:
    own = claim("a*x**2", "O(x**3)", {"x": "real", "a": "real"})
    a = next(s for s in own.variables if s.name == "a")
    assert prove_remainder(own, Context()) is None
    assert leading_difference(own, {a: 0}) is None
    assert leading_difference(own, {a: Fraction(1, 10**30)}) == (2, Number(1, 10**30))
