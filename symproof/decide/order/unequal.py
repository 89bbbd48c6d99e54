"""≠: from a strict order, from a hypothesis a ≠ b, or from the factors of the difference. Search, not trusted."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symproof import kernel
from symproof.checkers.normal_form import normal
from symproof.kernel import KernelError, Theorem
from symproof.terms import Eq, Le, Lt, Mul, Ne, Number, Pow, Term, TermError, alpha_equal

from . import numeric
from .forms import ZERO, split
from .scope import ONE, Scope, nonzero
from ..prover import law_instance


def unequal(statement: Term, scope: Scope, depth: int) -> Theorem | None:
    """a ≠ b in a scope, or None."""
    found = scope.known(statement)
    if found is not None:
        return found
    left, right = statement.arguments
    d = left if right is ZERO else right if left is ZERO else left - right
    positive, negative = numeric.signs(d, scope.points(d))
    if not (positive and negative):
        for wanted in [Lt(ZERO, d)] * (not negative) + [Lt(d, ZERO)] * (not positive):
            strict = scope.search.solve(wanted, scope, depth)
            if strict is not None:
                return _brought(nonzero(strict), statement, scope)
    found = _from_facts(statement, scope)
    if found is None and depth > 0:
        found = _from_factors(statement, d, scope, depth)
    return found


def _brought(fact: Theorem, statement: Term, scope: Scope) -> Theorem | None:
    """a ≠ b from e ≠ f, where e − f is a multiple of a − b."""
    if alpha_equal(fact.statement, statement):
        return fact
    equal = kernel.assume(Eq(*statement.arguments))
    left, right = fact.statement.arguments
    same = _equation(left, right, equal)
    return None if same is None else _denied(statement, kernel.absurd(same, _denial(fact)), equal, scope)


def _denial(fact: Theorem) -> Theorem:
    """¬(e = f) from e ≠ f."""
    return kernel.apply(kernel.unfold(fact.statement), fact)


def _denied(statement: Term, false: Theorem, equal: Theorem, scope: Scope) -> Theorem | None:
    denied = scope.closed(kernel.contradiction(false, equal.statement), 0)
    return None if denied is None else kernel.apply(kernel.unfold(statement), denied)


def _equation(e: Term, f: Term, equal: Theorem, factor: Term | None = None) -> Theorem | None:
    """a = b ⊢ e = f, where e − f is a rational multiple of (a − b) · factor."""
    a, b = equal.statement.arguments
    try:
        ours, theirs = normal(e - f)[0], normal((a - b) * factor if factor is not None else a - b)[0]
    except TermError:
        return None
    shared = next(((k, v) for k, v in ours.top.items() if k in theirs.top), None)
    if shared is None:
        return None
    ratio = Fraction(shared[1]) / theirs.top[shared[0]]
    used: tuple[Term, ...] = () if factor is None else (factor,)
    try:
        low = kernel.nonnegative_form(Le(e, f), [equal], [(ratio, (0,), used)])
        high = kernel.nonnegative_form(Le(f, e), [equal], [(-ratio, (0,), used)])
        return kernel.apply(law_instance("antisymmetry", {"x": e, "y": f}), kernel.conjunction(low, high))
    except (KernelError, TermError):
        return None


def _from_facts(statement: Term, scope: Scope) -> Theorem | None:
    for fact in scope.prover.facts:
        if isinstance(fact.statement, Ne):
            try:
                found = _brought(fact, statement, scope)
            except (KernelError, TermError):
                continue
            if found is not None:
                return found
    return None


def _from_factors(statement: Term, d: Term, scope: Scope, depth: int) -> Theorem | None:
    """No factor of the numerator vanishes, so neither does the product."""
    parts = split(Lt(ZERO, d))
    if parts is None or not parts[0].unit:
        return None
    above, below = parts
    powers = above.factors + [(a, int(e)) for a, e in above.atoms if e == int(e)]
    if len(powers) != len(above.factors) + len(above.atoms):
        return None
    factors = [f for f, e in powers if e > 0 for _ in range(e)]
    cleared = [Pow(f, Number(e)) for f, e in below.factors] + [Pow(f, Number(-e)) for f, e in powers if e < 0]
    cleared += [Pow(a, Number(e)) for a, e in below.atoms]
    if len(set(factors)) < 2 and not cleared or len(factors) > 12:
        return None
    proofs: dict[Term, Theorem] = {}
    for f in dict.fromkeys(factors):
        proof = unequal(Ne(f, 0), scope, depth - 1)
        if proof is None:
            return None
        proofs[f] = proof
    equal = kernel.assume(Eq(*statement.arguments))
    product: Term = Number(1)
    for f in reversed(factors):
        product = f if product is Number(1) else Mul(f, product)
    factor: Term | None = None
    if cleared:
        factor = cleared[0] if len(cleared) == 1 else Mul(*cleared)
    if not factors:
        return None
    zero = _equation(product, ZERO, equal, factor)
    if zero is None:
        return None
    false = _no_factor_vanishes(zero, [proofs[f] for f in factors])
    return _denied(statement, false, equal, scope)


def _no_factor_vanishes(zero: Theorem, proofs: Sequence[Theorem]) -> Theorem:
    """⊥ from f₁ (f₂ (… )) = 0 and each fᵢ ≠ 0."""
    if len(proofs) == 1:
        return kernel.absurd(zero, _denial(proofs[0]))
    x, y = zero.statement.arguments[0].arguments
    either = kernel.apply(law_instance("zero product", {"x": x, "y": y}), zero)
    first = kernel.absurd(kernel.assume(Eq(x, 0)), _denial(proofs[0]))
    rest = _no_factor_vanishes(kernel.assume(Eq(y, 0)), proofs[1:])
    return kernel.cases(either, first, rest)


__all__ = ["ONE", "unequal"]
