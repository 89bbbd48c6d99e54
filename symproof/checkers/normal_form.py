"""Equality of scalars by a normal form: quotients of Laurent polynomials over atoms. Trusted.

`normal(term)` returns a `Quotient` and the obligations under which term = quotient: denominators that must not vanish,
roots and logarithms that need a sign, integrals that may only be split when the parts are integrable. What it knows:
field arithmetic; rational powers; e^(a+b) = e^a e^b; log of products; |−x| = |x|, |x|² = x²; max and min by |·|;
sin² + cos² = 1; Φ by erf; bilinearity of ⟨·,·⟩ (with `linear_form`); linearity of sums, integrals and expectations;
Cov, Var and Corr by their definitions. Anything else is an atom, compared up to the names of bound symbols.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import factorial, gcd
from typing import Any, NamedTuple

from symproof.terms import (Abs, Add, And, App, Arcsin, Arctan, BigO, Constant, Covariance, Div, Erf, Exp, Expectation,
                            Factorial, FamilySum, ForAll, Gaussian, Implies, IndexValue, Indicator, Infinity, Inner, Integrable,
                            Integral,
                            Kronecker, Le, Lebesgue, Log, Lt, MeasureIntegral, Mul, Ne, Neg, Normal, Number,
                            PositiveSemidefinite, Pow, Probability,
                            Sin, Size, Sqrt, Sum, Symbol, Tanh, Term, TermError, Tilt, Variance, canonical, free_symbols,
                            probability_like, substitute, subterms)
from symproof.terms import Cos as Cosine
from symproof.terms.sorts import SCALAR, Index, Operator, Vector

from . import polynomial as P
from .polynomial import Monomial, Polynomial
from .signs import nonzero, semidefinite, sign

Obligations = dict[Term, None]


class Quotient(NamedTuple):
    """top / bottom, two polynomials."""

    top: Polynomial
    bottom: Polynomial


ONE: Polynomial = P.constant(1)
_MEMO: dict[Term, tuple[Quotient, Obligations]] = {}
_INTEGRAL_DOMAINS = ("integer", "natural", "positive integer")


def normal(term: Term) -> tuple[Quotient, Obligations]:
    """The normal form of a scalar term, and what it rests on."""
    found = _MEMO.get(term)
    if found is None:
        obligations: Obligations = {}
        rule = _RULES.get(type(term), _generic)
        found = (rule(term, obligations), obligations)
        _MEMO[term] = found
    return found


def _normal(term: Term, obligations: Obligations) -> Quotient:
    quotient, more = normal(term)
    obligations.update(more)
    return quotient


def equal(left: Term, right: Term) -> Obligations | None:
    """The obligations under which left = right, or None when the normal forms differ."""
    if left.sort == SCALAR:
        obligations: Obligations = {}
        a, b = _normal(left, obligations), _normal(right, obligations)
        return obligations if same(a, b) else None
    from .linear_form import equal_linear

    return equal_linear(left, right)


def same(a: Quotient, b: Quotient) -> bool:
    """Whether two quotients are equal, by cross-multiplication."""
    if a.bottom == b.bottom:
        return a.top == b.top
    return P.multiply(a.top, b.bottom) == P.multiply(b.top, a.bottom)


# -- arithmetic of quotients --------------------------------------------------------------------------------------

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
        plain = tuple((n, -e) for n, e in key if not P.is_special(n))
        special = tuple((n, e) for n, e in key if P.is_special(n))
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


# -- back to terms ------------------------------------------------------------------------------------------------

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


def monomial_term(key: Monomial, value: Fraction = Fraction(1)) -> Term:
    factors = [_factor_term(n, e) for n, e in key]
    if value != 1 or not factors:
        factors.insert(0, Number(value.numerator, value.denominator))
    return factors[0] if len(factors) == 1 else Mul(*factors)


def polynomial_term(poly: Polynomial) -> Term:
    parts = [monomial_term(k, v) for k, v in sorted(poly.items())]
    return Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)


def quotient_term(a: Quotient) -> Term:
    top = polynomial_term(a.top)
    return top if a.bottom == ONE else Div(top, polynomial_term(a.bottom))


def standard(term: Term, obligations: Obligations) -> Term:
    """A scalar, vector or operator rewritten to its normal form; other sorts up to bound names."""
    if term.sort == SCALAR:
        return quotient_term(_normal(term, obligations))
    if isinstance(term.sort, (Vector, Operator)):
        from .linear_form import linear_standard

        return linear_standard(term, obligations)
    return term


# -- rules, one for each class that is more than an atom ----------------------------------------------------------

def _generic(term: Term, obligations: Obligations) -> Quotient:
    """An atom: its unbound scalar, vector and operator arguments are put into normal form first."""
    if not term.binding()[0] and term.children:
        parts = [standard(p, obligations) if isinstance(p, Term) and _plain(p) else p for p in term.arguments]
        rebuilt = type(term)(*parts)
        if type(rebuilt) is not type(term):
            return _normal(rebuilt, obligations)
        term = rebuilt
    return atomic(canonical(term))


def _plain(part: Term) -> bool:
    return part.sort == SCALAR or isinstance(part.sort, (Vector, Operator))


def _number(term: Term, _: Obligations) -> Quotient:
    return number(term.value)  # type: ignore[attr-defined]


def _add(term: Term, obligations: Obligations) -> Quotient:
    total = number(0)
    for part in term.arguments:
        total = plus(total, _normal(part, obligations))
    return total


def _neg(term: Term, obligations: Obligations) -> Quotient:
    return times(number(-1), _normal(term.arguments[0], obligations))


def _mul(term: Term, obligations: Obligations) -> Quotient:
    total = number(1)
    for part in term.arguments:
        total = times(total, _normal(part, obligations))
    return total


def _divide(top: Quotient, bottom: Quotient, below: Term, obligations: Obligations) -> Quotient:
    value = as_number(bottom)
    if value == 0 or not bottom.top:
        raise TermError(f"the denominator {below!r} is identically 0")
    if value is None and not nonzero(below):
        obligations[Ne(below, 0)] = None
    return times(top, inverse(bottom))


def _div(term: Term, obligations: Obligations) -> Quotient:
    above, below = term.arguments
    return _divide(_normal(above, obligations), _normal(below, obligations), below, obligations)


def _pow(term: Term, obligations: Obligations) -> Quotient:
    base, exponent = term.arguments
    power = as_number(_normal(exponent, obligations))
    inner = _normal(base, obligations)
    if power is None:
        return _symbolic_power(base, inner, exponent, obligations)
    if power.denominator == 1:
        n = int(power)
        if n >= 0:
            return Quotient(P.power(inner.top, n), P.power(inner.bottom, n))
        flipped = _divide(number(1), inner, base, obligations)
        return Quotient(P.power(flipped.top, -n), P.power(flipped.bottom, -n))
    if power < 0:
        if not nonzero(base):
            obligations[Ne(base, 0)] = None
        return inverse(_root(base, inner, -power, obligations))
    return _root(base, inner, power, obligations)


def _symbolic_power(base: Term, inner: Quotient, exponent: Term, obligations: Obligations) -> Quotient:
    """b^e for an exponent with symbols: b^(m+n) = b^m b^n, for b > 0, or for natural m, n."""
    form = _normal(exponent, obligations)
    if form.bottom != ONE:
        form = Quotient({((P.atom(canonical(exponent)), 1),): Fraction(1)}, ONE)
    natural = all(v > 0 and v.denominator == 1 and all(_is_natural(n) and e > 0 and e == int(e) for n, e in k)
                  for k, v in form.top.items())
    if sign(base) != "+" and not natural:
        obligations[Lt(0, base)] = None
    root = quotient_term(inner)
    total = number(1)
    for key, value in form.top.items():
        if key == P.ONE:
            total = times(total, _pow(Pow(root, Number(value)), obligations))
        else:
            total = times(total, atomic(canonical(Pow(root, monomial_term(key))), _exponent(value)))
    return total


def _is_natural(number_: int) -> bool:
    base = P.atom_term(number_)
    return isinstance(base, Size) or isinstance(base, Symbol) and base.domain in ("natural", "positive integer")


def _exponent(value: Fraction) -> P.Exponent:
    return int(value) if value.denominator == 1 else value


def _sqrt(term: Term, obligations: Obligations) -> Quotient:
    base = term.arguments[0]
    return _root(base, _normal(base, obligations), Fraction(1, 2), obligations)


def _root(base: Term, inner: Quotient, power: Fraction, obligations: Obligations) -> Quotient:
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
    content = _content(poly)
    result = _number_root(content, power)
    primitive = P.scale(poly, 1 / content)
    if len(primitive) == 1 and next(iter(primitive.values())) > 0:
        (key, _), = primitive.items()
        loose: list[tuple[int, P.Exponent]] = []
        for n, e in key:
            base = P.atom_term(n)
            if isinstance(base, Number) or sign(base) in ("+", "0+"):
                result = times(result, atomic(base, _exponent(Fraction(e) * power)))
            elif e == int(e) and int(e) % 2 == 0 and e > 0:
                size = _normal(Abs(base), obligations)
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
    radicand = polynomial_term(primitive)
    if len(primitive) == 1 and sign(radicand) not in ("+", "0+"):
        obligations[Le(0, radicand)] = None
    return times(result, _radical(radicand, primitive, power))


def _content(poly: Polynomial) -> Fraction:
    top, bottom = 0, 1
    for value in poly.values():
        top = gcd(top, value.numerator)
        bottom = bottom * value.denominator // gcd(bottom, value.denominator)
    return Fraction(top, bottom)


def _radical(radicand: Term, poly: Polynomial, power: Fraction) -> Quotient:
    """radicand^power as an atom whose whole powers expand again."""
    base = P.atom(radicand)
    if not P.is_special(base) and isinstance(radicand, (Add, Mul, Pow, Div)):
        P.set_reduction(base, lambda e: _expand_root(e, poly))
    return Quotient(P.monomial(base, _exponent(power)), ONE)


def _expand_root(exponent: P.Exponent, poly: Polynomial) -> tuple[P.Exponent, Polynomial] | None:
    whole = exponent.__floor__()
    return None if whole <= 0 else (_exponent(Fraction(exponent) - whole), P.power(poly, whole))


def _number_root(value: Fraction, power: Fraction) -> Quotient:
    result = number(1)
    for prime, exponent in _factorise(value).items():
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
        return None if whole == 0 else (_exponent(Fraction(exponent) - whole), P.constant(Fraction(prime) ** whole))

    return rule


def _factorise(value: Fraction) -> dict[int, int]:
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


def _exp(term: Term, obligations: Obligations) -> Quotient:
    form = _normal(term.arguments[0], obligations)
    total = number(1)
    for key, value in form.top.items():
        if len(key) == 1 and key[0][1] == 1 and form.bottom == ONE and isinstance(P.atom_term(key[0][0]), Log):
            total = times(total, _normal(Pow(P.atom_term(key[0][0]).arguments[0], Number(value)), obligations))
            continue
        if key == P.ONE and form.bottom == ONE:
            inner: Term = Number(1)
        elif form.bottom == ONE:
            inner = monomial_term(key)
        else:
            inner = Div(monomial_term(key), polynomial_term(form.bottom))
        total = times(total, atomic(canonical(Exp(inner)), _exponent(value)))
    return total


def _log(term: Term, obligations: Obligations) -> Quotient:
    argument = term.arguments[0]
    form = _normal(argument, obligations)
    if not form.top:
        raise TermError(f"the logarithm of {argument!r}, which is identically 0")
    if sign(argument) != "+":
        obligations[Lt(0, argument)] = None
    total = _log_of(form.top, obligations)
    return total if form.bottom == ONE else plus(total, _log_of(form.bottom, obligations), -1)


def _log_of(poly: Polynomial, obligations: Obligations) -> Quotient:
    content = _content(poly)
    total = number(0)
    for prime, exponent in _factorise(content).items():
        total = plus(total, atomic(Log(Number(prime))), exponent)
    primitive = P.scale(poly, 1 / content)
    factors: Iterable[tuple[Term, Fraction]]
    if len(primitive) == 1 and next(iter(primitive.values())) > 0:
        factors = [(P.atom_term(n), Fraction(e)) for n, e in next(iter(primitive))]
    else:
        factors = [(polynomial_term(primitive), Fraction(1))]
    for base, power in factors:
        if isinstance(base, Exp):
            total = plus(total, _normal(base.arguments[0], obligations), power)
            continue
        if sign(base) != "+":
            obligations[Lt(0, base)] = None
        total = plus(total, atomic(canonical(Log(base))), power)
    return total


def _signed(term: Term, obligations: Obligations) -> tuple[Quotient, bool]:
    """The argument with a fixed choice of sign, and whether it was negated."""
    form = _normal(term.arguments[0], obligations)
    flip = bool(form.top) and form.top[min(form.top)] < 0
    return (times(number(-1), form), True) if flip else (form, False)


def _odd(term: Term, obligations: Obligations) -> Quotient:
    if isinstance(term, Arcsin):
        _in_unit_interval(term.arguments[0], obligations)
    form, flipped = _signed(term, obligations)
    if not form.top:
        return number(0)
    return times(number(-1 if flipped else 1), atomic(canonical(type(term)(quotient_term(form)))))


def _in_unit_interval(value: Term, obligations: Obligations) -> None:
    known = as_number(_normal(value, obligations))
    if known is None or abs(known) > 1:
        obligations[Le(-1, value)] = obligations[Le(value, 1)] = None


def _arccos(term: Term, obligations: Obligations) -> Quotient:
    _in_unit_interval(term.arguments[0], obligations)
    return _generic(term, obligations)


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


def _cos(term: Term, obligations: Obligations) -> Quotient:
    form, _ = _signed(term, obligations)
    return number(1) if not form.top else atomic(canonical(Cosine(quotient_term(form))))


def _tan(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    return _divide(_sin(Sin(inner), obligations), _cos(Cosine(inner), obligations), Cosine(inner), obligations)


def _tanh(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    return _normal(Div(Exp(2 * inner) - 1, Exp(2 * inner) + 1), obligations)


def _abs(term: Term, obligations: Obligations) -> Quotient:
    inner = term.arguments[0]
    seen = sign(inner)
    form, _ = _signed(term, obligations)
    if seen in ("+", "0+"):
        return _normal(inner, obligations)
    if seen in ("-", "0-"):
        return times(number(-1), _normal(inner, obligations))
    if not form.top:
        return number(0)
    return Quotient(_abs_polynomial(form.top), _abs_polynomial(form.bottom))


def _abs_polynomial(poly: Polynomial) -> Polynomial:
    if poly == ONE:
        return ONE
    content = _content(poly)
    primitive = P.scale(poly, 1 / content)
    if primitive[min(primitive)] < 0:
        primitive = P.scale(primitive, -1)
    if len(primitive) > 1:
        return P.scale(_abs_atom(polynomial_term(primitive), primitive, 1), content)
    result = P.constant(content)
    for n, e in next(iter(primitive)):
        base = P.atom_term(n)
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


def _extremum(term: Term, obligations: Obligations) -> Quotient:
    first, *rest = term.arguments
    direction = 1 if type(term).__name__ == "Max" else -1
    other = rest[0] if len(rest) == 1 else type(term)(*rest)
    gap = _normal(Abs(first - other), obligations)
    total = plus(_normal(first, obligations), _normal(other, obligations))
    return times(number(Fraction(1, 2)), plus(total, gap, direction))


def _normal_density(term: Term, obligations: Obligations) -> Quotient:
    x = term.arguments[0]
    return _normal(Div(Exp(Neg(Div(Pow(x, 2), 2))), Sqrt(Mul(2, Constant("pi")))), obligations)


def _normal_cdf(term: Term, obligations: Obligations) -> Quotient:
    return _normal(Div(1 + Erf(Div(term.arguments[0], Sqrt(Number(2)))), 2), obligations)


def _factorial(term: Term, obligations: Obligations) -> Quotient:
    value = as_number(_normal(term.arguments[0], obligations))
    if value is not None and value.denominator == 1 and 0 <= value <= 1000:
        return number(factorial(int(value)))
    return _generic(term, obligations)


def _indicator(term: Term, _: Obligations) -> Quotient:
    base = P.atom(canonical(term))
    if not P.is_special(base):
        P.set_reduction(base, lambda e: (1, ONE) if e > 0 and e != 1 else None)
    return Quotient(P.monomial(base), ONE)


def _kronecker(term: Term, _: Obligations) -> Quotient:
    left, right = sorted(term.arguments, key=lambda p: P.atom(p))
    if left is right:
        return number(1)
    if isinstance(left, IndexValue) and isinstance(right, IndexValue):
        return number(0)
    base = P.atom(Kronecker(left, right))
    if not P.is_special(base):
        P.set_reduction(base, lambda e: (1, ONE) if e > 0 and e != 1 else None)
    return Quotient(P.monomial(base), ONE)


def _size(term: Term, _: Obligations) -> Quotient:
    dimension = term.arguments[0]
    return number(dimension) if isinstance(dimension, int) else atomic(term)


def _covariance(term: Term, obligations: Obligations) -> Quotient:
    var, measure, left, right = term.arguments
    if type(term).__name__ == "Correlation":
        spread = Sqrt(Mul(Variance(var, measure, left), Variance(var, measure, right)))
        return _normal(Div(Covariance(var, measure, left, right), spread), obligations)
    return _normal(Expectation(var, measure, left * right)
                   - Expectation(var, measure, left) * Expectation(var, measure, right), obligations)


def _variance(term: Term, obligations: Obligations) -> Quotient:
    var, measure, body = term.arguments
    return _normal(Expectation(var, measure, Pow(body, 2)) - Pow(Expectation(var, measure, body), 2), obligations)


def _probability(term: Term, obligations: Obligations) -> Quotient:
    var, measure, event = term.arguments
    return _normal(Expectation(var, measure, Indicator(event)), obligations)


def _inner(term: Term, obligations: Obligations) -> Quotient:
    from .linear_form import inner_normal

    return inner_normal(term.arguments[0], term.arguments[1], obligations)


def _norm(term: Term, obligations: Obligations) -> Quotient:
    vector = term.arguments[0]
    return _root(Inner(vector, vector), _normal(Inner(vector, vector), obligations), Fraction(1, 2), obligations)


# -- linear binders -----------------------------------------------------------------------------------------------

_HEIGHTS: dict[Term, int] = {}


def _height(term: Term) -> int:
    """How deeply binders are nested in a term."""
    found = _HEIGHTS.get(term)
    if found is None:
        inside = max((_height(child) for child in term.children), default=0)
        found = _HEIGHTS[term] = inside + (1 if term.binding()[0] else 0)
    return found


def standard_names(term: Term) -> tuple[Any, ...]:
    """The arguments of a binder of one symbol, the symbol renamed to %b0, %b1, … so that the same bodies meet as one."""
    var, *rest = term.arguments
    taken = free_symbols(term)
    number_ = _height(term)
    new = Symbol(f"%b{number_}", var.sort, var.domain)
    while new in taken:
        number_ += 1
        new = Symbol(f"%b{number_}", var.sort, var.domain)
    _, scoped = term.binding()
    return new, *(substitute(part, {var: new}) if i in scoped else part for i, part in enumerate(rest, 1))


def _split(var: Symbol, form: Quotient) -> list[tuple[Quotient, Term]]:
    """form = Σ coefficient · part, the coefficients free of var, one entry for each distinct part."""
    outside = not any(var in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key)
    gathered: dict[Monomial, Polynomial] = {}
    for key, value in form.top.items():
        inner = tuple((n, e) for n, e in key if var in free_symbols(P.atom_term(n)))
        rest = tuple((n, e) for n, e in key if var not in free_symbols(P.atom_term(n)))
        gathered[inner] = P.add(gathered.get(inner, {}), {rest: value})
    pieces = []
    for inner, coefficient in sorted(gathered.items()):
        part = monomial_term(inner)
        if not outside:
            part = Div(part, polynomial_term(form.bottom))
        pieces.append((Quotient(coefficient, form.bottom if outside else ONE), part))
    return pieces


def _under(var: Symbol, inner: Obligations, obligations: Obligations, *conditions: Term) -> None:
    """Obligations on the body of a binder, claimed for all values of the bound symbol (where conditions hold)."""
    for statement in inner:
        if var not in free_symbols(statement):
            obligations[statement] = None
            continue
        guarded = Implies(And(*conditions), statement) if conditions else statement
        obligations[ForAll(var, guarded)] = None


def _expectation(term: Term, obligations: Obligations) -> Quotient:
    """E[Σ c_i X_i] = Σ c_i E[X_i], when every X_i is integrable; E[1] = 1."""
    var, measure, body = standard_names(term)
    inner: Obligations = {}
    pieces = _split(var, _normal(body, inner))
    _under(var, inner, obligations)
    total = number(0)
    for coefficient, part in pieces:
        if part is Number(1) and probability_like(measure):
            proper(measure, obligations)
            total = plus(total, coefficient)
            continue
        if len(pieces) > 1:
            obligations[canonical(Integrable(var, measure, part))] = None
        total = plus(total, times(coefficient, atomic(canonical(type(term)(var, measure, part)))))
    return total


def proper(measure: Term, obligations: Obligations) -> None:
    """What makes a measure built as a probability measure really one: a finite normaliser, a variance ≥ 0."""
    if isinstance(measure, Tilt):
        var, base, score = measure.arguments
        proper(base, obligations)
        obligations[canonical(Integrable(var, base, Exp(score)))] = None
        if not probability_like(base):
            obligations[canonical(Lt(0, MeasureIntegral(var, base, Exp(score))))] = None
    elif isinstance(measure, Normal) and sign(measure.arguments[1]) not in ("+", "0+", "0"):
        obligations[Le(0, measure.arguments[1])] = None
    elif isinstance(measure, Gaussian) and not semidefinite(measure.arguments[1]):
        obligations[PositiveSemidefinite(measure.arguments[1])] = None


def _integral(term: Term, obligations: Obligations) -> Quotient:
    var, lower, upper, body = standard_names(term)
    if not isinstance(lower, Infinity) and not isinstance(upper, Infinity) and sign(upper - lower) not in ("+", "0+"):
        gap = as_number(_normal(upper - lower, obligations))
        if gap is None or gap < 0:
            obligations[Le(lower, upper)] = None
    inner: Obligations = {}
    pieces = _split(var, _normal(body, inner))
    inside = [Lt(lower, var)] if not isinstance(lower, Infinity) else []
    inside += [Lt(var, upper)] if not isinstance(upper, Infinity) else []
    _under(var, inner, obligations, *inside)
    total = number(0)
    for coefficient, part in pieces:
        if len(pieces) > 1:
            restricted = part if not inside else Mul(Indicator(And(*inside)), part)
            obligations[canonical(Integrable(var, Lebesgue(SCALAR), restricted))] = None
        total = plus(total, times(coefficient, atomic(canonical(
            Integral(var, _bound(lower, obligations), _bound(upper, obligations), part)))))
    return total


def _bound(value: Term, obligations: Obligations) -> Term:
    return value if isinstance(value, Infinity) else standard(value, obligations)


def _sum(term: Term, obligations: Obligations) -> Quotient:
    var, lower, upper, body = standard_names(term)
    first, last = (None if isinstance(v, Infinity) else as_number(_normal(v, obligations)) for v in (lower, upper))
    if first is not None and last is not None and last - first <= 200:
        if first.denominator != 1 or last.denominator != 1:
            raise TermError(f"the bounds of {term!r} must be integers")
        total = number(0)
        for k in range(int(first), int(last) + 1):
            total = plus(total, _normal(substitute(body, {var: Number(k)}), obligations))
        return total
    inner: Obligations = {}
    pieces = _split(var, _normal(body, inner))
    _under(var, inner, obligations)
    infinite = isinstance(lower, Infinity) or isinstance(upper, Infinity)
    if infinite and len(pieces) > 1:
        return atomic(canonical(term))
    total = number(0)
    for coefficient, part in pieces:
        total = plus(total, times(coefficient, atomic(canonical(
            Sum(var, _bound(lower, obligations), _bound(upper, obligations), part)))))
    return total


def _family_sum(term: Term, obligations: Obligations) -> Quotient:
    """Σ_i c = m c, Σ_i δ_ij X_i = X_j, and linearity."""
    var, body = standard_names(term)
    inner: Obligations = {}
    pieces = _split(var, _normal(body, inner))
    _under(var, inner, obligations)
    total = number(0)
    for coefficient, part in pieces:
        if var not in free_symbols(part):
            value = times(_normal(Size(var.sort.size), obligations), _normal(part, obligations))
        else:
            value = _collapse(var, part, obligations)
        total = plus(total, times(coefficient, value))
    return total


def _collapse(var: Symbol, part: Term, obligations: Obligations) -> Quotient:
    for delta in subterms(part):
        if isinstance(delta, Kronecker) and delta in _factors(part):
            a, b = delta.arguments
            other = b if a is var else a if b is var else None
            if other is not None and other is not var:
                return _normal(substitute(part, {var: other}), obligations)
    return atomic(canonical(FamilySum(var, part)))


def _factors(part: Term) -> tuple[Term, ...]:
    return part.arguments if isinstance(part, Mul) else (part,)


def _remainder(term: Term, _: Obligations) -> Quotient:
    raise TermError(f"{term!r} stands for some function, not for a value: it can only occur in a step that is about "
                    "orders of magnitude (series, taylor)")


_RULES: dict[type, Callable[[Term, Obligations], Quotient]] = {
    Number: _number, Add: _add, Neg: _neg, Mul: _mul, Div: _div, Pow: _pow, Sqrt: _sqrt, Exp: _exp, Log: _log,
    Erf: _odd, Arctan: _odd, Sin: _sin, Cosine: _cos, Tanh: _tanh, Abs: _abs, Factorial: _factorial,
    Indicator: _indicator, Kronecker: _kronecker, Size: _size, Covariance: _covariance, Variance: _variance,
    Probability: _probability, Inner: _inner, Expectation: _expectation, MeasureIntegral: _expectation,
    Integral: _integral, Sum: _sum, FamilySum: _family_sum, BigO: _remainder,
}


def _register() -> None:
    from symproof.terms import Arccos, Correlation, Max, Min, Norm, NormalCDF, NormalDensity, Tan

    _RULES.update({Max: _extremum, Min: _extremum, Norm: _norm, NormalCDF: _normal_cdf, Tan: _tan, Arcsin: _odd, Arccos: _arccos,
                   NormalDensity: _normal_density, Correlation: _covariance})


_register()

__all__ = ["App", "Obligations", "Quotient", "as_number", "equal", "inverse", "normal", "plus", "quotient_term", "same",
           "standard", "times"]
