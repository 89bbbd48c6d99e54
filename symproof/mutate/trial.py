"""Running a claim once for each mutant of its statement and of its lines.

A mutant is *refused* when the derivation with it fails. One that is not refused has been proved by the kernel, so it is
true, and it is said which of these it is:

    equivalent   a statement that follows from the original and from which the original follows, by a proof; or a line
                 with which the derivation proves the same theorem as before
    weaker       a statement that the steps prove, and from which the original was not recovered: true, but it says less

Which of the two it is never rests on evaluation, and never on the eye.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from symproof import kernel
from symproof.claims.builder import Builder
from symproof.claims.checking import rehearse
from symproof.claims.registry import Claim, DerivationError
from symproof.decide.prover import Prover, Unproved
from symproof.decide.rewriting import NotConvertible, convert
from symproof.document import Failure, Place
from symproof.kernel import KernelError
from symproof.steps import StepError
from symproof.terms import And, ForAll, Symbol, Term, TermError, alpha_equal, free_symbols

from .mutants import Mutant, mutants

SECONDS = 2.0
"""How long one mutant may take; one that takes longer has not been proved, and counts as refused."""

REFUSALS = (DerivationError, StepError, KernelError, TermError, Unproved, NotConvertible, RecursionError)


@dataclass(frozen=True)
class Survivor:
    """A mutant that was proved: its kind, what became what, where, and how it relates to the original."""

    kind: str
    old: str
    new: str
    place: Place
    where: str
    relation: str


@dataclass
class Mutated:
    """What came of the mutants of one claim."""

    name: str
    refused: dict[str, int] = field(default_factory=dict)
    survivors: list[Survivor] = field(default_factory=list)
    late: int = 0
    seconds: float = 0.0
    verdict: str = "mutated"
    failure: Failure | None = None

    @property
    def unnoticed(self) -> int:
        return sum(s.relation != "equivalent" for s in self.survivors)

    @property
    def total(self) -> int:
        return sum(self.refused.values()) + len(self.survivors)


class _Late(Exception):
    pass


@contextmanager
def _at_most(seconds: float) -> Iterator[None]:
    """Interrupt what takes too long, where the system has timers."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(_signal: int, _frame: Any) -> None:
        raise _Late

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def mutate_claim(made: Claim, each: int = 0, seconds: float = SECONDS) -> Mutated:
    """Try the mutants of a claim's statement and lines; of each line at most `each`, spread evenly (0: all)."""
    started = time.perf_counter()
    report = Mutated(made.name)
    candidates: dict[int, list[Mutant]] = {}
    try:
        original = rehearse(made)
        symbols = sorted({s for site in original.sites for s in free_symbols(site.term)}, key=lambda s: s.name)
        for number, site in enumerate(original.sites):
            candidates[number] = _spread(list(mutants(site.term, symbols)), each)

        def keep_what_its_line_proves(number: int, justify: Callable[[Term], Any]) -> None:
            left = []
            for mutant in candidates[number]:
                try:
                    with _at_most(seconds):
                        justify(mutant.term)
                    left.append(mutant)
                except _Late:
                    report.late += 1
                    _count(report, mutant)
                except REFUSALS:
                    _count(report, mutant)
            candidates[number] = left

        rehearse(made, watcher=keep_what_its_line_proves)
    except REFUSALS as error:
        report.failure = getattr(error, "failure", None) or Failure(str(error), made.place, made.name)
        report.verdict = "failed"
        return report
    for number, site in enumerate(original.sites):
        for mutant in candidates[number]:
            try:
                with _at_most(5 * seconds):
                    relation = _relation(original, rehearse(made, (number, mutant.term)), site.word)
            except _Late:
                report.late += 1
                relation = ""
            except REFUSALS:
                relation = ""
            if relation:
                report.survivors.append(Survivor(mutant.kind, repr(mutant.old), repr(mutant.new), site.place, site.word,
                                                 relation))
            else:
                _count(report, mutant)
    report.seconds = time.perf_counter() - started
    return report


def _count(report: Mutated, mutant: Mutant) -> None:
    report.refused[mutant.kind] = report.refused.get(mutant.kind, 0) + 1


def _spread(found: list[Mutant], count: int) -> list[Mutant]:
    if not count or len(found) <= count:
        return found
    return [found[k * len(found) // count] for k in range(count)]


def _relation(original: Builder, mutated: Builder, word: str) -> str:
    """How what was proved with a mutant relates to what was proved without."""
    if original.goal is None or mutated.goal is None:
        return ""
    if word != "statement" or alpha_equal(original.goal, mutated.goal):
        return "equivalent"
    return "equivalent" if _follows(original.goal, mutated.goal, original.hypotheses) else "weaker"


def _follows(goal: Term, assumption: Term, hypotheses: list[Term]) -> bool:
    """Whether a goal was proved from an assumption and the hypotheses."""
    assumed = kernel.assume(assumption)
    facts = [assumed, *(kernel.assume(h) for h in hypotheses)]
    allowed = {assumption, *hypotheses}
    for attempt in (lambda: convert(assumed, goal, Prover(facts).settle), lambda: _proved(goal, facts)):
        try:
            theorem = attempt()
        except REFUSALS:
            continue
        if all(any(alpha_equal(h, a) for a in allowed) for h in theorem.hypotheses):
            return True
    return False


def _proved(goal: Any, facts: list[Any]) -> Any:
    """A goal from facts: conjunctions part by part, quantifiers by their bodies."""
    if isinstance(goal, And):
        return kernel.conjunction(*(_proved(part, facts) for part in goal.arguments))
    if isinstance(goal, ForAll):
        variable: Symbol = goal.arguments[0]
        return kernel.generalize(_proved(goal.arguments[1], facts), variable)
    return Prover(facts).prove(goal)


__all__ = ["Mutated", "Survivor", "mutate_claim"]
