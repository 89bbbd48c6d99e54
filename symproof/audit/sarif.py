"""The report as SARIF 2.1.0 (OASIS, https://docs.oasis-open.org/sarif/sarif/v2.1.0/): one result a finding.

`kind` is "fail" for errors and warnings and "open" for notes, which say what could not be looked at. SARIF wants the level
"none" for whatever is no failure; the finding's own level is in its properties. A verified formula is no finding: how many
there are of each status stands in the properties of the run, and its kind would be "pass". Results that the source
suppresses carry a suppression, those that a baseline knows the state "unchanged". `partialFingerprints` come from content.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from inspect import cleandoc
from pathlib import Path
from typing import Any
from urllib.parse import quote

from symproof import __version__

from .finding import RULES, Finding, Rule
from .reports import Audited, counts, numbered

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(papers: Sequence[Audited], with_baseline: bool = False) -> str:
    """The log, with one run. `with_baseline`: every result says whether a baseline knows it."""
    rules = [RULES[name] for name in sorted(RULES)]
    index = {rule.id: number for number, rule in enumerate(rules)}
    known = {id(finding) for paper in papers for finding in paper.known}
    hushed = {id(finding) for paper in papers for finding in paper.suppressed}
    results = []
    for paper in papers:
        for finding, occurrence in numbered(paper.all_findings):
            result = _result(paper, finding, occurrence, index)
            if id(finding) in hushed:
                result["suppressions"] = [{"kind": "inSource"}]
            if with_baseline:
                result["baselineState"] = "unchanged" if id(finding) in known else "new"
            results.append(result)
    total = counts([read for paper in papers for read in paper.report.reads])
    run = {
        "tool": {"driver": {"name": "symproof", "semanticVersion": __version__, "version": __version__,
                            "rules": [_rule(rule) for rule in rules]}},
        "artifacts": [{"location": {"uri": _uri(paper.shown(source.name))}}
                      for paper in papers for source in paper.report.paper.files],
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {"coverage": {"formulas": total.formulas, "read": total.read, **total.statuses}},
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1, ensure_ascii=False) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    text = cleandoc(rule.text)
    return {"id": rule.id, "shortDescription": {"text": rule.title}, "fullDescription": {"text": text.split("\n\n")[0]},
            "help": {"text": text}, "defaultConfiguration": {"level": rule.level}}


def _result(paper: Audited, finding: Finding, occurrence: int, index: dict[str, int]) -> dict[str, Any]:
    said = [finding.message]
    said += [f"Read: {finding.repair}"] if finding.repair else []
    said += [f"Since: {finding.evidence}"] if finding.evidence else []
    fails = finding.level != "note"
    region: dict[str, Any] = {"startLine": max(finding.line, 1), "startColumn": max(finding.column, 1),
                              "endLine": max(finding.end_line, finding.line, 1), "endColumn": max(finding.end_column, 1)}
    if finding.printed:
        region["snippet"] = {"text": finding.printed}
    location: dict[str, Any] = {"physicalLocation": {"artifactLocation": {"uri": _uri(paper.shown(finding.file))},
                                                     "region": region}}
    if finding.statement:
        location["logicalLocations"] = [{"name": finding.statement}]
    result: dict[str, Any] = {
        "ruleId": finding.rule, "kind": "fail" if fails else "open", "level": finding.level if fails else "none",
        "message": {"text": _plain("\n".join(said))}, "locations": [location],
        "partialFingerprints": {"symproof/v1": f"{finding.fingerprint}:{occurrence}"},
        "properties": {"level": finding.level},
    }
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    if finding.repair:
        result["properties"]["repair"] = finding.repair
    return result


def _plain(text: str) -> str:
    """A message in which nothing is a placeholder ({0}) or an embedded link ([words](target))."""
    return re.sub(r"\{(\d+)\}", r"{{\1}}", text).replace("](", "] (")


def _uri(name: str) -> str:
    return Path(name).as_uri() if Path(name).is_absolute() else quote(Path(name).as_posix())


__all__ = ["as_sarif"]
