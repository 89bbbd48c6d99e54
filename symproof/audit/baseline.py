"""A baseline: the findings that are known, by fingerprint, so that only new ones are reported.

The file is JSON, sorted, and the same for the same findings: `{"schema": 1, "findings": [{"fingerprint", "rule", "count",
"message"}]}`. A fingerprint comes from the rule, the formula and the statement around it, not from line numbers; where
the same thing is found several times, `count` says how often it is known, and one more is new.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from .finding import Finding


class BaselineError(ValueError):
    """A baseline cannot be read: the file, what was expected, what was found."""


def read_baseline(path: Path) -> Counter[str]:
    """How often each fingerprint is known; raises BaselineError."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise BaselineError(f"{path}: the baseline cannot be read: {error}; --write-baseline writes one") from error
    except (json.JSONDecodeError, RecursionError) as error:
        raise BaselineError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(data, dict) or data.get("schema") != 1 or not isinstance(data.get("findings"), list):
        raise BaselineError(f'{path}: expected {{"schema": 1, "findings": […]}}; --write-baseline writes it')
    known: Counter[str] = Counter()
    for entry in data["findings"]:
        fingerprint, count = (entry.get("fingerprint"), entry.get("count", 1)) if isinstance(entry, dict) else (None, 1)
        if not isinstance(fingerprint, str) or not isinstance(count, int) or isinstance(count, bool) or count < 1:
            raise BaselineError(f"{path}: expected an entry with a fingerprint and a positive count, found {entry!r}"[:300])
        known[fingerprint] += count
    return known


def baseline_text(findings: Iterable[Finding]) -> str:
    """The file that makes these findings known."""
    counts: Counter[str] = Counter()
    first: dict[str, Finding] = {}
    for finding in findings:
        counts[finding.fingerprint] += 1
        first.setdefault(finding.fingerprint, finding)
    entries = [{"fingerprint": key, "rule": first[key].rule, "count": counts[key], "message": first[key].message}
               for key in sorted(first, key=lambda key: (first[key].rule, key))]
    return json.dumps({"schema": 1, "findings": entries}, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def split(findings: Iterable[Finding], known: Counter[str]) -> tuple[list[Finding], list[Finding], Counter[str]]:
    """The findings that are new, those that are known, and what was known and is found no more."""
    left = Counter(known)
    new: list[Finding] = []
    old: list[Finding] = []
    for finding in findings:
        if left[finding.fingerprint] > 0:
            left[finding.fingerprint] -= 1
            old.append(finding)
        else:
            new.append(finding)
    return new, old, +left


__all__ = ["BaselineError", "baseline_text", "read_baseline", "split"]
