"""Every formula of one paper, read by hand line by line: its source and the tree that it must become.

The hints are what that paper's declarations say: σ is a function (a sigmoid), Δ and δ are increments, π^c carries an index.
"""

import json
from pathlib import Path

import pytest

from symproof.paper import Hints, Tree, Unread, outline, parse, walk

HINTS = Hints(
    functions=frozenset({r"\sigma"}), increments=frozenset({r"\Delta", r"\delta"}), indexed=frozenset({r"\pi"})
)
ROWS = [json.loads(line) for line in (Path(__file__).parent / "golden_rlaif.jsonl").read_text().splitlines()]


def test_the_file_is_whole():
    assert sum(row["kind"] == "display" for row in ROWS) == 63
    assert sum(row["kind"] == "inline" for row in ROWS) >= 130
    assert len({row["number"] for row in ROWS if row["number"]}) == 47


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["number"] or row["text"][:40])
def test_golden(row):
    tree = parse(row["text"], HINTS)
    assert isinstance(tree, Tree), tree
    assert outline(tree) == row["tree"]
    if row["kind"] == "display":
        assert tree.number == row["number"]
    for node in walk(tree):
        for child in node.children:
            assert node.span[0] <= child.span[0] and child.span[1] <= node.span[1] or child.span[0] == child.span[1]


def test_without_hints_the_guesses_name_what_the_hints_decide():
    """Only formulas with σ, Δ, δ or π^c read otherwise without hints."""
    for row in ROWS:
        tree = parse(row["text"])
        assert isinstance(tree, Tree)
        if outline(tree) != row["tree"]:
            assert any(glyph in row["text"] for glyph in (r"\sigma(", r"\Delta", r"\delta", r"\pi_{\text{RL")), row[
                "text"
            ]


@pytest.mark.parametrize("number", ["(14)", "(23)", "(37)", "(47)"])
def test_one_changed_token_changes_the_tree(number):
    """No token of a formula is ignored: without it, the formula reads otherwise or not at all."""
    (row,) = [row for row in ROWS if row["number"] == number]
    core = row["text"].split(r"\quad")[0].rstrip()
    import re

    for token in re.finditer(r"\\[A-Za-z]+(?:\{[A-Za-z]+\})?|[A-Za-z0-9=<>+\-^_]", core):
        changed = core[: token.start()] + core[token.end() :]
        tree = parse(changed, HINTS)
        assert isinstance(tree, Unread) or outline(tree) != row["tree"], token[0]
