"""Sums of scales with constant coefficients and bounded remainders, valid on a whole half line x ≥ T.

May import flint and the modules of this package that it names. An `Expansion` is Σ c·s(x) + Σ b(x)·s(x): scales s with
constant coefficients c, and scales with coefficients b(x) of which only a ball is known that contains b(x) for every
x ≥ T. Nothing is asymptotic in it: the equality holds at every x ≥ T.

Composition with an analytic φ: e = c + ε with ε → 0, and φ(c + ε) = Σ_{k<n} φ_k ε^k + R ε^n, where R lies in every closed
convex set that contains the n-th Taylor coefficients of φ at all points of the segment from c to c + ε (the integral
form of Taylor's remainder is a mean of them); a box around these points is such a set, when φ is analytic on it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import ceil

from flint import acb, arb

from .complex_exact import ONE, Gaussian
from .complex_scales import (ALWAYS, NOTHING, UNIT, Coefficient, Constant, Scale, Surd, compare, enclosure, is_nothing,
                             is_real, plus, power, rational, reciprocal, square_root, supremum, times)
from .verdict import Unsupported

_PIECES = 400
MINUS = Surd(-ONE)


@dataclass(frozen=True)
class Frame:
    """Where expansions live: x ≥ start, and terms below the leading one by more than x^−order are only bounded."""

    start: arb
    order: int


Taylor = Callable[[Constant, int], list[Constant]]
TaylorRange = Callable[[acb, int], acb]


class Expansion:
    """A finite sum of scales; `pieces` maps (scale, whether its coefficient is constant) to the coefficient."""

    __slots__ = ("frame", "pieces")

    def __init__(self, frame: Frame, pieces: dict[tuple[Scale, bool], Constant]) -> None:
        self.frame = frame
        self.pieces = {key: c for key, c in pieces.items() if not is_nothing(c)}
        if len(self.pieces) > _PIECES:
            raise Unsupported("an expansion has too many terms")

    def constant(self, value: Constant) -> Expansion:
        """A constant, as an expansion in the same frame."""
        return Expansion(self.frame, {(ALWAYS, True): value})

    def ranging(self, value: acb) -> Expansion:
        """Some function with all its values in a ball."""
        return Expansion(self.frame, {(ALWAYS, False): value})

    # -- order --------------------------------------------------------------------------------------------------
    def leading(self) -> tuple[Scale, Constant]:
        """The piece that dominates all others, with a constant coefficient certainly not 0."""
        tops = self._tops()
        if len(tops) != 1 or not tops[0][1]:
            raise Unsupported("no single term of an expansion is seen to dominate")
        coefficient = self.pieces[tops[0]]
        if enclosure(coefficient).contains(0):
            raise Unsupported("a leading coefficient is not separated from 0")
        return tops[0][0], coefficient

    def _tops(self) -> list[tuple[Scale, bool]]:
        tops: list[tuple[Scale, bool]] = []
        for key in self.pieces:
            order = compare(key[0], tops[0][0]) if tops else 0
            if order > 0:
                tops = [key]
            elif order == 0:
                tops.append(key)
        return tops

    def split(self) -> tuple[Expansion, Expansion, Expansion]:
        """The pieces that grow, those of constant modulus, and those that tend to 0."""
        parts: tuple[dict[tuple[Scale, bool], Constant], ...] = ({}, {}, {})
        for key, coefficient in self.pieces.items():
            parts[1 - key[0].growth()][key] = coefficient
        return Expansion(self.frame, parts[0]), Expansion(self.frame, parts[1]), Expansion(self.frame, parts[2])

    def limit(self) -> tuple[Constant, Expansion]:
        """c and ε with e = c + ε and ε → 0; Unsupported when the limit is not seen."""
        grow, stay, fall = self.split()
        if grow.pieces or any(key != (ALWAYS, True) for key in stay.pieces):
            raise Unsupported("a limit is not seen to exist")
        return stay.pieces.get((ALWAYS, True), NOTHING), fall

    def range(self) -> acb:
        """A ball that contains the values at all x ≥ T."""
        total = acb(0)
        for (scale, _), coefficient in self.pieces.items():
            if scale == ALWAYS:
                total += enclosure(coefficient)
                continue
            bound = supremum(scale, self.frame.start).upper()
            if scale.oscillates:
                total += enclosure(coefficient) * acb(arb(0, bound), arb(0, bound))
            else:
                total += enclosure(coefficient) * arb(bound / 2, bound / 2)
        return total

    @property
    def real(self) -> bool:
        """Whether all values are certainly real."""
        return all(is_real(c) and not scale.oscillates for (scale, _), c in self.pieces.items())

    # -- arithmetic ---------------------------------------------------------------------------------------------
    def __add__(self, other: Expansion) -> Expansion:
        return total(self.frame, (self, other))

    def scaled(self, factor: Constant, scale: Scale = ALWAYS) -> Expansion:
        """Times a constant and a scale."""
        return Expansion(self.frame, {(s * scale, flag): times(c, factor) for (s, flag), c in self.pieces.items()})

    def __neg__(self) -> Expansion:
        return self.scaled(MINUS)

    def __mul__(self, other: Expansion) -> Expansion:
        pieces: dict[tuple[Scale, bool], Constant] = {}
        if len(self.pieces) * len(other.pieces) > 40 * _PIECES:
            raise Unsupported("an expansion has too many terms")
        plain = [scale.power for e in (self, other) for scale, _ in e.pieces if not scale.exponent and not scale.logs]
        cut: Fraction | int | None = None
        if len(self.pieces) > 3 and len(other.pieces) > 3 and len(plain) == len(self.pieces) + len(other.pieces):
            cut = min(max(s.power for s, _ in self.pieces) + max(t.power for t, _ in other.pieces), 0) - self.frame.order
        below = arb(0)
        for (s, one), c in self.pieces.items():
            for (t, two), d in other.pieces.items():
                if cut is not None and s.power + t.power <= cut:
                    gap = self.frame.start ** rational(s.power + t.power - cut)
                    below += abs(enclosure(c)).upper() * abs(enclosure(d)).upper() * gap.upper()
                    continue
                key = (s * t, one and two)
                value = times(c, d)
                pieces[key] = plus(pieces[key], value) if key in pieces else value
        if cut is not None and not below.is_zero():
            radius = below.upper()
            real = self.real and other.real
            key = (Scale(cut), False)
            ball = acb(arb(0, radius)) if real else acb(arb(0, radius), arb(0, radius))
            pieces[key] = plus(pieces[key], ball) if key in pieces else ball
        return Expansion(self.frame, pieces).pruned()

    def pruned(self) -> Expansion:
        """The same, with pieces far below the leading power (and tending to 0) only bounded."""
        powers = [scale.power for scale, _ in self.pieces if not scale.exponent]
        if len(self.pieces) <= 2 or not powers:
            return self
        cut = min(max(powers), Fraction(0)) - self.frame.order
        if all(scale.power > cut and not scale.exponent for scale, _ in self.pieces):
            return self
        kept: dict[tuple[Scale, bool], Constant] = {}
        low = Scale(cut)
        rest = acb(0)
        for (scale, flag), coefficient in self.pieces.items():
            ratio = scale * low.inverse()
            try:
                far = ratio.growth() < 0 or ratio == ALWAYS
                bound = supremum(ratio, self.frame.start).upper() if far else arb(0)
            except Unsupported:
                far = False
            if not far:
                kept[scale, flag] = coefficient
            elif scale.oscillates:
                rest += enclosure(coefficient) * acb(arb(0, bound), arb(0, bound))
            else:
                rest += enclosure(coefficient) * arb(bound / 2, bound / 2)
        if not rest.is_zero():
            kept[low, False] = rest
        return Expansion(self.frame, kept)

    def inverse(self) -> Expansion:
        """One over it."""
        return self.power(-ONE)

    def power(self, exponent: Fraction) -> Expansion:
        """The principal power with a rational exponent."""
        if exponent.denominator == 1 and 0 <= exponent <= 64:
            result, base, n = self.constant(UNIT), self, int(exponent)
            while n:
                result = result * base if n & 1 else result
                n >>= 1
                base = base * base if n else base
            return result
        if not self.pieces and exponent > 0:
            return self
        scale, coefficient = self.leading()
        if scale.exponent and exponent.denominator != 1 and scale.oscillates:
            raise Unsupported("a root of an oscillating function is not expanded")
        if scale.logs and (scale.logs * exponent).denominator != 1:
            raise Unsupported("a root of a logarithm is not expanded")
        rest = self.remainder(scale, coefficient)
        if exponent.denominator != 1:
            _clear_of_cut(coefficient, rest)
        risen = Scale(scale.power * exponent, int(scale.logs * exponent), tuple(
            (d, Coefficient.of(times(Surd(exponent), c.constant))) for d, c in scale.exponent))
        factor = _constant_power(coefficient, exponent)
        return rest.binomial(exponent).scaled(factor, risen)

    def remainder(self, scale: Scale, coefficient: Constant) -> Expansion:
        """ε with self = coefficient·scale·(1 + ε)."""
        others = {key: c for key, c in self.pieces.items() if key != (scale, True)}
        return Expansion(self.frame, others).scaled(reciprocal(coefficient), scale.inverse())

    def binomial(self, exponent: Fraction) -> Expansion:
        """(1 + self)^exponent, where self → 0."""
        def coefficients(_: Constant, count: int) -> list[Constant]:
            found, value = [], ONE
            for k in range(count):
                found.append(Surd(value))
                value = value * (exponent - k) / (k + 1)
            return list(found)

        def over(box: acb, n: int) -> acb:
            value = enclosure(coefficients(UNIT, n + 1)[n])
            lower = exponent - n
            shifted = 1 + box
            if not shifted.real > 0:
                raise Unsupported("the start is too small for a binomial series")
            return value * shifted.pow(acb(enclosure(Surd(lower))))

        return self.composed(NOTHING, coefficients, over)

    def composed(self, centre: Constant, taylor: Taylor, over: TaylorRange) -> Expansion:
        """φ(centre + self), where self → 0; `over(box, n)` encloses the n-th Taylor coefficients on a box around centre."""
        if not self.pieces:
            return self.constant(taylor(centre, 1)[0])
        slowest = sorted(self._tops(), key=lambda key: key[1])[0][0]
        decay = -slowest.power if not slowest.exponent and slowest.power < 0 else None
        count = max(1, min(ceil(self.frame.order / decay) if decay else self.frame.order, 60))
        coefficients = taylor(centre, count)
        last = over(enclosure(centre) + acb_hull(self.range()), count)
        if not last.is_finite():
            raise Unsupported("a Taylor remainder is not bounded: the start is too small, or a branch point is near")
        result = self.ranging(last)
        for coefficient in reversed(coefficients):
            result = result * self + self.constant(coefficient)
        return result

    def log(self) -> Expansion:
        """The principal logarithm."""
        scale, coefficient = self.leading()
        if scale.logs:
            raise Unsupported("the logarithm of a logarithm is not expanded")
        rest = self.remainder(scale, coefficient)
        _clear_of_cut(coefficient, rest)
        if scale.oscillates:
            raise Unsupported("the logarithm of an oscillating function is not expanded")
        pieces: dict[tuple[Scale, bool], Constant] = {}
        if scale.power:
            pieces[Scale(logs=1), True] = Surd(Fraction(scale.power))
        for (r, level), c in scale.exponent:
            pieces[Scale(r, level), True] = c.constant
        value = NOTHING if coefficient == UNIT else enclosure(coefficient).log()
        lead = Expansion(self.frame, pieces) + self.constant(value)
        return lead + rest.composed(NOTHING, _log1p, _log1p_range)

    def exp(self) -> Expansion:
        """The exponential."""
        grow, stay, fall = self.split()
        scale = ALWAYS
        for (part, flag), coefficient in grow.pieces.items():
            if not flag or part.exponent or part.logs < 0:
                raise Unsupported("the exponential of such a growing function is not expanded")
            exact = isinstance(coefficient, Surd) and coefficient[1:] == (1, 0) and not isinstance(coefficient.value, Gaussian)
            if part == Scale(logs=1) and exact:
                scale *= Scale(Fraction(coefficient.value))  # type: ignore[union-attr, arg-type]
            else:
                scale *= Scale(exponent=(((part.power, part.logs), Coefficient.of(coefficient)),))
        centre = stay.pieces.get((ALWAYS, True), NOTHING)
        result = fall.composed(NOTHING, _exp, lambda box, n: box.exp() / arb(n + 1).gamma())
        if not is_nothing(centre):
            result = result.scaled(enclosure(centre).exp())
        varying = Expansion(self.frame, {k: c for k, c in stay.pieces.items() if k != (ALWAYS, True)})
        if varying.pieces:
            result = result * self.ranging(varying.range().exp())
        return result.scaled(UNIT, scale)

    def modulus_bound(self) -> Expansion:
        """An expansion with real coefficients in [0, Σ|c|], such as |self| has."""
        pieces: dict[tuple[Scale, bool], Constant] = {}
        for (scale, _), coefficient in self.pieces.items():
            real = Scale(scale.power, scale.logs, tuple(
                (d, Coefficient(c.constant, c.key) if is_real(c.constant) else Coefficient.of(
                    acb(enclosure(c.constant).real))) for d, c in scale.exponent
                if not enclosure(c.constant).real.is_zero()))
            size = abs(enclosure(coefficient)).upper()
            key = (real, False)
            value = acb(arb(size / 2, size / 2))
            pieces[key] = plus(pieces[key], value) if key in pieces else value
        return Expansion(self.frame, pieces)

    def sign(self) -> int:
        """The sign at every x ≥ T; Unsupported when it is not seen to be one and the same."""
        if not self.pieces:
            return 0
        if not self.real:
            raise Unsupported("the sign of a function that is not real")
        scale, coefficient = self.leading()
        if not 1 + self.remainder(scale, coefficient).range().real > 0:
            raise Unsupported("the start is too small to see a sign")
        return 1 if enclosure(coefficient).real > 0 else -1


def acb_hull(box: acb) -> acb:
    """The box joined with 0."""
    return box.union(acb(0))


def total(frame: Frame, parts: Iterable[Expansion]) -> Expansion:
    """The sum of expansions."""
    pieces: dict[tuple[Scale, bool], Constant] = {}
    for part in parts:
        for key, coefficient in part.pieces.items():
            pieces[key] = plus(pieces[key], coefficient) if key in pieces else coefficient
    return Expansion(frame, pieces).pruned()


def _clear_of_cut(coefficient: Constant, rest: Expansion) -> None:
    """coefficient·(1 + rest) stays off the negative axis, or lies on it entirely, so that log and powers split."""
    value = enclosure(coefficient)
    if value.imag.is_zero() and rest.real:
        return
    around = value * (1 + acb_hull(rest.range()))
    if not (around.real > 0 or not around.imag.contains(0)):
        raise Unsupported("a branch cut is near")


def _constant_power(coefficient: Constant, exponent: Fraction) -> Constant:
    if exponent.denominator == 1 and abs(exponent) <= 64:
        return power(coefficient, int(exponent))
    if isinstance(coefficient, Surd) and coefficient[1:] == (1, 0) and exponent.denominator == 2 and is_real(coefficient):
        root = square_root(Fraction(coefficient.value)) if coefficient.value > 0 else None  # type: ignore[operator, arg-type]
        if root is not None and abs(exponent) <= 64:
            return power(root, exponent.numerator)
    return enclosure(coefficient).pow(acb(enclosure(Surd(exponent))))


def _exp(_: Constant, count: int) -> list[Constant]:
    found, value = [], ONE
    for k in range(count):
        found.append(Surd(value))
        value = value / (k + 1)
    return list(found)


def _log1p(_: Constant, count: int) -> list[Constant]:
    return [NOTHING, *(Surd(Fraction((-1) ** (k + 1), k)) for k in range(1, count))]


def _log1p_range(box: acb, n: int) -> acb:
    if not (1 + box).real > 0:
        raise Unsupported("the start is too small for the series of a logarithm")
    return acb((-1) ** (n + 1)) / ((1 + box) ** n * n)


def frame_one(frame: Frame) -> Expansion:
    """The constant 1."""
    return Expansion(frame, {(ALWAYS, True): UNIT})


def variable(frame: Frame) -> Expansion:
    """x itself."""
    return Expansion(frame, {(Scale(1), True): UNIT})


__all__ = ["Expansion", "Frame", "TaylorRange", "frame_one", "total", "variable"]
