"""Equations between closed forms with special functions: what is proved, and what must not be.

How it could be fooled: poles of gamma, zeta at 1, reflections at integers, a recurrence divided by a number that may be 0,
a hypergeometric function beyond its branch point, an inverse function beyond its branch.
"""

import pytest

from symproof import kernel
from symproof.decide.context import Context
from symproof.decide.sums.special_values import prove_special
from symproof.decide.surface import read_claims
from symproof.terms import alpha_equal

N, Q, X, R = "integer,nonnegative", "integer,positive", "positive", "real"
TRUE = [
    ("gamma(x+3)/gamma(x)", "x*(x+1)*(x+2)", {"x": X}),
    ("gamma(Rational(7,2))", "15*sqrt(pi)/8", {}),
    ("gamma(-Rational(1,2))", "-2*sqrt(pi)", {}),
    ("gamma(n+1)", "factorial(n)", {"n": N}),
    ("gamma(n+Rational(1,2))", "factorial(2*n)*sqrt(pi)/(4**n*factorial(n))", {"n": N}),
    ("gamma(2*x)", "2**(2*x-1)*gamma(x)*gamma(x+Rational(1,2))/sqrt(pi)", {"x": X}),
    ("beta(a,b)", "gamma(a)*gamma(b)/gamma(a+b)", {"a": X, "b": X}),
    ("beta(a+1,b)", "beta(a,b)*a/(a+b)", {"a": X, "b": X}),
    ("beta(Rational(1,2),Rational(1,2))", "pi", {}),
    ("loggamma(x+1)", "loggamma(x)+log(x)", {"x": X}),
    ("digamma(Rational(5,2))", "-EulerGamma-2*log(2)+Rational(8,3)", {}),
    ("digamma(Rational(1,4))", "-EulerGamma-pi/2-3*log(2)", {}),
    ("digamma(2*x)", "digamma(x)/2+digamma(x+Rational(1,2))/2+log(2)", {"x": X}),
    ("polygamma(1,1)", "pi**2/6", {}),
    ("polygamma(1,3)", "pi**2/6-Rational(5,4)", {}),
    ("polygamma(2,1)", "-2*zeta(3)", {}),
    ("polygamma(1,x+1)", "polygamma(1,x)-1/x**2", {"x": X}),
    ("zeta(12)", "691*pi**12/638512875", {}),
    ("zeta(-1)", "-Rational(1,12)", {}),
    ("zeta(-2)", "0", {}),
    ("zeta(2)/zeta(4)", "15/pi**2", {}),
    ("bernoulli(10)", "Rational(5,66)", {}),
    ("harmonic(5)", "Rational(137,60)", {}),
    ("harmonic(n)", "digamma(n+1)+EulerGamma", {"n": N}),
    ("harmonic(Rational(1,2))", "2-2*log(2)", {}),
    ("binomial(n,2)", "n*(n-1)/2", {"n": R}),
    ("binomial(n+1,k+1)", "binomial(n,k)+binomial(n,k+1)", {"n": N, "k": N}),
    ("n*binomial(n-1,k-1)", "k*binomial(n,k)", {"n": Q, "k": Q}),
    ("binomial(2*n,n)", "factorial(2*n)/factorial(n)**2", {"n": N}),
    ("binomial(-Rational(1,2),n)", "(-1)**n*binomial(2*n,n)/4**n", {"n": N}),
    ("catalan(n+1)", "2*(2*n+1)/(n+2)*catalan(n)", {"n": N}),
    ("rf(x,n)", "gamma(x+n)/gamma(x)", {"x": X, "n": N}),
    ("ff(x,3)", "x*(x-1)*(x-2)", {"x": R}),
    ("factorial2(7)", "105", {}),
    ("fibonacci(10)", "55", {}),
    ("fibonacci(n+3)", "2*fibonacci(n+1)+fibonacci(n)", {"n": N}),
    ("fibonacci(n+1)*fibonacci(n-1)-fibonacci(n)**2", "(-1)**n", {"n": Q}),
    ("erf(x)", "2*x/sqrt(pi)*exp(-x**2)*hyper((1,),(Rational(3,2),),x**2)", {"x": R}),
    ("erf(x)", "2*x/sqrt(pi)*hyper((Rational(1,2),),(Rational(3,2),),-x**2)", {"x": R}),
    ("log(1+x)", "x*hyper((1,1),(2,),-x)", {"x": X}),
    ("exp(x)", "hyper((),(),x)", {"x": R}),
    ("hyper((a,),(b,),x)", "exp(x)*hyper((b-a,),(b,),-x)", {"a": R, "b": X, "x": R}),
    ("hyper((-2,b),(c,),1)", "(c-b)*(c-b+1)/(c*(c+1))", {"b": X, "c": X}),
    ("hyper((),(Rational(1,2),),-x**2/4)", "cos(x)", {"x": R}),
    ("besselj(Rational(3,2),x)", "sqrt(2/(pi*x))*(sin(x)/x-cos(x))", {"x": X}),
    ("besselj(n+1,x)+besselj(n-1,x)", "2*n/x*besselj(n,x)", {"x": X, "n": R}),
    ("besselk(Rational(3,2),x)", "sqrt(pi/(2*x))*exp(-x)*(1+1/x)", {"x": X}),
    ("legendre(3,x)", "(5*x**3-3*x)/2", {"x": R}),
    ("hermite(4,x)", "16*x**4-48*x**2+12", {"x": R}),
    ("chebyshevt(n,cos(t))", "cos(n*t)", {"n": N, "t": R}),
    ("polylog(2,-1)", "-pi**2/12", {}),
    ("LambertW(x*exp(x))", "x", {"x": X}),
    ("LambertW(-exp(-1))", "-1", {}),
    ("uppergamma(3,x)", "(x**2+2*x+2)*exp(-x)", {"x": X}),
    ("uppergamma(Rational(1,2),x)", "sqrt(pi)*erfc(sqrt(x))", {"x": X}),
    ("lowergamma(2,x)", "1-(1+x)*exp(-x)", {"x": X}),
]
OPEN = [
    ("gamma(x+1)", "x*gamma(x)", {"x": R}),
    ("gamma(x)*gamma(1-x)", "pi/sin(pi*x)", {"x": R}),
    ("gamma(x+3)/gamma(x)", "x*(x+1)*(x+3)", {"x": X}),
    ("digamma(1-n)-digamma(n)", "pi/tan(pi*n)", {"n": "integer"}),
    ("zeta(1)", "0", {}),
    ("factorial(n+1)", "(n+1)*factorial(n)", {"n": "integer"}),
    ("harmonic(n+1)", "harmonic(n)+1/(n+1)", {"n": R}),
    ("rf(x,n)", "gamma(x+n)/gamma(x)", {"x": R, "n": N}),
    ("binomial(n,k)", "binomial(n,n-k)", {"n": "integer", "k": "integer"}),
    ("LambertW(x*exp(x))", "x", {"x": R}),
    ("erf(x)", "2*x/sqrt(pi)*hyper((Rational(1,2),),(Rational(3,2),),x**2)", {"x": R}),
    ("log(1+x)", "x*hyper((1,1),(2,),-x)", {"x": R}),
    ("hyper((a,b),(c,),1)", "gamma(c)*gamma(c-a-b)/(gamma(c-a)*gamma(c-b))", {"a": X, "b": X, "c": X}),
    ("polylog(2,x)+polylog(2,1-x)", "pi**2/6-log(x)*log(1-x)", {"x": R}),
    ("uppergamma(a,x)+lowergamma(a,x)", "gamma(a)", {"a": R, "x": X}),
    ("fibonacci(n+1)*fibonacci(n-1)-fibonacci(n)**2", "(-1)**(n+1)", {"n": Q}),
]


def found(left, right, variables):
    claim = read_claims(left, right, variables)[0]
    context = Context(claim.hypotheses, 10)
    return claim, context, prove_special(claim.statement, context)


@pytest.mark.parametrize(("left", "right", "variables"), TRUE)
def test_true_equations_are_proved(left, right, variables):
    claim, context, theorem = found(left, right, variables)
    assert theorem is not None
    assert not context.open_conditions(theorem)
    assert alpha_equal(theorem.statement, claim.statement)
    assert not any(kind in ("CAS", "gap") for kind, _ in theorem.trust)
    assert isinstance(theorem, kernel.Theorem)


@pytest.mark.parametrize(("left", "right", "variables"), OPEN)
def test_false_or_undefined_equations_are_not(left, right, variables):
    _, context, theorem = found(left, right, variables)
    assert theorem is None or context.open_conditions(theorem)


def test_what_is_missing_is_named():
    _, context, theorem = found("gamma(x+1)", "x*gamma(x)", {"x": R})
    assert theorem is not None
    assert any("IsInteger" in type(part).__name__ or "Or" in type(part).__name__ for part in context.open_conditions(theorem))
