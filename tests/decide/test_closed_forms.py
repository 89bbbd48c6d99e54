"""Equality of closed forms: true claims of every kind are proved without conditions, near misses never are."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from symproof import kernel as K
from symproof.decide.equality.algebraic_numbers import NumberField, integer_relation, value_of
from symproof.decide.equality.case_splits import is_integer
from symproof.decide.equality.closed_forms import prove_equal
from symproof.decide.complex_parts import Split
from symproof.decide.context import Context, OutOfTime
from symproof.decide.equality.conversions import everywhere, lemma, right_of, root_exceeds
from symproof.decide.equality.radicals import factored
from symproof.decide.surface import read_claim
from symproof.checkers.normal_form import normal
from symproof.terms import (SCALAR, Abs, Cos, Eq, IsInteger, Lt, Mul, Number, Pow, Sin, Special, Sqrt, Symbol,
                            involves_complex, pi)

ROWS = [json.loads(line) for line in Path(__file__).with_name("closed_forms.jsonl").read_text().splitlines()]
x, y = Symbol("x"), Symbol("y")


def named(row):
    return f"{row['field']}: {row['lhs'][:40]} = {row['rhs'][:40]}"


def proved(lhs, rhs, kinds, domain=None, seconds=20.0):
    """None without a theorem; otherwise the conditions that are left open."""
    claim = read_claim(lhs, rhs, kinds, domain)
    context = Context(claim.hypotheses, seconds)
    statements, conditions = [claim.statement], []
    if involves_complex(claim.statement):
        split = Split()
        statements, conditions = split.statements(claim.statement), [*split.conditions]
    left = [c for c in conditions if context.prove(c) is None]
    for statement in statements:
        theorem = prove_equal(statement, context)
        if theorem is None:
            return None
        assert theorem.statement is statement
        left += context.open_conditions(theorem)
    return left


@pytest.mark.parametrize("row", [r for r in ROWS if r["truth"]], ids=named)
def test_what_is_true_is_proved(row):
    assert proved(row["lhs"], row["rhs"], row["vars"], row.get("domain")) == []


@pytest.mark.parametrize("row", [r for r in ROWS if not r["truth"]], ids=named)
def test_what_is_false_is_not_proved(row):
    try:
        assert proved(row["lhs"], row["rhs"], row["vars"], row.get("domain"), 1.0) != []
    except OutOfTime:
        pass


@pytest.mark.parametrize("lhs, rhs, kinds, condition", [
    ("x/x", "1", {"x": "real"}, "x ≠ 0"),
    ("exp(log(x))", "x", {"x": "real"}, "0 < x"),
    ("sin(4*x)/sin(x)", "8*cos(x)**3-4*cos(x)", {"x": "real"}, "sin(x) ≠ 0"),
    ("sqrt(x)**2", "x", {"x": "real"}, "0 ≤ x"),
    ("sin(asin(x))", "x", {"x": "real"}, "−1 ≤ x"),
])
def test_what_is_not_given_stays_a_condition(lhs, rhs, kinds, condition):
    assert condition in map(repr, proved(lhs, rhs, kinds))


def test_domains_are_strengthened_by_hypotheses_and_brought_back():
    context = Context([Lt(0, x)])
    theorem = prove_equal(Eq(Sqrt(x**2), x), context)
    assert theorem.hypotheses == (Lt(0, x),)


def test_nothing_that_is_no_equation_of_reals_is_proved():
    assert prove_equal(Lt(x, x + 1), Context()) is None
    z = read_claim("z", "z", {"z": "complex"}).statement
    assert prove_equal(z, Context()) is None


def test_time_runs_out_with_a_sentence():
    claim = read_claim("asin(sin(x))", "x", {"x": "real"})
    context = Context([], 0.0)
    with pytest.raises(OutOfTime):
        prove_equal(claim.statement, context)


# -- parts --------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("order, degree", [(5, 2), (7, 3), (14, 6), (17, 8), (22, 10), (30, 8)])
def test_minimal_polynomials_of_cosines(order, degree):
    field = NumberField(order, Context())
    assert len(field.minimal) - 1 == degree
    assert field.relation.hypotheses == () and field.relation.statement.arguments[1] is Number(0)


def test_a_root_that_lies_in_the_field_is_written_in_it():
    field = NumberField(5, Context())
    reduced = right_of(field.reduced(Sqrt(Number(5))))
    assert reduced is right_of(field.reduced(4 * Cos(pi / 5) - 1) or K.ring(reduced, reduced))
    assert not field.roots


def test_a_root_that_does_not_lie_in_the_field_is_a_generator():
    field = NumberField(5, Context())
    field.reduced(Sqrt(Number(2)))
    assert [base for base, _, _ in field.roots] == [Number(2)]


def test_integer_relations():
    values = [value_of(t, 400) for t in (Sqrt(Number(2)) + Sqrt(Number(3)), Sqrt(Number(2)), Sqrt(Number(3)))]
    relation = integer_relation(values, 200)
    assert relation in ([1, -1, -1], [-1, 1, 1])
    assert integer_relation([value_of(t, 400) for t in (pi, Sqrt(Number(2)))], 200) is None


def test_factors_multiply_to_the_polynomial():
    content, parts = factored(normal(2 * (x + y) ** 2 * (x - 1))[0].top)
    product = Mul(Number(content), *(Pow(f, Number(e)) for f, e in parts))
    assert K.ring(product, 2 * (x + y) ** 2 * (x - 1)).hypotheses == ()


def test_lemmas_keep_the_signs_as_hypotheses():
    assert lemma("root of a product", a=x, b=y).hypotheses
    assert lemma("root of a square", x=x - y).hypotheses == ()
    assert root_exceeds().hypotheses == ()


def test_integer_parts_are_integers():
    n = Symbol("n", SCALAR, "integer")
    term = Special("floor", x) + 2 * n
    assert is_integer(term).statement is IsInteger(term) and is_integer(term).hypotheses == ()
    with pytest.raises(K.KernelError):
        is_integer(x)


def test_rewriting_ends():
    steps = []

    def rule(term):
        steps.append(term)
        return K.ring(term, Abs(-term.arguments[0])) if isinstance(term, Abs) and len(steps) < 1000 else None

    everywhere(rule, again=False)(Abs(x) + Sin(Abs(y)))
    assert len(steps) < 20


def test_rational_exponents_are_exact():
    theorem = prove_equal(Eq(Pow(Number(2), Number(Fraction(1, 3))) ** 3, Number(2)), Context())
    assert theorem.hypotheses == ()
