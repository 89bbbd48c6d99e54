"""LaTeX of terms: exact strings, and the law that different terms never look the same."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from typing import Any

import pytest

import symproof.terms as s
from symproof.render.latex import Latex, latex
from symproof.render.notation import decimal

d, m = "d", "m"
R, V, OMEGA, X = s.SCALAR, s.Vector(d), s.Point("Omega"), s.Point("X")
a, b, c, x, z, lam, rho = (s.Symbol(name) for name in ("a", "b", "c", "x", "z", "lam", "rho"))
zeta = s.Symbol("zeta", s.COMPLEX)
delta, sigma = s.Symbol("delta", R, "positive"), s.Symbol("sigma_S", R, "positive")
k, n = s.Symbol("k", R, "integer"), s.Symbol("n", R, "natural")
u, v, vc, vs, hv = (s.Symbol(name, V) for name in ("u", "v", "v_c", "v_star", "h"))
A, B = (s.Symbol(name, s.Operator(d, d)) for name in "AB")
cov = s.Symbol("Sigma_w", s.Operator(d, d), "positive semidefinite")
omega, omega1, y = (s.Symbol(name, OMEGA) for name in ("omega", "omega_1", "y"))
P, mu, nu, base = (s.Symbol(name, s.Measure(OMEGA), "probability") for name in ("P", "mu", "nu", "pi_base"))
q = s.Symbol("q", s.Measure(OMEGA))
phi, t = (s.Symbol(name, s.Function(OMEGA, R)) for name in ("phi", "t"))
h = s.Symbol("h", s.Function(OMEGA, V))
prompt, D = s.Symbol("x", X), s.Symbol("D", s.Measure(X), "probability")
policy = s.Symbol("pi", s.Function(X, s.Measure(OMEGA)), "probability")
reward = s.Symbol("r", s.Function(X, OMEGA, R))
i, j = s.Symbol("i", s.Index(m)), s.Symbol("j", s.Index(m))
family, alpha = s.Symbol("v_star", s.Function(s.Index(m), V)), s.Symbol("alpha", s.Function(s.Index(m), R))
S = s.Symbol("S", s.Function(s.Index(2), OMEGA, R))
f, g = s.Symbol("f", s.Function(V, R)), s.Symbol("g", s.Function(R, R))
tall = a / b


def mean(body: Any, measure: Any = P) -> Any:
    return s.Expectation(omega, measure, body)


EXACT: list[tuple[Any, str]] = [
    (s.Add(a, b, c), "a + b + c"),
    (a + (b + c), "a + (b + c)"),
    (a - (b - c), "a - (b - c)"),
    (s.Add(a, s.Number(-2)), "a + (-2)"),
    (a - 2, "a - 2"),
    (s.Number(-2), "-2"),
    (-s.Number(2), "-(2)"),
    (-(a * b), r"-a\,b"),
    (-a * b, r"(-a)\,b"),
    (a * -b, r"a\,(-b)"),
    (a * b * c, r"a\,b\,c"),
    (a * (b * c), r"a\,(b\,c)"),
    (2 * x, "2 x"),
    (x * 2, r"x \cdot 2"),
    (s.Number(1, 2) * x, r"\tfrac{1}{2} x"),
    (x / 2, r"\frac{x}{2}"),
    (tall**2, r"\left(\frac{a}{b}\right)^{2}"),
    ((-x) ** 2, "(-x)^{2}"),
    (-(x**2), "-x^{2}"),
    ((x**2) ** 3, "(x^{2})^{3}"),
    (x ** s.Number(1, 2), "x^{1/2}"),
    (s.Sqrt(2 * s.pi), r"\sqrt{2 \pi}"),
    ((1 - rho) * sigma / s.Sqrt(s.pi), r"\frac{(1 - \rho)\,\sigma_S}{\sqrt{\pi}}"),
    (s.Exp(lam * x), r"e^{\lambda\,x}"),
    (s.Exp(tall), r"\exp\!\left(\frac{a}{b}\right)"),
    (s.Exp(s.Add(a, b, c, x)), r"\exp(a + b + c + x)"),
    (s.Log(x) ** 2, r"\log(x)^{2}"),
    (s.Log(x**2), r"\log(x^{2})"),
    (s.Factorial(n + 1), "(n + 1)!"),
    (s.NormalCDF(x), r"\Phi(x)"),
    (s.NormalDensity(x), r"\varphi(x)"),
    (s.Max(a, b), r"\max\{a, b\}"),
    (s.Abs(a - b), r"\lvert a - b\rvert"),
    (s.Constant("EulerGamma"), r"\gamma_{E}"),
    (s.Inner(cov @ vc, vs), r"\langle\Sigma_w v_c, v^{*}\rangle"),
    (s.Norm(vs) ** 2, r"\lVert v^{*}\rVert^{2}"),
    (lam * (cov @ vc), r"\lambda\,\Sigma_w v_c"),
    ((lam * cov) @ vc, r"(\lambda\,\Sigma_w) v_c"),
    (A @ (B @ v), "A (B v)"),
    ((A @ B) @ v, "A B v"),
    (A.T @ s.Inverse(A), r"A^{\top} A^{-1}"),
    ((A @ B).T, r"(A B)^{\top}"),
    (s.Outer(u, vs), r"u (v^{*})^{\top}"),
    (s.Identity(d), "I_{d}"),
    (s.Zero(V), "0_{d}"),
    (s.Coordinates(a, -b), "(a, -b)"),
    (c * s.Coordinates(a + b), r"c\,(a + b,)"),
    (s.Zero(s.Operator(d, m)), r"0_{d\times m}"),
    (s.Size(m), "m"),
    (s.Size(3), r"\dim \mathbb{R}^{3}"),
    (family[i], "v_{i}^{*}"),
    (s.FamilySum(i, alpha[i] * family[i]), r"\sum_{i=1}^{m} \alpha_{i}\,v_{i}^{*}"),
    (s.FamilySum(i, alpha[i]) * c, r"\left(\sum_{i=1}^{m} \alpha_{i}\right) c"),
    (s.FamilySum(i, alpha[i] + 1), r"\sum_{i=1}^{m} (\alpha_{i} + 1)"),
    (s.FamilySum(i, s.Kronecker(i, j)), r"\sum_{i=1}^{m} \delta_{i\,j}"),
    (s.Sum(k, 0, s.oo, x**k), r"\sum_{k=0}^{\infty} x^{k}"),
    (s.Integral(z, -s.oo, s.oo, s.NormalDensity(z)), r"\int_{-\infty}^{\infty} \varphi(z)\,dz"),
    (s.Derivative(lam, s.Exp(lam), 0), r"\frac{d}{d\lambda}\,e^{\lambda}\Big|_{\lambda=0}"),
    (s.Derivative(x, x**2), r"\frac{d}{dx}\,x^{2}"),
    (s.Limit(x, 0, s.Sign(x), "+"), r"\lim_{x\to0^{+}} \operatorname{sign}(x)"),
    (s.Gradient(f)(u + v), r"\nabla f(u + v)"),
    (s.BigO(lam, 1), r"O(\lambda)"),
    (mean(phi(omega) * t(omega)), r"\mathbb{E}[\varphi\,t]"),
    (mean(phi(omega), mu), r"\mathbb{E}_{\mu}[\varphi]"),
    (mean(tall), r"\mathbb{E}\!\left[\frac{a}{b}\right]"),
    (mean(phi(omega), s.Tilt(omega, P, lam * t(omega))), r"\mathbb{E}_{P^{\lambda\,t}}[\varphi]"),
    (s.Expectation(y, mu, phi(y)), r"\mathbb{E}_{y\sim\mu}[\varphi(y)]"),
    (s.Expectation(y, P, phi(y)), r"\mathbb{E}_{y\sim P}[\varphi(y)]"),
    (s.Expectation(prompt, D, s.Expectation(y, policy(prompt), reward(prompt, y))),
     r"\mathbb{E}_{x\sim D} \mathbb{E}_{y\sim\pi(\cdot \mid x)}[r(x, y)]"),
    (s.Expectation(hv, s.Gaussian(vs, cov), f(hv)), r"\mathbb{E}_{h\sim\mathcal{N}(v^{*}, \Sigma_w)}[f(h)]"),
    (s.Covariance(omega, base, phi(omega), s.Inner(h(omega), vc)),
     r"\operatorname{Cov}_{\pi_{\mathrm{base}}}(\varphi, \langle h, v_c\rangle)"),
    (s.CovarianceOperator(omega, mu, h(omega)), r"\operatorname{Cov}_{\mu}(h)"),
    (s.Variance(omega, P, t(omega)), r"\operatorname{Var}(t)"),
    (s.Correlation(omega, P, phi(omega), t(omega)), r"\operatorname{Corr}(\varphi, t)"),
    (s.ConditionalExpectation(omega, P, S(1, omega), s.Gt(S(1, omega), S(2, omega))),
     r"\mathbb{E}[S_{1} \mid S_{1} > S_{2}]"),
    (s.Probability(omega, P, s.Gt(t(omega), 0)), r"\mathbb{P}(t > 0)"),
    (s.Indicator(s.Gt(x, 0)), r"\mathbf{1}\{x > 0\}"),
    (s.Tilt(hv, s.Gaussian(v, A), f(hv)), r"\mathcal{N}(v, A)^{h\mapsto f(h)}"),
    (s.MeasureIntegral(omega, q, phi(omega)), r"\int \varphi\,dq"),
    (s.MeasureIntegral(y, q, phi(y)), r"\int \varphi(y)\,q(dy)"),
    (s.Discrete(1, x), r"\delta_{x}"),
    (s.Expectation(z, s.Discrete(s.Number(1, 3), a, s.Number(2, 3), b), z),
     r"\mathbb{E}_{z\sim\tfrac{1}{3} \delta_{a} + \tfrac{2}{3} \delta_{b}}[z]"),
    (s.MeasureIntegral(z, s.Discrete(s.Number(1, 2), a, s.Number(1, 2), b), z),
     r"\int z\,\bigl(\tfrac{1}{2} \delta_{a} + \tfrac{1}{2} \delta_{b}\bigr)(dz)"),
    (s.MeasureIntegral(hv, s.Lebesgue(V), f(hv)), r"\int_{\mathbb{R}^{d}} f(h)\,dh"),
    (s.Integrable(omega, mu, h(omega)), r"\mathbb{E}_{\mu}\lVert h\rVert < \infty"),
    (s.Integrable(omega, q, phi(omega)), r"\int \lvert\varphi\rvert\,dq < \infty"),
    (s.Exists(delta, s.Integrable(omega, P, s.Exp(delta * s.Abs(t(omega))))),
     r"\exists\delta>0:\ \mathbb{E}[e^{\delta\,\lvert t\rvert}] < \infty"),
    (s.DominatedDerivative(lam, 0, omega, mu, s.Exp(lam * t(omega))),
     r"\frac{d}{d\lambda}\text{ may be taken inside }\mathbb{E}_{\mu}[e^{\lambda\,t}]\text{ at }\lambda = 0"),
    (s.And(), r"\top"),
    (s.Or(), r"\bot"),
    (s.And(s.Eq(a, b)), r"\bigwedge(a = b)"),
    (s.And(s.Or(s.Eq(a, b), s.Lt(a, c)), s.Gt(a, 0)), r"(a = b \lor a < c) \land a > 0"),
    (s.Not(s.Eq(a, b)), r"\lnot(a = b)"),
    (s.Not(s.Exists(v, s.Gt(s.Inner(v, u), 0))), r"\nexists v\in\mathbb{R}^{d}:\ \langle v, u\rangle > 0"),
    (s.ForAll(i, s.Gt(alpha[i], 0)), r"\forall i\in\{1,\dots,m\}:\ \alpha_{i} > 0"),
    (s.ForAll(g, s.ContinuouslyDifferentiable(g, 2)), r"\forall g\colon\mathbb{R}\to\mathbb{R}:\ g \in C^{2}"),
    (s.ForAll(policy, s.Gt(a, 0)), r"\forall\pi\colon X\to\mathcal{P}(\Omega):\ a > 0"),
    (s.ForAll(cov, s.PositiveSemidefinite(cov)), r"\forall\Sigma_w\in\mathbb{S}_{+}^{d}:\ \Sigma_w \succeq 0"),
    (s.Implies(s.Gt(a, 0), s.ForAll(n, s.Ge(n, 0))), r"a > 0 \implies \forall n\in\mathbb{Z}_{\ge0}:\ n \ge 0"),
    (s.Iff(s.Eq(a, b), s.Implies(s.Ne(a, c), s.Le(a, c))), r"a = b \iff a \ne c \implies a \le c"),
    (s.HasDerivative(x, x**2, 0, b), r"\frac{d}{dx}\,x^{2}\Big|_{x=0} = b"),
    (s.Eq(s.Derivative(x, x**2, 0), b), r"\left(\frac{d}{dx}\,x^{2}\Big|_{x=0}\right) = b"),
    (s.HasLimit(x, 0, x, a), r"\lim_{x\to0} x = a"),
    (s.Asymptotic(lam, s.Exp(lam), 1 + s.BigO(lam, 1)), r"e^{\lambda} = 1 + O(\lambda) \quad (\lambda\to0)"),
    (s.Member(s.Zero(V), s.ConvexHull(family)), r"0_{d} \in \operatorname{conv}(v^{*})"),
    (s.Not(s.Member(s.Zero(V), s.ConicHull(family))), r"0_{d} \notin \operatorname{cone}(v^{*})"),
    (s.SetBuilder(v, s.Gt(s.Inner(v, u), 0)), r"\{v\in\mathbb{R}^{d}:\ \langle v, u\rangle > 0\}"),
    (s.OpenHalfSpace(v), r"\{\langle\cdot, v\rangle > 0\}"),
    (s.Symmetric(A), r"A\text{ is symmetric}"),
    (s.PositiveDefinite(A + B), r"A + B \succ 0"),
    (s.IsInteger(n / 2), r"\frac{n}{2} \in \mathbb{Z}"),
    (s.Lambda(x, z, x + z), r"(x, z) \mapsto x + z"),
    (s.Eq(phi, t), r"\varphi \equiv t"),
    (s.Eq(phi(omega), t(omega)), r"\varphi = t"),
]
EXACT += [
    (s.Special("erfc", x), r"\operatorname{erfc}(x)"),
    (s.IfThenElse(s.Lt(0, x), a, b), r"(a\text{ if }0 < x\text{, else }b)"),
    (s.Product(k, 1, n, x + k), r"\prod_{k=1}^{n} (x + k)"),
    (s.Conjugate(s.ImaginaryUnit()), r"\operatorname{conj}(i)"),
    (s.RealPart(zeta) + s.ImaginaryPart(zeta), r"\operatorname{Re}(\zeta) + \operatorname{Im}(\zeta)"),
    (s.Argument(zeta), r"\operatorname{arg}(\zeta)"),
]
TREES = [term for term, _ in EXACT]

NAMES = [
    ("lam", r"\lambda"), ("eps", r"\epsilon"), ("phi", r"\varphi"), ("v_c", "v_c"), ("Sigma_w", r"\Sigma_w"),
    ("pi_base", r"\pi_{\mathrm{base}}"), ("v_star", "v^{*}"), ("v_c_star", "v_c^{*}"),
    ("sigma_hat_S", r"\hat{\sigma}_S"),
    ("Align_bar", r"\overline{\mathrm{Align}}"), ("S1", "S_1"), ("v_c_adv", r"v_{c_{\mathrm{adv}}}"), ("x'", "x'"),
    ("x%2", "x''"), ("v_star%1", r"v^{*\prime}"), ("_", r"\mathrm{\_}"), ("%3", r"\bullet_3"), ("λ", r"\lambda"),
]


def test_every_class_is_known() -> None:
    assert Latex.missing() == []


@pytest.mark.parametrize(("term", "expected"), EXACT, ids=[expected for _, expected in EXACT])
def test_exact(term: Any, expected: str) -> None:
    assert latex(term) == expected


def test_the_table_shows_every_class() -> None:
    shown = {type(part).__name__ for tree in TREES for part in s.subterms(tree)}
    alike = {"Sin", "Cos", "Tan", "Arcsin", "Arccos", "Arctan", "Tanh", "Erf", "Min", "Normal"}
    assert set(s.concrete_classes()) - shown <= alike


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_names(name: str, expected: str) -> None:
    assert latex(s.Symbol(name)) == expected


def test_the_authors_own_latex_wins() -> None:
    own = s.Symbol("w", s.Function(s.Index(m), R), "", r"\mathbf{w}_0")
    assert latex(own) == r"\mathbf{w}_0"
    assert latex(own[i]) == r"{\mathbf{w}_0}_{i}"
    assert latex(s.Symbol("r%1", R, "", "r^{+}")) == "{r^{+}}'"
    assert latex(s.Symbol("r", R, "", "r^{+}") ** 2) == "(r^{+})^{2}"


def test_the_arrow_can_be_left_out() -> None:
    term = s.Asymptotic(lam, lam, s.BigO(lam, 1))
    assert latex(term, arrow=False) == r"\lambda = O(\lambda)"


OUTCOMES = [
    ("the innermost outcome only", mean(phi(omega) * s.Expectation(omega1, nu, t(omega1))),
     r"\mathbb{E}[\varphi\,\mathbb{E}_{\nu}[t]]"),
    ("an outer one is written", mean(s.Expectation(omega1, nu, phi(omega) * t(omega1)), mu),
     r"\mathbb{E}_{\omega\sim\mu} \mathbb{E}_{\nu}[\varphi(\omega)\,t]"),
    ("a free one is not", phi(omega) - mean(phi(omega)), r"\varphi - \mathbb{E}[\varphi]"),
    ("two free ones are", phi(omega) - phi(omega1), r"\varphi(\omega) - \varphi(\omega_1)"),
    ("a quantified one is", s.ForAll(omega, s.Gt(phi(omega), 0)), r"\forall\omega\in\Omega:\ \varphi(\omega) > 0"),
    ("beside a prompt it is", s.Expectation(omega, policy(prompt), reward(prompt, omega)),
     r"\mathbb{E}_{\omega\sim\pi(\cdot \mid x)}[r(x, \omega)]"),
]


@pytest.mark.parametrize(("term", "expected"), [case[1:] for case in OUTCOMES], ids=[case[0] for case in OUTCOMES])
def test_outcomes_left_out(term: Any, expected: str) -> None:
    assert latex(term) == expected


def test_numbers_of_any_size() -> None:
    huge = 7 * 10**9000 + 3
    assert decimal(huge) == "7" + "0" * 8999 + "3"
    assert latex(s.Number(-huge)) == "-" + decimal(huge)


def grown(leaves: Iterable[Any], unary: Iterable[Callable[..., Any]], binary: Iterable[Callable[..., Any]]) -> set[Any]:
    """All well-typed terms of depth at most two over the leaves."""
    def step(known: set[Any]) -> set[Any]:
        found = set(known)
        for build, arguments in itertools.chain(
            itertools.product(unary, ((part,) for part in known)),
            itertools.product(binary, itertools.product(known, repeat=2)),
        ):
            try:
                found.add(build(*arguments))
            except s.TermError:
                continue
        return found

    unary, binary = list(unary), list(binary)
    return step(step(set(leaves)))


UNIVERSES: dict[str, tuple[list[Any], list[Callable[..., Any]], list[Callable[..., Any]]]] = {
    "scalars": ([a, s.Number(2), s.Number(-1, 2)],
                [s.Neg, s.Exp, s.Factorial, lambda e: s.FamilySum(i, e), lambda e: s.Integral(a, 0, 1, e),
                 lambda e: s.Derivative(a, e, 0), lambda e: s.Derivative(a, e)], [s.Add, s.Mul, s.Div, s.Pow]),
    "operators": ([a, A, B, vs, s.Number(2)], [s.Neg, s.Transpose, s.Norm, lambda e: s.FamilySum(i, e)],
                  [s.Add, s.Scale, s.Apply, s.Compose, s.Outer, s.Inner]),
    "statements": ([s.Eq(a, b), s.Lt(a, b)], [s.Not, s.And, lambda e: s.ForAll(a, e), lambda e: s.Exists(a, e)],
                   [s.And, s.Or, s.Implies, s.Iff]),
    "expectations": ([phi(omega), phi(omega1), s.Mul(t(omega), t(omega1)), a],
                     [lambda e: s.Expectation(omega, P, e), lambda e: s.Expectation(omega1, P, e),
                      lambda e: s.Integrable(omega, mu, e), lambda e: mean(t(omega), s.Tilt(omega1, P, e))],
                     [s.Mul, s.Add]),
}


def closed(term: Any) -> list[Any]:
    """The term averaged over its free outcomes, in either order."""
    free = [outcome for outcome in (omega, omega1) if outcome in s.free_symbols(term)]
    closures = []
    for order in itertools.permutations(free):
        average = s.Indicator(term) if free and term.sort == s.TRUTH else term
        for outcome in order:
            average = s.Expectation(outcome, nu, average)
        closures.append(average)
    return closures


def universe(name: str) -> list[Any]:
    """Terms that say different things: they differ by more than the names of bound symbols."""
    different = {s.canonical(term): term for part in grown(*UNIVERSES[name]) for term in closed(part)}
    return list(different.values())


@pytest.mark.parametrize("name", UNIVERSES)
def test_different_terms_look_different(name: str) -> None:
    terms = universe(name)
    assert len(terms) > 300
    assert len({latex(term) for term in terms}) == len(terms)


def test_the_table_is_unambiguous() -> None:
    assert len(set(TREES)) == len({latex(term) for term in TREES}) > 60


@pytest.mark.parametrize("term", TREES, ids=latex)
def test_braces_and_delimiters_are_balanced(term: Any) -> None:
    printed = re.sub(r"\\[{}]", "", latex(term))
    depth = list(itertools.accumulate({"{": 1, "}": -1}.get(char, 0) for char in printed))
    assert min(depth) >= 0 and depth[-1] == 0
    assert len(re.findall(r"\\left(?![a-z])", printed)) == len(re.findall(r"\\right(?![a-z])", printed))
