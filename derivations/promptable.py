"""Appendix F of the paper: nonlinear preference scores, the promptable set, and what the best constitution achieves.

A constitution c activates a score F_c : R^d → R; learning tilts the base policy by λF_c(h). Covers the displays of the
appendix, its condition, Proposition 25 with its bound and its equality case, and the closing sentence. The least upper
bound of Proposition 25 needs a remainder that is uniform over the constitutions: it is one for finitely many of them, and
for scores with a common bound (with an explicit constant), and it need not be one when only their variances are bounded.
"""

from derivations.regret import absolute_value, absolute_value_at_most, below_absolute_value, distribution, dominated_mean
from derivations.tilt import (better, exactly_when, exponential_tilt, first_order_sign, for_small, lam, normaliser,
                              nu, quarter)
from derivations.unwhitened import normal_second_moment
from symproof.prelude import *

R_d, CONSTITUTIONS = Vector("d"), Point("C")
Representation, Value, Score = RandomVector("d"), FunctionOn(R_d), FunctionOn(R_d)
Scores = FunctionOn(CONSTITUTIONS, R_d)
c = Symbol("c", CONSTITUTIONS)
Numbers = FunctionOn(CONSTITUTIONS)
half = rational("1/2")


def after(body, score):
    """The mean of a random quantity under the base policy tilted by λ times a score."""
    return E(body, under=tilted(lam * score, base=P, over=omega), over=omega)


def gain(body, score):
    """ΔAlign: how much tilting the base policy by λ times a score adds to a mean."""
    return after(body, score) - E(body, P, omega)


def shared(f, F):
    """Cov(f, F) under the base policy."""
    return Cov(f, F, P, omega)


def std(body, under=P, over=omega):
    """The standard deviation."""
    return sqrt(Var(body, under, over))


def parts_of(source, why, **values):
    """The parts of a claim that is a conjunction, one by one, for these values."""
    steps = [theorem(part, why, **values) for part in conjuncts(using(source))]
    return tuple(have(step.instance().statement, by=step) for step in steps)


# -- the policy and its first-order change ------------------------------------------------------------------------------

@lemma("Positive density", title="A product of positive numbers over a positive number")
def positive_quotient(a: Positive, b: Positive, Z: Positive):
    """ab/Z > 0 for positive a, b and Z."""
    show(0 < a * b / Z)
    return have(0 < a * b / Z)


@proposition("Appendix F (policy)", title="The learned policy for a nonlinear score", printed=["Appendix F, policy"],
             adds=[added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def nonlinear_policy(h: Representation, w: VectorIn("d"), F: Score, phi: RandomScalar, g: Real):
    """If the base policy has the density e^{⟨h, w⟩ + g} with respect to ν, its tilt by λF(h) is the policy with the score
    ⟨h, w⟩ + λF(h), and the logarithm of its density is ⟨h, w⟩ + λF(h) + g', where g' = g − log Z depends on the prompt only."""
    integral = lambda body: MeasureIntegral(omega, nu, body)
    linear, score = inner(h, w), inner(h, w) + lam * F(h)
    base = tilted(linear, base=nu)
    Z = integral(exp(linear + g + lam * F(h)))
    given(Integrable(omega, nu, exp(linear)), integral(exp(linear)) > 0, Integrable(omega, nu, exp(score)),
          integral(exp(score)) > 0, Z > 0)
    log_density = Log(exp(linear + g) * exp(lam * F(h)) / Z)
    note("That this tilt is the best policy for the reward F(h) is the Gibbs variational principle, proved for every reward.")
    show(And(Eq(log_density, score + (g - Log(Z))),
             Eq(E(phi, under=tilted(lam * F(h), base=base)), E(phi, under=tilted(score, base=nu)))))
    have(0 < exp(linear + g) * exp(lam * F(h)) / Z,
         by=theorem(using(positive_quotient), a=exp(linear + g), b=exp(lam * F(h)), Z=Z))
    product = exp(lam * F(h)) * exp(linear)
    have(Integrable(omega, nu, product))
    have(Integrable(omega, base, exp(lam * F(h))),
         by=law("integrable under a tilt", nu=nu, X=Lambda(omega, exp(lam * F(h))), Y=Lambda(omega, linear)))
    whole = have(integral(exp(score)) > 0)
    chain(0, lt(integral(exp(score)), by=positivity(whole)), eq(integral(product)))
    have(0 < integral(product) * 1 / integral(exp(linear)), by=theorem(
        using(positive_quotient), a=integral(product), b=1, Z=integral(exp(linear))))
    density = chain(log_density, eq(score + (g - Log(Z))))
    return density, chain(
        E(phi, under=tilted(lam * F(h), base=base)),
        eq(integral(phi * exp(score)) / integral(exp(score)), by=definition(Expectation, why="both tilts")),
        eq(E(phi, under=tilted(score, base=nu)), by=definition(Expectation)),
    )


def hypotheses(h, f, F, eps):
    """What the first-order change at a prompt needs."""
    return (mgf_finite_near_zero(F(h)), square_integrable(f(h)), square_integrable(eps), Eq(Cov(eps, F(h)), 0))


MOMENTS = [added(r"some $\mathbb E\,e^{\delta|F_c(h)|}$ is finite", needed="Lemma 12, as printed"),
           added(r"$\mathbb E f(h)^2$ is finite", needed="Theorem 13, as printed (moments)")]


@proposition("Appendix F (first order)", title="The change for a nonlinear score", printed=["Appendix F, first order"],
             adds=MOMENTS)
def nonlinear_score(h: Representation, f: Value, F: Score, eps: RandomScalar):
    """For every score F the expected safety moves by λ Cov(f(h), F(h)) + O(λ²), under the base policy at the prompt."""
    S, t = f(h) + eps, F(h)
    *_, uncorrelated = given(*hypotheses(h, f, F, eps))
    show(equals(gain(S, t), lam * Cov(f(h), t) + O(lam**2)))
    have(for_small(lam, Ne(E(exp(lam * t)), 0)), by=theorem(using(normaliser), "the normaliser", t=Lambda(omega, t)))
    signal, noise = (have(equals(after(X, t), E(X) + lam * Cov(X, t) + O(lam**2)),
                          by=theorem(using(exponential_tilt), "Lemma 12", phi=Lambda(omega, X), t=Lambda(omega, t)))
                     for X in (f(h), eps))
    return chain(
        gain(S, t),
        eq(after(f(h), t) + after(eps, t) - (E(f(h)) + E(eps)), by=definition(Expectation, why="linearity")),
        eq(lam * Cov(f(h), t) + lam * Cov(eps, t) + O(lam**2), by=series(lam, signal, noise, why="Lemma 12, twice")),
        eq(lam * Cov(f(h), t) + lam * 0 + O(lam**2), by=rewrite(uncorrelated, why="uncorrelated noise")),
        eq(lam * Cov(f(h), t) + O(lam**2), by=series(lam)),
    )


@proposition("Appendix F (condition)", title="When a nonlinear score helps", printed=["Appendix F: condition"], adds=[
    *MOMENTS, added(r"$\mathrm{Cov}(f(h), F_c(h)) \ne 0$", needed="Theorem 13, as printed")])
def nonlinear_score_condition(h: Representation, f: Value, F: Score, eps: RandomScalar):
    """If Cov(f(h), F(h)) > 0 alignment rises for all small λ > 0, if it is negative alignment falls; so if it is not 0,
    alignment rises for all small λ > 0 if and only if it is positive."""
    S, t, k = f(h) + eps, F(h), Cov(f(h), F(h))
    given(*hypotheses(h, f, F, eps))
    up, down = better(after(S, t), E(S)), better(E(S), after(S, t))
    show(And(Implies(k > 0, up), Implies(k < 0, down), Implies(Ne(k, 0), Iff(up, k > 0))))
    have(equals(gain(S, t), lam * k + O(lam**2)), by=theorem(using(nonlinear_score), "the first-order change",
                                                            h=Lambda(omega, h), f=f, F=F, eps=Lambda(omega, eps)))
    curves = {"F": Lambda(lam, after(S, t)), "G": Lambda(lam, E(S)), "c": k}
    signs = have(And(Implies(k > 0, up), Implies(k < 0, down)),
                 by=theorem(using(first_order_sign), "the first-order sign", **curves))
    with suppose(Ne(k, 0)) as apart:
        both = apart.conclude(have(Iff(up, k > 0), by=theorem(using(exactly_when), "the first-order term", **curves)))
    return *conjuncts(signs), both


# -- a remainder that is uniform over all scores with a common bound ----------------------------------------------------

@lemma("Exponential near 0", title="e^x, for |x| ≤ 1/2")
def exponential_near_zero(x: Real, b: Real):
    """If |x| ≤ b ≤ 1/2, then 1/2 ≤ e^x ≤ 2, and e^x differs from 1 by at most 2b and from 1 + x by at most 2b²."""
    given(-b <= x, x <= b, b <= half)
    rest = exp(x) - 1 - x
    low, high = have(-b <= x), have(x <= b)
    small = have(b <= half)
    above = have(0 <= b, by=positivity(low, high))
    show(And(half <= exp(x), exp(x) <= 2, 0 <= rest, rest <= 2 * b**2, exp(x) - 1 <= 2 * b, -(2 * b) <= exp(x) - 1))
    tangent = have(1 + x <= exp(x), by=law("exponential above its tangent", x=x))
    other = have(1 + -x <= exp(-x), by=law("exponential above its tangent", x=-x))
    room = have(half <= 1 - x, by=positivity(high, small))
    ceiling = chain(exp(x) * (1 - x), le(exp(x) * exp(-x), by=positivity(other, have(0 < exp(x)))), eq(1))
    double = have(exp(x) <= 2, by=positivity(ceiling, room, have(0 < exp(x))))
    square = have(x**2 <= b**2, by=positivity(low, high))
    lower = have(half <= exp(x), by=positivity(tangent, low, small))
    nonnegative = have(0 <= rest, by=positivity(tangent))
    size = have(rest <= 2 * x**2, by=positivity(ceiling, room, double, tangent))
    top = have(rest <= 2 * b**2, by=positivity(size, square))
    right = have(exp(x) - 1 <= 2 * b, by=positivity(top, high, small, above))
    return lower, double, nonnegative, top, right, have(-(2 * b) <= exp(x) - 1, by=positivity(tangent, low, above))


@lemma("Bounded product", title="|x| ≤ a and |y| ≤ b")
def bounded_product(x: Real, y: Real, a: Real, b: Real):
    """If x lies between −a and a, and y between −b and b, then xy lies between −ab and ab."""
    given(-a <= x, x <= a, -b <= y, y <= b)
    show(And(-(a * b) <= x * y, x * y <= a * b))
    facts = [have(0 <= a + x), have(0 <= a - x), have(0 <= b + y), have(0 <= b - y)]
    return have(-(a * b) <= x * y, by=positivity(*facts)), have(x * y <= a * b, by=positivity(*facts))


@lemma("Bounded factor", title="|gX| ≤ K|g|")
def bounded_factor(g: RandomScalar, X: RandomScalar, K: Real):
    """If |g| is integrable and −K ≤ X ≤ K, then gX is integrable and |E[gX]| ≤ K E|g|."""
    given(integrable(Abs(g)), ForAll(omega, -K <= X), ForAll(omega, X <= K))
    show(And(integrable(g * X), Abs(E(g * X)) <= K * E(Abs(g))))
    have(integrable(K * Abs(g)))
    have(And(-K <= X, X <= K))
    _, down = conjuncts(have(And(g <= Abs(g), -g <= Abs(g)), by=theorem(using(below_absolute_value), x=g)))
    have(-Abs(g) <= g, by=positivity(down))
    low, high = parts_of(bounded_product, "a bounded product", x=g, y=X, a=Abs(g), b=K)
    have(g * X <= K * Abs(g), by=positivity(high))
    have(-(g * X) <= K * Abs(g), by=positivity(low))
    generalized(have(Abs(g * X) <= K * Abs(g), by=theorem(using(absolute_value_at_most), x=g * X, b=K * Abs(g))), omega)
    known, bound = conjuncts(have(And(integrable(g * X), Abs(E(g * X)) <= E(K * Abs(g))),
                                  by=theorem(using(dominated_mean), "domination", X=Lambda(omega, g * X),
                                             Y=Lambda(omega, K * Abs(g)))))
    return known, chain(Abs(E(g * X)), le(E(K * Abs(g)), by=positivity(bound)), eq(K * E(Abs(g)), by=algebra(why="linearity")))


@lemma("Quotient near a number", title="From a numerator and a normaliser to a remainder")
def quotient_remainder(A: Real, R: Real, Z: Real, b: Real, G: Real):
    """If |A| ≤ bG, |R| ≤ 2b²G, |Z − 1| ≤ 2b and Z ≥ 1/2, then (A + R)/Z differs from A by at most 8b²G."""
    given(Abs(A) <= b * G, Abs(R) <= 2 * b**2 * G, -(2 * b) <= Z - 1, Z - 1 <= 2 * b, half <= Z)
    gap, bound = (A + R) / Z - A, 8 * b**2 * G
    show(Abs(gap) <= bound)
    sides = {}
    for value, limit in ((A, b * G), (R, 2 * b**2 * G)):
        up, down = conjuncts(have(And(value <= Abs(value), -value <= Abs(value)),
                                  by=theorem(using(below_absolute_value), x=value)))
        size = have(Abs(value) <= limit)
        sides[value] = have(-limit <= value, by=positivity(down, size)), have(value <= limit, by=positivity(up, size))
    have(-(2 * b) <= Z - 1), have(Z - 1 <= 2 * b)
    low, high = parts_of(bounded_product, "a bounded product", x=A, y=Z - 1, a=b * G, b=2 * b)
    top = R - A * (Z - 1)
    above = have(top <= 4 * b**2 * G, by=positivity(low, sides[R][1]))
    below = have(-(4 * b**2 * G) <= top, by=positivity(high, sides[R][0]))
    have(0 < Z, by=positivity(have(half <= Z)))
    value = chain(gap, eq(top / Z))
    room = have(half <= Z)
    nonnegative = have(0 <= 4 * b**2 * G, by=positivity(above, below))
    double = have(4 * b**2 * G <= bound * Z, by=positivity(room, nonnegative))
    reciprocal = have(0 < 1 / Z, by=law("reciprocal of a positive number", x=Z))
    for sign in (1, -1):
        part = have(sign * top <= bound * Z, by=positivity(double, above, below))
        chain(sign * gap, eq(sign * top * (1 / Z), by=algebra(value)),
              le(bound * Z * (1 / Z), by=positivity(part, reciprocal)), eq(bound))
    have(gap <= bound), have(-gap <= bound)
    return have(Abs(gap) <= bound, by=theorem(using(absolute_value_at_most), x=gap, b=bound))


@lemma("Integrable absolute value", title="E|X| is finite when E X² is")
def integrable_absolute_value(X: RandomScalar):
    """|X| ≤ 1 + X², so that |X| is integrable when X² is."""
    given(square_integrable(X))
    show(integrable(Abs(X)))
    size, bound = Abs(X), 1 + X**2
    high = have(size <= bound, by=positivity(squares=(size - half,)))
    have(-size <= bound, by=positivity(high, have(0 <= size)))
    generalized(have(Abs(size) <= bound, by=theorem(using(absolute_value_at_most), x=size, b=bound)), omega)
    return have(integrable(size), by=law("domination", nu=P, X=Lambda(omega, size), Y=Lambda(omega, bound)))


@lemma("Positive and nonzero", title="A positive number is not 0")
def positive_is_nonzero(x: Real):
    """If x > 0, then x ≠ 0."""
    given(0 < x)
    show(Ne(x, 0))
    return have(Ne(x, 0))


def bounded_hypotheses(phi, t, B):
    """E φ² is finite, and |t| ≤ B."""
    return square_integrable(phi), ForAll(omega, -B <= t), ForAll(omega, t <= B)


@theorem_claim("Lemma 12 (bounded scores)", title="An explicit remainder")
def bounded_tilt(phi: RandomScalar, t: RandomScalar, B: Positive):
    """If |t| ≤ B, then for |λ|B ≤ 1/2 tilting by e^{λt} moves E[φ] by λ Cov(φ, t), up to at most 8B²λ² E|φ − E φ|."""
    y, b, m = lam * t, Abs(lam) * B, E(phi)
    Z, rest, g = E(exp(y)), exp(y) - 1 - y, phi - m
    given(*bounded_hypotheses(phi, t, B))
    gap = E(phi, under=tilted(y)) - m - lam * Cov(phi, t)
    show(Implies(b <= half, Abs(gap) <= 8 * B**2 * lam**2 * E(Abs(g))))
    _, down = conjuncts(have(And(lam <= Abs(lam), -lam <= Abs(lam)), by=theorem(using(below_absolute_value), x=lam)))
    have(-Abs(lam) <= lam, by=positivity(down))
    have(And(-B <= t, t <= B))
    for fact in parts_of(bounded_product, "a bounded product", x=lam, y=t, a=Abs(lam), b=B):
        generalized(fact, omega)
    with suppose(b <= half) as small:
        near = parts_of(exponential_near_zero, "the exponential near 0", x=y, b=b)
        for fact in near:
            generalized(fact, omega)
        square = have(0 <= 2 * b**2)
        generalized(have(-(2 * b**2) <= rest, by=positivity(near[2], square)), omega)
        generalized(have(-2 <= exp(y), by=positivity(near[0])), omega)
        generalized(have(Abs(exp(y)) <= 2, by=positivity(near[1])), omega)
        have(integrable(exp(y)), by=law("domination", nu=P, X=Lambda(omega, exp(y)), Y=Lambda(omega, 2)))
        generalized(have(Abs(t) <= B, by=theorem(using(absolute_value_at_most), x=t, b=B)), omega)
        have(integrable(t), by=law("domination", nu=P, X=Lambda(omega, t), Y=Lambda(omega, B)))
        for body in (phi, g):
            have(square_integrable(body))
            have(integrable(Abs(body)), by=theorem(using(integrable_absolute_value), X=Lambda(omega, body)))
        for body, factor, K in ((phi, t, B), (phi, exp(y), 2), (g, y, b), (g, rest, 2 * b**2)):
            have(And(integrable(body * factor), Abs(E(body * factor)) <= K * E(Abs(body))), by=theorem(
                using(bounded_factor), "a bounded factor", g=Lambda(omega, body), X=Lambda(omega, factor), K=K))
        monotone = lambda X, Y: have(E(X) <= E(Y), by=law("expectation is monotone", P=P, X=Lambda(omega, X),
                                                          Y=Lambda(omega, Y)))
        least = have(half <= Z, by=positivity(monotone(half, exp(y))))
        have(Z - 1 <= 2 * b, by=positivity(monotone(exp(y) - 1, 2 * b)))
        have(-(2 * b) <= Z - 1, by=positivity(monotone(-(2 * b), exp(y) - 1)))
        have(0 < Z, by=positivity(least))
        have(Ne(Z, 0), by=theorem(using(positive_is_nonzero), "a positive number", x=Z))
        A, R = E(g * y), E(g * rest)
        value = chain(
            gap,
            eq(E(phi * exp(y)) / Z - m - lam * Cov(phi, t), by=definition(Expectation)),
            eq((A + R) / Z - A, by=definition(Covariance)),
        )
        bound = chain(
            Abs(gap),
            eq(Abs((A + R) / Z - A), by=rewrite(value)),
            le(8 * b**2 * E(Abs(g)),
               by=theorem(using(quotient_remainder), "a quotient near a number", A=A, R=R, Z=Z, b=b, G=E(Abs(g)))),
            eq(8 * B**2 * lam**2 * E(Abs(g))),
        )
    return small.conclude(bound)


# -- the least upper bound over the promptable set ----------------------------------------------------------------------

def least_bound(b, value, index=c):
    """b is the least upper bound of the numbers that a family takes."""
    t = Real("t")
    return And(ForAll(index, value <= b), ForAll(t, Implies(ForAll(index, value <= t), b <= t)))


@lemma("Close families", title="Numbers that are close have close least upper bounds")
def close_families(D: Numbers, k: Numbers, S: Real, s: Real, e: Real):
    """If |D(c) − λk(c)| ≤ e for every c, and λ > 0, then sup D differs from λ sup k by at most e."""
    close = ForAll(c, Abs(D(c) - lam * k(c)) <= e)
    premise = And(0 < lam, close, least_bound(S, k(c)), least_bound(s, D(c)))
    show(Implies(premise, Abs(s - lam * S) <= e))
    with suppose(premise) as known:
        positive, near, (k_below, k_least), (D_below, D_least) = (
            part if not isinstance(part.statement, And) else conjuncts(part) for part in conjuncts(known.fact))
        size = have(Abs(D(c) - lam * k(c)) <= e, by=theorem(near, "the closeness", c=c))
        gap = D(c) - lam * k(c)
        up, down = conjuncts(have(And(gap <= Abs(gap), -gap <= Abs(gap)), by=theorem(using(below_absolute_value), x=gap)))
        k_at, D_at = (have(fact.statement.arguments[1], by=theorem(fact, "an upper bound", c=c)) for fact in (k_below, D_below))
        generalized(have(D(c) <= lam * S + e, by=positivity(up, size, k_at, positive)), c)
        above = have(s <= lam * S + e, by=theorem(D_least, "the least upper bound", t=lam * S + e))
        scaled = have(lam * k(c) <= s + e, by=positivity(down, size, D_at))
        reciprocal = have(0 < 1 / lam, by=law("reciprocal of a positive number", x=lam))
        have(Ne(lam, 0), by=theorem(using(positive_is_nonzero), "a positive number", x=lam))
        generalized(chain(k(c), eq(lam * k(c) * (1 / lam)), le((s + e) * (1 / lam), by=positivity(scaled, reciprocal)),
                          eq((s + e) / lam)), c)
        least = have(S <= (s + e) / lam, by=theorem(k_least, "the least upper bound", t=(s + e) / lam))
        below = chain(lam * S, le(lam * ((s + e) / lam), by=positivity(least, positive)), eq(s + e))
        have(s - lam * S <= e, by=positivity(above)), have(-(s - lam * S) <= e, by=positivity(below))
        shown = known.conclude(have(Abs(s - lam * S) <= e, by=theorem(using(absolute_value_at_most), x=s - lam * S, b=e)))
    return shown


@lemma("Noise under a nonlinear tilt", title="Noise with conditional mean 0 adds nothing")
def noise_adds_nothing(h: Representation, f: Value, F: Score, eps: RandomScalar, B: Positive):
    """If |F| ≤ B and E[ε g(h)] = 0 for every g (that is, E[ε | h] = 0), then S = f(h) + ε gains as much as f(h), for all λ."""
    g, y, t, K = Value("g"), VectorIn("d")("y"), F(h), exp(Abs(lam) * B)
    weight = exp(lam * t)
    given(square_integrable(f(h)), square_integrable(eps), ForAll(omega, -B <= t), ForAll(omega, t <= B))
    unbiased = ForAll(g, Eq(E(eps * g(h)), 0))
    show(Implies(unbiased, Eq(gain(f(h) + eps, t), gain(f(h), t))))
    _, down = conjuncts(have(And(lam <= Abs(lam), -lam <= Abs(lam)), by=theorem(using(below_absolute_value), x=lam)))
    have(-Abs(lam) <= lam, by=positivity(down))
    have(And(-B <= t, t <= B))
    have(And(-(Abs(lam) * B) <= lam * t, lam * t <= Abs(lam) * B),
         by=theorem(using(bounded_product), x=lam, y=t, a=Abs(lam), b=B))
    high = have(weight <= K, by=law("exponential is weakly increasing", x=lam * t, y=Abs(lam) * B))
    generalized(have(Abs(weight) <= K, by=positivity(high)), omega)
    generalized(high, omega)
    generalized(have(-K <= weight), omega)
    have(integrable(weight), by=law("domination", nu=P, X=Lambda(omega, weight), Y=Lambda(omega, K)))
    have(0 < E(weight), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
    for body in (f(h), eps):
        have(integrable(Abs(body)), by=theorem(using(integrable_absolute_value), X=Lambda(omega, body)))
        have(And(integrable(body * weight), Abs(E(body * weight)) <= K * E(Abs(body))), by=theorem(
            using(bounded_factor), "a bounded factor", g=Lambda(omega, body), X=Lambda(omega, weight), K=K))
    with suppose(unbiased) as premise:
        weighted = have(Eq(E(eps * weight), 0), by=theorem(premise.fact, "no bias", g=Lambda(y, exp(lam * F(y)))))
        plain = have(Eq(E(eps * 1), 0), by=theorem(premise.fact, "no bias", g=Lambda(y, Number(1))))
        same = chain(
            gain(f(h) + eps, t),
            eq((E(f(h) * weight) + E(eps * weight)) / E(weight) - E(f(h)) - E(eps * 1), by=definition(Expectation)),
            eq((E(f(h) * weight) + 0) / E(weight) - E(f(h)) - 0, by=rewrite(weighted, plain, why="no bias")),
            eq(gain(f(h), t), by=definition(Expectation)),
        )
    return premise.conclude(same)


@proposition("Proposition 25 (bounded scores)", title="The best of all constitutions, with an explicit remainder",
             printed=["Proposition 25, display"], adds=[
                 added(r"the scores have a common bound, $|F_c(h)| \le B$ for all $c$", needed="Proposition 25, as printed"),
                 added(r"$\mathbb E f(h)^2$ is finite", needed="Theorem 13, as printed (moments)")])
def bounded_promptable_set(h: Representation, f: Value, F: Scores, B: Positive, S: Real, s: Real):
    """If |F_c(h)| ≤ B for every constitution c, then for 0 < λ ≤ 1/(2B) the least upper bound of ΔAlign(c) differs from λ
    times that of Cov(f(h), F_c(h)) by at most 8B² E|f(h) − E f(h)| λ²: the constant is the same for all c."""
    t, error = F(c, h), 8 * B**2 * lam**2 * E(Abs(f(h) - E(f(h))))
    inside = ForAll(c, ForAll(omega, -B <= t)), ForAll(c, ForAll(omega, t <= B))
    given(square_integrable(f(h)), *inside)
    k, D = shared(f(h), t), gain(f(h), t)
    premise = And(0 < lam, lam * B <= half, least_bound(S, k), least_bound(s, D))
    show(Implies(premise, Abs(s - lam * S) <= error))
    note("A bounded family of numbers has a least upper bound, so that S and s exist as soon as there is a constitution. The "
         "noise is left out: it adds nothing (see above).")
    for bound in inside:
        have(bound.arguments[1], by=theorem(have(bound), "the common bound", c=c))
    with suppose(premise) as known:
        _, small, *bounds = conjuncts(known.fact)
        size = have(Eq(Abs(lam), lam), by=theorem(using(absolute_value), x=lam))
        chain(Abs(lam) * B, eq(lam * B, by=rewrite(size)), le(half, by=positivity(small)))
        near = generalized(have(Abs(D - lam * k) <= error, by=theorem(
            using(bounded_tilt), "Lemma 12 (bounded scores)", phi=Lambda(omega, f(h)), t=Lambda(omega, t))), c)
        have(And(0 < lam, near.statement, *(bound.statement for bound in bounds)))
        shown = have(Abs(s - lam * S) <= error, by=theorem(using(close_families), "close families", D=Lambda(c, D),
                                                           k=Lambda(c, k), S=S, s=s, e=error))
    return known.conclude(shown)


# -- finitely many constitutions ----------------------------------------------------------------------------------------

i, j = IndexIn("m")("i"), IndexIn("m")("j")
K, r, C = Positive("K"), Positive("r"), Nonnegative("C")


def within(rest, bound):
    """|rest| ≤ Kλ² for all |λ| < 1/K."""
    return ForAll(lam, Implies(Abs(lam) * bound < 1, Abs(rest) <= bound * lam**2))


@lemma("One constant for a remainder", title="O(λ²) with one number")
def one_constant(R: FunctionOn(SCALAR)):
    """If R(λ) = O(λ²), there is one K > 0 with |R(λ)| ≤ Kλ² for all |λ| < 1/K."""
    rest, k = R(lam), C + 1 + 1 / r
    expansion, near = equals(rest, O(lam**2)), ForAll(lam, Implies(Abs(lam) < r, Abs(rest) <= C * Abs(lam)**2))
    goal = Exists(K, within(rest, K))
    show(Implies(expansion, goal))
    with suppose(expansion) as premise:
        chain(expansion, iff(Exists(C, Exists(r, near)), by=definition(Asymptotic)))
        bounds = have(Exists(C, Exists(r, near)))
        with obtain(bounds, C) as (_, some), obtain(some, r) as (_, close):
            have(0 < 1 / r, by=law("reciprocal of a positive number", x=r))
            with suppose(Abs(lam) * k < 1) as small:
                part = have(Abs(lam) * (1 / r) <= Abs(lam) * k, by=positivity(have(0 <= Abs(lam)), have(0 <= C)))
                chain(Abs(lam), eq(Abs(lam) * (1 / r) * r), lt(1 * r, by=positivity(part, small.fact, have(0 < r))), eq(r))
                size = have(Abs(rest) <= C * Abs(lam)**2, by=theorem(close, "the bound", lam=lam))
                larger = have(0 <= (1 + 1 / r) * lam**2)
                bound = chain(Abs(rest), le(C * Abs(lam)**2, by=positivity(size)), le(k * lam**2, by=positivity(larger)))
            shown = exhibit(goal, k, generalized(small.conclude(bound), lam))
            shown = release(bounds, C, release(some, r, shown))
    return premise.conclude(shown)


@lemma("Largest member", title="Finitely many numbers have a largest")
def largest_member(A: ScalarFamily("m")):
    """One of finitely many numbers is at least as large as each of them."""
    goal = Exists(j, ForAll(i, A[i] <= A[j]))
    show(goal)
    least = have(Exists(j, ForAll(i, -A[j] <= -A[i])), by=law("least member of a finite family", A=Lambda(i, -A[i])))
    with obtain(least, j) as (_, smallest):
        turned = have(-A[j] <= -A[i], by=theorem(smallest, "the least", i=i))
        shown = exhibit(goal, j, generalized(have(A[i] <= A[j], by=positivity(turned)), i))
    return release(least, j, shown)


@lemma("One constant for finitely many remainders", title="Finitely many O(λ²) have one constant")
def common_constant(R: FunctionOn(Index("m"), SCALAR)):
    """If each of finitely many functions is O(λ²), there is one K > 0 with |R_i(λ)| ≤ Kλ² for all i and all |λ| < 1/K."""
    A, x = ScalarFamily("m")("A"), Real("x")
    each = ForAll(i, equals(R(i, lam), O(lam**2)))
    goal = Exists(K, ForAll(i, within(R(i, lam), K)))
    show(Implies(each, goal))
    with suppose(each) as premise:
        have(equals(R(i, lam), O(lam**2)), by=theorem(premise.fact, i=i))
        generalized(have(Exists(K, within(R(i, lam), K)), by=theorem(using(one_constant), R=Lambda(lam, R(i, lam)))), i)
        constants = have(Exists(A, ForAll(i, And(0 < A[i], within(R(i, lam), A[i])))), why="one constant for each index",
                         by=law("finite choice", R=Lambda(i, x, within(R(i, lam), x))))
        with obtain(constants, A) as (_, chosen):
            most = have(Exists(j, ForAll(i, -A[j] <= -A[i])), by=law("least member of a finite family", A=Lambda(i, -A[i])),
                        why="the largest of them")
            with obtain(most, j) as (_, largest):
                below = have(A[i] <= A[j], by=positivity(have(-A[j] <= -A[i], by=theorem(largest, "the largest", i=i))))
                good = have(And(0 < A[i], within(R(i, lam), A[i])), by=theorem(chosen, "the choice of the constants", i=i))
                with suppose(Abs(lam) * A[j] < 1) as small:
                    have(Abs(lam) * A[i] < 1, by=positivity(small.fact, below, have(0 <= Abs(lam))))
                    size = have(Abs(R(i, lam)) <= A[i] * lam**2, by=theorem(conjuncts(good)[1], "the choice", lam=lam))
                    bound = have(Abs(R(i, lam)) <= A[j] * lam**2, by=positivity(size, below, have(0 <= lam**2)))
                every = generalized(generalized(small.conclude(bound), lam), i)
                have(And(0 < A[j], within(R(j, lam), A[j])), by=theorem(chosen, "the choice of the constants", i=j))
                shown = exhibit(goal, A[j], every)
            shown = release(constants, A, release(most, j, shown))
    return premise.conclude(shown)


@lemma("Remainder of an expansion", title="What is left is O(λ²)")
def remainder_of(A: FunctionOn(SCALAR), k: Real):
    """If A(λ) = kλ + O(λ²), then A(λ) − kλ = O(λ²)."""
    expansion = equals(A(lam), lam * k + O(lam**2))
    show(Implies(expansion, equals(A(lam) - lam * k, O(lam**2))))
    with suppose(expansion) as premise:
        rest = chain(A(lam) - lam * k, eq(O(lam**2), by=series(lam, premise.fact, why="the expansion")))
    return premise.conclude(rest)


@proposition("Proposition 25 (finitely many constitutions)", title="The best of finitely many constitutions",
             printed=["Proposition 25, display"], adds=[
                 added(r"there are finitely many constitutions", needed="Proposition 25, as printed"),
                 *MOMENTS])
def finite_promptable_set(h: Representation, f: Value, F: FunctionOn(Index("m"), R_d), eps: RandomScalar):
    """For finitely many constitutions the largest ΔAlign is λ times the largest covariance, up to Kλ² for all 0 < λ < 1/K with
    one number K, and both are attained. Each score needs its own moments only."""
    t, S, s = F(i, h), Real("S"), Real("s")
    safety = f(h) + eps
    uncorrelated, moments = ForAll(i, Eq(Cov(eps, t), 0)), ForAll(i, mgf_finite_near_zero(t))
    given(moments, square_integrable(f(h)), square_integrable(eps), uncorrelated)
    k, D = Cov(f(h), t), gain(safety, t)
    largest = lambda value: Exists(j, ForAll(i, value <= substitute(value, {i: j})))
    premise = And(0 < lam, lam * K < 1, least_bound(S, k, i), least_bound(s, D, i))
    near = ForAll(lam, ForAll(S, ForAll(s, Implies(premise, Abs(s - lam * S) <= K * lam**2))))
    goal = Exists(K, near)
    show(And(goal, largest(k), largest(D)))
    have(Eq(Cov(eps, t), 0), by=theorem(have(uncorrelated), i=i))
    have(mgf_finite_near_zero(t), by=theorem(have(moments), i=i))
    y = VectorIn("d")("y")
    have(equals(D, lam * k + O(lam**2)), by=theorem(
        using(nonlinear_score), "the first-order change", h=Lambda(omega, h), f=f, F=Lambda(y, F(i, y)),
        eps=Lambda(omega, eps)))
    rest = have(equals(D - lam * k, O(lam**2)), by=theorem(using(remainder_of), "its remainder", A=Lambda(lam, D), k=k))
    generalized(rest, i)
    constant = have(Exists(K, ForAll(i, within(D - lam * k, K))), by=theorem(
        using(common_constant), "one constant for finitely many remainders", R=Lambda(i, lam, D - lam * k)))
    with obtain(constant, K) as (_, close):
        with suppose(premise) as known:
            _, small, *bounds = conjuncts(known.fact)
            size = have(Eq(Abs(lam), lam), by=theorem(using(absolute_value), x=lam))
            chain(Abs(lam) * K, eq(lam * K, by=rewrite(size)), lt(1, by=positivity(small)))
            at_i = have(within(D - lam * k, K), by=theorem(close, i=i))
            every = generalized(have(Abs(D - lam * k) <= K * lam**2, by=theorem(at_i, "the constant", lam=lam)), i)
            have(And(0 < lam, every.statement, *(bound.statement for bound in bounds)))
            bound = have(Abs(s - lam * S) <= K * lam**2, by=theorem(
                using(close_families), "close families", D=Lambda(i, D), k=Lambda(i, k), S=S, s=s, e=K * lam**2))
        shown = exhibit(goal, K, generalized(known.conclude(bound), lam, S, s))
        shown = release(constant, K, shown)
    return shown, *(have(largest(value), by=theorem(using(largest_member), "finitely many numbers", A=Lambda(i, value)))
                    for value in (k, D))


FLIP = discrete([(quarter, Number(1)), (quarter, Number(-1)), (half, Number(0))])
x = Real("x")


def gain_on(body, score, base, var=x):
    """How much tilting a base on the line by λ times a score adds to a mean."""
    return E(body, under=tilted(lam * score, base=base, over=var), over=var) - E(body, under=base, over=var)


@refutation("Proposition 25, as printed", title="No covariance at all, and a large improvement for every λ",
            printed=["Proposition 25, display"], erratum=erratum(
    "Proposition 25", printed=r"\sup_{c} \Delta \text{Align}(c) = \lambda \sup_{F \in \mathcal{F}} "
                              r"\text{Cov}_{\text{base}}(f(h), F(h)) + O(\lambda^2)",
    should_read=r"\text{the same for finitely many constitutions, or if } |F(h)| \le B \text{ for all } F \in \mathcal{F}",
    why="The remainder of each constitution has its own constant, and these need not be bounded. For h in {−1, 0, 1} with "
        "probabilities 1/4, 1/2, 1/4, f(h) = 2h² − 1 and the scores F(h) = bh with b > 0, all covariances are 0, and for every "
        "λ > 0 some b has ΔAlign > 1/2.",
    repaired_by=["Proposition 25 (bounded scores)", "Proposition 25 (finitely many constitutions)"]))
def display_as_printed():
    """With f(h) = 2h² − 1 and F_b(h) = bh on {−1, 0, 1}: Cov(f, F_b) = 0 for every b, and for every λ > 0 there is a b > 0
    with ΔAlign > 1/2."""
    b = Positive("b")
    f, growth = 2 * x**2 - 1, exp(lam * b) + exp(-(lam * b))
    change = gain_on(f, b * x, FLIP)
    some = Exists(b, change > half)
    show(And(ForAll(b, Eq(Cov(f, b * x, FLIP, x), 0)), ForAll(lam, Implies(0 < lam, some))))
    flat = generalized(chain(Cov(f, b * x, FLIP, x), eq(0, by=definition(Covariance, Expectation))), b)
    at_b = chain(change, eq((growth - 2) / (growth + 2), by=definition(Expectation)))
    every = generalized(at_b, b)
    with suppose(0 < lam) as positive:
        have(0 < 6 / lam, by=theorem(using(positive_quotient), a=6, b=1, Z=lam))
        have(Ne(lam, 0), by=theorem(using(positive_is_nonzero), x=lam))
        tangent = have(1 + 6 <= exp(rational(6)), by=law("exponential above its tangent", x=6))
        large = exp(rational(6)) + exp(rational(-6))
        rise = chain(
            substitute(change, {b: 6 / lam}),
            eq((large - 2) / (large + 2), by=theorem(every, "the value for b", b=6 / lam)),
            gt(half, by=positivity(tangent)),
        )
        shown = positive.conclude(exhibit(some, 6 / lam, rise))
    return flat, generalized(shown, lam)


# -- a common bound for the variances is not enough ---------------------------------------------------------------------

BELL, u = Normal(0, 1), Positive("u")
negative = Indicator(x < 0)


def tail(u):
    """1 where x < −u, else 0."""
    return Indicator(x < -u)


def chance(u):
    """The chance that a standard normal x lies below −u."""
    return E(tail(u), BELL, x)


def rare(u):
    """The score that is 1/√p on the event x < −u of probability p, and else 0."""
    return tail(u) / sqrt(chance(u))


@lemma("Two indicators", title="Squares, products and exponentials of indicators")
def two_indicators(u: Positive, a: Real):
    """The indicator of x < −u is its own square and its own product with that of x < 0, and at most x²/u²; and e^{a1} is
    1 + (e^a − 1)1."""
    low, rise = tail(u), exp(a) - 1
    goal = And(Eq(low**2, low), Eq(negative * low, low), Eq(exp(a * low), 1 + rise * low), low <= x**2 / u**2)
    show(goal)
    value = have(Or(And(Lt(x, -u), Eq(low, 1)), And(Not(Lt(x, -u)), Eq(low, 0))),
                 by=law("indicator", x=x, S_n=Lambda(x, x < -u)))
    other = have(Or(And(Lt(x, 0), Eq(negative, 1)), And(Not(Lt(x, 0)), Eq(negative, 0))),
                 by=law("indicator", x=x, S_n=Lambda(x, x < 0)))
    with suppose(And(Lt(x, -u), Eq(low, 1))) as inside:
        far, one = conjuncts(inside.fact)
        below = have(Lt(x, 0), by=positivity(far))
        with suppose(And(Lt(x, 0), Eq(negative, 1))) as both:
            first_case = both.conclude(conjuncts(both.fact)[1])
        with suppose(And(Not(Lt(x, 0)), Eq(negative, 0))) as never:
            second_case = never.conclude(falsehood(below, conjuncts(never.fact)[0]))
        whole = by_cases(other, first_case, second_case)
        same = [chain(low**2, eq(1**2, by=rewrite(one)), eq(1), eq(low, by=rewrite(one))),
                chain(negative * low, eq(1 * low, by=rewrite(whole)), eq(low)),
                chain(exp(a * low), eq(exp(a * 1), by=rewrite(one)), eq(1 + rise * 1), eq(1 + rise * low, by=rewrite(one)))]
        have(0 < u**2)
        square = have(u**2 <= x**2, by=positivity(far, have(0 < u)))
        limit = chain(low, eq(1, by=rewrite(one)), eq(u**2 * (1 / u**2)),
                      le(x**2 * (1 / u**2), by=positivity(square, have(0 < 1 / u**2))), eq(x**2 / u**2))
        yes = inside.conclude(have(And(*(part.statement for part in (*same, limit)))))
    with suppose(And(Not(Lt(x, -u)), Eq(low, 0))) as outside:
        none = conjuncts(outside.fact)[1]
        same = [chain(low**2, eq(0**2, by=rewrite(none)), eq(0), eq(low, by=rewrite(none))),
                chain(negative * low, eq(negative * 0, by=rewrite(none)), eq(0), eq(low, by=rewrite(none))),
                chain(exp(a * low), eq(exp(a * 0), by=rewrite(none)), eq(1 + rise * 0), eq(1 + rise * low, by=rewrite(none)))]
        limit = chain(low, eq(0, by=rewrite(none)), le(x**2 / u**2))
        no = outside.conclude(have(And(*(part.statement for part in (*same, limit)))))
    return by_cases(value, yes, no)


@lemma("Tails of a normal", title="0 < p ≤ 1/u²")
def tails(u: Positive):
    """The chance p that x < −u is positive and at most 1/u², by Chebyshev's inequality; the chance that x < 0 is 1/2."""
    p = chance(u)
    show(And(0 < p, p <= 1 / u**2, Eq(E(negative, BELL, x), half)))
    unit = Normal(0, rational(1)**2)
    value = chain(p, eq(E(tail(u), unit, x)),
                  eq(NormalCDF(-u / 1), by=theorem(using(distribution), "its distribution", r=1, t=-u)), eq(NormalCDF(-u)))
    middle = chain(E(negative, BELL, x), eq(E(negative, unit, x)),
                   eq(NormalCDF(rational(0) / 1), by=theorem(using(distribution), "its distribution", r=1, t=0)), eq(half))
    positive = chain(0, lt(NormalCDF(-u)), eq(p, by=rewrite(value)))
    limit = conjuncts(using(two_indicators))[3]
    generalized(have(tail(u) <= x**2 / u**2, by=theorem(limit, "cases")), x)
    above = chain(p, le(E(x**2 / u**2, BELL, x), by=law("expectation is monotone", P=BELL, X=Lambda(x, tail(u)),
                                                      Y=Lambda(x, x**2 / u**2))),
                  eq(E(x**2, BELL, x) / u**2),
                  eq((0**2 + 1) / u**2, by=theorem(using(normal_second_moment), "the second moment", m=0, q=1)), eq(1 / u**2))
    return positive, above, middle


@lemma("Rare scores", title="Variance, covariance and change of a score that is seldom not 0")
def rare_scores(u: Positive, s: Positive):
    """For the score 1/s on x < −u, which has the probability p, and f = 1 on x < 0: the variance is (p − p²)/s², the
    covariance p/(2s), and the change with E = e^{λ/s} is (E − 1)p/(2(1 + (E − 1)p))."""
    low, p, score, rise = tail(u), chance(u), tail(u) / s, exp(lam / s) - 1
    change = gain_on(negative, score, BELL)
    show(And(Eq(Var(score, BELL, x), (p - p**2) / s**2), Eq(Cov(negative, score, BELL, x), p / (2 * s)),
             Implies(0 < 1 + rise * p, Eq(change, rise * p / (2 * (1 + rise * p))))))
    square, product, power, _ = conjuncts(using(two_indicators))
    square, product = (have(part.statement, by=theorem(part, "an indicator")) for part in (square, product))
    middle = have(Eq(E(negative, BELL, x), half), by=theorem(conjuncts(using(tails))[2], "the middle"))
    weight = chain(exp(lam * score), eq(exp(lam / s * low)), eq(1 + rise * low, by=theorem(power, "an indicator", a=lam / s)))
    for fact in (square, product, weight):
        generalized(fact, x)
    variance = chain(Var(score, BELL, x), eq((E(low**2, BELL, x) - p**2) / s**2), eq((p - p**2) / s**2, by=rewrite(square)))
    covariance = chain(
        Cov(negative, score, BELL, x),
        eq((E(negative * low, BELL, x) - E(negative, BELL, x) * p) / s, by=definition(Covariance)),
        eq((p - half * p) / s, by=rewrite(product, middle)),
        eq(p / (2 * s)),
    )
    with suppose(0 < 1 + rise * p) as positive:
        have(Ne(1 + rise * p, 0), by=theorem(using(positive_is_nonzero), "a positive number", x=1 + rise * p))
        for factor in (1, negative):
            plain, here = factor * (1 + rise * low), factor * exp(lam * score)
            have(Integrable(x, BELL, plain))
            chain(Integrable(x, BELL, here), iff(Integrable(x, BELL, plain), by=rewrite(weight)))
            have(Integrable(x, BELL, here))
        have(Integrable(x, BELL, exp(lam * score)))
        Z = chain(E(exp(lam * score), BELL, x), eq(E(1 + rise * low, BELL, x), by=rewrite(weight)), eq(1 + rise * p))
        N = chain(E(negative * exp(lam * score), BELL, x), eq(E(negative * (1 + rise * low), BELL, x), by=rewrite(weight)),
                  eq(E(negative, BELL, x) + rise * E(negative * low, BELL, x)),
                  eq(half + rise * p, by=rewrite(product, middle)))
        chain(0, lt(1 + rise * p, by=positivity(positive.fact)), eq(E(exp(lam * score), BELL, x), by=rewrite(Z)))
        moved = chain(
            change,
            eq(E(negative * exp(lam * score), BELL, x) / E(exp(lam * score), BELL, x) - E(negative, BELL, x),
               by=definition(Expectation)),
            eq((half + rise * p) / (1 + rise * p) - half, by=rewrite(N, Z, middle)),
            eq(rise * p / (2 * (1 + rise * p))),
        )
    return variance, covariance, positive.conclude(moved)


@lemma("Exponentials of rare scores", title="(e^{λ/√p} − 1)p ≥ 1 for small p")
def rare_exponentials(p: Positive, t: Positive):
    """If p ≤ 1 and 48p ≤ t⁴, then (e^{t/√p} − 1)p ≥ 1: for e^y ≥ y⁴/24."""
    small, smaller = given(p <= 1, 48 * p <= t**4)
    y, rise = t / sqrt(p), exp(t / sqrt(p)) - 1
    show(And(1 <= rise * p, 0 < 1 + rise * p))
    have(0 <= y)
    power = have(y**4 / 24 <= exp(y), by=law("exponential above a power", x=y, n=4))
    value = chain(y**4 / 24 * p**2, eq(t**4 / 24))
    square = have(p**2 <= p, by=positivity(small, have(0 < p)))
    above = chain(p + p**2, le(t**4 / 24, by=positivity(square, smaller)), eq(y**4 / 24 * p**2, by=rewrite(value)),
                  le(exp(y) * p**2, by=positivity(power, have(0 < p**2))))
    least = chain(1, eq((p + p**2) * (1 / p) - p), le(exp(y) * p**2 * (1 / p) - p, by=positivity(above, have(0 < 1 / p))),
                  eq(rise * p))
    return have(1 <= rise * p, by=positivity(least)), have(0 < 1 + rise * p, by=positivity(least))


@lemma("Multiple of an inequality", title="Multiplying by a number that is not negative")
def weak_multiple(a: Real, b: Real, n: Real):
    """If a ≤ b and n ≥ 0, then an ≤ bn."""
    below, low = given(a <= b, 0 <= n)
    show(a * n <= b * n)
    return have(a * n <= b * n, by=positivity(below, low))


@lemma("At least a quarter", title="t/(2(1 + t)) ≥ 1/4 for t ≥ 1")
def at_least_a_quarter(t: Nonnegative):
    """If t ≥ 1, then t/(2(1 + t)) ≥ 1/4."""
    given(1 <= t)
    show(quarter <= t / (2 * (1 + t)))
    r = 1 / (1 + t)
    have(2 <= 1 + t), have(0 <= r)
    one = chain(2 * r, le((1 + t) * r, by=theorem(using(weak_multiple), a=2, b=1 + t, n=r)), eq(1))
    return chain(quarter, le(half - half * r, by=positivity(one)), eq(t / (2 * (1 + t))))


@lemma("Below a reciprocal", title="p ≤ 1/(1 + m)")
def below_reciprocal(p: Positive, m: Positive):
    """If p ≤ 1/(1 + m), then p ≤ 1 and pm ≤ 1."""
    given(p <= 1 / (1 + m))
    show(And(p <= 1, p * m <= 1))
    have(0 <= 1 + m)
    multiple = theorem(using(weak_multiple), "a multiple", a=p, b=1 / (1 + m), n=1 + m)
    product = chain(p * (1 + m), le(1 / (1 + m) * (1 + m), by=multiple), eq(1))
    return have(p <= 1, by=positivity(product, have(0 < p * m))), have(p * m <= 1, by=positivity(product, have(0 < p)))


@lemma("Far enough out", title="A tail that is small enough")
def far_enough(p: Positive, t: Positive):
    """If p ≤ 1/u² for u² = 1 + 48/t⁴, then p ≤ 1 and 48p ≤ t⁴."""
    m = 48 / t**4
    given(p <= 1 / (1 + m))
    show(And(p <= 1, 48 * p <= t**4))
    small, _ = conjuncts(have(And(p <= 1, p * m <= 1), by=theorem(using(below_reciprocal), "below a reciprocal", p=p, m=m)))
    have(0 <= t**4)
    multiple = theorem(using(weak_multiple), "a multiple", a=p * m, b=1, n=t**4)
    return small, chain(48 * p, eq(p * m * t**4), le(1 * t**4, by=multiple), eq(t**4))


@lemma("A point far out", title="u² = 1 + 48/t⁴")
def a_far_point(t: Positive):
    """Some u > 0 has u² = 1 + 48/t⁴."""
    value = 1 + 48 / t**4
    goal = Exists(u, Eq(u**2, value))
    show(goal)
    return exhibit(goal, sqrt(value), have(Eq(sqrt(value)**2, value), by=algebra()))


@lemma("Values for rare scores", title="1 − p ≤ 1 and √p/2 ≤ 1/2")
def rare_values(p: Positive):
    """For 0 < p ≤ 1, (p − p²)/(√p)² ≤ 1 and p/(2√p) ≤ 1/2."""
    given(p <= 1)
    show(And((p - p**2) / sqrt(p)**2 <= 1, p / (2 * sqrt(p)) <= half))
    one = chain((p - p**2) / sqrt(p)**2, eq(1 - p), le(1))
    root = chain(sqrt(p), le(sqrt(rational(1)), by=law("square root is monotone", x=p, y=1)), eq(1))
    return one, chain(p / (2 * sqrt(p)), eq(half * sqrt(p)), le(half, by=positivity(root)))


@lemma("Chances of a tail", title="p ≤ 1")
def chance_at_most_one(u: Positive):
    """The chance that x < −u is at most 1."""
    show(chance(u) <= 1)
    low = tail(u)
    value = have(Or(And(Lt(x, -u), Eq(low, 1)), And(Not(Lt(x, -u)), Eq(low, 0))),
                 by=law("indicator", x=x, S_n=Lambda(x, x < -u)))
    cases = []
    for part in value.statement.arguments:
        with suppose(part) as case:
            cases.append(case.conclude(have(low <= 1)))
    generalized(by_cases(value, *cases), x)
    monotone = law("expectation is monotone", P=BELL, X=Lambda(x, low), Y=Lambda(x, Number(1)))
    return chain(chance(u), le(E(1, BELL, x), by=monotone), eq(1))


@refutation("Proposition 25, as printed (bounded variances)", title="Bounded variances do not make the remainder uniform",
            printed=["Proposition 25, display"], erratum=erratum(
    "Proposition 25", printed=r"\sup_{c} \Delta \text{Align}(c) = \lambda \sup_{F \in \mathcal{F}} "
                              r"\text{Cov}_{\text{base}}(f(h), F(h)) + O(\lambda^2)",
    should_read=r"\text{the same for finitely many constitutions, or if } |F(h)| \le B \text{ for all } F \in \mathcal{F}",
    why="With h standard normal, f = 1 on h < 0 and 0 elsewhere, let F be 1/√p on an event h < −u of probability p and 0 "
        "elsewhere: all deviations are at most 1, all covariances at most 1/2, and for every λ > 0 some u has ΔAlign ≥ 1/4. So "
        "the least upper bound does not even tend to 0 with λ. (These f and F have jumps; with unbounded variances smooth ones "
        "will do.)",
    repaired_by=["Proposition 25 (bounded scores)", "Proposition 25 (finitely many constitutions)"]))
def display_as_printed_for_bounded_variances():
    """With x standard normal, f(x) = 1 for x < 0 and F_u(x) = 1/√p for x < −u, p the probability of that: for every u > 0,
    Var F_u ≤ 1 and Cov(f, F_u) ≤ 1/2, and for every λ > 0 there is a u > 0 with ΔAlign ≥ 1/4."""
    p, score = chance(u), rare(u)
    change = gain_on(negative, score, BELL)
    some = Exists(u, quarter <= change)
    show(And(ForAll(u, And(Var(score, BELL, x) <= 1, Cov(negative, score, BELL, x) <= half)),
             ForAll(lam, Implies(0 < lam, some))))
    positive, chebyshev, _ = conjuncts(using(tails))
    have(0 < p, by=theorem(positive, "the tails"))
    variance, covariance, moved = conjuncts(using(rare_scores))
    have(0 < sqrt(p), by=law("square root of a positive number", x=p))
    most, half_most = conjuncts(using(rare_values))
    have(p <= 1, by=theorem(using(chance_at_most_one), "a chance"))
    spread = chain(Var(score, BELL, x), eq((p - p**2) / sqrt(p)**2, by=theorem(variance, "rare scores", s=sqrt(p))),
                   le(1, by=theorem(most, "its value", p=p)))
    overlap = chain(Cov(negative, score, BELL, x), eq(p / (2 * sqrt(p)), by=theorem(covariance, "rare scores", s=sqrt(p))),
                    le(half, by=theorem(half_most, "its value", p=p)))
    both = generalized(have(And(spread.statement, overlap.statement)), u)
    at = Positive("v")
    moved_at, q = substitute(change, {u: at}), chance(at)
    rise = exp(lam / sqrt(q)) - 1
    with suppose(0 < lam) as strength:
        chosen = have(Exists(at, Eq(at**2, 1 + 48 / lam**4)), by=theorem(using(a_far_point), "a point far out", t=lam))
        with obtain(chosen, at) as (_, place):
            have(0 < q, by=theorem(positive, "the tails", u=at))
            have(0 < sqrt(q), by=law("square root of a positive number", x=q))
            limit = have(q <= 1 / at**2, by=theorem(chebyshev, "the tails", u=at))
            chain(q, le(1 / at**2, by=positivity(limit)), eq(1 / (1 + 48 / lam**4), by=rewrite(place)))
            have(And(q <= 1, 48 * q <= lam**4), by=theorem(using(far_enough), "far enough out", p=q, t=lam))
            have(And(1 <= rise * q, 0 < 1 + rise * q), by=theorem(using(rare_exponentials), "exponentials", p=q, t=lam))
            value = have(Eq(moved_at, rise * q / (2 * (1 + rise * q))),
                         by=theorem(moved, "rare scores", u=at, s=sqrt(q)))
            least = have(quarter <= rise * q / (2 * (1 + rise * q)),
                         by=theorem(using(at_least_a_quarter), "at least a quarter", t=rise * q))
            gained = chain(quarter, le(rise * q / (2 * (1 + rise * q)), by=theorem(least, "at least a quarter")),
                           eq(moved_at, by=rewrite(value)))
            shown = exhibit(some, at, gained)
        shown = release(chosen, at, shown)
    return both, generalized(strength.conclude(shown), lam)


# -- the bound ----------------------------------------------------------------------------------------------------------

@lemma("Discriminant", title="A quadratic polynomial that is never negative")
def discriminant(p: Real, k: Real, q: Real):
    """If p − 2ka + qa² ≥ 0 for every number a, and q ≥ 0, then k² ≤ pq."""
    a = Real("a")
    polynomial = lambda a: p - 2 * k * a + q * a**2
    premise = And(0 <= q, ForAll(a, 0 <= polynomial(a)))
    show(Implies(premise, k**2 <= p * q))
    with suppose(premise) as known:
        low, every = conjuncts(known.fact)
        either = have(Or(0 < q, Eq(0, q), q < 0), by=law("trichotomy", x=0, y=q))
        with suppose(0 < q) as positive:
            have(Ne(q, 0), by=theorem(using(positive_is_nonzero), x=q))
            here = have(0 <= polynomial(k / q), by=theorem(every, "at k/q", a=k / q))
            value = chain(q * polynomial(k / q), eq(p * q - k**2))
            product = have(0 <= q * polynomial(k / q), by=positivity(here, positive.fact))
            one = positive.conclude(have(k**2 <= p * q, by=positivity(product, value)))
        with suppose(Eq(0, q)) as none:
            flat = have(Eq(q, 0), by=algebra(none.fact))
            cases = excluded_middle(Eq(k, 0))
            with suppose(Eq(k, 0)) as zero:
                first = zero.conclude(chain(k**2, le(p * q, by=positivity(zero.fact, flat))))
            with suppose(Not(Eq(k, 0))) as nonzero:
                have(Ne(k, 0))
                root = (p + 1) / (2 * k)
                there = have(0 <= polynomial(root), by=theorem(every, "far out", a=root))
                value = chain(polynomial(root), eq(p - 2 * k * root + 0 * root**2, by=rewrite(flat)), eq(-1))
                second = nonzero.conclude(falsehood(there, value))
            two = none.conclude(by_cases(cases, first, second))
        with suppose(q < 0) as never:
            three = never.conclude(falsehood(never.fact, low))
        shown = by_cases(either, one, two, three)
    return known.conclude(shown)


@lemma("Cauchy–Schwarz for covariances", title="Cov(X, Y)² ≤ Var X Var Y")
def covariance_inequality(X: RandomScalar, Y: RandomScalar):
    """Var(X − aY) is never negative, whatever a is; so its discriminant is not positive."""
    a = Real("a")
    p, k, q = Var(X), Cov(X, Y), Var(Y)
    given(square_integrable(X), square_integrable(Y))
    show(And(k**2 <= p * q, 0 <= p, 0 <= q))
    nonnegative = lambda body: chain(0, le(E((body - E(body))**2), by=positivity()), eq(Var(body), by=algebra(why="expanding")))
    first, second = nonnegative(X), nonnegative(Y)
    mixed = X - a * Y
    square = chain(0, le(E((mixed - E(mixed))**2), by=positivity()), eq(p - 2 * k * a + q * a**2, by=algebra(why="expanding")))
    generalized(square, a)
    have(And(0 <= q, ForAll(a, 0 <= p - 2 * k * a + q * a**2)))
    return have(k**2 <= p * q, by=theorem(using(discriminant), "the discriminant", p=p, k=k, q=q)), first, second


@lemma("Nonnegative root", title="√p ≥ 0")
def nonnegative_root(p: Nonnegative):
    """A root is not negative."""
    show(0 <= sqrt(p))
    return have(0 <= sqrt(p))


@lemma("Product of roots", title="From squares to roots")
def below_product_of_roots(k: Real, p: Nonnegative, q: Nonnegative):
    """If k² ≤ pq for p, q ≥ 0, then k ≤ √p √q."""
    given(k**2 <= p * q)
    roots, low = sqrt(p) * sqrt(q), have(0 <= sqrt(p) * sqrt(q))
    show(k <= roots)
    square = have(Eq(roots**2, p * q), by=algebra())
    with suppose(roots < k) as otherwise:
        larger = have(roots**2 < k**2, by=positivity(otherwise.fact, low))
        absurd = falsehood(larger, have(k**2 <= p * q), square)
    contradiction_from(otherwise, absurd)
    return have(k <= roots, by=law("not less", x=roots, y=k))


@lemma("Covariance and deviations", title="Cov(X, Y) ≤ std(X) std(Y)")
def deviation_bound(X: RandomScalar, Y: RandomScalar):
    """A covariance is at most the product of the standard deviations."""
    given(square_integrable(X), square_integrable(Y))
    show(Cov(X, Y) <= std(X) * std(Y))
    parts_of(covariance_inequality, "Cauchy–Schwarz", X=Lambda(omega, X), Y=Lambda(omega, Y))
    return have(Cov(X, Y) <= std(X) * std(Y),
                by=theorem(using(below_product_of_roots), "taking roots", k=Cov(X, Y), p=Var(X), q=Var(Y)))


def promptable_hypotheses(h, f, F):
    """All variances are finite."""
    return square_integrable(f(h)), ForAll(c, Integrable(omega, P, F(c, h)**2))


@proposition("Proposition 25 (bound)", title="What the spread of the scores allows", printed=["Proposition 25: bound"], adds=[
    added(r"it is a bound for $\lambda \sup_F \mathrm{Cov}(f(h), F(h))$, not for $\sup_c \Delta\mathrm{Align}(c)$",
          needed="Proposition 25, as printed (bound)"),
    added(r"$f(h)$ and all $F_c(h)$ have finite variances", needed="Theorem 13, as printed (moments)")])
def covariance_bound(h: Representation, f: Value, F: Scores, S: Real, sigma: Real):
    """For λ > 0, λ times the least upper bound of the covariances is at most λ std(f(h)) times that of the deviations."""
    t = F(c, h)
    finite = given(*promptable_hypotheses(h, f, F))[1]
    k, spread = shared(f(h), t), std(t)
    premise = And(0 < lam, least_bound(S, k), least_bound(sigma, spread))
    show(Implies(premise, lam * S <= lam * std(f(h)) * sigma))
    have(Integrable(omega, P, t**2), by=theorem(finite, c=c))
    each = have(k <= std(f(h)) * spread, by=theorem(using(deviation_bound), "Cauchy–Schwarz", X=Lambda(omega, f(h)),
                                                     Y=Lambda(omega, t)))
    parts_of(covariance_inequality, "Cauchy–Schwarz", X=Lambda(omega, f(h)), Y=Lambda(omega, t))
    low = have(0 <= std(f(h)), by=theorem(using(nonnegative_root), p=Var(f(h))))
    with suppose(premise) as known:
        positive, (_, least), (below, _) = (
            part if not isinstance(part.statement, And) else conjuncts(part) for part in conjuncts(known.fact))
        at_c = have(spread <= sigma, by=theorem(below, "an upper bound", c=c))
        every = generalized(have(k <= std(f(h)) * sigma, by=positivity(each, at_c, low)), c)
        have(every.statement)
        bound = have(S <= std(f(h)) * sigma, by=theorem(least, "the least upper bound", t=std(f(h)) * sigma))
        shown = have(lam * S <= lam * std(f(h)) * sigma, by=positivity(bound, positive))
    return known.conclude(shown)


@refutation("Proposition 25, as printed (bound)", title="The improvement itself exceeds the bound",
            printed=["Proposition 25: bound"], erratum=erratum(
    "Proposition 25", printed=r"\sup_{c} \Delta \text{Align}(c) \le \lambda \cdot \text{std}(f(h)) \cdot "
                              r"\sup_{F \in \mathcal{F}} \text{std}(F(h))",
    should_read=r"\lambda \sup_{F \in \mathcal{F}} \text{Cov}_{\text{base}}(f(h), F(h)) \le \lambda \cdot \text{std}(f(h)) "
                r"\cdot \sup_{F \in \mathcal{F}} \text{std}(F(h))",
    why="The bound is one for the first-order term. For h = 0 or 1 with probabilities 3/4 and 1/4 and the one score F = f, "
        "f(h) = h, ΔAlign is larger than λ std(f) std(F) = 3λ/16 for every 0 < λ ≤ 1: the second-order term is positive.",
    repaired_by=["Proposition 25 (bound)", "Proposition 25 (bounded scores)"]))
def bound_as_printed():
    """For h in {0, 1} with probabilities 3/4 and 1/4 and F(h) = f(h) = h, std(f) std(F) = 3/16, and ΔAlign > 3λ/16 for
    0 < λ ≤ 1."""
    base = discrete([(rational("3/4"), Number(0)), (quarter, Number(1))])
    change = gain_on(x, x, base)
    show(And(Eq(std(x, base, x) * std(x, base, x), rational("3/16")),
             ForAll(lam, Implies(And(0 < lam, lam <= 1), change > lam * rational("3/16")))))
    value = have(Eq(Var(x, base, x), rational("3/16")), by=definition(Variance, Covariance, Expectation))
    spread = chain(std(x, base, x) * std(x, base, x), eq(sqrt(rational("3/16")) * sqrt(rational("3/16")), by=rewrite(value)),
                   eq(rational("3/16")))
    with suppose(And(0 < lam, lam <= 1)) as small:
        above, below = conjuncts(small.fact)
        third = have(1 + lam / 3 <= exp(lam / 3), by=law("exponential above its tangent", x=lam / 3))
        low = have(0 <= 1 + lam / 3)
        square = have((1 + lam / 3)**2 <= exp(lam / 3)**2, by=positivity(third, low))
        cube = chain((1 + lam / 3)**3, eq((1 + lam / 3)**2 * (1 + lam / 3)),
                     le(exp(lam / 3)**2 * (1 + lam / 3), by=positivity(square, low)),
                     le(exp(lam / 3)**2 * exp(lam / 3), by=positivity(third, have(0 < exp(lam / 3)**2))), eq(exp(lam)))
        room = have(0 < (1 + lam / 3)**3 * (4 - lam) - (4 + 3 * lam), by=positivity(above, below, degree=4))
        faster = have((4 + 3 * lam) < exp(lam) * (4 - lam), by=positivity(cube, room, below))
        computed = chain(change, eq(3 * (exp(lam) - 1) / (4 * (exp(lam) + 3)), by=definition(Expectation)))
        positive = have(0 < 1 / (exp(lam) + 3))
        more = chain(change, eq(3 * (exp(lam) - 1) / (4 * (exp(lam) + 3)), by=rewrite(computed)),
                     eq(lam * rational("3/16")
                        + rational("3/16") * (exp(lam) * (4 - lam) - (4 + 3 * lam)) * (1 / (exp(lam) + 3))),
                     gt(lam * rational("3/16"), by=positivity(faster, positive)))
    return spread, generalized(small.conclude(more), lam)


@lemma("Equality in the bound", title="When k = √p σ")
def equality_in_bound(k: Real, p: Positive, q: Nonnegative, sigma: Positive):
    """If k² ≤ pq and √q ≤ σ, then k = √p σ if and only if √q = σ and k = √(pq); and in that case √(pq) > 0."""
    square, _ = given(k**2 <= p * q, sqrt(q) <= sigma)
    left, right = Eq(k, sqrt(p) * sigma), And(Eq(sqrt(q), sigma), Eq(k, sqrt(p * q)), 0 < sqrt(p * q))
    show(And(Implies(left, right), Implies(right, left)))
    root = have(Eq(sqrt(p * q), sqrt(p) * sqrt(q)), by=algebra())
    with suppose(left) as attained:
        value = chain(p * sigma**2, eq((sqrt(p) * sigma)**2), eq(k**2, by=rewrite(attained.fact)),
                      le(p * q, by=positivity(square)), eq(p * sqrt(q)**2))
        with suppose(sqrt(q) < sigma) as less:
            smaller = have(sqrt(q)**2 < sigma**2, by=positivity(less.fact, have(0 <= sqrt(q))))
            absurd = falsehood(value, have(p * sqrt(q)**2 < p * sigma**2, by=positivity(smaller, have(0 < p))))
        contradiction_from(less, absurd)
        have(sigma <= sqrt(q), by=law("not less", x=sqrt(q), y=sigma))
        same = have(Eq(sqrt(q), sigma), by=law("antisymmetry", x=sqrt(q), y=sigma))
        chain(k, eq(sqrt(p) * sigma, by=rewrite(attained.fact)), eq(sqrt(p) * sqrt(q), by=rewrite(same)),
              eq(sqrt(p * q), by=rewrite(root)))
        chain(0, lt(sqrt(p) * sigma), eq(sqrt(p) * sqrt(q), by=rewrite(same)), eq(sqrt(p * q), by=rewrite(root)))
        forth = attained.conclude(have(right))
    with suppose(right) as perfect_:
        deviation, correlated, _ = conjuncts(perfect_.fact)
        back = perfect_.conclude(chain(k, eq(sqrt(p * q), by=rewrite(correlated)), eq(sqrt(p) * sqrt(q), by=rewrite(root)),
                                       eq(sqrt(p) * sigma, by=rewrite(deviation))))
    return forth, back


@lemma("Positive root of a product", title="√(pq) > 0")
def positive_root_of_product(p: Positive, q: Positive):
    """For positive p and q the root of their product is positive, and so are their roots; and √(pq) = √p √q."""
    show(And(0 < sqrt(p * q), 0 < sqrt(p), 0 < sqrt(q), Eq(sqrt(p * q), sqrt(p) * sqrt(q))))
    return have(0 < sqrt(p * q)), have(0 < sqrt(p)), have(0 < sqrt(q)), have(Eq(sqrt(p * q), sqrt(p) * sqrt(q)), by=algebra())


@lemma("Mean square of a residual", title="E(Y − E Y − a(X − E X))²")
def residual_square(X: RandomScalar, Y: RandomScalar, a: Real):
    """The mean square of Y − E Y − a(X − E X) is Var Y − 2a Cov(X, Y) + a² Var X."""
    given(square_integrable(X), square_integrable(Y))
    show(Eq(E((Y - E(Y) - a * (X - E(X)))**2), Var(Y) - 2 * a * Cov(X, Y) + a**2 * Var(X)))
    return have(Eq(E((Y - E(Y) - a * (X - E(X)))**2), Var(Y) - 2 * a * Cov(X, Y) + a**2 * Var(X)), by=algebra(why="expanding"))


@lemma("Vanishing residual", title="q − 2ak + a²p for a = √q/√p")
def vanishing_residual(k: Real, p: Positive, q: Positive):
    """For a = √q/√p the number q − 2ak + a²p = 2a(√(pq) − k) is 0 just when k = √(pq)."""
    a, root = sqrt(q) / sqrt(p), sqrt(p * q)
    residual = q - 2 * a * k + a**2 * p
    show(Iff(Eq(k, root), Eq(residual, 0)))
    value = chain(residual, eq(2 * a * (root - k)))
    have(0 < a)
    with suppose(Eq(k, root)) as full:
        full.conclude(chain(residual, eq(2 * a * (root - k), by=rewrite(value)),
                            eq(2 * a * (root - root), by=rewrite(full.fact)), eq(0)))
    with suppose(Eq(residual, 0)) as none:
        none.conclude(chain(k, eq(root - 2 * a * (root - k) / (2 * a)), eq(root - residual / (2 * a), by=rewrite(value)),
                            eq(root - 0 / (2 * a), by=rewrite(none.fact)), eq(root)))
    return have(Iff(Eq(k, root), Eq(residual, 0)))


@lemma("Perfect correlation", title="Corr = 1 just for increasing affine functions")
def perfect_correlation(X: RandomScalar, Y: RandomScalar):
    """For positive variances, Cov(X, Y) = √(Var X Var Y), that is Corr(X, Y) = 1, if and only if Y = E Y + a(X − E X) with
    the positive slope a = std(Y)/std(X), up to a mean square of 0."""
    p, k, q = Var(X), Cov(X, Y), Var(Y)
    given(square_integrable(X), square_integrable(Y), 0 < p, 0 < q)
    a = std(Y) / std(X)
    rest = E((Y - E(Y) - a * (X - E(X)))**2)
    show(And(Eq(Corr(X, Y), k / sqrt(p * q)), Iff(Eq(Corr(X, Y), 1), Eq(k, sqrt(p * q))), Iff(Eq(k, sqrt(p * q)), Eq(rest, 0))))
    have(0 < sqrt(p * q), by=theorem(using(positive_root_of_product), p=p, q=q))
    have(Ne(sqrt(p * q), 0), by=theorem(using(positive_is_nonzero), x=sqrt(p * q)))
    value = chain(Corr(X, Y), eq(k / sqrt(p * q), by=definition(Correlation)))
    with suppose(Eq(Corr(X, Y), 1)) as one:
        one.conclude(chain(k, eq(k / sqrt(p * q) * sqrt(p * q)), eq(Corr(X, Y) * sqrt(p * q), by=rewrite(value)),
                           eq(1 * sqrt(p * q), by=rewrite(one.fact)), eq(sqrt(p * q))))
    with suppose(Eq(k, sqrt(p * q))) as full:
        full.conclude(chain(Corr(X, Y), eq(k / sqrt(p * q), by=rewrite(value)),
                            eq(sqrt(p * q) / sqrt(p * q), by=rewrite(full.fact)), eq(1)))
    first = have(Iff(Eq(Corr(X, Y), 1), Eq(k, sqrt(p * q))))
    residual = have(Eq(rest, q - 2 * a * k + a**2 * p), by=theorem(using(residual_square), "expanding", X=Lambda(omega, X),
                                                                   Y=Lambda(omega, Y), a=a))
    second = chain(Eq(k, sqrt(p * q)),
                   iff(Eq(q - 2 * a * k + a**2 * p, 0), by=theorem(using(vanishing_residual), "the residual", k=k, p=p, q=q)),
                   iff(Eq(rest, 0), by=rewrite(residual)))
    return value, first, second


@lemma("Square of a root", title="√q > 0 only for q > 0")
def square_of_root(q: Nonnegative, sigma: Positive):
    """If √q = σ > 0, then q > 0."""
    given(Eq(sqrt(q), sigma))
    show(0 < q)
    return chain(0, lt(sigma**2), eq(sqrt(q)**2, by=rewrite(have(Eq(sqrt(q), sigma)))), eq(q))


@lemma("One score", title="When one score attains the bound")
def one_score(X: RandomScalar, Y: RandomScalar, sigma: Positive):
    """If Var X > 0 and std(Y) ≤ σ, then Cov(X, Y) = std(X)σ if and only if std(Y) = σ and Corr(X, Y) = 1."""
    p, k, q = Var(X), Cov(X, Y), Var(Y)
    given(square_integrable(X), square_integrable(Y), 0 < p, std(Y) <= sigma)
    attained, perfect = Eq(k, std(X) * sigma), And(Eq(std(Y), sigma), Eq(Corr(X, Y), 1))
    show(Iff(attained, perfect))
    parts_of(covariance_inequality, "Cauchy–Schwarz", X=Lambda(omega, X), Y=Lambda(omega, Y))
    full = And(Eq(std(Y), sigma), Eq(k, sqrt(p * q)), 0 < sqrt(p * q))
    forth, back = (theorem(part, "equality in the bound", k=k, p=p, q=q, sigma=sigma)
                   for part in conjuncts(using(equality_in_bound)))
    correlated = conjuncts(using(perfect_correlation))[1]
    for one in (attained, perfect):
        with suppose(one) as here:
            if one is attained:
                have(full, by=forth)
            have(Eq(std(Y), sigma))
            have(0 < q, by=theorem(using(square_of_root), "the square of a root", q=q, sigma=sigma))
            have(Iff(Eq(Corr(X, Y), 1), Eq(k, sqrt(p * q))), by=theorem(correlated, "perfect correlation"))
            if one is attained:
                have(Eq(Corr(X, Y), 1))
                here.conclude(have(perfect))
            else:
                have(Eq(k, sqrt(p * q)))
                have(0 < sqrt(p * q), by=theorem(conjuncts(using(positive_root_of_product))[0], p=p, q=q))
                have(full)
                here.conclude(have(attained, by=back))
    return have(Iff(attained, perfect))


@proposition("Proposition 25 (equality)", title="When a constitution attains the bound", printed=["Proposition 25: equality"],
             adds=[added(r"the perfectly correlated score also has the largest deviation, $\mathrm{std}(F(h)) = "
                         r"\sup_{F'} \mathrm{std}(F'(h)) > 0$", needed="Proposition 25, as printed (equality)"),
                   added(r"the bound is attained", needed="Proposition 25, as printed (no perfect correlation)"),
                   added(r"$\mathrm{Var}(f(h)) > 0$", needed="Proposition 25, as printed (constant values)")])
def equality_case(h: Representation, f: Value, F: Scores, sigma: Positive):
    """Let f(h) have a positive variance, and let σ > 0 be the least upper bound of the deviations. Some constitution has
    Cov(f(h), F_c(h)) = std(f(h))σ, the bound, if and only if some c has std(F_c(h)) = σ and Corr(f(h), F_c(h)) = 1."""
    t = F(c, h)
    finite = given(*promptable_hypotheses(h, f, F), 0 < Var(f(h)))[1]
    spread = std(t)
    attained = Eq(shared(f(h), t), std(f(h)) * sigma)
    perfect = And(Eq(spread, sigma), Eq(Corr(f(h), t, P, omega), 1))
    premise = least_bound(sigma, spread)
    show(Implies(premise, Iff(Exists(c, attained), Exists(c, perfect))))
    have(Integrable(omega, P, t**2), by=theorem(finite, c=c))
    with suppose(premise) as known:
        have(spread <= sigma, by=theorem(conjuncts(known.fact)[0], "an upper bound", c=c))
        have(Iff(attained, perfect), by=theorem(using(one_score), "one score", X=Lambda(omega, f(h)), Y=Lambda(omega, t),
                                                       sigma=sigma))
        for one, other in ((attained, perfect), (perfect, attained)):
            with suppose(Exists(c, one)) as some:
                with obtain(some.fact, c):
                    shown = exhibit(Exists(c, other), c, have(other))
                some.conclude(release(some.fact, c, shown))
        both = have(Iff(Exists(c, attained), Exists(c, perfect)))
    return known.conclude(both)


plane, EAST, NORTH = VectorIn(2)("z"), Coordinates(1, 0), Coordinates(0, 1)
SQUARE = discrete([(quarter, Coordinates(a, b)) for a in (1, -1) for b in (1, -1)])
first, second = inner(plane, EAST), inner(plane, NORTH)


def on_square(quantity, *bodies):
    """A covariance, variance or deviation for h uniform on (±1, ±1)."""
    return quantity(*bodies, SQUARE, plane)


REPAIRED_EQUALITY = (r"\text{if } \text{Var}(f(h)) > 0\text{: attained by some } F \in \mathcal{F} \text{ iff some } F \in "
                     r"\mathcal{F} \text{ has correlation } +1 \text{ with } f(h) \text{ and } "
                     r"\text{std}(F(h)) = \sup_{F' \in \mathcal{F}} \text{std}(F'(h))")
PRINTED_EQUALITY = (r"\text{with equality iff there exists } F \in \mathcal{F} "
                    r"\text{ perfectly correlated with } f(h)")


@refutation("Proposition 25, as printed (equality)", title="Perfectly correlated, and far from the bound",
            printed=["Proposition 25: equality"], erratum=erratum(
    "Proposition 25", printed=PRINTED_EQUALITY,
    should_read=REPAIRED_EQUALITY,
    why="For h uniform on (±1, ±1), f(h) = h₁ and the scores h₁ and 2h₂, the first one is f itself, and the larger covariance "
        "is 1, while the bound is 1·2: the larger deviation belongs to the other score. And −h₁ has correlation −1, and the "
        "covariance −1.", repaired_by=["Proposition 25 (equality)", "Perfect correlation"]))
def equality_as_printed():
    """For h uniform on (±1, ±1) and f(h) = h₁: Corr(f, h₁) = 1, and the covariances with h₁ and 2h₂ are 1 and 0, and std(f) =
    std(h₁) = 1, std(2h₂) = 2, so that the bound for these two scores is 2. For −h₁ the correlation and covariance are −1."""
    scores = ((first, 1, 1), (2 * second, 0, 2), (-first, -1, 1))
    show(And(*(Eq(on_square(Cov, first, score), covariance) for score, covariance, _ in scores),
             *(Eq(on_square(std, score), deviation) for score, _, deviation in scores),
             Eq(on_square(Corr, first, first), 1), Eq(on_square(Corr, first, -first), -1)))
    numbers = definition(Variance, Covariance, Expectation)
    covariances, variances, deviations, correlations = [], [], [], []
    for score, covariance, deviation in scores:
        covariances.append(have(Eq(on_square(Cov, first, score), covariance), by=numbers))
        variances.append(have(Eq(on_square(Var, score), deviation**2), by=numbers))
        deviations.append(chain(on_square(std, score), eq(sqrt(rational(deviation**2)), by=rewrite(variances[-1])),
                                eq(deviation)))
    for number in (0, 2):
        score, sign = scores[number][:2]
        product = sqrt(on_square(Var, first) * on_square(Var, score))
        chain(0, lt(1), eq(sqrt(rational(1) * 1)), eq(product, by=rewrite(variances[0], variances[number])))
        correlations.append(chain(
            on_square(Corr, first, score),
            eq(on_square(Cov, first, score) / product, by=definition(Correlation)),
            eq(rational(sign) / sqrt(rational(1) * 1), by=rewrite(variances[0], variances[number], covariances[number])),
            eq(sign),
        ))
    return *covariances, *deviations, *correlations


@lemma("Ratio below 1", title="a/D < 1 for a < D")
def ratio_below_one(a: Real, D: Positive):
    """If a < D and D > 0, then a/D < 1."""
    less = given(a < D)
    show(a / D < 1)
    return chain(a / D, eq(a * (1 / D)), lt(D * (1 / D), by=positivity(less, have(0 < 1 / D))), eq(1))


@lemma("Root of a square", title="√(n²) = n for n ≥ 0")
def root_of_square(n: Nonnegative):
    """A number that is not negative is the root of its square."""
    show(Eq(sqrt(n**2), n))
    return have(Eq(sqrt(n**2), n), by=algebra())


@lemma("Deviation of a mixture", title="√((1 − s)² + s²) for 0 < s < 1")
def mixed_deviation(s: Real):
    """For 0 < s < 1 the root D of (1 − s)² + s² is larger than 1 − s, and at most 1; so (1 − s)/D < 1."""
    low, high = given(0 < s, s < 1)
    q = (1 - s)**2 + s**2
    D = sqrt(1 * q)
    show(And(0 < D, Ne(D, 0), (1 - s) / D < 1, 1 - s <= sqrt(q), sqrt(q) <= 1))
    below = have(0 <= 1 - s)
    have(q <= 1, by=positivity(low, high))
    have((1 - s)**2 < q, by=positivity(low))
    small = chain(1 - s, eq(sqrt((1 - s)**2), by=theorem(using(root_of_square), "the root of a square", n=1 - s)),
                  lt(sqrt(q), by=law("square root is strictly monotone", x=(1 - s)**2, y=q)))
    large = chain(sqrt(q), le(sqrt(rational(1)), by=law("square root is monotone", x=q, y=1)), eq(1))
    strictly = chain(1 - s, lt(sqrt(q), by=positivity(small)), eq(D))
    positive = chain(0, le(1 - s, by=positivity(below)), lt(D, by=positivity(strictly)))
    nonzero = have(Ne(D, 0), by=theorem(using(positive_is_nonzero), "a positive number", x=D))
    ratio = have((1 - s) / D < 1, by=theorem(using(ratio_below_one), "the ratio", a=1 - s, D=D))
    return positive, nonzero, ratio, have(1 - s <= sqrt(q), by=positivity(small)), large


@lemma("Limit of mixtures", title="The least upper bound of 1 − s")
def limit_of_mixtures(t: Real):
    """If 1 − s ≤ t for every s between 0 and 1, then t ≥ 1."""
    s = Real("s")
    every = ForAll(s, Implies(And(0 < s, s < 1), 1 - s <= t))
    show(Implies(every, 1 <= t))
    with suppose(every) as bounded:
        have(And(0 < half, half < 1))
        have(1 - half <= t, by=theorem(bounded.fact, "s = 1/2", s=half))
        with suppose(t < 1) as less:
            step = (1 - t) / 2
            have(And(0 < step, step < 1))
            closer = have(1 - step <= t, by=theorem(bounded.fact, "a smaller s", s=step))
            absurd = falsehood(closer, less.fact)
        contradiction_from(less, absurd)
        have(Le(1, t), by=law("not less", x=t, y=1))
        shown = have(1 <= t)
    return bounded.conclude(shown)


def mixed_score(s):
    """F_s = (1 − s)h₁ + sh₂."""
    return (1 - s) * first + s * second


@lemma("Mixtures of two scores", title="Their covariances, deviations and correlations with h₁")
def mixtures_of_scores(s: Real):
    """For h uniform on (±1, ±1) and 0 < s < 1: Cov(h₁, F_s) = 1 − s ≤ std(F_s) ≤ 1, and Corr(h₁, F_s) < 1."""
    given(0 < s, s < 1)
    score, q = mixed_score(s), (1 - s)**2 + s**2
    k, spread, correlation = on_square(Cov, first, score), on_square(std, score), on_square(Corr, first, score)
    show(And(Eq(k, 1 - s), correlation < 1, k <= 1, spread <= 1, 1 - s <= spread))
    numbers = definition(Variance, Covariance, Expectation)
    above, nonzero, ratio, below, most = conjuncts(using(mixed_deviation))
    least = chain(0, lt(sqrt(1 * q), by=theorem(above, "the deviation of a mixture")))
    one, square = have(Eq(on_square(Var, first), 1), by=numbers), have(Eq(on_square(Var, score), q), by=numbers)
    value = have(Eq(k, 1 - s), by=numbers)
    have(Ne(sqrt(1 * q), 0), by=theorem(nonzero, "the deviation of a mixture"))
    chain(0, lt(sqrt(1 * q), by=positivity(least)),
          eq(sqrt(on_square(Var, first) * on_square(Var, score)), by=rewrite(one, square)))
    smaller = chain(
        correlation,
        eq(k / sqrt(on_square(Var, first) * on_square(Var, score)), by=definition(Correlation)),
        eq((1 - s) / sqrt(1 * q), by=rewrite(value, one, square)),
        lt(1, by=theorem(ratio, "the deviation of a mixture")),
    )
    covariance = chain(k, eq(1 - s, by=rewrite(value)), le(1, by=positivity(have(0 < s))))
    deviation = chain(spread, eq(sqrt(q), by=rewrite(square)), le(1, by=theorem(most, "the deviation of a mixture")))
    larger = chain(1 - s, le(sqrt(q), by=theorem(below, "the deviation of a mixture")), eq(spread, by=rewrite(square)))
    return value, smaller, covariance, deviation, larger


@refutation("Proposition 25, as printed (no perfect correlation)", title="The bound, without a perfectly correlated score",
            printed=["Proposition 25: equality"], erratum=erratum(
    "Proposition 25", printed=PRINTED_EQUALITY,
    should_read=REPAIRED_EQUALITY,
    why="A least upper bound need not be attained. For h uniform on (±1, ±1), f(h) = h₁ and the scores (1 − s)h₁ + sh₂ with "
        "0 < s < 1, the upper bounds of the covariances and of the deviations are both 1 = std(f), which is equality. Every "
        "correlation is less than 1.", repaired_by=["Proposition 25 (equality)"]))
def equality_without_correlation():
    """For F_s = (1 − s)h₁ + sh₂ with 0 < s < 1: Corr(f, F_s) < 1 for every s, std(f) = 1, and 1 is the least upper bound of
    Cov(f, F_s) as well as of std(F_s)."""
    s, t = Real("s"), Real("t")
    score, inside = mixed_score(s), And(0 < s, s < 1)
    k, spread, correlation = on_square(Cov, first, score), on_square(std, score), on_square(Corr, first, score)
    bound = lambda value: And(ForAll(s, Implies(inside, value <= 1)),
                              ForAll(t, Implies(ForAll(s, Implies(inside, value <= t)), 1 <= t)))
    show(And(ForAll(s, Implies(inside, correlation < 1)), Eq(on_square(std, first), 1), *bound(k).arguments,
             *bound(spread).arguments))
    known = conjuncts(using(mixtures_of_scores))
    pieces = []
    with suppose(inside) as between:
        for part in known:
            pieces.append(between.conclude(have(part.statement, by=theorem(part, "the mixtures"))))
    value, smaller, covariance, deviation, larger = (generalized(piece, s) for piece in pieces)
    least = []
    for quantity, lower, link in ((k, value, eq), (spread, larger, le)):
        with suppose(ForAll(s, Implies(inside, quantity <= t))) as bounded:
            with suppose(inside) as between:
                under = have(quantity <= t, by=theorem(bounded.fact, "the bound", s=s))
                shown = between.conclude(chain(1 - s, link(quantity, by=theorem(lower, "the mixtures", s=s)),
                                               le(t, by=theorem(under, "the bound"))))
            generalized(shown, s)
            limit = have(1 <= t, by=theorem(using(limit_of_mixtures), "small s", t=t))
        least.append(generalized(bounded.conclude(limit), t))
    one = have(Eq(on_square(Var, first), 1), by=definition(Variance, Covariance, Expectation))
    unit = chain(on_square(std, first), eq(sqrt(rational(1)), by=rewrite(one)), eq(1))
    return smaller, unit, covariance, least[0], deviation, least[1]


@refutation("Proposition 25, as printed (constant values)", title="Equality for a constant f",
            printed=["Proposition 25: equality"], erratum=erratum(
    "Proposition 25", printed=PRINTED_EQUALITY,
    should_read=REPAIRED_EQUALITY,
    why="Where f(h) is constant, both sides are 0 for every set of scores, and no score has a correlation with f(h) at all.",
    repaired_by=["Proposition 25 (equality)"]))
def equality_for_constants():
    """For h uniform on ±1, f(h) = 3 and the score F(h) = h: Cov(f, F) = 0 = std(f) std(F), and Var f = 0."""
    base, f = discrete([(half, Number(1)), (half, Number(-1))]), Number(3)
    show(And(Eq(Cov(f, x, base, x), std(f, base, x) * std(x, base, x)), Eq(Var(f, base, x), 0), Eq(Var(x, base, x), 1)))
    numbers = definition(Variance, Covariance, Expectation)
    none, one = have(Eq(Var(f, base, x), 0), by=numbers), have(Eq(Var(x, base, x), 1), by=numbers)
    return chain(Cov(f, x, base, x), eq(0, by=numbers), eq(sqrt(Number(0)) * sqrt(Number(1))),
                 eq(std(f, base, x) * std(x, base, x), by=rewrite(none, one))), none, one


# -- values that no constitution activates ------------------------------------------------------------------------------

@proposition("Affine scores", title="An affine function of f is as good as f")
def affine_scores(f: RandomScalar, phi: RandomScalar, a: Real, b: Real):
    """Tilting by λ(af + b) is tilting by (λa)f: for a > 0 the constitution with the score af + b reaches every policy that the
    one with the score f reaches, at another strength."""
    t = a * f + b
    given(integrable(exp(lam * t)), integrable(exp(lam * a * f)))
    show(Eq(after(phi, t), E(phi, under=tilted(lam * a * f))))
    for weight in (exp(lam * t), exp(lam * a * f)):
        have(0 < E(weight), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
        have(Ne(E(weight), 0), by=theorem(using(positive_is_nonzero), "a positive number", x=E(weight)))
    return chain(
        after(phi, t),
        eq(E(phi * exp(lam * t)) / E(exp(lam * t)), by=definition(Expectation)),
        eq(exp(lam * b) * E(phi * exp(lam * a * f)) / (exp(lam * b) * E(exp(lam * a * f)))),
        eq(E(phi * exp(lam * a * f)) / E(exp(lam * a * f))),
        eq(E(phi, under=tilted(lam * a * f)), by=definition(Expectation)),
    )


@lemma("From a tangent", title="y ≥ 1 + 4/η")
def from_tangent(y: Real, eta: Positive):
    """If y ≥ 1 + 4/η, then (y + 2)η ≥ 4."""
    above = given(1 + 4 / eta <= y)
    show(4 <= (y + 2) * eta)
    return chain(4, le((1 + 4 / eta + 2) * eta), le((y + 2) * eta, by=positivity(above, have(0 < eta))))


THREE = discrete([(rational("1/3"), Number(n)) for n in (-1, 0, 1)])


@refutation("Appendix F, as printed (unpromptable)", title="Optimal alignment without a constitution for f",
            printed=["Appendix F: unpromptable"], erratum=erratum(
    "Appendix F, last paragraph", printed=r"f \notin \mathcal{F} \implies \text{the alignment reached is not optimal}",
    should_read=r"\text{no } F \in \mathcal{F} \text{ has correlation } +1 \text{ with } f(h) \text{ and } "
                r"\text{std}(F(h)) = \sup_{F' \in \mathcal{F}} \text{std}(F'(h))",
    why="For h uniform on {−1, 0, 1}, f(h) = h, no noise and the one score F(h) = h² + h, which is not f and not affine in f, "
        "alignment comes as close to its largest possible value 1 as one likes when λ grows; and the score 2f attains the "
        "bound of Proposition 25, and reaches every policy that f reaches. What can fail is that the first-order bound is "
        "attained.", repaired_by=["Proposition 25 (equality)", "Affine scores"]))
def unpromptable_as_printed():
    """For h uniform on {−1, 0, 1}: with F(h) = h² + h, every η > 0 has a λ > 0 with E_λ[f(h)] > 1 − η, while f(h) ≤ 1; and for
    the score 2f(h) the covariance is std(f(h)) std(2f(h))."""
    eta, strength = Positive("eta"), Positive("s")
    learned = lambda by: E(x, under=tilted(by * (x**2 + x), base=THREE, over=x), over=x)
    close = Exists(strength, learned(strength) > 1 - eta)
    show(And(ForAll(eta, close), Eq(Cov(x, 2 * x, THREE, x), std(x, THREE, x) * std(2 * x, THREE, x))))
    at, large = 2 / eta, exp(4 / eta)
    have(1 + 4 / eta <= large, by=law("exponential above its tangent", x=4 / eta))
    product = have(4 <= (large + 2) * eta, by=theorem(using(from_tangent), "the tangent", y=large, eta=eta))
    reciprocal = have(0 < 1 / (large + 2))
    rise = chain(
        learned(at),
        eq((large - 1) / (large + 2), by=definition(Expectation)),
        eq(1 - 3 * (1 / (large + 2))),
        gt(1 - (large + 2) * eta * (1 / (large + 2)), by=positivity(product, reciprocal)),
        eq(1 - eta),
    )
    numbers = definition(Variance, Covariance, Expectation)
    one = have(Eq(Var(x, THREE, x), rational("2/3")), by=numbers)
    four = have(Eq(Var(2 * x, THREE, x), rational("8/3")), by=numbers)
    return generalized(exhibit(close, at, rise), eta), chain(
        Cov(x, 2 * x, THREE, x), eq(rational("4/3"), by=numbers), eq(sqrt(rational("2/3")) * sqrt(rational("8/3"))),
        eq(std(x, THREE, x) * std(2 * x, THREE, x), by=rewrite(one, four)))
