"""Random well-typed terms over one fixed vocabulary, and the declarations under which their LaTeX is read back.

Every concrete class of the language is drawn except those of `LEFT_OUT`. Each name has one sort; one outcome a space is
left out in print.
"""

from __future__ import annotations

import random
from typing import Any

import symproof.terms as s
from symproof.paper.resolve import Declarations
from symproof.render.latex import latex

LEFT_OUT = {
    "Lambda": "a Lambda is drawn only under a gradient or as one side of an equality of functions",
    "Number": "",
    "Symbol": "",
}

d, m = "d", "m"
V, W, A = s.Vector(d), s.Vector(2), s.Operator(d, d)
OMEGA, X = s.Point("Omega"), s.Point("X")


def _symbols(names: str, sort: Any = s.SCALAR, domain: str = "") -> list[s.Symbol]:
    return [s.Symbol(name, sort, domain) for name in names.split()]


SCALARS = _symbols("a b c x z rho tau_2")
POSITIVE = _symbols("sigma_S delta_0", s.SCALAR, "positive")
LAM = s.Symbol("lam")
INTEGERS = _symbols("k n", s.SCALAR, "integer")
COMPLEX = _symbols("zeta", s.COMPLEX)
VECTORS = _symbols("u v v_c w_star", V)
PLANE = _symbols("q q_1", W)
OPERATORS = _symbols("A B", A) + _symbols("Sigma_w", A, "positive semidefinite")
WIDE = _symbols("M", s.Operator(m, d))
FUNCTIONS = _symbols("g", s.Function(s.SCALAR, s.SCALAR))
FIELDS = _symbols("f", s.Function(V, s.SCALAR))
RANDOM = _symbols("psi t", s.Function(OMEGA, s.SCALAR))
RANDOM_VECTORS = _symbols("h", s.Function(OMEGA, V))
REWARDS = _symbols("r", s.Function(X, OMEGA, s.SCALAR))
INDICES = _symbols("j l", s.Index(m))
FAMILIES = _symbols("y_star", s.Function(s.Index(m), V))
WEIGHTS = _symbols("alpha", s.Function(s.Index(m), s.SCALAR))
PAIR = _symbols("S", s.Function(s.Index(2), OMEGA, s.SCALAR))
OUTCOME, POINT, PROMPT = s.Symbol("omega", OMEGA), s.Symbol("y", OMEGA), s.Symbol("p", X)
P = s.Symbol("P", s.Measure(OMEGA), "probability")
MEASURES = [P, *_symbols("mu pi_base", s.Measure(OMEGA), "probability")]
GENERAL = s.Symbol("Q", s.Measure(OMEGA))
KERNEL = s.Symbol("kappa", s.Function(X, s.Measure(OMEGA)), "probability")
PROMPTS = s.Symbol("D", s.Measure(X), "probability")
SETS = _symbols("K", s.SetOf(V))

EVERY = [
    *SCALARS,
    *POSITIVE,
    LAM,
    *INTEGERS,
    *COMPLEX,
    *VECTORS,
    *PLANE,
    *OPERATORS,
    *WIDE,
    *FUNCTIONS,
    *FIELDS,
    *RANDOM,
    *RANDOM_VECTORS,
    *REWARDS,
    *INDICES,
    *FAMILIES,
    *WEIGHTS,
    *PAIR,
    OUTCOME,
    POINT,
    PROMPT,
    *MEASURES,
    GENERAL,
    KERNEL,
    PROMPTS,
    *SETS,
]
DECLARATIONS = Declarations({latex(symbol): symbol for symbol in EVERY}, {"d": d, "m": m}, (OUTCOME,), P)


class Builder:
    """Draws terms; `scope` says which outcomes may occur free."""

    def __init__(self, seed: int) -> None:
        self.rng = random.Random(seed)
        self.scope: list[s.Symbol] = []

    def pick(self, *options: Any) -> Any:
        return self.rng.choice(options)()

    def symbol(self, symbols: list[s.Symbol]) -> s.Symbol:
        return self.rng.choice(symbols)

    # -- scalars ----------------------------------------------------------------------------------------------------
    def scalar(self, depth: int) -> Any:
        if depth <= 0:
            return self.atom()
        low = depth - 1
        r = lambda: self.scalar(low)
        return self.pick(
            self.atom,
            lambda: s.Add(r(), r()),
            lambda: s.Add(r(), s.Neg(r()), r()),
            lambda: s.Neg(r()),
            lambda: s.Mul(r(), r()),
            lambda: s.Mul(r(), r(), r()),
            lambda: s.Div(r(), r()),
            lambda: s.Pow(r(), s.Number(self.rng.choice((2, 3)))),
            lambda: s.Pow(r(), self.symbol(INTEGERS)),
            lambda: s.Pow(r(), s.Number(1, 2)),
            lambda: s.Sqrt(r()),
            lambda: s.Exp(r()),
            lambda: s.Log(r()),
            lambda: self.rng.choice((s.Sin, s.Cos, s.Tan, s.Tanh, s.Arctan, s.Arcsin, s.Arccos, s.Erf))(r()),
            lambda: self.rng.choice((s.Abs, s.Sign, s.NormalCDF, s.NormalDensity))(r()),
            lambda: s.Factorial(self.symbol(INTEGERS)),
            lambda: s.Max(r(), r()),
            lambda: s.Min(r(), r(), r()),
            lambda: s.Inner(self.vector(low), self.vector(low)),
            lambda: s.Norm(self.vector(low)),
            lambda: s.App(self.symbol(FUNCTIONS), r()),
            lambda: s.App(self.symbol(FIELDS), self.vector(low)),
            lambda: self.expectation(low),
            lambda: self.expectation(low),
            lambda: self.moment(low),
            lambda: self.moment(low),
            lambda: s.Indicator(self.statement(low)),
            lambda: self.sum(low),
            lambda: self.product(low),
            lambda: self.family_sum(low),
            lambda: self.integral(low),
            lambda: self.derivative(low),
            lambda: self.limit(low),
            lambda: s.App(self.symbol(WEIGHTS), self.symbol(INDICES)),
            lambda: s.Kronecker(*INDICES),
            lambda: s.Size(m),
            lambda: s.Special("gamma", r()),
            lambda: s.Special("beta", r(), r()),
            lambda: s.IfThenElse(self.statement(low), r(), r()),
            lambda: s.RealPart(self.complex(low)),
            lambda: s.ImaginaryPart(self.complex(low)),
            lambda: s.Abs(self.complex(low)),
            lambda: s.Argument(self.complex(low)),
            lambda: self.measure_integral(low),
            lambda: s.Inner(self.plane(low), self.plane(low)),
        )

    def atom(self) -> Any:
        options: list[Any] = [
            self.symbol(SCALARS),
            self.symbol(SCALARS),
            self.symbol(POSITIVE),
            LAM,
            s.pi,
            s.Number(self.rng.randint(-3, 9)),
            s.Number(self.rng.choice((1, 2, -3)), self.rng.choice((5, 7))),
            s.Constant("EulerGamma"),
            s.Size(m),
            s.Size(3),
        ]
        if OUTCOME in self.scope:
            options += [s.App(X_, OUTCOME) for X_ in RANDOM] * 4 + [
                s.App(PAIR[0], self.rng.choice((1, 2)), OUTCOME)
            ] * 2
        if POINT in self.scope:
            options += [s.App(X_, POINT) for X_ in RANDOM] * 4
        if PROMPT in self.scope:
            options += [s.App(REWARDS[0], PROMPT, outcome) for outcome in self.scope if outcome is POINT] * 4
        return self.rng.choice(options)

    def complex(self, depth: int) -> Any:
        low = depth - 1
        if depth <= 0:
            return self.rng.choice((COMPLEX[0], s.ImaginaryUnit()))
        return self.pick(
            lambda: COMPLEX[0],
            lambda: s.Mul(self.scalar(low), s.ImaginaryUnit()),
            lambda: s.Conjugate(self.complex(low)),
            lambda: s.Add(self.complex(low), self.complex(low)),
        )

    def bound(self, symbol: s.Symbol, build: Any) -> Any:
        """Build with one more outcome in scope; an outcome that is left out in print hides the outer one of its space."""
        before = self.scope
        self.scope = [*(o for o in before if o.sort != symbol.sort), symbol]
        built = build()
        self.scope = before
        return built

    def expectation(self, depth: int) -> Any:
        return self.pick(
            lambda: (lambda mu: s.Expectation(OUTCOME, mu, self.bound(OUTCOME, lambda: self.scalar(depth))))(
                self.measure(depth)
            ),
            lambda: (lambda mu: s.Expectation(POINT, mu, self.bound(POINT, lambda: self.scalar(depth))))(
                self.measure(depth)
            ),
            lambda: s.ConditionalExpectation(
                OUTCOME, P, *self.bound(OUTCOME, lambda: (self.scalar(depth), self.statement(depth)))
            ),
            lambda: s.Expectation(
                PROMPT,
                PROMPTS,
                self.bound(
                    PROMPT,
                    lambda: s.Expectation(POINT, s.App(KERNEL, PROMPT), self.bound(POINT, lambda: self.scalar(depth))),
                ),
            ),
        )

    def moment(self, depth: int) -> Any:
        measure = self.measure(depth)
        inside = lambda build: self.bound(OUTCOME, build)
        return self.pick(
            lambda: s.Variance(OUTCOME, measure, inside(lambda: self.scalar(depth))),
            lambda: s.Covariance(OUTCOME, measure, *inside(lambda: (self.scalar(depth), self.scalar(depth)))),
            lambda: s.Correlation(OUTCOME, measure, *inside(lambda: (self.scalar(depth), self.scalar(depth)))),
            lambda: s.Probability(OUTCOME, measure, inside(lambda: self.statement(depth))),
        )

    def measure(self, depth: int) -> Any:
        if depth <= 0 or self.rng.random() < 0.7:
            return self.symbol(MEASURES)
        return s.Tilt(OUTCOME, self.symbol(MEASURES), self.bound(OUTCOME, lambda: self.scalar(min(depth - 1, 1))))

    def measure_integral(self, depth: int) -> Any:
        return self.pick(
            lambda: s.MeasureIntegral(OUTCOME, GENERAL, self.bound(OUTCOME, lambda: self.scalar(depth))),
            lambda: s.MeasureIntegral(
                POINT, GENERAL, s.Mul(self.scalar(0), self.bound(POINT, lambda: s.App(RANDOM[0], POINT)))
            ),
            lambda: s.MeasureIntegral(SCALARS[3], s.Lebesgue(s.SCALAR), self.scalar(depth)),
        )

    def sum(self, depth: int) -> Any:
        return s.Sum(
            INTEGERS[0],
            self.rng.choice((0, 1)),
            self.pick(lambda: INTEGERS[1], lambda: s.oo, lambda: s.Number(7)),
            self.scalar(depth),
        )

    def product(self, depth: int) -> Any:
        return s.Product(INTEGERS[0], 1, INTEGERS[1], self.scalar(depth))

    def family_sum(self, depth: int) -> Any:
        return s.FamilySum(
            INDICES[0],
            self.pick(
                lambda: s.App(WEIGHTS[0], INDICES[0]),
                lambda: s.Mul(s.App(WEIGHTS[0], INDICES[0]), self.scalar(depth)),
                lambda: s.Inner(s.App(FAMILIES[0], INDICES[0]), self.vector(depth)),
            ),
        )

    def integral(self, depth: int) -> Any:
        lower, upper = self.rng.choice(((0, 1), (0, s.oo), (-s.oo, s.oo), (SCALARS[0], SCALARS[1])))
        return s.Integral(self.rng.choice((SCALARS[3], LAM)), lower, upper, self.scalar(depth))

    def derivative(self, depth: int) -> Any:
        var = self.rng.choice((LAM, SCALARS[3]))
        return s.Derivative(var, self.scalar(depth), self.rng.choice((None, 0, SCALARS[0])))

    def limit(self, depth: int) -> Any:
        point, direction = self.rng.choice(((0, ""), (0, "+"), (SCALARS[0], "-"), (s.oo, "")))
        return s.Limit(self.rng.choice((LAM, SCALARS[3])), point, self.scalar(depth), direction)

    # -- vectors and operators --------------------------------------------------------------------------------------
    def vector(self, depth: int) -> Any:
        low = depth - 1
        atoms = [*VECTORS, s.Zero(V), s.App(FAMILIES[0], INDICES[0])]
        atoms += [s.App(RANDOM_VECTORS[0], outcome) for outcome in self.scope if outcome.sort == OMEGA] * 3
        if depth <= 0:
            return self.rng.choice(atoms)
        return self.pick(
            lambda: self.rng.choice(atoms),
            lambda: s.Add(self.vector(low), self.vector(low)),
            lambda: s.Neg(self.vector(low)),
            lambda: s.Scale(self.scalar(low), self.vector(low)),
            lambda: s.Apply(self.operator(low), self.vector(low)),
            lambda: s.App(s.Gradient(FIELDS[0]), self.vector(low)),
            lambda: s.Expectation(OUTCOME, P, self.bound(OUTCOME, lambda: self.vector(low))),
            lambda: s.Apply(s.Transpose(WIDE[0]), s.Apply(WIDE[0], self.vector(low))),
            lambda: s.FamilySum(INDICES[0], s.Scale(s.App(WEIGHTS[0], INDICES[0]), s.App(FAMILIES[0], INDICES[0]))),
        )

    def plane(self, depth: int) -> Any:
        return self.pick(
            lambda: self.symbol(PLANE),
            lambda: s.Coordinates(self.scalar(depth), self.scalar(depth)),
            lambda: s.Scale(self.scalar(depth), self.symbol(PLANE)),
        )

    def operator(self, depth: int) -> Any:
        low = depth - 1
        if depth <= 0:
            return self.symbol(OPERATORS)
        o = lambda: self.operator(low)
        return self.pick(
            lambda: self.symbol(OPERATORS),
            lambda: s.Identity(d),
            lambda: s.Add(o(), o()),
            lambda: s.Scale(self.scalar(low), o()),
            lambda: s.Compose(o(), o()),
            lambda: s.Transpose(o()),
            lambda: s.Inverse(o()),
            lambda: s.Outer(self.vector(low), self.vector(low)),
            lambda: s.CovarianceOperator(OUTCOME, self.symbol(MEASURES), self.bound(OUTCOME, lambda: self.vector(low))),
            lambda: s.Zero(A),
            lambda: s.Compose(s.Transpose(WIDE[0]), WIDE[0]),
        )

    # -- statements -------------------------------------------------------------------------------------------------
    def statement(self, depth: int) -> Any:
        low = depth - 1
        compare = lambda: self.rng.choice((s.Eq, s.Ne, s.Lt, s.Le, s.Gt, s.Ge))(self.scalar(low), self.scalar(low))
        if depth <= 0:
            return compare()
        p = lambda: self.statement(low)
        return self.pick(
            compare,
            compare,
            lambda: s.Eq(self.vector(low), self.vector(low)),
            lambda: s.Eq(self.operator(low), self.operator(low)),
            lambda: s.And(p(), p()),
            lambda: s.Or(p(), p(), p()),
            lambda: s.And(p()),
            lambda: s.TRUE,
            lambda: s.FALSE,
            lambda: s.Not(p()),
            lambda: s.Implies(p(), p()),
            lambda: s.Iff(p(), p()),
            lambda: s.ForAll(
                self.rng.choice(
                    (SCALARS[3], POSITIVE[0], INTEGERS[0], VECTORS[0], OPERATORS[2], INDICES[0], FUNCTIONS[0])
                ),
                p(),
            ),
            lambda: s.Exists(self.rng.choice((SCALARS[3], POSITIVE[0], VECTORS[0], MEASURES[1])), p()),
            lambda: s.Not(s.Exists(VECTORS[0], p())),
            lambda: s.IsInteger(self.scalar(low)),
            lambda: s.PositiveSemidefinite(self.operator(low)),
            lambda: s.PositiveDefinite(self.operator(low)),
            lambda: s.Symmetric(self.operator(low)),
            lambda: s.Member(self.vector(low), self.set(low)),
            lambda: s.Not(s.Member(self.vector(low), self.set(low))),
            lambda: s.ContinuouslyDifferentiable(self.rng.choice((FUNCTIONS[0], FIELDS[0])), self.rng.choice((1, 2))),
            lambda: s.Eq(s.Gradient(FIELDS[0]), s.Lambda(VECTORS[0], self.vector(low))),
            lambda: s.Integrable(OUTCOME, P, self.bound(OUTCOME, lambda: self.scalar(low))),
            lambda: s.Integrable(OUTCOME, MEASURES[1], self.bound(OUTCOME, lambda: self.vector(low))),
            lambda: s.HasDerivative(LAM, self.scalar(low), self.rng.choice((0, SCALARS[0])), self.scalar(low)),
            lambda: s.HasLimit(LAM, self.rng.choice((0, s.oo)), self.scalar(low), self.scalar(low)),
        )

    def set(self, depth: int) -> Any:
        return self.pick(
            lambda: SETS[0],
            lambda: s.ConvexHull(FAMILIES[0]),
            lambda: s.ConicHull(FAMILIES[0]),
            lambda: s.SetBuilder(VECTORS[0], self.statement(min(depth, 1))),
            lambda: s.OpenHalfSpace(self.vector(depth), self.scalar(depth)),
        )

    def asymptotic(self, depth: int) -> Any:
        remainder = s.BigO(LAM, self.rng.choice((1, 2, 3)))
        return s.Asymptotic(LAM, self.scalar(depth), s.Add(self.scalar(depth), remainder))

    def measures(self) -> Any:
        weights = self.rng.choice(((s.Number(1, 2), s.Number(1, 2)), (s.Number(1, 3), s.Number(2, 3))))
        points = self.symbol(PLANE), s.Coordinates(self.scalar(1), self.scalar(1))
        return self.pick(
            lambda: s.Gaussian(self.vector(1), self.operator(1)),
            lambda: s.Normal(self.scalar(1), self.scalar(1)),
            lambda: s.Discrete(weights[0], points[0], weights[1], points[1]),
            lambda: s.Discrete(1, self.symbol(PLANE)),
            lambda: s.Lebesgue(V),
            lambda: s.App(KERNEL, PROMPT),
        )

    def any_term(self) -> Any:
        depth = self.rng.choice((1, 1, 2, 2, 3))
        return self.pick(
            lambda: self.scalar(depth),
            lambda: self.statement(depth),
            lambda: self.statement(depth),
            lambda: self.vector(depth),
            lambda: self.operator(depth),
            lambda: self.asymptotic(depth),
            self.measures,
            lambda: s.Size(d),
            lambda: s.DominatedDerivative(
                LAM, 0, OUTCOME, MEASURES[1], self.bound(OUTCOME, lambda: self.scalar(depth))
            ),
        )
