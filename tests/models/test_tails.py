"""The tail lemma: its bound is above the true tail, and it refuses what it cannot bound."""

from __future__ import annotations

import mpmath
import pytest
from flint import arb
from symproof.models.ball_arithmetic import precision
from symproof.models.tails import Dominators
from symproof.models.verdict import Unsupported
from symproof.terms import Abs, Cos, Exp, Log, Max, NormalCDF, NormalDensity, Number, Sqrt, Symbol

x = Symbol("x")
CASES = {
    "gaussian": (NormalDensity(x), lambda t: mpmath.npdf(t)),
    "moment": (x**4 * Exp(-x**2 / 2), lambda t: t**4 * mpmath.exp(-t**2 / 2)),
    "shifted": (Abs(x) * Exp(-x**2 + 6 * x - 3), lambda t: abs(t) * mpmath.exp(-t**2 + 6 * t - 3)),
    "bounded factors": (Cos(x) * NormalCDF(x) * Max(x, 1 - 2 * x) * NormalDensity(2 * x + 1),
                        lambda t: abs(mpmath.cos(t)) * mpmath.ncdf(t) * max(t, 1 - 2 * t) * mpmath.npdf(2 * t + 1)),
    "sum": ((x + 2) * Exp(-x**2) + Sqrt(Abs(x)) * NormalDensity(x - 1) / 3,
            lambda t: (t + 2) * mpmath.exp(-t**2) + mpmath.sqrt(abs(t)) * mpmath.npdf(t - 1) / 3),
}


def bound(term, start):
    def constant(part):
        return arb(part.value.numerator) / part.value.denominator if isinstance(part, Number) else arb(0)

    return sum((d.tail(arb(start)) for d in Dominators(x, arb(1), arb(0), constant)(term)), arb(0))


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("start", [0, 1, 4, 9])
def test_the_bound_is_above_both_tails(name, start):
    term, function = CASES[name]
    with precision(100), mpmath.workdps(25):
        above = bound(term, start)
        for sign in (1, -1):
            ends = [start, start + 3, start + 8, start + 40]
            true = mpmath.quad(lambda t, s=sign: abs(function(s * t)), ends)
            assert mpmath.mpf(above.lower().str(20, radius=False)) >= true * (1 - mpmath.mpf(10) ** -12)


@pytest.mark.parametrize("term", [
    Exp(x), Exp(x**2), x**2, 1 / (1 + x**2), Exp(-Abs(x)), Log(x) * Exp(-x**2), Exp(-x**4)])
def test_other_forms_are_refused(term):
    with pytest.raises(Unsupported):
        bound(term, 5)
