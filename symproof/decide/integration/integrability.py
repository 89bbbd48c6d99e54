"""Integrability and differentiation under the expectation: which law gives it, from which facts. Untrusted search.

What it knows: growth under Lebesgue and Gaussian measures; constants; linear combinations; products of
square-integrable factors; and, from a moment generating function finite near 0, every φ·tᵏ with φ square-integrable.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.binders import split
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import monomial_term, quotient_term
from symproof.kernel import KernelError, Theorem
from symproof.terms import (Abs, App, Exists, Exp, ForAll, Implies, Inner, Integrable, Lambda, Mul, Norm, Number, Pow,
                            Symbol, Term, TermError, as_term, canonical, free_symbols, fresh, probability_like,
                            substitute)
from symproof.terms.sorts import SCALAR, Vector

from ..rewriting import NotConvertible, convert

if TYPE_CHECKING:
    from ..prover import Prover


def _law(prover: Prover, name: str, values: dict[str, Any], goal: Term) -> Theorem:
    """Instantiate a law, prove its premises, and bring its conclusion into the form of the goal."""
    from ..prover import law_instance

    theorem = law_instance(name, values)
    while isinstance(theorem.statement, Implies):
        theorem = kernel.apply(theorem, prover.prove(theorem.statement.arguments[0]))
    return convert(theorem, goal, prover.settle)


def _attempts(goal: Term, *attempts: Any) -> Theorem:
    from ..prover import Unproved

    for attempt in attempts:
        try:
            found = attempt()
        except (Unproved, KernelError, TermError, NotConvertible):
            continue
        if found is not None:
            return found  # type: ignore[no-any-return]
    raise Unproved(goal)


def integrable(prover: Prover, goal: Term) -> Theorem:
    """facts ⊢ Integrable(ω, μ, X)."""
    var, measure, body = goal.arguments
    if var.name.startswith("%") or var in _named(prover):
        new = fresh(Symbol(var.name.replace("%", "omega") if var.sort != SCALAR else "t", var.sort),
                    _named(prover) | free_symbols(goal))
        body = substitute(body, {var: new})
        var = new
        goal = Integrable(var, measure, body)
    if isinstance(body.sort, Vector):
        return _attempts(goal, lambda: prover._from_facts(goal), lambda: _by_components(prover, goal))
    return _attempts(goal, lambda: prover._require(kernel.growth(goal)), lambda: _from_facts(prover, goal),
                     lambda: _by_pieces(prover, goal), lambda: _by_multiple(prover, goal), lambda: _by_moments(prover, goal),
                     lambda: _by_interior(prover, goal),
                     lambda: _by_square(prover, goal), lambda: _by_product(prover, goal),
                     lambda: _by_norm(prover, goal))


def _named(prover: Prover) -> set[Symbol]:
    return {s for f in prover.facts for h in f.hypotheses for s in free_symbols(h)}


def _from_facts(prover: Prover, goal: Term) -> Theorem | None:
    return prover._from_facts(goal)


def _by_components(prover: Prover, goal: Term) -> Theorem:
    from ..prover import law_instance

    var, measure, body = goal.arguments
    law = law_instance("vector integrable by its components", {"nu": measure, "h": Lambda(var, body)})
    return kernel.apply(law, prover.prove(law.statement.arguments[1]))


def _by_pieces(prover: Prover, goal: Term) -> Theorem | None:
    """A linear combination of integrable monomials; a multiple of one; a constant."""
    var, measure, body = goal.arguments
    pieces = split(var, normal(body)[0])
    if len(pieces) == 1 and pieces[0][1] is body:
        if body is Number(1) and probability_like(measure):
            return _law(prover, "constants are integrable", {"P": measure, "c": 1}, goal)
        return None
    total: Term | None = None
    for coefficient, part in pieces:
        prover.prove(Integrable(var, measure, part))
        weight = quotient_term(coefficient)
        if total is None:
            total = Mul(weight, part)
            first = _law(prover, "sum of integrable", {"nu": measure, "X": Lambda(var, part), "Y": Lambda(var, part),
                                                       "a": weight, "b": 0}, Integrable(var, measure, total))
            prover.add(first)
        else:
            previous, total = total, total + weight * part
            prover.add(_law(prover, "sum of integrable", {
                "nu": measure, "X": Lambda(var, previous), "Y": Lambda(var, part), "a": 1, "b": weight},
                Integrable(var, measure, total)))
    if total is None:
        return _law(prover, "constants are integrable", {"P": measure, "c": 0}, goal)
    return convert(prover.prove(Integrable(var, measure, total)), goal, prover.settle)


def _by_multiple(prover: Prover, goal: Term) -> Theorem | None:
    """X is integrable because some cX is known to be, for a constant c ≠ 0."""
    var, measure, body = goal.arguments
    own = split(var, normal(body)[0])
    if len(own) != 1 or own[0][1] is not body:
        return None
    for fact in prover.facts:
        if not isinstance(fact.statement, Integrable) or fact.statement.arguments[1] is not measure:
            continue
        bound, _, known = fact.statement.arguments
        known = substitute(known, {bound: var})
        pieces = split(var, normal(known)[0])
        if len(pieces) == 1 and pieces[0][1] is body and known is not body:
            found = _law(prover, "sum of integrable", {"nu": measure, "X": Lambda(var, known), "Y": Lambda(var, known),
                                                       "a": 1 / quotient_term(pieces[0][0]), "b": 0}, goal)
            if set(map(canonical, found.hypotheses)) <= prover._allowed():
                return found
    return None


def _moment_facts(prover: Prover, var: Symbol, measure: Term) -> list[tuple[Theorem, Term]]:
    """The facts ∃δ>0 E e^{δ|t|} < ∞ for this measure, each with its t."""
    found = []
    for fact in prover.facts:
        statement = fact.statement
        if not isinstance(statement, Exists) or not isinstance(statement.arguments[1], Integrable):
            continue
        delta, inside = statement.arguments
        own, where, body = inside.arguments
        if where is not measure or not isinstance(body, Exp) or own.sort != var.sort:
            continue
        inner = body.arguments[0]
        if isinstance(inner, Mul) and inner.arguments[0] is delta and isinstance(inner.arguments[1], Abs):
            found.append((fact, substitute(inner.arguments[1].arguments[0], {own: var})))
    return found


def _monomial(term: Term) -> P.Monomial | None:
    form = normal(term)[0]
    if form.bottom != P.constant(1) or len(form.top) != 1:
        return None
    (key, value), = form.top.items()
    return key if value == 1 else None


def _without(key: P.Monomial, t: Term) -> tuple[int, Term] | None:
    """key = t^k · rest, with the largest natural k."""
    inner = _monomial(t)
    if not inner:
        return None
    exponents = dict(key)
    k = min((int(exponents.get(n, 0) // e) for n, e in inner), default=0)
    rest = P.join(key, tuple((n, -e * k) for n, e in inner if k))
    return k, monomial_term(rest)


def _by_moments(prover: Prover, goal: Term) -> Theorem | None:
    var, measure, body = goal.arguments
    key = _monomial(body)
    if key is None or not probability_like(measure):
        return None
    for _, t in _moment_facts(prover, var, measure):
        parts = _without(key, t)
        if parts is None or parts[0] == 0:
            continue
        k, rest = parts
        return _law(prover, "exponential moments are integrable",
                    {"P": measure, "X": Lambda(var, rest), "Y": Lambda(var, t), "k": k}, goal)
    return None


def _by_square(prover: Prover, goal: Term) -> Theorem | None:
    """X is integrable because X² is."""
    var, measure, body = goal.arguments
    square = Integrable(var, measure, Pow(body, 2))
    key = _monomial(body)
    if key is None or not probability_like(measure) or sum(e for _, e in key) > 2:
        return None
    return _law(prover, "square-integrable is integrable", {"P": measure, "X": Lambda(var, body)}, goal) if (
        prover.prove(square)) else None


def _by_product(prover: Prover, goal: Term) -> Theorem | None:
    var, measure, body = goal.arguments
    key = _monomial(body)
    if key is None or sum(abs(Fraction(e)) for _, e in key) > 2:
        return None
    factors = [n for n, e in key for _ in range(int(e))] if all(e == int(e) and e > 0 for _, e in key) else []
    if len(factors) != 2:
        return None
    x, y = (P.atom_term(n) for n in factors)
    return _law(prover, "product of square-integrable", {"nu": measure, "X": Lambda(var, x), "Y": Lambda(var, y)}, goal)


def _by_norm(prover: Prover, goal: Term) -> Theorem | None:
    """⟨h, u⟩² is integrable when ‖h‖² is, by Cauchy–Schwarz."""
    from ..prover import law_instance

    var, measure, body = goal.arguments
    key = _monomial(body)
    if key is None or len(key) != 1 or key[0][1] != 2:
        return None
    base = P.atom_term(key[0][0])
    if not isinstance(base, Inner):
        return None
    for h, u in (base.arguments, base.arguments[::-1]):
        if var in free_symbols(u):
            continue
        prover.prove(Integrable(var, measure, Pow(Norm(h), 2)))
        bound = law_instance("Cauchy–Schwarz", {"u": u, "w": h})
        prover.add(kernel.generalize(bound, var) if var not in _hypothesis_symbols(bound) else bound)
        scaled = Inner(u, u) * Pow(Norm(h), 2)
        return _law(prover, "domination", {"nu": measure, "X": Lambda(var, body), "Y": Lambda(var, scaled)}, goal)
    return None


def _hypothesis_symbols(theorem: Theorem) -> set[Symbol]:
    return {s for h in theorem.hypotheses for s in free_symbols(h)}


def dominated(prover: Prover, goal: Term) -> Theorem:
    """facts ⊢ DominatedDerivative(λ, 0, ω, μ, φ tᵏ e^{λ t}), from a moment generating function finite near 0."""
    return _attempts(goal, lambda: prover._from_facts(goal), lambda: _dominated_by_moments(prover, goal),
                     lambda: _dominated_inside(prover, goal))


def _opened(prover: Prover, goal: Term) -> tuple[Symbol, Symbol, Term]:
    var, _, outcome, _measure, body = goal.arguments
    taken = _named(prover) | free_symbols(goal)
    lam, omega = fresh(Symbol("lam"), taken), fresh(Symbol("omega", outcome.sort), taken)
    return lam, omega, substitute(body, {var: lam, outcome: omega})


def _exponential_part(key: P.Monomial, lam: Symbol | None = None) -> tuple[Term, P.Monomial] | None:
    """key = e^{λ t} · rest, with t and rest free of λ; without a λ, all exponentials of key and the rest."""
    exponent: Term | None = None
    rest: P.Monomial = ()
    for n, e in key:
        base = P.atom_term(n)
        if isinstance(base, Exp) and (lam is None or lam in free_symbols(base)):
            piece = Mul(Number(e), base.arguments[0])
            exponent = piece if exponent is None else exponent + piece
        elif lam is not None and lam in free_symbols(base):
            return None
        else:
            rest = P.join(rest, ((n, e),))
    return None if exponent is None else (exponent, rest)


def _dominated_by_moments(prover: Prover, goal: Term) -> Theorem | None:
    measure = goal.arguments[3]
    lam, omega, body = _opened(prover, goal)
    key = _monomial(body)
    if key is None or not probability_like(measure):
        return None
    parts = _exponential_part(key, lam)
    if parts is None:
        return None
    exponent, rest = parts
    for _, t in _moment_facts(prover, omega, measure):
        if normal(exponent)[0] != normal(lam * t)[0]:
            continue
        apart = _without(rest, t)
        if apart is None:
            continue
        k, factor = apart
        return _law(prover, "exponential moments dominate",
                    {"P": measure, "X": Lambda(omega, factor), "Y": Lambda(omega, t), "k": k}, goal)
    return None


def near_zero(prover: Prover, goal: Term) -> Theorem:
    """facts ⊢ ∃r>0 ∀λ (|λ| < r ⟹ φ e^{λ t} is integrable), from a moment generating function finite near 0."""
    from ..prover import Unproved

    inner = goal.arguments[1]
    statement = inner.arguments[1].arguments[1] if isinstance(inner, ForAll) and isinstance(
        inner.arguments[1], Implies) else None
    if isinstance(statement, ForAll):
        raise Unproved(goal)
    if not isinstance(statement, Integrable):
        found = prover._from_facts(goal)
        if found is None:
            raise Unproved(goal)
        return found
    own, measure, body = statement.arguments
    taken = _named(prover) | free_symbols(goal)
    lam, omega = fresh(Symbol("lam"), taken), fresh(Symbol("omega", own.sort), taken)
    body = substitute(body, {inner.arguments[0]: lam, own: omega})
    key = _monomial(body)
    parts = None if key is None else _exponential_part(key, lam)
    if parts is None:
        raise Unproved(goal)
    for _, t in _moment_facts(prover, omega, measure):
        if normal(parts[0])[0] == normal(lam * t)[0]:
            return _law(prover, "exponential moments near zero",
                        {"P": measure, "X": Lambda(omega, monomial_term(parts[1])), "Y": Lambda(omega, t)}, goal)
    raise Unproved(goal)


def _interior_facts(prover: Prover, omega: Symbol, measure: Term) -> list[tuple[Term, Term]]:
    """The facts ∃δ>0 ∫ e^{⟨h, u⟩ + δ‖h‖} < ∞ for this measure, each with its h and u."""
    found = []
    for fact in prover.facts:
        statement = fact.statement
        if not isinstance(statement, Exists) or not isinstance(statement.arguments[1], Integrable):
            continue
        own, where, inside = statement.arguments[1].arguments
        if where is not measure or not isinstance(inside, Exp) or own.sort != omega.sort:
            continue
        parts = _interior_parts(substitute(inside.arguments[0], {own: omega}), statement.arguments[0])
        if parts is not None:
            found.append(parts)
    return found


def _by_interior(prover: Prover, goal: Term) -> Theorem | None:
    """⟨h, z⟩ᵏ ⟨h, w⟩ⁿ e^{⟨h, u⟩} is integrable for a parameter u in the interior."""
    var, measure, body = goal.arguments
    key = _monomial(body)
    parts = None if key is None else _exponential_part(key)
    if parts is None:
        return None
    for h, u in _interior_facts(prover, var, measure):
        powers = _inner_powers(parts[1], h)
        if powers is not None and normal(parts[0])[0] == normal(Inner(h, u))[0]:
            (k, z), (n, w) = powers
            return _law(prover, "interior moments are integrable",
                        {"nu": measure, "h": Lambda(var, h), "u": u, "z": z, "k": k, "w": w, "n": n, "l": 0}, goal)
    return None


def _dominated_inside(prover: Prover, goal: Term) -> Theorem | None:
    """⟨h, z⟩ᵏ ⟨h, y⟩ⁿ e^{⟨h, u + λ w⟩} for a parameter u in the interior."""
    measure = goal.arguments[3]
    lam, omega, body = _opened(prover, goal)
    key = _monomial(body)
    parts = None if key is None else _exponential_part(key)
    if parts is None:
        return None
    exponent, rest = parts
    for h, u in _interior_facts(prover, omega, measure):
        direction = _direction(exponent, h, u, lam)
        powers = _inner_powers(rest, h)
        if direction is None or powers is None:
            continue
        (k, z), (n, y) = powers
        return _law(prover, "interior parameters dominate",
                    {"nu": measure, "h": Lambda(omega, h), "u": u, "w": direction, "z": z, "k": k, "mu": y, "n": n}, goal)
    return None


def _interior_parts(exponent: Term, delta: Symbol) -> tuple[Term, Term] | None:
    """exponent = ⟨h, u⟩ + δ‖h‖ gives (h, u)."""
    parts = exponent.arguments
    if len(parts) == 2 and isinstance(parts[0], Inner) and isinstance(parts[1], Mul):
        h, u = parts[0].arguments
        if parts[1] is Mul(delta, Norm(h)):
            return h, u
    return None


def _direction(exponent: Term, h: Term, u: Term, lam: Symbol) -> Term | None:
    """exponent = ⟨h, u + λ w⟩ gives w."""
    form = normal(exponent)[0]
    for key in form.top:
        atoms = [P.atom_term(n) for n, _ in key]
        if lam in atoms:
            for a in atoms:
                if isinstance(a, Inner):
                    for one, other in (a.arguments, a.arguments[::-1]):
                        if one is h and normal(Inner(h, u + lam * other))[0] == form:
                            return as_term(other)  # type: ignore[no-any-return]
    return None


def _inner_powers(rest: P.Monomial, h: Term) -> list[tuple[int, Term]] | None:
    """rest = ⟨h, z⟩ᵏ ⟨h, y⟩ⁿ gives [(k, z), (n, y)]."""
    powers = []
    for n, e in rest:
        base = P.atom_term(n)
        others = [b for a, b in (base.arguments, base.arguments[::-1]) if a is h] if isinstance(base, Inner) else []
        if not others or e != int(e) or e < 0:
            return None
        powers.append((int(e), others[0]))
    return None if len(powers) > 2 else [*powers, *[(0, _any_vector(h))] * (2 - len(powers))]


def _any_vector(h: Term) -> Term:
    from symproof.terms import Zero

    return Zero(h.sort)


__all__ = ["App", "canonical", "dominated", "integrable"]
