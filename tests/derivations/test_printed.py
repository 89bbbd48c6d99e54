"""The file of what the paper prints: complete, consistent, and, where the paper lies beside the project, as printed."""

import re
from pathlib import Path

import pytest

from symproof.printed import read_printed

ROOT = Path(__file__).parents[2]
PRINTED = read_printed(ROOT / "derivations" / "printed.toml")
PAPER = ROOT.parent / "shared" / "paper" / PRINTED.source


def test_every_number_is_there_in_order():
    numbers = [int(item.number) for item in PRINTED.items if item.kind == "equation"]
    assert numbers == list(range(1, 48))


def test_items_stand_in_the_order_of_the_paper():
    lines = [item.line for item in PRINTED.items]
    assert lines == sorted(lines) and lines[0] > 0


def test_every_named_statement_is_there():
    kinds = {"Assumption": 3, "Remark": 9}
    names = [item.key for item in PRINTED.items if item.kind not in ("equation", "display", "assertion")]
    for kind, count in kinds.items():
        assert [n for n in names if n.startswith(kind)] == [f"{kind} {k}" for k in range(1, count + 1)]
    others = {int(n.split()[1]) for n in names if n.split()[0] not in kinds}
    assert others == set(range(1, 26))


def test_displays_have_a_formula_and_statements_a_paraphrase():
    for item in PRINTED.items:
        assert bool(item.formula) == (item.kind in ("equation", "display")) and bool(item.formula) != bool(item.says), item.key


@pytest.mark.skipif(not PAPER.is_file(), reason="the paper itself does not lie beside the project")
def test_formulas_and_names_are_as_the_paper_prints_them():
    text = PAPER.read_text(encoding="utf-8")
    displays = {}
    for found in re.finditer(r"\$\$(.*?)\$\$", text, re.DOTALL):
        line = text.count("\n", 0, found.start()) + 1
        displays[line] = found.group(1).strip()
    given = {item.line: item for item in PRINTED.items if item.formula}
    assert sorted(given) == sorted(displays)
    for line, printed in displays.items():
        number = re.search(r"\\quad \((\d+)\)", printed)
        assert given[line].formula.strip() == re.sub(r"\s*\\quad \(\d+\)", "", printed).strip()
        assert given[line].number == (number[1] if number else "")
    lines = text.split("\n")
    for item in PRINTED.items:
        name = re.fullmatch(r"(Assumption|Definition|Lemma|Proposition|Theorem|Corollary|Conjecture|Remark) \d+", item.key)
        if name and item.line != 638:  # a remark continues on another page
            assert lines[item.line - 1].startswith(item.key), item.key


@pytest.mark.skipif(not PAPER.is_file(), reason="the paper itself does not lie beside the project")
def test_no_sentence_of_the_paper_is_copied():
    words = lambda text: re.findall(r"\w+", re.sub(r"[\\${}^_]", " ", text.lower()))
    paper = " ".join(words(PAPER.read_text(encoding="utf-8")))
    for item in PRINTED.items:
        said = words(item.says)
        for start in range(len(said) - 7):
            assert " ".join(said[start: start + 8]) not in paper, item.key
