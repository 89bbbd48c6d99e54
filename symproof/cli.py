"""The command line: check, build, recheck, decide, init, laws. Exit codes: 0 all well, 1 a claim failed, 2 cannot be run."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

from . import __version__
from .commands import decide, gordan
from .project import Project, ProjectError, find_project

if TYPE_CHECKING:
    from .document import Checked
    from .runner import Outcome

EPILOG = """\
examples:
  symproof check                          check every claim of the project in this directory
  symproof check derivations/tilt.py      check one file
  symproof check --only "Lemma 12"        check the claims whose name contains this
  symproof build                          check, then write build/appendix.tex, .html, .pdf and certificates.json
  symproof recheck build/certificates.json
                                          check the certificates again, with a second, independent implementation
  symproof init my-paper                  start a project with one small theorem
  symproof decide 'x/(1+x) <= log(1+x)' --var x:positive
                                          decide one claim: proved, refuted at a point, or undecided and why
  symproof laws                           list what every proof may take for granted, with sources
"""


def parser() -> argparse.ArgumentParser:
    """The argument parser; `--help` of each command teaches it."""
    top = argparse.ArgumentParser(prog="symproof", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
                                  description="Check the derivations of a theory paper and print its proof appendix.")
    top.add_argument("--version", action="version", version=f"symproof {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for name, words in (("check", "verify every step of every claim; print a table"),
                        ("build", "check, then write the appendix (LaTeX, HTML, PDF) and the certificates")):
        sub = commands.add_parser(name, help=words, description=words[0].upper() + words[1:] + ".")
        sub.add_argument("path", nargs="?", default=".", help="project directory or one derivation file (default: .)")
        sub.add_argument("--jobs", "-j", type=_count, default=0, metavar="N", help="worker processes (default: one a core)")
        sub.add_argument("--time-limit", type=_seconds, default=60.0, metavar="S",
                         help="seconds for one claim; a claim that takes longer is stopped and failed (default: 60)")
        sub.add_argument("--memory-limit", type=_count, default=4096, metavar="MB", help="for one worker (default: 4096)")
        sub.add_argument("--quiet", "-q", action="store_true", help="no progress, only the result")
        if name == "check":
            sub.add_argument("--only", default="", metavar="TEXT", help="only claims whose name contains TEXT")
            sub.add_argument("--json", action="store_true", help="machine-readable result on standard output")
        else:
            sub.add_argument("--pdf", action="store_true", help="fail when the PDF cannot be made (latexmk is needed)")
            sub.add_argument("--no-pdf", action="store_true", help="do not run LaTeX")
            sub.add_argument("--output", "-o", default="", metavar="DIR", help="where to write (default: build/)")
    again = commands.add_parser("recheck", help="re-derive a certificate file with the second implementation",
                                description="Re-derive every step of a certificate file with a second, independent "
                                "implementation (exact arithmetic by FLINT; neither SymPy nor the kernel is loaded).")
    again.add_argument("file", nargs="?", default="build/certificates.json", help="default: build/certificates.json")
    start = commands.add_parser("init", help="start a project with one small theorem")
    start.add_argument("directory", help="a new or empty directory")
    decide.add_parser(commands, _count, _seconds)
    gordan.add_parser(commands, _seconds)
    commands.add_parser("laws", help="list the laws that proofs may use, with their sources")
    return top


def _count(text: str) -> int:
    value = int(text) if text.isdigit() else 0
    if value < 1:
        raise argparse.ArgumentTypeError(f"expected a positive whole number, found {text!r}")
    return value


def _seconds(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value < 1e7:
        raise argparse.ArgumentTypeError(f"expected a positive number of seconds, found {text!r}")
    return value


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; returns the exit code."""
    options = parser().parse_args(arguments)
    try:
        return int(_COMMANDS[options.command](options))
    except ProjectError as error:
        print(f"symproof: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nsymproof: interrupted; the last outputs are untouched", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 1


# -- check ------------------------------------------------------------------------------------------------------------

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


def _run(options: argparse.Namespace, project: Project, only: str = "", quiet: bool = False,
         figures: bool = False) -> Outcome:
    from .runner import run

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


def _print_failures(outcome: Outcome, stream: TextIO) -> None:
    for failure in outcome.failures:
        print(f"\n{failure}", file=stream)


def _check(options: argparse.Namespace) -> int:
    project = find_project(Path(options.path))
    outcome = _run(options, project, options.only)
    if options.json:
        print(json.dumps(outcome_json(outcome), indent=2, ensure_ascii=False))
    else:
        print_table(outcome, sys.stdout)
        _print_failures(outcome, sys.stdout)
    if options.only and not outcome.claims and not outcome.failures:
        print(f"symproof: no claim's name contains {options.only!r}", file=sys.stderr)
        return 2
    return 1 if outcome.failures else 0


def outcome_json(outcome: Outcome) -> dict[str, Any]:
    """The result of a check as plain data (schema 1)."""
    from .render.text import text

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


# -- build ------------------------------------------------------------------------------------------------------------

def _build(options: argparse.Namespace) -> int:
    from .build import BuildError, write_outputs

    project = find_project(Path(options.path))
    outcome = _run(options, project, figures=True)
    print_table(outcome, sys.stdout)
    if outcome.failures:
        _print_failures(outcome, sys.stdout)
        print("\nsymproof: nothing was written, because not everything was proved; the last outputs are untouched",
              file=sys.stderr)
        return 1
    target = Path(options.output) if options.output else project.build
    try:
        written = write_outputs(project, outcome, target, pdf="never" if options.no_pdf else
                                "always" if options.pdf else "if possible")
    except BuildError as error:
        print(f"symproof: {error}", file=sys.stderr)
        return 2
    for path in written:
        print(f"wrote {path}")
    return 0


def _recheck(options: argparse.Namespace) -> int:
    from .recheck.__main__ import main as recheck_main

    return int(recheck_main([options.file]))


def _laws(_: argparse.Namespace) -> int:
    from .laws import LAWS
    from .render.text import text

    for name, entry in LAWS.items():
        print(f"{name}  ({entry.kind}; {entry.source})\n    {text(entry.statement)}")
    return 0


def _init(options: argparse.Namespace) -> int:
    from .scaffold import create

    directory = Path(options.directory)
    for path in create(directory):
        print(f"wrote {path}")
    print(f"\nnext:  cd {directory} && symproof build")
    return 0


_COMMANDS = {"check": _check, "build": _build, "recheck": _recheck, "laws": _laws, "init": _init, "decide": decide.run,
             "gordan": gordan.run}

if __name__ == "__main__":
    sys.exit(main())
