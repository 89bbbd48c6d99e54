"""Integrals of polynomials times exponentials of quadratics, error functions, and a cosine or sine.

Integration by parts in that algebra: with e^q (q of degree ≤ 2), cos and sin of one linear function, and products E of error
functions of linear functions, P e^q E = (Q e^q E)' + c e^q E − Q e^q E'. What is left, c e^q E, is again a derivative (of an
error function, or of a power of one), or an entry of the table of Gaussian integrals. Search, not trusted: the antiderivative
is checked by the kernel's differentiation on the whole range, its ends by limits.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import comb
from typing import Any, NamedTuple

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.binders import split
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, Quotient, quotient_term
from symproof.terms import (Add, Cos, Erf, Exp, Lt, Mul, Number, Pow, Sin, Sqrt, Symbol, Term, fresh,
                            free_symbols, pi, substitute)

from .convergence import simple
from ..prover import Unproved
from ..rewriting import hole_for
from .ranges import POSITIVE, WHOLE, Range, Solved, Work

MOST_STEPS, HIGHEST_DEGREE = 80, 40
Polynomial = dict[int, Any]


class Key(NamedTuple):
    """e^{q2 x² + q1 x}, times cos/sin of a linear function (or None), times powers of erf(a x + b)."""

    q2: Any
    q1: Any
    wave: tuple[Any, Any] | None
    errors: tuple[tuple[Any, Any, int], ...]

    def factor(self, x: Symbol) -> Any:
        """The exponential times the error functions."""
        parts: list[Any] = []
        if not (zero(self.q2) and zero(self.q1)):
            parts.append(Exp(_sum([self.q2 * Pow(x, 2)] * (not zero(self.q2)) + [self.q1 * x] * (not zero(self.q1)))))
        parts += [Erf(linear(a, b, x)) if k == 1 else Pow(Erf(linear(a, b, x)), k) for a, b, k in self.errors]
        return Number(1) if not parts else parts[0] if len(parts) == 1 else Mul(*parts)


@dataclass
class Decomposed:
    """body = Σ (cosine part, sine part) · key; the plain part is the cosine part of a key without a wave."""

    pieces: dict[Key, tuple[Polynomial, Polynomial]] = field(default_factory=dict)

    def add(self, key: Key, power: int, coefficient: Any, slot: int = 0) -> None:
        own = self.pieces.setdefault(key, ({}, {}))[slot]
        total = simple(own.get(power, Number(0)) + coefficient)
        if zero(total):
            own.pop(power, None)
        else:
            own[power] = total


def zero(term: Any) -> bool:
    return not normal(term)[0].top


def _sum(parts: list[Any]) -> Any:
    return Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)


def linear(slope: Any, start: Any, x: Symbol) -> Any:
    return slope * x if zero(start) else slope * x + start


def polynomial_in(term: Any, x: Symbol, highest: int = HIGHEST_DEGREE) -> dict[int, Any] | None:
    """The coefficients of a polynomial in x, or None."""
    found: dict[int, Any] = {}
    for weight, part in split(x, normal(term)[0]):
        degree = (0 if part is Number(1) else 1 if part is x else int(part.arguments[1].value)
                  if isinstance(part, Pow) and part.arguments[0] is x and isinstance(part.arguments[1], Number)
                  and part.arguments[1].value.denominator == 1 else -1)
        if not 0 <= degree <= highest:
            return None
        found[degree] = quotient_term(weight)
    return found


def decompose(body: Term, x: Symbol) -> Decomposed | None:
    """The body as a sum of pieces of this algebra, or None when it is not in it."""
    form = normal(body)[0]
    if any(x in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
        return None
    result = Decomposed()
    for monomial, value in form.top.items():
        if not _add_monomial(result, monomial, Quotient({(): value}, form.bottom), x):
            return None
    return result


def _add_monomial(result: Decomposed, monomial: P.Monomial, weight: Quotient, x: Symbol) -> bool:
    fixed: P.Monomial = ()
    power, exponent = 0, []
    errors: dict[tuple[Any, Any], int] = {}
    wave: tuple[Any, Any] | None = None
    slot = 0
    for n, e in monomial:
        base = P.atom_term(n)
        if x not in free_symbols(base):
            fixed = P.join(fixed, ((n, e),))
        elif base is x and e == int(e) and 0 < e <= HIGHEST_DEGREE:
            power = int(e)
        elif isinstance(base, Exp):
            exponent.append(Mul(Number(Fraction(e)), base.arguments[0]))
        elif isinstance(base, (Erf, Cos, Sin)) and e == int(e) and 0 < e <= (8 if isinstance(base, Erf) else 1):
            inner = polynomial_in(base.arguments[0], x, 1)
            if inner is None or not isinstance(base, Erf) and wave is not None:
                return False
            if isinstance(base, Erf):
                place = inner.get(1, Number(0)), inner.get(0, Number(0))
                errors[place] = errors.get(place, 0) + int(e)
            else:
                wave, slot = (inner.get(1, Number(0)), inner.get(0, Number(0))), int(isinstance(base, Sin))
        else:
            return False
    quadratic = polynomial_in(_sum(exponent), x, 2)
    if quadratic is None:
        return False
    coefficient = quotient_term(Quotient(P.multiply(weight.top, {fixed: Fraction(1)}), weight.bottom))
    if 0 in quadratic:
        coefficient = coefficient * Exp(quadratic[0])
    key = Key(quadratic.get(2, Number(0)), quadratic.get(1, Number(0)), wave,
              tuple(sorted(((a, b, k) for (a, b), k in errors.items()), key=repr)))
    result.add(key, power, coefficient, slot)
    return True


@dataclass
class Primitive:
    """An antiderivative of all but Σ coefficient · key (with the wave's cosine or sine)."""

    terms: list[Any] = field(default_factory=list)
    rest: list[tuple[Any, Key, int]] = field(default_factory=list)


def integrate_by_parts(decomposed: Decomposed, x: Symbol) -> Primitive | None:
    """The antiderivative, and what is left of the form c e^q E."""
    result = Primitive()
    work = Decomposed({k: (dict(c), dict(s)) for k, (c, s) in decomposed.pieces.items()})
    for _ in range(MOST_STEPS):
        live = [k for k, (c, s) in work.pieces.items() if c or s]
        if not live:
            return result
        key = max(live, key=lambda k: (sum(n for _, _, n in k.errors), repr(k)))
        cosine, sine = work.pieces.pop(key)
        if key.wave is not None and zero(key.wave[0]):
            return None
        ups, left = _solve(key, cosine, sine)
        for slot, poly in enumerate(ups):
            if poly:
                result.terms.append(_product(_polynomial(poly, x), key.factor(x), _wave(key, slot, x)))
                _subtract_errors(work, key, poly, slot)
        for slot, constant in enumerate(left):
            if not zero(constant) and not _leftover(result, key, constant, x):
                result.rest.append((constant, key, slot))
    return None


def _solve(key: Key, cosine: Polynomial, sine: Polynomial) -> tuple[tuple[Polynomial, Polynomial], tuple[Any, Any]]:
    """(U, V) and constants with P = (e^q (U cos + V sin))'/e^q + constants, for the parts P of cos and sin."""
    parts: tuple[Polynomial, Polynomial] = dict(cosine), dict(sine)
    ups: tuple[Polynomial, Polynomial] = {}, {}
    w = Number(0) if key.wave is None else key.wave[0]

    def give(slot: int, degree: int, value: Any) -> None:
        """Put value x^degree into U or V, and take its derivative out of the parts."""
        ups[slot][degree] = simple(ups[slot].get(degree, Number(0)) + value)
        other = -w * value if slot == 0 else w * value
        for where, place, change in ((slot, degree - 1, degree * value), (slot, degree, key.q1 * value),
                                     (slot, degree + 1, 2 * key.q2 * value), (1 - slot, degree, other)):
            if place >= 0 and not zero(change):
                total = simple(parts[where].get(place, Number(0)) - change)
                parts[where].pop(place, None)
                if not zero(total):
                    parts[where][place] = total

    if not zero(key.q2):
        while any(d > 0 for poly in parts for d in poly):
            degree = max(d for poly in parts for d in poly)
            for slot in (0, 1):
                if degree in parts[slot]:
                    give(slot, degree - 1, parts[slot][degree] / (2 * key.q2))
        return ups, (parts[0].get(0, Number(0)), parts[1].get(0, Number(0)))
    size = Pow(key.q1, 2) + Pow(w, 2)
    while any(parts):
        degree = max(d for poly in parts for d in poly)
        c, s = (poly.get(degree, Number(0)) for poly in parts)
        if zero(size):
            for slot, value in ((0, c), (1, s)):
                if not zero(value):
                    give(slot, degree + 1, value / (degree + 1))
            continue
        u, v = (key.q1 * c - w * s) / size, (key.q1 * s + w * c) / size
        for slot, value in ((0, u), (1, v)):
            if not zero(value):
                give(slot, degree, value)
        for poly in parts:
            if degree in poly and zero(poly[degree]):
                poly.pop(degree)
        if any(degree in poly for poly in parts):
            raise Unproved(key.q1, "the exponent and the frequency do not cancel")
    return ups, (Number(0), Number(0))


def _polynomial(poly: Polynomial, x: Symbol) -> Any:
    return _sum([_product(c, Number(1) if d == 0 else x if d == 1 else Pow(x, d)) for d, c in sorted(poly.items())])


def _product(*factors: Any) -> Any:
    kept = [f for f in factors if f is not Number(1)]
    return Number(1) if not kept else kept[0] if len(kept) == 1 else Mul(*kept)


def _wave(key: Key, slot: int, x: Symbol) -> Any:
    if key.wave is None:
        return Number(1)
    return (Sin if slot else Cos)(linear(*key.wave, x))


def _subtract_errors(work: Decomposed, key: Key, poly: Polynomial, slot: int) -> None:
    """Take Q e^q E' out of what is still to be integrated."""
    for position, (a, b, k) in enumerate(key.errors):
        rest = [*key.errors[:position], *([(a, b, k - 1)] if k > 1 else []), *key.errors[position + 1:]]
        smaller = Key(simple(key.q2 - Pow(a, 2)), simple(key.q1 - 2 * a * b), key.wave, tuple(rest))
        scale = Number(-2 * k) * a / Sqrt(pi)
        if not zero(b):
            scale = scale * Exp(-Pow(b, 2))
        for degree, value in poly.items():
            work.add(smaller, degree, scale * value, slot)


def _leftover(result: Primitive, key: Key, constant: Any, x: Symbol) -> bool:
    """c e^q E^k as a derivative, where e^q is a multiple of E'."""
    if key.wave is not None or len(key.errors) != 1:
        return False
    a, b, k = key.errors[0]
    if not zero(Pow(a, 2) + key.q2) or not zero(2 * a * b + key.q1):
        return False
    scale = constant * Sqrt(pi) / (2 * (k + 1) * a)
    if not zero(b):
        scale = scale * Exp(Pow(b, 2))
    result.terms.append(_product(simple(scale), Pow(Erf(linear(a, b, x)), k + 1)))
    return True


# -- what is left: the table ---------------------------------------------------------------------------------------------
def solve_rest(work: Work, where: Range, key: Key, slot: int) -> Solved:
    """∫ e^q E (or with the cosine or sine): an error function, or an entry of the table."""
    x = work.x
    body = _product(key.factor(x), _wave(key, slot, x))
    rate = simple(-key.q2)
    if zero(rate):
        raise Unproved(where.integral(x, body))
    if key.wave is None and not key.errors:
        return bell(work, where, rate, key.q1)
    if where == POSITIVE:
        return _on_half_line(work, key, body, rate)
    if where.name == "up to a point":
        return turned(work, where, body)
    if where.name == "on a half-line":
        return from_its_end(work, where, body)
    if where != WHOLE:
        raise Unproved(where.integral(x, body), "no closed form is known over this range")
    values: dict[Symbol, Any] = {}
    rate_, q1 = _abstract(work, values, rate, True), _abstract(work, values, key.q1)
    errors = tuple((_abstract(work, values, a), _abstract(work, values, b), k) for a, b, k in key.errors)
    centre = simple(q1 / (2 * rate_))
    if key.wave is not None and not key.errors:
        w, start = (_abstract(work, values, v) for v in key.wave)
        law = "Gaussian and a sine" if slot else "Gaussian and a cosine"
        known = work.table(law, {"p": rate_, "m": centre, "a": w, "b": simple(start + w * centre)})
        return _finished(work, Key(-rate_, q1, (w, start), ()), slot, known, rate_, values)
    count = sum(k for _, _, k in key.errors)
    plain = Key(-rate_, q1, None, errors)
    if key.wave is not None:
        raise Unproved(where.integral(x, body))
    if count == 1:
        a, b, _ = errors[0]
        known = work.table("Gaussian and an error function", {"p": rate_, "m": centre, "a": a, "b": simple(b + a * centre)})
        return _finished(work, plain, slot, known, rate_, values)
    if any(not zero(b + a * key.q1 / (2 * rate)) for a, b, _ in key.errors):
        raise Unproved(where.integral(x, body))
    if any(not zero(b) for _, b, _ in key.errors) or not zero(key.q1):
        known = pair_of(work.use("line shifted", {"F": work.function(body), "m": (m := simple(key.q1 / (2 * rate)))},
                                 (moved := gaussian(work, WHOLE, substitute(body, {x: m + x}))).integrable))
        return Solved(known.integrable, kernel.chain(known.equation, moved.equation))
    if count == 2:
        first, second = (a for a, _, k in errors for _ in range(k))
        known = work.table("Gaussian and two error functions", {"p": rate_, "m": 0, "a": first, "b": second})
        return _finished(work, plain, slot, known, rate_, values)
    if count % 2:
        integrable = work.context.settle(kernel.growth(WHOLE.integrable(x, body)))
        other = substitute(body, {x: 2 * Number(0) - x})
        odd = work.throughout(WHOLE, lambda _: kernel.ring(other, -body))
        return Solved(integrable, work.use("integral of an odd function", {"F": work.function(body), "m": 0}, integrable, odd))
    raise Unproved(where.integral(x, body))


def pair_of(theorem: Any) -> Solved:
    return Solved(kernel.conjunct(theorem, 0), kernel.conjunct(theorem, 1))


def _abstract(work: Work, values: dict[Symbol, Any], term: Any, positive: bool = False) -> Any:
    """The term itself when it is a number or a symbol, else a new symbol that is to be replaced by it."""
    if isinstance(term, Number) or zero(term):
        return term
    if isinstance(term, Symbol) and (not positive or term.domain in ("positive", "positive integer")):
        return term
    for symbol, value in values.items():
        if value is term and (symbol.domain == "positive" or not positive):
            return symbol
    taken = {s for v in (*values.values(), term) for s in free_symbols(v)} | set(values) | {work.x} | {
        s for h in work.context.hypotheses for s in free_symbols(h)}
    symbol = fresh(Symbol("r" if positive else "q", domain="positive" if positive else "real"), taken)
    values[symbol] = term
    return symbol


def _finished(work: Work, key: Key, slot: int, known: Solved, rate: Any, values: dict[Symbol, Any]) -> Solved:
    """From e^{−r (x − m)²} … to e^{q} …, e^{q} = e^{q1²/(4r)} e^{−r (x − m)²}, and from symbols to what they stand for."""
    body = _product(key.factor(work.x), _wave(key, slot, work.x))
    if not zero(key.q1):
        lift = Exp(simple(Pow(key.q1, 2) / (4 * rate)))
        known = work.combination(WHOLE, (lift, known), (Number(0), known))
    return work.special(work.same(WHOLE, known, body), values)


def bell(work: Work, where: Range, rate: Any, q1: Any) -> Solved:
    """∫ e^{−r x² + q x} over any range, by the error function."""
    x = work.x
    values: dict[Symbol, Any] = {}
    r, q = _abstract(work, values, rate, True), _abstract(work, values, q1)
    root = simple(Sqrt(r))
    scale = simple(Sqrt(pi) * root / (2 * r))
    inner = linear(root, simple(-q * root / (2 * r)), x)
    primitive = _product(scale, Erf(inner)) if zero(q) else _product(scale, Exp(simple(Pow(q, 2) / (4 * r))), Erf(inner))
    body = Key(-r, q, None, ()).factor(x)
    return work.special(work.same(where, work.fundamental(where, primitive), body), values)


def turned(work: Work, where: Range, body: Term) -> Solved:
    """∫_{−∞}^b f = ∫_0^∞ f(b − x)."""
    known = gaussian(work, POSITIVE, substitute(body, {work.x: where.upper - work.x}))
    found = pair_of(work.use("half-line turned round", {"b": where.upper, "F": work.function(body)}, known.integrable))
    return Solved(found.integrable, kernel.chain(found.equation, known.equation))


def from_its_end(work: Work, where: Range, body: Term) -> Solved:
    """∫_a^∞ f = ∫_0^∞ f(a + x)."""
    known = gaussian(work, POSITIVE, substitute(body, {work.x: where.lower + work.x}))
    found = pair_of(work.use("half-line from its end", {"a": where.lower, "F": work.function(body)}, known.integrable))
    return Solved(found.integrable, kernel.chain(found.equation, known.equation))


def _on_half_line(work: Work, key: Key, body: Term, rate: Any) -> Solved:
    count = sum(k for _, _, k in key.errors)
    if not zero(key.q1) or any(not zero(b) for _, b, _ in key.errors):
        raise Unproved(POSITIVE.integral(work.x, body))
    if key.wave is None and count == 1:
        known = work.table("half a Gaussian and an error function", {"p": rate, "a": key.errors[0][0]})
        return work.same(POSITIVE, known, body)
    if count % 2 or key.wave is not None and not zero(key.wave[1]) or isinstance(_last(body), Sin):
        raise Unproved(POSITIVE.integral(work.x, body))
    return halved(work, solve_rest(work, WHOLE, key, 0))


def _last(body: Term) -> Term:
    return body.arguments[-1] if isinstance(body, Mul) else body


def halved(work: Work, line: Solved) -> Solved:
    """∫_0^∞ of an even function from its integral over the line."""
    x, body = work.x, work.body_of(line)
    integrable = work.restriction(POSITIVE, line.integrable, body)
    even = work.throughout(WHOLE, lambda _: kernel.ring(substitute(body, {x: -x}), body))
    both = kernel.conjunct(work.use("line by halves", {"F": work.function(body)}, integrable, even), 1)
    half = POSITIVE.integral(x, body)
    hole = hole_for(half, body)
    twice = kernel.chain(kernel.exchange(both), line.equation)
    start = kernel.ring(half, (2 * half) / 2)
    return Solved(integrable, kernel.chain(work.context.settle(start), kernel.congruence(hole / 2, hole, twice)))


# -- error functions without an exponential -------------------------------------------------------------------------------
def _flat(work: Work, where: Range, body: Term, decomposed: Decomposed, flat: list[Key]) -> Solved:
    """Polynomials times powers of erf(ax + b): by powers of 1 − erf(ax + b) on the positive half-line, a > 0."""
    x = work.x
    if where.name == "up to a point":
        return turned(work, where, body)
    if where.name == "on a half-line" and where != POSITIVE:
        return from_its_end(work, where, body)
    if where == WHOLE:
        from .kinks import joined

        below, above = (gaussian(work, part, body) for part in (Range(WHOLE.lower, Number(0)), POSITIVE))
        return joined(work, where, Number(0), [], body, below, above)
    powers: dict[tuple[Any, Any, int], Polynomial] = {}
    for key in flat:
        if len(key.errors) != 1:
            raise Unproved(where.integral(x, body))
        a, b, k = key.errors[0]
        for degree, value in decomposed.pieces[key][0].items():
            for j in range(1, k + 1):
                own = powers.setdefault((a, b, j), {})
                own[degree] = own.get(degree, Number(0)) + Number((-1) ** j * comb(k, j)) * value
    pieces: list[tuple[Any, Solved]] = []
    rest: Any = body
    for (a, b, j), poly in powers.items():
        for degree, value in poly.items():
            short = simple(value)
            if zero(short):
                continue
            known = _complementary(work, a, b, j, degree)
            pieces.append((short, known))
            rest = rest - short * work.body_of(known)
    if zero(rest):
        return work.total(where, pieces, body)
    left = simple(rest)
    others = decompose(left, x)
    if others is not None and not any(zero(k.q2) and zero(k.q1) for k, (c, s) in others.pieces.items() if c or s):
        pieces.append((Number(1), gaussian(work, where, left)))
        return work.total(where, pieces, body)
    raise Unproved(where.integral(x, body), "a polynomial is left that does not decay")


def _complementary(work: Work, a: Any, b: Any, power: int, degree: int) -> Solved:
    """∫_0^∞ (x^{n+1} (1 − erf(ax + b))^k/(n + 1))', the derivative written out."""
    x = work.x
    inner = linear(a, b, x)
    primitive = Pow(x, degree + 1) * Pow(1 - Erf(inner), power) / (degree + 1)
    derived = kernel.differentiate(x, primitive, x).statement.arguments[3]
    positive = work.certain(Lt(0, a))
    flat = work.use("complementary error function is integrable", {"a": a, "b": b, "n": degree, "k": power - 1}, positive)
    first = Pow(x, degree) * Pow(1 - Erf(a * x + b), Number(power - 1) + 1)
    other = simple(derived - first)
    second = work.grown(POSITIVE, other)
    both = work.use("linear combination on a half-line", {
        "a": 0, "c": 1, "m": 1, "F": work.function(first), "G": work.function(other)}, flat, second)
    body = 1 * first + 1 * other
    return work.fundamental(POSITIVE, primitive, kernel.conjunct(both, 0), body)


# -- the engine ----------------------------------------------------------------------------------------------------------
def gaussian(work: Work, where: Range, body: Term) -> Solved:
    """∫ body over the range, for a body of the algebra; raises Unproved."""
    x = work.x
    decomposed = decompose(body, x)
    if decomposed is None:
        raise Unproved(where.integral(x, body), "not a sum of polynomials times Gaussians and error functions")
    flat = [k for k, (c, _) in decomposed.pieces.items() if k.errors and zero(k.q2) and zero(k.q1) and k.wave is None and c]
    if flat and where.name != "on an interval":
        return _flat(work, where, body, decomposed, flat)
    primitive = integrate_by_parts(decomposed, x)
    if primitive is None:
        raise Unproved(where.integral(x, body))
    pieces: list[tuple[Any, Solved]] = []
    if primitive.terms:
        pieces.append((Number(1), work.fundamental(where, _sum(primitive.terms))))
    for coefficient, key, slot in primitive.rest:
        pieces.append((coefficient, solve_rest(work, where, key, slot)))
    return work.total(where, pieces, body)


__all__ = ["ONE", "bell", "decompose", "gaussian", "integrate_by_parts"]
