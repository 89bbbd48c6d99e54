"""The kernel's rules of logic and of equality, one function each: the conclusion from premises and arguments.

A rule takes a `Replay` and returns (hypotheses, statement); the caller compares them with what was recorded. Recorded
hypotheses beyond those derived only weaken a conclusion.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from .judgements import (Conclusion, Replay, Rule, a_symbol, counted, domain_needs, expect_kind, node, not_free,
                         position, union)
from .language import FALSE, TRUTH, Node, Refused, make, symbol
from .syntax import fill, matched, same, substitute


def assume(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    statement = node(replay.arguments[0], TRUTH)
    return [statement], statement


def discharge(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 1)
    hypothesis = node(replay.arguments[0], TRUTH)
    return union([theorem], hypothesis), make("Implies", hypothesis, theorem.statement)


def apply(replay: Replay) -> Conclusion:
    implication, premise = counted(replay, 2, 0)
    rule = expect_kind(implication.statement, "Implies", "Iff")
    if same(rule.args[0], premise.statement):
        result = rule.args[1]
    elif rule.kind == "Iff" and same(rule.args[1], premise.statement):
        result = rule.args[0]
    else:
        raise Refused(f"{rule!r} does not have {premise.statement!r} as its premise")
    return union(replay.premises), result


def cut(replay: Replay) -> Conclusion:
    premise, theorem = counted(replay, 2, 0)
    if all(not same(h, premise.statement) for h in theorem.hypotheses):
        raise Refused(f"{premise.statement!r} is not among the hypotheses")
    return union([premise]) + union([theorem], premise.statement), theorem.statement


def conjunction(replay: Replay) -> Conclusion:
    counted(replay, None, 0)
    return union(replay.premises), make("And", *(p.statement for p in replay.premises))


def conjunct(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 1)
    parts = expect_kind(theorem.statement, "And").args
    return union([theorem]), parts[position(replay.arguments[0], parts)]


def alternative(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 2)
    whole = expect_kind(node(replay.arguments[0]), "Or")
    if not same(whole.args[position(replay.arguments[1], whole.args)], theorem.statement):
        raise Refused(f"{theorem.statement!r} is not that alternative of {whole!r}")
    return union([theorem]), whole


def cases(replay: Replay) -> Conclusion:
    counted(replay, None, 0)
    if len(replay.premises) < 2:
        raise Refused("a case distinction needs a disjunction and branches")
    disjunction, *branches = replay.premises
    options = expect_kind(disjunction.statement, "Or").args
    if len(options) != len(branches):
        raise Refused(f"{len(options)} alternatives, but {len(branches)} branches")
    hypotheses = union([disjunction])
    for option, branch in zip(options, branches, strict=True):
        if not same(branch.statement, branches[0].statement):
            raise Refused("the branches prove different statements")
        hypotheses += union([branch], option)
    return hypotheses, branches[0].statement


def contradiction(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 1)
    hypothesis = node(replay.arguments[0], TRUTH)
    if theorem.statement is not FALSE:
        raise Refused(f"{theorem.statement!r} is not the false statement")
    result = hypothesis.args[0] if hypothesis.kind == "Not" else make("Not", hypothesis)
    return union([theorem], hypothesis), result


def absurd(replay: Replay) -> Conclusion:
    positive, negative = counted(replay, 2, 0)
    if not same(expect_kind(negative.statement, "Not").args[0], positive.statement):
        raise Refused(f"{negative.statement!r} does not deny {positive.statement!r}")
    return union(replay.premises), FALSE


def excluded_middle(replay: Replay) -> Conclusion:
    counted(replay, 0, 1)
    statement = node(replay.arguments[0], TRUTH)
    return [], make("Or", statement, make("Not", statement))


def generalize(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 1)
    variable = a_symbol(replay.arguments[0])
    not_free(variable, theorem.hypotheses)
    return union([theorem]), make("ForAll", variable, theorem.statement)


def specialize(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 1)
    variable, body = expect_kind(theorem.statement, "ForAll").args
    value = node(replay.arguments[0], variable.sort)
    replay.assumptions().require(domain_needs(variable, value), "the value")
    return union([theorem]), substitute(body, {variable: value})


def witness(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 2)
    existence = expect_kind(node(replay.arguments[0]), "Exists")
    variable, body = existence.args
    value = node(replay.arguments[1], variable.sort)
    if not same(substitute(body, {variable: value}), theorem.statement):
        raise Refused(f"{theorem.statement!r} is not the instance of {existence!r} at {value!r}")
    replay.assumptions().require(domain_needs(variable, value), "the witness")
    return union([theorem]), existence


def obtain(replay: Replay) -> Conclusion:
    existence, theorem = counted(replay, 2, 1)
    bound, body = expect_kind(existence.statement, "Exists").args
    variable = a_symbol(replay.arguments[0])
    if variable.sort != bound.sort or variable.domain != bound.domain:
        raise Refused(f"{variable!r} is of another sort or domain than {bound!r}")
    rest = union([theorem], substitute(body, {bound: variable}))
    not_free(variable, [*rest, theorem.statement, existence.statement])
    return union([existence]) + rest, theorem.statement


def instantiate(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, None)
    mapping: dict[Node, Node] = {}
    for pair in replay.arguments:
        if not isinstance(pair, tuple) or len(pair) != 2:
            raise Refused("an instantiation is given by pairs of a symbol and a value")
        variable, value = a_symbol(pair[0]), node(pair[1])
        if variable in mapping:
            raise Refused(f"{variable!r} is replaced twice")
        mapping[variable] = value
    sorts: dict[Any, Any] = {}
    for variable, value in mapping.items():
        if not matched(variable.sort, value.sort, sorts):
            raise Refused(f"{variable!r} cannot be replaced by {value!r}, which is of another sort")
    used = theorem.statement.free.union(*(h.free for h in theorem.hypotheses))
    needs = [n for s, v in mapping.items() if s in used for n in _domain_at(s, v)]
    if needs:
        replay.assumptions().require(needs, "the instantiation")
    changed = {k: v for k, v in sorts.items() if k != v}
    return ([substitute(h, mapping, changed) for h in theorem.hypotheses],
            substitute(theorem.statement, mapping, changed))


def _domain_at(variable: Node, value: Node) -> list[Node]:
    """The needs of a value whose sort may be a renaming of the symbol's."""
    return domain_needs(symbol(variable.name, value.sort, variable.domain if variable.domain != "real" else ""), value)


def congruence(replay: Replay) -> Conclusion:
    equation, = counted(replay, 1, 2)
    left, right = expect_kind(equation.statement, "Eq", "Iff").args
    template, hole = node(replay.arguments[0]), node(replay.arguments[1])
    captured: set[Node] = set()
    sides = [fill(template, hole, side, frozenset(), captured) for side in (left, right)]
    for variable in captured:
        not_free(variable, equation.hypotheses)
    return union([equation]), make("Iff" if template.sort == TRUTH else "Eq", *sides)


TURNED = {"Eq": "Eq", "Ne": "Ne", "Iff": "Iff", "Lt": "Gt", "Gt": "Lt", "Le": "Ge", "Ge": "Le"}


def exchange(replay: Replay) -> Conclusion:
    theorem, = counted(replay, 1, 0)
    left, right = expect_kind(theorem.statement, *TURNED).args
    return union([theorem]), make(TURNED[theorem.statement.kind], right, left)


STRENGTH = {"Eq": 0, "Le": 1, "Lt": 2, "Ge": -1, "Gt": -2}


def chain(replay: Replay) -> Conclusion:
    links = [p.statement for p in counted(replay, None, 0)]
    kinds = {link.kind for link in links}
    ordered = kinds <= set(STRENGTH) and not (kinds & {"Le", "Lt"} and kinds & {"Ge", "Gt"})
    if not links or not (ordered or kinds <= {"Implies", "Iff"} or kinds == {"Asymptotic"}):
        raise Refused(f"{', '.join(sorted(kinds))} cannot stand in one chain" if links else "a chain needs a link")
    for link, following in pairwise(links):
        if not same(link.args[-1], following.args[-2]):
            raise Refused(f"{link!r} does not end where {following!r} begins")
    first, last = links[0].args[-2], links[-1].args[-1]
    if kinds == {"Asymptotic"}:
        if len({link.args[0] for link in links}) != 1:
            raise Refused("the links are about different variables")
        return union(replay.premises), make("Asymptotic", links[0].args[0], first, last)
    if ordered:
        return union(replay.premises), make(max(kinds, key=lambda k: abs(STRENGTH[k])), first, last)
    return union(replay.premises), make("Iff" if kinds == {"Iff"} else "Implies", first, last)


RULES: dict[str, Rule] = {f.__name__: f for f in (
    assume, discharge, apply, cut, conjunction, conjunct, alternative, cases, contradiction, absurd, excluded_middle,
    generalize, specialize, witness, obtain, instantiate, congruence, exchange, chain)}
