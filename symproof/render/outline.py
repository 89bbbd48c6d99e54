"""What an appendix says and in which order, before it is LaTeX or HTML.

From checked claims to plain views that a template lays out: the setting of a statement (what its symbols are), its
hypotheses, the statement in sentences, the blocks of its proof, its trust, its erratum, the table of claims, and the
list of what is believed. A subclass of `Outline` says how a formula, a sentence, a link is written. Only a claim whose
verdict is proved, refuted or cited is shown with a statement that holds; any other is shown as the sentence of its failure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from symproof.coverage import Coverage, Covered, summary
from symproof.document import Checked, Figure, Line
from symproof.laws import LAWS
from symproof.terms.core import Symbol, Term, free_symbols
from symproof.terms.logic import And, Exists, ForAll, Implies, Not, Or
from symproof.terms.sorts import SCALAR, Function, Index, Measure, Operator, Point, Sort, Vector

from . import graph, prose
from .abbreviations import abbreviated, terms_of
from .conventions import conventions
from .notation import is_silent
from .sentences import Bound, Formula, Part, Sentence, bound_by, clause, conjuncts, is_wordy, premise
from .text import text

VERDICTS = ("proved", "refuted", "cited", "open", "failed")
HOLDS = ("proved", "refuted")
SIGNS = {"Eq": "=", "Ne": "≠", "Le": "≤", "Lt": "<", "Ge": "≥", "Gt": ">", "Iff": "⟺", "Implies": "⟹"}
SHORT_SENTENCE = 90
"""Signs up to which a part of a statement is said in a line of words, without a display."""

SHORT_FORMULA = 70
"""Signs up to which a formula stands within a sentence of a proof."""

BELIEFS = {
    "gap": ("admitted gaps", "gap", "gaps"), "CAS": ("computer algebra", "computed", "computed"),
    "ball arithmetic": ("ball arithmetic", "enclosure", "enclosures"), "cited": ("cited results", "cited", "cited"),
    "law": ("laws", "law", "laws"),
}
"""The kinds of trust, the weakest first: in a line of trust, and as counted in the table of claims."""

MOST_NAMES = 4
"""How many claims the table of what the paper prints names for one item."""

PLAIN_KINDS = ("lemma", "theorem", "proposition", "corollary")
"""Kinds of claims whose statements are set in italics."""


@dataclass(frozen=True)
class Section:
    """One file of derivations: its title, a sentence or two, and its claims in order."""

    title: str
    intro: str
    claims: tuple[Checked, ...]


@dataclass(frozen=True)
class Meta:
    """What stands at the head of an appendix. No field is a date or a path, so the output is reproducible."""

    title: str = "Proof appendix"
    subtitle: str = ""
    paper: str = ""
    authors: str = ""
    intro: str = ""


class Outline:
    """The views of an appendix. Subclasses say how a format writes what is below."""

    def __init__(self, sections: Sequence[Section], meta: Meta, coverage: Coverage | None = None, away: str = "") -> None:
        self.sections, self.meta, self.coverage = sections, meta, coverage
        self.away = away  # the document in which the claims stand, when it is another one
        self.claims = [claim for section in sections for claim in section.claims]
        self.labels: dict[str, str] = {}
        taken: set[str] = set()
        for claim in self.claims:
            label = wanted = prose.slug(claim.name)
            number = 2
            while label in taken:
                label, number = f"{wanted}-{number}", number + 1
            taken.add(label)
            self.labels[claim.name] = f"claim:{label}"
        self.sources = self._sources()
        self.numbers = {entry: number for number, entry in enumerate(self.sources, 1)}

    # -- what a format says -----------------------------------------------------------------------------------------
    def inline(self, term: Term) -> str:
        raise NotImplementedError

    def bound(self, symbols: tuple[Symbol, ...]) -> str:
        raise NotImplementedError

    def words(self, text: str) -> str:
        """Words with $…$, escaped, with links."""
        raise NotImplementedError

    def said(self, text: str) -> str:
        """Words without links, as for a heading."""
        raise NotImplementedError

    def reference(self, number: int) -> str:
        """A link to an entry of the list of what is believed."""
        raise NotImplementedError

    def link(self, name: str) -> str:
        """A link to a claim, by its name."""
        return self.words(name)

    def display(self, term: Term, arrow: bool = True) -> dict[str, Any]:
        """The fields by which a template displays a term."""
        raise NotImplementedError

    def sign(self, name: str) -> Markup:
        raise NotImplementedError

    # -- sentences --------------------------------------------------------------------------------------------------
    def say(self, parts: Iterable[Part]) -> Markup:
        made = []
        for part in parts:
            if isinstance(part, str):
                made.append(self.words(part))
            else:
                made.append(self.inline(part.term) if isinstance(part, Formula) else self.bound(part.symbols))
        return Markup("".join(made))

    def capitalised(self, parts: Sentence) -> Sentence:
        if parts and isinstance(parts[0], str):
            return [parts[0][:1].upper() + parts[0][1:], *parts[1:]]
        return parts

    def paragraph(self, parts: Sentence, tight: bool = False) -> dict[str, Any]:
        return {"kind": "paragraph", "text": self.say(parts), "tight": tight}

    # -- statements -------------------------------------------------------------------------------------------------
    def setting(self, *terms: Term, without: Collection[Symbol] = ()) -> Sentence:
        """Let … be …: every free symbol with its sort and domain, like with like."""
        symbols: dict[Symbol, None] = {}
        for term in terms:
            for symbol in sorted(free_symbols(term), key=lambda s: s.name):
                symbols[symbol] = None
        groups: dict[tuple[str, Sort, str], list[Symbol]] = {}
        for symbol in symbols:
            if symbol not in without and not (is_silent(symbol) or isinstance(symbol.sort, Measure) and symbol.name == "P"):
                groups.setdefault((_noun(symbol), symbol.sort, symbol.domain), []).append(symbol)
        ordered = sorted(groups.items(), key=lambda item: (_ORDER.index(item[0][0]), item[1][0].name))
        made: Sentence = []
        for position, ((noun, _, _), members) in enumerate(ordered):
            made.append("Let " if not position else " and " if position == len(ordered) - 1 else ", ")
            made.append(Bound(tuple(members)))
            if noun:
                made.append(f" be {noun}s" if len(members) > 1 else f" be a {noun}")
        return [*made, ". "] if made else []

    def statement(self, term: Any, lead: Sentence, tags: Sequence[str], item: bool = False) -> list[dict[str, Any]]:
        """The blocks that state a claim: words for its outer logic, displays for its formulas."""
        tags = list(tags)
        if item and not tags and is_wordy(term) and len(text(term)) <= SHORT_SENTENCE:
            return [self.paragraph([*self.capitalised(clause(term)), "."], True)]
        short = isinstance(term, And) and not tags and len(text(term)) <= SHORT_SENTENCE
        if short and lead[-1:] == [" such that "] or isinstance(term, (Or, Not)) and is_wordy(term):
            numbers = [f" [{', '.join(tags)}]"] if tags else []
            return [self.paragraph([*self.capitalised([*lead, *clause(term)]), *numbers, "."], True)]
        if isinstance(term, And) and len(term.arguments) > 1:
            if not tags:
                term = And(*conjuncts(term))
            each = [[tag] for tag in tags] if len(tags) == len(term.arguments) else [[]] * len(term.arguments)
            items = [self.statement(part, [], own, True) for part, own in zip(term.arguments, each, strict=True)]
            lead = [*lead[:-1], lead[-1].rstrip(" ,") + ":"] if lead and isinstance(lead[-1], str) else [*lead, ":"]
            return [*([self.paragraph(self.capitalised(lead), True)] if lead != [":"] else []),
                    {"kind": "items", "items": items}]
        if isinstance(term, ForAll):
            symbols, body = bound_by(term)
            return self.statement(body, [*lead, "for all ", Bound(symbols), ", "], tags)
        if isinstance(term, Exists):
            symbols, body = bound_by(term)
            head = "there is " if len(symbols) == 1 else "there are "
            return self.statement(body, [*lead, head, Bound(symbols), " such that "], tags)
        told = premise(term.arguments[0]) if type(term) is Implies else None
        if told is not None:
            return self.statement(term.arguments[1], [*lead, "if ", *told, ", then "], tags)
        blocks = [self.paragraph(self.capitalised(lead), True)] if lead else []
        return [*blocks, {"kind": "display", **self.display(term), "end": ".", "tag": self.tags(tags)}]

    def stated(self, claim: Checked, named: Sequence[tuple[Symbol, Term]] = ()) -> dict[str, Any]:
        """Setting, hypotheses and statement of a claim."""
        if claim.statement is None:
            return {"head": Markup(""), "hypotheses": [], "blocks": [], "tags": Markup("")}
        short = {symbol for symbol, _ in named}
        setting = self.setting(*claim.hypotheses, *(part for pair in claim.definitions for part in pair), claim.statement,
                               without=short)
        for symbol, measure in named:
            setting += ["Write ", Formula(symbol), " for the measure ", Formula(measure), ". "]
        for left, right in claim.definitions:
            setting += ["Write ", Formula(left), " for ", Formula(right), ". "]
        hypotheses = [part for h in claim.hypotheses for part in (h.arguments if isinstance(h, And) else (h,))]
        listed = len(hypotheses) > 2 or any(len(text(h)) > 60 for h in hypotheses) and len(hypotheses) > 1
        suppose: Sentence = []
        if hypotheses and not listed:
            suppose = ["Suppose that "]
            for position, hypothesis in enumerate(hypotheses):
                suppose += [*([" and that "] if position else []), *clause(hypothesis)]
            suppose.append(". ")
        whole = isinstance(claim.statement, And) and len(claim.statement.arguments) == len(claim.printed)
        single = not isinstance(claim.statement, And) and not _ends_in_conjunction(claim.statement)
        on_display = bool(claim.printed) and (whole or single)
        lead: Sentence = ["then "] if hypotheses or setting else []
        blocks = self.statement(claim.statement, lead, claim.printed if on_display else ())
        head = self.say([*setting, *suppose, *(["Suppose that"] if listed else [])])
        if head and not listed and blocks[0]["kind"] == "paragraph":
            blocks[0] = {**blocks[0], "text": head + blocks[0]["text"]}
            head = Markup("")
        return {
            "head": head, "hypotheses": [self.say(clause(h)) for h in hypotheses] if listed else [], "blocks": blocks,
            "tags": Markup("") if on_display else self.tags(claim.printed),
        }

    def tags(self, printed: Sequence[str]) -> Markup:
        return Markup(self.words(", ".join(printed)))

    # -- proofs -----------------------------------------------------------------------------------------------------
    def proof(self, claim: Checked) -> list[dict[str, Any]]:
        """The blocks of a proof; lines supposed for a while are nested under their supposition."""
        root: list[dict[str, Any]] = []
        stack = [root]
        known = [set(claim.hypotheses)]
        rows: dict[str, Any] | None = None
        for position, line in enumerate(claim.lines):
            while len(stack) - 1 > line.depth:
                stack.pop()
                known.pop()
                rows = None
            here = stack[-1]
            if line.statement is not None and line.kind in ("fact", "obtain"):
                if line.kind == "fact" and not line.printed and any(line.statement in facts for facts in known):
                    continue
                if line.kind == "obtain" and _taken_already(claim.lines[:position], line):
                    continue
                known[-1].add(line.statement)
            parts = _formulas(line.statement) if line.kind == "fact" and line.statement is not None else []
            if parts:
                if rows is None:
                    here.append(self.paragraph([_opening(here)], True))
                    rows = {"kind": "rows", "rows": []}
                    here.append(rows)
                for part in parts:
                    last = part is parts[-1]
                    rows["rows"].append(self.row(None, part, line.reason if last else "", line.printed if last else ()))
                continue
            rows = None
            here += self.block(line, claim.lines[position - 1] if position else None)
            if line.kind == "suppose" and line.statement is not None:
                inner: list[dict[str, Any]] = []
                here.append({"kind": "nested", "blocks": inner})
                stack.append(inner)
                known.append({line.statement})
        self.finished(root)
        return root

    def finished(self, blocks: list[dict[str, Any]]) -> None:
        """A full stop after the last line of each display; a word where a supposition is its own conclusion."""
        for position, block in enumerate(list(blocks)):
            if block["kind"] == "nested" and block["blocks"]:
                self.finished(block["blocks"])
            elif block["kind"] == "nested":
                blocks[position] = self.paragraph(["This case is immediate."])
            elif block["kind"] in ("rows", "chain") and block["rows"]:
                block["rows"][-1]["end"] = "."

    def qed(self) -> Markup:
        """The mark at the end of a proof, at the right margin."""
        raise NotImplementedError

    def closed(self, blocks: list[dict[str, Any]]) -> bool:
        """Put the mark at the end of the last line, if it has room."""
        last: dict[str, Any] = blocks[-1] if blocks else {"kind": ""}
        if last["kind"] == "nested":
            return self.closed(last["blocks"])
        if last["kind"] == "paragraph":
            last["text"] += self.qed()
            return True
        if last["kind"] in ("rows", "chain") and last["rows"] and not last["rows"][-1]["tag"]:
            last["rows"][-1]["tag"] = self.qed()
            return True
        return False

    def row(self, relation: str | None, term: Term, reason: str, printed: Sequence[str]) -> dict[str, Any]:
        return {"relation": self.sign(relation) if relation else None, **self.display(term, False), "end": "",
                "reason": Markup(self.words(reason)), "tag": self.tags(printed)}

    def block(self, line: Line, before: Line | None = None) -> list[dict[str, Any]]:
        """The blocks of one line of a proof."""
        if line.kind == "chain" and line.statement is not None:
            rows = [self.row(SIGNS.get(link.relation, link.relation), link.term, link.reason, link.printed)
                    for link in line.links]
            start = self.display(line.statement, False)
            return [{"kind": "chain", "start": start, "rows": rows, "wide": self.is_wide(line)}]
        if line.kind == "note":
            return [self.paragraph([line.reason])]
        if line.statement is None:
            return []
        told = clause(line.statement)
        long = not is_wordy(line.statement) and len(text(line.statement)) > SHORT_FORMULA
        if long and line.kind in ("suppose", "conclude"):
            lead = "Suppose that" if line.kind == "suppose" else f"{line.reason or 'hence'},"
            display = {"kind": "display", **self.display(line.statement), "end": ".", "tag": self.tags(line.printed)}
            return [self.paragraph(self.capitalised([lead]), True), display]
        if line.kind == "suppose":
            return [self.paragraph(["Suppose that ", *told, "."])]
        if line.kind in ("obtain", "take"):
            if isinstance(line.statement, Exists):
                symbols, body = bound_by(line.statement)
                if before is not None and before.kind == "fact" and before.statement == line.statement:
                    return [self.paragraph(["Take such ", Bound(symbols), "."])]
                return [self.paragraph(["Take ", Bound(symbols), " such that ", *clause(body), "."])]
            return [self.paragraph(["Take ", *told, "."])]
        idle = re.fullmatch(r"take \$(.+) = (.+)\$", line.reason)
        said = "" if idle and idle[1] == idle[2] else line.reason
        after = f" ({said})" if said and line.kind == "fact" else ""
        numbers = [f" [{', '.join(line.printed)}]"] if line.printed else []
        if line.kind == "conclude":
            return [self.paragraph(self.capitalised([f"{line.reason or 'hence'}, ", *told, *numbers, "."]))]
        return [self.paragraph([*self.capitalised(told), after, *numbers, "."])]

    def is_wide(self, line: Line) -> bool:
        """Whether the first term of a chain takes a line of its own where nothing can be measured."""
        start = len(text(line.statement, False)) if line.statement is not None else 0
        longest = max((len(text(link.term, False)) for link in line.links), default=0)
        return start > 28 or (start > 12 and start + longest > 80)

    # -- trust ------------------------------------------------------------------------------------------------------
    def _sources(self) -> list[tuple[str, str]]:
        """All that is believed by some proof, each once: admitted, computed, cited, then laws."""
        found = {entry for claim in self.claims if claim.verdict in (*HOLDS, "open") for entry in claim.trust}
        kinds = list(BELIEFS)
        return sorted(found, key=lambda e: (kinds.index(e[0]) if e[0] in kinds else -1, e[0], e[1].lower()))

    def rests_on(self, claim: Checked) -> Markup:
        """What a proof rests on, by the numbers of the list at the end."""
        made = []
        for kind in dict.fromkeys(kind for kind, _ in self.sources):
            numbers = sorted(self.numbers[entry] for entry in claim.trust if entry[0] == kind)
            if numbers:
                word = BELIEFS[kind][0] if kind in BELIEFS else self.said(kind)
                made.append(f"{word} {', '.join(map(self.reference, numbers))}")
        return Markup("; ".join(made) or "the rules of the kernel alone")

    def trust(self, claim: Checked) -> dict[str, Any]:
        return {
            "checked": prose.checked_words(claim.rules, claim.models, claim.digits),
            "rests": self.rests_on(claim),
            "uses": Markup(prose.joined([self.link(name) for name in claim.uses])),
        }

    def trust_summary(self, claim: Checked) -> str:
        if claim.verdict not in HOLDS:
            return "—"
        counts = {kind: sum(entry == kind for entry, _ in claim.trust) for kind in dict.fromkeys(k for k, _ in self.sources)}
        return ", ".join(prose.count(number, *BELIEFS.get(kind, ("", kind, kind))[1:])
                         for kind, number in counts.items() if number) or "kernel alone"

    def users(self, entry: tuple[str, str]) -> tuple[list[str], int]:
        """The claims whose own steps use an entry, and how many others rest on it through these."""
        trust = {claim.name: claim.trust for claim in self.claims}
        resting = [claim for claim in self.claims if entry in claim.trust]
        own = [c.name for c in resting if not any(entry in trust.get(name, ()) for name in c.uses)]
        return own, len(resting) - len(own)

    def believed(self) -> list[dict[str, Any]]:
        """The list at the end: what is believed, what it says, where it stands, who uses it."""
        entries = []
        for number, entry in enumerate(self.sources, 1):
            kind, said = entry
            name, _, source = said.partition(" [")
            law = LAWS.get(name)
            users, others = self.users(entry)
            entries.append({
                "number": number, "kind": {"CAS": "computed", "gap": "admitted"}.get(kind, kind),
                "others": prose.count(others, "other claim") if others else "",
                "name": Markup(self.words(name)),
                "source": Markup(self.words(_sentence(source.removesuffix("]")))),
                "says": self.say(self.capitalised(clause(law.statement))) if law else Markup(""),
                "users": Markup(", ".join(self.link(user) for user in users)),
            })
        return entries

    # -- the whole --------------------------------------------------------------------------------------------------
    def claim(self, claim: Checked) -> dict[str, Any]:
        claim, named = abbreviated(claim)
        holds = claim.verdict in HOLDS
        failure = claim.failure
        proof = self.proof(claim) if holds else []
        return {
            "name": Markup(self.said(claim.name)), "kind": claim.kind, "title": Markup(self.said(claim.title)),
            "label": self.labels[claim.name], "plain": claim.kind in PLAIN_KINDS, "verdict": claim.verdict,
            "text": Markup(self.words(" ".join(claim.text.split()))), "holds": holds,
            "stated": self.stated(claim, named) if claim.statement is not None else None,
            "closed": self.closed(proof), "proof": proof, "trust": self.trust(claim) if holds else None,
            "trust_summary": self.trust_summary(claim),
            "failure": {"sentence": failure.sentence, "where": failure.where,
                        "details": [list(pair) for pair in failure.details]} if failure else None,
            "erratum": self.erratum(claim), "tables": [self.table(t) for t in claim.tables] if holds else [],
            "figures": [self.figure(f) for f in claim.figures] if holds else [],
        }

    def table(self, table: Any) -> dict[str, Any]:
        return {"caption": Markup(self.words(table.caption)), "heads": [Markup(self.words(h)) for h in table.heads],
                "rows": [[Markup(self.words(cell)) for cell in row] for row in table.rows]}

    def figure(self, figure: Figure) -> dict[str, Any]:
        return {"caption": Markup(self.words(_sentence(figure.caption))), "drawing": Markup(self.draw(figure))}

    def draw(self, figure: Figure) -> str:
        """A figure in vector graphics."""
        raise NotImplementedError

    def draw_graph(self, picture: graph.Picture, caption: str) -> str:
        """What rests on what in one section, in vector graphics with links."""
        raise NotImplementedError

    def graphs(self) -> list[dict[str, Any]]:
        """The pictures of what rests on what, one a section."""
        made = graph.pictures([section.claims for section in self.sections])
        return [{"title": Markup(self.said(section.title)), "label": f"section:{number}",
                 "drawing": Markup(self.draw_graph(picture, f"What rests on what: {section.title}"))}
                for number, (section, picture) in enumerate(zip(self.sections, made, strict=True), 1) if picture.nodes]

    def erratum(self, claim: Checked) -> dict[str, Any] | None:
        said = claim.erratum
        if said is None:
            return None
        printed = self.inline(said.printed_term) if said.printed_term is not None else self.words(prose.as_words(said.printed))
        why = _sentence(said.why)
        why += "." if why and why[-1] not in ".!?" else ""
        proved = {c.name for c in self.claims if c.verdict == "proved"}
        repaired = [name for name in said.repaired_by if name in proved]
        pending = [name for name in said.repaired_by if name not in proved]
        return {
            "location": Markup(self.said(said.location)), "printed": Markup(printed), "why": Markup(self.words(why)),
            "should_read": Markup(self.words(prose.as_words(said.should_read))), "refuted": claim.verdict == "refuted",
            "repaired": Markup(prose.joined([self.link(name) for name in repaired])),
            "pending": Markup(prose.joined([self.link(name) for name in pending])),
        }

    def notation(self) -> list[Markup]:
        """The conventions that a reader of these claims must know."""
        terms = (term for claim in self.claims for term in terms_of(claim))
        return [Markup(self.words(sentence)) for sentence in conventions(terms)]

    def view(self) -> dict[str, Any]:
        sections: list[dict[str, Any]] = [
            {"title": Markup(self.said(s.title)), "intro": Markup(self.words(" ".join(s.intro.split()))),
             "label": f"section:{number}", "claims": [self.claim(c) for c in s.claims]}
            for number, s in enumerate(self.sections, 1)]
        tally = [{"verdict": verdict, "count": sum(c.verdict == verdict for c in self.claims)} for verdict in VERDICTS]
        graphs = self.graphs()
        return {
            "meta": self.meta, "intro": Markup(self.words(self.meta.intro)), "sections": sections,
            "tally": [entry for entry in tally if entry["count"]], "total": len(self.claims),
            "draws": bool(graphs) or any(claim["figures"] for section in sections for claim in section["claims"]),
            "graphs": graphs,
            "notation": self.notation(), "believed": self.believed(),
            "printed": [self.printed(entry) for entry in self.coverage.items] if self.coverage else [],
            "coverage": summary(self.coverage) if self.coverage else [],
        }

    def printed(self, entry: Covered) -> dict[str, Any]:
        """A line of the table of what the paper prints."""
        item = entry.item
        says = as_inline(item.formula) if item.formula else item.says
        names = [claim.name for claim in entry.by]
        shown = [self.link(name) for name in names[:MOST_NAMES]] + (["…"] if len(names) > MOST_NAMES else [])
        because = entry.because if entry.verdict not in ("proved", "refuted") else ""
        return {"key": Markup(self.said(item.key)), "says": Markup(self.words(says)), "formula": bool(item.formula),
                "statement": item.kind not in ("equation", "display", "assertion"),
                "verdict": entry.verdict.replace(" ", ""),
                "word": "proved if" if entry.verdict == "conditional" else entry.verdict,
                "by": Markup(", ".join(shown)), "label": self.labels[names[0]] if names else "",
                "because": Markup(self.words(because))}


def as_inline(formula: str) -> str:
    """A displayed formula, of one row or several, as one in a line of words."""
    rows = re.sub(r"\\(begin|end)\{(aligned|split|gathered)\}", "", formula).replace("&", "").replace(r"\\", " ")
    return f"${' '.join(rows.split()).rstrip(' .,')}$"


_ORDER = ["probability measure", "measure", "random variable", "random vector", "random operator", "set", "function",
          "vector", "operator", "index", "", "statement"]


def _noun(symbol: Symbol) -> str:
    sort = symbol.sort
    if isinstance(sort, Measure):
        return "probability measure" if symbol.domain == "probability" else "measure"
    if isinstance(sort, Function):
        if all(isinstance(source, Index) for source in sort.arguments):
            return ""
        if len(sort.arguments) == 1 and isinstance(sort.arguments[0], Point):
            return ("random variable" if sort.result == SCALAR else "random vector" if isinstance(sort.result, Vector)
                    else "random operator" if isinstance(sort.result, Operator) else "function")
        return "function"
    return ""


def _sentence(words: str) -> str:
    """Words with a capital at the beginning, unless they begin with a formula or a letter that stands for something."""
    return words[:1].upper() + words[1:] if words[:1].isascii() and words[1:2].isalpha() else words


def _formulas(statement: Any) -> list[Any]:
    """The formulas to display for a fact: itself, or its parts when they are formulas too long for a sentence."""
    if not is_wordy(statement):
        return [statement]
    parts = conjuncts(statement) if isinstance(statement, And) else []
    return parts if parts and not any(map(is_wordy, parts)) and len(text(statement)) > SHORT_FORMULA else []


def _ends_in_conjunction(term: Any) -> bool:
    while isinstance(term, (ForAll, Exists)) or type(term) is Implies:
        term = term.arguments[1]
    return isinstance(term, And) and len(term.arguments) > 1


def _opening(here: list[dict[str, Any]]) -> str:
    return "We have" if not here else "Next," if here[-1]["kind"] == "chain" else "Moreover,"


def _taken_already(before: Sequence[Line], line: Line) -> bool:
    """Whether the line before took this object too, along with others: ∃x ∃y P is taken at once."""
    last = before[-1] if before else None
    return (last is not None and last.kind == "obtain" and isinstance(last.statement, Exists)
            and last.statement.arguments[1] == line.statement)


__all__ = ["Meta", "Outline", "Section"]
