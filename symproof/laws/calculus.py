"""Derivatives, integrals on the line and over R^d, expansions and limits. Trusted; see `symproof.laws`."""

from __future__ import annotations

from symproof.terms import (
    Abs, And, App, Asymptotic, BigO, ContinuouslyDifferentiable, Derivative, DominatedDerivative, Eq, Exists, Exp,
    Expectation, ForAll, Gradient, HasDerivative, HasLimit, Implies, Indicator, Inner, Integrable, Integral, Le,
    Lebesgue, Limit, Lt, Measure, MeasureIntegral, Ne, Or, Pow, SCALAR, Scale, Sqrt, Symbol, Vector, oo, pi,
)

from .words import D, F, G, H, K, T, a, b, c, f, given, lam, law, nu, omega, r, s, u, w, x, y, z

# -- calculus -----------------------------------------------------------------------------------------------------------
law("dominated families are integrable",
     given(DominatedDerivative(lam, a, omega, nu, App(T, lam, omega)),
         Exists(r, ForAll(lam, Implies(Lt(Abs(lam - a), r), Integrable(omega, nu, App(T, lam, omega)))))),
     source="definition of DominatedDerivative")
law("derivative is local",
     given(Exists(r, ForAll(x, Implies(Lt(Abs(x - a), r), Eq(App(F, x), App(G, x))))), HasDerivative(x, App(F, x), a, c),
         HasDerivative(x, App(G, x), a, c)))
law("derivative is unique", given(HasDerivative(x, App(F, x), a, c), Eq(Derivative(x, App(F, x), a), c)))
_inside = Indicator(And(Lt(a, x), Lt(x, b)))
_beyond = Indicator(Lt(a, x))
derives = HasDerivative(y, App(F, y), x, App(f, x))
line = Lebesgue(SCALAR)
law("fundamental theorem on an interval",
     given(Le(a, b), ForAll(x, Implies(And(Le(a, x), Le(x, b)), derives)),
         Integrable(x, line, _inside * App(f, x)), Eq(Integral(x, a, b, App(f, x)), App(F, b) - App(F, a))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
law("fundamental theorem on a half-line",
     given(ForAll(x, Implies(Le(a, x), derives)), Integrable(x, line, _beyond * App(f, x)),
         HasLimit(x, oo, App(F, x), c), Eq(Integral(x, a, oo, App(f, x)), c - App(F, a))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
law("fundamental theorem on the line",
     given(ForAll(x, derives), Integrable(x, line, App(f, x)), HasLimit(x, -oo, App(F, x), a),
         HasLimit(x, oo, App(F, x), b), Eq(Integral(x, -oo, oo, App(f, x)), b - a)),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21")
law("integrals agree on a half-line", given(ForAll(x, Implies(Lt(0, x), Eq(App(F, x), App(G, x)))),
                                           Eq(Integral(x, 0, oo, App(F, x)), Integral(x, 0, oo, App(G, x)))))
law("integral is monotone on an interval",
     given(Le(a, b), Integrable(x, line, _inside * App(F, x)), Integrable(x, line, _inside * App(G, x)),
         ForAll(x, Implies(And(Le(a, x), Le(x, b)), Le(App(F, x), App(G, x)))),
         Le(Integral(x, a, b, App(F, x)), Integral(x, a, b, App(G, x)))))
law("line folds at zero", given(Integrable(x, line, App(F, x)),
                               Eq(Integral(x, -oo, oo, App(F, x)), Integral(x, 0, oo, App(F, x) + App(F, -x)))))
law("affine substitution", given(Ne(c, 0), Eq(Integral(x, -oo, oo, App(F, x)),
                                             Abs(c) * Integral(x, -oo, oo, App(F, c * x + b)))))
law("product rule",
     given(HasDerivative(s, App(F, s), a, b), HasDerivative(s, App(G, s), a, c),
         HasDerivative(s, App(F, s) * App(G, s), a, b * App(G, a) + App(F, a) * c)), "cited", "Rudin, Principles, 5.3")
law("gradient", given(ForAll(w, HasDerivative(s, App(H, z + Scale(s, w)), 0, Inner(u, w))), Eq(App(Gradient(H), z), u)))
law("derivative of one sign is integrable",
     given(ForAll(x, derives), ForAll(x, Le(0, App(f, x))), HasLimit(x, -oo, App(F, x), a), HasLimit(x, oo, App(F, x), b),
         Integrable(x, line, App(f, x))), "cited", "Rudin, Real and Complex Analysis, Theorems 1.26 and 7.21")
law("affine substitution preserves integrability",
     given(Ne(c, 0), Integrable(x, line, App(F, x)), Integrable(x, line, App(F, c * x + b))))
law("continuous on an interval", given(ContinuouslyDifferentiable(F, 1), Integrable(x, line, _inside * App(F, x))))
law("integral up to a point", Eq(Integral(x, -oo, oo, Indicator(Lt(x, a)) * App(F, x)), Integral(x, -oo, a, App(F, x))))
_on_line = Symbol("M", Measure(SCALAR), "probability")
law("distribution with a density",
     given(ForAll(a, Eq(Expectation(x, _on_line, Indicator(Lt(x, a))), App(G, a))),
         ForAll(x, HasDerivative(y, App(G, y), x, App(f, x))),
         Eq(Expectation(x, _on_line, App(F, x)), Integral(x, -oo, oo, App(F, x) * App(f, x)))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21; Billingsley, Probability and Measure, Theorem 3.3")
for _name, _end in (("at +∞", oo), ("at −∞", -oo)):
    law(f"squeezed limit {_name}",
         given(ForAll(x, Le(Abs(App(F, x)), App(G, x))), HasLimit(x, _end, App(G, x), 0), HasLimit(x, _end, App(F, x), 0)),
         source="Rudin, Principles, 3.19 and 4.2")
law("Gaussian integral", Eq(Integral(x, -oo, oo, Exp(-(Pow(x, 2) / 2))), Sqrt(2 * pi)), "cited", "Poisson")

# -- integrals over R^d -------------------------------------------------------------------------------------------------
space = Lebesgue(Vector("d"))
law("translation invariance", Eq(MeasureIntegral(z, space, App(H, z + u)), MeasureIntegral(z, space, App(H, z))),
     source="Rudin, Real and Complex Analysis, Theorem 2.20")
law("translates are integrable", given(Integrable(z, space, App(H, z)), Integrable(z, space, App(H, z + u))),
     source="Rudin, Real and Complex Analysis, Theorem 2.20")
law("increments along segments",
     given(ForAll(z, HasDerivative(s, App(H, z + Scale(s, u)), 0, App(D, z))), Integrable(z, space, App(D, z)),
         Eq(MeasureIntegral(z, space, App(H, z + u) - App(H, z)),
            MeasureIntegral(z, space, Integral(s, 0, 1, App(D, z + Scale(s, u)))))),
     "cited", "Rudin, Real and Complex Analysis, Theorem 7.21, on almost every line (Theorem 8.8)")
law("integrals exchange",
     given(ForAll(s, Integrable(z, space, App(K, s, z))),
         Integrable(s, line, Indicator(And(Lt(0, s), Lt(s, 1))) * MeasureIntegral(z, space, Abs(App(K, s, z)))),
         Eq(Integral(s, 0, 1, MeasureIntegral(z, space, App(K, s, z))),
            MeasureIntegral(z, space, Integral(s, 0, 1, App(K, s, z))))),
     "cited", "Fubini; Rudin, Real and Complex Analysis, Theorem 8.8")
law("constants on the unit interval", Integrable(s, line, Indicator(And(Lt(0, s), Lt(s, 1))) * c))

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
    law(f"limit by an expansion, {_tending}",
         given(Asymptotic(_twin, App(F, _reached), a + BigO(_twin, 1)), HasLimit(x, _goal, App(F, x), a, _side)),
         source="Rudin, Principles, 4.1 and 4.2")
    law(f"limit is unique, {_tending}",
         given(HasLimit(x, _goal, App(F, x), a, _side), Eq(Limit(x, _goal, App(F, x), _side), a)),
         source="Rudin, Principles, 4.2")
    law(f"positive near a point, {_tending}",
         given(Asymptotic(_twin, Pow(_twin, 2 * _evenly if _twin is _beside else _evenly) * App(F, _reached),
                          a + BigO(_twin, 1)),
             Lt(0, a), Exists(r, ForAll(x, Implies(_around, Lt(0, App(F, x)))))), source="Rudin, Principles, 4.1")
law("limits from the two sides", given(HasLimit(x, c, App(F, x), a, "+"), HasLimit(x, c, App(F, x), a, "-"),
                                      HasLimit(x, c, App(F, x), a)), source="Rudin, Principles, 4.26")
