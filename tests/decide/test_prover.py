"""What the prover finds from facts up to constant factors, and what it must not find."""

from __future__ import annotations

import pytest

from symproof import kernel
from symproof.decide.prover import Prover, Unproved
from symproof.terms import (SCALAR, App, Erf, Exp, ForAll, Function, Integrable, Lebesgue, Ne, Normal, NormalCDF, NormalDensity,
                            Sqrt, Symbol, alpha_equal)

x, y, c = Symbol("x"), Symbol("y"), Symbol("c")
F = Symbol("F", Function(SCALAR, SCALAR))
LINE = Lebesgue(SCALAR)


def assuming(*statements):
    return Prover([kernel.assume(s) for s in statements])


def test_a_multiple_of_an_integrable_function_is_integrable():
    known = Integrable(y, LINE, NormalDensity(y) * App(F, y))
    goal = Integrable(x, LINE, Exp(-(x**2 / 2)) * App(F, x))
    proved = assuming(known).prove(goal)
    assert alpha_equal(proved.statement, goal) and proved.hypotheses == (known,)


@pytest.mark.parametrize("known", [
    Integrable(x, LINE, Exp(-(x**2 / 3)) * App(F, x)),
    Integrable(x, Normal(0, 1), Exp(-(x**2 / 2)) * App(F, x)),
    Integrable(x, LINE, x * Exp(-(x**2 / 2)) * App(F, x)),
    Integrable(x, LINE, 0 * Exp(-(x**2 / 2)) * App(F, x)),
    Integrable(x, LINE, c * Exp(-(x**2 / 2)) * App(F, x)),
])
def test_what_is_no_multiple_by_a_number_proves_nothing(known):
    with pytest.raises(Unproved):
        assuming(known).prove(Integrable(x, LINE, Exp(-(x**2 / 2)) * App(F, x)))


def test_a_multiple_of_what_is_not_zero_is_not_zero():
    known = Ne(NormalCDF(x), 0)
    assert assuming(known).prove(Ne(1 + Erf(x / Sqrt(2)), 0)).hypotheses == (known,)
    other = Ne(2 * App(F, x) + 2 * y, 0)
    assert assuming(other).prove(Ne(App(F, x) + y, 0)).hypotheses == (other,)


def test_for_all_values_at_once():
    known = ForAll(y, Ne(3 * App(F, y) - 3, 0))
    assert assuming(known).prove(ForAll(x, Ne(App(F, x) - 1, 0))).hypotheses == (known,)


@pytest.mark.parametrize(("known", "goal"), [
    (Ne(App(F, x) + y, 0), Ne(App(F, x) - y, 0)),
    (Ne(App(F, x) + y, 0), Ne(App(F, x) + 2 * y, 0)),
    (Ne(App(F, x) + y, 1), Ne(App(F, x) + y, 0)),
    (ForAll(y, Ne(App(F, y), y)), ForAll(y, Ne(App(F, y), 0))),
])
def test_what_is_no_multiple_may_vanish(known, goal):
    with pytest.raises(Unproved):
        assuming(known).prove(goal)
