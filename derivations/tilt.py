"""Exponential tilts: what a small change of the score does to an average, on every space, for every measure and dimension.

Covers Lemma 12 with (38)–(43) and its second-order term; the gradient and the Hessian of log Z; Theorem 3 with
(14)–(18), Corollary 4, Theorem 13 with (44), Remark 3 with (45); and exact counterexamples to what is printed there.
A policy is a probability measure on outcomes ω; learning tilts it by λ⟨h, v_c⟩. The noise ε is a function of ω too, and
all that is asked of it is said in the hypotheses.
"""

from symproof.prelude import *

Z2 = VectorIn(2)("z")
lam, C, r = Real("lam"), Nonnegative("C"), Positive("r")
Representation = RandomVector("d")
Direction = VectorIn("d")
Curve = FunctionOn(SCALAR)


# -- what the leading term of an expansion decides ----------------------------------------------------------------------

@lemma("Absolute value", title="What is used of |x|")
def absolute_value(x: Real):
    """−|x| ≤ x for every number x, and |x| = x for x ≥ 0."""
    low, same = -Abs(x) <= x, Implies(0 <= x, Eq(Abs(x), x))
    show(And(low, same))
    up, down = And(Le(0, x), Eq(Abs(x), x)), And(x < 0, Eq(Abs(x), -x))
    either = have(Or(up, down), by=law("absolute value", x=x))
    with suppose(up) as positive:
        above, value = conjuncts(positive.fact)
        have(low, by=positivity(above, value))
        first = positive.conclude(have(And(low, same)))
    with suppose(down) as negative:
        below, value = conjuncts(negative.fact)
        have(low, by=positivity(below, value))
        with suppose(0 <= x) as above:
            have(x >= 0)
            have(Abs(x) <= x, by=positivity(below, above.fact, value))
            have(Abs(x) >= x, by=positivity(below, above.fact, value))
            same_here = have(Eq(Abs(x), x))
        above.conclude(same_here)
        second = negative.conclude(have(And(low, same)))
    return by_cases(either, first, second)


def leading_term_decides(F, G, c, n):
    """F − G = λⁿc + O(λⁿ⁺¹) with c > 0 makes G < F for all small λ > 0, by the definition of O."""
    gap, order = F(lam) - G(lam), n + 1
    expansion, goal = equals(gap, lam**n * c + O(lam**order)), eventually(lam, G(lam) < F(lam))
    show(Implies(expansion, goal))
    rest, radius = gap - lam**n * c, r * c / (c + r + r * C)
    near = ForAll(lam, Implies(Abs(lam) < r, Abs(rest) <= C * Abs(lam)**order))
    below_size, size_is = conjuncts(using(absolute_value))
    with suppose(expansion) as premise:
        chain(expansion, iff(Exists(C, Exists(r, near)), by=definition(Asymptotic)))
        bounds = have(Exists(C, Exists(r, near)))
        with obtain(bounds, C) as (_, some), obtain(some, r) as (_, close):
            with suppose(And(0 < lam, lam < radius)) as small:
                above, below = conjuncts(small.fact)
                size = have(Eq(Abs(lam), lam), by=theorem(size_is, x=lam))
                within = chain(lam, lt(radius, by=positivity(below)), le(r, by=positivity(degree=3)))
                chain(Abs(lam), eq(lam, by=algebra(size)), lt(r, by=positivity(within)))
                bound = chain(Abs(rest), le(C * Abs(lam)**order, by=theorem(close, "the bound", lam=lam)),
                              eq(C * lam**order, by=rewrite(size)))
                under = have(-Abs(rest) <= rest, by=theorem(below_size, x=rest))
                slope = chain(lam * C, le(radius * C, by=positivity(below)), lt(c, by=positivity()))
                power = have(0 < lam**n, by=positivity(above, degree=n))
                chain(G(lam), lt(G(lam) + lam**n * c - C * lam**order, by=positivity(slope, power)),
                      le(F(lam), by=positivity(bound, under)))
                closer = have(G(lam) < F(lam))
            shown = exhibit(goal, radius, generalized(small.conclude(closer), lam))
            shown = release(bounds, C, release(some, r, shown))
    return premise.conclude(shown)


@lemma("First-order sign", title="A first-order term that is not 0 decides")
def first_order_sign(F: Curve, G: Curve, c: Positive):
    """If F exceeds G by λc + O(λ²) with c > 0, then F exceeds G for all small λ > 0."""
    return leading_term_decides(F, G, c, 1)


@lemma("Second-order sign", title="A second-order term decides where the first vanishes")
def second_order_sign(F: Curve, G: Curve, c: Positive):
    """If F exceeds G by λ²c + O(λ³) with c > 0, then F exceeds G for all small λ > 0."""
    return leading_term_decides(F, G, c, 2)


# -- Lemma 12 -----------------------------------------------------------------------------------------------------------

@lemma("Lemma 12", title="Exponential tilt", printed=["(38)"])
def exponential_tilt(phi: RandomScalar, t: RandomScalar):
    """Tilting by e^{λt} moves E[φ] by λ Cov(φ, t), to first order, when E φ² and some E e^{δ|t|} are finite."""
    given(mgf_finite_near_zero(t), square_integrable(phi))
    N, Z = E(phi * exp(lam * t)), E(exp(lam * t))
    show(equals(E(phi, under=tilted(t, lam)), E(phi) + lam * Cov(phi, t) + O(lam**2)))
    return chain(
        E(phi, under=tilted(t, lam)),
        eq(N / Z, by=definition(Expectation)),
        eq((E(phi) + lam * E(phi * t) + O(lam**2)) / (1 + lam * E(t) + O(lam**2)), by=taylor(lam), printed="(39)–(40)"),
        eq((E(phi) + lam * E(phi * t) + O(lam**2)) * (1 - lam * E(t) + O(lam**2)), by=series(lam), printed="(41)"),
        eq(E(phi) + lam * (E(phi * t) - E(phi) * E(t)) + O(lam**2), by=series(lam), printed="(42)"),
        eq(E(phi) + lam * Cov(phi, t) + O(lam**2), by=definition(Covariance), printed="(43)"),
    )


@lemma("Lemma 12 (second order)", title="The second-order term of a tilt")
def exponential_tilt_to_second_order(phi: RandomScalar, t: RandomScalar):
    """The next term is λ²/2 times the third joint cumulant of φ, t and t."""
    given(mgf_finite_near_zero(t), square_integrable(phi))
    N, Z = E(phi * exp(lam * t)), E(exp(lam * t))
    p, a, b = E(phi), E(t), E(t**2)
    top = p + lam * E(phi * t) + lam**2 / 2 * E(phi * t**2) + O(lam**3)
    show(equals(E(phi, under=tilted(t, lam)),
                p + lam * Cov(phi, t) + lam**2 / 2 * third_cumulant(phi, t, t) + O(lam**3)))
    return chain(
        E(phi, under=tilted(t, lam)),
        eq(N / Z, by=definition(Expectation)),
        eq(top / (1 + lam * a + lam**2 / 2 * b + O(lam**3)), by=taylor(lam)),
        eq(top * (1 - lam * a + lam**2 * (a**2 - b / 2) + O(lam**3)), by=series(lam)),
        eq(p + lam * (E(phi * t) - p * a)
           + lam**2 / 2 * (E(phi * t**2) - 2 * a * E(phi * t) - p * b + 2 * p * a**2) + O(lam**3), by=series(lam)),
        eq(p + lam * Cov(phi, t) + lam**2 / 2 * third_cumulant(phi, t, t) + O(lam**3), by=definition(Covariance)),
    )


# -- a covariance operator ----------------------------------------------------------------------------------------------

@lemma("Covariance operators are positive semidefinite")
def covariance_is_semidefinite(h: Representation):
    """⟨Cov(h)v, v⟩ is the variance of ⟨h, v⟩, so it is never negative; nothing makes it positive."""
    v = Direction("v")
    given(square_integrable(norm(h)))
    Sigma, centred = CovOperator(h), inner(h, v) - E(inner(h, v))
    show(ForAll(v, inner(Sigma @ v, v) >= 0))
    have(square_integrable(inner(h, v)))
    chain(
        inner(Sigma @ v, v),
        eq(Cov(inner(h, v), inner(h, v)), by=definition(Inner)),
        eq(E(centred**2), by=algebra(why="expanding the square")),
        ge(0, by=positivity()),
    )
    return generalized(have(inner(Sigma @ v, v) >= 0), v)


# -- Theorem 3 ----------------------------------------------------------------------------------------------------------

def policy(h, v_c):
    """π_λ: the base policy tilted by λ⟨h, v_c⟩."""
    return tilted(inner(h, v_c), lam)


@equation("Equation (15)", title="Expected safety under any policy", printed=["(15)"])
def expected_safety(h: Representation, v: Direction, eps: RandomScalar):
    """The mean of S = ⟨h, v*⟩ + ε is the mean of ⟨h, v*⟩ plus the mean of the noise, under any policy."""
    given(integrable(inner(h, v)), integrable(eps))
    show(Eq(E(inner(h, v) + eps), E(inner(h, v)) + E(eps)))
    return chain(E(inner(h, v) + eps), eq(E(inner(h, v)) + E(eps), by=algebra(why="linearity")))


@lemma("Noise under a tilt", title="Noise with conditional mean zero stays so")
def noise_under_tilt(h: Representation, v_c: Direction, eps: RandomScalar):
    """If E[ε g(h)] = 0 for every function g (so if E[ε | h] = 0), then ε has mean zero under every tilt by ⟨h, v_c⟩."""
    g, y = FunctionOn(Vector("d"))("g"), Direction("y")
    unbiased = given(ForAll(g, Eq(E(eps * g(h)), 0)), integrable(exp(lam * inner(h, v_c))))[0]
    show(Eq(E(eps, under=policy(h, v_c)), 0))
    weighted = have(Eq(E(eps * exp(lam * inner(h, v_c))), 0),
                    by=theorem(unbiased, "the hypothesis", g=Lambda(y, exp(lam * inner(y, v_c)))))
    return chain(
        E(eps, under=policy(h, v_c)),
        eq(E(eps * exp(lam * inner(h, v_c))) / E(exp(lam * inner(h, v_c))), by=definition(Expectation)),
        eq(0 / E(exp(lam * inner(h, v_c))), by=rewrite(weighted)),
        eq(0),
    )


@equation("Equation (18)", title="The first-order change of ⟨h, v*⟩", printed=["(18)"])
def first_order_change(h: Representation, v_c: Direction, v: Direction):
    """Tilting by λ⟨h, v_c⟩ moves the mean of ⟨h, v⟩ by λ⟨Σ_w v_c, v⟩, to first order."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    x, t, pi = inner(h, v), inner(h, v_c), policy(h, v_c)
    show(equals(E(x, under=pi) - E(x), lam * inner(CovOperator(h) @ v_c, v) + O(lam**2)))
    have(square_integrable(x))
    expansion = have(equals(E(x, under=pi), E(x) + lam * Cov(x, t) + O(lam**2)),
                     by=theorem(using(exponential_tilt), "Lemma 12", phi=Lambda(omega, x), t=Lambda(omega, t)))
    return chain(
        E(x, under=pi) - E(x),
        eq(lam * Cov(x, t) + O(lam**2), by=series(lam, expansion, why="Lemma 12")),
        eq(lam * inner(CovOperator(h) @ v_c, v) + O(lam**2), by=definition(Inner), printed="(18)"),
    )
