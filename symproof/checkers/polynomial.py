"""Sparse Laurent polynomials over atoms, with rational coefficients and rational exponents. Trusted.

An atom is an interned term with a number. A monomial is a sorted tuple of (atom number, exponent); a polynomial is a
dict from monomials to nonzero Fractions. Atoms may carry a reduction that lowers their powers (a root squared is its
radicand); `multiply` applies it, so equal functions of independent atoms are equal dicts.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import lcm

from symproof.terms import Term, TermError

Exponent = int | Fraction
Monomial = tuple[tuple[int, Exponent], ...]
Polynomial = dict[Monomial, Fraction]
ONE: Monomial = ()
LIMIT = 20_000

_ATOMS: list[Term] = []
_NUMBER: dict[Term, int] = {}
_REDUCTIONS: dict[int, Callable[[Exponent], tuple[Exponent, Polynomial] | None]] = {}


class TooLarge(TermError):
    """The expansion would have more than LIMIT terms."""


def atom(term: Term) -> int:
    """The number of a term as an atom."""
    number = _NUMBER.get(term)
    if number is None:
        number = len(_ATOMS)
        _ATOMS.append(term)
        _NUMBER[term] = number
    return number


def atom_term(number: int) -> Term:
    return _ATOMS[number]


def set_reduction(number: int, rule: Callable[[Exponent], tuple[Exponent, Polynomial] | None]) -> None:
    """`rule(e)` rewrites atom^e as atom^e' · polynomial, or returns None when e is already reduced."""
    _REDUCTIONS[number] = rule


def is_special(number: int) -> bool:
    """Whether powers of the atom reduce; such an atom must not stand in a monomial with a negative exponent."""
    return number in _REDUCTIONS


def constant(value: Fraction | int) -> Polynomial:
    return {ONE: Fraction(value)} if value else {}


def monomial(number: int, exponent: Exponent = 1) -> Polynomial:
    return multiply({ONE: Fraction(1)}, {((number, exponent),): Fraction(1)})


def add(left: Polynomial, right: Polynomial, factor: Fraction | int = 1) -> Polynomial:
    """left + factor · right."""
    result = dict(left)
    for key, value in right.items():
        total = result.get(key, 0) + value * factor
        if total:
            result[key] = Fraction(total)
        else:
            result.pop(key, None)
    return result


def scale(poly: Polynomial, factor: Fraction | int) -> Polynomial:
    return {key: value * factor for key, value in poly.items()} if factor else {}


def join(left: Monomial, right: Monomial) -> Monomial:
    """The product of two monomials, without reductions."""
    exponents = dict(left)
    for number, exponent in right:
        total = exponents.get(number, 0) + exponent
        if total:
            exponents[number] = int(total) if total == int(total) else total
        else:
            exponents.pop(number, None)
    return tuple(sorted(exponents.items()))


def multiply(left: Polynomial, right: Polynomial) -> Polynomial:
    if len(left) * len(right) > 100 * LIMIT:
        raise TooLarge(f"the expansion has more than {LIMIT} terms; split the step into smaller ones")
    if not any(n in _REDUCTIONS for poly in (left, right) for key in poly for n, _ in key):
        return _plain_product(left, right)
    result: Polynomial = {}
    for a, x in left.items():
        for b, y in right.items():
            key = join(a, b)
            pieces = _reduce(key)
            if pieces is None:
                total = result.get(key, 0) + x * y
                if total:
                    result[key] = Fraction(total)
                else:
                    result.pop(key, None)
            else:
                result = add(result, pieces, x * y)
        if len(result) > LIMIT:
            raise TooLarge(f"the expansion has more than {LIMIT} terms; split the step into smaller ones")
    return result


def _plain_product(left: Polynomial, right: Polynomial) -> Polynomial:
    """The product of polynomials whose atoms have no reductions, with integers over one denominator."""
    below = [lcm(*(v.denominator for v in poly.values())) for poly in (left, right)]
    above = [[(key, v.numerator * (d // v.denominator)) for key, v in poly.items()]
             for poly, d in zip((left, right), below, strict=True)]
    total: dict[Monomial, int] = {}
    for a, x in above[0]:
        for b, y in above[1]:
            key = join(a, b)
            total[key] = total.get(key, 0) + x * y
        if len(total) > LIMIT:
            raise TooLarge(f"the expansion has more than {LIMIT} terms; split the step into smaller ones")
    return {key: Fraction(value, below[0] * below[1]) for key, value in total.items() if value}


def _reduce(key: Monomial) -> Polynomial | None:
    for position, (number, exponent) in enumerate(key):
        rule = _REDUCTIONS.get(number)
        outcome = rule(exponent) if rule else None
        if outcome is not None:
            rest = key[:position] + key[position + 1:]
            left, factor = outcome
            kept: Monomial = ((number, left),) if left else ONE
            return multiply({join(rest, kept): Fraction(1)}, factor)
    return None


def power(poly: Polynomial, exponent: int) -> Polynomial:
    bits = max((max(v.numerator.bit_length(), v.denominator.bit_length()) for v in poly.values()), default=0)
    if exponent > 100_000 or bits * exponent > 2_000_000:
        raise TooLarge(f"a power with exponent {exponent} is too large to be expanded")
    result = constant(1)
    base = poly
    while exponent:
        if exponent & 1:
            result = multiply(result, base)
        exponent >>= 1
        if exponent:
            base = multiply(base, base)
    return result


def frozen(poly: Polynomial) -> tuple[tuple[Monomial, Fraction], ...]:
    """A hashable form of a polynomial."""
    return tuple(sorted(poly.items()))
