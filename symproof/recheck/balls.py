"""Strict relations between closed numbers by ball arithmetic, at other precisions than the kernel's."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import flint

from .language import Node, Refused, tick

PRECISIONS = (200, 800, 3000)


def separated(statement: Node) -> bool:
    """Whether balls prove the relation; refuses a statement that they cannot read."""
    if statement.kind not in ("Lt", "Le", "Gt", "Ge", "Ne"):
        raise Refused(f"balls decide order relations, not {statement!r}")
    before = flint.ctx.prec
    try:
        for precision in PRECISIONS:
            flint.ctx.prec = precision
            memo: dict[Node, Any] = {}
            gap = _ball(statement.args[1], memo) - _ball(statement.args[0], memo)
            if gap > 0:
                return statement.kind in ("Lt", "Le", "Ne")
            if gap < 0:
                return statement.kind in ("Gt", "Ge", "Ne")
    finally:
        flint.ctx.prec = before
    return False


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
    rule = _RULES.get(node.kind)
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
        result = base ** abs(n)
        return result if n >= 0 else 1 / result
    return (exponent * base.log()).exp()


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
