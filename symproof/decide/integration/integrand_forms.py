"""Integrands brought into a form that the methods read: arguments of functions rationalised, sums below the line named.

`prepared(work, range, body, method)` runs a method on the tidied integrand and carries its result back. Search, not trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Add, Cos, Div, Erf, Exp, Infinity, Log, Lt, NormalCDF, NormalDensity, Number, Pow, Sin, Special,
                            Sqrt,                            Symbol, Term, TermError, fresh, free_symbols, subterms)

from .lowest_terms import rational_form
from ..prover import law_instance
from .ranges import Range, Solved, Work
from ..rewriting import abstract, hole_for, rewrite

_UNFOLDED = {"erfc": "erfc"}
Method = Callable[[Work, Range, Term], Solved]


def standard_arguments(work: Work, body: Term) -> Theorem | None:
    """⊢ body = body with Φ, φ and erfc written out, and arguments of exp, erf, sin, cos and log in lowest terms.

    None when nothing changes.
    """
    def rule(term: Term) -> Theorem | None:
        if isinstance(term, NormalCDF):
            return kernel.ring(term, (1 + Erf(Div(term.arguments[0], Sqrt(2)))) / 2)
        if isinstance(term, NormalDensity):
            return kernel.unfold(term)
        if isinstance(term, Special) and term.arguments[0] in _UNFOLDED:
            return law_instance(_UNFOLDED[term.arguments[0]], {"x": term.arguments[1]})
        if not isinstance(term, (Exp, Erf, Sin, Cos, Log)) or work.x not in free_symbols(term):
            return None
        inner = term.arguments[0]
        better = rational_form(inner)
        if better is inner:
            return None
        same = kernel.ring(inner, better)
        hole = hole_for(term, inner)
        return kernel.congruence(type(term)(hole), hole, same)

    return rewrite(body, rule, work.context.settle, limit=40)


def sums_below(body: Term, where: Range, x: Symbol) -> list[Term]:
    """The sums of parameters that are divided by, or of which a root is taken, in arguments of functions of x."""
    found: dict[Term, None] = {}
    for part in subterms(body):
        below = None
        if isinstance(part, Div):
            below = part.arguments[1]
        elif isinstance(part, Sqrt) or isinstance(part, Pow) and isinstance(part.arguments[1], Number) and (
                part.arguments[1].value < 0 or part.arguments[1].value.denominator != 1):
            below = part.arguments[0]
        if below is not None:
            for inner in subterms(below):
                if isinstance(inner, Add) and x not in free_symbols(inner) and free_symbols(inner):
                    found[inner] = None
    return [s for s in found if not any(s is not t and s in set(subterms(t)) for t in found)]


def prepared(work: Work, where: Range, body: Term, method: Method) -> Solved:
    """What the method finds for the tidied integrand, as a statement about the integrand as it was written."""
    sums = sums_below(body, where, work.x)
    values: dict[Symbol, Any] = {}
    plain, ends = body, list(where)
    for number, each in enumerate(sums[:4]):
        if not work.holds(Lt(0, each)):
            continue
        taken = free_symbols(body) | set(values) | {s for e in where for s in free_symbols(e)} | {
            s for h in work.context.hypotheses for s in free_symbols(h)} | {work.x}
        symbol = fresh(Symbol(f"d{number}", domain="positive"), taken)
        values[symbol] = each
        plain = abstract(plain, each, symbol)
        ends = [e if isinstance(e, Infinity) else abstract(e, each, symbol) for e in ends]
    if values:
        try:
            return work.special(_tidied(work, Range(*ends), plain, method), values)
        except (KernelError, TermError, ValueError):
            pass
    return _tidied(work, where, body, method)


def _tidied(work: Work, where: Range, body: Term, method: Method) -> Solved:
    better = standard_arguments(work, body)
    if better is None:
        return method(work, where, body)
    plain = better.statement.arguments[1]
    found = method(work, where, plain)
    return work.carried(where, found, body, work.throughout(where, lambda _: kernel.exchange(better)))
