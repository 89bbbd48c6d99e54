"""Exponential tilts: what a small change of the score does to an average, on every space, for every measure and dimension.

Covers Lemma 12 with (38)–(43) and its second-order term; the gradient and the Hessian of log Z; Theorem 3 with
(14)–(18), Corollary 4, Theorem 13 with (44), Remark 3 with (45); and exact counterexamples to what is printed there.
A policy is a probability measure on outcomes ω; learning tilts it by λ⟨h, v_c⟩. The noise ε is a function of ω too, and
all that is asked of it is said in the hypotheses.
"""

from symproof.prelude import *

lam, C, r, s = Real("lam"), Nonnegative("C"), Positive("r"), Real("s")
nu = Symbol("nu", Measure(OUTCOMES))
Representation = RandomVector("d")
Direction = VectorIn("d")
Curve = FunctionOn(SCALAR)


# -- what the leading term of an expansion decides ----------------------------------------------------------------------

EXISTENCE = added(r"$E\,e^{\delta|\langle h, v_c\rangle|}$ is finite for some $\delta > 0$: the tilted policies exist near 0",
                  needed="Lemma 12, as printed")
INTERIOR = added("$u$ is interior to the set where $Z$ is finite", needed="Lemma 12, as printed")
MOMENTS = added("the representations and the safety have finite second moments under the base policy",
                needed="Theorem 13, as printed (moments)")
ONE_PROMPT = added(r"at one prompt; over random prompts $\Sigma_w$ is the average of the covariances at the prompts, and the "
                   "remainders need a bound of finite mean", needed="Theorem 3, as printed (averages)")


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


@lemma("Bounded on both sides", title="|x| ≤ b")
def two_bounds(x: Real, b: Real):
    """|x| ≤ b gives −b ≤ x and x ≤ b, and both together give |x| ≤ b."""
    low, high, bounded = -b <= x, x <= b, Abs(x) <= b
    up, down = And(Le(0, x), Eq(Abs(x), x)), And(x < 0, Eq(Abs(x), -x))
    show(And(Implies(bounded, low), Implies(bounded, high), Implies(And(low, high), bounded)))
    either = have(Or(up, down), by=law("absolute value", x=x))
    below = conjuncts(using(absolute_value))[0]
    with suppose(bounded) as small:
        left = have(low, by=positivity(have(-Abs(x) <= x, by=theorem(below, "−|x| ≤ x", x=x)), small.fact))
        right = have(high, by=positivity(have(-Abs(-x) <= -x, by=theorem(below, "−|x| ≤ x", x=-x)), small.fact))
    with suppose(And(low, high)) as between:
        above_low, below_high = conjuncts(between.fact)
        with suppose(up) as positive:
            size = conjuncts(positive.fact)[1]
            one = positive.conclude(chain(Abs(x), eq(x, by=algebra(size)), le(b, by=positivity(below_high))))
        with suppose(down) as negative:
            size = conjuncts(negative.fact)[1]
            other = negative.conclude(chain(Abs(x), eq(-x, by=algebra(size)), le(b, by=positivity(above_low))))
        within = by_cases(either, one, other)
    return small.conclude(left), small.conclude(right), between.conclude(within)


def for_small(var, statement):
    """The statement holds for all values of a variable near 0."""
    return Exists(r, ForAll(var, Implies(Abs(var) < r, statement)))


def leading(c, n):
    """The term of order n of a Taylor expansion whose n-th derivative at 0 is c, for n = 1, 2."""
    return lam * c if n == 1 else lam**2 / 2 * c


def leading_term_decides(F, G, c, n):
    """F − G = cλⁿ/n! + O(λⁿ⁺¹) with c > 0 makes G < F for all small λ > 0, by the definition of O."""
    gap, order = F(lam) - G(lam), n + 1
    expansion, goal = equals(gap, leading(c, n) + O(lam**order)), eventually(lam, G(lam) < F(lam))
    show(Implies(expansion, goal))
    rest, radius = gap - leading(c, n), r * c / (c + r + 2 * r * C)
    near = ForAll(lam, Implies(Abs(lam) < r, Abs(rest) <= C * Abs(lam)**order))
    below_size, size_is = conjuncts(using(absolute_value))
    with suppose(expansion) as premise:
        chain(expansion, iff(Exists(C, Exists(r, near)), by=definition(Asymptotic)))
        bounds = have(Exists(C, Exists(r, near)))
        with obtain(bounds, C) as (_, some), obtain(some, r) as (_, close):
            square, room = have(r**2 > 0), have(c**2 + c * r > 0)
            with suppose(And(0 < lam, lam < radius)) as small:
                above, below = conjuncts(small.fact)
                size = have(Eq(Abs(lam), lam), by=theorem(size_is, x=lam))
                within = chain(lam, lt(radius, by=positivity(below)), le(r, by=positivity(square)))
                chain(Abs(lam), eq(lam, by=algebra(size)), lt(r, by=positivity(within)))
                bound = chain(Abs(rest), le(C * Abs(lam)**order, by=theorem(close, "the bound", lam=lam)),
                              eq(C * lam**order, by=rewrite(size)))
                under = have(-Abs(rest) <= rest, by=theorem(below_size, x=rest))
                slope = chain(2 * lam * C, le(2 * radius * C, by=positivity(below)), lt(c, by=positivity(room)))
                power = have(0 < lam**n, by=positivity(above, degree=n))
                chain(G(lam), lt(G(lam) + leading(c, n) - C * lam**order, by=positivity(slope, power)),
                      le(F(lam), by=positivity(bound, under)))
                closer = have(G(lam) < F(lam))
            shown = exhibit(goal, radius, generalized(small.conclude(closer), lam))
            shown = release(bounds, C, release(some, r, shown))
    return premise.conclude(shown)


@lemma("First-order rise", title="A positive first-order term")
def first_order_rise(F: Curve, G: Curve, c: Positive):
    """If F exceeds G by λc + O(λ²) with c > 0, then F exceeds G for all small λ > 0."""
    return leading_term_decides(F, G, c, 1)


@lemma("Second-order rise", title="A positive second-order term")
def second_order_rise(F: Curve, G: Curve, c: Positive):
    """If F exceeds G by λ²c/2 + O(λ³) with c > 0, then F exceeds G for all small λ > 0."""
    return leading_term_decides(F, G, c, 2)


def better(after, before):
    """For all small λ > 0 the first mean is larger than the second."""
    return eventually(lam, before < after)


def both_signs(F, G, c, n, rise):
    """The rising case, and the falling one by exchanging F and G."""
    expansion = equals(F(lam) - G(lam), leading(c, n) + O(lam**(n + 1)))
    up, down = Implies(c > 0, better(F(lam), G(lam))), Implies(c < 0, better(G(lam), F(lam)))
    show(Implies(expansion, And(up, down)))
    with suppose(expansion) as premise:
        chain(G(lam) - F(lam), eq(-(F(lam) - G(lam))), eq(leading(-c, n) + O(lam**(n + 1)), by=series(lam, premise.fact)))
        with suppose(c > 0) as positive:
            rising = positive.conclude(have(better(F(lam), G(lam)), by=theorem(using(rise), "the rising case", F=F, G=G, c=c)))
        with suppose(c < 0) as negative:
            falls = have(better(G(lam), F(lam)), by=theorem(using(rise), "the rising case", F=G, G=F, c=-c))
        falling = negative.conclude(falls)
        both = have(And(rising.statement, falling.statement))
    return premise.conclude(both)


@lemma("First-order sign", title="A first-order term that is not 0 decides")
def first_order_sign(F: Curve, G: Curve, c: Real):
    """From F − G = λc + O(λ²): for small λ > 0, F is above G if c > 0, and below if c < 0."""
    return both_signs(F, G, c, 1, first_order_rise)


@lemma("Second-order sign", title="A second-order term decides where the first vanishes")
def second_order_sign(F: Curve, G: Curve, c: Real):
    """From F − G = λ²c/2 + O(λ³): for small λ > 0, F is above G if c > 0, and below if c < 0."""
    return both_signs(F, G, c, 2, second_order_rise)


@lemma("Rising and falling", title="They exclude each other")
def not_both(F: Curve, G: Curve):
    """No F is above G for all small λ > 0 and also below it."""
    one, other = Positive("a"), Positive("b")
    point = one * other / (one + other)
    show(Not(And(better(F(lam), G(lam)), better(G(lam), F(lam)))))
    have(And(0 < point, point < one))
    have(And(0 < point, point < other))
    with suppose(And(better(F(lam), G(lam)), better(G(lam), F(lam)))) as both:
        first, second = conjuncts(both.fact)
        with obtain(first, one) as (_, rises), obtain(second, other) as (_, falls):
            up = have(G(point) < F(point), by=theorem(rises, lam=point))
            down = have(F(point) < G(point), by=theorem(falls, lam=point))
            absurd = falsehood(up, down)
        absurd = release(first, one, release(second, other, absurd))
    return contradiction_from(both, absurd)


@lemma("When a mean rises", title="Where the first-order term is not 0, its sign is the condition")
def exactly_when(F: Curve, G: Curve, c: Real):
    """From F − G = λc + O(λ²) with c ≠ 0: F is above G for all small λ > 0 if and only if c > 0."""
    given(Ne(c, 0))
    expansion, up = equals(F(lam) - G(lam), lam * c + O(lam**2)), better(F(lam), G(lam))
    show(Implies(expansion, Iff(up, c > 0)))
    with suppose(expansion) as premise:
        have(And(Implies(c > 0, up), Implies(c < 0, better(G(lam), F(lam)))),
             by=theorem(using(first_order_sign), "first-order sign", F=F, G=G, c=c))
        with suppose(up) as rises:
            either = have(Or(c < 0, Eq(c, 0), 0 < c), by=law("trichotomy", x=c, y=0))
            with suppose(c < 0) as below:
                have(better(G(lam), F(lam)))
                both = have(And(up, better(G(lam), F(lam))))
                no = below.conclude(falsehood(both, using(not_both)))
            with suppose(Eq(c, 0)) as none:
                chain(Ne(c, 0), iff(Not(Eq(c, 0)), by=definition(Ne)))
                never = none.conclude(falsehood(none.fact, have(Not(Eq(c, 0)))))
            with suppose(0 < c) as above:
                yes = above.conclude(above.fact)
            by_cases(either, no, never, yes)
            positive = have(c > 0)
        rises.conclude(positive)
        exact = have(Iff(up, c > 0))
    return premise.conclude(exact)


# -- Lemma 12 -----------------------------------------------------------------------------------------------------------

@lemma("Lemma 12", title="Exponential tilt", printed=["(38)"], adds=[EXISTENCE])
def exponential_tilt(phi: RandomScalar, t: RandomScalar):
    """Tilting by e^{λt} moves E[φ] by λ Cov(φ, t), to first order, when E φ² and some E e^{δ|t|} are finite."""
    given(mgf_finite_near_zero(t), square_integrable(phi))
    N, Z = E(phi * exp(lam * t)), E(exp(lam * t))
    show(equals(E(phi, under=tilted(t, lam)), E(phi) + lam * Cov(phi, t) + O(lam**2)))
    return chain(
        E(phi, under=tilted(t, lam)),
        eq(N / Z, by=definition(Expectation), printed="Lemma 12, proof, display"),
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


# -- exponential families and log Z -------------------------------------------------------------------------------------

def integral(body):
    """∫ body dν."""
    return MeasureIntegral(omega, nu, body)


def energy(h, u):
    """π_u, with density e^{⟨h, u⟩}/Z(u) with respect to ν."""
    return tilted(inner(h, u), base=nu)


def moment(body, h, u):
    """∫ X e^{⟨h, u⟩} dν."""
    return integral(body * exp(inner(h, u)))


def normaliser_is_positive(h, u, other):
    """Z(other) > 0 because Z(u) > 0: the density is positive, and ν is not 0."""
    return have(0 < integral(exp(inner(h, other))), why=r"the integrand is positive, and $\nu$ is not 0",
                by=law("integral of a positive function", nu=nu, X=Lambda(omega, exp(inner(h, other))),
                       Y=Lambda(omega, exp(inner(h, u)))))


def square_norm_is_integrable(h, u):
    """E_u ‖h‖² is finite for u in the interior."""
    have(Integrable(omega, nu, norm(h)**2 * exp(inner(h, u))), why="$u$ is interior",
         by=law("interior moments are integrable", nu=nu, h=Lambda(omega, h), u=u, z=u, k=0, w=u, n=0, l=2))
    have(square_integrable(norm(h), under=energy(h, u)), why="the density of the tilt",
         by=law("integrable under a tilt", nu=nu, X=Lambda(omega, norm(h)**2), Y=Lambda(omega, inner(h, u))))


@lemma("Near an interior parameter", title="The parameters form an open set")
def interior_is_open(h: Representation, u: Direction, w: Direction):
    """If u is interior and ν is not 0, then Z(u + sw) is finite and positive for all s near 0."""
    weight, start = exp(inner(h, u + s * w)), exp(inner(h, u))
    given(interior(h, u, nu), integral(start) > 0)
    finite, positive = for_small(s, Integrable(omega, nu, weight)), for_small(s, integral(weight) > 0)
    show(And(finite, positive))
    have(DominatedDerivative(s, 0, omega, nu, weight))
    first = have(finite, by=law("dominated families are integrable", nu=nu, T=Lambda(s, omega, weight), a=0))
    with obtain(first, r):
        with suppose(Abs(s) < r) as small:
            have(Integrable(omega, nu, weight))
            normaliser_is_positive(h, u, u + s * w)
            above = have(integral(weight) > 0)
        shown = exhibit(positive, r, generalized(small.conclude(above), s))
    return first, release(first, r, shown)


@theorem_claim("Gradient of log Z", title="The mean is the gradient of log Z", printed=["Theorem 3, proof: gradient"],
               adds=[INTERIOR])
def gradient_of_log_partition(h: Representation, u: Direction, v: Direction):
    """∇ log Z(u) = E_u[h]: along every v the derivative of log Z at u is ⟨E_u[h], v⟩. Any measure ν that is not 0."""
    weight, start, mean = exp(inner(h, u + s * v)), exp(inner(h, u)), E(h, under=energy(h, u))
    given(interior(h, u, nu), integral(start) > 0)
    slope = integral(inner(h, v) * start) / integral(start)
    gradient, computed = (HasDerivative(s, Log(integral(weight)), 0, value) for value in (inner(mean, v), slope))
    show(gradient)
    have(Integrable(omega, nu, start * h))
    value = chain(inner(mean, v), eq(slope, by=definition(Expectation)))
    have(computed, why="differentiation under the integral")
    chain(gradient, iff(computed, by=rewrite(value)))
    return have(gradient)


@theorem_claim("Hessian of log Z", title="The covariance is the Hessian of log Z",
               printed=["Theorem 3, proof: covariance"], adds=[INTERIOR])
def hessian_of_log_partition(h: Representation, u: Direction, w: Direction, v: Direction):
    """∇² log Z(u) = Cov_u(h): along w, the derivative of ⟨E_u[h], v⟩ is ⟨Cov_u(h) w, v⟩, for all v and w."""
    weight, Z, x = exp(inner(h, u + s * w)), integral(exp(inner(h, u))), inner(h, v)
    given(interior(h, u, nu), Z > 0)
    image = inner(CovOperator(h, under=energy(h, u)) @ w, v)
    moved, ratio = E(x, under=energy(h, u + s * w)), integral(x * weight) / integral(weight)
    show(HasDerivative(s, moved, 0, image))
    slope = (moment(x * inner(h, w), h, u) * Z - moment(x, h, u) * moment(inner(h, w), h, u)) / Z**2
    have(HasDerivative(s, ratio, 0, slope), why="differentiation under the integral")
    square_norm_is_integrable(h, u)
    value = chain(
        image,
        eq(Cov(inner(h, w), x, under=energy(h, u)), by=definition(Inner)),
        eq(slope, by=definition(Covariance, Expectation)),
    )
    chain(HasDerivative(s, ratio, 0, slope), iff(HasDerivative(s, ratio, 0, image), by=rewrite(value)))
    have(HasDerivative(s, ratio, 0, image))
    finite, _ = conjuncts(using(interior_is_open))
    close = have(for_small(s, Integrable(omega, nu, weight)), why="$u$ is interior",
                 by=theorem(finite, h=Lambda(omega, h), u=u, w=w, nu=nu))
    with obtain(close, r):
        with suppose(Abs(s - 0) < r) as small:
            have(Abs(s) < r)
            have(Integrable(omega, nu, weight))
            normaliser_is_positive(h, u, u + s * w)
            here = chain(ratio, eq(moved, by=definition(Expectation)))
        same = small.conclude(here)
        shown = exhibit(Exists(r, ForAll(s, same.statement)), r, generalized(same, s))
    release(close, r, shown)
    return have(HasDerivative(s, moved, 0, image),
                by=law("derivative is local", F=Lambda(s, ratio), G=Lambda(s, moved), a=0, c=image))


@equation("Equation (16)", title="The mean near a parameter", printed=["(16)"], adds=[INTERIOR])
def mean_near_parameter(h: Representation, u: Direction, w: Direction, v: Direction):
    """With δu = sw, the mean of ⟨h, v⟩ is that at u plus s⟨Σ_u w, v⟩ plus O(s²), for every v."""
    weight, Z = exp(inner(h, u + s * w)), integral(exp(inner(h, u)))
    given(interior(h, u, nu), Z > 0)
    x, t, Sigma = inner(h, v), inner(h, w), CovOperator(h, under=energy(h, u))
    mean = E(x, under=energy(h, u))
    show(equals(E(x, under=energy(h, u + s * w)), mean + s * inner(Sigma @ w, v) + O(s**2)))
    finite, positive = conjuncts(using(interior_is_open))
    have(for_small(s, Integrable(omega, nu, weight)), by=theorem(finite, h=Lambda(omega, h), u=u, w=w, nu=nu),
         why="$u$ is interior")
    have(for_small(s, integral(weight) > 0), by=theorem(positive, h=Lambda(omega, h), u=u, w=w, nu=nu),
         why="$u$ is interior")
    square_norm_is_integrable(h, u)
    m_x, m_t, m_xt = (moment(body, h, u) for body in (x, t, x * t))
    return chain(
        E(x, under=energy(h, u + s * w)),
        eq(integral(x * weight) / integral(weight), by=definition(Expectation)),
        eq((m_x + s * m_xt + O(s**2)) / (Z + s * m_t + O(s**2)), by=taylor(s)),
        eq(m_x / Z + s * (m_xt / Z - m_x / Z * (m_t / Z)) + O(s**2), by=series(s)),
        eq(mean + s * Cov(x, t, under=energy(h, u)) + O(s**2), by=definition(Covariance, Expectation)),
        eq(mean + s * inner(Sigma @ w, v) + O(s**2), by=definition(Inner)),
    )


# -- the steps of Theorem 3 ---------------------------------------------------------------------------------------------

def policy(h, v_c):
    """π_λ: the base policy tilted by λ⟨h, v_c⟩."""
    return tilted(inner(h, v_c), lam)


def prompt_hypotheses(h, v_c, eps):
    """What Theorem 3 needs at a prompt: moments, and noise uncorrelated with the score (so if independent of h)."""
    return (mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)), square_integrable(eps),
            Eq(Cov(eps, inner(h, v_c)), 0))


@lemma("The normaliser of a tilt", title="It is finite and not 0 near 0")
def normaliser(t: RandomScalar):
    """If some E e^{δ|t|} is finite, then E e^{λt} is finite and not 0 for all λ near 0."""
    given(mgf_finite_near_zero(t))
    Z = E(exp(lam * t))
    show(for_small(lam, Ne(Z, 0)))
    close = have(for_small(lam, integrable(exp(lam * t))))
    with obtain(close, r):
        with suppose(Abs(lam) < r) as small:
            have(integrable(exp(lam * t)))
            have(0 < Z, by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(lam * t))))
            apart = have(Ne(Z, 0))
        shown = exhibit(for_small(lam, Ne(Z, 0)), r, generalized(small.conclude(apart), lam))
    return release(close, r, shown)


@equation("Equation (15)", title="Expected safety under any policy", printed=["(15)"])
def expected_safety(h: Representation, v: Direction, eps: RandomScalar):
    """The mean of S = ⟨h, v*⟩ + ε is the mean of ⟨h, v*⟩ plus the mean of the noise, under any policy."""
    given(integrable(inner(h, v)), integrable(eps))
    show(Eq(E(inner(h, v) + eps), E(inner(h, v)) + E(eps)))
    return chain(E(inner(h, v) + eps), eq(E(inner(h, v)) + E(eps), by=algebra(why="linearity"), printed="(15)"))


@lemma("Noise under a tilt", title="Noise with conditional mean 0 has mean 0 under every policy")
def noise_under_tilt(h: Representation, v_c: Direction, eps: RandomScalar):
    """If E[ε g(h)] = 0 for every function g (that is, E[ε | h] = 0), then ε has mean 0 under every tilt by ⟨h, v_c⟩."""
    g, y = FunctionOn(Vector("d"))("g"), Direction("y")
    weight = exp(lam * inner(h, v_c))
    given(integrable(weight))
    unbiased, centred = ForAll(g, Eq(E(eps * g(h)), 0)), Eq(E(eps, under=policy(h, v_c)), 0)
    show(Implies(unbiased, centred))
    with suppose(unbiased) as premise:
        weighted = have(Eq(E(eps * weight), 0), why="take $g(y) = e^{λ⟨y, v_c⟩}$",
                        by=theorem(premise.fact, g=Lambda(y, exp(lam * inner(y, v_c)))))
        have(0 < E(weight), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight)))
        nothing = chain(
            E(eps, under=policy(h, v_c)),
            eq(E(eps * weight) / E(weight), by=definition(Expectation)),
            eq(0 / E(weight), by=rewrite(weighted)),
            eq(0),
        )
    return premise.conclude(nothing)


@equation("Equation (18)", title="The first-order change of ⟨h, v*⟩", printed=["(18)"], adds=[EXISTENCE, MOMENTS])
def first_order_change(h: Representation, v_c: Direction, v: Direction):
    """Tilting by λ⟨h, v_c⟩ moves the mean of ⟨h, v⟩ by λ⟨Σ_w v_c, v⟩, to first order."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    x, t, pi, Sigma = inner(h, v), inner(h, v_c), policy(h, v_c), CovOperator(h)
    show(equals(E(x, under=pi) - E(x), lam * inner(Sigma @ v_c, v) + O(lam**2)))
    have(square_integrable(x))
    expansion = have(equals(E(x, under=pi), E(x) + lam * Cov(x, t) + O(lam**2)),
                     by=theorem(using(exponential_tilt), "Lemma 12", phi=Lambda(omega, x), t=Lambda(omega, t)))
    return chain(
        E(x, under=pi) - E(x),
        eq(lam * Cov(x, t) + O(lam**2), by=series(lam, expansion, why="Lemma 12")),
        eq(lam * inner(Sigma @ v_c, v) + O(lam**2), by=definition(Inner), printed="(18)"),
    )


@equation("Equation (17)", title="The first-order change of the mean representation", printed=["(17)"],
          adds=[EXISTENCE, MOMENTS])
def first_order_change_of_mean(h: Representation, v_c: Direction, v: Direction):
    """The mean of h moves by λΣ_w v_c, to first order: so says its inner product with every v."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    x, t, pi, Sigma = inner(h, v), inner(h, v_c), policy(h, v_c), CovOperator(h)
    show(equals(inner(E(h, under=pi) - E(h), v), lam * inner(Sigma @ v_c, v) + O(lam**2)))
    weighted = exp(lam * t) * h
    have(for_small(lam, Ne(E(exp(lam * t)), 0)), by=theorem(using(normaliser), "the normaliser", t=Lambda(omega, t)))
    close = have(for_small(lam, integrable(norm(h) * exp(lam * t))))
    with obtain(close, r):
        with suppose(Abs(lam) < r) as small:
            have(integrable(norm(h) * exp(lam * t)))
            have(integrable(norm(weighted)))
            here = have(integrable(weighted), by=law("vector integrable by its norm", nu=P, h=Lambda(omega, weighted)))
        shown = exhibit(for_small(lam, integrable(weighted)), r, generalized(small.conclude(here), lam))
    release(close, r, shown)
    change = have(equals(E(x, under=pi) - E(x), lam * inner(Sigma @ v_c, v) + O(lam**2)),
                  by=theorem(using(first_order_change), "(18)", h=Lambda(omega, h), v_c=v_c, v=v))
    return chain(
        inner(E(h, under=pi) - E(h), v),
        eq(E(x, under=pi) - E(x), by=definition(Expectation)),
        eq(lam * inner(Sigma @ v_c, v) + O(lam**2), by=series(lam, change, why="equation (18)"), printed="(17)"),
    )


# -- Theorem 3, Theorem 13 and their signs ------------------------------------------------------------------------------

@theorem_claim("Theorem 3", title="Self-improvement at a prompt", printed=["(14)"],
               adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def self_improvement(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """At each prompt the expected safety moves by λ⟨Σ_w v_c, v*⟩ + O(λ²), Σ_w the covariance there. Noise only has to be
    uncorrelated with ⟨h, v_c⟩, and Σ_w need not be definite."""
    *_, uncorrelated = given(*prompt_hypotheses(h, v_c, eps))
    x, t, pi = inner(h, v), inner(h, v_c), policy(h, v_c)
    S, change = x + eps, lam * inner(CovOperator(h) @ v_c, v)
    show(equals(E(S, under=pi) - E(S), change + O(lam**2)))
    have(square_integrable(x))
    have(for_small(lam, Ne(E(exp(lam * t)), 0)), by=theorem(using(normaliser), "the normaliser", t=Lambda(omega, t)))
    signal = have(equals(E(x, under=pi) - E(x), change + O(lam**2)), printed="(18)",
                  by=theorem(using(first_order_change), "(18)", h=Lambda(omega, h), v_c=v_c, v=v))
    tilted_noise = have(equals(E(eps, under=pi), E(eps) + lam * Cov(eps, t) + O(lam**2)),
                        by=theorem(using(exponential_tilt), "Lemma 12", phi=Lambda(omega, eps), t=Lambda(omega, t)))
    noise = chain(E(eps, under=pi), eq(E(eps) + lam * Cov(eps, t) + O(lam**2), by=series(lam, tilted_noise, why="Lemma 12")),
                  eq(E(eps) + lam * 0 + O(lam**2), by=rewrite(uncorrelated, why="uncorrelated noise")))
    return chain(
        E(S, under=pi) - E(S),
        eq(E(eps, under=pi) - E(eps) + (E(x, under=pi) - E(x)), by=definition(Expectation, why="linearity"), printed="(15)"),
        eq(change + O(lam**2), by=series(lam, noise, signal, why="both expansions")),
    )


@corollary("Theorem 3 (sign)", title="What the first-order term decides", printed=["Theorem 3: if"],
           adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def improvement(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """Alignment rises for all small λ > 0 if ⟨Σ_w v_c, v*⟩ > 0, and falls if ⟨Σ_w v_c, v*⟩ < 0."""
    given(*prompt_hypotheses(h, v_c, eps))
    S, c = inner(h, v) + eps, inner(CovOperator(h) @ v_c, v)
    before, after = E(S), E(S, under=policy(h, v_c))
    show(And(Implies(c > 0, better(after, before)), Implies(c < 0, better(before, after))))
    have(equals(after - before, lam * c + O(lam**2)), printed="(14)",
         by=theorem(using(self_improvement), "Theorem 3", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps)))
    return have(And(Implies(c > 0, better(after, before)), Implies(c < 0, better(before, after))),
                by=theorem(using(first_order_sign), "first-order sign", F=Lambda(lam, after), G=Lambda(lam, before), c=c))


@theorem_claim("Theorem 3 (at zero)", title="Where the first-order term vanishes")
def improvement_at_zero(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """If ⟨Σ_w v_c, v*⟩ = 0, the sign of the third joint cumulant of ⟨h, v*⟩, ⟨h, v_c⟩ and ⟨h, v_c⟩ decides (when it is
    not 0): alignment can rise although the first-order condition fails."""
    x, t = inner(h, v), inner(h, v_c)
    S, kappa = x + eps, third_cumulant(x, t, t)
    before, after = E(S), E(S, under=policy(h, v_c))
    *_, uncorrelated, symmetric, none = given(*prompt_hypotheses(h, v_c, eps), Eq(third_cumulant(eps, t, t), 0),
                                              Eq(inner(CovOperator(h) @ v_c, v), 0))
    show(And(equals(after - before, lam**2 / 2 * kappa + O(lam**3)),
             Implies(kappa > 0, better(after, before)), Implies(kappa < 0, better(before, after))))
    have(square_integrable(x))
    have(square_integrable(t))
    expansion = have(equals(after, E(S) + lam * Cov(S, t) + lam**2 / 2 * third_cumulant(S, t, t) + O(lam**3)),
                     by=theorem(using(exponential_tilt_to_second_order), "Lemma 12 (second order)",
                                phi=Lambda(omega, S), t=Lambda(omega, t)))
    flat = chain(Cov(S, t), eq(Cov(x, t) + Cov(eps, t), by=algebra(why="linearity")),
                 eq(inner(CovOperator(h) @ v_c, v) + Cov(eps, t), by=definition(Inner)), eq(0, by=rewrite(none, uncorrelated)))
    cumulant = chain(third_cumulant(S, t, t), eq(kappa + third_cumulant(eps, t, t), by=algebra(why="linearity")),
                     eq(kappa, by=rewrite(symmetric)))
    change = chain(
        after - before,
        eq(lam * Cov(S, t) + lam**2 / 2 * third_cumulant(S, t, t) + O(lam**3), by=series(lam, expansion)),
        eq(lam * 0 + lam**2 / 2 * kappa + O(lam**3), by=rewrite(flat, cumulant)),
        eq(lam**2 / 2 * kappa + O(lam**3), by=series(lam)),
    )
    signs = have(And(Implies(kappa > 0, better(after, before)), Implies(kappa < 0, better(before, after))),
                 by=theorem(using(second_order_sign), "second-order sign", F=Lambda(lam, after), G=Lambda(lam, before),
                            c=kappa))
    return change, *conjuncts(signs)


@corollary("Corollary 4", title="The condition, where the first-order term is not 0", printed=["Corollary 4: if"],
           adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def improvement_condition(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """If ⟨Σ_w v_c, v*⟩ ≠ 0, alignment rises for all small λ > 0 if and only if ⟨Σ_w v_c, v*⟩ > 0."""
    S, c = inner(h, v) + eps, inner(CovOperator(h) @ v_c, v)
    before, after = E(S), E(S, under=policy(h, v_c))
    given(*prompt_hypotheses(h, v_c, eps), Ne(c, 0))
    show(Iff(better(after, before), c > 0))
    have(equals(after - before, lam * c + O(lam**2)), printed="(14)",
         by=theorem(using(self_improvement), "Theorem 3", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps)))
    return have(Iff(better(after, before), c > 0),
                by=theorem(using(exactly_when), "the first-order term", F=Lambda(lam, after), G=Lambda(lam, before), c=c))


@corollary("Corollary 4 (isotropic)", title="Isotropic representations", printed=["Corollary 4: isotropic"])
def isotropic_condition(Sigma: OperatorOn("d", "positive semidefinite"), v_c: Direction, v: Direction, sigma: Positive):
    """If the covariance Σ is σ²I with σ > 0, then ⟨Σv_c, v*⟩ = σ²⟨v_c, v*⟩, and both have the same sign."""
    c, overlap = inner(Sigma @ v_c, v), inner(v_c, v)
    isotropic = given(Eq(Sigma, sigma**2 * Identity("d")))
    show(And(Eq(c, sigma**2 * overlap), Iff(c > 0, overlap > 0)))
    value = chain(c, eq(inner((sigma**2 * Identity("d")) @ v_c, v), by=rewrite(isotropic)), eq(sigma**2 * overlap))
    scale = have(sigma**2 > 0)
    with suppose(c > 0) as condition:
        positive = chain(overlap, eq(c / sigma**2, by=algebra(value)), gt(0, by=positivity(condition.fact)))
    condition.conclude(positive)
    with suppose(overlap > 0) as simple:
        positive = chain(c, eq(sigma**2 * overlap, by=algebra(value)), gt(0, by=positivity(simple.fact, scale)))
    simple.conclude(positive)
    return value, have(Iff(c > 0, overlap > 0))


@theorem_claim("Theorem 13", title="Nonlinear self-improvement", printed=["(44)"],
               adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def nonlinear_improvement(h: Representation, f: FunctionOn(Vector("d")), v_c: Direction, eps: RandomScalar):
    """For any f with E f(h)² finite, the expected safety moves by λ Cov(f(h), ⟨h, v_c⟩) + O(λ²); f need not be smooth."""
    t, pi, S = inner(h, v_c), policy(h, v_c), f(h) + eps
    *_, uncorrelated = given(mgf_finite_near_zero(t), square_integrable(f(h)), square_integrable(eps), Eq(Cov(eps, t), 0))
    show(equals(E(S, under=pi) - E(S), lam * Cov(f(h), t) + O(lam**2)))
    have(for_small(lam, Ne(E(exp(lam * t)), 0)), by=theorem(using(normaliser), "the normaliser", t=Lambda(omega, t)))
    signal, noise = (have(equals(E(X, under=pi), E(X) + lam * Cov(X, t) + O(lam**2)),
                          by=theorem(using(exponential_tilt), "Lemma 12", phi=Lambda(omega, X), t=Lambda(omega, t)))
                     for X in (f(h), eps))
    return chain(
        E(S, under=pi) - E(S),
        eq(E(f(h), under=pi) + E(eps, under=pi) - (E(f(h)) + E(eps)), by=definition(Expectation, why="linearity")),
        eq(lam * Cov(f(h), t) + lam * Cov(eps, t) + O(lam**2), by=series(lam, signal, noise, why="Lemma 12, twice")),
        eq(lam * Cov(f(h), t) + lam * 0 + O(lam**2), by=rewrite(uncorrelated, why="uncorrelated noise")),
        eq(lam * Cov(f(h), t) + O(lam**2), by=series(lam), printed="(44)"),
    )


@corollary("Theorem 13 (condition)", title="The condition, where the first-order term is not 0", printed=["Theorem 13: if"],
           adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def nonlinear_condition(h: Representation, f: FunctionOn(Vector("d")), v_c: Direction, eps: RandomScalar):
    """If Cov(f(h), ⟨h, v_c⟩) ≠ 0, alignment rises for all small λ > 0 if and only if Cov(f(h), ⟨h, v_c⟩) > 0."""
    t, S, c = inner(h, v_c), f(h) + eps, Cov(f(h), inner(h, v_c))
    before, after = E(S), E(S, under=policy(h, v_c))
    given(mgf_finite_near_zero(t), square_integrable(f(h)), square_integrable(eps), Eq(Cov(eps, t), 0), Ne(c, 0))
    show(Iff(better(after, before), c > 0))
    have(equals(after - before, lam * c + O(lam**2)), printed="(44)",
         by=theorem(using(nonlinear_improvement), "Theorem 13", h=Lambda(omega, h), f=f, v_c=v_c, eps=Lambda(omega, eps)))
    return have(Iff(better(after, before), c > 0),
                by=theorem(using(exactly_when), "the first-order term", F=Lambda(lam, after), G=Lambda(lam, before), c=c))


@remark("Remark 3", title="The linear case", printed=["(45)"])
def linear_case(h: Representation, v_c: Direction, v: Direction):
    """For f(h) = ⟨h, v*⟩ the covariance of Theorem 13 is ⟨Σ_w v_c, v*⟩, so it contains Theorem 3."""
    given(square_integrable(norm(h)))
    Sigma = CovOperator(h)
    show(Eq(Cov(inner(h, v), inner(h, v_c)), inner(Sigma @ v_c, v)))
    return chain(
        Cov(inner(h, v), inner(h, v_c)),
        eq(inner(v, Sigma @ v_c), by=definition(Inner)),
        eq(inner(Sigma @ v_c, v), by=algebra(why="symmetry of ⟨·, ·⟩"), printed="(45)"),
    )


# -- averaged over prompts ----------------------------------------------------------------------------------------------

PROMPTS, RESPONSES = Point("X"), Point("Y")


def both_bounds(y, b):
    """−b ≤ y and y ≤ b, from |y| ≤ b."""
    low, high, _ = conjuncts(using(two_bounds))
    return have(-b <= y, by=theorem(low, "|x| ≤ b", x=y, b=b)), have(y <= b, by=theorem(high, "|x| ≤ b", x=y, b=b))


@lemma("Averaged expansions", title="Remainders with an integrable bound can be averaged")
def averaged_expansion(A: FunctionOn(PROMPTS, SCALAR), B: FunctionOn(PROMPTS), c: FunctionOn(PROMPTS),
                       K: FunctionOn(PROMPTS)):
    """If |A(x, λ) − B(x) − λc(x)| ≤ K(x)λ² for all prompts x and all |λ| < ρ, with K of finite mean, then the mean of A
    over the prompts moves by λ E c + O(λ²)."""
    x, D, rho = Symbol("x", PROMPTS), Symbol("D", Measure(PROMPTS), "probability"), Positive("rho")
    mean, finite = (lambda body: E(body, under=D, over=x)), (lambda body: integrable(body, under=D, over=x))
    rest = A(x, lam) - B(x) - lam * c(x)
    change, size = mean(A(x, lam)) - mean(B(x)) - lam * mean(c(x)), Abs(mean(K(x)))
    bounded = ForAll(lam, Implies(Abs(lam) < rho, And(finite(A(x, lam)), ForAll(x, Abs(rest) <= K(x) * lam**2))))
    given(finite(B(x)), finite(c(x)), finite(K(x)))
    expansion = equals(mean(A(x, lam)) - mean(B(x)), lam * mean(c(x)) + O(lam**2))
    show(Implies(bounded, expansion))
    with suppose(bounded) as premise:
        with suppose(Abs(lam) < rho) as small:
            have(And(finite(A(x, lam)), ForAll(x, Abs(rest) <= K(x) * lam**2)), by=theorem(premise.fact, lam=lam))
            have(finite(rest))
            have(finite(K(x) * lam**2))
            have(finite(-(K(x) * lam**2)))
            have(Abs(rest) <= K(x) * lam**2)
            for side in both_bounds(rest, K(x) * lam**2):
                generalized(side, x)
            lower, middle, upper = Lambda(x, -(K(x) * lam**2)), Lambda(x, rest), Lambda(x, K(x) * lam**2)
            below = have(mean(lower(x)) <= mean(rest), by=law("expectation is monotone", P=D, X=lower, Y=middle))
            above = have(mean(rest) <= mean(upper(x)), by=law("expectation is monotone", P=D, X=middle, Y=upper))
            linear = have(Eq(mean(rest), change), why="linearity")
            have(size <= size)
            _, most = both_bounds(mean(K(x)), size)
            least = have(mean(lower(x)) >= -(size * lam**2), by=positivity(most, degree=3))
            greatest = have(mean(upper(x)) <= size * lam**2, by=positivity(most, degree=3))
            have(-(size * lam**2) <= change, by=positivity(least, below, linear))
            have(change <= size * lam**2, by=positivity(greatest, above, linear))
            within = theorem(conjuncts(using(two_bounds))[2], "|x| ≤ b", x=change, b=size * lam**2)
            bound = chain(Abs(change), le(size * lam**2, by=within), eq(size * Abs(lam)**2))
        near = exhibit(for_small(lam, bound.statement), rho, generalized(small.conclude(bound), lam))
        exact = exhibit(Exists(C, for_small(lam, Abs(change) <= C * Abs(lam)**2)), size, near)
        chain(expansion, iff(exact.statement, by=definition(Asymptotic)))
        averaged = have(expansion)
    return premise.conclude(averaged)


@theorem_claim("Theorem 3 (averaged over prompts)", title="Self-improvement on average", printed=["Theorem 3: covariance"])
def averaged_improvement(v_c: Direction, v: Direction, K: FunctionOn(PROMPTS)):
    """Over random prompts the change is λ times the average of the covariances at the prompts, paired with v_c and v*, if
    the remainders at the prompts have a bound K(x)λ² with K of finite mean."""
    x, D, rho = Symbol("x", PROMPTS), Symbol("D", Measure(PROMPTS), "probability"), Positive("rho")
    y, base = Symbol("y", RESPONSES), Symbol("pi", Function(PROMPTS, Measure(RESPONSES)), "probability")
    h = Symbol("h", Function(PROMPTS, RESPONSES, Vector("d")))(x, y)
    S = inner(h, v) + Symbol("eps", Function(PROMPTS, RESPONSES, SCALAR))(x, y)
    after = E(S, under=tilted(inner(h, v_c), lam, base=base(x), over=y), over=y)
    before, slope = E(S, under=base(x), over=y), inner(CovOperator(h, under=base(x), over=y) @ v_c, v)
    mean, finite = (lambda body: E(body, under=D, over=x)), (lambda body: integrable(body, under=D, over=x))
    given(finite(before), finite(slope), finite(K(x)))
    bounded = ForAll(lam, Implies(Abs(lam) < rho, And(finite(after), ForAll(
        x, Abs(after - before - lam * slope) <= K(x) * lam**2))))
    expansion = equals(mean(after) - mean(before), lam * mean(slope) + O(lam**2))
    show(Implies(bounded, expansion))
    with suppose(bounded) as premise:
        averaged = have(expansion, by=theorem(using(averaged_expansion), "averaging", A=Lambda(x, lam, after),
                                              B=Lambda(x, before), c=Lambda(x, slope), K=K, D=D, rho=rho))
    return premise.conclude(averaged)


# -- what is printed, and what is wrong with it -------------------------------------------------------------------------

@lemma("Exponential moments of a normal", title="E e^{ax} for a standard normal x")
def normal_exponential_moment(a: Real):
    """For x ~ N(0, 1) the mean of e^{ax} is e^{a²/2}."""
    x = Real("x")
    density = lambda y: exp(-(y**2) / 2) / sqrt(2 * pi)
    body = Lambda(x, exp(a * x) * density(x))
    show(Eq(E(exp(a * x), under=Normal(0, 1), over=x), exp(a**2 / 2)))
    bell = have(Eq(Integral(x, -oo, oo, exp(-(x**2 / 2))), sqrt(2 * pi)), by=law("Gaussian integral"))
    return chain(
        E(exp(a * x), under=Normal(0, 1), over=x),
        eq(Integral(x, -oo, oo, body(x)), by=definition(Expectation)),
        eq(Integral(x, -oo, oo, body(x + a)), by=law("affine substitution", c=1, b=a, F=body)),
        eq(exp(a**2 / 2) / sqrt(2 * pi) * Integral(x, -oo, oo, exp(-(x**2 / 2)))),
        eq(exp(a**2 / 2), by=rewrite(bell)),
    )


def no_exponential_moment(score, constant, gap):
    """E e^{score(x)} = ∞ for x ~ N(0, 1), when score(x) = ax − a²/4 − constant + gap with gap ≥ 0, for every a.

    For then E e^{score} ≥ e^{a²/4 − constant} for every a, which at a² = 4(M + constant) is more than M.
    """
    x, a, base = Real("x"), Real("a"), Normal(0, 1)
    line, M = a * x - a**2 / 4 - constant, E(exp(score), under=base, over=x)
    with suppose(Integrable(x, base, exp(score))) as finite:
        tangent = have(1 + gap <= exp(gap), by=law("exponential above its tangent", x=gap))
        above = chain(exp(line), le(exp(line) * exp(gap), by=positivity(tangent, have(gap >= 0), have(exp(line) > 0))),
                      eq(exp(score)))
        generalized(above, x)
        have(Integrable(x, base, exp(line)))
        monotone = have(E(exp(line), under=base, over=x) <= M,
                        by=law("expectation is monotone", P=base, X=Lambda(x, exp(line)), Y=Lambda(x, exp(score))))
        height = chain(
            E(exp(line), under=base, over=x),
            eq(exp(-(a**2) / 4 - constant) * E(exp(a * x), under=base, over=x)),
            eq(exp(-(a**2) / 4 - constant) * exp(a**2 / 2), by=rewrite(using(normal_exponential_moment))),
            eq(exp(a**2 / 4 - constant)),
        )
        bound = chain(exp(a**2 / 4 - constant), eq(E(exp(line), under=base, over=x), by=rewrite(height)),
                      le(M, by=theorem(monotone, "monotonicity")))
        every = generalized(bound, a)
        at_last = have(exp(M) <= M, why=r"take $a$ with $a^2/4 = M$ + the constant",
                       by=theorem(every, a=sqrt(4 * (M + constant))))
        absurd = falsehood(at_last, have(1 + M <= exp(M), by=law("exponential above its tangent", x=M)))
    return contradiction_from(finite, absurd)


@refutation("Lemma 12, as printed", title="A tilt that does not exist", erratum=erratum(
    "Lemma 12", printed=r"E_{\pi_0}[\phi(h)^2] < \infty",
    should_read=r"E_{\pi_0}[\phi(h)^2] < \infty \text{ and } E_{\pi_0}[e^{\delta|\langle h, v_c\rangle|}] < \infty "
                r"\text{ for some } \delta > 0",
    why="With y standard normal, h(y) = y⁴ and φ(h) = h, all moments are finite, but Z(λ) is infinite for every λ > 0: there "
        "is no tilted policy.", repaired_by=["Lemma 12"]))
def lemma_12_as_printed(lam: Positive):
    """With y standard normal and φ(h) = ⟨h, v_c⟩ = y⁴, E φ² is finite and E e^{λ⟨h, v_c⟩} is infinite for every λ > 0."""
    x, a, base = Real("x"), Real("a"), Normal(0, 1)
    show(And(Integrable(x, base, (x**4)**2), Not(Integrable(x, base, exp(lam * x**4)))))
    moments = have(Integrable(x, base, (x**4)**2), why="all moments of a normal are finite")
    gap = lam * (x**2 - 1 / (2 * lam))**2 + (x - a / 2)**2
    return moments, no_exponential_moment(lam * x**4, 1 / (4 * lam), gap)


@refutation("Theorem 13, as printed (moments)", title="A smooth f without a mean", erratum=erratum(
    "Theorem 13", printed=r"f : \mathbb{R}^d \to \mathbb{R} \text{ smooth}",
    should_read=r"f \text{ with } E_{\mathrm{base}}[f(h)^2] < \infty\text{, and } "
                r"E_{\mathrm{base}}[e^{\delta|\langle h, v_c\rangle|}] < \infty \text{ for some } \delta > 0",
    why="For h standard normal on the line and f(h) = e^{h²}, f is smooth and E f(h) is infinite. Smoothness is not needed, "
        "the moments are; Theorem 3 and Corollary 4 need theirs too.", repaired_by=["Theorem 13", "Theorem 3"]))
def moments_as_printed():
    """With h standard normal on the line and f(h) = e^{h²}, the base policy has no expected safety."""
    x, a = Real("x"), Real("a")
    show(Not(Integrable(x, Normal(0, 1), exp(x**2))))
    return no_exponential_moment(x**2, Number(0), (x - a / 2)**2)


def increasing(low, high):
    """exp is increasing, between two given numbers."""
    have(low < high)
    return law("exponential is increasing", x=low, y=high)


@lemma("Above two", title="e^λ + e^{−λ} > 2")
def above_two():
    """For λ ≠ 0 the mean of e^λ and e^{−λ} is larger than 1."""
    given(Ne(lam, 0))
    show(exp(lam) + exp(-lam) > 2)
    root, reciprocal = exp(lam / 2), exp(-lam / 2)
    either = have(Or(lam < 0, Eq(lam, 0), 0 < lam), by=law("trichotomy", x=lam, y=0))
    with suppose(lam < 0) as below:
        less = have(root < reciprocal, by=increasing(lam / 2, -lam / 2))
        first = below.conclude(have(exp(lam) + exp(-lam) > 2, by=positivity(less)))
    with suppose(Eq(lam, 0)) as none:
        chain(Ne(lam, 0), iff(Not(Eq(lam, 0)), by=definition(Ne)))
        never = none.conclude(falsehood(none.fact, have(Not(Eq(lam, 0)))))
    with suppose(0 < lam) as above:
        more = have(reciprocal < root, by=increasing(-lam / 2, lam / 2))
        last = above.conclude(have(exp(lam) + exp(-lam) > 2, by=positivity(more)))
    return by_cases(either, first, never, last)


plane = VectorIn(2)("z")
e1, e2 = Coordinates(1, 0), Coordinates(0, 1)
quarter = rational("1/4")
FOUR_POINTS = discrete([(quarter, Coordinates(1, 1)), (quarter, Coordinates(-1, 1)), (quarter, Coordinates(0, -1)),
                        (quarter, Coordinates(0, -1))])
ROUND = discrete([(rational("3/8"), Coordinates(1, rational("1/2"))), (rational("3/8"), Coordinates(-1, rational("1/2"))),
                  (quarter, Coordinates(0, rational("-3/2")))])


def gain_of(body, base, v_c, z=plane):
    """How much tilting a finite base policy by λ⟨z, v_c⟩ adds to a mean."""
    return E(body, under=tilted(inner(z, v_c), lam, base=base, over=z), over=z) - E(body, under=base, over=z)


@refutation("Theorem 3, as printed", title="Improvement although ⟨Σ_w v_c, v*⟩ = 0", printed=["Theorem 3: only if"],
            erratum=erratum(
    "Theorem 3", printed=r"\text{improvement occurs iff } \langle \Sigma_w v_c, v^* \rangle > 0",
    should_read=r"\text{if } \langle \Sigma_w v_c, v^* \rangle \neq 0\text{, improvement occurs for all small } \lambda > 0 "
                r"\text{ iff } \langle \Sigma_w v_c, v^* \rangle > 0",
    why="At 0 the second order decides: on the points (1,1), (−1,1), (0,−1), (0,−1) with v_c = e₁ and v* = e₂ the inner "
        "product is 0, and every λ ≠ 0 improves alignment. (√2h₁ in place of h₁ and v_c/√2 in place of v_c whiten these points "
        "and change no policy.)",
    repaired_by=["Theorem 3 (sign)", "Theorem 3 (at zero)", "Corollary 4"]))
def theorem_3_as_printed():
    """On four points of the plane ⟨Σ_w v_c, v*⟩ = 0, and the change is (e^λ + e^{−λ} − 2)/(e^λ + e^{−λ} + 2) > 0 for λ ≠ 0."""
    cosh2 = exp(lam) + exp(-lam)
    x = inner(plane, e2)
    gain = gain_of(x, FOUR_POINTS, e1)
    slope = inner(CovOperator(plane, under=FOUR_POINTS, over=plane) @ e1, e2)
    show(And(Eq(slope, 0), ForAll(lam, Implies(Ne(lam, 0), And(Eq(gain, (cosh2 - 2) / (cosh2 + 2)), gain > 0)))))
    flat = chain(slope, eq(Cov(inner(plane, e1), x, under=FOUR_POINTS, over=plane), by=definition(Inner)),
                 eq(0, by=definition(Covariance, Expectation)))
    with suppose(Ne(lam, 0)) as moved:
        above = have(cosh2 > 2, by=theorem(using(above_two), "the arithmetic mean", lam=lam))
        value = chain(gain, eq((cosh2 - 2) / (cosh2 + 2), by=definition(Expectation)))
        rise = chain(gain, eq((cosh2 - 2) / (cosh2 + 2), by=rewrite(value)), gt(0, by=positivity(above)))
        both = have(And(value.statement, rise.statement))
    return flat, generalized(moved.conclude(both), lam)


@refutation("Corollary 4, as printed", title="Isotropic representations, ⟨v_c, v*⟩ = 0, and improvement",
            printed=["Corollary 4: only if"], erratum=erratum(
    "Corollary 4",
    printed=r"\text{improves alignment (for small } \lambda\text{) if and only if } \langle \Sigma_w v_c, v^* \rangle > 0",
    should_read=r"\text{if } \langle \Sigma_w v_c, v^* \rangle \neq 0\text{: improves alignment for all small } \lambda > 0 "
                r"\text{ if and only if } \langle \Sigma_w v_c, v^* \rangle > 0",
    why="On three points with covariance (3/4)I, orthogonal v_c and v* give 0, and every λ ≠ 0 improves alignment.",
    repaired_by=["Corollary 4", "Corollary 4 (isotropic)", "Theorem 3 (at zero)"]))
def corollary_4_as_printed():
    """On three points of the plane the covariance is (3/4)I and ⟨v_c, v*⟩ = 0; the mean of ⟨h, v*⟩ rises for every λ ≠ 0."""
    a, b, c, d = Real("a"), Real("b"), Real("c"), Real("d")
    cosh2, x, u, w = exp(lam) + exp(-lam), inner(plane, e2), Coordinates(a, b), Coordinates(c, d)
    gain = gain_of(x, ROUND, e1)
    image = inner(CovOperator(plane, under=ROUND, over=plane) @ u, w)
    show(And(ForAll(a, ForAll(b, ForAll(c, ForAll(d, Eq(image, rational("3/4") * (a * c + b * d)))))), Eq(inner(e1, e2), 0),
             ForAll(lam, Implies(Ne(lam, 0), gain > 0))))
    isotropic = generalized(chain(
        image,
        eq(Cov(inner(plane, u), inner(plane, w), under=ROUND, over=plane), by=definition(Inner)),
        eq(rational("3/4") * (a * c + b * d), by=definition(Covariance, Expectation)),
    ), a, b, c, d)
    orthogonal = chain(inner(e1, e2), eq(0))
    with suppose(Ne(lam, 0)) as moved:
        above = have(cosh2 > 2, by=theorem(using(above_two), "the arithmetic mean", lam=lam))
        rise = chain(gain, eq(3 * (cosh2 - 2) / (6 * cosh2 + 4), by=definition(Expectation)), gt(0, by=positivity(above)))
    return isotropic, orthogonal, generalized(moved.conclude(rise), lam)


@refutation("Theorem 13, as printed", title="Improvement although the covariance is 0", printed=["Theorem 13: only if"],
            erratum=erratum(
    "Theorem 13", printed=r"\text{if and only if } \mathrm{Cov}_{\mathrm{base}}(f(h), \langle h, v_c \rangle) > 0",
    should_read=r"\text{if } \mathrm{Cov}_{\mathrm{base}}(f(h), \langle h, v_c \rangle) \neq 0\text{: if and only if it is } "
                r"> 0",
    why="For h in {−1, 0, 1} with probabilities 1/4, 1/2, 1/4 and f(h) = 2h² − 1 the covariance is 0, and every λ ≠ 0 improves "
        "alignment. The theorem also needs the moments that Lemma 12 needs.",
    repaired_by=["Theorem 13", "Theorem 13 (condition)", "Lemma 12 (second order)"]))
def theorem_13_as_printed():
    """On the line with f(h) = 2h² − 1, Cov(f(h), h) = 0, and the mean of f(h) rises for every λ ≠ 0."""
    z, one = VectorIn(1)("z"), Coordinates(1)
    base = discrete([(quarter, one), (quarter, Coordinates(-1)), (rational("1/2"), Coordinates(0))])
    cosh2, value = exp(lam) + exp(-lam), 2 * inner(z, one)**2 - 1
    gain = gain_of(value, base, one, z)
    slope = Cov(value, inner(z, one), under=base, over=z)
    show(And(Eq(slope, 0), ForAll(lam, Implies(Ne(lam, 0), gain > 0))))
    flat = chain(slope, eq(0, by=definition(Covariance, Expectation)))
    with suppose(Ne(lam, 0)) as moved:
        above = have(cosh2 > 2, by=theorem(using(above_two), "the arithmetic mean", lam=lam))
        rise = chain(gain, eq((cosh2 - 2) / (cosh2 + 2), by=definition(Expectation)), gt(0, by=positivity(above)))
    return flat, generalized(moved.conclude(rise), lam)


@refutation("Equation (41), as printed", title="A missing remainder", printed=["(41)"], erratum=erratum(
    "Equation (41)",
    printed=r"(E[\phi] + \lambda E[\phi \langle h, v_c \rangle]) \times "
            r"(1 - \lambda E[\langle h, v_c \rangle] + O(\lambda^2))",
    should_read=r"(E[\phi] + \lambda E[\phi \langle h, v_c \rangle] + O(\lambda^2)) \times "
                r"(1 - \lambda E[\langle h, v_c \rangle] + O(\lambda^2))",
    why="Where E[φ] = E[φ⟨h, v_c⟩] = 0 the printed right side is 0 whatever the remainder is, and N(λ)/Z(λ) need not be 0.",
    repaired_by=["Lemma 12"]))
def equation_41_as_printed():
    """On the four points, with φ = ⟨h, e₂⟩ and t = ⟨h, e₁⟩, N/Z ≠ (E φ + λ E φt)(1 − λ E t + λ²R) for all R and all λ ≠ 0."""
    R, cosh2 = Real("R"), exp(lam) + exp(-lam)
    t, phi = inner(plane, e1), inner(plane, e2)
    mean = lambda body: E(body, under=FOUR_POINTS, over=plane)
    exact = mean(phi * exp(lam * t)) / mean(exp(lam * t))
    printed = (mean(phi) + lam * mean(phi * t)) * (1 - lam * mean(t) + lam**2 * R)
    show(ForAll(lam, Implies(Ne(lam, 0), ForAll(R, Ne(printed, exact)))))
    with suppose(Ne(lam, 0)) as moved:
        above = have(cosh2 > 2, by=theorem(using(above_two), "the arithmetic mean", lam=lam))
        left = chain(exact, eq((cosh2 - 2) / (cosh2 + 2), by=definition(Expectation)), gt(0, by=positivity(above)))
        right = chain(printed, eq(0, by=definition(Expectation)))
        chain(0, lt((cosh2 + 2) / 4, by=positivity(have(cosh2 > 0))), eq(mean(exp(lam * t)), by=definition(Expectation)))
        chain(printed, eq(0, by=theorem(right, "the first factor is 0")), lt(exact, by=theorem(left, "the left side")))
        differ = generalized(have(Ne(printed, exact)), R)
    return generalized(moved.conclude(differ), lam)


@refutation("Theorem 3, as printed (definiteness)", title="A singular covariance", printed=["Theorem 3: definite"],
            erratum=erratum(
    "Theorem 3, and below (16)", printed=r"\Sigma_w = \mathrm{Cov}_{\pi_{\mathrm{base}}}(h) \text{ is positive definite}",
    should_read=r"\Sigma_w = \mathrm{Cov}_{\pi_{\mathrm{base}}}(h) \text{ is positive semidefinite}",
    why="Representations of the responses to a prompt that lie on a line have a singular covariance. Whitening over prompts "
        "and responses together does not exclude it: one coordinate may depend on the prompt only. Nor does the theorem need "
        "it.", repaired_by=["Covariance operators are positive semidefinite", "Theorem 3"]))
def definiteness_as_printed():
    """The two points (1, 0) and (−1, 0) with equal weights have a covariance operator that is not positive definite."""
    base = discrete([(rational("1/2"), Coordinates(1, 0)), (rational("1/2"), Coordinates(-1, 0))])
    Sigma, x, zero = CovOperator(plane, under=base, over=plane), VectorIn(2)("x"), Zero(Vector(2))
    show(Not(PositiveDefinite(Sigma)))
    positive = ForAll(x, Implies(Ne(x, zero), Lt(0, inner(Sigma @ x, x))))
    height = inner(plane, e2)
    flat = chain(inner(Sigma @ e2, e2), eq(Cov(height, height, under=base, over=plane), by=definition(Inner)),
                 eq(0, by=definition(Covariance, Expectation)))
    with suppose(Eq(e2, zero)) as none:
        unit = chain(1, eq(inner(e2, e2)), eq(inner(zero, e2), by=rewrite(none.fact)), eq(0))
    contradiction_from(none, falsehood(unit))
    chain(Ne(e2, zero), iff(Not(Eq(e2, zero)), by=definition(Ne)))
    have(Ne(e2, zero))
    with suppose(PositiveDefinite(Sigma)) as definite:
        chain(PositiveDefinite(Sigma), iff(And(Symmetric(Sigma), positive), by=definition(PositiveDefinite)))
        every = conjuncts(have(And(Symmetric(Sigma), positive)))[1]
        absurd = falsehood(have(Lt(0, inner(Sigma @ e2, e2)), by=theorem(every, x=e2)), flat)
    return contradiction_from(definite, absurd)


@refutation("Theorem 3, as printed (averages)", title="The covariance is that of the responses to one prompt",
            printed=["Theorem 3: covariance"], erratum=erratum(
    "Theorem 3", printed=r"\Sigma_w = \mathrm{Cov}_{\pi_{\mathrm{base}}}(h)",
    should_read=r"\Sigma_w = \mathbb{E}_x[\mathrm{Cov}_{y \sim \pi_{\mathrm{base}}(\cdot | x)}(h(x, y))]",
    why="Alignment averages over prompts, and a policy is normalised at each prompt. If h depends on the prompt only, no tilt "
        "changes anything, and the covariance over prompts and responses is not 0. The average needs remainders at the prompts "
        "that have a bound K(x)λ² with K of finite mean.",
    repaired_by=["Theorem 3", "Theorem 3 (averaged over prompts)"]))
def pooled_covariance():
    """Two prompts with one response each, h = ±1: the change is 0 for every λ, and the covariance of h over both is 1."""
    z, y, one = VectorIn(1)("z"), VectorIn(1)("y"), Coordinates(1)
    prompts = discrete([(rational("1/2"), one), (rational("1/2"), Coordinates(-1))])
    answer = discrete([(1, z)])
    after = E(E(inner(y, one), under=tilted(inner(y, one), lam, base=answer, over=y), over=y), under=prompts, over=z)
    before = E(E(inner(y, one), under=answer, over=y), under=prompts, over=z)
    pooled = inner(CovOperator(z, under=prompts, over=z) @ one, one)
    show(And(ForAll(lam, Eq(after - before, 0)), Eq(pooled, 1)))
    still = generalized(chain(after - before, eq(0, by=definition(Expectation))), lam)
    spread = chain(pooled, eq(Cov(inner(z, one), inner(z, one), under=prompts, over=z), by=definition(Inner)),
                   eq(1, by=definition(Covariance, Expectation)))
    return still, spread
