"""What the functions of the language expand to: at regular points, at 0, and at ±∞. Trusted.

Each rule takes (expander, term) and returns a `Germ`. Sources of the expansions at infinity, whose remainders are of the
order of the first neglected term: erfc DLMF 7.12.1, log Γ DLMF 5.11.1, ψ DLMF 5.11.2, ψ⁽ⁿ⁾ DLMF 5.15.9.
Taylor coefficients: log Γ at 1 DLMF 5.7.3, at 1/2 DLMF 5.4.15 and 25.6.1, 25.11.11; LambertW at 0 DLMF 4.13.5.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, comb, factorial
from typing import Any

from symproof.terms import (Abs, Add, Arccos, Arcsin, Arctan, Constant, Cos, Derivative, Div, Erf, Exp, Gt, Log, Lt,
                            Max, Min, Mul, Ne, Neg, NormalCDF, NormalDensity, Number, Pow, Sign, Sin, Special, Sqrt, Tan, Tanh,
                            Term, TermError, free_symbols)

from . import polynomial as P
from .expansion import LOG, Expander, Germ, Series, constant, derivative_value
from .polynomial import Polynomial
from .quotients import as_number, quotient_term

PI, EULER = Constant("pi"), Constant("EulerGamma")
Rule = Callable[[Expander, Any], Germ]


def bernoulli(n: int) -> Fraction:
    """B_n (DLMF 24.2.1), with B_1 = −1/2."""
    while len(_BERNOULLI) <= n:
        m = len(_BERNOULLI)
        _BERNOULLI.append(-sum((comb(m + 1, k) * _BERNOULLI[k] for k in range(m)), Fraction(0)) / (m + 1))
    return _BERNOULLI[n]


_BERNOULLI: list[Fraction] = [Fraction(1)]


def _has_log(poly: Polynomial) -> bool:
    slot = P.atom(LOG)
    return any(n == slot for key in poly for n, _ in key)


def _add(x: Expander, term: Term) -> Germ:
    total = x.of(term.arguments[0])
    for part in term.arguments[1:]:
        total = x.plus(total, x.of(part))
    return total


def _neg(x: Expander, term: Term) -> Germ:
    return x.times(x.number(-1), x.of(term.arguments[0]))


def _mul(x: Expander, term: Term) -> Germ:
    total = x.of(term.arguments[0])
    for part in term.arguments[1:]:
        total = x.times(total, x.of(part))
    return total


def _div(x: Expander, term: Term) -> Germ:
    above, below = term.arguments
    return x.times(x.of(above), x.reciprocal(x.of(below)))


def _pow(x: Expander, term: Term) -> Germ:
    base, exponent = term.arguments
    if x.var in free_symbols(exponent):
        moving = x.of(exponent)
        if moving.big or moving.tail.order is not None or any(e or _has_log(c) for e, c in moving.tail.terms.items()):
            return x.exp(x.times(moving, x.log(x.of(base))))
        exponent = x.term(moving.tail.terms.get(Fraction(0), {}))
    value = as_number(x.resolved(x.coefficient(exponent)))
    if value is not None and value.denominator == 1 and value >= 0:
        return x.whole_power(x.of(base), int(value))
    return x.power(x.of(base), exponent)


def _sqrt(x: Expander, term: Term) -> Germ:
    return x.power(x.of(term.arguments[0]), Number(1, 2))


def _exp(x: Expander, term: Term) -> Germ:
    return x.exp(x.of(term.arguments[0]))


def _log(x: Expander, term: Term) -> Germ:
    return x.log(x.of(term.arguments[0]))


def _bounded(x: Expander) -> Germ:
    """Some bounded function."""
    if x.analytic:
        raise TermError("an expression oscillates at 0")
    return Germ({}, Series({}, Fraction(0)))


_SINES: dict[Fraction, Any] = {
    Fraction(0): Number(0), Fraction(1, 6): Number(1, 2), Fraction(1, 4): Div(Sqrt(Number(2)), 2),
    Fraction(1, 3): Div(Sqrt(Number(3)), 2), Fraction(1, 2): Number(1)}


def _angle(x: Expander, at: Polynomial) -> tuple[Any, Any]:
    """(sin c, cos c), in closed form for c = r π with r a multiple of 1/6 or 1/4 (DLMF 4.17)."""
    c0 = x.term(at)
    turns = as_number(x.resolved(P.multiply(at, x.coefficient(Div(1, PI)))))
    if turns is None or 12 * turns % 2 and 12 * turns % 3:
        return Sin(c0), Cos(c0)
    return _sine(turns), _sine(turns + Fraction(1, 2))


def _sine(turns: Fraction) -> Any:
    """sin(turns · π), for a multiple of 1/6 or 1/4."""
    part = turns % 2
    size = _SINES[min(part % 1, 1 - part % 1)]
    return size if part < 1 else Neg(size)


def _circular(x: Expander, term: Term) -> Germ:
    u = x.of(term.arguments[0])
    if x.infinite(u):
        return _bounded(x)
    at, s = x.regular(u)
    sine, cosine = _angle(x, at)
    first, second = (sine, cosine) if isinstance(term, Sin) else (cosine, Neg(sine))

    def coefficients(count: int) -> list[Polynomial]:
        values = x.coefficient(first), x.coefficient(second)
        return [P.scale(values[k % 2], Fraction((-1) ** (k // 2), factorial(k))) for k in range(count)]

    return Germ({}, x.compose(coefficients, s))


def _tan(x: Expander, term: Term) -> Germ:
    u = term.arguments[0]
    return x.of(Div(Sin(u), Cos(u)))


def _tanh(x: Expander, term: Term) -> Germ:
    grown = Exp(Mul(2, term.arguments[0]))
    return x.of(Div(grown - 1, grown + 1))


_SLOPES: dict[type[Term], Callable[[Any], Any]] = {
    Arctan: lambda z: Div(1, 1 + Pow(z, 2)),
    Arcsin: lambda z: Div(1, Sqrt(1 - Pow(z, 2))),
    Erf: lambda z: Mul(Div(2, Sqrt(PI)), Exp(Neg(Pow(z, 2)))),
}


def _by_slope(x: Expander, function: Callable[[Any], Any], slope: Callable[[Any], Any], u: Germ) -> Germ:
    at, s = x.regular(u)
    c0 = x.term(at)
    return Germ({}, x.compose(x.primitive(function(c0), slope, c0), s))


def _arctan(x: Expander, term: Term) -> Germ:
    u = x.of(term.arguments[0])
    if x.infinite(u):
        end = x.of(Mul(Number(x.direction(u), 2), PI))
        return x.plus(end, _by_slope(x, Arctan, _SLOPES[Arctan], x.reciprocal(u)), -1)
    return _by_slope(x, Arctan, _SLOPES[Arctan], u)


def _arcsin(x: Expander, term: Term) -> Germ:
    return _by_slope(x, Arcsin, _SLOPES[Arcsin], x.of(term.arguments[0]))


def _arccos(x: Expander, term: Term) -> Germ:
    return x.plus(x.of(Div(PI, 2)), x.of(Arcsin(term.arguments[0])), -1)


def _erf(x: Expander, term: Term) -> Germ:
    u = x.of(term.arguments[0])
    if x.infinite(u):
        if x.direction(u) > 0:
            return x.plus(x.number(1), _complement(x, u), -1)
        return x.plus(_complement(x, x.times(x.number(-1), u)), x.number(1), -1)
    return _by_slope(x, Erf, _SLOPES[Erf], u)


def _complement(x: Expander, u: Germ) -> Germ:
    """erfc u for u → +∞: e^{−u²}/(u √π) Σ (−1)^k (2k−1)!!/(2u²)^k."""
    y = x.reciprocal(u)
    square = x.plain(x.times(y, y))
    step = min(square.terms, default=x.width)
    count = max(1, ceil(x.width / step))
    odd = [Fraction((-1) ** k * factorial(2 * k), factorial(k) * 4**k) for k in range(count)]
    tail = x.compose(lambda n: [P.constant(odd[k] if k < count else 0) for k in range(n)], square)
    outer = x.times(x.exp(x.times(x.number(-1), x.times(u, u))), x.times(y, x.of(Div(1, Sqrt(PI)))))
    return x.times(outer, Germ({}, tail))


def _erfc(x: Expander, u: Term) -> Germ:
    germ = x.of(u)
    if x.infinite(germ) and x.direction(germ) > 0:
        return _complement(x, germ)
    return x.plus(x.number(1), x.of(Erf(u)), -1)


def _erfi(x: Expander, u: Term) -> Germ:
    return _by_slope(x, lambda c: c if c is Number(0) else Special("erfi", c),
                     lambda z: Mul(Div(2, Sqrt(PI)), Exp(Pow(z, 2))), x.of(u))


def _normal_density(x: Expander, term: Term) -> Germ:
    u = term.arguments[0]
    return x.of(Div(Exp(Neg(Div(Pow(u, 2), 2))), Sqrt(Mul(2, PI))))


def _normal_cdf(x: Expander, term: Term) -> Germ:
    u = term.arguments[0]
    return x.times(x.number(Fraction(1, 2)), _erfc(x, Neg(Div(u, Sqrt(Number(2))))))


# -- |x|, sign, max, min, floor ---------------------------------------------------------------------------------------
def _signed(x: Expander, u: Germ) -> int:
    if u.tail == Series({}):
        return 0
    return x.direction(u)


def _abs(x: Expander, term: Term) -> Germ:
    u = x.of(term.arguments[0])
    return x.times(x.number(_signed(x, u)), u)


def _sign(x: Expander, term: Term) -> Germ:
    u = x.of(term.arguments[0])
    found = _signed(x, u)
    if x.analytic and found and x.leading(u.tail)[0] != 0:
        raise TermError("a sign changes at 0")
    return x.number(found)


def _extremum(x: Expander, term: Term) -> Germ:
    best = x.of(term.arguments[0])
    turn = 1 if isinstance(term, Max) else -1
    for part in term.arguments[1:]:
        other = x.of(part)
        if _signed(x, x.plus(other, best, -1)) == turn:
            best = other
    return best


def _floor(x: Expander, u: Term) -> Germ:
    germ = x.of(u)
    if x.infinite(germ):
        return x.plus(germ, _bounded(x))
    at, s = x.regular(germ)
    value = as_number(x.resolved(at))
    if value is None:
        raise TermError("a rounded number is not known exactly")
    below = value.numerator // value.denominator
    if value.denominator == 1 and s != Series({}):
        if x.analytic:
            raise TermError("a floor jumps at 0")
        below -= x.direction(Germ({}, s)) < 0
    return x.number(below)


def _ceiling(x: Expander, u: Term) -> Germ:
    return x.times(x.number(-1), _floor(x, Neg(u)))


# -- the gamma function and its relatives -----------------------------------------------------------------------------
def _count(x: Expander, u: Germ, most: int = 60) -> tuple[Germ, Series, int]:
    """y = 1/u for u → +∞, and how many powers of it are needed."""
    if x.direction(u) < 0:
        raise TermError("the gamma function has poles on the way to −∞")
    y = x.reciprocal(u)
    series = x.plain(y)
    step = min(series.terms, default=x.width)
    count = ceil(x.width / step) + 1
    if count > most:
        raise TermError("too many terms of an expansion at infinity are needed")
    return y, series, count


def _stirling(x: Expander, series: Series, coefficients: dict[int, Fraction], count: int) -> Germ:
    """Σ a_k y^k + O(y^count), y → 0+."""
    return Germ({}, x.compose(lambda n: [P.constant(coefficients.get(k, 0)) if k < count else {} for k in range(n)], series))


def _loggamma(x: Expander, u: Germ) -> Germ:
    if x.infinite(u):
        _, series, count = _count(x, u)
        tail = {2 * k - 1: bernoulli(2 * k) / (2 * k * (2 * k - 1)) for k in range(1, count)}
        main = x.plus(x.times(x.plus(u, x.number(Fraction(-1, 2))), x.log(u)), u, -1)
        return x.plus(x.plus(main, x.of(Div(Log(Mul(2, PI)), 2))), _stirling(x, series, tail, count))
    moved, at, s = _moved(x, u)
    result = Germ({}, x.compose(lambda n: _loggamma_coefficients(x, at, n), s))
    for factor in moved:
        result = x.plus(result, x.log(factor), 1)
    return result


def _moved(x: Expander, u: Germ) -> tuple[list[Germ], Polynomial, Series]:
    """Γ(u) = Π factors · Γ(c + s) with c = 1 or 1/2 where u → an integer or half-integer > 0; any other c must be positive."""
    at, s = x.regular(u)
    value = as_number(x.resolved(at))
    if value is not None and value.denominator in (1, 2):
        base = Fraction(1, value.denominator)
        steps = value - base
        if steps < 0 or steps > 50:
            raise TermError("a gamma function is expanded at positive points up to 50 only")
        factors = [x.plus(u, x.number(-j)) for j in range(1, int(steps) + 1)]
        return factors, P.constant(base), s
    x.positive(at)
    return [], at, s


def _psi(x: Expander, k: int, at: Polynomial) -> Polynomial:
    """ψ⁽ᵏ⁾ at a positive point."""
    value = as_number(x.resolved(at))
    if value in (1, Fraction(1, 2)):
        half = value != 1
        if k == 0:
            return x.coefficient(-EULER - 2 * Log(Number(2)) if half else -EULER)
        scale = (-1) ** (k + 1) * factorial(k) * (2 ** (k + 1) - 1 if half else 1)
        return P.scale(_zeta(x, k + 1), scale)
    where = x.term(at)
    return x.coefficient(Special("digamma", where) if k == 0 else Special("polygamma", Number(k), where))


def _zeta(x: Expander, k: int) -> Polynomial:
    """ζ(k) for k ≥ 2; for even k by DLMF 25.6.2."""
    if k % 2:
        return x.coefficient(Special("zeta", Number(k)))
    factor = abs(bernoulli(k)) * Fraction(2 ** (k - 1), factorial(k))
    return x.coefficient(Mul(Number(factor), Pow(PI, k)))


def _loggamma_coefficients(x: Expander, at: Polynomial, count: int) -> list[Polynomial]:
    value = as_number(x.resolved(at))
    if value == 1:
        first: Polynomial = {}
    elif value == Fraction(1, 2):
        first = x.coefficient(Div(Log(PI), 2))
    else:
        first = x.coefficient(Special("loggamma", x.term(at)))
    return [first, *(P.scale(_psi(x, k - 1, at), Fraction(1, factorial(k))) for k in range(1, count))]


def _gamma(x: Expander, u: Germ) -> Germ:
    """Γ(u); at a pole by Γ(u) = Γ(u + n)/(u (u+1) … (u+n−1))."""
    if not x.infinite(u):
        at, s = x.regular(u)
        value = as_number(x.resolved(at))
        if value is not None and value <= 0 and value.denominator in (1, 2):
            lift = int(Fraction(1, value.denominator) - value)
            if lift > 50:
                raise TermError("a gamma function is expanded at points above −50 only")
            result = _gamma(x, x.plus(u, x.number(lift)))
            for j in range(lift):
                result = x.times(result, x.reciprocal(x.plus(u, x.number(j))))
            return result
        if value is None or value.denominator not in (1, 2):
            x.positive(at)
            lead = x.coefficient(Special("gamma", x.term(at)))
            return x.times(Germ({}, constant(lead)), x.exp(Germ({}, x.compose(
                lambda n: [{}, *_loggamma_coefficients(x, at, n)[1:]], s))))
    return x.exp(_loggamma(x, u))


def _digamma(x: Expander, u: Germ) -> Germ:
    return _polygamma(x, 0, u)


def _polygamma(x: Expander, order: int, u: Germ) -> Germ:
    if order < 0 or order > 20:
        raise TermError("the order of a polygamma function must be a number from 0 to 20")
    if x.infinite(u):
        _, series, count = _count(x, u)
        sign = (-1) ** (order + 1)
        tail: dict[int, Fraction] = {order + 1: Fraction(sign * factorial(order), 2)}
        if order:
            tail[order] = Fraction(sign * factorial(order - 1))
        for k in range(1, count):
            tail[2 * k + order] = sign * bernoulli(2 * k) * Fraction(factorial(2 * k + order - 1), factorial(2 * k))
        result = _stirling(x, series, tail, count)
        return x.plus(x.log(u), result) if order == 0 else result
    moved, at, s = _moved(x, u)
    result = Germ({}, x.compose(
        lambda n: [P.scale(_psi(x, k + order, at), Fraction(1, factorial(k))) for k in range(n)], s))
    for factor in moved:
        change = x.times(x.number((-1) ** order * factorial(order)), x.power(factor, Number(-order - 1)))
        result = x.plus(result, change)
    return result


def _special(x: Expander, term: Term) -> Germ:
    name, *parts = term.arguments
    if name in ("erfc", "erfi", "floor", "ceiling"):
        return {"erfc": _erfc, "erfi": _erfi, "floor": _floor, "ceiling": _ceiling}[name](x, parts[0])
    if name in ("gamma", "loggamma", "digamma"):
        return {"gamma": _gamma, "loggamma": _loggamma, "digamma": _digamma}[name](x, x.of(parts[0]))
    if name == "polygamma" and isinstance(parts[0], Number) and parts[0].value.denominator == 1:
        return _polygamma(x, int(parts[0].value), x.of(parts[1]))
    if name == "harmonic" and len(parts) == 1:
        return x.plus(_digamma(x, x.plus(x.of(parts[0]), x.number(1))), x.of(EULER))
    if name == "beta":
        a, b = (x.of(p) for p in parts)
        return x.times(x.times(_gamma(x, a), _gamma(x, b)), x.reciprocal(_gamma(x, x.plus(a, b))))
    if name == "binomial":
        top, bottom = (x.plus(x.of(p), x.number(1)) for p in parts)
        rest = x.plus(x.plus(top, bottom, -1), x.number(1))
        return x.times(_gamma(x, top), x.reciprocal(x.times(_gamma(x, bottom), _gamma(x, rest))))
    if name in ("besselj", "besseli") and isinstance(parts[0], Number) and parts[0].value.denominator == 1:
        return _bessel(x, int(parts[0].value), -1 if name == "besselj" else 1, x.of(parts[1]))
    if name == "zeta" and len(parts) == 1:
        return _zeta_at_one(x, x.of(parts[0]))
    series = _AT_ZERO.get(name)
    if series is not None and len(parts) == 1:
        at, s = x.regular(x.of(parts[0]))
        if not x.resolved(at).top:
            return Germ({}, x.compose(lambda n: [P.constant(series(k)) for k in range(n)], s))
    raise TermError(f"no rule expands {term!r}")


def _bessel(x: Expander, n: int, direction: int, u: Germ) -> Germ:
    """J_n (direction −1) and I_n (direction 1) near 0, for an integer n ≥ 0: DLMF 10.2.2, 10.25.2."""
    at, s = x.regular(u)
    if n < 0 or n > 40 or x.resolved(at).top:
        raise TermError("a Bessel function is expanded at 0 only, for a natural order")

    def coefficients(count: int) -> list[Polynomial]:
        values = [Fraction(0)] * count
        for k in range(n, count, 2):
            m = (k - n) // 2
            values[k] = Fraction(direction**m, factorial(m) * factorial(m + n) * 2**k)
        return [P.constant(v) for v in values]

    return Germ({}, x.compose(coefficients, s))


def _zeta_at_one(x: Expander, u: Germ) -> Germ:
    """ζ(1 + s) = 1/s + γ + O(s): DLMF 25.2.4."""
    at, s = x.regular(u)
    if as_number(x.resolved(at)) != 1 or x.analytic:
        raise TermError("the zeta function is expanded at its pole only")
    small = Germ({}, s)
    order = min(s.terms, default=x.width)
    return x.plus(x.reciprocal(small), Germ({}, Series(constant(x.coefficient(EULER)).terms, order, _logs(s))))


def _logs(s: Series) -> int:
    slot = P.atom(LOG)
    return max((int(e) for c in s.terms.values() for key in c for n, e in key if n == slot), default=s.logs)


_AT_ZERO: dict[str, Callable[[int], Fraction]] = {
    "LambertW": lambda k: Fraction(0) if k == 0 else Fraction((-k) ** (k - 1), factorial(k)),
    "sinc": lambda k: Fraction(0) if k % 2 else Fraction((-1) ** (k // 2), factorial(k + 1)),
    "Si": lambda k: Fraction((-1) ** (k // 2), factorial(k) * k) if k % 2 else Fraction(0),
    "Shi": lambda k: Fraction(1, factorial(k) * k) if k % 2 else Fraction(0),
}


# -- derivatives inside -----------------------------------------------------------------------------------------------
def _derivative(x: Expander, term: Term) -> Germ:
    """By its value in a neighbourhood: the conditions of that value are continuous there, and hold at 0."""
    if not x.analytic:
        raise TermError("a derivative is expanded at a regular point only")
    value, raised = derivative_value(term)
    for statement in raised:
        condition(x, statement)
    return x.of(quotient_term(value))


def condition(x: Expander, statement: Term) -> None:
    """A condition that holds near 0 because it holds at 0, for terms analytic there."""
    if x.var not in free_symbols(statement):
        x.obligations[statement] = None
        return
    if not isinstance(statement, (Lt, Gt, Ne)):
        raise TermError(f"{statement!r} must hold in a neighbourhood of 0, which is not shown")
    left, right = statement.arguments
    small, large = (right, left) if isinstance(statement, Gt) else (left, right)
    at, _ = x.regular(x.of(large - small))
    if isinstance(statement, Ne):
        x.inverse(at)
    else:
        x.positive(at)


RULES: dict[type[Term], Rule] = {
    Add: _add, Neg: _neg, Mul: _mul, Div: _div, Pow: _pow, Sqrt: _sqrt, Exp: _exp, Log: _log, Sin: _circular, Cos: _circular,
    Tan: _tan, Tanh: _tanh, Arctan: _arctan, Arcsin: _arcsin, Arccos: _arccos, Erf: _erf, NormalDensity: _normal_density,
    NormalCDF: _normal_cdf, Abs: _abs, Sign: _sign, Max: _extremum, Min: _extremum, Special: _special,
    Derivative: _derivative,
}

__all__ = ["RULES", "bernoulli", "condition"]
