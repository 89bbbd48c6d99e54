"""The audit, by hand: `python tests/bench/audit.py [PAPER …]`. One core; ratios within the same run.

Without a paper, the golden formulas are set as one. For each: reading and parsing in formulas a second, then the whole audit,
cold, as a command in a process of its own with all its imports, and warm in this process; each rule that takes more than a
twentieth of it. The baseline is the standard library's pure-Python tokenizer on as many characters of Python, so that the
ratios say the same on a fast and on a slow machine. With --derivations the paper is audited as the paper of the project in
this directory, its derivations included (cold once their kept verdicts are removed by hand).
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from subprocess import DEVNULL, run

from paper import baseline, best, golden_paper

from symproof.audit import RULES, audit
from symproof.audit.page import as_html, shown
from symproof.audit.reports import hold_back
from symproof.paper import parse, read_paper

AIM_RATE, AIM_SECONDS = 2_000, 15.0


@contextmanager
def timed_rules() -> Iterator[dict[str, float]]:
    """All rules, each adding the seconds that it takes to the table."""
    kept, spent = dict(RULES), dict.fromkeys(RULES, 0.0)

    def timed(name, check):
        def wrapped(context):
            started = time.perf_counter()
            found = list(check(context))
            spent[name] += time.perf_counter() - started
            yield from found

        return wrapped

    try:
        for name, rule in kept.items():
            RULES[name] = replace(rule, check=timed(name, rule.check))
        yield spent
    finally:
        RULES.update(kept)


def cold(path: Path, derivations: bool) -> float:
    """Seconds of the command in a new process."""
    command = [sys.executable, "-m", "symproof.cli", "audit", str(path), "--quiet"]
    command += [] if derivations else ["--no-derivations"]
    started = time.perf_counter()
    run(command, stdout=DEVNULL, stderr=DEVNULL, check=False)
    return time.perf_counter() - started


def row(path: Path, derivations: bool) -> tuple[float, float]:
    """Print one line of the table; the formulas a second and the seconds of the cold audit."""
    paper = read_paper(path)
    reading = best(lambda: read_paper(path))
    parsing = best(lambda: [parse(formula.text) for formula in paper.formulas])
    rate = len(paper.formulas) / (reading + parsing)
    unit = baseline(sum(len(formula.text) for formula in paper.formulas))
    whole = cold(path, derivations)
    with timed_rules() as spent:
        started = time.perf_counter()
        report = audit(paper)
        warm = time.perf_counter() - started
    shown.cache_clear()
    papers = [hold_back(report)[0]]
    page = best(lambda: as_html(papers), 1)
    print(f"{path.name[-24:]:24} {len(paper.formulas):8} {rate:11.0f} {parsing / unit:10.2f} {whole:8.2f} "
          f"{warm:8.2f} {warm / unit:10.1f} "
          f"{page:7.2f} {len(report.findings):8}")
    slow = sorted((item for item in spent.items() if item[1] > warm / 20), key=lambda item: -item[1])
    print("    " + ", ".join(f"{name} {seconds / warm:.0%}" for name, seconds in slow))
    return rate, whole


def main(arguments: list[str]) -> int:
    derivations = "--derivations" in arguments
    paths = [Path(name) for name in arguments if name != "--derivations"]
    with tempfile.TemporaryDirectory() as directory:
        if not paths:
            golden = Path(directory) / "golden.md"
            golden.write_text(golden_paper(1).files[0].text, encoding="utf-8")
            paths = [golden]
        print(f"{'paper':24} {'formulas':>8} {'read+parse/s':>11} {'x tokenize':>10} {'cold s':>8} "
              f"{'warm s':>8} {'x tokenize':>10} "
              f"{'html s':>7} {'findings':>8}")
        rates, seconds = zip(*(row(path, derivations) for path in paths), strict=True)
    print(f"aims: {AIM_RATE} formulas a second (slowest here: {min(rates):.0f}), {AIM_SECONDS:.0f} s cold "
          f"(slowest here: {max(seconds):.1f})")
    return int(min(rates) < AIM_RATE or max(seconds) > AIM_SECONDS)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
