"""Signs by cases of |u| and sign u, and by what single functions do: log, roots, powers. Search, not trusted."""

from __future__ import annotations

from fractions import Fraction

from symproof import kernel
from symproof.checkers.normal_form import normal
from symproof.checkers import polynomial as P
from symproof.checkers.quotients import ONE as UNIT
from symproof.checkers.quotients import polynomial_term, quotient_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Abs, Add, Exp, Le, Log, Lt, Neg, Not, Number, Pow, Sqrt, Symbol, Term, TermError, canonical,
                            free_symbols, fresh, substitute, subterms)

from .forms import ZERO
from .scope import ONE, Scope, combined, weakened
from ..prover import law_instance
from ..rewriting import abstract

MOST_ABS = 4


# -- single functions -------------------------------------------------------------------------------------------------
def by_function(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """0 < log u from 1 < u, 0 < u^e from 0 < u, 0 ≤ √u, √u ≤ C from u ≤ C²."""
    g = goal.arguments[1]
    if isinstance(g, Log):
        return _logarithm(goal, g.arguments[0], scope, depth)
    if isinstance(g, Neg) and isinstance(g.arguments[0], Log):
        return _negative_logarithm(goal, g.arguments[0].arguments[0], scope, depth)
    if isinstance(g, Sqrt) or isinstance(g, Pow) and not isinstance(g.arguments[1], Number) or isinstance(
            g, Pow) and g.arguments[1].value.denominator != 1:
        return _power(goal, g, scope, depth)
    return by_root(goal, scope, depth) if depth > 0 else None


def by_root(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """√u ≤ C, from 0 ≤ C and u ≤ C²; the same for <."""
    try:
        form = normal(goal.arguments[1])[0]
    except TermError:
        return None
    if form.bottom != UNIT:
        return None
    for n in sorted({n for key in form.top for n, e in key if e == Fraction(1, 2)}):
        mine = {key: v for key, v in form.top.items() if any(m == n for m, _ in key)}
        if len(mine) != 1 or next(iter(mine)) != ((n, Fraction(1, 2)),) or next(iter(mine.values())) > 0:
            continue
        u, scale = P.atom_term(n), -next(iter(mine.values()))
        rest = polynomial_term({key: v / scale for key, v in form.top.items() if key not in mine})
        found = _below_square(goal, u, rest, scale, scope, depth)
        if found is not None:
            return found
    return None


def _below_square(goal: Term, u: Term, rest: Term, scale: Fraction, scope: Scope, depth: int) -> Theorem | None:
    if not free_symbols(u):
        return None
    defined = scope.search.condition(Le(ZERO, u), scope, depth - 1)
    positive = scope.search.solve(Le(ZERO, rest), scope, depth - 1)
    if defined is None or positive is None:
        return None
    below = scope.search.solve(type(goal)(u, Pow(rest, 2)), scope, depth - 1)
    if below is None:
        return None
    square = Pow(rest, 2)
    visible = kernel.sign_of_form(Le(ZERO, Sqrt(square)))
    squares = kernel.ring(Pow(Sqrt(square), 2), square)
    same = kernel.apply(law_instance("equal squares", {"x": Sqrt(square), "y": rest}),
                        kernel.conjunction(visible, positive, squares))
    if isinstance(goal, Lt):
        name = "square root is strictly monotone"
    else:
        name = "square root is monotone"
    rise = kernel.apply(law_instance(name, {"x": u, "y": Pow(rest, 2)}), kernel.conjunction(defined, below))
    whole = kernel.chain(rise, same)
    theorem = kernel.nonnegative_form(goal, [whole], [(scale, (0,), ())])
    return scope.closed(_cut(defined, theorem), 0)


def _logarithm(goal: Term, u: Term, scope: Scope, depth: int) -> Theorem | None:
    strict = isinstance(goal, Lt)
    premise = scope.search.solve(Lt(1, u) if strict else Le(1, u), scope, depth)
    if premise is None:
        return None
    if strict:
        law = law_instance("logarithm is increasing", {"x": Number(1), "y": u})
        rise = kernel.apply(law, kernel.conjunction(kernel.sign_of_form(Lt(0, 1)), premise))
        return scope.closed(combined(goal, rise), 0)
    # log u = −log(1/u) ≥ 1 − 1/u ≥ 0
    positive = combined(Lt(ZERO, u), kernel.sign_of_form(Lt(0, 1)), premise)
    inverse = kernel.apply(law_instance("reciprocal of a positive number", {"x": u}), positive)
    tangent = kernel.apply(law_instance("logarithm below its tangent", {"x": 1 / u}), inverse)
    whole = kernel.nonnegative_form(goal, [tangent, premise, weakened(inverse)], [(ONE, (0,), ()), (ONE, (1, 2), ())])
    for fact in (positive, inverse):
        whole = _cut(fact, whole)
    return scope.closed(whole, 0)


def _negative_logarithm(goal: Term, u: Term, scope: Scope, depth: int) -> Theorem | None:
    strict = isinstance(goal, Lt)
    positive = scope.search.condition(Lt(ZERO, u), scope, depth)
    premise = scope.search.solve(Lt(u, 1) if strict else Le(u, 1), scope, depth)
    if premise is None or positive is None:
        return None
    tangent = kernel.apply(law_instance("logarithm below its tangent", {"x": u}), positive)
    return scope.closed(_cut(positive, combined(goal, tangent, premise)), 0)


def _power(goal: Term, g: Term, scope: Scope, depth: int) -> Theorem | None:
    base = g.arguments[0]
    positive = scope.search.condition(Lt(ZERO, base), scope, depth)
    if positive is not None:
        if isinstance(g, Sqrt):
            law = law_instance("square root of a positive number", {"x": base})
        else:
            law = law_instance("power of a positive number", {"x": base, "y": g.arguments[1]})
        found = kernel.apply(law, positive)
        return found if isinstance(goal, Lt) else weakened(found)
    if isinstance(g, Sqrt) and isinstance(goal, Le):
        weak = scope.search.condition(Le(ZERO, base), scope, depth)
        if weak is not None:
            law = law_instance("square root is monotone", {"x": Number(0), "y": base})
            root = kernel.apply(law, kernel.conjunction(kernel.sign_of_form(Le(0, 0)), weak))
            return scope.closed(_cut(weak, combined(goal, root)), 0)
    return None


def _cut(proof: Theorem, theorem: Theorem) -> Theorem:
    key = canonical(proof.statement)
    return kernel.cut(proof, theorem) if any(canonical(h) is key for h in theorem.hypotheses) else theorem


def by_logarithm(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """H ≤ e^u from log H ≤ u, for a positive H (0 ≤ e^u − H as it was written)."""
    g = goal.arguments[1]
    if depth < 2 or not isinstance(g, Add) or len(g.arguments) != 2:
        return None
    for large, small in (g.arguments, g.arguments[::-1]):
        if not isinstance(large, Exp) or not free_symbols(large) <= free_symbols(small) or not isinstance(small, Neg):
            continue
        h, u = small.arguments[0], large.arguments[0]
        if isinstance(h, (Symbol, Number)) or not any(isinstance(p, Exp) for p in subterms(h)):
            continue
        positive = scope.search.condition(Lt(ZERO, h), scope, depth - 1)
        below = None if positive is None else scope.search.solve(type(goal)(Log(h), u), scope, depth - 1)
        if positive is None or below is None:
            continue
        if isinstance(goal, Lt):
            rise = kernel.apply(law_instance("exponential is increasing", {"x": Log(h), "y": u}), below)
        else:
            rise = kernel.apply(law_instance("exponential is weakly increasing", {"x": Log(h), "y": u}), below)
        return scope.closed(_cut(positive, combined(goal, rise)), 0)
    return None


# -- cases ------------------------------------------------------------------------------------------------------------
def by_cases(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """By the two signs of u, for an |u| in the normal form of the goal (max and min are written with |·| there)."""
    try:
        form = normal(goal.arguments[1])[0]
    except TermError:
        return None
    standard = quotient_term(form)
    sizes = sorted((p for p in subterms(standard) if isinstance(p, Abs)), key=lambda p: (len(repr(p)), repr(p)))
    if not sizes or len(sizes) > MOST_ABS:
        return None
    size = sizes[0]
    u = size.arguments[0]
    if any(s.name.startswith("%") for s in free_symbols(u)):
        return None
    wanted = type(goal)(ZERO, standard)
    low, high = Lt(u, ZERO), Le(ZERO, u)
    branches = []
    for premise in (low, high):
        inner = scope.with_premises(premise)
        found = _branch(wanted, size, premise, inner, depth)
        if found is None:
            return None
        branches.append(found)
    middle = kernel.excluded_middle(low)
    other = kernel.apply(law_instance("not less", {"x": u, "y": ZERO}), kernel.assume(Not(low)))
    whole = kernel.cases(middle, branches[0], _cut(other, branches[1]))
    return scope.closed(combined(goal, whole), 1)


def _branch(wanted: Term, size: Term, premise: Term, inner: Scope, depth: int) -> Theorem | None:
    """The goal where the sign of u is known, |u| replaced by ±u."""
    u = size.arguments[0]
    given = kernel.assume(premise)
    if isinstance(premise, Le):
        law = law_instance("absolute value of a nonnegative number", {"x": u})
    else:
        law, given = law_instance("absolute value of a nonpositive number", {"x": u}), weakened(given)
    equation = kernel.apply(law, given)
    hole = fresh(Symbol("hole"), free_symbols(wanted))
    template = abstract(wanted, size, hole)
    plain = substitute(template, {hole: equation.statement.arguments[1]})
    found = inner.search.solve(plain, inner, depth)
    if found is None:
        return None
    try:
        return kernel.apply(kernel.congruence(template, hole, equation), found)
    except (KernelError, TermError):
        return None


__all__ = ["by_cases", "by_function", "by_logarithm", "by_root"]
