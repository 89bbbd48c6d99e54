"""Points that hurt: values of a claim's variables at which false claims of these fields tend to fail.

May import terms and the models. Cheap and simple values come first: small integers, edges of domains, opposite signs,
equal variables, halves, values beyond π/2 and π, large and tiny ones, n beyond 10, both sides of branch cuts, then random
rationals (the same in every run). Every value lies in its variable's domain and closed interval.
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator, Sequence
from fractions import Fraction as F

from symproof.models.complex_exact import Gaussian, Value
from symproof.terms import COMPLEX, Number, Symbol, Term, subterms

Point = dict[Symbol, Value]

_POSITIVE = (F(1), F(2), F(1, 2), F(3), F(1, 3), F(3, 2), F(5), F(1, 10), F(10), F(7, 2), F(2, 3), F(22, 7), F(100), F(1, 100),
             F(13, 4), F(11), F(1, 1000), F(1000), F(1, 10**6), F(10**6))
_REAL = (F(1), F(2), F(-1), F(0), F(1, 2), F(-1, 2), F(3), F(-2), F(3, 2), F(-3), F(1, 3), F(7, 2), F(-7, 2), F(5), F(-5),
         F(10), F(-1, 3), F(22, 7), F(-22, 7), F(-10), F(1, 100), F(-1, 100), F(100), F(-100), F(1, 10**6),
         F(-1, 10**6), F(1000))
_COUNTS = (F(1), F(2), F(3), F(4), F(5), F(6), F(7), F(11), F(8), F(12), F(9), F(10), F(13), F(17), F(20), F(25), F(31), F(40),
           F(100))
_INTEGERS = (F(1), F(2), F(0), F(-1), F(3), F(-2), F(5), F(-3), F(4), F(11), F(-5), F(10), F(-11), F(12), F(17), F(20), F(-20),
             F(31), F(40), F(100))


def _gaussian(re: int | F, im: int | F) -> Value:
    return Gaussian(F(re), F(im)) if im else F(re)


_COMPLEX = tuple(_gaussian(*pair) for pair in (
    (1, 0), (1, 1), (0, 1), (-1, 0), (0, -1), (2, 0), (-1, -1), (-2, 1), (1, 4), (F(1, 2), 0), (0, 4), (2, -5), (-2, 0), (0, 0),
    (0, 2), (0, -2), (-3, -4), (F(-1, 2), F(1, 2)), (3, 0), (0, 7), (F(1, 2), -10), (-1, F(1, 100)), (-1, F(-1, 100)),
    (2, F(1, 100)), (2, F(-1, 100)), (F(1, 3), F(22, 7)), (-5, 10)))


def inside(symbol: Symbol, value: Value, interval: tuple[F, F] | None = None) -> bool:
    """Whether a value lies in the domain of a symbol, and in an interval."""
    if symbol.sort == COMPLEX:
        return True
    if isinstance(value, Gaussian):
        return False
    if interval is not None and not interval[0] <= value <= interval[1]:
        return False
    whole = value.denominator == 1
    rules = {"positive": value > 0, "negative": value < 0, "nonnegative": value >= 0, "nonzero": value != 0,
             "unit": 0 <= value <= 1, "integer": whole, "natural": whole and value >= 0,
             "positive integer": whole and value > 0}
    return rules.get(symbol.domain, True)


def candidates(symbol: Symbol, interval: tuple[F, F] | None = None, constants: Sequence[F] = ()) -> list[Value]:
    """Values for one variable, the simple and the hurtful first."""
    if symbol.sort == COMPLEX:
        return list(_COMPLEX)
    if interval is not None:
        low, high = interval
        width = high - low
        shares = (F(1, 2), F(0), F(1), F(1, 3), F(3, 4), F(1, 5), F(9, 10), F(1, 100), F(99, 100))
        listed: list[Value] = [simplest(low + width * F(2, 5), low + width * F(3, 5)), low, high,
                               *(low + width * s for s in shares)]
    else:
        listed = []
    domain = symbol.domain
    if domain in ("natural", "positive integer", "integer"):
        listed += [*((F(0),) if domain == "natural" else ()), *(_INTEGERS if domain == "integer" else _COUNTS)]
    elif domain in ("positive", "nonnegative", "unit"):
        listed += [_POSITIVE[0], *((F(0),) if domain != "positive" else ()), *_POSITIVE[1:]]
    elif domain == "negative":
        listed += [-v for v in _POSITIVE]
    else:
        listed += list(_REAL)
    for c in constants:
        listed += [c, -c, c + F(1, 1000), c - F(1, 1000)]
    if interval is not None and not any(inside(symbol, v, interval) for v in listed):
        listed += [F(k) for k in range(-(-interval[0].numerator // interval[0].denominator), int(interval[1]) + 1)][:50]
    return [v for v in dict.fromkeys(listed) if inside(symbol, v, interval)]


def simplest(low: F, high: F) -> F:
    """The rational of least denominator in [low, high] (by the Stern–Brocot tree)."""
    if low > high:
        low, high = high, low
    whole = low.numerator // low.denominator
    if whole == low:
        return F(whole)
    if whole + 1 <= high:
        return F(whole + 1)
    return whole + 1 / simplest(1 / (high - whole), 1 / (low - whole))


def random_value(symbol: Symbol, interval: tuple[F, F] | None, source: random.Random) -> Value:
    """A random value of the domain, with a small denominator."""
    if interval is not None:
        share = F(source.randint(0, 1000), 1000)
        value = interval[0] + (interval[1] - interval[0]) * share
        if symbol.domain in ("integer", "natural", "positive integer"):
            return F(round(value))
        return value
    if symbol.sort == COMPLEX:
        return _gaussian(*(F(source.randint(-60, 60), source.choice((1, 2, 3, 7))) for _ in range(2)))
    if symbol.domain in ("integer", "natural", "positive integer"):
        return F(source.randint(-30 if symbol.domain == "integer" else 0 if symbol.domain == "natural" else 1, 40))
    if symbol.domain == "unit":
        return F(source.randint(0, 97), 97)
    size = F(source.randint(1, 200), source.choice((1, 3, 7, 10, 16, 97)))
    if symbol.domain in ("positive", "nonnegative"):
        return size
    return -size if symbol.domain == "negative" else size * source.choice((1, -1))


def constants_of(*terms: Term) -> list[F]:
    """The numbers that a claim mentions, which often mark where a form changes."""
    found = {part.value for term in terms for part in subterms(term) if isinstance(part, Number)}
    return sorted((v for v in found if 0 < v <= 1000), key=lambda v: (v.denominator, v))[:6]


def points(variables: Sequence[Symbol], intervals: dict[Symbol, tuple[F, F]], terms: Sequence[Term] = (),
           count: int = 160) -> Iterator[Point]:
    """At most `count` distinct points, the cheap and simple first."""
    seen: set[tuple[Value, ...]] = set()
    for values in _sequence(variables, intervals, constants_of(*terms)):
        if values in seen or not all(inside(s, v, intervals.get(s)) for s, v in zip(variables, values, strict=True)):
            continue
        seen.add(values)
        yield dict(zip(variables, values, strict=True))
        if len(seen) >= count:
            return


def _sequence(variables: Sequence[Symbol], intervals: dict[Symbol, tuple[F, F]], constants: list[F]
              ) -> Iterator[tuple[Value, ...]]:
    lists = [candidates(s, intervals.get(s), constants) for s in variables]
    if not all(lists):
        return
    source = random.Random(7823209)
    width = len(variables)
    if width == 1:
        yield from ((v,) for v in lists[0])
    else:
        def shifted(start: int, stride: int) -> tuple[Value, ...]:
            return tuple(values[(start + i * stride) % len(values)] for i, values in enumerate(lists))

        yield shifted(0, 1)
        yield shifted(0, 0)
        for sign in (-1, 1):
            for size in (F(1), F(2), F(1, 2), F(0)):
                yield tuple(sign * size for _ in variables)
        if width <= 4:
            for signs in itertools.product((1, -1), repeat=width):
                yield tuple(F(s * (i + 1)) for i, s in enumerate(signs))
                yield tuple(F(s * (2 * i + 1), i + 2) for i, s in enumerate(signs))
        longest = max(map(len, lists))
        for start in range(longest):
            yield shifted(start, 2)
            yield shifted(start, 0)
            yield shifted(start, 5)
            base = shifted(1, 3)
            for i, values in enumerate(lists):
                yield (*base[:i], values[start % len(values)], *base[i + 1:])
    while True:
        for _ in range(200):
            yield tuple(random_value(s, intervals.get(s), source) for s in variables)
        return
