"""Guesses of closed forms of definite sums from recurrences of the first order.

Creative telescoping with S(n + 1) = r(n) S(n) suggests S(n) = S(p) G(n)/G(p), where G(n + 1) = r(n) G(n) is a product of
powers, factorials and gammas. The guess is proved by induction elsewhere, or dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from symproof.terms import Div, Infinity, Mul, Neg, Number, Sum, Symbol, Term, free_symbols, substitute

from ..context import Context
from .hyperterms import NotHypergeometric, creative, neat
from ..law_tools import INTEGRAL, number_of

MOST_TERMS = 4


def guess(term: Sum, context: Context, product_form: Callable[[Term, Symbol], Term | None]) -> Iterator[Term]:
    """Closed forms to try for Σ_{k=a}^{b(n)} f(n, k); `product_form(r, n)` is a G with G(n + 1) = r(n) G(n)."""
    index, lower, upper, body = term.arguments
    if isinstance(lower, Infinity) or isinstance(upper, Infinity):
        return
    for n in sorted(free_symbols(upper) & free_symbols(body), key=lambda s: s.name):
        if n.domain not in INTEGRAL or n in free_symbols(lower):
            continue
        context.check_time()
        try:
            found = creative(body, index, n, 1)
            form = None if found is None else product_form(neat(Neg(Div(*found[0]))), n)
        except (NotHypergeometric, ArithmeticError, ValueError):
            continue
        if form is None:
            continue
        for start in (0, 1):
            first = _value(term, n, start)
            if first is not None and first is not Number(0):
                yield Mul(first, Div(form, substitute(form, {n: Number(start)})))


def _value(term: Sum, n: Symbol, at: int) -> Term | None:
    """The sum at a number n, when it has few terms; written out, not evaluated."""
    index, lower, upper, body = term.arguments
    first, last = number_of(lower), number_of(substitute(upper, {n: Number(at)}))
    if first is None or last is None or not 0 <= last - first < MOST_TERMS:
        return None
    parts = [substitute(body, {n: Number(at), index: Number(k)}) for k in range(int(first), int(last) + 1)]
    value: Term = parts[0]
    for part in parts[1:]:
        value = value + part
    short = number_of(value)
    return value if short is None else Number(short)
