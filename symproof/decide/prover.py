"""Discharging obligations: from the facts at hand, by the form of terms, by positivity, by the laws of integrability.

`Prover(facts).prove(goal)` returns a kernel theorem whose hypotheses are among those of the facts, or raises `Unproved`
with a sentence. Search, not trusted. May import terms, checkers, the kernel and the other engines.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.checkers.normal_form import normal
from symproof.checkers.domains import evident
from symproof.kernel import KernelError, Theorem
from symproof.laws import LAWS
from symproof.terms import (TRUE, TRUTH, And, App, Asymptotic, ContinuouslyDifferentiable, DominatedDerivative, Eq,
                            Exists, ForAll, Ge, Gt, HasDerivative, HasLimit, Iff, Implies, IndexValue, Infinity,
                            Integrable, Le, Lt, Mul, Ne, Not, Number, Or, Symbol, Term, TermError, alpha_equal,
                            canonical, free_symbols, fresh, substitute, subterms)
from symproof.terms.sorts import SCALAR, Index

from .integration import integrability
from .positivity import prove_order
from .rewriting import NotConvertible, convert, readable


class Unproved(Exception):
    """A goal that could not be discharged; the sentence says what was missing."""

    def __init__(self, goal: Term, why: str = "") -> None:
        super().__init__(why or f"not discharged: {readable(goal)!r}")
        self.goal = goal


def law_instance(name: str, values: dict[str, Any]) -> Theorem:
    """A law of the table with its free symbols replaced, given by name."""
    theorem = kernel.law(name)
    symbols = {s.name: s for s in free_symbols(theorem.statement)}
    unknown = sorted(set(values) - set(symbols))
    if unknown:
        raise TermError(f"the law {name!r} has no symbol {', '.join(unknown)}; it has {', '.join(sorted(symbols))}")
    return kernel.instantiate(theorem, {symbols[k]: _as_term(v) for k, v in values.items()})


def _as_term(value: Any) -> Term:
    from symproof.terms import as_term

    return as_term(value)  # type: ignore[no-any-return]


class Prover:
    """Proves goals from facts. `facts` are theorems; conjunctions among them are taken apart."""

    def __init__(self, facts: Sequence[Theorem], depth: int = 9) -> None:
        self.facts: list[Theorem] = []
        self.depth = depth
        self._known: dict[Term, Theorem] = {}
        self._failed: set[Term] = set()
        self._open: set[Term] = set()
        for fact in facts:
            self.add(fact)

    def add(self, fact: Theorem) -> None:
        """Make a theorem available."""
        if isinstance(fact.statement, And) and fact.statement is not TRUE:
            for position in range(len(fact.statement.arguments)):
                self.add(kernel.conjunct(fact, position))
            return
        key = canonical(fact.statement)
        if key not in self._known:
            self._known[key] = fact
            self.facts.append(fact)
            self._failed.clear()
            if isinstance(fact.statement, Not) and isinstance(fact.statement.arguments[0], (Le, Lt, Ge, Gt)):
                self.add(opposite(fact))
            elif isinstance(fact.statement, Not) and type(fact.statement.arguments[0]) is Eq:
                unequal = kernel.unfold(Ne(*fact.statement.arguments[0].arguments))
                self.add(kernel.apply(unequal, fact))

    def settle(self, theorem: Theorem) -> Theorem:
        """Discharge what can be discharged among the hypotheses of a theorem; leaves the rest."""
        for hypothesis in theorem.hypotheses:
            known = self._known.get(canonical(hypothesis))
            if known is not None and any(alpha_equal(h, hypothesis) for h in known.hypotheses):
                continue
            try:
                theorem = kernel.cut(self.prove(hypothesis), theorem)
            except Unproved:
                continue
        return theorem

    def prove(self, goal: Term) -> Theorem:
        """facts ⊢ goal; raises Unproved."""
        known = self._known.get(canonical(goal))
        if known is not None:
            return known
        key = canonical(goal)
        if key in self._failed or key in self._open or self.depth <= 0:
            raise Unproved(goal)
        self._open.add(key)
        self.depth -= 1
        try:
            theorem = self._attempt(goal)
        except Unproved:
            self._failed.add(key)
            raise
        except (KernelError, TermError, NotConvertible, RecursionError) as error:
            self._failed.add(key)
            raise Unproved(goal, f"not discharged: {readable(goal)!r} ({error})") from error
        finally:
            self._open.discard(key)
            self.depth += 1
        return theorem

    def _attempt(self, goal: Term) -> Theorem:
        if evident(goal):
            return kernel.sign_of_form(goal)
        self._at_indices(goal)
        structural = getattr(self, "_prove_" + type(goal).__name__, None)
        failure: Unproved | None = None
        if structural is not None:
            try:
                return structural(goal)  # type: ignore[no-any-return]
            except Unproved as error:
                failure = error
            except (KernelError, TermError, NotConvertible):
                pass
        found = self._from_facts(goal)
        if found is None:
            raise failure or Unproved(goal)
        return found

    def _at_indices(self, goal: Term) -> None:
        """Facts about all members of a family, at the members that the goal mentions."""
        indices = _index_terms(goal)
        for fact in list(self.facts) if indices else ():
            if not isinstance(fact.statement, ForAll):
                continue
            for index in indices:
                if index.sort == fact.statement.arguments[0].sort:
                    self.add(kernel.specialize(fact, index))

    # -- connectives ------------------------------------------------------------------------------------------------
    def _prove_And(self, goal: Term) -> Theorem:
        return kernel.conjunction(*(self.prove(p) for p in goal.arguments))

    def _prove_Or(self, goal: Term) -> Theorem:
        for position, part in enumerate(goal.arguments):
            try:
                return kernel.alternative(goal, position, self.prove(part))
            except Unproved:
                continue
        raise Unproved(goal)

    def _prove_ForAll(self, goal: Term) -> Theorem:
        var, body = goal.arguments
        taken = {s for f in self.facts for h in f.hypotheses for s in free_symbols(h)} | free_symbols(goal)
        plain = var if not var.name.startswith("%") else Symbol("w" if var.sort != SCALAR else "t", var.sort, var.domain)
        new = fresh(plain, taken)
        alike = [kernel.specialize(f, new) for f in self.facts if isinstance(f.statement, ForAll)
                 and (f.statement.arguments[0].sort, f.statement.arguments[0].domain) == (var.sort, var.domain)
                 and type(f.statement.arguments[1]) is type(body)]
        inner = Prover([*self.facts, *alike], self.depth)
        return kernel.generalize(inner.prove(substitute(body, {var: new})), new)

    def _prove_Implies(self, goal: Term) -> Theorem:
        premise, conclusion = goal.arguments
        inner = Prover([*self.facts, kernel.assume(premise)], self.depth)
        return kernel.discharge(inner.prove(conclusion), premise)

    def _prove_Iff(self, goal: Term) -> Theorem:
        left, right = goal.arguments
        both = kernel.conjunction(self.prove(Implies(left, right)), self.prove(Implies(right, left)))
        return kernel.apply(kernel.unfold(goal), both)

    def _prove_Exists(self, goal: Term) -> Theorem:
        return integrability.near_zero(self, goal)

    # -- relations --------------------------------------------------------------------------------------------------
    def _order(self, goal: Term) -> Theorem:
        relevant = [f for f in self.facts if isinstance(f.statement, (Le, Lt, Ge, Gt, Eq))]
        product = self._product(goal)
        if product is not None:
            return product
        names = free_symbols(goal)
        near = [f for f in relevant if names & free_symbols(f.statement)][:12]
        for degree in (1, 2):
            found = prove_order(goal, near or relevant[:12], (), degree)
            if found is not None:
                return self.settle(found)
        raise Unproved(goal)

    def _product(self, goal: Term) -> Theorem | None:
        """0 < a b …, from the signs of the factors."""
        if not isinstance(goal, (Lt, Le)) or goal.arguments[0] is not Number(0) or not isinstance(goal.arguments[1], Mul):
            return None
        try:
            facts = [self.prove(type(goal)(0, factor)) for factor in goal.arguments[1].arguments]
            return kernel.nonnegative_form(goal, facts, [(Fraction(1), tuple(range(len(facts))), ())])
        except (Unproved, KernelError, TermError):
            return None

    _prove_Le = _prove_Lt = _prove_Ge = _prove_Gt = _order

    def _prove_Eq(self, goal: Term) -> Theorem:
        left, right = goal.arguments
        try:
            return self._require(kernel.ring(left, right))
        except (KernelError, TermError, Unproved):
            pass
        if left.sort == SCALAR and any(isinstance(f.statement, Eq) for f in self.facts):
            law = law_instance("antisymmetry", {"x": left, "y": right})
            return kernel.apply(law, kernel.conjunction(self.prove(Le(left, right)), self.prove(Le(right, left))))
        raise Unproved(goal)

    def _prove_Ne(self, goal: Term) -> Theorem:
        """From a strict order either way, or from an equation that would contradict a fact."""
        left, right = goal.arguments
        equal = kernel.assume(Eq(left, right))
        for fact in self.facts:
            if isinstance(fact.statement, Ne) and right is Number(0) and fact.statement.arguments[1] is right:
                try:
                    return convert(fact, goal, self.settle)
                except NotConvertible:
                    pass
                multiple = self._nonzero_multiple(fact, goal)
                if multiple is not None:
                    return multiple
        if left.sort == SCALAR:
            known_first = sorted((Lt(right, left), Lt(left, right)), key=lambda r: canonical(r) not in self._known)
            for relation in known_first:
                try:
                    strict = self.prove(relation)
                except Unproved:
                    continue
                inner = prove_order(Or(), [strict, equal], (), 1)
                if inner is not None:
                    denied = kernel.contradiction(inner, equal.statement)
                    return kernel.apply(kernel.unfold(goal), denied)
        raise Unproved(goal)

    def _nonzero_multiple(self, fact: Theorem, goal: Term) -> Theorem | None:
        """x ≠ 0, because c x ≠ 0 is known for a number c."""
        left, known = goal.arguments[0], fact.statement.arguments[0]
        if left.sort != SCALAR or known.sort != SCALAR:
            return None
        try:
            one, other = normal(known)[0], normal(left)[0]
            if one.bottom != other.bottom or not one.top or one.top.keys() != other.top.keys():
                return None
            key = next(iter(one.top))
            ratio = one.top[key] / other.top[key]
            equal, hole = kernel.assume(Eq(left, 0)), Symbol("hole")
            vanishing = kernel.chain(kernel.ring(known, ratio * left), kernel.congruence(ratio * hole, hole, equal),
                                     kernel.ring(Number(ratio) * 0, Number(0)))
            distinct = kernel.apply(kernel.unfold(fact.statement), fact)
            denied = kernel.contradiction(kernel.absurd(vanishing, distinct), equal.statement)
            found = self.settle(kernel.apply(kernel.unfold(goal), denied))
        except (KernelError, TermError):
            return None
        return found if set(map(canonical, found.hypotheses)) <= self._allowed() else None

    def _require(self, theorem: Theorem) -> Theorem:
        """All hypotheses of a rule's conclusion discharged, or Unproved."""
        for hypothesis in theorem.hypotheses:
            theorem = kernel.cut(self.prove(hypothesis), theorem)
        return theorem

    # -- analysis ---------------------------------------------------------------------------------------------------
    def _by_definition(self, goal: Term) -> Theorem:
        word = kernel.unfold(goal)
        return kernel.apply(word, self.prove(word.statement.arguments[1]))

    _prove_Symmetric = _prove_PositiveSemidefinite = _prove_PositiveDefinite = _by_definition

    def _prove_ContinuouslyDifferentiable(self, goal: Term) -> Theorem:
        raise Unproved(goal)

    def _prove_HasDerivative(self, goal: Term) -> Theorem:
        var, body, at, _ = goal.arguments
        return convert(self._require(kernel.differentiate(var, body, at)), goal, self.settle)

    def _prove_HasLimit(self, goal: Term) -> Theorem:
        var, point, body, _, _ = goal.arguments
        if not isinstance(point, Infinity):
            raise Unproved(goal)
        return convert(self._require(kernel.limit(var, point, body)), goal, self.settle)

    def _prove_Integrable(self, goal: Term) -> Theorem:
        return integrability.integrable(self, goal)

    def _prove_DominatedDerivative(self, goal: Term) -> Theorem:
        return integrability.dominated(self, goal)

    # -- facts ------------------------------------------------------------------------------------------------------
    def _from_facts(self, goal: Term) -> Theorem | None:
        for fact in list(self.facts):
            statement = fact.statement
            if type(statement) is type(goal):
                try:
                    converted = convert(fact, goal, self.settle)
                    if set(map(canonical, converted.hypotheses)) <= self._allowed():
                        return converted
                except (NotConvertible, KernelError, TermError):
                    pass
            found = self._specialized(fact, goal)
            if found is not None:
                return found
        return None

    def _allowed(self) -> set[Term]:
        return {canonical(h) for f in self.facts for h in f.hypotheses}

    def _specialized(self, fact: Theorem, goal: Term) -> Theorem | None:
        """From ∀x … (P ⟹ Q), or P ⟺ Q in either direction: match Q with the goal, then prove P."""
        variables: list[Symbol] = []
        statement = fact.statement
        while isinstance(statement, ForAll):
            variables.append(statement.arguments[0])
            statement = statement.arguments[1]
        premise, conclusion = statement.arguments if isinstance(statement, (Implies, Iff)) else (None, statement)
        if not variables and premise is None:
            return None
        directions = [(premise, conclusion), (conclusion, premise)] if isinstance(statement, Iff) else [(premise, conclusion)]
        for given, result in directions:
            bindings: dict[Symbol, Term] = {}
            if not match(result, goal, frozenset(variables), bindings) or set(bindings) != set(variables):
                continue
            theorem = fact
            try:
                for variable in variables:
                    theorem = self._require_domain(kernel.specialize(theorem, bindings[variable]), fact)
                if given is not None:
                    theorem = kernel.apply(theorem, self.prove(substitute(given, bindings)))
            except (Unproved, KernelError, TermError):
                continue
            if alpha_equal(theorem.statement, goal):
                return theorem
        return None

    def _require_domain(self, theorem: Theorem, origin: Theorem) -> Theorem:
        given = {canonical(h) for h in origin.hypotheses}
        for hypothesis in theorem.hypotheses:
            if canonical(hypothesis) not in given:
                theorem = kernel.cut(self.prove(hypothesis), theorem)
        return theorem


def _index_terms(goal: Term) -> list[Term]:
    """The indices that stand free in a relation: members of families that it speaks of, in the order of their names."""
    if not isinstance(goal, (Le, Lt, Ge, Gt, Eq, Ne, Asymptotic)):
        return []
    literal = {t for t in subterms(goal) if isinstance(t, IndexValue)}
    named = {t for t in free_symbols(goal) if isinstance(t.sort, Index)}
    return sorted(literal | named, key=repr)


def opposite(fact: Theorem) -> Theorem:
    """¬(x ≤ y) gives y < x, and ¬(x < y) gives y ≤ x; likewise for ≥ and >."""
    relation = fact.statement.arguments[0]
    if isinstance(relation, (Ge, Gt)):
        hole = fresh(Symbol("hole", TRUTH), free_symbols(relation))
        fact = kernel.apply(kernel.congruence(Not(hole), hole, kernel.unfold(relation)), fact)
        relation = fact.statement.arguments[0]
    small, large = relation.arguments
    name = "not at most" if isinstance(relation, Le) else "not less"
    return kernel.apply(law_instance(name, {"x": small, "y": large}), fact)


def match(pattern: Term, target: Term, variables: frozenset[Symbol], bindings: dict[Symbol, Term]) -> bool:
    """First-order matching: extend `bindings` so that pattern[bindings] is target up to bound names."""
    if isinstance(pattern, Symbol):
        if pattern in variables:
            known = bindings.setdefault(pattern, target)
            return pattern.sort == target.sort and alpha_equal(known, target)
        return pattern is target
    if not variables & free_symbols(pattern):
        return alpha_equal(pattern, target)
    if type(pattern) is not type(target) or pattern.sort != target.sort:
        return False
    left, right = pattern.arguments, list(target.arguments)
    if len(left) != len(right):
        return False
    bound_at, scoped = pattern.binding()
    if bound_at:
        renaming = {}
        for i in bound_at:
            if left[i].sort != right[i].sort or left[i].domain != right[i].domain:
                return False
            renaming[right[i]] = left[i]
            right[i] = left[i]
        for i in scoped:
            if isinstance(right[i], Term):
                right[i] = substitute(right[i], renaming)
    return all(match(a, b, variables, bindings) if isinstance(a, Term) and isinstance(b, Term) and i not in bound_at
               else a == b for i, (a, b) in enumerate(zip(left, right, strict=True)))


__all__ = ["App", "Asymptotic", "ContinuouslyDifferentiable", "DominatedDerivative", "Exists", "HasDerivative", "HasLimit",
           "Integrable", "LAWS", "Not", "Prover", "Unproved", "Iff", "law_instance", "match"]
