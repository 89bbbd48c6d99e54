"""Modulus, order and case distinctions in complex balls, also where an analytic answer is asked for.

May import `symproof.terms`, flint and the modules of this package that it names. Under an integral the variable x is complex,
and a function f of it that is not analytic is replaced by the analytic function that agrees with it on the real segment:
±g for |g| and the branch that holds for a case distinction, where g, or what decides, is real on the real line and keeps its
sign; √(g g*) for |g| with a complex g, where g*(z) = conj g(conj z).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import reduce
from typing import Any

from flint import acb, arb
from symproof.terms import COMPLEX, SCALAR, Add, Neg, Term, free_symbols

from . import complex_special
from .ball_arithmetic import BallArithmetic, not_finite
from .complex_exact import Exact, Inexact, Value
from .complex_reality import ARITHMETIC
from .verdict import Undefined


class ComplexCases(BallArithmetic):
    """What is not analytic, for `ComplexBalls`."""

    exact: Exact
    assumed: dict[Term, int]
    _integers: frozenset[Any]

    def exactly(self, term: Term) -> Value | None:
        """The exact value when the term is seen to have one; variables of integration have none."""
        if any(s in self._bound and s not in self._integers for s in free_symbols(term)):
            return None
        found: Value | None = self.exact.maybe(term)
        return found

    def _known(self, statement: Term) -> bool | None:
        if any(s in self._bound and s not in self._integers for s in free_symbols(statement)):
            return None
        try:
            found: bool = self.exact.holds(statement)
            return found
        except Inexact:
            return None

    def is_varying(self, term: Term) -> bool:
        """Whether a variable of integration or summation occurs in it."""
        return any(s in self._bound for s in free_symbols(term))

    # -- what is real on the real line --------------------------------------------------------------------------
    def real_on_line(self, *terms: Term) -> bool:
        """Whether the terms are certainly real when the variables of integration are the real parts of what they are."""
        if all(self._seen_real(t) for t in terms):
            return True
        state = self.bound, self.analytic
        self.bound = {s: acb(v.real) if isinstance(v, acb) else v for s, v in self.bound.items()}
        self.analytic = False
        try:
            return all(self(t).imag.is_zero() for t in terms)
        finally:
            self.bound, self.analytic = state

    def _seen_real(self, term: Term) -> bool:
        name = type(term).__name__
        if not self.is_varying(term):
            return bool(self(term).imag.is_zero())
        if name == "Symbol":
            return bool(term.sort == SCALAR)
        if name == "Pow":
            exponent = self.exactly(term.arguments[1])
            return isinstance(exponent, Fraction) and exponent.denominator == 1 and self._seen_real(term.arguments[0])
        return name in ARITHMETIC and all(self._seen_real(child) for child in term.children)

    def reflected(self, term: Term) -> Any:
        """The analytic function that is the conjugate of the term where the variables of integration are real."""
        before = self.bound
        self.bound = {s: v.conjugate() if isinstance(v, acb) else v for s, v in before.items()}
        try:
            return self(term).conjugate()
        finally:
            self.bound = before

    def _real_value(self, term: Term, what: str) -> Any:
        """A ball that is real, or, for an analytic answer, real on the line."""
        value = self(term)
        if self.analytic:
            return value if self.real_on_line(term) else not_finite()
        if value.imag.is_zero():
            return value
        if not value.imag.contains(0):
            raise Undefined(f"{what} of a number that is not real")
        return not_finite()

    # -- the modulus and its kin --------------------------------------------------------------------------------
    def Abs(self, term: Any) -> Any:
        argument = term.arguments[0]
        value = self(argument)
        if argument in self.assumed:
            return value * self.assumed[argument]
        if not self.analytic:
            return acb(abs(value))
        if self.real_on_line(argument):
            return value.real_abs(analytic=True)
        return (value * self.reflected(argument)).sqrt(analytic=True)

    def Sign(self, term: Any) -> Any:
        if term.arguments[0] in self.assumed:
            return acb(self.assumed[term.arguments[0]])
        value = self._real_value(term.arguments[0], "the sign")
        if self.analytic:
            return value.real_sgn(analytic=True)
        x = value.real
        return acb(1 if x > 0 else -1 if x < 0 else 0 if x.is_zero() else arb(0, 1))

    def Max(self, term: Any) -> Any:
        return self._extreme(term, 1, lambda a, b: a.real_max(b, analytic=True), lambda a, b: a.max(b))

    def Min(self, term: Any) -> Any:
        return self._extreme(term, -1, lambda a, b: a.real_min(b, analytic=True), lambda a, b: a.min(b))

    def _extreme(self, term: Any, sign: int, smooth: Callable[[Any, Any], Any], real: Callable[[Any, Any], Any]) -> Any:
        if self.assumed and len(term.arguments) == 2:
            known = self.assumed.get(Add(term.arguments[0], Neg(term.arguments[1])))
            if known is not None:
                return self(term.arguments[0 if known == sign else 1])
        values = [self._real_value(a, "the maximum or minimum") for a in term.arguments]
        if not all(v.is_finite() for v in values):
            return not_finite()
        return reduce(smooth, values) if self.analytic else acb(reduce(real, (v.real for v in values)))

    def RealPart(self, term: Any) -> Any:
        value = self(term.arguments[0])
        return (value + self.reflected(term.arguments[0])) / 2 if self.analytic else acb(value.real)

    def ImaginaryPart(self, term: Any) -> Any:
        value = self(term.arguments[0])
        return (value - self.reflected(term.arguments[0])) / acb(0, 2) if self.analytic else acb(value.imag)

    def Conjugate(self, term: Any) -> Any:
        return self.reflected(term.arguments[0]) if self.analytic else self(term.arguments[0]).conjugate()

    def Argument(self, term: Any) -> Any:
        value = self(term.arguments[0])
        if value.is_zero():
            raise Undefined("arg 0")
        if not self.analytic:
            return acb(value.arg()) if not value.contains(0) else not_finite()
        other = self.reflected(term.arguments[0])
        modulus = (value * other).sqrt(analytic=True)
        tangent = (value - other) / acb(0, 2) / (modulus + (value + other) / 2)
        return 2 * tangent.atan() if complex_special.off_outer_imaginaries(tangent) else not_finite()

    # -- case distinctions --------------------------------------------------------------------------------------
    def IfThenElse(self, term: Any) -> Any:
        condition, value, otherwise = term.arguments
        answer = self.decided(condition)
        if answer is not None:
            return self(value if answer else otherwise)
        return not_finite() if self.analytic else self(value).union(self(otherwise))

    def Indicator(self, term: Any) -> Any:
        answer = self.decided(term.arguments[0])
        if answer is not None:
            return acb(int(answer))
        return not_finite() if self.analytic else acb(arb(0.5, 0.5))

    def decided(self, statement: Term) -> bool | None:
        """Whether a statement is certainly true or certainly false where the variables are real; None when not seen.

        Under an integral only relations are decided, and so that the answer is the same on the whole real segment.
        """
        name, arguments = type(statement).__name__, statement.arguments
        if name in ("And", "Or"):
            answers = [self.decided(a) for a in arguments]
            return (name == "Or") if (name == "Or") in answers else None if None in answers else name == "And"
        if name == "Not":
            inner = self.decided(arguments[0])
            return None if inner is None else not inner
        if name == "Iff" or name == "Implies":
            one, two = map(self.decided, arguments)
            if name == "Implies":
                return True if one is False or two is True else False if one and two is False else None
            return None if one is None or two is None else one == two
        known = self._known(statement)
        if known is not None:
            return known
        if name not in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge") or arguments[0].sort not in (SCALAR, COMPLEX):
            return None
        if self.assumed:
            sign = self.assumed.get(Add(arguments[0], Neg(arguments[1])))
            if sign is not None:
                return {"Eq": False, "Ne": True}.get(name, (sign > 0) == (name in ("Gt", "Ge")))
        left, right = map(self, arguments)
        difference = left - right
        if name in ("Eq", "Ne"):
            if not difference.contains(0):
                return name == "Ne"
            return name == "Eq" if difference.is_zero() and not self.analytic else None
        if not (self.real_on_line(*arguments) if self.analytic else difference.imag.is_zero()):
            return None
        excess = difference.real
        if excess > 0 or excess < 0:
            return bool(excess > 0) == (name in ("Gt", "Ge"))
        return name in ("Le", "Ge") if excess.is_zero() and not self.analytic else None
