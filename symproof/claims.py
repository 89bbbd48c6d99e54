"""How a derivation is written: decorated functions that state hypotheses, a statement, and the steps of its proof.

    @lemma("Lemma 12", title="Exponential tilt", printed=["(38)"])
    def exponential_tilt(phi: RandomScalar, t: RandomScalar, lam: Real):
        given(mgf_finite_near_zero(t), square_integrable(phi))
        show(equals(E(phi, under=tilted(t, lam)), E(phi) + lam * Cov(phi, t) + O(lam**2)))
        return chain(E(phi, under=tilted(t, lam)), eq(…, by=definition(Expectation)), …)

What is proved is what the kernel concludes from the steps; it is compared with what `show` states, under what `given`
assumes. `check_claim` runs one claim and returns plain data (`document.Checked`); it never raises for a bad derivation.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from . import kernel
from .certificates import Writer
from .decide.prover import Prover, Unproved
from .decide.rewriting import NotConvertible, convert, readable
from .document import Axis, Checked, Curve, Erratum, Failure, Figure, Line, Link, Place, Table
from .kernel import KernelError, Theorem
from .models.sample import ModelPool
from .models.second_opinion import second_opinion
from .steps import Goal, Situation, Step, StepError, algebra
from .steps.base import has_remainder
from .terms import (FALSE, And, Asymptotic, Eq, Exists, ForAll, Ge, Gt, Iff, Implies, Le, Lt, Ne, Not, Symbol, Term,
                    TermError, alpha_equal, as_term, canonical, free_symbols, substitute)
from .vocabulary import remainder_variable

DIGITS = 50
MODELS = 2
SECONDS, SECONDS_SUPPOSED = 0.25, 0.05
"""How long a line may be evaluated; less under a supposition, which is often one that a contradiction will refute."""


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

    def __repr__(self) -> str:
        return f"<{self.name}: {self.title or self.function.__name__}>"


REGISTRY: dict[str, Claim] = {}
_PROVED: dict[str, tuple[Theorem, _Builder, float]] = {}
_BEING_PROVED: list[str] = []


class DerivationError(Exception):
    """Misuse of the authoring words; carries the place."""

    def __init__(self, sentence: str, place: Place, *details: tuple[str, str], where: str = "") -> None:
        super().__init__(sentence)
        self.failure = Failure(sentence, place, where, details)


def _caller() -> Place:
    """The nearest place outside this package."""
    here = os.path.dirname(os.path.abspath(__file__))
    frame = sys._getframe(1)
    while frame is not None:
        path = os.path.abspath(frame.f_code.co_filename)
        if not path.startswith(here + os.sep) and "contextlib" not in path:
            return Place(_shown(path), frame.f_lineno)
        frame = frame.f_back  # type: ignore[assignment]
    return Place()


def _shown(path: str) -> str:
    relative = os.path.relpath(path)
    return path if relative.startswith("..") else relative


def claim(kind: str) -> Callable[..., Callable[[Callable[..., Any]], Claim]]:
    """A decorator for claims of one kind."""
    def with_name(name: str, *, title: str = "", printed: Sequence[str] = (),
                  erratum: Erratum | None = None) -> Callable[[Callable[..., Any]], Claim]:
        def register(function: Callable[..., Any]) -> Claim:
            code = function.__code__
            place = Place(_shown(code.co_filename), code.co_firstlineno)
            if name in REGISTRY and REGISTRY[name].place.file != place.file:
                raise DerivationError(f"“{name}” is claimed twice", place, ("first", str(REGISTRY[name].place)))
            made = Claim(name, kind, title, tuple(printed), function, place, erratum)
            REGISTRY[name] = made
            _PROVED.pop(name, None)
            return made

        return register

    return with_name


lemma, theorem_claim, proposition, corollary, remark, equation, example, definition_claim, refutation = (
    claim(k) for k in ("lemma", "theorem", "proposition", "corollary", "remark", "equation", "example", "definition",
                       "counterexample"))


def erratum(location: str, *, printed: Any, should_read: str, why: str, repaired_by: Sequence[str] = ()) -> Erratum:
    """What is wrong in the text: attach to the counterexample with `@refutation(…, erratum=erratum(…))`.

    `printed` is LaTeX of the formula as printed, or a term.
    """
    term = printed if isinstance(printed, Term) else None
    return Erratum(location, printed if isinstance(printed, str) else "", term, should_read, why, tuple(repaired_by))


# -- the claim under construction -------------------------------------------------------------------------------------

@dataclass
class _Builder:
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
    figures: list[_Plan] = field(default_factory=list)
    supposed: list[Term] = field(default_factory=list)
    pool: ModelPool = field(default_factory=ModelPool)
    impossible: list[frozenset[Term]] = field(default_factory=list)
    evaluating: bool = True  # a claim that another one uses is evaluated when it is itself checked

    def note_symbols(self, term: Term, place: Place) -> None:
        for symbol in free_symbols(term):
            known = self.symbols.setdefault(symbol.name, (symbol, place))
            if known[0] is not symbol:
                raise DerivationError(
                    f"the name {symbol.name!r} is used for two things", place,
                    ("here", f"a {symbol.domain + ' ' if symbol.domain else ''}{symbol.sort}"),
                    ("before", f"a {known[0].domain + ' ' if known[0].domain else ''}{known[0].sort} ({known[1]})"),
                    ("do", "declare the symbol once and use that object, or choose another name"))


_STACK: list[_Builder] = []


def _builder() -> _Builder:
    if not _STACK:
        raise DerivationError("this word can only be used inside a derivation", _caller())
    return _STACK[-1]


def given(*statements: Any) -> Any:
    """The hypotheses of the claim. Returns their theorems (P ⊢ P), one or a tuple."""
    builder, place = _builder(), _caller()
    theorems = []
    for statement in statements:
        statement = _as_statement(statement, place, "given")
        builder.note_symbols(statement, place)
        builder.hypotheses.append(statement)
        theorem = kernel.assume(statement)
        builder.prover.add(theorem)
        theorems.append(theorem)
    return theorems[0] if len(theorems) == 1 else tuple(theorems)


def show(statement: Any) -> Any:
    """State what is to be proved."""
    builder, place = _builder(), _caller()
    statement = _as_statement(statement, place, "show")
    builder.note_symbols(statement, place)
    builder.goal = statement
    builder.pool.context.append(statement)
    return statement


def _as_statement(statement: Any, place: Place, word: str) -> Any:
    if not isinstance(statement, Term):
        raise DerivationError(f"{word}() expects a statement, found {statement!r}", place,
                              ("do", "build it with equals(a, b), Le(a, b), ForAll(x, …), …; Python's == compares terms, "
                                     "it does not state an equation"))
    if statement.sort[0] != "Truth":
        raise DerivationError(f"{word}() expects a statement, found {statement!r}, a {statement.sort}", place)
    return statement


@dataclass(frozen=True)
class _Next:
    relation: type
    term: Any
    by: Step
    printed: tuple[str, ...]
    place: Place


def _next(relation: type) -> Callable[..., _Next]:
    def link(term: Any, by: Step | None = None, printed: str | Sequence[str] = ()) -> _Next:
        place = _caller()
        step = algebra() if by is None else by
        if not isinstance(step, Step):
            raise DerivationError(f"by= expects a justification such as algebra() or definition(Cov), found {step!r}", place)
        return _Next(relation, as_term(term), step, _tags(printed), place)

    return link


def _tags(printed: str | Sequence[str]) -> tuple[str, ...]:
    return (printed,) if isinstance(printed, str) else tuple(printed)


eq, le, lt, ge, gt, iff, implies = (_next(r) for r in (Eq, Le, Lt, Ge, Gt, Iff, Implies))


def chain(start: Any, *links: _Next) -> Theorem:
    """start = … ≤ … = end: each link justified; returns the theorem that joins the ends."""
    builder, place = _builder(), _caller()
    start = as_term(start)
    builder.note_symbols(start, place)
    theorems, shown = [], []
    for link in links:
        if not isinstance(link, _Next):
            raise DerivationError(f"chain() expects eq(…), le(…), … after its first term, found {link!r}", place)
    variable = remainder_variable(start, *(link.term for link in links))
    left = start
    for number, link in enumerate(links, 1):
        builder.note_symbols(link.term, link.place)
        relation = Asymptotic if variable is not None and link.relation is Eq else link.relation
        goal = Goal(relation, left, link.term, variable)
        where = f"step {number}"
        theorem, models = _take_step(builder, goal, link.by, where, link.place)
        theorems.append(theorem)
        shown.append(Link(link.relation.__name__, link.term, link.by.reason(), link.printed, link.place, models))
        left = link.term
    if not theorems:
        raise DerivationError("chain() needs at least one link", place)
    joined = theorems[0] if len(theorems) == 1 else kernel.chain(*theorems)
    builder.lines.append(Line("chain", start, "", tuple(shown), depth=builder.depth, place=place))
    builder.prover.add(joined)
    return joined


def _take_step(builder: _Builder, goal: Goal, step: Step, where: str, place: Place) -> tuple[Theorem, int]:
    label = f"{builder.claim.name}, {where}"
    try:
        statement = goal.statement
    except TermError as error:
        raise DerivationError(str(error), place, where=label) from error
    try:
        theorem = step.prove(goal, Situation(builder.prover))
    except StepError as error:
        raise DerivationError(error.sentence, place, *error.details, *_evidence(builder, statement), where=label) from error
    except (KernelError, TermError, NotConvertible, Unproved) as error:
        raise DerivationError(f"{step.reason()}: {error}", place, ("claimed", repr(statement)),
                              *_evidence(builder, statement), where=label) from error
    if not alpha_equal(theorem.statement, statement):
        raise DerivationError(f"{step.reason()} proves another statement", place, ("claimed", repr(statement)),
                              ("proved", repr(theorem.statement)), where=label)
    theorem = builder.prover.settle(theorem)
    _require_known_hypotheses(builder, theorem, statement, label, place)
    return theorem, _second_opinion(builder, statement, label, place)


def _require_known_hypotheses(builder: _Builder, theorem: Theorem, statement: Term, label: str, place: Place) -> None:
    known = {canonical(h) for h in [*builder.hypotheses, *builder.supposed]}
    open_obligations = [h for h in theorem.hypotheses if canonical(h) not in known]
    if open_obligations:
        raise DerivationError("the step holds only under a condition that does not follow from the hypotheses", place,
                              ("claimed", repr(statement)),
                              *(("needed", repr(readable(h))) for h in open_obligations),
                              ("do", "add it to given(…), or prove it before with have(…)"), where=label)


def _evidence(builder: _Builder, statement: Term) -> tuple[tuple[str, str], ...]:
    """A witness against a refused step, when a model refutes it; and an edit that would make it true."""
    from .decide.nearest import nearest

    found: list[tuple[str, str]] = []
    opinion = second_opinion([*builder.hypotheses, *builder.supposed], statement, models=6, digits=DIGITS)
    if opinion.verdict == "disagrees":
        found.append(("witness", opinion.witness))
    repair = nearest(statement)
    if repair is not None:
        found.append(("nearest", repair))
    return tuple(found)


def _second_opinion(builder: _Builder, statement: Term, label: str, place: Place) -> int:
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


_RELATIONS = (Eq, Ne, Le, Lt, Ge, Gt, Iff, Implies)


def have(statement: Any, by: Step | Theorem | None = None, printed: str | Sequence[str] = (), why: str = "") -> Theorem:
    """State and prove an intermediate fact; it is available to all later steps.

    `by` is a justification, or a theorem that says the same up to form. Without it the fact must follow from what is
    known by the prover (hypotheses, earlier facts, positivity, laws of integrability).
    """
    builder, place = _builder(), _caller()
    statement = _as_statement(statement, place, "have")
    builder.note_symbols(statement, place)
    label = f"{builder.claim.name}, fact"
    if isinstance(by, Step):
        theorem, models = _fact(builder, statement, by, place)
        reason = why or by.reason()
    elif by is not None and not isinstance(by, Theorem):
        raise DerivationError(f"by= expects a justification such as algebra() or a theorem, found {by!r}", place, where=label)
    else:
        try:
            theorem = builder.prover.prove(statement) if by is None else convert(by, statement, builder.prover.settle)
        except (Unproved, NotConvertible, KernelError, TermError) as error:
            raise DerivationError("this fact does not follow from what is known here" if by is None else
                                  "the theorem given says something else", place, ("claimed", repr(statement)),
                                  ("because", str(error)), *_evidence(builder, statement), where=label) from error
        theorem = builder.prover.settle(theorem)
        _require_known_hypotheses(builder, theorem, statement, label, place)
        models, reason = _second_opinion(builder, statement, label, place), why or _ground(theorem)
    builder.lines.append(Line("fact", statement, reason, printed=_tags(printed), depth=builder.depth, place=place,
                              models=models))
    builder.prover.add(theorem)
    return theorem


_GROUNDS = {"nonnegative_form": "positivity", "sign_of_form": "positivity", "ring": "algebra", "enclosure": "ball arithmetic"}


def _ground(theorem: Theorem) -> str:
    """A word for how the prover found a fact."""
    rules = {_GROUNDS.get(theorem.record.rule, "")}
    if theorem.record.rule in ("conjunction", "cut", "exchange"):
        rules = {_GROUNDS.get(premise.record.rule, "") for premise in theorem.record.premises}
    return rules.pop() if len(rules) == 1 and "" not in rules else "from what is known"


def _fact(builder: _Builder, statement: Any, by: Step, place: Place) -> tuple[Theorem, int]:
    """A fact by a step; a conjunction of relations part by part."""
    if isinstance(statement, And) and all(isinstance(p, _RELATIONS) for p in statement.arguments):
        taken = [_take_step(builder, _goal_of(part), by, "fact", place) for part in statement.arguments]
        return kernel.conjunction(*(theorem for theorem, _ in taken)), min(models for _, models in taken)
    return _take_step(builder, _goal_of(statement), by, "fact", place)


def _goal_of(statement: Any) -> Goal:
    if isinstance(statement, Asymptotic):
        variable, left, right = statement.arguments
        return Goal(Asymptotic, left, right, variable)
    if isinstance(statement, _RELATIONS):
        return Goal(type(statement), *statement.arguments)
    return _Whole(statement)


class _Whole(Goal):
    """A goal that is no relation between two sides: the statement itself."""

    def __new__(cls, statement: Term) -> _Whole:
        made = super().__new__(cls, type(statement), statement, statement)
        return made

    @property
    def statement(self) -> Any:
        return self.left


def note(text: str) -> None:
    """A sentence of the author's own between the lines; it carries no proof."""
    builder = _builder()
    builder.lines.append(Line("note", None, text, depth=builder.depth, place=_caller()))


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Certified numbers to print under the claim."""
    _builder().tables.append(Table(caption, tuple(heads), tuple(tuple(r) for r in rows)))


@dataclass(frozen=True)
class _Planned:
    """A curve before it is evaluated."""

    label: str
    function: Callable[[Fraction], Any]
    abscissas: tuple[Fraction, ...]


def curve(label: str, function: Callable[[Fraction], Any], start: Any, end: Any, samples: int = 65) -> _Planned:
    """A curve of a `figure`: the function at `samples` places from start to end.

    The function gets a fraction, and returns an exact number or rational bounds (lower, upper) that hold for certain,
    as `expected_maximum` does; a float is refused. A straight line needs two samples.
    """
    place = _caller()
    low, high = (_exact(value, "an end of a curve", place) for value in (start, end))
    if type(samples) is not int or not 2 <= samples <= 2000 or not low < high:
        raise DerivationError("a curve needs 2 to 2000 samples between two ends, the smaller first", place,
                              ("found", f"{samples!r} samples from {start!r} to {end!r}"))
    return _Planned(label, function, tuple(low + (high - low) * k / (samples - 1) for k in range(samples)))


@dataclass(frozen=True)
class _Plan:
    """A figure before it is evaluated: a build draws it, a check does not."""

    name: str
    caption: str
    axes: tuple[Axis, Axis]
    curves: tuple[_Planned, ...]
    place: Place

    def drawn(self, where: str) -> Figure:
        curves = []
        for planned in self.curves:
            points = []
            for x in planned.abscissas:
                value = planned.function(x)
                low, high = value if isinstance(value, tuple) and len(value) == 2 else (value, value)
                name = f"the value of the curve {planned.label!r} at {x}"
                points.append((x, _exact(low, name, self.place, where), _exact(high, name, self.place, where)))
            curves.append(Curve(planned.label, tuple(points)))
        return Figure(self.name, self.caption, *self.axes, tuple(curves))


def _exact(value: Any, what: str, place: Place, where: str = "") -> Fraction:
    """A Fraction, from an integer, a fraction or a number of the language."""
    known = getattr(value, "value", value)
    if isinstance(known, (int, Fraction)) and not isinstance(known, bool):
        return Fraction(known)
    raise DerivationError(f"{what} must be an exact rational number, or bounds (lower, upper) that are", place,
                          ("found", f"{value!r}, a {type(value).__name__}"), where=where)


def figure(name: str, *curves: _Planned, x: str, y: str, caption: str, x_range: Sequence[Any] = (),
           y_range: Sequence[Any] = ()) -> None:
    """Curves to draw under the claim, each made by `curve`. They are evaluated in a build, not in a check.

    `x` and `y` label the axes, in words with $…$; an axis reaches over all values and over its range, if one is given.
    """
    builder, place = _builder(), _caller()
    if not curves or not all(isinstance(planned, _Planned) for planned in curves):
        raise DerivationError("a figure needs one or more curves, made by curve(label, function, start, end)", place,
                              where=builder.claim.name)
    if any(plan.name == name for plan in builder.figures):
        raise DerivationError(f"there are two figures {name!r}", place, where=builder.claim.name)
    if len(x_range) > 2 or len(y_range) > 2:
        raise DerivationError("the range of an axis is (low,) or (low, high)", place, where=builder.claim.name)
    axes = [Axis(label, *(_exact(end, "an end of an axis", place, builder.claim.name) for end in ends))
            for label, ends in ((x, x_range), (y, y_range))]
    builder.figures.append(_Plan(name, caption, (axes[0], axes[1]), curves, place))


class Supposition:
    """An assumption in force inside `with suppose(…)`; `.fact` is its theorem, `.conclude(t)` gives P ⟹ t."""

    def __init__(self, statement: Term) -> None:
        self.statement, self.fact = statement, kernel.assume(statement)
        self.concluded: list[Theorem] = []

    def conclude(self, theorem: Theorem) -> Theorem:
        """Γ, P ⊢ Q gives Γ ⊢ P ⟹ Q."""
        closed = kernel.discharge(theorem, self.statement)
        _builder().prover.add(closed)
        self.concluded.append(closed)
        return closed


@contextmanager
def suppose(statement: Any) -> Iterator[Supposition]:
    """Assume a statement for a while: `with suppose(P) as case: …; t = …` and then `case.conclude(t)`."""
    builder, place = _builder(), _caller()
    statement = _as_statement(statement, place, "suppose")
    outer, made = builder.prover, Supposition(statement)
    builder.lines.append(Line("suppose", statement, depth=builder.depth, place=place))
    builder.prover = Prover([*outer.facts, made.fact])
    builder.supposed.append(statement)
    builder.depth += 1
    try:
        yield made
    finally:
        builder.prover = outer
        builder.supposed.pop()
        builder.depth -= 1
    known = {canonical(h) for h in [*builder.hypotheses, *builder.supposed]}
    for closed in made.concluded:
        if all(canonical(h) in known for h in closed.hypotheses):
            outer.add(closed)


def contradiction_from(supposition: Supposition, absurdity: Theorem) -> Theorem:
    """Γ, P ⊢ ⊥ gives Γ ⊢ ¬P (or Γ ⊢ Q when P is ¬Q)."""
    _require_theorems("contradiction_from", absurdity)
    return _concluded(lambda: kernel.contradiction(absurdity, supposition.statement), "by contradiction")


def _require_theorems(word: str, *values: Any) -> None:
    for value in values:
        if not isinstance(value, Theorem):
            raise DerivationError(f"{word}() expects theorems, as have(…) and chain(…) return them, found {value!r}",
                                  _caller(), where=_builder().claim.name)


def _concluded(rule: Callable[[], Theorem], reason: str) -> Theorem:
    """Close an argument by a rule of logic: the conclusion is evaluated, printed, and known from here on."""
    builder, place = _builder(), _caller()
    label = f"{builder.claim.name}, conclusion"
    try:
        theorem = builder.prover.settle(rule())
    except KernelError as error:
        raise DerivationError(f"this cannot be concluded {reason}", place, ("because", str(error)), where=label) from error
    _require_known_hypotheses(builder, theorem, theorem.statement, label, place)
    models = _second_opinion(builder, theorem.statement, label, place)
    builder.lines.append(Line("conclude", theorem.statement, reason, depth=builder.depth, place=place, models=models))
    builder.prover.add(theorem)
    return theorem


def falsehood(*facts: Theorem, degree: int = 2) -> Theorem:
    """⊥ from order facts that contradict one another, or from P and ¬P."""
    from .decide.positivity import prove_order

    builder, place = _builder(), _caller()
    _require_theorems("falsehood", *facts)
    if len(facts) == 2:
        for one, other in (facts, facts[::-1]):
            if isinstance(other.statement, Ne):
                other = kernel.apply(kernel.unfold(other.statement), other)
            if isinstance(other.statement, Not) and alpha_equal(other.statement.arguments[0], one.statement):
                return kernel.absurd(one, other)
    found = prove_order(FALSE, Prover(facts).facts or builder.prover.facts, (), degree)
    if found is None:
        raise DerivationError("these facts do not contradict one another visibly", place,
                              ("facts", "; ".join(repr(f.statement) for f in facts)), where=builder.claim.name)
    return builder.prover.settle(found)


def by_cases(disjunction: Theorem, *implications: Theorem) -> Theorem:
    """P_1 ∨ … ∨ P_n and P_i ⟹ Q give Q; a case that is impossible may be closed with P_i ⟹ ⊥."""
    _require_theorems("by_cases", disjunction, *implications)
    for implication in implications:
        if not isinstance(implication.statement, Implies):
            raise DerivationError("by_cases() expects one theorem P ⟹ Q for each case", _caller(),
                                  ("found", repr(implication.statement)), ("do", "close each case with .conclude(…)"),
                                  where=_builder().claim.name)
    branches = [kernel.apply(i, kernel.assume(i.statement.arguments[0])) for i in implications]
    reached = next((b.statement for b in branches if b.statement is not FALSE), FALSE)
    possible = [kernel.contradiction(b, Not(reached)) if b.statement is FALSE and reached is not FALSE
                else b for b in branches]
    return _concluded(lambda: kernel.cases(disjunction, *possible), "in every case that is possible"
                      if any(b.statement is FALSE for b in branches) else "in every case")


def excluded_middle(statement: Any) -> Theorem:
    """P ∨ ¬P, to argue by cases."""
    builder, place = _builder(), _caller()
    statement = _as_statement(statement, place, "excluded_middle")
    builder.note_symbols(statement, place)
    return kernel.excluded_middle(statement)


def conjuncts(theorem: Theorem) -> tuple[Theorem, ...]:
    """Γ ⊢ P_1 ∧ … ∧ P_n gives the theorems Γ ⊢ P_i."""
    _require_theorems("conjuncts", theorem)
    if not isinstance(theorem.statement, And):
        raise DerivationError("conjuncts() expects a theorem P ∧ Q", _caller(), ("found", repr(theorem.statement)))
    return tuple(kernel.conjunct(theorem, k) for k in range(len(theorem.statement.arguments)))


@contextmanager
def obtain(existence: Theorem, name: str | Symbol = "") -> Iterator[tuple[Any, Theorem]]:
    """`with obtain(∃x P, "y") as (y, fact): …`: y is some object with P[y]; `release` closes it."""
    builder, place = _builder(), _caller()
    if not isinstance(existence.statement, Exists):
        raise DerivationError("obtain() expects a theorem ∃x …", place, ("found", repr(existence.statement)))
    bound, body = existence.statement.arguments
    wanted = name if isinstance(name, Symbol) else Symbol(name or bound.name, bound.sort, bound.domain)
    statement = substitute(body, {bound: wanted})
    builder.note_symbols(statement, place)
    fact = kernel.assume(statement)
    outer = builder.prover
    builder.lines.append(Line("obtain", Exists(wanted, statement), depth=builder.depth, place=place))
    builder.prover = Prover([*outer.facts, fact])
    builder.supposed.append(statement)
    try:
        yield wanted, fact
    finally:
        builder.prover = outer
        builder.supposed.pop()


def release(existence: Theorem, variable: Symbol, theorem: Theorem) -> Theorem:
    """Close an `obtain`: a conclusion that does not mention the object holds without it."""
    builder = _builder()
    _require_theorems("release", existence, theorem)
    try:
        closed = kernel.obtain(existence, variable, theorem)
    except KernelError as error:
        raise DerivationError(f"the conclusion still depends on {variable!r}", _caller(), ("because", str(error)),
                              where=builder.claim.name) from error
    builder.prover.add(closed)
    return closed


def exhibit(existence: Any, value: Any, fact: Theorem | None = None, why: str = "") -> Theorem:
    """∃x P from a witness: P[value] is taken from `fact` or proved from what is known."""
    builder, place = _builder(), _caller()
    existence = _as_statement(existence, place, "exhibit")
    variable, body = existence.arguments
    wanted = substitute(body, {variable: as_term(value)})
    try:
        inner = builder.prover.prove(wanted) if fact is None else convert(fact, wanted, builder.prover.settle)
        theorem = builder.prover.settle(kernel.witness(existence, as_term(value), inner))
    except (Unproved, NotConvertible, KernelError, TermError) as error:
        raise DerivationError("the witness does not have the property", place, ("needed", repr(wanted)),
                              ("because", str(error)), where=builder.claim.name) from error
    _require_known_hypotheses(builder, theorem, existence, builder.claim.name, place)
    builder.lines.append(Line("fact", existence, why or f"take ${variable._repr_latex_().strip('$')} = "
                              f"{as_term(value)._repr_latex_().strip('$')}$", depth=builder.depth, place=place))
    builder.prover.add(theorem)
    return theorem


def generalized(theorem: Theorem, *variables: Symbol) -> Theorem:
    """Γ ⊢ P gives Γ ⊢ ∀x … P."""
    builder = _builder()
    _require_theorems("generalized", theorem)
    try:
        for variable in reversed(variables):
            theorem = kernel.generalize(theorem, variable)
    except KernelError as error:
        raise DerivationError("this does not hold for all values", _caller(), ("because", str(error)),
                              where=builder.claim.name) from error
    builder.prover.add(theorem)
    return theorem


def using(source: Claim | str) -> Theorem:
    """The theorem of another claim (derived on demand)."""
    name = source if isinstance(source, str) else source.name
    if name not in REGISTRY:
        raise DerivationError(f"there is no claim “{name}”", _caller(), ("known", ", ".join(REGISTRY) or "none"))
    if _STACK:
        _STACK[-1].uses[name] = None
    return prove_claim(REGISTRY[name])


# -- running ----------------------------------------------------------------------------------------------------------

def prove_claim(made: Claim) -> Theorem:
    """The theorem of a claim; raises DerivationError when its derivation fails."""
    if made.name not in _PROVED or not _STACK and not _PROVED[made.name][1].evaluating:
        _run(made)
    return _PROVED[made.name][0]


def _symbols_for(made: Claim) -> list[Any]:
    values = []
    for parameter in inspect.signature(made.function, eval_str=True).parameters.values():
        maker = parameter.annotation
        if maker is inspect.Parameter.empty or not callable(maker):
            raise DerivationError(f"the parameter {parameter.name!r} needs a kind, such as `{parameter.name}: Real`",
                                  made.place, where=made.name)
        values.append(maker(parameter.name))
    return values


def _run(made: Claim) -> None:
    """Derive a claim and keep its theorem, with how it was made and how long it took."""
    started = time.perf_counter()
    if made.name in _BEING_PROVED:
        raise DerivationError("a claim rests on itself", made.place,
                              ("circle", " → ".join([*_BEING_PROVED, made.name])), where=made.name)
    _BEING_PROVED.append(made.name)
    builder = _Builder(made, evaluating=not _STACK)
    _STACK.append(builder)
    try:
        result = made.function(*_symbols_for(made))
        theorem = _conclude(builder, result)
        _PROVED[made.name] = theorem, builder, time.perf_counter() - started
    finally:
        _STACK.pop()
        _BEING_PROVED.pop()


def _conclude(builder: _Builder, result: Any) -> Theorem:
    """Compare what the steps prove with what was stated."""
    made, place = builder.claim, builder.claim.place
    if builder.goal is None:
        raise DerivationError("the derivation states nothing: call show(…)", place, where=made.name)
    results = [result] if isinstance(result, Theorem) else list(result) if type(result) in (tuple, list) else None
    if results is None or not all(isinstance(r, Theorem) for r in results):
        raise DerivationError("the derivation must return the theorem(s) that its steps prove", place,
                              ("found", repr(result)), ("do", "return chain(…), or return have(…)"), where=made.name)
    allowed = {canonical(h) for h in builder.hypotheses}
    try:
        if len(results) == 1:
            theorem = _towards(results[0], builder.goal, builder)
        else:
            theorem = kernel.conjunction(*(_towards(r, g, builder) for r, g in zip(
                results, _parts(builder.goal, len(results)), strict=True)))
    except (Unproved, NotConvertible, KernelError, TermError, ValueError) as error:
        raise DerivationError("the steps prove something else than what is stated", place,
                              ("stated", repr(builder.goal)),
                              ("proved", "; ".join(repr(readable(r.statement)) for r in results)), ("because", str(error)),
                              where=made.name) from error
    theorem = builder.prover.settle(theorem)
    loose = [h for h in theorem.hypotheses if canonical(h) not in allowed]
    if loose:
        raise DerivationError("a condition that the proof needs is neither given nor proved", place,
                              *(("needed", repr(readable(h))) for h in loose), where=made.name)
    if not alpha_equal(theorem.statement, builder.goal):
        raise DerivationError("the steps prove something else than what is stated", place,
                              ("stated", repr(builder.goal)), ("proved", repr(theorem.statement)), where=made.name)
    return theorem


def _parts(goal: Term, count: int) -> list[Term]:
    if not isinstance(goal, And) or len(goal.arguments) != count:
        raise TermError(f"{count} theorems were returned, and the statement has not that many parts")
    return list(goal.arguments)


def _towards(theorem: Theorem, goal: Term, builder: _Builder) -> Theorem:
    if alpha_equal(theorem.statement, goal):
        return theorem
    try:
        return convert(theorem, goal, builder.prover.settle)
    except NotConvertible:
        pass
    prover = Prover([*builder.prover.facts, theorem])
    if isinstance(goal, ForAll):
        variable, body = goal.arguments
        inner = theorem
        if variable not in {s for h in inner.hypotheses for s in free_symbols(h)}:
            try:
                return kernel.generalize(_towards(inner, body, builder), variable)
            except (NotConvertible, KernelError, Unproved):
                pass
    return prover.prove(goal)


def check_claim(made: Claim, certificate: bool = True, figures: bool = False) -> Checked:
    """Run one claim and say what came of it. Never raises for a bad derivation: the failure is in the result.

    With `figures`, the figures of a claim are evaluated too, as a build needs them.
    """
    started = time.perf_counter()
    text = inspect.cleandoc(made.function.__doc__ or "")
    try:
        prove_claim(made)
        theorem, builder, seconds = _PROVED[made.name]
        drawn = tuple(plan.drawn(made.name) for plan in builder.figures) if figures else ()
    except DerivationError as error:
        failure = error.failure
    except (StepError, KernelError, TermError, Unproved, NotConvertible) as error:
        failure = Failure(str(error), _where_raised(error, made), made.name)
    except RecursionError:
        failure = Failure("the derivation recurses too deeply", _where_raised(sys.exc_info()[1], made), made.name)
    except Exception as error:
        failure = Failure(f"the derivation raised {type(error).__name__}: {error}", _where_raised(error, made), made.name)
    else:
        kinds = {kind for kind, _ in theorem.trust}
        verdict = "open" if "gap" in kinds else "proved"
        if made.kind == "counterexample":
            verdict = "refuted"
        writer = Writer()
        writer.claim(made.name, theorem)
        rules: dict[str, int] = {}
        for step in writer.steps:
            rules[step[0]] = rules.get(step[0], 0) + 1
        return Checked(made.name, made.kind, made.title, text, made.place, verdict, made.printed,
                       tuple(builder.hypotheses), (), builder.goal, tuple(builder.lines), tuple(sorted(theorem.trust)),
                       rules, tuple(builder.uses), builder.counted, builder.evaluated, builder.models,
                       DIGITS if builder.models else 0, seconds, None, made.erratum,
                       tuple(builder.tables), drawn, writer.json() if certificate else None)
    return Checked(made.name, made.kind, made.title, text, made.place, "failed", made.printed, failure=failure,
                   seconds=time.perf_counter() - started, erratum=made.erratum)


def _where_raised(error: BaseException | None, made: Claim) -> Place:
    here = os.path.dirname(os.path.abspath(__file__))
    for frame in reversed(traceback.extract_tb(error.__traceback__ if error else None)):
        path = os.path.abspath(frame.filename)
        if not path.startswith(here + os.sep) and frame.lineno:
            return Place(_shown(path), frame.lineno)
    return made.place


__all__ = ["Claim", "DerivationError", "REGISTRY", "by_cases", "chain", "check_claim", "conjuncts",
           "contradiction_from", "corollary", "curve", "definition_claim", "eq", "equation", "erratum", "example",
           "excluded_middle", "exhibit", "falsehood", "figure", "ge", "generalized", "given", "gt", "has_remainder", "have",
           "iff", "implies", "le", "lemma", "lt", "note", "obtain", "proposition", "prove_claim", "refutation",
           "release", "remark", "show", "suppose", "table", "theorem_claim", "using"]
