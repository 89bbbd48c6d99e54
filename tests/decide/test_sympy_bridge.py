"""The bridge to SymPy: what comes back means the same, and what was lost on the way is refused."""

from __future__ import annotations

import subprocess
import sys

import pytest
import sympy
from symproof.decide.sympy_bridge import Lower, LoweringError, lift, lower, lower_with_symbols
from symproof.decide.sympy_lift import LiftError
from symproof.models import second_opinion
from symproof.terms import (SCALAR, Abs, And, Arccos, Arcsin, Arctan, Asymptotic, BigO, Constant, Coordinates, Cos,
                            Derivative, Eq, Erf, Exp, Expectation, Factorial, ForAll, Function, Ge, Gt, Iff, Implies,
                            Indicator, Integral, IsInteger, Le, Lebesgue, Limit, Log, Lt, Max, MeasureIntegral, Min,
                            Ne, Neg, Norm, Normal, NormalCDF, NormalDensity, Not, Number, Or, Pow, Sign, Sin, Size,
                            Sqrt, Sum, Symbol, Tan, Tanh, Vector, free_symbols, oo, pi)

x, y = Symbol("x"), Symbol("y")
s, unit = Symbol("s", SCALAR, "positive"), Symbol("q", SCALAR, "unit")
n, k = Symbol("n", SCALAR, "natural"), Symbol("k", SCALAR, "integer")
f = Symbol("f", Function(SCALAR, SCALAR))
X, Y, S = sympy.Symbol("x", real=True), sympy.Symbol("y", real=True), sympy.Symbol("s", positive=True)


def test_every_term_class_is_lowered_or_refused():
    assert Lower.missing() == []


TERMS = [
    x + 2 * y - 3, x / y, Neg(x) ** 3 / Sqrt(s), Pow(s, Number(-2, 3)), Exp(-x) * Log(s), Sin(x) + Cos(y) * Tan(x),
    Arcsin(unit) + Arccos(unit) - Arctan(x), Tanh(x) / Erf(y), Abs(x - y) + Sign(x), Max(x, y, 1) - Min(x, y),
    Factorial(n), pi * x,
    NormalDensity(x), NormalCDF(x) - 1, Sum(k, 1, n, k**2), Integral(x, 0, 1, x * Exp(x)), Derivative(x, x**2 * y, 3),
    Derivative(x, Sin(x)), Limit(x, 0, Sin(x) / x), Limit(x, oo, 1 / x), Limit(x, 0, Sqrt(x), "+"),
    Size("d") ** 2 + Size(3), f(x) ** 2,
    Derivative(x, f(x), y), Integral(x, -oo, oo, NormalDensity(x)), MeasureIntegral(x, Lebesgue(SCALAR),
    NormalDensity(x)),
]


@pytest.mark.parametrize("term", TERMS)
def test_there_and_back_means_the_same(term):
    expression, symbols = lower_with_symbols(term)
    back = lift(expression, symbols)
    opinion = second_opinion([], Eq(term, back), models=4)
    assert opinion.verdict == "agrees", (back, opinion)


STATEMENTS = [Lt(x, y), Le(x, 1), Gt(s, 0), Ge(s**2, 0), Ne(x, y), Eq(x, x), And(Lt(0, x), Lt(x, 1)),
              Or(Lt(x, 0), Gt(x, 0)), Not(Lt(x, y)), Implies(Lt(x, y), Lt(x**2, y**2)), Iff(Lt(x, 0), Gt(0, x)),
              Lt(1, 2), Eq(Size(2), 2)]


@pytest.mark.parametrize("statement", STATEMENTS)
def test_a_statement_does_not_collapse_on_its_way(statement):
    expression, symbols = lower_with_symbols(statement)
    assert not isinstance(expression, sympy.logic.boolalg.BooleanAtom)
    assert second_opinion([], Iff(statement, lift(expression, symbols))).verdict == "agrees"


def test_symbols_of_one_name_stay_apart():
    positive, real = Symbol("p", SCALAR, "positive"), Symbol("p")
    expression, symbols = lower_with_symbols(positive - real)
    assert len(expression.free_symbols) == 2
    assert free_symbols(lift(expression, symbols)) == {positive, real}


@pytest.mark.parametrize("symbol", [Symbol("a", SCALAR, d) for d in (
    "real", "positive", "negative", "nonnegative", "nonzero", "integer", "natural", "positive integer")],
    ids=lambda a: a.domain)
def test_domains_and_assumptions_correspond(symbol):
    assert lift(lower(symbol)) is symbol


@pytest.mark.parametrize("term", [
    Symbol("v", Vector("d")), Norm(Symbol("v", Vector("d"))), BigO(x, 2), Asymptotic(x, Exp(x), 1 + BigO(x, 1)),
    ForAll(x, Ge(x**2, 0)),
    Expectation(x, Normal(0, 1), x), Indicator(Lt(x, 1)), IsInteger(x), Symbol("g", Function(Vector(2),
    SCALAR))(Coordinates(1, 2)),
    MeasureIntegral(x, Normal(0, 1), x), Sum(k, 1, 2, Coordinates(k)),
])
def test_what_sympy_has_no_counterpart_of_is_refused_with_a_sentence(term):
    with pytest.raises(LoweringError, match=r"\w+ .* \w+"):
        lower(term)


@pytest.mark.parametrize("expression, term", [
    (X + 1, x + 1), (X - Y, x - y), (X / Y, x / y), (-X, Neg(x)), (sympy.Rational(-3, 4), Number(-3, 4)),
    (sympy.sqrt(S), Sqrt(s)),
    (1 / sympy.sqrt(S), 1 / Sqrt(s)), (sympy.exp(X), Exp(x)), (sympy.E, Exp(1)), (sympy.pi, pi),
    (sympy.EulerGamma, Constant("EulerGamma")),
    (sympy.Integral(sympy.exp(-S), (S, 0, sympy.oo)), Integral(Symbol("s"), 0, oo, Exp(Neg(Symbol("s"))))),
    (sympy.Derivative(sympy.sin(X), X, 2), Derivative(x, Derivative(x, Sin(x)))), (sympy.Gt(X, Y), Gt(x, y)),
    (sympy.Limit(1 / X, X, 0, "-"), Limit(x, 0, 1 / x, "-")), (sympy.Symbol("x"), x), (sympy.Function("f")(X), f(x)),
    (sympy.Sum(X**2, (sympy.Symbol("k", integer=True), 1, 3)), Sum(k, 1, 3, x**2)), (sympy.log(X, 2), Log(x) / Log(2)),
])
def test_sympy_expressions_come_in(expression, term):
    assert lift(expression) is term


@pytest.mark.parametrize("expression, reason", [
    (S > 0, "collapsed this statement to True"), (sympy.Eq(1, 2), "collapsed this statement to False"),
    (True, "collapsed"),
    (sympy.Float("0.25") * X, "Rational(1, 4)".replace("(", r"\(").replace(")", r"\)")), (0.5, "terms are exact"),
    (sympy.zoo, "no counterpart"), (sympy.nan, "no counterpart"), (sympy.oo, "no counterpart"),
    ("x", "SymPy expression"),
    (sympy.Integral(X), "definite"), (sympy.Piecewise((1, X > 0)), "none of its conditions"),
    (sympy.Symbol("z", imaginary=True), "not to be real"), (sympy.Symbol("x_{1}"), "give the symbol"),
    (sympy.mathieuc(1, 1, X), "no counterpart"),
])
def test_what_has_lost_its_meaning_is_refused(expression, reason):
    with pytest.raises(LiftError, match=reason):
        lift(expression)


def test_names_that_are_not_identifiers_can_be_given():
    assert lift(sympy.Symbol("x_{1}") + 1, {"x_{1}": x}) is x + 1


def test_a_sympy_string_is_never_evaluated():
    with pytest.raises(LiftError):
        lift("__import__('os').getcwd()")


def test_importing_the_bridge_does_not_import_sympy():
    program = "import sys, symproof.decide.sympy_bridge; sys.exit('sympy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0
