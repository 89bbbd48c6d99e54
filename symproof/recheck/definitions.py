"""What the defined words of the language stand for, as the rechecker knows it; compared with a recorded expansion up to
alpha.

`expanded(term)` is (expansion, needs): the definition of the outermost word, and the statements under which it speaks.
"""

from __future__ import annotations

from collections.abc import Callable

from .grammar import probability_like
from .language import (MINUS_INFINITY, ONE, PI, PLUS_INFINITY, SCALAR, TWO, ZERO, Node, Refused, has_remainder, make,
                       minus, symbol, total, unused)
from .rational import density
from .syntax import substitute

Expansion = tuple[Node, list[Node]]


def expanded(term: Node) -> Expansion:
    rule = RULES.get(term.kind)
    if rule is None:
        raise Refused(f"{term!r} has no definition")
    return rule(term)


def _mean(term: Node, body: Node) -> Node:
    return make("Expectation", term.args[0], term.args[1], body)


def _covariance(term: Node) -> Expansion:
    x, y = term.args[2:]
    return minus(_mean(term, make("Mul", x, y)), make("Mul", _mean(term, x), _mean(term, y))), []


def _correlation(term: Node) -> Expansion:
    var, measure, x, y = term.args
    spread = make("Sqrt", make("Mul", make("Variance", var, measure, x), make("Variance", var, measure, y)))
    return make("Div", make("Covariance", var, measure, x, y), spread), [make("Ne", spread, ZERO)]


def _variance(term: Node) -> Expansion:
    x = term.args[2]
    return minus(_mean(term, make("Pow", x, TWO)), make("Pow", _mean(term, x), TWO)), []


def _probability(term: Node) -> Expansion:
    return _mean(term, make("Indicator", term.args[2])), []


def _conditional(term: Node) -> Expansion:
    var, measure, x, event = term.args
    chance = make("Probability", var, measure, event)
    return make("Div", _mean(term, make("Mul", x, make("Indicator", event))), chance), [make("Ne", chance, ZERO)]


def _weighted(value: Node, weight: Node) -> Node:
    return make("Mul", value, weight) if value.sort == SCALAR else make("Scale", weight, value)


def _shared(value: Node, whole: Node) -> Node:
    return make("Div", value, whole) if value.sort == SCALAR else make("Scale", make("Div", ONE, whole), value)


def _expectation(term: Node) -> Expansion:
    var, measure, body = term.args
    outcome = unused(var)
    body = substitute(body, {var: outcome})
    if measure.kind == "Tilt":
        own, base, score = measure.args
        weight = make("Exp", substitute(score, {own: outcome}))
        kind = "Expectation" if probability_like(base) else "MeasureIntegral"
        whole = make(kind, outcome, base, weight)
        needs = [make("Integrable", outcome, base, weight)]
        if kind == "MeasureIntegral":
            needs.append(make("Lt", ZERO, whole))
        return _shared(make(kind, outcome, base, _weighted(body, weight)), whole), needs
    if measure.kind == "Discrete":
        return total(_weighted(substitute(body, {outcome: point}), weight) for weight, point in zip(
            measure.args[::2], measure.args[1::2], strict=True)), []
    if measure.kind == "Normal" and body.sort == SCALAR:
        mean, variance = measure.args
        spread = make("Mul", TWO, variance)
        power = make("Neg", make("Div", make("Pow", minus(outcome, mean), TWO), spread))
        weight = make("Div", make("Exp", power), make("Sqrt", make("Mul", TWO, PI, variance)))
        whole = make("Integral", outcome, MINUS_INFINITY, PLUS_INFINITY, make("Mul", body, weight))
        return whole, [make("Lt", ZERO, variance)]
    if measure.kind == "Gaussian":
        mean, covariance = measure.args
        away = minus(outcome, mean)
        form = make("Inner", away, make("Apply", make("Inverse", covariance), away))
        weight = make("Exp", make("Neg", make("Div", form, TWO)))
        space = make("Lebesgue", outcome.sort)
        above = make("MeasureIntegral", outcome, space, _weighted(body, weight))
        return _shared(above, make("MeasureIntegral", outcome, space, weight)), [make("PositiveDefinite", covariance)]
    raise Refused(f"the measure of {term!r} is not built from another one")


def _inner(term: Node) -> Expansion:
    for image, other in (term.args, term.args[::-1]):
        if image.kind == "Apply" and image.args[0].kind == "CovarianceOperator":
            var, measure, h = image.args[0].args
            outcome = unused(var)
            h = substitute(h, {var: outcome})
            result = make("Covariance", outcome, measure, make("Inner", h, image.args[1]), make("Inner", h, other))
            return result, [make("Integrable", outcome, measure, make("Pow", make("Norm", h), TWO))]
    raise Refused(f"{term!r} contains no covariance operator")


def _extremum(term: Node) -> Expansion:
    first, *rest = term.args
    other = rest[0] if len(rest) == 1 else make(term.kind, *rest)
    gap = make("Abs", minus(first, other))
    both = make("Add", make("Add", first, other), gap if term.kind == "Max" else make("Neg", gap))
    return make("Div", both, TWO), []


def _tan(term: Node) -> Expansion:
    below = make("Cos", *term.args)
    return make("Div", make("Sin", *term.args), below), [make("Ne", below, ZERO)]


def _normal_cdf(term: Node) -> Expansion:
    t = symbol("\x00t")
    return make("Integral", t, MINUS_INFINITY, term.args[0], make("NormalDensity", t)), []


def _applied(operator: Node) -> tuple[Node, Node, Node]:
    """Two test vectors, and the image of the first."""
    x, y = (symbol(f"\x00test {n}", ("Vector", operator.sort[2])) for n in (1, 2))
    return x, y, make("Apply", operator, x)


def _symmetric(term: Node) -> Expansion:
    operator = term.args[0]
    x, y, image = _applied(operator)
    equation = make("Eq", make("Inner", image, y), make("Inner", x, make("Apply", operator, y)))
    return make("ForAll", x, make("ForAll", y, equation)), []


def _definite(term: Node) -> Expansion:
    operator = term.args[0]
    x, _, image = _applied(operator)
    form = make("Inner", image, x)
    body = make("Le", ZERO, form) if term.kind == "PositiveSemidefinite" else make(
        "Implies", make("Ne", x, make("Zero", x.sort)), make("Lt", ZERO, form))
    return make("And", make("Symmetric", operator), make("ForAll", x, body)), []


def _member(term: Node) -> Expansion:
    element, container = term.args
    if container.kind == "SetBuilder":
        return substitute(container.args[1], {container.args[0]: element}), []
    if container.kind == "OpenHalfSpace":
        return make("Lt", container.args[1], make("Inner", element, container.args[0])), []
    if container.kind not in ("ConvexHull", "ConicHull"):
        raise Refused(f"membership in {container!r} has no definition")
    family = container.args[0]
    weights = symbol("\x00weights", ("Function", family.sort[1], SCALAR))
    i = symbol("\x00i", family.sort[1])
    weight = make("App", weights, i)
    parts = [make("ForAll", i, make("Le", ZERO, weight))]
    if container.kind == "ConvexHull":
        parts.append(make("Eq", make("FamilySum", i, weight), ONE))
    parts.append(make("Eq", element, make("FamilySum", i, make("Scale", weight, make("App", family, i)))))
    return make("Exists", weights, make("And", *parts)), []


def one_remainder(right: Node) -> tuple[Node, Node] | None:
    """right = rest + O(x^k) with no other remainder: (rest, the remainder)."""
    parts = right.args if right.kind == "Add" else (right,)
    remainders, rest = [p for p in parts if p.kind == "BigO"], [p for p in parts if p.kind != "BigO"]
    if len(remainders) != 1 or any(has_remainder(p) for p in rest):
        return None
    return total(rest), remainders[0]


def _asymptotic(term: Node) -> Expansion:
    var, left, right = term.args
    parts = one_remainder(right)
    if parts is None or has_remainder(left):
        raise Refused("only f = g + O(x^k), with no other remainder, unfolds")
    constant, radius = symbol("\x00C", SCALAR, "nonnegative"), symbol("\x00r", SCALAR, "positive")
    bound = make("Mul", constant, make("Pow", make("Abs", var), parts[1].args[1]))
    near = make("Implies", make("Lt", make("Abs", var), radius), make("Le", make("Abs", minus(left, parts[0])), bound))
    return make("Exists", constant, make("Exists", radius, make("ForAll", var, near))), []


def _of(build: Callable[..., Node]) -> Callable[[Node], Expansion]:
    return lambda term: (build(*term.args), [])


RULES: dict[str, Callable[[Node], Expansion]] = {
    "Covariance": _covariance, "Correlation": _correlation, "Variance": _variance, "Probability": _probability,
    "ConditionalExpectation": _conditional, "Expectation": _expectation, "MeasureIntegral": _expectation,
    "Inner": _inner, "Max": _extremum, "Min": _extremum, "Tan": _tan, "NormalCDF": _normal_cdf,
    "Norm": _of(lambda v: make("Sqrt", make("Inner", v, v))), "NormalDensity": _of(density),
    "Ne": _of(lambda a, b: make("Not", make("Eq", a, b))), "Gt": _of(lambda a, b: make("Lt", b, a)),
    "Ge": _of(lambda a, b: make("Le", b, a)), "Symmetric": _symmetric, "PositiveSemidefinite": _definite,
    "Iff": _of(lambda a, b: make("And", make("Implies", a, b), make("Implies", b, a))),
    "PositiveDefinite": _definite, "Member": _member, "Asymptotic": _asymptotic,
}

__all__ = ["expanded", "one_remainder"]
