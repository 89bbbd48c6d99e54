"""Figures: one geometry for SVG and TikZ, values that are drawn only if they are known, words that reach neither unescaped."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import pytest

from symproof import claims
from symproof.claims import have, lemma, show
from symproof.document import Axis, Checked, Curve, Figure, Place
from symproof.render.appendix_html import render_html
from symproof.render.appendix_tex import render_tex
from symproof.render.figure import (COLOURS, EXACT, HEIGHT, MAX_CURVES, WIDTH, FigureError, decimal, drawing, pen_of, svg,
                                    ticks, tikz)
from symproof.render.outline import Meta, Section
from symproof.terms import Eq
from symproof.vocabulary import Real

F = Fraction


def exact(*points: tuple[object, object]) -> tuple[tuple[Fraction, Fraction, Fraction], ...]:
    return tuple((F(x), F(y), F(y)) for x, y in points)  # type: ignore[arg-type]


FALLING = Figure("falling", "Two lines & a $\\rho$, 100% <b>known</b>.", Axis("quality $\\rho$"),
                 Axis("regret in units of σ_S"),
                 (Curve("$n = 10$", exact((0, 3), (1, 0))), Curve("$e_{n} < 2$ & more", exact((0, 1), (1, 0)))))


MANY = replace(FALLING, curves=tuple(Curve(f"$n = {k}$", exact(*((F(j, 40), (j + k) % 2) for j in range(41))))
                                     for k in range(9)))


def texts(source: str) -> list[str]:
    root = ElementTree.fromstring(source)
    return ["".join(e.itertext()).replace("\N{ZERO WIDTH SPACE}", "") for e in root.iter("{http://www.w3.org/2000/svg}text")]


@pytest.mark.parametrize(("low", "high", "first", "last"), [
    ("0", "1", "0", "1"), ("0", "3.24", "0", "4"), ("-2.7", "5", "-4", "6"), ("0.001", "0.0034", "0.001", "0.0035"),
    ("1000", "98000", "0", "100000"), ("-1/3", "1/3", "-0.4", "0.4")])
def test_ticks_are_round_and_hold_the_values(low, high, first, last):
    found = ticks(F(low), F(high))
    assert found[0] <= F(low) and found[-1] >= F(high)
    assert (found[0], found[-1]) == (F(first), F(last))
    assert 3 <= len(found) <= 9
    steps = {b - a for a, b in pairwise(found)}
    assert len(steps) == 1 and re.fullmatch(r"0?\.?0*[125]0*", decimal(steps.pop()))


def test_decimals():
    assert [decimal(F(v)) for v in ("0", "1/4", "-3", "1000", "-0.05", "12.5")] == ["0", "0.25", "−3", "1000", "−0.05", "12.5"]


def test_the_curves_are_where_their_values_are():
    made = drawing(FALLING)
    first, second = [s for s in made.strokes if s.pen is not None][:2]
    assert first.places == ((0, HEIGHT), (WIDTH, 0))
    assert second.places == ((0, F(HEIGHT, 3)), (WIDTH, 0))


def test_both_pens_draw_the_same_strokes():
    made = drawing(FALLING)
    paths = re.findall(r'<path d="M([^"]*)"', svg(FALLING))
    lines = re.findall(r"\\draw\[[^]]*\] (.*);", tikz(FALLING))
    assert len(paths) == len(lines) == len(made.strokes)
    for path, line in zip(paths, lines, strict=True):
        down = [tuple(map(float, place.split())) for place in path.split("L")]
        up = [tuple(map(float, place.strip("()").split(","))) for place in line.split(" -- ")]
        assert [(x, -y) for x, y in down] == up


def test_svg_is_well_formed_and_says_its_words():
    found = texts(svg(FALLING))
    assert "quality ρ" in found and "regret in units of σS" in found
    assert any("&" in words and "<" in words for words in found)
    root = ElementTree.fromstring(svg(FALLING))
    assert root.attrib["role"] == "img" and root.attrib["aria-label"] == "Two lines & a ρ, 100% <b>known</b>."


def test_tikz_escapes_words():
    source = tikz(FALLING)
    assert r"\& more" in source and r"$\sigma_{S}$" in source and r"$n = 10$" in source


def test_every_curve_has_a_pen_of_its_own_that_grey_shows_too():
    pens = [pen_of(k) for k in range(MAX_CURVES)]
    assert len(set(pens)) == MAX_CURVES
    assert len({dashes for _, dashes in pens[:6]}) == 6 and len({colour for colour, _ in pens[:7]}) == len(COLOURS)


def test_the_key_stands_where_no_curve_is():
    """Falling lines leave the upper right corner free, rising ones the upper left, a cross neither: then above."""
    def key_of(*curves: Curve) -> tuple[Fraction, Fraction]:
        made = drawing(replace(FALLING, curves=curves))
        words = next(w for w in made.words if w.text == curves[0].label)
        return words.at

    down, up = Curve("a", exact((0, 1), (1, 0))), Curve("b", exact((0, 0), (1, 1)))
    x, y = key_of(down)
    assert x > WIDTH / 2 and HEIGHT / 2 < y < HEIGHT
    x, y = key_of(up)
    assert x < WIDTH / 2 and HEIGHT / 2 < y < HEIGHT
    zigzag = Curve("c", exact(*((F(k, 40), k % 2) for k in range(41))))
    assert key_of(zigzag)[1] > HEIGHT


def test_everything_is_inside_the_box():
    for figure in (FALLING, MANY):
        made = drawing(figure)
        left, bottom, right, top = made.box
        places = [place for stroke in made.strokes for place in stroke.places] + [words.at for words in made.words]
        assert all(left <= x <= right and bottom <= y <= top for x, y in places)


def test_a_value_that_is_not_known_well_enough_is_not_drawn():
    blurred = Curve("blurred", ((F(0), F(0), F(1)), (F(1), F(0), F(0))))
    with pytest.raises(FigureError, match="'blurred' cannot be drawn: at 0 its value is known to within 1"):
        drawing(replace(FALLING, curves=(*FALLING.curves, blurred)))
    fine = EXACT * 3 / HEIGHT / 2
    drawing(replace(FALLING, curves=(*FALLING.curves, Curve("fine", ((F(0), F(1), 1 + fine), (F(1), F(0), F(0)))))))


@pytest.mark.parametrize(("figure", "message"), [
    (replace(FALLING, curves=()), "1 to 42 curves"),
    (replace(FALLING, curves=(Curve("dot", exact((0, 1))),)), "at least 2 points"),
    (replace(FALLING, curves=(Curve("wall", exact((1, 1), (1, 2))),)), "no extent"),
])
def test_figures_without_extent_are_refused(figure, message):
    with pytest.raises(FigureError, match=message):
        drawing(figure)


def test_a_formula_that_svg_cannot_write_is_refused():
    with pytest.raises(FigureError, match=r"\\frac in"):
        svg(replace(FALLING, x=Axis("$\\frac12$")))


def test_a_level_line_is_drawn():
    level = replace(FALLING, curves=(Curve("", exact((0, 2), (1, 2))),))
    assert [w.text for w in drawing(level).words if w.anchor == "start"] == []


CHECKED = Checked("Lemma 1", "lemma", "", "A lemma.", Place("d.py", 1), "proved", figures=(FALLING,))


def test_the_appendix_shows_the_figure_of_what_holds():
    sections = (Section("One", "", (CHECKED,)),)
    page, source = render_html(sections, Meta()), render_tex(sections, Meta())
    assert page.count("<svg") == 1 and "<figcaption>" in page
    assert source.count(r"\begin{tikzpicture}") == 1 and source.index(r"\usepackage{tikz}") < source.index(r"\begin{document}")
    failed = (Section("One", "", (replace(CHECKED, verdict="failed"),)),)
    assert "<svg" not in render_html(failed, Meta()) and "tikz" not in render_tex(failed, Meta())


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="LaTeX is not installed")
def test_latex_sets_it_without_overfull_boxes(tmp_path: Path):
    source = render_tex((Section("One", "", (replace(CHECKED, figures=(FALLING, MANY)),)),), Meta())
    (tmp_path / "a.tex").write_text(source, encoding="utf-8")
    done = subprocess.run(["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "a.tex"], cwd=tmp_path,
                          capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stdout[-2000:]
    assert "Overfull" not in done.stdout


# -- how an author declares one ---------------------------------------------------------------------------------------------

@pytest.fixture
def lemma_of():
    """A small claim whose derivation also draws; the registry is put back afterwards."""
    kept = dict(claims.REGISTRY), dict(claims.PROVED)

    def make(draw):
        @lemma("A figure")
        def with_figure(a: Real):
            show(Eq(a + a, 2 * a))
            draw()
            return have(Eq(a + a, 2 * a))

        return with_figure

    yield make
    for book, entries in zip((claims.REGISTRY, claims.PROVED), kept, strict=True):
        book.clear()
        book.update(entries)


def test_a_figure_is_evaluated_in_a_build_only(lemma_of):
    calls = []

    def value(x):
        calls.append(x)
        return x, x + F(1, 10**9)

    made = lemma_of(lambda: claims.figure("line", claims.curve("$x$", value, 0, 1, samples=3), x="x", y="y", caption="A line."))
    assert claims.check_claim(made).figures == () and calls == []
    checked = claims.check_claim(made, figures=True)
    assert calls == [0, F(1, 2), 1] and checked.verdict == "proved"
    (figure,) = checked.figures
    assert figure.curves[0].points[1] == (F(1, 2), F(1, 2), F(1, 2) + F(1, 10**9))
    assert svg(figure)


def draws(*curves, times=1, **ranges):
    """A derivation's call of figure, once or more, with curves given by the arguments of curve."""
    return lambda: [claims.figure("a", *(claims.curve("c", *given) for given in curves), x="x", y="y", caption="", **ranges)
                    for _ in range(times)]


@pytest.mark.parametrize(("draw", "sentence"), [
    (draws(), "needs one or more curves"),
    (draws((lambda x: 0.5, 0, 1)), "must be an exact rational"),
    (draws((lambda x: (x, float("nan")), 0, 1)), "must be an exact rational"),
    (draws((lambda x: x, 0, 0.5)), "must be an exact rational"),
    (draws((lambda x: x, 1, 0)), "the smaller first"),
    (draws((lambda x: x, 0, 1, 1)), "2 to 2000 samples"),
    (draws((lambda x: x, 0, 1), y_range=(0, 1, 2)), "range of an axis"),
    (draws((lambda x: x, 0, 1), times=2), "two figures"),
])
def test_a_figure_that_cannot_be_drawn_fails_its_claim_with_a_sentence(lemma_of, draw, sentence):
    checked = claims.check_claim(lemma_of(draw), figures=True)
    assert checked.verdict == "failed" and checked.failure is not None
    assert sentence in checked.failure.sentence and checked.failure.place.file.endswith("test_figure.py")


def test_the_runner_evaluates_figures_when_it_is_asked_to(tmp_path: Path):
    from symproof.runner import run

    file = tmp_path / "one.py"
    file.write_text("""from symproof.prelude import *

@lemma("Drawn")
def drawn(a: Real):
    show(Eq(a + a, 2 * a))
    figure("line", curve("$x$", lambda x: x, 0, 1, samples=2), x="x", y="y", caption="A line.")
    return have(Eq(a + a, 2 * a))
""", encoding="utf-8")
    for asked in (False, True):
        (checked,) = run(tmp_path, [file], jobs=1, figures=asked).in_order()
        assert checked.verdict == "proved" and len(checked.figures) == asked
