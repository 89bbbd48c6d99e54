"""Claims with a remainder: left − right = O(gauge) as a variable tends to a point, proved or refuted by expansions.

The variable x is replaced by a twin h that tends to 0: x = p + h (h ≠ 0, or h > 0 when x can only come from above),
x = p − h (h > 0), x = ±1/h at ±∞ (h > 0); by x = p ± h^d when fractional powers occur. With gauge ~ c h^k, c ≠ 0, the
claim says that h^m (left − right) = O(h^(k+m)) for h of the twin's domain, and that is the theorem of the kernel's rule
`taylor`: `Asymptotic(h, h^m (left − right), O(h^(k+m)))`, where m = 0 for k ≥ 1. When the gauge contains log h, terms of
the order k that the gauge dominates stand beside the O. Two sides are proved at once where the functions are regular on
both, otherwise by one theorem for each. A claim about integers at infinity follows from the one about reals.

How it could be fooled. A coefficient that vanishes only for special parameters: coefficients are normal forms, zero means
identically zero. The wrong side, or both sides of a branch point (√x, |x|, log x): the twin's domain says what is proved,
and the kernel refuses odd powers under a root, a sign or a logarithm from both sides. O(x) for x log x: logarithms are
carried with every remainder. Functions that oscillate or explode (sin(1/x), e^{1/x}): no expansion exists, no theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, NamedTuple

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.domains import evident
from symproof.checkers.enclosure import certainly
from symproof.checkers.expansion import LOG, Expander, Germ, Series, TooShort, series_of
from symproof.checkers.signs import sign
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Add, Asymptotic, BigO, Div, Eq, Factorial, Infinity, Log, Lt, Mul, Ne, Neg, Number, Pow,
                            Symbol, Term, TermError, free_symbols, fresh, substitute)

from ..claim import Claim, Remainder
from ..context import Context, guarded
from ..rewriting import NotConvertible, rewrite

MOST_ORDER = 50
_NATURAL = Symbol("n", SCALAR, "natural")


class Approach(NamedTuple):
    """One way of tending to the point: x is `value`, a term in the twin h → 0; from both sides when the side is ""."""

    twin: Symbol
    value: Term
    side: str


def prove_remainder(claim: Claim, context: Context) -> tuple[Theorem, ...] | None:
    """Theorems that together say that left − right = O(gauge) as the claim says; None when no proof is found.

    What the theorems rest on beyond the hypotheses of the claim is discharged by `context` where it can be.
    """
    remainder = claim.remainder
    if remainder is None or claim.relation != "==":
        return None
    link = _without_factorials(claim.left - claim.right, context)
    difference = claim.left - claim.right if link is None else link.statement.arguments[1]
    for approaches in _ways(claim, remainder):
        found: list[Theorem] = [] if link is None else [link]
        for approach in approaches:
            context.check_time()
            try:
                theorem = _theorem(difference, claim, remainder, approach, context)
            except (TermError, KernelError, NotConvertible, ArithmeticError, RecursionError):
                theorem = None
            if theorem is None:
                break
            found.append(context.settle(theorem))
        else:
            if not any(context.open_conditions(t) for t in found):
                return tuple(found)
    return None


def _without_factorials(difference: Term, context: Context) -> Theorem | None:
    """⊢ difference = the same with Γ(n + 1) for n!, where n is natural; None when there is no factorial."""
    def rule(term: Term) -> Theorem | None:
        if not isinstance(term, Factorial):
            return None
        law = kernel.instantiate(kernel.law("gamma of a natural number"), {_NATURAL: term.arguments[0]})
        return kernel.exchange(law)

    try:
        return rewrite(difference, rule, context.settle)
    except (TermError, KernelError):
        return None


# -- approaches -------------------------------------------------------------------------------------------------------
def _ways(claim: Claim, remainder: Remainder) -> Iterator[tuple[Approach, ...]]:
    """The sets of approaches each of which covers the claim: both sides at once first, then one side at a time."""
    sides = directions(claim, remainder)
    if len(sides) == 2:
        yield (_approach(claim, remainder, ""),)
    yield tuple(_approach(claim, remainder, side) for side in sides)


def directions(claim: Claim, remainder: Remainder) -> tuple[str, ...]:
    """The sides ("+" from above, "-" from below) from which the variable can tend to the point."""
    variable, point = remainder.variable, remainder.point
    if isinstance(point, Infinity):
        return ("-",) if point.arguments[0] > 0 else ("+",)
    open_sides = {"+", "-"} if remainder.direction == "" else {remainder.direction}
    at_zero = not isinstance(point, Number) or point.value == 0
    if variable.domain in ("positive", "nonnegative", "unit", "natural", "positive integer") and at_zero and sign(point) != "+":
        open_sides -= {"-"}
    if variable.domain == "negative" and at_zero and sign(point) != "-":
        open_sides -= {"+"}
    low, high = claim.intervals.get(variable, (None, None))
    if isinstance(point, Number):
        if low is not None and point.value <= low:
            open_sides -= {"-"}
        if high is not None and point.value >= high:
            open_sides -= {"+"}
    if not open_sides:
        raise TermError(f"{variable!r} cannot tend to {point!r} within its domain")
    return tuple(sorted(open_sides))


def _approach(claim: Claim, remainder: Remainder, side: str, root: int = 1) -> Approach:
    """x as a function of the twin; `root` d puts h^d in its place."""
    taken = free_symbols(claim.left) | free_symbols(claim.right) | free_symbols(remainder.gauge)
    point, variable = remainder.point, remainder.variable
    name = variable.name if point is Number(0) and variable.name.isidentifier() else "h"
    twin = fresh(Symbol(name, SCALAR, "positive" if side else "nonzero"), set(taken) - {variable})
    step: Term = twin if root == 1 else Pow(twin, root)
    if isinstance(point, Infinity):
        return Approach(twin, Div(point.arguments[0], step), side)
    step = Neg(step) if side == "-" else step
    return Approach(twin, step if point is Number(0) else Add(point, step), side)


def _theorem(difference: Term, claim: Claim, remainder: Remainder, approach: Approach,
             context: Context) -> Theorem | None:
    """The kernel's theorem for one approach; None when the claim does not follow."""
    order, logs = gauge_order(substitute(remainder.gauge, {remainder.variable: approach.value}), approach.twin)
    root = order.denominator
    if root > 1:
        if not approach.side:
            return None
        approach, order = _approach(claim, remainder, approach.side, root), order * root
    body = substitute(difference, {remainder.variable: approach.value})
    lift = max(0, 1 - int(order))
    whole = int(order) + lift
    if whole > MOST_ORDER or lift > MOST_ORDER:
        return None
    if lift:
        body = Mul(Pow(approach.twin, lift), body)
    theorem = kernel.taylor(approach.twin, body, whole + 1 if logs else whole)
    if logs and _dominated(theorem.statement.arguments[2], approach.twin, whole, logs):
        return theorem
    return _without_zeros(theorem, context)


def _without_zeros(theorem: Theorem, context: Context) -> Theorem | None:
    """f = O(h^n) from f = Σ c h^e + O(h^n), when each c that is left can be proved to be 0 by other means."""
    twin, left, right = theorem.statement.arguments
    for _ in range(12):
        if isinstance(right, BigO):
            return theorem
        value, power, rest = _first_coefficient(right, twin)
        if not _may_vanish(value):
            return None
        from ..equality.closed_forms import prove_equal

        zero = guarded(prove_equal, Eq(value, 0), context)
        if zero is None or not isinstance(zero.statement, Eq):
            return None
        hole = fresh(Symbol("z"), free_symbols(theorem.statement) | {twin})
        template = Asymptotic(twin, left, Add(hole if power is None else Mul(hole, power), *rest))
        theorem = kernel.apply(kernel.congruence(template, hole, zero), theorem)
        right = Add(*rest) if len(rest) > 1 else rest[0]
        theorem = kernel.chain(theorem, _dropped(twin, theorem.statement.arguments[2], right))
    return None


def _dropped(twin: Symbol, right: Term, shorter: Term) -> Theorem:
    """0 h^e + rest = rest, up to the remainder."""
    return kernel.series(twin, right, shorter)


def _first_coefficient(right: Term, twin: Symbol) -> tuple[Term, Term | None, list[Term]]:
    """c, h^e (None for 1) and the rest of a sum c h^e + rest + O(h^n), as flattened by its building."""
    fixed = [p for p in right.arguments if twin not in free_symbols(p)]
    if fixed:
        return (Add(*fixed) if len(fixed) > 1 else fixed[0]), None, [p for p in right.arguments if p not in fixed]
    first, *rest = right.arguments
    factors = first.arguments if isinstance(first, Mul) else (first,)
    known = [f for f in factors if twin not in free_symbols(f)]
    if len(known) != len(factors) - 1 or not known:
        raise TermError(f"{first!r} is not a coefficient times a power")
    return (Mul(*known) if len(known) > 1 else known[0]), factors[-1], rest


def _may_vanish(value: Term) -> bool:
    """Whether balls leave it open that a closed number is 0; True for one with parameters."""
    return bool(free_symbols(value)) or not _holds(Ne(value, 0))


def _dominated(right: Term, twin: Symbol, order: int, logs: int) -> bool:
    """Whether the terms beside the remainder are O(h^order |log h|^logs)."""
    expander, found = series_of(Add(*(p for p in right.arguments if not isinstance(p, BigO)), Number(0)), twin, order + 1)
    return all(e > order or e == order and _degree(c) <= logs or not expander.resolved(c).top for e, c in found.terms.items())


def gauge_order(gauge: Term, twin: Symbol) -> tuple[Fraction, int]:
    """(k, j) with |gauge| ≥ C h^k |log h|^j near 0 for a C > 0; raises TermError when the gauge is not of that form."""
    expander, found = series_of(gauge, twin, 2) if twin not in free_symbols(gauge) else _leading(gauge, twin)
    e, c = expander.leading(found)
    degree = _degree(c)
    slot = P.atom(LOG)
    top = {tuple(f for f in key if f[0] != slot): v for key, v in c.items() if dict(key).get(slot, 0) == degree}
    expander.sign(top)
    if any(not evident(o) for o in expander.obligations):
        raise TermError(f"the gauge {gauge!r} is known only under conditions")
    return e, degree


def _leading(term: Term, twin: Symbol) -> tuple[Expander, Series]:
    """A series whose leading term is known."""
    for width in (4, 10, 24, 54):
        expander = Expander(twin, width)
        try:
            found = expander.plain(expander.of(term))
            expander.leading(found)
        except TooShort:
            continue
        return expander, found
    raise TermError(f"the leading term of {term!r} was not found")


def _degree(poly: P.Polynomial) -> int:
    slot = P.atom(LOG)
    return max((int(dict(key).get(slot, 0)) for key in poly), default=0)


# -- refutation -------------------------------------------------------------------------------------------------------
def leading_difference(claim: Claim, values: Mapping[Symbol, Any]) -> tuple[Fraction | None, Term] | None:
    """A certified reason why a claim with a remainder is false at these exact values of its parameters, or None.

    `values` gives every free symbol other than the remainder's variable: an int, a Fraction, or a closed term; they must
    satisfy the claim's hypotheses (this is not checked here). The answer (e, c) says: from one of the sides on which the
    claim speaks, left − right = c h^e + o(h^e), where h → 0+ is the distance to the point (1/|x| at ±∞) and c is a closed
    term that is certainly not 0, or a polynomial in log h, and this is not O(gauge), which is smaller. With e = None the
    difference grows faster than every power of 1/h. The coefficients are exact normal forms; balls or the form of terms
    show c ≠ 0 and every condition of the expansion: such an answer refutes the claim soundly.
    """
    remainder = claim.remainder
    if remainder is None or claim.relation != "==":
        return None
    known = {s: v if isinstance(v, Term) else Number(v) for s, v in values.items() if s is not remainder.variable}
    difference = substitute(claim.left - claim.right, known)
    gauge = substitute(remainder.gauge, known)
    try:
        sides = directions(claim, remainder)
    except TermError:
        return None
    for side in sides:
        try:
            twin, value, _ = _approach(claim, remainder, side)
            at = {remainder.variable: substitute(value, known)}
            order, logs = gauge_order(substitute(gauge, at), twin)
            found = _first(substitute(difference, at), twin, order, logs)
        except (TermError, ArithmeticError, RecursionError):
            continue
        if found is not None:
            return found
    return None


def _first(body: Term, twin: Symbol, order: Fraction, logs: int) -> tuple[Fraction | None, Term] | None:
    """The first term of an expansion that O(h^order |log h|^logs) does not cover."""
    for width in (4, 10, 24, 54):
        expander = Expander(twin, max(width, int(order) + 2))
        try:
            germ = expander.of(body)
            if germ.big and any(expander.resolved(c).top for c in germ.big.values()):
                return _explosion(expander, germ)
            found = expander.plain(germ)
        except TooShort:
            continue
        if not all(_holds(o) for o in expander.obligations):
            return None
        for e in sorted(found.terms):
            poly = found.terms[e]
            degree = _degree(poly)
            if e > order or e == order and degree <= logs or not expander.resolved(poly).top:
                continue
            top = {k: v for k, v in poly.items() if dict(k).get(P.atom(LOG), 0) == degree}
            shown = substitute(expander.term(top), {LOG: Number(1)})
            if not _holds(Ne(shown, 0)):
                return None
            return e, substitute(expander.term(poly), {LOG: Log(twin)})
        if found.order is None or found.order > order or found.order == order and found.logs <= logs:
            return None
    return None


def _explosion(expander: Expander, germ: Germ) -> tuple[None, Term] | None:
    if expander.tends(germ.big) <= 0:
        return None
    _, c = expander.leading(germ.tail)
    value = expander.term(c)
    return (None, value) if not _degree(c) and _holds(Ne(value, 0)) and all(map(_holds, expander.obligations)) else None


def _holds(statement: Term) -> bool:
    """Whether a closed condition certainly holds."""
    if evident(statement):
        return True
    if free_symbols(statement):
        return False
    try:
        return certainly(statement)
    except TermError:
        return _by_balls(statement)


def _by_balls(statement: Term) -> bool:
    from symproof.models.complex_balls import ComplexBalls
    from symproof.models.verdict import OutOfTime, Undefined, Unsupported

    if not isinstance(statement, (Lt, Ne)):
        return False
    left, right = statement.arguments
    try:
        ball = ComplexBalls(256)(right - left)
    except (Undefined, Unsupported, OutOfTime):
        return False
    real = ball.real
    return bool(real > 0) or isinstance(statement, Ne) and bool(real < 0)


__all__ = ["directions", "gauge_order", "leading_difference", "prove_remainder"]
