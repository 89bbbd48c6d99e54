"""The errata as a document of their own, for the authors of a paper: LaTeX, Markdown, HTML.

Each entry says where, what is printed, what it should read, why, and on what evidence: the claim that shows it, in words,
and the claims that prove the repair. The order is the paper's. What is not proved is not in the list.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any

from markupsafe import Markup

from symproof.coverage import Coverage, tags_of
from symproof.document import Checked, Erratum
from symproof.printed import keys_of

from . import prose
from .environment import html_environment, tex_environment
from .latex import latex
from .outline import HOLDS, Meta, Outline


@dataclass(frozen=True)
class Entry:
    """An erratum with the claim that shows it, and where it stands in the paper's source (0: not known)."""

    erratum: Erratum
    claim: Checked
    line: int = 0


def entries(claims: Sequence[Checked], coverage: Coverage | None) -> list[Entry]:
    """The errata of the claims that hold, in the order of the paper."""
    found = [c for c in claims if c.erratum is not None and c.verdict in HOLDS]
    place = _places(claims, coverage)
    ordered = sorted(found, key=lambda c: (place.get(c.name, (1 << 30, 0))[0], found.index(c)))
    return [Entry(c.erratum, c, place.get(c.name, (0, 0))[1]) for c in ordered if c.erratum is not None]


def _places(claims: Sequence[Checked], coverage: Coverage | None) -> dict[str, tuple[int, int]]:
    """For each claim the position and the line of the first item that it decides, or that the claim it serves decides."""
    if coverage is None:
        return {}
    positions = {c.item.key: (number, c.item.line) for number, c in enumerate(coverage.items)}
    place: dict[str, tuple[int, int]] = {}
    served: dict[str, list[tuple[int, int]]] = {}
    for claim in claims:
        keys = [key for tag in claim.printed for key in keys_of(tag)] or tags_of(claim)
        known = [positions[key] for key in keys if key in positions]
        if known:
            place[claim.name] = min(known)
            for added in claim.adds:
                served.setdefault(added.needed, []).extend(known)
    for claim in claims:
        named = claim.erratum.location.split(",")[0] if claim.erratum is not None else ""
        if claim.name not in place and (named in positions or claim.name in served):
            place[claim.name] = positions[named] if named in positions else min(served[claim.name])
    for claim in claims:
        if claim.erratum is not None and claim.name not in place:
            known = [place[name] for name in claim.erratum.repaired_by if name in place]
            if known:
                place[claim.name] = min(known)
    return place


def views(outline: Outline, coverage: Coverage | None) -> list[dict[str, Any]]:
    """The entries as a template lays them out."""
    made = []
    for number, entry in enumerate(entries(outline.claims, coverage), 1):
        said = outline.erratum(entry.claim)
        if said is not None:
            made.append({**said, "number": number, "line": entry.line, "label": outline.labels[entry.claim.name],
                         "name": Markup(outline.said(entry.claim.name)), "verdict": entry.claim.verdict,
                         "evidence": Markup(outline.words(" ".join(entry.claim.text.split()))),
                         "checked": prose.checked_words(entry.claim.rules, entry.claim.models, entry.claim.digits)})
    return made


def render_errata_tex(outline: Outline, coverage: Coverage | None, source: str = "", preamble: str | None = None,
                      templates: str | PathLike[str] | None = None) -> str:
    """The errata as a LaTeX document; links lead nowhere else."""
    environment = tex_environment(prose.latex_escape, templates)
    head = environment.get_template("preamble.tex.j2").render() if preamble is None else preamble
    head = head.split(r"\begin{document}")[0].rstrip() + "\n"
    return environment.get_template("errata.tex.j2").render(
        preamble=Markup(head), meta=outline.meta, errata=views(outline, coverage), source=source)


def render_errata_html(outline: Outline, coverage: Coverage | None, source: str = "",
                       templates: str | PathLike[str] | None = None) -> str:
    """The errata as a page that lies beside the appendix and links to it."""
    environment = html_environment(templates)
    style, _, _ = environment.loader.get_source(environment, "style.css") if environment.loader else ("", None, None)
    return environment.get_template("errata.html.j2").render(
        style=Markup(style.replace("</", "<\\/")), meta=outline.meta, errata=views(outline, coverage), source=source)


def render_errata_md(claims: Sequence[Checked], meta: Meta, coverage: Coverage | None, source: str = "") -> str:
    """The errata in Markdown, formulas between dollars, as they can be pasted into a letter or an issue."""
    found = entries(claims, coverage)
    proved = {c.name for c in claims if c.verdict == "proved"}
    lines = [f"# Errata{': ' + meta.paper if meta.paper else ''}", "",
             prose.count(len(found), "entry", "entries") + ". Each is checked exactly: the counterexamples and the repairs are "
             "claims of the proof appendix."]
    for number, entry in enumerate(found, 1):
        said = entry.erratum
        printed = f"${latex(said.printed_term)}$" if said.printed_term is not None else prose.as_words(said.printed)
        where = f" ({source}, line {entry.line})" if entry.line and source else ""
        lines += ["", f"## {number}. {said.location}{where}", "", f"**As printed.** {printed}", ""]
        if said.should_read:
            lines += [f"**Should read.** {prose.as_words(said.should_read)}", ""]
        if said.why:
            lines += [f"**Why.** {sentence(said.why)}", ""]
        shown = "Refuted by" if entry.claim.verdict == "refuted" else "Shown in"
        lines.append(f"**Evidence.** {shown} “{entry.claim.name}”: {sentence(' '.join(entry.claim.text.split()))}")
        repaired = [f"“{name}”" for name in said.repaired_by if name in proved]
        if repaired:
            lines += ["", f"**Repaired in** {prose.joined(repaired)}, proved."]
    return "\n".join(lines) + "\n"


def sentence(text: str) -> str:
    """A text as a sentence: a capital letter in front, a full stop at the end."""
    text = text[:1].upper() + text[1:]
    return text if not text or text[-1] in ".!?" else text + "."


__all__ = ["Entry", "entries", "render_errata_html", "render_errata_md", "render_errata_tex", "views"]
