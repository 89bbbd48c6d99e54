"""Sums, products and series: closed forms that are proved, and what must not be.

How it could be fooled: a pole inside the range, an empty range, n = 0, a recurrence whose leading coefficient vanishes,
a claim that holds for small n only, divergence, the border of the disc of convergence, 0^0 at x = 0.
"""

import pytest

from symproof.certificates import Writer
from symproof.decide.context import Context
from symproof.decide.sums.special_values import prove_special
from symproof.decide.sums.summation import ENGINES, prove_convergent
from symproof.decide.surface import read_claims
from symproof.recheck.reader import decode
from symproof.recheck.replay import replay
from symproof.terms import Eq, Exp, HasLimit, Sum, Symbol, alpha_equal, oo, pi

N, Q, X, R = "integer,nonnegative", "integer,positive", "positive", "real"
U = (0.1, 0.9)
FINITE = [
    ("Sum(k**3,(k,1,n))", "(n*(n+1)/2)**2", {"n": N}),
    ("Sum(k*(n+1-k),(k,1,n))", "n*(n+1)*(n+2)/6", {"n": N}),
    ("Sum(x**k,(k,0,n))", "(1-x**(n+1))/(1-x)", {"n": N, "x": (2, 3)}),
    ("Sum(k*2**k,(k,1,n))", "(n-1)*2**(n+1)+2", {"n": N}),
    ("Sum(exp(k*t),(k,0,n))", "(exp((n+1)*t)-1)/(exp(t)-1)", {"t": X, "n": N}),
    ("Sum(1/(k*(k+2)),(k,1,n))", "Rational(3,4)-(2*n+3)/(2*(n+1)*(n+2))", {"n": N}),
    ("Sum(k*factorial(k),(k,1,n))", "factorial(n+1)-1", {"n": N}),
    ("Sum(1/k,(k,1,n))", "harmonic(n)", {"n": N}),
    ("Sum(1/(2*k-1),(k,1,n))", "harmonic(2*n)-harmonic(n)/2", {"n": N}),
    ("Sum(harmonic(k),(k,1,n))", "(n+1)*harmonic(n)-n", {"n": N}),
    ("Sum((-1)**k*k,(k,0,2*n))", "n", {"n": N}),
    ("Sum((-1)**(k+1)/k,(k,1,2*n))", "harmonic(2*n)-harmonic(n)", {"n": N}),
    ("Sum(binomial(k,m),(k,0,n))", "binomial(n+1,m+1)", {"m": N, "n": N}),
    ("Sum(fibonacci(k)**2,(k,0,n))", "fibonacci(n)*fibonacci(n+1)", {"n": N}),
    ("Sum(cos(k*t),(k,1,n))", "sin(n*t/2)*cos((n+1)*t/2)/sin(t/2)", {"t": U, "n": N}),
    ("Sum(k**2,(k,1,10))", "385", {}),
    ("Product(1+1/k,(k,1,n))", "n+1", {"n": N}),
    ("Product(k,(k,1,n))", "factorial(n)", {"n": N}),
    ("Product(2*k-1,(k,1,n))", "factorial(2*n)/(2**n*factorial(n))", {"n": N}),
    ("Product(x+k,(k,0,n-1))", "gamma(x+n)/gamma(x)", {"x": X, "n": Q}),
    ("Product(k,(k,1,5))", "120", {}),
]
DEFINITE = [
    ("Sum(binomial(n,k)*x**k,(k,0,n))", "(1+x)**n", {"n": N, "x": R}),
    ("Sum(k*binomial(n,k),(k,0,n))", "n*2**(n-1)", {"n": N}),
    ("Sum(binomial(n,k)**2,(k,0,n))", "binomial(2*n,n)", {"n": N}),
    ("Sum((-1)**k*binomial(n,k),(k,0,n))", "0", {"n": Q}),
    ("Sum((-1)**(k+1)*binomial(n,k)/k,(k,1,n))", "harmonic(n)", {"n": N}),
    ("Sum(binomial(n,k)/(k+1),(k,0,n))", "(2**(n+1)-1)/(n+1)", {"n": N}),
    ("Sum(binomial(m,k)*binomial(r,n-k),(k,0,n))", "binomial(m+r,n)", {"m": N, "r": N, "n": N}),
    ("Sum(binomial(n+k,k)/2**k,(k,0,n))", "2**n", {"n": N}),
    ("Sum(k*binomial(n,k)*q**k*(1-q)**(n-k),(k,0,n))", "n*q", {"n": N, "q": U}),
    ("Sum(binomial(n,k)*exp(t*k)*q**k*(1-q)**(n-k),(k,0,n))", "(1-q+q*exp(t))**n", {"t": R, "n": N, "q": U}),
    ("Sum(factorial(n)/(factorial(k)*factorial(n-k)),(k,0,n))", "2**n", {"n": N}),
    ("Sum(1/(n+k),(k,1,n))", "harmonic(2*n)-harmonic(n)", {"n": N}),
]
INFINITE = [
    ("Sum(x**k,(k,0,oo))", "1/(1-x)", {"x": (-0.9, 0.9)}),
    ("Sum(k**2*x**k,(k,0,oo))", "x*(1+x)/(1-x)**3", {"x": (-0.9, 0.9)}),
    ("Sum(k*(k-1)*x**(k-2),(k,2,oo))", "2/(1-x)**3", {"x": (-0.9, 0.9)}),
    ("Sum(k*q*(1-q)**(k-1),(k,1,oo))", "1/q", {"q": U}),
    ("Sum(x**k/factorial(k),(k,0,oo))", "exp(x)", {"x": R}),
    ("Sum(exp(t*k)*a**k*exp(-a)/factorial(k),(k,0,oo))", "exp(a*(exp(t)-1))", {"a": X, "t": R}),
    ("Sum(k**2*a**k*exp(-a)/factorial(k),(k,0,oo))", "a+a**2", {"a": X}),
    ("Sum(1/factorial(k+1),(k,0,oo))", "E-1", {}),
    ("Sum(x**k/k,(k,1,oo))", "-log(1-x)", {"x": (-0.9, 0.9)}),
    ("Sum((-1)**(k+1)/k,(k,1,oo))", "log(2)", {}),
    ("Sum((-1)**k/(2*k+1),(k,0,oo))", "pi/4", {}),
    ("Sum(1/k**2,(k,1,oo))", "pi**2/6", {}),
    ("Sum(1/(2*k+1)**2,(k,0,oo))", "pi**2/8", {}),
    ("Sum((-1)**(k+1)/k**2,(k,1,oo))", "pi**2/12", {}),
    ("Sum(1/(k*(k+1)),(k,1,oo))", "1", {}),
    ("Sum(1/(4*k**2-1),(k,1,oo))", "Rational(1,2)", {}),
    ("Sum((-1)**k*x**(2*k+1)/factorial(2*k+1),(k,0,oo))", "sin(x)", {"x": R}),
    ("Sum((-1)**k*x**(2*k+1)/(2*k+1),(k,0,oo))", "atan(x)", {"x": (-0.9, 0.9)}),
    ("Sum(binomial(2*k,k)*x**k,(k,0,oo))", "1/sqrt(1-4*x)", {"x": (-0.2, 0.2)}),
    ("Sum(binomial(k+r-1,k)*(1-p)**k*p**r,(k,0,oo))", "1", {"r": X, "p": U}),
    ("Sum(exp(-a*k),(k,0,oo))", "1/(1-exp(-a))", {"a": X}),
    ("Sum(exp(-pi*n**2*s),(n,-oo,oo))", "Sum(exp(-pi*n**2/s),(n,-oo,oo))/sqrt(s)", {"n": "integer", "s": X}),
    ("1+2*Sum(exp(-pi*n**2*s),(n,1,oo))", "(1+2*Sum(exp(-pi*n**2/s),(n,1,oo)))/sqrt(s)", {"n": "integer", "s": X}),
]
OPEN = [
    ("Sum(k**2,(k,1,n))", "n*(n+1)*(2*n+1)/7", {"n": N}),
    ("Sum(k,(k,1,n))", "n*(n+1)/2", {"n": "integer"}),
    ("Sum(x**k,(k,0,n))", "(1-x**(n+1))/(1-x)", {"n": N, "x": R}),
    ("Sum(1/(k*(k-3)),(k,1,n))", "Rational(11,18)-1/n", {"n": Q}),
    ("Sum(1/(k*(k+1)),(k,0,n))", "1-1/(n+1)", {"n": N}),
    ("Sum((-1)**k*binomial(n,k),(k,0,n))", "0", {"n": N}),
    ("Sum(binomial(n,k),(k,0,n))", "2**n+n*(n-1)*(n-2)*(n-3)*(n-4)*(n-5)/10**40", {"n": N}),
    ("Sum(cos(k*t),(k,1,n))", "sin(n*t/2)*cos((n+1)*t/2)/sin(t/2)", {"t": R, "n": N}),
    ("Product(1-1/k,(k,1,n))", "0", {"n": N}),
    ("Product((k+1)/k,(k,1,n))", "n", {"n": N}),
    ("Sum(x**k,(k,0,oo))", "1/(1-x)", {"x": R}),
    ("Sum(x**k,(k,0,oo))", "1/(1-x)", {"x": (-1, 0.5)}),
    ("Sum((-1)**k,(k,0,oo))", "Rational(1,2)", {}),
    ("Sum(x**k/k,(k,1,oo))", "-log(1-x)", {"x": (0, 1)}),
    ("Sum(1/k,(k,1,oo))", "0", {}),
    ("Sum(1/k**s,(k,1,oo))", "zeta(s)", {"s": X}),
    ("Sum(exp(-n**2/100),(n,-oo,oo))", "10*sqrt(pi)", {"n": "integer"}),
    ("Sum(exp(-pi*n**2*s),(n,-oo,oo))", "Sum(exp(-pi*n**2/s),(n,-oo,oo))*sqrt(s)", {"n": "integer", "s": X}),
    ("Sum(exp(-pi*n**2*s),(n,-oo,oo))", "Sum(exp(-pi*n**2/s),(n,-oo,oo))/sqrt(s)", {"n": "integer", "s": R}),
]


def found(left, right, variables):
    kinds = {name: kind if isinstance(kind, str) else "real" for name, kind in variables.items()}
    ranges = {name: list(kind) for name, kind in variables.items() if not isinstance(kind, str)}
    claim = read_claims(left, right, kinds, ranges)[0]
    context = Context(claim.hypotheses, 15)
    return claim, context, prove_special(claim.statement, context)


@pytest.mark.parametrize(("left", "right", "variables"), [*FINITE, *DEFINITE, *INFINITE])
def test_true_equations_are_proved(left, right, variables):
    claim, context, theorem = found(left, right, variables)
    assert theorem is not None
    assert context.open_conditions(theorem) == []
    assert alpha_equal(theorem.statement, claim.statement)
    assert not any(kind in ("CAS", "gap") for kind, _ in theorem.trust)


@pytest.mark.parametrize(("left", "right", "variables"), OPEN)
def test_false_or_open_equations_are_not(left, right, variables):
    _, context, theorem = found(left, right, variables)
    assert theorem is None or context.open_conditions(theorem)


AGAIN = [FINITE[0], FINITE[5], FINITE[14], FINITE[16], DEFINITE[1], DEFINITE[2], INFINITE[1], INFINITE[6], INFINITE[9],
         INFINITE[14], INFINITE[22]]


@pytest.mark.parametrize(("left", "right", "variables"), AGAIN)
def test_the_rechecker_derives_proofs_again(left, right, variables):
    _, _, theorem = found(left, right, variables)
    writer = Writer()
    writer.claim("claim", theorem)
    assert replay(decode(writer.json())).failures == []


def test_engines_find_closed_forms_without_a_claim():
    k, n = Symbol("k", domain="integer"), Symbol("n", domain="natural")
    term = Sum(k, 1, n, k**4)
    theorem = next(t for engine in ENGINES if (t := engine(term, Context())) is not None)
    assert isinstance(theorem.statement, Eq)
    assert theorem.statement.arguments[0] is not theorem.statement.arguments[1]
    assert theorem.hypotheses == ()


def test_convergence_is_a_statement_of_its_own():
    k, x = Symbol("k", domain="integer"), Symbol("x")
    context = Context()
    shown = prove_convergent(Sum(k, 0, oo, 2 ** (-k)), context)
    assert shown is not None
    assert isinstance(shown.statement, HasLimit)
    bell = prove_convergent(Sum(k, -oo, oo, Exp(-(pi * k**2))), context)
    assert bell is not None
    assert not context.open_conditions(bell)
    assert prove_convergent(Sum(k, 1, oo, 1 / k), context) is None
    power = prove_convergent(Sum(k, 0, oo, x**k), context)
    assert power is None or context.open_conditions(power)
