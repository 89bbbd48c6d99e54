"""The laws of the table of integrals against numerical quadrature, at parameters of every size and sign that they admit."""

import itertools
from fractions import Fraction

import mpmath
import pytest

from symproof.laws import LAWS
from symproof.models.evaluate import Evaluate
from symproof.models.exact import CONTEXT
from symproof.models.model import Model
from symproof.terms import And, Eq, Implies, Infinity, Integral, Symbol, free_symbols

TABLE = sorted(name for name, law in LAWS.items()
               if isinstance(law.statement, (And, Implies)) and isinstance(_end := (
                   law.statement.arguments[1] if isinstance(law.statement, Implies) else law.statement), And)
               and len(_end.arguments) == 2 and isinstance(_end.arguments[1], Eq)
               and isinstance(_end.arguments[1].arguments[0], Integral)
               and all(s.sort == Symbol("x").sort for s in free_symbols(law.statement)))
VALUES = {"real": [Fraction(-3, 2), Fraction(2, 3), Fraction(0)], "positive": [Fraction(1, 2), Fraction(7, 3), Fraction(1)],
          "natural": [Fraction(0), Fraction(1), Fraction(3)]}


FAR = 150  # everything over the whole line decays like an exponential
TOLERANCE = {"Cauchy density and a cosine": 1e-2}  # an oscillation that dies out slowly


def function_of(term):
    """A numerical function of an environment, by mpmath."""
    kind = type(term).__name__
    if isinstance(term, Symbol):
        return lambda env: env[term]
    parts = [function_of(p) for p in term.children]
    simple = {"Add": lambda *v: mpmath.fsum(v), "Mul": lambda *v: mpmath.fprod(v), "Neg": lambda v: -v,
              "Div": lambda a, b: a / b, "Pow": lambda a, b: a ** (int(b) if b == int(b) else b), "Sqrt": mpmath.sqrt,
              "Exp": lambda v: mpmath.exp(max(min(v, 2000), -2000)), "Log": mpmath.log,
              "Sin": mpmath.sin, "Cos": mpmath.cos, "Erf": mpmath.erf, "Arctan": mpmath.atan, "Abs": abs,
              "Factorial": mpmath.factorial}
    if kind == "Number":
        return lambda env: mpmath.mpf(term.value.numerator) / term.value.denominator
    if kind == "Constant":
        return lambda env: {"pi": +mpmath.pi, "EulerGamma": +mpmath.euler}[term.arguments[0]]
    if kind == "Special":
        named = {"polygamma": mpmath.psi}
        function = named.get(term.arguments[0]) or getattr(mpmath, term.arguments[0])
        return lambda env: function(*(p(env) for p in parts))
    return lambda env: simple[kind](*(p(env) for p in parts))


def holds(statement, env):
    left, right = (function_of(p)(env) for p in statement.arguments)
    return {"Lt": left < right, "Le": left <= right, "Ne": left != right}[type(statement).__name__]


def test_the_table_is_found():
    assert len(TABLE) >= 28


@pytest.mark.parametrize("name", TABLE)
def test_the_value_is_that_of_quadrature(name):
    statement = LAWS[name].statement
    premises = []
    if isinstance(statement, Implies):
        premise, statement = statement.arguments
        premises = list(premise.arguments) if isinstance(premise, And) else [premise]
    x, lower, upper, body = statement.arguments[1].arguments[0].arguments
    value = function_of(statement.arguments[1].arguments[1])
    integrand = function_of(body)
    symbols = sorted(free_symbols(statement), key=lambda s: s.name)
    points = list(itertools.product(*(VALUES[s.domain] for s in symbols)))
    tried = 0
    with mpmath.workdps(15):
        environments = [{s: mpmath.mpf(v.numerator) / v.denominator for s, v in zip(symbols, p, strict=True)} for p in points]
        environments = [env for env in environments if all(holds(p, env) for p in premises)]
        both = isinstance(lower, Infinity) and isinstance(upper, Infinity)
        for env in environments[::max(1, len(environments) // 4)]:
            ends = [FAR * e.arguments[0] if isinstance(e, Infinity) and both else
                    mpmath.inf if isinstance(e, Infinity) else function_of(e)(env) for e in (lower, upper)]
            inner = [mpmath.mpf(p) for p in (-5, 0, 1, 6) if ends[0] < p < ends[1]]
            found = mpmath.quad(lambda v, env=env: integrand({**env, x: v}), [ends[0], *inner, ends[1]], maxdegree=5)
            expected = value(env)
            assert abs(found - expected) < TOLERANCE.get(name, 1e-5) * (1 + abs(expected)), (name, env, found, expected)
            tried += 1
    assert tried >= 1


def test_models_agree_that_a_reversed_integral_changes_its_sign():
    u = Symbol("u")
    forward, back = Integral(u, 0, 1, u), Integral(u, 1, 0, u)
    with CONTEXT.workdps(30):
        evaluate = Evaluate(Model({}, {}, {}))
        assert evaluate(forward) == -evaluate(back)
