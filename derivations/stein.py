"""Stein's lemma in R^d, from the score of the normal density and integration by parts; Theorem 14 and Proposition 15.

The density argument needs an invertible covariance. Every other normal law is a linear image of a standard one, and so
the lemma holds for singular covariances too. A function f is called differentiable here when it has at every point the
derivatives ⟨∇f(x), u⟩ along all directions u; continuity of ∇f is not asked for.
"""

from derivations import tilt  # noqa: F401 — Lemma 12
from symproof.prelude import *

R_d = Vector("d")
SPACE, LINE = Lebesgue(R_d), Lebesgue(SCALAR)
x, h = Symbol("x", R_d), Symbol("h", R_d)
s, lam = Real("s"), Real("lam")
Field = FunctionOn(R_d)
Definite, Semidefinite = OperatorOn("d", "positive definite"), OperatorOn("d", "positive semidefinite")
UNIT = Indicator(And(Lt(0, s), Lt(s, 1)))


def NonzeroReal(name):
    """A number ≠ 0."""
    return Symbol(name, SCALAR, "nonzero")


def OperatorFrom(source, target):
    """A linear map from R^source to R^target."""
    return lambda name: Symbol(name, Operator(target, source))


def integral(body):
    """∫ body dx over R^d."""
    return MeasureIntegral(x, SPACE, body)


def over_space(body):
    """∫ |body| dx < ∞ over R^d."""
    return Integrable(x, SPACE, body)


def derivative_along(f, u, value):
    """At every x, the derivative of f along u is value(x)."""
    return ForAll(x, HasDerivative(s, f(x + s * u), 0, value(x)))


def component(vector, measure, direction):
    """If a function of h with values in R^d is integrable, so is its component along a direction."""
    w = Symbol("w", R_d)
    every = have(ForAll(w, Integrable(h, measure, inner(vector, w))),
                 by=law("vector integrable by its components", nu=measure, h=Lambda(h, vector)))
    return have(Integrable(h, measure, inner(vector, direction)), by=theorem(every, w=direction))


def square_root_of(covariance):
    """Every covariance is AAᵀ."""
    A = Symbol("A", covariance.sort)
    return have(Exists(A, Eq(covariance, A @ A.T)), by=law("square root of a semidefinite operator", S=covariance))


def differentiable(f):
    """At every x, f has the derivative ⟨∇f(x), u⟩ along every u."""
    u = Symbol("u", R_d)
    return ForAll(x, ForAll(u, HasDerivative(s, f(x + s * u), 0, inner(Gradient(f)(x), u))))


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


@lemma("Gaussian integration by parts (every covariance)", title="Any normal law, singular or not")
def parts_under_normal(f: Field, D: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """If f has the derivative D along Σv, then E D(h) = E[⟨h − μ, v⟩ f(h)] for h ∼ N(μ, Σ) with any covariance Σ."""
    N = Gaussian(mu, Sigma)
    conditions = given(derivative_along(f, Sigma @ v, D), Integrable(h, N, f(h)), Integrable(h, N, D(h)),
                       Integrable(h, N, inner(h, v) * f(h)))
    claim = show(Eq(E(D(h), N, h), E(inner(h - mu, v) * f(h), N, h)))
    root = square_root_of(Sigma)
    with obtain(root, "A") as (A, factored):
        image = {Sigma: A @ A.T}
        for condition in conditions:
            chain(condition.statement, iff(substitute(condition.statement, image), by=rewrite(factored)))
        for_image = have(substitute(claim, image), by=theorem(
            using(parts_under_image), "the case of a linear image", f=f, D=D, mu=mu, A=A, v=v))
        result = have(claim, by=rewrite(factored, for_image))
    return release(root, A, result)


@lemma("Mean of a normal vector", title="Integration by parts with f = 1")
def normal_mean(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """E⟨h, v⟩ = ⟨μ, v⟩ for h ∼ N(μ, Σ)."""
    N = Gaussian(mu, Sigma)
    show(Eq(E(inner(h, v), N, h), inner(mu, v)))
    by_parts = have(Eq(E(Number(0), N, h), E(inner(h - mu, v) * 1, N, h)),
                    by=theorem(using(parts_under_normal), "Gaussian integration by parts", f=Lambda(x, 1), D=Lambda(x, 0),
                               mu=mu, Sigma=Sigma, v=v))
    return chain(
        E(inner(h, v), N, h),
        eq(E(inner(h - mu, v) * 1, N, h) + inner(mu, v), by=algebra(why="linearity")),
        eq(E(Number(0), N, h) + inner(mu, v), by=rewrite(by_parts, why="integration by parts with $f = 1$")),
        eq(inner(mu, v)),
    )


@lemma("Covariance of a normal vector", title="Integration by parts with a linear f")
def normal_covariance(mu: VectorIn("d"), Sigma: Semidefinite, u: VectorIn("d"), v: VectorIn("d")):
    """Cov(⟨h, u⟩, ⟨h, v⟩) = ⟨Σu, v⟩ for h ∼ N(μ, Σ)."""
    N = Gaussian(mu, Sigma)
    show(Eq(Cov(inner(h, u), inner(h, v), N, h), inner(Sigma @ u, v)))
    mean = using(normal_mean)
    by_parts = have(Eq(E(inner(Sigma @ v, u), N, h), E(inner(h - mu, v) * inner(h, u), N, h)),
                    by=theorem(using(parts_under_normal), "Gaussian integration by parts", f=Lambda(x, inner(x, u)),
                               D=Lambda(x, inner(Sigma @ v, u)), mu=mu, Sigma=Sigma, v=v))
    return chain(
        Cov(inner(h, u), inner(h, v), N, h),
        eq(E(inner(h, u) * inner(h, v), N, h) - E(inner(h, u), N, h) * E(inner(h, v), N, h), by=definition(Covariance)),
        eq(E(inner(h, u) * inner(h, v), N, h) - E(inner(h, u), N, h) * inner(mu, v),
           by=rewrite(mean, why="mean of a normal vector")),
        eq(E(inner(h - mu, v) * inner(h, u), N, h), by=algebra(why="linearity")),
        eq(E(inner(Sigma @ v, u), N, h), by=rewrite(by_parts, why="integration by parts")),
        eq(inner(Sigma @ u, v)),
    )


@lemma("Stein's lemma", title="Stein's lemma in R^d")
def stein(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """For a normal vector h, the covariance of f(h) with ⟨h, v⟩ is the mean derivative of f along Σv."""
    N = Gaussian(mu, Sigma)
    slope = Lambda(x, inner(Gradient(f)(x), Sigma @ v))
    smooth, *_ = given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, slope(h)),
                       Integrable(h, N, f(h) * inner(h, v)))
    show(Eq(Cov(f(h), inner(h, v), N, h), E(slope(h), N, h)))
    generalized(have(HasDerivative(s, f(x + s * (Sigma @ v)), 0, slope(x)), by=theorem(smooth, x=x, u=Sigma @ v)), x)
    mean = using(normal_mean)
    by_parts = have(Eq(E(slope(h), N, h), E(inner(h - mu, v) * f(h), N, h)),
                    by=theorem(using(parts_under_normal), "Gaussian integration by parts", f=f, D=slope, mu=mu,
                               Sigma=Sigma, v=v))
    return chain(
        Cov(f(h), inner(h, v), N, h),
        eq(E(f(h) * inner(h, v), N, h) - E(f(h), N, h) * E(inner(h, v), N, h), by=definition(Covariance)),
        eq(E(f(h) * inner(h, v), N, h) - E(f(h), N, h) * inner(mu, v), by=rewrite(mean, why="mean of a normal vector")),
        eq(E(inner(h - mu, v) * f(h), N, h), by=algebra(why="linearity")),
        eq(E(slope(h), N, h), by=rewrite(by_parts, why="integration by parts")),
    )


@corollary("Stein's lemma (vector form)", title="Cov(f(h), h) = Σ E∇f(h)")
def stein_vector(f: Field, mu: VectorIn("d"), Sigma: Semidefinite):
    """For a normal vector h, E[f(h) h] − E[f(h)] E[h] = Σ E[∇f(h)]."""
    N = Gaussian(mu, Sigma)
    w = Symbol("w", R_d)
    covariance = E(f(h) * h, N, h) - E(f(h), N, h) * E(h, N, h)
    mean_gradient = E(Gradient(f)(h), N, h)
    given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, f(h) * h), Integrable(h, N, Gradient(f)(h)))
    show(Eq(covariance, Sigma @ mean_gradient))
    component(f(h) * h, N, w)
    component(Gradient(f)(h), N, Sigma @ w)
    have(Integrable(h, N, h))
    against = chain(
        inner(covariance, w),
        eq(E(f(h) * inner(h, w), N, h) - E(f(h), N, h) * E(inner(h, w), N, h), by=algebra(why="linearity")),
        eq(Cov(f(h), inner(h, w), N, h), by=definition(Covariance)),
        eq(E(inner(Gradient(f)(h), Sigma @ w), N, h),
           by=theorem(using(stein), "Stein's lemma", f=f, mu=mu, Sigma=Sigma, v=w)),
        eq(inner(Sigma @ mean_gradient, w), by=algebra(why="linearity")),
    )
    generalized(against, w)
    return have(Eq(covariance, Sigma @ mean_gradient),
                by=law("vectors equal by their inner products", u=covariance, z=Sigma @ mean_gradient))


@equation("Stein's lemma, in coordinates", title="The display before (46)",
          printed=["Theorem 14, proof, display"])
def stein_in_coordinates(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, e: VectorFamily("d", "d"), i: IndexIn("d")):
    """In coordinates with respect to a basis e that expands every vector as x = Σ_j ⟨x, e_j⟩ e_j, the covariance of
    f(h) with h_i is Σ_j Σ_ij E[∂f/∂h_j]."""
    N = Gaussian(mu, Sigma)
    j = Symbol("j", Index("d"))
    expands = ForAll(x, Eq(x, total(j, inner(x, e[j]) * e[j])))
    entries = total(j, inner(Sigma @ e[i], e[j]) * E(inner(Gradient(f)(h), e[j]), N, h))
    given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, f(h) * h), Integrable(h, N, Gradient(f)(h)))
    show(Implies(expands, Eq(Cov(f(h), inner(h, e[i]), N, h), entries)))
    component(f(h) * h, N, e[i])
    component(Gradient(f)(h), N, Sigma @ e[i])
    g = Symbol("g", R_d)
    termwise = generalized(have(Eq(inner(g, total(j, inner(Sigma @ e[i], e[j]) * e[j])),
                                   total(j, inner(Sigma @ e[i], e[j]) * inner(g, e[j])))), g)
    with suppose(expands) as basis:
        row = have(Eq(total(j, inner(Sigma @ e[i], e[j]) * e[j]), Sigma @ e[i]), by=theorem(basis.fact, x=Sigma @ e[i]))
        result = chain(
            Cov(f(h), inner(h, e[i]), N, h),
            eq(E(inner(Gradient(f)(h), Sigma @ e[i]), N, h),
               by=theorem(using(stein), "Stein's lemma", f=f, mu=mu, Sigma=Sigma, v=e[i])),
            eq(inner(E(Gradient(f)(h), N, h), Sigma @ e[i]), by=algebra(why="linearity")),
            eq(inner(E(Gradient(f)(h), N, h), total(j, inner(Sigma @ e[i], e[j]) * e[j])),
               by=rewrite(row, why="expansion in the basis")),
            eq(total(j, inner(Sigma @ e[i], e[j]) * inner(E(Gradient(f)(h), N, h), e[j])),
               by=theorem(termwise, why="linearity", g=E(Gradient(f)(h), N, h))),
            eq(entries, by=algebra(why="linearity")),
        )
    return basis.conclude(result)


@equation("Equation (46)", title="The covariance through the mean gradient", printed=["(46)"])
def equation_46(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """For a normal vector h, Cov(f(h), ⟨h, v⟩) = ⟨Σv, E∇f(h)⟩."""
    N = Gaussian(mu, Sigma)
    mean_gradient = E(Gradient(f)(h), N, h)
    with_h = E(f(h) * h, N, h) - E(f(h), N, h) * E(h, N, h)
    given(differentiable(f), Integrable(h, N, f(h)), Integrable(h, N, f(h) * h), Integrable(h, N, Gradient(f)(h)))
    show(Eq(Cov(f(h), inner(h, v), N, h), inner(Sigma @ v, mean_gradient)))
    component(f(h) * h, N, v)
    have(Integrable(h, N, h))
    return chain(
        Cov(f(h), inner(h, v), N, h),
        eq(inner(v, with_h), by=definition(Covariance), printed="(46)"),
        eq(inner(v, Sigma @ mean_gradient), by=rewrite(using(stein_vector), why="Stein's lemma"), printed="(46)"),
        eq(inner(Sigma @ v, mean_gradient), printed="(46)"),
    )


@lemma("Exponential moments of a normal vector")
def normal_moments(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """E e^{|⟨h, v⟩|} < ∞ for a normal vector h and every v."""
    N = Gaussian(mu, Sigma)
    show(mgf_finite_near_zero(inner(h, v), N, h))
    t = inner(h, v)
    both = exp(t) + exp(-t)
    options = have(Or(And(Le(0, t), Eq(Abs(t), t)), And(Lt(t, 0), Eq(Abs(t), -t))), by=law("absolute value", x=t))
    cases = []
    for option, value in zip(options.statement.arguments, (t, -t), strict=True):
        with suppose(option) as case:
            size = have(Eq(Abs(t), value))
            cases.append(case.conclude(chain(
                Abs(exp(Abs(t))), eq(exp(Abs(t))), eq(exp(value), by=rewrite(size)), le(both, by=positivity()))))
    generalized(by_cases(options, *cases), h)
    have(Integrable(h, N, exp(Abs(t))), by=law("domination", nu=N, X=Lambda(h, exp(Abs(t))), Y=Lambda(h, both)))
    return exhibit(mgf_finite_near_zero(t, N, h), 1)


@lemma("Gaussian shift (invertible covariance)", title="Completing the square")
def shift_of_definite(F: Field, mu: VectorIn("d"), Sigma: Definite, v: VectorIn("d")):
    """Weighting N(μ, Σ) by e^{⟨h, v⟩} moves it by Σv, up to the constant e^{⟨μ, v⟩ + ⟨Σv, v⟩/2}."""
    N, u = Gaussian(mu, Sigma), Sigma @ v
    p = Lambda(x, exp(-(inner(x - mu, Inverse(Sigma) @ (x - mu)) / 2)))
    constant = exp(inner(mu, v) + inner(u, v) / 2)
    weighted, moved = integral(F(x) * exp(inner(x, v)) * p(x)), integral(constant * F(x + u) * p(x))
    show(Eq(E(F(h) * exp(inner(h, v)), N, h), constant * E(F(h + u), N, h)))
    translated = chain(
        weighted,
        eq(integral(F(x + u) * exp(inner(x + u, v)) * p(x + u)),
           by=law("translation invariance", H=Lambda(x, F(x) * exp(inner(x, v)) * p(x)), u=u)),
        eq(moved, by=algebra(why="completing the square")),
    )
    density = definition(Expectation, why=r"density of $\mathcal N(\mu, \Sigma)$")
    return chain(
        E(F(h) * exp(inner(h, v)), N, h),
        eq(weighted / integral(p(x)), by=density),
        eq(moved / integral(p(x)), by=rewrite(translated, why=r"translation by $\Sigma v$")),
        eq(E(constant * F(h + u), N, h), by=density),
        eq(constant * E(F(h + u), N, h)),
    )


@lemma("Gaussian shift (linear image)", title="A normal law with covariance AAᵀ")
def shift_of_image(F: Field, mu: VectorIn("d"), A: OperatorFrom("k", "d"), v: VectorIn("d")):
    """The same for N(μ, AAᵀ), the law of μ + Aq with q standard normal."""
    q, w = Symbol("q", Vector("k")), A.T @ v
    N, standard, one = Gaussian(mu, A @ A.T), Gaussian(Zero(q.sort), Identity("k")), Identity("k")
    first = exp(inner(mu, v))
    show(Eq(E(F(h) * exp(inner(h, v)), N, h),
            exp(inner(mu, v) + inner((A @ A.T) @ v, v) / 2) * E(F(h + (A @ A.T) @ v), N, h)))
    have(PositiveDefinite(one), by=using(identity_is_definite))
    return chain(
        E(F(h) * exp(inner(h, v)), N, h),
        eq(E(F(mu + A @ q) * exp(inner(mu + A @ q, v)), standard, q),
           by=law("linear image of a standard normal vector", H=Lambda(h, F(h) * exp(inner(h, v))), mu=mu, L=A)),
        eq(first * E(F(mu + A @ q) * exp(inner(q, w)), standard, q)),
        eq(first * (exp(inner(Zero(q.sort), w) + inner(one @ w, w) / 2) * E(F(mu + A @ (q + one @ w)), standard, q)),
           by=theorem(using(shift_of_definite), "the invertible case", F=Lambda(q, F(mu + A @ q)), mu=Zero(q.sort),
                      Sigma=one, v=w)),
        eq(exp(inner(mu, v) + inner((A @ A.T) @ v, v) / 2) * E(F(mu + A @ q + (A @ A.T) @ v), standard, q)),
        eq(exp(inner(mu, v) + inner((A @ A.T) @ v, v) / 2) * E(F(h + (A @ A.T) @ v), N, h),
           by=law("linear image of a standard normal vector", H=Lambda(h, F(h + (A @ A.T) @ v)), mu=mu, L=A)),
    )


@lemma("Gaussian shift", title="Exponential weights move a normal law")
def gaussian_shift(F: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """For every covariance, E[F(h) e^{⟨h, v⟩}] = e^{⟨μ, v⟩ + ⟨Σv, v⟩/2} E[F(h + Σv)]."""
    N = Gaussian(mu, Sigma)
    claim = show(Eq(E(F(h) * exp(inner(h, v)), N, h),
                    exp(inner(mu, v) + inner(Sigma @ v, v) / 2) * E(F(h + Sigma @ v), N, h)))
    root = square_root_of(Sigma)
    with obtain(root, "A") as (A, factored):
        for_image = have(substitute(claim, {Sigma: A @ A.T}), by=theorem(
            using(shift_of_image), "the case of a linear image", F=F, mu=mu, A=A, v=v))
        result = have(claim, by=rewrite(factored, for_image))
    return release(root, A, result)


@lemma("Gaussian tilt", title="Exponential tilts move a normal law")
def gaussian_tilt(F: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """Tilted by e^{λ⟨h, v⟩}, the law N(μ, Σ) becomes N(μ + λΣv, Σ)."""
    N, constant = Gaussian(mu, Sigma), exp(inner(mu, lam * v) + inner(Sigma @ (lam * v), lam * v) / 2)
    tilted_mean = E(F(h), tilted(inner(h, v), lam, N, h), h)
    show(Eq(tilted_mean, E(F(h + lam * (Sigma @ v)), N, h)))
    weight, moved = exp(lam * inner(h, v)), E(F(h + lam * (Sigma @ v)), N, h)
    shift = {"mu": mu, "Sigma": Sigma, "v": lam * v}
    above = have(Eq(E(F(h) * weight, N, h), constant * moved),
                 by=theorem(using(gaussian_shift), "Gaussian shift", F=F, **shift))
    below = have(Eq(E(weight, N, h), constant),
                 by=theorem(using(gaussian_shift), "Gaussian shift with F = 1", F=Lambda(x, 1), **shift))
    return chain(
        tilted_mean,
        eq(E(F(h) * weight, N, h) / E(weight, N, h), by=definition(tilted_mean, why="definition of the tilt")),
        eq(constant * moved / constant, by=rewrite(above, below, why="Gaussian shift")),
        eq(moved),
    )


SQUARE = added("$E f(h)^2$ is finite", needed="Theorem 14, as printed")


# -- Theorem 14 ---------------------------------------------------------------------------------------------------------

def change(f, mu, Sigma, v):
    """E_λ f(h) − E f(h), where E_λ is under N(μ, Σ) tilted by λ⟨h, v⟩."""
    N = Gaussian(mu, Sigma)
    return E(f(h), tilted(inner(h, v), lam, N, h), h) - E(f(h), N, h)


def theorem_14_hypotheses(f, mu, Sigma):
    """f is differentiable, and f(h)² and ∇f(h) are integrable."""
    N = Gaussian(mu, Sigma)
    return differentiable(f), square_integrable(f(h), N, h), Integrable(h, N, Gradient(f)(h))


@theorem_claim("Theorem 14", title="Gaussian nonlinear improvement", printed=["Theorem 14, display"], adds=[SQUARE])
def gaussian_improvement(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """For a normal base and f with E f(h)² < ∞ and E‖∇f(h)‖ < ∞, the change is λ⟨Σv, E∇f(h)⟩ to first order."""
    N, t = Gaussian(mu, Sigma), inner(h, v)
    given(*theorem_14_hypotheses(f, mu, Sigma))
    show(equals(change(f, mu, Sigma, v), lam * inner(Sigma @ v, E(Gradient(f)(h), N, h)) + O(lam**2)))
    have(Integrable(h, N, f(h) * h))
    have(mgf_finite_near_zero(t, N, h), by=theorem(using(normal_moments)))
    expansion = have(equals(E(f(h), tilted(t, lam, N, h), h), E(f(h), N, h) + lam * Cov(f(h), t, N, h) + O(lam**2)),
                     by=theorem(using("Lemma 12"), "Lemma 12", phi=f, t=Lambda(h, t), P=N))
    covariance = have(Eq(Cov(f(h), t, N, h), inner(Sigma @ v, E(Gradient(f)(h), N, h))),
                      by=theorem(using(equation_46), "(46)", f=f, mu=mu, Sigma=Sigma, v=v), printed="(46)")
    return chain(
        change(f, mu, Sigma, v),
        eq(lam * Cov(f(h), t, N, h) + O(lam**2), by=series(lam, expansion, why="Lemma 12")),
        eq(lam * inner(Sigma @ v, E(Gradient(f)(h), N, h)) + O(lam**2), by=rewrite(covariance, why="(46)")),
    )


@corollary("Theorem 14 (sign)", title="A first-order change that is not 0 decides", printed=["Theorem 14: if"],
           adds=[SQUARE])
def improvement_sign(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """For all small λ > 0 the tilt improves E f(h) if ⟨Σv, E∇f(h)⟩ > 0, and lowers it if ⟨Σv, E∇f(h)⟩ < 0."""
    N, t = Gaussian(mu, Sigma), inner(h, v)
    before, after = E(f(h), N, h), E(f(h), tilted(t, lam, N, h), h)
    slope = inner(Sigma @ v, E(Gradient(f)(h), N, h))
    given(*theorem_14_hypotheses(f, mu, Sigma))
    rises, falls = eventually(lam, before < after), eventually(lam, after < before)
    show(And(Implies(slope > 0, rises), Implies(slope < 0, falls)))
    have(equals(after - before, lam * slope + O(lam**2)), by=theorem(using(gaussian_improvement), "Theorem 14"))
    return have(And(Implies(slope > 0, rises), Implies(slope < 0, falls)), by=theorem(
        using("First-order sign"), "first-order sign", F=Lambda(lam, after), G=Lambda(lam, before), c=slope))


@corollary("Theorem 14 (condition)", title="If and only if, where the first order is not 0")
def improvement_condition(f: Field, mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d")):
    """If ⟨Σv, E∇f(h)⟩ ≠ 0, the mean of f(h) rises for all small λ > 0 if and only if ⟨Σv, E∇f(h)⟩ > 0."""
    N, t = Gaussian(mu, Sigma), inner(h, v)
    before, after = E(f(h), N, h), E(f(h), tilted(t, lam, N, h), h)
    slope = inner(Sigma @ v, E(Gradient(f)(h), N, h))
    given(*theorem_14_hypotheses(f, mu, Sigma), Ne(slope, 0))
    show(Iff(eventually(lam, before < after), slope > 0))
    have(equals(after - before, lam * slope + O(lam**2)), by=theorem(using(gaussian_improvement), "Theorem 14"))
    return have(Iff(eventually(lam, before < after), slope > 0), by=theorem(
        using("When a mean rises"), "its sign is the condition", F=Lambda(lam, after), G=Lambda(lam, before), c=slope))


# -- Theorem 14 as printed ------------------------------------------------------------------------------------------------

y = Real("y")
STANDARD = Normal(0, 1)
spike = Lambda(y, exp(y**2 / 2) / (1 + y**2)**2)


def size_at_most(value, bound, above, below):
    """|value| ≤ bound, from value ≤ bound and −value ≤ bound."""
    options = have(Or(And(Le(0, value), Eq(Abs(value), value)), And(Lt(value, 0), Eq(Abs(value), -value))),
                   by=law("absolute value", x=value))
    cases = []
    for option, side, fact in zip(options.statement.arguments, (value, -value), (above, below), strict=True):
        with suppose(option) as case:
            same = have(Eq(Abs(value), side))
            cases.append(case.conclude(chain(Abs(value), eq(side, by=rewrite(same)), le(bound, by=positivity(fact)))))
    return by_cases(options, *cases)


@lemma("A constant is not integrable over the line")
def constants_over_the_line():
    """If ∫ 1 dx were finite it would be 0, by scaling, and E e^{y²/2} = ∫ 1 dx/√(2π) ≥ 1 for a standard normal y."""
    show(Not(Integrable(y, LINE, Number(1))))
    whole, bell = Integral(y, -oo, oo, Number(1)), exp(y**2 / 2)
    doubled = have(Eq(whole, 2 * whole), by=law("affine substitution", F=Lambda(y, 1), c=2, b=0))
    with suppose(Integrable(y, LINE, Number(1))) as finite:
        have(Integrable(y, STANDARD, bell), by=law("density of a normal", F=Lambda(y, bell), m=0, r=1))
        vanishing = have(Eq(whole, 0), by=algebra(doubled))
        generalized(chain(Number(1), le(1 + y**2 / 2, by=positivity()),
                          le(bell, by=law("exponential above its tangent", x=y**2 / 2))), y)
        above = chain(Number(1), eq(E(Number(1), STANDARD, y)),
                      le(E(bell, STANDARD, y),
                         by=law("expectation is monotone", P=STANDARD, X=Lambda(y, 1), Y=Lambda(y, bell))))
        value = chain(E(bell, STANDARD, y), eq(whole / sqrt(2 * pi), by=definition(Expectation)),
                      eq(0, by=rewrite(vanishing)))
        wrong = falsehood(above, value)
    return contradiction_from(finite, wrong)


@lemma("Integrable powers")
def integrable_powers():
    """1/(1 + y²) is integrable over the line, as the derivative of arctan."""
    show(Integrable(y, LINE, 1 / (1 + y**2)))
    return have(Integrable(y, LINE, 1 / (1 + y**2)),
                by=law("derivative of one sign is integrable", F=Lambda(y, Arctan(y)), f=Lambda(y, 1 / (1 + y**2)),
                       a=-pi / 2, b=pi / 2))


@lemma("A gradient that is integrable")
def spike_gradient():
    """f(y) = e^{y²/2}/(1 + y²)² is smooth, and E|f'(y)| < ∞ for a standard normal y."""
    slope = exp(y**2 / 2) * (y / (1 + y**2)**2 - 4 * y / (1 + y**2)**3)
    z = Real("z")
    derives = ForAll(y, HasDerivative(z, spike(z), y, slope))
    finite = Integrable(y, STANDARD, slope)
    show(And(derives, finite))
    rest, bound = y / (1 + y**2)**2 - 4 * y / (1 + y**2)**3, 2 * (1 / (1 + y**2))
    have(Integrable(y, LINE, 1 / (1 + y**2)), by=using(integrable_powers))
    above, below = (
        chain(side, eq(sign * (y**3 - 3 * y) / (1 + y**2)**3),
              le(2 * (1 + y**2)**2 / (1 + y**2)**3, by=positivity(squares=(y**2 - sign * y / 2, y + sign))), eq(bound))
        for side, sign in ((rest, Number(1)), (-rest, Number(-1))))
    generalized(size_at_most(rest, bound, above, below), y)
    have(Integrable(y, LINE, rest), by=law("domination", nu=LINE, X=Lambda(y, rest), Y=Lambda(y, bound)))
    return have(derives), have(finite, by=law("density of a normal", F=Lambda(y, slope), m=0, r=1))


@lemma("A power below exponentials")
def power_below_exponentials(y: Real):
    """y⁴/24 ≤ e^y + e^{−y} for every number y."""
    bound = exp(y) + exp(-y)
    show(Le(y**4 / 24, bound))
    options = have(Or(And(Le(0, y), Eq(Abs(y), y)), And(Lt(y, 0), Eq(Abs(y), -y))), by=law("absolute value", x=y))
    cases = []
    for option, side in zip(options.statement.arguments, (y, -y), strict=True):
        with suppose(option) as case:
            have(0 <= side)
            cases.append(case.conclude(chain(
                y**4 / 24, eq(side**4 / Factorial(Number(4))),
                le(exp(side), by=law("exponential above a power", x=side, n=4)), le(bound, by=positivity()))))
    return by_cases(options, *cases)


@refutation("Theorem 14, as printed", title="An integrable gradient is not enough", erratum=erratum(
    "Theorem 14", printed=r"E[\|\nabla f(h)\|] < \infty",
    should_read=r"$E[\|\nabla f(h)\|] < \infty$ and $E[f(h)^2] < \infty$",
    why="the gradient can be integrable while the mean of f(h) is infinite under every tilt of the base policy",
    repaired_by=["Theorem 14"]))
def theorem_14_as_printed(lam: NonzeroReal):
    """For a standard normal y on the line and f(y) = e^{y²/2}/(1 + y²)², f is smooth and E|f'(y)| < ∞, yet
    E[f(y) e^{λy}] = ∞ for every λ ≠ 0: the changed mean that the expansion speaks of does not exist."""
    slope, tilted_f = using(spike_gradient).statement, spike(y) * exp(lam * y)
    show(And(slope, Not(Integrable(y, STANDARD, tilted_f))))
    right, left, square = exp(lam * y), exp(-(lam * y)), 1 + y**2
    with suppose(Integrable(y, STANDARD, tilted_f)) as finite:
        forward = Lambda(y, right / square**2)
        have(Integrable(y, LINE, tilted_f * exp(-((y - 0)**2 / (2 * Number(1))))),
             by=law("density of a normal", F=Lambda(y, tilted_f), m=0, r=1))
        have(Integrable(y, LINE, forward(y)))
        have(Integrable(y, LINE, left / square**2),
             by=law("affine substitution preserves integrability", F=forward, c=-1, b=0))
        have(Integrable(y, LINE, 1 / square), by=using(integrable_powers))
        upper = 24 * ((right + left) / square**2) + 2 * lam**4 * (1 / square)
        both = Lambda(y, (right + left) / square**2)
        have(Integrable(y, LINE, both(y)),
             by=law("sum of integrable", nu=LINE, X=forward, Y=Lambda(y, left / square**2), a=1, b=1))
        have(Integrable(y, LINE, upper),
             by=law("sum of integrable", nu=LINE, X=both, Y=Lambda(y, 1 / square), a=24, b=2 * lam**4))
        power = have(Le((lam * y)**4 / 24, right + left), by=theorem(using(power_below_exponentials), y=lam * y))
        generalized(chain(
            Abs(lam**4),
            eq(lam**4 * (y**4 + 2 * y**2 + 1) / square**2),
            le((lam**4 * y**4 + 2 * lam**4 * square) / square**2, by=positivity()),
            le((24 * (right + left) + 2 * lam**4 * square) / square**2, by=positivity(power)),
            eq(upper),
        ), y)
        have(Integrable(y, LINE, lam**4), by=law("domination", nu=LINE, X=Lambda(y, lam**4), Y=Lambda(y, upper)))
        constant = have(Integrable(y, LINE, Number(1)), by=law(
            "sum of integrable", nu=LINE, X=Lambda(y, lam**4), Y=Lambda(y, lam**4), a=1 / lam**4, b=0))
        wrong = falsehood(constant, using(constants_over_the_line))
    return using(spike_gradient), contradiction_from(finite, wrong)


# -- Quadratic values: Proposition 15 --------------------------------------------------------------------------------------

def bowl(v, tau, c=-1):
    """x ↦ −(⟨x, v⟩ − τ)², or with c = 1 its negative."""
    square = (inner(x, v) - tau)**2
    return Lambda(x, square if c == 1 else -square)


def bowl_gradient(v, tau, c=-1):
    """f is differentiable, with ∇f(x) = 2c(⟨x, v⟩ − τ)v; as theorems, for all x."""
    f, w, value = bowl(v, tau, c), Symbol("w", R_d), 2 * c * (inner(x, v) - tau) * v
    along = have(HasDerivative(s, f(x + s * w), 0, inner(value, w)))
    generalized(along, w)
    gradient = have(Eq(Gradient(f)(x), value), by=law("gradient", H=f, z=x, u=value))
    smooth = HasDerivative(s, f(x + s * w), 0, inner(Gradient(f)(x), w))
    chain(smooth, iff(along.statement, by=rewrite(gradient)))
    return generalized(gradient, x), generalized(have(smooth), x, w)


@lemma("Gradient of a quadratic value")
def quadratic_gradient(v: VectorIn("d"), tau: Real):
    """f(x) = −(⟨x, v⟩ − τ)² is differentiable, with ∇f(x) = −2(⟨x, v⟩ − τ)v."""
    f = bowl(v, tau)
    show(And(ForAll(x, Eq(Gradient(f)(x), -2 * (inner(x, v) - tau) * v)), differentiable(f)))
    return bowl_gradient(v, tau)


@proposition("Proposition 15", title="Non-monotone values", printed=["Proposition 15: gradient"])
def non_monotone(h: RandomVector("d"), v: VectorIn("d"), tau: Real):
    """For f(x) = −(⟨x, v⟩ − τ)² and any base with ⟨h, v⟩ integrable, the mean gradient is −2(E⟨h, v⟩ − τ)v; for v ≠ 0 it
    points along v when the mean is below the target, and against v when it is above."""
    f, mean = bowl(v, tau), E(inner(h, v))
    v_bar = E(Gradient(f)(h))
    given(integrable(inner(h, v)))
    value = Eq(v_bar, -2 * (mean - tau) * v)
    below, above = Implies(mean < tau, 0 < inner(v_bar, v)), Implies(tau < mean, inner(v_bar, v) < 0)
    show(And(value, Implies(Ne(v, Zero(R_d)), And(below, above))))
    gradient, _ = conjuncts(using(quadratic_gradient))
    at_h = have(Eq(Gradient(f)(h), -2 * (inner(h, v) - tau) * v), by=theorem(gradient, x=h))
    found = chain(v_bar, eq(E(-2 * (inner(h, v) - tau) * v), by=rewrite(at_h, why="the gradient")),
                  eq(-2 * (mean - tau) * v, by=algebra(why="linearity")))
    size = 2 * (tau - mean) * inner(v, v)
    with suppose(Ne(v, Zero(R_d))) as direction:
        long = have(Lt(0, inner(v, v)), by=law("norm is definite", u=v))
        with suppose(mean < tau) as low:
            along = chain(Number(0), lt(size, by=positivity(long, low.fact)), eq(inner(v_bar, v), by=rewrite(found)))
        with suppose(tau < mean) as high:
            against = chain(inner(v_bar, v), eq(size, by=rewrite(found)), lt(0, by=positivity(long, high.fact)))
        low.conclude(along), high.conclude(against)
        both = have(And(below, above))
    return found, direction.conclude(both)


def bowl_change(v, tau, mu, Sigma, v_c, c=-1, lam=lam):
    """The change of E f(h) is 2cλ⟨Σv_c, v⟩(⟨μ, v⟩ − τ) + cλ²⟨Σv_c, v⟩², as a theorem."""
    N, f, t, q = Gaussian(mu, Sigma), bowl(v, tau, c), inner(h, v), inner(Sigma @ v_c, v)
    tilted_mean = E(f(h), tilted(inner(h, v_c), lam, N, h), h)
    after = have(Eq(tilted_mean, E(f(h + lam * (Sigma @ v_c)), N, h)),
                 by=theorem(using(gaussian_tilt), "Gaussian tilt", F=f, mu=mu, Sigma=Sigma, v=v_c, lam=lam))
    mean = have(Eq(E(t, N, h), inner(mu, v)), by=theorem(using(normal_mean)))
    return chain(
        tilted_mean - E(f(h), N, h),
        eq(E(f(h + lam * (Sigma @ v_c)), N, h) - E(f(h), N, h), by=rewrite(after, why="Gaussian tilt")),
        eq(2 * c * lam * q * (E(t, N, h) - tau) + c * lam**2 * q**2, by=algebra(why="linearity")),
        eq(2 * c * lam * q * (inner(mu, v) - tau) + c * lam**2 * q**2, by=rewrite(mean, why="mean of a normal vector")),
    )


@lemma("Proposition 15 (exact change)", title="Under a normal base the change is quadratic in λ")
def exact_change(v: VectorIn("d"), tau: Real, mu: VectorIn("d"), Sigma: Semidefinite, v_c: VectorIn("d")):
    """For h ∼ N(μ, Σ) and f(x) = −(⟨x, v⟩ − τ)², tilting by λ⟨h, v_c⟩ changes the mean of f(h) by exactly
    −2λ⟨Σv_c, v⟩(⟨μ, v⟩ − τ) − λ²⟨Σv_c, v⟩²."""
    q = inner(Sigma @ v_c, v)
    show(Eq(change(bowl(v, tau), mu, Sigma, v_c), -2 * lam * q * (inner(mu, v) - tau) - lam**2 * q**2))
    return bowl_change(v, tau, mu, Sigma, v_c)


@lemma("Sign of a quadratic gain")
def quadratic_gain(p: Positive, g: Real):
    """For p > 0, the number p(2g − p) is negative if g ≤ 0, positive exactly if p < 2g, and never above g²."""
    gain = p * (2 * g - p)
    never, exactly = Implies(g <= 0, gain < 0), Iff(0 < gain, p < 2 * g)
    show(And(never, exactly, gain <= g**2))
    with suppose(g <= 0) as low:
        lost = have(gain < 0, by=positivity(low.fact))
    with suppose(p < 2 * g) as near:
        near.conclude(have(0 < gain, by=positivity(near.fact)))
    with suppose(0 < gain) as won:
        with suppose(2 * g <= p) as far:
            wrong = falsehood(won.fact, far.fact)
        contradiction_from(far, wrong)
        won.conclude(have(p < 2 * g, by=law("not at most", x=2 * g, y=p)))
    return low.conclude(lost), have(exactly), have(gain <= g**2, by=positivity(squares=(p - g,)))


@corollary("Proposition 15 (how far)", title="Help, overshoot and harm along v")
def how_far(v: VectorIn("d"), tau: Real, mu: VectorIn("d"), Sigma: Semidefinite):
    """Let v_c = v, ⟨Σv, v⟩ > 0 and λ > 0. If the mean of ⟨h, v⟩ is at the target or above it, every tilt hurts; if it is
    below, the tilt helps exactly while λ⟨Σv, v⟩ < 2(τ − ⟨μ, v⟩), and never by more than (τ − ⟨μ, v⟩)²."""
    step, gap = lam * inner(Sigma @ v, v), tau - inner(mu, v)
    given(Lt(0, inner(Sigma @ v, v)), Lt(0, lam))
    gain = change(bowl(v, tau), mu, Sigma, v)
    claims = Implies(gap <= 0, gain < 0), Iff(0 < gain, step < 2 * gap), gain <= gap**2
    show(And(*claims))
    have(0 < step)
    moved = have(Eq(gain, step * (2 * gap - step)), by=theorem(using(exact_change), "the exact change", v_c=v))
    facts = conjuncts(have(substitute(using(quadratic_gain).statement, {Positive("p"): step, Real("g"): gap}),
                           by=theorem(using(quadratic_gain), p=step, g=gap)))
    parts = []
    for fact, part in zip(facts, claims, strict=True):
        same = chain(fact.statement, iff(part, by=rewrite(moved)))
        parts.append(have(part, by=theorem(same, "the lemma above")))
    return parts


@corollary("Proposition 15 (no uniform improvement)", title="A base that nothing improves",
           printed=["Proposition 15: not uniform"])
def no_uniform_improvement(v: VectorIn("d"), tau: Real, Sigma: Semidefinite):
    """For every v ≠ 0 there is a normal base, with its mean at the target, that no constitution and no λ improves."""
    mu, v_c = Symbol("mu", R_d), Symbol("v_c", R_d)
    aimed = tau / inner(v, v) * v
    given(Ne(v, Zero(R_d)))
    claim = lambda m: ForAll(v_c, ForAll(lam, change(bowl(v, tau), m, Sigma, v_c) <= 0))
    show(Exists(mu, claim(mu)))
    have(Lt(0, inner(v, v)), by=law("norm is definite", u=v))
    q = inner(Sigma @ v_c, v)
    at_target = have(Eq(inner(aimed, v), tau))
    loss = chain(
        change(bowl(v, tau), aimed, Sigma, v_c),
        eq(-2 * lam * q * (inner(aimed, v) - tau) - lam**2 * q**2,
           by=theorem(using(exact_change), "the exact change", mu=aimed)),
        eq(-(lam * q)**2, by=algebra(at_target, why="the mean is at the target")),
        le(0, by=positivity()),
    )
    return exhibit(Exists(mu, claim(mu)), aimed, generalized(loss, v_c, lam))


@corollary("Proposition 15 (samples)", title="Beyond the target, samples move away from it",
           printed=["Proposition 15: not uniform"])
def samples_beyond(v: VectorIn("d"), tau: Real, Sigma: Semidefinite):
    """The tilt by v_c = v moves h to h + λΣv in law; a sample with ⟨h, v⟩ ≥ τ is moved away from the target, when λ > 0
    and ⟨Σv, v⟩ > 0."""
    f, q = bowl(v, tau), inner(Sigma @ v, v)
    *_, beyond = given(Lt(0, q), Lt(0, lam), tau <= inner(x, v))
    show(f(x + lam * (Sigma @ v)) < f(x))
    step = have(0 < lam * q)
    return chain(f(x + lam * (Sigma @ v)), eq(f(x) - lam * q * (2 * (inner(x, v) - tau) + lam * q)),
                 lt(f(x), by=positivity(step, beyond)))


@corollary("Proposition 15 (every constitution)", title="A sample at the target gains from no constitution",
           printed=["Proposition 15: not uniform"])
def samples_at_the_target(v: VectorIn("d"), tau: Real, Sigma: Semidefinite, v_c: VectorIn("d")):
    """The tilt of a normal base by λ⟨h, v_c⟩ moves h to h + λΣv_c in law; whatever v_c and λ are, a sample with ⟨h, v⟩ = τ does
    not gain."""
    f, moved = bowl(v, tau), x + lam * (Sigma @ v_c)
    aimed = given(Eq(inner(x, v), tau))
    show(f(moved) <= f(x))
    return chain(f(moved), eq(-(lam * inner(Sigma @ v_c, v))**2, by=algebra(aimed)), le(0, by=positivity()),
                 eq(f(x), by=algebra(aimed)))


@remark("Remark 4", title="A linear value has the mean gradient v*", printed=["Remark 4: linear"])
def linear_value(v: VectorIn("d")):
    """For f(x) = ⟨x, v*⟩ and any base, ∇f = v* everywhere and E∇f(h) = v*."""
    f, u, at_h = Lambda(x, inner(x, v)), Symbol("u", R_d), RandomVector("d")("h")
    show(And(ForAll(x, Eq(Gradient(f)(x), v)), Eq(E(Gradient(f)(at_h)), v)))
    generalized(have(HasDerivative(s, f(x + s * u), 0, inner(v, u))), u)
    slope = generalized(have(Eq(Gradient(f)(x), v), by=law("gradient", H=f, z=x, u=v)), x)
    there = have(Eq(Gradient(f)(at_h), v), by=theorem(slope, x=at_h))
    mean = E(Gradient(f)(at_h))
    return slope, chain(mean, eq(E(v), by=rewrite(there, why="the gradient")), eq(v, by=algebra(why="a constant")))


@refutation("Theorem 14 (if and only if), as printed", title="Improvement without a first-order term",
            printed=["Theorem 14: only if"], erratum=erratum(
    "Theorem 14, last sentence",
    printed=r"\text{RLAIIF improves alignment if and only if } \langle \Sigma_w v_c, \bar{v}^* \rangle > 0",
    should_read=r"for all small $\lambda > 0$ alignment improves if $\langle \Sigma_w v_c, \bar{v}^* \rangle > 0$ and "
                r"falls if $\langle \Sigma_w v_c, \bar{v}^* \rangle < 0$; at $0$ the second order decides",
    why="a convex f with vanishing mean gradient is improved by every tilt",
    repaired_by=["Theorem 14 (sign)", "Theorem 14 (condition)"]))
def improvement_at_zero(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d"), lam: Positive):
    """In every dimension, f(x) = (⟨x, v⟩ − ⟨μ, v⟩)² has mean gradient 0, and yet every tilt by λ⟨h, v⟩ with λ > 0 improves
    it, by λ²⟨Σv, v⟩²."""
    N, f, q = Gaussian(mu, Sigma), bowl(v, inner(mu, v), 1), inner(Sigma @ v, v)
    spread = given(Lt(0, q))
    gain = E(f(h), tilted(inner(h, v), lam, N, h), h) - E(f(h), N, h)
    v_bar = E(Gradient(f)(h), N, h)
    show(And(differentiable(f), Eq(v_bar, Zero(R_d)), Eq(gain, lam**2 * q**2), 0 < gain))
    gradient, smooth = bowl_gradient(v, inner(mu, v), 1)
    at_h = have(Eq(Gradient(f)(h), 2 * (inner(h, v) - inner(mu, v)) * v), by=theorem(gradient, x=h))
    mean = have(Eq(E(inner(h, v), N, h), inner(mu, v)), by=theorem(using(normal_mean)))
    level = chain(
        v_bar,
        eq(E(2 * (inner(h, v) - inner(mu, v)) * v, N, h), by=rewrite(at_h, why="the gradient")),
        eq(2 * (E(inner(h, v), N, h) - inner(mu, v)) * v, by=algebra(why="linearity")),
        eq(2 * (inner(mu, v) - inner(mu, v)) * v, by=rewrite(mean, why="mean of a normal vector")),
        eq(Zero(R_d)),
    )
    moved = bowl_change(v, inner(mu, v), mu, Sigma, v, 1, lam)
    exact = chain(gain, eq(2 * lam * q * (inner(mu, v) - inner(mu, v)) + lam**2 * q**2, by=rewrite(moved)), eq(lam**2 * q**2))
    step = have(0 < lam * q, by=positivity(spread))
    better = chain(Number(0), lt(lam**2 * q**2, by=positivity(step)), eq(gain, by=rewrite(exact)))
    return smooth, level, exact, better


@refutation("Proposition 15 (proof), as printed", title="A direction in which the base does not vary",
            printed=["Proposition 15, proof: help and harm"], erratum=erratum(
    "Proof of Proposition 15", printed=r"\text{A constitution activating } v_c = v \text{ helps in the first case}",
    should_read=r"helps in the first case, for small $\lambda > 0$, when the base is normal and "
                r"$\langle \Sigma_w v, v \rangle > 0$",
    why="where ⟨h, v⟩ is constant under the base policy no tilt along v changes anything, whatever the mean gradient",
    repaired_by=["Proposition 15 (how far)"]))
def flat_direction():
    """In the plane let h = (q, 0) with q standard normal, v = (0, 1) and τ = 1. The mean gradient is 2v, along +v, and
    yet no tilt by λ⟨h, v⟩ changes the mean of −(⟨h, v⟩ − 1)²."""
    e, v, zero = Coordinates(1, 0), Coordinates(0, 1), Zero(Vector(2))
    Sigma, z, w = Outer(e, e), Symbol("z", Vector(2)), Symbol("w", Vector(2))
    f = Lambda(z, -(inner(z, v) - 1)**2)
    N = Gaussian(zero, Sigma)
    gain = E(f(z), tilted(inner(z, v), lam, N, z), z) - E(f(z), N, z)
    show(And(Eq(E(Gradient(f)(z), N, z), 2 * v), Eq(gain, 0)))
    chain(Symmetric(Sigma), iff(ForAll(z, ForAll(w, Eq(inner(Sigma @ z, w), inner(z, Sigma @ w)))), by=definition(Symmetric)))
    have(Symmetric(Sigma))
    square = generalized(chain(Number(0), le(inner(e, z)**2, by=positivity()), eq(inner(Sigma @ z, z))), z).statement
    chain(PositiveSemidefinite(Sigma), iff(And(Symmetric(Sigma), square), by=definition(PositiveSemidefinite)))
    have(PositiveSemidefinite(Sigma))
    gradient, _ = conjuncts(using(quadratic_gradient))
    at_z = have(Eq(Gradient(f)(z), -2 * (inner(z, v) - 1) * v), by=theorem(gradient, v=v, tau=1, x=z))
    mean = have(Eq(E(inner(z, v), N, z), inner(zero, v)), by=theorem(using(normal_mean), mu=zero, Sigma=Sigma, v=v))
    points = chain(
        E(Gradient(f)(z), N, z),
        eq(E(-2 * (inner(z, v) - 1) * v, N, z), by=rewrite(at_z, why="the gradient")),
        eq(-2 * (E(inner(z, v), N, z) - 1) * v, by=algebra(why="linearity")),
        eq(-2 * (inner(zero, v) - 1) * v, by=rewrite(mean, why="mean of a normal vector")),
        eq(2 * v),
    )
    moved = have(Eq(gain, -2 * lam * inner(Sigma @ v, v) * (inner(zero, v) - 1) - lam**2 * inner(Sigma @ v, v)**2),
                 by=theorem(using(exact_change), "the exact change", v=v, tau=1, mu=zero, Sigma=Sigma, v_c=v))
    return points, chain(gain, eq(0, by=rewrite(moved)))


@lemma("Proposition 15 (every base)", title="Skewness matters")
def bowl_covariance(t: RandomScalar, tau: Real):
    """For any base with three moments, Cov(−(t − τ)², t) = 2(τ − E t) Var t − κ₃(t)."""
    given(integrable(t), integrable(t**2), integrable(t**3))
    show(Eq(Cov(-(t - tau)**2, t), 2 * (tau - E(t)) * Var(t) - third_cumulant(t, t, t)))
    return chain(
        Cov(-(t - tau)**2, t),
        eq(E(-(t - tau)**2 * t) - E(-(t - tau)**2) * E(t), by=definition(Covariance)),
        eq(2 * (tau - E(t)) * Var(t) - third_cumulant(t, t, t), by=algebra(why="linearity")),
    )


@refutation("Proposition 15 (proof, skewed base), as printed", title="Below the target, and yet hurt",
            printed=["Proposition 15, proof: help and harm"], erratum=erratum(
    "Proof of Proposition 15", printed=r"\text{A constitution activating } v_c = v \text{ helps in the first case}",
    should_read=r"helps in the first case under a normal base; in general when "
                r"$2(\tau - E\langle h, v\rangle)\operatorname{Var}\langle h, v\rangle > \kappa_3(\langle h, v\rangle)$",
    why="the first-order change is a covariance, in which the skewness of ⟨h, v⟩ can outweigh the mean gradient",
    repaired_by=["Proposition 15 (every base)", "Proposition 15 (how far)"]))
def skewed_base():
    """Let t = ⟨h, v⟩ be 2 with probability 1/3 and −1 with probability 2/3, so that E t = 0, and let the target be 1/4. The
    mean is below the target, and yet every small tilt by λt with λ > 0 lowers E[−(t − 1/4)²]."""
    base = discrete([(rational("1/3"), Number(2)), (rational("2/3"), Number(-1))])
    quarter = rational("1/4")
    value = -(y - quarter)**2
    before, after = E(value, base, y), E(value, tilted(y, lam, base, y), y)
    show(And(E(y, base, y) < quarter, eventually(lam, after < before)))
    mean = chain(E(y, base, y), eq(0, by=definition(Expectation)), lt(quarter))
    exhibit(mgf_finite_near_zero(y, base, y), 1)
    expansion = have(equals(after, before + lam * Cov(value, y, base, y) + O(lam**2)),
                     by=theorem(using("Lemma 12"), "Lemma 12", phi=Lambda(y, value), t=Lambda(y, y), P=base))
    covariance = chain(Cov(value, y, base, y), eq(E(value * y, base, y) - before * E(y, base, y), by=definition(Covariance)),
                       eq(-1, by=definition(Expectation)))
    chain(after - before, eq(lam * Cov(value, y, base, y) + O(lam**2), by=series(lam, expansion, why="Lemma 12")),
          eq(lam * -1 + O(lam**2), by=rewrite(covariance)))
    rises, falls = eventually(lam, before < after), eventually(lam, after < before)
    have(And(Implies(Number(-1) > 0, rises), Implies(Number(-1) < 0, falls)), by=theorem(
        using("First-order sign"), "first-order sign", F=Lambda(lam, after), G=Lambda(lam, before), c=-1))
    return mean, have(eventually(lam, after < before))
