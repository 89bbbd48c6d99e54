"""Short names for what a claim writes out at length: a measure of several points becomes Q.

Only closed terms are named, and the claim says what each name stands for; the terms themselves are not changed.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from symproof.document import Checked
from symproof.terms.core import Symbol, Term, free_symbols, probability_like
from symproof.terms.probability import Discrete


def abbreviated(claim: Checked) -> tuple[Checked, tuple[tuple[Symbol, Term], ...]]:
    """The claim with a name for each measure of several points that it writes out, and what the names stand for."""
    measures: dict[Term, None] = {}
    names = set()
    for term in terms_of(claim):
        for part in parts_of(term):
            if isinstance(part, Discrete) and len(part.atoms) > 2 and not free_symbols(part):
                measures[part] = None
            if isinstance(part, Symbol):
                names.add(part.name)
    letters = [name for name in ("Q", *(f"Q_{k}" for k in range(1, len(measures) + 2))) if name not in names]
    if len(measures) > 1 and letters[0] == "Q":
        letters = letters[1:]
    chosen = {measure: Symbol(letters[k], measure.sort, "probability" if probability_like(measure) else "")
              for k, measure in enumerate(measures)}
    if not chosen:
        return claim, ()

    def short(term: Any) -> Any:
        return _replaced(term, chosen)

    lines = tuple(replace(line, statement=short(line.statement), links=tuple(
        replace(link, term=short(link.term)) for link in line.links)) for line in claim.lines)
    named = replace(claim, hypotheses=tuple(map(short, claim.hypotheses)), statement=short(claim.statement), lines=lines)
    return named, tuple((symbol, measure) for measure, symbol in chosen.items())


def _replaced(term: Any, chosen: dict[Term, Symbol]) -> Any:
    """The term with closed subterms replaced by their names."""
    if not isinstance(term, Term) or isinstance(term, Symbol):
        return term
    if term in chosen:
        return chosen[term]
    parts = [_replaced(part, chosen) for part in term.arguments]
    same = all(new is old for new, old in zip(parts, term.arguments, strict=True))
    return term if same else type(term)(*parts)


def parts_of(term: Term) -> Iterable[Term]:
    stack = [term]
    while stack:
        current = stack.pop()
        yield current
        stack.extend(part for part in current.arguments if isinstance(part, Term))


def terms_of(claim: Checked) -> Iterable[Term]:
    yield from claim.hypotheses
    if claim.statement is not None:
        yield claim.statement
    for line in claim.lines:
        if line.statement is not None:
            yield line.statement
        for link in line.links:
            yield link.term


__all__ = ["abbreviated", "terms_of"]
