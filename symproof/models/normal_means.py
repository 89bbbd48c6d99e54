"""Means of piecewise linear functions of a normal variable in closed form, as terms.

May import `symproof.terms` only. With these, a nested expectation such as E_x E_y max(x, y) becomes a single integral
that balls can enclose. Nothing here may approximate: every rewriting is an identity for slopes that are not 0.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce

from symproof.terms import (Abs, Add, Div, Max, Mul, Neg, Normal, NormalCDF, NormalDensity, Number, Sqrt, Symbol, Term,
                            free_symbols)

Affine = tuple[Term, Term]
ZERO, ONE, TWO = Number(0), Number(1), Number(2)


def affine(term: Term, variable: Symbol) -> Affine | None:
    """(a, b) with term = a + b·variable, by its form; None when it has another one."""
    if variable not in free_symbols(term):
        return term, ZERO
    if term is variable:
        return ZERO, ONE
    name, parts = type(term).__name__, term.arguments
    if name == "Add":
        known = [affine(part, variable) for part in parts]
        found = [part for part in known if part is not None]
        return (Add(*(a for a, _ in found)), Add(*(b for _, b in found))) if len(found) == len(known) else None
    inner = [part for part in parts if isinstance(part, Term) and variable in free_symbols(part)]
    if name not in ("Neg", "Mul", "Div") or len(inner) != 1 or (name == "Div" and inner[0] is not parts[0]):
        return None
    below = affine(inner[0], variable)
    if below is None:
        return None
    if name == "Neg":
        return Neg(below[0]), Neg(below[1])
    if name == "Div":
        return Div(below[0], parts[1]), Div(below[1], parts[1])
    others = [part for part in parts if part is not inner[0]]
    return Mul(*others, below[0]), Mul(*others, below[1])


class NormalMean:
    """E[body] for `variable` ∼ N(mean, variance), where body is linear in max, min, |·|, sign of affine functions.

    `nonzero(slope)` must say whether a slope is certainly not 0 (and the variance with it), else nothing is rewritten.
    The formulas, with D ∼ N(m, s²): E max(D, 0) = mΦ(m/s) + sφ(m/s), P(D > 0) = Φ(m/s), and max(p, q) = q + max(p−q, 0)
    (Clark, The greatest of a finite set of random variables, Operations Research 9, 1961, equation (2)).
    """

    def __init__(self, variable: Symbol, measure: Term, nonzero: Callable[[Term], bool]) -> None:
        self.variable, (self.mean, self.variance), self.nonzero = variable, measure.arguments, nonzero

    def __call__(self, body: Term) -> Term | None:
        """The mean as a term without `variable`, or None when the body has another form."""
        line = affine(body, self.variable)
        if line is not None:
            return self._value(line)
        name, parts = type(body).__name__, body.arguments
        if name == "Add":
            return self._sum(parts)
        if name == "Neg":
            return self._map(lambda value: Neg(value), parts[0])
        if name == "Div" and self.variable not in free_symbols(parts[1]):
            return self._map(lambda value: Div(value, parts[1]), parts[0])
        if name == "Mul":
            inner = [part for part in parts if self.variable in free_symbols(part)]
            others = [part for part in parts if self.variable not in free_symbols(part)]
            return self._map(lambda value: Mul(*others, value), inner[0]) if len(inner) == 1 else None
        if name in ("Max", "Min"):
            return self._extremum(parts, Neg if name == "Min" else None)
        if name == "Abs":
            return self._positive_part(parts[0], lambda m, s: Add(
                Mul(m, Add(Mul(TWO, NormalCDF(Div(m, s))), Neg(ONE))), Mul(TWO, s, NormalDensity(Div(m, s)))))
        if name == "Sign":
            return self._positive_part(parts[0], lambda m, s: Add(Mul(TWO, NormalCDF(Div(m, s))), Neg(ONE)))
        if name == "Indicator" and type(parts[0]).__name__ in ("Lt", "Le", "Gt", "Ge"):
            left, right = parts[0].arguments
            excess = Add(right, Neg(left)) if type(parts[0]).__name__ in ("Lt", "Le") else Add(left, Neg(right))
            return self._positive_part(excess, lambda m, s: NormalCDF(Div(m, s)))
        return None

    def _value(self, line: Affine) -> Term:
        return line[0] if line[1] is ZERO else Add(line[0], Mul(line[1], self.mean))

    def _map(self, change: Callable[[Term], Term], part: Term) -> Term | None:
        value = self(part)
        return None if value is None else change(value)

    def _sum(self, parts: tuple[Term, ...]) -> Term | None:
        known = [self(part) for part in parts]
        found = [value for value in known if value is not None]
        return Add(*found) if len(found) == len(known) else None

    def _positive_part(self, difference: Term, formula: Callable[[Term, Term], Term]) -> Term | None:
        """formula(m, s) for the normal law N(m, s²) of an affine function of the variable."""
        line = affine(difference, self.variable)
        if line is None or not self.nonzero(Mul(line[1], self.variance)):
            return None
        return formula(self._value(line), Mul(Abs(line[1]), Sqrt(self.variance)))

    def _extremum(self, parts: tuple[Term, ...], flip: Callable[[Term], Term] | None) -> Term | None:
        """E max of the parts, all but one of which are free of the variable or affine; min p = −max(−p)."""
        values = [flip(part) for part in parts] if flip else list(parts)
        fixed = [v for v in values if self.variable not in free_symbols(v)]
        moving = [v for v in values if self.variable in free_symbols(v)]
        pair = [*moving, reduce(lambda a, b: Max(a, b), fixed)] if fixed else moving
        if len(pair) != 2:
            return None
        second = affine(pair[1], self.variable)
        first = self._positive_part(Add(pair[0], Neg(pair[1])), lambda m, s: Add(
            Mul(m, NormalCDF(Div(m, s))), Mul(s, NormalDensity(Div(m, s)))))
        if first is None or second is None:
            return None
        value: Term = Add(self._value(second), first)
        return flip(value) if flip else value


def close_inner_means(term: Term, nonzero: Callable[[Term], bool]) -> Term:
    """The term with every expectation under Normal(…) inside it replaced by a closed form, where there is one."""
    rebuilt = [close_inner_means(part, nonzero) if isinstance(part, Term) and i not in term.binding()[0] else part
               for i, part in enumerate(term.arguments)]
    if any(new is not old for new, old in zip(rebuilt, term.arguments, strict=True)):
        term = type(term)(*rebuilt)
    if type(term).__name__ == "Expectation" and isinstance(term.arguments[1], Normal) and term.sort == ZERO.sort:
        closed = NormalMean(term.arguments[0], term.arguments[1], nonzero)(term.arguments[2])
        return term if closed is None else closed
    return term
