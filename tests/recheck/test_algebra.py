"""The rechecker's algebra against numbers: wherever its needs hold, a term and its normal form have the same value.

Terms are drawn at random, symbols get random rational values, and both are enclosed by balls: they must overlap. A
sign that the form of a term shows is the sign of its value.
"""

from __future__ import annotations

import random
from fractions import Fraction
from typing import Any

import pytest

from symproof.recheck import balls, signs
from symproof.recheck.algebra import Algebra
from symproof.recheck.derivative import derivative
from symproof.recheck.hypotheses import Hypotheses
from symproof.recheck.language import ONE, ZERO, Malformed, Node, Refused, make, number, start_counting, symbol
from symproof.recheck.syntax import alpha, fill, same, substitute

REAL = [symbol(name) for name in "xy"]
POSITIVE = symbol("p", ("Scalar",), "positive")
UNARY = ["Neg", "Sqrt", "Exp", "Log", "Sin", "Cos", "Abs", "Erf", "Arctan", "Tanh", "NormalDensity", "NormalCDF", "Tan"]


def drawn(generator: random.Random, depth: int) -> Node:
    """A random scalar term; each has the work of a step of its own."""
    start_counting()
    if depth == 0 or generator.random() < 0.15:
        if generator.random() < 0.65:
            return generator.choice([*REAL, POSITIVE])
        return number(Fraction(generator.randint(-4, 4), generator.randint(1, 3)))

    def part() -> Node:
        return drawn(generator, depth - 1)

    kind = generator.choice(["Add", "Mul", "Div", "Pow", "Max", "Min", "unary", "unary"])
    if kind == "unary":
        return make(generator.choice(UNARY), part())
    if kind == "Pow":
        exponent = Fraction(generator.randint(-3, 4), generator.choice([1, 1, 2, 3]))
        return make("Pow", part(), number(exponent))
    return make(kind, part(), part())


def values(generator: random.Random) -> dict[Node, Node]:
    found = {s: number(Fraction(generator.randint(-30, 30), generator.randint(3, 9))) for s in REAL}
    return {**found, POSITIVE: number(Fraction(generator.randint(1, 30), generator.randint(3, 9)))}


def ball(term: Node) -> Any:
    import flint

    flint.ctx.prec = 200
    return balls._ball(term, {})


def satisfied(statement: Node) -> bool:
    """Whether balls show a relation between numbers."""
    gap = ball(statement.args[1]) - ball(statement.args[0])
    return bool(gap > 0) or statement.kind == "Ne" and bool(gap < 0)


@pytest.mark.parametrize("seed", range(12))
def test_a_term_and_its_normal_form_have_one_value(seed: int) -> None:
    generator = random.Random(seed)
    compared = 0
    for _ in range(60):
        term = drawn(generator, generator.randint(2, 4))
        algebra, needs = Algebra(), list[Node]()
        try:
            form = algebra.rendered(algebra.of(term, needs))
        except (Refused, Malformed):
            continue
        for _ in range(3):
            point = values(generator)
            try:
                if not all(satisfied(substitute(n, point)) for n in needs):
                    continue
                left, right = ball(substitute(term, point)), ball(substitute(form, point))
            except (Refused, Malformed):
                continue
            if left.is_finite() and right.is_finite():
                assert left.overlaps(right), (term, form, point)
                compared += 1
    assert compared > 10


@pytest.mark.parametrize("seed", range(8))
def test_a_visible_sign_is_the_sign(seed: int) -> None:
    generator = random.Random(1000 + seed)
    for _ in range(80):
        term = drawn(generator, generator.randint(1, 4))
        mask = signs.sign(term, {})
        for _ in range(3):
            try:
                value = ball(substitute(term, values(generator)))
            except (Refused, Malformed):
                continue
            if value.is_finite():
                seen = signs.POSITIVE if value > 0 else signs.NEGATIVE if value < 0 else signs.ANY
                assert seen & mask, (term, mask)


@pytest.mark.parametrize("seed", range(8))
def test_signs_from_hypotheses_are_right(seed: int) -> None:
    """What `holds` under random hypotheses is true wherever they are."""
    generator = random.Random(2000 + seed)
    for _ in range(25):
        given = [make(generator.choice(["Lt", "Le", "Ne"]), ZERO, drawn(generator, 2)) for _ in range(2)]
        wanted = make(generator.choice(["Lt", "Le", "Ne"]), ZERO, drawn(generator, 2))
        if not Hypotheses(given).holds(wanted):
            continue
        for _ in range(10):
            point = values(generator)
            try:
                if all(satisfied(substitute(g, point)) for g in given):
                    gap = ball(substitute(wanted.args[1], point))
                    assert not gap.is_finite() or not (gap < 0 and wanted.kind != "Ne"), (given, wanted, point)
            except (Refused, Malformed):
                continue


@pytest.mark.parametrize("seed", range(8))
def test_derivatives_agree_with_difference_quotients(seed: int) -> None:
    generator = random.Random(3000 + seed)
    x, step = REAL[0], Fraction(1, 10**12)
    for _ in range(30):
        term, needs = drawn(generator, generator.randint(1, 3)), list[Node]()
        try:
            slope = derivative(term, x, needs)
            point = values(generator)
            if not all(satisfied(substitute(n, point)) for n in needs):
                continue
            moved = {**point, x: number(point[x].value + step)}
            quotient = (ball(substitute(term, moved)) - ball(substitute(term, point))) * 10**12
            value = ball(substitute(slope, point))
        except (Refused, Malformed):
            continue
        if quotient.is_finite() and value.is_finite():
            assert abs(quotient - value) < 10**-4 * (1 + abs(value)) ** 3, (term, slope, point)


@pytest.fixture(autouse=True)
def counting() -> None:
    start_counting()


X, Y = REAL
F2 = symbol("F", ("Function", ("Scalar",), ("Scalar",), ("Scalar",)))


def app(*arguments: Node) -> Node:
    return make("App", F2, *arguments)


def test_alpha_equality() -> None:
    def double(first: Node, second: Node, body: Node) -> Node:
        return make("ForAll", first, make("Exists", second, make("Lt", body, ONE)))

    z = symbol("z")
    assert same(double(X, Y, app(X, Y)), double(Y, X, app(Y, X)))
    assert not same(double(X, Y, app(X, Y)), double(X, Y, app(Y, X)))
    assert not same(double(X, Y, app(X, z)), double(X, Y, app(X, Y)))
    assert not same(make("ForAll", X, make("Lt", X, ONE)), make("ForAll", POSITIVE, make("Lt", POSITIVE, ONE)))
    assert same(make("ForAll", X, double(X, Y, app(X, Y))), make("ForAll", z, double(X, Y, app(X, Y))))
    assert alpha(X) != alpha(symbol("x", ("Vector", "d")))


def test_substitution_avoids_capture() -> None:
    exists = make("Exists", Y, make("Lt", X, Y))
    result = substitute(exists, {X: Y})
    assert same(result, make("Exists", X, make("Lt", Y, X))) and result.free == {Y}
    both = make("Lambda", X, Y, app(X, Y))
    assert make("App", both, Y, X) is app(Y, X)
    assert substitute(make("Integral", X, ZERO, X, X), {X: Y}) is make("Integral", X, ZERO, Y, X)


def test_sorts_are_renamed_everywhere_and_nothing_is_captured() -> None:
    d, k = symbol("u", ("Vector", "d")), symbol("u", ("Vector", "k"))
    statement = make("ForAll", d, make("Lt", make("Norm", k), make("Add", make("Norm", d), make("Size", "d"))))
    renamed = substitute(statement, {}, {"d": "k"})
    assert renamed.free == {k} and renamed.args[0] is not k
    assert same(
        renamed,
        make(
            "ForAll",
            symbol("w", k.sort),
            make("Lt", make("Norm", k), make("Add", make("Norm", symbol("w", k.sort)), make("Size", "k"))),
        ),
    )


def test_a_hole_may_be_captured_and_that_is_told() -> None:
    captured: set[Node] = set()
    hole = symbol("hole")
    filled = fill(make("Integral", X, ZERO, ONE, make("Mul", hole, Y)), hole, X, frozenset(), captured)
    assert filled is make("Integral", X, ZERO, ONE, make("Mul", X, Y)) and captured == {X}
