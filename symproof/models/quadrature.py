"""Integrating polynomials exactly, and other functions on the line twice, so that a wrong integral is not believed.

May import `symproof.terms` and the number modules. A function is taken for a polynomial by the form of its term only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from symproof.terms import Number, Symbol, Term, free_symbols

from .exact import CONTEXT, ONE, ZERO, Real, approximate, divide, multiply, power, subtract, total
from .matrices import components, like
from .verdict import Unsupported

MAX_DEGREE = 24


def degree(term: Term, variable: Symbol, of_function: Callable[[Term], int | None]) -> int | None:
    """A bound for the degree of the term as a polynomial in the (scalar or vector) variable; None if not known.

    `of_function` gives the degree of a function term in the coordinates of its arguments.
    """
    if variable not in free_symbols(term):
        return 0

    def below(*parts: Term) -> list[int | None]:
        return [degree(part, variable, of_function) for part in parts]

    name, arguments = type(term).__name__, term.arguments
    if name == "Symbol":
        return 1
    if name in ("Add", "Neg", "Mul", "Inner", "Scale", "Apply", "Compose", "Outer", "Transpose", "Coordinates"):
        return _combine(below(*arguments), max if name in ("Add", "Neg", "Transpose", "Coordinates") else sum)
    if name == "Div":
        return below(arguments[0])[0] if variable not in free_symbols(arguments[1]) else None
    if name == "Pow":
        return _power(term, below)
    if name in ("Sum", "FamilySum", "Expectation", "Covariance", "Variance", "MeasureIntegral"):
        return _binder(term, below)
    if name == "App":
        inner, outer = _combine(below(*arguments[1:]), max), of_function(arguments[0])
        return None if inner is None or outer is None else inner * outer
    return None


def _combine(parts: list[int | None], how: Callable[[list[int]], int]) -> int | None:
    known = [part for part in parts if part is not None]
    return how(known) if len(known) == len(parts) else None


def _power(term: Term, below: Callable[..., list[int | None]]) -> int | None:
    base, exponent = term.arguments
    if not isinstance(exponent, Number) or exponent.value.denominator != 1 or exponent.value < 0:
        return None
    if type(base).__name__ == "Norm" and exponent.value % 2 == 0:
        base = base.arguments[0]
    (inner,) = below(base)
    return None if inner is None else inner * exponent.value.numerator


def _binder(term: Term, below: Callable[..., list[int | None]]) -> int | None:
    _, scoped = term.binding()
    outside = [part for i, part in enumerate(term.arguments) if isinstance(part, Term) and i not in scoped and i > 0]
    if any(found != 0 for found in below(*outside)):
        return None
    found = _combine(below(*(term.arguments[i] for i in scoped)), sum)
    return found if found is None or type(term).__name__ != "Variance" else 2 * found


@cache
def _lagrange(count: int) -> tuple[tuple[Fraction, ...], ...]:
    """Coefficients of the Lagrange basis for the nodes `nodes(count)`, lowest degree first."""
    basis = []
    for node in nodes(count):
        coefficients = [ONE]
        for other in nodes(count):
            if other != node:
                shifted = [ZERO, *coefficients]
                coefficients = [(a - other * b) / (node - other)
                                for a, b in zip(shifted, [*coefficients, ZERO], strict=True)]
        basis.append(tuple(coefficients))
    return tuple(basis)


def nodes(count: int) -> tuple[Fraction, ...]:
    """Consecutive integers around 0."""
    return tuple(Fraction(j - (count - 1) // 2) for j in range(count))


def weights(moments: Sequence[Real]) -> list[tuple[Fraction, Real]]:
    """Nodes and weights that integrate exactly every polynomial of degree < len(moments), from its moments.

    The rule is the interpolating one: w_i = ∫ ℓ_i with ℓ_i the Lagrange polynomials (Davis & Rabinowitz, Methods of
    Numerical Integration, §2.5). Nodes are rational, so rational integrands keep rational integrals.
    """
    count = len(moments)
    return [(node, total(multiply(c, m) for c, m in zip(basis, moments, strict=True)))
            for node, basis in zip(nodes(count), _lagrange(count), strict=True)]


def normal_moments(variance: Real, order: int) -> list[Real]:
    """E[Z^k] for k ≤ order and Z ∼ N(0, variance): (k−1)!! variance^{k/2} for even k, 0 for odd."""
    moments: list[Real] = [ONE]
    for k in range(1, order + 1):
        moments.append(ZERO if k % 2 else multiply(multiply(Fraction(k - 1), variance), moments[k - 2]))
    return moments


def interval_moments(lower: Real, upper: Real, order: int) -> list[Real]:
    """∫_lower^upper x^k dx for k ≤ order."""
    return [divide(subtract(power(upper, Fraction(k + 1)), power(lower, Fraction(k + 1))), Fraction(k + 1))
            for k in range(order + 1)]


def twice(function: Callable[[Any], Any], points: Sequence[Any]) -> Any:
    """∫ function between the outermost points, where the inner ones are kinks; ends may be infinite.

    Tanh-sinh on the intervals given, and again on intervals cut at other places; Unsupported unless both agree to half
    the working digits and the rule itself claims convergence. A peak that neither mesh sees could still be missed, so
    callers enclose the integral by balls first (`balls.Balls`) and come here only for integrands those do not know.
    """
    inner = [p for p in points if abs(p) != CONTEXT.inf]
    low, high = points[0], points[-1]
    start = inner[0] if inner else CONTEXT.zero
    width = (inner[-1] - inner[0]) if len(inner) > 1 else CONTEXT.one
    elsewhere = (start + width * CONTEXT.mpf("0.3119"), start + width * CONTEXT.mpf("0.7043"))
    meshes = [list(points), sorted({*points, *(c for c in elsewhere if low < c < high)})]
    if abs(low) == CONTEXT.inf or abs(high) == CONTEXT.inf:
        far = max(abs(p) for p in inner) if inner else CONTEXT.one
        cuts = [c * (1 + far) * CONTEXT.mpf("3.17") for c in (-1, 1)]
        meshes[1] = sorted({*meshes[1], *(c for c in cuts if low < c < high)})
    pattern: list[Any] = []
    results = []
    for mesh in meshes:
        values: list[Any] = []
        cache_of: dict[Any, list[Any]] = {}

        def entries(x: Any, store: dict[Any, list[Any]] = cache_of) -> list[Any]:
            if x not in store:
                value = function(_exact_if_small(x))
                pattern[:] = [value]
                store[x] = [approximate(c) for c in components(value)]
            return store[x]

        count = len(entries(next(x for x in (start + width / 3, start - width / 3) if low < x < high)))
        for i in range(count):
            value, error = CONTEXT.quad(lambda x, i=i: entries(x)[i], mesh, error=True)
            if not CONTEXT.isfinite(value) or error > CONTEXT.mpf(10) ** (-CONTEXT.dps // 2) * max(abs(value), 1):
                raise Unsupported("an integral did not converge")
            values.append(value)
        results.append(values)
    for first, second in zip(*results, strict=True):
        if abs(first - second) > CONTEXT.mpf(10) ** (12 - CONTEXT.dps) * max(abs(first), abs(second)):
            raise Unsupported("two meshes give different integrals")
    for end in (low, high):
        if abs(end) == CONTEXT.inf and not _vanishes(function, CONTEXT.sign(end)):
            raise Unsupported("an integrand that does not decay faster than 1/x")
    return like(pattern[0], results[1])


def _vanishes(function: Callable[[Any], Any], sign: Any) -> bool:
    """|x f(x)| falls a thousandfold from x = 10^30 to x = 10^60; a rule that cuts the range off would not see it."""
    near, far = ([abs(approximate(c)) * CONTEXT.mpf(10) ** n for c in components(function(sign * CONTEXT.mpf(10) ** n))]
                 for n in (30, 60))
    return all(b * 1000 <= a for a, b in zip(near, far, strict=True))


def _exact_if_small(x: Any) -> Real:
    """A node as a rational when it lies so close to 0 that it would be taken for rounding."""
    if abs(x) > CONTEXT.mpf(10) ** (-CONTEXT.dps // 2):
        return x
    mantissa, exponent = x.man_exp
    return Fraction(int(-mantissa if x < 0 else mantissa)) * Fraction(2) ** int(exponent)
