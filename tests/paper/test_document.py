"""The readers of Markdown and LaTeX: which formulas are found, where, and in which statement; what is noted."""

from pathlib import Path

from symproof.paper import Tree, outline, parse, read_paper, read_source, walk

MARKDOWN = r"""3.1 Representations

Let \mathcal{X} denote the space and let σ be as in [Doe et al. \(2024\)](#), with $x$ and \(y\).

$$h : X \rightarrow Y \quad (1)$$

Assumption 1 (Linear Encoding). *There exists a direction $v^*$ such that:*

$$S = \langle h, v^* \rangle \quad (2)$$

where ϵ is noise and v_1^*, \dots, v_m^* are directions.

The text goes on with $z$.

Proof. By $a = b$, see Theorem 3 and (2). \square

## A heading

**Theorem 3 (Rates).** For all $n$:

\[ a_n = b_n \]

$$= c_n$$

```python
$not a formula$
```

It costs $5 and $10 here; `$code$` too. Lemmas 4–6 say so.
"""


def read(text, name="p.md"):
    return read_source(text.encode(), name, Path())


def test_markdown_formulas():
    paper = read(MARKDOWN)
    found = [(f.kind, f.text.strip(), f.statement, f.in_proof) for f in paper.formulas]
    assert ("bare", r"\mathcal{X}", "", False) in found
    assert ("bare", "σ", "", False) in found
    assert ("inline", "x", "", False) in found and ("inline", "y", "", False) in found
    assert ("inline", "v^*", "Assumption 1", False) in found
    assert ("bare", r"v_1^*, \dots, v_m^*", "Assumption 1", False) in found
    assert ("inline", "z", "", False) in found
    assert ("inline", "a = b", "Assumption 1", True) in found
    assert ("display", "a_n = b_n", "Theorem 3", False) in found
    assert not any(
        "not a formula" in text or "code" in text or "2024" in text or text.startswith("5") for _, text, _, _ in found
    )
    assert [f.number for f in paper.formulas if f.kind == "display"] == ["(1)", "(2)", "", ""]
    assert [f.continues for f in paper.formulas if f.kind == "display"] == [False, False, False, True]


def test_markdown_outline():
    paper = read(MARKDOWN)
    assert [(s.name, s.title) for s in paper.statements] == [
        ("Assumption 1", "Linear Encoding"),
        ("Theorem 3", "Rates"),
    ]
    assert [(s.number, s.title) for s in paper.sections] == [("3.1", "Representations"), ("", "A heading")]
    targets = {(r.command, r.target) for r in paper.references}
    assert {("Theorem", "3"), ("equation", "2"), ("Lemma", "4"), ("Lemma", "5"), ("Lemma", "6")} <= targets
    assert any("citation" in note.message for note in paper.notes) and any(
        "code" in note.message for note in paper.notes
    )


def test_places_are_exact():
    lines = MARKDOWN.split("\n")
    for formula in read(MARKDOWN).formulas:
        first = lines[formula.line - 1][formula.column - 1 :]
        assert first.startswith(formula.source.split("\n")[0][: len(first)])
        assert lines[formula.end_line - 1][: formula.end_column - 1].endswith(formula.source.split("\n")[-1])


LATEX = r"""\documentclass{article}
\newtheorem{thm}{Theorem}
\newcommand{\E}[2][]{\mathbb{E}_{#1}\left[#2\right]}
\def\eps{\varepsilon}
\DeclareMathOperator{\Cov}{Cov}
\let\ep\eps
\begin{document}
\section{Setup} % $commented$
Let $\eps > 0$ and \(\ep\). \verb|$v$|
\begin{thm}[Rates]\label{thm:r}
For $n$, \begin{align} a &= \E[x]{X} \label{eq:a} \\ &= b \tag{7} \end{align}
\end{thm}
\begin{proof} See \eqref{eq:a} and \cref{thm:r,eq:b}. $$ c $$ \end{proof}
\begin{verbatim} $not$ \end{verbatim}
\begin{tikzpicture} $not$ \end{tikzpicture}
\input{missing}
\end{document}
"""


def test_latex_formulas():
    paper = read(LATEX, "p.tex")
    found = [(f.kind, f.text.strip()) for f in paper.formulas]
    assert ("inline", r"\varepsilon > 0") in found and ("inline", r"\varepsilon") in found
    assert not any("not" in text or "commented" in text or text == "v" for _, text in found)
    (align,) = [f for f in paper.formulas if r"\mathbb{E}" in f.text]
    assert (align.label, align.number, align.statement, align.line) == ("eq:a", "(7)", "Theorem (Rates)", 11)
    tree = parse(align.text)
    assert isinstance(tree, Tree)
    assert outline(tree) == r"(chain [= =] a (expectation (_ \mathbb{E} x) X - square) b)"
    (display,) = [f for f in paper.formulas if f.text.strip() == "c"]
    assert display.in_proof and display.kind == "display"
    assert [(s.kind, s.title, s.label) for s in paper.statements] == [("Theorem", "Rates", "thm:r")]
    assert {label.name for label in paper.labels} == {"eq:a", "thm:r"}
    assert {r.target for r in paper.references} == {"eq:a", "thm:r", "eq:b"}
    messages = " ".join(note.message for note in paper.notes)
    assert "missing" in messages and "verbatim" in messages and "tikzpicture" in messages


def test_a_place_in_a_macro_is_the_place_of_its_call():
    paper = read(LATEX, "p.tex")
    (align,) = [f for f in paper.formulas if r"\mathbb{E}" in f.text]
    lines = LATEX.split("\n")
    for node in walk(parse(align.text)):
        line, column = align.place(node.span[0])
        assert line == 11 and 1 <= column <= len(lines[10])
    offset = align.text.index("X")
    line, column = align.place(offset)
    assert lines[line - 1][column - 1] == "X"


def test_inputs_are_read_in_order(tmp_path):
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "one.tex").write_text(r"\newcommand{\a}{\alpha} $1$")
    (tmp_path / "main.tex").write_text(r"$0$ \input{parts/one} $\a$")
    paper = read_paper(tmp_path / "main.tex")
    assert [(f.file, f.text) for f in paper.formulas] == [
        ("main.tex", "0"),
        ("parts/one.tex", "1"),
        ("main.tex", r"\alpha"),
    ]


def test_escapes_of_markdown_in_formulas():
    paper = read(r"$m^\*(E)$ and $\mathcal{E}\_\*(x)$")
    assert [outline(parse(f.text)) for f in paper.formulas] == [
        "(application (mark * m) (E) round)",
        r"(application (_ \mathcal{E} *) (x) round)",
    ]
    assert paper.formulas[0].place(3) == (1, 6)
