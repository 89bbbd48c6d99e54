"""Inequalities by an explicit nonnegative form (a Positivstellensatz certificate). Trusted.

The certificate says: difference · multiplier = Σ c · Π (differences of facts) · Π factors. It is checked by expanding
both sides; where it came from does not matter.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from symproof.terms import Eq, Ge, Gt, Le, Lt, Mul, Number, Term, TermError, is_genuine

from .normal_form import Obligations, equal
from .signs import sign

Summand = tuple[Fraction, tuple[int, ...], tuple[Term, ...]]


def gap(relation: Term) -> Term:
    """The difference that a fact says is ≥ 0, > 0 or = 0."""
    if isinstance(relation, (Le, Lt, Eq)):
        return relation.arguments[1] - relation.arguments[0]  # type: ignore[no-any-return]
    if isinstance(relation, (Ge, Gt)):
        return relation.arguments[0] - relation.arguments[1]  # type: ignore[no-any-return]
    raise TermError(f"{relation!r} is not an order relation or equation")


def frozen(summands: Sequence[Summand], multiplier: Sequence[Term], count: int) -> tuple[
        tuple[Summand, ...], tuple[Term, ...]]:
    """The certificate copied into plain tuples, every part of it of the exact type that is expected."""
    plain = tuple((c, tuple(used), tuple(factors)) for c, used, factors in summands)
    factors_used = tuple(multiplier)
    for c, used, factors in plain:
        if type(c) is not Fraction or any(type(i) is not int or not 0 <= i < count for i in used):
            raise TermError(f"a summand is (Fraction, positions of facts, factors), found {(c, used)!r}")
        if not all(is_genuine(f) for f in factors):
            raise TermError(f"the factors {factors!r} are not terms of the language")
    if not all(is_genuine(m) for m in factors_used):
        raise TermError(f"the multiplier {factors_used!r} is not made of terms of the language")
    return plain, factors_used


def check(difference: Term, strict: bool, facts: Sequence[Term], summands: Sequence[Summand],
          multiplier: Sequence[Term]) -> Obligations:
    """The obligations under which difference ≥ 0 (> 0 when strict) follows; raises TermError when it does not."""
    gaps = [gap(fact) for fact in facts]
    positive = False
    total: Term = Number(0)
    for coefficient, used, factors in summands:
        kinds = [type(facts[i]) for i in used]
        signs = [sign(f) for f in factors]
        if Eq not in kinds:
            if coefficient < 0 or any(s not in ("+", "0+", "0") for s in signs):
                raise TermError(f"the summand with factors {factors!r} is not visibly nonnegative")
            positive = positive or (coefficient > 0 and all(s == "+" for s in signs)
                                    and all(k in (Lt, Gt) for k in kinds))
        product = Mul(Number(coefficient.numerator, coefficient.denominator), 1, *(gaps[i] for i in used), *factors)
        total = total + product
    if any(sign(m) != "+" for m in multiplier):
        raise TermError("the multiplier is not visibly positive")
    if strict and not positive:
        raise TermError("a strict inequality needs a strictly positive summand")
    obligations = equal(Mul(difference, 1, *multiplier), total)
    if obligations is None:
        raise TermError(f"the nonnegative form does not equal {difference!r}")
    return obligations
