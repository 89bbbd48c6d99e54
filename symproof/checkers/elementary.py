"""Normal forms of elementary functions: exponential, logarithm, trigonometric, |·|, max, Φ, factorials. Trusted."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from symproof.terms import (Abs, Arccos, Arcsin, Arctan, Constant, Div, Erf, Exp, Factorial, Le, Log, Lt, Max, Min, Mul,
                            Neg, NormalCDF, NormalDensity, Number, Pow, Sin, Sqrt, Tan, Tanh, Term, TermError,
                            canonical)
from symproof.terms import Cos as Cosine

from . import polynomial as P
from .normal_form import Obligations, generic, normal_into, rule
from .quotients import (ONE, Quotient, as_number, atomic, content_of, factorise, monomial_key, monomial_term, number,
                        plain_exponent, plus, polynomial_term, positive_monomial, quotient_term, times, without)
from .arithmetic import divide
from .polynomial import Polynomial
from .signs import sign

@rule(Exp)
def _exp(term: Term, obligations: Obligations) -> Quotient:
    form = normal_into(term.arguments[0], obligations)
    total = number(1)
    for key, value in form.top.items():
        logs = [n for n, _ in key if isinstance(P.atom_term(n), Log)]
        if len(logs) == 1 and dict(key)[logs[0]] == 1:
            rest: Term = monomial_term(tuple((n, e) for n, e in key if n != logs[0]), value)
            power = rest if form.bottom == ONE else Div(rest, polynomial_term(form.bottom))
            total = times(total, normal_into(Pow(P.atom_term(logs[0]).arguments[0], power), obligations))
            continue
        if key == P.ONE and form.bottom == ONE:
            inner: Term = Number(1)
        elif form.bottom == ONE:
            inner = monomial_term(key)
        else:
            inner = Div(monomial_term(key), polynomial_term(form.bottom))
        total = times(total, atomic(canonical(Exp(inner)), plain_exponent(value)))
    return total


@rule(Log)
def _log(term: Term, obligations: Obligations) -> Quotient:
    argument = term.arguments[0]
    form = normal_into(argument, obligations)
    if not form.top:
        raise TermError(f"the logarithm of {argument!r}, which is identically 0")
    if sign(argument) != "+":
        obligations[Lt(0, argument)] = None
    total = _log_of(form.top, obligations)
    return total if form.bottom == ONE else plus(total, _log_of(form.bottom, obligations), -1)


def _log_of(poly: Polynomial, obligations: Obligations) -> Quotient:
    content = content_of(poly)
    total = number(0)
    for prime, exponent in factorise(content).items():
        total = plus(total, atomic(Log(Number(prime))), exponent)
    primitive = P.scale(poly, 1 / content)
    factors: list[tuple[Term, Fraction]]
    if len(primitive) == 1 and next(iter(primitive.values())) > 0:
        factors = [(P.atom_term(n), Fraction(e)) for n, e in next(iter(primitive))]
    else:
        outside = positive_monomial(primitive)
        factors = [(P.atom_term(n), Fraction(e)) for n, e in outside] + [
            (polynomial_term(without(primitive, outside)), Fraction(1))]
    turned = [power for base, power in factors if sign(base) == "-"]
    if all(sign(base) in ("+", "-") for base, _ in factors) and all(p.denominator == 1 for p in turned) and (
            sum(turned) % 2 == 0):
        factors = [(base if sign(base) == "+" else quotient_term(normal_into(Neg(base), obligations)), power)
                   for base, power in factors]
    for base, power in factors:
        if isinstance(base, Exp):
            total = plus(total, normal_into(base.arguments[0], obligations), power)
            continue
        if isinstance(base, Pow) and sign(base.arguments[0]) == "+":
            total = plus(total, normal_into(Mul(base.arguments[1], Log(base.arguments[0])), obligations), power)
            continue
        if sign(base) != "+":
            obligations[Lt(0, base)] = None
        total = plus(total, atomic(canonical(Log(base))), power)
    return total


def _signed(term: Term, obligations: Obligations) -> tuple[Quotient, bool]:
    """The argument with a fixed choice of sign, and whether it was negated."""
    form = normal_into(term.arguments[0], obligations)
    flip = bool(form.top) and form.top[min(form.top, key=monomial_key)] < 0
    return (times(number(-1), form), True) if flip else (form, False)


@rule(Erf, Arctan, Arcsin)
def _odd(term: Term, obligations: Obligations) -> Quotient:
    if isinstance(term, Arcsin):
        _in_unit_interval(term.arguments[0], obligations)
    form, flipped = _signed(term, obligations)
    if not form.top:
        return number(0)
    return times(number(-1 if flipped else 1), atomic(canonical(type(term)(quotient_term(form)))))


def _in_unit_interval(value: Term, obligations: Obligations) -> None:
    known = as_number(normal_into(value, obligations))
    if known is None or abs(known) > 1:
        obligations[Le(-1, value)] = obligations[Le(value, 1)] = None


@rule(Arccos)
def _arccos(term: Term, obligations: Obligations) -> Quotient:
    _in_unit_interval(term.arguments[0], obligations)
    return generic(term, obligations)


@rule(Sin)
def _sin(term: Term, obligations: Obligations) -> Quotient:
    form, flipped = _signed(term, obligations)
    if not form.top:
        return number(0)
    inner = quotient_term(form)
    base = P.atom(canonical(Sin(inner)))
    if not P.is_special(base):
        square = P.add(ONE, P.monomial(P.atom(canonical(Cosine(inner))), 2), -1)
        P.set_reduction(base, lambda e: (e - 2 * int(e // 2), P.power(square, int(e // 2))) if e >= 2 else None)
    return times(number(-1 if flipped else 1), Quotient(P.monomial(base), ONE))


@rule(Cosine)
def _cos(term: Term, obligations: Obligations) -> Quotient:
    form, _ = _signed(term, obligations)
    return number(1) if not form.top else atomic(canonical(Cosine(quotient_term(form))))


@rule(Tan)
def _tan(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    return divide(_sin(Sin(inner), obligations), _cos(Cosine(inner), obligations), Cosine(inner), obligations)


@rule(Tanh)
def _tanh(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    return normal_into(Div(Exp(2 * inner) - 1, Exp(2 * inner) + 1), obligations)


@rule(Abs)
def _abs(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    seen = sign(inner)
    form, _ = _signed(term, obligations)
    if seen in ("+", "0+"):
        return normal_into(inner, obligations)
    if seen in ("-", "0-"):
        return times(number(-1), normal_into(inner, obligations))
    if not form.top:
        return number(0)
    return Quotient(_abs_polynomial(form.top), _abs_polynomial(form.bottom))


def _abs_polynomial(poly: Polynomial) -> Polynomial:
    if poly == ONE:
        return ONE
    content = content_of(poly)
    primitive = P.scale(poly, 1 / content)
    if primitive[min(primitive, key=monomial_key)] < 0:
        primitive = P.scale(primitive, -1)
    if len(primitive) > 1:
        return P.scale(_abs_atom(polynomial_term(primitive), primitive, 1), content)
    result = P.constant(content)
    for n, e in next(iter(primitive)):
        base = P.atom_term(n)
        if isinstance(base, Pow) and base.arguments[0] is Number(-1) and P.is_special(n):
            continue
        if sign(base) in ("+", "0+") or isinstance(base, Number) or e != int(e) or int(e) % 2 == 0:
            result = P.multiply(result, {((n, e),): Fraction(1)})
        else:
            odd = 1 if e > 0 else -1
            if e != odd:
                result = P.multiply(result, {((n, int(e) - odd),): Fraction(1)})
            if odd > 0:
                result = P.multiply(result, _abs_atom(base, {((n, 1),): Fraction(1)}, 1))
            else:
                result = P.multiply(P.multiply(result, {((n, -2),): Fraction(1)}),
                                    _abs_atom(base, {((n, 1),): Fraction(1)}, 1))
    return result


def _abs_atom(inner: Term, poly: Polynomial, exponent: int) -> Polynomial:
    base = P.atom(canonical(Abs(inner)))
    if not P.is_special(base):
        P.set_reduction(base, lambda e: (e - 2 * int(e // 2), P.power(poly, 2 * int(e // 2))) if e >= 2 else None)
    return P.monomial(base, exponent)


@rule(Max, Min)
def _extremum(term: Term, obligations: Obligations) -> Quotient:
    first, *rest = term.arguments
    direction = 1 if type(term).__name__ == "Max" else -1
    other = rest[0] if len(rest) == 1 else type(term)(*rest)
    gap = normal_into(Abs(first - other), obligations)
    total = plus(normal_into(first, obligations), normal_into(other, obligations))
    return times(number(Fraction(1, 2)), plus(total, gap, direction))


@rule(NormalDensity)
def _normal_density(term: Term, obligations: Obligations) -> Quotient:
    x = term.arguments[0]
    return normal_into(Div(Exp(Neg(Div(Pow(x, 2), 2))), Sqrt(Mul(2, Constant("pi")))), obligations)


@rule(NormalCDF)
def _normal_cdf(term: Term, obligations: Obligations) -> Quotient:
    return normal_into(Div(1 + Erf(Div(term.arguments[0], Sqrt(Number(2)))), 2), obligations)


@rule(Factorial)
def _factorial(term: Term, obligations: Obligations) -> Quotient:
    value = as_number(normal_into(term.arguments[0], obligations))
    if value is not None and value.denominator == 1 and 0 <= value <= 1000:
        return number(factorial(int(value)))
    return generic(term, obligations)
