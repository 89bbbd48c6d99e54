"""Terms as presentation MathML Core, which browsers show without scripts.

The reading of each term class is inherited from `Text`; this room only says how MathML writes a letter, a script, a
fraction, a fence. Everything that comes from a name is escaped. It may import `symproof.terms` and its neighbours here.
No decision about precedence belongs here.
"""

from __future__ import annotations

from fractions import Fraction
from html import escape

from symproof.terms.core import Term

from .notation import Level, Piece, decimal
from .text import Text, text

NAMESPACE = "http://www.w3.org/1998/Math/MathML"
INVISIBLE_TIMES, APPLY_FUNCTION = "<mo>&#x2062;</mo>", "<mo>&#x2061;</mo>"
UPRIGHT = frozenset("ℝℤ𝕊𝔼ℙ𝒩ℳ𝒫𝟏∞⊤⊥•⋅…ΓΔΘΛΞΠΣΥΦΨΩ")
RELATIONS = frozenset("=<>≤≥≠∈⊆∼→↦")


def row(markup: str) -> str:
    return f"<mrow>{markup}</mrow>"


def operator(char: str, **attributes: str) -> str:
    listed = "".join(f' {name}="{escape(value)}"' for name, value in attributes.items())
    return f"<mo{listed}>{escape(char)}</mo>"


class MathML(Text):
    """Terms as `Piece`s of MathML elements."""

    exponential_size = 3

    def letter(self, base: str) -> str:
        upright = ' mathvariant="normal"' if base in UPRIGHT else ""
        return f"<mn>{base}</mn>" if base.isdecimal() else f"<mi{upright}>{escape(base)}</mi>"

    def digits(self, value: int) -> str:
        return (self.sign("−") if value < 0 else "") + f"<mn>{decimal(abs(value))}</mn>"

    def sign(self, char: str) -> str:
        char = "∗" if char == "*" else char
        space = "0.14em" if char in RELATIONS else "0"
        return operator(char, lspace=space, rspace="0.14em" if char in ",:" else space)

    def operation(self, char: str) -> str:
        return operator(char, stretchy="false", lspace="0.2778em", rspace="0.2778em") if char == "∣" else operator(char)

    def word(self, name: str) -> str:
        return f"<mi>{escape(name)}</mi>"

    def phrase(self, text: str) -> str:
        return f"<mtext>{escape(text).replace(' ', '&#xA0;')}</mtext>"

    def accent(self, mark: str, body: str) -> str:
        return f'<mover accent="true">{row(body)}{operator(mark, stretchy="false")}</mover>'

    def script(self, body: str, sub: str = "", sup: str = "", tight: bool = False) -> str:
        if sub and sup:
            return f"<msubsup>{row(body)}{row(sub)}{row(sup)}</msubsup>"
        if sub:
            return f"<msub>{row(body)}{row(sub)}</msub>"
        if body.startswith("<msub>") and body.endswith("</msub>"):
            return f"<msubsup>{body.removeprefix('<msub>').removesuffix('</msub>')}{row(sup)}</msubsup>"
        return f"<msup>{row(body)}{row(sup)}</msup>"

    def fraction(self, numerator: Piece, denominator: Piece) -> Piece:
        return Piece(f"<mfrac>{row(numerator.markup)}{row(denominator.markup)}</mfrac>", Level.PREFIX, 2)

    def ratio(self, value: Fraction) -> str:
        numerator, denominator = decimal(value.numerator), decimal(value.denominator)
        return (f'<mstyle displaystyle="false"><mfrac><mn>{numerator}</mn><mn>{denominator}</mn></mfrac></mstyle>')

    def root(self, piece: Piece) -> Piece:
        return Piece(f"<msqrt>{row(piece.markup)}</msqrt>", height=piece.height)

    def fence(self, kind: str, piece: Piece) -> str:
        stretchy = "true" if piece.height else "false"
        left, right = (operator(char, form=form, fence="true", stretchy=stretchy, lspace="0", rspace="0")
                       for char, form in zip(kind, ("prefix", "postfix"), strict=True))
        return row(left + row(piece.markup) + right)

    def times(self, left: Piece, right: Piece) -> str:
        if right.numeral:
            return operator("⋅")
        return INVISIBLE_TIMES if left.numeral else f'{INVISIBLE_TIMES}<mspace width="0.1667em"/>'

    def acts(self) -> str:
        return '<mspace width="0.1em"/>'

    def call(self, head: str, *arguments: Piece, kind: str = "()") -> Piece:
        listed = self.listed(arguments)
        return Piece(head + APPLY_FUNCTION + self.fence(kind, listed), height=listed.height)

    def large(self, char: str, under: str = "", over: str = "") -> str:
        if not under and not over:
            return operator(char)
        if char == "∫":
            bounds = f"<msubsup>{operator(char)}{row(under)}{row(over)}</msubsup>"
            return bounds if over else f"<msub>{operator(char)}{row(under)}</msub>"
        return f"<munderover>{operator(char)}{row(under)}{row(over)}</munderover>"

    def limit_word(self, under: str) -> str:
        lim = operator("lim", movablelimits="true", lspace="0", rspace="0.1667em")
        return f"<munder>{lim}{row(under)}</munder>"

    def evaluated(self, body: str, at: str) -> str:
        bar = operator("|", form="postfix", fence="true", stretchy="true", lspace="0", rspace="0")
        return f"<msub>{row(body + bar)}{row(at)}</msub>"

    def comma(self) -> str:
        return operator(",", lspace="0", rspace="0.222em")

    def colon(self) -> str:
        return operator(":", lspace="0", rspace="0.3em")

    def thin(self) -> str:
        return '<mspace width="0.1667em"/>'

    def quad(self) -> str:
        return '<mspace width="1em"/>'


def mathml(term: Term, display: bool = False, arrow: bool = True) -> str:
    """A complete `<math>` element, with the plain text of the term as its `alttext`."""
    block = ' display="block"' if display else ""
    return (f'<math xmlns="{NAMESPACE}"{block} alttext="{escape(text(term, arrow))}">'
            f"{row(MathML(arrow).show(term))}</math>")
