"""Radicands and arguments of logarithms, factored: √(P² Q) = |P| √Q, √(f g) = √f √g, log(f g) = log f + log g.

The factors are found by FLINT and proved by the normal form; they are taken apart only where each is proved to be ≥ 0
(> 0 for logarithms). How it could be fooled: a factor that is negative (√(xy) for x, y < 0) leaves the radicand whole.
Search, not trusted.
"""

from __future__ import annotations

from fractions import Fraction
from math import lcm

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.polynomial import Polynomial
from symproof.checkers.quotients import ONE, polynomial_term
from symproof.kernel import Theorem
from symproof.terms import SCALAR, Abs, Add, Div, Le, Log, Lt, Mul, Number, Pow, Sqrt, Symbol, Term, free_symbols

from ..context import Context
from .conversions import Conversion, discharged, holds, inside, left_of, right_of

MOST_TERMS, MOST_ATOMS, MOST_DEGREE = 80, 12, 24


def factored(poly: Polynomial) -> tuple[Fraction, list[tuple[Term, int]]] | None:
    """poly = c Π fᵢ^eᵢ with irreducible fᵢ; None for one that is too large, or has powers that are not natural."""
    import flint

    atoms = sorted({n for key in poly for n, _ in key})
    if not poly or len(poly) > MOST_TERMS or len(atoms) > MOST_ATOMS:
        return None
    lowest: dict[int, Fraction] = {n: min(Fraction(dict(key).get(n, 0)) for key in poly) for n in atoms}
    scale = {n: lcm(*(Fraction(dict(key).get(n, 0)).denominator for key in poly)) for n in atoms}
    table = {}
    for key, value in poly.items():
        own = dict(key)
        powers = tuple(int((Fraction(own.get(n, 0)) - min(lowest[n], Fraction(0))) * scale[n]) for n in atoms)
        if sum(powers) > MOST_DEGREE:
            return None
        table[powers] = flint.fmpq(value.numerator, value.denominator)
    ring = flint.fmpq_mpoly_ctx.get(("y", max(1, len(atoms))), flint.Ordering.lex)
    if not atoms:
        return next(iter(poly.values())), []
    constant, parts = ring.from_dict(table).factor()
    result: list[tuple[Term, int]] = []
    for part, exponent in parts:
        back: Polynomial = {}
        for exponents, coefficient in part.to_dict().items():
            key = tuple((n, _plain(Fraction(int(e), scale[n]))) for n, e in zip(atoms, exponents, strict=True) if e)
            back[key] = Fraction(int(coefficient.p), int(coefficient.q))
        result.append((polynomial_term(back), int(exponent)))
    result += [(P.atom_term(n), int(lowest[n])) for n in atoms if lowest[n] < 0 and lowest[n].denominator == 1]
    if any(lowest[n] < 0 and lowest[n].denominator != 1 for n in atoms):
        return None
    return Fraction(int(constant.p), int(constant.q)), result


def _plain(value: Fraction) -> int | Fraction:
    return int(value) if value.denominator == 1 else value


def _product(parts: list[Term]) -> Term:
    return Number(1) if not parts else parts[0] if len(parts) == 1 else Mul(*parts)


def _power(base: Term, exponent: int) -> Term:
    return base if exponent == 1 else Pow(base, Number(exponent))


def root_conversion(context: Context) -> Conversion:
    """√ and log of a term with symbols whose polynomial has several factors."""
    def rule(term: Term) -> Theorem | None:
        if not free_symbols(term):
            return None
        if isinstance(term, Sqrt):
            return _root(term, context)
        if isinstance(term, Log):
            return _logarithm(term, context)
        return None

    return rule


def _factors_of(term: Term) -> tuple[Fraction, list[tuple[Term, int]]] | None:
    """The factors of a quotient, those below with negative exponents; None when there is nothing to take apart."""
    form = normal(term)[0]
    if len(form.top) == 1 and form.bottom == ONE:
        return None
    top, bottom = factored(form.top), factored(form.bottom)
    if top is None or bottom is None:
        return None
    content = top[0] / bottom[0]
    parts = [*top[1], *((f, -e) for f, e in bottom[1])]
    return None if len(parts) < 2 and all(abs(e) == 1 for _, e in parts) and content > 0 else (content, parts)


def _root(term: Term, context: Context) -> Theorem | None:
    inner = term.arguments[0]
    found = _factors_of(inner)
    if found is None:
        return None
    content, parts = found
    squares: list[Term] = []
    apart: list[Term] = []
    rest: list[Term] = []
    for factor, exponent in parts:
        half, odd = divmod(exponent, 2)
        if half:
            squares.append(_power(factor, half))
        if not odd:
            continue
        if holds(Le(0, factor), context) is not None:
            apart.append(factor)
        elif holds(Le(factor, 0), context) is not None:
            apart.append(-factor)
            content = -content
        else:
            rest.append(factor)
    if rest or content < 0:
        rest = [Number(1 if content > 0 else -1), *rest]
    if len(squares) + len(apart) + bool(rest) < 2 and not squares:
        return None
    real = [Symbol(f"s{i}") for i in range(len(squares))]
    positive = [Symbol(f"a{i}", SCALAR, "nonnegative") for i in range(len(apart) + bool(rest))]
    number = [] if abs(content) == 1 else [Number(abs(content))]
    radicand = _product([*number, *(Pow(s, 2) for s in real), *positive])
    general = kernel.ring(Sqrt(radicand), _product([*map(Sqrt, number), *map(Abs, real), *map(Sqrt, positive)]))
    values = dict(zip(real + positive, [*squares, *apart, *([_product(rest)] if rest else [])], strict=True))
    split = discharged(kernel.instantiate(general, values), context)
    if context.open_conditions(split):
        return None
    written = left_of(split).arguments[0]
    return kernel.chain(inside(term, inner, kernel.ring(inner, written)), split)


def _logarithm(term: Term, context: Context) -> Theorem | None:
    inner = term.arguments[0]
    found = _factors_of(inner)
    if found is None:
        return None
    content, parts = found
    positive: list[tuple[Term, int]] = []
    sign = 1 if content > 0 else -1
    for factor, exponent in parts:
        if holds(Lt(0, factor), context) is not None:
            positive.append((factor, exponent))
        elif holds(Lt(factor, 0), context) is not None:
            positive.append((-factor, exponent))
            sign = -sign if exponent % 2 else sign
        else:
            return None
    if sign < 0:
        return None
    above = [Number(abs(content)), *(_power(f, e) for f, e in positive if e > 0)]
    under = [_power(f, -e) for f, e in positive if e < 0]
    logs: list[Term] = [Log(Number(abs(content))), *(Mul(Number(e), Log(f)) for f, e in positive)]
    product: Term = _product(above)
    if under:
        product = Div(product, _product(under))
    start = inside(term, inner, kernel.ring(inner, product))
    goal = logs[0] if len(logs) == 1 else Add(*logs)
    split = _split_logarithm(product, positive, abs(content), context)
    if split is None:
        return None
    return kernel.chain(start, split, kernel.ring(right_of(split), goal))


def _split_logarithm(product: Term, positive: list[tuple[Term, int]], content: Fraction, context: Context) -> Theorem | None:
    """⊢ log(c Π fᵢ^eᵢ) = log c + Σ eᵢ log fᵢ, from the same for positive symbols."""
    symbols = [Symbol(f"f{i}", SCALAR, "positive") for i in range(len(positive))]
    above = [Number(content), *(_power(s, e) for s, (_, e) in zip(symbols, positive, strict=True) if e > 0)]
    under = [_power(s, -e) for s, (_, e) in zip(symbols, positive, strict=True) if e < 0]
    pattern: Term = _product(above)
    if under:
        pattern = Div(pattern, _product(under))
    total: Term = Log(Number(content))
    for s, (_, e) in zip(symbols, positive, strict=True):
        total = total + Mul(Number(e), Log(s))
    general = kernel.ring(Log(pattern), total)
    result = discharged(kernel.instantiate(general, {s: f for s, (f, _) in zip(symbols, positive, strict=True)}), context)
    return None if context.open_conditions(result) or left_of(result).arguments[0] is not product else result


__all__ = ["factored", "root_conversion"]
