"""Claims by name, how they are declared, and the error that misuse of the authoring words raises."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..document import Added, Erratum, Failure, Place
from ..terms import Term

PACKAGE = str(Path(__file__).parent.parent) + os.sep


@dataclass(frozen=True)
class Claim:
    """A numbered thing of a paper and the function that derives it."""

    name: str
    kind: str
    title: str
    printed: tuple[str, ...]
    function: Callable[..., Any]
    place: Place
    erratum: Erratum | None = None
    adds: tuple[Added, ...] = ()

    def __repr__(self) -> str:
        return f"<{self.name}: {self.title or self.function.__name__}>"


REGISTRY: dict[str, Claim] = {}


class DerivationError(Exception):
    """Misuse of the authoring words; carries the place."""

    def __init__(self, sentence: str, place: Place, *details: tuple[str, str], where: str = "") -> None:
        super().__init__(sentence)
        self.failure = Failure(sentence, place, where, details)


def caller() -> Place:
    """The nearest place outside this package."""
    frame = sys._getframe(1)
    while frame is not None:
        path = os.path.abspath(frame.f_code.co_filename)
        if not path.startswith(PACKAGE) and "contextlib" not in path:
            return Place(shown(path), frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]
    return Place()


def shown(path: str) -> str:
    """A path as messages print it: relative to the working directory where it lies below that."""
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def claim(kind: str) -> Callable[..., Callable[[Callable[..., Any]], Claim]]:
    """A decorator for claims of one kind."""
    def with_name(name: str, *, title: str = "", printed: Sequence[str] = (),
                  erratum: Erratum | None = None, adds: Sequence[Added] = ()) -> Callable[[Callable[..., Any]], Claim]:
        def register(function: Callable[..., Any]) -> Claim:
            code = function.__code__
            place = Place(shown(code.co_filename), code.co_firstlineno)
            if name in REGISTRY and REGISTRY[name].place.file != place.file:
                raise DerivationError(f"“{name}” is claimed twice", place, ("first", str(REGISTRY[name].place)))
            made = Claim(name, kind, title, tuple(printed), function, place, erratum, tuple(adds))
            REGISTRY[name] = made
            return made

        return register

    return with_name


lemma, theorem_claim, proposition, corollary, remark, equation, example, definition_claim, refutation, conjecture = (
    claim(k) for k in ("lemma", "theorem", "proposition", "corollary", "remark", "equation", "example", "definition",
                       "counterexample", "conjecture"))
"""A `conjecture` states and proves nothing: its verdict is `open`, or `failed` when a model refutes it."""


def erratum(location: str, *, printed: Any, should_read: str, why: str, repaired_by: Sequence[str] = ()) -> Erratum:
    """What is wrong in the text: attach to the counterexample with `@refutation(…, erratum=erratum(…))`.

    `printed` is LaTeX of the formula as printed, or a term.
    """
    term = printed if isinstance(printed, Term) else None
    return Erratum(location, printed if isinstance(printed, str) else "", term, should_read, why, tuple(repaired_by))


def added(hypothesis: str, needed: str = "") -> Added:
    """A hypothesis that a proof needs and the printed statement lacks, for `@theorem_claim(…, adds=[added(…)])`.

    `needed` names the claim (a refutation, or an example) that shows by an exact example that it cannot be dropped.
    """
    return Added(hypothesis, needed)
