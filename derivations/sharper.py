"""Stronger than the paper: what holds exactly, for every λ, for every policy, or for every distribution.

Theorem 3 without remainder for a normal base; for every base and every λ, values that rise with the score (Chebyshev's
association inequality, by independent copies); the largest gain at a KL budget κ, which no policy exceeds, and the regret
of a proxy at that budget, the analogue of Theorem 6; the sharp bound for the best of two draws of any distribution, and a
bound for the regret of any proxy; the combination of objectives that no policy changes. The second-order term of a tilt, and
what it decides where the first-order term vanishes, stands in Lemma 12 (second order) and Theorem 3 (at zero).
An independent copy of a random quantity is its value at another outcome η (or ζ) under the same P.
"""

import derivations.regret  # noqa: F401 — its lemmas are used by name
from derivations.pareto import Noise, balanced, common_direction, i, objective, positive_on_all
from derivations.stein import change
from derivations.tilt import lam
from symproof.prelude import *

R_d = Vector("d")
x, h, w = (Symbol(name, R_d) for name in ("x", "h", "w"))
a, s, y, z = (Real(name) for name in ("a", "s", "y", "z"))
Semidefinite = OperatorOn("d", "positive semidefinite")
copy, third = Symbol("eta", OUTCOMES), Symbol("zeta", OUTCOMES)
Kernel = FunctionOn(OUTCOMES, OUTCOMES)
STANDARD = Normal(0, 1)
Q = Symbol("Q", Measure(OUTCOMES), "probability")


def at_copy(body):
    """The same random quantity at a second outcome."""
    return substitute(body, {omega: copy})


@lemma("Sign of a positive multiple", title="A positive factor does not change a sign")
def sign_of_multiple(a: Real, c: Positive):
    """For c > 0, ca is positive if and only if a is."""
    show(Iff(Lt(0, c * a), Lt(0, a)))
    with suppose(Lt(0, c * a)) as product:
        with suppose(a <= 0) as low:
            absurd = falsehood(product.fact, low.fact)
        contradiction_from(low, absurd)
        product.conclude(have(Lt(0, a), by=law("not at most", x=a, y=0)))
    with suppose(Lt(0, a)) as factor:
        factor.conclude(have(Lt(0, c * a), by=positivity(factor.fact)))
    return have(Iff(Lt(0, c * a), Lt(0, a)))


@theorem_claim("Theorem 3 (normal base)", title="No remainder, for every λ")
def no_remainder(mu: VectorIn("d"), Sigma: Semidefinite, v_c: VectorIn("d"), v: VectorIn("d")):
    """For h ∼ N(μ, Σ) the mean of ⟨h, v*⟩ moves by exactly λ⟨Σv_c, v*⟩, however large λ is; so for each λ > 0 it rises if
    and only if ⟨Σv_c, v*⟩ > 0, and there is no boundary case."""
    N, value, slope = Gaussian(mu, Sigma), Lambda(x, inner(x, v)), inner(Sigma @ v_c, v)
    gain = change(value, mu, Sigma, v_c)
    show(And(Eq(gain, lam * slope), Implies(Lt(0, lam), Iff(Lt(0, gain), Lt(0, slope)))))
    after = have(Eq(E(value(h), tilted(inner(h, v_c), lam, N, h), h), E(value(h + lam * (Sigma @ v_c)), N, h)),
                 by=theorem(using("Gaussian tilt"), "Gaussian tilt", F=value, mu=mu, Sigma=Sigma, v=v_c))
    moved = chain(
        gain,
        eq(E(value(h + lam * (Sigma @ v_c)), N, h) - E(value(h), N, h), by=rewrite(after, why="Gaussian tilt")),
        eq(lam * slope, by=algebra(why="linearity")),
    )
    with suppose(Lt(0, lam)) as step:
        both = chain(Lt(0, gain), iff(Lt(0, lam * slope), by=rewrite(moved)),
                     iff(Lt(0, slope), by=theorem(using(sign_of_multiple), "the sign of a multiple", a=slope, c=lam)))
    return moved, step.conclude(both)


@remark("Theorem 3 (at zero), normal base", title="No second-order term")
def no_second_order(mu: VectorIn("d"), Sigma: Semidefinite, v_c: VectorIn("d"), v: VectorIn("d")):
    """For h ∼ N(μ, Σ) the third joint cumulant of ⟨h, v*⟩, ⟨h, v_c⟩ and ⟨h, v_c⟩ is 0: by parts it is a multiple of the
    mean of ⟨h − μ, v_c⟩."""
    N, X, t = Gaussian(mu, Sigma), inner(h, v), inner(h, v_c)
    square, slope = Lambda(x, inner(x - mu, v_c)**2), Lambda(x, 2 * inner(Sigma @ v, v_c) * inner(x - mu, v_c))
    show(Eq(third_cumulant(X, t, t, N, h), 0))
    mean = using("Mean of a normal vector")
    centre, spread = (have(Eq(E(inner(h, u), N, h), inner(mu, u)), by=theorem(mean, v=u)) for u in (v_c, v))
    by_parts = have(Eq(E(slope(h), N, h), E(inner(h - mu, v) * square(h), N, h)), by=theorem(
        using("Gaussian integration by parts (every covariance)"), "Gaussian integration by parts", f=square, D=slope,
        mu=mu, Sigma=Sigma, v=v))
    return chain(
        third_cumulant(X, t, t, N, h),
        eq(E((X - inner(mu, v)) * (t - inner(mu, v_c)) * (t - inner(mu, v_c)), N, h), by=rewrite(centre, spread)),
        eq(E(inner(h - mu, v) * square(h), N, h)),
        eq(E(slope(h), N, h), by=rewrite(by_parts, why="integration by parts")),
        eq(2 * inner(Sigma @ v, v_c) * (E(t, N, h) - inner(mu, v_c)), by=algebra(why="linearity")),
        eq(0, by=algebra(centre)),
    )


@lemma("Association", title="Chebyshev's association inequality, with weights")
def association(X: RandomScalar, A: RandomScalar, B: RandomScalar):
    """If X and the ratio of the weights B : A are always ordered alike, then the mean of X with weight B is at least that with
    weight A: average (X − X')(BA' − AB') ≥ 0 over two independent copies."""
    product = (X - at_copy(X)) * (B * at_copy(A) - A * at_copy(B))
    given(ForAll(omega, ForAll(copy, Le(0, product))), integrable(A), integrable(B), integrable(X * A), integrable(X * B))
    show(Le(E(X * A) * E(B), E(X * B) * E(A)))
    for body in (A, B, X * A, X * B):
        have(Integrable(copy, P, at_copy(body)))
    have(integrable(Number(0)), by=law("constants are integrable", c=0))
    expanded = X * B * E(A) - X * A * E(B) - B * E(X * A) + A * E(X * B)
    mean = chain(E(product, P, copy), eq(expanded, by=algebra(why="linearity")))
    have(Integrable(copy, P, product))
    above = chain(Number(0), eq(E(Number(0), P, copy)),
                  le(E(product, P, copy), by=law("expectation is monotone", P=P, X=Lambda(copy, 0), Y=Lambda(copy, product))),
                  eq(expanded, by=rewrite(mean)))
    generalized(above, omega)
    have(integrable(expanded))
    total_mean = chain(Number(0), eq(E(Number(0))),
                       le(E(expanded), by=law("expectation is monotone", P=P, X=Lambda(omega, 0), Y=Lambda(omega, expanded))),
                       eq(2 * (E(X * B) * E(A) - E(X * A) * E(B)), by=algebra(why="linearity")))
    return have(Le(E(X * A) * E(B), E(X * B) * E(A)), by=positivity(total_mean))


def ordered_like(V, t):
    """V is a nondecreasing function of t: where t is not larger, V is not."""
    return ForAll(omega, ForAll(copy, Implies(t <= at_copy(t), V <= at_copy(V))))


@lemma("Ordered weights", title="Two numbers and two exponential weights")
def ordered_weights(a: Real, b: Real, f: Real, g: Real, lam: Real, mu: Real):
    """If f and g are ordered as a and b, and λ ≤ μ, then f − g and e^{μa + λb} − e^{λa + μb} have no opposite signs."""
    *_, further = given(Implies(a <= b, f <= g), Implies(b <= a, g <= f), lam <= mu)
    one, other = mu * a + lam * b, lam * a + mu * b
    goal = Le(0, (f - g) * (exp(one) - exp(other)))
    show(goal)
    either = have(Or(a <= b, Not(a <= b)), by=theorem(excluded_middle(a <= b)))
    with suppose(a <= b) as below:
        values = have(f <= g)
        have(one <= other, by=positivity(below.fact, further))
        weights = have(exp(one) <= exp(other), by=law("exponential is weakly increasing", x=one, y=other))
        first = below.conclude(have(goal, by=positivity(values, weights)))
    with suppose(Not(a <= b)) as above:
        order = have(b <= a)
        values = have(g <= f)
        have(other <= one, by=positivity(order, further))
        weights = have(exp(other) <= exp(one), by=law("exponential is weakly increasing", x=other, y=one))
        second = above.conclude(have(goal, by=positivity(values, weights)))
    return by_cases(either, first, second)


@lemma("Quotients of means", title="Comparing two quotients")
def quotients(p: Real, q: Real, m: Positive, n: Positive):
    """For positive m and n, pn ≤ qm gives p/m ≤ q/n."""
    crossed = given(p * n <= q * m)
    show(p / m <= q / n)
    return have(p / m <= q / n, by=positivity(crossed))


@theorem_claim("Theorem 13 (monotone values)", title="For every λ: a value that rises with the score")
def monotone_values(V: RandomScalar, t: RandomScalar, lam: Real, mu: Real):
    """If V is a nondecreasing function of the score t, then the mean of V under the tilt by λt is nondecreasing in λ: on every
    base, and as far as the means exist. No λ is too large."""
    one, two = exp(lam * t), exp(mu * t)
    given(ordered_like(V, t), lam <= mu, *(integrable(body) for w in (one, two) for body in (w, V * w)))
    show(Le(E(V, under=tilted(t, lam)), E(V, under=tilted(t, mu))))
    have(Implies(t <= at_copy(t), V <= at_copy(V)))
    have(Implies(at_copy(t) <= t, at_copy(V) <= V))
    product = (V - at_copy(V)) * (two * at_copy(one) - one * at_copy(two))
    have(Le(0, product), by=theorem(using(ordered_weights), "ordered weights", f=V, g=at_copy(V), a=t, b=at_copy(t)))
    have(ForAll(omega, ForAll(copy, Le(0, product))))
    have(Le(E(V * one) * E(two), E(V * two) * E(one)), by=theorem(
        using(association), "association", X=Lambda(omega, V), A=Lambda(omega, one), B=Lambda(omega, two)))
    for weight in (one, two):
        have(Lt(0, E(weight)), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
    return chain(
        E(V, under=tilted(t, lam)),
        eq(E(V * one) / E(one), by=definition(Expectation)),
        le(E(V * two) / E(two), by=theorem(using(quotients), "association", p=E(V * one), q=E(V * two), m=E(one),
                                           n=E(two))),
        eq(E(V, under=tilted(t, mu)), by=definition(Expectation)),
    )


@lemma("Regression under a tilt", title="A policy that sees the score sees the regression of the safety")
def regression_under_tilt(S: RandomScalar, V: RandomScalar, t: RandomScalar):
    """If V is the regression of the safety S on the score t, so that E[S g(t)] = E[V g(t)] for every g, then S and V have
    the same mean under every tilt by λt; and so the theorem above is about S."""
    g, weight = FunctionOn(SCALAR)("g"), exp(lam * t)
    given(integrable(weight))
    regression, same = ForAll(g, Eq(E(S * g(t)), E(V * g(t)))), Eq(E(S, under=tilted(t, lam)), E(V, under=tilted(t, lam)))
    show(Implies(regression, same))
    with suppose(regression) as premise:
        weighted = have(Eq(E(S * weight), E(V * weight)), by=theorem(premise.fact, g=Lambda(a, exp(lam * a))))
        have(Lt(0, E(weight)), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
        equal = chain(
            E(S, under=tilted(t, lam)),
            eq(E(S * weight) / E(weight), by=definition(Expectation)),
            eq(E(V * weight) / E(weight), by=rewrite(weighted, why="take $g(a) = e^{λa}$")),
            eq(E(V, under=tilted(t, lam)), by=definition(Expectation)),
        )
    return premise.conclude(equal)


@corollary("Theorem 3 (the true direction)", title="Tilting along v* never hurts")
def true_direction(h: RandomVector("d"), v: VectorIn("d"), lam: Nonnegative):
    """With v_c = v* no λ ≥ 0 lowers the mean of ⟨h, v*⟩, on any base, as long as the means exist."""
    t = inner(h, v)
    given(integrable(t), integrable(exp(lam * t)), integrable(t * exp(lam * t)))
    show(E(t) <= E(t, under=tilted(t, lam)))
    have(ordered_like(t, t))
    have(integrable(t * exp(0 * t))), have(integrable(exp(0 * t)))
    return chain(
        E(t),
        eq(E(t * exp(0 * t)) / E(exp(0 * t))),
        eq(E(t, under=tilted(t, 0)), by=definition(Expectation)),
        le(E(t, under=tilted(t, lam)), by=theorem(using(monotone_values), "monotone values", V=Lambda(omega, t),
                                                  t=Lambda(omega, t), lam=0, mu=lam)),
    )


def entropy(D):
    """D log D, which is 0 where D = 0."""
    return IfThenElse(Lt(0, D), D * Log(D), 0)


@lemma("Density and exponential", title="Young's inequality for D log D")
def young(D: Nonnegative, K: Real, u: Real):
    """For D ≥ 0 and K = D log D, Du ≤ K − D + e^u for every number u."""
    meaning = given(Eq(K, entropy(D)))
    goal = D * u <= K - D + exp(u)
    show(goal)
    cases = lambda k: Or(And(Lt(0, D), Eq(k, D * Log(D))), And(Not(Lt(0, D)), Eq(k, 0)))
    have(cases(entropy(D)), by=law("case distinction", x=D, y=D * Log(D), a=0, S_n=Lambda(a, Lt(0, a))))
    same = chain(cases(K), iff(cases(entropy(D)), by=rewrite(meaning)))
    value = have(cases(K), by=theorem(same, "the value of K"))
    with suppose(value.statement.arguments[0]) as positive:
        above, same = conjuncts(positive.fact)
        tangent = have(1 + (u - Log(D)) <= exp(u - Log(D)), by=law("exponential above its tangent", x=u - Log(D)))
        scaled = have(D * (1 + (u - Log(D))) <= D * exp(u - Log(D)), by=positivity(tangent, above))
        product = have(Eq(D * exp(u - Log(D)), exp(u)))
        first = positive.conclude(have(goal, by=positivity(scaled, same, product)))
    with suppose(value.statement.arguments[1]) as none:
        _, same = conjuncts(none.fact)
        zero = have(Eq(D, 0))
        height = have(exp(u) > 0)
        second = none.conclude(have(goal, by=positivity(zero, same, height)))
    return by_cases(value, first, second)


def policy_density(D, W, K, base=P, over=omega):
    """D = |W|/E|W| is the density of a policy with respect to the base (any density: take W = D), and its relative entropy
    E[K] = E[D log D] is finite."""
    size = E(Abs(W), base, over)
    return (ForAll(over, Eq(D, Abs(W) / size)), 0 < size, ForAll(over, Eq(K, entropy(D))), integrable(Abs(W), base, over),
            integrable(K, base, over))


def is_density(D, W, base=P, over=omega):
    """D ≥ 0 and E D = 1, from the form of D."""
    size = E(Abs(W), base, over)
    value = have(Eq(D, Abs(W) / size))
    have(Lt(0, size))
    have(Number(0) * size <= Abs(W) * 1)
    chain(Number(0), eq(Number(0) / 1), le(Abs(W) / size, by=theorem(using(quotients), p=0, q=Abs(W), m=1, n=size)),
          eq(D, by=rewrite(value)))
    have(Integrable(over, base, Abs(W) / size))
    chain(Integrable(over, base, D), iff(Integrable(over, base, Abs(W) / size), by=rewrite(value)))
    have(Integrable(over, base, D))
    one = chain(E(D, base, over), eq(E(Abs(W) / size, base, over), by=rewrite(value)),
                eq(size / size, by=algebra(why="linearity")), eq(1))
    return have(Le(0, D)), one


@lemma("Entropy bound", title="What a policy gains is bounded by its relative entropy")
def entropy_bound(t: RandomScalar, D: RandomScalar, W: RandomScalar, K: RandomScalar, lam: Real):
    """For the density D of any policy with respect to the base, λE[Dt] is at most the relative entropy E[D log D] plus
    log E e^{λt} (Gibbs; Donsker and Varadhan)."""
    Z = E(exp(lam * t))
    u = lam * t - Log(Z)
    given(*policy_density(D, W, K), integrable(D * t), integrable(exp(lam * t)))
    show(lam * E(D * t) <= E(K) + Log(Z))
    have(Lt(0, Z), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(lam * t))))
    _, one = is_density(D, W)
    have(Eq(K, entropy(D)))
    upper = K - D + exp(lam * t) / Z
    point = chain(D * u, le(K - D + exp(u), by=theorem(using(young), "Young's inequality", D=D, K=K, u=u)), eq(upper))
    generalized(point, omega)
    have(integrable(D * u)), have(integrable(upper))
    bound = chain(
        lam * E(D * t) - Log(Z) * E(D),
        eq(E(D * u), by=algebra(why="linearity")),
        le(E(upper), by=law("expectation is monotone", P=P, X=Lambda(omega, D * u), Y=Lambda(omega, upper))),
        eq(E(K) - E(D) + Z / Z, by=algebra(why="linearity")),
        eq(E(K) - E(D) + 1),
    )
    return have(lam * E(D * t) <= E(K) + Log(Z), by=positivity(bound, one))


def within_budget(g, kappa, q):
    """λg ≤ κ + λ²q/2 for every λ > 0."""
    step = Positive("lam")
    return ForAll(step, step * g <= kappa + step**2 * q / 2)


@lemma("Best step", title="A linear gain against a quadratic cost")
def best_step(g: Positive, kappa: Positive, q: Nonnegative):
    """If g > 0 and λg ≤ κ + λ²q/2 for every λ > 0, then g ≤ √(2κq): take λ = 2κ/g."""
    every = given(within_budget(g, kappa, q))
    show(g <= sqrt(2 * kappa * q))
    step = 2 * kappa / g
    at_best = have(step * g <= kappa + step**2 * q / 2, by=theorem(every, "the best λ", lam=step))
    scaled = have(kappa * g**2 <= kappa * (2 * kappa * q), by=positivity(at_best, degree=3))
    with suppose(Lt(2 * kappa * q, g**2)) as beyond:
        absurd = falsehood(scaled, beyond.fact)
    contradiction_from(beyond, absurd)
    have(g**2 <= 2 * kappa * q, by=law("not less", x=2 * kappa * q, y=g**2))
    return chain(g, eq(sqrt(g**2)), le(sqrt(2 * kappa * q), by=law("square root is monotone", x=g**2, y=2 * kappa * q)))


@lemma("Gain within a budget", title="What a quadratic cost allows")
def gain_within_budget(g: Real, kappa: Positive, q: Nonnegative):
    """If λg ≤ κ + λ²q/2 for every λ > 0, then g ≤ √(2κq)."""
    given(within_budget(g, kappa, q))
    show(g <= sqrt(2 * kappa * q))
    either = have(Or(g <= 0, Not(g <= 0)), by=theorem(excluded_middle(g <= 0)))
    root = have(Le(0, sqrt(2 * kappa * q)))
    with suppose(g <= 0) as low:
        first = low.conclude(have(g <= sqrt(2 * kappa * q), by=positivity(low.fact, root)))
    with suppose(Not(g <= 0)) as high:
        have(Lt(0, g))
        second = high.conclude(have(g <= sqrt(2 * kappa * q), by=theorem(using(best_step), "the best step", g=g)))
    return by_cases(either, first, second)


@lemma("Moment generating function of a normal vector")
def normal_mgf(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d"), lam: Real):
    """E e^{λ⟨h, v⟩} = e^{λ⟨μ, v⟩ + λ²⟨Σv, v⟩/2} for h ∼ N(μ, Σ)."""
    N = Gaussian(mu, Sigma)
    show(Eq(E(exp(lam * inner(h, v)), N, h), exp(lam * inner(mu, v) + lam**2 * inner(Sigma @ v, v) / 2)))
    shifted = inner(mu, lam * v) + inner(Sigma @ (lam * v), lam * v) / 2
    return chain(
        E(exp(lam * inner(h, v)), N, h),
        eq(E(1 * exp(inner(h, lam * v)), N, h)),
        eq(exp(shifted) * E(Number(1), N, h), by=theorem(using("Gaussian shift"), "Gaussian shift with F = 1",
                                                         F=Lambda(x, 1), v=lam * v)),
        eq(exp(lam * inner(mu, v) + lam**2 * inner(Sigma @ v, v) / 2)),
    )


@theorem_claim("Gain at a KL budget", title="No policy gains more than √(2κ⟨Σv*, v*⟩)")
def largest_gain(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d"), D: FunctionOn(R_d), W: FunctionOn(R_d),
                 K: FunctionOn(R_d), kappa: Positive):
    """For a base N(μ, Σ), no policy whatever with relative entropy at most κ raises the mean of ⟨h, v*⟩ by more than
    √(2κ⟨Σv*, v*⟩): it need not be a tilt."""
    N, t, q, step = Gaussian(mu, Sigma), inner(h, v), inner(Sigma @ v, v), Positive("lam")
    cost, *_ = given(E(K(h), N, h) <= kappa, *policy_density(D(h), W(h), K(h), N, h), Integrable(h, N, D(h) * t))
    g = E(D(h) * t, N, h) - inner(mu, v)
    show(g <= sqrt(2 * kappa * q))
    weight = E(exp(step * t), N, h)
    have(Lt(0, weight), by=law("expectation of a positive function", P=N, X=Lambda(h, exp(step * t))))
    bound = have(step * E(D(h) * t, N, h) <= E(K(h), N, h) + Log(weight), by=theorem(
        using(entropy_bound), "entropy bound", P=N, t=Lambda(h, t), D=D, W=W, K=K, lam=step))
    height = have(Eq(weight, exp(step * inner(mu, v) + step**2 * q / 2)), by=theorem(using(normal_mgf), lam=step))
    logarithm = chain(Log(weight), eq(Log(exp(step * inner(mu, v) + step**2 * q / 2)), by=rewrite(height)),
                      eq(step * inner(mu, v) + step**2 * q / 2))
    generalized(have(step * g <= kappa + step**2 * q / 2, by=positivity(bound, cost, logarithm)), step)
    return have(g <= sqrt(2 * kappa * q), by=theorem(using(gain_within_budget), "the best step", g=g, q=q))


@lemma("Positive quotient", title="A quotient of positive numbers")
def positive_quotient(p: Positive, q: Positive):
    """p/q > 0."""
    show(Lt(0, p / q))
    return have(Lt(0, p / q))


@lemma("Relative entropy of a tilt")
def entropy_of_tilt(t: RandomScalar, lam: Real):
    """The tilt has the density D = e^{λt}/Z, and its relative entropy E[D log D] is λE_λ[t] − log Z."""
    Z = E(exp(lam * t))
    D = exp(lam * t) / Z
    given(integrable(exp(lam * t)), integrable(t * exp(lam * t)))
    show(Eq(E(D * Log(D)), lam * E(t, under=tilted(t, lam)) - Log(Z)))
    have(Lt(0, Z), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(lam * t))))
    generalized(have(Lt(0, D), by=theorem(using(positive_quotient), p=exp(lam * t), q=Z)), omega)
    return chain(
        E(D * Log(D)),
        eq(E(D * (lam * t - Log(Z)))),
        eq(lam * (E(t * exp(lam * t)) / Z) - Log(Z) * (Z / Z), by=algebra(why="linearity")),
        eq(lam * (E(t * exp(lam * t)) / Z) - Log(Z)),
        eq(lam * E(t, under=tilted(t, lam)) - Log(Z), by=definition(Expectation)),
    )


@theorem_claim("Tilts are optimal", title="No policy with as little relative entropy has a larger mean score")
def tilts_are_optimal(t: RandomScalar, D: RandomScalar, W: RandomScalar, K: RandomScalar, lam: Positive):
    """On every base and for every λ > 0: among all policies whose relative entropy is at most that of the tilt by λt, which
    is λE_λ[t] − log Z by the lemma above, the tilt itself has the largest mean of t."""
    Z, mean = E(exp(lam * t)), E(t, under=tilted(t, lam))
    cost, *_ = given(E(K) <= lam * mean - Log(Z), *policy_density(D, W, K), integrable(D * t), integrable(exp(lam * t)),
                     integrable(t * exp(lam * t)))
    show(E(D * t) <= mean)
    have(Lt(0, Z), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(lam * t))))
    bound = have(lam * E(D * t) <= E(K) + Log(Z), by=theorem(using(entropy_bound), "entropy bound", lam=lam))
    scaled = have(lam * E(D * t) <= lam * mean, by=positivity(bound, cost))
    with suppose(mean < E(D * t)) as beyond:
        absurd = falsehood(scaled, beyond.fact)
    contradiction_from(beyond, absurd)
    return have(E(D * t) <= mean, by=law("not less", x=mean, y=E(D * t)))


@lemma("Relative entropy of a normal tilt", title="λ²⟨Σv, v⟩/2")
def entropy_of_normal_tilt(mu: VectorIn("d"), Sigma: Semidefinite, v: VectorIn("d"), lam: Real):
    """For a base N(μ, Σ) the tilt by λ⟨h, v⟩ has the relative entropy λ²⟨Σv, v⟩/2."""
    N, t = Gaussian(mu, Sigma), inner(h, v)
    q, m = inner(Sigma @ v, v), inner(mu, v)
    Z, mean = E(exp(lam * t), N, h), E(t, tilted(t, lam, N, h), h)
    D = exp(lam * t) / Z
    show(Eq(E(D * Log(D), N, h), lam**2 * q / 2))
    moved = have(Eq(mean - E(t, N, h), lam * q), by=theorem(conjuncts(using(no_remainder))[0], "no remainder", v_c=v, v=v))
    centre = have(Eq(E(t, N, h), m), by=theorem(using("Mean of a normal vector")))
    height = have(Eq(Z, exp(lam * m + lam**2 * q / 2)), by=theorem(using(normal_mgf), "the moment generating function"))
    return chain(
        E(D * Log(D), N, h),
        eq(lam * mean - Log(Z), by=theorem(using(entropy_of_tilt), "entropy of a tilt", P=N, t=Lambda(h, t))),
        eq(lam * mean - Log(exp(lam * m + lam**2 * q / 2)), by=rewrite(height)),
        eq(lam * mean - (lam * m + lam**2 * q / 2)),
        eq(lam**2 * q / 2, by=algebra(moved, centre)),
    )


@lemma("Cauchy–Schwarz (semidefinite)", title="⟨Σu, w⟩² ≤ ⟨Σu, u⟩⟨Σw, w⟩")
def semidefinite_cauchy_schwarz(Sigma: Semidefinite, u: VectorIn("d"), w: VectorIn("d")):
    """For ⟨Σu, u⟩ > 0, from ⟨Σz, z⟩ ≥ 0 at z = ⟨Σu, u⟩w − ⟨Σu, w⟩u."""
    a, b, c = inner(Sigma @ u, u), inner(Sigma @ u, w), inner(Sigma @ w, w)
    length = given(Lt(0, a))
    show(b**2 <= a * c)
    z = a * w - b * u
    square = chain(Number(0), le(inner(Sigma @ z, z), by=positivity()), eq(a * (a * c - b**2)))
    with suppose(Lt(a * c, b**2)) as beyond:
        absurd = falsehood(length, square, beyond.fact)
    contradiction_from(beyond, absurd)
    return have(b**2 <= a * c, by=law("not less", x=a * c, y=b**2))


@theorem_claim("Regret at a KL budget", title="What Theorem 6 becomes for tilts")
def regret_at_budget(mu: VectorIn("d"), Sigma: Semidefinite, v_c: VectorIn("d"), v: VectorIn("d"), kappa: Positive,
                     lam: Positive, lam_star: Positive):
    """For a base N(μ, Σ), let λ and λ* be such that the tilts by λ⟨h, v_c⟩ and λ*⟨h, v*⟩ both have the relative entropy κ, and
    let r = ⟨Σv_c, v*⟩/√(⟨Σv_c, v_c⟩⟨Σv*, v*⟩). The second tilt attains the bound √(2κ⟨Σv*, v*⟩) of all policies, the first
    gains r times as much: the regret is (1 − r)√(2κ⟨Σv*, v*⟩) ≥ 0, as (1 − ρ)σ_S/√π is that of the best of two."""
    a, b, q, N = inner(Sigma @ v_c, v_c), inner(Sigma @ v_c, v), inner(Sigma @ v, v), Gaussian(mu, Sigma)
    wide, long, cost, cost_star = given(Lt(0, a), Lt(0, q), Eq(lam**2 * a / 2, kappa), Eq(lam_star**2 * q / 2, kappa))
    r, best = b / sqrt(a * q), sqrt(2 * kappa * q)
    after = lambda step, direction: E(inner(h, v), tilted(inner(h, direction), step, N, h), h)
    before = E(inner(h, v), N, h)
    show(And(Eq(after(lam_star, v) - before, best), Eq(after(lam, v_c) - before, r * best),
             Eq(after(lam_star, v) - after(lam, v_c), (1 - r) * best), r <= 1))
    exact = conjuncts(using(no_remainder))[0]
    have(Lt(0, a * q), by=positivity(wide, long))
    have(Lt(0, sqrt(a * q)), by=law("square root of a positive number", x=a * q))
    own = chain(
        after(lam_star, v) - before,
        eq(lam_star * q, by=theorem(exact, "no remainder", v_c=v, lam=lam_star)),
        eq(sqrt(2 * (lam_star**2 * q / 2) * q)),
        eq(best, by=rewrite(cost_star)),
    )
    proxy = chain(
        after(lam, v_c) - before,
        eq(lam * b, by=theorem(exact, "no remainder", lam=lam)),
        eq(r * (lam * sqrt(a * q))),
        eq(r * sqrt(2 * (lam**2 * a / 2) * q)),
        eq(r * best, by=rewrite(cost)),
    )
    lost = have(Eq(after(lam_star, v) - after(lam, v_c), (1 - r) * best), by=algebra(own, proxy, why="the two gains"))
    root = sqrt(a * q)
    have(b**2 <= a * q, by=theorem(using(semidefinite_cauchy_schwarz), "Cauchy–Schwarz", u=v_c, w=v))
    small = chain(b, le(Abs(b), by=theorem(using("Bounds by the absolute value"), x=b)), eq(sqrt(b**2)),
                  le(root, by=law("square root is monotone", x=b**2, y=a * q)))
    have(b * root <= root * root, by=positivity(small, have(Lt(0, root))))
    ratio = chain(r, le(root / root, by=theorem(using(quotients), "Cauchy–Schwarz", p=b, q=root, m=root, n=root)), eq(1))
    return own, proxy, lost, ratio


# -- best of two, for any distribution ----------------------------------------------------------------------------------

@lemma("Values of the sign", title="sgn is 1, 0 and −1")
def sign_values(x: Real):
    """sgn(x) = 1 for x > 0, sgn(0) = 0, and sgn(x) = −1 for x < 0."""
    conditions = Lt(0, x), Eq(x, 0), Lt(x, 0)
    claims = [Implies(c, Eq(Sign(x), n)) for c, n in zip(conditions, (1, 0, -1), strict=True)]
    show(And(*claims))
    either = have(Or(*(And(c, Eq(Sign(x), n)) for c, n in zip(conditions, (1, 0, -1), strict=True))), by=law("sign", x=x))
    for claim in claims:
        with suppose(claim.arguments[0]) as premise:
            branches = []
            for part in either.statement.arguments:
                with suppose(part) as case:
                    order, value = conjuncts(case.fact)
                    branches.append(case.conclude(value if part.arguments[0] is claim.arguments[0] else
                                                  falsehood(premise.fact, order)))
            found = by_cases(either, *branches)
        premise.conclude(found)
    return have(And(*claims))


@lemma("Sign of a number", title="|x| = x sgn x, and sgn is odd and bounded")
def sign_of_number(x: Real):
    """|x| = x sgn(x), sgn(−x) = −sgn(x) and −1 ≤ sgn(x) ≤ 1."""
    claims = And(Eq(Abs(x), x * Sign(x)), Eq(Sign(-x), -Sign(x)), Le(-1, Sign(x)), Le(Sign(x), 1))
    show(claims)
    for number in (x, -x):
        have(substitute(using(sign_values).statement, {Real("x"): number}), by=theorem(using(sign_values), x=number))
    either = have(Or(Lt(x, 0), Eq(x, 0), Lt(0, x)), by=law("trichotomy", x=x, y=0))
    size = have(Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))), by=law("absolute value", x=x))
    branches = []
    for n, part, mirrored in zip((-1, 0, 1), either.statement.arguments, (Lt(0, -x), Eq(-x, 0), Lt(-x, 0)), strict=True):
        with suppose(part) as case:
            have(mirrored)
            here, there = have(Eq(Sign(x), n)), have(Eq(Sign(-x), -n))
            turned = chain(Sign(-x), eq(Number(-n), by=rewrite(there)), eq(-Sign(x), by=rewrite(here)))
            lengths = []
            for is_long, long in zip((n >= 0, n < 0), size.statement.arguments, strict=True):
                with suppose(long) as long_case:
                    order, value = conjuncts(long_case.fact)
                    lengths.append(long_case.conclude(have(Eq(Abs(x), x * Sign(x)), by=algebra(value, here, case.fact))
                                                      if is_long else falsehood(case.fact, order)))
            length = by_cases(size, *lengths)
            low = chain(Number(-1), le(Number(n)), eq(Sign(x), by=rewrite(here)))
            high = chain(Sign(x), eq(Number(n), by=rewrite(here)), le(Number(1)))
            branches.append(case.conclude(have(And(length.statement, turned.statement, low.statement, high.statement))))
    return by_cases(either, *branches)


@lemma("Three signs", title="Two of three signs of a cycle agree")
def three_signs(p: Real, q: Real, r: Real):
    """For p, q, r between −1 and 1, −(pq + qr + rp) ≤ 1: half of (1 + p)(1 + q)(1 + r) + (1 − p)(1 − q)(1 − r) is ≥ 0."""
    low_p, high_p, low_q, high_q, low_r, high_r = given(*(side for z in (p, q, r) for side in (Le(-1, z), Le(z, 1))))
    show(-(p * q + q * r + r * p) <= 1)
    plus = have(Le(0, (1 + p) * (1 + q)), by=positivity(low_p, low_q))
    minus = have(Le(0, (1 - p) * (1 - q)), by=positivity(high_p, high_q))
    upper = have(Le(0, (1 + p) * (1 + q) * (1 + r)), by=positivity(plus, low_r))
    lower = have(Le(0, (1 - p) * (1 - q) * (1 - r)), by=positivity(minus, high_r))
    return have(-(p * q + q * r + r * p) <= 1, by=positivity(upper, lower))


@lemma("Exchange of copies", title="Fubini, for a kernel with an integrable bound")
def exchange_of_copies(W: Kernel, B: RandomScalar):
    """If |W(ω, η)| ≤ B(η) with B integrable, then the two means of W may be taken in either order."""
    inside, bound = E(W(omega, copy), P, copy), at_copy(B)
    given(Integrable(copy, P, bound))
    bounded = ForAll(omega, ForAll(copy, Le(Abs(W(omega, copy)), bound)))
    claims = And(ForAll(omega, Integrable(copy, P, W(omega, copy))), Integrable(omega, P, inside),
                 Eq(E(inside, P, omega), E(E(W(omega, copy), P, omega), P, copy)))
    show(Implies(bounded, claims))
    with suppose(bounded) as premise:
        have(ForAll(copy, Le(Abs(W(omega, copy)), bound)))
        have(ForAll(copy, Le(Abs(Abs(W(omega, copy))), bound)))
        for body in (W(omega, copy), Abs(W(omega, copy))):
            mean = E(body, P, copy)
            both = have(And(Integrable(copy, P, body), Le(Abs(mean), E(bound, P, copy))), by=theorem(
                using("Dominated mean"), "domination", X=Lambda(copy, body), Y=Lambda(copy, bound)))
            for part in conjuncts(both):
                generalized(part, omega)
            have(Integrable(omega, P, E(bound, P, copy)))
            have(Integrable(omega, P, mean), by=law("domination", nu=P, X=Lambda(omega, mean),
                                                    Y=Lambda(omega, E(bound, P, copy))))
        have(claims.arguments[2], by=law("expectations exchange", P=P, Q=P, W=W))
        every = have(claims)
    return premise.conclude(every)


@lemma("Factor between −1 and 1", title="It does not enlarge a number")
def bounded_factor(x: Real, y: Real):
    """If −1 ≤ y ≤ 1, then |xy| ≤ |x|."""
    low, high = given(Le(-1, y), Le(y, 1))
    show(Le(Abs(x * y), Abs(x)))
    up, down = conjuncts(have(And(Le(x, Abs(x)), Le(-x, Abs(x))), by=theorem(using("Bounds by the absolute value"), x=x)))
    have(Le(x * y, Abs(x)), by=positivity(low, high, up, down))
    have(Le(-(x * y), Abs(x)), by=positivity(low, high, up, down))
    return have(Le(Abs(x * y), Abs(x)), by=theorem(using("Absolute value at most"), x=x * y, b=Abs(x)))


def pairs(body):
    """E E body over two independent outcomes."""
    return E(E(body, P, copy), P, omega)


def at(S, outcome):
    """A random quantity at another outcome."""
    return substitute(S, {omega: outcome})


def compared(S, one, other):
    """sgn(S − S') at two outcomes."""
    return Sign(at(S, one) - at(S, other))


def sign_facts(S, one, other):
    """|S − S'| = (S − S') sgn(S − S'), sgn(S' − S) = −sgn(S − S'), and the bounds of sgn(S − S')."""
    x, s = at(S, one) - at(S, other), compared(S, one, other)
    return conjuncts(have(And(Eq(Abs(x), x * s), Eq(compared(S, other, one), -s), Le(-1, s), Le(s, 1)),
                          by=theorem(using(sign_of_number), "the sign of a number", x=x)))


def below(factor, weight, bound):
    """|factor · weight| ≤ bound, when −1 ≤ weight ≤ 1 and |factor| ≤ bound are known."""
    have(Le(Abs(factor * weight), Abs(factor)), by=theorem(using(bounded_factor), "a bounded factor", x=factor, y=weight))
    return have(Le(Abs(factor * weight), bound))


def exchanged(one, other, body, bound):
    """The means of a kernel over two outcomes, exchanged, when |body| ≤ bound is known; its means are integrable."""
    generalized(have(Le(Abs(body), bound)), one, other)
    claims = substitute(using(exchange_of_copies).statement.arguments[1], {Kernel("W"): Lambda(one, other, body)})
    return conjuncts(have(claims, why="Fubini", by=theorem(using(exchange_of_copies), W=Lambda(one, other, body),
                                                           B=Lambda(other, bound))))[2]


@lemma("Mean rank", title="How often one draw beats another")
def mean_rank(S: RandomScalar):
    """Let g(ω) be the mean over η of sgn(S(ω) − S(η)). Then −1 ≤ g ≤ 1, E g = 0, and the mean of |S − S'| over two independent
    outcomes is 2E[Sg]."""
    s, back, there = compared(S, omega, copy), compared(S, copy, omega), at_copy(S)
    g, distance = E(s, P, copy), pairs(Abs(S - there))
    given(integrable(Abs(S)))
    finite = integrable(E(Abs(S - there), P, copy))
    show(And(Le(-1, g), Le(g, 1), Eq(E(g), 0), finite, Eq(distance, 2 * E(S * g))))
    length, odd, *_ = sign_facts(S, omega, copy)
    turned = have(Eq(s, -back), by=algebra(odd))
    size = have(Le(Abs(s), 1), by=theorem(using("Absolute value at most"), x=s, b=1))
    swap = exchanged(omega, copy, s, Number(1))
    generalized(size, copy)
    have(Le(Abs(g), E(Number(1), P, copy)), by=theorem(using("Dominated mean"), X=Lambda(copy, s), Y=Lambda(copy, 1)))
    have(Le(Abs(g), 1))
    lower, upper, _ = conjuncts(using("Bounded on both sides"))
    inside = [have(Le(-1, g), by=theorem(lower, x=g, b=1)), have(Le(g, 1), by=theorem(upper, x=g, b=1))]
    mirrored = chain(E(g), eq(E(E(s, P, omega), P, copy), by=rewrite(swap, why="Fubini")),
                     eq(E(E(-back, P, omega), P, copy), by=rewrite(turned)),
                     eq(-E(g), by=algebra(why="linearity")))
    centred = have(Eq(E(g), 0), by=algebra(mirrored))
    have(Le(Abs(S), Abs(S)))
    have(integrable(S), by=law("domination", nu=P, X=Lambda(omega, S), Y=Lambda(omega, Abs(S))))
    have(Integrable(copy, P, there)), have(Integrable(copy, P, Abs(there)))
    have(Le(Abs(there), Abs(there)))
    below(there, s, Abs(there))
    crossed = exchanged(omega, copy, there * s, Abs(there))
    generalized(below(S, g, Abs(S)), omega)
    have(integrable(S * g), by=law("domination", nu=P, X=Lambda(omega, S * g), Y=Lambda(omega, Abs(S))))
    half = chain(
        pairs(there * s),
        eq(E(E(there * s, P, omega), P, copy), by=rewrite(crossed, why="Fubini")),
        eq(E(E(there * -back, P, omega), P, copy), by=rewrite(turned)),
        eq(-E(S * g), by=algebra(why="linearity")),
    )
    have(Integrable(copy, P, s)), have(Integrable(copy, P, S * s)), have(Integrable(copy, P, there * s))
    expanded = S * g - E(there * s, P, copy)
    mean = chain(E(Abs(S - there), P, copy), eq(E((S - there) * s, P, copy), by=rewrite(length)),
                 eq(expanded, by=algebra(why="linearity")))
    have(integrable(expanded))
    chain(finite, iff(integrable(expanded), by=rewrite(mean)))
    return *inside, centred, have(finite), chain(
        distance,
        eq(E(expanded), by=rewrite(mean)),
        eq(E(S * g) - pairs(there * s), by=algebra(why="linearity")),
        eq(E(S * g) - (-E(S * g)), by=rewrite(half)),
        eq(2 * E(S * g)),
    )


def size_at_most_one(value, low, high):
    """|value| ≤ 1, from both bounds."""
    have(Le(-value, 1), by=positivity(low))
    have(Le(value, 1), by=positivity(high))
    return have(Le(Abs(value), 1), by=theorem(using("Absolute value at most"), x=value, b=1))


def bounded_is_integrable(body, outcome, size):
    """A quantity of size at most 1 is integrable."""
    generalized(size, outcome)
    return have(Integrable(outcome, P, body), by=law("domination", nu=P, X=Lambda(outcome, body), Y=Lambda(outcome, 1)))


def mean_at_most_one(body, outcome, bound):
    """E body ≤ 1 over an outcome, from body ≤ 1."""
    generalized(bound, outcome)
    have(Integrable(outcome, P, body))
    return chain(E(body, P, outcome), le(E(Number(1), P, outcome), by=law(
        "expectation is monotone", P=P, X=Lambda(outcome, body), Y=Lambda(outcome, 1))), eq(1))


@lemma("Mean square rank", title="E g² ≤ 1/3")
def mean_square_rank(S: RandomScalar):
    """The mean of g² is at most 1/3: average the inequality for the three signs of a cycle over three independent outcomes."""
    p, q, r = compared(S, omega, copy), compared(S, copy, third), compared(S, omega, third)
    g, k, one = E(p, P, copy), E(q * r, P, third), Number(1)
    g_copy, g_third = at(g, copy), at(g, third)
    given(integrable(Abs(S)))
    show(Le(E(g**2), rational("1/3")))
    bounds, sizes, turned = {}, {}, {}
    for s, start, end in ((p, omega, copy), (q, copy, third), (r, omega, third)):
        _, odd, *bounds[s] = sign_facts(S, start, end)
        turned[s] = have(Eq(s, -compared(S, end, start)), by=algebra(odd))
        sizes[s] = size_at_most_one(s, *bounds[s])
    ranks = conjuncts(have(using(mean_rank).statement, by=theorem(using(mean_rank))))[:2]
    for rank, outcome in ((g, omega), (g_copy, copy), (g_third, third)):
        bounds[rank] = [have(at(fact.statement, outcome), by=theorem(generalized(fact, omega), omega=outcome))
                        for fact in ranks]
    for factor, weight in ((p, g), (p, g_copy), (q, r), (r, g_third)):
        small = theorem(using(bounded_factor), "a bounded factor", x=factor, y=weight)
        sizes[factor * weight] = chain(Abs(factor * weight), le(Abs(factor), by=small), le(1, by=positivity(sizes[factor])))
    first, second, third_swap = (exchanged(start, end, body, one) for start, end, body in (
        (omega, copy, p * g_copy), (copy, third, q * r), (omega, third, r * g_third)))
    for body, outcome in ((q, third), (r, third), (q * r, third), (p, copy), (p * g_copy, copy)):
        bounded_is_integrable(body, outcome, sizes[body])
    have(Le(Abs(k), E(one, P, third)), by=theorem(using("Dominated mean"), X=Lambda(third, q * r), Y=Lambda(third, 1)))
    have(Le(Abs(k), 1))
    exchanged(omega, copy, k, one)
    have(Le(g * g, 1), by=positivity(*bounds[g], degree=2))
    bounded_is_integrable(g * g, omega, have(Le(Abs(g * g), 1)))
    have(Le(-r, 1), by=positivity(bounds[r][0])), have(Le(-1, -r), by=positivity(bounds[r][1]))
    signs = have(-(p * q + q * -r + -r * p) <= 1, by=theorem(using(three_signs), "three signs", p=p, q=q, r=-r))
    point = have(q * r + p * r - p * q <= 1, by=positivity(signs))
    over_third = chain(k + p * g - p * g_copy, eq(E(q * r + p * r - p * q, P, third), by=algebra(why="linearity")),
                       le(1, by=positivity(mean_at_most_one(q * r + p * r - p * q, third, point))))
    over_copy = mean_at_most_one(k + p * g - p * g_copy, copy, over_third)
    over_outcomes = chain(
        E(k, P, copy) + g * g - E(p * g_copy, P, copy),
        eq(E(k + p * g - p * g_copy, P, copy), by=algebra(why="linearity")), le(1, by=positivity(over_copy)))
    whole = mean_at_most_one(E(k, P, copy) + g * g - E(p * g_copy, P, copy), omega, over_outcomes)
    p_turned, q_turned, r_turned = (turned[s] for s in (p, q, r))
    one_pair = chain(
        pairs(p * g_copy),
        eq(E(E(p * g_copy, P, omega), P, copy), by=rewrite(first, why="Fubini")),
        eq(E(E(-compared(S, copy, omega) * g_copy, P, omega), P, copy), by=rewrite(p_turned)),
        eq(-E(g**2), by=algebra(why="linearity")),
    )
    inside = chain(
        E(k, P, copy),
        eq(E(E(q * r, P, copy), P, third), by=rewrite(second, why="Fubini")),
        eq(E(E(-compared(S, third, copy) * r, P, copy), P, third), by=rewrite(q_turned)),
        eq(-E(r * g_third, P, third), by=algebra(why="linearity")),
    )
    other_pair = chain(
        pairs(k),
        eq(E(-E(r * g_third, P, third)), by=rewrite(inside)),
        eq(-E(E(r * g_third, P, third)), by=algebra(why="linearity")),
        eq(-E(E(r * g_third, P, omega), P, third), by=rewrite(third_swap, why="Fubini")),
        eq(-E(E(-compared(S, third, omega) * g_third, P, omega), P, third), by=rewrite(r_turned)),
        eq(E(g**2), by=algebra(why="linearity")),
    )
    three = chain(3 * E(g**2), eq(pairs(k) + E(g * g) - pairs(p * g_copy), by=algebra(one_pair, other_pair)),
                  eq(E(E(k, P, copy) + g * g - E(p * g_copy, P, copy)), by=algebra(why="linearity")),
                  le(1, by=positivity(whole)))
    return have(Le(E(g**2), rational("1/3")), by=positivity(three))


@theorem_claim("Best of two", title="The sharp bound for every distribution")
def best_of_two(S: RandomScalar):
    """For two independent draws of any distribution with a variance σ² > 0 the mean distance is at most 2σ/√3, and the larger
    exceeds the mean by at most σ/√3 on average (Gumbel 1954; Hartley and David 1954)."""
    g, m, step, sigma = E(compared(S, omega, copy), P, copy), E(S), Positive("lam"), sqrt(Var(S))
    distance, best = pairs(Abs(S - at_copy(S))), pairs(Max(S, at_copy(S)))
    given(Lt(0, Var(S)), square_integrable(S), integrable(Abs(S)))
    show(And(distance <= 2 * sigma / sqrt(3), best <= m + sigma / sqrt(3)))
    low, high, centred, _, twice = conjuncts(have(using(mean_rank).statement, by=theorem(using(mean_rank))))
    square = have(Le(E(g**2), rational("1/3")), by=theorem(using(mean_square_rank)))
    have(Le(g * g, 1), by=positivity(low, high, degree=2))
    bounded_is_integrable(g * g, omega, have(Le(Abs(g * g), 1)))
    bounded_is_integrable(g, omega, size_at_most_one(g, low, high))
    generalized(have(Le(Abs(S * g), Abs(S)), by=theorem(using(bounded_factor), x=S, y=g)), omega)
    have(integrable(S * g), by=law("domination", nu=P, X=Lambda(omega, S * g), Y=Lambda(omega, Abs(S))))
    upper, product = (S - m)**2 + step**2 * (g * g), 2 * step * (S * g - m * g)
    generalized(have(product <= upper, by=positivity(squares=(S - m - step * g,))), omega)
    have(integrable(upper)), have(integrable(product))
    mean = chain(
        step * (2 * E(S * g)),
        eq(2 * step * (E(S * g) - m * E(g)), by=algebra(centred)),
        eq(E(product), by=algebra(why="linearity")),
        le(E(upper), by=law("expectation is monotone", P=P, X=Lambda(omega, product), Y=Lambda(omega, upper))),
        eq(Var(S) + step**2 * E(g**2), by=algebra(why="linearity")),
        le(Var(S) + step**2 * rational("2/3") / 2, by=positivity(square, degree=3)),
    )
    generalized(chain(step * distance, eq(step * (2 * E(S * g)), by=rewrite(twice)),
                      le(Var(S) + step**2 * rational("2/3") / 2, by=positivity(mean))), step)
    apart = chain(
        distance,
        le(sqrt(2 * Var(S) * rational("2/3")), by=theorem(using(gain_within_budget), "the best λ", g=distance, kappa=Var(S),
                                                            q=rational("2/3"))),
        eq(2 * sigma / sqrt(3)),
    )
    have(integrable(S))
    have(Integrable(copy, P, at_copy(S)))
    larger = chain(
        best,
        eq(pairs((S + at_copy(S) + Abs(S - at_copy(S))) / 2), by=definition(Max)),
        eq(m + distance / 2, by=algebra(why="linearity")),
        le(m + sigma / sqrt(3), by=positivity(apart)),
    )
    return apart, larger


# -- the uniform distribution attains it --------------------------------------------------------------------------------

@lemma("Φ is increasing", title="The distribution function of a standard normal rises")
def phi_increases(a: Real, b: Real):
    """Φ(a) < Φ(b) for a < b: its derivative is positive."""
    given(a < b)
    show(Lt(NormalCDF(a), NormalCDF(b)))
    return have(Lt(NormalCDF(a), NormalCDF(b)), by=law("function with a positive derivative", F=Lambda(z, NormalCDF(z)),
                                                       f=Lambda(z, NormalDensity(z)), a=a, b=b))


@lemma("Moments of Φ", title="Φ of a standard normal has the moments of a uniform number")
def moments_of_phi():
    """For a standard normal z, Φ(z) has the mean 1/2 and the mean square 1/3."""
    show(And(Eq(E(NormalCDF(z), STANDARD, z), rational("1/2")), Eq(E(NormalCDF(z)**2, STANDARD, z), rational("1/3"))))
    found = []
    for n, power in enumerate((NormalCDF(z), NormalCDF(z)**2), 2):
        found.append(chain(E(power, STANDARD, z),
                           eq(Integral(z, -oo, oo, power * NormalDensity(z)), by=definition(Expectation, why="the density")),
                           eq(rational(f"1/{n}"), by=antiderivative(NormalCDF(z)**n / n, z))))
    return tuple(found)


@lemma("Order of Φ", title="Which of two values of Φ is larger")
def order_of_phi(z: Real, y: Real):
    """sgn(Φ(z) − Φ(y)) is 1 for y < z, −1 for z < y, and else 0."""
    gap, above, under = NormalCDF(z) - NormalCDF(y), Indicator(Lt(y, z)), Indicator(Lt(z, y))
    goal = Eq(Sign(gap), above - under)
    show(goal)
    either = have(Or(Lt(z, y), Eq(z, y), Lt(y, z)), by=law("trichotomy", x=z, y=y))
    have(substitute(using(sign_values).statement, {Real("x"): gap}), by=theorem(using(sign_values), x=gap))
    counted = [have(Or(And(event, Eq(Indicator(event), 1)), And(Not(event), Eq(Indicator(event), 0))),
                    by=law("indicator", x=first, S_n=Lambda(a, Lt(a, last))))
               for event, first, last in ((Lt(y, z), y, z), (Lt(z, y), z, y))]
    branches = []
    for n, part in zip((-1, 0, 1), either.statement.arguments, strict=True):
        with suppose(part) as case:
            if n > 0:
                lower = have(Lt(NormalCDF(y), NormalCDF(z)), by=theorem(using(phi_increases), a=y, b=z))
                have(Lt(0, gap), by=positivity(lower))
            elif n < 0:
                lower = have(Lt(NormalCDF(z), NormalCDF(y)), by=theorem(using(phi_increases), a=z, b=y))
                have(Lt(gap, 0), by=positivity(lower))
            else:
                chain(gap, eq(NormalCDF(y) - NormalCDF(y), by=rewrite(case.fact)), eq(0))
            sign = have(Eq(Sign(gap), n))
            values = []
            for known, true in zip(counted, (n > 0, n < 0), strict=True):
                ways = []
                for is_true, way in zip((True, False), known.statement.arguments, strict=True):
                    with suppose(way) as chosen:
                        event, value = conjuncts(chosen.fact)
                        ways.append(chosen.conclude(value if is_true == true else falsehood(case.fact, event)))
                values.append(by_cases(known, *ways))
            branches.append(case.conclude(have(goal, by=algebra(sign, *values))))
    return by_cases(either, *branches)


@theorem_claim("Best of two (uniform)", title="The constant 1/√3 is attained")
def uniform_attains():
    """For S = Φ(z) with z standard normal, which is uniform on [0, 1], the variance is 1/12, and the mean of the larger of two
    independent draws is 2/3: exactly σ/√3 above the mean 1/2."""
    S, other = NormalCDF(z), NormalCDF(y)
    both = lambda body: E(E(body, STANDARD, y), STANDARD, z)
    m, sigma = E(S, STANDARD, z), sqrt(Var(S, STANDARD, z))
    show(And(Eq(Var(S, STANDARD, z), rational("1/12")), Eq(both(Max(S, other)), rational("2/3")),
             Eq(both(Max(S, other)), m + sigma / sqrt(3))))
    mean, square = conjuncts(using(moments_of_phi))
    variance = chain(Var(S, STANDARD, z), eq(E(S**2, STANDARD, z) - m**2),
                     eq(rational("1/3") - rational("1/2")**2, by=rewrite(mean, square)), eq(rational("1/12")))
    rank = E(Sign(S - other), STANDARD, y)
    count = lambda t: chain(
        E(Indicator(Lt(y, t)), STANDARD, y),
        eq(NormalCDF(t / 1), by=theorem(using("Distribution function"), "the distribution function", r=1, t=t)),
        eq(NormalCDF(t)))
    beaten = count(z)
    count(-z)
    swapped = have(Iff(Lt(z, -y), Lt(y, -z)))
    beating = chain(
        E(Indicator(Lt(z, y)), STANDARD, y),
        eq(E(Indicator(Lt(z, -y)), STANDARD, y), by=law("affine image of a normal", m=0, v=1, a=0, c=-1, b=0, q=1,
                                                        F=Lambda(y, Indicator(Lt(z, y))))),
        eq(E(Indicator(Lt(y, -z)), STANDARD, y), by=rewrite(swapped)),
        eq(NormalCDF(-z), by=rewrite(count(-z))),
        eq(1 - S, by=algebra(why=r"$\Phi(-z) = 1 - \Phi(z)$")),
    )
    order = have(Eq(Sign(S - other), Indicator(Lt(y, z)) - Indicator(Lt(z, y))), by=theorem(using(order_of_phi)))
    rank = chain(
        E(Sign(S - other), STANDARD, y),
        eq(E(Indicator(Lt(y, z)) - Indicator(Lt(z, y)), STANDARD, y), by=rewrite(order)),
        eq(E(Indicator(Lt(y, z)), STANDARD, y) - E(Indicator(Lt(z, y)), STANDARD, y), by=algebra(why="linearity")),
        eq(2 * S - 1, by=algebra(beaten, beating)),
    )
    distance = chain(
        both(Abs(S - other)),
        eq(2 * E(S * E(Sign(S - other), STANDARD, y), STANDARD, z), by=theorem(
            conjuncts(using(mean_rank))[4], "the mean rank", P=STANDARD, S=Lambda(z, S))),
        eq(2 * E(S * (2 * S - 1), STANDARD, z), by=rewrite(rank)),
        eq(4 * E(S**2, STANDARD, z) - 2 * m, by=algebra(why="linearity")),
        eq(rational("1/3"), by=algebra(mean, square)),
    )
    larger = chain(
        both(Max(S, other)),
        eq(both((S + other + Abs(S - other)) / 2), by=definition(Max)),
        eq(m + both(Abs(S - other)) / 2, by=algebra(why="linearity")),
        eq(rational("2/3"), by=algebra(mean, distance)),
    )
    return variance, larger, chain(
        both(Max(S, other)),
        eq(rational("2/3"), by=rewrite(larger)),
        eq(rational("1/2") + sqrt(rational("1/12")) / sqrt(3)),
        eq(m + sigma / sqrt(3), by=rewrite(mean, variance)),
    )


@remark("Best of two (normal)", title="A normal safety comes close to the bound")
def normal_is_below():
    """For S ∼ N(0, 1) the larger of two has the mean 1/√π (equation (31)), which is about 0.564; the bound for all
    distributions is 1/√3, about 0.577."""
    both = lambda body: E(E(body, STANDARD, y), STANDARD, z)
    show(Lt(both(Max(z, y)), 1 / sqrt(3)))
    return chain(
        both(Max(z, y)),
        eq(sqrt(1) / sqrt(pi), by=theorem(using("Larger of two normals"), "the larger of two normals", q=1)),
        lt(1 / sqrt(3), by=certified_numerically()),
    )


# -- choosing by a proxy, for any distribution --------------------------------------------------------------------------

def chosen(Q, S):
    """The S of the response with the larger proxy Q (of the second at a tie)."""
    wins = Indicator(Lt(at_copy(Q), Q))
    return wins * S + (1 - wins) * at_copy(S)


@lemma("Loss of a choice", title="What one wrong choice costs")
def loss_of_choice(a: Real, b: Real, p: Real, q: Real, c: Nonnegative):
    """Choosing a when q < p, and else b, falls short of max(a, b) by at least 0, and by at most |(a − cp) − (b − cq)|, for
    every c ≥ 0."""
    wins = Indicator(Lt(q, p))
    rest = a - c * p - (b - c * q)
    loss = Max(a, b) - (wins * a + (1 - wins) * b)
    goal = And(Le(0, loss), Le(loss, Abs(rest)))
    show(goal)
    up, down = conjuncts(have(And(Le(rest, Abs(rest)), Le(-rest, Abs(rest))),
                              by=theorem(using("Bounds by the absolute value"), x=rest)))
    either = have(Or(And(Lt(q, p), Eq(wins, 1)), And(Not(Lt(q, p)), Eq(wins, 0))),
                  by=law("indicator", x=q, S_n=Lambda(s, Lt(s, p))))
    size = have(Or(And(Le(0, a - b), Eq(Abs(a - b), a - b)), And(Lt(a - b, 0), Eq(Abs(a - b), -(a - b)))),
                by=law("absolute value", x=a - b))
    cases = []
    for n, part in zip((1, 0), either.statement.arguments, strict=True):
        with suppose(part) as case:
            _, value = conjuncts(case.fact)
            order = have(Lt(q, p)) if n else have(Le(p, q), by=law("not less", x=q, y=p))
            gain = have(Le(0, c * (p - q) if n else c * (q - p)), by=positivity(order))
            inner_cases = []
            for long in size.statement.arguments:
                with suppose(long) as long_case:
                    sign, length = conjuncts(long_case.fact)
                    larger = have(Eq(Max(a, b), a if long is size.statement.arguments[0] else b), by=algebra(length))
                    worth = chain(wins * a + (1 - wins) * b, eq(n * a + (1 - n) * b, by=rewrite(value)))
                    inner_cases.append(long_case.conclude(have(goal, by=positivity(larger, worth, gain, sign, up, down))))
            cases.append(case.conclude(by_cases(size, *inner_cases)))
    return by_cases(either, *cases)


@theorem_claim("Regret of any proxy", title="A bound for every distribution")
def regret_of_any_proxy(S: RandomScalar, Q: RandomScalar, c: Nonnegative):
    """On every distribution, choosing the better of two by a proxy Q loses on average at most 2σ_R/√3, with σ_R² > 0 the
    variance of R = S − cQ, whatever c ≥ 0 is. The Gaussian model's (1 − ρ)σ_S/√π is not such a bound (see below)."""
    R = S - c * Q
    lost, gap, sigma = Max(S, at_copy(S)) - chosen(Q, S), Abs(R - at_copy(R)), sqrt(Var(R))
    given(Lt(0, Var(R)), square_integrable(R), integrable(Abs(R)))
    show(pairs(lost) <= 2 * sigma / sqrt(3))
    least, most = conjuncts(have(And(Le(0, lost), Le(lost, gap)), by=theorem(
        using(loss_of_choice), "the loss of a choice", a=S, b=at_copy(S), p=Q, q=at_copy(Q))))
    have(Le(-lost, gap), by=positivity(least, most))
    size = have(Le(Abs(lost), gap), by=theorem(using("Absolute value at most"), x=lost, b=gap))
    generalized(size, copy), generalized(most, copy)
    have(integrable(R), by=law("domination", nu=P, X=Lambda(omega, R), Y=Lambda(omega, Abs(R))))
    have(Integrable(copy, P, at_copy(R)))
    at_ranks = conjuncts(using(mean_rank))
    have(integrable(E(gap, P, copy)), by=theorem(at_ranks[3], "the mean rank", S=Lambda(omega, R)))
    sides = [have(And(Le(x_, Abs(x_)), Le(-x_, Abs(x_))), by=theorem(using("Bounds by the absolute value"), x=x_))
             for x_ in (R, at_copy(R))]
    longest = Abs(R) + Abs(at_copy(R))
    facts = [part for pair in sides for part in conjuncts(pair)]
    have(Le(R - at_copy(R), longest), by=positivity(*facts)), have(Le(-(R - at_copy(R)), longest), by=positivity(*facts))
    have(Le(gap, longest), by=theorem(using("Absolute value at most"), x=R - at_copy(R), b=longest))
    generalized(have(Le(Abs(gap), longest)), copy)
    have(Integrable(copy, P, Abs(at_copy(R)))), have(Integrable(copy, P, longest))
    have(Integrable(copy, P, gap), by=law("domination", nu=P, X=Lambda(copy, gap), Y=Lambda(copy, longest)))
    have(Integrable(copy, P, lost), by=law("domination", nu=P, X=Lambda(copy, lost), Y=Lambda(copy, gap)))
    mean, bound = E(lost, P, copy), E(gap, P, copy)
    inside = have(mean <= bound, by=law("expectation is monotone", P=P, X=Lambda(copy, lost), Y=Lambda(copy, gap)))
    within = conjuncts(have(And(Integrable(copy, P, lost), Le(Abs(mean), bound)), by=theorem(
        using("Dominated mean"), "domination", X=Lambda(copy, lost), Y=Lambda(copy, gap))))[1]
    generalized(inside, omega), generalized(within, omega)
    have(integrable(mean), by=law("domination", nu=P, X=Lambda(omega, mean), Y=Lambda(omega, bound)))
    return chain(
        pairs(lost),
        le(pairs(gap), by=law("expectation is monotone", P=P, X=Lambda(omega, mean), Y=Lambda(omega, bound))),
        le(2 * sigma / sqrt(3), by=theorem(conjuncts(using(best_of_two))[0], "the mean distance", S=Lambda(omega, R))),
    )


@lemma("Value of an indicator", title="An event that is known")
def indicator_value(x: Real, y: Real):
    """1{x < y} is 1 where x < y, and 0 where y ≤ x."""
    event = Lt(x, y)
    yes, no = Implies(event, Eq(Indicator(event), 1)), Implies(Le(y, x), Eq(Indicator(event), 0))
    show(And(yes, no))
    either = have(Or(And(event, Eq(Indicator(event), 1)), And(Not(event), Eq(Indicator(event), 0))),
                  by=law("indicator", x=x, S_n=Lambda(a, Lt(a, y))))
    for claim in (yes, no):
        with suppose(claim.arguments[0]) as premise:
            branches = []
            for part, fits in zip(either.statement.arguments, (claim is yes, claim is no), strict=True):
                with suppose(part) as case:
                    known, value = conjuncts(case.fact)
                    if fits:
                        branches.append(case.conclude(value))
                    else:
                        order = have(Le(y, x), by=law("not less", x=x, y=y)) if claim is yes else known
                        branches.append(case.conclude(falsehood(premise.fact, order)))
            found = by_cases(either, *branches)
        premise.conclude(found)
    return have(And(yes, no))


@remark("Correlation does not fix the regret", title="Outside the Gaussian model (1 − ρ)σ_S/√π is no bound, on either side")
def correlation_is_not_enough():
    """Let Q be uniform on 0, 1, 2 and S = Q²: then ρ² = 12/13, and choosing by Q loses nothing. Let Q be uniform on 0, 1, 3 and
    S = (5Q − 6)(Q − 1)/6, which exchanges 0 and 1: then ρ = 11/14, and choosing by Q loses 2/9, more than
    (1 − ρ)σ_S/√π ≈ 0.151."""
    p, q, third_part = Real("p"), Real("q"), rational("1/3")
    close, far = ((0, 1, 2), Lambda(p, p**2)), ((0, 1, 3), Lambda(p, (5 * p - 6) * (p - 1) / 6))
    base = lambda points: discrete([(third_part, Number(n)) for n in points])
    cov, var = (lambda points, S: Cov(S(p), p, base(points), p)), (lambda points, S: Var(S(p), base(points), p))
    line, numbers = Lambda(p, p), definition(Covariance, Variance, Expectation)
    loss = lambda S, x, y: Max(S(x), S(y)) - (Indicator(Lt(y, x)) * S(x) + (1 - Indicator(Lt(y, x))) * S(y))
    lost = lambda points, S: E(E(loss(S, p, q), base(points), q), base(points), p)
    square = cov(*close)**2 / (var(*close) * var(close[0], line))
    rho, other = cov(*far) / sqrt(var(*far) * var(far[0], line)), rational("11/14")
    show(And(Eq(square, rational("12/13")), Eq(lost(*close), 0), Eq(rho, other), Eq(lost(*far), rational("2/9")),
             Lt((1 - other) * sqrt(var(*far)) / sqrt(pi), lost(*far))))
    known = [chain(left, eq(rational(value), by=numbers)) for left, value in (
        (cov(*close), "4/3"), (var(*close), "26/9"), (var(close[0], line), "2/3"),
        (cov(*far), "11/9"), (var(*far), "14/9"), (var(far[0], line), "14/9"))]
    yes, no = conjuncts(using(indicator_value))
    order = [have(Eq(Indicator(Lt(y, x)), int(y < x)), by=theorem(yes if y < x else no, x=y, y=x))
             for x in (0, 1, 2, 3) for y in (0, 1, 2, 3)]
    totals = []
    for (points, S), values in ((close, (0, 0, 0)), (far, ("1/3", "1/3", 0))):
        inside = []
        for x, value in zip(points, values, strict=True):
            mean = E(loss(S, Number(x), q), base(points), q)
            terms = [third_part * loss(S, Number(x), Number(y)) for y in points]
            inside.append(chain(mean, eq(Add(*terms), by=definition(mean)), eq(rational(value), by=rewrite(*order))))
        whole = lost(points, S)
        totals.append(chain(
            whole,
            eq(Add(*(third_part * fact.statement.arguments[0] for fact in inside)), by=definition(whole)),
            eq(Add(*(third_part * rational(value) for value in values)), by=rewrite(*inside))))
    nothing, something = totals
    return (
        chain(square, eq(rational("4/3")**2 / (rational("26/9") * rational("2/3")), by=rewrite(*known[:3])),
              eq(rational("12/13"))),
        chain(lost(*close), eq(0, by=algebra(nothing))),
        chain(rho, eq(rational("11/9") / sqrt(rational("14/9") * rational("14/9")), by=rewrite(*known[3:])), eq(other)),
        chain(lost(*far), eq(rational("2/9"), by=algebra(something))),
        chain((1 - other) * sqrt(var(*far)) / sqrt(pi),
              eq((1 - other) * sqrt(rational("14/9")) / sqrt(pi), by=rewrite(known[4])),
              lt(rational("2/9"), by=certified_numerically()), eq(lost(*far), by=algebra(something))),
    )


# -- what no policy changes ---------------------------------------------------------------------------------------------

@lemma("Vanishing combination", title="A weighted sum in which the signals cancel")
def vanishing_combination(v: VectorFamily("m", "d"), alpha: ScalarFamily("m"), beta: ScalarFamily("m"), u: VectorIn("d")):
    """If Σ α_i v_i = 0, then Σ α_i (⟨u, v_i⟩ + β_i) = Σ α_i β_i for every u."""
    vanishing = given(Eq(total(i, alpha[i] * v[i]), Zero(R_d)))
    show(Eq(total(i, alpha[i] * (inner(u, v[i]) + beta[i])), total(i, alpha[i] * beta[i])))
    return chain(
        total(i, alpha[i] * (inner(u, v[i]) + beta[i])),
        eq(inner(u, total(i, alpha[i] * v[i])) + total(i, alpha[i] * beta[i]), by=algebra(why="linearity")),
        eq(inner(u, Zero(R_d)) + total(i, alpha[i] * beta[i]), by=rewrite(vanishing, why="the hypothesis")),
        eq(total(i, alpha[i] * beta[i])),
    )


@corollary("Conserved combination (every policy)", title="What no policy can change, for every λ")
def conserved_exactly(v: VectorFamily("m", "d"), h: RandomVector("d"), alpha: ScalarFamily("m"), eps: Noise):
    """If Σ α_i v_i* = 0, then under every policy Q, be it a tilt or not, the changes of the objectives weighted by α add up to
    the weighted changes of the noise means. Where learning leaves these alone, Σ α_i Δ_i = 0 exactly, for every λ."""
    given(Eq(total(i, alpha[i] * v[i]), Zero(R_d)), integrable(h), integrable(h, Q),
          ForAll(i, integrable(eps(i, omega))), ForAll(i, integrable(eps(i, omega), Q)))
    S, noise = objective(h, v, eps, i), E(eps(i, omega), Q) - E(eps(i, omega))
    show(Eq(total(i, alpha[i] * (E(S, Q) - E(S))), total(i, alpha[i] * noise)))
    for M in (Q, P):
        every = have(ForAll(w, integrable(inner(h, w), M)), by=law("vector integrable by its components", nu=M,
                                                                   h=Lambda(omega, h)))
        have(integrable(inner(h, v[i]), M), by=theorem(every, w=v[i]))
    each = [chain(E(S, M), eq(inner(E(h, M), v[i]) + E(eps(i, omega), M), by=algebra(why="linearity"))) for M in (Q, P)]
    return chain(
        total(i, alpha[i] * (E(S, Q) - E(S))),
        eq(total(i, alpha[i] * (inner(E(h, Q) - E(h), v[i]) + noise)), by=rewrite(*each)),
        eq(total(i, alpha[i] * noise), by=theorem(using(vanishing_combination), "a vanishing combination",
                                                  u=E(h, Q) - E(h), beta=Lambda(i, noise))),
    )


@corollary("No policy improves everything", title="Where 0 lies in the convex hull of the v_i*")
def no_policy_improves_everything(v: VectorFamily("m", "d"), h: RandomVector("d")):
    """If some convex combination of the v_i* vanishes, then no policy whatever, tilt or not, raises the means of all
    ⟨h, v_i*⟩: Proposition 19 (4) does not depend on small λ."""
    moved = E(h, Q) - E(h)
    given(integrable(h), integrable(h, Q))
    show(Implies(balanced(v), Not(positive_on_all(moved, v))))
    with suppose(balanced(v)) as conflict:
        with suppose(positive_on_all(moved, v)) as better_all:
            exhibit(common_direction(v), moved, better_all.fact)
            both = have(And(common_direction(v), balanced(v)))
            absurd = falsehood(both, using("Gordan (easy direction)"))
        none = contradiction_from(better_all, absurd)
    return conflict.conclude(none)
