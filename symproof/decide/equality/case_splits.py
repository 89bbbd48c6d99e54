"""Words that are defined by cases: |x|, sign, max and min, floor, Heaviside, `IfThenElse`; resolved or split.

`resolve(context)` is a conversion that replaces such a word where the side conditions decide its case. `split` chooses
one that is left, and proves the equation in each case, with the case among the hypotheses. Search, not trusted.

How it could be fooled: floor at an integer (the enclosure of the argument then contains it, and nothing is claimed unless
the argument is that integer by the normal form); sign, |x| and Heaviside at 0 (a case of their own); a condition that is
undecided at a point. Every case is proved from a law that names all of them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, Quotient, quotient_term
from symproof.checkers.signs import integral
from symproof.kernel import Theorem
from symproof.models.balls import Balls
from symproof.terms import (SCALAR, Abs, And, Eq, Ge, Gt, IfThenElse, IsInteger, Lambda, Le, Lt, Max, Min, Ne, Not, Number,
                            Or, Sign, Special, Symbol, Term, canonical, free_symbols, fresh, subterms)

from ..context import Context
from .conversions import (REFUSED, Conversion, closed, discharged, given, holds, lemma, linked,
                          replaced, right_of)
from ..positivity import prove_order
from ..prover import law_instance
from ..rewriting import abstract

_THREE_WAYS = {"sign": "sign", "Heaviside": "Heaviside by cases"}


def resolve(context: Context) -> Conversion:
    """The conversion of words whose case the side conditions decide."""
    def rule(term: Term) -> Theorem | None:
        if isinstance(term, (Max, Min)):
            return kernel.unfold(term)
        if isinstance(term, Abs):
            return _modulus(term, context)
        if isinstance(term, Sign) or isinstance(term, Special) and term.arguments[0] == "Heaviside":
            return _three_ways(term, context)
        if isinstance(term, Special) and term.arguments[0] in ("floor", "ceiling", "mod"):
            return _integer_part(term, context)
        if isinstance(term, IfThenElse):
            return _condition(term, context)
        return None

    return rule


def _modulus(term: Term, context: Context) -> Theorem | None:
    inner = term.arguments[0]
    for name, symbol, condition in (("modulus of what is not negative", "a", Le(0, inner)),
                                    ("modulus of a negative number", "n", Lt(inner, 0))):
        sign = holds(condition, context)
        if sign is not None:
            return _cut_all(lemma(name, **{symbol: inner}), sign)
    turned = holds(Le(inner, 0), context)
    if turned is not None:
        other = kernel.ring(term, Abs(-inner))
        positive = holds(Le(0, -inner), context)
        if positive is not None:
            return kernel.chain(other, _cut_all(lemma("modulus of what is not negative", a=-inner), positive))
    return None


def _cut_all(theorem: Theorem, *proofs: Theorem) -> Theorem:
    for proof in proofs:
        if any(canonical(h) is canonical(proof.statement) for h in theorem.hypotheses):
            theorem = kernel.cut(proof, theorem)
    return theorem


def _three_ways(term: Term, context: Context) -> Theorem | None:
    """sign x or Heaviside x, when the sign of x is known."""
    inner = term.arguments[-1]
    law = law_instance(_THREE_WAYS["sign" if isinstance(term, Sign) else "Heaviside"], {"x": inner})
    for position, fact in enumerate((Lt(0, inner), Eq(inner, 0), Lt(inner, 0))):
        known = _zero(inner) if position == 1 else holds(fact, context)
        if known is not None:
            return chosen(law, position, known)
    return None


def _zero(term: Term) -> Theorem | None:
    try:
        found = kernel.ring(term, Number(0))
    except REFUSED:
        return None
    return found if not found.hypotheses else None


def chosen(law: Theorem, position: int, fact: Theorem) -> Theorem | None:
    """From ⊢ ⋁ (Pᵢ ∧ a = bᵢ) and a fact that all Pᵢ but one contradict: ⊢ a = bᵢ."""
    options = law.statement.arguments
    goal = options[position].arguments[1]
    branches = []
    for i, option in enumerate(options):
        assumed = kernel.assume(option)
        if i == position:
            branches.append(kernel.conjunct(assumed, 1))
            continue
        false = prove_order(Or(), [fact, kernel.conjunct(assumed, 0)], (), 1)
        if false is None:
            return None
        branches.append(kernel.contradiction(false, Not(goal)))
    return kernel.cases(law, *branches)


# -- integer parts ----------------------------------------------------------------------------------------------------

def _integer_part(term: Term, context: Context) -> Theorem | None:
    name, *values = term.arguments
    if name == "ceiling":
        return law_instance("ceiling", {"x": values[0]})
    if name == "mod":
        return given("remainder of a division", {"x": values[0], "y": values[1]})
    inner = values[0]
    whole, rest = _integer_summands(inner, context)
    if rest is None:
        return _floor_is(inner, whole, context)
    number = _floor_by_balls(rest) if closed(rest) else next(
        (n for n in (0, -1) if holds(Le(Number(n), rest), context) and holds(Lt(rest, Number(n + 1)), context)), None)
    if number is not None:
        return _floor_is(inner, whole + Number(number) if whole is not Number(0) else Number(number), context)
    if whole is Number(0) or not isinstance(rest, Term):
        return None
    return _floor_is(inner, Special("floor", rest) + whole, context)


def _integer_summands(inner: Term, context: Context) -> tuple[Term, Term | None]:
    """The summands that are visibly integers, and the others (None when there are none)."""
    form = normal(inner)[0]
    if form.bottom != ONE:
        return Number(0), quotient_term(form)
    whole: dict[Any, Fraction] = {}
    rest: dict[Any, Fraction] = {}
    for key, value in form.top.items():
        if key == P.ONE:
            floor = Fraction(value.__floor__())
            whole[key], rest[key] = floor, value - floor
        elif value.denominator == 1 and all(e > 0 and e == int(e) and _whole_atom(P.atom_term(n)) for n, e in key):
            whole[key] = value
        else:
            rest[key] = value
    whole, rest = ({k: v for k, v in part.items() if v} for part in (whole, rest))
    return quotient_term(Quotient(whole, ONE)), quotient_term(Quotient(rest, ONE)) if rest else None


def _whole_atom(term: Term) -> bool:
    return integral(term) or isinstance(term, Special) and term.arguments[0] in ("floor", "ceiling")


def is_integer(term: Term) -> Theorem:
    """⊢ a sum of products of visible integers and integer parts is an integer."""
    parts = [t for t in subterms(term) if isinstance(t, Special) and t.arguments[0] == "floor"]
    names: dict[Term, Symbol] = {}
    template: Term = term

    for part in parts:
        if any(part is not other and part in set(subterms(other)) for other in parts):
            continue
        names[part] = fresh(Symbol(f"n{len(names)}", SCALAR, "integer"), free_symbols(term))
        template = abstract(template, part, names[part])
    theorem = kernel.sign_of_form(IsInteger(template))
    if not names:
        return theorem
    theorem = kernel.instantiate(theorem, {symbol: part for part, symbol in names.items()})
    for each in names:
        theorem = _cut_all(theorem, kernel.conjunct(law_instance("floor", {"x": each.arguments[1]}), 0))
    return theorem


def _floor_by_balls(value: Term) -> int | None:
    ball = Balls(160).enclosure(value)
    low = ball.floor().unique_fmpz()
    return None if low is None else int(low)


def _floor_is(inner: Term, value: Term, context: Context) -> Theorem | None:
    """⊢ floor(u) = m, from m ≤ u < m + 1."""
    facts = [law_instance("floor", {"x": t.arguments[1]}) for t in subterms(value) if isinstance(t, Special)]
    bounds = [kernel.conjunct(f, i) for f in facts for i in (1, 2)]
    proofs = []
    for goal in (Le(value, inner), Lt(inner, value + 1)):
        proof = prove_order(goal, bounds, (), 1) or holds(goal, context)
        if proof is None:
            return None
        proofs.append(proof)
    return given("integer part is unique", {"x": inner, "y": value}, is_integer(value), *proofs)


# -- case distinctions ------------------------------------------------------------------------------------------------

def _law_of_cases(term: Term) -> Theorem:
    condition, value, otherwise = term.arguments
    unused = fresh(Symbol("t"), free_symbols(term))
    theorem = law_instance("case distinction", {"S_n": Lambda(unused, condition), "x": Number(0), "y": value, "a": otherwise})
    return theorem


def _condition(term: Term, context: Context) -> Theorem | None:
    """IfThenElse(P, a, b) = a where P is proved, and = b where ¬P is."""
    condition = term.arguments[0]
    law = _law_of_cases(term)
    yes = holds(condition, context)
    if yes is not None:
        assumed = kernel.assume(law.statement.arguments[1])
        goal = law.statement.arguments[0].arguments[1]
        contradiction = kernel.contradiction(kernel.absurd(yes, kernel.conjunct(assumed, 0)), Not(goal))
        return kernel.cases(law, kernel.conjunct(kernel.assume(law.statement.arguments[0]), 1), contradiction)
    denied = denial(condition, context)
    if denied is not None:
        assumed = kernel.assume(law.statement.arguments[0])
        goal = law.statement.arguments[1].arguments[1]
        contradiction = kernel.contradiction(kernel.absurd(kernel.conjunct(assumed, 0), denied), Not(goal))
        return kernel.cases(law, contradiction, kernel.conjunct(kernel.assume(law.statement.arguments[1]), 1))
    return None


def denial(condition: Term, context: Context) -> Theorem | None:
    """⊢ ¬P, from the opposite relation; of ∧ by one part, of ∨ by all parts."""
    opposite: dict[type, Callable[[Any, Any], Term]] = {
        Lt: lambda a, b: Le(b, a), Le: lambda a, b: Lt(b, a), Gt: Le, Ge: Lt, Eq: Ne, Ne: Eq}
    kind = type(condition)
    false: Theorem | None = None
    if kind in (And, Or):
        assumed = kernel.assume(condition)
        proofs = [denial(part, context) for part in condition.arguments]
        if kind is Or and all(proof is not None for proof in proofs):
            branches = [kernel.absurd(kernel.assume(part), proof)
                        for part, proof in zip(condition.arguments, proofs, strict=True) if proof is not None]
            false = kernel.cases(assumed, *branches)
        elif kind is And:
            found = next(((i, proof) for i, proof in enumerate(proofs) if proof is not None), None)
            if found is not None:
                false = kernel.absurd(kernel.conjunct(assumed, found[0]), found[1])
        return None if false is None else kernel.contradiction(false, condition)
    if kind is Not:
        fact = holds(condition.arguments[0], context)
        return None if fact is None else kernel.contradiction(kernel.absurd(fact, kernel.assume(condition)), condition)
    if kind not in opposite:
        return None
    fact = holds(opposite[kind](*condition.arguments), context) if kind is not Ne else _equal(condition, context)
    if fact is None:
        return None
    if kind is Eq:
        return kernel.apply(kernel.unfold(fact.statement), fact)
    if kind is Ne:
        denied = kernel.apply(kernel.unfold(condition), kernel.assume(condition))
        return kernel.contradiction(kernel.absurd(fact, denied), condition)
    false = prove_order(Or(), [fact, kernel.assume(condition)], (), 1)
    return None if false is None else kernel.contradiction(false, condition)


def _equal(condition: Term, context: Context) -> Theorem | None:
    try:
        found = discharged(kernel.ring(*condition.arguments), context)
    except REFUSED:
        return None
    return None if context.open_conditions(found) else found


Branch = Callable[[Theorem, Context], "Theorem | None"]


def undecided(terms: list[Term]) -> Term | None:
    """The simplest word among terms whose case is open."""
    found = [t for term in terms for t in subterms(term)
             if isinstance(t, (Abs, Sign, IfThenElse)) or isinstance(t, Special) and t.arguments[0] == "Heaviside"]
    return min(found, key=lambda t: (len(repr(t)), repr(t)), default=None)


def law_for(word: Term) -> Theorem:
    """⊢ ⋁ (case ∧ word = its value there)."""
    if isinstance(word, IfThenElse):
        return _law_of_cases(word)
    name = "absolute value" if isinstance(word, Abs) else _THREE_WAYS["sign" if isinstance(word, Sign) else "Heaviside"]
    return law_instance(name, {"x": word.arguments[-1]})


def split(statement: Term, word: Term, context: Context, prove: Callable[[Term, Context], Theorem | None]) -> Theorem | None:
    """An equation, from the equations in all cases of a word."""
    law = law_for(word)
    branches = []
    for option in law.statement.arguments:
        inner = Context([*context.hypotheses, option], 20.0)
        inner.deadline = context.deadline
        assumed = kernel.assume(option)
        fact, equation = kernel.conjunct(assumed, 0), kernel.conjunct(assumed, 1)
        proof = _impossible(statement, inner) or _in_case(statement, fact, equation, inner, prove)
        if proof is None:
            return None
        branches.append(proof)
    return kernel.cases(law, *branches)


def _impossible(statement: Term, context: Context) -> Theorem | None:
    """Anything, where the hypotheses contradict each other."""
    facts = [f for f in context.prover.facts if type(f.statement) in (Le, Lt, Eq)]
    if len(facts) < 2:
        return None
    false = prove_order(Or(), facts[-10:], (), 1)
    return None if false is None else kernel.contradiction(false, Not(statement))


def _in_case(statement: Term, fact: Theorem, equation: Theorem, context: Context,
             prove: Callable[[Term, Context], Theorem | None]) -> Theorem | None:
    links: list[Theorem] = [equation]
    if type(fact.statement) is Eq and isinstance(fact.statement.arguments[0], Symbol):
        links.append(fact)
    left, right = statement.arguments
    there, back = replaced(left, links), replaced(right, links)
    ends = right_of(there) if there is not None else left, right_of(back) if back is not None else right
    middle = prove(Eq(*ends), context)
    if middle is None or context.open_conditions(middle):
        return None
    return linked(there, middle, None if back is None else kernel.exchange(back))


__all__ = ["chosen", "denial", "is_integer", "law_for", "resolve", "split", "undecided"]
