r"""The status of every formula: what it claims, if anything, and on what that rests.

A display has the verdict of its item. A formula in a sentence has the status of the display of which it is a copy or a
piece; what only names something is prose; what introduces a symbol is a definition; a condition is an assumption; and the
rest stays undecided, with the reason. A rule that found something graver has the last word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from symproof.paper import Formula, Node, Tree, Unread, glyph, walk
from symproof.paper.tree import Chain, Connected, Quantified

from ..compare import Comparison, compared, form, form_of, statements_of
from ..context import Context, Read
from .derivations import errata, named, refuting, repaired, verdict

SETTLED = {"proved": "verified", "conditional": "verified", "refuted": "refuted", "definition": "definition",
           "assumption": "assumption", "open": "undecided", "not formal": "undecided", "undecided": "undecided"}
INTRODUCING = re.compile(
    r"(?:\b(?:let|where|wherein|denotes?|denoted(?: by)?|defines?|defined (?:as|by)|write|writing|with|set|setting|put|call"
    r"|called|say|here)\b)[^.;:$\\]{0,40}$", re.IGNORECASE)
SUPPOSING = re.compile(
    r"(?:\b(?:if|iff|if and only if|when|whenever|unless|assum(?:e|ing)|suppos(?:e|ing)|provided|given|under|as long as"
    r"|satisf(?:y|ies|ying)|such that|case|for(?: all| each| every| any| some)?)\b)[^.;:$\\]{0,60}$", re.IGNORECASE)
FOLLOWING = re.compile(
    r"\s*[,)]*\s*(?:denotes?|is defined|is called|stands for|be\b|is the\b|are the\b|is an?\b)", re.IGNORECASE)
BEFORE = 80
DEFINING = frozenset(("=", ":=", "=:", r"\equiv", r"\in", r"\sim", r"\propto", ":", r"\to", r"\mapsto"))


def settle_statuses(context: Context) -> None:
    """Give every formula the status that derivations and text give it, unless it has a graver one."""
    found = compared(context)
    displays = _displays(context, found) if found is not None else set()
    refuted = {id(formula): claim for claim, entry, formula in (errata(context, found) if found is not None else ())
               if formula is not None and claim.verdict == entry.verdict == "refuted" and claim.erratum is not None
               and formula.kind != "display"}
    for read in context.reads:
        claim = refuted.get(id(read.formula))
        if claim is not None and claim.erratum is not None and form_of(read) == form(claim.erratum.printed):
            read.settle("refuted", f"refuted by {claim.name}")
    known = dict(_known(context, displays))
    lines = {source.name: source.text.split("\n") for source in context.paper.files}
    for read in context.reads:
        if id(read) in displays or isinstance(read.tree, Unread):
            continue
        status, reason = _elsewhere(lines.get(read.formula.file, []), read, known)
        if status == "undecided" and read.status not in ("", "undecided"):
            continue
        read.settle(status, reason)


def _displays(context: Context, found: Comparison) -> set[int]:
    """Settle the displays that are items; their identities."""
    for match in found.matches:
        entry, read = match.item, match.read
        if match.same:
            against = refuting(entry)
            reason = f"{entry.item.key} is refuted by {named(against)}" if against else f"{entry.item.key}: {verdict(entry)}"
            _decide(read, SETTLED[entry.verdict], reason)
        elif (claim := repaired(match)) is not None:
            read.settle("verified", f"{entry.item.key}, as the erratum of {claim.name} corrects it")
        else:
            read.settle("suspect", f"it is not {entry.item.key} as the derivations decide it: {entry.item.formula}")
    return {id(match.read) for match in found.matches}


def _decide(read: Read, status: str, reason: str) -> None:
    """A verdict of the derivations is more than what was not decided without them."""
    if read.status == "undecided" and status != "undecided":
        read.status = ""
    read.settle(status, reason)


def _known(context: Context, displays: set[int]) -> Iterator[tuple[str, tuple[str, str]]]:
    """The forms of displays with a status, and of their pieces; the first display counts, and the whole before its pieces."""
    settled = [r for r in context.reads if id(r) in displays and r.status in ("verified", "definition", "assumption")]
    for read in reversed(settled):
        if isinstance(read.tree, Tree):
            for part in statements_of(read.tree):
                yield part, (read.status, f"as in {_name(read.formula)}")
    for read in reversed([r for r in context.reads if id(r) in displays and r.status]):
        yield form_of(read), (read.status, f"as in {_name(read.formula)}: {read.reason}")


def _name(formula: Formula) -> str:
    return formula.number or f"the display at line {formula.line}"


def _elsewhere(lines: list[str], read: Read, known: dict[str, tuple[str, str]]) -> tuple[str, str]:
    """The status of a formula that is no item."""
    tree = read.tree
    relates = isinstance(tree, Tree) and claims(tree.root)
    shape = form_of(read)
    copied = known.get(shape)
    if not relates:
        return "prose", "it names something and claims nothing"
    if copied is not None:
        return copied
    before, after = _around(lines, read.formula)
    introduced, supposed = INTRODUCING.search(before), SUPPOSING.search(before)
    if introduced is not None and (supposed is None or introduced.start() > supposed.start()) or FOLLOWING.match(after):
        word = f" (“{introduced[0].split()[0]}”)" if introduced else ""
        if _defines(tree):
            return "definition", "it introduces its symbols" + word
        return "assumption", "a condition" + word
    if supposed is not None:
        return "assumption", f"a condition (“{supposed[0].split()[0]}”)"
    if _declares(tree):
        return "definition", "it says what its symbol is"
    return "undecided", "no derivation lists it, and the text does not introduce it as a definition or condition"


def claims(root: Node) -> bool:
    """Whether a formula says something: a relation, a connective or a quantifier stands outside of its scripts."""
    if isinstance(root, (Chain, Connected, Quantified)):
        return True
    if type(root).__name__ in ("Clauses", "Rows", "Matrix"):
        return any(isinstance(node, (Chain, Connected, Quantified)) for node in walk(root))
    return False


def _defines(tree: Tree | Unread) -> bool:
    """Whether a relation can introduce what stands on its left: an equality, a membership, a distribution."""
    root = tree.root if isinstance(tree, Tree) else None
    return not isinstance(root, Chain) or root.relations[0] in DEFINING


def _declares(tree: Tree | Unread) -> bool:
    """Whether a formula only says in which set a symbol is, or from where to where it maps."""
    root = tree.root if isinstance(tree, Tree) else None
    return isinstance(root, Chain) and root.relations[0] in (r"\in", ":") and bool(glyph(root.operands[0]))


def _around(lines: list[str], formula: Formula) -> tuple[str, str]:
    """The text just before a formula, and behind it."""
    if not 0 < formula.line <= len(lines) or not 0 < formula.end_line <= len(lines):
        return "", ""
    start, end = max(0, formula.column - 1), max(0, formula.end_column - 1)
    before = lines[formula.line - 1][max(0, start - BEFORE):start]
    if start < 12 and formula.line > 1:
        before = lines[formula.line - 2][-BEFORE:] + " " + before
    after = lines[formula.end_line - 1][end:end + BEFORE]
    return before.rstrip("$(\\ "), re.sub(r"^(?:\$|\\\))+", "", after)


__all__ = ["claims", "settle_statuses"]
