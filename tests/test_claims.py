"""The authoring words: a bad derivation gets one clear message with file and line, and nothing false gets through."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from symproof import claims
from symproof.claims import REGISTRY, DerivationError, check_claim
from symproof.document import Checked
from symproof.prelude import *

HEAD = "from symproof.prelude import *\n\n"


@pytest.fixture(autouse=True)
def own_registry() -> Iterator[None]:
    kept = dict(REGISTRY), dict(claims.PROVED)
    REGISTRY.clear()
    claims.PROVED.clear()
    yield
    assert not claims.STACK and not claims.BEING_PROVED
    for book, entries in zip((REGISTRY, claims.PROVED), kept, strict=True):
        book.clear()
        book.update(entries)


def check(tmp_path: Path, text: str, name: str = "A") -> Checked:
    """Run the file that consists of the text (its first line is line 3) and check one claim of it."""
    path = tmp_path / "derivation.py"
    path.write_text(HEAD + textwrap.dedent(text).lstrip("\n"), encoding="utf-8")
    exec(compile(path.read_text(encoding="utf-8"), str(path), "exec"), {"__name__": "derivation"})
    return check_claim(REGISTRY[name])


# (what is wrong, the derivation, the line to be named, what the message must say)
BAD = [
    ("raises", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            return 1 / 0
        """, 6, "ZeroDivisionError"),
    ("an unknown name", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, y))
        """, 5, "NameError.*'y'"),
    ("an ill-typed term", """
        @lemma("A")
        def a(x: Real, u: VectorIn("d")):
            show(Eq(inner(x, u), 0))
        """, 5, "inner expects a vector"),
    ("a sum of a vector and a number", """
        @lemma("A")
        def a(x: Real, u: VectorIn("d")):
            show(Eq(u + x, u))
        """, 5, "cannot add x, a scalar"),
    ("two domains for one name", """
        @lemma("A")
        def a(x: Real):
            given(Positive("x") > 0)
            show(Eq(x, x))
        """, 6, "the name 'x' is used for two things"),
    ("two sorts for one name", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            u = VectorIn("d")("x")
            return chain(inner(u, u), ge(0))
        """, 7, "the name 'x' is used for two things"),
    ("another statement is proved", """
        @lemma("A")
        def a(x: Real):
            show(x**2 > 0)
            return have(x**2 >= 0)
        """, 3, "the steps prove something else"),
    ("the converse is proved", """
        @lemma("A")
        def a(x: Real):
            show(Implies(x**2 > 0, x > 0))
            with suppose(x > 0) as case:
                positive = have(x**2 > 0, by=positivity(case.fact))
            return case.conclude(positive)
        """, 3, "the steps prove something else"),
    ("a special case is proved", """
        @lemma("A")
        def a(x: Real, y: Real):
            show(ForAll(y, Eq(x * y, y**2)))
            return chain(x * x, eq(x**2))
        """, 3, "the steps prove something else"),
    ("returns nothing", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            have(Eq(x, x))
        """, 3, "must return the theorem"),
    ("returns a term", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            return x
        """, 3, "must return the theorem"),
    ("states nothing", """
        @lemma("A")
        def a(x: Real):
            return chain(x + x, eq(2 * x))
        """, 3, "states nothing"),
    ("too many theorems", """
        @lemma("A")
        def a(x: Real):
            show(And(Eq(x, x), x**2 >= 0))
            fact = have(Eq(x, x))
            return fact, have(x**2 >= 0), fact
        """, 3, "3 theorems were returned"),
    ("cites itself", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x + 1))
            return using("A")
        """, None, "rests on itself"),
    ("a circle", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x + 1))
            return using("B")


        @lemma("B")
        def b(x: Real):
            show(Eq(x, x + 1))
            return using("A")
        """, None, "A → B → A"),
    ("cites what is not there", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            return using("Lemma 99")
        """, 6, "there is no claim “Lemma 99”"),
    ("by= of the wrong type", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x + x, 2 * x))
            return chain(x + x, eq(2 * x, by="algebra"))
        """, 6, "by= expects a justification"),
    ("have(by=) of the wrong type", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x + x, 2 * x))
            return have(Eq(x + x, 2 * x), by="algebra")
        """, 6, "by= expects a justification"),
    ("have(by=) of a theorem about something else", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x + x, 2 * x))
            return have(Eq(x + x, 3 * x), by=have(Eq(x + x, 2 * x)))
        """, 6, "says something else"),
    ("given() with ==", """
        @lemma("A")
        def a(x: Real, y: Real):
            given(x == y)
            show(Eq(x, y))
        """, 5, "Python's == compares terms"),
    ("show() of a number", """
        @lemma("A")
        def a(x: Real):
            show(x + 1)
        """, 5, "expects a statement"),
    ("a chained comparison", """
        @lemma("A")
        def a(x: Real):
            show(0 < x < 1)
        """, 5, "has no truth value"),
    ("a float", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x * 0.5, x / 2))
        """, 5, "is a float, and terms are exact"),
    ("a parameter without a kind", """
        @lemma("A")
        def a(x):
            show(Eq(x, x))
        """, 3, "needs a kind"),
    ("a wrong step", """
        @lemma("A")
        def a(x: Real):
            show(Eq((x + 1)**2, x**2 + 2 * x + 1))
            return chain((x + 1)**2,
                         eq(x**2 + x + 1),
                         eq(x**2 + 2 * x + 1))
        """, 7, "“=” does not follow by algebra"),
    ("an unearned division", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x / x, 1))
            return chain(x / x, eq(1))
        """, 6, "x ≠ 0"),
    ("a supposition that leaks", """
        @lemma("A")
        def a(x: Real):
            show(x > 0)
            with suppose(x > 0) as case:
                fact = have(x > 0)
            return fact
        """, 3, "neither given nor proved"),
    ("a supposition generalised", """
        @lemma("A")
        def a(x: Real):
            show(ForAll(x, x > 0))
            with suppose(x > 0) as case:
                fact = generalized(case.fact, x)
            return fact
        """, 7, "does not hold for all values"),
    ("an object that is not released", """
        @lemma("A")
        def a(x: Real):
            some = given(Exists(x, x > 0))
            show(x > 0)
            with obtain(some, x) as (_, fact):
                positive = have(x > 0)
            return release(some, x, positive)
        """, 9, "still depends on x"),
    ("obtain from a theorem that is no existence", """
        @lemma("A")
        def a(x: Real):
            fact = given(x > 0)
            show(x > 0)
            with obtain(fact, "y") as (y, _):
                pass
        """, 7, "expects a theorem ∃x"),
    ("a witness without the property", """
        @lemma("A")
        def a(x: Real):
            show(Exists(x, x**2 < 0))
            return exhibit(Exists(x, x**2 < 0), 1)
        """, 6, "the witness does not have the property"),
    ("a witness outside the domain", """
        @lemma("A")
        def a(x: Positive):
            show(Exists(x, x**2 > 0))
            return exhibit(Exists(x, x**2 > 0), -1)
        """, 6, "(?s)only under a condition|0 < −1|does not"),
    ("a case is forgotten", """
        @lemma("A")
        def a(x: Real):
            show(x**2 > 0)
            with suppose(x > 0) as case:
                first = case.conclude(have(x**2 > 0, by=positivity(case.fact)))
            return by_cases(excluded_middle(x > 0), first)
        """, 8, "one branch for each"),
    ("a case is no implication", """
        @lemma("A")
        def a(x: Real):
            show(x**2 >= 0)
            fact = have(x**2 >= 0)
            return by_cases(excluded_middle(x > 0), fact, fact)
        """, 7, "one theorem P ⟹ Q for each case"),
    ("no contradiction", """
        @lemma("A")
        def a(x: Real):
            show(Not(x > 0))
            with suppose(x > 0) as case:
                absurd = falsehood(case.fact, have(x**2 >= 0))
            return contradiction_from(case, absurd)
        """, 7, "do not contradict one another"),
    ("a contradiction that is none", """
        @lemma("A")
        def a(x: Real):
            show(Not(x > 0))
            with suppose(x > 0) as case:
                fact = have(x > 0)
            return contradiction_from(case, fact)
        """, 8, "cannot be concluded by contradiction"),
    ("a statement where a theorem belongs", """
        @lemma("A")
        def a(x: Real):
            show(Not(x > 0))
            with suppose(x > 0) as case:
                pass
            return contradiction_from(case, x > 0)
        """, 8, "expects theorems"),
    ("hypotheses that nothing satisfies", """
        @lemma("A")
        def a(x: Real):
            given(x > 1, x < 0)
            show(Eq(x + x, 2 * x))
            return chain(x + x, eq(2 * x))
        """, 7, "no model satisfies the hypotheses"),
    ("an empty chain", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x))
            return chain(x)
        """, 6, "needs at least one link"),
    ("a chain of bare terms", """
        @lemma("A")
        def a(x: Real):
            show(Eq(x + x, 2 * x))
            return chain(x + x, 2 * x)
        """, 6, "expects eq"),
    ("an order that turns round", """
        @lemma("A")
        def a(x: Real):
            show(x**2 <= x**2)
            return chain(x**2, le(x**2 + 1), ge(x**2))
        """, 6, "cannot stand in one chain"),
    ("an unknown law", """
        @lemma("A")
        def a(x: Real):
            show(x > 0)
            return have(x > 0, by=law("wishful thinking"))
        """, 6, "no law 'wishful thinking'"),
]


@pytest.mark.parametrize(("text", "line", "says"), [case[1:] for case in BAD], ids=[case[0] for case in BAD])
def test_a_bad_derivation_has_one_message_with_its_place(text: str, line: int | None, says: str, tmp_path: Path) -> None:
    checked = check(tmp_path, text)
    assert checked.verdict == "failed" and checked.failure is not None
    failure = checked.failure
    assert re.search(says, str(failure)), str(failure)
    assert failure.place.file.endswith("derivation.py")
    if line is not None:
        assert failure.place.line == line, str(failure)


@pytest.mark.parametrize("word", [
    lambda: given(x_ > 0), lambda: show(x_ > 0), lambda: have(x_ > 0), lambda: chain(x_, eq(x_ + 0)),
    lambda: note("hello"), lambda: table("t", [], []), lambda: falsehood(), lambda: exhibit(Exists(x_, x_ > 0), 1),
    lambda: suppose(x_ > 0).__enter__(), lambda: excluded_middle(x_ > 0), lambda: conjuncts(x_),
    lambda: generalized(x_, x_), lambda: obtain(x_, "y").__enter__(),
], ids=["given", "show", "have", "chain", "note", "table", "falsehood", "exhibit", "suppose", "excluded_middle",
        "conjuncts", "generalized", "obtain"])
def test_words_belong_inside_a_derivation(word: object) -> None:
    with pytest.raises(DerivationError) as caught:
        word()  # type: ignore[operator]
    assert "inside a derivation" in str(caught.value)
    assert caught.value.failure.place.file.endswith("test_claims.py")


x_ = Real("x")


def test_one_name_cannot_be_claimed_in_two_files(tmp_path: Path) -> None:
    text = '@lemma("A")\ndef a(x: Real):\n    show(Eq(x, x))\n    return have(Eq(x, x))\n'
    for name in ("one.py", "other.py"):
        path = tmp_path / name
        path.write_text(HEAD + text, encoding="utf-8")
        code = compile(path.read_text(encoding="utf-8"), str(path), "exec")
        if name == "one.py":
            exec(code, {"__name__": "one"})
        else:
            with pytest.raises(DerivationError, match="claimed twice"):
                exec(code, {"__name__": "other"})


def test_a_failure_leaves_the_other_claims_alone(tmp_path: Path) -> None:
    text = """
        @lemma("A")
        def a(x: Real):
            show(Eq(x, x + 1))
            with suppose(x > 0) as case:
                return chain(x, eq(x + 1))


        @lemma("B")
        def b(x: Real):
            show(Eq(x + x, 2 * x))
            return chain(x + x, eq(2 * x))


        @lemma("C")
        def c(x: Real):
            show(Eq(x, x + 1))
            return using("A")
        """
    assert check(tmp_path, text, "A").verdict == "failed"
    assert check_claim(REGISTRY["B"]).verdict == "proved"
    assert check_claim(REGISTRY["C"]).verdict == "failed"


def test_what_is_concluded_is_known_afterwards(tmp_path: Path) -> None:
    text = """
        @lemma("A")
        def a(x: Real):
            show(Iff(x > 0, 2 * x > 0))
            with suppose(x > 0) as one:
                one.conclude(have(2 * x > 0))
            with suppose(2 * x > 0) as other:
                other.conclude(have(x > 0))
            return have(Iff(x > 0, 2 * x > 0))
        """
    assert check(tmp_path, text).verdict == "proved"


def test_cases_that_are_impossible_drop_out(tmp_path: Path) -> None:
    text = """
        @lemma("A")
        def a(x: Nonnegative):
            show(Implies(Ne(x, 0), x > 0))
            with suppose(Ne(x, 0)) as moved:
                with suppose(x > 0) as up:
                    first = up.conclude(up.fact)
                with suppose(Not(x > 0)) as down:
                    second = down.conclude(falsehood(have(Eq(x, 0), by=law("antisymmetry", x=x, y=0)), moved.fact))
                positive = by_cases(excluded_middle(x > 0), first, second)
            return moved.conclude(positive)
        """
    checked = check(tmp_path, text)
    assert checked.verdict == "proved", checked.failure
    assert [line.reason for line in checked.lines if line.kind == "conclude"] == ["in every case that is possible"]


def test_an_object_may_be_used_and_released(tmp_path: Path) -> None:
    text = """
        @lemma("A")
        def a(x: Real, y: Real):
            some = given(Exists(y, Eq(x, y**2)))
            show(x >= 0)
            with obtain(some, y) as (_, fact):
                nonnegative = chain(x, eq(y**2, by=algebra(fact)), ge(0))
            return release(some, y, nonnegative)
        """
    assert check(tmp_path, text).verdict == "proved"
