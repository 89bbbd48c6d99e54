"""Statements in words: for all x, if A and B, then C; so that no sentence can be read in two ways.

A quantifier in words has no end to its scope, so it may open only the last part of a conjunction; elsewhere it follows
what it binds ("A for all x"), and what would still be ambiguous keeps its signs. This room knows terms and no format.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from symproof.terms.core import Symbol, Term
from symproof.terms.logic import And, Exists, ForAll, Implies, Not, Or


@dataclass(frozen=True)
class Formula:
    """A term within a sentence."""

    term: Term


@dataclass(frozen=True)
class Bound:
    """Symbols with the set over which they range, within a sentence."""

    symbols: tuple[Symbol, ...]


Part = str | Formula | Bound


Sentence = list[Part]


def spoken(parts: Iterable[Term]) -> Sentence:
    """Several statements in one breath, A, B and C; only the last may begin with a quantifier, whose scope has no end."""
    made: Sentence = []
    listed = list(parts)
    comma = "," if any(map(is_wordy, listed)) else ""
    for position, part in enumerate(listed):
        last = position == len(listed) - 1
        told = premise(part)
        if told is None:
            told = clause(part) if last else [Formula(part)]
        made += [f"{comma} and " if last else ", "] if position else []
        made += told
    return made


def bound_by(term: Any) -> tuple[tuple[Symbol, ...], Any]:
    """The symbols that a run of like quantifiers binds, and what stands under them."""
    kind, symbols = type(term), []
    while type(term) is kind:
        symbols.append(term.arguments[0])
        term = term.arguments[1]
    return tuple(symbols), term


def clause(term: Any) -> Sentence:
    """A statement within a sentence, its outermost logic in words."""
    if isinstance(term, And) and len(term.arguments) > 1:
        return spoken(term.arguments)
    if isinstance(term, ForAll):
        symbols, body = bound_by(term)
        return ["for all ", Bound(symbols), ", ", *clause(body)]
    if isinstance(term, Exists):
        symbols, body = bound_by(term)
        return ["there is " if len(symbols) == 1 else "there are ", Bound(symbols), " such that ", *clause(body)]
    if isinstance(term, Or) and any(map(is_wordy, term.arguments)):
        made: Sentence = ["either "]
        for position, part in enumerate(term.arguments):
            made += [", or ", *clause(part)] if position else clause(part)
        return made
    if isinstance(term, Not) and isinstance(term.arguments[0], Exists):
        symbol, body = term.arguments[0].arguments
        return ["there is no ", Bound((symbol,)), " such that ", *clause(body)]
    if isinstance(term, Not) and is_wordy(term):
        both = "both " if len(term.arguments[0].arguments) == 2 else ""
        return [f"it is not true that {both}", *clause(term.arguments[0])]
    told = premise(term.arguments[0]) if type(term) is Implies else None
    if told is not None:
        return ["if ", *told, ", then ", *clause(term.arguments[1])]
    return [Formula(term)]


def premise(term: Any) -> Sentence | None:
    """What follows "if", in words that cannot be misread; None when only signs can say it."""
    if isinstance(term, And) and len(term.arguments) > 1:
        told = [premise(part) for part in term.arguments]
        between = ", and " if any(map(is_wordy, term.arguments)) else " and "
        made: Sentence = []
        for part in told:
            if part is None:
                return None
            made += [between, *part] if made else part
        return made
    if isinstance(term, ForAll):
        symbols, body = bound_by(term)
        condition: Sentence = []
        if type(body) is Implies:
            given, body = body.arguments
            if is_wordy(given) and not isinstance(given, And) or isinstance(given, And) and any(map(is_wordy, given.arguments)):
                return None
            condition = [" with ", *spoken(given.arguments if isinstance(given, And) else (given,))]
        return None if is_wordy(body) else [Formula(body), " for all ", Bound(symbols), *condition]
    if isinstance(term, Exists):
        symbols, body = bound_by(term)
        return None if is_wordy(body) else [Formula(body), " for some ", Bound(symbols)]
    return None if type(term) is Implies else [Formula(term)]


def is_wordy(term: Term) -> bool:
    """Whether a statement is better said in a sentence than set as a formula."""
    if isinstance(term, Or):
        return any(map(is_wordy, term.arguments))
    if isinstance(term, Not):
        inside = term.arguments[0]
        return isinstance(inside, Exists) or isinstance(inside, And) and is_wordy(inside)
    return isinstance(term, (ForAll, Exists)) or type(term) is Implies or isinstance(term, And) and len(term.arguments) > 1


def conjuncts(term: Any) -> list[Any]:
    """The parts of a conjunction of conjunctions."""
    return [p for part in term.arguments for p in conjuncts(part)] if isinstance(term, And) and term.arguments else [term]


__all__ = ["Bound", "Formula", "Part", "Sentence", "bound_by", "clause", "conjuncts", "is_wordy", "premise", "spoken"]
