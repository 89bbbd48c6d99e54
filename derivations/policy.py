"""Section 4.1 of the paper, (7)–(13): the policy that is learned from constitutional preferences.

At a prompt the reference policy π₀ is a probability measure P on responses ω, and the base policy P₀ in Proposition 2. A
policy π with the density D ≥ 0 with respect to it has the expected reward E[D r] and the divergence KL(π‖π₀) = E[D L],
where L is a logarithm of D: e^L = D wherever D > 0, so that D L is D log D, and 0 where D = 0. Policies without a density
have infinite divergence, and are no candidates.
Where densities with respect to a measure ν on responses are written, x is the prompt and everything holds at each prompt.
"""

from derivations.tilt import two_bounds
from symproof.prelude import *

PROMPTS, RESPONSES = Point("X"), Point("Y")
R_d = Vector("d")
x, y, nu = Symbol("x", PROMPTS), Symbol("y", RESPONSES), Symbol("nu", Measure(RESPONSES))
y1, y2 = Symbol("y_1", RESPONSES), Symbol("y_2", RESPONSES)
h_of = Symbol("h", Function(PROMPTS, RESPONSES, R_d))
h = h_of(x, y)
Direction = VectorIn("d")
Score = FunctionOn(PROMPTS, RESPONSES)
Constant_ = FunctionOn(PROMPTS)


# -- the Gibbs variational principle: Section 4.1, (7) --------------------------------------------------------------------

@lemma("Two positive densities", title="A pointwise bound on the divergence")
def two_positive_densities(L: Real, T: Real):
    """With A = e^{L/2} and B = e^{T/2}, A²(T − L) + (A − B)² ≤ B² − A²: for 1 + m ≤ e^m at m = (T − L)/2."""
    A, B, m = exp(L / 2), exp(T / 2), (T - L) / 2
    show(A**2 * (T - L) + (A - B)**2 <= B**2 - A**2)
    tangent = have(1 + m <= exp(m), by=law("exponential above its tangent", x=m))
    step = chain(A**2 * (1 + m), le(A**2 * exp(m), by=positivity(tangent, have(A**2 > 0))), eq(A * B))
    return have(A**2 * (T - L) + (A - B)**2 <= B**2 - A**2, by=positivity(step))


@lemma("Two densities at a response", title="The same where one of them may be 0")
def two_densities(d: Nonnegative, L: Real, T: Real):
    """If e^L = d where d > 0, then d(T − L) + (√d − e^{T/2})² ≤ e^T − d for all d ≥ 0."""
    bound = d * (T - L) + (sqrt(d) - exp(T / 2))**2 <= exp(T) - d
    show(Implies(Implies(0 < d, Eq(exp(L), d)), bound))
    either = have(Or(0 < d, Eq(0, d), d < 0), by=law("trichotomy", x=0, y=d))
    with suppose(Implies(0 < d, Eq(exp(L), d))) as premise:
        with suppose(0 < d) as positive:
            value = have(Eq(exp(L), d))
            root = chain(sqrt(d), eq(sqrt(exp(L)), by=rewrite(value)), eq(exp(L / 2)))
            first = chain(
                d * (T - L) + (sqrt(d) - exp(T / 2))**2,
                eq(exp(L) * (T - L) + (exp(L / 2) - exp(T / 2))**2, by=rewrite(root, value)),
                le(exp(T) - exp(L), by=positivity(have(
                    exp(L / 2)**2 * (T - L) + (exp(L / 2) - exp(T / 2))**2 <= exp(T / 2)**2 - exp(L / 2)**2,
                    by=theorem(using(two_positive_densities), L=L, T=T)))),
                eq(exp(T) - d, by=rewrite(value)),
            )
        one = positive.conclude(first)
        with suppose(Eq(0, d)) as none:
            second = chain(
                d * (T - L) + (sqrt(d) - exp(T / 2))**2,
                eq(0 * (T - L) + (sqrt(0) - exp(T / 2))**2, by=rewrite(have(Eq(d, 0), by=algebra(none.fact)))),
                le(exp(T) - 0),
                eq(exp(T) - d, by=rewrite(none.fact)),
            )
        two = none.conclude(second)
        with suppose(d < 0) as never:
            three = never.conclude(falsehood(never.fact, have(0 <= d)))
        shown = by_cases(either, one, two, three)
    return premise.conclude(shown)


@lemma("Distance of two densities", title="Bounded by the difference of their roots")
def distance(w: Real, s: Real, a: Real):
    """2a|w² − s²| ≤ (w − s)² + 2a²(w² + s²) for all numbers w, s and a."""
    gap, bound = w**2 - s**2, (w - s)**2 + 2 * a**2 * (w**2 + s**2)
    show(2 * a * Abs(gap) <= bound)
    either = have(Or(And(Le(0, gap), Eq(Abs(gap), gap)), And(Lt(gap, 0), Eq(Abs(gap), -gap))), by=law("absolute value", x=gap))
    cases = []
    for case, size, turn in ((And(Le(0, gap), Eq(Abs(gap), gap)), gap, 1), (And(Lt(gap, 0), Eq(Abs(gap), -gap)), -gap, -1)):
        with suppose(case) as here:
            value = conjuncts(here.fact)[1]
            squares = have((w - s - turn * a * (w + s))**2 + a**2 * (w - s)**2 >= 0)
            shown = chain(2 * a * Abs(gap), eq(2 * a * size, by=rewrite(value)), le(bound, by=positivity(squares)))
        cases.append(here.conclude(shown))
    return by_cases(either, *cases)


@lemma("Mean distance of two densities", title="The pointwise bounds, averaged, at the best number a")
def mean_distance(X: RandomScalar, Y: RandomScalar, Q: RandomScalar, W: RandomScalar):
    """Let 0 ≤ X ≤ Y + Q and E Y = E Q = 1. If 2aX ≤ Q − Y + W + 2a²(Y + Q) for every number a, then (E X)² ≤ 4 E W: the
    mean of the bound at a = E X/4."""
    a = Real("a")
    premises = And(integrable(Y), integrable(Q), integrable(W), Eq(E(Y), 1), Eq(E(Q), 1), ForAll(omega, X >= 0),
                   ForAll(omega, X <= Y + Q), ForAll(a, ForAll(omega, 2 * a * X <= Q - Y + W + 2 * a**2 * (Y + Q))))
    show(Implies(premises, And(integrable(X), E(X)**2 <= 4 * E(W))))
    with suppose(premises) as known:
        *_, first, second, _, _, bounds = conjuncts(known.fact)
        have(X >= 0)
        have(X <= Y + Q)
        have(-(Y + Q) <= X)
        size = theorem(conjuncts(using(two_bounds))[2], "|x| ≤ b", x=X, b=Y + Q)
        generalized(have(Abs(X) <= Y + Q, by=size), omega)
        have(integrable(Y + Q))
        have(integrable(X), by=law("domination", nu=P, X=Lambda(omega, X), Y=Lambda(omega, Y + Q)))
        left, right = 2 * a * X, Q - Y + W + 2 * a**2 * (Y + Q)
        have(And(integrable(left), integrable(right)))
        have(ForAll(omega, left <= right), by=theorem(bounds, a=a))
        mean = have(E(left) <= E(right), by=law("expectation is monotone", P=P, X=Lambda(omega, left), Y=Lambda(omega, right)))
        bound = chain(2 * a * E(X), eq(E(left)), le(E(right), by=positivity(mean)),
                      eq(E(Q) - E(Y) + E(W) + 2 * a**2 * (E(Y) + E(Q)), by=algebra(why="linearity")),
                      eq(E(W) + 4 * a**2, by=rewrite(first, second)))
        least = have(2 * (E(X) / 4) * E(X) <= E(W) + 4 * (E(X) / 4)**2, by=theorem(generalized(bound, a), a=E(X) / 4))
        square = have(E(X)**2 <= 4 * E(W), by=positivity(least))
        both = have(And(integrable(X), square.statement))
    return known.conclude(both)


@lemma("A bounded square", title="f² ≤ 4g")
def squared_at_most(f: Real, g: Real):
    """If f² ≤ 4g, then g ≥ 0, and g = 0 only if f = 0."""
    show(Implies(f**2 <= 4 * g, And(g >= 0, Implies(Eq(g, 0), Eq(f, 0)))))
    with suppose(f**2 <= 4 * g) as square:
        above = have(g >= 0, by=positivity(square.fact))
        with suppose(Eq(g, 0)) as none:
            have(f**2 <= 0, by=positivity(square.fact, none.fact))
            have(Eq(f**2, 0), by=law("antisymmetry", x=f**2, y=0))
            either = have(Or(Eq(f, 0), Eq(f, 0)), by=law("zero product", x=f, y=f))
            same = by_cases(either, have(Implies(Eq(f, 0), Eq(f, 0))), have(Implies(Eq(f, 0), Eq(f, 0))))
        none.conclude(same)
        both = have(And(above.statement, Implies(Eq(g, 0), Eq(f, 0))))
    return square.conclude(both)


def density(D, L, under=P, over=omega):
    """D ≥ 0 with E D = 1, and L is a logarithm of D: e^L = D wherever D > 0."""
    return And(ForAll(over, D >= 0), integrable(D, under, over), Eq(E(D, under, over), 1),
               ForAll(over, Implies(0 < D, Eq(exp(L), D))))


@theorem_claim("Nonnegative divergence", title="KL(π‖π′) ≥ 0, with equality only for π = π′")
def divergence(D: RandomScalar, L: RandomScalar, T: RandomScalar):
    """For a policy with density D with respect to P and another with the positive density e^T, the divergence
    E[D (L − T)] of the first from the second, where it is finite, is at least a quarter of the square of E|D − e^T|. So it
    is never negative, and it is 0 only if the two policies are the same."""
    q, gap, far = exp(T), E(D * (L - T)), E(Abs(D - exp(T)))
    premises = And(density(D, L), integrable(q), Eq(E(q), 1), integrable(D * (L - T)))
    show(Implies(premises, And(far**2 <= 4 * gap, gap >= 0, Implies(Eq(gap, 0), Eq(far, 0)))))
    with suppose(premises) as both:
        for part in conjuncts(conjuncts(both.fact)[0]):
            have(part.statement)
        a = Real("a")
        have(D >= 0)
        have(Implies(0 < D, Eq(exp(L), D)))
        root = have(D * (T - L) + (sqrt(D) - exp(T / 2))**2 <= q - D,
                    by=theorem(using(two_densities), "two densities at a response", d=D, L=L, T=T))
        apart = have(2 * a * Abs(sqrt(D)**2 - exp(T / 2)**2) <= (sqrt(D) - exp(T / 2))**2
                     + 2 * a**2 * (sqrt(D)**2 + exp(T / 2)**2),
                     by=theorem(using(distance), "the distance of two densities", w=sqrt(D), s=exp(T / 2), a=a))
        everywhere = generalized(chain(
            2 * a * Abs(D - q), eq(2 * a * Abs(sqrt(D)**2 - exp(T / 2)**2)),
            le(q - D + D * (L - T) + 2 * a**2 * (D + q), by=positivity(root, apart)),
        ), omega)
        have(-(D + q) <= D - q)
        have(D - q <= D + q)
        generalized(have(Abs(D - q) <= D + q, by=theorem(conjuncts(using(two_bounds))[2], "|x| ≤ b", x=D - q, b=D + q)),
                    omega)
        generalized(everywhere, a)
        square = have(far**2 <= 4 * gap, by=theorem(
            using(mean_distance), "the mean of these bounds", X=Lambda(omega, Abs(D - q)), Y=Lambda(omega, D),
            Q=Lambda(omega, q), W=Lambda(omega, D * (L - T))))
        rest = have(And(gap >= 0, Implies(Eq(gap, 0), Eq(far, 0))),
                    by=theorem(using(squared_at_most), "a square is not negative", f=far, g=gap))
        shown = have(And(square.statement, *rest.statement.arguments))
    return both.conclude(shown)


@lemma("Mean of a multiple", title="Linearity, for two summands that are known together")
def mean_of_multiple(X: RandomScalar, Y: RandomScalar, c: Real, b: Positive):
    """E[cY − X/b] = c − E[X]/b if E Y = 1, and cY − X/b is integrable if X and Y are."""
    show(Implies(And(integrable(X), integrable(Y), Eq(E(Y), 1)),
                 And(integrable(c * Y - X / b), Eq(E(c * Y - X / b), c - E(X) / b))))
    with suppose(And(integrable(X), integrable(Y), Eq(E(Y), 1))) as premises:
        *_, one = conjuncts(premises.fact)
        have(integrable(c * Y - X / b))
        chain(E(c * Y - X / b), eq(c * E(Y) - E(X) / b, by=algebra(why="linearity")), eq(c * 1 - E(X) / b, by=rewrite(one)),
              eq(c - E(X) / b))
        both = have(And(integrable(c * Y - X / b), Eq(E(c * Y - X / b), c - E(X) / b)))
    return premises.conclude(both)


def log_tilt(r, beta):
    """log π*/π₀ = r/β − log Z, with Z = E e^{r/β}."""
    return r / beta - Log(E(exp(r / beta)))


@lemma("The normaliser", title="Z is positive and the tilt is a policy")
def tilt_is_policy(r: RandomScalar, beta: Positive):
    """If Z = E e^{r/β} is finite, then Z > 0, and e^{r/β}/Z is integrable with mean 1 and has the logarithm r/β − log Z."""
    weight, T = exp(r / beta), log_tilt(r, beta)
    Z = E(weight)
    given(integrable(weight))
    show(And(Z > 0, integrable(exp(T)), Eq(E(exp(T)), 1), Eq(exp(T), weight / Z)))
    positive = have(Z > 0, by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
    value = chain(exp(T), eq(weight / Z))
    everywhere = generalized(value, omega)
    have(integrable(weight / Z))
    finite = have(integrable(exp(T)))
    return positive, finite, chain(E(exp(T)), eq(E(weight / Z), by=rewrite(everywhere)), eq(1)), value


@lemma("What is lost", title="From the divergence to the objective")
def what_is_lost(f: Real, g: Real, j: Real, m: Real, b: Positive):
    """If g = m − j/b, f² ≤ 4g, and g = 0 only if f = 0, then j = bm − bg and j + (b/4)f² ≤ bm, and j = bm only if f = 0."""
    premises = And(Eq(g, m - j / b), f**2 <= 4 * g, Implies(Eq(g, 0), Eq(f, 0)))
    parts = Eq(j, b * m - b * g), j + b / 4 * f**2 <= b * m, Implies(Eq(j, b * m), Eq(f, 0))
    show(Implies(premises, And(*parts)))
    with suppose(premises) as known:
        split, square, _ = conjuncts(known.fact)
        exact = chain(j, eq(b * m - b * (m - j / b)), eq(b * m - b * g, by=rewrite(split)))
        have(parts[1], by=positivity(square, exact))
        with suppose(Eq(j, b * m)) as best:
            chain(g, eq(m - j / b, by=rewrite(split)), eq(m - b * m / b, by=rewrite(best.fact)), eq(0))
            same = have(Eq(f, 0))
        best.conclude(same)
        all_parts = have(And(*parts))
    return known.conclude(all_parts)


@proposition("Gibbs variational principle", title="The tilt is the optimum", printed=["Section 4.1: optimum"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def gibbs(D: RandomScalar, L: RandomScalar, r: RandomScalar, beta: Positive):
    """Let Z = E e^{r/β} be finite and π* = π₀ e^{r/β}/Z. Every policy with density D for which E_π[r − β log(π/π₀)]
    is finite has E_π[r − β log(π/π₀)] = β log Z − β KL(π‖π*), which is at most β log Z − (β/4)(E|D − e^{r/β}/Z|)². So
    β log Z is the maximum, π* attains it, and no other policy does."""
    T = log_tilt(r, beta)
    Z, value, gap = E(exp(r / beta)), E(D * (r - beta * L)), E(D * (L - T))
    far = E(Abs(D - exp(T)))
    given(integrable(exp(r / beta)))
    premises = And(density(D, L), integrable(D * (r - beta * L)))
    identity, bound = Eq(value, beta * Log(Z) - beta * gap), value + beta / 4 * far**2 <= beta * Log(Z)
    unique = Implies(Eq(value, beta * Log(Z)), Eq(far, 0))
    attained = Eq(E(exp(T) * (r - beta * T)), beta * Log(Z))
    show(And(attained, Implies(premises, And(identity, bound, unique))))
    *_, one, _ = conjuncts(have(
        And(Z > 0, integrable(exp(T)), Eq(E(exp(T)), 1), Eq(exp(T), exp(r / beta) / Z)),
        by=theorem(using(tilt_is_policy), "the normaliser")))
    best = chain(E(exp(T) * (r - beta * T)), eq(beta * Log(Z) * E(exp(T))), eq(beta * Log(Z), by=rewrite(one)))
    with suppose(premises) as policy:
        for part in conjuncts(conjuncts(policy.fact)[0]):
            have(part.statement)
        X = D * (r - beta * L)
        apart = generalized(have(Eq(D * (L - T), Log(Z) * D - X / beta)), omega)
        combined = Log(Z) * D - X / beta
        summed, mean = conjuncts(have(
            And(integrable(combined), Eq(E(combined), Log(Z) - E(X) / beta)), by=theorem(
                using(mean_of_multiple), "linearity", X=Lambda(omega, X), Y=Lambda(omega, D), c=Log(Z), b=beta)))
        chain(integrable(D * (L - T)), iff(summed.statement, by=rewrite(apart)))
        have(integrable(D * (L - T)))
        chain(gap, eq(E(combined), by=rewrite(apart)), eq(Log(Z) - value / beta, by=theorem(mean)))
        have(And(far**2 <= 4 * gap, gap >= 0, Implies(Eq(gap, 0), Eq(far, 0))),
             by=theorem(using(divergence), "the divergence is not negative", D=Lambda(omega, D), L=Lambda(omega, L),
                        T=Lambda(omega, T)))
        rest = have(And(identity, bound, unique), by=theorem(using(what_is_lost), "what is lost", f=far, g=gap, j=value,
                                                             m=Log(Z), b=beta))
    return best, policy.conclude(rest)


@corollary("Reward minus divergence", title="The objective, term by term")
def reward_minus_divergence(D: RandomScalar, L: RandomScalar, r: RandomScalar, beta: Positive):
    """If E_π[r] and KL(π‖π₀) = E[D L] are finite, E_π[r] − β KL(π‖π₀) is at most β log Z. It is so much for π* if also
    E|r|e^{r/β} is finite; if it is not, π* has no finite divergence, and only E_π[r − β log(π/π₀)] makes sense for it."""
    T, Z = log_tilt(r, beta), E(exp(r / beta))
    given(integrable(exp(r / beta)))
    premises = And(density(D, L), integrable(D * r), integrable(D * L))
    bound = E(D * r) - beta * E(D * L) <= beta * Log(Z)
    attained = Implies(integrable(r * exp(r / beta)), Eq(E(exp(T) * r) - beta * E(exp(T) * T), beta * Log(Z)))
    show(And(attained, Implies(premises, bound)))
    *_, one, _ = conjuncts(have(And(Z > 0, integrable(exp(T)), Eq(E(exp(T)), 1), Eq(exp(T), exp(r / beta) / Z)),
                                    by=theorem(using(tilt_is_policy), "the normaliser")))
    with suppose(integrable(r * exp(r / beta))) as moment:
        best = chain(E(exp(T) * r) - beta * E(exp(T) * T), eq(beta * Log(Z) * E(exp(T)), by=algebra(why="linearity")),
                     eq(beta * Log(Z), by=rewrite(one)))
    reached = moment.conclude(best)
    with suppose(premises) as policy:
        proper, *_ = conjuncts(policy.fact)
        have(integrable(D * (r - beta * L)))
        far = E(Abs(D - exp(T)))
        have(proper.statement)
        _, most, _ = conjuncts(have(And(
            Eq(E(D * (r - beta * L)), beta * Log(Z) - beta * E(D * (L - T))),
            E(D * (r - beta * L)) + beta / 4 * far**2 <= beta * Log(Z),
            Implies(Eq(E(D * (r - beta * L)), beta * Log(Z)), Eq(far, 0))),
            by=theorem(conjuncts(using(gibbs))[1], "the Gibbs variational principle", D=Lambda(omega, D), L=Lambda(omega, L),
                       r=Lambda(omega, r), beta=beta)))
        short = have(beta / 4 * far**2 >= 0)
        shown = chain(E(D * r) - beta * E(D * L), eq(E(D * (r - beta * L)), by=algebra(why="linearity")),
                      le(beta * Log(Z), by=positivity(most, short)))
    return reached, policy.conclude(shown)


@equation("Equation (7)", title="The tilt as a measure", printed=["(7)"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def tilt_as_measure(r: RandomScalar, phi: RandomScalar, beta: Positive):
    """If Z = E e^{r/β} is finite, the measure with the density e^{r/β}/Z with respect to π₀ is π₀ tilted by r/β: every
    φ has the same mean under both. This is the policy that the Gibbs variational principle shows to be the optimum."""
    weight = exp(r / beta)
    Z = E(weight)
    given(integrable(weight))
    show(Eq(E(phi, under=tilted(r / beta)), E(phi * (weight / Z))))
    have(Z > 0, by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
    return chain(E(phi, under=tilted(r / beta)), eq(E(phi * weight) / Z, by=definition(Expectation)),
                 eq(E(phi * (weight / Z))))


# -- densities with respect to a measure on responses: (8)–(13) ---------------------------------------------------------

def integral(body):
    """∫ body dν, over the responses to the prompt x."""
    return MeasureIntegral(y, nu, body)


def finite(body):
    """∫ |body| dν < ∞."""
    return Integrable(y, nu, body)


def tilt_density(log_ref, r, beta):
    """π*(y | x) = π₀(y | x) e^{r(x, y)/β}/Z(x), with π₀ = e^{log_ref}."""
    return exp(log_ref) * exp(r / beta) / normaliser(log_ref, r, beta)


def normaliser(log_ref, r, beta):
    """Z(x)."""
    return integral(exp(log_ref) * exp(r / beta))


@lemma("Z is positive", title="The normaliser of a policy")
def positive_normaliser(ell: Score, r: Score, beta: Positive):
    """If e^ℓ has a positive integral, then so has e^ℓ e^{r/β}, if that is finite."""
    log_ref, reward = ell(x, y), r(x, y)
    body = exp(log_ref) * exp(reward / beta)
    given(integral(exp(log_ref)) > 0, finite(body))
    show(normaliser(log_ref, reward, beta) > 0)
    generalized(have(body > 0), y)
    return have(integral(body) > 0, by=law("integral of a positive function", nu=nu, X=Lambda(y, body),
                                           Y=Lambda(y, exp(log_ref))))


@equation("Equation (8)", title="The reward from the policy", printed=["(8)"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def implicit_reward(ell: Score, r: Score, beta: Positive):
    """For π₀ = e^ℓ > 0 and the tilt π* of (7), r = β log(π*/π₀) + β log Z at every prompt x and response y. (An integral that
    is not finite counts as 0, so Z > 0 says that Z is finite.)"""
    log_ref, reward = ell(x, y), r(x, y)
    Z, pi_star = normaliser(log_ref, reward, beta), tilt_density(log_ref, reward, beta)
    given(Z > 0)
    show(ForAll(y, Eq(reward, beta * Log(pi_star / exp(log_ref)) + beta * Log(Z))))
    share = have(0 < 1 / Z, by=law("reciprocal of a positive number", x=Z))
    chain(0, lt(exp(reward / beta) * (1 / Z), by=positivity(share, have(exp(reward / beta) > 0))), eq(pi_star / exp(log_ref)))
    return generalized(chain(reward, eq(beta * Log(pi_star / exp(log_ref)) + beta * Log(Z))), y)


@proposition("Equation (8) (every policy)", title="Every positive policy is the optimum of a reward")
def every_policy(ell: Score, m: Score, c: Constant_, beta: Positive):
    """Let π₀ = e^ℓ and π = e^m with ∫ π dν = 1. The reward r = β log(π/π₀) + c(x) has β log Z(x) = c(x), and its tilt
    is π: (8) inverts (7), up to the function c of the prompt."""
    log_ref, log_pi = ell(x, y), m(x, y)
    reward = beta * (log_pi - log_ref) + c(x)
    Z = normaliser(log_ref, reward, beta)
    policy = Eq(integral(exp(log_pi)), 1)
    inverse = ForAll(y, Eq(tilt_density(log_ref, reward, beta), exp(log_pi)))
    show(Implies(policy, And(Eq(beta * Log(Z), c(x)), inverse)))
    with suppose(policy) as whole:
        value = chain(Z, eq(exp(c(x) / beta) * integral(exp(log_pi))), eq(exp(c(x) / beta) * 1, by=rewrite(whole.fact)),
                      eq(exp(c(x) / beta)))
        const = chain(beta * Log(Z), eq(beta * Log(exp(c(x) / beta)), by=rewrite(value)), eq(c(x)))
        same = chain(tilt_density(log_ref, reward, beta),
                     eq(exp(log_ref) * exp(reward / beta) / exp(c(x) / beta), by=rewrite(value)), eq(exp(log_pi)))
        generalized(same, y)
        both = have(And(const.statement, inverse))
    return whole.conclude(both)


# -- Assumptions 2 and 3: (4), (5), (9) ----------------------------------------------------------------------------------

def sigmoid(t):
    """σ(t) = 1/(1 + e^{−t})."""
    return 1 / (1 + exp(-t))


def preference(h_first, h_second, v_c):
    """J_c(y₁ ≻ y₂ | x)."""
    return sigmoid(inner(h_first - h_second, v_c))


@equation("Equation (4) (normaliser)", title="Assumption 2 leaves no choice of g")
def base_normaliser(w: Direction, g: Constant_):
    """e^{⟨h, w⟩ + g(x)} is a policy exactly if g(x) = −log ∫ e^{⟨h, w⟩} dν, when that integral is finite and positive."""
    total = integral(exp(inner(h, w)))
    given(total > 0)
    show(Iff(Eq(integral(exp(inner(h, w) + g(x))), 1), Eq(g(x), -Log(total))))
    chain(integral(exp(inner(h, w) + g(x))), eq(exp(g(x)) * total))
    with suppose(Eq(integral(exp(inner(h, w) + g(x))), 1)) as policy:
        unit = chain(exp(g(x)) * total, eq(integral(exp(inner(h, w) + g(x)))), eq(1, by=rewrite(policy.fact)))
        chain(exp(g(x)), eq(exp(g(x)) * total / total), eq(1 / total, by=rewrite(unit)), eq(exp(-Log(total))))
        same = have(Eq(g(x), -Log(total)), by=law("exponential is injective", x=g(x), y=-Log(total)))
    policy.conclude(same)
    with suppose(Eq(g(x), -Log(total))) as constant:
        whole = chain(integral(exp(inner(h, w) + g(x))), eq(exp(g(x)) * total),
                      eq(exp(-Log(total)) * total, by=rewrite(constant.fact)), eq(1))
    constant.conclude(whole)
    return have(Iff(Eq(integral(exp(inner(h, w) + g(x))), 1), Eq(g(x), -Log(total))))


@equation("Equation (5) (preferences)", title="They are probabilities of two alternatives")
def preferences_are_probabilities(v_c: Direction):
    """0 < J_c(y₁ ≻ y₂ | x) < 1, and J_c(y₁ ≻ y₂ | x) + J_c(y₂ ≻ y₁ | x) = 1."""
    one, two = h_of(x, y1), h_of(x, y2)
    J, back, t = preference(one, two, v_c), preference(two, one, v_c), inner(one - two, v_c)
    show(And(0 < J, J < 1, Eq(J + back, 1)))
    have(exp(-t) > 0)
    low, high = have(0 < J), have(J < 1, by=positivity(have(exp(-t) > 0)))
    return low, high, chain(J + back, eq(1))


@lemma("The sigmoid is injective", title="Preferences determine differences of rewards")
def injective(a: Real, b: Real):
    """σ(a) = σ(b) only if a = b."""
    show(Implies(Eq(sigmoid(a), sigmoid(b)), Eq(a, b)))
    with suppose(Eq(sigmoid(a), sigmoid(b))) as premise:
        chain(exp(-a), eq(1 / sigmoid(a) - 1), eq(1 / sigmoid(b) - 1, by=rewrite(premise.fact)), eq(exp(-b)))
        opposite = have(Eq(-a, -b), by=law("exponential is injective", x=-a, y=-b))
        same = chain(a, eq(0 - -a), eq(0 - -b, by=rewrite(opposite)), eq(b))
    return premise.conclude(same)


@equation("Equation (9)", title="The reward of the constitution", printed=["(9)", "Section 4.1: preferences"])
def implicit_reward_of_constitution(v_c: Direction, r: Score):
    """With r_c = ⟨h, v_c⟩, J_c(y₁ ≻ y₂ | x) = σ(r_c(x, y₁) − r_c(x, y₂)). A reward r has these preferences if and only if
    r − r_c is the same for all responses to a prompt: the preferences determine it up to a function of the prompt."""
    one, two = h_of(x, y1), h_of(x, y2)
    J, own = preference(one, two, v_c), inner(one, v_c) - inner(two, v_c)
    other = r(x, y1) - r(x, y2)
    bt = ForAll(y1, ForAll(y2, Eq(J, sigmoid(other))))
    shift = ForAll(y1, ForAll(y2, Eq(r(x, y1) - inner(one, v_c), r(x, y2) - inner(two, v_c))))
    show(And(ForAll(y1, ForAll(y2, Eq(J, sigmoid(own)))), Iff(bt, shift)))
    first = chain(J, eq(sigmoid(own)))
    with suppose(bt) as preferred:
        here = have(Eq(J, sigmoid(other)), by=theorem(preferred.fact, y_1=y1, y_2=y2))
        chain(sigmoid(other), eq(J, by=rewrite(here)), eq(sigmoid(own)))
        gap = have(Eq(other, own), by=theorem(using(injective), "the sigmoid is injective", a=other, b=own))
        same = generalized(chain(r(x, y1) - inner(one, v_c), eq(other - inner(one, v_c) + r(x, y2)),
                                 eq(own - inner(one, v_c) + r(x, y2), by=algebra(gap)),
                                 eq(r(x, y2) - inner(two, v_c))), y1, y2)
    preferred.conclude(same)
    with suppose(shift) as moved:
        here = have(Eq(r(x, y1) - inner(one, v_c), r(x, y2) - inner(two, v_c)), by=theorem(moved.fact, y_1=y1, y_2=y2))
        gap = chain(other, eq(r(x, y1) - inner(one, v_c) - r(x, y2) + inner(one, v_c)),
                    eq(r(x, y2) - inner(two, v_c) - r(x, y2) + inner(one, v_c), by=algebra(here)), eq(own))
        same = generalized(chain(J, eq(sigmoid(own)), eq(sigmoid(other), by=rewrite(gap))), y1, y2)
    moved.conclude(same)
    return generalized(first, y1, y2), have(Iff(bt, shift))


# -- Proposition 2: (10)–(13) --------------------------------------------------------------------------------------------

def base_log_density(w, g):
    """log P₀(y | x) = ⟨h, w⟩ + g(x): Assumption 2."""
    return inner(h, w) + g(x)


@equation("Equations (11)–(13)", title="From the reward to the log-probabilities", printed=["(11)", "(12)", "(13)"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def solved_for_log_policy(w: Direction, v_c: Direction, g: Constant_, beta: Positive):
    """For π₀ = P₀ and r_c = ⟨h, v_c⟩, at every prompt and response: const(x) = β log Z(x), λ = 1/β, and
    g′(x) = g(x) − log Z(x), where Z(x) is finite and positive."""
    reward, log_ref = inner(h, v_c), base_log_density(w, g)
    Z, pi_star = normaliser(log_ref, reward, beta), tilt_density(log_ref, reward, beta)
    const, lam, g_new = beta * Log(Z), 1 / beta, g(x) - Log(Z)
    given(Z > 0)
    eleven = Eq(reward, beta * Log(pi_star / exp(log_ref)) + const)
    twelve = Eq(reward, beta * Log(pi_star) - beta * inner(h, w) - beta * g(x) + const)
    thirteen = Eq(Log(pi_star), inner(h, w + lam * v_c) + g_new)
    show(And(*(ForAll(y, step) for step in (eleven, twelve, thirteen))))
    positive, share = have(Z > 0), have(0 < 1 / Z, by=law("reciprocal of a positive number", x=Z))
    chain(0, lt(exp(-g(x)) * Z, by=positivity(positive, have(exp(-g(x)) > 0))),
          eq(integral(exp(inner(h, w)) * exp(reward / beta))))
    top = have(exp(log_ref) * exp(reward / beta) > 0)
    chain(0, lt(exp(log_ref) * exp(reward / beta) * (1 / Z), by=positivity(share, top)), eq(pi_star))
    first = have(eleven, printed="(11)", by=theorem(using(implicit_reward), "equation (8)", ell=Lambda(x, y, log_ref),
                                                    r=Lambda(x, y, reward)))
    second = chain(reward, eq(beta * (Log(pi_star) - log_ref) + const),
                   eq(beta * Log(pi_star) - beta * inner(h, w) - beta * g(x) + const, printed="(12)"))
    third = chain(
        Log(pi_star),
        eq(inner(h, w) + 1 / beta * inner(h, v_c) + g_new),
        eq(inner(h, w + lam * v_c) + g_new, printed="(13)"),
    )
    return tuple(generalized(step, y) for step in (first, second, third))


@proposition("Proposition 2", title="The learned policy", printed=["(10)"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def learned_policy(w: Direction, v_c: Direction, g: Constant_, k: Constant_, beta: Positive):
    """Let P₀ = e^{⟨h, w⟩ + g(x)} be a policy and Z(x) finite. The tilt of (7) by r_c/β is a policy, and its log-density is
    ⟨h, w + λv_c⟩ + g′(x) with λ = 1/β and g′(x) = g(x) − log Z(x); no other function g′ of the prompt makes this a policy.
    That it is the only optimum is Proposition 2 (optimum). Assumption 1 is not used."""
    reward, log_ref = inner(h, v_c), base_log_density(w, g)
    Z, pi_star = normaliser(log_ref, reward, beta), tilt_density(log_ref, reward, beta)
    score, g_new = inner(h, w + 1 / beta * v_c), g(x) - Log(Z)
    given(integral(exp(log_ref)) > 0, finite(exp(log_ref) * exp(reward / beta)))
    show(And(Eq(integral(pi_star), 1), ForAll(y, Eq(Log(pi_star), score + g_new)),
             Implies(Eq(integral(exp(score + k(x))), 1), Eq(k(x), g_new))))
    positive = have(Z > 0, by=theorem(using(positive_normaliser), "the normaliser is positive",
                                      ell=Lambda(x, y, log_ref), r=Lambda(x, y, reward)))
    chain(0, lt(exp(-g(x)) * Z, by=positivity(positive, have(exp(-g(x)) > 0))),
          eq(integral(exp(inner(h, w)) * exp(reward / beta))))
    whole = chain(integral(pi_star), eq(Z / Z), eq(1))
    log_form = have(ForAll(y, Eq(Log(pi_star), score + g_new)), printed="(10)",
                    by=theorem(conjuncts(using(solved_for_log_policy))[2], "(13)"))
    with suppose(Eq(integral(exp(score + k(x))), 1)) as policy:
        unit = chain(exp(k(x) - g(x)) * Z, eq(integral(exp(score + k(x)))), eq(1, by=rewrite(policy.fact)))
        chain(exp(k(x)), eq(exp(g(x)) * (exp(k(x) - g(x)) * Z) / Z), eq(exp(g(x)) * 1 / Z, by=rewrite(unit)), eq(exp(g_new)))
        same = have(Eq(k(x), g_new), by=law("exponential is injective", x=k(x), y=g_new))
    return whole, log_form, policy.conclude(same)


@proposition("Proposition 2 (measures)", title="The learned policy is a tilt of the base policy, and of ν")
def learned_measure(w: Direction, v_c: Direction, phi: Score, beta: Positive):
    """Where P₀ ∝ e^{⟨h, w⟩}, tilting P₀ by ⟨h, v_c⟩/β gives the measure with the density proportional to
    e^{⟨h, w + λv_c⟩}, λ = 1/β: every φ has the same mean under both. This is the policy of Theorem 3."""
    base = tilted(inner(h, w), base=nu, over=y)
    one = tilted(1 / beta * inner(h, v_c), base=base, over=y)
    other = tilted(inner(h, w + 1 / beta * v_c), base=nu, over=y)
    value, start, end = phi(x, y), exp(inner(h, w)), exp(inner(h, w + 1 / beta * v_c))
    given(finite(start), integral(start) > 0, finite(end))
    show(Eq(E(value, under=one, over=y), E(value, under=other, over=y)))
    generalized(have(end > 0), y)
    positive = have(integral(end) > 0, by=law("integral of a positive function", nu=nu, X=Lambda(y, end), Y=Lambda(y, start)))
    chain(finite(exp(1 / beta * inner(h, v_c)) * start), iff(finite(end), by=algebra()))
    have(Integrable(y, base, exp(1 / beta * inner(h, v_c))),
         by=law("integrable under a tilt", nu=nu, X=Lambda(y, exp(1 / beta * inner(h, v_c))), Y=Lambda(y, inner(h, w))))
    share = have(0 < 1 / integral(start), by=law("reciprocal of a positive number", x=integral(start)))
    moved = integral(exp(1 / beta * inner(h, v_c)) * start)
    chain(0, lt(integral(end) * (1 / integral(start)), by=positivity(positive, share)), eq(integral(end) / integral(start)))
    chain(0, lt(integral(end) * (1 / integral(start)), by=positivity(positive, share)), eq(moved / integral(start)))
    return chain(
        E(value, under=one, over=y),
        eq(integral(value * end) / integral(start) / (integral(end) / integral(start)), by=definition(Expectation)),
        eq(integral(value * end) / integral(end)),
        eq(E(value, under=other, over=y), by=definition(Expectation)),
    )


@proposition("Proposition 2 (optimum)", title="The learned policy is the only optimum", printed=["(10)"], adds=[
    added("$Z(x) < \\infty$", needed="Proposition 2, as printed")])
def learned_optimum(w: Direction, v_c: Direction, D: Score, L: Score, beta: Positive):
    """At each prompt, let P₀ ∝ e^{⟨h, w⟩} and let π have the density D with respect to it. With r_c = ⟨h, v_c⟩ and
    Z(x) = E₀[e^{r_c/β}] finite, E_π[r_c − β log(π/P₀)] ≤ β log Z(x) − (β/4)(E₀|D − e^{r_c/β}/Z(x)|)², and the
    learned policy attains β log Z(x): nothing else does."""
    base = tilted(inner(h, w), base=nu, over=y)
    mean, summable = (lambda body: E(body, base, y)), (lambda body: Integrable(y, base, body))
    D, L, reward, start = D(x, y), L(x, y), inner(h, v_c), exp(inner(h, w))
    Z = mean(exp(reward / beta))
    T = reward / beta - Log(Z)
    value, far = mean(D * (reward - beta * L)), mean(Abs(D - exp(T)))
    premises = And(density(D, L, base, y), summable(D * (reward - beta * L)))
    given(finite(start), integral(start) > 0, summable(exp(reward / beta)))
    attained, bound = Eq(mean(exp(T) * (reward - beta * T)), beta * Log(Z)), value + beta / 4 * far**2 <= beta * Log(Z)
    unique = Implies(Eq(value, beta * Log(Z)), Eq(far, 0))
    show(And(attained, Implies(premises, And(bound, unique))))
    best, rest = conjuncts(using(gibbs))
    reached = have(attained, by=theorem(best, "the Gibbs variational principle", P=base, r=Lambda(y, reward), beta=beta))
    with suppose(premises) as policy:
        for part in conjuncts(have(
                And(Eq(value, beta * Log(Z) - beta * mean(D * (L - T))), bound, unique),
                by=theorem(rest, "the Gibbs variational principle", P=base, D=Lambda(y, D), L=Lambda(y, L),
                           r=Lambda(y, reward), beta=beta)))[1:]:
            have(part.statement)
        both = have(And(bound, unique))
    return reached, policy.conclude(both)


@proposition("Strength of the shift", title="A weaker penalty means a larger shift", printed=["Section 4.1: shift"])
def strength(v_c: Direction, beta_1: Positive, beta_2: Positive, k: Nonnegative, m: Nonnegative, s: Real, t: Real):
    """The shift λv_c has the length ‖v_c‖/β: if β₁ < β₂ and v_c ≠ 0, it is longer for β₁. Let one policy have reward s and
    divergence k, and be at least as good as the other at β₁; let the other have t and m, and be at least as good as the
    first at β₂: then k ≥ m and s ≥ t. So a smaller β never has an optimum of smaller reward or divergence."""
    shorter, first, second = beta_1 < beta_2, s - beta_1 * k >= t - beta_1 * m, t - beta_2 * m >= s - beta_2 * k
    long, short = norm(1 / beta_1 * v_c), norm(1 / beta_2 * v_c)
    show(And(Implies(And(shorter, norm(v_c) > 0), short < long), Implies(And(shorter, first, second), And(k >= m, s >= t))))
    with suppose(And(shorter, norm(v_c) > 0)) as premises:
        less, some = conjuncts(premises.fact)
        longer = chain(short, eq(norm(v_c) / beta_2), lt(norm(v_c) / beta_1, by=positivity(less, some)), eq(long))
    one = premises.conclude(longer)
    with suppose(And(shorter, first, second)) as optimal:
        less, better, other = conjuncts(optimal.fact)
        with suppose(k < m) as smaller:
            absurd = falsehood(less, smaller.fact, better, other)
        contradiction_from(smaller, absurd)
        chain(Not(k < m), iff(m <= k, by=law("not less", x=k, y=m)))
        larger = have(k >= m)
        have(s >= t, by=positivity(better, larger))
        both = have(And(k >= m, s >= t))
    return one, optimal.conclude(both)


# -- what DPO minimises --------------------------------------------------------------------------------------------------

def log_sigmoid(t):
    """log σ(t)."""
    return -Log(1 + exp(-t))


def pair_loss(a, b):
    """The mean of −log σ(±b) when the first response is preferred with probability σ(a): the loss of DPO at a pair."""
    return -(sigmoid(a) * log_sigmoid(b)) - sigmoid(-a) * log_sigmoid(-b)


@lemma("Two alternatives", title="From the pointwise bounds to the loss")
def two_alternatives(p: Real, q: Real, k: Real, m: Real, k_2: Real, m_2: Real, u: Real, v: Real, rest: Nonnegative):
    """Let p, 1 − p have the logarithms k, k₂, and q, 1 − q the logarithms m, m₂, with p(m − k) + (u − v)² ≤ q − p and
    (1 − p)(m₂ − k₂) + rest ≤ p − q. Then −pk − (1 − p)k₂ ≤ −pm − (1 − p)m₂, with equality only if u = v."""
    own, other = -(p * k) - (1 - p) * k_2, -(p * m) - (1 - p) * m_2
    premises = And(p * (m - k) + (u - v)**2 <= q - p, (1 - p) * (m_2 - k_2) + rest <= p - q)
    show(Implies(premises, And(own <= other, Implies(Eq(other, own), Eq(u, v)))))
    with suppose(premises) as bounds:
        first, second = conjuncts(bounds.fact)
        have(own <= other, by=positivity(first, second, have((u - v)**2 >= 0), have(rest >= 0)))
        with suppose(Eq(other, own)) as equal:
            have((u - v)**2 <= 0, by=positivity(first, second, equal.fact, have(rest >= 0)))
            have(Eq((u - v) * (u - v), 0), by=law("antisymmetry", x=(u - v)**2, y=0))
            either = have(Or(Eq(u - v, 0), Eq(u - v, 0)), by=law("zero product", x=u - v, y=u - v))
            with suppose(Eq(u - v, 0)) as zero:
                step = zero.conclude(chain(u, eq(v + (u - v)), eq(v + 0, by=rewrite(zero.fact)), eq(v)))
            same = by_cases(either, step, step)
        equal.conclude(same)
        both = have(And(own <= other, Implies(Eq(other, own), Eq(u, v))))
    return bounds.conclude(both)


@lemma("Loss at a pair", title="The logistic loss is least at the true difference of rewards")
def loss_at_a_pair(a: Real, b: Real):
    """For preferences σ(a) the logistic loss of b is at least that of a, and equal only if b = a."""
    pointwise = using(two_positive_densities)
    facts, roots = [], []
    for one, other in ((a, b), (-a, -b)):
        L, T = log_sigmoid(one), log_sigmoid(other)
        A, B = exp(L / 2), exp(T / 2)
        roots.append((A, B))
        facts.append(chain(
            sigmoid(one) * (T - L) + (A - B)**2, eq(A**2 * (T - L) + (A - B)**2),
            le(B**2 - A**2, by=theorem(pointwise, "two positive densities", L=L, T=T)),
            eq(sigmoid(other) - sigmoid(one)),
        ))
    (A, B), (A_2, B_2) = roots
    show(And(pair_loss(a, a) <= pair_loss(a, b), Implies(Eq(pair_loss(a, b), pair_loss(a, a)), Eq(b, a))))
    p, q, k, m, k_2, m_2 = (sigmoid(a), sigmoid(b), *(log_sigmoid(each) for each in (a, b, -a, -b)))
    chain((1 - p) * (m_2 - k_2) + (A_2 - B_2)**2, eq(sigmoid(-a) * (m_2 - k_2) + (A_2 - B_2)**2),
          le(sigmoid(-b) - sigmoid(-a), by=theorem(facts[1])), eq(p - q))
    own, other = -(p * k) - (1 - p) * k_2, -(p * m) - (1 - p) * m_2
    least, only = conjuncts(have(And(own <= other, Implies(Eq(other, own), Eq(A, B))), by=theorem(
        using(two_alternatives), "two alternatives", p=p, q=q, k=k, m=m, k_2=k_2, m_2=m_2, u=A, v=B, rest=(A_2 - B_2)**2)))
    lowest = chain(pair_loss(a, a), eq(own), le(other, by=theorem(least)), eq(pair_loss(a, b)))
    with suppose(Eq(pair_loss(a, b), pair_loss(a, a))) as equal:
        chain(other, eq(pair_loss(a, b)), eq(pair_loss(a, a), by=rewrite(equal.fact)), eq(own))
        roots_equal = have(Eq(A, B), by=theorem(only))
        chain(sigmoid(b), eq(B**2), eq(A**2, by=algebra(roots_equal)), eq(sigmoid(a)))
        same = have(Eq(b, a), by=theorem(using(injective), "the sigmoid is injective", a=b, b=a))
    return lowest, equal.conclude(same)


def margin(first, second, beta):
    """β log(π(y₁)/π₀(y₁)) − β log(π(y₂)/π₀(y₂)), from the pairs log π, log π₀ at the two responses."""
    return beta * (first[0] - first[1]) - beta * (second[0] - second[1])


@proposition("Proposition 2 (DPO)", title="The loss of DPO has the learned policy as its only minimum", printed=["(10)"], adds=[
    added("every two responses to a prompt are compared", needed="Proposition 2, as printed (pairs)")])
def dpo(w: Direction, v_c: Direction, g: Constant_, k: Constant_, m: Score, beta: Positive):
    """Let J_c be the preferences and π = e^m any positive policy. At every pair of responses the mean loss of π, that of the
    logistic model with the reward β log(π/π₀), is at least that of a policy with log-probabilities ⟨h, w + λv_c⟩ + k(x);
    and if the two are equal at every pair, then m is ⟨h, w + λv_c⟩ plus a function of the prompt, which Proposition 2
    determines. It is about the mean over preferences, not about finitely many of them."""
    def at(response):
        score = inner(h_of(x, response), w + 1 / beta * v_c)
        return score, score + k(x), inner(h_of(x, response), w) + g(x), m(x, response)

    (s1, star1, ref1, m1), (s2, star2, ref2, m2) = at(y1), at(y2)
    a = inner(h_of(x, y1) - h_of(x, y2), v_c)
    best, loss = pair_loss(a, margin((star1, ref1), (star2, ref2), beta)), pair_loss(a, margin((m1, ref1), (m2, ref2), beta))
    least = ForAll(y1, ForAll(y2, best <= loss))
    equal = ForAll(y1, ForAll(y2, Eq(loss, best)))
    shifted = ForAll(y1, ForAll(y2, Eq(m1 - s1, m2 - s2)))
    show(And(least, Implies(equal, shifted)))
    b = margin((m1, ref1), (m2, ref2), beta)
    own = have(Eq(margin((star1, ref1), (star2, ref2), beta), a))
    lower, only = conjuncts(using(loss_at_a_pair))
    one = generalized(chain(best, eq(pair_loss(a, a), by=rewrite(own)),
                            le(loss, by=theorem(lower, "the loss at a pair", a=a, b=b))), y1, y2)
    with suppose(equal) as minimal:
        here = have(Eq(loss, best), by=theorem(minimal.fact, y_1=y1, y_2=y2))
        chain(loss, eq(best, by=rewrite(here)), eq(pair_loss(a, a), by=rewrite(own)))
        found = have(Eq(b, a), by=theorem(only, "the loss at a pair", a=a, b=b))
        same = generalized(chain(m1 - s1, eq(m2 - s2 + (-a + b) / beta), eq(m2 - s2 + (-a + a) / beta, by=rewrite(found)),
                                 eq(m2 - s2)), y1, y2)
    return one, minimal.conclude(same)


# -- what is printed, and what it needs ----------------------------------------------------------------------------------

t, n, M = Real("t"), Positive("n"), Real("M")
HALF_LINE = Lebesgue(SCALAR)


def uniform_value(n):
    """The expected reward minus divergence of the uniform policy on (0, n), for the base density e^{−t} and the reward t."""
    return Integral(t, 0, n, 1 / n * (t - (Log(1 / n) - (-t))))


@refutation("Proposition 2, as printed", title="A policy that does not exist", erratum=erratum(
    "Proposition 2, and (7)", printed=r"\pi^*(y | x) = \frac{1}{Z(x)} \pi_{\text{ref}}(y | x) \exp(r(x, y) / \beta)",
    should_read=r"\text{if } Z(x) = \mathbb{E}_{y \sim \pi_{\text{ref}}(\cdot | x)}[\exp(r(x, y) / \beta)] < \infty\text{: } "
                r"\pi^*(y | x) = \frac{1}{Z(x)} \pi_{\text{ref}}(y | x) \exp(r(x, y) / \beta)",
    why="Let responses be numbers t > 0, h(t) = t, v_c = 1, and let the base density be e^{−t}. The assumptions hold, but for "
        "β = 1 the normaliser is infinite and the objective is unbounded: there is no optimal policy.",
    repaired_by=["Proposition 2", "Gibbs variational principle"]))
def no_optimal_policy():
    """Responses t > 0 with h(t) = t, w = −1, g = 0, v_c = 1 and β = 1. The base density is e^{−t}, and e^{−t}e^{t} has no
    finite integral. The uniform policy on (0, n) has the expected reward minus divergence log n, which exceeds every M."""
    base, reward, uniform = exp(-t), t, 1 / n
    value = uniform_value(n)
    infinite = Not(Integrable(t, HALF_LINE, Indicator(0 < t) * (base * exp(reward))))
    show(And(Eq(Integral(t, 0, oo, base), 1), infinite, ForAll(n, Eq(Integral(t, 0, n, uniform), 1)),
             ForAll(n, Eq(value, Log(n))), ForAll(M, Exists(n, M < value))))
    grows = Lambda(t, -exp(-t))
    have(HasLimit(t, 0, -exp(-t), -1, "+"), why="$-e^{-t}$ is continuous",
         by=law("limit of a differentiable function from above", F=grows, a=0, c=1))
    have(Integrable(t, HALF_LINE, Indicator(0 < t) * base), why="$-e^{-t}$ increases from $-1$ to 0",
         by=law("derivative of one sign is integrable on a half-line", F=grows, f=Lambda(t, base), a=0, c=-1, m=0))
    proper = chain(Integral(t, 0, oo, base), eq(1, by=antiderivative(-exp(-t), t)))
    one, over = Lambda(t, 1), Lambda(t, Indicator(0 < t) * 1)
    whole, first, rest = Integral(t, 0, oo, one(t)), Integral(t, 0, 1, one(t)), Integral(t, 1, oo, one(t))
    with suppose(infinite.arguments[0]) as summable:
        chain(infinite.arguments[0], iff(Integrable(t, HALF_LINE, over(t)), by=algebra()))
        have(Integrable(t, HALF_LINE, over(t)))
        have(Integrable(t, HALF_LINE, Indicator(1 < t) * 1),
             by=law("restriction of the positive half-line on a half-line", a=1, F=one))
        have(Integrable(t, HALF_LINE, Indicator(And(0 < t, t < 1)) * 1), by=law("constants on the unit interval", c=1))
        split = have(Eq(whole, first + rest), by=law("half-line split at a point", a=0, c=1, F=one))
        moved = have(Eq(rest, whole), by=law("half-line from its end", a=1, F=one))
        unit = chain(first, eq(1, by=antiderivative(t, t)))
        more = chain(whole, eq(first + rest, by=theorem(split, "split at 1")), eq(1 + whole, by=rewrite(unit, moved)))
        absurd = falsehood(more)
    never = contradiction_from(summable, absurd)
    for constant in (uniform, Log(n) / n):
        have(Integrable(t, HALF_LINE, Indicator(And(0 < t, t < n)) * constant), why="it is constant",
             by=law("differentiable integrands are integrable", F=Lambda(t, constant), G=Lambda(t, 0), a=0, b=n))
    total = chain(Integral(t, 0, n, uniform), eq(1, by=antiderivative(t / n, t)))
    worth = chain(value, eq(Integral(t, 0, n, Log(n) / n)), eq(Log(n), by=antiderivative(t * Log(n) / n, t)))
    size = exp(M + 1)
    above = chain(M, lt(M + 1), eq(Log(size)), eq(uniform_value(size), by=theorem(generalized(worth, n), n=size)))
    larger = generalized(exhibit(Exists(n, M < value), size, above), M)
    return proper, never, generalized(total, n), generalized(worth, n), larger


@refutation("Proposition 2, as printed (pairs)", title="Responses that are never compared", erratum=erratum(
    "Proposition 2", printed=r"\text{DPO on constitutional preferences}",
    should_read=r"\text{DPO on the constitutional preferences between every two responses to a prompt}",
    why="Preferences fix the odds of the responses that they compare and nothing else. With three equally likely responses, of "
        "which only the first two are compared, two different policies have the least loss.",
    repaired_by=["Proposition 2 (DPO)"]))
def uncompared_responses():
    """Three equally likely responses with h = 1, 0, 0, v_c = log 2 and β = 1. The policy of Proposition 2 has the
    probabilities 1/2, 1/4, 1/4, and another policy has 2/5, 1/5, 2/5: at the pair of the first two responses both have the
    margin log 2, and so the same loss."""
    third = rational("1/3")
    ours = [exp(Log(rational(2)) * value) * third for value in (1, 0, 0)]
    total = ours[0] + ours[1] + ours[2]
    learned, rival = [rational("1/2"), rational("1/4"), rational("1/4")], [rational("2/5"), rational("1/5"), rational("2/5")]

    def margin_of(policy):
        return margin((Log(policy[0]), Log(third)), (Log(policy[1]), Log(third)), 1)

    show(And(*(Eq(weight / total, value) for weight, value in zip(ours, learned, strict=True)),
             Eq(rival[0] + rival[1] + rival[2], 1), Eq(margin_of(learned), Log(rational(2))),
             Eq(margin_of(rival), Log(rational(2))), Lt(learned[2], rival[2])))
    shares = [chain(weight / total, eq(value)) for weight, value in zip(ours, learned, strict=True)]
    return (*shares, chain(rival[0] + rival[1] + rival[2], eq(1)), chain(margin_of(learned), eq(Log(rational(2)))),
            chain(margin_of(rival), eq(Log(rational(2)))), have(Lt(learned[2], rival[2])))
