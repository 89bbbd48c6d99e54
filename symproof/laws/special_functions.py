"""Sums, products and special functions. Trusted; see `symproof.laws`."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any

from symproof.terms import (
    Abs, And, App, Arcsin, Arctan, Constant, Cos, Derivative, Eq, Erf, Exists, Exp, Factorial, ForAll,
    HasDerivative, HasLimit, Iff, Implies, IsInteger, Le, Log, Lt, Mul, Ne, Not, Number, Or, Pow, Product, SCALAR,
    Sin, Special, Sqrt, Sum, Symbol, oo, pi,
)

from .words import F, a, b, c, f, given, k, law, n, r, s, statement, x, y

# -- sums and special functions -----------------------------------------------------------------------------------------
_p, _q, _j = (Symbol(name, SCALAR, "integer") for name in ("p", "q", "j"))
_i = Symbol("k", SCALAR, "integer")
_t, _to = Symbol("t", SCALAR, "integer"), Symbol("N")


def _converges(term: Any, start: Any, value: Any) -> Any:
    """The partial sums Σ_{t=start}^{⌊N⌋} term tend to `value` as N → ∞: the series converges, to `value`."""
    return HasLimit(_to, oo, Sum(_t, start, Special("floor", _to), term), value)


def _regular(value: Any) -> Any:
    """Not one of 0, −1, −2, …"""
    return Or(Lt(0, value), Not(IsInteger(value)))


_ft, _Ft, _fk, _Fk = App(f, _t), App(F, _t), App(f, _i), App(F, _i)
_in_range, _onward = And(Le(_p, _i), Le(_i, _q)), Le(_p, _i)
law("integers are discrete", given(IsInteger(x), Lt(0, x), Le(1, x)))
law("arithmetic of integers", given(IsInteger(x), IsInteger(y), And(IsInteger(x + y), IsInteger(x - y), IsInteger(x * y))))
law("between two integers", given(Lt(_p, x), Lt(x, _p + 1), Not(IsInteger(x))))
law("modulus below a bound", Iff(Lt(Abs(x), y), And(Lt(-y, x), Lt(x, y))))
law("modulus at most a bound", Iff(Le(Abs(x), y), And(Le(-y, x), Le(x, y))))
law("induction from an integer",
     given(App(statement, _p), ForAll(_i, Implies(Le(_p, _i), Implies(App(statement, _i), App(statement, _i + 1)))),
         ForAll(_i, Implies(Le(_p, _i), App(statement, _i)))), source="Peano")
law("sum over nothing", Eq(Sum(_t, _p, _p - 1, _ft), 0))
law("sum: one more term", given(Le(_p, _q + 1), Eq(Sum(_t, _p, _q + 1, _ft), Sum(_t, _p, _q, _ft) + App(f, _q + 1))))
law("sum: the first term", given(Le(_p, _q), Eq(Sum(_t, _p, _q, _ft), App(f, _p) + Sum(_t, _p + 1, _q, _ft))))
law("sums agree", given(ForAll(_i, Implies(_in_range, Eq(_fk, _Fk))), Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p, _q, _Ft))))
law("sum is linear", Eq(Sum(_t, _p, _q, a * _ft + b * _Ft), a * Sum(_t, _p, _q, _ft) + b * Sum(_t, _p, _q, _Ft)))
law("telescoping sum", given(Le(_p, _q + 1), ForAll(_i, Implies(_in_range, Eq(App(F, _i + 1) - _Fk, _fk))),
                            Eq(Sum(_t, _p, _q, _ft), App(F, _q + 1) - App(F, _p))), source="induction")
law("sum shifts", Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p - _j, _q - _j, App(f, _t + _j))))
law("sum reversed", Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p, _q, App(f, _p + _q - _t))))
law("product over nothing", Eq(Product(_t, _p, _p - 1, _ft), 1))
law("product: one more factor",
     given(Le(_p, _q + 1), Eq(Product(_t, _p, _q + 1, _ft), Product(_t, _p, _q, _ft) * App(f, _q + 1))))
law("telescoping product", given(Le(_p, _q + 1), ForAll(_i, Implies(_in_range, Eq(App(F, _i + 1), _fk * _Fk))),
                                Eq(App(F, _q + 1), App(F, _p) * Product(_t, _p, _q, _ft))), source="induction")
law("harmonic sum", Eq(Special("harmonic", n), Sum(_t, 1, n, 1 / _t)), source="DLMF 25.11.33")

law("infinite sum", given(_converges(_ft, _p, a), Eq(Sum(_t, _p, oo, _ft), a)), source="definition")
law("series add", given(_converges(_ft, _p, a), _converges(_Ft, _p, b),
                       _converges(x * _ft + y * _Ft, _p, x * a + y * b)), source="Rudin, Principles, Theorem 3.47")
law("series is scaled", given(_converges(_ft, _p, a), _converges(x * _ft, _p, x * a)),
     source="Rudin, Principles, Theorem 3.47")
law("series: the first term", Iff(_converges(_ft, _p + 1, a), _converges(_ft, _p, App(f, _p) + a)))
law("series shifts", Iff(_converges(_ft, _p, a), _converges(App(f, _t + _j), _p - _j, a)))
law("series agree", given(ForAll(_i, Implies(_onward, Eq(_fk, _Fk))), _converges(_ft, _p, a), _converges(_Ft, _p, a)))
law("telescoping series", given(ForAll(_i, Implies(_onward, Eq(App(F, _i + 1) - _Fk, _fk))), HasLimit(_to, oo, App(F, _to), c),
                               _converges(_ft, _p, c - App(F, _p))), source="definition")
law("comparison of series",
     given(ForAll(_i, Implies(_onward, Le(Abs(_fk), _Fk))), _converges(_Ft, _p, a), Exists(b, _converges(_ft, _p, b))),
     source="Rudin, Principles, Theorem 3.25")
law("even two-sided sum", given(ForAll(_i, Eq(App(f, -_i), _fk)), _converges(_ft, 1, a),
                               Eq(Sum(_t, -oo, oo, _ft), App(f, 0) + 2 * a)), source="definition")
law("two-sided sums agree", given(ForAll(_i, Eq(_fk, _Fk)), Eq(Sum(_t, -oo, oo, _ft), Sum(_t, -oo, oo, _Ft))))
law("power series, differentiated",
     given(ForAll(y, Implies(Lt(Abs(y), r), _converges(_ft * Pow(y, _t), 0, App(F, y)))), Lt(Abs(a), r),
         HasDerivative(x, App(F, x), a, b), _converges(_t * _ft * Pow(a, _t), 0, a * b)),
     "cited", "Rudin, Principles, Theorem 8.1")
_inside_unit = Lt(Abs(x), 1)
law("geometric series", given(_inside_unit, _converges(Pow(x, _t), 0, 1 / (1 - x))), source="Rudin, Principles, Theorem 3.26")
law("exponential series", _converges(Pow(x, _t) / Factorial(_t), 0, Exp(x)), "cited", "DLMF 4.2.19")
law("binomial series", given(_inside_unit, _converges(Special("binomial", a, _t) * Pow(x, _t), 0, Pow(1 + x, a))),
     "cited", "DLMF 4.6.7")
law("logarithmic series", given(Le(-1, x), Lt(x, 1), _converges(Pow(x, _t) / _t, 1, -Log(1 - x))), "cited", "DLMF 4.6.1")
law("cosine series", _converges(Pow(-1, _t) * Pow(x, 2 * _t) / Factorial(2 * _t), 0, Cos(x)), "cited", "DLMF 4.19.2")
law("sine series", _converges(Pow(-1, _t) * Pow(x, 2 * _t + 1) / Factorial(2 * _t + 1), 0, Sin(x)), "cited", "DLMF 4.19.1")
law("hyperbolic cosine series", _converges(Pow(x, 2 * _t) / Factorial(2 * _t), 0, (Exp(x) + Exp(-x)) / 2),
     "cited", "DLMF 4.33.2")
law("hyperbolic sine series", _converges(Pow(x, 2 * _t + 1) / Factorial(2 * _t + 1), 0, (Exp(x) - Exp(-x)) / 2),
     "cited", "DLMF 4.33.1")
law("arctangent series", given(Le(Abs(x), 1), _converges(Pow(-1, _t) * Pow(x, 2 * _t + 1) / (2 * _t + 1), 0, Arctan(x))),
     "cited", "DLMF 4.24.3")
law("inverse hyperbolic tangent series",
     given(_inside_unit, _converges(Pow(x, 2 * _t + 1) / (2 * _t + 1), 0, Log((1 + x) / (1 - x)) / 2)), "cited", "DLMF 4.38.5")
law("arcsine series", given(_inside_unit, _converges(
    Special("binomial", 2 * _t, _t) / Pow(4, _t) * (Pow(x, 2 * _t + 1) / (2 * _t + 1)), 0, Arcsin(x))), "cited", "DLMF 4.24.1")
law("zeta series", given(Lt(1, x), _converges(1 / Pow(_t, x), 1, Special("zeta", x))), "cited", "DLMF 25.2.1")
law("zeta series of odd numbers", given(Lt(1, x), _converges(
    1 / Pow(2 * _t + 1, x), 0, (1 - Pow(2, -x)) * Special("zeta", x))), "cited", "DLMF 25.2.2")
law("alternating zeta series", given(Lt(0, x), Ne(x, 1), _converges(
    Pow(-1, _t) / Pow(_t, x), 1, (Pow(2, 1 - x) - 1) * Special("zeta", x))), "cited", "DLMF 25.2.3")
law("Hurwitz zeta series", given(Lt(1, x), Lt(0, a), _converges(1 / Pow(_t + a, x), 0, Special("zeta", x, a))),
     "cited", "DLMF 25.11.1")
law("digamma series", given(Lt(0, a), Lt(0, b), _converges(
    1 / (_t + a) - 1 / (_t + b), 0, Special("digamma", b) - Special("digamma", a))), "cited", "DLMF 5.7.6")
law("polylogarithm series", given(_inside_unit, _converges(Pow(x, _t) / Pow(_t, a), 1, Special("polylog", a, x))),
     "cited", "DLMF 25.12.10")
_theta = Sum(_t, -oo, oo, Exp(-(pi * Pow(_t, 2) * x)))
law("Jacobi's identity for theta",
     given(Lt(0, x), Eq(_theta, Sum(_t, -oo, oo, Exp(-(pi * Pow(_t, 2) / x))) / Sqrt(x))), "cited", "DLMF 20.7.32 at z = 0")
law("Poisson summation of a Gaussian",
     given(Lt(0, x), Eq(Sum(_t, -oo, oo, Exp(-(Pow(_t + a, 2) * x))), Sqrt(pi / x) * Sum(
         _t, -oo, oo, Exp(-(Pow(pi, 2) * Pow(_t, 2) / x)) * Cos(2 * pi * a * _t)))), "cited", "DLMF 1.8.16")
law("Gaussian series converges", given(Lt(0, x), Exists(b, _converges(Exp(a * _t - x * Pow(_t, 2)), _p, b))),
     source="comparison with a geometric series")


def _word(name: str) -> Callable[..., Any]:
    return lambda *parts: Special(name, *parts)


for _domain in ("positive", "negative", "nonzero"):
    _inner = Symbol("x", SCALAR, _domain)
    law(f"derivative is unique, in a {_domain} variable",
         given(HasDerivative(_inner, App(F, _inner), a, c), Eq(Derivative(_inner, App(F, _inner), a), c)))
_gamma, _digamma, _beta, _zeta, _binomial = map(_word, ("gamma", "digamma", "beta", "zeta", "binomial"))
law("gamma: recurrence", given(_regular(x), Eq(_gamma(x + 1), x * _gamma(x))), "cited", "DLMF 5.5.1")
law("gamma of a natural number", Eq(_gamma(n + 1), Factorial(n)), "cited", "DLMF 5.4.1")
law("gamma of one half", Eq(_gamma(1 / Number(2)), Sqrt(pi)), "cited", "DLMF 5.4.6")
law("gamma is positive", given(Lt(0, x), Lt(0, _gamma(x))), "cited", "DLMF 5.2.1")
law("gamma has no zeros", given(_regular(x), Ne(_gamma(x), 0)), "cited", "DLMF 5.2(i), after 5.2.1")
law("gamma: reflection", given(Not(IsInteger(x)), Eq(_gamma(x) * _gamma(1 - x), pi / Sin(pi * x))), "cited", "DLMF 5.5.3")
law("gamma: duplication", given(_regular(2 * x), Eq(
    _gamma(2 * x), Pow(2, 2 * x - 1) * _gamma(x) * _gamma(x + 1 / Number(2)) / Sqrt(pi))), "cited", "DLMF 5.5.5")
law("gamma: triplication", given(_regular(3 * x), Eq(
    _gamma(3 * x), Pow(3, 3 * x - 1 / Number(2)) * _gamma(x) * _gamma(x + 1 / Number(3)) * _gamma(x + 2 / Number(3))
    / (2 * pi))), "cited", "DLMF 5.5.6")
law("sine away from integers", given(Not(IsInteger(x)), Ne(Sin(pi * x), 0)))
law("beta by gamma", given(Lt(0, a), Lt(0, b), Eq(_beta(a, b), _gamma(a) * _gamma(b) / _gamma(a + b))),
     "cited", "DLMF 5.12.1")
law("loggamma", given(Lt(0, x), Eq(Special("loggamma", x), Log(_gamma(x)))), source="definition")
law("digamma: recurrence", given(_regular(x), Eq(_digamma(x + 1), _digamma(x) + 1 / x)), "cited", "DLMF 5.5.2")
law("digamma at 1", Eq(_digamma(1), -Constant("EulerGamma")), "cited", "DLMF 5.4.12")
law("digamma at 1/2", Eq(_digamma(1 / Number(2)), -Constant("EulerGamma") - 2 * Log(2)), "cited", "DLMF 5.4.13")
_three_logs, _slope_ = 3 * Log(3) / 2, pi / (2 * Sqrt(3))
for _place, _text, _value in (
        (Number(1, 3), "1/3", -_slope_ - _three_logs), (Number(2, 3), "2/3", _slope_ - _three_logs),
        (Number(1, 4), "1/4", -(pi / 2) - 3 * Log(2)), (Number(3, 4), "3/4", pi / 2 - 3 * Log(2)),
        (Number(1, 6), "1/6", -(Sqrt(3) * pi / 2) - 2 * Log(2) - _three_logs),
        (Number(5, 6), "5/6", Sqrt(3) * pi / 2 - 2 * Log(2) - _three_logs)):
    law(f"digamma at {_text}", Eq(_digamma(_place), _value - Constant("EulerGamma")), "cited", "DLMF 5.4.19")
law("digamma: reflection", given(Not(IsInteger(x)), Eq(_digamma(1 - x), _digamma(x) + pi * Cos(pi * x) / Sin(pi * x))),
     "cited", "DLMF 5.5.4")
law("digamma: duplication", given(_regular(2 * x), Eq(
    _digamma(2 * x), (_digamma(x) + _digamma(x + 1 / Number(2))) / 2 + Log(2))), "cited", "DLMF 5.5.8")
law("polygamma of order 0", given(_regular(x), Eq(Special("polygamma", 0, x), _digamma(x))), source="definition")
law("polygamma: recurrence", given(_regular(x), Eq(
    Special("polygamma", n, x + 1), Special("polygamma", n, x) + Pow(-1, n) * Factorial(n) / Pow(x, n + 1))),
    "cited", "DLMF 5.15.5")
law("polygamma by zeta", given(Lt(0, x), Lt(0, n), Eq(
    Special("polygamma", n, x), Pow(-1, n + 1) * Factorial(n) * _zeta(n + 1, x))), "cited", "DLMF 25.11.12")
law("Hurwitz zeta at 1", given(Ne(x, 1), Eq(_zeta(x, 1), _zeta(x))), "cited", "DLMF 25.11.2")
law("Hurwitz zeta at 1/2", given(Ne(x, 1), Eq(_zeta(x, 1 / Number(2)), (Pow(2, x) - 1) * _zeta(x))), "cited", "DLMF 25.11.11")
law("zeta is positive", And(Implies(Lt(1, x), Lt(0, _zeta(x))), Implies(And(Lt(1, x), Lt(0, a)), Lt(0, _zeta(x, a)))),
     "cited", "DLMF 25.2.1, 25.11.1")
law("Hurwitz zeta of order 2: reflection", given(Lt(0, x), Lt(x, 1), Eq(
    _zeta(2, x) + _zeta(2, 1 - x), Pow(pi / Sin(pi * x), 2))), "cited", "DLMF 5.15.6, 25.11.12")
law("beta is positive", given(Lt(0, a), Lt(0, b), Lt(0, _beta(a, b))), "cited", "DLMF 5.12.1")
law("Hurwitz zeta: recurrence", given(Lt(0, a), Ne(x, 1), Eq(_zeta(x, a + 1), _zeta(x, a) - 1 / Pow(a, x))),
     "cited", "DLMF 25.11.3")


def _bernoulli(count: int) -> list[Fraction]:
    """B_0, B_1 = 1/2, B_2, …, by Σ_{k≤m} binomial(m + 1, k) B_k = m + 1."""
    values: list[Fraction] = []
    for m_ in range(count):
        values.append((m_ + 1 - sum((comb(m_ + 1, k_) * v for k_, v in enumerate(values)), Fraction(0))) / (m_ + 1))
    return values


for _which, _fraction in enumerate(_bernoulli(41)):
    law(f"Bernoulli number {_which}", Eq(Special("bernoulli", _which), Number(_fraction)), "cited", "DLMF 24.2.1, 24.5.3")
law("zeta at even numbers", given(Lt(0, n), Eq(
    _zeta(2 * n), Pow(2 * pi, 2 * n) * Abs(Special("bernoulli", 2 * n)) / (2 * Factorial(2 * n)))), "cited", "DLMF 25.6.2")
law("zeta at negative numbers", given(Lt(0, n), Eq(_zeta(-n), -(Special("bernoulli", n + 1) / (n + 1)))),
     "cited", "DLMF 25.6.3")
law("zeta at 0", Eq(_zeta(0), Number(-1, 2)), "cited", "DLMF 25.6.1")
law("harmonic by digamma", given(_regular(x + 1), Eq(Special("harmonic", x), _digamma(x + 1) + Constant("EulerGamma"))),
     "cited", "DLMF 5.4.14")
law("harmonic: recurrence", given(_regular(x + 1), Eq(Special("harmonic", x + 1), Special("harmonic", x) + 1 / (x + 1))),
     "cited", "DLMF 5.5.2")
law("harmonic: recurrence, with an order",
     Eq(Special("harmonic", n + 1, x), Special("harmonic", n, x) + 1 / Pow(n + 1, x)), source="definition")
law("harmonic at 0", And(Eq(Special("harmonic", 0), 0), Eq(Special("harmonic", 0, x), 0)), source="definition")

law("binomial at 0", Eq(_binomial(x, 0), 1), "cited", "DLMF 1.2.6")
law("binomial: next below", Eq((k + 1) * _binomial(x, k + 1), (x - k) * _binomial(x, k)), "cited", "DLMF 1.2.6")
law("binomial: next above", Eq((x + 1 - k) * _binomial(x + 1, k), (x + 1) * _binomial(x, k)), "cited", "DLMF 1.2.6")
law("binomial: upper negation", Eq(_binomial(-x, n), Pow(-1, n) * _binomial(x + n - 1, n)),
     source="Graham, Knuth and Patashnik, Concrete Mathematics, (5.14)")
law("central binomial", Eq(_binomial(2 * n, n), Pow(-4, n) * _binomial(Number(-1, 2), n)),
     source="Graham, Knuth and Patashnik, Concrete Mathematics, (5.37)")
law("binomial beyond the end", given(Lt(n, k), Eq(_binomial(n, k), 0)), "cited", "DLMF 1.2.6")
law("Pascal's triangle: next to the right", Eq((_p + 1) * _binomial(n, _p + 1), (n - _p) * _binomial(n, _p)),
     source="DLMF 26.3.1, and 0 outside the triangle")
law("Pascal's triangle: next row", Eq((n + 1 - _p) * _binomial(n + 1, _p), (n + 1) * _binomial(n, _p)),
     source="DLMF 26.3.1, and 0 outside the triangle")
law("before Pascal's triangle", given(Lt(_p, 0), Eq(_binomial(n, _p), 0)), source="definition")
law("binomial: symmetry", given(Le(k, n), Eq(_binomial(n, n - k), _binomial(n, k))), "cited", "DLMF 1.2.1")
law("binomial by factorials", given(Le(k, n), Eq(_binomial(n, k), Factorial(n) / (Factorial(k) * Factorial(n - k)))),
     "cited", "DLMF 1.2.1")
law("binomial by gamma", given(Lt(-1, x), Lt(-1, y), Lt(y, x + 1), Eq(
    _binomial(x, y), _gamma(x + 1) / (_gamma(y + 1) * _gamma(x - y + 1)))), source="definition")
law("binomial is positive", given(Le(k, n), Lt(0, _binomial(n, k))), source="it counts subsets")
law("factorial: recurrence", Eq(Factorial(n + 1), (n + 1) * Factorial(n)), source="definition")
law("factorial is positive", Lt(0, Factorial(n)), source="definition")
law("rising factorial: one more factor", And(Eq(Special("rf", x, 0), 1), Eq(
    Special("rf", x, n + 1), Special("rf", x, n) * (x + n))), source="DLMF 5.2.4")
law("rising factorial, shifted", Eq(x * Special("rf", x + 1, n), (x + n) * Special("rf", x, n)), source="DLMF 5.2.4")
law("rising factorial by gamma", given(_regular(x), Eq(Special("rf", x, n), _gamma(x + n) / _gamma(x))),
     "cited", "DLMF 5.2.5")
law("falling factorial: one more factor", And(Eq(Special("ff", x, 0), 1), Eq(
    Special("ff", x, n + 1), Special("ff", x, n) * (x - n))), source="definition")
law("falling factorial, shifted", Eq((x + 1 - n) * Special("ff", x + 1, n), (x + 1) * Special("ff", x, n)),
     source="definition")
law("double factorial", And(Eq(Special("factorial2", 0), 1), Eq(Special("factorial2", 1), 1), Eq(
    Special("factorial2", n + 2), (n + 2) * Special("factorial2", n))), source="definition")
law("Fibonacci numbers", And(Eq(Special("fibonacci", 0), 0), Eq(Special("fibonacci", 1), 1), Eq(
    Special("fibonacci", n + 2), Special("fibonacci", n + 1) + Special("fibonacci", n))), source="definition")
law("Catalan number", Eq(Special("catalan", n), _binomial(2 * n, n) / (n + 1)), "cited", "DLMF 26.5.1")

law("erfc", Eq(Special("erfc", x), 1 - Erf(x)), source="DLMF 7.2.2")
law("erfi is odd", Eq(Special("erfi", -x), -Special("erfi", x)), source="erfi x = −i erf(ix), and erf is odd")
law("incomplete gamma functions", given(Lt(0, a), Le(0, x), Eq(
    Special("lowergamma", a, x) + Special("uppergamma", a, x), _gamma(a))), "cited", "DLMF 8.2.3")
law("lower gamma: recurrence", given(Lt(0, a), Le(0, x), Eq(
    Special("lowergamma", a + 1, x), a * Special("lowergamma", a, x) - Pow(x, a) * Exp(-x))), "cited", "DLMF 8.8.1")
law("upper gamma: recurrence", given(Lt(0, x), Eq(
    Special("uppergamma", a + 1, x), a * Special("uppergamma", a, x) + Pow(x, a) * Exp(-x))), "cited", "DLMF 8.8.2")
law("upper gamma at 1", Eq(Special("uppergamma", 1, x), Exp(-x)), "cited", "DLMF 8.4.5")
law("upper gamma at 1/2", given(Le(0, x), Eq(Special("uppergamma", 1 / Number(2), x), Sqrt(pi) * (1 - Erf(Sqrt(x))))),
     "cited", "DLMF 8.4.6")
law("upper gamma at 0", given(Lt(0, a), Eq(Special("uppergamma", a, 0), _gamma(a))), source="DLMF 8.2.2")
law("polylogarithm of order 1", given(Lt(x, 1), Eq(Special("polylog", 1, x), -Log(1 - x))), "cited", "DLMF 25.12.10, 4.6.1")
law("polylogarithm of order 0", given(Lt(x, 1), Eq(Special("polylog", 0, x), x / (1 - x))), "cited", "DLMF 25.12.10")
law("polylogarithm at 1", given(Lt(1, a), Eq(Special("polylog", a, 1), _zeta(a))), "cited", "DLMF 25.12.10, 25.2.1")
law("polylogarithm at −1", given(Lt(0, a), Ne(a, 1), Eq(Special("polylog", a, -1), (Pow(2, 1 - a) - 1) * _zeta(a))),
     "cited", "DLMF 25.12.10, 25.2.3")
law("polylogarithm at 0", Eq(Special("polylog", a, 0), 0), "cited", "DLMF 25.12.10")
law("dilogarithm at 1/2", Eq(Special("polylog", 2, 1 / Number(2)), Pow(pi, 2) / 12 - Pow(Log(2), 2) / 2),
     "cited", "DLMF 25.12.6 at x = 1/2")
law("dilogarithm: reflection", given(Lt(0, x), Lt(x, 1), Eq(
    Special("polylog", 2, x) + Special("polylog", 2, 1 - x), Pow(pi, 2) / 6 - Log(x) * Log(1 - x))),
    "cited", "DLMF 25.12.6")
law("Lambert W", given(Le(-1, x), Eq(Special("LambertW", x * Exp(x)), x)), "cited", "DLMF 4.13.1")
law("Lambert W solves", given(Le(-Exp(-1), x), Eq(Special("LambertW", x) * Exp(Special("LambertW", x)), x)),
     "cited", "DLMF 4.13.1")
law("Lambert W is positive", given(Lt(0, x), Lt(0, Special("LambertW", x))), "cited", "DLMF 4.13(i)")
law("complete elliptic integrals", And(
    Eq(Special("elliptic_k", 0), pi / 2), Eq(Special("elliptic_e", 0), pi / 2), Eq(Special("elliptic_e", 1), 1)),
    "cited", "DLMF 19.6.1")
law("logarithmic integral", given(Lt(0, x), Ne(x, 1), Eq(Special("li", x), Special("Ei", Log(x)))), "cited", "DLMF 6.2.8")
law("sinc", And(Eq(Special("sinc", 0), 1), Implies(Ne(x, 0), Eq(Special("sinc", x), Sin(x) / x))), source="definition")
law("Heaviside", And(Eq(Special("Heaviside", 0), 1 / Number(2)), Implies(Lt(0, x), Eq(Special("Heaviside", x), 1)),
                      Implies(Lt(x, 0), Eq(Special("Heaviside", x), 0))), source="definition")
for _name, _turn in (("besselj", 1), ("bessely", 1), ("besseli", -1), ("besselk", -1)):
    _next, _this, _last = (Special(_name, a + shift, x) for shift in (2, 1, 0))
    _step = 2 * (a + 1) / x * _this
    law(f"{_name}: recurrence", given(Lt(0, x), Eq(_next, _step - _last if _turn > 0 else _last - _step
                                                  if _name == "besseli" else _last + _step)),
         "cited", "DLMF 10.6.1" if _turn > 0 else "DLMF 10.29.1")
_root, _half = Sqrt(2 / (pi * x)), 1 / Number(2)
for _name, _order, _value, _number in (
        ("besselj", _half, _root * Sin(x), "10.16.1"), ("besselj", -_half, _root * Cos(x), "10.16.1"),
        ("bessely", _half, -(_root * Cos(x)), "10.16.1"), ("bessely", -_half, _root * Sin(x), "10.16.1"),
        ("besseli", _half, _root * ((Exp(x) - Exp(-x)) / 2), "10.39.1"),
        ("besseli", -_half, _root * ((Exp(x) + Exp(-x)) / 2), "10.39.1"),
        ("besselk", _half, Sqrt(pi / (2 * x)) * Exp(-x), "10.39.2"),
        ("besselk", -_half, Sqrt(pi / (2 * x)) * Exp(-x), "10.39.2")):
    law(f"{_name} of order {'1/2' if _order is _half else '−1/2'}", given(Lt(0, x), Eq(Special(_name, _order, x), _value)),
         "cited", f"DLMF {_number}")
law("besselk is even in the order", given(Lt(0, x), Eq(Special("besselk", -a, x), Special("besselk", a, x))),
     "cited", "DLMF 10.27.3")
_polynomials: tuple[tuple[str, Any, Callable[[Any, Any], Any]], ...] = (
    ("hermite", 2 * x, lambda u_, v_: 2 * x * u_ - 2 * (n + 1) * v_),
    ("legendre", x, lambda u_, v_: ((2 * n + 3) * x * u_ - (n + 1) * v_) / (n + 2)),
    ("laguerre", 1 - x, lambda u_, v_: ((2 * n + 3 - x) * u_ - (n + 1) * v_) / (n + 2)),
    ("chebyshevt", x, lambda u_, v_: 2 * x * u_ - v_), ("chebyshevu", 2 * x, lambda u_, v_: 2 * x * u_ - v_))
for _name, _linear, _following in _polynomials:
    law(f"{_name}: recurrence", And(
        Eq(Special(_name, 0, x), 1), Eq(Special(_name, 1, x), _linear),
        Eq(Special(_name, n + 2, x), _following(Special(_name, n + 1, x), Special(_name, n, x)))), "cited", "DLMF 18.9.1")
law("Chebyshev polynomials of a cosine", And(
    Eq(Special("chebyshevt", n, Cos(x)), Cos(n * x)),
    Eq(Special("chebyshevu", n, Cos(x)) * Sin(x), Sin((n + 1) * x))), "cited", "DLMF 18.5.1, 18.5.2")


def _hyper(above: tuple[Any, ...], below: tuple[Any, ...], at: Any) -> Any:
    return Special("hyper", len(above), len(below), *above, *below, at)


_three = Number(3, 2)
law("hypergeometric function: order of parameters", And(
    Eq(_hyper((a, b), (c,), x), _hyper((b, a), (c,), x)), Eq(_hyper((a, b), (), x), _hyper((b, a), (), x)),
    Eq(_hyper((a,), (b, c), x), _hyper((a,), (c, b), x)), Eq(_hyper((), (b, c), x), _hyper((), (c, b), x))),
    source="DLMF 16.2.1")
law("0F0", Eq(_hyper((), (), x), Exp(x)), "cited", "DLMF 16.2.1, 4.2.19")
law("1F0", given(Lt(x, 1), Eq(_hyper((a,), (), x), Pow(1 - x, -a))), "cited", "DLMF 15.4.6")
law("0F1 of order 1/2", Eq(_hyper((), (_half,), -(Pow(x, 2) / 4)), Cos(x)), "cited", "DLMF 10.16.9, 10.16.1")
law("0F1 of order 3/2", Eq(x * _hyper((), (_three,), -(Pow(x, 2) / 4)), Sin(x)), "cited", "DLMF 10.16.9, 10.16.1")
law("Kummer's transformation", given(_regular(b), Eq(_hyper((a,), (b,), x), Exp(x) * _hyper((b - a,), (b,), -x))),
     "cited", "DLMF 13.2.39")
law("1F1 of equal parameters", given(_regular(a), Eq(_hyper((a,), (a,), x), Exp(x))), "cited", "DLMF 13.6.1")
law("1F1(1; 2)", Eq(x * _hyper((1,), (2,), x), Exp(x) - 1), "cited", "DLMF 13.6.2")
law("erf by 1F1", And(
    Eq(Erf(x), 2 * x / Sqrt(pi) * _hyper((_half,), (_three,), -Pow(x, 2))),
    Eq(Erf(x), 2 * x / Sqrt(pi) * Exp(-Pow(x, 2)) * _hyper((1,), (_three,), Pow(x, 2)))), "cited", "DLMF 7.11.4")
law("lower gamma by 1F1", given(Lt(0, a), Le(0, x), Eq(
    a * Special("lowergamma", a, x), Pow(x, a) * _hyper((a,), (a + 1,), -x))), "cited", "DLMF 8.5.1")
law("logarithm by 2F1", given(Lt(x, 1), Eq(x * _hyper((1, 1), (2,), x), -Log(1 - x))), "cited", "DLMF 15.4.1")
law("inverse hyperbolic tangent by 2F1", given(_inside_unit, Eq(
    x * _hyper((_half, 1), (_three,), Pow(x, 2)), Log((1 + x) / (1 - x)) / 2)), "cited", "DLMF 15.4.2")
law("arctangent by 2F1", Eq(x * _hyper((_half, 1), (_three,), -Pow(x, 2)), Arctan(x)),
     "cited", "DLMF 15.4.3")
law("arcsine by 2F1", given(_inside_unit, Eq(x * _hyper((_half, _half), (_three,), Pow(x, 2)), Arcsin(x))),
     "cited", "DLMF 15.4.4")
law("2F1 of equal parameters", given(Lt(x, 1), _regular(b), Eq(_hyper((a, b), (b,), x), Pow(1 - x, -a))),
     "cited", "DLMF 15.4.6")
law("Euler's transformation", given(Lt(x, 1), _regular(c), Eq(
    _hyper((a, b), (c,), x), Pow(1 - x, c - a - b) * _hyper((c - a, c - b), (c,), x))), "cited", "DLMF 15.8.1")
law("Pfaff's transformation", given(Lt(x, 1), _regular(c), Eq(
    _hyper((a, b), (c,), x), Pow(1 - x, -a) * _hyper((a, c - b), (c,), x / (x - 1)))), "cited", "DLMF 15.8.1")
law("Gauss's theorem", given(_regular(c), Lt(a + b, c), _regular(c - a), _regular(c - b), Eq(
    _hyper((a, b), (c,), 1), _gamma(c) * _gamma(c - a - b) / (_gamma(c - a) * _gamma(c - b)))), "cited", "DLMF 15.4.20")
law("Chu–Vandermonde", given(_regular(c), Eq(
    _hyper((-n, b), (c,), 1), Special("rf", c - b, n) / Special("rf", c, n))), "cited", "DLMF 15.4.24")
law("elliptic integrals by 2F1", given(Lt(x, 1), And(
    Eq(Special("elliptic_k", x), pi / 2 * _hyper((_half, _half), (1,), x)),
    Eq(Special("elliptic_e", x), pi / 2 * _hyper((-_half, _half), (1,), x)))), "cited", "DLMF 19.5.1, 19.5.2")
for _above, _below in ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 2)):
    _tops, _bottoms = (x, y, a)[:_above], (b, c)[:_below]
    _weight = Mul(*(Special("rf", v_, _t) for v_ in _tops), 1, 1) / Mul(*(Special("rf", v_, _t) for v_ in _bottoms), 1, 1)
    _disc = [Lt(Abs(s), 1)] if _above == _below + 1 else []
    law(f"hypergeometric series {_above}F{_below}", given(*_disc, *(_regular(v_) for v_ in _bottoms), _converges(
        _weight * Pow(s, _t) / Factorial(_t), 0, _hyper(_tops, _bottoms, s))), source="DLMF 16.2.1")
