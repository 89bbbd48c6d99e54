"""Equality of scalars for the rechecker: quotients of polynomials over generators, under the hypotheses of one step.

An `Algebra` belongs to one step. `of(term, needs)` is the quotient that a scalar equals where the statements that it
adds to `needs` hold. What is not arithmetic becomes a generator, known by the alpha key of its rendered term; roots,
absolute values, sines and indicators carry a relation that lowers their powers. `zero` decides whether a quotient is 0
by expanding. The other rules live in `elementary`, `binders` and `vectors`.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from . import polynomials as P
from . import signs
from .language import HALF, ONE, SCALAR, ZERO, Node, Refused, make, number, product, shown, tick, total
from .polynomials import Exponent, Monomial, Poly
from .syntax import loose

Lower = Callable[[Exponent], "tuple[Exponent, Poly] | None"]
Needs = list[Node]


class Quotient(NamedTuple):
    """top / bottom."""

    top: Poly
    bottom: Poly


class Generator(NamedTuple):
    """A term that arithmetic does not look into; `lower(e)` = (e', polynomial) with term^e = term^e' · polynomial."""

    term: Node
    lower: Lower | None


class Algebra:
    """Arithmetic under hypotheses: `facts` says which signs the hypotheses give to which terms (by alpha key)."""

    def __init__(self, facts: signs.Facts | None = None) -> None:
        self.facts: signs.Facts = facts or {}
        self.polynomial_facts: dict[Any, int] = {}
        self.generators: list[Generator] = []
        self.radicands: dict[int, Poly] = {}
        self._numbers: dict[Any, int] = {}
        self._memo: dict[Node, tuple[Quotient, tuple[Node, ...]]] = {}

    def forget(self) -> None:
        """Drop what was computed before new facts were learned."""
        self._memo.clear()

    # -- generators -------------------------------------------------------------------------------------------------
    def generator(self, name: Any, term: Node, lower: Callable[[int], Lower] | None = None) -> int:
        """The number of a generator by its name (usually an alpha key); made when it is new."""
        found = self._numbers.get(name)
        if found is None:
            found = self._numbers[name] = len(self.generators)
            self.generators.append(Generator(term, None))
            if lower is not None:
                self.generators[found] = Generator(term, lower(found))
        return found

    def atom(self, term: Node, exponent: Exponent = 1) -> Quotient:
        return Quotient({((self.generator(loose(term), term), exponent),): P.rational(1)}, P.ONE)

    def mask(self, generator: int) -> int:
        """The possible signs of a generator."""
        own = signs.sign(self.generators[generator].term, self.facts)
        if generator in self.radicands:
            own &= self.polynomial_mask(self.radicands[generator])
        return own & self.polynomial_facts.get(generator, signs.ANY)

    # -- polynomials with relations ---------------------------------------------------------------------------------
    def reduced(self, poly: Poly) -> Poly:
        """A polynomial with all powers lowered."""
        waiting: Poly = dict(poly)
        done: Poly = {}
        while waiting:
            tick()
            mono, value = waiting.popitem()
            for place, (g, e) in enumerate(mono):
                lower = self.generators[g].lower
                outcome = lower(e) if lower else None
                if outcome is not None:
                    rest = mono[:place] + mono[place + 1:]
                    kept = ((g, P.neat(outcome[0])),) if outcome[0] else P.UNIT
                    for m, v in P.shifted(outcome[1], P.joined(rest, kept)).items():
                        _gather(waiting, m, v * value)
                    break
            else:
                _gather(done, mono, value)
            if len(waiting) + len(done) > P.MOST_TERMS:
                raise Refused("an expansion has too many terms")
        return done

    def multiply(self, left: Poly, right: Poly) -> Poly:
        return self.reduced(P.raw_product(left, right))

    def power(self, poly: Poly, exponent: int) -> Poly:
        if exponent > 100_000 or P.bits(poly) * exponent > P.MOST_BITS or (len(poly) - 1) * exponent > P.MOST_TERMS:
            raise Refused(f"a power with the exponent {exponent} is too large to be expanded")
        result, base = P.ONE, poly
        while exponent:
            if exponent & 1:
                result = self.multiply(result, base)
            exponent >>= 1
            if exponent:
                base = self.multiply(base, base)
        return result

    # -- quotients --------------------------------------------------------------------------------------------------
    def plus(self, a: Quotient, b: Quotient, factor: Fraction | int = 1) -> Quotient:
        if a.bottom == b.bottom:
            return Quotient(P.add(a.top, b.top, factor), a.bottom)
        top = P.add(self.multiply(a.top, b.bottom), self.multiply(b.top, a.bottom), factor)
        return Quotient(top, self.multiply(a.bottom, b.bottom))

    def times(self, a: Quotient, b: Quotient) -> Quotient:
        bottom = a.bottom if b.bottom == P.ONE else b.bottom if a.bottom == P.ONE else self.multiply(a.bottom, b.bottom)
        return Quotient(self.multiply(a.top, b.top), bottom)

    def inverse(self, a: Quotient) -> Quotient:
        """1/a, for a that the needs keep from 0."""
        if not a.top:
            raise Refused("a denominator is identically 0")
        if len(a.top) == 1:
            (mono, value), = a.top.items()
            return Quotient(self.multiply(a.bottom, {P.raised(mono, -1): 1 / value}), P.ONE)
        return Quotient(a.bottom, a.top)

    def zero(self, a: Quotient) -> bool:
        """Whether a quotient is 0 by expansion."""
        return not self.cleared(a.top)

    def cleared(self, poly: Poly) -> Poly:
        """A multiple of a polynomial by generators in which relations apply fully (no negative powers of them)."""
        lowest: dict[int, Exponent] = {}
        for mono in poly:
            for g, e in mono:
                if e < 0 and self.generators[g].lower:
                    lowest[g] = min(lowest.get(g, 0), e)
        if lowest:
            poly = self.reduced(P.shifted(poly, tuple(sorted((g, -e) for g, e in lowest.items()))))
        return poly

    def equal(self, a: Quotient, b: Quotient) -> bool:
        return self.zero(self.plus(a, b, -1))

    def proportional(self, a: Quotient, b: Quotient) -> Fraction | None:
        """The rational c ≠ 0 with a = c · b, when there is one."""
        left, right = (self.cleared(self.multiply(p, q)) for p, q in ((a.top, b.bottom), (b.top, a.bottom)))
        if not left or not right:
            return None
        first = min(left)
        if first not in right:
            return None
        ratio = left[first] / right[first]
        return P.fraction(ratio) if P.scaled(right, ratio) == left else None

    def rational(self, a: Quotient) -> Fraction | None:
        """The value of a quotient that is a rational number."""
        if set(a.top) <= {P.UNIT} and set(a.bottom) == {P.UNIT}:
            return P.fraction(a.top[P.UNIT] / a.bottom[P.UNIT]) if a.top else Fraction(0)
        return None

    def constant(self, value: Fraction | int) -> Quotient:
        return Quotient(P.const(value), P.ONE)

    # -- signs ------------------------------------------------------------------------------------------------------
    def monomial_mask(self, mono: Monomial) -> int:
        result = signs.POSITIVE
        for g, e in mono:
            own = self.mask(g)
            if e == int(e):
                own = signs.powered(own, int(e))
            else:  # a root: its needs say that the radicand is not negative, and not 0 below a fraction
                own = own & signs.AT_LEAST if e > 0 else signs.POSITIVE
            result = signs.times(result, own)
        return result

    def polynomial_mask(self, poly: Poly) -> int:
        """The possible signs of a polynomial: by its summands, its factors, and the facts about those."""
        if not poly:
            return signs.NULL
        result = 0
        for mono, value in poly.items():
            own = self.monomial_mask(mono)
            own = own if value > 0 else signs.flipped(own)
            result = own if not result else signs.plus(result, own)
        return result & self._product_mask(poly)

    def _product_mask(self, poly: Poly) -> int:
        """By the signs of the factors; those that are not known may be known together."""
        unit, mono, parts = P.factors(poly)
        known, group = signs.POSITIVE if unit > 0 else signs.NEGATIVE, signs.POSITIVE
        names: list[Any] = []
        for name, exponent, own in [*((g, e, self.mask(g)) for g, e in mono),
                                    *((P.key(p), e, self.factor_mask(p)) for p, e in parts)]:
            if exponent != int(exponent):
                own = own & signs.AT_LEAST if exponent > 0 else signs.POSITIVE
            elif own not in (signs.POSITIVE, signs.NEGATIVE) and int(exponent) % 2:
                names.append(name)
                group = signs.times(group, signs.powered(own, int(exponent)))
                continue
            else:
                own = signs.powered(own, int(exponent))
            known = signs.times(known, own)
        if names:
            group &= self.polynomial_facts.get(frozenset(names), signs.ANY)
        return signs.times(known, group)

    def factor_mask(self, part: Poly) -> int:
        result = 0
        for mono, value in part.items():
            own = self.monomial_mask(mono)
            own = own if value > 0 else signs.flipped(own)
            result = own if not result else signs.plus(result, own)
        return result & self.polynomial_facts.get(P.key(part), signs.ANY)

    def possible(self, term: Node, needs: Needs) -> int:
        """The possible signs of a scalar term, by its form and as a quotient."""
        own = signs.sign(term, self.facts)
        if own in (signs.POSITIVE, signs.NEGATIVE, signs.NULL):
            return own
        a = self.of(term, needs)
        return own & signs.times(self.polynomial_mask(a.top), self.polynomial_mask(a.bottom) & signs.NONZERO)

    # -- terms ------------------------------------------------------------------------------------------------------
    def of(self, term: Node, needs: Needs) -> Quotient:
        """The quotient that a scalar equals where `needs` hold."""
        found = self._memo.get(term)
        if found is None:
            from . import rational

            tick(20)
            own: Needs = []
            quotient = rational.rule(term.kind)(self, term, own)
            found = self._memo[term] = (quotient, tuple(dict.fromkeys(own)))
        needs.extend(found[1])
        return found[0]

    def standard(self, term: Node, needs: Needs) -> Node:
        """A scalar, vector or operator rendered from its normal form; other terms as they are."""
        if term.sort == SCALAR:
            return self.rendered(self.of(term, needs))
        if term.sort[0] in ("Vector", "Operator"):
            from . import vectors

            return vectors.standard(self, term, needs)
        return term

    def factor(self, g: int, e: Exponent) -> Node:
        term = self.generators[g].term
        if e == 1:
            return term
        if term.kind == "Exp":
            inside = term.args[0]
            return make("Exp", number(Fraction(e)) if inside is ONE else make("Mul", number(Fraction(e)), inside))
        return make("Sqrt", term) if e == Fraction(1, 2) else make("Pow", term, number(Fraction(e)))

    def monomial(self, mono: Monomial, value: Any = 1) -> Node:
        parts = [self.factor(g, e) for g, e in mono]
        if value != 1 or not parts:
            parts.insert(0, number(P.fraction(P.rational(1) * value)))
        return product(parts)

    def polynomial(self, poly: Poly) -> Node:
        return total(self.monomial(m, v) for m, v in sorted(poly.items(), key=lambda item: item[0]))

    def rendered(self, a: Quotient) -> Node:
        top = self.polynomial(a.top)
        return top if a.bottom == P.ONE else make("Div", top, self.polynomial(a.bottom))


def _gather(target: Poly, mono: Monomial, value: Any) -> None:
    new = target.get(mono, 0) + value
    if new == 0:
        target.pop(mono, None)
    else:
        target[mono] = new


__all__ = ["HALF", "ZERO", "Algebra", "Generator", "Needs", "Quotient", "shown"]
