"""Gordan's alternative, by hand: `python tests/bench/gordan.py [--seconds S] [--largest]`. Prints one table.

Each row is one size and side: random integers in −9…9, strictly separable (rows turned to a planted direction) or not
(as they come, more than twice as many vectors as dimensions), median of the seeds. Columns: `symproof.gordan` with its
exact certificate, without and with the least-norm point; the exact simplex method from scratch; z3 on linear rational
arithmetic; cddlib's linear programmes, where installed (`pip install 'symproof[bench]'`; pycddlib is exact when built
with cddlib's headers and GMP, as by `apt install libcdd-dev` and CFLAGS=-I/usr/include/cddlib; otherwise in doubles).
Every solver runs in a process of its own, killed after S seconds (default 30); a ratio compares it with symproof within
the same run. `--largest` measures the whole command on files of 1000 × 400: reading, deciding, certificate, and recheck.
"""

from __future__ import annotations

import argparse
import importlib.util
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

Rows = list[list[int]]
SIZES = ((30, 8), (60, 20), (100, 40), (150, 60), (300, 120), (1000, 400))
SEEDS = (1, 2, 3)


def instance(rows: int, columns: int, separable: bool, seed: int) -> Rows:
    """Random integers in −9…9; separable ones have a positive inner product with a planted direction."""
    source = random.Random(1000 * seed + rows)
    planted = [source.randint(-9, 9) for _ in range(columns)]
    found: Rows = []
    while len(found) < rows:
        row = [source.randint(-9, 9) for _ in range(columns)]
        height = sum(a * b for a, b in zip(row, planted, strict=True))
        if not separable:
            found.append(row)
        elif height:
            found.append(row if height > 0 else [-entry for entry in row])
    return found


def by_symproof(vectors: Rows) -> str:
    from symproof import gordan

    return gordan(vectors).alternative


def by_symproof_with_margin(vectors: Rows) -> str:
    from symproof import gordan

    found = gordan(vectors)
    return found.alternative if found.least_norm_point.exact else "only enclosed"


def by_exact_simplex(vectors: Rows) -> str:
    from symproof.decide.linear.simplex import Infeasible, feasible_point

    system = [*map(list, zip(*vectors, strict=True)), [1] * len(vectors)]
    answer = feasible_point(system, [0] * len(vectors[0]) + [1], len(vectors))
    return "direction" if isinstance(answer, Infeasible) else "weights"


def by_z3(vectors: Rows) -> str:
    import z3

    solver = z3.SolverFor("QF_LRA")
    direction = [z3.Real(f"d{n}") for n in range(len(vectors[0]))]
    for row in vectors:
        solver.add(z3.Sum([entry * d for entry, d in zip(row, direction, strict=True)]) >= 1)
    return {"sat": "direction", "unsat": "weights"}[str(solver.check())]


def by_cddlib(vectors: Rows) -> str:
    from fractions import Fraction

    import cdd

    try:
        import cdd.gmp as exact  # exact rationals; the standalone wheels have doubles only
    except ImportError:
        exact = cdd
    number = Fraction if exact is not cdd else float
    # t ≤ 1 is maximised subject to ⟨v_i, d⟩ ≥ t: the optimum is 1 or 0.
    table = [[number(0), *map(number, row), number(-1)] for row in vectors]
    table.append([number(1), *[number(0)] * len(vectors[0]), number(-1)])
    goal = [number(0)] * (len(vectors[0]) + 1) + [number(1)]
    programme = exact.linprog_from_array([*table, goal], obj_type=cdd.LPObjType.MAX)
    exact.linprog_solve(programme)
    return "direction" if programme.obj_value > 0.5 else "weights"


_WARM = [[int(row == column) for column in range(20)] for row in range(20)]

SOLVERS: dict[str, Callable[[Rows], str]] = {
    "symproof": by_symproof, "with margin": by_symproof_with_margin, "exact simplex": by_exact_simplex, "z3": by_z3,
    "cddlib": by_cddlib}


def _work(name: str, vectors: Rows, answers: Any) -> None:
    try:
        # Imports are not what is measured.
        SOLVERS[name]([[1, 0], [0, 1]] if name != "symproof" and name != "with margin" else _WARM)
        started = time.perf_counter()
        found = SOLVERS[name](vectors)
        answers.put((time.perf_counter() - started, found))
    except ImportError:
        answers.put((None, "not installed"))
    except Exception as error:
        answers.put((None, type(error).__name__))


def measure(name: str, vectors: Rows, seconds: float) -> tuple[float | None, str]:
    """Seconds and answer of one solver in a process of its own, or None and why."""
    context = multiprocessing.get_context("spawn")
    answers = context.Queue()
    process = context.Process(target=_work, args=(name, vectors, answers))
    process.start()
    process.join(seconds + 2)
    if process.is_alive():
        process.kill()
        process.join()
        return None, f"> {seconds:g} s"
    return (None, "died") if answers.empty() else answers.get()


def table(seconds: float) -> None:
    """Print the table of all sizes."""
    heads = ["size", "side", *SOLVERS]
    print("  ".join(f"{head:>{16 if n > 1 else 10}}" for n, head in enumerate(heads)))
    kind = importlib.util.find_spec("cdd") and ("exact" if importlib.util.find_spec("cdd.gmp") else "in doubles")
    print(f"(cddlib is {kind or 'not installed'})")
    gone: set[tuple[str, bool]] = set()
    for rows, columns in SIZES:
        for separable in (True, False):
            cells, base = [], 0.0
            right: dict[int, str] = {}
            for name in SOLVERS:
                times, why = [], ""
                for seed in SEEDS:
                    if (name, separable) in gone:
                        why = "not tried"
                        break
                    spent, answer = measure(name, instance(rows, columns, separable, seed), seconds)
                    if spent is None:
                        why = answer
                        gone.add((name, separable))
                        break
                    if right.setdefault(seed, answer) != answer:
                        sys.exit(f"{name} says {answer} at {rows} × {columns}, seed {seed}; symproof {right[seed]}")
                    times.append(spent)
                if why:
                    cells.append(why)
                    continue
                median = statistics.median(times)
                base = base or median
                cells.append(f"{median:.3f} s" + ("" if name == "symproof" else f" {median / base:6.1f}×"))
            print("  ".join([f"{f'{rows}×{columns}':>10}", f"{'direction' if separable else 'weights':>10}",
                             *(f"{cell:>16}" for cell in cells)]), flush=True)


def largest() -> None:
    """The whole command on files of 1000 × 400 integers: wall and CPU seconds, peak memory, and the recheck."""
    print("\nsymproof gordan FILE.csv --certificate C.json, 1000 × 400 integers, the whole process; then recheck C.json")
    print(f"{'side':>10} {'seed':>5} {'wall':>8} {'cpu':>8} {'peak':>8}   {'recheck':>8} {'certificate':>12}")
    with tempfile.TemporaryDirectory() as folder:
        for separable in (True, False):
            for seed in SEEDS:
                path, certificate = Path(folder, "v.csv"), Path(folder, "c.json")
                rows = instance(1000, 400, separable, seed)
                path.write_text("\n".join(",".join(map(str, row)) for row in rows) + "\n")
                first = _process("gordan", str(path), "--certificate", str(certificate))
                second = _process("recheck", str(certificate))
                print(f"{'direction' if separable else 'weights':>10} {seed:>5} {first[0]:6.2f} s {first[1]:6.2f} s "
                      f"{first[2]:5.0f} MB   {second[0]:6.2f} s {certificate.stat().st_size / 1e6:9.1f} MB", flush=True)


def _process(*arguments: str) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds, and peak memory in MB of one command."""
    code = ("import resource, sys; from symproof.cli import main; code = main(sys.argv[1:]); "
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file=sys.stderr); sys.exit(code)")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode:
        sys.exit(f"symproof {' '.join(arguments)} failed:\n{done.stdout[-500:]}{done.stderr[-2000:]}")
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return wall, spent, float(done.stderr.split()[-1])


def main() -> None:
    options = argparse.ArgumentParser(description="Benchmark of Gordan's alternative.")
    options.add_argument("--seconds", type=float, default=30.0, help="for one run of one solver")
    options.add_argument("--largest", action="store_true", help="only the whole command on 1000 × 400")
    chosen = options.parse_args()
    if not chosen.largest:
        table(chosen.seconds)
    largest()


if __name__ == "__main__":
    main()
