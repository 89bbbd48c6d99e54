"""Definite integrals: rules, and a table with sources. Trusted; see `symproof.laws`."""

from __future__ import annotations

from typing import Any

from symproof.terms import (
    Abs, And, App, Arctan, Cos, Eq, Erf, Exp, Factorial, ForAll, HasDerivative, HasLimit, IfThenElse, Implies,
    Indicator, Integrable, Integral, Le, Log, Lt, Ne, Not, Number, Pow, SCALAR, Sign, Sin, Special, Sqrt, Symbol,
    oo, pi,
)

from .calculus import derives, line
from .words import F, G, a, b, c, f, given, k, lam, law, m, n, s, statement, x, y

# -- definite integrals -------------------------------------------------------------------------------------------------
_linear = "Rudin, Real and Complex Analysis, Theorems 1.27 and 1.29"
_ftc = "Rudin, Real and Complex Analysis, Theorem 7.21"
_subst = "Rudin, Real and Complex Analysis, Theorem 7.26"
_RANGES: tuple[tuple[str, Any, Any, Any], ...] = (
    ("on an interval", a, b, And(Lt(a, x), Lt(x, b))), ("on a half-line", a, oo, Lt(a, x)),
    ("up to a point", -oo, b, Lt(x, b)), ("on the line", -oo, oo, None))


def _over(inside: Any, body: Any) -> Any:
    """body is integrable over a range, given by the condition on x."""
    return Integrable(x, line, body if inside is None else Indicator(inside) * body)


def _throughout(inside: Any, claim: Any) -> Any:
    return ForAll(x, claim if inside is None else Implies(inside, claim))


law("reversed ends", Eq(Integral(x, a, b, App(F, x)), -Integral(x, b, a, App(F, x))), source="definition, for a > b")
law("differentiable integrands are integrable",
     given(ForAll(x, Implies(And(Le(a, x), Le(x, b)), HasDerivative(y, App(F, y), x, App(G, x)))),
         _over(_RANGES[0][3], App(F, x))), source="differentiable, so continuous on a compact interval")
for _name, _low, _high, _cond in _RANGES:
    _ends = [Le(a, b)] if _name == "on an interval" else []
    law(f"equal integrands {_name}",
         given(*_ends, _throughout(_cond, Eq(App(F, x), App(G, x))), _over(_cond, App(F, x)),
             And(_over(_cond, App(G, x)), Eq(Integral(x, _low, _high, App(G, x)), Integral(x, _low, _high, App(F, x))))))
    law(f"linear combination {_name}",
         given(*_ends, _over(_cond, App(F, x)), _over(_cond, App(G, x)),
             And(_over(_cond, c * App(F, x) + m * App(G, x)),
                 Eq(Integral(x, _low, _high, c * App(F, x) + m * App(G, x)),
                    c * Integral(x, _low, _high, App(F, x)) + m * Integral(x, _low, _high, App(G, x))))), source=_linear)
    law(f"bounded factor {_name}",
         given(*_ends, _over(_cond, App(F, x)), _throughout(_cond, Le(Abs(App(G, x)), c)),
             _over(_cond, App(F, x) * App(G, x))), source=_linear)
    law(f"dominated {_name}",
         given(*_ends, _over(_cond, App(F, x)), _throughout(_cond, Le(Abs(App(G, x)), App(F, x))),
             _over(_cond, App(G, x))), source=_linear)
    if _cond is not None:
        law(f"restriction of the line {_name}", given(Integrable(x, line, App(F, x)), _over(_cond, App(F, x))), source=_linear)
law("restriction of the positive half-line on a half-line",
     given(Le(0, a), _over(Lt(0, x), App(F, x)), _over(Lt(a, x), App(F, x))), source=_linear)
law("restriction of the positive half-line on an interval",
     given(Le(0, a), _over(Lt(0, x), App(F, x)), _over(And(Lt(a, x), Lt(x, b)), App(F, x))), source=_linear)
law("half-line from its end",
     given(_over(Lt(0, x), App(F, a + x)),
         And(_over(Lt(a, x), App(F, x)), Eq(Integral(x, a, oo, App(F, x)), Integral(x, 0, oo, App(F, a + x))))), source=_subst)
law("half-line turned round",
     given(_over(Lt(0, x), App(F, b - x)),
         And(_over(Lt(x, b), App(F, x)), Eq(Integral(x, -oo, b, App(F, x)), Integral(x, 0, oo, App(F, b - x))))), source=_subst)
law("interval scaled from the unit interval",
     given(Lt(a, b), _over(And(Lt(0, x), Lt(x, 1)), App(F, a + (b - a) * x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), (b - a) * Integral(x, 0, 1, App(F, a + (b - a) * x))))), source=_subst)
law("positive half-line scaled",
     given(Lt(0, c), _over(Lt(0, x), App(F, c * x)),
         And(_over(Lt(0, x), App(F, x)), Eq(Integral(x, 0, oo, App(F, x)), c * Integral(x, 0, oo, App(F, c * x))))),
     source=_subst)
law("positive half-line by powers",
     given(Ne(c, 0), _over(Lt(0, x), Pow(x, c - 1) * App(F, Pow(x, c))),
         And(_over(Lt(0, x), App(F, x)),
             Eq(Integral(x, 0, oo, App(F, x)), Abs(c) * Integral(x, 0, oo, Pow(x, c - 1) * App(F, Pow(x, c)))))), source=_subst)
law("positive half-line by the exponential",
     given(_over(None, Exp(x) * App(F, Exp(x))),
         And(_over(Lt(0, x), App(F, x)), Eq(Integral(x, 0, oo, App(F, x)), Integral(x, -oo, oo, Exp(x) * App(F, Exp(x)))))),
     source=_subst)
law("line shifted",
     given(_over(None, App(F, m + x)),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, oo, App(F, m + x))))), source=_subst)
law("line turned round",
     given(_over(None, App(F, -x)),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, oo, App(F, -x))))), source=_subst)
law("interval from its end",
     given(Le(a, b), _over(And(Lt(0, x), Lt(x, b - a)), App(F, a + x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, 0, b - a, App(F, a + x))))), source=_subst)
law("interval turned round",
     given(Le(a, b), _over(And(Lt(0, x), Lt(x, b - a)), App(F, b - x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, 0, b - a, App(F, b - x))))), source=_subst)
law("unit interval turned round",
     given(_over(And(Lt(0, x), Lt(x, 1)), App(F, 1 - x)),
         And(_over(And(Lt(0, x), Lt(x, 1)), App(F, x)),
             Eq(Integral(x, 0, 1, App(F, x)), Integral(x, 0, 1, App(F, 1 - x))))), source=_subst)
law("line split at a point",
     given(_over(Lt(x, c), App(F, x)), _over(Lt(c, x), App(F, x)),
         And(_over(None, App(F, x)),
             Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, c, App(F, x)) + Integral(x, c, oo, App(F, x))))),
     source=_linear)
law("half-line split at a point",
     given(Le(a, c), _over(And(Lt(a, x), Lt(x, c)), App(F, x)), _over(Lt(c, x), App(F, x)),
         And(_over(Lt(a, x), App(F, x)),
             Eq(Integral(x, a, oo, App(F, x)), Integral(x, a, c, App(F, x)) + Integral(x, c, oo, App(F, x))))), source=_linear)
law("interval split at a point",
     given(Le(a, c), Le(c, b), _over(And(Lt(a, x), Lt(x, c)), App(F, x)), _over(And(Lt(c, x), Lt(x, b)), App(F, x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, a, c, App(F, x)) + Integral(x, c, b, App(F, x))))), source=_linear)
law("line by halves",
     given(_over(Lt(0, x), App(F, x)), ForAll(x, Eq(App(F, -x), App(F, x))),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), 2 * Integral(x, 0, oo, App(F, x))))), source=_subst)
law("integral of an odd function",
     given(_over(None, App(F, x)), ForAll(x, Eq(App(F, 2 * m - x), -App(F, x))), Eq(Integral(x, -oo, oo, App(F, x)), 0)),
     source=_subst)
law("fundamental theorem with limits on an interval",
     given(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), derives)), _over(And(Lt(a, x), Lt(x, b)), App(f, x)),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, b, App(F, x), m, "-"), Eq(Integral(x, a, b, App(f, x)), m - c)),
     "cited", _ftc)
law("fundamental theorem with limits on a half-line",
     given(ForAll(x, Implies(Lt(a, x), derives)), _over(Lt(a, x), App(f, x)),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, oo, App(F, x), m), Eq(Integral(x, a, oo, App(f, x)), m - c)),
     "cited", _ftc)
law("fundamental theorem up to a point",
     given(ForAll(x, Implies(Le(x, b), derives)), _over(Lt(x, b), App(f, x)), HasLimit(x, -oo, App(F, x), c),
         Eq(Integral(x, -oo, b, App(f, x)), App(F, b) - c)), "cited", _ftc)
law("derivative of one sign is integrable on an interval",
     given(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), And(derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, b, App(F, x), m, "-"), _over(And(Lt(a, x), Lt(x, b)), App(f, x))),
     "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
law("derivative of one sign is integrable on a half-line",
     given(ForAll(x, Implies(Lt(a, x), And(derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, oo, App(F, x), m), _over(Lt(a, x), App(f, x))),
     "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
for _direction in ("+", "-"):
    law(f"limit of a differentiable function from {'above' if _direction == '+' else 'below'}",
         given(HasDerivative(x, App(F, x), a, c), HasLimit(x, a, App(F, x), App(F, a), _direction)),
         source="Rudin, Principles, 5.2")
law("limit at +∞ by inversion",
     given(ForAll(x, Implies(Lt(0, x), Eq(App(F, 1 / x), App(G, x)))), HasDerivative(x, App(G, x), 0, c),
         HasLimit(x, oo, App(F, x), App(G, 0))), source="Rudin, Principles, 5.2")
for _end, _direction, _where in ((oo, "", "at +∞"), (a, "+", "from above"), (a, "-", "from below")):
    law(f"limit of a linear combination {_where}",
         given(HasLimit(x, _end, App(F, x), lam, _direction), HasLimit(x, _end, App(G, x), s, _direction),
             HasLimit(x, _end, c * App(F, x) + m * App(G, x), c * lam + m * s, _direction)), source="Rudin, Principles, 4.4")
law("power times a power of the logarithm at 0",
     given(Lt(0, a), HasLimit(x, 0, Pow(x, a) * Pow(Log(x), n), 0, "+")), source="DLMF 4.4.14")
law("power times a power of the logarithm at +∞",
     given(Lt(a, 0), HasLimit(x, oo, Pow(x, a) * Pow(Log(x), n), 0)), source="DLMF 4.4.15")
_erfc_power = Pow(x, n) * Pow(1 - Erf(a * x + b), k + 1)
law("complementary error function at +∞", given(Lt(0, a), HasLimit(x, oo, _erfc_power, 0)), "cited", "DLMF 7.12.1")
law("complementary error function is integrable", given(Lt(0, a), _over(Lt(0, x), _erfc_power)), "cited", "DLMF 7.12.1")
law("cosine is bounded", Le(Abs(Cos(x)), 1))
law("sine is bounded", Le(Abs(Sin(x)), 1))
law("error function is bounded", Le(Abs(Erf(x)), 1), source="DLMF 7.2.1")
law("arctangent is bounded", Le(Abs(Arctan(x)), pi / 2))
law("absolute value of a nonnegative number", given(Le(0, x), Eq(Abs(x), x)), source="its definition")
law("absolute value of a nonpositive number", given(Le(x, 0), Eq(Abs(x), -x)), source="its definition")
law("sign of a positive number", given(Lt(0, x), Eq(Sign(x), 1)), source="its definition")
law("sign of a negative number", given(Lt(x, 0), Eq(Sign(x), -1)), source="its definition")
law("Heaviside of a positive number", given(Lt(0, x), Eq(Special("Heaviside", x), 1)), source="DLMF 1.16.13")
law("Heaviside of a negative number", given(Lt(x, 0), Eq(Special("Heaviside", x), 0)), source="DLMF 1.16.13")
law("case that holds", given(App(statement, x), Eq(IfThenElse(App(statement, x), y, a), y)), source="its definition")
law("case that does not hold", given(Not(App(statement, x)), Eq(IfThenElse(App(statement, x), y, a), a)),
     source="its definition")

# -- definite integrals with a name -------------------------------------------------------------------------------------
_p, _q, _r = (Symbol(name, SCALAR, "positive") for name in ("p", "q", "r"))
_gr = "Gradshteyn and Ryzhik, Table of Integrals, 7th edition, "
_unit_range = And(Lt(0, x), Lt(x, 1))


def _table(name: str, low: Any, high: Any, inside: Any, body: Any, value: Any, source: str, *premises: Any) -> None:
    """An integral that converges absolutely, and its value."""
    found = And(_over(inside, body), Eq(Integral(x, low, high, body), value))
    law(name, given(*premises, found) if premises else found, "cited", source)


def _gamma_at(argument: Any) -> Any:
    return Special("gamma", argument)


_p_over_q, _tail_of = _p / _q, Exp(-(_r * Pow(x, _q)))
_log_slope = Special("digamma", _p_over_q) - Log(_r)
_euler_value = _gamma_at(_p_over_q) / Pow(_r, _p_over_q)
_table("Gamma integral", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of, _euler_value / _q, "DLMF 5.9.1")
_table("Gamma integral with a logarithm", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of * Log(x),
       _euler_value * _log_slope / Pow(_q, 2), _gr + "4.352.1, with x^q for x")
_table("Gamma integral with a squared logarithm", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of * Pow(Log(x), 2),
       _euler_value * (Pow(_log_slope, 2) + Special("polygamma", 1, _p_over_q)) / Pow(_q, 3), _gr + "4.358.2, with x^q for x")
_beta_pq = Special("beta", _p, _q)
_table("Beta integral", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(1 - x, _q - 1), _beta_pq, "DLMF 5.12.1")
_table("Beta integral with a logarithm", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(1 - x, _q - 1) * Log(x),
       _beta_pq * (Special("digamma", _p) - Special("digamma", _p + _q)), _gr + "4.253.1, with r = 1")
_table("Beta integral on the half-line", 0, oo, Lt(0, x), Pow(x, _p - 1) / Pow(1 + x, _p + _q), _beta_pq, "DLMF 5.12.3")
_table("powers with a logarithm on the unit interval", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(Log(x), n),
       Pow(-1, n) * Factorial(n) / Pow(_p, n + 1), _gr + "4.272.6, for natural exponents of the logarithm")
_table("Bose integral", 0, oo, Lt(0, x), Pow(x, _p - 1) / (Exp(x) - 1), _gamma_at(_p) * Special("zeta", _p),
       "DLMF 25.5.1", Lt(1, _p))
_table("Fermi integral", 0, oo, Lt(0, x), Pow(x, _p - 1) / (Exp(x) + 1),
       _gamma_at(_p) * Special("zeta", _p) * (1 - Pow(2, 1 - _p)), "DLMF 25.5.3", Ne(_p, 1))
_table("logistic integral", -oo, oo, None, Exp(_p * x) / Pow(1 + Exp(x), _p + _q), _beta_pq, "DLMF 5.12.3, with e^x for t")
_slope_of_beta = Special("digamma", _p) - Special("digamma", _q)
_table("logistic integral with x", -oo, oo, None, x * (Exp(_p * x) / Pow(1 + Exp(x), _p + _q)), _beta_pq * _slope_of_beta,
       "DLMF 5.12.3, with e^x for t, and 5.5.1: its derivative in a − b")
_table("logistic integral with x²", -oo, oo, None, Pow(x, 2) * (Exp(_p * x) / Pow(1 + Exp(x), _p + _q)),
       _beta_pq * (Pow(_slope_of_beta, 2) + Special("polygamma", 1, _p) + Special("polygamma", 1, _q)),
       "DLMF 5.12.3, with e^x for t, and 5.5.1: its second derivative in a − b")
_gumbel = Exp(_p * x) * Exp(-(_r * Exp(x)))
_table("Gumbel integral", -oo, oo, None, _gumbel, _gamma_at(_p) / Pow(_r, _p), "DLMF 5.9.1, with e^x for t")
_table("Gumbel integral with x", -oo, oo, None, x * _gumbel, _gamma_at(_p) / Pow(_r, _p) * (Special("digamma", _p) - Log(_r)),
       _gr + "4.352.1, with e^x for x")
_table("Gumbel integral with x²", -oo, oo, None, Pow(x, 2) * _gumbel,
       _gamma_at(_p) / Pow(_r, _p) * (Pow(Special("digamma", _p) - Log(_r), 2) + Special("polygamma", 1, _p)),
       _gr + "4.358.2, with e^x for x")
_table("Cauchy density and a cosine", 0, oo, Lt(0, x), Cos(a * x) / (Pow(x, 2) + Pow(_q, 2)),
       pi / (2 * _q) * Exp(-(Abs(a) * _q)), _gr + "3.723.2")
_table("Frullani integral of the exponential", 0, oo, Lt(0, x), (Exp(-(_p * x)) - Exp(-(_q * x))) / x, Log(_q / _p),
       _gr + "3.434.2")
_table("damped sine over x", 0, oo, Lt(0, x), Exp(-(_p * x)) * Sin(a * x) / x, Arctan(a / _p), _gr + "3.941.1")
_table("exponential of a sum with a reciprocal, power −3/2", 0, oo, Lt(0, x),
       Pow(x, -Number(3, 2)) * Exp(-(_p * x)) * Exp(-(_q / x)), Sqrt(pi / _q) * Exp(-(2 * Sqrt(_p * _q))),
       _gr + "3.471.15, with 1/x for x")
_table("exponential of a sum with a reciprocal, power −1/2", 0, oo, Lt(0, x),
       Pow(x, -Number(1, 2)) * Exp(-(_p * x)) * Exp(-(_q / x)), Sqrt(pi / _p) * Exp(-(2 * Sqrt(_p * _q))), _gr + "3.471.15")
_table("exponential of squares with a reciprocal", 0, oo, Lt(0, x), Exp(-(_p * Pow(x, 2))) * Exp(-(_q / Pow(x, 2))),
       Sqrt(pi / _p) / 2 * Exp(-(2 * Sqrt(_p * _q))), _gr + "3.325")
_table("reciprocal of a cosine over a period", 0, 2 * pi, And(Lt(0, x), Lt(x, 2 * pi)), 1 / (a + b * Cos(x)),
       2 * pi / Sqrt(Pow(a, 2) - Pow(b, 2)), _gr + "3.613.1, with n = 0", Lt(Abs(b), a))
_table("reciprocal of a cosine over half a period", 0, pi, And(Lt(0, x), Lt(x, pi)), 1 / (a + b * Cos(x)),
       pi / Sqrt(Pow(a, 2) - Pow(b, 2)), _gr + "3.613.1, with n = 0", Lt(Abs(b), a))
_table("logarithm of the sine", 0, pi / 2, And(Lt(0, x), Lt(x, pi / 2)), Log(Sin(x)), -(pi / 2 * Log(2)), _gr + "4.224.3")

# -- Gaussian integrals with a name ---------------------------------------------------------------------------------------
_bell = Exp(-(_p * Pow(x - m, 2)))
_table("Gaussian and a cosine", -oo, oo, None, _bell * Cos(a * (x - m) + b),
       Sqrt(pi / _p) * Exp(-(Pow(a, 2) / (4 * _p))) * Cos(b), _gr + "3.896.2")
_table("Gaussian and a sine", -oo, oo, None, _bell * Sin(a * (x - m) + b),
       Sqrt(pi / _p) * Exp(-(Pow(a, 2) / (4 * _p))) * Sin(b), _gr + "3.896.1")
_owen = "Owen, A table of normal integrals, Communications in Statistics B 9 (1980), "
_table("Gaussian and an error function", -oo, oo, None, _bell * Erf(a * (x - m) + b),
       Sqrt(pi / _p) * Erf(b / Sqrt(1 + Pow(a, 2) / _p)), _owen + "10,010.8")
_table("Gaussian and two error functions", -oo, oo, None, _bell * (Erf(a * (x - m)) * Erf(b * (x - m))),
       2 / Sqrt(pi * _p) * Arctan(a * b / Sqrt(_p * (_p + Pow(a, 2) + Pow(b, 2)))),
       "Sheppard 1899 (the orthant probability, arcsin of the correlation); Kendall's Advanced Theory of Statistics I, 15.6")
_table("half a Gaussian and an error function", 0, oo, Lt(0, x), Exp(-(_p * Pow(x, 2))) * Erf(a * x),
       Arctan(a / Sqrt(_p)) / Sqrt(pi * _p), _gr + "6.285.1, with a x for x")
