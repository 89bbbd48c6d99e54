"""Powers with symbols in the exponent: both normal forms against numbers, and against each other.

Random terms from powers, exponentials and logarithms with integer, natural, positive and real symbols: wherever the
obligations hold, the term and its normal form have the same value; and what the kernel proves, the rechecker derives.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from symproof import kernel as K
from symproof.certificates import Writer
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import quotient_term
from symproof.models.balls import Balls
from symproof.models.verdict import Undefined, Unsupported
from symproof.recheck.replay import replay
from symproof.recheck.reader import decode
from symproof.terms import (SCALAR, Abs, Exp, Ge, Gt, IsInteger, Le, Log, Lt, Ne, Number, Pow, Sqrt, Symbol, Term, TermError,
                            substitute)

X, Y = Symbol("x"), Symbol("y")
P, Q = Symbol("p", SCALAR, "positive"), Symbol("q", SCALAR, "positive")
N, J, Z = Symbol("n", SCALAR, "natural"), Symbol("j", SCALAR, "integer"), Symbol("z", SCALAR, "negative")


def drawn(generator: random.Random, depth: int) -> Any:
    if depth == 0:
        return generator.choice([X, P, Q, Z, Number(-1), Number(2), Number(6), Number(1, 4), Number(-2)])
    kind = generator.choice(["power", "power", "power", "product", "quotient", "sum", "exp", "log", "root", "abs"])
    first = drawn(generator, depth - 1)
    if kind == "power":
        exponents = [N, J, N + 1, 2 * N, -J, J + N, 2 * J, X, X / 2, Y + 1, X * Y, N * J, Log(P), Number(2), Number(-1), J - 2]
        return Pow(first, generator.choice(exponents))
    if kind in ("exp", "log", "root", "abs"):
        return {"exp": Exp, "log": Log, "root": Sqrt, "abs": Abs}[kind](first)
    second = drawn(generator, depth - 1)
    return first * second if kind == "product" else first / second if kind == "quotient" else first + second


def point(generator: random.Random) -> dict[Symbol, Term]:
    def fraction(low: int, high: int) -> Term:
        return Number(Fraction(generator.randint(low, high), generator.randint(2, 5)))

    return {X: fraction(-6, 6), Y: fraction(-6, 6), P: fraction(1, 9), Q: fraction(1, 9), Z: fraction(-9, -1),
            N: Number(generator.randint(0, 3)), J: Number(generator.randint(-3, 3))}


def satisfied(statement: Term) -> bool:
    if isinstance(statement, IsInteger):
        return True
    gap = Balls(200).enclosure(statement.arguments[1] - statement.arguments[0])
    return bool(gap > 0) if isinstance(statement, (Lt, Le)) else bool(gap < 0) if isinstance(statement, (Gt, Ge)) else (
        isinstance(statement, Ne) and bool(gap != 0))


def terms(seed: int, count: int) -> list[tuple[Any, Any, dict[Any, None]]]:
    generator = random.Random(seed)
    found = []
    while len(found) < count:
        term = drawn(generator, generator.randint(1, 3))
        try:
            form, obligations = normal(term)
        except (TermError, ArithmeticError):
            continue
        found.append((term, quotient_term(form), obligations))
    return found


@pytest.mark.parametrize("seed", range(8))
def test_a_term_and_its_normal_form_have_one_value(seed: int) -> None:
    generator = random.Random(seed)
    compared = 0
    for term, form, obligations in terms(seed, 60):
        for _ in range(3):
            at = point(generator)
            try:
                if not all(satisfied(substitute(o, at)) for o in obligations):
                    continue
                a, b = (Balls(200).enclosure(substitute(t, at)) for t in (term, form))
            except (Undefined, Unsupported, TermError, ArithmeticError, ValueError):
                continue
            assert a.overlaps(b), (term, form, at)
            compared += 1
    assert compared > 30


@pytest.mark.parametrize("seed", range(4))
def test_the_rechecker_derives_the_normal_form_again(seed: int) -> None:
    writer, count, generator = Writer(), 0, random.Random(seed)
    for term, form, obligations in terms(100 + seed, 60):
        try:
            if any(all(satisfied(substitute(o, at)) for o in obligations) for at in (point(generator) for _ in range(6))):
                writer.claim(str(count), K.ring(term, form))
                count += 1
        except (K.KernelError, Undefined, Unsupported, TermError, ArithmeticError, ValueError):
            continue
    report = replay(decode(writer.json()))
    assert report.ok, report.failures[0]
    assert count > 20
