r"""Figures as vector graphics: one geometry, drawn with two pens, inline SVG for HTML and TikZ for LaTeX.

`drawing(figure)` places everything in points (1/72.27 in), the origin at the lower left corner of the frame, y upwards;
`svg` and `tikz` write it down. Colours are those of Okabe and Ito, which colour-blind readers tell apart, and each curve
has dashes of its own, so that it is recognised in grey too. The key stands in the corner that the curves leave free, or
above the frame. An enclosure is drawn as its middle, and only if it is narrower than the pen is exact (`EXACT`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from itertools import pairwise

from symproof.document import Axis, Figure

from . import prose, texmath

WIDTH, HEIGHT = 300, 186
"""The frame, in points."""

EXACT = Fraction(1, 100)
"""How exactly a place is drawn, in points."""

COLOURS = ("0072B2", "D55E00", "009E73", "CC79A7", "E69F00", "56B4E9", "7F7F7F")
DASHES: tuple[tuple[float, ...], ...] = ((), (6, 2), (1.3, 1.7), (7, 2, 1.3, 2), (3, 1.5), (9, 2, 3, 2))
"""As many colours as dashes would give the seventh curve the pen of the first: seven and six give 42 pens."""

MAX_CURVES = len(COLOURS) * len(DASHES)
LETTER, LINE = 9.0, 12.0
"""The size of letters, and from one line to the next."""

Place = tuple[Fraction, Fraction]


class FigureError(ValueError):
    """A figure cannot be drawn: says which curve, and why."""


@dataclass(frozen=True)
class Stroke:
    """A line through places: a pen's number for a curve, None for the frame and its ticks."""

    places: tuple[Place, ...]
    pen: int | None = None


@dataclass(frozen=True)
class Words:
    """Words at a place; anchor "start", "middle" or "end" of the line that stands there, in the middle of its height."""

    at: Place
    text: str
    anchor: str
    upright: bool = False


@dataclass(frozen=True)
class Drawing:
    """Strokes and words, and the box (left, bottom, right, top) that holds them."""

    strokes: tuple[Stroke, ...]
    words: tuple[Words, ...]
    box: tuple[Fraction, Fraction, Fraction, Fraction]


# -- geometry -----------------------------------------------------------------------------------------------------------

def ticks(low: Fraction, high: Fraction, about: int = 5) -> list[Fraction]:
    """Round numbers (1, 2 or 5 times a power of ten apart) from at most `low` to at least `high`, about so many."""
    span = high - low
    step = Fraction(1)
    while step * about > span:
        step /= 10
    while step * 10 * about <= span:
        step *= 10
    step *= next((k for k in (1, 2, 5) if span <= step * k * (about + 1)), 10)
    first = low // step
    found = [first * step]
    while found[-1] < high:
        found.append(found[-1] + step)
    return found


def decimal(value: Fraction) -> str:
    """An exact decimal fraction without needless zeros: 0, 0.25, −3, 1000."""
    digits = 0
    while (value * 10**digits).denominator != 1 and digits < 12:
        digits += 1
    whole = f"{abs(round(value * 10**digits)):0{digits + 1}d}"
    text = f"{whole[:-digits]}.{whole[-digits:]}" if digits else whole
    return f"−{text}" if value < 0 else text


def drawing(figure: Figure) -> Drawing:
    """Everything in its place; raises FigureError when a figure has no extent, or a value is not known well enough."""
    if not 1 <= len(figure.curves) <= MAX_CURVES:
        raise FigureError(f"the figure {figure.name!r} must have 1 to {MAX_CURVES} curves, not {len(figure.curves)}")
    points = [point for curve in figure.curves for point in curve.points]
    for curve in figure.curves:
        if len(curve.points) < 2:
            raise FigureError(f"the curve {curve.label!r} must have at least 2 points, not {len(curve.points)}")
    across = _scale(figure.x, [x for x, _, _ in points], exactly=True)
    upward = _scale(figure.y, [end for _, low, high in points for end in (low, high)], exactly=False)
    units = Fraction(WIDTH) / (across[-1] - across[0]), Fraction(HEIGHT) / (upward[-1] - upward[0])
    curves = []
    for curve in figure.curves:
        for x, low, high in curve.points:
            if low > high or (high - low) * units[1] > EXACT:
                raise FigureError(f"the curve {curve.label!r} cannot be drawn: at {decimal(x)} its value is known to within "
                                  f"{float(high - low):.1g} only; give a narrower enclosure")
        curves.append(tuple(((x - across[0]) * units[0], ((low + high) / 2 - upward[0]) * units[1])
                            for x, low, high in curve.points))
    strokes, words, left = _frame(figure, across, upward)
    strokes += [Stroke(curve, pen) for pen, curve in enumerate(curves)]
    key, top = _key([curve.label for curve in figure.curves], curves)
    strokes += key[0]
    words += key[1]
    half = Fraction(LINE) / 2
    return Drawing(tuple(strokes), tuple(words), (left, Fraction(-32), WIDTH + half, top + half))


def _scale(axis: Axis, values: Sequence[Fraction], exactly: bool) -> list[Fraction]:
    """The ticks of an axis; the first and the last are its ends."""
    low = min([*values, *([axis.low] if axis.low is not None else [])])
    high = max([*values, *([axis.high] if axis.high is not None else [])])
    if low == high:
        if exactly:
            raise FigureError(f"the axis {axis.label!r} has no extent: all points stand at {decimal(low)}")
        low, high = low - 1, high + 1
    return ticks(low, high)


def _frame(figure: Figure, across: list[Fraction], upward: list[Fraction]) -> tuple[list[Stroke], list[Words], Fraction]:
    """The two axes with their ticks, numbers and labels, and how far they reach to the left."""
    zero, tick = Fraction(0), Fraction(3)
    strokes = [Stroke(((zero, Fraction(HEIGHT)), (zero, zero), (Fraction(WIDTH), zero)))]
    words = []
    for value in across:
        x = (value - across[0]) * WIDTH / (across[-1] - across[0])
        strokes.append(Stroke(((x, zero), (x, -tick))))
        words.append(Words((x, Fraction(-10)), decimal(value), "middle"))
    for value in upward:
        y = (value - upward[0]) * HEIGHT / (upward[-1] - upward[0])
        strokes.append(Stroke(((zero, y), (-tick, y))))
        words.append(Words((-2 * tick, y), decimal(value), "end"))
    widest = max(width_of(decimal(value)) for value in upward)
    beside = -2 * tick - widest - Fraction(LINE)
    words.append(Words((Fraction(WIDTH, 2), Fraction(-25)), figure.x.label, "middle"))
    words.append(Words((beside, Fraction(HEIGHT, 2)), figure.y.label, "middle", upright=True))
    return strokes, words, beside - Fraction(LINE) / 2


def width_of(text: str) -> Fraction:
    """About how wide words are: commands count as one sign, scripts as half a sign."""
    plain = re.sub(r"\\[A-Za-z]+ ?", "x", text.replace("$", ""))
    small = sum(len(script) for script in re.findall(r"[_^](\{[^}]*\}|.)", plain))
    return Fraction(LETTER) * (len(plain) - Fraction(small, 2)) * Fraction(27, 50)


def _key(labels: Sequence[str], curves: Sequence[Sequence[Place]]) -> tuple[tuple[list[Stroke], list[Words]], Fraction]:
    """A sample of each pen beside its label: in a corner that no curve touches, else in lines above the frame."""
    if len(labels) == 1 and not labels[0]:
        return ([], []), Fraction(HEIGHT)
    sample, gap, line = Fraction(24), Fraction(5), Fraction(LINE)
    wide = sample + gap + max(map(width_of, labels))
    tall = line * len(labels)
    inset = Fraction(6)
    for right, up in ((True, True), (False, True), (True, False), (False, False)):
        x = WIDTH - inset - wide if right else inset
        y = HEIGHT - inset - tall if up else inset
        if x > 0 and y > 0 and not any(_touches(curve, (x - 4, y - 3, x + wide + 4, y + tall + 3)) for curve in curves):
            places = [(x, y + tall - line * (k + Fraction(1, 2))) for k in range(len(labels))]
            return _samples(labels, places, sample, gap), Fraction(HEIGHT)
    columns = max(1, int((WIDTH + 12) // (wide + 12)))
    rows = -(-len(labels) // columns)
    places = [(k % columns * (wide + 12), HEIGHT + inset + line * (rows - k // columns - Fraction(1, 2)))
              for k in range(len(labels))]
    return _samples(labels, places, sample, gap), HEIGHT + inset + line * rows


def _samples(labels: Sequence[str], places: Sequence[Place], sample: Fraction, gap: Fraction) -> tuple[list[Stroke],
                                                                                                       list[Words]]:
    strokes = [Stroke(((x, y), (x + sample, y)), pen) for pen, (x, y) in enumerate(places)]
    words = [Words((x + sample + gap, y), label, "start") for label, (x, y) in zip(labels, places, strict=True)]
    return strokes, words


def _touches(curve: Sequence[Place], box: tuple[Fraction, Fraction, Fraction, Fraction]) -> bool:
    """Whether a line through places meets a box."""
    return any(_segment_touches(a, b, box) for a, b in pairwise(curve))


def _segment_touches(a: Place, b: Place, box: tuple[Fraction, Fraction, Fraction, Fraction]) -> bool:
    """Liang and Barsky: what of the segment a + t(b − a), 0 ≤ t ≤ 1, lies between the four sides."""
    first, last = Fraction(0), Fraction(1)
    for k in (0, 1):
        way = b[k] - a[k]
        for sign, side in ((-1, box[k]), (1, box[k + 2])):
            room, speed = sign * (side - a[k]), sign * way
            if speed == 0:
                if room < 0:
                    return False
            elif speed > 0:
                last = min(last, room / speed)
            else:
                first = max(first, room / speed)
    return first <= last


# -- pens ---------------------------------------------------------------------------------------------------------------

def pen_of(number: int) -> tuple[str, tuple[float, ...]]:
    """The colour and the dashes of a curve."""
    return COLOURS[number % len(COLOURS)], DASHES[number % len(DASHES)]


def _number(value: Fraction) -> str:
    """A length in points, rounded to what is drawn."""
    text = f"{float(value):.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def tikz(figure: Figure) -> str:
    """The figure as one TikZ picture; it needs the package tikz and no library of it."""
    made = drawing(figure)
    left, bottom, right, top = map(_number, made.box)
    lines = [r"\begin{tikzpicture}[x=1pt,y=1pt,line cap=butt,line join=round,font=\footnotesize]",
             rf"\useasboundingbox ({left},{bottom}) rectangle ({right},{top});"]
    for stroke in made.strokes:
        path = " -- ".join(f"({_number(x)},{_number(y)})" for x, y in stroke.places)
        lines.append(rf"\draw[{_tikz_pen(stroke.pen)}] {path};")
    for words in made.words:
        anchor = {"start": "west", "middle": "center", "end": "east"}[words.anchor]
        turned = ",rotate=90" if words.upright else ""
        lines.append(rf"\node[anchor={anchor},inner sep=0pt{turned}] at ({_number(words.at[0])},{_number(words.at[1])}) "
                     rf"{{\strut {prose.latex_words(words.text)}}};")
    return "\n".join([*lines, r"\end{tikzpicture}"])


def _tikz_pen(pen: int | None) -> str:
    if pen is None:
        return "line width=.4pt"
    colour, dashes = pen_of(pen)
    mixed = ";".join(f"{name},{int(colour[k:k + 2], 16)}" for name, k in (("red", 0), ("green", 2), ("blue", 4)))
    pattern = " ".join(f"{'off' if k % 2 else 'on'} {length:g}pt" for k, length in enumerate(dashes))
    return f"line width=1pt,color={{rgb,255:{mixed}}}" + (f",dash pattern={pattern}" if pattern else "")


def svg(figure: Figure) -> str:
    """The figure as an inline SVG element, in the colours of the page around it but for the curves."""
    made = drawing(figure)
    left, bottom, right, top = made.box
    said = escape(" ".join(plain_words(figure.caption).split()), quote=True)
    lines = [f'<svg class="drawing" role="img" aria-label="{said}" xmlns="http://www.w3.org/2000/svg" '
             f'viewBox="{_number(left)} {_number(-top)} {_number(right - left)} {_number(top - bottom)}" '
             f'font-size="{LETTER:g}" fill="none" stroke-linejoin="round">']
    for stroke in made.strokes:
        path = "L".join(f"{_number(x)} {_number(-y)}" for x, y in stroke.places)
        lines.append(f'<path d="M{path}" {_svg_pen(stroke.pen)}/>')
    for words in made.words:
        x, y = _number(words.at[0]), _number(-words.at[1])
        turned = f' transform="rotate(-90 {x} {y})"' if words.upright else ""
        lines.append(f'<text x="{x}" y="{y}" dy=".32em" text-anchor="{words.anchor}" fill="currentColor"{turned}>'
                     f"{_svg_words(words.text)}</text>")
    return "\n".join([*lines, "</svg>"])


def _svg_pen(pen: int | None) -> str:
    if pen is None:
        return 'stroke="currentColor" stroke-width=".5"'
    colour, dashes = pen_of(pen)
    pattern = f' stroke-dasharray="{" ".join(f"{length:g}" for length in dashes)}"' if dashes else ""
    return f'stroke="#{colour}" stroke-width="1.1"{pattern}'


# -- words in SVG, which knows no MathML ----------------------------------------------------------------------------------

_TOKEN = re.compile(r"\\[A-Za-z]+|\\.|.", re.S)
_SPACED = frozenset("=<>≤≥+−∼≈→∈×")


def _signs(source: str) -> Iterator[tuple[str, str]]:
    """The signs of a formula with where each stands: "", "_" or "^"."""
    tokens = [token for token in _TOKEN.findall(source) if not token.isspace()]
    place, depth = "", 0
    for token in tokens:
        if token in "_^" and depth == 0:
            place = token
            continue
        if token in "{}":
            depth += 1 if token == "{" else -1
            if depth < 0:
                break
            place = place if depth else ""
            continue
        if token.startswith("\\"):
            sign = texmath.symbol(token[1:])
            if sign is None:
                raise FigureError(f"{token} in ${source}$ cannot be written in a figure: use letters, numbers, scripts, signs")
        else:
            sign = {"-": "−", "*": "∗"}.get(token, token)
        yield sign, place
        place = place if depth else ""
    if depth:
        raise FigureError(f"the braces of ${source}$ in a figure do not match")


def _svg_words(text: str) -> str:
    """Words with $…$ as the content of a text element: letters in italics, scripts smaller and off the line."""
    made = []
    for part, is_formula in prose.scripted_fragments(text):
        if not is_formula:
            made.append(escape(part))
            continue
        for sign, place in _signs(part):
            style = ' font-style="italic"' if sign.isalpha() and sign.islower() or sign.isascii() and sign.isalpha() else ""
            if place:
                shift, back = (".25em", "-.25em") if place == "_" else ("-.4em", ".4em")
                made.append(f'<tspan font-size="72%" dy="{shift}"{style}>{escape(sign)}</tspan>'
                            f'<tspan font-size="72%" dy="{back}">\N{ZERO WIDTH SPACE}</tspan>')
            elif style:
                made.append(f"<tspan{style}>{escape(sign)}</tspan>")
            else:
                made.append(f"\N{THIN SPACE}{escape(sign)}\N{THIN SPACE}" if sign in _SPACED else escape(sign))
    return "".join(made)


def plain_words(text: str) -> str:
    """Words with $…$ without any markup, for a reader of screens."""
    made = []
    for part, is_formula in prose.scripted_fragments(text):
        try:
            made.append("".join(sign for sign, _ in _signs(part)) if is_formula else part)
        except FigureError:
            made.append(part)
    return "".join(made)


__all__ = ["Drawing", "FigureError", "Stroke", "Words", "decimal", "drawing", "svg", "ticks", "tikz"]
