"""Sums of series: what a series converges to, from laws about power series and from partial fractions.

“Σ_{k ≥ p} f(k) converges to s” is a statement of its own: the partial sums up to ⌊N⌋ tend to s as N → ∞. The value of an
infinite sum is taken from such a statement only, so a divergent sum gets none. A term is taken apart as (rational
function of k) · (what has a rational ratio of neighbours); the ratio says which power series it belongs to; powers of k come
by differentiating that series; simple fractions come by digamma, zeta, logarithm and arctangent.

How this could be fooled: at the border of the disc of convergence; by rearranging; by starting at a pole; at x = 0 where
0^0 = 1. The conditions of the laws, and the identity of the terms for every k, are premises and never dropped.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Abs, Add, Cos, Div, Eq, Exists, Exp, Factorial, HasLimit, Implies, Infinity, Lambda, Lt, Mul,
                            Neg, Number, Pow, Special, Sqrt, Sum, Symbol, Term, TermError, alpha_equal, free_symbols,
                            fresh, substitute)
from symproof.terms.sorts import SCALAR

from ..context import Context
from .hyperterms import NotHypergeometric, Product, Terms, neat, with_powers
from .index_ranges import throughout, within
from ..law_tools import Sides, law, number_of, parts, plain
from ..prover import Unproved, law_instance
from .special_values import equal

ERRORS = (KernelError, TermError, Unproved, NotHypergeometric, RecursionError, ArithmeticError, ValueError)
HIGHEST_POWER = 8


def function(index: Symbol, body: Term) -> Lambda:
    """k ↦ body."""
    slot = fresh(Symbol("z"), free_symbols(body))
    return Lambda(slot, substitute(body, {index: slot}))


def equality(statement: Any, _: Any, context: Context) -> Theorem | None:
    """⊢ an equation, at one index of a range."""
    return equal(statement.arguments[0], statement.arguments[1], context)


def series_value(term: Term, context: Context) -> Theorem | None:
    """⊢ Σ_{k=p}^{∞} f(k) = s, or Σ over all integers by its two halves; None when no value is found."""
    if not isinstance(term, Sum) or term.sort != SCALAR:
        return None
    index, lower, upper, body = term.arguments
    if isinstance(lower, Infinity) and isinstance(upper, Infinity):
        return None
    found = convergent(term, context)
    if found is None:
        return None
    start, value = found.statement.arguments[2].arguments[1], found.statement.arguments[3]
    instance = law_instance("infinite sum", {"f": function(index, body), "p": start, "a": value})
    return Sides(context).settle(kernel.apply(instance, found))


def convergent(term: Term, context: Context) -> Theorem | None:
    """⊢ the partial sums of Σ_{k=p}^{∞} f(k) tend to s."""
    index, lower, upper, body = term.arguments
    if isinstance(lower, Infinity) or not isinstance(upper, Infinity) or upper.arguments[0] < 0:
        return None
    start = number_of(lower)
    if start is None or start.denominator != 1 or abs(start) > 40:
        return None
    try:
        return _Series(index, context).of(body, int(start))
    except ERRORS:
        return None


def convergence(term: Term, context: Context) -> Theorem | None:
    """⊢ the sum converges: a limit of its partial sums, or that there is one; for two-sided sums, of both halves."""
    index, lower, upper, body = term.arguments
    if isinstance(lower, Infinity) and isinstance(upper, Infinity):
        halves = [convergence(Sum(index, start, upper, part), context)
                  for start, part in ((0, body), (1, substitute(body, {index: -index})))]
        shown = [h for h in halves if h is not None]
        return kernel.conjunction(*shown) if len(shown) == 2 else None
    found = convergent(term, context)
    if found is not None:
        return found
    try:
        return _bell(index, lower, body, context)
    except ERRORS:
        return None


def _bell(index: Symbol, lower: Term, body: Term, context: Context) -> Theorem | None:
    """Σ c exp(a k − x k²) converges for x > 0."""
    work = _Series(index, context)
    weight, bell = _bell_parts(body)
    if bell is None:
        return None
    x, a, constant = _quadratic(bell.arguments[0], index)
    existence = law("Gaussian series converges", {"x": plain(-x), "a": a, "p": lower})
    limit = existence.statement.arguments[1]
    bound = fresh(Symbol("b"), free_symbols(existence.statement) | free_symbols(body))
    fact = kernel.assume(substitute(limit, {existence.statement.arguments[0]: bound}))
    factor = plain(Exp(constant)) if weight is None else weight * Exp(constant)
    scaled = work.apply("series is scaled", {"f": work.body_of(fact), "p": lower, "a": bound, "x": factor}, fact)
    wanted = work.agree(scaled, body)
    slot = fresh(Symbol("s"), free_symbols(wanted.statement))
    n, point, partial, value, side = wanted.statement.arguments
    claim = Exists(slot, HasLimit(n, point, partial, slot, side))
    shown = kernel.witness(claim, value, wanted)
    return Sides(context).settle(kernel.obtain(existence, bound, shown))


def _bell_parts(body: Term) -> tuple[Term | None, Term | None]:
    if isinstance(body, Exp):
        return None, body
    if isinstance(body, Mul):
        bells = [p for p in body.arguments if isinstance(p, Exp)]
        rest = [p for p in body.arguments if not isinstance(p, Exp)]
        if len(bells) == 1:
            return (rest[0] if len(rest) == 1 else Mul(*rest)), bells[0]
    return None, None


def _quadratic(exponent: Term, index: Symbol) -> tuple[Any, Any, Any]:
    """(x, a, c) with exponent = x k² + a k + c."""
    at = [substitute(exponent, {index: Number(v)}) for v in (0, 1, -1)]
    constant = plain(at[0])
    second = plain((at[1] + at[2]) / 2 - at[0])
    first = plain((at[1] - at[2]) / 2)
    return second, first, constant


class _Series:
    """The search for what one series converges to."""

    def __init__(self, index: Symbol, context: Context) -> None:
        self.index, self.context, self.sides = index, context, Sides(context)

    # -- statements about convergence ----------------------------------------------------------------------------------
    def apply(self, name: str, values: dict[str, Any], *given: Theorem) -> Theorem:
        """An instance of a law, the given premises (up to bound names) and what can be shown discharged."""
        found = parts(law_instance(name, values))[0]
        for premise in given:
            match = next((h for h in found.hypotheses if alpha_equal(h, premise.statement)), None)
            if match is None:
                raise Unproved(premise.statement)
            found = kernel.cut(premise, found)
        return found

    def body_of(self, theorem: Theorem) -> Lambda:
        """The terms of the series that a theorem is about, as a function."""
        partial = theorem.statement.arguments[2]
        return function(partial.arguments[0], partial.arguments[3])

    @staticmethod
    def start_of(theorem: Theorem) -> Term:
        return theorem.statement.arguments[2].arguments[1]  # type: ignore[no-any-return]

    @staticmethod
    def value_of(theorem: Theorem) -> Term:
        return theorem.statement.arguments[3]  # type: ignore[no-any-return]

    def agree(self, theorem: Theorem, body: Term) -> Theorem:
        """The same for a series with equal terms: `body`, a term in the index."""
        start = self.start_of(theorem)
        f, g = self.body_of(theorem), function(self.index, body)
        if alpha_equal(f, g):
            return theorem
        instance = law_instance("series agree", {"f": f, "F": g, "p": start, "a": self.value_of(theorem)})
        goal = instance.statement.arguments[0].arguments[0]

        same = throughout(self.context, start, None, goal, equality)
        return kernel.apply(instance, kernel.conjunction(same, theorem))

    def valued(self, theorem: Theorem, value: Term) -> Theorem:
        """The value written another way."""
        n, point, partial, old, side = theorem.statement.arguments
        if old is value:
            return theorem
        hole = fresh(Symbol("hole"), free_symbols(theorem.statement) | free_symbols(value))
        link = kernel.congruence(HasLimit(n, point, partial, hole, side), hole, kernel.ring(old, value))
        return kernel.apply(link, theorem)

    def tidy(self, theorem: Theorem) -> Theorem:
        """The value in normal form, where that costs no condition."""
        try:
            found = self.sides.settle(self.valued(theorem, neat(self.value_of(theorem))))
        except (KernelError, TermError):
            return theorem
        known = set(theorem.hypotheses)
        return found if all(h in known for h in self.sides.open(found)) else theorem

    def started(self, theorem: Theorem, start: int) -> Theorem:
        """The series from another first index on: terms are added or taken away."""
        current = int(number_of(self.start_of(theorem)) or 0)
        if abs(current - start) > 60:
            raise Unproved(theorem.statement)
        theorem = self._start_written(theorem, Number(current))
        while current != start:
            f = self.body_of(theorem)
            first = f.arguments[1]
            at = substitute(first, {f.arguments[0]: Number(current if current < start else current - 1)})
            if current < start:
                rest = neat(self.value_of(theorem) - at)
                theorem = self.valued(theorem, at + rest)
                step = law_instance("series: the first term", {"f": f, "p": Number(current), "a": rest})
                step, theorem = self._matched(step, theorem)
                current += 1
            else:
                step = law_instance("series: the first term", {"f": f, "p": Number(current - 1), "a": self.value_of(theorem)})
                step, theorem = self._matched(step, theorem)
                current -= 1
            theorem = self._start_written(kernel.apply(step, theorem), Number(current))
        return theorem

    def _matched(self, equivalence: Theorem, theorem: Theorem) -> tuple[Theorem, Theorem]:
        """The theorem with its start written as the equivalence writes it."""
        for side in equivalence.statement.arguments:
            wanted = side.arguments[2].arguments[1]
            if number_of(wanted - self.start_of(theorem)) == 0:
                return equivalence, self._start_written(theorem, wanted)
        raise Unproved(theorem.statement)

    def _start_written(self, theorem: Theorem, start: Term) -> Theorem:
        old = self.start_of(theorem)
        if old is start:
            return theorem
        n, point, partial, value, side = theorem.statement.arguments
        hole = fresh(Symbol("hole"), free_symbols(theorem.statement))
        index, _, upper, body = partial.arguments
        template = HasLimit(n, point, Sum(index, hole, upper, body), value, side)
        return kernel.apply(kernel.congruence(template, hole, kernel.ring(old, start)), theorem)

    def moved(self, theorem: Theorem, by: int) -> Theorem:
        """Σ_{k ≥ p} f(k) as Σ_{k ≥ p − by} f(k + by)."""
        if by == 0:
            return theorem
        values = {"f": self.body_of(theorem), "p": self.start_of(theorem), "j": Number(by), "a": self.value_of(theorem)}
        found = kernel.apply(law_instance("series shifts", values), theorem)
        start = number_of(self.start_of(found))
        return self._start_written(found, Number(start if start is not None else 0))

    def sum(self, pieces: list[tuple[Term, Theorem]], start: int) -> Theorem:
        """Σ c_i f_i converges to Σ c_i s_i."""
        ready = [(c, self.started(t, start)) for c, t in pieces]
        factor, first = ready[0]
        result = self.apply("series is scaled", {"f": self.body_of(first), "p": Number(start), "a": self.value_of(first),
                                                 "x": factor}, first)
        for factor, other in ready[1:]:
            result = self.apply("series add", {
                "f": self.body_of(result), "F": self.body_of(other), "p": Number(start), "a": self.value_of(result),
                "b": self.value_of(other), "x": Number(1), "y": factor}, result, other)
        return result

    # -- what a term is --------------------------------------------------------------------------------------------------
    def of(self, body: Term, start: int) -> Theorem | None:
        """⊢ Σ_{k ≥ start} body converges to …"""
        self.context.check_time()
        if self.index not in free_symbols(body):
            return None
        found = self._zeta(body, start)
        if found is None:
            try:
                found = self._hypergeometric(body, start)
            except NotHypergeometric:
                found = None
        if found is None:
            found = self._by_parts(body, start)
        return None if found is None else self.sides.settle(self.tidy(found))

    def _by_parts(self, body: Term, start: int) -> Theorem | None:
        from .summation import summands

        pieces = summands(body)
        if len(pieces) < 2:
            pieces = summands(plain(body))
        if len(pieces) < 2:
            return None
        found: list[tuple[Term, Theorem]] = []
        for piece in pieces:
            one = self.of(piece, start)
            if one is None:
                return None
            found.append((Number(1), one))
        return self.agree(self.sum(found, start), body)

    def _zeta(self, body: Term, start: int) -> Theorem | None:
        """c/k^s, c/(2k + 1)^s and c (−1)^k/k^s with an exponent that need not be a number."""
        k = self.index
        for name, first in (("zeta series", 1), ("zeta series of odd numbers", 0), ("alternating zeta series", 1)):
            for exponent in _exponents(body, k):
                try:
                    base = law(name, {"x": exponent})
                    shown = self._multiple(self.started(base, max(first, start)), body, max(first, start))
                    if start < first:
                        return None
                    return shown
                except ERRORS:
                    continue
        return None

    def _multiple(self, theorem: Theorem, body: Term, start: int) -> Theorem:
        """The series with terms `body`, a constant multiple of the terms of the theorem."""
        f = self.body_of(theorem)
        at = Number(start)
        factor = plain(substitute(body, {self.index: at}) / substitute(f.arguments[1], {f.arguments[0]: at}))
        return self.agree(self.sum([(factor, theorem)], start), body)

    def _hypergeometric(self, body: Term, start: int) -> Theorem | None:
        k, written = self.index, body
        body = with_powers(body, (k,))
        if body is not written:
            found = self._hypergeometric(body, start)
            return None if found is None else self.agree(found, written)
        terms = Terms((k,), body)
        product = terms.product(body)
        if product.rational == 0:
            return None
        pure = Product(terms.field(1), product.gammas, product.powers, product.others)
        ratio = terms.ratio(pure, {k: 1})
        above, below = _linear_factors(terms, ratio.numer, k), _linear_factors(terms, ratio.denom, k)
        if above is None or below is None:
            return None
        scale = terms.term(above[0] / below[0])
        tops, bottoms = above[1], below[1]
        work = _Piece(self, body, start, terms, product, scale)
        if not tops and not bottoms:
            return work.geometric()
        if not tops and len(bottoms) == 1:
            return work.exponential(bottoms[0])
        if len(tops) == 1 and len(bottoms) == 1:
            return work.binomial(tops[0], bottoms[0])
        if not tops and len(bottoms) == 2:
            return work.circular(bottoms)
        return None


class _Piece:
    """A term: a rational function of k times t(k), where t(k + 1)/t(k) is known."""

    def __init__(self, series: _Series, body: Term, start: int, terms: Terms, product: Product, scale: Term) -> None:
        self.series, self.body, self.start, self.terms, self.product = series, body, start, terms, product
        self.index = series.index
        self.scale = plain(scale)

    def at(self, k: int) -> Term:
        return substitute(self.body, {self.index: Number(k)})  # type: ignore[no-any-return]

    def _coefficients(self, value: Any) -> list[Any] | None:
        """Coefficients of a polynomial in k, as field elements; None for a proper rational function."""
        from .hyperterms import _in_powers

        name = self.terms.names[self.index]
        generators = [str(s) for s in self.terms.field.ring.symbols]
        position = generators.index(name)
        if any(powers[position] for powers, _ in value.denom.terms()):
            return None
        below = self.terms.field(value.denom)
        return [c / below for c in _in_powers(self.terms, value.numer, self.index)]

    def geometric(self) -> Theorem | None:
        """(rational function) z^k."""
        z = self.scale
        direct = self._odd_powers()
        if direct is not None:
            return direct
        lowest = self._lowest_exponent()
        if lowest < 0 and self.start + lowest >= 0:
            return self._reindexed(lowest)
        rest = self.product.rest()
        constant = substitute(rest, {self.index: Number(0)})
        coefficients = self._coefficients(self.product.rational)
        if coefficients is not None:
            if number_of(z) == 1:
                return None
            levels = self._moments("geometric series", {}, Number(1), z, len(coefficients) - 1, 1)
            return self._combined(coefficients, levels, constant, 0)
        return self._fractions(z, constant)

    def _lowest_exponent(self) -> int:
        """The least s of the powers x^(k + s)."""
        from ..law_tools import split_constant

        found = [split_constant(t.arguments[1])[1] for t, _ in self.product.others if isinstance(t, Pow)]
        return int(min([Fraction(0), *(f for f in found if f.denominator == 1)]))

    def _odd_powers(self) -> Theorem | None:
        """c x^(2k + 1)/(2k + 1), with or without (−1)^k."""
        candidates = [t.arguments[0] for t, sign in self.product.others if isinstance(t, Pow) and sign > 0
                      and number_of(t.arguments[0]) is None]
        if self._coefficients(self.product.rational) is not None:
            return None
        for x in dict.fromkeys(candidates):
            for name in ("arctangent series", "inverse hyperbolic tangent series"):
                if number_of(plain(self.scale / Pow(x, 2))) not in (1, -1):
                    continue
                try:
                    base = law(name, {"x": x})
                    return self.series._multiple(self.series.started(base, self.start), self.body, self.start)
                except ERRORS:
                    continue
        return None

    def exponential(self, bottom: Any) -> Theorem | None:
        """polynomial · z^k/(k + s)!."""
        shift = _integer_of(bottom)
        if shift is None:
            return None
        s = shift - 1
        if s:
            return self._reindexed(s)
        coefficients = self._coefficients(self.product.rational)
        if coefficients is None:
            return None
        levels = self._moments("exponential series", {}, 1 / Factorial(self.index), self.scale, len(coefficients) - 1, None)
        return self._combined(coefficients, levels, self._constant(), 0)

    def binomial(self, top: Any, bottom: Any) -> Theorem | None:
        """polynomial · (a)_k z^k/k! = polynomial · binomial(−a, k) (−z)^k."""
        shift = _integer_of(bottom)
        if shift is None:
            return None
        if shift != 1:
            return self._reindexed(shift - 1)
        coefficients = self._coefficients(self.product.rational)
        if coefficients is None:
            return None
        a = plain(-self.terms.term(top))
        weight = Special("binomial", a, self.index)
        levels = self._moments("binomial series", {"a": a}, weight, plain(-self.scale), len(coefficients) - 1, 1)
        return self._combined(coefficients, levels, self._constant(), 0)

    def circular(self, bottoms: list[Any]) -> Theorem | None:
        """c w^k/(2k)! and c w^k/(2k + 1)!."""
        found = sorted(f for b in bottoms if (f := _fraction_of(b)) is not None)
        places = (found[0], found[1]) if len(found) == 2 else None
        coefficients = self._coefficients(self.product.rational)
        if coefficients is None or len(coefficients) > 1:
            return None
        names: dict[tuple[Fraction, Fraction], tuple[str, str]] = {
            (Fraction(1, 2), Fraction(1)): ("cosine series", "hyperbolic cosine series"),
            (Fraction(1), Fraction(3, 2)): ("sine series", "hyperbolic sine series")}
        chosen = names.get(places) if places is not None else None
        if chosen is None:
            return None
        square = plain(4 * self.scale)
        for name, value in zip(chosen, (plain(-square), square), strict=True):
            for x in _roots(value, self.body):
                try:
                    base = law(name, {"x": x})
                    return self.series._multiple(self.series.started(base, self.start), self.body, self.start)
                except ERRORS:
                    continue
        return None

    def _constant(self) -> Term:
        """t(0), for a t that is 1 at 0 up to a factor."""
        return substitute(self.product.rest(), {self.index: Number(0)})  # type: ignore[no-any-return]

    def _reindexed(self, by: int) -> Theorem | None:
        """f(k) = g(k + by): the series of g from start + by on."""
        if abs(by) > 20:
            return None
        inner = substitute(self.body, {self.index: self.index - by})
        found = self.series.of(_simplified(inner), self.start + by)
        if found is None:
            return None
        return self.series.agree(self.series.moved(found, by), self.body)

    # -- powers of k -----------------------------------------------------------------------------------------------------
    def _moments(self, name: str, values: dict[str, Any], weight: Term, z: Term, power: int,
                 radius: int | None) -> list[Theorem]:
        """Σ k^j w(k) z^k for j = 0, …, power, by differentiating the series in z."""
        if power > HIGHEST_POWER:
            raise Unproved(self.body)
        series, index = self.series, self.index
        avoid = free_symbols(self.body) | free_symbols(z)
        y = fresh(Symbol("y"), avoid)
        base = law(name, {**values, "x": y})
        at_z = law(name, {**values, "x": z})
        result = [at_z]
        if power == 0:
            return result
        r: Term = Number(radius) if radius is not None else Abs(z) + 1
        near = Lt(Abs(y), r)
        current = series.agree(base, weight * Pow(y, index))
        term = weight
        for _ in range(power):
            series.context.check_time()
            value = series.value_of(current)
            universal = self._universal(current, y, near)
            slot = fresh(Symbol("x"), avoid | {y})
            primitive = Lambda(slot, substitute(value, {y: slot}))
            local = Sides(within(series.context, near, Lt(-r, y), Lt(y, r)))
            here = self._differentiated(universal, primitive, term, r, y, local, near)
            there = self._differentiated(universal, primitive, term, r, z, series.sides, None)
            result.append(series.sides.settle(there))
            term = index * term
            current = here
        return result

    def _universal(self, theorem: Theorem, y: Symbol, near: Term) -> Theorem:
        """∀y (|y| < r ⟹ the series converges to F(y))."""
        statement = kernel.discharge(self._bounded(theorem, y, near), near)
        return kernel.generalize(statement, y)

    def _bounded(self, theorem: Theorem, y: Symbol, near: Term) -> Theorem:
        """What was shown with −r < y and y < r rests on |y| < r."""
        small, r = near.arguments
        both = kernel.apply(law_instance("modulus below a bound", {"x": small.arguments[0], "y": r}), kernel.assume(near))
        for place in (0, 1):
            part = kernel.conjunct(both, place)
            if any(alpha_equal(h, part.statement) for h in theorem.hypotheses):
                theorem = kernel.cut(part, theorem)
        return theorem

    def _differentiated(self, universal: Theorem, primitive: Lambda, term: Term, r: Term, at: Term, sides: Sides,
                        near: Term | None) -> Theorem:
        slot, value = primitive.arguments
        derivative = sides.settle(kernel.differentiate(slot, value, at))
        found = derivative.statement.arguments[3]
        instance = law_instance("power series, differentiated", {
            "f": function(self.index, term), "F": primitive, "r": r, "a": at, "b": found})
        wanted = instance.statement.arguments[0].arguments
        first = universal
        if not alpha_equal(first.statement, wanted[0]):
            raise Unproved(wanted[0])
        inside = kernel.assume(wanted[1]) if near is not None and alpha_equal(near, wanted[1]) else (
            sides.prove(wanted[1]) or kernel.assume(wanted[1]))
        result = kernel.apply(instance, kernel.conjunction(first, inside, derivative))
        body = self.index * term * Pow(at, self.index)
        return self._short(self._agreeing(result, body, sides), sides)

    def _agreeing(self, theorem: Theorem, body: Term, sides: Sides) -> Theorem:
        del sides
        return self.series.agree(theorem, body)

    def _short(self, theorem: Theorem, sides: Sides) -> Theorem:
        try:
            short = self.series.valued(theorem, neat(self.series.value_of(theorem)))
        except (KernelError, TermError):
            return theorem
        settled = sides.settle(short)
        known = set(theorem.hypotheses)
        return settled if all(h in known for h in sides.open(settled)) else theorem

    def _combined(self, coefficients: list[Any], levels: list[Theorem], constant: Term, start: int) -> Theorem:
        pieces = [(plain(self.terms.term(c) * constant), levels[j]) for j, c in enumerate(coefficients) if c != 0]
        return self.series.agree(self.series.started(self.series.sum(pieces, start), self.start), self.body)

    # -- partial fractions -------------------------------------------------------------------------------------------------
    def _fractions(self, z: Term, constant: Term) -> Theorem | None:
        """Σ (polynomial + Σ c/(k + a)^s) z^k."""
        pieces = self._apart()
        if pieces is None:
            return None
        polynomial, fractions = pieces
        found: list[tuple[Term, Theorem]] = []
        if polynomial and number_of(z) == 1:
            return None
        if polynomial:
            levels = self._moments("geometric series", {}, Number(1), z, len(polynomial) - 1, 1)
            found += [(plain(c * constant), levels[j]) for j, c in enumerate(polynomial) if c is not Number(0)]
        if number_of(z) == 1:
            found += self._at_one(fractions, constant)
        else:
            for c, a, s in fractions:
                one = self._fraction(z, a, s)
                if one is None:
                    return None
                found.append((plain(c * constant), one))
        start = max([self.start, *(int(number_of(self.series.start_of(t)) or 0) for _, t in found)])
        if start != self.start:
            return None
        return self.series.agree(self.series.sum(found, self.start), self.body)

    def _apart(self) -> tuple[list[Term], list[tuple[Term, Term, int]]] | None:
        """The rational factor as a polynomial and fractions c/(k + a)^s."""
        from ..sympy_bridge import lift, load_sympy, lower_with_symbols

        sympy = load_sympy()
        expression, symbols = lower_with_symbols(self.terms.term(self.product.rational))
        variable = next((s for s, t in symbols.items() if t is self.index), None)
        if variable is None:
            return None
        polynomial: dict[int, Any] = {}
        fractions: list[tuple[Term, Term, int]] = []
        for part in sympy.Add.make_args(sympy.apart(sympy.together(expression), variable)):
            numerator, denominator = sympy.fraction(sympy.together(part))
            pole = sympy.Poly(denominator, variable)
            if pole.degree() == 0:
                for (power,), value in sympy.Poly(sympy.expand(part), variable).terms():
                    polynomial[power] = polynomial.get(power, 0) + value
                continue
            content, factors = pole.factor_list()
            if len(factors) != 1 or factors[0][0].degree() != 1 or sympy.Poly(numerator, variable).degree() > 0:
                return None
            base, power = factors[0]
            slope, rest = base.all_coeffs()
            fractions.append((lift(sympy.simplify(numerator / content / slope**power), symbols),
                              lift(sympy.simplify(rest / slope), symbols), int(power)))
        top = max(polynomial, default=-1)
        return [lift(polynomial.get(i, sympy.Integer(0)), symbols) for i in range(top + 1)], fractions

    def _at_one(self, fractions: list[tuple[Term, Term, int]], constant: Term) -> list[tuple[Term, Theorem]]:
        """Σ_{k ≥ start} of fractions: by zeta for s > 1, and by digamma for simple ones whose numerators add up to 0."""
        series, start = self.series, self.start
        found: list[tuple[Term, Theorem]] = []
        simple = [(c, a) for c, a, s in fractions if s == 1]
        for c, a, s in fractions:
            if s > 1:
                base = law("Hurwitz zeta series", {"x": Number(s), "a": plain(a + start)})
                found.append((plain(c * constant), self._placed(base)))
        if simple:
            total: Any = Number(0)
            for c, _ in simple:
                total = total + c
            if number_of(total) != 0:
                raise Unproved(self.body)
            last = simple[-1][1]
            for c, a in simple[:-1]:
                base = law("digamma series", {"a": plain(a + start), "b": plain(last + start)})
                found.append((plain(c * constant), self._placed(base)))
        del series
        return found

    def _placed(self, theorem: Theorem) -> Theorem:
        """A series from 0 on, moved so that it begins at the start."""
        return self.series.moved(theorem, -self.start)

    def _fraction(self, z: Term, a: Term, s: int) -> Theorem | None:
        """Σ z^k/(k + a)^s from the start on, for an integer or half-integer a."""
        series, index = self.series, self.index
        place = number_of(a)
        if place is None:
            return None
        if place.denominator == 1:
            m = int(place)
            base = law("logarithmic series", {"x": z}) if s == 1 else law("polylogarithm series", {"x": z, "a": Number(s)})
            if number_of(z) == -1 and s > 1:
                base = law("alternating zeta series", {"x": Number(s)})
            moved = series.moved(series.started(base, self.start + m), m)
            body = Pow(z, index) / (Pow(index + m, Number(s)) if s > 1 else index + m)
            return series.agree(series.sum([(Pow(z, Number(-m)), moved)], self.start), body)
        if place.denominator == 2 and s == 1:
            m = int(place - Fraction(1, 2))
            for name, square in (("arctangent series", plain(-z)), ("inverse hyperbolic tangent series", z)):
                for x in _roots(square, self.body):
                    try:
                        base = series.started(law(name, {"x": x}), self.start + m)
                        moved = series.moved(base, m)
                        factor = 2 / x * Pow(z, Number(-m))
                        body = Pow(z, index) / (index + a)
                        return series.agree(series.sum([(factor, moved)], self.start), body)
                    except ERRORS:
                        continue
        return None


def _exponents(body: Term, k: Symbol) -> list[Term]:
    """Exponents e of powers of k, of 2k + 1 and the like that stand in a term."""
    from symproof.terms import subterms

    found: dict[Term, None] = {}
    for part in subterms(body):
        if isinstance(part, Pow) and k in free_symbols(part.arguments[0]) and k not in free_symbols(part.arguments[1]):
            exponent = part.arguments[1]
            value = number_of(exponent)
            found[Number(abs(value)) if value is not None else exponent] = None
            if value is None:
                found[plain(-exponent)] = None
    return list(found)


def _linear_factors(terms: Terms, polynomial: Any, k: Symbol) -> tuple[Any, list[Any]] | None:
    """(c, [a, …]) with polynomial = c Π (k + a); None when a factor is not linear in k."""
    from .hyperterms import _in_powers

    scale: Any = terms.field(1)
    shifts: list[Any] = []
    constant, factors = polynomial.factor_list()
    scale = scale * terms.field(terms.field.ring(constant))
    for factor, power in factors:
        coefficients = _in_powers(terms, factor, k)
        if len(coefficients) == 1:
            scale = scale * terms.field(factor) ** power
        elif len(coefficients) == 2:
            scale = scale * coefficients[1] ** power
            shifts += [coefficients[0] / coefficients[1]] * power
        else:
            return None
    return scale, shifts


def _fraction_of(value: Any) -> Fraction | None:
    if not (value.numer.is_ground and value.denom.is_ground):
        return None
    if not value.numer:
        return Fraction(0)
    top, bottom = value.numer.LC, value.denom.LC
    return Fraction(int(top.numerator), int(top.denominator)) / Fraction(int(bottom.numerator), int(bottom.denominator))


def _integer_of(value: Any) -> int | None:
    number = _fraction_of(value)
    return int(number) if number is not None and number.denominator == 1 else None


def _roots(square: Term, body: Term) -> list[Term]:
    """Candidates for a number with this square: a symbol of the term, or a square root."""
    from .hypergeometric import _root

    result: list[Term] = []
    value = number_of(square)
    if value is not None and value < 0:
        return []
    root = _root(square)
    result.append(root)
    return list(dict.fromkeys(result))


def _simplified(term: Term) -> Term:
    """Arguments such as k − 1 + 1 in normal form, without touching the rest."""
    if isinstance(term, (Factorial, Special)):
        arguments = [plain(a) if isinstance(a, Term) else a for a in term.arguments]
        return type(term)(*arguments)
    if isinstance(term, Pow):
        return Pow(_simplified(term.arguments[0]), plain(term.arguments[1]))
    if isinstance(term, (Add, Mul, Div, Neg)):
        return type(term)(*map(_simplified, term.arguments))
    return term


# -- equations between two series --------------------------------------------------------------------------------------------

def between(statement: Term, ranges: list[Term], context: Context) -> Theorem | None:
    """An equation between two sums: equal term by term, or Jacobi's identity and Poisson's summation of a Gaussian."""
    try:
        return (_transformed(statement, ranges, context) or _termwise(statement, ranges, context)
                or _halves(statement, ranges, context))
    except ERRORS:
        return None


def _two_sided(term: Term) -> bool:
    return isinstance(term, Sum) and isinstance(term.arguments[1], Infinity) and isinstance(term.arguments[2], Infinity)


def _transformed(statement: Term, ranges: list[Term], context: Context) -> Theorem | None:
    """Σ exp(−a k²) = √(π/a) Σ exp(−π² k²/a), applied to one of the sums so that it becomes the other."""
    from ..law_tools import carried, replaced

    if not all(_two_sided(t) for t in ranges):
        return None
    left, right = statement.arguments
    for one, other in (ranges, ranges[::-1]):
        weight, bell = _bell_parts(one.arguments[3])
        if bell is None or weight is not None:
            continue
        second, first, constant = _quadratic(bell.arguments[0], one.arguments[0])
        if number_of(constant) != 0 or number_of(first) != 0:
            continue
        x = plain(-second / Special_pi)
        identity = law("Jacobi's identity for theta", {"x": x})
        start = _same_series(one, identity.statement.arguments[0], context)
        middle = identity if start is None else kernel.chain(start, identity)
        inner = middle.statement.arguments[1].arguments[0]
        try:
            to_other = _same_series(inner, other, context)
        except ERRORS:
            continue
        if to_other is not None:
            link = replaced(middle.statement.arguments[1], {inner: to_other})
            middle = kernel.chain(middle, link) if link is not None else middle
        first_, last = replaced(left, {one: middle}), replaced(right, {one: middle})
        ends = [side if link_ is None else link_.statement.arguments[1]
                for side, link_ in ((left, first_), (right, last))]
        equality = _with_symbol(ends[0], ends[1], other, context)
        if equality is not None:
            return Sides(context).settle(carried(first_, equality, last))
    return None


def _halves(statement: Term, ranges: list[Term], context: Context) -> Theorem | None:
    """Sums over k ≥ 1 of even terms, written by the sums over all integers: 2 Σ_{k ≥ 1} f(k) = Σ f(k) − f(0)."""
    from ..law_tools import carried, replaced

    if not all(isinstance(t, Sum) and number_of(t.arguments[1]) == 1 and isinstance(t.arguments[2], Infinity)
               for t in ranges):
        return None
    left, right = statement.arguments
    known = {t: _half(t, context) for t in ranges}
    first, last = replaced(left, known), replaced(right, known)
    ends = [side if link is None else link.statement.arguments[1] for side, link in ((left, first), (right, last))]
    whole = [t for end in ends for t in _sums_in(end)]
    middle = _transformed(Eq(*ends), list(dict.fromkeys(whole)), context)
    return None if middle is None else Sides(context).settle(carried(first, middle, last))


def _sums_in(term: Term) -> list[Term]:
    from symproof.terms import subterms

    return [t for t in subterms(term) if isinstance(t, Sum)]


def _half(term: Term, context: Context) -> Theorem:
    """⊢ Σ_{k ≥ 1} f(k) = (Σ over all integers − f(0))/2, for an even f whose series converges."""
    index, lower, _, body = term.arguments
    existence = convergence(term, context)
    if existence is None or not isinstance(existence.statement, Exists):
        raise Unproved(term)
    bound, limit = existence.statement.arguments
    value = fresh(Symbol("b"), free_symbols(existence.statement) | free_symbols(body))
    fact = kernel.assume(substitute(limit, {bound: value}))
    f = function(index, body)
    total = kernel.apply(law_instance("infinite sum", {"f": f, "p": lower, "a": value}), fact)
    instance = law_instance("even two-sided sum", {"f": f, "a": value})
    goal = instance.statement.arguments[0].arguments[0]
    v = fresh(Symbol("i", SCALAR, "integer"), free_symbols(instance.statement))
    shown_even = substitute(goal.arguments[1], {goal.arguments[0]: v})
    even = equal(shown_even.arguments[0], shown_even.arguments[1], context)
    if even is None:
        raise Unproved(goal)
    both = kernel.apply(instance, kernel.conjunction(kernel.generalize(Sides(context).settle(even), v), fact))
    two_sided, right = both.statement.arguments
    at_zero = right.arguments[0]
    whole = fresh(Symbol("T"), free_symbols(both.statement))
    start = kernel.exchange(total)
    shown = kernel.ring(value, ((at_zero + 2 * value) - at_zero) / 2)
    hole = fresh(Symbol("h"), free_symbols(both.statement))
    back = kernel.congruence((hole - at_zero) / 2, hole, kernel.exchange(both))
    del whole, two_sided
    result = kernel.chain(kernel.exchange(start), shown, back)
    return kernel.obtain(existence, value, result)


def _with_symbol(left: Term, right: Term, series: Term, context: Context) -> Theorem | None:
    """left = right, where the series may stand for any number."""
    from symproof.terms import subterms

    from ..rewriting import abstract

    symbol = fresh(Symbol("S"), free_symbols(left) | free_symbols(right))
    shown = [left, right]
    for place in (0, 1):
        for part in [t for t in subterms(shown[place]) if isinstance(t, Sum) and alpha_equal(t, series)]:
            shown[place] = abstract(shown[place], part, symbol)
    found = equal(shown[0], shown[1], context)
    return None if found is None else kernel.instantiate(found, {symbol: series})


def _same_series(one: Term, other: Term, context: Context) -> Theorem | None:
    """⊢ one = other for two-sided sums with equal terms; None when they are one sum."""
    if alpha_equal(one, other):
        return None
    f, g = function(one.arguments[0], one.arguments[3]), function(other.arguments[0], other.arguments[3])
    instance = law_instance("two-sided sums agree", {"f": f, "F": g})
    goal = instance.statement.arguments[0]
    v = fresh(Symbol("i", SCALAR, "integer"), free_symbols(instance.statement))
    statement = substitute(goal.arguments[1], {goal.arguments[0]: v})
    found = equal(statement.arguments[0], statement.arguments[1], context)
    if found is None:
        raise Unproved(statement)
    found = Sides(context).settle(found)
    return kernel.apply(instance, kernel.generalize(found, v))


def _termwise(statement: Term, ranges: list[Term], context: Context) -> Theorem | None:
    """Σ f = Σ g over the same finite range, where f = g throughout."""
    from .summation import fulfilled

    left, right = statement.arguments
    if {left, right} != set(ranges) or not all(isinstance(t, Sum) for t in ranges):
        return None
    (i, low, high, f), (j, low_, high_, g) = left.arguments, right.arguments
    if isinstance(low, Infinity) or isinstance(high, Infinity) or low is not low_ or high is not high_:
        return None
    instance = law_instance("sums agree", {"p": low, "q": high, "f": function(i, f), "F": function(j, g)})
    goal = instance.statement.arguments[0]

    return fulfilled(instance, throughout(context, low, high, goal, equality), sides=Sides(context))


def _pi() -> Term:
    from symproof.terms import pi

    return pi


Special_pi = _pi()
Pieces = Callable[[Term], Term]

__all__ = ["Cos", "Implies", "Sqrt", "between", "convergence", "convergent", "series_value"]
