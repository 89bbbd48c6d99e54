"""Algebra, definitions, and replacing equals by equals."""

from __future__ import annotations

from symproof import kernel
from symproof.decide.prover import Unproved
from symproof.decide.rewriting import (NotConvertible, Rule, abstract, convert, equation_rule, hole_for, readable,
                                       unfold_rule, universal_parts)
from symproof.decide.rewriting import rewrite as rewrite_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import Asymptotic, Eq, Ge, Gt, Iff, Le, Lt, Term, TermError

from .orders import settle_orders
from .base import Goal, Situation, Step, StepError, has_remainder, lift, link_by_rewriting


def compare(goal: Goal, situation: Situation, rules: list[Rule], words: str) -> Theorem:
    """Prove an equality or equivalence by rewriting both sides; an equality of remainders by orders."""
    exact = Goal(Iff if goal.relation is Iff else Eq, goal.left, goal.right)
    if goal.relation is Asymptotic and (has_remainder(goal.left) or has_remainder(goal.right)):
        if goal.left is goal.right:
            raise StepError("the two sides are the same expression; leave the line out")
        if goal.variable is None:
            raise StepError("no variable of the remainders was found")
        return _by_orders(goal, situation, rules)
    try:
        theorem = link_by_rewriting(exact, rules, situation)
    except NotConvertible as error:
        raise StepError(f"“=” does not follow by {words}", ("claimed", repr(goal.statement)),
                        ("differs", f"{error.left!r} against {error.right!r}")) from error
    except (KernelError, TermError) as error:
        raise StepError(f"“=” does not follow by {words}: {error}", ("claimed", repr(goal.statement))) from error
    return lift(theorem, goal, situation)


def _by_orders(goal: Goal, situation: Situation, rules: list[Rule]) -> Theorem:
    def rule(term: Term) -> Theorem | None:
        for each in rules:
            found = each(term)
            if found is not None:
                return found
        return None

    left, forward, _ = _rewrite_inside(goal.left, rule, goal, situation) if rules else (goal.left, [], [])
    right, _, backward = _rewrite_inside(goal.right, rule, goal, situation) if rules else (goal.right, [], [])
    try:
        middle = settle_orders(goal.variable, left, right, situation)  # type: ignore[arg-type]
    except (KernelError, TermError) as error:
        raise StepError(f"“=” does not hold up to the remainder: {error}", ("claimed", repr(goal.statement))) from error
    links = [*forward, *middle, *backward]
    return links[0] if len(links) == 1 else kernel.chain(*links)


def _rewrite_inside(side: Term, rule: Rule, goal: Goal, situation: Situation) -> tuple[
        Term, list[Theorem], list[Theorem]]:
    """Rewrite the exact parts of a side; the links from the side to its new form, and those back."""
    forward: list[Theorem] = []
    backward: list[Theorem] = []
    current = side
    for part in dict.fromkeys(_exact_parts(side)):
        found = rewrite_term(part, rule, situation.settle)
        if found is None:
            continue
        hole = hole_for(current, part)
        template = abstract(current, part, hole)
        forward.append(kernel.remainder_congruence(template, hole, lift(found, goal, situation)))
        backward.insert(0, kernel.remainder_congruence(template, hole, lift(kernel.exchange(found), goal, situation)))
        current = forward[-1].statement.arguments[2]
    return current, forward, backward


def _exact_parts(side: Term) -> list[Term]:
    if not has_remainder(side):
        return [side]
    return [p for child in side.children for p in _exact_parts(child)]


class algebra(Step):
    """Equal normal forms; with facts, also linear consequences of them (and order relations from them).

    >>> algebra().reason()
    'algebra'
    """

    def __init__(self, *facts: Theorem, why: str = "algebra") -> None:
        self.facts, self.why = facts, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        inside = situation.with_facts(self.facts)
        if goal.relation in (Le, Lt, Ge, Gt):
            from .order import positivity

            return positivity(*self.facts).prove(goal, situation)
        try:
            return compare(goal, inside, [], self.why)
        except StepError:
            if not self.facts or goal.relation is not Eq:
                raise
        try:
            return compare(goal, inside, [equation_rule(f) for f in self.facts if isinstance(f.statement, (Eq, Iff))],
                           self.why)
        except StepError as error:
            try:
                return inside.prover.prove(goal.statement)
            except Unproved:
                raise error from None

    def reason(self) -> str:
        return self.why


class definition(Step):
    """Unfold the given words (term classes, or particular terms) on both sides, then algebra."""

    def __init__(self, *words: type | Term, why: str = "") -> None:
        self.words, self.why = words, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        if goal.relation not in (Eq, Iff, Asymptotic):
            return self._restate(goal, situation)
        return compare(goal, situation, [unfold_rule(*self.words)], self.reason())

    def _restate(self, goal: Goal, situation: Situation) -> Theorem:
        """A statement that is a known fact, or follows from the facts, once the words are unfolded in both."""
        rule = unfold_rule(*self.words)
        link = rewrite_term(goal.statement, rule, situation.settle)
        target = goal.statement if link is None else link.statement.arguments[1]
        found = self._among_facts(target, rule, situation)
        if found is None:
            try:
                found = situation.prover.prove(target)
            except Unproved as error:
                raise StepError(f"this does not follow by {self.reason()}", ("claimed", repr(goal.statement)),
                                ("unfolded", repr(readable(target))), ("because", str(error))) from error
        return found if link is None else kernel.apply(link, found)

    def _among_facts(self, target: Term, rule: Rule, situation: Situation) -> Theorem | None:
        for fact in reversed(situation.prover.facts):
            unfolded = rewrite_term(fact.statement, rule, situation.settle)
            plain = fact if unfolded is None else kernel.apply(unfolded, fact)
            if type(plain.statement) is type(target):
                try:
                    return convert(plain, target, situation.settle)
                except (NotConvertible, KernelError, TermError):
                    continue
        return None

    def reason(self) -> str:
        if self.why:
            return self.why
        names = [_word(w) for w in self.words]
        return "definition of " + " and ".join(names) if names else "definition"


LONG_WORD = 40
"""Signs up to which a term is named in a reason; a longer one by its kind."""


def _word(word: type | Term) -> str:
    if isinstance(word, Term):
        if len(repr(word)) > LONG_WORD:
            return _word(type(word))
        return f"${word._repr_latex_().strip('$')}$"
    known = {"Covariance": "Cov", "Variance": "Var", "Correlation": "Corr", "Expectation": "the measure",
             "Probability": "P", "NormalCDF": r"$\Phi$", "NormalDensity": r"$\varphi$", "Max": "max",
             "CovarianceOperator": "Cov", "Inner": "the covariance operator", "Member": "the set",
             "Asymptotic": "$O$", "ConditionalExpectation": "conditional expectation"}
    spelled = "".join(f" {c.lower()}" if c.isupper() else c for c in word.__name__).strip()
    return known.get(word.__name__, spelled)


class rewrite(Step):
    """Replace the left side of each given equation by its right side, wherever it occurs, then algebra."""

    def __init__(self, *equations: Theorem, why: str = "") -> None:
        self.equations, self.why = equations, why or "substitution"

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        for equation in self.equations:
            if not isinstance(universal_parts(equation.statement)[1], (Eq, Iff)):
                raise StepError(f"{equation.statement!r} is not an equation, so nothing can be replaced by it")
        return compare(goal, situation.with_facts(self.equations), [equation_rule(e) for e in self.equations],
                       self.reason())

    def reason(self) -> str:
        return self.why


__all__ = ["algebra", "compare", "definition", "rewrite", "settle_orders"]
