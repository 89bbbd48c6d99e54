"""Definedness is strict: what is defined everywhere is proved to be, and what is not is named."""

from __future__ import annotations

from typing import Any

import pytest

from symproof.decide.context import Context
from symproof.decide.definedness import definedness, prove_definedness
from symproof.decide.surface import read_claim
from symproof.terms import *

REAL, POSITIVE = {"x": "real"}, {"x": "positive"}
DEFINED: list[tuple[str, dict[str, str], dict[str, Any]]] = [
    ("x/x", {"x": "nonzero"}, {}), ("1/(1+x**2)", REAL, {}), ("1/x", POSITIVE, {}), ("1/x", REAL, {"x": (1, 2)}),
    ("log(1+x)", POSITIVE, {}),
    ("sqrt(1-x**2)", REAL, {"x": (-1, 1)}), ("asin(x)", REAL, {"x": (-0.5, 1)}), ("acos(x/2)", REAL, {"x": (-2, 2)}),
    ("tan(x)", REAL, {"x": (-1.5, 1.5)}), ("x**Rational(1,3)", {"x": "nonnegative"}, {}), ("x**x", POSITIVE, {}),
    ("2**x", REAL, {}),
    ("x**n", {"x": "real", "n": "integer,nonnegative"}, {}), ("x**n", {"x": "nonzero", "n": "integer"}, {}),
    ("x**(-2)", {"x": "negative"}, {}), ("factorial(n)", {"n": "integer,positive"}, {}), ("gamma(x)", POSITIVE, {}),
    ("gamma(x)", REAL, {"x": (-0.75, -0.25)}), ("digamma(x+1)", {"x": "nonnegative"}, {}),
    ("binomial(n,k)", {"n": "integer,nonnegative", "k": "integer"}, {}),
    ("zeta(x)", REAL, {"x": (2, 3)}), ("besselk(0,x)", POSITIVE, {}), ("erfc(x)+floor(x)", REAL, {}),
    ("LambertW(x)", POSITIVE, {}),
    ("Piecewise((1/x,x>0),(0,True))", REAL, {}), ("Piecewise((log(x),x>1),(sqrt(1-x),True))", REAL, {}),
    ("Abs(x)+sign(x)+Max(x,0)", REAL, {}), ("Integral(exp(-x**2),(x,-oo,oo))", REAL, {}),
    ("Integral(x**2,(x,0,a))", {"x": "real", "a": "real"}, {}),
    ("Integral(1/x,(x,1,2))", REAL, {}), ("Integral(log(1+x),(x,0,1))", REAL, {}),
    ("Integral(x*exp(-a*x),(x,0,oo))", {"x": "real", "a": "positive"}, {}),
    ("Sum(1/k,(k,1,n))", {"k": "integer", "n": "integer,positive"}, {}),
    ("Sum(k**2,(k,0,n))", {"k": "integer", "n": "integer,nonnegative"}, {}),
    ("Product(1+1/k,(k,1,n))", {"k": "integer", "n": "integer,positive"}, {}),
    ("Derivative(x**2*log(x),x)", POSITIVE, {}),
    ("Subs(Derivative(log(1+x),(x,3)),x,0)", REAL, {}), ("Derivative(Abs(x),x)", POSITIVE, {}),
    ("Limit(sin(x)/x,x,0)", REAL, {}),
    ("Limit((1+1/x)**x,x,oo)", REAL, {}), ("1/(2+cos(x))", REAL, {}),
    ("log(1-q+q*exp(x))", {"x": "real", "q": "positive"}, {"q": (0.05, 0.95)}),
    ("log(x**2+1)/sqrt(x**2+1)", REAL, {}), ("sqrt(x**2)", REAL, {}), ("sqrt(x-log(1+x))", POSITIVE, {}),
    ("0**x", POSITIVE, {}),
    ("hyper((1,2),(3,),x)", REAL, {"x": (-1, 0.5)}), ("hyper((1,),(Rational(3,2),),x**2)", REAL, {}),
    ("log(log(x))", REAL, {"x": (2, 3)}),
]
NOT_EVERYWHERE: list[tuple[str, dict[str, str], dict[str, Any], int]] = [
    ("x/x", REAL, {}, 1), ("1/(1-x)", POSITIVE, {}, 1), ("log(x)", {"x": "nonnegative"}, {}, 1),
    ("sqrt(x)", REAL, {}, 1),
    ("sqrt(-x)", POSITIVE, {}, 1), ("asin(x)", POSITIVE, {}, 1), ("tan(x)", REAL, {}, 1),
    ("tan(x)", REAL, {"x": (0, 1.58)}, 1),
    ("x**Rational(1,3)", REAL, {}, 1), ("x**(-Rational(1,2))", {"x": "nonnegative"}, {}, 1),
    ("x**y", {"x": "real", "y": "real"}, {}, 1),
    ("x**n", {"x": "real", "n": "integer"}, {}, 1), ("0**x", REAL, {}, 1), ("factorial(x)", REAL, {}, 1),
    ("gamma(x)", REAL, {}, 1),
    ("gamma(x)", REAL, {"x": (-1, -0.5)}, 1), ("binomial(n,k)", {"n": "integer", "k": "integer"}, {}, 1),
    ("zeta(x)", POSITIVE, {}, 1),
    ("besselk(0,x)", REAL, {}, 1), ("LambertW(x)", REAL, {}, 1), ("Piecewise((1/x,x>=0),(0,True))", REAL, {}, 1),
    ("Integral(1/x,(x,0,1))", REAL, {}, 1), ("Integral(exp(x),(x,0,oo))", REAL, {}, 1),
    ("Integral(1/x,(x,-1,1))", REAL, {}, 2),
    ("Integral(exp(-a*x),(x,0,oo))", {"x": "real", "a": "real"}, {}, 1),
    ("Sum(1/k,(k,0,n))", {"k": "integer", "n": "integer,positive"}, {}, 1),
    ("Sum(1/k,(k,1,oo))", {"k": "integer"}, {}, 1), ("Sum(k,(k,1,x))", {"k": "integer", "x": "positive"}, {}, 2),
    ("Sum(k,(k,n,1))", {"k": "integer", "n": "integer"}, {}, 1), ("Derivative(Abs(x),x)", REAL, {}, 1),
    ("Subs(Derivative(sqrt(x),x),x,0)", REAL, {}, 1),
    ("Subs(Derivative(Abs(x)**3,x),x,0)", REAL, {}, 1), ("Limit(1/x,x,0)", REAL, {}, 1),
    ("Limit(sin(x),x,oo)", REAL, {}, 1),
    ("Limit(log(x),x,0)", REAL, {}, 2), ("1/(1+cos(x))", REAL, {}, 1),
    ("log(1-q)", {"q": "positive"}, {"q": (0.5, 1)}, 1),
    ("hyper((1,2),(3,),x)", REAL, {"x": (-1, 1)}, 1), ("hyper((1,2,3),(4,),x)", REAL, {}, 1),
    ("hyper((1,),(-2,),x)", REAL, {}, 1),
    ("log(log(x))", POSITIVE, {}, 1), ("x/y+y/x", {"x": "real", "y": "real"}, {}, 2),
    ("atan2(y,x)", {"x": "real", "y": "real"}, {}, 1),
]


def outcome(text: str, variables: dict[str, str], domain: dict[str, Any], right: str = "0") -> tuple[Any, Any]:
    claim = read_claim(text, right, variables, domain)
    context = Context(claim.hypotheses, 10)
    proved, left = prove_definedness(claim, context)
    assert all(context.open_conditions(p) == [] for p in proved)
    return proved, left


@pytest.mark.parametrize("text,variables,domain", DEFINED, ids=[d[0] + str(d[2]) for d in DEFINED])
def test_what_is_defined_everywhere(text: str, variables: dict[str, str], domain: dict[str, Any]) -> None:
    assert outcome(text, variables, domain)[1] == []


@pytest.mark.parametrize("text,variables,domain,count", NOT_EVERYWHERE, ids=[d[0] + str(d[2]) for d in NOT_EVERYWHERE])
def test_what_is_not(text: str, variables: dict[str, str], domain: dict[str, Any], count: int) -> None:
    left = outcome(text, variables, domain)[1]
    assert 1 <= len(left) <= count


@pytest.mark.parametrize("text,right,variables,left", [
    ("sqrt(1+x)", "1+x/2+O(x**2)", REAL, 0), ("log((exp(x)-1)/x)", "x/2+O(x**2)", REAL, 0),
    ("x*log(x)", "O(x)", POSITIVE, 0),
    ("log(1-a*x)", "-a*x+O(x**2)", {"x": "real", "a": "positive"}, 0),
    ("gamma(x+1)/gamma(x)", "x+O(1/x,(x,oo))", POSITIVE, 0),
    ("sqrt(x)", "O(x)", REAL, 1), ("log(x)", "O(x)", REAL, 1), ("sqrt(x-1)", "O(x)", REAL, 1),
    ("1/sin(1/x)", "O(x)", REAL, 1),
    ("sqrt(a+x)", "O(1,(x,0))", {"x": "real", "a": "nonnegative"}, 1), ("tan(x)", "x+O(x**3)", REAL, 0)])
def test_a_claim_with_a_remainder_is_about_a_neighbourhood(text: str, right: str, variables: dict[str, str], left: int) -> None:
    assert len(outcome(text, variables, {}, right)[1]) == left


def test_the_conditions_read_as_they_should() -> None:
    x, y = Symbol("x"), Symbol("y")
    assert definedness(Eq(x / y, 1)) == [Ne(y, 0)]
    assert definedness(Eq(Log(x) / Sqrt(y), x)) == [Lt(0, x), Le(0, y), Ne(Sqrt(y), 0)]
    assert definedness(Lt(Arcsin(x), 1)) == [Le(-1, x), Le(x, 1)]
    assert definedness(Eq(Sum(Symbol("k", SCALAR, "integer"), 1, y, x), 0)) == [IsInteger(y), Le(1, y + 1)]
    assert definedness(Eq(x + y, Exp(x * y))) == []


def test_every_class_of_real_terms_has_a_rule() -> None:
    """A class that no rule knows makes the claim undecidable; the ones a claim can contain all have a rule."""
    from symproof.decide import definedness as module

    known = {c.__name__ for c in (*module._RULES, *module._TOTAL)}
    scalars = {"Abs", "Add", "Arccos", "Arcsin", "Arctan", "Constant", "Cos", "Derivative", "Div", "Erf", "Exp",
               "Factorial", "IfThenElse", "ImaginaryPart", "Integral", "Limit", "Log", "Max", "Min", "Mul", "Neg",
               "NormalCDF", "NormalDensity", "Number", "Pow", "Product", "RealPart", "Sign", "Sin", "Special",
               "Sqrt", "Sum", "Symbol", "Tan", "Tanh", "Argument", "Conjugate", "ImaginaryUnit", "Eq", "Ne", "Lt",
               "Le", "Gt", "Ge", "And", "Or", "Not", "Implies", "Iff", "IsInteger"}
    assert scalars <= known
    assert set(SPECIAL) - {"hyper"} == set(module._SPECIAL)


def test_a_class_without_a_rule_is_never_defined() -> None:
    f = Symbol("f", Function(SCALAR, SCALAR))
    assert definedness(Eq(App(f, 1), App(f, 1))) == [FALSE]
