"""Substitution, alpha-equality and sort renaming on nodes, by other means than `symproof.terms`.

Two terms are alpha-equal when their de Bruijn keys are the same integer. Substitution renames a bound symbol to one
that occurs nowhere else whenever a capture is thinkable; names are not kept, since nothing is printed from here.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .language import Malformed, Node, Sort, binds, make, symbol, tick, unused

_KEYS: dict[tuple[Any, ...], int] = {}
_KNOWN: dict[tuple[Any, ...], int] = {}


def alpha(node: Node) -> int:
    """A number that alpha-equal terms share and others do not."""
    return _key(node, {}, 0, False)


def loose(node: Node) -> int:
    """A number that terms share which are equal up to bound names and the order and grouping of sums and products."""
    return _key(node, {}, 0, True)


def same(left: Node, right: Node) -> bool:
    """Equal up to the names of bound symbols."""
    return left is right or alpha(left) == alpha(right)


def _key(node: Node, places: Mapping[Node, int], depth: int, unordered: bool) -> int:
    """The key depends on the node and on how far away its bound symbols were bound, and on nothing else."""
    bound = tuple(sorted((s.number, depth - places[s]) for s in node.free if s in places)) if places else ()
    known = (node, unordered, *bound)
    found = _KNOWN.get(known)
    if found is not None:
        return found
    tick()
    if node.kind == "Symbol":
        signature: tuple[Any, ...] = ("bound", bound[0][1]) if bound else ("Symbol", *node.args)
    elif unordered and node.kind in ("Add", "Mul"):
        parts = _members(node, node.kind)
        signature = (node.kind, node.sort, *sorted(_key(part, places, depth, True) for part in parts))
    elif unordered and node.kind in ("Kronecker", "Inner", "Max", "Min"):
        signature = (node.kind, *sorted(_key(part, places, depth, True) for part in node.args))
    else:
        signature = _signature(node, places, depth, unordered)
    _KNOWN[known] = number = _KEYS.setdefault((unordered, *signature), len(_KEYS))
    return number


def _members(node: Node, kind: str) -> list[Node]:
    """The summands of a sum of sums, or the factors of a product of products."""
    if node.kind != kind:
        return [node]
    found = [member for part in node.args for member in _members(part, kind)]
    tick(len(found))
    return found


def _signature(node: Node, places: Mapping[Node, int], depth: int, unordered: bool) -> tuple[Any, ...]:
    at, scoped = binds(node)
    inner, below = places, depth
    if at:
        inner = dict(places)
        for i in at:
            inner[node.args[i]] = below
            below += 1
    parts: list[Any] = [node.kind]
    for i, part in enumerate(node.args):
        if i in at:
            parts.append(("binder", part.sort, part.domain))
        elif isinstance(part, Node):
            where = (inner, below) if i in scoped else (places, depth)
            parts.append(("term", _key(part, *where, unordered)))
        else:
            parts.append(("plain", type(part).__name__, part))
    return tuple(parts)


# -- sorts --------------------------------------------------------------------------------------------------------

def renamed_sort(sort: Any, sorts: Mapping[Any, Any]) -> Any:
    """A sort, or a bare dimension, after renaming dimensions and spaces."""
    if not sorts or isinstance(sort, int):
        return sort
    if isinstance(sort, str):
        return sorts.get(sort, sort)
    if sort[0] == "Point":
        return sorts.get(sort, sort)
    return (sort[0], *(renamed_sort(part, sorts) for part in sort[1:]))


def matched(pattern: Sort, target: Sort, sorts: dict[Any, Any]) -> bool:
    """Extend `sorts` so that it makes `target` of `pattern`: dimensions become dimensions, a space becomes any sort."""
    if pattern[0] == "Point":
        return bool(sorts.setdefault(pattern, target) == target)
    if pattern[0] != target[0] or len(pattern) != len(target):
        return False
    for mine, other in zip(pattern[1:], target[1:], strict=True):
        if isinstance(mine, tuple):
            if not isinstance(other, tuple) or not matched(mine, other, sorts):
                return False
        elif isinstance(mine, str):
            if isinstance(other, tuple) or sorts.setdefault(mine, other) != other:
                return False
        elif mine != other:
            return False
    return True


# -- substitution -------------------------------------------------------------------------------------------------

_DIMENSIONS = {"Size": (0,), "Identity": (0,), "IndexValue": (1,), "Zero": (0,), "Lebesgue": (0,)}


def substitute(node: Node, mapping: Mapping[Node, Node], sorts: Mapping[Any, Any] | None = None) -> Node:
    """Replace free symbols at once, renaming bound ones that would capture; `sorts` renames dimensions and spaces."""
    for old, value in mapping.items():
        if value.sort != renamed_sort(old.sort, sorts or {}):
            raise Malformed(f"{old!r} cannot be replaced by {value!r}, which is of another sort")
    return _substitute(node, dict(mapping), sorts or {}, {})


def _substitute(node: Node, mapping: dict[Node, Node], sorts: Mapping[Any, Any], memo: dict[Node, Node]) -> Node:
    if not sorts and not any(s in mapping for s in node.free):
        return node
    found = memo.get(node)
    if found is not None:
        return found
    tick()
    if node.kind == "Symbol":
        result = mapping.get(node)
        if result is None:
            result = symbol(node.name, renamed_sort(node.sort, sorts), node.domain)
    else:
        at, scoped = binds(node)
        args: list[Any] = list(node.args)
        inner, inner_memo = mapping, memo
        if at:
            inner = {s: v for s, v in mapping.items() if all(s is not args[i] for i in at)}
            inner_memo = {}
            arriving = {t for p in scoped for s in args[p].free if s in inner for t in inner[s].free}
            for i in at:
                old = args[i]
                if sorts or old in arriving:
                    args[i] = unused(old, sort=renamed_sort(old.sort, sorts))
                    inner = {**inner, old: args[i]}
        for i, part in enumerate(node.args):
            if i in at:
                continue
            if isinstance(part, Node):
                args[i] = _substitute(part, *((inner, sorts, inner_memo) if i in scoped else (mapping, sorts, memo)))
            elif i in _DIMENSIONS.get(node.kind, ()):
                args[i] = renamed_sort(part, sorts)
        result = make(node.kind, *args)
    memo[node] = result
    return result


def applied(function: Node, values: tuple[Any, ...]) -> Node:
    """(x, …) ↦ body applied to values."""
    *variables, body = function.args
    if len(variables) != len(values):
        raise Malformed(f"{function!r} takes {len(variables)} arguments, found {len(values)}")
    for variable, value in zip(variables, values, strict=True):
        if not isinstance(value, Node) or value.sort != variable.sort:
            raise Malformed(f"{function!r} does not take {value!r}")
    return substitute(body, dict(zip(variables, values, strict=True)))


def fill(template: Node, hole: Node, value: Node, bound: frozenset[Node], captured: set[Node]) -> Node:
    """Put `value` for `hole` everywhere in `template`, letting binders capture; what they capture is gathered."""
    if template is hole:
        captured |= bound & value.free
        return value
    if hole not in template.free:
        return template
    at, scoped = binds(template)
    inner = bound | {template.args[i] for i in at}
    args = [fill(part, hole, value, inner if i in scoped else bound, captured)
            if isinstance(part, Node) and i not in at else part for i, part in enumerate(template.args)]
    return make(template.kind, *args)
