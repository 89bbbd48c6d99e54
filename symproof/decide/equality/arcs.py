"""Arcsine, arccosine and arctangent: explicit values, inverse of sine and cosine, and equal angles by equal sines.

An angle that lies in (−π, π) and whose sine vanishes is 0; two angles in [−π/2, π/2] with equal sines, or in [0, π] with
equal cosines, are equal. The ranges come from the laws of the arc functions and from enclosures, sine and cosine from the
addition theorems. How it could be fooled: by leaving the range, as arcsin(sin x) = x for |x| > π/2; the range is a premise
of every law that is used. Search, not trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.kernel import Theorem
from symproof.terms import (Add, Arccos, Arcsin, Arctan, Cos, Eq, Le, Lt, Mul, Neg, Number, Sin, Special, Symbol, Tan, Term,
                            free_symbols, pi, subterms)

from .algebraic_numbers import integer_relation, value_of
from ..context import Context
from .conversions import REFUSED, Conversion, by_balls, closed, difference_is_zero, discharged, given, holds
from ..positivity import prove_order
from ..prover import law_instance

ARCS = (Arcsin, Arccos, Arctan)
MOST_PARTS = 60
_HOLE = Symbol("hole")
Prove = Callable[[Any, Context], "Theorem | None"]


def arc_conversion(context: Context, relations: bool = True) -> Conversion:
    """Arc functions at explicit numbers, of sines and cosines, and the angle of a point.

    With `relations` an angle that is a rational combination of π and of those met before is replaced by it.
    """
    met: list[Term] = []

    def rule(term: Term) -> Theorem | None:
        if isinstance(term, ARCS):
            found = None if closed(term) else _of_circular(term, context)
            if found is None and term not in met:
                found = _by_others(term, met, context) if relations else None
                if found is None:
                    met.append(term)
            return found
        if isinstance(term, Special) and term.arguments[0] == "atan2":
            return _angle_of_point(term, context)
        return None

    return rule


def _by_others(term: Term, met: list[Term], context: Context) -> Theorem | None:
    """⊢ arcsin a = q π + Σ qᵢ (other angles), guessed by lattice reduction at one point and proved by equal angles."""
    from .closed_forms import _equal

    others = [pi, *met[-3:]]
    values = _values([term, *others], context)
    relation = None if values is None else integer_relation(values, 180)
    if relation is None or not relation[0] or max(map(abs, relation)) > MOST_PARTS:
        return None
    parts: list[Term] = [Mul(Number(Fraction(-v, relation[0])), t) for v, t in zip(relation[1:], others, strict=True) if v]
    guess: Term = Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)
    return equal_angles(Eq(term, guess), context, lambda goal, inner: _equal(goal, inner, 0))


def _values(terms: list[Term], context: Context) -> list[Any] | None:
    """Enclosures of terms, at a point that satisfies the hypotheses when they have symbols."""
    import flint

    symbols = {s for t in terms for s in free_symbols(t)}
    if not symbols:
        return [value_of(t, 240) for t in terms]
    from ..conditions import _scope
    from ..order.numeric import _ball

    points = [p for p in _scope(context).points(Add(*terms)) if symbols <= set(p)]
    saved, flint.ctx.prec = flint.ctx.prec, 240
    try:
        for point in points[:-4:-1]:
            balls = [_ball(t, point, {}, flint) for t in terms]
            if all(b.is_finite() and b.rel_accuracy_bits() > 190 for b in balls):
                return balls
    finally:
        flint.ctx.prec = saved
    return None


def _of_circular(term: Term, context: Context) -> Theorem | None:
    inner = term.arguments[0]
    for arc, function, name in ((Arcsin, Sin, "arcsine of a sine"), (Arccos, Cos, "arccosine of a cosine"),
                                (Arctan, Tan, "arctangent of a tangent")):
        if isinstance(term, arc) and isinstance(inner, function):
            x = inner.arguments[0]
            found = _with_premises(name, {"x": x}, context)
            if found is not None:
                return found
    return None


def _with_premises(name: str, values: dict[str, Any], context: Context) -> Theorem | None:
    found = discharged(given(name, values), context)
    return None if context.open_conditions(found) else found


def _angle_of_point(term: Term, context: Context) -> Theorem | None:
    _, y, x = term.arguments
    for name in ("angle in the right half-plane", "angle in the upper half-plane", "angle in the lower half-plane",
                 "angle of a negative number"):
        found = _with_premises(name, {"x": x, "y": y}, context)
        if found is not None:
            return found
    return None


# -- equal angles -----------------------------------------------------------------------------------------------------

def ranges(term: Term, context: Context, further: bool = False) -> list[Theorem]:
    """What the laws say about the size of the arc functions in a term; with `further` also by comparison with ±1."""
    facts: list[Theorem] = []
    for each in sorted((t for t in subterms(term) if isinstance(t, ARCS)), key=repr):
        x = each.arguments[0]
        name = {Arcsin: "arcsine", Arccos: "arccosine", Arctan: "arctangent"}[type(each)]
        found = discharged(given(f"range of the {name}", {"x": x}) if name != "arctangent"
                           else law_instance("range of the arctangent", {"x": x}), context)
        if context.open_conditions(found):
            continue
        facts += [kernel.conjunct(found, 0), kernel.conjunct(found, 1)]
        facts += _by_sign(each, context, further)
    return facts


def _by_sign(each: Term, context: Context, further: bool) -> list[Theorem]:
    """0 ≤ arctan x for 0 ≤ x, and so on."""
    x = each.arguments[0]
    facts: list[Theorem] = []
    if isinstance(each, Arccos):
        return facts
    one, zero = Number(1), Number(0)
    pairs = [(x, one), (one, x), (Number(-1), x), (x, Number(-1))] if further else [(zero, x), (x, zero)]
    for low, high in pairs:
        order = holds(Lt(low, high), context) or holds(Le(low, high), context)
        if order is None:
            continue
        try:
            fact = _increasing(each, order, context)
        except REFUSED:
            continue
        if fact is not None:
            facts.append(fact)
    return facts


def _increasing(each: Term, order: Theorem, context: Context) -> Theorem | None:
    """arc(low) < arc(high) from low < high (or ≤ from ≤), with the explicit one evaluated."""
    low, high = order.statement.arguments
    how = "increasing" if isinstance(order.statement, Lt) else "monotone"
    values = {"x": low, "y": high}
    if isinstance(each, Arctan):
        law = law_instance(f"arctangent is {how}", values)
        fact = kernel.apply(law, order)
    else:
        fact = discharged(given(f"arcsine is {how}", values, order), context)
        if context.open_conditions(fact):
            return None
    kind = type(each)
    number = low if isinstance(low, Number) else high
    quarter = {0: Number(0), 1: pi / 4 if kind is Arctan else pi / 2, -1: -(pi / 4) if kind is Arctan else -(pi / 2)}
    known = _quarter(kind(number), quarter[int(number.value)])
    return None if known is None else kernel.apply(kernel.congruence(_template(fact, kind(number)), _HOLE, known), fact)


@cache
def _quarter(term: Term, angle: Term) -> Theorem | None:
    """⊢ arctan 1 = π/4, and so on."""
    if angle is Number(0):
        return kernel.ring(term, angle)
    from .closed_forms import _equal

    return equal_angles(Eq(term, angle), Context(), lambda goal, inner: _equal(goal, inner, 0))


def _template(fact: Theorem, part: Term) -> Any:
    return type(fact.statement)(*(_HOLE if p is part else p for p in fact.statement.arguments))


def equal_angles(statement: Any, context: Context, prove: Prove) -> Theorem | None:
    """⊢ a = b from sin(a − b) = 0 with |a − b| < π, or from equal sines or cosines where those are injective."""
    left, right = statement.arguments
    gap = left - right
    facts = _Facts(gap, context)
    middle = _closed_proof(Eq(Sin(gap), Number(0)), context, prove)
    if middle is not None:
        limits = facts.bounds(Lt(Neg(pi), gap), Lt(gap, pi))
        if limits:
            zero = given("sine vanishes inside a period only at 0", {"x": gap}, limits[0], limits[1], middle)
            return discharged(difference_is_zero(zero, left, right), context)
    for function, name, low, high in ((Sin, "sine is injective", -(pi / 2), pi / 2),
                                      (Cos, "cosine is injective", Number(0), pi)):
        middle = _closed_proof(Eq(function(left), function(right)), context, prove)
        if middle is None:
            continue
        proofs = facts.bounds(*(goal for side in (left, right) for goal in (Le(low, side), Le(side, high))))
        if proofs:
            return discharged(given(name, {"x": left, "y": right}, *proofs, middle), context)
    return None


def _closed_proof(goal: Any, context: Context, prove: Prove) -> Theorem | None:
    found = prove(goal, context)
    return None if found is None or context.open_conditions(found) else found


class _Facts:
    """The ranges of the arc functions in a term, gathered when they are asked for."""

    def __init__(self, term: Term, context: Context) -> None:
        self.term, self.context = term, context
        self.known: list[Theorem] | None = None
        self.all_of_them = closed(term)

    def bounds(self, *goals: Any) -> list[Theorem]:
        """Proofs of all goals; none when one is missing."""
        if self.known is None:
            self.known = [] if closed(self.term) else ranges(self.term, self.context)
        found = self._proofs(goals)
        if not found and not self.all_of_them:
            self.all_of_them = True
            self.known += ranges(self.term, self.context, True)
            found = self._proofs(goals)
        return found

    def _proofs(self, goals: tuple[Any, ...]) -> list[Theorem]:
        proofs: list[Theorem] = []
        for goal in goals:
            proof = _bound(goal, self.known or [], self.context)
            if proof is None:
                return []
            proofs.append(proof)
        return proofs


def _bound(goal: Any, facts: list[Theorem], context: Context) -> Theorem | None:
    found = by_balls(goal)
    if found is None:
        given_facts = [f for f in context.prover.facts if isinstance(f.statement, (Le, Lt))]
        found = prove_order(goal, [*facts, *given_facts][:24], (), 1) or holds(goal, context)
    if found is None:
        return None
    found = discharged(found, context)
    return None if context.open_conditions(found) else found

__all__ = ["arc_conversion", "equal_angles", "ranges"]
