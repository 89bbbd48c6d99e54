"""Equations found by rewriting from the inside out, and small arguments that turn them into the equation that is wanted.

A conversion is a function `term -> Theorem | None`: ⊢ term = another one, or nothing to do. Search, not trusted: what is
returned the kernel made. May import terms, checkers, laws and the kernel.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from functools import cache
from typing import Any

from symproof import kernel
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, monomial_term, polynomial_term, quotient_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Eq, Ge, Gt, Le, Lt, Ne, Not, Number, Or, Pow, Sqrt, Symbol, Term, TermError,
                            alpha_equal, canonical, free_symbols, subterms)

from ..context import Context
from ..prover import Unproved, law_instance
from ..rewriting import abstract, hole_for

Conversion = Callable[[Term], "Theorem | None"]
REFUSED = (KernelError, TermError, Unproved, ArithmeticError, ValueError)


def left_of(theorem: Theorem) -> Any:
    return theorem.statement.arguments[0]


def right_of(theorem: Theorem) -> Any:
    return theorem.statement.arguments[1]


def linked(*links: Theorem | None) -> Theorem | None:
    """The links that there are, in one chain."""
    found = [link for link in links if link is not None]
    return None if not found else found[0] if len(found) == 1 else kernel.chain(*found)


def reflexive(term: Term) -> Theorem:
    """⊢ t = t."""
    return kernel.ring(term, term)


def normalised(term: Term) -> Theorem | None:
    """⊢ t = its normal form; None when it is the normal form already."""
    form = quotient_term(normal(term)[0])
    return None if form is term else kernel.ring(term, form)


def tidied(theorem: Theorem) -> Theorem:
    """⊢ a = b gives ⊢ a = the normal form of b."""
    return linked(theorem, normalised(right_of(theorem))) or theorem


def inside(term: Term, part: Term, equation: Theorem) -> Theorem:
    """⊢ T[a] = T[b] for an equation a = b, wherever the part a stands in T."""
    hole = hole_for(term, part)
    return kernel.congruence(abstract(term, part, hole), hole, equation)


def replaced(term: Term, equations: Sequence[Theorem]) -> Theorem | None:
    """⊢ T = T with the left sides of the equations replaced by their right sides, one equation after the other."""
    result: Theorem | None = None
    for equation in equations:
        current = term if result is None else right_of(result)
        if any(t is left_of(equation) for t in subterms(current)):
            result = linked(result, inside(current, left_of(equation), equation))
    return result


def everywhere(rule: Conversion, memo: dict[Term, Theorem | None] | None = None, again: bool = True) -> Conversion:
    """The rule applied from the inside out, under no binder; with `again` to what it gives, too, until it answers no more."""
    known: dict[Term, Theorem | None] = {} if memo is None else memo

    def convert(term: Term, depth: int = 0) -> Theorem | None:
        if term in known:
            return known[term]
        if depth > 150 or term.binding()[0] or term.sort != SCALAR:
            return None
        known[term] = None
        result: Theorem | None = None
        for position in reversed(range(len(term.arguments))):
            part = term.arguments[position]
            link = convert(part, depth + 1) if isinstance(part, Term) and part.sort == SCALAR else None
            if link is None:
                continue
            current = term if result is None else right_of(result)
            hole = hole_for(current, part)
            parts = list(current.arguments)
            parts[position] = hole
            result = linked(result, kernel.congruence(type(current)(*parts), hole, link))
        step = rule(term if result is None else right_of(result))
        if step is not None:
            result = linked(result, step)
            if again:
                result = linked(result, convert(right_of(step), depth + 1))
        known[term] = result
        return result

    return convert


# -- arguments --------------------------------------------------------------------------------------------------------

def given(name: str, values: dict[str, Any], *premises: Theorem) -> Theorem:
    """A law of the table at values; its premises are proved by the theorems, or assumed."""
    theorem = law_instance(name, values)
    statement = theorem.statement
    wanted = statement.arguments[0]
    parts = wanted.arguments if type(wanted).__name__ == "And" else (wanted,)
    known = {canonical(p.statement): p for p in premises}
    proofs = [known.get(canonical(p)) or kernel.assume(p) for p in parts]
    return kernel.apply(theorem, proofs[0] if len(proofs) == 1 else kernel.conjunction(*proofs))


def difference_is_zero(equation: Theorem, left: Term, right: Term) -> Theorem:
    """⊢ a − b = 0 gives ⊢ a = b."""
    gap = left_of(equation)
    hole = hole_for(gap, right)
    shifted = kernel.congruence(hole + right, hole, equation)
    return kernel.chain(kernel.ring(left, left_of(shifted)), shifted, kernel.ring(right_of(shifted), right))


def excluded(equation: Theorem, unequal: Theorem, goal: Term) -> Theorem:
    """⊢ a = b and ⊢ a ≠ b give anything."""
    denied = kernel.apply(kernel.unfold(unequal.statement), unequal)
    return kernel.contradiction(kernel.absurd(equation, denied), Not(goal))


def other_factor(product: Theorem, factor: Term, rest: Term, nonzero: Theorem) -> Theorem:
    """⊢ f r = 0 and ⊢ r ≠ 0 give ⊢ f = 0."""
    either = given("zero product", {"x": factor, "y": rest}, product)
    goal = Eq(factor, 0)
    return kernel.cases(either, kernel.assume(goal), excluded(kernel.assume(Eq(rest, 0)), nonzero, goal))


@cache
def _lemma(name: str) -> tuple[Theorem, dict[str, Symbol]]:
    """Equations that the normal form knows for symbols with a sign, and that hold for all terms of that sign."""
    x = Symbol("x")
    p, q = Symbol("p", SCALAR, "positive"), Symbol("q", SCALAR, "positive")
    a, b = Symbol("a", SCALAR, "nonnegative"), Symbol("b", SCALAR, "nonnegative")
    n = Symbol("n", SCALAR, "negative")
    from symproof.terms import Abs, Log

    sides = {
        "root of a square": (Sqrt(Pow(x, 2)), Abs(x)), "root of a product": (Sqrt(a * b), Sqrt(a) * Sqrt(b)),
        "root of a quotient": (Sqrt(a / p), Sqrt(a) / Sqrt(p)), "logarithm of a product": (Log(p * q), Log(p) + Log(q)),
        "logarithm of a quotient": (Log(p / q), Log(p) - Log(q)), "modulus of what is not negative": (Abs(a), a),
        "modulus of a negative number": (Abs(n), -n), "power of a product": (Pow(p * q, x), Pow(p, x) * Pow(q, x)),
    }[name]
    theorem = kernel.ring(*sides)
    return theorem, {s.name: s for s in free_symbols(theorem.statement)}


def lemma(name: str, **values: Term) -> Theorem:
    """An instance of a lemma; the signs that its symbols stand for are hypotheses."""
    theorem, symbols = _lemma(name)
    return kernel.instantiate(theorem, {symbols[k]: v for k, v in values.items()})


# -- side conditions --------------------------------------------------------------------------------------------------

def closed(term: Term) -> bool:
    return not free_symbols(term)


def by_balls(statement: Term) -> Theorem | None:
    """⊢ a strict relation between closed numbers, when balls show it."""
    if not closed(statement) or not isinstance(statement, (Le, Lt, Ge, Gt, Ne)):
        return None
    try:
        return kernel.enclosure(statement)
    except (KernelError, TermError, OverflowError, ValueError):
        return None


def holds(statement: Term, context: Context) -> Theorem | None:
    """A side condition: by the form of the terms, by balls, or by the prover of conditions."""
    try:
        return kernel.sign_of_form(statement)
    except (KernelError, TermError):
        pass
    found = by_balls(statement)
    if found is not None:
        return found
    found = _by_root(statement, context)
    if found is not None:
        return found
    try:
        found = context.prove(statement)
    except REFUSED:
        return None
    return None if found is None or context.open_conditions(found) else found


@cache
def root_exceeds() -> Theorem:
    """⊢ 0 < p + √(p² + d), for real p and positive d."""
    p, d = Symbol("p"), Symbol("q", SCALAR, "positive")

    def total(x: Term) -> Any:
        return x + Sqrt(Pow(x, 2) + d)

    a, n = Symbol("a", SCALAR, "nonnegative"), Symbol("n", SCALAR, "negative")
    root = Sqrt(Pow(n, 2) + d)
    below = kernel.nonnegative_form(Lt(0, total(n)), [], [(Fraction(1), (), (d,))], (root - n,))
    above = kernel.sign_of_form(Lt(0, total(a)))
    law = law_instance("absolute value", {"x": p})
    branches = []
    for option, theorem, symbol in zip(law.statement.arguments, (above, below), (a, n), strict=True):
        fact = kernel.conjunct(kernel.assume(option), 0)
        branches.append(kernel.cut(fact, kernel.instantiate(theorem, {symbol: p})))
    return kernel.cases(law, *branches)


def _by_root(statement: Term, context: Context) -> Theorem | None:
    """0 < p + c √q where q − (p/c)² > 0 is proved, c a positive number; and what follows from it."""
    if type(statement) is Ne and statement.arguments[1] is Number(0):
        found = _by_root(Lt(0, statement.arguments[0]), context)
        return None if found is None else not_zero(found)
    if type(statement) not in (Lt, Le) or statement.arguments[0] is not Number(0):
        return None
    term = statement.arguments[1]
    try:
        form = normal(term)[0]
    except TermError:
        return None
    roots = [(key, value) for key, value in form.top.items() if any(e == Fraction(1, 2) for _, e in key)]
    if form.bottom != ONE or len(roots) != 1 or len(roots[0][0]) != 1 or roots[0][1] <= 0:
        return None
    (key, value), = roots
    root = monomial_term(key)
    rest = polynomial_term({k: v / value for k, v in form.top.items() if k != key})
    gap = quotient_term(normal(root.arguments[0] - Pow(rest, 2))[0])
    positive = holds(Lt(0, gap), context)
    if positive is None:
        return None
    p, d = Symbol("p"), Symbol("q", SCALAR, "positive")
    strict = kernel.instantiate(root_exceeds(), {p: rest, d: gap})
    strict = kernel.cut(positive, strict) if strict.hypotheses else strict
    strict = kernel.nonnegative_form(Lt(0, term), [strict], [(value, (0,), ())])
    if any(not closed(h) or by_balls(h) is None for h in strict.hypotheses if not _given(h, context)):
        strict = discharged(strict, context)
    if context.open_conditions(strict):
        return None
    return strict if type(statement) is Lt else kernel.nonnegative_form(statement, [strict], [(Fraction(1), (0,), ())])


def _given(hypothesis: Term, context: Context) -> bool:
    return any(canonical(hypothesis) is canonical(h) for h in context.hypotheses)


def not_zero(positive: Theorem) -> Theorem:
    """⊢ 0 < a gives ⊢ a ≠ 0."""
    term = right_of(positive)
    equal = kernel.assume(Eq(term, 0))
    false = kernel.nonnegative_form(Or(), [positive, equal], [(Fraction(1), (0,), ()), (Fraction(1), (1,), ())])
    return kernel.apply(kernel.unfold(Ne(term, 0)), kernel.contradiction(false, equal.statement))


def discharged(theorem: Theorem, context: Context, same: Sequence[Theorem] = ()) -> Theorem:
    """Side conditions proved where that succeeds; `same` are equations by which a condition may be restated."""
    allowed = {canonical(h) for h in context.hypotheses}
    for hypothesis in theorem.hypotheses:
        if canonical(hypothesis) in allowed:
            continue
        proof = holds(hypothesis, context) or _restated(hypothesis, context, same)
        if proof is not None:
            theorem = kernel.cut(proof, theorem)
    return theorem


def _restated(condition: Term, context: Context, same: Sequence[Theorem]) -> Theorem | None:
    """A condition about a rewritten term from the one about the term as it was written, or the other way round."""
    if not isinstance(condition, (Le, Lt, Ge, Gt, Ne)):
        return None
    for equation in same:
        for link in (equation, kernel.exchange(equation)):
            written, new = left_of(link), right_of(link)
            if closed(new) or written is new or not any(alpha_equal(t, new) for t in condition.arguments):
                continue
            link = discharged(link, context)
            if context.open_conditions(link):
                continue
            hole = hole_for(condition, new)
            parts = [hole if alpha_equal(p, new) else p for p in condition.arguments]
            proof = holds(type(condition)(*(written if p is hole else p for p in parts)), context)
            if proof is not None:
                return kernel.apply(kernel.congruence(type(condition)(*parts), hole, link), proof)
    return None


def is_open(theorem: Theorem, context: Context) -> bool:
    """Whether side conditions are left that the claim's hypotheses do not give."""
    return bool(context.open_conditions(theorem))
