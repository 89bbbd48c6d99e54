"""Bringing SymPy expressions in as terms, for those who think in SymPy.

May import `symproof.terms`; SymPy inside functions only. An expression comes in as SymPy left it, which need not be
what its author wrote: a relation that SymPy has already decided, and a float, are refused, since what they stood for is
lost.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from symproof.terms import (SPECIAL, Abs, Add, And, Arccos, Arcsin, Arctan, Constant, Cos, Derivative, Div, Eq, Erf,
                            Exp, Factorial, Function, Ge, Gt, IfThenElse, Iff, ImaginaryUnit, Implies, Integral, Le,
                            Limit, Log, Lt, Max, Min, Mul, Ne, Neg, Not, Number, Or, Pow, Scalar, Sign, Sin, Special,
                            Sqrt, Sum, Symbol, Tan, Tanh, Term, TermError, free_symbols, fresh, oo, substitute)
from symproof.terms.calculus import OPEN_DOMAINS

from .sympy_bridge import load_sympy


class LiftError(TermError):
    """A SymPy object that cannot be brought in; the sentence says why and what to write instead."""


_FUNCTIONS: dict[str, Any] = {
    "exp": Exp, "log": Log, "sin": Sin, "cos": Cos, "tan": Tan, "asin": Arcsin, "acos": Arccos, "atan": Arctan,
    "tanh": Tanh, "erf": Erf, "Abs": Abs, "sign": Sign, "factorial": Factorial, "Implies": Implies, "Equivalent": Iff,
    "Not": Not, "Equality": Eq, "Unequality": Ne, "StrictLessThan": Lt, "LessThan": Le, "StrictGreaterThan": Gt,
    "GreaterThan": Ge,
}
_UNORDERED: dict[str, Any] = {"Max": Max, "Min": Min, "And": And, "Or": Or}
_ARITY = {"log": 1, "Equivalent": 2}


class Lift:
    """`Lift(symbols)(expression)`; one method for each kind of SymPy object that is not a plain function."""

    def __init__(self, symbols: Mapping[Any, Term] | None = None) -> None:
        self.symbols = dict(symbols or {})

    def __call__(self, expression: Any) -> Any:
        """The term of a SymPy expression; raises LiftError, never evaluates a relation."""
        sympy = load_sympy()
        if isinstance(expression, (bool, sympy.logic.boolalg.BooleanAtom)):
            raise LiftError(f"SymPy has collapsed this statement to {expression} while building it, and what it said "
                            "is lost: build it with evaluate=False, or state it in terms (Eq, Le, …)")
        if isinstance(expression, (float, sympy.Float)):
            offer = Fraction(str(expression))
            raise LiftError(f"{expression} is a float, and terms are exact: write Rational({offer.numerator}, "
                            f"{offer.denominator})")
        if isinstance(expression, (int, Fraction)):
            return Number(Fraction(expression))
        if not isinstance(expression, sympy.Basic):
            raise LiftError(f"expected a SymPy expression, found {expression!r} of type {type(expression).__name__}")
        if isinstance(expression, sympy.Rational):
            return Number(int(expression.p), int(expression.q))
        name = type(expression).__name__
        if isinstance(expression, sympy.Symbol):
            return self._symbol(expression)
        if name in _FUNCTIONS:
            return self._function(name, expression)
        if name in _UNORDERED:
            ordered = sorted(expression.args, key=sympy.default_sort_key)
            return _UNORDERED[name](*map(self, ordered))
        if isinstance(expression, sympy.core.function.AppliedUndef):
            return self._applied(expression)
        if name in SPECIAL and name != "hyper":
            return Special(name, *map(self, expression.args))
        method = getattr(self, "_" + name.lower(), None)
        if method is None:
            raise LiftError(f"{expression} ({name}) has no counterpart in the language of terms")
        return method(expression)

    # -- atoms --------------------------------------------------------------------------------------------------
    def _symbol(self, symbol: Any) -> Any:
        given = self.symbols.get(symbol, self.symbols.get(str(symbol)))
        if given is None:
            try:
                given = Symbol(str(symbol), Scalar(), _domain(symbol))
            except TermError as error:
                raise LiftError(f"{error}; give the symbol it stands for in `symbols`") from None
            self.symbols[symbol] = given
        return given

    def _pi(self, _: Any) -> Any:
        return Constant("pi")

    def _eulergamma(self, _: Any) -> Any:
        return Constant("EulerGamma")

    def _exp1(self, _: Any) -> Any:
        return Exp(1)

    def _imaginaryunit(self, _: Any) -> Any:
        return ImaginaryUnit()

    def _hyper(self, expression: Any) -> Any:
        upper, lower, argument = expression.args
        return Special("hyper", len(upper), len(lower), *map(self, (*upper, *lower, argument)))

    def _piecewise(self, expression: Any) -> Any:
        sympy = load_sympy()
        *cases, (last, always) = [case.args for case in expression.args]
        if always is not sympy.true:
            raise LiftError(f"{expression} has no value where none of its conditions holds")
        result = self(last)
        for value, condition in reversed(cases):
            result = IfThenElse(self(condition), self(value), result)
        return result

    # -- arithmetic ---------------------------------------------------------------------------------------------
    def _add(self, expression: Any) -> Any:
        return Add(*map(self, expression.as_ordered_terms()))

    def _mul(self, expression: Any) -> Any:
        """A product as ±numerator/denominator, where factors with negative rational exponents go below."""
        sympy = load_sympy()
        negative = False
        above: list[Any] = []
        below: list[Any] = []
        for factor in expression.as_ordered_factors():
            if isinstance(factor, sympy.Rational):
                negative = negative != (factor.p < 0)
                above += [Number(abs(int(factor.p)))] if abs(factor.p) > 1 else []
                below += [Number(int(factor.q))] if factor.q > 1 else []
            elif isinstance(factor, sympy.Pow) and isinstance(factor.exp, sympy.Rational) and factor.exp.p < 0:
                below.append(self._power(factor.base, -factor.exp))
            else:
                above.append(self(factor))
        result = _product(above)
        result = Div(result, _product(below)) if below else result
        return Neg(result) if negative else result

    def _pow(self, expression: Any) -> Any:
        sympy = load_sympy()
        base, exponent = expression.args
        if isinstance(exponent, sympy.Rational) and exponent.p < 0:
            return Div(1, self._power(base, -exponent))
        return self._power(base, exponent)

    def _power(self, base: Any, exponent: Any) -> Any:
        sympy = load_sympy()
        if isinstance(exponent, sympy.Rational):
            if exponent.p == exponent.q:
                return self(base)
            if (exponent.p, exponent.q) == (1, 2):
                return Sqrt(self(base))
        return Pow(self(base), self(exponent))

    # -- functions and binders ----------------------------------------------------------------------------------
    def _function(self, name: str, expression: Any) -> Any:
        if len(expression.args) != _ARITY.get(name, len(expression.args)):
            raise LiftError(f"{expression}: {name} takes {_ARITY[name]} argument(s) here")
        return _FUNCTIONS[name](*map(self, expression.args))

    def _applied(self, expression: Any) -> Any:
        name = expression.func.__name__
        given = self.symbols.get(name)
        function = given if given is not None else Symbol(name, Function(*([Scalar()] * (len(expression.args) + 1))))
        return function(*map(self, expression.args))

    def _bound(self, end: Any) -> Any:
        sympy = load_sympy()
        if isinstance(end, (sympy.core.numbers.Infinity, sympy.core.numbers.NegativeInfinity)):
            return oo if isinstance(end, sympy.core.numbers.Infinity) else -oo
        return self(end)

    def _range(self, expression: Any, binder: Any) -> Any:
        body = self(expression.function)
        for limits in expression.limits:
            if len(limits) != 3:
                raise LiftError(f"{expression}: only a definite {binder.__name__.lower()}, with both ends, is a term")
            body = self._bind(binder, limits[0], body, self._bound(limits[1]), self._bound(limits[2]))
        return body

    def _bind(self, binder: Any, variable: Any, body: Any, *ends: Any) -> Any:
        """The binder over the variable; declared other than real, it becomes a plain symbol, except in sums."""
        symbol = self(variable)
        if binder is not Sum and symbol.domain != "real":
            plain = fresh(Symbol(symbol.name), free_symbols(body) - {symbol})
            body, symbol = substitute(body, {symbol: plain}), plain
        return binder(symbol, *ends, body)

    def _integral(self, expression: Any) -> Any:
        return self._range(expression, Integral)

    def _sum(self, expression: Any) -> Any:
        return self._range(expression, Sum)

    def _derivative(self, expression: Any) -> Any:
        body = self(expression.expr)
        for variable, count in expression.variable_count:
            if not count.is_Integer:
                raise LiftError(f"{expression}: a derivative of symbolic order is not a term")
            for _ in range(int(count)):
                body = self._derived(self(variable), body)
        return body

    @staticmethod
    def _derived(symbol: Any, body: Any) -> Any:
        """d body/d symbol at the symbol; a symbol of a domain that is not open is differentiated as a plain one."""
        if symbol.domain in OPEN_DOMAINS:
            return Derivative(symbol, body)
        plain = fresh(Symbol(symbol.name), free_symbols(body) - {symbol})
        return Derivative(plain, substitute(body, {symbol: plain}), symbol)

    def _subs(self, expression: Any) -> Any:
        """A derivative at a place; any other unevaluated substitution is carried out."""
        body, variables, values = self(expression.expr), expression.variables, expression.point
        if len(variables) == 1 and type(body) is Derivative and body.arguments[0] is self(variables[0]):
            return Derivative(*body.arguments[:2], self(values[0]))
        pairs = zip(map(self, variables), map(self, values), strict=True)
        return substitute(body, dict(pairs))

    def _limit(self, expression: Any) -> Any:
        sympy = load_sympy()
        body, variable, point, direction = expression.args
        infinite = isinstance(point, (sympy.core.numbers.Infinity, sympy.core.numbers.NegativeInfinity))
        side = "" if infinite or str(direction) == "+-" else str(direction)

        def limit(symbol: Any, place: Any, inner: Any) -> Any:
            return Limit(symbol, place, inner, side)

        return self._bind(limit, variable, self(body), self._bound(point))


def _domain(symbol: Any) -> str:
    """The domain that a SymPy symbol's assumptions describe; a symbol without any is taken as real."""
    positive, nonnegative = symbol.is_positive is True, symbol.is_nonnegative is True
    if symbol.is_integer is True:
        return "positive integer" if positive else "natural" if nonnegative else "integer"
    signs = (("positive", positive), ("negative", symbol.is_negative is True), ("nonnegative", nonnegative),
             ("nonzero", symbol.is_nonzero is True and symbol.is_real is True))
    for domain, holds in signs:
        if holds:
            return domain
    if symbol.is_real is False:
        raise LiftError(f"{symbol} is declared not to be real, and terms are about real numbers")
    return "real"


def _product(factors: list[Any]) -> Any:
    return Number(1) if not factors else factors[0] if len(factors) == 1 else Mul(*factors)
