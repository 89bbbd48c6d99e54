"""Exact small linear algebra."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from symproof.models import Undefined, Unsupported, Verdict, matrices
from symproof.models.exact import approximate

entries = st.fractions(min_value=-4, max_value=4, max_denominator=3)


def square(size):
    return st.tuples(*[st.tuples(*[entries] * size)] * size)


def determinant(m):
    if len(m) == 1:
        return m[0][0]
    return sum((-1) ** j * m[0][j] * determinant([[*row[:j], *row[j + 1:]] for row in m[1:]]) for j in range(len(m)))


def minors(m, size):
    from itertools import combinations

    return [determinant([[m[i][j] for j in chosen] for i in chosen]) for n in range(1, size + 1)
            for chosen in combinations(range(size), n)]


@given(st.integers(1, 3).flatmap(square))
def test_an_inverse_inverts_or_the_determinant_is_zero(m):
    if determinant(m) == 0:
        with pytest.raises(Undefined):
            matrices.inverse(m)
    else:
        assert matrices.compose(m, matrices.inverse(m)) == matrices.identity(len(m))


@given(st.integers(1, 3).flatmap(square))
def test_definiteness_is_what_the_principal_minors_say(m):
    s = matrices.plus(m, matrices.transpose(m))
    semidefinite = all(value >= 0 for value in minors(s, len(s)))
    definite = semidefinite and determinant(s) > 0
    assert matrices.definite(s, strictly=False) is (Verdict.TRUE if semidefinite else Verdict.FALSE)
    assert matrices.definite(s, strictly=True) is (Verdict.TRUE if definite else Verdict.FALSE)


@given(st.integers(1, 3).flatmap(square))
def test_gaussian_directions_rebuild_the_covariance(m):
    covariance = matrices.compose(m, matrices.transpose(m))
    rebuilt = matrices.scale(Fraction(0), covariance)
    for direction, variance in matrices.gaussian_directions(covariance):
        rebuilt = matrices.plus(rebuilt, matrices.scale(variance, matrices.outer(direction, direction)))
    assert rebuilt == covariance


@given(st.lists(st.tuples(entries, entries), min_size=1, max_size=4), st.tuples(*[st.integers(0, 5)] * 4))
def test_a_nonnegative_combination_lies_in_the_cone(vectors, weights):
    point = tuple(sum((w * v[i] for w, v in zip(weights, vectors, strict=False)), Fraction(0)) for i in range(2))
    assert matrices.in_cone(point, vectors)


def test_the_cone_has_an_outside():
    assert not matrices.in_cone((Fraction(-1), Fraction(0)), [(Fraction(1), Fraction(0)), (Fraction(1), Fraction(1))])


def test_what_is_rounded_is_never_called_exact():
    rounded = ((approximate(Fraction(1, 3)) * 3 - 1,),)
    assert matrices.definite(rounded, strictly=False) is Verdict.HELD
    assert matrices.definite(rounded, strictly=True) is Verdict.UNKNOWN
    with pytest.raises(Unsupported):
        matrices.in_cone((rounded[0][0],), [(Fraction(1),)])
    with pytest.raises(Undefined, match="not positive semidefinite"):
        matrices.gaussian_directions(((Fraction(-1),),))
