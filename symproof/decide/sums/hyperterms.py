"""Hypergeometric terms, and the search for what telescopes: Gosper's algorithm and creative telescoping.

A term f(n, k) is hypergeometric when f(n, k + 1)/f(n, k) and f(n + 1, k)/f(n, k) are rational functions. `gosper` finds a
rational R with Δ_k (R f) = f; `creative` finds a_0(n), …, a_J(n) and R with Σ_j a_j f(n + j, k) = Δ_k (R f). What is found is
a proposal: who uses it proves the identity again, with all its conditions. See Petkovšek, Wilf, Zeilberger, A = B, chapters
5 and 6. SymPy's polynomials do the arithmetic.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from symproof.checkers import polynomial as P
from symproof.checkers.normal_form import normal
from symproof.checkers.quotients import ONE, Quotient, quotient_term
from symproof.terms import (Add, Div, Exp, Factorial, Mul, Neg, Number, Pow, Special, Sqrt, Symbol, Term, TermError,
                            free_symbols, substitute)

from ..sympy_bridge import load_sympy

MOST_UNKNOWNS = 14


class NotHypergeometric(ValueError):
    """The term is not a product of what is understood."""


@dataclass
class Product:
    """rational · Π Γ(u)^e · Π base^u, each u linear in the variables with integer coefficients there."""

    rational: Any
    gammas: list[tuple[dict[Symbol, Fraction], Any, int]] = field(default_factory=list)
    powers: list[tuple[Any, dict[Symbol, Fraction]]] = field(default_factory=list)
    others: list[tuple[Term, int]] = field(default_factory=list)

    def rest(self) -> Term:
        """The factors that are not rational, as they stand in the term."""
        above = [t for t, sign in self.others if sign > 0]
        below = [t for t, sign in self.others if sign < 0]
        top: Term = Number(1) if not above else above[0] if len(above) == 1 else Mul(*above)
        return top if not below else Div(top, below[0] if len(below) == 1 else Mul(*below))


def with_powers(term: Term, variables: Sequence[Symbol]) -> Term:
    """exp(αk + β) written exp(β) exp(α)^k; the same function."""
    if not any(v in free_symbols(term) for v in variables):
        return term
    if isinstance(term, Exp):
        try:
            form = normal(term.arguments[0])[0]
        except TermError:
            return term
        if form.bottom != ONE:
            return term
        rest: P.Polynomial = {}
        slopes: dict[Symbol, P.Polynomial] = {}
        for key, value in form.top.items():
            inside = [(n, e) for n, e in key if any(v in free_symbols(P.atom_term(n)) for v in variables)]
            if not inside:
                rest[key] = value
            elif len(inside) == 1 and inside[0][1] == 1 and P.atom_term(inside[0][0]) in variables:
                symbol = P.atom_term(inside[0][0])
                slopes.setdefault(symbol, {})[tuple(p for p in key if p != inside[0])] = value  # type: ignore[arg-type]
            else:
                return term
        factors: list[Term] = [Pow(Exp(quotient_term(Quotient(slope, ONE))), symbol) for symbol, slope in slopes.items()]
        if rest:
            factors.append(Exp(quotient_term(Quotient(rest, ONE))))
        return factors[0] if len(factors) == 1 else Mul(*factors)
    if isinstance(term, (Add, Neg, Mul, Div)) or isinstance(term, Pow) and isinstance(term.arguments[1], Number):
        return type(term)(*(with_powers(p, variables) for p in term.arguments))
    return term


def neat(term: Term) -> Term:
    """A rational function of whatever occurs in it, reduced, with its denominator factored; as it was if it is too much."""
    try:
        terms = Terms((), term)
        return terms.term(terms.rational(term))
    except (NotHypergeometric, ArithmeticError, ValueError):
        return term


class Terms:
    """Terms as rational functions over the rationals in symbols and in what is constant in the variables."""

    def __init__(self, variables: Sequence[Symbol], term: Term) -> None:
        sympy = load_sympy()
        self.variables = tuple(variables)
        self.meaning: dict[str, Term] = {}
        self.names: dict[Term, str] = {}
        self._gather(term)
        for variable in variables:
            self._name(variable)
        from sympy.polys.fields import field as make_field

        generators = sorted(self.meaning, key=lambda name: (self.meaning[name] not in self.variables, name))
        self.field, *rest = make_field(generators, sympy.QQ)
        self.generator = dict(zip(generators, rest, strict=True))

    def _name(self, term: Term) -> None:
        if term not in self.names:
            name = f"v{len(self.names)}"
            self.names[term] = name
            self.meaning[name] = term

    def _varies(self, term: Term) -> bool:
        return any(v in free_symbols(term) for v in self.variables)

    def _gather(self, term: Term) -> None:
        if isinstance(term, Number):
            return
        if isinstance(term, Symbol) or not isinstance(term, (Add, Neg, Mul, Div, Pow, Factorial, Special)) and not (
                self._varies(term)):
            self._name(term)
            return
        if isinstance(term, Pow) and not self._varies(term) and not (
                isinstance(term.arguments[1], Number) and term.arguments[1].value.denominator == 1):
            self._name(term)
            return
        if isinstance(term, (Factorial, Special)) and not self._varies(term):
            self._name(term)
            return
        for child in term.children:
            self._gather(child)

    def constant(self, value: Fraction | int) -> Any:
        value = Fraction(value)
        return self.field(value.numerator) / self.field(value.denominator)

    def rational(self, term: Term) -> Any:
        """The term as a rational function; raises NotHypergeometric."""
        if isinstance(term, Number):
            return self.constant(term.value)
        if term in self.names:
            return self.generator[self.names[term]]
        if isinstance(term, Add):
            return sum((self.rational(p) for p in term.arguments[1:]), self.rational(term.arguments[0]))
        if isinstance(term, Neg):
            return -self.rational(term.arguments[0])
        if isinstance(term, Mul):
            result = self.field(1)
            for part in term.arguments:
                result *= self.rational(part)
            return result
        if isinstance(term, Div):
            below = self.rational(term.arguments[1])
            if below == 0:
                raise NotHypergeometric("division by 0")
            return self.rational(term.arguments[0]) / below
        if isinstance(term, Pow) and isinstance(term.arguments[1], Number) and term.arguments[1].value.denominator == 1:
            power = int(term.arguments[1].value)
            if abs(power) > 40:
                raise NotHypergeometric("a high power")
            base = self.rational(term.arguments[0])
            if power < 0 and base == 0:
                raise NotHypergeometric("division by 0")
            return base**power
        raise NotHypergeometric(f"{term!r} is no rational function")

    def linear(self, term: Term) -> tuple[dict[Symbol, Fraction], Any]:
        """Integer coefficients of the variables, and the rest."""
        try:
            form = normal(term)[0]
        except TermError as error:
            raise NotHypergeometric(str(error)) from None
        if form.bottom != ONE:
            raise NotHypergeometric(f"{term!r} is not linear")
        slopes: dict[Symbol, Fraction] = {}
        rest = self.field(0)
        for key, value in form.top.items():
            atoms = [P.atom_term(n) for n, _ in key]
            if len(key) == 1 and key[0][1] == 1 and atoms[0] in self.variables:
                if value.denominator != 1:
                    raise NotHypergeometric(f"{term!r} has a fractional slope")
                slopes[atoms[0]] = value  # type: ignore[index]
                continue
            if any(self._varies(a) for a in atoms):
                raise NotHypergeometric(f"{term!r} is not linear")
            part = self.constant(value)
            for atom, (_, power) in zip(atoms, key, strict=True):
                if power != int(power):
                    raise NotHypergeometric("a root")
                if atom not in self.names:
                    raise NotHypergeometric(f"{atom!r} was not foreseen")
                part *= self.generator[self.names[atom]] ** int(power)
            rest += part
        return slopes, rest

    def product(self, term: Term) -> Product:
        """A hypergeometric term taken apart."""
        result = Product(self.field(1))
        self._into(term, 1, result)
        return result

    def _into(self, term: Term, sign: int, result: Product) -> None:
        if isinstance(term, Mul):
            for part in term.arguments:
                self._into(part, sign, result)
        elif isinstance(term, Div):
            self._into(term.arguments[0], sign, result)
            self._into(term.arguments[1], -sign, result)
        elif isinstance(term, Neg):
            result.rational = -result.rational
            self._into(term.arguments[0], sign, result)
        elif not self._varies(term) or isinstance(term, (Number, Symbol, Add)):
            self._rational_into(term, sign, result)
        elif isinstance(term, Pow):
            base, exponent = term.arguments
            if isinstance(exponent, Number) and exponent.value.denominator == 1 and abs(exponent.value) <= 20:
                for _ in range(int(abs(exponent.value))):
                    self._into(base, sign if exponent.value > 0 else -sign, result)
            elif self._varies(base):
                raise NotHypergeometric(f"{term!r} has a varying base")
            else:
                slopes, _ = self.linear(exponent)
                result.others.append((term, sign))
                result.powers.append((self.rational(base), {v: sign * s for v, s in slopes.items()}))
        elif isinstance(term, Exp):
            raise NotHypergeometric("an exponential")
        elif isinstance(term, Factorial):
            result.others.append((term, sign))
            self._gamma(term.arguments[0] + 1, sign, result)
        elif isinstance(term, Special):
            result.others.append((term, sign))
            self._special(term, sign, result)
        else:
            raise NotHypergeometric(f"{term!r} is not understood")

    def _rational_into(self, term: Term, sign: int, result: Product) -> None:
        value = self.rational(term)
        if value == 0 and sign < 0:
            raise NotHypergeometric("division by 0")
        result.rational = result.rational * value if sign > 0 else result.rational / value

    def _special(self, term: Special, sign: int, result: Product) -> None:
        name, *parts = term.arguments
        if name == "gamma":
            self._gamma(parts[0], sign, result)
        elif name == "binomial":
            self._gamma(parts[0] + 1, sign, result)
            self._gamma(parts[1] + 1, -sign, result)
            self._gamma(parts[0] - parts[1] + 1, -sign, result)
        elif name == "rf":
            self._gamma(parts[0] + parts[1], sign, result)
            self._gamma(parts[0], -sign, result)
        elif name == "ff":
            self._gamma(parts[0] + 1, sign, result)
            self._gamma(parts[0] - parts[1] + 1, -sign, result)
        elif name == "beta":
            self._gamma(parts[0], sign, result)
            self._gamma(parts[1], sign, result)
            self._gamma(parts[0] + parts[1], -sign, result)
        elif name == "catalan":
            self._gamma(2 * parts[0] + 1, sign, result)
            self._gamma(parts[0] + 1, -sign, result)
            self._gamma(parts[0] + 2, -sign, result)
        else:
            raise NotHypergeometric(f"{name} is not hypergeometric")

    def _gamma(self, argument: Term, sign: int, result: Product) -> None:
        slopes, rest = self.linear(argument)
        if slopes:
            result.gammas.append((slopes, rest, sign))

    # -- shifts ------------------------------------------------------------------------------------------------------
    def value_of(self, slopes: dict[Symbol, Fraction], rest: Any) -> Any:
        return sum((self.generator[self.names[v]] * self.constant(s) for v, s in slopes.items()), rest)

    def shifted(self, value: Any, by: dict[Symbol, int]) -> Any:
        """A rational function with variables increased."""
        return _substituted(self.field, value, {self.names[v]: s for v, s in by.items()})

    def ratio(self, product: Product, by: dict[Symbol, int]) -> Any:
        """f(shifted)/f as a rational function."""
        result = self.shifted(product.rational, by) / product.rational
        for slopes, rest, sign in product.gammas:
            steps = sum((s * by.get(v, 0) for v, s in slopes.items()), Fraction(0))
            u = self.value_of(slopes, rest)
            for i in range(int(abs(steps))):
                factor = u + i if steps > 0 else u - i - 1
                result = result * factor if (steps > 0) == (sign > 0) else result / factor
        for base, slopes in product.powers:
            steps = sum((s * by.get(v, 0) for v, s in slopes.items()), Fraction(0))
            result *= base ** int(steps) if steps >= 0 else (1 / base) ** int(-steps)
        return result

    # -- back to terms -----------------------------------------------------------------------------------------------
    def term(self, value: Any) -> Term:
        """A rational function as a term, its denominator factored."""
        above, below = self._polynomial(value.numer), self._factored(value.denom)
        return above if below is Number(1) else Div(above, below)

    def _polynomial(self, polynomial: Any) -> Term:
        parts = []
        for powers, coefficient in polynomial.terms():
            fraction = Fraction(int(coefficient.numerator), int(coefficient.denominator))
            factors: list[Term] = []
            for generator, power in zip(self.field.ring.symbols, powers, strict=True):
                if power:
                    atom = self.meaning[str(generator)]
                    factors.append(atom if power == 1 else Pow(atom, Number(int(power))))
            if fraction != 1 or not factors:
                factors.insert(0, Number(fraction))
            parts.append(factors[0] if len(factors) == 1 else Mul(*factors))
        return Number(0) if not parts else parts[0] if len(parts) == 1 else Add(*parts)

    def _factored(self, polynomial: Any) -> Term:
        if polynomial.is_ground:
            return self._polynomial(polynomial)
        constant, factors = polynomial.factor_list()
        terms: list[Term] = []
        if constant != 1:
            terms.append(Number(Fraction(int(constant.numerator), int(constant.denominator))))
        for factor, power in factors:
            base = self._polynomial(factor)
            terms += [base] * power if power < 4 else [Pow(base, Number(int(power)))]
        return terms[0] if len(terms) == 1 else Mul(*terms)


def _substituted(field_: Any, value: Any, steps: dict[str, int]) -> Any:
    ring = field_.ring
    shifts = [(g, g + steps[str(s)]) for g, s in zip(ring.gens, ring.symbols, strict=True) if steps.get(str(s))]
    if not shifts:
        return value
    return field_(value.numer.compose(shifts)) / field_(value.denom.compose(shifts))


# -- telescoping -----------------------------------------------------------------------------------------------------------

def _in_powers(terms: Terms, polynomial: Any, k: Symbol) -> list[Any]:
    """Coefficients of a polynomial in k, over the field, lowest power first."""
    position = [str(s) for s in terms.field.ring.symbols].index(terms.names[k])
    result: list[Any] = []
    for powers, coefficient in polynomial.terms():
        degree = powers[position]
        while len(result) <= degree:
            result.append(terms.field(0))
        rest = list(powers)
        rest[position] = 0
        part = terms.field.ring.zero
        part[tuple(rest)] = coefficient
        result[degree] += terms.field(part)
    return result or [terms.field(0)]


def _degree(coefficients: list[Any]) -> int:
    degree = len(coefficients) - 1
    while degree >= 0 and coefficients[degree] == 0:
        degree -= 1
    return degree


def _solve(rows: list[list[Any]], zero: Any, one: Any) -> list[list[Any]]:
    """A basis of the solutions of rows · x = 0."""
    width = len(rows[0]) if rows else 0
    rows = [list(r) for r in rows]
    pivots: list[int] = []
    at = 0
    for column in range(width):
        found = next((i for i in range(at, len(rows)) if rows[i][column] != 0), None)
        if found is None:
            continue
        rows[at], rows[found] = rows[found], rows[at]
        pivot = rows[at][column]
        rows[at] = [v / pivot for v in rows[at]]
        for i, row in enumerate(rows):
            if i != at and row[column] != 0:
                factor = row[column]
                rows[i] = [a - factor * b for a, b in zip(row, rows[at], strict=True)]
        pivots.append(column)
        at += 1
    basis = []
    for free in (c for c in range(width) if c not in pivots):
        vector = [zero] * width
        vector[free] = one
        for i, column in enumerate(pivots):
            vector[column] = -rows[i][free]
        basis.append(vector)
    return basis


def _normal_form(terms: Terms, ratio: Any, k: Symbol) -> tuple[Any, Any, Any]:
    """Polynomials A, B, C with ratio = A(k) C(k + 1)/(B(k) C(k)), and A(k), B(k + h) without common factors for h ≥ 0."""
    a, b, c = ratio.numer, ratio.denom, terms.field.ring.one
    step = terms.names[k]
    changed = True
    rounds = 0
    while changed and rounds < 12:
        changed, rounds = False, rounds + 1
        for factor, _ in a.factor_list()[1]:
            for other, _ in b.factor_list()[1]:
                gap = _gap(terms, factor, other, step)
                if gap is None or gap < 0 or gap > 60:
                    continue
                back = _moved(terms, factor, step, 0)
                a, b = a.exquo(back), b.exquo(_moved(terms, factor, step, -gap))
                for i in range(1, gap + 1):
                    c *= _moved(terms, factor, step, -i)
                changed = True
                break
            if changed:
                break
    return a, b, c


def _moved(terms: Terms, polynomial: Any, name: str, by: int) -> Any:
    ring = terms.field.ring
    generator = ring.gens[[str(s) for s in ring.symbols].index(name)]
    return polynomial.compose(generator, generator + by) if by else polynomial


def _gap(terms: Terms, one: Any, other: Any, name: str) -> int | None:
    """h with one(k) = ± other(k + h) up to a constant, for irreducible polynomials in which k occurs."""
    ring = terms.field.ring
    position = [str(s) for s in ring.symbols].index(name)
    degree = one.degree(ring.gens[position])
    if degree < 1 or other.degree(ring.gens[position]) != degree:
        return None
    from symproof.terms import Symbol as _Symbol

    k = next(t for t in terms.meaning.values() if isinstance(t, _Symbol) and terms.names[t] == name)
    first, second = _in_powers(terms, one, k), _in_powers(terms, other, k)
    # one = u (k^d + p k^(d-1) + …), other = v (k^d + q k^(d-1) + …): other(k + h) has q + d h
    gap = (first[-2] / first[-1] - second[-2] / second[-1]) / degree
    if not (gap.numer.is_ground and gap.denom.is_ground):
        return None
    value = Fraction(int(gap.numer.LC.numerator) if gap.numer else 0, 1)
    top = gap.numer.LC if gap.numer else 0
    bottom = gap.denom.LC
    value = Fraction(int(top.numerator), int(top.denominator)) if gap.numer else Fraction(0)
    value /= Fraction(int(bottom.numerator), int(bottom.denominator))
    if value.denominator != 1:
        return None
    moved = _moved(terms, other, name, int(value))
    same = terms.field(one) / terms.field(moved)
    return int(value) if name not in {str(s) for s in _free(terms, same)} else None


def _free(terms: Terms, value: Any) -> set[Any]:
    found = set()
    for polynomial in (value.numer, value.denom):
        for powers, _ in polynomial.terms():
            found |= {s for s, p in zip(terms.field.ring.symbols, powers, strict=True) if p}
    return found


def _telescoping(terms: Terms, ratio: Any, wanted: Sequence[Any], k: Symbol) -> tuple[list[Any], Any] | None:
    """(a, R) with Σ a_j wanted_j g = Δ_k (R g), where g(k + 1)/g(k) = ratio and wanted are polynomials in k; or None."""
    a, b, c = _normal_form(terms, ratio, k)
    b_before = _moved(terms, b, terms.names[k], -1)
    zero = terms.field(0)
    upper, lower = _in_powers(terms, a, k), _in_powers(terms, b_before, k)
    targets = [_in_powers(terms, c * w, k) for w in wanted]
    high = max(_degree(t) for t in targets)
    du, dl = _degree(upper), _degree(lower)
    if du != dl or upper[du] != lower[dl]:
        bound = high - max(du, dl)
    else:
        bound = high - du + 1
        if du >= 1 or dl >= 1:
            gap = (lower[du - 1] - upper[du - 1]) / upper[du]
            if gap.numer.is_ground and gap.denom.is_ground:
                ratio_ = (gap.numer.LC if gap.numer else 0) / gap.denom.LC
                if ratio_ == int(ratio_) and int(ratio_) >= 0:
                    bound = max(bound, int(ratio_))
    if bound < 0 or bound > MOST_UNKNOWNS:
        return None
    columns: list[list[Any]] = []
    for power in range(bound + 1):
        plus = _times(upper, _shifted_power(terms, power), zero)
        minus = _times(lower, [zero] * power + [terms.field(1)], zero)
        columns.append([_entry(plus, i, zero) - _entry(minus, i, zero) for i in range(max(len(plus), len(minus)))])
    columns += [[-v for v in t] for t in targets]
    height = max(map(len, columns))
    rows = [[_entry(col, i, zero) for col in columns] for i in range(height)]
    count = bound + 1
    for solution in _solve(rows, zero, terms.field(1)):
        weights = solution[count:]
        if all(w == 0 for w in weights) or weights[-1] == 0:
            continue
        generator = terms.generator[terms.names[k]]
        x = sum((s * generator**i for i, s in enumerate(solution[:count])), zero)
        return weights, terms.field(b_before) * x / terms.field(c)
    return None


def _entry(values: list[Any], position: int, zero: Any) -> Any:
    return values[position] if position < len(values) else zero


def _shifted_power(terms: Terms, power: int) -> list[Any]:
    from math import comb

    return [terms.constant(comb(power, i)) for i in range(power + 1)]


def _times(one: list[Any], other: list[Any], zero: Any) -> list[Any]:
    result = [zero] * (len(one) + len(other) - 1)
    for i, a in enumerate(one):
        if a != 0:
            for j, b in enumerate(other):
                result[i + j] += a * b
    return result


def gosper(body: Term, k: Symbol) -> Term | None:
    """F(k) with F(k + 1) − F(k) = f(k), a rational function times f; None when there is none."""
    body = with_powers(body, (k,))
    terms = Terms((k,), body)
    product = terms.product(body)
    if product.rational == 0:
        return None
    found = _telescoping(terms, terms.ratio(product, {k: 1}), [terms.field.ring.one], k)
    if found is None:
        return None
    weights, factor = found
    return _times_rest(terms.term(factor * product.rational / weights[0]), product.rest())


def _times_rest(rational: Term, rest: Term) -> Term:
    return rational if rest is Number(1) else rest if rational is Number(1) else Mul(rational, rest)


def creative(body: Term, k: Symbol, n: Symbol, order: int) -> tuple[list[Term], list[Term]] | None:
    """(a, G): Σ_j a_j(n) f(n + j, k) = G_i(n, k + 1) − G_i(n, k), where G_i is a rational multiple of f(n + i, k); or None.

    The G_i are the same function, written by different values of f, which matters where denominators vanish.
    """
    body = with_powers(body, (n, k))
    terms = Terms((n, k), body)
    product = terms.product(body)
    if product.rational == 0:
        return None
    ratios = [terms.ratio(product, {n: j}) for j in range(order + 1)]
    below = terms.field.ring.one
    for ratio in ratios:
        below = below.lcm(ratio.denom)
    wanted = [(ratio * terms.field(below)).numer for ratio in ratios]
    scale = [(ratio * terms.field(below)).denom for ratio in ratios]
    if any(not s.is_ground for s in scale):
        return None
    wanted = [w * (1 / s.LC) if s.LC != 1 else w for w, s in zip(wanted, scale, strict=True)]
    step = {k: 1}
    reduced = terms.ratio(product, step) * terms.field(below) / terms.shifted(terms.field(below), step)
    found = _telescoping(terms, reduced, wanted, k)
    if found is None:
        return None
    weights, factor = found
    common = terms.field.ring.one
    for weight in weights:
        common = common.lcm(weight.denom)
    factor = factor * terms.field(common) / terms.field(below)
    functions = []
    for i, ratio in enumerate(ratios):
        rational = factor / ratio * terms.shifted(product.rational, {n: i})
        functions.append(_times_rest(terms.term(rational), substitute(product.rest(), {n: n + i} if i else {})))
    return [terms.term(w * terms.field(common)) for w in weights], functions


__all__ = ["NotHypergeometric", "Sqrt", "creative", "gosper"]
