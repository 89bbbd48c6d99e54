"""Wrong results that computer algebra systems have given, stated as claims: none may come out as proved.

Most are from SymPy's tracker (the number of the issue stands at the row). `refuted` marks those whose sides are so easily
told apart that a counterexample must be found.
"""

import pytest

import symproof
from symproof.decide.decision import decide

R, P, N, C = "real", "positive", "positive_integer", "complex"
WRONG = [
    ("Integral(x*sqrt(2*x+3), (x, -1, 1))", "-Rational(2, 5)", {}, True),  # 7337
    ("Integral(1/(cos(x)+2), (x, 0, 2*pi))", "0", {}, True),  # 6278
    ("Integral(1/(a+cos(x)), (x, 0, 2*pi))", "0", {"a": R}, False),
    ("Integral(1/(y**2+c)**Rational(3,2), (y, -w/2, w/2))", "0", {"c": P, "w": P}, False),  # 2975
    ("Integral(sqrt(2-x)*sqrt(1/(2-x)), (x, 0, 1))", "-1", {}, True),  # 29792
    ("Integral(1/(2**(2*t/3)+1), (t, 0, oo))", "Rational(1, 2)", {}, False),  # 15810
    ("Integral(Abs(cos(x)), (x, -pi/2, 0))", "-1", {}, True),
    ("Integral(exp(a*x**2+b*x), (x, -oo, oo))", "0", {"a": "negative", "b": R}, True),
    ("Integral(sqrt(cos(x)**2)*cos(x)/(sin(x)**2+1), (x, -pi/2, pi/2))", "0", {}, False),  # 27050
    ("Integral(-4*(1-x**2)**Rational(3,2)/3+2*sqrt(1-x**2)*(2-2*x**2), (x, -1, 1))", "-pi/2", {}, False),  # 21665
    ("Integral(1/x, (x, -1, 1))", "0", {}, False),
    ("Integral(1/x**2, (x, -1, 1))", "-2", {}, False),
    ("Integral(exp(-(x-1000)**2/2), (x, -oo, oo))", "0", {}, False),
    ("Integral(sin(x), (x, 0, oo))", "1", {}, False),
    ("Integral(x**n, (x, 0, 1))", "1/(n+1)", {"n": R}, False),
    ("Integral(1/(1+x**2), (x, -oo, a))", "atan(a)", {"a": R}, True),
    ("Limit((1+1/x)**(x**2)/exp(x), x, oo)", "1", {}, False),  # 25885
    ("Limit(x*(1+1/x)**x-E*x, x, oo)", "0", {}, False),  # 21724
    ("Limit(n*(((n+1)**2+1)/(n**2+1)-1), n, oo)", "0", {}, False),  # 13382
    ("Limit((-1)**floor(x), x, 0, '-')", "1", {}, False),
    ("Limit(floor(x), x, 0, '-')", "0", {}, False),
    ("Limit(sin(1/x), x, 0)", "0", {}, False),
    ("Limit(1/x, x, 0, '+-')", "0", {}, False),
    ("Limit(Abs(x)/x, x, 0, '+-')", "1", {}, False),
    ("Sum(binomial(2, k)*k**2, (k, 0, n))", "-(n+1)**2*binomial(2, n+1)", {"n": N}, True),  # 13902
    ("Sum(binomial(m, k)*binomial(m, n-k)*(-1)**k, (k, 0, n))", "0", {"n": N, "m": N}, True),  # 8016
    ("Sum(n/((n+2)*(n+4)*(n+8)), (n, 1, oo))", "Rational(521, 25200)", {}, False),
    ("Sum(exp(-n**2/100), (n, -oo, oo))", "10*sqrt(pi)", {}, False),
    ("Sum(1/k, (k, 1, n))", "log(n)+EulerGamma", {"n": N}, True),
    ("Sum((-1)**k, (k, 0, oo))", "Rational(1, 2)", {}, False),
    ("Sum(x**k, (k, 0, oo))", "1/(1-x)", {"x": R}, False),
    ("Sum(1/k, (k, 1, oo))", "0", {}, False),
    ("sin(acos(Rational(7823207, 7823209)))", "0", {}, True),
    ("sqrt(x**2)", "x", {"x": R}, True),
    ("sqrt(x*y)", "sqrt(x)*sqrt(y)", {"x": C, "y": C}, True),
    ("sqrt((I*x+z)*(I*y+z))", "sqrt(I*x+z)*sqrt(I*y+z)", {"x": P, "y": P, "z": R}, True),  # 26101
    ("(x**y)**z", "x**(y*z)", {"x": R, "y": R, "z": R}, True),
    ("log(exp(z))", "z", {"z": C}, True),
    ("log(x*y)", "log(x)+log(y)", {"x": R, "y": R}, True),
    ("log(x**2)", "2*log(x)", {"x": R}, True),
    ("exp(x*log(y))", "y**x", {"x": R, "y": R}, False),
    ("(-1)**(n/2)", "I", {"n": N}, True),  # diofant 143
    ("x/x", "1", {"x": R}, False),
    ("(x**2-1)/(x-1)", "x+1", {"x": R}, False),
    ("0**x", "0", {"x": "nonnegative"}, True),
    ("atan(tan(x))", "x", {"x": R}, True),
    ("acos(cos(x))", "x", {"x": P}, True),
    ("atan(x)+atan(1/x)", "pi/2", {"x": R}, True),
    ("atan(x)+atan(y)", "atan((x+y)/(1-x*y))", {"x": P, "y": P}, True),
    ("tan(x)**2+1", "1/cos(x)**2", {"x": R}, False),
    ("gamma(x+1)", "x*gamma(x)", {"x": R}, False),
    ("gamma(x)*gamma(1-x)", "pi/sin(pi*x)", {"x": R}, False),
    ("factorial(n)", "gamma(n)", {"n": N}, True),
    ("binomial(n, k)", "binomial(n, n-k)", {"n": "integer", "k": "integer"}, False),
    ("harmonic(n)", "log(n)+EulerGamma+1/(2*n)", {"n": N}, True),
    ("floor(x+y)", "floor(x)+floor(y)", {"x": R, "y": R}, True),
    ("ceiling(x)-floor(x)", "1", {"x": R}, True),
    ("gcd(n**17+9, (n+1)**17+9)", "1", {"n": N}, False),
    ("Abs(z)**2", "z**2", {"z": C}, True),
    ("re(z*w)", "re(z)*re(w)", {"z": C, "w": C}, True),
    ("conjugate(sqrt(z))", "sqrt(conjugate(z))", {"z": C}, False),
    ("zeta(1)", "0", {}, False),
    ("erf(x)", "1", {"x": P}, True),
    ("Max(x, y)", "x", {"x": P, "y": R}, True),
    ("sign(x)*Abs(x)", "Abs(x)", {"x": R}, True),
    ("Derivative(Abs(x), x)", "1", {"x": R}, True),
    ("n**2+n+41 > 40*n", None, {"n": N}, True),
    ("2**n > n**10", None, {"n": N}, True),
    ("x**2 > 0", None, {"x": R}, True),
    ("1/x > 0", None, {"x": R}, True),
    ("exp(x) > 1+x", None, {"x": R}, True),
    ("sin(x) < x", None, {"x": "nonnegative"}, True),
    ("det(Matrix([[a, b], [c, d]]))", "a*d+b*c", dict.fromkeys("abcd", R), True),
]


@pytest.mark.parametrize("left, right, variables, refutable", WRONG, ids=[f"{w[0]} = {w[1]}"[:60] for w in WRONG])
def test_a_wrong_result_is_not_proved(left, right, variables, refutable):
    answer = decide(left, right, variables, time_limit=6)
    assert answer.verdict != "proved", answer
    if refutable:
        assert answer.verdict == "refuted" and answer.witness is not None, answer


def test_what_is_missing_is_said():
    answer = symproof.decide("x/x", "1", {"x": R}, time_limit=5)
    assert answer.verdict == "undecided" and any("x ≠ 0" in o for o in answer.obligations)
