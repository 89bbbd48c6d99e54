r"""What rests on what, as vector graphics: one picture a section, its claims coloured by verdict, arrows from what is used.

Lemmas that serve one section only are drawn through: an arrow stands for a way through them. Claims of other sections that
are used stand on the left, outlined. A claim stands right of all that it uses; within a column the order follows the
arrows. `picture` places everything in points, y downwards; `svg` and `tikz` write it down, with links to the claims.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape

from symproof.document import Checked

from . import prose

SIGN, PAD, TALL, GAP, LINE = 3.5, 4.0, 10.0, 26.0, 14.0
"""The width of a sign, the room beside a label, the height of a box, and from one column and one line to the next."""

WIDTH = 440.0
"""The least width of a picture: claims without arrows stand below it, in rows as wide."""

LONGEST = 26
"""Signs of a label; a longer name is cut."""

SHORT = (("Theorem ", "Thm "), ("Proposition ", "Prop "), ("Corollary ", "Cor "), ("Equations ", ""), ("Equation ", ""),
         ("Definition ", "Def "), (", as printed", ", printed"))


@dataclass(frozen=True)
class Node:
    """A claim in its box: the left upper corner, the width, the label, and whether it belongs to another section."""

    name: str
    label: str
    verdict: str
    x: float
    y: float
    width: float
    foreign: bool = False


@dataclass(frozen=True)
class Picture:
    """The boxes of a section, the arrows between them by names (used, user), and the extent."""

    nodes: tuple[Node, ...]
    arrows: tuple[tuple[str, str], ...]
    width: float
    height: float


def label_of(name: str) -> str:
    """A name as it stands in a box."""
    for long, short in SHORT:
        name = name.replace(long, short)
    return name if len(name) <= LONGEST else name[: LONGEST - 1] + "…"


def verdict_of(claim: Checked) -> str:
    return "conditional" if claim.verdict == "proved" and claim.adds else claim.verdict


def shown(sections: Sequence[Sequence[Checked]]) -> set[str]:
    """The claims that get a box: all but lemmas that only their own section uses."""
    home = {claim.name: number for number, claims in enumerate(sections) for claim in claims}
    abroad = {used for number, claims in enumerate(sections) for claim in claims for used in claim.uses
              if home.get(used) != number}
    return {c.name for claims in sections for c in claims if c.kind != "lemma" or c.printed or c.erratum or c.name in abroad}


def pictures(sections: Sequence[Sequence[Checked]]) -> list[Picture]:
    """One picture a section; a section in which nothing uses anything has an empty one."""
    claims = {claim.name: claim for section in sections for claim in section}
    boxed = shown(sections)
    return [picture(section, claims, boxed) for section in sections]


def picture(section: Sequence[Checked], claims: Mapping[str, Checked], boxed: set[str]) -> Picture:
    """The picture of one section."""
    own = [claim.name for claim in section if claim.name in boxed]
    uses = _reduced({name: _reached(name, claims, boxed) for name in own})
    foreign = list(dict.fromkeys(used for name in own for used in uses[name] if used not in own))
    if not any(uses.values()):
        return Picture((), (), 0.0, 0.0)
    used = {other for others in uses.values() for other in others}
    alone = [name for name in own if not uses[name] and name not in used]
    own = [name for name in own if name not in alone]
    depth = dict.fromkeys(foreign, 0)
    first = 1 if foreign else 0
    for name in own:  # a claim stands after what it uses, so one pass is enough; a circle cannot be proved
        depth[name] = max([first, *(depth.get(other, 0) + 1 for other in uses[name])])
    columns = _ordered(depth, uses, [*foreign, *own])
    nodes, left = [], 0.0
    tallest = max(len(column) for column in columns)
    for column in columns:
        wide = max(map(width_of, column), default=0.0)
        top = (tallest - len(column)) * LINE / 2
        nodes += [Node(name, label_of(name), verdict_of(claims[name]), left, top + k * LINE, wide, name in foreign)
                  for k, name in enumerate(column)]
        left += wide + GAP
    arrows = tuple((other, name) for name in own for other in uses[name])
    right, x, y = max(left - GAP, WIDTH), 0.0, tallest * LINE + (LINE if alone else 0)
    for name in alone:
        if x and x + width_of(name) > right:
            x, y = 0.0, y + LINE
        nodes.append(Node(name, label_of(name), verdict_of(claims[name]), x, y, width_of(name)))
        x += width_of(name) + PAD
    return Picture(tuple(nodes), arrows, right, (y if alone else y - LINE) + TALL)


def width_of(name: str) -> float:
    """The width of the box of a claim."""
    return len(label_of(name)) * SIGN + 2 * PAD


def _reached(name: str, claims: Mapping[str, Checked], boxed: set[str]) -> list[str]:
    """The boxed claims that a claim uses, itself or through lemmas without a box."""
    found: dict[str, None] = {}
    todo, seen = list(claims[name].uses), set[str]()
    while todo:
        used = todo.pop(0)
        if used in seen or used not in claims:
            continue
        seen.add(used)
        if used in boxed:
            found[used] = None
        else:
            todo += claims[used].uses
    return list(found)


def _reduced(uses: dict[str, list[str]]) -> dict[str, list[str]]:
    """The same without arrows that a longer way stands for."""
    below: dict[str, set[str]] = {}
    for name, used in uses.items():
        below[name] = set(used).union(*(below.get(other, set()) for other in used))
    return {name: [u for u in used if not any(u in below.get(other, ()) for other in used)] for name, used in uses.items()}


def _ordered(depth: dict[str, int], uses: dict[str, list[str]], names: list[str]) -> list[list[str]]:
    """The columns; in each the order of the middles of their neighbours, swept forth and back."""
    columns: list[list[str]] = [[] for _ in range(max(depth.values()) + 1)]
    for name in names:
        columns[depth[name]].append(name)
    users: dict[str, list[str]] = {name: [] for name in names}
    for name, used in uses.items():
        for other in used:
            users[other].append(name)
    for sweep in range(6):
        for column in columns if sweep % 2 == 0 else columns[::-1]:
            place = {name: k - len(c) / 2 for c in columns for k, name in enumerate(c)}
            near = {name: (uses.get(name, []) if sweep % 2 == 0 else users[name]) or [name] for name in column}
            column.sort(key=lambda name: sum(place[other] for other in near[name]) / len(near[name]))
    return columns


def _number(value: float) -> str:
    return f"{value:.1f}".rstrip("0").rstrip(".")


def _ends(made: Picture) -> list[tuple[float, float, float, float]]:
    """Where each arrow begins and ends."""
    nodes = {node.name: node for node in made.nodes}
    return [(nodes[a].x + nodes[a].width, nodes[a].y + TALL / 2, nodes[b].x, nodes[b].y + TALL / 2) for a, b in made.arrows]


def tikz(made: Picture, labels: Mapping[str, str]) -> str:
    """The picture for LaTeX, each box linked to its claim; it needs the package tikz and no library of it."""
    lines = [r"\begin{tikzpicture}[x=1pt,y=-1pt,line cap=round]"]
    for x, y, z, w in _ends(made):
        bend = min(GAP, (z - x)) * .6
        lines.append(rf"\draw[line width=.35pt,color=sparrow] ({_number(x)},{_number(y)}) .. controls ({_number(x + bend)},"
                     rf"{_number(y)}) and ({_number(z - bend)},{_number(w)}) .. ({_number(z)},{_number(w)});")
    for node in made.nodes:
        corner = f"({_number(node.x)},{_number(node.y)})"
        style = "draw=sp{0},line width=.4pt" if node.foreign else "fill=sp{0}!12,draw=sp{0},line width=.4pt"
        lines.append(rf"\draw[{style.format(node.verdict)},rounded corners=2pt] {corner} rectangle "
                     rf"({_number(node.x + node.width)},{_number(node.y + TALL)});")
        lines.append(rf"\node[inner sep=0pt] at ({_number(node.x + node.width / 2)},{_number(node.y + TALL / 2)}) "
                     rf"{{\spnode{{{_number(node.width - PAD)}pt}}{{\hyperref[{labels[node.name]}]"
                     rf"{{{prose.latex_words(node.label)}}}}}}};")
    return "\n".join([*lines, r"\end{tikzpicture}"])


def svg(made: Picture, labels: Mapping[str, str], caption: str) -> str:
    """The picture as an inline SVG element, each box a link to its claim, with the whole name where the pointer rests."""
    said = escape(caption, quote=True)
    lines = [f'<svg class="graph" role="img" aria-label="{said}" viewBox="-1 -1 '
             f'{_number(made.width + 2)} {_number(made.height + 2)}" width="{_number(made.width * 1.5)}" font-size="6.6">']
    for x, y, z, w in _ends(made):
        bend = min(GAP, (z - x)) * .6
        lines.append(f'<path d="M{_number(x)} {_number(y)}C{_number(x + bend)} {_number(y)} {_number(z - bend)} {_number(w)} '
                     f'{_number(z)} {_number(w)}"/>')
    for node in made.nodes:
        kind = f"{node.verdict}{' foreign' if node.foreign else ''}"
        middle, height = _number(node.x + node.width / 2), _number(node.y + TALL / 2)
        lines += [f'<a href="#{escape(labels[node.name], quote=True)}" class="{kind}"><title>{escape(node.name)}</title>',
                  f'<rect x="{_number(node.x)}" y="{_number(node.y)}" width="{_number(node.width)}" '
                  f'height="{_number(TALL)}" rx="2.5"/>',
                  f'<text x="{middle}" y="{height}" dy=".34em" text-anchor="middle">{escape(node.label)}</text></a>']
    return "\n".join([*lines, "</svg>"])


__all__ = ["Node", "Picture", "label_of", "picture", "pictures", "svg", "tikz"]
