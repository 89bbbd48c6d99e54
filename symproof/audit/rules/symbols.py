"""Symbols and scope: names that nothing defines, indices that nothing binds or uses, marks that were lost, one glyph with
several meanings."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, TypeVar

from symproof.audit.context import Context
from symproof.audit.finding import Finding, at_formula, rule
from symproof.audit.rules.binders import ITERATED, near
from symproof.audit.usage import (
    Occurrence,
    Printed,
    Usage,
    all_formulas,
    inside,
    is_quantity,
    members,
    printed,
    source_of,
    usage,
)
from symproof.paper import Formula, Node, Tree, outline, walk
from symproof.paper.tables import words
from symproof.paper.tree import (
    Accent,
    Application,
    Chain,
    Ellipsis,
    Fraction,
    Given,
    Group,
    Infix,
    Large,
    List,
    Mark,
    Name,
    Number,
    Power,
    Prefix,
    Product,
    Remainder,
    Root,
    Subscript,
)

STATED = frozenset(("=", ":=", r"\equiv", r"\approx", r"\triangleq", r"\doteq", r"\propto"))
CONSTANTS = frozenset((r"\pi", "e", "i"))
NOUNS = r"(?:function|functional|operator|matrix|constant|parameter|vector|kernel|map|mapping|estimator|distribution)"


Numbered = TypeVar("Numbered", bound=tuple[Any, ...])


def _near_by(entries: list[Numbered], number: int, reach: int) -> list[Numbered]:
    """The entries, sorted by the number of their formula in front, that are within reach of a formula."""
    first = bisect_left(entries, number - reach, key=lambda entry: entry[0])
    return entries[first : bisect_right(entries, number + reach, key=lambda entry: entry[0])]


# -- marks and scripts that were lost ------------------------------------------------------------------------------------


@rule("SP207", "lost hat or star")
def lost_mark(context: Context) -> Iterator[Finding]:
    r"""An equation says something of X_i for every i, but its other side speaks of X_1 or X_2 only, and X with a marked
    index (`\hat{i}`) is used near by; or two starred quantities are defined one after the other, and the second is said
    in terms of the first without its star.

    Hit: `E[S_i] = E[S_1 \mid P_1 > P_2]` where `S_{\hat{i}}` is used. No hit: `E[S_i] = E[S_1]` where no marked index is.
    """
    use = usage(context)
    marked: dict[tuple[str, str], list[tuple[int, Occurrence]]] = defaultdict(list)
    for occurrences in use.by_stem.values():
        for o in occurrences:
            if len(o.name.below) == 1 and isinstance(o.name.below[0], (Accent, Mark)):
                inner = printed(o.name.below[0])
                if inner is not None and not inner.below:
                    marked[o.name.stem, inner.base].append((o.formula, o))
    for number, formula, tree in all_formulas(context):
        if not isinstance(tree.root, Chain) or tree.root.relations[0] not in STATED:
            continue
        names = use.formulas[number].names
        operands = members(tree.root)
        for side, other in ((operands[0], operands[1]), (operands[-1], operands[0])):
            yield from _lost_on(formula, number, names, side, other, marked)
        yield from _lost_star(use, number, formula, tree.root)


def _lost_on(formula: Formula, number: int, names: list[Occurrence], side: Node, other: Node,
             marked: dict[tuple[str, str], list[tuple[int, Occurrence]]]) -> Iterator[Finding]:
    for o in names:
        if not inside(o.span, side.span) or len(o.name.below) != 1 or o.bound:
            continue
        index = o.name.below[0]
        if not isinstance(index, Name):
            continue
        close = [m for _, m in _near_by(marked.get((o.name.stem, index.name), []), number, 12)]
        if not close or any(p.formula == number for p in close):
            continue
        across = [p for p in names if inside(p.span, other.span)]
        instances = [p for p in across if p.name.stem == o.name.stem and p.name.below and isinstance(p.name.below[0], Number)]
        if instances and not any(p.name.text == index.name for p in across) and not any(
            isinstance(q, Name) and q.name == index.name for q in walk(other)
        ):
            meant = _shown(close[0])
            yield at_formula("SP207", formula, o.span,
                             f"{o.name.text} stands for every {index.name}, but the other side speaks of "
                             f"{instances[0].name.text} only; {meant} may be meant", meant,
                             f"{meant} is used {len(close)} time(s) near by")
            return


def _shown(o: Occurrence) -> str:
    index = o.name.below[0]
    inner = printed(index)
    text = inner.base if inner is not None else outline(index)
    if isinstance(index, Accent):
        text = f"{index.accent}{{{text}}}"
    elif isinstance(index, Mark):
        text = f"{text}^{index.mark}" if index.mark != "'" else f"{text}'"
    return f"{o.name.stem}_{{{text}}}"


def _lost_star(use: Usage, number: int, formula: Formula, chain: Chain) -> Iterator[Finding]:
    head = printed(chain.operands[0])
    before = use.reads[number - 1] if number else None
    if head is None or head.above != ("*",) or before is None or not isinstance(before.tree, Tree) or before.tree is None:
        return
    above = before.tree.root
    first = printed(above.operands[0]) if isinstance(above, Chain) and above.relations[0] == "=" else None
    if first is None or first.above != ("*",) or first.base == head.base or formula.line - before.formula.end_line > 3:
        return
    plain = Printed(first.base, first.accents, first.below, ()).text
    here = [o for o in use.formulas[number].names if not o.bound]
    earlier = [o for o in use.formulas[number - 1].names if o.name.text == plain]
    lost = [o for o in here if o.name.text == plain and not o.applied and not o.index]
    if lost and not earlier and not any(o.name.text == first.text for o in here):
        yield at_formula("SP207", formula, lost[0].span,
                         f"{head.text} is said in terms of {plain}; {first.text}, defined just before, may be meant",
                         first.text, "both sides of the line before are starred")


@rule("SP210", "lost subscript or superscript sign")
def lost_script(context: Context) -> Iterator[Finding]:
    r"""A superscript sign with nothing but a bracket behind it where the same name has a mark elsewhere, or an index in
    braces directly behind a Greek letter that has it as a subscript elsewhere.

    Hit: `m^(E)` where `m^*(E)` is used, `\lambda{d}` where `\lambda_{d}` is. No hit: `\lambda_{d}`, `\bar{d}`.
    """
    whole = "\n".join(read.formula.text for read in context.reads)
    for read in context.reads:
        text = read.formula.text
        for found in re.finditer(r"(?<![A-Za-z\\])(\\?[A-Za-z]+)\^\s*\(", text):
            marked = re.search(re.escape(found[1]) + r"\s*\^\s*\{?\s*(\*|\\ast|\\star)\s*\}?\s*\(", whole)
            if marked is not None:
                yield at_formula("SP210", read.formula, found.span(), f"the superscript of {found[1]} is missing; "
                                 f"{found[1]}^{marked[1]} may be meant", f"{found[1]}^{marked[1]}(",
                                 f"{found[1]}^{marked[1]}( is used elsewhere")
        for found in re.finditer(r"(\\[a-zA-Z]+)\{([A-Za-z])\}", text):
            if found[1] in GREEK and re.search(re.escape(found[1]) + r"_\{?" + found[2] + r"(?![A-Za-z])", whole):
                yield at_formula("SP210", read.formula, found.span(),
                                 f"{found[1]} and {found[2]} in braces with no sign between; a subscript may be meant",
                                 f"{found[1]}_{{{found[2]}}}", f"{found[1]}_{{{found[2]}}} is used elsewhere")


GREEK = frozenset(
    rf"\{name}"
    for name in words(
        "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi rho sigma tau"
        " upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega ell"
    )
)


# -- names that nothing defines ------------------------------------------------------------------------------------------


@rule("SP201", "undefined constant")
def undefined_constant(context: Context) -> Iterator[Finding]:
    r"""A letter that multiplies a number in one side of a relation, stands in this formula only, and is named in no
    sentence around it.

    Hit: `\Delta = -0.8C < 0` where no C was introduced. No hit: `f(x) \le 2L, where L is …`.
    """
    use = usage(context)
    known = declared_glyphs(context)
    for number, formula, tree in all_formulas(context):
        if not isinstance(tree.root, Chain):
            continue
        for operand in tree.root.operands[1:]:
            core = operand.body if isinstance(operand, Prefix) else operand
            if not isinstance(core, Product) or not isinstance(core.factors[0], Number):
                continue
            for factor in core.factors[1:]:
                name = printed(factor)
                if not isinstance(factor, Name) or name is None or not is_quantity(name) or name.base in known | CONSTANTS:
                    continue
                here = use.by_base.get(name.base, [])
                if any(o.formula != number or o.bound for o in here) or len(here) > 1 or not name.base.isalpha():
                    continue
                if not _named_in_prose(use, number, name.base):
                    yield at_formula("SP201", formula, factor.span,
                                     f"{name.base} stands in this formula only, and nothing says what it is",
                                     evidence="no other formula and no sentence near by has it")


def declared_glyphs(context: Context) -> frozenset[str]:
    """The base glyphs that the notation file declares."""
    return context.notation.bases if context.notation is not None else frozenset()


def _named_in_prose(use: Usage, number: int, letter: str) -> bool:
    words = use.words_before(number) + " \0 " + use.words_after(number)
    words = re.sub(r"^\S*\s?|\s?\S*$", " ", words)
    return re.search(rf"(?<![A-Za-z\\']){re.escape(letter)}(?![A-Za-z'])", words) is not None


@rule("SP202", "function that is named once and defined nowhere")
def undefined_function(context: Context) -> Iterator[Finding]:
    r"""A sentence names a function, constant, matrix, … by a letter that no formula and no other sentence of the paper has.

    Hit: "the true harm function H may not be well-defined" where there is no H. No hit: "the function f", used in a formula.
    """
    use = usage(context)
    known = declared_glyphs(context)
    bases = set(use.by_base) | {inner for base in use.by_base for inner in re.findall(r"\{(\w)\}", base)}
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for place, begin, end in use.starts:
        spans[place].append((begin, end))
    for place, source in enumerate(context.paper.files):
        alone = Counter(re.findall(r"(?<![A-Za-z\\.'’])[A-Z](?![A-Za-z.'’])", source.text))
        for found in re.finditer(rf"\b{NOUNS}\s+\$?([A-Z])\$?(?=\s+[a-z]|[,.;])", source.text):
            letter = found[1]
            at = found.start(1)
            if letter in ("A", "I") or letter in known or any(a <= at < b for a, b in spans[place] if letter in bases):
                continue
            if letter in bases or alone[letter] > 1:
                continue
            line, column = source.place(at)
            yield Finding("SP202", "warning", source.name, line, column, line, column + 1,
                          f"the {found[0].split()[0]} {letter} is named here, and neither defined nor used anywhere else",
                          letter, evidence="no formula of the paper has it")


Place = tuple[str, ...]
"""What stands beside a name, the name left out."""


def _surroundings(o: Occurrence) -> Iterator[Place]:
    """What stands directly beside a name: its neighbour in a product or sum, what it is applied to, its partner in an
    inner product. Only neighbours that contain a name count."""
    parent, node = o.parent, o.node
    match parent:
        case Product(factors=factors, operators=operators):
            at = next((k for k, f in enumerate(factors) if f is node), -1)
            if at > 0 and _telling(factors[at - 1]):
                yield ("after", outline(factors[at - 1]), operators[at - 1])
            if 0 <= at < len(factors) - 1 and _telling(factors[at + 1]):
                yield ("before", outline(factors[at + 1]), operators[at])
        case Application(arguments=items) | Group(body=List(items=items)) | List(items=items) if len(items) > 8:
            return
        case Product(factors=factors) if len(factors) > 40:
            return
        case Application(head=head, arguments=arguments) if head is node:
            if any(map(_telling, arguments)):
                yield ("of", *map(outline, arguments))
        case Application(head=head, arguments=arguments):
            others = [outline(a) if a is not node else "_" for a in arguments]
            yield ("in", outline(head), *others)
        case Group(body=List(items=items), opening=opening):
            yield ("group", opening, *(outline(i) if i is not node else "_" for i in items))
        case List(items=items) if len(items) == 2 and any(_telling(i) for i in items if i is not node):
            yield ("pair", *(outline(i) if i is not node else "_" for i in items))
        case Fraction(numerator=numerator, denominator=denominator):
            other = denominator if numerator is node else numerator
            if _telling(other):
                yield ("over" if numerator is node else "under", outline(other))


def _telling(node: Node) -> bool:
    return any((n := printed(at)) is not None and is_quantity(n) for at in walk(node))


def _variants(name: Printed) -> Iterator[Printed]:
    """The names for which this one may be a misprint."""
    for base in sorted(near(name.base)):
        if (base, name.base) not in (("i", "j"), ("j", "i"), ("m", "n"), ("n", "m"), ("u", "v"), ("v", "u")):
            yield Printed(base, name.accents, name.below, name.above)
    for cut in range(len(name.accents)):
        yield Printed(name.base, name.accents[:cut] + name.accents[cut + 1 :], name.below, name.above)
    for cut in range(len(name.above)):
        yield Printed(name.base, name.accents, name.below, name.above[:cut] + name.above[cut + 1 :])
    for accent in (r"\hat", r"\bar", r"\tilde"):
        if accent not in name.accents:
            yield Printed(name.base, (accent, *name.accents), name.below, name.above)
    for mark in ("*", "'"):
        if mark not in name.above:
            yield Printed(name.base, name.accents, name.below, (*name.above, mark))


@rule("SP203", "name that stands once where a near glyph is usual")
def once_only(context: Context) -> Iterator[Finding]:
    r"""A name occurs once in the paper, and in the very place where it stands the paper elsewhere has a name that differs by
    a hat, a star, a prime, the case, or an easily confused letter.

    Hit: one `\langle \Sigma_w \nu_c, v^* \rangle` where `\langle \Sigma_w v_c, v^* \rangle` is usual. No hit: a new symbol.
    """
    use = usage(context)
    table: dict[Place, Counter[str]] = defaultdict(Counter)
    for seen in use.formulas:
        for o in seen.names:
            if is_quantity(o.name):
                for around in _surroundings(o):
                    table[around][o.name.text] += 1
    known = declared_glyphs(context)
    for text, occurrences in use.by_text.items():
        o = occurrences[0]
        if len(occurrences) != 1 or o.binder or o.bound or not is_quantity(o.name) or o.index or o.name.stem in known:
            continue
        if len(use.by_stem[o.name.stem]) > 1 or _defined_here(use, o):
            continue
        for around in _surroundings(o):
            for variant in _variants(o.name):
                usual = table[around].get(variant.text, 0) if variant.text != text else 0
                if usual >= 2:
                    formula = context.reads[o.formula].formula
                    shown = _latex(variant)
                    yield at_formula("SP203", formula, o.span,
                                     f"{source_of(formula, o.node)} stands only here, where {shown} is usual", shown,
                                     f"{shown} stands {usual} times in this place of other formulas")
                    break
            else:
                continue
            break


def _defined_here(use: Usage, o: Occurrence) -> bool:
    tree = use.reads[o.formula].tree
    if not isinstance(tree, Tree):
        return True
    heads = members(tree.root)
    stated = any(head is o.node or (isinstance(head, Application) and head.head is o.node) for head in heads)
    primed = any("'" in mark for mark in o.name.above)
    return stated or primed or _named_in_prose(use, o.formula, o.name.base)


def _latex(name: Printed) -> str:
    text = name.base
    for accent in reversed(name.accents):
        text = f"{accent}{{{text}}}"
    if name.below:
        below = ", ".join(outline(b) for b in name.below)
        text += f"_{below}" if len(below) == 1 else f"_{{{below}}}"
    for mark in name.above:
        text += "'" if mark == "'" else f"^{mark}"
    return text


# -- one glyph, several meanings -----------------------------------------------------------------------------------------

MEANINGS = {
    "function": "a function",
    "number": "a number",
    "family": "a numbered family",
    "dimension": "a dimension",
    "vector": "a vector",
    "distribution": "a distribution",
}


@rule("SP208", "one glyph with several meanings", level="note")
def overloaded(context: Context) -> Iterator[Finding]:
    r"""A glyph is used in ways that no one quantity can have: applied as a function and squared as a number, a dimension and
    a vector, a policy and 3.14…, a number and a numbered family. One finding a glyph, at the second meaning.

    Hit: `\lambda = 1/\beta` and eigenvalues `\lambda_1 \ge \lambda_2`. No hit: a vector `v` and its components `v_i`.
    """
    use = usage(context)
    where: dict[str, dict[str, Occurrence]] = defaultdict(dict)
    for number, _, tree in all_formulas(context):
        numeric = _numeric(tree)
        for o in use.formulas[number].names:
            if not is_quantity(o.name) or o.binder or o.name.accents or o.name.above:
                continue
            for meaning in _meanings(o, numeric):
                where[o.name.base].setdefault(meaning, o)
    for base, found in where.items():
        for first, second in _CLASHES:
            if first in found and second in found:
                early, late = sorted((found[first], found[second]), key=lambda o: (o.formula, o.span))
                kinds = {id(found[first]): MEANINGS[first], id(found[second]): MEANINGS[second]}
                other = context.reads[early.formula].formula
                formula = context.reads[late.formula].formula
                yield at_formula("SP208", formula, late.span,
                                 f"{base} is {kinds[id(late)]} here, and {kinds[id(early)]} in line "
                                 f"{other.place(early.span[0])[0]}",
                                 evidence=f"there: {' '.join(other.text.split())[:120]}")
                break


_CLASHES = (("function", "number"), ("function", "family"), ("dimension", "vector"), ("distribution", "number"),
            ("number", "family"), ("vector", "number"))


def _meanings(o: Occurrence, numeric: set[int]) -> Iterator[str]:
    r"""What the place of a name says of its kind; only what is certain."""
    parent = o.parent
    plain = not o.name.below
    if o.applied and isinstance(parent, Application) and parent.opening == "(":
        if plain and not any(isinstance(a, Given) for a in parent.arguments):
            yield "function"
        if any(isinstance(a, Given) for a in parent.arguments) and o.name.base == r"\pi":
            yield "distribution"
        return
    if o.applied or o.bound:
        return
    if not plain:
        index = o.name.below[0]
        ordered = isinstance(parent, Chain) and parent.relations[0] in (r"\ge", r"\le", ">", "<")
        if isinstance(index, Number) and index.text in ("1", "2") and ordered:
            yield "family"
        return
    match parent:
        case Power(base=Name(name=r"\mathbb{R}"), exponent=exponent) if exponent is o.node:
            yield "dimension"
        case Chain(operands=operands, relations=relations, ) if operands[0] is o.node:
            if relations[0] == r"\in" and _is_space(operands[1]):
                yield "vector"
            elif relations[0] in ("=", "<", ">", r"\le", r"\ge", r"\ll") and _is_number(operands[1]):
                yield "number"
        case Power(base=base, exponent=Number()) if base is o.node and id(parent) in numeric:
            yield "number"
        case Chain(operands=operands, relations=relations) if operands[-1] is o.node:
            if relations[-1] in ("<", ">", r"\le", r"\ge") and _is_mean(operands[0]):
                yield "number"
        case Fraction(numerator=top, denominator=Number()) if top is o.node and o.name.base == r"\pi":
            yield "number"
        case Root() if o.name.base == r"\pi":
            yield "number"


def _is_mean(node: Node) -> bool:
    return type(node).__name__ == "Expectation"


def _is_space(node: Node) -> bool:
    return isinstance(node, Power) and isinstance(node.base, Name) and node.base.name == r"\mathbb{R}"


def _is_number(node: Node) -> bool:
    if isinstance(node, Prefix):
        node = node.body
    if isinstance(node, Fraction):
        return isinstance(node.numerator, Number)
    return isinstance(node, Number)


def _numeric(tree: Tree) -> set[int]:
    """The powers, by identity, whose base must be a number: those that bound a remainder or scale the identity."""
    found: set[int] = set()
    for node in walk(tree):
        match node:
            case Remainder(argument=Power() as power):
                found.add(id(power))
            case Product(factors=(Power() as power, Name(name="I"))):
                found.add(id(power))
    return found


@rule("SP212", "one glyph is a function and a number in one formula")
def function_and_number(context: Context) -> Iterator[Finding]:
    r"""In one formula a letter is a density, applied to a condition, and also a factor of a product.

    Hit: `-2 \log p(y \mid \theta) + p \log n`. No hit: `p(y \mid \theta) = p_0 + k`.
    """
    use = usage(context)
    for number, formula, _ in all_formulas(context):
        densities: dict[str, Occurrence] = {}
        for o in use.formulas[number].names:
            if o.applied and isinstance(o.parent, Application) and any(isinstance(a, Given) for a in o.parent.arguments):
                densities.setdefault(o.name.text, o)
        if not densities:
            continue
        for o in use.formulas[number].names:
            density = densities.get(o.name.text)
            if density is None or o.name.base == r"\pi" or o.applied or o.bound or o.index or o.name.below:
                continue
            if not isinstance(o.parent, Product):
                continue
            if all(isinstance(f, (Name, Number)) for f in o.parent.factors):
                continue
            if any(inside(p.span, q.parent.span) for p in use.formulas[number].names if p.name.text == o.name.text
                   for q in densities.values() if q.parent is not None and p is not q and not p.applied):
                continue
            yield at_formula("SP212", formula, o.span,
                             f"{o.name.text} is a factor here and a density in the same formula; another letter may be meant",
                             evidence=f"applied to a condition: {source_of(formula, density.parent or density.node)}")
            break


@rule("SP209", "a symbol is explained that the formula does not have")
def explained_but_absent(context: Context) -> Iterator[Finding]:
    r""""where X = …" follows a display that does not have X, but a glyph that differs from X by its subscript, a hat or a
    star.

    Hit: `v^\top \Sigma v > 0`, where `\Sigma_w = …`. No hit: `v^\top \Sigma_w v > 0`, where `\Sigma_w = …`.
    """
    use = usage(context)
    for number, formula, _tree in all_formulas(context):
        if formula.kind != "display" or number + 1 >= len(context.reads):
            continue
        following = context.reads[number + 1]
        if not isinstance(following.tree, Tree) or following.formula.kind != "inline":
            continue
        if not re.match(r"[\s.,;$}]*(?:\\end\{[a-z*]+\})?[\s.,;]*(?:where|with|in which|Here,?)\s+[\\($]*$",
                        _between(use, number)):
            continue
        root = following.tree.root
        if not isinstance(root, Chain) or root.relations[0] not in ("=", ":="):
            continue
        name = printed(root.operands[0])
        if name is None or not is_quantity(name):
            continue
        here = use.formulas[number].names
        if any(o.name.text == name.text for k in range(max(0, number - 1), number + 1) for o in use.formulas[k].names):
            continue
        variants = [o for o in here if o.name.base == name.base and not o.bound and not o.applied
                    and _one_apart(o.name, name)]
        explained = {o.name.text for o in use.formulas[number + 1].names if not inside(o.span, root.operands[0].span)}
        variants = [o for o in variants if o.name.text not in explained]
        if variants:
            shown = source_of(following.formula, root.operands[0])
            yield at_formula("SP209", formula, variants[0].span,
                             f"{shown} is explained behind this formula, which has {source_of(formula, variants[0].node)}",
                             shown, f"line {following.formula.line}: where {' '.join(following.formula.text.split())[:80]}")


def _between(use: Usage, number: int) -> str:
    place, _, end = use.starts[number]
    after, begin, _ = use.starts[number + 1]
    if place < 0 or place != after or begin - end > 60:
        return "\0"
    return use.paper.files[place].text[end:begin]


def _one_apart(a: Printed, b: Printed) -> bool:
    below = len(a.below) != len(b.below) and not (a.below and b.below)
    return (below + (a.accents != b.accents) + (a.above != b.above)) == 1 and (below or a.below == b.below)


# -- ranges --------------------------------------------------------------------------------------------------------------


@rule("SP211", "an index runs to another end than elsewhere")
def other_range(context: Context) -> Iterator[Finding]:
    r"""The slice of a family ends at n where all its sums end at m, or an index runs to the end that belongs to another index.

    Hit: `\theta_{1:n}` where `\sum_{j=1}^m \theta_j` is usual. No hit: `\theta_{1:m}`.
    """
    use = usage(context)
    ends: dict[str, list[tuple[int, str]]] = defaultdict(list)
    ranges: list[tuple[int, str, str]] = []
    for number, _, _ in all_formulas(context):
        seen = use.formulas[number]
        for binder in seen.binders:
            at = binder.node
            if not isinstance(at, Large) or not isinstance(at.lower, Chain) or len(binder.names) != 1:
                continue
            if at.operator in ITERATED and at.upper is not None and printed(at.upper) is not None:
                index, last = binder.names[0].text, outline(at.upper)
                ranges.append((number, index, last))
                for o in seen.within(at.body.span):
                    if [outline(below) for below in o.name.below] == [index]:
                        ends[o.name.stem].append((number, last))
    for number, formula, tree in all_formulas(context):
        yield from _slices(number, formula, tree, ends)
    yield from _runners(context, ranges)


def _slices(number: int, formula: Formula, tree: Tree, ends: dict[str, list[tuple[int, str]]]) -> Iterator[Finding]:
    """The slices a_{1:n} of a formula that end elsewhere than the sums over the family near by."""
    for node in walk(tree):
        name = printed(node) if isinstance(node, Subscript) else None
        if name is None or len(name.below) != 1:
            continue
        index = name.below[0]
        signs = index.relations if isinstance(index, Chain) else (index.operator,) if isinstance(index, Infix) else ()
        if ":" not in signs or len(index.children) != 2:
            continue
        end = outline(index.children[1])
        close = [last for _, last in _near_by(ends[name.stem], number, 12)]
        if len(close) >= 2 and len(set(close)) == 1 and end != close[0] and not re.search(r"\d|[()]", end):
            yield at_formula("SP211", formula, node.span,
                             f"the family {name.stem} runs to {end} here, and to {close[0]} in its sums",
                             source_of(formula, node).replace(f":{end}", f":{close[0]}"),
                             f"{len(close)} sums over {name.stem} near by end at {close[0]}")


def _runners(context: Context, ranges: list[tuple[int, str, str]]) -> Iterator[Finding]:
    """The ranges `j = 1, …, a` or `j \\in \\{1, …, a\\}` whose end belongs to another index."""
    stated: list[tuple[int, Node, str, str]] = []
    for number, _, tree in all_formulas(context):
        for node in walk(tree):
            if isinstance(node, Chain) and len(node.operands) == 2 and node.relations[0] in (r"\in", "="):
                runner, end = printed(node.operands[0]), _end(node.operands[1])
                if runner is not None and not runner.below and end is not None and printed(end) is not None:
                    stated.append((number, end, runner.text, outline(end)))
    ranges = sorted([*ranges, *((number, who, last) for number, _, who, last in stated)])
    for number, node, who, last in stated:
        table: dict[str, Counter[str]] = defaultdict(Counter)
        for _, other, upper in _near_by(ranges, number, 16):
            table[other][upper] += 1
        usual, count = table[who].most_common(1)[0]
        owners = [other for other, seen in table.items() if other != who and seen[last] >= max(3, 0.8 * seen.total())]
        if table[who][last] == 1 and count >= max(3, 0.7 * table[who].total()) and owners:
            formula = context.reads[number].formula
            yield at_formula("SP211", formula, node.span,
                             f"{who} runs to {last} here, and to {usual} elsewhere; {last} is the end of {owners[0]}", usual,
                             f"{count} ranges of {who} near by end at {usual}")


def _end(node: Node) -> Node | None:
    """The last item of 1, …, m, with or without braces."""
    if isinstance(node, Group):
        node = node.body
    if isinstance(node, List) and len(node.items) >= 3 and isinstance(node.items[-2], Ellipsis):
        return node.items[-1]
    return None
