"""Taylor coefficients of named analytic functions, as balls (exact where they are rational).

May import `symproof.terms`, flint and the modules of this package that it names.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import acb, acb_series, arb, ctx, fmpq, fmpq_series
from symproof.terms import TERM_CLASSES, Special, Symbol, Term

from . import complex_special
from .complex_scales import NOTHING, UNIT, Constant, Surd, enclosure
from .verdict import Unsupported

if TYPE_CHECKING:
    from .complex_balls import ComplexBalls


class Jets:
    """Taylor coefficients of a named analytic function of one variable, as constants at a centre and over a box."""

    def __init__(self, balls: ComplexBalls, name: str, parameters: list[acb], terms: list[Term]) -> None:
        self.balls, self.name, self.parameters, self.terms = balls, name, parameters, terms

    def value(self, z: acb, analytic: bool) -> acb:
        """The function at a ball."""
        hole = Symbol("%0")
        state, before = self.balls.bound, self.balls.analytic
        self.balls.bound, self.balls.analytic = {**state, hole: z}, analytic
        try:
            found: acb = self.balls(_term(self.name, self.terms, hole))
            return found
        finally:
            self.balls.bound, self.balls.analytic = state, before

    def check(self, box: acb) -> None:
        """Unsupported unless the function is seen to be analytic on the box."""
        if not self.value(box, True).is_finite():
            raise Unsupported(f"{self.name} is not seen to be analytic there")

    def coefficients(self, centre: Constant, count: int) -> list[Constant]:
        if centre == NOTHING and self.name in _RATIONAL:
            known = _RATIONAL[self.name](count)
            return [Surd(Fraction(int(c.p), int(c.q))) if c else NOTHING for c in known]
        if centre == NOTHING and self.name in ("Erf", "erfc", "erfi"):
            return _erf_at_zero(self.name, count)
        if centre == NOTHING and self.name == "sinc":
            return [Surd(Fraction(int(c.p), int(c.q))) if c else NOTHING
                    for c in _padded(_series(count + 1).sin(), count + 1)[1:]]
        found: list[Constant] = list(self._balls(enclosure(centre), count))
        if isinstance(centre, Surd) and self.name == "gamma" and centre == UNIT and found:
            found[0] = UNIT
        if self.name == "loggamma" and centre in (UNIT, Surd(Fraction(2))):
            found[0] = NOTHING
        return found

    def over(self, box: acb, n: int) -> acb:
        self.check(box)
        return self._balls(box, n + 1)[n]

    def _balls(self, centre: acb, count: int) -> list[acb]:
        if count == 1:
            return [self.value(centre, False)]
        with_cap = ctx.cap
        ctx.cap = max(ctx.cap, count + 2)
        try:
            method = _SERIES.get(self.name)
            if method is not None and not self.parameters:
                found = method(acb_series([centre, 1], prec=count))
                return _padded(found, count)
        finally:
            ctx.cap = with_cap
        return self._by_cauchy(centre, count)

    def _by_cauchy(self, centre: acb, count: int) -> list[acb]:
        """Coefficients as means over a circle of radius r: (1/N) Σ f(c + rω^j) ω^(−jk) r^(−k), with the aliasing error
        Σ_{m≥1} |c_(k+mN)| r^(mN) ≤ M (r/R)^(k+N)/(1 − (r/R)^N) r^(−k), for |f| ≤ M on a box that contains |z − c| ≤ R."""
        points = max(64, 4 * count, ctx.prec // 4)
        for exponent in (0, -2, -4, -8):
            outer = arb(2) ** exponent
            box = centre + acb(arb(0, outer), arb(0, outer))
            value = self.value(box, True)
            if value.is_finite():
                break
        else:
            raise Unsupported(f"{self.name} is not seen to be analytic there")
        bound, r = abs(value).upper(), outer / 16
        values = []
        for j in range(points):
            self.balls.check_time()
            values.append(self.value(centre + r * acb(arb(2 * j) / points).exp_pi_i(), False))
        real = centre.imag.is_zero() and self.value(acb(centre.real + arb(0, outer / 16)), False).imag.is_zero()
        found = []
        for k in range(count):
            total_ = sum((v * acb(arb(-2 * j * k) / points).exp_pi_i() for j, v in enumerate(values)), acb(0))
            error = bound * arb(1) / arb(16) ** (k + points) * 2
            value = (total_ / points + acb(arb(0, error.upper()), arb(0, error.upper()))) / r**k
            found.append(acb(value.real) if real else value)
        return found


def _term(name: str, terms: list[Term], hole: Symbol) -> Term:
    return Special(name, *terms, hole) if name in complex_special.FUNCTIONS else TERM_CLASSES[name](hole)


def _padded(series: Any, count: int) -> list[Any]:
    coefficients = list(series.coeffs())[:count]
    zero = acb(0) if isinstance(series, acb_series) else fmpq(0)
    return coefficients + [zero] * (count - len(coefficients))


def _series(count: int) -> fmpq_series:
    if ctx.cap < count + 2:
        ctx.cap = count + 2
    return fmpq_series([0, 1], prec=count)


def _rational(name: str) -> Callable[[int], list[fmpq]]:
    return lambda count: _padded(getattr(_series(count), name)(), count)


_RATIONAL: dict[str, Callable[[int], list[fmpq]]] = {
    "Sin": _rational("sin"), "Cos": _rational("cos"), "Tan": _rational("tan"), "Arcsin": _rational("asin"),
    "Arctan": _rational("atan"), "Tanh": _rational("tanh")}


def _erf_at_zero(name: str, count: int) -> list[Constant]:
    """erf z = (2/√π) Σ (−1)^k z^(2k+1)/(k!(2k+1)); erfc = 1 − erf; erfi without the signs (DLMF 7.6.1)."""
    found: list[Constant] = [NOTHING] * count
    factorial = 1
    for k in range(count):
        factorial *= max(k, 1)
        if 2 * k + 1 < count:
            sign = (-1) ** k if name != "erfi" else 1
            value = Fraction(2 * sign, factorial * (2 * k + 1))
            found[2 * k + 1] = Surd(-value if name == "erfc" else value, 1, -1)
    if name == "erfc":
        found[0] = UNIT
    return found


def _integrated(derivative: acb_series, constant: acb) -> acb_series:
    return derivative.integral() + constant


def _arcsine(z: acb_series) -> acb_series:
    return _integrated((1 - z * z).rsqrt(), z[0].asin())


def _hyperbolic_tangent(z: acb_series) -> acb_series:
    e = (2 * z).exp()
    return (e - 1) / (e + 1)


def _psi(z: acb_series) -> acb_series:
    return acb_series([z[0], 1], prec=z.prec + 1).lgamma().derivative()


_SERIES: dict[str, Callable[[acb_series], acb_series]] = {
    "Sin": lambda z: z.sin(), "Cos": lambda z: z.cos(), "Tan": lambda z: z.tan(), "Arctan": lambda z: z.atan(),
    "Arcsin": _arcsine, "Arccos": lambda z: -_arcsine(z) + acb.pi() / 2, "Tanh": _hyperbolic_tangent,
    "Erf": lambda z: z.erf(), "erfc": lambda z: z.erfc(), "erfi": lambda z: z.erfi(), "gamma": lambda z: z.gamma(),
    "loggamma": lambda z: z.lgamma(), "digamma": _psi, "Si": lambda z: z.si(), "Shi": lambda z: z.shi(),
    "Ci": lambda z: z.ci(), "Chi": lambda z: z.chi(), "Ei": lambda z: z.ei(), "li": lambda z: z.li(),
    "LambertW": lambda z: z.lambertw(), "elliptic_k": lambda z: z.elliptic_k(), "airyai": lambda z: z.airy_ai(),
    "airybi": lambda z: z.airy_bi(),
    "zeta": lambda z: z.zeta(), "sinc": lambda z: z.sin() / z,
}
