"""What a checked claim is made of, as plain immutable data: the lines of its proof, its verdict, its trust.

Everything here is picklable and made of terms and strings; renderers read it and nothing else. Only `claims` fills it,
from theorems that the kernel made.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from .terms import Term


@dataclass(frozen=True)
class Place:
    """Where in the author's source something stands."""

    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        return f"{self.file}:{self.line}" if self.file else "unknown place"


@dataclass(frozen=True)
class Link:
    """One line of a chain: relation, right side, reason, the paper's numbers, how it was checked."""

    relation: str
    term: Term
    reason: str
    printed: tuple[str, ...] = ()
    place: Place = Place()
    models: int = 0


@dataclass(frozen=True)
class Line:
    """One piece of a proof.

    kind: "chain" (start and links), "fact" (statement, reason), "suppose", "take", "obtain" (statement, depth), "note"
    (text), "conclude" (statement, reason).
    """

    kind: str
    statement: Term | None = None
    reason: str = ""
    links: tuple[Link, ...] = ()
    printed: tuple[str, ...] = ()
    depth: int = 0
    place: Place = Place()
    models: int = 0


@dataclass(frozen=True)
class Failure:
    """Why a claim was not proved: a sentence, labelled details, the place."""

    sentence: str
    place: Place
    where: str = ""
    details: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        head = f"{self.place}  {self.where}: {self.sentence}" if self.where else f"{self.place}  {self.sentence}"
        width = max((len(label) for label, _ in self.details), default=0)
        return "\n".join([head, *(f"   {label:<{width}}  {text}" for label, text in self.details)])


@dataclass(frozen=True)
class Erratum:
    """The statement as printed, why it is false, and where the repair is proved."""

    location: str
    printed: str
    printed_term: Term | None
    should_read: str
    why: str
    repaired_by: tuple[str, ...] = ()


@dataclass(frozen=True)
class Added:
    """A hypothesis that a proof needs and the printed statement lacks; `needed` names the claim that shows why."""

    hypothesis: str
    needed: str = ""


@dataclass(frozen=True)
class Checked:
    """A claim after checking."""

    name: str
    kind: str
    title: str
    text: str
    place: Place
    verdict: str
    printed: tuple[str, ...] = ()
    hypotheses: tuple[Term, ...] = ()
    definitions: tuple[tuple[Term, Term], ...] = ()
    statement: Term | None = None
    lines: tuple[Line, ...] = ()
    trust: tuple[tuple[str, str], ...] = ()
    rules: dict[str, int] = field(default_factory=dict)
    uses: tuple[str, ...] = ()
    steps: int = 0
    evaluated: int = 0
    models: int = 0
    digits: int = 0
    seconds: float = 0.0
    failure: Failure | None = None
    erratum: Erratum | None = None
    tables: tuple[Any, ...] = ()
    figures: tuple[Figure, ...] = ()
    certificate: dict[str, Any] | None = None
    adds: tuple[Added, ...] = ()

    def without_certificate(self) -> Checked:
        return replace(self, certificate=None)


@dataclass(frozen=True)
class Table:
    """Certified numbers to print under a claim: a caption, column heads, rows of strings."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Axis:
    """What an axis shows, and an interval that it must reach over besides the values themselves."""

    label: str
    low: Fraction | None = None
    high: Fraction | None = None


@dataclass(frozen=True)
class Curve:
    """A curve through points (x, lower, upper): at x the value lies between the two bounds for certain."""

    label: str
    points: tuple[tuple[Fraction, Fraction, Fraction], ...]


@dataclass(frozen=True)
class Figure:
    """Curves to draw under a claim."""

    name: str
    caption: str
    x: Axis
    y: Axis
    curves: tuple[Curve, ...]


__all__ = ["Added", "Axis", "Checked", "Curve", "Erratum", "Failure", "Figure", "Line", "Link", "Place", "Table"]
