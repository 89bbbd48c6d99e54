"""Exact values: closed terms as Gaussian rationals where they are such, by exact arithmetic alone.

May import `symproof.terms` and the standard library. `Exact(values)(term)` is a Fraction or a `Gaussian`; it raises
Inexact for a term that is not seen to be rational (that says nothing of its value) and Undefined where the term
certainly has no value (1/0, log 0). Sizes are bounded: numbers of more than 20,000 bits are not built.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import reduce
from typing import Any

from symproof.terms import Infinity, Interpretation, Symbol, Term

from .complex_exact_special import SPECIAL_VALUES, TERMS, cosine, factorial, known
from .complex_numbers import (HALF, ONE, ZERO, Gaussian, Inexact, Value, add, ball, divide, integer, integer_power, make,
                              multiply, negative, parts, real, root)
from .verdict import Undefined


class Exact(Interpretation):
    """Terms as exact numbers; `values` gives the free symbols (those that are exact)."""

    def __init__(self, values: Mapping[Symbol, Any] | None = None) -> None:
        self.values = {s: v if isinstance(v, Gaussian) else Fraction(v) for s, v in (values or {}).items()
                       if isinstance(v, (int, Fraction, Gaussian))}
        self._memory: dict[Term, Any] = {}

    def __call__(self, term: Term) -> Value:
        found = self._memory.get(term)
        if found is None:
            method = getattr(self, type(term).__name__, None)
            try:
                found = method(term) if method is not None else Inexact()
            except (Inexact, Undefined) as reason:
                found = reason
            self._memory[term] = found
        if isinstance(found, (Inexact, Undefined)):
            raise found
        return found  # type: ignore[no-any-return]

    def maybe(self, term: Term) -> Value | None:
        """The exact value, or None when the term is not seen to be rational; Undefined passes through."""
        try:
            return self(term)
        except Inexact:
            return None

    def with_value(self, symbol: Symbol, value: Value, term: Term) -> Value:
        """The value of the term where the symbol stands for the value."""
        inner = Exact()
        inner.values = {**self.values, symbol: value}
        return inner(term)

    def pi_multiple(self, term: Term) -> Value:
        """q when the term is seen to be q·π."""
        name, arguments = type(term).__name__, term.arguments
        if name == "Constant" and arguments[0] == "pi":
            return ONE
        if name == "Neg":
            return negative(self.pi_multiple(arguments[0]))
        if name == "Div":
            return divide(self.pi_multiple(arguments[0]), self(arguments[1]))
        if name == "Add":
            return reduce(add, map(self.pi_multiple, arguments))
        if name == "Mul":
            others, found = ONE, None
            for part in arguments:
                exact = self.maybe(part)
                if exact is None:
                    if found is not None:
                        raise Inexact
                    found = self.pi_multiple(part)
                else:
                    others = multiply(others, exact)  # type: ignore[assignment]
            return multiply(others, found) if found is not None else self._zero_multiple(term)
        return self._zero_multiple(term)

    def _zero_multiple(self, term: Term) -> Value:
        if self(term) == 0:
            return ZERO
        raise Inexact

    # -- arithmetic ---------------------------------------------------------------------------------------------
    def Number(self, term: Any) -> Value:
        return term.value  # type: ignore[no-any-return]

    def Symbol(self, term: Any) -> Value:
        if term not in self.values:
            raise Inexact
        return self.values[term]

    def ImaginaryUnit(self, term: Any) -> Value:
        return Gaussian(ZERO, ONE)

    def Add(self, term: Any) -> Value:
        return reduce(add, map(self, term.arguments))

    def Neg(self, term: Any) -> Value:
        return negative(self(term.arguments[0]))

    def Mul(self, term: Any) -> Value:
        return reduce(multiply, map(self, term.arguments))

    def Div(self, term: Any) -> Value:
        numerator, denominator = term.arguments
        bottom = self(denominator)
        if bottom == 0:
            raise Undefined("division by 0")
        return divide(self(numerator), bottom)

    def Pow(self, term: Any) -> Value:
        exponent = self(term.arguments[1])
        if exponent == 0:
            return ONE
        base = self(term.arguments[0])
        if isinstance(exponent, Gaussian):
            if base == 0 and exponent.re <= 0:
                raise Undefined("0 to a power without positive real part")
            return self._one_or_zero(base, exponent.re)
        if exponent.denominator == 1:
            return integer_power(base, exponent.numerator)
        if base == 0 and exponent < 0:
            raise Undefined("0 to a negative power")
        return integer_power(self._principal_root(base, exponent.denominator), exponent.numerator)

    @staticmethod
    def _one_or_zero(base: Value, exponent: Fraction) -> Value:
        if base == 1 or (base == 0 and exponent > 0):
            return real(base)
        raise Inexact

    @staticmethod
    def _principal_root(base: Value, degree: int) -> Value:
        if isinstance(base, Gaussian):
            if degree != 2:
                raise Inexact
            size = root(base.re**2 + base.im**2, 2)
            re, im = root((size + base.re) / 2, 2), root((size - base.re) / 2, 2)
            return make(re, im if base.im > 0 else -im)
        if base < 0:
            if degree != 2:
                raise Inexact
            return make(ZERO, root(-base, 2))
        return root(base, degree)

    def Sqrt(self, term: Any) -> Value:
        return self._principal_root(self(term.arguments[0]), 2)

    def Exp(self, term: Any) -> Value:
        argument = term.arguments[0]
        if self.maybe(argument) == 0:
            return ONE
        q = self.pi_multiple(argument)
        if not isinstance(q, Gaussian) or q.re != 0:
            raise Inexact
        return make(cosine(q.im), cosine(q.im - HALF))

    def Log(self, term: Any) -> Value:
        value = self(term.arguments[0])
        if value == 0:
            raise Undefined("log 0")
        return known(value, {ONE: ZERO})

    def Sin(self, term: Any) -> Value:
        return cosine(real(self.pi_multiple(term.arguments[0])) - HALF)

    def Cos(self, term: Any) -> Value:
        return cosine(real(self.pi_multiple(term.arguments[0])))

    def Tan(self, term: Any) -> Value:
        q = real(self.pi_multiple(term.arguments[0])) % 1
        if q == HALF:
            raise Undefined("tan at a pole")
        return known(q, {ZERO: ZERO, Fraction(1, 4): ONE, Fraction(3, 4): -ONE})

    def _vanishing(self, term: Any) -> Value:
        return known(self(term.arguments[0]), {ZERO: ZERO})

    Arcsin = Arctan = Tanh = Erf = _vanishing

    def Arccos(self, term: Any) -> Value:
        return known(self(term.arguments[0]), {ONE: ZERO})

    def NormalCDF(self, term: Any) -> Value:
        return known(self(term.arguments[0]), {ZERO: HALF})

    def Abs(self, term: Any) -> Value:
        value = self(term.arguments[0])
        return root(value.re**2 + value.im**2, 2) if isinstance(value, Gaussian) else abs(value)

    def Sign(self, term: Any) -> Value:
        value = real(self(term.arguments[0]))
        return Fraction((value > 0) - (value < 0))

    def Factorial(self, term: Any) -> Value:
        return factorial(self(term.arguments[0]))

    def Max(self, term: Any) -> Value:
        return max(real(self(a)) for a in term.arguments)

    def Min(self, term: Any) -> Value:
        return min(real(self(a)) for a in term.arguments)

    def Conjugate(self, term: Any) -> Value:
        re, im = parts(self(term.arguments[0]))
        return make(re, -im)

    def RealPart(self, term: Any) -> Value:
        return parts(self(term.arguments[0]))[0]

    def ImaginaryPart(self, term: Any) -> Value:
        return parts(self(term.arguments[0]))[1]

    def Argument(self, term: Any) -> Value:
        value = self(term.arguments[0])
        if value == 0:
            raise Undefined("arg 0")
        if real(value) < 0:
            raise Inexact
        return ZERO

    # -- case distinctions and statements -----------------------------------------------------------------------
    def IfThenElse(self, term: Any) -> Value:
        condition, value, otherwise = term.arguments
        return self(value if self.holds(condition) else otherwise)

    def Indicator(self, term: Any) -> Value:
        return Fraction(self.holds(term.arguments[0]))

    def holds(self, statement: Term) -> bool:
        """Whether a statement about exact values is true; Inexact when that is not seen."""
        name, arguments = type(statement).__name__, statement.arguments
        if name in ("And", "Or"):
            answers = [self._maybe_holds(a) for a in arguments]
            if (name == "Or") in answers:
                return name == "Or"
            if None in answers:
                raise Inexact
            return name == "And"
        if name == "Not":
            return not self.holds(arguments[0])
        if name in ("Eq", "Ne"):
            return (self(arguments[0]) == self(arguments[1])) == (name == "Eq")
        if name in ("Lt", "Le", "Gt", "Ge"):
            left, right = (real(self(a)) for a in arguments)
            return {"Lt": left < right, "Le": left <= right, "Gt": left > right, "Ge": left >= right}[name]
        if name == "IsInteger":
            return real(self(arguments[0])).denominator == 1
        raise Inexact

    def _maybe_holds(self, statement: Term) -> bool | None:
        try:
            return self.holds(statement)
        except Inexact:
            return None

    # -- ranges -------------------------------------------------------------------------------------------------
    def _terms(self, term: Any) -> list[Value]:
        variable, lower, upper, body = term.arguments
        if isinstance(lower, Infinity) or isinstance(upper, Infinity):
            raise Inexact
        first, last = integer(self(lower)), integer(self(upper))
        if last - first > TERMS:
            raise Inexact
        return [self.with_value(variable, Fraction(k), body) for k in range(first, last + 1)]

    def Sum(self, term: Any) -> Value:
        start: Value = ZERO
        return reduce(add, self._terms(term), start)

    def Product(self, term: Any) -> Value:
        start: Value = ONE
        return reduce(multiply, self._terms(term), start)

    def Special(self, term: Any) -> Value:
        name, *arguments = term.arguments
        rule = SPECIAL_VALUES.get(name)
        if rule is None:
            raise Inexact
        return rule(*map(self, arguments))  # type: ignore[no-any-return]


__all__ = ["ONE", "ZERO", "Exact", "Gaussian", "Inexact", "Value", "add", "ball", "divide", "integer_power", "make",
           "multiply", "parts"]
