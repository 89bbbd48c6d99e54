"""Certificates: the proofs of theorems as plain JSON, for a second checker in another process.

A file holds a table of terms (each named once, children before parents) and a list of steps (premises before
conclusions), then the claims by name. Nothing in it is trusted by anybody: `recheck` derives every conclusion again.

    {"format": 1, "terms": [[class, argument, …], …], "steps": [[rule, premises, arguments, hypotheses, statement], …],
     "claims": {name: step}}

An argument of a term is a number of an earlier term as {"t": n}, a sort as ["Vector", "d"], an integer or a string.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from .kernel import Theorem
from .terms import Sort, Symbol, Term

FORMAT = 1


class Writer:
    """Collects theorems with everything that they rest on."""

    def __init__(self) -> None:
        self.terms: list[list[Any]] = []
        self.steps: list[list[Any]] = []
        self.claims: dict[str, int] = {}
        self._term_numbers: dict[Term, int] = {}
        self._step_numbers: dict[Theorem, int] = {}

    def claim(self, name: str, theorem: Theorem) -> None:
        """Add a theorem, and the proof of it, under a name."""
        self.claims[name] = self.step(theorem)

    def step(self, theorem: Theorem) -> int:
        stack = [theorem]
        while stack:
            current = stack[-1]
            if current in self._step_numbers:
                stack.pop()
                continue
            record = current.record
            waiting = [p for p in record.premises if p not in self._step_numbers]
            if waiting:
                stack.extend(waiting)
                continue
            stack.pop()
            self._step_numbers[current] = len(self.steps)
            self.steps.append([record.rule, [self._step_numbers[p] for p in record.premises],
                               [self.encode(a) for a in record.arguments],
                               [self.term(h) for h in record.hypotheses], self.term(record.statement)])
        return self._step_numbers[theorem]

    def term(self, term: Term) -> int:
        known = self._term_numbers.get(term)
        if known is not None:
            return known
        arguments = (term.name, term.sort, term.domain) if isinstance(term, Symbol) else term.arguments
        row = [type(term).__name__, *(self.encode(a) for a in arguments)]
        self._term_numbers[term] = number = len(self.terms)
        self.terms.append(row)
        return number

    def encode(self, value: Any) -> Any:
        if isinstance(value, Term):
            return {"t": self.term(value)}
        if isinstance(value, Sort):
            return [value[0], *(self.encode(p) for p in value[1:])]
        if isinstance(value, Fraction):
            return {"q": str(value)}
        if isinstance(value, tuple):
            return {"l": [self.encode(v) for v in value]}
        if isinstance(value, (int, str)):
            return value
        raise TypeError(f"{value!r} cannot be written into a certificate")

    def json(self) -> dict[str, Any]:
        """The whole file as plain data."""
        return {"format": FORMAT, "terms": self.terms, "steps": self.steps, "claims": self.claims}


def merge(files: list[dict[str, Any]]) -> dict[str, Any]:
    """Several certificate files as one: terms and steps that occur in several are kept once."""
    terms: dict[str, int] = {}
    steps: dict[str, int] = {}
    merged: dict[str, Any] = {"format": FORMAT, "terms": [], "steps": [], "claims": {}}
    for file in files:
        renumbered: list[int] = []
        for row in file["terms"]:
            renumbered.append(_once([row[0], *(_moved(part, renumbered) for part in row[1:])], terms, merged["terms"]))
        made: list[int] = []
        for rule, premises, arguments, hypotheses, statement in file["steps"]:
            made.append(_once([rule, [made[p] for p in premises], [_moved(a, renumbered) for a in arguments],
                               [renumbered[h] for h in hypotheses], renumbered[statement]], steps, merged["steps"]))
        for name, step in file["claims"].items():
            merged["claims"][name] = made[step]
    return merged


def _once(row: list[Any], known: dict[str, int], rows: list[Any]) -> int:
    key = repr(row)
    if key not in known:
        known[key] = len(rows)
        rows.append(row)
    return known[key]


def _moved(value: Any, numbers: list[int]) -> Any:
    if isinstance(value, dict):
        if "t" in value:
            return {"t": numbers[value["t"]]}
        return {"l": [_moved(v, numbers) for v in value["l"]]} if "l" in value else value
    return [value[0], *(_moved(v, numbers) for v in value[1:])] if isinstance(value, list) else value
