"""The errata as a document of their own, and the table of what the paper prints."""

import pytest

from symproof.coverage import Coverage, Covered, cover
from symproof.document import Added, Checked, Erratum, Place
from symproof.printed import Item, Printed
from symproof.render.appendix_html import HtmlOutline, render_html
from symproof.render.appendix_tex import TexOutline, render_tex
from symproof.render.errata import entries, render_errata_html, render_errata_md, render_errata_tex
from symproof.render.outline import Meta, Section

ITEMS = (Item("(1)", "equation", Place("p.toml", 1), formula=r"a \le b", line=10),
         Item("Lemma 2", "lemma", Place("p.toml", 5), says="<b> & more", line=20),
         Item("Remark 3", "remark", Place("p.toml", 9), says="words", line=30, verdict="not formal", because="says nothing"))


def claim(name, verdict="proved", keys=(), kind="theorem", **more):
    return Checked(name, kind, "", f"Shows {name}.", Place("d.py", 3), verdict, tuple(keys), **more)


def erratum(location, *repaired):
    return Erratum(location, r"a \le b", None, r"$a < b$ & not <b>", "why so", repaired)


CLAIMS = (claim("Late", keys=["Lemma 2"], adds=(Added("$x > 0$", "Needed"),)),
          claim("Needed", "refuted", (), "counterexample", erratum=erratum("Lemma 2", "Late")),
          claim("Early", "refuted", ["(1)"], "counterexample", erratum=erratum("Equation (1)", "Late", "Nobody")),
          claim("Broken", "failed", (), "counterexample", erratum=erratum("Elsewhere")))
COVERAGE = cover(Printed(ITEMS, "paper.md"), CLAIMS)
SECTIONS, META = [Section("One", "", CLAIMS)], Meta(paper="A & B")


def test_errata_stand_in_the_order_of_the_paper_with_their_lines():
    assert [(e.claim.name, e.line) for e in entries(CLAIMS, COVERAGE)] == [("Early", 10), ("Needed", 20)]


def test_an_erratum_that_is_not_proved_is_not_sent():
    assert "Elsewhere" not in render_errata_md(CLAIMS, META, COVERAGE)


def test_markdown_says_where_what_why_and_on_what_evidence():
    text = render_errata_md(CLAIMS, META, COVERAGE, "paper.md")
    for said in ("## 1. Equation (1) (paper.md, line 10)", r"**As printed.** $a \le b$", "**Should read.** $a < b$",
                 "**Why.** Why so.", "“Early”: Shows Early.", "**Repaired in** “Late”, proved"):
        assert said in text
    assert "Nobody" not in text


def test_html_escapes_and_leads_to_the_appendix():
    page = render_errata_html(HtmlOutline(SECTIONS, META, COVERAGE, "appendix.html"), COVERAGE, "paper.md")
    assert 'href="appendix.html#claim:late"' in page and 'href="appendix.html#claim:early"' in page
    assert "not &lt;b&gt;" in page and "<b>" not in page and "A &amp; B" in page


def test_latex_escapes_and_leads_nowhere():
    source = render_errata_tex(TexOutline(SECTIONS, META, COVERAGE, "appendix"), COVERAGE, "paper.md")
    assert r"A \& B" in source and r"\hyperref[claim" not in source and "Equation (1)" in source


@pytest.mark.parametrize("render", [render_html, render_tex])
def test_the_table_lists_every_item_with_its_verdict(render):
    page = render(SECTIONS, META, coverage=COVERAGE)
    assert page.count("Decided by") == 1
    for said in ("Remark 3", "says nothing", "proved if", "not formal", "refuted"):
        assert said in page
    assert "Decided by" not in render(SECTIONS, META)


def test_no_coverage_leaves_the_order_of_the_claims():
    assert [e.claim.name for e in entries(CLAIMS, None)] == ["Needed", "Early"]


def test_an_item_without_claims_has_no_page():
    outline = TexOutline(SECTIONS, META, Coverage((Covered(ITEMS[1], "undecided"),), ()))
    view = outline.view()["printed"][0]
    assert view["label"] == "" and view["word"] == "undecided"
