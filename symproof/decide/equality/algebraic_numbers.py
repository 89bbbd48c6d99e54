"""Explicit algebraic numbers: radicals and the sines and cosines of rational multiples of π, in one number field.

The field is a tower over Q. Its first generator is c = cos(π/N), whose minimal polynomial is proved to vanish at c:
sin(π) = sin(π/N) U(c) = 0, and the other factors of U are not 0 at c by an enclosure. Each further generator is a root
r = a^(1/q). Whether r lies in the field already is guessed by lattice reduction, r = e, and proved: (r − e) h = r^q − e^q
is 0 by the normal form (modulo the minimal polynomial of c), and h = Σ r^i e^(q−1−i) is not 0 by an enclosure. When all
roots are written in independent generators, equal numbers have equal normal forms. Search, not trusted: a wrong guess is
refused by the kernel.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import lcm, prod
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.polynomial import Polynomial
from symproof.checkers.quotients import ONE, polynomial_term
from symproof.kernel import Theorem
from symproof.models.balls import Balls
from symproof.terms import Abs, Add, Cos, Div, Le, Lt, Mul, Ne, Number, Pow, Sin, Sqrt, Term, pi

from ..context import Context
from .conversions import (by_balls, closed, difference_is_zero, discharged, everywhere, inside, left_of, lemma,
                          linked, other_factor, right_of)
from .trigonometry import Pair, _multiple_of_pi, _multiples, multiple

MOST_DIMENSIONS = 48


def value_of(term: Term, bits: int) -> Any:
    """A certain enclosure of a closed real number."""
    return Balls(bits).enclosure(term)


class NumberField:
    """Q(c, r_1, …, r_k) as far as it has been built; `reduced(term)` writes closed radicals in its generators."""

    def __init__(self, order: int, context: Context) -> None:
        self.context = context
        self.cosine: Term | None = None
        self.relation: Theorem | None = None
        self.minimal: list[Fraction] = []
        self.roots: list[tuple[Term, Fraction, int]] = []
        self._handled: set[tuple[Term, int]] = set()
        self._members: dict[Term, tuple[Theorem, int]] = {}
        if order > 2:
            self._begin(order)

    # -- the minimal polynomial of cos(π/N) ----------------------------------------------------------------------------
    def _begin(self, order: int) -> None:
        import flint

        unit = Mul(Number(1, order), pi)
        cosine, sine = Cos(unit), Sin(unit)
        plain: Pair = kernel.ring(sine, sine), kernel.ring(cosine, cosine)
        expansion = _multiples(order, unit, plain, {})[0]
        half_turn = _multiple_of_pi(Number(1), pi)[0]
        angle = multiple(order, unit)
        flat = kernel.chain(inside(Sin(angle), angle, kernel.ring(angle, pi)), half_turn)
        vanishes = kernel.chain(kernel.exchange(expansion), flat)
        coefficients = _in_one_variable(_without_one(normal(right_of(expansion))[0].top, P.atom(sine)), P.atom(cosine))
        if coefficients is None:
            return
        poly = flint.fmpq_poly([flint.fmpq(v.numerator, v.denominator) for v in coefficients])
        _, factors = poly.factor()
        at = value_of(cosine, 256)
        minimal = next((f for f, _ in factors if _evaluated(f, at).contains(0)), None)
        if minimal is None:
            return
        rest = poly / minimal
        self.minimal = [_fraction(v) for v in minimal.coeffs()]
        left, right = _polynomial_of(self.minimal, cosine), Mul(
            sine, _polynomial_of([_fraction(v) for v in rest.coeffs()], cosine))
        nonzero = by_balls(Ne(right, 0))
        if nonzero is None:
            return
        product = kernel.chain(kernel.ring(Mul(left, right), left_of(vanishes)), vanishes)
        self.relation = other_factor(product, left, right, nonzero)
        self.cosine = cosine

    # -- zero ----------------------------------------------------------------------------------------------------------
    def zero(self, term: Term) -> Theorem | None:
        """⊢ t = 0, modulo the minimal polynomial of cos(π/N)."""
        form = normal(term)[0]
        if not form.top:
            return kernel.ring(term, Number(0))
        if self.cosine is None or self.relation is None:
            return None
        lifted, below = _lifted(form.top, P.atom(self.cosine))
        divided = _divided(lifted, P.atom(self.cosine), self.minimal)
        if divided is None:
            return None
        zero_term = left_of(self.relation)
        multiplied: Term = Mul(polynomial_term(divided), zero_term)
        if below:
            multiplied = Div(multiplied, _power_of(self.cosine, below))
        if form.bottom != ONE:
            multiplied = Div(multiplied, polynomial_term(form.bottom))
        start = kernel.ring(term, multiplied)
        gone = inside(multiplied, zero_term, self.relation)
        return kernel.chain(start, gone, kernel.ring(right_of(gone), Number(0)))

    def equal(self, left: Term, right: Term) -> Theorem | None:
        """⊢ a = b, modulo the minimal polynomial of cos(π/N)."""
        found = self.zero(left - right)
        return None if found is None else difference_is_zero(found, left, right)

    def remainder(self, term: Term) -> Theorem | None:
        """⊢ t = t with the powers of cos(π/N) lowered below the degree of its minimal polynomial."""
        form = normal(term)[0]
        if self.cosine is None or self.relation is None:
            return None
        lowered = _lowered(form.top, P.atom(self.cosine), self.minimal)
        if lowered is None or lowered == form.top:
            return None
        below = () if form.bottom == ONE else (polynomial_term(form.bottom),)
        wanted: Term = Div(polynomial_term(lowered), *below) if below else polynomial_term(lowered)
        return self.equal(term, wanted)

    # -- roots ---------------------------------------------------------------------------------------------------------
    def basis(self) -> list[Term]:
        """The monomials in the generators that span the field."""
        powers: list[list[Term]] = []
        if self.cosine is not None:
            powers.append([_power(self.cosine, Fraction(i)) for i in range(len(self.minimal) - 1)])
        for base, step, degree in self.roots:
            powers.append([_power(base, step * i) for i in range(degree)])
        return [_product(choice) for choice in _choices(powers)]

    def reduced(self, term: Term) -> Theorem | None:
        """⊢ t = t with every closed root written in the generators; new independent roots become generators."""
        result: Theorem | None = None
        for _ in range(40):
            self.context.check_time()
            current = term if result is None else right_of(result)
            step = self._step(current)
            if step is None:
                return result
            result = step if result is None else kernel.chain(result, step)
            result = linked(result, everywhere(closed_modulus)(right_of(result))) or result
        return result

    def _step(self, term: Term) -> Theorem | None:
        from .conversions import normalised

        form = normal(term)[0]
        found = sorted(_roots_in([form.top, form.bottom]), key=lambda r: (len(repr(r[0])), repr(r[0])))
        for base, q in found:
            found_root = self._members.get(base)
            if found_root is None:
                if (base, q) in self._handled:
                    continue
                self._handled.add((base, q))
                found_root = self._member(base, q)
            if found_root is None:
                continue
            self._members[base] = found_root
            equation, step = found_root
            start = normalised(term)
            current = term if start is None else right_of(start)
            links = [] if start is None else [start]
            for power in _powers_of(current, base):
                exponent = Fraction(1, 2) if isinstance(power, Sqrt) else power.arguments[1].value
                link = kernel.ring(power, _power(left_of(equation), exponent * step))
                raised = kernel.chain(link, inside(right_of(link), left_of(equation), equation))
                links.append(inside(current, power, raised))
                current = right_of(links[-1])
            again = normalised(current)
            if again is not None:
                links.append(again)
            lowered = self.remainder(current)
            if lowered is not None:
                links = [*links[:-1], lowered] if again is not None else [*links, lowered]
            return kernel.chain(*links) if links else None
        return None

    def _member(self, base: Term, q: int) -> tuple[Theorem, int] | None:
        """(⊢ base^(1/q) = an element of the field, q); or None, and a new generator, when it is none."""
        for divisor in (d for d in range(2, q) if q % d == 0 and (base, d) not in self._handled):
            self._handled.add((base, divisor))
            smaller = self._member(base, divisor)
            if smaller is not None:
                self._handled.discard((base, q))
                return smaller
        if not self._independent(base):
            root = _power(base, Fraction(1, q))
            guess = self._guess(root)
            proof = None if guess is None else self._proved(root, guess, q)
            if proof is not None:
                return proof, q
        self.roots = [r for r in self.roots if r[0] is not base] + [(base, Fraction(1, q), q)]
        return None

    def _independent(self, base: Term) -> bool:
        """Roots of different primes are independent over Q."""
        return isinstance(base, Number) and self.cosine is None and all(isinstance(b, Number) for b, _, _ in self.roots)

    @property
    def dimension(self) -> int:
        return prod((max(1, len(self.minimal) - 1), *(d for _, _, d in self.roots)))

    def _guess(self, root: Term) -> Term | None:
        """A small integer relation between the root and the basis, by lattice reduction."""
        if self.dimension > MOST_DIMENSIONS:
            return None
        basis = self.basis()
        bits = 100 + 24 * (len(basis) + 1)
        values = [value_of(t, 2 * bits) for t in [root, *basis]]
        relation = integer_relation(values, bits)
        if relation is None or relation[0] == 0:
            return None
        parts = [(-Fraction(v, relation[0]), t) for v, t in zip(relation[1:], basis, strict=True) if v]
        terms = [Mul(Number(v), t) for v, t in parts]
        return Number(0) if not terms else terms[0] if len(terms) == 1 else Add(*terms)

    def _proved(self, root: Term, guess: Term, q: int) -> Theorem | None:
        powers = [_product([t for t in (_power_of(root, i), _power_of(guess, q - 1 - i)) if t is not Number(1)])
                  for i in range(q)]
        other = powers[0] if q == 1 else Add(*powers)
        gap = root - guess
        nonzero = by_balls(Ne(other, 0))
        product = self.zero(Mul(gap, other))
        if nonzero is None or product is None:
            return None
        equation = difference_is_zero(other_factor(product, gap, other, nonzero), root, guess)
        return discharged(equation, self.context)


def closed_modulus(term: Term) -> Theorem | None:
    """⊢ |u| = ±u for a closed u whose sign balls show."""
    if not isinstance(term, Abs) or not closed(term):
        return None
    inner = term.arguments[0]
    for name, symbol, condition in (("modulus of what is not negative", "a", Le(0, inner)),
                                    ("modulus of a negative number", "n", Lt(inner, 0))):
        sign = by_balls(condition)
        if sign is not None:
            found = lemma(name, **{symbol: inner})
            return kernel.cut(sign, found) if found.hypotheses else found
    return None


# -- polynomials ----------------------------------------------------------------------------------------------------------

def _fraction(value: Any) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def _in_one_variable(poly: Polynomial, atom: int) -> list[Fraction] | None:
    """The coefficients of a polynomial in one atom, from the constant one on."""
    result: dict[int, Fraction] = {}
    for key, value in poly.items():
        powers = dict(key)
        degree = powers.pop(atom, 0)
        if powers or degree != int(degree) or degree < 0:
            return None
        result[int(degree)] = value
    return [result.get(i, Fraction(0)) for i in range(max(result, default=-1) + 1)]


def _polynomial_of(coefficients: list[Fraction], variable: Term) -> Term:
    parts = [Mul(Number(v), _power_of(variable, i)) if i else Number(v) for i, v in enumerate(coefficients) if v]
    return Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)


def _evaluated(poly: Any, at: Any) -> Any:
    import flint

    saved, flint.ctx.prec = flint.ctx.prec, 256
    try:
        result = flint.arb(0)
        for value in reversed(poly.coeffs()):
            result = result * at + flint.arb(value)
        return result
    finally:
        flint.ctx.prec = saved


def _without_one(poly: Polynomial, atom: int) -> Polynomial:
    """The polynomial divided by an atom."""
    return {P.join(key, ((atom, -1),)): value for key, value in poly.items()}


def _by_degree(poly: Polynomial, atom: int) -> dict[int, Polynomial] | None:
    result: dict[int, Polynomial] = {}
    for key, value in poly.items():
        rest = tuple((n, e) for n, e in key if n != atom)
        degree = dict(key).get(atom, 0)
        if degree != int(degree) or degree < 0:
            return None
        result.setdefault(int(degree), {})[rest] = value
    return result


def _division(poly: Polynomial, atom: int, minimal: list[Fraction]) -> tuple[Polynomial, Polynomial] | None:
    """Quotient and remainder of a polynomial by a polynomial with rational coefficients in one of its atoms."""
    parts = _by_degree(poly, atom)
    if parts is None:
        return None
    degree, leading = len(minimal) - 1, minimal[-1]
    quotient: Polynomial = {}
    for d in range(max(parts, default=0), degree - 1, -1):
        top = parts.pop(d, {})
        if not top:
            continue
        share = P.scale(top, 1 / leading)
        quotient = P.add(quotient, _times_power(share, atom, d - degree))
        for i, value in enumerate(minimal[:-1]):
            if value:
                parts[d - degree + i] = P.add(parts.get(d - degree + i, {}), share, -value)
    remainder: Polynomial = {}
    for d, part in parts.items():
        remainder = P.add(remainder, _times_power(part, atom, d))
    return quotient, remainder


def _times_power(poly: Polynomial, atom: int, exponent: int) -> Polynomial:
    return {P.join(key, ((atom, exponent),)) if exponent else key: value for key, value in poly.items()}


def _divided(poly: Polynomial, atom: int, minimal: list[Fraction]) -> Polynomial | None:
    found = _division(poly, atom, minimal)
    return None if found is None or found[1] else found[0]


def _lifted(poly: Polynomial, atom: int) -> tuple[Polynomial, int]:
    """The polynomial times the power of an atom that makes its exponents natural, and that power."""
    least = min((int(dict(key).get(atom, 0)) for key in poly), default=0)
    return (_times_power(poly, atom, -least), -least) if least < 0 else (poly, 0)


def _lowered(poly: Polynomial, atom: int, minimal: list[Fraction]) -> Polynomial | None:
    """The polynomial with powers of the atom from 0 to below the degree of its minimal polynomial."""
    lifted, below = _lifted(poly, atom)
    found = _division(lifted, atom, minimal)
    if found is None:
        return None
    result = found[1]
    reciprocal = {((atom, i),) if i else P.ONE: -v / minimal[0] for i, v in enumerate(minimal[1:]) if v}
    for _ in range(below):
        divided = _division(P.multiply(result, reciprocal), atom, minimal)
        if divided is None:
            return None
        result = divided[1]
    return result


def integer_relation(values: list[Any], bits: int) -> list[int] | None:
    """Small integers a with Σ a v = 0 up to 2^−bits, for balls v; None when lattice reduction shows none."""
    import flint

    scaled = []
    for value in values:
        mantissa, exponent = (int(v) for v in value.mid().man_exp())
        shift = exponent + bits
        scaled.append(mantissa << shift if shift >= 0 else mantissa >> -shift)
    count = len(values)
    rows = [[int(i == j) for j in range(count)] + [scaled[i]] for i in range(count)]
    reduced = flint.fmpz_mat(rows).lll().table()
    best = [int(v) for v in reduced[0]]
    largest = max(abs(v) for v in best)
    return best[:-1] if largest.bit_length() * (count + 1) < bits and any(best[:-1]) else None


# -- terms ------------------------------------------------------------------------------------------------------------

def _power_of(base: Term, exponent: int) -> Term:
    return Number(1) if exponent == 0 else base if exponent == 1 else Pow(base, Number(exponent))


def _power(base: Term, exponent: Fraction) -> Term:
    if exponent == Fraction(1, 2):
        return Sqrt(base)
    return Number(1) if exponent == 0 else base if exponent == 1 else Pow(base, Number(exponent))


def _product(parts: list[Term]) -> Term:
    kept = [p for p in parts if p is not Number(1)]
    return Number(1) if not kept else kept[0] if len(kept) == 1 else Mul(*kept)


def _choices(powers: list[list[Term]]) -> Iterator[list[Term]]:
    if not powers:
        yield []
        return
    for rest in _choices(powers[1:]):
        for first in powers[0]:
            yield [first, *rest]


def _roots_in(polys: list[Polynomial]) -> list[tuple[Term, int]]:
    """The closed bases with fractional powers in polynomials, those within other radicands too; innermost included."""
    degrees: dict[Term, int] = {}
    stack: list[Polynomial] = list(polys)
    seen: set[int] = set()
    while stack:
        for key in stack.pop():
            for n, e in key:
                base = P.atom_term(n)
                if e != int(e) and closed(base):
                    degrees[base] = lcm(degrees.get(base, 1), Fraction(e).denominator)
                    if n not in seen:
                        seen.add(n)
                        stack.append(normal(base)[0].top)
    return list(degrees.items())


def _powers_of(term: Term, base: Term) -> list[Term]:
    """The fractional powers of a base in a term, larger terms last."""
    from symproof.terms import subterms

    found = [t for t in subterms(term) if isinstance(t, (Sqrt, Pow)) and t.arguments[0] is base
             and (isinstance(t, Sqrt) or isinstance(t.arguments[1], Number) and t.arguments[1].value.denominator > 1)]
    return sorted(found, key=lambda t: (len(repr(t)), repr(t)))

__all__ = ["NumberField", "closed_modulus", "integer_relation", "value_of"]
