"""Closed forms of limits and of derivatives.

`ENGINES` prove `Limit(x, p, f) = a` and `Derivative(x, f, p) = a`. A derivative at a point is k! times a Taylor
coefficient, which the kernel's normal form computes where the function is analytic; other first derivatives go by the
kernel's rule `differentiate`. A limit is read off an expansion in a twin h → 0+ (x = p ± h^n, x = ±1/h^n; h ≠ 0 for both
sides at once) whose first term is a constant: `taylor` proves it, a law carries it over. The power n makes the first
term that vanishes at least linear in h, so that √h or h log h count as O(h) too.

How it could be fooled. Different limits from the two sides (1/x, sign x, atan(1/x)): a two-sided limit is proved by one
expansion valid on both sides, or by two whose constants the kernel shows to be equal. Oscillation: a bounded function
without a limit is a remainder O(1), and no constant is read off. Derivatives at a kink or outside a domain: the
conditions of analyticity at the point stay as hypotheses. Limits through the integers only: the real limit must exist.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import ceil

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.expansion import Expander, derivative_coefficient, series_of
from symproof.checkers.quotients import polynomial_term
from symproof.checkers.signs import sign
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Add, Asymptotic, BigO, Derivative, Div, Eq, HasLimit, Infinity, Lambda, Limit, Mul, Neg,
                            Number, Pow, Symbol, Term, TermError, free_symbols, fresh, substitute, subterms)

from ..context import Context, Engine
from ..prover import law_instance
from ..rewriting import NotConvertible, convert

MOST_ROOT = 12


# -- derivatives ------------------------------------------------------------------------------------------------------
def differentiated(term: Term, context: Context) -> Theorem | None:
    """⊢ Derivative(x, f, p) = closed form: of any order, and mixed, at a point or at a symbol."""
    if not isinstance(term, Derivative):
        return None
    try:
        expander, poly = derivative_coefficient(term)
        return context.settle(kernel.ring(term, readable_coefficient(expander, poly)))
    except (TermError, KernelError):
        return _by_rules(term, context)


def _by_rules(term: Term, context: Context) -> Theorem | None:
    """First derivatives by the rule `differentiate`."""
    var, body, at = term.arguments
    fact = context.settle(kernel.differentiate(var, body, at))
    value = fact.statement.arguments[3]
    name = "derivative is unique" + ("" if var.domain == "real" else f", in a {var.domain} variable")
    law = law_instance(name, {"F": Lambda(_plain(var), _renamed(body, var)), "a": at, "c": value})
    found = kernel.apply(law, fact)
    return found if found.statement.arguments[0] is term else convert(found, Eq(term, value))


def _plain(var: Symbol) -> Symbol:
    return var if var.domain == "real" else Symbol(var.name, SCALAR)


def _renamed(body: Term, var: Symbol) -> Term:
    plain = _plain(var)
    return body if plain is var else substitute(body, {var: plain})


def readable_coefficient(expander: Expander, poly: P.Polynomial) -> Term:
    """A coefficient with its denominators as powers, not multiplied out."""
    for slot in reversed(expander.below):
        powers: dict[int, P.Polynomial] = {}
        for key, value in poly.items():
            power = -int(dict(key).get(slot, 0))
            rest = tuple(f for f in key if f[0] != slot)
            powers[power] = P.add(powers.get(power, {}), {rest: value})
        most = max(powers, default=0)
        if most > 0:
            base = expander.below[slot]
            top: P.Polynomial = {}
            for power, part in powers.items():
                top = P.add(top, P.multiply(part, P.power(base, most - power)))
            below = readable_coefficient(expander, base)
            return Div(readable_coefficient(expander, top), below if most == 1 else Pow(below, most))
    return polynomial_term(poly)


# -- limits -----------------------------------------------------------------------------------------------------------
def limit_value(term: Term, context: Context) -> Theorem | None:
    """⊢ Limit(x, p, f) = its value."""
    if not isinstance(term, Limit):
        return None
    var, point, body, direction = term.arguments
    fact = prove_limit(var, point, body, direction, context)
    if fact is None:
        return None
    value = fact.statement.arguments[3]
    names = {"F": Lambda(var, body), "a": value}
    if not isinstance(point, Infinity):
        names["c"] = point
    return kernel.apply(law_instance(f"limit is unique, {_name(point, direction)}", names), fact)


def prove_limit(var: Symbol, point: Term, body: Term, direction: str, context: Context) -> Theorem | None:
    """⊢ HasLimit(x, p, f, a, direction), with the value a that is found; None when no rule finds one."""
    conditional: Theorem | None = None
    for attempt in _attempts(var, point, body, direction, context):
        context.check_time()
        if attempt is None:
            continue
        theorem = context.settle(attempt)
        if not context.open_conditions(theorem):
            return theorem
        conditional = conditional or theorem
    return conditional


def _attempts(var: Symbol, point: Term, body: Term, direction: str, context: Context) -> Iterator[Theorem | None]:
    if isinstance(point, Infinity) or direction:
        yield _quiet(var, point, body, direction)
    else:
        yield _quiet(var, point, body, "")
        yield _two_sides(var, point, body, context)
    if isinstance(point, Infinity):
        yield _by_growth(var, point, body)


def _by_growth(var: Symbol, point: Term, body: Term) -> Theorem | None:
    try:
        return kernel.limit(var, point, body)
    except (TermError, KernelError):
        return None


def _quiet(var: Symbol, point: Term, body: Term, direction: str) -> Theorem | None:
    for scale in dict.fromkeys((Number(1), _scale(body, var))):
        try:
            found = _by_expansion(var, point, body, direction, scale)
        except (TermError, KernelError, NotConvertible):
            continue
        if found is not None:
            return found
    return None


def _two_sides(var: Symbol, point: Term, body: Term, context: Context) -> Theorem | None:
    above, below = (_quiet(var, point, body, side) for side in "+-")
    if above is None or below is None:
        return None
    value = above.statement.arguments[3]
    try:
        below = convert(below, HasLimit(var, point, body, value, "-"), context.settle)
        law = law_instance("limits from the two sides", {"F": Lambda(var, body), "c": point, "a": value})
        return kernel.apply(law, kernel.conjunction(above, below))
    except (TermError, KernelError, NotConvertible):
        return None


def _name(point: Term, direction: str) -> str:
    if isinstance(point, Infinity):
        return "at +∞" if point.arguments[0] > 0 else "at −∞"
    return {"+": "from above", "-": "from below", "": "from both sides"}[direction]


def _scale(body: Term, var: Symbol) -> Term:
    """1/a when powers of the variable with a symbolic exponent a > 0 occur, so that they become powers of the twin; or 1."""
    for part in subterms(body):
        if isinstance(part, Pow) and var in free_symbols(part.arguments[0]) and not isinstance(part.arguments[1], Number):
            exponent = part.arguments[1]
            if var not in free_symbols(exponent) and sign(exponent) in ("+", "-"):
                return Div(1, exponent if sign(exponent) == "+" else Neg(exponent))
    return Number(1)


def _place(twin: Symbol, point: Term, direction: str, root: Term) -> Term:
    """x as a function of the twin, as the laws write it."""
    if isinstance(point, Infinity):
        value = Div(1, Pow(twin, root))
        return value if point.arguments[0] > 0 else Neg(value)
    if not direction:
        return Add(point, twin)
    return Add(point, Pow(twin, root)) if direction == "+" else Add(point, Neg(Pow(twin, root)))


def _by_expansion(var: Symbol, point: Term, body: Term, direction: str, scale: Term) -> Theorem | None:
    both = not direction and not isinstance(point, Infinity)
    twin = fresh(Symbol("t", SCALAR, "nonzero" if both else "positive"), free_symbols(body) | free_symbols(point))
    root: Term = Number(1)
    if not both:
        root = Number(_root(substitute(body, {var: _place(twin, point, direction, scale)}), twin))
        root = root if scale is Number(1) else Mul(root, scale)
    moved = substitute(body, {var: _place(twin, point, direction, root)})
    fact = kernel.taylor(twin, moved, 1)
    right = fact.statement.arguments[2]
    if isinstance(right, BigO):
        right = Add(Number(0), right)
        fact = kernel.chain(fact, kernel.series(twin, right.arguments[1], right))
    *parts, remainder = right.arguments
    value = Add(*parts) if len(parts) > 1 else parts[0]
    if not isinstance(remainder, BigO) or twin in free_symbols(value) or not isinstance(fact.statement, Asymptotic):
        return None
    names: dict[str, Term] = {"F": Lambda(var, body), "a": value}
    if not both:
        names["p"] = root
    if not isinstance(point, Infinity):
        names["c"] = point
    return kernel.apply(law_instance(f"limit by an expansion, {_name(point, direction)}", names), fact)


def _root(body: Term, twin: Symbol) -> int:
    """The n with which body(h^n) = a + O(h), from the first term that vanishes at 0."""
    expander, found = series_of(body, twin, Fraction(1, MOST_ROOT))
    ends = [(e, bool(e) and _has_log(c)) for e, c in found.terms.items() if e > 0 and expander.resolved(c).top]
    if found.order is not None:
        ends.append((found.order, bool(found.logs)))
    least, logs = min(ends, default=(Fraction(1), False))
    logs = logs or any(own for e, own in ends if e == least)
    root = ceil(1 / least)
    if logs and root * least <= 1:
        root += 1
    return max(1, root)


def _has_log(poly: P.Polynomial) -> bool:
    from symproof.checkers.expansion import LOG

    slot = P.atom(LOG)
    return any(n == slot for key in poly for n, _ in key)


ENGINES: tuple[Engine, ...] = (differentiated, limit_value)
