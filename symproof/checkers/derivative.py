"""Differentiation of terms in one real variable. Trusted.

`derivative(body, var)` returns d body/d var as a term, and the obligations (statements in var) under which body is
differentiable with that derivative. All obligations are open conditions or name a regularity, so where they hold at a
point, body is differentiable in a neighbourhood of it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof.terms import (Abs, Add, App, Apply, Arccos, Arcsin, Arctan, Compose, Constant, ContinuouslyDifferentiable,
                            Cos, Covariance, Derivative, Div, DominatedDerivative, Erf, Exp, Expectation, FamilySum,
                            Gradient, Infinity, Inner, Integral, Lambda, Lebesgue, Log, Lt, MeasureIntegral, Mul, Ne, Neg,
                            Norm, NormalCDF, NormalDensity, Number, Pow, Scale, Sign, Sin, Special, Sqrt, Sum, Symbol, Tan,
                            Tanh, Term, TermError, Transpose, Variance, Zero, canonical, free_symbols, fresh, substitute)
from symproof.terms.sorts import SCALAR, Scalar, Vector

from .normal_form import Obligations
from .signs import nonzero, sign
from .special_derivative import special_derivative


def derivative(body: Term, var: Symbol) -> tuple[Term, Obligations]:
    """d body/d var, and what it rests on."""
    obligations: Obligations = {}
    return _derive(body, var, obligations), obligations


def zero(sort: object) -> Term:
    return Number(0) if sort == SCALAR else Zero(sort)


def _positive(term: Term, obligations: Obligations) -> None:
    if sign(term) != "+":
        obligations[Lt(0, term)] = None


def _apart_from_zero(term: Term, obligations: Obligations) -> None:
    if not nonzero(term):
        obligations[Ne(term, 0)] = None


def _scaled(factor: Term, value: Term) -> Term:
    if factor is Number(0) or value is zero(value.sort):
        return zero(value.sort)
    if factor is Number(1):
        return value
    return Mul(factor, value) if value.sort == SCALAR else Scale(factor, value)


def _total(terms: list[Term], sort: object) -> Term:
    kept = [t for t in terms if t is not zero(sort)]
    return zero(sort) if not kept else kept[0] if len(kept) == 1 else Add(*kept)


def _derive(body: Term, var: Symbol, obligations: Obligations) -> Term:
    if var not in free_symbols(body):
        return zero(body.sort)
    if body is var:
        return Number(1)
    rule = _RULES.get(type(body))
    if rule is None:
        raise TermError(f"no rule differentiates {body!r} in {var!r}: rewrite it first (for example by its definition)")
    return rule(body, var, obligations)  # type: ignore[no-any-return, operator]


def _add(body: Term, var: Symbol, obligations: Obligations) -> Term:
    return _total([_derive(p, var, obligations) for p in body.arguments], body.sort)


def _neg(body: Term, var: Symbol, obligations: Obligations) -> Term:
    return Neg(_derive(body.arguments[0], var, obligations))


def _mul(body: Term, var: Symbol, obligations: Obligations) -> Term:
    terms = []
    for position, factor in enumerate(body.arguments):
        change = _derive(factor, var, obligations)
        others = [p for i, p in enumerate(body.arguments) if i != position]
        rest = others[0] if len(others) == 1 else Mul(*others)
        terms.append(_scaled(change, rest))
    return _total(terms, SCALAR)


def _bilinear(body: Term, var: Symbol, obligations: Obligations) -> Term:
    left, right = body.arguments
    terms = []
    for a, b in ((_derive(left, var, obligations), right), (left, _derive(right, var, obligations))):
        if a is not zero(a.sort) and b is not zero(b.sort):
            terms.append(type(body)(a, b))
    return _total(terms, body.sort)


def _div(body: Term, var: Symbol, obligations: Obligations) -> Term:
    top, bottom = body.arguments
    _apart_from_zero(bottom, obligations)
    above, below = _derive(top, var, obligations), _derive(bottom, var, obligations)
    if below is Number(0):
        return Div(above, bottom)
    return Div(above * bottom - top * below, Pow(bottom, 2))


def _pow(body: Term, var: Symbol, obligations: Obligations) -> Term:
    base, exponent = body.arguments
    inner = _derive(base, var, obligations)
    if var not in free_symbols(exponent):
        value = exponent.value if isinstance(exponent, Number) else None
        if value is not None and value.denominator == 1:
            if value < 1:
                _apart_from_zero(base, obligations)
            lowered = base if value == 2 else Pow(base, Number(value - 1))
            return _scaled(_scaled(exponent, Number(1) if value == 1 else lowered), inner)
        if not (isinstance(exponent, Symbol) and exponent.domain == "positive integer"):
            _positive(base, obligations)
        return _scaled(Mul(exponent, Pow(base, exponent - 1)), inner)
    _positive(base, obligations)
    change = _derive(exponent, var, obligations)
    return Mul(body, change * Log(base) + Div(exponent * inner, base))


def _chain(body: Term, var: Symbol, obligations: Obligations) -> Term:
    u = body.arguments[0]
    if isinstance(body, (Sqrt, Log)):
        _positive(u, obligations)
    if isinstance(body, Abs):
        _apart_from_zero(u, obligations)
    if isinstance(body, Tan):
        _apart_from_zero(Cos(u), obligations)
    if isinstance(body, (Arcsin, Arccos)):
        _positive(1 - Pow(u, 2), obligations)
    outer: dict[type[Term], Callable[[], Any]] = {
        Sqrt: lambda: Div(1, Mul(2, Sqrt(u))), Exp: lambda: body, Log: lambda: Div(1, u), Sin: lambda: Cos(u),
        Cos: lambda: Neg(Sin(u)), Tan: lambda: 1 + Pow(Tan(u), 2), Tanh: lambda: 1 - Pow(Tanh(u), 2),
        Arctan: lambda: Div(1, 1 + Pow(u, 2)), Arcsin: lambda: Div(1, Sqrt(1 - Pow(u, 2))),
        Arccos: lambda: Neg(Div(1, Sqrt(1 - Pow(u, 2)))), NormalCDF: lambda: NormalDensity(u),
        Erf: lambda: Mul(Div(2, Sqrt(Constant("pi"))), Exp(Neg(Pow(u, 2)))),
        NormalDensity: lambda: Neg(Mul(u, NormalDensity(u))), Abs: lambda: Sign(u),
    }
    return _scaled(outer[type(body)](), _derive(u, var, obligations))


def _special(body: Term, var: Symbol, obligations: Obligations) -> Term:
    """f(a, u(s))' = ∂f/∂u u', where one argument alone depends on s."""
    places = [i for i, argument in enumerate(body.arguments[1:]) if var in free_symbols(argument)]
    if len(places) != 1:
        raise TermError(f"no rule differentiates {body!r} in {var!r}: more than one argument depends on it")
    slope = special_derivative(body, places[0], obligations)
    return _scaled(slope, _derive(body.arguments[1 + places[0]], var, obligations))


def _norm(body: Term, var: Symbol, obligations: Obligations) -> Term:
    vector = body.arguments[0]
    return _derive(Sqrt(Inner(vector, vector)), var, obligations)


def _transpose(body: Term, var: Symbol, obligations: Obligations) -> Term:
    return Transpose(_derive(body.arguments[0], var, obligations))


def _application(body: Term, var: Symbol, obligations: Obligations) -> Term:
    """f(x(s))' = f'(x) x' on the line, ⟨∇f(x), x'⟩ on R^d, for f continuously differentiable."""
    function, *values = body.arguments
    if len(values) != 1 or body.sort != SCALAR or not isinstance(function, Symbol):
        raise TermError(f"no rule differentiates {body!r} in {var!r}: only functions of one scalar or vector are known")
    value = values[0]
    if not isinstance(value.sort, (Scalar, Vector)):
        raise TermError(f"{body!r} depends on {var!r} through a {value.sort}, which cannot be differentiated")
    inner = _derive(value, var, obligations)
    obligations[ContinuouslyDifferentiable(function, 1)] = None
    if isinstance(value.sort, Vector):
        return Inner(App(Gradient(function), value), inner)
    slot = fresh(Symbol("z"), free_symbols(body))
    return _scaled(Derivative(slot, App(function, slot), value), inner)


def _under_binder(body: Term, var: Symbol, obligations: Obligations) -> Term:
    """The derivative of an expectation or integral, taken inside: raises DominatedDerivative."""
    if isinstance(body, Integral):
        outcome, lower, upper, inside = body.arguments
        ends: tuple[Term, ...] = (lower, upper)
        if any(not isinstance(e, Infinity) for e in ends):
            raise TermError(f"{body!r} has finite ends; the derivative under the integral is taken on the whole line")
        measure: Term = Lebesgue(SCALAR)
        rest: tuple[Term, ...] = (outcome, lower, upper)
    else:
        outcome, measure, inside = body.arguments
        rest = (outcome, measure)
    if var in free_symbols(measure):
        raise TermError(f"the measure of {body!r} depends on {var!r}: unfold the expectation first")
    outcome_new = fresh(outcome, free_symbols(body) | {var})
    inside = substitute(inside, {outcome: outcome_new})
    inner_obligations: Obligations = {}
    change = _derive(inside, var, inner_obligations)
    for statement in inner_obligations:
        from symproof.terms import ForAll

        free = outcome_new in free_symbols(statement)
        obligations[ForAll(outcome_new, statement) if free else statement] = None
    obligations[canonical(DominatedDerivative(var, var, outcome_new, measure, inside))] = None
    return type(body)(outcome_new, *rest[1:], change)


def _sum(body: Term, var: Symbol, obligations: Obligations) -> Term:
    index, *bounds, inside = body.arguments
    if any(isinstance(b, Infinity) or var in free_symbols(b) for b in bounds):
        raise TermError(f"{body!r} is not a finite sum with fixed bounds; it cannot be differentiated term by term")
    renamed = fresh(index, free_symbols(body) | {var})
    inner: Obligations = {}
    change = _derive(substitute(inside, {index: renamed}), var, inner)
    for statement in inner:
        from symproof.terms import ForAll

        obligations[ForAll(renamed, statement) if renamed in free_symbols(statement) else statement] = None
    return type(body)(renamed, *bounds, change)


def _derivative(body: Term, var: Symbol, obligations: Obligations) -> Term:
    """(f^(k)(x(s)))' = f^(k+1)(x) x', for a function symbol f."""
    slot, inside, at = body.arguments
    order, core, variable = 1, inside, slot
    while isinstance(core, Derivative) and core.arguments[2] is variable:
        order, (variable, core, _) = order + 1, core.arguments
    if not (isinstance(core, App) and core.arguments == (core.arguments[0], variable)
            and isinstance(core.arguments[0], Symbol) and core.arguments[0] is not var):
        raise TermError(f"no rule differentiates {body!r} in {var!r}: compute the inner derivative first")
    obligations[ContinuouslyDifferentiable(core.arguments[0], order + 1)] = None
    return _scaled(Derivative(slot, Derivative(slot, inside), at), _derive(at, var, obligations))


def _defined(body: Term, var: Symbol, obligations: Obligations) -> Term:
    from .definitions import unfold

    expansion, more = unfold(body)
    obligations.update(more)
    return _derive(expansion, var, obligations)


_RULES: dict[type, object] = {
    Add: _add, Neg: _neg, Mul: _mul, Div: _div, Pow: _pow, Inner: _bilinear, Scale: _bilinear, Apply: _bilinear,
    Compose: _bilinear, Norm: _norm, Transpose: _transpose, App: _application, Expectation: _under_binder,
    MeasureIntegral: _under_binder, Integral: _under_binder, Sum: _sum, FamilySum: _sum, Derivative: _derivative,
    Covariance: _defined, Variance: _defined, Special: _special,
    **dict.fromkeys((Sqrt, Exp, Log, Sin, Cos, Tan, Tanh, Arctan, Arcsin, Arccos, NormalCDF, NormalDensity, Erf, Abs),
                    _chain),
}

__all__ = ["Lambda", "derivative", "zero"]
