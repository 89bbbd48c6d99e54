"""Strict relations by ball arithmetic, between closed numbers or for all points of a box, at other precisions and with
other subdivisions than the kernel's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint

from .facts import conjuncts
from .language import SCALAR, Node, Refused, tick

PRECISIONS = (200, 800, 3000)
CELLS = 40_000
_LOWEST = {"positive": 0, "nonnegative": 0, "natural": 0, "unit": 0, "positive integer": 1}
_HIGHEST = {"negative": 0, "unit": 1}


def separated(statement: Node) -> bool:
    """Whether balls prove the relation; refuses a statement that they cannot read."""
    premises: list[Node] = []
    if statement.kind == "Implies":
        premises, statement = list(conjuncts([statement.args[0]])), statement.args[1]
    if statement.kind not in ("Lt", "Le", "Gt", "Ge", "Ne"):
        raise Refused(f"balls decide order relations, not {statement!r}")
    before = flint.ctx.prec
    try:
        if premises or statement.free:
            flint.ctx.prec = PRECISIONS[0]
            return _everywhere(statement, _ranges(statement, premises))
        for precision in PRECISIONS:
            flint.ctx.prec = precision
            answer = _direction(statement, {})
            if answer:
                return _agrees(statement, answer)
    finally:
        flint.ctx.prec = before
    return False


def _direction(statement: Node, memo: dict[Node, Any]) -> int:
    """1 when the right side is certainly larger, −1 when it is certainly smaller, 0 when the balls leave it open."""
    gap = _ball(statement.args[1], memo) - _ball(statement.args[0], memo)
    return 1 if gap > 0 else -1 if gap < 0 else 0


def _agrees(statement: Node, direction: int) -> bool:
    return statement.kind in (("Lt", "Le", "Ne") if direction > 0 else ("Gt", "Ge", "Ne"))


def _ranges(statement: Node, premises: list[Node]) -> list[tuple[Node, Any, Any]]:
    """For each free symbol, two numbers between which it lies."""
    lows: dict[Node, list[Any]] = {}
    highs: dict[Node, list[Any]] = {}
    for premise in premises:
        if premise.kind not in ("Lt", "Le"):
            raise Refused(f"{premise!r} is no bound of a symbol")
        small, large = premise.args
        if large.kind == "Symbol" and not small.free:
            lows.setdefault(large, []).append(_number(small).lower())
        elif small.kind == "Symbol" and not large.free:
            highs.setdefault(small, []).append(_number(large).upper())
        else:
            raise Refused(f"{premise!r} does not bound a symbol by a closed number")
    found = []
    for symbol in sorted(statement.free, key=lambda s: s.number):
        low = lows.get(symbol, []) + [flint.arb(_LOWEST[d]) for d in (symbol.domain,) if d in _LOWEST]
        high = highs.get(symbol, []) + [flint.arb(_HIGHEST[d]) for d in (symbol.domain,) if d in _HIGHEST]
        if symbol.sort != SCALAR or not low or not high:
            raise Refused(f"nothing bounds {symbol!r} on either side")
        least, most = low[0], high[0]
        for end in low[1:]:
            least = end if end > least else least
        for end in high[1:]:
            most = end if end < most else most
        if not least <= most:
            raise Refused(f"the bounds of {symbol!r} contradict each other")
        found.append((symbol, least, most))
    return found


def _number(node: Node) -> Any:
    ball = _ball(node, {})
    if not ball.is_finite():
        raise Refused(f"{node!r} is not enclosed by balls")
    return ball


def _everywhere(statement: Node, ranges: list[tuple[Node, Any, Any]]) -> bool:
    """Whether the relation holds on all cells; a cell that stays open is cut in three along its longest side."""
    symbols = [s for s, _, _ in ranges]
    cells = [[(low, high) for _, low, high in ranges]]
    smallest = flint.arb(2) ** -70
    for _ in range(CELLS):
        if not cells:
            return True
        cell = cells.pop()
        answer = _direction(statement, {s: low.union(high) for s, (low, high) in zip(symbols, cell, strict=True)})
        if answer:
            if not _agrees(statement, answer):
                return False
            continue
        lengths = [high - low for low, high in cell]
        longest = 0
        for place, length in enumerate(lengths):
            longest = place if length > lengths[longest] else longest
        if not lengths[longest] > smallest:
            return False
        low, high = cell[longest]
        cuts = [low, (low + lengths[longest] / 3).mid(), (low + 2 * lengths[longest] / 3).mid(), high]
        cells += [[*cell[:longest], pair, *cell[longest + 1:]] for pair in zip(cuts, cuts[1:], strict=False)]
    return not cells


def _ball(node: Node, memo: dict[Node, Any]) -> Any:
    found = memo.get(node)
    if found is None:
        tick()
        found = memo[node] = _read(node, memo)
    return found


def _read(node: Node, memo: dict[Node, Any]) -> Any:
    if node.kind == "Number":
        return flint.arb(flint.fmpq(*node.args))
    if node.kind == "Constant":
        return flint.arb.pi() if node.args[0] == "pi" else flint.arb.const_euler()
    rule = _SPECIAL.get(node.args[0]) if node.kind == "Special" else _RULES.get(node.kind)
    if rule is None:
        raise Refused(f"{node!r} is not a closed elementary number")
    parts = [_ball(c, memo) for c in node.children]
    if node.kind == "Pow":
        return _power(node, *parts)
    return rule(*parts)


def _power(node: Node, base: Any, exponent: Any) -> Any:
    power = node.args[1]
    if power.kind == "Number" and power.args[1] == 1:
        n = power.args[0]
        if abs(n) > 10_000:
            raise Refused("the exponent is too large for balls")
        tick(abs(n))
        result = _whole_power(base, abs(n))
        return result if n >= 0 else 1 / result
    return (exponent * base.log()).exp()


def _whole_power(base: Any, n: int) -> Any:
    """By repeated squaring; an even power of a ball that is not one point lies between the powers of the ends of |base|."""
    if n and n % 2 == 0 and base.is_finite() and not base.is_exact():
        size = abs(base)
        return _whole_power(size.abs_lower(), n).union(_whole_power(size.abs_upper(), n))
    result = flint.arb(1)
    for digit in bin(n)[2:] if n else "":
        result = result * result
        if digit == "1":
            result = result * base
    return result


def _sum(*parts: Any) -> Any:
    result = flint.arb(0)
    for part in parts:
        result = result + part
    return result


def _product(*parts: Any) -> Any:
    result = flint.arb(1)
    for part in parts:
        result = result * part
    return result


def _largest(*parts: Any) -> Any:
    best = parts[0]
    for part in parts[1:]:
        best = (best + part + abs(best - part)) / 2
    return best


def _smallest(*parts: Any) -> Any:
    return -_largest(*(-p for p in parts))


_RULES: dict[str, Callable[..., Any]] = {
    "Add": _sum, "Mul": _product, "Neg": lambda x: -x, "Div": lambda x, y: x / y, "Pow": _power, "Max": _largest,
    "Min": _smallest, "Sqrt": lambda x: x.sqrt(), "Exp": lambda x: x.exp(), "Log": lambda x: x.log(),
    "Sin": lambda x: x.sin(), "Cos": lambda x: x.cos(), "Tan": lambda x: x.tan(), "Tanh": lambda x: x.tanh(),
    "Arcsin": lambda x: x.asin(), "Arccos": lambda x: x.acos(), "Arctan": lambda x: x.atan(), "Erf": lambda x: x.erf(),
    "Abs": abs, "NormalCDF": lambda x: (-x / flint.arb(2).sqrt()).erfc() / 2,
    "NormalDensity": lambda x: (-(x ** 2) / 2).exp() / (2 * flint.arb.pi()).sqrt(),
}
_SPECIAL: dict[str, Callable[..., Any]] = {
    "erfc": lambda x: x.erfc(), "erfi": lambda x: x.erfi(), "gamma": lambda x: _positive(x, x.gamma),
    "loggamma": lambda x: _positive(x, x.lgamma), "digamma": lambda x: _positive(x, x.digamma),
    "floor": lambda x: x.floor(), "ceiling": lambda x: x.ceil(),
}


def _positive(ball: Any, value: Callable[[], Any]) -> Any:
    return value() if ball > 0 else flint.arb.nan()
