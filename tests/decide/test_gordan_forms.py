"""Gordan, Farkas, Stiemke, Motzkin: agreement with Fourier-Motzkin elimination, whatever the floating solver proposes."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import gcd, lcm
from random import Random
from typing import Any

import pytest

import symproof
from symproof.decide.linear import core
from symproof.decide.linear import floating as proposals
from symproof.decide.linear.forms import Alternative, farkas, gordan, motzkin, stiemke
from symproof.recheck.alternative import verify

Rows = list[list[Any]]


# -- an independent method: eliminate one variable after the other ----------------------------------------------------
def solvable(strict: Rows, weak: Rows, equal: Rows, columns: int) -> bool:
    """Whether some d has ⟨a, d⟩ > 0, ⟨b, d⟩ ≥ 0, ⟨c, d⟩ = 0, by Fourier-Motzkin elimination."""
    rows = {(scaled(row), True) for row in strict} | {(scaled(row), False) for row in weak}
    rows |= {(scaled([sign * Fraction(e) for e in row]), False) for row in equal for sign in (1, -1)}
    for column in range(columns):
        above = [r for r in rows if r[0][column] > 0]
        below = [r for r in rows if r[0][column] < 0]
        rows = {r for r in rows if r[0][column] == 0}
        for a, first in above:
            for b, second in below:
                rows.add((scaled([x * -b[column] + y * a[column] for x, y in zip(a, b, strict=True)]), first or second))
    return not any(strictly for _, strictly in rows)


def scaled(row: list[Any]) -> tuple[int, ...]:
    fractions = [Fraction(entry) for entry in row]
    below = lcm(*(f.denominator for f in fractions))
    whole = [int(f * below) for f in fractions]
    common = gcd(*whole) or 1
    return tuple(entry // common for entry in whole)


def columns_of(rows: Rows) -> Rows:
    return [list(column) for column in zip(*rows, strict=True)]


def random_rows(random: Random, rows: int, columns: int) -> Rows:
    """Small rationals, often with repeated, opposite, zero or dependent rows."""
    found: Rows = []
    for _ in range(rows):
        kind = random.random()
        if found and kind < 0.12:
            found.append(list(random.choice(found)))
        elif found and kind < 0.24:
            found.append([-Fraction(random.randint(1, 3), 2) * e for e in random.choice(found)])
        elif kind < 0.28:
            found.append([0] * columns)
        elif len(found) > 1 and kind < 0.36:
            a, b = random.sample(found, 2)
            found.append([x - y for x, y in zip(a, b, strict=True)])
        else:
            found.append([Fraction(random.randint(-4, 4), random.choice([1, 1, 1, 2, 3])) for _ in range(columns)])
    return found


def instances(count: int, seed: int) -> Iterator[tuple[str, Alternative, bool]]:
    """(a description, what the package says, whether the first of the two systems has a solution)."""
    random = Random(seed)
    for number in range(count):
        rows, columns = random.randint(1, 6), random.randint(1, 3)
        v = random_rows(random, rows, columns)
        form = number % 4
        if form == 0:
            yield f"gordan {v}", gordan(v), solvable(v, [], [], columns)
        elif form == 1:
            total = [sum(column) for column in columns_of(v)]
            yield f"stiemke {v}", stiemke(v), solvable([total], v, [], columns)
        elif form == 2:
            b = [Fraction(random.randint(-3, 3)) for _ in v]
            yield f"farkas {v} {b}", farkas(v, b), not solvable([[-e for e in b]], columns_of(v), [], rows)
        else:
            w, x = random_rows(random, random.randint(0, 3), columns), random_rows(random, random.randint(0, 2), columns)
            yield f"motzkin {v} {w} {x}", motzkin(v, w, x), solvable(v, w, x, columns)


def agree(count: int, seed: int) -> set[tuple[str, str]]:
    met = set()
    for shown, found, first in instances(count, seed):
        assert (found.alternative in ("direction", "solution")) == first, shown
        found.verify()
        assert verify(found.certificate(least_norm=True)).refused == "", shown
        met.add((found.theorem, found.alternative))
    return met


EVERY = {(t, a) for t in ("Gordan", "Stiemke", "Motzkin") for a in ("direction", "weights")} | {
    ("Farkas", "solution"), ("Farkas", "separator")}


def test_five_hundred_small_instances_agree_with_elimination() -> None:
    assert agree(500, 1) == EVERY


def test_the_proposals_of_highs_agree_with_elimination(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "SMALL", 0)
    assert agree(500, 2) == EVERY


@pytest.mark.parametrize("lie", ["none", "margin", "weights", "basis", "direction", "nan"])
def test_a_lying_solver_changes_nothing(monkeypatch: pytest.MonkeyPatch, lie: str) -> None:
    random, honest = Random(lie), proposals.propose

    def propose(floats: Any, strict: int, weak: int, seconds: float) -> proposals.Proposal | None:
        import numpy as np

        true = honest(floats, strict, weak, seconds)
        if true is None or lie == "none":
            return None
        rows, columns = floats.shape
        noise = np.array([random.uniform(-1, 1) for _ in range(columns)])
        size = random.randint(1, min(rows, columns + 1))
        basic = sorted(random.sample(range(columns + 1), size))
        return {
            "margin": proposals.Proposal(-true.margin, *list(vars(true).values())[1:]),
            "weights": proposals.Proposal(true.margin, true.direction, -true.weights, true.tight, true.basic, true.ends),
            "direction": proposals.Proposal(1.0, noise, true.weights, true.tight, true.basic, true.ends),
            "nan": proposals.Proposal(1.0, noise * np.nan, true.weights * np.nan, true.tight, true.basic, true.ends),
            "basis": proposals.Proposal(true.margin, noise, true.weights, sorted(random.sample(range(rows), size)), basic,
                                        {c: 1 for c in range(columns) if c not in basic}),
        }[lie]

    monkeypatch.setattr(core, "SMALL", 0)
    monkeypatch.setattr(proposals, "propose", propose)
    assert agree(120, 3) == EVERY


def test_without_a_floating_solver_the_exact_method_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setattr(core, "SMALL", 0)
    monkeypatch.setitem(sys.modules, "symproof.decide.linear.floating", None)
    assert agree(60, 4)


# -- degenerate input -------------------------------------------------------------------------------------------------
TINY = "1e-30"
BIG = 10**30


@pytest.mark.parametrize(
    ("vectors", "alternative"),
    [
        ([[1, 1], [-1, "-1 + 1e-30"], [0, 1]], "direction"),
        ([[1, 1], [-1, "-1 + 1e-30"], [0, -1]], "weights"),
        ([[1, 0], [-1, TINY]], "direction"),
        ([[1, 0], [-1, "-1e-30"], [0, TINY]], "weights"),
        ([[1, 0], [-1, "-1e-30"], ["-1e-30", 1]], "weights"),
        ([["sqrt(2)", 1], [-2, "-sqrt(2)"]], "weights"),
        ([["sqrt(2)", 1], [-2, "1e-30 - sqrt(2)"]], "direction"),
        ([["sqrt(2)", 1], [-2, "-sqrt(2)"], [1, 0]], "weights"),
        ([["sqrt(2) + sqrt(3)"], ["-sqrt(5 + 2*sqrt(6))"]], "weights"),
        ([["sqrt(2) + sqrt(3)"], ["1e-40 - sqrt(5 + 2*sqrt(6))"]], "weights"),
        ([["sqrt(5 + 2*sqrt(6)) - sqrt(2) - sqrt(3)"]], "weights"),
        ([["sqrt(5 + 2*sqrt(6)) - sqrt(2) - sqrt(3) + 1e-200"]], "direction"),
        ([[0, 0], [1, 1]], "weights"),
        ([[1, 2, 3]] * 50, "direction"),
        ([[1, 2, 3]] * 50 + [[-2, -4, -6]], "weights"),
        ([[0.1, 0.3], [-0.3, -0.9]], "direction"),
        ([["0.1", "0.3"], ["-0.3", "-0.9"]], "weights"),
        ([[BIG**20, 1], [-(BIG**20), 1]], "direction"),
        ([[5e-324], [1e308]], "direction"),
    ],
)
@pytest.mark.parametrize("small", [0, core.SMALL])
def test_degenerate_vectors(
    monkeypatch: pytest.MonkeyPatch, vectors: Rows, alternative: str, small: int
) -> None:
    monkeypatch.setattr(core, "SMALL", small)
    found = gordan(vectors)
    assert found.alternative == alternative
    assert verify(found.certificate(least_norm=True)).refused == ""


@pytest.mark.parametrize(("rows", "columns"), [(40, 12), (60, 20)])
@pytest.mark.parametrize("shift", [1, 0, -1])
def test_a_margin_of_1e_30_is_seen(rows: int, columns: int, shift: int) -> None:
    """All inner products with the planted direction are tiny and positive; the last vector may turn the answer."""
    random = Random(rows + shift)
    planted = [1, *(random.randint(-3, 3) for _ in range(columns - 1))]
    vectors: Rows = []
    for _ in range(rows):
        row = [random.randint(-9, 9) * BIG for _ in range(columns)]
        row[0] -= sum(a * b for a, b in zip(row, planted, strict=True)) - random.randint(1, 3)
        vectors.append(row)
    combined = [sum(column) for column in columns_of(vectors[: columns // 2])]
    # ⟨combined, planted⟩ > 0; −combined makes weights, −combined moved up by less than its height does not.
    vectors.append([-entry for entry in combined] if shift <= 0 else [e + BIG * p for e, p in
                                                                     zip(combined, planted, strict=True)])
    assert gordan(vectors).alternative == ("direction" if shift > 0 else "weights")


def test_rank_deficient_vectors() -> None:
    random = Random(7)
    basis = [[random.randint(-3, 3) for _ in range(30)] for _ in range(4)]
    cone = [[sum(random.choice([1, 2, 3]) * b[j] for b in basis) for j in range(30)] for _ in range(5)]
    vectors = [[sum(c * row[j] for c, row in zip(coefficients, cone, strict=True)) for j in range(30)]
               for coefficients in ([random.randint(0, 3) + (k == 0) for k in range(5)] for _ in range(40))]
    first = gordan(vectors)
    assert first.alternative == ("direction" if solvable(columns_of(columns_of(cone)), [], [], 30) else "weights")
    assert gordan([*vectors, [-e for e in vectors[3]]]).alternative == "weights"


def test_the_public_names() -> None:
    assert symproof.gordan([[1]]).alternative == "direction"
    assert symproof.farkas([[1]], [1]).vector == (1,)
    assert symproof.stiemke([[1], [-1]]).alternative == "weights"
    assert symproof.motzkin([[1]]).alternative == "direction"
    assert str(symproof.motzkin([[1]], [[-1]])) == (
        "weights (y, z, w) = (1, 1): y ≥ 0, Σ y_i = 1, z ≥ 0, Aᵀy + Bᵀz + Cᵀw = 0")


def test_a_result_can_be_held_against_other_data() -> None:
    found = gordan([[1, 0], [0, 1]])
    found.verify([[1, 2], [3, 4]])
    with pytest.raises(core.CertificateError):
        found.verify([[1, -2], [3, 4]])
    with pytest.raises(core.CertificateError):
        found.verify([[1], [3]])
    with pytest.raises(core.CertificateError):
        farkas([[1, 1]], [1]).verify([[1, 1]], [2])
    with pytest.raises(ValueError, match="about A, b; 1 were given"):
        farkas([[1, 1]], [1]).verify([[1, 1]])


def test_a_small_problem_does_not_load_numpy() -> None:
    import subprocess
    import sys

    code = ("import sys, symproof; symproof.gordan([[1, 0], ['sqrt(2)', 1]]).margin; "
            "sys.exit(any(m in sys.modules for m in ('numpy', 'highspy', 'scipy', 'sympy')))")
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("separable", [True, False])
def test_hundreds_of_vectors(separable: bool) -> None:
    random = Random(11)
    planted = [random.randint(-9, 9) for _ in range(120)]
    vectors: Rows = []
    for _ in range(300):
        row = [random.randint(-9, 9) for _ in range(120)]
        row[0] += sum(a * b for a, b in zip(row, planted, strict=True)) == 0
        flip = separable and sum(a * b for a, b in zip(row, planted, strict=True)) < 0
        vectors.append([-e for e in row] if flip else row)
    found = gordan(vectors)
    assert found.alternative == ("direction" if separable else "weights") and "HiGHS" in found.method
    assert found.least_norm_point.exact
    assert sum(weight != 0 for weight in found.vector) <= 121
    assert verify(found.certificate(least_norm=True)).refused == ""
