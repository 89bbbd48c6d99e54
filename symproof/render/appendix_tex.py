r"""The appendix in LaTeX: formulas from `latex`, layout by the template `appendix.tex.j2` and its macros.

Each displayed formula is given to TeX twice, as one line and with places to break; TeX measures and chooses. The text
uses no file, no date and no shell. What it says is decided in `outline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from os import PathLike
from typing import Any

from markupsafe import Markup

from symproof.coverage import Coverage
from symproof.document import Figure
from symproof.terms.core import Symbol, Term
from symproof.terms.sorts import Function, Index

from . import graph, prose
from .breaking import breakable, visible
from .environment import tex_environment
from .figure import tikz
from .latex import Latex, latex
from .outline import Meta, Outline, Section

LONG_INLINE = 24
"""Visible signs beyond which a formula within a sentence may be broken."""


class TexOutline(Outline):
    """Views whose markup is LaTeX."""

    def inline(self, term: Term) -> str:
        whole = latex(term)
        return f"${whole if visible(whole) <= LONG_INLINE else breakable(term, inline=True)}$"

    def bound(self, symbols: tuple[Symbol, ...]) -> str:
        return f"${binder(Latex(), symbols)}$"

    def words(self, text: str) -> str:
        return prose.latex_words(text, {} if self.away else self.labels)

    def said(self, text: str) -> str:
        return prose.latex_words(text)

    def reference(self, number: int) -> str:
        return rf"\hyperref[source:{number}]{{[{number}]}}"

    def display(self, term: Term, arrow: bool = True) -> dict[str, Any]:
        return {"whole": Markup(latex(term, arrow)), "broken": Markup(breakable(term, arrow=arrow))}

    def draw(self, figure: Figure) -> str:
        return tikz(figure)

    def draw_graph(self, picture: graph.Picture, caption: str) -> str:
        return graph.tikz(picture, self.labels)

    def qed(self) -> Markup:
        return Markup(r"\hspace*{\fill}\spqed{}")

    def sign(self, name: str) -> Markup:
        return Markup(Latex().operation(name).strip())


def binder(printer: Any, symbols: tuple[Symbol, ...]) -> str:
    """Symbols of one sort with their common domain, u, v ∈ ℝ^d; symbols of several, each with its own."""
    made: list[str] = []
    ends: list[str] = []
    for symbol in symbols:
        sort: Any = symbol.sort
        if isinstance(sort, Function) and len(sort.arguments) == 1 and isinstance(sort.arguments[0], Index):
            made.append(members(printer, symbol))
            ends.append("")
            continue
        name, whole = printer.under(symbol)(symbol).markup, printer.binder(symbol)
        end = whole[len(name):] if whole.startswith(name) else ""
        if ends and end and ends[-1] == end:
            made[-1] += printer.comma() + name
        else:
            made.append(name if end else whole)
            ends.append(end)
    return str(printer.row(*[part for k, (names, end) in enumerate(zip(made, ends, strict=True))
                             for part in (printer.comma() if k else "", names, end)]))


def members(printer: Any, symbol: Symbol) -> str:
    """A family by its members, v_1, …, v_m ∈ ℝ^d."""
    sort: Any = symbol.sort
    size = sort.arguments[0].size
    shown = ["1"] if size == 1 else ["1", "2"] if size == 2 else ["1", "", str(size)]
    parts: list[str] = []
    for position in shown:
        mark = printer.dimension(int(position) if position.isdecimal() else position) if position else ""
        named = printer.under(symbol).named(symbol, mark).markup if position else printer.letter("…")
        parts += [printer.comma(), named] if parts else [named]
    return str(printer.row(*parts, printer.sign("∈"), printer.space(sort.result, symbol.domain == "probability")))


def render_tex(sections: Sequence[Section], meta: Meta, preamble: str | None = None,
               templates: str | PathLike[str] | None = None, coverage: Coverage | None = None) -> str:
    r"""The appendix as a LaTeX document.

    `preamble` stands in for the packaged one: from `\documentclass` up to, and without, `\begin{document}`. `templates`
    is a directory whose files stand in for the packaged templates of the same name.
    """
    environment = tex_environment(prose.latex_escape, templates)
    head = environment.get_template("preamble.tex.j2").render() if preamble is None else preamble
    head = head.split(r"\begin{document}")[0].rstrip() + "\n"
    view = TexOutline(sections, meta, coverage).view()
    return environment.get_template("appendix.tex.j2").render(preamble=Markup(head), **view)


__all__ = ["Meta", "Section", "render_tex"]
