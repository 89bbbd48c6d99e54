"""Orders of magnitude: does left = right + O(x^n) follow from arithmetic alone? Trusted.

Every O(x^k) is replaced by x^k times a bounded unknown of its own; the difference must then be x^n times a polynomial
in x and the unknowns, over a denominator that does not vanish at x = 0. And Taylor's theorem for terms whose
derivatives `derivative` can compute.
"""

from __future__ import annotations

from fractions import Fraction
from math import factorial

from symproof.terms import (Add, BigO, ContinuouslyDifferentiable, Derivative, DominatedDerivative, Lt, Mul, Ne, Number, Pow,
                            Symbol, Term, TermError, free_symbols, fresh, substitute)
from symproof.terms.calculus import has_remainder

from . import polynomial as P
from .definitions import split_remainder
from .derivative import derivative
from .expansion import derivative_value, expand
from .normal_form import Obligations, generic, normal, rule, standard
from .quotients import ONE, Quotient, polynomial_term


@rule(Derivative)
def _derivative_at_a_point(term: Term, obligations: Obligations) -> Quotient:
    """A derivative of what is analytic at the point is k! times its Taylor coefficient; any other is an atom."""
    try:
        value, raised = derivative_value(term)
    except TermError:
        return generic(term, obligations)
    obligations.update(raised)
    return value


def series(var: Symbol, left: Term, right: Term) -> Obligations:
    """What left = right, as var → 0, rests on; raises TermError when the orders do not match."""
    parts = split_remainder(right)
    if parts is None:
        return _same_remainders(var, left, right)
    rest, remainder = parts
    order = int(remainder.arguments[1].arguments[0])
    unknowns: dict[Symbol, None] = {}
    difference = _open(left, var, unknowns) - rest
    form, raised = normal(difference)
    powers = {var, *unknowns}
    obligations: Obligations = {}
    for statement in raised:
        _near_zero(statement, powers, obligations)
    lowest = _orders(form.top, var, powers)
    for power, poly in sorted(lowest.items()):
        if power < order and poly:
            raise TermError(f"the two sides differ at order {var!r}^{power}: by {polynomial_term(poly)!r} "
                            f"(while O({var!r}^{order}) was claimed)")
    bottom = _orders(form.bottom, var, powers).get(Fraction(0), {})
    _require_nonzero(bottom, obligations)
    return obligations


def _same_remainders(var: Symbol, left: Term, right: Term) -> Obligations:
    """left = right as expressions in the remainders, taken in the order in which they are written on both sides."""
    unknowns: list[dict[Symbol, None]] = [{}, {}]
    opened = [_open(side, var, names) for side, names in zip((left, right), unknowns, strict=True)]
    if _remainder_orders(left) != _remainder_orders(right):
        raise TermError(f"the right side must be g + O({var!r}**n), or have the remainders of the left side in their "
                        f"order; found {right!r}")
    form, raised = normal(opened[0] - opened[1])
    if form.top:
        raise TermError(f"the two sides differ by {polynomial_term(form.top)!r}, whatever the remainders are")
    obligations: Obligations = {}
    for statement in raised:
        _near_zero(statement, {var, *unknowns[0]}, obligations)
    return obligations


def _remainder_orders(term: Term) -> list[Term]:
    if isinstance(term, BigO):
        return [term]
    return [r for part in term.children if has_remainder(part) for r in _remainder_orders(part)]


def _open(term: Term, var: Symbol, unknowns: dict[Symbol, None]) -> Term:
    """Each occurrence of O(x^k) becomes x^k R with a bounded unknown R of its own."""
    if isinstance(term, BigO):
        unknown = Symbol(f"%{len(unknowns)}")
        unknowns[unknown] = None
        return Mul(Pow(var, term.arguments[1]), unknown)
    if not has_remainder(term):
        return term
    return type(term)(*(_open(p, var, unknowns) for p in term.arguments))


def _orders(poly: P.Polynomial, var: Symbol, powers: set[Symbol]) -> dict[Fraction, P.Polynomial]:
    """The polynomial by powers of var; raises unless var and the unknowns occur with natural exponents only."""
    result: dict[Fraction, P.Polynomial] = {}
    for key, value in poly.items():
        power = Fraction(0)
        for number, exponent in key:
            base = P.atom_term(number)
            if base in powers:
                if exponent < 0 or exponent != int(exponent):
                    raise TermError(f"{base!r} occurs with the exponent {exponent}: not a power series at 0")
                power += exponent if base is var else 0
            elif powers & free_symbols(base):
                raise TermError(f"{base!r} depends on {var!r} and must be expanded first (taylor)")
        result[power] = P.add(result.get(power, {}), {key: value})
    return result


def _require_nonzero(poly: P.Polynomial, obligations: Obligations) -> None:
    if not poly:
        raise TermError("a denominator vanishes at 0")
    if poly != ONE and not (len(poly) == 1 and P.ONE in poly):
        obligations[Ne(polynomial_term(poly), 0)] = None


def _near_zero(statement: Term, powers: set[Symbol], obligations: Obligations) -> None:
    """An obligation near 0: denominators that contain var must not vanish at 0; the others are kept."""
    if not powers & free_symbols(statement):
        obligations[statement] = None
        return
    if not isinstance(statement, Ne):
        raise TermError(f"the step needs {statement!r} near 0, which it cannot express")
    form: Quotient = normal(statement.arguments[0] - statement.arguments[1])[0]
    var = next(s for s in powers if not s.name.startswith("%")) if powers else None
    if var is None:
        raise TermError("no variable to expand in")
    _require_nonzero(_orders(form.top, var, powers).get(Fraction(0), {}), obligations)


def taylor(var: Symbol, body: Term, order: int) -> tuple[Term, Obligations]:
    """body = Σ_{k<order} body^(k)(0) var^k/k! + O(var^order) (Taylor–Young), and what it rests on.

    The obligations of the derivatives are open conditions, taken at var = 0; DominatedDerivative at 0 holds in a
    neighbourhood by its definition, so the derivatives of lower order exist there. A variable declared positive or
    nonzero is expanded from that side, or without 0 itself, by `expansion`; powers and logarithms of it may then occur.
    """
    if var.domain in ("nonzero", "positive"):
        try:
            return expand(body, var, order)
        except TermError:
            pass
    if var.domain != "real":
        plain = fresh(Symbol(var.name), free_symbols(body) - {var})
        expansion, raised = taylor(plain, substitute(body, {var: plain}), order)
        return substitute(expansion, {plain: var}), raised
    obligations: Obligations = {}
    terms: list[Term] = []
    current = body
    point = {var: Number(0)}
    for k in range(order):
        value = standard(substitute(current, point), obligations)
        scaled = value if k == 0 else Mul(value, Pow(var, k)) if k > 1 else Mul(value, var)
        terms.append(scaled if k < 2 else Mul(Number(1, factorial(k)), value, Pow(var, k)))
        current, raised = derivative(current, var)
        for statement in raised:
            if var in free_symbols(statement) and not isinstance(statement, (Ne, Lt, DominatedDerivative,
                                                                             ContinuouslyDifferentiable)):
                raise TermError(f"Taylor's theorem needs {statement!r} in a neighbourhood of 0, which it cannot express")
            obligations[substitute(statement, point)] = None
    return Add(*terms, BigO(var, order)), obligations
