"""Explicit bounds for the tails of integrals over infinite ranges.

May import `symproof.terms`, flint and `verdict`. Only one family of integrands is known: sums of products of a
polynomial, bounded functions and exponentials e^{q(x)} with q of degree at most 2. Nothing here samples or guesses.

The lemma. Let |f(x)| ≤ Σ_k p_k |x|^k e^{q(x)} for all real x, with p_k ≥ 0 and q(x) = −a x² + b x + c, a > 0. Then for
every T ≥ 0, with C = c + b²/(2a),  ∫_{|x| ≥ T, one side} |f| ≤ Σ_k p_k e^C Γ((k+1)/2, a T²/2) / (2 (a/2)^{(k+1)/2}).
Proof: q(x) + a x²/2 = −a x²/2 + b x + c ≤ C for every x, and ∫_T^∞ x^k e^{−α x²} dx = Γ((k+1)/2, α T²)/(2 α^{(k+1)/2}).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb
from symproof.terms import Number, Symbol, Term, free_symbols

from .verdict import Unsupported

Quadratic = tuple[arb, arb, arb]
MAX_POWER = 32
BOUNDED_BY_ONE = frozenset({"Sin", "Cos", "Tanh", "Erf", "Sign", "NormalCDF", "Indicator"})


@dataclass(frozen=True)
class Dominator:
    """|f(x)| ≤ (Σ_k polynomial[k] |x|^k) exp(q₂ x² + q₁ x + q₀) for all real x."""

    polynomial: tuple[arb, ...]
    exponent: Quadratic

    def __mul__(self, other: Dominator) -> Dominator:
        product = [arb(0)] * (len(self.polynomial) + len(other.polynomial) - 1)
        for i, a in enumerate(self.polynomial):
            for j, b in enumerate(other.polynomial):
                product[i + j] += a * b
        q, r = self.exponent, other.exponent
        return Dominator(tuple(product), (q[0] + r[0], q[1] + r[1], q[2] + r[2]))

    def tail(self, start: arb) -> arb:
        """A bound for the integral of the dominator over one side |x| ≥ start ≥ 0; Unsupported if it may diverge."""
        a, b, c = -self.exponent[0], self.exponent[1], self.exponent[2]
        if not a > 0:
            raise Unsupported("the integrand is not dominated by exp(−a x²) with a > 0")
        alpha, peak = a / 2, c + b * b / (2 * a)
        result = arb(0)
        for k, p in enumerate(self.polynomial):
            order = arb(k + 1) / 2
            result += p * peak.exp() * (alpha * start * start).gamma_upper(order) / (2 * alpha**order)
        return result


def products(left: list[Dominator], right: list[Dominator]) -> list[Dominator]:
    """Dominators for a product; those without exponential part are added into one polynomial."""
    result: list[Dominator] = []
    plain: list[arb] = []
    for product in (a * b for a in left for b in right):
        if all(q.is_zero() for q in product.exponent):
            plain += [arb(0)] * (len(product.polynomial) - len(plain))
            plain = [p + (product.polynomial[k] if k < len(product.polynomial) else 0) for k, p in enumerate(plain)]
        else:
            result.append(product)
    if len(result) > 200:
        raise Unsupported("the integrand has too many summands to bound its tails")
    flat = (arb(0), arb(0), arb(0))
    return [*result, Dominator(tuple(plain), flat)] if plain else result


def standard_normal() -> Dominator:
    """The density e^{−x²/2}/√(2π) as its own dominator."""
    return Dominator((1 / (2 * arb.pi()).sqrt(),), (-arb(1) / 2, arb(0), arb(0)))


class Dominators:
    """Bounds for a term as a function of `variable` = slope·x + shift, where x runs through the reals."""

    def __init__(self, variable: Symbol, slope: arb, shift: arb, constant: Callable[[Term], arb]) -> None:
        self.variable, self.slope, self.shift, self.constant = variable, slope, shift, constant

    def quadratic(self, term: Term) -> Quadratic | None:
        """The coefficients of the term as a polynomial of degree ≤ 2 in x, or None when it has another form."""
        zero = arb(0)
        if term is self.variable:
            return zero, self.slope, self.shift
        if self.variable not in free_symbols(term):
            return zero, zero, self.constant(term)
        name, parts = type(term).__name__, term.arguments
        if name in ("Add", "Neg", "Mul", "Div"):
            known = [self.quadratic(part) for part in parts]
            found = [part for part in known if part is not None]
            return self._arithmetic(name, found, parts) if len(found) == len(known) else None
        if name == "Pow" and parts[1] is Number(2):
            base = self.quadratic(parts[0])
            return self._product(base, base) if base else None
        return None

    def _arithmetic(self, name: str, parts: list[Quadratic], terms: tuple[Term, ...]) -> Quadratic | None:
        result: Quadratic | None = parts[0]
        if name == "Neg":
            return -parts[0][0], -parts[0][1], -parts[0][2]
        if name == "Div":
            by = parts[1][2]
            return None if self.variable in free_symbols(terms[1]) else (
                parts[0][0] / by, parts[0][1] / by, parts[0][2] / by)
        for other in parts[1:]:
            if result is None:
                return None
            result = self._product(result, other) if name == "Mul" else (
                result[0] + other[0], result[1] + other[1], result[2] + other[2])
        return result

    def _small_natural(self, exponent: Term) -> int:
        """The value of an exponent, when it is a natural number up to 32 for certain."""
        value = self.constant(exponent)
        whole = value.unique_fmpz() if value.is_exact() else None
        if whole is None or not 0 <= whole <= MAX_POWER:
            raise Unsupported("no bound over an infinite range is known for this power")
        return int(whole)

    @staticmethod
    def _product(left: Quadratic, right: Quadratic) -> Quadratic | None:
        (a, b, c), (d, e, f) = left, right
        if not (a * d).is_zero() or not (a * e + b * d).is_zero():
            return None
        return a * f + b * e + c * d, b * f + c * e, c * f

    def __call__(self, term: Term) -> list[Dominator]:
        """Dominators whose sum bounds |term|; raises Unsupported when the form of the term gives none."""
        flat = (arb(0), arb(0), arb(0))
        if self.variable not in free_symbols(term):
            return [Dominator((abs(self.constant(term)),), flat)]
        if term is self.variable:
            return [Dominator((abs(self.shift), abs(self.slope)), flat)]
        name, parts = type(term).__name__, term.arguments
        if name in BOUNDED_BY_ONE:
            return [Dominator((arb(1),), flat)]
        if name == "Arctan":
            return [Dominator((arb.pi() / 2,), flat)]
        if name in ("Add", "Max", "Min", "Neg", "Abs"):
            return [d for part in parts for d in self(part)]
        if name == "Mul":
            result = self(parts[0])
            for part in parts[1:]:
                result = products(result, self(part))
            return result
        if name == "Div" and self.variable not in free_symbols(parts[1]):
            by = Dominator((1 / abs(self.constant(parts[1])),), flat)
            return [d * by for d in self(parts[0])]
        if name == "Pow" and self.variable not in free_symbols(parts[1]):
            result = [Dominator((arb(1),), flat)]
            for _ in range(self._small_natural(parts[1])):
                result = products(result, self(parts[0]))
            return result
        if name == "Sqrt":
            return [Dominator((arb(1),), flat), *self(parts[0])]
        exponent = self.quadratic(parts[0]) if name in ("Exp", "NormalDensity") else None
        if name == "NormalDensity" and exponent and exponent[0].is_zero():
            _, b, c = exponent
            return [Dominator((1 / (2 * arb.pi()).sqrt(),), (-b * b / 2, -b * c, -c * c / 2))]
        if name == "Exp" and exponent:
            return [Dominator((arb(1),), exponent)]
        if name == "App":
            raise Unsupported("no bound is known for a function symbol over an infinite range")
        raise Unsupported(f"no bound over an infinite range is known for {name}")
