"""Evaluating sums, integrals, derivatives, limits, measures and expectations.

May import `symproof.terms` and the modules of this package. Orders of trust: exact sums and polynomial moments first,
then balls, then two meshes of tanh-sinh that must agree; what none of them gives raises Unsupported.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from fractions import Fraction
from functools import reduce
from typing import Any

from symproof.terms import (Add, Covariance, Div, Exp, Expectation, Gradient, Indicator, Infinity, Integral, Lambda, Mul, Neg,
                            Number, Outer, Scalar, Scale, Sqrt, Symbol, Term, Variance, free_symbols, fresh, oo,
                            substitute)

from . import exact, matrices
from .arithmetic import EvaluateArithmetic
from .ball_arithmetic import ball_of, precision
from .balls import Balls
from .exact import CONTEXT, ONE, ZERO, Real, approximate, subtract
from .model import (FiniteMeasure, GaussianMeasure, LebesgueMeasure, NormalMeasure, PolynomialFunction, Table,
                    TiltedMeasure)
from .normal_means import close_inner_means
from .quadrature import MAX_DEGREE, degree, interval_moments, normal_moments, twice, weights
from .verdict import Undefined, Unsupported

_SUM_LIMIT = 20_000
_EVALUATIONS = 24_000
_KINKED = frozenset({"Abs", "Sign", "Max", "Min", "Lt", "Le", "Gt", "Ge"})


class EvaluateIntegration(EvaluateArithmetic):
    """Σ, ∫, E, d/dx and lim."""

    # -- sums ---------------------------------------------------------------------------------------------------
    def Sum(self, term: Any) -> Any:
        variable, lower, upper, body = term.arguments
        if isinstance(lower, Infinity) or isinstance(upper, Infinity):
            return self._series(variable, lower, upper, body)
        first, last = self(lower), self(upper)
        if not all(exact.is_exact(end) and end.denominator == 1 for end in (first, last)):
            raise Undefined("the ends of a sum are not integers")
        if last - first > _SUM_LIMIT:
            raise Unsupported(f"a sum of more than {_SUM_LIMIT} terms")
        result = self.zero_of(term.sort)
        for k in range(int(first), int(last) + 1):
            result = matrices.plus(result, self.at(variable, Fraction(k), body))
        return result

    def _series(self, variable: Symbol, lower: Term, upper: Term, body: Term) -> Any:
        """An infinite sum whose terms shrink geometrically from some place on; others are Unsupported."""
        if isinstance(lower, Infinity) or upper is not oo or body.sort != Scalar():
            raise Unsupported("only infinite sums Σ_{k=a}^{∞} of scalars are computed")
        k, result, small, before = self(lower), ZERO, 0, None
        for _ in range(5000):
            value = self.at(variable, k, body)
            result, k = exact.add(result, value), k + 1
            size = abs(approximate(value))
            shrinks = before is None or size <= before * CONTEXT.mpf("0.95")
            enough = size < CONTEXT.mpf(10) ** (-CONTEXT.dps - 5) * max(abs(approximate(result)), CONTEXT.one)
            small, before = (small + 1 if shrinks and enough else 0), size
            if small >= 20:
                return approximate(result)
        raise Unsupported("an infinite sum that does not converge geometrically")

    def FamilySum(self, term: Any) -> Any:
        variable, body = term.arguments
        result = self.zero_of(term.sort)
        for i in range(1, self.size(variable.sort.size) + 1):
            result = matrices.plus(result, self.at(variable, i, body))
        return result

    # -- integrals on the line ----------------------------------------------------------------------------------
    def _degree(self, body: Term, variable: Symbol) -> int | None:
        found = degree(body, variable, self._degree_of)
        return found if found is not None and found <= MAX_DEGREE else None

    def _degree_of(self, function: Term) -> int | None:
        if isinstance(function, Gradient):
            inner = self._degree_of(function.arguments[0])
            return None if inner is None else max(inner - 1, 0)
        meaning = self.model.definitions.get(function) if isinstance(function, Symbol) else None
        meaning = function if isinstance(function, Lambda) else meaning
        if isinstance(meaning, Lambda) and len(meaning.arguments) == 2:
            return self._degree(meaning.arguments[1], meaning.arguments[0])
        try:
            value = self(function)
        except Undefined:
            return None
        if isinstance(value, Table):
            return 0
        return value.degree if isinstance(value, PolynomialFunction) else None

    def Integral(self, term: Any) -> Real:
        variable, lower, upper, body = term.arguments
        ends = [CONTEXT.inf * end.arguments[0] if isinstance(end, Infinity) else self(end) for end in (lower, upper)]
        infinite = isinstance(lower, Infinity) or isinstance(upper, Infinity)
        order = self._degree(body, variable)
        if order is not None and infinite:
            raise Unsupported("the integral of a polynomial over an unbounded range is not computed")
        if order is not None:
            return self._ruled(variable, body, interval_moments(ends[0], ends[1], order), ZERO, ONE)
        ball = None if self.sampling else self._ball(lambda balls: balls.Integral(term))
        if ball is not None:
            return ball
        low, high = (end if end in (CONTEXT.inf, -CONTEXT.inf) else approximate(end) for end in ends)
        if low == high:
            return ZERO
        if low > high:
            return -self(Integral(variable, upper, lower, body))
        with self._quadrature():
            return twice(lambda x: self.at(variable, x, body), self._pieces(low, high, body, variable, ZERO))

    @contextmanager
    def _quadrature(self) -> Iterator[None]:
        """Within this block integrals are sampled; one that is sampled inside another would take far too long."""
        if self.sampling:
            raise Unsupported("an integral inside an integral that has no closed form is not computed")
        self.sampling = True
        try:
            yield
        finally:
            self.sampling = False

    def _ruled(self, variable: Symbol, body: Term, moments: list[Real], shift: Any, direction: Any) -> Any:
        """Σ w_i body(shift + t_i direction) by the rule that is exact for these moments."""
        result = None
        for node, weight in weights(moments):
            place = matrices.plus(shift, matrices.times(node, direction))
            part = matrices.times(weight, self.at(variable, place, body))
            result = part if result is None else matrices.plus(result, part)
        return result

    def _ball(self, read: Callable[[Balls], Any]) -> Real | None:
        """The midpoint of an enclosure that is narrow enough; None when there is no such enclosure."""
        bits = int(CONTEXT.prec) + 16
        try:
            with precision(bits):
                ball = read(Balls(bits, outer=self, deadline=self.deadline, evaluations=_EVALUATIONS)).real
                mantissa, exponent = ball.mid().man_exp()
                radius = ball.rad()
                narrow = ball.is_finite() and radius < (abs(ball.mid()) + 1) * ball_of(exact.noise())
        except Unsupported:
            return None
        return CONTEXT.ldexp(CONTEXT.mpf(int(mantissa)), int(exponent)) if narrow else None

    def _pieces(self, low: Any, high: Any, body: Term, variable: Symbol, centre: Real) -> list[Any]:
        """The ends, and between them 0, the centre and the kinks of |a x + b|, max(…) and comparisons."""
        inner = {CONTEXT.zero, approximate(centre)}
        stack = [body]
        while stack:
            part = stack.pop()
            stack.extend(p for p in part.children if variable in free_symbols(p))
            if type(part).__name__ in _KINKED:
                left, right = part.arguments[0], part.arguments[1] if len(part.arguments) == 2 else Number(0)
                kink = self._root(Add(left, Neg(right)), variable)
                inner |= set() if kink is None else {kink}
        return [low, *sorted(p for p in inner if low < p < high), high]

    def _root(self, difference: Term, variable: Symbol) -> Any:
        """The zero of an affine function of the variable, if the term is one that can be evaluated here."""
        try:
            if self._degree(difference, variable) != 1:
                return None
            start, slope = (self.at(variable, Fraction(i), difference) for i in (0, 1))
            return approximate(exact.divide(-start, subtract(slope, start)))
        except Undefined:
            return None

    # -- measures -----------------------------------------------------------------------------------------------
    def Normal(self, term: Any) -> NormalMeasure:
        mean, variance = map(self, term.arguments)
        if exact.less(variance, ZERO) and not exact.is_zero(variance):
            raise Undefined("a negative variance")
        return NormalMeasure(mean, variance)

    def Gaussian(self, term: Any) -> GaussianMeasure:
        return GaussianMeasure(*map(self, term.arguments))

    def Discrete(self, term: Any) -> FiniteMeasure:
        return FiniteMeasure(tuple(self(point) for _, point in term.atoms), tuple(w.value for w, _ in term.atoms))

    def Lebesgue(self, term: Any) -> LebesgueMeasure:
        sort = term.arguments[0]
        return LebesgueMeasure(0 if isinstance(sort, Scalar) else self.size(sort.dimension))

    def Tilt(self, term: Any) -> Any:
        variable, base, score = term.arguments
        measure = self(base)
        if isinstance(measure, FiniteMeasure):
            raised = [exact.multiply(w, exact.exponential(self.at(variable, p, score)))
                      for p, w in zip(measure.points, measure.weights, strict=True)]
            whole = exact.total(raised)
            return FiniteMeasure(measure.points, tuple(exact.divide(w, whole) for w in raised))
        if isinstance(measure, (NormalMeasure, GaussianMeasure)) and self._degree(score, variable) in (0, 1):
            return self._shifted(measure, variable, score)
        return TiltedMeasure(measure, variable, score,
                             {s: self.bound[s] for s in free_symbols(score) if s in self.bound and s is not variable})

    def _shifted(self, measure: Any, variable: Symbol, score: Term) -> Any:
        """The tilt of N(μ, Σ) by an affine score with gradient u: N(μ + Σu, Σ)."""
        if isinstance(measure, NormalMeasure):
            slope = subtract(self.at(variable, ONE, score), self.at(variable, ZERO, score))
            shift = exact.multiply(measure.variance, slope)
            return NormalMeasure(exact.add(measure.mean, shift), measure.variance)
        size = len(measure.mean)
        start = self.at(variable, (ZERO,) * size, score)
        slopes = tuple(subtract(self.at(variable, unit, score), start) for unit in matrices.identity(size))
        shift = matrices.apply(measure.covariance, slopes)
        return GaussianMeasure(matrices.plus(measure.mean, shift), measure.covariance)

    # -- expectations -------------------------------------------------------------------------------------------
    def Expectation(self, term: Any) -> Any:
        closed = close_inner_means(term, self._certainly_nonzero)
        if closed is not term and type(closed) is not Expectation:
            return self(closed)
        variable, measure, body = closed.arguments
        return self.integrate(variable, self(measure), body)

    def _certainly_nonzero(self, term: Term) -> bool:
        try:
            return not exact.is_zero(self(term))
        except Undefined:
            return False

    def MeasureIntegral(self, term: Any) -> Any:
        variable, measure, body = term.arguments
        return self.integrate(variable, self(measure), body)

    def integrate(self, variable: Symbol, measure: Any, body: Term) -> Any:
        """∫ body dμ(variable), of a scalar, vector or operator body."""
        if isinstance(measure, FiniteMeasure):
            result = self.zero_of(body.sort)
            for point, weight in zip(measure.points, measure.weights, strict=True):
                if weight != 0:
                    result = matrices.plus(result, matrices.times(weight, self.at(variable, point, body)))
            return result
        if isinstance(measure, (NormalMeasure, GaussianMeasure)):
            return self._gaussian_mean(variable, measure, body)
        if isinstance(measure, LebesgueMeasure) and measure.dimension == 0 and isinstance(body.sort, Scalar):
            return self(Integral(variable, -oo, oo, body))
        if isinstance(measure, TiltedMeasure):
            return self._tilted(variable, measure, body)
        raise Unsupported(f"an integral against {measure} is not computed")

    def _tilted(self, variable: Symbol, measure: TiltedMeasure, body: Term) -> Any:
        if any(self.bound.get(s) is not v for s, v in measure.bound.items()):
            raise Unsupported("a tilted measure is used away from where it was met")
        outcome = fresh(variable, {*free_symbols(measure.score), *free_symbols(body), *self.bound})
        density = Exp(substitute(measure.score, {measure.variable: outcome}))
        moved = substitute(body, {variable: outcome})
        weighted = Mul(density, moved) if isinstance(body.sort, Scalar) else density * moved
        whole = self.integrate(outcome, measure.base, density)
        return matrices.times(exact.divide(ONE, whole), self.integrate(outcome, measure.base, weighted))

    def _gaussian_mean(self, variable: Symbol, measure: Any, body: Term) -> Any:
        """E[body] under a normal law; an exponential factor e^s with affine score s is taken out first.

        E[p(Z) e^{s(Z)}] = e^{s(μ) + ½⟨Σu, u⟩} E[p(Z′)] with u the gradient of s and Z′ ∼ N(μ + Σu, Σ).
        """
        score, rest = exponential_factor(body)
        if score is not None and self._degree(score, variable) == 1 and self._degree(rest, variable) is not None:
            shifted = self._shifted(measure, variable, score)
            ends = [self.at(variable, mean, score) for mean in (measure.mean, shifted.mean)]
            factor = exact.exponential(exact.divide(exact.add(*ends), Fraction(2)))
            return matrices.times(factor, self._gaussian_mean(variable, shifted, rest))
        read = self._normal if isinstance(measure, NormalMeasure) else self._gaussian
        return read(variable, measure, body)

    def _normal(self, variable: Symbol, measure: NormalMeasure, body: Term) -> Any:
        mean, variance = measure.mean, measure.variance
        if exact.is_zero(variance):
            return self.at(variable, mean, body)
        order = self._degree(body, variable)
        if order is not None:
            return self._ruled(variable, body, normal_moments(variance, order), mean, ONE)
        if isinstance(body.sort, Scalar) and not self.sampling:
            ball = self._ball(lambda b: b.normal_expectation(variable, ball_of(mean), ball_of(variance), body))
            if ball is not None:
                return ball
        return self._weighted(lambda x: self.at(variable, x, body), measure,
                              self._pieces(-CONTEXT.inf, CONTEXT.inf, body, variable, mean))

    def _weighted(self, function: Callable[[Any], Any], measure: NormalMeasure, pieces: list[Any]) -> Any:
        mean, deviation = approximate(measure.mean), CONTEXT.sqrt(approximate(measure.variance))

        def integrand(x: Any) -> Any:
            standard = (approximate(x) - mean) / deviation
            if abs(standard) > 2 * CONTEXT.dps + 40:
                return matrices.times(ZERO, function(mean))
            return matrices.times(exact.elementary("density", standard) / deviation, function(x))

        with self._quadrature():
            return twice(integrand, pieces)

    def _gaussian(self, variable: Symbol, measure: GaussianMeasure, body: Term) -> Any:
        directions = matrices.gaussian_directions(measure.covariance)
        order = self._degree(body, variable)
        if order is not None and (order + 1) ** len(directions) <= 2500:
            return self._product_rule(variable, body, measure.mean, directions, order)
        if not directions:
            return self.at(variable, measure.mean, body)
        if len(directions) > 1:
            raise Unsupported("a Gaussian integral in more than one dimension is computed for polynomials only")
        (direction, variance), = directions

        def along(t: Any) -> Any:
            return self.at(variable, matrices.plus(measure.mean, matrices.times(t, direction)), body)

        return self._weighted(along, NormalMeasure(ZERO, variance), [-CONTEXT.inf, CONTEXT.zero, CONTEXT.inf])

    def _product_rule(self, variable: Symbol, body: Term, place: Any, directions: list[Any], order: int) -> Any:
        """E of a polynomial of degree ≤ order at place + Σ s_k a_k, with independent s_k ∼ N(0, v_k); exact."""
        if not directions:
            return self.at(variable, place, body)
        (direction, variance), *rest = directions
        result = None
        for node, weight in weights(normal_moments(variance, order)):
            moved = matrices.plus(place, matrices.times(node, direction))
            part = matrices.times(weight, self._product_rule(variable, body, moved, rest, order))
            result = part if result is None else matrices.plus(result, part)
        return result

    def Probability(self, term: Any) -> Real:
        variable, measure, event = term.arguments
        return self(Expectation(variable, measure, Indicator(event)))

    def ConditionalExpectation(self, term: Any) -> Real:
        variable, measure, body, event = term.arguments
        met = Expectation(variable, measure, Indicator(event))
        return self(Div(Expectation(variable, measure, Mul(body, Indicator(event))), met))

    def Variance(self, term: Any) -> Real:
        variable, measure, body = term.arguments
        return self(Covariance(variable, measure, body, body))

    def Covariance(self, term: Any) -> Real:
        variable, measure, left, right = term.arguments
        means = [Expectation(variable, measure, part) for part in (left, right)]
        return self(Add(Expectation(variable, measure, Mul(left, right)), Neg(Mul(*means))))

    def Correlation(self, term: Any) -> Real:
        variable, measure, left, right = term.arguments
        spread = Sqrt(Mul(Variance(variable, measure, left), Variance(variable, measure, right)))
        return self(Div(Covariance(variable, measure, left, right), spread))

    def CovarianceOperator(self, term: Any) -> Any:
        variable, measure, vector = term.arguments
        mean = Expectation(variable, measure, vector)
        return self(Add(Expectation(variable, measure, Outer(vector, vector)), Neg(Outer(mean, mean))))

    # -- derivatives and limits ---------------------------------------------------------------------------------
    def Derivative(self, term: Any) -> Any:
        variable, body, at = term.arguments
        return self.derivative_at(lambda t: self.at(variable, t, body), self(at))

    def Limit(self, term: Any) -> Real:
        variable, point, body, direction = term.arguments
        if isinstance(point, Infinity):
            return self._approach(lambda far: self.at(variable, point.arguments[0] * far, body), outward=True)
        place = self(point)
        sides = [1] if direction == "+" else [-1] if direction == "-" else [1, -1]

        def beside(side: int) -> Callable[[Fraction], Real]:
            return lambda step: self.at(variable, exact.add(place, side * step), body)

        found = [self._approach(beside(side)) for side in sides]
        size = 1 + abs(approximate(found[0]))
        if len(found) == 2 and abs(approximate(subtract(*found))) > self._tolerance() * size:
            raise Undefined("the limits from the two sides differ")
        return found[0]

    def _tolerance(self) -> Any:
        return CONTEXT.mpf(10) ** (10 - self.digits)

    def _approach(self, function: Callable[[Fraction], Real], outward: bool = False) -> Real:
        """The value that f(10^−n) settles on at n = p, 2p, 4p (or f(10^n), outward); Unsupported when it does not."""
        places = CONTEXT.dps
        values = []
        for step in (places, 2 * places, 4 * places):
            with self.more_digits(3 * step):
                values.append(approximate(function(Fraction(10) ** (step if outward else -step))))
            if len(values) > 1:
                size = max(CONTEXT.one, abs(values[-1]))
                if abs(values[-1] - values[-2]) < size * CONTEXT.mpf(10) ** (-self.digits // 2 - 1) and (
                        len(values) == 3 or abs(values[-1] - values[-2]) < size * self._tolerance()):
                    return +values[-1]
        raise Unsupported("a limit that is not settled numerically")

    def BigO(self, term: Any) -> Any:
        raise Unsupported("a remainder O(…) has no value of its own: it is read within Asymptotic")


def exponential_factor(body: Term) -> tuple[Term | None, Term]:
    """(s, rest) when the body is e^s, a product with a factor e^s, or e^s times a vector; (None, body) otherwise."""
    factors = list(body.arguments) if isinstance(body, (Mul, Scale)) else [body]
    for i, factor in enumerate(factors):
        if isinstance(factor, Exp):
            rest = [*factors[:i], *factors[i + 1:]]
            return factor.arguments[0], reduce(lambda a, b: a * b, rest) if rest else Number(1)
    return None, body
