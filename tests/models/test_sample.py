"""Sampled models: values in their domains, hypotheses met constructively where that is cheap."""

from __future__ import annotations

import pytest
from symproof.models import Evaluate, Verdict, sample_models
from symproof.models.sample import Sampler
from symproof.models.satisfy import definitions
from symproof.terms import (SCALAR, And, CovarianceOperator, Eq, Exp, Expectation, ForAll, Function, Gt, Identity,
                            Inner, Measure, Norm, Operator, Outer, Point, PositiveDefinite, Size, Symbol, Symmetric,
                            Variance, Vector, Zero, domain_condition)

x, y = Symbol("x"), Symbol("y")
s = Symbol("s", SCALAR, "positive")
v, u = Symbol("v", Vector("d")), Symbol("u", Vector("d"))
omega, mu = Symbol("omega", Point("Omega")), Symbol("mu", Measure(Point("Omega")), "probability")
f = Symbol("f", Function(Point("Omega"), SCALAR))
h = Symbol("h", Function(Point("Omega"), Vector("d")))
g = Symbol("g", Function(SCALAR, SCALAR))
kernel = Symbol("kernel", Function(Point("Prompts"), Measure(Point("Omega"))), "probability")

SYMBOLS = [Symbol(f"x_{i}", SCALAR, domain) for i, domain in enumerate((
    "real", "positive", "negative", "nonnegative", "nonzero", "unit", "integer", "natural", "positive integer"))]
SYMBOLS += [Symbol(f"A_{i}", Operator("d", "d"), domain) for i, domain in enumerate((
    "", "symmetric", "positive semidefinite", "positive definite"))]


@pytest.mark.parametrize("symbol", SYMBOLS, ids=lambda symbol: symbol.domain or "any")
def test_values_lie_in_their_domains(symbol):
    about = Eq(symbol, symbol)
    models = list(sample_models([about], 40, seed=3))
    assert len(models) == 40
    for model in models:
        for condition in domain_condition(symbol, symbol):
            assert Evaluate(model)(condition) is Verdict.TRUE


def test_semidefinite_operators_are_sometimes_singular():
    A = Symbol("A", Operator("d", "d"), "positive semidefinite")
    verdicts = {Evaluate(model)(PositiveDefinite(A)) for model in sample_models([Symmetric(A)], 40, seed=0)}
    assert verdicts == {Verdict.TRUE, Verdict.FALSE}


def test_sizes_run_through_one_to_three_independently():
    statement = Eq(Inner(v, v), Size("m"))
    sizes = {(model.sizes["d"], model.sizes["m"]) for model in sample_models([statement], 120, seed=0)}
    assert sizes == {(d, m) for d in (1, 2, 3) for m in (1, 2, 3)}


def test_measures_and_kernels_are_probability_measures():
    prompt = Symbol("prompt", Point("Prompts"))
    statement = ForAll(prompt, Eq(Expectation(omega, kernel(prompt), 1), Expectation(omega, mu, 1)))
    for model in sample_models([statement], 10, seed=0):
        assert Evaluate(model)(statement) is Verdict.TRUE
        assert sum(model.values[mu].weights) == 1
        assert all(sum(measure.weights) == 1 for measure in model.values[kernel].values.values())


@pytest.mark.parametrize("hypotheses, weakest", [
    ([Eq(x + 2 * y, 7)], Verdict.TRUE), ([Eq(Inner(v, u), 3)], Verdict.TRUE),
    ([Eq(Expectation(omega, mu, f(omega)), 0)], Verdict.TRUE),
    ([Eq(Expectation(omega, mu, h(omega)), Zero(Vector("d"))), Eq(CovarianceOperator(omega, mu, h(omega)),
    Identity("d"))],
     Verdict.HELD),
    ([Eq(Expectation(omega, mu, Outer(h(omega), h(omega))), Identity("d"))], Verdict.HELD),
    ([Eq(Variance(omega, mu, f(omega)), 5)], Verdict.HELD), ([Eq(Norm(v), 1)], Verdict.HELD),
    ([ForAll(x, Eq(g(x), 1 + x * y))], Verdict.HELD), ([And(Eq(s, Exp(x)), Gt(x, 0))], Verdict.HELD),
    ([ForAll(omega, Gt(f(omega), 0)), Eq(Expectation(omega, mu, f(omega)), 2)], Verdict.TRUE),
    ([Eq(g(1), 2), Eq(g(2), 5)], Verdict.TRUE),
])
def test_hypotheses_are_met(hypotheses, weakest):
    models = list(sample_models([Eq(y, y)], 5, seed=1, hypotheses=hypotheses))
    assert len(models) == 5
    for model in models:
        verdict = Evaluate(model)(And(*hypotheses))
        assert verdict.holds and verdict.value >= weakest.value


def test_equations_are_met_without_rejecting_many_models():
    sampler = Sampler([Eq(x, x)], [Eq(Expectation(omega, mu, f(omega)), 0), Eq(x + y, s)], seed=0)
    assert len(list(sampler.models(10))) == 10
    assert sampler.tries <= 25


@pytest.mark.parametrize("hypotheses, defined", [
    ([Eq(x, y + 1)], {x}), ([Eq(x, y), Eq(y, x)], {x}), ([Eq(x, x**2)], set()),
    ([Eq(x, y), Eq(y, s), Eq(s, x)], {x, y}),
    ([Eq(x + y, s)], {s}), ([ForAll(x, Eq(g(x), g(x)))], set()), ([ForAll(x, Eq(x, y))], set()),
    ([ForAll(x, Eq(g(y), x))], set()),
])
def test_definitions_are_never_circular(hypotheses, defined):
    assert set(definitions(hypotheses)) == defined


def test_the_model_prints_itself_on_one_line():
    (model,) = sample_models([Eq(Expectation(omega, mu, f(omega)), s)], 1, seed=0)
    text = model.describe()
    assert "\n" not in text
    assert all(name in text for name in ("Omega has", "f = {0: ", "mu = masses {0: ", "s = "))
