"""Statements: relations, connectives, quantifiers, and the analytic facts that rules conclude. None has a truth value."""

from __future__ import annotations

from typing import Any

from .calculus import NEAR_ZERO, OPEN_DOMAINS, bound_symbol, bound_term, has_remainder, remainders_in_place, value_term
from .core import NUMERIC, Number, Symbol, Term, TermError, as_term, expect, names_not_sorts
from .sorts import SCALAR, TRUTH, Function, Operator, SetOf, Sort


class Relation(Term):
    """Base of the order relations between two scalars."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        where = f"the relation {cls.__name__}"
        return TRUTH, _exact(expect(left, SCALAR, where), expect(right, SCALAR, where))


def _exact(*sides: Any) -> tuple[Any, ...]:
    for side in sides:
        if has_remainder(side):
            raise TermError(f"{side!r} contains a remainder O(…), so it is no single value: state it with "
                            "Asymptotic(x, left, right)")
    return sides


class Eq(Relation):
    """left = right, for two terms of one sort (a real and a complex number can be compared)."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        left, right = as_term(left), as_term(right)
        if left.sort != right.sort and not (left.sort in NUMERIC and right.sort in NUMERIC):
            raise TermError(f"{left!r}, a {left.sort}, cannot equal {right!r}, a {right.sort}")
        if left.sort == TRUTH:
            raise TermError("two statements are compared with Iff, not Eq")
        return TRUTH, _exact(left, right)


class Ne(Relation):
    """left ≠ right."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        return Eq.check(left, right)


class Lt(Relation):
    """left < right."""

    __slots__ = ()


class Le(Relation):
    """left ≤ right."""

    __slots__ = ()


class Gt(Relation):
    """left > right."""

    __slots__ = ()


class Ge(Relation):
    """left ≥ right."""

    __slots__ = ()


class Asymptotic(Term):
    """left = right as var → 0, where either side may contain remainders O(var^k).

    Read: for all functions bounded as the remainders on the left say, there are functions bounded as those on the right
    say, and r > 0, such that the sides agree for all |var| < r.
    """

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "Asymptotic", SCALAR, NEAR_ZERO)
        sides = expect(left, SCALAR, "Asymptotic"), expect(right, SCALAR, "Asymptotic")
        for side in sides:
            if not remainders_in_place(side, var):
                raise TermError(f"in {side!r} every O(…) must be one of {var!r} and stand under arithmetic only")
        return TRUTH, (var, *sides)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1, 2)


class Connective(Term):
    """Base of And and Or."""

    __slots__ = ()

    @classmethod
    def check(cls, *parts: Any) -> tuple[Sort, tuple[Any, ...]]:
        return TRUTH, tuple(expect(p, TRUTH, cls.__name__) for p in parts)


class And(Connective):
    """Conjunction; And() is the true statement."""

    __slots__ = ()


class Or(Connective):
    """Disjunction; Or() is the false statement."""

    __slots__ = ()


class Not(Term):
    """Negation."""

    __slots__ = ()

    @classmethod
    def check(cls, statement: Any) -> tuple[Sort, tuple[Any, ...]]:
        return TRUTH, (expect(statement, TRUTH, "Not"),)


class Implies(Term):
    """premise ⟹ conclusion."""

    __slots__ = ()

    @classmethod
    def check(cls, premise: Any, conclusion: Any) -> tuple[Sort, tuple[Any, ...]]:
        return TRUTH, (expect(premise, TRUTH, cls.__name__), expect(conclusion, TRUTH, cls.__name__))


class Iff(Implies):
    """left ⟺ right."""

    __slots__ = ()


class Quantifier(Term):
    """Base of ForAll and Exists; the bound symbol ranges over its domain."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        return TRUTH, (bound_symbol(var, cls.__name__, domains=()), expect(body, TRUTH, cls.__name__))

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1,)


class ForAll(Quantifier):
    """∀ var: body."""

    __slots__ = ()


class Exists(Quantifier):
    """∃ var: body."""

    __slots__ = ()


class IsInteger(Term):
    """x is an integer."""

    __slots__ = ()

    @classmethod
    def check(cls, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        return TRUTH, (expect(value, SCALAR, "IsInteger"),)


class OperatorProperty(Term):
    """Base of the properties of a square operator."""

    __slots__ = ()

    @classmethod
    def check(cls, operator: Any) -> tuple[Sort, tuple[Any, ...]]:
        operator = expect(operator, Operator, cls.__name__)
        if operator.sort.target != operator.sort.source:
            raise TermError(f"{cls.__name__} is about square operators, found {operator!r}, an {operator.sort}")
        return TRUTH, (operator,)


class Symmetric(OperatorProperty):
    """Aᵀ = A."""

    __slots__ = ()


class PositiveSemidefinite(OperatorProperty):
    """A is symmetric and ⟨A x, x⟩ ≥ 0 for all x."""

    __slots__ = ()


class PositiveDefinite(OperatorProperty):
    """A is symmetric and ⟨A x, x⟩ > 0 for all x ≠ 0."""

    __slots__ = ()


class ContinuouslyDifferentiable(Term):
    """f is C^order on its whole domain (R or R^d)."""

    __slots__ = ()

    @classmethod
    def check(cls, function: Any, order: Any = 1) -> tuple[Sort, tuple[Any, ...]]:
        function, order = expect(function, Function, cls.__name__), expect(order, SCALAR, cls.__name__)
        if not isinstance(order, Number) or order.value.denominator != 1 or order.value < 1:
            raise TermError(f"the order of differentiability must be a positive integer, found {order!r}")
        return TRUTH, (function, order)


class HasDerivative(Term):
    """body is differentiable in var at var = at, with derivative `value`."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, body: Any, at: Any, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, cls.__name__, SCALAR, OPEN_DOMAINS)
        body = value_term(body, cls.__name__)
        return TRUTH, (var, body, expect(at, SCALAR, cls.__name__), expect(value, body.sort, cls.__name__))

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1,)


class HasLimit(Term):
    """body tends to `value` as var → point (±∞ or a number; direction "+", "-" or "" for both sides)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, point: Any, body: Any, value: Any, direction: str = "") -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, cls.__name__, SCALAR)
        if direction not in ("", "+", "-"):
            raise TermError(f"a limit's direction is '+', '-' or '', not {direction!r}")
        return TRUTH, (var, bound_term(point, cls.__name__), expect(body, SCALAR, cls.__name__),
                       expect(value, SCALAR, cls.__name__), direction)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (2,)


class Member(Term):
    """x ∈ S."""

    __slots__ = ()

    @classmethod
    def check(cls, element: Any, container: Any) -> tuple[Sort, tuple[Any, ...]]:
        element, container = as_term(element), expect(container, SetOf, "Member")
        if container.sort.element != element.sort:
            raise TermError(f"{element!r}, a {element.sort}, cannot belong to {container!r}, a {container.sort}")
        return TRUTH, (element, container)


class SetBuilder(Term):
    """{var : condition}."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, condition: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, cls.__name__)
        return SetOf(var.sort), (var, expect(condition, TRUTH, cls.__name__))

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1,)


class FamilySet(Term):
    """Base of the sets that a family of vectors generates."""

    __slots__ = ()

    @classmethod
    def check(cls, family: Any) -> tuple[Sort, tuple[Any, ...]]:
        from .sorts import Index, Vector

        family = expect(family, Function, cls.__name__)
        sort = family.sort
        if len(sort.arguments) != 1 or not isinstance(sort.arguments[0], Index) or not isinstance(sort.result, Vector):
            raise TermError(f"{cls.__name__} expects a family of vectors, found {family!r}, a {sort}")
        return SetOf(sort.result), (family,)


class ConvexHull(FamilySet):
    """conv(v) = {Σ α_i v_i : α_i ≥ 0, Σ α_i = 1}."""

    __slots__ = ()


class ConicHull(FamilySet):
    """cone(v) = {Σ α_i v_i : α_i ≥ 0}."""

    __slots__ = ()


class OpenHalfSpace(Term):
    """{x : ⟨x, normal⟩ > offset}."""

    __slots__ = ()

    @classmethod
    def check(cls, normal: Any, offset: Any = 0) -> tuple[Sort, tuple[Any, ...]]:
        from .sorts import Vector

        normal = expect(normal, Vector, cls.__name__)
        return SetOf(normal.sort), (normal, expect(offset, SCALAR, cls.__name__))


TRUE, FALSE = And(), Or()


def domain_condition(symbol: Symbol, value: Any) -> tuple[Any, ...]:
    """The statements that `value` must satisfy to stand for a symbol of this domain."""
    conditions: dict[str, tuple[Any, ...]] = {}
    sort = symbol.sort
    if sort == SCALAR:
        conditions = {
            "positive": (Lt(0, value),), "negative": (Lt(value, 0),), "nonnegative": (Le(0, value),),
            "nonzero": (Ne(value, 0),), "unit": (Le(0, value), Le(value, 1)), "integer": (IsInteger(value),),
            "natural": (IsInteger(value), Le(0, value)), "positive integer": (IsInteger(value), Lt(0, value)),
        } if symbol.domain != "real" else {}
    elif isinstance(sort, Operator):
        conditions = {"symmetric": (Symmetric(value),), "positive semidefinite": (PositiveSemidefinite(value),),
                      "positive definite": (PositiveDefinite(value),)} if symbol.domain else {}
    return conditions.get(symbol.domain, ())


names_not_sorts(HasLimit)
