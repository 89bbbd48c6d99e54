"""Sums of products of powers of generators, with exact rational coefficients (flint's fmpq). The rechecker's own.

A monomial is a sorted tuple of (generator, exponent); exponents may be negative or fractional. A polynomial is a dict
from monomials to nonzero coefficients. Factorisation is flint's, after making the exponents natural.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import gcd, lcm
from typing import Any

import flint

from .language import Refused, tick

Exponent = int | Fraction
Monomial = tuple[tuple[int, Exponent], ...]
Coefficient = Any  # flint.fmpq
Poly = dict[Monomial, Coefficient]

UNIT: Monomial = ()
MOST_TERMS = 20_000
MOST_BITS = 400_000


def rational(value: Fraction | int) -> Coefficient:
    value = Fraction(value)
    return flint.fmpq(value.numerator, value.denominator)


def fraction(value: Coefficient) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def const(value: Fraction | int) -> Poly:
    return {UNIT: rational(value)} if value else {}


ONE: Poly = const(1)


def neat(exponent: Exponent) -> Exponent:
    return int(exponent) if exponent == int(exponent) else exponent


def joined(left: Monomial, right: Monomial) -> Monomial:
    """The product of two monomials."""
    if not left:
        return right
    if not right:
        return left
    powers: dict[int, Exponent] = dict(left)
    for generator, exponent in right:
        powers[generator] = powers.get(generator, 0) + exponent
    return tuple(sorted((g, neat(e)) for g, e in powers.items() if e))


def raised(mono: Monomial, power: Exponent) -> Monomial:
    return tuple((g, neat(e * power)) for g, e in mono) if power else UNIT


def add(left: Poly, right: Poly, factor: Fraction | int = 1) -> Poly:
    result = dict(left)
    scale = rational(factor)
    for mono, value in right.items():
        new = result.get(mono, 0) + value * scale
        if new == 0:
            result.pop(mono, None)
        else:
            result[mono] = new
    return result


def scaled(poly: Poly, factor: Coefficient) -> Poly:
    return {m: v * factor for m, v in poly.items()} if factor != 0 else {}


def shifted(poly: Poly, mono: Monomial) -> Poly:
    return {joined(m, mono): v for m, v in poly.items()}


def raw_product(left: Poly, right: Poly) -> Poly:
    """The product, without the relations of the generators."""
    if len(left) * len(right) > 50 * MOST_TERMS:
        raise Refused("the expansion of a product has too many terms")
    tick(len(left) * len(right) // 8 + 1)
    result: Poly = {}
    for a, x in left.items():
        for b, y in right.items():
            mono = joined(a, b)
            result[mono] = result.get(mono, 0) + x * y
    if len(result) > MOST_TERMS:
        raise Refused("the expansion of a product has too many terms")
    return {m: v for m, v in result.items() if v != 0}


def generators(polys: Iterable[Poly]) -> list[int]:
    return sorted({g for poly in polys for mono in poly for g, _ in mono})


def content(poly: Poly) -> tuple[Coefficient, Monomial]:
    """The rational content (with the sign of the first coefficient) and the largest monomial dividing a polynomial."""
    top, bottom = 0, 1
    for value in poly.values():
        top, bottom = gcd(top, int(value.p)), lcm(bottom, int(value.q))
    sign = -1 if poly[min(poly)] < 0 else 1
    powers: dict[int, Exponent] | None = None
    for mono in poly:
        own = dict(mono)
        if powers is None:
            powers = dict(own)
            continue
        for g in set(powers) | set(own):
            powers[g] = min(powers.get(g, 0), own.get(g, 0))
    mono = tuple(sorted((g, neat(e)) for g, e in (powers or {}).items() if e))
    return flint.fmpq(sign * top, bottom), mono


def key(poly: Poly) -> tuple[Any, ...]:
    """A hashable form."""
    return tuple(sorted((m, (int(v.p), int(v.q))) for m, v in poly.items()))


def factors(poly: Poly) -> tuple[Coefficient, Monomial, list[tuple[Poly, int]]]:
    """poly = c · monomial · Π fᵢ^eᵢ, each fᵢ primitive with at least two terms; not split when it is large."""
    unit, mono = content(poly)
    primitive = {joined(m, raised(mono, -1)): v / unit for m, v in poly.items()}
    if len(primitive) == 1:
        return unit, mono, []
    used = generators([primitive])
    scales = {g: lcm(*(Fraction(e).denominator for m in primitive for h, e in m if h == g)) for g in used}
    degree = max(sum(Fraction(e) * scales[g] for g, e in m) for m in primitive)
    if len(primitive) > 60 or len(used) > 24 or degree > 40:
        return unit, mono, [(primitive, 1)]
    tick(2000)
    context = flint.fmpq_mpoly_ctx.get(("y", len(used)), flint.Ordering.lex)
    table = {}
    for m, v in primitive.items():
        powers = dict(m)
        table[tuple(int(Fraction(powers.get(g, 0)) * scales[g]) for g in used)] = v
    constant, found = context.from_dict(table).factor()
    result: list[tuple[Poly, int]] = []
    unit = unit * constant
    for factor, exponent in found:
        back = {tuple((g, neat(Fraction(e, scales[g]))) for g, e in zip(used, map(int, m), strict=True) if e): v
                for m, v in factor.to_dict().items()}
        own, _ = content(back)
        unit = unit * own ** int(exponent)
        result.append(({m: v / own for m, v in back.items()}, int(exponent)))
    result.sort(key=lambda item: key(item[0]))
    return unit, mono, result


def bits(poly: Poly) -> int:
    return max((max(int(v.p).bit_length(), int(v.q).bit_length()) for v in poly.values()), default=0)


def primes(value: Fraction) -> dict[int, int]:
    """A positive rational as a product of powers; a cofactor without small factors stays whole."""
    result: dict[int, int] = {}
    for part, direction in ((value.numerator, 1), (value.denominator, -1)):
        p = 2
        while p < 10_000 and p * p <= part:
            while part % p == 0:
                result[p] = result.get(p, 0) + direction
                part //= p
            p += 1
        if part > 1:
            result[part] = result.get(part, 0) + direction
    return result
