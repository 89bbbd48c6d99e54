"""Stein's lemma in R^d, from the score of the normal density and integration by parts; Theorem 14 and Proposition 15.

The density argument needs an invertible covariance. Every other normal law is a linear image of a standard one, and so
the lemma holds for singular covariances too. A function f is called differentiable here when it has at every point the
derivatives ⟨∇f(x), u⟩ along all directions u; continuity of ∇f is not asked for.
"""

from symproof.prelude import *

R_d = Vector("d")
SPACE, LINE = Lebesgue(R_d), Lebesgue(SCALAR)
x, h = Symbol("x", R_d), Symbol("h", R_d)
s = Real("s")
Field = FunctionOn(R_d)
Definite, Semidefinite = OperatorOn("d", "positive definite"), OperatorOn("d", "positive semidefinite")
OperatorFrom = lambda source, target: lambda name: Symbol(name, Operator(target, source))  # noqa: E731
UNIT = Indicator(And(Lt(0, s), Lt(s, 1)))


def integral(body):
    """∫ body dx over R^d."""
    return MeasureIntegral(x, SPACE, body)


def over_space(body):
    """∫ |body| dx < ∞ over R^d."""
    return Integrable(x, SPACE, body)


def derivative_along(f, u, value):
    """At every x, the derivative of f along u is value(x)."""
    return ForAll(x, HasDerivative(s, f(x + s * u), 0, value(x)))


@lemma("Divergence on R^d", title="A directional derivative integrates to zero")
def divergence(F: Field, D: Field, u: VectorIn("d")):
    """If F has the derivative D along u at every point, and both are integrable over R^d, then D integrates to 0."""
    given(derivative_along(F, u, D), over_space(F(x)), over_space(D(x)))
    show(Eq(integral(D(x)), 0))
    mean, size = integral(D(x)), integral(Abs(D(x)))
    have(over_space(F(x + u)), by=law("translates are integrable", H=F, u=u))
    generalized(have(over_space(D(x + s * u)), by=law("translates are integrable", H=D, u=s * u)), s)
    for constant in (mean, size):
        have(Integrable(s, LINE, UNIT * constant), by=law("constants on the unit interval", c=constant))
    chain(Integrable(s, LINE, UNIT * size),
          iff(Integrable(s, LINE, UNIT * integral(Abs(D(x + s * u)))),
              by=law("translation invariance", H=Lambda(x, Abs(D(x))), u=s * u)))
    return chain(
        mean,
        eq(Integral(s, 0, 1, mean), by=antiderivative(s * mean, s, why="a constant over the unit interval")),
        eq(Integral(s, 0, 1, integral(D(x + s * u))), by=law("translation invariance", H=D, u=s * u)),
        eq(integral(Integral(s, 0, 1, D(x + s * u))),
           by=law("integrals exchange", K=Lambda(s, x, D(x + s * u)), why="Fubini")),
        eq(integral(F(x + u) - F(x)), by=law("increments along segments", H=F, D=D, u=u)),
        eq(integral(F(x + u)) - integral(F(x)), by=algebra(why="linearity")),
        eq(integral(F(x)) - integral(F(x)), by=law("translation invariance", H=F, u=u)),
        eq(0),
    )


@lemma("Integration by parts on R^d", title="A derivative moves onto the density")
def integration_by_parts(f: Field, D: Field, p: Field, k: Field, u: VectorIn("d")):
    """If along u the function f has the derivative D and the density p the derivative −k p, then D and k f have the
    same integral against p."""
    X, Y = D(x) * p(x), k(x) * f(x) * p(x)
    given(derivative_along(f, u, D), derivative_along(p, u, Lambda(x, -k(x) * p(x))),
          over_space(f(x) * p(x)), over_space(X), over_space(Y))
    show(Eq(integral(X), integral(Y)))
    product = have(HasDerivative(s, f(x + s * u) * p(x + s * u), 0, X - Y),
                   by=law("product rule", F=Lambda(s, f(x + s * u)), G=Lambda(s, p(x + s * u)), a=0, b=D(x),
                          c=-k(x) * p(x)))
    generalized(product, x)
    balance = have(Eq(integral(X - Y), 0), by=theorem(using(divergence), "the divergence lemma",
                                                      F=Lambda(x, f(x) * p(x)), D=Lambda(x, X - Y), u=u))
    return chain(
        integral(X),
        eq(integral(X - Y) + integral(Y), by=algebra(why="linearity")),
        eq(0 + integral(Y), by=rewrite(balance, why="the divergence lemma")),
        eq(integral(Y)),
    )


@lemma("Gaussian integration by parts", title="The score of the normal density")
def parts_under_gaussian(f: Field, D: Field, mu: VectorIn("d"), Sigma: Definite, v: VectorIn("d")):
    """Along Σv the density p of N(μ, Σ) has the derivative −⟨x − μ, v⟩ p(x). So E D(h) = E[⟨h − μ, v⟩ f(h)] when f has
    the derivative D along Σv."""
    N = Gaussian(mu, Sigma)
    given(derivative_along(f, Sigma @ v, D), Integrable(h, N, f(h)), Integrable(h, N, D(h)),
          Integrable(h, N, inner(h, v) * f(h)))
    show(Eq(E(D(h), N, h), E(inner(h - mu, v) * f(h), N, h)))
    p = Lambda(x, exp(-(inner(x - mu, Inverse(Sigma) @ (x - mu)) / 2)))
    k = Lambda(x, inner(x - mu, v))
    generalized(have(HasDerivative(s, p(x + s * (Sigma @ v)), 0, -k(x) * p(x)), why="the score of the density"), x)
    have(Integrable(h, N, k(h) * f(h)))
    for body in (f(x), D(x), k(x) * f(x)):
        have(over_space(body * p(x)), by=law("density of a Gaussian", H=Lambda(x, body), mu=mu, C=Sigma))
    by_parts = have(Eq(integral(D(x) * p(x)), integral(k(x) * f(x) * p(x))),
                    by=theorem(using(integration_by_parts), "integration by parts", f=f, D=D, p=p, k=k, u=Sigma @ v))
    density = definition(Expectation, why=r"density of $\mathcal N(\mu, \Sigma)$")
    return chain(
        E(D(h), N, h),
        eq(integral(D(x) * p(x)) / integral(p(x)), by=density),
        eq(integral(k(x) * f(x) * p(x)) / integral(p(x)), by=rewrite(by_parts, why="integration by parts")),
        eq(E(k(h) * f(h), N, h), by=density),
    )


@lemma("The identity is positive definite")
def identity_is_definite():
    """⟨z, z⟩ > 0 for z ≠ 0, in every dimension."""
    one, z, y = Identity("k"), Symbol("z", Vector("k")), Symbol("y", Vector("k"))
    show(PositiveDefinite(one))
    chain(Symmetric(one), iff(ForAll(z, ForAll(y, Eq(inner(one @ z, y), inner(z, one @ y)))), by=definition(Symmetric)))
    have(Symmetric(one))
    with suppose(Ne(z, Zero(z.sort))) as apart:
        positive = have(Lt(0, inner(one @ z, z)), by=law("norm is definite", u=z))
    definite = generalized(apart.conclude(positive), z).statement
    chain(PositiveDefinite(one), iff(And(Symmetric(one), definite), by=definition(PositiveDefinite)))
    return have(PositiveDefinite(one))


@lemma("Gaussian integration by parts (linear image)", title="A normal law with covariance AAᵀ")
def parts_under_image(f: Field, D: Field, mu: VectorIn("d"), A: OperatorFrom("k", "d"), v: VectorIn("d")):
    """A vector with law N(μ, AAᵀ) is μ + Aq with q standard normal; so the formula holds for singular covariances."""
    q = Symbol("q", Vector("k"))
    N, standard = Gaussian(mu, A @ A.T), Gaussian(Zero(q.sort), Identity("k"))
    steady = given(derivative_along(f, (A @ A.T) @ v, D), Integrable(h, N, f(h)), Integrable(h, N, D(h)),
                   Integrable(h, N, inner(h, v) * f(h)))[0]
    show(Eq(E(D(h), N, h), E(inner(h - mu, v) * f(h), N, h)))
    moved = mu + A @ q
    along = Identity("k") @ (A.T @ v)
    generalized(have(HasDerivative(s, f(mu + A @ (q + s * along)), 0, D(moved)), by=theorem(steady, x=moved)), q)
    for body in (f, D, Lambda(h, inner(h, v) * f(h))):
        have(Integrable(q, standard, body(moved)), by=law("integrability under a linear image", mu=mu, L=A, H=body))
    have(Integrable(q, standard, inner(q, A.T @ v) * f(moved)),
         by=law("sum of integrable", nu=standard, X=Lambda(q, inner(moved, v) * f(moved)), Y=Lambda(q, f(moved)), a=1,
                b=-inner(mu, v)))
    have(PositiveDefinite(Identity("k")), by=using(identity_is_definite))
    return chain(
        E(D(h), N, h),
        eq(E(D(moved), standard, q), by=law("linear image of a standard normal vector", H=D, mu=mu, L=A)),
        eq(E(inner(q - Zero(q.sort), A.T @ v) * f(moved), standard, q),
           by=theorem(using(parts_under_gaussian), "Gaussian integration by parts", f=Lambda(q, f(moved)),
                      D=Lambda(q, D(moved)), mu=Zero(q.sort), Sigma=Identity("k"), v=A.T @ v)),
        eq(E(inner(moved - mu, v) * f(moved), standard, q)),
        eq(E(inner(h - mu, v) * f(h), N, h),
           by=law("linear image of a standard normal vector", H=Lambda(h, inner(h - mu, v) * f(h)), mu=mu, L=A)),
    )
