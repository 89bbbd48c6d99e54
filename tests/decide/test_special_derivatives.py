"""Derivatives of special functions: the kernel's rules against the rechecker's, and against difference quotients."""

import json
from fractions import Fraction

import pytest

from symproof import kernel
from symproof.certificates import Writer
from symproof.checkers.derivative import derivative
from symproof.models.evaluate import Evaluate
from symproof.models.exact import CONTEXT, approximate
from symproof.models.model import Model
from symproof.recheck.reader import decode
from symproof.recheck.replay import replay
from symproof.terms import Number, Special, Symbol, TermError

x, a = Symbol("x"), Symbol("a")
BODIES = [
    Special("erfc", 2 * x), Special("erfi", x), Special("gamma", x), Special("gamma", x**2), Special("loggamma", x),
    Special("digamma", x), Special("polygamma", 1, x), Special("polygamma", 2, x + 1), Special("lowergamma", a, x),
    Special("uppergamma", a, 3 * x), Special("Ei", x), Special("li", x + 1), Special("Si", x), Special("Ci", x),
    Special("Shi", x), Special("Chi", x), Special("sinc", x), Special("LambertW", x), Special("polylog", 2, x / 4),
    Special("elliptic_k", x / 4), Special("elliptic_e", x / 4), Special("besselj", a, x), Special("bessely", a, x),
    Special("besseli", a, x), Special("besselk", a, x),
]


@pytest.mark.parametrize("body", BODIES, ids=lambda b: b.arguments[0])
def test_slope_is_the_limit_of_quotients(body):
    slope, conditions = derivative(body, x)
    for place in (Fraction(3, 5), Fraction(7, 5), Fraction(11, 5)):
        with CONTEXT.workdps(60):
            def value(term, at):
                model = Model()
                model.values.update({x: at, a: Fraction(5, 3)})
                return Evaluate(model, 40, None)(term)

            assert all(value(c, place).holds for c in conditions)
            step = Fraction(1, 10**14)
            ends = [approximate(value(body, place + sign * step)) for sign in (1, -1)]
            quotient = (ends[0] - ends[1]) / (2 * approximate(step))
            exact = approximate(value(slope, place))
            assert abs(quotient - exact) <= CONTEXT.mpf(10) ** -20 * (1 + abs(exact))


@pytest.mark.parametrize("body", BODIES, ids=lambda b: b.arguments[0])
def test_the_rechecker_derives_it_again(body):
    writer = Writer()
    writer.claim("slope", kernel.differentiate(x, body, x))
    assert replay(decode(writer.json())).failures == []


def test_the_rechecker_refuses_a_wrong_sign():
    writer = Writer()
    writer.claim("slope", kernel.differentiate(x, Special("uppergamma", a, x), x))
    text = json.dumps(writer.json())
    assert text.count("uppergamma") >= 1
    assert replay(decode(json.loads(text.replace("uppergamma", "lowergamma")))).failures


def test_conditions_are_not_dropped():
    theorem = kernel.differentiate(x, Special("gamma", x), x)
    assert theorem.hypotheses
    assert kernel.differentiate(x, Special("Ei", x), x).hypotheses
    positive = Symbol("y", domain="positive")
    assert not kernel.differentiate(positive, Special("loggamma", positive), positive).hypotheses


@pytest.mark.parametrize("body", [Special("polygamma", a, x), Special("zeta", x), Special("floor", x),
                                  Special("uppergamma", x, 2), Special("lowergamma", x, x), Special("legendre", Number(2), x)])
def test_what_has_no_rule_is_refused(body):
    with pytest.raises(TermError):
        derivative(body, x)
