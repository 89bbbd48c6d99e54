"""Benchmarks, run by hand: `make bench` (or `python tests/bench/run.py`). Prints tables with ratios within the same run.

1. `symproof check` of the whole project, cold, as a process: wall seconds and peak memory of the largest process and of all.
2. Where its time goes: deriving every claim in one process, without and with the second opinion.
3. Import time of what `check` needs.
4. Algebra steps against `sympy.simplify(left - right) == 0` on the same identities, both cold in one process.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def run_check(jobs: int) -> tuple[float, float]:
    """Wall seconds, and the peak resident memory in MB summed over the parent and its workers."""
    code = (
        "import resource, sys, time\n"
        "from symproof.cli import main\n"
        f"code = main(['check', '--quiet', '--jobs', '{jobs}'])\n"
        "own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss\n"
        "kids = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss\n"
        f"print('PEAK', (own + {jobs} * kids) / 1024, file=sys.stderr)\n"
        "sys.exit(code)\n")
    started = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    seconds = time.perf_counter() - started
    if done.returncode:
        sys.exit(f"check failed:\n{done.stdout[-3000:]}\n{done.stderr[-2000:]}")
    return seconds, float(done.stderr.split("PEAK")[1].split()[0])


def import_seconds(module: str) -> float:
    code = f"import time; t = time.perf_counter(); import {module}; print(time.perf_counter() - t)"
    return min(float(subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True,
                                    check=True).stdout) for _ in range(3))


def share_of_evaluation() -> tuple[float, float]:
    """Seconds of CPU to derive every claim in one process: without evaluating lines in models, and with that."""
    code = ("import importlib, sys, time\n"
            "from pathlib import Path\n"
            "from symproof.claims import REGISTRY, check_claim\n"
            "from symproof.claims.checking import rehearse\n"
            "from symproof.project import find_project\n"
            "sys.path.insert(0, '.')\n"
            "sys.setrecursionlimit(20_000)\n"
            "for path in find_project(Path('.')).derivations:\n"
            "    importlib.import_module(f'derivations.{path.stem}')\n"
            "run = rehearse if sys.argv[1] == 'derive' else check_claim\n"
            "started = time.process_time()\n"
            "for claim in list(REGISTRY.values()):\n"
            "    run(claim)\n"
            "print(time.process_time() - started)\n")
    derive, check = (float(subprocess.run([sys.executable, "-c", code, word], cwd=ROOT, capture_output=True, text=True,
                                          check=True).stdout) for word in ("derive", "check"))
    return derive, check


def algebra_rows() -> list[tuple[str, float, float, str]]:
    """(identity, seconds of the kernel, seconds of simplify, what simplify found)."""
    import sympy

    from symproof import kernel
    from symproof.decide.sympy_bridge import lower
    from symproof.render.text import text
    from symproof.terms import (Abs, Constant, Erf, Exp, Log, Max, Min, NormalCDF, NormalDensity, Sqrt, Symbol)

    x, y, z, lam, t = (Symbol(n) for n in ("x", "y", "z", "lam", "t"))
    s, v, p, q = (Symbol(n, kernel.SCALAR, "positive") for n in ("s", "v", "p", "q"))
    pi = Constant("pi")
    identities = [
        ((x + y + z)**4 - (x + y - z)**4, 8 * z * (x + y)**3 + 8 * z**3 * (x + y)),
        (s / Sqrt(pi) - (p / s) * s / Sqrt(pi), (1 - p / s) * s / Sqrt(pi)),
        (Sqrt(p**2 + q**2)**2 - p**2, q**2),
        ((x**2 - y**2) / (x - y), x + y),
        (1 / (1 + lam * x) - (1 - lam * x), lam**2 * x**2 / (1 + lam * x)),
        (Exp(x + y) * Exp(-x) * Exp(y), Exp(2 * y)),
        (Sqrt(2 * pi) * Sqrt(8 * pi), 4 * pi),
        (Max(x, y) + Min(x, y), x + y),
        (Max(x, y), (x + y + Abs(x - y)) / 2),
        (Log(p * Exp(x) / q), Log(p) + x - Log(q)),
        ((p * q + (1 - p) * t - p * t)**2, (p * q + t - 2 * p * t)**2),
        (NormalCDF(-x), 1 - NormalCDF(x)),
        (NormalDensity(x)**2, Exp(-x**2) / (2 * pi)),
        (v / (v + s**2) - 1, -s**2 / (v + s**2)),
        ((x - y) * (y - z) * (z - x), x * y**2 - x**2 * y + y * z**2 - y**2 * z + z * x**2 - z**2 * x),
        (1 / (1 / p + 1 / q), p * q / (p + q)),
        (Erf(x) + Erf(-x) + Sqrt(p) * Sqrt(p), p),
        ((1 + x)**8 - (1 - x)**8, 16 * x + 112 * x**3 + 112 * x**5 + 16 * x**7),
        (p * (1 - p) * (x - y)**2, p * x**2 + (1 - p) * y**2 - (p * x + (1 - p) * y)**2),
        ((x / y + y / x)**2 - (x / y - y / x)**2, 4 + 0 * x),
    ]
    rows = []
    for left, right in identities:
        started = time.perf_counter()
        kernel.ring(left, right)
        ours = time.perf_counter() - started
        a, b = lower(left), lower(right)
        started = time.perf_counter()
        answer = sympy.simplify(a - b)
        theirs = time.perf_counter() - started
        rows.append((f"{text(left)} = {text(right)}", ours, theirs, "proved" if answer == 0 else "not reduced to 0"))
    return rows


def main() -> None:
    print("symproof check, cold, whole project")
    print(f"  {'jobs':>4}  {'wall s':>7}  {'peak MB (all processes)':>24}  {'against 1 job':>13}")
    base = 0.0
    for jobs in (1, 2):
        runs = [run_check(jobs) for _ in range(3)]
        wall, peak = statistics.median(r[0] for r in runs), max(r[1] for r in runs)
        base = base or wall
        print(f"  {jobs:>4}  {wall:7.2f}  {peak:24.0f}  {base / wall:12.2f}×")
    derive, check = share_of_evaluation()
    print(f"\nwhere the time goes (one process, CPU): deriving {derive:.1f} s; deriving, and evaluating each line in models "
          f"at 50 digits, {check:.1f} s: {100 * (check - derive) / check:.0f} % is the second opinion")
    print("\nimport")
    baseline = import_seconds("sympy")
    for module in ("sympy", "symproof.prelude", "symproof.kernel", "symproof.recheck"):
        seconds = import_seconds(module)
        print(f"  {module:20} {seconds:6.3f} s   {baseline / seconds:5.1f}× faster than sympy")
    print("\nalgebra steps against sympy.simplify(left - right) == 0 (milliseconds, each identity once, cold)")
    rows = algebra_rows()
    for name, ours, theirs, answer in rows:
        print(f"  {ours * 1e3:8.2f}  {theirs * 1e3:9.2f}  {theirs / ours:7.0f}×  {answer:17} {name[:80]}")
    print(f"  median ratio {statistics.median(t / o for _, o, t, _ in rows):.0f}×, "
          f"simplify decided {sum(r[3] == 'proved' for r in rows)} of {len(rows)}, the kernel {len(rows)} of {len(rows)}")
    print(f"\npeak memory of this benchmark process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


if __name__ == "__main__":
    main()
