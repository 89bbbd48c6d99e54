"""Equality of closed forms: no integral, sum, limit or derivative is left.

`prove_equal(statement, context)` tries, cheapest first: the normal form; the normal form after rewriting (words by cases
whose case is known, factored radicands, arc functions of explicit numbers, sines and cosines of sums and multiples,
explicit algebraic numbers in one number field); equal exponentials, where logarithms stand; equal sines, where arc
functions stand; equal squares; and a distinction of cases. Every layer returns a theorem of the kernel, whose hypotheses
are the claim's and the side conditions that are left.

How it could be fooled, and what stands against it: a denominator, root or logarithm that is not defined (x/x = 1,
(x³)^(1/3) = x, √(xy) = √x √y, log x² = 2 log x) raises a side condition; a branch (arcsin(sin x) = x) needs its range; a
guess of lattice reduction is proved or refused. Nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from math import lcm
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, polynomial_term
from symproof.kernel import Theorem
from symproof.terms import (SCALAR, Arccos, Arcsin, Arctan, Div, Eq, Exp, Factorial, Ge, Gt, Le, Log, Lt, Mul, Ne, Number,
                            Pow, Product, Special, Sqrt, Sum, Symbol, Term, free_symbols, fresh,
                            involves_complex, substitute, subterms)

from .algebraic_numbers import NumberField
from .arcs import arc_conversion, equal_angles
from .case_splits import resolve, split, undecided
from ..context import Context, OutOfTime
from .conversions import (REFUSED, Conversion, difference_is_zero, discharged, everywhere, given, holds, is_open,
                          left_of, linked, normalised, right_of)
from ..positivity import prove_order
from ..prover import law_instance
from .radicals import root_conversion
from .trigonometry import Angles, expanded

MOST_CASES = 7
INTEGER_PARTS = ("floor", "ceiling", "mod", "Heaviside", "atan2", "erfc")
Attempt = Callable[[Any, Context, int], "Theorem | None"]


def prove_equal(statement: Any, context: Context) -> Theorem | None:
    """hypotheses, side conditions ⊢ left = right, for real closed forms; None when no layer shows it.

    The side conditions are those that could not be discharged from the hypotheses. Raises OutOfTime past the deadline.
    """
    if type(statement) is not Eq or involves_complex(statement) or statement.arguments[0].sort != SCALAR:
        return None
    try:
        return _in_known_domains(statement, context)
    except (*REFUSED, RecursionError):
        return None


# -- domains ----------------------------------------------------------------------------------------------------------

_STRONGER = {"real": (("positive", Lt, 0), ("negative", Lt, 1), ("nonnegative", Le, 0)),
             "nonzero": (("positive", Lt, 0), ("negative", Lt, 1)), "nonnegative": (("positive", Lt, 0),),
             "integer": (("positive integer", Lt, 0), ("natural", Le, 0)), "natural": (("positive integer", Lt, 0),)}


def _in_known_domains(statement: Any, context: Context) -> Theorem | None:
    """The statement about symbols whose domains say what the hypotheses say of them, brought back to the given ones."""
    bounded = {s for h in context.hypotheses for s in free_symbols(h)}
    renamed: dict[Symbol, Any] = {}
    taken = set(free_symbols(statement)) | bounded
    for symbol in sorted(free_symbols(statement) & bounded, key=lambda s: s.name):
        for domain, relation, side in _STRONGER.get(symbol.domain, ()):
            if holds(relation(*((0, symbol) if side == 0 else (symbol, 0))), context) is not None:
                new = fresh(Symbol(symbol.name + "_", SCALAR, domain), taken)
                taken.add(new)
                renamed[symbol] = new
                break
    if not renamed:
        return _equal(statement, context, MOST_CASES)
    inner = Context([substitute(h, renamed) for h in context.hypotheses])
    inner.deadline = context.deadline
    found = _equal(substitute(statement, renamed), inner, MOST_CASES)
    if found is None:
        return None
    back = kernel.instantiate(found, {new: old for old, new in renamed.items()})
    return discharged(back, context)


# -- layers -----------------------------------------------------------------------------------------------------------

def _equal(statement: Any, context: Context, depth: int) -> Theorem | None:
    """The layers, cheapest first; a theorem with open side conditions is kept while a better one is looked for."""
    kept: Theorem | None = None
    layers: tuple[Attempt, ...] = (_by_normal_form, _by_rewriting, _by_special_values, _by_exponentials, _by_angles,
                                   _by_squares, _by_facts, _by_cases)
    for layer in layers:
        context.check_time()
        try:
            found = layer(statement, context, depth)
        except (*REFUSED, RecursionError):
            found = None
        if found is None:
            continue
        if not is_open(found, context):
            return found
        if kept is None or len(context.open_conditions(found)) < len(context.open_conditions(kept)):
            kept = found
    return kept


def _by_normal_form(statement: Any, context: Context, _: int) -> Theorem | None:
    return discharged(kernel.ring(*statement.arguments), context)


def _by_rewriting(statement: Any, context: Context, depth: int) -> Theorem | None:
    rewritten = rules_for(context, depth)
    links = [rewritten(side) for side in statement.arguments]
    ends = [side if link is None else right_of(link) for side, link in zip(statement.arguments, links, strict=True)]
    known = [t for link in links if link is not None for t in _steps_of(link)]
    middle = _with_numbers(ends[0], ends[1], context, known, rewritten)
    if middle is None:
        return None
    whole = linked(links[0], middle, None if links[1] is None else kernel.exchange(links[1]))
    return None if whole is None else discharged(whole, context, known)


def _steps_of(theorem: Theorem) -> list[Theorem]:
    """The equations between terms that an equation was built from: by them a side condition may be restated."""
    found: list[Theorem] = []
    stack, seen = [theorem], set[int]()
    while stack and len(seen) < 2000:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        record = current.record
        if type(record.statement) is Eq:
            found.append(current)
        if record.rule in ("chain", "congruence"):
            stack.extend(record.premises)
    return found


def rules_for(context: Context, depth: int) -> Conversion:
    """Words resolved, radicands factored, arc functions evaluated: one rule, with a memory of the angles it has met."""
    rules = [resolve(context), arc_conversion(context, depth > 0), root_conversion(context), _complementary]

    def rule(each: Term) -> Theorem | None:
        context.check_time()
        for one in rules:
            try:
                found = one(each)
            except REFUSED:
                continue
            if found is not None and right_of(found) is not each:
                return discharged(found, context)
        return None

    return everywhere(rule)


def _complementary(term: Term) -> Theorem | None:
    """erfc x = 1 − erf x."""
    if isinstance(term, Special) and term.arguments[0] == "erfc":
        return law_instance("erfc", {"x": term.arguments[1]})
    return None


def _by_special_values(statement: Any, context: Context, depth: int) -> Theorem | None:
    """Gamma, binomials, factorials and the like, by the laws about them."""
    inside = subterms(statement)
    if depth <= 0 or not any(isinstance(t, (Special, Factorial)) and t.arguments[0] not in INTEGER_PARTS
                             or depth == MOST_CASES and isinstance(t, (Sum, Product)) for t in inside):
        return None
    from ..sums.special_values import prove_special

    return prove_special(statement, context)


# -- explicit numbers and angles ----------------------------------------------------------------------------------------

def _with_numbers(left: Term, right: Term, context: Context, known: list[Theorem],
                  rewritten: Conversion) -> Theorem | None:
    """left = right after sines, cosines and closed radicals are written in generators of one number field."""
    angles = Angles([left, right])
    circular = bool(angles.denominators)
    roots = any(isinstance(t, (Sqrt, Pow)) and not free_symbols(t) for s in (left, right) for t in subterms(s))
    if not circular and not roots:
        return kernel.ring(left, right)
    field = NumberField(angles.order, context)
    angles.lower = field.remainder
    links: list[Theorem | None] = [None, None]
    if circular:
        links = expanded([left, right], angles)
        known += [t for link in links if link is not None for t in _steps_of(link)]
    ends = [side if link is None else right_of(link) for side, link in zip((left, right), links, strict=True)]
    for i in (0, 1):
        more = None if links[i] is None else rewritten(ends[i])
        if more is not None:
            links[i], ends[i] = linked(links[i], more), right_of(more)
    quarter_turns = angles.quarter_turns()
    for i in (0, 1):
        for conversion in (normalised, everywhere(quarter_turns, again=False)) if quarter_turns is not None else ():
            step = conversion(ends[i])
            if step is not None:
                links[i], ends[i] = linked(links[i], step), right_of(step)
    middle: Theorem | None
    try:
        middle = kernel.ring(*ends)
    except REFUSED:
        gap = ends[0] - ends[1]
        reduced = field.reduced(gap) if roots or field.relation is not None else None
        zero = field.zero(gap if reduced is None else right_of(reduced))
        if zero is None:
            return None
        whole = linked(reduced, zero)
        middle = None if whole is None else difference_is_zero(whole, *ends)
    return linked(links[0], middle, None if links[1] is None else kernel.exchange(links[1]))


# -- injective functions --------------------------------------------------------------------------------------------------

def _logarithms(statement: Any) -> int:
    """0 without logarithms in left − right; else the least common denominator of their coefficients."""
    form = normal(statement.arguments[0] - statement.arguments[1])[0]
    found = 0
    for key, value in form.top.items():
        if any(isinstance(P.atom_term(n), Log) for n, _ in key):
            found = lcm(found or 1, value.denominator)
    return found


def _by_exponentials(statement: Any, context: Context, depth: int) -> Theorem | None:
    """a = b from e^(q a) = e^(q b), where a − b contains logarithms."""
    if depth <= 0 or not _logarithms(statement):
        return None
    left, right = statement.arguments
    form = normal(left - right)[0]
    factor: Term = Number(_logarithms(statement))
    if form.bottom != ONE:
        factor = Mul(factor, polynomial_term(form.bottom))
        nonzero = holds(Ne(factor, 0), context)
        if nonzero is None:
            return None
    gap = left - right
    positive, negative = _parted(normal(Mul(factor, gap))[0].top)
    goal = Eq(Exp(positive), Exp(negative))
    middle = _equal(goal, context, 0)
    if middle is None:
        return None
    same = given("exponential is injective", {"x": positive, "y": negative}, middle)
    moved = kernel.congruence(_hole(same) - negative, _hole(same), same)
    zero = kernel.chain(kernel.ring(Mul(factor, gap), left_of(moved)), moved, kernel.ring(right_of(moved), Number(0)))
    hole = _hole(zero)
    divided = kernel.congruence(Div(hole, factor), hole, zero)
    result = kernel.chain(kernel.ring(gap, left_of(divided)), divided, kernel.ring(right_of(divided), Number(0)))
    return discharged(difference_is_zero(result, left, right), context)


def _hole(theorem: Theorem) -> Symbol:
    return fresh(Symbol("hole"), free_symbols(theorem.statement))


def _parted(poly: P.Polynomial) -> tuple[Term, Term]:
    """A polynomial as the difference of two with positive coefficients."""
    return (polynomial_term({k: v for k, v in poly.items() if v > 0}),
            polynomial_term({k: -v for k, v in poly.items() if v < 0}))


def _by_angles(statement: Any, context: Context, depth: int) -> Theorem | None:
    """a = b from equal sines or cosines, where arc functions stand."""
    if depth <= 0 or not any(isinstance(t, (Arcsin, Arccos, Arctan)) for t in subterms(statement)):
        return None
    left, right = statement.arguments
    for key, value in normal(left - right)[0].top.items():
        arcs = [t for t in (P.atom_term(n) for n, _ in key) if isinstance(t, (Arcsin, Arccos, Arctan))]
        most = 60 if all(isinstance(a.arguments[0], Number) for a in arcs) else 8
        if arcs and (len(key) > 1 or abs(value.numerator) > most):
            return None  # no angle, or too large a multiple to be expanded
    return equal_angles(statement, context, lambda goal, inner: _equal(goal, inner, 0))


def _by_squares(statement: Any, context: Context, depth: int) -> Theorem | None:
    """a = b from a² = b², where both are visibly ≥ 0 and roots stand."""
    if depth <= 0 or not any(isinstance(t, Sqrt) or isinstance(t, Pow) and isinstance(t.arguments[1], Number)
                             and t.arguments[1].value.denominator == 2 for t in subterms(statement)):
        return None
    left, right = statement.arguments
    signs = [holds(Le(0, side), context) for side in (left, right)]
    if signs[0] is None or signs[1] is None:
        return None
    middle = _equal(Eq(Pow(left, 2), Pow(right, 2)), context, 0)
    if middle is None:
        return None
    return discharged(given("equal squares", {"x": left, "y": right}, signs[0], signs[1], middle), context)


def _by_facts(statement: Any, context: Context, _: int) -> Theorem | None:
    """a = b from a ≤ b and b ≤ a, which follow from the hypotheses (those of a case among them)."""
    facts = [f for f in context.prover.facts if type(f.statement) in (Le, Lt, Ge, Gt, Eq)][-12:]
    if not facts:
        return None
    left, right = statement.arguments
    halves = [prove_order(goal, facts, (), 1) for goal in (Le(left, right), Le(right, left))]
    if halves[0] is None or halves[1] is None:
        return None
    return discharged(given("antisymmetry", {"x": left, "y": right}, halves[0], halves[1]), context)


def _by_cases(statement: Any, context: Context, depth: int) -> Theorem | None:
    """The equation in all cases of a word whose case is open."""
    if depth <= 0:
        return None
    links = [*map(rules_for(context, depth), statement.arguments)]
    flat = []
    for i, side in enumerate(statement.arguments):
        end = side if links[i] is None else right_of(links[i])  # type: ignore[arg-type]
        tidy = normalised(end)
        if tidy is not None:
            links[i] = linked(links[i], tidy)
            end = right_of(tidy)
        flat.append(end)
    word = undecided(flat)
    if word is None:
        return None
    middle = split(Eq(*flat), word, context, lambda goal, inner: _equal(goal, inner, depth - 1))
    if middle is None:
        return None
    whole = linked(links[0], middle, None if links[1] is None else kernel.exchange(links[1]))
    return None if whole is None else discharged(whole, context)


__all__ = ["OutOfTime", "prove_equal"]
