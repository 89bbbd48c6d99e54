"""Mutations: every kind of change is made, every sound one is refused, and what is not refused is shown to be harmless."""

from collections.abc import Iterator

import pytest

from symproof import claims
from symproof.claims import chain, eq, have, le, lemma, show, theorem_claim, using
from symproof.mutate import mutants, mutate_claim
from symproof.prelude import *

a, b, c = Real("a"), Real("b"), Real("c")
i, j = IndexIn("m")("i"), IndexIn("m")("j")
v, w = VectorIn("d")("v"), VectorIn("d")("w")
A = OperatorOn("d")("A")
x = ScalarFamily("m")("x")


@pytest.fixture(autouse=True)
def registry() -> Iterator[None]:
    kept = dict(claims.REGISTRY), dict(claims.PROVED)
    yield
    for book, entries in zip((claims.REGISTRY, claims.PROVED), kept, strict=True):
        book.clear()
        book.update(entries)


@pytest.mark.parametrize("term, kind, expected", [
    (a + b, "sign", a - b), (a + b, "missing term", b), (a * b, "factor", a), (2 * a, "constant", 3 * a),
    (2 * a, "sign", Number(-2) * a), (a**2, "exponent", a**3), (a**2, "exponent", a), (a / b, "swapped arguments", b / a),
    (a + O(a**2), "constant", a + O(a**3)), (x[i], "index", x[j]), (a * b, "symbol", a * c), (a < b, "relation", a <= b),
    (a < b, "relation", a > b), (inner(A @ v, w), "swapped arguments", inner(w, A @ v)), (sqrt(a), "missing operator", a),
    (inner(A @ v, w), "missing operator", inner(v, w)), (inner(A.T @ v, w), "missing operator", inner(A @ v, w)),
    (inner(v, w), "symbol", inner(v, v)), (ForAll(a, a < b), "quantifier", Exists(a, a < b)),
    (Implies(a < b, b < c), "swapped arguments", Implies(b < c, a < b)), (Iff(a < b, b < c), "relation", Implies(a < b, b < c)),
    (Max(a, b), "missing operator", Min(a, b)),
])
def test_each_kind_of_change_is_made(term, kind, expected):
    found = [m.term for m in mutants(term, [a, b, c, i, j, v, w]) if m.kind == kind]
    assert expected in found


def test_mutants_differ_are_typed_and_come_once():
    term = Implies(a < b, inner(A @ v, w) + total(i, x[i]) * a**2 <= b)
    found = [m.term for m in mutants(term, [a, b, c, i, j, v, w])]
    assert len(found) == len(set(found)) >= 30 and term not in found
    assert all(m.sort == term.sort for m in found)


def test_every_change_that_matters_is_refused():
    @lemma("Square", title="")
    def square(a: Real, b: Real):
        show(Eq((a + b)**2, a**2 + 2 * a * b + b**2))
        return chain((a + b)**2, eq(a**2 + 2 * (a * b) + b**2), eq(a**2 + 2 * a * b + b**2))

    found = mutate_claim(square)
    assert found.failure is None and found.total > 40 and found.unnoticed == 0
    assert all(s.relation == "equivalent" for s in found.survivors)


def test_a_change_that_says_the_same_is_recognised_by_proof():
    @lemma("Symmetry", title="")
    def symmetry(v: VectorIn("d"), w: VectorIn("d")):
        show(Eq(inner(v, w) + 0, inner(w, v)))
        return chain(inner(v, w) + 0, eq(inner(w, v)))

    found = mutate_claim(symmetry)
    assert {"swapped arguments", "missing term"} <= {s.kind for s in found.survivors} and found.unnoticed == 0


def test_a_weaker_statement_is_noticed_by_the_check():
    @lemma("Weaker", title="")
    def weaker(a: Real):
        given(Lt(0, a))
        show(Le(0, a))
        return have(Lt(0, a))

    checked = claims.check_claim(weaker)
    assert checked.verdict == "failed" and checked.failure is not None
    assert checked.failure.sentence == "the steps prove more than is stated"


def test_a_line_that_nothing_needs_may_change_and_is_named():
    @lemma("Idle", title="")
    def idle(a: Positive):
        show(Lt(0, 2 * a))
        have(Lt(0, a))
        return have(Lt(0, 2 * a))

    found = mutate_claim(idle)
    assert any(s.where == "fact" and s.relation == "equivalent" for s in found.survivors) and found.unnoticed == 0


def test_a_sample_is_spread_and_bounded():
    @lemma("Long", title="")
    def long(a: Real, b: Real):
        show(Eq((a + b)**3, a**3 + 3 * a**2 * b + 3 * a * b**2 + b**3))
        return chain((a + b)**3, eq(a**3 + 3 * a**2 * b + 3 * a * b**2 + b**3))

    assert mutate_claim(long, each=4).total == 8


def test_a_claim_that_fails_by_itself_says_so():
    @lemma("False", title="")
    def false(a: Real):
        show(Le(a, 0))
        return chain(a, le(0))

    found = mutate_claim(false)
    assert found.verdict == "failed" and found.failure is not None


def test_nothing_is_kept_of_what_was_tried():
    @lemma("Base", title="")
    def base(a: Real):
        show(Eq(a + a, 2 * a))
        return chain(a + a, eq(2 * a))

    @theorem_claim("Top", title="")
    def top(a: Real):
        show(Eq(a + a + 1, 2 * a + 1))
        return chain(a + a + 1, eq(2 * a + 1, by=rewrite(using(base))))

    mutate_claim(top)
    assert claims.check_claim(top).verdict == claims.check_claim(base).verdict == "proved"
    assert not claims.STACK and not claims.BEING_PROVED
