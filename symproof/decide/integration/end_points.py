"""Limits of antiderivatives at the ends of a range: by growth, by inversion x → 1/x, and piece by piece.

Search, not trusted: every function returns the kernel's theorem `body → value`, or raises Unproved.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.binders import split
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import Quotient, quotient_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Add, Div, Eq, Erf, HasLimit, Lambda, Log, Lt, Mul, Number, Pow, Symbol, Term, TermError,
                            free_symbols, oo, substitute)

from ..prover import Unproved
from .ranges import POSITIVE, Work
from ..rewriting import convert


def limit_at_infinity(work: Work, point: Any, body: Term) -> Theorem:
    """Γ ⊢ body → value as x → ±∞."""
    ways: list[Callable[[], Theorem]] = [lambda: work.context.settle(kernel.limit(work.x, point, body))]
    if point is oo:
        ways += [lambda: _inverted(work, body), lambda: _by_pieces(work, body)]
    for way in ways:
        try:
            return way()
        except (Unproved, KernelError, TermError):
            continue
    raise Unproved(HasLimit(work.x, point, body, Number(0)), f"the limit of {body!r} is not known")


def _inverted(work: Work, body: Term) -> Theorem:
    """lim F(x) = G(0), where F(1/t) = G(t) for t > 0 and G is differentiable at 0."""
    x = work.x
    turned = _rational_at_infinity(substitute(body, {x: Div(1, x)}), x)
    slope = work.context.settle(kernel.differentiate(x, turned, Number(0)))
    if any(h not in work.context.hypotheses for h in slope.hypotheses):
        raise Unproved(slope.hypotheses[0])
    same = work.equal(POSITIVE, substitute(body, {x: 1 / x}), turned)
    return work.use("limit at +∞ by inversion",
                    {"F": Lambda(x, body), "G": Lambda(x, turned), "c": slope.statement.arguments[3]}, same, slope)


def _rational_at_infinity(term: Term, x: Symbol) -> Term:
    """The term with every quotient in x cleared of negative powers of x, inside logarithms and other functions too."""
    if x not in free_symbols(term):
        return term
    if isinstance(term, (Add, Mul)) and not _algebraic(term, x):
        return type(term)(*(_rational_at_infinity(p, x) for p in term.arguments))
    if _algebraic(term, x):
        form = normal(term)[0]
        low = min(_lowest(form.top, x), _lowest(form.bottom, x))
        shift = P.monomial(P.atom(x), -low) if low < 0 else P.constant(1)
        cleared = Quotient(P.multiply(form.top, shift), P.multiply(form.bottom, shift))
        return quotient_term(cleared)
    return type(term)(*(_rational_at_infinity(p, x) if isinstance(p, Term) else p for p in term.arguments))


def _algebraic(term: Term, x: Symbol) -> bool:
    form = normal(term)[0]
    return all(P.atom_term(n) is x or x not in free_symbols(P.atom_term(n))
               for poly in (form.top, form.bottom) for key in poly for n, _ in key)


def _lowest(poly: P.Polynomial, x: Symbol) -> Any:
    slot = P.atom(x)
    return min((e for key in poly for n, e in [*key, (slot, 0)] if n == slot), default=0)


def _by_pieces(work: Work, body: Term) -> Theorem:
    """Σ c_i f_i → Σ c_i · limit, with 1 − erf(ax + b) kept together and powers with logarithms by their laws."""
    x = work.x
    pieces = _complementary(work, body)
    theorem: Theorem | None = None
    for weight, part in pieces:
        own = _known(work, part)
        one, first = (Number(1), theorem) if theorem is not None else (Number(0), own)
        statement, other = first.statement, own.statement
        theorem = work.use("limit of a linear combination at +∞", {
            "F": Lambda(x, _body(statement, x)), "G": Lambda(x, _body(other, x)), "lam": statement.arguments[3],
            "s": other.arguments[3], "c": one, "m": weight}, first, own)
    if theorem is None:
        raise Unproved(HasLimit(x, oo, body, Number(0)))
    found = _body(theorem.statement, x)
    value = quotient_term(normal(theorem.statement.arguments[3])[0])
    if kernel.ring(found, body).hypotheses:
        raise Unproved(Eq(found, body))
    return convert(theorem, HasLimit(x, oo, body, value), work.context.settle)


def _body(statement: Term, x: Symbol) -> Any:
    return substitute(statement.arguments[2], {statement.arguments[0]: x})


def _complementary(work: Work, body: Term) -> list[tuple[Any, Any]]:
    """body = Σ weight · part, every power of erf(ax + b) written in powers of 1 − erf(ax + b)."""
    x = work.x
    found: dict[Term, Any] = {}
    for weight, part in split(x, normal(body)[0]):
        power, erf, k = _power_and_erf(part, x)
        if erf is None:
            found[part] = found.get(part, Number(0)) + quotient_term(weight)
            continue
        for j in range(k + 1):
            whole = Pow(x, Number(power)) if power else Number(1)
            piece = Mul(Pow(x, Number(power)), Pow(1 - erf, j)) if j else whole if power != 1 else x
            found[piece] = found.get(piece, Number(0)) + Number((-1) ** j * comb(k, j)) * quotient_term(weight)
    return [(short, part) for part, weight in found.items()
            if (short := quotient_term(normal(weight)[0])) is not Number(0)]


def _power_and_erf(part: Term, x: Symbol) -> tuple[int, Any, int]:
    """part = x^n erf(…)^k gives (n, erf(…), k)."""
    power, erf, k = 0, None, 0
    for factor in part.arguments if isinstance(part, Mul) else (part,):
        base, exponent = factor.arguments if isinstance(factor, Pow) else (factor, Number(1))
        if not isinstance(exponent, Number) or exponent.value.denominator != 1 or exponent.value < 0:
            return 0, None, 0
        if base is x:
            power = int(exponent.value)
        elif isinstance(base, Erf) and erf is None:
            erf, k = base, int(exponent.value)
        else:
            return 0, None, 0
    return power, erf, k


def _known(work: Work, part: Term) -> Theorem:
    x = work.x
    try:
        return work.context.settle(kernel.limit(x, oo, part))
    except (KernelError, TermError):
        pass
    if isinstance(part, Mul) and len(part.arguments) == 2 and isinstance(part.arguments[1], Pow):
        power, rest = part.arguments
        inner = rest.arguments[0].arguments[1].arguments[0].arguments[0]
        pieces = {p: quotient_term(w) for w, p in split(x, normal(inner)[0])}
        slope, start = pieces.get(x, Number(0)), pieces.get(Number(1), Number(0))
        theorem = work.use("complementary error function at +∞", {
            "a": slope, "b": start, "n": power.arguments[1], "k": Number(rest.arguments[1].value - 1)},
            work.certain(Lt(0, slope)))
        return convert(theorem, HasLimit(x, oo, part, Number(0)), work.context.settle)
    factors = [(p.arguments[0], p.arguments[1]) if isinstance(p, Pow) else (p, Number(1))
               for p in (part.arguments if isinstance(part, Mul) else (part,))]
    exponent = sum((e for b, e in factors if b is x), Number(0))
    logs = [e for b, e in factors if isinstance(b, Log) and b.arguments[0] is x]
    if len(logs) <= 1 and all(b is x or isinstance(b, Log) for b, _ in factors):
        exponent = quotient_term(normal(exponent)[0])
        theorem = work.use("power times a power of the logarithm at +∞",
                           {"a": exponent, "n": logs[0] if logs else Number(0)}, work.certain(Lt(exponent, 0)))
        return convert(theorem, HasLimit(x, oo, part, Number(0)), work.context.settle)
    raise Unproved(HasLimit(x, oo, part, Number(0)))
