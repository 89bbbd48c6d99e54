"""Limits at ±∞, and integrability, as far as growth decides them. Trusted.

Gaussian tails beat powers; erf and arctan have their known ends.

`limit_at_infinity(body, var, direction)` works on the normal form. Every monomial must either decay (an exponential
whose exponent tends to −∞ like a negative power of |var|, or a negative power of var), or be free of var apart from
factors with a known limit. Anything else is refused with a sentence.
"""

from __future__ import annotations

from fractions import Fraction

from symproof.terms import (Abs, Apply, Arctan, Constant, Cos, Discrete, Erf, Exp, Expectation, Gaussian, Indicator,
                            Inner, Integrable, Lebesgue, Mul, Normal, Number, Sign, Sin, Symbol, Term, TermError,
                            free_symbols, substitute)
from symproof.terms.sorts import SCALAR

from . import polynomial as P
from .normal_form import Obligations, normal, standard
from .quotients import Quotient, number, plus, quotient_term, times
from .signs import sign

_BOUNDED = (Erf, Arctan, Sin, Cos)
_BOUNDED_FACTORS = (*_BOUNDED, Indicator, Sign)


def limit_at_infinity(body: Term, var: Symbol, direction: int) -> tuple[Term, Obligations]:
    """lim body as var → +∞ (direction 1) or −∞ (direction −1), and what it rests on."""
    form, raised = normal(body)
    if any(var in free_symbols(statement) for statement in raised):
        raise TermError(f"{body!r} is not defined for all large {var!r} without further argument")
    if any(var in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
        raise TermError(f"the denominator of {body!r} depends on {var!r}; no rule gives its limit")
    total = number(0)
    for key, value in form.top.items():
        total = plus(total, times(number(value), _monomial(key, var, direction)))
    return quotient_term(Quotient(total.top, P.multiply(total.bottom, form.bottom))), dict(raised)


def _monomial(key: P.Monomial, var: Symbol, direction: int) -> Quotient:
    fixed: P.Monomial = ()
    power: Fraction = Fraction(0)
    exponent = number(0)
    bounded: list[tuple[Term, P.Exponent]] = []
    for n, e in key:
        base = P.atom_term(n)
        if var not in free_symbols(base):
            fixed = P.join(fixed, ((n, e),))
        elif base is var or base is Abs(var):
            power += Fraction(e)
        elif isinstance(base, Exp):
            exponent = plus(exponent, normal(base.arguments[0])[0], Fraction(e))
        elif isinstance(base, _BOUNDED) and e > 0:
            bounded.append((base, e))
        else:
            raise TermError(f"no rule bounds {base!r} for large {var!r}")
    if exponent.top:
        if _end(_cleared(exponent, var), var, direction) >= 0:
            raise TermError(f"the exponent {quotient_term(exponent)!r} does not tend to −∞")
        return number(0)
    if power < 0:
        return number(0)
    if power > 0:
        raise TermError(f"a power {var!r}^{power} is left without a decaying factor")
    result = Quotient({fixed: Fraction(1)}, P.constant(1))
    for base, e in bounded:
        if e != int(e):
            raise TermError(f"no rule gives the limit of {base!r} to the power {e}")
        value = _known_end(base, var, direction)
        for _ in range(int(e)):
            result = times(result, value)
    return result


def _show(poly: P.Polynomial) -> str:
    return repr(quotient_term(Quotient(poly, P.constant(1))))


def _cleared(form: Quotient, var: Symbol) -> P.Polynomial:
    """A polynomial in var with the sign of the quotient: its top, when its bottom is free of var and positive."""
    if form.bottom != P.constant(1):
        below = quotient_term(Quotient(form.bottom, P.constant(1)))
        if any(var in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
            raise TermError(f"{quotient_term(form)!r} is not a polynomial in {var!r}")
        if sign(below) != "+":
            raise TermError(f"the sign of the denominator {below!r} is not known")
    return form.top


def _end(poly: P.Polynomial, var: Symbol, direction: int) -> int:
    """The sign of a polynomial in var far out (0 when it does not tend to ±∞ with a visible sign)."""
    by_power: dict[Fraction, P.Polynomial] = {}
    slot = P.atom(var)
    for key, value in poly.items():
        power = Fraction(0)
        rest: P.Monomial = ()
        for n, e in key:
            if n == slot:
                power = Fraction(e)
            elif var in free_symbols(P.atom_term(n)):
                raise TermError(f"{P.atom_term(n)!r} is not a power of {var!r}")
            else:
                rest = P.join(rest, ((n, e),))
        by_power[power] = P.add(by_power.get(power, {}), {rest: value})
    top = max(p for p, coefficient in by_power.items() if coefficient)
    if top <= 0:
        return 0
    if top.denominator != 1:
        raise TermError(f"a fractional power of {var!r} has no limit at −∞")
    seen = sign(quotient_term(Quotient(by_power[top], P.constant(1))))
    if seen not in ("+", "-"):
        raise TermError(f"the sign of the leading coefficient {_show(by_power[top])} is not known")
    upward = 1 if seen == "+" else -1
    return upward * (direction if top % 2 else 1)


def _known_end(base: Term, var: Symbol, direction: int) -> Quotient:
    if isinstance(base, (Erf, Arctan)):
        end = _end(_cleared(normal(base.arguments[0])[0], var), var, direction)
        if end:
            value: Term = Number(end) if isinstance(base, Erf) else Mul(Number(end, 2), Constant("pi"))
            return normal(value)[0]
    raise TermError(f"{base!r} has no limit as {var!r} grows")


def integrable(var: Symbol, measure: Term, body: Term) -> Obligations:
    """What makes body integrable by its growth; raises TermError when growth does not show it.

    Under Lebesgue measure on the line: powers of |var| ≥ 0 and bounded factors, times an exponential of a polynomial that
    tends to −∞ at both ends. Under N(m, v) and N(μ, Σ): what grows like a polynomial, bounded factors, and exponentials
    of what is linear in var (or tends to −∞). Under a discrete measure: everything. All such functions are locally
    bounded and measurable.
    """
    if isinstance(measure, Discrete):
        return {o: None for _, point in measure.atoms for o in _value_obligations(substitute(body, {var: point}))}
    form, everything = normal(body)
    raised = [o for o in everything if not _finite_moments(o)]
    if any(var in free_symbols(statement) for statement in raised):
        raise TermError(f"{body!r} is not defined everywhere without further argument")
    if any(var in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
        raise TermError(f"the denominator of {body!r} depends on {var!r}")
    for key in form.top:
        _check_growth(key, var, measure)
    return dict.fromkeys(raised)


def _finite_moments(statement: Term) -> bool:
    """Whether an obligation asks for the integrability of a polynomial under a Gaussian measure: it always holds."""
    if not isinstance(statement, Integrable) or not isinstance(statement.arguments[1], (Normal, Gaussian)):
        return False
    inner, measure, body = statement.arguments
    return body.sort == SCALAR and inner not in free_symbols(measure) and _polynomials_of(body, (inner,))


def _value_obligations(value: Term) -> Obligations:
    obligations: Obligations = {}
    standard(value, obligations)
    return obligations


def _linear_in(term: Term, var: Symbol) -> bool:
    """Whether a factor is the variable itself or an inner product with it."""
    if term is var and var.sort == SCALAR:
        return True
    return isinstance(term, Inner) and any(
        a is var and var not in free_symbols(b) for a, b in (term.arguments, term.arguments[::-1]))


def _polynomial_growth(term: Term, var: Symbol) -> bool:
    """Whether |term| is at most a polynomial in |var|, from its form."""
    if var not in free_symbols(term) or isinstance(term, _BOUNDED_FACTORS) or term is var and var.sort == SCALAR:
        return True
    if isinstance(term, Inner):
        return all(_linear_image(part, var) for part in term.arguments)
    if isinstance(term, Abs):
        return _polynomials_of(term.arguments[0], (var,))
    if isinstance(term, Expectation) and isinstance(term.arguments[1], (Normal, Gaussian)):
        inner, measure, body = term.arguments
        return var not in free_symbols(measure) and body.sort == SCALAR and _polynomials_of(body, (var, inner))
    return False


def _polynomials_of(body: Term, variables: tuple[Symbol, ...]) -> bool:
    """Whether |body| is at most a polynomial in the absolute values of the variables, all Gaussian moments of it finite."""
    form, everything = normal(body)
    raised = [o for o in everything if not _finite_moments(o)]
    fixed = [P.atom_term(n) for key in form.bottom for n, _ in key]
    if raised or any(v in free_symbols(a) for a in fixed for v in variables):
        return False
    return all(not free_symbols(P.atom_term(n)) & set(variables)
               or e > 0 and all(_polynomial_growth(P.atom_term(n), v) for v in variables)
               for key in form.top for n, e in key)


def _linear_image(vector: Term, var: Symbol) -> bool:
    if vector is var or var not in free_symbols(vector):
        return True
    return isinstance(vector, Apply) and var not in free_symbols(vector.arguments[0]) and _linear_image(
        vector.arguments[1], var)


def _decays(exponent: P.Polynomial, var: Symbol) -> bool:
    """Whether an exponent tends to −∞ at both ends of the line."""
    try:
        return all(_end(exponent, var, direction) < 0 for direction in (1, -1))
    except TermError:
        return False


def _check_growth(key: P.Monomial, var: Symbol, measure: Term) -> None:
    exponent = number(0)
    for n, e in key:
        base = P.atom_term(n)
        if var not in free_symbols(base) or e > 0 and _polynomial_growth(base, var):
            continue
        if not isinstance(base, Exp):
            raise TermError(f"no rule bounds {base!r} for large {var!r}")
        exponent = plus(exponent, normal(base.arguments[0])[0], Fraction(e))
    grown = _cleared(exponent, var)
    if isinstance(measure, Lebesgue) and var.sort == SCALAR:
        if not grown or not _decays(grown, var):
            raise TermError("there is no factor that decays at both ends of the line")
        return
    if not isinstance(measure, (Normal, Gaussian)) or var in free_symbols(measure):
        raise TermError(f"growth does not decide integrability under {measure!r}")
    if var.sort == SCALAR and grown and _decays(grown, var):
        return
    for monomial in grown:
        inside = [(P.atom_term(n), e) for n, e in monomial if var in free_symbols(P.atom_term(n))]
        if len(inside) > 1 or inside and not (_linear_in(inside[0][0], var) and inside[0][1] == 1):
            raise TermError("only exponentials of what is linear in the variable are integrable under every Gaussian")
