"""The grammar: for every class of terms, which arguments it takes and of which sort the term is. Written anew.

`checked(kind, args)` returns (sort, arguments), or raises `Malformed` with a sentence. A class that is not in the table
`RULES` is not a term of the language.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .language import INFINITE, NAME, SCALAR, Malformed, Node, Sort, has_remainder, shown

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


def need(condition: bool, sentence: str) -> None:
    if not condition:
        raise Malformed(sentence)


def dimension(value: Any) -> Any:
    good = type(value) is int and 1 <= value <= 10**6 or type(value) is str and 0 < len(value) <= 200
    need(good, f"{value!r} is not a dimension")
    return value


def sort_of(value: Any, depth: int = 0) -> Sort:
    """A sort checked: ("Vector", "d") and so on."""
    need(isinstance(value, tuple) and len(value) > 0 and depth < 20, f"{value!r} is not a sort")
    tag, parts = value[0], value[1:]
    if tag in ("Scalar", "Truth"):
        need(not parts, f"the sort {tag} takes no parts")
    elif tag in ("Vector", "Index"):
        need(len(parts) == 1, f"the sort {tag} takes one size")
        dimension(parts[0])
    elif tag == "Operator":
        need(len(parts) == 2, "the sort Operator takes two dimensions")
        dimension(parts[0]), dimension(parts[1])
    elif tag == "Point":
        need(len(parts) == 1 and type(parts[0]) is str, "the sort Point takes the name of a space")
    elif tag in ("Measure", "SetOf"):
        need(len(parts) == 1, f"the sort {tag} takes one sort")
        sort_of(parts[0], depth + 1)
    elif tag == "Function":
        need(len(parts) >= 1, "the sort Function takes argument sorts and a result sort")
        for part in parts:
            sort_of(part, depth + 1)
    else:
        raise Malformed(f"{tag!r} is not a sort")
    return tuple(value)


def term_of(value: Any, kind: str) -> Node:
    need(isinstance(value, Node), f"{kind} expects a term, found {value!r}")
    return value  # type: ignore[no-any-return]


def of_sort(value: Any, tag: str, kind: str) -> Node:
    term = term_of(value, kind)
    need(term.sort[0] == tag, f"{kind} expects a {tag}, found {shown(term)}, a {term.sort[0]}")
    return term


def of_one_sort(left: Node, right: Node, kind: str) -> None:
    need(left.sort == right.sort, f"{kind}: the sorts {left.sort} and {right.sort} of its parts differ")


def additive(value: Any, kind: str) -> Node:
    term = term_of(value, kind)
    need(term.sort[0] in ADDITIVE, f"{kind} expects a scalar, vector or operator, found {shown(term)}")
    return term


def bound(value: Any, kind: str, domains: tuple[str, ...] = PLAIN, tag: str = "") -> Node:
    term = term_of(value, kind)
    need(term.kind == "Symbol", f"{kind} must bind a symbol, found {shown(term)}")
    need(not tag or term.sort[0] == tag, f"{kind} binds a {tag}, found the {term.sort[0]} {shown(term)}")
    need(not domains or term.domain in domains, f"{kind} cannot bind {shown(term)}, which is declared {term.domain}")
    return term


def limit_of(value: Any, kind: str) -> Node:
    term = term_of(value, kind)
    need(term.sort == SCALAR or term.kind == "Infinity", f"a bound of {kind} must be a scalar or ±∞")
    return term


def counted(args: Args, wanted: int, kind: str) -> None:
    need(len(args) == wanted, f"{kind} takes {wanted} arguments, found {len(args)}")


def exact(kind: str, *terms: Node) -> None:
    for term in terms:
        need(not has_remainder(term), f"{kind} cannot contain a remainder O(…)")


def probability_like(measure: Node) -> bool:
    head = measure.args[0] if measure.kind == "App" else measure
    return head.kind == "Symbol" and head.domain == "probability" or head.kind in ("Tilt", "Gaussian", "Normal",
                                                                                   "Discrete")


def measured(var: Any, measure: Any, kind: str, probability: bool) -> tuple[Node, Node]:
    var, measure = bound(var, kind), of_sort(measure, "Measure", kind)
    need(measure.sort[1] == var.sort, f"{kind}: the measure and the outcome are of different sorts")
    need(not probability or probability_like(measure), f"{kind} needs a probability measure")
    return var, measure


# -- classes ------------------------------------------------------------------------------------------------------

def _number(kind: str, args: Args) -> Checked:
    from math import gcd

    counted(args, 2, kind)
    need(type(args[0]) is int and type(args[1]) is int and args[1] > 0 and gcd(*args) == 1,
          "a Number is a fraction of integers in lowest terms")
    return SCALAR, args


def _symbol(kind: str, args: Args) -> Checked:
    counted(args, 3, kind)
    name, sort, domain = args
    need(type(name) is str and len(name) <= 200 and NAME.fullmatch(name) is not None, f"{name!r} is not a name")
    sort_of(sort)
    need(domain in DOMAINS.get(sort[0], ("",)), f"a {sort[0]} has no domain {domain!r}")
    return tuple(sort), args


def _lambda(kind: str, args: Args) -> Checked:
    need(len(args) >= 2, "Lambda needs a symbol and a body")
    variables = [bound(v, kind) for v in args[:-1]]
    return ("Function", *(v.sort for v in variables), term_of(args[-1], kind).sort), args


def _app(kind: str, args: Args) -> Checked:
    need(bool(args), "App needs a function")
    function = of_sort(args[0], "Function", kind)
    wanted = function.sort[1:-1]
    counted(args[1:], len(wanted), f"the function {shown(function)}")
    for value, sort in zip(args[1:], wanted, strict=True):
        need(term_of(value, kind).sort == sort, f"{shown(function)} expects a {sort[0]}, found {shown(value)}")
    return function.sort[-1], args


def _index_value(kind: str, args: Args) -> Checked:
    counted(args, 2, kind)
    need(type(args[0]) is int and type(args[1]) is int and 1 <= args[0] <= args[1], f"{args} is not an index")
    return ("Index", args[1]), args


def _infinity(kind: str, args: Args) -> Checked:
    need(len(args) == 1 and type(args[0]) is int and args[0] in (1, -1), "Infinity takes the sign 1 or -1")
    return INFINITE, args


def _constant(kind: str, args: Args) -> Checked:
    need(args in (("pi",), ("EulerGamma",)), f"there is no constant {args}")
    return SCALAR, args


def _sum_of_terms(kind: str, args: Args) -> Checked:
    terms = [additive(a, kind) for a in args]
    need(len(terms) >= 2, f"{kind} needs two parts")
    if terms[0].kind == kind:
        terms = [*terms[0].args, *terms[1:]]
    for term in terms[1:]:
        of_one_sort(terms[0], term, kind)
    return terms[0].sort, tuple(terms)


def _product_of_terms(kind: str, args: Args) -> Checked:
    terms = [of_sort(a, "Scalar", kind) for a in args]
    need(len(terms) >= 2, f"{kind} needs two parts")
    if terms[0].kind == kind:
        terms = [*terms[0].args, *terms[1:]]
    return SCALAR, tuple(terms)


def _neg(kind: str, args: Args) -> Checked:
    counted(args, 1, kind)
    return additive(args[0], kind).sort, args


def scalars(count: int) -> Callable[[str, Args], Checked]:
    def rule(kind: str, args: Args) -> Checked:
        need(len(args) >= 2 if count == 0 else len(args) == count, f"{kind} has {len(args)} arguments")
        for a in args:
            of_sort(a, "Scalar", kind)
        return SCALAR, args

    return rule


def _pow(kind: str, args: Args) -> Checked:
    scalars(2)(kind, args)
    need(args[1].kind != "Number" or abs(args[1].value) <= 100_000, "the exponent is too large")
    return SCALAR, args


RULES: dict[str, Callable[[str, Args], Checked]] = {
    "Number": _number, "Symbol": _symbol, "Lambda": _lambda, "App": _app, "IndexValue": _index_value,
    "Infinity": _infinity, "Constant": _constant, "Add": _sum_of_terms, "Mul": _product_of_terms, "Neg": _neg,
    "Div": scalars(2), "Pow": _pow, "Max": scalars(0), "Min": scalars(0),
    **dict.fromkeys(("Sqrt", "Exp", "Log", "Sin", "Cos", "Tan", "Arcsin", "Arccos", "Arctan", "Tanh", "Erf",
                     "NormalDensity", "NormalCDF", "Abs", "Sign", "Factorial"), scalars(1)),
}


def checked(kind: str, args: Args) -> Checked:
    """The sort and the arguments of a term of this class."""
    from . import grammar_of_space, grammar_of_statements  # noqa: F401  (they add their classes to RULES)

    rule = RULES.get(kind) if type(kind) is str else None
    if rule is None:
        raise Malformed(f"there is no class {kind!r} of terms")
    return rule(kind, args)
