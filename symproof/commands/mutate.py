"""`symproof mutate`: change one token at a time in every statement and every line, and report what the check notices."""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..project import ProjectError, find_project

if TYPE_CHECKING:
    from ..mutate import Mutated

DESCRIPTION = "Change one token at a time in what claims state and in the lines of their proofs; report what is noticed."
EPILOG = """\
A token is a sign, a constant, a factor, an exponent, an index, a symbol for one of its kind (so a lost hat or bar), a
relation, a quantifier; arguments are swapped, operators and terms left out. A mutant is

  refused      the derivation with it fails: noticed
  equivalent   the kernel proved that it says the same, or that the derivation with it proves the same theorem
  weaker       it was proved, and the original does not follow from it: not noticed, and so an error of the check

examples:
  symproof mutate                              every claim, a sample of the mutants of each line
  symproof mutate --only "Lemma 12" --each 0   every mutant of one claim
  symproof mutate --survivors                  list the equivalent ones too

exit codes: 0 every mutant that is not equivalent was noticed, 1 one was not, 2 cannot be run.
"""


def add_parser(commands: Any, count: Any, seconds: Any) -> None:
    """Register the command; `count` and `seconds` check the numbers of its options."""
    sub = commands.add_parser("mutate", help="change one token at a time; report which changes are noticed",
                              description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter)
    sub.add_argument("path", nargs="?", default=".", help="project directory or one derivation file (default: .)")
    sub.add_argument("--only", default="", metavar="TEXT", help="only claims whose name contains TEXT")
    sub.add_argument("--each", type=int, default=6, metavar="N",
                     help="mutants of each line, spread evenly over all; 0 for all (default: 6)")
    sub.add_argument("--seconds", type=seconds, default=2.0, metavar="S",
                     help="for one mutant; one that takes longer is not proved, so refused (default: 2)")
    sub.add_argument("--jobs", "-j", type=count, default=0, metavar="N", help="worker processes (default: one a core)")
    sub.add_argument("--survivors", action="store_true", help="list the mutants that were proved equivalent")
    sub.add_argument("--json", action="store_true", help="machine-readable result on standard output")
    sub.add_argument("--quiet", "-q", action="store_true", help="no progress, only the result")


def _serve(connection: Connection, root: str, each: int, seconds: float) -> None:
    """Answer ("file", "claim name") with what came of the claim's mutants."""
    from ..claims import REGISTRY
    from ..mutate import mutate_claim
    from ..runner import load

    os.chdir(root)
    sys.path.insert(0, root)
    sys.setrecursionlimit(20_000)
    while True:
        try:
            path, name = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        if name not in REGISTRY:
            load(Path(root), Path(path))
        connection.send(mutate_claim(REGISTRY[name], each, seconds))


def run(options: argparse.Namespace) -> int:
    """Mutate the claims of a project; print the table."""
    from ..mutate import Mutated
    from ..runner import load
    from ..workers import Stopped, cores, each

    if options.each < 0:
        raise ProjectError(f"--each expects a number of mutants, or 0 for all, found {options.each}")
    project = find_project(Path(options.path))
    started = time.monotonic()
    os.chdir(project.root)
    sys.path.insert(0, str(project.root))
    tasks = []
    for path in project.derivations:
        module = load(project.root, path)
        if module.failure is not None:
            print(f"symproof: {module.failure}", file=sys.stderr)
            return 2
        tasks += [(module.path, name) for name in module.claims if options.only.lower() in name.lower()]
    if not tasks:
        raise ProjectError(f"no claim's name contains {options.only!r}")
    results: list[Mutated] = []
    for task, answer, spent in each(_serve, (str(project.root), options.each, options.seconds), iter(tasks),
                                    options.jobs or cores(), 3600.0):
        found = answer if isinstance(answer, Mutated) else None
        if found is None:
            why = "took more than an hour" if isinstance(answer, Stopped) and answer.late else "its worker died"
            print(f"symproof: {task[1]}: {why}", file=sys.stderr)
            return 2
        results.append(found)
        if not options.quiet:
            print(f"{len(results)}/{len(tasks)}  {found.total:5} mutants  {found.name} ({spent:.1f} s)", file=sys.stderr)
    order = {name: number for number, (_, name) in enumerate(tasks)}
    results.sort(key=lambda found: order[found.name])
    if options.json:
        print(json.dumps({"schema": 1, "seconds": round(time.monotonic() - started, 1),
                          "claims": [_as_json(found) for found in results]}, indent=2, ensure_ascii=False))
    else:
        _print(results, options.survivors, time.monotonic() - started)
    return 1 if any(found.failure or found.unnoticed for found in results) else 0


def _as_json(found: Mutated) -> dict[str, Any]:
    return {"name": found.name, "mutants": found.total, "refused": found.refused, "late": found.late,
            "failure": None if found.failure is None else found.failure.sentence,
            "survivors": [{"kind": s.kind, "old": s.old, "new": s.new, "file": s.place.file, "line": s.place.line,
                           "where": s.where, "relation": s.relation} for s in found.survivors]}


def _print(results: list[Mutated], survivors: bool, seconds: float) -> None:
    from ..mutate import KINDS

    for found in results:
        if found.failure is not None:
            print(f"failed without any change: {found.failure}")
        for s in found.survivors:
            if s.relation == "weaker" or survivors:
                print(f"{s.relation:<10} {s.place}  {found.name}, {s.where}: {s.kind}, {s.old}  →  {s.new}")
    width = max(map(len, KINDS))
    print(f"{'what is changed':<{width}}  mutants  refused  equivalent  weaker")
    for kind in (*KINDS, "all"):
        refused = sum(n for f in results for k, n in f.refused.items() if kind in (k, "all"))
        kept = [s.relation for f in results for s in f.survivors if kind in (s.kind, "all")]
        if refused or kept:
            print(f"{kind:<{width}}  {refused + len(kept):>7}  {refused:>7}  {kept.count('equivalent'):>10}  "
                  f"{kept.count('weaker'):>6}")
    late = sum(f.late for f in results)
    total, unnoticed = sum(f.total for f in results), sum(f.unnoticed for f in results)
    equivalent = sum(len(f.survivors) - f.unnoticed for f in results)
    share = 100 * (total - equivalent - unnoticed) / max(1, total - equivalent)
    print(f"\n{total} mutants of {len(results)} claims in {seconds:.0f} s; {share:.1f} % of those that are not equivalent "
          f"were noticed" + (f"; {late} took too long to be proved, and count as refused" if late else ""))
