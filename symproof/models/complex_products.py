"""Bounds for integrands of several variables, so that an integral inside another can be bounded far out.

May import `symproof.terms`, flint and the modules of this package that it names. A term is bounded in modulus by a sum of
products: c·Π |v|^k e^{a v² + b|v|} over its variables v. In an exponent of degree ≤ 2 a mixed product u·v is at most
(t u² + v²/t)/2 in modulus for every t > 0. The inner variables are then integrated over their range, or the whole line:
∫_0^∞ u^k e^{−αu²} du = Γ((k+1)/2)/(2 α^((k+1)/2)), where e^{−αu² + b u} ≤ e^{b²/(2α)} e^{−αu²/2}.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from flint import acb, arb
from symproof.terms import Infinity, Number, Symbol, Term, free_symbols

from .complex_scales import Coefficient, Scale
from .verdict import Unsupported

if TYPE_CHECKING:
    from .complex_balls import ComplexBalls

_BOUNDED = frozenset({"Sin", "Cos", "Tanh", "Erf", "NormalCDF", "Sign", "Indicator"})
_MANY = 200


@dataclass(frozen=True)
class Product:
    """factor·Π |v|^powers[v]·exp(squares[v] v² + slopes[v] |v|)."""

    factor: arb
    powers: dict[Symbol, int] = field(default_factory=dict)
    squares: dict[Symbol, arb] = field(default_factory=dict)
    slopes: dict[Symbol, arb] = field(default_factory=dict)

    def __mul__(self, other: Product) -> Product:
        return Product(self.factor * other.factor, _added(self.powers, other.powers),
                       _added(self.squares, other.squares), _added(self.slopes, other.slopes))


def _added(left: dict[Symbol, Any], right: dict[Symbol, Any]) -> dict[Symbol, Any]:
    return {s: left.get(s, 0) + right.get(s, 0) for s in {*left, *right}}


class ProductBounds:
    """`ProductBounds(balls, {v: side})(term)`: products whose sum bounds |term|; side 1 means v ≥ 0, −1 v ≤ 0, 0 all v."""

    def __init__(self, balls: ComplexBalls, ranges: dict[Symbol, int]) -> None:
        self.balls, self.ranges = balls, ranges

    def __call__(self, term: Term) -> list[Product]:
        inside = [s for s in free_symbols(term) if s in self.ranges]
        if not inside:
            return [Product(abs(self.balls(term)).upper())]
        name, parts = type(term).__name__, term.arguments
        if name == "Symbol":
            return [Product(arb(1), {inside[0]: 1})]
        if name in _BOUNDED:
            return [Product(arb(1))]
        if name in ("Add", "Neg", "Abs", "Max", "Min"):
            return _few([p for part in parts for p in self(part)])
        if name == "IfThenElse":
            return _few([*self(parts[1]), *self(parts[2])])
        if name == "Mul":
            result = self(parts[0])
            for part in parts[1:]:
                result = _few([p * q for p in result for q in self(part)])
            return result
        if name == "Div" and not any(s in self.ranges for s in free_symbols(parts[1])):
            by = Product((1 / abs(self.balls(parts[1]))).upper())
            return [p * by for p in self(parts[0])]
        if name == "Pow" and isinstance(parts[1], Number) and parts[1].value.denominator == 1 and 0 <= parts[1].value <= 12:
            result = [Product(arb(1))]
            for _ in range(int(parts[1].value)):
                result = _few([p * q for p in result for q in self(parts[0])])
            return result
        if name == "Sqrt":
            return [Product(arb(1)), *self(parts[0])]
        if name == "Exp":
            return [self._exponential(self.quadratic(parts[0]))]
        if name == "NormalDensity":
            square = self.quadratic(parts[0])
            if any(len(key) > 1 for key in square):
                raise Unsupported("a density of a quadratic function is not bounded")
            exponent = {key: -value / 2 for key, value in _times(square, square).items()}
            return [self._exponential(exponent) * Product((1 / (2 * arb.pi()).sqrt()).upper())]
        if name == "Integral":
            return self._integrated(*parts)
        raise Unsupported(f"no bound of {name} in several variables is known")

    def _integrated(self, symbol: Symbol, lower: Any, upper: Any, body: Term) -> list[Product]:
        ends = [isinstance(end, Infinity) for end in (lower, upper)]
        if not any(ends):
            raise Unsupported("an integral over a finite range is not bounded in its outer variables")
        exact = None if all(ends) else self.balls.exactly(lower if ends[1] else upper)
        side = 0
        if isinstance(exact, int) or exact is not None:
            start = self.balls(lower if ends[1] else upper).real
            side = 1 if ends[1] and start >= 0 else -1 if ends[0] and start <= 0 else 0
        inner = ProductBounds(self.balls, {**self.ranges, symbol: side})
        return [_without(p, symbol, side) for p in inner(body)]

    def quadratic(self, term: Term) -> dict[tuple[Symbol, ...], arb]:
        """The coefficients of a polynomial of degree ≤ 2 in the variables, real parts only, by monomial."""
        if not any(s in self.ranges for s in free_symbols(term)):
            return {(): self.balls(term).real}
        name, parts = type(term).__name__, term.arguments
        if name == "Symbol":
            return {(term,): arb(1)}  # type: ignore[dict-item]
        if name == "Neg":
            return {k: -v for k, v in self.quadratic(parts[0]).items()}
        if name == "Add":
            result: dict[tuple[Symbol, ...], arb] = {}
            for part in parts:
                for key, value in self.quadratic(part).items():
                    result[key] = result.get(key, arb(0)) + value
            return result
        if name == "Mul":
            result = {(): arb(1)}
            for part in parts:
                result = _times(result, self.quadratic(part))
            return result
        if name == "Pow" and parts[1] is Number(2):
            base = self.quadratic(parts[0])
            return _times(base, base)
        if name == "Div" and not any(s in self.ranges for s in free_symbols(parts[1])):
            by = self.balls(parts[1]).real
            return {k: v / by for k, v in self.quadratic(parts[0]).items()}
        raise Unsupported("an exponent in several variables is not of degree two")

    def _exponential(self, exponent: dict[tuple[Symbol, ...], arb]) -> Product:
        squares: dict[Symbol, arb] = {}
        slopes: dict[Symbol, arb] = {}
        for key, value in exponent.items():
            if len(key) == 2 and key[0] is key[1]:
                squares[key[0]] = squares.get(key[0], arb(0)) + value
            elif len(key) == 1:
                side = self.ranges[key[0]]
                slopes[key[0]] = value * side if side else abs(value)
        for key, value in exponent.items():
            if len(key) != 2 or key[0] is key[1]:
                continue
            u, v = key
            sizes = [exponent.get((s, s), arb(0)) for s in key]
            if not all(size < 0 for size in sizes):
                raise Unsupported("a mixed exponent is not seen to decrease")
            t = (sizes[0] / sizes[1]).sqrt()
            squares[u] = squares.get(u, arb(0)) + abs(value) * t / 2
            squares[v] = squares.get(v, arb(0)) + abs(value) / t / 2
        return Product(exponent.get((), arb(0)).exp(), {}, squares, slopes)


def _times(left: dict[tuple[Symbol, ...], arb], right: dict[tuple[Symbol, ...], arb]) -> dict[tuple[Symbol, ...], arb]:
    result: dict[tuple[Symbol, ...], arb] = {}
    for one, a in left.items():
        for two, b in right.items():
            key = tuple(sorted((*one, *two), key=lambda s: s.name))
            if len(key) > 2:
                raise Unsupported("an exponent in several variables is not of degree two")
            result[key] = result.get(key, arb(0)) + a * b
    return result


def _few(products: list[Product]) -> list[Product]:
    if len(products) > _MANY:
        raise Unsupported("an integrand of several variables has too many summands to be bounded")
    return products


def _without(product: Product, symbol: Symbol, side: int) -> Product:
    """The product integrated over the symbol."""
    k, square, slope = (d.get(symbol, 0) for d in (product.powers, product.squares, product.slopes))
    square, slope = arb(square), arb(slope)
    factor = product.factor if side else 2 * product.factor
    if square < 0:
        alpha = -square / 2
        factor *= (slope * slope / (4 * alpha)).exp() if slope > 0 or slope.contains(0) else arb(1)
        factor *= (arb(k + 1) / 2).gamma() / (2 * alpha ** (arb(k + 1) / 2))
    elif square.is_zero() and slope < 0:
        factor *= arb(k + 1).gamma() / (-slope) ** (k + 1)
    else:
        raise Unsupported("an inner integral is not seen to converge")
    powers = {s: v for s, v in product.powers.items() if s is not symbol}
    squares, slopes = ({s: v for s, v in d.items() if s is not symbol} for d in (product.squares, product.slopes))
    return Product(factor.upper(), powers, squares, slopes)


def pieces(products: list[Product], symbol: Symbol) -> dict[tuple[Scale, bool], Any]:
    """The bound as pieces of an expansion in |symbol|."""
    found: dict[tuple[Scale, bool], Any] = {}
    for product in products:
        exponent = []
        for degree, values in ((2, product.squares), (1, product.slopes)):
            value = arb(values.get(symbol, 0))
            if not value.is_zero():
                exponent.append(((degree, 0), Coefficient.of(acb(value))))
        radius = product.factor.upper()
        found[Scale(product.powers.get(symbol, 0), 0, tuple(exponent)), False] = acb(arb(0, radius), arb(0, radius))
    return found


__all__ = ["Product", "ProductBounds", "pieces"]
