r"""Formulas that can be set on several lines: the printers of `latex` and `mathml`, with places to break.

In LaTeX, a break is offered before each binary sign and relation by `\spbreak{n}`, where n is the penalty, greater the
deeper the sign stands in parentheses; fences that hold much do not stretch, since TeX cannot break inside
`\left … \right`; a wide fraction is written with a slash. In MathML, which browsers do not break, a long formula
becomes several elements in a row. Only the layout differs: order, signs and parentheses are those of `Text`.
"""

from __future__ import annotations

import re
from html import escape

from symproof.terms.core import Term

from .latex import FENCES, Latex
from .mathml import MathML, operator, row
from .notation import LATEX, Level, Notation, Piece
from .text import text

WIDE_FRACTION = 52
"""Visible signs beyond which a numerator or denominator is written on the line."""

ROOMY_FENCE = 26
"""Visible signs beyond which a fence may be broken inside."""

TALL_FENCE = "2.1em"
"""The size of the fences around tall material that may be cut, so that both sides are alike."""

PENALTIES = {"⟹": 0, "⟺": 0, "∧": 5, "∨": 5, "+": 50, "−": 50, "∈": 120}
DEEPER = 250
"""How unwelcome a break is before a sign, and how much more so within each pair of parentheses."""

LONG = 64
"""Visible signs beyond which a displayed formula in MathML is cut into pieces."""

_OPERATOR_NAME = re.compile(r"\\(?:operatorname|mathrm|text|mathbb|mathcal|mathbf)\{([^{}]*)\}")
_BREAK = re.compile(r"\\spbreak\{(\d+)\}")


def visible(markup: str) -> int:
    """About how many signs a reader sees in a piece of LaTeX."""
    plain = _OPERATOR_NAME.sub(r"\1", _BREAK.sub("", markup))
    plain = re.sub(r"\\[,!;: ]|\\(?:left|right|bigg?[lr]|Bigg?[lr]|quad|tfrac|frac|sqrt)(?![A-Za-z])", " ", plain)
    plain = re.sub(r"\\(?:log|exp|max|min|sin|cos|tan|lim)(?![A-Za-z])", "xxx", plain)
    plain = re.sub(r"\\[A-Za-z]+|\\.", "x", plain)
    return len(re.sub(r"[\s{}_^]", "", plain))


class BreakableLatex(Latex):
    """LaTeX with `\\spbreak{penalty}` wherever a line may end."""

    exponential_size = 3
    tall = (r"\biggl", r"\biggr")

    def operation(self, char: str) -> str:
        return rf" \spbreak{{{PENALTIES.get(char, 30)}}}{LATEX.get(char, char)} "

    def colon(self) -> str:
        return r":\ \spbreak{40}"

    def times(self, left: Piece, right: Piece) -> str:
        between = super().times(left, right)
        return r" \spproduct " if between == r"\," else between

    def quad(self) -> str:
        return r" \quad\spbreak{0} "

    def fence(self, kind: str, piece: Piece) -> str:
        deeper = _BREAK.sub(lambda m: rf"\spbreak{{{int(m[1]) + DEEPER}}}", piece.markup)
        inner = Piece(deeper, piece.level, piece.height, piece.open, piece.numeral)
        if piece.height < 2 or visible(piece.markup) <= ROOMY_FENCE:
            return super().fence(kind, inner)
        left, right = FENCES[kind]
        return self.row(self.tall[0] + left, deeper, self.tall[1] + right)

    def fraction(self, numerator: Piece, denominator: Piece) -> Piece:
        if max(visible(numerator.markup), visible(denominator.markup)) > WIDE_FRACTION:
            return Notation.fraction(self, numerator, denominator)
        return super().fraction(numerator, denominator)


class BreakableInline(BreakableLatex):
    """For formulas within a line of words, where tall fences stay small."""

    tall = (r"\bigl", r"\bigr")


def breakable(term: Term, inline: bool = False, arrow: bool = True) -> str:
    """A term in LaTeX with places where a line may end."""
    return (BreakableInline if inline else BreakableLatex)(arrow).show(term)


_CUT = "<!--cut-->"
_TAG = re.compile(r"<!--cut-->|<(/?)([a-zA-Z]+)[^>]*?(/?)>")


class CuttableMathML(MathML):
    """MathML with a remark before each binary sign, where the formula may be cut."""

    def operation(self, char: str) -> str:
        if char == "∣":
            return super().operation(char)
        return _CUT + operator(char, form="infix")

    def quad(self) -> str:
        return super().quad() + _CUT

    def fence(self, kind: str, piece: Piece) -> str:
        """Low fences, and those that hold much, stand in the open, so that what they hold can be cut too."""
        if piece.height and len(re.sub(r"<[^>]*>", "", piece.markup)) <= ROOMY_FENCE:
            return super().fence(kind, piece)
        size = {"stretchy": "true", "minsize": TALL_FENCE, "maxsize": TALL_FENCE} if piece.height else {"stretchy": "false"}
        left, right = (operator(char, form=form, fence="true", lspace="0", rspace="0", **size)
                       for char, form in zip(kind, ("prefix", "postfix"), strict=True))
        return left + piece.markup + right


def cut(markup: str) -> list[str]:
    """The markup in pieces, cut at the remarks that stand outside all elements."""
    pieces, depth, start = [], 0, 0
    for match in _TAG.finditer(markup):
        if match[0] == _CUT:
            if depth == 0:
                pieces.append(markup[start:match.start()])
                start = match.end()
        elif match[1]:
            depth -= 1
        elif not match[3]:
            depth += 1
    pieces.append(markup[start:])
    return [piece.replace(_CUT, "") for piece in pieces if piece.replace(_CUT, "")]


def math_elements(term: Term, display: bool = False, arrow: bool = True, end: str = "") -> str:
    """A term as one `<math>` element, or as several in a row when it is long and displayed; `end` is punctuation."""
    shown = text(term, arrow)
    style = ' displaystyle="true"' if display else ""
    tail = f"<mtext>{escape(end)}</mtext>" if end else ""
    pieces = [MathML(arrow).show(term)] if not display or len(shown) <= LONG else cut(CuttableMathML(arrow).show(term))
    pieces[-1] += tail
    labels = [f' alttext="{escape(shown)}"', *[""] * (len(pieces) - 1)]
    return "<wbr>".join(f'<math{style}{label}>{row(piece)}</math>'
                        for piece, label in zip(pieces, labels, strict=True))


__all__ = ["Level", "breakable", "cut", "math_elements", "visible"]
