"""What statements say directly: their conjuncts, the signs that relations give, the instances of general ones."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from . import signs
from .language import SCALAR, ZERO, Node, make, minus, unused
from .syntax import substitute

POSSIBLE = {"Lt": signs.POSITIVE, "Le": signs.AT_LEAST, "Ne": signs.NONZERO, "Eq": signs.NULL}


def conjuncts(statements: Iterable[Node]) -> Iterable[Node]:
    for s in statements:
        if s.kind == "And":
            yield from conjuncts(s.args)
        elif s.kind in ("Gt", "Ge"):
            yield make("Lt" if s.kind == "Gt" else "Le", s.args[1], s.args[0])
        else:
            yield s


def difference_of(statement: Node) -> Node | None:
    """The scalar of whose sign a relation speaks."""
    if statement.kind not in ("Lt", "Le", "Ne") or statement.args[0].sort != SCALAR:
        return None
    left, right = statement.args
    return right if left is ZERO else left if right is ZERO and statement.kind == "Ne" else minus(right, left)


def plain_signs(statement: Node) -> Iterable[tuple[Node, int]]:
    """What a relation with 0 says directly."""
    if statement.kind in POSSIBLE and statement.args[0].sort == SCALAR:
        left, right = statement.args
        if left is ZERO:
            yield right, POSSIBLE[statement.kind]
        elif right is ZERO:
            yield left, signs.flipped(POSSIBLE[statement.kind])
        yield minus(right, left), POSSIBLE[statement.kind]


def instances(statement: Node, values: list[Node]) -> Iterable[tuple[list[Node], Node]]:
    """∀x… (G ⟹ C) at all choices of the given symbols for x…: pairs of the guards and C."""
    variables: list[Node] = []
    core, guards = statement, list[Node]()
    while core.kind in ("ForAll", "Implies"):
        if core.kind == "Implies":
            guards.extend(conjuncts([core.args[0]]))
            core = core.args[1]
            continue
        variables.append(unused(core.args[0]))
        core = substitute(core.args[1], {core.args[0]: variables[-1]})
    if len(variables) > 3:
        return
    fitting = [[v for v in values if v.sort == x.sort and x.domain in (v.domain, "", "real")] for x in variables]
    for choice in itertools.islice(itertools.product(*fitting), 60):
        mapping = dict(zip(variables, choice, strict=True))
        yield [substitute(g, mapping) for g in guards], substitute(core, mapping)
