"""Sines and cosines of sums and multiples, written as polynomials in the sines and cosines of the base angles.

Every angle is a rational combination Σ c·b of base angles b (the monomials of its normal form; π and 1 among them). With
b/q for the unit of b, q the least common denominator of its coefficients, sin and cos of every angle that occurs are
polynomials in sin and cos of the units, by the addition theorems; the normal form (sin² = 1 − cos²) then decides. The
units π/N go to cos(π/N) alone, whose powers `algebraic_numbers` reduces. sin and cos of arcsine, arccosine and arctangent
are algebraic; arcsine … of explicit numbers that are rational multiples of π are replaced by those.

How it could be fooled: a denominator that vanishes (tan, 1/sin), an arcsine outside [−1, 1], arcsin(sin x) off
[−π/2, π/2]: each raises a side condition, which stays on the theorem. Search, not trusted.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, monomial_term, polynomial_term, quotient_term
from symproof.checkers.signs import integral
from symproof.kernel import Theorem
from symproof.terms import (Add, Arccos, Arcsin, Arctan, Cos, Div, Le, Lt, Mul, Ne, Neg, Number, Pow, Sin, Symbol, Tan, Term,
                            pi, subterms)

from .conversions import Conversion, everywhere, given, inside, left_of, not_zero, reflexive, right_of, tidied
from ..positivity import prove_order
from ..prover import law_instance

MOST_MULTIPLES = 240
Pair = tuple[Theorem, Theorem]  # sin u = …, cos u = …


def angle_parts(angle: Term) -> dict[Term, Fraction]:
    """The base angles of an angle, with their coefficients."""
    form = normal(angle)[0]
    parts: dict[Term, Fraction] = {}
    for key, value in form.top.items():
        if form.bottom == ONE:
            base: Term = Number(1) if key == P.ONE else monomial_term(key)
        else:
            base = Div(monomial_term(key), polynomial_term(form.bottom))
        parts[base] = value
    return parts


def circular(term: Term) -> list[Term]:
    """The sines, cosines and tangents in a term, in a fixed order."""
    found = [t for t in subterms(term) if isinstance(t, (Sin, Cos, Tan))]
    return sorted(found, key=lambda t: (len(repr(t)), repr(t)))


class Angles:
    """The base angles of some terms with their units, and sin and cos of combinations of them as theorems."""

    def __init__(self, terms: Iterable[Term]) -> None:
        denominators: dict[Term, int] = {}
        self.whole_cosines = True
        self.largest = 0
        for term in terms:
            for each in circular(term):
                parts = angle_parts(each.arguments[0])
                for base, value in parts.items():
                    denominators[base] = lcm(denominators.get(base, 1), value.denominator)
                if not isinstance(each, Cos) or set(parts) != {pi}:
                    self.whole_cosines = False
        if pi in denominators and not self.whole_cosines:
            denominators[pi] = lcm(2, denominators[pi])
        self.denominators = denominators
        self._pairs: dict[tuple[Term, int], Pair] = {}
        self.lower: Conversion = _unchanged

    @property
    def order(self) -> int:
        """N of the unit π/N; 0 when no angle contains π."""
        return self.denominators.get(pi, 0)

    def unit(self, base: Term) -> Term:
        q = self.denominators.get(base, 1)
        return base if q == 1 else quotient_term(normal(Mul(Number(1, q), base))[0])

    # -- sin and cos of multiples of a unit ----------------------------------------------------------------------------
    def _start(self, base: Term) -> Pair:
        unit = self.unit(base)
        sine, cosine = reflexive(Sin(unit)), reflexive(Cos(unit))
        if base is pi and self.order == 2:
            right = law_instance("sine of a right angle", {}), law_instance("cosine of a right angle", {})
            return renamed_angle(right, unit)
        if base is pi and self.order == 1:
            return _multiple_of_pi(Number(1), pi)
        if base is pi and self.order % 2 == 0:
            return self._sine_by_cosine(unit), cosine
        if self.denominators.get(base, 1) == 2 and isinstance(base, (Arcsin, Arccos, Arctan)):
            return _half_of_arc(base, unit)
        if self.denominators.get(base, 1) != 1:
            return sine, cosine
        factor = _over_pi(base)
        if factor is not None:
            return _multiple_of_pi(factor, base)
        return _arc(base) if isinstance(base, (Arcsin, Arccos, Arctan)) else (sine, cosine)

    def _sine_by_cosine(self, unit: Term) -> Theorem:
        """sin(π/N) = cos((N/2 − 1) π/N), a polynomial in cos(π/N) where sin² = 1 − cos² is used."""
        half = self.order // 2
        other = multiple(half - 1, unit)
        before = law_instance("sine of a sum", {"x": pi / 2, "y": -other})
        known = [law_instance("sine of a right angle", {}), law_instance("cosine of a right angle", {})]
        right = _with(before, known)
        flat = kernel.ring(right_of(right), Cos(other))
        whole = kernel.chain(right, flat)
        named = inside(Sin(unit), unit, kernel.ring(unit, pi / 2 - other))
        named = kernel.chain(named, kernel.ring(right_of(named), left_of(whole)), whole)
        plain = (reflexive(Sin(unit)), reflexive(Cos(unit)))
        return tidied(kernel.chain(named, _multiples(half - 1, unit, plain, {})[1]))

    def pair(self, base: Term, times: int) -> Pair:
        """sin and cos of `times` units of a base angle."""
        key = (base, times)
        if key not in self._pairs:
            if abs(times) > MOST_MULTIPLES:
                raise ValueError("the multiple of an angle is too large")
            if times == 1:
                self._pairs[key] = self._start(base)
            elif times < 0:
                sine, cosine = self.pair(base, -times)
                angle, positive = multiple(times, self.unit(base)), multiple(-times, self.unit(base))
                first = kernel.ring(Sin(angle), Neg(Sin(positive)))
                self._pairs[key] = (tidied(kernel.chain(first, inside(right_of(first), left_of(sine), sine))),
                                    kernel.chain(kernel.ring(Cos(angle), Cos(positive)), cosine))
            else:
                half = times // 2
                a, b = (multiple(t, self.unit(base)) for t in (half, times - half))
                summed = added(a, self.pair(base, half), b, self.pair(base, times - half))
                self._pairs[key] = renamed_angle(summed, multiple(times, self.unit(base)))
            if base is pi:
                sine, cosine = self._pairs[key]
                self._pairs[key] = (kernel.chain(*(t for t in (sine, self.lower(right_of(sine))) if t is not None)),
                                    kernel.chain(*(t for t in (cosine, self.lower(right_of(cosine))) if t is not None)))
        return self._pairs[key]

    def of(self, angle: Term) -> Pair:
        """sin and cos of an angle, as polynomials in those of the units."""
        total: tuple[Term, Pair] | None = None
        parts = angle_parts(angle)
        if not parts:
            zero = Number(0)
            pair = kernel.ring(Sin(zero), Number(0)), kernel.ring(Cos(zero), Number(1))
            return renamed_angle(pair, angle)
        for base, value in sorted(parts.items(), key=lambda item: repr(item[0])):
            times = value * self.denominators.setdefault(base, value.denominator)
            if times.denominator != 1:
                raise ValueError("an angle is no multiple of the units")
            term = multiple(int(times), self.unit(base))
            found = self.pair(base, int(times))
            total = (term, found) if total is None else (Add(total[0], term), added(total[0], total[1], term, found))
        if total is None:
            raise ValueError("an angle without parts")
        return renamed_angle(total[1], angle)

    def conversion(self, term: Term) -> Theorem | None:
        """sin u, cos u or tan u as a polynomial (a quotient) in sin and cos of the units."""
        if isinstance(term, Tan):
            quotient = kernel.unfold(term)
            sine, cosine = self.of(term.arguments[0])
            rewritten = [inside(right_of(quotient), left_of(sine), sine)]
            rewritten.append(inside(right_of(rewritten[0]), left_of(cosine), cosine))
            return kernel.chain(quotient, *rewritten)
        if isinstance(term, (Sin, Cos)):
            if term.arguments[0] in self._units():
                base = self._units()[term.arguments[0]]
                found = self.pair(base, 1)[0 if isinstance(term, Sin) else 1]
                return None if right_of(found) is term else found
            found = self.of(term.arguments[0])[0 if isinstance(term, Sin) else 1]
            return None if right_of(found) is term else found
        return None

    def quarter_turns(self) -> Conversion | None:
        """cos²(n π/2) = (1 + (−1)^n)/2 and sin(n π/2) cos(n π/2) = 0, for the bases n π with the unit n π/2."""
        squares: dict[Term, Theorem] = {}
        products: dict[Term, tuple[Term, Theorem]] = {}
        for base, q in self.denominators.items():
            factor = _over_pi(base) if q == 2 else None
            if factor is not None:
                unit = self.unit(base)
                plain = reflexive(Sin(unit)), reflexive(Cos(unit))
                double = renamed_angle(added(unit, plain, unit, plain), base)[1]
                value = kernel.chain(kernel.exchange(double), _multiple_of_pi(factor, base)[1])
                square, hole = Pow(Cos(unit), 2), Symbol("hole")
                half = kernel.congruence((1 + hole) / 2, hole, value)
                squares[Cos(unit)] = kernel.chain(kernel.ring(square, left_of(half)), half)
                turn = renamed_angle(added(unit, plain, unit, plain), base)[0]
                nothing = kernel.chain(kernel.exchange(turn), _multiple_of_pi(factor, base)[0])
                products[Cos(unit)] = Sin(unit), kernel.congruence(hole / 2, hole, nothing)

        def product(term: Term) -> Theorem | None:
            for cosine, (sine, nothing) in products.items():
                if {sine, cosine} <= set(term.arguments):
                    rest = [p for p in term.arguments if p not in (sine, cosine)]
                    zero = kernel.chain(kernel.ring(Mul(sine, cosine), left_of(nothing)), nothing)
                    written = Mul(left_of(zero), *rest) if rest else left_of(zero)
                    gone = inside(written, left_of(zero), zero) if rest else zero
                    return kernel.chain(kernel.ring(term, written), gone, kernel.ring(right_of(gone), Number(0)))
            return None

        def rule(term: Term) -> Theorem | None:
            if isinstance(term, Mul):
                return product(term)
            if not (isinstance(term, Pow) and term.arguments[0] in squares and isinstance(term.arguments[1], Number)):
                return None
            cosine, exponent = term.arguments[0], term.arguments[1].value
            if exponent.denominator != 1 or exponent < 2:
                return None
            half, odd = divmod(int(exponent), 2)
            square = Pow(cosine, 2)
            split = Pow(square, half) * (cosine if odd else Number(1))
            return kernel.chain(kernel.ring(term, split), inside(split, square, squares[cosine]))

        return rule if squares else None

    def _units(self) -> dict[Term, Term]:
        return {self.unit(base): base for base in self.denominators}


def _unchanged(_: Term) -> Theorem | None:
    return None


def multiple(times: int, unit: Term) -> Term:
    return unit if times == 1 else Number(0) if times == 0 else Mul(Number(times), unit)


def _multiples(times: int, unit: Term, one: Pair, memo: dict[int, Pair]) -> Pair:
    """sin and cos of n units, from those of one unit."""
    if times not in memo:
        if times == 0:
            memo[0] = kernel.ring(Sin(Number(0)), Number(0)), kernel.ring(Cos(Number(0)), Number(1))
        elif times == 1:
            memo[1] = one
        else:
            half = times // 2
            pairs = [_multiples(t, unit, one, memo) for t in (half, times - half)]
            terms = [multiple(t, unit) for t in (half, times - half)]
            memo[times] = renamed_angle(added(terms[0], pairs[0], terms[1], pairs[1]), multiple(times, unit))
    return memo[times]


def _over_pi(base: Term) -> Term | None:
    """n when the base angle is n π with n visibly an integer (not a number)."""
    factors = base.arguments if isinstance(base, Mul) else (base,)
    rest = [f for f in factors if f is not pi]
    if len(rest) + 1 != len(factors) or not rest:
        return None
    factor = rest[0] if len(rest) == 1 else Mul(*rest)
    return factor if integral(factor) else None


def _multiple_of_pi(factor: Term, angle: Term) -> Pair:
    same = kernel.ring(angle, factor * pi)
    pair = [tidied(law_instance(f"{name} of a multiple of pi", {"j": factor})) for name in ("sine", "cosine")]
    return (kernel.chain(inside(Sin(angle), angle, same), pair[0]), kernel.chain(inside(Cos(angle), angle, same), pair[1]))


def _arc(angle: Term) -> Pair:
    """sin and cos of an arc function."""
    x = angle.arguments[0]
    if isinstance(angle, Arctan):
        return law_instance("sine of the arctangent", {"x": x}), law_instance("cosine of the arctangent", {"x": x})
    name = "arcsine" if isinstance(angle, Arcsin) else "arccosine"
    return given(f"sine of the {name}", {"x": x}), given(f"cosine of the {name}", {"x": x})


def _half_of_arc(angle: Term, unit: Term) -> Pair:
    """sin and cos of half an arc function, by roots; of an arcsine or arctangent sin(u/2) = sin u / (2 cos(u/2))."""
    x, half = angle.arguments[0], angle / 2
    whole = _arc(angle)
    name = "arcsine" if isinstance(angle, Arcsin) else "arccosine" if isinstance(angle, Arccos) else "arctangent"
    known = law_instance("range of the arctangent", {"x": x}) if name == "arctangent" else given(
        f"range of the {name}", {"x": x})
    facts = [kernel.conjunct(known, 0), kernel.conjunct(known, 1)]

    def bounds(*goals: Term) -> list[Theorem]:
        return [found for found in (prove_order(goal, facts, (), 1) for goal in goals) if found is not None]

    cosine = given("cosine of half an angle", {"x": angle}, *bounds(Le(-pi, angle), Le(angle, pi)))
    if name == "arccosine":
        sine = given("sine of half an angle", {"x": angle}, *bounds(Le(0, angle), Le(angle, 2 * pi)))
    else:
        positive = given("cosine is positive", {"x": half}, *bounds(Lt(-(pi / 2), half), Lt(half, pi / 2)))
        double = law_instance("sine of a sum", {"x": half, "y": half})
        ratio = kernel.ring(Sin(half), right_of(double) / (2 * Cos(half)))
        for condition in ratio.hypotheses:
            if isinstance(condition, Ne):
                ratio = kernel.cut(not_zero(positive if condition.arguments[0] is Cos(half) else kernel.nonnegative_form(
                    Lt(0, condition.arguments[0]), [positive], [(Fraction(2), (0,), ())])), ratio)
        back = kernel.chain(kernel.ring(Sin(angle), left_of(double)), double)
        template = kernel.exchange(inside(Div(Sin(angle), 2 * Cos(half)), Sin(angle), back))
        sine = _with(kernel.chain(ratio, template), [whole[0], cosine])
    pair = tuple(_with(each, [whole[1]]) if any(t is left_of(whole[1]) for t in subterms(right_of(each))) else each
                 for each in (sine, cosine))
    return renamed_angle((pair[0], pair[1]), unit)


def _with(theorem: Theorem, equations: Iterable[Theorem]) -> Theorem:
    """The right side of an equation rewritten by equations."""
    for equation in equations:
        theorem = kernel.chain(theorem, inside(right_of(theorem), left_of(equation), equation))
    return theorem


def added(a: Term, first: Pair, b: Term, second: Pair) -> Pair:
    """sin and cos of a + b from those of a and b."""
    results = []
    for name in ("sine of a sum", "cosine of a sum"):
        law = law_instance(name, {"x": a, "y": b})
        known = {id(left_of(t)): t for t in (*first, *second)}
        results.append(tidied(_with(law, (t for t in known.values() if right_of(t) is not left_of(t)))))
    return results[0], results[1]


def renamed_angle(pair: Pair, angle: Term) -> Pair:
    """sin u = … and cos u = … for another form of the angle u."""
    current = left_of(pair[0]).arguments[0]
    if current is angle:
        return pair
    same = kernel.ring(angle, current)
    return (kernel.chain(inside(Sin(angle), angle, same), pair[0]), kernel.chain(inside(Cos(angle), angle, same), pair[1]))


def expanded(terms: list[Term], angles: Angles) -> list[Theorem | None]:
    """⊢ t = t with every sine, cosine and tangent expanded, for terms whose angles are known."""
    memo: dict[Term, Theorem | None] = {}
    convert = everywhere(angles.conversion, memo, False)
    return [convert(term) for term in terms]

__all__ = ["Angles", "angle_parts", "circular", "expanded"]
