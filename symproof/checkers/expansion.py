"""Expansions of functions of one variable h at 0: e^E(h) (Σ c_{e,j} h^e log(h)^j + O(h^N log(h)^m)). Trusted.

`expand(body, var, order)` computes the expansion up to O(var^order), and what it rests on. A symbol declared positive is
expanded as var → 0+ (powers may be fractional, logarithms and exponentials of 1/var occur), a nonzero one as var → 0 from
both sides without 0 itself (Laurent series), a real one in a full neighbourhood of 0 (power series: the body is analytic
at 0). The exponents e are rational numbers; coefficients are normal forms free of var. Wherever a leading coefficient
decides (a denominator, a root, a logarithm), it becomes an obligation: ≠ 0 or > 0. Nothing is sampled or guessed: what
has no rule is refused with a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from math import ceil
from typing import Any, NamedTuple

from symproof.terms import (Add, BigO, Derivative, Exp, Log, Lt, Mul, Ne, Number, Pow, Symbol, Term, TermError,
                            free_symbols, fresh, substitute)

from . import polynomial as P
from .enclosure import certainly
from .normal_form import Obligations, normal
from .polynomial import Polynomial
from .quotients import ONE, Quotient, as_number, content_of, quotient_term
from .signs import sign

MOST_TERMS = 160
MOST_WORK = 200_000
LOG = Symbol("%log")


class Series(NamedTuple):
    """Σ terms[e] h^e + O(h^order |log h|^logs); exact when the order is None. Coefficients may be polynomials in log h."""

    terms: dict[Fraction, Polynomial]
    order: Fraction | None = None
    logs: int = 0


class Germ(NamedTuple):
    """e^(Σ big[e] h^e) · tail, where each part of the exponent tends to ±∞: e < 0, or e = 0 with powers of log h."""

    big: dict[Fraction, Polynomial]
    tail: Series


class TooShort(TermError):
    """All coefficients known up to an order vanish: more terms are needed."""

    def __init__(self, order: Fraction) -> None:
        super().__init__(f"all coefficients up to the order {order} vanish")
        self.order = order


def _log_degree(poly: Polynomial) -> int:
    slot = P.atom(LOG)
    return max((int(dict(key).get(slot, 0)) for key in poly), default=0)


def _log_part(poly: Polynomial, degree: int) -> Polynomial:
    """The coefficient of log(h)^degree."""
    slot = P.atom(LOG)
    return {tuple(f for f in key if f[0] != slot): v for key, v in poly.items() if dict(key).get(slot, 0) == degree}


def _lowest(a: Series) -> tuple[Fraction, int] | None:
    """(v, m) with the series O(h^v log^m); None for an exact 0."""
    ends = [(e, _log_degree(c)) for e, c in a.terms.items()]
    if a.order is not None:
        ends.append((a.order, a.logs))
    return _smallest(ends)


def _smallest(ends: Sequence[tuple[Fraction, int]]) -> tuple[Fraction, int] | None:
    if not ends:
        return None
    least = min(e for e, _ in ends)
    return least, max(m for e, m in ends if e == least)


def _made(terms: dict[Fraction, Polynomial], remainders: Sequence[tuple[Fraction, int]]) -> Series:
    """A series without the terms that its remainder covers."""
    end = _smallest(remainders)
    if end is None:
        return Series({e: c for e, c in terms.items() if c})
    order, logs = end
    logs = max(logs, _log_degree(terms.get(order, {})))
    return Series({e: c for e, c in terms.items() if c and e < order}, order, logs)


def _remainder(a: Series) -> list[tuple[Fraction, int]]:
    return [] if a.order is None else [(a.order, a.logs)]


def add(a: Series, b: Series, factor: int = 1) -> Series:
    terms = dict(a.terms)
    for e, c in b.terms.items():
        terms[e] = P.add(terms.get(e, {}), c, factor)
    return _made(terms, _remainder(a) + _remainder(b))


def multiply(a: Series, b: Series) -> Series:
    remainders: list[tuple[Fraction, int]] = []
    for one, other in ((a, b), (b, a)):
        low = _lowest(one)
        if low is None:
            return Series({})
        if other.order is not None:
            remainders.append((low[0] + other.order, low[1] + other.logs))
    end = _smallest(remainders)
    terms: dict[Fraction, Polynomial] = {}
    for e, c in a.terms.items():
        for f, d in b.terms.items():
            if end is None or e + f <= end[0]:
                terms[e + f] = P.add(terms.get(e + f, {}), P.multiply(c, d))
    return _made(terms, remainders)


def shifted(a: Series, power: Fraction, factor: Polynomial = ONE) -> Series:
    """h^power · factor · series, for a factor free of h."""
    return Series({e + power: P.multiply(c, factor) for e, c in a.terms.items()},
                  None if a.order is None else a.order + power, a.logs)


def constant(poly: Polynomial) -> Series:
    return Series({Fraction(0): poly} if poly else {})


class Expander:
    """Expands terms in one variable; gathers obligations, and the denominators of coefficients (as symbols %d0, %d1, …)."""

    def __init__(self, var: Symbol, width: int) -> None:
        self.var, self.width = var, Fraction(width)
        self.one_sided, self.analytic = var.domain == "positive", var.domain == "real"
        self.obligations: Obligations = {}
        self.below: dict[int, Polynomial] = {}
        self._symbols: dict[Any, int] = {}
        self._memo: dict[Term, Germ] = {}
        self._work = [0]

    # -- coefficients -----------------------------------------------------------------------------------------------
    def coefficient(self, term: Term) -> Polynomial:
        """A term free of the variable, as a polynomial in atoms and reciprocals of denominators."""
        form, raised = normal(term)
        self.obligations.update(raised)
        return form.top if form.bottom == ONE else P.multiply(form.top, self._reciprocal(form.bottom))

    def _reciprocal(self, poly: Polynomial) -> Polynomial:
        content = content_of(poly)
        if len(poly) == 1:
            (key, value), = poly.items()
            if not any(P.is_special(n) and not isinstance(P.atom_term(n), Number) for n, _ in key):
                turned = {tuple((n, -e) for n, e in key if n not in self.below): 1 / value}
                result: Polynomial = P.multiply(P.constant(1), turned)
                for n, e in key:
                    if n in self.below:
                        result = P.multiply(result, P.power(self.below[n], -int(e)))
                return result
        primitive = P.scale(poly, 1 / content)
        name = P.frozen(primitive)
        slot = self._symbols.get(name)
        if slot is None:
            slot = self._symbols[name] = P.atom(Symbol(f"%d{len(self.below)}"))
            self.below[slot] = primitive
        return {((slot, -1),): 1 / content}

    def inverse(self, poly: Polynomial) -> Polynomial:
        """1/c, with the obligation c ≠ 0."""
        value = self.resolved(poly)
        if as_number(value) is None:
            self.obligations[Ne(quotient_term(value), 0)] = None
        return self._reciprocal(poly)

    def resolved(self, poly: Polynomial) -> Quotient:
        """The coefficient with its denominators put back."""
        for slot in reversed(self.below):
            powers: dict[int, Polynomial] = {}
            for key, value in poly.items():
                power = -int(dict(key).get(slot, 0))
                rest = tuple(f for f in key if f[0] != slot)
                powers[power] = P.add(powers.get(power, {}), {rest: value})
            most = max(powers, default=0)
            if most > 0:
                base = self.below[slot]
                top: Polynomial = {}
                for power, part in powers.items():
                    top = P.add(top, P.multiply(part, P.power(base, most - power)))
                above, under = self.resolved(top), self.resolved(P.power(base, most))
                return Quotient(P.multiply(above.top, under.bottom), P.multiply(above.bottom, under.top))
        return Quotient(poly, ONE)

    def term(self, poly: Polynomial) -> Term:
        return quotient_term(self.resolved(poly))

    def positive(self, poly: Polynomial) -> None:
        value = self.term(poly)
        if sign(value) != "+":
            self.obligations[Lt(0, value)] = None

    def sign(self, poly: Polynomial) -> int:
        """The sign of a coefficient that its form or a ball shows; refuses when neither does."""
        value = self.term(poly)
        seen = {"+": 1, "-": -1}.get(sign(value), 0)
        if not seen and not free_symbols(value):
            try:
                seen = 1 if certainly(Lt(0, value)) else -1 if certainly(Lt(value, 0)) else 0
            except TermError:
                seen = 0
        if not seen:
            raise TermError(f"the sign of the coefficient {value!r} is not visible")
        return seen

    # -- the leading term -------------------------------------------------------------------------------------------
    def leading(self, a: Series) -> tuple[Fraction, Polynomial]:
        """The first term whose coefficient does not vanish identically."""
        for e in sorted(a.terms):
            if self.resolved(a.terms[e]).top:
                return e, a.terms[e]
        if a.order is None:
            raise TermError("an expression vanishes identically where it must not")
        raise TooShort(a.order)

    def tends(self, big: dict[Fraction, Polynomial]) -> int:
        """±1 when an exponent tends to ±∞ faster than a multiple of log h; refuses otherwise."""
        parts = {e: c for e, c in big.items() if self.resolved(c).top}
        if not parts:
            raise TermError("two exponents are equal")
        e = min(parts)
        degree = _log_degree(parts[e])
        if e == 0 and degree < 2:
            raise TermError("a power with an exponent that is not a rational number stays")
        return self.sign(_log_part(parts[e], degree)) * (-1 if degree % 2 else 1)

    def direction(self, germ: Germ) -> int:
        """The sign of a germ near 0, from its leading coefficient."""
        e, c = self.leading(germ.tail)
        degree = _log_degree(c)
        if not self.one_sided and (e % 2 != 0 or degree):
            raise TermError("an expression changes its sign at 0")
        return self.sign(_log_part(c, degree)) * (-1 if degree % 2 else 1)

    def plain(self, germ: Germ) -> Series:
        """The series of a germ without an exponential factor; one that decays faster than every power is a remainder."""
        if not any(self.resolved(c).top for c in germ.big.values()) or germ.tail == Series({}):
            return germ.tail
        if self.tends(germ.big) < 0:
            return Series({}, self.width)
        raise TermError("an expression grows faster than every power")

    def regular(self, germ: Germ) -> tuple[Polynomial, Series]:
        """c and s → 0 with germ = c + s."""
        a = self.plain(germ)
        if any(e < 0 and self.resolved(c).top for e, c in a.terms.items()) or a.order is not None and a.order <= 0:
            raise TermError("an argument has no finite limit")
        at = a.terms.get(Fraction(0), {})
        if _log_degree(at):
            raise TermError("an argument has no finite limit")
        return at, Series({e: c for e, c in a.terms.items() if e > 0}, a.order, a.logs)

    def infinite(self, germ: Germ) -> bool:
        """Whether a germ tends to ±∞."""
        if germ.big:
            return self.tends(germ.big) > 0
        e, c = self.leading(germ.tail) if germ.tail.terms else (Fraction(1), ONE)
        return e < 0 or e == 0 and _log_degree(c) > 0

    def unit(self, a: Series) -> tuple[Fraction, Polynomial, Series]:
        """(e, c, s) with a = c h^e (1 + s), s → 0, c free of log h and not identically 0."""
        e, c = self.leading(a)
        if _log_degree(c):
            raise TermError("a leading coefficient depends on the logarithm of the variable")
        if a.order is not None and a.order <= e:
            raise TooShort(a.order)
        rest = Series({f: d for f, d in a.terms.items() if f > e}, a.order, a.logs)
        return e, c, shifted(rest, -e, self._reciprocal(c)) if rest != Series({}) else rest

    def product(self, a: Series, b: Series) -> Series:
        """a · b, unless the expansion has become too large."""
        self._work[0] += sum(map(len, a.terms.values())) * sum(map(len, b.terms.values()))
        if self._work[0] > MOST_WORK:
            raise TermError("an expansion is too large")
        return multiply(a, b)

    # -- composition ------------------------------------------------------------------------------------------------
    def compose(self, coefficients: Callable[[int], Sequence[Polynomial]], s: Series) -> Series:
        """Σ a_k s^k + O(s^n), for a function with these Taylor coefficients, analytic where s = 0."""
        low = _lowest(s)
        if low is None:
            return constant(coefficients(1)[0])
        count = max(1, ceil(self.width / low[0]))
        if count > MOST_TERMS:
            raise TermError(f"more than {MOST_TERMS} terms of a series are needed")
        values = coefficients(count)
        cut = [(low[0] * count, low[1] * count)]
        total = Series({})
        for value in reversed(values[:count]):
            product = self.product(total, s)
            total = add(_made(product.terms, [*cut, *_remainder(product)]), constant(value))
        return _made(total.terms, [*cut, *_remainder(total)])

    def primitive(self, value: Term, slope: Callable[[Term], Term], at: Term) -> Callable[[int], Sequence[Polynomial]]:
        """The Taylor coefficients at a point of a function with this value there and this derivative."""
        def coefficients(count: int) -> list[Polynomial]:
            slot = Symbol("%z")
            inner = Expander(slot, count)
            inner.obligations, inner.below, inner._symbols = self.obligations, self.below, self._symbols
            inner._work = self._work
            body = slope(slot if at is Number(0) else Add(at, slot))
            series = inner.plain(inner.of(body))
            if series.order is not None and series.order < count - 1:
                raise TermError(f"too few Taylor coefficients of {body!r} are known")
            found = series.terms
            return [self.coefficient(value),
                    *(P.scale(found.get(Fraction(k - 1), {}), Fraction(1, k)) for k in range(1, count))]

        return coefficients

    # -- arithmetic of germs ----------------------------------------------------------------------------------------
    def of(self, term: Term) -> Germ:
        """The expansion of a scalar term."""
        found = self._memo.get(term)
        if found is None:
            found = self._memo[term] = self._of(term)
        return found

    def _of(self, term: Term) -> Germ:
        if term is self.var:
            return Germ({}, Series({Fraction(1): ONE}))
        if self.var not in free_symbols(term):
            return Germ({}, constant(self.coefficient(term)))
        from .expansion_rules import RULES

        rule = RULES.get(type(term))
        if rule is None:
            raise TermError(f"no rule expands {term!r}")
        return rule(self, term)

    def plus(self, a: Germ, b: Germ, factor: int = 1) -> Germ:
        for one, other in ((a, b), (b, a)):
            if other.tail == Series({}):
                return one if one is a or factor == 1 else self.times(one, self.number(factor))
        difference = {e: P.add(a.big.get(e, {}), b.big.get(e, {}), -1) for e in {**a.big, **b.big}}
        if not any(self.resolved(c).top for c in difference.values()):
            return Germ(a.big, add(a.tail, b.tail, factor))
        larger = a if self.tends(difference) > 0 else self.times(b, self.number(factor))
        low = _lowest(larger.tail)
        start = low[0] if low else Fraction(0)
        return Germ(larger.big, _made(larger.tail.terms, [*_remainder(larger.tail), (start + self.width, 0)]))

    def times(self, a: Germ, b: Germ) -> Germ:
        big = {e: P.add(a.big.get(e, {}), b.big.get(e, {})) for e in {**a.big, **b.big}}
        return self.settled(Germ({e: c for e, c in big.items() if c}, self.product(a.tail, b.tail)))

    def settled(self, a: Germ) -> Germ:
        """Rational multiples of log h in the exponent become powers of h."""
        slot, at = ((P.atom(LOG), 1),), Fraction(0)
        shift = a.big.get(at, {}).get(slot, Fraction(0))
        if not shift:
            return a
        rest = {k: v for k, v in a.big[at].items() if k != slot}
        big = {e: c for e, c in a.big.items() if e != at}
        return Germ({**big, at: rest} if rest else big, shifted(a.tail, shift))

    def number(self, value: Fraction | int) -> Germ:
        return Germ({}, constant(P.constant(value)))

    def whole_power(self, a: Germ, n: int) -> Germ:
        """a^n for an integer n ≥ 0."""
        if n > 40 and len(a.tail.terms) > 1:
            return self.power(a, Number(n))
        result, base = self.number(1), a
        while n:
            if n & 1:
                result = self.times(result, base)
            n >>= 1
            if n:
                base = self.times(base, base)
        return result

    def power(self, a: Germ, exponent: Term) -> Germ:
        """a^exponent for an exponent free of the variable: a ≠ 0 for an integer, a > 0 otherwise."""
        q = self.coefficient(exponent)
        value = as_number(self.resolved(q))
        whole = value is not None and value.denominator == 1
        e, c, s = self.unit(a.tail)
        if whole:
            self.inverse(c)
        else:
            self.positive(c)
            if not self.one_sided and (e != 0 or a.big):
                raise TermError("a root of an expression that vanishes at 0, from both sides")
        if self.analytic and e != 0 and not (whole and value is not None and value > 0):
            raise TermError("an expression is not analytic at 0: it has a pole or a branch point there")
        big = {f: P.multiply(d, q) for f, d in a.big.items()}
        shift = Fraction(0)
        if value is not None:
            shift = e * value
        elif e:
            big[Fraction(0)] = P.add(big.get(Fraction(0), {}), P.multiply(q, P.monomial(P.atom(LOG))), e)

        def binomial(count: int) -> list[Polynomial]:
            values = [ONE]
            for k in range(1, count):
                step = P.add(q, P.constant(1 - k))
                values.append(P.scale(P.multiply(values[-1], step), Fraction(1, k)))
            return values

        lead = self._root(c, exponent, value)
        return self.settled(Germ({f: d for f, d in big.items() if d}, shifted(self.compose(binomial, s), shift, lead)))

    def _root(self, c: Polynomial, exponent: Term, value: Fraction | None) -> Polynomial:
        if c == ONE:
            return ONE
        if value is not None and value.denominator == 1:
            return P.power(c, int(value)) if value >= 0 else P.power(self._reciprocal(c), int(-value))
        return self.coefficient(Pow(self.term(c), exponent))

    def reciprocal(self, a: Germ) -> Germ:
        return self.power(a, Number(-1))

    def log(self, a: Germ) -> Germ:
        """log a, for a > 0."""
        e, c, s = self.unit(a.tail)
        self.positive(c)
        if not self.one_sided and (e != 0 or a.big):
            raise TermError("the logarithm of an expression that vanishes or explodes at 0, from both sides")
        start = {f: d for f, d in a.big.items() if d}
        if e:
            slot = P.scale(P.monomial(P.atom(LOG)), e)
            start[Fraction(0)] = P.add(start.get(Fraction(0), {}), slot)
        if c != ONE:
            start[Fraction(0)] = P.add(start.get(Fraction(0), {}), self.coefficient(Log(self.term(c))))
        tail = self.compose(lambda n: [{}, *(P.constant(Fraction((-1) ** (k - 1), k)) for k in range(1, n))], s)
        return Germ({}, add(Series({f: d for f, d in start.items() if d}), tail))

    def exp(self, a: Germ) -> Germ:
        """e^a; what tends to ±∞ stays in the exponent, rational multiples of log h become powers of h."""
        if a.big and self.tends(a.big) > 0:
            if self.direction(a) > 0:
                raise TermError("an expression grows faster than every power")
            return Germ({}, Series({}, self.width))
        u = self.plain(a)
        if u.order is not None and u.order <= 0:
            raise TermError("an exponent is not known up to what tends to 0")
        big = {e: c for e, c in u.terms.items() if e < 0}
        middle = u.terms.get(Fraction(0), {})
        fixed = _log_part(middle, 0)
        slot = ((P.atom(LOG), 1),)
        shift = middle.get(slot, Fraction(0))
        rest = {k: v for k, v in middle.items() if k not in fixed and k != slot}
        if rest:
            big[Fraction(0)] = rest
        big = {e: c for e, c in big.items() if self.resolved(c).top}
        if (big or shift) and not self.one_sided:
            raise TermError("an exponential has an essential singularity at 0, from both sides")
        small = Series({e: c for e, c in u.terms.items() if e > 0}, u.order, u.logs)
        lead = ONE if not fixed else self.coefficient(Exp(self.term(fixed)))

        def coefficients(count: int) -> list[Polynomial]:
            values = [ONE]
            for k in range(1, count):
                values.append(P.scale(values[-1], Fraction(1, k)))
            return values

        return Germ(big, shifted(self.compose(coefficients, small), shift, lead))

    # -- the result -------------------------------------------------------------------------------------------------
    def written(self, e: Fraction, c: Polynomial) -> Term:
        """c h^e as a term of the variable."""
        value = substitute(self.term(c), {LOG: Log(self.var)}) if _log_degree(c) else self.term(c)
        if e == 0:
            return value
        power: Term = self.var if e == 1 else Pow(self.var, Number(e))
        return power if value is Number(1) else Mul(value, power)


def series_of(body: Term, var: Symbol, order: Fraction | int) -> tuple[Expander, Series]:
    """The series of a term, known at least up to O(var^order)."""
    width, reached = ceil(order) + 2, Fraction(-MOST_TERMS)
    for _ in range(6):
        expander = Expander(var, max(width, 2))
        try:
            found = expander.plain(expander.of(body))
        except TooShort as short:
            known, width = short.order, 2 * width + 2
        else:
            if found.order is None or found.order > order or found.order == order and not found.logs:
                return expander, found
            known, width = found.order, width + ceil(order - found.order) + 2
        if known <= reached or width > MOST_TERMS:
            break
        reached = known
    raise TermError(f"{body!r} could not be expanded up to the order {order} in {var!r}")


def expand(body: Term, var: Symbol, order: int) -> tuple[Term, Obligations]:
    """body = Σ c_e var^e + O(var^order), and what it rests on; terms of the order itself are kept when they contain log."""
    expander, found = series_of(body, var, order)
    parts: list[Term] = []
    for e in sorted(found.terms):
        poly = found.terms[e]
        if e < order or e == order and _log_degree(poly):
            if expander.resolved(poly).top:
                parts.append(expander.written(e, poly))
    remainder = BigO(var, order)
    return (Add(*parts, remainder) if parts else remainder), expander.obligations


def derivative_value(term: Term) -> tuple[Quotient, Obligations]:
    """d^k f/dx^k at a point, k! times the Taylor coefficient of f there; f is analytic where the obligations hold."""
    expander, poly = derivative_coefficient(term)
    return expander.resolved(poly), expander.obligations


def derivative_coefficient(term: Term) -> tuple[Expander, Polynomial]:
    """k! c_k, with the expander that knows its denominators and obligations."""
    var, body, at = term.arguments
    order, core, own = 1, body, var
    while isinstance(core, Derivative) and core.arguments[2] is own:
        inner, below, _ = core.arguments
        if inner is not own and own in free_symbols(below):
            break
        order, core = order + 1, substitute(below, {inner: own})
    if order > 40:
        raise TermError(f"{term!r} is of too high an order")
    slot = fresh(Symbol("%h"), free_symbols(core) | free_symbols(at))
    shifted_body = substitute(core, {own: slot if at is Number(0) else Add(at, slot)})
    expander, found = series_of(shifted_body, slot, order + 1)
    factor = 1
    for k in range(2, order + 1):
        factor *= k
    return expander, P.scale(found.terms.get(Fraction(order), {}), factor)


__all__ = ["LOG", "Expander", "Germ", "Series", "TooShort", "derivative_coefficient", "derivative_value", "expand", "series_of"]
