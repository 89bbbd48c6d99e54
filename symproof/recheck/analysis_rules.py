"""The kernel's rules of analysis, order and trust: obligations are derived again and looked for in the hypotheses.

Where the kernel computes a term in normal form (a Taylor polynomial, the value of a limit), the recorded term must
equal the one computed here.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from . import balls, definitions, derivative, expansion, limits, orders, signs
from .algebra import Algebra, Needs, Quotient
from .hypotheses import Hypotheses, equal
from .language import FALSE, SCALAR, TRUTH, ZERO, Malformed, Node, Refused, make, minus, number, product, total, unused
from .judgements import Conclusion, Replay, Rule, a_symbol, counted, domain_needs, expect_kind, node, not_free, union
from .syntax import alpha, fill, loose, same, substitute


def ring(replay: Replay) -> Conclusion:
    counted(replay, 0, 2)
    left, right = node(replay.arguments[0]), node(replay.arguments[1])
    statement = make("Eq", left, right)
    assumed = replay.assumptions()
    needs: Needs = []
    if not equal(assumed.algebra, left, right, needs):
        raise Refused("the two sides are not equal by normal forms")
    assumed.require(needs, "the equation")
    return [], statement


def unfold(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    term = node(replay.arguments[0])
    expansion, needs = definitions.expanded(term)
    replay.assumptions().require(needs, "the definition")
    return [], make("Iff" if term.sort == TRUTH else "Eq", term, expansion)


def differentiate(replay: Replay) -> Conclusion:
    counted(replay, 0, 3)
    variable, body, at = a_symbol(replay.arguments[0]), node(replay.arguments[1]), node(replay.arguments[2], SCALAR)
    recorded = expect_kind(replay.step.statement, "HasDerivative")
    slot = unused(variable)
    needs: Needs = []
    value = derivative.derivative(substitute(body, {variable: slot}), slot, needs)
    point = {slot: at}
    value = substitute(value, point)
    assumed = replay.assumptions()
    assumed.require([*(substitute(n, point) for n in needs), *domain_needs(variable, at)], "differentiation")
    _same_value(assumed, value, recorded.args[3], "the derivative")
    return [], make("HasDerivative", variable, body, at, recorded.args[3])


def _same_value(assumed: Hypotheses, computed: Node, recorded: Node, what: str) -> None:
    """Refuse unless the two are equal, by their shape or by normal forms."""
    if loose(computed) == loose(recorded):
        return
    needs: Needs = []
    if computed.sort != recorded.sort or not equal(assumed.algebra, computed, recorded, needs):
        raise Refused(f"{what} is {computed!r}, not {recorded!r}")
    assumed.require(needs, what)


def limit(replay: Replay) -> Conclusion:
    counted(replay, 0, 3)
    variable, point, body = a_symbol(replay.arguments[0]), node(replay.arguments[1]), node(replay.arguments[2], SCALAR)
    recorded = expect_kind(replay.step.statement, "HasLimit")
    expect_kind(point, "Infinity")
    assumed, needs, slot = replay.assumptions(), list[Node](), unused(variable)
    a = assumed.algebra
    value = limits.limit_at_infinity(a, substitute(body, {variable: slot}), slot, point.args[0], needs)
    assumed.require(needs, "the limit")
    _same_value(assumed, a.rendered(value), recorded.args[3], "the limit")
    return [], make("HasLimit", variable, point, body, recorded.args[3], "")


def growth(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    statement = expect_kind(node(replay.arguments[0]), "Integrable")
    variable, measure, body = statement.args
    assumed, needs, slot = replay.assumptions(), list[Node](), unused(variable)
    limits.integrable(assumed.algebra, slot, measure, substitute(body, {variable: slot}), needs)
    assumed.require(needs, "integrability")
    return [], statement


def series(replay: Replay) -> Conclusion:
    counted(replay, 0, 3)
    variable, left, right = a_symbol(replay.arguments[0]), node(replay.arguments[1]), node(replay.arguments[2])
    statement = make("Asymptotic", variable, left, right)
    assumed, needs, slot = replay.assumptions(), list[Node](), unused(variable)
    sides = [substitute(side, {variable: slot}) for side in (left, right)]
    orders.series(assumed.algebra, slot, sides[0], sides[1], needs)
    not_free(slot, needs)
    assumed.require(needs, "the expansion")
    return [], statement


def taylor(replay: Replay) -> Conclusion:
    counted(replay, 0, 3)
    variable, body, order = a_symbol(replay.arguments[0]), node(replay.arguments[1], SCALAR), replay.arguments[2]
    recorded = expect_kind(replay.step.statement, "Asymptotic")
    if type(order) is not int or not 1 <= order <= 50:
        raise Refused("the order of a Taylor polynomial is an integer from 1 to 50")
    assumed, needs = replay.assumptions(), list[Node]()
    parts = definitions.one_remainder(recorded.args[2])
    if recorded.args[0] is not variable or parts is None or parts[1] is not make("BigO", variable, number(order)):
        raise Refused(f"the recorded expansion does not end in O of order {order}")
    a = assumed.algebra
    slot, expected = _expansion(a, variable, body, order, needs)
    rest = substitute(parts[0], {variable: slot})
    _same_value(assumed, expected, rest, "the Taylor polynomial")
    not_free(slot, needs)
    assumed.require(needs, "Taylor's theorem")
    return [], make("Asymptotic", variable, body, recorded.args[2])


def _expansion(a: Algebra, variable: Node, body: Node, order: int, needs: Needs) -> tuple[Node, Node]:
    """A slot for the variable, and the terms before the remainder: on one side of 0, or near 0, or in a neighbourhood."""
    if variable.domain in ("nonzero", "positive"):
        slot, own = unused(variable), list[Node]()
        try:
            terms = expansion.summed(a, substitute(body, {variable: slot}), slot, order, own)
        except (Refused, Malformed):
            pass
        else:
            needs.extend(own)
            return slot, total(terms)
    slot = unused(variable, domain="real")
    coefficients = orders.taylor(a, slot, substitute(body, {variable: slot}), order, needs)
    return slot, total(_power(a, c, slot, k) for k, c in enumerate(coefficients))


def _power(a: Algebra, coefficient: Quotient, slot: Node, k: int) -> Node:
    return make("Mul", a.rendered(coefficient), make("Pow", slot, number(k)))


def remainder_equality(replay: Replay) -> Conclusion:
    counted(replay, None, 1)
    if not replay.premises:
        raise Refused("the rule needs an equation")
    equation, *nearby = replay.premises
    left, right = expect_kind(equation.statement, "Eq").args
    node(left, SCALAR)
    x, radius = a_symbol(replay.arguments[0]), unused(a_symbol(replay.arguments[0]), domain="positive")
    rest = {alpha(h): h for h in equation.hypotheses}
    for theorem in nearby:
        for key, h in list(rest.items()):
            near = make("Implies", make("Lt", make("Abs", x), radius), h)
            if same(make("Exists", radius, make("ForAll", x, near)), theorem.statement):
                del rest[key]
    not_free(x, rest.values())
    return [*rest.values(), *union(nearby)], make("Asymptotic", x, left, right)


def remainder_congruence(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 2)
    variable, left, right = expect_kind(theorem.statement, "Asymptotic").args
    template, hole = node(replay.arguments[0], SCALAR), node(replay.arguments[1])
    captured: set[Node] = set()
    sides = [fill(template, hole, side, frozenset(), captured) for side in (left, right)]
    if captured:
        raise Refused("the hole stands under a binder")
    return union([theorem]), make("Asymptotic", variable, *sides)


def nonnegative_form(replay: Replay) -> Conclusion:
    counted(replay, None, 3)
    goal, summands, multiplier = node(replay.arguments[0], TRUTH), replay.arguments[1], replay.arguments[2]
    if goal is not FALSE:
        expect_kind(goal, "Le", "Lt")
    difference = ZERO if goal is FALSE else minus(goal.args[1], goal.args[0])
    if not isinstance(summands, tuple) or not isinstance(multiplier, tuple):
        raise Refused("the summands and the multiplier must be lists")
    assumed = replay.assumptions()
    facts = [p.statement for p in replay.premises]
    gaps = [_gap(f) for f in facts]
    positive, terms = False, []
    for summand in summands:
        coefficient, used, factors = _summand(summand, len(facts))
        kinds = {facts[i].kind for i in used}
        masks = [signs.sign(f, {}) for f in factors]
        if "Eq" not in kinds:
            if coefficient < 0 or any(m & signs.NEGATIVE for m in masks):
                raise Refused(f"a summand with the factors {factors} is not visibly nonnegative")
            positive = positive or coefficient > 0 and all(m == signs.POSITIVE for m in masks) and kinds <= {"Lt", "Gt"}
        terms.append(product([number(coefficient), *(gaps[i] for i in used), *factors]))
    weights = [node(m, SCALAR) for m in multiplier]
    if any(signs.sign(m, {}) != signs.POSITIVE for m in weights):
        raise Refused("the multiplier is not visibly positive")
    if goal.kind != "Le" and not positive:
        raise Refused("a strict inequality needs a strictly positive summand")
    needs: Needs = []
    if not equal(assumed.algebra, product([difference, *weights]), total(terms), needs):
        raise Refused("the nonnegative form is not the difference")
    assumed.require(needs, "the nonnegative form")
    return union(replay.premises), goal


def _gap(relation: Node) -> Node:
    left, right = expect_kind(relation, "Le", "Lt", "Eq", "Ge", "Gt").args
    node(left, SCALAR)
    return minus(left, right) if relation.kind in ("Ge", "Gt") else minus(right, left)


def _summand(value: Any, facts: int) -> tuple[Fraction, tuple[int, ...], list[Node]]:
    if not isinstance(value, tuple) or len(value) != 3 or not isinstance(value[1], tuple) or not isinstance(
            value[2], tuple) or type(value[0]) not in (int, Fraction):
        raise Refused("a summand is a coefficient, numbers of facts, and factors")
    if any(type(i) is not int or not 0 <= i < facts for i in value[1]):
        raise Refused("a summand uses a fact that is not there")
    return Fraction(value[0]), value[1], [node(f, SCALAR) for f in value[2]]


def sign_of_form(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    statement = node(replay.arguments[0], TRUTH)
    if not Hypotheses([]).holds(statement):
        raise Refused(f"the form of the terms does not show {statement!r}")
    return [], statement


def enclosure(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    statement = node(replay.arguments[0], TRUTH)
    if not balls.separated(statement):
        raise Refused(f"balls do not separate the sides of {statement!r}")
    return [], statement


def law(replay: Replay) -> Conclusion:
    from .laws import table

    counted(replay, 0, 1)
    name = replay.arguments[0]
    entry = table().get(name) if isinstance(name, str) else None
    if entry is None:
        raise Refused(f"there is no law {str(name)[:80]!r}")
    return [], entry.statement


def believe(replay: Replay) -> Conclusion:
    """A statement, and where the file records them, the kind of belief and its source."""
    counted(replay, 0, None)
    if len(replay.arguments) not in (1, 3) or not all(isinstance(part, str) for part in replay.arguments[1:]):
        raise Refused("a belief is a statement, or a statement with the kind of belief and its source")
    if len(replay.arguments) == 3 and replay.arguments[1] not in ("CAS", "cited", "gap"):
        raise Refused(f"{replay.arguments[1][:40]!r} is not a kind of belief")
    return [], node(replay.arguments[0], TRUTH)


RULES: dict[str, Rule] = {f.__name__: f for f in (
    ring, unfold, differentiate, limit, growth, series, taylor, remainder_equality, remainder_congruence,
    nonnegative_form, sign_of_form, enclosure, law, believe)}
