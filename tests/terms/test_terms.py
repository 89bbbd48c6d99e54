"""The language: what is refused, what stays as written, substitution and names."""

import pickle
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from symproof.terms import *
from symproof.terms.core import TERM_CLASSES

x, y, z, lam = (Symbol(n) for n in ("x", "y", "z", "lam"))
v, u = Symbol("v", Vector("d")), Symbol("u", Vector("d"))
w3 = Symbol("w", Vector(3))
A = Symbol("A", Operator("k", "d"))
omega = Symbol("omega", Point("Omega"))
P = Symbol("P", Measure(Point("Omega")), "probability")
mu = Symbol("mu", Measure(Point("Omega")))
h = Symbol("h", Function(Point("Omega"), Vector("d")))
family = Symbol("V", Function(Index("m"), Vector("d")))


@pytest.mark.parametrize(("build", "words"), [
    (lambda: Inner(v, lam), ["inner expects a vector", "scalar"]),
    (lambda: Inner(v, w3), ["two vectors of one space", "R^d", "R^3"]),
    (lambda: v + x, ["cannot add"]),
    (lambda: x * v * v, ["inner(u, v)"]),
    (lambda: A @ w3, ["cannot act on"]),
    (lambda: Compose(A, A), ["cannot follow"]),
    (lambda: Inverse(A), ["square"]),
    (lambda: PositiveDefinite(A), ["square"]),
    (lambda: x + 0.1, ["float", "Number(1, 10)"]),
    (lambda: x + float("nan"), ["not a number"]),
    (lambda: x + "y", ["expected a term"]),
    (lambda: And(True), ["collapsed"]),
    (lambda: Eq(x, v), ["cannot equal"]),
    (lambda: Eq(Lt(x, y), Lt(y, x)), ["Iff"]),
    (lambda: Exp(v), ["exp expects a scalar"]),
    (lambda: h(v), ["expects a point of Omega"]),
    (lambda: x(y), ["cannot be applied"]),
    (lambda: family[4], ["known size"]),
    (lambda: Symbol("V", Function(Index(3), Vector("d")))[4], ["1..3"]),
    (lambda: Symbol("2x"), ["identifier"]),
    (lambda: Symbol("x", SCALAR, "sunny"), ["no domain", "positive"]),
    (lambda: Vector(0), ["at least 1"]),
    (lambda: Vector(2.5), ["positive integer"]),
    (lambda: Expectation(omega, mu, Number(1)), ["probability measure"]),
    (lambda: Expectation(x, P, x), ["is a measure on"]),
    (lambda: Expectation(x + 1, P, x), ["must bind a symbol"]),
    (lambda: Gaussian(v, A), ["covariance"]),
    (lambda: Discrete(Number(1, 2), x), ["sum 1"]),
    (lambda: Discrete(1, x, 0, y), ["positive rational"]),
    (lambda: BigO(x, 0), ["positive integer"]),
    (lambda: BigO(x + 1, 2), ["needs a symbol"]),
    (lambda: Eq(x, y + BigO(x, 2)), ["Asymptotic"]),
    (lambda: Asymptotic(x, y, Exp(BigO(x, 2))), ["under arithmetic only"]),
    (lambda: Asymptotic(x, y, BigO(lam, 2)), ["must be one of"]),
    (lambda: Number(1) + oo, ["cannot add"]),
    (lambda: Constant("tau"), ["no constant"]),
    (lambda: Limit(x, 0, x, "left"), ["direction"]),
    (lambda: Pow(x, 10**9), ["too large"]),
    (lambda: Gradient(h), ["R^d → R"]),
    (lambda: Member(x, ConvexHull(family)), ["cannot belong"]),
    (lambda: ConvexHull(h), ["family of vectors"]),
    (lambda: Zero(SCALAR), ["scalar zero is 0"]),
    (lambda: Kronecker(Symbol("i", Index("m")), Symbol("j", Index("n"))), ["one family"]),
    (lambda: substitute(x + y, {x: v}), ["cannot be replaced"]),
    (lambda: len(v), ["no length"]),
    (lambda: list(v), ["iterated"]),
    (lambda: x in v, ["Member"]),
])
def test_what_makes_no_sense_is_refused_with_a_sentence(build, words):
    with pytest.raises((TermError, TypeError, ValueError)) as caught:
        build()
    for word in words:
        assert word in str(caught.value)


def test_sympy_objects_are_not_smuggled_in():
    import sympy

    with pytest.raises(TermError, match=r"lift\(\)"):
        x + sympy.Symbol("t")


@pytest.mark.parametrize("term", [x / x, x - x, x + x, 0 * x, x**0, (x + y) + z, x + (y + z), 2 * (3 * x), -(-x), Sqrt(x)**2,
                                  Exp(Log(x)), 1 * v, v - v, A.T.T @ v])
def test_terms_stay_as_written(term):
    assert type(term).__name__ in TERM_CLASSES
    assert term.children or isinstance(term, Number)


def test_order_and_grouping_are_kept():
    assert x + y is not y + x
    assert (x + y) + z is x + y + z
    assert x + (y + z) is not x + y + z
    assert (x * y) / z is not x * (y / z)
    assert -2 * x is Neg(2 * x)


def test_equal_terms_are_one_object_and_survive_pickling():
    assert Inner(u, v) is Inner(u, v)
    term = Expectation(omega, P, Exp(lam * Inner(h(omega), v)))
    assert pickle.loads(pickle.dumps(term)) is term
    assert hash(term) == hash(Expectation(omega, P, Exp(lam * Inner(h(omega), v))))


@pytest.mark.parametrize(("term", "mapping", "expected"), [
    (ForAll(x, Lt(x, y)), {y: x}, lambda t: t.arguments[0] is not x and t.arguments[1].arguments[1] is x),
    (Sum(x, 1, 3, x * y), {y: x + 1}, lambda t: x in free_symbols(t)),
    (Expectation(omega, P, h(omega)), {h: Lambda(omega, v)}, lambda t: t is Expectation(omega, P, v)),
    (Derivative(x, x * y, x), {x: y}, lambda t: t.arguments[2] is y and free_symbols(t) == {y}),
    (Integral(x, 0, x, Exp(x)), {x: z}, lambda t: t.arguments[2] is z),
    (ForAll(x, Lt(x, y)), {x: z}, lambda t: t is ForAll(x, Lt(x, y))),
])
def test_substitution_avoids_capture(term, mapping, expected):
    assert expected(substitute(term, mapping))


def test_functions_are_applied_when_a_lambda_takes_their_place():
    f = Symbol("f", Function(SCALAR, SCALAR))
    assert substitute(f(x) + f(y + 1), {f: Lambda(z, z**2)}) is x**2 + (y + 1)**2
    assert substitute(f(f(x)), {f: Lambda(z, z + y)}) is x + y + y


def test_alpha_equivalence():
    assert alpha_equal(ForAll(x, ForAll(y, Lt(x, y))), ForAll(y, ForAll(x, Lt(y, x))))
    assert not alpha_equal(ForAll(x, ForAll(y, Lt(x, y))), ForAll(x, ForAll(y, Lt(y, x))))
    assert not alpha_equal(ForAll(x, Lt(0, x)), ForAll(Symbol("x", SCALAR, "positive"), Lt(0, Symbol("x", SCALAR, "positive"))))


def test_dimensions_are_renamed_with_their_vectors():
    mapping = {v: Symbol("q", Vector(7))}
    renamed = substitute(Inner(v, v), mapping, match_sorts(mapping))
    assert free_symbols(renamed) == {Symbol("q", Vector(7))}
    with pytest.raises(TermError):
        match_sorts({v: w3, u: Symbol("q", Vector(2))})


scalars = st.recursive(
    st.sampled_from([x, y, z, Number(2), Number(-1, 3)]),
    lambda inner: st.one_of(
        st.tuples(inner, inner).map(lambda p: p[0] + p[1]), st.tuples(inner, inner).map(lambda p: p[0] * p[1]),
        st.tuples(inner, inner).map(lambda p: p[0] - p[1]), inner.map(lambda t: t**2), inner.map(Abs), inner.map(Exp),
        inner.map(lambda t: Integral(x, 0, 1, t)), inner.map(lambda t: Sum(y, 1, 3, t))), max_leaves=8)


@settings(max_examples=150, deadline=None)
@given(scalars)
def test_canonical_is_idempotent_and_keeps_meaning(term):
    once = canonical(term)
    assert canonical(once) is once
    assert free_symbols(once) == free_symbols(term)
    assert alpha_equal(once, term)


@settings(max_examples=150, deadline=None)
@given(scalars, scalars)
def test_substitution_composes(term, value):
    fresh_symbol = Symbol("fresh")
    assert alpha_equal(substitute(substitute(term, {x: fresh_symbol}), {fresh_symbol: value}), substitute(term, {x: value}))


@settings(max_examples=100, deadline=None)
@given(st.fractions(max_denominator=10**6))
def test_numbers_are_exact(value):
    assert as_term(value).value == value
    assert Number(value.numerator, value.denominator) is as_term(Fraction(value))
