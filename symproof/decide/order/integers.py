"""Signs for integer variables: a first value on its own, and the rest from the next one on. Search, not trusted."""

from __future__ import annotations

import math

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import IsInteger, Le, Lt, Not, Number, Symbol, Term, TermError, canonical, free_symbols, substitute

from . import numeric
from .scope import ONE, Scope
from ..prover import law_instance

FIRST = 5


def by_integers(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """For an integer n ≥ m: n = m, or n ≥ m + 1; for an integer without bounds: n ≤ 0, or n ≥ 1."""
    if depth < 2:
        return None
    for n in sorted(free_symbols(goal), key=lambda s: s.name):
        if n.domain not in numeric.WHOLE:
            continue
        low, _ = numeric.interval(n, [f.statement for f in scope.facts])
        whole = n.domain == "integer" and math.isinf(low)
        if whole and not any(n in free_symbols(h) for h in scope.hypotheses):
            found = _both_ways(goal, n, scope, depth)
        elif not math.isinf(low) and low < FIRST:
            found = _first_value(goal, n, math.ceil(low), scope, depth)
        else:
            continue
        if found is not None:
            return found
    return None


def _cut(proof: Theorem, theorem: Theorem) -> Theorem:
    key = canonical(proof.statement)
    return kernel.cut(proof, theorem) if any(canonical(h) is key for h in theorem.hypotheses) else theorem


def _at_most(n: Symbol, bound: int) -> Theorem:
    """n < b ⊢ n ≤ b − 1."""
    parts = [kernel.sign_of_form(IsInteger(n)), kernel.sign_of_form(IsInteger(Number(bound))), kernel.assume(Lt(n, bound))]
    law = law_instance("integers differ by at least 1", {"x": n, "y": Number(bound)})
    whole = kernel.apply(law, kernel.conjunction(*parts))
    return kernel.nonnegative_form(Le(n, Number(bound - 1)), [whole], [(ONE, (0,), ())])


def _joined(n: Symbol, bound: int, below: Theorem, above: Theorem) -> Theorem:
    """From n ≤ b − 1 and from n ≥ b."""
    middle = Lt(n, Number(bound))
    other = kernel.apply(law_instance("not less", {"x": n, "y": Number(bound)}), kernel.assume(Not(middle)))
    return kernel.cases(kernel.excluded_middle(middle), _cut(_at_most(n, bound), below), _cut(other, above))


def _both_ways(goal: Term, n: Symbol, scope: Scope, depth: int) -> Theorem | None:
    below = scope.search.solve(goal, scope.with_premises(Le(n, Number(0))), depth - 1)
    if below is None:
        return None
    above = scope.search.solve(goal, scope.with_premises(Le(Number(1), n)), depth - 1)
    return None if above is None else _joined(n, 1, below, above)


def _first_value(goal: Term, n: Symbol, first: int, scope: Scope, depth: int) -> Theorem | None:
    """n = m by the value there, and n ≥ m + 1."""
    least = scope.search.condition(Le(Number(first), n), scope, 0)
    if least is None:
        return None
    at_first = scope.search.solve(substitute(goal, {n: Number(first)}), scope, depth - 1)
    if at_first is None:
        return None
    above = scope.search.solve(goal, scope.with_premises(Le(Number(first + 1), n)), depth)
    if above is None:
        return None
    try:
        law = law_instance("antisymmetry", {"x": Number(first), "y": n})
        equal = kernel.apply(law, kernel.conjunction(least, kernel.assume(Le(n, Number(first)))))
        moved = kernel.apply(kernel.congruence(goal, n, equal), at_first)
    except (KernelError, TermError):
        return None
    return _joined(n, first + 1, moved, above)


__all__ = ["by_integers"]
