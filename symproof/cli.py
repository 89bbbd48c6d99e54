"""The command line, one subcommand a task. Exit codes: 0 all well, 1 a claim failed or was refuted, 2 cannot be run."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from . import __version__
from .commands import audit, check, decide, explain, gordan, mutate, notation, refute
from .project import ProjectError

EPILOG = """\
examples:
  symproof check                          check every claim of the project in this directory
  symproof check derivations/tilt.py      check one file
  symproof check --only "Lemma 12"        check the claims whose name contains this
  symproof build                          check, then write build/appendix.tex, .html, .pdf and certificates.json
  symproof coverage                       what became of everything that the paper prints
  symproof recheck build/certificates.json
                                          check the certificates again, with a second, independent implementation
  symproof init my-paper                  start a project with one small theorem
  symproof decide 'x/(1+x) <= log(1+x)' --var x:positive
                                          decide one claim: proved, refuted at a point, or undecided and why
  symproof refute "Theorem 3"             search for a counterexample; certified, in words for a rebuttal
  symproof mutate --only "Lemma 12"       change one token at a time, and see that the check notices
  symproof audit paper.tex                report what is wrong in a paper's own text, and how much of it was understood
  symproof explain SP203                  what a rule of the audit looks for
  symproof notation paper.md              propose a first notation file for a paper, from its text
  symproof laws                           list what every proof may take for granted, with sources
"""


def parser() -> argparse.ArgumentParser:
    """The argument parser; `--help` of each command teaches it."""
    top = argparse.ArgumentParser(prog="symproof", epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter,
                                  description="Check the derivations of a theory paper and print its proof appendix.")
    top.add_argument("--version", action="version", version=f"symproof {__version__}")
    commands = top.add_subparsers(dest="command", metavar="COMMAND", required=True)
    check.add_parsers(commands, _count, _seconds)
    again = commands.add_parser("recheck", help="re-derive a certificate file with the second implementation",
                                description="Re-derive every step of a certificate file with a second, independent "
                                "implementation (exact arithmetic by FLINT; neither SymPy nor the kernel is loaded).")
    again.add_argument("file", nargs="?", default="build/certificates.json", help="default: build/certificates.json")
    start = commands.add_parser("init", help="start a project with one small theorem")
    start.add_argument("directory", help="a new or empty directory")
    decide.add_parser(commands, _count, _seconds)
    gordan.add_parser(commands, _seconds)
    refute.add_parser(commands, _count, _seconds)
    mutate.add_parser(commands, _count, _seconds)
    notation.add_parser(commands)
    audit.add_parser(commands, _seconds)
    explain.add_parser(commands)
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


_COMMANDS = {"check": check.check, "build": check.build, "coverage": check.coverage, "recheck": _recheck, "laws": _laws,
             "init": _init, "decide": decide.run, "gordan": gordan.run, "refute": refute.run,
             "mutate": mutate.run, "notation": notation.run, "audit": audit.run,
             "explain": explain.run}

if __name__ == "__main__":
    sys.exit(main())
