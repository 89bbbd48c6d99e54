"""`symproof notation`: propose a first notation file for a paper, from its text."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import Any

from ..project import ProjectError

DESCRIPTION = """\
Read a paper (Markdown or LaTeX) and propose a notation file: each glyph with the kind that its use and the sentences around it
suggest, and a comment that says why, with the line. The proposal is a start; correct it by hand, then pass it to the audit."""
EPILOG = """\
examples:
  symproof notation paper.tex                          print a proposal
  symproof notation paper.md --output notation.toml    write it to a file that does not exist yet
  symproof notation paper.md --check notation.toml     read a notation file, and say which of its glyphs the paper never prints

exit codes: 0 done, 1 the file that was checked does not fit the paper, 2 the paper or the file cannot be read.
"""


def add_parser(commands: Any) -> None:
    """Register the command."""
    sub = commands.add_parser("notation", help="propose a notation file for a paper", description=DESCRIPTION, epilog=EPILOG,
                              formatter_class=argparse.RawDescriptionHelpFormatter)
    sub.add_argument("paper", help="the paper's main file, .tex or .md")
    sub.add_argument("--output", "-o", metavar="FILE", help="write the proposal to this file instead of standard output")
    sub.add_argument("--force", action="store_true", help="replace the file if it exists")
    sub.add_argument("--check", metavar="FILE", help="check this notation file against the paper instead")


def run(options: argparse.Namespace) -> int:
    """Propose, or check; returns the exit code."""
    from ..audit.notation import NotationError, propose, read_notation
    from ..paper import PaperError, read_paper

    try:
        paper = read_paper(options.paper)
    except PaperError as error:
        raise ProjectError(str(error)) from error
    if options.check:
        from ..audit.context import read_formulas
        from ..audit.usage import read_usage

        try:
            notation = read_notation(options.check)
        except NotationError as error:
            raise ProjectError(str(error)) from error
        paper = notation.applied(paper)
        printed = read_usage(paper, read_formulas(paper, notation.hints)).by_pattern
        absent = [s for s in notation.symbols if not any(n.pattern in printed for n in (s.name, *s.aliases))]
        for symbol in absent:
            print(f"{options.check}: the paper never prints {symbol.glyph} ({symbol.kind})")
        print(f"{len(notation.symbols)} symbols, {len(notation.definitions)} definitions, {len(notation.hypotheses)} "
              f"hypotheses; {len(absent)} symbol(s) are not in the paper")
        return 1 if absent else 0
    text = propose(paper)
    if not options.output:
        sys.stdout.write(text)
        return 0
    target = Path(options.output)
    if target.exists() and not options.force:
        raise ProjectError(f"{target} exists; use --force to replace it")
    try:
        target.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ProjectError(f"{target} cannot be written: {error.strerror}") from error
    print(f"wrote {target}: {text.count('[[symbol]]')} symbols")
    return 0


__all__ = ["add_parser", "run"]
