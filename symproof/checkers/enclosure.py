"""Strict inequalities between elementary numbers by ball arithmetic, also for all points of a box. Trusted, with python-flint.

A ball certainly contains the number; two disjoint balls decide `<`. Overlap decides nothing. What is read: rationals, π,
arithmetic, elementary functions and the special functions of `_SPECIAL`; integrals and sums are not.

A relation in free symbols is read under its premises: `Implies(And(Le(0, x), Le(x, 1)), Lt(a, b))` holds when balls
separate the sides on each of finitely many boxes that cover 0 ≤ x ≤ 1. Every free symbol needs a bound on either side
(a closed number; the declared sign of the symbol counts too). A box is halved until the balls separate; an empty or
unbounded box is refused, and where the work runs out the answer is no.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symproof.terms import (SCALAR, Abs, Add, And, Arccos, Arcsin, Arctan, Constant, Cos, Div, Erf, Exp, Ge, Gt, Implies,
                            Le, Log, Lt, Max, Min, Mul, Ne, Neg, NormalCDF, NormalDensity, Number, Pow, Sin, Special,
                            Sqrt, Symbol, Tan, Tanh, Term, TermError, free_symbols)

PRECISIONS = (128, 512, 2048)
BOXES, HALVINGS = 6000, 60
_DECLARED: dict[str, tuple[Fraction | None, Fraction | None]] = {
    "positive": (Fraction(0), None), "nonnegative": (Fraction(0), None), "natural": (Fraction(0), None),
    "positive integer": (Fraction(1), None), "negative": (None, Fraction(0)), "unit": (Fraction(0), Fraction(1))}
Interval = tuple[Fraction, Fraction]
Values = dict[Term, Any]


def certainly(statement: Term) -> bool:
    """True when balls prove the relation; False when they leave it open; TermError when it cannot be read."""
    import flint

    premises: list[Term] = []
    if type(statement) is Implies:
        premise, statement = statement.arguments
        premises = list(premise.arguments) if type(premise) is And else [premise]
    if type(statement) not in (Lt, Le, Gt, Ge, Ne):
        raise TermError(f"balls decide <, ≤, >, ≥ and ≠ between closed numbers, not {statement!r}")
    saved = flint.ctx.prec
    try:
        if premises or free_symbols(statement):
            flint.ctx.prec = PRECISIONS[0]
            return _on_box(statement, _box(statement, premises, flint), flint)
        for precision in PRECISIONS:
            flint.ctx.prec = precision
            answer = _compared(statement, {}, flint)
            if answer is not None:
                return answer
    finally:
        flint.ctx.prec = saved
    return False


def _compared(statement: Term, values: Values, flint: Any) -> bool | None:
    """Whether balls show the relation (True), or that it is false (False)."""
    a, b = (_ball(side, values, flint) for side in statement.arguments)
    below, above = bool(a < b), bool(a > b)
    if (below and isinstance(statement, (Lt, Le, Ne))) or (above and isinstance(statement, (Gt, Ge, Ne))):
        return True
    return False if below or above else None


def _box(statement: Term, premises: list[Term], flint: Any) -> dict[Symbol, Interval]:
    """The bounds that premises and declared signs give to each free symbol."""
    lower: dict[Term, Fraction] = {}
    upper: dict[Term, Fraction] = {}
    for premise in premises:
        if type(premise) not in (Lt, Le, Gt, Ge):
            raise TermError(f"the premise {premise!r} is no bound of a symbol")
        small, large = premise.arguments if isinstance(premise, (Lt, Le)) else premise.arguments[::-1]
        if isinstance(large, Symbol) and not free_symbols(small):
            end = _end(small, False, flint)
            lower[large] = max(end, lower.get(large, end))
        elif isinstance(small, Symbol) and not free_symbols(large):
            end = _end(large, True, flint)
            upper[small] = min(end, upper.get(small, end))
        else:
            raise TermError(f"the premise {premise!r} does not bound a symbol by a closed number")
    box: dict[Symbol, Interval] = {}
    for symbol in sorted(free_symbols(statement), key=lambda s: s.name):
        least, most = _DECLARED.get(symbol.domain, (None, None)) if symbol.sort == SCALAR else (None, None)
        lows = [end for end in (lower.get(symbol), least) if end is not None]
        highs = [end for end in (upper.get(symbol), most) if end is not None]
        if not lows or not highs:
            raise TermError(f"the premises do not bound {symbol!r} on either side")
        box[symbol] = max(lows), min(highs)
        if box[symbol][0] > box[symbol][1]:
            raise TermError(f"the premises contradict each other: no {symbol!r} satisfies them")
    return box


def _end(term: Term, upwards: bool, flint: Any) -> Fraction:
    """A rational on the outer side of a closed number."""
    if isinstance(term, Number):
        return term.value
    ball = _ball(term, {}, flint)
    if not ball.is_finite():
        raise TermError(f"balls do not enclose the bound {term!r}")
    mantissa, exponent = (ball.upper() if upwards else ball.lower()).man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


def _on_box(statement: Term, box: dict[Symbol, Interval], flint: Any) -> bool:
    """Whether balls show the relation on each part of the box, halved where they do not."""
    symbols = list(box)
    if not symbols:
        return False
    start = [box[s] for s in symbols]
    waiting = [(start, 0)]
    for _ in range(BOXES):
        if not waiting:
            return True
        part, depth = waiting.pop()
        balls: Values = {s: _between(low, high, flint) for s, (low, high) in zip(symbols, part, strict=True)}
        answer = _compared(statement, balls, flint)
        if answer is True:
            continue
        widths = [(high - low) / (b - a) if b > a else Fraction(0) for (low, high), (a, b) in zip(part, start, strict=True)]
        widest = max(range(len(part)), key=lambda i: widths[i])
        if answer is False or depth >= HALVINGS or not widths[widest]:
            return False
        low, high = part[widest]
        middle = (low + high) / 2
        waiting += [([*part[:widest], half, *part[widest + 1:]], depth + 1) for half in ((low, middle), (middle, high))]
    return not waiting


def _between(low: Fraction, high: Fraction, flint: Any) -> Any:
    """A ball that contains the interval."""
    ends = [flint.arb(flint.fmpq(end.numerator, end.denominator)) for end in (low, high)]
    return ends[0].union(ends[1])


def _ball(term: Term, values: Values, flint: Any) -> Any:
    arb = flint.arb
    if isinstance(term, Number):
        return arb(flint.fmpq(*term.arguments))
    if isinstance(term, Constant):
        return arb.pi() if term.arguments[0] == "pi" else arb.const_euler()
    if isinstance(term, Symbol) and term in values:
        return values[term]
    parts = [_ball(p, values, flint) for p in term.arguments if isinstance(p, Term)]
    if isinstance(term, Add):
        return sum(parts[1:], parts[0])
    if isinstance(term, Mul):
        product = parts[0]
        for part in parts[1:]:
            product = product * part
        return product
    if isinstance(term, Pow):
        exponent = term.arguments[1]
        if isinstance(exponent, Number) and exponent.value.denominator == 1:
            return _integer_power(parts[0], int(exponent.value), arb)
        return (parts[0].log() * parts[1]).exp()
    if isinstance(term, (Max, Min)):
        best = parts[0]
        for part in parts[1:]:
            best = best.max(part) if isinstance(term, Max) else best.min(part)
        return best
    unary = _SPECIAL.get(term.arguments[0]) if isinstance(term, Special) else _UNARY.get(type(term))
    if unary is None:
        raise TermError(f"{term!r} is not a closed elementary number, so balls cannot enclose it")
    return unary(*parts, arb)


def _integer_power(base: Any, exponent: int, arb: Any) -> Any:
    """base^n; of a wide ball and an even n by the ends of |base|, so that the square of a ball around 0 is not negative."""
    size = abs(exponent)
    if size > 10_000:
        raise TermError(f"the exponent {exponent} is too large for balls")
    if size and size % 2 == 0 and not base.is_exact() and base.is_finite():
        result = _product(base.abs_lower(), size, arb).union(_product(base.abs_upper(), size, arb))
    else:
        result = _product(base, size, arb)
    return 1 / result if exponent < 0 else result


def _product(base: Any, count: int, arb: Any) -> Any:
    result = arb(1)
    for _ in range(count):
        result = result * base
    return result


_UNARY: dict[type, Callable[..., Any]] = {
    Neg: lambda x, _: -x, Div: lambda x, y, _: x / y, Sqrt: lambda x, _: x.sqrt(), Exp: lambda x, _: x.exp(),
    Log: lambda x, _: x.log(), Sin: lambda x, _: x.sin(), Cos: lambda x, _: x.cos(), Tan: lambda x, _: x.tan(),
    Tanh: lambda x, _: x.tanh(), Arcsin: lambda x, _: x.asin(), Arccos: lambda x, _: x.acos(),
    Arctan: lambda x, _: x.atan(), Erf: lambda x, _: x.erf(), Abs: lambda x, _: abs(x),
    NormalCDF: lambda x, arb: (1 + (x / arb(2).sqrt()).erf()) / 2,
    NormalDensity: lambda x, arb: (-x * x / 2).exp() / (2 * arb.pi()).sqrt(),
}


def _where_positive(function: Callable[[Any], Any]) -> Callable[..., Any]:
    """The function on certainly positive balls; elsewhere nothing is known."""
    return lambda x, arb: function(x) if x > 0 else arb.nan()


_SPECIAL: dict[str, Callable[..., Any]] = {
    "erfc": lambda x, _: x.erfc(), "erfi": lambda x, _: x.erfi(), "gamma": _where_positive(lambda x: x.gamma()),
    "loggamma": _where_positive(lambda x: x.lgamma()), "digamma": _where_positive(lambda x: x.digamma()),
    "floor": lambda x, _: x.floor(), "ceiling": lambda x, _: x.ceil(),
}
