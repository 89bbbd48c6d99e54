"""All terms that differ from a term in one token: a sign, a factor, an exponent, an index, a symbol, a relation, ….

Every mutant has the sort of the original, so it is as well typed as that was; where a change would not be, there is none.
Symbols are exchanged for symbols of the same sort and domain that occur in the same claim, so a hat, a bar or a subscript
that is lost is among them where both symbols exist.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from symproof.terms import (Add, And, App, Apply, Compose, Div, Eq, Exists, ForAll, Ge, Gt, Iff, Implies, Index, Inner,
                            Le, Lt, Max, Min, Mul, Ne, Neg, Not, Number, Or, Pow, Product, Scale, Sum, Symbol, Term,
                            TermError, Tilt, Transpose)
from symproof.terms.scalar import Unary

KINDS = ("sign", "constant", "factor", "exponent", "index", "symbol", "relation", "swapped arguments", "missing operator",
         "missing term", "quantifier")


class Mutant(NamedTuple):
    """A changed term; `old` became `new` somewhere within it."""

    kind: str
    term: Any
    old: Any
    new: Any


def mutants(term: Term, symbols: Sequence[Symbol] = ()) -> Iterator[Mutant]:
    """Every mutant of a term, each once; `symbols` are those that may stand for one another."""
    seen = {term}
    for mutant in _everywhere(term, symbols, frozenset()):
        if mutant.term not in seen:
            seen.add(mutant.term)
            yield mutant


def _everywhere(term: Any, symbols: Sequence[Symbol], bound: frozenset[Any]) -> Iterator[Mutant]:
    for kind, new in _here(term, symbols, bound):
        if new.sort == term.sort:
            yield Mutant(kind, new, term, new)
    bound_at, _ = term.binding()
    inner = bound | {term.arguments[i] for i in bound_at}
    for i, part in enumerate(term.arguments):
        if not isinstance(part, Term) or i in bound_at:
            continue
        for mutant in _everywhere(part, symbols, inner):
            arguments = list(term.arguments)
            arguments[i] = mutant.term
            try:
                whole = type(term)(*arguments)
            except (TermError, ValueError, TypeError):
                continue
            if whole.sort == term.sort:
                yield Mutant(mutant.kind, whole, mutant.old, mutant.new)


def _made(build: Any, *arguments: Any) -> Iterator[Any]:
    try:
        yield build(*arguments)
    except (TermError, ValueError, TypeError):
        return


_RELATIONS: dict[type, tuple[type, ...]] = {
    Eq: (Ne,), Ne: (Eq,), Lt: (Le, Gt), Le: (Lt, Ge), Gt: (Ge, Lt), Ge: (Gt, Le), Iff: (Implies,), Implies: (Iff,)}


def _here(term: Any, symbols: Sequence[Symbol], bound: frozenset[Any]) -> Iterator[tuple[str, Any]]:
    """What may stand in place of this very term."""
    kind, parts = type(term), term.arguments
    if kind is Number:
        value = term.value
        for other in (-value, value + 1, value - 1, 2 * value):
            if other != value:
                yield ("sign" if other == -value else "constant"), Number(other)
    elif kind is Symbol:
        for other in symbols:
            if other is not term and other.sort == term.sort and other.domain == term.domain:
                yield ("index" if isinstance(term.sort, Index) else "symbol"), other
    elif kind in _RELATIONS:
        for other in _RELATIONS[kind]:
            yield from (("relation", made) for made in _made(other, *parts))
        if kind in (Implies,):
            yield from (("swapped arguments", made) for made in _made(kind, parts[1], parts[0]))
    elif kind in (ForAll, Exists):
        yield from (("quantifier", made) for made in _made(Exists if kind is ForAll else ForAll, *parts))
    elif kind in (And, Or):
        yield from (("relation", made) for made in _made(Or if kind is And else And, *parts))
    elif kind in (Add, Mul):
        for i, part in enumerate(parts):
            rest = [*parts[:i], *parts[i + 1:]]
            if kind is Add:
                yield from (("sign", made) for made in _made(Add, *parts[:i], _negated(part), *parts[i + 1:]))
            word = "missing term" if kind is Add else "factor"
            yield from ((word, made) for made in (_made(kind, *rest) if len(rest) > 1 else rest))
    elif kind is Neg:
        yield "sign", parts[0]
    elif kind is Pow:
        yield "exponent", parts[0]
        for other in (Add(parts[1], Number(1)), Add(parts[1], Number(-1))) if not isinstance(parts[1], Number) else (
                Number(parts[1].value + 1), Number(parts[1].value - 1)):
            yield from (("exponent", made) for made in _made(Pow, parts[0], other))
    elif kind is Div:
        yield "factor", parts[0]
        yield from (("swapped arguments", made) for made in _made(Div, parts[1], parts[0]))
    elif kind is Scale:
        yield "factor", parts[1]
        yield from (("sign", made) for made in _made(Scale, _negated(parts[0]), parts[1]))
    elif kind in (Inner, Compose):
        yield from (("swapped arguments", made) for made in _made(kind, parts[1], parts[0]))
    elif kind is Apply:
        yield "missing operator", parts[1]
    elif kind in (Transpose, Not) or isinstance(term, Unary):
        yield "missing operator", parts[0]
    elif kind is Tilt:
        yield from (("missing operator", part) for part in parts if isinstance(part, Term))
    elif kind in (Max, Min):
        yield from (("missing operator", made) for made in _made(Min if kind is Max else Max, *parts))
    elif kind in (Sum, Product):
        yield from (("missing operator", made) for made in _made(Product if kind is Sum else Sum, *parts))
    elif kind is App and len(parts) == 3 and parts[1].sort == parts[2].sort:
        yield from (("swapped arguments", made) for made in _made(App, parts[0], parts[2], parts[1]))


def _negated(term: Any) -> Any:
    return term.arguments[0] if isinstance(term, Neg) else Neg(term)


__all__ = ["KINDS", "Mutant", "mutants"]
