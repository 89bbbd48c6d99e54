"""Gordan, Farkas, and combinations: exactly one alternative, agreement with enumeration, forgeries refused."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from decimal import Decimal
from fractions import Fraction
from itertools import combinations
from random import Random
from typing import Any

import pytest
import sympy
from flint import fmpq, fmpq_mat, fmpz
from hypothesis import given
from hypothesis import strategies as st

from symproof.decide.linear.alternatives import (
    FarkasCertificate,
    GordanCertificate,
    farkas,
    gordan,
    linear_combination_mixed,
    nonnegative_combination,
    read_rational,
    write_rational,
)
from symproof.decide.linear.simplex import CertificateError

Half = Fraction(1, 2)


def has_vertex(rows: list[list[Any]], right: list[Any]) -> bool:
    """Whether A x = b, x ≥ 0 is solvable: by Carathéodory, on some independent set of columns; all are tried."""
    columns = len(rows[0]) if rows else 0
    for size in range(min(columns, len(rows)) + 1):
        for support in combinations(range(columns), size):
            entries = [fmpq(Fraction(e).numerator, Fraction(e).denominator)
                       for row, b in zip(rows, right, strict=True) for e in (*(row[j] for j in support), b)]
            echelon, rank = fmpq_mat(len(rows), size + 1, entries).rref()
            independent = rank == size and all(echelon[i, i] == 1 for i in range(size))
            if independent and all(echelon[i, size] >= 0 for i in range(size)):
                return True
    return False


def has_weights(vectors: list[list[Any]]) -> bool:
    return has_vertex([*map(list, zip(*vectors, strict=True)), [1] * len(vectors)], [0] * len(vectors[0]) + [1])


rationals = st.one_of(st.integers(-3, 3), st.fractions(min_value=-2, max_value=2, max_denominator=5))


@st.composite
def matrices(draw: st.DrawFn, most_rows: int = 6, most_columns: int = 3) -> list[list[Any]]:
    rows, columns = draw(st.integers(1, most_rows)), draw(st.integers(1, most_columns))
    return draw(st.lists(st.lists(rationals, min_size=columns, max_size=columns), min_size=rows, max_size=rows))


# -- Gordan -----------------------------------------------------------------------------------------------------------
@given(matrices())
def test_gordan_agrees_with_enumeration(vectors: list[list[Any]]) -> None:
    certificate = gordan(vectors)
    certificate.verify(vectors)
    assert certificate.alternative == ("weights" if has_weights(vectors) else "direction")
    if certificate.alternative == "weights":
        assert sum(weight != 0 for weight in certificate.vector) <= len(vectors[0]) + 1


@given(matrices(), matrices())
def test_a_certificate_of_one_family_only_verifies_where_its_conditions_hold(
    vectors: list[list[Any]], others: list[list[Any]]
) -> None:
    certificate = gordan(vectors)
    try:
        certificate.verify(others)
    except CertificateError:
        return
    assert certificate.alternative == gordan(others).alternative


@given(matrices(), st.lists(st.fractions(min_value=Fraction(1, 100), max_value=100), min_size=6, max_size=6))
def test_positive_scaling_and_order_keep_the_alternative(vectors: list[list[Any]], scales: list[Fraction]) -> None:
    scaled = [[scale * entry for entry in row] for row, scale in zip(vectors, scales, strict=False)]
    assert gordan(scaled).alternative == gordan(vectors).alternative == gordan(vectors[::-1]).alternative


EPSILON = Fraction(1, 10**30)
BIG = 10**400


@pytest.mark.parametrize(
    ("vectors", "alternative", "vector"),
    [
        ([[5]], "direction", (1,)),
        ([[-5]], "direction", (-1,)),
        ([[0]], "weights", (1,)),
        ([[0, 0, 0]], "weights", (1,)),
        ([[2, 4]], "direction", None),
        ([[1], [2], [3]], "direction", (1,)),
        ([[1], [-2]], "weights", (Fraction(2, 3), Fraction(1, 3))),
        ([["1/3"], ["-0.5"]], "weights", (Fraction(3, 5), Fraction(2, 5))),
        ([[0.1], [-0.5]], "weights", None),
        ([[1, 0], [0, 1], [0, 0]], "weights", (0, 0, 1)),
        ([[1, 0], [1, 0], [2, 0]], "direction", (1, 0)),
        ([[1, 0], [1, 0], [-1, 0]], "weights", None),
        ([[1, 0], [0, 1], [-1, -1]], "weights", (Fraction(1, 3),) * 3),
        ([[1, 1], [-1, -1 + EPSILON], [0, 1]], "direction", None),
        ([[1, 1], [-1, -1 + EPSILON], [0, -1]], "weights", None),
        ([[1, 0], [-1, EPSILON]], "direction", (1, 10**30 + 1)),
        ([[1, 0, 0], [-1, EPSILON, 0], [-1, -EPSILON, EPSILON**2]], "direction", None),
        ([[1, 2, 3], [2, 4, 6], [1, 1, 1]], "direction", None),
        ([[1, 2, 3], [4, 5, 6], [-5, -7, -9]], "weights", (Fraction(1, 3),) * 3),
        ([[BIG, 1], [-BIG, 1]], "direction", (0, 1)),
        ([[BIG, 1], [-BIG, -1]], "weights", (Half, Half)),
        ([[1, *[0] * 30], [1, *[0] * 29, 7]], "direction", None),
    ],
)
def test_gordan_table(vectors: list[list[Any]], alternative: str, vector: tuple[Any, ...] | None) -> None:
    certificate = gordan(vectors)
    certificate.verify(vectors)
    assert certificate.alternative == alternative
    if vector is not None:
        assert certificate.vector == vector
    if alternative == "direction":
        assert all(entry.denominator == 1 for entry in certificate.vector)


def test_binary_floats_are_taken_exactly() -> None:
    """As decimals (0.1, 0.3) and (−0.3, −0.9) are opposite; the binary rationals they stand for are not."""
    assert gordan([["0.1", "0.3"], ["-0.3", "-0.9"]]).alternative == "weights"
    assert gordan([[0.1, 0.3], [-0.3, -0.9]]).alternative == "direction"


class Array:
    """A stand-in for a numpy array: rows by `tolist`, entries with `as_integer_ratio` or `__index__`."""

    def __init__(self, rows: list[list[Any]]) -> None:
        self.rows = rows

    def tolist(self) -> list[list[Any]]:
        return self.rows


@pytest.mark.parametrize(
    "vectors",
    [
        ((1, 0), (-1, 2)),
        [[Fraction(1), 0], [-1, Decimal(2)]],
        [[fmpz(1), fmpq(0)], [fmpq(-2, 2), "+4/2"]],
        Array([[1.0, 0.0], [-1.0, 2.0]]),
        sympy.Matrix([[1, 0], [-1, 2]]),
        sympy.ImmutableMatrix([[1, 0], [-1, 2]]),
        [sympy.Matrix([1, 0]), sympy.Matrix([[-1, 2]])],
        (row for row in [[1, 0], [-1, 2]]),
    ],
)
def test_kinds_of_input(vectors: Any) -> None:
    assert gordan(vectors) == GordanCertificate("direction", (Fraction(1), Fraction(1)))


@pytest.mark.parametrize(
    ("vectors", "sentence"),
    [
        ([], "V is empty: it has no rows"),
        ([[]], "V is empty in row 1"),
        ([[1], []], "V is empty in row 2"),
        ([[1, 2], [3]], "V is ragged: row 2 has 1 columns, row 1 has 2, so column 2 is not complete"),
        ([[1], [3, 4]], "V is ragged: row 2 has 2 columns, row 1 has 1, so column 2 is not complete"),
        ([[1, 2], [3, float("nan")]], "V, row 2, column 2: nan is not a finite number"),
        ([[float("inf")]], "V, row 1, column 1: inf is not a finite number"),
        ([[1, "1/0"]], "V, row 1, column 2: the text '1/0' has the denominator 0"),
        ([["1e3"]], "V, row 1, column 1: the text '1e3' is not a rational number"),
        ([["٣"]], "is not a rational number"),
        ([[True]], "V, row 1, column 1: True is a truth value"),
        ([[None]], "V, row 1, column 1: None is not an exact rational number"),
        ([[1j]], "V, row 1, column 1: 1j is not an exact rational number"),
        ([[[1]]], r"V, row 1, column 1: \[1\] is not an exact rational number"),
        (sympy.Matrix([[1, sympy.sqrt(2)]]), r"V, row 1, column 2: sqrt\(2\) is not an exact rational number"),
        (sympy.Matrix([[sympy.nan]]), "V, row 1, column 1: nan is not"),
        ([1, 2], "V, row 1 is 1, expected a sequence"),
        (["12"], "V, row 1 is '12', expected a sequence"),
        ([{1, 2}], "V, row 1 is {1, 2}, expected a sequence"),
        ({"a": [1]}, "expected a sequence"),
        (3, "V is 3, expected a sequence"),
    ],
)
def test_input_errors_name_the_place(vectors: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        gordan(vectors)


def weights(*entries: Any) -> GordanCertificate:
    return GordanCertificate("weights", tuple(map(Fraction, entries)))


def direction(*entries: Any) -> GordanCertificate:
    return GordanCertificate("direction", tuple(map(Fraction, entries)))


OPPOSITE = [[1, 2], [-1, -2], [3, 0]]
POINTED = [[1, 0], [0, 1]]


@pytest.mark.parametrize(
    ("vectors", "forged", "sentence"),
    [
        (OPPOSITE, weights("1/2", "1/3", "1/6"), "coordinate 1 of Σ α_i v_i is 2/3, not 0"),
        (OPPOSITE, weights(1, 1, 0), "the weights sum to 2, not to 1"),
        (OPPOSITE, weights(0, 0, 0), "the weights sum to 0, not to 1"),
        (OPPOSITE, weights("1/2", "1/2"), "the weights has 2 entries, expected 3"),
        ([[1], [1]], weights(2, -1), "entry 2 of the weights is -1, expected a number ≥ 0"),
        (POINTED, direction(1, 0), "⟨d, v_2⟩ is 0, expected a number > 0"),
        (POINTED, direction(1, "-1/7"), "⟨d, v_2⟩ is -1/7, expected a number > 0"),
        (POINTED, direction(0, 0), "⟨d, v_1⟩ is 0"),
        (POINTED, direction(1), "the direction has 1 entries, expected 2"),
        (POINTED, direction(1, 1, 1), "the direction has 3 entries, expected 2"),
        (OPPOSITE, direction(1, 1), "⟨d, v_2⟩ is -3"),
    ],
)
def test_forged_gordan_certificates_are_refused(
    vectors: list[list[int]], forged: GordanCertificate, sentence: str
) -> None:
    with pytest.raises(CertificateError, match=sentence):
        forged.verify(vectors)


@given(matrices(), st.data())
def test_tampering_with_one_weight_is_noticed(vectors: list[list[Any]], data: st.DataObject) -> None:
    certificate = gordan(vectors)
    if certificate.alternative == "weights":
        place = data.draw(st.integers(0, len(vectors) - 1))
        change = data.draw(rationals.filter(bool))
        tampered = list(certificate.vector)
        tampered[place] += change
        with pytest.raises(CertificateError):
            GordanCertificate("weights", tuple(tampered)).verify(vectors)


@pytest.mark.parametrize(
    ("build", "sentence"),
    [
        (lambda: GordanCertificate("solution", (Fraction(1),)), "expected 'direction' or 'weights'"),
        (lambda: GordanCertificate("weights", (1.0,)), "a tuple of Fractions"),  # type: ignore[arg-type]
        (lambda: GordanCertificate("weights", [Fraction(1)]), "a tuple of Fractions"),  # type: ignore[arg-type]
        (lambda: GordanCertificate.from_json([]), "a record of theorem, alternative and vector"),
        (lambda: GordanCertificate.from_json(farkas([[1]], [1]).to_json()), "'Farkas' is not one of 'Gordan'"),
        (lambda: GordanCertificate.from_json({**weights(1).to_json(), "vector": [1]}), "found 1"),
        (lambda: GordanCertificate.from_json({**weights(1).to_json(), "vector": "1"}), "the vector a list"),
        (lambda: GordanCertificate.from_json({**weights(1).to_json(), "vector": ["1/0"]}), "denominator 0"),
        (lambda: GordanCertificate.from_json({**weights(1).to_json(), "more": 1}), "and nothing else"),
    ],
)
def test_malformed_certificates_are_refused(build: Callable[[], object], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        build()


@given(matrices())
def test_json_round_trip(vectors: list[list[Any]]) -> None:
    certificate = gordan(vectors)
    assert GordanCertificate.from_json(json.loads(json.dumps(certificate.to_json()))) == certificate


def test_how_certificates_read() -> None:
    shown = weights("1/2", "1/2")
    assert shown.to_json() == {"theorem": "Gordan", "alternative": "weights", "vector": ["1/2", "1/2"]}
    assert str(shown) == "weights α = (1/2, 1/2): α ≥ 0, Σ α_i = 1, Σ α_i v_i = 0"
    assert shown._repr_latex_() == (
        r"$\alpha = \left(\tfrac{1}{2}, \tfrac{1}{2}\right) \ge 0:\quad \sum_i \alpha_i = 1,\ \sum_i \alpha_i v_i = 0$"
    )
    assert direction("-1/2", 3)._repr_latex_() == (
        r"$d = \left(-\tfrac{1}{2}, 3\right):\quad \langle d, v_i \rangle > 0 \text{ for every } i$"
    )
    assert str(farkas([[1]], [-1])) == "separator y = (1): yᵀA ≥ 0, yᵀb < 0"


def test_numbers_longer_than_python_prints_survive_json() -> None:
    long = Fraction(10**6000 + 1, 3)
    assert read_rational(write_rational(long)) == long
    certificate = weights(1 / (long + 1), long / (long + 1))
    certificate.verify([[long], [-1]])
    assert GordanCertificate.from_json(certificate.to_json()) == certificate
    assert len(str(certificate)) > 12000


# -- Farkas -----------------------------------------------------------------------------------------------------------
@given(matrices(4, 5), st.data())
def test_farkas_agrees_with_enumeration(matrix: list[list[Any]], data: st.DataObject) -> None:
    right = data.draw(st.lists(rationals, min_size=len(matrix), max_size=len(matrix)))
    certificate = farkas(matrix, right)
    certificate.verify(matrix, right)
    assert certificate.alternative == ("solution" if has_vertex(matrix, right) else "separator")
    assert FarkasCertificate.from_json(certificate.to_json()) == certificate


@pytest.mark.parametrize(
    ("matrix", "right", "certificate"),
    [
        ([[0]], [0], FarkasCertificate("solution", (Fraction(0),))),
        ([[0]], [3], FarkasCertificate("separator", (Fraction(-1),))),
        ([[1, 1], [1, 1]], [1, 2], FarkasCertificate("separator", (Fraction(1), Fraction(-1)))),
        ([["1/2"]], [Half], FarkasCertificate("solution", (Fraction(1),))),
        (sympy.Matrix([[2]]), sympy.Matrix([4]), FarkasCertificate("solution", (Fraction(2),))),
    ],
)
def test_farkas_table(matrix: Any, right: Any, certificate: FarkasCertificate) -> None:
    found = farkas(matrix, right)
    assert found.alternative == certificate.alternative
    certificate.verify(matrix, right)
    if found.alternative == "solution":
        assert found == certificate


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        (FarkasCertificate("solution", (Fraction(-1), Fraction(2))), "entry 1 of the solution is -1"),
        (FarkasCertificate("solution", (Fraction(1), Fraction(1))), "row 1 of A x is 2, not 1"),
        (FarkasCertificate("solution", (Fraction(1),)), "the solution has 1 entries, expected 2"),
        (FarkasCertificate("separator", (Fraction(-1),)), "yᵀA is -1 in column 1"),
        (FarkasCertificate("separator", (Fraction(0),)), "yᵀb is 0, expected a number < 0"),
        (FarkasCertificate("separator", ()), "the separator has 0 entries, expected 1"),
    ],
)
def test_forged_farkas_certificates_are_refused(forged: FarkasCertificate, sentence: str) -> None:
    with pytest.raises(CertificateError, match=sentence):
        forged.verify([[1, 1]], [1])


def test_farkas_refuses_lengths_that_do_not_fit() -> None:
    with pytest.raises(ValueError, match="A has 1 rows and b has 2 entries"):
        farkas([[1]], [1, 2])


# -- combinations -----------------------------------------------------------------------------------------------------
Sparse = dict[str, Any]
sparse_vectors: st.SearchStrategy[Sparse] = st.dictionaries(st.sampled_from("uvwx"), rationals, max_size=3)


def combine(coefficients: list[Fraction], generators: list[Sparse]) -> Sparse:
    total: Sparse = {}
    for coefficient, generator in zip(coefficients, generators, strict=True):
        for key, entry in generator.items():
            total[key] = total.get(key, 0) + coefficient * entry
    return {key: entry for key, entry in total.items() if entry}


def dense(target: Sparse, generators: list[Sparse]) -> tuple[list[list[Any]], list[Any]]:
    return [[generator.get(key, 0) for generator in generators] for key in "uvwx"], [target.get(k, 0) for k in "uvwx"]


@given(sparse_vectors, st.lists(sparse_vectors, max_size=4), st.lists(sparse_vectors, max_size=2))
def test_combination_agrees_with_enumeration(target: Sparse, cone: list[Sparse], free: list[Sparse]) -> None:
    found = linear_combination_mixed(target, cone, free)
    negated = [{key: -entry for key, entry in generator.items()} for generator in free]
    rows, right = dense(target, [*cone, *free, *negated])
    assert (found is not None) == (has_vertex(rows, right) or not any(right))
    if found is not None:
        nonnegative, signed = found
        assert all(coefficient >= 0 for coefficient in nonnegative)
        assert combine([*nonnegative, *signed], [*cone, *free]) == combine([Fraction(1)], [target])


@given(st.lists(st.tuples(sparse_vectors, st.integers(0, 3)), max_size=8), st.lists(sparse_vectors, max_size=3))
def test_a_combination_that_exists_is_found(parts: list[tuple[Sparse, int]], free: list[Sparse]) -> None:
    cone = [generator for generator, _ in parts]
    target = combine([*(Fraction(c) for _, c in parts), *(Fraction(-1) for _ in free)], [*cone, *free])
    found = linear_combination_mixed(target, cone, free)
    assert found is not None
    assert combine([*found[0], *found[1]], [*cone, *free]) == target


@pytest.mark.parametrize(
    ("target", "generators", "expected"),
    [
        ({}, [], []),
        ({"x": 0}, [], []),
        ({"x": 1}, [], None),
        ({}, [{}], [0]),
        ({}, [{"x": 1}], [0]),
        ({"x": 1}, [{"x": 2}], [Half]),
        ({"x": -1}, [{"x": 2}], None),
        ({"x": "1/3"}, [{"x": Fraction(2, 3)}], [Half]),
        ({"x": 1}, [{"x": 1, "y": 1}], None),
        ({"x": 1}, [{"x": 1, "y": 1}, {"y": -2}], [1, Half]),
        ({(2, 0): 1, (0, 2): 1}, [{(2, 0): 1, (1, 1): -2, (0, 2): 1}, {(1, 1): 1}], [1, 2]),
        ({(2, 0): 1, (1, 1): 3, (0, 2): 1}, [{(2, 0): 1, (1, 1): 2, (0, 2): 1}, {(2, 0): 1}, {(0, 2): 1}], None),
    ],
)
def test_nonnegative_combination_table(
    target: dict[Any, Any], generators: list[dict[Any, Any]], expected: list[Any] | None
) -> None:
    assert nonnegative_combination(target, generators) == expected


@pytest.mark.parametrize(
    ("target", "cone", "free", "sentence"),
    [
        ({"x": float("nan")}, [], [], "the target, key 'x': nan is not a finite number"),
        ({}, [{}, {"y": None}], [], "nonnegative generator 2, key 'y': None is not"),
        ({}, [], [{"y": True}], "free generator 1, key 'y': True is a truth value"),
        ([1], [], [], r"the target is \[1\], expected a mapping"),
    ],
)
def test_combination_errors_name_vector_and_key(target: Any, cone: Any, free: Any, sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        linear_combination_mixed(target, cone, free)


# -- time -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("count", "dimension", "seconds"), [(60, 20, 1.0), (100, 50, 5.0), (5, 500, 1.0)])
@pytest.mark.parametrize("alternative", ["direction", "weights"])
def test_gordan_is_fast(count: int, dimension: int, seconds: float, alternative: str) -> None:
    random = Random(count)
    vectors = [[random.randint(-9, 9) for _ in range(dimension - 1)] + [1] for _ in range(count - 1)]
    last = [-sum(column) for column in zip(*vectors, strict=True)]
    vectors.append(last if alternative == "weights" else [0] * (dimension - 1) + [1])
    start = time.process_time()
    assert gordan(vectors).alternative == alternative
    assert time.process_time() - start < seconds


@pytest.mark.parametrize("free", [0, 30])
def test_sparse_combinations_are_fast(free: int) -> None:
    random = Random(3)
    generators = [{random.randrange(300): random.choice([-2, -1, 1, 2, 3]) for _ in range(4)} for _ in range(200)]
    coefficients = [Fraction(random.randint(0, 3)) for _ in generators]
    target: dict[Any, Any] = {}
    for coefficient, generator in zip(coefficients, generators, strict=True):
        for key, entry in generator.items():
            target[key] = target.get(key, 0) + coefficient * entry
    start = time.process_time()
    assert linear_combination_mixed(target, generators[free:], generators[:free]) is not None
    assert time.process_time() - start < 1
