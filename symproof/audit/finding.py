"""What an audit reports, and the rules that report it.

A rule is a function from a `Context` to findings, registered with `@rule(…)`; its docstring is its documentation, which
`symproof explain` prints. A finding is identified by its rule, the formula it is about (as read, not as spaced) and the
statement around it, never by a line number, so it is the same one when lines are added above.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from symproof.paper import Formula

if TYPE_CHECKING:
    from .context import Context

LEVELS = ("error", "warning", "note")


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong or suspicious in a paper, with its place and, where there is one, a repair.

    `printed` is the piece of source concerned, `repair` what it should read (verified as `evidence` says); line and column
    begin at 1, the end is exclusive.
    """

    rule: str
    level: str
    file: str
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    printed: str = ""
    repair: str = ""
    evidence: str = ""
    statement: str = ""

    @property
    def fingerprint(self) -> str:
        """The same for the same finding in an edited file."""
        text = "\0".join((self.rule, re.sub(r"\s+", "", self.printed), self.statement, re.sub(r"\d+", "#", self.message)))
        return hashlib.sha256(text.encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Rule:
    """A check: its id, a short title, the level of its findings, and its documentation."""

    id: str
    title: str
    level: str
    text: str
    check: Callable[[Context], Iterator[Finding]]


RULES: dict[str, Rule] = {}


def rule(id: str, title: str, level: str = "warning") -> Callable[[Callable[[Context], Iterator[Finding]]],
                                                               Callable[[Context], Iterator[Finding]]]:
    """Register a check; the docstring says what it finds, with an example of a hit and of what is no hit."""
    def register(check: Callable[[Context], Iterator[Finding]]) -> Callable[[Context], Iterator[Finding]]:
        if id in RULES or level not in LEVELS or not check.__doc__:
            raise ValueError(f"the rule {id} exists already, or has no documentation, or a level other than {LEVELS}")
        RULES[id] = Rule(id, title, level, check.__doc__, check)
        return check

    return register


def at_formula(rule_id: str, formula: Formula, span: tuple[int, int], message: str, repair: str = "",
               evidence: str = "", level: str = "") -> Finding:
    """A finding about a piece of a formula (offsets in `formula.text`)."""
    line, column = formula.place(span[0])
    end_line, end_column = formula.place(max(span[1], span[0] + 1))
    return Finding(rule_id, level or RULES[rule_id].level, formula.file, line, column, end_line, end_column, message,
                   formula.text[span[0]:span[1]], repair, evidence, formula.statement)


__all__ = ["Finding", "LEVELS", "RULES", "Rule", "at_formula", "rule"]
