"""Vectors and operators over R^d with symbolic d: inner products, adjoints, indexed families."""

from __future__ import annotations

from typing import Any

from .core import Term, TermError, as_term, expect
from .sorts import SCALAR, Dimension, Function, Index, Operator, Scalar, Sort, Vector


class Inner(Term):
    """⟨u, v⟩ = uᵀv, for u, v in one R^d."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        left, right = expect(left, Vector, "inner"), expect(right, Vector, "inner")
        if left.sort != right.sort:
            raise TermError(f"inner expects two vectors of one space, found {left!r}, a {left.sort}, "
                            f"and {right!r}, a {right.sort}")
        return SCALAR, (left, right)


class Coordinates(Term):
    """The concrete vector (c_1, …, c_n) of R^n."""

    __slots__ = ()

    @classmethod
    def check(cls, *entries: Any) -> tuple[Sort, tuple[Any, ...]]:
        if not entries:
            raise TermError("Coordinates needs at least one entry")
        return Vector(len(entries)), tuple(expect(e, SCALAR, "Coordinates") for e in entries)


class Norm(Term):
    """The Euclidean norm ‖v‖."""

    __slots__ = ()

    @classmethod
    def check(cls, vector: Any) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (expect(vector, Vector, "norm"),)


class Scale(Term):
    """c v, for a scalar c and a vector or operator v."""

    __slots__ = ()

    @classmethod
    def check(cls, factor: Any, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        factor, value = expect(factor, SCALAR, "Scale"), as_term(value)
        if not isinstance(value.sort, (Vector, Operator)):
            raise TermError(f"Scale expects a vector or operator, found {value!r}, a {value.sort}")
        return value.sort, (factor, value)


class Apply(Term):
    """A v, for an operator A and a vector v."""

    __slots__ = ()

    @classmethod
    def check(cls, operator: Any, vector: Any) -> tuple[Sort, tuple[Any, ...]]:
        operator, vector = expect(operator, Operator, "Apply"), expect(vector, Vector, "Apply")
        if operator.sort.source != vector.sort.dimension:
            raise TermError(f"{operator!r}, an {operator.sort}, cannot act on {vector!r}, a {vector.sort}")
        return Vector(operator.sort.target), (operator, vector)


class Compose(Term):
    """A B, the operator v ↦ A(Bv)."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        left, right = expect(left, Operator, "Compose"), expect(right, Operator, "Compose")
        if left.sort.source != right.sort.target:
            raise TermError(f"{left!r}, an {left.sort}, cannot follow {right!r}, an {right.sort}")
        return Operator(left.sort.target, right.sort.source), (left, right)


class Transpose(Term):
    """Aᵀ, with ⟨A u, v⟩ = ⟨u, Aᵀ v⟩."""

    __slots__ = ()

    @classmethod
    def check(cls, operator: Any) -> tuple[Sort, tuple[Any, ...]]:
        operator = expect(operator, Operator, "the transpose")
        return Operator(operator.sort.source, operator.sort.target), (operator,)


class Inverse(Term):
    """A⁻¹, for an invertible operator on R^d (by convention the pseudo-inverse when A is singular)."""

    __slots__ = ()

    @classmethod
    def check(cls, operator: Any) -> tuple[Sort, tuple[Any, ...]]:
        operator = expect(operator, Operator, "the inverse")
        if operator.sort.source != operator.sort.target:
            raise TermError(f"only a square operator can be inverted, found {operator!r}, an {operator.sort}")
        return operator.sort, (operator,)


class Identity(Term):
    """The identity of R^d."""

    __slots__ = ()

    @classmethod
    def check(cls, dimension: Dimension) -> tuple[Sort, tuple[Any, ...]]:
        return Operator(dimension, dimension), (dimension,)


class Outer(Term):
    """u vᵀ, the operator x ↦ ⟨v, x⟩ u."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        left, right = expect(left, Vector, "outer"), expect(right, Vector, "outer")
        return Operator(left.sort.dimension, right.sort.dimension), (left, right)


class Zero(Term):
    """The zero vector or operator of a sort."""

    __slots__ = ()

    @classmethod
    def check(cls, sort: Sort) -> tuple[Sort, tuple[Any, ...]]:
        if not isinstance(sort, (Vector, Operator)):
            raise TermError(f"Zero is for vectors and operators, not for a {sort}; the scalar zero is 0")
        return sort, (sort,)


class Size(Term):
    """A symbolic dimension or family size, as a number."""

    __slots__ = ()

    @classmethod
    def check(cls, dimension: Dimension) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (Index(dimension).size,)


class Kronecker(Term):
    """δ_ij for two indices of one family."""

    __slots__ = ()

    @classmethod
    def check(cls, left: Any, right: Any) -> tuple[Sort, tuple[Any, ...]]:
        left, right = expect(left, Index, "δ"), expect(right, Index, "δ")
        if left.sort != right.sort:
            raise TermError(f"δ expects two indices of one family, found {left.sort} and {right.sort}")
        return SCALAR, (left, right)


class Gradient(Term):
    """∇f, for f : R^d → R."""

    __slots__ = ()

    @classmethod
    def check(cls, function: Any) -> tuple[Sort, tuple[Any, ...]]:
        function = expect(function, Function, "the gradient")
        sort = function.sort
        if len(sort.arguments) != 1 or not isinstance(sort.arguments[0], Vector) or not isinstance(sort.result, Scalar):
            raise TermError(f"the gradient expects a function R^d → R, found {function!r}, a {sort}")
        return Function(sort.arguments[0], sort.arguments[0]), (function,)
