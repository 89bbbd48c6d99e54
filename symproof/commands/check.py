"""`symproof check`, `build` and `coverage`: run the claims of a project, print the table, write the outputs."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from ..project import Project, ProjectError, find_project

if TYPE_CHECKING:
    from ..coverage import Coverage
    from ..document import Checked, Failure
    from ..runner import Outcome


def add_parsers(commands: Any, count: Any, seconds: Any) -> None:
    """Register the commands; `count` and `seconds` check the numbers of their options."""
    for name, words in (("check", "verify every step of every claim; print a table"),
                        ("build", "check, then write the appendix (LaTeX, HTML, PDF), the errata and the certificates"),
                        ("coverage", "check, then say what became of every item that the paper prints")):
        sub = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        add_run_options(sub, count, seconds)
        if name == "check":
            sub.add_argument("--only", default="", metavar="TEXT", help="only claims whose name contains TEXT")
            sub.add_argument("--json", action="store_true", help="machine-readable result on standard output")
        elif name == "build":
            sub.add_argument("--pdf", action="store_true", help="fail when the PDF cannot be made (latexmk is needed)")
            sub.add_argument("--no-pdf", action="store_true", help="do not run LaTeX")
            sub.add_argument("--output", "-o", default="", metavar="DIR", help="where to write (default: build/)")
        else:
            sub.add_argument("--format", choices=("text", "md", "json"), default="text",
                             help="the table as text, as Markdown (as a README quotes it), or every item as JSON")


def add_run_options(sub: Any, count: Any, seconds: Any) -> None:
    """The options of every command that runs claims."""
    sub.add_argument("path", nargs="?", default=".", help="project directory or one derivation file (default: .)")
    sub.add_argument("--jobs", "-j", type=count, default=0, metavar="N", help="worker processes (default: one a core)")
    sub.add_argument("--time-limit", type=seconds, default=60.0, metavar="S",
                     help="seconds for one claim; a claim that takes longer is stopped and failed (default: 60)")
    sub.add_argument("--memory-limit", type=count, default=4096, metavar="MB", help="for one worker (default: 4096)")
    sub.add_argument("--quiet", "-q", action="store_true", help="no progress, only the result")


class Progress:
    """One changing line on a terminal; one plain line a claim in a pipe."""

    def __init__(self, stream: TextIO, quiet: bool) -> None:
        self.stream, self.quiet, self.terminal, self.done = stream, quiet, stream.isatty(), 0

    def __call__(self, name: str, checked: Checked | None) -> None:
        if self.quiet:
            return
        if checked is not None:
            self.done += 1
            if not self.terminal:
                print(f"{checked.verdict:8} {checked.name} ({checked.seconds:.2f} s)", file=self.stream, flush=True)
        if self.terminal:
            shown = f"{self.done} checked · {Path(name).name if name.endswith('.py') else name}"
            print(f"\r\x1b[2K{shown[:100]}", end="", file=self.stream, flush=True)

    def close(self) -> None:
        if self.terminal and not self.quiet:
            print("\r\x1b[2K", end="", file=self.stream, flush=True)


def run_claims(options: argparse.Namespace, project: Project, only: str = "", quiet: bool = False,
         figures: bool = False) -> Outcome:
    from ..runner import run

    progress = Progress(sys.stderr, options.quiet or quiet)
    try:
        return run(project.root, project.derivations, options.jobs, options.time_limit, options.memory_limit << 20, only,
                   progress, figures)
    finally:
        progress.close()


_COLOURS = {"proved": "32", "refuted": "35", "open": "33", "failed": "31"}


def _coloured(text: str, verdict: str, stream: TextIO) -> str:
    return f"\x1b[{_COLOURS.get(verdict, '0')}m{text}\x1b[0m" if stream.isatty() else text


def trust_summary(claim: Checked) -> str:
    """What a claim rests on beyond the kernel and its laws, in a few words."""
    cited = sorted({source.split(" [")[0] for kind, source in claim.trust if kind == "cited"})
    others = sorted({kind for kind, _ in claim.trust if kind not in ("cited", "law")})
    parts = ([f"{len(cited)} cited"] if cited else []) + others
    return ", ".join(parts) or "kernel"


def print_table(outcome: Outcome, stream: TextIO) -> None:
    """The table of claims: verdict, steps, models × digits, time, trust."""
    rows = []
    for claim in outcome.in_order():
        label = claim.name + (f" · {claim.title}" if claim.title else "")
        numbers = f"{claim.models} × {claim.digits}" if claim.models else "—"
        rows.append((claim.verdict, label, str(claim.steps or "—"), numbers, f"{claim.seconds:.2f} s",
                     trust_summary(claim) if claim.verdict != "failed" else ""))
    heads = ("verdict", "claim", "steps", "models × digits", "time", "rests on")
    widths = [max([len(h), *(min(len(r[i]), 62) for r in rows)]) for i, h in enumerate(heads)]
    print("  ".join(f"{h:<{w}}" for h, w in zip(heads, widths, strict=True)).rstrip(), file=stream)
    print("  ".join("─" * w for w in widths), file=stream)
    for row in rows:
        cells = [f"{_short(c, 62):<{w}}" for c, w in zip(row, widths, strict=True)]
        cells[0] = _coloured(cells[0], row[0], stream)
        print("  ".join(cells).rstrip(), file=stream)
    counts: dict[str, int] = {}
    for claim in outcome.in_order():
        counts[claim.verdict] = counts.get(claim.verdict, 0) + 1
    broken = sum(m.failure is not None for m in outcome.modules)
    words = [f"{counts[v]} {v}" for v in ("proved", "refuted", "open", "failed") if v in counts]
    words += [f"{broken} file{'s' if broken > 1 else ''} not read"] if broken else []
    print(f"\n{', '.join(words) or 'nothing to check'} in {outcome.seconds:.1f} s", file=stream)


def _short(text: str, width: int) -> str:
    return text if len(text) <= width else text[: width - 1] + "…"


def _print_failures(failures: Iterable[Failure], stream: TextIO) -> None:
    for failure in failures:
        print(f"\n{failure}", file=stream)


def covered(project: Project, outcome: Outcome) -> tuple[Coverage | None, str]:
    """What became of what the paper prints, and the name of the paper's source; None where the project does not list it."""
    from ..coverage import cover
    from ..printed import PrintedError, read_printed

    if project.printed is None or project.partial:
        return None, ""
    shown = str(project.printed.relative_to(project.root)) if project.printed.is_relative_to(project.root) else ""
    try:
        printed = read_printed(project.printed, shown)
        return cover(printed, outcome.in_order(), shown), printed.source
    except PrintedError as error:
        raise ProjectError(str(error)) from error


def print_coverage(found: Coverage, stream: TextIO) -> None:
    """The table of verdicts by kind, and the items that have none."""
    from ..coverage import summary

    head, *rows = summary(found)
    widths = [max(len(r[i]) for r in (head, *rows)) for i in range(len(head))]
    print("\nwhat the paper prints", file=stream)
    for name, *counts in (head, *rows):
        cells = [f"{name:<{widths[0]}}", *(f"{cell:>{width}}" for cell, width in zip(counts, widths[1:], strict=True))]
        print("  ".join(cells), file=stream)
    for entry in found.undecided:
        print(f"undecided  {entry.item.key} ({entry.item.place})", file=stream)


def check(options: argparse.Namespace) -> int:
    """Run the claims and print what came of them; 1 when one fails."""
    from ..audit.derived import remember

    project = find_project(Path(options.path))
    outcome = run_claims(options, project, options.only)
    found = None if options.only else covered(project, outcome)[0]
    if found is not None:
        remember(project, outcome.in_order(), outcome.failures)
    problems = found.problems if found is not None else ()
    if options.json:
        print(json.dumps(outcome_json(outcome), indent=2, ensure_ascii=False))
    else:
        print_table(outcome, sys.stdout)
        if found is not None:
            print_coverage(found, sys.stdout)
        _print_failures((*outcome.failures, *problems), sys.stdout)
    if options.only and not outcome.claims and not outcome.failures:
        print(f"symproof: no claim's name contains {options.only!r}", file=sys.stderr)
        return 2
    return 1 if outcome.failures or problems else 0


def coverage(options: argparse.Namespace) -> int:
    """Say what became of every item that the paper prints; 1 when an item is undecided or a claim failed."""
    from ..coverage import WORDS, summary

    project = find_project(Path(options.path))
    if project.printed is None or project.partial:
        raise ProjectError('coverage needs a whole project that lists what its paper prints: set printed = "…/printed.toml" '
                           "in [tool.symproof]")
    outcome = run_claims(options, project)
    found, _ = covered(project, outcome)
    if found is None:
        return 2
    if options.format == "json":
        print(json.dumps({"schema": 1, "items": [
            {"key": c.item.key, "kind": c.item.kind, "line": c.item.line, "formula": c.item.formula, "says": c.item.says,
             "verdict": c.verdict, "because": c.because, "claims": [claim.name for claim in c.by]} for c in found.items]},
            indent=2, ensure_ascii=False))
    elif options.format == "md":
        head, *rows = summary(found)
        for row in (head, ["---", *("--:" for _ in head[1:])], *rows):
            print(f"| {' | '.join(row)} |")
    else:
        width = max(len(c.item.key) for c in found.items)
        for c in found.items:
            names = ", ".join(claim.name for claim in c.by)
            print(f"{c.item.key:<{width}}  {WORDS.get(c.verdict, c.verdict)}{': ' + names if names else ''}")
        print_coverage(found, sys.stdout)
    _print_failures((*outcome.failures, *found.problems), sys.stderr)
    return 1 if outcome.failures or found.problems or found.undecided else 0


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """The result of a check as plain data (schema 1)."""
    from ..render.text import text

    def failure_json(failure: Any) -> dict[str, Any] | None:
        return None if failure is None else {
            "file": failure.place.file, "line": failure.place.line, "where": failure.where,
            "sentence": failure.sentence, "details": [{"label": a, "text": b} for a, b in failure.details]}

    return {
        "schema": 1, "seconds": round(outcome.seconds, 3),
        "files": [{"file": m.path, "claims": list(m.claims), "failure": failure_json(m.failure)}
                  for m in outcome.modules],
        "claims": [{"name": c.name, "kind": c.kind, "title": c.title, "verdict": c.verdict, "file": c.place.file,
                    "line": c.place.line, "printed": list(c.printed),
                    "statement": "" if c.statement is None else text(c.statement),
                    "hypotheses": [text(h) for h in c.hypotheses], "steps": c.steps, "models": c.models,
                    "digits": c.digits, "seconds": round(c.seconds, 3), "rules": c.rules, "uses": list(c.uses),
                    "trust": [{"kind": k, "what": w} for k, w in c.trust], "failure": failure_json(c.failure)}
                   for c in outcome.in_order()],
    }


def build(options: argparse.Namespace) -> int:
    """Check, then write the outputs; nothing is written when a claim fails."""
    from ..audit.derived import remember
    from ..build import BuildError, write_outputs

    project = find_project(Path(options.path))
    outcome = run_claims(options, project, figures=True)
    found, source = covered(project, outcome)
    print_table(outcome, sys.stdout)
    if found is not None:
        print_coverage(found, sys.stdout)
    failures = (*outcome.failures, *(found.problems if found is not None else ()))
    if failures:
        _print_failures(failures, sys.stdout)
        print("\nsymproof: nothing was written, because not everything was proved; the last outputs are untouched",
              file=sys.stderr)
        return 1
    target = Path(options.output) if options.output else project.build
    remember(project, outcome.in_order(), ())
    try:
        written = write_outputs(project, outcome, target, pdf="never" if options.no_pdf else
                                "always" if options.pdf else "if possible", coverage=found, source=source)
    except BuildError as error:
        print(f"symproof: {error}", file=sys.stderr)
        return 2
    for path in written:
        print(f"wrote {path}")
    return 0


