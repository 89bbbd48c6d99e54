"""Integrals of powers, exponentials of powers, and logarithms by the table: Gamma, Beta, Bose, Fermi, logistic, Gumbel, ….

Each entry of the table is a law with its conditions as premises; here an integrand is taken apart, matched with an entry, and
the parameters are read off. A mismatch is found when the kernel compares integrands. Search, not trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from symproof import kernel
from symproof.checkers import polynomial as P
from symproof.checkers.binders import split
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import quotient_term
from symproof.kernel import KernelError
from symproof.terms import (Add, Cos, Div, Exp, Infinity, Log, Lt, Mul, Number, Pow, Sin, Sqrt, Symbol, Term, TermError,
                            free_symbols, pi, substitute, subterms)

from .convergence import decay_of
from .gaussian_integrals import pair_of, polynomial_in, zero
from .lowest_terms import rational_form as simple
from ..prover import Unproved
from .ranges import POSITIVE, WHOLE, Range, Solved, Work

UNIT = Range(Number(0), Number(1))
MOST_PIECES = 40


class Parts:
    """A monomial in x: x^power (1 − x)^other log(x)^logs e^exponent times other factors."""

    def __init__(self, key: P.Monomial, x: Symbol) -> None:
        self.power: Any = Number(0)
        self.other: Any = Number(0)
        self.logs = 0
        self.exponents: list[Any] = []
        self.rest: list[tuple[Any, Any]] = []
        for n, e in key:
            base = P.atom_term(n)
            factor = Number(Fraction(e))
            body, power = (base.arguments if isinstance(base, Pow) else (base.arguments[0], Number(1, 2))
                           if isinstance(base, Sqrt) else (base, Number(1)))
            if body is x and x not in free_symbols(power):
                self.power = self.power + factor * power
            elif x not in free_symbols(power) and _is_complement(body, x):
                self.other = self.other + factor * power
            elif isinstance(base, Log) and base.arguments[0] is x and e == int(e) and e > 0:
                self.logs = int(e)
            elif isinstance(base, Exp):
                self.exponents.append(factor * base.arguments[0])
            else:
                self.rest.append((base, e))
        self.power, self.other = simple(self.power), simple(self.other)


def _is_complement(term: Any, x: Symbol) -> bool:
    return isinstance(term, Add) and zero(term - (1 - x)) or isinstance(term, Add) and zero(term - (x - 1))


def by_table(work: Work, where: Range, body: Term) -> Solved:
    """∫ body as a sum of entries of the table; raises Unproved."""
    if where == WHOLE:
        return _first(work, where, body, _logistic, _gumbel)
    if where == POSITIVE:
        return _first(work, where, body, _sum_of(_gamma_piece), _bose, _whole_entries, _sum_of(_rational_piece),
                      _by_exponential)
    if where == UNIT:
        return _sum_of(_unit_piece)(work, where, body)
    if where.name == "on an interval":
        return _first(work, where, body, _periods, _scaled_to_unit)
    if where.name == "on a half-line":
        return _shifted(work, where, body)
    raise Unproved(where.integral(work.x, body))


def _first(work: Work, where: Range, body: Term, *ways: Any) -> Solved:
    for way in ways:
        try:
            return way(work, where, body)  # type: ignore[no-any-return]
        except (Unproved, KernelError, TermError, ValueError):
            continue
    raise Unproved(where.integral(work.x, body))


def _sum_of(piece: Callable[[Work, Range, Term], Solved]) -> Callable[[Work, Range, Term], Solved]:
    """The sum of what `piece` finds for the monomials of an integrand."""
    def way(work: Work, where: Range, body: Term) -> Solved:
        pieces = split(work.x, normal(body)[0])
        if not pieces or len(pieces) > MOST_PIECES:
            raise Unproved(where.integral(work.x, body))
        found = []
        for weight, part in pieces:
            work.context.check_time()
            found.append((quotient_term(weight), piece(work, where, part)))
        return work.total(where, found, body)

    return way


def _parts(part: Term, x: Symbol) -> Parts:
    form = normal(part)[0]
    if len(form.top) != 1:
        raise Unproved(part, "not a product of powers")
    parts = Parts(next(iter(form.top)), x)
    if any(x in free_symbols(P.atom_term(n)) for key in form.bottom for n, _ in key):
        whole = quotient_term(form._replace(top=form.bottom, bottom=P.constant(1)))
        below = polynomial_in(whole, x) or {0: Number(0)}
        degree = max(below)
        if not degree or not zero(whole - below.get(0, Number(0)) * Pow(1 - x, degree)):
            raise Unproved(part, "not a product of powers")
        parts.other = simple(parts.other - degree)
    return parts


def _gamma_piece(work: Work, where: Range, part: Term) -> Solved:
    """x^{p−1} e^{−r x^q} log(x)^k on the positive half-line, and e^{−q/x} among the powers ±1/2."""
    x = work.x
    parts = _parts(part, x)
    if parts.rest or parts.logs > 2 or not zero(parts.other) or not parts.exponents:
        raise Unproved(where.integral(x, part))
    exponent = parts.exponents[0] if len(parts.exponents) == 1 else Add(*parts.exponents)
    if len(split(x, normal(exponent)[0])) == 2 and not parts.logs:
        return _two_sided(work, where, part, parts, exponent)
    rate, degree = decay_of(exponent, x)
    law = ("Gamma integral", "Gamma integral with a logarithm", "Gamma integral with a squared logarithm")[parts.logs]
    p = simple(parts.power + 1)
    known = work.table(law, {"p": p, "q": degree, "r": rate})
    return work.same(where, known, part)


def _two_sided(work: Work, where: Range, part: Term, parts: Parts, exponent: Any) -> Solved:
    """e^{−p x − q/x} and e^{−p x² − q/x²}."""
    x = work.x
    rates = {}
    for weight, inner in split(x, normal(exponent)[0]):
        degree = (1 if inner is x else int(inner.arguments[1].value) if isinstance(inner, Pow) and inner.arguments[0] is x
                  and isinstance(inner.arguments[1], Number) and inner.arguments[1].value.denominator == 1 else 0)
        rates[degree] = simple(-quotient_term(weight))
    laws = {("1", "-3/2"): "exponential of a sum with a reciprocal, power −3/2",
            ("1", "-1/2"): "exponential of a sum with a reciprocal, power −1/2",
            ("2", "0"): "exponential of squares with a reciprocal"}
    top = max(rates)
    power = str(parts.power.value) if isinstance(parts.power, Number) else ""
    law = laws.get((str(top), power))
    if law is None or set(rates) != {top, -top}:
        raise Unproved(where.integral(x, part))
    return work.same(where, work.table(law, {"p": rates[top], "q": rates[-top]}), part)


def _unit_piece(work: Work, where: Range, part: Term) -> Solved:
    """x^{p−1} (1 − x)^{q−1} log(x)^k on the unit interval."""
    parts = _parts(part, work.x)
    if parts.rest or parts.exponents:
        return _mirrored(work, where, part)
    p, q = simple(parts.power + 1), simple(parts.other + 1)
    if zero(parts.other):
        known = work.table("powers with a logarithm on the unit interval", {"p": p, "n": parts.logs})
    elif parts.logs == 0:
        known = work.table("Beta integral", {"p": p, "q": q})
    elif parts.logs == 1:
        known = work.table("Beta integral with a logarithm", {"p": p, "q": q})
    else:
        raise Unproved(where.integral(work.x, part))
    return work.same(where, known, part)


def _mirrored(work: Work, where: Range, part: Term) -> Solved:
    """With log(1 − x): turned round by x → 1 − x."""
    x = work.x
    logs = [b for b, _ in _parts(part, x).rest]
    if not logs or not all(isinstance(b, Log) and zero(b.arguments[0] - (1 - x)) for b in logs):
        raise Unproved(where.integral(x, part))
    turned = substitute(part, {x: 1 - x})
    plain = quotient_term(normal(turned)[0])
    known = work.same(where, _unit_piece(work, where, plain), turned)
    found = pair_of(work.use("unit interval turned round", {"F": work.function(part)}, known.integrable))
    return Solved(found.integrable, kernel.chain(found.equation, known.equation))


def _rational_piece(work: Work, where: Range, part: Term) -> Solved:
    """x^{p−1}/(1 + x)^{p+q} on the positive half-line."""
    x = work.x
    form = normal(part)[0]
    parts = Parts(next(iter(form.top)), x) if len(form.top) == 1 else None
    if parts is None or parts.exponents or parts.logs or not zero(parts.other):
        raise Unproved(where.integral(x, part))
    below: Any = Number(0)
    for base, e in parts.rest:
        inner, power = base.arguments if isinstance(base, Pow) else (base, Number(1))
        if not zero(inner - (1 + x)):
            raise Unproved(where.integral(x, part))
        below = below - Number(Fraction(e)) * power
    if form.bottom != P.constant(1):
        lower = quotient_term(normal(Div(1, quotient_term(form._replace(top=P.constant(1)))))[0])
        for k in range(1, 21):
            if zero(lower - Pow(1 + x, k)):
                below = below + k
                break
        else:
            raise Unproved(where.integral(x, part))
    p = simple(parts.power + 1)
    return work.same(where, work.table("Beta integral on the half-line", {"p": p, "q": simple(below - p)}), part)


def _whole_entries(work: Work, where: Range, body: Term) -> Solved:
    """Entries that are recognised as a whole: Cauchy and a cosine, Frullani, a damped sine over x."""
    x = work.x
    for weight, law, values in _candidates(body, x):
        try:
            known = work.table(law, values)
            return work.same(where, work.combination(where, (weight, known), (Number(0), known)), body)
        except (Unproved, KernelError, TermError):
            continue
    raise Unproved(where.integral(x, body))


def _candidates(body: Term, x: Symbol) -> list[tuple[Any, str, dict[str, Any]]]:
    form = normal(body)[0]
    found: list[tuple[Any, str, dict[str, Any]]] = []
    pieces = split(x, form)
    if len(pieces) == 1:
        weight, part = pieces[0]
        below = part.arguments[1] if isinstance(part, Div) else None
        above = part.arguments[0] if isinstance(part, Div) else part
        waves = [t for t in (above.arguments if isinstance(above, Mul) else (above,)) if isinstance(t, (Cos, Sin))]
        if below is not None and len(waves) == 1 and isinstance(waves[0], Cos):
            quadratic = polynomial_in(below, x, 2)
            inner = polynomial_in(waves[0].arguments[0], x, 1)
            if quadratic and inner and set(quadratic) <= {0, 2} and set(inner) == {1} and 0 in quadratic and 2 in quadratic:
                found.append((simple(quotient_term(weight) / quadratic[2]), "Cauchy density and a cosine",
                              {"a": inner[1], "q": simple(Sqrt(quadratic[0] / quadratic[2]))}))
        if below is None and len(waves) == 1 and isinstance(waves[0], Sin):
            inner = polynomial_in(waves[0].arguments[0], x, 1)
            rate = _rates(part, x)
            if inner and set(inner) == {1} and rate is not None:
                found.append((quotient_term(weight), "damped sine over x", {"a": inner[1], "p": rate}))
    if len(pieces) == 2:
        rates = [_rates(part, x) for _, part in pieces]
        if all(r is not None for r in rates):
            for i, j in ((0, 1), (1, 0)):
                found.append((quotient_term(pieces[i][0]), "Frullani integral of the exponential",
                              {"p": rates[i], "q": rates[j]}))
    return found


def _rates(part: Term, x: Symbol) -> Any:
    """The r of a factor e^{−r x}."""
    form = normal(part)[0]
    for key in form.top:
        parts = Parts(key, x)
        if parts.exponents:
            exponent = parts.exponents[0] if len(parts.exponents) == 1 else Add(*parts.exponents)
            linear = polynomial_in(exponent, x, 1)
            if linear is not None and set(linear) == {1}:
                return simple(-linear[1])
    return None


def _by_exponential(work: Work, where: Range, body: Term) -> Solved:
    """With x = e^u, for integrands with a square of log(x) in an exponent."""
    from .gaussian_integrals import gaussian
    from .integrand_forms import prepared

    x = work.x
    if not any(isinstance(s, Log) and s.arguments[0] is x for t in subterms(body) if isinstance(t, Exp) for s in subterms(t)):
        raise Unproved(where.integral(x, body))
    moved = Exp(x) * substitute(body, {x: Exp(x)})
    plain = quotient_term(normal(moved)[0])
    known = work.same(WHOLE, prepared(work, WHOLE, plain, gaussian), moved)
    found = pair_of(work.use("positive half-line by the exponential", {"F": work.function(body)}, known.integrable))
    return Solved(found.integrable, kernel.chain(found.equation, known.equation))


def _bose(work: Work, where: Range, body: Term) -> Solved:
    """x^{p−1}/(e^{c x} ∓ 1), c > 0."""
    x = work.x
    pieces = split(x, normal(body)[0])
    if len(pieces) != 1 or not isinstance(pieces[0][1], Div):
        raise Unproved(where.integral(x, body))
    weight, part = pieces[0]
    above, below = part.arguments
    terms = below.arguments if isinstance(below, Add) else ()
    grown = [t for t in terms if isinstance(t, Exp)]
    if len(terms) != 2 or len(grown) != 1:
        raise Unproved(where.integral(x, body))
    linear = polynomial_in(grown[0].arguments[0], x, 1)
    minus = zero(below - (grown[0] - 1))
    if linear is None or set(linear) != {1} or not (minus or zero(below - (grown[0] + 1))):
        raise Unproved(where.integral(x, body))
    power = Parts(next(iter(normal(above)[0].top)), x).power
    known = work.table("Bose integral" if minus else "Fermi integral", {"p": simple(power + 1)})
    scale = linear[1]
    if scale is Number(1):
        return work.total(where, [(quotient_term(weight), work.same(where, known, part))], body)
    inner = substitute(part, {x: x / scale})
    factor = simple(Pow(scale, -power))
    plain = work.same(where, work.combination(where, (factor, known), (Number(0), known)), inner)
    found = pair_of(work.use("positive half-line scaled", {"c": simple(1 / scale), "F": work.function(part)},
                             work.needed(Lt(0, simple(1 / scale))),
                             _renamed(work, plain, substitute(part, {x: simple(1 / scale) * x})).integrable))
    value = _renamed(work, plain, substitute(part, {x: simple(1 / scale) * x})).equation
    hole = Symbol("hole")
    solved = Solved(found.integrable, kernel.chain(found.equation, kernel.congruence(simple(1 / scale) * hole, hole, value)))
    return work.total(where, [(quotient_term(weight), solved)], body)


def _renamed(work: Work, known: Solved, body: Term) -> Solved:
    return work.same(POSITIVE, known, body)


def _logistic(work: Work, where: Range, body: Term) -> Solved:
    """x^k e^{p x}/(1 + e^x)^{p+q} on the line."""
    x = work.x
    for k, law in ((0, "logistic integral"), (1, "logistic integral with x"), (2, "logistic integral with x²")):
        for p, q in _logistic_parameters(body, x, k):
            try:
                known = work.table(law, {"p": p, "q": q})
                return work.same(where, known, body)
            except (Unproved, KernelError, TermError):
                continue
    raise Unproved(where.integral(x, body))


def _logistic_parameters(body: Term, x: Symbol, k: int) -> list[tuple[Any, Any]]:
    """Candidates for (p, q) from the powers of e^x above and below."""
    form = normal(body)[0]
    found: list[tuple[Any, Any]] = []
    for top in range(1, 4):
        for bottom in range(1, 4):
            found.append((Number(top), Number(bottom)))
    for key in form.top:
        parts = Parts(key, x)
        exponent = polynomial_in(parts.exponents[0] if len(parts.exponents) == 1 else Add(*parts.exponents), x, 1) if (
            parts.exponents) else {}
        if exponent and set(exponent) == {1}:
            below = [-Number(Fraction(e)) for b, e in parts.rest]
            total = below[0] if len(below) == 1 else Number(2)
            p = exponent[1]
            found += [(simple(p), simple(total - p)), (simple(total + p), simple(-p)), (simple(1 + p), simple(1 - p)),
                      (simple(1 - p), simple(1 + p))]
    del k
    return found[:16]


def _gumbel(work: Work, where: Range, body: Term) -> Solved:
    """x^k e^{p x − r e^x} on the line, also turned round (x → −x)."""
    x = work.x
    turned = substitute(body, {x: -x})
    for candidate, mirrored in ((body, False), (turned, True)):
        pieces = split(x, normal(candidate)[0])
        found = []
        try:
            for weight, part in pieces:
                found.append((quotient_term(weight), _gumbel_piece(work, where, part)))
            known = work.total(where, found, candidate)
        except (Unproved, KernelError, TermError, StopIteration):
            continue
        if not mirrored:
            return known
        result = pair_of(work.use("line turned round", {"F": work.function(body)}, known.integrable))
        return Solved(result.integrable, kernel.chain(result.equation, known.equation))
    raise Unproved(where.integral(x, body))


def _gumbel_piece(work: Work, where: Range, part: Term) -> Solved:
    x = work.x
    parts = _parts(part, x)
    rate: Any = Number(0)
    slope: Any = Number(0)
    for exponent in parts.exponents:
        for weight, inner in split(x, normal(exponent)[0]):
            if inner is x:
                slope = slope + quotient_term(weight)
            elif inner is Exp(x):
                rate = rate - quotient_term(weight)
            else:
                raise Unproved(where.integral(x, part))
    k = parts.power
    if parts.rest or parts.logs or not isinstance(k, Number) or k.value not in (0, 1, 2):
        raise Unproved(where.integral(x, part))
    law = ("Gumbel integral", "Gumbel integral with x", "Gumbel integral with x²")[int(k.value)]
    return work.same(where, work.table(law, {"p": simple(slope), "r": simple(rate)}), part)


def _periods(work: Work, where: Range, body: Term) -> Solved:
    """1/(a + b cos x) over (0, 2π) and (0, π); log(sin x) over (0, π/2)."""
    x = work.x
    if not zero(where.lower):
        raise Unproved(where.integral(x, body))
    if zero(where.upper - pi / 2):
        known = work.table("logarithm of the sine", {})
        return work.total(where, [(Number(1), known)], body)
    law = ("reciprocal of a cosine over a period" if zero(where.upper - 2 * pi) else
           "reciprocal of a cosine over half a period" if zero(where.upper - pi) else "")
    inverse = normal(Div(1, body))[0]
    pieces = {part: quotient_term(w) for w, part in split(x, inverse)}
    wave = [p for p in pieces if isinstance(p, Cos) and p.arguments[0] is x]
    if not law or len(wave) != 1 or not set(pieces) <= {wave[0], Number(1)}:
        raise Unproved(where.integral(x, body))
    known = work.table(law, {"a": pieces.get(Number(1), Number(0)), "b": pieces[wave[0]]})
    return work.same(where, known, body)


def _scaled_to_unit(work: Work, where: Range, body: Term) -> Solved:
    """∫_a^b f = (b − a) ∫_0^1 f(a + (b − a) x)."""
    x = work.x
    a, b = where
    if where == UNIT or isinstance(a, Infinity):
        raise Unproved(where.integral(x, body))
    ordered = work.needed(Lt(a, b))
    moved = substitute(body, {x: a + (b - a) * x})
    known = _sum_of(_unit_piece)(work, UNIT, moved)
    found = pair_of(work.use("interval scaled from the unit interval", {"a": a, "b": b, "F": work.function(body)}, ordered,
                             known.integrable))
    hole = Symbol("hole")
    return Solved(found.integrable, kernel.chain(found.equation, kernel.congruence((b - a) * hole, hole, known.equation)))


def _shifted(work: Work, where: Range, body: Term) -> Solved:
    """∫_a^∞ f = ∫_0^∞ f(a + x)."""
    moved = substitute(body, {work.x: where.lower + work.x})
    known = by_table(work, POSITIVE, moved)
    found = pair_of(work.use("half-line from its end", {"a": where.lower, "F": work.function(body)}, known.integrable))
    return Solved(found.integrable, kernel.chain(found.equation, known.equation))


__all__ = ["Mul", "by_table"]
