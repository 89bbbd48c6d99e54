"""Terms on one line: what a terminal shows."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

import symproof.terms as s
from symproof.render.latex import latex
from symproof.render.text import Text, install_printers, text
from symproof.terms import core

TABLE = runpy.run_path(str(Path(__file__).with_name("test_latex.py")))
TREES, UNIVERSES, universe = TABLE["TREES"], TABLE["UNIVERSES"], TABLE["universe"]
OMEGA = s.Point("Omega")
a, b, c, x, lam, rho = (s.Symbol(name) for name in ("a", "b", "c", "x", "lam", "rho"))
sigma, delta = s.Symbol("sigma_S", s.SCALAR, "positive"), s.Symbol("delta", s.SCALAR, "positive")
omega, P = s.Symbol("omega", OMEGA), s.Symbol("P", s.Measure(OMEGA), "probability")
phi, t = (s.Symbol(name, s.Function(OMEGA, s.SCALAR)) for name in ("phi", "t"))
v, vc, vs = (s.Symbol(name, s.Vector("d")) for name in ("v", "v_c", "v_star"))
cov = s.Symbol("Sigma_w", s.Operator("d", "d"), "symmetric")

EXACT: list[tuple[Any, str]] = [
    (s.Expectation(omega, P, phi(omega) * t(omega)) + lam * s.Covariance(omega, P, phi(omega), t(omega)),
     "E[φ·t] + λ·Cov(φ, t)"),
    (s.Inner(cov @ vc, v), "⟨Σ_w v_c, v⟩"),
    (lam * (cov @ vc), "λ·Σ_w v_c"),
    (s.Norm(vs) ** 2, "‖v*‖²"),
    (cov.T @ s.Inverse(cov), "Σ_wᵀ Σ_w⁻¹"),
    (s.Sqrt(2 * s.pi), "√(2π)"),
    (sigma / s.Sqrt(s.pi), "σ_S/√π"),
    ((1 - rho) * sigma / s.Sqrt(s.pi), "(1 − ρ)·σ_S/√π"),
    (a * (b / c), "a·(b/c)"),
    (a / b * c, "a/b·c"),
    (a / (b * c), "a/(b·c)"),
    (s.Number(1, 2), "1⁄2"),
    (s.Div(1, 2), "1/2"),
    (a ** (b * c), "a^(b·c)"),
    (a**b * c, "a^b·c"),
    (a**-2, "a⁻²"),
    (s.Exp(lam * x), "exp(λ·x)"),
    (s.Integral(x, 0, 1, x**2), "∫_0^1 x² dx"),
    (s.ForAll(delta, s.Gt(delta, 0)), "∀δ>0: δ > 0"),
    (s.Not(s.Exists(v, s.Gt(s.Inner(v, vc), 0))), "∄v∈ℝ^d: ⟨v, v_c⟩ > 0"),
    (s.Derivative(lam, lam**2, 0), "d/dλ λ² |_{λ=0}"),
    (s.Asymptotic(lam, lam, s.BigO(lam, 1)), "λ = O(λ)  (λ→0)"),
    (s.Symbol("sigma_hat"), "σ\N{COMBINING CIRCUMFLEX ACCENT}"),
]


def test_every_class_is_known() -> None:
    assert Text.missing() == []


@pytest.mark.parametrize(("term", "expected"), EXACT, ids=[expected for _, expected in EXACT])
def test_exact(term: Any, expected: str) -> None:
    assert text(term) == expected


@pytest.mark.parametrize("term", TREES, ids=latex)
def test_one_line(term: Any) -> None:
    assert text(term).isprintable() and text(term).strip() == text(term) != ""


@pytest.mark.parametrize("name", UNIVERSES)
def test_different_terms_look_different(name: str) -> None:
    terms = universe(name)
    assert len({text(term) for term in terms}) == len(terms)


def test_terms_show_themselves(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(core, "_PRINTERS", {})
    assert repr(a + b) == "a + b", "the printers are found when something is first shown"
    monkeypatch.setattr(core, "_PRINTERS", {"text": lambda term: type(term).__name__})
    assert repr(a + b) == "Add"
    install_printers()
    assert repr(a + b) == "a + b"
    assert (lam * x)._repr_latex_() == r"$\lambda\,x$"
