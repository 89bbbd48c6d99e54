"""Appendix A of the paper: the regret of choosing by a proxy, (28)–(37); Theorem 6 and the best of n.

A response is a pair (h, ε): features h, standard normal in R^d (the whitened Gaussian model), and an independent error
ε of mean 0 and variance σ_ε². Its safety is S = ⟨h, v*⟩ + ε, its proxy value P = ⟨h, v*⟩. Two independent responses are
four nested expectations. A selection rule k(h₁, h₂) ∈ [0, 1] is the probability of taking the first response; the
choice by a linear proxy ⟨h, v_c⟩ is an indicator. Throughout σ_S = √(‖v*‖² + σ_ε²) and ρ = ‖v*‖/σ_S.
"""

from symproof.models.order_statistics import expected_maximum_formula, expected_maximum
from symproof.prelude import *

R_d = Vector("d")
h, h1, h2 = (Symbol(name, R_d) for name in ("h", "h_1", "h_2"))
x, y, e1, e2, c = (Real(name) for name in ("x", "y", "e_1", "e_2", "c"))
FEATURES = Gaussian(Zero(R_d), Identity("d"))
Line = FunctionOn(SCALAR)
Rule = FunctionOn(R_d, R_d)


def LawOnTheLine(name):
    """A probability measure on R."""
    return Symbol(name, Measure(SCALAR), "probability")


def Count(name):
    """An integer ≥ 1."""
    return Symbol(name, SCALAR, "positive integer")


def normal(variance):
    """N(0, variance)."""
    return Normal(0, variance)


def two(body, variance):
    """E E body(x, y) for independent x, y ∼ N(0, variance)."""
    return E(E(body, normal(variance), y), normal(variance), x)


def over_features(body):
    """The average over the features of two responses."""
    return E(E(body, FEATURES, h2), FEATURES, h1)


def over_errors(body, sigma):
    """The average over the errors of two responses."""
    return E(E(body, normal(sigma**2), e2), normal(sigma**2), e1)


def over_responses(body, sigma):
    """The average over two independent responses."""
    return over_features(over_errors(body, sigma))


def sigma_S(v, sigma):
    """The standard deviation of S."""
    return sqrt(norm(v)**2 + sigma**2)


def rho(v, sigma):
    """The encoding quality ρ."""
    return norm(v) / sigma_S(v, sigma)


def first(v):
    """P₁ and S₁."""
    return inner(h1, v), inner(h1, v) + e1


def second(v):
    """P₂ and S₂."""
    return inner(h2, v), inner(h2, v) + e2


NONZERO = added("$v^* \\ne 0$", needed="Appendix A, as printed (v* = 0)")
GAUSSIAN = added("the representations are Gaussian", needed="Theorem 6, as printed")
SELECTION = added(r"alignment is the mean safety of one of two independent responses, chosen by their safeties or by their "
                  r"features, as in Appendix A, and not the mean under a tilted policy, as in (6) and (10)",
                  needed="Section 9.4, as printed (saturation)")


@equation("Equations (28)–(29)", title="The variances of proxy and safety", printed=["(28)", "(29)"])
def variances(h: RandomVector("d"), epsilon: RandomScalar, v: VectorIn("d"), sigma_epsilon: Positive):
    """Whitened features give the proxy the variance ‖v*‖², and an error that is uncorrelated with it adds σ_ε²."""
    proxy, s = inner(h, v), sigma_epsilon
    given(square_integrable(norm(h)), square_integrable(epsilon), Eq(CovOperator(h), Identity("d")),
          Eq(Var(epsilon), s**2), Eq(Cov(proxy, epsilon), 0))
    show(And(Eq(Var(proxy), norm(v)**2), Eq(Var(proxy + epsilon), sigma_S(v, s)**2)))
    for moment in (proxy**2, proxy, proxy * epsilon, epsilon):
        have(integrable(moment))
    white, noise = have(Eq(CovOperator(h), Identity("d"))), have(Eq(Var(epsilon), s**2))
    apart = have(Eq(Cov(proxy, epsilon), 0))
    spread = chain(
        Var(proxy),
        eq(inner(CovOperator(h) @ v, v), by=definition(Inner)),
        eq(inner(Identity("d") @ v, v), by=rewrite(white, why="whitening")),
        eq(norm(v)**2, printed="(28)"),
    )
    return spread, chain(
        Var(proxy + epsilon),
        eq(Var(proxy) + 2 * Cov(proxy, epsilon) + Var(epsilon)),
        eq(norm(v)**2 + 2 * 0 + s**2, by=rewrite(spread, noise, apart, why="the three values")),
        eq(sigma_S(v, s)**2, printed="(29)"),
    )


@lemma("Positive norm", title="A nonzero vector has a positive norm")
def positive_norm(v: VectorIn("d")):
    """A vector other than 0 has a norm > 0."""
    given(Ne(v, Zero(R_d)))
    show(Lt(0, norm(v)))
    square = have(Lt(0, inner(v, v)), by=law("norm is definite", u=v))
    cases = have(Or(Lt(0, norm(v)), Eq(0, norm(v)), Lt(norm(v), 0)), by=law("trichotomy", x=0, y=norm(v)))
    with suppose(Lt(0, norm(v))) as positive:
        one = positive.conclude(have(Lt(0, norm(v))))
    with suppose(Eq(0, norm(v))) as zero:
        two_ = zero.conclude(falsehood(zero.fact, square))
    with suppose(Lt(norm(v), 0)) as negative:
        three = negative.conclude(falsehood(negative.fact, have(Le(0, norm(v)))))
    return by_cases(cases, one, two_, three)


@lemma("Root of two squares", title="The root of a product of squares")
def root_of_squares(a: Positive, b: Positive):
    """For positive numbers √(a²b²) = ab."""
    show(Eq(sqrt(a**2 * b**2), a * b))
    return have(Eq(sqrt(a**2 * b**2), a * b), by=algebra())


@equation("Equation (30)", title="The encoding quality is a correlation", printed=["(30)"], adds=[NONZERO])
def correlation(h: RandomVector("d"), epsilon: RandomScalar, v: VectorIn("d"), sigma_epsilon: Positive):
    """For v* ≠ 0 the correlation of proxy and safety is ‖v*‖/σ_S = ρ."""
    proxy, s = inner(h, v), sigma_epsilon
    given(square_integrable(norm(h)), square_integrable(epsilon), Eq(CovOperator(h), Identity("d")),
          Eq(Var(epsilon), s**2), Eq(Cov(proxy, epsilon), 0), Ne(v, Zero(R_d)))
    show(Eq(Corr(proxy, proxy + epsilon), rho(v, s)))
    for moment in (proxy**2, proxy, proxy * epsilon, epsilon):
        have(integrable(moment))
    spread, wide = conjuncts(have(And(Eq(Var(proxy), norm(v)**2), Eq(Var(proxy + epsilon), sigma_S(v, s)**2)),
                                  by=theorem(using(variances), "(28) and (29)")))
    apart = have(Eq(Cov(proxy, epsilon), 0))
    length = have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    wide_length = have(Lt(0, sigma_S(v, s)))
    root = have(Eq(sqrt(norm(v)**2 * sigma_S(v, s)**2), norm(v) * sigma_S(v, s)),
                by=theorem(using(root_of_squares), a=norm(v), b=sigma_S(v, s)))
    chain(0, lt(norm(v) * sigma_S(v, s), by=positivity(length, wide_length)))
    positive = chain(0, lt(norm(v) * sigma_S(v, s), by=positivity(length, wide_length)),
                     eq(sqrt(norm(v)**2 * sigma_S(v, s)**2), by=rewrite(root)))
    chain(0, lt(sqrt(norm(v)**2 * sigma_S(v, s)**2), by=positivity(positive)),
          eq(sqrt(Var(proxy) * Var(proxy + epsilon)), by=rewrite(spread, wide, why="(28) and (29)")))
    shared = chain(
        Cov(proxy, proxy + epsilon),
        eq(Var(proxy) + Cov(proxy, epsilon)),
        eq(norm(v)**2 + 0, by=rewrite(spread, apart, why="(28)")),
    )
    return chain(
        Corr(proxy, proxy + epsilon),
        eq(Cov(proxy, proxy + epsilon) / sqrt(Var(proxy) * Var(proxy + epsilon)), by=definition(Correlation)),
        eq((norm(v)**2 + 0) / sqrt(norm(v)**2 * sigma_S(v, s)**2), by=rewrite(shared, spread, wide, why="(28) and (29)")),
        eq((norm(v)**2 + 0) / (norm(v) * sigma_S(v, s)), by=rewrite(root)),
        eq(norm(v) / sigma_S(v, s), printed="(30)"),
    )


@proposition("Normal pairs", title="Proxy and safety are jointly normal", printed=["Appendix A: normal pairs"], adds=[GAUSSIAN])
def normal_pairs(F: Line, v: VectorIn("d"), sigma_epsilon: Positive, a: Real, b: Real):
    """Every combination aP + bS is normal, with mean 0 and variance (a + b)²‖v*‖² + b²σ_ε²."""
    s, proxy = sigma_epsilon, inner(h, v)
    q, p, r = norm(v)**2, (a + b)**2 * norm(v)**2, b**2 * s**2
    joined = Normal(0, p + r)
    given(Integrable(x, joined, F(x)))
    show(Eq(E(E(F(a * proxy + b * (proxy + e1)), normal(s**2), e1), FEATURES, h), E(F(x), joined, x)))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Integrable(x, Normal(0 + 0, p + r), F(x)))
    return chain(
        E(E(F(a * proxy + b * (proxy + e1)), normal(s**2), e1), FEATURES, h),
        eq(E(E(F((a + b) * proxy + (0 + b * e1)), normal(s**2), e1), FEATURES, h)),
        eq(E(E(F((a + b) * proxy + y), normal(r), y), FEATURES, h),
           by=law("affine image of a normal", F=Lambda(y, F((a + b) * proxy + y)), a=0, c=b, m=0, b=0, v=s**2, q=r)),
        eq(E(E(F((0 + (a + b) * x) + y), normal(r), y), normal(q), x),
           by=law("projection of a Gaussian", mu=Zero(R_d), S=Identity("d"), u=v,
                  F=Lambda(x, E(F((a + b) * x + y), normal(r), y)))),
        eq(E(E(F(x + y), normal(r), y), normal(p), x),
           by=law("affine image of a normal", F=Lambda(x, E(F(x + y), normal(r), y)), a=0, c=a + b, m=0, b=0, v=q, q=p)),
        eq(E(F(x), joined, x), by=law("sum of independent normals", a=0, b=0, v=p, q=r, F=F)),
    )


@lemma("Difference of normals", title="The difference of two independent normals")
def difference(F: Line, q: Nonnegative):
    """If x and y are independent N(0, q), then x − y is N(0, 2q)."""
    given(Integrable(x, normal(2 * q), F(x)))
    show(Eq(two(F(x - y), q), E(F(x), normal(2 * q), x)))
    have(Integrable(x, Normal(0 + 0, q + q), F(x)))
    return chain(
        two(F(x - y), q),
        eq(two(F(x + y), q), by=law("affine image of a normal", m=0, v=q, a=0, c=-1, b=0, q=q, F=Lambda(y, F(x + y)),
                                    why="$-y$ is $\\mathcal N(0, q)$ too")),
        eq(E(F(x), Normal(0 + 0, q + q), x), by=law("sum of independent normals", a=0, b=0, v=q, q=q, F=F)),
        eq(E(F(x), normal(2 * q), x)),
    )


@lemma("Absolute value of a positive number", title="|x| = x for x > 0")
def absolute_value(x: Real):
    """A positive number is its own absolute value."""
    show(Implies(Lt(0, x), Eq(Abs(x), x)))
    split = have(Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))), by=law("absolute value", x=x))
    with suppose(Lt(0, x)) as positive:
        with suppose(split.statement.arguments[0]) as right:
            one = right.conclude(have(Eq(Abs(x), x)))
        with suppose(split.statement.arguments[1]) as left:
            other = left.conclude(have(Eq(Abs(x), x)))
        same = by_cases(split, one, other)
    return positive.conclude(same)


@lemma("Mean distance", title="The mean absolute value of a normal")
def mean_distance(c: Real, t: Positive):
    """The mean of |c + x| for x ∼ N(0, t²), from the density and an antiderivative."""
    value = 2 * t * NormalDensity(c / t) + c * (2 * NormalCDF(c / t) - 1)
    show(Eq(E(Abs(c + x), normal(t**2), x), value))
    density = Lambda(x, NormalDensity((x - c) / t) / t)
    folded, plain = Abs(x) * (density(x) + density(-x)), x * (density(x) + density(-x))
    with suppose(Lt(0, x)) as positive:
        size = have(Eq(Abs(x), x), by=theorem(using(absolute_value)))
        same = positive.conclude(have(Eq(folded, plain), by=rewrite(size)))
    generalized(same, x)
    primitive = -t**2 * (density(x) + density(-x)) + c * (NormalCDF((x - c) / t) - NormalCDF((x + c) / t))
    return chain(
        E(Abs(c + x), normal(t**2), x),
        eq(E(Abs(x), Normal(c, t**2), x), by=law("affine image of a normal", m=0, v=t**2, a=c, c=1, b=c, q=t**2,
                                             F=Lambda(x, Abs(x)))),
        eq(Integral(x, -oo, oo, Abs(x) * density(x)), by=definition(Expectation, why="the density")),
        eq(Integral(x, 0, oo, folded), by=law("line folds at zero", F=Lambda(x, Abs(x) * density(x)))),
        eq(Integral(x, 0, oo, plain), by=law("integrals agree on a half-line", F=Lambda(x, folded), G=Lambda(x, plain),
                                             why="$|x| = x$ there")),
        eq(value, by=antiderivative(primitive, x)),
    )


@lemma("Mean absolute value", title="The mean absolute value of a centred normal")
def mean_absolute_value(q: Nonnegative):
    """The mean of |x| for x ∼ N(0, q) is √(2q/π)."""
    show(Eq(E(Abs(x), normal(q), x), sqrt(q) * sqrt(2 / pi)))
    return chain(
        E(Abs(x), normal(q), x),
        eq(E(Abs(0 + sqrt(q) * x), normal(1), x), by=law("standardised normal", m=0, v=q, F=Lambda(x, Abs(x)))),
        eq(sqrt(q) * E(Abs(0 + x), normal(1), x)),
        eq(sqrt(q) * E(Abs(0 + x), normal(rational(1)**2), x)),
        eq(sqrt(q) * sqrt(2 / pi), by=theorem(using(mean_distance), "the mean distance", c=0, t=1)),
    )


@lemma("Mean zero", title="A centred normal has mean zero")
def mean_zero(q: Nonnegative):
    """The mean of N(0, q) is 0, by its symmetry."""
    show(Eq(E(x, normal(q), x), 0))
    turned = chain(E(x, normal(q), x),
                   eq(E(-x, normal(q), x), by=law("affine image of a normal", m=0, v=q, a=0, c=-1, b=0, q=q, F=Lambda(x, x),
                                                  why="$-x$ is $\\mathcal N(0, q)$ too")),
                   eq(-E(x, normal(q), x)))
    return have(Eq(E(x, normal(q), x), 0), by=algebra(turned))


@lemma("Errors of two responses", title="The larger of two noisy numbers")
def larger_of_two(a: Real, b: Real, sigma_epsilon: Positive):
    """The larger of a + ε₁ and b + ε₂ exceeds the midpoint of a and b by half the mean distance."""
    s = sigma_epsilon
    gap = E(Abs(a - b + x), normal(2 * s**2), x)
    show(Eq(over_errors(Max(a + e1, b + e2), s), (a + b + gap) / 2))
    apart = have(Eq(two(Abs(a - b + (x - y)), s**2), gap),
                 by=theorem(using(difference), "the difference of normals", F=Lambda(x, Abs(a - b + x)), q=s**2))
    zero = have(Eq(E(x, normal(s**2), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=s**2))
    return chain(
        over_errors(Max(a + e1, b + e2), s),
        eq((a + E(e1, normal(s**2), e1) + b + E(e2, normal(s**2), e2) + over_errors(Abs(a - b + (e1 - e2)), s)) / 2,
           by=definition(Max)),
        eq((a + b + over_errors(Abs(a - b + (e1 - e2)), s)) / 2, by=rewrite(zero, why="the errors have mean 0")),
        eq((a + b + gap) / 2, by=rewrite(apart, why="the difference of normals")),
    )


@lemma("Errors in closed form", title="The mean of the larger of two noisy numbers")
def larger_in_closed_form(a: Real, b: Real, t: Positive):
    """For errors of variance t²/2 the mean of the larger of a + ε₁ and b + ε₂ in closed form."""
    s = t / sqrt(2)
    value = 2 * t * NormalDensity((a - b) / t) + (a - b) * (2 * NormalCDF((a - b) / t) - 1)
    show(Eq(over_errors(Max(a + e1, b + e2), s), (a + b + value) / 2))
    return chain(
        over_errors(Max(a + e1, b + e2), s),
        eq((a + b + E(Abs(a - b + x), normal(2 * s**2), x)) / 2,
           by=theorem(using(larger_of_two), "the larger of two", a=a, b=b, sigma_epsilon=s)),
        eq((a + b + E(Abs(a - b + x), normal(t**2), x)) / 2),
        eq((a + b + value) / 2, by=theorem(using(mean_distance), "the mean distance", c=a - b, t=t)),
    )


@lemma("Projection", title="What a direction sees of the features")
def projection(W: FunctionOn(SCALAR, SCALAR), v: VectorIn("d")):
    """In the direction v the features of two responses are independent N(0, ‖v‖²)."""
    show(Eq(over_features(W(inner(h1, v), inner(h2, v))), two(W(x, y), norm(v)**2)))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    return chain(
        over_features(W(inner(h1, v), inner(h2, v))),
        eq(E(E(W(inner(h1, v), y), normal(norm(v)**2), y), FEATURES, h1),
           by=law("projection of a Gaussian", mu=Zero(R_d), S=Identity("d"), u=v, F=Lambda(y, W(inner(h1, v), y)))),
        eq(two(W(x, y), norm(v)**2), by=law("projection of a Gaussian", mu=Zero(R_d), S=Identity("d"), u=v,
                                            F=Lambda(x, E(W(x, y), normal(norm(v)**2), y)))),
    )


@equation("Equation (31)", title="What the oracle achieves", printed=["(31)"])
def oracle(v: VectorIn("d"), sigma_epsilon: Positive):
    """The larger of two independent safeties has the mean σ_S/√π."""
    s, (P1, S1), (P2, S2) = sigma_epsilon, first(v), second(v)
    show(Eq(over_responses(Max(S1, S2), s), sigma_S(v, s) / sqrt(pi)))
    gap = Lambda(c, E(Abs(c + x), normal(2 * s**2), x))
    q = norm(v)**2
    zero = have(Eq(E(x, normal(q), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=q))
    return chain(
        over_responses(Max(S1, S2), s),
        eq(over_features((P1 + P2 + gap(P1 - P2)) / 2), by=theorem(using(larger_of_two), "the larger of two", a=P1, b=P2)),
        eq(two((x + y + gap(x - y)) / 2, q),
           by=theorem(using(projection), "projection", W=Lambda(x, y, (x + y + gap(x - y)) / 2))),
        eq((E(x, normal(q), x) + E(y, normal(q), y) + two(gap(x - y), q)) / 2, by=algebra(why="linearity")),
        eq(two(gap(x - y), q) / 2, by=rewrite(zero, why="the means are 0")),
        eq(E(gap(c), normal(2 * q), c) / 2, by=theorem(using(difference), "the difference of normals", F=gap, q=q)),
        eq(E(Abs(x), Normal(0 + 0, 2 * q + 2 * s**2), x) / 2,
           by=law("sum of independent normals", a=0, b=0, v=2 * q, q=2 * s**2, F=Lambda(x, Abs(x)))),
        eq(E(Abs(x), normal(2 * (q + s**2)), x) / 2),
        eq(sqrt(2 * (q + s**2)) * sqrt(2 / pi) / 2, by=theorem(using(mean_absolute_value), "the mean absolute value",
                                                                      q=2 * (q + s**2))),
        eq(sigma_S(v, s) / sqrt(pi), printed="(31)"),
    )


@lemma("Bounds by the absolute value", title="Both x and −x are at most |x|")
def below_absolute_value(x: Real):
    """Neither a number nor its negative exceeds its absolute value."""
    show(And(Le(x, Abs(x)), Le(-x, Abs(x))))
    split = have(Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))), by=law("absolute value", x=x))
    cases = []
    for part in split.statement.arguments:
        with suppose(part) as case:
            cases.append(case.conclude(have(And(Le(x, Abs(x)), Le(-x, Abs(x))))))
    return by_cases(split, *cases)


@lemma("Absolute value at most", title="A bound for |x|")
def absolute_value_at_most(x: Real, b: Real):
    """If x and −x are at most b, then |x| is."""
    given(Le(x, b), Le(-x, b))
    show(Le(Abs(x), b))
    split = have(Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))), by=law("absolute value", x=x))
    cases = []
    for part in split.statement.arguments:
        with suppose(part) as case:
            cases.append(case.conclude(have(Le(Abs(x), b))))
    return by_cases(split, *cases)


@lemma("Mixture of two", title="A mixture of two numbers is at most the larger")
def mixture(k: Real, a: Real, b: Real):
    """For 0 ≤ k ≤ 1 the mixture ka + (1 − k)b is at most max(a, b), and in size at most |a| + |b|."""
    given(Le(0, k), Le(k, 1))
    mixed = k * a + (1 - k) * b
    show(And(Le(mixed, Max(a, b)), Le(Abs(mixed), Abs(a) + Abs(b))))
    bounds = {z: conjuncts(have(And(Le(z, Abs(z)), Le(-z, Abs(z))), by=theorem(using(below_absolute_value), x=z)))
              for z in (a - b, a, b)}
    larger = have(Le(mixed, Max(a, b)), by=positivity(*bounds[a - b], have(Le(0, k)), have(Le(k, 1))))
    have(Le(mixed, Abs(a) + Abs(b)), by=positivity(*bounds[a], *bounds[b], have(Le(0, k)), have(Le(k, 1))))
    have(Le(-mixed, Abs(a) + Abs(b)), by=positivity(*bounds[a], *bounds[b], have(Le(0, k)), have(Le(k, 1))))
    size = have(Le(Abs(mixed), Abs(a) + Abs(b)), by=theorem(using(absolute_value_at_most), x=mixed, b=Abs(a) + Abs(b)))
    return larger, size


@lemma("Dominated mean", title="A mean is at most the mean of a bound")
def dominated_mean(X: RandomScalar, Y: RandomScalar):
    """If |X| ≤ Y and Y is integrable, then X is integrable and |E X| ≤ E Y."""
    given(ForAll(omega, Le(Abs(X), Y)), integrable(Y))
    show(And(integrable(X), Le(Abs(E(X)), E(Y))))
    known = have(integrable(X), by=law("domination", nu=P, X=Lambda(omega, X), Y=Lambda(omega, Y)))
    have(integrable(-X))
    up, down = conjuncts(have(And(Le(X, Abs(X)), Le(-X, Abs(X))), by=theorem(using(below_absolute_value), x=X)))
    have(Le(Abs(X), Y))
    generalized(have(Le(X, Y), by=positivity(up, have(Le(Abs(X), Y)))), omega)
    generalized(have(Le(-X, Y), by=positivity(down, have(Le(Abs(X), Y)))), omega)
    have(Le(E(X), E(Y)), by=law("expectation is monotone", P=P, X=Lambda(omega, X), Y=Lambda(omega, Y)))
    have(Le(-E(X), E(Y)), by=law("expectation is monotone", P=P, X=Lambda(omega, -X), Y=Lambda(omega, Y)))
    return known, have(Le(Abs(E(X)), E(Y)), by=theorem(using(absolute_value_at_most), x=E(X), b=E(Y)))


@lemma("Errors average out", title="What a choice is worth, given the features")
def errors_average_out(k: Real, a: Real, b: Real, sigma_epsilon: Positive):
    """The errors are independent of the features, so a choice made from the features is worth its mean proxy value."""
    s = sigma_epsilon
    show(Eq(over_errors(k * (a + e1) + (1 - k) * (b + e2), s), k * a + (1 - k) * b))
    zero = have(Eq(E(x, normal(s**2), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=s**2))
    return chain(
        over_errors(k * (a + e1) + (1 - k) * (b + e2), s),
        eq(k * (a + E(e1, normal(s**2), e1)) + (1 - k) * (b + E(e2, normal(s**2), e2)), by=algebra(why="linearity")),
        eq(k * a + (1 - k) * b, by=rewrite(zero, why="the errors have mean 0")),
    )


@lemma("Larger of two normals", title="The larger of two independent normals")
def larger_normal(q: Nonnegative):
    """The larger of two independent N(0, q) has the mean √(q/π)."""
    show(Eq(two(Max(x, y), q), sqrt(q) / sqrt(pi)))
    zero = have(Eq(E(x, normal(q), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=q))
    return chain(
        two(Max(x, y), q),
        eq((E(x, normal(q), x) + E(y, normal(q), y) + two(Abs(x - y), q)) / 2, by=definition(Max)),
        eq(two(Abs(x - y), q) / 2, by=rewrite(zero, why="the means are 0")),
        eq(E(Abs(x), normal(2 * q), x) / 2,
           by=theorem(using(difference), "the difference of normals", F=Lambda(x, Abs(x)), q=q)),
        eq(sqrt(2 * q) * sqrt(2 / pi) / 2, by=theorem(using(mean_absolute_value), "the mean absolute value", q=2 * q)),
        eq(sqrt(q) / sqrt(pi)),
    )


@lemma("Shortfall", title="The regret from two values")
def shortfall(best: Real, worth: Real, a: Real, b: Real):
    """If the oracle achieves a and the choice at most b, the regret is at least a − b."""
    given(Eq(best, a), Le(worth, b))
    show(Ge(best - worth, a - b))
    return have(Ge(best - worth, a - b), by=positivity())


@theorem_claim("Theorem 6", title="No rule that sees the features alone does better", printed=["(23)"],
               adds=[GAUSSIAN, SELECTION])
def ceiling(k: Rule, v: VectorIn("d"), sigma_epsilon: Positive):
    """In the whitened Gaussian model every selection rule that looks at the features of two responses, be it random or
    not, linear or not, falls short of the oracle by at least (1 − ρ)σ_S/√π."""
    s, (P1, S1), (P2, S2) = sigma_epsilon, first(v), second(v)
    weight = k(h1, h2)
    given(ForAll(h1, ForAll(h2, Le(0, weight))), ForAll(h1, ForAll(h2, Le(weight, 1))))
    chosen = weight * P1 + (1 - weight) * P2
    show(Ge(over_responses(Max(S1, S2), s) - over_responses(weight * S1 + (1 - weight) * S2, s),
            (1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi)))
    worth, best = E(chosen, FEATURES, h2), E(Max(P1, P2), FEATURES, h2)
    bound = Abs(P1) + Abs(P2)
    have(Le(0, weight)), have(Le(weight, 1))
    have(And(Le(chosen, Max(P1, P2)), Le(Abs(chosen), bound)), by=theorem(using(mixture), "a mixture", k=weight, a=P1, b=P2))
    generalized(have(Le(chosen, Max(P1, P2))), h2), generalized(have(Le(Abs(chosen), bound)), h2)
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Integrable(h2, FEATURES, chosen), by=theorem(using(dominated_mean), "domination", P=FEATURES,
                                                      X=Lambda(h2, chosen), Y=Lambda(h2, bound)))
    have(Le(Abs(worth), E(bound, FEATURES, h2)), by=theorem(using(dominated_mean), "domination", P=FEATURES,
                                                            X=Lambda(h2, chosen), Y=Lambda(h2, bound)))
    have(Le(worth, best), by=law("expectation is monotone", P=FEATURES, X=Lambda(h2, chosen), Y=Lambda(h2, Max(P1, P2))))
    generalized(have(Le(worth, best)), h1), generalized(have(Le(Abs(worth), E(bound, FEATURES, h2))), h1)
    have(Integrable(h1, FEATURES, worth), by=theorem(using(dominated_mean), "domination", P=FEATURES,
                                                     X=Lambda(h1, worth), Y=Lambda(h1, E(bound, FEATURES, h2))))
    have(Le(over_features(chosen), over_features(Max(P1, P2))),
         by=law("expectation is monotone", P=FEATURES, X=Lambda(h1, worth), Y=Lambda(h1, best)))
    q = norm(v)**2
    have(Eq(over_responses(Max(S1, S2), s), sigma_S(v, s) / sqrt(pi)), by=theorem(using(oracle), "(31)"))
    chain(
        over_responses(weight * S1 + (1 - weight) * S2, s),
        eq(over_features(chosen), by=theorem(using(errors_average_out), "the errors average out", k=weight, a=P1, b=P2)),
        le(over_features(Max(P1, P2)), by=law("expectation is monotone", P=FEATURES, X=Lambda(h1, worth), Y=Lambda(h1, best),
                                              why="a mixture is at most the larger")),
        eq(two(Max(x, y), q), by=theorem(using(projection), "projection", W=Lambda(x, y, Max(x, y)))),
        eq(sqrt(q) / sqrt(pi), by=theorem(using(larger_normal), "the larger of two normals", q=q)),
    )
    return have(Ge(over_responses(Max(S1, S2), s) - over_responses(weight * S1 + (1 - weight) * S2, s),
                   (1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi)),
                by=theorem(using(shortfall), "(31) and the bound above", best=over_responses(Max(S1, S2), s),
                           worth=over_responses(weight * S1 + (1 - weight) * S2, s), a=sigma_S(v, s) / sqrt(pi),
                           b=sqrt(q) / sqrt(pi)))


@equation("Equation (33)", title="What the proxy says about the safety", printed=["(33)"], adds=[NONZERO])
def regression(v: VectorIn("d"), sigma_epsilon: Positive):
    """Given the features, and so P₁, the mean of S₁ is P₁; for v* ≠ 0 that is ρ (σ_S/‖v*‖) P₁."""
    s, (P1, S1) = sigma_epsilon, first(v)
    given(Ne(v, Zero(R_d)))
    show(Eq(E(S1, normal(s**2), e1), rho(v, s) * (sigma_S(v, s) / norm(v)) * P1))
    have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    zero = have(Eq(E(x, normal(s**2), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=s**2))
    return chain(
        E(S1, normal(s**2), e1),
        eq(P1 + E(e1, normal(s**2), e1), by=algebra(why="linearity")),
        eq(P1 + 0, by=rewrite(zero, why="the error has mean 0")),
        eq(rho(v, s) * (sigma_S(v, s) / norm(v)) * P1, printed="(33)"),
    )


@lemma("Distribution function", title="The distribution function of a centred normal")
def distribution(r: Positive, t: Real):
    """The chance that N(0, r²) lies below t is Φ(t/r)."""
    show(Eq(E(Indicator(Lt(x, t)), normal(r**2), x), NormalCDF(t / r)))
    scaled, plain = Lt(0 + r * x, t), Lt(x, t / r)
    same = have(Iff(scaled, plain))
    return chain(
        E(Indicator(Lt(x, t)), normal(r**2), x),
        eq(E(Indicator(scaled), normal(1), x), by=law("affine image of a normal", m=0, v=1, a=0, c=r, b=0, q=r**2,
                                                      F=Lambda(x, Indicator(Lt(x, t))))),
        eq(E(Indicator(plain), normal(1), x), by=rewrite(same, why="scaling")),
        eq(Integral(x, -oo, oo, Indicator(plain) * NormalDensity(x)), by=definition(Expectation, why="the density")),
        eq(Integral(x, -oo, t / r, NormalDensity(x)), by=law("integral up to a point", a=t / r,
                                                             F=Lambda(x, NormalDensity(x)))),
        eq(NormalCDF(t / r), by=definition(NormalCDF)),
    )


@lemma("Square of the density", title="The integral of φ²")
def density_squared():
    """The square of the standard normal density integrates to 1/(2√π)."""
    show(Eq(Integral(x, -oo, oo, NormalDensity(x)**2), 1 / (2 * sqrt(pi))))
    return chain(
        Integral(x, -oo, oo, NormalDensity(x)**2),
        eq(Integral(x, -oo, oo, exp(-x**2)) / (2 * pi)),
        eq(sqrt(2) / 2 * Integral(x, -oo, oo, exp(-(x**2 / 2))) / (2 * pi),
           by=law("affine substitution", c=sqrt(2) / 2, b=0, F=Lambda(x, exp(-x**2)))),
        eq(sqrt(2) / 2 * sqrt(2 * pi) / (2 * pi), by=law("Gaussian integral")),
        eq(1 / (2 * sqrt(pi))),
    )


@lemma("Winning chance", title="Each of two responses wins half of the time")
def winning_chance(r: Positive):
    """For independent x, y ∼ N(0, r²), y < x with probability 1/2."""
    show(Eq(two(Indicator(Lt(y, x)), r**2), rational("1/2")))
    half = E(NormalCDF(x / r), normal(r**2), x)
    turned = chain(
        half,
        eq(E(NormalCDF(-x / r), normal(r**2), x), by=law("affine image of a normal", m=0, v=r**2, a=0, c=-1, b=0, q=r**2,
                                                         F=Lambda(x, NormalCDF(x / r)))),
        eq(1 - half, by=algebra(why=r"$\Phi(-x) = 1 - \Phi(x)$")),
    )
    return chain(
        two(Indicator(Lt(y, x)), r**2),
        eq(half, by=theorem(using(distribution), "the distribution function", r=r, t=x)),
        eq(rational("1/2"), by=algebra(turned, why="symmetry")),
    )


@lemma("Winner", title="The share of the first when it wins")
def winner(r: Positive):
    """For independent x, y ∼ N(0, r²), the mean of x where y < x is r/(2√π)."""
    show(Eq(two(x * Indicator(Lt(y, x)), r**2), r / (2 * sqrt(pi))))
    below = have(Eq(E(Indicator(Lt(y, x)), normal(r**2), y), NormalCDF(x / r)),
                 by=theorem(using(distribution), "the distribution function", r=r, t=x))
    square = Integral(x, -oo, oo, NormalDensity(x)**2)
    by_parts = have(Eq(Integral(x, -oo, oo, x * NormalDensity(x) * NormalCDF(x)), square),
                    by=parts(-NormalDensity(x) * NormalCDF(x), x))
    return chain(
        two(x * Indicator(Lt(y, x)), r**2),
        eq(E(x * E(Indicator(Lt(y, x)), normal(r**2), y), normal(r**2), x)),
        eq(E(x * NormalCDF(x / r), normal(r**2), x), by=rewrite(below, why="the distribution function")),
        eq(E((0 + r * x) * NormalCDF((0 + r * x) / r), normal(1), x),
           by=law("affine image of a normal", m=0, v=1, a=0, c=r, b=0, q=r**2, F=Lambda(x, x * NormalCDF(x / r)))),
        eq(r * Integral(x, -oo, oo, x * NormalDensity(x) * NormalCDF(x)), by=definition(Expectation, why="the density")),
        eq(r * square, by=rewrite(by_parts, why="integration by parts")),
        eq(r * (1 / (2 * sqrt(pi))), by=theorem(using(density_squared), r"the integral of $\varphi^2$")),
        eq(r / (2 * sqrt(pi))),
    )


@lemma("Errors of the winner", title="The error of one response averages out")
def error_averages_out(k: Real, a: Real, sigma_epsilon: Positive):
    """Averaged over both errors, k(a + ε₁) is ka."""
    s = sigma_epsilon
    show(Eq(over_errors(k * (a + e1), s), k * a))
    zero = have(Eq(E(x, normal(s**2), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=s**2))
    return chain(
        over_errors(k * (a + e1), s),
        eq(k * (a + E(e1, normal(s**2), e1)), by=algebra(why="linearity")),
        eq(k * a, by=rewrite(zero, why="the error has mean 0")),
    )


@equation("Equation (34)", title="The first response, when its proxy wins", printed=["(34)"], adds=[GAUSSIAN, NONZERO])
def conditional_value(v: VectorIn("d"), sigma_epsilon: Positive):
    """For v* ≠ 0 the mean of S₁, given that P₁ > P₂, is ρσ_S/√π."""
    s, (P1, S1), (P2, _) = sigma_epsilon, first(v), second(v)
    given(Ne(v, Zero(R_d)))
    wins = Indicator(Lt(P2, P1))
    show(Eq(over_responses(wins * S1, s) / over_responses(wins, s), rho(v, s) * sigma_S(v, s) / sqrt(pi)))
    have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    value = chain(
        over_responses(wins * S1, s),
        eq(over_features(wins * P1), by=theorem(using(error_averages_out), "the error averages out", k=wins, a=P1)),
        eq(two(Indicator(Lt(y, x)) * x, norm(v)**2),
           by=theorem(using(projection), "projection", W=Lambda(x, y, Indicator(Lt(y, x)) * x))),
        eq(norm(v) / (2 * sqrt(pi)), by=theorem(using(winner), "the share of the winner", r=norm(v))),
    )
    chance = chain(
        over_responses(wins, s),
        eq(over_features(wins)),
        eq(two(Indicator(Lt(y, x)), norm(v)**2), by=theorem(using(projection), "projection",
                                                            W=Lambda(x, y, Indicator(Lt(y, x))))),
        eq(rational("1/2"), by=theorem(using(winning_chance), "the winning chance", r=norm(v))),
    )
    return chain(
        over_responses(wins * S1, s) / over_responses(wins, s),
        eq(norm(v) / (2 * sqrt(pi)) / rational("1/2"), by=rewrite(value, chance, why="both values")),
        eq(rho(v, s) * sigma_S(v, s) / sqrt(pi), printed="(34)"),
    )


@lemma("Choice of the larger", title="Taking the larger of two numbers")
def choice_of_the_larger(a: Real, b: Real):
    """The weight that is 1 when b < a, and else 0, picks the larger of a and b."""
    wins = Indicator(Lt(b, a))
    show(Eq(wins * a + (1 - wins) * b, Max(a, b)))
    value = have(Or(And(Lt(b, a), Eq(wins, 1)), And(Not(Lt(b, a)), Eq(wins, 0))),
                 by=law("indicator", x=a, S_n=Lambda(x, Lt(b, x))))
    size = have(Or(And(Le(0, a - b), Eq(Abs(a - b), a - b)), And(Lt(a - b, 0), Eq(Abs(a - b), -(a - b)))),
                by=law("absolute value", x=a - b))
    cases = []
    for chosen in value.statement.arguments:
        with suppose(chosen) as case:
            have(Le(a, b), by=law("not less", x=b, y=a)) if chosen is value.statement.arguments[1] else None
            inner_cases = []
            for part in size.statement.arguments:
                with suppose(part) as sign:
                    inner_cases.append(sign.conclude(have(Eq(wins * a + (1 - wins) * b, Max(a, b)))))
            cases.append(case.conclude(by_cases(size, *inner_cases)))
    return by_cases(value, *cases)


@equation("Equations (35)–(37)", title="The regret of the best proxy", printed=["(32)", "(35)", "(36)", "(37)"],
          adds=[GAUSSIAN, NONZERO])
def regret_of_the_best_proxy(v: VectorIn("d"), sigma_epsilon: Positive):
    """For v* ≠ 0 the choice by the proxy ⟨h, v*⟩ itself attains the bound of Theorem 6, and its value is that of the first
    response given that its proxy wins."""
    s, (P1, S1), (P2, S2) = sigma_epsilon, first(v), second(v)
    given(Ne(v, Zero(R_d)))
    wins = Indicator(Lt(P2, P1))
    best, worth = over_responses(Max(S1, S2), s), over_responses(wins * S1 + (1 - wins) * S2, s)
    given_win = over_responses(wins * S1, s) / over_responses(wins, s)
    show(And(Eq(worth, given_win), Eq(best - worth, (1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi))))
    note("The paper extends this from two responses to general policies by standard arguments, which it does not give. What is "
         "proved here is the bound for two responses under every selection rule (Theorem 6), and the value of the best of n.")
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    oracle_value = have(Eq(best, sigma_S(v, s) / sqrt(pi)), by=theorem(using(oracle), "(31)"))
    proxy_value = chain(
        worth,
        eq(over_features(wins * P1 + (1 - wins) * P2),
           by=theorem(using(errors_average_out), "the errors average out", k=wins, a=P1, b=P2)),
        eq(over_features(Max(P1, P2)), by=theorem(using(choice_of_the_larger), "the choice of the larger", a=P1, b=P2)),
        eq(two(Max(x, y), norm(v)**2), by=theorem(using(projection), "projection", W=Lambda(x, y, Max(x, y)))),
        eq(sqrt(norm(v)**2) / sqrt(pi), by=theorem(using(larger_normal), "the larger of two normals", q=norm(v)**2)),
        eq(rho(v, s) * sigma_S(v, s) / sqrt(pi)),
    )
    same = chain(
        worth,
        eq(rho(v, s) * sigma_S(v, s) / sqrt(pi), by=rewrite(proxy_value, why="the larger of two normals")),
        eq(given_win, by=theorem(using(conditional_value), "(34)"), printed="(32)"),
    )
    return same, chain(
        best - worth,
        eq(sigma_S(v, s) / sqrt(pi) - rho(v, s) * sigma_S(v, s) / sqrt(pi),
           by=rewrite(oracle_value, proxy_value, why="(31) and (34)"), printed=["(35)", "(36)"]),
        eq((1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi), printed="(37)"),
    )


@refutation("Appendix A, as printed (v* = 0)", title="A proxy that is constant", erratum=erratum(
    "Equations (30), (33) and (34)",
    printed=r"\frac{\|v^*\|^2}{\|v^*\| \sigma_S}, \quad \rho \frac{\sigma_S}{\|v^*\|}, \quad P_1 > P_2",
    should_read=r"the same, for $v^* \ne 0$",
    why="Assumption 1 allows v* = 0. Then the denominators of (30) and (33) are 0, and (34) conditions on an event that never "
        "happens.", repaired_by=["Equation (30)", "Equation (33)", "Equation (34)"]))
def constant_proxy(sigma_epsilon: Positive):
    """For v* = 0 the product ‖v*‖σ_S is 0, and P₁ > P₂ has probability 0."""
    v, s = Zero(R_d), sigma_epsilon
    (P1, _), (P2, _) = first(v), second(v)
    show(And(Eq(norm(v) * sigma_S(v, s), 0), Eq(over_responses(Indicator(Lt(P2, P1)), s), 0)))
    nothing = chain(norm(v) * sigma_S(v, s), eq(0))
    wins = Indicator(Lt(Number(0), Number(0)))
    options = have(Or(And(Lt(0, 0), Eq(wins, 1)), And(Not(Lt(0, 0)), Eq(wins, 0))),
                   by=law("indicator", x=0, S_n=Lambda(x, Lt(x, 0))))
    with suppose(options.statement.arguments[0]) as ahead:
        one = ahead.conclude(falsehood(conjuncts(ahead.fact)[0]))
    with suppose(options.statement.arguments[1]) as level:
        other = level.conclude(have(Eq(wins, 0)))
    never = by_cases(options, one, other)
    return nothing, chain(over_responses(Indicator(Lt(P2, P1)), s), eq(over_responses(wins, s)),
                          eq(over_responses(Number(0), s), by=rewrite(never)), eq(0))


@refutation("Equation (32), as printed", title="The index of the chosen response", printed=["(32)"], erratum=erratum(
    "Appendix A, Step 3", printed=r"\mathbb{E}[S_i] = \mathbb{E}[S_1 \mid P_1 > P_2]",
    should_read=r"\mathbb{E}[S_{\hat{i}}] = \mathbb{E}[S_1 \mid P_1 > P_2]",
    why="For a fixed index i the left side is 0, while the right side is ρσ_S/√π > 0; the index meant is that of the larger "
        "proxy.", repaired_by=["Equation (34)", "Equations (35)–(37)"]))
def printed_index(v: VectorIn("d"), sigma_epsilon: Positive):
    """For v* ≠ 0 the mean of S₁ is 0, which is less than its mean given that P₁ > P₂."""
    s, (P1, S1), (P2, _) = sigma_epsilon, first(v), second(v)
    given(Ne(v, Zero(R_d)))
    wins = Indicator(Lt(P2, P1))
    show(Lt(over_responses(S1, s), over_responses(wins * S1, s) / over_responses(wins, s)))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    length = have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    zero = have(Eq(E(x, normal(norm(v)**2), x), 0),
                by=theorem(using(mean_zero), "a centred normal has mean zero", q=norm(v)**2))
    return chain(
        over_responses(S1, s),
        eq(over_responses(1 * S1, s)),
        eq(over_features(1 * P1), by=theorem(using(error_averages_out), "the error averages out", k=1, a=P1)),
        eq(two(1 * x, norm(v)**2), by=theorem(using(projection), "projection", W=Lambda(x, y, 1 * x))),
        eq(E(x, normal(norm(v)**2), x)),
        eq(0, by=rewrite(zero, why="the mean is 0")),
        lt(norm(v) / sqrt(pi), by=positivity(length)),
        eq(rho(v, s) * sigma_S(v, s) / sqrt(pi)),
        eq(over_responses(wins * S1, s) / over_responses(wins, s), by=theorem(using(conditional_value), "(34)")),
    )


POINTS = [rational(f"{i}/2") for i in range(-3, 4)]
SEVEN = discrete([(rational("1/7"), Coordinates(p)) for p in POINTS])
g = Symbol("g", Vector(1))
g1, g2 = Symbol("g_1", Vector(1)), Symbol("g_2", Vector(1))


@refutation("Theorem 6, as printed", title="Gaussian errors are not enough", erratum=erratum(
    "Theorem 6", printed=r"\epsilon \sim \mathcal{N}(0, \sigma_\epsilon^2)",
    should_read=r"h \text{ and } \epsilon \text{ Gaussian and independent}",
    why="The bound uses that ⟨h, v*⟩ is normal; for whitened features on seven equally spaced points the choice by the best "
        "proxy loses less than (1 − ρ)σ_S/√π.", repaired_by=["Theorem 6", "Equations (35)–(37)"]))
def printed_ceiling():
    """Let d = 1, v* = 1, σ_ε² = 3, so that σ_S = 2 and ρ = 1/2, and let h be uniform on −3/2, −1, …, 3/2. These features
    are whitened, and the choice by v_c = v* has a regret below (1 − ρ)σ_S/√π = 1/√π."""
    t, v = sqrt(6), Coordinates(1)
    s = t / sqrt(2)
    P1, P2 = inner(g1, v), inner(g2, v)
    S1, S2, wins = P1 + e1, P2 + e2, Indicator(Lt(P2, P1))

    def over_points(body):
        return E(E(body, SEVEN, g2), SEVEN, g1)

    best, worth = over_points(over_errors(Max(S1, S2), s)), over_points(over_errors(wins * S1 + (1 - wins) * S2, s))
    show(And(Eq(E(inner(g, v), SEVEN, g), 0), Eq(Var(inner(g, v), SEVEN, g), norm(v)**2),
             Lt(best - worth, (1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi))))
    centred = chain(E(inner(g, v), SEVEN, g), eq(0, by=definition(Expectation)))
    white = chain(Var(inner(g, v), SEVEN, g), eq(E(inner(g, v)**2, SEVEN, g) - E(inner(g, v), SEVEN, g)**2),
                  eq(norm(v)**2, by=definition(Expectation)))
    gap = Lambda(c, 2 * t * NormalDensity(c / t) + c * (2 * NormalCDF(c / t) - 1))
    steps = [rational(f"{i}/2") for i in range(1, 7)]
    value = (7 * gap(rational(0)) + Add(*(2 * (7 - i) * gap(p) for i, p in enumerate(steps, 1)))) / 98
    top = chain(
        best,
        eq(over_points((P1 + P2 + gap(P1 - P2)) / 2),
           by=theorem(using(larger_in_closed_form), "the larger of two", a=P1, b=P2, t=t)),
        eq(value, by=definition(Expectation)),
    )
    bottom = chain(
        worth,
        eq(over_points(wins * P1 + (1 - wins) * P2),
           by=theorem(using(errors_average_out), "the errors average out", k=wins, a=P1, b=P2, sigma_epsilon=s)),
        eq(over_points(Max(P1, P2)), by=theorem(using(choice_of_the_larger), "the choice of the larger", a=P1, b=P2)),
        eq(rational("4/7"), by=definition(Expectation)),
    )
    return centred, white, chain(
        best - worth,
        eq(value - rational("4/7"), by=rewrite(top, bottom)),
        lt(1 / sqrt(pi), by=certified_numerically()),
        eq((1 - rho(v, s)) * sigma_S(v, s) / sqrt(pi)),
    )


@lemma("Two directions", title="Orthogonal directions see independent features")
def two_directions(W: FunctionOn(SCALAR, SCALAR), a: VectorIn("d"), b: VectorIn("d")):
    """For orthogonal a and b, ⟨h, a⟩ and ⟨h, b⟩ are independent N(0, ‖a‖²) and N(0, ‖b‖²)."""
    seen = W(inner(h, a), inner(h, b))
    given(Eq(inner(a, b), 0), Integrable(h, FEATURES, seen))
    show(Eq(E(seen, FEATURES, h), E(E(W(x, y), normal(norm(b)**2), y), normal(norm(a)**2), x)))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Eq(inner(Identity("d") @ a, b), 0), by=algebra(have(Eq(inner(a, b), 0))))
    return chain(
        E(seen, FEATURES, h),
        eq(E(E(W(x, y), normal(norm(b)**2), y), normal(norm(a)**2), x),
           by=law("uncorrelated Gaussians are independent", mu=Zero(R_d), S=Identity("d"), u=a, w=b, W=W)),
    )


@lemma("Cauchy–Schwarz", title="An inner product is at most the product of the norms")
def cauchy_schwarz(u: VectorIn("d"), w: VectorIn("d")):
    """For all vectors ⟨u, w⟩ ≤ ‖u‖‖w‖."""
    show(Le(inner(u, w), norm(u) * norm(w)))
    have(Le(inner(u, w)**2, inner(u, u) * inner(w, w)), by=law("Cauchy–Schwarz", u=u, w=w))
    have(Le(0, inner(u, u) * inner(w, w)), by=positivity())
    root = have(Le(sqrt(inner(u, w)**2), sqrt(inner(u, u) * inner(w, w))),
                by=law("square root is monotone", x=inner(u, w)**2, y=inner(u, u) * inner(w, w)))
    return chain(
        inner(u, w),
        le(Abs(inner(u, w)), by=theorem(using(below_absolute_value), x=inner(u, w))),
        eq(sqrt(inner(u, w)**2)),
        le(sqrt(inner(u, u) * inner(w, w)), by=positivity(root)),
        eq(norm(u) * norm(w)),
    )


@lemma("Quotients", title="Dividing an inequality")
def divided(a: Real, b: Real, s: Positive, t: Positive):
    """If a ≤ bs, then a/(st) ≤ b/t for positive s and t."""
    given(Le(a, b * s))
    show(Le(a / (s * t), b / t))
    return have(Le(a / (s * t), b / t), by=positivity(have(Le(a, b * s))))


@proposition("Any linear proxy", title="What a linear proxy achieves, and why v* is the best",
             printed=["Appendix A: other constitutions", "Theorem 6, sketch: best direction"], adds=[GAUSSIAN])
def linear_proxy(v: VectorIn("d"), v_c: VectorIn("d"), sigma_epsilon: Positive):
    """For v_c ≠ 0 the choice by ⟨h, v_c⟩ is worth rσ_S/√π, where r = ⟨v*, v_c⟩/(‖v_c‖σ_S) is the correlation of this
    proxy with the safety; and r ≤ ρ."""
    s, (P1, S1), (P2, S2) = sigma_epsilon, first(v), second(v)
    given(Ne(v_c, Zero(R_d)))
    C1, C2 = inner(h1, v_c), inner(h2, v_c)
    wins = Indicator(Lt(C2, C1))
    r = inner(v, v_c) / (norm(v_c) * sigma_S(v, s))
    show(And(Eq(over_responses(wins * S1 + (1 - wins) * S2, s), r * sigma_S(v, s) / sqrt(pi)), Le(r, rho(v, s))))
    have(Lt(0, norm(v_c)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v_c))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    slope = inner(v, v_c) / norm(v_c)**2
    w = v - slope * v_c
    have(Eq(inner(v_c, w), 0), by=algebra())
    q, rest = normal(norm(v_c)**2), normal(norm(w)**2)
    zero = have(Eq(E(x, rest, x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=norm(w)**2))
    below = Indicator(Lt(x, C1))
    picks = Lambda(x, y, below * P1 + (1 - below) * (slope * x + y))
    inside = chain(
        E(wins * P1 + (1 - wins) * P2, FEATURES, h2),
        eq(E(picks(C2, inner(h2, w)), FEATURES, h2), by=algebra(why="$v^*$ split along $v_c$")),
        eq(E(E(picks(x, y), rest, y), q, x), by=theorem(using(two_directions), "two directions", W=picks, a=v_c, b=w)),
        eq(E(below * P1 + (1 - below) * (slope * x + E(y, rest, y)), q, x)),
        eq(E(below * P1 + (1 - below) * slope * x, q, x), by=rewrite(zero, why="the means are 0")),
    )
    ahead = Indicator(Lt(y, x))
    shared = Lambda(x, c, E(ahead * (slope * x + c) + (1 - ahead) * slope * y, q, y))
    value = chain(
        over_responses(wins * S1 + (1 - wins) * S2, s),
        eq(over_features(wins * P1 + (1 - wins) * P2),
           by=theorem(using(errors_average_out), "the errors average out", k=wins, a=P1, b=P2)),
        eq(E(E(below * P1 + (1 - below) * slope * x, q, x), FEATURES, h1), by=rewrite(inside, why="the line above")),
        eq(E(shared(C1, inner(h1, w)), FEATURES, h1), by=algebra(why="$v^*$ split along $v_c$")),
        eq(E(E(shared(x, c), rest, c), q, x), by=theorem(using(two_directions), "two directions", W=shared, a=v_c, b=w)),
        eq(E(shared(x, E(c, rest, c)), q, x)),
        eq(E(shared(x, 0), q, x), by=rewrite(zero, why="the means are 0")),
        eq(slope * two(ahead * x + (1 - ahead) * y, norm(v_c)**2)),
        eq(slope * two(Max(x, y), norm(v_c)**2), by=theorem(using(choice_of_the_larger), "the choice of the larger", a=x, b=y)),
        eq(slope * (sqrt(norm(v_c)**2) / sqrt(pi)),
           by=theorem(using(larger_normal), "the larger of two normals", q=norm(v_c)**2)),
        eq(r * sigma_S(v, s) / sqrt(pi)),
    )
    have(Le(inner(v, v_c), norm(v) * norm(v_c)), by=theorem(using(cauchy_schwarz), "Cauchy–Schwarz", u=v, w=v_c))
    return value, have(Le(r, rho(v, s)), by=theorem(using(divided), "Cauchy–Schwarz", a=inner(v, v_c), b=norm(v),
                                                    s=norm(v_c), t=sigma_S(v, s)))


def maximum_of(n, fewer=None):
    """e_n: the mean of the density n φ Φ^{n−1} of the largest of n standard normals; `fewer` is n − 1, where that has a
    simpler form."""
    return Integral(x, -oo, oo, x * (n * NormalDensity(x) * NormalCDF(x)**(n - 1 if fewer is None else fewer)))


def moment(m):
    """∫ φ² (2Φ − 1)^m."""
    return Integral(x, -oo, oo, NormalDensity(x)**2 * (2 * NormalCDF(x) - 1)**m)


phi, Phi = NormalDensity(x), NormalCDF(x)


@lemma("Odd moments", title="What symmetry makes vanish")
def odd_moments():
    """The integrals of φ²(2Φ − 1) and φ²(2Φ − 1)³ are 0, because their integrands are odd."""
    show(And(Eq(moment(1), 0), Eq(moment(3), 0)))
    found = []
    for m in (1, 3):
        turned = chain(moment(m), eq(-moment(m), by=law("affine substitution", c=-1, b=0,
                                                        F=Lambda(x, phi**2 * (2 * Phi - 1)**m), why="$x \\mapsto -x$")))
        found.append(have(Eq(moment(m), 0), by=algebra(turned)))
    return tuple(found)


@lemma("Bounded exponential", title="e^{−t} ≤ 1")
def bounded_exponential(t: Nonnegative):
    """For t ≥ 0, e^{−t} is at most 1."""
    show(Le(exp(-t), 1))
    tangent = have(Le(1 + t, exp(t)), by=law("exponential above its tangent", x=t))
    return have(Le(exp(-t), 1), by=positivity(tangent))


@lemma("Bounded sign", title="|2Φ − 1| ≤ 1")
def bounded_sign(x: Real):
    """Φ lies between 0 and 1, so 2Φ − 1 lies between −1 and 1."""
    show(Le(Abs(2 * NormalCDF(x) - 1), 1))
    above, below = have(Lt(0, NormalCDF(x))), have(Lt(0, NormalCDF(-x)))
    have(Le(2 * NormalCDF(x) - 1, 1), by=positivity(below))
    have(Le(-(2 * NormalCDF(x) - 1), 1), by=positivity(above))
    return have(Le(Abs(2 * NormalCDF(x) - 1), 1), by=theorem(using(absolute_value_at_most), x=2 * NormalCDF(x) - 1, b=1))


@lemma("Product of four densities", title="The integral of φ(x)²φ(ax)²")
def four_densities(a: Real):
    """The integral of φ(x)²φ(ax)² is 1/(4π^{3/2}√(1 + a²))."""
    show(Eq(Integral(x, -oo, oo, phi**2 * NormalDensity(a * x)**2), 1 / (4 * pi * sqrt(pi) * sqrt(1 + a**2))))
    width = sqrt(2) * sqrt(1 + a**2)
    return chain(
        Integral(x, -oo, oo, phi**2 * NormalDensity(a * x)**2),
        eq(Integral(x, -oo, oo, exp(-((width * x)**2 / 2))) / (4 * pi**2)),
        eq(Integral(x, -oo, oo, exp(-(x**2 / 2))) / width / (4 * pi**2),
           by=law("affine substitution", c=width, b=0, F=Lambda(x, exp(-(x**2 / 2))))),
        eq(sqrt(2 * pi) / width / (4 * pi**2), by=law("Gaussian integral")),
        eq(1 / (4 * pi * sqrt(pi) * sqrt(1 + a**2))),
    )


def moment_at(a):
    """∫ φ(x)² (2Φ(ax) − 1)² dx."""
    return Integral(x, -oo, oo, phi**2 * (2 * NormalCDF(a * x) - 1)**2)


@lemma("Shrinking", title="A factor at most 1")
def shrinking(m: Nonnegative, t: Real):
    """If t ≤ 1, then mt ≤ m for m ≥ 0."""
    given(Le(t, 1))
    show(Le(m * t, m))
    return have(Le(m * t, m), by=positivity(have(Le(t, 1))))


@lemma("Differentiation under the integral", title="The second moment may be differentiated in a")
def moment_is_dominated(a: Real):
    """The derivative of φ(x)²(2Φ(ax) − 1)² in a is at most 4|x|φ(x)²/√(2π) in size, which is integrable."""
    line, z = Lebesgue(SCALAR), Real("z")
    body = Lambda(z, x, phi**2 * (2 * NormalCDF(z * x) - 1)**2)
    slope = Lambda(z, x, 4 * x * phi**2 * (NormalDensity(z * x) * (2 * NormalCDF(z * x) - 1)))
    bound = Lambda(x, 4 * Abs(x) * phi**2 / sqrt(2 * pi))
    show(DominatedDerivative(z, a, x, line, body(z, x)))
    generalized(have(Integrable(x, line, body(z, x))), z)
    generalized(have(HasDerivative(y, body(y, x), z, slope(z, x))), z, x)
    decay = have(Le(exp(-((z * x)**2 / 2)), 1), by=theorem(using(bounded_exponential), "e^{−t} ≤ 1", t=(z * x)**2 / 2))
    size = have(Le(Abs(2 * NormalCDF(z * x) - 1), 1), by=theorem(using(bounded_sign), "|2Φ − 1| ≤ 1", x=z * x))
    factor = exp(-((z * x)**2 / 2)) * Abs(2 * NormalCDF(z * x) - 1)
    chain(factor, le(exp(-((z * x)**2 / 2)) * 1, by=positivity(size)), le(1, by=positivity(decay)))
    generalized(chain(
        Abs(slope(z, x)),
        eq(bound(x) * factor),
        le(bound(x), by=theorem(using(shrinking), "a factor at most 1", m=bound(x), t=factor)),
    ), z, x)
    have(Integrable(x, line, bound(x)))
    return have(DominatedDerivative(z, a, x, line, body(z, x)),
                by=law("dominated derivative", nu=line, W=body, U=slope, Y=bound, a=a))


@lemma("Second moment", title="The second moment as an arctangent")
def second_moment(a: Nonnegative):
    """The integral of φ(x)²(2Φ(ax) − 1)² is (2/π^{3/2})(arctan √(1 + a²) − π/4): both sides vanish at 0 and have the same
    derivative in a."""
    z, unit = Real("z"), pi * sqrt(pi)
    arc = Lambda(z, 2 / unit * Arctan(sqrt(1 + z**2)))
    show(Eq(moment_at(a), 2 / unit * (Arctan(sqrt(1 + a**2)) - pi / 4)))
    gap = Lambda(z, moment_at(z) - arc(z))
    mixed = Integral(x, -oo, oo, x * phi**2 * NormalDensity(z * x) * (2 * NormalCDF(z * x) - 1))
    four = Integral(x, -oo, oo, phi**2 * NormalDensity(z * x)**2)
    by_parts = have(Eq((2 + z**2) * mixed, 2 * z * four),
                    by=parts(-phi**2 * NormalDensity(z * x) * (2 * NormalCDF(z * x) - 1), x))
    have(DominatedDerivative(y, z, x, Lebesgue(SCALAR), phi**2 * (2 * NormalCDF(y * x) - 1)**2),
         by=theorem(using(moment_is_dominated), "the bound on the derivative", a=z))
    flat = chain(
        4 * mixed - 2 / unit * (z / ((2 + z**2) * sqrt(1 + z**2))),
        eq(4 * ((2 + z**2) * mixed) / (2 + z**2) - 2 / unit * (z / ((2 + z**2) * sqrt(1 + z**2)))),
        eq(4 * (2 * z * four) / (2 + z**2) - 2 / unit * (z / ((2 + z**2) * sqrt(1 + z**2))),
           by=rewrite(by_parts, why="integration by parts")),
        eq(4 * (2 * z * (1 / (4 * pi * sqrt(pi) * sqrt(1 + z**2)))) / (2 + z**2)
           - 2 / unit * (z / ((2 + z**2) * sqrt(1 + z**2))),
           by=theorem(using(four_densities), "the four densities", a=z)),
        eq(0),
    )
    generalized(have(HasDerivative(y, gap(y), z, 0), by=derived(flat)), z)
    constant = have(Eq(Integral(z, 0, a, 0), gap(a) - gap(rational(0))),
                    by=law("fundamental theorem on an interval", F=gap, f=Lambda(z, 0), a=0, b=a))
    twice = have(Eq(Arctan(1) + Arctan(rational(1) / 1), pi / 2), by=law("arctangent of a reciprocal", x=1))
    eighth = have(Eq(Arctan(1), pi / 4), by=algebra(twice))
    return chain(
        moment_at(a),
        eq(gap(a) - gap(rational(0)) + arc(a) + moment_at(0) - 2 / unit * Arctan(1)),
        eq(Integral(z, 0, a, 0) + arc(a) + moment_at(0) - 2 / unit * Arctan(1), by=rewrite(constant, why="a constant")),
        eq(2 / unit * (Arctan(sqrt(1 + a**2)) - pi / 4), by=rewrite(eighth, why=r"$\arctan 1 = \pi/4$")),
    )


@proposition("Expected maxima", title="Two to five standard normals")
def expected_maxima():
    """The expected maximum e_n of n standard normals, for n = 2, 3, 4, 5, in closed form."""
    square, closed = Integral(x, -oo, oo, phi**2), {n: expected_maximum_formula(n) for n in (2, 3, 4, 5)}
    show(And(*(Eq(maximum_of(n), value) for n, value in closed.items())))
    base = have(Eq(square, 1 / (2 * sqrt(pi))), by=theorem(using(density_squared)))
    odd, cubic = conjuncts(have(And(Eq(moment(1), 0), Eq(moment(3), 0)), by=theorem(using(odd_moments))))
    second_ = have(Eq(moment(2), 2 / (pi * sqrt(pi)) * (Arctan(sqrt(1 + rational(1)**2)) - pi / 4)),
                   by=theorem(using(second_moment), a=1))
    in_moments = {2: square, 3: (square + moment(1)) / 2, 4: (square + 2 * moment(1) + moment(2)) / 4,
                  5: (square + 3 * moment(1) + 3 * moment(2) + moment(3)) / 8}
    return tuple(chain(
        maximum_of(n),
        eq(n * (n - 1) * Integral(x, -oo, oo, phi**2 * Phi**(n - 2)), by=parts(-n * phi * Phi**(n - 1), x)),
        eq(n * (n - 1) * in_moments[n], by=algebra(why=r"$\Phi = \tfrac12 + \tfrac12(2\Phi - 1)$")),
        eq(value, by=rewrite(base, odd, second_, cubic, why="the moments")),
    ) for n, value in closed.items())


line = Lebesgue(SCALAR)


@lemma("Positive integers", title="A positive integer is at least 1")
def at_least_one(n: Count):
    """If n is a positive integer, then n − 1 ≥ 0."""
    k = Natural("k")
    show(Le(0, n - 1))
    have(Or(Eq(rational(0), 0), Le(1, rational(0))), why="the base case")
    with suppose(Or(Eq(k, 0), Le(1, k))) as before:
        have(Le(1, k + 1))
        step = before.conclude(have(Or(Eq(k + 1, 0), Le(1, k + 1)), why="the second case"))
    generalized(step, k)
    have(ForAll(k, Or(Eq(k, 0), Le(1, k))), by=law("induction", S_n=Lambda(y, Or(Eq(y, 0), Le(1, y)))))
    split = have(Or(Eq(n, 0), Le(1, n)))
    with suppose(split.statement.arguments[0]) as zero:
        none = zero.conclude(falsehood(zero.fact, have(Lt(0, n))))
    with suppose(split.statement.arguments[1]) as positive:
        some = positive.conclude(have(Le(0, n - 1)))
    return by_cases(split, none, some)


@lemma("Powers", title="Powers of a number at most 1")
def power_at_most_one(t: Positive, k: Natural):
    """If 0 < t ≤ 1, then every natural power of t is at most 1."""
    given(Le(t, 1))
    show(Le(t**k, 1))
    have(Le(t**0, 1))
    with suppose(Le(t**k, 1)) as before:
        step = before.conclude(chain(t**(k + 1), eq(t**k * t), le(1 * t, by=positivity(before.fact)),
                                     le(1, by=positivity())))
    generalized(step, k)
    have(ForAll(k, Le(t**k, 1)), by=law("induction", S_n=Lambda(y, Le(t**y, 1))))
    return have(Le(t**k, 1))


@lemma("Powers of Φ", title="Powers of Φ are at most 1")
def powers_of_distribution(n: Count, x: Real):
    """For a positive integer n both Φ(x)^{n−1} and Φ(x)^n are at most 1."""
    value = NormalCDF(x)
    show(And(Le(value**(n - 1), 1), Le(value**n, 1)))
    have(Ne(value, 0))
    have(Le(value, 1), by=positivity(have(Lt(0, NormalCDF(-x)))))
    have(Le(0, n - 1), by=theorem(using(at_least_one), "positive integers"))
    return tuple(have(Le(value**exponent, 1), by=theorem(using(power_at_most_one), "a power", t=value, k=k))
                 for exponent, k in ((n - 1, n + rational(-1)), (n, n)))


@lemma("A step", title="A step below |u| − u")
def step_below(u: Real):
    """The number |u| − u is never negative, and it is at least 2 where u < −1."""
    far = Indicator(Lt(u, -1))
    show(Le(2 * far, Abs(u) - u))
    have(And(Le(u, Abs(u)), Le(-u, Abs(u))), by=theorem(using(below_absolute_value), "bounds for |u|", x=u))
    value = have(Or(And(Lt(u, -1), Eq(far, 1)), And(Not(Lt(u, -1)), Eq(far, 0))),
                 by=law("indicator", x=u, S_n=Lambda(x, Lt(x, -1))))
    cases = []
    for part in value.statement.arguments:
        with suppose(part) as case:
            cases.append(case.conclude(have(Le(2 * far, Abs(u) - u))))
    return by_cases(value, *cases)


def gain_over(c):
    """φ(c) − c(1 − Φ(c)): by how much one more standard normal exceeds c on average."""
    return NormalDensity(c) - c * (1 - NormalCDF(c))


@lemma("One more draw", title="What one more draw adds on average is positive")
def gain_is_positive(c: Real):
    """By symmetry φ(c) − c(1 − Φ(c)), the mean of max(x − c, 0) for x ∼ N(0, 1), is half the mean of |c + x| − (c + x), and
    so at least the chance that x < −c − 1."""
    show(Lt(0, gain_over(c)))
    far, excess, one = Indicator(Lt(x, -c - 1)), Abs(c + x) - (c + x), rational(1)**2
    zero = have(Eq(E(x, normal(1), x), 0), by=theorem(using(mean_zero), "a centred normal has mean zero", q=1))
    distance = have(Eq(E(Abs(c + x), normal(one), x), 2 * 1 * NormalDensity(c / 1) + c * (2 * NormalCDF(c / 1) - 1)),
                    by=theorem(using(mean_distance), "the mean distance", t=1))
    same = have(Iff(Lt(c + x, -1), Lt(x, -c - 1)))
    generalized(chain(
        2 * far,
        eq(2 * Indicator(Lt(c + x, -1)), by=rewrite(same, why="$c$ on the other side")),
        le(excess, by=theorem(using(step_below), "the step", u=c + x)),
    ), x)
    means = have(Le(E(2 * far, normal(1), x), E(excess, normal(1), x)),
                 by=law("expectation is monotone", P=normal(1), X=Lambda(x, 2 * far), Y=Lambda(x, excess)))
    return chain(
        0,
        lt(NormalCDF((-c - 1) / 1), by=positivity()),
        eq(E(far, normal(one), x), by=theorem(using(distribution), "the distribution function", r=1, t=-c - 1)),
        eq(E(far, normal(1), x)),
        eq(E(2 * far, normal(1), x) / 2),
        le(E(excess, normal(1), x) / 2, by=positivity(means)),
        eq((E(Abs(c + x), normal(1), x) - c - E(x, normal(1), x)) / 2, by=algebra(why="linearity")),
        eq((E(Abs(c + x), normal(one), x) - c - E(x, normal(1), x)) / 2),
        eq((2 * 1 * NormalDensity(c / 1) + c * (2 * NormalCDF(c / 1) - 1) - c - 0) / 2,
           by=rewrite(distance, zero, why="the mean distance")),
        eq(gain_over(c)),
    )


@lemma("Bounded weights", title="Integrals with a bounded weight")
def bounded_weights(W: Line, n: Count):
    """For a weight W between −1 and 1 the integrals below are finite, and by linearity they combine to the mean of W times
    what one more draw adds."""
    w = W(x)
    given(ForAll(x, Le(Abs(w), 1)))
    slope, gain = n * phi**2 * w - x * phi * (Phi * w), w * gain_over(x)
    combined = ((n + 1) * Integral(x, -oo, oo, x * phi * (Phi * w)) - n * Integral(x, -oo, oo, x * phi * w)
                + Integral(x, -oo, oo, slope))
    show(And(Integrable(x, line, slope), Integrable(x, normal(1), gain), Eq(combined, n * E(gain, normal(1), x))))
    have(Le(Abs(w), 1))
    for measure, bodies in ((line, (x * phi, x * phi * (2 * Phi - 1), phi**2)), (normal(1), (x, x * (2 * Phi - 1), phi))):
        for body in bodies:
            generalized(chain(
                Abs(body * w),
                eq(Abs(body) * Abs(w)),
                le(Abs(body), by=theorem(using(shrinking), "a factor at most 1", m=Abs(body), t=Abs(w))),
            ), x)
            have(Integrable(x, measure, Abs(body)))
            have(Integrable(x, measure, body * w), by=law("domination", nu=measure, X=Lambda(x, body * w),
                                                          Y=Lambda(x, Abs(body))))
    finite = have(Integrable(x, line, slope)), have(Integrable(x, normal(1), gain))
    return *finite, chain(
        combined,
        eq(n * Integral(x, -oo, oo, gain * phi), by=algebra(why="linearity")),
        eq(n * E(gain, normal(1), x), by=definition(Expectation, why="the density")),
    )


@lemma("Positive difference", title="Larger by a positive amount")
def larger_by(a: Real, b: Real, n: Count, t: Positive):
    """If b − a is a positive multiple of a positive number, then a < b."""
    given(Eq(b - a, n * t))
    show(Lt(a, b))
    return have(Lt(a, b), by=positivity(have(Eq(b - a, n * t)), have(Lt(0, n * t))))


@theorem_claim("Growth of e_n", title="The more responses, the larger their expected maximum")
def growth_of_maxima(n: Count):
    """For every n ≥ 1, e_n < e_{n+1}: by integration by parts e_{n+1} − e_n is the mean, over the largest of n, of what one
    more draw adds."""
    show(Lt(maximum_of(n), maximum_of(n + 1, n)))
    w, gain = Phi**(n - 1), Phi**(n - 1) * gain_over(x)
    slope = n * phi**2 * w - x * phi * (Phi * w)
    here = n * Integral(x, -oo, oo, x * phi * w)
    combined = (n + 1) * Integral(x, -oo, oo, x * phi * (Phi * w)) - here + Integral(x, -oo, oo, slope)
    added = E(gain, normal(1), x)
    generalized(have(Ne(Phi, 0)), x)
    less, least = conjuncts(have(And(Le(w, 1), Le(Phi**n, 1)), by=theorem(using(powers_of_distribution), "powers of Φ")))
    generalized(chain(Abs(w), eq(w), le(1, by=positivity(less))), x)
    *_, whole = conjuncts(have(And(Integrable(x, line, slope), Integrable(x, normal(1), gain),
                                   Eq(combined, n * added)),
                               by=theorem(using(bounded_weights), "bounded weights", W=Lambda(x, w))))
    generalized(chain(Abs(phi * Phi**n), eq(phi * Phi**n), le(phi, by=positivity(least))), x)
    for end, name in ((-oo, "squeezed limit at −∞"), (oo, "squeezed limit at +∞")):
        have(HasLimit(x, end, phi, 0), why="growth")
        have(HasLimit(x, end, phi * Phi**n, 0), by=law(name, F=Lambda(x, phi * Phi**n), G=Lambda(x, phi)))
    generalized(have(HasDerivative(y, NormalDensity(y) * NormalCDF(y)**n, x, slope), why="differentiation"), x)
    boundary = have(Eq(Integral(x, -oo, oo, slope), 0 - 0),
                    by=law("fundamental theorem on the line", F=Lambda(x, phi * Phi**n), f=Lambda(x, slope), a=0, b=0))
    more = have(Lt(0, gain_over(x)), by=theorem(using(gain_is_positive), "one more draw", c=x))
    generalized(have(Lt(0, gain), by=positivity(more)), x)
    have(Lt(0, added), by=law("expectation of a positive function", P=normal(1), X=Lambda(x, gain)))
    split = have(Eq(Phi**n, Phi * w), why="algebra")
    chain(
        maximum_of(n + 1, n) - maximum_of(n),
        eq((n + 1) * Integral(x, -oo, oo, x * phi * Phi**n) - here + (0 - 0)),
        eq((n + 1) * Integral(x, -oo, oo, x * phi * (Phi * w)) - here + (0 - 0), by=rewrite(split)),
        eq(combined, by=rewrite(boundary, why="integration by parts")),
        eq(n * added, by=rewrite(whole, why="linearity")),
    )
    return have(Lt(maximum_of(n), maximum_of(n + 1, n)),
                by=theorem(using(larger_by), "a positive difference", a=maximum_of(n), b=maximum_of(n + 1, n), t=added))


@lemma("Increasing sequences", title="From one step to many")
def increasing(A: Line, n: Count, k: Natural):
    """If A(n) < A(n + 1) for every n ≥ 1, then A(n) < A(n + k + 1); and if moreover A(1) = 0, then A(n) ≥ 0."""
    m = Count("m")
    grows = ForAll(m, Lt(A(m), A(m + 1)))
    show(And(Implies(grows, Lt(A(n), A(n + k + 1))), Implies(And(Eq(A(1), 0), grows), Le(0, A(n)))))
    with suppose(grows) as step:
        have(Lt(A(n), A(n + 0 + 1)), by=theorem(step.fact, "the supposition", m=n))
        with suppose(Lt(A(n), A(n + k + 1))) as before:
            following = before.conclude(chain(
                A(n),
                lt(A(n + k + 1), by=positivity(before.fact)),
                lt(A(n + (k + 1) + 1), by=theorem(step.fact, "the supposition", m=n + k + 1)),
            ))
        generalized(following, k)
        have(ForAll(k, Lt(A(n), A(n + k + 1))), by=law("induction", S_n=Lambda(y, Lt(A(n), A(n + y + 1)))))
        later = step.conclude(have(Lt(A(n), A(n + k + 1))))
    with suppose(And(Eq(A(1), 0), grows)) as start:
        first_, step_ = conjuncts(start.fact)
        have(Le(0, A(0 + 1)), by=algebra(first_))
        with suppose(Le(0, A(k + 1))) as before:
            more = have(Lt(A(k + 1), A(k + 1 + 1)), by=theorem(step_, "the supposition", m=k + 1))
            following = before.conclude(have(Le(0, A(k + 1 + 1)), by=positivity(before.fact, more)))
        generalized(following, k)
        have(ForAll(k, Le(0, A(k + 1))), by=law("induction", S_n=Lambda(y, Le(0, A(y + 1)))))
        have(Le(0, n - 1), by=theorem(using(at_least_one), "positive integers"))
        each = have(Le(0, A(k + 1)))
        sign = start.conclude(have(Le(0, A(n)), by=theorem(each, why="the case $n - 1$", k=n + rational(-1))))
    return later, sign


@proposition("Order of expected maxima", title="Strictly increasing, from e_1 = 0")
def order_of_maxima(n: Count, k: Natural):
    """The expected maximum of one standard normal is 0, that of two or more is positive, and that of more is larger."""
    e = Lambda(y, maximum_of(y))
    one = Integral(x, -oo, oo, x * phi)
    show(And(Eq(one, 0), Le(0, maximum_of(n)), Lt(0, maximum_of(n + 1, n)), Lt(maximum_of(n), maximum_of(n + k + 1, n + k))))
    first_ = have(Eq(one, 0), by=antiderivative(-phi, x))
    growth = have(Lt(maximum_of(n), maximum_of(n + 1, n)), by=theorem(using(growth_of_maxima), "Growth of e_n"))
    generalized(growth, n)
    later, nonnegative = conjuncts(using(increasing))
    sign = have(Le(0, maximum_of(n)), by=theorem(nonnegative, why="an increasing sequence from 0", A=e))
    strict = chain(0, le(maximum_of(n), by=positivity(sign)), lt(maximum_of(n + 1, n), by=positivity(growth)))
    return first_, sign, strict, have(Lt(maximum_of(n), maximum_of(n + k + 1, n + k)),
                                      by=theorem(later, why="growth step by step", A=e))


@proposition("Best of n", title="The mean of the largest of n normals")
def best_of_n(M: LawOnTheLine, n: Count, r: Positive):
    """If M is the law of the largest of n independent N(0, r²), that is, if it gives the numbers below t the chance
    Φ(t/r)^n, then its mean is r e_n, where e_n is the mean of the density nφΦ^{n−1}."""
    t = Real("t")
    law_of_maximum = ForAll(t, Eq(E(Indicator(Lt(x, t)), M, x), NormalCDF(t / r)**n))
    show(Implies(law_of_maximum, Eq(E(x, M, x), r * maximum_of(n))))
    density = Lambda(x, n * NormalCDF(x / r)**(n - 1) * NormalDensity(x / r) / r)
    for value in (NormalCDF(x / r), NormalCDF(x)):
        generalized(have(Ne(value, 0)), x)
    generalized(have(HasDerivative(y, NormalCDF(y / r)**n, x, density(x))), x)
    with suppose(law_of_maximum) as known:
        mean = chain(
            E(x, M, x),
            eq(Integral(x, -oo, oo, x * density(x)),
               by=law("distribution with a density", M=M, F=Lambda(x, x), f=density, G=Lambda(x, NormalCDF(x / r)**n),
                      why="the density of the maximum")),
            eq(r * Integral(x, -oo, oo, r * x * density(r * x)),
               by=law("affine substitution", c=r, b=0, F=Lambda(x, x * density(x)), why="$x \\mapsto rx$")),
            eq(r * maximum_of(n)),
        )
    return known.conclude(mean)


@lemma("Distribution of the safety", title="S is normal")
def safety_distribution(v: VectorIn("d"), sigma_epsilon: Positive, t: Real):
    """The chance that S lies below t is Φ(t/σ_S)."""
    s = sigma_epsilon
    below = Indicator(Lt(inner(h, v) + e1, t))
    show(Eq(E(E(below, normal(s**2), e1), FEATURES, h), NormalCDF(t / sigma_S(v, s))))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Lt(0, sigma_S(v, s)))
    return chain(
        E(E(below, normal(s**2), e1), FEATURES, h),
        eq(E(E(Indicator(Lt(x + e1, t)), normal(s**2), e1), normal(norm(v)**2), x),
           by=law("projection of a Gaussian", mu=Zero(R_d), S=Identity("d"), u=v,
                  F=Lambda(x, E(Indicator(Lt(x + e1, t)), normal(s**2), e1)))),
        eq(E(Indicator(Lt(x, t)), Normal(0 + 0, norm(v)**2 + s**2), x),
           by=law("sum of independent normals", a=0, b=0, v=norm(v)**2, q=s**2, F=Lambda(x, Indicator(Lt(x, t))))),
        eq(E(Indicator(Lt(x, t)), normal(sigma_S(v, s)**2), x)),
        eq(NormalCDF(t / sigma_S(v, s)), by=theorem(using(distribution), "the distribution function", r=sigma_S(v, s), t=t)),
    )


@proposition("Best-of-n regret", title="Choosing among n responses by the best proxy")
def regret_of_n(B: LawOnTheLine, C: LawOnTheLine, n: Count, v: VectorIn("d"),
                sigma_epsilon: Positive):
    """Let B be the law of the largest of n independent safeties, which the oracle gets, and C that of the largest of n
    independent proxies, which is what the choice by the best proxy is worth. Their means differ by (1 − ρ)σ_S e_n."""
    s, t = sigma_epsilon, Real("t")
    safe = E(E(Indicator(Lt(inner(h, v) + e1, t)), normal(s**2), e1), FEATURES, h)
    proxy = E(Indicator(Lt(inner(h, v), t)), FEATURES, h)
    given(Ne(v, Zero(R_d)))
    laws = And(ForAll(t, Eq(E(Indicator(Lt(x, t)), B, x), safe**n)), ForAll(t, Eq(E(Indicator(Lt(x, t)), C, x), proxy**n)))
    show(Implies(laws, Eq(E(x, B, x) - E(x, C, x), (1 - rho(v, s)) * sigma_S(v, s) * maximum_of(n))))
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")
    have(Lt(0, norm(v)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=v))
    have(Lt(0, sigma_S(v, s)))
    generalized(have(Ne(NormalCDF(x), 0)), x)
    one = have(Eq(safe, NormalCDF(t / sigma_S(v, s))), by=theorem(using(safety_distribution), "the law of S"))
    other = chain(
        proxy,
        eq(E(Indicator(Lt(x, t)), normal(norm(v)**2), x), by=law("projection of a Gaussian", mu=Zero(R_d),
                                                                 S=Identity("d"), u=v, F=Lambda(x, Indicator(Lt(x, t))))),
        eq(NormalCDF(t / norm(v)), by=theorem(using(distribution), "the distribution function", r=norm(v), t=t)),
    )
    with suppose(laws) as known:
        means = []
        for measure, value, deviation in ((B, one, sigma_S(v, s)), (C, other, norm(v))):
            chance = value.statement.arguments[0]
            given_law = have(Eq(E(Indicator(Lt(x, t)), measure, x), chance**n))
            generalized(chain(E(Indicator(Lt(x, t)), measure, x), eq(chance**n, by=rewrite(given_law, why="independence")),
                              eq(NormalCDF(t / deviation)**n, by=rewrite(value))), t)
            means.append(have(Eq(E(x, measure, x), deviation * maximum_of(n)),
                              by=theorem(using(best_of_n), "best of n", M=measure, n=n, r=deviation)))
        difference_of_means = chain(
            E(x, B, x) - E(x, C, x),
            eq(sigma_S(v, s) * maximum_of(n) - norm(v) * maximum_of(n), by=rewrite(*means, why="best of n")),
            eq((1 - rho(v, s)) * sigma_S(v, s) * maximum_of(n)),
        )
    return known.conclude(difference_of_means)


@refutation("Appendix A, as printed (general policies)", title="Where there is nothing to choose",
            printed=["Appendix A: general policies"], erratum=erratum(
    "Appendix A, last sentence",
    printed=r"\text{The bound extends from binary choice to general policies by standard arguments}",
    should_read=r"for $n$ independent responses the regret of the best proxy is $(1 - \rho)\sigma_S e_n$",
    why="The constant is that of two responses. With one response the oracle gains nothing, and the regret is 0, less than "
        "the bound whenever ρ < 1; with three responses it is 3/2 of the bound.",
    repaired_by=["Best-of-n regret", "Growth of the regret"]))
def nothing_to_choose(r: Real, s: Positive):
    """The regret of the best of one is 0, and (1 − ρ)σ_S/√π > 0 for ρ < 1."""
    imperfect = given(Lt(r, 1))
    show(And(Eq((1 - r) * s * maximum_of(1), 0), Lt(0, (1 - r) * s / sqrt(pi))))
    none, *_ = conjuncts(using(order_of_maxima))
    generalized(have(Ne(Phi, 0)), x)
    alone = chain(maximum_of(1), eq(Integral(x, -oo, oo, x * phi)), eq(0, by=theorem(none, "one draw has mean 0")))
    nothing = chain((1 - r) * s * maximum_of(1), eq((1 - r) * s * 0, by=rewrite(alone)), eq(0))
    return nothing, have(Lt(0, (1 - r) * s / sqrt(pi)), by=positivity(have(Lt(0, 1 - r), by=positivity(imperfect))))


def regret_at(n, r, s, fewer=None):
    """(1 − r) s e_n: the regret of the choice among n responses by a proxy of quality r, when the safety has deviation s."""
    return (1 - r) * s * maximum_of(n, fewer)


@lemma("Scaling", title="Scaling an inequality")
def scaled(a: Real, b: Real, r: Real, s: Positive):
    """If a < b and r < 1, then (1 − r)sa < (1 − r)sb for s > 0."""
    given(Lt(a, b), Lt(r, 1))
    show(Lt((1 - r) * s * a, (1 - r) * s * b))
    return have(Lt((1 - r) * s * a, (1 - r) * s * b), by=positivity(have(Lt(0, 1 - r)), have(Lt(0, b - a)), degree=3))


@lemma("Shrinking factor", title="A better proxy, a smaller factor")
def smaller_factor(t: Positive, r: Real, q: Real, s: Positive):
    """If r < q, then (1 − q)st < (1 − r)st for positive s and t."""
    given(Lt(r, q))
    show(Lt((1 - q) * s * t, (1 - r) * s * t))
    return have(Lt((1 - q) * s * t, (1 - r) * s * t), by=positivity(have(Lt(0, q - r)), have(Lt(0, s * t))))


def regret_line(n):
    """The regret in units of σ_S, between proved bounds."""
    return lambda r: tuple((1 - r) * bound for bound in expected_maximum(n))


@corollary("Growth of the regret", title="More responses cost more, a better proxy costs less")
def growth_of_regret(n: Count, k: Natural, rho_1: Real, rho_2: Real, sigma_S: Positive):
    """For ρ_1 < 1 the best-of-n regret (1 − ρ_1)σ_S e_n grows strictly with the number of responses. For two or more
    responses it falls strictly when the quality grows from ρ_1 to ρ_2, and it is 0 at ρ = 1."""
    worse, better, s = rho_1, rho_2, sigma_S
    show(And(Implies(Lt(worse, 1), Lt(regret_at(n, worse, s), regret_at(n + k + 1, worse, s, n + k))),
             Implies(Lt(worse, better), Lt(regret_at(n + 1, better, s, n), regret_at(n + 1, worse, s, n))),
             Eq(regret_at(n, rational(1), s), 0)))
    generalized(have(Ne(Phi, 0)), x)
    _, _, positive, later = conjuncts(using(order_of_maxima))
    have(positive.statement, by=theorem(positive, "the order of expected maxima"))
    have(later.statement, by=theorem(later, "the order of expected maxima"))
    with suppose(Lt(worse, 1)) as imperfect:
        more = imperfect.conclude(have(Lt(regret_at(n, worse, s), regret_at(n + k + 1, worse, s, n + k)), by=theorem(
            using(scaled), "scaling", a=maximum_of(n), b=maximum_of(n + k + 1, n + k), r=worse, s=s)))
    with suppose(Lt(worse, better)) as improved:
        less = improved.conclude(have(Lt(regret_at(n + 1, better, s, n), regret_at(n + 1, worse, s, n)), by=theorem(
            using(smaller_factor), "a smaller factor", t=maximum_of(n + 1, n), r=worse, q=better, s=s)))
    figure("regret", *(curve(f"$n = {size}$", regret_line(size), 0, 1, samples=2) for size in (1000, 100, 10, 5, 2)),
           x="encoding quality $\\rho$", y="regret in units of $\\sigma_S$", y_range=(0,),
           caption="The best-of-n regret $(1 - \\rho)\\sigma_S e_n$ against the encoding quality, for five numbers $n$ of "
                   "responses. Each line begins at the expected maximum $e_n$, and all of them end at 0: the larger the "
                   "choice, the more a better proxy is worth.")
    return more, less, have(Eq(regret_at(n, rational(1), s), 0), by=algebra())


@remark("Table of e_n", title="Numbers")
def table_of_expected_maxima():
    """The gain from choosing among more responses grows with their number."""
    values = [expected_maximum_formula(n) for n in (2, 3, 4, 5)]
    equations = conjuncts(have(And(*(Eq(maximum_of(n), value) for n, value in enumerate(values, 2))),
                               by=theorem(using(expected_maxima), "the closed forms")))
    show(And(*(Lt(maximum_of(n), maximum_of(n + 1)) for n in (2, 3, 4))))
    table("The expected maximum of n standard normals, by ball arithmetic, to within 10^−50", ("n", "e_n"),
          [(str(n), expected_maximum(n).decimal()) for n in (2, 3, 4, 5, 6, 7, 8, 9, 10, 20, 50, 100, 1000)])
    return tuple(chain(
        maximum_of(n),
        eq(values[n - 2], by=rewrite(equations[n - 2], why="its closed form")),
        lt(values[n - 1], by=certified_numerically()),
        eq(maximum_of(n + 1), by=rewrite(equations[n - 1], why="its closed form")),
    ) for n in (2, 3, 4))
