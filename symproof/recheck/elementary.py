"""Roots, powers with symbolic exponents, exponentials, logarithms, absolute values and circular functions.

Roots and logarithms go through the factorisation of the radicand: factors that are visibly ≥ 0 stand alone, the others
stay together under one root.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .language import ONE, ZERO, Node, Refused, make, number
from .polynomials import Exponent, Poly
from .syntax import loose


Piece = tuple[int | None, Poly, Exponent]  # a generator, or a factor with several terms; and its exponent


def _one_power(g: int, e: Exponent) -> Poly:
    return {((g, P.neat(e)),): P.rational(1)} if e else P.ONE


def rational_root(a: Algebra, value: Fraction, power: Fraction) -> Poly:
    """value^power for a positive rational: powers of primes between 0 and 1, and a rational factor."""
    result = P.ONE
    for prime, exponent in P.primes(value).items():
        whole, rest = divmod(exponent * power, 1)
        result = P.scaled(result, P.rational(Fraction(prime) ** int(whole)))
        if rest:
            g = a.generator(("prime", prime), number(prime), lambda own, p=prime: lambda e: (  # type: ignore[misc]
                None if floor(e) == 0 else (Fraction(e) - floor(e), P.const(Fraction(p) ** floor(e)))))
            result = a.multiply(result, _one_power(g, rest))
    return result


def alias(a: Algebra, poly: Poly) -> int:
    """A generator that stands for a polynomial under a root; whole powers of it expand again."""
    term = a.polynomial(poly)
    g = a.generator(("root", P.key(poly)), term, lambda own: lambda e: (
        None if e < 1 else (Fraction(e) - floor(e), a.power(poly, floor(e)))))
    a.radicands[g] = poly
    return g


def root(a: Algebra, base: Node, inside: Quotient, power: Fraction, needs: Needs) -> Quotient:
    """base^power for power > 0 not whole, where base ≥ 0 (and 0^power = 0)."""
    if a.possible(base, needs) & signs.NEGATIVE:
        needs.append(make("Le", ZERO, base))
    if inside.bottom == P.ONE:
        return Quotient(_root(a, inside.top, power, needs), P.ONE)
    below = a.polynomial(inside.bottom)
    if a.polynomial_mask(inside.bottom) != signs.POSITIVE and a.possible(below, []) != signs.POSITIVE:
        needs.append(make("Lt", ZERO, below))
    return a.times(Quotient(_root(a, inside.top, power, needs), P.ONE),
                   a.inverse(Quotient(_root(a, inside.bottom, power, needs), P.ONE)))


def _root(a: Algebra, poly: Poly, power: Fraction, needs: Needs) -> Poly:
    """p^power for p ≥ 0. Factors that are visibly ≥ 0 stand alone when no other is left; else only those > 0 do."""
    if not poly:
        return {}
    unit, mono, parts = P.factors(poly)
    result = rational_root(a, abs(P.fraction(unit)), power)
    pieces: list[Piece] = [(g, _one_power(g, 1), e) for g, e in mono]
    pieces += [(None, part, e) for part, e in parts]
    masks = [_piece_mask(a, piece) for piece in pieces]
    whole = unit > 0 and all(not m & signs.NEGATIVE or _even(e) for m, (_, _, e) in zip(masks, pieces, strict=True))
    together: Poly = P.const(1 if unit > 0 else -1)
    loose: list[Piece] = []
    for (g, part, e), mask in zip(pieces, masks, strict=True):
        if mask == signs.POSITIVE or whole and not mask & signs.NEGATIVE:
            own = g if g is not None else alias(a, part)
            result = a.multiply(result, _one_power(own, Fraction(e) * power))
        elif whole:
            size, exponent = _absolute(a, part), Fraction(e) * power
            result = a.multiply(result, a.power(size, int(exponent)) if exponent.denominator == 1
                                else _root(a, size, exponent, needs))
        else:
            loose.append((g, part, e))
            together = a.multiply(together, _one_power(g, e) if g is not None else a.power(part, int(e)))
    if not loose and unit > 0:
        return result
    if len(loose) == 1 and unit > 0 and loose[0][0] is not None and loose[0][2] == 1:
        return a.multiply(result, _one_power(loose[0][0], power))
    return a.multiply(result, _one_power(alias(a, together), power))


def _even(e: Exponent) -> bool:
    return e == int(e) and int(e) % 2 == 0 and e > 0


def _piece_mask(a: Algebra, piece: Piece) -> int:
    g, part, e = piece
    if g is None:
        return a.factor_mask(part)
    return a.mask(g) & (signs.ANY if e == int(e) else signs.AT_LEAST)


def symbolic_power(a: Algebra, base: Node, inside: Quotient, exponent: Node, needs: Needs) -> Quotient:
    """(Π f^k)^(Σ c·m) = Π (f^m)^(k c): for integers m each factor f alone, otherwise those that are visibly > 0."""
    form = a.of(exponent, needs)
    whole = form.bottom == P.ONE and all(v.q == 1 and all(_integer(a.generators[g].term) and e == int(e) > 0 for g, e in m)
                                         for m, v in form.top.items())
    natural = whole and all(v > 0 and all(_natural(a.generators[g].term) for g, _ in m) for m, v in form.top.items())
    known = a.rational(inside)
    if not whole and known is not None and known < 0:
        return a.atom(make("Pow", number(known), a.rendered(form)))
    if not natural:
        mask = a.possible(base, needs)
        if whole and mask & signs.NULL:
            needs.append(make("Ne", base, ZERO))
        elif not whole and mask != signs.POSITIVE:
            needs.append(make("Lt", ZERO, base))
    result = a.constant(1)
    for factor, power in _bases(a, inside, whole):
        result = a.times(result, _to_the(a, factor, power, form, needs))
    return result


def _bases(a: Algebra, inside: Quotient, whole: bool) -> list[tuple[Node, Fraction]]:
    """The factors of a base, with their powers; what is not to be taken apart stays one factor."""
    if not inside.top:
        return [(ZERO, Fraction(1))]
    found: list[tuple[Node, Fraction]] = []
    sides: list[Poly] = []
    turned = False
    for poly, side in ((inside.top, 1), (inside.bottom, -1)):
        unit, mono, parts = P.factors(poly)
        turned ^= unit < 0
        found += [(number(p), Fraction(e * side)) for p, e in P.primes(abs(P.fraction(unit))).items()]
        together = P.ONE
        pieces: list[Piece] = [(g, _one_power(g, 1), e) for g, e in mono]
        pieces += [(None, part, e) for part, e in parts]
        for g, part, e in pieces:
            mask = a.mask(g) if g is not None else a.factor_mask(part)
            if whole or mask == signs.POSITIVE:
                found.append((a.generators[g].term if g is not None else a.polynomial(part), Fraction(e) * side))
            else:
                together = a.multiply(together, P.raw_product(P.ONE, _one_power(g, e)) if g is not None
                                      else a.power(part, int(e)))
        sides.append(together)
    if turned and whole:
        found.append((number(-1), Fraction(1)))
    elif turned:
        sides[0] = P.scaled(sides[0], P.rational(-1))
    if sides != [P.ONE, P.ONE]:
        found.append((a.rendered(Quotient(sides[0], sides[1])), Fraction(1)))
    return found


def _to_the(a: Algebra, factor: Node, power: Fraction, form: Quotient, needs: Needs) -> Quotient:
    """(f^power)^form for one factor f."""
    if factor.kind == "Exp":
        return a.of(make("Exp", make("Mul", number(power), factor.args[0], a.rendered(form))), needs)
    if factor.kind == "Pow" and a.possible(factor.args[0], []) == signs.POSITIVE:
        return a.of(make("Pow", factor.args[0], make("Mul", factor.args[1], number(power), a.rendered(form))), needs)
    below = None if form.bottom == P.ONE else a.polynomial(form.bottom)
    result = a.constant(1)
    for mono, value in sorted(form.top.items(), key=lambda item: item[0]):
        count = P.fraction(value) * power
        if mono == P.UNIT and below is None:
            result = a.times(result, a.of(make("Pow", factor, number(count)), needs))
            continue
        inside = a.monomial(mono) if below is None else make("Div", a.monomial(mono), below)
        if any(a.generators[g].term.kind == "Log" for g, _ in mono):
            result = a.times(result, a.of(make("Exp", make("Mul", number(count), inside, make("Log", factor))), needs))
            continue
        own = make("Pow", factor, inside)
        if factor is number(-1):
            g = a.generator(("alternating", loose(own)), own, lambda _: lambda e: (
                (e % 2, P.ONE) if e == int(e) and not 0 <= e < 2 else None))
            result = a.times(result, Quotient(_one_power(g, count % 2), P.ONE))
        else:
            result = a.times(result, a.atom(own, P.neat(count)))
    return result


def _integer(term: Node) -> bool:
    return term.kind in ("Size", "Symbol") and signs.integral(term)


def _natural(term: Node) -> bool:
    return term.kind == "Size" or term.kind == "Symbol" and term.domain in ("natural", "positive integer")


def exponential(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """e^(Σ c·m/b) = Π (e^(m/b))^c, where e^(m log y) is y^m."""
    form = a.of(term.args[0], needs)
    below = None if form.bottom == P.ONE else a.polynomial(form.bottom)
    result = a.constant(1)
    for mono, value in form.top.items():
        logs = [g for g, _ in mono if a.generators[g].term.kind == "Log"]
        if len(logs) == 1 and dict(mono)[logs[0]] == 1:
            power = a.monomial(tuple((g, e) for g, e in mono if g != logs[0]), value)
            power = power if below is None else make("Div", power, below)
            result = a.times(result, a.of(make("Pow", a.generators[logs[0]].term.args[0], power), needs))
            continue
        inside = ONE if mono == P.UNIT else a.monomial(mono)
        if below is not None:
            inside = make("Div", inside, below)
        result = a.times(result, a.atom(make("Exp", inside), P.neat(P.fraction(value))))
    return result


def logarithm(a: Algebra, term: Node, needs: Needs) -> Quotient:
    argument = term.args[0]
    form = a.of(argument, needs)
    if not form.top:
        raise Refused("the logarithm of an expression that is identically 0")
    if a.possible(argument, needs) != signs.POSITIVE:
        needs.append(make("Lt", ZERO, argument))
    result = _logarithm(a, form.top, needs)
    return result if form.bottom == P.ONE else a.plus(result, _logarithm(a, form.bottom, needs), -1)


def _logarithm(a: Algebra, poly: Poly, needs: Needs) -> Quotient:
    unit, mono, parts = P.factors(poly)
    result = a.constant(0)
    for prime, exponent in P.primes(abs(P.fraction(unit))).items():
        result = a.plus(result, a.atom(make("Log", number(prime))), exponent)
    together = P.const(1 if unit > 0 else -1)
    pieces: list[Piece] = [(g, _one_power(g, 1), e) for g, e in mono]
    pieces += [(None, part, e) for part, e in parts]
    for g, part, e in pieces:
        own = a.generators[g].term if g is not None else a.polynomial(part)
        mask = a.mask(g) if g is not None else a.factor_mask(part)
        if own.kind == "Exp":
            result = a.plus(result, a.of(own.args[0], needs), Fraction(e))
        elif own.kind == "Pow" and a.possible(own.args[0], []) == signs.POSITIVE:
            result = a.plus(result, a.of(make("Mul", own.args[1], make("Log", own.args[0])), needs), Fraction(e))
        elif mask == signs.NEGATIVE and e == int(e):
            positive = a.polynomial(P.scaled(_one_power(g, 1) if g is not None else part, P.rational(-1)))
            result = a.plus(result, a.atom(make("Log", positive)), Fraction(e))
            together = P.scaled(together, P.rational(-1 if int(e) % 2 else 1))
        elif mask == signs.POSITIVE or g is not None and len(pieces) == 1 and unit > 0:
            if mask != signs.POSITIVE:
                needs.append(make("Lt", ZERO, own))
            result = a.plus(result, a.atom(make("Log", own)), Fraction(e))
        else:
            together = a.multiply(together, P.raw_product(P.ONE, _one_power(g, e)) if g is not None
                                  else a.power(part, int(e)))
    if together != P.ONE:
        whole = a.polynomial(together)
        needs.append(make("Lt", ZERO, whole))
        result = a.plus(result, a.atom(make("Log", whole)))
    return result


def _turned(a: Algebra, form: Quotient) -> tuple[Quotient, bool]:
    """The quotient or its negative, so that the first coefficient is positive."""
    negative = bool(form.top) and form.top[min(form.top)] < 0
    return (a.times(a.constant(-1), form), True) if negative else (form, False)


def odd(a: Algebra, term: Node, needs: Needs) -> Quotient:
    if term.kind == "Arcsin":
        _within_one(a, term.args[0], needs)
    form, negative = _turned(a, a.of(term.args[0], needs))
    if not form.top:
        return a.constant(0)
    return a.times(a.constant(-1 if negative else 1), a.atom(make(term.kind, a.rendered(form))))


def _within_one(a: Algebra, value: Node, needs: Needs) -> None:
    known = a.rational(a.of(value, needs))
    if known is None or abs(known) > 1:
        needs.extend((make("Le", number(-1), value), make("Le", value, ONE)))


def arccosine(a: Algebra, term: Node, needs: Needs) -> Quotient:
    _within_one(a, term.args[0], needs)
    return a.atom(make("Arccos", a.standard(term.args[0], needs)))


def cosine(a: Algebra, term: Node, needs: Needs) -> Quotient:
    form, _ = _turned(a, a.of(term.args[0], needs))
    return a.constant(1) if not form.top else a.atom(make("Cos", a.rendered(form)))


def sine(a: Algebra, term: Node, needs: Needs) -> Quotient:
    """sin² = 1 − cos²."""
    form, negative = _turned(a, a.of(term.args[0], needs))
    if not form.top:
        return a.constant(0)
    own = make("Sin", a.rendered(form))
    other = a.atom(make("Cos", a.rendered(form))).top
    square = P.add(P.ONE, a.multiply(other, other), -1)
    g = a.generator(loose(own), own, lambda _: lambda e: (e % 2, a.power(square, int(e // 2))) if e >= 2 else None)
    return a.times(a.constant(-1 if negative else 1), Quotient(_one_power(g, 1), P.ONE))


def absolute(a: Algebra, term: Node, needs: Needs) -> Quotient:
    inner = term.args[0]
    form = a.of(inner, needs)
    mask = a.possible(inner, [])
    if not mask & signs.NEGATIVE:
        return form
    if not mask & signs.POSITIVE:
        return a.times(a.constant(-1), form)
    return Quotient(_absolute(a, form.top), _absolute(a, form.bottom))


def _absolute(a: Algebra, poly: Poly) -> Poly:
    """|p| factor by factor; |f|² = f²."""
    if not poly or poly == P.ONE:
        return poly
    unit, mono, parts = P.factors(poly)
    result = P.const(abs(P.fraction(unit)))
    pieces: list[Piece] = [(g, _one_power(g, 1), e) for g, e in mono]
    pieces += [(None, part, e) for part, e in parts]
    for g, part, e in pieces:
        mask = a.mask(g) if g is not None else a.factor_mask(part)
        own = part if g is None else None
        if g is not None and a.generators[g].lower is not None and a.generators[g].term.kind == "Pow" and (
                a.generators[g].term.args[0] is number(-1)):
            continue
        if not mask & signs.NEGATIVE or e != int(e) or int(e) % 2 == 0:
            result = a.multiply(result, a.power(own, int(e)) if own is not None else _one_power(g or 0, e))
        elif not mask & signs.POSITIVE:
            flat = a.power(own, int(e)) if own is not None else _one_power(g or 0, e)
            result = a.multiply(P.scaled(result, P.rational(-1)), flat)
        else:
            rest = int(e) - 1
            size = _size(a, a.generators[g].term if g is not None else a.polynomial(part), part)
            result = a.multiply(result, a.power(own, rest) if own is not None else _one_power(g or 0, rest))
            result = a.multiply(result, _one_power(size, 1))
    return result


def _size(a: Algebra, term: Node, poly: Poly) -> int:
    own = make("Abs", term)
    return a.generator(loose(own), own, lambda _: lambda e: (
        (e % 2, a.power(poly, 2 * int(e // 2))) if e >= 2 else None))
