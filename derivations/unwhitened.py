"""Appendix D of the paper: representations that are not whitened.

Which matrix takes the place of the identity: the covariance under the base policy at a prompt, Σ_w, and not the second
moment E[hhᵀ], whether h is centred or not (exact examples). With the covariance, the condition of Corollary 4, the
encoding quality (3) and all of Appendix A, (28)–(37) and (23), carry through, for every mean, every positive semidefinite
Σ and every dimension: a Gaussian h is an affine image of a standard normal vector.
"""

from derivations.regret import (FEATURES, R_d, SELECTION, Rule, ceiling, dominated_mean, e1, e2, errors_average_out,
                                h1, h2, mean_zero, mixture, normal, oracle, over_errors, over_responses,
                                regret_of_the_best_proxy, rho, sigma_S)
from derivations.tilt import better, gain_of, improvement_condition, lam, policy, prompt_hypotheses
from symproof.prelude import *

Representation, Direction, Covariance_ = RandomVector("d"), VectorIn("d"), OperatorOn("d", "positive semidefinite")
plane, response, x = VectorIn(2)("z"), VectorIn(2)("y"), Real("x")
EAST, NORTH, half = Coordinates(1, 0), Coordinates(0, 1), rational("1/2")


def spread(Sigma, v):
    """v*ᵀΣv*, which takes the place of ‖v*‖²."""
    return inner(Sigma @ v, v)


def deviation(Sigma, v, sigma):
    """σ_S without whitening."""
    return sqrt(spread(Sigma, v) + sigma**2)


def quality(Sigma, v, sigma):
    """ρ without whitening: the root of v*ᵀΣv*/(v*ᵀΣv* + σ_ε²)."""
    return sqrt(spread(Sigma, v)) / deviation(Sigma, v, sigma)


# -- the condition ------------------------------------------------------------------------------------------------------

@proposition("Appendix D (condition)", title="The covariance under the base policy takes the place of the identity",
             printed=["Appendix D, condition"], adds=[
                 added(r"$\Sigma$ is the covariance $\Sigma_w$ of $h$ under the base policy", needed="Appendix D, as printed"),
                 added(r"$v_c^\top \Sigma_w v^* \ne 0$", needed="Corollary 4, as printed"),
                 added(r"some $\mathbb E\,e^{\delta|\langle h, v_c\rangle|}$ is finite", needed="Lemma 12, as printed")])
def unwhitened_condition(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """With Σ_w the covariance of h under the base policy, ⟨v_c, Σ_w v*⟩ = ⟨Σ_w v_c, v*⟩ = Cov(⟨h, v_c⟩, ⟨h, v*⟩), and if it is
    not 0, alignment rises for all small λ > 0 if and only if it is positive."""
    Sigma, S = CovOperator(h), inner(h, v) + eps
    c, turned = inner(v_c, Sigma @ v), inner(Sigma @ v_c, v)
    before, after = E(S), E(S, under=policy(h, v_c))
    given(*prompt_hypotheses(h, v_c, eps), Ne(c, 0))
    show(And(Eq(c, turned), Eq(c, Cov(inner(h, v_c), inner(h, v))), Iff(better(after, before), c > 0)))
    shared = chain(c, eq(Cov(inner(h, v_c), inner(h, v)), by=definition(Inner)))
    same = chain(c, eq(Cov(inner(h, v_c), inner(h, v)), by=rewrite(shared)), eq(turned, by=definition(Inner)))
    chain(Ne(c, 0), iff(Ne(turned, 0), by=rewrite(same)))
    have(Ne(turned, 0))
    true_sign = theorem(using(improvement_condition), "Corollary 4", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps))
    condition = chain(better(after, before), iff(turned > 0, by=true_sign), iff(c > 0, by=rewrite(same)))
    return same, shared, condition


TWO = discrete([(half, Coordinates(2, 1)), (half, Coordinates(1, 2))])


@refutation("Appendix D, as printed", title="A second moment is not the covariance",
            printed=["Appendix D, condition", "Appendix D: second moment"], erratum=erratum(
    "Appendix D", printed=r"v_c^\top \Sigma v^* > 0, \quad \Sigma = E[hh^\top]",
    should_read=r"v_c^\top \Sigma_w v^* > 0, \quad \Sigma_w = \mathrm{Cov}_{\pi_{\mathrm{base}}}(h)",
    why="Σ and Σ_w are not the same where h has a mean: for h uniform on (2, 1) and (1, 2), v_c = e₁ and v* = e₂ the printed "
        "Σ gives 2 > 0, Σ_w gives −1/4, and every λ > 0 lowers alignment.",
    repaired_by=["Appendix D (condition)"]))
def second_moment_as_printed():
    """For h uniform on (2, 1) and (1, 2): e₁ᵀE[hhᵀ]e₂ = 2, e₁ᵀΣ_w e₂ = −1/4, and the mean of ⟨h, e₂⟩ falls for every λ > 0."""
    u, w = inner(plane, EAST), inner(plane, NORTH)
    moment = inner(EAST, E(Outer(plane, plane), under=TWO, over=plane) @ NORTH)
    slope = inner(EAST, CovOperator(plane, under=TWO, over=plane) @ NORTH)
    gain = gain_of(w, TWO, EAST)
    show(And(Eq(moment, 2), Eq(slope, rational("-1/4")), ForAll(lam, Implies(0 < lam, gain < 0))))
    printed_value = chain(moment, eq(2, by=definition(Expectation)))
    true_value = chain(slope, eq(Cov(u, w, under=TWO, over=plane), by=definition(Inner)),
                       eq(rational("-1/4"), by=definition(Covariance, Expectation)))
    with suppose(0 < lam) as positive:
        more = have(exp(0) < exp(lam), by=law("exponential is increasing", x=0, y=lam))
        less = chain(gain, eq((1 - exp(lam)) / (2 * (1 + exp(lam))), by=definition(Expectation)), lt(0, by=positivity(more)))
    return printed_value, true_value, generalized(positive.conclude(less), lam)


@refutation("Appendix D, as printed (pooled)", title="A covariance over all prompts is not the one at a prompt",
            printed=["Appendix D, condition", "Appendix D: second moment"], erratum=erratum(
    "Appendix D", printed=r"\Sigma_w = \mathrm{Cov}_{\pi_{\mathrm{base}}}(h)",
    should_read=r"\Sigma_w = \mathbb{E}_x[\mathrm{Cov}_{y \sim \pi_{\mathrm{base}}(\cdot | x)}(h(x, y))]",
    why="Centring h over prompts and responses does not help: with two prompts whose responses are (2, 1), (1, 2) and "
        "(−2, −1), (−1, −2), E[h] = 0 and v_cᵀE[hhᵀ]v* = 2 > 0, and every λ > 0 lowers alignment at both prompts.",
    repaired_by=["Appendix D (condition)", "Theorem 3 (averaged over prompts)"]))
def pooled_second_moment():
    """Two prompts s = ±1, each with the responses s(2, 1) and s(1, 2) with equal chances: E[h] = 0 and e₁ᵀE[hhᵀ]e₂ = 2, over
    prompts and responses; and the alignment with v* = e₂ falls for every λ > 0 with v_c = e₁."""
    s = Real("s")
    prompts, base = discrete([(half, 1), (half, -1)]), discrete([(half, s * Coordinates(2, 1)), (half, s * Coordinates(1, 2))])
    pooled = lambda body: E(E(body, under=base, over=response), under=prompts, over=s)
    score, value = inner(response, EAST), inner(response, NORTH)
    gain = E(E(value, under=tilted(score, lam, base=base, over=response), over=response), prompts, s) - pooled(value)
    show(And(Eq(pooled(score), 0), Eq(pooled(value), 0), Eq(inner(EAST, pooled(Outer(response, response)) @ NORTH), 2),
             ForAll(lam, Implies(0 < lam, gain < 0))))
    means = [chain(pooled(body), eq(0, by=definition(Expectation))) for body in (score, value)]
    moment = chain(inner(EAST, pooled(Outer(response, response)) @ NORTH), eq(2, by=definition(Expectation)))
    with suppose(0 < lam) as positive:
        more = have(exp(0) < exp(lam), by=law("exponential is increasing", x=0, y=lam))
        less = chain(gain, eq((1 - exp(lam)) / (2 * (1 + exp(lam))), by=definition(Expectation)), lt(0, by=positivity(more)))
    return *means, moment, generalized(positive.conclude(less), lam)


# -- the encoding quality -----------------------------------------------------------------------------------------------

@equation("Equations (28)–(29), unwhitened", title="The variances of proxy and safety")
def unwhitened_variances(h: Representation, epsilon: RandomScalar, v: Direction, sigma_epsilon: Positive):
    """For every covariance Σ the proxy has the variance v*ᵀΣv*, and an uncorrelated error adds σ_ε²."""
    proxy, s, Sigma = inner(h, v), sigma_epsilon, CovOperator(h)
    noise, apart = given(square_integrable(norm(h)), square_integrable(epsilon), Eq(Var(epsilon), s**2),
                         Eq(Cov(proxy, epsilon), 0))[2:]
    show(And(Eq(Var(proxy), spread(Sigma, v)), Eq(Var(proxy + epsilon), deviation(Sigma, v, s)**2), 0 <= spread(Sigma, v)))
    for moment in (proxy**2, proxy, proxy * epsilon, epsilon):
        have(integrable(moment))
    value = chain(Var(proxy), eq(spread(Sigma, v), by=definition(Inner)))
    semidefinite = have(ForAll(v, inner(Sigma @ v, v) >= 0),
                        by=theorem(using("Covariance operators are positive semidefinite"), "a covariance is semidefinite",
                                   h=Lambda(omega, h)))
    low = have(0 <= spread(Sigma, v), by=theorem(semidefinite, "a covariance is semidefinite", v=v))
    return value, chain(
        Var(proxy + epsilon),
        eq(Var(proxy) + 2 * Cov(proxy, epsilon) + Var(epsilon)),
        eq(spread(Sigma, v) + 2 * 0 + s**2, by=rewrite(value, noise, apart, why="the three values")),
        eq(deviation(Sigma, v, s)**2),
    ), low


@lemma("Share of a sum", title="q/(q + s²) lies between 0 and 1")
def share_of_sum(q: Nonnegative, s: Positive):
    """For q ≥ 0 and s > 0 the share q/(q + s²) is at least 0 and less than 1."""
    share = q / (q + s**2)
    show(And(0 <= share, share < 1))
    least = have(0 <= share)
    most = chain(share, eq(1 - s**2 / (q + s**2)), lt(1, by=positivity(have(0 < s**2 / (q + s**2)))))
    return least, most


@lemma("Root of a share", title="The root of q/(q + s²)")
def root_of_share(q: Positive, s: Positive):
    """For q > 0 and D = √(q + s²), q/√(qD²) = √q/D, and the denominator is positive."""
    D = sqrt(q + s**2)
    show(And(0 < sqrt(q * D**2), Eq(q / sqrt(q * D**2), sqrt(q) / D)))
    return have(0 < sqrt(q * D**2)), have(Eq(q / sqrt(q * D**2), sqrt(q) / D), by=algebra())


@proposition("Appendix D (encoding quality)", title="The share of the variance that the representation explains",
             printed=["Appendix D, encoding quality"], adds=[
                 added(r"$\Sigma$ is the covariance of $h$, not $\mathbb E[hh^\top]$",
                       needed="Appendix D, as printed (encoding quality)")])
def unwhitened_quality(h: Representation, epsilon: RandomScalar, v: Direction, sigma_epsilon: Positive):
    """For every covariance Σ and every mean of h, v*ᵀΣv*/(v*ᵀΣv* + σ_ε²) is Var⟨h, v*⟩/Var S. It lies in [0, 1), and its root
    is the correlation of proxy and safety where v*ᵀΣv* > 0."""
    proxy, s, Sigma = inner(h, v), sigma_epsilon, CovOperator(h)
    q, share = spread(Sigma, v), spread(Sigma, v) / (spread(Sigma, v) + s**2)
    *_, apart = given(square_integrable(norm(h)), square_integrable(epsilon), Eq(Var(epsilon), s**2),
                      Eq(Cov(proxy, epsilon), 0))
    show(And(Eq(Var(proxy) / Var(proxy + epsilon), share), 0 <= share, share < 1,
             Implies(0 < q, Eq(Corr(proxy, proxy + epsilon), quality(Sigma, v, s)))))
    for moment in (proxy**2, proxy, proxy * epsilon, epsilon):
        have(integrable(moment))
    value, wide, low = conjuncts(have(
        And(Eq(Var(proxy), q), Eq(Var(proxy + epsilon), deviation(Sigma, v, s)**2), 0 <= q),
        by=theorem(using(unwhitened_variances), "(28) and (29)", h=Lambda(omega, h), epsilon=Lambda(omega, epsilon))))
    have(0 < q + s**2, by=positivity(low))
    least, most = conjuncts(have(And(0 <= share, share < 1), by=theorem(using(share_of_sum), "a share of a sum", q=q, s=s)))
    ratio = chain(Var(proxy) / Var(proxy + epsilon), eq(q / deviation(Sigma, v, s)**2, by=rewrite(value, wide)), eq(share))
    with suppose(0 < q) as positive:
        D = deviation(Sigma, v, s)
        above, root = conjuncts(have(And(0 < sqrt(q * D**2), Eq(q / sqrt(q * D**2), sqrt(q) / D)),
                                     by=theorem(using(root_of_share), "the root of a share", q=q, s=s)))
        chain(0, lt(sqrt(q * D**2), by=positivity(above)),
              eq(sqrt(Var(proxy) * Var(proxy + epsilon)), by=rewrite(value, wide, why="(28) and (29)")))
        shared = chain(Cov(proxy, proxy + epsilon), eq(Var(proxy) + Cov(proxy, epsilon)),
                       eq(q + 0, by=rewrite(value, apart, why="(28)")), eq(q))
        correlation = chain(
            Corr(proxy, proxy + epsilon),
            eq(Cov(proxy, proxy + epsilon) / sqrt(Var(proxy) * Var(proxy + epsilon)), by=definition(Correlation)),
            eq(q / sqrt(q * D**2), by=rewrite(shared, value, wide, why="(28) and (29)")),
            eq(quality(Sigma, v, s), by=rewrite(root)),
        )
    return ratio, least, most, positive.conclude(correlation)


@refutation("Appendix D, as printed (encoding quality)", title="A second moment counts the mean of h as information",
            erratum=erratum(
    "Appendix D", printed=r"\rho^2 = \frac{v^{*\top} \Sigma v^*}{v^{*\top} \Sigma v^* + \sigma_\epsilon^2}, "
                          r"\quad \Sigma = E[hh^\top]",
    should_read=r"\rho^2 = \frac{v^{*\top} \mathrm{Cov}(h) v^*}{v^{*\top} \mathrm{Cov}(h) v^* + \sigma_\epsilon^2}",
    why="The two are the same if E[h] = 0, which Section 3.1 assumes together with E[hhᵀ] = I; this appendix does not say "
        "whether it keeps it. For h uniform on {0, 2} and an independent error ±1 the share of the variance of S that ⟨h, v*⟩ "
        "explains is 1/2; with the second moment E[h²] = 2 the printed value is 2/3.",
    repaired_by=["Appendix D (encoding quality)"]))
def quality_as_printed():
    """Let (h, ε) be uniform on the four points (0, ±1), (2, ±1), and v* = 1. Then E ε = Cov(h, ε) = 0, E[h²]/(E[h²] + E[ε²])
    = 2/3, and Var h/Var S = 1/2."""
    base = discrete([(rational("1/4"), Coordinates(a, b)) for a in (0, 2) for b in (1, -1)])
    h_, noise = inner(plane, EAST), inner(plane, NORTH)
    mean = lambda body: E(body, under=base, over=plane)
    variance = lambda body: Var(body, under=base, over=plane)
    show(And(Eq(mean(noise), 0), Eq(Cov(h_, noise, under=base, over=plane), 0),
             Eq(mean(h_**2) / (mean(h_**2) + mean(noise**2)), rational("2/3")),
             Eq(variance(h_) / variance(h_ + noise), half)))
    values = [chain(value, eq(number, by=definition(Covariance, Variance, Expectation))) for value, number in (
        (mean(noise), 0), (Cov(h_, noise, under=base, over=plane), 0), (mean(h_**2), 2), (mean(noise**2), 1),
        (variance(h_), 1), (variance(h_ + noise), 2))]
    printed_value = chain(mean(h_**2) / (mean(h_**2) + mean(noise**2)), eq(rational("2") / (2 + 1), by=rewrite(*values[2:4])),
                          eq(rational("2/3")))
    true_value = chain(variance(h_) / variance(h_ + noise), eq(half, by=rewrite(*values[4:])))
    return *values[:2], printed_value, true_value


# -- the ceiling --------------------------------------------------------------------------------------------------------

def over_gaussians(body, mu, Sigma):
    """The average over the features of two responses, h ∼ N(μ, Σ)."""
    return E(E(body, Gaussian(mu, Sigma), h2), Gaussian(mu, Sigma), h1)


def achieved(k, S1, S2):
    """The larger safety, and the safety of the choice by k."""
    return Max(S1, S2), k * S1 + (1 - k) * S2


@lemma("Shifted mean", title="E[m + X] = m + E[X]")
def shifted_mean(X: RandomScalar, m: Real):
    """A constant comes out of a mean."""
    given(integrable(X))
    show(Eq(E(m + X), m + E(X)))
    return have(Eq(E(m + X), m + E(X)), by=algebra(why="linearity"))


@lemma("Shifted safeties", title="A shift of both safeties moves every choice by the same")
def shifted(k: Rule, v: Direction, m: Real, sigma_epsilon: Positive):
    """For whitened features and 0 ≤ k ≤ 1, adding m to both safeties adds m to what the oracle gets and to what the choice by
    k gets."""
    s, weight, P1, P2 = sigma_epsilon, k(h1, h2), inner(h1, v), inner(h2, v)
    given(ForAll(h1, ForAll(h2, 0 <= weight)), ForAll(h1, ForAll(h2, weight <= 1)))
    (best, worth), (best_0, worth_0) = achieved(weight, m + P1 + e1, m + P2 + e2), achieved(weight, P1 + e1, P2 + e2)
    show(And(Eq(over_responses(best, s), m + over_responses(best_0, s)),
             Eq(over_responses(worth, s), m + over_responses(worth_0, s))))
    top = chain(over_responses(best, s), eq(m + over_responses(best_0, s), by=definition(Max, why="linearity")))
    chosen, bound = weight * P1 + (1 - weight) * P2, Abs(P1) + Abs(P2)
    have(0 <= weight), have(weight <= 1)
    have(And(chosen <= Max(P1, P2), Abs(chosen) <= bound), by=theorem(using(mixture), "a mixture", k=weight, a=P1, b=P2))
    generalized(have(Abs(chosen) <= bound), h2)
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    average, limit = E(chosen, FEATURES, h2), E(bound, FEATURES, h2)
    pair = {"P": FEATURES, "X": Lambda(h2, chosen), "Y": Lambda(h2, bound)}
    have(And(Integrable(h2, FEATURES, chosen), Abs(average) <= limit), by=theorem(using(dominated_mean), "domination", **pair))
    generalized(have(Abs(average) <= limit), h1)
    have(And(Integrable(h1, FEATURES, average), Abs(E(average, FEATURES, h1)) <= E(limit, FEATURES, h1)),
         by=theorem(using(dominated_mean), "domination", P=FEATURES, X=Lambda(h1, average), Y=Lambda(h1, limit)))
    have(Integrable(h2, FEATURES, chosen)), have(Integrable(h1, FEATURES, average))
    apart = have(Eq(weight * (m + P1) + (1 - weight) * (m + P2), m + chosen))
    return top, chain(
        over_responses(worth, s),
        eq(E(E(weight * (m + P1) + (1 - weight) * (m + P2), FEATURES, h2), FEATURES, h1),
           by=theorem(using(errors_average_out), "the errors average out", k=weight, a=m + P1, b=m + P2)),
        eq(E(E(m + chosen, FEATURES, h2), FEATURES, h1), by=rewrite(apart, why="algebra")),
        eq(E(m + average, FEATURES, h1), by=theorem(using(shifted_mean), why="linearity", P=FEATURES, X=Lambda(h2, chosen))),
        eq(m + E(average, FEATURES, h1), by=theorem(using(shifted_mean), why="linearity", P=FEATURES, X=Lambda(h1, average))),
        eq(m + over_responses(worth_0, s),
           by=theorem(using(errors_average_out), "the errors average out", k=weight, a=P1, b=P2)),
    )


@lemma("Standardised features", title="Two Gaussian vectors as affine images of standard normal ones")
def standardised(W: FunctionOn(R_d, R_d), mu: Direction, A: OperatorOn("d")):
    """For h ∼ N(μ, AAᵀ) the features of two responses are μ + Aq₁ and μ + Aq₂ for standard normal q₁ and q₂."""
    Sigma, image = Compose(A, Transpose(A)), lambda z: mu + A @ z
    show(Eq(over_gaussians(W(h1, h2), mu, Sigma), E(E(W(image(h1), image(h2)), FEATURES, h2), FEATURES, h1)))
    return chain(
        over_gaussians(W(h1, h2), mu, Sigma),
        eq(E(E(W(h1, image(h2)), FEATURES, h2), Gaussian(mu, Sigma), h1),
           by=law("linear image of a standard normal vector", mu=mu, L=A, H=Lambda(h2, W(h1, h2)))),
        eq(E(E(W(image(h1), image(h2)), FEATURES, h2), FEATURES, h1),
           by=law("linear image of a standard normal vector", mu=mu, L=A,
                  H=Lambda(h1, E(W(h1, image(h2)), FEATURES, h2)))),
    )


def unwhitened_values(k, mu, Sigma, v, sigma):
    """What the oracle and the choice by k(h₁, h₂) get on average, for h ∼ N(μ, Σ)."""
    best, worth = achieved(k, inner(h1, v) + e1, inner(h2, v) + e2)
    return (over_gaussians(over_errors(best, sigma), mu, Sigma), over_gaussians(over_errors(worth, sigma), mu, Sigma))


@lemma("Length of a transposed image", title="‖Aᵀv‖²")
def transposed_length(A: OperatorOn("d"), v: Direction):
    """The form of AAᵀ at v is the square of the norm of Aᵀv."""
    u, z = Transpose(A) @ v, Symbol("z", R_d)
    show(Eq(spread(Compose(A, Transpose(A)), v), norm(u)**2))
    square = generalized(have(Eq(inner(z, z), norm(z)**2), why="the norm"), z)
    return chain(spread(Compose(A, Transpose(A)), v), eq(inner(u, u)),
                 eq(norm(u)**2, by=theorem(square, "the norm", z=u)))


@lemma("Reduction to whitened features", title="The same gap, for another direction and another rule")
def reduction(k: Rule, mu: Direction, A: OperatorOn("d"), v: Direction, sigma_epsilon: Positive):
    """For h ∼ N(μ, AAᵀ) the oracle and the choice by k get ⟨μ, v*⟩ more than they would for whitened features, the direction
    Aᵀv* and the rule k(μ + Aq₁, μ + Aq₂)."""
    s, Sigma, u, m = sigma_epsilon, Compose(A, Transpose(A)), Transpose(A) @ v, inner(mu, v)
    weight, image = k(h1, h2), lambda z: mu + A @ z
    given(ForAll(h1, ForAll(h2, 0 <= weight)), ForAll(h1, ForAll(h2, weight <= 1)))
    moved = k(image(h1), image(h2))
    best, worth = unwhitened_values(weight, mu, Sigma, v, s)
    best_0, worth_0 = (over_responses(body, s) for body in achieved(moved, inner(h1, u) + e1, inner(h2, u) + e2))
    show(And(Eq(best, m + best_0), Eq(worth, m + worth_0)))
    within = ForAll(h1, ForAll(h2, 0 <= weight)), ForAll(h1, ForAll(h2, weight <= 1))
    for bound, at in zip(within, (0 <= moved, moved <= 1), strict=True):
        inside = have(at, by=theorem(have(bound), "the bounds of the rule", h_1=image(h1), h_2=image(h2)))
        generalized(generalized(inside, h2), h1)
    safeties = [inner(z, v) + e for z, e in ((h1, e1), (h2, e2))]
    affine = [inner(image(z), v) + e for z, e in ((h1, e1), (h2, e2))]
    shifts = [m + inner(z, u) + e for z, e in ((h1, e1), (h2, e2))]
    same = [have(Eq(left, right), by=algebra()) for left, right in zip(affine, shifts, strict=True)]
    results = []
    for body, at_image, shift, plain, moves in zip(achieved(weight, *safeties), achieved(moved, *affine),
                                                   achieved(moved, *shifts), (best_0, worth_0), conjuncts(using(shifted)),
                                                   strict=True):
        results.append(chain(
            over_gaussians(over_errors(body, s), mu, Sigma),
            eq(over_responses(at_image, s), by=theorem(using(standardised), "standardised features",
                                                       W=Lambda(h1, h2, over_errors(body, s)), A=A)),
            eq(over_responses(shift, s), by=rewrite(*same, why=r"$\langle A q, v^*\rangle = \langle q, A^\top v^*\rangle$")),
            eq(m + plain, by=theorem(moves, "a shift of both safeties", k=Lambda(h1, h2, moved), v=u, m=m)),
        ))
    return tuple(results)


@lemma("Bound after a shift", title="The same gap, the same bound")
def bound_after_shift(best: Real, worth: Real, bound: Real, best_0: Real, worth_0: Real, bound_0: Real, m: Real):
    """If both values are moved by m, a bound for their difference stays one, and its value too."""
    given(Eq(best, m + best_0), Eq(worth, m + worth_0), Eq(bound, bound_0))
    show(And(Implies(best_0 - worth_0 >= bound_0, best - worth >= bound), Eq(best - worth, best_0 - worth_0)))
    same, equal = have(Eq(best - worth, best_0 - worth_0)), have(Eq(bound, bound_0))
    with suppose(best_0 - worth_0 >= bound_0) as known:
        less = known.conclude(have(best - worth >= bound, by=positivity(known.fact, same, equal)))
    return less, same


def at_root(Sigma, A, v, square):
    """With Σ = AAᵀ and u = Aᵀv*: v*ᵀΣv* = ‖u‖², and the printed bound is that of Theorem 6 for u."""
    u, AAt = Transpose(A) @ v, Compose(A, Transpose(A))
    nonnegative = have(0 <= inner(u, u))
    chain(0, le(inner(u, u), by=positivity(nonnegative)), eq(inner(v, A @ u)))
    length = have(Eq(spread(AAt, v), norm(u)**2), by=theorem(using(transposed_length), "the transpose", A=A, v=v))
    return chain(spread(Sigma, v), eq(spread(AAt, v), by=rewrite(square, why="the root of $\\Sigma$")),
                 eq(norm(u)**2, by=rewrite(length, why="the transpose")))


def gap_bound(q, sigma):
    """(1 − ρ)σ_S/√π, for a proxy of variance q."""
    return (1 - sqrt(q) / sqrt(q + sigma**2)) * sqrt(q + sigma**2) / sqrt(pi)


@theorem_claim("Theorem 6 (unwhitened)", title="The ceiling for any mean and covariance", printed=["Appendix D: ceiling"],
               adds=[added(r"$h$ is Gaussian and independent of $\epsilon$, and $\Sigma$ is its covariance",
                           needed="Theorem 6, as printed"), SELECTION])
def unwhitened_ceiling(k: Rule, mu: Direction, Sigma: Covariance_, v: Direction, sigma_epsilon: Positive):
    """For h ∼ N(μ, Σ) every selection rule that sees the features of two responses falls short of the oracle by at least
    (1 − ρ)σ_S/√π, where v*ᵀΣv* takes the place of ‖v*‖² in ρ and σ_S. Σ may be singular, and μ does not matter."""
    s, weight = sigma_epsilon, k(h1, h2)
    within = ForAll(h1, ForAll(h2, 0 <= weight)), ForAll(h1, ForAll(h2, weight <= 1))
    given(*within)
    best, worth = unwhitened_values(weight, mu, Sigma, v, s)
    bound = gap_bound(spread(Sigma, v), s)
    show(best - worth >= bound)
    A = OperatorOn("d")("A")
    root = have(Exists(A, Eq(Sigma, Compose(A, Transpose(A)))), by=law("square root of a semidefinite operator", S=Sigma))
    with obtain(root, A) as (_, square):
        u, image = Transpose(A) @ v, lambda z: mu + A @ z
        moved, AAt = k(image(h1), image(h2)), Compose(A, Transpose(A))
        for limit, at in zip(within, (0 <= moved, moved <= 1), strict=True):
            inside = have(at, by=theorem(have(limit), "the bounds of the rule", h_1=image(h1), h_2=image(h2)))
            generalized(generalized(inside, h2), h1)
        best_0, worth_0 = (over_responses(body, s) for body in achieved(moved, inner(h1, u) + e1, inner(h2, u) + e2))
        bound_0 = (1 - rho(u, s)) * sigma_S(u, s) / sqrt(pi)
        have(best_0 - worth_0 >= bound_0, by=theorem(using(ceiling), "Theorem 6", k=Lambda(h1, h2, moved), v=u))
        shifts = conjuncts(using(reduction))
        for value, plain, moves, at_A in zip((best, worth), (best_0, worth_0), shifts,
                                             unwhitened_values(weight, mu, AAt, v, s), strict=True):
            chain(value, eq(at_A, by=rewrite(square, why="the root of $\\Sigma$")),
                  eq(inner(mu, v) + plain, by=theorem(moves, "reduction to whitened features")))
        size = at_root(Sigma, A, v, square)
        chain(bound, eq(gap_bound(norm(u)**2, s), by=rewrite(size)), eq(bound_0))
        carries = conjuncts(using(bound_after_shift))[0]
        shown = have(best - worth >= bound, by=theorem(
            carries, "the same shift", best=best, worth=worth, bound=bound, best_0=best_0, worth_0=worth_0, bound_0=bound_0,
            m=inner(mu, v)))
    return release(root, A, shown)


@lemma("Values and gap", title="The second value from the gap")
def three_values(best: Real, worth: Real, best_0: Real, worth_0: Real, m: Real, D: Positive, R: Real):
    """If both values are m more than best_0 = D/√π and worth_0, whose difference is (1 − R/D)D/√π, then worth_0 is R/√π."""
    first, second, top, gap = given(Eq(best, m + best_0), Eq(worth, m + worth_0), Eq(best_0, D / sqrt(pi)),
                                    Eq(best_0 - worth_0, (1 - R / D) * D / sqrt(pi)))
    show(And(Eq(best, m + D / sqrt(pi)), Eq(worth, m + R / D * D / sqrt(pi)), Eq(best - worth, (1 - R / D) * D / sqrt(pi))))
    return (
        chain(best, eq(m + best_0, by=rewrite(first)), eq(m + D / sqrt(pi), by=rewrite(top))),
        chain(worth, eq(m + worth_0, by=rewrite(second)), eq(m + best_0 - (best_0 - worth_0)),
              eq(m + best_0 - (1 - R / D) * D / sqrt(pi), by=theorem(gap)),
              eq(m + D / sqrt(pi) - (1 - R / D) * D / sqrt(pi), by=rewrite(top)), eq(m + R / D * D / sqrt(pi))),
        chain(best - worth, eq(m + best_0 - (m + worth_0), by=rewrite(first, second)), eq(best_0 - worth_0),
              eq((1 - R / D) * D / sqrt(pi), by=theorem(gap))),
    )


@lemma("Range of an indicator", title="An indicator lies between 0 and 1")
def indicator_range(a: Real, b: Real):
    """The indicator of a < b is at least 0 and at most 1."""
    chosen = Indicator(Lt(a, b))
    show(And(0 <= chosen, chosen <= 1))
    value = have(Or(And(Lt(a, b), Eq(chosen, 1)), And(Not(Lt(a, b)), Eq(chosen, 0))),
                 by=law("indicator", x=b, S_n=Lambda(x, Lt(a, x))))
    cases = []
    for part in value.statement.arguments:
        with suppose(part) as case:
            cases.append(case.conclude(have(And(0 <= chosen, chosen <= 1))))
    return by_cases(value, *cases)


@theorem_claim("Equations (31)–(37), unwhitened", title="The best proxy attains the ceiling", printed=["Appendix D: ceiling"],
               adds=[added(r"$h$ is Gaussian and independent of $\epsilon$, and $\Sigma$ is its covariance",
                           needed="Theorem 6, as printed"), SELECTION])
def unwhitened_best_proxy(mu: Direction, Sigma: Covariance_, v: Direction, sigma_epsilon: Positive):
    """For h ∼ N(μ, Σ) with v*ᵀΣv* > 0 the oracle gets ⟨μ, v*⟩ + σ_S/√π on average, the choice by the proxy ⟨h, v*⟩ gets
    ⟨μ, v*⟩ + ρσ_S/√π, and the regret is (1 − ρ)σ_S/√π."""
    s, q = sigma_epsilon, spread(Sigma, v)
    given(0 < q)
    wins = Indicator(Lt(inner(h2, v), inner(h1, v)))
    best, worth = unwhitened_values(wins, mu, Sigma, v, s)
    show(And(Eq(best, inner(mu, v) + deviation(Sigma, v, s) / sqrt(pi)),
             Eq(worth, inner(mu, v) + quality(Sigma, v, s) * deviation(Sigma, v, s) / sqrt(pi)),
             Eq(best - worth, gap_bound(q, s))))
    A = OperatorOn("d")("A")
    root = have(Exists(A, Eq(Sigma, Compose(A, Transpose(A)))), by=law("square root of a semidefinite operator", S=Sigma))
    k = Lambda(h1, h2, wins)
    between = have(And(0 <= wins, wins <= 1), by=theorem(using(indicator_range), a=inner(h2, v), b=inner(h1, v)))
    for limit in conjuncts(between):
        generalized(limit, h1, h2)
    with obtain(root, A) as (_, square):
        u, image, AAt = Transpose(A) @ v, lambda z: mu + A @ z, Compose(A, Transpose(A))
        size = at_root(Sigma, A, v, square)
        with suppose(Eq(u, Zero(R_d))) as none:
            flat = chain(q, eq(norm(u)**2, by=rewrite(size)), eq(norm(Zero(R_d))**2, by=rewrite(none.fact)), eq(0))
            absurd = falsehood(flat, have(0 < q))
        contradiction_from(none, absurd)
        chain(Ne(u, Zero(R_d)), iff(Not(Eq(u, Zero(R_d))), by=definition(Ne)))
        have(Ne(u, Zero(R_d)))
        plain_wins = Indicator(Lt(inner(h2, u), inner(h1, u)))
        S1, S2 = inner(h1, u) + e1, inner(h2, u) + e2
        best_0, worth_0 = (over_responses(body, s) for body in achieved(plain_wins, S1, S2))
        have(Eq(best_0, sigma_S(u, s) / sqrt(pi)), by=theorem(using(oracle), "(31)", v=u))
        gap = conjuncts(using(regret_of_the_best_proxy))[1]
        have(Eq(best_0 - worth_0, (1 - rho(u, s)) * sigma_S(u, s) / sqrt(pi)), by=theorem(gap, "(37)", v=u))
        order = Lt(inner(image(h2), v), inner(image(h1), v))
        same_order = have(Iff(order, Lt(inner(h2, u), inner(h1, u))))
        shifts, results = conjuncts(using(reduction)), []
        moved = achieved(Indicator(order), S1, S2)
        for value, at_A, at_image, plain, moves in zip((best, worth), unwhitened_values(wins, mu, AAt, v, s), moved,
                                                       (best_0, worth_0), shifts, strict=True):
            results.append(chain(
                value,
                eq(at_A, by=rewrite(square, why="the root of $\\Sigma$")),
                eq(inner(mu, v) + over_responses(at_image, s), by=theorem(moves, "reduction to whitened features", k=k)),
                eq(inner(mu, v) + plain, by=rewrite(same_order, why="the same choice")),
            ))
        D, R = sigma_S(u, s), norm(u)
        have(And(*(part.statement for part in results)))
        values = have(And(Eq(best, inner(mu, v) + D / sqrt(pi)), Eq(worth, inner(mu, v) + R / D * D / sqrt(pi)),
                          Eq(best - worth, (1 - R / D) * D / sqrt(pi))),
                      by=theorem(using(three_values), "(31) and (37)", best=best, worth=worth, best_0=best_0, worth_0=worth_0,
                                 m=inner(mu, v), D=D, R=R))
        shown = []
        goals = (inner(mu, v) + deviation(Sigma, v, s) / sqrt(pi),
                 inner(mu, v) + quality(Sigma, v, s) * deviation(Sigma, v, s) / sqrt(pi), gap_bound(q, s))
        for left, right, value in zip((best, worth, best - worth), goals, conjuncts(values), strict=True):
            plain = value.statement.arguments[1]
            shown.append(chain(left, eq(plain, by=theorem(value, "(31) and (37)")),
                               eq(right, by=rewrite(size, why="the variance of the proxy"))))
    return tuple(release(root, A, part) for part in shown)


# -- what does change ---------------------------------------------------------------------------------------------------

BOX = discrete([(rational("1/4"), Coordinates(a, b)) for a in (1, -1) for b in (2, -2)])
SEGMENT = discrete([(half, Coordinates(1, 0)), (half, Coordinates(-1, 0))])


@example("Appendix D (what changes)", title="⟨v_c, v*⟩ > 0 no longer suffices, and v* ≠ 0 may not be encoded at all")
def what_changes():
    """For h uniform on (±1, ±2), with the covariance diag(1, 4), v_c = (2, −1) and v* = (1, 1) have ⟨v_c, v*⟩ = 1 and
    v_cᵀΣ_w v* = −2, and every λ > 0 lowers alignment. For h uniform on (±1, 0) and v* = (0, 1), v*ᵀΣ_w v* = 0 although
    v* ≠ 0, and no λ and no v_c change anything."""
    v_c, v, a, b = Coordinates(2, -1), Coordinates(1, 1), Real("a"), Real("b")
    slope = inner(v_c, CovOperator(plane, under=BOX, over=plane) @ v)
    gain = gain_of(inner(plane, v), BOX, v_c)
    flat = spread(CovOperator(plane, under=SEGMENT, over=plane), NORTH)
    still = gain_of(inner(plane, NORTH), SEGMENT, Coordinates(a, b))
    show(And(Eq(inner(v_c, v), 1), Eq(slope, -2), ForAll(lam, Implies(0 < lam, gain < 0)), Eq(flat, 0), Eq(still, 0)))
    overlap = chain(inner(v_c, v), eq(1))
    first_order = chain(slope, eq(Cov(inner(plane, v_c), inner(plane, v), under=BOX, over=plane), by=definition(Inner)),
                        eq(-2, by=definition(Covariance, Expectation)))
    with suppose(0 < lam) as positive:
        more = have(exp(0) < exp(4 * lam), by=law("exponential is increasing", x=0, y=4 * lam))
        less = chain(gain, eq((1 - exp(4 * lam)) / (1 + exp(4 * lam)), by=definition(Expectation)), lt(0, by=positivity(more)))
    height = inner(plane, NORTH)
    none = chain(flat, eq(Cov(height, height, under=SEGMENT, over=plane), by=definition(Inner)),
                 eq(0, by=definition(Covariance, Expectation)))
    nothing = chain(still, eq(0, by=definition(Expectation)))
    return overlap, first_order, generalized(positive.conclude(less), lam), none, nothing


@lemma("Same product", title="The larger the sum, the smaller the difference")
def same_product(a: Real, b: Real, A: Real, B: Real):
    """If (B − A)(B + A) = (b − a)(b + a), a and b are nonnegative, a < A < B and b < B, then B − A < b − a."""
    product, _, _, _, _, apart = given(Eq((B - A) * (B + A), (b - a) * (b + a)), 0 <= a, 0 <= b, a < A, b < B, A < B)
    show(B - A < b - a)
    with suppose(b - a <= B - A) as otherwise:
        gap, wider, sum_ = have(0 < B - A, by=positivity(apart)), have(b + a < B + A), have(0 <= b + a)
        larger = chain((b - a) * (b + a), le((B - A) * (b + a), by=positivity(otherwise.fact, sum_)),
                       lt((B - A) * (B + A), by=positivity(wider, gap)))
        absurd = falsehood(larger, product)
    contradiction_from(otherwise, absurd)
    return have(B - A < b - a, by=law("not at most", x=b - a, y=B - A))


@lemma("Falling gap", title="√(q + s²) − √q falls as q grows")
def falling_gap(q: Nonnegative, t: Positive, s: Positive):
    """If the variance of the proxy were q + t instead of q, with t > 0, (1 − ρ)σ_S/√π would be smaller."""
    show(gap_bound(q + t, s) < gap_bound(q, s))
    a, b, A, B = sqrt(q), sqrt(q + s**2), sqrt(q + t), sqrt(q + t + s**2)
    have(a < A, by=law("square root is strictly monotone", x=q, y=q + t))
    have(b < B, by=law("square root is strictly monotone", x=q + s**2, y=q + t + s**2))
    have(A < B, by=law("square root is strictly monotone", x=q + t, y=q + t + s**2))
    have(Eq((B - A) * (B + A), (b - a) * (b + a)), by=algebra())
    narrower = have(B - A < b - a, by=theorem(using(same_product), "the same product", a=a, b=b, A=A, B=B))
    scaled_ = have(0 < 1 / sqrt(pi))
    return chain(gap_bound(q + t, s), eq((B - A) * (1 / sqrt(pi))),
                 lt((b - a) * (1 / sqrt(pi)), by=positivity(narrower, scaled_)), eq(gap_bound(q, s)))


@lemma("Positive square", title="The square of a number that is not 0")
def positive_square(y: Real):
    """If y ≠ 0, then y² > 0."""
    given(Ne(y, 0))
    show(0 < y**2)
    either = have(Or(y < 0, Eq(y, 0), 0 < y), by=law("trichotomy", x=y, y=0))
    with suppose(y < 0) as below:
        first = below.conclude(have(0 < y**2, by=positivity(below.fact)))
    with suppose(Eq(y, 0)) as none:
        chain(Ne(y, 0), iff(Not(Eq(y, 0)), by=definition(Ne)))
        never = none.conclude(falsehood(none.fact, have(Not(Eq(y, 0)))))
    with suppose(0 < y) as above:
        last = above.conclude(have(0 < y**2, by=positivity(above.fact)))
    return by_cases(either, first, never, last)


@lemma("Second moment of a normal", title="E[x²] = m² + q for x ∼ N(m, q)")
def normal_second_moment(m: Real, q: Nonnegative):
    """The second moment of a normal is the square of its mean plus its variance."""
    show(Eq(E(x**2, Normal(m, q), x), m**2 + q))
    zero = have(Eq(E(x, normal(1), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=1))
    one = chain(E(x**2, normal(1), x), eq(Integral(x, -oo, oo, x**2 * NormalDensity(x)), by=definition(Expectation)),
                eq(1, by=antiderivative(-x * NormalDensity(x) + NormalCDF(x), x)))
    return chain(
        E(x**2, Normal(m, q), x),
        eq(E((m + sqrt(q) * x)**2, normal(1), x), by=law("standardised normal", m=m, v=q, F=Lambda(x, x**2))),
        eq(m**2 + 2 * m * sqrt(q) * E(x, normal(1), x) + q * E(x**2, normal(1), x), by=algebra(why="linearity")),
        eq(m**2 + 2 * m * sqrt(q) * 0 + q * 1, by=rewrite(zero, one)),
        eq(m**2 + q),
    )


@remark("Appendix D (second moment and the ceiling)", title="With a second moment the bound holds but is not attained")
def ceiling_with_second_moment(mu: Direction, Sigma: Covariance_, v: Direction, sigma_epsilon: Positive):
    """For h ∼ N(μ, Σ) the second moment gives v*ᵀΣv* + ⟨μ, v*⟩² in place of v*ᵀΣv*. Where ⟨μ, v*⟩ ≠ 0 the bound (23) with this
    value is smaller than with the covariance, so it holds, and (37) does not: the best proxy loses more."""
    s, q, m = sigma_epsilon, spread(Sigma, v), inner(mu, v)
    given(0 < q, Ne(m, 0))
    wins = Indicator(Lt(inner(h2, v), inner(h1, v)))
    best, worth = unwhitened_values(wins, mu, Sigma, v, s)
    moment = E(inner(h1, v)**2, Gaussian(mu, Sigma), h1)
    show(And(Eq(moment, q + m**2), gap_bound(q + m**2, s) < best - worth))
    value = chain(moment, eq(E(x**2, Normal(m, q), x), by=law("projection of a Gaussian", mu=mu, S=Sigma, u=v,
                                                             F=Lambda(x, x**2))),
                  eq(m**2 + q, by=theorem(using(normal_second_moment), "the second moment of a normal", m=m, q=q)),
                  eq(q + m**2))
    have(0 < m**2, by=theorem(using(positive_square), "the square of a number that is not 0", y=m))
    less = have(gap_bound(q + m**2, s) < gap_bound(q, s), by=theorem(using(falling_gap), "the gap falls", q=q, t=m**2, s=s))
    regret = conjuncts(using(unwhitened_best_proxy))[2]
    return value, chain(gap_bound(q + m**2, s), lt(gap_bound(q, s), by=positivity(less)),
                        eq(best - worth, by=theorem(regret, "(37)")))
