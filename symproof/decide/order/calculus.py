"""Signs by calculus in one variable: a function rises from where it is known, falls to its limit, is cut into monotone pieces.

Goals are 0 < g and 0 ≤ g; every function returns a kernel theorem whose hypotheses are those of the scope, or None. The
laws are the mean value theorem's: a derivative of one sign on [a, b] gives F(a) ≤ F(b) (< when it is positive inside).
Floating-point samples choose the base points and the pieces; they prove nothing.
"""

from __future__ import annotations

import math
from fractions import Fraction

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import (And, Exp, Lambda, Le, Log, Lt, Neg, Not, Number, Sqrt, Symbol, Term, TermError, canonical,
                            free_symbols, fresh, oo, pi, substitute)

from . import numeric
from .forms import ZERO, factored
from .scope import Scope, assumed_parts, combined, conjoined, weakened
from ..prover import Unproved, law_instance
from ..rewriting import NotConvertible

MOST_PIECES = 6


def by_calculus(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """By the derivative in one of the goal's variables."""
    g = goal.arguments[1]
    symbols = sorted(free_symbols(g), key=lambda s: s.name)
    for x in symbols:
        scope.search.check_time()
        found = _in_variable(goal, x, scope, depth)
        if found is not None:
            return found
    return None


def _in_variable(goal: Term, x: Symbol, scope: Scope, depth: int) -> Theorem | None:
    g = goal.arguments[1]
    t = fresh(Symbol("t"), _names(g, scope))
    body = substitute(g, {x: t})
    try:
        slope = kernel.differentiate(t, body, x).statement.arguments[3]
    except (KernelError, TermError):
        return None
    where = scope.points(g)
    if not where:
        return None
    up, down = numeric.signs(slope, where)
    one = not (free_symbols(g) - {x})
    bounds = scope.bounds(x)
    if not down:
        for base in _bases(x, bounds.low, g, scope):
            found = _rising(goal, x, t, body, base, scope, depth)
            if found is not None:
                return found
        if isinstance(goal, Lt) and bounds.low is not None and one and depth > 1:
            step = Number(math.floor(numeric.value(bounds.low, {})) + 1)
            found = split_at(goal, x, step, scope, depth) if _inside(float(step.value), x, scope) else None
            if found is not None:
                return found
        if bounds.low is None:
            found = _turned(goal, x, scope, depth)
            if found is not None:
                return found
    if not up:
        for base in _bases(x, bounds.high, g, scope):
            found = _falling(goal, x, t, body, base, scope, depth)
            if found is not None:
                return found
        if bounds.high is None:
            found = _falling_to_limit(goal, x, t, body, scope, depth)
            if found is not None:
                return found
    if depth > 1:
        for point in linear_roots(g, x)[:2]:
            if free_symbols(point) and point is not x:
                found = split_at(goal, x, point, scope, depth)
                if found is not None:
                    return found
    if up and down:
        turning = _turning_points(slope, x, scope)
        for point in turning:
            found = split_at(goal, x, point, scope, depth)
            if found is not None:
                return found
        if one:
            return _pieces(goal, x, slope, scope, depth)
    return None


def _names(term: Term, scope: Scope) -> set[Symbol]:
    names = set(free_symbols(term))
    for h in scope.hypotheses:
        names |= free_symbols(h)
    return names


def _bases(x: Symbol, end: Term | None, g: Term, scope: Scope) -> list[Term]:
    """Where to start: the end of the interval, or what other hypotheses put on that side."""
    found = [] if end is None else [end]
    for fact in scope.facts:
        for side in fact.statement.arguments:
            if x in free_symbols(fact.statement) and x not in free_symbols(side) and free_symbols(side):
                found.append(side)
    return list(dict.fromkeys(found))


# -- monotone functions -----------------------------------------------------------------------------------------------
def _rising(goal: Term, x: Symbol, t: Symbol, body: Term, base: Term, scope: Scope, depth: int) -> Theorem | None:
    """0 ≤ g(c) and g' ≥ 0 on [c, x]."""
    at_base = substitute(body, {t: base})
    found = _ends(goal, at_base, Lt(base, x), Le(base, x), scope, depth)
    if found is None:
        return None
    start, order = found
    rise = _monotone(body, t, base, x, x, order, scope, depth)
    if rise is None:
        return None
    try:
        return _brought(kernel.chain(start, rise), goal)
    except (KernelError, TermError):
        return None


def _falling(goal: Term, x: Symbol, t: Symbol, body: Term, base: Term, scope: Scope, depth: int) -> Theorem | None:
    """0 ≤ g(c) and g' ≤ 0 on [x, c]."""
    at_base = substitute(body, {t: base})
    found = _ends(goal, at_base, Lt(x, base), Le(x, base), scope, depth)
    if found is None:
        return None
    start, order = found
    fall = _monotone(Neg(body), t, x, base, x, order, scope, depth)
    if fall is None:
        return None
    try:
        strict = isinstance(start.statement, Lt) or isinstance(fall.statement, Lt)
        joined = combined((Lt if strict else Le)(*goal.arguments), start, fall)
    except (KernelError, TermError):
        return None
    joined_closed = scope.closed(joined, 0)
    return None if joined_closed is None else _brought(joined_closed, goal)


def _ends(goal: Term, at_base: Term, strictly: Term, weakly: Term, scope: Scope, depth: int) -> tuple[Theorem, Theorem] | None:
    """The inequality at the base, and the order of base and variable: one of them strict when the goal is."""
    start = None
    if isinstance(goal, Lt):
        start = scope.search.solve(Lt(ZERO, at_base), scope, depth - 1)
    if start is None:
        start = scope.search.solve(Le(ZERO, at_base), scope, depth - 1)
    if start is None:
        return None
    need_strict = isinstance(goal, Lt) and not isinstance(start.statement, Lt)
    order = scope.search.condition(strictly if need_strict else weakly, scope, 0)
    return None if order is None else (start, order)


def _brought(theorem: Theorem, goal: Term) -> Theorem:
    return weakened(theorem) if isinstance(goal, Le) and isinstance(theorem.statement, Lt) else theorem


def _monotone(body: Term, t: Symbol, low: Term, high: Term, x: Symbol, order: Theorem, scope: Scope,
              depth: int) -> Theorem | None:
    """body(low) ≤ body(high) (< when `order` says low < high), by the sign of the derivative in between."""
    strict = isinstance(order.statement, Lt)
    s = fresh(Symbol("s"), _names(body, scope) | {x, t})
    ends, premises = _between(s, low, high, x, scope)
    inner = Scope([*(h for h in scope.hypotheses if x not in free_symbols(h)), *premises], scope.search)
    try:
        slope = kernel.differentiate(t, body, s)
    except (KernelError, TermError):
        return None
    differentiable = inner.closed(slope, depth - 1)
    if differentiable is None:
        return None
    rate = slope.statement.arguments[3]
    functions = {"F": Lambda(t, body), "f": Lambda(s, rate), "a": low, "b": high}
    closed_range = And(Le(low, s), Le(s, high))
    if not strict:
        sign = scope.search.solve(Le(ZERO, rate), inner, depth - 1)
        if sign is None:
            return None
        fact = _over_range(kernel.conjunction(differentiable, sign), s, closed_range, ends, scope)
        if fact is None:
            return None
        law = law_instance("function with a nonnegative derivative", functions)
        return _applied(law, [order, fact], scope)
    open_premises = [Lt(*p.arguments) if isinstance(p, Le) else p for p in premises]
    open_scope = Scope([*(h for h in scope.hypotheses if x not in free_symbols(h)), *open_premises], scope.search)
    sign = scope.search.solve(Lt(ZERO, rate), open_scope, depth - 1)
    if sign is None:
        return None
    first = _over_range(differentiable, s, closed_range, ends, scope)
    second = _over_range(sign, s, And(Lt(low, s), Lt(s, high)), ends, scope)
    if first is None or second is None:
        return None
    return _applied(law_instance("function with a positive derivative", functions), [order, first, second], scope)


def _between(s: Symbol, low: Term, high: Term, x: Symbol, scope: Scope) -> tuple[list[Theorem], list[Term]]:
    """What holds for s between low and high: bounds by terms without x; with the facts on x that carry them over."""
    facts: list[Theorem] = []
    premises: list[Term] = []
    if x not in free_symbols(low):
        premises.append(Le(low, s))
    if x not in free_symbols(high):
        premises.append(Le(s, high))
    bounds = scope.bounds(x)
    carried = [bounds.low_fact] if low is x else [bounds.high_fact]
    for fact in carried:
        if fact is not None:
            small, large = fact.statement.arguments
            premises.append(type(fact.statement)(small, s) if large is x else type(fact.statement)(s, large))
            facts.append(fact)
    return facts, list(dict.fromkeys(premises))


def _over_range(theorem: Theorem, s: Symbol, premise: Term, facts: list[Theorem], scope: Scope) -> Theorem | None:
    """∀s (low ≤ s ≤ high ⟹ …), the bounds of s replaced by those two and the facts on the ends."""
    given = assumed_parts(premise)
    for h in theorem.hypotheses:
        if s not in free_symbols(h) or any(canonical(h) is canonical(p.statement) for p in given):
            continue
        proof = _from_parts(h, [*given, *facts])
        if proof is None:
            return None
        theorem = kernel.cut(proof, theorem)
    for part in given:
        if any(canonical(h) is canonical(part.statement) for h in theorem.hypotheses):
            theorem = kernel.cut(part, theorem)
    try:
        return kernel.generalize(kernel.discharge(theorem, premise), s)
    except KernelError:
        return None


def _from_parts(wanted: Term, facts: list[Theorem]) -> Theorem | None:
    """An order relation as the difference of one fact, or as the sum of two."""
    for i, first in enumerate(facts):
        for chosen in ([first], *([first, second] for second in facts[i + 1:])):
            try:
                return combined(wanted, *chosen)
            except (KernelError, TermError):
                continue
    return None


def _applied(law: Theorem, premises: list[Theorem], scope: Scope) -> Theorem | None:
    try:
        return scope.closed(kernel.apply(law, conjoined(premises)), 0)
    except (KernelError, TermError):
        return None


def _falling_to_limit(goal: Term, x: Symbol, t: Symbol, body: Term, scope: Scope, depth: int) -> Theorem | None:
    """g' ≤ 0 on [x, ∞) and g → c ≥ 0."""
    tends = limit_at_infinity(t, body, scope)
    if tends is None:
        return None
    value = tends.statement.arguments[3]
    strict = isinstance(goal, Lt)
    start = scope.search.solve(Le(ZERO, value), scope, depth - 1)
    if start is None:
        return None
    s = fresh(Symbol("s"), _names(body, scope) | {x, t})
    bounds = scope.bounds(x)
    premises = [] if bounds.low_fact is None else [type(bounds.low_fact.statement)(bounds.low, s)]
    facts = [] if bounds.low_fact is None else [bounds.low_fact]
    inner = Scope([*(h for h in scope.hypotheses if x not in free_symbols(h)), *premises], scope.search)
    try:
        slope = kernel.differentiate(t, body, s)
    except (KernelError, TermError):
        return None
    differentiable = inner.closed(slope, depth - 1)
    rate = slope.statement.arguments[3]
    sign = scope.search.solve((Lt if strict else Le)(ZERO, Neg(rate)), inner, depth - 1)
    if differentiable is None or sign is None:
        return None
    below = inner.closed(combined((Lt if strict else Le)(rate, ZERO), sign), 1)
    if below is None:
        return None
    fact = _over_range(kernel.conjunction(differentiable, below), s, Le(x, s), facts, scope)
    if fact is None:
        return None
    name = "function that falls strictly to its limit" if strict else "function that falls to its limit"
    law = law_instance(name, {"F": Lambda(t, body), "f": Lambda(s, rate), "a": x, "c": value})
    found = _applied(law, [fact, tends], scope)
    try:
        return None if found is None else _brought(kernel.chain(start, found), goal)
    except (KernelError, TermError):
        return None


def limit_at_infinity(t: Symbol, body: Term, scope: Scope) -> Theorem | None:
    """body → a closed value as t → ∞, by growth or by the engines for limits."""
    from ..asymptotics.limits import prove_limit

    try:
        found = prove_limit(t, oo, body, "", scope.context)
        return None if found is None else scope.closed(found, 0)
    except (KernelError, TermError, NotConvertible, Unproved):
        return None


def _turned(goal: Term, x: Symbol, scope: Scope, depth: int) -> Theorem | None:
    """The mirrored problem, x = −u with u towards +∞."""
    u = fresh(Symbol("u"), _names(goal, scope))
    hypotheses: list[Term] = [h for h in scope.hypotheses if x not in free_symbols(h)]
    bounds = scope.bounds(x)
    if bounds.high_fact is not None:
        hypotheses.append(type(bounds.high_fact.statement)(Neg(bounds.high), u))
    inner = Scope(hypotheses, scope.search)
    g = substitute(goal.arguments[1], {x: Neg(u)})
    t = fresh(Symbol("t"), _names(g, scope) | {u})
    found = _falling_to_limit(type(goal)(ZERO, g), u, t, substitute(g, {u: t}), inner, depth)
    if found is None:
        return None
    try:
        back = kernel.instantiate(found, {u: Neg(x)})
        back_goal = combined(goal, back)
        return scope.closed(back_goal, 0)
    except (KernelError, TermError):
        return None


# -- pieces -----------------------------------------------------------------------------------------------------------
def split_at(goal: Term, x: Symbol, point: Term, scope: Scope, depth: int) -> Theorem | None:
    """The goal for x < c and for c ≤ x."""
    if any(point in h.arguments and x in h.arguments for h in scope.hypotheses if isinstance(h, (Lt, Le))):
        return None
    below = scope.search.solve(goal, scope.with_premises(Lt(x, point)), depth - 1)
    if below is None:
        return None
    above = scope.search.solve(goal, scope.with_premises(Le(point, x)), depth - 1)
    if above is None:
        return None
    return joined_at(x, point, below, above)


def joined_at(x: Symbol, point: Term, below: Theorem, above: Theorem) -> Theorem:
    """Γ, x < c ⊢ P and Δ, c ≤ x ⊢ P give Γ, Δ ⊢ P."""
    middle = kernel.excluded_middle(Lt(x, point))
    other = kernel.apply(law_instance("not less", {"x": x, "y": point}), kernel.assume(Not(Lt(x, point))))
    if any(canonical(h) is canonical(other.statement) for h in above.hypotheses):
        above = kernel.cut(other, above)
    return kernel.cases(middle, below, above)


def nice(number: float) -> Term | None:
    """A closed number near a float: small rationals, multiples of π, logarithms, powers of e, square roots of those."""
    found = _simple(number)
    if found is not None or not abs(number) > 1e-9:
        return found
    power = _rational(math.log(abs(number)), 6)
    root = _rational(number * number, 24)
    inner = Exp(power) if power is not None else Sqrt(root) if root is not None else None
    return None if inner is None else inner if number > 0 else Neg(inner)


def _rational(number: float, most: int) -> Term | None:
    near = Fraction(number).limit_denominator(most)
    return Number(near.numerator, near.denominator) if abs(float(near) - number) < 1e-7 else None


def _simple(number: float) -> Term | None:
    found = _rational(number, 24)
    if found is not None:
        return found
    turns = _rational(number / math.pi, 24)
    if turns is not None:
        return turns * pi  # type: ignore[no-any-return]
    power = _rational(math.exp(number), 12) if abs(number) < 20 else None
    return None if power is None else Log(power)


def roots(term: Term, x: Symbol, scope: Scope) -> list[float]:
    """Places where a term changes its sign, by bisection between the samples."""
    low, high = numeric.interval(x, [f.statement for f in scope.facts])
    pool = sorted(numeric.choices(x, [f.statement for f in scope.facts], 60))
    dense = sorted({*pool, *(a + (b - a) * k / 4 for a, b in zip(pool, pool[1:], strict=False) for k in (1, 2, 3))})
    found: list[float] = []
    seen = [(v, numeric.value(term, {x: v})) for v in dense if low <= v <= high]
    seen = [(v, w) for v, w in seen if w == w]
    for (a, left), (b, right) in zip(seen, seen[1:], strict=False):
        if left == 0 and low < a < high:
            found.append(a)
        if left * right < 0:
            for _ in range(80):
                middle = (a + b) / 2
                w = numeric.value(term, {x: middle})
                a, b = (middle, b) if w * left > 0 else (a, middle)
            found.append((a + b) / 2)
    return sorted(set(found))[:MOST_PIECES]


def _turning_points(slope: Term, x: Symbol, scope: Scope) -> list[Term]:
    """Exact points where the derivative may vanish: roots of factors linear in x, and nice numbers near its roots."""
    found: list[Term] = []
    if free_symbols(slope) <= {x}:
        found += [p for p in map(nice, roots(slope, x, scope)) if p is not None]
    found += [p for p in linear_roots(slope, x) if p not in found]
    if not found:
        found = [Number(0)] if _inside(0.0, x, scope) else []
    return found[:3]


def _inside(point: float, x: Symbol, scope: Scope) -> bool:
    low, high = numeric.interval(x, [f.statement for f in scope.facts])
    return low < point < high


def linear_roots(term: Term, x: Symbol) -> list[Term]:
    """−b/a for the factors a x + b of a term (a, b free of x)."""
    from symproof.checkers import polynomial as P
    from symproof.checkers.normal_form import normal
    from symproof.checkers.quotients import polynomial_term

    found: list[Term] = []
    try:
        parts = factored(normal(term)[0].top)
    except (TermError, RecursionError):
        return []
    number = P.atom(x)
    for factor, _ in parts.factors:
        top = normal(factor)[0].top
        lead: P.Polynomial = {}
        rest: P.Polynomial = {}
        for key, value in top.items():
            exponents = dict(key)
            others = tuple((n, e) for n, e in key if n != number)
            if any(x in free_symbols(P.atom_term(n)) for n, _ in others) or exponents.get(number, 0) not in (0, 1):
                break
            (lead if number in exponents else rest)[others] = value
        else:
            if lead:
                below, above = polynomial_term(lead), polynomial_term(P.scale(rest, -1))
                found.append(above if below is Number(1) else above / below)
    return found


def _pieces(goal: Term, x: Symbol, slope: Term, scope: Scope, depth: int) -> Theorem | None:
    """A positive function: balls near the turning points, monotone pieces between them and outside."""
    turns = roots(slope, x, scope)
    if not turns or len(turns) >= MOST_PIECES:
        return None
    low, high = numeric.interval(x, [f.statement for f in scope.facts])
    cuts: list[Fraction] = []
    for turn in turns:
        if numeric.value(goal.arguments[1], {x: turn}) < 1e-9:
            return None
        room = min([abs(turn - other) for other in (*turns, low, high) if other != turn and not math.isinf(other)],
                   default=1.0)
        width = Fraction(min(room / 3, 0.25, 0.1 * (1 + abs(turn)))).limit_denominator(1000)
        if width <= 0:
            return None
        centre = Fraction(turn).limit_denominator(1000)
        cuts += [centre - width, centre + width]
    return _cut(goal, x, [Number(c.numerator, c.denominator) for c in cuts if low < c < high], scope, depth)


def _cut(goal: Term, x: Symbol, points: list[Term], scope: Scope, depth: int) -> Theorem | None:
    if not points:
        return scope.search.solve(goal, scope, depth - 1)
    middle = len(points) // 2
    below = _cut(goal, x, points[:middle], scope.with_premises(Lt(x, points[middle])), depth)
    if below is None:
        return None
    above = _cut(goal, x, points[middle + 1:], scope.with_premises(Le(points[middle], x)), depth)
    return None if above is None else joined_at(x, points[middle], below, above)


__all__ = ["by_calculus", "nice", "split_at"]
