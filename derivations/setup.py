"""Section 3 of the paper, (1)–(6): whitening, the covariance of what, and the encoding quality.

Where no prompt is written, E is the mean over outcomes ω under P: over prompts and responses together, or over the
responses to one prompt; each claim holds under both readings, and the two differ. Where prompts are written, E_x is the
mean over prompts under D, and E_y the mean over the responses to x under the policy π(x). The operator equation E[hhᵀ] = I
is read as E⟨h, u⟩⟨h, w⟩ = ⟨u, w⟩ for all u and w.
"""

from derivations.regret import positive_norm, rho, sigma_S
from symproof.prelude import *

PROMPTS, RESPONSES = Point("X"), Point("Y")
R_d = Vector("d")
x, D = Symbol("x", PROMPTS), Symbol("D", Measure(PROMPTS), "probability")
y, base = Symbol("y", RESPONSES), Symbol("pi", Function(PROMPTS, Measure(RESPONSES)), "probability")
h = Symbol("h", Function(PROMPTS, RESPONSES, R_d))(x, y)
u, w = Symbol("u", R_d), Symbol("w", R_d)
Representation = RandomVector("d")
Direction = VectorIn("d")
half = rational("1/2")
sign = Real("s")
SIGNS = discrete([(half, rational(1)), (half, rational(-1))])


# -- whitening: Section 3.1 ---------------------------------------------------------------------------------------------

def white(h):
    """E[hhᵀ] = I."""
    return ForAll(u, ForAll(w, Eq(E(inner(h, u) * inner(h, w)), inner(u, w))))


@proposition("Whitening", title="The covariance of whitened, centred representations",
             printed=["Section 3.1: whitening"])
def whitening(h: Representation):
    """If E[hhᵀ] = I and E[h] = 0, then Cov(h) = I: it takes every u to u. This is so under any one measure, and the
    covariance is the one under that measure."""
    given(square_integrable(norm(h)))
    Sigma, premises = CovOperator(h), And(white(h), Eq(E(h), Zero(R_d)))
    show(Implies(premises, ForAll(u, Eq(Sigma @ u, u))))
    with suppose(premises) as both:
        second, centred = conjuncts(both.fact)
        have(And(integrable(inner(h, u)), integrable(inner(h, w))))
        mean = [chain(E(inner(h, a)), eq(inner(E(h), a), by=algebra(why="linearity")),
                      eq(inner(Zero(R_d), a), by=rewrite(centred)), eq(0)) for a in (u, w)]
        form = chain(
            inner(Sigma @ u, w),
            eq(Cov(inner(h, u), inner(h, w)), by=definition(Inner)),
            eq(E(inner(h, u) * inner(h, w)) - E(inner(h, u)) * E(inner(h, w)), by=definition(Covariance)),
            eq(inner(u, w) - 0 * 0, by=rewrite(second, *mean)),
            eq(inner(u, w)),
        )
        generalized(form, w)
        same = have(Eq(Sigma @ u, u), by=law("vectors equal by their inner products", u=Sigma @ u, z=u))
        identity = generalized(same, u)
    return both.conclude(identity)


@example("Whitening (centring)", title="Without centring the covariance is smaller")
def centring():
    """The representation that is 1 for every response has E[h²] = 1 and Var(h) = 0."""
    g, one = VectorIn(1)("g"), Coordinates(1)
    constant = discrete([(rational(1), one)])
    second, spread = E(inner(g, one)**2, constant, g), Var(inner(g, one), constant, g)
    show(And(Eq(second, 1), Eq(spread, 0)))
    first = chain(second, eq(1, by=definition(Expectation)))
    return first, chain(spread, eq(E(inner(g, one)**2, constant, g) - E(inner(g, one), constant, g)**2),
                        eq(0, by=definition(Expectation)))


# -- over prompts and responses, or over the responses to a prompt -------------------------------------------------------

def over_prompts(body):
    """E_x."""
    return E(body, D, x)


def over_responses(body):
    """E_y at the prompt x."""
    return E(body, base(x), y)


def pooled(body):
    """E_x E_y: over prompts and responses together."""
    return over_prompts(over_responses(body))


def pooled_covariance(X, Y):
    """The covariance over prompts and responses together."""
    return pooled(X * Y) - pooled(X) * pooled(Y)


@lemma("Law of total covariance", title="What pooling adds")
def total_covariance(X: FunctionOn(PROMPTS, RESPONSES), Y: FunctionOn(PROMPTS, RESPONSES)):
    """The covariance over prompts and responses together is the mean over the prompts of the covariance of the responses
    to a prompt, plus the covariance over the prompts of the two means at a prompt."""
    X, Y = X(x, y), Y(x, y)
    m, n = over_responses(X), over_responses(Y)
    given(integrable(over_responses(X * Y), D, x), integrable(m * n, D, x))
    show(Eq(pooled_covariance(X, Y), over_prompts(Cov(X, Y, base(x), y)) + Cov(m, n, D, x)))
    return chain(
        pooled(X * Y) - pooled(X) * pooled(Y),
        eq(over_prompts(over_responses(X * Y) - m * n) + (over_prompts(m * n) - over_prompts(m) * over_prompts(n)),
           by=algebra(why="linearity")),
        eq(over_prompts(Cov(X, Y, base(x), y)) + Cov(m, n, D, x), by=definition(Covariance)),
    )


@proposition("Covariance under pooled whitening", title="What Σ_w is when h is whitened over prompts and responses together")
def pooled_whitening(v: Direction):
    """If E_x E_y[hhᵀ] = I, then the mean over prompts of the covariance Σ_w(x) of the responses to a prompt is I minus the
    second moment of their mean m(x) = E_y[h]: smaller than I in each direction in which m(x) is not 0 almost
    surely, and never larger. Whether h is centred makes no difference."""
    means = {a: over_responses(inner(h, a)) for a in (u, w)}
    Sigma = CovOperator(h, base(x), y)
    given(ForAll(x, integrable(norm(h)**2, base(x), y)),
          ForAll(u, ForAll(w, integrable(over_responses(inner(h, u) * inner(h, w)), D, x))),
          ForAll(u, ForAll(w, integrable(means[u] * means[w], D, x))))
    second = ForAll(u, ForAll(w, Eq(pooled(inner(h, u) * inner(h, w)), inner(u, w))))
    form = Eq(over_prompts(inner(Sigma @ u, w)), inner(u, w) - over_prompts(means[u] * means[w]))
    bound = Le(over_prompts(inner(Sigma @ v, v)), inner(v, v))
    show(Implies(second, And(ForAll(u, ForAll(w, form)), bound)))
    with suppose(second) as premise:
        have(integrable(over_responses(inner(h, u) * inner(h, w)), D, x))
        have(integrable(means[u] * means[w], D, x))
        value = chain(
            over_prompts(inner(Sigma @ u, w)),
            eq(over_prompts(Cov(inner(h, u), inner(h, w), base(x), y)), by=definition(Inner)),
            eq(pooled_covariance(inner(h, u), inner(h, w)) - Cov(means[u], means[w], D, x),
               by=theorem(using(total_covariance), "the law of total covariance", X=Lambda(x, y, inner(h, u)),
                          Y=Lambda(x, y, inner(h, w)))),
            eq(pooled(inner(h, u) * inner(h, w)) - pooled(inner(h, u)) * pooled(inner(h, w))
               - (over_prompts(means[u] * means[w]) - pooled(inner(h, u)) * pooled(inner(h, w))), by=definition(Covariance)),
            eq(inner(u, w) - over_prompts(means[u] * means[w]), by=rewrite(premise.fact)),
        )
        every = generalized(value, u, w)
        at_v = over_responses(inner(h, v))
        top = chain(over_prompts(inner(Sigma @ v, v)),
                    eq(inner(v, v) - over_prompts(at_v * at_v), by=theorem(every, "the equation above", u=v, w=v)),
                    eq(inner(v, v) - over_prompts(at_v**2)),
                    le(inner(v, v), by=positivity(have(over_prompts(at_v**2) >= 0))))
        both = have(And(every.statement, top.statement))
    return premise.conclude(both)


three, four = rational("3/5"), rational("4/5")
p, q = Coordinates(three, four), Coordinates(-four, three)
X_SIGN, Y_SIGN = Real("x"), Real("y")
CROSSED = X_SIGN * p + Y_SIGN * q
e1 = Coordinates(1, 0)


def over_signs(body, first=SIGNS, second=SIGNS):
    """The mean over the two signs of a crossed representation."""
    return E(E(body, second, Y_SIGN), first, X_SIGN)


def crossed_moments():
    """The second moments and the means of the crossed representation, along all directions of the plane."""
    a, b, c, d = (Real(name) for name in "abcd")
    left, right = Coordinates(a, b), Coordinates(c, d)
    one = chain(over_signs(inner(CROSSED, left) * inner(CROSSED, right)),
                eq(inner(left, right), by=definition(Expectation)))
    other = chain(over_signs(inner(CROSSED, left)), eq(0, by=definition(Expectation)))
    return generalized(one, a, b, c, d), generalized(other, a, b)


def crossed_statement():
    """E[hhᵀ] = I and E[h] = 0 in coordinates."""
    a, b, c, d = (Real(name) for name in "abcd")
    left, right = Coordinates(a, b), Coordinates(c, d)
    return (ForAll(a, ForAll(b, ForAll(c, ForAll(d, Eq(over_signs(inner(CROSSED, left) * inner(CROSSED, right)),
                                                     inner(left, right)))))),
            ForAll(a, ForAll(b, Eq(over_signs(inner(CROSSED, left)), 0))))


@refutation("Whitening, as printed", title="Whitened, and yet Σ_w is not I", printed=["Section 3.1: one covariance"],
            erratum=erratum(
    "Section 3.1", printed=r"\mathbb{E}[hh^\top] = I \text{ and } \mathbb{E}[h] = 0",
    should_read=r"\mathbb{E}_{y \sim P_{\text{base}}(\cdot | x)}[hh^\top] = I \text{ and } "
                r"\mathbb{E}_{y \sim P_{\text{base}}(\cdot | x)}[h] = 0 \text{ at every prompt } x",
    why="The mean is not said to be over what. Over prompts and responses together, whitening does not make the covariance of "
        "the responses to a prompt I, and that is the one in Theorem 3: with ⟨v_c, v*⟩ = 5/4 alignment falls for every λ > 0.",
    repaired_by=["Whitening", "Covariance under pooled whitening"]))
def pooled_is_not_enough():
    """Two prompts x = ±1, two responses y = ±1 to each, all equally likely, and h = xp + yq with p = (3/5, 4/5) and
    q = (−4/5, 3/5): over both, E[hhᵀ] = I and E[h] = 0. At each prompt, for v_c = (5/4, 0) and v* = (1, 2), ⟨v_c, v*⟩ = 5/4 but
    ⟨Σ_w v_c, v*⟩ = −2/5, and for every λ > 0 the expected safety falls."""
    v_c, v, lam = Coordinates(rational("5/4"), 0), Coordinates(1, 2), Positive("lam")
    score, value = inner(CROSSED, v_c), inner(CROSSED, v)
    slope = inner(CovOperator(CROSSED, SIGNS, Y_SIGN) @ v_c, v)
    gain = E(value, tilted(score, lam, SIGNS, Y_SIGN), Y_SIGN) - E(value, SIGNS, Y_SIGN)
    up, down = exp(lam), exp(-lam)
    second, centred = crossed_statement()
    show(And(second, centred, Eq(inner(v_c, v), rational("5/4")), ForAll(X_SIGN, Eq(slope, rational("-2/5"))),
             ForAll(X_SIGN, gain < 0)))
    covariance = chain(slope, eq(Cov(score, value, SIGNS, Y_SIGN), by=definition(Inner)),
                       eq(rational("-2/5"), by=definition(Covariance, Expectation)))
    grows = have(down < up, by=law("exponential is increasing", x=-lam, y=lam))
    fall = rational("2/5") * ((up - down) / (up + down))
    positive = have(fall > 0, by=positivity(grows))
    exact = chain(gain, eq(-fall, by=definition(Expectation)), lt(0, by=positivity(positive)))
    overlap = chain(inner(v_c, v), eq(rational("5/4")))
    return *crossed_moments(), overlap, generalized(covariance, X_SIGN), generalized(exact, X_SIGN)


@example("Whitening under another measure", title="Whitened under the uniform measure, not under the base policy")
def other_measure():
    """Four responses h = xp + yq, x, y = ±1: under the uniform measure E[hhᵀ] = I and E[h] = 0. The base policy with log-
    probabilities ⟨h, w⟩ + g, w = (log 3)p, gives x = 1 the probability 9/10. Under it, for v_c = (1, 0) and v* = (1, 5),
    ⟨v_c, v*⟩ = 1 but ⟨Σ_w v_c, v*⟩ = −479/625. So Σ_w is I only if h is whitened under the base policy itself."""
    v_c, v = e1, Coordinates(1, 5)
    biased = discrete([(rational("9/10"), rational(1)), (rational("1/10"), rational(-1))])
    score, value = inner(CROSSED, v_c), inner(CROSSED, v)
    slope = over_signs(score * value, biased) - over_signs(score, biased) * over_signs(value, biased)
    second, centred = crossed_statement()
    weight = exp(Log(rational(3)) * inner(p, p)) / (exp(Log(rational(3)) * inner(p, p)) + exp(-Log(rational(3)) * inner(p, p)))
    show(And(second, centred, Eq(weight, rational("9/10")), Eq(inner(v_c, v), 1), Eq(slope, rational("-479/625"))))
    return (*crossed_moments(), chain(weight, eq(rational("9/10"))), chain(inner(v_c, v), eq(1)),
            chain(slope, eq(rational("-479/625"), by=definition(Expectation))))


# -- Assumption 1: noise that is independent of h ------------------------------------------------------------------------

Test, NoiseTest = FunctionOn(R_d), FunctionOn(SCALAR)


def independent(h, eps):
    """E[f(h) g(ε)] = E[f(h)] E[g(ε)] for all functions f and g; a mean that is not finite counts as 0."""
    f, g = Test("f"), NoiseTest("g")
    return ForAll(f, ForAll(g, Eq(E(f(h) * g(eps)), E(f(h)) * E(g(eps)))))


@lemma("Independent noise", title="What independence is needed for")
def independent_noise(h: Representation, eps: RandomScalar, f: Test, v: Direction):
    """Noise of mean 0 that is independent of h satisfies E[ε f(h)] = 0 for every f, and so is uncorrelated with ⟨h, v⟩ in
    every direction v. Of this, (3) uses Cov(⟨h, v*⟩, ε) = 0 alone, and Theorem 3 uses Cov(ε, ⟨h, v_c⟩) = 0; the mean of ε
    stays 0 under every tilt by ⟨h, v_c⟩ if E[ε f(h)] = 0 for all f. Theorem 6 needs more."""
    z, t = Direction("z"), Real("t")
    free, product = independent(h, eps), ForAll(f, Eq(E(eps * f(h)), 0))
    show(Implies(And(free, Eq(E(eps), 0)), And(product, Eq(Cov(inner(h, v), eps), 0))))
    with suppose(And(free, Eq(E(eps), 0))) as premises:
        splits, centred = conjuncts(premises.fact)
        apart = have(Eq(E(f(h) * eps), E(f(h)) * E(eps)), why="take $g(t) = t$",
                     by=theorem(splits, "independence", f=f, g=Lambda(t, t)))
        every = generalized(chain(E(eps * f(h)), eq(E(f(h) * eps)), eq(E(f(h)) * E(eps), by=rewrite(apart)),
                                  eq(0, by=rewrite(centred))), f)
        along = have(Eq(E(inner(h, v) * eps), E(inner(h, v)) * E(eps)), why="take $f(z) = ⟨z, v⟩$ and $g(t) = t$",
                     by=theorem(splits, "independence", f=Lambda(z, inner(z, v)), g=Lambda(t, t)))
        flat = chain(Cov(inner(h, v), eps), eq(E(inner(h, v) * eps) - E(inner(h, v)) * E(eps), by=definition(Covariance)),
                     eq(0, by=rewrite(along)))
        both = have(And(every.statement, flat.statement))
    return premises.conclude(both)


@remark("Noise that h determines", title="Independent noise cannot be a function of the representation")
def determined_noise(h: Representation, eps: RandomScalar, k: Test):
    """The noise is a function of prompt and response. Where the representation determines the response, it is a function of
    h, and if it is independent of h and of mean 0, then E[ε²] = 0: so σ_ε > 0 needs responses that h cannot tell apart."""
    f = Test("f")
    given(ForAll(omega, Eq(eps, k(h))))
    show(Implies(ForAll(f, Eq(E(eps * f(h)), 0)), Eq(E(eps**2), 0)))
    with suppose(ForAll(f, Eq(E(eps * f(h)), 0))) as premise:
        here = have(Eq(eps, k(h)))
        orthogonal = have(Eq(E(eps * k(h)), 0), by=theorem(premise.fact, "take $f = k$", f=k))
        none = chain(E(eps**2), eq(E(eps * eps)), eq(E(eps * k(h)), by=rewrite(generalized(here, omega))),
                     eq(0, by=rewrite(orthogonal)))
    return premise.conclude(none)


# -- Definition 1: the encoding quality ----------------------------------------------------------------------------------

def noise_hypotheses(proxy, eps, sigma):
    """Moments, E ε = 0, E ε² = σ_ε², and ε uncorrelated with the proxy ⟨h, v*⟩ (so if independent of h)."""
    return square_integrable(proxy), square_integrable(eps), Eq(E(eps), 0), Eq(E(eps**2), sigma**2), Eq(Cov(proxy, eps), 0)


@lemma("Variance of the safety", title="Signal and noise add")
def variance_of_safety(h: Representation, eps: RandomScalar, v: Direction, sigma_epsilon: Nonnegative):
    """Var(S) = Var(⟨h, v*⟩) + σ_ε², when ε is of mean 0 and uncorrelated with ⟨h, v*⟩. No whitening is used."""
    proxy, s = inner(h, v), sigma_epsilon
    *_, centred, second, apart = given(*noise_hypotheses(proxy, eps, s))
    show(Eq(Var(proxy + eps), Var(proxy) + s**2))
    for moment in (proxy**2, proxy, proxy * eps, eps):
        have(integrable(moment))
    return chain(Var(proxy + eps), eq(Var(proxy) + 2 * Cov(proxy, eps) + (E(eps**2) - E(eps)**2)),
                 eq(Var(proxy) + s**2, by=rewrite(centred, second, apart)))


@equation("Equation (3)", title="Two expressions for the encoding quality", printed=["(3)"], adds=[
    added("$\\mathrm{Var}(S) > 0$", needed="Definition 1, as printed")])
def encoding_quality(h: Representation, eps: RandomScalar, v: Direction, sigma_epsilon: Nonnegative):
    """If Cov(h) = I, S = ⟨h, v*⟩ + ε with noise as in Assumption 1, and Var(S) > 0, then ‖v*‖²/(‖v*‖² + σ_ε²) and
    Var(⟨h, v*⟩)/Var(S) are the same number, and it is the square of ρ = ‖v*‖/σ_S. Of independence only
    Cov(⟨h, v*⟩, ε) = 0 is used; of whitening only that the variance in the direction v* is ‖v*‖²."""
    proxy, s = inner(h, v), sigma_epsilon
    *_, whitened, positive = given(*noise_hypotheses(proxy, eps, s), square_integrable(norm(h)),
                                   Eq(CovOperator(h), Identity("d")), Var(proxy + eps) > 0)
    ratio = norm(v)**2 / (norm(v)**2 + s**2)
    show(And(Eq(ratio, Var(proxy) / Var(proxy + eps)), Eq(rho(v, s)**2, ratio)))
    spread = chain(
        Var(proxy),
        eq(Cov(proxy, proxy), by=algebra(why="definition of Var")),
        eq(inner(CovOperator(h) @ v, v), by=definition(Inner)),
        eq(inner(Identity("d") @ v, v), by=rewrite(whitened, why="whitening")),
        eq(norm(v)**2),
    )
    total = chain(Var(proxy + eps), eq(Var(proxy) + s**2, by=theorem(using(variance_of_safety), "the variances add")),
                  eq(norm(v)**2 + s**2, by=rewrite(spread)))
    chain(0, lt(Var(proxy + eps), by=positivity(positive)), eq(norm(v)**2 + s**2, by=rewrite(total)))
    equal = chain(ratio, eq(Var(proxy) / Var(proxy + eps), by=rewrite(spread, total)))
    have(Lt(0, sigma_S(v, s)), by=law("square root of a positive number", x=norm(v)**2 + s**2))
    return equal, chain(rho(v, s)**2, eq(ratio))


@lemma("A part of the whole", title="It is between 0 and 1")
def share(a: Nonnegative, t: Positive):
    """If 0 ≤ a ≤ t and t > 0, then 0 ≤ a/t ≤ 1."""
    show(Implies(a <= t, And(0 <= a / t, a / t <= 1)))
    with suppose(a <= t) as premise:
        have(0 <= a / t)
        have(a / t <= 1, by=positivity(premise.fact))
        both = have(And(0 <= a / t, a / t <= 1))
    return premise.conclude(both)


@proposition("Definition 1 (range)", title="The encoding quality lies between 0 and 1",
             printed=["Definition 1: range"], adds=[
    added("$\\|v^*\\|^2 + \\sigma_\\epsilon^2 > 0$", needed="Definition 1, as printed")])
def quality_range(v: Direction, sigma_epsilon: Nonnegative):
    """If ‖v*‖² + σ_ε² > 0, then 0 ≤ ρ ≤ 1."""
    s, r = sigma_epsilon, rho(v, sigma_epsilon)
    given(norm(v)**2 + s**2 > 0)
    show(And(0 <= r, r <= 1))
    have(Lt(0, sigma_S(v, s)), by=law("square root of a positive number", x=norm(v)**2 + s**2))
    chain(norm(v)**2, le(norm(v)**2 + s**2, by=positivity(have(s**2 >= 0))))
    chain(norm(v), eq(sqrt(norm(v)**2)),
          le(sigma_S(v, s), by=law("square root is monotone", x=norm(v)**2, y=norm(v)**2 + s**2)))
    have(Le(0, norm(v)))
    return have(And(0 <= r, r <= 1), by=theorem(using(share), "a part of the whole", a=norm(v), t=sigma_S(v, s)))


@proposition("Definition 1 (extremes)", title="Where the encoding quality is 0 or 1",
             printed=["Definition 1: extremes"], adds=[
    added("$\\|v^*\\|^2 + \\sigma_\\epsilon^2 > 0$", needed="Definition 1, as printed")])
def quality_extremes(v: Direction, sigma_epsilon: Nonnegative):
    """If ‖v*‖² + σ_ε² > 0, then ρ = 1 exactly when σ_ε = 0, where S = ⟨h, v*⟩ up to noise with E ε² = 0; and ρ = 0 exactly
    when v* = 0, where S = ε."""
    s, r = sigma_epsilon, rho(v, sigma_epsilon)
    total = norm(v)**2 + s**2
    positive = given(total > 0)
    show(And(Iff(Eq(r, 1), Eq(s, 0)), Iff(Eq(r, 0), Eq(v, Zero(R_d)))))
    have(Lt(0, sigma_S(v, s)), by=law("square root of a positive number", x=total))
    with suppose(Eq(r, 1)) as perfect:
        chain(s**2, eq(total - r**2 * total), eq(total - 1**2 * total, by=rewrite(perfect.fact)), eq(0**2))
        none = have(Eq(s, 0), by=law("equal squares", x=s, y=0))
    perfect.conclude(none)
    with suppose(Eq(s, 0)) as exact:
        chain(0, lt(total, by=positivity(positive)), eq(norm(v)**2 + 0**2, by=rewrite(exact.fact)), eq(norm(v)**2))
        chain(0, lt(sqrt(norm(v)**2), by=law("square root of a positive number", x=norm(v)**2)), eq(norm(v)))
        one = chain(r, eq(norm(v) / sqrt(norm(v)**2 + 0**2), by=rewrite(exact.fact)), eq(1))
    exact.conclude(one)
    with suppose(Eq(r, 0)) as blind:
        zero = chain(norm(v), eq(r * sigma_S(v, s)), eq(0 * sigma_S(v, s), by=rewrite(blind.fact)), eq(0))
        with suppose(Not(Eq(v, Zero(R_d)))) as some:
            chain(Ne(v, Zero(R_d)), iff(Not(Eq(v, Zero(R_d))), by=definition(Ne)))
            have(Ne(v, Zero(R_d)))
            absurd = falsehood(have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v)),
                               zero)
        nothing = contradiction_from(some, absurd)
    blind.conclude(nothing)
    with suppose(Eq(v, Zero(R_d))) as silent:
        short = chain(norm(v), eq(norm(Zero(R_d)), by=rewrite(silent.fact)), eq(0))
        chain(0, lt(total, by=positivity(positive)), eq(0**2 + s**2, by=rewrite(short)))
        have(Lt(0, sqrt(0**2 + s**2)), by=law("square root of a positive number", x=0**2 + s**2))
        none = chain(r, eq(0 / sqrt(0**2 + s**2), by=rewrite(short)), eq(0))
    silent.conclude(none)
    return have(Iff(Eq(r, 1), Eq(s, 0))), have(Iff(Eq(r, 0), Eq(v, Zero(R_d))))


@refutation("Definition 1, as printed", title="Nothing to explain", erratum=erratum(
    "Definition 1", printed=r"\rho^2 = \frac{\|v^*\|^2}{\|v^*\|^2 + \sigma_\epsilon^2} = "
                            r"\frac{\mathrm{Var}(\langle h, v^* \rangle)}{\mathrm{Var}(S)}",
    should_read=r"\text{if } \mathrm{Var}(S) > 0\text{: } \rho^2 = \frac{\|v^*\|^2}{\|v^*\|^2 + \sigma_\epsilon^2} = "
                r"\frac{\mathrm{Var}(\langle h, v^* \rangle)}{\mathrm{Var}(S)}",
    why="For v* = 0 and σ_ε = 0, which Assumption 1 allows, both quotients are 0/0: every number fulfils the definition.",
    repaired_by=["Equation (3)", "Definition 1 (range)", "Definition 1 (extremes)"]))
def nothing_to_explain():
    """Whitened representations h = ±1 on the line, v* = 0 and no noise: Var(S) = 0 = ‖v*‖² + σ_ε², and with these
    denominators multiplied out the definition holds for every ρ."""
    g, one, r = VectorIn(1)("g"), Coordinates(1), Real("rho")
    signs, v, sigma = discrete([(half, one), (half, Coordinates(-1))]), Coordinates(0), Number(0)
    S = inner(g, v) + 0
    spread, total = Var(S, signs, g), norm(v)**2 + sigma**2
    show(And(Eq(E(inner(g, one), signs, g), 0), Eq(E(inner(g, one)**2, signs, g), 1), Eq(spread, 0), Eq(total, 0),
             ForAll(r, And(Eq(r**2 * total, norm(v)**2), Eq(r**2 * spread, Var(inner(g, v), signs, g))))))
    centred = chain(E(inner(g, one), signs, g), eq(0, by=definition(Expectation)))
    second = chain(E(inner(g, one)**2, signs, g), eq(1, by=definition(Expectation)))
    still = chain(spread, eq(E(S**2, signs, g) - E(S, signs, g)**2), eq(0, by=definition(Expectation)))
    none = chain(total, eq(0))
    any_one = chain(r**2 * total, eq(norm(v)**2))
    any_other = chain(r**2 * spread, eq(r**2 * 0, by=rewrite(still)), eq(Var(inner(g, v), signs, g)))
    return centred, second, still, none, generalized(have(And(any_one.statement, any_other.statement)), r)


# -- without whitening ---------------------------------------------------------------------------------------------------

@proposition("Equation (3) (any covariance)", title="The encoding quality without whitening")
def quality_of_any_covariance(h: Representation, eps: RandomScalar, v: Direction, sigma_epsilon: Nonnegative):
    """For representations of any covariance Σ the share of the variance of S that ⟨h, v*⟩ explains is
    ⟨Σv*, v*⟩/(⟨Σv*, v*⟩ + σ_ε²), if Var(S) > 0."""
    proxy, s = inner(h, v), sigma_epsilon
    *_, positive = given(*noise_hypotheses(proxy, eps, s), square_integrable(norm(h)), Var(proxy + eps) > 0)
    signal = inner(CovOperator(h) @ v, v)
    show(Eq(Var(proxy) / Var(proxy + eps), signal / (signal + s**2)))
    spread = chain(Var(proxy), eq(Cov(proxy, proxy), by=algebra(why="definition of Var")), eq(signal, by=definition(Inner)))
    total = chain(Var(proxy + eps), eq(Var(proxy) + s**2, by=theorem(using(variance_of_safety), "the variances add")),
                  eq(signal + s**2, by=rewrite(spread)))
    chain(0, lt(Var(proxy + eps), by=positivity(positive)), eq(signal + s**2, by=rewrite(total)))
    return chain(Var(proxy) / Var(proxy + eps), eq(signal / (signal + s**2), by=rewrite(spread, total)))


@example("Equation (3) (unwhitened)", title="Without whitening the two expressions differ")
def unwhitened():
    """For h = ±2 and noise ε = ±1, independent, and v* = 1 on the line, ‖v*‖²/(‖v*‖² + σ_ε²) = 1/2, while
    Var(⟨h, v*⟩)/Var(S) = 4/5."""
    v = Coordinates(1)
    a, b = inner(Coordinates(2 * X_SIGN), v), Y_SIGN
    S = a + b
    signal, total = over_signs(a**2) - over_signs(a)**2, over_signs(S**2) - over_signs(S)**2
    formula = norm(v)**2 / (norm(v)**2 + over_signs(b**2))
    show(And(Eq(formula, half), Eq(signal / total, rational("4/5"))))
    return (chain(formula, eq(half, by=definition(Expectation))),
            chain(signal / total, eq(rational("4/5"), by=definition(Expectation))))


@example("Two encoding qualities", title="Over all prompts, and among the responses to one")
def two_qualities():
    """Prompts x = ±1, responses y = ±1, h = (4/5)x + (3/5)y on the line, which is whitened and centred over both, v* = 1 and
    noise ±3/5: ρ² is 25/34 over prompts and responses together, and 1/2 among the responses to any one prompt. A choice
    between responses to one prompt, as in Theorem 6, sees the second."""
    z, v = Real("z"), Coordinates(1)
    proxy = inner(Coordinates(four * X_SIGN + three * Y_SIGN), v)
    noise = three * z

    def variance(body, mean):
        return mean(body**2) - mean(body)**2

    def at_prompt(body):
        return E(E(body, SIGNS, z), SIGNS, Y_SIGN)

    def over_all(body):
        return E(at_prompt(body), SIGNS, X_SIGN)

    whole = variance(proxy, over_all) / variance(proxy + noise, over_all)
    local = variance(proxy, at_prompt) / variance(proxy + noise, at_prompt)
    show(And(Eq(over_all(proxy), 0), Eq(over_all(proxy**2), 1), Eq(whole, rational("25/34")), ForAll(X_SIGN, Eq(local, half))))
    return (chain(over_all(proxy), eq(0, by=definition(Expectation))),
            chain(over_all(proxy**2), eq(1, by=definition(Expectation))),
            chain(whole, eq(rational("25/34"), by=definition(Expectation))),
            generalized(chain(local, eq(half, by=definition(Expectation))), X_SIGN))


# -- alignment: (6) ------------------------------------------------------------------------------------------------------

@equation("Equation (6) (linear safety)", title="Alignment is linear in the mean representation at each prompt")
def alignment(v: Direction, eps: FunctionOn(PROMPTS, RESPONSES)):
    """Under a policy π for which the noise has mean 0 at every prompt, Align(π) = E_x E_y[S] = E_x⟨E_y[h], v*⟩. Assumption 1
    says so under one measure; it then holds for policies whose density is a function of h if E[ε f(h)] = 0 for all f."""
    noise = eps(x, y)
    given(ForAll(x, integrable(h, base(x), y)), ForAll(x, integrable(noise, base(x), y)),
          ForAll(x, integrable(inner(h, v), base(x), y)))
    mean = E(h, base(x), y)
    show(Implies(ForAll(x, Eq(over_responses(noise), 0)), Eq(pooled(inner(h, v) + noise), over_prompts(inner(mean, v)))))
    with suppose(ForAll(x, Eq(over_responses(noise), 0))) as centred:
        none = have(Eq(over_responses(noise), 0), by=theorem(centred.fact, x=x))
        at_prompt = chain(over_responses(inner(h, v) + noise),
                          eq(over_responses(inner(h, v)) + over_responses(noise), by=algebra(why="linearity")),
                          eq(over_responses(inner(h, v)) + 0, by=rewrite(none)), eq(inner(mean, v)))
        value = chain(pooled(inner(h, v) + noise), eq(over_prompts(inner(mean, v)), by=rewrite(generalized(at_prompt, x))))
    return centred.conclude(value)


@example("Noise that a policy selects", title="Uncorrelated noise need not have mean 0 under another policy")
def selected_noise():
    """Three responses with h = −1, 0, 1 and noise ε = h² − 2/3, equally likely: E ε = 0 and Cov(h, ε) = 0, but under the
    policy with probabilities 1/5, 1/5, 3/5 the noise has the mean 2/15. Independence is more than (3) needs, and being
    uncorrelated is less than what Align(π) needs under every policy π."""
    third, fifth = rational("1/3"), rational("1/5")
    values = [rational(-1), rational(0), rational(1)]
    uniform = discrete([(third, value) for value in values])
    moved = discrete(list(zip((fifth, fifth, three), values, strict=True)))
    eps = sign**2 - rational("2/3")
    mean, cross = E(eps, uniform, sign), Cov(sign, eps, uniform, sign)
    show(And(Eq(mean, 0), Eq(cross, 0), Eq(E(eps, moved, sign), rational("2/15"))))
    return (chain(mean, eq(0, by=definition(Expectation))), chain(cross, eq(0, by=definition(Covariance, Expectation))),
            chain(E(eps, moved, sign), eq(rational("2/15"), by=definition(Expectation))))
