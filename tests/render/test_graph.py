"""What rests on what: boxes and arrows in their places, and links that lead to the claims."""

from xml.etree import ElementTree

from symproof.document import Added, Checked, Erratum, Place
from symproof.render.graph import LONGEST, label_of, pictures, svg, tikz


def claim(name, uses=(), kind="theorem", verdict="proved", **more):
    return Checked(name, kind, "", "", Place("d.py", 3), verdict, uses=tuple(uses), **more)


FIRST = [claim("Base", kind="lemma"), claim("Step", ["Base"], kind="lemma"), claim("Theorem 1", ["Step"]),
         claim("Corollary 2", ["Theorem 1", "Base"]), claim("Alone", erratum=Erratum("x", "", None, "", ""))]
SECOND = [claim("Theorem 3", ["Base", "Theorem 1"], adds=(Added("x"),)),
          claim("Wrong", ["Theorem 3"], "counterexample", "refuted")]
LABELS = {c.name: f"claim:{k}" for k, c in enumerate([*FIRST, *SECOND])}


def arrows(made):
    return set(made.arrows)


def test_lemmas_of_one_section_are_drawn_through():
    first, second = pictures([FIRST, SECOND])
    assert {n.name for n in first.nodes} == {"Base", "Theorem 1", "Corollary 2", "Alone"}  # Base serves the other section
    assert arrows(first) == {("Base", "Theorem 1"), ("Theorem 1", "Corollary 2")}  # Base → Corollary 2 goes through Theorem 1
    assert arrows(second) == {("Theorem 1", "Theorem 3"), ("Base", "Theorem 3"), ("Theorem 3", "Wrong")}


def test_a_claim_stands_right_of_what_it_uses():
    for made in pictures([FIRST, SECOND]):
        at = {n.name: n for n in made.nodes}
        assert all(at[a].x + at[a].width < at[b].x for a, b in made.arrows)


def test_boxes_do_not_overlap_and_stay_inside():
    many = [claim("Root"), *(claim(f"Claim number {k} of many", ["Root"] if k % 3 else []) for k in range(60))]
    (made,) = pictures([many])
    boxes = [(n.x, n.y, n.x + n.width, n.y + 10) for n in made.nodes]
    assert len(boxes) == 61
    for i, (a, b, c, d) in enumerate(boxes):
        assert 0 <= a and c <= made.width + 0.01 and 0 <= b and d <= made.height + 0.01
        assert all(c <= e or g <= a or d <= f or h <= b for e, f, g, h in boxes[:i])


def test_colours_are_those_of_the_verdicts_and_foreign_claims_are_outlined():
    _, second = pictures([FIRST, SECOND])
    at = {n.name: n for n in second.nodes}
    assert at["Theorem 3"].verdict == "conditional" and at["Wrong"].verdict == "refuted" and at["Theorem 1"].foreign
    assert "fill=spconditional" in tikz(second, LABELS) and "[claim:2]" in tikz(second, LABELS)


def test_svg_is_well_formed_and_links_to_every_box():
    odd = [claim("A < B & \"C\""), claim("Theorem 9", ["A < B & \"C\""])]
    (made,) = pictures([odd])
    root = ElementTree.fromstring(svg(made, {c.name: f"claim:{k}" for k, c in enumerate(odd)}, "rests & <all>"))
    links = [e for e in root.iter() if e.tag == "a"]
    assert [e.get("href") for e in links] == ["#claim:0", "#claim:1"]
    assert [t.text for t in root.iter() if t.tag == "title"] == ["A < B & \"C\"", "Theorem 9"]


def test_a_section_in_which_nothing_uses_anything_has_no_picture():
    (made,) = pictures([[claim("A"), claim("B", ["nowhere"])]])
    assert not made.nodes


def test_long_names_are_cut():
    assert label_of("Proposition 15 (proof, skewed base), as printed") == "Prop 15 (proof, skewed ba…"
    assert len(label_of("x" * 99)) == LONGEST
