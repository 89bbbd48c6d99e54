"""The report as annotations of a pull request, in the words that GitHub's runner reads from a log.

Format: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. What stands in a paper can neither
end an annotation nor begin another one: line ends, `%`, and in properties `:` and `,` are escaped.
"""

from __future__ import annotations

from collections.abc import Sequence

from .finding import RULES, Finding
from .reports import Audited, counts, in_levels, printable

COMMANDS = {"error": "error", "warning": "warning", "note": "notice"}


def as_annotations(papers: Sequence[Audited]) -> str:
    """One line a finding; the last line, for the log, says how much was read."""
    lines = [_annotation(paper, finding) for paper in papers for finding in paper.findings]
    total = counts([read for paper in papers for read in paper.report.reads])
    found = in_levels(finding for paper in papers for finding in paper.findings)
    return "\n".join([*lines, f"symproof audit: {total.formulas} formulas, {total.share} read; {found}"]) + "\n"


def _annotation(paper: Audited, finding: Finding) -> str:
    place = [("file", paper.shown(finding.file)), ("line", str(finding.line)), ("endLine", str(finding.end_line)),
             ("col", str(finding.column))]
    if finding.end_line == finding.line:
        place.append(("endColumn", str(finding.end_column)))
    title = f"{finding.rule} {RULES[finding.rule].title if finding.rule in RULES else ''}".strip()
    properties = ",".join(f"{name}={_property(value)}" for name, value in (*place, ("title", title)))
    said = [printable(finding.message)]
    said += [f"read: {printable(finding.repair)}"] if finding.repair else []
    said += [f"since: {printable(finding.evidence)}"] if finding.evidence else []
    return f"::{COMMANDS[finding.level]} {properties}::{_escaped(chr(10).join(said))}"


def _escaped(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _escaped(printable(text)).replace(":", "%3A").replace(",", "%2C")


__all__ = ["as_annotations"]
