"""Inequalities: by an explicit nonnegative form, or between closed numbers by disjoint balls."""

from __future__ import annotations

from symproof import kernel
from symproof.decide.positivity import prove_order
from symproof.decide.prover import Prover, Unproved
from symproof.kernel import KernelError, Theorem
from symproof.terms import ForAll, Ge, Gt, Le, Lt, Ne, Term, TermError

from .base import Goal, Situation, Step, StepError


class positivity(Step):
    """A nonnegative form from the facts: the difference is a combination of products of facts and squares."""

    def __init__(self, *facts: Theorem, squares: tuple[Term, ...] = (), why: str = "", degree: int = 2) -> None:
        self.facts, self.squares, self.why, self.degree = facts, squares, why, degree

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        if goal.relation not in (Le, Lt, Ge, Gt, Ne, ForAll):
            raise StepError(f"an inequality is expected, found {goal.statement!r}")
        inside = situation.with_facts(self.facts)
        statement = goal.statement
        named = Prover(self.facts)
        if goal.relation is ForAll and self.facts:
            inside = Situation(named)
        elif goal.relation is not Ne:
            for degree in range(1, self.degree + 1):
                found = prove_order(statement, named.facts or inside.prover.facts, self.squares, degree)
                if found is not None:
                    return inside.settle(found)
        try:
            return inside.prover.prove(statement)
        except Unproved as error:
            raise StepError("no nonnegative form of the difference was found from the facts given",
                            ("claimed", repr(statement)),
                            ("facts", "; ".join(repr(f.statement) for f in self.facts) or "none"),
                            ("do", "name the facts it follows from: positivity(fact, …), or a helpful square: "
                                   "squares=(term,)")) from error

    def reason(self) -> str:
        return self.why or "positivity"


class certified_numerically(Step):
    """A strict relation between closed numbers, decided by disjoint balls."""

    def __init__(self, why: str = "") -> None:
        self.why = why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        try:
            return kernel.enclosure(goal.statement)
        except (KernelError, TermError) as error:
            raise StepError(f"balls do not decide this: {error}", ("claimed", repr(goal.statement))) from error

    def reason(self) -> str:
        return self.why or "ball arithmetic"
