"""The laws that every proof may use: what the words of the language mean, and a few classical theorems, with sources.

Trusted, and the complete list. A law is a statement; its free symbols (functions among them) are universally
quantified. Kinds: "law" (the meaning of a word: expectation is linear and monotone, a finite sum is a sum) and "cited"
(a theorem of analysis that the kernel does not prove). Every law is also evaluated in random models by the tests.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from typing import Any, NamedTuple

from .terms import (SCALAR, TRUTH, Abs, And, App, Apply, Arccos, Arcsin, Arctan, Asymptotic, BigO, Compose, Constant,
                    ContinuouslyDifferentiable, ConvexHull, Cos, Derivative, DominatedDerivative, Eq, Erf, Exists, Exp,
                    Expectation, Factorial, FamilySum, ForAll, Function, Gaussian, Gradient, HasDerivative, HasLimit,
                    Identity, IfThenElse, Iff, Implies, Index, IndexValue, Indicator, Inner, Integrable, Integral,
                    Inverse, IsInteger, Le, Lebesgue, Limit, Log, Lt, Measure, MeasureIntegral, Member, Mul, Ne, Norm,
                    Normal, Not, Number, Operator, Or, Point, Pow, Product, Scale, Sign, Sin, Special, Sqrt, Sum,
                    Symbol, Tan, Term, Tilt, Transpose, Vector, Zero, oo, pi)


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
whole = Symbol("j", SCALAR, "integer")
_unit, _acute = (Le(-1, x), Le(x, 1)), (Le(-(pi / 2), x), Le(x, pi / 2))
_law("sine of a sum", Eq(Sin(x + y), Sin(x) * Cos(y) + Cos(x) * Sin(y)), source="DLMF 4.21.2")
_law("cosine of a sum", Eq(Cos(x + y), Cos(x) * Cos(y) - Sin(x) * Sin(y)), source="DLMF 4.21.3")
_law("sine of a right angle", Eq(Sin(pi / 2), 1))
_law("cosine of a right angle", Eq(Cos(pi / 2), 0))
_law("sine of a multiple of pi", Eq(Sin(whole * pi), 0))
_law("cosine of a multiple of pi", Eq(Cos(whole * pi), Pow(-1, whole)))
_law("sine is positive", _if(Lt(0, x), Lt(x, pi), Lt(0, Sin(x))), source="DLMF 4.16, quadrants I and II")
_law("cosine is positive", _if(Lt(-(pi / 2), x), Lt(x, pi / 2), Lt(0, Cos(x))), source="DLMF 4.16, quadrants I and IV")
_law("sine vanishes inside a period only at 0", _if(Lt(-pi, x), Lt(x, pi), Eq(Sin(x), 0), Eq(x, 0)))
_law("sine is injective", _if(*_acute, Le(-(pi / 2), y), Le(y, pi / 2), Eq(Sin(x), Sin(y)), Eq(x, y)))
_law("cosine is injective", _if(Le(0, x), Le(x, pi), Le(0, y), Le(y, pi), Eq(Cos(x), Cos(y)), Eq(x, y)))
_law("sine of the arcsine", _if(*_unit, Eq(Sin(Arcsin(x)), x)), source="DLMF 4.23.16")
_law("cosine of the arcsine", _if(*_unit, Eq(Cos(Arcsin(x)), Sqrt(1 - Pow(x, 2)))), source="DLMF 4.23.16")
_law("range of the arcsine", _if(*_unit, And(Le(-(pi / 2), Arcsin(x)), Le(Arcsin(x), pi / 2))))
_law("arcsine is increasing", _if(Le(-1, x), Lt(x, y), Le(y, 1), Lt(Arcsin(x), Arcsin(y))))
_law("arcsine is monotone", _if(Le(-1, x), Le(x, y), Le(y, 1), Le(Arcsin(x), Arcsin(y))))
_law("arctangent is monotone", _if(Le(x, y), Le(Arctan(x), Arctan(y))))
_law("arcsine of a sine", _if(*_acute, Eq(Arcsin(Sin(x)), x)))
_law("cosine of the arccosine", _if(*_unit, Eq(Cos(Arccos(x)), x)), source="DLMF 4.23.17")
_law("sine of the arccosine", _if(*_unit, Eq(Sin(Arccos(x)), Sqrt(1 - Pow(x, 2)))), source="DLMF 4.23.17")
_law("range of the arccosine", _if(*_unit, And(Le(0, Arccos(x)), Le(Arccos(x), pi))))
_law("arccosine by the arcsine", _if(*_unit, Eq(Arccos(x), pi / 2 - Arcsin(x))), source="DLMF 4.23.18")
_law("arccosine of a cosine", _if(Le(0, x), Le(x, pi), Eq(Arccos(Cos(x)), x)))
_law("sine of the arctangent", Eq(Sin(Arctan(x)), x / Sqrt(1 + Pow(x, 2))))
_law("cosine of the arctangent", Eq(Cos(Arctan(x)), 1 / Sqrt(1 + Pow(x, 2))))
_law("range of the arctangent", And(Lt(-(pi / 2), Arctan(x)), Lt(Arctan(x), pi / 2)))
_law("arctangent is increasing", Iff(Lt(x, y), Lt(Arctan(x), Arctan(y))))
_law("arctangent of a tangent", _if(Lt(-(pi / 2), x), Lt(x, pi / 2), Eq(Arctan(Tan(x)), x)))
_angle = Special("atan2", y, x)
_law("angle in the right half-plane", _if(Lt(0, x), Eq(_angle, Arctan(y / x))), source="DLMF 1.9.8")
_law("angle in the upper half-plane", _if(Lt(0, y), Eq(_angle, pi / 2 - Arctan(x / y))), source="DLMF 1.9.8")
_law("angle in the lower half-plane", _if(Lt(y, 0), Eq(_angle, -(pi / 2) - Arctan(x / y))), source="DLMF 1.9.8")
_law("angle of a negative number", _if(Lt(x, 0), Eq(y, 0), Eq(_angle, pi)), source="DLMF 1.9.8")

# -- injective functions, integer parts, case distinctions -------------------------------------------------------------
_law("exponential is injective", _if(Eq(Exp(x), Exp(y)), Eq(x, y)))
_law("equal squares", _if(Le(0, x), Le(0, y), Eq(Pow(x, 2), Pow(y, 2)), Eq(x, y)))
_law("odd powers are injective", _if(Eq(Pow(x, 2 * n + 1), Pow(y, 2 * n + 1)), Eq(x, y)))
_floor = Special("floor", x)
_law("floor", And(IsInteger(_floor), Le(_floor, x), Lt(x, _floor + 1)), source="its definition")
_law("integer part is unique", _if(IsInteger(y), Le(y, x), Lt(x, y + 1), Eq(_floor, y)))
_law("integers differ by at least 1", _if(IsInteger(x), IsInteger(y), Lt(x, y), Le(x + 1, y)))
_law("ceiling", Eq(Special("ceiling", x), -Special("floor", -x)))
_law("remainder of a division", _if(Ne(y, 0), Eq(Special("mod", x, y), x - y * Special("floor", x / y))),
     source="its definition")
_law("sign", Or(And(Lt(0, x), Eq(Sign(x), 1)), And(Eq(x, 0), Eq(Sign(x), 0)), And(Lt(x, 0), Eq(Sign(x), -1))),
     source="its definition")
_step = Special("Heaviside", x)
_law("Heaviside by cases", Or(And(Lt(0, x), Eq(_step, 1)), And(Eq(x, 0), Eq(_step, Number(1, 2))), And(Lt(x, 0), Eq(_step, 0))),
     source="DLMF 1.16.13")
_law("case distinction", Or(And(App(statement, x), Eq(IfThenElse(App(statement, x), y, a), y)),
                            And(Not(App(statement, x)), Eq(IfThenElse(App(statement, x), y, a), a))), source="its definition")

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
for _name, _end in (("at +∞", oo), ("at −∞", -oo)):
    _law(f"squeezed limit {_name}",
         _if(ForAll(x, Le(Abs(App(F, x)), App(G, x))), HasLimit(x, _end, App(G, x), 0), HasLimit(x, _end, App(F, x), 0)),
         source="Rudin, Principles, 3.19 and 4.2")
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

# -- sums and special functions -----------------------------------------------------------------------------------------
_p, _q, _j = (Symbol(name, SCALAR, "integer") for name in ("p", "q", "j"))
_i = Symbol("k", SCALAR, "integer")
_t, _to = Symbol("t", SCALAR, "integer"), Symbol("N")


def _converges(term: Any, start: Any, value: Any) -> Any:
    """The partial sums Σ_{t=start}^{⌊N⌋} term tend to `value` as N → ∞: the series converges, to `value`."""
    return HasLimit(_to, oo, Sum(_t, start, Special("floor", _to), term), value)


def _regular(value: Any) -> Any:
    """Not one of 0, −1, −2, …"""
    return Or(Lt(0, value), Not(IsInteger(value)))


_ft, _Ft, _fk, _Fk = App(f, _t), App(F, _t), App(f, _i), App(F, _i)
_in_range, _onward = And(Le(_p, _i), Le(_i, _q)), Le(_p, _i)
_law("integers are discrete", _if(IsInteger(x), Lt(0, x), Le(1, x)))
_law("arithmetic of integers", _if(IsInteger(x), IsInteger(y), And(IsInteger(x + y), IsInteger(x - y), IsInteger(x * y))))
_law("between two integers", _if(Lt(_p, x), Lt(x, _p + 1), Not(IsInteger(x))))
_law("modulus below a bound", Iff(Lt(Abs(x), y), And(Lt(-y, x), Lt(x, y))))
_law("modulus at most a bound", Iff(Le(Abs(x), y), And(Le(-y, x), Le(x, y))))
_law("induction from an integer",
     _if(App(statement, _p), ForAll(_i, Implies(Le(_p, _i), Implies(App(statement, _i), App(statement, _i + 1)))),
         ForAll(_i, Implies(Le(_p, _i), App(statement, _i)))), source="Peano")
_law("sum over nothing", Eq(Sum(_t, _p, _p - 1, _ft), 0))
_law("sum: one more term", _if(Le(_p, _q + 1), Eq(Sum(_t, _p, _q + 1, _ft), Sum(_t, _p, _q, _ft) + App(f, _q + 1))))
_law("sum: the first term", _if(Le(_p, _q), Eq(Sum(_t, _p, _q, _ft), App(f, _p) + Sum(_t, _p + 1, _q, _ft))))
_law("sums agree", _if(ForAll(_i, Implies(_in_range, Eq(_fk, _Fk))), Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p, _q, _Ft))))
_law("sum is linear", Eq(Sum(_t, _p, _q, a * _ft + b * _Ft), a * Sum(_t, _p, _q, _ft) + b * Sum(_t, _p, _q, _Ft)))
_law("telescoping sum", _if(Le(_p, _q + 1), ForAll(_i, Implies(_in_range, Eq(App(F, _i + 1) - _Fk, _fk))),
                            Eq(Sum(_t, _p, _q, _ft), App(F, _q + 1) - App(F, _p))), source="induction")
_law("sum shifts", Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p - _j, _q - _j, App(f, _t + _j))))
_law("sum reversed", Eq(Sum(_t, _p, _q, _ft), Sum(_t, _p, _q, App(f, _p + _q - _t))))
_law("product over nothing", Eq(Product(_t, _p, _p - 1, _ft), 1))
_law("product: one more factor",
     _if(Le(_p, _q + 1), Eq(Product(_t, _p, _q + 1, _ft), Product(_t, _p, _q, _ft) * App(f, _q + 1))))
_law("telescoping product", _if(Le(_p, _q + 1), ForAll(_i, Implies(_in_range, Eq(App(F, _i + 1), _fk * _Fk))),
                                Eq(App(F, _q + 1), App(F, _p) * Product(_t, _p, _q, _ft))), source="induction")
_law("harmonic sum", Eq(Special("harmonic", n), Sum(_t, 1, n, 1 / _t)), source="DLMF 25.11.33")

_law("infinite sum", _if(_converges(_ft, _p, a), Eq(Sum(_t, _p, oo, _ft), a)), source="definition")
_law("series add", _if(_converges(_ft, _p, a), _converges(_Ft, _p, b),
                       _converges(x * _ft + y * _Ft, _p, x * a + y * b)), source="Rudin, Principles, Theorem 3.47")
_law("series is scaled", _if(_converges(_ft, _p, a), _converges(x * _ft, _p, x * a)),
     source="Rudin, Principles, Theorem 3.47")
_law("series: the first term", Iff(_converges(_ft, _p + 1, a), _converges(_ft, _p, App(f, _p) + a)))
_law("series shifts", Iff(_converges(_ft, _p, a), _converges(App(f, _t + _j), _p - _j, a)))
_law("series agree", _if(ForAll(_i, Implies(_onward, Eq(_fk, _Fk))), _converges(_ft, _p, a), _converges(_Ft, _p, a)))
_law("telescoping series", _if(ForAll(_i, Implies(_onward, Eq(App(F, _i + 1) - _Fk, _fk))), HasLimit(_to, oo, App(F, _to), c),
                               _converges(_ft, _p, c - App(F, _p))), source="definition")
_law("comparison of series",
     _if(ForAll(_i, Implies(_onward, Le(Abs(_fk), _Fk))), _converges(_Ft, _p, a), Exists(b, _converges(_ft, _p, b))),
     source="Rudin, Principles, Theorem 3.25")
_law("even two-sided sum", _if(ForAll(_i, Eq(App(f, -_i), _fk)), _converges(_ft, 1, a),
                               Eq(Sum(_t, -oo, oo, _ft), App(f, 0) + 2 * a)), source="definition")
_law("two-sided sums agree", _if(ForAll(_i, Eq(_fk, _Fk)), Eq(Sum(_t, -oo, oo, _ft), Sum(_t, -oo, oo, _Ft))))
_law("power series, differentiated",
     _if(ForAll(y, Implies(Lt(Abs(y), r), _converges(_ft * Pow(y, _t), 0, App(F, y)))), Lt(Abs(a), r),
         HasDerivative(x, App(F, x), a, b), _converges(_t * _ft * Pow(a, _t), 0, a * b)),
     "cited", "Rudin, Principles, Theorem 8.1")
_inside_unit = Lt(Abs(x), 1)
_law("geometric series", _if(_inside_unit, _converges(Pow(x, _t), 0, 1 / (1 - x))), source="Rudin, Principles, Theorem 3.26")
_law("exponential series", _converges(Pow(x, _t) / Factorial(_t), 0, Exp(x)), "cited", "DLMF 4.2.19")
_law("binomial series", _if(_inside_unit, _converges(Special("binomial", a, _t) * Pow(x, _t), 0, Pow(1 + x, a))),
     "cited", "DLMF 4.6.7")
_law("logarithmic series", _if(Le(-1, x), Lt(x, 1), _converges(Pow(x, _t) / _t, 1, -Log(1 - x))), "cited", "DLMF 4.6.1")
_law("cosine series", _converges(Pow(-1, _t) * Pow(x, 2 * _t) / Factorial(2 * _t), 0, Cos(x)), "cited", "DLMF 4.19.2")
_law("sine series", _converges(Pow(-1, _t) * Pow(x, 2 * _t + 1) / Factorial(2 * _t + 1), 0, Sin(x)), "cited", "DLMF 4.19.1")
_law("hyperbolic cosine series", _converges(Pow(x, 2 * _t) / Factorial(2 * _t), 0, (Exp(x) + Exp(-x)) / 2),
     "cited", "DLMF 4.33.2")
_law("hyperbolic sine series", _converges(Pow(x, 2 * _t + 1) / Factorial(2 * _t + 1), 0, (Exp(x) - Exp(-x)) / 2),
     "cited", "DLMF 4.33.1")
_law("arctangent series", _if(Le(Abs(x), 1), _converges(Pow(-1, _t) * Pow(x, 2 * _t + 1) / (2 * _t + 1), 0, Arctan(x))),
     "cited", "DLMF 4.24.3")
_law("inverse hyperbolic tangent series",
     _if(_inside_unit, _converges(Pow(x, 2 * _t + 1) / (2 * _t + 1), 0, Log((1 + x) / (1 - x)) / 2)), "cited", "DLMF 4.38.5")
_law("arcsine series", _if(_inside_unit, _converges(
    Special("binomial", 2 * _t, _t) / Pow(4, _t) * (Pow(x, 2 * _t + 1) / (2 * _t + 1)), 0, Arcsin(x))), "cited", "DLMF 4.24.1")
_law("zeta series", _if(Lt(1, x), _converges(1 / Pow(_t, x), 1, Special("zeta", x))), "cited", "DLMF 25.2.1")
_law("zeta series of odd numbers", _if(Lt(1, x), _converges(
    1 / Pow(2 * _t + 1, x), 0, (1 - Pow(2, -x)) * Special("zeta", x))), "cited", "DLMF 25.2.2")
_law("alternating zeta series", _if(Lt(0, x), Ne(x, 1), _converges(
    Pow(-1, _t) / Pow(_t, x), 1, (Pow(2, 1 - x) - 1) * Special("zeta", x))), "cited", "DLMF 25.2.3")
_law("Hurwitz zeta series", _if(Lt(1, x), Lt(0, a), _converges(1 / Pow(_t + a, x), 0, Special("zeta", x, a))),
     "cited", "DLMF 25.11.1")
_law("digamma series", _if(Lt(0, a), Lt(0, b), _converges(
    1 / (_t + a) - 1 / (_t + b), 0, Special("digamma", b) - Special("digamma", a))), "cited", "DLMF 5.7.6")
_law("polylogarithm series", _if(_inside_unit, _converges(Pow(x, _t) / Pow(_t, a), 1, Special("polylog", a, x))),
     "cited", "DLMF 25.12.10")
_theta = Sum(_t, -oo, oo, Exp(-(pi * Pow(_t, 2) * x)))
_law("Jacobi's identity for theta",
     _if(Lt(0, x), Eq(_theta, Sum(_t, -oo, oo, Exp(-(pi * Pow(_t, 2) / x))) / Sqrt(x))), "cited", "DLMF 20.7.32 at z = 0")
_law("Poisson summation of a Gaussian",
     _if(Lt(0, x), Eq(Sum(_t, -oo, oo, Exp(-(Pow(_t + a, 2) * x))), Sqrt(pi / x) * Sum(
         _t, -oo, oo, Exp(-(Pow(pi, 2) * Pow(_t, 2) / x)) * Cos(2 * pi * a * _t)))), "cited", "DLMF 1.8.16")
_law("Gaussian series converges", _if(Lt(0, x), Exists(b, _converges(Exp(a * _t - x * Pow(_t, 2)), _p, b))),
     source="comparison with a geometric series")


def _word(name: str) -> Callable[..., Any]:
    return lambda *parts: Special(name, *parts)


for _domain in ("positive", "negative", "nonzero"):
    _inner = Symbol("x", SCALAR, _domain)
    _law(f"derivative is unique, in a {_domain} variable",
         _if(HasDerivative(_inner, App(F, _inner), a, c), Eq(Derivative(_inner, App(F, _inner), a), c)))
_gamma, _digamma, _beta, _zeta, _binomial = map(_word, ("gamma", "digamma", "beta", "zeta", "binomial"))
_law("gamma: recurrence", _if(_regular(x), Eq(_gamma(x + 1), x * _gamma(x))), "cited", "DLMF 5.5.1")
_law("gamma of a natural number", Eq(_gamma(n + 1), Factorial(n)), "cited", "DLMF 5.4.1")
_law("gamma of one half", Eq(_gamma(1 / Number(2)), Sqrt(pi)), "cited", "DLMF 5.4.6")
_law("gamma is positive", _if(Lt(0, x), Lt(0, _gamma(x))), "cited", "DLMF 5.2.1")
_law("gamma has no zeros", _if(_regular(x), Ne(_gamma(x), 0)), "cited", "DLMF 5.2(i), after 5.2.1")
_law("gamma: reflection", _if(Not(IsInteger(x)), Eq(_gamma(x) * _gamma(1 - x), pi / Sin(pi * x))), "cited", "DLMF 5.5.3")
_law("gamma: duplication", _if(_regular(2 * x), Eq(
    _gamma(2 * x), Pow(2, 2 * x - 1) * _gamma(x) * _gamma(x + 1 / Number(2)) / Sqrt(pi))), "cited", "DLMF 5.5.5")
_law("gamma: triplication", _if(_regular(3 * x), Eq(
    _gamma(3 * x), Pow(3, 3 * x - 1 / Number(2)) * _gamma(x) * _gamma(x + 1 / Number(3)) * _gamma(x + 2 / Number(3))
    / (2 * pi))), "cited", "DLMF 5.5.6")
_law("sine away from integers", _if(Not(IsInteger(x)), Ne(Sin(pi * x), 0)))
_law("beta by gamma", _if(Lt(0, a), Lt(0, b), Eq(_beta(a, b), _gamma(a) * _gamma(b) / _gamma(a + b))),
     "cited", "DLMF 5.12.1")
_law("loggamma", _if(Lt(0, x), Eq(Special("loggamma", x), Log(_gamma(x)))), source="definition")
_law("digamma: recurrence", _if(_regular(x), Eq(_digamma(x + 1), _digamma(x) + 1 / x)), "cited", "DLMF 5.5.2")
_law("digamma at 1", Eq(_digamma(1), -Constant("EulerGamma")), "cited", "DLMF 5.4.12")
_law("digamma at 1/2", Eq(_digamma(1 / Number(2)), -Constant("EulerGamma") - 2 * Log(2)), "cited", "DLMF 5.4.13")
_three_logs, _slope_ = 3 * Log(3) / 2, pi / (2 * Sqrt(3))
for _place, _text, _value in (
        (Number(1, 3), "1/3", -_slope_ - _three_logs), (Number(2, 3), "2/3", _slope_ - _three_logs),
        (Number(1, 4), "1/4", -(pi / 2) - 3 * Log(2)), (Number(3, 4), "3/4", pi / 2 - 3 * Log(2)),
        (Number(1, 6), "1/6", -(Sqrt(3) * pi / 2) - 2 * Log(2) - _three_logs),
        (Number(5, 6), "5/6", Sqrt(3) * pi / 2 - 2 * Log(2) - _three_logs)):
    _law(f"digamma at {_text}", Eq(_digamma(_place), _value - Constant("EulerGamma")), "cited", "DLMF 5.4.19")
_law("digamma: reflection", _if(Not(IsInteger(x)), Eq(_digamma(1 - x), _digamma(x) + pi * Cos(pi * x) / Sin(pi * x))),
     "cited", "DLMF 5.5.4")
_law("digamma: duplication", _if(_regular(2 * x), Eq(
    _digamma(2 * x), (_digamma(x) + _digamma(x + 1 / Number(2))) / 2 + Log(2))), "cited", "DLMF 5.5.8")
_law("polygamma of order 0", _if(_regular(x), Eq(Special("polygamma", 0, x), _digamma(x))), source="definition")
_law("polygamma: recurrence", _if(_regular(x), Eq(
    Special("polygamma", n, x + 1), Special("polygamma", n, x) + Pow(-1, n) * Factorial(n) / Pow(x, n + 1))),
    "cited", "DLMF 5.15.5")
_law("polygamma by zeta", _if(Lt(0, x), Lt(0, n), Eq(
    Special("polygamma", n, x), Pow(-1, n + 1) * Factorial(n) * _zeta(n + 1, x))), "cited", "DLMF 25.11.12")
_law("Hurwitz zeta at 1", _if(Ne(x, 1), Eq(_zeta(x, 1), _zeta(x))), "cited", "DLMF 25.11.2")
_law("Hurwitz zeta at 1/2", _if(Ne(x, 1), Eq(_zeta(x, 1 / Number(2)), (Pow(2, x) - 1) * _zeta(x))), "cited", "DLMF 25.11.11")
_law("zeta is positive", And(Implies(Lt(1, x), Lt(0, _zeta(x))), Implies(And(Lt(1, x), Lt(0, a)), Lt(0, _zeta(x, a)))),
     "cited", "DLMF 25.2.1, 25.11.1")
_law("Hurwitz zeta of order 2: reflection", _if(Lt(0, x), Lt(x, 1), Eq(
    _zeta(2, x) + _zeta(2, 1 - x), Pow(pi / Sin(pi * x), 2))), "cited", "DLMF 5.15.6, 25.11.12")
_law("beta is positive", _if(Lt(0, a), Lt(0, b), Lt(0, _beta(a, b))), "cited", "DLMF 5.12.1")
_law("Hurwitz zeta: recurrence", _if(Lt(0, a), Ne(x, 1), Eq(_zeta(x, a + 1), _zeta(x, a) - 1 / Pow(a, x))),
     "cited", "DLMF 25.11.3")


def _bernoulli(count: int) -> list[Fraction]:
    """B_0, B_1 = 1/2, B_2, …, by Σ_{k≤m} binomial(m + 1, k) B_k = m + 1."""
    values: list[Fraction] = []
    for m_ in range(count):
        values.append((m_ + 1 - sum((comb(m_ + 1, k_) * v for k_, v in enumerate(values)), Fraction(0))) / (m_ + 1))
    return values


for _which, _fraction in enumerate(_bernoulli(41)):
    _law(f"Bernoulli number {_which}", Eq(Special("bernoulli", _which), Number(_fraction)), "cited", "DLMF 24.2.1, 24.5.3")
_law("zeta at even numbers", _if(Lt(0, n), Eq(
    _zeta(2 * n), Pow(2 * pi, 2 * n) * Abs(Special("bernoulli", 2 * n)) / (2 * Factorial(2 * n)))), "cited", "DLMF 25.6.2")
_law("zeta at negative numbers", _if(Lt(0, n), Eq(_zeta(-n), -(Special("bernoulli", n + 1) / (n + 1)))),
     "cited", "DLMF 25.6.3")
_law("zeta at 0", Eq(_zeta(0), Number(-1, 2)), "cited", "DLMF 25.6.1")
_law("harmonic by digamma", _if(_regular(x + 1), Eq(Special("harmonic", x), _digamma(x + 1) + Constant("EulerGamma"))),
     "cited", "DLMF 5.4.14")
_law("harmonic: recurrence", _if(_regular(x + 1), Eq(Special("harmonic", x + 1), Special("harmonic", x) + 1 / (x + 1))),
     "cited", "DLMF 5.5.2")
_law("harmonic: recurrence, with an order",
     Eq(Special("harmonic", n + 1, x), Special("harmonic", n, x) + 1 / Pow(n + 1, x)), source="definition")
_law("harmonic at 0", And(Eq(Special("harmonic", 0), 0), Eq(Special("harmonic", 0, x), 0)), source="definition")

_law("binomial at 0", Eq(_binomial(x, 0), 1), "cited", "DLMF 1.2.6")
_law("binomial: next below", Eq((k + 1) * _binomial(x, k + 1), (x - k) * _binomial(x, k)), "cited", "DLMF 1.2.6")
_law("binomial: next above", Eq((x + 1 - k) * _binomial(x + 1, k), (x + 1) * _binomial(x, k)), "cited", "DLMF 1.2.6")
_law("binomial: upper negation", Eq(_binomial(-x, n), Pow(-1, n) * _binomial(x + n - 1, n)),
     source="Graham, Knuth and Patashnik, Concrete Mathematics, (5.14)")
_law("central binomial", Eq(_binomial(2 * n, n), Pow(-4, n) * _binomial(Number(-1, 2), n)),
     source="Graham, Knuth and Patashnik, Concrete Mathematics, (5.37)")
_law("binomial beyond the end", _if(Lt(n, k), Eq(_binomial(n, k), 0)), "cited", "DLMF 1.2.6")
_law("Pascal's triangle: next to the right", Eq((_p + 1) * _binomial(n, _p + 1), (n - _p) * _binomial(n, _p)),
     source="DLMF 26.3.1, and 0 outside the triangle")
_law("Pascal's triangle: next row", Eq((n + 1 - _p) * _binomial(n + 1, _p), (n + 1) * _binomial(n, _p)),
     source="DLMF 26.3.1, and 0 outside the triangle")
_law("before Pascal's triangle", _if(Lt(_p, 0), Eq(_binomial(n, _p), 0)), source="definition")
_law("binomial: symmetry", _if(Le(k, n), Eq(_binomial(n, n - k), _binomial(n, k))), "cited", "DLMF 1.2.1")
_law("binomial by factorials", _if(Le(k, n), Eq(_binomial(n, k), Factorial(n) / (Factorial(k) * Factorial(n - k)))),
     "cited", "DLMF 1.2.1")
_law("binomial by gamma", _if(Lt(-1, x), Lt(-1, y), Lt(y, x + 1), Eq(
    _binomial(x, y), _gamma(x + 1) / (_gamma(y + 1) * _gamma(x - y + 1)))), source="definition")
_law("binomial is positive", _if(Le(k, n), Lt(0, _binomial(n, k))), source="it counts subsets")
_law("factorial: recurrence", Eq(Factorial(n + 1), (n + 1) * Factorial(n)), source="definition")
_law("factorial is positive", Lt(0, Factorial(n)), source="definition")
_law("rising factorial: one more factor", And(Eq(Special("rf", x, 0), 1), Eq(
    Special("rf", x, n + 1), Special("rf", x, n) * (x + n))), source="DLMF 5.2.4")
_law("rising factorial, shifted", Eq(x * Special("rf", x + 1, n), (x + n) * Special("rf", x, n)), source="DLMF 5.2.4")
_law("rising factorial by gamma", _if(_regular(x), Eq(Special("rf", x, n), _gamma(x + n) / _gamma(x))),
     "cited", "DLMF 5.2.5")
_law("falling factorial: one more factor", And(Eq(Special("ff", x, 0), 1), Eq(
    Special("ff", x, n + 1), Special("ff", x, n) * (x - n))), source="definition")
_law("falling factorial, shifted", Eq((x + 1 - n) * Special("ff", x + 1, n), (x + 1) * Special("ff", x, n)),
     source="definition")
_law("double factorial", And(Eq(Special("factorial2", 0), 1), Eq(Special("factorial2", 1), 1), Eq(
    Special("factorial2", n + 2), (n + 2) * Special("factorial2", n))), source="definition")
_law("Fibonacci numbers", And(Eq(Special("fibonacci", 0), 0), Eq(Special("fibonacci", 1), 1), Eq(
    Special("fibonacci", n + 2), Special("fibonacci", n + 1) + Special("fibonacci", n))), source="definition")
_law("Catalan number", Eq(Special("catalan", n), _binomial(2 * n, n) / (n + 1)), "cited", "DLMF 26.5.1")

_law("erfc", Eq(Special("erfc", x), 1 - Erf(x)), source="DLMF 7.2.2")
_law("erfi is odd", Eq(Special("erfi", -x), -Special("erfi", x)), source="DLMF 7.2.4")
_law("incomplete gamma functions", _if(Lt(0, a), Le(0, x), Eq(
    Special("lowergamma", a, x) + Special("uppergamma", a, x), _gamma(a))), "cited", "DLMF 8.2.3")
_law("lower gamma: recurrence", _if(Lt(0, a), Le(0, x), Eq(
    Special("lowergamma", a + 1, x), a * Special("lowergamma", a, x) - Pow(x, a) * Exp(-x))), "cited", "DLMF 8.8.1")
_law("upper gamma: recurrence", _if(Lt(0, x), Eq(
    Special("uppergamma", a + 1, x), a * Special("uppergamma", a, x) + Pow(x, a) * Exp(-x))), "cited", "DLMF 8.8.2")
_law("upper gamma at 1", Eq(Special("uppergamma", 1, x), Exp(-x)), "cited", "DLMF 8.4.5")
_law("upper gamma at 1/2", _if(Le(0, x), Eq(Special("uppergamma", 1 / Number(2), x), Sqrt(pi) * (1 - Erf(Sqrt(x))))),
     "cited", "DLMF 8.4.6")
_law("upper gamma at 0", _if(Lt(0, a), Eq(Special("uppergamma", a, 0), _gamma(a))), source="DLMF 8.2.2")
_law("polylogarithm of order 1", _if(Lt(x, 1), Eq(Special("polylog", 1, x), -Log(1 - x))), "cited", "DLMF 25.12.10, 4.6.1")
_law("polylogarithm of order 0", _if(Lt(x, 1), Eq(Special("polylog", 0, x), x / (1 - x))), "cited", "DLMF 25.12.10")
_law("polylogarithm at 1", _if(Lt(1, a), Eq(Special("polylog", a, 1), _zeta(a))), "cited", "DLMF 25.12.10, 25.2.1")
_law("polylogarithm at −1", _if(Lt(0, a), Ne(a, 1), Eq(Special("polylog", a, -1), (Pow(2, 1 - a) - 1) * _zeta(a))),
     "cited", "DLMF 25.12.10, 25.2.3")
_law("polylogarithm at 0", Eq(Special("polylog", a, 0), 0), "cited", "DLMF 25.12.10")
_law("dilogarithm at 1/2", Eq(Special("polylog", 2, 1 / Number(2)), Pow(pi, 2) / 12 - Pow(Log(2), 2) / 2),
     "cited", "DLMF 25.12.6 at x = 1/2")
_law("dilogarithm: reflection", _if(Lt(0, x), Lt(x, 1), Eq(
    Special("polylog", 2, x) + Special("polylog", 2, 1 - x), Pow(pi, 2) / 6 - Log(x) * Log(1 - x))),
    "cited", "DLMF 25.12.6")
_law("Lambert W", _if(Le(-1, x), Eq(Special("LambertW", x * Exp(x)), x)), "cited", "DLMF 4.13.1")
_law("Lambert W solves", _if(Le(-Exp(-1), x), Eq(Special("LambertW", x) * Exp(Special("LambertW", x)), x)),
     "cited", "DLMF 4.13.1")
_law("Lambert W is positive", _if(Lt(0, x), Lt(0, Special("LambertW", x))), "cited", "DLMF 4.13(i)")
_law("complete elliptic integrals", And(
    Eq(Special("elliptic_k", 0), pi / 2), Eq(Special("elliptic_e", 0), pi / 2), Eq(Special("elliptic_e", 1), 1)),
    "cited", "DLMF 19.6.1")
_law("logarithmic integral", _if(Lt(0, x), Ne(x, 1), Eq(Special("li", x), Special("Ei", Log(x)))), "cited", "DLMF 6.2.8")
_law("sinc", And(Eq(Special("sinc", 0), 1), Implies(Ne(x, 0), Eq(Special("sinc", x), Sin(x) / x))), source="definition")
_law("Heaviside", And(Eq(Special("Heaviside", 0), 1 / Number(2)), Implies(Lt(0, x), Eq(Special("Heaviside", x), 1)),
                      Implies(Lt(x, 0), Eq(Special("Heaviside", x), 0))), source="definition")
for _name, _turn in (("besselj", 1), ("bessely", 1), ("besseli", -1), ("besselk", -1)):
    _next, _this, _last = (Special(_name, a + shift, x) for shift in (2, 1, 0))
    _step = 2 * (a + 1) / x * _this
    _law(f"{_name}: recurrence", _if(Lt(0, x), Eq(_next, _step - _last if _turn > 0 else _last - _step
                                                  if _name == "besseli" else _last + _step)),
         "cited", "DLMF 10.6.1" if _turn > 0 else "DLMF 10.29.1")
_root, _half = Sqrt(2 / (pi * x)), 1 / Number(2)
for _name, _order, _value, _number in (
        ("besselj", _half, _root * Sin(x), "10.16.1"), ("besselj", -_half, _root * Cos(x), "10.16.1"),
        ("bessely", _half, -(_root * Cos(x)), "10.16.1"), ("bessely", -_half, _root * Sin(x), "10.16.1"),
        ("besseli", _half, _root * ((Exp(x) - Exp(-x)) / 2), "10.39.1"),
        ("besseli", -_half, _root * ((Exp(x) + Exp(-x)) / 2), "10.39.1"),
        ("besselk", _half, Sqrt(pi / (2 * x)) * Exp(-x), "10.39.2"),
        ("besselk", -_half, Sqrt(pi / (2 * x)) * Exp(-x), "10.39.2")):
    _law(f"{_name} of order {'1/2' if _order is _half else '−1/2'}", _if(Lt(0, x), Eq(Special(_name, _order, x), _value)),
         "cited", f"DLMF {_number}")
_law("besselk is even in the order", _if(Lt(0, x), Eq(Special("besselk", -a, x), Special("besselk", a, x))),
     "cited", "DLMF 10.27.3")
_polynomials: tuple[tuple[str, Any, Callable[[Any, Any], Any]], ...] = (
    ("hermite", 2 * x, lambda u_, v_: 2 * x * u_ - 2 * (n + 1) * v_),
    ("legendre", x, lambda u_, v_: ((2 * n + 3) * x * u_ - (n + 1) * v_) / (n + 2)),
    ("laguerre", 1 - x, lambda u_, v_: ((2 * n + 3 - x) * u_ - (n + 1) * v_) / (n + 2)),
    ("chebyshevt", x, lambda u_, v_: 2 * x * u_ - v_), ("chebyshevu", 2 * x, lambda u_, v_: 2 * x * u_ - v_))
for _name, _linear, _following in _polynomials:
    _law(f"{_name}: recurrence", And(
        Eq(Special(_name, 0, x), 1), Eq(Special(_name, 1, x), _linear),
        Eq(Special(_name, n + 2, x), _following(Special(_name, n + 1, x), Special(_name, n, x)))), "cited", "DLMF 18.9.1")
_law("Chebyshev polynomials of a cosine", And(
    Eq(Special("chebyshevt", n, Cos(x)), Cos(n * x)),
    Eq(Special("chebyshevu", n, Cos(x)) * Sin(x), Sin((n + 1) * x))), "cited", "DLMF 18.5.1, 18.5.2")


def _hyper(above: tuple[Any, ...], below: tuple[Any, ...], at: Any) -> Any:
    return Special("hyper", len(above), len(below), *above, *below, at)


_three = Number(3, 2)
_law("hypergeometric function: order of parameters", And(
    Eq(_hyper((a, b), (c,), x), _hyper((b, a), (c,), x)), Eq(_hyper((a, b), (), x), _hyper((b, a), (), x)),
    Eq(_hyper((a,), (b, c), x), _hyper((a,), (c, b), x)), Eq(_hyper((), (b, c), x), _hyper((), (c, b), x))),
    source="DLMF 16.2.1")
_law("0F0", Eq(_hyper((), (), x), Exp(x)), "cited", "DLMF 16.2.1, 4.2.19")
_law("1F0", _if(Lt(x, 1), Eq(_hyper((a,), (), x), Pow(1 - x, -a))), "cited", "DLMF 15.4.6")
_law("0F1 of order 1/2", Eq(_hyper((), (_half,), -(Pow(x, 2) / 4)), Cos(x)), "cited", "DLMF 10.16.9, 10.16.1")
_law("0F1 of order 3/2", Eq(x * _hyper((), (_three,), -(Pow(x, 2) / 4)), Sin(x)), "cited", "DLMF 10.16.9, 10.16.1")
_law("Kummer's transformation", _if(_regular(b), Eq(_hyper((a,), (b,), x), Exp(x) * _hyper((b - a,), (b,), -x))),
     "cited", "DLMF 13.2.39")
_law("1F1 of equal parameters", _if(_regular(a), Eq(_hyper((a,), (a,), x), Exp(x))), "cited", "DLMF 13.6.1")
_law("1F1(1; 2)", Eq(x * _hyper((1,), (2,), x), Exp(x) - 1), "cited", "DLMF 13.6.2")
_law("erf by 1F1", And(
    Eq(Erf(x), 2 * x / Sqrt(pi) * _hyper((_half,), (_three,), -Pow(x, 2))),
    Eq(Erf(x), 2 * x / Sqrt(pi) * Exp(-Pow(x, 2)) * _hyper((1,), (_three,), Pow(x, 2)))), "cited", "DLMF 7.11.4")
_law("lower gamma by 1F1", _if(Lt(0, a), Le(0, x), Eq(
    a * Special("lowergamma", a, x), Pow(x, a) * _hyper((a,), (a + 1,), -x))), "cited", "DLMF 8.5.1")
_law("logarithm by 2F1", _if(Lt(x, 1), Eq(x * _hyper((1, 1), (2,), x), -Log(1 - x))), "cited", "DLMF 15.4.1")
_law("inverse hyperbolic tangent by 2F1", _if(_inside_unit, Eq(
    x * _hyper((_half, 1), (_three,), Pow(x, 2)), Log((1 + x) / (1 - x)) / 2)), "cited", "DLMF 15.4.2")
_law("arctangent by 2F1", Eq(x * _hyper((_half, 1), (_three,), -Pow(x, 2)), Arctan(x)),
     "cited", "DLMF 15.4.3")
_law("arcsine by 2F1", _if(_inside_unit, Eq(x * _hyper((_half, _half), (_three,), Pow(x, 2)), Arcsin(x))),
     "cited", "DLMF 15.4.4")
_law("2F1 of equal parameters", _if(Lt(x, 1), _regular(b), Eq(_hyper((a, b), (b,), x), Pow(1 - x, -a))),
     "cited", "DLMF 15.4.6")
_law("Euler's transformation", _if(Lt(x, 1), _regular(c), Eq(
    _hyper((a, b), (c,), x), Pow(1 - x, c - a - b) * _hyper((c - a, c - b), (c,), x))), "cited", "DLMF 15.8.1")
_law("Pfaff's transformation", _if(Lt(x, 1), _regular(c), Eq(
    _hyper((a, b), (c,), x), Pow(1 - x, -a) * _hyper((a, c - b), (c,), x / (x - 1)))), "cited", "DLMF 15.8.1")
_law("Gauss's theorem", _if(_regular(c), Lt(a + b, c), _regular(c - a), _regular(c - b), Eq(
    _hyper((a, b), (c,), 1), _gamma(c) * _gamma(c - a - b) / (_gamma(c - a) * _gamma(c - b)))), "cited", "DLMF 15.4.20")
_law("Chu–Vandermonde", _if(_regular(c), Eq(
    _hyper((-n, b), (c,), 1), Special("rf", c - b, n) / Special("rf", c, n))), "cited", "DLMF 15.4.24")
_law("elliptic integrals by 2F1", _if(Lt(x, 1), And(
    Eq(Special("elliptic_k", x), pi / 2 * _hyper((_half, _half), (1,), x)),
    Eq(Special("elliptic_e", x), pi / 2 * _hyper((-_half, _half), (1,), x)))), "cited", "DLMF 19.5.1, 19.5.2")
for _above, _below in ((1, 0), (0, 1), (1, 1), (2, 1), (1, 2), (2, 2), (3, 2)):
    _tops, _bottoms = (x, y, a)[:_above], (b, c)[:_below]
    _weight = Mul(*(Special("rf", v_, _t) for v_ in _tops), 1, 1) / Mul(*(Special("rf", v_, _t) for v_ in _bottoms), 1, 1)
    _disc = [Lt(Abs(s), 1)] if _above == _below + 1 else []
    _law(f"hypergeometric series {_above}F{_below}", _if(*_disc, *(_regular(v_) for v_ in _bottoms), _converges(
        _weight * Pow(s, _t) / Factorial(_t), 0, _hyper(_tops, _bottoms, s))), source="DLMF 16.2.1")

# -- definite integrals -------------------------------------------------------------------------------------------------
_linear = "Rudin, Real and Complex Analysis, Theorems 1.27 and 1.29"
_ftc = "Rudin, Real and Complex Analysis, Theorem 7.21"
_subst = "Rudin, Real and Complex Analysis, Theorem 7.26"
_RANGES: tuple[tuple[str, Any, Any, Any], ...] = (
    ("on an interval", a, b, And(Lt(a, x), Lt(x, b))), ("on a half-line", a, oo, Lt(a, x)),
    ("up to a point", -oo, b, Lt(x, b)), ("on the line", -oo, oo, None))


def _over(inside: Any, body: Any) -> Any:
    """body is integrable over a range, given by the condition on x."""
    return Integrable(x, _line, body if inside is None else Indicator(inside) * body)


def _throughout(inside: Any, claim: Any) -> Any:
    return ForAll(x, claim if inside is None else Implies(inside, claim))


_law("reversed ends", Eq(Integral(x, a, b, App(F, x)), -Integral(x, b, a, App(F, x))), source="definition, for a > b")
_law("differentiable integrands are integrable",
     _if(ForAll(x, Implies(And(Le(a, x), Le(x, b)), HasDerivative(y, App(F, y), x, App(G, x)))),
         _over(_RANGES[0][3], App(F, x))), source="differentiable, so continuous on a compact interval")
for _name, _low, _high, _cond in _RANGES:
    _ends = [Le(a, b)] if _name == "on an interval" else []
    _law(f"equal integrands {_name}",
         _if(*_ends, _throughout(_cond, Eq(App(F, x), App(G, x))), _over(_cond, App(F, x)),
             And(_over(_cond, App(G, x)), Eq(Integral(x, _low, _high, App(G, x)), Integral(x, _low, _high, App(F, x))))))
    _law(f"linear combination {_name}",
         _if(*_ends, _over(_cond, App(F, x)), _over(_cond, App(G, x)),
             And(_over(_cond, c * App(F, x) + m * App(G, x)),
                 Eq(Integral(x, _low, _high, c * App(F, x) + m * App(G, x)),
                    c * Integral(x, _low, _high, App(F, x)) + m * Integral(x, _low, _high, App(G, x))))), source=_linear)
    _law(f"bounded factor {_name}",
         _if(*_ends, _over(_cond, App(F, x)), _throughout(_cond, Le(Abs(App(G, x)), c)),
             _over(_cond, App(F, x) * App(G, x))), source=_linear)
    _law(f"dominated {_name}",
         _if(*_ends, _over(_cond, App(F, x)), _throughout(_cond, Le(Abs(App(G, x)), App(F, x))),
             _over(_cond, App(G, x))), source=_linear)
    if _cond is not None:
        _law(f"restriction of the line {_name}", _if(Integrable(x, _line, App(F, x)), _over(_cond, App(F, x))), source=_linear)
_law("restriction of the positive half-line on a half-line",
     _if(Le(0, a), _over(Lt(0, x), App(F, x)), _over(Lt(a, x), App(F, x))), source=_linear)
_law("restriction of the positive half-line on an interval",
     _if(Le(0, a), _over(Lt(0, x), App(F, x)), _over(And(Lt(a, x), Lt(x, b)), App(F, x))), source=_linear)
_law("half-line from its end",
     _if(_over(Lt(0, x), App(F, a + x)),
         And(_over(Lt(a, x), App(F, x)), Eq(Integral(x, a, oo, App(F, x)), Integral(x, 0, oo, App(F, a + x))))), source=_subst)
_law("half-line turned round",
     _if(_over(Lt(0, x), App(F, b - x)),
         And(_over(Lt(x, b), App(F, x)), Eq(Integral(x, -oo, b, App(F, x)), Integral(x, 0, oo, App(F, b - x))))), source=_subst)
_law("interval scaled from the unit interval",
     _if(Lt(a, b), _over(And(Lt(0, x), Lt(x, 1)), App(F, a + (b - a) * x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), (b - a) * Integral(x, 0, 1, App(F, a + (b - a) * x))))), source=_subst)
_law("positive half-line scaled",
     _if(Lt(0, c), _over(Lt(0, x), App(F, c * x)),
         And(_over(Lt(0, x), App(F, x)), Eq(Integral(x, 0, oo, App(F, x)), c * Integral(x, 0, oo, App(F, c * x))))),
     source=_subst)
_law("positive half-line by powers",
     _if(Ne(c, 0), _over(Lt(0, x), Pow(x, c - 1) * App(F, Pow(x, c))),
         And(_over(Lt(0, x), App(F, x)),
             Eq(Integral(x, 0, oo, App(F, x)), Abs(c) * Integral(x, 0, oo, Pow(x, c - 1) * App(F, Pow(x, c)))))), source=_subst)
_law("positive half-line by the exponential",
     _if(_over(None, Exp(x) * App(F, Exp(x))),
         And(_over(Lt(0, x), App(F, x)), Eq(Integral(x, 0, oo, App(F, x)), Integral(x, -oo, oo, Exp(x) * App(F, Exp(x)))))),
     source=_subst)
_law("line shifted",
     _if(_over(None, App(F, m + x)),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, oo, App(F, m + x))))), source=_subst)
_law("line turned round",
     _if(_over(None, App(F, -x)),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, oo, App(F, -x))))), source=_subst)
_law("interval from its end",
     _if(Le(a, b), _over(And(Lt(0, x), Lt(x, b - a)), App(F, a + x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, 0, b - a, App(F, a + x))))), source=_subst)
_law("interval turned round",
     _if(Le(a, b), _over(And(Lt(0, x), Lt(x, b - a)), App(F, b - x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, 0, b - a, App(F, b - x))))), source=_subst)
_law("unit interval turned round",
     _if(_over(And(Lt(0, x), Lt(x, 1)), App(F, 1 - x)),
         And(_over(And(Lt(0, x), Lt(x, 1)), App(F, x)),
             Eq(Integral(x, 0, 1, App(F, x)), Integral(x, 0, 1, App(F, 1 - x))))), source=_subst)
_law("line split at a point",
     _if(_over(Lt(x, c), App(F, x)), _over(Lt(c, x), App(F, x)),
         And(_over(None, App(F, x)),
             Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, -oo, c, App(F, x)) + Integral(x, c, oo, App(F, x))))),
     source=_linear)
_law("half-line split at a point",
     _if(Le(a, c), _over(And(Lt(a, x), Lt(x, c)), App(F, x)), _over(Lt(c, x), App(F, x)),
         And(_over(Lt(a, x), App(F, x)),
             Eq(Integral(x, a, oo, App(F, x)), Integral(x, a, c, App(F, x)) + Integral(x, c, oo, App(F, x))))), source=_linear)
_law("interval split at a point",
     _if(Le(a, c), Le(c, b), _over(And(Lt(a, x), Lt(x, c)), App(F, x)), _over(And(Lt(c, x), Lt(x, b)), App(F, x)),
         And(_over(And(Lt(a, x), Lt(x, b)), App(F, x)),
             Eq(Integral(x, a, b, App(F, x)), Integral(x, a, c, App(F, x)) + Integral(x, c, b, App(F, x))))), source=_linear)
_law("line by halves",
     _if(_over(Lt(0, x), App(F, x)), ForAll(x, Eq(App(F, -x), App(F, x))),
         And(_over(None, App(F, x)), Eq(Integral(x, -oo, oo, App(F, x)), 2 * Integral(x, 0, oo, App(F, x))))), source=_subst)
_law("integral of an odd function",
     _if(_over(None, App(F, x)), ForAll(x, Eq(App(F, 2 * m - x), -App(F, x))), Eq(Integral(x, -oo, oo, App(F, x)), 0)),
     source=_subst)
_law("fundamental theorem with limits on an interval",
     _if(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), _derives)), _over(And(Lt(a, x), Lt(x, b)), App(f, x)),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, b, App(F, x), m, "-"), Eq(Integral(x, a, b, App(f, x)), m - c)),
     "cited", _ftc)
_law("fundamental theorem with limits on a half-line",
     _if(ForAll(x, Implies(Lt(a, x), _derives)), _over(Lt(a, x), App(f, x)),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, oo, App(F, x), m), Eq(Integral(x, a, oo, App(f, x)), m - c)),
     "cited", _ftc)
_law("fundamental theorem up to a point",
     _if(ForAll(x, Implies(Le(x, b), _derives)), _over(Lt(x, b), App(f, x)), HasLimit(x, -oo, App(F, x), c),
         Eq(Integral(x, -oo, b, App(f, x)), App(F, b) - c)), "cited", _ftc)
_law("derivative of one sign is integrable on an interval",
     _if(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), And(_derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, b, App(F, x), m, "-"), _over(And(Lt(a, x), Lt(x, b)), App(f, x))),
     "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
_law("derivative of one sign is integrable on a half-line",
     _if(ForAll(x, Implies(Lt(a, x), And(_derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), HasLimit(x, oo, App(F, x), m), _over(Lt(a, x), App(f, x))),
     "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
for _direction in ("+", "-"):
    _law(f"limit of a differentiable function from {'above' if _direction == '+' else 'below'}",
         _if(HasDerivative(x, App(F, x), a, c), HasLimit(x, a, App(F, x), App(F, a), _direction)),
         source="Rudin, Principles, 5.2")
_law("limit at +∞ by inversion",
     _if(ForAll(x, Implies(Lt(0, x), Eq(App(F, 1 / x), App(G, x)))), HasDerivative(x, App(G, x), 0, c),
         HasLimit(x, oo, App(F, x), App(G, 0))), source="Rudin, Principles, 5.2")
for _end, _direction, _where in ((oo, "", "at +∞"), (a, "+", "from above"), (a, "-", "from below")):
    _law(f"limit of a linear combination {_where}",
         _if(HasLimit(x, _end, App(F, x), lam, _direction), HasLimit(x, _end, App(G, x), s, _direction),
             HasLimit(x, _end, c * App(F, x) + m * App(G, x), c * lam + m * s, _direction)), source="Rudin, Principles, 4.4")
_law("power times a power of the logarithm at 0",
     _if(Lt(0, a), HasLimit(x, 0, Pow(x, a) * Pow(Log(x), n), 0, "+")), source="DLMF 4.4.14")
_law("power times a power of the logarithm at +∞",
     _if(Lt(a, 0), HasLimit(x, oo, Pow(x, a) * Pow(Log(x), n), 0)), source="DLMF 4.4.15")
_erfc_power = Pow(x, n) * Pow(1 - Erf(a * x + b), k + 1)
_law("complementary error function at +∞", _if(Lt(0, a), HasLimit(x, oo, _erfc_power, 0)), "cited", "DLMF 7.12.1")
_law("complementary error function is integrable", _if(Lt(0, a), _over(Lt(0, x), _erfc_power)), "cited", "DLMF 7.12.1")
_law("cosine is bounded", Le(Abs(Cos(x)), 1))
_law("sine is bounded", Le(Abs(Sin(x)), 1))
_law("error function is bounded", Le(Abs(Erf(x)), 1), source="DLMF 7.2.1")
_law("arctangent is bounded", Le(Abs(Arctan(x)), pi / 2))
_law("absolute value of a nonnegative number", _if(Le(0, x), Eq(Abs(x), x)), source="its definition")
_law("absolute value of a nonpositive number", _if(Le(x, 0), Eq(Abs(x), -x)), source="its definition")
_law("sign of a positive number", _if(Lt(0, x), Eq(Sign(x), 1)), source="its definition")
_law("sign of a negative number", _if(Lt(x, 0), Eq(Sign(x), -1)), source="its definition")
_law("Heaviside of a positive number", _if(Lt(0, x), Eq(Special("Heaviside", x), 1)), source="DLMF 1.16.13")
_law("Heaviside of a negative number", _if(Lt(x, 0), Eq(Special("Heaviside", x), 0)), source="DLMF 1.16.13")
_law("case that holds", _if(App(statement, x), Eq(IfThenElse(App(statement, x), y, a), y)), source="its definition")
_law("case that does not hold", _if(Not(App(statement, x)), Eq(IfThenElse(App(statement, x), y, a), a)),
     source="its definition")

# -- definite integrals with a name -------------------------------------------------------------------------------------
_p, _q, _r = (Symbol(name, SCALAR, "positive") for name in ("p", "q", "r"))
_gr = "Gradshteyn and Ryzhik, Table of Integrals, 7th edition, "
_unit_range = And(Lt(0, x), Lt(x, 1))


def _table(name: str, low: Any, high: Any, inside: Any, body: Any, value: Any, source: str, *premises: Any) -> None:
    """An integral that converges absolutely, and its value."""
    found = And(_over(inside, body), Eq(Integral(x, low, high, body), value))
    _law(name, _if(*premises, found) if premises else found, "cited", source)


def _gamma_at(argument: Any) -> Any:
    return Special("gamma", argument)


_p_over_q, _tail_of = _p / _q, Exp(-(_r * Pow(x, _q)))
_log_slope = Special("digamma", _p_over_q) - Log(_r)
_euler_value = _gamma_at(_p_over_q) / Pow(_r, _p_over_q)
_table("Gamma integral", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of, _euler_value / _q, "DLMF 5.9.1")
_table("Gamma integral with a logarithm", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of * Log(x),
       _euler_value * _log_slope / Pow(_q, 2), _gr + "4.352.1, with x^q for x")
_table("Gamma integral with a squared logarithm", 0, oo, Lt(0, x), Pow(x, _p - 1) * _tail_of * Pow(Log(x), 2),
       _euler_value * (Pow(_log_slope, 2) + Special("polygamma", 1, _p_over_q)) / Pow(_q, 3), _gr + "4.358.2, with x^q for x")
_beta_pq = Special("beta", _p, _q)
_table("Beta integral", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(1 - x, _q - 1), _beta_pq, "DLMF 5.12.1")
_table("Beta integral with a logarithm", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(1 - x, _q - 1) * Log(x),
       _beta_pq * (Special("digamma", _p) - Special("digamma", _p + _q)), _gr + "4.253.1, with r = 1")
_table("Beta integral on the half-line", 0, oo, Lt(0, x), Pow(x, _p - 1) / Pow(1 + x, _p + _q), _beta_pq, "DLMF 5.12.3")
_table("powers with a logarithm on the unit interval", 0, 1, _unit_range, Pow(x, _p - 1) * Pow(Log(x), n),
       Pow(-1, n) * Factorial(n) / Pow(_p, n + 1), _gr + "4.272.6, for natural exponents of the logarithm")
_table("Bose integral", 0, oo, Lt(0, x), Pow(x, _p - 1) / (Exp(x) - 1), _gamma_at(_p) * Special("zeta", _p),
       "DLMF 25.5.1", Lt(1, _p))
_table("Fermi integral", 0, oo, Lt(0, x), Pow(x, _p - 1) / (Exp(x) + 1),
       _gamma_at(_p) * Special("zeta", _p) * (1 - Pow(2, 1 - _p)), "DLMF 25.5.3", Ne(_p, 1))
_table("logistic integral", -oo, oo, None, Exp(_p * x) / Pow(1 + Exp(x), _p + _q), _beta_pq, "DLMF 5.12.3, with e^x for t")
_slope_of_beta = Special("digamma", _p) - Special("digamma", _q)
_table("logistic integral with x", -oo, oo, None, x * (Exp(_p * x) / Pow(1 + Exp(x), _p + _q)), _beta_pq * _slope_of_beta,
       "DLMF 5.12.3, with e^x for t, and 5.5.1: its derivative in a − b")
_table("logistic integral with x²", -oo, oo, None, Pow(x, 2) * (Exp(_p * x) / Pow(1 + Exp(x), _p + _q)),
       _beta_pq * (Pow(_slope_of_beta, 2) + Special("polygamma", 1, _p) + Special("polygamma", 1, _q)),
       "DLMF 5.12.3, with e^x for t, and 5.5.1: its second derivative in a − b")
_gumbel = Exp(_p * x) * Exp(-(_r * Exp(x)))
_table("Gumbel integral", -oo, oo, None, _gumbel, _gamma_at(_p) / Pow(_r, _p), "DLMF 5.9.1, with e^x for t")
_table("Gumbel integral with x", -oo, oo, None, x * _gumbel, _gamma_at(_p) / Pow(_r, _p) * (Special("digamma", _p) - Log(_r)),
       _gr + "4.352.1, with e^x for x")
_table("Gumbel integral with x²", -oo, oo, None, Pow(x, 2) * _gumbel,
       _gamma_at(_p) / Pow(_r, _p) * (Pow(Special("digamma", _p) - Log(_r), 2) + Special("polygamma", 1, _p)),
       _gr + "4.358.2, with e^x for x")
_table("Cauchy density and a cosine", 0, oo, Lt(0, x), Cos(a * x) / (Pow(x, 2) + Pow(_q, 2)),
       pi / (2 * _q) * Exp(-(Abs(a) * _q)), _gr + "3.723.2")
_table("Frullani integral of the exponential", 0, oo, Lt(0, x), (Exp(-(_p * x)) - Exp(-(_q * x))) / x, Log(_q / _p),
       _gr + "3.434.2")
_table("damped sine over x", 0, oo, Lt(0, x), Exp(-(_p * x)) * Sin(a * x) / x, Arctan(a / _p), _gr + "3.941.1")
_table("exponential of a sum with a reciprocal, power −3/2", 0, oo, Lt(0, x),
       Pow(x, -Number(3, 2)) * Exp(-(_p * x)) * Exp(-(_q / x)), Sqrt(pi / _q) * Exp(-(2 * Sqrt(_p * _q))),
       _gr + "3.471.15, with 1/x for x")
_table("exponential of a sum with a reciprocal, power −1/2", 0, oo, Lt(0, x),
       Pow(x, -Number(1, 2)) * Exp(-(_p * x)) * Exp(-(_q / x)), Sqrt(pi / _p) * Exp(-(2 * Sqrt(_p * _q))), _gr + "3.471.15")
_table("exponential of squares with a reciprocal", 0, oo, Lt(0, x), Exp(-(_p * Pow(x, 2))) * Exp(-(_q / Pow(x, 2))),
       Sqrt(pi / _p) / 2 * Exp(-(2 * Sqrt(_p * _q))), _gr + "3.325")
_table("reciprocal of a cosine over a period", 0, 2 * pi, And(Lt(0, x), Lt(x, 2 * pi)), 1 / (a + b * Cos(x)),
       2 * pi / Sqrt(Pow(a, 2) - Pow(b, 2)), _gr + "3.613.1, with n = 0", Lt(Abs(b), a))
_table("reciprocal of a cosine over half a period", 0, pi, And(Lt(0, x), Lt(x, pi)), 1 / (a + b * Cos(x)),
       pi / Sqrt(Pow(a, 2) - Pow(b, 2)), _gr + "3.613.1, with n = 0", Lt(Abs(b), a))
_table("logarithm of the sine", 0, pi / 2, And(Lt(0, x), Lt(x, pi / 2)), Log(Sin(x)), -(pi / 2 * Log(2)), _gr + "4.224.3")

# -- Gaussian integrals with a name ---------------------------------------------------------------------------------------
_bell = Exp(-(_p * Pow(x - m, 2)))
_table("Gaussian and a cosine", -oo, oo, None, _bell * Cos(a * (x - m) + b),
       Sqrt(pi / _p) * Exp(-(Pow(a, 2) / (4 * _p))) * Cos(b), _gr + "3.896.2")
_table("Gaussian and a sine", -oo, oo, None, _bell * Sin(a * (x - m) + b),
       Sqrt(pi / _p) * Exp(-(Pow(a, 2) / (4 * _p))) * Sin(b), _gr + "3.896.1")
_owen = "Owen, A table of normal integrals, Communications in Statistics B 9 (1980), "
_table("Gaussian and an error function", -oo, oo, None, _bell * Erf(a * (x - m) + b),
       Sqrt(pi / _p) * Erf(b / Sqrt(1 + Pow(a, 2) / _p)), _owen + "10,010.8")
_table("Gaussian and two error functions", -oo, oo, None, _bell * (Erf(a * (x - m)) * Erf(b * (x - m))),
       2 / Sqrt(pi * _p) * Arctan(a * b / Sqrt(_p * (_p + Pow(a, 2) + Pow(b, 2)))),
       "Sheppard 1899 (the orthant probability, arcsin of the correlation); Kendall's Advanced Theory of Statistics I, 15.6")
_table("half a Gaussian and an error function", 0, oo, Lt(0, x), Exp(-(_p * Pow(x, 2))) * Erf(a * x),
       Arctan(a / Sqrt(_p)) / Sqrt(pi * _p), _gr + "6.285.1, with a x for x")

# -- order --------------------------------------------------------------------------------------------------------------
_principles = "Rudin, Principles of Mathematical Analysis, Theorem "
_closed_range = And(Le(a, x), Le(x, b))
_law("function with a nonnegative derivative",
     _if(Le(a, b), ForAll(x, Implies(_closed_range, And(_derives, Le(0, App(f, x))))), Le(App(F, a), App(F, b))),
     "cited", _principles + "5.11")
_law("function with a positive derivative",
     _if(Lt(a, b), ForAll(x, Implies(_closed_range, _derives)), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), Lt(0, App(f, x)))),
         Lt(App(F, a), App(F, b))), "cited", _principles + "5.10")
_law("function that rises from its limit",
     _if(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Le(x, b)), And(_derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), Le(c, App(F, b))), "cited", _principles + "5.11")
_law("function that falls to its limit",
     _if(ForAll(x, Implies(Le(a, x), And(_derives, Le(App(f, x), 0)))), HasLimit(x, oo, App(F, x), c), Le(c, App(F, a))),
     "cited", _principles + "5.11")
_law("function that falls strictly to its limit",
     _if(ForAll(x, Implies(Le(a, x), And(_derives, Lt(App(f, x), 0)))), HasLimit(x, oo, App(F, x), c), Lt(c, App(F, a))),
     "cited", _principles + "5.11")
_law("power of a positive number", _if(Lt(0, x), Lt(0, Pow(x, y))))
_law("square root of a positive number", _if(Lt(0, x), Lt(0, Sqrt(x))))
_law("reciprocal of a positive number", _if(Lt(0, x), Lt(0, 1 / x)))
_law("exponential is weakly increasing", _if(Le(x, y), Le(Exp(x), Exp(y))))
_law("square root is strictly monotone", _if(Le(0, x), Lt(x, y), Lt(Sqrt(x), Sqrt(y))))
_law("logarithm is increasing", _if(Lt(0, x), Lt(x, y), Lt(Log(x), Log(y))))
_law("logarithm below its tangent", _if(Lt(0, x), Le(Log(x), x - 1)), source="DLMF 4.5.1")
_law("error function lies inside its limits", And(Lt(-1, Erf(x)), Lt(Erf(x), 1)), source="DLMF 7.2.1, 7.2.4")

# -- expansions and limits ----------------------------------------------------------------------------------------------
_falling = Symbol("t", SCALAR, "positive")
_beside = Symbol("t", SCALAR, "nonzero")
_pace, _evenly = Symbol("p", SCALAR, "positive"), Symbol("q", SCALAR, "integer")
_just_above, _just_below = And(Lt(c, x), Lt(x, c + r)), And(Lt(c - r, x), Lt(x, c))
for _tending, _goal, _side, _reached, _around in (
        ("from above", c, "+", c + Pow(_falling, _pace), _just_above),
        ("from below", c, "-", c - Pow(_falling, _pace), _just_below),
        ("from both sides", c, "", c + _beside, Or(_just_above, _just_below)),
        ("at +∞", oo, "", 1 / Pow(_falling, _pace), Lt(r, x)),
        ("at −∞", -oo, "", -(1 / Pow(_falling, _pace)), Lt(x, -r))):
    _twin = _beside if _tending == "from both sides" else _falling
    _law(f"limit by an expansion, {_tending}",
         _if(Asymptotic(_twin, App(F, _reached), a + BigO(_twin, 1)), HasLimit(x, _goal, App(F, x), a, _side)),
         source="Rudin, Principles, 4.1 and 4.2")
    _law(f"limit is unique, {_tending}",
         _if(HasLimit(x, _goal, App(F, x), a, _side), Eq(Limit(x, _goal, App(F, x), _side), a)),
         source="Rudin, Principles, 4.2")
    _law(f"positive near a point, {_tending}",
         _if(Asymptotic(_twin, Pow(_twin, 2 * _evenly if _twin is _beside else _evenly) * App(F, _reached), a + BigO(_twin, 1)),
             Lt(0, a), Exists(r, ForAll(x, Implies(_around, Lt(0, App(F, x)))))), source="Rudin, Principles, 4.1")
_law("limits from the two sides", _if(HasLimit(x, c, App(F, x), a, "+"), HasLimit(x, c, App(F, x), a, "-"),
                                      HasLimit(x, c, App(F, x), a)), source="Rudin, Principles, 4.26")
