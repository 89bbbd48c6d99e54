"""Expansions in one variable h → 0 with a remainder, again: e^G(h) (Σ c h^e log(h)^j + O(h^N log(h)^m)).

A germ is its growth G (what tends to ±∞ in the exponent), its terms by (e, j), and its remainder (N, m), None when it is
exact. A coefficient is a polynomial over a product of factored denominators. A positive variable tends to 0 from above, a
nonzero one from both sides; a real one moves in a full neighbourhood of 0, where everything must be analytic. Every
leading coefficient that decides something is needed to be ≠ 0 or > 0.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .balls import separated
from .language import ONE, ZERO, Malformed, Node, Refused, make, number, product, tick
from .polynomials import Poly

MOST_TERMS = 160


class Coefficient(NamedTuple):
    """top over the product of the bottoms: (key, polynomial, exponent), in the order of their keys."""

    top: Poly
    bottom: tuple[tuple[Any, Poly, int], ...] = ()


Place = tuple[Fraction, int]
Terms = dict[Place, Coefficient]


START: Place = (Fraction(0), 0)


class Germ(NamedTuple):
    growth: Terms
    terms: Terms
    rest: Place | None


class Unresolved(Refused):
    """Nothing but the remainder is known of an expression: a longer expansion may be needed."""


def _worse(places: Iterable[Place]) -> Place | None:
    """The largest of several h^e log^j near 0."""
    return min(places, key=lambda p: (p[0], -p[1]), default=None)


class Local:
    """Expansions in one variable up to a given reach."""

    def __init__(self, a: Algebra, var: Node, reach: int, needs: Needs) -> None:
        self.a, self.var, self.reach, self.needs = a, var, Fraction(reach), needs
        self.above, self.regular_only = var.domain == "positive", var.domain == "real"
        self._known: dict[Node, Germ] = {}

    # -- coefficients -----------------------------------------------------------------------------------------------
    def value(self, term: Node) -> Coefficient:
        form = self.a.of(term, self.needs)
        return self.over(form.top, form.bottom)

    def over(self, top: Poly, bottom: Poly) -> Coefficient:
        if bottom == P.ONE:
            return Coefficient(top)
        unit, mono, parts = P.factors(bottom)
        kept = self.a.multiply(P.scaled(top, 1 / unit), {P.raised(mono, -1): P.rational(1)})
        return Coefficient(kept, tuple((P.key(p), p, e) for p, e in parts))

    def rational(self, value: Fraction | int) -> Coefficient:
        return Coefficient(P.const(value))

    def sum(self, x: Coefficient, y: Coefficient) -> Coefficient:
        if x.bottom == y.bottom:
            return Coefficient(P.add(x.top, y.top), x.bottom)
        wanted = {k: (p, e) for k, p, e in x.bottom}
        for k, p, e in y.bottom:
            wanted[k] = (p, max(e, wanted[k][1] if k in wanted else 0))
        tops = []
        for own in (x, y):
            have = {k: e for k, _, e in own.bottom}
            top = own.top
            for k, (p, e) in wanted.items():
                if e > have.get(k, 0):
                    top = self.a.multiply(top, self.a.power(p, e - have.get(k, 0)))
            tops.append(top)
        return Coefficient(P.add(tops[0], tops[1]), tuple((k, p, e) for k, (p, e) in sorted(wanted.items())))

    def times(self, x: Coefficient, y: Coefficient) -> Coefficient:
        powers = {k: (p, e) for k, p, e in x.bottom}
        for k, p, e in y.bottom:
            powers[k] = (p, e + (powers[k][1] if k in powers else 0))
        return Coefficient(self.a.multiply(x.top, y.top), tuple((k, p, e) for k, (p, e) in sorted(powers.items())))

    def scaled(self, x: Coefficient, factor: Fraction | int) -> Coefficient:
        return Coefficient(P.scaled(x.top, P.rational(factor)), x.bottom)

    def inverse(self, x: Coefficient) -> Coefficient:
        top = P.ONE
        for _, p, e in x.bottom:
            top = self.a.multiply(top, self.a.power(p, e))
        return self.over(top, x.top)

    def none(self, x: Coefficient) -> bool:
        return not self.a.cleared(x.top)

    def node(self, x: Coefficient) -> Node:
        top = self.a.polynomial(x.top)
        return make("Div", top, product([make("Pow", self.a.polynomial(p), number(e)) for _, p, e in x.bottom])
                    ) if x.bottom else top

    def quotient(self, x: Coefficient) -> Quotient:
        bottom = P.ONE
        for _, p, e in x.bottom:
            bottom = self.a.multiply(bottom, self.a.power(p, e))
        return Quotient(x.top, bottom)

    def exact(self, x: Coefficient) -> Fraction | None:
        return self.a.rational(Quotient(self.a.cleared(x.top), P.ONE)) if not x.bottom else None

    def apart(self, x: Coefficient) -> None:
        if self.exact(x) is None:
            self.needs.append(make("Ne", self.node(x), ZERO))

    def positive(self, x: Coefficient) -> None:
        self.needs.append(make("Lt", ZERO, self.node(x)))

    def sign(self, x: Coefficient) -> int:
        """The sign of a coefficient, from its form or from balls."""
        term = self.node(x)
        asked: Needs = []
        mask = self.a.possible(term, asked)
        if mask in (signs.POSITIVE, signs.NEGATIVE):
            self.needs.extend(asked)
            return 1 if mask == signs.POSITIVE else -1
        if not term.free:
            for found, statement in ((1, make("Lt", ZERO, term)), (-1, make("Lt", term, ZERO))):
                try:
                    if separated(statement):
                        return found
                except (Refused, Malformed):
                    break
        raise Refused(f"the sign of {term!r} is not known")

    # -- terms ------------------------------------------------------------------------------------------------------
    def exactly(self, terms: Terms) -> Germ:
        return Germ({}, {p: c for p, c in terms.items() if c.top}, None)

    def constant(self, c: Coefficient) -> Germ:
        return self.exactly({(Fraction(0), 0): c})

    def unknown(self, order: Fraction, logs: int = 0) -> Germ:
        return Germ({}, {}, (order, logs))

    def joined(self, *parts: Terms) -> Terms:
        result: Terms = {}
        for part in parts:
            for place, c in part.items():
                result[place] = self.sum(result[place], c) if place in result else c
        return {p: c for p, c in result.items() if c.top}

    def trimmed(self, growth: Terms, terms: Terms, rests: Iterable[Place | None]) -> Germ:
        """A germ whose remainder is the largest of these; what it covers is dropped."""
        end = _worse(r for r in rests if r is not None)
        if end is None:
            return Germ(growth, {p: c for p, c in terms.items() if c.top}, None)
        logs = max([end[1], *(j for e, j in terms if e == end[0])])
        return Germ(growth, {p: c for p, c in terms.items() if p[0] < end[0] and c.top}, (end[0], logs))

    def reach_of(self, g: Germ) -> Place | None:
        """The largest place of a germ without its growth; None for 0."""
        return _worse([*g.terms, *([g.rest] if g.rest else [])])

    def product(self, x: Germ, y: Germ) -> Germ:
        ends = self.reach_of(x), self.reach_of(y)
        if ends[0] is None or ends[1] is None:
            return self.exactly({})
        rests = [(r[0] + end[0], r[1] + end[1]) for g, end in ((x, ends[1]), (y, ends[0])) if (r := g.rest)]
        last = min((r[0] for r in rests), default=None)
        terms: Terms = {}
        for (e, i), c in x.terms.items():
            for (f, j), d in y.terms.items():
                if last is None or e + f <= last:
                    place = (e + f, i + j)
                    both = self.times(c, d)
                    terms[place] = self.sum(terms[place], both) if place in terms else both
        tick(len(x.terms) * len(y.terms) + 1)
        return self.folded(self.trimmed(self.joined(x.growth, y.growth), terms, rests))

    def folded(self, g: Germ) -> Germ:
        """Rational multiples of log h in the exponent become powers of h."""
        place = (Fraction(0), 1)
        rate = self._rational_part(g.growth[place]) if place in g.growth else None
        if rate is None:
            return g
        growth = {p: c for p, c in g.growth.items() if p != place}
        if rate[1].top:
            growth[place] = rate[1]
        return self.moved(Germ(growth, g.terms, g.rest), rate[0])

    def total(self, *parts: Germ) -> Germ:
        result = parts[0]
        for part in parts[1:]:
            result = self._sum(result, part)
        return result

    def _sum(self, x: Germ, y: Germ) -> Germ:
        for one, other in ((x, y), (y, x)):
            if not one.terms and one.rest is None:
                return other
        gap = self.joined(x.growth, self.multiple(y.growth, -1))
        if all(self.none(c) for c in gap.values()):
            return self.trimmed(x.growth, self.joined(x.terms, y.terms), [x.rest, y.rest])
        strong = x if self.explodes(gap) else y
        end = self.reach_of(strong)
        return self.trimmed(strong.growth, strong.terms, [strong.rest, (end[0] + self.reach, 0) if end else None])

    def multiple(self, terms: Terms, factor: Fraction | int) -> Terms:
        return {p: self.scaled(c, factor) for p, c in terms.items()}

    def moved(self, g: Germ, e: Fraction, c: Coefficient | None = None) -> Germ:
        """c h^e times a germ."""
        terms = {(f + e, j): self.times(d, c) if c else d for (f, j), d in g.terms.items()}
        return Germ(g.growth, terms, None if g.rest is None else (g.rest[0] + e, g.rest[1]))

    # -- what decides -----------------------------------------------------------------------------------------------
    def first(self, g: Germ) -> tuple[Place, Coefficient]:
        """The largest term that does not vanish identically."""
        for place in sorted(g.terms, key=lambda p: (p[0], -p[1])):
            if not self.none(g.terms[place]):
                return place, g.terms[place]
        raise Unresolved("no term of an expansion is known") if g.rest else Refused("an expression is identically 0")

    def explodes(self, growth: Terms) -> bool:
        """Whether an exponent tends to +∞; refuses unless it tends to ±∞ faster than every multiple of log h."""
        (e, j), c = self.first(Germ({}, growth, None))
        if e == 0 and j < 2:
            raise Refused("a power of h with an exponent that is no rational number")
        return self.sign(c) * (-1 if j % 2 else 1) > 0

    def sign_near(self, g: Germ) -> int:
        (e, j), c = self.first(g)
        if not self.above and (e % 2 or j):
            raise Refused("an expression has different signs on the two sides of 0")
        return self.sign(c) * (-1 if j % 2 else 1)

    def flat(self, g: Germ) -> Germ:
        """The same germ without growth."""
        if all(self.none(c) for c in g.growth.values()) or not g.terms and g.rest is None:
            return Germ({}, g.terms, g.rest)
        if self.explodes(g.growth):
            raise Refused("an expression grows faster than every power of 1/h")
        return self.unknown(self.reach)

    def split(self, g: Germ) -> tuple[Coefficient, Germ]:
        """A germ with a finite limit: the limit, and what tends to 0."""
        g = self.flat(g)
        if g.rest is not None and g.rest[0] <= 0:
            raise Refused("a limit is not known")
        limit = self.rational(0)
        small: Terms = {}
        for (e, j), c in g.terms.items():
            if e > 0:
                small[e, j] = c
            elif (e, j) == START:
                limit = c
            elif not self.none(c):
                raise Refused("an argument has no finite limit")
        return limit, Germ({}, small, g.rest)

    def infinite(self, g: Germ) -> bool:
        if any(not self.none(c) for c in g.growth.values()):
            return self.explodes(g.growth)
        if not g.terms:
            return False
        (e, j), _ = self.first(g)
        return e < 0 or e == 0 and j > 0

    def factored(self, g: Germ) -> tuple[Fraction, Coefficient, Germ]:
        """(e, c, s) with the germ (without growth) = c h^e (1 + s), s → 0."""
        (e, j), c = self.first(g)
        if j:
            raise Refused("a leading term contains a logarithm of the variable")
        others = Germ({}, {p: d for p, d in g.terms.items() if p[0] > e}, g.rest)
        if any(p[0] == e and p[1] for p in g.terms):
            raise Refused("a leading term contains a logarithm of the variable")
        return e, c, self.moved(others, -e, self.inverse(c))

    # -- functions --------------------------------------------------------------------------------------------------
    def analytic(self, coefficients: Callable[[int], list[Coefficient]], s: Germ) -> Germ:
        """Σ a_k s^k, s → 0, up to the reach."""
        end = self.reach_of(s)
        if end is None:
            return self.constant(coefficients(1)[0])
        count = max(1, ceil(self.reach / end[0]))
        if count > MOST_TERMS:
            raise Refused("too many terms of a power series are needed")
        limit = (end[0] * count, end[1] * count)
        power, parts, rests = self.constant(self.rational(1)), list[Terms](), [limit]
        for k, c in enumerate(coefficients(count)):
            if k:
                grown = self.product(power, s)
                power = self.trimmed({}, grown.terms, [grown.rest, limit])
            if c.top:
                parts.append(self.moved(power, Fraction(0), c).terms)
                if power.rest is not None:
                    rests.append(power.rest)
        return self.trimmed({}, self.joined(*parts), rests)

    def power(self, g: Germ, exponent: Node) -> Germ:
        """g^q for q free of the variable: g ≠ 0 for an integer q, g > 0 for any other."""
        q = self.value(exponent)
        known = self.exact(q)
        whole = known is not None and known.denominator == 1
        e, c, s = self.factored(g)
        if whole:
            self.apart(c)
        else:
            self.positive(c)
        if not whole and not self.above and (e or g.growth) or self.regular_only and e and (not whole or known < 0):  # type: ignore[operator]
            raise Refused("a power is not defined, or not analytic, near 0")
        lead = self.value(make("Pow", self.node(c), exponent)) if c.top != P.ONE or c.bottom else self.rational(1)
        shift = e * known if known is not None else Fraction(0)
        result = self.moved(self.analytic(lambda n: self._binomial(q, n), s), shift, lead)
        growth = {p: self.times(d, q) for p, d in g.growth.items()}
        if known is None and e:
            growth = self.joined(growth, {(Fraction(0), 1): self.scaled(q, e)})
        return self.folded(Germ(growth, result.terms, result.rest))

    def _binomial(self, q: Coefficient, count: int) -> list[Coefficient]:
        values = [self.rational(1)]
        for k in range(count - 1):
            values.append(self.scaled(self.times(values[-1], self.sum(q, self.rational(-k))), Fraction(1, k + 1)))
        return values

    def inverted(self, g: Germ) -> Germ:
        return self.power(g, number(-1))

    def logarithm(self, g: Germ) -> Germ:
        e, c, s = self.factored(g)
        self.positive(c)
        if not self.above and (e or g.growth):
            raise Refused("a logarithm explodes at 0 on two sides")
        known: Terms = {(Fraction(0), 1): self.rational(e), (Fraction(0), 0): self.value(make("Log", self.node(c)))}
        tail = self.analytic(lambda n: [self.rational(Fraction(-(-1) ** k, k) if k else 0) for k in range(n)], s)
        return self.total(self.exactly(self.joined(known, g.growth)), tail)

    def exponential(self, g: Germ) -> Germ:
        if any(not self.none(c) for c in g.growth.values()) and self.explodes(g.growth):
            if self.sign_near(g) > 0:
                raise Refused("an exponential grows faster than every power of 1/h")
            return self.unknown(self.reach)
        u = self.flat(g)
        if u.rest is not None and u.rest[0] <= 0:
            raise Refused("an exponent is not known up to what tends to 0")
        shift, lead, growth, small = Fraction(0), self.rational(1), dict[Place, Coefficient](), dict[Place, Coefficient]()
        for (e, j), c in u.terms.items():
            if e > 0:
                small[e, j] = c
            elif self.none(c):
                continue
            elif (e, j) == START:
                lead = self._exp(c)
            elif e == 0 and j == 1 and (rate := self._rational_part(c)) is not None:
                shift = rate[0]
                if rate[1].top:
                    growth[e, j] = rate[1]
            else:
                growth[e, j] = c
        if (growth or shift) and not self.above:
            raise Refused("an exponential has an essential singularity at 0")
        inverse_factorial = [Fraction(1)]

        def coefficients(n: int) -> list[Coefficient]:
            while len(inverse_factorial) < n:
                inverse_factorial.append(inverse_factorial[-1] / len(inverse_factorial))
            return [self.rational(v) for v in inverse_factorial[:n]]

        tail = self.analytic(coefficients, Germ({}, small, u.rest))
        return Germ(growth, *self.moved(tail, shift, lead)[1:])

    def _exp(self, c: Coefficient) -> Coefficient:
        """e^c, where e^(v log b) = b^v."""
        if c.bottom:
            return self.value(make("Exp", self.node(c)))
        result = self.rational(1)
        for mono, v in c.top.items():
            base = self.a.generators[mono[0][0]].term if len(mono) == 1 and mono[0][1] == 1 else ONE
            own = (make("Pow", base.args[0], number(P.fraction(v))) if base.kind == "Log"
                   else make("Exp", self.a.polynomial({mono: v})))
            result = self.times(result, self.value(own))
        return result

    def _rational_part(self, c: Coefficient) -> tuple[Fraction, Coefficient] | None:
        """A coefficient as a rational number and the rest."""
        if c.bottom or P.UNIT not in c.top:
            return None
        return P.fraction(c.top[P.UNIT]), Coefficient({m: v for m, v in c.top.items() if m != P.UNIT})

    # -- reading ----------------------------------------------------------------------------------------------------
    def of(self, term: Node) -> Germ:
        found = self._known.get(term)
        if found is None:
            tick(5)
            if term is self.var:
                found = self.exactly({(Fraction(1), 0): self.rational(1)})
            elif self.var not in term.free:
                found = self.constant(self.value(term))
            else:
                from .expansion_rules import RULES

                if term.kind not in RULES:
                    raise Refused(f"no rule expands {term!r}")
                found = RULES[term.kind](self, term)
            self._known[term] = found
        return found


def expanded(a: Algebra, term: Node, var: Node, order: Fraction | int, needs: Needs) -> tuple[Local, Germ]:
    """The expansion of a term, known at least up to O(var^order); its needs are added."""
    reach = ceil(order) + 2
    for _ in range(6):
        own: Needs = []
        local = Local(a, var, max(reach, 2), own)
        try:
            found = local.flat(local.of(term))
        except Unresolved:
            reach = 2 * reach + 2
        else:
            if found.rest is None or found.rest[0] > order or found.rest == (order, 0):
                needs.extend(own)
                return local, found
            reach += ceil(order - found.rest[0]) + 2
        if reach > MOST_TERMS:
            break
    raise Refused(f"{term!r} could not be expanded up to the order {order}")


def summed(a: Algebra, term: Node, var: Node, order: int, needs: Needs) -> list[Node]:
    """The terms c var^e log(var)^j that stand before O(var^order)."""
    local, found = expanded(a, term, var, order, needs)
    kept: list[Node] = []
    for (e, j), c in sorted(found.terms.items(), key=lambda item: item[0]):
        beside = any(f == order and i for f, i in found.terms)
        if e < order or e == order and beside:
            powers = [make("Pow", var, number(e))] if e else []
            kept.append(product([local.node(c), *powers, *([make("Pow", make("Log", var), number(j))] if j else [])]))
    return kept


__all__ = ["ONE", "START", "Coefficient", "Germ", "Local", "Unresolved", "expanded", "summed"]
