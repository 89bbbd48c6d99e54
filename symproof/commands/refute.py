"""`symproof refute`: search for a counterexample to a claim, certified, in words that fit a rebuttal."""

from __future__ import annotations

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..project import Project, ProjectError, find_project

if TYPE_CHECKING:
    from ..claims import Claim
    from ..models.model import Model
    from ..refute import Problem, Report
    from ..refute.wording import Style

DESCRIPTION = """\
Search for a counterexample to a claim of the project: a model in which its hypotheses hold and its statement fails. Models go
from small to large (dimensions, sizes of families, numbers of outcomes, heights of the rational numbers), finite distributions
and normal ones; equations are solved, boundaries of inequalities are looked at first, and linear programmes propose. Only what
exact arithmetic or certified enclosures confirm is called refuted. Finding nothing proves nothing."""
EPILOG = """\
examples:
  symproof refute "Theorem 3"                      the simplest counterexample found, or how much was searched
  symproof refute "Theorem 3" --drop 2             without its second hypothesis: can that hypothesis be dropped?
  symproof refute "Theorem 3" --all-hypotheses     each hypothesis in turn, a witness for each that cannot be dropped
  symproof refute conjecture --format latex        a paragraph to paste into a rebuttal
  symproof refute conjecture --json --seconds 60   everything as data

A claim without proof (a conjecture, a derivation that fails) is searched for a second by `symproof check` as well.
With the same --seed the same models are tried, in the same order.

exit codes: 1 a certified counterexample was found, 0 none was found (or the table of --all-hypotheses was printed), 2 it
cannot be run (no such claim, or a claim that states nothing).
"""


def add_parser(commands: Any, count: Any, seconds: Any) -> None:
    """Register the command; `count` and `seconds` check the numbers of its options."""
    sub = commands.add_parser("refute", help="search for a certified counterexample to a claim", description=DESCRIPTION,
                              epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub.add_argument("claim", help="the name of a claim, or a part of it that only one claim has")
    sub.add_argument("path", nargs="?", default=".", help="project directory or one derivation file (default: .)")
    sub.add_argument("--drop", type=count, action="append", default=[], metavar="N",
                     help="drop the N-th hypothesis, counted from 1 (may be repeated)")
    sub.add_argument("--all-hypotheses", action="store_true", help="drop each hypothesis in turn; the seconds are shared")
    sub.add_argument("--seconds", type=seconds, default=20.0, metavar="S", help="time for the search (default: 20)")
    sub.add_argument("--max-dimension", type=count, default=3, metavar="D",
                     help="largest dimension and size of a family (default: 3)")
    sub.add_argument("--max-support", type=count, default=4, metavar="N", help="most outcomes of a space (default: 4)")
    sub.add_argument("--seed", type=int, default=0, help="which models are tried (default: 0)")
    sub.add_argument("--format", choices=("text", "latex"), default="text", help="how the counterexample is written")
    sub.add_argument("--json", action="store_true", help="machine-readable result on standard output")
    sub.add_argument("--quiet", "-q", action="store_true", help="no progress, only the result")


def run(options: argparse.Namespace) -> int:
    """Run the command; returns the exit code."""
    from ..claims import DerivationError
    from ..claims.checking import stated
    from ..refute import Problem

    claim = _find(find_project(Path(options.path)), options.claim)
    try:
        hypotheses, statement, stopped = stated(claim)
    except DerivationError as error:
        raise ProjectError(f"{claim.name}: what it claims is not known: {error}") from None
    problem = Problem(hypotheses, statement)
    for number in options.drop:
        if number > len(hypotheses):
            raise ProjectError(f"{claim.name} has {_count(len(hypotheses), 'hypothesis', 'hypotheses')}; "
                               f"--drop {number} names none of them")
    if options.all_hypotheses:
        return _table(options, claim, problem)
    dropped = tuple(hypotheses[n - 1] for n in options.drop)
    report = _search(options, problem.without(*options.drop), options.seconds, dropped)
    if options.json:
        print(json.dumps(_data(claim, report, dropped), indent=2, ensure_ascii=False))
    else:
        _print(options, claim, report, dropped, stopped)
    return 1 if report.refuted else 0


def _find(project: Project, wanted: str) -> Claim:
    """The claim of a name, or of a part of a name that is unique."""
    from ..claims import REGISTRY
    from ..runner import load

    sys.setrecursionlimit(20_000)
    sys.path.insert(0, str(project.root))
    before = os.getcwd()
    os.chdir(project.root)
    try:
        modules = [load(project.root, path) for path in project.derivations]
    finally:
        os.chdir(before)
    names = [name for module in modules for name in module.claims]
    found = [n for n in names if n == wanted] or [n for n in names if wanted.casefold() in n.casefold()]
    if len(found) == 1:
        return REGISTRY[found[0]]
    broken = "".join(f"\n  {module.failure}" for module in modules if module.failure is not None)
    if not found:
        raise ProjectError(f"no claim's name contains {wanted!r}{broken}")
    raise ProjectError(f"{wanted!r} is part of the names of {len(found)} claims: {'; '.join(found[:8])}"
                       f"{'; …' if len(found) > 8 else ''}")


def _search(options: argparse.Namespace, problem: Problem, seconds: float, dropped: tuple[Any, ...] = ()) -> Report:
    from ..refute import find_counterexample

    terminal = sys.stderr.isatty() and not options.quiet

    def progress(models: int, model: Model) -> None:
        if models % 16 == 1:
            shape = ", ".join(f"{name} = {size}" for name, size in (*model.sizes.items(), *model.spaces.items()))
            print(f"\r\x1b[2K{models} models · {shape}"[:110], end="", file=sys.stderr, flush=True)

    try:
        return find_counterexample(problem, seconds, options.max_dimension, options.max_support, options.seed,
                                   progress=progress if terminal else None, dropped=dropped)
    finally:
        if terminal:
            print("\r\x1b[2K", end="", file=sys.stderr, flush=True)


def _style(options: argparse.Namespace) -> Style:
    from ..refute.wording import TEXT, latex_style

    if options.format == "text":
        return TEXT
    from ..render.latex import latex

    return latex_style(latex)


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def verdict(report: Report) -> str:
    """ "refuted", "found numerically, not certified", or "not refuted"."""
    if report.witness is None:
        return "not refuted"
    return "refuted" if report.refuted else "found numerically, not certified"


def searched(report: Report) -> str:
    """How much was searched, in words."""
    if report.exhausted and report.models:
        found = "the one model there is (nothing in the statement is free)"
    else:
        found = _count(report.models, "model", "models") + (f", up to {report.largest}" if report.largest else "")
    holds = f"; the hypotheses hold for certain in {report.applicable}"
    undecided = f"; {report.open} undecided{f' ({report.reason})' if report.reason else ''}" if report.open else ""
    return f"{found}{holds}{undecided}; {report.seconds:.1f} s"


def _print(options: argparse.Namespace, claim: Claim, report: Report, dropped: tuple[Any, ...], stopped: str) -> None:
    from ..refute.wording import describe

    problem = report.problem
    text = describe(report.witness, problem, _style(options)) if report.witness is not None else ""
    if options.format == "latex" and report.refuted:
        print(text)
        return
    rows = [("claimed", repr(problem.statement)),
            *(("given", repr(h)) for h in problem.hypotheses), *(("dropped", repr(h)) for h in dropped)]
    if stopped:
        rows.append(("note", f"its derivation stops: {stopped}"))
    if text:
        rows.append(("witness", text))
    rows.append(("searched", searched(report)))
    if dropped and not report.violating:
        rows.append(("note", "no model of the search violates what was dropped, so nothing was tested"))
    print(f"{verdict(report)}  {claim.name}")
    for label, shown in rows:
        print(f"  {label:<8}  {shown}")


def _table(options: argparse.Namespace, claim: Claim, problem: Problem) -> int:
    """Each hypothesis in turn: a witness where it cannot be dropped, or how much was searched."""
    count = len(problem.hypotheses)
    if not count:
        raise ProjectError(f"{claim.name} has no hypotheses")
    rows = []
    for number, hypothesis in enumerate(problem.hypotheses, 1):
        report = _search(options, problem.without(number), options.seconds / count, (hypothesis,))
        rows.append((number, hypothesis, report))
    if options.json:
        print(json.dumps([{"hypothesis": number, **_data(claim, report, (hypothesis,))}
                          for number, hypothesis, report in rows], indent=2, ensure_ascii=False))
        return 0
    from ..refute.wording import describe

    style = _style(options)
    print(claim.name)
    for number, hypothesis, report in rows:
        print(f"  {number}. {hypothesis!r}")
        if report.refuted and report.witness is not None:
            print(f"     cannot be dropped: {describe(report.witness, report.problem, style)}")
        elif not report.violating:
            print(f"     not tested: none of {report.models} models violates it")
        else:
            print(f"     no witness found in {report.models} models, of which {report.violating} violate it")
    return 0


def _data(claim: Claim, report: Report, dropped: tuple[Any, ...]) -> dict[str, Any]:
    """The result as plain data (schema 1)."""
    from ..refute.wording import as_data

    problem = report.problem
    return {"schema": 1, "claim": claim.name, "verdict": verdict(report), "statement": repr(problem.statement),
            "hypotheses": [repr(h) for h in problem.hypotheses], "dropped": [repr(h) for h in dropped],
            "witness": None if report.witness is None else as_data(report.witness, problem),
            "searched": {"models": report.models, "applicable": report.applicable, "undecided": report.open,
                         "reason": report.reason, "largest": report.largest, "violating": report.violating,
                         "seconds": round(report.seconds, 3)}}
