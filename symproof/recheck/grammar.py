"""The grammar: for every class of terms, which arguments it takes and of which sort the term is. Written anew.

`checked(kind, args)` returns (sort, arguments), or raises `Malformed` with a sentence. A class that is not in the table
`RULES` is not a term of the language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .language import INFINITE, NAME, SCALAR, TRUTH, Malformed, Node, Sort, has_remainder, shown

Args = tuple[Any, ...]
Checked = tuple[Sort, Args]

DOMAINS: dict[str, tuple[str, ...]] = {
    "Scalar": ("real", "positive", "negative", "nonnegative", "nonzero", "unit", "integer", "natural",
               "positive integer"),
    "Operator": ("", "symmetric", "positive semidefinite", "positive definite"),
    "Measure": ("", "probability"), "Function": ("", "probability"),
}
ADDITIVE = ("Scalar", "Vector", "Operator")
OPEN = ("real", "positive", "negative", "nonzero")
NEAR_ZERO = (*OPEN, "nonnegative")
PLAIN = ("", "real")
ANY_DOMAIN: tuple[str, ...] = ()


def _need(condition: bool, sentence: str) -> None:
    if not condition:
        raise Malformed(sentence)


def dimension(value: Any) -> Any:
    good = type(value) is int and 1 <= value <= 10**6 or type(value) is str and 0 < len(value) <= 200
    _need(good, f"{value!r} is not a dimension")
    return value


def sort_of(value: Any, depth: int = 0) -> Sort:
    """A sort checked: ("Vector", "d") and so on."""
    _need(isinstance(value, tuple) and len(value) > 0 and depth < 20, f"{value!r} is not a sort")
    tag, parts = value[0], value[1:]
    if tag in ("Scalar", "Truth"):
        _need(not parts, f"the sort {tag} takes no parts")
    elif tag in ("Vector", "Index"):
        _need(len(parts) == 1, f"the sort {tag} takes one size")
        dimension(parts[0])
    elif tag == "Operator":
        _need(len(parts) == 2, "the sort Operator takes two dimensions")
        dimension(parts[0]), dimension(parts[1])
    elif tag == "Point":
        _need(len(parts) == 1 and type(parts[0]) is str, "the sort Point takes the name of a space")
    elif tag in ("Measure", "SetOf"):
        _need(len(parts) == 1, f"the sort {tag} takes one sort")
        sort_of(parts[0], depth + 1)
    elif tag == "Function":
        _need(len(parts) >= 1, "the sort Function takes argument sorts and a result sort")
        for part in parts:
            sort_of(part, depth + 1)
    else:
        raise Malformed(f"{tag!r} is not a sort")
    return tuple(value)


def _term(value: Any, kind: str) -> Node:
    _need(isinstance(value, Node), f"{kind} expects a term, found {value!r}")
    return value  # type: ignore[no-any-return]


def _of(value: Any, tag: str, kind: str) -> Node:
    term = _term(value, kind)
    _need(term.sort[0] == tag, f"{kind} expects a {tag}, found {shown(term)}, a {term.sort[0]}")
    return term


def _same(left: Node, right: Node, kind: str) -> None:
    _need(left.sort == right.sort, f"{kind}: the sorts {left.sort} and {right.sort} of its parts differ")


def _value(value: Any, kind: str) -> Node:
    term = _term(value, kind)
    _need(term.sort[0] in ADDITIVE, f"{kind} expects a scalar, vector or operator, found {shown(term)}")
    return term


def _bound(value: Any, kind: str, domains: tuple[str, ...] = PLAIN, tag: str = "") -> Node:
    term = _term(value, kind)
    _need(term.kind == "Symbol", f"{kind} must bind a symbol, found {shown(term)}")
    _need(not tag or term.sort[0] == tag, f"{kind} binds a {tag}, found the {term.sort[0]} {shown(term)}")
    _need(not domains or term.domain in domains, f"{kind} cannot bind {shown(term)}, which is declared {term.domain}")
    return term


def _limit(value: Any, kind: str) -> Node:
    term = _term(value, kind)
    _need(term.sort == SCALAR or term.kind == "Infinity", f"a bound of {kind} must be a scalar or ±∞")
    return term


def _count(args: Args, wanted: int, kind: str) -> None:
    _need(len(args) == wanted, f"{kind} takes {wanted} arguments, found {len(args)}")


def _exact(kind: str, *terms: Node) -> None:
    for term in terms:
        _need(not has_remainder(term), f"{kind} cannot contain a remainder O(…)")


def probability_like(measure: Node) -> bool:
    head = measure.args[0] if measure.kind == "App" else measure
    return head.kind == "Symbol" and head.domain == "probability" or head.kind in ("Tilt", "Gaussian", "Normal",
                                                                                   "Discrete")


def _measured(var: Any, measure: Any, kind: str, probability: bool) -> tuple[Node, Node]:
    var, measure = _bound(var, kind), _of(measure, "Measure", kind)
    _need(measure.sort[1] == var.sort, f"{kind}: the measure and the outcome are of different sorts")
    _need(not probability or probability_like(measure), f"{kind} needs a probability measure")
    return var, measure


# -- classes ------------------------------------------------------------------------------------------------------

def _number(kind: str, args: Args) -> Checked:
    from math import gcd

    _count(args, 2, kind)
    _need(type(args[0]) is int and type(args[1]) is int and args[1] > 0 and gcd(*args) == 1,
          "a Number is a fraction of integers in lowest terms")
    return SCALAR, args


def _symbol(kind: str, args: Args) -> Checked:
    _count(args, 3, kind)
    name, sort, domain = args
    _need(type(name) is str and len(name) <= 200 and NAME.fullmatch(name) is not None, f"{name!r} is not a name")
    sort_of(sort)
    _need(domain in DOMAINS.get(sort[0], ("",)), f"a {sort[0]} has no domain {domain!r}")
    return tuple(sort), args


def _lambda(kind: str, args: Args) -> Checked:
    _need(len(args) >= 2, "Lambda needs a symbol and a body")
    variables = [_bound(v, kind) for v in args[:-1]]
    return ("Function", *(v.sort for v in variables), _term(args[-1], kind).sort), args


def _app(kind: str, args: Args) -> Checked:
    _need(bool(args), "App needs a function")
    function = _of(args[0], "Function", kind)
    wanted = function.sort[1:-1]
    _count(args[1:], len(wanted), f"the function {shown(function)}")
    for value, sort in zip(args[1:], wanted, strict=True):
        _need(_term(value, kind).sort == sort, f"{shown(function)} expects a {sort[0]}, found {shown(value)}")
    return function.sort[-1], args


def _index_value(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    _need(type(args[0]) is int and type(args[1]) is int and 1 <= args[0] <= args[1], f"{args} is not an index")
    return ("Index", args[1]), args


def _infinity(kind: str, args: Args) -> Checked:
    _need(len(args) == 1 and type(args[0]) is int and args[0] in (1, -1), "Infinity takes the sign 1 or -1")
    return INFINITE, args


def _constant(kind: str, args: Args) -> Checked:
    _need(args in (("pi",), ("EulerGamma",)), f"there is no constant {args}")
    return SCALAR, args


def _sum_of_terms(kind: str, args: Args) -> Checked:
    terms = [_value(a, kind) for a in args]
    _need(len(terms) >= 2, f"{kind} needs two parts")
    if terms[0].kind == kind:
        terms = [*terms[0].args, *terms[1:]]
    for term in terms[1:]:
        _same(terms[0], term, kind)
    return terms[0].sort, tuple(terms)


def _product_of_terms(kind: str, args: Args) -> Checked:
    terms = [_of(a, "Scalar", kind) for a in args]
    _need(len(terms) >= 2, f"{kind} needs two parts")
    if terms[0].kind == kind:
        terms = [*terms[0].args, *terms[1:]]
    return SCALAR, tuple(terms)


def _neg(kind: str, args: Args) -> Checked:
    _count(args, 1, kind)
    return _value(args[0], kind).sort, args


def _scalars(count: int) -> Callable[[str, Args], Checked]:
    def rule(kind: str, args: Args) -> Checked:
        _need(len(args) >= 2 if count == 0 else len(args) == count, f"{kind} has {len(args)} arguments")
        for a in args:
            _of(a, "Scalar", kind)
        return SCALAR, args

    return rule


def _pow(kind: str, args: Args) -> Checked:
    _scalars(2)(kind, args)
    _need(args[1].kind != "Number" or abs(args[1].value) <= 100_000, "the exponent is too large")
    return SCALAR, args


def _sum(kind: str, args: Args) -> Checked:
    _count(args, 4, kind)
    var = _bound(args[0], kind, ("real", "integer", "natural", "positive integer"), "Scalar")
    _limit(args[1], kind), _limit(args[2], kind)
    least = {"natural": 0, "positive integer": 1}.get(var.domain)
    _need(least is None or args[1].kind == "Number" and args[1].value >= least, f"a {var.domain} index starts too low")
    return _value(args[3], kind).sort, args


def _integral(kind: str, args: Args) -> Checked:
    _count(args, 4, kind)
    _bound(args[0], kind, tag="Scalar"), _limit(args[1], kind), _limit(args[2], kind)
    return _of(args[3], "Scalar", kind).sort, args


def _family_sum(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    _bound(args[0], kind, tag="Index")
    return _value(args[1], kind).sort, args


def _derivative(kind: str, args: Args) -> Checked:
    _count(args, 3, kind)
    _bound(args[0], kind, OPEN, "Scalar"), _of(args[2], "Scalar", kind)
    return _value(args[1], kind).sort, args


def _limit_term(kind: str, args: Args) -> Checked:
    _count(args, 4 if kind == "Limit" else 5, kind)
    _bound(args[0], kind, tag="Scalar"), _limit(args[1], kind), _of(args[2], "Scalar", kind)
    if kind == "HasLimit":
        _of(args[3], "Scalar", kind)
    _need(args[-1] in ("", "+", "-"), f"{args[-1]!r} is not a direction")
    return SCALAR if kind == "Limit" else TRUTH, args


def _big_o(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    _bound(args[0], kind, ANY_DOMAIN)
    order = _of(args[1], "Scalar", kind)
    _need(order.kind == "Number" and order.value.denominator == 1 and order.value >= 1, "O needs a positive order")
    return SCALAR, args


def _in_place(term: Node, var: Node) -> bool:
    if term.kind == "BigO":
        return term.args[0] is var
    return not has_remainder(term) or term.kind in ("Add", "Neg", "Mul", "Div", "Pow") and all(
        _in_place(c, var) for c in term.children)


def _asymptotic(kind: str, args: Args) -> Checked:
    _count(args, 3, kind)
    var = _bound(args[0], kind, NEAR_ZERO, "Scalar")
    for side in args[1:]:
        _need(_in_place(_of(side, "Scalar", kind), var), "a remainder O(…) stands where no arithmetic reaches it")
    return TRUTH, args


def _relation(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    left, right = _term(args[0], kind), _term(args[1], kind)
    if kind in ("Eq", "Ne"):
        _same(left, right, kind)
        _need(left.sort != TRUTH, "two statements are compared with Iff")
    else:
        _of(left, "Scalar", kind), _of(right, "Scalar", kind)
    _exact(kind, left, right)
    return TRUTH, args


def _truths(count: int) -> Callable[[str, Args], Checked]:
    def rule(kind: str, args: Args) -> Checked:
        _need(count < 0 or len(args) == count, f"{kind} takes {count} statements")
        for a in args:
            _of(a, "Truth", kind)
        return (SCALAR if kind == "Indicator" else TRUTH), args

    return rule


def _quantifier(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    _bound(args[0], kind, ANY_DOMAIN), _of(args[1], "Truth", kind)
    return TRUTH, args


def _has_derivative(kind: str, args: Args) -> Checked:
    _count(args, 4, kind)
    _bound(args[0], kind, OPEN, "Scalar"), _value(args[1], kind), _of(args[2], "Scalar", kind)
    _same(args[1], _term(args[3], kind), kind)
    return TRUTH, args


def _smooth(kind: str, args: Args) -> Checked:
    _count(args, 2, kind)
    _of(args[0], "Function", kind)
    order = _of(args[1], "Scalar", kind)
    _need(order.kind == "Number" and order.value.denominator == 1 and order.value >= 1, "the order must be ≥ 1")
    return TRUTH, args


def _operator_property(kind: str, args: Args) -> Checked:
    _count(args, 1, kind)
    sort = _of(args[0], "Operator", kind).sort
    _need(sort[1] == sort[2], f"{kind} is about square operators")
    return TRUTH, args


RULES: dict[str, Callable[[str, Args], Checked]] = {
    "Number": _number, "Symbol": _symbol, "Lambda": _lambda, "App": _app, "IndexValue": _index_value,
    "Infinity": _infinity, "Constant": _constant, "Add": _sum_of_terms, "Mul": _product_of_terms, "Neg": _neg,
    "Div": _scalars(2), "Pow": _pow, "Max": _scalars(0), "Min": _scalars(0), "Sum": _sum, "Integral": _integral,
    "FamilySum": _family_sum, "Derivative": _derivative, "Limit": _limit_term, "HasLimit": _limit_term, "BigO": _big_o,
    "Asymptotic": _asymptotic, "And": _truths(-1), "Or": _truths(-1), "Not": _truths(1), "Implies": _truths(2),
    "Iff": _truths(2), "Indicator": _truths(1), "ForAll": _quantifier, "Exists": _quantifier, "IsInteger": lambda k, a: (
        TRUTH, _scalars(1)(k, a)[1]), "HasDerivative": _has_derivative, "ContinuouslyDifferentiable": _smooth,
    **dict.fromkeys(("Sqrt", "Exp", "Log", "Sin", "Cos", "Tan", "Arcsin", "Arccos", "Arctan", "Tanh", "Erf",
                     "NormalDensity", "NormalCDF", "Abs", "Sign", "Factorial"), _scalars(1)),
    **dict.fromkeys(("Eq", "Ne", "Lt", "Le", "Gt", "Ge"), _relation),
    **dict.fromkeys(("Symmetric", "PositiveSemidefinite", "PositiveDefinite"), _operator_property),
}


def checked(kind: str, args: Args) -> Checked:
    """The sort and the arguments of a term of this class."""
    from . import grammar_of_space  # noqa: F401  (adds its classes to RULES)

    rule = RULES.get(kind) if type(kind) is str else None
    if rule is None:
        raise Malformed(f"there is no class {kind!r} of terms")
    return rule(kind, args)
