"""What a justification is: it turns one link `left R right` of a chain into a kernel theorem, and says why in words."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any, NamedTuple

from symproof import kernel
from symproof.decide.prover import Prover, Unproved
from symproof.decide.rewriting import NotConvertible, convert, equate, equation_rule, rewrite
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Abs, And, Asymptotic, Eq, Exists, ForAll, Ge, Gt, Iff, Implies, Le, Lt, Symbol,
                            Term, TermError, alpha_equal, free_symbols)
from symproof.terms.calculus import has_remainder

from .orders import through_remainders


class StepError(Exception):
    """A step that was refused. `sentence` says what does not follow; `details` are (label, text) lines below it."""

    def __init__(self, sentence: str, *details: tuple[str, str]) -> None:
        super().__init__(sentence)
        self.sentence, self.details = sentence, details


class Goal(NamedTuple):
    """A link to prove: the relation class (Eq, Le, …, Iff, Asymptotic) and its sides."""

    relation: type
    left: Any
    right: Any
    variable: Symbol | None = None

    @property
    def statement(self) -> Any:
        if self.relation is Asymptotic:
            return Asymptotic(self.variable, self.left, self.right)
        return self.relation(self.left, self.right)


class Situation:
    """What is known where a step is taken: the facts, and the prover that discharges obligations from them."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover

    def settle(self, theorem: Theorem) -> Theorem:
        return self.prover.settle(theorem)

    def with_facts(self, facts: tuple[Theorem, ...]) -> Situation:
        prover = Prover(self.prover.facts)
        for fact in facts:
            prover.add(fact)
        return Situation(prover)


class Step(ABC):
    """A justification. Subclasses fill in `prove` and `reason`; instances are immutable and can be shared."""

    @abstractmethod
    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        """A theorem whose statement is the goal's; raises StepError with a sentence when the step does not show it."""

    @abstractmethod
    def reason(self) -> str:
        """The words printed beside the line (plain text; $…$ for formulas)."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__}: {self.reason()}>"


def lift(theorem: Theorem, goal: Goal, situation: Situation) -> Theorem:
    """An exact equation read as an equality up to remainders, where the goal is one.

    Hypotheses that contain the variable are shown to hold near 0 (or on all of the line), as far as the facts allow.
    """
    if goal.relation is not Asymptotic or isinstance(theorem.statement, Asymptotic) or goal.variable is None:
        return theorem
    variable = goal.variable
    theorem = situation.settle(theorem)
    nearby = []
    for hypothesis in theorem.hypotheses:
        if variable in free_symbols(hypothesis):
            radius = Symbol("r", SCALAR, "positive")
            near = Exists(radius, ForAll(variable, Implies(Lt(Abs(variable), radius), hypothesis)))
            try:
                nearby.append(situation.prover.prove(near))
            except Unproved as error:
                raise StepError(f"the step needs {hypothesis!r} for all small {variable!r}", ("needed", repr(near)),
                                ("because", str(error))) from error
    return kernel.remainder_equality(variable, theorem, *nearby)


def fit(theorem: Theorem, goal: Goal, situation: Situation) -> Theorem | None:
    """Bring a theorem to the form of the goal: up to names and normal forms, reversed, or by rewriting the left side."""
    target = goal.statement
    if isinstance(theorem.statement, And) and not isinstance(target, And):
        parts = (fit(kernel.conjunct(theorem, i), goal, situation) for i in range(len(theorem.statement.arguments)))
        return next((part for part in parts if part is not None), None)
    attempts: list[Callable[[], Theorem | None]] = [lambda: convert(theorem, target, situation.settle)]
    if isinstance(theorem.statement, (Eq, Iff)) and goal.relation in (Eq, Iff):
        attempts += [lambda: convert(kernel.exchange(theorem), target, situation.settle),
                     lambda: _through(theorem, goal, situation),
                     lambda: _through(kernel.exchange(theorem), goal, situation)]
    if isinstance(theorem.statement, (Le, Lt, Ge, Gt)) and goal.relation in (Le, Lt, Ge, Gt):
        attempts += [lambda: situation.with_facts((theorem,)).prover.prove(target)]
    if isinstance(theorem.statement, Asymptotic) and goal.relation is Asymptotic:
        attempts += [lambda: through_remainders(theorem, goal, situation)]
    attempts += [lambda: situation.with_facts((theorem,)).prover._specialized(theorem, target)]
    for attempt in attempts:
        try:
            found = attempt()
        except (NotConvertible, KernelError, TermError, Unproved):
            continue
        if found is not None and alpha_equal(found.statement, target):
            return found
    return None


def _through(equation: Theorem, goal: Goal, situation: Situation) -> Theorem:
    """Rewrite the left side of the goal by an equation, then compare with the right side."""
    return link_by_rewriting(goal, [equation_rule(equation)], situation)


def link_by_rewriting(goal: Goal, rules: list[Any], situation: Situation) -> Theorem:
    """left = … = right by rewriting both sides and comparing normal forms; raises NotConvertible when they differ."""
    def rule(term: Term) -> Theorem | None:
        for each in rules:
            found = each(term)
            if found is not None:
                return found  # type: ignore[no-any-return]
        return None

    left, right = (rewrite(side, rule, situation.settle) for side in (goal.left, goal.right))
    ends = [goal.left if left is None else left.statement.arguments[1],
            goal.right if right is None else right.statement.arguments[1]]
    links = [] if left is None else [left]
    if not alpha_equal(*ends):
        if goal.relation is Iff or not ends[0].sort == ends[1].sort:
            middle = equate(ends[0], ends[1], situation.settle)
            links += [] if middle is None else [middle]
        else:
            try:
                links.append(situation.settle(kernel.ring(*ends)))
            except KernelError:
                middle = equate(ends[0], ends[1], situation.settle)
                links += [] if middle is None else [middle]
    if right is not None:
        links.append(kernel.exchange(right))
    if not links:
        return situation.settle(kernel.ring(goal.left, goal.right))
    return situation.settle(links[0] if len(links) == 1 else kernel.chain(*links))


__all__ = ["Goal", "Situation", "Step", "StepError", "fit", "has_remainder", "lift", "link_by_rewriting"]
