"""Evaluating arithmetic, elementary functions, vectors, operators and function application.

May import the modules of this package. What needs an integral, a limit or a truth value is not here.
"""

from __future__ import annotations

from fractions import Fraction
from functools import reduce
from typing import Any

from symproof.terms import Infinity, Operator, Scalar, Symbol, Term, Vector, free_symbols, subterms

from . import exact, matrices
from .exact import CONTEXT, ONE, ZERO, Real, multiply, sign, subtract
from .model import Closure, FunctionValue
from .reading import Reading
from .verdict import Undefined, Unsupported, Verdict

_NOT_SMOOTH = frozenset({"Abs", "Sign", "Max", "Min", "Indicator", "Sqrt", "Log", "Div", "Norm", "Tan", "Arcsin",
                         "Arccos", "Inverse", "Limit", "Derivative", "Integral", "Sum", "Factorial", "Correlation",
                         "ConditionalExpectation", "Probability", "Kronecker", "Normal", "Gaussian", "Special",
                         "IfThenElse", "Product"})


class EvaluateArithmetic(Reading):
    """Scalars, vectors, operators and functions."""

    def Number(self, term: Any) -> Real:
        return term.value

    def Constant(self, term: Any) -> Real:
        return +(CONTEXT.pi if term.arguments[0] == "pi" else CONTEXT.euler)

    def Infinity(self, term: Any) -> Any:
        raise Undefined("infinity is a bound, not a number")

    def Add(self, term: Any) -> Any:
        return reduce(matrices.plus, map(self, term.arguments))

    def Neg(self, term: Any) -> Any:
        return matrices.times(Fraction(-1), self(term.arguments[0]))

    def Mul(self, term: Any) -> Real:
        return reduce(multiply, map(self, term.arguments))

    def Div(self, term: Any) -> Real:
        return exact.divide(*map(self, term.arguments))

    def Pow(self, term: Any) -> Real:
        return exact.power(*map(self, term.arguments))

    def Sqrt(self, term: Any) -> Real:
        return exact.square_root(self(term.arguments[0]))

    def Exp(self, term: Any) -> Real:
        return exact.exponential(self(term.arguments[0]))

    def Log(self, term: Any) -> Real:
        return exact.logarithm(self(term.arguments[0]))

    def Tan(self, term: Any) -> Real:
        return exact.tangent(self(term.arguments[0]))

    def Factorial(self, term: Any) -> Real:
        return exact.factorial(self(term.arguments[0]))

    def _elementary(self, name: str, term: Term) -> Real:
        return exact.elementary(name, self(term.arguments[0]))

    def Sin(self, term: Any) -> Real:
        return self._elementary("sin", term)

    def Cos(self, term: Any) -> Real:
        return self._elementary("cos", term)

    def Arcsin(self, term: Any) -> Real:
        return self._elementary("asin", term)

    def Arccos(self, term: Any) -> Real:
        return self._elementary("acos", term)

    def Arctan(self, term: Any) -> Real:
        return self._elementary("atan", term)

    def Tanh(self, term: Any) -> Real:
        return self._elementary("tanh", term)

    def Erf(self, term: Any) -> Real:
        return self._elementary("erf", term)

    def NormalDensity(self, term: Any) -> Real:
        return self._elementary("density", term)

    def NormalCDF(self, term: Any) -> Real:
        return self._elementary("ncdf", term)

    def Abs(self, term: Any) -> Real:
        return abs(self(term.arguments[0]))

    def Sign(self, term: Any) -> Real:
        return Fraction(sign(self(term.arguments[0])))

    def Max(self, term: Any) -> Real:
        return reduce(lambda a, b: b if exact.less(a, b) else a, map(self, term.arguments))

    def Min(self, term: Any) -> Real:
        return reduce(lambda a, b: b if exact.less(b, a) else a, map(self, term.arguments))

    # -- special functions ---------------------------------------------------------------------------------------
    def Special(self, term: Any) -> Real:
        name, *arguments = term.arguments
        return exact.special(name, [self(a) for a in arguments])

    def IfThenElse(self, term: Any) -> Real:
        """By the case that holds; not where the condition may change along an integral over R or R^d."""
        condition, value, otherwise = term.arguments
        if any(isinstance(s.sort, (Scalar, Vector)) for s in free_symbols(term) if s in self.bound):
            raise Unsupported("a distinction of cases along a line is evaluated by decide only")
        verdict = self(condition)
        if verdict is Verdict.UNKNOWN:
            raise Unsupported("a case that is too close to call")
        return self(value if verdict.holds else otherwise)

    def Product(self, term: Any) -> Real:
        raise Unsupported("a product over a range is evaluated by decide only")

    def _complex(self, term: Any) -> Real:
        raise Unsupported("models have real numbers only")

    ImaginaryUnit = Conjugate = RealPart = ImaginaryPart = Argument = _complex

    # -- vectors and operators ----------------------------------------------------------------------------------
    def Inner(self, term: Any) -> Real:
        return matrices.dot(*map(self, term.arguments))

    def Norm(self, term: Any) -> Real:
        vector = self(term.arguments[0])
        return exact.square_root(matrices.dot(vector, vector))

    def Coordinates(self, term: Any) -> Any:
        return tuple(map(self, term.arguments))

    def Scale(self, term: Any) -> Any:
        return matrices.times(*map(self, term.arguments))

    def Apply(self, term: Any) -> Any:
        return matrices.apply(*map(self, term.arguments))

    def Compose(self, term: Any) -> Any:
        return matrices.compose(*map(self, term.arguments))

    def Transpose(self, term: Any) -> Any:
        return matrices.transpose(self(term.arguments[0]))

    def Inverse(self, term: Any) -> Any:
        return matrices.inverse(self(term.arguments[0]))

    def Identity(self, term: Any) -> Any:
        return matrices.identity(self.size(term.arguments[0]))

    def Outer(self, term: Any) -> Any:
        return matrices.outer(*map(self, term.arguments))

    def zero_of(self, sort: Any) -> Any:
        """The zero scalar, vector or operator of a sort."""
        if isinstance(sort, Operator):
            return ((ZERO,) * self.size(sort.source),) * self.size(sort.target)
        return ZERO if sort[0] == "Scalar" else (ZERO,) * self.size(sort.dimension)

    def Zero(self, term: Any) -> Any:
        return self.zero_of(term.arguments[0])

    def Size(self, term: Any) -> Real:
        return Fraction(self.size(term.arguments[0]))

    def Kronecker(self, term: Any) -> Real:
        left, right = map(self, term.arguments)
        return ONE if left == right else ZERO

    def IndexValue(self, term: Any) -> int:
        value, size = term.arguments
        if value > self.size(size):
            raise Undefined(f"the index {value} exceeds the size {self.size(size)} of its family")
        return int(value)

    # -- functions ----------------------------------------------------------------------------------------------
    def App(self, term: Any) -> Any:
        function, *arguments = map(self, term.arguments)
        return function(*arguments)

    def Lambda(self, term: Any) -> FunctionValue:
        *variables, body = term.arguments
        captured = {s: self.bound[s] for s in free_symbols(term) if s in self.bound}

        def call(*arguments: Any) -> Any:
            with self.only({**captured, **dict(zip(variables, arguments, strict=True))}):
                return self(body)

        return Closure(call, smooth=self.is_smooth(body, variables))

    def is_smooth(self, body: Term, variables: Any) -> bool:
        """Whether the body is C^∞ in the variables, by its form: composed of smooth functions of them only."""
        for part in subterms(body):
            if not any(v in free_symbols(part) for v in variables):
                continue
            name = type(part).__name__
            if name in _NOT_SMOOTH or (name == "Pow" and type(part.arguments[1]).__name__ != "Number"):
                return False
            if name == "Pow" and (part.arguments[1].value.denominator != 1 or part.arguments[1].value < 0):
                return False
            if name == "App" and not self.smooth_function(part.arguments[0]):
                return False
        return True

    def smooth_function(self, term: Term) -> bool:
        """Whether a function term is known to be C^∞: a polynomial, its gradient, or a smooth Lambda."""
        if isinstance(term, Infinity) or (isinstance(term, Symbol) and term in self.bound):
            return False
        value = self(term)
        return value.smooth if isinstance(value, Closure) else isinstance(value, FunctionValue)

    def Gradient(self, term: Any) -> FunctionValue:
        function = self(term.arguments[0])
        known = function.gradient()
        if known is not None:
            return known  # type: ignore[no-any-return]

        def call(vector: Any) -> Any:
            def along(i: int) -> Any:
                return self.derivative_at(lambda t: function((*vector[:i], t, *vector[i + 1:])), vector[i])

            return tuple(along(i) for i in range(len(vector)))

        return Closure(call, smooth=getattr(function, "smooth", False))

    def derivative_at(self, function: Any, at: Real) -> Any:
        """f′(at), by differences at raised precision, for scalar-, vector- or operator-valued f.

        With h = 10^−(p/2+8) and the working precision p raised by p + 24, the central difference errs by h²|f‴|/6,
        below 10^−(p+15) for moderate f. Raises Undefined where the one-sided slopes differ (a kink).
        """
        places = CONTEXT.dps // 2 + 8
        step = Fraction(1, 10**places)
        with self.more_digits(CONTEXT.dps + 24):
            after, here, before = (function(exact.add(at, shift)) for shift in (step, ZERO, -step))
            entries = []
            for a, m, b in zip(*map(matrices.components, (after, here, before)), strict=True):
                right, left = exact.divide(subtract(a, m), step), exact.divide(subtract(m, b), step)
                size = max(abs(exact.approximate(left)), abs(exact.approximate(right)), CONTEXT.one)
                if abs(exact.approximate(subtract(right, left))) > size * CONTEXT.mpf(10) ** (-places // 2):
                    raise Undefined("the derivative of a function with a kink or a jump there")
                entries.append(exact.approximate(exact.divide(exact.add(left, right), Fraction(2))))
        return matrices.like(after, [+entry for entry in entries])
