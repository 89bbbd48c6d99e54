"""MathML of terms: well-formed, in the Core vocabulary, escaped, and as unambiguous as the rest."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

import symproof.terms as s
from symproof.render.latex import latex
from symproof.render.mathml import NAMESPACE, MathML, mathml
from symproof.render.text import text

TABLE = runpy.run_path(str(Path(__file__).with_name("test_latex.py")))
TREES, UNIVERSES, universe = TABLE["TREES"], TABLE["UNIVERSES"], TABLE["universe"]
CORE = {"math", "mrow", "mi", "mo", "mn", "mtext", "mspace", "mstyle", "mfrac", "msqrt", "msub", "msup", "msubsup",
        "munder", "munderover", "mover"}
CHILDREN = {"mfrac": 2, "msub": 2, "msup": 2, "msubsup": 3, "munder": 2, "munderover": 3, "mover": 2}
a, b = s.Symbol("a"), s.Symbol("b")


def parsed(term: Any, **options: bool) -> ElementTree.Element:
    return ElementTree.fromstring(mathml(term, **options))


def fences(term: Any) -> list[str | None]:
    return [mo.get("stretchy") for mo in parsed(term).iter(f"{{{NAMESPACE}}}mo") if mo.get("fence")]


def test_every_class_is_known() -> None:
    assert MathML.missing() == []


@pytest.mark.parametrize("term", TREES, ids=latex)
def test_well_formed(term: Any) -> None:
    root = parsed(term)
    assert root.tag == f"{{{NAMESPACE}}}math"
    assert root.get("alttext") == text(term)
    for element in root.iter():
        tag = element.tag.removeprefix(f"{{{NAMESPACE}}}")
        assert tag in CORE
        assert len(element) == CHILDREN.get(tag, len(element))


@pytest.mark.parametrize("name", UNIVERSES)
def test_different_terms_look_different(name: str) -> None:
    terms = universe(name)
    shown = {mathml(term).replace(f'alttext="{text(term)}"', "") for term in terms}
    assert len(shown) == len(terms)


def test_display_is_a_block() -> None:
    assert parsed(a, display=True).get("display") == "block"
    assert parsed(a).get("display") is None


def test_what_could_be_markup_is_escaped() -> None:
    assert "<mo" in mathml(s.Lt(a, b)) and "&lt;" in mathml(s.Lt(a, b))
    assert "&#x27;" in mathml(s.Symbol("x'")).split(">")[0]
    own = s.Symbol("q", s.SCALAR, "", "</math><script>")
    assert "script" not in mathml(own)


def test_fences_stretch_only_around_what_is_tall() -> None:
    assert fences((a + b) ** 2) == ["false", "false"]
    assert fences((a / b) ** 2) == ["true", "true"]
    assert fences(s.Expectation(s.Symbol("z"), s.Normal(0, 1), a / b))[-2:] == ["true", "true"]


def test_the_small_and_the_full_fraction_differ() -> None:
    assert "<mstyle" in mathml(s.Number(1, 2)) and "<mstyle" not in mathml(s.Div(1, 2))
