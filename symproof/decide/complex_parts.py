"""Complex claims as pairs of real ones: what a complex term says of real and imaginary parts.

A complex variable z becomes z_re + i z_im with two real variables. The parts are written by the definitions: products and
quotients, e^{a+ib} = e^a (cos b + i sin b), sin and cos by addition theorems, |z|, conjugation, integer powers, and the
principal square root, logarithm and argument. So left = right says exactly that the real parts are equal and the imaginary
parts are equal, wherever everything is defined; that is collected in `conditions` (a divisor is not 0) and `leaves` (real
terms that stand inside, which must be defined even where they drop out of the parts).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from symproof.checkers.domains import evident
from symproof.terms import (SCALAR, Cos, Eq, Exp, IfThenElse, Integral, Log, Lt, Mul, Ne, Number, Pow, Sin, Special,
                            Sqrt, Sum, Symbol, Term, involves_complex)

LARGEST_POWER = 12
ZERO, ONE = Number(0), Number(1)


class Unsplit(ValueError):
    """A complex term whose parts are not written out here."""


class Parts(NamedTuple):
    """The real and the imaginary part."""

    re: Any
    im: Any


class Split:
    """`Split()(term)` gives the parts of a term; collects the conditions under which they are its parts."""

    def __init__(self) -> None:
        self.conditions: dict[Term, None] = {}
        self.leaves: dict[Term, None] = {}
        self._known: dict[Term, Parts] = {}

    def statements(self, statement: Any) -> list[Any]:
        """The real statements that say what an equation of complex numbers says. Raises Unsplit."""
        left, right = map(self, statement.arguments)
        return [Eq(a, b) for a, b in zip(left, right, strict=True) if a is not b]

    def __call__(self, term: Any) -> Parts:
        if term not in self._known:
            if not involves_complex(term):
                self.leaves[term] = None
                self._known[term] = Parts(term, ZERO)
            else:
                method = getattr(self, "_" + type(term).__name__, self._other)
                self._known[term] = method(term)
        return self._known[term]

    def _other(self, term: Any) -> Parts:
        """A real function of real arguments, in which complex numbers stand deeper."""
        if term.sort != SCALAR or term.binding()[0] or any(c.sort != SCALAR for c in term.children):
            raise Unsplit(f"the real and imaginary parts of {term!r} are not written out")
        arguments = [self(a).re if isinstance(a, Term) else a for a in term.arguments]
        value = type(term)(*arguments)
        self.leaves[value] = None
        return Parts(value, ZERO)

    def _Symbol(self, term: Any) -> Parts:
        return Parts(Symbol(f"{term.name}_re'"), Symbol(f"{term.name}_im'"))  # no variable of a claim has a prime

    def _ImaginaryUnit(self, _: Any) -> Parts:
        return Parts(ZERO, ONE)

    def _Add(self, term: Any) -> Parts:
        parts = [self(a) for a in term.arguments]
        return Parts(_sum([p.re for p in parts]), _sum([p.im for p in parts]))

    def _Neg(self, term: Any) -> Parts:
        value = self(term.arguments[0])
        return Parts(_negative(value.re), _negative(value.im))

    def _Mul(self, term: Any) -> Parts:
        result = self(term.arguments[0])
        for factor in term.arguments[1:]:
            result = _product(result, self(factor))
        return result

    def _Div(self, term: Any) -> Parts:
        return _product(self(term.arguments[0]), self._inverse(self(term.arguments[1])))

    def _inverse(self, value: Parts) -> Parts:
        if value.im is ZERO:
            self.conditions[Ne(value.re, 0)] = None
            return Parts(ONE / value.re, ZERO)
        size = _sum([_times(value.re, value.re), _times(value.im, value.im)])
        self.conditions[Ne(size, 0)] = None
        return Parts(value.re / size if value.re is not ZERO else ZERO, _negative(value.im / size))

    def _Pow(self, term: Any) -> Parts:
        base, exponent = map(self, term.arguments)
        power = exponent.re.value if isinstance(exponent.re, Number) and exponent.im is ZERO else None
        if power is not None and power.denominator == 1 and abs(power) <= LARGEST_POWER:
            result = Parts(ONE, ZERO)
            for _ in range(abs(int(power))):
                result = _product(result, base)
            return self._inverse(result) if power < 0 else result
        if power is not None and power.denominator == 2 and abs(power) <= LARGEST_POWER:
            root, result = self._root(base), Parts(ONE, ZERO)
            for _ in range(abs(int(2 * power))):
                result = _product(result, root)
            return self._inverse(result) if power < 0 else result
        if base.im is not ZERO:
            raise Unsplit(f"the power {term!r} of a complex number is not written out")
        self.conditions[Lt(0, base.re)] = None
        return _exponential(_product(exponent, Parts(Log(base.re), ZERO)))

    def _Exp(self, term: Any) -> Parts:
        return _exponential(self(term.arguments[0]))

    def _Sin(self, term: Any) -> Parts:
        a, b = self(term.arguments[0])
        return Parts(_times(Sin(a), _cosh(b)), _times(Cos(a), _sinh(b)))

    def _Cos(self, term: Any) -> Parts:
        a, b = self(term.arguments[0])
        return Parts(_times(Cos(a), _cosh(b)), _negative(_times(Sin(a), _sinh(b))))

    def _Tan(self, term: Any) -> Parts:
        return _product(self._Sin(term), self._inverse(self._Cos(term)))

    def _Tanh(self, term: Any) -> Parts:
        a, b = self(term.arguments[0])
        double = _exponential(Parts(_times(Number(2), a), _times(Number(2), b)))
        return _product(Parts(double.re - 1, double.im), self._inverse(Parts(double.re + 1, double.im)))

    def _Conjugate(self, term: Any) -> Parts:
        value = self(term.arguments[0])
        return Parts(value.re, _negative(value.im))

    def _RealPart(self, term: Any) -> Parts:
        return Parts(self(term.arguments[0]).re, ZERO)

    def _ImaginaryPart(self, term: Any) -> Parts:
        return Parts(self(term.arguments[0]).im, ZERO)

    def _Abs(self, term: Any) -> Parts:
        return Parts(_modulus(self(term.arguments[0])), ZERO)

    def _Sqrt(self, term: Any) -> Parts:
        return self._root(self(term.arguments[0]))

    def _root(self, value: Parts) -> Parts:
        size = _modulus(value)
        above = IfThenElse(Lt(value.im, 0), Number(-1), ONE) if not isinstance(value.im, Number) else Number(
            -1 if value.im.value < 0 else 1)
        return Parts(Sqrt((size + value.re) / 2), _times(above, Sqrt((size - value.re) / 2)))

    def _Log(self, term: Any) -> Parts:
        value = self(term.arguments[0])
        return Parts(Log(_modulus(value)), self._angle(value))

    def _Argument(self, term: Any) -> Parts:
        return Parts(self._angle(self(term.arguments[0])), ZERO)

    def _angle(self, value: Parts) -> Any:
        self.conditions[Ne(_sum([_times(value.re, value.re), _times(value.im, value.im)]), 0)] = None
        return Special("atan2", value.im, value.re)

    def _IfThenElse(self, term: Any) -> Parts:
        condition, value, otherwise = term.arguments
        if involves_complex(condition):
            raise Unsplit("a condition on complex numbers is not written out")
        a, b = self(value), self(otherwise)
        return Parts(IfThenElse(condition, a.re, b.re), IfThenElse(condition, a.im, b.im))

    def _Integral(self, term: Any) -> Parts:
        return self._binder(Integral, term)

    def _Sum(self, term: Any) -> Parts:
        return self._binder(Sum, term)

    def _binder(self, binder: Any, term: Any) -> Parts:
        variable, lower, upper, body = term.arguments
        inner = Split()
        parts = inner(body)
        if not all(map(evident, inner.conditions)) or any(involves_complex(e) for e in (lower, upper)):
            raise Unsplit(f"the parts of {term!r} are not written out")
        if not all(_everywhere_defined(leaf) for leaf in inner.leaves):
            raise Unsplit(f"the parts of {term!r} need conditions under the integral")
        return Parts(*(ZERO if p is ZERO else binder(variable, lower, upper, p) for p in parts))


def _everywhere_defined(term: Term) -> bool:
    from .definedness import definedness

    return not definedness(term)


def _sum(values: list[Any]) -> Any:
    kept = [v for v in values if v is not ZERO]
    result = kept[0] if kept else ZERO
    for value in kept[1:]:
        result = result + value
    return result


def _negative(value: Any) -> Any:
    return Number(-value.value) if isinstance(value, Number) else -value


def _times(a: Any, b: Any) -> Any:
    if a is ZERO or b is ZERO:
        return ZERO
    return b if a is ONE else a if b is ONE else Mul(a, b)


def _product(a: Parts, b: Parts) -> Parts:
    return Parts(_sum([_times(a.re, b.re), _negative(_times(a.im, b.im))]), _sum([_times(a.re, b.im), _times(a.im, b.re)]))


def _modulus(value: Parts) -> Any:
    return Sqrt(_sum([Pow(value.re, Number(2)), Pow(value.im, Number(2))]))


def _exponential(value: Parts) -> Parts:
    size = ONE if value.re is ZERO else Exp(value.re)
    if value.im is ZERO:
        return Parts(size, ZERO)
    return Parts(_times(size, Cos(value.im)), _times(size, Sin(value.im)))


def _cosh(x: Any) -> Any:
    return ONE if x is ZERO else (Exp(x) + Exp(_negative(x))) / 2


def _sinh(x: Any) -> Any:
    return ZERO if x is ZERO else (Exp(x) - Exp(_negative(x))) / 2


__all__ = ["ZERO", "Parts", "Split", "Unsplit"]
