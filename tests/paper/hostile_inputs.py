"""Hostile sources, made here: {name: bytes}. The small ones with odd bytes are stored in `hostile/`."""

from __future__ import annotations

import random
from pathlib import Path


def _formula(text: str) -> str:
    return f"A paper.\n\n$$ {text} $$\n\nand $ {text[:3000]} $ end.\n"


def _tex(body: str) -> str:
    return f"\\documentclass{{article}}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"


def inputs() -> dict[str, bytes]:
    """Every hostile source by name; `.tex` and `.md` decide how it is read."""
    rng = random.Random(7)
    soup = [
        r"\frac",
        "{",
        "}",
        "^",
        "_",
        "|",
        r"\|",
        "(",
        ")",
        "[",
        "]",
        r"\left(",
        r"\right.",
        r"\int",
        "d",
        "x",
        "=",
        "+",
        "&",
        r"\\",
        r"\sum",
        r"\begin{cases}",
        r"\end{cases}",
        ",",
        r"\text{for}",
        r"\mid",
        r"\{",
        r"\}",
        "12",
        "'",
        r"\lim",
        "E",
        r"\quad",
        "$",
        ":",
    ]
    found: dict[str, str] = {
        "deep_braces.md": _formula("{" * 20_000 + "x" + "}" * 20_000),
        "deep_parentheses.md": _formula("(" * 9_000 + "x" + ")" * 9_000),
        "deep_fractions.md": _formula(r"\frac{1}{1+" * 5_000 + "x" + "}" * 5_000),
        "deep_roots.md": _formula(r"\sqrt" * 9_000 + "x"),
        "deep_powers.md": _formula("x^{" * 5_000 + "x" + "}" * 5_000),
        "deep_subscripts.md": _formula("x_" + "{x_" * 5_000 + "x" + "}" * 5_000),
        "deep_left_right.md": _formula(r"\left(" * 4_000 + "x" + r"\right)" * 4_000),
        "deep_environments.md": _formula(r"\begin{cases}" * 3_000 + "x" + r"\end{cases}" * 3_000),
        "deep_texts.md": _formula(r"\text{a $" * 3_000 + "x" + "$ b}" * 3_000),
        "deep_expectations.md": _formula("E[" * 4_000 + "X" + "]" * 4_000),
        "deep_accents.md": _formula(r"\hat" * 9_000 + "x"),
        "deep_negations.md": _formula(r"\lnot" * 9_000 + "P"),
        "deep_minus.md": _formula("-" * 15_000 + "x"),
        "deep_quantifiers.md": _formula(r"\forall x:" * 3_000 + "P"),
        "deep_derivatives.md": _formula(r"\frac{d}{dx}" * 3_000 + "f"),
        "deep_sums.md": _formula(r"\sum_i" * 6_000 + "x"),
        "deep_integrals.md": _formula(r"\int" * 6_000 + " x" + " dx" * 6_000),
        "deep_functions.md": _formula(r"\log" * 9_000 + " x"),
        "long_sum.md": _formula("+".join(["x"] * 9_000)),
        "long_product.md": _formula("x" * 19_000),
        "long_chain.md": _formula("=".join(["x"] * 9_000)),
        "long_implications.md": _formula(r"P\implies " * 9_000 + "P"),
        "long_commas.md": _formula("x," * 9_000 + "x"),
        "long_bars.md": _formula("|x" * 9_000),
        "long_double_bars.md": _formula(r"\|x" * 9_000),
        "long_primes.md": _formula("x" + "'" * 15_000),
        "long_digits.md": _formula("9" * 100_000),
        "long_calls.md": _formula("f(x)" * 4_000),
        "long_slashes.md": _formula("x/" * 9_000 + "x"),
        "long_text.md": _formula(r"\text{" + "word " * 20_000 + "}"),
        "too_long.md": _formula("x+" * 400_000 + "x"),
        "megabyte_line.md": "word " * 300_000,
        "megabyte_of_dollars.md": "$" * 1_000_000,
        "megabyte_of_backslashes.md": "\\" * 1_000_000,
        "megabyte_of_inline.md": "$x$ " * 20_000,
        "megabyte_of_stars.md": "*" * 300_000 + "_" * 300_000,
        "megabyte_of_brackets.md": "[" * 200_000 + "](" * 200_000,
        "megabyte_of_bare.md": r"v_c^* " * 20_000 + "x_{" * 50_000,
        "megabyte_of_heads.md": "Theorem 1 (" * 60_000,
        "megabyte_of_lines.md": "\n" * 500_000 + "Lemma 2.\n" * 20_000,
        "unclosed_dollars.md": "one $ two\n\n" * 20_000,
        "unclosed_display.md": "$$ x + \n" * 1 + "word\n" * 50_000,
        "unclosed_parenthesis.md": r"\( x " * 20_000,
        "unclosed_square.md": r"\[ x " * 20_000,
        "unclosed_environment.md": r"\begin{align} x " * 20_000,
        "unclosed_fence.md": "```\n" + "$x$\n" * 10_000,
        "unclosed_comment.md": "<!-- $x$\n" * 5_000,
        "unclosed_everything.md": _formula(r"\left( \frac{ \sqrt{ x_{ |a \| \langle \begin{cases} \text{for "),
        "unclosed_code.md": "`x\n" * 30_000,
        "control_characters.md": _formula("x \x01 + \x7f y \x1b[31m \u202e z \ud7ff"),
        "script.md": "<script>alert(1)</script>\n\n$$ x < y \\text{<img src=x onerror=alert(1)>} $$\n",
        "escapes.md": _formula("\\write18{rm -rf x} \\input{/etc/passwd} \\catcode`\\@=11 \\csname x\\endcsname"),
        "macro_bomb.tex": _tex(
            "".join(rf"\def\m{chr(98 + i)}{{\m{chr(97 + i)}\m{chr(97 + i)}}}" for i in range(24))
            + r"\def\ma{x}"
            + "$ \\my $\n" * 300
        ),
        "macro_loop.tex": _tex(r"\def\a{\a\a} \newcommand{\b}{\b} \def\c{\d} \def\d{\c} $\a$ $\b$ $\c$ $$\d$$"),
        "macro_arguments.tex": _tex(r"\newcommand{\f}[9]{#1#1#1#2#9} " + "$" + r"\f" * 3_000 + "$"),
        "macro_bodies.tex": _tex(r"\newcommand{\x}{" + "{" * 100_000),
        "many_macros.tex": _tex("".join(rf"\def\q{'a' * (i % 50)}{chr(97 + i % 26)}{{x}}" for i in range(20_000))),
        "redefined.tex": _tex(
            r"\def\begin{x} \def\left{y} \let\frac\sqrt \def\\{z} $\left(\frac12\right)$ \begin{align} a \\ b \end{align}"
        ),
        "inputs.tex": _tex(
            r"\input{/etc/passwd} \input{../../../etc/passwd} \include{inputs} \input{|ls} \input{$HOME/.bashrc} "
            r"\input{" + "a" * 5_000 + "}"
        ),
        "nested_environments.tex": _tex(r"\begin{theorem}" * 20_000),
        "ends_only.tex": _tex(r"\end{theorem}\end{align}" * 20_000),
        "sections.tex": _tex(r"\section{" * 20_000),
        "comments.tex": _tex("%" * 500_000 + "\n" + "% \\begin{align}\n" * 20_000),
        "verbatim.tex": _tex(r"\verb|$x" * 20_000 + r"\begin{verbatim}" * 2_000),
        "labels.tex": _tex(r"\begin{equation}" + r"\label{a}" * 20_000 + r"\end{equation}" + r"\ref{" * 20_000),
        "rows.tex": _tex(r"\begin{align}" + r"& = x \\" * 6_000 + r"\end{align}"),
        "grid.tex": _tex(r"\begin{equation}\begin{pmatrix}" + "&" * 18_000 + r"\end{pmatrix}\end{equation}"),
        "stray_ends.md": _formula(r"\end{cases} } ) ] \right) \right. & \\ |"),
        "only_spaces.md": " \t\n" * 300_000,
        "empty.md": "",
        "empty.tex": "",
        "double_scripts.md": _formula("x^a^b_c_d"),
        "not_relations.md": _formula(r"\not" * 10_000 + "="),
        "oversets.md": _formula(r"\overset{a}" * 5_000 + "{=}"),
        "substacks.md": _formula(r"\sum_{\substack{" * 2_000 + "i" + "}}" * 2_000),
    }
    for number in range(12):
        found[f"soup_{number}.md"] = _formula(" ".join(rng.choice(soup) for _ in range(3_000))) + "\n".join(
            "$" + " ".join(rng.choice(soup) for _ in range(12)).replace("$", "") + "$" for _ in range(200)
        )
        found[f"soup_{number}.tex"] = "".join(
            rng.choice([*soup, r"\begin{align}", r"\end{align}", r"\def\x", "%", "\n", r"\input{x}", r"\["])
            for _ in range(4_000)
        )
    data = {name: text.encode("utf-8", errors="surrogatepass") for name, text in found.items()}
    data["random_bytes.md"] = rng.randbytes(200_000)
    data["random_bytes.tex"] = rng.randbytes(200_000)
    data["zero_bytes.md"] = b"$x\0 + \0y$ \0" * 2_000
    data["utf16.md"] = "$$ x + y $$".encode("utf-16")
    data["cut_utf8.md"] = "Σ é 漢".encode()[:-1] + b" $x$ \xff\xfe $y_\xc3$"
    for path in sorted((Path(__file__).parent / "hostile").iterdir()):
        data[path.name] = path.read_bytes()
    return data
