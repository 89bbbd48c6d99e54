"""Iterated learning from the same constitution: Section 9.4.

In each round the policy before it is the reference, and the constitution activates the same v_c; so each round tilts the
last policy by λ⟨h, v_c⟩. What follows is about t = ⟨h, v_c⟩, or any other random number, under a base policy P. Whether
the direction drifts when the model changes, as the second paragraph of the section fears, is not modelled.
"""

from derivations import adversarial, regret, stein, tilt  # noqa: F401 — the responses, Cauchy–Schwarz, the normal law
from derivations.adversarial import AGAINST, WHITE, z
from derivations.tilt import lam
from symproof.prelude import *

Direction = VectorIn("d")
Semidefinite = OperatorOn("d", "positive semidefinite")
R_d = Vector("d")
n, y = Natural("n"), Real("y")
PHI = Symbol("phi", Function(OUTCOMES, SCALAR))
FIELD = Symbol("F", Function(R_d, SCALAR))
Line = FunctionOn(SCALAR)
Policies = lambda name: Symbol(name, Function(SCALAR, Measure(OUTCOMES)), "probability")


# -- many rounds are one ------------------------------------------------------------------------------------------------

def positive_weight(measure, score):
    """∫ e^score dπ > 0 for every probability measure π."""
    return have(0 < MeasureIntegral(omega, measure, exp(score)), why="the integrand is positive",
                by=law("integral of a positive function", nu=measure, X=Lambda(omega, exp(score)), Y=Lambda(omega, 1)))


@theorem_claim("Rounds", title="Many rounds are one round with a larger step")
def rounds(pi: Policies, t: RandomScalar):
    """Let π_0 be the base policy, and let each π_{n+1} be π_n tilted by λt. If every e^{nλt} has a finite mean under the
    base policy, then π_n gives every random number φ the mean that the base policy tilted by nλt gives it."""
    weight = lambda k: exp(k * lam * t)
    learning = And(Eq(pi(0), P), ForAll(n, Eq(pi(n + 1), tilted(t, lam, base=pi(n)))), ForAll(n, integrable(weight(n))))

    def alike(k, X):
        """π_k treats X as the base policy treats X e^{kλt}."""
        return And(Iff(integrable(X, under=pi(k)), integrable(X * weight(k))),
                   Eq(E(X, under=pi(k)), E(X * weight(k)) / E(weight(k))))

    X, zero, step, power = PHI(omega), Number(0), exp(lam * t), weight(n)
    show(Implies(learning, ForAll(n, ForAll(PHI, Eq(E(X, under=pi(n)), E(X, under=tilted(t, n * lam)))))))
    with suppose(learning) as premise:
        first, later, finite = conjuncts(premise.fact)
        chain(integrable(X, under=pi(0)), iff(integrable(X), by=rewrite(first)), iff(integrable(X * weight(zero))))
        chain(E(X, under=pi(0)), eq(E(X), by=rewrite(first)), eq(E(X * weight(zero)) / E(weight(zero))))
        generalized(have(alike(zero, X)), PHI)
        with suppose(ForAll(PHI, alike(n, X))) as known:
            have(integrable(power), by=theorem(finite, n=n))
            have(integrable(weight(n + 1)), by=theorem(finite, n=n + 1))
            have(integrable(step * power))
            for score in (n * lam * t, (n + 1) * lam * t):
                have(0 < E(exp(score)), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(score))))
            has_step, mean_of_step = conjuncts(have(alike(n, step), by=theorem(known.fact, phi=Lambda(omega, step))))
            has_both, mean_of_both = conjuncts(have(alike(n, X * step), by=theorem(known.fact, phi=Lambda(omega, X * step))))
            after = have(Eq(pi(n + 1), tilted(t, lam, base=pi(n))), by=theorem(later, n=n))
            have(integrable(step, under=pi(n)), by=theorem(has_step, "the supposition"))
            positive_weight(pi(n), lam * t)
            same = have(Iff(integrable(X, under=tilted(t, lam, base=pi(n))), integrable(X * step, under=pi(n))),
                        by=law("integrable under a tilt", nu=pi(n), X=PHI, Y=Lambda(omega, lam * t)))
            chain(
                integrable(X, under=pi(n + 1)),
                iff(integrable(X, under=tilted(t, lam, base=pi(n))), by=rewrite(after)),
                iff(integrable(X * step, under=pi(n)), by=theorem(same, "the density")),
                iff(integrable(X * step * power), by=theorem(has_both, "the supposition")),
                iff(integrable(X * weight(n + 1))),
            )
            inverse = have(0 < 1 / E(power), by=law("reciprocal of a positive number", x=E(power)))
            above = have(0 < E(step * power))
            have(0 < E(step * power) / E(power), by=positivity(above, inverse))
            chain(
                E(X, under=pi(n + 1)),
                eq(E(X, under=tilted(t, lam, base=pi(n))), by=rewrite(after)),
                eq(E(X * step, under=pi(n)) / E(step, under=pi(n)), by=definition(Expectation)),
                eq(E(X * step * power) / E(power) / (E(step * power) / E(power)), by=rewrite(mean_of_step, mean_of_both)),
                eq(E(X * weight(n + 1)) / E(weight(n + 1))),
            )
            onward = known.conclude(generalized(have(alike(n + 1, X)), PHI))
        generalized(onward, n)
        every = have(ForAll(n, ForAll(PHI, alike(n, X))), by=law("induction", S_n=Lambda(y, ForAll(PHI, alike(y, X)))))
        have(integrable(power), by=theorem(finite, n=n))
        value = have(alike(n, X), by=theorem(every, "induction", n=n, phi=PHI))
        final = chain(E(X, under=pi(n)), eq(E(X * power) / E(power), by=rewrite(conjuncts(value)[1])),
                      eq(E(X, under=tilted(t, n * lam)), by=definition(Expectation)))
        result = generalized(final, n, PHI)
    return premise.conclude(result)


Directions = lambda name: Symbol(name, Function(SCALAR, R_d))


@theorem_claim("Rounds (score direction)", title="The score direction moves on by the same step")
def score_direction(u: Directions, w: Direction, v_c: Direction):
    """If the score direction is w at first, and each round adds λ v_c to it, as Proposition 2 says with the last policy as
    the reference, then it is w + nλ v_c after n rounds: that of one round with the step nλ."""
    recursion, after = And(Eq(u(0), w), ForAll(n, Eq(u(n + 1), u(n) + lam * v_c))), lambda k: Eq(u(k), w + (k * lam) * v_c)
    show(Implies(recursion, ForAll(n, after(n))))
    with suppose(recursion) as learning:
        start, step = conjuncts(learning.fact)
        chain(u(0), eq(w, by=rewrite(start)), eq(w + (Number(0) * lam) * v_c))
        with suppose(after(n)) as known:
            onward = known.conclude(chain(
                u(n + 1), eq(u(n) + lam * v_c, by=theorem(step, "one round", n=n)),
                eq(w + (n * lam) * v_c + lam * v_c, by=rewrite(known.fact)), eq(w + ((n + 1) * lam) * v_c)))
        generalized(onward, n)
        every = have(ForAll(n, after(n)), by=law("induction", S_n=Lambda(y, after(y))))
    return learning.conclude(every)


def after_rounds(w, v_c, k):
    """The score direction after k rounds."""
    return w + (k * lam) * v_c


@lemma("Cancelled factor", title="A positive factor")
def cancelled_factor(a: Real, b: Real, r: Positive):
    """If ar ≤ br and r > 0, then a ≤ b."""
    product = given(a * r <= b * r)
    show(a <= b)
    return have(a <= b, by=positivity(product, have(0 < 1 / r)))


@lemma("Rounds (length)", title="The score direction grows without bound")
def length_grows(w: Direction, v_c: Direction):
    """For v_c ≠ 0, ‖w + nλ v_c‖ ≥ nλ‖v_c‖ − ‖w‖: for λ > 0 the length of the score direction has no bound."""
    moved, size, bound = w + (n * lam) * v_c, norm(v_c), n * lam * norm(v_c) - norm(w)
    given(Ne(v_c, Zero(R_d)))
    show(ForAll(n, bound <= norm(moved)))
    have(Lt(0, size), by=theorem(using("Positive norm"), "the norm of a nonzero vector", v=v_c))
    above = have(inner(moved, v_c) <= norm(moved) * size, by=theorem(using("Cauchy–Schwarz"), "Cauchy–Schwarz", u=moved, w=v_c))
    start = have(inner(w, -v_c) <= norm(w) * norm(-v_c), by=theorem(using("Cauchy–Schwarz"), "Cauchy–Schwarz", u=w, w=-v_c))
    same = chain(norm(w) * norm(-v_c), eq(norm(w) * size))
    chain(bound * size, eq(n * lam * inner(v_c, v_c) - norm(w) * size),
          le(inner(moved, v_c), by=positivity(start, same)), le(norm(moved) * size, by=positivity(above)))
    return generalized(have(bound <= norm(moved), by=theorem(using(cancelled_factor), "a positive factor", a=bound,
                                                              b=norm(moved), r=size)), n)


@refutation("Section 9.4, as printed (fixed point)", title="The score direction does not converge",
            printed=["Section 9.4: fixed point"], erratum=erratum(
    "Section 9.4", printed=r"\text{iterated RLAIF converges to a fixed point where the generation direction aligns with } v_c",
    should_read=r"\text{the score direction } w_t = w + t\lambda v_c \text{ grows without bound, and } w_t/\|w_t\| "
                r"\text{ tends to } v_c/\|v_c\|",
    why="Every round adds λ v_c, so no direction stays where it is, and no two consecutive ones are both close to any point; "
        "only the direction without its length settles, on that of v_c.",
    repaired_by=["Rounds (direction)", "Rounds (length)"]))
def no_fixed_point(w: Direction, v_c: Direction, lam: Positive):
    """For v_c ≠ 0 and λ > 0 a round leaves no direction x as it was, and of two consecutive directions w_n and w_{n+1} one has
    a distance of at least λ‖v_c‖/2 from x, whatever x is; for ‖w_{n+1} − x‖² + ‖w_n − x‖² ≥ λ²‖v_c‖²/2 > 0."""
    x, step = Direction("x"), lam**2 * inner(v_c, v_c) / 2
    at = lambda k: w + (k * lam) * v_c
    far = inner(at(n + 1) - x, at(n + 1) - x) + inner(at(n) - x, at(n) - x)
    given(Ne(v_c, Zero(R_d)))
    show(And(step > 0, ForAll(x, Ne(x + lam * v_c, x)), ForAll(x, ForAll(n, far >= step))))
    length = have(0 < inner(v_c, v_c), by=law("norm is definite", u=v_c))
    size = have(step > 0, by=positivity(length, degree=3))
    with suppose(Eq(x + lam * v_c, x)) as still:
        level = chain(lam * inner(v_c, v_c), eq(inner(x + lam * v_c, v_c) - inner(x, v_c)),
                      eq(inner(x, v_c) - inner(x, v_c), by=rewrite(still.fact)), eq(0))
        absurd = falsehood(level, have(0 < lam * inner(v_c, v_c), by=positivity(length)))
    contradiction_from(still, absurd)
    chain(Ne(x + lam * v_c, x), iff(Not(Eq(x + lam * v_c, x)), by=definition(Ne)))
    moved = generalized(have(Ne(x + lam * v_c, x)), x)
    middle = (at(n + 1) - x) + (at(n) - x)
    square = have(0 <= inner(middle, middle))
    return size, moved, generalized(chain(far, eq(step + inner(middle, middle) / 2), ge(step, by=positivity(square))), x, n)


@lemma("Unit vectors", title="Distance of two unit vectors, in numbers")
def unit_vectors(a: Positive, b: Positive, p: Real):
    """If −ab ≤ p ≤ ab for positive a and b, then 2 − 2p/(ab) ≤ 4(a² + b² − 2p)/b²."""
    low, high = given(-(a * b) <= p, p <= a * b)
    left, right = b**2 * (2 - 2 * p / (a * b)), 4 * (a**2 + b**2 - 2 * p)
    show(left / b**2 <= right / b**2)
    either = have(Or(4 * a < b, Eq(4 * a, b), b < 4 * a), by=law("trichotomy", x=4 * a, y=b))
    below, above = have(0 <= a * b - p, by=positivity(high)), have(0 <= a * b + p, by=positivity(low))
    sides = lambda rest: chain(left, le(left + rest / a, by=positivity(have(0 <= rest / a))), eq(right))
    with suppose(4 * a < b) as long:
        part = have(0 <= (a * b + p) * (b - 4 * a), by=positivity(above, long.fact))
        have(0 <= 2 * (a * b + p) * (b - 4 * a) + 4 * a**2 * (a + 2 * b), by=positivity(part, degree=3))
        first = long.conclude(sides(2 * (a * b + p) * (b - 4 * a) + 4 * a**2 * (a + 2 * b)))
    with suppose(Eq(4 * a, b)) as same:
        have(0 <= 4 * a * (a - b)**2)
        second = same.conclude(sides(4 * a * (a - b)**2 + 2 * (a * b - p) * (4 * a - b)))
    with suppose(b < 4 * a) as short:
        part = have(0 <= (a * b - p) * (4 * a - b), by=positivity(below, short.fact))
        have(0 <= 4 * a * (a - b)**2 + 2 * (a * b - p) * (4 * a - b), by=positivity(part, squares=(a - b,), degree=2))
        third = short.conclude(sides(4 * a * (a - b)**2 + 2 * (a * b - p) * (4 * a - b)))
    cleared = by_cases(either, first, second, third)
    return have(left / b**2 <= right / b**2, by=positivity(cleared))


def unit(x):
    """x/‖x‖."""
    return (1 / norm(x)) * x


def square(x):
    """‖x‖²."""
    return inner(x, x)


@lemma("Directions of two vectors", title="Vectors that are close, and long, have close directions")
def close_directions(x: Direction, z: Direction):
    """For x and z other than 0, ‖x/‖x‖ − z/‖z‖‖ ≤ 2‖x − z‖/‖z‖: here in squares."""
    given(Ne(x, Zero(R_d)), Ne(z, Zero(R_d)))
    gap, bound = square(unit(x) - unit(z)), 4 * square(x - z) / norm(z)**2
    show(gap <= bound)
    for each in (x, z):
        have(0 < norm(each), by=theorem(using("Positive norm"), "the norm of a nonzero vector", v=each))
    p, product = inner(x, z), norm(x) * norm(z)
    have(p <= product, by=theorem(using("Cauchy–Schwarz"), "Cauchy–Schwarz", u=x, w=z))
    mirrored = have(inner(-x, z) <= norm(-x) * norm(z), by=theorem(using("Cauchy–Schwarz"), "Cauchy–Schwarz", u=-x, w=z))
    opposite = chain(norm(-x) * norm(z), eq(product))
    have(-product <= p, by=positivity(mirrored, opposite))
    return chain(
        gap,
        eq(2 - 2 * p / product),
        eq(norm(z)**2 * (2 - 2 * p / product) / norm(z)**2),
        le(4 * (norm(x)**2 + norm(z)**2 - 2 * p) / norm(z)**2,
           by=theorem(using(unit_vectors), "the same in numbers", a=norm(x), b=norm(z), p=p)),
        eq(bound),
    )


@lemma("Squares of positive numbers", title="Squaring an inequality")
def squares_increase(a: Positive, b: Positive):
    """If a < b, then a² < b² for positive numbers."""
    less = given(a < b)
    show(a**2 < b**2)
    return have(a**2 < b**2, by=positivity(less))


def enough(m, e, r):
    """(2m + 1)(1 + 1/e)/r."""
    return (2 * m + 1) * (1 + 1 / e) / r


@lemma("Far enough", title="How many rounds suffice")
def far_enough(m: Nonnegative, q: Positive, r: Positive, t: Positive):
    """The number T = (2m + 1)(1 + q)/r is positive, and t > T gives m < tr and 4m²/(tr)² < 1/q."""
    bound, x = (2 * m + 1) * (1 + q), t * r
    late = bound / r < t
    show(And(0 < bound / r, Implies(late, m < x), Implies(late, 4 * m**2 / x**2 < 1 / q)))
    start = have(0 < bound / r)
    with suppose(late) as premise:
        far = chain(bound, eq(bound / r * r), lt(x, by=positivity(premise.fact)))
        longer = premise.conclude(have(m < x, by=positivity(far)))
        squares = have(bound**2 < x**2, by=theorem(using(squares_increase), "squaring", a=bound, b=x))
        more, wider, positive = have(4 * m**2 < (2 * m + 1)**2), have(q < (1 + q)**2), have((2 * m + 1)**2 > 0)
        inside = chain(4 * m**2 * q, lt((2 * m + 1)**2 * q, by=positivity(more)),
                       lt((2 * m + 1)**2 * (1 + q)**2, by=positivity(wider, positive)), eq(bound**2),
                       lt(x**2, by=positivity(squares)))
        small = premise.conclude(have(4 * m**2 / x**2 < 1 / q, by=positivity(inside)))
    return start, longer, small


@theorem_claim("Rounds (direction)", title="The score direction turns towards v_c", printed=["Section 9.4: fixed point"],
               adds=[added("the generation direction is meant up to its length, which needs $v_c \\neq 0$",
                           needed="Section 9.4, as printed (fixed point)")])
def direction(w: Direction, v_c: Direction, lam: Positive):
    """For v_c ≠ 0 and λ > 0, w_t/‖w_t‖ tends to v_c/‖v_c‖, where w_t = w + tλ v_c: for every ε > 0 there is a T such that for
    all t > T, w_t ≠ 0 and ‖w_t/‖w_t‖ − v_c/‖v_c‖‖² < ε. Moreover the distance is at most 2‖w‖/(tλ‖v_c‖)."""
    t, e, T = Positive("t"), Positive("epsilon"), Positive("T")
    moved, gap = w + (t * lam) * v_c, square(unit(w + (t * lam) * v_c) - unit(v_c))
    zero = Zero(R_d)
    given(Ne(v_c, zero))
    rate = ForAll(t, Implies(Ne(moved, zero), gap <= 4 * norm(w)**2 / (t * lam * norm(v_c))**2))
    close = ForAll(t, Implies(T < t, And(Ne(moved, zero), gap < e)))
    show(And(rate, ForAll(e, Exists(T, close))))
    length = have(0 < norm(v_c), by=theorem(using("Positive norm"), "the norm of a nonzero vector", v=v_c))
    step = (t * lam) * v_c
    size = chain(norm(step), eq(t * lam * norm(v_c)))
    with suppose(Eq(step, zero)) as none:
        absurd = falsehood(chain(norm(step), eq(norm(zero), by=rewrite(none.fact)), eq(0)),
                           chain(norm(step), eq(t * lam * norm(v_c), by=rewrite(size)), gt(0, by=positivity(length, degree=3))))
    contradiction_from(none, absurd)
    chain(Ne(step, zero), iff(Not(Eq(step, zero)), by=definition(Ne)))
    have(Ne(step, zero))
    have(0 < norm(step), by=theorem(using("Positive norm"), "the norm of a nonzero vector", v=step))
    with suppose(Ne(moved, zero)) as apart:
        have(0 < norm(moved), by=theorem(using("Positive norm"), "the norm of a nonzero vector", v=moved))
        bound = chain(gap, eq(square(unit(moved) - unit(step))),
                      le(4 * square(moved - step) / norm(step)**2,
                         by=theorem(using("Directions of two vectors"), "close directions", x=moved, z=step)),
                      eq(4 * norm(w)**2 / (t * lam * norm(v_c))**2))
        near = apart.conclude(bound)
    m, r = norm(w), lam * norm(v_c)
    need, x = enough(m, e, r), t * lam * norm(v_c)
    have(Lt(0, r), by=positivity(length))
    have(And(Le(0, m), Lt(0, 1 / e)))
    some, *far = conjuncts(using(far_enough))
    have(Lt(0, need), by=theorem(some, "far enough", m=m, q=1 / e, r=r))
    with suppose(need < t) as late:
        longer, small = (have(part, by=theorem(reason, "far enough", m=m, q=1 / e, r=r, t=t))
                         for part, reason in zip((m < x, 4 * m**2 / x**2 < e), far, strict=True))
        with suppose(Eq(moved, zero)) as none:
            along = [chain(inner(moved, a), eq(inner(zero, a), by=rewrite(none.fact)), eq(0)) for a in (w, step)]
            same = chain(m**2, eq(x**2 + inner(moved, w) - inner(moved, step)), eq(x**2, by=rewrite(*along)))
            absurd = falsehood(same, longer, have(0 <= m))
        contradiction_from(none, absurd)
        chain(Ne(moved, zero), iff(Not(Eq(moved, zero)), by=definition(Ne)))
        have(Ne(moved, zero))
        chain(gap, le(4 * m**2 / x**2, by=theorem(near, "the rate")), lt(e, by=theorem(small, "far enough")))
        last = late.conclude(have(And(Ne(moved, zero), gap < e)))
    every = exhibit(Exists(T, close), need, generalized(last, t))
    return generalized(near, t), generalized(every, e)


# -- does alignment rise from round to round? -----------------------------------------------------------------------------

@refutation("Section 9.4, as printed (monotone)", title="Up in the first round, down in the second",
            printed=["Section 9.4: monotone"], erratum=erratum(
    "Section 9.4", printed=r"\text{Alignment improves monotonically}",
    should_read=r"\mathbb{E}_{\pi_t}[\langle h, v_c \rangle] \text{ rises monotonically}",
    why="What each round raises is the mean of ⟨h, v_c⟩, and nothing else need follow it. On fifty responses that are centred "
        "and whitened, with ⟨Σ_w v_c, v*⟩ = 6/5 and λ = log 2, alignment is 0 before learning, 30/109 after one round, and "
        "−90/281 after two, below where it began.",
    repaired_by=["Rounds (monotone)", "Rounds (strict)", "Rounds (normal base)"]))
def up_and_down():
    """On the whitened responses let v_c = (3/5, 0), v* = (2, −5) and λ = log 2, so that ⟨Σ_w v_c, v*⟩ = 6/5. The mean of
    ⟨h, v*⟩ is 0 under the base policy, 30/109 after one round, and −90/281 after a second round from there."""
    v, score = Coordinates(2, -5), inner(z, AGAINST)
    first = tilted(score, Log(2), base=WHITE, over=z)
    second = tilted(score, Log(2), base=first, over=z)
    image = inner(CovOperator(z, under=WHITE, over=z) @ AGAINST, v)
    before, once, twice = (E(inner(z, v), under=policy, over=z) for policy in (WHITE, first, second))
    show(And(image > 0, Eq(before, 0), Eq(once, rational("30/109")), Eq(twice, rational("-90/281"))))
    slope = chain(image, eq(Cov(score, inner(z, v), under=WHITE, over=z), by=definition(Inner)),
                  eq(rational("6/5"), by=definition(Covariance, Expectation)), gt(0, by=positivity()))
    total = chain(MeasureIntegral(z, WHITE, exp(Log(2) * score)), eq(rational("109/100"), by=definition(MeasureIntegral)),
                  gt(0, by=positivity()))
    have(Lt(0, total.statement.arguments[0]))
    have(Integrable(z, first, exp(Log(2) * score)), by=law(
        "integrable under a tilt", nu=WHITE, X=Lambda(z, exp(Log(2) * score)), Y=Lambda(z, Log(2) * score)))
    return (slope, chain(before, eq(0, by=definition(Expectation))),
            chain(once, eq(rational("30/109"), by=definition(Expectation))),
            chain(twice, eq(rational("-90/281"), by=definition(Expectation))))


def nondecreasing(f):
    """f(a) ≤ f(b) whenever a ≤ b."""
    a, b = Real("a"), Real("b")
    return ForAll(a, ForAll(b, Implies(a <= b, f(a) <= f(b))))


@lemma("Level", title="Where two densities are equal")
def level(a: Real, b: Real, c: Real, m: Positive, k: Positive, t: Real):
    """If a < b and m e^{bc} = k e^{ac}, then m e^{bt} − k e^{at} is ≤ 0 for t ≤ c, and ≥ 0 for t ≥ c."""
    d, gap = b - a, m * exp(b * t) - k * exp(a * t)
    rising, same = given(a < b, Eq(exp((b - a) * c), k / m))
    show(And(Implies(t <= c, gap <= 0), Implies(c <= t, gap >= 0)))
    step, whole = have(0 < d, by=positivity(rising)), m * exp(a * t) * (exp(d * t) - k / m)
    with suppose(t <= c) as below:
        have(d * t <= d * c, by=positivity(step, below.fact))
        under = chain(exp(d * t), le(exp(d * c), by=law("exponential is weakly increasing", x=d * t, y=d * c)),
                      eq(k / m, by=rewrite(same)))
        one = below.conclude(chain(gap, eq(whole), le(0, by=positivity(under, degree=3))))
    with suppose(c <= t) as above:
        have(d * c <= d * t, by=positivity(step, above.fact))
        over = chain(k / m, eq(exp(d * c), by=rewrite(same)),
                     le(exp(d * t), by=law("exponential is weakly increasing", x=d * c, y=d * t)))
        other = above.conclude(chain(gap, eq(whole), ge(0, by=positivity(over, degree=3))))
    return one, other


@lemma("Level exists", title="Two densities are equal somewhere")
def level_exists(a: Real, b: Real, m: Positive, k: Positive):
    """If a < b, some c has e^{(b − a)c} = k/m, for positive m and k."""
    c, rising = Real("c"), given(a < b)
    somewhere = Exists(c, Eq(exp((b - a) * c), k / m))
    show(somewhere)
    have(Ne(b - a, 0), by=positivity(have(0 < b - a, by=positivity(rising))))
    have(Lt(0, k / m))
    chain(exp((b - a) * (Log(k / m) / (b - a))), eq(exp(Log(k / m))), eq(k / m))
    return exhibit(somewhere, Log(k / m) / (b - a))


@lemma("Ratios", title="Comparing two ratios")
def ratios(a: Real, b: Real, m: Positive, k: Positive):
    """For positive m and k, 0 ≤ mb − ka gives a/m ≤ b/k, and 0 < mb − ka gives a/m < b/k."""
    gap = m * b - k * a
    show(And(Implies(0 <= gap, a / m <= b / k), Implies(0 < gap, a / m < b / k)))
    with suppose(0 <= gap) as weak:
        one = weak.conclude(have(a / m <= b / k, by=positivity(weak.fact)))
    with suppose(0 < gap) as strict:
        other = strict.conclude(have(a / m < b / k, by=positivity(strict.fact)))
    return one, other


def weighted(t, k, X=1):
    """E[X e^{kt}]."""
    return E(X * exp(k * t)) if isinstance(X, Term) else E(exp(k * t))


@lemma("Larger tilts", title="A larger tilt raises every nondecreasing function of the score")
def larger_tilts(t: RandomScalar, f: Line, a: Real, b: Real):
    """If f is nondecreasing and a < b, the mean of f(t) under the tilt by bt is at least that under the tilt by at: with
    m = E e^{at}, k = E e^{bt} and the c where m e^{bc} = k e^{ac}, (f(t) − f(c))(m e^{bt} − k e^{at}) is never negative."""
    X, m, k, c = f(t), weighted(t, a), weighted(t, b), Real("c")
    _, grows, *_ = given(a < b, nondecreasing(f), integrable(exp(a * t)), integrable(exp(b * t)),
                         integrable(X * exp(a * t)), integrable(X * exp(b * t)))
    low, high = E(X, under=tilted(t, a)), E(X, under=tilted(t, b))
    show(low <= high)
    for rate in (a, b):
        have(Lt(0, weighted(t, rate)), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(rate * t))))
    somewhere = have(Exists(c, Eq(exp((b - a) * c), k / m)),
                     by=theorem(using(level_exists), "the densities are equal somewhere", m=m, k=k))
    with obtain(somewhere, c):
        gap = m * exp(b * t) - k * exp(a * t)
        product = (X - f(c)) * gap
        below, above = conjuncts(have(And(Implies(t <= c, gap <= 0), Implies(c <= t, gap >= 0)), by=theorem(
            using(level), "where the densities are equal", a=a, b=b, c=c, m=m, k=k, t=t)))
        either = have(Or(t < c, Eq(t, c), c < t), by=law("trichotomy", x=t, y=c))
        cases = []
        for case in either.statement.arguments:
            with suppose(case) as here:
                if case is either.statement.arguments[2]:
                    have(c <= t, by=positivity(here.fact))
                    order = have(f(c) <= X, by=theorem(grows, "$f$ is nondecreasing", a=c, b=t))
                    end = have(gap >= 0, by=theorem(above, "the densities"))
                else:
                    have(t <= c, by=positivity(here.fact))
                    order = have(X <= f(c), by=theorem(grows, "$f$ is nondecreasing", a=t, b=c))
                    end = have(gap <= 0, by=theorem(below, "the densities"))
                cases.append(here.conclude(have(0 <= product, by=positivity(order, end))))
        generalized(by_cases(either, *cases), omega)
        have(integrable(product))
        have(integrable(Number(0)), by=law("constants are integrable", P=P, c=0))
        least = have(E(Number(0)) <= E(product), by=law("expectation is monotone", P=P, X=Lambda(omega, 0),
                                                       Y=Lambda(omega, product)))
        cross = m * weighted(t, b, X) - k * weighted(t, a, X)
        chain(0, eq(E(Number(0))), le(E(product), by=positivity(least)), eq(cross))
        sign = have(0 <= cross)
    release(somewhere, c, sign)
    return chain(
        low,
        eq(weighted(t, a, X) / m, by=definition(Expectation)),
        le(weighted(t, b, X) / k, by=theorem(conjuncts(using(ratios))[0], "both are ratios", a=weighted(t, a, X),
                                             b=weighted(t, b, X), m=m, k=k)),
        eq(high, by=definition(Expectation)),
    )


@theorem_claim("Rounds (monotone)", title="What rises from round to round", printed=["Section 9.4: monotone"], adds=[
    added(r"given $\langle h, v_c \rangle$, the mean of $S$ is a nondecreasing function of $\langle h, v_c \rangle$",
          needed="Section 9.4, as printed (monotone)"),
    added(r"every $e^{n\lambda\langle h, v_c \rangle}$ has a finite mean under the base policy, also times $S$",
          needed="Lemma 12, as printed")])
def monotone(pi: Policies, t: RandomScalar, f: Line, eta: RandomScalar, lam: Positive):
    """Let S = f(t) + η with a nondecreasing f and E[η e^{nλt}] = 0 for all n, as it is if E[η | t] = 0. Then no round lowers
    the mean of S; in particular, with f(t) = t, no round lowers the mean of the score t = ⟨h, v_c⟩ itself."""
    X, S, weight = f(t), f(t) + eta, lambda k: exp(k * lam * t)
    learning = And(Eq(pi(0), P), ForAll(n, Eq(pi(n + 1), tilted(t, lam, base=pi(n)))), ForAll(n, integrable(weight(n))))
    moments = ForAll(n, And(integrable(X * weight(n)), integrable(eta * weight(n)), Eq(E(eta * weight(n)), 0)))
    rises = ForAll(n, E(S, under=pi(n)) <= E(S, under=pi(n + 1)))
    show(Implies(And(learning, moments, nondecreasing(f)), rises))
    with suppose(And(learning, moments, nondecreasing(f))) as premise:
        rounds_of, every, _ = conjuncts(premise.fact)
        finite = conjuncts(rounds_of)[2]
        one_round = have(ForAll(n, ForAll(PHI, Eq(E(PHI(omega), under=pi(n)), E(PHI(omega), under=tilted(t, n * lam))))),
                         by=theorem(using(rounds), "many rounds are one", pi=pi, t=Lambda(omega, t), lam=lam))
        means = []
        for k in (n, n + 1):
            have(integrable(weight(k)), by=theorem(finite, n=k))
            parts = have(substitute(moments.arguments[1], {n: k}), by=theorem(every, n=k))
            have(Lt(0, E(weight(k))), by=law("expectation of a positive function", P=P, X=Lambda(omega, weight(k))))
            means.append(chain(
                E(S, under=pi(k)),
                eq(E(S, under=tilted(t, k * lam)), by=theorem(one_round, "many rounds are one", n=k, phi=Lambda(omega, S))),
                eq((E(X * weight(k)) + E(eta * weight(k))) / E(weight(k)), by=definition(Expectation)),
                eq(E(X * weight(k)) / E(weight(k)), by=rewrite(conjuncts(parts)[2])),
                eq(E(X, under=tilted(t, k * lam)), by=definition(Expectation)),
            ))
        have(n * lam < (n + 1) * lam, by=positivity())
        up = chain(E(S, under=pi(n)), eq(E(X, under=tilted(t, n * lam)), by=rewrite(means[0])),
                   le(E(X, under=tilted(t, (n + 1) * lam)),
                      by=theorem(using(larger_tilts), "a larger tilt", t=Lambda(omega, t), f=f, a=n * lam, b=(n + 1) * lam)),
                   eq(E(S, under=pi(n + 1)), by=rewrite(means[1])))
        result = generalized(up, n)
    return premise.conclude(result)


def linear_bound(b, k, r):
    """b(2kr − k²(1 + br)): for every k at most br²/(1 + br)."""
    return b * (2 * k * r - k**2 * (1 + b * r))


@lemma("Tangents of the exponential", title="Lower bounds that grow linearly")
def tangent_bounds(b: Positive, k: Real, r: Nonnegative):
    """For r ≥ 0 and every k both r(e^{br} − 1) and r(1 − e^{−br}) are at least b(2kr − k²(1 + br))."""
    up, down, least, D = r * (exp(b * r) - 1), r * (1 - exp(-(b * r))), linear_bound(b, k, r), 1 + b * r
    show(And(least <= up, least <= down))
    tangent = have(1 + b * r <= exp(b * r), by=law("exponential above its tangent", x=b * r))
    square = have(0 <= (r - k)**2)
    rest = have(0 <= k**2 * r)
    first = chain(least, eq(b * r**2 - b * (r - k)**2 - b * (b * (k**2 * r))),
                  le(b * r**2, by=positivity(square, rest, degree=3)), le(up, by=positivity(tangent)))
    inverse = chain(exp(-(b * r)) * D, le(exp(-(b * r)) * exp(b * r), by=positivity(tangent)), eq(1))
    short, other = have(0 <= 1 - exp(-(b * r)) * D, by=positivity(inverse)), have(0 <= (r - k * D)**2)
    one, two = have(0 <= r * (1 - exp(-(b * r)) * D), by=positivity(short)), have(0 <= b * (r - k * D)**2, by=positivity(other))
    both = have(0 <= r * (1 - exp(-(b * r)) * D) + b * (r - k * D)**2, by=positivity(one, two))
    rest = chain(down - least, eq((r * (1 - exp(-(b * r)) * D) + b * (r - k * D)**2) / D), ge(0, by=positivity(both)))
    return first, have(least <= down, by=positivity(rest))


@lemma("Product bound", title="The same, for numbers of either sign")
def product_bound(b: Positive, k: Real, s: Real):
    """s(e^{bs} − 1) ≥ b(2k|s| − k²(1 + b|s|)) for every k."""
    value, least = s * (exp(b * s) - 1), linear_bound(b, k, Abs(s))
    show(least <= value)
    up, down = And(Le(0, s), Eq(Abs(s), s)), And(s < 0, Eq(Abs(s), -s))
    either = have(Or(up, down), by=law("absolute value", x=s))
    bounds = conjuncts(using(tangent_bounds))
    cases = []
    for option, bound, r in ((up, bounds[0], s), (down, bounds[1], -s)):
        with suppose(option) as case:
            side, size = conjuncts(case.fact)
            have(Le(0, r), by=positivity(side))
            reached = r * (exp(b * r) - 1) if option is up else r * (1 - exp(-(b * r)))
            cases.append(case.conclude(chain(
                least, eq(linear_bound(b, k, r), by=rewrite(size)),
                le(reached, by=theorem(bound, "the tangent bound", r=r)), eq(value))))
    return by_cases(either, *cases)


@lemma("Positive bound", title="The best of these bounds is positive")
def positive_bound(b: Positive, k: Positive, m: Positive):
    """With q = m/(1 + bm), k b(2qm − q²(1 + bm)) = k b m²/(1 + bm) > 0."""
    show(k * linear_bound(b, m / (1 + b * m), m) > 0)
    return chain(k * linear_bound(b, m / (1 + b * m), m), eq(k * b * m**2 / (1 + b * m)), gt(0, by=positivity(degree=4)))


@lemma("Mean of the bound", title="The mean of a bound that is linear in |s|")
def mean_of_bound(s: RandomScalar, b: Positive, q: Real, k: Real):
    """E[k b(2q|s| − q²(1 + b|s|))] is the same with E|s| in place of |s|."""
    given(integrable(Abs(s)))
    show(Eq(E(k * linear_bound(b, q, Abs(s))), k * linear_bound(b, q, E(Abs(s)))))
    return chain(E(k * linear_bound(b, q, Abs(s))), eq(k * linear_bound(b, q, E(Abs(s))), by=algebra(why="linearity")))


@theorem_claim("Rounds (strict)", title="A score that varies rises strictly")
def strict_rise(t: RandomScalar, b: Positive):
    """If t is not almost surely constant under a policy, that is, if 0 < E|t − x| < ∞ for every x, then tilting this policy by
    bt with b > 0 raises the mean of t strictly. So every round raises the mean of ⟨h, v_c⟩, unless ⟨h, v_c⟩ has become
    constant."""
    c, q, x, k = Real("c"), Real("q"), Real("x"), E(exp(b * t))
    varied, *_ = given(ForAll(x, And(integrable(Abs(t - x)), E(Abs(t - x)) > 0)), integrable(t), integrable(exp(b * t)),
                       integrable(t * exp(b * t)))
    low, high, cross = E(t), E(t, under=tilted(t, b)), 1 * E(t * exp(b * t)) - k * E(t)
    show(low < high)
    have(Lt(0, k), by=law("expectation of a positive function", P=P, X=Lambda(omega, exp(b * t))))
    somewhere = have(Exists(c, Eq(exp((b - 0) * c), k / 1)), by=theorem(
        using(level_exists), "the densities are equal somewhere", a=0, b=b, m=1, k=k))
    with obtain(somewhere, c) as (_, found):
        s, mean = t - c, E(Abs(t - c))
        lower, upper = k * linear_bound(b, q, Abs(s)), s * (exp(b * t) - k)
        have(And(integrable(Abs(t - c)), E(Abs(t - c)) > 0), by=theorem(varied, "$t$ is not constant", x=c))
        have(Lt(0, mean))
        value = chain(upper, eq(s * (exp(b * s) * exp((b - 0) * c) - k)),
                      eq(s * (exp(b * s) * (k / 1) - k), by=rewrite(found)), eq(k * (s * (exp(b * s) - 1))))
        bound = have(linear_bound(b, q, Abs(s)) <= s * (exp(b * s) - 1),
                     by=theorem(using(product_bound), "the product bound", k=q, s=s))
        below = chain(lower, le(k * (s * (exp(b * s) - 1)), by=positivity(bound)), eq(upper, by=algebra(value)))
        generalized(below, omega)
        have(integrable(s))
        have(integrable(lower))
        have(integrable(upper))
        least = have(E(lower) <= E(upper),
                     by=law("expectation is monotone", P=P, X=Lambda(omega, lower), Y=Lambda(omega, upper)))
        linear = have(Eq(E(lower), k * linear_bound(b, q, mean)),
                      by=theorem(using(mean_of_bound), "linearity", s=Lambda(omega, s), b=b, q=q, k=k))
        every = generalized(chain(k * linear_bound(b, q, mean), eq(E(lower), by=rewrite(linear)),
                                  le(E(upper), by=positivity(least)), eq(cross)), q)
        share = mean / (1 + b * mean)
        sign = chain(0, lt(k * linear_bound(b, share, mean), by=theorem(using(positive_bound), "the best bound", k=k, m=mean)),
                     le(cross, by=theorem(every, "the bound", q=share)))
    release(somewhere, c, sign)
    return chain(
        low,
        eq(E(t) / 1),
        lt(E(t * exp(b * t)) / k,
           by=theorem(conjuncts(using(ratios))[1], "both are ratios", a=E(t), b=E(t * exp(b * t)), m=1, k=k)),
        eq(high, by=definition(Expectation)),
    )


# -- does it saturate? --------------------------------------------------------------------------------------------------

VectorPolicies = lambda name: Symbol(name, Function(SCALAR, Measure(R_d)), "probability")


@theorem_claim("Rounds (normal base)", title="Every round adds the same")
def normal_rounds(pi: VectorPolicies, mu: Direction, Sigma: Semidefinite, v_c: Direction, v: Direction):
    """If h ∼ N(μ, Σ_w) under the base policy, alignment after n rounds is ⟨μ, v*⟩ + nλ⟨Σ_w v_c, v*⟩."""
    N, h, t = Gaussian(mu, Sigma), Symbol("h", R_d), inner(Symbol("h", R_d), v_c)
    learning = And(Eq(pi(0), N), ForAll(n, Eq(pi(n + 1), tilted(t, lam, base=pi(n), over=h))))
    value = ForAll(n, Eq(E(inner(h, v), pi(n), h), inner(mu, v) + n * lam * inner(Sigma @ v_c, v)))
    show(Implies(learning, value))
    with suppose(learning) as premise:
        generalized(have(integrable(exp(n * lam * t), N, h)), n)
        one_round = have(ForAll(n, ForAll(FIELD, Eq(E(FIELD(h), pi(n), h), E(FIELD(h), tilted(t, n * lam, N, h), h)))),
                         by=theorem(using(rounds), "many rounds are one", pi=pi, t=Lambda(h, t), P=N))
        mean = have(Eq(E(inner(h, v), N, h), inner(mu, v)), by=theorem(using("Mean of a normal vector"), "the mean"))
        moved = have(Eq(E(inner(h, v), tilted(t, n * lam, N, h), h), E(inner(h + (n * lam) * (Sigma @ v_c), v), N, h)),
                     by=theorem(using("Gaussian tilt"), "Gaussian tilt", F=Lambda(h, inner(h, v)), v=v_c, lam=n * lam))
        result = generalized(chain(
            E(inner(h, v), pi(n), h),
            eq(E(inner(h, v), tilted(t, n * lam, N, h), h),
               by=theorem(one_round, "many rounds are one", n=n, phi=Lambda(h, inner(h, v)))),
            eq(E(inner(h + (n * lam) * (Sigma @ v_c), v), N, h), by=rewrite(moved)),
            eq(E(inner(h, v), N, h) + n * lam * inner(Sigma @ v_c, v)),
            eq(inner(mu, v) + n * lam * inner(Sigma @ v_c, v), by=rewrite(mean)),
        ), n)
    return premise.conclude(result)


@refutation("Section 9.4, as printed (saturation)", title="Alignment grows without bound",
            printed=["Section 9.4: saturation"], erratum=erratum(
    "Section 9.4", printed=r"\text{until it saturates at the representation quality ceiling}",
    should_read=r"\text{with no ceiling under a normal base}",
    why="Under a normal base every round adds λ⟨Σ_w v_c, v*⟩ to alignment, so if this is positive, alignment passes every "
        "bound, the ceiling ‖v*‖/√π of Theorem 6 too: that one is about the choice between two responses of the base policy.",
    repaired_by=["Rounds (normal base)", "Height of the ceiling"]))
def no_saturation(pi: VectorPolicies, mu: Direction, Sigma: Semidefinite, v_c: Direction, v: Direction, lam: Positive):
    """Let h ∼ N(μ, Σ_w) under the base policy, ⟨Σ_w v_c, v*⟩ > 0 and λ > 0. For every M, alignment is above M after every
    number n of rounds with n > (M − ⟨μ, v*⟩)/(λ⟨Σ_w v_c, v*⟩)."""
    h, M, gain = Symbol("h", R_d), Real("M"), inner(Sigma @ v_c, v)
    N, t, mean = Gaussian(mu, Sigma), inner(h, v_c), inner(mu, v)
    learning = And(Eq(pi(0), N), ForAll(n, Eq(pi(n + 1), tilted(t, lam, base=pi(n), over=h))))
    beyond = ForAll(M, ForAll(n, Implies((M - mean) / (lam * gain) < n, M < E(inner(h, v), pi(n), h))))
    show(Implies(And(learning, 0 < gain), beyond))
    with suppose(And(learning, 0 < gain)) as premise:
        _, rising = conjuncts(premise.fact)
        value = have(ForAll(n, Eq(E(inner(h, v), pi(n), h), mean + n * lam * gain)),
                     by=theorem(using(normal_rounds), "the normal base", pi=pi, mu=mu, Sigma=Sigma, v_c=v_c, v=v, lam=lam))
        step = have(0 < lam * gain, by=positivity(rising))
        have(Ne(lam * gain, 0), by=positivity(step))
        with suppose((M - mean) / (lam * gain) < n) as late:
            above = chain(M, eq(mean + (M - mean) / (lam * gain) * (lam * gain)),
                          lt(mean + n * lam * gain, by=positivity(late.fact, step)),
                          eq(E(inner(h, v), pi(n), h), by=theorem(value, "the normal base", n=n)))
        result = generalized(late.conclude(above), M, n)
    return premise.conclude(result)


@lemma("Weights near the top", title="What a large tilt leaves")
def weights_near_the_top(t: Real, M: Real, delta: Positive, lam: Positive):
    """If t = M or t ≤ M − δ, then e^{λ(t − M)} exceeds the indicator of t = M by a number from 0 to e^{−λδ}."""
    weight, top = exp(lam * (t - M)), Indicator(Eq(t, M))
    show(Implies(Or(Eq(t, M), t <= M - delta), And(weight >= top, weight - top <= exp(-(lam * delta)), weight <= 1)))
    goal = And(weight >= top, weight - top <= exp(-(lam * delta)), weight <= 1)
    either = have(Or(And(Eq(t, M), Eq(top, 1)), And(Not(Eq(t, M)), Eq(top, 0))),
                  by=law("indicator", x=t, S_n=Lambda(y, Eq(y, M))))
    small = have(exp(-(lam * delta)) > 0)
    with suppose(Or(Eq(t, M), t <= M - delta)) as gap:
        with suppose(either.statement.arguments[0]) as at:
            there, one = conjuncts(at.fact)
            full = chain(weight, eq(exp(lam * (M - M)), by=rewrite(there)), eq(1))
            chain(weight, eq(1, by=rewrite(full)), ge(1), eq(top, by=rewrite(one)))
            chain(weight - top, eq(1 - 1, by=rewrite(full, one)), le(exp(-(lam * delta)), by=positivity(small)))
            chain(weight, eq(1, by=rewrite(full)), le(1))
            first = at.conclude(have(goal))
        with suppose(either.statement.arguments[1]) as off:
            apart, none = conjuncts(off.fact)
            with suppose(Eq(t, M)) as same:
                never = same.conclude(falsehood(same.fact, apart))
            with suppose(t <= M - delta) as below:
                have(lam * (t - M) <= -(lam * delta), by=positivity(below.fact))
                low = have(weight <= exp(-(lam * delta)), by=law("exponential is weakly increasing", x=lam * (t - M),
                                                                y=-(lam * delta)))
                chain(weight, gt(0), eq(top, by=rewrite(none)))
                chain(weight - top, eq(weight - 0, by=rewrite(none)), eq(weight), le(exp(-(lam * delta)), by=positivity(low)))
                have(-(lam * delta) <= 0)
                unit_bound = chain(exp(-(lam * delta)), le(exp(0), by=law("exponential is weakly increasing", x=-(lam * delta),
                                                                         y=0)), eq(1))
                have(weight <= 1, by=positivity(low, unit_bound))
                beyond = below.conclude(have(goal))
            second = off.conclude(by_cases(gap.fact, never, beyond))
        result = by_cases(either, first, second)
    return gap.conclude(result)


@lemma("Close ratios", title="Two ratios whose terms are close")
def close_ratios(A: Real, a: Real, D: Nonnegative, p: Positive, K: Nonnegative, e: Positive):
    """If |A − a| ≤ eK, |a| ≤ K and 0 ≤ D ≤ e, then A/(p + D) and a/p differ by at most eK(1 + p)/p²."""
    gap, bound = A / (p + D) - a / p, e * K * (1 + p) / p**2
    up, down, high, low, narrow = given(A - a <= e * K, -(e * K) <= A - a, a <= K, -K <= a, D <= e)
    show(And(-bound <= gap, gap <= bound))
    top = (A - a) * p - a * D
    first = have(e * K * (1 + p) - top >= 0, by=positivity(up, low, narrow))
    second = have(e * K * (1 + p) + top >= 0, by=positivity(down, high, narrow))
    room = have(0 <= D * (e * K * (1 + p)), by=positivity(degree=4))
    above = chain(bound - gap, eq((p * (e * K * (1 + p) - top) + D * (e * K * (1 + p))) / (p**2 * (p + D))),
                  ge(0, by=positivity(first, room)))
    below = chain(bound + gap, eq((p * (e * K * (1 + p) + top) + D * (e * K * (1 + p))) / (p**2 * (p + D))),
                  ge(0, by=positivity(second, room)))
    return have(-bound <= gap, by=positivity(below)), have(gap <= bound, by=positivity(above))


@lemma("Small weights", title="What small weights add")
def small_weights(x: Real, b: Real, w: Real, i: Real, e: Real):
    """If |x| ≤ b, 0 ≤ i ≤ w ≤ 1 and w − i ≤ e, then |xw − xi| ≤ eb and |xi| ≤ b."""
    right, left, over, under, inside, low = given(x <= b, -x <= b, i <= w, w - i <= e, 0 <= i, w <= 1)
    show(And(x * w - x * i <= e * b, -(e * b) <= x * w - x * i, x * i <= b, -b <= x * i))
    size, full = have(0 <= b, by=positivity(right, left)), have(0 <= 1 - i, by=positivity(over, low))
    gap, room = have(0 <= w - i, by=positivity(over)), have(0 <= e - (w - i), by=positivity(under))
    rest = have(0 <= b * (e - (w - i)), by=positivity(size, room))
    whole = have(0 <= b * (1 - i), by=positivity(size, full))
    up, down = have(0 <= b - x, by=positivity(right)), have(0 <= b + x, by=positivity(left))
    return (have(x * w - x * i <= e * b, by=positivity(have(0 <= (b - x) * (w - i), by=positivity(up, gap)), rest)),
            have(-(e * b) <= x * w - x * i, by=positivity(have(0 <= (b + x) * (w - i), by=positivity(down, gap)), rest)),
            have(x * i <= b, by=positivity(have(0 <= (b - x) * i, by=positivity(up, inside)), whole)),
            have(-b <= x * i, by=positivity(have(0 <= (b + x) * i, by=positivity(down, inside)), whole)))


def mean_at_most(X, Y):
    """E X ≤ E Y, from X ≤ Y for every outcome."""
    generalized(have(X <= Y), omega)
    have(And(integrable(X), integrable(Y)))
    return have(E(X) <= E(Y), by=law("expectation is monotone", P=P, X=Lambda(omega, X), Y=Lambda(omega, Y)))


def reaches(t, M, delta):
    """Every outcome has t = M or t ≤ M − δ."""
    return ForAll(omega, Or(Eq(t, M), t <= M - delta))


@theorem_claim("Rounds (largest score)", title="What is left when the score has a largest value")
def largest_score(phi: RandomScalar, t: RandomScalar, M: Real, delta: Positive, lam: Positive):
    """Let t take its largest value M with a probability p > 0, and otherwise be at most M − δ, as on finitely many responses.
    Under the tilt by λt the mean of φ differs from its mean given t = M by at most e^{−λδ}E|φ|(1 + p)/p². So with the
    number of rounds it tends to its mean over the responses with the largest score, whatever that is worth."""
    top, weight, small = Indicator(Eq(t, M)), exp(lam * (t - M)), exp(-(lam * delta))
    p, K = E(top), E(Abs(phi))
    gap = E(phi, under=tilted(t, lam)) - E(phi * top) / p
    bound = small * K * (1 + p) / p**2
    premises, goal = And(reaches(t, M, delta), p > 0), And(-bound <= gap, gap <= bound)
    given(integrable(phi), integrable(Abs(phi)), integrable(phi * top), integrable(top), integrable(weight),
          integrable(phi * weight))
    show(Implies(premises, goal))
    with suppose(premises) as both:
        separated, _ = conjuncts(both.fact)
        have(Or(Eq(t, M), t <= M - delta), by=theorem(separated))
        near = have(And(weight >= top, weight - top <= small, weight <= 1), by=theorem(
            using(weights_near_the_top), "weights near the top", t=t, M=M, delta=delta, lam=lam))
        have(And(phi <= Abs(phi), -phi <= Abs(phi)), by=theorem(using("Bounds by the absolute value"), x=phi))
        have(top >= 0)
        A, a, D, one = E(phi * weight), E(phi * top), E(weight) - p, rational(1)
        change = phi * weight - phi * top
        for part, reason in zip((change <= small * Abs(phi), -(small * Abs(phi)) <= change, phi * top <= Abs(phi),
                                 -Abs(phi) <= phi * top), conjuncts(using(small_weights)), strict=True):
            have(part, by=theorem(reason, "small weights", x=phi, b=Abs(phi), w=weight, i=top, e=small))
        have(weight - top <= small * one, by=conjuncts(near)[1])
        have(0 * one <= weight - top, by=positivity(conjuncts(near)[0]))
        for number in (0 * one, small * one):
            have(integrable(number), by=law("constants are integrable", P=P, c=number))
        facts = [mean_at_most(change, small * Abs(phi)), mean_at_most(-(small * Abs(phi)), change),
                 mean_at_most(phi * top, Abs(phi)), mean_at_most(-Abs(phi), phi * top),
                 mean_at_most(weight - top, small * one), mean_at_most(0 * one, weight - top)]
        have(A - a <= small * K, by=facts[0])
        have(-(small * K) <= A - a, by=facts[1])
        have(a <= K, by=facts[2])
        have(-K <= a, by=facts[3])
        have(D <= small, by=facts[4])
        have(Le(0, D), by=facts[5])
        have(Le(0, K))
        between = A / (p + D) - a / p
        parts = zip((-bound <= between, between <= bound), conjuncts(using(close_ratios)), strict=True)
        lower, upper = (have(part, by=theorem(reason, "close ratios", A=A, a=a, D=D, p=p, K=K, e=small))
                        for part, reason in parts)
        have(integrable(exp(lam * t)))
        for positive in (weight, exp(lam * t)):
            above = have(Lt(0, E(positive)), by=law("expectation of a positive function", P=P, X=Lambda(omega, positive)))
            have(Ne(E(positive), 0), by=positivity(above))
        value = chain(
            E(phi, under=tilted(t, lam)),
            eq(E(phi * exp(lam * t)) / E(exp(lam * t)), by=definition(Expectation)),
            eq(exp(lam * M) * A / (exp(lam * M) * E(weight))),
            eq(A / (p + D)),
        )
        chain(-bound, le(between, by=theorem(lower, "close ratios")), eq(gap, by=rewrite(value)))
        chain(gap, eq(between, by=rewrite(value)), le(bound, by=theorem(upper, "close ratios")))
        result = have(goal)
    return both.conclude(result)
