"""Small papers for the tests of the rules."""

from __future__ import annotations

from pathlib import Path

from symproof.audit import Finding, Report, audit
from symproof.paper import read_source


def report(text: str, *rules: str, name: str = "paper.md") -> Report:
    """The audit of a paper with this text by these rules."""
    return audit(read_source(text.encode(), name, Path("nowhere")), only=rules)


def findings(text: str, *rules: str, name: str = "paper.md") -> list[Finding]:
    return list(report(text, *rules, name=name).findings)


def display(*formulas: str) -> str:
    return "\n\n".join(f"$$\n{formula}\n$$" for formula in formulas)
