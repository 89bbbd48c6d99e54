"""Claims that are true by construction, and false ones made from them by a change of one token that is known to matter.

Each builder draws a true claim (left, right, variables, domain) and a number that tells how far the false twin is off: the
false claim is `left == right + offset` (or the right side with a factor), where offset is a nonzero constant, so that it is
false wherever the true one is defined. No builder uses the package: the two sides are built from formulas that everyone knows.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from fractions import Fraction
from math import comb, factorial


@dataclass(frozen=True)
class Built:
    """A claim that is true by construction."""

    field_name: str
    left: str
    right: str
    variables: dict[str, str]
    domain: dict[str, list[str]] = field(default_factory=dict)


Builder = Callable[[random.Random], Built]


def _q(rng: random.Random, low: int = 1, high: int = 9) -> str:
    """A positive rational of small height, as text."""
    value = Fraction(rng.randint(low, high), rng.choice((1, 1, 2, 3, 5)))
    return str(value) if value.denominator == 1 else f"Rational({value.numerator},{value.denominator})"


def _double(n: int) -> int:
    """n!! for odd n."""
    return 1 if n <= 0 else n * _double(n - 2)


def gaussian_moment(rng: random.Random) -> Built:
    """∫ x^{2k} e^{−a x²/2} = (2k−1)!! √(2π) a^{−k−1/2}."""
    k = rng.randint(0, 4)
    return Built("gaussian", f"Integral(x**{2 * k}*exp(-a*x**2/2),(x,-oo,oo))",
                 f"{_double(2 * k - 1)}*sqrt(2*pi)/(a**{k}*sqrt(a))", {"a": "positive"})


def gaussian_shift(rng: random.Random) -> Built:
    """∫ e^{−p x² + b x} = √(π/p) e^{b²/(4p)}."""
    p = _q(rng)
    return Built("gaussian", f"Integral(exp(-({p})*x**2+b*x),(x,-oo,oo))", f"sqrt(pi/({p}))*exp(b**2/(4*({p})))", {"b": "real"})


def gaussian_expectation(rng: random.Random) -> Built:
    """E[(c0 + c1 X + c2 X²)] under N(m, s²)."""
    c = [rng.randint(-5, 5) for _ in range(3)]
    density = "exp(-(x-m)**2/(2*s**2))/(s*sqrt(2*pi))"
    return Built("gaussian", f"Integral(({c[0]}+({c[1]})*x+({c[2]})*x**2)*{density},(x,-oo,oo))",
                 f"{c[0]}+({c[1]})*m+({c[2]})*(m**2+s**2)", {"m": "real", "s": "positive"})


def gamma_integral(rng: random.Random) -> Built:
    """∫_0^∞ x^n e^{−a x} = n!/a^{n+1}."""
    n = rng.randint(0, 5)
    return Built("gaussian", f"Integral(x**{n}*exp(-a*x),(x,0,oo))", f"{factorial(n)}/a**{n + 1}", {"a": "positive"})


def polynomial_integral(rng: random.Random) -> Built:
    """∫_u^v of a polynomial."""
    c = [rng.randint(-6, 6) for _ in range(4)]
    body = "+".join(f"({a})*x**{i}" for i, a in enumerate(c))
    value = "+".join(f"({a})*(v**{i + 1}-u**{i + 1})/{i + 1}" for i, a in enumerate(c))
    return Built("gaussian", f"Integral({body},(x,u,v))", value, {"u": "real", "v": "real"})


def bernoulli_cumulant(rng: random.Random) -> Built:
    """Derivatives at 0 of the cumulant generating function of a Bernoulli variable."""
    order = rng.randint(1, 4)
    value = {1: "q", 2: "q*(1-q)", 3: "q*(1-q)*(1-2*q)", 4: "q*(1-q)*(1-6*q+6*q**2)"}[order]
    return Built("cumulants", f"Subs(Derivative(log(1-q+q*exp(t)),(t,{order})),t,0)", value, {"t": "real", "q": "positive"},
                 {"q": ["1/20", "19/20"]})


def gamma_cumulant(rng: random.Random) -> Built:
    """κ_n of a Gamma variable: k h^n (n−1)!."""
    n, h = rng.randint(1, 5), _q(rng)
    return Built("cumulants", f"Subs(Derivative(-k*log(1-({h})*t),(t,{n})),t,0)", f"k*({h})**{n}*{factorial(n - 1)}",
                 {"t": "real", "k": "positive"})


def moment_of_polynomial(rng: random.Random) -> Built:
    """d^n/dt^n at 0 of exp(p(t)) for a quadratic p, by Hermite-like sums."""
    n = rng.randint(1, 5)
    terms = [f"{factorial(n) // (factorial(n - 2 * j) * factorial(j) * 2**j)}*m**{n - 2 * j}*v**{j}" for j in range(n // 2 + 1)]
    return Built("cumulants", f"Subs(Derivative(exp(m*t+v*t**2/2),(t,{n})),t,0)", "+".join(terms),
                 {"t": "real", "m": "real", "v": "real"})


def bilinear(rng: random.Random) -> Built:
    """A product of two random linear forms, expanded."""
    a, b = ([rng.randint(-4, 4) or 1 for _ in range(3)] for _ in range(2))
    names = ["x", "y", "z"]

    def form(c: list[int]) -> str:
        return "+".join(f"({v})*{n}" for v, n in zip(c, names, strict=True))

    expanded = "+".join(f"({a[i] * b[j]})*{names[i]}*{names[j]}" for i in range(3) for j in range(3))
    return Built("covariance", f"({form(a)})*({form(b)})", expanded, dict.fromkeys(names, "real"))


def partial_fractions(rng: random.Random) -> Built:
    """1/((x+p)(x+q)) = (1/(q−p)) (1/(x+p) − 1/(x+q)) for x > 0."""
    p = rng.randint(1, 6)
    q = p + rng.randint(1, 5)
    return Built("covariance", f"1/((x+{p})*(x+{q}))", f"(1/(x+{p})-1/(x+{q}))/{q - p}", {"x": "positive"})


def mixture_variance(rng: random.Random) -> Built:
    """The law of total variance for two components."""
    n, m = rng.randint(1, 4), rng.randint(1, 4)
    q = f"Rational({n},{n + m})"
    return Built("covariance", f"{q}*(s+a**2)+(1-{q})*(t+b**2)-({q}*a+(1-{q})*b)**2", f"{q}*s+(1-{q})*t+{q}*(1-{q})*(a-b)**2",
                 dict.fromkeys("abst", "real"))


def order_statistic(rng: random.Random) -> Built:
    """The k-th of n uniform variables has mean k/(n+1)."""
    n = rng.randint(1, 6)
    k = rng.randint(1, n)
    return Built("order_statistics", f"Integral({comb(n, k) * k}*u**{k}*(1-u)**{n - k},(u,0,1))", f"Rational({k},{n + 1})", {})


def maximum_of_exponentials(rng: random.Random) -> Built:
    """E max of n exponential variables is a harmonic number over the rate."""
    n = rng.randint(1, 4)
    return Built("order_statistics", f"Integral({n}*r*x*exp(-r*x)*(1-exp(-r*x))**{n - 1},(x,0,oo))",
                 f"({'+'.join(f'Rational(1,{k})' for k in range(1, n + 1))})/r", {"r": "positive"})


def determinant(rng: random.Random) -> Built:
    """A Vandermonde determinant with one row scaled."""
    c = rng.randint(1, 5)
    return Built("linear_algebra", f"det(Matrix([[{c},{c}*x,{c}*x**2],[1,y,y**2],[1,z,z**2]]))", f"{c}*(y-x)*(z-x)*(z-y)",
                 dict.fromkeys("xyz", "real"))


def trace_of_product(rng: random.Random) -> Built:
    """tr(AB) = tr(BA) with a numerical A."""
    a = [rng.randint(-5, 5) for _ in range(4)]
    left, right = f"Matrix([[{a[0]},{a[1]}],[{a[2]},{a[3]}]])", "Matrix([[p,q],[r,s]])"
    return Built("linear_algebra", f"trace({left}*{right})", f"({a[0]})*p+({a[1]})*r+({a[2]})*q+({a[3]})*s",
                 dict.fromkeys("pqrs", "real"))


def inverse_entry(rng: random.Random) -> Built:
    """An entry of the inverse of a diagonally dominant matrix."""
    k = rng.randint(1, 6)
    return Built("linear_algebra", f"(Matrix([[a+{k},1],[1,b+{k}]]).inv())[0,0]", f"(b+{k})/((a+{k})*(b+{k})-1)",
                 {"a": "positive", "b": "positive"})


def exponential_series(rng: random.Random) -> Built:
    """e^{c x} to order n."""
    n, c = rng.randint(2, 5), rng.choice([-3, -2, -1, 1, 2, 3])
    terms = "+".join(f"({c})**{k}*x**{k}/{factorial(k)}" for k in range(n))
    return Built("series", f"exp(({c})*x)", f"{terms}+O(x**{n})", {"x": "real"})


def geometric_series(rng: random.Random) -> Built:
    """1/(1 − c x) to order n."""
    n, c = rng.randint(2, 6), rng.choice([-3, -2, -1, 1, 2, 3])
    return Built("series", f"1/(1-({c})*x)", "+".join(f"({c})**{k}*x**{k}" for k in range(n)) + f"+O(x**{n})", {"x": "real"})


def logarithm_series(rng: random.Random) -> Built:
    """log(1 + c x) to order n."""
    n, c = rng.randint(2, 5), rng.choice([-2, -1, 1, 2, 3])
    terms = "+".join(f"({(-1) ** (k + 1)})*({c})**{k}*x**{k}/{k}" for k in range(1, n))
    return Built("series", f"log(1+({c})*x)", f"{terms}+O(x**{n})", {"x": "real"})


def addition_theorem(rng: random.Random) -> Built:
    """sin(p x + q y) expanded once, or the product-to-sum formula."""
    p, q, real = rng.randint(1, 4), rng.randint(1, 4), {"x": "real", "y": "real"}
    if rng.random() < 0.5:
        return Built("trig_geometry", f"sin({p}*x+{q}*y)", f"sin({p}*x)*cos({q}*y)+cos({p}*x)*sin({q}*y)", real)
    return Built("trig_geometry", f"cos({p}*x)*cos({q}*y)", f"(cos({p}*x-{q}*y)+cos({p}*x+{q}*y))/2", real)


def power_of_cosine(rng: random.Random) -> Built:
    """cos^n x by multiple angles."""
    n = rng.randint(2, 6)
    terms = "+".join(f"{comb(n, k)}*cos({n - 2 * k}*x)" for k in range(n + 1))
    return Built("trig_geometry", f"cos(x)**{n}", f"({terms})/{2 ** n}", {"x": "real"})


def chebyshev(rng: random.Random) -> Built:
    """cos(n x) as a polynomial in cos x."""
    n = rng.randint(2, 7)
    before, now = [1], [0, 1]
    for _ in range(n - 1):
        double = [0] + [2 * c for c in now]
        before, now = now, [d - (before[i] if i < len(before) else 0) for i, d in enumerate(double)]
    return Built("trig_geometry", f"cos({n}*x)", "+".join(f"({c})*cos(x)**{i}" for i, c in enumerate(now) if c), {"x": "real"})


def hyperbolic(rng: random.Random) -> Built:
    """cosh² − sinh² = 1, scaled."""
    c = rng.randint(1, 7)
    return Built("trig_geometry", f"cosh({c}*x)**2-sinh({c}*x)**2", "1", {"x": "real"})


def faulhaber(rng: random.Random) -> Built:
    """Sums of powers up to n, and arithmetic progressions."""
    a, b = rng.randint(1, 5), rng.randint(-4, 4)
    return Built("series", f"Sum({a}*k+({b}),(k,1,n))", f"{a}*n*(n+1)/2+({b})*n", {"n": "positive_integer"})


BUILDERS: tuple[Builder, ...] = (
    gaussian_moment, gaussian_shift, gaussian_expectation, gamma_integral, polynomial_integral, bernoulli_cumulant,
    gamma_cumulant, moment_of_polynomial, bilinear, partial_fractions, mixture_variance, order_statistic,
    maximum_of_exponentials, determinant, trace_of_product, inverse_entry, exponential_series, geometric_series,
    logarithm_series, addition_theorem, power_of_cosine, chebyshev, hyperbolic, faulhaber)


def false_twin(claim: Built, rng: random.Random) -> Built:
    """The claim with its right side changed by a nonzero constant, so that it is false wherever it is defined."""
    off = rng.choice(["1", "-1", "Rational(1,1000000)", "Rational(-1,3)", "sqrt(2)", "pi/100", "Rational(1,10)**20"])
    if "O(" in claim.right:  # a constant is larger than any remainder here
        return Built(claim.field_name, claim.left, f"{off}+{claim.right}", claim.variables, claim.domain)
    return Built(claim.field_name, claim.left, f"({claim.right})+({off})", claim.variables, claim.domain)
