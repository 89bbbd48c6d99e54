"""Derivatives of analytic functions at a point, again: k! times a Taylor coefficient."""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from .algebra import Algebra, Needs, Quotient
from .expansion import Coefficient, Local, expanded
from .language import ZERO, Malformed, Node, Refused, make, symbol, unused
from .syntax import substitute

HIGHEST = 40


def value_of_derivative(a: Algebra, term: Node, needs: Needs) -> tuple[Local, Coefficient]:
    """The value of d^k f/dx^k at a point; refuses unless f is seen to be analytic there."""
    own, core, at = term.args
    order = 1
    while core.kind == "Derivative" and core.args[2] is own and (core.args[0] is own or own not in core.args[1].free):
        core = substitute(core.args[1], {core.args[0]: own})
        order += 1
    if order > HIGHEST or core.sort != ZERO.sort:
        raise Refused("a derivative is not computed by its Taylor series")
    slot = unused(symbol("h"), domain="real")
    moved = substitute(core, {own: slot if at is ZERO else make("Add", at, slot)})
    local, found = expanded(a, moved, slot, order + 1, needs)
    value = found.terms.get((Fraction(order), 0), local.rational(0))
    return local, local.scaled(value, factorial(order))


def derivative_rule(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """The derivative as a quotient; one that is not computed is a generator."""
    own: Needs = []
    try:
        local, value = value_of_derivative(a, term, own)
        result = local.quotient(value)
    except (Refused, Malformed):
        return a.atom(term)
    needs.extend(own)
    return result


__all__ = ["derivative_rule", "value_of_derivative"]
