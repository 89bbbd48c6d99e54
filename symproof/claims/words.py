"""The words of a derivation: given, show, chain, have, suppose, obtain, exhibit, using, and the rules of argument."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from .. import kernel
from ..decide.prover import Prover, Unproved
from ..decide.rewriting import NotConvertible, convert
from ..document import Line, Link, Place
from ..kernel import KernelError, Theorem
from ..steps import Goal, Situation, Step, algebra
from ..terms import (FALSE, And, Asymptotic, Eq, Exists, Ge, Gt, Iff, Implies, Le, Lt, Ne, Not, Symbol, Term, TermError,
                     alpha_equal, as_term, canonical, substitute)
from ..vocabulary import remainder_variable
from .builder import STACK, Builder, as_statement, current, evaluate, evidence, require_known_hypotheses, take_step
from .checking import prove_claim
from .registry import REGISTRY, Claim, DerivationError, caller


def given(*statements: Any) -> Any:
    """The hypotheses of the claim. Returns their theorems (P ⊢ P), one or a tuple."""
    builder, place = current(), caller()
    theorems = []
    for statement in statements:
        statement = as_statement(statement, place, "given")
        builder.note_symbols(statement, place)
        builder.hypotheses.append(statement)
        theorem = kernel.assume(statement)
        builder.prover.add(theorem)
        theorems.append(theorem)
    return theorems[0] if len(theorems) == 1 else tuple(theorems)


def show(statement: Any) -> Any:
    """State what is to be proved."""
    builder, place = current(), caller()
    statement = builder.written(as_statement(statement, place, "show"), "statement", place)
    builder.note_symbols(statement, place)
    builder.goal = statement
    builder.pool.context.append(statement)
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
        place = caller()
        step = algebra() if by is None else by
        if not isinstance(step, Step):
            raise DerivationError(f"by= expects a justification such as algebra() or definition(Cov), found {step!r}", place)
        return _Next(relation, as_term(term), step, tags(printed), place)

    return link


def tags(printed: str | Sequence[str]) -> tuple[str, ...]:
    return (printed,) if isinstance(printed, str) else tuple(printed)


eq, le, lt, ge, gt, iff, implies = (_next(r) for r in (Eq, Le, Lt, Ge, Gt, Iff, Implies))


def chain(start: Any, *links: _Next) -> Theorem:
    """start = … ≤ … = end: each link justified; returns the theorem that joins the ends."""
    builder, place = current(), caller()
    start = as_term(start)
    builder.note_symbols(start, place)
    theorems, shown = [], []
    for link in links:
        if not isinstance(link, _Next):
            raise DerivationError(f"chain() expects eq(…), le(…), … after its first term, found {link!r}", place)
    variable = remainder_variable(start, *(link.term for link in links))
    left = start
    for number, link in enumerate(links, 1):
        where = f"step {number}"
        term = builder.written(link.term, where, link.place)
        builder.note_symbols(term, link.place)
        relation = Asymptotic if variable is not None and link.relation is Eq else link.relation
        goal = Goal(relation, left, term, variable)
        theorem, models = take_step(builder, goal, link.by, where, link.place)
        builder.watch(len(builder.sites) - 1, _justify_link(builder, goal, link.by))
        theorems.append(theorem)
        shown.append(Link(link.relation.__name__, term, link.by.reason(), link.printed, link.place, models))
        left = term
    if not theorems:
        raise DerivationError("chain() needs at least one link", place)
    joined = theorems[0] if len(theorems) == 1 else kernel.chain(*theorems)
    builder.lines.append(Line("chain", start, "", tuple(shown), depth=builder.depth, place=place))
    builder.prover.add(joined)
    return joined


def _justify_link(builder: Builder, goal: Goal, by: Step) -> Callable[[Any], Theorem]:
    """The justification of a link, for another right side."""
    return lambda term: by.prove(goal._replace(right=term), Situation(Prover(builder.prover.facts)))


_RELATIONS = (Eq, Ne, Le, Lt, Ge, Gt, Iff, Implies)


def have(statement: Any, by: Step | Theorem | None = None, printed: str | Sequence[str] = (), why: str = "") -> Theorem:
    """State and prove an intermediate fact; it is available to all later steps.

    `by` is a justification, or a theorem that says the same up to form. Without it the fact must follow from what is
    known by the prover (hypotheses, earlier facts, positivity, laws of integrability).
    """
    builder, place = current(), caller()
    statement = builder.written(as_statement(statement, place, "have"), "fact", place)
    builder.note_symbols(statement, place)
    label, site = f"{builder.claim.name}, fact", len(builder.sites) - 1
    builder.watch(site, _justify_fact(builder, by))
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
                                  ("because", str(error)), *evidence(builder, statement), where=label) from error
        theorem = builder.prover.settle(theorem)
        require_known_hypotheses(builder, theorem, statement, label, place)
        models, reason = evaluate(builder, statement, label, place), why or _ground(theorem)
    builder.lines.append(Line("fact", statement, reason, printed=tags(printed), depth=builder.depth, place=place,
                              models=models))
    builder.prover.add(theorem)
    return theorem


def _justify_fact(builder: Builder, by: Step | Theorem | None) -> Callable[[Any], Any]:
    """The justification of a fact, for another statement."""
    def justify(statement: Any) -> Any:
        prover = Prover(builder.prover.facts)
        if isinstance(by, Step):
            parts = statement.arguments if isinstance(statement, And) else (statement,)
            return [by.prove(_goal_of(part), Situation(prover)) for part in parts]
        return prover.prove(statement) if by is None else convert(by, statement, prover.settle)

    return justify


_GROUNDS = {"nonnegative_form": "positivity", "sign_of_form": "positivity", "ring": "algebra", "enclosure": "ball arithmetic"}


def _ground(theorem: Theorem) -> str:
    """A word for how the prover found a fact."""
    rules = {_GROUNDS.get(theorem.record.rule, "")}
    if theorem.record.rule in ("conjunction", "cut", "exchange"):
        rules = {_GROUNDS.get(premise.record.rule, "") for premise in theorem.record.premises}
    return rules.pop() if len(rules) == 1 and "" not in rules else "from what is known"


def _fact(builder: Builder, statement: Any, by: Step, place: Place) -> tuple[Theorem, int]:
    """A fact by a step; a conjunction of relations part by part."""
    if isinstance(statement, And) and all(isinstance(p, _RELATIONS) for p in statement.arguments):
        taken = [take_step(builder, _goal_of(part), by, "fact", place) for part in statement.arguments]
        return kernel.conjunction(*(theorem for theorem, _ in taken)), min(models for _, models in taken)
    return take_step(builder, _goal_of(statement), by, "fact", place)


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
    builder = current()
    builder.lines.append(Line("note", None, text, depth=builder.depth, place=caller()))


class Supposition:
    """An assumption in force inside `with suppose(…)`; `.fact` is its theorem, `.conclude(t)` gives P ⟹ t."""

    def __init__(self, statement: Term) -> None:
        self.statement, self.fact = statement, kernel.assume(statement)
        self.concluded: list[Theorem] = []

    def conclude(self, theorem: Theorem) -> Theorem:
        """Γ, P ⊢ Q gives Γ ⊢ P ⟹ Q."""
        closed = kernel.discharge(theorem, self.statement)
        current().prover.add(closed)
        self.concluded.append(closed)
        return closed


@contextmanager
def suppose(statement: Any) -> Iterator[Supposition]:
    """Assume a statement for a while: `with suppose(P) as case: …; t = …` and then `case.conclude(t)`."""
    builder, place = current(), caller()
    statement = as_statement(statement, place, "suppose")
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
                                  caller(), where=current().claim.name)


def _concluded(rule: Callable[[], Theorem], reason: str) -> Theorem:
    """Close an argument by a rule of logic: the conclusion is evaluated, printed, and known from here on."""
    builder, place = current(), caller()
    label = f"{builder.claim.name}, conclusion"
    try:
        theorem = builder.prover.settle(rule())
    except KernelError as error:
        raise DerivationError(f"this cannot be concluded {reason}", place, ("because", str(error)), where=label) from error
    require_known_hypotheses(builder, theorem, theorem.statement, label, place)
    models = evaluate(builder, theorem.statement, label, place)
    builder.lines.append(Line("conclude", theorem.statement, reason, depth=builder.depth, place=place, models=models))
    builder.prover.add(theorem)
    return theorem


def falsehood(*facts: Theorem, degree: int = 2) -> Theorem:
    """⊥ from order facts that contradict one another, or from P and ¬P."""
    from ..decide.positivity import prove_order

    builder, place = current(), caller()
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
            raise DerivationError("by_cases() expects one theorem P ⟹ Q for each case", caller(),
                                  ("found", repr(implication.statement)), ("do", "close each case with .conclude(…)"),
                                  where=current().claim.name)
    branches = [kernel.apply(i, kernel.assume(i.statement.arguments[0])) for i in implications]
    reached = next((b.statement for b in branches if b.statement is not FALSE), FALSE)
    possible = [kernel.contradiction(b, Not(reached)) if b.statement is FALSE and reached is not FALSE
                else b for b in branches]
    return _concluded(lambda: kernel.cases(disjunction, *possible), "in every case that is possible"
                      if any(b.statement is FALSE for b in branches) else "in every case")


def excluded_middle(statement: Any) -> Theorem:
    """P ∨ ¬P, to argue by cases."""
    builder, place = current(), caller()
    statement = as_statement(statement, place, "excluded_middle")
    builder.note_symbols(statement, place)
    return kernel.excluded_middle(statement)


def conjuncts(theorem: Theorem) -> tuple[Theorem, ...]:
    """Γ ⊢ P_1 ∧ … ∧ P_n gives the theorems Γ ⊢ P_i."""
    _require_theorems("conjuncts", theorem)
    if not isinstance(theorem.statement, And):
        raise DerivationError("conjuncts() expects a theorem P ∧ Q", caller(), ("found", repr(theorem.statement)))
    return tuple(kernel.conjunct(theorem, k) for k in range(len(theorem.statement.arguments)))


@contextmanager
def obtain(existence: Theorem, name: str | Symbol = "") -> Iterator[tuple[Any, Theorem]]:
    """`with obtain(∃x P, "y") as (y, fact): …`: y is some object with P[y]; `release` closes it."""
    builder, place = current(), caller()
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
    builder = current()
    _require_theorems("release", existence, theorem)
    try:
        closed = kernel.obtain(existence, variable, theorem)
    except KernelError as error:
        raise DerivationError(f"the conclusion still depends on {variable!r}", caller(), ("because", str(error)),
                              where=builder.claim.name) from error
    builder.prover.add(closed)
    return closed


def exhibit(existence: Any, value: Any, fact: Theorem | None = None, why: str = "") -> Theorem:
    """∃x P from a witness: P[value] is taken from `fact` or proved from what is known."""
    builder, place = current(), caller()
    existence = as_statement(existence, place, "exhibit")
    variable, body = existence.arguments
    wanted = substitute(body, {variable: as_term(value)})
    try:
        inner = builder.prover.prove(wanted) if fact is None else convert(fact, wanted, builder.prover.settle)
        theorem = builder.prover.settle(kernel.witness(existence, as_term(value), inner))
    except (Unproved, NotConvertible, KernelError, TermError) as error:
        raise DerivationError("the witness does not have the property", place, ("needed", repr(wanted)),
                              ("because", str(error)), where=builder.claim.name) from error
    require_known_hypotheses(builder, theorem, existence, builder.claim.name, place)
    builder.lines.append(Line("fact", existence, why or f"take ${variable._repr_latex_().strip('$')} = "
                              f"{as_term(value)._repr_latex_().strip('$')}$", depth=builder.depth, place=place))
    builder.prover.add(theorem)
    return theorem


def generalized(theorem: Theorem, *variables: Symbol) -> Theorem:
    """Γ ⊢ P gives Γ ⊢ ∀x … P."""
    builder = current()
    _require_theorems("generalized", theorem)
    try:
        for variable in reversed(variables):
            theorem = kernel.generalize(theorem, variable)
    except KernelError as error:
        raise DerivationError("this does not hold for all values", caller(), ("because", str(error)),
                              where=builder.claim.name) from error
    builder.prover.add(theorem)
    return theorem


def using(source: Claim | str) -> Theorem:
    """The theorem of another claim (derived on demand)."""
    name = source if isinstance(source, str) else source.name
    if name not in REGISTRY:
        raise DerivationError(f"there is no claim “{name}”", caller(), ("known", ", ".join(REGISTRY) or "none"))
    if STACK:
        STACK[-1].uses[name] = None
    return prove_claim(REGISTRY[name])
