"""Integrals, expectations, derivatives and limits as complex balls.

May import `symproof.terms`, flint and the modules of this package that it names. Between regular ends Arb's `acb.integral`
is used (Petras' algorithm; Johansson, "Numerical integration in arbitrary-precision ball arithmetic", 2018). Near an
infinite end, or a finite one where the integrand is not bounded, the variable is ±y or a ± 1/y with y → ∞; an expansion of
the integrand that holds for all y ≥ T bounds what lies beyond T, and the rest is integrated in y or in log y. Where no
such bound is found (a divergent or a merely conditionally convergent integral) the answer is Unsupported.

How this could be fooled: by an integrand with a pole inside the range (its ball is not finite there); by one that is
analytic above and below a cut but not across it (the cut is met: "not finite"); by a narrow peak (Arb bisects until the
ball is narrow or the work is used up, and then the ball is wide, not wrong); by the variable of an outer integral, which
is complex while the inner one is computed (the inner integrand must be analytic in it too, along one fixed real path).
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from typing import Any

from flint import acb, arb, ctx, fmpz
from symproof.terms import (Add, Infinity, Integral,
                            Neg, Number, Symbol, Term, free_symbols, oo, subterms)

from .ball_arithmetic import BallArithmetic, not_finite, precision
from .complex_exact import ONE
from .complex_expander import Expander
from .complex_expansions import Expansion, Frame, variable
from .complex_reality import RealRange
from .complex_scales import (ALWAYS, NOTHING, Constant, Scale, Surd, enclosure, is_nothing, is_real, plus, reciprocal,
                             square_root, times)
from .complex_tails import integral_beyond, narrow
from .verdict import Undefined, Unsupported

_STARTS = [Fraction(8) * Fraction(3, 2) ** k for k in range(16)] + [Fraction(2) ** k for k in (
    16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024, 1536, 2048, 4096)]
_DIRECT = 4096
_EVALUATIONS = 30_000
_NESTED = 20_000
_SIDES = {"+": (1,), "-": (-1,), "": (1, -1)}


class ComplexIntegrals(BallArithmetic):
    """The binders of calculus, for `ComplexBalls`."""

    goal: int
    exact: Any
    work: int
    hints: dict[Any, tuple[Fraction, int]]
    assumed: dict[Term, int]
    differentiate: Callable[[Term, Symbol], Any] | None

    def Integral(self, term: Any) -> Any:
        variable, lower, upper, body = term.arguments
        if isinstance(lower, Infinity) and lower is upper:
            return acb(0)
        if (isinstance(lower, Infinity) and lower is oo) or (isinstance(upper, Infinity) and upper is not oo):
            return -self.Integral(Integral(variable, upper, lower, body))
        low, high = (None if isinstance(end, Infinity) else self(end) for end in (lower, upper))
        if any(s in self.bound for s in free_symbols(term)):
            return self._inner(variable, low, high, body)
        for end in (low, high):
            if end is not None and not end.imag.is_zero():
                raise Unsupported("an integral between ends that are not seen to be real")
        if low is not None and high is not None:
            if lower is upper or (low - high).is_zero():
                return acb(0)
            if not low.real < high.real and not low.real > high.real:
                return self._plain(lambda s: (low + s * (high - low), high - low), variable, body, acb(0), acb(1))
        ends = [self._place(lower, low), self._place(upper, high)]
        sign = 1
        if low is not None and high is not None and low.real > high.real:
            ends, sign = ends[::-1], -1
        result = self._between(variable, body, ends[0], ends[1]) * sign
        real = RealRange(self, variable, ends[0], ends[1]).real(body)  # type: ignore[arg-type]
        return acb(result.real) if real else result

    def _place(self, term: Term, value: Any) -> Constant | None:
        """An end of a range: exact where it is known exactly, None when infinite."""
        if value is None:
            return None
        return self.surd(term) or value

    def surd(self, term: Term) -> Surd | None:
        """The exact value of a constant term, when it is a rational times a square root and a power of √π."""
        hole = Symbol("%1")
        try:
            pieces = Expander(self, hole, variable(Frame(arb(2) ** 10, 1)))(term).pieces  # type: ignore[arg-type]
        except Undefined:
            return None
        found = pieces.get((ALWAYS, True), NOTHING)
        return found if len(pieces) < 2 and isinstance(found, Surd) else None

    def _between(self, variable: Symbol, body: Term, low: Constant | None, high: Constant | None) -> Any:
        """Over pieces between the points at which the integrand may be singular."""
        points = _separated([p for p in self._breaks(variable, body) if (low is None or _at(p) > _at(low)) and
                             (high is None or _at(p) < _at(high))])
        if low is None and high is None and not points:
            points = [NOTHING]
        ends = [low, *points, high]
        result = acb(0)
        for a, b in zip(ends, ends[1:], strict=False):
            result += self._piece(variable, body, a, b)
            if not result.is_finite():
                raise Unsupported("no finite enclosure of an integral was found")
        return result

    def _piece(self, variable: Symbol, body: Term, a: Constant | None, b: Constant | None) -> Any:
        if a is None or b is None:
            inner, side = (b, -1) if a is None else (a, 1)
            if inner is None:
                raise Unsupported("a range with two infinite ends is split first")
            start = _at(inner)
            if self._regular(variable, body, start, start + side):
                return self._end(variable, body, start, None, side)
            return self._end(variable, body, start + side, None, side) + self._end(variable, body, start + side, inner, side)
        low, high = _at(a), _at(b)
        singular = [not self._regular(variable, body, *ends) for ends in ((low, high), (high, low))]
        middle = (low + high) / 2
        result = acb(0)
        if singular[0]:
            result += self._end(variable, body, middle, a, 1)
        if singular[1]:
            result += self._end(variable, body, middle, b, -1)
        if singular[0] and singular[1]:
            return result
        left, right = middle if singular[0] else low, middle if singular[1] else high
        return result + self._plain(lambda x: (x, None), variable, body, acb(left), acb(right))

    def _regular(self, variable: Symbol, body: Term, end: arb, other: arb) -> bool:
        """Whether the integrand is seen to be bounded near an end."""
        near = end + (other - end) * arb((fmpz(1), fmpz(-30)))
        try:
            return bool(self.at(variable, acb(end.union(near)), body).is_finite())
        except Undefined:
            return False

    def _end(self, variable: Symbol, body: Term, start: arb, point: Constant | None, side: int) -> Any:
        """∫ from `start` to the end: towards side·∞ (point None), or to the point, which is approached from its `side`.

        The result is that of an integral in the positive direction.
        """
        if point is None:
            first = arb(1) if not side * start > 1 else side * start
            lead = acb(0)
            reach, tail = self._far(variable, body, None, side, first)
            if reach <= _DIRECT:
                ends = (acb(start), acb(reach)) if side > 0 else (acb(-reach), acb(start))
                return self._plain(lambda x: (x, None), variable, body, *ends) + tail
            if not side * start > 1:
                ends = (acb(start), acb(1)) if side > 0 else (acb(-1), acb(start))
                lead = self._plain(lambda x: (x, None), variable, body, *ends)
            far = self._plain(lambda t: (side * t.exp(), t.exp()), variable, body, acb(first.log()), acb(reach).log())
            return lead + far + tail
        place = _at(point)
        first = 1 / abs(start - place)
        reach, tail = self._far(variable, body, point, side, first)
        bits = int(float(reach.log() / arb(2).log())) + 8
        with precision(ctx.prec + bits):
            return tail + self._plain(lambda t: (_at(point) + side * (-t).exp(), (-t).exp()), variable, body,
                                      acb(first.log()), acb(reach.log()))

    def _far(self, variable: Symbol, body: Term, point: Constant | None, side: int, first: arb,
             direct: bool = False) -> tuple[arb, Any]:
        """T and a ball for the integral over y ≥ T, with x = side·y or x = point + side/y.

        A crude expansion at moderate T is enough where the integrand decays exponentially; else a longer one, of which
        most is integrated exactly; else a crude one again at huge T (not if `direct`).
        """
        target = arb((fmpz(1), fmpz(-self.goal)))
        reason: Exception = Unsupported("the tail of an integral is not bounded")
        needed = arb(0)
        before: tuple[arb, arb] | None = None
        attempts = self._attempts(point is not None)
        key = (body, point is None, side, self.goal)
        for start, order in attempts if key not in self.hints else itertools.chain([self.hints[key]], attempts):
            if direct and start > _DIRECT:
                break
            reach = arb(start.numerator) / start.denominator
            if not reach > first or (order == 1 and reach < needed):
                continue
            try:
                tail = self._beyond_reach(variable, body, point, side, reach, order)
            except Unsupported as refusal:
                reason = refusal
                continue
            if narrow(tail, target):
                if start <= _DIRECT:
                    self.hints[key] = (start, order)
                return reach, tail
            size = abs(tail).upper()
            if order == 1 and tail.is_finite() and (start > _DIRECT or point is not None):
                if before is not None and size < before[1]:
                    slope = (before[1] / size).log() / (reach / before[0]).log()
                    needed = (reach.log() + (size / target).log() / slope * arb(0.98)).exp()
                before = (reach, size)
        raise Unsupported(str(reason))

    def _attempts(self, singular: bool) -> Iterator[tuple[Fraction, int]]:
        moderate = [] if singular else [(start, 1) for start in _STARTS if start <= _DIRECT]
        longer = [(Fraction(2) ** k, self.goal // k + 2) for k in ((12, 24, 48) if singular else (6, 9, 12))
                  if self.goal // k <= 30]
        return itertools.chain(moderate, longer, ((start, 1) for start in _STARTS if start > _DIRECT))

    def _beyond_reach(self, symbol: Symbol, body: Term, point: Constant | None, side: int, reach: arb, order: int) -> Any:
        """A ball for the integral over y ≥ reach (with the weight y^−2 at a finite point)."""
        try:
            expansion = self.expand(symbol, body, point, side, reach, order)
        except Unsupported:
            if order > 1:
                raise
            expansion = self.expand(symbol, body, point, side, reach, 4)
        return integral_beyond(expansion, reach, point is not None)

    def expand(self, symbol: Symbol, body: Term, point: Constant | None, side: int, reach: arb, order: int) -> Expansion:
        """The body as an expansion in y ≥ reach, with symbol = side·y, or point + side/y."""
        frame = Frame(reach, order)
        germ = variable(frame).scaled(Surd(Fraction(side)))
        if point is not None:
            small = variable(frame).scaled(Surd(Fraction(side)), Scale(-2))
            germ = small + germ.constant(point)
        expander = Expander(self, symbol, germ)  # type: ignore[arg-type]
        return expander(body)

    def _breaks(self, symbol: Symbol, body: Term) -> list[Constant]:
        """Points at which the integrand may be singular or have a kink: zeros of linear and quadratic terms in it."""
        found: list[Constant] = []
        for term in _watched(body):
            if symbol in free_symbols(term) and free_symbols(term) - {symbol} <= set(self.exact.values):
                found += self._zeros(symbol, term)
        return found

    def polynomial(self, symbol: Symbol, term: Term) -> dict[int, Constant] | None:
        """The coefficients of a term that is a polynomial of degree ≤ 2 in the symbol, read off an expansion at ∞."""
        expansion = self.expand(symbol, term, None, 1, arb(2) ** 20, 4)
        coefficients = {}
        for (scale, constant), value in expansion.pieces.items():
            if not constant or scale.logs or scale.exponent or scale.power not in (0, 1, 2):
                return None
            coefficients[int(scale.power)] = value
        return coefficients

    def _zeros(self, symbol: Symbol, term: Term) -> list[Constant]:
        """Real zeros of a polynomial of degree ≤ 2; [] for any other function."""
        try:
            coefficients = self.polynomial(symbol, term)
        except Undefined:
            return []
        if coefficients is None:
            return []
        a, b, c = (coefficients.get(k, NOTHING) for k in (2, 1, 0))
        if not all(is_real(v) for v in (a, b, c)):
            return []
        if is_nothing(a):
            return [] if enclosure(b).contains(0) else [times(times(Surd(-ONE), c), reciprocal(b))]
        square = plus(times(b, b), times(Surd(Fraction(-4)), times(a, c)))
        if enclosure(a).contains(0) or enclosure(square).real < 0:
            return []
        exact = isinstance(square, Surd) and square[1:] == (1, 0) and isinstance(square.value, Fraction)
        root: Constant | None = square_root(Fraction(square.value)) if exact else None  # type: ignore[union-attr, arg-type]
        if root is None:
            root = acb(enclosure(square).real.nonnegative_part().sqrt())
        half = reciprocal(times(Surd(Fraction(-2)), a))
        return [times(plus(b, root), half), times(plus(b, times(Surd(-ONE), root)), half)]

    def _inner(self, symbol: Symbol, low: Any, high: Any, body: Term) -> Any:
        """An integral inside another: along one real path, analytic in the outer variables when that is asked for.

        One kink in the inner variable, at a place that depends on the outer ones, divides the path; on each part what
        decides there has a known sign, so that the parts are analytic in the outer variables.
        """
        kinks = {w for w in _watched(body, kinks_only=True) if symbol in free_symbols(w) and len(free_symbols(w)) > 1}
        if len(kinks) == 1:
            term = kinks.pop()
            coefficients = self.polynomial(symbol, term)
            if coefficients is not None and coefficients.keys() <= {0, 1} and 1 in coefficients:
                slope = enclosure(coefficients[1])
                place = -enclosure(coefficients.get(0, NOTHING)) / slope
                if slope.imag.is_zero() and not slope.contains(0) and (low is None or place.real > low.real) and (
                        high is None or place.real < high.real):
                    sign = 1 if slope.real > 0 else -1
                    with self._assuming(term, -sign):
                        before = self._path(symbol, low, place, body)
                    with self._assuming(term, sign):
                        return before + self._path(symbol, place, high, body)
        return self._path(symbol, low, high, body)

    @contextmanager
    def _assuming(self, term: Term, sign: int) -> Iterator[None]:
        """Within this block a term is known to have a sign on the path."""
        before = self.assumed
        self.assumed = {**before, term: sign}
        try:
            yield
        finally:
            self.assumed = before

    def _path(self, symbol: Symbol, low: Any, high: Any, body: Term) -> Any:
        if low is not None and high is not None:
            return self._plain(lambda s: (low + s * (high - low), high - low), symbol, body, acb(0), acb(1))
        if low is None and high is None:
            parts = [self._infinite(symbol, body, acb(0), side) for side in (1, -1)]
            return parts[0] + parts[1]
        return self._infinite(symbol, body, low if high is None else high, 1 if high is None else -1)

    def _infinite(self, symbol: Symbol, body: Term, start: Any, side: int) -> Any:
        try:
            reach, tail = self._far(symbol, body, None, side, abs(start).upper(), direct=True)
        except Unsupported:
            if self.analytic:
                return not_finite()
            raise
        far = acb(side * reach)
        return tail + self._plain(lambda s: (start + s * (far - start), side * (far - start)), symbol, body, acb(0), acb(1))

    def _plain(self, path: Callable[[acb], tuple[acb, acb | None]], symbol: Symbol, body: Term, low: acb, high: acb) -> Any:
        """∫ body(x(s)) x′(s) ds over low ≤ s ≤ high, where path(s) = (x, x′) (None: 1)."""
        raised: list[Exception] = []
        outer = self.analytic
        inner = any(s in self.bound for s in free_symbols(body))

        def integrand(s: acb, analytic: bool) -> Any:
            """The integrand; an exception is kept for later, since none may pass through Arb's own code."""
            if raised:
                return not_finite()
            self.work += 1
            if self.work > limit + _NESTED:
                raised.append(Unsupported("an iterated integral takes too much work"))
                return not_finite()
            self.analytic = bool(analytic) or outer
            try:
                x, weight = path(s)
                value = self.at(symbol, x, body)
                return value if weight is None else value * weight
            except Undefined as error:
                if not analytic:
                    raised.append(error)
                return not_finite()
            except Exception as error:
                raised.append(error)
                return not_finite()

        target = arb((fmpz(1), fmpz(-self.goal)))
        limit = self.evaluations or _EVALUATIONS
        try:
            result = acb.integral(integrand, low, high, rel_tol=target, abs_tol=target,
                                  eval_limit=min(limit, 60 if self._fat() else 300) if inner else limit)
        finally:
            self.analytic = outer
        if raised:
            raise raised[0]
        return result

    def _fat(self) -> bool:
        """Whether the outer variables are wide balls, so that no effort makes an inner integral narrow."""
        return any(isinstance(v, acb) and v.rad() > 2.0**-10 for v in self.bound.values())


def _watched(body: Term, kinks_only: bool = False) -> Iterator[Term]:
    """The terms at whose zeros an integrand may have a kink, a jump or a singularity."""
    for part in subterms(body):
        name, parts = type(part).__name__, part.arguments
        if name in ("Abs", "Sign"):
            yield parts[0]
        elif name in ("Max", "Min"):
            yield from (Add(parts[0], Neg(other)) for other in parts[1:])
        elif name in ("Lt", "Le", "Gt", "Ge", "Eq", "Ne"):
            yield Add(parts[0], Neg(parts[1]))
        elif name == "Special" and parts[0] == "Heaviside":
            yield parts[1]
        elif kinks_only:
            continue
        elif name in ("Log", "Sqrt"):
            yield parts[0]
        elif name == "Div":
            yield parts[1]
        elif name == "Pow" and not (isinstance(parts[1], Number) and parts[1].value.denominator == 1 and parts[1].value > 0):
            yield parts[0]


def _at(point: Constant) -> arb:
    """A real point as a ball."""
    return enclosure(point).real


def _separated(points: list[Constant]) -> list[Constant]:
    """The points in order, without those that are not seen to differ from a neighbour."""
    kept: list[Constant] = []
    for point in sorted(points, key=lambda p: (float(_at(p).mid()), not isinstance(p, Surd))):
        if _at(point).is_finite() and (not kept or _at(point) > _at(kept[-1])):
            kept.append(point)
    return kept


__all__ = ["ComplexIntegrals"]
