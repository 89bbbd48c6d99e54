"""Expectations under named distributions, written out as integrals and sums against the density.

Parameters are SymPy's (`sympy.stats`): Normal(mean, standard deviation), Exponential(rate), Gamma(shape, scale),
Geometric(p) on 1, 2, …. A density is one only for parameters in their domain: those conditions are part of the claim.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from symproof.terms import (Exp, Factorial, Gt, Integral, IsInteger, Le, Log, Lt, Number, Pow, Special, Sqrt, Sum, Symbol, Term,
                            oo, pi)

from .errors import ReadError


class Distribution(NamedTuple):
    """A law on the line: its density or mass function, its support, and the conditions on its parameters."""

    density: Callable[[Any], Any]
    lower: Any
    upper: Any
    discrete: bool = False
    conditions: tuple[Term, ...] = ()


def _square(x: Any) -> Any:
    return Pow(x, Number(2))


def _gamma(x: Any) -> Any:
    return Special("gamma", x)


def _normal(m: Any, s: Any) -> Distribution:
    return Distribution(lambda x: Exp(-_square(x - m) / (2 * _square(s))) / (s * Sqrt(2 * pi)), -oo, oo, False, (Lt(0, s),))


def _exponential(rate: Any) -> Distribution:
    return Distribution(lambda x: rate * Exp(-(rate * x)), Number(0), oo, False, (Lt(0, rate),))


def _gamma_law(k: Any, scale: Any) -> Distribution:
    return Distribution(lambda x: Pow(x, k - 1) * Exp(-(x / scale)) / (_gamma(k) * Pow(scale, k)), Number(0), oo, False,
                        (Lt(0, k), Lt(0, scale)))


def _beta(a: Any, b: Any) -> Distribution:
    return Distribution(lambda x: Pow(x, a - 1) * Pow(1 - x, b - 1) / Special("beta", a, b), Number(0), Number(1), False,
                        (Lt(0, a), Lt(0, b)))


def _uniform(a: Any, b: Any) -> Distribution:
    return Distribution(lambda _: 1 / (b - a), a, b, False, (Lt(a, b),))


def _laplace(m: Any, b: Any) -> Distribution:
    from symproof.terms import Abs

    return Distribution(lambda x: Exp(-(Abs(x - m) / b)) / (2 * b), -oo, oo, False, (Lt(0, b),))


def _lognormal(m: Any, s: Any) -> Distribution:
    return Distribution(lambda x: Exp(-_square(Log(x) - m) / (2 * _square(s))) / (x * s * Sqrt(2 * pi)), Number(0), oo, False,
                        (Lt(0, s),))


def _chi_squared(k: Any) -> Distribution:
    return _gamma_law(k / 2, Number(2))


def _logistic(m: Any, s: Any) -> Distribution:
    return Distribution(lambda x: Exp(-((x - m) / s)) / (s * _square(1 + Exp(-((x - m) / s)))), -oo, oo, False, (Lt(0, s),))


def _weibull(scale: Any, k: Any) -> Distribution:
    return Distribution(lambda x: k / scale * Pow(x / scale, k - 1) * Exp(-Pow(x / scale, k)), Number(0), oo, False,
                        (Lt(0, scale), Lt(0, k)))


def _rayleigh(s: Any) -> Distribution:
    return Distribution(lambda x: x / _square(s) * Exp(-_square(x) / (2 * _square(s))), Number(0), oo, False, (Lt(0, s),))


def _unit(p: Any) -> tuple[Term, ...]:
    return (Le(0, p), Le(p, 1))


def _bernoulli(p: Any) -> Distribution:
    return Distribution(lambda k: p * k + (1 - p) * (1 - k), Number(0), Number(1), True, _unit(p))


def _binomial(n: Any, p: Any) -> Distribution:
    return Distribution(lambda k: Special("binomial", n, k) * Pow(p, k) * Pow(1 - p, n - k), Number(0), n, True,
                        (*_unit(p), Le(0, n), IsInteger(n)))


def _poisson(rate: Any) -> Distribution:
    return Distribution(lambda k: Exp(-rate) * Pow(rate, k) / Factorial(k), Number(0), oo, True, (Lt(0, rate),))


def _geometric(p: Any) -> Distribution:
    return Distribution(lambda k: p * Pow(1 - p, k - 1), Number(1), oo, True, (Gt(p, 0), Le(p, 1)))


DISTRIBUTIONS: dict[str, tuple[int, Callable[..., Distribution]]] = {
    "Normal": (2, _normal), "Exponential": (1, _exponential), "Gamma": (2, _gamma_law), "Beta": (2, _beta),
    "Uniform": (2, _uniform), "Laplace": (2, _laplace), "LogNormal": (2, _lognormal), "ChiSquared": (1, _chi_squared),
    "Logistic": (2, _logistic), "Weibull": (2, _weibull), "Rayleigh": (1, _rayleigh), "Bernoulli": (1, _bernoulli),
    "Binomial": (2, _binomial), "Poisson": (1, _poisson), "Geometric": (1, _geometric),
}
"""Name ↦ (number of parameters, the law)."""


def expectation(body: Any, variables: Sequence[tuple[Symbol, Distribution]]) -> Any:
    """E[body] for independent variables: iterated integrals and sums against their densities."""
    for variable, law in variables:
        weighted = body * law.density(variable)
        binder = Sum if law.discrete else Integral
        if law.discrete and isinstance(law.lower, Number) and isinstance(law.upper, Number):
            from symproof.terms import substitute

            first, last = int(law.lower.value), int(law.upper.value)
            if first > last:
                raise ReadError(f"no value lies between {first} and {last}, so this is no distribution")
            values = [substitute(weighted, {variable: Number(k)}) for k in range(first, last + 1)]
            body = values[0]
            for value in values[1:]:
                body = body + value
            continue
        body = binder(variable, law.lower, law.upper, weighted)
    return body
