"""The grammar, third part: vectors and operators, sets, measures and what is said of them. Adds to `grammar.RULES`."""

from __future__ import annotations

from fractions import Fraction

from .grammar import (OPEN, RULES, Args, Checked, additive, bound, counted, dimension, measured, need, of_one_sort,
                      of_sort, sort_of, term_of)
from .language import SCALAR, TRUTH


def _inner(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    of_one_sort(of_sort(args[0], "Vector", kind), of_sort(args[1], "Vector", kind), kind)
    return SCALAR, args


def _norm(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    of_sort(args[0], "Vector", kind)
    return SCALAR, args


def _coordinates(kind: str, args: Args) -> Checked:
    need(bool(args), "Coordinates needs an entry")
    for entry in args:
        of_sort(entry, "Scalar", kind)
    return ("Vector", len(args)), args


def _scale(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    of_sort(args[0], "Scalar", kind)
    need(term_of(args[1], kind).sort[0] in ("Vector", "Operator"), "Scale expects a vector or operator")
    return args[1].sort, args


def _apply(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    operator, vector = of_sort(args[0], "Operator", kind), of_sort(args[1], "Vector", kind)
    need(operator.sort[2] == vector.sort[1], "an operator is applied to a vector of another space")
    return ("Vector", operator.sort[1]), args


def _compose(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    left, right = of_sort(args[0], "Operator", kind), of_sort(args[1], "Operator", kind)
    need(left.sort[2] == right.sort[1], "two operators are composed that do not meet")
    return ("Operator", left.sort[1], right.sort[2]), args


def _transpose(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = of_sort(args[0], "Operator", kind).sort
    need(kind != "Inverse" or sort[1] == sort[2], "only a square operator is inverted")
    return ("Operator", sort[2], sort[1]), args


def _identity(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    dimension(args[0])
    return ("Operator", args[0], args[0]), args


def _outer(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    return ("Operator", of_sort(args[0], "Vector", kind).sort[1], of_sort(args[1], "Vector", kind).sort[1]), args


def _zero(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = sort_of(args[0])
    need(sort[0] in ("Vector", "Operator"), "Zero is for vectors and operators")
    return sort, args


def _size(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    dimension(args[0])
    return SCALAR, args


def _kronecker(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    of_one_sort(of_sort(args[0], "Index", kind), of_sort(args[1], "Index", kind), kind)
    return SCALAR, args


def _gradient(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = of_sort(args[0], "Function", kind).sort
    need(len(sort) == 3 and sort[1][0] == "Vector" and sort[2] == SCALAR, "the gradient is of functions R^d → R")
    return ("Function", sort[1], sort[1]), args


def _expectation(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    measured(args[0], args[1], kind, kind == "Expectation")
    return additive(args[2], kind).sort, args


def _of_scalars(kind: str, args: Args) -> Checked:
    """Variance, covariance and correlation."""
    counted(args, 3 if kind == "Variance" else 4, kind)
    measured(args[0], args[1], kind, True)
    for body in args[2:]:
        of_sort(body, "Scalar", kind)
    return SCALAR, args


def _conditional(kind: str, args: Args) -> Checked:
    counted(args, 4, kind)
    measured(args[0], args[1], kind, True)
    of_sort(args[2], "Scalar", kind), of_sort(args[3], "Truth", kind)
    return SCALAR, args


def _covariance_operator(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    measured(args[0], args[1], kind, True)
    d = of_sort(args[2], "Vector", kind).sort[1]
    return ("Operator", d, d), args


def _probability(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    measured(args[0], args[1], kind, True)
    of_sort(args[2], "Truth", kind)
    return SCALAR, args


def _tilt(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    _, measure = measured(args[0], args[1], kind, False)
    of_sort(args[2], "Scalar", kind)
    return measure.sort, args


def _gaussian(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    mean, covariance = of_sort(args[0], "Vector", kind), of_sort(args[1], "Operator", kind)
    need(covariance.sort == ("Operator", mean.sort[1], mean.sort[1]), "the covariance is on another space")
    return ("Measure", mean.sort), args


def _normal(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    of_sort(args[0], "Scalar", kind), of_sort(args[1], "Scalar", kind)
    return ("Measure", SCALAR), args


def _discrete(kind: str, args: Args) -> Checked:
    need(len(args) >= 2 and len(args) % 2 == 0, "Discrete takes weights and points in turn")
    weights, points = [term_of(w, kind) for w in args[::2]], [term_of(p, kind) for p in args[1::2]]
    need(all(w.kind == "Number" and w.value > 0 for w in weights) and sum((w.value for w in weights), Fraction(0)) == 1,
          "the weights of Discrete must be positive numbers with sum 1")
    for point in points:
        of_one_sort(points[0], point, kind)
    return ("Measure", points[0].sort), args


def _lebesgue(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = sort_of(args[0])
    need(sort[0] in ("Scalar", "Vector"), "Lebesgue measure lives on R or R^d")
    return ("Measure", sort), args


def _integrable(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    measured(args[0], args[1], kind, False)
    additive(args[2], kind)
    return TRUTH, args


def _dominated(kind: str, args: Args) -> Checked:
    counted(args, 5, kind)
    bound(args[0], kind, OPEN, "Scalar"), of_sort(args[1], "Scalar", kind)
    measured(args[2], args[3], kind, False)
    additive(args[4], kind)
    return TRUTH, args


def _member(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    container = of_sort(args[1], "SetOf", kind)
    need(container.sort[1] == term_of(args[0], kind).sort, "an element and its set are of different sorts")
    return TRUTH, args


def _set_builder(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    var = bound(args[0], kind)
    of_sort(args[1], "Truth", kind)
    return ("SetOf", var.sort), args


def _hull(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = of_sort(args[0], "Function", kind).sort
    need(len(sort) == 3 and sort[1][0] == "Index" and sort[2][0] == "Vector", f"{kind} expects a family of vectors")
    return ("SetOf", sort[2]), args


def _half_space(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    normal = of_sort(args[0], "Vector", kind)
    of_sort(args[1], "Scalar", kind)
    return ("SetOf", normal.sort), args


RULES.update({
    "Inner": _inner, "Norm": _norm, "Coordinates": _coordinates, "Scale": _scale, "Apply": _apply, "Compose": _compose,
    "Transpose": _transpose, "Inverse": _transpose, "Identity": _identity, "Outer": _outer, "Zero": _zero,
    "Size": _size,
    "Kronecker": _kronecker, "Gradient": _gradient, "Expectation": _expectation, "MeasureIntegral": _expectation,
    "Variance": _of_scalars, "Covariance": _of_scalars, "Correlation": _of_scalars,
    "ConditionalExpectation": _conditional, "CovarianceOperator": _covariance_operator, "Probability": _probability,
    "Tilt": _tilt, "Gaussian": _gaussian, "Normal": _normal, "Discrete": _discrete, "Lebesgue": _lebesgue,
    "Integrable": _integrable, "DominatedDerivative": _dominated, "Member": _member, "SetBuilder": _set_builder,
    "ConvexHull": _hull, "ConicHull": _hull, "OpenHalfSpace": _half_space,
})
