"""Constitutions that lower alignment, and what makes one raise it: Section 7, Corollary 7, the condition in prose.

Covers Theorem 10 with (26) and (27), the second sentence of Corollary 4, Corollary 7, and the conditions for improvement
that the abstract, the introduction and Section 8.3 state in words. The policy before learning is a base measure; learning
tilts it by λ⟨h, v_c⟩. In the finite examples the points are the representations of the responses to one prompt, and S has
no noise. In those that speak of w, all responses are equally likely at w = 0, so that the policy with the score direction
u is the uniform one tilted by ⟨h, u⟩, as Assumption 2 and Proposition 2 say.
"""

from derivations import regret, stein, tilt  # noqa: F401 — the ceiling, the normal law under a tilt, Theorem 3
from derivations.tilt import (EXISTENCE, MOMENTS, ONE_PROMPT, PROMPTS, RESPONSES, better, energy, gain_of, lam, nu, policy,
                              prompt_hypotheses, s)
from symproof.prelude import *

Representation = RandomVector("d")
Direction = VectorIn("d")
Semidefinite = OperatorOn("d", "positive semidefinite")
R_d = Vector("d")
kappa = Positive("kappa")
z = VectorIn(2)("z")
e1, e2 = Coordinates(1, 0), Coordinates(0, 1)
half, many, few = rational("1/2"), rational("3/8"), rational("1/8")
SKEWED = discrete([(many, Coordinates(1, 1)), (few, Coordinates(1, -1)), (many, Coordinates(-1, -1)),
                   (few, Coordinates(-1, 1))])
SKEWED_COVARIANCE = CovOperator(z, under=SKEWED, over=z)
odd, even = exp(lam) - exp(-lam), exp(lam) + exp(-lam)


def slope(h, v_c, v):
    """⟨Σ_w v_c, v*⟩."""
    return inner(CovOperator(h) @ v_c, v)


def exponentials(low, high):
    """exp is increasing, between two given numbers."""
    have(low < high)
    return have(exp(low) < exp(high), by=law("exponential is increasing", x=low, y=high))


# -- Theorem 10: what (26) gives ----------------------------------------------------------------------------------------

@lemma("Skewed responses", title="Eight responses whose representations are correlated")
def skewed_responses(a: Real, b: Real):
    """Of eight equally likely responses three have the representation (1, 1), three (−1, −1), one (1, −1) and one
    (−1, 1). Their covariance is positive definite: ⟨Σu, u⟩ ≥ ‖u‖²/2. Tilted by λ⟨h, e₁⟩, the mean of ⟨h, u⟩ moves by
    ⟨Σe₁, u⟩ tanh λ."""
    u = Coordinates(a, b)
    gain, first = gain_of(inner(z, u), SKEWED, e1), inner(SKEWED_COVARIANCE @ e1, u)
    show(And(inner(SKEWED_COVARIANCE @ u, u) >= inner(u, u) / 2, Eq(first, a + b / 2), Eq(gain, (a + b / 2) * odd / even)))
    definite = chain(
        inner(SKEWED_COVARIANCE @ u, u),
        eq(Cov(inner(z, u), inner(z, u), under=SKEWED, over=z), by=definition(Inner)),
        eq(a**2 + a * b + b**2, by=definition(Covariance, Expectation)),
        ge((a**2 + b**2) / 2, by=positivity(squares=(a + b,))),
        eq(inner(u, u) / 2),
    )
    value = chain(
        first,
        eq(Cov(inner(z, e1), inner(z, u), under=SKEWED, over=z), by=definition(Inner)),
        eq(a + b / 2, by=definition(Covariance, Expectation)),
    )
    return definite, value, chain(gain, eq((a + b / 2) * odd / even, by=definition(Expectation)))


def skewed(a, b):
    """⟨Σe₁, v⟩ and the change of the mean of ⟨h, v⟩ on the skewed responses, for v = (a, b), with their values."""
    v = Coordinates(a, b)
    _, first, change = conjuncts(using(skewed_responses))
    image, gain, value = inner(SKEWED_COVARIANCE @ e1, v), gain_of(inner(z, v), SKEWED, e1), a + rational(b) / 2
    return (have(Eq(image, value), by=theorem(first, "the skewed responses", a=a, b=b)),
            have(Eq(gain, value * odd / even), by=theorem(change, "the skewed responses", a=a, b=b)))


def definite(a, b):
    """The covariance of the skewed responses is positive definite."""
    u = Coordinates(a, b)
    least, *_ = conjuncts(using(skewed_responses))
    bound = ForAll(a, ForAll(b, inner(SKEWED_COVARIANCE @ u, u) >= inner(u, u) / 2))
    return bound, generalized(have(bound.arguments[1].arguments[1], by=theorem(least, "the skewed responses")), a, b)


@refutation("Theorem 10, as printed", title="Against v*, and alignment rises", printed=["Theorem 10: consequence", "(27)"],
            erratum=erratum(
    "Theorem 10", printed=r"\langle v_{c^*}, v^* \rangle < 0 \text{ and therefore } "
                          r"\text{Align}(\pi_{\text{RLAIF}}^{c^*}) < \text{Align}(\pi_{\text{base}})",
    should_read=r"\langle \Sigma_w v_{c^*}, v^* \rangle < 0 \text{ and therefore } \text{Align}(\pi_{\text{RLAIF}}^{c^*}) < "
                r"\text{Align}(\pi_{\text{base}}) \text{ for all small } \lambda > 0",
    why="What decides is ⟨Σ_w v_c, v*⟩, and its sign can differ from that of ⟨v_c, v*⟩ unless v* is an eigenvector of Σ_w: "
        "for v_c = (1, 0) and v* = (−1, 3) on eight responses ⟨v_c, v*⟩ = −1, ⟨Σ_w v_c, v*⟩ = 1/2, and every λ > 0 "
        "improves alignment. Whitening over prompts and responses together does not exclude this: it is so, with −v_c, at both "
        "prompts of the example for Section 3.1.", repaired_by=["Theorem 10", "Theorem 10 (when (26) is the condition)"]))
def theorem_10_as_printed(a: Real, b: Real):
    """On the skewed responses, whose covariance is positive definite, v_c = (1, 0) and v* = (−1, 3) have ⟨v_c, v*⟩ = −1 and
    ⟨Σ_w v_c, v*⟩ = 1/2, and every λ > 0 raises the mean of ⟨h, v*⟩, by (tanh λ)/2."""
    v = Coordinates(-1, 3)
    image, gain = inner(SKEWED_COVARIANCE @ e1, v), gain_of(inner(z, v), SKEWED, e1)
    bound, covariance = definite(a, b)
    show(And(bound, inner(e1, v) < 0, image > 0, ForAll(lam, Implies(0 < lam, gain > 0))))
    value, change = skewed(-1, 3)
    against = chain(inner(e1, v), eq(-1), lt(0, by=positivity()))
    along = chain(image, eq(half, by=rewrite(value)), gt(0, by=positivity()))
    with suppose(0 < lam) as step:
        more = exponentials(-lam, lam)
        rises = chain(gain, eq(half * odd / even, by=rewrite(change)), gt(0, by=positivity(more)))
    return covariance, against, along, generalized(step.conclude(rises), lam)


nine, rest = rational("9/50"), rational("16/25")
WHITE = discrete([(nine, Coordinates(rational("5/3"), rational("4/3"))),
                  (nine, Coordinates(rational("-5/3"), rational("4/3"))), (rest, Coordinates(0, rational("-3/4")))])
AGAINST, VALUES = Coordinates(rational("3/5"), 0), Coordinates(-2, 5)
q = exp(lam)
turning = 30 * (q - 1) * (q - 3) / (9 * q**2 + 32 * q + 9)


@lemma("Whitened responses", title="Fifty responses that are centred and whitened")
def whitened_responses():
    """Of fifty equally likely responses nine have the representation (5/3, 4/3), nine (−5/3, 4/3), the others (0, −3/4).
    They have the mean 0 and the covariance I. Tilted by λ⟨h, v_c⟩ with v_c = (3/5, 0), the mean of ⟨h, v*⟩ with
    v* = (−2, 5) moves by 30(q − 1)(q − 3)/(9q² + 32q + 9), where q = e^λ."""
    a, b, c, d = (Real(name) for name in "abcd")
    u, v = Coordinates(a, b), Coordinates(c, d)
    mean, image = E(inner(z, u), under=WHITE, over=z), inner(CovOperator(z, under=WHITE, over=z) @ u, v)
    show(And(ForAll(a, ForAll(b, Eq(mean, 0))), ForAll(a, ForAll(b, ForAll(c, ForAll(d, Eq(image, inner(u, v)))))),
             ForAll(lam, Eq(gain_of(inner(z, VALUES), WHITE, AGAINST), turning))))
    centred = generalized(chain(mean, eq(0, by=definition(Expectation))), a, b)
    white = generalized(chain(
        image,
        eq(Cov(inner(z, u), inner(z, v), under=WHITE, over=z), by=definition(Inner)),
        eq(inner(u, v), by=definition(Covariance, Expectation)),
    ), a, b, c, d)
    bottom = have(9 * q**2 + 32 * q + 9 > 0)
    have(Ne(9 * q**2 + 32 * q + 9, 0), by=positivity(bottom))
    moved = chain(gain_of(inner(z, VALUES), WHITE, AGAINST), eq(turning, by=definition(Expectation)))
    return centred, white, generalized(moved, lam)


@refutation("Theorem 10, as printed (every λ)", title="A large step against v* raises alignment",
            printed=["Theorem 10: consequence", "(27)"], erratum=erratum(
    "Theorem 10, (27)", printed=r"\text{Align}(\pi_{\text{RLAIF}}^{c^*}) < \text{Align}(\pi_{\text{base}})",
    should_read=r"\text{Align}(\pi_{\text{RLAIF}}^{c^*}) < \text{Align}(\pi_{\text{base}}) "
                r"\text{ for all small } \lambda > 0",
    why="The inequality does not say for which λ, and Theorem 3, from which it is taken, is about small ones. On fifty "
        "responses that are centred and whitened, with ⟨v_c, v*⟩ = −6/5, alignment is lower for λ < log 3 and higher for every "
        "λ > log 3. Under a normal base every λ > 0 will do.",
    repaired_by=["Theorem 10", "Theorem 10 (normal base)"]))
def theorem_10_for_large_steps():
    """On the whitened responses v_c = (3/5, 0) and v* = (−2, 5) have ⟨v_c, v*⟩ = ⟨Σ_w v_c, v*⟩ = −6/5. The mean of
    ⟨h, v*⟩ falls for 0 < λ < log 3, is what it was at λ = log 3, and is higher for every λ > log 3."""
    gain, image = gain_of(inner(z, VALUES), WHITE, AGAINST), inner(CovOperator(z, under=WHITE, over=z) @ AGAINST, VALUES)
    falls, level, rises = (Implies(And(0 < lam, lam < Log(3)), gain < 0), Implies(Eq(lam, Log(3)), Eq(gain, 0)),
                           Implies(Log(3) < lam, gain > 0))
    show(And(inner(AGAINST, VALUES) < 0, Eq(image, inner(AGAINST, VALUES)), ForAll(lam, And(falls, level, rises))))
    _, white, moves = conjuncts(using(whitened_responses))
    against = chain(inner(AGAINST, VALUES), eq(rational("-6/5")), lt(0, by=positivity()))
    same = have(Eq(image, inner(AGAINST, VALUES)), by=theorem(white, "the whitened responses", a=AGAINST.arguments[0], b=0,
                                                              c=-2, d=5))
    value = have(Eq(gain, turning), by=theorem(moves, "the whitened responses", lam=lam))
    three = chain(exp(Log(3)), eq(3))
    bottom = have(9 * q**2 + 32 * q + 9 > 0)
    with suppose(And(0 < lam, lam < Log(3))) as near:
        conjuncts(near.fact)
        above = chain(1, eq(exp(0)), lt(q, by=law("exponential is increasing", x=0, y=lam)))
        below = chain(q, lt(exp(Log(3)), by=law("exponential is increasing", x=lam, y=Log(3))), eq(3, by=rewrite(three)))
        top = have(0 < (q - 1) * (3 - q), by=positivity(above, below))
        down = near.conclude(chain(gain, eq(turning, by=rewrite(value)), lt(0, by=positivity(top, bottom))))
    with suppose(Eq(lam, Log(3))) as there:
        root = chain(q, eq(exp(Log(3)), by=rewrite(there.fact)), eq(3, by=rewrite(three)))
        still = there.conclude(chain(gain, eq(turning, by=rewrite(value)), eq(0, by=rewrite(root))))
    with suppose(Log(3) < lam) as far:
        beyond = chain(3, eq(exp(Log(3)), by=rewrite(three)), lt(q, by=law("exponential is increasing", x=Log(3), y=lam)))
        up = far.conclude(chain(gain, eq(turning, by=rewrite(value)), gt(0, by=positivity(beyond, bottom))))
    every = have(And(down.statement, still.statement, up.statement))
    return against, same, generalized(every, lam)


@theorem_claim("Theorem 10", title="Against Σ_w v*, alignment falls", printed=["Theorem 10: consequence", "(27)"], adds=[
    added(r"$\langle \Sigma_w v_c, v^* \rangle < 0$ in place of $\langle v_c, v^* \rangle < 0$",
          needed="Theorem 10, as printed"),
    added(r"$\lambda > 0$ is small", needed="Theorem 10, as printed (every λ)"),
    EXISTENCE, MOMENTS, ONE_PROMPT])
def adversarial(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """If ⟨Σ_w v_c, v*⟩ < 0, the mean of S at a prompt falls below that of the base policy for all small λ > 0."""
    S = inner(h, v) + eps
    given(*prompt_hypotheses(h, v_c, eps), slope(h, v_c, v) < 0)
    falls = better(E(S), E(S, under=policy(h, v_c)))
    show(falls)
    _, down = conjuncts(using("Theorem 3 (sign)"))
    return have(falls, by=theorem(down, "Theorem 3", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps)))


@theorem_claim("Theorem 10 (averaged over prompts)", title="Against the average of the Σ_w v*")
def adversarial_on_average(v_c: Direction, v: Direction, K: FunctionOn(PROMPTS)):
    """Over random prompts alignment falls for all small λ > 0 if the average of ⟨Σ_w v_c, v*⟩ over the prompts is negative,
    and the remainders at the prompts have a bound K(x)λ² with K of finite mean."""
    x, D, rho = Symbol("x", PROMPTS), Symbol("D", Measure(PROMPTS), "probability"), Positive("rho")
    y, base = Symbol("y", RESPONSES), Symbol("pi", Function(PROMPTS, Measure(RESPONSES)), "probability")
    h = Symbol("h", Function(PROMPTS, RESPONSES, R_d))(x, y)
    S = inner(h, v) + Symbol("eps", Function(PROMPTS, RESPONSES, SCALAR))(x, y)
    after = E(S, under=tilted(inner(h, v_c), lam, base=base(x), over=y), over=y)
    before, first = E(S, under=base(x), over=y), inner(CovOperator(h, under=base(x), over=y) @ v_c, v)
    mean, finite = (lambda body: E(body, under=D, over=x)), (lambda body: integrable(body, under=D, over=x))
    bounded = ForAll(lam, Implies(Abs(lam) < rho, And(finite(after), ForAll(
        x, Abs(after - before - lam * first) <= K(x) * lam**2))))
    given(finite(before), finite(first), finite(K(x)), mean(first) < 0)
    falls = better(mean(before), mean(after))
    show(Implies(bounded, falls))
    with suppose(bounded) as premise:
        have(equals(mean(after) - mean(before), lam * mean(first) + O(lam**2)),
             by=theorem(using("Theorem 3 (averaged over prompts)"), "Theorem 3, averaged"))
        signs = have(And(Implies(mean(first) > 0, better(mean(after), mean(before))), Implies(mean(first) < 0, falls)),
                     by=theorem(using("First-order sign"), "first-order sign", F=Lambda(lam, mean(after)),
                                G=Lambda(lam, mean(before)), c=mean(first)))
        down = have(falls, by=theorem(conjuncts(signs)[1], "the sign of the first-order term"))
    return premise.conclude(down)


@corollary("Theorem 10 (normal base)", title="Under a normal base the change is exact",
           printed=["Theorem 10: consequence", "(27)"], adds=[
    added(r"$\langle \Sigma_w v_c, v^* \rangle < 0$ in place of $\langle v_c, v^* \rangle < 0$",
          needed="Theorem 10, as printed"),
    added(r"$h \sim \mathcal{N}(\mu, \Sigma_w)$ under the base policy", needed="Theorem 10, as printed (every λ)")])
def adversarial_normal(mu: Direction, Sigma: Semidefinite, v_c: Direction, v: Direction):
    """If h ∼ N(μ, Σ_w) under the base policy, learning moves the mean of ⟨h, v*⟩ by exactly λ⟨Σ_w v_c, v*⟩; so it falls
    for every λ > 0 if ⟨Σ_w v_c, v*⟩ < 0, and rises for every λ > 0 if ⟨Σ_w v_c, v*⟩ > 0."""
    N, h, first = Gaussian(mu, Sigma), Symbol("h", R_d), inner(Sigma @ v_c, v)
    before, after = E(inner(h, v), N, h), E(inner(h, v), tilted(inner(h, v_c), lam, N, h), h)
    falls, rises = Implies(And(first < 0, 0 < lam), after < before), Implies(And(first > 0, 0 < lam), before < after)
    show(And(Eq(after - before, lam * first), falls, rises))
    moved = have(Eq(after, E(inner(h + lam * (Sigma @ v_c), v), N, h)),
                 by=theorem(using("Gaussian tilt"), "Gaussian tilt", F=Lambda(h, inner(h, v)), v=v_c))
    change = chain(after - before, eq(E(inner(h + lam * (Sigma @ v_c), v), N, h) - before, by=rewrite(moved)),
                   eq(lam * first))
    with suppose(falls.arguments[0]) as against:
        negative, step = conjuncts(against.fact)
        down = against.conclude(have(after < before, by=positivity(change, negative, step)))
    with suppose(rises.arguments[0]) as along:
        positive, step = conjuncts(along.fact)
        up = along.conclude(have(before < after, by=positivity(change, positive, step)))
    return change, down, up


# -- Theorem 10: which directions can be prompted ------------------------------------------------------------------------

g = VectorIn(1)("g")
Predicate = lambda name: Symbol(name, Function(R_d, TRUTH))
SIGNS = discrete([(half, Coordinates(1)), (half, Coordinates(-1))])
SQUARE = discrete([(rational("1/4"), Coordinates(a, b)) for b in (1, -1) for a in (1, -1)])


@refutation("Theorem 10, as printed (existence)", title="What is encoded need not be promptable",
            printed=["Theorem 10: existence", "(26)"], erratum=erratum(
    "Theorem 10", printed=r"\text{there exists a constitution } c^* \text{ such that } \langle v_{c^*}, v^* \rangle < 0",
    should_read=r"\text{if the promptable set } \{v_c\} \text{ is a subspace, or contains } -v_c \text{ with every } v_c, "
                r"\text{ and some } \langle \Sigma_w v_c, v^* \rangle \neq 0 \text{, there exists a constitution } c^* "
                r"\text{ such that } \langle \Sigma_w v_{c^*}, v^* \rangle < 0",
    why="That the corpus encodes v⁻ does not say that some constitution activates it: the proof assumes so on the way. Nor "
        "does it help that v⁻ lies in the span of the directions that constitutions activate: an image is not its span. If "
        "v⁺ is the only direction that can be prompted, every constitution raises alignment.",
    repaired_by=["Theorem 10 (existence)", "Theorem 10"]))
def theorem_10_without_existence():
    """Let h = ±1 with equal chances, v* = v⁺ = 1 and v⁻ = −1, and let {v⁺} be the promptable set. The span of this set
    contains v⁻, no member x has ⟨x, v*⟩ < 0, and with every member every λ > 0 raises the mean of ⟨h, v*⟩."""
    plus, minus, x = Coordinates(1), Coordinates(-1), VectorIn(1)("x")
    promptable, gain = SetBuilder(x, Eq(x, plus)), gain_of(inner(g, plus), SIGNS, x, g)
    rises = ForAll(lam, Implies(0 < lam, gain > 0))
    show(And(inner(plus, plus) > 0, inner(minus, plus) < 0, Eq(minus, -1 * plus), Member(plus, promptable),
             ForAll(x, Implies(Member(x, promptable), And(Not(inner(x, plus) < 0), rises)))))
    social, antisocial = chain(inner(plus, plus), eq(1), gt(0, by=positivity())), chain(inner(minus, plus), eq(-1), lt(0))
    span = chain(minus, eq(-1 * plus))
    have(Eq(plus, plus), by=algebra())
    chain(Member(plus, promptable), iff(Eq(plus, plus), by=definition(Member)))
    has = have(Member(plus, promptable))
    with suppose(Member(x, promptable)) as member:
        chain(Member(x, promptable), iff(Eq(x, plus), by=definition(Member)))
        only = have(Eq(x, plus))
        along = chain(inner(x, plus), eq(inner(plus, plus), by=rewrite(only)), eq(1), ge(0, by=positivity()))
        with suppose(inner(x, plus) < 0) as otherwise:
            absurd = falsehood(along, otherwise.fact)
        never = contradiction_from(otherwise, absurd)
        with suppose(0 < lam) as step:
            more = exponentials(-lam, lam)
            up = chain(gain, eq(gain_of(inner(g, plus), SIGNS, plus, g), by=rewrite(only)),
                       eq(odd / even, by=definition(Expectation)), gt(0, by=positivity(more)))
        both = have(And(never.statement, generalized(step.conclude(up), lam).statement))
    return social, antisocial, span, has, generalized(member.conclude(both), x)


@example("Theorem 10 (orthogonal directions)", title="Promptable directions that do not touch v*")
def orthogonal_directions():
    """Let h be uniform on (±1, ±1) and v* = (1, 0), and let the promptable set be the line through (0, 1). None of
    its members v changes the mean of ⟨h, v*⟩, for any λ: ⟨v, v*⟩ = ⟨Σ_w v, v*⟩ = 0."""
    a = Real("a")
    v = a * e2
    image, gain = inner(CovOperator(z, under=SQUARE, over=z) @ v, e1), gain_of(inner(z, e1), SQUARE, v)
    show(ForAll(a, And(Eq(inner(v, e1), 0), Eq(image, 0), ForAll(lam, Eq(gain, 0)))))
    have(Eq(inner(v, e1), 0), by=algebra())
    chain(image, eq(Cov(inner(z, v), inner(z, e1), under=SQUARE, over=z), by=definition(Inner)),
          eq(0, by=definition(Covariance, Expectation)))
    generalized(chain(gain, eq(0, by=definition(Expectation))), lam)
    return generalized(have(And(Eq(inner(v, e1), 0), Eq(image, 0), ForAll(lam, Eq(gain, 0)))), a)


def closed_under_negation(F, u):
    """With every direction the set contains the opposite one."""
    return ForAll(u, Implies(F(u), F(-u)))


@theorem_claim("Theorem 10 (existence)", title="Some promptable direction lowers alignment",
               printed=["Theorem 10: existence", "(26)"], adds=[
    added("the promptable set is a subspace, or at least contains $-v$ with every $v$",
          needed="Theorem 10, as printed (existence)"),
    added(r"some promptable direction $v$ has $\langle \Sigma_w v, v^* \rangle \neq 0$",
          needed="Theorem 10 (orthogonal directions)")])
def existence(h: Representation, v: Direction, F: Predicate):
    """Let F be the promptable set. If F contains −u with every u, and some u in F has ⟨Σ_w u, v*⟩ ≠ 0, then some u in F
    has ⟨Σ_w u, v*⟩ < 0. A subspace contains −u with every u."""
    u, w, a, b = Direction("u"), Direction("w"), Real("a"), Real("b")
    symmetric = ForAll(u, Implies(F(u), F(-u)))
    subspace = ForAll(u, ForAll(w, ForAll(a, ForAll(b, Implies(And(F(u), F(w)), F(a * u + b * w))))))
    touches, some = Exists(u, And(F(u), Ne(slope(h, u, v), 0))), Exists(u, And(F(u), slope(h, u, v) < 0))
    show(And(Implies(subspace, symmetric), Implies(And(symmetric, touches), some)))
    with suppose(subspace) as closed:
        with suppose(F(u)) as inside:
            have(And(F(u), F(u)))
            combined = have(F(-1 * u + 0 * u), by=theorem(closed.fact, "a subspace", u=u, w=u, a=-1, b=0))
            opposite = have(F(-u), by=combined)
        mirrored = closed.conclude(generalized(inside.conclude(opposite), u))
    with suppose(And(symmetric, touches)) as premise:
        mirror, touching = conjuncts(premise.fact)
        with obtain(touching, u) as (_, found):
            inside, apart = conjuncts(found)
            either = have(Or(slope(h, u, v) < 0, Eq(slope(h, u, v), 0), 0 < slope(h, u, v)),
                          by=law("trichotomy", x=slope(h, u, v), y=0))
            with suppose(slope(h, u, v) < 0) as below:
                have(And(F(u), slope(h, u, v) < 0))
                first = below.conclude(exhibit(some, u))
            with suppose(Eq(slope(h, u, v), 0)) as level:
                never = level.conclude(falsehood(level.fact, apart))
            with suppose(0 < slope(h, u, v)) as above:
                have(F(-u), by=theorem(mirror, "the opposite direction", u=u))
                chain(slope(h, -u, v), eq(-slope(h, u, v)), lt(0, by=positivity(above.fact)))
                have(And(F(-u), slope(h, -u, v) < 0))
                last = above.conclude(exhibit(some, -u))
            adverse = by_cases(either, first, never, last)
        adverse = release(touching, u, adverse)
    return mirrored, premise.conclude(adverse)


# -- Theorem 10: when (26) is the condition ------------------------------------------------------------------------------

@theorem_claim("Theorem 10 (when (26) is the condition)", title="v* is an eigenvector of the covariance")
def when_the_condition_is_right(Sigma: OperatorOn("d", "symmetric"), v: Direction):
    """Let v* ≠ 0 and Σ be symmetric. Every v_c with ⟨v_c, v*⟩ < 0 has ⟨Σ v_c, v*⟩ < 0 if and only if Σv* = κv* for some
    κ > 0; and then the two inequalities are equivalent for every v_c."""
    u, against = Direction("u"), inner(Direction("u"), v) < 0
    given(Ne(v, Zero(R_d)))
    one_way, both_ways = (ForAll(u, way(against, inner(Sigma @ u, v) < 0)) for way in (Implies, Iff))
    multiple = Exists(kappa, Eq(Sigma @ v, kappa * v))
    show(And(Implies(one_way, multiple), Implies(multiple, both_ways), Implies(both_ways, one_way)))
    size = have(0 < inner(v, v), by=law("norm is definite", u=v))
    inverse = have(0 < 1 / inner(v, v), by=law("reciprocal of a positive number", x=inner(v, v)))
    ratio = inner(Sigma @ v, v) / inner(v, v)
    rest = Sigma @ v - ratio * v
    with suppose(one_way) as premise:
        chain(inner(-v, v), eq(-inner(v, v)), lt(0, by=positivity(size)))
        image = have(inner(Sigma @ (-v), v) < 0, by=theorem(premise.fact, "the supposition", u=-v))
        have(0 < ratio, by=positivity(image, inverse))
        with suppose(Ne(rest, Zero(R_d))) as apart:
            length = have(0 < inner(rest, rest), by=law("norm is definite", u=rest))
            have(Ne(inner(rest, rest), 0), by=positivity(length))
            have(Ne(inner(v, v), 0), by=positivity(size))
            test = inner(Sigma @ v, v) / inner(rest, rest) * rest - v
            chain(inner(test, v), eq(-inner(v, v)), lt(0, by=positivity(size)))
            level = chain(
                0,
                eq(inner(Sigma @ v, v) / inner(rest, rest) * inner(rest, rest) - inner(Sigma @ v, v)),
                eq(inner(Sigma @ test, v)),
                lt(0, by=theorem(premise.fact, "the supposition", u=test)),
            )
            absurd = falsehood(level)
        denied = contradiction_from(apart, absurd)
        chain(Ne(rest, Zero(R_d)), iff(Not(Eq(rest, Zero(R_d))), by=definition(Ne)))
        with suppose(Not(Eq(rest, Zero(R_d)))) as differs:
            again = falsehood(have(Ne(rest, Zero(R_d))), denied)
        none = contradiction_from(differs, again)
        chain(Sigma @ v, eq(ratio * v + rest), eq(ratio * v + Zero(R_d), by=rewrite(none)), eq(ratio * v))
        first = premise.conclude(exhibit(multiple, ratio))
    with suppose(multiple) as premise:
        with obtain(premise.fact, kappa) as (_, image):
            value = chain(inner(Sigma @ u, v), eq(inner(u, Sigma @ v)), eq(inner(u, kappa * v), by=rewrite(image)),
                          eq(kappa * inner(u, v)))
            with suppose(against) as negative:
                forth = negative.conclude(chain(inner(Sigma @ u, v), eq(kappa * inner(u, v), by=rewrite(value)),
                                                lt(0, by=positivity(negative.fact))))
            with suppose(inner(Sigma @ u, v) < 0) as lowers:
                back = chain(inner(u, v), eq(inner(Sigma @ u, v) / kappa, by=algebra(value)),
                             lt(0, by=positivity(lowers.fact)))
                back = lowers.conclude(back)
            same = generalized(have(Iff(against, inner(Sigma @ u, v) < 0)), u)
        second = premise.conclude(release(premise.fact, kappa, same))
    with suppose(both_ways) as premise:
        with suppose(against) as negative:
            have(Iff(against, inner(Sigma @ u, v) < 0), by=theorem(premise.fact, "the supposition", u=u))
            forth = negative.conclude(have(inner(Sigma @ u, v) < 0))
        third = premise.conclude(generalized(forth, u))
    return first, second, third


@corollary("Theorem 10 (v* an eigenvector)", title="Where (26) does give (27)", printed=["Theorem 10: consequence", "(27)"],
           adds=[
    added(r"$\Sigma_w v^* = \kappa v^*$ with $\kappa > 0$, as for isotropic or whitened responses",
          needed="Theorem 10, as printed"),
    added(r"$\lambda > 0$ is small", needed="Theorem 10, as printed (every λ)"), EXISTENCE, MOMENTS, ONE_PROMPT])
def adversarial_eigenvector(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar, kappa: Positive):
    """If Σ_w v* = κv* with κ > 0 and ⟨v_c, v*⟩ < 0, the mean of S at a prompt falls for all small λ > 0."""
    S, Sigma = inner(h, v) + eps, CovOperator(h)
    given(*prompt_hypotheses(h, v_c, eps))
    falls, premises = better(E(S), E(S, under=policy(h, v_c))), And(Eq(Sigma @ v, kappa * v), inner(v_c, v) < 0)
    show(Implies(premises, falls))
    with suppose(premises) as both:
        eigenvector, against = conjuncts(both.fact)
        chain(slope(h, v_c, v), eq(inner(v_c, Sigma @ v)), eq(inner(v_c, kappa * v), by=rewrite(eigenvector)),
              eq(kappa * inner(v_c, v)), lt(0, by=positivity(against)))
        down = have(falls, by=theorem(using("Theorem 10"), "Theorem 10", h=Lambda(omega, h), v_c=v_c, v=v,
                                      eps=Lambda(omega, eps)))
    return both.conclude(down)


# -- what makes a constitution raise alignment ---------------------------------------------------------------------------

@proposition("Improvement from any w", title="The generation direction enters through its covariance only")
def improvement_from(h: Representation, w: Direction, v_c: Direction, v: Direction):
    """Let the policy with the score direction u have the density e^{⟨h, u⟩}/Z(u) with respect to a measure, and let w be
    interior. From w to w + λ v_c the mean of ⟨h, v*⟩ changes by λ⟨Σ_w v_c, v*⟩ + O(λ²): it rises for all small λ > 0 if
    ⟨Σ_w v_c, v*⟩ > 0, and falls if ⟨Σ_w v_c, v*⟩ < 0. The number ⟨w, v*⟩ plays no part."""
    given(tilt.interior(h, w, nu), tilt.integral(exp(inner(h, w))) > 0)
    x, first = inner(h, v), inner(CovOperator(h, under=energy(h, w)) @ v_c, v)
    before, after = E(x, under=energy(h, w)), E(x, under=energy(h, w + lam * v_c))
    expansion = equals(after - before, lam * first + O(lam**2))
    signs = And(Implies(first > 0, better(after, before)), Implies(first < 0, better(before, after)))
    show(And(expansion, *signs.arguments))
    moved = E(x, under=energy(h, w + s * v_c))
    near = have(equals(moved, before + s * first + O(s**2)), printed="(16)",
                by=theorem(using("Equation (16)"), "(16)", h=Lambda(omega, h), u=w, w=v_c, v=v, nu=nu))
    change = have(expansion, by=chain(moved - before, eq(s * first + O(s**2), by=series(s, near, why="(16)"))))
    decided = have(signs, by=theorem(using("First-order sign"), "first-order sign", F=Lambda(lam, after),
                                     G=Lambda(lam, before), c=first))
    return change, *conjuncts(decided)


def with_direction(u):
    """The policy of two responses h = ±1 with the score direction u."""
    return tilted(inner(g, Coordinates(u)), base=SIGNS, over=g)


def from_to(w, a):
    """How much a step from the score direction w to w + λa changes the mean of h."""
    h = inner(g, Coordinates(1))
    return E(h, under=with_direction(w + lam * a), over=g) - E(h, under=with_direction(w), over=g)


@lemma("Two responses", title="The change for two responses, from any w")
def two_responses(w: Real, a: Real):
    """Let h = ±1 and v* = 1. From the score direction w to w + λa with λ > 0 the mean of h rises if a > 0, and falls if
    a < 0, whatever w is."""
    c = w + lam * a
    gain, ahead, back = from_to(w, a), exp(lam * a), exp(-(lam * a))
    scale = (exp(c) + exp(-c)) * (exp(w) + exp(-w))
    given(0 < lam)
    show(And(Eq(gain, 2 * (ahead - back) / scale), Implies(a > 0, gain > 0), Implies(a < 0, gain < 0)))
    value = chain(gain, eq(2 * (ahead - back) / scale, by=definition(Expectation)))
    with suppose(a > 0) as along:
        have(0 < lam * a, by=positivity(along.fact))
        more = exponentials(-(lam * a), lam * a)
        up = along.conclude(chain(gain, eq(2 * (ahead - back) / scale, by=rewrite(value)), gt(0, by=positivity(more))))
    with suppose(a < 0) as against:
        have(lam * a < 0, by=positivity(against.fact))
        less = exponentials(lam * a, -(lam * a))
        down = against.conclude(chain(gain, eq(2 * (ahead - back) / scale, by=rewrite(value)), lt(0, by=positivity(less))))
    return value, up, down


@refutation("Section 8.3, as printed", title="Better than w is neither enough nor needed",
            printed=["Section 8.3: condition", "Abstract: condition"], erratum=erratum(
    "Abstract and Section 8.3", printed=r"\langle v_c, v^* \rangle > \langle w, v^* \rangle",
    should_read=r"\langle \Sigma_w v_c, v^* \rangle > 0",
    why="Whether learning improves alignment does not depend on ⟨w, v*⟩. With h = ±1 and v* = 1, the step from w = −2 along "
        "v_c = −1 lowers alignment for every λ > 0 although ⟨v_c, v*⟩ > ⟨w, v*⟩, and the step from w = 2 along v_c = 1 raises "
        "it for every λ > 0 although ⟨v_c, v*⟩ < ⟨w, v*⟩.",
    repaired_by=["Improvement from any w", "Theorem 3 (sign)", "Corollary 4"]))
def comparison_as_printed():
    """Let h = ±1 and v* = 1. For w = −2 and v_c = −1, ⟨v_c, v*⟩ > ⟨w, v*⟩ and the mean of h falls for every λ > 0; for w = 2
    and v_c = 1, ⟨v_c, v*⟩ < ⟨w, v*⟩ and it rises for every λ > 0."""
    overlap = lambda u: inner(Coordinates(u), Coordinates(1))
    loss, gain = from_to(-2, -1), from_to(2, 1)
    show(And(overlap(-1) > overlap(-2), ForAll(lam, Implies(0 < lam, loss < 0)),
             overlap(1) < overlap(2), ForAll(lam, Implies(0 < lam, gain > 0))))
    _, up, down = conjuncts(using(two_responses))
    larger = chain(overlap(-1), eq(-1), gt(-2, by=positivity()), eq(overlap(-2)))
    smaller = chain(overlap(1), eq(1), lt(2, by=positivity()), eq(overlap(2)))
    with suppose(0 < lam) as step:
        falls = step.conclude(have(loss < 0, by=theorem(down, "two responses", w=-2, a=-1)))
        rises = step.conclude(have(gain > 0, by=theorem(up, "two responses", w=2, a=1)))
    return larger, generalized(falls, lam), smaller, generalized(rises, lam)


@refutation("Introduction, as printed", title="Along v*, and alignment falls", printed=["Introduction: condition"],
            erratum=erratum(
    "Introduction", printed=r"\text{if and only if the constitution-activated direction correlates positively with true "
                            r"values}",
    should_read=r"\text{where } \mathrm{Corr}_{\pi_{\mathrm{base}}}(\langle h, v_c \rangle, \langle h, v^* \rangle) "
                r"\neq 0\text{: for all small } \lambda > 0 \text{ if and only if it is } > 0",
    why="Read as ⟨v_c, v*⟩ > 0, a statement about the directions, the condition is wrong in both ways where Σ_w is not "
        "isotropic: on eight responses with v_c = (1, 0), alignment falls for every λ > 0 if v* = (1, −3) and rises for every "
        "λ > 0 if v* = (−1, 3). What must be positively correlated are the scores ⟨h, v_c⟩ and ⟨h, v*⟩ of the responses.",
    repaired_by=["Introduction (condition)", "Corollary 4"]))
def introduction_as_printed(a: Real, b: Real):
    """On the skewed responses, whose covariance is positive definite, v_c = (1, 0) has ⟨v_c, v*⟩ = 1 with v* = (1, −3), and
    every λ > 0 lowers the mean of ⟨h, v*⟩; with v* = (−1, 3) it has ⟨v_c, v*⟩ = −1, and every λ > 0 raises it."""
    along, against = Coordinates(1, -3), Coordinates(-1, 3)
    bound, covariance = definite(a, b)
    loss, gain = gain_of(inner(z, along), SKEWED, e1), gain_of(inner(z, against), SKEWED, e1)
    show(And(bound, inner(e1, along) > 0, ForAll(lam, Implies(0 < lam, loss < 0)),
             inner(e1, against) < 0, ForAll(lam, Implies(0 < lam, gain > 0))))
    (_, less), (_, more) = skewed(1, -3), skewed(-1, 3)
    positive, negative = chain(inner(e1, along), eq(1), gt(0, by=positivity())), chain(inner(e1, against), eq(-1), lt(0))
    with suppose(0 < lam) as step:
        apart = exponentials(-lam, lam)
        falls = step.conclude(chain(loss, eq(-half * odd / even, by=rewrite(less)), lt(0, by=positivity(apart))))
        rises = step.conclude(chain(gain, eq(half * odd / even, by=rewrite(more)), gt(0, by=positivity(apart))))
    return covariance, positive, generalized(falls, lam), negative, generalized(rises, lam)


@lemma("Sign of a quotient", title="A positive denominator")
def sign_of_quotient(a: Real, b: Positive):
    """For b > 0 the numbers a and a/b have the same sign."""
    show(Iff(a > 0, a / b > 0))
    with suppose(a > 0) as above:
        above.conclude(chain(a / b, gt(0, by=positivity(above.fact))))
    with suppose(a / b > 0) as quotient:
        quotient.conclude(chain(a, eq(a / b * b), gt(0, by=positivity(quotient.fact))))
    return have(Iff(a > 0, a / b > 0))


@proposition("Introduction (condition)", title="The scores of the responses are positively correlated",
             printed=["Introduction: condition"], adds=[
    added(r"the correlation is that of $\langle h, v_c \rangle$ and $\langle h, v^* \rangle$ under the base policy",
          needed="Introduction, as printed"),
    added("it is not 0", needed="Corollary 4, as printed"),
    added(r"$\lambda > 0$ is small", needed="Theorem 10, as printed (every λ)"), EXISTENCE, MOMENTS, ONE_PROMPT])
def correlated_scores(h: Representation, v_c: Direction, v: Direction, eps: RandomScalar):
    """If ⟨h, v_c⟩ and ⟨h, v*⟩ are not constant under the base policy, and their correlation is not 0, then alignment rises
    for all small λ > 0 if and only if they are positively correlated."""
    S, t, x = inner(h, v) + eps, inner(h, v_c), inner(h, v)
    first, correlation, spread = slope(h, v_c, v), Corr(inner(h, v_c), inner(h, v)), sqrt(Var(t) * Var(x))
    before, after = E(S), E(S, under=policy(h, v_c))
    *_, varied, various, apart = given(*prompt_hypotheses(h, v_c, eps), 0 < Var(t), 0 < Var(x), Ne(correlation, 0))
    show(Iff(better(after, before), correlation > 0))
    have(0 < Var(t) * Var(x), by=positivity(varied, various))
    size = have(0 < spread, by=law("square root of a positive number", x=Var(t) * Var(x)))
    have(Ne(spread, 0), by=positivity(size))
    value = chain(correlation, eq(Cov(t, x) / spread, by=definition(Correlation)), eq(first / spread, by=definition(Inner)))
    with suppose(Eq(first, 0)) as none:
        absurd = falsehood(chain(correlation, eq(first / spread, by=rewrite(value)), eq(0, by=rewrite(none.fact))), apart)
    contradiction_from(none, absurd)
    chain(Ne(first, 0), iff(Not(Eq(first, 0)), by=definition(Ne)))
    have(Ne(first, 0))
    same = have(Iff(better(after, before), first > 0), by=theorem(
        using("Corollary 4"), "Corollary 4", h=Lambda(omega, h), v_c=v_c, v=v, eps=Lambda(omega, eps)))
    quotient = have(Iff(first > 0, first / spread > 0),
                    by=theorem(using(sign_of_quotient), "a positive denominator", a=first, b=spread))
    signs = chain(first > 0, iff(first / spread > 0, by=theorem(quotient, "a positive denominator")),
                  iff(correlation > 0, by=rewrite(value)))
    return chain(better(after, before), iff(first > 0, by=theorem(same, "Corollary 4")),
                 iff(correlation > 0, by=theorem(signs, "the same sign")))


@example("Corollary 4 (isotropic, factor 0)", title="Representations that do not vary")
def factor_zero():
    """If all responses to a prompt have the representation (1, 0), the covariance is 0 · I. With v_c = v* = (1, 0),
    ⟨v_c, v*⟩ = 1, and no λ changes the mean of ⟨h, v*⟩: the factor of I must be positive."""
    a, b, c, d = (Real(name) for name in "abcd")
    constant, u, v = discrete([(1, e1)]), Coordinates(a, b), Coordinates(c, d)
    image, gain = inner(CovOperator(z, under=constant, over=z) @ u, v), gain_of(inner(z, e1), constant, e1)
    show(And(ForAll(a, ForAll(b, ForAll(c, ForAll(d, Eq(image, 0 * inner(u, v)))))), inner(e1, e1) > 0,
             ForAll(lam, Eq(gain, 0))))
    flat = chain(image, eq(Cov(inner(z, u), inner(z, v), under=constant, over=z), by=definition(Inner)),
                 eq(0 * inner(u, v), by=definition(Covariance, Expectation)))
    return (generalized(flat, a, b, c, d), chain(inner(e1, e1), eq(1), gt(0, by=positivity())),
            generalized(chain(gain, eq(0, by=definition(Expectation))), lam))


# -- Corollary 7: the ceiling and the encoding quality --------------------------------------------------------------------

def height(v):
    """‖v*‖/√π: what the best choice between two responses by their features is worth."""
    return norm(v) / sqrt(pi)


@lemma("Worth from regret", title="What is reached, from what is lost")
def worth_from_regret(x: Real, y: Real, z: Real, a: Real, b: Real):
    """If x = a, x − y = b and x − z ≥ b, then y = a − b and z ≤ a − b."""
    best, lost, more = given(Eq(x, a), Eq(x - y, b), x - z >= b)
    show(And(Eq(y, a - b), z <= a - b))
    return have(Eq(y, a - b), by=algebra(best, lost)), have(z <= a - b, by=positivity(best, more))


@lemma("Same deviation", title="A larger share of the same number")
def same_deviation(r: Real, q: Real, S: Positive, T: Positive, b: Positive):
    """If S = T and r < q, then rS/b < qT/b and (1 − q)T/b < (1 − r)S/b for b > 0."""
    same, more = given(Eq(S, T), r < q)
    show(And(r * S / b < q * T / b, (1 - q) * T / b < (1 - r) * S / b))
    return (chain(r * S / b, lt(q * S / b, by=positivity(more)), eq(q * T / b, by=rewrite(same))),
            chain((1 - q) * T / b, eq((1 - q) * S / b, by=algebra(same)), lt((1 - r) * S / b, by=positivity(more))))


@lemma("Divided by more", title="A larger denominator")
def divided_by_more(a: Positive, b: Positive, c: Positive):
    """If a < b, then c/b < c/a for positive numbers."""
    less = given(a < b)
    show(c / b < c / a)
    return have(c / b < c / a, by=positivity(less))


@proposition("Height of the ceiling", title="What selection by the features can reach")
def ceiling_height(k: regret.Rule, v: Direction, sigma_epsilon: Positive):
    """In the whitened Gaussian model with v* ≠ 0 the choice between two responses by the proxy ⟨h, v*⟩ is worth
    ρσ_S/√π = ‖v*‖/√π, and no rule that sees the features alone is worth more. The oracle is worth σ_S/√π."""
    t, (P1, S1), (P2, S2) = sigma_epsilon, regret.first(v), regret.second(v)
    h1, h2 = regret.h1, regret.h2
    weight, wins = k(h1, h2), Indicator(Lt(P2, P1))
    given(ForAll(h1, ForAll(h2, Le(0, weight))), ForAll(h1, ForAll(h2, Le(weight, 1))), Ne(v, Zero(R_d)))
    worth = lambda share: regret.over_responses(share * S1 + (1 - share) * S2, t)
    best, quality, deviation = regret.over_responses(Max(S1, S2), t), regret.rho(v, t), regret.sigma_S(v, t)
    show(And(Eq(worth(wins), quality * deviation / sqrt(pi)), Eq(quality * deviation / sqrt(pi), height(v)),
             worth(weight) <= height(v)))
    oracle, loss = deviation / sqrt(pi), (1 - quality) * deviation / sqrt(pi)
    have(Eq(best, oracle), by=theorem(using("Equation (31)"), "(31)"))
    have(Eq(best - worth(wins), loss), by=theorem(conjuncts(using("Equations (35)–(37)"))[1], "(35)–(37)"))
    have(best - worth(weight) >= loss, by=theorem(using("Theorem 6"), "Theorem 6"))
    value, bound = conjuncts(have(And(Eq(worth(wins), oracle - loss), worth(weight) <= oracle - loss), by=theorem(
        using(worth_from_regret), "the regrets", x=best, y=worth(wins), z=worth(weight), a=oracle, b=loss)))
    have(Eq(oracle - loss, quality * deviation / sqrt(pi)), by=algebra())
    same = have(Eq(quality * deviation / sqrt(pi), height(v)), by=algebra())
    return (have(Eq(worth(wins), quality * deviation / sqrt(pi)), by=value), same,
            have(worth(weight) <= height(v), by=bound))


def deviation(n, t):
    """σ_S, for ‖v*‖ = n and σ_ε = t."""
    return sqrt(n**2 + t**2)


def quality(n, t):
    """ρ, for ‖v*‖ = n and σ_ε = t."""
    return n / deviation(n, t)


def shortfall(n, t):
    """(1 − ρ)σ_S/√π, for ‖v*‖ = n and σ_ε = t."""
    return (1 - quality(n, t)) * deviation(n, t) / sqrt(pi)


@refutation("Corollary 7, as printed", title="A larger ρ and a lower ceiling", printed=["Corollary 7"], erratum=erratum(
    "Corollary 7", printed=r"\text{If encoding quality } \rho \text{ increases } \ldots \text{, then the RLAIF ceiling "
                           r"increases}",
    should_read=r"\text{If encoding quality } \rho \text{ increases } \ldots \text{ and } \sigma_S \text{ stays the same, then "
                r"the RLAIF ceiling increases}",
    why="The ceiling is Align* less (1 − ρ)σ_S/√π, which is ‖v*‖/√π, and ρ alone does not determine it. If σ_S falls from 2 to "
        "1 while ρ rises from 1/2 to 3/5, the ceiling falls from 1/√π to 3/(5√π). If σ_S rises from 2 to 5, even the distance "
        "to the oracle doubles, from 1/√π to 2/√π.", repaired_by=["Corollary 7", "Corollary 7 (error or signal)"]))
def corollary_7_as_printed():
    """With ‖v*‖ = 1 and σ_ε² = 3, ρ = 1/2; with ‖v*‖ = 3/5 and σ_ε = 4/5 it is 3/5, and the ceiling ‖v*‖/√π is lower; with
    ‖v*‖ = 3 and σ_ε = 4 it is 3/5 too, and (1 − ρ)σ_S/√π is larger."""
    old, smaller, larger = (Number(1), sqrt(3)), (rational("3/5"), rational("4/5")), (Number(3), Number(4))
    values = [chain(quality(*model), eq(value)) for model, value in (
        (old, half), (smaller, rational("3/5")), (larger, rational("3/5")))]
    show(And(quality(*old) < quality(*smaller), smaller[0] / sqrt(pi) < old[0] / sqrt(pi),
             quality(*old) < quality(*larger), shortfall(*old) < shortfall(*larger)))
    more = [chain(quality(*old), eq(half, by=rewrite(values[0])), lt(rational("3/5"), by=positivity()),
                  eq(quality(*model), by=rewrite(value))) for model, value in ((smaller, values[1]), (larger, values[2]))]
    lower = have(smaller[0] / sqrt(pi) < old[0] / sqrt(pi), by=positivity())
    farther = chain(shortfall(*old), eq(1 / sqrt(pi)), lt(2 / sqrt(pi), by=positivity()), eq(shortfall(*larger)))
    return more[0], lower, more[1], farther


@corollary("Corollary 7", title="For the same safety, a larger ρ means a higher ceiling", printed=["Corollary 7"], adds=[
    added(r"$\sigma_S$ is the same: it is a property of the responses, not of the model", needed="Corollary 7, as printed"),
    added("the features are normal", needed="Theorem 6, as printed")])
def scaling(v: Direction, u: VectorIn("k"), sigma_epsilon: Positive, sigma_delta: Positive):
    """Let two models encode v* in R^d with error σ_ε and u* in R^k with error σ_δ, with the same σ_S > 0. If the second has the
    larger ρ, it has the higher ceiling and the smaller distance to the oracle."""
    (r, S), (q, T) = ((regret.rho(*model), regret.sigma_S(*model)) for model in ((v, sigma_epsilon), (u, sigma_delta)))
    premises = And(Eq(S, T), r < q)
    higher, closer = height(v) < height(u), (1 - q) * T / sqrt(pi) < (1 - r) * S / sqrt(pi)
    show(Implies(premises, And(higher, closer)))
    with suppose(premises) as both:
        have(And(Lt(0, S), Lt(0, T), Lt(0, sqrt(pi))))
        share, rest = (theorem(part, "the same deviation", r=r, q=q, S=S, T=T, b=sqrt(pi))
                       for part in conjuncts(using(same_deviation)))
        have(higher, by=have(r * S / sqrt(pi) < q * T / sqrt(pi), by=share))
        have(closer, by=rest)
        result = have(And(higher, closer))
    return both.conclude(result)


@corollary("Corollary 7 (error or signal)", title="Two ways to a larger ρ")
def error_or_signal(m: Positive, n: Positive, t: Positive, r: Positive):
    """Let σ_ε stay t while ‖v*‖ rises from m to n: ρ and the ceiling rise, and the distance to the oracle, which is
    σ_ε²/((σ_S + ‖v*‖)√π), falls. Let ‖v*‖ stay n while σ_ε falls from t to r: ρ rises and the distance falls, but the
    ceiling ‖v*‖/√π stays where it is: it is the oracle that comes down to it."""
    signal, error = m < n, r < t
    M, N, L = deviation(m, t), deviation(n, t), deviation(n, r)
    first = And(quality(m, t) < quality(n, t), m / sqrt(pi) < n / sqrt(pi), shortfall(n, t) < shortfall(m, t))
    second = And(quality(n, t) < quality(n, r), Eq(quality(n, r) * L / sqrt(pi), quality(n, t) * N / sqrt(pi)),
                 shortfall(n, r) < shortfall(n, t), L < N)
    formula = Eq(shortfall(n, t), t**2 / ((N + n) * sqrt(pi)))
    show(And(formula, Implies(signal, first), Implies(error, second)))
    gap = lambda k, s, S: chain(shortfall(k, s), eq((S - k) * (S + k) / ((S + k) * sqrt(pi))),
                                eq(s**2 / ((S + k) * sqrt(pi))))
    given_form = gap(n, t, N)
    with suppose(signal) as more:
        squares = have(m**2 + t**2 < n**2 + t**2, by=positivity(more.fact))
        roots = have(M < N, by=law("square root is strictly monotone", x=m**2 + t**2, y=n**2 + t**2))
        top = have(0 < t**2 * (n**2 - m**2), by=positivity(squares, degree=3))
        have(quality(m, t) < quality(n, t), by=positivity(chain(
            quality(n, t) - quality(m, t), eq((n * M - m * N) * (n * M + m * N) / ((n * M + m * N) * M * N)),
            eq(t**2 * (n**2 - m**2) / ((n * M + m * N) * M * N)), gt(0, by=positivity(top)))))
        have(m / sqrt(pi) < n / sqrt(pi), by=positivity(more.fact))
        have(M + m < N + n, by=positivity(more.fact, roots))
        chain(shortfall(n, t), eq(t**2 / ((N + n) * sqrt(pi)), by=rewrite(given_form)), eq(t**2 / sqrt(pi) / (N + n)),
              lt(t**2 / sqrt(pi) / (M + m),
                 by=theorem(using(divided_by_more), "a smaller denominator", a=M + m, b=N + n, c=t**2 / sqrt(pi))),
              eq(t**2 / ((M + m) * sqrt(pi))), eq(shortfall(m, t), by=rewrite(gap(m, t, M))))
        one = more.conclude(have(first))
    with suppose(error) as less:
        squares = have(n**2 + r**2 < n**2 + t**2, by=positivity(less.fact))
        roots = have(L < N, by=law("square root is strictly monotone", x=n**2 + r**2, y=n**2 + t**2))
        chain(quality(n, t), lt(quality(n, r), by=positivity(roots)))
        chain(quality(n, r) * L / sqrt(pi), eq(quality(n, t) * N / sqrt(pi)))
        chain(shortfall(n, r), eq((L - n) / sqrt(pi)), lt((N - n) / sqrt(pi), by=positivity(roots)), eq(shortfall(n, t)))
        other = less.conclude(have(second))
    return given_form, one, other
