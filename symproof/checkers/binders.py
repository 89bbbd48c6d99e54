"""Normal forms of sums, integrals, expectations and what is defined by them: linearity and its conditions. Trusted."""

from __future__ import annotations

from typing import Any

from symproof.terms import (And, BigO, Correlation, Covariance, Div, Exp, Expectation, FamilySum, ForAll, Gaussian,
                            Implies, IndexValue, Indicator, Infinity, Inner, Integrable, Integral, Kronecker, Le,
                            Lebesgue, Lt, MeasureIntegral, Mul, Normal, Number, PositiveSemidefinite, Pow, Probability,
                            SCALAR, Size, Sqrt, Sum, Symbol, Term, TermError, Tilt, Variance, canonical, free_symbols,
                            probability_like, substitute, subterms)

from . import polynomial as P
from .normal_form import Obligations, normal_into, rule, standard
from .quotients import ONE, Quotient, as_number, atomic, monomial_term, number, plus, polynomial_term, structure, times
from .polynomial import Monomial, Polynomial
from .signs import semidefinite, sign

_HEIGHTS: dict[Term, int] = {}


def _height(term: Term) -> int:
    """How deeply binders are nested in a term."""
    found = _HEIGHTS.get(term)
    if found is None:
        inside = max((_height(child) for child in term.children), default=0)
        found = _HEIGHTS[term] = inside + (1 if term.binding()[0] else 0)
    return found


def standard_names(term: Term) -> tuple[Any, ...]:
    """The arguments of a binder of one symbol, the symbol renamed to %b0, %b1, … so that the same bodies meet as one."""
    var, *rest = term.arguments
    taken = free_symbols(term)
    number_ = _height(term)
    new = Symbol(f"%b{number_}", var.sort, var.domain)
    while new in taken:
        number_ += 1
        new = Symbol(f"%b{number_}", var.sort, var.domain)
    _, scoped = term.binding()
    return new, *(substitute(part, {var: new}) if i in scoped else part for i, part in enumerate(rest, 1))


def split(var: Symbol, form: Quotient) -> list[tuple[Quotient, Term]]:
    """form = Σ coefficient · part, the coefficients free of var, one entry for each distinct part."""
    outside = not any(var in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key)
    gathered: dict[Monomial, Polynomial] = {}
    for key, value in form.top.items():
        inner = tuple((n, e) for n, e in key if var in free_symbols(P.atom_term(n)))
        rest = tuple((n, e) for n, e in key if var not in free_symbols(P.atom_term(n)))
        gathered[inner] = P.add(gathered.get(inner, {}), {rest: value})
    pieces = []
    for inner, coefficient in sorted(gathered.items()):
        part = monomial_term(inner)
        if not outside:
            part = Div(part, polynomial_term(form.bottom))
        pieces.append((Quotient(coefficient, form.bottom if outside else ONE), part))
    return pieces


def raise_under(var: Symbol, inner: Obligations, obligations: Obligations, *conditions: Term) -> None:
    """Obligations on the body of a binder, claimed for all values of the bound symbol (where conditions hold)."""
    for statement in inner:
        if var not in free_symbols(statement):
            obligations[statement] = None
            continue
        guarded = Implies(And(*conditions), statement) if conditions else statement
        obligations[ForAll(var, guarded)] = None


@rule(Expectation, MeasureIntegral)
def _expectation(term: Term, obligations: Obligations) -> Quotient:
    """E[Σ c_i X_i] = Σ c_i E[X_i], when every X_i is integrable; E[1] = 1."""
    var, measure, body = standard_names(term)
    inner: Obligations = {}
    pieces = split(var, normal_into(body, inner))
    raise_under(var, inner, obligations)
    total = number(0)
    for coefficient, part in pieces:
        if part is Number(1) and probability_like(measure):
            proper(measure, obligations)
            total = plus(total, coefficient)
            continue
        if len(pieces) > 1:
            obligations[canonical(Integrable(var, measure, part))] = None
        total = plus(total, times(coefficient, atomic(canonical(type(term)(var, measure, part)))))
    return total


def proper(measure: Term, obligations: Obligations) -> None:
    """What makes a measure built as a probability measure really one: a finite normaliser, a variance ≥ 0."""
    if isinstance(measure, Tilt):
        var, base, score = measure.arguments
        proper(base, obligations)
        obligations[canonical(Integrable(var, base, Exp(score)))] = None
        if not probability_like(base):
            obligations[canonical(Lt(0, MeasureIntegral(var, base, Exp(score))))] = None
    elif isinstance(measure, Normal) and sign(measure.arguments[1]) not in ("+", "0+", "0"):
        obligations[Le(0, measure.arguments[1])] = None
    elif isinstance(measure, Gaussian) and not semidefinite(measure.arguments[1]):
        obligations[PositiveSemidefinite(measure.arguments[1])] = None


@rule(Integral)
def _integral(term: Term, obligations: Obligations) -> Quotient:
    var, lower, upper, body = standard_names(term)
    if not isinstance(lower, Infinity) and not isinstance(upper, Infinity) and sign(upper - lower) not in ("+", "0+"):
        gap = as_number(normal_into(upper - lower, obligations))
        if gap is None or gap < 0:
            obligations[Le(lower, upper)] = None
    inner: Obligations = {}
    pieces = split(var, normal_into(body, inner))
    inside = [Lt(lower, var)] if not isinstance(lower, Infinity) else []
    inside += [Lt(var, upper)] if not isinstance(upper, Infinity) else []
    raise_under(var, inner, obligations, *inside)
    total = number(0)
    for coefficient, part in pieces:
        if len(pieces) > 1:
            restricted = part if not inside else Mul(Indicator(And(*inside)), part)
            obligations[canonical(Integrable(var, Lebesgue(SCALAR), restricted))] = None
        total = plus(total, times(coefficient, atomic(canonical(
            Integral(var, _bound(lower, obligations), _bound(upper, obligations), part)))))
    return total


def _bound(value: Term, obligations: Obligations) -> Term:
    return value if isinstance(value, Infinity) else standard(value, obligations)


@rule(Sum)
def _sum(term: Term, obligations: Obligations) -> Quotient:
    var, lower, upper, body = standard_names(term)
    first, last = (None if isinstance(v, Infinity) else as_number(normal_into(v, obligations)) for v in (lower, upper))
    if first is not None and last is not None and last - first <= 200:
        if first.denominator != 1 or last.denominator != 1:
            raise TermError(f"the bounds of {term!r} must be integers")
        total = number(0)
        for k in range(int(first), int(last) + 1):
            total = plus(total, normal_into(substitute(body, {var: Number(k)}), obligations))
        return total
    inner: Obligations = {}
    pieces = split(var, normal_into(body, inner))
    raise_under(var, inner, obligations)
    infinite = isinstance(lower, Infinity) or isinstance(upper, Infinity)
    if infinite and len(pieces) > 1:
        return atomic(canonical(term))
    total = number(0)
    for coefficient, part in pieces:
        total = plus(total, times(coefficient, atomic(canonical(
            Sum(var, _bound(lower, obligations), _bound(upper, obligations), part)))))
    return total


@rule(FamilySum)
def _family_sum(term: Term, obligations: Obligations) -> Quotient:
    """Σ_i c = m c, Σ_i δ_ij X_i = X_j, and linearity."""
    var, body = standard_names(term)
    inner: Obligations = {}
    pieces = split(var, normal_into(body, inner))
    raise_under(var, inner, obligations)
    total = number(0)
    for coefficient, part in pieces:
        if var not in free_symbols(part):
            value = times(normal_into(Size(var.sort.size), obligations), normal_into(part, obligations))
        else:
            value = _collapse(var, part, obligations)
        total = plus(total, times(coefficient, value))
    return total


def _collapse(var: Symbol, part: Term, obligations: Obligations) -> Quotient:
    for delta in subterms(part):
        if isinstance(delta, Kronecker) and delta in _factors(part):
            a, b = delta.arguments
            other = b if a is var else a if b is var else None
            if other is not None and other is not var:
                return normal_into(substitute(part, {var: other}), obligations)
    return atomic(canonical(FamilySum(var, part)))


def _factors(part: Term) -> tuple[Term, ...]:
    return part.arguments if isinstance(part, Mul) else (part,)


@rule(Indicator)
def _indicator(term: Term, _: Obligations) -> Quotient:
    base = P.atom(canonical(term))
    if not P.is_special(base):
        P.set_reduction(base, lambda e: (1, ONE) if e > 0 and e != 1 else None)
    return Quotient(P.monomial(base), ONE)


@rule(Kronecker)
def _kronecker(term: Term, _: Obligations) -> Quotient:
    left, right = sorted(term.arguments, key=lambda p: (structure(p), getattr(p, "name", "")))
    if left is right:
        return number(1)
    if isinstance(left, IndexValue) and isinstance(right, IndexValue):
        return number(0)
    base = P.atom(Kronecker(left, right))
    if not P.is_special(base):
        P.set_reduction(base, lambda e: (1, ONE) if e > 0 and e != 1 else None)
    return Quotient(P.monomial(base), ONE)


@rule(Size)
def _size(term: Term, _: Obligations) -> Quotient:
    dimension = term.arguments[0]
    return number(dimension) if isinstance(dimension, int) else atomic(term)


@rule(Covariance, Correlation)
def _covariance(term: Term, obligations: Obligations) -> Quotient:
    var, measure, left, right = term.arguments
    if type(term).__name__ == "Correlation":
        spread = Sqrt(Mul(Variance(var, measure, left), Variance(var, measure, right)))
        return normal_into(Div(Covariance(var, measure, left, right), spread), obligations)
    return normal_into(Expectation(var, measure, left * right)
                   - Expectation(var, measure, left) * Expectation(var, measure, right), obligations)


@rule(Variance)
def _variance(term: Term, obligations: Obligations) -> Quotient:
    var, measure, body = term.arguments
    return normal_into(Expectation(var, measure, Pow(body, 2)) - Pow(Expectation(var, measure, body), 2), obligations)


@rule(Probability)
def _probability(term: Term, obligations: Obligations) -> Quotient:
    var, measure, event = term.arguments
    return normal_into(Expectation(var, measure, Indicator(event)), obligations)


@rule(Inner)
def _inner(term: Term, obligations: Obligations) -> Quotient:
    from .linear_form import inner_normal

    return inner_normal(term.arguments[0], term.arguments[1], obligations)


@rule(BigO)
def _remainder(term: Term, _: Obligations) -> Quotient:
    raise TermError(f"{term!r} stands for some function, not for a value: it can only occur in a step that is about "
                    "orders of magnitude (series, taylor)")
