"""Several value directions: Gordan's alternative for every d and m, and what it says about the Pareto cone.

Covers Appendix E up to Remark 6: equation (47), Propositions 18 and 19. Gordan's alternative is proved in both
directions from definitions; the hard one through the point of least norm in the convex hull, whose existence is the one
cited fact (compactness). Directions v_1, …, v_m are a family of vectors of R^d; d and m ≥ 1 are symbolic throughout.
"""

from fractions import Fraction

from derivations.tilt import EXISTENCE, MOMENTS, ONE_PROMPT, better, lam, policy
from symproof.decide.linear.alternatives import gordan
from symproof.prelude import *

i = IndexIn("m")("i")
j = IndexIn("m")("j")
x, w = VectorIn("d")("x"), VectorIn("d")("w")
alpha = ScalarFamily("m")("alpha")
origin = Zero(Vector("d"))
Statements = lambda name: Symbol(name, Function(Index("m"), SCALAR, TRUTH))


def index_of(v):
    """An index i of the family v."""
    return Symbol("i", v.sort.arguments[0])


def vector_beside(v):
    """A vector x of the space of the family v."""
    return Symbol("x", v.sort.result)


def delta(index, n):
    """1 at the index n, otherwise 0."""
    return Kronecker(index, IndexValue(n, index.sort.size))


def positive_on_all(x, v):
    """⟨x, v_i⟩ > 0 for all i."""
    i = index_of(v)
    return ForAll(i, inner(x, v[i]) > 0)


def common_direction(v):
    """Some x has ⟨x, v_i⟩ > 0 for all i."""
    x = vector_beside(v)
    return Exists(x, positive_on_all(x, v))


def balanced(v):
    """Some weights α ≥ 0 with Σ α_i = 1 have Σ α_i v_i = 0."""
    i = index_of(v)
    alpha = Symbol("alpha", Function(i.sort, SCALAR))
    return Exists(alpha, And(ForAll(i, alpha[i] >= 0), Eq(total(i, alpha[i]), 1),
                             Eq(total(i, alpha[i] * v[i]), Zero(v.sort.result))))


def written_as(y, v):
    """y = Σ α_i v_i for some weights α ≥ 0 with Σ α_i = 1."""
    return Exists(alpha, And(ForAll(i, 0 <= alpha[i]), Eq(total(i, alpha[i]), 1), Eq(y, total(i, alpha[i] * v[i]))))


# -- Gordan's alternative -----------------------------------------------------------------------------------------------

@lemma("Gordan (easy direction)", title="The two alternatives exclude each other")
def gordan_easy(v: VectorFamily("m", "d")):
    """A direction that is positive on every v_i rules out a vanishing convex combination of them."""
    show(Not(And(common_direction(v), balanced(v))))
    with suppose(And(common_direction(v), balanced(v))) as both:
        direction, weights = conjuncts(both.fact)
        with obtain(direction, x) as (_, positive), obtain(weights, alpha) as (_, weighted):
            nonnegative, sum_is_one, combination = conjuncts(weighted)
            chain(
                total(i, alpha[i] * inner(x, v[i])),
                eq(inner(x, total(i, alpha[i] * v[i])), by=algebra(why="linearity")),
                eq(inner(x, origin), by=rewrite(combination, why="the choice of $\\alpha$")),
                eq(0),
            )
            have(ForAll(i, alpha[i] * inner(x, v[i]) >= 0),
                 by=positivity(nonnegative, positive, why="both factors are nonnegative"))
            have(ForAll(i, Eq(alpha[i] * inner(x, v[i]), 0)), why="a vanishing sum of nonnegative terms",
                 by=law("nonnegative sum that vanishes", A=Lambda(i, alpha[i] * inner(x, v[i]))))
            either = have(Or(Eq(alpha[i], 0), Eq(inner(x, v[i]), 0)), why="a product that vanishes",
                          by=law("zero product", x=alpha[i], y=inner(x, v[i])))
            with suppose(Eq(alpha[i], 0)) as none:
                vanishes = none.conclude(none.fact)
            with suppose(Eq(inner(x, v[i]), 0)) as orthogonal:
                strictly = have(inner(x, v[i]) > 0, why="the choice of $x$")
                impossible = orthogonal.conclude(falsehood(strictly, orthogonal.fact))
            every = generalized(by_cases(either, vanishes, impossible), i)
            nothing = chain(total(i, alpha[i]), eq(0, by=rewrite(every, why="every $\\alpha_i$ is 0")))
            absurd = falsehood(nothing, sum_is_one)
        absurd = release(direction, x, release(weights, alpha, absurd))
    return contradiction_from(both, absurd)


@lemma("Small steps", title="A step gains more at first order than it loses at second")
def small_steps(b: Positive, q: Nonnegative):
    """A positive slope wins over a quadratic term for some step t between 0 and 1."""
    t = Real("t")
    show(Exists(t, And(0 <= t, t <= 1, q * t**2 < 2 * b * t)))
    best = b / (b + q)
    have(And(0 <= best, best <= 1))
    chain(
        q * best**2,
        lt(q * best**2 + b**2 * (2 * b + q) / (b + q)**2, by=positivity(degree=3, why="$b > 0$ and $q \\ge 0$")),
        eq(2 * b * best),
    )
    return exhibit(Exists(t, And(0 <= t, t <= 1, q * t**2 < 2 * b * t)), best)


@lemma("Variational inequality", title="The point of least norm in a convex hull")
def variational_inequality(v: VectorFamily("m", "d"), p: VectorIn("d")):
    """If p has least norm in conv(v), every v_i lies beyond the hyperplane through p orthogonal to p."""
    _, least = given(Member(p, ConvexHull(v)),
                     ForAll(w, Implies(Member(w, ConvexHull(v)), inner(p, p) <= inner(w, w))))
    show(ForAll(i, inner(p, v[i]) >= inner(p, p)))
    t = Real("t")
    written = have(written_as(p, v), by=definition(Member, why="definition of the convex hull"))
    with suppose(Not(inner(p, v[j]) >= inner(p, p))) as otherwise:
        slope = inner(p, p) - inner(p, v[j])
        have(0 < slope, why="the supposition")
        better = have(Exists(t, And(0 <= t, t <= 1, inner(v[j] - p, v[j] - p) * t**2 < 2 * slope * t)),
                      by=theorem(using("Small steps"), b=slope, q=inner(v[j] - p, v[j] - p), name="Small steps"))
        with obtain(better, t) as (_, step), obtain(written, alpha) as (_, weighted):
            nonnegative, sum_is_one, combination = conjuncts(weighted)
            moved = p + t * (v[j] - p)
            weights = Lambda(i, (1 - t) * alpha[i] + t * Kronecker(i, j))
            have(ForAll(i, weights(i) >= 0), by=positivity(step, nonnegative, why=r"$0 \le t \le 1$ and $\alpha_i \ge 0$"))
            chain(total(i, weights(i)), eq((1 - t) * total(i, alpha[i]) + t),
                  eq(1, by=rewrite(sum_is_one, why="the weights add up to 1")))
            chain(
                moved,
                eq((1 - t) * p + t * v[j]),
                eq((1 - t) * total(i, alpha[i] * v[i]) + t * v[j], by=rewrite(combination, why="the choice of $\\alpha$")),
                eq(total(i, weights(i) * v[i])),
            )
            exhibit(written_as(moved, v), weights)
            have(Member(moved, ConvexHull(v)), by=definition(Member, why="definition of the convex hull"))
            shorter = chain(
                inner(moved, moved),
                eq(inner(p, p) + (inner(v[j] - p, v[j] - p) * t**2 - 2 * slope * t)),
                lt(inner(p, p), by=positivity(step, why="the choice of $t$")),
            )
            absurd = falsehood(shorter, have(
                inner(p, p) <= inner(moved, moved), by=theorem(least, w=moved, why="$p$ has least norm")))
        absurd = release(better, t, release(written, alpha, absurd))
    return generalized(contradiction_from(otherwise, absurd), j)


@theorem_claim("Gordan's alternative", title="Exactly one alternative holds")
def gordan_alternative(v: VectorFamily("m", "d")):
    """Either some direction is positive on every v_i, or some convex combination of them vanishes; never both."""
    p = VectorIn("d")("p")
    least_norm = And(Member(p, ConvexHull(v)), ForAll(w, Implies(Member(w, ConvexHull(v)), inner(p, p) <= inner(w, w))))
    alternatives = Or(common_direction(v), balanced(v))
    show(And(alternatives, Not(And(common_direction(v), balanced(v)))))
    nearest = have(Exists(p, least_norm), by=law("least norm in a convex hull", V=v, why="the hull is compact"))
    with obtain(nearest, p):
        beyond = have(ForAll(i, inner(p, v[i]) >= inner(p, p)),
                      by=theorem(using("Variational inequality"), "the variational inequality"))
        written = have(written_as(p, v), by=definition(Member, why="definition of the convex hull"))
        with suppose(Eq(p, origin)) as at_origin:
            with obtain(written, alpha) as (_, weighted):
                *_, combination = conjuncts(weighted)
                chain(total(i, alpha[i] * v[i]), eq(p, by=rewrite(combination, why="the choice of $\\alpha$")),
                      eq(origin, by=algebra(at_origin.fact, why="the supposition")))
                exhibit(balanced(v), alpha, why="with these weights")
                one = have(alternatives, why="the second alternative")
            one = at_origin.conclude(release(written, alpha, one))
        with suppose(Not(Eq(p, origin))) as elsewhere:
            length = have(0 < inner(p, p), by=law("norm is definite", u=p, why="$p \\ne 0$"))
            have(positive_on_all(p, v), by=positivity(length, beyond, why="both inequalities"))
            exhibit(common_direction(v), p)
            other = elsewhere.conclude(have(alternatives, why="the first alternative"))
        found = by_cases(excluded_middle(Eq(p, origin)), one, other)
    return release(nearest, p, found), using("Gordan (easy direction)")


@corollary("Zero in a convex hull", title="The second alternative is that 0 lies in the convex hull")
def zero_in_hull(v: VectorFamily("m", "d")):
    """A convex combination of the v_i vanishes just when 0 belongs to their convex hull."""
    show(Iff(balanced(v), Member(origin, ConvexHull(v))))
    with suppose(balanced(v)) as vanishing:
        with obtain(vanishing.fact, alpha) as (_, weighted):
            *_, combination = conjuncts(weighted)
            chain(origin, eq(total(i, alpha[i] * v[i]), by=rewrite(combination, why="the choice of $\\alpha$")))
            exhibit(written_as(origin, v), alpha, why="with these weights")
            inside = have(Member(origin, ConvexHull(v)), by=definition(Member, why="definition of the convex hull"))
        vanishing.conclude(release(vanishing.fact, alpha, inside))
    with suppose(Member(origin, ConvexHull(v))) as member:
        written = have(written_as(origin, v), by=definition(Member, why="definition of the convex hull"))
        with obtain(written, alpha) as (_, weighted):
            *_, combination = conjuncts(weighted)
            chain(total(i, alpha[i] * v[i]), eq(origin, by=rewrite(combination, why="the choice of $\\alpha$")))
            vanishing = exhibit(balanced(v), alpha, why="with these weights")
        member.conclude(release(written, alpha, vanishing))
    return have(Iff(balanced(v), Member(origin, ConvexHull(v))), why="both implications")


@corollary("Gordan's alternative (convex hull)", title="No common direction just when 0 is in the convex hull")
def gordan_hull(v: VectorFamily("m", "d")):
    """No direction is positive on every v_i if and only if 0 lies in their convex hull."""
    show(Iff(Not(common_direction(v)), Member(origin, ConvexHull(v))))
    either, not_both = conjuncts(using("Gordan's alternative"))
    same = using("Zero in a convex hull")
    with suppose(Not(common_direction(v))) as none:
        with suppose(common_direction(v)) as some:
            impossible = some.conclude(falsehood(some.fact, none.fact))
        with suppose(balanced(v)) as vanishing:
            rest = vanishing.conclude(vanishing.fact)
        by_cases(either, impossible, rest)
        none.conclude(have(Member(origin, ConvexHull(v)), by=theorem(same, "the definition of the hull")))
    with suppose(Member(origin, ConvexHull(v))) as member:
        vanishing = have(balanced(v), by=theorem(same, "the definition of the hull"))
        with suppose(common_direction(v)) as some:
            both = have(And(common_direction(v), balanced(v)), why="both alternatives")
            absurd = falsehood(both, not_both)
        member.conclude(contradiction_from(some, absurd))
    return have(Iff(Not(common_direction(v)), Member(origin, ConvexHull(v))), why="both implications")


# -- small steps for every objective at once ----------------------------------------------------------------------------

@lemma("Finitely many radii", title="What holds near 0 for each index holds near 0 for all of them")
def finitely_many_radii(T: Statements):
    """If each of finitely many statements holds for all small λ > 0, then so do all of them together."""
    rho, s = ScalarFamily("m")("rho"), Real("s")
    near = lambda k, radius: ForAll(lam, Implies(And(0 < lam, lam < radius), T(k, lam)))
    together = eventually(lam, ForAll(i, T(i, lam)))
    show(Implies(ForAll(i, eventually(lam, T(i, lam))), together))
    with suppose(ForAll(i, eventually(lam, T(i, lam)))) as each:
        radii = have(Exists(rho, ForAll(i, And(0 < rho[i], near(i, rho[i])))), why="a radius for each index",
                     by=law("finite choice", R=Lambda(i, s, near(i, s))))
        with obtain(radii, rho):
            least = have(Exists(j, ForAll(i, rho[j] <= rho[i])), why="the least of them",
                         by=law("least member of a finite family", A=rho))
            with obtain(least, j) as (_, smallest):
                with suppose(And(0 < lam, lam < rho[j])) as small:
                    _, below = conjuncts(small.fact)
                    have(lam < rho[i], by=positivity(below, smallest, why="$\\rho_j$ is the least"))
                    chosen = have(And(0 < rho[i], near(i, rho[i])), why="the choice of the radii")
                    near_i = conjuncts(chosen)[1]
                    holds = generalized(have(T(i, lam), by=theorem(near_i, "the choice of the radii", lam=lam)), i)
                shown = exhibit(together, rho[j], generalized(small.conclude(holds), lam))
            shown = release(radii, rho, release(least, j, shown))
    return each.conclude(shown)


Noise = lambda name: Symbol(name, Function(Index("m"), OUTCOMES, SCALAR))


def objective(h, v, eps, k):
    """S_k = ⟨h, v_k*⟩ + ε_k."""
    return inner(h, v[k]) + eps(k, omega)


def means(h, v_c, v, eps, k):
    """The means of S_k after and before learning; Δ_k(λ) is their difference."""
    S = objective(h, v, eps, k)
    return E(S, under=policy(h, v_c)), E(S)


def objectives_hypotheses(h, v_c, eps):
    """What Theorem 3 needs, for every objective: moments, and noise that is uncorrelated with the score."""
    return (mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)),
            ForAll(i, square_integrable(eps(i, omega))), ForAll(i, Eq(Cov(eps(i, omega), inner(h, v_c)), 0)))


def first_order(h, v_c, v, k):
    """⟨Σ_w v_c, v_k*⟩."""
    return inner(CovOperator(h) @ v_c, v[k])


def pareto_cone(v):
    """C_Pareto = {x : ⟨x, v_i*⟩ > 0 for all i}."""
    x = vector_beside(v)
    return SetBuilder(x, positive_on_all(x, v))


def nonempty(v):
    """The Pareto cone has an element."""
    x = vector_beside(v)
    return Exists(x, Member(x, pareto_cone(v)))


@equation("Equation (47)", title="Per-objective improvement", printed=["(47)", "Section E.2, display"],
          adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def per_objective_improvement(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"),
                              eps: Noise):
    """Every objective improves by λ times the inner product of Σ_w v_c with its direction, to first order."""
    given(*objectives_hypotheses(h, v_c, eps))
    after, before = means(h, v_c, v, eps, i)
    expansion = equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2))
    show(ForAll(i, expansion))
    return generalized(have(expansion, by=theorem(using("Theorem 3"), "Theorem 3", h=Lambda(omega, h), v=v[i],
                                                  eps=Lambda(omega, eps(i, omega)))), i)


@proposition("Proposition 18 (first order)", title="Pareto-improving cone, to first order")
def cone_to_first_order(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d")):
    """All first-order changes are positive just when Σ_w v_c lies in the Pareto cone: this is its definition."""
    direction = CovOperator(h) @ v_c
    show(Iff(ForAll(i, first_order(h, v_c, v, i) > 0), Member(direction, pareto_cone(v))))
    return chain(ForAll(i, first_order(h, v_c, v, i) > 0),
                 iff(Member(direction, pareto_cone(v)), by=definition(Member, why="definition of the cone")))


@proposition("Proposition 18", title="Pareto-improving cone, for small λ", printed=["Proposition 18: if"],
             adds=[EXISTENCE, MOMENTS, ONE_PROMPT])
def cone_for_small_steps(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise):
    """If Σ_w v_c lies in the Pareto cone, then every objective improves for all sufficiently small λ > 0."""
    given(*objectives_hypotheses(h, v_c, eps))
    inside, (after, before) = Member(CovOperator(h) @ v_c, pareto_cone(v)), means(h, v_c, v, eps, i)
    show(Implies(inside, eventually(lam, ForAll(i, before < after))))
    have(ForAll(i, equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2))),
         by=theorem(using("Equation (47)"), "(47)"))
    with suppose(inside) as premise:
        have(ForAll(i, first_order(h, v_c, v, i) > 0), by=definition(Member, why="definition of the cone"))
        generalized(have(better(after, before), by=theorem(using("First-order rise"), "First-order rise",
                                                           c=first_order(h, v_c, v, i), F=Lambda(lam, after),
                                                           G=Lambda(lam, before))), i)
        together = have(eventually(lam, ForAll(i, before < after)), by=theorem(
            using("Finitely many radii"), "Finitely many radii", T=Lambda(i, lam, before < after)))
    return premise.conclude(together)


@proposition("Proposition 18 (converse)", title="Improvement for small λ needs the closed cone")
def cone_is_needed(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise):
    """If every objective improves for all small λ > 0, then no ⟨Σ_w v_c, v_i*⟩ is negative; it may be 0."""
    given(*objectives_hypotheses(h, v_c, eps))
    slope, (after, before) = first_order(h, v_c, v, i), means(h, v_c, v, eps, i)
    curves = {"F": Lambda(lam, after), "G": Lambda(lam, before)}
    improving = ForAll(i, better(after, before))
    show(Implies(improving, ForAll(i, slope >= 0)))
    have(equals(after - before, lam * slope + O(lam**2)), by=theorem(using("Equation (47)"), "(47)"))
    signs = have(And(Implies(slope > 0, better(after, before)), Implies(slope < 0, better(before, after))),
                 by=theorem(using("First-order sign"), "First-order sign", c=slope, **curves))
    with suppose(improving) as improves:
        with suppose(Not(slope >= 0)) as otherwise:
            have(slope < 0, why="the supposition")
            rises = have(better(after, before), by=theorem(improves.fact, "the supposition", i=i))
            falls = have(better(before, after), by=theorem(conjuncts(signs)[1], "its sign"))
            both = have(And(rises.statement, falls.statement), why="both together")
            never = have(Not(both.statement), by=theorem(using("Rising and falling"), "Rising and falling", **curves))
            absurd = falsehood(both, never)
        nonnegative = generalized(contradiction_from(otherwise, absurd), i)
    return improves.conclude(nonnegative)


# -- the printed Proposition 18 at zero ---------------------------------------------------------------------------------

z = VectorIn(2)("z")
EAST, NORTH = Coordinates(1, 0), Coordinates(0, 1)
FOUR_POINTS = discrete([(Number(1, 4), Coordinates(1, 1)), (Number(1, 4), Coordinates(-1, 1)),
                        (Number(1, 2), Coordinates(0, -1))])


@refutation("Proposition 18, as printed", title="Improvement outside the Pareto cone", printed=["Proposition 18: only if"],
            erratum=erratum(
    "Proposition 18", printed=r"c \text{ is Pareto-improving if and only if } \Sigma_w v_c \in \mathcal{C}_{\text{Pareto}}",
    should_read=r"\text{if } \Sigma_w v_c \in \mathcal{C}_{\text{Pareto}}, \text{ then } \Delta_i > 0 \text{ for all } i "
                r"\text{ and all small } \lambda > 0; \text{ conversely } \langle \Sigma_w v_c, v_i^* \rangle \ge 0",
    why="where a first-order term vanishes, the second-order term can still improve every objective; √2h₁ in place of h₁ and "
        "v_c/√2 in place of v_c whiten the example and change no policy",
    repaired_by=["Proposition 18", "Proposition 18 (first order)", "Proposition 18 (converse)"]))
def improvement_outside_the_cone():
    """For h uniform on (±1, 1) and twice (0, −1), v_c = (1, 0) and one direction (0, 1), every λ ≠ 0 improves."""
    k = IndexIn(1)("i")
    Sigma, t = CovOperator(z, under=FOUR_POINTS, over=z), inner(z, EAST)
    change = E(inner(z, NORTH), under=tilted(t, lam, FOUR_POINTS, over=z), over=z) - E(inner(z, NORTH), FOUR_POINTS, z)
    outside = Not(Member(Sigma @ EAST, pareto_cone(Lambda(k, NORTH))))
    show(And(outside, ForAll(lam, Implies(Ne(lam, 0), change > 0))))
    slope = chain(
        inner(Sigma @ EAST, NORTH),
        eq(Cov(t, inner(z, NORTH), FOUR_POINTS, z), by=definition(Inner)),
        eq(E(t * inner(z, NORTH), FOUR_POINTS, z) - E(t, FOUR_POINTS, z) * E(inner(z, NORTH), FOUR_POINTS, z),
           by=definition(Covariance)),
        eq(0, by=definition(Expectation)),
    )
    with suppose(Member(Sigma @ EAST, pareto_cone(Lambda(k, NORTH)))) as member:
        every = have(ForAll(k, inner(Sigma @ EAST, NORTH) > 0), by=definition(Member, why="definition of the cone"))
        absurd = falsehood(slope, have(inner(Sigma @ EAST, NORTH) > 0, by=theorem(every, "the one index", i=IndexValue(1, 1))))
    beyond = contradiction_from(member, absurd)
    gap = exp(lam / 2) - exp(-(lam / 2))
    gain = gap**2 / (exp(lam) + exp(-lam) + 2)
    computed = chain(change, eq((exp(lam) + exp(-lam) - 2) / (exp(lam) + exp(-lam) + 2), by=definition(Expectation)),
                     eq(gain))
    order = have(Or(lam < 0, Eq(lam, 0), 0 < lam), by=law("trichotomy", x=lam, y=0))
    with suppose(Ne(lam, 0)) as moved:
        with suppose(lam < 0) as below:
            have(lam / 2 < -(lam / 2))
            apart = have(exp(lam / 2) < exp(-(lam / 2)), by=law("exponential is increasing", x=lam / 2, y=-(lam / 2)))
            first = below.conclude(have(gain > 0, by=positivity(apart, why="a square that is not 0")))
        with suppose(Eq(lam, 0)) as at_zero:
            second = at_zero.conclude(falsehood(at_zero.fact, moved.fact))
        with suppose(0 < lam) as above:
            have(-(lam / 2) < lam / 2)
            apart = have(exp(-(lam / 2)) < exp(lam / 2), by=law("exponential is increasing", x=-(lam / 2), y=lam / 2))
            third = above.conclude(have(gain > 0, by=positivity(apart, why="a square that is not 0")))
        positive = by_cases(order, first, second, third)
        grows = chain(change, eq(gain, by=algebra(computed, why="as computed")), gt(0, by=positivity(positive)))
    return beyond, generalized(moved.conclude(grows), lam)


# -- the geometry of the Pareto cone ------------------------------------------------------------------------------------

@proposition("Proposition 19 (1)", title="What an element of the cone is", printed=["Proposition 19 (1)"],
             erratum=erratum(
    "Proposition 19, item 1 and Proposition 18", printed=r"\{d \in \mathbb{R}^d : \langle d, v_i^* \rangle > 0\}",
    should_read=r"\{x \in \mathbb{R}^d : \langle x, v_i^* \rangle > 0\}",
    why="the letter d names both the dimension and a vector; item 1 itself only repeats the definition"))
def cone_by_definition(v: VectorFamily("m", "d")):
    """The Pareto cone has an element just when some direction is positive on every v_i*."""
    show(Iff(nonempty(v), common_direction(v)))
    return chain(nonempty(v), iff(common_direction(v), by=definition(Member, why="definition of the cone")))


@proposition("Proposition 19 (2)", title="One objective", printed=["Proposition 19 (2)"], adds=[
    added("$v_1^* \\ne 0$", needed="Proposition 19 (2), as printed")])
def single_objective(v: VectorFamily(1, "d")):
    """For one direction v* ≠ 0 the Pareto cone is the open half-space with normal v*, and v* itself lies in it."""
    k = index_of(v)
    given(Ne(v[1], origin))
    same = Iff(Member(x, pareto_cone(v)), Member(x, OpenHalfSpace(v[1])))
    show(And(ForAll(x, same), nonempty(v)))
    only = have(Eq(k, IndexValue(1, 1)), by=law("indices of a family of 1", i=k), why="there is one index")
    with suppose(positive_on_all(x, v)) as every:
        every.conclude(have(0 < inner(x, v[1])))
    with suppose(0 < inner(x, v[1])) as first:
        positive = chain(inner(x, v[k]), eq(inner(x, v[1]), by=rewrite(only)), gt(0, by=positivity(first.fact)))
        first.conclude(generalized(positive, k))
    half_space = chain(
        Member(x, pareto_cone(v)),
        iff(positive_on_all(x, v), by=definition(Member, why="definition of the cone")),
        iff(0 < inner(x, v[1]), by=theorem(have(Iff(positive_on_all(x, v), 0 < inner(x, v[1]))), why="one index")),
        iff(Member(x, OpenHalfSpace(v[1])), by=definition(Member, why="definition of the half-space")),
    )
    every_x = generalized(half_space, x)
    have(0 < inner(v[1], v[1]), by=law("norm is definite", u=v[1]))
    have(Member(v[1], OpenHalfSpace(v[1])), by=definition(Member, why="definition of the half-space"))
    inside = have(Member(v[1], pareto_cone(v)), by=theorem(every_x, "the equality of the sets", x=v[1]))
    return every_x, exhibit(nonempty(v), v[1], inside)


@refutation("Proposition 19 (2), as printed", title="One objective that is 0", erratum=erratum(
    "Proposition 19, item 2", printed=r"\text{a full half-space when } m = 1",
    should_read=r"\text{an open half-space when } m = 1 \text{ and } v_1^* \ne 0",
    why="for the direction 0 the cone is empty", repaired_by=["Proposition 19 (2)"]))
def zero_objective():
    """The Pareto cone of the single direction 0 is empty."""
    v = VectorFamily(1, "d")("v")
    k = index_of(v)
    show(Exists(v, Not(nonempty(v))))
    with suppose(nonempty(Lambda(k, origin))) as some:
        with obtain(some.fact, x):
            every = have(ForAll(k, inner(x, origin) > 0), by=definition(Member, why="definition of the cone"))
            strict = have(inner(x, origin) > 0, by=theorem(every, why="the one index", i=IndexValue(1, 1)))
            absurd = falsehood(strict, chain(inner(x, origin), eq(0)))
        absurd = release(some.fact, x, absurd)
    return exhibit(Exists(v, Not(nonempty(v))), Lambda(k, origin), contradiction_from(some, absurd))


def independent(v):
    """Only the combination with all coefficients 0 vanishes."""
    i = index_of(v)
    alpha = Symbol("alpha", Function(i.sort, SCALAR))
    return ForAll(alpha, Implies(Eq(total(i, alpha[i] * v[i]), Zero(v.sort.result)), ForAll(i, Eq(alpha[i], 0))))


@proposition("Proposition 19 (3)", title="Independent directions can be improved together", printed=["Proposition 19 (3)"],
             adds=[added("$v_1^*, \\dots, v_m^*$ are linearly independent: so “generically” is read",
                         needed="Proposition 19 (3), as printed")])
def independent_directions(v: VectorFamily("m", "d")):
    """If v_1*, …, v_m* are linearly independent (so m ≤ d, and almost all are), their Pareto cone has an element."""
    independence = given(independent(v))
    show(nonempty(v))
    either, _ = conjuncts(using("Gordan's alternative"))
    with suppose(common_direction(v)) as some:
        one = some.conclude(some.fact)
    with suppose(balanced(v)) as vanishing:
        with obtain(vanishing.fact, alpha) as (_, weighted):
            _, sum_is_one, _ = conjuncts(weighted)
            every = have(ForAll(i, Eq(alpha[i], 0)), by=theorem(independence, "independence", alpha=alpha))
            absurd = falsehood(chain(total(i, alpha[i]), eq(0, by=rewrite(every, why="independence"))), sum_is_one)
        impossible = vanishing.conclude(release(vanishing.fact, alpha, absurd))
    by_cases(either, one, impossible)
    return have(nonempty(v), by=theorem(using("Proposition 19 (1)"), "Proposition 19 (1)"))


@refutation("Proposition 19 (3), as printed", title="Few directions with an empty cone", erratum=erratum(
    "Proposition 19, item 3",
    printed=r"\text{generically nonempty when } m \le d \text{ and the } v_i^* \text{ do not span a full half-space}",
    should_read=r"\text{nonempty when } v_1^*, \dots, v_m^* \text{ are linearly independent}",
    why="“generically” is not made precise, and the condition on half-spaces does not do it: two opposite directions of the "
        "plane span no half-space, and their cone is empty",
    repaired_by=["Proposition 19 (3)"]))
def opposite_directions():
    """The directions (1, 0) and (−1, 0) of R² (m = d = 2) span no half-space, not even an open one; the cone is empty."""
    v, n, y = VectorFamily(2, 2)("v"), VectorIn(2)("n"), VectorIn(2)("x")
    k, beta = index_of(v), ScalarFamily(2)("alpha")
    no_half_space = lambda u: ForAll(n, Implies(Ne(n, Zero(Vector(2))), Exists(y, And(
        Member(y, OpenHalfSpace(n)), Not(Member(y, ConicHull(u)))))))
    claim_about = lambda u: And(no_half_space(u), Not(nonempty(u)))
    show(Exists(v, claim_about(v)))
    u = Lambda(k, (delta(k, 1) - delta(k, 2)) * EAST)

    with suppose(Member(y, ConicHull(u))) as member:
        written = have(Exists(beta, And(ForAll(k, beta[k] >= 0), Eq(y, total(k, beta[k] * u[k])))),
                       by=definition(Member, why="definition of the conic hull"))
        with obtain(written, beta) as (_, weighted):
            combination = conjuncts(weighted)[1]
            flat = chain(inner(y, NORTH), eq(inner(total(k, beta[k] * u[k]), NORTH), by=rewrite(combination)), eq(0))
        flat = member.conclude(release(written, beta, flat))
    flat = generalized(flat, y)
    height = inner(n, NORTH)
    with suppose(Ne(n, Zero(Vector(2)))) as some:
        length = have(0 < inner(n, n), by=law("norm is definite", u=n))
        beyond = Exists(y, And(Member(y, OpenHalfSpace(n)), Not(Member(y, ConicHull(u)))))
        branches = []
        for case, step in ((height >= 0, NORTH), (Not(height >= 0), -NORTH)):
            with suppose(case) as sign:
                have(inner(n + step, n) > 0, by=positivity(length, sign.fact))
                have(Member(n + step, OpenHalfSpace(n)), by=definition(Member, why="definition of the half-space"))
                with suppose(Member(n + step, ConicHull(u))) as within:
                    level = have(Eq(inner(n + step, NORTH), 0), by=theorem(flat, "what was shown", x=n + step))
                    absurd = falsehood(level, sign.fact)
                contradiction_from(within, absurd)
                branches.append(sign.conclude(exhibit(beyond, n + step)))
        outside = some.conclude(by_cases(excluded_middle(height >= 0), *branches))
    none = generalized(outside, n)
    with suppose(nonempty(u)) as common:
        with obtain(common.fact, y):
            every = have(positive_on_all(y, u), by=definition(Member, why="definition of the cone"))
            first, second = (have(inner(y, s) > 0, by=theorem(every, f"index {c}", i=IndexValue(c, 2)))
                             for c, s in ((1, EAST), (2, -EAST)))
            absurd = falsehood(first, second)
        absurd = release(common.fact, y, absurd)
    empty = contradiction_from(common, absurd)
    return exhibit(Exists(v, claim_about(v)), u, have(And(none.statement, empty.statement), why="both together"))


@proposition("Proposition 19 (4)", title="When no direction improves everything",
             printed=["Proposition 19 (4)"], erratum=erratum(
    "Proposition 19, proof", printed=r"\text{Part (d) follows from the separating hyperplane theorem}",
    should_read=r"\text{Item 4 follows from Gordan's alternative}",
    why="the items are numbered, there is no part (d); and the chain of equivalences uses Gordan's alternative, which is "
        "proved here through the point of least norm"))
def empty_cone(v: VectorFamily("m", "d")):
    """The Pareto cone is empty if and only if 0 lies in the convex hull of the v_i*."""
    show(Iff(Not(nonempty(v)), Member(origin, ConvexHull(v))))
    return chain(
        Not(nonempty(v)),
        iff(Not(common_direction(v)), by=definition(Member, why="definition of the cone")),
        iff(Member(origin, ConvexHull(v)), by=theorem(using("Gordan's alternative (convex hull)"), "Gordan's alternative")),
    )


@corollary("Conserved combination", title="What no constitution can change to first order")
def conserved_combination(v: VectorFamily("m", "d"), h: RandomVector("d"), alpha: ScalarFamily("m")):
    """If Σ α_i v_i* = 0, then the first-order changes, weighted by α, add up to 0 for every v_c."""
    u = VectorIn("d")("v_c")
    vanishing = given(Eq(total(i, alpha[i] * v[i]), origin))
    show(ForAll(u, Eq(total(i, alpha[i] * first_order(h, u, v, i)), 0)))
    return generalized(chain(
        total(i, alpha[i] * first_order(h, u, v, i)),
        eq(inner(CovOperator(h) @ u, total(i, alpha[i] * v[i])), by=algebra(why="linearity")),
        eq(inner(CovOperator(h) @ u, origin), by=rewrite(vanishing, why="the hypothesis")),
        eq(0),
    ), u)


@remark("Gordan's alternative, by computation", title="Certificates")
def certificates():
    """For rational vectors `symproof.gordan` finds which alternative holds; the kernel proves what its certificate says."""
    v, u = VectorFamily(2, 2)("v"), VectorFamily(3, 2)("u")
    rows = {v: [[1, 0], [-1, Fraction(1, 3)]], u: [[2, 1], [-1, 1], [-1, -3]]}
    found = {family: gordan(vectors) for family, vectors in rows.items()}
    known = {family: [given(Eq(family[n], Coordinates(*row))) for n, row in enumerate(vectors, 1)]
             for family, vectors in rows.items()}
    show(And(common_direction(v), balanced(u)))

    def by_index(statement, index, size, proof):
        """Prove a statement about an index by proving it for 1, …, size."""
        branches = []
        for n in range(1, size + 1):
            with suppose(Eq(index, IndexValue(n, size))) as here:
                branches.append(here.conclude(proof(n, here.fact)))
        return generalized(by_cases(have(Or(*(Eq(index, IndexValue(n, size)) for n in range(1, size + 1))),
                                         by=law(f"indices of a family of {size}", i=index)), *branches), index)

    k, direction = index_of(v), Coordinates(*found[v].vector)
    positive = by_index(inner(direction, v[k]) > 0, k, 2, lambda n, here: chain(
        inner(direction, v[k]), eq(inner(direction, v[n]), by=rewrite(here)),
        eq(inner(direction, Coordinates(*rows[v][n - 1])), by=rewrite(known[v][n - 1])), gt(0)))
    first = exhibit(common_direction(v), direction, positive)
    k, weights = IndexIn(3)("j"), found[u].vector
    family = Lambda(k, Add(*(weight * delta(k, n) for n, weight in enumerate(weights, 1))))
    by_index(family[k] >= 0, k, 3, lambda n, here: chain(
        family[k], eq(Number(weights[n - 1]), by=rewrite(here)), ge(0)))
    chain(total(k, family[k]), eq(1))
    chain(total(k, family[k] * u[k]), eq(Add(*(weight * u[n] for n, weight in enumerate(weights, 1)))),
          eq(Zero(Vector(2)), by=rewrite(*known[u])))
    table("Certificates found for the two families", ["vectors", "certificate"],
          [[", ".join(map(repr, (Coordinates(*row) for row in vectors))), str(found[family])]
           for family, vectors in rows.items()])
    return first, exhibit(balanced(u), family)
