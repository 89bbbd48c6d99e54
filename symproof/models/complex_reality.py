"""What is certainly real, or certainly not negative, where a variable runs through a range of the line.

May import `symproof.terms`, flint and the modules of this package that it names. `RealRange` answers from the form of a
term; "no" means only that it was not seen.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symproof.terms import SCALAR, Number, Symbol, Term, free_symbols

from .complex_scales import NOTHING, Constant, Surd, enclosure, is_nothing, is_real, plus, times
from .verdict import Undefined

if TYPE_CHECKING:
    from .complex_balls import ComplexBalls

ARITHMETIC = frozenset({"Add", "Neg", "Mul", "Div", "Exp", "Sin", "Cos", "Tan", "Tanh", "Erf", "Arctan", "NormalCDF",
                        "NormalDensity", "Abs", "Sign", "Max", "Min", "RealPart", "ImaginaryPart", "Argument", "Factorial"})
"""Classes of terms that are real where their parts are."""

REAL_SPECIAL = frozenset({"erfc", "erfi", "gamma", "digamma", "beta", "floor", "ceiling", "mod", "gcd", "Heaviside", "sinc",
                          "Si", "Shi", "airyai", "airybi", "atan2", "binomial", "harmonic", "hermite", "laguerre",
                          "fibonacci", "chebyshevt", "chebyshevu"})
"""Special functions that are real at real arguments."""


class RealRange:
    """Questions about terms in `symbol`, which runs through the open range from low to high (None: infinite)."""

    def __init__(self, balls: ComplexBalls, symbol: Symbol, low: Constant | None, high: Constant | None,
                 integers: bool = False) -> None:
        """With `integers` the symbol runs through the integers of the range only."""
        self.balls, self.symbol, self.low, self.high, self.integers = balls, symbol, low, high, integers

    def _fixed(self, term: Term) -> Any:
        """The ball of a term without the symbol; None for others."""
        if self.symbol in free_symbols(term):
            return None
        return self.balls(term)

    def real(self, term: Term) -> bool:
        """Whether the term is certainly real on the whole range."""
        fixed = self._fixed(term)
        if fixed is not None:
            return bool(fixed.imag.is_zero())
        name, parts = type(term).__name__, term.arguments
        if name == "Symbol":
            return bool(term.sort == SCALAR)
        if name in ARITHMETIC:
            return all(map(self.real, parts))
        if name == "Pow":
            exponent = self.balls.exactly(parts[1]) if self.symbol not in free_symbols(parts[1]) else None
            if (isinstance(exponent, Fraction) and exponent.denominator == 1) or (self.integers and self._whole(parts[1])):
                return self.real(parts[0])
            return self.nonnegative(parts[0]) and self.real(parts[1])
        if name in ("Sqrt", "Log"):
            return self.nonnegative(parts[0])
        if name in ("Indicator", "IfThenElse"):
            return all(map(self.real, parts[1:]))
        if name == "Special" and parts[0] in REAL_SPECIAL:
            return all(map(self.real, parts[1:]))
        return False

    def _whole(self, term: Term) -> bool:
        """Whether the term is an integer where the symbol is."""
        if isinstance(term, Number):
            return bool(term.value.denominator == 1)
        if term is self.symbol:
            return True
        return type(term).__name__ in ("Add", "Mul", "Neg") and all(map(self._whole, term.arguments))

    def nonnegative(self, term: Term) -> bool:
        """Whether the term is certainly real and ≥ 0 on the whole range."""
        fixed = self._fixed(term)
        if fixed is not None:
            return bool(fixed.imag.is_zero() and fixed.real >= 0)
        name, parts = type(term).__name__, term.arguments
        if name in ("Mul", "Div", "Max", "Min") and all(map(self.nonnegative, parts)):
            return True
        if name == "Exp" or name == "NormalDensity":
            return self.real(parts[0])
        if name == "NormalCDF" or (name == "Special" and parts[0] == "erfc"):
            return self.real(parts[-1])
        if name == "Abs":
            return True
        if name == "Sqrt":
            return self.nonnegative(parts[0])
        if name == "Pow":
            if isinstance(parts[1], Number) and parts[1].value.denominator == 1 and parts[1].value.numerator % 2 == 0:
                return self.real(parts[0])
            return self.nonnegative(parts[0]) and self.real(parts[1])
        if name == "Add" and all(map(self.nonnegative, parts)):
            return True
        return name in ("Symbol", "Add", "Neg", "Mul", "Div") and self._linear(term)

    def _linear(self, term: Term) -> bool:
        """A linear function that is ≥ 0 at both ends is so between them; a quadratic one if it is concave, or ≥ 0 at its
        vertex."""
        try:
            coefficients = self.balls.polynomial(self.symbol, term)
        except Undefined:
            return False
        if coefficients is None or not all(map(is_real, coefficients.values())):
            return False
        a, b, c = (coefficients.get(k, NOTHING) for k in (2, 1, 0))
        if enclosure(a).real > 0:
            gap = plus(times(Surd(Fraction(4)), times(a, c)), times(Surd(Fraction(-1)), times(b, b)))
            return _not_negative(gap)
        ends = []
        for end, sign in ((self.low, -1), (self.high, 1)):
            if end is None:
                if not is_nothing(a):
                    return False
                ends.append(times(b, Surd(Fraction(sign))))
            else:
                ends.append(plus(times(plus(times(a, end), b), end), c))
        if self.low is None and self.high is None:
            return is_nothing(b) and _not_negative(c)
        return enclosure(a).real <= 0 and all(map(_not_negative, ends))


def _not_negative(value: Constant) -> bool:
    return is_nothing(value) or bool(enclosure(value).real >= 0)


__all__ = ["ARITHMETIC", "REAL_SPECIAL", "RealRange"]
