"""Appendix A of the paper: the regret of choosing by a proxy, (28)–(37); Theorem 6 and the best of n.

A response is a pair (h, ε): features h, standard normal in R^d (the whitened Gaussian model), and an independent error
ε of mean 0 and variance σ_ε². Its safety is S = ⟨h, v*⟩ + ε, its proxy value P = ⟨h, v*⟩. Two independent responses are
four nested expectations. A selection rule k(h₁, h₂) ∈ [0, 1] is the probability of taking the first response; the
choice by a linear proxy ⟨h, v_c⟩ is an indicator. Throughout σ_S = √(‖v*‖² + σ_ε²) and ρ = ‖v*‖/σ_S.
"""

from symproof.prelude import *

R_d = Vector("d")
h, h1, h2 = (Symbol(name, R_d) for name in ("h", "h_1", "h_2"))
x, y, e1, e2, c = (Real(name) for name in ("x", "y", "e_1", "e_2", "c"))
FEATURES = Gaussian(Zero(R_d), Identity("d"))
Line = FunctionOn(SCALAR)
Rule = FunctionOn(R_d, R_d)
PHI_2 = "standard normal density"


def normal(variance):
    """N(0, variance)."""
    return Normal(0, variance)


def two(body, variance):
    """E E body(x, y) for independent x, y ∼ N(0, variance)."""
    return E(E(body, normal(variance), y), normal(variance), x)


def over_features(body):
    """The average over the features of two responses."""
    return E(E(body, FEATURES, h2), FEATURES, h1)


def over_errors(body, sigma):
    """The average over the errors of two responses."""
    return E(E(body, normal(sigma**2), e2), normal(sigma**2), e1)


def over_responses(body, sigma):
    """The average over two independent responses."""
    return over_features(over_errors(body, sigma))


def sigma_S(v, sigma):
    """The standard deviation of S."""
    return sqrt(norm(v)**2 + sigma**2)


def rho(v, sigma):
    """The encoding quality ρ."""
    return norm(v) / sigma_S(v, sigma)


def first(v):
    """P₁ and S₁."""
    return inner(h1, v), inner(h1, v) + e1


def second(v):
    """P₂ and S₂."""
    return inner(h2, v), inner(h2, v) + e2


@lemma("Whitened Gaussian", title="The model is whitened")
def whitened(v: VectorIn("d")):
    """In the Gaussian model ⟨h, v⟩ is N(0, ‖v‖²), because the identity is positive semidefinite."""
    identity = have(PositiveSemidefinite(Identity("d")), by=definition(PositiveSemidefinite, Symmetric))
    show(PositiveSemidefinite(Identity("d")))
    return identity


@lemma("Reflection", title="A centred normal law is symmetric")
def reflection(F: Line, q: Nonnegative):
    """If x is N(0, q) then −x has the same law."""
    show(Eq(E(F(x), normal(q), x), E(F(-x), normal(q), x)))
    root = sqrt(q)
    return chain(
        E(F(x), normal(q), x),
        eq(E(F(0 + root * x), normal(1), x), by=law("standardised normal", m=0, v=q, F=F)),
        eq(Integral(x, -oo, oo, F(root * x) * exp(-(x**2 / 2)) / sqrt(2 * pi)), by=definition(Expectation)),
        eq(Integral(x, -oo, oo, F(-root * x) * exp(-(x**2 / 2)) / sqrt(2 * pi)),
           by=law("affine substitution", c=-1, b=0, F=Lambda(x, F(root * x) * exp(-(x**2 / 2)) / sqrt(2 * pi)),
                  why="$x \\mapsto -x$")),
        eq(E(F(-(0 + root * x)), normal(1), x), by=definition(Expectation)),
        eq(E(F(-x), normal(q), x), by=law("standardised normal", m=0, v=q, F=Lambda(x, F(-x)))),
    )


@lemma("Difference", title="The difference of two independent normals")
def difference(F: Line, q: Nonnegative):
    """If x and y are independent N(0, q), then x − y is N(0, 2q)."""
    given(Integrable(x, normal(2 * q), F(x)))
    show(Eq(two(F(x - y), q), E(F(x), normal(2 * q), x)))
    have(Integrable(x, Normal(0 + 0, q + q), F(x)))
    return chain(
        two(F(x - y), q),
        eq(two(F(x + y), q), by=theorem(using(reflection), "reflection", F=Lambda(x, F(x - y)), q=q)),
        eq(E(F(x), Normal(0 + 0, q + q), x), by=law("sum of independent normals", a=0, b=0, v=q, q=q, F=F)),
        eq(E(F(x), normal(2 * q), x)),
    )
