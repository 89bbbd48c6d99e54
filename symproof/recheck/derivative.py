"""Differentiation in one real variable, again.

`derivative(body, x, needs)` is d body/dx; `needs` collects the statements (in x) under which body is differentiable.
Below an expectation the whole integrand must be dominated as it stands: `DominatedDerivative` of the body, compared
with the hypotheses after normalisation that needs nothing of x.
"""

from __future__ import annotations

from collections.abc import Callable

from . import signs
from .definitions import expanded
from .language import ONE, PI, SCALAR, TWO, ZERO, Node, Refused, make, minus, number, symbol, unused, zero_of
from .special_derivative import rate
from .syntax import substitute

Needs = list[Node]


def derivative(body: Node, var: Node, needs: Needs) -> Node:
    """d body/d var, a term of the sort of body."""
    if var not in body.free:
        return zero_of(body.sort)
    if body is var:
        return ONE
    rule = RULES.get(body.kind)
    if rule is None:
        raise Refused(f"no rule differentiates {body!r}")
    return rule(body, var, needs)


def _positive(term: Node, needs: Needs) -> None:
    if signs.sign(term, {}) != signs.POSITIVE:
        needs.append(make("Lt", ZERO, term))


def _apart(term: Node, needs: Needs) -> None:
    if signs.sign(term, {}) & signs.NULL:
        needs.append(make("Ne", term, ZERO))


def _none(term: Node) -> bool:
    return term is ZERO or term.kind == "Zero"


def _scaled(factor: Node, value: Node) -> Node:
    if _none(factor) or _none(value):
        return zero_of(value.sort)
    if factor is ONE:
        return value
    return make("Mul", factor, value) if value.sort == SCALAR else make("Scale", factor, value)


def _total(parts: list[Node], like: Node) -> Node:
    kept = [p for p in parts if not _none(p)]
    return zero_of(like.sort) if not kept else kept[0] if len(kept) == 1 else make("Add", *kept)


def _add(body: Node, var: Node, needs: Needs) -> Node:
    return _total([derivative(p, var, needs) for p in body.args], body)


def _neg(body: Node, var: Node, needs: Needs) -> Node:
    return make("Neg", derivative(body.args[0], var, needs))


def _mul(body: Node, var: Node, needs: Needs) -> Node:
    parts = []
    for i, factor in enumerate(body.args):
        others = [p for j, p in enumerate(body.args) if j != i]
        rest = others[0] if len(others) == 1 else make("Mul", *others)
        parts.append(_scaled(derivative(factor, var, needs), rest))
    return _total(parts, body)


def _bilinear(body: Node, var: Node, needs: Needs) -> Node:
    left, right = body.args
    parts = []
    for one, other in ((derivative(left, var, needs), right), (left, derivative(right, var, needs))):
        if not _none(one) and not _none(other):
            parts.append(make(body.kind, one, other))
    return _total(parts, body)


def _transpose(body: Node, var: Node, needs: Needs) -> Node:
    return make("Transpose", derivative(body.args[0], var, needs))


def _div(body: Node, var: Node, needs: Needs) -> Node:
    top, bottom = body.args
    _apart(bottom, needs)
    above, below = derivative(top, var, needs), derivative(bottom, var, needs)
    if below is ZERO:
        return make("Div", above, bottom)
    return make("Div", minus(make("Mul", above, bottom), make("Mul", top, below)), make("Pow", bottom, TWO))


def _pow(body: Node, var: Node, needs: Needs) -> Node:
    base, exponent = body.args
    change = derivative(base, var, needs)
    if var in exponent.free:
        _positive(base, needs)
        rate = make("Mul", derivative(exponent, var, needs), make("Log", base))
        return make("Mul", body, make("Add", rate, make("Div", make("Mul", exponent, change), base)))
    if exponent.kind == "Number" and exponent.value.denominator == 1:
        n = exponent.value
        if n < 1:
            _apart(base, needs)
        lowered = ONE if n == 1 else base if n == 2 else make("Pow", base, number(n - 1))
        return _scaled(_scaled(exponent, lowered), change)
    if not (exponent.kind == "Symbol" and exponent.domain == "positive integer"):
        _positive(base, needs)
    return _scaled(make("Mul", exponent, make("Pow", base, minus(exponent, ONE))), change)


def _outer(body: Node, u: Node, needs: Needs) -> Node:
    """The derivative of a function of one variable at u."""
    kind = body.kind
    if kind in ("Sqrt", "Log"):
        _positive(u, needs)
    elif kind == "Abs":
        _apart(u, needs)
        return make("Sign", u)
    elif kind == "Tan":
        _apart(make("Cos", u), needs)
        return make("Add", ONE, make("Pow", body, TWO))
    elif kind in ("Arcsin", "Arccos"):
        room = minus(ONE, make("Pow", u, TWO))
        _positive(room, needs)
        value = make("Div", ONE, make("Sqrt", room))
        return value if kind == "Arcsin" else make("Neg", value)
    elif kind == "Erf":
        return make("Mul", make("Div", TWO, make("Sqrt", PI)), make("Exp", make("Neg", make("Pow", u, TWO))))
    elif kind == "NormalDensity":
        return make("Neg", make("Mul", u, body))
    simple: dict[str, Callable[[], Node]] = {
        "Sqrt": lambda: make("Div", ONE, make("Mul", TWO, body)), "Exp": lambda: body,
        "Log": lambda: make("Div", ONE, u), "Sin": lambda: make("Cos", u), "Cos": lambda: make("Neg", make("Sin", u)),
        "Tanh": lambda: minus(ONE, make("Pow", body, TWO)), "NormalCDF": lambda: make("NormalDensity", u),
        "Arctan": lambda: make("Div", ONE, make("Add", ONE, make("Pow", u, TWO))),
    }
    return simple[kind]()


def _chain(body: Node, var: Node, needs: Needs) -> Node:
    u = body.args[0]
    return _scaled(_outer(body, u, needs), derivative(u, var, needs))


def _special(body: Node, var: Node, needs: Needs) -> Node:
    """Along the one argument that depends on the variable."""
    moving = [i for i, a in enumerate(body.args[1:]) if var in a.free]
    if len(moving) != 1:
        raise Refused(f"{body!r} depends on the variable through several arguments")
    slope, more = rate(body, moving[0])
    needs.extend(more)
    return _scaled(slope, derivative(body.args[1 + moving[0]], var, needs))


def _norm(body: Node, var: Node, needs: Needs) -> Node:
    return derivative(make("Sqrt", make("Inner", body.args[0], body.args[0])), var, needs)


def _application(body: Node, var: Node, needs: Needs) -> Node:
    """f'(u) u' on the line, ⟨∇f(u), u'⟩ on R^d, for f continuously differentiable."""
    function, *values = body.args
    if len(values) != 1 or body.sort != SCALAR or function.kind != "Symbol":
        raise Refused(f"no rule differentiates {body!r}")
    value = values[0]
    if value.sort[0] not in ("Scalar", "Vector"):
        raise Refused(f"{body!r} is a function of a {value.sort[0]}")
    change = derivative(value, var, needs)
    needs.append(make("ContinuouslyDifferentiable", function, ONE))
    if value.sort[0] == "Vector":
        return make("Inner", make("App", make("Gradient", function), value), change)
    slot = symbol("\x00slot")
    return _scaled(make("Derivative", slot, make("App", function, slot), value), change)


def _repeated(body: Node, var: Node, needs: Needs) -> Node:
    """(f^(k)(u))' = f^(k+1)(u) u', for a function symbol f applied to the slot itself."""
    slot, inside, at = body.args
    order, core, inner = 1, inside, slot
    while core.kind == "Derivative" and core.args[2] is inner:
        order, inner, core = order + 1, core.args[0], core.args[1]
    if var in inside.free or core.kind != "App" or core.args[0].kind != "Symbol" or core.args[1:] != (inner,):
        raise Refused(f"no rule differentiates {body!r}")
    needs.append(make("ContinuouslyDifferentiable", core.args[0], number(order + 1)))
    return _scaled(make("Derivative", slot, make("Derivative", slot, inside, slot), at), derivative(at, var, needs))


def _integral(body: Node, var: Node, needs: Needs) -> Node:
    """Under an expectation, or an integral over the whole line: the derivative is taken inside."""
    if body.kind == "Integral":
        outcome, lower, upper, inside = body.args
        if lower.kind != "Infinity" or upper.kind != "Infinity":
            raise Refused("the derivative under the integral sign is taken on the whole line only")
        measure = make("Lebesgue", SCALAR)
        rest: tuple[Node, ...] = (lower, upper)
    else:
        outcome, measure, inside = body.args
        rest = (measure,)
    if var in measure.free:
        raise Refused("the measure depends on the variable")
    fresh = unused(outcome)
    inside = substitute(inside, {outcome: fresh})
    inner: Needs = []
    change = derivative(inside, var, inner)
    needs.extend(make("ForAll", fresh, n) if fresh in n.free else n for n in inner)
    slot = unused(var)
    needs.append(make("DominatedDerivative", slot, var, fresh, measure, substitute(inside, {var: slot})))
    return make(body.kind, fresh, *rest, change)


def _sum(body: Node, var: Node, needs: Needs) -> Node:
    index, *ends, inside = body.args
    if any(e.kind == "Infinity" or var in e.free for e in ends):
        raise Refused("only finite sums with fixed bounds are differentiated term by term")
    fresh = unused(index)
    inner: Needs = []
    change = derivative(substitute(inside, {index: fresh}), var, inner)
    needs.extend(make("ForAll", fresh, n) if fresh in n.free else n for n in inner)
    return make(body.kind, fresh, *ends, change)


def _defined(body: Node, var: Node, needs: Needs) -> Node:
    value, more = expanded(body)
    needs.extend(more)
    return derivative(value, var, needs)


RULES: dict[str, Callable[[Node, Node, Needs], Node]] = {
    "Add": _add, "Neg": _neg, "Mul": _mul, "Div": _div, "Pow": _pow, "Inner": _bilinear, "Scale": _bilinear,
    "Apply": _bilinear, "Compose": _bilinear, "Transpose": _transpose, "Norm": _norm, "App": _application,
    "Expectation": _integral, "MeasureIntegral": _integral, "Integral": _integral, "Sum": _sum, "FamilySum": _sum,
    "Derivative": _repeated, "Covariance": _defined, "Variance": _defined, "Special": _special,
    **dict.fromkeys(("Sqrt", "Exp", "Log", "Sin", "Cos", "Tan", "Tanh", "Arctan", "Arcsin", "Arccos", "NormalCDF",
                     "NormalDensity", "Erf", "Abs"), _chain),
}
