"""What became of everything that a paper prints: each item's verdict, from the claims that decide it.

A proved claim that names an item proves it as printed, and so does a line of a proof beside which it is named, where no whole
claim is about it; a claim that adds hypotheses proves it under these; a counterexample that names it refutes it as printed.
A statement that consists of parts has the gravest verdict of its parts. What no claim decides, and is no definition, stays
`undecided`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from .document import Added, Checked, Failure, Place
from .printed import Item, Printed, keys_of

VERDICTS = ("proved", "conditional", "refuted", "open", "definition", "assumption", "not formal", "undecided")
WORDS = {"conditional": "proved under an added hypothesis"}
"""How a verdict is called where it is not called by its own name."""
_GRAVEST = ("undecided", "refuted", "open", "conditional", "proved", "assumption", "definition", "not formal")


@dataclass(frozen=True)
class Covered:
    """An item with its verdict: the claims it comes from, and what they add."""

    item: Item
    verdict: str
    by: tuple[Checked, ...] = ()
    adds: tuple[Added, ...] = ()

    @property
    def because(self) -> str:
        """Why, in words: the reason given, the hypotheses added, or the false statement's repair."""
        if self.item.because:
            return self.item.because
        if self.verdict == "conditional":
            return "; ".join(dict.fromkeys(a.hypothesis for a in self.adds))
        if self.verdict == "refuted":
            return next((c.erratum.why for c in self.by if c.erratum and c.kind == "counterexample"), "")
        return ""


@dataclass(frozen=True)
class Coverage:
    """Every item of a paper with its verdict, what does not fit together, and the claims that it comes from."""

    items: tuple[Covered, ...]
    problems: tuple[Failure, ...]
    claims: tuple[Checked, ...] = ()

    def count(self, kinds: Iterable[str] | None = None) -> dict[str, int]:
        """How many items have each verdict; of some kinds, or of all."""
        wanted = None if kinds is None else set(kinds)
        chosen = [c for c in self.items if wanted is None or c.item.kind in wanted]
        return {verdict: sum(c.verdict == verdict for c in chosen) for verdict in VERDICTS}

    @property
    def undecided(self) -> list[Covered]:
        return [c for c in self.items if c.verdict == "undecided"]


def tags_of(claim: Checked) -> list[str]:
    """The keys named beside the lines of a proof."""
    found: dict[str, None] = {}
    for line in claim.lines:
        for tag in (*line.printed, *(tag for link in line.links for tag in link.printed)):
            found.update(dict.fromkeys(keys_of(tag)))
    return list(found)


def cover(printed: Printed, claims: Sequence[Checked], file: str = "") -> Coverage:
    """The verdict of every item; problems are keys that nobody printed, and repairs or examples that do not hold."""
    deciding: dict[str, list[Checked]] = {item.key: [] for item in printed.items}
    beside: dict[str, list[Checked]] = {item.key: [] for item in printed.items}
    problems: list[Failure] = []
    for claim in claims:
        named = [key for tag in claim.printed for key in keys_of(tag)]
        lines = tags_of(claim) if claim.kind != "counterexample" else []
        for key in dict.fromkeys([*named, *lines]):
            if key not in deciding:
                problems.append(_problem(claim, f"it names {key!r}, which the paper does not print",
                                         f"use a key of {file or 'the file of printed items'}, or add the item there"))
            else:
                (deciding if key in named else beside)[key].append(claim)
    for key, claims_beside in beside.items():
        deciding[key] = deciding[key] or claims_beside
    problems += [p for claim in claims for p in _unfounded(claim, claims)]
    covered: dict[str, Covered] = {}
    for item in printed.items:
        _decide(item, printed, deciding, covered)
        if item.verdict and deciding[item.key]:
            problems.append(_problem(deciding[item.key][0], f"it decides {item.key!r}, and {item.place} gives the verdict "
                                     f"{item.verdict!r}", "leave out one of the two"))
    return Coverage(tuple(covered[item.key] for item in printed.items), tuple(problems), tuple(claims))


def _decide(item: Item, printed: Printed, deciding: dict[str, list[Checked]], covered: dict[str, Covered]) -> Covered:
    if item.key not in covered:
        own = _own(item, deciding[item.key])
        parts = [_decide(part, printed, deciding, covered) for part in map(printed.get, item.parts) if part is not None]
        found = [*parts, *([own] if own.verdict != "undecided" or not parts else [])]
        verdict = next(v for v in _GRAVEST if any(c.verdict == v for c in found))
        by = tuple({c.name: c for entry in found for c in entry.by}.values())
        covered[item.key] = Covered(item, verdict, by, tuple(dict.fromkeys(a for entry in found for a in entry.adds)))
    return covered[item.key]


def _own(item: Item, claims: Sequence[Checked]) -> Covered:
    holds = [c for c in claims if c.verdict == "proved"]
    refuting = [c for c in claims if c.verdict == "refuted"]
    adds = tuple(dict.fromkeys(a for c in holds for a in c.adds))
    if item.verdict:
        return Covered(item, item.verdict)
    if refuting:
        return Covered(item, "refuted", (*refuting, *holds))
    if holds:
        return Covered(item, "conditional" if adds else "proved", tuple(holds), adds)
    if any(c.verdict == "open" for c in claims):
        return Covered(item, "open", tuple(claims))
    return Covered(item, "undecided", tuple(claims))


def _unfounded(claim: Checked, claims: Sequence[Checked]) -> list[Failure]:
    """Examples that are said to show a hypothesis needed, and repairs that are said to be proved, and are not."""
    verdicts = {c.name: c.verdict for c in claims}
    examples = {c.name for c in claims if c.kind in ("counterexample", "example") and c.verdict in ("refuted", "proved")}
    found = []
    for added in claim.adds:
        if added.needed not in examples:
            found.append(_problem(claim, f"it adds a hypothesis ({added.hypothesis}), and no example named "
                                  f"{added.needed!r} shows that it is needed",
                                  "write @refutation(…) or @example(…) for it and name it in added(…, needed=…)"))
    if claim.erratum is not None and claim.kind == "counterexample":
        if not claim.erratum.repaired_by:
            found.append(_problem(claim, "its erratum names no claim that proves the repair", "add repaired_by=[…]"))
        for name in claim.erratum.repaired_by:
            if verdicts.get(name) != "proved":
                found.append(_problem(claim, f"its erratum is repaired by {name!r}, which is "
                                      f"{verdicts.get(name, 'no claim')}", "name a claim that is proved"))
    return found


def _problem(claim: Checked, sentence: str, do: str) -> Failure:
    return Failure(sentence, claim.place or Place(), claim.name, (("do", do),))


GROUPS = (("numbered equations", ("equation",)), ("displays without a number", ("display",)),
          ("statements", ("definition", "assumption", "lemma", "proposition", "theorem", "corollary", "conjecture", "remark")),
          ("assertions", ("assertion",)))


def summary(coverage: Coverage) -> list[list[str]]:
    """The table of verdicts by kind: its head and its rows; verdicts that do not occur are left out, but not `undecided`."""
    total = coverage.count()
    shown = [v for v in VERDICTS if total[v] or v == "undecided"]
    known = {kind for _, kinds in GROUPS for kind in kinds}
    others = tuple({c.item.kind for c in coverage.items} - known)
    rows = [["", "in all", *(WORDS.get(v, v) for v in shown)]]
    for name, kinds in (*GROUPS, *([("others", others)] if others else [])):
        counts = coverage.count(kinds)
        if sum(counts.values()):
            rows.append([name, str(sum(counts.values())), *(str(counts[v]) for v in shown)])
    return rows


__all__ = ["Coverage", "Covered", "VERDICTS", "WORDS", "cover", "summary", "tags_of"]
