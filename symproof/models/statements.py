"""Evaluating statements in a model: a verdict each, never a proof.

May import `symproof.terms` and the modules of this package. Equality of computed numbers is at best HELD; what is
called FALSE (or strictly TRUE) was seen at two precisions, so that rounding is not taken for a difference.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from functools import reduce
from typing import Any

from symproof.terms import (Eq, Exists, ForAll, Function, Index, Limit, Measure, Not, Operator, Point, Scalar, Symbol,
                            Term, Vector, alpha_equal, domain_condition, free_symbols, subterms)

from . import exact, matrices
from .asymptotics import EvaluateAsymptotics
from .draw import Draw
from .exact import CONTEXT, ONE, ZERO, Real, approximate, subtract
from .model import Closure, FiniteMeasure, FunctionValue, GaussianMeasure, NormalMeasure, SetValue, Table, TiltedMeasure
from .verdict import Undefined, Unsupported, Verdict, conjunction, disjunction, exactly, negation

_EXTRA = 30
_SAMPLES = (16, 8, 5, 3)


class EvaluateStatements(EvaluateAsymptotics):
    """Relations, connectives, quantifiers, sets and analytic facts."""

    # -- relations ----------------------------------------------------------------------------------------------
    def _difference(self, left: Term, right: Term) -> tuple[int | None, bool, tuple[Any, Any]]:
        """(sign of left − right, or None within rounding; whether that is exact; the two values)."""
        values = self(left), self(right)
        return (*self.separate(left, right, values), values)

    def separate(self, left: Term, right: Term, values: tuple[Any, Any]) -> tuple[int | None, bool]:
        """The sign of a difference: a second look, 30 digits closer, must show the same difference.

        None: within 10^−(digits−10) of the larger side, or a difference that shrinks as the digits grow.
        Raises Unsupported when two looks differ without shrinking to rounding.
        """
        if exact.both_exact(*values):
            return (values[0] > values[1]) - (values[0] < values[1]), True
        first, size = subtract(*values), max(map(abs, map(approximate, values)))
        tolerance = CONTEXT.mpf(10) ** (10 - self.digits)
        if abs(first) <= tolerance * size:
            return None, False
        with self.more_digits(_EXTRA):
            second = approximate(subtract(self(left), self(right)))
        if abs(first - second) <= abs(first) / 1000:
            return (1 if first > 0 else -1), False
        if max(abs(first), abs(second)) <= tolerance * max(size, CONTEXT.one):
            return None, False
        raise Unsupported("a difference that changes with the precision")

    def _ordered(self, term: Term, strict: bool, swapped: bool) -> Verdict:
        left, right = reversed(term.arguments) if swapped else term.arguments
        difference, _, values = self._difference(left, right)
        if difference is None:
            return Verdict.UNKNOWN if strict else Verdict.HELD
        if difference == 0:
            return self._judge(term, exactly(not strict), values)
        return self._judge(term, exactly(difference < 0), values[::-1] if swapped else values)

    def Lt(self, term: Any) -> Verdict:
        return self._ordered(term, strict=True, swapped=False)

    def Le(self, term: Any) -> Verdict:
        return self._ordered(term, strict=False, swapped=False)

    def Gt(self, term: Any) -> Verdict:
        return self._ordered(term, strict=True, swapped=True)

    def Ge(self, term: Any) -> Verdict:
        return self._ordered(term, strict=False, swapped=True)

    def Eq(self, term: Any) -> Verdict:
        left, right = term.arguments
        if isinstance(left.sort, Scalar):
            difference, _, values = self._difference(left, right)
            found = Verdict.HELD if difference is None else exactly(difference == 0)
            return self._judge(term, found, values)
        if isinstance(left.sort, Function):
            return self._same_function(term)
        first, second = self(left), self(right)
        return self._judge(term, self._same(term, first, second), (first, second))

    def _same(self, term: Term, first: Any, second: Any) -> Verdict:
        sort = term.arguments[0].sort
        if isinstance(sort, (Vector, Operator)):
            return self._same_entries(term, first, second)
        if isinstance(sort, (Index, Point)):
            return exactly(first == second)
        if isinstance(sort, Measure):
            return _same_measure(first, second)
        return exactly(True) if alpha_equal(*term.arguments) else Verdict.UNKNOWN

    def _same_entries(self, term: Term, first: Any, second: Any) -> Verdict:
        pairs = list(zip(matrices.components(first), matrices.components(second), strict=True))
        if all(exact.both_exact(*pair) for pair in pairs):
            return exactly(all(a == b for a, b in pairs))
        size = max(abs(approximate(v)) for pair in pairs for v in pair)
        tolerance = CONTEXT.mpf(10) ** (10 - self.digits)
        gaps = [approximate(subtract(a, b)) for a, b in pairs]
        if max(map(abs, gaps)) <= tolerance * size:
            return Verdict.HELD
        with self.more_digits(_EXTRA):
            again = [approximate(subtract(a, b)) for a, b in zip(
                *map(matrices.components, map(self, term.arguments)), strict=True)]
        if any(abs(a) > tolerance * size and abs(a - b) <= abs(a) / 1000 for a, b in zip(gaps, again, strict=True)):
            return Verdict.FALSE
        if max(map(abs, gaps + again)) <= tolerance * max(size, CONTEXT.one):
            return Verdict.HELD
        raise Unsupported("a difference that changes with the precision")

    def _same_function(self, term: Term) -> Verdict:
        """f = g, by their values: at all arguments when these are finitely many, else at samples."""
        left, right = term.arguments
        if alpha_equal(left, right):
            return Verdict.TRUE
        taken = {s.name for s in (*free_symbols(term), *self.bound)}
        names = [f"z%{i}" for i in range(1, len(left.sort.arguments) + len(taken) + 1) if f"z%{i}" not in taken]
        variables = [Symbol(name, sort) for name, sort in zip(names, left.sort.arguments, strict=False)]
        statement: Any = Eq(left(*variables), right(*variables))
        for variable in variables:
            statement = ForAll(variable, statement)
        return self(statement)  # type: ignore[no-any-return]

    def Ne(self, term: Any) -> Verdict:
        if not isinstance(term.arguments[0].sort, Scalar):
            return negation(self.Eq(term))
        difference, _, values = self._difference(*term.arguments)
        return Verdict.UNKNOWN if difference is None else self._judge(term, exactly(difference != 0), values)

    def Indicator(self, term: Any) -> Real:
        verdict = self(term.arguments[0])
        if verdict is Verdict.UNKNOWN:
            raise Unsupported("an event that is too close to call")
        return ONE if verdict.holds else ZERO

    # -- connectives and quantifiers ----------------------------------------------------------------------------
    def _part(self, statement: Term) -> Verdict:
        """The verdict of a part: UNKNOWN where the part has no value, so that a guard beside it can still decide."""
        try:
            return self(statement)  # type: ignore[no-any-return]
        except Undefined:
            return Verdict.UNKNOWN

    def And(self, term: Any) -> Verdict:
        return conjunction(map(self._part, term.arguments))

    def Or(self, term: Any) -> Verdict:
        return disjunction(map(self._part, term.arguments))

    def Not(self, term: Any) -> Verdict:
        statement = term.arguments[0]
        if isinstance(statement, Exists):
            symbol, body = statement.arguments
            return self(ForAll(symbol, Not(body)))  # type: ignore[no-any-return]
        return self._judge(term, negation(self(statement)), (None, None))

    def Implies(self, term: Any) -> Verdict:
        premise, conclusion = term.arguments
        refused = negation(self._part(premise))
        return refused if refused is Verdict.TRUE else disjunction((refused, self._part(conclusion)))

    def Iff(self, term: Any) -> Verdict:
        left, right = map(self._part, term.arguments)
        if left.holds and right.holds:
            return conjunction((left, right))
        decided = left in (Verdict.TRUE, Verdict.FALSE) and right in (Verdict.TRUE, Verdict.FALSE)
        return exactly(left is right) if decided else Verdict.UNKNOWN

    def _instances(self, symbol: Symbol, body: Term) -> Iterator[tuple[Any, Verdict | None]]:
        """(value, verdict of the body there or None where it is undefined), then (None, None) if values are left."""
        count = _SAMPLES[min(self.depth, len(_SAMPLES) - 1)]
        choices = Draw(self.model, random.Random(f"{symbol.name} {self.depth}")).choices(symbol, count)
        self.depth += 1
        try:
            for value in [*self._equated(symbol, body), *self._kin(symbol), *choices.values]:
                try:
                    yield value, self.at(symbol, value, body)
                except Undefined:
                    yield value, None
        finally:
            self.depth -= 1
        if not choices.exhausted:
            yield None, None

    def _equated(self, symbol: Symbol, body: Term) -> list[Any]:
        """Values that an equation of the body sets the symbol to: for witnesses, and for premises that are met."""
        found = []
        for part in subterms(body):
            if isinstance(part, Eq) and type(part) is Eq:
                for one, other in (part.arguments, part.arguments[::-1]):
                    bound_inside = free_symbols(other) - free_symbols(body) - set(self.bound)
                    if one is symbol and symbol not in free_symbols(other) and not bound_inside:
                        try:
                            found.append(self(other))
                        except Undefined:
                            continue
        return found if symbol.domain in ("", "real") else [v for v in found if self._in_domain(symbol, v)]

    def _kin(self, symbol: Symbol) -> list[Any]:
        """Vectors of the model that live in the space of a bound vector, and the sum of the members of each family."""
        if not isinstance(symbol.sort, Vector):
            return []
        found = []
        for other, value in self.model.values.items():
            if other.sort == symbol.sort:
                found.append(value)
            elif isinstance(value, Table) and other.sort.parts[1:] == (symbol.sort,):
                members = [member for _, member in sorted(value.values.items())]
                found += [*members[:3], reduce(matrices.plus, members)]
        return found[:8]

    def _in_domain(self, symbol: Symbol, value: Any) -> bool:
        return all(self.at(symbol, value, condition).holds for condition in domain_condition(symbol, symbol))

    def ForAll(self, term: Any) -> Verdict:
        symbol, body = term.arguments
        verdict, seen = Verdict.TRUE, False
        for _, found in self._instances(symbol, body):
            if found is Verdict.FALSE:
                return found
            seen = seen or found is not None
            met = Verdict.HELD if found is None else found
            verdict = conjunction((verdict, met))
        return verdict if seen else Verdict.UNKNOWN

    def Exists(self, term: Any) -> Verdict:
        symbol, body = term.arguments
        verdict = Verdict.FALSE
        for _, found in self._instances(symbol, body):
            verdict = disjunction((verdict, Verdict.UNKNOWN if found is None else found))
            if verdict is Verdict.TRUE:
                break
        return verdict

    # -- facts about numbers, operators and functions -----------------------------------------------------------
    def IsInteger(self, term: Any) -> Verdict:
        value = self(term.arguments[0])
        if exact.is_exact(value):
            return self._judge(term, exactly(value.denominator == 1), (value, "an integer"))
        near = abs(value - CONTEXT.nint(value)) < CONTEXT.mpf(10) ** (10 - self.digits)
        return Verdict.HELD if near else self._judge(term, Verdict.FALSE, (value, "an integer"))

    def Symmetric(self, term: Any) -> Verdict:
        return self._judge(term, matrices.symmetric(self(term.arguments[0])), (None, None))

    def PositiveSemidefinite(self, term: Any) -> Verdict:
        return self._judge(term, matrices.definite(self(term.arguments[0]), strictly=False), (None, None))

    def PositiveDefinite(self, term: Any) -> Verdict:
        return self._judge(term, matrices.definite(self(term.arguments[0]), strictly=True), (None, None))

    def ContinuouslyDifferentiable(self, term: Any) -> Verdict:
        value = self(term.arguments[0])
        smooth = value.smooth if isinstance(value, Closure) else isinstance(value, FunctionValue)
        return Verdict.TRUE if smooth else Verdict.UNKNOWN

    def HasDerivative(self, term: Any) -> Verdict:
        variable, body, at, value = term.arguments
        order = self._degree(body, variable)
        try:
            if order is not None and order <= 4:
                found = self._slope(variable, body, self(at))
            else:
                found = self.derivative_at(lambda t: self.at(variable, t, body), self(at))
        except Unsupported:
            return Verdict.UNKNOWN
        return self._close(term, found, self(value))

    def _slope(self, variable: Symbol, body: Term, at: Any) -> Any:
        """p′(at) = (8(p(at + 1) − p(at − 1)) − (p(at + 2) − p(at − 2)))/12, exact for polynomials of degree ≤ 4."""
        result = self.zero_of(body.sort)
        for step, weight in ((1, Fraction(2, 3)), (-1, Fraction(-2, 3)), (2, Fraction(-1, 12)), (-2, Fraction(1, 12))):
            there = self.at(variable, exact.add(at, Fraction(step)), body)
            result = matrices.plus(result, matrices.times(weight, there))
        return result

    def HasLimit(self, term: Any) -> Verdict:
        variable, point, body, value, direction = term.arguments
        try:
            found = self.Limit(Limit(variable, point, body, direction))
        except Unsupported:
            return Verdict.UNKNOWN
        return self._close(term, found, self(value))

    def _close(self, term: Term, found: Any, value: Any) -> Verdict:
        """Whether two computed values agree to all but ten of the digits."""
        pairs = list(zip(matrices.components(found), matrices.components(value), strict=True))
        tolerance = CONTEXT.mpf(10) ** (10 - self.digits)
        gaps = [(abs(approximate(subtract(a, b))), abs(approximate(b))) for a, b in pairs]
        good = all(gap <= tolerance * max(CONTEXT.one, size) for gap, size in gaps)
        return self._judge(term, Verdict.HELD if good else Verdict.FALSE, (found, value))

    def Integrable(self, term: Any) -> Verdict:
        variable, measure, body = term.arguments
        value = self(measure)
        base = value.base if isinstance(value, TiltedMeasure) else value
        if isinstance(value, FiniteMeasure):
            return Verdict.TRUE
        if isinstance(base, (NormalMeasure, GaussianMeasure)) and base is value:
            return Verdict.TRUE if self._degree(body, variable) is not None else Verdict.UNKNOWN
        return Verdict.UNKNOWN

    def DominatedDerivative(self, term: Any) -> Verdict:
        variable, _, outcome, measure, body = term.arguments
        value = self(measure)
        if isinstance(value, FiniteMeasure):
            return self._differentiable_at_all(term, value)
        normal = isinstance(value, (NormalMeasure, GaussianMeasure))
        polynomial = normal and self._degree(body, outcome) is not None and self._degree(body, variable) is not None
        return Verdict.TRUE if polynomial else Verdict.UNKNOWN

    def _differentiable_at_all(self, term: Any, measure: FiniteMeasure) -> Verdict:
        """Over finitely many outcomes the derivatives are bounded wherever they exist."""
        variable, at, outcome, _, body = term.arguments
        if self.is_smooth(body, [variable]):
            return Verdict.TRUE
        for point in measure.points:
            with self.binding(outcome, point):
                try:
                    self.derivative_at(lambda t: self.at(variable, t, body), self(at))
                except Undefined:
                    return Verdict.UNKNOWN
        return Verdict.HELD

    # -- sets ---------------------------------------------------------------------------------------------------
    def Member(self, term: Any) -> Verdict:
        element, container = map(self, term.arguments)
        return self._judge(term, container.contains(element), (None, None))

    def SetBuilder(self, term: Any) -> SetValue:
        variable, condition = term.arguments
        bound = self.bound

        def contains(value: Any) -> Verdict:
            with self.only({**bound, variable: value}):
                return self(condition)  # type: ignore[no-any-return]

        return SetValue(contains)

    def _family(self, term: Any) -> list[Any]:
        family = term.arguments[0]
        function = self(family)
        return [function(i) for i in range(1, self.size(family.sort.arguments[0].size) + 1)]

    def ConicHull(self, term: Any) -> SetValue:
        vectors = self._family(term)
        return SetValue(lambda value: exactly(matrices.in_cone(value, vectors)))

    def ConvexHull(self, term: Any) -> SetValue:
        lifted = [(*vector, ONE) for vector in self._family(term)]
        return SetValue(lambda value: exactly(matrices.in_cone((*value, ONE), lifted)))

    def OpenHalfSpace(self, term: Any) -> SetValue:
        normal, offset = map(self, term.arguments)

        def contains(value: Any) -> Verdict:
            excess = subtract(matrices.dot(value, normal), offset)
            if not exact.is_exact(excess) and exact.is_zero(excess):
                return Verdict.UNKNOWN
            return exactly(excess > 0)

        return SetValue(contains)


def _same_measure(first: Any, second: Any) -> Verdict:
    if isinstance(first, FiniteMeasure) and isinstance(second, FiniteMeasure):
        masses = [{p: w for p, w in zip(m.points, m.weights, strict=True) if w != 0} for m in (first, second)]
        if masses[0].keys() != masses[1].keys():
            return Verdict.FALSE
        return conjunction(matrices.equal(masses[0][p], masses[1][p]) for p in masses[0])
    return Verdict.TRUE if first is second else Verdict.UNKNOWN
