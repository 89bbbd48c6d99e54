"""Replaying a certificate: every step's conclusion is derived again and compared with the recorded one."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from . import alternative, analysis_rules, logic_rules
from .hypotheses import Hypotheses
from .language import Malformed, Refused, shown, start_counting
from .judgements import Judgement, Replay
from .reader import Certificate, Step, decode, load
from .syntax import alpha

RULES = {**logic_rules.RULES, **analysis_rules.RULES}


@dataclass(frozen=True)
class Claim:
    """A claim of a file: whether all that it rests on was derived again, and under how many hypotheses it stands."""

    name: str
    step: int
    statement: str
    hypotheses: int
    rechecked: bool
    because: str = ""
    laws: tuple[str, ...] = ()
    beliefs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Failure:
    """A step that was not derived again."""

    step: int
    rule: str
    sentence: str


@dataclass
class Report:
    """What a recheck found."""

    claims: list[Claim] = field(default_factory=list)
    steps: Counter[str] = field(default_factory=Counter)
    laws: Counter[tuple[str, str]] = field(default_factory=Counter)
    beliefs: Counter[tuple[str, str]] = field(default_factory=Counter)
    failures: list[Failure] = field(default_factory=list)
    idle: int = 0

    @property
    def ok(self) -> bool:
        """Whether every step was derived again."""
        return not self.failures


def recheck(path: str | Path) -> Report:
    """Replay a certificate file, or verify the certificate of a linear alternative; raises RecheckError when it cannot
    be read."""
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(max(before, 20_000))
    try:
        data = load(path)
        return verified(data) if alternative.is_alternative(data) else replay(decode(data))
    finally:
        sys.setrecursionlimit(before)


def verified(data: dict[str, Any]) -> Report:
    """The report on a certificate of a linear alternative: one claim, one step."""
    name = str(data.get("theorem"))
    found = alternative.verify(data)
    report = Report(claims=[Claim(name, 0, found.claim, 0, not found.refused, found.refused)])
    if found.refused:
        report.failures.append(Failure(0, name, found.refused))
    else:
        report.steps[f"alternative ({name}, {data['alternative']})"] += 1
    return report


def replay(certificate: Certificate) -> Report:
    report = Report()
    judgements = [Judgement(step.hypotheses, step.statement) for step in certificate.steps]
    broken: dict[int, int] = {}
    for number, step in enumerate(certificate.steps):
        sentence = refusal(step, judgements)
        if sentence is None:
            report.steps[step.rule] += 1
            _note_trust(step, report)
        else:
            report.failures.append(Failure(number, step.rule, sentence))
        at_fault = [broken[p] for p in step.premises if p in broken]
        if sentence is not None or at_fault:
            broken[number] = number if sentence is not None else at_fault[0]
    for name, target in certificate.claims.items():
        report.claims.append(_claim(name, target, certificate, broken))
    used = {s for target in certificate.claims.values() for s in _support(target, certificate)}
    report.idle = len(certificate.steps) - len(used)
    return report


def refusal(step: Step, judgements: list[Judgement]) -> str | None:
    """Why a step is not derived again; None when it is."""
    rule = RULES.get(step.rule)
    if rule is None:
        return f"there is no rule {step.rule[:60]!r}"
    start_counting()
    held: list[Hypotheses] = []

    def assumptions() -> Hypotheses:
        if not held:
            held.append(Hypotheses(step.hypotheses))
        return held[0]

    try:
        hypotheses, statement = rule(Replay(step, tuple(judgements[p] for p in step.premises), assumptions))
        if alpha(statement) != alpha(step.statement):
            return f"the rule gives {shown(statement)}, but {shown(step.statement)} is recorded"
        known = {alpha(h) for h in step.hypotheses}
        for hypothesis in hypotheses:
            if alpha(hypothesis) not in known and not (hypothesis.kind == "And" and not hypothesis.args):
                return f"the hypothesis {shown(hypothesis)} is missing from the record"
    except Refused as error:
        return str(error)
    except Malformed as error:
        return f"a term that makes no sense arises: {error}"
    except RecursionError:
        return "the terms of the step are nested too deeply"
    except (ArithmeticError, ValueError, MemoryError) as error:
        return f"the step cannot be evaluated: {str(error)[:200]}"
    return None


def _note_trust(step: Step, report: Report) -> None:
    if step.rule == "law":
        from .laws import table

        name = str(step.arguments[0])
        report.laws[(table()[name].kind, name)] += 1
    elif step.rule == "believe":
        report.beliefs[_belief(step)] += 1
    elif step.rule == "enclosure":
        report.beliefs[("ball arithmetic", "python-flint")] += 1


def _belief(step: Step) -> tuple[str, str]:
    """The kind and source of a belief, where the file records them."""
    rest = step.arguments[1:]
    if len(rest) == 2 and all(isinstance(part, str) for part in rest):
        return str(rest[0]), str(rest[1])
    return "not recorded", shown(step.statement)


def _support(target: int, certificate: Certificate) -> list[int]:
    seen: set[int] = set()
    stack = [target]
    while stack:
        number = stack.pop()
        if number not in seen:
            seen.add(number)
            stack.extend(certificate.steps[number].premises)
    return sorted(seen)


def _claim(name: str, target: int, certificate: Certificate, broken: dict[int, int]) -> Claim:
    step = certificate.steps[target]
    support = [certificate.steps[n] for n in _support(target, certificate)]
    laws = sorted({str(s.arguments[0]) for s in support if s.rule == "law" and s.arguments})
    beliefs = sorted({": ".join(_belief(s)) for s in support if s.rule == "believe"})
    because = "" if target not in broken else f"step {broken[target]} was refused"
    return Claim(name, target, shown(step.statement), len(step.hypotheses), target not in broken, because, tuple(laws),
                 tuple(beliefs))
