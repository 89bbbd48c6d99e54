"""Sorts: what kind of thing a term is.

This room knows nothing of terms. A sort is an immutable tagged tuple, so it cannot be altered after it was checked.
Dimensions and family sizes are positive integers: either a concrete `int` or the name of a symbolic one, such as "d".
"""

from __future__ import annotations

from typing import Any

Dimension = int | str


class Sort(tuple[Any, ...]):
    """The kind of a term. Two sorts are equal when they have the same tag and the same parts."""

    __slots__ = ()

    def __new__(cls, *parts: Any) -> Sort:
        return tuple.__new__(cls, (cls.__name__, *parts))

    @property
    def parts(self) -> tuple[Any, ...]:
        return self[1:]

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self[1:])

    def __repr__(self) -> str:
        return f"{self[0]}({', '.join(map(str, self[1:]))})" if len(self) > 1 else str(self[0])


def _dimension(value: Any, what: str) -> Dimension:
    if type(value) not in (int, str):
        raise TypeError(f"{what} must be a positive integer or the name of one, not {value!r}")
    if isinstance(value, int) and value < 1:
        raise ValueError(f"{what} must be at least 1, not {value}")
    return value  # type: ignore[no-any-return]


class Complex(Sort):
    """Complex numbers."""

    __slots__ = ()

    def __str__(self) -> str:
        return "complex number"


class Scalar(Sort):
    """A real number."""

    __slots__ = ()

    def __str__(self) -> str:
        return "scalar"


class Truth(Sort):
    """A statement: true or false in a model."""

    __slots__ = ()

    def __str__(self) -> str:
        return "statement"


class Vector(Sort):
    """A vector of R^dimension, with its standard inner product."""

    __slots__ = ()

    def __new__(cls, dimension: Dimension) -> Vector:
        return tuple.__new__(cls, ("Vector", _dimension(dimension, "a dimension")))

    @property
    def dimension(self) -> Dimension:
        return self[1]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"vector of R^{self[1]}"


class Operator(Sort):
    """A linear map from R^source to R^target."""

    __slots__ = ()

    def __new__(cls, target: Dimension, source: Dimension) -> Operator:
        return tuple.__new__(cls, ("Operator", _dimension(target, "a dimension"), _dimension(source, "a dimension")))

    @property
    def target(self) -> Dimension:
        return self[1]  # type: ignore[no-any-return]

    @property
    def source(self) -> Dimension:
        return self[2]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"operator R^{self[2]} → R^{self[1]}"


class Index(Sort):
    """An index running through 1, …, size."""

    __slots__ = ()

    def __new__(cls, size: Dimension) -> Index:
        return tuple.__new__(cls, ("Index", _dimension(size, "a family size")))

    @property
    def size(self) -> Dimension:
        return self[1]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"index 1..{self[1]}"


class Point(Sort):
    """A point of an abstract measurable space: the outcome that random quantities are functions of."""

    __slots__ = ()

    def __new__(cls, space: str) -> Point:
        if type(space) is not str:
            raise TypeError(f"the name of a space must be a string, not {space!r}")
        return tuple.__new__(cls, ("Point", space))

    def __str__(self) -> str:
        return f"point of {self[1]}"


class Measure(Sort):
    """A measure on the things of one sort."""

    __slots__ = ()

    def __new__(cls, on: Sort) -> Measure:
        return tuple.__new__(cls, ("Measure", on))

    @property
    def on(self) -> Sort:
        return self[1]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"measure on ({self[1]})"


class Function(Sort):
    """A function: `Function(argument sorts…, result sort)`."""

    __slots__ = ()

    @property
    def arguments(self) -> tuple[Sort, ...]:
        return self[1:-1]

    @property
    def result(self) -> Sort:
        return self[-1]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"function ({', '.join(map(str, self.arguments))}) → {self.result}"


class SetOf(Sort):
    """A set of things of one sort."""

    __slots__ = ()

    @property
    def element(self) -> Sort:
        return self[1]  # type: ignore[no-any-return]

    def __str__(self) -> str:
        return f"set of ({self[1]})"


SCALAR, COMPLEX, TRUTH = Scalar(), Complex(), Truth()


def unify(pattern: Sort, target: Sort, mapping: dict[Any, Any]) -> bool:
    """Extend `mapping` so that `pattern` becomes `target`; False when it cannot.

    What may be mapped: a symbolic dimension to a dimension, and an abstract `Point` sort to any sort.
    """
    if isinstance(pattern, Point):
        return bool(mapping.setdefault(pattern, target) == target)
    if pattern[0] != target[0] or len(pattern) != len(target):
        return False
    for mine, other in zip(pattern[1:], target[1:], strict=True):
        if isinstance(mine, Sort):
            if not isinstance(other, Sort) or not unify(mine, other, mapping):
                return False
        elif isinstance(mine, str):
            if mapping.setdefault(mine, other) != other:
                return False
        elif mine != other:
            return False
    return True


def apply_mapping(sort: Any, mapping: dict[Any, Any]) -> Any:
    """The sort (or bare dimension) after renaming dimensions and spaces by `mapping`."""
    if not mapping or not isinstance(sort, (Sort, str)):
        return sort
    if isinstance(sort, str):
        return mapping.get(sort, sort)
    if isinstance(sort, Point):
        return mapping.get(sort, sort)
    return type(sort)(*(apply_mapping(part, mapping) for part in sort[1:]))
