"""Planted errors: one token of a listed formula is changed in a text, and the audit finds it and says what stood there.

The formulas are those of this project's list of what its paper prints, set in a small Markdown text, so no paper is needed.
"""

import random
import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from symproof.audit import audit
from symproof.audit.compare import form
from symproof.coverage import cover
from symproof.paper import read_source
from symproof.paper.tokens import laid_out
from symproof.printed import read_printed

PRINTED = read_printed(Path(__file__).parents[2] / "derivations" / "printed.toml")
FORMULAS = [item for item in PRINTED.items if item.formula]
KINDS = ("sign", "factor", "exponent", "index", "symbol", "relation", "swapped arguments", "missing operator", "accent",
         "bracket", "sum or Sigma", "case", "prime", "number")
RELATIONS = {"=": (r"\neq ", r"\leq "), "<": (">", r"\leq "), ">": ("<", r"\geq "), r"\ge": (r"\leq ", ">"),
             r"\approx": ("=",), r"\propto": ("=",), r"\in": (r"\notin ",), ":=": ("=",)}


def mutants(latex):
    """(kind, the formula after one change) for every change of the kinds above, each once, none of them only layout."""
    rows = [row for row in laid_out(latex)[0] if row[0] not in ("begin", "end", "quad", "amp", "row")]
    letters = sorted({text for kind, text, *_ in rows if kind == "name" and re.fullmatch(r"[a-zA-Z]|\\[a-zA-Z]+", text)})

    def at(start, end, new):
        joint = " " if re.search(r"\\[A-Za-z]+$", new) and re.match(r"[A-Za-z]", latex[end:]) else ""
        return latex[:start] + new + joint + latex[end:]

    for place, (kind, text, start, end, _) in enumerate(rows):
        before = rows[place - 1][0] if place else ""
        follower = rows[place + 1] if place + 1 < len(rows) else ("", "", 0, 0, False)
        if kind == "add":
            yield "sign", at(start, end, {"+": "-", "-": "+"}.get(text, "-"))
        elif kind == "num":
            yield "exponent" if before == "sup" else "number", at(start, end, str(int(text) + 1) if text.isdigit() else "0.7")
        elif kind == "rel":
            for other in RELATIONS.get(text, ()):
                yield "relation", at(start, end, other)
        elif kind in ("open", "close"):
            yield "bracket", at(start, end, "")
        elif kind in ("func", "root") or text in (r"\log", r"\exp", r"\max", r"\min", r"\sup"):
            yield "missing operator", at(start, end, "" if kind != "root" else "{}")
        elif kind == "accent":
            yield "accent", at(start, end, "")
        elif kind == "prime":
            yield "prime", at(start, end, text + "'" if len(text) == 1 else "'")
        elif text == r"\sum":
            yield "sum or Sigma", at(start, end, r"\Sigma")
        elif kind == "name" and re.fullmatch(r"[a-zA-Z]|\\[a-zA-Z]+", text) and latex[start:end].strip() == text:
            script = before in ("sub", "sup") or before == "{" and place > 1 and rows[place - 2][0] in ("sub", "sup")
            if text == r"\Sigma":
                yield "sum or Sigma", at(start, end, r"\sum")
                if follower[0] == "sub":
                    yield "missing operator", at(start, rows[place + 2][3], "")
            if text == r"\sigma":
                yield "case", at(start, end, r"\Sigma")
            if len(text) == 1:
                yield "case", at(start, end, text.swapcase())
            for other in [letter for letter in letters if letter != text][:3]:
                yield "index" if script else "symbol", at(start, end, other)
            if not script and follower[0] not in ("sub", "sup", "prime", "open"):
                yield "exponent", at(start, end, f"{text}^2")
                yield "factor", at(start, end, f"2 {text}")
                yield "prime", at(start, end, f"{text}'")
            if not script and before != "accent" and text != r"\partial":
                yield "accent", at(start, end, rf"\hat{{{text}}}")
    for found in re.finditer(r"\\langle ([^<>]*?), ([^<>,]*?) \\rangle", latex):
        yield "swapped arguments", at(*found.span(), rf"\langle {found[2]}, {found[1]} \rangle")


def planted(count=8, seed=4):
    """(item, kind, changed formula): of each listed formula up to `count` changes, of as many kinds as it has."""
    chooser = random.Random(seed)
    for item in FORMULAS:
        own = form(item.formula)
        by_kind = {}
        for kind, text in mutants(item.formula):
            if form(text) != own and text not in by_kind.get(kind, ()):
                by_kind.setdefault(kind, []).append(text)
        chosen = []
        kinds = sorted(by_kind, key=lambda kind: (KINDS.index(kind) * 7 + FORMULAS.index(item)) % len(KINDS))
        while len(chosen) < count and any(by_kind.values()):
            for kind in kinds:
                if by_kind[kind] and len(chosen) < count:
                    chosen.append((kind, by_kind[kind].pop(chooser.randrange(len(by_kind[kind])))))
        yield from ((item, kind, text) for kind, text in chosen)


def text_of(formulas):
    """A Markdown text of displays, with the numbers of those that have one."""
    pages = ["# A text\n"]
    for item, latex in formulas:
        number = rf" \quad {item.key}" if item.number else ""
        pages.append(f"Then this holds.\n\n$$\n{latex}{number}\n$$\n")
    return "\n".join(pages)


def first_repair(findings, formula):
    """The formula after the first repair that is offered for it."""
    for finding in findings:
        if finding.repair:
            start = formula.text.find(finding.printed)
            starts = [m.start() for m in re.finditer(re.escape(finding.printed), formula.text)]
            start = next((s for s in starts if formula.place(s) == (finding.line, finding.column)), start)
            return formula.text[:start] + finding.repair + formula.text[start + len(finding.printed):]
    return ""


COVERAGE = cover(PRINTED, [])
PAPER = read_source(text_of((item, item.formula) for item in FORMULAS).encode(), "text.md", Path(__file__).parent)
DISPLAYS = [formula for formula in PAPER.formulas if formula.kind == "display"]


def held_against(position, latex, coverage=COVERAGE, only=("SP6",)):
    """The findings on a display of the text, when it reads otherwise; and the display."""
    old = DISPLAYS[position]
    tail = old.text[old.text.rindex(r"\quad ("):] if old.number else ""
    changed = replace(old, text=f"\n{latex} {tail}\n", source=f"\n{latex} {tail}\n")
    formulas = tuple(changed if formula is old else formula for formula in PAPER.formulas)
    report = audit(replace(PAPER, formulas=formulas), coverage=coverage, only=only)
    return [f for f in report.findings if changed.line <= f.line <= changed.end_line and f.level != "note"], changed


def test_the_text_as_listed_has_no_difference():
    report = audit(PAPER, coverage=COVERAGE, only=("SP601", "SP602", "SP603"))
    assert not report.findings and len(DISPLAYS) == len(FORMULAS)


def test_there_are_many_changes_of_every_kind():
    kinds = Counter(kind for _, kind, _ in planted())
    assert sum(kinds.values()) >= 300 and set(kinds) == set(KINDS)


def test_planted_errors_are_found_and_mended():
    """Every third change, to be quick: at least 95 in 100 flagged at their line, the original first for at least 80."""
    total = flagged = mended = 0
    for item, _, latex in list(planted())[::3]:
        findings, changed = held_against(FORMULAS.index(item), latex)
        total += 1
        hits = [f for f in findings if f.rule == "SP601"]
        flagged += bool(hits)
        mended += form(first_repair(hits, changed)) == form(item.formula)
    assert total >= 100 and flagged >= 0.95 * total and mended >= 0.8 * total, (total, flagged, mended)


LAYOUT = [r"\mathbb{E}\left[S_i\right] = \mathbb{E}[S_1 | P_1 > P_2]",
          r"\mathbb{E} [ S_{i} ] = \mathbb{E}[S_1 \mid P_1 > P_2],"]


@pytest.mark.parametrize("latex", LAYOUT)
def test_layout_is_no_difference(latex):
    position = next(n for n, item in enumerate(FORMULAS) if item.key == "(32)")
    assert not [f for f in held_against(position, latex)[0] if f.rule == "SP601"]
