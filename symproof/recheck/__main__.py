"""`python -m symproof.recheck FILE`: 0 when every step was derived again, 1 when one was refused, 2 when unreadable."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from .language import RecheckError
from .replay import Report, recheck


def lines(report: Report) -> list[str]:
    """The report as lines of text."""
    result = ["claims"]
    for claim in report.claims:
        state = "rechecked" if claim.rechecked else f"NOT rechecked ({claim.because})"
        count = f"{claim.hypotheses} hypothes{'is' if claim.hypotheses == 1 else 'es'}"
        result.append(f"  {claim.name}: {state}, {count}: {claim.statement}")
    result.append(f"steps derived again: {sum(report.steps.values())}")
    result += [f"  {count:6} {rule}" for rule, count in sorted(report.steps.items())]
    if report.idle:
        result.append(f"steps that no claim rests on: {report.idle}")
    if report.laws:
        result.append("laws taken from the table")
        result += [f"  {count:6} {name} ({kind})" for (kind, name), count in sorted(report.laws.items())]
    if report.beliefs:
        result.append("believed without proof")
        result += [f"  {count:6} {kind}: {source}" for (kind, source), count in sorted(report.beliefs.items())]
    if report.failures:
        result.append(f"REFUSED: {len(report.failures)}")
        result += [f"  step {f.step} ({f.rule[:60]}): {f.sentence}" for f in report.failures]
    return result


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        print("usage: python -m symproof.recheck FILE", file=sys.stderr)
        return 2
    try:
        report = recheck(arguments[0])
    except RecheckError as error:
        print(f"{arguments[0]}: {error}", file=sys.stderr)
        return 2
    print("\n".join(lines(report)))
    return 0 if report.ok else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
