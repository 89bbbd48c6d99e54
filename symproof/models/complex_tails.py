"""The integral of an expansion over y ≥ T.

May import flint and the modules of this package that it names. Pieces with constant coefficients are integrated exactly
where that is elementary or an incomplete gamma function (DLMF 8.2.2): ∫_T^∞ y^p dy, ∫_T^∞ y^p (log y)^q dy with t = log y, and
∫_T^∞ y^p e^{cy} dy = (−c)^{−p−1} Γ(p + 1, −cT) for Re c < 0, or Re c = 0, c ≠ 0, p < 0 (then as the limit of ∫_T^R, which need
not be absolutely convergent). Everything else is bounded in modulus.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from flint import acb, arb

from .complex_expansions import Expansion
from .complex_scales import Scale, enclosure, majorant
from .verdict import Unsupported


def integral_beyond(expansion: Expansion, reach: arb, inverse_square: bool = False) -> Any:
    """A ball for ∫ expansion dy (or ∫ expansion y^−2 dy) over y ≥ reach; Unsupported when it is not seen to converge."""
    result = acb(0)
    for (scale, constant), coefficient in expansion.pieces.items():
        if inverse_square:
            scale = scale * Scale(-2)
        value = enclosure(coefficient)
        exact = _exactly(scale, reach) if constant else None
        if exact is not None:
            result += value * exact
            continue
        size = (abs(value).upper() * majorant(scale, reach).integral(reach)).upper()
        real = value.imag.is_zero() and not scale.oscillates
        result += acb(arb(0, size)) if real else acb(arb(0, size), arb(0, size))
    return result


def _exactly(scale: Scale, reach: arb) -> Any:
    """∫ scale dy over y ≥ reach in closed form; None when none is known."""
    order = acb(arb(Fraction(scale.power).numerator) / Fraction(scale.power).denominator) + 1
    if not scale.exponent:
        if not scale.power < -1 or scale.logs < 0:
            return None
        if scale.logs == 0:
            return acb(reach).pow(order) / -order
        q = acb(scale.logs + 1)
        return (-order * reach.log()).gamma_upper(q) / (-order).pow(q)
    if len(scale.exponent) > 1 or scale.logs or scale.exponent[0][0] != (1, 0):
        return None
    rate = -enclosure(scale.exponent[0][1].constant)
    if rate.contains(0) or not (rate.real > 0 or (rate.real.is_zero() and scale.power < 0)):
        return None
    value = rate.pow(-order) * (rate * reach).gamma_upper(order)
    return value if value.is_finite() else None


def narrow(ball: Any, target: arb) -> bool:
    """Whether both parts of a ball have a radius below the target."""
    return bool(ball.is_finite() and arb(ball.real.rad()) < target and arb(ball.imag.rad()) < target)


__all__ = ["Unsupported", "integral_beyond", "narrow"]
