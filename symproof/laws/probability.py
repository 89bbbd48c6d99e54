"""Expectation, exponential families and Gaussian measures. Trusted; see `symproof.laws`."""

from __future__ import annotations

from symproof.terms import (
    Abs, And, App, Apply, Compose, DominatedDerivative, Eq, Exists, Exp, Expectation, ForAll, Function, Gaussian,
    HasDerivative, Identity, Iff, Implies, Indicator, Inner, Integrable, Inverse, Le, Lt, MeasureIntegral, Norm,
    Normal, Not, Or, Point, Pow, SCALAR, Scale, Sqrt, Symbol, Tilt, Transpose, Vector, Zero,
)

from .calculus import line, space
from .words import (
    C, F, H, L, P, Q, S, W, X, Y, a, b, c, delta, ell, given, h, k, lam, law, m, mu, n, nu, omega, other, r, root,
    s, statement, u, variance, w, x, y, z,
)

# -- expectation ------------------------------------------------------------------------------------------------------
_int_X, _int_Y = Integrable(omega, nu, App(X, omega)), Integrable(omega, nu, App(Y, omega))
law("integral is monotone", given(_int_X, _int_Y, ForAll(omega, Le(App(X, omega), App(Y, omega))),
                                 Le(MeasureIntegral(omega, nu, App(X, omega)),
                                    MeasureIntegral(omega, nu, App(Y, omega)))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
law("expectation is monotone", given(Integrable(omega, P, App(X, omega)), Integrable(omega, P, App(Y, omega)),
                                    ForAll(omega, Le(App(X, omega), App(Y, omega))),
                                    Le(Expectation(omega, P, App(X, omega)), Expectation(omega, P, App(Y, omega)))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
law("domination", given(_int_Y, ForAll(omega, Le(Abs(App(X, omega)), App(Y, omega))), _int_X),
     source="Billingsley, Probability and Measure, Theorem 16.1")
law("sum of integrable", given(_int_X, _int_Y, Integrable(omega, nu, a * App(X, omega) + b * App(Y, omega))),
     source="Billingsley, Probability and Measure, Theorem 16.1")
law("constants are integrable", Integrable(omega, P, c))
law("product of square-integrable", given(Integrable(omega, nu, Pow(App(X, omega), 2)),
                                         Integrable(omega, nu, Pow(App(Y, omega), 2)),
                                         Integrable(omega, nu, App(X, omega) * App(Y, omega))), source="Cauchy–Schwarz")
law("square-integrable is integrable", given(Integrable(omega, P, Pow(App(X, omega), 2)),
                                            Integrable(omega, P, App(X, omega))), source="Cauchy–Schwarz")
law("vector integrable by its components", Iff(Integrable(omega, nu, App(h, omega)),
                                                ForAll(w, Integrable(omega, nu, Inner(App(h, omega), w)))))
law("vector integrable by its norm", Iff(Integrable(omega, nu, App(h, omega)), Integrable(omega, nu, Norm(App(h, omega)))))
law("integral of a positive function",
     given(_int_X, ForAll(omega, Lt(0, App(X, omega))), Lt(0, MeasureIntegral(omega, nu, App(Y, omega))),
         Lt(0, MeasureIntegral(omega, nu, App(X, omega)))),
     source="ν is not 0; Rudin, Real and Complex Analysis, Theorem 1.39")
law("expectation of a positive function",
     given(Integrable(omega, P, App(X, omega)), ForAll(omega, Lt(0, App(X, omega))),
           Lt(0, Expectation(omega, P, App(X, omega)))),
     source="Rudin, Real and Complex Analysis, Theorem 1.39")
law("integrable under a tilt",
     given(Integrable(omega, nu, Exp(App(Y, omega))), Lt(0, MeasureIntegral(omega, nu, Exp(App(Y, omega)))),
         Iff(Integrable(omega, Tilt(omega, nu, App(Y, omega)), App(X, omega)),
             Integrable(omega, nu, App(X, omega) * Exp(App(Y, omega))))), source="definition of the tilted measure")
law("expectations exchange",
     given(Integrable(omega, P, Expectation(other, Q, Abs(App(W, omega, other)))),
         ForAll(omega, Integrable(other, Q, App(W, omega, other))),
         Eq(Expectation(omega, P, Expectation(other, Q, App(W, omega, other))),
            Expectation(other, Q, Expectation(omega, P, App(W, omega, other))))),
     "cited", "Fubini; Billingsley, Probability and Measure, Theorem 18.3")

law("indicator", Or(And(App(statement, x), Eq(Indicator(App(statement, x)), 1)),
                     And(Not(App(statement, x)), Eq(Indicator(App(statement, x)), 0))))
_smooth = Symbol("W", Function(SCALAR, Point("Omega"), SCALAR))
_slope = Symbol("U", Function(SCALAR, Point("Omega"), SCALAR))
law("dominated derivative",
     given(ForAll(lam, Integrable(omega, nu, App(_smooth, lam, omega))),
         ForAll(lam, ForAll(omega, HasDerivative(s, App(_smooth, s, omega), lam, App(_slope, lam, omega)))),
         ForAll(lam, ForAll(omega, Le(Abs(App(_slope, lam, omega)), App(Y, omega)))), _int_Y,
         DominatedDerivative(lam, a, omega, nu, App(_smooth, lam, omega))),
     source="definition of the hypothesis of Billingsley, Probability and Measure, Theorem 16.8")

# -- exponential families -----------------------------------------------------------------------------------------------
_mgf = Exists(delta, Integrable(omega, P, Exp(delta * Abs(App(Y, omega)))))
_square = Integrable(omega, P, Pow(App(X, omega), 2))
law("exponential moments dominate",
     given(_mgf, _square, DominatedDerivative(lam, 0, omega, P,
                                            App(X, omega) * Pow(App(Y, omega), k) * Exp(lam * App(Y, omega)))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
law("exponential moments are integrable",
     given(_mgf, _square, Integrable(omega, P, App(X, omega) * Pow(App(Y, omega), k))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
law("exponential moments near zero",
     given(_mgf, _square, Exists(r, ForAll(lam, Implies(Lt(Abs(lam), r), Integrable(
         omega, P, App(X, omega) * Exp(lam * App(Y, omega))))))),
     "cited", "Lehmann and Romano, Testing Statistical Hypotheses, Theorem 2.7.1")
_interior = Exists(delta, Integrable(omega, nu, Exp(Inner(App(h, omega), u) + delta * Norm(App(h, omega)))))
law("interior parameters dominate",
     given(_interior, DominatedDerivative(lam, 0, omega, nu, Pow(Inner(App(h, omega), z), k)
                                        * Pow(Inner(App(h, omega), mu), n)
                                        * Exp(Inner(App(h, omega), u + Scale(lam, w))))),
     "cited", "Brown, Fundamentals of Statistical Exponential Families, Theorem 2.2")
law("interior moments are integrable",
     given(_interior, Integrable(omega, nu, Pow(Inner(App(h, omega), z), k) * Pow(Inner(App(h, omega), w), n)
                               * Pow(Norm(App(h, omega)), ell) * Exp(Inner(App(h, omega), u)))),
     "cited", "Brown, Fundamentals of Statistical Exponential Families, Theorem 2.2")

# -- Gaussian measures --------------------------------------------------------------------------------------------------
_anderson = "Anderson, An Introduction to Multivariate Statistical Analysis, Theorem 2.4.1"
law("projection of a Gaussian",
     Eq(Expectation(z, Gaussian(mu, S), App(F, Inner(z, u))),
        Expectation(x, Normal(Inner(mu, u), Inner(Apply(S, u), u)), App(F, x))), "cited", _anderson)
law("density of a Gaussian",
     Iff(Integrable(z, Gaussian(mu, C), App(H, z)),
         Integrable(z, space, App(H, z) * Exp(-(Inner(z - mu, Apply(Inverse(C), z - mu)) / 2)))), source="its definition")
law("density of a normal",
     Iff(Integrable(x, Normal(m, r), App(F, x)), Integrable(x, line, App(F, x) * Exp(-(Pow(x - m, 2) / (2 * r))))))
_image, _standard = Gaussian(mu, Compose(L, Transpose(L))), Gaussian(Zero(Vector("k")), Identity("k"))
_seed = Symbol("q", Vector("k"))
law("linear image of a standard normal vector",
     Eq(Expectation(z, _image, App(H, z)), Expectation(_seed, _standard, App(H, mu + Apply(L, _seed)))), "cited", _anderson)
law("integrability under a linear image",
     Iff(Integrable(z, _image, App(H, z)), Integrable(_seed, _standard, App(H, mu + Apply(L, _seed)))), "cited", _anderson)
law("square root of a semidefinite operator", Exists(root, Eq(S, Compose(root, Transpose(root)))),
     "cited", "Horn and Johnson, Matrix Analysis, Theorem 7.2.6")
law("standardised normal", Eq(Expectation(x, Normal(m, variance), App(F, x)),
                               Expectation(x, Normal(0, 1), App(F, m + Sqrt(variance) * x))),
     source="definition of N(m, v)")
_second = Symbol("q", SCALAR, "nonnegative")
law("affine image of a normal",
     given(Eq(b, a + c * m), Eq(_second, Pow(c, 2) * variance),
         Eq(Expectation(x, Normal(m, variance), App(F, a + c * x)), Expectation(x, Normal(b, _second), App(F, x)))),
     source="definition of N(m, v)")
_pair = Symbol("W", Function(SCALAR, SCALAR, SCALAR))
law("uncorrelated Gaussians are independent",
     given(Eq(Inner(Apply(S, u), w), 0), Integrable(z, Gaussian(mu, S), App(_pair, Inner(z, u), Inner(z, w))),
         Eq(Expectation(z, Gaussian(mu, S), App(_pair, Inner(z, u), Inner(z, w))),
            Expectation(x, Normal(Inner(mu, u), Inner(Apply(S, u), u)),
                        Expectation(y, Normal(Inner(mu, w), Inner(Apply(S, w), w)), App(_pair, x, y))))),
     "cited", "Anderson, An Introduction to Multivariate Statistical Analysis, Theorems 2.4.2 and 2.4.4")
law("sum of independent normals",
     given(Integrable(x, Normal(a + b, variance + _second), App(F, x)),
         Eq(Expectation(x, Normal(a, variance), Expectation(y, Normal(b, _second), App(F, x + y))),
            Expectation(x, Normal(a + b, variance + _second), App(F, x)))),
     "cited", "Feller, An Introduction to Probability Theory II, section II.4")
