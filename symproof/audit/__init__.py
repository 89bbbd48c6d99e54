"""Holding a paper's own text against mathematics: `audit(read_paper(path))` gives a `Report`."""

from .context import STATUSES, Context, Read
from .engine import Report, audit
from .finding import RULES, Finding, Rule

__all__ = ["Context", "Finding", "RULES", "Read", "Report", "Rule", "STATUSES", "audit"]
