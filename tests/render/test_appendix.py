"""The appendix: what is printed of a claim, that nothing reaches TeX or HTML unescaped, and that LaTeX sets it well."""

from __future__ import annotations

import html.parser
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import symproof.terms as s
from symproof.document import Checked, Erratum, Failure, Line, Link, Place, Table
from symproof.render import prose, texmath
from symproof.render.appendix_html import render_html
from symproof.render.appendix_tex import Meta, Section, render_tex
from symproof.render.breaking import breakable, cut, math_elements, visible
from symproof.render.latex import latex
from symproof.render.sentences import clause, premise
from symproof.vocabulary import E, RandomScalar, VectorIn, equals, inner, mgf_finite_near_zero, square_integrable, tilted

a, b, lam = (s.Symbol(name) for name in ("a", "b", "lam"))
phi, t = RandomScalar("phi"), RandomScalar("t")
v, w, z = (VectorIn("d")(name) for name in "vwz")
SECOND = E(phi) + lam * (E(phi * t) - E(phi) * E(t)) + lam**2 / 2 * (
    E(phi * t**2) - 2 * E(t) * E(phi * t) - E(phi) * E(t**2) + 2 * E(phi) * E(t) ** 2) + s.BigO(lam, 3)
WIDE = (SECOND + SECOND) / (1 + lam * E(t))
TRUST = (("cited", "exponential moments near zero [Lehmann and Romano, Theorem 2.7.1]"),
         ("law", "constants are integrable [elementary]"))
LEMMA = Checked(
    "Lemma 12", "lemma", "Exponential tilt", "Tilting moves E[φ] by λ Cov(φ, t) in R^d, at 100% & more.", Place("d.py", 1),
    "proved", ("(38)",), (mgf_finite_near_zero(t), square_integrable(phi)), (), equals(E(phi, under=tilted(t, lam)), SECOND),
    (Line("chain", E(phi, under=tilted(t, lam)), links=(
        Link("Eq", WIDE, "Taylor expansion in $\\lambda$", ("(39)–(40)",)),
        Link("Le", s.Exp(WIDE) * WIDE, "a reason so long that it has no room beside a formula and stands below", ("(41)",)),
        Link("Eq", SECOND, "see Theorem 14"))),
     Line("fact", s.Le(a, b), "positivity", printed=("(16)",)),
     Line("suppose", s.Lt(0, inner(v, w))),
     Line("fact", s.ForAll(z, s.Implies(s.Lt(0, inner(z, w)), s.Ne(z, w))), "by Lemma 12", depth=1),
     Line("suppose", s.Lt(a, b), depth=1), Line("chain", WIDE, links=(Link("Lt", WIDE, ""),), depth=2),
     Line("conclude", s.Lt(a, b), "by contradiction"), Line("note", None, "A note of 50% & $a_{1}$.")),
    TRUST, {"ring": 9, "taylor": 2, "chain": 4}, ("Theorem 14",), 5, 5, 15, 50, 0.1,
    tables=(Table("Values of $e_n$", ("$n$", "$e_n$"), (("2", "0." + "5641895835" * 9),)),))
THEOREM = replace(LEMMA, name="Theorem 14", kind="theorem", title="", printed=("(46)",), hypotheses=(), uses=(), tables=(),
                  statement=s.ForAll(v, s.And(s.Iff(s.Lt(a, b), s.Lt(b, a)), s.Implies(s.Lt(a, b), s.Lt(0, b)),
                                              equals(WIDE, WIDE))), lines=(Line("fact", s.Lt(a, b)),), trust=())
REFUTATION = replace(THEOREM, name="Lemma 12, as printed", kind="counterexample", verdict="refuted", printed=(),
                     erratum=Erratum("Lemma 12", r"\mathbb{E}\phi^2 < \infty", None, "two moments & more", "Because $a<b$.",
                                     ("Lemma 12", "Lemma 99")))
FAILED = Checked("Theorem 6", "theorem", "Regret", "The regret is <b>σ_S/√π</b>.", Place("d.py", 9), "failed",
                 failure=Failure("“=” does not hold <script>", Place("d.py", 41), "step 3", (("witness", "\\input{x} & <i>"),)))
SECTIONS = (Section("Tilts, to order $\\lambda^2$", "One_file & its claims.", (LEMMA, THEOREM)),
            Section("Errata", "", (REFUTATION, FAILED)))
META = Meta("Proof appendix", "Printed from checked derivations", "A paper & its <title>", "A. Author")


class Closing(html.parser.HTMLParser):
    """Checks that elements close in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attributes: Any) -> None:
        self.tags.add(tag)
        self.ids += [value for name, value in attributes if name == "id"]
        self.targets += [value[1:] for name, value in attributes if name == "href"]
        if tag not in ("meta", "wbr", "br"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def test_html_is_one_page_that_needs_nothing() -> None:
    page = render_html(SECTIONS, META)
    reader = Closing()
    reader.feed(page)
    assert not reader.open
    assert not {"script", "link", "img", "iframe", "b", "i"} & reader.tags
    assert len(reader.ids) == len(set(reader.ids)) and set(reader.targets) <= set(reader.ids)
    assert "url(" not in page and "http" not in page.replace("http://www.w3.org/1998/Math/MathML", "")
    assert "prefers-color-scheme: dark" in page and "@media print" in page


def test_formulas_in_html_are_well_formed() -> None:
    elements = re.findall(r"<math.*?</math>", render_html(SECTIONS, META), re.S)
    assert elements
    for element in elements:
        ElementTree.fromstring(element)


def test_output_is_deterministic_and_says_no_place() -> None:
    for render in (render_tex, render_html):
        once = render(SECTIONS, META)
        assert once == render(SECTIONS, META)
        assert "/work" not in once and str(Path.cwd()) not in once


def test_every_reference_in_latex_has_its_label() -> None:
    source = render_tex(SECTIONS, META)
    labels = re.findall(r"\\label\{([^}]*)\}", source)
    used = re.findall(r"\\(?:hyperref\[|pageref\{|ref\{)([^]}#]*)", source)
    assert len(labels) == len(set(labels)) and set(used) <= set(labels)


@pytest.mark.parametrize("render", [render_tex, render_html])
def test_what_failed_is_not_printed_as_proved(render: Any) -> None:
    whole = replace(LEMMA, verdict="failed", failure=FAILED.failure, erratum=None)
    page = render((Section("One", "", (whole,)),), META)
    assert "Stated, not proved" in page
    body = re.split(r"\\begin\{document\}|<main>", page)[-1]
    assert "Taylor expansion" not in body and "Checked:" not in body
    assert "Proof." not in body and "\\spproof" not in body


def test_an_open_claim_keeps_its_gap_in_the_list() -> None:
    gap = replace(LEMMA, verdict="open", trust=(("gap", "left for later by the author"),))
    page = render_tex((Section("One", "", (gap,)),), META)
    assert "left for later by the author" in page and "(admitted)" in page and "\\spproof\n" not in page


def test_no_kind_of_trust_is_dropped() -> None:
    strange = replace(LEMMA, trust=(("oracle", "asked [somewhere]"), ("ball arithmetic", "python-flint")))
    page = render_tex((Section("One", "", (strange,)),), META)
    assert r"oracle \hyperref[source:1]{[1]}; ball arithmetic \hyperref[source:2]{[2]}" in page
    assert "1 oracle, 1 enclosure" in page


def test_a_repeated_fact_is_said_once() -> None:
    fact = Line("fact", s.Lt(a, b))
    page = render_tex((Section("One", "", (replace(THEOREM, lines=(fact, fact)),)),), META)
    assert page.split(r"\begin{document}")[1].count(r"\spfact{") == 1


def test_a_measure_of_many_points_gets_a_name() -> None:
    x = s.Symbol("x", s.SCALAR)
    third = s.Number(1, 3)
    law = s.Discrete(third, s.Number(0), third, s.Number(1), third, s.Number(5))
    mean = s.Expectation(x, law, x)
    page = render_tex((Section("One", "", (replace(THEOREM, statement=s.Le(0, mean), lines=(Line("fact", s.Le(0, mean)),)),)),),
                      META)
    assert page.count(r"\delta_{5}") == 1 and r"Write $Q$ for the measure" in page and r"\mathbb{E}_{x\sim Q}[x]" in page


def test_erratum_names_its_proved_repair_and_its_missing_one() -> None:
    page = render_tex(SECTIONS, META)
    assert r"\spfield{Repaired in}{\hyperref[claim:lemma-12]{Lemma 12}, proved}" in page
    assert r"\spfield{Repair}{Lemma 99, not proved here}" in page
    assert r"\spfield{As printed}{$\mathbb{E}\phi^2 < \infty$}" in page


def test_statement_in_words() -> None:
    page = render_html(SECTIONS, META)
    body = re.sub(r"<math.*?</math>", "M", page, flags=re.S)
    assert "Let M be random variables. Suppose that there is M such that M and that M. Then" in body
    assert "Let M be random variables and M. Then for all M:" in body
    assert "If M, then M." in body


@pytest.mark.parametrize(("term", "words"), [
    (s.And(s.Lt(a, b), s.Lt(b, a)), ["", " and ", ""]),
    (s.ForAll(v, s.Lt(a, b)), ["for all ", "", ", ", ""]),
    (s.Exists(v, s.Exists(w, s.Lt(a, b))), ["there are ", "", " such that ", ""]),
    (s.Implies(s.Lt(a, b), s.Lt(b, a)), ["if ", "", ", then ", ""]),
    (s.Implies(s.ForAll(v, s.Lt(a, b)), s.Lt(b, a)), ["if ", "", " for all ", "", ", then ", ""]),
    (s.Implies(s.ForAll(v, s.Exists(w, s.Lt(a, b))), s.Lt(b, a)), [""]),
    (s.Iff(s.Lt(a, b), s.Lt(b, a)), [""]),
    (s.And(s.ForAll(v, s.Lt(a, b)), s.Exists(w, s.Lt(b, a))), ["", " for all ", "", ", and ", "", " for some ", ""]),
    (s.And(s.ForAll(v, s.Exists(w, s.Lt(a, b))), s.Lt(b, a)), ["", ", and ", ""]),
    (s.Or(s.Exists(v, s.Lt(a, b)), s.Lt(b, a)), ["either ", "there is ", "", " such that ", "", ", or ", ""]),
    (s.Not(s.Exists(v, s.Lt(a, b))), ["there is no ", "", " such that ", ""]),
])
def test_clause(term: Any, words: list[str]) -> None:
    assert [part if isinstance(part, str) else "" for part in clause(term)] == words


def test_a_premise_is_never_ambiguous() -> None:
    assert premise(s.Implies(s.Lt(a, b), s.Lt(b, a))) is None
    joined = premise(s.And(s.ForAll(v, s.Lt(a, b)), s.Lt(b, a)))
    assert joined is not None and ", and " in joined


@pytest.mark.parametrize("source", [
    r"\mathbb{E}[\max(S_1,S_2)] = \sigma_S/\sqrt{2\pi}", r"\left(\frac{a}{b}\right)^{2}", r"\sum_{i=1}^{n} x_i'",
    r"x'^2", r"\not\equiv", r"\hat{v}_c^\top", r"\lim_{n\to\infty} a_n", r"\big( a \big)", r"\mathcal N(0,1)", "a^12"])
def test_harmless_formulas(source: str) -> None:
    ElementTree.fromstring(texmath.formula(source))
    assert prose.latex_words(f"${source}$") == f"${source}$"


@pytest.mark.parametrize("source", [
    r"\write18{ls}", r"\input{x}", r"\immediate\write", r"\def\a{b}", r"\csname x\endcsname", "a}b", "{a", r"\left( a", "a^^5c",
    r"\text{$\input x$}", r"\mathrm{\input x}", "a % b", "a # b", r"x^2'", "x_1_2", r"\begin{x}", r"\catcode`\%=1", r"\big x",
    r"\limits", "~", r"\unknown", r"\href{a}{b}", r"x^\left(a\right)"])
def test_refused_formulas_are_shown_as_code(source: str) -> None:
    assert not texmath.is_harmless(source)
    made = prose.latex_formula(source)
    assert made.startswith(r"\texttt{") and not re.search(r"(?<!\\)[$%#&]", made)
    assert texmath.formula(source).startswith("<code>")


def test_printed_terms_are_read_back_as_formulas() -> None:
    for term in (SECOND, WIDE, s.Exp(WIDE), LEMMA.hypotheses[0], THEOREM.statement):
        assert texmath.is_harmless(latex(term)), latex(term)


@pytest.mark.parametrize(("text", "expected"), [
    ("50% & _x_ #1", r"50\% \& \_x\_ \#1"), ("\\input{a}", r"\textbackslash{}input\{a\}"), ("λ", r"\ensuremath{\lambda}"),
    ("é", "é"), ("漢", r"\texttt{[U+6F22]}"), ("a $ b", r"a \$ b"), ("σ_S in R^d", r"$\sigma_{S}$ in $\mathbb{R}^{d}$"),
    ("snake_case x_", r"snake\_case x\_")])
def test_latex_words(text: str, expected: str) -> None:
    assert prose.latex_words(text) == expected


def test_names_of_claims_become_links_the_longest_first() -> None:
    names = {"Lemma 1": "one", "Lemma 12": "two", "Lemma 12 (second order)": "three"}
    assert prose.html_words("by Lemma 12 (second order), Lemma 12, Lemma 1 & Lemma 123", names) == (
        'by <a href="#three">Lemma 12 (second order)</a>, <a href="#two">Lemma 12</a>, <a href="#one">Lemma 1</a> &amp; '
        "Lemma 123")


def test_breakable_latex_differs_only_in_its_breaks() -> None:
    for term in (SECOND, s.Eq(a, b), LEMMA.hypotheses[0]):
        plain = re.sub(r"\\spbreak\{\d+\}", "", breakable(term)).replace(r"\spproduct", r"\,")
        assert re.sub(r"\s+", "", plain) == re.sub(r"\s+", "", latex(term))


def test_visible_counts_signs() -> None:
    assert visible(r"\mathbb{E}[\varphi\,t] + \operatorname{Cov}(x)") == 12


def test_long_mathml_is_cut_outside_elements() -> None:
    assert cut("<mi>a</mi><!--cut--><mo>+</mo><mrow><!--cut--><mi>b</mi></mrow>") == [
        "<mi>a</mi>", "<mo>+</mo><mrow><mi>b</mi></mrow>"]
    pieces = math_elements(SECOND, display=True).split("<wbr>")
    assert len(pieces) > 3
    for piece in pieces:
        ElementTree.fromstring(piece)
    assert "<wbr>" not in math_elements(a + b, display=True)


def test_a_project_may_replace_a_template(tmp_path: Path) -> None:
    (tmp_path / "preamble.tex.j2").write_text("\\documentclass{amsart}\n")
    (tmp_path / "style.css").write_text("body { color: teal }")
    assert render_tex(SECTIONS, META, templates=tmp_path).startswith("\\documentclass{amsart}")
    assert "teal" in render_html(SECTIONS, META, templates=tmp_path)
    assert "table of claims" in render_html(SECTIONS, META, templates=tmp_path).lower()


def test_a_preamble_may_be_given() -> None:
    page = render_tex(SECTIONS, META, preamble="\\documentclass[twocolumn]{article}\n\\begin{document}\nlost")
    assert page.startswith("\\documentclass[twocolumn]{article}\n") and "lost" not in page and "geometry" not in page


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="needs pdflatex")
@pytest.mark.parametrize("preamble", [None, "\\documentclass[10pt]{article}\\usepackage[margin=1.9in]{geometry}",
                                      "\\documentclass[twocolumn]{article}\\usepackage{lmodern}"])
def test_latex_sets_it_without_errors_or_overfull_boxes(tmp_path: Path, preamble: str | None) -> None:
    (tmp_path / "a.tex").write_text(render_tex(SECTIONS, META, preamble=preamble))
    for _ in range(3):
        run = subprocess.run(["pdflatex", "-interaction=nonstopmode", "-no-shell-escape", "a.tex"], cwd=tmp_path,
                             capture_output=True, check=False)
    log = (tmp_path / "a.log").read_text(errors="replace")
    assert run.returncode == 0, re.findall(r"^!.*\n.*\n.*", log, re.M)
    assert "undefined" not in log
    assert [float(x) for x in re.findall(r"Overfull \\hbox \((\d+\.\d+)pt", log) if float(x) > 5] == []
