"""Normal forms of arithmetic: sums, products, quotients, powers and roots. Trusted."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from symproof.terms import (Abs, Add, Div, Exp, Inner, Le, Log, Lt, Mul, Ne, Neg, Norm, Number, Pow, Size, Sqrt, Symbol, Term,
                            TermError, canonical)

from . import polynomial as P
from .normal_form import Obligations, normal_into, rule
from .quotients import (ONE, Quotient, as_number, atomic, content_of, factorise, inverse, monomial_key, monomial_term, number,
                        plain_exponent, plus, polynomial_term, positive_monomial, quotient_term, times, without)
from .polynomial import Polynomial
from .signs import nonzero, sign

@rule(Number)
def _number(term: Term, _: Obligations) -> Quotient:
    return number(term.value)  # type: ignore[attr-defined]


@rule(Add)
def _add(term: Term, obligations: Obligations) -> Quotient:
    total = number(0)
    for part in term.arguments:
        total = plus(total, normal_into(part, obligations))
    return total


@rule(Neg)
def _neg(term: Term, obligations: Obligations) -> Quotient:
    return times(number(-1), normal_into(term.arguments[0], obligations))


@rule(Mul)
def _mul(term: Term, obligations: Obligations) -> Quotient:
    total = number(1)
    for part in term.arguments:
        total = times(total, normal_into(part, obligations))
    return total


def divide(top: Quotient, bottom: Quotient, below: Term, obligations: Obligations) -> Quotient:
    value = as_number(bottom)
    if value == 0 or not bottom.top:
        raise TermError(f"the denominator {below!r} is identically 0")
    if value is None and not nonzero(below):
        obligations[Ne(below, 0)] = None
    return times(top, inverse(bottom))


@rule(Div)
def _div(term: Term, obligations: Obligations) -> Quotient:
    above, below = term.arguments
    return divide(normal_into(above, obligations), normal_into(below, obligations), below, obligations)


@rule(Pow)
def _pow(term: Term, obligations: Obligations) -> Quotient:
    base, exponent = term.arguments
    power = as_number(normal_into(exponent, obligations))
    inner = normal_into(base, obligations)
    if power is None:
        return _symbolic_power(base, inner, exponent, obligations)
    if power.denominator == 1:
        n = int(power)
        if n >= 0:
            return Quotient(P.power(inner.top, n), P.power(inner.bottom, n))
        flipped = divide(number(1), inner, base, obligations)
        return Quotient(P.power(flipped.top, -n), P.power(flipped.bottom, -n))
    if power < 0:
        if not nonzero(base):
            obligations[Ne(base, 0)] = None
        return inverse(root_of(base, inner, -power, obligations))
    return root_of(base, inner, power, obligations)


def _symbolic_power(base: Term, inner: Quotient, exponent: Term, obligations: Obligations) -> Quotient:
    """b^e for an exponent with symbols: b^(m+n) = b^m b^n and (b c)^m = b^m c^m, where b, c > 0 or m, n are integers.

    Integer exponents need b ≠ 0 unless they are natural; (−1)^m has period 2 in the integer m.
    """
    form = normal_into(exponent, obligations)
    whole = form.bottom == ONE and all(v.denominator == 1 and all(_is_integer(n) and e > 0 and e == int(e) for n, e in k)
                                       for k, v in form.top.items())
    natural = whole and all(v > 0 and all(_is_natural(n) for n, _ in k) for k, v in form.top.items())
    if not natural and sign(base) != "+":
        value = as_number(inner)
        if value is not None and value < 0 and not whole:
            return atomic(canonical(Pow(Number(value), quotient_term(form))))
        if not whole:
            obligations[Lt(0, base)] = None
        elif not nonzero(base):
            obligations[Ne(base, 0)] = None
    result = number(1)
    for factor, power in _separate_factors(inner, whole):
        result = times(result, _raised(factor, power, form, obligations))
    return result


def _separate_factors(inner: Quotient, whole: bool) -> list[tuple[Term, Fraction]]:
    """The factors of b that may be raised to a power one by one; without `whole` only those that are visibly positive."""
    if not inner.top:
        return [(Number(0), Fraction(1))]
    factors: list[tuple[Term, Fraction]] = []
    below = polynomial_term(inner.bottom)
    if inner.bottom != ONE and not (whole or sign(below) == "+"):
        content = content_of(inner.top) / content_of(inner.bottom)
        rest = quotient_term(times(number(1 / content), inner))
        return [(Number(p), Fraction(e)) for p, e in factorise(content).items()] + [(rest, Fraction(1))]
    for poly, direction in ((inner.top, 1), (inner.bottom, -1)):
        content = content_of(poly)
        factors += [(Number(p), Fraction(e * direction)) for p, e in factorise(content).items()]
        primitive = P.scale(poly, 1 / content)
        if whole and primitive[min(primitive, key=monomial_key)] < 0:
            factors.append((Number(-1), Fraction(1)))
            primitive = P.scale(primitive, -1)
        if len(primitive) == 1 and next(iter(primitive.values())) > 0:
            (key, _), = primitive.items()
            loose = tuple((n, e) for n, e in key if not whole and sign(P.atom_term(n)) != "+")
            factors += [(P.atom_term(n), Fraction(e) * direction) for n, e in key if (n, e) not in loose]
            primitive = {loose: Fraction(1)}
        else:
            outside = positive_monomial(primitive, whole)
            factors += [(P.atom_term(n), Fraction(e) * direction) for n, e in outside]
            primitive = without(primitive, outside)
        if primitive != ONE:
            factors.append((polynomial_term(primitive), Fraction(direction)))
    return factors


def _raised(base: Term, power: Fraction, form: Quotient, obligations: Obligations) -> Quotient:
    """(base^power)^form for one factor."""
    if isinstance(base, Exp):
        return normal_into(Exp(Mul(base.arguments[0], Number(power), quotient_term(form))), obligations)
    if isinstance(base, Pow) and sign(base.arguments[0]) == "+":
        return normal_into(Pow(base.arguments[0], Mul(base.arguments[1], Number(power), quotient_term(form))), obligations)
    total = number(1)
    for key, value in form.top.items():
        exponent = value * power
        if key == P.ONE and form.bottom == ONE:
            total = times(total, normal_into(Pow(base, Number(exponent)), obligations))
            continue
        inside = monomial_term(key)
        if form.bottom != ONE:
            inside = Div(inside, polynomial_term(form.bottom))
        if any(isinstance(P.atom_term(n), Log) for n, _ in key):
            total = times(total, normal_into(Exp(Mul(Number(exponent), inside, Log(base))), obligations))
            continue
        atom = P.atom(canonical(Pow(base, inside)))
        if base is Number(-1):
            if not P.is_special(atom):
                P.set_reduction(atom, _alternating)
            if exponent % 2 == 0:
                continue
            exponent = Fraction(1)
        total = times(total, Quotient(P.monomial(atom, plain_exponent(exponent)), ONE))
    return total


def _alternating(exponent: P.Exponent) -> tuple[P.Exponent, Polynomial] | None:
    """The powers of (−1)^m for an integer m."""
    return None if exponent != int(exponent) or 0 <= exponent < 2 else (int(exponent) % 2, ONE)


def _is_integer(number_: int) -> bool:
    base = P.atom_term(number_)
    return isinstance(base, Size) or isinstance(base, Symbol) and base.domain in (
        "integer", "natural", "positive integer")


def _is_natural(number_: int) -> bool:
    base = P.atom_term(number_)
    return isinstance(base, Size) or isinstance(base, Symbol) and base.domain in ("natural", "positive integer")


@rule(Sqrt)
def _sqrt(term: Term, obligations: Obligations) -> Quotient:
    base = term.arguments[0]
    return root_of(base, normal_into(base, obligations), Fraction(1, 2), obligations)


def root_of(base: Term, inner: Quotient, power: Fraction, obligations: Obligations) -> Quotient:
    """base^power for a positive non-integer power; needs base ≥ 0 (and 0^power = 0)."""
    if sign(base) not in ("+", "0+", "0"):
        obligations[Le(0, base)] = None
    if inner.bottom == ONE:
        return _polynomial_root(inner.top, power, obligations)
    below = polynomial_term(inner.bottom)
    if sign(below) != "+":
        obligations[Lt(0, below)] = None
    return times(_polynomial_root(inner.top, power, obligations),
                 inverse(_polynomial_root(inner.bottom, power, obligations)))


def _polynomial_root(poly: Polynomial, power: Fraction, obligations: Obligations) -> Quotient:
    if not poly:
        return number(0)
    content = content_of(poly)
    result = _number_root(content, power)
    primitive = P.scale(poly, 1 / content)
    if len(primitive) == 1 and next(iter(primitive.values())) > 0:
        (key, _), = primitive.items()
        loose: list[tuple[int, P.Exponent]] = []
        for n, e in key:
            base = P.atom_term(n)
            if isinstance(base, Number) or sign(base) in ("+", "0+"):
                result = times(result, atomic(base, plain_exponent(Fraction(e) * power)))
            elif e == int(e) and int(e) % 2 == 0 and e > 0:
                size = normal_into(Abs(base), obligations)
                whole = Fraction(e) * power
                result = times(result, _polynomial_root(size.top, whole, obligations) if whole.denominator != 1
                               else Quotient(P.power(size.top, int(whole)), ONE))
            else:
                loose.append((n, e))
        if not loose:
            return result
        primitive = {tuple(loose): Fraction(1)}
        if len(loose) == 1 and loose[0][1] == 1 and not P.is_special(loose[0][0]):
            base = P.atom_term(loose[0][0])
            obligations[Le(0, base)] = None
            return times(result, atomic(base, power))
    elif len(primitive) > 1:
        outside = positive_monomial(primitive)
        for n, e in outside:
            result = times(result, atomic(P.atom_term(n), plain_exponent(Fraction(e) * power)))
        primitive = without(primitive, outside)
    radicand = polynomial_term(primitive)
    if len(primitive) == 1 and sign(radicand) not in ("+", "0+"):
        obligations[Le(0, radicand)] = None
    return times(result, _radical(radicand, primitive, power))


def _radical(radicand: Term, poly: Polynomial, power: Fraction) -> Quotient:
    """radicand^power as an atom whose whole powers expand again."""
    base = P.atom(radicand)
    if not P.is_special(base) and isinstance(radicand, (Add, Mul, Pow, Div)):
        P.set_reduction(base, lambda e: _expand_root(e, poly))
    return Quotient(P.monomial(base, plain_exponent(power)), ONE)


def _expand_root(exponent: P.Exponent, poly: Polynomial) -> tuple[P.Exponent, Polynomial] | None:
    whole = exponent.__floor__()
    return None if whole <= 0 else (plain_exponent(Fraction(exponent) - whole), P.power(poly, whole))


def _number_root(value: Fraction, power: Fraction) -> Quotient:
    result = number(1)
    for prime, exponent in factorise(value).items():
        total = exponent * power
        whole = total.__floor__()
        result = times(result, number(Fraction(prime) ** whole))
        if total != whole:
            base = P.atom(Number(prime))
            if not P.is_special(base):
                P.set_reduction(base, _prime_reduction(prime))
            result = times(result, Quotient(P.monomial(base, total - whole), ONE))
    return result


def _prime_reduction(prime: int) -> Callable[[P.Exponent], tuple[P.Exponent, Polynomial] | None]:
    def rule(exponent: P.Exponent) -> tuple[P.Exponent, Polynomial] | None:
        whole = exponent.__floor__()
        return None if whole == 0 else (plain_exponent(Fraction(exponent) - whole), P.constant(Fraction(prime) ** whole))

    return rule


@rule(Norm)
def _norm(term: Term, obligations: Obligations) -> Quotient:
    vector = term.arguments[0]
    return root_of(Inner(vector, vector), normal_into(Inner(vector, vector), obligations), Fraction(1, 2), obligations)
