"""What is read in its own way: binders, matrices, expectations; by name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from symproof.terms import Integral, Product, Sum

from . import binders, expectations, matrix_forms
from .distributions import DISTRIBUTIONS

if TYPE_CHECKING:
    from .reader import Reader

Form = Callable[["Reader", Any], Any]


def _ranged(binder: Any, domain: str) -> Form:
    return lambda reader, node: binders.ranged(reader, node, binder, domain)


SPECIAL_FORMS: dict[str, Form] = {
    **dict.fromkeys(("Integral", "integrate"), _ranged(Integral, "")),
    **dict.fromkeys(("Sum", "summation"), _ranged(Sum, "integer")),
    **dict.fromkeys(("Product", "product"), _ranged(Product, "integer")),
    **dict.fromkeys(("Derivative", "diff"), binders.derivative),
    **dict.fromkeys(("Limit", "limit"), binders.limit),
    "Subs": binders.subs, "Piecewise": binders.piecewise, "hyper": binders.hyper,
    **dict.fromkeys(("Matrix", "ImmutableMatrix"), matrix_forms.matrix),
    **{name: matrix_forms.call(kind) for name, kind in (
        ("det", "det"), ("Determinant", "det"), ("trace", "trace"), ("Trace", "trace"), ("transpose", "transpose"),
        ("Transpose", "transpose"), ("Inverse", "inv"))},
    "eye": matrix_forms.eye, "zeros": matrix_forms.zeros, "ones": matrix_forms.zeros,
    "diag": matrix_forms.diag,
    **dict.fromkeys(("E", "Var", "variance", "Cov", "covariance", "P", "Probability"), expectations.expected),
    **dict.fromkeys(DISTRIBUTIONS, expectations.random_variable),
}
"""The functions whose arguments are more than numbers."""
