"""The example in the plane: every number of it, at the precision at which it is printed.

Covers section 4.4 with (20)–(22). The printed decimals are taken as the rationals that they are. A number is right at its
printed precision when it differs from the exact value by less than half a unit of the last printed digit. With λ = 1 the
example leaves the range of the first-order formula: what the formula then says is proved for normal representations, and
refuted for others that are whitened just as the paper asks.
"""

from derivations.stein import gaussian_tilt
from derivations.tilt import EXISTENCE, MOMENTS, gain_of, lam, plane, policy, prompt_hypotheses, self_improvement
from symproof.prelude import *

decimal = rational
SAFETY = Coordinates(1, 0)
GENERATION = Coordinates(decimal("0.1"), decimal("0.995"))
CONSTITUTION = Coordinates(decimal("0.95"), decimal("0.31"))
ADVERSARIAL = Coordinates(decimal("-0.8"), decimal("0.6"))
LEARNED = GENERATION + CONSTITUTION
MISLED = GENERATION + ADVERSARIAL
TWO_PLACES, THREE_PLACES = decimal("0.005"), decimal("0.0005")
InThePlane = VectorIn(2)


def unit(direction):
    """u/‖u‖."""
    return (1 / norm(direction)) * direction


def rounds_to(value, printed, half_unit=TWO_PLACES):
    """The printed number differs from the value by less than half a unit of its last place."""
    return Abs(value - decimal(printed)) < half_unit


def rounding(value, exact, printed, half_unit=TWO_PLACES):
    """`rounds_to`, proved: the value is first brought to a closed form, which balls then decide."""
    return chain(Abs(value - decimal(printed)), eq(Abs(exact - decimal(printed))),
                 lt(half_unit, by=certified_numerically()))


# -- the three directions ------------------------------------------------------------------------------------------------

@example("Toy example (directions)", title="How the three directions meet v*",
         printed=["Section 4.4: generation direction", "Section 4.4: constitution direction",
                  "Section 4.4: adversarial direction"])
def directions():
    """⟨w, v*⟩ = 0.1, which is 10 % of the length of w to the printed percent; ⟨v_c, v*⟩ = 0.95; ⟨v_adv, v*⟩ = −0.8."""
    share = inner(GENERATION, SAFETY) / norm(GENERATION)
    show(And(Eq(inner(GENERATION, SAFETY), decimal("0.1")), rounds_to(share, "0.10"),
             Eq(inner(CONSTITUTION, SAFETY), decimal("0.95")), Eq(inner(ADVERSARIAL, SAFETY), decimal("-0.8"))))
    return (chain(inner(GENERATION, SAFETY), eq(decimal("0.1"))),
            rounding(share, decimal("0.1") / sqrt(decimal("1.000025")), "0.10"),
            chain(inner(CONSTITUTION, SAFETY), eq(decimal("0.95"))),
            chain(inner(ADVERSARIAL, SAFETY), eq(decimal("-0.8"))))


@remark("Toy example (lengths)", title="Unit vectors, as far as they are printed")
def lengths():
    """v* and v_adv have length 1. The squares of the lengths of w and v_c are 1.000025 and 0.9986: both lengths are 1 to
    two places and neither is 1. The third place of w is right, 0.995 being √(1 − 0.1²); the second of v_c is right too."""
    w, v = norm(GENERATION)**2, norm(CONSTITUTION)**2
    show(And(Eq(norm(SAFETY), 1), Eq(norm(ADVERSARIAL), 1), Eq(w, decimal("1.000025")), Eq(v, decimal("0.9986")),
             rounds_to(norm(GENERATION), "1.00"), rounds_to(norm(CONSTITUTION), "1.00"),
             rounds_to(sqrt(1 - decimal("0.1")**2), "0.995", THREE_PLACES), rounds_to(sqrt(1 - decimal("0.95")**2), "0.31")))
    return (chain(norm(SAFETY), eq(1)), chain(norm(ADVERSARIAL), eq(1)),
            chain(w, eq(decimal("1.000025"))), chain(v, eq(decimal("0.9986"))),
            rounding(norm(GENERATION), sqrt(decimal("1.000025")), "1.00"),
            rounding(norm(CONSTITUTION), sqrt(decimal("0.9986")), "1.00"),
            rounding(sqrt(1 - decimal("0.1")**2), sqrt(decimal("0.99")), "0.995", THREE_PLACES),
            rounding(sqrt(1 - decimal("0.95")**2), sqrt(decimal("0.0975")), "0.31"))


# -- what a direction says about two responses ----------------------------------------------------------------------------

@example("Toy example (equal projections)", title="Odds of two responses to one prompt",
         printed=["Section 4.4: equal projections"])
def equal_projections(a: VectorIn("d"), b: VectorIn("d"), w: VectorIn("d"), g: Real, delta: Nonnegative):
    """Under log P(y | x) = ⟨h, w⟩ + g(x), responses represented by a and b have odds e^{⟨a − b, w⟩}: they are equally likely
    if their projections onto w are equal, and within a factor e^δ if the projections differ by at most δ."""
    likelihood = lambda z: exp(inner(z, w) + g)
    odds = likelihood(a) / likelihood(b)
    near, apart = Le(inner(a - b, w), delta), Eq(inner(a, w), inner(b, w))
    show(And(Eq(odds, exp(inner(a - b, w))), Implies(apart, Eq(likelihood(a), likelihood(b))),
             Implies(near, odds <= exp(delta))))
    exact = chain(odds, eq(exp(inner(a - b, w))))
    with suppose(apart) as same:
        alike = same.conclude(chain(likelihood(a), eq(likelihood(b), by=rewrite(same.fact))))
    with suppose(near) as close:
        bound = have(exp(inner(a - b, w)) <= exp(delta),
                     by=law("exponential is weakly increasing", x=inner(a - b, w), y=delta))
        similar = close.conclude(chain(odds, eq(exp(inner(a - b, w)), by=rewrite(exact)),
                                       le(exp(delta), by=positivity(bound))))
    return exact, alike, similar


@remark("Toy example (odds)", title="A response that is safer by t and otherwise alike")
def odds(a: InThePlane, t: Real):
    """Moving a representation by tv* changes the logarithm of its likelihood by 0.1t under the base policy, by 1.05t after
    learning and by −0.7t after learning from the adversarial constitution: the base is not indifferent, only weakly in
    favour of safety."""
    moved = a + t * SAFETY
    show(And(*(Eq(inner(moved, u) - inner(a, u), decimal(slope) * t)
               for u, slope in ((GENERATION, "0.1"), (LEARNED, "1.05"), (MISLED, "-0.7")))))
    return tuple(chain(inner(moved, u) - inner(a, u), eq(decimal(slope) * t))
                 for u, slope in ((GENERATION, "0.1"), (LEARNED, "1.05"), (MISLED, "-0.7")))


@remark("Toy example (indifference)", title="Where safety goes with the rest")
def indifference():
    """Indifference to harm is about responses that are alike in all else. Where safety goes with what w prefers, the base
    policy is far from it: it makes the response (1, 1) more than 8 times as likely as (−1, −1), which is less safe."""
    safe, harmful = Coordinates(1, 1), Coordinates(-1, -1)
    odds_of_safe = exp(inner(safe, GENERATION) - inner(harmful, GENERATION))
    show(And(inner(safe, SAFETY) > inner(harmful, SAFETY), odds_of_safe > 8))
    safer = chain(inner(safe, SAFETY), eq(1), gt(-1, by=certified_numerically()), eq(inner(harmful, SAFETY)))
    return safer, chain(odds_of_safe, eq(exp(decimal("2.19"))), gt(8, by=certified_numerically()))


# -- the learned directions -----------------------------------------------------------------------------------------------

@equation("Equation (20)", title="The learned direction", printed=["(20)"])
def learned_direction():
    """At λ = 1, w + λv_c = (1.05, 1.305)."""
    step = Number(1)
    show(Eq(GENERATION + step * CONSTITUTION, Coordinates(decimal("1.05"), decimal("1.305"))))
    return chain(
        GENERATION + step * CONSTITUTION,
        eq(Coordinates(decimal("0.1") + decimal("0.95"), decimal("0.995") + decimal("0.31")), printed="(20)"),
        eq(Coordinates(decimal("1.05"), decimal("1.305")), printed="(20)"),
    )


@equation("Equation (22)", title="The direction learned from the adversarial constitution", printed=["(22)"])
def misled_direction():
    """At λ = 1, w + λv_adv = (−0.7, 1.595)."""
    step = Number(1)
    show(Eq(GENERATION + step * ADVERSARIAL, Coordinates(decimal("-0.7"), decimal("1.595"))))
    return chain(
        GENERATION + step * ADVERSARIAL,
        eq(Coordinates(decimal("0.1") - decimal("0.8"), decimal("0.995") + decimal("0.6")), printed="(22)"),
        eq(Coordinates(decimal("-0.7"), decimal("1.595")), printed="(22)"),
    )


def normalised(direction, square, entries, printed):
    """Both entries of u/‖u‖ round to the printed numbers; the first of them is ⟨u/‖u‖, v*⟩."""
    axes = SAFETY, Coordinates(0, 1)
    values = [inner(unit(direction), axis) for axis in axes]
    show(And(Eq(norm(direction), sqrt(decimal(square))),
             *(rounds_to(value, number) for value, number in zip(values, printed, strict=True))))
    length = chain(norm(direction), eq(sqrt(decimal(square))))
    return length, *(rounding(value, decimal(entry) / sqrt(decimal(square)), number)
                     for value, entry, number in zip(values, entries, printed, strict=True))


@example("Toy example (learned direction)", title="w′ at unit length", printed=["Section 4.4: normalised"])
def learned_at_unit_length():
    """w′ has length √2.805525, and w′/‖w′‖ is (0.63, 0.78) to two places; so its inner product with v* is 0.63."""
    return normalised(LEARNED, "2.805525", ("1.05", "1.305"), ("0.63", "0.78"))


@example("Toy example (adversarial direction)", title="w′′ at unit length", printed=["Section 4.4: adversarial normalised"])
def misled_at_unit_length():
    """w′′ has length √3.034025, and w′′/‖w′′‖ is (−0.40, 0.92) to two places; so its inner product with v* is −0.40."""
    return normalised(MISLED, "3.034025", ("-0.7", "1.595"), ("-0.40", "0.92"))


@refutation("Toy example, as printed (unit length)", title="Two vectors with one name", erratum=erratum(
    "Section 4.4, below (20) and (22)",
    printed=r"\langle w', v^* \rangle \approx 0.63, \quad \langle w'', v^* \rangle \approx -0.40",
    should_read=r"\langle w'/\|w'\|, v^* \rangle \approx 0.63, \quad \langle w''/\|w''\|, v^* \rangle \approx -0.40",
    why="(20) and (22) define w′ and w′′, and for these the inner products are 1.05 and −0.7. The policy of Proposition 2 uses "
        "the vectors of (20) and (22); those of unit length belong to other, less decided policies.",
    repaired_by=["Toy example (learned direction)", "Toy example (adversarial direction)", "Toy example (odds)"]))
def unit_length_as_printed():
    """For w′ and w′′ as (20) and (22) define them the inner products with v* are 1.05 and −0.7."""
    first, second = inner(LEARNED, SAFETY), inner(MISLED, SAFETY)
    show(And(Eq(first, decimal("1.05")), Eq(second, decimal("-0.7")),
             Not(rounds_to(first, "0.63")), Not(rounds_to(second, "-0.40"))))
    parts = []
    for value, exact, printed in ((first, "1.05", "0.63"), (second, "-0.7", "-0.40")):
        same = chain(value, eq(decimal(exact)))
        far = chain(Abs(value - decimal(printed)), eq(Abs(decimal(exact) - decimal(printed))),
                    gt(TWO_PLACES, by=certified_numerically()))
        with suppose(rounds_to(value, printed)) as near:
            absurd = falsehood(near.fact, far)
        parts.append((same, contradiction_from(near, absurd)))
    return parts[0][0], parts[1][0], parts[0][1], parts[1][1]


# -- the change of alignment ----------------------------------------------------------------------------------------------

@equation("Equation (21)", title="The first-order change", printed=["(21)"], adds=[
    added(r"$\lambda \to 0$: at $\lambda = 1$ the formula need not be near the change",
          needed="Toy example (λ = 1), as printed"),
    EXISTENCE, MOMENTS])
def first_order_change(h: RandomVector("d"), v_c: VectorIn("d"), v: VectorIn("d"), eps: RandomScalar):
    """The change is λ⟨Σ_w v_c, v*⟩ + O(λ²), and ⟨Σ_w v_c, v*⟩ is v*ᵀΣ_w v_c; no symmetry of Σ_w is used."""
    given(*prompt_hypotheses(h, v_c, eps))
    S, Sigma = inner(h, v) + eps, CovOperator(h)
    change = E(S, under=policy(h, v_c)) - E(S)
    show(equals(change, lam * inner(v, Sigma @ v_c) + O(lam**2)))
    first = have(equals(change, lam * inner(Sigma @ v_c, v) + O(lam**2)), by=theorem(
        using(self_improvement), "Theorem 3", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps)))
    return chain(
        change,
        eq(lam * inner(Sigma @ v_c, v) + O(lam**2), by=series(lam, first, why="Theorem 3")),
        eq(lam * inner(v, Sigma @ v_c) + O(lam**2), by=algebra(why="symmetry of ⟨·, ·⟩"), printed="(21)"),
    )


def isotropic(Sigma, sigma):
    """Σ = σ²I, in the plane."""
    return Eq(Sigma, sigma**2 * Identity(2))


def first_order_term(direction, Sigma, sigma, slope):
    """λ⟨Σu, v*⟩ = slope · λσ² for isotropic Σ, which has the sign of the slope for λ, σ > 0."""
    value, printed = lam * inner(Sigma @ direction, SAFETY), decimal(slope) * lam * sigma**2
    sign = printed > 0 if decimal(slope).value > 0 else printed < 0
    same = given(isotropic(Sigma, sigma), lam > 0)[0]
    show(And(Eq(value, printed), sign))
    square = have(sigma**2 > 0)
    positive = have(lam * sigma**2 > 0, by=positivity(square, have(lam > 0)))
    return (chain(value, eq(lam * inner((sigma**2 * Identity(2)) @ direction, SAFETY), by=rewrite(same, why="isotropy")),
                  eq(printed)),
            have(sign, by=positivity(positive)))


@example("Toy example (isotropic)", title="The first-order change for Σ_w = σ²I",
         printed=["Section 4.4: isotropic change"])
def isotropic_change(Sigma: OperatorOn(2, "positive semidefinite"), sigma: Positive):
    """If Σ_w = σ²I, then λ⟨Σ_w v_c, v*⟩ = 0.95λσ², which is positive for λ > 0."""
    return first_order_term(CONSTITUTION, Sigma, sigma, "0.95")


@example("Toy example (isotropic, adversarial)", title="The first-order change with the adversarial constitution")
def isotropic_adversarial_change(Sigma: OperatorOn(2, "positive semidefinite"), sigma: Positive):
    """If Σ_w = σ²I, then λ⟨Σ_w v_adv, v*⟩ = −0.8λσ², which is negative for λ > 0: the constant C is λσ²."""
    return first_order_term(ADVERSARIAL, Sigma, sigma, "-0.8")


@proposition("Toy example (normal representations)", title="Exact changes for every λ")
def normal_base(mu: InThePlane, sigma: Positive):
    """If h is normal with covariance σ²I, the change of E⟨h, v*⟩ is exactly 0.95λσ², and −0.8λσ² for the adversarial
    constitution, for every λ: here λ = 1 is as good as a small one."""
    Sigma = sigma**2 * Identity(2)
    base, score = Gaussian(mu, Sigma), inner(plane, SAFETY)
    changes = [(gain_of(score, base, direction), decimal(slope) * lam * sigma**2, direction)
               for direction, slope in ((CONSTITUTION, "0.95"), (ADVERSARIAL, "-0.8"))]
    show(And(*(Eq(change, value) for change, value, _ in changes)))
    z = InThePlane("x")
    generalized(chain(inner(Sigma @ z, z), eq(sigma**2 * inner(z, z)), ge(0, by=positivity(degree=3))), z)
    have(PositiveSemidefinite(Sigma), why="$\\sigma^2 \\ge 0$")
    proofs = []
    for change, value, direction in changes:
        after = E(score, under=tilted(inner(plane, direction), lam, base=base, over=plane), over=plane)
        moved = have(Eq(after, E(inner(plane + lam * (Sigma @ direction), SAFETY), base, plane)), by=theorem(
            using(gaussian_tilt), "Gaussian tilt", F=Lambda(plane, score), mu=mu, Sigma=Sigma, v=direction))
        proofs.append(chain(
            change,
            eq(E(inner(plane + lam * (Sigma @ direction), SAFETY), base, plane) - E(score, base, plane),
               by=rewrite(moved, why="Gaussian tilt")),
            eq(value, by=algebra(why="linearity")),
        ))
    return tuple(proofs)


# -- where the first-order formula misleads -------------------------------------------------------------------------------

FAR = 30
RARE, COMMON = decimal("1/1802"), decimal("450/901")
WHITE = discrete([(RARE, Coordinates(-1, FAR)), (RARE, Coordinates(1, -FAR)),
                  (COMMON, Coordinates(1, decimal("1/30"))), (COMMON, Coordinates(-1, decimal("-1/30")))])


def whitened(base):
    """The mean is 0 and the covariance is I, entry by entry: two theorems."""
    a, b, c, d = Real("a"), Real("b"), Real("c"), Real("d")
    u, w = Coordinates(a, b), Coordinates(c, d)
    centred = generalized(chain(E(inner(plane, u), base, plane), eq(0, by=definition(Expectation))), a, b)
    image = inner(CovOperator(plane, under=base, over=plane) @ u, w)
    round_ = generalized(chain(
        image,
        eq(Cov(inner(plane, u), inner(plane, w), under=base, over=plane), by=definition(Inner)),
        eq(a * c + b * d, by=definition(Covariance, Expectation)),
    ), a, b, c, d)
    return centred, round_


@refutation("Toy example (λ = 1), as printed", title="Whitened representations, and harm at λ = 1", erratum=erratum(
    "Section 4.4, (21)", printed=r"\Delta \approx \lambda \langle \Sigma_w v_c, v^* \rangle \text{ with } \lambda = 1",
    should_read=r"\Delta = \lambda \langle \Sigma_w v_c, v^* \rangle + O(\lambda^2) \text{ as } \lambda \to 0"
                r"\text{; for every } \lambda \text{ if } h \text{ is normal}",
    why="On ±(−1, 30) with probability 1/1802 each and ±(1, 1/30) with 450/901 each, h has mean 0 and covariance I, and the "
        "formula gives 0.95 at λ = 1. The change is −0.32: the rare responses have taken over.",
    repaired_by=["Equation (21)", "Toy example (isotropic)", "Toy example (normal representations)"]))
def lambda_one_as_printed():
    """Four responses with mean 0 and covariance I: tilting by ⟨h, v_c⟩ takes more than 0.3 from E⟨h, v*⟩, where the
    first-order formula promises 0.95. This base policy too has the form (4), for a suitable reference measure."""
    score = inner(plane, SAFETY)
    after = E(score, under=tilted(inner(plane, CONSTITUTION), base=WHITE, over=plane), over=plane)
    before = E(score, under=WHITE, over=plane)
    far, near = decimal("8.35"), decimal("2881/3000")
    exact = ((900 * (exp(near) - exp(-near)) - (exp(far) - exp(-far)))
             / (900 * (exp(near) + exp(-near)) + (exp(far) + exp(-far))))
    a, b, c, d = Real("a"), Real("b"), Real("c"), Real("d")
    first = inner(CovOperator(plane, under=WHITE, over=plane) @ CONSTITUTION, SAFETY)
    show(And(ForAll(a, ForAll(b, Eq(E(inner(plane, Coordinates(a, b)), WHITE, plane), 0))),
             ForAll(a, ForAll(b, ForAll(c, ForAll(d, Eq(
                 inner(CovOperator(plane, under=WHITE, over=plane) @ Coordinates(a, b), Coordinates(c, d)),
                 a * c + b * d))))),
             Eq(first, decimal("0.95")), after - before < decimal("-0.3")))
    centred, round_ = whitened(WHITE)
    promised = chain(first, eq(decimal("0.95") * 1 + decimal("0.31") * 0, by=theorem(
        round_, "the covariance", a=decimal("0.95"), b=decimal("0.31"), c=1, d=0)), eq(decimal("0.95")))
    change = chain(after - before, eq(exact, by=definition(Expectation)), lt(decimal("-0.3"), by=certified_numerically()))
    return centred, round_, promised, change


SKEW = discrete([(decimal("1/4"), Coordinates(1, 3)), (decimal("1/4"), Coordinates(-1, -3)),
                 (decimal("1/4"), Coordinates(3, 4)), (decimal("1/4"), Coordinates(-3, -4))])


@refutation("Toy example (adversarial), as printed", title="An adversarial constitution that helps",
            printed=["Section 4.4: adversarial change"], erratum=erratum(
    "Section 4.4, below (22)", printed=r"\Delta = -0.8 C < 0",
    should_read=r"\Delta = -0.8 \lambda\sigma^2 + O(\lambda^2) \text{ for } \Sigma_w = \sigma^2 I",
    why="C is not defined, and no C > 0 fits every base policy: on ±(1, 3) and ±(3, 4) with equal weights Σ_w is definite, "
        "and with v_c = (−0.8, 0.6) alignment rises for every λ > 0. For isotropic Σ_w, as in the line on (21), C = λσ² is "
        "right to first order.",
    repaired_by=["Toy example (isotropic, adversarial)", "Toy example (normal representations)"]))
def adversarial_as_printed():
    """On four responses whose covariance is definite, ⟨Σ_w u, u⟩ ≥ ‖u‖²/4, tilting by λ⟨h, v_adv⟩ raises E⟨h, v*⟩ for
    every λ > 0."""
    a, b = Real("a"), Real("b")
    u = Coordinates(a, b)
    spread = inner(CovOperator(plane, under=SKEW, over=plane) @ u, u)
    gain = gain_of(inner(plane, SAFETY), SKEW, ADVERSARIAL)
    show(And(ForAll(a, ForAll(b, spread >= (a**2 + b**2) / 4)), ForAll(lam, Implies(0 < lam, gain > 0))))
    definite = generalized(chain(
        spread,
        eq(Cov(inner(plane, u), inner(plane, u), under=SKEW, over=plane), by=definition(Inner)),
        eq((10 * a**2 + 30 * a * b + 25 * b**2) / 2, by=definition(Covariance, Expectation)),
        ge((a**2 + b**2) / 4, by=positivity(squares=(19 * a + 30 * b, b))),
    ), a, b)
    with suppose(0 < lam) as later:
        have(-lam < lam, by=positivity(later.fact))
        more = have(exp(-lam) < exp(lam), by=law("exponential is increasing", x=-lam, y=lam))
        rise = chain(gain, eq((exp(lam) - exp(-lam)) / (exp(lam) + exp(-lam) + 2), by=definition(Expectation)),
                     gt(0, by=positivity(more)))
    return definite, generalized(later.conclude(rise), lam)
