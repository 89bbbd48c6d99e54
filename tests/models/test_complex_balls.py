"""Complex balls contain the principal value; mpmath, an independent library, gives the reference values."""

from __future__ import annotations

import random
from fractions import Fraction as F

import mpmath
import pytest
from flint import acb, arb, ctx
from symproof.models.complex_balls import ComplexBalls
from symproof.models.complex_exact import Exact, Gaussian, Inexact
from symproof.models.complex_special import FUNCTIONS
from symproof.models.verdict import OutOfTime, Undefined, Unsupported
from symproof.terms import (COMPLEX, SPECIAL, TERM_CLASSES, Abs, Add, Arccos, Argument, Conjugate, Cos, Div, Eq, Exp,
                            Factorial, IfThenElse, ImaginaryPart, ImaginaryUnit, Log, Lt, Max, Mul, Ne, Neg, Number, Pow,
                            RealPart, Sign, Sin, Special, Sqrt, Symbol, Tan, as_term, pi)

MP = mpmath.MPContext()
MP.dps = 40
z, w, x = Symbol("z", COMPLEX), Symbol("w", COMPLEX), Symbol("x")
i = ImaginaryUnit()
half, third = Number(1, 2), Number(1, 3)

POINTS = [F(1, 2), F(1), F(2), F(-1, 2), F(-1), F(-5, 2), F(0), F(10), Gaussian(F(0), F(1)), Gaussian(F(-1), F(1, 2)),
          Gaussian(F(-1), F(-1, 2)), Gaussian(F(2), F(-3)), Gaussian(F(1, 3), F(5)), F(-7, 3)]
ONE = {"erfc": MP.erfc, "erfi": MP.erfi, "gamma": MP.gamma, "loggamma": MP.loggamma, "digamma": MP.digamma, "zeta": MP.zeta,
       "harmonic": MP.harmonic, "airyai": MP.airyai, "airybi": MP.airybi, "Ei": MP.ei, "li": MP.li, "Si": MP.si, "Ci": MP.ci,
       "Shi": MP.shi, "Chi": MP.chi, "LambertW": MP.lambertw, "elliptic_k": MP.ellipk, "elliptic_e": MP.ellipe,
       "sinc": MP.sinc, "floor": MP.floor, "ceiling": MP.ceil}
TWO = {"beta": MP.beta, "polylog": MP.polylog, "besselj": MP.besselj, "bessely": MP.bessely, "besseli": MP.besseli,
       "besselk": MP.besselk, "lowergamma": lambda a, u: MP.gammainc(a, 0, u), "uppergamma": MP.gammainc,
       "binomial": MP.binomial, "rf": MP.rf, "ff": MP.ff, "zeta": MP.zeta, "hermite": MP.hermite, "legendre": MP.legendre,
       "laguerre": lambda n, u: MP.laguerre(n, 0, u), "chebyshevt": MP.chebyt, "chebyshevu": MP.chebyu,
       "polygamma": lambda n, u: MP.psi(int(n), u)}
ELEMENTARY = {"Sqrt": MP.sqrt, "Exp": MP.exp, "Log": MP.log, "Sin": MP.sin, "Cos": MP.cos, "Tan": MP.tan, "Arcsin": MP.asin,
              "Arccos": MP.acos, "Arctan": MP.atan, "Tanh": MP.tanh, "Erf": MP.erf, "Abs": abs}
POLYNOMIALS = ("hermite", "legendre", "laguerre", "chebyshevt", "chebyshevu", "polygamma")


def reference(value):
    re, im = (value.re, value.im) if isinstance(value, Gaussian) else (value, F(0))
    return MP.mpc(MP.mpf(re.numerator) / re.denominator, MP.mpf(im.numerator) / im.denominator) if im else (
        MP.mpf(re.numerator) / re.denominator)


def number(ball):
    mantissa, exponent = ball.mid().man_exp()
    return MP.mpf(int(mantissa)) * MP.mpf(2) ** int(exponent)


def holds(ball, value, slack=25):
    value = MP.mpc(value)
    return all(abs(number(part) - expected) <= float(part.rad()) + MP.mpf(10) ** -slack * (1 + abs(value))
               for part, expected in ((ball.real, value.real), (ball.imag, value.imag)))


def enclosure(term, bits=160, **values):
    return ComplexBalls(bits, {s: values[s.name] for s in (z, w, x) if s.name in values}).enclosure(as_term(term))


def against(term, function, values):
    """Whether the term was decided; raises AssertionError when it was decided wrongly."""
    try:
        expected = function(*map(reference, values))
    except (ZeroDivisionError, ValueError, OverflowError, mpmath.libmp.NoConvergence):
        return False
    if MP.isnan(expected) or MP.isinf(expected):
        return False
    try:
        ball = ComplexBalls(160, dict(zip((z, w), values, strict=False))).enclosure(term)
    except Undefined:
        return False
    assert holds(ball, expected), f"{term!r} at {values}: {ball.str(20)} against {expected}"
    return True


def test_every_term_class_is_read_or_refused():
    assert ComplexBalls.missing() == []


def test_every_special_function_is_enclosed():
    assert set(FUNCTIONS) == set(SPECIAL)


@pytest.mark.parametrize("name", sorted(ELEMENTARY))
def test_elementary_functions(name):
    assert sum(against(TERM_CLASSES[name](z), ELEMENTARY[name], [p]) for p in POINTS) >= 12


@pytest.mark.parametrize("name", sorted(ONE))
def test_special_functions_of_one_argument(name):
    assert sum(against(Special(name, z), ONE[name], [p]) for p in POINTS) >= 9


@pytest.mark.parametrize("name", sorted(TWO))
def test_special_functions_of_two_arguments(name):
    orders = [F(0), F(1), F(2), F(5)] if name in POLYNOMIALS else [F(1, 2), F(2), F(-3, 2), Gaussian(F(1), F(1))]
    assert sum(against(Special(name, z, w), TWO[name], [a, b]) for a in orders for b in POINTS[::2]) >= 8


def test_hypergeometric_functions():
    for a, b, c in ((F(1), F(1), F(2)), (F(1, 2), F(-3, 2), F(5, 2))):
        for p in (F(1, 3), F(-4), F(3), Gaussian(F(1), F(2))):
            term = Special("hyper", 2, 1, Number(a), Number(b), Number(c), z)
            assert against(term, lambda u, a=a, b=b, c=c: MP.hyp2f1(*map(reference, (a, b, c)), u), [p])
    assert against(Special("hyper", 1, 1, 1, Number(3, 2), z), lambda u: MP.hyp1f1(1, MP.mpf(3) / 2, u), [F(-3, 2)])


CASES = [
    (Pow(-8, third), 1 + MP.sqrt(3) * 1j), (Pow(0, 0), 1), (Pow(0, third), 0), (Sqrt(-4), 2j), (Log(-1), MP.pi * 1j),
    (Pow(i, i), MP.exp(-MP.pi / 2)), (Exp(Mul(i, pi)), -1), (Arccos(2), MP.acos(2)), (Argument(-1), MP.pi),
    (Argument(-i), -MP.pi / 2), (Conjugate(1 + 2 * i), 1 - 2j), (RealPart(1 + 2 * i), 1), (ImaginaryPart(1 + 2 * i), 2),
    (Abs(3 + 4 * i), 5), (Max(1, pi), MP.pi), (Sign(-pi), -1), (Factorial(half), MP.gamma(MP.mpf(3) / 2)),
    (Special("mod", -1, 3), 2), (Special("mod", 7, -3), -2), (Special("gcd", 12, 18), 6), (Special("fibonacci", 90),
                                                                                       2880067194370816120),
    (Special("bernoulli", 1), 0.5), (Special("atan2", -1, -1), -3 * MP.pi / 4), (Special("Heaviside", 0), 0.5),
    (Special("floor", Number(-7, 2)), -4), (Special("ceiling", Mul(3, third)), 1), (Special("sinc", 0), 1),
    (Special("binomial", -2, 3), -4), (Special("binomial", half, 2), -0.125), (Special("binomial", 2, -1), 0),
    (Special("zeta", 2, Number(-3, 2)), MP.zeta(2, -1.5)), (IfThenElse(Lt(pi, 3), 1, 2), 2), (Sin(100 * pi), 0),
    (Special("floor", Mul(third, 3)), 1), (IfThenElse(Eq(Mul(third, 3), 1), 1, 2), 1),
    (Sqrt(Pow(third + third * i, 4)), 2j / MP.mpf(9)),
]


@pytest.mark.parametrize("term, value", CASES)
def test_values_by_hand(term, value):
    assert holds(enclosure(term), value)


@pytest.mark.parametrize("term", [Div(1, 0), Log(0), Pow(0, -1), Pow(0, Number(-1, 2)), Special("gamma", -3), Tan(pi / 2),
                                  Special("digamma", 0), Special("zeta", 1), Special("li", 1), Div(1, Sin(pi)),
                                  Div(1, Add(third, third, third, -1)), Special("mod", 1, 0), Argument(0), Factorial(-1),
                                  Special("Ei", 0), Special("bessely", 0, 0), Special("elliptic_k", 1)])
def test_terms_without_a_value(term):
    with pytest.raises(Undefined):
        enclosure(term)


def test_a_ball_across_a_cut_holds_the_values_on_both_sides():
    tiny = acb(arb(-1), arb(0, 1e-9))
    for term, above in ((Sqrt(z), 1j), (Log(z), MP.pi * 1j), (Pow(z, third), MP.mpc(0.5, MP.sqrt(3) / 2))):
        ball = enclosure(term, z=tiny)
        assert holds(ball, above, 8) and holds(ball, MP.conj(above), 8)


def test_an_inexact_zero_is_not_taken_for_zero():
    almost = Add(Pow(Sqrt(2), 2), -2)
    with pytest.raises(Unsupported):
        enclosure(Div(1, almost), 64)
    assert enclosure(IfThenElse(Ne(almost, 0), 1, 2)).contains(acb(2))


def test_random_nested_terms_against_mpmath():
    source = random.Random(5)
    functions = {"Sqrt": MP.sqrt, "Exp": MP.exp, "Log": MP.log, "Sin": MP.sin, "Cos": MP.cos, "Arcsin": MP.asin,
                 "Arctan": MP.atan, "Tanh": MP.tanh, "Conjugate": MP.conj}

    def build(depth):
        if depth == 0:
            return source.choice([(z, lambda v: v), (as_term(2), lambda v: MP.mpf(2)), (i, lambda v: MP.mpc(0, 1))])
        kind = source.random()
        if kind < 0.5:
            name = source.choice(sorted(functions))
            term, value = build(depth - 1)
            return TERM_CLASSES[name](term), lambda v: functions[name](value(v))
        (one, first), (two, second) = build(depth - 1), build(depth - 1)
        if kind < 0.7:
            return Add(one, two), lambda v: first(v) + second(v)
        if kind < 0.85:
            return Mul(one, two), lambda v: first(v) * second(v)
        return Div(one, Add(3, two)), lambda v: first(v) / (3 + second(v))

    decided = 0
    for _ in range(300):
        term, value = build(3)
        decided += against(term, value, [Gaussian(F(source.randint(-9, 9), 7), F(source.randint(-30, 30), 7))])
    assert decided > 200


def test_exact_values():
    exact = Exact({x: F(1, 2), z: Gaussian(F(1), F(1))})
    assert exact(Pow(z, 4)) == -4
    assert exact(Sqrt(Number(9, 4))) == F(3, 2)
    assert exact(Cos(Mul(x, pi))) == 0
    assert exact(Special("harmonic", 4)) == F(25, 12)
    with pytest.raises(Inexact):
        exact(Sqrt(2))
    with pytest.raises(Inexact):
        exact(Pow(3, 10**5))
    with pytest.raises(Undefined):
        exact(Div(x, Add(x, Neg(x))))


def test_precision_is_restored_and_deadlines_are_kept():
    before = ctx.prec
    enclosure(Exp(1), 500)
    assert ctx.prec == before
    with pytest.raises(OutOfTime):
        ComplexBalls(64, deadline=0.0).enclosure(Exp(1))
    assert ctx.prec == before
