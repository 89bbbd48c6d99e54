"""The table of laws as nodes: the one thing that the rechecker shares with the kernel, because axioms are data.

`symproof.laws` is imported when the first law is met, and its statements are read off class by class, by the names of
the classes and their arguments; nothing else of `symproof.terms` is used, and they pass the rechecker's own grammar.
"""

from __future__ import annotations

import functools
from typing import Any, NamedTuple

from .language import Node, make


class Law(NamedTuple):
    """A statement of the table, with the kind of belief and its source."""

    statement: Node
    kind: str
    source: str


@functools.cache
def table() -> dict[str, Law]:
    """All laws by name."""
    from symproof.laws import LAWS

    seen: dict[int, Node] = {}
    return {name: Law(_node(law.statement, seen), law.kind, law.source) for name, law in LAWS.items()}


def _node(term: Any, seen: dict[int, Node]) -> Node:
    found = seen.get(id(term))
    if found is None:
        kind = type(term).__name__
        arguments = (term.name, term.sort, term.domain) if kind == "Symbol" else term.arguments
        found = seen[id(term)] = make(kind, *(_argument(a, seen) for a in arguments))
    return found


def _argument(value: Any, seen: dict[int, Node]) -> Any:
    if isinstance(value, (int, str)):
        return value
    if hasattr(value, "arguments") and hasattr(value, "binding"):
        return _node(value, seen)
    return (value[0], *(_argument(part, seen) for part in value[1:]))
