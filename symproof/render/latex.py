"""Terms as LaTeX, to be set in mathematics mode with amsmath and amssymb.

The reading of each term class is inherited from `Text`; this room only says how LaTeX writes a letter, a script, a
fraction, a fence. Parentheses are plain around one line of material, `\\bigl(` around small fractions and `\\left(`
around what is tall. It may import `symproof.terms` and its neighbours here. No decision about precedence belongs here.
"""

from __future__ import annotations

import re
from fractions import Fraction

from symproof.terms.core import Symbol, Term

from .notation import LATEX, Level, Piece, decimal
from .text import Text

FENCES = {
    "()": ("(", ")"), "[]": ("[", "]"), "{}": (r"\{", r"\}"), "⟨⟩": (r"\langle", r"\rangle"),
    "||": (r"\lvert", r"\rvert"), "‖‖": (r"\lVert", r"\rVert"),
}
SIZES = (("", ""), (r"\bigl", r"\bigr"), (r"\left", r"\right"))
WORDS = frozenset({"log", "exp", "sin", "cos", "tan", "arcsin", "arccos", "arctan", "tanh", "max", "min", "dim"})
OPERATORS = ("\\operatorname", "\\sum", "\\int", "\\lim", "\\left", *(f"\\{word}" for word in WORDS))
CLOSERS = (r"\right)", r"\right]", r"\right\}")
"""After these, and before those, TeX puts a thin space of its own."""

ACCENTED = {"^": r"\hat", "¯": r"\bar", "~": r"\tilde"}
WIDE = {"^": r"\widehat", "¯": r"\overline", "~": r"\widetilde"}


class Latex(Text):
    """Terms as `Piece`s of LaTeX."""

    exponential_size = 3

    def letter(self, base: str) -> str:
        if base in LATEX:
            return LATEX[base]
        escaped = base.replace("_", r"\_")
        if not base.isascii():
            return rf"\text{{{escaped}}}"
        return escaped if len(base) == 1 and base != "_" or base.isdecimal() else rf"\mathrm{{{escaped}}}"

    def digits(self, value: int) -> str:
        return ("-" if value < 0 else "") + decimal(abs(value))

    def sign(self, char: str) -> str:
        return LATEX.get(char, char)

    def operation(self, char: str) -> str:
        return f" {LATEX.get(char, char)} "

    def word(self, name: str) -> str:
        return f"\\{name}" if name in WORDS else rf"\operatorname{{{name}}}"

    def phrase(self, text: str) -> str:
        return rf"\text{{{text}}}"

    def row(self, *parts: str) -> str:
        """The parts side by side, with a space where a command would run into a letter."""
        joined = ""
        for part in parts:
            clash = part[:1].isalpha() and re.search(r"\\[A-Za-z]+$", joined)
            joined += f" {part}" if clash else part
        return joined

    def accent(self, mark: str, body: str) -> str:
        return f"{(WIDE if body.startswith(chr(92) + 'mathrm') else ACCENTED)[mark]}{{{body}}}"

    def script(self, body: str, sub: str = "", sup: str = "", tight: bool = False) -> str:
        below = f"_{sub}" if tight and len(sub) == 1 else f"_{{{sub}}}"
        primes = len(sup) // len(LATEX["′"])
        above = "'" * primes if sup == LATEX["′"] * primes else f"^{{{sup}}}"
        return body + (below if sub else "") + (above if sup else "")

    def fraction(self, numerator: Piece, denominator: Piece) -> Piece:
        return Piece(rf"\frac{{{numerator.markup}}}{{{denominator.markup}}}", Level.PREFIX, 2)

    def ratio(self, value: Fraction) -> str:
        return rf"\tfrac{{{decimal(value.numerator)}}}{{{decimal(value.denominator)}}}"

    def root(self, piece: Piece) -> Piece:
        return Piece(rf"\sqrt{{{piece.markup}}}", height=piece.height)

    def fence(self, kind: str, piece: Piece) -> str:
        (left, right), (grow, shrink) = FENCES[kind], SIZES[piece.height]
        return self.row(grow + left, piece.markup, shrink + right)

    def times(self, left: Piece, right: Piece) -> str:
        if right.numeral:
            return r" \cdot "
        spaced = right.markup.startswith(OPERATORS) or left.markup.endswith(CLOSERS)
        return " " if left.numeral or spaced else r"\,"

    def call(self, head: str, *arguments: Piece, kind: str = "()") -> Piece:
        listed = self.listed(arguments)
        closer = r"\!" if listed.height == 2 else ""
        return Piece(self.row(head, closer, self.fence(kind, listed)), height=listed.height)

    def large(self, char: str, under: str = "", over: str = "") -> str:
        return self.script(LATEX[char], under, over) + " "

    def limit_word(self, under: str) -> str:
        return rf"\lim_{{{under}}} "

    def evaluated(self, body: str, at: str) -> str:
        return rf"{body}\Big|_{{{at}}}"

    def colon(self) -> str:
        return r":\ "

    def thin(self) -> str:
        return r"\,"

    def quad(self) -> str:
        return r" \quad "

    def named(self, symbol: Symbol, indices: str = "") -> Piece:
        """The author's own LaTeX for a symbol wins; a bound symbol that was renamed gets primes."""
        if not symbol.latex:
            return super().named(symbol, indices)
        primes = int(symbol.name.partition("%")[2] or 0) if not symbol.name.startswith("%") else 0
        raised = "^" in symbol.latex or "'" in symbol.latex
        whole = f"{{{symbol.latex}}}" if (primes and raised) or (indices and "_" in symbol.latex) else symbol.latex
        markup = self.script(whole, indices, LATEX["′"] * primes) if indices or primes else whole
        return Piece(markup, Level.POWER if raised or primes else Level.ATOM)


def latex(term: Term, arrow: bool = True) -> str:
    r"""A term in LaTeX, e.g. `\mathbb{E}[\varphi\,t] + \lambda \operatorname{Cov}(\varphi, t)`.

    `arrow=False` leaves the `(\lambda\to0)` out of asymptotic statements.
    """
    return Latex(arrow).show(term)
