"""Verifying the certificate of a linear alternative, from its own data: `symproof gordan --certificate FILE`.

A file of this kind is a table {"format": 1, "kind": "alternative", "theorem", "alternative", "data", "vector"}, and for
Gordan perhaps "least_norm". Numbers are integers or texts: "-1/3", or sums of products of rationals, sqrt(e) and
root(e, k). What is verified, with v_i the rows of V, and with exact arithmetic of this module alone:

| theorem | data | alternative | the vector must satisfy |
| --- | --- | --- | --- |
| gordan | V | direction | ⟨d, v_i⟩ > 0 for every i |
| | | weights | α ≥ 0, Σ α_i = 1, Σ α_i v_i = 0 |
| farkas | A, b | solution | x ≥ 0, A x = b |
| | | separator | yᵀA ≥ 0, yᵀb < 0 |
| stiemke | V | direction | ⟨d, v_i⟩ ≥ 0 for every i, and > 0 for some i |
| | | weights | α_i > 0 for every i, Σ α_i = 1, Σ α_i v_i = 0 |
| motzkin | A, B, C | direction | A d > 0, B d ≥ 0, C d = 0 |
| | | weights | (y, z, w): y ≥ 0, Σ y_i = 1, z ≥ 0, Aᵀy + Bᵀz + Cᵀw = 0 |

"least_norm" gives weights {row number: weight} of a point p of the hull, each > 0, of sum 1; with "square" it claims
that p is the least-norm point, ⟨p, p⟩ = square: ⟨v_i, p⟩ ≥ square for every i; with "lower", "upper" and "direction" d
it claims lower ≤ margin ≤ upper: ⟨p, p⟩ ≤ upper², and ⟨v_i, d⟩ ≥ lower·‖d‖ for every i.

Rational data are multiplied by FLINT. With roots, numbers are polynomials in positive roots r_j modulo r_j^k = e_j:
what is 0 there is 0 (never claimed otherwise), and a strict inequality needs a ball that does not touch 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from typing import Any, NamedTuple

from flint import arb, ctx, fmpq, fmpq_mat, fmpz

from .language import RecheckError

FORMAT = 1
MOST_TEXT = 400_000
MOST_ROOTS = 8
MOST_BITS = 1 << 15
_RATIONAL = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?")
_WORD = re.compile(r" *(?:([0-9]+)|(sqrt|root)|(\*\*|[-+*/(),]))")
_NESTING = 60

Polynomial = dict[tuple[int, ...], fmpq]


class Verdict(NamedTuple):
    """What a file claims, in words, and why it was refused ("" when it was verified)."""

    claim: str
    refused: str


class _NotShown(Exception):
    """A condition that does not hold, or could not be shown to hold."""


# -- numbers ----------------------------------------------------------------------------------------------------------
class _Ring:
    """Polynomials over ℚ in positive real roots; equal polynomials are equal numbers."""

    def __init__(self) -> None:
        self.roots: list[tuple[int, Polynomial]] = []

    def multiply(self, left: Polynomial, right: Polynomial) -> Polynomial:
        product: Polynomial = {}
        for first, a in left.items():
            for second, b in right.items():
                size = max(len(first), len(second))
                powers = tuple((first[n] if n < len(first) else 0) + (second[n] if n < len(second) else 0)
                               for n in range(size))
                for monomial, value in self.reduced(powers).items():
                    product[monomial] = product.get(monomial, fmpq(0)) + a * b * value
        return {monomial: value for monomial, value in product.items() if value}

    def reduced(self, powers: tuple[int, ...]) -> Polynomial:
        """A monomial modulo r_j^k = e_j, from the last root to the first."""
        for number in range(len(powers) - 1, -1, -1):
            index, radicand = self.roots[number]
            if powers[number] >= index:
                rest = list(powers)
                rest[number] -= index
                return self.multiply({_trimmed(rest): fmpq(1)}, radicand)
        return {_trimmed(powers): fmpq(1)}

    def add(self, left: Polynomial, right: Polynomial, sign: int = 1) -> Polynomial:
        total = dict(left)
        for monomial, value in right.items():
            total[monomial] = total.get(monomial, fmpq(0)) + sign * value
        return {monomial: value for monomial, value in total.items() if value}

    def root(self, radicand: Polynomial, index: int) -> Polynomial:
        """The positive root of a number that balls show to be positive."""
        if self.sign(radicand) <= 0:
            raise RecheckError("a root of a number that is not positive")
        for number, known in enumerate(self.roots):
            if known == (index, radicand):
                return {(*[0] * number, 1): fmpq(1)}
        if len(self.roots) == MOST_ROOTS:
            raise RecheckError(f"there are more than {MOST_ROOTS} roots")
        self.roots.append((index, radicand))
        return {(*[0] * (len(self.roots) - 1), 1): fmpq(1)}

    def ball(self, value: Polynomial, bits: int) -> arb:
        before = ctx.prec
        ctx.prec = bits
        try:
            roots: list[arb] = []
            for index, radicand in self.roots:
                roots.append(self._evaluate(radicand, roots).root(index))
            return self._evaluate(value, roots)
        finally:
            ctx.prec = before

    @staticmethod
    def _evaluate(value: Polynomial, roots: Sequence[arb]) -> arb:
        total = arb(0)
        for monomial, coefficient in value.items():
            part = arb(coefficient)
            for root, power in zip(roots, monomial, strict=False):
                for _ in range(power):
                    part *= root
            total += part
        return total

    def sign(self, value: Polynomial) -> int:
        """−1 or 1 when a ball shows it, 0 for the polynomial 0."""
        if not value:
            return 0
        bits = 64
        while bits <= MOST_BITS:
            ball = self.ball(value, bits)
            if ball > 0:
                return 1
            if ball < 0:
                return -1
            bits *= 4
        raise _NotShown("the sign of a number could not be shown")


def _trimmed(powers: Sequence[int]) -> tuple[int, ...]:
    end = len(powers)
    while end and not powers[end - 1]:
        end -= 1
    return tuple(powers[:end])


class _Text:
    """Sums of products of integers, quotients by integers, and roots."""

    def __init__(self, text: str, ring: _Ring) -> None:
        self.ring, self.words, place = ring, [], 0
        stripped = text.strip(" ")
        while place < len(stripped):
            match = _WORD.match(stripped, place)
            if match is None:
                raise RecheckError(f"the text {text[:40]!r} is not a number")
            self.words.append(match.group().strip(" "))
            place = match.end()
        self.text, self.place, self.depth = text, 0, 0

    def wrong(self) -> RecheckError:
        return RecheckError(f"the text {self.text[:40]!r} is not a number")

    def next(self) -> str:
        return self.words[self.place] if self.place < len(self.words) else ""

    def take(self, wanted: str = "") -> str:
        word = self.next()
        if not word or (wanted and word != wanted):
            raise self.wrong()
        self.place += 1
        return word

    def whole(self) -> Polynomial:
        value = self.sum()
        if self.next():
            raise self.wrong()
        return value

    def sum(self) -> Polynomial:
        self.depth += 1
        if self.depth > _NESTING:
            raise self.wrong()
        negative = self.next() == "-" and bool(self.take())
        value = self.product()
        if negative:
            value = self.ring.add({}, value, -1)
        while self.next() in ("+", "-"):
            value = self.ring.add(value, self.product(), 1) if self.take() == "+" else \
                self.ring.add(value, self.product(), -1)
        self.depth -= 1
        return value

    def product(self) -> Polynomial:
        value = self.power()
        while self.next() in ("*", "/"):
            if self.take() == "*":
                value = self.ring.multiply(value, self.power())
            else:
                divisor = self.integer()
                if not divisor:
                    raise self.wrong()
                value = self.ring.multiply(value, {(): fmpq(1, divisor)})
        return value

    def integer(self) -> fmpz:
        word = self.take()
        if not word.isascii() or not word.isdigit():
            raise self.wrong()
        return fmpz(word)

    def power(self) -> Polynomial:
        base = self.atom()
        if self.next() == "**":
            self.take()
            exponent = self.integer()
            if exponent > 64:
                raise self.wrong()
            result: Polynomial = {(): fmpq(1)}
            for _ in range(int(exponent)):
                result = self.ring.multiply(result, base)
            return result
        return base

    def atom(self) -> Polynomial:
        word = self.next()
        if word in ("sqrt", "root"):
            self.take()
            self.take("(")
            radicand = self.sum()
            index = fmpz(2)
            if word == "root":
                self.take(",")
                index = self.integer()
            self.take(")")
            if not 2 <= index <= 64:
                raise self.wrong()
            return self.ring.root(radicand, int(index))
        if word == "(":
            self.take()
            value = self.sum()
            self.take(")")
            return value
        whole = self.integer()
        return {(): fmpq(whole)} if whole else {}


# -- matrices of numbers ----------------------------------------------------------------------------------------------
class _Numbers:
    """Reads numbers; rational as long as no text has a root."""

    def __init__(self) -> None:
        self.ring = _Ring()
        self.known: dict[str, Any] = {}

    def read(self, value: Any, where: str) -> Any:
        """An fmpq, or a Polynomial for a text with roots."""
        if type(value) is int:
            return fmpq(value)
        if not isinstance(value, str) or len(value) > MOST_TEXT:
            raise RecheckError(f"{where}: {str(value)[:40]!r} is not a number (an integer, or a text)")
        match = _RATIONAL.fullmatch(value)
        if match is not None:
            below = fmpz(match.group(2) or "1")
            if not below:
                raise RecheckError(f"{where}: the denominator is 0")
            return fmpq(fmpz(match.group(1)), below)
        if value not in self.known:
            try:
                self.known[value] = _Text(value, self.ring).whole()
            except RecheckError as error:
                raise RecheckError(f"{where}: {error}") from None
        return self.known[value]

    def vector(self, values: Any, where: str) -> list[Any]:
        if not isinstance(values, list):
            raise RecheckError(f"{where} must be a list of numbers")
        return [self.read(value, f"{where}, entry {n}") for n, value in enumerate(values, 1)]

    def matrix(self, rows: Any, where: str, may_be_empty: bool = False) -> list[list[Any]]:
        if not isinstance(rows, list) or (not rows and not may_be_empty):
            raise RecheckError(f"{where} must be a list of rows" + ("" if may_be_empty else ", at least one"))
        found = [self.vector(row, f"{where}, row {n}") for n, row in enumerate(rows, 1)]
        if any(len(row) != len(found[0]) or not row for row in found):
            raise RecheckError(f"the rows of {where} must be equally long, at least 1")
        return found

    # -- arithmetic on both kinds --
    def sign(self, value: Any) -> int:
        return self.ring.sign(value) if isinstance(value, dict) else (value > 0) - (value < 0)

    def lifted(self, value: Any) -> Polynomial:
        return value if isinstance(value, dict) else {(): value} if value else {}

    def minus(self, left: Any, right: Any) -> Any:
        if isinstance(left, dict) or isinstance(right, dict):
            return self.ring.add(self.lifted(left), self.lifted(right), -1)
        return left - right

    def times(self, left: Any, right: Any) -> Any:
        if isinstance(left, dict) or isinstance(right, dict):
            return self.ring.multiply(self.lifted(left), self.lifted(right))
        return left * right

    def total(self, values: Sequence[Any]) -> Any:
        if not any(isinstance(value, dict) for value in values):
            return sum(values, fmpq(0))
        result: Polynomial = {}
        for value in values:
            result = self.ring.add(result, self.lifted(value))
        return result

    def inner(self, left: Sequence[Any], right: Sequence[Any]) -> Any:
        return self.total([self.times(a, b) for a, b in zip(left, right, strict=True)])

    def products(self, rows: Sequence[Sequence[Any]], vector: Sequence[Any]) -> list[Any]:
        """The inner product of each row with the vector."""
        if not rows:
            return []
        entries = [entry for row in rows for entry in row]
        if any(isinstance(entry, dict) for entry in (*entries, *vector)):
            return [self.inner(row, vector) for row in rows]
        found: list[Any] = (fmpq_mat(len(rows), len(vector), entries) * fmpq_mat(len(vector), 1, list(vector))).entries()
        return found


def _require(holds: bool, sentence: str) -> None:
    if not holds:
        raise _NotShown(sentence)


class _Check:
    """The conditions of each alternative."""

    def __init__(self, numbers: _Numbers, data: dict[str, Any], vector: list[Any]) -> None:
        self.numbers, self.data, self.vector = numbers, data, vector

    def signs(self, values: Sequence[Any], name: str, allowed: tuple[int, ...]) -> list[int]:
        """The signs of values, each of them allowed."""
        found = [self.numbers.sign(value) for value in values]
        words = {(1,): "> 0", (0, 1): "≥ 0", (0,): "= 0"}[allowed]
        for number, sign in enumerate(found, 1):
            _require(sign in allowed, f"{name}, number {number}, is not {words}")
        return found

    def length(self, expected: int) -> None:
        _require(len(self.vector) == expected, f"the vector has {len(self.vector)} entries, not {expected}")

    def sums_to_one(self, weights: Sequence[Any]) -> None:
        difference = self.numbers.minus(self.numbers.total(weights), fmpq(1))
        _require(self.numbers.sign(difference) == 0, "the weights do not sum to 1")

    def columns(self, rows: Sequence[Sequence[Any]]) -> list[list[Any]]:
        return [list(column) for column in zip(*rows, strict=True)]

    def gordan_direction(self) -> None:
        self.length(len(self.data["V"][0]))
        self.signs(self.numbers.products(self.data["V"], self.vector), "the inner product with the direction", (1,))

    def gordan_weights(self) -> None:
        self.length(len(self.data["V"]))
        self.signs(self.vector, "the weight", (0, 1))
        self.sums_to_one(self.vector)
        self.signs(self.numbers.products(self.columns(self.data["V"]), self.vector), "the coordinate", (0,))

    def stiemke_direction(self) -> None:
        self.length(len(self.data["V"][0]))
        reached = self.numbers.products(self.data["V"], self.vector)
        _require(any(self.signs(reached, "the inner product with the direction", (0, 1))), "no inner product is positive")

    def stiemke_weights(self) -> None:
        self.gordan_weights()
        self.signs(self.vector, "the weight", (1,))

    def farkas_solution(self) -> None:
        self.length(len(self.data["A"][0]))
        self.signs(self.vector, "the entry of x", (0, 1))
        reached = self.numbers.products(self.data["A"], self.vector)
        differences = [self.numbers.minus(a, b) for a, b in zip(reached, self.data["b"], strict=True)]
        self.signs(differences, "the entry of A x − b", (0,))

    def farkas_separator(self) -> None:
        self.length(len(self.data["A"]))
        self.signs(self.numbers.products(self.columns(self.data["A"]), self.vector), "the entry of yᵀA", (0, 1))
        _require(self.numbers.sign(self.numbers.inner(self.vector, self.data["b"])) < 0, "yᵀb is not < 0")

    def motzkin_direction(self) -> None:
        self.length(len(self.data["A"][0]))
        for name, allowed in (("A", (1,)), ("B", (0, 1)), ("C", (0,))):
            self.signs(self.numbers.products(self.data[name], self.vector), f"the entry of {name} d", allowed)

    def motzkin_weights(self) -> None:
        first, second = len(self.data["A"]), len(self.data["A"]) + len(self.data["B"])
        self.length(second + len(self.data["C"]))
        self.signs(self.vector[:second], "the entry of (y, z)", (0, 1))
        self.sums_to_one(self.vector[:first])
        rows = [*self.data["A"], *self.data["B"], *self.data["C"]]
        self.signs(self.numbers.products(self.columns(rows), self.vector), "the coordinate of Aᵀy + Bᵀz + Cᵀw", (0,))

    def least_norm(self, record: Any) -> str:
        """Check a claim on the margin; returns it in words."""
        exact = {"weights", "square"}
        if not isinstance(record, dict) or set(record) not in (exact, {"weights", "lower", "upper", "direction"}):
            raise RecheckError("least_norm has weights with a square, or weights with lower, upper and direction")
        rows, numbers = self.data["V"], self.numbers
        if not isinstance(record["weights"], dict) or not record["weights"]:
            raise RecheckError("the weights of least_norm are a table of row numbers")
        chosen, weights = [], []
        for name, value in record["weights"].items():
            if re.fullmatch(r"[1-9][0-9]{0,8}", name) is None or int(name) > len(rows):
                raise RecheckError(f"least_norm: {name[:20]!r} is not the number of a row")
            chosen.append(rows[int(name) - 1])
            weights.append(numbers.read(value, "least_norm"))
        self.signs(weights, "the weight of the least-norm point", (1,))
        self.sums_to_one(weights)
        point = numbers.products(self.columns(chosen), weights)
        square = numbers.inner(point, point)
        if set(record) == exact:
            claimed = numbers.read(record["square"], "least_norm")
            _require(numbers.sign(numbers.minus(square, claimed)) == 0, "the square is not ⟨p, p⟩")
            excess = [numbers.minus(value, claimed) for value in numbers.products(rows, point)]
            self.signs(excess, "⟨v_i, p⟩ − ⟨p, p⟩", (0, 1))
            shown = str(record["square"])
            return f", and the least-norm point of the hull has the square {shown if len(shown) < 60 else '(a long number)'}"
        lower, upper = (numbers.read(record[name], "least_norm") for name in ("lower", "upper"))
        direction = numbers.vector(record["direction"], "the direction of least_norm")
        _require(len(direction) == len(rows[0]), "the direction of least_norm has the wrong length")
        self.signs([lower, upper], "the bound on the margin", (0, 1))
        self.signs([numbers.minus(numbers.times(upper, upper), square)], "upper² − ⟨p, p⟩", (0, 1))
        reached = numbers.products(rows, direction)
        if numbers.sign(lower):
            self.signs(reached, "⟨v_i, d⟩", (1,))
            bound = numbers.times(numbers.times(lower, lower), numbers.inner(direction, direction))
            self.signs([numbers.minus(numbers.times(value, value), bound) for value in reached],
                       "⟨v_i, d⟩² − lower²·⟨d, d⟩", (0, 1))
        return f", and the margin lies between {_short(lower)} and {_short(upper)}"


def _short(value: Any) -> str:
    return "two radicals" if isinstance(value, dict) else f"{float(Fraction(int(value.p), int(value.q))):.12g} (about)"


_DATA = {"gordan": {"V"}, "stiemke": {"V"}, "farkas": {"A", "b"}, "motzkin": {"A", "B", "C"}}
_WORDS = {
    ("gordan", "direction"): "some direction has a positive inner product with every vector",
    ("gordan", "weights"): "0 is a convex combination of the vectors",
    ("farkas", "solution"): "A x = b has a solution x ≥ 0",
    ("farkas", "separator"): "A x = b has no solution x ≥ 0",
    ("stiemke", "direction"): "some direction has inner products ≥ 0 with all vectors, not all of them 0",
    ("stiemke", "weights"): "0 is a combination of the vectors with positive weights only",
    ("motzkin", "direction"): "A d > 0, B d ≥ 0, C d = 0 has a solution",
    ("motzkin", "weights"): "A d > 0, B d ≥ 0, C d = 0 has no solution",
}


def is_alternative(data: Any) -> bool:
    """Whether plain data claim to be a certificate of this kind."""
    return isinstance(data, dict) and data.get("kind") == "alternative"


def verify(record: dict[str, Any]) -> Verdict:
    """Verify a certificate; raises RecheckError when it is not one."""
    required = {"format", "kind", "theorem", "alternative", "data", "vector"}
    if not required <= set(record) <= required | {"least_norm"}:
        raise RecheckError("an alternative has the entries format, kind, theorem, alternative, data, vector, and for "
                           "Gordan perhaps least_norm")
    if type(record["format"]) is not int or record["format"] != FORMAT:
        raise RecheckError(f"the format {str(record['format'])[:40]!r} is not known; this reads format {FORMAT}")
    theorem, alternative, given = record["theorem"], record["alternative"], record["data"]
    if not isinstance(theorem, str) or not isinstance(alternative, str) or (theorem, alternative) not in _WORDS:
        raise RecheckError(f"{str(theorem)[:40]!r} with {str(alternative)[:40]!r} is no alternative of a known theorem")
    if not isinstance(given, dict) or set(given) != _DATA[theorem]:
        raise RecheckError(f"the data of {theorem} are {', '.join(sorted(_DATA[theorem]))}")
    if "least_norm" in record and theorem != "gordan":
        raise RecheckError("only Gordan's theorem has a least-norm point")
    numbers = _Numbers()
    try:
        data: dict[str, Any] = {name: numbers.matrix(rows, name, name in "BC") for name, rows in given.items()
                                if name != "b"}
        if theorem == "farkas":
            data["b"] = numbers.vector(given["b"], "b")
            if len(data["b"]) != len(data["A"]):
                raise RecheckError("b must have one entry for each row of A")
        if len({len(rows[0]) for name, rows in data.items() if name != "b" and rows}) > 1:
            raise RecheckError("the matrices must have equally many columns")
        sizes = ", ".join(f"{name} {len(rows)} × {len(rows[0])}" for name, rows in data.items() if name != "b" and rows)
        claim = f"for the recorded {sizes}: {_WORDS[theorem, alternative]}"
        check = _Check(numbers, data, numbers.vector(record["vector"], "the vector"))
        getattr(check, f"{theorem}_{alternative}")()
        if "least_norm" in record:
            claim += check.least_norm(record["least_norm"])
    except _NotShown as error:
        return Verdict(f"{theorem}, {alternative}", str(error))
    return Verdict(claim, "")
