"""Expectations, derivatives and limits as complex balls.

May import `symproof.terms`, flint and the modules of this package that it names. A derivative is a Taylor coefficient at a
point around which the function is seen to be analytic, or comes from symbolic differentiation whose conditions are seen to
hold; a limit is the constant term of an expansion that holds on a whole half line.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flint import acb, arb, ctx
from symproof.terms import (COMPLEX, SCALAR, Add, Covariance, Derivative, Discrete, Div, Expectation, Indicator, Infinity,
                            Integral, Lebesgue, Mul, Neg, Normal, Pow, Probability, Sqrt, Symbol, Term, Variance,
                            free_symbols, oo, pi, subterms, substitute)
from symproof.terms import Exp as Exponential

from .ball_arithmetic import precision
from .complex_integrals import ComplexIntegrals
from .complex_scales import Scale, enclosure
from .verdict import Undefined, Unsupported

_SIDES = {"+": (1,), "-": (-1,), "": (1, -1)}


class ComplexCalculus(ComplexIntegrals):
    """What is defined through integrals and expansions, for `ComplexBalls`."""

    differentiate: Callable[[Term, Symbol], Any] | None

    # -- probability --------------------------------------------------------------------------------------------
    def Expectation(self, term: Any) -> Any:
        symbol, measure, body = term.arguments
        if isinstance(measure, Discrete):
            return sum((self(weight) * self.at(symbol, self(point), body) for weight, point in measure.atoms), acb(0))
        if not isinstance(measure, Normal) or body.sort not in (SCALAR, COMPLEX):
            raise Unsupported("only expectations of scalars under Normal(mean, variance) or Discrete are enclosed")
        mean, variance = measure.arguments
        spread = self(variance)
        if spread.is_zero():
            return self.at(symbol, self(mean), body)
        if spread.real < 0 or not spread.imag.contains(0):
            raise Undefined("a negative variance")
        density = Div(Exponential(Neg(Div(Pow(Add(symbol, Neg(mean)), 2), Mul(2, variance)))), Sqrt(Mul(2, pi, variance)))
        return self(Integral(symbol, -oo, oo, Mul(density, body)))

    def MeasureIntegral(self, term: Any) -> Any:
        symbol, measure, body = term.arguments
        if measure is Lebesgue(SCALAR):
            return self(Integral(symbol, -oo, oo, body))
        return self(Expectation(symbol, measure, body))

    def Probability(self, term: Any) -> Any:
        symbol, measure, event = term.arguments
        return self(Expectation(symbol, measure, Indicator(event)))

    def ConditionalExpectation(self, term: Any) -> Any:
        symbol, measure, body, event = term.arguments
        whole = self(Expectation(symbol, measure, Mul(body, Indicator(event))))
        return whole / self(Probability(symbol, measure, event))

    def Correlation(self, term: Any) -> Any:
        variable, measure, left, right = term.arguments
        covariance = self(Covariance(variable, measure, left, right))
        spread = self(Variance(variable, measure, left)) * self(Variance(variable, measure, right))
        if spread.is_zero():
            raise Undefined("the correlation of a constant")
        return covariance / spread.sqrt()

    # -- derivatives and limits ---------------------------------------------------------------------------------
    def Derivative(self, term: Any) -> Any:
        symbol, body, at = term.arguments
        if any(s in self.bound for s in free_symbols(term)) or any(
                isinstance(part, Derivative) and part.arguments[0] is not symbol for part in subterms(body)):
            return self(self._differentiated(term))
        order = 1
        while isinstance(body, Derivative) and body.arguments[0] is symbol and body.arguments[2] is symbol:
            order, body = order + 1, body.arguments[1]
        if any(isinstance(part, Derivative) for part in subterms(body)):
            return self(self._differentiated(term))
        return self._taylor(symbol, body, self(at), at, order) * arb(order + 1).gamma()

    def _taylor(self, symbol: Symbol, body: Term, at: acb, point: Term, order: int) -> Any:
        box = at + acb(arb(0, 2.0**-20), arb(0, 2.0**-20))
        self.analytic, before = True, self.analytic
        try:
            if not self.at(symbol, box, body).is_finite():
                raise Unsupported("a function is not seen to be analytic where its derivative is taken")
        finally:
            self.analytic = before
        centre = self.surd(point) or at
        with precision(ctx.prec + 40 * order):
            expansion = self.expand(symbol, body, centre, 1, arb(2) ** 40, order + 2)
        found: Any = acb(0)
        for (scale, constant), coefficient in expansion.pieces.items():
            if scale == Scale(-order) and constant:
                found = enclosure(coefficient)
            elif scale.power >= -order and not constant:
                raise Unsupported("a derivative is not seen in an expansion")
            elif scale.logs or scale.exponent or scale.power.denominator != 1 or scale.power > 0:
                raise Unsupported("a function is not analytic where its derivative is taken")
        return found

    def _differentiated(self, term: Any) -> Term:
        """The derivative as a symbolic term, its conditions checked at the point."""
        if self.differentiate is None:
            raise Unsupported("this derivative is enclosed only with symbolic differentiation")
        symbol, body, at = term.arguments
        plain = self._without_derivatives(body)
        result, conditions = self.differentiate(plain, symbol)
        for condition in conditions:
            holds = self.decided(substitute(condition, {symbol: at}))  # type: ignore[attr-defined]
            if not holds:
                raise Unsupported("a condition of a derivative is not seen to hold")
        return substitute(result, {symbol: at})  # type: ignore[no-any-return]

    def _without_derivatives(self, body: Term) -> Term:
        if not any(isinstance(part, Derivative) for part in subterms(body)):
            return body
        if isinstance(body, Derivative):
            return self._differentiated_form(body)
        parts = (self._without_derivatives(p) if isinstance(p, Term) and not isinstance(p, Symbol) else p
                 for p in body.arguments)
        return type(body)(*parts)

    def _differentiated_form(self, term: Any) -> Term:
        symbol, body, at = term.arguments
        if self.differentiate is None:
            raise Unsupported("this derivative is enclosed only with symbolic differentiation")
        result, conditions = self.differentiate(self._without_derivatives(body), symbol)
        if conditions:
            raise Unsupported("a condition of an inner derivative is not seen to hold")
        return substitute(result, {symbol: at})  # type: ignore[no-any-return]

    def Limit(self, term: Any) -> Any:
        symbol, point, body, direction = term.arguments
        if any(s in self.bound for s in free_symbols(term)):
            raise Unsupported("a limit inside an integral or a sum is not enclosed")
        if isinstance(point, Infinity):
            return self._limit(symbol, body, None, point.arguments[0])
        centre = self.surd(point) or self(point)
        values = [self._limit(symbol, body, centre, side) for side in _SIDES[direction]]
        if not values[-1].overlaps(values[0]):
            raise Undefined("a limit whose two sides differ")
        return values[0]

    def _limit(self, symbol: Symbol, body: Term, point: Any, side: int) -> Any:
        reason: Exception = Unsupported("a limit is not seen")
        for start, order in ((16, 3), (64, 8), (512, 8), (64, 20)):
            try:
                with precision(ctx.prec + 4 * start):
                    expansion = self.expand(symbol, body, point, side, arb(2) ** start, order)
                    return enclosure(expansion.limit()[0])
            except Unsupported as refusal:
                reason = refusal
        raise reason
