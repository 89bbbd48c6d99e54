"""Signs by form and by facts: which of −, 0, + a scalar may be. The rechecker's own analysis.

A sign is a set of possibilities, written as bits: 1 for negative, 2 for zero, 4 for positive; 7 says nothing. Facts are
hypotheses of the step, by alpha key; they narrow what the form leaves open (a statement that is no relation has the
value 7). They are not used under a binder, whose symbol could be called like a free one.
"""

from __future__ import annotations

from .language import SCALAR, Node
from .syntax import loose

NEGATIVE, NULL, POSITIVE = 1, 2, 4
ANY, NONZERO, AT_LEAST, AT_MOST = 7, 5, 6, 3
DOMAIN = {"positive": POSITIVE, "negative": NEGATIVE, "nonnegative": AT_LEAST, "unit": AT_LEAST, "natural": AT_LEAST,
          "positive integer": POSITIVE, "nonzero": NONZERO}
_VALUES = {NEGATIVE: -1, NULL: 0, POSITIVE: 1}
Facts = dict[int, int]


def _values(mask: int) -> list[int]:
    return [v for bit, v in _VALUES.items() if mask & bit]


def _bit(value: int) -> int:
    return NEGATIVE if value < 0 else POSITIVE if value > 0 else NULL


def flipped(mask: int) -> int:
    return (NEGATIVE if mask & POSITIVE else 0) | (mask & NULL) | (POSITIVE if mask & NEGATIVE else 0)


def times(left: int, right: int) -> int:
    result = 0
    for a in _values(left):
        for b in _values(right):
            result |= _bit(a * b)
    return result


def plus(left: int, right: int) -> int:
    result = 0
    for a in _values(left):
        for b in _values(right):
            result |= ANY if a * b < 0 else _bit(a + b)
    return result


def powered(mask: int, exponent: int) -> int:
    """Of an integer power."""
    if exponent == 0:
        return POSITIVE
    if exponent < 0 and mask & NULL:
        return ANY
    result = 0
    for a in _values(mask):
        result |= _bit(a ** abs(exponent))
    return result


def sign(node: Node, facts: Facts) -> int:
    """The possible signs of a scalar."""
    return _sign(node, facts, {})


def _sign(node: Node, facts: Facts, memo: dict[Node, int]) -> int:
    found = memo.get(node)
    if found is None:
        found = _form(node, facts, memo)
        if facts:
            found &= facts.get(loose(node), ANY)
        memo[node] = found
    return found


def _form(node: Node, facts: Facts, memo: dict[Node, int]) -> int:
    kind, args = node.kind, node.args
    if node.sort != SCALAR:
        return ANY
    if kind == "Number":
        return _bit(args[0])
    if kind == "Symbol":
        return DOMAIN.get(node.domain, ANY)
    if kind in ("Exp", "NormalDensity", "NormalCDF", "Size", "Constant"):
        return POSITIVE
    if kind in ("Norm", "Probability", "Indicator", "Kronecker"):
        return AT_LEAST
    if kind == "Factorial":
        return POSITIVE if integral(args[0]) and not _sign(args[0], facts, memo) & NEGATIVE else ANY
    if kind in ("Variance", "Covariance"):
        square = kind == "Variance" or alpha_pair(args[2], args[3])
        return AT_LEAST if square and square_integrable(node, facts) else ANY
    if kind == "Inner":
        return AT_LEAST if _square(args[0], args[1]) or _square(args[1], args[0]) else ANY
    if kind in ("FamilySum", "Expectation", "MeasureIntegral"):
        inner = sign(args[-1], {})
        if kind != "FamilySum":
            inner |= NULL
        return inner if inner in (POSITIVE, NEGATIVE, NULL, AT_LEAST, AT_MOST) else ANY
    parts = [_sign(a, facts, memo) for a in node.children]
    return _named(node, parts) if kind == "Special" else _arithmetic(node, parts)


def _named(node: Node, parts: list[int]) -> int:
    """Named functions of known sign: DLMF 5.2.1 and 5.12.1 (positive arguments), 7.2.2, 10.32.9, and counts."""
    name = node.args[0]
    if name == "erfc":
        return POSITIVE
    if name in ("gamma", "beta", "besselk"):
        return POSITIVE if all(p == POSITIVE for p in (parts[1:] if name == "besselk" else parts)) else ANY
    if name in ("binomial", "catalan", "fibonacci", "factorial2"):
        counts = all(integral(c) and not p & NEGATIVE for c, p in zip(node.children, parts, strict=True))
        return ANY if not counts else POSITIVE if name in ("catalan", "factorial2") else AT_LEAST
    return ANY


def _arithmetic(node: Node, parts: list[int]) -> int:
    kind = node.kind
    if kind == "Add":
        result = parts[0]
        for p in parts[1:]:
            result = plus(result, p)
        return result
    if kind == "Mul":
        result = parts[0]
        for p in parts[1:]:
            result = times(result, p)
        return result
    if kind == "Neg":
        return flipped(parts[0])
    if kind == "Div":
        return ANY if parts[1] & NULL else times(parts[0], parts[1])
    if kind == "Abs":
        return (parts[0] & NULL) | (POSITIVE if parts[0] & NONZERO else 0)
    if kind in ("Erf", "Arctan", "Tanh", "Sign"):
        return parts[0]
    if kind == "Sqrt":
        return ANY if parts[0] & NEGATIVE else parts[0]
    if kind in ("Max", "Min"):
        choose = max if kind == "Max" else min
        reached = set(_values(parts[0]))
        for p in parts[1:]:
            reached = {choose(a, b) for a in reached for b in _values(p)}
        return sum({_bit(v) for v in reached})
    if kind == "Pow":
        return _power(node, parts[0])
    return ANY


def _power(node: Node, base: int) -> int:
    if base == POSITIVE:
        return POSITIVE
    exponent = node.args[1]
    if exponent.kind == "Number":
        value = exponent.value
        if value.denominator == 1:
            return powered(base, int(value))
        return base if value > 0 and not base & NEGATIVE else ANY
    if integral(exponent):
        if not base & NULL:
            return NONZERO
        if not base & NEGATIVE and exponent.kind == "Symbol" and exponent.domain in ("natural", "positive integer"):
            return AT_LEAST
    return ANY


def integral(node: Node) -> bool:
    """Whether the form shows that a scalar is an integer."""
    if node.kind in ("Add", "Mul", "Neg"):
        return all(integral(c) for c in node.children)
    if node.kind == "Symbol":
        return node.domain in ("integer", "natural", "positive integer")
    return node.kind == "Size" or node.kind == "Number" and node.args[1] == 1


def alpha_pair(left: Node, right: Node) -> bool:
    return left is right or loose(left) == loose(right)


def square_integrable(node: Node, facts: Facts) -> bool:
    """Whether the hypotheses say that the square of the body of a variance or covariance is integrable."""
    from .language import TWO, make

    var, measure, body = node.args[:3]
    wanted = (make("Pow", body, TWO), make("Mul", body, body))
    return any(loose(make("Integrable", var, measure, square)) in facts for square in wanted)


def _square(vector: Node, image: Node) -> bool:
    if alpha_pair(vector, image):
        return True
    return image.kind == "Apply" and alpha_pair(image.args[1], vector) and semidefinite(image.args[0])


def semidefinite(operator: Node) -> bool:
    if operator.kind == "Symbol":
        return operator.domain in ("positive semidefinite", "positive definite")
    return operator.kind == "Inverse" and operator.args[0].kind == "Symbol" and (
        operator.args[0].domain == "positive definite")


def symmetric(operator: Node) -> bool:
    if operator.kind == "Symbol":
        return operator.domain != ""
    if operator.kind == "Inverse":
        return symmetric(operator.args[0])
    return operator.kind in ("CovarianceOperator", "Identity")
