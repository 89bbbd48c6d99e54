"""What a parser wants to know of the tokens ahead: which bracket closes which, how many bars and differentials are
left."""

from __future__ import annotations

STARTERS = frozenset(
    (
        "name",
        "num",
        "open",
        "func",
        "large",
        "int",
        "frac",
        "root",
        "accent",
        "nabla",
        "dots",
        "{",
        "begin",
        "over",
        "unknown",
        "genfrac",
        "pmod",
    )
)
DIFFERENTIALS = frozenset(("d", r"\mathrm{d}", r"\partial", r"\mathbf{d}"))


def matching(kinds: list[str]) -> tuple[list[int], list[int]]:
    """For each opening token the place of its closing one (or -1); for each bar how many of its kind are left in
    its group."""
    closing, left = [-1] * len(kinds), [0] * len(kinds)
    stack: list[int] = []
    groups: list[dict[str, list[int]]] = [{}]
    answers = {"}": "{", "close": "open", "nullclose": "open", "end": "begin"}
    waiting = {"{": 0, "open": 0, "begin": 0}
    for at, kind in enumerate(kinds):
        if kind in waiting:
            stack.append(at)
            waiting[kind] += 1
            groups.append({})
        elif kind in answers:
            wanted = answers[kind]
            if waiting[wanted] and (kind in ("}", "end") or kinds[stack[-1]] == "open"):
                while True:
                    opened = stack.pop()
                    waiting[kinds[opened]] -= 1
                    _count(groups.pop(), left)
                    if kinds[opened] == wanted:
                        break
                closing[opened] = at
            else:
                _count(groups[-1], left)
                groups[-1] = {}
        elif kind in ("amp", "row"):
            _count(groups[-1], left)
            groups[-1] = {}
        elif kind in ("bar", "dbar"):
            groups[-1].setdefault(kind, []).append(at)
    for group in groups:
        _count(group, left)
    return closing, left


def _count(group: dict[str, list[int]], left: list[int]) -> None:
    for places in group.values():
        for number, at in enumerate(places):
            left[at] = len(places) - number


def is_differential(kinds: list[str], texts: list[str], at: int) -> bool:
    """Whether d at this place is followed by a variable."""
    following = at + 1
    if kinds[following] == "sup":
        following += 2 if kinds[following + 1] != "{" else 4
        if following >= len(kinds):
            return False
    return kinds[following] in ("name", "accent") and texts[following] not in DIFFERENTIALS


def differentials(kinds: list[str], texts: list[str], closing: list[int]) -> dict[int, int]:
    """For each integral sign the place of its differential: the innermost sign takes the first one on its level.

    A differential directly behind its sign, with the integrand after it, is stored under a negative key.
    """
    found: dict[int, int] = {}
    stack: list[list[int]] = [[]]
    previous: dict[int, str] = {}
    at = 0
    while at < len(kinds):
        kind = kinds[at]
        if kind in ("sub", "sup"):
            at += 1 if kinds[at + 1] == "{" else 2
            continue
        if (
            kind == "open"
            and stack[-1]
            and kinds[at + 1 : at + 4] == ["name", "name", "close"]
            and texts[at + 1] in DIFFERENTIALS
        ):
            stack[-1].pop()
        if kind in ("open", "{", "begin"):
            stack.append([])
        elif kind in ("close", "}", "end"):
            if len(stack) > 1:
                stack.pop()
        elif kind == "int":
            stack[-1].append(at)
        elif kind == "rel" and stack[-1]:
            stack[-1] = []
        elif (
            kind == "name"
            and texts[at] in DIFFERENTIALS
            and texts[at] != r"\partial"
            and stack[-1]
            and is_differential(kinds, texts, at)
        ):
            sign = stack[-1][-1]
            if (
                previous.get(sign) is None
                and sign not in found
                and _directly(kinds, closing, sign, at)
                and _goes_on(kinds, texts, at)
            ):
                found[-at - 1] = at
            else:
                found[sign] = at
                stack[-1].pop()
        at += 1
    return found


def _directly(kinds: list[str], closing: list[int], sign: int, at: int) -> bool:
    """Whether only limits stand between the integral sign and the differential."""
    place = sign + 1
    while place < at and kinds[place] in ("sub", "sup"):
        place = closing[place + 1] + 1 if kinds[place + 1] == "{" and closing[place + 1] > 0 else place + 2
    return place == at


def _goes_on(kinds: list[str], texts: list[str], at: int) -> bool:
    """Whether an integrand follows the differential at `at`."""
    following = at + 2
    while following < len(kinds) and kinds[following] in ("sub", "sup", "prime"):
        following += 2 if kinds[following] != "prime" else 1
    return following < len(kinds) and kinds[following] in STARTERS
