"""The special functions of the language in complex ball arithmetic (FLINT's rigorous implementations).

May import flint and the modules of this package that it names. `value(name, balls)` is a ball around the principal value
at all points of the balls, `analytic_value(name, balls, moving)` the same or "not finite" where the function is not seen
to be analytic in the arguments at the positions `moving`. Cuts: see `_CUTS`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flint import acb, arb, fmpq

from .ball_arithmetic import not_finite
from .verdict import Undefined, Unsupported

Function = Callable[..., acb]


def off_outer_reals(z: acb) -> bool:
    """The box meets neither (−∞, −1] nor [1, ∞)."""
    return bool(not z.imag.contains(0) or abs(z.real) < 1)


def off_outer_imaginaries(z: acb) -> bool:
    """The box meets neither i[1, ∞) nor −i[1, ∞)."""
    return bool(not z.real.contains(0) or abs(z.imag) < 1)


def _off_negative(z: acb) -> bool:
    return bool(not z.imag.contains(0) or z.real > 0)


def _off_from_one(z: acb) -> bool:
    return bool(not z.imag.contains(0) or z.real < 1)


def whole(z: acb) -> int | None:
    """The integer that the ball is, or None."""
    found = z.unique_fmpz() if z.is_exact() else None
    return None if found is None else int(found)


def _gamma(z: acb) -> acb:
    n = whole(z)
    if n is not None and n <= 0:
        raise Undefined("Γ at a pole")
    return z.gamma()


def _loggamma(z: acb) -> acb:
    n = whole(z)
    if n is not None and n <= 0:
        raise Undefined("log Γ at a pole")
    return z.lgamma()


def _digamma(z: acb) -> acb:
    n = whole(z)
    if n is not None and n <= 0:
        raise Undefined("ψ at a pole")
    return z.digamma()


def _polygamma(order: acb, z: acb) -> acb:
    n = whole(order)
    if n is None or n < 0:
        raise Unsupported("polygamma is enclosed for natural orders only")
    if n == 0:
        return _digamma(z)
    pole = whole(z)
    if pole is not None and pole <= 0:
        raise Undefined("a polygamma function at a pole")
    return z.polygamma(order)


def _beta(a: acb, b: acb) -> acb:
    return _gamma(a) * _gamma(b) * (a + b).rgamma()


def _binomial(n: acb, k: acb) -> acb:
    if whole(k) is not None:
        count = whole(k)
        if count is not None and count < 0:
            if whole(n) is not None:
                return acb(0)
        elif count is not None and count <= 10_000:
            return (n - count + 1).rising(acb(count)) / acb(count + 1).gamma()
    if (n.is_exact() and whole(n) is not None and n.real < 0) or not n.is_finite():
        raise Unsupported("a binomial coefficient with a negative integer above and a fraction below")
    return _gamma(n + 1) * (k + 1).rgamma() * (n - k + 1).rgamma()


def _harmonic(n: acb, order: acb | None = None) -> acb:
    if order is None or order == 1:
        pole = whole(n)
        if pole is not None and pole < 0:
            raise Undefined("a harmonic number at a pole")
        return (n + 1).digamma() + arb.const_euler()
    r = whole(order)
    if r is None or r < 2:
        raise Unsupported("generalised harmonic numbers are enclosed for integer orders ≥ 2 only")
    return acb(r).zeta() - acb(r).zeta(n + 1)


def _zeta(s: acb, a: acb | None = None) -> acb:
    if s == 1:
        raise Undefined("ζ at its pole")
    if a is None:
        return s.zeta()
    pole = whole(a)
    if pole is not None and pole <= 0:
        raise Undefined("ζ(s, a) at a pole")
    if not a.imag.contains(0) or a.real > 0:
        return s.zeta(a)
    order = whole(s)
    if order is None or order < 2:
        raise Unsupported("ζ(s, a) is enclosed for a > 0, or integers s ≥ 2")
    return s.zeta(a)


def _polylog(s: acb, z: acb) -> acb:
    if z == 1 and s.real <= 1:
        raise Undefined("a polylogarithm at its pole")
    return z.polylog(s)


def _rising(x: acb, k: acb) -> acb:
    if whole(k) is not None and k.real >= 0:
        return x.rising(k)
    return _gamma(x + k) * x.rgamma()


def _falling(x: acb, k: acb) -> acb:
    if whole(k) is not None and k.real >= 0:
        return (x - k + 1).rising(k)
    return _gamma(x + 1) * (x - k + 1).rgamma()


def _lower(a: acb, z: acb) -> acb:
    n = whole(a)
    if n is not None and n <= 0:
        raise Undefined("the lower incomplete gamma function at a pole")
    return acb(0) if z.is_zero() and a.real > 0 else z.gamma_lower(a)


def _upper(a: acb, z: acb) -> acb:
    if z.is_zero():
        if not a.real > 0:
            raise Undefined("the upper incomplete gamma function at its pole")
        return a.gamma()
    return z.gamma_upper(a)


def _bessel(name: str, pole: bool) -> Function:
    def function(order: acb, z: acb) -> acb:
        if z.is_zero():
            if pole:
                raise Undefined("a Bessel function of the second kind at 0")
            if order.is_zero():
                return acb(1)
            if order.real > 0:
                return acb(0)
            n = whole(order)
            if n is None:
                raise Undefined("a Bessel function of negative order at 0")
            return acb(0)
        return getattr(z, name)(order)  # type: ignore[no-any-return]

    return function


def _at_zero(name: str, what: str) -> Function:
    def function(z: acb) -> acb:
        if z.is_zero():
            raise Undefined(f"{what} at 0")
        return getattr(z, name)()  # type: ignore[no-any-return]

    return function


def _li(z: acb) -> acb:
    if z.is_zero():
        return acb(0)
    if z == 1:
        raise Undefined("li at 1")
    return z.li()


def _elliptic_k(m: acb) -> acb:
    if m == 1:
        raise Undefined("K(1)")
    return m.elliptic_k()


def _steps(name: str) -> Function:
    def function(z: acb) -> acb:
        real = getattr(z.real, name)()
        return acb(real) if z.imag.is_zero() else acb(real, getattr(z.imag, name)())

    return function


def _mod(x: acb, y: acb) -> acb:
    if y.is_zero():
        raise Undefined("division by 0")
    if not (x.imag.is_zero() and y.imag.is_zero()):
        raise Unsupported("mod of complex numbers")
    return acb(x.real - y.real * (x.real / y.real).floor())


def _atan2(y: acb, x: acb) -> acb:
    if x.is_zero() and y.is_zero():
        raise Undefined("atan2(0, 0)")
    if x.imag.is_zero() and y.imag.is_zero():
        return acb(arb.atan2(y.real, x.real))
    return acb(0, -1) * ((x + acb(0, 1) * y) / (x * x + y * y).sqrt()).log()


def _heaviside(z: acb) -> acb:
    if not z.imag.is_zero():
        raise Unsupported("Heaviside's function of a complex number")
    x = z.real
    return acb(1 if x > 0 else 0 if x < 0 else 0.5 if x.is_zero() else arb(0.5, 0.5))


def _sinc(z: acb) -> acb:
    return acb(z.real.sinc()) if z.imag.is_zero() else z.sinc()


def _polynomial(name: str) -> Function:
    return lambda n, z: getattr(z, name)(n)


def _hyper(*arguments: acb) -> acb:
    p, q = whole(arguments[0]) or 0, whole(arguments[1]) or 0
    z = arguments[-1]
    upper: list[Any] = list(arguments[2:2 + p])
    lower: list[Any] = list(arguments[2 + p:2 + p + q])
    ends = [n for n in map(whole, upper) if n is not None and n <= 0]
    for b in lower:
        n = whole(b)
        if n is not None and n <= 0 and not any(e >= n for e in ends):
            raise Undefined("a hypergeometric function with a lower parameter 0, −1, −2, …")
    if z.is_zero():
        return acb(1)
    if p > q + 1 and not ends:
        raise Unsupported("a hypergeometric series that diverges")
    if p == q + 1 and not ends and z.is_exact() and z == 1 and not (sum(lower, acb(0)) - sum(upper, acb(0))).real > 0:
        raise Undefined("a hypergeometric function at its singular point 1")
    return z.hypgeom(upper, lower)


def _only_exact(what: str) -> Function:
    def function(*arguments: acb) -> acb:
        raise Unsupported(f"{what} is evaluated at integers only")

    return function


def _factorial2(n: acb) -> acb:
    raise Unsupported("the double factorial is evaluated at natural numbers only")


def _catalan(n: acb) -> acb:
    return _gamma(2 * n + 1) * (n + 1).rgamma() * (n + 2).rgamma()


def _fibonacci(n: acb) -> acb:
    k = whole(n)
    if k is None or abs(k) > 10**7:
        raise Unsupported("Fibonacci numbers are evaluated at integers only")
    number = arb.fib(abs(k))
    return acb(-number if k < 0 and k % 2 == 0 else number)


FUNCTIONS: dict[str, Function] = {
    "erfc": lambda z: z.erfc(), "erfi": lambda z: z.erfi(), "gamma": _gamma, "loggamma": _loggamma, "digamma": _digamma,
    "polygamma": _polygamma, "beta": _beta, "lowergamma": _lower, "uppergamma": _upper, "zeta": _zeta,
    "polylog": _polylog, "harmonic": _harmonic, "binomial": _binomial, "rf": _rising, "ff": _falling,
    "factorial2": _factorial2, "floor": _steps("floor"), "ceiling": _steps("ceil"), "mod": _mod,
    "gcd": _only_exact("gcd"), "fibonacci": _fibonacci, "bernoulli": _only_exact("bernoulli"), "catalan": _catalan,
    "besselj": _bessel("bessel_j", False), "bessely": _bessel("bessel_y", True), "besseli": _bessel("bessel_i", False),
    "besselk": _bessel("bessel_k", True), "airyai": lambda z: z.airy_ai(), "airybi": lambda z: z.airy_bi(),
    "Ei": _at_zero("ei", "Ei"), "li": _li, "Si": lambda z: z.si(), "Ci": _at_zero("ci", "Ci"), "Shi": lambda z: z.shi(),
    "Chi": _at_zero("chi", "Chi"), "LambertW": lambda z: z.lambertw(), "elliptic_k": _elliptic_k,
    "elliptic_e": lambda m: m.elliptic_e(), "hermite": _polynomial("hermite_h"), "legendre": _polynomial("legendre_p"),
    "laguerre": _polynomial("laguerre_l"), "chebyshevt": _polynomial("chebyshev_t"),
    "chebyshevu": _polynomial("chebyshev_u"), "atan2": _atan2, "Heaviside": _heaviside, "sinc": _sinc, "hyper": _hyper,
}
"""Every special function of the language."""

STEPS = frozenset({"floor", "ceiling", "mod", "gcd", "fibonacci", "bernoulli", "factorial2", "Heaviside", "binomial"})
OF_REALS = frozenset({"floor", "ceiling", "mod", "gcd", "Heaviside", "atan2"})

_ENTIRE = frozenset({"erfc", "erfi", "gamma", "digamma", "beta", "harmonic", "airyai", "airybi", "Si", "Shi", "sinc",
                     "catalan"})
"""Meromorphic in all arguments: at a pole the ball is not finite."""

_CUTS: dict[str, Callable[[acb], bool]] = {
    "loggamma": _off_negative, "Ei": _off_negative, "Ci": _off_negative, "Chi": _off_negative,
    "bessely": _off_negative, "besselk": _off_negative, "uppergamma": _off_negative,
    "polylog": _off_from_one, "elliptic_k": _off_from_one, "elliptic_e": _off_from_one,
    "li": lambda z: bool(not z.imag.contains(0) or z.real > 1),
    "LambertW": lambda z: bool(not z.imag.contains(0) or z.real > arb(fmpq(-36, 100))),
}
"""Analytic in the last argument off a cut (for fixed other arguments); poles give balls that are not finite."""


def value(name: str, arguments: Sequence[acb]) -> acb:
    """A ball around the values of a special function; Undefined at a pole, Unsupported where none is known."""
    return FUNCTIONS[name](*arguments)


def _constant_step(x: acb, name: str) -> acb:
    """floor or ceiling on a box whose real part lies between two neighbouring integers."""
    low = x.real.floor().unique_fmpz() if x.real.is_finite() else None
    if low is None or not (x.real > arb(low) and x.real < arb(low) + 1):
        return not_finite()
    return acb(low if name == "floor" else low + 1)


def analytic_value(name: str, arguments: Sequence[acb], moving: Sequence[int]) -> acb:
    """The value where the function is seen to be analytic in the moving arguments on the box, else "not finite"."""
    if not moving:
        return value(name, arguments)
    last = len(arguments) - 1
    z = arguments[last]
    if name in ("floor", "ceiling"):
        return _constant_step(z, name)
    if name == "Heaviside":
        return acb(1) if z.real > 0 else acb(0) if z.real < 0 else not_finite()
    if name == "mod":
        return arguments[0] - z * _constant_step(arguments[0] / z, "floor") if list(moving) == [0] else not_finite()
    if name == "atan2":
        y, x = arguments
        return (y / x).atan() if x.real > 0 and off_outer_imaginaries(y / x) else not_finite()
    if name in _ENTIRE:
        return value(name, arguments)
    if name in ("binomial", "rf", "ff") and (list(moving) == [0] or name != "binomial"):
        return value(name, arguments)
    if list(moving) != [last]:
        return not_finite()
    if name in _CUTS:
        return value(name, arguments) if _CUTS[name](z) else not_finite()
    if name in ("besselj", "besseli", "lowergamma"):
        n = whole(arguments[0])
        entire = n is not None and (name != "lowergamma" or n > 0)
        return value(name, arguments) if entire or _off_negative(z) else not_finite()
    if name in ("hermite", "legendre", "laguerre", "chebyshevt", "chebyshevu"):
        n = whole(arguments[0])
        return value(name, arguments) if n is not None and n >= 0 else not_finite()
    if name == "polygamma":
        return value(name, arguments)
    if name == "zeta":
        if last == 0:
            return value(name, arguments)
        n = whole(arguments[0])
        return value(name, arguments) if (n is not None and n >= 2) or z.real > 0 else not_finite()
    if name == "hyper":
        p, q = whole(arguments[0]) or 0, whole(arguments[1]) or 0
        return value(name, arguments) if p <= q or (p == q + 1 and _off_from_one(z)) else not_finite()
    return not_finite()
