"""The grammar, second part: sums, integrals and limits, remainders, and statements. Adds to `grammar.RULES`."""

from __future__ import annotations

from collections.abc import Callable

from .grammar import (ANY_DOMAIN, NEAR_ZERO, OPEN, RULES, Args, Checked, additive, bound, counted, exact, limit_of,
                      need, of_one_sort, of_sort, scalars, term_of)
from .language import SCALAR, TRUTH, Node, has_remainder


def _ends(args: Args, kind: str) -> None:
    """Two ends of a range, where +∞ is no lower end and −∞ no upper one."""
    low, high = limit_of(args[1], kind), limit_of(args[2], kind)
    need(not (low.kind == "Infinity" and low.args[0] == 1 or high.kind == "Infinity" and high.args[0] == -1),
         f"{kind} has an infinite end on the wrong side")


def _sum(kind: str, args: Args) -> Checked:
    counted(args, 4, kind)
    var = bound(args[0], kind, ("real", "integer", "natural", "positive integer"), "Scalar")
    _ends(args, kind)
    least = {"natural": 0, "positive integer": 1}.get(var.domain)
    need(least is None or args[1].kind == "Number" and args[1].value >= least, f"a {var.domain} index starts too low")
    return additive(args[3], kind).sort, args


def _integral(kind: str, args: Args) -> Checked:
    counted(args, 4, kind)
    bound(args[0], kind, tag="Scalar")
    _ends(args, kind)
    return of_sort(args[3], "Scalar", kind).sort, args


def _product(kind: str, args: Args) -> Checked:
    sort, _ = _sum(kind, args)
    need(sort == SCALAR, "a product is of scalars")
    return sort, args


def _cases(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    of_sort(args[0], "Truth", kind), of_sort(args[1], "Scalar", kind), of_sort(args[2], "Scalar", kind)
    return SCALAR, args


def _special(kind: str, args: Args) -> Checked:
    """A named function of real arguments, of which nothing is known but its laws."""
    need(len(args) >= 2 and type(args[0]) is str and args[0].isidentifier(), "a special function has a name and arguments")
    for argument in args[1:]:
        of_sort(argument, "Scalar", kind)
    return SCALAR, args


def _family_sum(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    bound(args[0], kind, tag="Index")
    return additive(args[1], kind).sort, args


def _derivative(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    bound(args[0], kind, OPEN, "Scalar"), of_sort(args[2], "Scalar", kind)
    return additive(args[1], kind).sort, args


def _limit_term(kind: str, args: Args) -> Checked:
    counted(args, 4 if kind == "Limit" else 5, kind)
    bound(args[0], kind, tag="Scalar"), limit_of(args[1], kind), of_sort(args[2], "Scalar", kind)
    if kind == "HasLimit":
        of_sort(args[3], "Scalar", kind)
    need(args[-1] in ("", "+", "-"), f"{args[-1]!r} is not a direction")
    return SCALAR if kind == "Limit" else TRUTH, args


def _big_o(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    bound(args[0], kind, ANY_DOMAIN)
    order = of_sort(args[1], "Scalar", kind)
    need(order.kind == "Number" and order.value.denominator == 1 and order.value >= 1, "O needs a positive order")
    return SCALAR, args


def _in_place(term: Node, var: Node) -> bool:
    if term.kind == "BigO":
        return term.args[0] is var
    return not has_remainder(term) or term.kind in ("Add", "Neg", "Mul", "Div", "Pow") and all(
        _in_place(c, var) for c in term.children)


def _asymptotic(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    var = bound(args[0], kind, NEAR_ZERO, "Scalar")
    for side in args[1:]:
        need(_in_place(of_sort(side, "Scalar", kind), var), "a remainder O(…) stands where no arithmetic reaches it")
    return TRUTH, args


def _relation(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    left, right = term_of(args[0], kind), term_of(args[1], kind)
    if kind in ("Eq", "Ne"):
        of_one_sort(left, right, kind)
        need(left.sort != TRUTH, "two statements are compared with Iff")
    else:
        of_sort(left, "Scalar", kind), of_sort(right, "Scalar", kind)
    exact(kind, left, right)
    return TRUTH, args


def _truths(count: int) -> Callable[[str, Args], Checked]:
    def rule(kind: str, args: Args) -> Checked:
        need(count < 0 or len(args) == count, f"{kind} takes {count} statements")
        for a in args:
            of_sort(a, "Truth", kind)
        return (SCALAR if kind == "Indicator" else TRUTH), args

    return rule


def _quantifier(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    bound(args[0], kind, ANY_DOMAIN), of_sort(args[1], "Truth", kind)
    return TRUTH, args


def _has_derivative(kind: str, args: Args) -> Checked:
    counted(args, 4, kind)
    bound(args[0], kind, OPEN, "Scalar"), additive(args[1], kind), of_sort(args[2], "Scalar", kind)
    of_one_sort(args[1], term_of(args[3], kind), kind)
    return TRUTH, args


def _smooth(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    of_sort(args[0], "Function", kind)
    order = of_sort(args[1], "Scalar", kind)
    need(order.kind == "Number" and order.value.denominator == 1 and order.value >= 1, "the order must be ≥ 1")
    return TRUTH, args


def _operator_property(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    sort = of_sort(args[0], "Operator", kind).sort
    need(sort[1] == sort[2], f"{kind} is about square operators")
    return TRUTH, args


RULES.update({
    "Product": _product, "IfThenElse": _cases, "Special": _special,
    "Sum": _sum, "Integral": _integral, "FamilySum": _family_sum, "Derivative": _derivative, "Limit": _limit_term,
    "HasLimit": _limit_term, "BigO": _big_o, "Asymptotic": _asymptotic, "And": _truths(-1), "Or": _truths(-1),
    "Not": _truths(1), "Implies": _truths(2), "Iff": _truths(2), "Indicator": _truths(1), "ForAll": _quantifier,
    "Exists": _quantifier, "IsInteger": lambda kind, args: (TRUTH, scalars(1)(kind, args)[1]),
    "HasDerivative": _has_derivative, "ContinuouslyDifferentiable": _smooth,
    **dict.fromkeys(("Eq", "Ne", "Lt", "Le", "Gt", "Ge"), _relation),
    **dict.fromkeys(("Symmetric", "PositiveSemidefinite", "PositiveDefinite"), _operator_property),
})
