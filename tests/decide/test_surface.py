"""Reading claims: what comes out as terms, and what is refused with a sentence and a place."""

from fractions import Fraction

import pytest

from symproof.decide.surface import ReadError, read_claim, read_claims
from symproof.terms import (COMPLEX, SCALAR, Cos, Derivative, Div, Eq, Exp, IfThenElse, ImaginaryUnit, Integral, Le, Limit, Lt,
                            Max, Neg, Number, Pow, Product, Sin, Special, Sqrt, Sum, Symbol, canonical, oo)

REAL = {"x": "real", "y": "real", "a": "positive", "n": "positive_integer", "z": "complex", "s": "positive", "t": "real"}
X, Y, N, Z = Symbol("x"), Symbol("y"), Symbol("n", SCALAR, "positive integer"), Symbol("z", COMPLEX)
A, K = Symbol("a", SCALAR, "positive"), Symbol("k", SCALAR, "integer")


def left(text):
    return read_claim(text, "0", REAL).left


@pytest.mark.parametrize("text, term", [
    ("x + x", X + X), ("x - y", X - Y), ("x/x", Div(X, X)), ("-x**2", Neg(Pow(X, 2))), ("(-x)**2", Pow(Neg(X), 2)),
    ("2**-1", Pow(2, Number(-1))), ("1/3", Number(1, 3)), ("0.1", Number(1, 10)), ("1.5e-3", Number(3, 2000)),
    ("x**(1/2)", Pow(X, Number(1, 2))), ("Rational(1, 3)*x", Number(1, 3) * X), ("sqrt(x)", Sqrt(X)),
    ("sinh(x)", (Exp(X) - Exp(-X)) / 2), ("cot(x)", Cos(X) / Sin(X)), ("E", Exp(1)), ("x % y", Special("mod", X, Y)),
    ("gamma(x)", Special("gamma", X)), ("factorial(x)", Special("gamma", X + 1)), ("I*z", ImaginaryUnit() * Z),
    ("hyper((1, x), (2,), y)", Special("hyper", 2, 1, 1, X, 2, Y)),
    ("Integral(exp(-x), (x, 0, oo))", Integral(X, 0, oo, Exp(-X))),
    ("Integral(a, (a, 0, 1))", Integral(Symbol("a"), 0, 1, Symbol("a"))),
    ("Integral(x*y, (x, 0, y), (y, 0, 1))", Integral(Y, 0, 1, Integral(X, 0, Y, X * Y))),
    ("Sum(k, (k, 1, n))", Sum(K, 1, N, K)), ("Product(k, (k, 1, n))", Product(K, 1, N, K)),
    ("Limit(sin(x)/x, x, 0)", Limit(X, 0, Sin(X) / X, "+")), ("Limit(x, x, oo)", Limit(X, oo, X, "")),
    ("Derivative(x**2, (x, 2))", Derivative(X, Derivative(X, Pow(X, 2)))),
    ("Subs(Derivative(x**2, x), x, y)", Derivative(X, Pow(X, 2), Y)),
    ("Subs(x + y, (x, y), (y, x))", Y + X),
    ("Piecewise((1, x > 0), (y, True))", IfThenElse(X > 0, 1, Y)),
    ("det(Matrix([[x, y], [1, 2]]))", X * 2 - Y), ("Matrix([[x, 1], [y, 2]]).T[0, 1]", Y),
    ("trace(eye(3))", Number(3)), ("Max(x, y, 0)", Max(X, Y, 0)),
])
def test_terms_come_out_as_written(text, term):
    assert canonical(left(text)) is canonical(term)


def test_a_relation_in_one_text():
    claim = read_claim("x**2 >= 0", None, {"x": "real"})
    assert claim.relation == ">=" and claim.statement is (Pow(X, 2) >= 0)


def test_kinds_and_intervals_become_domains_and_hypotheses():
    claim = read_claim("q", "m", {"q": "real", "m": "nonpositive", "k": "integer,negative"}, {"q": [0.1, "9/10"]})
    q, m = Symbol("q"), Symbol("m")
    assert claim.hypotheses == (Le(m, 0), Le(Number(1, 10), q), Le(q, Number(9, 10)))
    assert claim.intervals == {q: (Fraction(1, 10), Fraction(9, 10))}


def test_remainders_are_set_apart():
    claim = read_claim("tan(x)", "x + O(x**3)", {"x": "real"})
    assert claim.right is X and claim.remainder.gauge is Pow(X, 3) and claim.remainder.direction == ""
    claim = read_claim("O(a) - x", "a", {"x": "real", "a": "positive"})
    assert claim.left is Neg(X) and claim.remainder.direction == "+"
    claim = read_claim("1/x", "O(1/x, (x, oo))", {"x": "real"})
    assert claim.right is Number(0) and claim.remainder.at_infinity


def test_matrices_are_one_claim_an_entry():
    claims = read_claims("Matrix([[x, 0], [0, y]])**2", "Matrix([[x*x, 0], [0, y*y]])", REAL)
    assert len(claims) == 4 and claims[0].statement is Eq(X * X, X * X)
    inverse = read_claims("Matrix([[x, 1], [0, 1]]).inv()*Matrix([[x, 1], [0, 1]])", "eye(2)", REAL)
    assert len(inverse) == 4


def test_expectations_are_written_out():
    claim = read_claim("E(x**2, (x, Normal(0, s)))", "s**2", REAL)
    assert isinstance(claim.left, Integral) and claim.conditions == (Lt(0, Symbol("s", SCALAR, "positive")),)
    same = read_claim("E(Normal('x', 0, s)**2)", "s**2", REAL)
    assert same.left is claim.left
    discrete = read_claim("E(Bernoulli('k', a))", "a", REAL)
    assert not isinstance(discrete.left, Sum)
    poisson = read_claim("E(Poisson('k', a))", "a", REAL)
    assert isinstance(poisson.left, Sum)
    variance = read_claim("Var(x, (x, Exponential(a)))", "1/a**2", REAL)
    assert not isinstance(variance.left, Integral)


def test_floats_are_decimals_unless_asked():
    assert read_claim("0.1", "0", floats=True).left is Number(Fraction(0.1))
    assert read_claim("x", "0", {"x": "real"}).source == "x == 0"


BAD = [
    ("", "empty text"), ("x +", "not an expression"), ("(x", "not closed"), ("x)", "without an opening"),
    ("foo(x)", "unknown function 'foo'"), ("exq(x)", "did you mean 'exp'"), ("w", "unknown name 'w'"), ("sin(x, y)", "takes 1"),
    ("x^2", r"written x\*\*2"), ("2**10**10", "more digits"), ("10**(10**10)*x", "more digits"), ("lambda: x", "lambda"),
    ("x.__class__", "attribute"), ("__import__('os')", "unknown function"), ("[x for x in y]", "comprehension"),
    ("x[0]", "entries"),
    ("'x'", "not a number"), ("1j", "written I"), ("True", "not a number"), ("sin", "write sin"), ("sin(x=1)", "keyword"),
    ("sin(*x)", "arguments"), ("oo + 1", "bound"), ("zoo", "no value"), ("x < y", "relation stands"),
    ("Integral(x, x)", "range"),
    ("Integral(x, (x, 0))", "range"), ("Limit(x, x)", "Limit takes"), ("Derivative(x**2)", "Derivative takes"),
    ("Derivative(x, (x, -1))", "order"), ("Matrix([[1, 2], [3]])", "rows of one length"), ("Matrix([[1, 2]]).inv()", "square"),
    ("det(x)", "takes a matrix"), ("Matrix([[1]])*Matrix([[1, 2], [3, 4]])", "cannot multiply"),
    ("Piecewise((1, x > 0), (2, x < 0))", "last case"),
    ("x**2 + sin(O(x))", "unknown function 'O'"), ("O(x) + O(x**2)", "more than one"), ("O(x*y)", "say which variable"),
    ("E(x, (x, Norml(0, 1)))", "did you mean 'Normal'"), ("Normal('q', 0, 1)", "use it in E"), ("if x: y", "not an expression"),
    ("x if y else 1", "if … else"), ("(" * 300 + "x" + ")" * 300, "deep"), ("-" * 5000 + "x", "nested|not an expression"),
    ("+".join(["x"] * 9000), "nested|too"), ("1e99999", "too large"), ("x" * 30000, "too long"), ("x;y", "not an expression"),
    ("9" * 5000, "not an expression|more digits|limit"), ("f'{x}'", "string"), ("x @ y", "operator"), ("{x}", "a set"),
]


@pytest.mark.parametrize("text, message", BAD, ids=[t[:20] for t, _ in BAD])
def test_bad_input_is_refused_with_a_sentence(text, message):
    with pytest.raises(ReadError, match=message) as found:
        read_claim(text, "0", REAL)
    assert "\n    " in found.value.shown() or not found.value.column
    assert len(found.value.shown()) < 1000


@pytest.mark.parametrize("variables, domain, message", [
    ({"x": "reel"}, None, "did you mean 'real'"), ({"x": 3}, None, "must be a word"),
    ({"pi": "real"}, None, "meaning of its own"),
    ({"x": "positive,negative"}, None, "no number is"), ({"x y": "real"}, None, "cannot be the name"),
    ({"x": "real"}, {"x": [2, 1]}, "empty"), ({"x": "real"}, {"y": [0, 1]}, "not among the variables"),
    ({"x": "positive"}, {"x": [-2, -1]}, "say nothing"), ({"x": "integer"}, {"x": [0.25, 0.75]}, "say nothing"),
    ({"x": "real"}, {"x": 3}, "two numbers"), ({"x": "complex"}, {"x": [0, 1]}, "complex"),
    ({"x": "complex,positive"}, None, "no order"),
])
def test_bad_declarations(variables, domain, message):
    with pytest.raises(ReadError, match=message):
        read_claim("x", "0", variables, domain)


def test_a_complex_side_has_no_order():
    with pytest.raises(ReadError, match="complex"):
        read_claim("z < 1", None, REAL)


def test_the_caret_stands_under_the_place():
    with pytest.raises(ReadError) as found:
        read_claim("  x + exq(y)", "0", REAL)
    message, line, caret = found.value.shown().splitlines()
    assert line.index("exq") == caret.index("^")


def test_rows_of_files_are_read_strictly():
    from symproof.commands.decide import RowError, read_row

    row = read_row(b'{"id": "q", "lhs": "x", "rhs": "x", "vars": {"x": "real"}, "domain": {"x": [0.1, 2]}}')
    assert row["domain"]["x"] == [Fraction(1, 10), 2]
    for line in (b"{", b"[]", b'{"rhs": "x"}', b'{"lhs": 3}', b'{"lhs": "x", "vars": []}', b"\xff\xfe",
                 b'{"lhs": "x", "n": NaN}',
                 b'{"lhs": "x", "n": 1e999999999}', b"[" * 100_000):
        with pytest.raises(RowError):
            read_row(line)
