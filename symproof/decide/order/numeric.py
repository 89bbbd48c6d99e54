"""Values of terms in high precision, and points of the region that hypotheses describe: hints for the search for inequalities.

Nothing here proves: a value that is missing (nan) says nothing, and a sampled sign only chooses what is tried.
"""

from __future__ import annotations

import math
import random
from collections.abc import Callable, Sequence
from typing import Any

from symproof.terms import (Abs, Add, And, Arccos, Arcsin, Arctan, Constant, Cos, Div, Eq, Erf, Exp, Factorial, Ge, Gt,
                            Le, Log, Lt, Max, Min, Mul, Ne, Neg, NormalCDF, NormalDensity, Number, Pow, Sign, Sin,
                            Special, Sqrt, Symbol, Tan, Tanh, Term, free_symbols)

Point = dict[Term, float]
NAN, HUGE, TINY = float("nan"), 1e300, 1e-300
BITS, ROUNDING = 300, 1e-12
WHOLE = ("integer", "natural", "positive integer")


def value(term: Term, point: Point) -> float:
    """The value of a term at a point, to double precision (0.0 where it cannot be told from 0); nan where it has none."""
    import flint

    saved = flint.ctx.prec
    try:
        flint.ctx.prec = BITS
        ball = _ball(term, point, {}, flint)
        if not ball.is_finite() or ball.rel_accuracy_bits() < 20 and not ball.overlaps(flint.arb(0)):
            return NAN
        if ball.overlaps(flint.arb(0)):
            return 0.0 if ball.rad() < 1e-20 else NAN
        return max(-HUGE, min(HUGE, float(ball.mid()))) or (TINY if ball > 0 else -TINY)
    except (ArithmeticError, ValueError, KeyError, TypeError):
        return NAN
    finally:
        flint.ctx.prec = saved


def _ball(term: Term, point: Point, memo: dict[Term, Any], flint: Any) -> Any:
    found = memo.get(term)
    if found is None:
        found = memo[term] = _computed(term, point, memo, flint)
    return found


def _computed(term: Term, point: Point, memo: dict[Term, Any], flint: Any) -> Any:
    arb = flint.arb
    if isinstance(term, Number):
        return arb(flint.fmpq(*term.arguments))
    if isinstance(term, Symbol):
        return arb(point[term])
    if isinstance(term, Constant):
        return arb.pi() if term.arguments[0] == "pi" else arb.const_euler()
    parts = [_ball(p, point, memo, flint) for p in term.arguments if isinstance(p, Term)]
    if isinstance(term, Special):
        return _SPECIAL[term.arguments[0]](*parts)
    if isinstance(term, Add):
        return sum(parts[1:], parts[0])
    if isinstance(term, Mul):
        return math.prod(parts[1:], start=parts[0])
    if isinstance(term, Pow):
        exponent = term.arguments[1]
        whole = isinstance(exponent, Number) and exponent.value.denominator == 1 and abs(exponent.value) < 10_000
        if whole:
            return _power(parts[0], int(exponent.value), arb)
        if parts[1].is_integer() and abs(parts[1]) < 1000:
            return _power(parts[0], int(float(parts[1])), arb)
        return parts[0] * 0 if parts[0].is_zero() and parts[1] > 0 else (parts[0].log() * parts[1]).exp()
    if isinstance(term, (Max, Min)):
        best = parts[0]
        for part in parts[1:]:
            best = best.max(part) if isinstance(term, Max) else best.min(part)
        return best
    return _RULES[type(term)](*parts)


def _power(base: Any, exponent: int, arb: Any) -> Any:
    result = math.prod([base] * abs(exponent), start=arb(1))
    return 1 / result if exponent < 0 else result


_RULES: dict[type, Callable[..., Any]] = {
    Neg: lambda x: -x, Div: lambda x, y: x / y, Sqrt: lambda x: x.sqrt(), Exp: lambda x: x.exp(),
    Log: lambda x: x.log(), Sin: lambda x: x.sin(), Cos: lambda x: x.cos(), Tan: lambda x: x.tan(),
    Tanh: lambda x: x.tanh(), Arcsin: lambda x: x.asin(), Arccos: lambda x: x.acos(), Arctan: lambda x: x.atan(),
    Erf: lambda x: x.erf(), Abs: abs, Sign: lambda x: x.sgn(), Factorial: lambda x: (x + 1).gamma(),
    NormalCDF: lambda x: (-x / (0 * x + 2).sqrt()).erfc() / 2,
    NormalDensity: lambda x: (-x * x / 2).exp() / (2 * x.pi()).sqrt(),
}
_SPECIAL: dict[str, Callable[..., Any]] = {
    "erfc": lambda x: x.erfc(), "erfi": lambda x: x.erfi(), "gamma": lambda x: x.gamma(),
    "loggamma": lambda x: x.lgamma(), "digamma": lambda x: x.digamma(), "floor": lambda x: x.floor(),
    "ceiling": lambda x: x.ceil(), "binomial": lambda n, k: (n + 1).gamma() * (k + 1).rgamma() * (n - k + 1).rgamma(),
    "beta": lambda a, b: a.gamma() * b.gamma() * (a + b).rgamma(), "harmonic": lambda n: (n + 1).digamma() - (
        0 * n + 1).digamma(),
}


def holds(statement: Term, point: Point) -> bool:
    """Whether a relation holds at a point, as far as can be told; True when nothing is known."""
    if isinstance(statement, And):
        return all(holds(p, point) for p in statement.arguments)
    if not isinstance(statement, (Lt, Le, Gt, Ge, Eq, Ne)) or any(s not in point for s in free_symbols(statement)):
        return True
    left, right = (value(side, point) for side in statement.arguments)
    small, large = (left, right) if isinstance(statement, (Lt, Le)) else (right, left)
    if isinstance(statement, Eq):
        return not abs(left - right) > 1e-9 * (1 + abs(left))
    if isinstance(statement, Ne):
        return left != right
    return small < large if isinstance(statement, (Lt, Gt)) else small <= large


_SPREAD = (0.0, 1.0, 0.5, 2.0, 0.1, 3.0, 0.01, 1.5, 10.0, 0.9, 5.0, 0.3, 1e-3, 25.0, 100.0, 1.1, 0.7)
_DECLARED = {"positive": (0.0, math.inf), "nonnegative": (0.0, math.inf), "negative": (-math.inf, 0.0),
             "unit": (0.0, 1.0), "natural": (0.0, math.inf), "positive integer": (1.0, math.inf)}


def interval(symbol: Symbol, hypotheses: Sequence[Term]) -> tuple[float, float]:
    """The smallest interval that the declaration and the bounds by closed numbers leave for a symbol."""
    low, high = _DECLARED.get(symbol.domain, (-math.inf, math.inf))
    for statement in hypotheses:
        if isinstance(statement, (Lt, Le, Gt, Ge)):
            small, large = statement.arguments if isinstance(statement, (Lt, Le)) else statement.arguments[::-1]
            if large is symbol and not free_symbols(small):
                low = max(low, value(small, {}))
            elif small is symbol and not free_symbols(large):
                high = min(high, value(large, {}))
    return low, high


def choices(symbol: Symbol, hypotheses: Sequence[Term], count: int = 40) -> list[float]:
    """Values that a symbol may take, near the ends first."""
    low, high = interval(symbol, hypotheses)
    if math.isinf(low) and math.isinf(high):
        found = [s * v for v in _SPREAD for s in (1.0, -1.0)]
    elif math.isinf(high):
        found = [low + v for v in _SPREAD]
    elif math.isinf(low):
        found = [high - v for v in _SPREAD]
    else:
        steps = [0.0, 1.0, 0.5, 1e-3, 0.999, 0.25, 0.75, 0.1, 0.9] + [(2 * i + 1) / 22 for i in range(11)]
        found = [low + (high - low) * v for v in steps]
    if symbol.domain in WHOLE:
        first = low if math.isinf(low) else math.ceil(low)
        found = [float(round(v)) for v in found] + [first + k for k in range(4) if not math.isinf(low)]
    if symbol.domain in ("positive", "negative", "nonzero"):
        found = [v for v in found if v != 0]
    return [v for v in dict.fromkeys(found) if low <= v <= high][:count]


def points(symbols: Sequence[Symbol], hypotheses: Sequence[Term], count: int = 60) -> list[Point]:
    """Points at which all hypotheses hold; the same ones in every run."""
    if not symbols:
        return [{}]
    pools = [choices(s, hypotheses) for s in symbols]
    if not all(pools):
        return []
    if len(symbols) == 1:
        tried = [{symbols[0]: v} for v in pools[0]]
    else:
        source = random.Random(len(symbols))
        tried = [{s: source.choice(pool) for s, pool in zip(symbols, pools, strict=True)} for _ in range(8 * count)]
    found: list[Point] = []
    for point in tried:
        plain: Point = dict(point)
        if all(holds(h, plain) for h in hypotheses):
            found.append(plain)
            if len(found) >= count:
                break
    return found


def signs(term: Term, where: Sequence[Point]) -> tuple[bool, bool]:
    """Whether a term was seen to be positive, and whether it was seen to be negative (beyond rounding)."""
    seen = [value(term, p) for p in where]
    return any(v > ROUNDING for v in seen), any(v < -ROUNDING for v in seen)
