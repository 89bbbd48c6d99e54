"""Scalars (and sums of vectors and operators): arithmetic and elementary functions, unevaluated, in the author's order."""

from __future__ import annotations

from typing import Any

from .core import NUMERIC, Number, Term, TermError, as_term, expect, joined, names_not_sorts, numeric
from .sorts import SCALAR, Operator, Sort, Vector

ADDITIVE = (Vector, Operator)


class Constant(Term):
    """A named real constant: `pi` or `EulerGamma`."""

    __slots__ = ()
    NAMES = ("pi", "EulerGamma")

    @classmethod
    def check(cls, name: str) -> tuple[Sort, tuple[Any, ...]]:
        if name not in cls.NAMES:
            raise TermError(f"there is no constant {name!r}; known: {', '.join(cls.NAMES)}")
        return SCALAR, (name,)


class Infinity(Term):
    """+∞ (sign 1) or −∞ (sign −1): only a bound of an integral, a sum or a limit, never part of arithmetic."""

    __slots__ = ()

    @classmethod
    def check(cls, sign: int) -> tuple[Sort, tuple[Any, ...]]:
        if sign not in (1, -1):
            raise TermError("Infinity takes the sign 1 or -1")
        return Sort("Infinite"), (sign,)

    def __neg__(self) -> Any:
        return Infinity(-self.arguments[0])


class Add(Term):
    """A sum of two or more scalars, vectors of one space, or operators between the same spaces."""

    __slots__ = ()

    @classmethod
    def check(cls, *summands: Any) -> tuple[Sort, tuple[Any, ...]]:
        terms = tuple(as_term(s) for s in summands)
        if len(terms) < 2:
            raise TermError("Add needs at least two summands")
        if type(terms[0]) is Add:
            terms = (*terms[0].arguments, *terms[1:])
        first = terms[0].sort
        if all(term.sort in NUMERIC for term in terms):
            return joined(*terms), terms
        if not isinstance(first, ADDITIVE):
            raise TermError(f"cannot add to {terms[0]!r}, a {first}" if first != SCALAR else
                            f"cannot add {next(t for t in terms if t.sort != SCALAR)!r} to {terms[0]!r}, a {first}")
        for term in terms[1:]:
            if term.sort != first:
                raise TermError(f"cannot add {term!r}, a {term.sort}, to {terms[0]!r}, a {first}")
        return first, terms


class Neg(Term):
    """−x, for a scalar, vector or operator."""

    __slots__ = ()

    @classmethod
    def check(cls, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        value = as_term(value)
        if value.sort not in NUMERIC and not isinstance(value.sort, ADDITIVE):
            raise TermError(f"cannot negate {value!r}, a {value.sort}")
        return value.sort, (value,)


class Mul(Term):
    """A product of two or more scalars."""

    __slots__ = ()

    @classmethod
    def check(cls, *factors: Any) -> tuple[Sort, tuple[Any, ...]]:
        terms = tuple(numeric(f, "a product") for f in factors)
        if len(terms) < 2:
            raise TermError("Mul needs at least two factors")
        if type(terms[0]) is Mul:
            terms = (*terms[0].arguments, *terms[1:])
        return joined(*terms), terms


class Div(Term):
    """numerator / denominator; using it raises the obligation denominator ≠ 0."""

    __slots__ = ()

    @classmethod
    def check(cls, numerator: Any, denominator: Any) -> tuple[Sort, tuple[Any, ...]]:
        terms = numeric(numerator, "a quotient"), numeric(denominator, "a quotient")
        return joined(*terms), terms


class Pow(Term):
    """base ** exponent. Integer exponents for any base (nonzero when negative); others need base > 0 (≥ 0 for a
    positive rational exponent)."""

    __slots__ = ()

    @classmethod
    def check(cls, base: Any, exponent: Any) -> tuple[Sort, tuple[Any, ...]]:
        base, exponent = numeric(base, "a power"), numeric(exponent, "an exponent")
        if isinstance(exponent, Number) and abs(exponent.value) > 100_000:
            raise TermError(f"the exponent {exponent!r} is too large to be expanded (at most 100000)")
        return joined(base, exponent), (base, exponent)


class Unary(Term):
    """Base of the functions of one variable; of a complex one, the principal branch."""

    __slots__ = ()

    @classmethod
    def check(cls, argument: Any) -> tuple[Sort, tuple[Any, ...]]:
        term = numeric(argument, cls.__name__.lower())
        return term.sort, (term,)


class UnaryReal(Unary):
    """Base of the functions of one real variable."""

    __slots__ = ()

    @classmethod
    def check(cls, argument: Any) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (expect(argument, SCALAR, cls.__name__.lower()),)


class Sqrt(Unary):
    """√x, for x ≥ 0."""

    __slots__ = ()


class Exp(Unary):
    """e^x."""

    __slots__ = ()


class Log(Unary):
    """The natural logarithm, for x > 0."""

    __slots__ = ()


class Sin(Unary):
    """sin x."""

    __slots__ = ()


class Cos(Unary):
    """cos x."""

    __slots__ = ()


class Tan(Unary):
    """tan x, where cos x ≠ 0."""

    __slots__ = ()


class Arcsin(Unary):
    """arcsin x, for x in [−1, 1]."""

    __slots__ = ()


class Arccos(Unary):
    """arccos x, for x in [−1, 1]."""

    __slots__ = ()


class Arctan(Unary):
    """arctan x."""

    __slots__ = ()


class Tanh(Unary):
    """tanh x."""

    __slots__ = ()


class Erf(Unary):
    """erf x = (2/√π) ∫_0^x e^{−t²} dt."""

    __slots__ = ()


class NormalDensity(UnaryReal):
    """φ(x) = e^{−x²/2}/√(2π)."""

    __slots__ = ()


class NormalCDF(UnaryReal):
    """Φ(x) = ∫_{−∞}^x φ."""

    __slots__ = ()


class Abs(Unary):
    """|x|, the modulus of a complex number."""

    __slots__ = ()

    @classmethod
    def check(cls, argument: Any) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (numeric(argument, "abs"),)


class Sign(UnaryReal):
    """sign x ∈ {−1, 0, 1}."""

    __slots__ = ()


class Factorial(UnaryReal):
    """n!, for a natural number n."""

    __slots__ = ()


class Extremum(Term):
    """Base of Max and Min."""

    __slots__ = ()

    @classmethod
    def check(cls, *values: Any) -> tuple[Sort, tuple[Any, ...]]:
        terms = tuple(expect(v, SCALAR, cls.__name__.lower()) for v in values)
        if len(terms) < 2:
            raise TermError(f"{cls.__name__} needs at least two values")
        return SCALAR, terms


class Max(Extremum):
    """The largest of finitely many scalars."""

    __slots__ = ()


class Min(Extremum):
    """The smallest of finitely many scalars."""

    __slots__ = ()


names_not_sorts(Constant)
