"""Rewriting inside terms, as kernel proofs: unfold a word, replace equals, bring one statement into another's form.

Search, not trusted: every function returns a theorem that the kernel made. May import terms, checkers and the kernel.
"""

from __future__ import annotations

from collections.abc import Callable

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import (TRUTH, Asymptotic, Eq, ForAll, Ge, Gt, Iff, Le, Lt, Measure, Operator, Scalar, Symbol, Term,
                            TermError, Vector, alpha_equal, canonical, free_symbols, fresh, probability_like,
                            substitute)

Rule = Callable[[Term], Theorem | None]
Settle = Callable[[Theorem], Theorem]


class NotConvertible(Exception):
    """Two terms differ in a place where no rule equates them; carries the two differing subterms."""

    def __init__(self, left: Term, right: Term) -> None:
        super().__init__(left, right)
        self.left, self.right = left, right

    def __str__(self) -> str:  # spelt when it is asked for: a search raises many of these
        return f"{self.left!r} is not {self.right!r}"


def unchanged(theorem: Theorem) -> Theorem:
    """The default way to settle obligations: leave them."""
    return theorem


def abstract(term: Term, target: Term, hole: Symbol) -> Term:
    """The term with every occurrence of `target` replaced by `hole`, whatever binds it."""
    if term is target:
        return hole
    arguments = list(term.arguments)
    bound_at, _ = term.binding()
    changed = False
    for i, part in enumerate(arguments):
        if isinstance(part, Term) and i not in bound_at and not isinstance(part, Symbol) or part is target:
            new = abstract(part, target, hole)
            changed = changed or new is not part
            arguments[i] = new
    if not changed:
        return term
    if isinstance(term, Symbol):
        return term
    return type(term)(*arguments)


def hole_for(term: Term, like: Term) -> Symbol:
    """A symbol of the sort of `like` that does not occur in `term`."""
    domain = "probability" if isinstance(like.sort, Measure) and probability_like(like) else ""
    return fresh(Symbol("hole", like.sort, domain), _all_symbols(term) | _all_symbols(like))


def _all_symbols(term: Term) -> set[Symbol]:
    found: set[Symbol] = set()
    stack = [term]
    seen: set[Term] = set()
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        if isinstance(current, Symbol):
            found.add(current)
        stack.extend(current.children)
    return found


def _visible(term: Term) -> list[Term]:
    """Subterms, outermost first, without the bound symbols themselves."""
    order, seen, queue = [], set(), [term]
    while queue:
        current = queue.pop(0)
        if current in seen:
            continue
        seen.add(current)
        order.append(current)
        bound_at, _ = current.binding()
        queue.extend(p for i, p in enumerate(current.arguments) if isinstance(p, Term) and i not in bound_at)
    return order


def rewrite(term: Term, rule: Rule, settle: Settle = unchanged, limit: int = 60) -> Theorem | None:
    """⊢ term = term', applying `rule` wherever it answers, outermost first, until it answers nowhere; None if nowhere."""
    result: Theorem | None = None
    current = term
    for _ in range(limit):
        step = None
        for candidate in _visible(current):
            found = rule(candidate)
            if found is not None:
                found = settle(found)
                hole = hole_for(current, candidate)
                step = kernel.congruence(abstract(current, candidate, hole), hole, found)
                break
        if step is None:
            return result
        current = step.statement.arguments[1]
        result = step if result is None else kernel.chain(result, step)
    raise KernelError(f"rewriting {term!r} does not come to an end")


def unfold_rule(*words: type | Term) -> Rule:
    """Unfolds subterms of the given classes (or the given subterms) by their definitions."""
    def rule(term: Term) -> Theorem | None:
        if not any(term is w if isinstance(w, Term) else type(term) is w for w in words):
            return None
        try:
            return kernel.unfold(term)
        except TermError:
            return None

    return rule


def equation_rule(equation: Theorem) -> Rule:
    """Replaces the left side of an equation (or equivalence) by its right side, up to bound names.

    ∀x: a = b replaces every instance of a.
    """
    variables, statement = universal_parts(equation.statement)
    if variables:
        return _universal_rule(equation, variables, statement)
    left, right = equation.statement.arguments

    def rule(term: Term) -> Theorem | None:
        if term.sort == left.sort and term is not right and alpha_equal(term, left):
            return equation
        return None

    return rule


def universal_parts(statement: Term) -> tuple[list[Symbol], Term]:
    """∀x … ∀y P taken apart: the variables and P."""
    variables: list[Symbol] = []
    while isinstance(statement, ForAll):
        variables.append(statement.arguments[0])
        statement = statement.arguments[1]
    return variables, statement


def _universal_rule(equation: Theorem, variables: list[Symbol], statement: Term) -> Rule:
    from .prover import match

    left = statement.arguments[0]

    def rule(term: Term) -> Theorem | None:
        bindings: dict[Symbol, Term] = {}
        if not match(left, term, frozenset(variables), bindings) or set(bindings) != set(variables):
            return None
        instance = equation
        for variable in variables:
            instance = kernel.specialize(instance, bindings[variable])
        return None if alpha_equal(*instance.statement.arguments) else instance

    return rule


def equate(left: Term, right: Term, settle: Settle = unchanged) -> Theorem | None:
    """⊢ left = right (⟺ for statements) by normal forms of the scalars, vectors and operators within; None if identical."""
    if alpha_equal(left, right):
        return None
    if isinstance(left.sort, (Scalar, Vector, Operator)) and left.sort == right.sort:
        try:
            return settle(kernel.ring(left, right))
        except (KernelError, TermError):
            pass
    if isinstance(left, (Ge, Gt)) and isinstance(right, (Le, Lt)):
        return _joined(kernel.unfold(left), equate(kernel.unfold(left).statement.arguments[1], right, settle))
    if isinstance(left, (Le, Lt)) and isinstance(right, (Ge, Gt)):
        turned = kernel.exchange(kernel.unfold(right))
        return _joined(equate(left, turned.statement.arguments[0], settle), turned)
    if type(left) is not type(right) or len(left.arguments) != len(right.arguments) or isinstance(left, Symbol):
        raise NotConvertible(left, right)
    bound_at, _ = left.binding()
    if bound_at:
        left, right = _same_names(left, right, bound_at)
    result: Theorem | None = None
    current = left
    for i, (a, b) in enumerate(zip(left.arguments, right.arguments, strict=True)):
        if i in bound_at:
            continue
        if not isinstance(a, Term) or not isinstance(b, Term):
            if a != b:
                raise NotConvertible(left, right)
            continue
        step = equate(a, b, settle)
        if step is not None:
            hole = hole_for(current, a)
            parts = list(current.arguments)
            parts[i] = hole
            link = kernel.congruence(type(current)(*parts), hole, step)
            result = link if result is None else kernel.chain(result, link)
            current = link.statement.arguments[1]
    return result


def _joined(*links: Theorem | None) -> Theorem:
    """The links that there are, in one chain."""
    found = [link for link in links if link is not None]
    return found[0] if len(found) == 1 else kernel.chain(*found)


def _same_names(left: Term, right: Term, bound_at: tuple[int, ...]) -> tuple[Term, Term]:
    renamed = []
    taken = set(free_symbols(left) | free_symbols(right))
    names = []
    for i in bound_at:
        old = left.arguments[i]
        if old.sort != right.arguments[i].sort or old.domain != right.arguments[i].domain:
            raise NotConvertible(left, right)
        name = old if not old.name.startswith("%") else Symbol("t" if old.sort == Scalar() else "o", old.sort, old.domain)
        new = fresh(name, taken)
        taken.add(new)
        names.append(new)
    for term in (left, right):
        mapping = dict(zip((term.arguments[i] for i in bound_at), names, strict=True))
        _, scoped = term.binding()
        parts = list(term.arguments)
        for i, new in zip(bound_at, names, strict=True):
            parts[i] = new
        for i in scoped:
            parts[i] = substitute(parts[i], mapping)
        renamed.append(type(term)(*parts))
    return renamed[0], renamed[1]


def convert(theorem: Theorem, target: Term, settle: Settle = unchanged) -> Theorem:
    """Γ ⊢ P gives Γ ⊢ P' where P' is P up to bound names and normal forms; raises NotConvertible."""
    if isinstance(theorem.statement, Asymptotic) and isinstance(target, Asymptotic):
        return _convert_remainders(theorem, target, settle)
    link = equate(theorem.statement, target, settle)
    if link is None:
        return theorem
    return kernel.apply(link, theorem)


def renamed(theorem: Theorem, target: Term) -> Theorem:
    """The same theorem with the bound names of `target`, which must be its statement up to those names."""
    return kernel.apply(kernel.discharge(kernel.assume(target), target), theorem)


def _convert_remainders(theorem: Theorem, target: Term, settle: Settle) -> Theorem:
    """a = b up to remainders gives a' = b' up to remainders, when a' = a exactly and b = b' by arithmetic of orders."""
    if alpha_equal(theorem.statement, target):
        return theorem
    variable, left, right = theorem.statement.arguments
    own, *sides = target.arguments
    wanted_left, wanted_right = (substitute(side, {own: variable}) for side in sides)
    links = [theorem]
    if wanted_left is not left:
        links.insert(0, kernel.remainder_equality(variable, settle(kernel.ring(wanted_left, left))))
    if wanted_right is not right:
        links.append(settle(kernel.series(variable, right, wanted_right)))
    return kernel.chain(*links)


def restated(theorem: Theorem, target: Term) -> Theorem:
    """The same theorem, with the author's names of bound symbols and the author's form of the statement."""
    return theorem if theorem.statement is target else convert(theorem, target)


def readable(term: Term) -> Term:
    """A term with its reserved bound names (%0, %1, …) replaced by plain ones."""
    if not any(s.name.startswith("%") for s in _all_symbols(term)):
        return term
    return _readable(term)


def _readable(term: Term) -> Term:
    if isinstance(term, Symbol):
        return term
    arguments = list(term.arguments)
    bound_at, scoped = term.binding()
    for i in bound_at:
        old = arguments[i]
        if old.name.startswith("%"):
            taken = set(free_symbols(term)).union(*(_all_symbols(arguments[j]) for j in scoped)) - {old}
            new = fresh(Symbol({"Point": "omega", "Vector": "x", "Index": "i"}.get(old.sort[0], "t"), old.sort,
                               old.domain), taken)
            for j in scoped:
                arguments[j] = substitute(arguments[j], {old: new})
            arguments[i] = new
    for i, part in enumerate(arguments):
        if isinstance(part, Term) and i not in bound_at:
            arguments[i] = _readable(part)
    return type(term)(*arguments)


__all__ = ["TRUTH", "Eq", "Iff", "canonical", "convert", "equate", "equation_rule", "readable", "restated", "rewrite",
           "unfold_rule"]
