"""The gap between judging and generating: what makes ⟨w, v*⟩ the share of value-relevant text, and what does not.

Covers section 4.3: Proposition 5 with (19). The paper does not say how a corpus shapes w. The averaging model below gives
⟨w, v*⟩ = η exactly; each of its two hypotheses is needed, and what remains without them is an error bound. The gap is no
condition for improvement: that is ⟨Σ_w v_c, v*⟩ > 0 (Theorem 3), in which ⟨w, v*⟩ does not occur.
"""

from derivations.tilt import two_bounds
from symproof.prelude import *

Direction = VectorIn("d")
Documents = VectorFamily("m", "d")
j = IndexIn("m")("j")
VALUE, QUERIED = Coordinates(1, 0), Coordinates(rational("24/25"), rational("7/25"))
MIXTURE = [added(r"$w = \eta v_{\mathrm{rel}} + (1 - \eta) n$ with $\langle v_{\mathrm{rel}}, v^*\rangle = 1$",
                 needed="Proposition 5, as printed"),
           added(r"$\langle n, v^*\rangle = 0$ for the neutral part $n$", needed="Proposition 5, as printed")]


def mixture(relevant, neutral, eta):
    """w = η v_rel + (1 − η) n."""
    return eta * relevant + (1 - eta) * neutral


def gap(v_c, w, v):
    """⟨v_c, v*⟩ − ⟨w, v*⟩."""
    return inner(v_c, v) - inner(w, v)


# -- models in which the share is the inner product -----------------------------------------------------------------------

@proposition("Proposition 5 (mixture)", title="Generation–judgment gap of a mixture",
             printed=["Proposition 5: share", "(19)"], adds=MIXTURE)
def mixture_gap(v_rel: Direction, n: Direction, v_c: Direction, v: Direction, eta: Real):
    """If w = η v_rel + (1 − η)n with ⟨v_rel, v*⟩ = 1 and ⟨n, v*⟩ = 0, then ⟨w, v*⟩ = η, and the gap is α_c − η, where
    α_c = ⟨v_c, v*⟩: it differs from 1 − η by exactly 1 − α_c, and is 1 − η if and only if α_c = 1."""
    w, alpha = mixture(v_rel, n, eta), inner(v_c, v)
    relevant, neutral = given(Eq(inner(v_rel, v), 1), Eq(inner(n, v), 0))
    sharp, aligned = Eq(gap(v_c, w, v), 1 - eta), Eq(alpha, 1)
    show(And(Eq(inner(w, v), eta), Eq(gap(v_c, w, v), alpha - eta), Eq(1 - eta - gap(v_c, w, v), 1 - alpha),
             Iff(sharp, aligned)))
    share = chain(inner(w, v), eq(eta * inner(v_rel, v) + (1 - eta) * inner(n, v), by=algebra(why="linearity")),
                  eq(eta, by=rewrite(relevant, neutral, why="the hypotheses")))
    value = chain(gap(v_c, w, v), eq(alpha - eta, by=rewrite(share)))
    error = chain(1 - eta - gap(v_c, w, v), eq(1 - eta - (alpha - eta), by=rewrite(value)), eq(1 - alpha))
    with suppose(sharp) as exact:
        exact.conclude(have(aligned, by=algebra(value, exact.fact)))
    with suppose(aligned) as full:
        full.conclude(chain(gap(v_c, w, v), eq(alpha - eta, by=rewrite(value)), eq(1 - eta, by=rewrite(full.fact))))
    return share, value, error, have(Iff(sharp, aligned), why="both implications")


@proposition("Proposition 5 (corpus)", title="Averages over documents")
def corpus_gap(g: Documents, p: ScalarFamily("m"), r: ScalarFamily("m"), v: Direction, eta: Real):
    """Let w = Σ_j p_j g_j average one direction for each document. If ⟨g_j, v*⟩ = r_j, which is 1 for relevant and 0 for
    neutral documents, and the relevant ones have the share Σ_j p_j r_j = η, then ⟨w, v*⟩ = η."""
    each, share = given(ForAll(j, Eq(inner(g[j], v), r[j])), Eq(total(j, p[j] * r[j]), eta))
    w = total(j, p[j] * g[j])
    show(Eq(inner(w, v), eta))
    return chain(
        inner(w, v),
        eq(total(j, p[j] * inner(g[j], v)), by=algebra(why="linearity")),
        eq(total(j, p[j] * r[j]), by=rewrite(each)),
        eq(eta, by=rewrite(share)),
    )


@corollary("Proposition 5 (exactly when)", title="The neutral part must be orthogonal to v*")
def exactly_when_neutral(v_rel: Direction, n: Direction, v: Direction, eta: Real):
    """In a mixture with ⟨v_rel, v*⟩ = 1 and η < 1, ⟨w, v*⟩ = η if and only if ⟨n, v*⟩ = 0: no weaker condition on the
    neutral part will do."""
    w = mixture(v_rel, n, eta)
    relevant, _ = given(Eq(inner(v_rel, v), 1), eta < 1)
    same, neutral = Eq(inner(w, v), eta), Eq(inner(n, v), 0)
    show(Iff(same, neutral))
    form = chain(inner(w, v), eq(eta * inner(v_rel, v) + (1 - eta) * inner(n, v), by=algebra(why="linearity")),
                 eq(eta + (1 - eta) * inner(n, v), by=rewrite(relevant)))
    with suppose(same) as holds:
        have(Ne(1 - eta, 0))
        rest = have(Eq((1 - eta) * inner(n, v), inner(w, v) - eta), by=algebra(form))
        forced = chain(inner(n, v), eq((1 - eta) * inner(n, v) / (1 - eta)),
                       eq((inner(w, v) - eta) / (1 - eta), by=rewrite(rest)), eq(0, by=rewrite(holds.fact)))
    holds.conclude(forced)
    with suppose(neutral) as orthogonal:
        shares = chain(inner(w, v), eq(eta + (1 - eta) * inner(n, v), by=rewrite(form)),
                       eq(eta, by=rewrite(orthogonal.fact)))
    orthogonal.conclude(shares)
    return have(Iff(same, neutral), why="both implications")


@lemma("Inner products of unit vectors", title="They lie between −1 and 1")
def unit_inner_products(a: Direction, b: Direction):
    """If ‖a‖ = ‖b‖ = 1, then −1 ≤ ⟨a, b⟩ ≤ 1."""
    first, second = given(Eq(inner(a, a), 1), Eq(inner(b, b), 1))
    show(And(-1 <= inner(a, b), inner(a, b) <= 1))
    below = chain(inner(a, b), ge(-(inner(a, a) + inner(b, b)) / 2, by=positivity(
        have(inner(a + b, a + b) >= 0), why=r"$\|a + b\|^2 \ge 0$")), eq(-1, by=rewrite(first, second)))
    above = chain(inner(a, b), le((inner(a, a) + inner(b, b)) / 2, by=positivity(
        have(inner(a - b, a - b) >= 0), why=r"$\|a - b\|^2 \ge 0$")), eq(1, by=rewrite(first, second)))
    return below, above


@corollary("Proposition 5 (unit vectors)", title="The gap never exceeds 1 − η")
def gap_of_unit_vectors(v_rel: Direction, n: Direction, v_c: Direction, v: Direction, eta: Real):
    """In the mixture, with unit vectors v_c and v*, the gap is at most 1 − η: the error of (19) has one sign."""
    w = mixture(v_rel, n, eta)
    given(Eq(inner(v_rel, v), 1), Eq(inner(n, v), 0), Eq(inner(v_c, v_c), 1), Eq(inner(v, v), 1))
    show(gap(v_c, w, v) <= 1 - eta)
    _, value, _, _ = conjuncts(using(mixture_gap))
    _, above = conjuncts(using(unit_inner_products))
    most = have(inner(v_c, v) <= 1, by=theorem(above, "unit vectors", a=v_c, b=v))
    return chain(gap(v_c, w, v), eq(inner(v_c, v) - eta, by=theorem(value, "Proposition 5 (mixture)")),
                 le(1 - eta, by=positivity(most)))


@proposition("Proposition 5 (error bound)", title="Nearly neutral text")
def error_bound(v_rel: Direction, n: Direction, v: Direction, eta: Real, delta: Nonnegative, kappa: Nonnegative):
    """In a mixture with |⟨v_rel, v*⟩ − 1| ≤ κ and |⟨n, v*⟩| ≤ δ, |⟨w, v*⟩ − η| ≤ ηκ + (1 − η)δ. Against a share η ≪ 1 this
    says little unless δ is small beside η too."""
    w, off, lean = mixture(v_rel, n, eta), inner(v_rel, v) - 1, inner(n, v)
    error, bound = inner(w, v) - eta, eta * kappa + (1 - eta) * delta
    some, rest, *_ = given(0 <= eta, eta <= 1, Abs(off) <= kappa, Abs(lean) <= delta)
    show(Abs(error) <= bound)
    form = chain(error, eq(eta * off + (1 - eta) * lean, by=algebra(why="linearity")))
    below, above, between = conjuncts(using(two_bounds))
    (low, high), (least, most) = (
        [have(relation, by=theorem(side, "|x| ≤ b", x=value, b=size))
         for relation, side in ((-size <= value, below), (value <= size, above))]
        for value, size in ((off, kappa), (lean, delta)))
    have(-bound <= error, by=positivity(low, least, rest, some, form))
    have(error <= bound, by=positivity(high, most, rest, some, form))
    return have(Abs(error) <= bound, by=theorem(between, "|x| ≤ b", x=error, b=bound))


@proposition("Proposition 5 (unit length)", title="A mixture of unit length")
def unit_length(n: Direction, v: Direction, eta: Real):
    """If v_rel = v* and n are orthogonal unit vectors, ‖w‖² = η² + (1 − η)², and the inner product of w/‖w‖ with v* lies
    between η and √2 η: a normalised w keeps the order of magnitude, not the number."""
    w = mixture(v, n, eta)
    some, rest, one, other, orthogonal = given(0 <= eta, eta <= 1, Eq(inner(v, v), 1), Eq(inner(n, n), 1),
                                               Eq(inner(n, v), 0))
    square = eta**2 + (1 - eta)**2
    show(And(Eq(norm(w)**2, square), eta * norm(w) <= inner(w, v), inner(w, v) <= sqrt(2) * eta * norm(w)))
    length = chain(norm(w)**2, eq(eta**2 * inner(v, v) + (1 - eta)**2 * inner(n, n) + 2 * eta * (1 - eta) * inner(n, v)),
                   eq(square, by=rewrite(one, other, orthogonal)))
    share = chain(inner(w, v), eq(eta * inner(v, v) + (1 - eta) * inner(n, v), by=algebra(why="linearity")),
                  eq(eta, by=rewrite(one, orthogonal)))
    size = chain(norm(w), eq(sqrt(norm(w)**2)), eq(sqrt(square), by=rewrite(length)))
    have(0 <= square)
    have(square <= 1, by=positivity(some, rest))
    have(rational("1/2") <= square, by=positivity(squares=(2 * eta - 1,)))
    short = chain(norm(w), eq(sqrt(square), by=rewrite(size)),
                  le(sqrt(1), by=law("square root is monotone", x=square, y=1)), eq(1))
    root = have(sqrt(rational("1/2")) <= sqrt(square), by=law("square root is monotone", x=rational("1/2"), y=square))
    above = chain(sqrt(rational("1/2")), le(sqrt(square), by=positivity(root)), eq(norm(w), by=rewrite(size)))
    long = chain(1, eq(sqrt(2) * sqrt(rational("1/2"))), le(sqrt(2) * norm(w), by=positivity(above, have(sqrt(2) > 0))))
    return (length,
            chain(eta * norm(w), le(eta, by=positivity(short, some)), eq(inner(w, v), by=algebra(share))),
            chain(inner(w, v), eq(eta, by=rewrite(share)), le(sqrt(2) * eta * norm(w), by=positivity(long, some))))


# -- what is printed ------------------------------------------------------------------------------------------------------

@refutation("Proposition 5, as printed", title="Shares of text say nothing about inner products", erratum=erratum(
    "Proposition 5", printed=r"\langle w, v^* \rangle \approx \eta, \quad "
    r"\langle v_c, v^* \rangle - \langle w, v^* \rangle \approx 1 - \eta",
    should_read=r"\text{if } w = \eta v_{\mathrm{rel}} + (1 - \eta) n,\ \langle v_{\mathrm{rel}}, v^*\rangle = 1 \text{ and } "
    r"\langle n, v^*\rangle = 0\text{: } \langle w, v^* \rangle = \eta, \ "
    r"\langle v_c, v^* \rangle - \langle w, v^* \rangle = \alpha_c - \eta",
    why="Nothing says how the corpus shapes w, or that text which is not about values is orthogonal to v*. With the unit "
        "vectors n = (3/5, 4/5), v_rel = v* = (1, 0) and v_c = (24/25, 7/25), ⟨w, v*⟩ ≥ 3/5 and the gap is at most 9/25, "
        "however small η is.", repaired_by=["Proposition 5 (mixture)", "Proposition 5 (exactly when)",
                                            "Proposition 5 (error bound)"]))
def proposition_5_as_printed():
    """In the plane, with unit vectors throughout. If neutral text leans towards v*, then for every share η from 0 to 1
    ⟨w, v*⟩ ≥ 3/5, and the gap is at most 9/25. If it does not, and relevant text leans away from v*, ⟨w, v*⟩ = (3/5)η."""
    eta, leaning, v_c = Real("eta"), Coordinates(rational("3/5"), rational("4/5")), QUERIED
    w = mixture(VALUE, leaning, eta)
    part, difference = inner(w, VALUE), gap(v_c, w, VALUE)
    diluted = Eq(inner(mixture(leaning, Coordinates(0, 1), eta), VALUE), rational("3/5") * eta)
    show(And(Eq(norm(leaning), 1), Eq(norm(v_c), 1),
             ForAll(eta, Implies(And(0 <= eta, eta <= 1), And(part >= rational("3/5"), difference <= rational("9/25")))),
             ForAll(eta, diluted)))
    with suppose(And(0 <= eta, eta <= 1)) as fraction:
        some, _ = conjuncts(fraction.fact)
        large = chain(part, eq(rational("3/5") + rational("2/5") * eta), ge(rational("3/5"), by=positivity(some)))
        small = chain(difference, eq(rational("9/25") - rational("2/5") * eta), le(rational("9/25"), by=positivity(some)))
        both = have(And(large.statement, small.statement))
    return (chain(norm(leaning), eq(1)), chain(norm(v_c), eq(1)), generalized(fraction.conclude(both), eta),
            generalized(have(diluted, by=algebra()), eta))


@proposition("Gap (scale)", title="The length of v_c is no part of the policy, and decides the sign of the gap")
def scale(w: Direction, v_c: Direction, v: Direction, lam: Real, t: Positive, r: Real):
    """The learned direction w + λv_c is also w + (λ/t)(t v_c), for every t > 0. If ⟨v_c, v*⟩ > 0 and ⟨w, v*⟩ = r⟨v_c, v*⟩, the
    gap of t v_c is (t − r)⟨v_c, v*⟩, which is positive just when t > r."""
    alpha, moved = inner(v_c, v), gap(t * v_c, w, v)
    positive, ratio = given(alpha > 0, Eq(inner(w, v), r * alpha))
    wide, far = moved > 0, t > r
    show(And(Eq(w + (lam / t) * (t * v_c), w + lam * v_c), Eq(moved, (t - r) * alpha), Iff(wide, far)))
    same = chain(w + (lam / t) * (t * v_c), eq(w + lam * v_c))
    value = chain(moved, eq(t * alpha - inner(w, v), by=algebra(why="linearity")), eq((t - r) * alpha, by=rewrite(ratio)))
    with suppose(wide) as open_:
        have((t - r) * alpha > 0, by=positivity(open_.fact, value))
        have(0 < 1 / alpha, by=law("reciprocal of a positive number", x=alpha))
        excess = have(0 < ((t - r) * alpha) * (1 / alpha))
        open_.conclude(have(far, by=positivity(excess)))
    with suppose(far) as beyond:
        beyond.conclude(chain(moved, eq((t - r) * alpha, by=rewrite(value)), gt(0, by=positivity(beyond.fact, positive))))
    return same, value, have(Iff(wide, far), why="both implications")


@refutation("Section 4.3, as printed", title="One policy, gaps of both signs", erratum=erratum(
    "Section 4.3", printed=r"\langle v_c, v^* \rangle > \langle w, v^* \rangle",
    should_read=r"\langle \Sigma_w v_c, v^* \rangle > 0",
    why="v_c with λ and v_c/10 with 10λ give one and the same policy. For v* = (1, 0), w = (1/10, 199/200) and "
        "v_c = (24/25, 7/25) the gap is 43/50 with the first and −1/250 with the second.",
    repaired_by=["Gap (scale)", "Theorem 3 (sign)"]))
def gap_as_printed():
    """For every λ the learned directions w + λv_c and w + 10λ(v_c/10) are equal; the gap of v_c is 43/50, that of v_c/10 is
    −1/250."""
    lam, w, v_c = Real("lam"), Coordinates(rational("1/10"), rational("199/200")), QUERIED
    shorter = rational("1/10") * v_c
    show(And(ForAll(lam, Eq(w + (10 * lam) * shorter, w + lam * v_c)),
             Eq(gap(v_c, w, VALUE), rational("43/50")), Eq(gap(shorter, w, VALUE), rational("-1/250"))))
    return (generalized(chain(w + (10 * lam) * shorter, eq(w + lam * v_c)), lam),
            chain(gap(v_c, w, VALUE), eq(rational("43/50"))), chain(gap(shorter, w, VALUE), eq(rational("-1/250"))))
