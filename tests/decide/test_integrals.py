"""Closed forms of integrals: right ones are found and agree with balls; wrong ones never come out without a condition."""

import random
from fractions import Fraction

import pytest

from symproof.decide.context import Context
from symproof.decide.decision import close
from symproof.decide.integration.integrals import closed_integral, prove_integrable
from symproof.decide.surface import read_claims
from symproof.models.complex_balls import ComplexBalls
from symproof.terms import Integral, Symbol, free_symbols, oo, subterms

PHI = "exp(-x**2/2)/sqrt(2*pi)"
CDF = "((1+erf(x/sqrt(2)))/2)"
KINDS = {"a": "positive", "b": "positive", "s": "positive", "k": "positive", "m": "real", "t": "real", "n": "positive integer"}
TRUE = [
    # Gaussian moments, shifts, products, characteristic functions
    (f"Integral(x**4*{PHI},(x,-oo,oo))", "3", {}),
    ("Integral((x-m)**4*exp(-(x-m)**2/(2*s**2))/(s*sqrt(2*pi)),(x,-oo,oo))", "3*s**4", {}),
    ("Integral(exp(-a*x**2+m*x+t),(x,-oo,oo))", "sqrt(pi/a)*exp(m**2/(4*a)+t)", {}),
    ("Integral(exp(-(x-m)**2/(2*s**2)-(x-t)**2/(2*a**2)),(x,-oo,oo))",
     "sqrt(2*pi)*s*a/sqrt(s**2+a**2)*exp(-(m-t)**2/(2*(s**2+a**2)))", {}),
    ("Integral(x**2*exp(-x**2/2)*cos(t*x),(x,-oo,oo))", "sqrt(2*pi)*(1-t**2)*exp(-t**2/2)", {}),
    ("Integral(x*exp(-x**2)*sin(t*x),(x,-oo,oo))", "sqrt(pi)*t/2*exp(-t**2/4)", {}),
    ("Integral(exp(-a*x**2)*cos(t*x),(x,0,oo))", "sqrt(pi/a)/2*exp(-t**2/(4*a))", {}),
    (f"Integral(x**2*{PHI},(x,m,oo))", "m*exp(-m**2/2)/sqrt(2*pi)+1-(1+erf(m/sqrt(2)))/2", {}),
    (f"Integral(x*{PHI},(x,m,t))", "exp(-m**2/2)/sqrt(2*pi)-exp(-t**2/2)/sqrt(2*pi)", {}),
    # error functions under Gaussians
    (f"Integral(x*{PHI}*(1+erf(t*x/sqrt(2)))/2,(x,-oo,oo))", "t/sqrt(2*pi*(1+t**2))", {}),
    (f"Integral({PHI}*(1+erf((t*x+m)/sqrt(2)))/2,(x,-oo,oo))", "(1+erf(m/sqrt(1+t**2)/sqrt(2)))/2", {}),
    (f"Integral({PHI}*(1+erf(t*x/sqrt(2)))/2,(x,0,oo))", "Rational(1,4)+atan(t)/(2*pi)", {}),
    (f"Integral({PHI}*(1+erf(t*x/sqrt(2)))/2,(x,-oo,0))", "Rational(1,4)-atan(t)/(2*pi)", {}),
    ("Integral(erf(a*x)*exp(-b**2*x**2),(x,0,oo))", "atan(a/b)/(b*sqrt(pi))", {}),
    # order statistics
    (f"Integral(4*{PHI}*{CDF}**3,(x,-oo,t))", "((1+erf(t/sqrt(2)))/2)**4", {}),
    (f"Integral(5*x*{PHI}*{CDF}**4,(x,-oo,oo))", "5/(4*sqrt(pi))*(1+6/pi*asin(Rational(1,3)))", {}),
    (f"Integral(3*x**2*{PHI}*{CDF}**2,(x,-oo,oo))", "1+sqrt(3)/(2*pi)", {}),
    (f"Integral(({PHI})**2*{CDF}**2,(x,-oo,oo))", "(Rational(1,4)+asin(Rational(1,3))/(2*pi))/(2*sqrt(pi))", {}),
    (f"Integral({CDF}*(1-{CDF}),(x,-oo,oo))", "1/sqrt(pi)", {}),
    ("Integral(x*erfc(x),(x,0,oo))", "Rational(1,4)", {}),
    # kinks
    (f"Integral(Max(x-m,0)*{PHI},(x,-oo,oo))", "exp(-m**2/2)/sqrt(2*pi)-m*(1-(1+erf(m/sqrt(2)))/2)", {}),
    ("Integral(Abs(x-m)*exp(-(x-m)**2/(2*s**2))/(s*sqrt(2*pi)),(x,-oo,oo))", "s*sqrt(2/pi)", {}),
    ("Integral(x**2*exp(-Abs(x)/b)/(2*b),(x,-oo,oo))", "2*b**2", {}),
    ("Integral(Max(x,1-x),(x,0,1))", "Rational(3,4)", {}),
    ("Integral(Heaviside(x-a)*exp(-x),(x,0,oo))", "exp(-a)", {}),
    ("Integral(Piecewise((x,x<1),(2-x,True)),(x,0,2))", "1", {}),
    # Gamma, Beta, logarithms
    ("Integral(x**(k-1)*exp(-x/b),(x,0,oo))", "gamma(k)*b**k", {}),
    ("Integral(exp(-x**2)*log(x),(x,0,oo))", "-sqrt(pi)/4*(EulerGamma+2*log(2))", {}),
    ("Integral(log(x)**2*exp(-x),(x,0,oo))", "EulerGamma**2+pi**2/6", {}),
    ("Integral(x**(a-1)*(1-x)**(b-1),(x,0,1))", "gamma(a)*gamma(b)/gamma(a+b)", {}),
    ("Integral(n*x**(n-1)*log(n*x**(n-1)),(x,0,1))", "log(n)-(n-1)/n", {}),
    ("Integral(x*k*x**(k-1)*exp(-x**k),(x,0,oo))", "gamma(1+1/k)", {}),
    ("Integral(x**3/(exp(x)-1),(x,0,oo))", "pi**4/15", {}),
    ("Integral(x**2*exp(-x)/(1+exp(-x))**2,(x,-oo,oo))", "pi**2/3", {}),
    ("Integral(x*exp(-x-exp(-x)),(x,-oo,oo))", "EulerGamma", {}),
    ("Integral(exp(-log(x)**2/2)/sqrt(2*pi),(x,0,oo))", "exp(Rational(1,2))", {}),
    ("Integral(exp(t*x)*exp(-Abs(x))/2,(x,-oo,oo))", "1/(1-t**2)", {"t": [-0.9, 0.9]}),
    # named and by an antiderivative
    ("Integral((exp(-a*x)-exp(-b*x))/x,(x,0,oo))", "log(b/a)", {}),
    ("Integral(exp(-a*x)*sin(t*x)/x,(x,0,oo))", "atan(t/a)", {}),
    ("Integral(x*exp(-a*x)*cos(b*x),(x,0,oo))", "(a**2-b**2)/(a**2+b**2)**2", {}),
    ("Integral(1/(a**2+x**2),(x,-oo,oo))", "pi/a", {}),
    ("Integral(cos(t*x)/(pi*(1+x**2)),(x,-oo,oo))", "exp(-Abs(t))", {}),
    ("Integral(1/(a+cos(x)),(x,0,2*pi))", "2*pi/sqrt(a**2-1)", {"a": [2, 5]}),
    ("Integral(sin(x)**2,(x,0,pi))", "pi/2", {}),
    ("Integral(Abs(cos(x)),(x,-pi/2,0))", "1", {}),
    ("Integral(1/sqrt(x),(x,0,1))", "2", {}),
    ("Integral(a*x**(-a-1),(x,1,oo))", "1", {}),
    ("Integral(x**2,(x,m,t))", "(t**3-m**3)/3", {}),
]
NEVER = [
    "Integral(1/x**2,(x,-1,1))", "Integral(1/x,(x,0,1))", "Integral(1/x,(x,-1,1))", "Integral(cos(x),(x,-oo,oo))",
    "Integral(sin(x)/x,(x,0,oo))", "Integral(sin(x)/x,(x,-oo,oo))", "Integral(1/(2+cos(x)),(x,0,4*pi))",
    "Integral(1/(1+x),(x,0,oo))",
    "Integral(x,(x,-oo,oo))", "Integral(x/(1+x**2),(x,-oo,oo))", "Integral(exp(x),(x,-oo,oo))",
    "Integral(log(x)/x,(x,0,1))",
    "Integral(1/(exp(x)-1),(x,0,oo))", "Integral(erf(x),(x,-oo,oo))", "Integral(1+erf(x),(x,0,oo))",
    "Integral(sign(x),(x,-oo,oo))",
    "Integral(tan(x),(x,0,pi))", "Integral(1/cos(x)**2,(x,0,pi))", "Integral(1/sqrt(1-x**2),(x,-2,2))",
    "Integral(sqrt(x),(x,-1,1))",
    "Integral(log(x),(x,-1,1))", "Integral(1/(x-t),(x,0,1))", "Integral((exp(-x)-1)/x,(x,0,oo))",
    "Integral(x**2*exp(x**2),(x,-oo,oo))",
    "Integral(1,(x,0,oo))", "Integral(cos(x)**2,(x,0,oo))", "Integral(1/(x*log(x)),(x,0,1))",
    "Integral(exp(-x**2+x**3),(x,-oo,oo))",
]
CONDITIONAL = [
    ("Integral(exp(-t*x**2),(x,-oo,oo))", {}), ("Integral(x**t,(x,0,1))", {}), ("Integral(x**t,(x,1,2))", {}),
    ("Integral(exp(t*x)*exp(-Abs(x)),(x,-oo,oo))", {}), ("Integral(x**(-a),(x,1,oo))", {}),
    ("Integral(x**(t-1)*(1-x)**(b-1),(x,0,1))", {}), ("Integral(x**(t-1)*exp(-x),(x,0,oo))", {}),
    ("Integral(exp(-x**2/(2*t**2)),(x,-oo,oo))", {}), ("Integral(1/(t+cos(x)),(x,0,2*pi))", {}),
    ("Integral(exp(-t*x)*sin(x),(x,0,oo))", {}), ("Integral(exp(-t*x)*sin(x)/x,(x,0,oo))", {}),
    ("Integral(1/(t**2+x**2),(x,-oo,oo))", {}),
]


def claim_of(text, right, domain):
    return read_claims(text, right, {**KINDS, "x": "real"}, domain or None)[0]


def ball(term, claim):
    values = {}
    for i, s in enumerate(sorted(free_symbols(term) | free_symbols(claim.left), key=lambda s: s.name)):
        low, high = claim.intervals.get(s, (None, None))
        values[s] = (low * 2 + high) / 3 if low is not None else Fraction(3) if "integer" in s.domain else Fraction(7 + i, 5)
    return ComplexBalls(120, values=values)(term)


@pytest.mark.parametrize(("text", "right", "domain"), TRUE, ids=[t[0] for t in TRUE])
def test_a_closed_form_is_found_and_is_right(text, right, domain):
    claim = claim_of(text, right, domain)
    context = Context(claim.hypotheses, 20)
    theorem = close(claim.left, context)
    assert theorem is not None and theorem.statement.arguments[0] is claim.left
    value = theorem.statement.arguments[1]
    assert not any(isinstance(t, Integral) for t in subterms(value))
    assert not context.open_conditions(context.settle(theorem))
    assert (ball(value, claim) - ball(claim.right, claim)).contains(0)
    assert {kind for kind, _ in theorem.trust} <= {"law", "cited", "ball arithmetic"}


@pytest.mark.parametrize(("text", "right", "domain"), TRUE[::3], ids=[t[0] for t in TRUE[::3]])
def test_it_converges(text, right, domain):
    claim = claim_of(text, right, domain)
    context = Context(claim.hypotheses, 20)
    bound, lower, upper, body = next(t for t in subterms(claim.left) if isinstance(t, Integral)).arguments
    theorem = prove_integrable(bound, lower, upper, body, context)
    assert theorem is not None and not context.open_conditions(theorem)


@pytest.mark.parametrize("text", NEVER)
def test_what_diverges_or_is_undefined_has_no_closed_form(text):
    claim = claim_of(text, "0", {})
    assert closed_integral(claim.left, Context((), 20)) is None
    bound, lower, upper, body = claim.left.arguments
    assert prove_integrable(bound, lower, upper, body, Context((), 20)) is None


@pytest.mark.parametrize(("text", "domain"), CONDITIONAL)
def test_a_parameter_outside_its_domain_leaves_a_condition(text, domain):
    claim = claim_of(text, "0", domain)
    context = Context(claim.hypotheses, 20)
    theorem = closed_integral(claim.left, context)
    assert theorem is None or context.open_conditions(context.settle(theorem))
    bound, lower, upper, body = claim.left.arguments
    convergent = prove_integrable(bound, lower, upper, body, context)
    assert convergent is None or context.open_conditions(context.settle(convergent))


def test_the_antiderivative_of_the_modulus_is_not_used_across_its_kink():
    """x|x|/2 is right for |x|; x²/2 would give 0 on [−1, 1]."""
    claim = claim_of("Integral(Abs(x),(x,-1,1))", "1", {})
    theorem = closed_integral(claim.left, Context((), 20))
    assert (ball(theorem.statement.arguments[1], claim) - ball(claim.right, claim)).contains(0)


def test_ends_in_the_other_order_change_the_sign():
    claim = claim_of("Integral(x,(x,1,0))", "-Rational(1,2)", {})
    theorem = closed_integral(claim.left, Context((), 20))
    assert (ball(theorem.statement.arguments[1], claim) - ball(claim.right, claim)).contains(0)


def test_random_polynomials_times_gaussians_and_error_functions():
    """∫ p(x) e^{−a x² + b x} erf(c x + d)^k over random ranges, against balls."""
    rng = random.Random(5)
    for _ in range(12):
        c = [rng.randint(-3, 3) for _ in range(3)]
        rate, shift, slope, start = rng.randint(1, 3), rng.randint(-2, 2), rng.randint(1, 2), rng.randint(-1, 1)
        power = rng.choice((0, 0, 1))
        ends = rng.choice(("-oo,oo", "-oo,oo", "0,oo" if not power else "-oo,oo", "-1,2" if not power else "-oo,oo"))
        weight = f"exp(-{rate}*x**2+{shift}*x)*erf({slope}*x+{start})**{power}"
        text = f"Integral(({c[0]}+{c[1]}*x+{c[2]}*x**2)*{weight},(x,{ends}))"
        claim = claim_of(text, "0", {})
        theorem = closed_integral(claim.left, Context((), 20))
        assert theorem is not None, text
        value = ball(theorem.statement.arguments[1], claim)
        assert (ball(claim.left, claim) - value).contains(0), text


def test_the_variable_of_integration_may_be_a_name_of_the_claim():
    x = Symbol("x")
    theorem = closed_integral(Integral(x, 0, x, x), Context((), 20))
    assert theorem is not None and theorem.statement.arguments[0] is Integral(x, 0, x, x)
    assert closed_integral(Integral(x, 0, oo, x), Context((), 20)) is None
