"""Trading objectives off: profiles of changes, the share of directions that improve both, and the best weighted direction.

Covers Appendix E after Proposition 19: the aggregations of Definition 16, the vector form of (47), Remark 6, Definition 20,
Propositions 21, 22 and 23, Remark 7. Directions v_1*, …, v_m* are a family of vectors of R^d; d and m ≥ 1 are symbolic.
A change Δ_i is exact (the difference of two means) unless it is said to be of first order, ⟨Σ_w v_c, v_i*⟩.

A share of directions is a chance under N(0, I) on R^d: the events ask for signs only, so the length of the direction does
not matter, and its normalisation is uniform on the sphere.
"""

from derivations.pareto import (Noise, common_direction, delta, first_order, independent, means, nonempty, objective,
                                objectives_hypotheses, origin, positive_on_all)
from derivations.halfspaces import (angle, arc_of_two_cosines, bisector, both_low, cosine, half, lowest_product,
                                    norms_are_positive, opposite_angles, orthant_probability, positive_multiple, quarter,
                                    range_of_the_angle, share, straight_angle, there_is_an_angle, turned_is_nonzero, v_c,
                                    value_of, white)
from derivations.regret import FEATURES, R_d, absolute_value_at_most, below_absolute_value, cauchy_schwarz
from derivations.tilt import C, better, lam, r
from symproof.prelude import *

i, j, k = (IndexIn("m")(name) for name in "ijk")
t, x, y, z = Positive("t"), Real("x"), Real("y"), Real("z")
u, w = VectorIn("d")("u"), VectorIn("d")("w")
Changes = ScalarFamily("m")
Policy = lambda name: Symbol(name, Measure(OUTCOMES), "probability")
EAST, NORTH, NORTHEAST = Coordinates(1, 0), Coordinates(0, 1), Coordinates(1, 1)


# -- aggregations of a profile -------------------------------------------------------------------------------------------

@lemma("Integrable projections", title="⟨h, w⟩ is integrable when ‖h‖ is")
def integrable_projections(h: RandomVector("d"), w: VectorIn("d"), Q: Policy):
    """If ‖h‖ is integrable under a policy, then so is ⟨h, w⟩ for every w."""
    given(integrable(norm(h), under=Q))
    show(integrable(inner(h, w), under=Q))
    whole = have(integrable(h, under=Q), by=law("vector integrable by its norm", nu=Q, h=Lambda(omega, h)))
    every = ForAll(w, integrable(inner(h, w), under=Q))
    have(Iff(whole.statement, every), by=law("vector integrable by its components", nu=Q, h=Lambda(omega, h)))
    return have(integrable(inner(h, w), under=Q), by=theorem(have(every), "every component"))


@lemma("Mean of a projection", title="E⟨h, w⟩ = ⟨E h, w⟩")
def mean_of_a_projection(h: RandomVector("d"), w: VectorIn("d"), Q: Policy):
    """The mean of a projection is the projection of the mean."""
    given(integrable(norm(h), under=Q))
    show(Eq(E(inner(h, w), under=Q), inner(E(h, under=Q), w)))
    have(integrable(h, under=Q), by=law("vector integrable by its norm", nu=Q, h=Lambda(omega, h)))
    return chain(E(inner(h, w), under=Q), eq(inner(E(h, under=Q), w), by=algebra(why="linearity")))


@lemma("Combination of directions", title="Weighted sums of inner products")
def combination(v: VectorFamily("m", "d"), alpha: ScalarFamily("m"), b: ScalarFamily("m"), u: VectorIn("d")):
    """Σ α_i (⟨u, v_i⟩ + b_i) is ⟨u, Σ α_i v_i⟩ + Σ α_i b_i."""
    both = inner(u, total(i, alpha[i] * v[i])) + total(i, alpha[i] * b[i])
    show(Eq(total(i, alpha[i] * (inner(u, v[i]) + b[i])), both))
    return chain(total(i, alpha[i] * (inner(u, v[i]) + b[i])), eq(both, by=algebra(why="linearity")))


@definition_claim("Definition 16 (weighted sum)", title="A weighted sum is one objective, with the direction Σ α_i v_i*")
def weighted_sum(h: RandomVector("d"), v: VectorFamily("m", "d"), eps: Noise, alpha: ScalarFamily("m"), Q: Policy):
    """Under any policy Σ α_i E[S_i] is the mean of ⟨h, Σ α_i v_i*⟩ plus that of the noise Σ α_i ε_i."""
    given(integrable(norm(h), under=Q), ForAll(i, integrable(eps(i, omega), under=Q)))
    S, combined, noise = objective(h, v, eps, i), total(i, alpha[i] * v[i]), Lambda(i, E(eps(i, omega), under=Q))
    mean, rest = E(h, under=Q), total(i, alpha[i] * E(eps(i, omega), under=Q))
    show(Eq(total(i, alpha[i] * E(S, under=Q)), E(inner(h, combined), under=Q) + rest))
    note("The third aggregation that the paper lists, to maximise the first mean subject to bounds on the others, is no "
         "function of the profile but a problem, and it may have no solution.")
    have(integrable(h, under=Q), by=law("vector integrable by its norm", nu=Q, h=Lambda(omega, h)))
    have(integrable(inner(h, v[i]), under=Q), by=theorem(using(integrable_projections), "integrable projections", w=v[i]))
    split = generalized(chain(E(S, under=Q), eq(inner(mean, v[i]) + noise(i), by=algebra(why="linearity"))), i)
    return chain(
        total(i, alpha[i] * E(S, under=Q)),
        eq(total(i, alpha[i] * (inner(mean, v[i]) + noise(i))), by=rewrite(split)),
        eq(inner(mean, combined) + rest, by=theorem(using(combination), "linearity", u=mean, b=noise)),
        eq(E(inner(h, combined), under=Q) + rest, by=theorem(using(mean_of_a_projection), "the mean", w=combined)),
    )


def least(p, a):
    """p is the least of the numbers a_i."""
    return And(Exists(j, Eq(p, a[j])), ForAll(i, p <= a[i]))


@definition_claim("Definition 16 (worst case)", title="The least of finitely many numbers")
def minimum_of_a_family(a: ScalarFamily("m"), p: Real, q: Real):
    """Finitely many numbers have a least one, and only one: min_i a_i is a function of the profile."""
    show(And(Exists(p, least(p, a)), Implies(And(least(p, a), least(q, a)), Eq(p, q))))
    some = have(Exists(j, ForAll(i, a[j] <= a[i])), by=law("least member of a finite family", A=a))
    with obtain(some, j):
        have(Eq(a[j], a[j]))
        exhibit(Exists(k, Eq(a[j], a[k])), j)
        found = exhibit(Exists(p, least(p, a)), a[j])
    exists = release(some, j, found)
    with suppose(And(least(p, a), least(q, a))) as both:
        one, other = conjuncts(both.fact)
        for mine, theirs, low, high in ((one, other, p, q), (other, one, q, p)):
            place, bound = conjuncts(theirs)[0], conjuncts(mine)[1]
            with obtain(place, k) as (_, where):
                below = chain(low, le(a[k], by=theorem(bound, "it is a least number", i=k)), eq(high, by=algebra(where)))
            release(place, k, below)
        same = both.conclude(have(Eq(p, q), by=law("antisymmetry", x=p, y=q)))
    return exists, same


# -- the vector of changes -----------------------------------------------------------------------------------------------

@lemma("Reciprocals", title="1/x falls")
def reciprocals(a: Positive, b: Positive):
    """If a ≤ b, then 1/b ≤ 1/a."""
    given(a <= b)
    show(1 / b <= 1 / a)
    return have(1 / b <= 1 / a, by=positivity(have(a <= b)))


Remainders = lambda name: Symbol(name, Function(Index("m"), SCALAR, SCALAR))


def all_small(R):
    """Some t > 0 bounds all the R_i(λ) by t λ² for |λ| < 1/t."""
    return Exists(t, ForAll(lam, Implies(Abs(lam) < 1 / t, ForAll(i, Abs(R(i, lam)) <= t * Abs(lam)**2))))


@lemma("Uniform remainders", title="Finitely many remainders have one bound")
def uniform_remainders(R: Remainders):
    """If each of finitely many functions is O(λ²), then one constant and one radius serve them all."""
    small, s, rho = ForAll(i, equals(R(i, lam), 0 + O(lam**2))), Positive("s"), ScalarFamily("m")("rho")
    near = lambda index, s: ForAll(lam, Implies(Abs(lam) < 1 / s, Abs(R(index, lam)) <= s * Abs(lam)**2))
    show(Implies(small, all_small(R)))
    with suppose(small) as premise:
        expansion = have(equals(R(i, lam), 0 + O(lam**2)))
        bound = ForAll(lam, Implies(Abs(lam) < r, Abs(R(i, lam) - 0) <= C * Abs(lam)**2))
        chain(expansion.statement, iff(Exists(C, Exists(r, bound)), by=definition(Asymptotic)))
        bounds = have(Exists(C, Exists(r, bound)))
        with obtain(bounds, C) as (_, some), obtain(some, r) as (_, close):
            scale = C + 1 / r
            with suppose(Abs(lam) < 1 / scale) as within:
                chain(Abs(lam), lt(1 / scale, by=positivity(within.fact)), le(r))
                have(Abs(lam) < r)
                held = have(Abs(R(i, lam) - 0) <= C * Abs(lam)**2, by=theorem(close, "the bound", lam=lam))
                wide = have(Abs(R(i, lam)) <= scale * Abs(lam)**2, by=positivity(held, have(0 <= Abs(lam)**2)))
            found = exhibit(Exists(s, near(i, s)), scale, generalized(within.conclude(wide), lam))
        generalized(release(bounds, C, release(some, r, found)), i)
        radii = have(Exists(rho, ForAll(i, And(0 < rho[i], near(i, rho[i])))), why="a bound for each index",
                     by=law("finite choice", R=Lambda(i, x, near(i, x))))
        with obtain(radii, rho):
            most = have(Exists(j, ForAll(i, -rho[j] <= -rho[i])), why="the largest of them",
                        by=law("least member of a finite family", A=Lambda(i, -rho[i])))
            with obtain(most, j) as (_, largest):
                have(And(0 < rho[j], near(j, rho[j])))
                with suppose(Abs(lam) < 1 / rho[j]) as within:
                    both = have(And(0 < rho[i], near(i, rho[i])))
                    have(0 < rho[i]), have(0 < rho[j])
                    top = have(rho[i] <= rho[j], by=positivity(largest))
                    chain(Abs(lam), lt(1 / rho[j], by=positivity(within.fact)),
                          le(1 / rho[i], by=theorem(using(reciprocals), "reciprocals", a=rho[i], b=rho[j])))
                    have(Abs(lam) < 1 / rho[i])
                    held = have(Abs(R(i, lam)) <= rho[i] * Abs(lam)**2, by=theorem(conjuncts(both)[1], lam=lam))
                    wide = have(Abs(R(i, lam)) <= rho[j] * Abs(lam)**2, by=positivity(held, have(0 <= Abs(lam)**2), top))
                    every = generalized(wide, i)
                shown = exhibit(all_small(R), rho[j], generalized(within.conclude(every), lam))
            shown = release(radii, rho, release(most, j, shown))
    return premise.conclude(shown)


def remainders(h, v_c, v, eps):
    """R_i(λ) = Δ_i(λ) − λ⟨Σ_w v_c, v_i*⟩."""
    after, before = means(h, v_c, v, eps, i)
    return Lambda(i, lam, -(lam * first_order(h, v_c, v, i)) + (after - before))


@lemma("Remainders of (47)", title="One bound for all objectives")
def remainders_of_improvements(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise):
    """The remainders of all the expansions (47) are bounded by one multiple of λ²."""
    given(*objectives_hypotheses(h, v_c, eps))
    after, before = means(h, v_c, v, eps, i)
    R = remainders(h, v_c, v, eps)
    show(all_small(R))
    expansion = have(equals(after - before, lam * first_order(h, v_c, v, i) + O(lam**2)),
                     by=theorem(using("Equation (47)"), "(47)"))
    generalized(chain(R(i, lam), eq(0 + O(lam**2), by=series(lam, expansion))), i)
    return have(all_small(R), by=theorem(using(uniform_remainders), "uniform remainders", R=R))


Basis = VectorFamily("m", "m")


def orthonormal(e):
    """⟨e_i, e_j⟩ = δ_ij."""
    return ForAll(i, ForAll(j, Eq(inner(e[i], e[j]), Kronecker(i, j))))


@lemma("Smaller square", title="|a| ≤ b gives a² ≤ b²")
def smaller_square(a: Real, b: Nonnegative):
    """A bound on a number bounds its square."""
    given(Abs(a) <= b)
    show(a**2 <= b**2)
    return chain(a**2, eq(Abs(a)**2), le(b**2, by=positivity(have(Abs(a) <= b), have(0 <= Abs(a)))))


@lemma("Norm in a basis", title="A vector with small entries is short")
def norm_in_a_basis(e: Basis, a: ScalarFamily("m"), b: Nonnegative):
    """If no entry of a vector of R^m in an orthonormal basis exceeds b in size, its norm is at most √m b."""
    given(orthonormal(e), ForAll(i, Abs(a[i]) <= b))
    vector, room = total(i, a[i] * e[i]), Size("m") * b**2
    show(norm(vector) <= sqrt(Size("m")) * b)
    square = chain(
        inner(vector, vector),
        eq(total(i, total(j, a[i] * a[j] * inner(e[i], e[j]))), by=algebra(why="expanding")),
        eq(total(i, total(j, a[i] * a[j] * Kronecker(i, j))), by=rewrite(have(orthonormal(e)), why="orthonormality")),
        eq(total(i, a[i]**2)),
    )
    have(Abs(a[i]) <= b)
    generalized(have(a[i]**2 <= b**2, by=theorem(using(smaller_square), "smaller square", a=a[i], b=b)), i)
    top = have(total(i, a[i]**2) <= total(i, b**2), by=law("sum is monotone", A=Lambda(i, a[i]**2), B=Lambda(i, b**2)))
    chain(inner(vector, vector), eq(total(i, a[i]**2), by=rewrite(square)), le(total(i, b**2), by=positivity(top)), eq(room))
    have(0 <= inner(vector, vector))
    root = have(sqrt(inner(vector, vector)) <= sqrt(room), by=law("square root is monotone", x=inner(vector, vector), y=room))
    return chain(norm(vector), eq(sqrt(inner(vector, vector)), by=definition(Norm)), le(sqrt(room), by=positivity(root)),
                 eq(sqrt(Size("m")) * b))


@lemma("Entry by entry", title="The difference of two vectors in a basis")
def entrywise(e: Basis, a: ScalarFamily("m"), b: ScalarFamily("m"), s: Real):
    """Σ a_i e_i − s Σ b_i e_i has the entries a_i − s b_i."""
    gap, entries = total(i, a[i] * e[i]) - s * total(i, b[i] * e[i]), total(i, (-(s * b[i]) + a[i]) * e[i])
    show(Eq(norm(gap), norm(entries)))
    return chain(norm(gap), eq(norm(entries), by=algebra(why="linearity")))


@equation("Section E.2, display", title="The vector of changes", printed=["Section E.2, display"], adds=[
    added("some $E e^{\\delta|\\langle h, v_c \\rangle|}$ is finite", needed="Theorem 13, as printed (moments)")])
def vector_of_improvements(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise, e: Basis,
                           V: lambda name: Symbol(name, Operator("d", "m"))):
    """Let e_1, …, e_m be an orthonormal basis of R^m, and V* the operator with the columns V*e_i = v_i*. Then the vector with
    the entries Δ_i differs from λ V*ᵀ Σ_w v_c by a vector of norm at most C λ², for all small λ."""
    given(*objectives_hypotheses(h, v_c, eps))
    after, before = means(h, v_c, v, eps, i)
    n, R, image = VectorIn("m")("y"), remainders(h, v_c, v, eps), CovOperator(h) @ v_c
    basis = And(orthonormal(e), ForAll(n, Eq(n, total(i, inner(n, e[i]) * e[i]))), ForAll(i, Eq(V @ e[i], v[i])))
    change, predicted = total(i, (after - before) * e[i]), Transpose(V) @ image
    gap = norm(change - lam * predicted)
    within_radius = lambda c: Exists(r, ForAll(lam, Implies(Abs(lam) < r, gap <= c * Abs(lam)**2)))
    show(Implies(basis, Exists(C, within_radius(C))))
    uniform = have(all_small(R), by=theorem(using(remainders_of_improvements), "the remainders of (47)"))
    width = sqrt(Size("m")) * t
    with suppose(basis) as known:
        _, complete, columns = conjuncts(known.fact)
        column = have(Eq(V @ e[i], v[i]), by=theorem(columns, "the columns"))
        entries = generalized(chain(inner(predicted, e[i]), eq(inner(image, V @ e[i]), by=algebra(why="the transpose")),
                                    eq(inner(image, v[i]), by=rewrite(column))), i)
        written = chain(predicted, eq(total(i, inner(predicted, e[i]) * e[i]), by=theorem(complete, "a basis", y=predicted)),
                        eq(total(i, inner(image, v[i]) * e[i]), by=rewrite(entries)))
        with obtain(uniform, t) as (_, close):
            with suppose(Abs(lam) < 1 / t) as small:
                have(ForAll(i, Abs(R(i, lam)) <= t * Abs(lam)**2), by=theorem(close, "the remainders", lam=lam))
                short = chain(
                    gap,
                    eq(norm(change - lam * total(i, inner(image, v[i]) * e[i])), by=rewrite(written)),
                    eq(norm(total(i, R(i, lam) * e[i])), by=theorem(
                        using(entrywise), "entry by entry", s=lam, a=Lambda(i, after - before),
                        b=Lambda(i, inner(image, v[i])))),
                    le(sqrt(Size("m")) * (t * Abs(lam)**2), by=theorem(using(norm_in_a_basis), "the norm in a basis",
                                                                       a=Lambda(i, R(i, lam)), b=t * Abs(lam)**2)),
                    eq(width * Abs(lam)**2),
                )
            inside = exhibit(within_radius(width), 1 / t, generalized(small.conclude(short), lam))
            found = exhibit(Exists(C, within_radius(C)), width, inside)
        found = release(uniform, t, found)
    return known.conclude(found)


# -- profiles of changes -------------------------------------------------------------------------------------------------

def improving(change, index=i):
    """Every change is positive."""
    return ForAll(index, Lt(0, change(index)))


def degrading(change, index=i):
    """Every change is negative."""
    return ForAll(index, Lt(change(index), 0))


def trading(change, index=i):
    """Some change is positive, and some is negative."""
    return And(Exists(index, Lt(0, change(index))), Exists(index, Lt(change(index), 0)))


def neutral(change, index=i):
    """Every change is 0."""
    return ForAll(index, Eq(change(index), 0))


def classes(change, index=i):
    """The three classes of Proposition 21."""
    return improving(change, index), trading(change, index), degrading(change, index)


@lemma("No entry of a sign", title="Without positive entries all are at most 0")
def no_entry_of_a_sign(Delta: Changes):
    """If no Δ_i is positive, then all are at most 0; if none is negative, then all are at least 0."""
    cases = ((Lt(0, Delta[i]), Delta[i] <= 0), (Lt(Delta[i], 0), 0 <= Delta[i]))
    show(And(*(Implies(Not(Exists(i, strict)), ForAll(i, weak)) for strict, weak in cases)))
    found = []
    for strict, weak in cases:
        with suppose(Not(Exists(i, strict))) as none:
            with suppose(Not(weak)) as other:
                have(strict)
                no = falsehood(exhibit(Exists(i, strict), i), none.fact)
            every = generalized(contradiction_from(other, no), i)
        found.append(none.conclude(every))
    return tuple(found)


@lemma("Balanced changes", title="Changes with a vanishing convex combination")
def balanced_changes(alpha: ScalarFamily("m"), Delta: Changes):
    """If weights α ≥ 0 with Σ α_i = 1 make Σ α_i Δ_i = 0, then the Δ_i are not all positive and not all negative. If all the
    weights are positive, then either all Δ_i are 0, or some are positive and some negative."""
    change = lambda index: Delta[index]
    some_or_none = Or(neutral(change), trading(change))
    _, one, zero = given(ForAll(i, 0 <= alpha[i]), Eq(total(i, alpha[i]), 1), Eq(total(i, alpha[i] * Delta[i]), 0))
    show(And(Not(improving(change)), Not(degrading(change)), Implies(ForAll(i, 0 < alpha[i]), some_or_none)))

    def products_vanish(sign, weight, entry):
        """α_i = 0 or Δ_i = 0, when no product sign·α_i Δ_i is negative."""
        part = Lambda(i, alpha[i] * (sign * Delta[i]))
        generalized(have(0 <= part(i), by=positivity(weight, entry)), i)
        chain(total(i, part(i)), eq(sign * total(i, alpha[i] * Delta[i])), eq(0, by=rewrite(zero)))
        have(ForAll(i, Eq(part(i), 0)), by=law("nonnegative sum that vanishes", A=part))
        return have(Or(Eq(alpha[i], 0), Eq(sign * Delta[i], 0)), by=law("zero product", x=alpha[i], y=sign * Delta[i]))

    found = []
    for sign, claim in ((1, improving(change)), (-1, degrading(change))):
        with suppose(claim) as all_of:
            entry = have(claim.arguments[1])
            either = products_vanish(sign, have(0 <= alpha[i]), entry)
            with suppose(Eq(alpha[i], 0)) as none:
                first = none.conclude(none.fact)
            with suppose(Eq(sign * Delta[i], 0)) as flat:
                second = flat.conclude(falsehood(flat.fact, entry))
            every = generalized(by_cases(either, first, second), i)
            no = falsehood(chain(total(i, alpha[i]), eq(0, by=rewrite(every))), one)
        found.append(contradiction_from(all_of, no))
    positive, negative = Exists(i, Lt(0, Delta[i])), Exists(i, Lt(Delta[i], 0))
    below, above = conjuncts(using(no_entry_of_a_sign))
    with suppose(ForAll(i, 0 < alpha[i])) as weights:
        def level(sign, source):
            have(source.statement.arguments[1], by=theorem(source, "no entry of that sign"))
            weight = have(0 < alpha[i])
            either = products_vanish(sign, weight, have(Delta[i] <= 0 if sign < 0 else 0 <= Delta[i]))
            with suppose(Eq(alpha[i], 0)) as none:
                first = none.conclude(falsehood(none.fact, weight))
            with suppose(Eq(sign * Delta[i], 0)) as flat:
                second = flat.conclude(have(Eq(Delta[i], 0), by=algebra(flat.fact)))
            generalized(by_cases(either, first, second), i)
            return have(some_or_none)

        with suppose(positive) as some:
            with suppose(negative) as other:
                mixed = other.conclude(have(some_or_none))
            with suppose(Not(negative)) as other:
                flat_above = other.conclude(level(1, above))
            first = some.conclude(by_cases(excluded_middle(negative), mixed, flat_above))
        with suppose(Not(positive)) as some:
            second = some.conclude(level(-1, below))
        third = weights.conclude(by_cases(excluded_middle(positive), first, second))
    return *found, third


def conflict(change, alpha):
    """What Σ α_i Δ_i = 0 says about the changes."""
    return And(Not(improving(change)), Not(degrading(change)),
               Implies(ForAll(i, 0 < alpha[i]), Or(neutral(change), trading(change))))


@proposition("Remark 6 (to first order)", title="Conflicting values: nobody gains everywhere")
def no_common_gain(v: VectorFamily("m", "d"), h: RandomVector("d"), v_c: VectorIn("d"), alpha: ScalarFamily("m")):
    """If α ≥ 0 with Σ α_i = 1 makes Σ α_i v_i* = 0, then no constitution improves all objectives to first order, and none
    degrades all. If all α_i > 0, it trades some off against others, or else changes none."""
    given(ForAll(i, 0 <= alpha[i]), Eq(total(i, alpha[i]), 1), Eq(total(i, alpha[i] * v[i]), origin))
    change, image = lambda index: first_order(h, v_c, v, index), CovOperator(h) @ v_c
    show(conflict(change, alpha))
    vanishing = have(Eq(total(i, alpha[i] * v[i]), origin))
    chain(total(i, alpha[i] * change(i)), eq(inner(image, total(i, alpha[i] * v[i])), by=algebra(why="linearity")),
          eq(inner(image, origin), by=rewrite(vanishing)), eq(0))
    return have(conflict(change, alpha), by=theorem(using(balanced_changes), "balanced changes", Delta=Lambda(i, change(i))))


@proposition("Remark 6 (any two policies)", title="Conflicting values: exactly, for every policy")
def no_policy_improves_all(v: VectorFamily("m", "d"), h: RandomVector("d"), eps: Noise, alpha: ScalarFamily("m"), Q: Policy):
    """The same holds for the exact changes between any two policies whatever, however far apart, under which the noise has
    the same means: Σ α_i Δ_i = 0."""
    given(integrable(norm(h)), integrable(norm(h), under=Q),
          ForAll(i, integrable(eps(i, omega))), ForAll(i, integrable(eps(i, omega), under=Q)))
    noise = lambda index, under: E(eps(index, omega), under=under)
    premise = And(ForAll(i, Eq(noise(i, Q), noise(i, P))), ForAll(i, 0 <= alpha[i]), Eq(total(i, alpha[i]), 1),
                  Eq(total(i, alpha[i] * v[i]), origin))
    S = lambda index: objective(h, v, eps, index)
    change, moved = lambda index: E(S(index), under=Q) - E(S(index)), E(h, under=Q) - E(h)
    drift = Lambda(i, noise(i, Q) - noise(i, P))
    show(Implies(premise, conflict(change, alpha)))
    for measure in (P, Q):
        have(integrable(h, under=measure), by=law("vector integrable by its norm", nu=measure, h=Lambda(omega, h)))
        have(integrable(inner(h, v[i]), under=measure),
             by=theorem(using(integrable_projections), "integrable projections", w=v[i], Q=measure))
    with suppose(premise) as known:
        quiet, *_, vanishing = conjuncts(known.fact)
        split = generalized(chain(change(i), eq(inner(moved, v[i]) + drift(i), by=algebra(why="linearity"))), i)
        silent = generalized(chain(drift(i), eq(noise(i, P) - noise(i, P), by=rewrite(quiet)), eq(0)), i)
        chain(
            total(i, alpha[i] * change(i)),
            eq(total(i, alpha[i] * (inner(moved, v[i]) + drift(i))), by=rewrite(split)),
            eq(inner(moved, total(i, alpha[i] * v[i])) + total(i, alpha[i] * drift(i)),
               by=theorem(using(combination), "linearity", u=moved, b=drift)),
            eq(inner(moved, origin) + total(i, alpha[i] * 0), by=rewrite(vanishing, silent)),
            eq(0),
        )
        shown = have(conflict(change, alpha), by=theorem(using(balanced_changes), "balanced changes",
                                                         Delta=Lambda(i, change(i))))
    return known.conclude(shown)


point = VectorIn(2)("z")
CORNERS = discrete([(rational("1/4"), Coordinates(a, b)) for a in (1, -1) for b in (1, -1)])


def gain_on_corners(v):
    """The change of E⟨h, v⟩ when h is uniform on (±1, ±1), which is centred and whitened, and v_c = (1, 0)."""
    value, score = inner(point, v), inner(point, EAST)
    return E(value, under=tilted(score, lam, base=CORNERS, over=point), over=point) - E(value, CORNERS, point)


@refutation("Remark 6, as printed", title="Conflicting values and no trade-off", printed=["Remark 6: trade-off"],
            erratum=erratum(
    "Remark 6",
    printed=r"0 \in \mathrm{conv}(v_1^*, \dots, v_m^*)\text{: every constitution trades off some values against others}",
    should_read=r"0 \in \mathrm{conv}(v_1^*, \dots, v_m^*)\text{: no constitution improves all values}",
    why="A constitution may change nothing: for h uniform on (±1, ±1), v_c = (1, 0) and v_1* = −v_2* = (0, 1) both changes are "
        "0 for every λ. Where no weight is 0 and some value changes, there is a trade-off.",
    repaired_by=["Remark 6 (to first order)", "Remark 6 (any two policies)"]))
def no_trade_off():
    """For h uniform on (±1, ±1), v_c = (1, 0) and the values (0, 1) and (0, −1), whose midpoint is 0, no λ changes either
    of the two means."""
    k, alpha, nothing = IndexIn(2)("k"), ScalarFamily(2)("alpha"), Zero(Vector(2))
    v, half = Lambda(k, (delta(k, 1) - delta(k, 2)) * NORTH), Lambda(k, rational("1/2"))
    change = lambda index: gain_on_corners(v(index))
    show(And(Member(nothing, ConvexHull(v)), ForAll(lam, And(neutral(change, k), Not(trading(change, k))))))
    chain(total(k, half(k)), eq(1))
    chain(nothing, eq(total(k, half(k) * v(k))))
    have(ForAll(k, 0 <= half(k)))
    exhibit(Exists(alpha, And(ForAll(k, 0 <= alpha[k]), Eq(total(k, alpha[k]), 1),
                              Eq(nothing, total(k, alpha[k] * v(k))))), half)
    inside = have(Member(nothing, ConvexHull(v)), by=definition(Member, why="definition of the convex hull"))
    flat = chain(change(k), eq(0, by=definition(Expectation)))
    level = generalized(flat, k)
    with suppose(trading(change, k)) as mixed:
        some, _ = conjuncts(mixed.fact)
        with obtain(some, k) as (_, positive):
            no = falsehood(positive, flat)
        no = release(some, k, no)
    never = contradiction_from(mixed, no)
    return inside, generalized(have(And(level.statement, never.statement), why="both together"), lam)


@definition_claim("Definition 20 (signs)", title="What the entries of a profile say")
def sign_of_a_number(x: Real):
    """The sign of a number is 1, −1 or 0 just when it is positive, negative or 0."""
    pairs = ((Lt(0, x), 1), (Lt(x, 0), -1), (Eq(x, 0), 0))
    show(And(*(Iff(case, Eq(Sign(x), value)) for case, value in pairs)))
    either = have(Or(And(Lt(0, x), Eq(Sign(x), 1)), And(Eq(x, 0), Eq(Sign(x), 0)), And(Lt(x, 0), Eq(Sign(x), -1))),
                  by=law("sign", x=x))
    found = []
    for case, value in pairs:
        equation = Eq(Sign(x), value)
        for premise, wanted in ((case, equation), (equation, case)):
            with suppose(premise) as known:
                branches = []
                for part in either.statement.arguments:
                    with suppose(part) as here:
                        order, sign = conjuncts(here.fact)
                        branches.append(here.conclude(have(wanted) if part.arguments[1] is equation else
                                                      falsehood(known.fact, order if premise is case else sign)))
                result = by_cases(either, *branches)
            known.conclude(result)
        found.append(have(Iff(case, equation), why="both implications"))
    return tuple(found)


@lemma("Sign of a difference", title="a − b and the order of a and b")
def sign_of_a_difference(a: Real, b: Real):
    """b < a makes a − b positive, a < b makes it negative."""
    cases = Implies(b < a, 0 < a - b), Implies(a < b, a - b < 0)
    show(And(*cases))
    found = []
    for case in cases:
        with suppose(case.arguments[0]) as known:
            found.append(known.conclude(have(case.arguments[1], by=positivity(known.fact))))
    return tuple(found)


@proposition("Definition 20 (small steps)", title="The profile of a small step", adds=[
    added("no $\\langle \\Sigma_w v_c, v_i^* \\rangle$ is 0", needed="Proposition 18, as printed")])
def signs_for_small_steps(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise):
    """If no first-order change is 0, then for all small λ > 0 the profile consists of the signs of ⟨Σ_w v_c, v_i*⟩."""
    given(*objectives_hypotheses(h, v_c, eps))
    after, before = means(h, v_c, v, eps, i)
    slope, change = first_order(h, v_c, v, i), after - before
    agree, apart = Eq(Sign(change), Sign(slope)), ForAll(i, Ne(slope, 0))
    show(Implies(apart, eventually(lam, ForAll(i, agree))))
    have(equals(change, lam * slope + O(lam**2)), by=theorem(using("Equation (47)"), "(47)"))
    plus, minus, _ = conjuncts(using(sign_of_a_number))
    raised, lowered = conjuncts(using(sign_of_a_difference))

    def settled(near, source, case, rule, value, order):
        """The signs agree where the change has the sign of its first-order term."""
        holds = have(near, by=theorem(source, "its sign"))
        chain(case(slope), iff(Eq(Sign(slope), value), by=theorem(rule, "the sign", x=slope)))
        main = have(Eq(Sign(slope), value))
        with obtain(holds, r) as (_, close):
            with suppose(And(0 < lam, lam < r)) as small:
                have(close.statement.arguments[1].arguments[1], by=theorem(close, "small λ", lam=lam))
                have(case(change), by=theorem(order, "the order of the means", a=after, b=before))
                chain(case(change), iff(Eq(Sign(change), value), by=theorem(rule, "the sign", x=change)))
                exact = have(Eq(Sign(change), value))
                same = chain(Sign(change), eq(value, by=rewrite(exact)), eq(Sign(slope), by=rewrite(main)))
            shown = exhibit(eventually(lam, agree), r, generalized(small.conclude(same), lam))
        return release(holds, r, shown)

    with suppose(apart) as nonzero:
        have(Ne(slope, 0))
        order = have(Or(slope < 0, Eq(slope, 0), 0 < slope), by=law("trichotomy", x=slope, y=0))
        up, down = conjuncts(have(
            And(Implies(slope > 0, better(after, before)), Implies(slope < 0, better(before, after))),
            by=theorem(using("First-order sign"), "first-order sign", c=slope, F=Lambda(lam, after), G=Lambda(lam, before))))
        with suppose(slope < 0) as falls:
            first = falls.conclude(settled(better(before, after), down, lambda a: Lt(a, 0), minus, -1, lowered))
        with suppose(Eq(slope, 0)) as none:
            chain(Ne(slope, 0), iff(Not(Eq(slope, 0)), by=definition(Ne)))
            second = none.conclude(falsehood(none.fact, have(Not(Eq(slope, 0)))))
        with suppose(0 < slope) as rises:
            third = rises.conclude(settled(better(after, before), up, lambda a: Lt(0, a), plus, 1, raised))
        generalized(by_cases(order, first, second, third), i)
        together = have(eventually(lam, ForAll(i, agree)), by=theorem(
            using("Finitely many radii"), "Finitely many radii", T=Lambda(i, lam, agree)))
    return nonzero.conclude(together)


@proposition("Proposition 21 (disjoint)", title="The classes exclude each other")
def disjoint_classes(Delta: Changes):
    """No profile is of two of the three kinds: improving, trading off, degrading."""
    up, across, down = classes(lambda index: Delta[index])
    show(And(Not(And(up, across)), Not(And(up, down)), Not(And(across, down))))
    found = []
    for pair, place in ((And(up, across), 1), (And(across, down), 0)):
        with suppose(pair) as both:
            mixed, every = conjuncts(both.fact)[::-1 if place else 1]
            some = conjuncts(mixed)[place]
            with obtain(some, j) as (_, entry):
                bound = Lt(0, Delta[j]) if place else Lt(Delta[j], 0)
                no = falsehood(entry, have(bound, by=theorem(every, "the other class", i=j)))
            no = release(some, j, no)
        found.append(contradiction_from(both, no))
    place = have(Exists(j, ForAll(i, Delta[j] <= Delta[i])), why="there is an index",
                 by=law("least member of a finite family", A=Delta))
    with suppose(And(up, down)) as both:
        one, other = conjuncts(both.fact)
        with obtain(place, j):
            no = falsehood(have(Lt(0, Delta[j]), by=theorem(one, i=j)), have(Lt(Delta[j], 0), by=theorem(other, i=j)))
        no = release(place, j, no)
    return found[0], contradiction_from(both, no), found[1]


@proposition("Proposition 21", title="All profiles")
def all_profiles(Delta: Changes):
    """Every profile improves weakly (all Δ_i ≥ 0, some > 0), trades off, degrades weakly, or is 0. If no entry is 0, it is of
    one of the paper's three kinds."""
    change = lambda index: Delta[index]
    positive, negative = Exists(i, Lt(0, Delta[i])), Exists(i, Lt(Delta[i], 0))
    up, down = And(ForAll(i, 0 <= Delta[i]), positive), And(ForAll(i, Delta[i] <= 0), negative)
    kinds, nonzero = Or(up, trading(change), down, neutral(change)), ForAll(i, Not(Eq(Delta[i], 0)))
    strict = Or(*classes(change))
    show(And(kinds, Implies(nonzero, strict)))
    below, above = conjuncts(using(no_entry_of_a_sign))
    level = law("antisymmetry", x=Delta[i], y=0)
    branches = []
    for rises in (positive, Not(positive)):
        with suppose(rises) as one:
            inside = []
            for falls in (negative, Not(negative)):
                with suppose(falls) as other:
                    if rises is not positive:
                        have(ForAll(i, Delta[i] <= 0), by=theorem(below, "no positive entry"))
                    if falls is not negative:
                        have(ForAll(i, 0 <= Delta[i]), by=theorem(above, "no negative entry"))
                    if rises is not positive and falls is not negative:
                        have(Delta[i] <= 0), have(0 <= Delta[i])
                        generalized(have(Eq(Delta[i], 0), by=level), i)
                    inside.append(other.conclude(have(kinds)))
            branches.append(one.conclude(by_cases(excluded_middle(negative), *inside)))
    weak = by_cases(excluded_middle(positive), *branches)
    place = have(Exists(j, ForAll(i, Delta[j] <= Delta[i])), why="there is an index",
                 by=law("least member of a finite family", A=Delta))
    with suppose(nonzero) as apart:
        cases = []
        for part in kinds.arguments:
            with suppose(part) as case:
                if part is up or part is down:
                    away, wanted = have(Not(Eq(Delta[i], 0))), Lt(0, Delta[i]) if part is up else Lt(Delta[i], 0)
                    have(0 <= Delta[i] if part is up else Delta[i] <= 0)
                    with suppose(Not(wanted)) as other:
                        no = falsehood(have(Eq(Delta[i], 0), by=level), away)
                    generalized(contradiction_from(other, no), i)
                if part is kinds.arguments[3]:
                    with obtain(place, j):
                        no = falsehood(have(Eq(Delta[j], 0), by=theorem(case.fact, i=j)),
                                       have(Not(Eq(Delta[j], 0)), by=theorem(apart.fact, i=j)))
                    cases.append(case.conclude(release(place, j, no)))
                else:
                    cases.append(case.conclude(have(strict)))
        three = apart.conclude(by_cases(weak, *cases))
    return weak, three


@lemma("One gain and nothing else", title="A profile of none of the three kinds")
def one_and_zero(Delta: ScalarFamily(2)):
    """If Δ_1 > 0 and Δ_2 = 0, the profile is neither improving nor trading off nor degrading."""
    k = IndexIn(2)("k")
    one, two = IndexValue(1, 2), IndexValue(2, 2)
    kinds = Or(*classes(lambda index: Delta[index], k))
    rises, still = given(Lt(0, Delta[one]), Eq(Delta[two], 0))
    show(Not(kinds))
    with suppose(kinds) as some:
        branches = []
        for part, wrong in zip(kinds.arguments, (Lt(0, Delta[two]), None, Lt(Delta[two], 0)), strict=True):
            with suppose(part) as case:
                if wrong is not None:
                    no = falsehood(have(wrong, by=theorem(case.fact, "the second entry", k=two)), still)
                else:
                    _, negative = conjuncts(case.fact)
                    with obtain(negative, k) as (_, below):
                        which = have(Or(Eq(k, one), Eq(k, two)), by=law("indices of a family of 2", i=k))
                        ends = []
                        for place, value in ((one, rises), (two, still)):
                            with suppose(Eq(k, place)) as here:
                                moved = chain(Delta[k], eq(Delta[place], by=rewrite(here.fact)))
                                ends.append(here.conclude(falsehood(value, below, moved)))
                        no = by_cases(which, *ends)
                    no = release(negative, k, no)
                branches.append(case.conclude(no))
        no = by_cases(some.fact, *branches)
    return contradiction_from(some, no)


@refutation("Proposition 21, as printed", title="A profile of no kind", printed=["Proposition 21: classes"], erratum=erratum(
    "Proposition 21", printed=r"\tau(c) = (+1, \dots, +1)\text{, both signs, or } (-1, \dots, -1)",
    should_read=r"\text{weakly improving (no entry } -1\text{, some } +1\text{), trade-off inducing, weakly degrading, or } "
                r"\tau(c) = 0",
    why="For h uniform on (±1, ±1), v_c = v_1* = (1, 0) and v_2* = (0, 1) the profile is (+1, 0) for every λ > 0. The three "
        "classes exclude each other; they exhaust the profiles without entries 0.",
    repaired_by=["Proposition 21", "Proposition 21 (disjoint)"]))
def unclassified():
    """For h uniform on (±1, ±1), v_c = v_1* = (1, 0) and v_2* = (0, 1), Δ_1 = tanh λ and Δ_2 = 0."""
    k = IndexIn(2)("k")
    v, one, two = Lambda(k, delta(k, 1) * EAST + delta(k, 2) * NORTH), IndexValue(1, 2), IndexValue(2, 2)
    change = lambda index: gain_on_corners(v(index))
    signs, kinds = And(Eq(Sign(change(one)), 1), Eq(Sign(change(two)), 0)), Or(*classes(change, k))
    show(ForAll(lam, Implies(0 < lam, And(signs, Not(kinds)))))
    plus, _, nought = conjuncts(using(sign_of_a_number))
    with suppose(0 < lam) as positive:
        apart = have(exp(-lam) < exp(lam), by=law("exponential is increasing", x=-lam, y=lam))
        chain(change(one), eq((exp(lam) - exp(-lam)) / (exp(lam) + exp(-lam)), by=definition(Expectation)),
              gt(0, by=positivity(apart)))
        chain(change(two), eq(0, by=definition(Expectation)))
        have(Eq(Sign(change(one)), 1), by=theorem(plus, "the sign", x=change(one)))
        have(Eq(Sign(change(two)), 0), by=theorem(nought, "the sign", x=change(two)))
        have(Not(kinds), by=theorem(using(one_and_zero), "one gain and nothing else", Delta=Lambda(k, change(k))))
        both = have(And(signs, Not(kinds)), why="all together")
    return generalized(positive.conclude(both), lam)


# -- Remark 7 ------------------------------------------------------------------------------------------------------------

@remark("Remark 7", title="Degrading the bottleneck", printed=["Remark 7: bottleneck"])
def bottleneck(a: ScalarFamily("m"), b: ScalarFamily("m"), p: Real, q: Real, k: IndexIn("m")):
    """Let a and b be the means of the objectives before and after learning, p and q the least of each. If objective k is the
    bottleneck (a_k = p) and is degraded, then q < p, whatever happens to the others."""
    premise = And(least(p, a), least(q, b), Eq(a[k], p), b[k] < a[k])
    show(Implies(premise, q < p))
    with suppose(premise) as known:
        _, after, where, less = conjuncts(known.fact)
        fell = chain(q, le(b[k], by=theorem(conjuncts(after)[1], "the least mean", i=k)), lt(a[k], by=positivity(less)),
                     eq(p, by=algebra(where)))
    return known.conclude(fell)


@remark("Remark 7 (exactly when)", title="All objectives but one improve")
def worst_case(a: ScalarFamily("m"), b: ScalarFamily("m"), p: Real, q: Real, k: IndexIn("m")):
    """If every objective but k improves, the least mean rises if and only if objective k ends above the old least mean."""
    premise = And(least(p, a), least(q, b), ForAll(i, Implies(Not(Eq(i, k)), a[i] < b[i])))
    show(Implies(premise, Iff(p < q, p < b[k])))
    with suppose(premise) as all_but_one:
        before, after, others = conjuncts(all_but_one.fact)
        low_p, (place, low_q) = conjuncts(before)[1], conjuncts(after)
        with suppose(p < q) as known:
            known.conclude(chain(p, lt(q, by=positivity(known.fact)), le(b[k], by=theorem(low_q, "the least mean", i=k))))
        with suppose(p < b[k]) as known:
            with obtain(place, j) as (_, where):
                with suppose(Eq(j, k)) as here:
                    one = here.conclude(chain(p, lt(b[k], by=positivity(known.fact)), eq(b[j], by=rewrite(here.fact)),
                                              eq(q, by=algebra(where))))
                with suppose(Not(Eq(j, k))) as there:
                    rise = have(a[j] < b[j], by=theorem(others, "the others improve", i=j))
                    two = there.conclude(chain(p, le(a[j], by=theorem(low_p, "the least mean", i=j)),
                                               lt(b[j], by=positivity(rise)), eq(q, by=algebra(where))))
                risen = by_cases(excluded_middle(Eq(j, k)), one, two)
            known.conclude(release(place, j, risen))
        both = have(Iff(p < q, p < b[k]), why="both implications")
    return all_but_one.conclude(both)


@remark("Remark 7 (every pattern of signs)", title="Independent values can be improved and degraded at will", adds=[
    added("$v_1^*, \\dots, v_m^*$ are linearly independent", needed="Remark 7 (equal values)")])
def every_pattern(v: VectorFamily("m", "d"), s: ScalarFamily("m")):
    """If v_1*, …, v_m* are linearly independent, some direction gives every ⟨x, v_i*⟩ the sign that s_i ≠ 0 prescribes: any one
    objective can be degraded while all others improve."""
    given(independent(v), ForAll(i, Ne(s[i], 0)))
    direction, alpha, signed = VectorIn("d")("x"), ScalarFamily("m")("alpha"), Lambda(i, s[i] * v[i])
    goal = Exists(direction, ForAll(i, Lt(0, s[i] * inner(direction, v[i]))))
    show(goal)
    independence = have(independent(v))
    with suppose(Eq(total(i, alpha[i] * (s[i] * v[i])), origin)) as vanishing:
        chain(total(i, (alpha[i] * s[i]) * v[i]), eq(total(i, alpha[i] * (s[i] * v[i]))),
              eq(origin, by=rewrite(vanishing.fact)))
        have(ForAll(i, Eq(alpha[i] * s[i], 0)), by=theorem(independence, "independence", alpha=Lambda(i, alpha[i] * s[i])))
        either = have(Or(Eq(alpha[i], 0), Eq(s[i], 0)), by=law("zero product", x=alpha[i], y=s[i]))
        with suppose(Eq(alpha[i], 0)) as none:
            one = none.conclude(none.fact)
        with suppose(Eq(s[i], 0)) as none:
            two = none.conclude(falsehood(none.fact, have(Ne(s[i], 0))))
        every = generalized(by_cases(either, one, two), i)
    have(independent(signed), by=generalized(vanishing.conclude(every), alpha), why="what was shown")
    have(nonempty(signed), by=theorem(using("Proposition 19 (3)"), "Proposition 19 (3)", v=signed))
    have(Iff(nonempty(signed), common_direction(signed)), by=theorem(using("Proposition 19 (1)"), "its definition", v=signed))
    some = have(common_direction(signed))
    with obtain(some, direction) as (_, positive):
        found = exhibit(goal, direction, generalized(chain(
            0, lt(inner(direction, signed(i)), by=theorem(positive, "the direction", i=i)),
            eq(s[i] * inner(direction, v[i]))), i))
    return release(some, direction, found)


@refutation("Remark 7 (equal values)", title="Equal values rise and fall together", erratum=erratum(
    "Remark 7", printed=r"\text{Theorem 10 extends: degrade one critical objective while improving others}",
    should_read=r"\text{for linearly independent } v_1^*, \dots, v_m^*\text{: any one objective can be degraded while all "
                r"others improve}",
    why="Two objectives with the same direction change alike.", repaired_by=["Remark 7 (every pattern of signs)"]))
def equal_values(v_c: VectorIn("d"), h: RandomVector("d"), w: VectorIn("d")):
    """For v_1* = v_2* = w no constitution has ⟨Σ_w v_c, v_1*⟩ < 0 < ⟨Σ_w v_c, v_2*⟩."""
    k = IndexIn(2)("k")
    v = Lambda(k, w)
    opposite = And(first_order(h, v_c, v, IndexValue(1, 2)) < 0, 0 < first_order(h, v_c, v, IndexValue(2, 2)))
    show(Not(opposite))
    with suppose(opposite) as both:
        no = falsehood(*conjuncts(both.fact))
    return contradiction_from(both, no)


# -- Proposition 22 ------------------------------------------------------------------------------------------------------

def chance(u, event):
    """The chance of an event about a direction that is drawn from N(0, I) on the space of u."""
    direction = Symbol("v_c", u.sort)
    return Prob(event(inner(direction, u), lambda v: inner(direction, v)),
                Gaussian(Zero(u.sort), Identity(u.sort.dimension)), direction)


def improved(a, b):
    """Both numbers are positive."""
    return And(Lt(0, a), Lt(0, b))


def degraded(a, b):
    """Both numbers are negative."""
    return And(Lt(a, 0), Lt(b, 0))


def traded(a, b):
    """One number is positive, the other negative."""
    return Or(And(Lt(0, a), Lt(b, 0)), And(Lt(a, 0), Lt(0, b)))


def improves(u, v):
    """The share of directions that improve both objectives."""
    return chance(u, lambda a, at: improved(a, at(v)))


def degrades(u, v):
    """The share of directions that degrade both."""
    return chance(u, lambda a, at: degraded(a, at(v)))


def trades(u, v):
    """The share of directions that improve one and degrade the other."""
    return chance(u, lambda a, at: traded(a, at(v)))


def against(event, facts):
    """A contradiction from an event about signs and the signs."""
    if isinstance(event.statement, Or):
        branches = []
        for part in event.statement.arguments:
            with suppose(part) as case:
                branches.append(case.conclude(against(case.fact, facts)))
        return by_cases(event, *branches)
    return falsehood(*(conjuncts(event) if isinstance(event.statement, And) else (event,)), *facts)


def settled_value(event, holds, *facts):
    """The indicator of an event about signs, where the signs are known."""
    if holds:
        have(event)
    else:
        with suppose(event) as other:
            no = against(other.fact, facts)
        contradiction_from(other, no)
    return value_of(event, holds)


@lemma("Signs of two numbers", title="Events as products")
def indicators_of_signs(x: Real, y: Real):
    """The indicators of “both positive”, “both negative” and “of opposite signs” as products of indicators."""
    is_low = lambda t: Indicator(Lt(t, 0))
    events = improved(x, y), degraded(x, y), traded(x, y)
    products = is_low(-x) * is_low(-y), is_low(x) * is_low(y), is_low(-x) * is_low(y) + is_low(x) * is_low(-y)
    goal = And(*(Eq(Indicator(event), product) for event, product in zip(events, products, strict=True)))
    show(goal)
    sign = {s: have(Or(Lt(s, 0), Eq(s, 0), Lt(0, s)), by=law("trichotomy", x=s, y=0)) for s in (x, y)}
    outer = []
    for one in (-1, 0, 1):
        with suppose(sign[x].statement.arguments[one + 1]) as first:
            values = [settled_value(Lt(x, 0), one < 0, first.fact), settled_value(Lt(-x, 0), one > 0, first.fact)]
            inside = []
            for other in (-1, 0, 1):
                with suppose(sign[y].statement.arguments[other + 1]) as second:
                    found = [*values, settled_value(Lt(y, 0), other < 0, second.fact),
                             settled_value(Lt(-y, 0), other > 0, second.fact)]
                    truths = one > 0 and other > 0, one < 0 and other < 0, one * other < 0
                    for event, holds in zip(events, truths, strict=True):
                        found.append(settled_value(event, holds, first.fact, second.fact))
                    inside.append(second.conclude(have(goal, by=rewrite(*found))))
            outer.append(first.conclude(by_cases(sign[y], *inside)))
    return by_cases(sign[x], *outer)


@theorem_claim("Proposition 22 (shares)", title="Exact shares of directions, in every dimension")
def shares(u: VectorIn("d"), v: VectorIn("d")):
    """Let Σ_w = I and let θ be the angle between v_help*, v_harm* ≠ 0. Of all directions v_c of R^d a share of (π − θ)/(2π)
    improves both objectives, θ/π trades one for the other, and (π − θ)/(2π) degrades both."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    theta = angle(u, v)
    show(And(Eq(improves(u, v), (pi - theta) / (2 * pi)), Eq(trades(u, v), theta / pi),
             Eq(degrades(u, v), (pi - theta) / (2 * pi))))
    white()
    for vector in (u, v):
        have(Ne(-vector, Zero(R_d)), by=theorem(using(turned_is_nonzero), "turned round", u=vector))
    norms_are_positive(u, v)
    pairs = (u, v), (-u, v), (u, -v), (-u, -v)
    for pair in pairs:
        there_is_an_angle(*pair)
    one, other, both = conjuncts(have(
        And(Eq(angle(u, -v), pi - theta), Eq(angle(-u, v), pi - theta), Eq(angle(-u, -v), theta)),
        by=theorem(using(opposite_angles), "opposite angles")))
    value = {pair: have(Eq(both_low(*pair), share(*pair)), by=theorem(using(orthant_probability), "the orthant probability",
                                                                      u=pair[0], v=pair[1])) for pair in pairs}
    positive, negative, opposite = conjuncts(using(indicators_of_signs))
    s, t, mean = inner(v_c, u), inner(v_c, v), lambda body: E(body, FEATURES, v_c)
    is_low = lambda number: Indicator(Lt(number, 0))
    return chain(
        improves(u, v),
        eq(mean(Indicator(improved(s, t))), by=definition(Probability)),
        eq(mean(is_low(-s) * is_low(-t)), by=theorem(positive, "as a product", x=s, y=t)),
        eq(both_low(-u, -v)),
        eq(share(-u, -v), by=rewrite(value[-u, -v])),
        eq((pi - theta) / (2 * pi), by=rewrite(both)),
    ), chain(
        trades(u, v),
        eq(mean(Indicator(traded(s, t))), by=definition(Probability)),
        eq(mean(is_low(-s) * is_low(t) + is_low(s) * is_low(-t)), by=theorem(opposite, "as products", x=s, y=t)),
        eq(mean(is_low(-s) * is_low(t)) + mean(is_low(s) * is_low(-t)), by=algebra(why="linearity")),
        eq(both_low(-u, v) + both_low(u, -v)),
        eq(share(-u, v) + share(u, -v), by=rewrite(value[-u, v], value[u, -v])),
        eq(theta / pi, by=rewrite(one, other)),
    ), chain(
        degrades(u, v),
        eq(mean(Indicator(degraded(s, t))), by=definition(Probability)),
        eq(both_low(u, v), by=theorem(negative, "as a product", x=s, y=t)),
        eq((pi - theta) / (2 * pi), by=rewrite(value[u, v])),
    )


@lemma("Comparing shares", title="(π − θ)/(2π) and θ/π")
def comparing_shares(theta: Nonnegative):
    """θ < π/2 just when (π − θ)/(2π) > 1/4, and just when θ/π < 1/2; θ > π/2 just when θ/π > 1/2; and (π − θ)/(2π) is below
    1/2 when θ > 0."""
    both, one = (pi - theta) / (2 * pi), theta / pi
    acute, obtuse = Lt(theta, pi / 2), Lt(pi / 2, theta)
    pairs = (acute, Lt(quarter, both)), (acute, Lt(one, half)), (obtuse, Lt(half, one))
    show(And(*(Iff(*pair) for pair in pairs), Implies(Lt(0, theta), Lt(both, half))))
    have(Lt(0, pi))
    found = []
    for wide, share_of_it in pairs:
        with suppose(wide) as known:
            known.conclude(have(share_of_it, by=positivity(known.fact)))
        with suppose(share_of_it) as known:
            with suppose(Not(wide)) as other:
                no = falsehood(other.fact, known.fact)
            known.conclude(contradiction_from(other, no))
        found.append(have(Iff(wide, share_of_it), why="both implications"))
    with suppose(Lt(0, theta)) as known:
        last = known.conclude(have(Lt(both, half), by=positivity(known.fact)))
    return *found, last


@proposition("Proposition 22 (2)", title="An acute angle")
def acute_angle(u: VectorIn("d"), v: VectorIn("d")):
    """For v_help*, v_harm* ≠ 0 and Σ_w = I: θ < π/2 just when more than a quarter of all directions improve both, and just when
    fewer than half trade one for the other. Unless θ = 0, fewer than half improve both."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    theta, acute = angle(u, v), Lt(angle(u, v), pi / 2)
    both, one = (pi - theta) / (2 * pi), theta / pi
    show(And(Iff(acute, Lt(quarter, improves(u, v))), Iff(acute, Lt(trades(u, v), half)),
             Implies(Lt(0, theta), Lt(improves(u, v), half))))
    range_of_the_angle(u, v)
    up, across, _ = conjuncts(using(shares))
    up, across = (have(fact.statement, by=theorem(fact, "the shares")) for fact in (up, across))
    wide, narrow, _, strict = conjuncts(using(comparing_shares))
    with suppose(Lt(0, theta)) as apart:
        less = apart.conclude(chain(improves(u, v), eq(both, by=rewrite(up)),
                                    lt(half, by=theorem(strict, "comparing shares", theta=theta))))
    return (
        chain(acute, iff(Lt(quarter, both), by=theorem(wide, "comparing shares", theta=theta)),
              iff(Lt(quarter, improves(u, v)), by=rewrite(up))),
        chain(acute, iff(Lt(one, half), by=theorem(narrow, "comparing shares", theta=theta)),
              iff(Lt(trades(u, v), half), by=rewrite(across))),
        less,
    )


def is_not_zero(vector):
    """A concrete vector is not 0."""
    nothing = Zero(vector.sort)
    with suppose(Eq(vector, nothing)) as none:
        no = falsehood(chain(inner(vector, vector), eq(inner(nothing, vector), by=rewrite(none.fact)), eq(0)),
                       have(Lt(0, inner(vector, vector))))
    contradiction_from(none, no)
    have(Ne(vector, nothing), by=definition(Ne))


@refutation("Proposition 22 (2), as printed", title="At 45° three eighths improve both", printed=["Proposition 22 (2)"],
            erratum=erratum(
    "Proposition 22, item 2", printed=r"\theta < \pi/2\text{: most constitutions are Pareto-improving}",
    should_read=r"\theta < \pi/2\text{: more than a quarter of the constitutions are Pareto-improving, and fewer than half "
                r"induce trade-offs}",
    why="The share that improves both is (π − θ)/(2π), below 1/2 for every θ > 0: at θ = π/4 it is 3/8, and as many degrade "
        "both. The proof compares the width π − θ with π/2, a quarter of the circle, where most would be more than π.",
    repaired_by=["Proposition 22 (2)", "Proposition 22 (shares)"]))
def most_do_not_improve_both():
    """In the plane, v_help* = (1, 0) and v_harm* = (1, 1) are at the angle π/4. Of all directions 3/8 improve both, 1/4 trade
    one for the other, and 3/8 degrade both."""
    part, values = rational("3/8"), (rational("3/8"), quarter, rational("3/8"))
    show(And(Eq(angle(EAST, NORTHEAST), pi / 4), Lt(pi / 4, pi / 2), Eq(improves(EAST, NORTHEAST), part),
             Eq(trades(EAST, NORTHEAST), quarter), Eq(degrades(EAST, NORTHEAST), part)))
    is_not_zero(EAST), is_not_zero(NORTHEAST)
    lengths = chain(norm(EAST), eq(1)), chain(norm(NORTHEAST), eq(sqrt(2)))
    there_is_an_angle(EAST, NORTHEAST)
    right = have(Eq(Cos(pi / 2), 0), by=law("cosine of a right angle"))
    eighth = chain(Cos(pi / 4), eq(Cos(pi / 2 / 2)),
                   eq(sqrt((1 + Cos(pi / 2)) / 2), by=law("cosine of half an angle", x=pi / 2)),
                   eq(1 / (1 * sqrt(2)), by=rewrite(right)))
    c = chain(cosine(EAST, NORTHEAST), eq(1 / (1 * sqrt(2)), by=rewrite(*lengths)))
    theta = chain(angle(EAST, NORTHEAST), eq(Arccos(1 / (1 * sqrt(2))), by=rewrite(c)),
                  eq(Arccos(Cos(pi / 4)), by=rewrite(eighth)),
                  eq(pi / 4, by=law("arccosine of a cosine", x=pi / 4)))
    formulas = improves(EAST, NORTHEAST), trades(EAST, NORTHEAST), degrades(EAST, NORTHEAST)
    both, one = share(EAST, NORTHEAST), angle(EAST, NORTHEAST) / pi
    sources = conjuncts(using(shares))
    found = [chain(formula, eq(general, by=theorem(source, "the shares", u=EAST, v=NORTHEAST)), eq(value, by=rewrite(theta)))
             for formula, general, source, value in zip(formulas, (both, one, both), sources, values, strict=True)]
    return theta, have(Lt(pi / 4, pi / 2)), *found


@proposition("Proposition 22 (3)", title="An obtuse angle", printed=["Proposition 22 (3)"])
def obtuse_angle(u: VectorIn("d"), v: VectorIn("d")):
    """For v_help*, v_harm* ≠ 0 and Σ_w = I: θ > π/2 just when more than half of all directions trade one objective for the
    other."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    theta = angle(u, v)
    obtuse = Lt(pi / 2, theta)
    show(Iff(obtuse, Lt(half, trades(u, v))))
    range_of_the_angle(u, v)
    across = have(Eq(trades(u, v), theta / pi), by=theorem(conjuncts(using(shares))[1], "the shares"))
    return chain(obtuse, iff(Lt(half, theta / pi), by=theorem(conjuncts(using(comparing_shares))[2], "comparing shares",
                                                             theta=theta)),
                 iff(Lt(half, trades(u, v)), by=rewrite(across)))


# -- the plane, and opposite values --------------------------------------------------------------------------------------

@proposition("Proposition 22 (1)", title="Angular width", printed=["Proposition 22 (1)"])
def angular_width(e: VectorIn("d"), f: VectorIn("d"), a: Positive, b: Positive, theta: Real):
    """Let e and f be orthonormal, v_help* = ae and v_harm* = b(cos θ e + sin θ f) with 0 ≤ θ ≤ π (which is every pair of
    nonzero directions at the angle θ, in the plane that they span). The direction cos s e + sin s f improves both just when s
    lies between θ − π/2 and π/2, an arc of length π − θ: the open half-circle for θ = 0, and empty for θ = π."""
    s, corner = Real("s"), pi / 2
    direction, one, other = Cos(s) * e + Sin(s) * f, a * e, b * (Cos(theta) * e + Sin(theta) * f)
    frame = And(Eq(inner(e, e), 1), Eq(inner(f, f), 1), Eq(inner(e, f), 0), Le(0, theta), Le(theta, pi))
    inside, both = And(Lt(theta - corner, s), Lt(s, corner)), improved(inner(direction, one), inner(direction, other))
    turn, back = And(Lt(-pi, s), Le(s, pi)), s + -theta
    show(And(Implies(frame, ForAll(s, Implies(turn, Iff(both, inside)))), Eq(corner - (theta - corner), pi - theta)))
    keeps_sign, _ = conjuncts(using(positive_multiple))
    with suppose(frame) as known:
        ee, ff, ef, *_ = conjuncts(known.fact)
        first = chain(inner(direction, one), eq(a * (Cos(s) * inner(e, e) + Sin(s) * inner(e, f))),
                      eq(a * Cos(s), by=rewrite(ee, ef)))
        mixed = Cos(s) * Sin(theta) + Sin(s) * Cos(theta)
        second = chain(
            inner(direction, other),
            eq(b * (Cos(s) * Cos(theta) * inner(e, e) + mixed * inner(e, f) + Sin(s) * Sin(theta) * inner(f, f))),
            eq(b * (Cos(s) * Cos(-theta) - Sin(s) * Sin(-theta)), by=rewrite(ee, ef, ff)),
            eq(b * Cos(back), by=law("cosine of a sum", x=s, y=-theta)),
        )
        with suppose(turn) as within:
            have(Lt(-pi, s)), have(Le(s, pi))
            same = chain(
                both,
                iff(improved(a * Cos(s), b * Cos(back)), by=rewrite(first, second)),
                iff(improved(Cos(s), b * Cos(back)), by=theorem(keeps_sign, "a positive multiple", b=a, x=Cos(s))),
                iff(improved(Cos(s), Cos(back)), by=theorem(keeps_sign, "a positive multiple", b=b, x=Cos(back))),
                iff(inside, by=theorem(using(arc_of_two_cosines), "the arc")),
            )
        arc = generalized(within.conclude(same), s)
    return known.conclude(arc), chain(corner - (theta - corner), eq(pi - theta))


@lemma("Greatest value", title="Not below a bound")
def greatest_value(x: Real, y: Real):
    """If x ≤ y, then x is not below y just when it is y."""
    given(Le(x, y))
    show(Iff(Not(Lt(x, y)), Eq(x, y)))
    with suppose(Not(Lt(x, y))) as known:
        have(Le(y, x), by=law("not less", x=x, y=y))
        known.conclude(have(Eq(x, y), by=law("antisymmetry", x=x, y=y)))
    with suppose(Eq(x, y)) as known:
        with suppose(Lt(x, y)) as less:
            no = falsehood(less.fact, known.fact)
        known.conclude(contradiction_from(less, no))
    return have(Iff(Not(Lt(x, y)), Eq(x, y)), why="both implications")


@lemma("Cone of two objectives", title="Both inequalities")
def cone_of_two(v: VectorFamily(2, "d")):
    """The Pareto cone of two directions has an element just when some x has ⟨x, v_1*⟩ > 0 and ⟨x, v_2*⟩ > 0."""
    direction, k = VectorIn("d")("x"), IndexIn(2)("i")
    pair = lambda y: improved(inner(y, v[1]), inner(y, v[2]))
    some, every = Exists(direction, pair(direction)), Exists(direction, positive_on_all(direction, v))
    show(Iff(nonempty(v), some))
    have(Iff(nonempty(v), every), by=theorem(using("Proposition 19 (1)"), "its definition", v=v))
    with suppose(every) as common:
        with obtain(common.fact, direction) as (_, positive):
            for n in (1, 2):
                have(Lt(0, inner(direction, v[n])), by=theorem(positive, f"index {n}", i=IndexValue(n, 2)))
            found = exhibit(some, direction)
        common.conclude(release(common.fact, direction, found))
    with suppose(some) as common:
        with obtain(common.fact, direction) as (_, both):
            which = have(Or(Eq(k, IndexValue(1, 2)), Eq(k, IndexValue(2, 2))), by=law("indices of a family of 2", i=k))
            cases = []
            for n, fact in enumerate(conjuncts(both), 1):
                with suppose(Eq(k, IndexValue(n, 2))) as here:
                    cases.append(here.conclude(chain(inner(direction, v[k]), eq(inner(direction, v[n]), by=rewrite(here.fact)),
                                                     gt(0, by=positivity(fact)))))
            found = exhibit(every, direction, generalized(by_cases(which, *cases), k))
        common.conclude(release(common.fact, direction, found))
    have(Iff(every, some), why="both implications")
    return have(Iff(nonempty(v), some))


@proposition("Proposition 22 (4)", title="Opposite values", printed=["Proposition 22 (4)"])
def opposite_values(v: VectorFamily(2, "d")):
    """For v_help*, v_harm* ≠ 0 the Pareto cone is empty if and only if θ = π."""
    one, other, direction = v[1], v[2], VectorIn("d")("x")
    given(Ne(one, Zero(R_d)), Ne(other, Zero(R_d)))
    theta, a, b = angle(one, other), norm(one), norm(other)
    show(Iff(Not(nonempty(v)), Eq(theta, pi)))
    range_of_the_angle(one, other)
    some = Exists(direction, improved(inner(direction, one), inner(direction, other)))
    apart, less = Lt(-(a * b), inner(one, other)), Lt(theta, pi)
    have(Le(-(a * b), inner(one, other)), by=theorem(using(lowest_product), "Cauchy–Schwarz", u=one, v=other))
    have(Eq(inner(one, one), a**2)), have(Eq(inner(other, other), b**2))
    steps = (have(Iff(nonempty(v), some), by=theorem(using(cone_of_two), "the cone", v=v)),
             have(Iff(some, apart), by=theorem(using(bisector), "the bisector", u=one, v=other, a=a, b=b)),
             have(Iff(apart, less), by=theorem(using(straight_angle), "the straight angle", u=one, v=other)))
    have(Le(theta, pi))
    return chain(
        Not(nonempty(v)),
        iff(Not(some), by=rewrite(steps[0], why="the definition of the cone")),
        iff(Not(apart), by=rewrite(steps[1], why="the bisector")),
        iff(Not(less), by=rewrite(steps[2], why="the angle")),
        iff(Eq(theta, pi), by=theorem(using(greatest_value), "θ ≤ π", x=theta, y=pi)),
    )


# -- Proposition 23 ------------------------------------------------------------------------------------------------------

def weighted_gain(h, v_c, v, alpha):
    """Σ α_i ⟨Σ_w v_c, v_i*⟩."""
    return total(i, alpha[i] * first_order(h, v_c, v, i))


def best_direction(h, v, alpha):
    """Σ_w V*α = Σ_w Σ α_i v_i*."""
    return CovOperator(h) @ total(i, alpha[i] * v[i])


@lemma("Weighted remainder", title="A bound for a product")
def weighted_remainder(a: Real, R: Real, b: Nonnegative):
    """If |R| ≤ b, then a R and −a R are at most |a|b."""
    size = given(Abs(R) <= b)
    show(And(a * R <= Abs(a) * b, -(a * R) <= Abs(a) * b))
    product = chain(Abs(a * R), eq(Abs(a) * Abs(R)), le(Abs(a) * b, by=positivity(size, have(0 <= Abs(a)))))
    both = conjuncts(have(And(a * R <= Abs(a * R), -(a * R) <= Abs(a * R)), by=theorem(
        using(below_absolute_value), "bounds by the absolute value", x=a * R)))
    return tuple(chain(side, le(Abs(a * R), by=positivity(bound)), le(Abs(a) * b, by=positivity(product)))
                 for side, bound in zip((a * R, -(a * R)), both, strict=True))


@lemma("Weighted remainders", title="A bound for a weighted sum")
def weighted_remainders(alpha: ScalarFamily("m"), R: ScalarFamily("m"), b: Nonnegative):
    """If |R_i| ≤ b for all i, then |Σ α_i R_i| ≤ Σ |α_i| b."""
    given(ForAll(i, Abs(R[i]) <= b))
    part, bound = alpha[i] * R[i], total(i, Abs(alpha[i])) * b
    show(Abs(total(i, part)) <= bound)
    have(Abs(R[i]) <= b)
    above = Lambda(i, Abs(alpha[i]) * b)
    sides = conjuncts(have(And(part <= above(i), -part <= above(i)), by=theorem(
        using(weighted_remainder), "a bound for a product", a=alpha[i], R=R[i])))
    for side, start in zip((part, -part), (total(i, part), -total(i, part)), strict=True):
        generalized(sides[0 if side is part else 1], i)
        whole = have(total(i, side) <= total(i, above(i)), by=law("sum is monotone", A=Lambda(i, side), B=above))
        have(start <= bound, by=positivity(whole))
    return have(Abs(total(i, part)) <= bound,
                by=theorem(using(absolute_value_at_most), "both bounds", x=total(i, part), b=bound))


@lemma("Weighted gap", title="The remainder of a weighted sum")
def weighted_gap(v: VectorFamily("m", "d"), alpha: ScalarFamily("m"), D: ScalarFamily("m"), w: VectorIn("d")):
    """Σ α_i D_i − λ⟨w, Σ α_i v_i⟩ is Σ α_i(D_i − λ⟨w, v_i⟩)."""
    gap = total(i, alpha[i] * D[i]) - lam * inner(w, total(i, alpha[i] * v[i]))
    parts_ = total(i, alpha[i] * (-(lam * inner(w, v[i])) + D[i]))
    show(Eq(Abs(gap), Abs(parts_)))
    same = chain(gap, eq(parts_, by=algebra(why="linearity")))
    return chain(Abs(gap), eq(Abs(parts_), by=rewrite(same)))


@proposition("Proposition 23 (first order)", title="The improvement of a weighted sum", adds=[
    added("some $E e^{\\delta|\\langle h, v_c \\rangle|}$ is finite", needed="Theorem 13, as printed (moments)")])
def weighted_improvement(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorFamily("m", "d"), eps: Noise,
                         alpha: ScalarFamily("m")):
    """The weighted sum Σ α_i E[S_i] improves by λ⟨Σ_w v_c, V*α⟩ + O(λ²)."""
    given(*objectives_hypotheses(h, v_c, eps))
    after, before = means(h, v_c, v, eps, i)
    image, combined, R = CovOperator(h) @ v_c, total(i, alpha[i] * v[i]), remainders(h, v_c, v, eps)
    gain, slope = total(i, alpha[i] * (after - before)), lam * inner(image, combined)
    expansion, width = equals(gain, slope + O(lam**2)), total(i, Abs(alpha[i])) * t
    bounded = lambda c: Exists(r, ForAll(lam, Implies(Abs(lam) < r, Abs(gain - slope) <= c * Abs(lam)**2)))
    show(expansion)
    uniform = have(all_small(R), by=theorem(using(remainders_of_improvements), "the remainders of (47)"))
    with obtain(uniform, t) as (_, close):
        with suppose(Abs(lam) < 1 / t) as small:
            have(ForAll(i, Abs(R(i, lam)) <= t * Abs(lam)**2), by=theorem(close, "the remainders", lam=lam))
            short = chain(
                Abs(gain - slope),
                eq(Abs(total(i, alpha[i] * R(i, lam))), by=theorem(using(weighted_gap), "linearity", w=image,
                                                                   D=Lambda(i, after - before))),
                le(total(i, Abs(alpha[i])) * (t * Abs(lam)**2), by=theorem(
                    using(weighted_remainders), "weighted remainders", R=Lambda(i, R(i, lam)), b=t * Abs(lam)**2)),
                eq(width * Abs(lam)**2),
            )
        every = generalized(small.conclude(short), lam)
        found = exhibit(Exists(C, bounded(C)), width, exhibit(bounded(width), 1 / t, every))
    release(uniform, t, found)
    chain(expansion, iff(Exists(C, bounded(C)), by=definition(Asymptotic)))
    return have(expansion)


@lemma("Weighted gain", title="A linear function of the direction")
def gain_is_linear(h: RandomVector("d"), v: VectorFamily("m", "d"), alpha: ScalarFamily("m"), u: VectorIn("d")):
    """Σ α_i ⟨Σ_w u, v_i*⟩ = ⟨u, Σ_w V*α⟩, since Σ_w is symmetric."""
    show(Eq(weighted_gain(h, u, v, alpha), inner(u, best_direction(h, v, alpha))))
    return chain(weighted_gain(h, u, v, alpha),
                 eq(inner(CovOperator(h) @ u, total(i, alpha[i] * v[i])), by=algebra(why="linearity")),
                 eq(inner(u, best_direction(h, v, alpha)), by=algebra(why="symmetry")))


def sphere_bounds(u, w, top):
    """What holds for a unit vector u."""
    return And(inner(u, w) <= norm(w), -norm(w) <= inner(u, w), Implies(Eq(inner(u, w), norm(w)), Eq(u, top)))


@lemma("Largest on the unit sphere", title="Cauchy–Schwarz, with its equality case")
def largest_on_the_sphere(w: VectorIn("d")):
    """For w ≠ 0, ⟨u, w⟩ is largest among unit vectors at w/‖w‖, and only there; it is smallest at −w/‖w‖."""
    given(Ne(w, Zero(R_d)))
    top, unit = 1 / norm(w) * w, lambda u: Eq(norm(u), 1)
    show(And(unit(top), Eq(inner(top, w), norm(w)), Eq(inner(-top, w), -norm(w)),
             ForAll(u, Implies(unit(u), sphere_bounds(u, w, top)))))
    norms_are_positive(w)
    square = chain(inner(top, top), eq(1))
    length = chain(norm(top), eq(sqrt(inner(top, top)), by=definition(Norm)), eq(sqrt(1), by=rewrite(square)), eq(1))
    value, turned = chain(inner(top, w), eq(norm(w))), chain(inner(-top, w), eq(-norm(w)))
    with suppose(unit(u)) as on_sphere:
        one = on_sphere.fact
        up = have(inner(u, w) <= norm(u) * norm(w), by=theorem(using(cauchy_schwarz), "Cauchy–Schwarz", u=u, w=w))
        down = have(-(norm(u) * norm(w)) <= inner(u, w), by=theorem(using(lowest_product), "Cauchy–Schwarz", u=u, v=w))
        below = chain(inner(u, w), le(norm(u) * norm(w), by=positivity(up)), eq(norm(w), by=rewrite(one)))
        above = chain(-norm(w), eq(-(norm(u) * norm(w)), by=rewrite(one)), le(inner(u, w), by=positivity(down)))
        with suppose(Eq(inner(u, w), norm(w))) as attained:
            gap = u - top
            flat = chain(inner(gap, gap), eq(norm(u)**2 - 2 * inner(u, w) / norm(w) + 1),
                         eq(rational(1)**2 - 2 * norm(w) / norm(w) + 1, by=rewrite(one, attained.fact)), eq(0))
            with suppose(Not(Eq(gap, Zero(R_d)))) as apart:
                have(Ne(gap, Zero(R_d)), by=definition(Ne))
                no = falsehood(flat, have(Lt(0, inner(gap, gap)), by=law("norm is definite", u=gap)))
            nothing = contradiction_from(apart, no)
            same = attained.conclude(chain(u, eq(top + gap), eq(top + Zero(R_d), by=rewrite(nothing)), eq(top)))
        three = have(And(below.statement, above.statement, same.statement))
    return length, value, turned, generalized(on_sphere.conclude(three), u)


@proposition("Proposition 23", title="The best direction of length 1", printed=["Proposition 23, proof"], adds=[
    added("$\\Sigma_w V^* \\alpha \\ne 0$", needed="Proposition 23, as printed (no gradient)")], erratum=erratum(
    "Proposition 23, display and proof", printed=r"v_c^* \propto \sum_w \sum_i \alpha_i v_i^* = \sum_w V^* \alpha",
    should_read=r"v_c^* = \Sigma_w V^* \alpha / \lVert \Sigma_w V^* \alpha \rVert, \quad V^* \alpha = \sum_i \alpha_i v_i^*",
    why="A sum sign is printed for the covariance. Proportional must mean a positive multiple: −Σ_w V*α is the worst "
        "direction."))
def optimal_direction(h: RandomVector("d"), v: VectorFamily("m", "d"), alpha: ScalarFamily("m")):
    """If Σ_w V*α ≠ 0, then among the directions of length 1 the first-order improvement Σ α_i⟨Σ_w u, v_i*⟩ is largest at
    Σ_w V*α/‖Σ_w V*α‖ and only there, and smallest at its negative. The weights α need not be positive."""
    w = best_direction(h, v, alpha)
    given(Ne(w, Zero(R_d)))
    top, gain = 1 / norm(w) * w, lambda direction: weighted_gain(h, direction, v, alpha)
    show(And(Eq(norm(top), 1), ForAll(u, Implies(Eq(norm(u), 1), And(
        gain(u) <= gain(top), gain(-top) <= gain(u), Implies(Eq(gain(u), gain(top)), Eq(u, top)))))))
    length, value, turned, every = conjuncts(using(largest_on_the_sphere))
    norms_are_positive(w)
    unit = have(Eq(norm(top), 1), by=theorem(length, "its length", w=w))
    formula = {x: have(Eq(gain(x), inner(x, w)), by=theorem(using(gain_is_linear), "linearity", u=x)) for x in (u, top, -top)}
    at_top = have(Eq(inner(top, w), norm(w)), by=theorem(value, "its value", w=w))
    at_bottom = have(Eq(inner(-top, w), -norm(w)), by=theorem(turned, "its value", w=w))
    highest = chain(gain(top), eq(inner(top, w), by=rewrite(formula[top])), eq(norm(w), by=rewrite(at_top)))
    lowest = chain(gain(-top), eq(inner(-top, w), by=rewrite(formula[-top])), eq(-norm(w), by=rewrite(at_bottom)))
    general = have(ForAll(u, Implies(Eq(norm(u), 1), sphere_bounds(u, w, top))), by=theorem(every, "the unit sphere", w=w))
    with suppose(Eq(norm(u), 1)) as on_sphere:
        up, down, same = conjuncts(have(sphere_bounds(u, w, top), by=theorem(general, "the unit sphere", u=u)))
        first = chain(gain(u), eq(inner(u, w), by=rewrite(formula[u])), le(norm(w), by=theorem(up, "the largest value")),
                      eq(gain(top), by=rewrite(highest)))
        second = chain(gain(-top), eq(-norm(w), by=rewrite(lowest)), le(inner(u, w), by=theorem(down, "the smallest value")),
                       eq(gain(u), by=rewrite(formula[u])))
        with suppose(Eq(gain(u), gain(top))) as attained:
            chain(inner(u, w), eq(gain(u), by=rewrite(formula[u])), eq(gain(top), by=rewrite(attained.fact)),
                  eq(norm(w), by=rewrite(highest)))
            third = attained.conclude(have(Eq(u, top), by=theorem(same, "the equality case")))
        three = have(And(first.statement, second.statement, third.statement))
    return unit, generalized(on_sphere.conclude(three), u)


@refutation("Proposition 23, as printed", title="Without a constraint there is no best direction",
            printed=["Proposition 23, display"], erratum=erratum(
    "Proposition 23", printed=r"\text{the optimal constitution direction is } v_c^* \propto \Sigma_w V^* \alpha",
    should_read=r"\text{among the directions with } \lVert v_c \rVert = 1 \text{ the optimal one is } "
                r"\Sigma_w V^* \alpha / \lVert \Sigma_w V^* \alpha \rVert",
    why="The first-order improvement is linear in v_c, so it has no maximum unless it is 0. Only the proof fixes the length; "
        "at a KL budget instead of a fixed length the optimum is V*α.",
    repaired_by=["Proposition 23", "Optimal direction at a KL budget"]))
def no_best_direction(h: RandomVector("d"), v: VectorFamily("m", "d"), alpha: ScalarFamily("m"), x: VectorIn("d"), b: Real):
    """If Σ_w V*α ≠ 0, the first-order improvement exceeds every bound b, and every direction has a better one."""
    w = best_direction(h, v, alpha)
    given(Ne(w, Zero(R_d)))
    gain = lambda direction: weighted_gain(h, direction, v, alpha)
    linear = lambda direction: theorem(using(gain_is_linear), "linearity", u=direction)
    bounds, better_one = Exists(u, Lt(b, gain(u))), Exists(u, Lt(gain(x), gain(u)))
    show(And(bounds, better_one))
    room = have(Lt(0, inner(w, w)), by=law("norm is definite", u=w))
    far = (b + 1) / inner(w, w) * w
    chain(gain(far), eq(inner(far, w), by=linear(far)), eq(b + 1), gt(b))
    chain(gain(x + w), eq(inner(x + w, w), by=linear(x + w)), eq(inner(x, w) + inner(w, w)),
          gt(inner(x, w), by=positivity(room)), eq(gain(x), by=linear(x)))
    return exhibit(bounds, far), exhibit(better_one, x + w)


@refutation("Proposition 23, as printed (no gradient)", title="A weighted sum that nothing changes", erratum=erratum(
    "Proposition 23", printed=r"v_c^* \propto \Sigma_w V^* \alpha",
    should_read=r"\text{if } \Sigma_w V^* \alpha \ne 0\text{: } v_c^* \propto \Sigma_w V^* \alpha",
    why="For v_1* = (1, 0), v_2* = (−1, 0) and equal weights Σ_w V*α = 0 and every direction of length 1 is optimal, among "
        "them (1, 0), which is no multiple of 0.", repaired_by=["Proposition 23"]))
def no_gradient(h: RandomVector(2)):
    """In the plane let v_1* = (1, 0), v_2* = (−1, 0) and α = (1, 1). Whatever h is, every direction has the improvement 0, and
    (1, 0) is no multiple of Σ_w V*α."""
    k, s, direction, nothing = IndexIn(2)("i"), Real("s"), VectorIn(2)("x"), Zero(Vector(2))
    v, Sigma = Lambda(k, (delta(k, 1) - delta(k, 2)) * EAST), CovOperator(h)
    gain, target = (lambda x: total(k, 1 * inner(Sigma @ x, v(k)))), Sigma @ total(k, 1 * v(k))
    show(And(ForAll(direction, Eq(gain(direction), 0)), Eq(norm(EAST), 1), ForAll(s, Ne(EAST, s * target))))
    flat = generalized(chain(gain(direction), eq(inner(Sigma @ direction, total(k, 1 * v(k)))),
                             eq(inner(Sigma @ direction, nothing)), eq(0)), direction)
    gone = chain(target, eq(nothing))
    with suppose(Eq(EAST, s * target)) as multiple:
        none = chain(EAST, eq(s * target, by=theorem(multiple.fact)), eq(s * nothing, by=rewrite(gone)), eq(nothing))
        no = falsehood(chain(1, eq(inner(EAST, EAST)), eq(inner(nothing, EAST), by=rewrite(none)), eq(0)))
    contradiction_from(multiple, no)
    return flat, chain(norm(EAST), eq(1)), generalized(have(Ne(EAST, s * target), by=definition(Ne)), s)


# -- the same at a KL budget ---------------------------------------------------------------------------------------------

Semidefinite = OperatorOn("d", "positive semidefinite")


@lemma("Divergence of a small tilt", title="KL is quadratic")
def divergence_of_a_tilt(t: RandomScalar):
    """The Kullback–Leibler divergence of the tilt by λt from its base, λ E_λ[t] − log E[e^{λt}], is λ²/2 Var(t) + O(λ³). For
    t = ⟨h, v_c⟩ the variance is ⟨Σ_w v_c, v_c⟩."""
    given(mgf_finite_near_zero(t), square_integrable(t))
    Z = E(exp(lam * t))
    divergence = lam * E(t, under=tilted(t, lam)) - Log(Z)
    show(equals(divergence, lam**2 / 2 * Var(t) + O(lam**3)))
    mean = have(equals(E(t, under=tilted(t, lam)), E(t) + lam * Cov(t, t) + O(lam**2)),
                by=theorem(using("Lemma 12"), "Lemma 12", phi=Lambda(omega, t)))
    logarithm = chain(Log(Z), eq(lam * E(t) + lam**2 / 2 * Var(t) + O(lam**3), by=taylor(lam)))
    return chain(divergence, eq(lam**2 / 2 * Var(t) + O(lam**3), by=series(lam, mean, logarithm)))


@lemma("Cleared denominator", title="a/q ≤ b")
def cleared(a: Real, b: Real, q: Positive):
    """If 0 ≤ b − a/q with q > 0, then a ≤ bq."""
    room = given(0 <= b - a / q)
    show(a <= b * q)
    return have(a <= b * q, by=positivity(room))


@lemma("Cauchy–Schwarz for a covariance", title="In the inner product ⟨Σx, y⟩")
def covariance_cauchy_schwarz(Sigma: Semidefinite, x: VectorIn("d"), a: VectorIn("d")):
    """For a semidefinite Σ with ⟨Σa, a⟩ > 0, ⟨Σx, a⟩² ≤ ⟨Σx, x⟩⟨Σa, a⟩."""
    q, mixed, own = inner(Sigma @ a, a), inner(Sigma @ x, a), inner(Sigma @ x, x)
    given(Lt(0, q))
    show(mixed**2 <= own * q)
    rest = x - mixed / q * a
    gap = chain(inner(Sigma @ rest, rest), eq(own - mixed**2 / q))
    chain(0, le(inner(Sigma @ rest, rest)), eq(own - mixed**2 / q, by=algebra(gap)))
    return have(mixed**2 <= own * q, by=theorem(using(cleared), "clearing the denominator", a=mixed**2, b=own, q=q))


@lemma("Bound by a root", title="g² ≤ sq")
def bound_by_a_root(g: Real, s: Real, b: Nonnegative, q: Positive):
    """If g² ≤ sq and s ≤ b, then g ≤ √(bq)."""
    _, most = given(g**2 <= s * q, s <= b)
    show(g <= sqrt(b * q))
    chain(g**2, le(s * q), le(b * q, by=positivity(most)))
    have(0 <= g**2)
    root = have(sqrt(g**2) <= sqrt(b * q), by=law("square root is monotone", x=g**2, y=b * q))
    size = have(g <= Abs(g), by=theorem(conjuncts(using(below_absolute_value))[0], "bounds by the absolute value", x=g))
    return chain(g, le(Abs(g), by=positivity(size)), eq(sqrt(g**2)), le(sqrt(b * q), by=positivity(root)))


@lemma("Root of a budget", title="The length at a budget")
def root_of_a_budget(b: Positive, q: Positive):
    """For positive b and q, s = √(b/q) has s²q = b and sq = √(bq)."""
    s = sqrt(b / q)
    show(And(Lt(0, b / q), Eq(s**2 * q, b), Eq(s * q, sqrt(b * q))))
    return have(Lt(0, b / q)), have(Eq(s**2 * q, b)), have(Eq(s * q, sqrt(b * q)))


@remark("Optimal direction at a KL budget", title="V*α itself, not Σ_w V*α")
def optimal_at_a_budget(Sigma: Semidefinite, a: VectorIn("d"), b: Positive):
    """Let ⟨Σa, a⟩ > 0, where a = V*α. Among the directions with ⟨Σu, u⟩ ≤ b (to leading order, those with a divergence of at
    most λ²b/2 from the base policy) the improvement ⟨Σu, a⟩ is largest at the multiple √(b/⟨Σa, a⟩) a of a, and any other
    direction that attains it differs from that one by a vector in which h has no variance."""
    q = inner(Sigma @ a, a)
    given(Lt(0, q))
    s = sqrt(b / q)
    top, most = s * a, sqrt(b * q)
    gap = inner(Sigma @ (u - top), u - top)
    show(And(Eq(inner(Sigma @ top, top), b), Eq(inner(Sigma @ top, a), most),
             ForAll(u, Implies(inner(Sigma @ u, u) <= b, And(inner(Sigma @ u, a) <= most,
                                                            Implies(Eq(inner(Sigma @ u, a), most), Eq(gap, 0)))))))
    positive, whole, root = conjuncts(using(root_of_a_budget))
    have(Lt(0, b / q), by=theorem(positive, "the length", b=b, q=q))
    spent = chain(inner(Sigma @ top, top), eq(s**2 * q), eq(b, by=theorem(whole, "the length", b=b, q=q)))
    reach = have(Eq(s * q, most), by=theorem(root, "the length", b=b, q=q))
    value = chain(inner(Sigma @ top, a), eq(s * q), eq(most, by=rewrite(reach)))
    with suppose(inner(Sigma @ u, u) <= b) as within:
        have(inner(Sigma @ u, a)**2 <= inner(Sigma @ u, u) * q,
             by=theorem(using(covariance_cauchy_schwarz), "Cauchy–Schwarz", x=u))
        bound = have(inner(Sigma @ u, a) <= most, by=theorem(using(bound_by_a_root), "a root", g=inner(Sigma @ u, a),
                                                            s=inner(Sigma @ u, u), b=b, q=q))
        with suppose(Eq(inner(Sigma @ u, a), most)) as attained:
            chain(gap, eq(inner(Sigma @ u, u) - 2 * s * inner(Sigma @ u, a) + inner(Sigma @ top, top)),
                  eq(inner(Sigma @ u, u) - 2 * s * (s * q) + b, by=rewrite(attained.fact, reach, spent)),
                  eq(inner(Sigma @ u, u) - 2 * (s**2 * q) + b),
                  eq(inner(Sigma @ u, u) - 2 * b + b, by=theorem(whole, "the length", b=b, q=q)),
                  le(0, by=positivity(within.fact)))
            have(gap >= 0)
            flat = attained.conclude(have(Eq(gap, 0), by=law("antisymmetry", x=gap, y=0)))
        both = have(And(bound.statement, flat.statement))
    return spent, value, generalized(within.conclude(both), u)


CROSS = discrete([(quarter, sign * vector) for vector in (2 * EAST, NORTH) for sign in (1, -1)])


@example("Two optima", title="Where the two optimal directions differ")
def two_optima():
    """Let h be ±(2, 0), ±(0, 1), each with probability 1/4, and V*α = a = (1, 1), so that Σ_w a = w = (2, 1/2). Both improve.
    The square of the improvement per unit of ‖u‖² is larger for w, and per unit of ⟨Σu, u⟩ (that is, of the divergence) it
    is larger for a."""
    Sigma, a, w = CovOperator(point, under=CROSS, over=point), NORTHEAST, Coordinates(2, half)
    gain, spread = (lambda u: inner(Sigma @ u, a)), (lambda u: inner(Sigma @ u, u))
    by_length, by_spread = (lambda u: gain(u)**2 / inner(u, u)), (lambda u: gain(u)**2 / spread(u))
    show(And(Eq(inner(Sigma @ a, EAST), inner(w, EAST)), Eq(inner(Sigma @ a, NORTH), inner(w, NORTH)), Lt(0, gain(a)),
             Lt(0, gain(w)), by_length(a) < by_length(w), by_spread(w) < by_spread(a)))

    def value(s, t, number):
        return chain(inner(Sigma @ s, t),
                     eq(Cov(inner(point, s), inner(point, t), under=CROSS, over=point), by=definition(Inner)),
                     eq(rational(number), by=definition(Covariance, Expectation)))

    aa, wa, ww = value(a, a, "5/2"), value(w, a, "17/4"), value(w, w, "65/8")
    return (
        chain(inner(Sigma @ a, EAST), eq(2, by=rewrite(value(a, EAST, 2))), eq(inner(w, EAST))),
        chain(inner(Sigma @ a, NORTH), eq(half, by=rewrite(value(a, NORTH, "1/2"))), eq(inner(w, NORTH))),
        chain(gain(a), eq(rational("5/2"), by=rewrite(aa)), gt(0)),
        chain(gain(w), eq(rational("17/4"), by=rewrite(wa)), gt(0)),
        chain(by_length(a), eq(rational("25/8"), by=rewrite(aa)), lt(rational("17/4")), eq(by_length(w), by=rewrite(wa))),
        chain(by_spread(w), eq(rational("289/130"), by=rewrite(wa, ww)), lt(rational("5/2")), eq(by_spread(a), by=rewrite(aa))),
    )
