"""Every law that the kernel believes is evaluated in random models; none may fail in one."""

import pytest

from symproof.laws import LAWS
from symproof.models.second_opinion import second_opinion

MUST_BE_DECIDED = {"trichotomy", "not less", "not at most", "at most", "antisymmetry", "absolute value", "zero product",
                   "square root is monotone", "exponential above its tangent", "exponential above a power",
                   "exponential is increasing", "Cauchy–Schwarz", "sum is monotone", "nonnegative sum that vanishes",
                   "norm is definite", "expectation is monotone", "projection of a Gaussian", "Gaussian integral",
                   "derivative is unique", "expectations exchange"}


@pytest.mark.parametrize("name", sorted(LAWS))
def test_no_model_refutes_a_law(name):
    opinion = second_opinion([], LAWS[name].statement, models=4, digits=50, seed=7)
    assert opinion.verdict in ("agrees", "not evaluated"), f"{opinion.verdict}: {opinion.witness or opinion.reason}"
    if name in MUST_BE_DECIDED:
        assert opinion.verdict == "agrees", opinion.reason


@pytest.mark.parametrize("name", sorted(LAWS))
def test_every_law_names_a_kind_and_a_source(name):
    law = LAWS[name]
    assert law.kind in ("law", "cited")
    assert law.source
    assert law.kind == "law" or any(c.isdigit() for c in law.source) or law.source == "Poisson", law.source
