"""Integrands with |·|, max, min, sign and case distinctions: the range is split where a case changes.

`split_at_kinks(work, range, body, solve)` replaces what has one case throughout the range, splits where a linear (or solvable)
argument changes its sign, and solves the rest on each part. Search, not trusted; that a case holds throughout a part is
proved there.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Abs, And, Cos, Eq, Ge, Gt, Infinity, IfThenElse, Le, Log, Lt, Max, Min, Number, Or, Pow, Sign,
                            Sin, Special, Sqrt, Symbol, Term, TermError, free_symbols, pi, subterms)

from ..context import Context
from .gaussian_integrals import pair_of, polynomial_in, zero
from .lowest_terms import rational_form
from ..prover import Prover, Unproved, law_instance
from .ranges import Range, Solved, Work
from ..rewriting import rewrite

MOST_SPLITS = 8
Solve = Callable[[Work, Range, Term], Solved]
_KINKED = (Abs, Max, Min, Sign, IfThenElse)


def has_kinks(body: Term, x: Symbol) -> bool:
    """Whether a case distinction depends on x."""
    return any((isinstance(t, _KINKED) or _is_step(t)) and x in free_symbols(t) for t in subterms(body))


def _is_step(term: Term) -> bool:
    return isinstance(term, Special) and term.arguments[0] == "Heaviside"


def split_at_kinks(work: Work, where: Range, body: Term, solve: Solve, depth: int = MOST_SPLITS) -> Solved:
    """∫ body over the range, part by part."""
    if not has_kinks(body, work.x):
        return solve(work, where, body)
    work.context.check_time()
    plain = _settled(work, where, body)
    if plain is not None:
        known = split_at_kinks(work, where, plain.statement.arguments[1], solve, depth)
        same = work.throughout(where, lambda _: kernel.exchange(plain))
        return work.carried(where, known, body, same)
    if depth <= 0:
        raise Unproved(where.integral(work.x, body), "too many kinks")
    for cut in _cuts(work, body):
        place = _strictly_inside(work, where, cut)
        if place is None:
            continue
        below, above = (split_at_kinks(work, part, body, solve, depth - 1)
                        for part in (Range(where.lower, cut), Range(cut, where.upper)))
        return joined(work, where, cut, place, body, below, above)
    raise Unproved(where.integral(work.x, body), "it is not known where a case of the integrand changes")


def joined(work: Work, where: Range, cut: Any, place: list[Theorem], body: Term, below: Solved, above: Solved) -> Solved:
    """The integral over a range from those over its two parts."""
    name = {"on the line": "line", "on a half-line": "half-line", "on an interval": "interval"}[where.name]
    found = pair_of(work.use(f"{name} split at a point", {**where.values, "c": cut, "F": work.function(body)},
                             *place, below.integrable, above.integrable))
    from ..rewriting import hole_for

    sum_ = found.equation.statement.arguments[1]
    first, second = sum_.arguments
    hole = hole_for(sum_, first)
    links = [found.equation, kernel.congruence(hole + second, hole, below.equation),
             kernel.congruence(below.value + hole, hole, above.equation)]
    from .ranges import tidy

    return Solved(found.integrable, tidy(kernel.chain(*links), work))


def _strictly_inside(work: Work, where: Range, cut: Any) -> list[Theorem] | None:
    """Proofs that the cut lies between the ends, as the law about splitting wants them."""
    proofs = []
    for small, large in ((where.lower, cut), (cut, where.upper)):
        if isinstance(small, Infinity) or isinstance(large, Infinity):
            continue
        proof = work.context.prove(Le(small, large))
        if proof is None or small is large:
            return None
        proofs.append(proof)
    return None if where.name == "up to a point" else proofs


# -- cases that hold throughout -------------------------------------------------------------------------------------------
def _settled(work: Work, where: Range, body: Term) -> Theorem | None:
    """⊢ body = body with the cases that hold throughout the range put in (from conditions on x); None if there are none."""
    local = work.inside(where)
    x = work.x

    def rule(term: Term) -> Theorem | None:
        if x not in free_symbols(term):
            return None
        if isinstance(term, (Max, Min)):
            return kernel.unfold(term)
        if isinstance(term, Abs):
            return _by_sign(local, term, "absolute value of a nonnegative number", "absolute value of a nonpositive number", Le)
        if isinstance(term, Sign):
            return _by_sign(local, term, "sign of a positive number", "sign of a negative number", Lt)
        if _is_step(term):
            return _by_sign(local, term, "Heaviside of a positive number", "Heaviside of a negative number", Lt)
        if isinstance(term, IfThenElse):
            return _by_case(local, term, x)
        return None

    return rewrite(body, rule, local.settle, limit=30)


def _by_sign(local: Context, term: Term, positive: str, negative: str, relation: Any) -> Theorem | None:
    inner = term.arguments[-1]
    for law, statement in ((positive, relation(0, inner)), (negative, relation(inner, 0))):
        proof = _proved(local, statement) or (_of_a_wave(local, inner, relation) if law is positive else None)
        if proof is not None:
            return kernel.apply(law_instance(law, {"x": inner}), proof)
    return None


def _of_a_wave(local: Context, inner: Any, relation: Any) -> Theorem | None:
    """0 < cos u for u between −π/2 and π/2, 0 < sin u for u between 0 and π."""
    if not isinstance(inner, (Cos, Sin)):
        return None
    u = inner.arguments[0]
    ends = (-(pi / 2), pi / 2) if isinstance(inner, Cos) else (Number(0), pi)
    premises = [_proved(local, Lt(ends[0], u)), _proved(local, Lt(u, ends[1]))]
    if None in premises:
        return None
    law = law_instance("cosine is positive" if isinstance(inner, Cos) else "sine is positive", {"x": u})
    strict = kernel.apply(law, kernel.conjunction(*(p for p in premises if p is not None)))
    return strict if relation is Lt else Prover([strict]).prove(Le(0, inner))


def _by_case(local: Context, term: Term, x: Symbol) -> Theorem | None:
    condition, value, otherwise = term.arguments
    found = _decided(local, condition)
    if found is None:
        return None
    holds, proof = found
    from symproof.terms import Lambda

    law = law_instance("case that holds" if holds else "case that does not hold",
                       {"S_n": Lambda(Symbol("case"), condition), "x": 0, "y": value, "a": otherwise})
    return kernel.apply(law, proof)


def _decided(local: Context, statement: Term) -> tuple[bool, Theorem] | None:
    """Whether a condition holds or fails throughout, with the proof of it or of its negation."""
    proof = _proved(local, statement)
    if proof is not None:
        return True, proof
    proof = _denied(local, statement)
    return None if proof is None else (False, proof)


def _denied(local: Context, statement: Term) -> Theorem | None:
    """¬P, from the opposite relation; for a conjunction from one of its parts, for a disjunction from all."""
    if isinstance(statement, (Ge, Gt)):
        turned = kernel.unfold(statement)
        inner = _denied(local, turned.statement.arguments[1])
        return None if inner is None else kernel.contradiction(
            kernel.absurd(kernel.apply(turned, kernel.assume(statement)), inner), statement)
    if isinstance(statement, (Le, Lt)):
        left, right = statement.arguments
        opposite = _proved(local, Lt(right, left) if isinstance(statement, Le) else Le(right, left))
        if opposite is None:
            return None
        law = law_instance("not at most" if isinstance(statement, Le) else "not less", {"x": left, "y": right})
        return kernel.apply(law, opposite)
    if isinstance(statement, And):
        for position, part in enumerate(statement.arguments):
            inner = _denied(local, part)
            if inner is not None:
                own = kernel.conjunct(kernel.assume(statement), position)
                return kernel.contradiction(kernel.absurd(own, inner), statement)
    if isinstance(statement, Or):
        parts = [_denied(local, part) for part in statement.arguments]
        if all(p is not None for p in parts):
            branches = [kernel.absurd(kernel.assume(s), p) for s, p in zip(statement.arguments, parts, strict=True) if p]
            return kernel.contradiction(kernel.cases(kernel.assume(statement), *branches), statement)
    return None


def _proved(local: Context, statement: Term) -> Theorem | None:
    try:
        return local.prove(statement)
    except (KernelError, TermError, ValueError):
        return None


# -- where a case changes --------------------------------------------------------------------------------------------------
def _cuts(work: Work, body: Term) -> list[Any]:
    """Points where the argument of a case may change its sign."""
    x = work.x
    found: dict[Any, None] = {}
    for term in subterms(body):
        if x not in free_symbols(term):
            continue
        differences: list[Any] = []
        if isinstance(term, (Abs, Sign)) or _is_step(term):
            differences = [term.arguments[-1]]
        elif isinstance(term, (Max, Min)):
            differences = [a - b for i, a in enumerate(term.arguments) for b in term.arguments[i + 1:]]
        elif isinstance(term, IfThenElse):
            differences = [r.arguments[0] - r.arguments[1] for r in subterms(term.arguments[0])
                           if isinstance(r, (Le, Lt, Ge, Gt, Eq))]
        for difference in differences:
            for root in _roots(difference, x):
                found[root] = None
    numbers = sorted((r for r in found if isinstance(r, Number)), key=lambda n: n.value)
    return [*numbers, *(r for r in found if not isinstance(r, Number))]


def _roots(term: Any, x: Symbol) -> list[Any]:
    """Real roots in x of a polynomial of degree at most 2, or of a logarithm, of products and of powers."""
    if isinstance(term, Log):
        return _roots(term.arguments[0] - 1, x)
    if isinstance(term, (Cos, Sin)):
        places = [-(pi / 2), pi / 2] if isinstance(term, Cos) else [Number(0), pi, -pi]
        return [r for place in places for r in _roots(term.arguments[0] - place, x)]
    coefficients = polynomial_in(term, x, 2)
    if coefficients is None:
        whole = type(term).__name__ in ("Mul", "Neg")
        factors = term.arguments if whole else (term.arguments[0],) if isinstance(term, Pow) else ()
        return [r for f in factors if isinstance(f, Term) and x in free_symbols(f) for r in _roots(f, x)]
    a, b, c = (coefficients.get(k, Number(0)) for k in (2, 1, 0))
    if zero(a):
        return [] if zero(b) else [rational_form(-c / b)]
    if zero(c):
        return [Number(0)] if zero(b) else [Number(0), rational_form(-b / a)]
    discriminant = rational_form(Pow(b, 2) - 4 * a * c)
    if isinstance(discriminant, Number) and discriminant.value < 0:
        return []
    return [rational_form((-b - Sqrt(discriminant)) / (2 * a)), rational_form((-b + Sqrt(discriminant)) / (2 * a))]
