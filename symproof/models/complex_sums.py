"""Sums and products over integer ranges, finite and infinite, as complex balls.

May import `symproof.terms`, flint and the modules of this package that it names. The tail of an infinite series over
k ≥ N comes from an expansion of the summand that holds for all real k ≥ N: Σ_{k≥N} k^p (log k)^q is a derivative of the
Hurwitz zeta function (DLMF 25.11.1), Σ (−1)^k k^p a difference of two of them (of two ψ for p = −1), and what is only
bounded by a decreasing g adds at most g(N) + ∫_N^∞ g. Series that are not seen to converge are Unsupported.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import acb, acb_series, arb, fmpz
from symproof.terms import Infinity, Symbol, Term, free_symbols

from .ball_arithmetic import BallArithmetic
from .complex_exact import Gaussian, parts
from .complex_expansions import Expansion
from .complex_reality import RealRange
from .complex_scales import Scale, Surd, enclosure, majorant
from .verdict import Unsupported

_TERMS = 20_000
_LENGTHS = (8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384)


class ComplexSums(BallArithmetic):
    """The binders over integers, for `ComplexBalls`."""

    goal: int

    def _ends(self, term: Any) -> tuple[int | None, int | None]:
        """The ends of a range: integers, or None where infinite."""
        found: list[int | None] = []
        for end in term.arguments[1:3]:
            if isinstance(end, Infinity):
                found.append(None)
                continue
            exact = self.exactly(end)  # type: ignore[attr-defined]
            if not isinstance(exact, Fraction) or exact.denominator != 1:
                raise Unsupported("a sum or product is enclosed between integers only")
            found.append(int(exact))
        low, high = found
        if low is not None and high is not None and (high < low - 1 or high - low > _TERMS):
            raise Unsupported(f"a sum or product is enclosed over at most {_TERMS} terms, in increasing order")
        return low, high

    def Sum(self, term: Any) -> Any:
        symbol, lower, upper, body = term.arguments
        for end, other in ((lower, upper), (upper, lower)):
            if isinstance(end, Infinity) and (end is other or end.arguments[0] != (1 if end is upper else -1)):
                raise Unsupported("a sum with its infinite end on the wrong side")
        low, high = self._ends(term)
        if low is not None and high is not None:
            return sum((self.at_integer(symbol, k, body) for k in range(low, high + 1)), acb(0))  # type: ignore[attr-defined]
        if low is None and high is None:
            return self._series(symbol, body, 0, 1) + self._series(symbol, body, -1, -1)
        return self._series(symbol, body, low, 1) if high is None else self._series(symbol, body, high, -1)

    def Product(self, term: Any) -> Any:
        symbol, _, upper, body = term.arguments
        low, high = self._ends(term)
        if low is not None and high is not None:
            result = acb(1)
            for k in range(low, high + 1):
                result *= self.at_integer(symbol, k, body)  # type: ignore[attr-defined]
            return result
        if low is None or upper.arguments[0] != 1:
            raise Unsupported("an infinite product is enclosed upwards only")
        length, tail = self._rest(symbol, body, low, 1, logarithm=True)
        result = tail.exp()
        for k in range(low, length):
            result *= self.at_integer(symbol, k, body)  # type: ignore[attr-defined]
        return result

    def _series(self, symbol: Symbol, body: Term, first: int | None, side: int) -> Any:
        """Σ over k = first, first + side, … without end."""
        if first is None:
            raise Unsupported("a range with two infinite ends is split first")
        length, result = self._rest(symbol, body, side * first, side)
        for k in range(side * first, length):
            result += self.at_integer(symbol, side * k, body)  # type: ignore[attr-defined]
        end = Surd(Fraction(first))
        outer = any(s in self.bound for s in free_symbols(body) - {symbol})
        if not outer and self._real_terms(symbol, end, side).real(body):
            return acb(result.real)
        return result

    def _real_terms(self, symbol: Symbol, end: Surd, side: int) -> RealRange:
        return RealRange(self, symbol, end if side > 0 else None, None if side > 0 else end, True)  # type: ignore[arg-type]

    def _rest(self, symbol: Symbol, body: Term, first: int, side: int, logarithm: bool = False) -> tuple[int, Any]:
        """N ≥ first and a ball for the sum of the summands (or of their logarithms) at k = side·j, j ≥ N."""
        if any(s in self.bound for s in free_symbols(body) - {symbol}) and self.analytic:
            raise Unsupported("a series inside an analytic integrand is not enclosed")
        target = arb((fmpz(1), fmpz(-self.goal)))
        best: tuple[arb, int, Any] | None = None
        reason: Exception = Unsupported("the tail of a series is not bounded")
        slow = False
        for length in _LENGTHS:
            if length < first:
                continue
            orders = (1,) if not slow else (1, max(2, self.goal // max(1, length.bit_length() - 1) + 2))
            for order in orders:
                if order > 64 or (order > 1 and length < 2 * order):
                    continue
                try:
                    expansion = self.expand(symbol, body, None, side, arb(length), order)  # type: ignore[attr-defined]
                    tail = self._beyond(expansion.log() if logarithm else expansion, length, side)
                except Unsupported as refusal:
                    reason = refusal
                    slow = slow or length >= 64
                    continue
                radius = abs(tail - tail.mid()).upper() if tail.is_finite() else arb.pos_inf()
                if radius < target or radius < target * abs(tail):
                    return length, tail
                slow = slow or any(_phase(scale) is not None for scale, _ in expansion.pieces)
                if best is None or radius < best[0]:
                    best = (radius, length, tail)
        if best is not None and best[0] < 1:
            return best[1], best[2]
        raise Unsupported(str(reason))

    def _beyond(self, expansion: Expansion, start: int, side: int) -> Any:
        """A ball for the sum of an expansion at j ≥ start."""
        result = acb(0)
        for (scale, constant), coefficient in expansion.pieces.items():
            value = enclosure(coefficient)
            total = _known(scale, start) if constant else None
            if total is not None:
                result += value * total
                continue
            bound = majorant(scale, arb(start))
            if not bound.decreases(arb(start)):
                raise Unsupported("the summands are not seen to decrease")
            size = (abs(value).upper() * (bound.at(arb(start)) + bound.integral(arb(start)))).upper()
            real = value.imag.is_zero() and not scale.oscillates
            result += acb(arb(0, size)) if real else acb(arb(0, size), arb(0, size))
        return acb(result.real) if expansion.real or _alternates(expansion) else result


def _phase(scale: Scale) -> int | None:
    """m when the exponent of the scale is exactly m·π·i·k, 0 without one, None otherwise."""
    if not scale.exponent:
        return 0
    if len(scale.exponent) > 1:
        return None
    degree, constant = scale.exponent[0][0], scale.exponent[0][1].constant
    if degree != (Fraction(1), 0) or not isinstance(constant, Surd) or constant[1:] != (1, 2):
        return None
    re, im = parts(constant.value)
    return int(im) if re == 0 and im.denominator == 1 and isinstance(constant.value, Gaussian) else None


def _alternates(expansion: Expansion) -> bool:
    """All values at integers are real: real coefficients, and phases 0 or π only."""
    return all(enclosure(c).imag.is_zero() and (not scale.oscillates or _phase(scale) is not None)
               for (scale, _), c in expansion.pieces.items())


def _known(scale: Scale, start: int) -> Any:
    """Σ_{k≥start} of a scale by the Hurwitz zeta function; None when it is not of that kind."""
    phase = _phase(scale)
    if phase is None or scale.logs < 0:
        return None
    s, at = -scale.power, acb(start)
    exponent = acb(arb(s.numerator) / s.denominator)
    if phase % 2 == 0:
        if s <= 1:
            raise Unsupported("a series is not seen to converge")
        if scale.logs == 0:
            return exponent.zeta(at)
        series = acb_series([exponent, 1], prec=scale.logs + 1).zeta(at).coeffs()
        return series[scale.logs] * arb(scale.logs + 1).gamma() * (-1) ** scale.logs
    if scale.logs or s <= 0:
        raise Unsupported("an alternating series is not seen to converge")
    if s == 1:
        value = ((at + 1) / 2).digamma() / 2 - (at / 2).digamma() / 2
    else:
        value = exponent.zeta(at / 2) - exponent.zeta((at + 1) / 2)
        value = value / acb(2).pow(exponent)
    return value * (-1) ** start


__all__ = ["ComplexSums"]
