"""The laws that every proof may use: what the words of the language mean, and a few classical theorems, with sources.

Trusted, and the complete list. A law is a statement; its free symbols (functions among them) are universally
quantified. Kinds: "law" (the meaning of a word: expectation is linear and monotone, a finite sum is a sum) and "cited"
(a theorem of analysis that the kernel does not prove). Every law is also evaluated in random models by the tests.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .terms import (SCALAR, TRUTH, Abs, And, App, Apply, Arctan, Compose, ContinuouslyDifferentiable, ConvexHull, Derivative,
                    DominatedDerivative, Eq, Exists, Exp, Expectation, Factorial, FamilySum, ForAll, Function, Gaussian,
                    Gradient, HasDerivative, HasLimit, Identity, Iff, Implies, Index, IndexValue, Indicator, Inner, Integrable,
                    Integral, Inverse, Le, Lebesgue, Lt, Measure, MeasureIntegral, Member, Ne, Norm, Normal, Not, Operator, Or,
                    Point, Pow, Scale, Sqrt, Symbol, Term, Tilt, Transpose, Vector, Zero, oo, pi)


class Law(NamedTuple):
    """A statement that is believed, with the kind of belief and its source."""

    statement: Term
    kind: str
    source: str


LAWS: dict[str, Law] = {}


def _law(name: str, statement: Any, kind: str = "law", source: str = "elementary") -> None:
    LAWS[name] = Law(statement, kind, source)


def _if(*parts: Any) -> Any:
    *premises, conclusion = parts
    return Implies(And(*premises) if len(premises) > 1 else premises[0], conclusion)


x, y, a, b, c, m, s, lam = (Symbol(n) for n in ("x", "y", "a", "b", "c", "m", "s", "lam"))
n, k, ell = (Symbol(name, SCALAR, "natural") for name in ("n", "k", "l"))
r, delta = Symbol("r", SCALAR, "positive"), Symbol("delta", SCALAR, "positive")
variance = Symbol("v", SCALAR, "nonnegative")
omega = Symbol("omega", Point("Omega"))
P = Symbol("P", Measure(Point("Omega")), "probability")
nu = Symbol("nu", Measure(Point("Omega")))
X, Y = (Symbol(name, Function(Point("Omega"), SCALAR)) for name in ("X", "Y"))
other = Symbol("eta", Point("Eta"))
Q = Symbol("Q", Measure(Point("Eta")), "probability")
W = Symbol("W", Function(Point("Omega"), Point("Eta"), SCALAR))
T = Symbol("T", Function(SCALAR, Point("Omega"), SCALAR))
F, G, f = (Symbol(name, Function(SCALAR, SCALAR)) for name in ("F", "G", "f"))
u, w, z, mu = (Symbol(name, Vector("d")) for name in ("u", "w", "z", "mu"))
H, D = (Symbol(name, Function(Vector("d"), SCALAR)) for name in ("H", "D"))
K = Symbol("K", Function(SCALAR, Vector("d"), SCALAR))
S = Symbol("S", Operator("d", "d"), "positive semidefinite")
C, root, L = Symbol("C", S.sort, "positive definite"), Symbol("A", S.sort), Symbol("L", Operator("d", "k"))
h = Symbol("h", Function(Point("Omega"), Vector("d")))
i, least = Symbol("i", Index("m")), Symbol("j", Index("m"))
choice = Symbol("R", Function(Index("m"), SCALAR, TRUTH))
A, B = (Symbol(name, Function(Index("m"), SCALAR)) for name in ("A", "B"))
V = Symbol("V", Function(Index("m"), Vector("d")))
statement = Symbol("S_n", Function(SCALAR, TRUTH))

# -- order on the line ------------------------------------------------------------------------------------------------
_law("trichotomy", Or(Lt(x, y), Eq(x, y), Lt(y, x)))
_law("not less", Iff(Not(Lt(x, y)), Le(y, x)))
_law("not at most", Iff(Not(Le(x, y)), Lt(y, x)))
_law("at most", Iff(Le(x, y), Or(Lt(x, y), Eq(x, y))))
_law("antisymmetry", _if(Le(x, y), Le(y, x), Eq(x, y)))
_law("absolute value", Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))))
_law("zero product", _if(Eq(x * y, 0), Or(Eq(x, 0), Eq(y, 0))))
_law("square root is monotone", _if(Le(0, x), Le(x, y), Le(Sqrt(x), Sqrt(y))))
_law("induction", _if(App(statement, 0), ForAll(n, Implies(App(statement, n), App(statement, n + 1))),
                      ForAll(n, App(statement, n))), source="Peano")

# -- the exponential --------------------------------------------------------------------------------------------------
_law("exponential above its tangent", Le(1 + x, Exp(x)))
_law("exponential above a power", _if(Le(0, x), Le(Pow(x, n) / Factorial(n), Exp(x))),
     source="one term of the exponential series")
_law("exponential is increasing", Iff(Lt(x, y), Lt(Exp(x), Exp(y))))

# -- angles -----------------------------------------------------------------------------------------------------------
_law("arctangent of a reciprocal", _if(Lt(0, x), Eq(Arctan(x) + Arctan(1 / x), pi / 2)),
     source="the acute angles of a right triangle")

# -- finite sums ------------------------------------------------------------------------------------------------------
_law("sum is monotone", _if(ForAll(i, Le(App(A, i), App(B, i))), Le(FamilySum(i, App(A, i)), FamilySum(i, App(B, i)))))
_law("nonnegative sum that vanishes", _if(ForAll(i, Le(0, App(A, i))), Eq(FamilySum(i, App(A, i)), 0),
                                          ForAll(i, Eq(App(A, i), 0))))
_law("least member of a finite family", Exists(least, ForAll(i, Le(App(A, least), App(A, i)))))
_law("finite choice", _if(ForAll(i, Exists(r, App(choice, i, r))), Exists(A, ForAll(i, And(
    Lt(0, App(A, i)), App(choice, i, App(A, i)))))), source="one choice for each of finitely many indices")
for size in (1, 2, 3, 4):
    members = [Eq(Symbol("i", Index(size)), IndexValue(k, size)) for k in range(1, size + 1)]
    _law(f"indices of a family of {size}", Or(*members) if size > 1 else members[0])

# -- vectors ----------------------------------------------------------------------------------------------------------
_law("vectors equal by their inner products", _if(ForAll(w, Eq(Inner(u, w), Inner(z, w))), Eq(u, z)))
_law("norm is definite", _if(Ne(u, Zero(Vector("d"))), Lt(0, Inner(u, u))))
_law("Cauchy–Schwarz", Le(Pow(Inner(u, w), 2), Inner(u, u) * Inner(w, w)), source="Cauchy 1821")
_law("least norm in a convex hull",
     Exists(z, And(Member(z, ConvexHull(V)), ForAll(w, Implies(Member(w, ConvexHull(V)),
                                                               Le(Inner(z, z), Inner(w, w)))))),
     "cited", "Weierstrass: a continuous function attains its minimum on a compact set; Rudin, Principles, 4.16")

# -- expectation ------------------------------------------------------------------------------------------------------
_int_X, _int_Y = Integrable(omega, nu, App(X, omega)), Integrable(omega, nu, App(Y, omega))
_law("integral is monotone", _if(_int_X, _int_Y, ForAll(omega, Le(App(X, omega), App(Y, omega))),
                                 Le(MeasureIntegral(omega, nu, App(X, omega)),
                                    MeasureIntegral(omega, nu, App(Y, omega)))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
_law("expectation is monotone", _if(Integrable(omega, P, App(X, omega)), Integrable(omega, P, App(Y, omega)),
                                    ForAll(omega, Le(App(X, omega), App(Y, omega))),
                                    Le(Expectation(omega, P, App(X, omega)), Expectation(omega, P, App(Y, omega)))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
_law("domination", _if(_int_Y, ForAll(omega, Le(Abs(App(X, omega)), App(Y, omega))), _int_X),
     source="Billingsley, Probability and Measure, Theorem 16.1")
_law("sum of integrable", _if(_int_X, _int_Y, Integrable(omega, nu, a * App(X, omega) + b * App(Y, omega))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
_law("constants are integrable", Integrable(omega, P, c))
_law("product of square-integrable", _if(Integrable(omega, nu, Pow(App(X, omega), 2)),
                                         Integrable(omega, nu, Pow(App(Y, omega), 2)),
                                         Integrable(omega, nu, App(X, omega) * App(Y, omega))), source="Cauchy–Schwarz")
_law("square-integrable is integrable", _if(Integrable(omega, P, Pow(App(X, omega), 2)),
                                            Integrable(omega, P, App(X, omega))), source="Cauchy–Schwarz")
_law("vector integrable by its components", Iff(Integrable(omega, nu, App(h, omega)),
                                                ForAll(w, Integrable(omega, nu, Inner(App(h, omega), w)))))
_law("vector integrable by its norm", Iff(Integrable(omega, nu, App(h, omega)), Integrable(omega, nu, Norm(App(h, omega)))))
_law("integral of a positive function",
     _if(_int_X, ForAll(omega, Lt(0, App(X, omega))), Lt(0, MeasureIntegral(omega, nu, App(Y, omega))),
         Lt(0, MeasureIntegral(omega, nu, App(X, omega)))),
     source="ν is not 0; Rudin, Real and Complex Analysis, Theorem 1.39")
_law("expectation of a positive function",
     _if(Integrable(omega, P, App(X, omega)), ForAll(omega, Lt(0, App(X, omega))), Lt(0, Expectation(omega, P, App(X, omega)))),
     source="Rudin, Real and Complex Analysis, Theorem 1.39")
_law("integrable under a tilt",
     _if(Integrable(omega, nu, Exp(App(Y, omega))), Lt(0, MeasureIntegral(omega, nu, Exp(App(Y, omega)))),
         Iff(Integrable(omega, Tilt(omega, nu, App(Y, omega)), App(X, omega)),
             Integrable(omega, nu, App(X, omega) * Exp(App(Y, omega))))), source="definition of the tilted measure")
_law("expectations exchange",
     _if(Integrable(omega, P, Expectation(other, Q, Abs(App(W, omega, other)))),
         ForAll(omega, Integrable(other, Q, App(W, omega, other))),
         Eq(Expectation(omega, P, Expectation(other, Q, App(W, omega, other))),
            Expectation(other, Q, Expectation(omega, P, App(W, omega, other))))),
     "cited", "Fubini; Billingsley, Probability and Measure, Theorem 18.3")

_law("indicator", Or(And(App(statement, x), Eq(Indicator(App(statement, x)), 1)),
                     And(Not(App(statement, x)), Eq(Indicator(App(statement, x)), 0))))
_smooth = Symbol("W", Function(SCALAR, Point("Omega"), SCALAR))
_slope = Symbol("U", Function(SCALAR, Point("Omega"), SCALAR))
_law("dominated derivative",
     _if(ForAll(lam, Integrable(omega, nu, App(_smooth, lam, omega))),
         ForAll(lam, ForAll(omega, HasDerivative(s, App(_smooth, s, omega), lam, App(_slope, lam, omega)))),
         ForAll(lam, ForAll(omega, Le(Abs(App(_slope, lam, omega)), App(Y, omega)))), _int_Y,
         DominatedDerivative(lam, a, omega, nu, App(_smooth, lam, omega))),
     source="definition of the hypothesis of Billingsley, Probability and Measure, Theorem 16.8")

# -- exponential families -----------------------------------------------------------------------------------------------
_mgf = Exists(delta, Integrable(omega, P, Exp(delta * Abs(App(Y, omega)))))
_square = Integrable(omega, P, Pow(App(X, omega), 2))
_law("exponential moments dominate",
     _if(_mgf, _square, DominatedDerivative(lam, 0, omega, P,
                                            App(X, omega) * Pow(App(Y, omega), k) * Exp(lam * App(Y, omega)))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
_law("exponential moments are integrable",
     _if(_mgf, _square, Integrable(omega, P, App(X, omega) * Pow(App(Y, omega), k))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
_law("exponential moments near zero",
     _if(_mgf, _square, Exists(r, ForAll(lam, Implies(Lt(Abs(lam), r), Integrable(
         omega, P, App(X, omega) * Exp(lam * App(Y, omega))))))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
_interior = Exists(delta, Integrable(omega, nu, Exp(Inner(App(h, omega), u) + delta * Norm(App(h, omega)))))
_law("interior parameters dominate",
     _if(_interior, DominatedDerivative(lam, 0, omega, nu, Pow(Inner(App(h, omega), z), k)
                                        * Pow(Inner(App(h, omega), mu), n)
                                        * Exp(Inner(App(h, omega), u + Scale(lam, w))))),
     "cited", "Brown, Fundamentals of Statistical Exponential Families, Theorem 2.2")
_law("interior moments are integrable",
     _if(_interior, Integrable(omega, nu, Pow(Inner(App(h, omega), z), k) * Pow(Inner(App(h, omega), w), n)
                               * Pow(Norm(App(h, omega)), ell) * Exp(Inner(App(h, omega), u)))),
     "cited", "Brown, Fundamentals of Statistical Exponential Families, Theorem 2.2")

# -- calculus -----------------------------------------------------------------------------------------------------------
_law("dominated families are integrable",
     _if(DominatedDerivative(lam, a, omega, nu, App(T, lam, omega)),
         Exists(r, ForAll(lam, Implies(Lt(Abs(lam - a), r), Integrable(omega, nu, App(T, lam, omega)))))),
     source="definition of DominatedDerivative")
_law("derivative is local",
     _if(Exists(r, ForAll(x, Implies(Lt(Abs(x - a), r), Eq(App(F, x), App(G, x))))), HasDerivative(x, App(F, x), a, c),
         HasDerivative(x, App(G, x), a, c)))
_law("derivative is unique", _if(HasDerivative(x, App(F, x), a, c), Eq(Derivative(x, App(F, x), a), c)))
_inside = Indicator(And(Lt(a, x), Lt(x, b)))
_beyond = Indicator(Lt(a, x))
_derives = HasDerivative(y, App(F, y), x, App(f, x))
_line = Lebesgue(SCALAR)
_law("fundamental theorem on an interval",
     _if(Le(a, b), ForAll(x, Implies(And(Le(a, x), Le(x, b)), _derives)),
         Integrable(x, _line, _inside * App(f, x)), Eq(Integral(x, a, b, App(f, x)), App(F, b) - App(F, a))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
_law("fundamental theorem on a half-line",
     _if(ForAll(x, Implies(Le(a, x), _derives)), Integrable(x, _line, _beyond * App(f, x)),
         HasLimit(x, oo, App(F, x), c), Eq(Integral(x, a, oo, App(f, x)), c - App(F, a))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
_law("fundamental theorem on the line",
     _if(ForAll(x, _derives), Integrable(x, _line, App(f, x)), HasLimit(x, -oo, App(F, x), a),
         HasLimit(x, oo, App(F, x), b), Eq(Integral(x, -oo, oo, App(f, x)), b - a)),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
_law("integrals agree on a half-line", _if(ForAll(x, Implies(Lt(0, x), Eq(App(F, x), App(G, x)))),
                                           Eq(Integral(x, 0, oo, App(F, x)), Integral(x, 0, oo, App(G, x)))))
_law("integral is monotone on an interval",
     _if(Le(a, b), Integrable(x, _line, _inside * App(F, x)), Integrable(x, _line, _inside * App(G, x)),
         ForAll(x, Implies(And(Le(a, x), Le(x, b)), Le(App(F, x), App(G, x)))),
         Le(Integral(x, a, b, App(F, x)), Integral(x, a, b, App(G, x)))))
_law("line folds at zero", _if(Integrable(x, _line, App(F, x)),
                               Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, 0, oo, App(F, x) + App(F, -x)))))
_law("affine substitution", _if(Ne(c, 0), Eq(Integral(x, -oo, oo, App(F, x)),
                                             Abs(c) * Integral(x, -oo, oo, App(F, c * x + b)))))
_law("product rule",
     _if(HasDerivative(s, App(F, s), a, b), HasDerivative(s, App(G, s), a, c),
         HasDerivative(s, App(F, s) * App(G, s), a, b * App(G, a) + App(F, a) * c)), "cited", "Rudin, Principles, 5.3")
_law("gradient", _if(ForAll(w, HasDerivative(s, App(H, z + Scale(s, w)), 0, Inner(u, w))), Eq(App(Gradient(H), z), u)))
_law("derivative of one sign is integrable",
     _if(ForAll(x, _derives), ForAll(x, Le(0, App(f, x))), HasLimit(x, -oo, App(F, x), a), HasLimit(x, oo, App(F, x), b),
         Integrable(x, _line, App(f, x))), "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
_law("affine substitution preserves integrability",
     _if(Ne(c, 0), Integrable(x, _line, App(F, x)), Integrable(x, _line, App(F, c * x + b))))
_law("continuous on an interval", _if(ContinuouslyDifferentiable(F, 1), Integrable(x, _line, _inside * App(F, x))))
_law("integral up to a point", Eq(Integral(x, -oo, oo, Indicator(Lt(x, a)) * App(F, x)), Integral(x, -oo, a, App(F, x))))
_on_line = Symbol("M", Measure(SCALAR), "probability")
_law("distribution with a density",
     _if(ForAll(a, Eq(Expectation(x, _on_line, Indicator(Lt(x, a))), App(G, a))),
         ForAll(x, HasDerivative(y, App(G, y), x, App(f, x))),
         Eq(Expectation(x, _on_line, App(F, x)), Integral(x, -oo, oo, App(F, x) * App(f, x)))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21; Billingsley, Probability and Measure, Theorem 3.3")
_law("Gaussian integral", Eq(Integral(x, -oo, oo, Exp(-(Pow(x, 2) / 2))), Sqrt(2 * pi)), "cited", "Poisson")

# -- integrals over R^d -------------------------------------------------------------------------------------------------
_space = Lebesgue(Vector("d"))
_law("translation invariance", Eq(MeasureIntegral(z, _space, App(H, z + u)), MeasureIntegral(z, _space, App(H, z))),
     source="Rudin, Real and Complex Analysis, Theorem 2.20")
_law("translates are integrable", _if(Integrable(z, _space, App(H, z)), Integrable(z, _space, App(H, z + u))),
     source="Rudin, Real and Complex Analysis, Theorem 2.20")
_law("increments along segments",
     _if(ForAll(z, HasDerivative(s, App(H, z + Scale(s, u)), 0, App(D, z))), Integrable(z, _space, App(D, z)),
         Eq(MeasureIntegral(z, _space, App(H, z + u) - App(H, z)),
            MeasureIntegral(z, _space, Integral(s, 0, 1, App(D, z + Scale(s, u)))))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21, on almost every line (Theorem 8.8)")
_law("integrals exchange",
     _if(ForAll(s, Integrable(z, _space, App(K, s, z))),
         Integrable(s, _line, Indicator(And(Lt(0, s), Lt(s, 1))) * MeasureIntegral(z, _space, Abs(App(K, s, z)))),
         Eq(Integral(s, 0, 1, MeasureIntegral(z, _space, App(K, s, z))),
            MeasureIntegral(z, _space, Integral(s, 0, 1, App(K, s, z))))),
     "cited", "Fubini; Rudin, Real and Complex Analysis, Theorem 8.8")
_law("constants on the unit interval", Integrable(s, _line, Indicator(And(Lt(0, s), Lt(s, 1))) * c))

# -- Gaussian measures --------------------------------------------------------------------------------------------------
_anderson = "Anderson, An Introduction to Multivariate Statistical Analysis, Theorem 2.4.1"
_law("projection of a Gaussian",
     Eq(Expectation(z, Gaussian(mu, S), App(F, Inner(z, u))),
        Expectation(x, Normal(Inner(mu, u), Inner(Apply(S, u), u)), App(F, x))), "cited", _anderson)
_law("density of a Gaussian",
     Iff(Integrable(z, Gaussian(mu, C), App(H, z)),
         Integrable(z, _space, App(H, z) * Exp(-(Inner(z - mu, Apply(Inverse(C), z - mu)) / 2)))), source="its definition")
_law("density of a normal",
     Iff(Integrable(x, Normal(m, r), App(F, x)), Integrable(x, _line, App(F, x) * Exp(-(Pow(x - m, 2) / (2 * r))))))
_image, _standard = Gaussian(mu, Compose(L, Transpose(L))), Gaussian(Zero(Vector("k")), Identity("k"))
_seed = Symbol("q", Vector("k"))
_law("linear image of a standard normal vector",
     Eq(Expectation(z, _image, App(H, z)), Expectation(_seed, _standard, App(H, mu + Apply(L, _seed)))), "cited", _anderson)
_law("integrability under a linear image",
     Iff(Integrable(z, _image, App(H, z)), Integrable(_seed, _standard, App(H, mu + Apply(L, _seed)))), "cited", _anderson)
_law("square root of a semidefinite operator", Exists(root, Eq(S, Compose(root, Transpose(root)))),
     "cited", "Horn and Johnson, Matrix Analysis, Theorem 7.2.6")
_law("standardised normal", Eq(Expectation(x, Normal(m, variance), App(F, x)),
                               Expectation(x, Normal(0, 1), App(F, m + Sqrt(variance) * x))),
     source="definition of N(m, v)")
_second = Symbol("q", SCALAR, "nonnegative")
_law("affine image of a normal",
     _if(Eq(b, a + c * m), Eq(_second, Pow(c, 2) * variance),
         Eq(Expectation(x, Normal(m, variance), App(F, a + c * x)), Expectation(x, Normal(b, _second), App(F, x)))),
     source="definition of N(m, v)")
_pair = Symbol("W", Function(SCALAR, SCALAR, SCALAR))
_law("uncorrelated Gaussians are independent",
     _if(Eq(Inner(Apply(S, u), w), 0), Integrable(z, Gaussian(mu, S), App(_pair, Inner(z, u), Inner(z, w))),
         Eq(Expectation(z, Gaussian(mu, S), App(_pair, Inner(z, u), Inner(z, w))),
            Expectation(x, Normal(Inner(mu, u), Inner(Apply(S, u), u)),
                        Expectation(y, Normal(Inner(mu, w), Inner(Apply(S, w), w)), App(_pair, x, y))))),
     "cited", "Anderson, An Introduction to Multivariate Statistical Analysis, Theorems 2.4.2 and 2.4.4")
_law("sum of independent normals",
     _if(Integrable(x, Normal(a + b, variance + _second), App(F, x)),
         Eq(Expectation(x, Normal(a, variance), Expectation(y, Normal(b, _second), App(F, x + y))),
            Expectation(x, Normal(a + b, variance + _second), App(F, x)))),
     "cited", "Feller, An Introduction to Probability Theory II, section II.4")
