"""Reading what a paper prints, and the verdict of each item from the claims that decide it."""

import pytest

from symproof.coverage import cover, summary
from symproof.document import Added, Checked, Erratum, Line, Link, Place
from symproof.printed import PrintedError, keys_of, read_printed

ITEMS = """
source = "paper.md"
[[item]]
key = "(1)"
kind = "equation"
formula = 'a = b'
verdict = "definition"
because = "names a"
[[item]]
key = "Theorem 2"
kind = "theorem"
says = "one thing and another"
parts = ["Theorem 2: if", "(3)"]
[[item]]
key = "Theorem 2: if"
kind = "assertion"
says = "one thing"
[[item]]
key = "(3)"
kind = "equation"
formula = 'c = d'
"""


def printed(tmp_path, text=ITEMS):
    path = tmp_path / "printed.toml"
    path.write_text(text, encoding="utf-8")
    return read_printed(path, "printed.toml")


def claim(name, verdict="proved", keys=(), kind="theorem", **more):
    return Checked(name, kind, "", "", Place("d.py", 3), verdict, tuple(keys), **more)


def verdicts(tmp_path, *claims):
    found = cover(printed(tmp_path), claims)
    return {c.item.key: c.verdict for c in found.items}, found.problems


def test_what_no_claim_decides_is_undecided(tmp_path):
    assert verdicts(tmp_path) == ({"(1)": "definition", "Theorem 2": "undecided", "Theorem 2: if": "undecided",
                                   "(3)": "undecided"}, ())


def test_a_proof_decides_the_item_it_names(tmp_path):
    found, problems = verdicts(tmp_path, claim("T", keys=["Theorem 2: if"]), claim("L", keys=["(3)"]))
    assert found["Theorem 2"] == found["(3)"] == "proved" and not problems


def test_a_line_of_a_proof_decides_the_item_it_names(tmp_path):
    line = Line("chain", links=(Link("Eq", None, "", printed=("(3)",)),))
    found, _ = verdicts(tmp_path, claim("T", lines=(line,)))
    assert found["(3)"] == "proved" and found["Theorem 2"] == "undecided"


def test_a_whole_claim_outweighs_a_line(tmp_path):
    line = Line("chain", links=(Link("Eq", None, "", printed=("(3)",)),))
    aside = claim("T", lines=(line,), adds=(Added("x > 0", "C"),))
    found, problems = verdicts(tmp_path, aside, claim("L", keys=["(3)"]), claim("C", "refuted", (), "counterexample"))
    assert found["(3)"] == "proved" and not problems
    found, _ = verdicts(tmp_path, aside, claim("C", "refuted", (), "counterexample"))
    assert found["(3)"] == "conditional"


def test_a_failed_claim_decides_nothing(tmp_path):
    found, _ = verdicts(tmp_path, claim("T", "failed", ["(3)"]))
    assert found["(3)"] == "undecided"


def test_a_counterexample_outweighs_a_proof(tmp_path):
    wrong = claim("C", "refuted", ["(3)"], "counterexample", erratum=Erratum("(3)", "", None, "", "because", ("T",)))
    found, problems = verdicts(tmp_path, claim("T", keys=["(3)", "Theorem 2: if"]), wrong)
    assert found["(3)"] == found["Theorem 2"] == "refuted" and found["Theorem 2: if"] == "proved" and not problems


def test_lines_of_a_counterexample_decide_nothing(tmp_path):
    line = Line("fact", printed=("(3)",))
    found, _ = verdicts(tmp_path, claim("C", "refuted", (), "counterexample", lines=(line,)))
    assert found["(3)"] == "undecided"


def test_an_added_hypothesis_needs_its_counterexample(tmp_path):
    added = (Added("x > 0", "C"),)
    found, problems = verdicts(tmp_path, claim("T", keys=["(3)"], adds=added))
    assert found["(3)"] == "conditional" and "'C'" in str(problems[0])
    _, problems = verdicts(tmp_path, claim("T", keys=["(3)"], adds=added), claim("C", "refuted", (), "counterexample"))
    assert not problems


def test_an_erratum_needs_a_repair_that_is_proved(tmp_path):
    wrong = claim("C", "refuted", ["(3)"], "counterexample", erratum=Erratum("(3)", "", None, "", "because", ("T",)))
    assert "no claim" in str(verdicts(tmp_path, wrong)[1][0])
    assert "failed" in str(verdicts(tmp_path, wrong, claim("T", "failed"))[1][0])
    bare = claim("C", "refuted", ["(3)"], "counterexample", erratum=Erratum("(3)", "", None, "", "because"))
    assert "repaired_by" in str(verdicts(tmp_path, bare)[1][0])


def test_a_key_that_nobody_printed_is_a_problem(tmp_path):
    (problem,) = verdicts(tmp_path, claim("T", keys=["(33)"]))[1]
    assert "d.py:3" in str(problem) and "(33)" in str(problem)


def test_a_given_verdict_and_a_claim_exclude_each_other(tmp_path):
    assert "definition" in str(verdicts(tmp_path, claim("T", keys=["(1)"]))[1][0])


def test_a_conjecture_leaves_its_item_open(tmp_path):
    assert verdicts(tmp_path, claim("T", "open", ["(3)"], "conjecture"))[0]["(3)"] == "open"


def test_the_summary_counts_every_item_once(tmp_path):
    head, *rows = summary(cover(printed(tmp_path), [claim("L", keys=["(3)"])]))
    assert sum(int(row[1]) for row in rows) == 4
    for row in rows:
        assert int(row[1]) == sum(map(int, row[2:])) and len(row) == len(head)


def test_a_range_of_numbers_names_each():
    assert keys_of("(39)–(41)") == ["(39)", "(40)", "(41)"] and keys_of("Lemma 2, display") == ["Lemma 2, display"]


@pytest.mark.parametrize("old, new, expected", [
    ('key = "(3)"', 'key = "(1)"', "twice"),
    ("formula = 'c = d'", "", "formula as printed"),
    ('because = "names a"', "", "both a verdict and because"),
    ('verdict = "definition"', 'verdict = "proved"', "must be derived"),
    ('"(3)"]', '"(4)"]', "no such item"),
    ('kind = "assertion"', 'kind = "assertion"\nparts = ["Theorem 2"]', "part of itself"),
    ('kind = "assertion"', "kind = 3", "must be a str"),
    ('kind = "assertion"', 'kind = "assertion"\nnumber = "2"', "unknown field"),
    ("[[item]]", "[[item", "not valid TOML"),
    ('source = "paper.md"', 'source = "paper.md"\nauthor = "x"', "author"),
])
def test_bad_files_are_refused_with_place_and_reason(tmp_path, old, new, expected):
    with pytest.raises(PrintedError, match=r"printed\.toml") as error:
        printed(tmp_path, ITEMS.replace(old, new, 1))
    assert expected in str(error.value)


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(PrintedError, match=r"nowhere.toml.*cannot be read"):
        read_printed(tmp_path / "nowhere.toml")
