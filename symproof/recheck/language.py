"""The language as the rechecker reads it: sorts as plain tuples, terms as interned nodes. Its own, on purpose.

Nothing here comes from `symproof.terms`: a fault there must not be a fault here. A node is made by `make`, which asks
the grammar for the sort and interns, so equal nodes are one object. Which arguments bind what is the table `BINDS`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from fractions import Fraction
from typing import Any

Sort = tuple[Any, ...]

SCALAR: Sort = ("Scalar",)
TRUTH: Sort = ("Truth",)
INFINITE: Sort = ("Sort", "Infinite")
NAME = re.compile(r"%?[^\W\d]\w*'*(%\d+)?|%\d+")
MAX_DEPTH = 400


class RecheckError(Exception):
    """The certificate cannot be read: says where and why, in a sentence."""


class Malformed(Exception):
    """A term that the grammar of the language does not admit."""


class Refused(Exception):
    """A step whose conclusion could not be derived again."""


_WORK = [0]
MOST_WORK = 4_000_000


def tick(work: int = 1) -> None:
    """Count work; a step that needs too much of it is refused rather than left to run."""
    _WORK[0] += work
    if _WORK[0] > MOST_WORK:
        raise Refused("the step needs more work than the rechecker does for one step")


def start_counting() -> None:
    _WORK[0] = 0


class Node:
    """A term: its class, sort, arguments, free symbols and depth. Immutable by convention; made by `make` only."""

    __slots__ = ("args", "depth", "free", "kind", "number", "sort")

    def __init__(self, kind: str, sort: Sort, args: tuple[Any, ...], free: frozenset[Node], depth: int, number: int):
        self.kind, self.sort, self.args, self.free, self.depth, self.number = kind, sort, args, free, depth, number

    def __repr__(self) -> str:
        return shown(self)

    @property
    def children(self) -> tuple[Node, ...]:
        return tuple(a for a in self.args if isinstance(a, Node))

    @property
    def name(self) -> str:
        return str(self.args[0])

    @property
    def domain(self) -> str:
        return str(self.args[2])

    @property
    def value(self) -> Fraction:
        return Fraction(self.args[0], self.args[1])


# positions of the bound symbols, positions of the arguments in which they are bound
BINDS: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "Sum": ((0,), (3,)), "Product": ((0,), (3,)), "Integral": ((0,), (3,)),
    "FamilySum": ((0,), (1,)), "Derivative": ((0,), (1,)),
    "Limit": ((0,), (2,)), "Asymptotic": ((0,), (1, 2)), "ForAll": ((0,), (1,)), "Exists": ((0,), (1,)),
    "HasDerivative": ((0,), (1,)), "HasLimit": ((0,), (2,)), "SetBuilder": ((0,), (1,)), "Expectation": ((0,), (2,)),
    "MeasureIntegral": ((0,), (2,)), "ConditionalExpectation": ((0,), (2, 3)), "Variance": ((0,), (2,)),
    "Covariance": ((0,), (2, 3)), "Correlation": ((0,), (2, 3)), "CovarianceOperator": ((0,), (2,)),
    "Probability": ((0,), (2,)), "Tilt": ((0,), (2,)), "Integrable": ((0,), (2,)),
    "DominatedDerivative": ((0, 2), (4,)),
}
_NOTHING: tuple[tuple[int, ...], tuple[int, ...]] = ((), ())
_TABLE: dict[tuple[Any, ...], Node] = {}
_COUNT = itertools.count()
_FRESH = itertools.count(1)


def binds(node: Node) -> tuple[tuple[int, ...], tuple[int, ...]]:
    if node.kind == "Lambda":
        return tuple(range(len(node.args) - 1)), (len(node.args) - 1,)
    return BINDS.get(node.kind, _NOTHING)


def intern(kind: str, sort: Sort, args: tuple[Any, ...]) -> Node:
    key = (kind, sort, *args)
    found = _TABLE.get(key)
    if found is not None:
        return found
    depth = 1 + max((a.depth for a in args if isinstance(a, Node)), default=0)
    if depth > MAX_DEPTH:
        raise Malformed(f"a term is nested more than {MAX_DEPTH} deep")
    node = Node(kind, sort, args, frozenset(), depth, next(_COUNT))
    if kind == "Symbol":
        node.free = frozenset((node,))
    else:
        at, scoped = binds(node)
        bound = {args[i] for i in at}
        free: set[Node] = set()
        for place, part in enumerate(args):
            if isinstance(part, Node) and place not in at:
                free |= part.free - bound if place in scoped else part.free
        node.free = frozenset(free)
    _TABLE[key] = node
    return node


def make(kind: str, *args: Any) -> Node:
    """The node of a class with these arguments, checked by the grammar."""
    from .grammar import checked

    if kind == "App" and args and isinstance(args[0], Node) and args[0].kind == "Lambda":
        from .syntax import applied

        return applied(args[0], args[1:])
    sort, kept = checked(kind, args)
    return intern(kind, sort, kept)


def symbol(name: str, sort: Sort = SCALAR, domain: str = "") -> Node:
    """A symbol; internal ones have names that no file can contain."""
    domain = domain or ("real" if sort == SCALAR else "")
    return intern("Symbol", sort, (name, sort, domain))


def unused(like: Node, domain: str | None = None, sort: Sort | None = None) -> Node:
    """A symbol that occurs nowhere else, of the sort and domain of `like`."""
    return symbol(f"\x00{next(_FRESH)}", like.sort if sort is None else sort, like.domain if domain is None else domain)


def number(value: Fraction | int) -> Node:
    value = Fraction(value)
    return intern("Number", SCALAR, (value.numerator, value.denominator))


ZERO, ONE, TWO, HALF = number(0), number(1), number(2), number(Fraction(1, 2))
TRUE = intern("And", TRUTH, ())
FALSE = intern("Or", TRUTH, ())
PI = intern("Constant", SCALAR, ("pi",))
PLUS_INFINITY, MINUS_INFINITY = intern("Infinity", INFINITE, (1,)), intern("Infinity", INFINITE, (-1,))


def minus(left: Node, right: Node) -> Node:
    return make("Add", left, make("Neg", right))


def product(parts: Iterable[Node]) -> Node:
    kept = list(parts)
    return ONE if not kept else kept[0] if len(kept) == 1 else make("Mul", *kept)


def total(parts: Iterable[Node]) -> Node:
    kept = list(parts)
    return ZERO if not kept else kept[0] if len(kept) == 1 else make("Add", *kept)


def zero_of(sort: Sort) -> Node:
    return ZERO if sort == SCALAR else make("Zero", sort)


_REMAINDER: dict[Node, bool] = {}


def has_remainder(node: Node) -> bool:
    """Whether O(…) occurs in a term."""
    found = _REMAINDER.get(node)
    if found is None:
        found = _REMAINDER[node] = node.kind == "BigO" or any(has_remainder(c) for c in node.children)
    return found


def shown(value: Any, room: int = 120) -> str:
    """A short readable form of a term for error sentences."""
    text = _text(value, 6)
    return text if len(text) <= room else text[:room - 1] + "…"


_INFIX = {"Add": " + ", "Mul": "·", "Div": "/", "Eq": " = ", "Ne": " ≠ ", "Lt": " < ", "Le": " ≤ ", "Gt": " > ",
          "Ge": " ≥ ", "Implies": " ⟹ ", "Iff": " ⟺ ", "And": " ∧ ", "Or": " ∨ ", "Pow": "^"}


def _text(value: Any, depth: int) -> str:
    if not isinstance(value, Node):
        return str(value[0]) if isinstance(value, tuple) else str(value)
    if value.kind == "Symbol":
        return value.name.replace("\x00", "_")
    if value.kind == "Number":
        large = max(part.bit_length() for part in value.args) > 300
        return "a large number" if large else str(value.value)
    if value.kind == "Constant":
        return value.name
    if depth == 0:
        return "…"
    parts = [_text(a, depth - 1) for a in value.args]
    if value.kind in _INFIX and len(parts) > 1:
        return "(" + _INFIX[value.kind].join(parts) + ")"
    if value.kind == "App":
        return f"{parts[0]}({', '.join(parts[1:])})"
    return f"{value.kind}({', '.join(parts)})"
