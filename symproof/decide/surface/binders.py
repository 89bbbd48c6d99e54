"""Integrals, sums, products, derivatives, substitutions, limits, cases and hypergeometric functions, as they are read."""

from __future__ import annotations

import ast
from functools import reduce
from typing import TYPE_CHECKING, Any

from symproof.terms import (And, COMPLEX, Derivative, ForAll, IfThenElse, Implies, Infinity, Integral, Le, Limit,
                            Number, SCALAR, Special, Symbol, free_symbols, fresh, substitute)

if TYPE_CHECKING:
    from .reader import Reader


def ranged(reader: Reader, node: Any, binder: Any, domain: str) -> Any:
    """Integral, Sum, Product over (x, a, b), …: the first range is the innermost."""
    name = node.func.id
    if len(node.args) < 2:
        raise reader.error(node, f"{name} takes a body and ranges: {name}(f(x), (x, a, b))")
    ranges = []
    for part in node.args[1:]:
        if not isinstance(part, (ast.Tuple, ast.List)) or len(part.elts) != 3 or not isinstance(part.elts[0], ast.Name):
            raise reader.error(part, f"expected a range (variable, lower, upper): a definite {name.lower()} has both ends")
        ranges.append((Symbol(part.elts[0].id, SCALAR, domain), part.elts[1], part.elts[2]))
    names = {s.name: s for s, _, _ in ranges}
    since = len(reader.conditions)
    body = reader.within(names, lambda: reader.scalar(node.args[0]))
    for place, (symbol, low, high) in enumerate(ranges):
        outer = {s.name: s for s, _, _ in ranges[place + 1:]}
        inside = len(reader.conditions)
        ends = reader.within(outer, lambda low=low, high=high: (reader.bound(low), reader.bound(high)))  # type: ignore[misc]
        of_ends, reader.conditions[inside:] = reader.conditions[inside:], []
        reader.closed(since, lambda c, symbol=symbol, ends=ends: _for_all_in(symbol, ends, c))  # type: ignore[misc]
        reader.conditions += of_ends
        body = _over(binder, symbol, ends, body)
    return body


def _for_all_in(symbol: Symbol, ends: tuple[Any, Any], condition: Any) -> Any:
    """The condition for every value in the range, its ends included, whichever is the lower one."""
    if symbol not in free_symbols(condition):
        return condition
    low, high = ends
    within = [] if isinstance(low, Infinity) else [Le(low, symbol)]
    within += [] if isinstance(high, Infinity) else [Le(symbol, high)]
    if isinstance(low, Number) and isinstance(high, Number) and low.value > high.value or not (
            isinstance(low, (Number, Infinity)) and isinstance(high, (Number, Infinity))):
        within = []  # which end is the lower one is not known: for every value
    return ForAll(symbol, Implies(And(*within), condition) if len(within) > 1 else
                  Implies(within[0], condition) if within else condition)


def _over(binder: Any, symbol: Symbol, ends: tuple[Any, Any], body: Any) -> Any:
    """The binder over a range; an integral from ∞ or to −∞ is minus the one in order."""
    low, high = ends
    turned = isinstance(low, Infinity) and low.arguments[0] == 1 or isinstance(high, Infinity) and high.arguments[0] == -1
    if binder is Integral and turned and low is not high:
        return -Integral(symbol, high, low, body)
    return binder(symbol, low, high, body)


def derivative(reader: Reader, node: Any) -> Any:
    """`Derivative(f, x, (y, 3), t)`: in the order given."""
    if len(node.args) < 2:
        raise reader.error(node, "Derivative takes a function and variables: Derivative(f(x), x) or Derivative(f(x), (x, 2))")
    orders: list[tuple[Symbol, int]] = []
    for part in node.args[1:]:
        if isinstance(part, (ast.Tuple, ast.List)) and len(part.elts) == 2:
            count = reader.value(part.elts[1])
            orders.append((reader._free(part.elts[0]), _order(reader, part, count)))
        elif isinstance(part, ast.Constant) and orders:
            symbol, _ = orders.pop()
            orders.append((symbol, _order(reader, part, reader.value(part))))
        else:
            orders.append((reader._free(part), 1))
    body = reader.scalar(node.args[0])
    for symbol, count in orders:
        for _ in range(count):
            body = _derived(symbol, body)
    return body


def _order(reader: Reader, node: Any, count: Any) -> int:
    if not isinstance(count, Number) or count.value.denominator != 1 or not 0 <= count.value <= 30:
        raise reader.error(node, "the order of a derivative is a whole number, at most 30")
    return int(count.value)


def subs(reader: Reader, node: Any) -> Any:
    """`Subs(f, x, a)`, `Subs(f, (x, y), (a, b))`."""
    if len(node.args) != 3:
        raise reader.error(node, "Subs takes an expression, variables and values: Subs(f, x, 0)")
    pair: list[list[Any]] = [[*part.elts] if isinstance(part, (ast.Tuple, ast.List)) else [part] for part in node.args[1:]]
    names, places = pair
    if len(names) != len(places) or not all(isinstance(n, ast.Name) for n in names):
        raise reader.error(node, "Subs takes as many values as variables")
    values = [reader.scalar(p) for p in places]
    reader.require(*values)
    taken = {s for s in reader.symbols.values() if isinstance(s, Symbol)} | {s for v in values for s in free_symbols(v)}
    plain: dict[str, Symbol] = {}
    for name in names:
        plain[name.id] = fresh(Symbol(f"{name.id}'"), taken | set(plain.values()))
    since = len(reader.conditions)
    body = reader.within(plain, lambda: reader.scalar(node.args[0]))
    chosen = {plain[n.id]: v for n, v in zip(names, values, strict=True)}
    reader.closed(since, lambda c: substitute(c, chosen))
    return substitute(body, chosen)


def limit(reader: Reader, node: Any) -> Any:
    """`Limit(f, x, a)`, `Limit(f, x, a, "+")`; from above where no direction is given, as SymPy has it."""
    if not 3 <= len(node.args) <= 4 or not isinstance(node.args[1], ast.Name):
        raise reader.error(node, "Limit takes a function, a variable, a point perhaps a direction: Limit(f(x), x, 0, '+')")
    direction = "+"
    if len(node.args) == 4:
        given = node.args[3]
        if not isinstance(given, ast.Constant) or given.value not in ("+", "-", "+-"):
            raise reader.error(given, "a direction is '+', '-' or '+-'")
        direction = "" if given.value == "+-" else given.value
    point = reader.bound(node.args[2])
    symbol = Symbol(node.args[1].id)
    since = len(reader.conditions)
    body = reader.within({symbol.name: symbol}, lambda: reader.scalar(node.args[0]))
    reader.closed(since, lambda c: ForAll(symbol, c) if symbol in free_symbols(c) else c)
    if body.sort == COMPLEX:
        raise reader.error(node, "limits are read for real functions")
    return Limit(symbol, point, body, "" if isinstance(point, Infinity) else direction)


def piecewise(reader: Reader, node: Any) -> Any:
    """`Piecewise((a, x > 0), (b, True))`."""
    cases = []
    for part in node.args:
        if not isinstance(part, (ast.Tuple, ast.List)) or len(part.elts) != 2:
            raise reader.error(part, "Piecewise takes pairs (value, condition)")
        cases.append((reader.scalar(part.elts[0]), reader.condition(part.elts[1])))
    if not cases or cases[-1][1] is not And():
        raise reader.error(node, "the last case of Piecewise must be (value, True), or there may be no value")
    return reduce(lambda rest, case: IfThenElse(case[1], case[0], rest), reversed(cases[:-1]), cases[-1][0])


def hyper(reader: Reader, node: Any) -> Any:
    """`hyper((a,), (b, c), z)`."""
    if len(node.args) != 3 or not all(isinstance(a, (ast.Tuple, ast.List)) for a in node.args[:2]):
        raise reader.error(node, "hyper takes two lists of parameters and an argument: hyper((a,), (b, c), z)")
    upper, lower = ([reader.scalar(e) for e in a.elts] for a in node.args[:2])
    return Special("hyper", len(upper), len(lower), *upper, *lower, reader.scalar(node.args[2]))


def _derived(symbol: Symbol, body: Any) -> Any:
    if symbol.domain in ("real", "positive", "negative", "nonzero"):
        return Derivative(symbol, body)
    plain = fresh(Symbol(f"{symbol.name}'"), free_symbols(body))
    return Derivative(plain, substitute(body, {symbol: plain}), symbol)
