"""Matrices and their functions, as they are read."""

from __future__ import annotations

import ast
from collections.abc import Callable
from functools import reduce
from typing import TYPE_CHECKING, Any

from symproof.terms import Number

from .matrices import MatrixValue, diagonal, identity, product

if TYPE_CHECKING:
    from .reader import Reader


def matrix_function(reader: Reader, node: Any, name: str, value: Any, rest: list[Any]) -> Any:
    if not isinstance(value, MatrixValue):
        raise reader.error(node, f"{name} takes a matrix")
    if name == "dot":
        if len(rest) != 1 or not isinstance(rest[0], MatrixValue):
            raise reader.error(node, "dot takes another vector")
        flat, other = ([a for row in m.rows for a in row] for m in (value, rest[0]))
        if len(flat) != len(other):
            raise reader.error(node, f"dot of vectors of {len(flat)} and {len(other)} entries")
        return reduce(lambda a, b: a + b, [product(a, b) for a, b in zip(flat, other, strict=True)])
    if rest:
        raise reader.error(node, f"{name} takes no further argument")
    if name == "inv":
        reader.require(1 / value.determinant())
    return {"det": value.determinant, "trace": value.trace, "inv": value.inverse, "transpose": value.transposed,
            "norm": value.norm}[name]()


def matrix(reader: Reader, node: Any) -> MatrixValue:
    """`Matrix([[a, b], [c, d]])`, a column from a flat list."""
    if len(node.args) != 1 or not isinstance(node.args[0], (ast.List, ast.Tuple)):
        raise reader.error(node, "a matrix is written by its rows: Matrix([[a, b], [c, d]])")
    rows: list[Any] = node.args[0].elts
    if rows and all(isinstance(r, (ast.List, ast.Tuple)) for r in rows):
        return _required(reader, MatrixValue([[reader.scalar(e) for e in r.elts] for r in rows]))
    return _required(reader, MatrixValue([[reader.scalar(e)] for e in rows]))


def diag(reader: Reader, node: Any) -> MatrixValue:
    """`diag(a, b)`."""
    return _required(reader, diagonal([reader.scalar(a) for a in node.args]))


def _required(reader: Reader, value: MatrixValue) -> MatrixValue:
    """A matrix is defined when its entries are, also those that drop out of a determinant or a product with 0."""
    reader.require(*(entry for row in value.rows for entry in row))
    return value


def eye(reader: Reader, node: Any) -> MatrixValue:
    sizes = [reader.value(a) for a in node.args]
    if len(sizes) != 1 or not isinstance(sizes[0], Number) or sizes[0].value.denominator != 1 or not 1 <= sizes[0].value <= 20:
        raise reader.error(node, "eye takes a size between 1 and 20")
    return identity(int(sizes[0].value))


def zeros(reader: Reader, node: Any) -> MatrixValue:
    sizes = [reader.value(a) for a in node.args]
    if len(sizes) not in (1, 2) or not all(isinstance(s, Number) and s.value in range(1, 21) for s in sizes):
        raise reader.error(node, "zeros takes one or two sizes between 1 and 20")
    height, width = int(sizes[0].value), int(sizes[-1].value)
    return MatrixValue([[Number(int(node.func.id == "ones"))] * width for _ in range(height)])


def call(name: str) -> Callable[[Reader, Any], Any]:
    def read(reader: Reader, node: Any) -> Any:
        if not node.args:
            raise reader.error(node, f"{node.func.id} takes a matrix")
        first, *rest = [reader.value(a) for a in node.args]
        return matrix_function(reader, node, name, first, rest)

    return read


METHODS = {"det": "det", "trace": "trace", "inv": "inv", "inverse": "inv", "transpose": "transpose", "dot": "dot",
           "norm": "norm"}
"""The methods of a matrix, and what they are called here."""
