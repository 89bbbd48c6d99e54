"""The effective dimension, and what can be said about values in few directions.

Covers section 6: Definition 8 with (24), its bounds and when they are attained, and Conjecture 9 with (25). The spectrum is
a family λ_1, …, λ_d of numbers ≥ 0, d symbolic. A choice of k eigenvectors is a family p of zeros and ones with Σ p_i = k; it
is a choice of the first k when some τ has λ_i ≥ τ for the chosen and λ_i ≤ τ for the others. (25) compares by ≈ and bounds k
by a multiple of d_eff that it does not name, so it is no statement. What is true, and false, of its precise forms stands here.
"""

from derivations.tilt import plane
from symproof.prelude import *

i, j = IndexIn("d")("i"), IndexIn("d")("j")
x = VectorIn("d")("x")
d = Size("d")
Spectrum = ScalarFamily("d")
Basis = VectorFamily("d", "d")


def trace(a):
    """Σ λ_i."""
    return total(i, a[i])


def square_trace(a):
    """Σ λ_i²."""
    return total(i, a[i]**2)


def d_eff(a):
    """(Σ λ_i)²/Σ λ_i²."""
    return trace(a)**2 / square_trace(a)


def nonnegative(a):
    """λ_i ≥ 0 for all i."""
    return ForAll(i, a[i] >= 0)


# -- numbers --------------------------------------------------------------------------------------------------------------

@lemma("Bounds of a quotient", title="n/q against a number, for q > 0")
def bounds_of_quotient(n: Real, q: Positive, c: Real):
    """For q > 0: n/q ≤ c just when n ≤ cq, and likewise with ≥, < and = in the place of ≤."""
    ratio = n / q
    pairs = ((ratio <= c, n <= c * q), (c <= ratio, c * q <= n), (ratio < c, n < c * q))
    show(And(*(Iff(quotient, product) for quotient, product in pairs), Iff(Eq(ratio, c), Eq(n, c * q))))
    parts = []
    for quotient, product in pairs:
        with suppose(quotient) as bounded:
            bounded.conclude(have(product, by=positivity(bounded.fact)))
        with suppose(product) as bounded:
            bounded.conclude(have(quotient, by=positivity(bounded.fact)))
        parts.append(have(Iff(quotient, product), why="both implications"))
    with suppose(Eq(ratio, c)) as equal:
        equal.conclude(chain(n, eq(ratio * q), eq(c * q, by=rewrite(equal.fact))))
    with suppose(Eq(n, c * q)) as equal:
        equal.conclude(chain(ratio, eq(c * q / q, by=rewrite(equal.fact)), eq(c)))
    return *parts, have(Iff(Eq(ratio, c), Eq(n, c * q)), why="both implications")


@lemma("Vanishing square", title="x² = 0")
def vanishing_square(x: Real):
    """x² = 0 only for x = 0."""
    show(Implies(Eq(x**2, 0), Eq(x, 0)))
    with suppose(Eq(x**2, 0)) as square:
        have(Eq(x * x, 0), by=algebra(square.fact))
        either = have(Or(Eq(x, 0), Eq(x, 0)), by=law("zero product", x=x, y=x))
        with suppose(Eq(x, 0)) as zero:
            same = zero.conclude(zero.fact)
        found = by_cases(either, same, same)
    return square.conclude(found)


# -- sums of numbers that are not negative --------------------------------------------------------------------------------

def sum_is_nonnegative(body):
    """Σ_i body ≥ 0, from body ≥ 0 for all i, which is known."""
    return have(total(i, body) >= 0, why="a sum of nonnegative terms",
                by=law("sum is monotone", A=Lambda(i, 0), B=Lambda(i, body)))


@lemma("Indices", title="δ_ij ≤ 1")
def kronecker_at_most_one():
    """δ is 0 or 1, so 1 − δ is a square."""
    k = Kronecker(i, j)
    show(0 <= 1 - k)
    return chain(1 - k, eq((1 - k)**2), ge(0, by=positivity()))


@lemma("One of several", title="A term of a sum of nonnegative terms")
def one_of_several(lam: Spectrum):
    """No λ_j exceeds the sum of all."""
    a = lam
    given(nonnegative(a))
    show(a[j] <= trace(a))
    rest = have(0 <= 1 - Kronecker(i, j), by=theorem(using(kronecker_at_most_one), why="$\\delta_{ij} \\le 1$"))
    term = have(0 <= a[i])
    generalized(have(0 <= a[i] * (1 - Kronecker(i, j)), by=positivity(rest, term)), i)
    others = sum_is_nonnegative(a[i] * (1 - Kronecker(i, j)))
    return have(a[j] <= trace(a), by=positivity(others))


@lemma("Lagrange's identity", title="The difference that Cauchy–Schwarz leaves")
def lagrange(a: Spectrum, b: Spectrum):
    """Σ_iΣ_j (a_i b_j − a_j b_i)² = 2 Σ a_i² Σ b_i² − 2(Σ a_i b_i)², and so (Σ a_i b_i)² ≤ Σ a_i² Σ b_i²."""
    spread = total(i, total(j, (a[i] * b[j] - a[j] * b[i])**2))
    product, mixed = square_trace(a) * square_trace(b), total(i, a[i] * b[i])
    show(And(Eq(spread, 2 * product - 2 * mixed**2), mixed**2 <= product))
    identity = have(Eq(spread, 2 * product - 2 * mixed**2), by=algebra())
    term = have((a[i] * b[j] - a[j] * b[i])**2 >= 0)
    generalized(term, j)
    row = have(total(j, (a[i] * b[j] - a[j] * b[i])**2) >= 0, why="a sum of squares",
               by=law("sum is monotone", A=Lambda(j, 0), B=Lambda(j, (a[i] * b[j] - a[j] * b[i])**2)))
    generalized(row, i)
    whole = sum_is_nonnegative(total(j, (a[i] * b[j] - a[j] * b[i])**2))
    return identity, have(mixed**2 <= product, by=positivity(whole, identity))


# -- Definition 8 ---------------------------------------------------------------------------------------------------------

def all_zero(a):
    """λ_i = 0 for all i: Σ = 0."""
    return ForAll(i, Eq(a[i], 0))


@proposition("Definition 8 (where it makes sense)", title="Every covariance but 0")
def where_defined(lam: Spectrum):
    """Σ λ_i² is positive unless all λ_i are 0, and then (24) is 0/0. If moreover all λ_i ≥ 0, so is Σ λ_i."""
    a = lam
    q, s, some = square_trace(a), trace(a), Not(all_zero(a))
    show(And(Implies(all_zero(a), Eq(q, 0)), Implies(some, q > 0), Implies(And(some, nonnegative(a)), s > 0)))
    with suppose(all_zero(a)) as none:
        nothing = none.conclude(chain(q, eq(0, by=rewrite(none.fact))))
    with suppose(some) as present:
        generalized(have(a[i]**2 >= 0), i)
        sum_is_nonnegative(a[i]**2)
        with suppose(Not(q > 0)) as otherwise:
            have(q <= 0)
            have(Eq(q, 0), by=law("antisymmetry", x=q, y=0))
            have(ForAll(i, Eq(a[i]**2, 0)), by=law("nonnegative sum that vanishes", A=Lambda(i, a[i]**2)))
            have(Eq(a[i]**2, 0))
            every = generalized(have(Eq(a[i], 0), by=theorem(using(vanishing_square), "a vanishing square", x=a[i])), i)
            absurd = falsehood(every, present.fact)
        positive = contradiction_from(otherwise, absurd)
    square_sum = present.conclude(positive)
    with suppose(And(some, nonnegative(a))) as both:
        nonzero, _ = conjuncts(both.fact)
        sum_is_nonnegative(a[i])
        have(q > 0)
        with suppose(Not(s > 0)) as otherwise:
            have(s <= 0)
            have(Eq(s, 0), by=law("antisymmetry", x=s, y=0))
            every = have(ForAll(i, Eq(a[i], 0)), by=law("nonnegative sum that vanishes", A=a))
            absurd = falsehood(every, nonzero)
        plain_sum = contradiction_from(otherwise, absurd)
    return nothing, square_sum, both.conclude(plain_sum)


def spectrum_of_covariance(a):
    """λ_i ≥ 0, not all of them 0; then Σ λ_i² and Σ λ_i are positive: two theorems."""
    given(nonnegative(a), Not(all_zero(a)))
    _, squares, plain = conjuncts(using(where_defined))
    q = have(square_trace(a) > 0, by=theorem(squares, why=r"$\Sigma \ne 0$", lam=a))
    s = have(trace(a) > 0, by=theorem(plain, why=r"$\Sigma \ne 0$", lam=a))
    return q, s


def within_trace(a, index=i):
    """λ_i ≤ Σ λ_i."""
    return have(a[index] <= trace(a), by=theorem(using(one_of_several), why="one of several", lam=a, j=index))


def sum_of_products(a):
    """Σ_i λ_i(Σ λ − λ_i) ≥ 0, term by term; it is (Σ λ)² − Σ λ²."""
    generalized(have(0 <= a[i] * (trace(a) - a[i]), by=positivity(within_trace(a), have(0 <= a[i]))), i)
    return sum_is_nonnegative(a[i] * (trace(a) - a[i]))


def sum_of_differences(a):
    """Σ_iΣ_j (λ_i − λ_j)² = 2dΣ λ² − 2(Σ λ)² ≥ 0: two theorems."""
    row = total(j, (a[i] - a[j])**2)
    generalized(have((a[i] - a[j])**2 >= 0), j)
    generalized(have(row >= 0, by=law("sum is monotone", A=Lambda(j, 0), B=Lambda(j, (a[i] - a[j])**2)),
                     why="a sum of squares"), i)
    return have(Eq(total(i, row), 2 * d * square_trace(a) - 2 * trace(a)**2), by=algebra()), sum_is_nonnegative(row)


MOST, LEAST, LESS, EQUAL = range(4)


def quotient(a, c, which):
    """What d_eff ≤ c, d_eff ≥ c, d_eff < c or d_eff = c says about Σ λ and Σ λ², as a theorem."""
    source = conjuncts(using(bounds_of_quotient))[which]
    n, q = trace(a)**2, square_trace(a)
    left = (d_eff(a) <= c, c <= d_eff(a), d_eff(a) < c, Eq(d_eff(a), c))[which]
    right = (n <= c * q, c * q <= n, n < c * q, Eq(n, c * q))[which]
    return have(Iff(left, right), by=theorem(source, why="the denominator is positive", n=n, q=q, c=c))


@proposition("Definition 8 (bounds)", title="Between 1 and d")
def bounds(lam: Spectrum):
    """1 ≤ d_eff ≤ d, for every d and every Σ ≠ 0."""
    a = lam
    spectrum_of_covariance(a)
    show(And(Le(1, d_eff(a)), d_eff(a) <= d))
    products = sum_of_products(a)
    identity, differences = sum_of_differences(a)
    have(1 * square_trace(a) <= trace(a)**2, by=positivity(products))
    have(trace(a)**2 <= d * square_trace(a), by=positivity(differences, identity))
    return (have(Le(1, d_eff(a)), by=theorem(quotient(a, Number(1), LEAST), "the definition")),
            have(d_eff(a) <= d, by=theorem(quotient(a, d, MOST), "the definition")))


@proposition("Definition 8 (largest value)", title="d_eff = d just when all eigenvalues are equal")
def largest_value(lam: Spectrum):
    """d_eff = d if and only if λ_i = λ_j for all i and j: Σ is a multiple of I."""
    a = lam
    spectrum_of_covariance(a)
    full, equal = Eq(d_eff(a), d), ForAll(i, ForAll(j, Eq(a[i], a[j])))
    show(Iff(full, equal))
    identity, _ = sum_of_differences(a)
    row = total(j, (a[i] - a[j])**2)
    says = quotient(a, d, EQUAL)
    with suppose(full) as attained:
        flat = have(Eq(trace(a)**2, d * square_trace(a)), by=theorem(says, "the definition"))
        chain(total(i, row), eq(2 * d * square_trace(a) - 2 * trace(a)**2, by=rewrite(identity)),
              eq(0, by=rewrite(flat)))
        have(ForAll(i, Eq(row, 0)), by=law("nonnegative sum that vanishes", A=Lambda(i, row)))
        have(Eq(row, 0))
        have(ForAll(j, Eq((a[i] - a[j])**2, 0)), by=law("nonnegative sum that vanishes", A=Lambda(j, (a[i] - a[j])**2)))
        have(Eq((a[i] - a[j])**2, 0))
        apart = have(Eq(a[i] - a[j], 0), by=theorem(using(vanishing_square), "a vanishing square", x=a[i] - a[j]))
        same = generalized(chain(a[i], eq(a[j] + (a[i] - a[j])), eq(a[j], by=rewrite(apart))), i, j)
    attained.conclude(same)
    with suppose(equal) as uniform:
        apart = have(Eq((a[i] - a[j])**2, 0), by=algebra(have(Eq(a[i], a[j]))))
        generalized(apart, j)
        flat = chain(row, eq(0, by=rewrite(generalized(apart, j))))
        whole = chain(total(i, row), eq(0, by=rewrite(generalized(flat, i))))
        chain(trace(a)**2, eq(d * square_trace(a) - total(i, row) / 2), eq(d * square_trace(a), by=rewrite(whole)))
        found = have(full, by=theorem(says, "the definition"))
    uniform.conclude(found)
    return have(Iff(full, equal), why="both implications")


@proposition("Definition 8 (smallest value)", title="d_eff = 1 just when one eigenvalue is not 0")
def smallest_value(lam: Spectrum):
    """d_eff = 1 if and only if one λ_j is positive and λ_i(1 − δ_ij) = 0 for all i: the others are 0."""
    a = lam
    _, positive = spectrum_of_covariance(a)
    alone = And(a[j] > 0, ForAll(i, Eq(a[i] * (1 - Kronecker(i, j)), 0)))
    least, single = Eq(d_eff(a), 1), Exists(j, alone)
    show(Iff(least, single))
    says = quotient(a, Number(1), EQUAL)
    rest = lambda k: trace(a) - a[k]
    sum_of_products(a)
    products = total(i, a[i] * rest(i))
    with suppose(least) as attained:
        flat = have(Eq(trace(a)**2, 1 * square_trace(a)), by=theorem(says, "the definition"))
        chain(products, eq(trace(a)**2 - square_trace(a)), eq(0, by=rewrite(flat)))
        have(ForAll(i, Eq(a[i] * rest(i), 0)), by=law("nonnegative sum that vanishes", A=Lambda(i, a[i] * rest(i))))
        with suppose(Not(single)) as otherwise:
            have(Eq(a[j] * rest(j), 0))
            either = have(Or(Eq(a[j], 0), Eq(rest(j), 0)), by=law("zero product", x=a[j], y=rest(j)))
            with suppose(Eq(a[j], 0)) as zero:
                nothing = zero.conclude(zero.fact)
            with suppose(Eq(rest(j), 0)) as whole:
                bound = have(0 <= 1 - Kronecker(i, j), by=theorem(using(kronecker_at_most_one), why="$\\delta_{ij} \\le 1$"))
                generalized(have(0 <= a[i] * (1 - Kronecker(i, j)), by=positivity(bound, have(0 <= a[i]))), i)
                chain(total(i, a[i] * (1 - Kronecker(i, j))), eq(rest(j)), eq(0, by=rewrite(whole.fact)))
                have(ForAll(i, Eq(a[i] * (1 - Kronecker(i, j)), 0)), by=law(
                    "nonnegative sum that vanishes", A=Lambda(i, a[i] * (1 - Kronecker(i, j)))))
                chain(a[j], eq(trace(a) - rest(j)), eq(trace(a), by=rewrite(whole.fact)), gt(0, by=positivity(positive)))
                here = exhibit(single, j)
                impossible = whole.conclude(falsehood(here, otherwise.fact))
            every = generalized(by_cases(either, nothing, impossible), j)
            empty = have(all_zero(a), by=theorem(every))
            absurd = falsehood(empty, have(Not(all_zero(a))))
        found = contradiction_from(otherwise, absurd)
    attained.conclude(found)
    with suppose(single) as one:
        with obtain(one.fact, j) as (_, fact):
            _, gone = conjuncts(fact)
            sums = chain(trace(a), eq(total(i, a[i] * (1 - Kronecker(i, j))) + a[j]), eq(a[j], by=rewrite(gone)))
            squares = chain(square_trace(a), eq(total(i, a[i] * (a[i] * (1 - Kronecker(i, j)))) + a[j]**2),
                            eq(a[j]**2, by=rewrite(gone)))
            chain(trace(a)**2, eq(a[j]**2, by=rewrite(sums)), eq(1 * square_trace(a), by=rewrite(squares)))
            value = have(least, by=theorem(says, "the definition"))
        one.conclude(release(one.fact, j, value))
    return have(Iff(least, single), why="both implications")


def zero_or_one(p):
    """p_i² = p_i for all i: a choice of indices."""
    return ForAll(i, Eq(p[i]**2, p[i]))


@proposition("Definition 8 (rank)", title="At most the rank")
def at_most_the_rank(lam: Spectrum, p: Spectrum):
    """If λ_i = 0 outside a set of indices (λ_i p_i = λ_i for a family p of zeros and ones), d_eff is at most their number
    Σ p_i. For the indices of the eigenvalues that are not 0 this is the rank of Σ."""
    a = lam
    spectrum_of_covariance(a)
    supported = And(zero_or_one(p), ForAll(i, Eq(a[i] * p[i], a[i])))
    show(Implies(supported, d_eff(a) <= total(i, p[i])))
    _, cauchy = conjuncts(using(lagrange))
    product, mixed = square_trace(a) * square_trace(p), total(i, a[i] * p[i])
    bound = have(mixed**2 <= product, by=theorem(cauchy, "Lagrange's identity", a=a, b=p))
    says = quotient(a, total(i, p[i]), MOST)
    with suppose(supported) as chosen:
        binary, support = conjuncts(chosen.fact)
        same = chain(mixed, eq(trace(a), by=rewrite(support)))
        count = chain(square_trace(p), eq(total(i, p[i]), by=rewrite(binary)))
        chain(trace(a)**2, eq(mixed**2, by=rewrite(same)), le(product, by=positivity(bound)),
              eq(total(i, p[i]) * square_trace(a), by=rewrite(count)))
        most = have(d_eff(a) <= total(i, p[i]), by=theorem(says, "the definition"))
    return chosen.conclude(most)


@proposition("Definition 8 (scale)", title="Only ratios of eigenvalues matter")
def scale_invariance(lam: Spectrum, c: Positive):
    """d_eff is the same for cΣ and Σ, for c > 0."""
    a = lam
    q, _ = spectrum_of_covariance(a)
    squares = total(i, (c * a[i])**2)
    show(Eq(total(i, c * a[i])**2 / squares, d_eff(a)))
    square = have(c**2 > 0)
    chain(squares, eq(c**2 * square_trace(a)), gt(0, by=positivity(square, q)))
    return chain(total(i, c * a[i])**2 / squares, eq(d_eff(a)))


# -- which matrix ---------------------------------------------------------------------------------------------------------

@proposition("Section 6 (covariance)", title="Second moment and covariance",
             printed=["Section 6: representation covariance"],
             adds=[added("$\\mathbb E[h] = 0$", needed="Section 6, as printed")])
def second_moment_of_centred(h: RandomVector("d"), u: VectorIn("d"), v: VectorIn("d")):
    """If E[h] = 0, the covariance is the second moment: ⟨Cov(h)u, v⟩ = E[⟨h, u⟩⟨h, v⟩] for all u and v. In general they differ
    by the product of the means."""
    second, covariance = E(inner(h, u) * inner(h, v)), inner(CovOperator(h) @ u, v)
    given(square_integrable(norm(h)))
    centred, mean = Eq(E(inner(h, u)), 0), E(inner(h, u)) * E(inner(h, v))
    show(And(Eq(covariance, second - mean), Implies(centred, Eq(covariance, second))))
    form = chain(covariance, eq(Cov(inner(h, u), inner(h, v)), by=definition(Inner)),
                 eq(second - mean, by=definition(Covariance)))
    with suppose(centred) as known:
        same = chain(covariance, eq(second - mean, by=rewrite(form)), eq(second, by=rewrite(known.fact)))
    return form, known.conclude(same)


LEVEL = discrete([(rational("1/2"), Coordinates(1, 1)), (rational("1/2"), Coordinates(1, -1))])


@refutation("Section 6, as printed", title="A second moment that is not the covariance", erratum=erratum(
    "Section 6", printed=r"\Sigma = \mathbb{E}[hh^\top] \text{ is the representation covariance}",
    should_read=r"\Sigma = \mathrm{Cov}(h) = \mathbb{E}[hh^\top] - \mathbb{E}[h]\mathbb{E}[h]^\top",
    why="For h = (1, ±1) with equal probabilities E[hhᵀ] = I, of effective dimension 2, and the covariance has the eigenvalues "
        "0 and 1, of effective dimension 1.", repaired_by=["Section 6 (covariance)"]))
def covariance_as_printed():
    """For h = (1, ±1) the second moment is I, with d_eff = 2; the covariance is 0 along (1, 0) and 1 along (0, 1), with
    d_eff = 1."""
    b = [Real(name) for name in "abcd"]
    u, w = Coordinates(*b[:2]), Coordinates(*b[2:])
    second = E(inner(plane, u) * inner(plane, w), LEVEL, plane)
    covariance = inner(CovOperator(plane, under=LEVEL, over=plane) @ u, w)
    every = lambda statement: ForAll(b[0], ForAll(b[1], ForAll(b[2], ForAll(b[3], statement))))
    of_two = lambda first, other: (first + other)**2 / (first**2 + other**2)
    one, none = Number(1), Number(0)
    show(And(every(Eq(second, b[0] * b[2] + b[1] * b[3])), every(Eq(covariance, b[1] * b[3])),
             Eq(of_two(one, one), 2), Eq(of_two(none, one), 1)))
    moment = generalized(chain(second, eq(b[0] * b[2] + b[1] * b[3], by=definition(Expectation))), *b)
    spread = generalized(chain(
        covariance,
        eq(Cov(inner(plane, u), inner(plane, w), under=LEVEL, over=plane), by=definition(Inner)),
        eq(b[1] * b[3], by=definition(Covariance, Expectation)),
    ), *b)
    return moment, spread, have(Eq(of_two(one, one), 2)), have(Eq(of_two(none, one), 1))


# -- eigenvectors ---------------------------------------------------------------------------------------------------------

def orthonormal_basis(u):
    """⟨u_i, u_j⟩ = δ_ij, and every x is Σ ⟨x, u_i⟩ u_i."""
    return And(ForAll(i, ForAll(j, Eq(inner(u[i], u[j]), Kronecker(i, j)))),
               ForAll(x, Eq(x, total(i, inner(x, u[i]) * u[i]))))


def eigenvectors(Sigma, u, a):
    """Σu_i = λ_i u_i for all i."""
    return ForAll(i, Eq(Sigma @ u[i], a[i] * u[i]))


def share(p, v, u):
    """Σ p_i ⟨v, u_i⟩²: the part of ‖v‖² along the chosen eigenvectors."""
    return total(i, p[i] * inner(v, u[i])**2)


@lemma("Parseval's identity", title="Inner products in an orthonormal basis")
def parseval(u: Basis, v: VectorIn("d"), w: VectorIn("d")):
    """⟨v, w⟩ = Σ ⟨v, u_i⟩⟨w, u_i⟩."""
    whole = total(i, inner(v, u[i]) * inner(w, u[i]))
    show(Implies(orthonormal_basis(u), Eq(inner(v, w), whole)))
    with suppose(orthonormal_basis(u)) as basis:
        _, expands = conjuncts(basis.fact)
        row = have(Eq(total(i, inner(v, u[i]) * u[i]), v), by=theorem(expands, "the basis", x=v))
        linear = have(Eq(inner(total(i, inner(v, u[i]) * u[i]), w), whole))
        found = chain(inner(v, w), eq(inner(total(i, inner(v, u[i]) * u[i]), w), by=rewrite(row)),
                      eq(whole, by=rewrite(linear)))
    return basis.conclude(found)


@lemma("Spectral form", title="‖v‖² and ⟨Σv, v⟩ in a basis of eigenvectors")
def spectral_form(Sigma: OperatorOn("d", "symmetric"), lam: Spectrum, u: Basis, v: VectorIn("d")):
    """In an orthonormal basis of eigenvectors ‖v‖² = Σ ⟨v, u_i⟩² and ⟨Σv, v⟩ = Σ λ_i ⟨v, u_i⟩²."""
    basis = And(orthonormal_basis(u), eigenvectors(Sigma, u, lam))
    length, form = total(i, inner(v, u[i])**2), total(i, lam[i] * inner(v, u[i])**2)
    show(Implies(basis, And(Eq(inner(v, v), length), Eq(inner(Sigma @ v, v), form))))
    with suppose(basis) as given_:
        _, proper = conjuncts(given_.fact)
        have(orthonormal_basis(u))
        first = have(Eq(inner(v, v), length), by=theorem(using(parseval), "Parseval's identity", w=v))
        image = have(Eq(inner(v, Sigma @ v), total(i, inner(v, u[i]) * inner(Sigma @ v, u[i]))),
                     by=theorem(using(parseval), "Parseval's identity", w=Sigma @ v))
        column = have(Eq(Sigma @ u[i], lam[i] * u[i]), by=theorem(proper, "the eigenvectors"))
        each = generalized(chain(inner(Sigma @ v, u[i]), eq(inner(v, Sigma @ u[i]), by=algebra(why="symmetry of $\\Sigma$")),
                                 eq(inner(v, lam[i] * u[i]), by=rewrite(column)), eq(lam[i] * inner(v, u[i]))), i)
        second = chain(inner(Sigma @ v, v), eq(inner(v, Sigma @ v)),
                       eq(total(i, inner(v, u[i]) * inner(Sigma @ v, u[i])), by=rewrite(image)), eq(form, by=rewrite(each)))
        both = have(And(first.statement, second.statement))
    return given_.conclude(both)


@proposition("Definition 8 (whitened)", title="Under whitening (25) says nothing")
def whitened(u: Basis, p: Spectrum):
    """For Σ = I all eigenvalues are 1 and d_eff = d; every orthonormal basis consists of eigenvectors; and v* = u_j lies
    wholly along the chosen ones if j is chosen, and not at all if it is not: Σ p_i⟨u_j, u_i⟩² = p_j."""
    one = Lambda(i, 1)
    show(And(Eq(d_eff(one), d), ForAll(i, Eq(Identity("d") @ u[i], u[i])),
             Implies(orthonormal_basis(u), Eq(share(p, u[j], u), p[j]))))
    have(d > 0)
    dimension = chain(d_eff(one), eq(d))
    proper = generalized(have(Eq(Identity("d") @ u[i], u[i])), i)
    return dimension, proper, share_of_a_member(u, p)


def share_of_a_member(u, p):
    """The share of u_j is p_j, in an orthonormal basis."""
    with suppose(orthonormal_basis(u)) as basis:
        angles, _ = conjuncts(basis.fact)
        angle = generalized(have(Eq(inner(u[j], u[i]), Kronecker(j, i)), by=theorem(angles, "orthonormality", i=j, j=i)), i)
        found = chain(share(p, u[j], u), eq(total(i, p[i] * Kronecker(j, i)**2), by=rewrite(angle)), eq(p[j]))
    return basis.conclude(found)


# -- Conjecture 9 ---------------------------------------------------------------------------------------------------------

@proposition("Conjecture 9 (all eigenvectors)", title="With k = d it is Parseval's identity")
def all_eigenvectors(u: Basis, v: VectorIn("d")):
    """Along all d eigenvectors lies all of v*. As 1 ≤ d_eff, k = d is at most d times d_eff: for any one d, (25) holds with
    equality for a constant that may depend on d."""
    show(Implies(orthonormal_basis(u), Eq(share(Lambda(i, 1), v, u), inner(v, v))))
    with suppose(orthonormal_basis(u)) as basis:
        length = have(Eq(inner(v, v), total(i, inner(v, u[i]) * inner(v, u[i]))),
                      by=theorem(using(parseval), "Parseval's identity", w=v))
        found = chain(share(Lambda(i, 1), v, u), eq(total(i, inner(v, u[i]) * inner(v, u[i]))),
                      eq(inner(v, v), by=rewrite(length)))
    return basis.conclude(found)


@example("Conjecture 9 (not for every v*)", title="All of v* along the last eigenvector")
def not_for_every_direction(u: Basis, f: IndexIn("d"), j: IndexIn("d")):
    """In R^d let λ_f = 1 and the other eigenvalues be 1/d. Then d_eff < 4 for every d. But v* = u_j with j ≠ f has nothing
    along the other d − 1 eigenvectors, although no eigenvalue is smaller than λ_j. So there is no constant C with which (25)
    holds for k ≤ C d_eff and all Σ and v*: it is a statement about values, and not about spectra."""
    a = Lambda(i, Kronecker(i, f) + (1 - Kronecker(i, f)) / d)
    others, distinct = Lambda(i, 1 - Kronecker(j, i)), Eq(Kronecker(j, f), 0)
    show(And(d_eff(a) < 4, Eq(total(i, others(i)), d - 1), Implies(distinct, ForAll(i, a(j) <= a(i))),
             Implies(orthonormal_basis(u), And(Eq(share(others, u[j], u), 0), Eq(inner(u[j], u[j]), 1)))))
    rest = have(0 <= 1 - Kronecker(i, f), by=theorem(using(kronecker_at_most_one), why="$\\delta_{ij} \\le 1$", j=f))
    generalized(rest, i)
    several = have(d - 1 >= 0, by=positivity(sum_is_nonnegative(1 - Kronecker(i, f))))
    size = have(d > 0)
    count = chain(total(i, others(i)), eq(d - 1))
    sums, squares = chain(trace(a), eq(2 - 1 / d)), chain(square_trace(a), eq(1 + (d - 1) / d**2))
    have(0 < square_trace(a), by=positivity(squares, several, size))
    chain(trace(a)**2, eq((2 - 1 / d)**2, by=rewrite(sums)), lt(4 * (1 + (d - 1) / d**2), by=positivity(several, size)),
          eq(4 * square_trace(a), by=rewrite(squares)))
    small = have(d_eff(a) < 4, by=theorem(quotient(a, Number(4), LESS), "the definition"))
    with suppose(distinct) as other:
        least = generalized(chain(a(j), eq(1 / d, by=rewrite(other.fact)),
                                  le(a(i), by=positivity(have(Kronecker(i, f) >= 0), several, size, degree=3))), i)
    last = other.conclude(least)
    with suppose(orthonormal_basis(u)) as basis:
        angles, _ = conjuncts(basis.fact)
        have(Eq(inner(u[j], u[j]), Kronecker(j, j)), by=theorem(angles, "orthonormality", i=j, j=j))
        have(Eq(share(others, u[j], u), others(j)), by=theorem(share_of_a_member(u, others), "orthonormality"))
        both = have(And(Eq(share(others, u[j], u), 0), Eq(inner(u[j], u[j]), 1)))
    return small, count, last, basis.conclude(both)


@proposition("Conjecture 9 (on average)", title="Along k eigenvectors lies k/d, on average")
def on_average(u: Basis, p: Spectrum):
    """Averaged over v* = u_1, …, u_d, the part of v* along the k = Σ p_i chosen eigenvectors is k/d, whichever are chosen:
    where k is far below d, (25) says that v* is no typical one of these directions."""
    k, mean = total(i, p[i]), total(j, share(p, u[j], u)) / d
    show(Implies(orthonormal_basis(u), Eq(mean, k / d)))
    each = share_of_a_member(u, p)
    have(d > 0)
    with suppose(orthonormal_basis(u)) as basis:
        member = generalized(have(Eq(share(p, u[j], u), p[j]), by=theorem(each, "orthonormality")), j)
        found = chain(mean, eq(total(j, p[j]) / d, by=rewrite(member)), eq(k / d))
    return basis.conclude(found)


@lemma("Cancelling a positive factor")
def cancel(r: Real, t: Positive):
    """rt ≥ 0 with t > 0 gives r ≥ 0."""
    positive = given(0 <= r * t)
    show(0 <= r)
    inverse = have(0 < 1 / t, by=law("reciprocal of a positive number", x=t))
    product = have((r * t) * (1 / t) >= 0, by=positivity(positive, inverse))
    return chain(r, eq((r * t) * (1 / t)), ge(0, by=positivity(product)))


def first_ones(p, a, tau):
    """p is a choice of indices with λ_i ≥ τ for the chosen ones and λ_i ≤ τ for the others: the first k eigenvalues."""
    return And(zero_or_one(p), ForAll(i, p[i] * tau <= p[i] * a[i]), ForAll(i, (1 - p[i]) * a[i] <= (1 - p[i]) * tau))


@lemma("First eigenvalues", title="What the first k of them add up to")
def first_eigenvalues(lam: Spectrum, p: Spectrum, c: Spectrum, tau: Nonnegative, L: Real):
    """Let λ_i ≤ L for all i, and choose the first k. Then kτ ≤ Σ λ_i, and
    Σ λ_i c_i² ≤ L Σ p_i c_i² + τ Σ (1 − p_i)c_i² for all c_i."""
    a = lam
    given(nonnegative(a), ForAll(i, a[i] <= L))
    inside, outside, form = total(i, p[i] * c[i]**2), total(i, (1 - p[i]) * c[i]**2), total(i, a[i] * c[i]**2)
    number = tau * total(i, p[i]) <= trace(a)
    weighted = form <= L * inside + tau * outside
    show(Implies(first_ones(p, a, tau), And(number, weighted, outside >= 0)))
    with suppose(first_ones(p, a, tau)) as chosen:
        binary, high, low = conjuncts(chosen.fact)
        square = have(Eq(p[i]**2, p[i]), by=theorem(binary, "p is 0 or 1"))
        some = chain(p[i], eq(p[i]**2, by=rewrite(square)), ge(0, by=positivity()))
        rest = chain(1 - p[i], eq((1 - p[i])**2 + (p[i] - p[i]**2)), eq((1 - p[i])**2, by=rewrite(square)),
                     ge(0, by=positivity()))
        each, most = have(0 <= a[i]), have(a[i] <= L)
        above = have(p[i] * tau <= p[i] * a[i], by=theorem(high, "the choice"))
        below = have((1 - p[i]) * a[i] <= (1 - p[i]) * tau, by=theorem(low, "the choice"))
        generalized(have(0 <= a[i] - p[i] * tau, by=positivity(above, rest, each)), i)
        have(number, by=positivity(sum_is_nonnegative(a[i] - p[i] * tau)))
        slack = have(0 <= p[i] * L + (1 - p[i]) * tau - a[i], by=positivity(some, most, below))
        generalized(have(0 <= (p[i] * L + (1 - p[i]) * tau - a[i]) * c[i]**2, by=positivity(slack)), i)
        have(weighted, by=positivity(sum_is_nonnegative((p[i] * L + (1 - p[i]) * tau - a[i]) * c[i]**2)))
        generalized(have(0 <= (1 - p[i]) * c[i]**2, by=positivity(rest)), i)
        sum_is_nonnegative((1 - p[i]) * c[i]**2)
        all_ = have(And(number, weighted, outside >= 0))
    return chosen.conclude(all_)


@lemma("Concentration (threshold)", title="How large an eigenvalue beyond the first k can be")
def threshold(q: Positive, s: Positive, L: Real, tau: Nonnegative, k: Real, C: Real):
    """With q = Σ λ_i², s = Σ λ_i, λ_i ≤ L, kτ ≤ s and k at least C times s²/q: L > 0 and Cτ ≤ L."""
    few, top, many = tau * k <= s, q <= L * s, C * s**2 <= k * q
    show(Implies(And(few, top, many), And(0 < L, C * tau <= L)))
    with suppose(And(few, top, many)) as known:
        little, height, number = conjuncts(known.fact)
        have(0 < 1 / s, by=law("reciprocal of a positive number", x=s))
        have(0 < L * s, by=positivity(height))
        lifted = have(0 < (L * s) * (1 / s))
        have(0 < L, by=positivity(lifted))
        have(0 <= (L - C * tau) * s**2, by=positivity(little, height, number))
        have(0 <= L - C * tau, by=theorem(using(cancel), "cancelling", r=L - C * tau, t=s**2))
        both = have(And(0 < L, C * tau <= L))
    return known.conclude(both)


@lemma("Concentration (share)", title="What is left outside")
def left_outside(L: Positive, C: Real, tau: Nonnegative, a: Real, b: Nonnegative, F: Real, delta: Real):
    """If (1 − δ)L(a + b) ≤ F ≤ La + τb with Cτ ≤ L and C ≥ 1, then (C − 1)b ≤ Cδ(a + b)."""
    low, high, small, one = (1 - delta) * L * (a + b) <= F, F <= L * a + tau * b, C * tau <= L, 1 <= C
    goal = C * delta * (a + b) - (C - 1) * b
    show(Implies(And(low, high, small, one), (C - 1) * b <= C * delta * (a + b)))
    with suppose(And(low, high, small, one)) as known:
        least, most, bound, large = conjuncts(known.fact)
        room = have(0 <= delta * L * (a + b) - L * b + tau * b, by=positivity(least, most))
        have(0 <= goal * L, by=positivity(room, bound, large, have(0 <= C), degree=2))
        rest = have(0 <= goal, by=theorem(using(cancel), "cancelling", r=goal, t=L))
        found = have((C - 1) * b <= C * delta * (a + b), by=positivity(rest))
    return known.conclude(found)


@proposition("Conjecture 9 (sufficient condition)", title="Values of nearly the largest variance are concentrated")
def sufficient_condition(Sigma: OperatorOn("d", "symmetric"), lam: Spectrum, u: Basis, v: VectorIn("d"), p: Spectrum,
                         tau: Nonnegative, L: Real, C: Real, delta: Real):
    """Let no eigenvalue exceed L, let ⟨Σv*, v*⟩ ≥ (1 − δ)L‖v*‖², and choose the first k eigenvectors with k ≥ C d_eff, where
    C > 1. Then the part of ‖v*‖² outside of them is at most δ C/(C − 1) of it. Here k = O(d_eff) has a meaning, and what
    stands for the conjecture is a hypothesis about values: the variance along v* is nearly the largest there is."""
    a = lam
    spectrum_of_covariance(a)
    basis, chosen = And(orthonormal_basis(u), eigenvectors(Sigma, u, a)), first_ones(p, a, tau)
    largest, varied = ForAll(i, a[i] <= L), (1 - delta) * L * inner(v, v) <= inner(Sigma @ v, v)
    k, inside = total(i, p[i]), share(p, v, u)
    premises = And(basis, chosen, largest, varied, C >= 1, C * d_eff(a) <= k)
    conclusion = (C - 1) * (inner(v, v) - inside) <= C * delta * inner(v, v)
    show(Implies(premises, conclusion))
    outside = total(i, (1 - p[i]) * inner(v, u[i])**2)
    spread = total(i, a[i] * inner(v, u[i])**2)
    with suppose(premises) as known:
        _, _, _, wide, _, _ = conjuncts(known.fact)
        length, form = conjuncts(have(And(Eq(inner(v, v), total(i, inner(v, u[i])**2)), Eq(inner(Sigma @ v, v), spread)),
                                      by=theorem(using(spectral_form), "the spectral form")))
        have(And(tau * k <= trace(a), spread <= L * inside + tau * outside, outside >= 0), by=theorem(
            using(first_eigenvalues), "the first eigenvalues", c=Lambda(i, inner(v, u[i]))))
        split = chain(inner(v, v), eq(total(i, inner(v, u[i])**2), by=rewrite(length)), eq(inside + outside))
        generalized(have(0 <= a[i] * (L - a[i]), by=positivity(have(a[i] <= L), have(0 <= a[i]))), i)
        have(square_trace(a) <= L * trace(a), by=positivity(sum_is_nonnegative(a[i] * (L - a[i]))))
        have(C * trace(a)**2 <= k * square_trace(a))
        have(And(0 < L, C * tau <= L), by=theorem(using(threshold), "the threshold", q=square_trace(a), s=trace(a), k=k))
        chain((1 - delta) * L * (inside + outside), eq((1 - delta) * L * inner(v, v), by=rewrite(split)),
              le(inner(Sigma @ v, v), by=positivity(wide)), eq(spread, by=rewrite(form)))
        most = have((C - 1) * outside <= C * delta * (inside + outside), by=theorem(
            using(left_outside), "what is left outside", L=L, C=C, tau=tau, a=inside, b=outside,
            F=spread, delta=delta))
        found = chain((C - 1) * (inner(v, v) - inside), eq((C - 1) * outside, by=rewrite(split)),
                      le(C * delta * (inside + outside), by=positivity(most)), eq(C * delta * inner(v, v), by=rewrite(split)))
    return known.conclude(found)
