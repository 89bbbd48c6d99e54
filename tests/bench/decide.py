"""`symproof decide` against SymPy's own ways of deciding, on a file of claims whose truth is known.

    python tests/bench/decide.py [CLAIMS.jsonl]

Rows are {"id", "lhs", "rhs", "vars", "domain", "truth"}. Without a file, 120 claims from the fuzzer's builders and 120 false
twins are used. Each method has 20 seconds a claim in a process of its own: `simplify(lhs - rhs) == 0`,
`(lhs - rhs).equals(0)`, and five random points at 15 digits. A claim with O(…) is given to SymPy as its series.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "fuzz"))

from symproof.workers import Stopped, cores, each, limit_memory

LIMIT = 20.0


def _serve(connection, method):
    limit_memory(4 << 30)
    sys.setrecursionlimit(20_000)
    while True:
        try:
            (row,) = connection.recv()
        except EOFError:
            return
        try:
            connection.send(METHODS[method](row))
        except Exception:
            connection.send("undecided")


def by_decide(row):
    from symproof.decide.decision import decide

    return {"proved": "true", "refuted": "false"}.get(
        decide(row["lhs"], row["rhs"], row["vars"], row.get("domain"), time_limit=LIMIT * 0.9).verdict, "undecided")


def _sides(row):
    import sympy

    symbols = {}
    for name, kind in row["vars"].items():
        flags = dict.fromkeys(kind.replace("_", ",").split(","), True)
        symbols[name] = sympy.Symbol(name, **flags)
    return [sympy.sympify(row[side], locals=symbols) for side in ("lhs", "rhs")], symbols


def by_simplify(row):
    import sympy

    (left, right), _ = _sides(row)
    difference = left - right
    order = difference.getO()
    if order is not None:
        variable, point = next(iter(zip(order.variables, order.point, strict=True)))
        left_series = sympy.series(left, variable, point, 10).removeO()
        return "true" if sympy.Order(left_series - right.removeO(), (variable, point)) in (order,) or order.contains(
            left_series - right.removeO()) else "false"
    return "true" if sympy.simplify(difference.doit()) == 0 else "false"


def by_equals(row):
    (left, right), _ = _sides(row)
    answer = (left - right).doit().equals(0)
    return {True: "true", False: "false"}.get(answer, "undecided")


def by_substitution(row):
    (left, right), symbols = _sides(row)
    rng = random.Random(1)
    for _ in range(5):
        values = {}
        for name, symbol in symbols.items():
            low, high = (float(v) for v in row.get("domain", {}).get(name, (0.1 if symbol.is_positive else -3, 3)))
            values[symbol] = rng.randint(1, 8) if symbol.is_integer else rng.uniform(low, high)
        gap = complex((left.removeO() - right.removeO()).subs(values).evalf(15))
        scale = abs(complex(left.removeO().subs(values).evalf(15))) + 1
        if not abs(gap) < 1e-10 * scale:
            return "false"
    return "true"


METHODS = {"decide": by_decide, "simplify": by_simplify, "equals": by_equals, "substitution": by_substitution}


def rows_of(path):
    if path:
        return [json.loads(line) for line in Path(path).read_text().splitlines() if line.strip()]
    from builders import BUILDERS, false_twin

    rows = []
    for number in range(120):
        rng = random.Random(number)
        true = BUILDERS[number % len(BUILDERS)](rng)
        for claim, truth in ((true, True), (false_twin(true, rng), False)):
            rows.append({"id": f"{'T' if truth else 'F'}{number}", "lhs": claim.left, "rhs": claim.right,
                         "vars": claim.variables, "domain": claim.domain, "truth": truth})
    return rows


def main():
    rows = rows_of(sys.argv[1] if len(sys.argv) > 1 else None)
    print(f"{len(rows)} claims, {sum(r['truth'] for r in rows)} true; {LIMIT:g} s a claim, {cores()} processes\n")
    heads = ("method", "true: proved", "false: refuted", "WRONG", "undecided", "median s", "total s", "ratio")
    print("  ".join(f"{h:>14}" for h in heads))
    baseline = None
    for method in METHODS:
        counts, times, wrong = {"true": 0, "false": 0}, [], []
        undecided = 0
        started = time.monotonic()
        for (row,), answer, spent in each(_serve, (method,), ((r,) for r in rows), cores(), LIMIT):
            times.append(spent)
            said = "undecided" if isinstance(answer, Stopped) else answer
            if said == "undecided":
                undecided += 1
            elif (said == "true") == row["truth"]:
                counts[said] += 1
            else:
                wrong.append(row["id"])
        total = time.monotonic() - started
        baseline = baseline or total
        cells = (method, counts["true"], counts["false"], len(wrong), undecided, f"{statistics.median(times):.3f}",
                 f"{total:.1f}", f"{total / baseline:.1f}")
        print("  ".join(f"{c:>14}" for c in cells), flush=True)
        if method == "decide" and wrong:
            print(f"    WRONG: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
