"""The appendix as one HTML page: MathML for formulas, its style within it, no scripts, nothing to load.

Layout belongs to `appendix.html.j2` and `style.css`; what it says is decided in `outline`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from os import PathLike
from typing import Any

from markupsafe import Markup

from symproof.coverage import Coverage
from symproof.document import Figure
from symproof.terms.core import Symbol, Term

from . import graph, prose
from .appendix_tex import binder
from .breaking import math_elements
from .environment import html_environment
from .figure import svg
from .mathml import MathML, row
from .outline import Meta, Outline, Section


class HtmlOutline(Outline):
    """Views whose markup is HTML with MathML."""

    def inline(self, term: Term) -> str:
        return math_elements(term)

    def bound(self, symbols: tuple[Symbol, ...]) -> str:
        return f'<math>{row(binder(MathML(), symbols))}</math>'

    def words(self, text: str) -> str:
        return prose.html_words(text, self.labels, self.away)

    def said(self, text: str) -> str:
        return prose.html_words(text)

    def reference(self, number: int) -> str:
        return f'<a href="#source:{number}">[{number}]</a>'

    def display(self, term: Term, arrow: bool = True) -> dict[str, Any]:
        return {"math": Markup(math_elements(term, display=True, arrow=arrow))}

    def draw(self, figure: Figure) -> str:
        return svg(figure)

    def draw_graph(self, picture: graph.Picture, caption: str) -> str:
        return graph.svg(picture, self.labels, caption)

    def qed(self) -> Markup:
        return Markup('<span class="qed" title="end of the proof">□</span>')

    def sign(self, name: str) -> Markup:
        return Markup(f'<math><mo form="prefix" lspace="0" rspace="0">{escape(name)}</mo></math>')


def render_html(sections: Sequence[Section], meta: Meta, templates: str | PathLike[str] | None = None,
                coverage: Coverage | None = None) -> str:
    """The appendix as one page that needs nothing else.

    `templates` is a directory whose files stand in for the packaged templates of the same name.
    """
    environment = html_environment(templates)
    source, _, _ = environment.loader.get_source(environment, "style.css") if environment.loader else ("", None, None)
    style = Markup(source.replace("</", "<\\/"))
    view = HtmlOutline(sections, meta, coverage).view()
    return environment.get_template("appendix.html.j2").render(style=style, **view)


__all__ = ["Meta", "Section", "render_html"]
