"""parse(latex(t)) == t: what the printer writes is read back as the very same term."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import random_terms
from random_terms import DECLARATIONS, Builder

import symproof.terms as s
from symproof.paper import Unread
from symproof.paper.resolve import Declarations, Unresolved, read_term
from symproof.render.latex import latex


@pytest.mark.parametrize("block", range(20))
def test_random_terms_come_back(block):
    for seed in range(block * 150, (block + 1) * 150):
        term = Builder(seed).any_term()
        shown = latex(term)
        assert read_term(shown, DECLARATIONS) is term, shown


def test_every_class_is_drawn():
    seen = {type(part).__name__ for seed in range(3000) for part in s.subterms(Builder(seed).any_term())}
    assert set(s.concrete_classes()) - seen == set()


X, U, V, A = random_terms.SCALARS[3], *random_terms.VECTORS[:2], random_terms.OPERATORS[0]
PAPERLIKE = [
    (r"v^\top A u", s.Inner(V, s.Apply(A, U))),
    (r"a = b = c", s.And(s.Eq(*random_terms.SCALARS[:2]), s.Eq(*random_terms.SCALARS[1:3]))),
    (r"0.25 x", s.Mul(s.Number(1, 4), X)),
    (r"1/2", s.Number(1, 2)),
    (r"2 x (a - b)", s.Mul(2, X, random_terms.SCALARS[0] - random_terms.SCALARS[1])),
    (r"\log a b", s.Log(s.Mul(*random_terms.SCALARS[:2]))),
    (
        r"\operatorname{Var}(t)",
        s.Variance(random_terms.OUTCOME, random_terms.P, s.App(random_terms.RANDOM[1], random_terms.OUTCOME)),
    ),
]


@pytest.mark.parametrize("text, term", PAPERLIKE, ids=[text for text, _ in PAPERLIKE])
def test_papers_write_otherwise(text, term):
    assert read_term(text, DECLARATIONS) is term


REFUSED = [
    ("q_7", "not declared"),
    (r"A + v", "cannot add"),
    (r"\sum_w v", "range"),
    ("x_1", "not declared"),
    (r"x^{(a)}", "not declared"),
    (r"\sin^{-1}(x)", "ambiguous"),
    (r"E[x] +", None),
    (r"\langle v, x\rangle", "inner"),
    (r"\forall\sigma_S<0:\ x > 0", "printed otherwise"),
    (r"v^2", "a power"),
    (r"\frac{v}{2}", "quotient"),
    (r"\max_i x", "range"),
    ("f", "point"),
]


@pytest.mark.parametrize("text, reason", REFUSED, ids=[text for text, _ in REFUSED])
def test_what_means_nothing_is_refused(text, reason):
    found = read_term(text, DECLARATIONS)
    if reason is None:
        assert isinstance(found, Unread)
    elif text == "f":
        assert found is random_terms.FIELDS[0]
    else:
        assert isinstance(found, Unresolved) and reason in found.reason, found


def test_declarations_are_by_presentation():
    """σ and σ_S, v and v^*, Σ_w and a sum over w are different glyphs."""
    sigma, sigma_s = s.Symbol("sigma"), s.Symbol("sigma_S")
    known = Declarations({r"\sigma": sigma, r"\sigma_S": sigma_s})
    assert read_term(r"\sigma", known) is sigma and read_term(r"\sigma_S", known) is sigma_s
    assert isinstance(read_term(r"\sigma_T", known), Unresolved)
    assert isinstance(read_term(r"\sigma'", known), Unresolved)
