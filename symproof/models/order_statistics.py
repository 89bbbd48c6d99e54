"""Enclosures of the expected maximum of independent standard normal variables.

May import flint and the ball arithmetic of this package; no terms. Every bound is proved: the integral by Arb, the
tails by an inequality that is stated below.
"""

from __future__ import annotations

from fractions import Fraction
from functools import cache
from typing import Any

from flint import acb, arb, fmpz

from .ball_arithmetic import BallArithmetic, precision
from .verdict import Unsupported

MAXIMUM = 1000


def _fraction(ball: arb) -> Fraction:
    mantissa, exponent = ball.mid().man_exp()
    return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)


@cache
def expected_maximum(n: int, digits: int = 50) -> tuple[Fraction, Fraction]:
    """Rationals lower ≤ e_n ≤ upper, less than 10^−digits apart, for e_n = E max(Z_1, …, Z_n), Z_i iid N(0, 1).

    e_n = n (n−1) ∫ φ(x)² Φ(x)^{n−2} dx for n ≥ 2, and e_1 = 0: integrate ∫ x d(Φ^n) by parts with x φ = −φ′ (David &
    Nagaraja, Order Statistics, §3.1). Tails: 0 ≤ Φ ≤ 1 and φ(x)² = e^{−x²}/(2π), so what |x| ≥ T adds to the integral
    lies between 0 and erfc(T)/(2√π). Raises ValueError unless 1 ≤ n ≤ 1000.
    """
    if not isinstance(n, int) or isinstance(n, bool) or not 1 <= n <= MAXIMUM:
        raise ValueError(f"the expected maximum is enclosed for 1 to {MAXIMUM} variables, not for {n!r}")
    if n == 1:
        return Fraction(0), Fraction(0)
    bits = int(digits * 3.33) + 64
    for _ in range(6):
        with precision(bits):
            lower, upper = _enclosure(n, digits)
        if upper - lower < Fraction(1, 10**digits):
            return lower, upper
        bits *= 2
    raise Unsupported(f"the expected maximum of {n} variables was not enclosed to {digits} digits")


def _enclosure(n: int, digits: int) -> tuple[Fraction, Fraction]:
    count, reach = arb(n * (n - 1)), arb(4)
    while not count * reach.erfc() < arb((fmpz(1), fmpz(-int(digits * 3.33) - 8))):
        reach += 1
    root = arb(2).sqrt()

    def integrand(x: acb, analytic: bool) -> Any:
        """2π φ² Φ^{n−2}: entire, so there is no cut to guard."""
        return (-x * x).exp() * BallArithmetic.product_power((-x / root).erfc() / 2, n - 2)

    inner = count * acb.integral(integrand, -reach, reach).real / (2 * arb.pi())
    tails = count * reach.erfc() / (2 * arb.pi().sqrt())
    return _fraction(inner.lower()), _fraction((inner + tails).upper())
