"""Several value directions: Gordan's alternative for every d and m, and what it says about the Pareto cone.

Covers Appendix E up to Remark 6: equation (47), Propositions 18 and 19. Gordan's alternative is proved in both
directions from definitions; the hard one through the point of least norm in the convex hull, whose existence is the one
cited fact (compactness). Directions v_1, …, v_m are a family of vectors of R^d; d and m ≥ 1 are symbolic throughout.
"""

from symproof.prelude import *

i = IndexIn("m")("i")
j = IndexIn("m")("j")
x, w = VectorIn("d")("x"), VectorIn("d")("w")
alpha = ScalarFamily("m")("alpha")
origin = Zero(Vector("d"))


def positive_on_all(x, v):
    """⟨x, v_i⟩ > 0 for all i."""
    return ForAll(i, inner(x, v[i]) > 0)


def common_direction(v):
    """Some x has ⟨x, v_i⟩ > 0 for all i."""
    return Exists(x, positive_on_all(x, v))


def balanced(v):
    """Some weights α ≥ 0 with Σ α_i = 1 have Σ α_i v_i = 0."""
    return Exists(alpha, And(ForAll(i, alpha[i] >= 0), Eq(total(i, alpha[i]), 1),
                             Eq(total(i, alpha[i] * v[i]), origin)))


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
            have(ForAll(i, 0 <= alpha[i] * inner(x, v[i])), why="both factors are nonnegative")
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
            nothing = chain(total(i, alpha[i]), eq(total(i, 0 * alpha[i]), by=rewrite(every)), eq(0))
            absurd = falsehood(nothing, sum_is_one)
        absurd = release(direction, x, release(weights, alpha, absurd))
    return contradiction_from(both, absurd)
