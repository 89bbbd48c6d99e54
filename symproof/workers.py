"""Worker processes that can be stopped: a time limit for each task, a memory limit for each worker.

A task is sent to a process that serves it; a worker that does not answer in time is killed, and another takes its place.
"""

from __future__ import annotations

import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing.connection import wait
from typing import Any

MEMORY_LIMIT = 4 << 30


def cores() -> int:
    """How many processes can run at once here, at most 8."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, min(count, 8))


def limit_memory(limit: int) -> None:
    """Bound this process's address space, where the system can."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    except (ImportError, ValueError, OSError):
        return


class Worker:
    """One process and what it is doing. `serve(connection, *arguments)` runs in it, and answers each task it receives."""

    def __init__(self, serve: Callable[..., None], *arguments: Any) -> None:
        context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
        self.connection, theirs = context.Pipe()
        self.process: Any = context.Process(target=serve, args=(theirs, *arguments), daemon=True)
        self.process.start()
        theirs.close()
        self.task: tuple[Any, ...] | None = None
        self.since = 0.0

    def give(self, task: tuple[Any, ...]) -> None:
        """Send a task; `task` and `since` say what it is doing from now on."""
        self.task, self.since = task, time.monotonic()
        self.connection.send(task)

    def receive(self) -> Any:
        """The answer to the task; None when the process is gone."""
        try:
            return self.connection.recv()
        except (EOFError, OSError):
            return None

    def stop(self) -> None:
        """Kill the process."""
        self.process.kill()
        self.process.join()
        self.connection.close()


class Stopped:
    """What comes instead of an answer: the task took too long, or its worker died."""

    def __init__(self, late: bool) -> None:
        self.late = late


def each(serve: Callable[..., None], arguments: tuple[Any, ...], tasks: Iterable[tuple[Any, ...]], jobs: int,
         time_limit: float) -> Iterator[tuple[tuple[Any, ...], Any, float]]:
    """(task, answer or `Stopped`, seconds) for every task, as they finish. Tasks are drawn when a worker is free."""
    waiting = iter(tasks)
    workers: list[Worker] = []
    more = True
    try:
        while True:
            while more and sum(w.task is not None for w in workers) < jobs:
                task = next(waiting, None)
                if task is None:
                    more = False
                    break
                free = next((w for w in workers if w.task is None), None)
                if free is None:
                    free = Worker(serve, *arguments)
                    workers.append(free)
                free.give(task)
            busy = [w for w in workers if w.task is not None]
            if not busy:
                return
            ready = wait([w.connection for w in busy], timeout=0.1)
            for worker in busy:
                spent, task = time.monotonic() - worker.since, worker.task or ()
                if worker.connection in ready:
                    answer = worker.receive()
                    answer = Stopped(late=False) if answer is None else answer
                elif spent > time_limit:
                    answer = Stopped(late=True)
                else:
                    continue
                if isinstance(answer, Stopped):
                    worker.stop()
                    workers.remove(worker)
                worker.task = None
                yield task, answer, spent
    finally:
        for worker in workers:
            worker.stop()
