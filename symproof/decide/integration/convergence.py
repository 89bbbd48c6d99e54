"""Why an integral converges absolutely: growth on the line, smoothness on a compact interval, decay on a half-line.

`converges(work, range, body)` returns the kernel's theorem that body is integrable over the range. Search, not trusted.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.binders import split
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import monomial_term, quotient_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Add, Arctan, Cos, Erf, Exp, Infinity, Lt, Mul, Number, Pow, Sin, Symbol, Term, TermError,
                            free_symbols, pi, substitute)

from ..prover import Unproved
from .ranges import POSITIVE, Range, Work

BOUNDS: dict[type, tuple[str, Any]] = {Cos: ("cosine is bounded", Number(1)), Sin: ("sine is bounded", Number(1)),
                                       Erf: ("error function is bounded", Number(1)),
                                       Arctan: ("arctangent is bounded", pi / 2)}


def converges(work: Work, where: Range, body: Term) -> Theorem:
    """Γ ⊢ body is integrable over the range; raises Unproved."""
    ways: list[Any] = [lambda: work.grown(where, body)]
    if where.name == "on an interval":
        ways.insert(0, lambda: _smooth(work, where, body))
    if where.name == "on a half-line":
        ways.append(lambda: _decaying(work, where, body))
    if where.name == "up to a point":
        ways.append(lambda: _turned(work, where, body))
    for way in ways:
        try:
            return way()  # type: ignore[no-any-return]
        except (Unproved, KernelError, TermError):
            continue
    raise Unproved(where.integrable(work.x, body))


def _smooth(work: Work, where: Range, body: Term) -> Theorem:
    derived, derivatives = work.derivative(where, body)
    return work.use("differentiable integrands are integrable",
                    {**where.values, "F": work.function(body), "G": work.function(derived)}, derivatives)


def _turned(work: Work, where: Range, body: Term) -> Theorem:
    turned = substitute(body, {work.x: where.upper - work.x})
    known = converges(work, POSITIVE, turned)
    return kernel.conjunct(work.use("half-line turned round", {"b": where.upper, "F": work.function(body)}, known), 0)


def _decaying(work: Work, where: Range, body: Term) -> Theorem:
    if where.lower is not Number(0):
        moved = substitute(body, {work.x: where.lower + work.x})
        known = converges(work, POSITIVE, moved)
        return kernel.conjunct(work.use("half-line from its end", {"a": where.lower, "F": work.function(body)}, known), 0)
    pieces = split(work.x, normal(body)[0])
    total: Term | None = None
    theorem: Theorem | None = None
    for weight, part in pieces:
        coefficient = quotient_term(weight)
        single = _decaying_part(work, part)
        first, known, factor = (part, single, Number(0)) if theorem is None or total is None else (total, theorem, Number(1))
        found = work.use("linear combination on a half-line", {
            "a": 0, "c": coefficient if theorem is None else factor, "m": Number(0) if theorem is None else coefficient,
            "F": work.function(first), "G": work.function(part)}, known, single)
        theorem = kernel.conjunct(found, 0)
        total = (coefficient * part + Number(0) * part if total is None else Number(1) * total + coefficient * part)
    if theorem is None or total is None:
        raise Unproved(where.integrable(work.x, body))
    found = work.use("equal integrands on a half-line", {"a": 0, "F": work.function(total), "G": work.function(body)},
                     work.equal(POSITIVE, total, body), theorem)
    return kernel.conjunct(found, 0)


def _decaying_part(work: Work, part: Term) -> Theorem:
    """x^k e^{−r x^q} times bounded factors, on the positive half-line."""
    x = work.x
    try:
        return work.grown(POSITIVE, part)
    except (Unproved, KernelError, TermError):
        pass
    form = normal(part)[0]
    if len(form.top) != 1 or any(x in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
        raise Unproved(POSITIVE.integrable(x, part))
    (key, _), = form.top.items()
    power: Any = Number(0)
    exponent: Term | None = None
    bounded: list[Term] = []
    for n, e in key:
        base = P.atom_term(n)
        if base is x:
            power = power + Number(Fraction(e))
        elif isinstance(base, Pow) and base.arguments[0] is x and x not in free_symbols(base.arguments[1]):
            power = power + Number(Fraction(e)) * base.arguments[1]
        elif isinstance(base, Exp):
            piece = Mul(Number(Fraction(e)), base.arguments[0])
            exponent = piece if exponent is None else Add(exponent, piece)
        elif type(base) in BOUNDS and e == int(e) and e > 0:
            bounded += [base] * int(e)
        elif x in free_symbols(base):
            raise Unproved(POSITIVE.integrable(x, part))
    if exponent is None:
        raise Unproved(POSITIVE.integrable(x, part))
    rate, degree = decay_of(exponent, x)
    solved = work.table("Gamma integral", {"p": simple(power + 1), "q": degree, "r": rate})
    theorem, body = solved.integrable, work.body_of(solved)
    for factor in bounded:
        law, bound = BOUNDS[type(factor)]
        known = work.use(law, {"x": factor.arguments[0]})
        theorem = work.use("bounded factor on a half-line",
                           {"a": 0, "F": work.function(body), "G": work.function(factor), "c": bound},
                           theorem, work.throughout(POSITIVE, lambda _, k=known: k))  # type: ignore[misc]
        body = Mul(body, factor)
    found = work.use("equal integrands on a half-line", {"a": 0, "F": work.function(body), "G": work.function(part)},
                     work.equal(POSITIVE, body, part), theorem)
    return kernel.conjunct(found, 0)


def decay_of(exponent: Term, x: Symbol) -> tuple[Term, Term]:
    """exponent = −r x^q gives (r, q); raises Unproved for other forms."""
    pieces = split(x, normal(exponent)[0])
    if len(pieces) != 1:
        raise Unproved(exponent, "an exponent with several powers")
    weight, part = pieces[0]
    degree: Any = None
    if part is x:
        degree = Number(1)
    elif isinstance(part, Pow) and part.arguments[0] is x and x not in free_symbols(part.arguments[1]):
        degree = part.arguments[1]
    elif type(part).__name__ == "Sqrt" and part.arguments[0] is x:
        degree = Number(1, 2)
    if degree is None:
        raise Unproved(exponent, "the exponent is not a power of the variable")
    return simple(-quotient_term(weight)), simple(degree)


def simple(term: Any) -> Any:
    """The normal form of a term, as a term."""
    return quotient_term(normal(term)[0])


__all__ = ["Infinity", "Lt", "converges", "decay_of", "monomial_term", "simple"]
