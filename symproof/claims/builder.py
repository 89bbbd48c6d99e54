"""The claim under construction: its hypotheses, its goal, the lines so far; a step is taken, settled and evaluated here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..decide.prover import Prover, Unproved
from ..decide.rewriting import NotConvertible, readable
from ..document import Line, Place, Table
from ..kernel import KernelError, Theorem
from ..models.sample import ModelPool
from ..models.second_opinion import second_opinion
from ..steps import Goal, Situation, Step, StepError
from ..terms import Symbol, Term, TermError, alpha_equal, canonical, free_symbols
from .registry import Claim, DerivationError, caller

if TYPE_CHECKING:
    from .figures import Plan

DIGITS = 50
MODELS = 2
SECONDS, SECONDS_SUPPOSED = 0.15, 0.03
"""How long a line may be evaluated; less under a supposition, which is often one that a contradiction will refute."""
SECONDS_REFUTING = 1.0
"""How long a counterexample is sought to a claim or step that has no proof."""


# -- the claim under construction -------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Site:
    """A term that an author wrote where something is claimed: the statement, or what a line states."""

    term: Term
    word: str
    place: Place


@dataclass
class Builder:
    claim: Claim
    prover: Prover = field(default_factory=lambda: Prover([]))
    hypotheses: list[Term] = field(default_factory=list)
    goal: Term | None = None
    lines: list[Line] = field(default_factory=list)
    depth: int = 0
    open_facts: list[Any] = field(default_factory=list)
    symbols: dict[str, tuple[Symbol, Place]] = field(default_factory=dict)
    evaluated: int = 0
    models: int = 0
    counted: int = 0
    uses: dict[str, None] = field(default_factory=dict)
    tables: list[Table] = field(default_factory=list)
    figures: list[Plan] = field(default_factory=list)
    supposed: list[Term] = field(default_factory=list)
    pool: ModelPool = field(default_factory=ModelPool)
    impossible: list[frozenset[Term]] = field(default_factory=list)
    evaluating: bool = True  # a claim that another one uses is evaluated when it is itself checked
    sites: list[Site] = field(default_factory=list)
    changed: tuple[int, Term] | None = None  # a site, and the term that stands there instead: see `mutate`
    watcher: Callable[[int, Callable[[Term], Any]], None] | None = None

    def watch(self, site: int, justify: Callable[[Any], Any]) -> None:
        """Let a watcher try the justification of a line on other terms than the one at its site."""
        if self.watcher is not None:
            self.watcher(site, justify)

    def written(self, term: Any, word: str, place: Place) -> Any:
        """A term as it is written at the next site, or what is to stand there instead."""
        number = len(self.sites)
        self.sites.append(Site(term, word, place))
        return self.changed[1] if self.changed is not None and self.changed[0] == number else term

    def note_symbols(self, term: Term, place: Place) -> None:
        for symbol in free_symbols(term):
            known = self.symbols.setdefault(symbol.name, (symbol, place))
            if known[0] is not symbol:
                raise DerivationError(
                    f"the name {symbol.name!r} is used for two things", place,
                    ("here", f"a {symbol.domain + ' ' if symbol.domain else ''}{symbol.sort}"),
                    ("before", f"a {known[0].domain + ' ' if known[0].domain else ''}{known[0].sort} ({known[1]})"),
                    ("do", "declare the symbol once and use that object, or choose another name"))


STACK: list[Builder] = []


def current() -> Builder:
    if not STACK:
        raise DerivationError("this word can only be used inside a derivation", caller())
    return STACK[-1]


def as_statement(statement: Any, place: Place, word: str) -> Any:
    if not isinstance(statement, Term):
        raise DerivationError(f"{word}() expects a statement, found {statement!r}", place,
                              ("do", "build it with equals(a, b), Le(a, b), ForAll(x, …), …; Python's == compares terms, "
                                     "it does not state an equation"))
    if statement.sort[0] != "Truth":
        raise DerivationError(f"{word}() expects a statement, found {statement!r}, a {statement.sort}", place)
    return statement


def take_step(builder: Builder, goal: Goal, step: Step, where: str, place: Place) -> tuple[Theorem, int]:
    label = f"{builder.claim.name}, {where}"
    try:
        statement = goal.statement
    except TermError as error:
        raise DerivationError(str(error), place, where=label) from error
    try:
        theorem = step.prove(goal, Situation(builder.prover))
    except StepError as error:
        raise DerivationError(error.sentence, place, *error.details, *evidence(builder, statement), where=label) from error
    except (KernelError, TermError, NotConvertible, Unproved) as error:
        raise DerivationError(f"{step.reason()}: {error}", place, ("claimed", repr(statement)),
                              *evidence(builder, statement), where=label) from error
    if not alpha_equal(theorem.statement, statement):
        raise DerivationError(f"{step.reason()} proves another statement", place, ("claimed", repr(statement)),
                              ("proved", repr(theorem.statement)), where=label)
    theorem = builder.prover.settle(theorem)
    require_known_hypotheses(builder, theorem, statement, label, place)
    return theorem, evaluate(builder, statement, label, place)


def require_known_hypotheses(builder: Builder, theorem: Theorem, statement: Term, label: str, place: Place) -> None:
    known = {canonical(h) for h in [*builder.hypotheses, *builder.supposed]}
    open_obligations = [h for h in theorem.hypotheses if canonical(h) not in known]
    if open_obligations:
        raise DerivationError("the step holds only under a condition that does not follow from the hypotheses", place,
                              ("claimed", repr(statement)),
                              *(("needed", repr(readable(h))) for h in open_obligations),
                              ("do", "add it to given(…), or prove it before with have(…)"), where=label)


def evidence(builder: Builder, statement: Term, search: bool = True) -> tuple[tuple[str, str], ...]:
    """A witness against a refused step, when a model refutes it; and an edit that would make it true.

    Random models are asked first; `search` looks on for a counterexample where they do not refute.
    """
    from ..decide.nearest import nearest

    if builder.changed is not None:
        return ()
    found: list[tuple[str, str]] = []
    opinion = second_opinion([*builder.hypotheses, *builder.supposed], statement, models=6, digits=DIGITS)
    if opinion.verdict == "disagrees":
        found.append(("witness", opinion.witness))
    elif search:
        found += counterexample([*builder.hypotheses, *builder.supposed], statement)
    repair = nearest(statement)
    if repair is not None:
        found.append(("nearest", repair))
    return tuple(found)


def counterexample(hypotheses: Sequence[Term], statement: Term) -> tuple[tuple[str, str], ...]:
    """A certified counterexample, in words, when a short search finds one."""
    from ..refute import Problem, find_counterexample
    from ..refute.wording import describe

    problem = Problem(tuple(hypotheses), statement)
    report = find_counterexample(problem, SECONDS_REFUTING)
    return (("witness", describe(report.witness, problem)),) if report.witness is not None and report.refuted else ()


def evaluate(builder: Builder, statement: Term, label: str, place: Place) -> int:
    """Evaluate a proved line in random models of the hypotheses: a disagreement is an error, and so is vacuity."""
    builder.counted += 1
    if not builder.evaluating:
        return 0
    assumed = frozenset(builder.supposed)
    if any(impossible <= assumed for impossible in builder.impossible):
        return 0
    opinion = second_opinion([*builder.hypotheses, *builder.supposed], statement, models=MODELS, digits=DIGITS,
                             seconds=SECONDS if not assumed else SECONDS_SUPPOSED, pool=builder.pool)
    if assumed and not opinion.models:
        builder.impossible.append(assumed)
    if opinion.verdict == "disagrees":
        raise DerivationError("the symbolic proof and the numbers disagree: this is a bug of symproof, please report it",
                              place, ("claimed", repr(statement)), ("witness", opinion.witness), where=label)
    if opinion.verdict == "vacuous" and not builder.supposed:
        raise DerivationError("no model satisfies the hypotheses, so the step says nothing", place,
                              ("hypotheses", "; ".join(repr(h) for h in builder.hypotheses)), where=label)
    if opinion.verdict == "agrees":
        builder.evaluated += 1
        builder.models += opinion.models
    return int(opinion.models) if opinion.verdict == "agrees" else 0
