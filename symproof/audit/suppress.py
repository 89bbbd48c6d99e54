r"""Findings that an author has looked at and wants no more: remarks in the source that say which rules not to report.

    % symproof: ignore=SP203                  LaTeX: on the line of the finding, or alone on the line above
    <!-- symproof: ignore=SP203,SP501 -->     Markdown, likewise
    # symproof: ignore=SP203                  in a TOML file of printed formulas, likewise
    % symproof: ignore-file=SP801             everywhere in this file

A remark alone on the line above a display speaks for the whole display, and so does one behind its first or last line.
"SP2" stands for all rules that begin so. What is suppressed is counted, never forgotten; a remark that names no rule is
a finding of its own (SP001), so that a mistyped one does not look like a clean paper.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from symproof.paper import Paper

from .finding import RULES, Finding

COMMENTS = {"tex": re.compile(r"(?<!\\)(?:\\\\){0,9}%[%\s]{0,9}?symproof:(?P<text>[^\n]{0,500})"),
            "md": re.compile(r"<!--[ \t]{0,9}symproof:(?P<text>[^\n]{0,500}?)-->"),
            "toml": re.compile(r"#[ \t]{0,9}symproof:(?P<text>[^\n]{0,500})")}
WORDS = re.compile(r"\s*(?P<word>[A-Za-z-]+)\s*=\s*(?P<ids>[^=]*?)\s*")
MAX_REMARKS = 10_000


@dataclass(frozen=True)
class Remark:
    """A remark as it stands: where, which rules, and what is wrong with it (empty: nothing)."""

    file: str
    line: int
    column: int
    text: str
    ids: tuple[str, ...]
    whole_file: bool
    alone: bool
    wrong: str = ""


def remarks(paper: Paper) -> Iterator[Remark]:
    """All remarks of a paper's files, in order."""
    left = MAX_REMARKS
    for source in paper.files:
        if "symproof:" not in source.text:
            continue
        ending = source.name.rpartition(".")[2].lower()
        pattern = COMMENTS["tex" if ending in ("tex", "ltx", "latex") else "toml" if ending == "toml" else "md"]
        for number, line in enumerate(source.text.split("\n"), 1):
            if "symproof:" not in line:
                continue
            for found in pattern.finditer(line):
                if not left:
                    return
                left -= 1
                alone = not line[:found.start()].strip() and not line[found.end():].strip()
                yield _remark(source.name, number, found, alone)


def _remark(file: str, line: int, found: re.Match[str], alone: bool) -> Remark:
    text = found["text"].strip()
    said = WORDS.fullmatch(text)
    ids: list[str] = []
    if said is None or said["word"] not in ("ignore", "ignore-file"):
        wrong = "expected ignore=… or ignore-file=… with the ids of rules"
    else:
        ids = [name for name in re.split(r"[,\s]+", said["ids"]) if name]
        unknown = [name for name in ids if not is_rule(name)]
        wrong = (f"there is no rule {unknown[0]}" if unknown else "" if ids else "it names no rule")
        ids = [name for name in ids if name not in unknown]
    return Remark(file, line, found.start() + 1, text, tuple(ids), said is not None and said["word"] == "ignore-file",
                  alone, wrong)


def is_rule(name: str) -> bool:
    """Whether this is the id of a rule, or the beginning of one ("SP2")."""
    return re.fullmatch(r"SP\d{1,4}", name) is not None and any(known.startswith(name) for known in RULES)


class Suppressions:
    """Which findings the remarks of a paper suppress."""

    def __init__(self, paper: Paper) -> None:
        self.files: dict[str, list[str]] = {}
        self.lines: dict[tuple[str, int], list[str]] = {}
        found = list(remarks(paper))
        alone = {(remark.file, remark.line) for remark in found if remark.alone}
        for remark in found:
            if remark.whole_file:
                self.files.setdefault(remark.file, []).extend(remark.ids)
                continue
            line = remark.line
            while remark.alone and (remark.file, line) in alone:
                line += 1
            for number in {remark.line, line}:
                self.lines.setdefault((remark.file, number), []).extend(remark.ids)
        self.displays: dict[str, list[tuple[int, int]]] = {}
        if self.lines:
            for formula in paper.formulas:
                if formula.kind == "display":
                    self.displays.setdefault(formula.file, []).append((formula.line, formula.end_line))
            for spans in self.displays.values():
                spans.sort()

    def covers(self, finding: Finding) -> bool:
        """Whether a remark says not to report this. Complaints about the remarks themselves (SP0…) stay."""
        if finding.rule.startswith("SP0"):
            return False
        ids = [*self.files.get(finding.file, ())]
        if self.lines:
            for line in {finding.line, *self._ends(finding)}:
                ids += self.lines.get((finding.file, line), ())
        return any(finding.rule.startswith(name) for name in ids)

    def _ends(self, finding: Finding) -> tuple[int, ...]:
        """The first and the last line of the display in which a finding stands."""
        spans = self.displays.get(finding.file, [])
        at = bisect_right(spans, (finding.line, 1 << 60)) - 1
        return spans[at] if at >= 0 and finding.line <= spans[at][1] else ()


__all__ = ["Remark", "Suppressions", "is_rule", "remarks"]
