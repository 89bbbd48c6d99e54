"""Strict inequalities between closed elementary numbers, by ball arithmetic. Trusted, with python-flint.

A ball certainly contains the number; two disjoint balls decide `<`. Overlap decides nothing. Only closed terms built
from rationals, π, arithmetic and elementary functions are read; integrals and sums are not.
"""

from __future__ import annotations

from typing import Any

from symproof.terms import (Abs, Add, Arccos, Arcsin, Arctan, Constant, Cos, Div, Erf, Exp, Ge, Gt, Le, Log, Lt, Max,
                            Min, Mul, Ne, Neg, NormalCDF, NormalDensity, Number, Pow, Sin, Sqrt, Tan, Tanh, Term,
                            TermError)

PRECISIONS = (128, 512, 2048)


def certainly(statement: Term) -> bool:
    """True when balls prove the relation; False when they leave it open; TermError when it cannot be read."""
    import flint

    if type(statement) not in (Lt, Le, Gt, Ge, Ne):
        raise TermError(f"balls decide <, ≤, >, ≥ and ≠ between closed numbers, not {statement!r}")
    left, right = statement.arguments
    saved = flint.ctx.prec
    try:
        for precision in PRECISIONS:
            flint.ctx.prec = precision
            a, b = _ball(left, flint), _ball(right, flint)
            below, above = bool(a < b), bool(a > b)
            if (below and isinstance(statement, (Lt, Le, Ne))) or (above and isinstance(statement, (Gt, Ge, Ne))):
                return True
            if below or above:
                return False
    finally:
        flint.ctx.prec = saved
    return False


def _ball(term: Term, flint: Any) -> Any:
    arb = flint.arb
    if isinstance(term, Number):
        return arb(flint.fmpq(*term.arguments))
    if isinstance(term, Constant):
        return arb.pi() if term.arguments[0] == "pi" else arb.const_euler()
    parts = [_ball(p, flint) for p in term.arguments if isinstance(p, Term)]
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
    unary = _UNARY.get(type(term))
    if unary is None:
        raise TermError(f"{term!r} is not a closed elementary number, so balls cannot enclose it")
    return unary(*parts, arb)


def _integer_power(base: Any, exponent: int, arb: Any) -> Any:
    if abs(exponent) > 10_000:
        raise TermError(f"the exponent {exponent} is too large for balls")
    result = arb(1)
    for _ in range(abs(exponent)):
        result = result * base
    return 1 / result if exponent < 0 else result


_UNARY: dict[type, Any] = {
    Neg: lambda x, _: -x, Div: lambda x, y, _: x / y, Sqrt: lambda x, _: x.sqrt(), Exp: lambda x, _: x.exp(),
    Log: lambda x, _: x.log(), Sin: lambda x, _: x.sin(), Cos: lambda x, _: x.cos(), Tan: lambda x, _: x.tan(),
    Tanh: lambda x, _: x.tanh(), Arcsin: lambda x, _: x.asin(), Arccos: lambda x, _: x.acos(),
    Arctan: lambda x, _: x.atan(), Erf: lambda x, _: x.erf(), Abs: lambda x, _: abs(x),
    NormalCDF: lambda x, arb: (1 + (x / arb(2).sqrt()).erf()) / 2,
    NormalDensity: lambda x, arb: (-x * x / 2).exp() / (2 * arb.pi()).sqrt(),
}
