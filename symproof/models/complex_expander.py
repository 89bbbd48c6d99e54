"""Terms as expansions on a half line: the reading of terms that knows how functions behave near a point or ∞.

May import `symproof.terms`, flint and the modules of this package that it names. `Expander(balls, variable, germ)(term)`
is an `Expansion` in a parameter y of the term in which `variable` is the expansion `germ` of y, such as y itself, or
a + 1/y; it holds for all real y ≥ T. Everything in which the variable does not occur is a ball from `balls`.

Asymptotic expansions with explicit remainders: erfc (DLMF 7.12.1, remainder below the first omitted term for positive
arguments: 7.12(ii)); log Γ and ψ (DLMF 5.11.1–2, likewise for positive arguments: 5.11(ii)).
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from flint import acb, arb, fmpq
from symproof.terms import Interpretation, Symbol, Term, free_symbols

from . import complex_special
from .complex_exact import ONE, Gaussian
from .complex_expansions import Expansion, frame_one, total
from .complex_jets import Jets
from .complex_products import ProductBounds, pieces
from .complex_scales import ALWAYS, NOTHING, Scale, Surd, enclosure, is_nothing
from .verdict import Undefined, Unsupported

if TYPE_CHECKING:
    from .complex_balls import ComplexBalls

HALF = Fraction(1, 2)


class Expander(Interpretation):
    """Terms as expansions; see the module."""

    def __init__(self, balls: ComplexBalls, variable: Symbol, germ: Expansion) -> None:
        self.balls, self.variable, self.germ = balls, variable, germ
        self.frame = germ.frame
        self.one = frame_one(self.frame)
        self._memory: dict[Term, Expansion] = {}

    def __call__(self, term: Term) -> Expansion:
        found = self._memory.get(term)
        if found is None:
            self.balls.check_time()
            method = getattr(self, type(term).__name__, None)
            if self.variable not in free_symbols(term) and type(term).__name__ not in _STRUCTURAL:
                found = self._constant(term)
            elif method is None:
                raise Unsupported(f"{type(term).__name__} is not expanded")
            else:
                found = method(term)
            self._memory[term] = found
        return found

    def _constant(self, term: Term) -> Expansion:
        exact = self.balls.exactly(term)
        if exact is not None:
            return self.one.constant(Surd(exact))
        value = self.balls(term)
        if not value.is_finite():
            raise Unsupported("a constant of an expansion has no finite enclosure")
        return self.one.constant(value)

    # -- arithmetic ---------------------------------------------------------------------------------------------
    def Symbol(self, term: Any) -> Expansion:
        return self.germ if term is self.variable else self._constant(term)

    def Number(self, term: Any) -> Expansion:
        return self.one.constant(Surd(term.value))

    def Constant(self, term: Any) -> Expansion:
        return self.one.constant(Surd(ONE, 1, 2) if term.arguments[0] == "pi" else self.balls(term))

    def ImaginaryUnit(self, term: Any) -> Expansion:
        return self.one.constant(Surd(Gaussian(Fraction(0), ONE)))

    def Add(self, term: Any) -> Expansion:
        return total(self.frame, map(self, term.arguments))

    def Neg(self, term: Any) -> Expansion:
        return -self(term.arguments[0])

    def Mul(self, term: Any) -> Expansion:
        first, *others = map(self, term.arguments)
        for other in others:
            first = first * other
        return first

    def Div(self, term: Any) -> Expansion:
        numerator, denominator = map(self, term.arguments)
        if not denominator.pieces:
            raise Undefined("division by 0")
        return numerator * denominator.inverse()

    def Pow(self, term: Any) -> Expansion:
        base, exponent = term.arguments
        exact = self.balls.exactly(exponent) if self.variable not in free_symbols(exponent) else None
        if isinstance(exact, Fraction):
            return self(base).power(exact)
        power = self(exponent)
        if set(power.pieces) <= {(ALWAYS, True)}:
            known = power.pieces.get((ALWAYS, True), NOTHING)
            if isinstance(known, Surd) and known[1:] == (1, 0) and isinstance(known.value, Fraction):
                return self(base).power(known.value)
        if self.variable not in free_symbols(base) and self.balls.exactly(base) == -1:
            return power.scaled(Surd(Gaussian(Fraction(0), ONE), 1, 2)).exp()
        return (power * self(base).log()).exp()

    def Sqrt(self, term: Any) -> Expansion:
        return self(term.arguments[0]).power(HALF)

    def Exp(self, term: Any) -> Expansion:
        return self(term.arguments[0]).exp()

    def Log(self, term: Any) -> Expansion:
        return self(term.arguments[0]).log()

    # -- trigonometric and related functions --------------------------------------------------------------------
    def _wave(self, u: Expansion, sign: int) -> Expansion:
        i = Surd(Gaussian(Fraction(0), ONE))
        half = Surd(HALF) if sign > 0 else Surd(Gaussian(Fraction(0), -HALF))
        other = half if sign > 0 else Surd(Gaussian(Fraction(0), HALF))
        return u.scaled(i).exp().scaled(half) + (-u.scaled(i)).exp().scaled(other)

    def _turned(self, term: Any, u: Expansion) -> Expansion | None:
        """sin or cos of qπ + ε for 2q an integer, by sin ε or cos ε, so that zeros are exact."""
        if not _bounded(u):
            return None
        centre, rest = u.limit()
        if not isinstance(centre, Surd) or centre[1:] != (1, 2) or isinstance(centre.value, Gaussian):
            return None
        quarter = 2 * centre.value
        if quarter.denominator != 1:
            return None
        turn = (int(quarter) + (3 if type(term).__name__ == "Sin" else 0)) % 4  # sin = cos of the argument − π/2
        found = self._at("Sin" if turn % 2 else "Cos", rest)
        return -found if turn in (1, 2) else found

    def Sin(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        turned = self._turned(term, u)
        if turned is not None:
            return turned
        return self._analytic(term, u) if _bounded(u) else self._wave(u, -1)

    def Cos(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        turned = self._turned(term, u)
        if turned is not None:
            return turned
        return self._analytic(term, u) if _bounded(u) else self._wave(u, 1)

    def Tan(self, term: Any) -> Expansion:
        return self._analytic(term, self(term.arguments[0]))

    def Arcsin(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        try:
            return self._analytic(term, u)
        except Unsupported:
            return self._near_one(u).scaled(Surd(-ONE)) + self.one.constant(Surd(HALF, 1, 2))

    def Arccos(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        try:
            return self._analytic(term, u)
        except Unsupported:
            return self._near_one(u)

    def _near_one(self, u: Expansion) -> Expansion:
        """arccos u = 2 arcsin √((1 − u)/2) where u → 1 from below."""
        half = (self.one + -u).scaled(Surd(HALF))
        if not u.real or half.sign() < 0:
            raise Unsupported("arcsin and arccos beyond their branch points are not expanded")
        return self._at("Arcsin", half.power(HALF)).scaled(Surd(Fraction(2)))

    def Arctan(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        if _bounded(u):
            return self._analytic(term, u)
        return -self._at("Arctan", u.inverse()) + self.one.constant(Surd(HALF * u.sign(), 1, 2))

    def Tanh(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        if _bounded(u):
            return self._analytic(term, u)
        side = u.sign()
        e = u.scaled(Surd(Fraction(-2 * side))).exp()
        return ((self.one + -e) * (self.one + e).inverse()).scaled(Surd(Fraction(side)))

    def Erf(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        return self._analytic(term, u) if _bounded(u) else self.one + -self._erfc(u)

    def NormalCDF(self, term: Any) -> Expansion:
        u = -self(term.arguments[0]) * self.one.constant(Surd(HALF, 2))
        return (self._at("erfc", u) if _bounded(u) else self._erfc(u)).scaled(Surd(HALF))

    def NormalDensity(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        return (u * u).scaled(Surd(-HALF)).exp().scaled(Surd(HALF, 2, -1))

    def _erfc(self, u: Expansion) -> Expansion:
        """erfc u = e^(−u²)/(u√π) (Σ_{k<n} (−1)^k (2k−1)!!/(2u²)^k + θ·next), 0 ≤ θ ≤ 1, for u > 0."""
        if u.sign() < 0:
            return self.one.constant(Surd(Fraction(2))) + -self._erfc(-u)
        step = (u * u).scaled(Surd(Fraction(2))).inverse()
        series, count = self.one, max(1, min(self.frame.order, 30))
        factor, power = ONE, self.one
        for k in range(1, count + 1):
            factor, power = -factor * (2 * k - 1), power * step
            series = series + (power.scaled(Surd(factor)) if k < count else
                               power * self.one.ranging(enclosure(Surd(factor)) * arb(0.5, 0.5)))
        return (-(u * u)).exp() * series * u.inverse().scaled(Surd(ONE, 1, -1))

    # -- modulus, order, steps ----------------------------------------------------------------------------------
    def Abs(self, term: Any) -> Expansion:
        u = self(term.arguments[0])
        try:
            return u if u.sign() >= 0 else -u
        except Unsupported:
            return u.modulus_bound()

    def Sign(self, term: Any) -> Expansion:
        return self.one.constant(Surd(Fraction(self(term.arguments[0]).sign())))

    def Max(self, term: Any) -> Expansion:
        return self._extreme(term, 1)

    def Min(self, term: Any) -> Expansion:
        return self._extreme(term, -1)

    def _extreme(self, term: Any, sign: int) -> Expansion:
        found, *others = map(self, term.arguments)
        for other in others:
            if not found.real or not other.real:
                raise Unsupported("the maximum or minimum of functions that are not real")
            found = other if (other + -found).sign() * sign > 0 else found
        return found

    def IfThenElse(self, term: Any) -> Expansion:
        condition, value, otherwise = term.arguments
        return self(value if self.decided(condition) else otherwise)

    def Indicator(self, term: Any) -> Expansion:
        return self.one.constant(Surd(Fraction(self.decided(term.arguments[0]))))

    def decided(self, statement: Term) -> bool:
        """Whether a relation holds at all y ≥ T, or at none; Unsupported otherwise."""
        name, arguments = type(statement).__name__, statement.arguments
        if name in ("And", "Or"):
            answers = [self.decided(a) for a in arguments]
            return all(answers) if name == "And" else any(answers)
        if name == "Not":
            return not self.decided(arguments[0])
        if name not in ("Eq", "Ne", "Lt", "Le", "Gt", "Ge"):
            raise Unsupported("a condition that is not a relation is not expanded")
        sign = (self(arguments[0]) + -self(arguments[1])).sign()
        return {"Eq": sign == 0, "Ne": sign != 0, "Lt": sign < 0, "Le": sign <= 0, "Gt": sign > 0, "Ge": sign >= 0}[name]

    def Integral(self, term: Any) -> Expansion:
        """A bound for an integral far out in an outer variable."""
        for side in (1, -1):
            if self.germ.pieces == {(Scale(1), True): Surd(Fraction(side))}:
                found = pieces(ProductBounds(self.balls, {self.variable: side})(term), self.variable)
                return Expansion(self.frame, found)
        raise Unsupported("an integral inside another is bounded towards infinite ends only")

    # -- special functions --------------------------------------------------------------------------------------
    def Factorial(self, term: Any) -> Expansion:
        return self._gamma(self(term.arguments[0]) + self.one)

    def Special(self, term: Any) -> Expansion:
        name, *arguments = term.arguments
        if name in ("floor", "ceiling"):
            u = self(arguments[0])
            if not u.real:
                raise Unsupported("floor of a function that is not real")
            if _bounded(u):
                return self._step(name, u)
            return u + self.one.ranging(acb(arb(0.5 if name == "ceiling" else -0.5, 0.5)))
        if name == "Heaviside":
            sign = self(arguments[0]).sign()
            return self.one.constant(Surd(Fraction(sign + 1, 2)))
        if name == "sinc":
            u = self(arguments[0])
            return self._at("sinc", u) if _bounded(u) else self._wave(u, -1) * u.inverse()
        if name in ("binomial", "beta", "rf", "ff", "catalan"):
            return self._by_gamma(name, [self(a) for a in arguments])
        shifts = {"gamma": self._gamma, "digamma": self._digamma, "loggamma": self._loggamma}
        if name in shifts:
            return shifts[name](self(arguments[0]))
        moving = [a for a in arguments if self.variable in free_symbols(a)]
        u = self(moving[0])
        if len(moving) == 1 and moving[0] is arguments[-1] and _bounded(u):
            return self._analytic(term, u)
        if len(arguments) != 1:
            if name == "harmonic" or moving != [arguments[-1]]:
                raise Unsupported(f"{name} is not expanded there")
        growing: dict[str, Callable[[Expansion], Expansion]] = {
            "erfc": self._erfc, "harmonic": lambda v: self._digamma(v + self.one) + self.one.constant(acb(arb.const_euler()))}
        if name not in growing:
            raise Unsupported(f"{name} is not expanded where its argument grows")
        return growing[name](u)

    def _step(self, name: str, u: Expansion) -> Expansion:
        """floor or ceiling of a function that has a limit."""
        up = int(name == "ceiling")
        centre, rest = u.limit()
        low = u.range().real.floor().unique_fmpz()
        whole = complex_special.whole(enclosure(centre))
        if whole is not None:
            if not abs(rest.range()) < 1:
                raise Unsupported("the start is too small to see an integer part")
            sign = rest.sign()
            value = whole + (sign > 0) if up else whole - (sign < 0)
        elif low is not None and u.range().real > arb(low):
            value = int(low) + up
        else:
            raise Unsupported("an integer part is not seen")
        return self.one.constant(Surd(Fraction(value)))

    def _by_gamma(self, name: str, u: list[Expansion]) -> Expansion:
        one, g = self.one, self._gamma
        if name == "binomial":
            return g(u[0] + one) * (g(u[1] + one) * g(u[0] + -u[1] + one)).inverse()
        if name == "beta":
            return g(u[0]) * g(u[1]) * g(u[0] + u[1]).inverse()
        if name == "catalan":
            twice = u[0].scaled(Surd(Fraction(2)))
            return g(twice + one) * (g(u[0] + one) * g(u[0] + one + one)).inverse()
        if name == "rf":
            return g(u[0] + u[1]) * g(u[0]).inverse()
        return g(u[0] + one) * g(u[0] + -u[1] + one).inverse()

    def _gamma(self, u: Expansion) -> Expansion:
        if not _bounded(u):
            return self._loggamma(u).exp()
        centre, _ = u.limit()
        n = complex_special.whole(enclosure(centre))
        if n is None or n > 0:
            return self._at("gamma", u)
        shifted, product = u, self.one
        for _ in range(1 - n):
            product, shifted = product * shifted, shifted + self.one
        return self._at("gamma", shifted) * product.inverse()

    def _loggamma(self, u: Expansion) -> Expansion:
        """(u − ½) log u − u + ½ log 2π + Σ_{k<n} B_2k/(2k(2k−1)u^(2k−1)) + θ·next, 0 ≤ θ ≤ 1, for u > 0."""
        if _bounded(u):
            centre, _ = u.limit()
            if not is_nothing(centre):
                return self._at("loggamma", u)
            return self._at("loggamma", u + self.one) + -u.log()
        if u.sign() <= 0:
            raise Unsupported("Γ is expanded for large positive arguments only")
        v = u.inverse()
        square, power = v * v, v
        constant = (2 * arb.pi()).log() / 2
        result = (u + self.one.constant(Surd(-HALF))) * u.log() + -u + self.one.constant(acb(constant))
        count = max(1, min(self.frame.order // 2 + 1, 20))
        for k in range(1, count + 1):
            number = fmpq.bernoulli(2 * k)
            factor = Fraction(int(number.p), int(number.q)) / (2 * k * (2 * k - 1))
            result = result + (power.scaled(Surd(factor)) if k < count else
                               power * self.one.ranging(enclosure(Surd(factor)) * arb(0.5, 0.5)))
            power = power * square
        return result

    def _digamma(self, u: Expansion) -> Expansion:
        """log u − 1/(2u) − Σ_{k<n} B_2k/(2k u^2k) − θ·next, 0 ≤ θ ≤ 1, for u > 0."""
        if _bounded(u):
            n = complex_special.whole(enclosure(u.limit()[0]))
            if n is None or n > 0:
                return self._at("digamma", u)
            return self._digamma(u + self.one) + -u.inverse()
        if u.sign() <= 0:
            raise Unsupported("ψ is expanded for large positive arguments only")
        v = u.inverse()
        square = power = v * v
        result = u.log() + v.scaled(Surd(-HALF))
        count = max(1, min(self.frame.order // 2 + 1, 20))
        for k in range(1, count + 1):
            number = fmpq.bernoulli(2 * k)
            factor = -Fraction(int(number.p), int(number.q)) / (2 * k)
            result = result + (power.scaled(Surd(factor)) if k < count else
                               power * self.one.ranging(enclosure(Surd(factor)) * arb(0.5, 0.5)))
            power = power * square
        return result

    # -- analytic functions at a finite limit -------------------------------------------------------------------
    def _analytic(self, term: Any, u: Expansion) -> Expansion:
        """A function of its last argument, where that has a finite limit."""
        if type(term).__name__ != "Special":
            return self._at(type(term).__name__, u)
        name, *arguments = term.arguments
        return self._at(name, u, [self.balls(a) for a in arguments[:-1]], arguments[:-1])

    def _at(self, name: str, u: Expansion, parameters: list[acb] | None = None, terms: list[Term] | None = None) -> Expansion:
        centre, rest = u.limit()
        jets = Jets(self.balls, name, parameters or [], terms or [])
        if not rest.pieces:
            return self.one.constant(jets.coefficients(centre, 1)[0])
        jets.check(enclosure(centre).union(enclosure(centre) + rest.range()))
        return rest.composed(centre, jets.coefficients, jets.over)


def _bounded(u: Expansion) -> bool:
    grow, stay, _ = u.split()
    return not grow.pieces and all(scale == ALWAYS for scale, _ in stay.pieces)


_STRUCTURAL = frozenset({"Number", "Constant", "Add", "Neg", "Mul", "Div", "Pow", "Sqrt", "ImaginaryUnit", "Symbol"})

__all__ = ["Expander"]
