"""Conditions that hold near a point: ∃r ∀x (x within r of the point ⟹ condition), from leading terms of expansions.

For u = c h^e + …, with c > 0 and h → 0 the distance to the point (1/|x| at ±∞), h^(−e) u = c + O(h) is a theorem of the
rule `taylor`, and a law says that u > 0 near the point. The condition itself (an order relation, ≠ 0, or one of several
alternatives) is then proved from u > 0 by the prover. Search, not trusted.
"""

from __future__ import annotations

from fractions import Fraction

from symproof import kernel
from symproof.checkers.expansion import Expander, Germ
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Add, And, Div, Exists, ForAll, Ge, Gt, Implies, Lambda, Le, Lt, Mul, Ne, Neg, Number, Or,
                            Pow, Symbol, Term, TermError, free_symbols, fresh, substitute)

from ..context import Context
from ..prover import Prover, Unproved, law_instance

WIDTHS = (4, 12, 30)


def prove_near(condition: Term, context: Context) -> Theorem | None:
    """⊢ ∃r>0 ∀x (where ⟹ P), where x lies above, below or on both sides of a point, or beyond r or −r; None if not shown."""
    if not isinstance(condition, Exists) or not isinstance(condition.arguments[1], ForAll):
        return None
    radius, universal = condition.arguments
    var, body = universal.arguments
    if not isinstance(body, Implies):
        return None
    where, inner = body.arguments
    place = _place(where, var, radius)
    if place is None:
        return None
    for claim in inner.arguments if isinstance(inner, Or) else (inner,):
        if not isinstance(claim, (Lt, Le, Gt, Ge, Ne)):
            continue
        left, right = claim.arguments
        for difference in _differences(claim, left, right):
            try:
                existence = _positive_near(difference, var, place, context)
                if existence is not None:
                    return context.settle(_weakened(existence, condition))
            except (TermError, KernelError, Unproved):
                continue
    return None


def _differences(claim: Term, left: Term, right: Term) -> tuple[Term, ...]:
    """The terms whose being positive gives the relation."""
    below = right if left is Number(0) else right - left
    if isinstance(claim, (Lt, Le)):
        return (below,)
    above = left if right is Number(0) else left - right
    return (above,) if isinstance(claim, (Gt, Ge)) else (above, below)


def _place(where: Term, var: Symbol, radius: Symbol) -> tuple[str, Term | None] | None:
    """The law that speaks of this neighbourhood, and its point."""
    if where is Lt(radius, var):
        return "at +∞", None
    if where is Lt(var, -radius):
        return "at −∞", None
    side = where.arguments[0] if isinstance(where, Or) and where.arguments else where
    if not isinstance(side, And) or len(side.arguments) != 2 or not all(isinstance(p, Lt) for p in side.arguments):
        return None
    first, second = side.arguments
    above = radius not in free_symbols(first)
    point = first.arguments[0] if above else second.arguments[1]
    if radius in free_symbols(point):
        return None
    sides: dict[str, Term] = {"from above": And(Lt(point, var), Lt(var, point + radius)),
             "from below": And(Lt(point - radius, var), Lt(var, point))}
    sides["from both sides"] = Or(sides["from above"], sides["from below"])
    return next(((name, point) for name, shape in sides.items() if shape is where), None)


def _positive_near(difference: Term, var: Symbol, place: tuple[str, Term | None], context: Context) -> Theorem | None:
    """⊢ ∃r ∀x (x near the point ⟹ 0 < difference)."""
    name, point = place
    both = name == "from both sides"
    plain = fresh(Symbol(var.name if not var.name.startswith("%") else "x", SCALAR), free_symbols(difference) - {var})
    difference = substitute(difference, {var: plain})
    taken = free_symbols(difference) | (free_symbols(point) if point is not None else frozenset())
    twin = fresh(Symbol("t", SCALAR, "nonzero" if both else "positive"), taken)
    order, root = _leading_order(substitute(difference, {plain: _moved(name, point, twin, 1)}), twin)
    if both and order % 2:
        return None
    moved = Mul(Pow(twin, Number(-order)) if not both else Pow(twin, Mul(2, Number(-order / 2))),
                substitute(difference, {plain: _moved(name, point, twin, root)}))
    fact = kernel.taylor(twin, moved, 1)
    right = fact.statement.arguments[2]
    if not isinstance(right, Add):
        return None
    parts = right.arguments[:-1]
    value = Add(*parts) if len(parts) > 1 else parts[0]
    if twin in free_symbols(value):
        return None
    positive = context.prove(Lt(0, value))
    if positive is None:
        return None
    names: dict[str, Term] = {"F": Lambda(plain, difference), "a": value, "q": Number(-order / (2 if both else 1))}
    if not both:
        names["p"] = Number(root)
    if point is not None:
        names["c"] = point
    return kernel.apply(law_instance(f"positive near a point, {name}", names), kernel.conjunction(fact, positive))


def _moved(name: str, point: Term | None, twin: Symbol, root: int) -> Term:
    """x as a function of the twin, as the laws write it."""
    if point is None:
        value = Div(1, Pow(twin, root))
        return value if name == "at +∞" else Neg(value)
    if name == "from both sides":
        return Add(point, twin)
    return Add(point, Pow(twin, root)) if name == "from above" else Add(point, Neg(Pow(twin, root)))


def _leading_order(body: Term, twin: Symbol) -> tuple[Fraction, int]:
    """(e, d) with body(h^d) = c h^e + O(h^(e+1)), an integer e."""
    for width in WIDTHS:
        expander = Expander(twin, width)
        try:
            germ: Germ = expander.of(body)
            found = expander.plain(germ)
            first, _ = expander.leading(found)
        except TermError:
            continue
        places = sorted(e for e, c in found.terms.items() if expander.resolved(c).top)
        ends = [e for e in [*places[1:], *([found.order] if found.order is not None else [])] if e > first]
        root = first.denominator
        gap = min(ends, default=first + 1) - first
        while root * gap < 1 or (root * first).denominator > 1:
            root += first.denominator
            if root > 24:
                raise TermError("the leading term of an expansion stands too close to the next")
        return first * root, root
    raise TermError("no leading term was found")


def _weakened(existence: Theorem, condition: Term) -> Theorem:
    """⊢ ∃r ∀x (where ⟹ P) from ⊢ ∃r ∀x (where ⟹ 0 < u), when 0 < u gives P."""
    radius, universal = condition.arguments
    var, body = universal.arguments
    where, inner = body.arguments
    taken = free_symbols(condition) | free_symbols(existence.statement)
    for hypothesis in existence.hypotheses:
        taken |= free_symbols(hypothesis)
    r, x = fresh(Symbol("r", SCALAR, "positive"), taken), fresh(Symbol("x", SCALAR, var.domain), taken)
    bound, stated = existence.statement.arguments
    given = kernel.assume(substitute(stated, {bound: r}))
    near = kernel.assume(substitute(where, {radius: r, var: x}))
    strict = kernel.apply(kernel.specialize(given, x), near)
    wanted = substitute(inner, {var: x})
    proof = Prover([strict, near]).prove(wanted)
    everywhere = kernel.generalize(kernel.discharge(proof, near.statement), x)
    shown = kernel.witness(condition, r, everywhere)
    return kernel.obtain(existence, r, shown)


__all__ = ["prove_near"]
