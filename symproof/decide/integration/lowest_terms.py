"""Quotients of polynomials over atoms in lowest terms. Proposes; that the reduced quotient is equal is proved by the kernel."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import Any

import flint

from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, Quotient, content_of, quotient_term
from symproof.terms import Number

MOST_TERMS = 60


def lowest_terms(form: Quotient) -> Quotient:
    """The quotient divided by the greatest common divisor of top and bottom, no roots of numbers below the line."""
    form = _whole_bottom(form)
    if form.bottom == ONE or not form.top:
        return form
    if len(form.bottom) == 1:
        return rationalised(form)
    if max(len(form.top), len(form.bottom)) > MOST_TERMS:
        return form
    atoms = sorted({n for poly in form for key in poly for n, _ in key})
    scales = {n: lcm(*(Fraction(e).denominator for poly in form for key in poly for m, e in key if m == n)) for n in atoms}
    low = {n: min(Fraction(dict(key).get(n, 0)) for poly in form for key in poly) for n in atoms}
    context = flint.fmpq_mpoly_ctx.get(("y", len(atoms)), flint.Ordering.lex)
    polys: list[Any] = []
    for poly in form:
        table = {tuple(int((Fraction(dict(key).get(n, 0)) - low[n]) * scales[n]) for n in atoms):
                 flint.fmpq(v.numerator, v.denominator) for key, v in poly.items()}
        polys.append(context.from_dict(table))
    common = polys[0].gcd(polys[1])
    parts: list[P.Polynomial] = []
    for each in polys:
        whole = each / common
        back: P.Polynomial = {}
        for powers, value in whole.to_dict().items():
            key = tuple((n, _plain(Fraction(int(e), scales[n]))) for n, e in zip(atoms, powers, strict=True) if e)
            back[key] = Fraction(int(value.p), int(value.q))
        parts.append(back)
    unit = content_of(parts[1])
    return rationalised(Quotient(P.multiply(P.scale(parts[0], 1 / unit), ONE), P.multiply(P.scale(parts[1], 1 / unit), ONE)))


def _plain(value: Fraction) -> Any:
    return int(value) if value.denominator == 1 else value


def _whole_bottom(form: Quotient) -> Quotient:
    """Negative powers of plain atoms in the bottom multiplied away."""
    low: dict[int, Any] = {}
    for key in form.bottom:
        for n, e in key:
            if e < 0:
                low[n] = min(low.get(n, 0), e)
    for n, e in low.items():
        lift: P.Polynomial = {((n, -e),): Fraction(1)}
        form = Quotient(P.multiply(form.top, lift), P.multiply(form.bottom, lift))
    return form


def rationalised(form: Quotient) -> Quotient:
    """Roots of numbers moved from the bottom, where it is a single product, to the top."""
    if form.bottom == ONE or len(form.bottom) != 1:
        return form
    (key, value), = form.bottom.items()
    lift = P.constant(1 / value)
    left: P.Monomial = ()
    for n, e in key:
        base = P.atom_term(n)
        if isinstance(base, Number) and 0 < e < 1:
            lift = P.multiply(lift, P.monomial(n, 1 - Fraction(e)))
            lift = P.scale(lift, 1 / base.value)
        elif P.is_special(n):
            left = P.join(left, ((n, e),))
        else:
            lift = P.multiply(lift, {((n, -e),): Fraction(1)})
    return Quotient(P.multiply(form.top, lift), {left: Fraction(1)})


def rational_form(term: Any) -> Any:
    """The normal form of a term, in lowest terms."""
    return quotient_term(lowest_terms(normal(term)[0]))
