"""Several value directions: Gordan's alternative for every d and m, and what it says about the Pareto cone.

Covers Appendix E up to Remark 6: equation (47), Propositions 18 and 19. Gordan's alternative is proved in both
directions from definitions; the hard one through the point of least norm in the convex hull, whose existence is the one
cited fact (compactness). Directions v_1, …, v_m are a family of vectors of R^d; d and m ≥ 1 are symbolic throughout.
"""

from derivations.tilt import lam, policy
from symproof.prelude import *

i = IndexIn("m")("i")
j = IndexIn("m")("j")
x, w = VectorIn("d")("x"), VectorIn("d")("w")
alpha = ScalarFamily("m")("alpha")
origin = Zero(Vector("d"))
Statements = lambda name: Symbol(name, Function(Index("m"), SCALAR, TRUTH))  # noqa: E731


def index_of(v):
    """An index i of the family v."""
    return Symbol("i", v.sort.arguments[0])


def vector_beside(v):
    """A vector x of the space of the family v."""
    return Symbol("x", v.sort.result)


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
                eq(inner(x, origin), by=rewrite(combination)),
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
            nothing = chain(total(i, alpha[i]), eq(0, by=rewrite(every)))
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
    belongs, least = given(Member(p, ConvexHull(v)),
                           ForAll(w, Implies(Member(w, ConvexHull(v)), inner(p, p) <= inner(w, w))))
    show(ForAll(i, inner(p, v[i]) >= inner(p, p)))
    t = Real("t")
    written = have(written_as(p, v), by=definition(Member, why="definition of the convex hull"))
    with suppose(Not(inner(p, v[j]) >= inner(p, p))) as otherwise:
        slope = inner(p, p) - inner(p, v[j])
        have(0 < slope)
        better = have(Exists(t, And(0 <= t, t <= 1, inner(v[j] - p, v[j] - p) * t**2 < 2 * slope * t)),
                      by=theorem(using("Small steps"), b=slope, q=inner(v[j] - p, v[j] - p), name="Small steps"))
        with obtain(better, t) as (_, step), obtain(written, alpha) as (_, weighted):
            nonnegative, sum_is_one, combination = conjuncts(weighted)
            moved = p + t * (v[j] - p)
            weights = Lambda(i, (1 - t) * alpha[i] + t * Kronecker(i, j))
            have(ForAll(i, weights(i) >= 0), by=positivity(step, nonnegative, why=r"$0 \le t \le 1$ and $\alpha_i \ge 0$"))
            chain(total(i, weights(i)), eq((1 - t) * total(i, alpha[i]) + t), eq(1, by=rewrite(sum_is_one)))
            chain(moved, eq((1 - t) * p + t * v[j]), eq((1 - t) * total(i, alpha[i] * v[i]) + t * v[j],
                                                        by=rewrite(combination)), eq(total(i, weights(i) * v[i])))
            exhibit(written_as(moved, v), weights)
            inside = have(Member(moved, ConvexHull(v)), by=definition(Member, why="definition of the convex hull"))
            shorter = chain(
                inner(moved, moved),
                eq(inner(p, p) + (inner(v[j] - p, v[j] - p) * t**2 - 2 * slope * t)),
                lt(inner(p, p), by=positivity(step)),
            )
            absurd = falsehood(shorter, have(inner(p, p) <= inner(moved, moved), why="$p$ has least norm"))
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
    with obtain(nearest, p) as (_, fact):
        beyond = have(ForAll(i, inner(p, v[i]) >= inner(p, p)), by=theorem(using("Variational inequality"), why="Variational inequality"))
        written = have(written_as(p, v), by=definition(Member, why="definition of the convex hull"))
        with suppose(Eq(p, origin)) as at_origin:
            with obtain(written, alpha) as (_, weighted):
                nonnegative, sum_is_one, combination = conjuncts(weighted)
                chain(total(i, alpha[i] * v[i]), eq(p, by=rewrite(combination)), eq(origin, by=algebra(at_origin.fact)))
                exhibit(balanced(v), alpha)
                one = have(alternatives)
            one = at_origin.conclude(release(written, alpha, one))
        with suppose(Not(Eq(p, origin))) as elsewhere:
            length = have(0 < inner(p, p), by=law("norm is definite", u=p))
            have(positive_on_all(p, v), by=positivity(length, beyond))
            exhibit(common_direction(v), p)
            other = elsewhere.conclude(have(alternatives))
        found = by_cases(excluded_middle(Eq(p, origin)), one, other)
    return release(nearest, p, found), using("Gordan (easy direction)")


@corollary("Zero in a convex hull", title="The second alternative is that 0 lies in the convex hull")
def zero_in_hull(v: VectorFamily("m", "d")):
    """A convex combination of the v_i vanishes just when 0 belongs to their convex hull."""
    show(Iff(balanced(v), Member(origin, ConvexHull(v))))
    with suppose(balanced(v)) as vanishing:
        with obtain(vanishing.fact, alpha) as (_, weighted):
            nonnegative, sum_is_one, combination = conjuncts(weighted)
            chain(origin, eq(total(i, alpha[i] * v[i]), by=rewrite(combination)))
            exhibit(written_as(origin, v), alpha)
            inside = have(Member(origin, ConvexHull(v)), by=definition(Member, why="definition of the convex hull"))
        vanishing.conclude(release(vanishing.fact, alpha, inside))
    with suppose(Member(origin, ConvexHull(v))) as member:
        written = have(written_as(origin, v), by=definition(Member, why="definition of the convex hull"))
        with obtain(written, alpha) as (_, weighted):
            nonnegative, sum_is_one, combination = conjuncts(weighted)
            chain(total(i, alpha[i] * v[i]), eq(origin, by=rewrite(combination)))
            vanishing = exhibit(balanced(v), alpha)
        member.conclude(release(written, alpha, vanishing))
    return have(Iff(balanced(v), Member(origin, ConvexHull(v))))


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
            both = have(And(common_direction(v), balanced(v)))
            absurd = falsehood(both, not_both)
        member.conclude(contradiction_from(some, absurd))
    return have(Iff(Not(common_direction(v)), Member(origin, ConvexHull(v))))


# -- small steps for every objective at once ----------------------------------------------------------------------------

@lemma("Finitely many radii", title="What holds near 0 for each index holds near 0 for all of them")
def finitely_many_radii(T: Statements):
    """If each of finitely many statements holds for all small λ > 0, then so do all of them together."""
    rho, s = ScalarFamily("m")("rho"), Real("s")
    near = lambda k, radius: ForAll(lam, Implies(And(0 < lam, lam < radius), T(k, lam)))  # noqa: E731
    together = eventually(lam, ForAll(i, T(i, lam)))
    show(Implies(ForAll(i, eventually(lam, T(i, lam))), together))
    with suppose(ForAll(i, eventually(lam, T(i, lam)))) as each:
        radii = have(Exists(rho, ForAll(i, And(0 < rho[i], near(i, rho[i])))), why="a radius for each index",
                     by=law("finite choice", R=Lambda(i, s, near(i, s))))
        with obtain(radii, rho) as (_, chosen):
            least = have(Exists(j, ForAll(i, rho[j] <= rho[i])), why="the least of them",
                         by=law("least member of a finite family", A=rho))
            with obtain(least, j) as (_, smallest):
                with suppose(And(0 < lam, lam < rho[j])) as small:
                    above, below = conjuncts(small.fact)
                    have(lam < rho[i], by=positivity(below, smallest))
                    close = conjuncts(have(And(0 < rho[i], near(i, rho[i])), why="the choice of the radii"))[1]
                    holds = generalized(have(T(i, lam), by=theorem(close, lam=lam)), i)
                shown = exhibit(together, rho[j], generalized(small.conclude(holds), lam))
            shown = release(radii, rho, release(least, j, shown))
    return each.conclude(shown)


def value(h, v, k):
    """The part of S_k that depends on the representation, ⟨h, v_k*⟩."""
    return inner(h, v[k])


def improvement(h, v_c, v, k):
    """Δ_k(λ), the change of objective k."""
    return E(value(h, v, k), under=policy(h, v_c)) - E(value(h, v, k))


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


@equation("Equation (47)", title="Per-objective improvement", printed=["(47)"])
def per_objective_improvement(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d")):
    """Every objective improves by λ times the inner product of Σ_w v_c with its direction, to first order."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    expansion = equals(improvement(h, v_c, v, i), lam * first_order(h, v_c, v, i) + O(lam**2))
    show(ForAll(i, expansion))
    return generalized(have(expansion, by=theorem(using("Equation (18)"), "Equation (18)", h=Lambda(omega, h), v_c=v_c,
                                                  v=v[i])), i)


@proposition("Proposition 18 (first order)", title="Pareto-improving cone, to first order")
def cone_to_first_order(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d")):
    """All first-order changes are positive just when Σ_w v_c lies in the Pareto cone: this is its definition."""
    direction = CovOperator(h) @ v_c
    show(Iff(ForAll(i, first_order(h, v_c, v, i) > 0), Member(direction, pareto_cone(v))))
    return chain(ForAll(i, first_order(h, v_c, v, i) > 0),
                 iff(Member(direction, pareto_cone(v)), by=definition(Member, why="definition of the cone")))


@proposition("Proposition 18", title="Pareto-improving cone, for small λ")
def cone_for_small_steps(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d")):
    """If Σ_w v_c lies in the Pareto cone, then every objective improves for all sufficiently small λ > 0."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    better = improvement(h, v_c, v, i) > 0
    show(Implies(Member(CovOperator(h) @ v_c, pareto_cone(v)), eventually(lam, ForAll(i, better))))
    expansions = have(ForAll(i, equals(improvement(h, v_c, v, i), lam * first_order(h, v_c, v, i) + O(lam**2))),
                      by=theorem(using("Equation (47)"), "Equation (47)"))
    with suppose(Member(CovOperator(h) @ v_c, pareto_cone(v))) as inside:
        have(ForAll(i, first_order(h, v_c, v, i) > 0), by=definition(Member, why="definition of the cone"))
        each = have(eventually(lam, better), by=theorem(using("First-order sign"), "First-order sign", c=first_order(
            h, v_c, v, i), F=Lambda(lam, improvement(h, v_c, v, i)), G=Lambda(lam, 0)))
        generalized(each, i)
        all_of_them = have(eventually(lam, ForAll(i, better)),
                           by=theorem(using("Finitely many radii"), "Finitely many radii", T=Lambda(i, lam, better)))
    return inside.conclude(all_of_them)


@proposition("Proposition 18 (converse)", title="Improvement for small λ needs the closed cone")
def cone_is_needed(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d")):
    """If every objective improves for all small λ > 0, then no ⟨Σ_w v_c, v_i*⟩ is negative; it may be 0."""
    given(mgf_finite_near_zero(inner(h, v_c)), square_integrable(norm(h)))
    change, slope = improvement(h, v_c, v, i), first_order(h, v_c, v, i)
    improving = eventually(lam, ForAll(i, change > 0))
    r, s = Positive("r"), Positive("s")
    show(Implies(improving, ForAll(i, slope >= 0)))
    expansions = using("Equation (47)")
    with suppose(improving) as improves:
        with suppose(Not(slope >= 0)) as otherwise:
            have(-slope > 0)
            expansion = have(equals(change, lam * slope + O(lam**2)), by=theorem(expansions, "Equation (47)"))
            chain(0 - change, eq(lam * (-slope) + O(lam**2), by=series(lam, expansion, why="Equation (47)")))
            worse = have(eventually(lam, change < 0), by=theorem(
                using("First-order sign"), "First-order sign", c=-slope, F=Lambda(lam, 0), G=Lambda(lam, change)))
            with obtain(improves.fact, r) as (_, better_below), obtain(worse, s) as (_, worse_below):
                small = r * s / (r + s)
                have(And(0 < small, small < r))
                have(And(0 < small, small < s))
                at_small = substitute(change, {lam: small})
                up = have(ForAll(i, substitute(change, {lam: small}) > 0), by=theorem(better_below, lam=small))
                up = have(at_small > 0)
                down = have(at_small < 0, by=theorem(worse_below, lam=small))
                absurd = falsehood(up, down)
            absurd = release(improves.fact, r, release(worse, s, absurd))
        nonnegative = generalized(contradiction_from(otherwise, absurd), i)
    return improves.conclude(nonnegative)


# -- the printed Proposition 18 at zero ---------------------------------------------------------------------------------

z = VectorIn(2)("z")
EAST, NORTH = Coordinates(1, 0), Coordinates(0, 1)
FOUR_POINTS = discrete([(Number(1, 4), Coordinates(1, 1)), (Number(1, 4), Coordinates(-1, 1)),
                        (Number(1, 2), Coordinates(0, -1))])


@refutation("Proposition 18, as printed", title="Improvement outside the Pareto cone", erratum=erratum(
    "Proposition 18", printed=r"c \text{ is Pareto-improving if and only if } \Sigma_w v_c \in \mathcal{C}_{\text{Pareto}}",
    should_read=r"\text{if } \Sigma_w v_c \in \mathcal{C}_{\text{Pareto}}, \text{ then } \Delta_i > 0 \text{ for all } i "
                r"\text{ and all small } \lambda > 0; \text{ conversely } \langle \Sigma_w v_c, v_i^* \rangle \ge 0",
    why="where a first-order term vanishes, the second-order term can still improve every objective",
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
        absurd = falsehood(slope, have(inner(Sigma @ EAST, NORTH) > 0, by=theorem(every, i=IndexValue(1, 1))))
    beyond = contradiction_from(member, absurd)
    spread = exp(lam / 2) - exp(-(lam / 2))
    gain = chain(change, eq(spread**2 / (exp(lam) + exp(-lam) + 2), by=definition(Expectation)))
    order = have(Or(lam < 0, Eq(lam, 0), 0 < lam), by=law("trichotomy", x=lam, y=0))
    with suppose(Ne(lam, 0)) as moved:
        with suppose(lam < 0) as below:
            have(lam / 2 < -(lam / 2))
            apart = have(exp(lam / 2) < exp(-(lam / 2)), by=law("exponential is increasing", x=lam / 2, y=-(lam / 2)))
            first = below.conclude(chain(change, eq(spread**2 / (exp(lam) + exp(-lam) + 2), by=algebra(gain)),
                                         gt(0, by=positivity(apart))))
        with suppose(Eq(lam, 0)) as at_zero:
            second = at_zero.conclude(falsehood(at_zero.fact, moved.fact))
        with suppose(0 < lam) as above:
            have(-(lam / 2) < lam / 2)
            apart = have(exp(-(lam / 2)) < exp(lam / 2), by=law("exponential is increasing", x=-(lam / 2), y=lam / 2))
            third = above.conclude(chain(change, eq(spread**2 / (exp(lam) + exp(-lam) + 2), by=algebra(gain)),
                                         gt(0, by=positivity(apart))))
        better = by_cases(order, first, second, third)
    return beyond, generalized(moved.conclude(better), lam)
