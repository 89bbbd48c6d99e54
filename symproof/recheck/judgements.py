"""What the rules work on: judgements, a step with its premises, its arguments read, and the domains of symbols."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from .grammar import probability_like
from .hypotheses import Hypotheses
from .language import ONE, SCALAR, ZERO, Node, Refused, make
from .reader import Step
from .syntax import alpha


class Judgement(NamedTuple):
    """What an earlier step says."""

    hypotheses: tuple[Node, ...]
    statement: Node


class Replay(NamedTuple):
    """A step with the judgements it rests on, and the assumptions under which its obligations are judged."""

    step: Step
    premises: tuple[Judgement, ...]
    assumptions: Callable[[], Hypotheses]

    @property
    def arguments(self) -> tuple[Any, ...]:
        return self.step.arguments


Conclusion = tuple[list[Node], Node]
Rule = Callable[[Replay], Conclusion]


def node(value: Any, sort: Any = None) -> Node:
    if not isinstance(value, Node) or sort is not None and value.sort != sort:
        raise Refused("an argument of the rule is not the term it should be")
    return value


def a_symbol(value: Any) -> Node:
    found = node(value)
    if found.kind != "Symbol":
        raise Refused(f"{found!r} should be a symbol")
    return found


def counted(replay: Replay, premises: int | None, arguments: int | None) -> tuple[Judgement, ...]:
    if premises is not None and len(replay.premises) != premises:
        raise Refused(f"the rule takes {premises} premises, found {len(replay.premises)}")
    if arguments is not None and len(replay.arguments) != arguments:
        raise Refused(f"the rule takes {arguments} arguments, found {len(replay.arguments)}")
    return replay.premises


def position(value: Any, parts: tuple[Any, ...]) -> int:
    if type(value) is not int or not 0 <= value < len(parts):
        raise Refused(f"there is no part number {str(value)[:40]}")
    return value


def union(premises: Iterable[Judgement], without: Node | None = None) -> list[Node]:
    gone = alpha(without) if without is not None else -1
    return [h for p in premises for h in p.hypotheses if alpha(h) != gone]


def not_free(variable: Node, terms: Iterable[Node]) -> None:
    for term in terms:
        if variable in term.free:
            raise Refused(f"{variable!r} is free in {term!r}, so it is not arbitrary")


def expect_kind(statement: Node, *kinds: str) -> Node:
    if statement.kind not in kinds:
        raise Refused(f"{statement!r} is no {' or '.join(kinds)}")
    return statement


def domain_needs(variable: Node, value: Node) -> list[Node]:
    """What `value` must satisfy to stand for a symbol of this domain."""
    if variable.domain == "probability":
        return _probability_needs(variable, value)
    if value.kind == "Symbol" and value.domain == variable.domain:
        return []
    table: dict[str, tuple[Node, ...]] = {}
    if variable.sort == SCALAR:
        whole = make("IsInteger", value)
        table = {"positive": (make("Lt", ZERO, value),), "negative": (make("Lt", value, ZERO),),
                 "nonnegative": (make("Le", ZERO, value),), "nonzero": (make("Ne", value, ZERO),),
                 "unit": (make("Le", ZERO, value), make("Le", value, ONE)), "integer": (whole,),
                 "natural": (whole, make("Le", ZERO, value)), "positive integer": (whole, make("Lt", ZERO, value))}
    elif variable.sort[0] == "Operator" and variable.domain:
        table = {"symmetric": (make("Symmetric", value),),
                 "positive semidefinite": (make("PositiveSemidefinite", value),),
                 "positive definite": (make("PositiveDefinite", value),)}
    if variable.domain not in table and variable.domain not in ("", "real"):
        raise Refused(f"the domain {variable.domain!r} is not known")
    return list(table.get(variable.domain, ()))


def _probability_needs(variable: Node, value: Node) -> list[Node]:
    from .algebra import Algebra
    from .binders import proper

    measure = value.args[-1] if value.kind == "Lambda" else value
    if not probability_like(measure) and not (measure.kind == "Symbol" and measure.domain == "probability"):
        raise Refused(f"{value!r} is not known to be a probability measure")
    needs: list[Node] = []
    proper(Algebra(), measure, needs)
    for bound in reversed(value.args[:-1] if value.kind == "Lambda" else ()):
        needs = [make("ForAll", bound, n) for n in needs]
    return needs
