"""Evaluating statements with remainders O(var^k) along points that run to 0.

May import `symproof.terms` and the modules of this package. Such an evaluation refutes by growth or says HELD, no more.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise
from typing import Any

from symproof.terms import BigO, Symbol, Term
from symproof.terms.calculus import has_remainder

from .exact import CONTEXT, Real, approximate, subtract
from .integration import EvaluateIntegration
from .verdict import Undefined, Verdict, conjunction, exactly

_PLACES = (3, 6, 9, 12)
_GROWTH = 100
_CLOSER = 30
_INSTANCES = (Fraction(0), Fraction(1), Fraction(-2))


def marked(side: Term, variable: Symbol, taken: int) -> tuple[Term, list[tuple[Symbol, int]]]:
    """The side with each O(variable^k) replaced by a symbol of its own, and these symbols with their k."""
    found: list[tuple[Symbol, int]] = []

    def walk(term: Term) -> Term:
        if type(term) is BigO:
            found.append((Symbol(f"remainder%{taken + len(found) + 1}"), int(term.arguments[1].value)))
            return found[-1][0]
        if not has_remainder(term):
            return term
        rebuilt: Term = type(term)(*(walk(part) if isinstance(part, Term) else part for part in term.arguments))
        return rebuilt

    return walk(side), found


class EvaluateAsymptotics(EvaluateIntegration):
    """Statements `Asymptotic(var, left, right)`."""

    def Asymptotic(self, term: Any) -> Verdict:
        """Refuted when the sides drift apart faster than the remainders on the right can bridge, as var → 0.

        The remainders on the left stand for all bounded functions, so they are tried as 0, var^k and −2 var^k. Those on
        the right stand for some: the reach of each is how far var^k in its place moves the right side, and the gap
        between the sides over the total reach must not grow a hundredfold twice on the way from 10^−6 to 10^−12.
        """
        variable, left, right = term.arguments
        first, given = marked(left, variable, 0)
        second, wanted = marked(right, variable, len(given))
        signs = {"positive": [1], "nonnegative": [1], "negative": [-1]}.get(variable.domain, [1, -1])
        verdicts, reasons = [], []
        for sign in signs:
            for instance in _INSTANCES if given else _INSTANCES[:1]:
                try:
                    verdicts.append(self._along(term, variable, (first, given, instance), (second, wanted), sign))
                except Undefined as reason:
                    reasons.append(reason)
        if not verdicts:
            raise reasons[0]
        return conjunction(verdicts)

    def _along(self, term: Term, variable: Symbol, left: tuple[Term, list[tuple[Symbol, int]], Fraction],
               right: tuple[Term, list[tuple[Symbol, int]]], sign: int) -> Verdict:
        (first, given, instance), (second, wanted) = left, right
        highest = max((k for _, k in (*given, *wanted)), default=1)
        ratios: list[Any] = []
        values: tuple[Any, Any] = (None, None)
        with self.more_digits(_PLACES[-1] * (highest + 2) + 20):
            for place in _PLACES:
                at = Fraction(sign, 10**place)
                zeros = {symbol: Fraction(0) for symbol, _ in wanted}
                values = (self._placed(first, {variable: at, **{s: instance * at**k for s, k in given}}),
                          self._placed(second, {variable: at, **zeros}))
                moved = [self._placed(second, {variable: at, **zeros, s: at**k}) for s, k in wanted]
                reach = sum((abs(approximate(subtract(value, values[1]))) for value in moved), CONTEXT.zero)
                ratios.append(self._ratio(values, reach))
            if ratios[-1] > 0 and not self._stays(values, (first, second), ({variable: at, **{
                    s: instance * at**k for s, k in given}}, {variable: at, **zeros})):
                return Verdict.HELD
        if not wanted:
            return self._judge(term, Verdict.HELD if ratios[-1] == 0 else exactly(min(ratios) == 0), values)
        steps = list(pairwise(ratios))[1:]
        grows = all(after == CONTEXT.inf or after > _GROWTH * before for before, after in steps)
        return self._judge(term, Verdict.FALSE if grows and ratios[-1] > 0 else Verdict.HELD, values)

    def _stays(self, values: tuple[Real, Real], sides: tuple[Term, Term],
               places: tuple[dict[Symbol, Real], dict[Symbol, Real]]) -> bool:
        """Whether a gap between the sides is the same 30 digits closer, so that it is none of rounding's."""
        gap = abs(approximate(subtract(*values)))
        with self.more_digits(_CLOSER):
            again = abs(approximate(subtract(*(self._placed(side, at) for side, at in zip(sides, places, strict=True)))))
            return bool(abs(gap - again) <= gap / 1000)

    def _placed(self, side: Term, values: dict[Symbol, Real]) -> Real:
        with self.only({**self.bound, **values}):
            return self(side)

    @staticmethod
    def _ratio(values: tuple[Real, Real], reach: Any) -> Any:
        """The gap between the sides over the reach of the remainders; a gap of the size of rounding counts as 0."""
        gap, size = abs(approximate(subtract(*values))), max(map(abs, map(approximate, values)))
        if gap <= CONTEXT.mpf(10) ** (12 - CONTEXT.dps) * size:
            return CONTEXT.zero
        return gap / reach if reach else CONTEXT.inf

    def _judge(self, term: Term, verdict: Verdict, values: tuple[Any, Any]) -> Verdict:
        """Remembers the relation that failed, with its two values."""
        if verdict is Verdict.FALSE:
            self.failure = (term, *values, dict(self.bound))
        return verdict
