"""Signs by form: closed numbers, boxes, products of factors, and nonnegative forms with known bounds. Search, not trusted.

Goals are 0 < g and 0 ≤ g. Every function returns a kernel theorem whose hypotheses are those of the scope, or None.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from itertools import combinations, product
from math import lcm
from typing import Any, NamedTuple

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import polynomial_term
from symproof.checkers.signs import sign
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Arccos, Arcsin, Arctan, Cos, Erf, Exp, Implies, Le, Log, Lt, Ne, Neg, Number, Pow, Sin, Special,
                            Sqrt, Symbol, Term, TermError, canonical, free_symbols, substitute, subterms)

from . import numeric
from .scope import ONE, Scope, combined, conjoined, conjunction_term, declared, nonzero, square_positive, weakened
from ..positivity import prove_order
from ..prover import law_instance

ZERO = Number(0)
SMALL = 24


class Factored(NamedTuple):
    """unit · Π factor^multiplicity · Π atom^exponent; the exponents may be negative or fractional."""

    unit: Fraction
    factors: list[tuple[Term, int]]
    atoms: list[tuple[Term, P.Exponent]]


def difference(goal: Term) -> Term:
    """right − left of a relation <, ≤, without a 0 on the left."""
    left, right = goal.arguments
    return right if left is ZERO else Neg(left) if right is ZERO else right - left


def zero_is_zero(goal: Term, scope: Scope) -> Theorem | None:
    """0 ≤ g where the normal form of g is 0."""
    if not isinstance(goal, Le):
        return None
    try:
        return scope.closed(kernel.nonnegative_form(goal, [], []))
    except (KernelError, TermError):
        return None


def vanishes_somewhere(g: Term, where: Sequence[numeric.Point]) -> bool:
    """Whether g is exactly 0 at one of the first points where floating point says so."""
    zeros = [p for p in where if numeric.value(g, p) == 0]
    for point in zeros[:2]:
        values = {s: Number(Fraction(v).limit_denominator(10**6)) for s, v in point.items() if isinstance(s, Symbol)}
        try:
            if not normal(substitute(g, values))[0].top:
                return True
        except TermError:
            continue
    return False


def on_a_box(goal: Term, scope: Scope) -> Theorem | None:
    """By ball arithmetic, where closed numbers bound every symbol (strict goals; a weak one by the strict one)."""
    if isinstance(goal, Le):
        strict = on_a_box(Lt(*goal.arguments), scope)
        return None if strict is None else weakened(strict)
    facts: list[Theorem] = []
    ends: dict[Term, tuple[float, float]] = {}
    for symbol in sorted(free_symbols(goal), key=lambda s: s.name):
        bounds = scope.bounds(symbol)
        if bounds.low_fact is None or bounds.high_fact is None:
            return None
        facts += [bounds.low_fact, bounds.high_fact]
        ends[symbol] = (numeric.value(bounds.low_fact.statement.arguments[0], {}),
                        numeric.value(bounds.high_fact.statement.arguments[1], {}))
    if len(ends) < 5 and any(not numeric.value(difference(goal), dict(zip(ends, corner, strict=True))) > 0
                             for corner in product(*ends.values())):
        return None
    try:
        if not facts:
            return kernel.enclosure(goal)
        statement = Implies(conjunction_term([f.statement for f in facts]), goal)
        return kernel.apply(kernel.enclosure(statement), conjoined(facts))
    except (KernelError, TermError):
        return None


# -- factors ----------------------------------------------------------------------------------------------------------
def factored(poly: P.Polynomial) -> Factored:
    """A polynomial over atoms as a product of irreducible ones and powers of atoms."""
    if not poly:
        return Factored(Fraction(0), [], [])
    atoms = sorted({n for key in poly for n, _ in key})
    lowest = {n: min(dict(key).get(n, 0) for key in poly) for n in atoms}
    scales = {n: lcm(*(Fraction(dict(key).get(n, 0)).denominator for key in poly)) for n in atoms}
    moved = {tuple(int((dict(key).get(n, 0) - lowest[n]) * scales[n]) for n in atoms): v for key, v in poly.items()}
    powers = [(P.atom_term(n), e) for n, e in lowest.items() if e]
    if len(moved) == 1:
        return Factored(next(iter(moved.values())), [], powers)
    unit, parts = _factor(moved, len(atoms))
    factors = []
    for part, multiplicity in parts:
        back = {tuple((n, Fraction(e, scales[n])) for n, e in zip(atoms, exponents, strict=True) if e): v
                for exponents, v in part.items()}
        plain = {tuple((n, int(e) if e == int(e) else e) for n, e in key): v for key, v in back.items()}
        factors.append((polynomial_term(plain), multiplicity))
    return Factored(unit, factors, powers)


def _factor(poly: dict[tuple[int, ...], Fraction], count: int) -> tuple[Fraction, list[tuple[dict[Any, Fraction], int]]]:
    import flint

    if max(sum(key) for key in poly) > 40 or len(poly) > 200:
        return ONE, [(poly, 1)]
    ring = flint.fmpq_mpoly_ctx.get(tuple(f"x{i}" for i in range(count)), "lex")
    element = ring.from_dict({k: flint.fmpq(v.numerator, v.denominator) for k, v in poly.items()})
    unit, parts = element.factor()
    def plain(q: Any) -> Fraction:
        return Fraction(int(q.p), int(q.q))

    found = [({tuple(map(int, k)): plain(flint.fmpq(v)) for k, v in f.to_dict().items()}, int(e)) for f, e in parts]
    return plain(flint.fmpq(unit)), found


def split(goal: Term) -> tuple[Factored, Factored] | None:
    """The factors of the numerator and of the denominator of the normal form of a goal's difference."""
    try:
        form = normal(difference(goal))[0]
        return factored(form.top), factored(form.bottom)
    except (TermError, RecursionError, OverflowError, MemoryError):
        return None


def by_factors(goal: Term, scope: Scope, depth: int) -> Theorem | None:
    """From the signs of the factors of the normal form, each proved on its own."""
    parts = split(goal)
    if parts is None or not parts[0].unit:
        return None
    above, below = parts
    facts: list[Theorem] = []
    used: list[int] = []
    visible: list[Term] = []
    unit = above.unit / below.unit
    strict = isinstance(goal, Lt)
    todo: list[tuple[Term, P.Exponent]] = [*above.factors, *((f, -e) for f, e in below.factors)]
    todo += [(a, e) for a, e in above.atoms] + [(a, -e) for a, e in below.atoms]
    if len(todo) == 1 and todo[0][1] == 1 and canonical(todo[0][0]) is canonical(difference(goal)) and unit == 1:
        return None
    where = scope.points(difference(goal))
    loose: list[Term] = []
    for base, exponent in todo:
        if sign(base) == "+" or exponent != int(exponent) and sign(base) == "0+":
            visible.append(Pow(base, Number(exponent)) if exponent != 1 else base)
            continue
        if exponent != int(exponent):
            root = Sqrt(base) if exponent == Fraction(1, 2) else Pow(base, Number(exponent))
            proof = scope.search.solve((Lt if strict or exponent < 0 else Le)(ZERO, root), scope, depth)
            if proof is None:
                return None
            facts.append(proof)
            used.append(len(facts) - 1)
            continue
        count = int(exponent)
        if count > 0 and count % 2 == 0 and not strict:
            visible.append(Pow(base, Number(count)))
            continue
        positive, negative = numeric.signs(base, where)
        if positive and negative:
            if count % 2 == 0:
                return None
            loose.append(base if count > 0 else Pow(base, Number(-1)))
            used_rest = count - 1 if count > 0 else count + 1
            if used_rest:
                visible.append(Pow(base, Number(used_rest)))
                if strict or used_rest < 0:
                    return None
            continue
        oriented = Neg(base) if negative else base
        need_strict = strict or count < 0
        proof = scope.search.solve((Lt if need_strict else Le)(ZERO, oriented), scope, depth)
        if proof is None:
            return None
        if count < 0:
            proof = kernel.apply(law_instance("reciprocal of a positive number", {"x": oriented}), proof)
        if negative and count % 2:
            unit = -unit
        facts.append(proof)
        used += [len(facts) - 1] * abs(count)
    if loose:
        rest = loose[0]
        for other in loose[1:]:
            rest = rest * other
        rest = Neg(rest) if unit < 0 else rest
        wanted = type(goal)(ZERO, rest)
        if not facts and not visible and not below.factors or len(loose) == len(todo) and len(todo) == 1:
            return None
        proof = scope.search.solve(wanted, scope, depth - 1)
        if proof is None:
            return None
        unit = abs(unit)
        facts.append(proof)
        used.append(len(facts) - 1)
    if unit < 0:
        return None
    return assembled(goal, facts, [(unit, tuple(used), tuple(visible))], scope, depth)


def assembled(goal: Term, facts: Sequence[Theorem], summands: Sequence[tuple[Fraction, tuple[int, ...], tuple[Term, ...]]],
              scope: Scope, depth: int) -> Theorem | None:
    """The nonnegative form, with its obligations discharged from the facts or in the scope."""
    try:
        theorem = kernel.nonnegative_form(goal, facts, list(summands))
    except (KernelError, TermError):
        return None
    for fact in facts:
        if isinstance(fact.statement, Lt) and fact.statement.arguments[0] is ZERO:
            theorem = _cut_if_there(fact, theorem)
            body = fact.statement.arguments[1]
            theorem = _cut_if_there(nonzero(fact), theorem)
            if isinstance(body, Neg):
                turned = combined(Lt(body.arguments[0], ZERO), fact)
                theorem = _cut_if_there(nonzero(turned), theorem)
    return scope.closed(theorem, depth)


def _cut_if_there(proof: Theorem, theorem: Theorem) -> Theorem:
    key = canonical(proof.statement)
    if any(canonical(h) is key for h in theorem.hypotheses):
        return kernel.cut(proof, theorem)
    return theorem


# -- nonnegative forms ------------------------------------------------------------------------------------------------
def known_bounds(term: Term, scope: Scope) -> list[Theorem]:
    """Bounds of the functions that occur in a term: |sin| ≤ 1, erf < 1, e^u ≥ 1 + u, log u ≤ u − 1, …"""
    found: list[Theorem] = []
    for part in sorted(subterms(term), key=repr):
        found += _bounds_of(part, scope)
        if len(found) > SMALL:
            break
    return found


def _bounds_of(part: Term, scope: Scope) -> list[Theorem]:
    try:
        if isinstance(part, (Sin, Cos)):
            other = (Cos if isinstance(part, Sin) else Sin)(part.arguments[0])
            half = Fraction(1, 2)
            return [kernel.nonnegative_form(Le(Number(0), 1 - s), [], [(half, (), (Pow(1 - s, 2),)),
                                                                       (half, (), (Pow(other, 2),))])
                    for s in (part, Neg(part))]
        if isinstance(part, Erf):
            both = law_instance("error function lies inside its limits", {"x": part.arguments[0]})
            return [kernel.conjunct(both, 0), kernel.conjunct(both, 1)]
        if isinstance(part, Arctan):
            both = law_instance("range of the arctangent", {"x": part.arguments[0]})
            return [kernel.conjunct(both, 0), kernel.conjunct(both, 1)]
        if isinstance(part, (Arcsin, Arccos)):
            name = "range of the arcsine" if isinstance(part, Arcsin) else "range of the arccosine"
            law = law_instance(name, {"x": part.arguments[0]})
            proofs = [scope.search.condition(p, scope, 0) for p in law.statement.arguments[0].arguments]
            if all(p is not None for p in proofs):
                both = kernel.apply(law, kernel.conjunction(*(p for p in proofs if p is not None)))
                return [kernel.conjunct(both, 0), kernel.conjunct(both, 1)]
        if isinstance(part, Special) and part.arguments[0] in ("floor", "ceiling"):
            return _rounding(part)
        if isinstance(part, Exp):
            return [law_instance("exponential above its tangent", {"x": part.arguments[0]})]
        if isinstance(part, Log):
            u = part.arguments[0]
            premise = scope.search.condition(Lt(ZERO, u), scope, 0)
            if premise is not None:
                return [kernel.apply(law_instance("logarithm below its tangent", {"x": u}), premise)]
    except (KernelError, TermError):
        pass
    return []


def _rounding(part: Term) -> list[Theorem]:
    """floor x ≤ x < floor x + 1; the ceiling by the floor of −x."""
    name, x = part.arguments
    whole = law_instance("floor", {"x": x if name == "floor" else -x})
    found = [kernel.conjunct(whole, 1), kernel.conjunct(whole, 2)]
    return found if name == "floor" else [law_instance("ceiling", {"x": x}), *found]


def differences(term: Term) -> list[Term]:
    """Differences and sums of the loose parts of a term, whose squares may be of use."""
    parts: list[Term] = []
    try:
        form = normal(term)[0]
    except TermError:
        return []
    exponents: dict[int, Fraction] = {}
    for key in form.top:
        for n, e in key:
            exponents[n] = min(exponents.get(n, Fraction(1)), Fraction(e) if 0 < e < 1 else Fraction(1))
    for n, e in sorted(exponents.items()):
        base = P.atom_term(n)
        parts.append(Sqrt(base) if e == Fraction(1, 2) else base)
    parts = parts[:5]
    found = [a - b for a, b in combinations(parts, 2)]
    found += [a + b for a, b in combinations(parts, 2) if sign(a) != "+" or sign(b) != "+"]
    return found + [p - 1 for p in parts]


def by_linear_program(goal: Term, scope: Scope, facts: Iterable[Theorem], hints: Sequence[Term] = (),
                      degree: int = 1) -> Theorem | None:
    """By a nonnegative form over the facts that share a symbol with the goal."""
    names = free_symbols(goal)
    ordered = sorted(names, key=lambda s: s.name)
    near = [f for f in facts if names & free_symbols(f.statement)]
    near += [f for s in ordered if s.domain == "positive integer" for f in declared(s)[-1:]]
    apart = [f for f in scope.unequal if names & free_symbols(f.statement)]
    apart += [kernel.sign_of_form(Ne(s, 0)) for s in ordered if s.domain == "nonzero"]
    near += [found for found in (scope.closed(square_positive(f), 0) for f in apart[:4]) if found is not None]
    near = near[:12]
    found = prove_order(goal, near, hints, degree)
    return None if found is None else scope.closed(found, 0)

