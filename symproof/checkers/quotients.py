"""Quotients of Laurent polynomials over atoms: arithmetic, and the way back to terms. Trusted."""

from __future__ import annotations

from fractions import Fraction
from math import gcd
from typing import NamedTuple

from symproof.terms import Add, Div, Exp, Mul, Number, Pow, Sqrt, Symbol, Term, TermError

from . import polynomial as P
from .polynomial import Monomial, Polynomial
from .signs import sign

class Quotient(NamedTuple):
    """top / bottom, two polynomials."""

    top: Polynomial
    bottom: Polynomial


ONE: Polynomial = P.constant(1)


def same(a: Quotient, b: Quotient) -> bool:
    """Whether two quotients are equal, by cross-multiplication."""
    if a.bottom == b.bottom:
        return a.top == b.top
    return P.multiply(a.top, b.bottom) == P.multiply(b.top, a.bottom)


def plus(a: Quotient, b: Quotient, factor: Fraction | int = 1) -> Quotient:
    if a.bottom == b.bottom:
        return Quotient(P.add(a.top, b.top, factor), a.bottom)
    top = P.add(P.multiply(a.top, b.bottom), P.multiply(b.top, a.bottom), factor)
    return Quotient(top, P.multiply(a.bottom, b.bottom))


def times(a: Quotient, b: Quotient) -> Quotient:
    bottom = b.bottom if a.bottom == ONE else a.bottom if b.bottom == ONE else P.multiply(a.bottom, b.bottom)
    return Quotient(P.multiply(a.top, b.top), bottom)


def inverse(a: Quotient) -> Quotient:
    """1/a; the caller raises the obligation a ≠ 0."""
    if not a.top:
        raise TermError("division by an expression that is identically 0")
    if len(a.top) == 1:
        (key, value), = a.top.items()
        def divides(n: int) -> bool:  # the root of a prime has an inverse among the roots: 1/√p = √p/p
            return not P.is_special(n) or isinstance(P.atom_term(n), Number)

        plain = tuple((n, -e) for n, e in key if divides(n))
        special = tuple((n, e) for n, e in key if not divides(n))
        bottom = {special: Fraction(1)} if special else ONE
        return Quotient(P.multiply(a.bottom, {plain: 1 / value}), bottom)
    return Quotient(a.bottom, a.top)


def number(value: Fraction | int) -> Quotient:
    return Quotient(P.constant(value), ONE)


def atomic(term: Term, exponent: P.Exponent = 1) -> Quotient:
    return Quotient(P.monomial(P.atom(term), exponent), ONE)


def as_number(a: Quotient) -> Fraction | None:
    """The rational value of a constant quotient, else None."""
    if set(a.top) <= {P.ONE} and set(a.bottom) == {P.ONE}:
        return a.top.get(P.ONE, Fraction(0)) / a.bottom[P.ONE]
    return None


def content_of(poly: Polynomial) -> Fraction:
    top, bottom = 0, 1
    for value in poly.values():
        top = gcd(top, value.numerator)
        bottom = bottom * value.denominator // gcd(bottom, value.denominator)
    return Fraction(top, bottom)


def positive_monomial(poly: Polynomial, whole: bool = False) -> Monomial:
    """The monomial of visibly positive atoms (of all plain atoms, when `whole`) that divides every term of a polynomial."""
    powers: dict[int, P.Exponent] | None = None
    for key in poly:
        own = dict(key)
        powers = dict(own) if powers is None else {
            n: min(powers.get(n, 0), own.get(n, 0)) for n in sorted({*powers, *own})}
    return tuple((n, e) for n, e in (powers or {}).items() if e and not P.is_special(n)
                 and (sign(P.atom_term(n)) == "+" or whole and e == int(e)))


def without(poly: Polynomial, key: Monomial) -> Polynomial:
    """The polynomial divided by a monomial of plain atoms."""
    return P.multiply(poly, {tuple((n, -e) for n, e in key): Fraction(1)}) if key else poly


def plain_exponent(value: Fraction) -> P.Exponent:
    return int(value) if value.denominator == 1 else value


def factorise(value: Fraction) -> dict[int, int]:
    """The prime factorisation of a positive rational; a large cofactor without small factors stays one base."""
    exponents: dict[int, int] = {}
    for part, direction in ((value.numerator, 1), (value.denominator, -1)):
        divisor = 2
        while divisor * divisor <= part and divisor < 10_000:
            while part % divisor == 0:
                exponents[divisor] = exponents.get(divisor, 0) + direction
                part //= divisor
            divisor += 1
        if part > 1:
            exponents[part] = exponents.get(part, 0) + direction
    return exponents


def _factor_term(number_: int, exponent: P.Exponent) -> Term:
    base = P.atom_term(number_)
    if exponent == 1:
        return base
    if isinstance(base, Exp):
        inner = base.arguments[0]
        scaled = Number(exponent) if inner is Number(1) else Mul(Number(exponent), inner)
        return Exp(scaled)
    if exponent == Fraction(1, 2):
        return Sqrt(base)
    return Pow(base, Number(exponent))


_STRUCTURES: dict[Term, str] = {}


def structure(term: Term) -> str:
    """The form of a term as text, %b0, %b1, … all alike: an order of atoms that does not depend on when they were met."""
    found = _STRUCTURES.get(term)
    if found is None:
        if isinstance(term, Symbol):
            found = f"{'%b' if term.name.startswith('%b') else term.name}:{term.sort!r}:{term.domain}"
        else:
            inside = ",".join(structure(p) if isinstance(p, Term) else repr(p) for p in term.arguments)
            found = f"{type(term).__name__}({inside})"
        _STRUCTURES[term] = found
    return found


def monomial_key(key: Monomial) -> list[tuple[str, P.Exponent]]:
    """An order of monomials that does not depend on when their atoms were met."""
    return sorted((structure(P.atom_term(n)), e) for n, e in key)


def monomial_term(key: Monomial, value: Fraction = Fraction(1)) -> Term:
    ordered = sorted(key, key=lambda pair: (structure(P.atom_term(pair[0])), pair))
    factors = [_factor_term(n, e) for n, e in ordered]
    if value != 1 or not factors:
        factors.insert(0, Number(value.numerator, value.denominator))
    return factors[0] if len(factors) == 1 else Mul(*factors)


def polynomial_term(poly: Polynomial) -> Term:
    parts = [monomial_term(k, v) for k, v in sorted(poly.items(), key=lambda item: monomial_key(item[0]))]
    return Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)


def quotient_term(a: Quotient) -> Term:
    top = polynomial_term(a.top)
    return top if a.bottom == ONE else Div(top, polynomial_term(a.bottom))
