"""Exact arithmetic with real radicals: sums of products of rationals and real roots such as √2, ∛5 or √(2 + √3).

A `RadicalField` is a tower ℚ ⊂ ℚ(r₁) ⊂ ℚ(r₁, r₂) ⊂ … of real fields, each rⱼ the positive p-th root (p prime) of an
element of the field before it. A root is only adjoined after a proof that the field does not contain it, so the
monomials in the rⱼ are a basis over ℚ: an element is 0 exactly when its coefficients are, and a sign is then decided
by balls of growing precision, which terminates. The proof is a homomorphism to a prime field 𝔽_q under which the
radicand is no p-th power (x^p − e is irreducible over a field that has no p-th root of e: Lang, Algebra, VI §9);
when the root does lie in the field, lattice reduction finds it and exact multiplication confirms it.

May import the standard library and python-flint only; no float ever decides.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from math import prod
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq, fmpq_mat, fmpz, fmpz_mat, nmod_poly

Monomial = tuple[int, ...]

MOST_DEGREE = 64
MOST_BITS = 20_000
_HOMOMORPHISMS = 80
_PRIMES = 12_000


class RadicalError(ValueError):
    """An operation that has no real value, or that this field declines: one sentence."""


class _Root(NamedTuple):
    """A generator r > 0 with r^prime = radicand, and how it is written."""

    prime: int
    radicand: Radical
    text: str


class Radical:
    """An element of a `RadicalField`: a ℚ-combination of monomials in its roots. Immutable; made by its field."""

    __slots__ = ("field", "terms")

    def __init__(self, field: RadicalField, terms: dict[Monomial, fmpq]) -> None:
        self.field = field
        self.terms = {monomial: value for monomial, value in terms.items() if value}

    # -- what it is --
    def is_zero(self) -> bool:
        return not self.terms

    def rational(self) -> Fraction | None:
        """The rational number that this is, or None."""
        if not self.terms:
            return Fraction(0)
        if len(self.terms) == 1 and () in self.terms:
            value = self.terms[()]
            return Fraction(int(value.p), int(value.q))
        return None

    def ball(self, bits: int) -> arb:
        """A ball around the value, computed with this many bits."""
        before = ctx.prec
        ctx.prec = bits
        try:
            total = arb(0)
            for monomial, value in self.terms.items():
                part = arb(value)
                for number, power in enumerate(monomial):
                    for _ in range(power):
                        part *= self.field.root_ball(number, bits)
                total += part
            return total
        finally:
            ctx.prec = before

    def sign(self) -> int:
        """−1, 0 or 1, exactly."""
        if not self.terms:
            return 0
        bits = 64
        while bits <= 1 << 22:
            value = self.ball(bits)
            if value > 0:
                return 1
            if value < 0:
                return -1
            bits *= 2
        raise RadicalError("a sign needs more than four million bits")

    def rounded(self, bits: int) -> Fraction:
        """A rational number within 2^(−bits) of the value."""
        rational = self.rational()
        if rational is not None:
            return rational
        precision = bits + 64
        while True:
            value = self.ball(precision)
            mantissa, exponent = value.mid().man_exp()
            if value.rad() < arb(2) ** (-bits):
                return Fraction(int(mantissa)) * Fraction(2) ** int(exponent)
            precision *= 2

    # -- arithmetic --
    def _with(self, other: Any) -> Radical:
        if isinstance(other, Radical):
            if other.field is not self.field:
                raise RadicalError("two numbers of different radical fields do not combine")
            return other
        return self.field.rational(other)

    def __add__(self, other: Any) -> Radical:
        total = dict(self.terms)
        for monomial, value in self._with(other).terms.items():
            total[monomial] = total.get(monomial, fmpq(0)) + value
        return Radical(self.field, total)

    __radd__ = __add__

    def __neg__(self) -> Radical:
        return Radical(self.field, {monomial: -value for monomial, value in self.terms.items()})

    def __sub__(self, other: Any) -> Radical:
        return self + -self._with(other)

    def __rsub__(self, other: Any) -> Radical:
        return self._with(other) - self

    def __mul__(self, other: Any) -> Radical:
        total: dict[Monomial, fmpq] = {}
        right = self._with(other)
        for first, value in self.terms.items():
            for second, factor in right.terms.items():
                product = value * factor
                for monomial, coefficient in self.field.monomial_product(first, second).items():
                    total[monomial] = total.get(monomial, fmpq(0)) + product * coefficient
        return Radical(self.field, total)

    __rmul__ = __mul__

    def inverse(self) -> Radical:
        """1/self. Raises RadicalError for 0."""
        rational = self.rational()
        if rational is not None:
            if not rational:
                raise RadicalError("division by 0")
            return self.field.rational(1 / rational)
        basis = self.field.basis()
        place = {monomial: number for number, monomial in enumerate(basis)}
        entries = fmpq_mat(len(basis), len(basis))
        for column, monomial in enumerate(basis):
            for found, value in (self * Radical(self.field, {monomial: fmpq(1)})).terms.items():
                entries[place[found], column] = value
        right = fmpq_mat(len(basis), 1)
        right[place[()], 0] = 1
        solution = entries.solve(right)
        return Radical(self.field, {monomial: solution[row, 0] for monomial, row in place.items()})

    def __truediv__(self, other: Any) -> Radical:
        return self * self._with(other).inverse()

    def __rtruediv__(self, other: Any) -> Radical:
        return self._with(other) * self.inverse()

    def power(self, exponent: int) -> Radical:
        """self^exponent by repeated squaring; a negative exponent inverts."""
        if exponent < 0:
            return self.inverse().power(-exponent)
        result, square = self.field.rational(1), self
        while exponent:
            if exponent & 1:
                result = result * square
            exponent >>= 1
            if exponent:
                square = square * square
                square.require_small()
        result.require_small()
        return result

    def require_small(self) -> None:
        """Raise RadicalError when the coefficients have grown beyond what one entry may hold."""
        if any(max(abs(value.p).bit_length(), value.q.bit_length()) > MOST_BITS for value in self.terms.values()):
            raise RadicalError(f"a number with more than {MOST_BITS} bits arises")

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (Radical, int, Fraction)):
            return (self - other).is_zero()
        return NotImplemented

    def __hash__(self) -> int:
        return hash(frozenset((monomial, str(value)) for monomial, value in self.terms.items()))

    # -- text --
    def __str__(self) -> str:
        """Text in the syntax that is read: rational coefficients, `*`, `**`, sqrt(…), root(…, p)."""
        if not self.terms:
            return "0"
        text = ""
        for monomial in sorted(self.terms, key=lambda m: (sum(m), [-power for power in m])):
            value = self.terms[monomial]
            factors = [root.text if power == 1 else f"{root.text}**{power}"
                       for root, power in zip(self.field.roots, monomial, strict=False) if power]
            if abs(value) != 1 or not factors:
                factors.insert(0, str(abs(value)))
            sign = ("-" if value < 0 else "") if not text else (" - " if value < 0 else " + ")
            text += sign + "*".join(factors)
        return text

    def __repr__(self) -> str:
        return f"Radical({self})"

    def __float__(self) -> float:
        return float(self.rounded(80))


class RadicalField:
    """A real field generated by radicals; it grows when `root` meets a root that it does not contain."""

    def __init__(self) -> None:
        self.roots: list[_Root] = []
        self._products: dict[tuple[Monomial, Monomial], dict[Monomial, fmpq]] = {}
        self._balls: dict[tuple[int, int], arb] = {}
        self._known: dict[tuple[int, Radical], Radical] = {}

    @property
    def degree(self) -> int:
        """The degree over ℚ."""
        return prod(root.prime for root in self.roots)

    def rational(self, value: int | Fraction) -> Radical:
        return Radical(self, {(): fmpq(fmpz(value.numerator), fmpz(value.denominator))})

    def basis(self) -> list[Monomial]:
        """The monomials that are a basis over ℚ, without trailing zeros."""
        found: list[tuple[int, ...]] = [()]
        for number, root in enumerate(self.roots):
            found += [(*m, *[0] * (number - len(m)), power) for power in range(1, root.prime) for m in list(found)]
        return found

    def root_ball(self, number: int, bits: int) -> arb:
        key = (number, bits)
        if key not in self._balls:
            root = self.roots[number]
            under = root.radicand.ball(bits)
            before = ctx.prec
            ctx.prec = bits
            try:
                self._balls[key] = under.sqrt() if root.prime == 2 else under.root(root.prime)
            finally:
                ctx.prec = before
        return self._balls[key]

    def monomial_product(self, left: Monomial, right: Monomial) -> dict[Monomial, fmpq]:
        """The product of two reduced monomials in the basis."""
        if not left or not right:
            return {left or right: fmpq(1)}
        key = (left, right) if left <= right else (right, left)
        if key not in self._products:
            length = max(len(left), len(right))
            powers = [a + b for a, b in zip((*left, *[0] * (length - len(left))), (*right, *[0] * (length - len(right))),
                                            strict=True)]
            high = next((n for n in reversed(range(length)) if powers[n] >= self.roots[n].prime), None)
            if high is None:
                self._products[key] = {tuple(powers): fmpq(1)}
            else:
                # Above `high` all powers are reduced; below it they may not be, so multiply them in one by one.
                powers[high] -= self.roots[high].prime
                result = self.roots[high].radicand
                for number, power in enumerate(powers):
                    for _ in range(power):
                        result = result * Radical(self, {(*[0] * number, 1): fmpq(1)})
                self._products[key] = result.terms
        return self._products[key]

    # -- roots --
    def root(self, radicand: Radical, index: int) -> Radical:
        """The nonnegative real root of an element ≥ 0, index ≥ 1; the field grows by it when it must.

        Raises RadicalError for a negative element, for a degree beyond MOST_DEGREE, or where neither a proof that the
        root is new nor the root itself is found.
        """
        sign = radicand.sign()
        if sign < 0:
            raise RadicalError(f"the root of the negative number {radicand} is not real")
        if sign == 0 or index == 1:
            return radicand
        if index > MOST_DEGREE:
            raise RadicalError(f"a root of index {index} is beyond the bound {MOST_DEGREE} on the degree")
        prime = next(p for p in range(2, index + 1) if index % p == 0)
        return self.root(self._prime_root(radicand, prime), index // prime)

    def _prime_root(self, radicand: Radical, prime: int) -> Radical:
        factor, radicand = _without_powers(radicand, prime)
        key = (prime, radicand)
        if key not in self._known:
            self._known[key] = self._find_root(radicand, prime)
        return self._known[key] * factor

    def _find_root(self, radicand: Radical, prime: int) -> Radical:
        rational = radicand.rational()
        if rational == 1:
            return radicand
        if self._is_new(radicand, prime):
            if self.degree * prime > MOST_DEGREE:
                raise RadicalError(f"the roots in the input generate a field of degree {self.degree * prime} or more, "
                                   f"beyond the bound {MOST_DEGREE}")
            text = f"sqrt({radicand})" if prime == 2 else f"root({radicand}, {prime})"
            self.roots.append(_Root(prime, radicand, text))
            return Radical(self, {(*[0] * (len(self.roots) - 1), 1): fmpq(1)})
        for bits in (200, 800, 3200):
            found = self._reconstruct(radicand, prime, bits)
            if found is not None:
                return found
        raise RadicalError(f"the root of index {prime} of {radicand} could not be expressed or proved to be new")

    def _is_new(self, radicand: Radical, prime: int) -> bool:
        """Whether a homomorphism to some 𝔽_q shows that the radicand has no p-th root in the field."""
        powers = 0
        for q, images in self._homomorphisms():
            if (q - 1) % prime:
                continue
            image = _image(radicand, images, q)
            if not image:
                continue
            if pow(image, (q - 1) // prime, q) != 1:
                return True
            powers += 1
            if powers == _HOMOMORPHISMS:
                break
        return False

    def _homomorphisms(self) -> Iterator[tuple[int, list[int]]]:
        """Primes q, each with the images of the roots under a homomorphism to 𝔽_q."""
        q = 10_000
        for _ in range(_PRIMES):
            q += 1
            while not fmpz(q).is_prime():
                q += 1
            images: list[int] = []
            for root in self.roots:
                image = _image(root.radicand, images, q)
                found = image and _power_residue_root(image, root.prime, q)
                if not found:
                    break
                images.append(found)
            if len(images) == len(self.roots):
                yield q, images

    def _reconstruct(self, radicand: Radical, prime: int, bits: int) -> Radical | None:
        """The root as an element of the field, guessed by lattice reduction and confirmed by multiplication."""
        basis = self.basis()
        bits *= len(basis) + 1
        under = radicand.ball(2 * bits)
        before = ctx.prec
        ctx.prec = 2 * bits
        try:
            values = [Radical(self, {m: fmpq(1)}).ball(2 * bits) for m in basis] + [under.root(prime)]
            scaled: list[Any] = [(value * arb(2) ** bits).mid().floor().unique_fmpz() for value in values]
        finally:
            ctx.prec = before
        size = len(values)
        lattice = fmpz_mat(size, size + 1)
        for row in range(size):
            lattice[row, row] = 1
            lattice[row, size] = scaled[row]
        reduced = lattice.lll()
        for row in range(size):
            last = reduced[row, size - 1]
            if last:
                guess = Radical(self, {m: -fmpq(reduced[row, n], last) for n, m in enumerate(basis)})
                if (guess.power(prime) - radicand).is_zero() and guess.sign() > 0:
                    return guess
                return None
        return None


def _without_powers(radicand: Radical, prime: int) -> tuple[Fraction, Radical]:
    """f and e with radicand = f^p·e, where a rational radicand becomes an integer e without small p-th powers."""
    rational = radicand.rational()
    if rational is None:
        return Fraction(1), radicand
    # n/d = n·d^(p−1)/d^p
    whole: Any = fmpz(rational.numerator) * fmpz(rational.denominator) ** (prime - 1)
    factor = Fraction(1, rational.denominator)
    # Trial division alone, so that a large radicand costs nothing; a large power is then found as a perfect power.
    rest = whole
    outside, inside = 1, 1
    for base in range(2, 2000):
        power = 0
        while rest % base == 0:
            rest //= base
            power += 1
        outside *= base ** (power // prime)
        inside *= base ** (power % prime)
    if rest > 1:
        root = int(rest.root(prime))
        if fmpz(root) ** prime == rest:
            outside *= root
        else:
            inside *= int(rest)
    return factor * outside, radicand.field.rational(inside)


def _image(value: Radical, images: list[int], q: int) -> int:
    """The image of an element in 𝔽_q; 0 also where a denominator vanishes (the caller then tries another q)."""
    total = 0
    for monomial, coefficient in value.terms.items():
        below = int(coefficient.q) % q
        if not below:
            return 0
        part = int(coefficient.p) % q * pow(below, -1, q) % q
        for image, power in zip(images, monomial, strict=False):
            part = part * pow(image, power, q) % q
        total += part
    return total % q


def _power_residue_root(value: int, prime: int, q: int) -> int:
    """Some p-th root of a nonzero value in 𝔽_q, or 0."""
    if (q - 1) % prime:
        return pow(value, pow(prime, -1, q - 1), q)
    if pow(value, (q - 1) // prime, q) != 1:
        return 0
    roots = nmod_poly([-value % q, *[0] * (prime - 1), 1], q).roots()
    return min(int(root) for root, _ in roots) if roots else 0
