"""Equalities up to remainders: arithmetic of orders along the form of two sides, and putting one into another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from symproof import kernel
from symproof.decide.rewriting import abstract, hole_for, renamed
from symproof.kernel import KernelError, Theorem
from symproof.terms import Add, Asymptotic, Div, Mul, Neg, Symbol, Term, TermError, alpha_equal, substitute, subterms
from symproof.terms.calculus import has_remainder

if TYPE_CHECKING:
    from .base import Situation


def settle_orders(variable: Symbol, left: Term, right: Term, situation: Situation) -> list[Theorem]:
    """Links from left to right by arithmetic of orders; factor by factor where remainders stand inside products."""
    if left is right:
        return []
    if not has_remainder(right) and not has_remainder(left):
        return [kernel.remainder_equality(variable, situation.settle(kernel.ring(left, right)))]
    try:
        return [situation.settle(kernel.series(variable, left, right))]
    except (KernelError, TermError) as error:
        refusal = error
    links: list[Theorem] = []
    if isinstance(left, Div) and isinstance(right, Mul) and len(right.arguments) == 2:
        product = Mul(left.arguments[0], Div(1, left.arguments[1]))
        links.append(situation.settle(kernel.series(variable, left, product)))
        left = product
    if type(left) is not type(right) or not isinstance(left, (Add, Neg, Mul, Div)) or len(left.arguments) != len(
            right.arguments):
        raise refusal
    current = left
    for position, (a, b) in enumerate(zip(left.arguments, right.arguments, strict=True)):
        for link in settle_orders(variable, a, b, situation):
            arguments = list(current.arguments)
            hole = hole_for(current, a)
            arguments[position] = hole
            links.append(kernel.remainder_congruence(type(current)(*arguments), hole, link))
            current = links[-1].statement.arguments[2]
    return links


def through_remainders(theorem: Theorem, goal: Any, situation: Situation) -> Theorem | None:
    """A goal T[a] = c from a theorem a = b as x → 0: replace a by b within T, then compare orders."""
    variable = goal.variable
    own, left, right = theorem.statement.arguments
    if own is not variable:
        names = {own: variable}
        theorem = renamed(theorem, Asymptotic(variable, substitute(left, names), substitute(right, names)))
        left = theorem.statement.arguments[1]
    found = next((t for t in subterms(goal.left) if t.sort == left.sort and alpha_equal(t, left)), None)
    if found is None:
        return None
    hole = hole_for(goal.left, found)
    first = kernel.remainder_congruence(abstract(goal.left, found, hole), hole, theorem)
    rest = settle_orders(variable, first.statement.arguments[2], goal.right, situation)
    return kernel.chain(first, *rest) if rest else first
