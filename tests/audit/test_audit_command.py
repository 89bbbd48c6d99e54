"""`symproof audit` and `symproof explain` as commands: exit codes, defaults, outputs."""

import json
from pathlib import Path

import pytest

from symproof.audit import RULES
from symproof.audit.finding import Finding, Rule
from symproof.cli import main

CLEAN = "A paper with $x = y$ in it.\n"


@pytest.fixture(autouse=True)
def rules(monkeypatch, tmp_path):
    """Two rules that are easy to please, instead of all of them: an error for every \\oops, a note for every \\hmm."""
    def oops(context):
        for read in context.reads:
            for command, rule in ((r"\oops", "SP901"), (r"\hmm", "SP902")):
                if command in read.formula.text:
                    at = read.formula.text.index(command)
                    line, column = read.formula.place(at)
                    level = "error" if rule == "SP901" else "note"
                    yield Finding(rule, level, read.formula.file, line, column, line, column + len(command), "not so", command,
                                  "x", "it is known")

    kept = {name: RULES[name] for name in ("SP001", "SP002")}
    monkeypatch.setattr("symproof.audit.finding.RULES", RULES)
    for name in list(RULES):
        monkeypatch.delitem(RULES, name)
    for name, rule in kept.items():
        monkeypatch.setitem(RULES, name, rule)
    monkeypatch.setitem(RULES, "SP901", Rule("SP901", "oops", "error", "Finds an oops.\n\n    Hit: oops. No hit: x.", oops))
    monkeypatch.setitem(RULES, "SP902", Rule("SP902", "hmm", "note", "Finds nothing by itself.", lambda context: iter(())))
    monkeypatch.chdir(tmp_path)


def write(name, text):
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    Path(name).write_text(text)
    return name


def test_exit_codes_tell_findings_from_what_could_not_be_read(capsys):
    write("clean.md", CLEAN)
    write("wrong.md", r"Here $\oops = 1$.")
    write("note.md", r"Here $\hmm = 1$.")
    write("words.md", "No formula at all.")
    write("garbage.md", r"Only $\frac{ {{{ $.")
    assert main(["audit", "clean.md"]) == 0
    assert main(["audit", "wrong.md"]) == 1
    assert main(["audit", "clean.md", "wrong.md"]) == 1
    assert [main(["audit", "note.md", "--fail-on", level]) for level in ("error", "warning", "note", "never")] == [0, 0, 1, 0]
    assert main(["audit", "wrong.md", "--fail-on", "never"]) == 0
    capsys.readouterr()
    for name, words in (("missing.md", "is no file"), (".", "is no file"), ("words.md", "there is no formula in it"),
                        ("garbage.md", "none of its formulas could be read")):
        assert main(["audit", name, "--fail-on", "never"]) == 2
        assert words in capsys.readouterr().err


def test_nothing_to_audit_and_wrong_options_are_said(capsys):
    write("wrong.md", r"$\oops$")
    for arguments, words in (([], "derivations"), (["wrong.md", "--only", "SP7"], "no rule 'SP7'"),
                             (["wrong.md", "--write-baseline"], "--baseline FILE"),
                             (["wrong.md", "--baseline", "missing.json"], "missing.json"),
                             (["wrong.md", "--notation", "missing.toml"], "missing.toml"),
                             (["wrong.md", "--output", "no/such/place.json"], "cannot be written")):
        assert main(["audit", *arguments]) == 2
        assert words in capsys.readouterr().err
    for arguments in (["--format", "pdf"], ["--fail-on", "x"], ["--seconds", "0"]):
        with pytest.raises(SystemExit) as stopped:
            main(["audit", "wrong.md", *arguments])
        assert stopped.value.code == 2


@pytest.mark.parametrize("form,begins", [("terminal", "sub/wrong.md: 1 formula, 100.0 % read"), ("json", "{"), ("sarif", "{"),
                                         ("html", "<!DOCTYPE html>"), ("md", "# Audit of `sub/wrong.md`"),
                                         ("github", "::error file=sub/wrong.md,line=1,endLine=1,col=7,endColumn=12,"
                                                    "title=SP901 oops::")])
def test_every_format_to_the_screen_and_to_a_file(form, begins, capsys):
    write("sub/wrong.md", r"Here $\oops = 1$.")
    assert main(["audit", "sub/wrong.md", "--format", form]) == 1
    printed = capsys.readouterr().out
    assert printed.startswith(begins) and "oops" in printed
    before = set(Path(".").rglob("*"))
    assert main(["audit", "sub/wrong.md", "--format", form, "--output", "report"]) == 1
    assert capsys.readouterr().out == "wrote report\n"
    assert set(Path(".").rglob("*")) - before == {Path("report")}
    written = Path("report").read_text()
    assert written == printed or form == "terminal" and written.splitlines()[0] == printed.splitlines()[0]


def test_only_and_ignore(capsys):
    write("wrong.md", r"$\oops$")
    assert main(["audit", "wrong.md", "--only", "sp902"]) == 0
    assert main(["audit", "wrong.md", "--only", "SP9"]) == 1
    assert main(["audit", "wrong.md", "--only", "SP9", "--ignore", "SP901"]) == 0
    write("remark.md", "<!-- symproof: ignore=SP555 -->\n$x$")
    assert main(["audit", "remark.md", "--only", "SP902"]) == 1, "complaints about remarks are always made"
    assert "there is no rule SP555" in capsys.readouterr().out


def test_suppression_and_baseline(capsys):
    write("wrong.md", "$\\oops = 1$\n")
    assert main(["audit", "wrong.md", "--baseline", "known.json", "--write-baseline"]) == 0
    first = Path("known.json").read_text()
    assert main(["audit", "wrong.md", "--baseline", "known.json"]) == 0
    assert "1 known to the baseline" in capsys.readouterr().out
    write("wrong.md", "More words,\n\nand lines.\n\n$\\oops = 1$ and again $\\oops = 2$\n")
    assert main(["audit", "wrong.md", "--baseline", "known.json"]) == 1, "one more of a known finding is new"
    assert json.loads(first)["findings"][0]["count"] == 1 and Path("known.json").read_text() == first
    write("wrong.md", "<!-- symproof: ignore=SP901 -->\n$\\oops = 1$\n")
    capsys.readouterr()
    assert main(["audit", "wrong.md", "--baseline", "known.json"]) == 0
    said = capsys.readouterr()
    assert "1 suppressed in the source" in said.out and "write the baseline again" in said.err


PROJECT = """[tool.symproof]
derivations = "derivations"
printed = "derivations/printed.toml"
"""
PRINTED = r"""source = "paper.md"

[[item]]
key = "(1)"
kind = "equation"
line = 3
formula = '\oops = 1'
verdict = "definition"
because = "it names x"
"""


def project(source=""):
    write("pyproject.toml", PROJECT + source)
    write("derivations/empty.py", "")
    write("derivations/printed.toml", PRINTED)


def test_without_paper_it_is_the_projects(capsys):
    project()
    assert main(["audit"]) == 1
    assert "derivations/printed.toml:7:12: error SP901  (paper.md:3)" in capsys.readouterr().out
    write("derivations/paper.md", "$\\oops$\n")
    assert main(["audit"]) == 1
    assert "derivations/paper.md:1:2: error SP901" in capsys.readouterr().out
    project('source = "text/main.tex"\n')
    assert main(["audit"]) == 1
    assert "derivations/paper.md:1:2" in capsys.readouterr().out, "a source that is not there is not missed"
    write("text/main.tex", "\\begin{document}\n$\\oops$\n\\end{document}\n")
    assert main(["audit"]) == 1
    assert "text/main.tex:2:2: error SP901" in capsys.readouterr().out
    project("notation = 3\n")
    assert main(["audit"]) == 2
    project('notation = "missing.toml"\n')
    assert main(["audit"]) == 2


def test_another_paper_is_held_against_the_project_when_asked(capsys):
    write("n.toml", "[[symbol]]\nnonsense = 1\n")
    project('notation = "n.toml"\n')
    write("other.md", CLEAN)
    write("elsewhere/paper.md", CLEAN)
    assert main(["audit", "other.md"]) == 0
    assert main(["audit", "other.md", "--derivations"]) == 2
    assert "n.toml" in capsys.readouterr().err
    assert main(["audit", "elsewhere/paper.md"]) == 2, "the project's list names its source so"


def test_a_list_of_printed_formulas_can_be_named(capsys):
    write("list.toml", PRINTED)
    assert main(["audit", "list.toml"]) == 1
    assert "list.toml:7:12: error SP901  (paper.md:3)" in capsys.readouterr().out
    write("list.toml", "x = 1")
    assert main(["audit", "list.toml"]) == 2


def test_explain(capsys):
    assert main(["explain", "SP901"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("SP901  oops  (error)\n\nFinds an oops.") and "symproof: ignore=SP901" in out
    assert main(["explain"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["SP001", "SP002", "SP901", "SP902"]
    assert main(["explain", "sp9"]) == 0
    assert capsys.readouterr().out == "SP901  error    oops\nSP902  note     hmm\n"
    assert main(["explain", "SP3"]) == 2
    assert "no rule 'SP3'" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["audit", "explain"])
def test_help_teaches(command, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    out = capsys.readouterr().out
    assert f"symproof {command} " in out and "examples:" in out
