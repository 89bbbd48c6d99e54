"""Checking many claims side by side: worker processes, a time limit for each claim, a memory limit for each worker.

A worker that hangs is killed; its claim is reported as `failed (time)`, and a new worker goes on with the rest. A file that
cannot be imported is one failure at its line; the other files are still checked. Results come back as plain data.
"""

from __future__ import annotations

import gc
import os
import sys
import time
import traceback
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path

from .document import Checked, Failure, Place
from .workers import MEMORY_LIMIT, Worker, cores, limit_memory

TIME_LIMIT = 60.0


@dataclass(frozen=True)
class Module:
    """What a derivation file says of itself, and the claims in it, in order."""

    path: str
    text: str
    claims: tuple[str, ...]
    failure: Failure | None = None


@dataclass
class Outcome:
    """All modules in the project's order, and the checked claims by (file, name)."""

    modules: list[Module]
    claims: dict[tuple[str, str], Checked] = field(default_factory=dict)
    seconds: float = 0.0

    def in_order(self) -> list[Checked]:
        return [self.claims[(m.path, name)] for m in self.modules for name in m.claims if (m.path, name) in self.claims]

    @property
    def failures(self) -> list[Failure]:
        broken = [m.failure for m in self.modules if m.failure is not None]
        return broken + [c.failure for c in self.in_order() if c.failure is not None]


# -- the worker's side ------------------------------------------------------------------------------------------------

def _work(connection: Connection, root: str, memory: int) -> None:
    """Serve tasks ("import", file), ("check", file, name) and ("build", file, name) until the connection closes."""
    limit_memory(memory)
    os.chdir(root)
    sys.path.insert(0, root)
    sys.setrecursionlimit(20_000)
    gc.set_threshold(200_000, 20, 50)  # terms live as long as the worker: looking for garbage among them is idle
    modules: dict[str, Module] = {}
    while True:
        try:
            task = connection.recv()
        except (EOFError, KeyboardInterrupt):
            return
        try:
            path = task[1]
            if path not in modules:
                modules[path] = load(Path(root), Path(path))
            if task[0] == "import":
                connection.send(modules[path])
            else:
                connection.send(_checked(path, task[2], task[0] == "build"))
        except (KeyboardInterrupt, BrokenPipeError):
            return


def _checked(path: str, name: str, figures: bool) -> Checked:
    from .claims import REGISTRY, check_claim

    try:
        return check_claim(REGISTRY[name], figures=figures)
    except MemoryError:
        return failed(name, Failure("the memory limit was reached", REGISTRY[name].place, name), REGISTRY[name].kind)


def failed(name: str, failure: Failure, kind: str = "claim") -> Checked:
    """A claim that could not be checked to the end."""
    return Checked(name, kind, "", "", failure.place, "failed", failure=failure)


def load(root: Path, path: Path) -> Module:
    """Import a derivation file; a failure to import is data with the file and line, not an exception."""
    import importlib
    import importlib.util

    from .claims import REGISTRY, DerivationError

    shown = os.path.relpath(path, root) if path.is_relative_to(root) else str(path)
    try:
        parts = Path(shown).with_suffix("").parts
        if path.is_relative_to(root) and all(p.isidentifier() for p in parts):
            module = importlib.import_module(".".join(parts))
        else:
            spec = importlib.util.spec_from_file_location(path.stem, path)
            if spec is None or spec.loader is None:
                raise ImportError(f"{path} cannot be loaded as Python")
            module = importlib.util.module_from_spec(spec)
            spec.loader.exec_module(module)
    except DerivationError as error:
        return Module(str(path), "", (), error.failure)
    except SyntaxError as error:
        place = Place(_relative(error.filename or str(path), root), error.lineno or 0)
        return Module(str(path), "", (), Failure(f"not valid Python: {error.msg}", place))
    except (Exception, SystemExit) as error:
        return Module(str(path), "", (), Failure(f"cannot be imported: {type(error).__name__}: {error}",
                                                 _blame(error, path, root)))
    names = tuple(c.name for c in REGISTRY.values() if os.path.abspath(os.path.join(root, c.place.file)) == str(path))
    if not names:
        return Module(str(path), "", (), Failure("states no claim: decorate a function with @lemma(…), @theorem_claim(…), …",
                                                 Place(shown, 1)))
    return Module(str(path), (module.__doc__ or path.stem).strip(), names)


def _relative(file: str, root: Path) -> str:
    absolute = Path(file).resolve()
    return os.path.relpath(absolute, root) if absolute.is_relative_to(root) else file


def _blame(error: BaseException, path: Path, root: Path) -> Place:
    """The innermost line of the derivation file (or of the project) on the way to an error."""
    package = os.path.dirname(os.path.abspath(__file__))
    for frame in reversed(traceback.extract_tb(error.__traceback__)):
        if os.path.abspath(frame.filename).startswith(str(root)) and not os.path.abspath(frame.filename).startswith(
                package + os.sep):
            return Place(_relative(frame.filename, root), frame.lineno or 0)
    return Place(_relative(str(path), root), 1)


# -- the parent's side ------------------------------------------------------------------------------------------------

class _Worker(Worker):
    """A worker, and the file whose claims it knows."""

    def __init__(self, root: Path, memory: int) -> None:
        super().__init__(_work, str(root), memory)
        self.file = ""

    def give(self, task: tuple[str, ...]) -> None:
        self.file = task[1]
        super().give(task)


Progress = Callable[[str, Checked | None], None]


def run(root: Path, files: Iterable[Path], jobs: int = 0, time_limit: float = TIME_LIMIT, memory: int = MEMORY_LIMIT,
        only: str = "", progress: Progress | None = None, figures: bool = False) -> Outcome:
    """Check every claim of the files (or those whose name contains `only`); with `figures`, evaluate these too."""
    started = time.monotonic()
    paths = [str(f.resolve()) for f in files]
    jobs = jobs or cores()
    tell = progress or (lambda _name, _claim: None)
    modules: dict[str, Module] = {}
    waiting: dict[str, deque[str]] = {}
    imports = deque(paths)
    outcome = Outcome([])
    workers = [_Worker(root, memory) for _ in range(jobs)]
    try:
        while True:
            for worker in workers:
                if worker.task is None:
                    task = _next_task(worker, imports, waiting, workers, "build" if figures else "check")
                    if task is not None:
                        worker.give(task)
                        tell(task[-1], None)
            busy = [w for w in workers if w.task is not None]
            if not busy:
                break
            ready = wait([w.connection for w in busy], timeout=0.2)
            for position, worker in enumerate(workers):
                if worker.task is None:
                    continue
                if worker.connection in ready:
                    result: Module | Checked | None = worker.receive()
                elif time.monotonic() - worker.since > time_limit:
                    result = _given_up(worker, f"no answer within {time_limit:g} s, so it was stopped: failed (time)",
                                       root)
                else:
                    continue
                if result is None or isinstance(result, (Module, Checked)) and _is_given_up(result):
                    if result is None:
                        result = _given_up(worker, "the worker process died (out of memory, or killed)", root)
                    worker.stop()
                    workers[position] = _Worker(root, memory)
                if isinstance(result, Module):
                    modules[result.path] = result
                    waiting[result.path] = deque(n for n in result.claims if only.lower() in n.lower())
                else:
                    outcome.claims[(worker.file, result.name)] = result
                    tell(result.name, result)
                worker.task = None
    finally:
        for worker in workers:
            worker.stop()
    outcome.modules = [modules[p] for p in paths if p in modules]
    outcome.seconds = time.monotonic() - started
    return outcome


_STOPPED = "failed (time)"


def _is_given_up(result: Module | Checked) -> bool:
    failure = result.failure
    return failure is not None and (_STOPPED in failure.sentence or "worker process died" in failure.sentence)


def _next_task(worker: _Worker, imports: deque[str], waiting: dict[str, deque[str]],
               workers: list[_Worker], word: str = "check") -> tuple[str, ...] | None:
    """The next claim of the worker's own file; else a new file; else a claim of the file with most left."""
    own = waiting.get(worker.file)
    if own:
        return (word, worker.file, own.popleft())
    if imports:
        return ("import", imports.popleft())
    taken = {w.file for w in workers if w.task is not None}
    candidates = sorted((q for q in waiting.items() if q[1]), key=lambda q: (q[0] in taken, -len(q[1])))
    if not candidates:
        return None
    path, queue = candidates[0]
    return (word, path, queue.popleft())


def _given_up(worker: _Worker, sentence: str, root: Path) -> Module | Checked:
    task = worker.task or ("", "", "")
    place = Place(_relative(task[1], root), 1)
    if task[0] == "import":
        return Module(task[1], "", (), Failure(sentence, place))
    return failed(task[2], Failure(sentence, place, task[2]))
