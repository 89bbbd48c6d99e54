"""Domains: what a value must satisfy to stand for a symbol, and which order relations the form of terms shows. Trusted."""

from __future__ import annotations

from symproof.terms import (ForAll, Ge, Gt, IsInteger, Lambda, Le, Lt, Ne, Number, Symbol, Term, TermError, domain_condition,
                            free_symbols, probability_like)

from . import binders, signs


def domain_obligations(symbol: Symbol, value: Term) -> list[Term]:
    """The conditions under which `value` may stand for `symbol`, apart from those that its form shows."""
    if symbol.domain == "probability":
        return _probability(symbol, value)
    if isinstance(value, Symbol) and value.sort == symbol.sort and value.domain == symbol.domain:
        return []
    return [c for c in domain_condition(symbol, value) if not evident(c)]


def _probability(symbol: Symbol, value: Term) -> list[Term]:
    variables = value.arguments[:-1] if isinstance(value, Lambda) else ()
    measure = value.arguments[-1] if isinstance(value, Lambda) else value
    if not (probability_like(measure) or isinstance(measure, Symbol) and measure.domain == "probability"):
        raise TermError(f"{symbol!r} stands for a probability measure, and {value!r} is not known to be one")
    raised: dict[Term, None] = {}
    binders.proper(measure, raised)
    conditions: list[Term] = list(raised)
    for variable in reversed(variables):
        conditions = [ForAll(variable, c) for c in conditions]
    return conditions


def evident(statement: Term) -> bool:
    """Whether the form of the terms alone shows an order relation (sound; says no when in doubt)."""
    if any(statement in domain_condition(s, s) for s in free_symbols(statement)):
        return True
    if isinstance(statement, Ne):
        return statement.arguments[1] is Number(0) and signs.nonzero(statement.arguments[0])
    if isinstance(statement, IsInteger):
        return signs.integral(statement.arguments[0])
    if not isinstance(statement, (Lt, Le, Gt, Ge)):
        return False
    small, large = statement.arguments if isinstance(statement, (Lt, Le)) else statement.arguments[::-1]
    strict = isinstance(statement, (Lt, Gt))
    if isinstance(small, Number) and isinstance(large, Number):
        return small.value < large.value if strict else small.value <= large.value
    if isinstance(small, Symbol) and small.domain == "unit" and large is Number(1):
        return not strict
    seen = (signs.sign(large) if small is Number(0) else signs.sign(-small) if large is Number(0)
            else signs.sign(large - small))
    return seen == "+" if strict else seen in ("+", "0+", "0")
