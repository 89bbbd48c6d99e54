"""What a project's derivations say about what its paper prints, without waiting for a full check.

Only the claims that can decide an item are derived, with what they use, and their lines are not evaluated in models
besides: the verdicts are the kernel's, as in `check`. They are kept in the project's build directory under a hash of
everything on which they depend, and `check` and `build` leave theirs there too.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import sys
import types
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from importlib import metadata
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from .. import __version__
from ..coverage import Coverage, cover, tags_of
from ..document import Added, Checked, Erratum, Failure, Place
from ..files import write_atomically
from ..printed import Printed, keys_of, read_printed
from ..project import Project
from ..workers import MEMORY_LIMIT, Stopped, cores, each, limit_memory

CACHE = "verdicts.json"
SCHEMA = 1
TIME_LIMIT = 60.0
"""Seconds for the claims of one file."""
PACKAGE = Path(__file__).resolve().parent.parent
APART = ("audit", "commands", "mutate", "paper", "render")
"""Rooms of the package on which no verdict depends."""


@dataclass(frozen=True)
class Derived:
    """Each item with its verdict, why claims could not be derived (nothing, as a rule), and whether the verdicts were kept
    from an earlier run."""

    coverage: Coverage
    printed: Printed
    failures: tuple[Failure, ...] = ()
    kept: bool = False


def derived(project: Project, jobs: int = 0, fresh: bool = False, tell: Callable[[str], None] | None = None,
            time_limit: float = TIME_LIMIT) -> Derived | None:
    """The verdicts of all items; None for a project that does not list what its paper prints. Raises PrintedError.

    `fresh` leaves kept verdicts alone; `tell` hears what is being done.
    """
    if project.printed is None:
        return None
    shown = os.path.relpath(project.printed, project.root)
    printed = read_printed(project.printed, shown)
    key = _key(project)
    claims = None if fresh else _kept(project.build / CACHE, key)
    if claims is not None:
        return Derived(cover(printed, claims, shown), printed, kept=True)
    claims, failures = _derive(project, printed, jobs or cores(), time_limit, tell or (lambda _words: None))
    if not failures:
        _keep(project.build / CACHE, key, claims)
    return Derived(cover(printed, claims, shown), printed, tuple(failures))


def remember(project: Project, claims: Sequence[Checked], failures: Sequence[Failure]) -> None:
    """Keep the verdicts of a whole check for later audits; nothing is kept where a claim failed."""
    if project.printed is not None and not project.partial and not failures:
        _keep(project.build / CACHE, _key(project), [_plain(claim) for claim in claims])


# -- what is kept -----------------------------------------------------------------------------------------------------

def _key(project: Project) -> str:
    """A hash of what the verdicts depend on: derivations, the list of printed items, symproof itself, and its engines."""
    files = {path for file in project.derivations for path in file.parent.glob("*.py")} | set(project.derivations)
    digest = hashlib.sha256(f"{SCHEMA} {__version__} {sys.version_info[:2]}".encode())
    for name in ("sympy", "mpmath", "python-flint"):
        try:
            digest.update(f"{name} {metadata.version(name)}\0".encode())
        except metadata.PackageNotFoundError:
            continue
    code = [path for path in sorted(PACKAGE.rglob("*.py")) if path.relative_to(PACKAGE).parts[0] not in APART]
    for path in [*sorted(files), *([project.printed] if project.printed else []), *code]:
        try:
            content = path.read_bytes()
        except OSError:
            content = b"unreadable"
        digest.update(f"{os.path.relpath(path, project.root)}\0{len(content)}\0".encode() + content)
    digest.update("\0".join(os.path.relpath(file, project.root) for file in project.derivations).encode())
    return digest.hexdigest()


def _keep(path: Path, key: str, claims: Sequence[Checked]) -> None:
    """Write the verdicts; a directory that cannot be written to only costs time later."""
    entries = [{"name": c.name, "kind": c.kind, "title": c.title, "file": c.place.file, "line": c.place.line,
                "verdict": c.verdict, "printed": c.printed, "adds": [asdict(a) for a in c.adds],
                "erratum": None if c.erratum is None else
                {"location": c.erratum.location, "printed": c.erratum.printed, "should_read": c.erratum.should_read,
                 "why": c.erratum.why, "repaired_by": c.erratum.repaired_by}} for c in claims]
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(path, json.dumps({"schema": SCHEMA, "key": key, "claims": entries}, ensure_ascii=False).encode())
    except OSError:
        return


def _kept(path: Path, key: str) -> list[Checked] | None:
    """The verdicts kept under a key; None where there are none, or the file is not as it was written."""
    try:
        data = json.loads(path.read_bytes())
        if data["schema"] != SCHEMA or data["key"] != key:
            return None
        return [_entry(entry) for entry in data["claims"]]
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return None


def _entry(entry: dict[str, Any]) -> Checked:
    erratum = entry["erratum"]
    return Checked(
        entry["name"], entry["kind"], entry["title"], "", Place(entry["file"], int(entry["line"])), entry["verdict"],
        tuple(entry["printed"]), adds=tuple(Added(a["hypothesis"], a["needed"]) for a in entry["adds"]),
        erratum=None if erratum is None else Erratum(erratum["location"], erratum["printed"], None, erratum["should_read"],
                                                     erratum["why"], tuple(erratum["repaired_by"])))


def _plain(claim: Checked) -> Checked:
    """What a verdict needs of a claim: the items that it decides, named for the whole or beside a line, and its erratum."""
    tags = tags_of(claim) if claim.kind != "counterexample" else []
    return Checked(claim.name, claim.kind, claim.title, "", claim.place, claim.verdict,
                   tuple(dict.fromkeys([*claim.printed, *tags])), failure=claim.failure, adds=claim.adds,
                   erratum=None if claim.erratum is None else replace(claim.erratum, printed_term=None))


# -- deriving ---------------------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class _Listed:
    """A claim before it is derived: whether it can decide an item, and the claims to which it points."""

    name: str
    file: str
    decides: bool
    points: tuple[str, ...]


def _derive(project: Project, printed: Printed, jobs: int, time_limit: float,
            tell: Callable[[str], None]) -> tuple[list[Checked], list[Failure]]:
    keys = frozenset(item.key for item in printed.items)
    files = tuple(str(file.resolve()) for file in project.derivations)
    arguments = (str(project.root), files, MEMORY_LIMIT)
    tell("reading the derivations")
    listed: list[_Listed] = []
    failures: list[Failure] = []
    for _, answer, _ in each(_serve, arguments, [("list", keys)], 1, time_limit):
        if isinstance(answer, Stopped):
            return [], [Failure(f"the derivations could not be read: {_stopped(answer, time_limit)}", Place())]
        listed, failures = answer
    found = dict(_results(listed, _selected(listed), arguments, jobs, time_limit, tell))
    undecided = {c.item.key for c in cover(printed, _in_order(listed, found)).undecided}
    if undecided and len(found) < len(listed):  # a key need not stand literally in the claim that decides it
        rest = {entry.name for entry in listed} - set(found)
        found |= dict(_results(listed, rest, arguments, jobs, time_limit, tell))
    claims = _in_order(listed, found)
    return claims, [*failures, *(c.failure for c in claims if c.failure is not None)]


def _selected(listed: Iterable[_Listed]) -> set[str]:
    """The claims that can decide an item, and those that their errata and added hypotheses name."""
    deciding = [entry for entry in listed if entry.decides]
    return {entry.name for entry in deciding} | {name for entry in deciding for name in entry.points}


def _in_order(listed: Iterable[_Listed], found: dict[str, Checked]) -> list[Checked]:
    return [found[entry.name] for entry in listed if entry.name in found]


def _results(listed: Sequence[_Listed], wanted: Container[str], arguments: tuple[Any, ...], jobs: int, time_limit: float,
             tell: Callable[[str], None]) -> Iterator[tuple[str, Checked]]:
    """(name, result) of the claims wanted, file by file, the longest first."""
    tasks: dict[str, list[str]] = {}
    for entry in listed:
        if entry.name in wanted:
            tasks.setdefault(entry.file, []).append(entry.name)
    todo = [("derive", file, tuple(names)) for file, names in sorted(tasks.items(), key=lambda task: -len(task[1]))]
    for (_, file, names), answer, _ in each(_serve, arguments, todo, jobs, time_limit):
        tell(f"derived {Path(file).name}")
        if isinstance(answer, Stopped):
            failure = Failure(f"{Path(file).name}: {_stopped(answer, time_limit)}", Place(file, 1))
            answer = [Checked(name, "claim", "", "", Place(file, 1), "failed", failure=failure) for name in names]
        for claim in answer:
            yield claim.name, claim


def _stopped(answer: Stopped, time_limit: float) -> str:
    return f"no answer within {time_limit:g} s" if answer.late else "the worker process died"


# -- the worker's side ------------------------------------------------------------------------------------------------

def _serve(connection: Connection, root: str, files: tuple[str, ...], memory: int) -> None:
    """Serve tasks ("list", keys) and ("derive", file, names) until the connection closes."""
    from ..claims import REGISTRY, check_claim
    from ..runner import load

    limit_memory(memory)
    os.chdir(root)
    sys.path.insert(0, root)
    sys.setrecursionlimit(20_000)
    gc.set_threshold(200_000, 20, 50)
    modules = [load(Path(root), Path(file)) for file in files]
    while True:
        try:
            task = connection.recv()
            if task[0] == "list":
                failures = [module.failure for module in modules if module.failure is not None]
                owner = {name: module.path for module in modules for name in module.claims}
                connection.send(([_listed(REGISTRY[name], file, task[1]) for name, file in owner.items()], failures))
            else:
                connection.send([_plain(check_claim(REGISTRY[name], certificate=False, evaluating=False))
                                 for name in task[2]])
        except (EOFError, KeyboardInterrupt, BrokenPipeError):
            return


def _listed(claim: Any, file: str, keys: frozenset[str]) -> _Listed:
    words = {*claim.printed, *_literals(claim.function.__code__)}
    points = (*(claim.erratum.repaired_by if claim.erratum else ()), *(a.needed for a in claim.adds if a.needed))
    decides = claim.erratum is not None or any(key in keys for word in words for key in keys_of(word))
    return _Listed(claim.name, file, decides, tuple(points))


def _literals(code: types.CodeType) -> Iterator[str]:
    """The strings that stand in a function."""
    for value in code.co_consts:
        if isinstance(value, types.CodeType):
            yield from _literals(value)
        elif isinstance(value, (str, tuple)):
            yield from (part for part in ((value,) if isinstance(value, str) else value) if isinstance(part, str))


__all__ = ["CACHE", "Derived", "derived", "remember"]
