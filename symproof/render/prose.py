r"""Words: sentences of authors and of symproof itself, with $…$ for formulas, as LaTeX and as HTML.

Everything is escaped; a formula in $…$ reaches TeX only if `texmath` knows every command in it. Names of claims become
links. Here too are the words for what was checked. No mathematics is printed from terms in this room.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from functools import lru_cache
from html import escape as escape_html

from . import texmath
from .notation import GREEK, LATEX

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "$": r"\$", "&": r"\&", "#": r"\#", "%": r"\%", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "<": r"\textless{}", ">": r"\textgreater{}",
    "|": r"\textbar{}", '"': "''", "`": r"\textasciigrave{}", "–": "--", "—": "---", "“": "``", "”": "''", "‘": "`",
    "’": "'", "…": r"\dots{}", "\N{NO-BREAK SPACE}": "~", "‑": "-", "§": r"\S{}", "¶": r"\P{}", "£": r"\pounds{}",
    "¡": "!`", "¿": "?`",
}
_SIGNS = {
    "·": r"\cdot", "°": r"^\circ", "⟨": r"\langle", "⟩": r"\rangle", "‖": r"\Vert", "√": r"\surd", "∂": r"\partial",
    "ᵀ": r"^\top", "φ": r"\varphi", "±": r"\pm", "≈": r"\approx", "∝": r"\propto", "⇒": r"\Rightarrow", "⊢": r"\vdash",
    "∘": r"\circ", "∩": r"\cap", "∪": r"\cup", "⪰": r"\succeq", "−": "-", "½": r"\tfrac12", "²": "^2", "³": "^3", "¹": "^1",
}
_SPECIAL |= {char: rf"\ensuremath{{{command}}}" for char, command in _SIGNS.items()}
_SPECIAL |= {char: rf"\ensuremath{{{command}}}" for char, command in LATEX.items()
             if not char.isascii() and char not in _SPECIAL}
_RAISED = str.maketrans("⁰⁴⁵⁶⁷⁸⁹⁺⁻ⁿ", "0456789+-n")
_LOWERED = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋", "0123456789+-")


def _latex_character(char: str) -> str:
    if char in _SPECIAL:
        return _SPECIAL[char]
    if char.isascii():
        return char if char.isprintable() or char == "\n" else " "
    for table, mark in ((_RAISED, "^"), (_LOWERED, "_")):
        if ord(char) in table:
            return rf"\ensuremath{{{mark}{char.translate(table)}}}"
    if unicodedata.category(char).startswith("L") and ord(char) < 0x180:
        return char
    if unicodedata.category(char) == "Mn":
        return ""
    plain = unicodedata.normalize("NFKD", char)
    if plain.isascii() and plain:
        return "".join(map(_latex_character, plain))
    return rf"\texttt{{[U+{ord(char):04X}]}}"


def latex_escape(text: str) -> str:
    """Plain words as LaTeX, Greek letters and mathematical signs included."""
    return "".join(map(_latex_character, unicodedata.normalize("NFC", text)))


def fragments(text: str) -> list[tuple[str, bool]]:
    """The words and, marked True, the formulas of a sentence with $…$; all is words when a $ is left alone."""
    parts = re.split(r"\$", text)
    if len(parts) % 2 == 0:
        return [(text, False)]
    return [(part, bool(k % 2)) for k, part in enumerate(parts) if part]


_SCRIPT_SIGNS = {"⟨": r"\langle", "⟩": r"\rangle", "‖": r"\Vert", "·": r"\,", "√": r"\surd", "−": "-"}
_SCRIPT = re.compile(r"(?<![\w\\^_])([A-Za-zα-ωΑ-Ωℝ])([_^])"
                     r"([A-Za-z]{1,2}|[α-ω]|[0-9]{1,3}|\*|\{[^{}$]{1,40}\})([²³]?)(?![\w\\^_])")


def _scripted(text: str) -> list[tuple[str, bool]]:
    """Words in which a letter with one script, such as R^d or σ_S, becomes a formula."""
    made: list[tuple[str, bool]] = []
    end = 0
    for match in _SCRIPT.finditer(text):
        base = r"\mathbb{R}" if match[1] in "Rℝ" and match[2] == "^" else LATEX.get(match[1], match[1])
        script = "".join(f"{_SCRIPT_SIGNS.get(c, LATEX.get(c, c))} " if not c.isalnum() or c in LATEX else c
                         for c in match[3].strip("{}"))
        formula = f"{base}{match[2]}{{{script}}}"
        if match[4]:
            formula = f"{formula if match[2] == '_' else f'({formula})'}^{'23'['²³'.index(match[4])]}"
        if texmath.is_harmless(formula):
            made += [(text[end:match.start()], False), (formula, True)]
            end = match.end()
    return [(part, is_formula) for part, is_formula in [*made, (text[end:], False)] if part]


def scripted_fragments(text: str) -> list[tuple[str, bool]]:
    """The words and the formulas of a sentence; a letter with a script, such as σ_S, is a formula too."""
    return [piece for part, is_formula in fragments(text)
            for piece in ([(part, True)] if is_formula else _scripted(part))]


def _latex_plain(text: str) -> str:
    return "".join(latex_formula(part) if is_formula else latex_escape(part) for part, is_formula in _scripted(text))


def _html_plain(text: str) -> str:
    return "".join(texmath.formula(part) if is_formula else escape_html(part) for part, is_formula in _scripted(text))


@lru_cache(maxsize=8)
def _any_of(names: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(name) for name in sorted(names, key=lambda name: (-len(name), name)))
    return re.compile(rf"(?<![\w(])({listed})(?![\w])")


def _linked(text: str, names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Words and, with their label, the names of claims among them: the longest name that fits wins."""
    if not names:
        return [(text, "")]
    parts = _any_of(tuple(names)).split(text)
    return [(part, names[part] if k % 2 else "") for k, part in enumerate(parts) if part]


def latex_words(text: str, names: Mapping[str, str] | None = None) -> str:
    """A sentence with $…$ as LaTeX; `names` maps names of claims to labels."""
    made = []
    for part, is_formula in fragments(text):
        if is_formula:
            made.append(latex_formula(part))
        else:
            made += [rf"\hyperref[{label}]{{{_latex_plain(words)}}}" if label else _latex_plain(words)
                     for words, label in _linked(part, names or {})]
    return "".join(made)


def latex_formula(source: str) -> str:
    """An author's formula, in mathematics mode if it is harmless and as code otherwise."""
    source = "".join(f"^{unicodedata.normalize('NFKC', char)}" if char in "²³⁴" else char for char in source)
    spelled = "".join(f"{LATEX[char]} " if not char.isascii() and char in LATEX else char for char in source)
    if spelled.isascii() and texmath.is_harmless(spelled):
        return f"${spelled}$"
    return rf"\texttt{{{latex_escape(source)}}}"


def html_words(text: str, names: Mapping[str, str] | None = None, page: str = "") -> str:
    """A sentence with $…$ as HTML; `names` maps names of claims to anchors, of another page if one is given."""
    made = []
    for part, is_formula in fragments(text):
        if is_formula:
            made.append(texmath.formula(part))
        else:
            made += [f'<a href="{escape_html(page)}#{escape_html(label)}">{_html_plain(words)}</a>' if label
                     else _html_plain(words) for words, label in _linked(part, names or {})]
    return "".join(made)


def as_words(source: str) -> str:
    """What an author gave as LaTeX or as words, as words with $…$: a lone formula is put between dollars."""
    if "$" in source or not source:
        return source
    if r"\text{" in source:
        return _without_text(source)
    signs = re.search(r"[\\^_=<>]", source)
    words = re.findall(r"(?<![\\{A-Za-z])[A-Za-z]{4,}", re.sub(r"\\[A-Za-z]+(?:\{[^{}]*\})?", " ", source))
    return f"${source}$" if signs and len(words) < 2 and texmath.is_harmless(source) else source


def _without_text(source: str) -> str:
    r"""A formula with words in \text{…} as words with $…$ between them, so that lines can break in the words."""
    made, rest, depth, at = [], "", 0, 0
    while at < len(source):
        if depth == 0 and source.startswith(r"\text{", at):
            end = _closing(source, at + 5)
            made += [f"${rest.strip()}$" if rest.strip(" ,;.") else rest, source[at + 6: end]]
            rest, at = "", end + 1
            continue
        depth += {"{": 1, "}": -1}.get(source[at], 0) if source[at - 1: at] != "\\" else 0
        rest += source[at]
        at += 1
    made.append(f"${rest.strip()}$" if rest.strip(" ,;.") else rest)
    return re.sub(r"\$\s*(?:\\q?quad|\\[,; ])\s*", "$", re.sub(r"\s*(?:\\q?quad|\\[,; ])\s*\$", "$ ", "".join(made)))


def _closing(source: str, opening: int) -> int:
    """Where the brace at a place is closed; the end of the text when it is not."""
    depth = 0
    for at in range(opening, len(source)):
        depth += {"{": 1, "}": -1}.get(source[at], 0) if source[at - 1] != "\\" else 0
        if depth == 0:
            return at
    return len(source)


def slug(name: str) -> str:
    """A name as a label: letters and digits, words joined by hyphens."""
    spelled = "".join(next((n for n, g in GREEK.items() if g == c), c) for c in name.lower())
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "x"


# -- the words for what was checked -----------------------------------------------------------------------------------

RULES = {"ring": "algebra", "series": "series", "taylor": "Taylor", "differentiate": "differentiation", "limit": "limits",
         "growth": "growth", "nonnegative_form": "positivity", "sign_of_form": "sign", "enclosure": "enclosure",
         "unfold": "definition", "law": "law"}
"""How the kernel's mathematical rules are called in a line of trust; all others are logic."""


def count(number: int, what: str, many: str = "") -> str:
    """One law, 3 laws."""
    return f"{number} {what if number == 1 else many or what + 's'}"


def joined(parts: list[str], last: str = "and") -> str:
    """a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} {last} {parts[-1]}" if parts else ""


def checked_words(rules: Mapping[str, int], models: int, digits: int) -> str:
    """How a proof was checked: kernel steps by kind, and the models in which its lines were evaluated."""
    total = sum(rules.values())
    named = sorted(((rules[rule], word) for rule, word in RULES.items() if rules.get(rule)), key=lambda p: (-p[0], p[1]))
    logic = total - sum(number for number, _ in named)
    kinds = [f"{number} {word}" for number, word in named] + ([f"{logic} logic and substitution"] if logic else [])
    sentence = f"{count(total, 'kernel step')} ({', '.join(kinds)})" if kinds else count(total, "kernel step")
    return sentence + (f"; {count(models, 'evaluation')} in random models at {digits} digits" if models else "")


__all__ = ["as_words", "checked_words", "count", "html_words", "joined", "latex_escape", "latex_formula", "latex_words",
           "scripted_fragments", "slug"]
