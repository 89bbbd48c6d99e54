"""What evaluating a statement in one model can say, and the two ways in which evaluating can fail.

May import the standard library only. Nothing here knows terms, and no verdict ever proves a statement: a model can
refute, and a model can agree, no more.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum


class Undefined(ArithmeticError):
    """The term has no value in this model (division by 0, log of a negative number, …): the model does not apply."""


class Unsupported(Undefined):
    """The term may have a value, but this reading cannot compute it to the digits asked for."""


class OutOfTime(Exception):
    """The time that the caller allowed is used up."""


class Verdict(Enum):
    """What a statement is in one model.

    TRUE and FALSE were decided exactly, or numbers lie certainly apart. HELD: true as far as digits or samples can show
    (an equality within rounding, a ∀ over sampled values). UNKNOWN: could not be decided.
    """

    FALSE = 0
    UNKNOWN = 1
    HELD = 2
    TRUE = 3

    def __bool__(self) -> bool:
        raise TypeError("a Verdict has four values: compare it with `is`, or ask `.holds`")

    @property
    def holds(self) -> bool:
        """TRUE or HELD."""
        return self.value >= Verdict.HELD.value


def exactly(condition: bool) -> Verdict:
    """The verdict of a condition that was decided without rounding."""
    return Verdict.TRUE if condition else Verdict.FALSE


def conjunction(verdicts: Iterable[Verdict]) -> Verdict:
    """The least of the verdicts; TRUE when there are none. Stops at the first FALSE."""
    least = Verdict.TRUE
    for verdict in verdicts:
        if verdict is Verdict.FALSE:
            return verdict
        least = min(least, verdict, key=lambda v: v.value)
    return least


def disjunction(verdicts: Iterable[Verdict]) -> Verdict:
    """The greatest of the verdicts; FALSE when there are none. Stops at the first TRUE."""
    greatest = Verdict.FALSE
    for verdict in verdicts:
        if verdict is Verdict.TRUE:
            return verdict
        greatest = max(greatest, verdict, key=lambda v: v.value)
    return greatest


def negation(verdict: Verdict) -> Verdict:
    """TRUE and FALSE change places; what only HELD is not refuted by that, so its negation is UNKNOWN."""
    return {Verdict.TRUE: Verdict.FALSE, Verdict.FALSE: Verdict.TRUE}.get(verdict, Verdict.UNKNOWN)
