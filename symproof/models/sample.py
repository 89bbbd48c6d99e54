"""Random models for statements: values for everything free in them, in which no hypothesis is false.

May import `symproof.terms` and the modules of this package. The models depend on the seed and on names only: symbols
are taken in the order of their names, and every attempt has its own random generator.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from symproof.terms import Sort, Symbol, Term, domain_condition, free_symbols, subterms

from .draw import Draw
from .evaluate import Evaluate
from .model import Model
from .satisfy import Satisfy, definitions
from .verdict import Undefined, Unsupported, Verdict, conjunction

TRIES_A_MODEL = 40
_EDGES = {2: 1.0, 4: 0.6}
_VANISHING = 6


@dataclass(frozen=True)
class Sample:
    """A model and what the hypotheses are in it: TRUE, HELD, or UNKNOWN when one could not be decided."""

    model: Model
    hypotheses: Verdict


def _names(part: Any, sizes: set[str], spaces: set[str]) -> None:
    if isinstance(part, Sort):
        if part[0] == "Point":
            spaces.add(part[1])
            return
        for inner in part[1:]:
            if isinstance(inner, str):
                sizes.add(inner)
            else:
                _names(inner, sizes, spaces)


def _all_names(terms: Sequence[Term]) -> tuple[list[str], list[str]]:
    """The symbolic dimensions and the abstract spaces that occur in the terms, sorted."""
    sizes: set[str] = set()
    spaces: set[str] = set()
    for term in terms:
        for part in subterms(term):
            _names(part.sort, sizes, spaces)
            if type(part).__name__ in ("Identity", "Size") and isinstance(part.arguments[0], str):
                sizes.add(part.arguments[0])
    return sorted(sizes), sorted(spaces)


class Sampler:
    """Draws models for statements under hypotheses.

    The second and fourth tries are made of zeros and other values that hurt; in the sixth, functions vanish. `tries`,
    how many of them were `rejected` by a hypothesis, and `last_reason` tell how hard it was.
    """

    def __init__(self, statements: Sequence[Term], hypotheses: Sequence[Term] = (), seed: int = 0,
                 deadline: float | None = None, digits: int = 50) -> None:
        terms = [*statements, *hypotheses]
        self.hypotheses, self.seed, self.deadline, self.digits = list(hypotheses), seed, deadline, digits
        self.sizes, self.spaces = _all_names(terms)
        self.definitions = definitions(self.hypotheses)
        self.symbols = sorted({s for term in terms for s in free_symbols(term)},
                              key=lambda s: (s.name, repr(s.sort), s.domain, s.latex))
        self.tries = 0
        self.rejected = 0
        self._last: tuple[str, Any, Any] = ("", "", "")

    @property
    def only_one(self) -> bool:
        """Nothing is free, so there is one model."""
        return not (self.symbols or self.sizes or self.spaces)

    def models(self, count: int) -> Iterator[Sample]:
        """At most `count` models; gives up after 40 times as many tries, or after 40 in vain since the last model.

        Raises OutOfTime past the deadline.
        """
        found, last = 0, 0
        limit = 1 if self.only_one else TRIES_A_MODEL * count
        while found < count and self.tries < limit and not (found and self.tries > last + TRIES_A_MODEL):
            self.tries += 1
            try:
                model = self._draw(random.Random(f"{self.seed}/{self.tries}"))
                verdict = self._hypotheses_in(model)
            except Unsupported as reason:
                self._last = "{}", reason, ""
                if self.tries >= TRIES_A_MODEL and not found and not self.rejected:
                    return
            except Undefined as reason:
                self._last = "a hypothesis has no value: {}", reason, ""
                self.rejected += 1
            else:
                if verdict is Verdict.FALSE:
                    self.rejected += 1
                    continue
                found, last = found + 1, self.tries
                yield Sample(model, verdict)

    def _draw(self, rng: random.Random) -> Model:
        model = Model()
        draw = Draw(model, rng, _EDGES.get(self.tries, 0.1), vanishing=self.tries == _VANISHING)
        for name in self.sizes:
            draw.size(name)
        for name in self.spaces:
            draw.points(name)
        for symbol in self.symbols:
            if symbol not in self.definitions:
                model.values[symbol] = draw.value(symbol.sort, symbol.domain)
        model.definitions.update(self.definitions)
        if self.hypotheses:
            Satisfy(model, self.hypotheses, rng, self.deadline).run()
        return model

    @property
    def last_reason(self) -> str:
        """Why the last model was rejected; spelt when it is asked for, since most models are."""
        words, what, statement = self._last
        return words.format(what.describe() if isinstance(what, Model) else what, repr(statement))

    def _hypotheses_in(self, model: Model) -> Verdict:
        evaluate = Evaluate(model, self.digits, self.deadline)
        verdicts = []
        for statement in (*self._domains(), *self.hypotheses):
            verdict = evaluate(statement)
            if verdict is Verdict.FALSE:
                self._last = "in {}, the hypothesis {} is false", model, statement
                return verdict
            verdicts.append(verdict)
        return conjunction(verdicts)

    def _domains(self) -> Iterator[Term]:
        """That symbols which were not simply drawn lie in their domains."""
        if self.hypotheses:
            for symbol in self.symbols:
                if isinstance(symbol, Symbol):
                    yield from domain_condition(symbol, symbol)


class ModelPool:
    """Models that were accepted once, kept for the next statements under the same hypotheses.

    Checking the hypotheses is the dear part; the lines of one proof share them. A statement is served from the pool when
    everything free in it was drawn already.
    """

    def __init__(self, context: Sequence[Term] = ()) -> None:
        self.context = list(context)
        self._kept: dict[tuple[Term, ...], _Kept] = {}

    def sampler(self, statement: Term, hypotheses: Sequence[Term], seed: int, deadline: float, digits: int,
                count: int) -> _Kept:
        """The models for a statement: kept ones first, then new ones."""
        key = tuple(hypotheses)
        kept = self._kept.get(key)
        if kept is None or not kept.covers(statement):
            kept = _Kept(Sampler([statement, *self.context], hypotheses, seed, deadline, digits), count)
            self._kept[key] = kept
        kept.sampler.deadline = deadline
        return kept

    def forget(self, hypotheses: Sequence[Term]) -> None:
        """Drop what was begun and not finished in time."""
        self._kept.pop(tuple(hypotheses), None)


class _Kept:
    """A sampler, the models that it has yielded, and the rest that it may yet yield."""

    def __init__(self, sampler: Sampler, count: int) -> None:
        self.sampler, self.rest = sampler, sampler.models(count)
        self.found: list[Sample] = []
        self.symbols = set(sampler.symbols)

    def covers(self, statement: Term) -> bool:
        sizes, spaces = _all_names([statement])
        return (free_symbols(statement) <= self.symbols and set(sizes) <= set(self.sampler.sizes)
                and set(spaces) <= set(self.sampler.spaces))

    def models(self) -> Iterator[Sample]:
        yield from list(self.found)
        for sample in self.rest:
            kept = replace(sample, model=replace(sample.model, memory={}))
            self.found.append(kept)
            yield kept


def sample_models(statements: Sequence[Term], count: int, seed: int, hypotheses: Sequence[Term] = (),
                  deadline: float | None = None) -> Iterator[Model]:
    """Random models for everything free in the statements and hypotheses, in which no hypothesis is FALSE.

    Symbolic sizes are 1 to 3, abstract spaces have 3 to 5 points, numbers are rationals of small height (now and then
    at the edge of their domain), functions tables or polynomials, measures finite (or normal, on R and R^d). Yields at
    most `count` models, and fewer when tries run out. Deterministic given the seed.
    """
    for sample in Sampler(statements, hypotheses, seed, deadline).models(count):
        yield sample.model
