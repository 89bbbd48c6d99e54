"""What functions expand to, again: Taylor coefficients by the recurrences of their differential equations.

At infinity: erfc by DLMF 7.12.1, log Γ by 5.11.1, ψ by 5.11.2 and its derivatives by 5.15.9.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import ceil, factorial
import flint

from . import polynomials as P
from .derivative_value import value_of_derivative
from .expansion import START, Coefficient, Germ, Local
from .language import HALF, ONE, PI, TWO, ZERO, Node, Refused, make, minus, number
from .rational import density

EULER = make("Constant", "EulerGamma")
Rule = Callable[[Local, Node], Germ]


def bernoulli(n: int) -> Fraction:
    return P.fraction(flint.fmpq.bernoulli(n))


def _sum(x: Local, term: Node) -> Germ:
    return x.total(*(x.of(p) for p in term.args))


def _negative(x: Local, g: Germ) -> Germ:
    return Germ(g.growth, x.multiple(g.terms, -1), g.rest)


def _product(x: Local, term: Node) -> Germ:
    result = x.of(term.args[0])
    for part in term.args[1:]:
        result = x.product(result, x.of(part))
    return result


def _quotient(x: Local, term: Node) -> Germ:
    return x.product(x.of(term.args[0]), x.inverted(x.of(term.args[1])))


def _power(x: Local, term: Node) -> Germ:
    base, exponent = term.args
    if x.var in exponent.free:
        moving = x.of(exponent)
        if moving.growth or moving.rest or any(p != START for p in moving.terms):
            return x.exponential(x.product(moving, x.logarithm(x.of(base))))
        exponent = x.node(moving.terms[Fraction(0), 0]) if moving.terms else ZERO
    known = x.exact(x.value(exponent))
    if known is not None and known.denominator == 1 and 0 <= known <= 40:
        result = x.constant(x.rational(1))
        for _ in range(int(known)):
            result = x.product(result, x.of(base))
        return result
    return x.power(x.of(base), exponent)


def _bounded(x: Local) -> Germ:
    if x.regular_only:
        raise Refused("an expression oscillates at 0")
    return x.unknown(Fraction(0))


def _circle(x: Local, c: Coefficient) -> tuple[Coefficient, Coefficient]:
    """(sin c, cos c); where c is a multiple of π/6 or π/4 by halving and trebling the angle from known squares."""
    ratio = x.exact(x.times(c, x.value(make("Div", ONE, PI))))
    if ratio is None or 12 % ratio.denominator or ratio.denominator == 12:
        at = x.node(c)
        return x.value(make("Sin", at)), x.value(make("Cos", at))
    return _sine_of(x, ratio), _sine_of(x, ratio + Fraction(1, 2))


def _sine_of(x: Local, ratio: Fraction) -> Coefficient:
    """sin(ratio · π) = ± √(q)/2 with q = 4 sin² in 0, 1, 2, 3, 4."""
    quarter = abs((ratio + Fraction(1, 2)) % 1 - Fraction(1, 2))
    four_squares = {Fraction(0): 0, Fraction(1, 6): 1, Fraction(1, 4): 2, Fraction(1, 3): 3, Fraction(1, 2): 4}[quarter]
    size = x.scaled(x.value(make("Sqrt", number(four_squares))), Fraction(1, 2))
    return size if ratio % 2 < 1 else x.scaled(size, -1)


def _wave(x: Local, term: Node) -> Germ:
    u = x.of(term.args[0])
    if x.infinite(u):
        return _bounded(x)
    limit, s = x.split(u)
    sine, cosine = _circle(x, limit)
    cycle = [sine, cosine, x.scaled(sine, -1), x.scaled(cosine, -1)]
    start = 0 if term.kind == "Sin" else 1
    return x.analytic(lambda n: [x.scaled(cycle[(k + start) % 4], Fraction(1, factorial(k))) for k in range(n)], s)


def _tan(x: Local, term: Node) -> Germ:
    return x.product(x.of(make("Sin", *term.args)), x.inverted(x.of(make("Cos", *term.args))))


def _tanh(x: Local, term: Node) -> Germ:
    """1 − 2/(e^{2u} + 1), and −tanh(−u) for u → −∞."""
    u = x.of(term.args[0])
    if x.infinite(u) and x.sign_near(u) < 0:
        return _negative(x, x.of(make("Tanh", make("Neg", term.args[0]))))
    one = x.constant(x.rational(1))
    grown = x.exponential(x.product(x.constant(x.rational(2)), u))
    return x.total(one, x.product(x.constant(x.rational(-2)), x.inverted(x.total(grown, one))))


# -- functions with an algebraic or exponential derivative ------------------------------------------------------------
def _arctan_slopes(x: Local, c: Coefficient, count: int) -> list[Coefficient]:
    """(1 + u²) y = 1."""
    base = x.value(make("Add", ONE, make("Pow", x.node(c), TWO)))
    x.apart(base)
    inverse = x.inverse(base)
    values: list[Coefficient] = []
    for k in range(count):
        right = x.rational(1 if k == 0 else 0)
        if k >= 1:
            right = x.sum(right, x.scaled(x.times(c, values[k - 1]), -2))
        if k >= 2:
            right = x.sum(right, x.scaled(values[k - 2], -1))
        values.append(x.times(right, inverse))
    return values


def _arcsin_slopes(x: Local, c: Coefficient, count: int) -> list[Coefficient]:
    """(1 − u²) y′ = u y."""
    room = minus(ONE, make("Pow", x.node(c), TWO))
    x.positive(x.value(room))
    values = [x.value(make("Div", ONE, make("Sqrt", room)))]
    inverse = x.inverse(x.value(room))
    for k in range(count - 1):
        right = x.scaled(x.times(c, values[k]), 2 * k + 1)
        if k:
            right = x.sum(right, x.scaled(values[k - 1], k))
        values.append(x.scaled(x.times(right, inverse), Fraction(1, k + 1)))
    return values


def _gaussian_slopes(direction: int) -> Callable[[Local, Coefficient, int], list[Coefficient]]:
    """y′ = ±2 u y, y = 2/√π e^(±u²)."""
    def slopes(x: Local, c: Coefficient, count: int) -> list[Coefficient]:
        square = make("Pow", x.node(c), TWO)
        start = make("Exp", square if direction > 0 else make("Neg", square))
        values = [x.value(make("Mul", make("Div", TWO, make("Sqrt", PI)), start))]
        for k in range(count - 1):
            right = x.times(c, values[k])
            if k:
                right = x.sum(right, values[k - 1])
            values.append(x.scaled(right, Fraction(2 * direction, k + 1)))
        return values

    return slopes


_SLOPES: dict[str, Callable[[Local, Coefficient, int], list[Coefficient]]] = {
    "Arctan": _arctan_slopes, "Arcsin": _arcsin_slopes, "Erf": _gaussian_slopes(-1), "erfi": _gaussian_slopes(1)}


def _by_slopes(x: Local, name: str, u: Germ) -> Germ:
    limit, s = x.split(u)
    at = x.node(limit)

    def coefficients(count: int) -> list[Coefficient]:
        first = x.value(at if at is ZERO else make("Special", name, at) if name == "erfi" else make(name, at))
        return [first, *(x.scaled(y, Fraction(1, k + 1)) for k, y in enumerate(_SLOPES[name](x, limit, count - 1)))
                ] if count > 1 else [first]

    return x.analytic(coefficients, s)


def _arctan(x: Local, term: Node) -> Germ:
    u = x.of(term.args[0])
    if not x.infinite(u):
        return _by_slopes(x, "Arctan", u)
    end = x.value(make("Mul", number(Fraction(x.sign_near(u), 2)), PI))
    return x.total(x.constant(end), _negative(x, _by_slopes(x, "Arctan", x.inverted(u))))


def _arccos(x: Local, term: Node) -> Germ:
    return x.total(x.constant(x.value(make("Div", PI, TWO))), _negative(x, _by_slopes(x, "Arcsin", x.of(term.args[0]))))


def _erf(x: Local, u: Germ) -> Germ:
    if not x.infinite(u):
        return _by_slopes(x, "Erf", u)
    one = x.constant(x.rational(1))
    if x.sign_near(u) > 0:
        return x.total(one, _negative(x, _tail(x, u)))
    return x.total(_tail(x, _negative(x, u)), _negative(x, one))


def _tail(x: Local, u: Germ) -> Germ:
    """erfc u, u → +∞."""
    y = x.inverted(u)
    square = x.flat(x.product(y, y))

    def coefficients(n: int) -> list[Coefficient]:
        value, found = Fraction(1), list[Coefficient]()
        for k in range(n):
            found.append(x.rational(value))
            value *= Fraction(-(2 * k + 1), 2)
        return found

    decay = x.exponential(_negative(x, x.product(u, u)))
    root = x.constant(x.value(make("Div", ONE, make("Sqrt", PI))))
    return x.product(x.product(decay, y), x.product(root, x.analytic(coefficients, square)))


def _erfc(x: Local, u: Germ) -> Germ:
    if x.infinite(u) and x.sign_near(u) > 0:
        return _tail(x, u)
    return x.total(x.constant(x.rational(1)), _negative(x, _erf(x, u)))


def _normal_cdf(x: Local, term: Node) -> Germ:
    factor = x.constant(x.value(make("Div", number(-1), make("Sqrt", TWO))))
    return x.product(x.constant(x.rational(Fraction(1, 2))), _erfc(x, x.product(factor, x.of(term.args[0]))))


# -- jumps ------------------------------------------------------------------------------------------------------------
def _sign_of(x: Local, u: Germ) -> int:
    return x.sign_near(u) if u.terms or u.rest else 0


def _abs(x: Local, term: Node) -> Germ:
    u = x.of(term.args[0])
    found = _sign_of(x, u)
    return u if found > 0 else _negative(x, u) if found else x.exactly({})


def _sign(x: Local, term: Node) -> Germ:
    u = x.of(term.args[0])
    found = _sign_of(x, u)
    if found and x.regular_only and x.first(u)[0] != START:
        raise Refused("a sign changes at 0")
    return x.constant(x.rational(found))


def _extremum(x: Local, term: Node) -> Germ:
    values = [x.of(p) for p in term.args]
    wanted = 1 if term.kind == "Max" else -1
    best = values[0]
    for value in values[1:]:
        best = value if _sign_of(x, x.total(value, _negative(x, best))) == wanted else best
    return best


def _floor(x: Local, u: Germ) -> Germ:
    if x.infinite(u):
        return x.total(u, _bounded(x))
    limit, s = x.split(u)
    known = x.exact(limit)
    if known is None:
        raise Refused("a number that is rounded is not rational")
    value = known.numerator // known.denominator
    if known.denominator == 1 and (s.terms or s.rest):
        if x.regular_only:
            raise Refused("a floor jumps at 0")
        if x.sign_near(s) < 0:
            value -= 1
    return x.constant(x.rational(value))


# -- the gamma function -----------------------------------------------------------------------------------------------
def _zeta(x: Local, k: int) -> Coefficient:
    if k % 2:
        return x.value(make("Special", "zeta", number(k)))
    factor = abs(bernoulli(k)) * Fraction(2**k, 2 * factorial(k))
    return x.value(make("Mul", number(factor), make("Pow", PI, number(k))))


def _psi(x: Local, k: int, c: Coefficient) -> Coefficient:
    """ψ⁽ᵏ⁾(c), c > 0."""
    known = x.exact(c)
    if known not in (Fraction(1), Fraction(1, 2)):
        at = x.node(c)
        return x.value(make("Special", "digamma", at) if k == 0 else make("Special", "polygamma", number(k), at))
    if k == 0:
        shift = x.value(make("Mul", TWO, make("Log", TWO))) if known != 1 else x.rational(0)
        return x.scaled(x.sum(x.value(EULER), shift), -1)
    factor = -factorial(k) if k % 2 == 0 else factorial(k)
    return x.scaled(_zeta(x, k + 1), factor * (1 if known == 1 else 2 ** (k + 1) - 1))


def _based(x: Local, u: Germ) -> tuple[list[Germ], Coefficient, Germ]:
    """Γ(u) = Π (u − j) · Γ(c + s), c = 1 or 1/2 where that can be; otherwise c > 0 is needed."""
    limit, s = x.split(u)
    known = x.exact(limit)
    if known is None or known.denominator > 2:
        x.positive(limit)
        return [], limit, s
    base = Fraction(1, known.denominator)
    steps = int(known - base)
    if not 0 <= steps <= 50:
        raise Refused("a gamma function is expanded at positive points up to 50 only")
    return [x.total(u, x.constant(x.rational(-j))) for j in range(1, steps + 1)], x.rational(base), s


def _large(x: Local, u: Germ) -> tuple[Germ, int]:
    if x.sign_near(u) < 0:
        raise Refused("the gamma function has poles on the way to −∞")
    y = x.flat(x.inverted(u))
    end = min((p[0] for p in y.terms), default=x.reach)
    count = ceil(x.reach / end) + 1
    if count > 60:
        raise Refused("too many terms of an expansion at infinity are needed")
    return y, count


def _loggamma(x: Local, u: Germ) -> Germ:
    if x.infinite(u):
        y, _ = _large(x, u)

        def stirling(n: int) -> list[Coefficient]:
            return [x.rational(bernoulli(k + 1) / (k * (k + 1)) if k % 2 else 0) for k in range(n)]

        half = x.constant(x.rational(Fraction(-1, 2)))
        level = x.constant(x.value(make("Mul", HALF, make("Log", make("Mul", TWO, PI)))))
        return x.total(x.product(x.total(u, half), x.logarithm(u)), _negative(x, u), level, x.analytic(stirling, y))
    factors, c, s = _based(x, u)
    known = x.exact(c)

    def coefficients(n: int) -> list[Coefficient]:
        start = (x.rational(0) if known == 1 else x.value(make("Mul", HALF, make("Log", PI))) if known == Fraction(1, 2)
                 else x.value(make("Special", "loggamma", x.node(c))))
        return [start, *(x.scaled(_psi(x, k - 1, c), Fraction(1, factorial(k))) for k in range(1, n))]

    return x.total(x.analytic(coefficients, s), *(x.logarithm(f) for f in factors))


def _gamma(x: Local, u: Germ) -> Germ:
    if x.infinite(u):
        return x.exponential(_loggamma(x, u))
    limit, s = x.split(u)
    known = x.exact(limit)
    if known is not None and known <= 0 and known.denominator <= 2:
        one = x.constant(x.rational(1))
        if known < -50:
            raise Refused("a gamma function is expanded at points above −50 only")
        return x.product(_gamma(x, x.total(u, one)), x.inverted(u))
    if known is None or known.denominator > 2:
        x.positive(limit)
        lead = x.constant(x.value(make("Special", "gamma", x.node(limit))))
        tail = x.analytic(lambda n: [x.rational(0), *(x.scaled(_psi(x, k - 1, limit), Fraction(1, factorial(k)))
                                                      for k in range(1, n))], s)
        return x.product(lead, x.exponential(tail))
    return x.exponential(_loggamma(x, u))


def _polygamma(x: Local, n: int, u: Germ) -> Germ:
    if not 0 <= n <= 20:
        raise Refused("the order of a polygamma function must be a number from 0 to 20")
    sign = 1 if n % 2 else -1
    if x.infinite(u):
        y, _ = _large(x, u)

        def coefficients(count: int) -> list[Coefficient]:
            """(−1)^{n−1} ((n−1)!/u^n + n!/(2 u^{n+1}) + Σ B_{2k} (2k+n−1)!/(2k)! / u^{2k+n})."""
            values = [Fraction(0)] * (count + n + 2)
            if n:
                values[n] = Fraction(factorial(n - 1))
            values[n + 1] = Fraction(factorial(n), 2)
            for k in range(2, count - n, 2):
                values[k + n] = bernoulli(k) * Fraction(factorial(k + n - 1), factorial(k))
            return [x.rational(sign * v) for v in values[:count]]

        tail = x.analytic(coefficients, y)
        return x.total(x.logarithm(u), tail) if n == 0 else tail
    factors, c, s = _based(x, u)
    main = x.analytic(lambda count: [x.scaled(_psi(x, k + n, c), Fraction(1, factorial(k))) for k in range(count)], s)
    steps = [x.product(x.constant(x.rational(-sign * factorial(n))), x.power(f, number(-n - 1))) for f in factors]
    return x.total(main, *steps)


_AT_ZERO: dict[str, Callable[[int], Fraction]] = {
    "LambertW": lambda k: Fraction((-k) ** (k - 1), factorial(k)) if k else Fraction(0),
    "sinc": lambda k: Fraction([1, 0, -1, 0][k % 4], factorial(k + 1)),
    "Si": lambda k: Fraction([0, 1, 0, -1][k % 4], factorial(k) * max(k, 1)),
    "Shi": lambda k: Fraction(k % 2, factorial(k) * max(k, 1)),
}


def _special(x: Local, term: Node) -> Germ:
    name, *parts = term.args
    one = x.constant(x.rational(1))
    if name == "polygamma" and parts[0].kind == "Number" and parts[0].value.denominator == 1:
        return _polygamma(x, int(parts[0].value), x.of(parts[1]))
    values = [x.of(p) for p in parts]
    if name == "erfi":
        return _by_slopes(x, "erfi", values[0])
    if name == "ceiling":
        return _negative(x, _floor(x, _negative(x, values[0])))
    if name in _ONE_ARGUMENT:
        return _ONE_ARGUMENT[name](x, values[0])
    if name == "harmonic" and len(values) == 1:
        return x.total(_polygamma(x, 0, x.total(values[0], one)), x.constant(x.value(EULER)))
    if name == "beta":
        return x.product(x.product(_gamma(x, values[0]), _gamma(x, values[1])), x.inverted(_gamma(x, x.total(*values))))
    if name == "binomial":
        n, k = values
        below = x.product(_gamma(x, x.total(k, one)), _gamma(x, x.total(x.total(n, _negative(x, k)), one)))
        return x.product(_gamma(x, x.total(n, one)), x.inverted(below))
    if name in ("besselj", "besseli") and parts[0].kind == "Number" and parts[0].value.denominator == 1:
        return _bessel(x, int(parts[0].value), name == "besselj", values[1])
    if name == "zeta" and len(values) == 1:
        return _pole_of_zeta(x, values[0])
    if name in _AT_ZERO:
        limit, s = x.split(values[0])
        if x.none(limit):
            return x.analytic(lambda n: [x.rational(_AT_ZERO[name](k)) for k in range(n)], s)
    raise Refused(f"no rule expands {term!r}")


def _bessel(x: Local, n: int, alternating: bool, u: Germ) -> Germ:
    """(u/2)^n Σ (±u²/4)^m/(m! (n+m)!)."""
    limit, s = x.split(u)
    if not 0 <= n <= 40 or not x.none(limit):
        raise Refused("a Bessel function is expanded at 0 only, for a natural order")

    def coefficients(count: int) -> list[Coefficient]:
        values, current = [Fraction(0)] * count, Fraction(1, 2**n * factorial(n))
        for k in range(n, count, 2):
            values[k] = current
            m = (k - n) // 2 + 1
            current *= Fraction(-1 if alternating else 1, 4 * m * (m + n))
        return [x.rational(v) for v in values]

    return x.analytic(coefficients, s)


def _pole_of_zeta(x: Local, u: Germ) -> Germ:
    """1/s + γ + O(s) at 1 + s."""
    limit, s = x.split(u)
    if x.exact(limit) != 1 or x.regular_only:
        raise Refused("the zeta function is expanded at its pole only")
    end = x.reach_of(s)
    if end is None:
        raise Refused("the zeta function has a pole at 1")
    return x.total(x.inverted(s), x.constant(x.value(EULER)), x.unknown(*end))


_ONE_ARGUMENT: dict[str, Callable[[Local, Germ], Germ]] = {
    "erfc": _erfc, "floor": _floor, "gamma": _gamma, "loggamma": _loggamma, "digamma": lambda x, u: _polygamma(x, 0, u)}


def _derivative(x: Local, term: Node) -> Germ:
    """By its value near 0, where its needs hold because they hold at 0 and are about analytic terms."""
    if not x.regular_only:
        raise Refused("a derivative is expanded at a regular point only")
    needs: list[Node] = []
    local, value = value_of_derivative(x.a, term, needs)
    for need in needs:
        if x.var not in need.free:
            x.needs.append(need)
            continue
        if need.kind not in ("Lt", "Ne"):
            raise Refused(f"{need!r} is needed in a neighbourhood")
        limit, _ = x.split(x.of(minus(need.args[1], need.args[0])))
        x.apart(limit) if need.kind == "Ne" else x.positive(limit)
    return x.of(local.node(value))


def _rewritten(change: Callable[[Node], Node]) -> Rule:
    return lambda x, term: x.of(change(term.args[0]))


RULES: dict[str, Rule] = {
    "Add": _sum, "Neg": lambda x, t: _negative(x, x.of(t.args[0])), "Mul": _product, "Div": _quotient, "Pow": _power,
    "Sqrt": lambda x, t: x.power(x.of(t.args[0]), HALF), "Exp": lambda x, t: x.exponential(x.of(t.args[0])),
    "Log": lambda x, t: x.logarithm(x.of(t.args[0])), "Sin": _wave, "Cos": _wave, "Tan": _tan, "Tanh": _tanh,
    "Arctan": _arctan, "Arcsin": lambda x, t: _by_slopes(x, "Arcsin", x.of(t.args[0])), "Arccos": _arccos,
    "Erf": lambda x, t: _erf(x, x.of(t.args[0])), "NormalDensity": _rewritten(density), "NormalCDF": _normal_cdf,
    "Abs": _abs, "Sign": _sign, "Max": _extremum, "Min": _extremum, "Special": _special, "Derivative": _derivative,
}

__all__ = ["RULES"]
