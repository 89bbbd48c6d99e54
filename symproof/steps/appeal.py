"""Appeals: to a law of the table, or to a theorem proved before. Their hypotheses become obligations."""

from __future__ import annotations

from typing import Any

from symproof import kernel
from symproof.decide.prover import Unproved, law_instance
from symproof.decide.rewriting import NotConvertible, convert
from symproof.kernel import KernelError, Theorem
from symproof.terms import ForAll, Implies, Term, TermError, as_term, free_symbols

from .base import Goal, Situation, Step, StepError, fit, lift


def applied(instance: Theorem, situation: Situation, name: str) -> Theorem:
    """Peel implications off an instance by proving their premises, and settle its hypotheses."""
    while type(instance.statement) is Implies:
        premise = instance.statement.arguments[0]
        try:
            instance = kernel.apply(instance, situation.prover.prove(premise))
        except Unproved as error:
            raise StepError(f"“{name}” needs a premise that does not follow from the hypotheses",
                            ("premise", repr(premise)), ("missing", str(error))) from error
    return situation.settle(instance)


def instance_of(source: Theorem, values: dict[str, Any]) -> Theorem:
    """A theorem with its free symbols replaced, given by name; leading ∀s may be given by name too."""
    rest = {k: as_term(v) for k, v in values.items()}
    symbols = {s.name: s for s in free_symbols(source.statement)}
    for hypothesis in source.hypotheses:
        symbols.update({s.name: s for s in free_symbols(hypothesis)})
    direct = {symbols[k]: v for k, v in rest.items() if k in symbols}
    theorem = kernel.instantiate(source, direct) if direct else source
    rest = {k: v for k, v in rest.items() if k not in symbols}
    while rest and isinstance(theorem.statement, ForAll):
        variable: Any = theorem.statement.arguments[0]
        name = variable.name.split("%")[0]
        if name not in rest:
            break
        theorem = kernel.specialize(theorem, rest.pop(name))
    if rest:
        raise StepError(f"the theorem has no symbol {', '.join(sorted(rest))}",
                        ("it has", ", ".join(sorted(symbols)) or "none"))
    return theorem


class Appeal(Step):
    """Base of the two appeals."""

    why: str
    name: str

    def instance(self) -> Theorem:
        raise StepError("an appeal must say what it appeals to")

    def conclusion(self, situation: Situation) -> Theorem:
        """The instance with its premises proved."""
        try:
            return applied(self.instance(), situation, self.name)
        except (KernelError, TermError) as error:
            raise StepError(f"“{self.name}” cannot be applied: {error}") from error

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        from symproof.terms import Asymptotic, Eq

        found = self.conclusion(situation)
        wanted = goal
        if goal.relation is Asymptotic and isinstance(found.statement, Eq):
            wanted = Goal(Eq, goal.left, goal.right)
        fitted = fit(found, wanted, situation)
        if fitted is None:
            try:
                convert(found, wanted.statement, situation.settle)
                detail = "its conclusion has another form"
            except NotConvertible as error:
                detail = f"{error.left!r} against {error.right!r}"
            except (KernelError, TermError) as error:
                detail = str(error)
            raise StepError(f"“{self.name}” does not give this line", ("claimed", repr(goal.statement)),
                            ("it gives", repr(found.statement)), ("differs", detail))
        return lift(fitted, goal, situation)

    def reason(self) -> str:
        return self.why or self.name


class law(Appeal):
    """A law of the table `symproof.laws`, its symbols replaced by name: law("affine substitution", c=-1, b=0, F=…)."""

    def __init__(self, name: str, /, why: str = "", **values: Any) -> None:
        self.name, self.why, self.values = name, why, values

    def instance(self) -> Theorem:
        return law_instance(self.name, self.values)


class theorem(Appeal):
    """A theorem proved before, its free symbols (or leading ∀s) replaced by name."""

    def __init__(self, source: Theorem, /, name: str = "", why: str = "", **values: Any) -> None:
        self.source, self.name, self.why, self.values = source, name or "the theorem", why, values

    def instance(self) -> Theorem:
        return instance_of(self.source, self.values)

    def reason(self) -> str:
        return self.why or f"by {self.name}"


__all__ = ["Appeal", "Term", "applied", "instance_of", "law", "theorem"]
