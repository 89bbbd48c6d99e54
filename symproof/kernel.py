"""The kernel: the only code that must be believed, together with `symproof.checkers` and the table `symproof.laws`.

A `Theorem` says: hypotheses ⊢ statement, resting on a trust. Free symbols are universally quantified over their domains.
Nothing outside this file can make one: the object is an opaque handle, and what it says stands in a registry that only
the rules below write. Every rule unions the hypotheses and the trust of its premises.

    logic        assume · discharge · apply · cut · conjunction · conjunct · alternative · cases · contradiction ·
                 absurd · excluded_middle · generalize · specialize · witness · obtain · instantiate
    equality     ring · congruence · exchange · chain
    analysis     unfold · differentiate · limit · growth · series · taylor · remainder_equality · remainder_congruence
    order        nonnegative_form · sign_of_form · enclosure
    trust        law · believe

An obligation that a rule raises (a denominator ≠ 0, an integrand integrable, …) becomes a hypothesis of its conclusion:
it can be discharged by `cut`, and is never dropped. This room raises and never asserts; it imports terms, checkers and
laws, and must never import a solver, SymPy, or anything that searches.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple, NoReturn

from . import laws as _laws
from .checkers import definitions as _definitions, derivative as _derivative, enclosure as _enclosure
from .checkers import limits as _limits, normal_form as _normal_form, positivity as _positivity, series as _series
from .checkers.domains import domain_obligations, evident
from .terms import (FALSE, SCALAR, TRUTH, Abs, And, Asymptotic, Eq, Exists, ForAll, Ge, Gt, HasDerivative, HasLimit,
                    Iff, Implies, Infinity, Integrable, Le, Lt, Ne, Not, Number, Or, Symbol, Term, alpha_equal,
                    canonical, free_symbols, involves_complex, is_genuine, match_sorts, replace_capturing, substitute)


class KernelError(Exception):
    """A rule was refused: says which, and why."""


class Record(NamedTuple):
    """What a theorem says, and how it was made."""

    hypotheses: tuple[Term, ...]
    statement: Any
    trust: frozenset[tuple[str, str]]
    rule: str
    premises: tuple[Theorem, ...]
    arguments: tuple[Any, ...]


def _registry() -> tuple[Callable[[Theorem, Record], None], Callable[[Any], Record]]:
    records: dict[int, tuple[Theorem, Record]] = {}

    def enter(theorem: Theorem, record: Record) -> None:
        if sys._getframe(1).f_globals is not globals() or sys._getframe(2).f_globals is not globals():
            raise KernelError("only the kernel's rules enter theorems")
        records[id(theorem)] = (theorem, record)

    def look_up(theorem: Any) -> Record:
        entry = records.get(id(theorem))
        if entry is None or entry[0] is not theorem or type(theorem) is not Theorem:
            raise KernelError(f"{type(theorem).__name__} object is not a theorem: only the kernel's rules make one")
        return entry[1]

    return enter, look_up


class Theorem:
    """hypotheses ⊢ statement. Made by the kernel's rules only."""

    __slots__ = ()

    def __new__(cls, *_: Any) -> NoReturn:
        raise KernelError("a theorem cannot be constructed: derive it with the kernel's rules")

    def __init_subclass__(cls) -> None:
        raise KernelError("Theorem cannot be subclassed")

    @property
    def hypotheses(self) -> tuple[Term, ...]:
        return _look_up(self).hypotheses

    @property
    def statement(self) -> Any:
        return _look_up(self).statement

    @property
    def trust(self) -> frozenset[tuple[str, str]]:
        return _look_up(self).trust

    @property
    def record(self) -> Record:
        return _look_up(self)

    def __reduce_ex__(self, *_: Any) -> NoReturn:
        raise KernelError("a theorem cannot be copied or pickled: write its certificate and recheck it")

    def __repr__(self) -> str:
        return f"{', '.join(map(repr, self.hypotheses))} ⊢ {self.statement!r}"

    def _repr_latex_(self) -> str:
        shown = [str(h._repr_latex_()).strip("$") for h in (*self.hypotheses, self.statement)]
        return "$" + ",\\; ".join(shown[:-1]) + " \\vdash " + shown[-1] + "$"


_enter, _look_up = _registry()


def _make(rule: str, hypotheses: Iterable[Term], statement: Any, premises: Sequence[Theorem] = (),
          arguments: tuple[Any, ...] = (), trust: Iterable[tuple[str, str]] = ()) -> Theorem:
    kept: dict[Term, Term] = {}
    for hypothesis in hypotheses:
        if hypothesis is not And():
            kept.setdefault(canonical(hypothesis), hypothesis)
    union = set(trust)
    for premise in premises:
        union |= _look_up(premise).trust
    theorem: Theorem = object.__new__(Theorem)  # type: ignore[arg-type]
    _enter(theorem, Record(tuple(kept.values()), statement, frozenset(union), rule, tuple(premises), arguments))
    return theorem


def _statement(term: Any, where: str) -> Any:
    """Admit a statement: a genuine term of sort truth, without reserved names."""
    _term(term, where)
    if term.sort != TRUTH:
        raise KernelError(f"{where}: expected a statement, found {term!r}, a {term.sort}")
    return term


def _term(term: Any, where: str) -> Any:
    if not is_genuine(term):
        raise KernelError(f"{where}: expected a term of the language, found {term!r} of type {type(term).__name__}")
    if involves_complex(term):
        raise KernelError(f"{where}: {term!r} speaks of complex numbers, and the rules are about real ones")
    for symbol in free_symbols(term):
        if symbol.name.startswith("%"):
            raise KernelError(f"{where}: the name {symbol.name!r} is reserved for bound symbols")
    return term


def _fails(rule: str, why: str) -> NoReturn:
    raise KernelError(f"{rule}: {why}")


def _union(*theorems: Theorem, without: Term | None = None) -> list[Term]:
    gone = canonical(without) if without is not None else None
    return [h for t in theorems for h in _look_up(t).hypotheses if canonical(h) is not gone]


def _not_free(symbol: Symbol, terms: Iterable[Term], rule: str) -> None:
    for term in terms:
        if symbol in free_symbols(term):
            _fails(rule, f"{symbol!r} is free in {term!r}, so it is not arbitrary")


def assume(statement: Term) -> Theorem:
    """P ⊢ P."""
    return _make("assume", [_statement(statement, "assume")], statement, (), (statement,))


def discharge(theorem: Theorem, hypothesis: Term) -> Theorem:
    """Γ ⊢ Q  gives  Γ∖{P} ⊢ P ⟹ Q."""
    _statement(hypothesis, "discharge")
    return _make("discharge", _union(theorem, without=hypothesis), Implies(hypothesis, theorem.statement), (theorem,),
                 (hypothesis,))


def apply(implication: Theorem, premise: Theorem) -> Theorem:
    """Γ ⊢ P ⟹ Q and Δ ⊢ P  give  Γ, Δ ⊢ Q  (also for P ⟺ Q, in either direction)."""
    rule, given = implication.statement, premise.statement
    if isinstance(rule, (Implies, Iff)) and alpha_equal(rule.arguments[0], given):
        result = rule.arguments[1]
    elif isinstance(rule, Iff) and alpha_equal(rule.arguments[1], given):
        result = rule.arguments[0]
    else:
        _fails("apply", f"{rule!r} does not have {given!r} as its premise")
    return _make("apply", _union(implication, premise), result, (implication, premise))


def cut(premise: Theorem, theorem: Theorem) -> Theorem:
    """Γ ⊢ P and Δ, P ⊢ Q  give  Γ, Δ ⊢ Q: an obligation is discharged."""
    gone = premise.statement
    if all(canonical(h) is not canonical(gone) for h in theorem.hypotheses):
        _fails("cut", f"{gone!r} is not among the hypotheses")
    return _make("cut", [*_union(premise), *_union(theorem, without=gone)], theorem.statement, (premise, theorem))


def conjunction(*theorems: Theorem) -> Theorem:
    """Γ_i ⊢ P_i  give  ⋃Γ_i ⊢ P_1 ∧ … ∧ P_n."""
    return _make("conjunction", _union(*theorems), And(*(t.statement for t in theorems)), theorems)


def conjunct(theorem: Theorem, position: int) -> Theorem:
    """Γ ⊢ P_0 ∧ … ∧ P_n  gives  Γ ⊢ P_i."""
    if not isinstance(theorem.statement, And) or not 0 <= position < len(theorem.statement.arguments):
        _fails("conjunct", f"{theorem.statement!r} has no conjunct number {position}")
    return _make("conjunct", _union(theorem), theorem.statement.arguments[position], (theorem,), (position,))


def alternative(disjunction: Term, position: int, theorem: Theorem) -> Theorem:
    """Γ ⊢ P_i  gives  Γ ⊢ P_0 ∨ … ∨ P_n."""
    _statement(disjunction, "alternative")
    if not isinstance(disjunction, Or) or not 0 <= position < len(disjunction.arguments) or not alpha_equal(
            disjunction.arguments[position], theorem.statement):
        _fails("alternative", f"{theorem.statement!r} is not alternative {position} of {disjunction!r}")
    return _make("alternative", _union(theorem), disjunction, (theorem,), (disjunction, position))


def cases(disjunction: Theorem, *branches: Theorem) -> Theorem:
    """Γ ⊢ P_0 ∨ … ∨ P_n and Δ_i, P_i ⊢ Q  give  Γ, ⋃Δ_i ⊢ Q."""
    options = disjunction.statement
    if not isinstance(options, Or) or not branches or len(options.arguments) != len(branches):
        _fails("cases", f"{options!r} needs one branch for each of its alternatives, found {len(branches)}")
    hypotheses = _union(disjunction)
    for option, branch in zip(options.arguments, branches, strict=True):
        if not alpha_equal(branch.statement, branches[0].statement):
            _fails("cases", f"the branches prove different statements: {branch.statement!r}")
        hypotheses += _union(branch, without=option)
    return _make("cases", hypotheses, branches[0].statement, (disjunction, *branches))


def contradiction(theorem: Theorem, hypothesis: Term) -> Theorem:
    """Γ, P ⊢ ⊥  gives  Γ ⊢ ¬P; and Γ, ¬P ⊢ ⊥ gives Γ ⊢ P (classically)."""
    _statement(hypothesis, "contradiction")
    if theorem.statement is not FALSE:
        _fails("contradiction", f"{theorem.statement!r} is not the false statement")
    result = hypothesis.arguments[0] if isinstance(hypothesis, Not) else Not(hypothesis)
    return _make("contradiction", _union(theorem, without=hypothesis), result, (theorem,), (hypothesis,))


def absurd(positive: Theorem, negative: Theorem) -> Theorem:
    """Γ ⊢ P and Δ ⊢ ¬P  give  Γ, Δ ⊢ ⊥."""
    if not isinstance(negative.statement, Not) or not alpha_equal(negative.statement.arguments[0], positive.statement):
        _fails("absurd", f"{negative.statement!r} does not deny {positive.statement!r}")
    return _make("absurd", _union(positive, negative), FALSE, (positive, negative))


def excluded_middle(statement: Term) -> Theorem:
    """⊢ P ∨ ¬P."""
    return _make("excluded_middle", [], Or(_statement(statement, "excluded_middle"), Not(statement)), (), (statement,))


def generalize(theorem: Theorem, variable: Symbol) -> Theorem:
    """Γ ⊢ P  gives  Γ ⊢ ∀x P, when x is not free in Γ."""
    _term(variable, "generalize")
    _not_free(variable, theorem.hypotheses, "generalize")
    return _make("generalize", _union(theorem), ForAll(variable, theorem.statement), (theorem,), (variable,))


def specialize(theorem: Theorem, value: Term) -> Theorem:
    """Γ ⊢ ∀x P  gives  Γ, (t in the domain of x) ⊢ P[t/x]."""
    if not isinstance(theorem.statement, ForAll):
        _fails("specialize", f"{theorem.statement!r} is not a universal statement")
    variable, body = theorem.statement.arguments
    _term(value, "specialize")
    result = substitute(body, {variable: value})
    return _make("specialize", [*_union(theorem), *domain_obligations(variable, value)], result, (theorem,), (value,))


def witness(existence: Term, value: Term, theorem: Theorem) -> Theorem:
    """Γ ⊢ P[t/x]  gives  Γ, (t in the domain of x) ⊢ ∃x P."""
    _statement(existence, "witness")
    _term(value, "witness")
    if not isinstance(existence, Exists):
        _fails("witness", f"{existence!r} is not an existential statement")
    variable, body = existence.arguments
    wanted = substitute(body, {variable: value})
    if not alpha_equal(wanted, theorem.statement):
        _fails("witness", f"expected a proof of {wanted!r}, found {theorem.statement!r}")
    return _make("witness", [*_union(theorem), *domain_obligations(variable, value)], existence, (theorem,), (existence, value))


def obtain(existence: Theorem, variable: Symbol, theorem: Theorem) -> Theorem:
    """Γ ⊢ ∃x P and Δ, P[y/x] ⊢ Q  give  Γ, Δ ⊢ Q, when y (of the domain of x) is not free in Δ, Q or ∃x P."""
    if not isinstance(existence.statement, Exists):
        _fails("obtain", f"{existence.statement!r} is not an existential statement")
    bound, body = existence.statement.arguments
    _term(variable, "obtain")
    if variable.sort != bound.sort or variable.domain != bound.domain:
        _fails("obtain", f"{variable!r} must be a {bound.domain} {bound.sort}, as {bound!r} is")
    fact = substitute(body, {bound: variable})
    rest = _union(theorem, without=fact)
    _not_free(variable, [*rest, theorem.statement, existence.statement], "obtain")
    return _make("obtain", [*_union(existence), *rest], theorem.statement, (existence, theorem), (variable,))


def instantiate(theorem: Theorem, mapping: dict[Symbol, Term]) -> Theorem:
    """Γ ⊢ P  gives  Γ[σ], (values in the domains) ⊢ P[σ]; dimensions and spaces are renamed to fit the values."""
    if type(mapping) is not dict:
        _fails("instantiate", f"the replacements must be a plain dict, not {type(mapping).__name__}")
    mapping = dict(mapping)
    used = set(free_symbols(theorem.statement)).union(*(free_symbols(h) for h in theorem.hypotheses))
    conditions: list[Term] = []
    for symbol, value in mapping.items():
        if not isinstance(_term(symbol, "instantiate"), Symbol):
            _fails("instantiate", f"{symbol!r} is not a symbol")
        _term(value, "instantiate")
        if symbol in used:
            conditions += domain_obligations(symbol, value)
    sorts = match_sorts(mapping)
    hypotheses = [substitute(h, mapping, sorts) for h in theorem.hypotheses]
    arguments = tuple((s, v) for s, v in mapping.items())
    return _make("instantiate", [*hypotheses, *conditions], substitute(theorem.statement, mapping, sorts), (theorem,),
                 arguments)


def ring(left: Term, right: Term) -> Theorem:
    """obligations ⊢ left = right, when the normal forms of two scalars, vectors or operators agree."""
    equation = Eq(_term(left, "ring"), _term(right, "ring"))
    obligations = _normal_form.equal(left, right)
    if obligations is None:
        _fails("ring", f"the normal forms of {left!r} and {right!r} differ")
    return _make("ring", [o for o in obligations if not evident(o)], equation, (), (left, right))


def congruence(template: Term, hole: Symbol, equation: Theorem) -> Theorem:
    """Γ ⊢ a = b  gives  Γ ⊢ T[a] = T[b] (⟺ for statements); binders of T may bind symbols that are not free in Γ."""
    if not isinstance(equation.statement, (Eq, Iff)):
        _fails("congruence", f"{equation.statement!r} is not an equation")
    _term(template, "congruence")
    left, right = equation.statement.arguments
    captured: set[Symbol] = set()
    sides = [replace_capturing(template, hole, side, frozenset(), captured) for side in (left, right)]
    for symbol in captured:
        _not_free(symbol, equation.hypotheses, "congruence")
    result = Iff(*sides) if template.sort == TRUTH else Eq(*sides)
    return _make("congruence", _union(equation), result, (equation,), (template, hole))


def exchange(theorem: Theorem) -> Theorem:
    """a = b gives b = a; likewise ≠, ⟺; a < b gives b > a, and so on."""
    turned = {Eq: Eq, Ne: Ne, Iff: Iff, Lt: Gt, Gt: Lt, Le: Ge, Ge: Le}.get(type(theorem.statement))
    if turned is None:
        _fails("exchange", f"{theorem.statement!r} has no sides to exchange")
    left, right = theorem.statement.arguments
    return _make("exchange", _union(theorem), turned(right, left), (theorem,))


_ORDER: dict[type, int] = {Eq: 0, Le: 1, Lt: 2, Ge: -1, Gt: -2}


def chain(*links: Theorem) -> Theorem:
    """a R b, b R' c, …  give  a R'' z, for =, ≤, < (or =, ≥, >), for ⟺ and ⟹, and for equalities up to remainders."""
    kinds = {type(link.statement) for link in links}
    if not kinds or not (kinds <= _ORDER.keys() or kinds <= {Implies, Iff} or kinds == {Asymptotic}):
        _fails("chain", f"{', '.join(sorted(k.__name__ for k in kinds)) or 'nothing'} cannot stand in one chain")
    first = links[0].statement
    for link, following in zip(links, links[1:], strict=False):
        if not alpha_equal(link.statement.arguments[-1], following.statement.arguments[-2]):
            _fails("chain", f"{link.statement!r} does not end where {following.statement!r} begins")
    last = links[-1].statement.arguments[-1]
    if kinds <= {Asymptotic}:
        if len({link.statement.arguments[0] for link in links}) != 1:
            _fails("chain", "the links are about different variables")
        result: Any = Asymptotic(first.arguments[0], first.arguments[1], last)
    elif kinds <= {Implies, Iff}:
        result = (Iff if kinds == {Iff} else Implies)(first.arguments[0], last)
    elif kinds <= _ORDER.keys() and len({_ORDER[k] > 0 for k in kinds if _ORDER[k]}) <= 1:
        strongest = max(kinds, key=lambda k: abs(_ORDER[k]))
        result = strongest(first.arguments[0], last)
    else:
        _fails("chain", f"{', '.join(sorted(k.__name__ for k in kinds))} cannot stand in one chain")
    return _make("chain", _union(*links), result, links)


def unfold(term: Term) -> Theorem:
    """obligations ⊢ t = its definition (⟺ for statements), for the outermost defined word of t."""
    expansion, obligations = _definitions.unfold(_term(term, "unfold"))
    result = Iff(term, expansion) if term.sort == TRUTH else Eq(term, expansion)
    return _make("unfold", [o for o in obligations if not evident(o)], result, (), (term,))


def differentiate(variable: Symbol, body: Term, at: Term) -> Theorem:
    """obligations at the point ⊢ body is differentiable in x at the point, with the derivative that the rules give."""
    _term(variable, "differentiate"), _term(body, "differentiate"), _term(at, "differentiate")
    value, obligations = _derivative.derivative(body, variable)
    point = {variable: at}
    raised = [substitute(o, point) for o in obligations] + domain_obligations(variable, at)
    return _make("differentiate", [o for o in raised if not evident(o)],
                 HasDerivative(variable, body, at, substitute(value, point)), (), (variable, body, at))


def limit(variable: Symbol, point: Term, body: Term) -> Theorem:
    """obligations ⊢ body → the limit that growth decides, at +∞ or −∞."""
    _term(variable, "limit"), _term(body, "limit"), _term(point, "limit")
    if not isinstance(point, Infinity):
        _fails("limit", f"only limits at +∞ and −∞ are decided by growth, not at {point!r}")
    value, obligations = _limits.limit_at_infinity(body, variable, point.arguments[0])
    return _make("limit", [o for o in obligations if not evident(o)], HasLimit(variable, point, body, value), (),
                 (variable, point, body))


def growth(statement: Term) -> Theorem:
    """obligations ⊢ Integrable(x, μ, body), for Lebesgue or Gaussian μ, by the growth of body."""
    if not isinstance(_statement(statement, "growth"), Integrable):
        _fails("growth", f"{statement!r} does not claim integrability")
    obligations = _limits.integrable(*statement.arguments)
    return _make("growth", [o for o in obligations if not evident(o)], statement, (), (statement,))


def series(variable: Symbol, left: Term, right: Term) -> Theorem:
    """obligations ⊢ left = right as x → 0, where right = g + O(xⁿ) and arithmetic on orders shows it."""
    statement = Asymptotic(_term(variable, "series"), _term(left, "series"), _term(right, "series"))
    obligations = [o for o in _series.series(variable, left, right) if not evident(o)]
    _not_free(variable, obligations, "series")
    return _make("series", obligations, statement, (), (variable, left, right))


def taylor(variable: Symbol, body: Term, order: int) -> Theorem:
    """obligations ⊢ body = its Taylor polynomial at 0 + O(xⁿ)."""
    _term(variable, "taylor"), _term(body, "taylor")
    if type(order) is not int or not 1 <= order <= 50:
        _fails("taylor", f"the order must be an integer from 1 to 50, not {order!r}")
    expansion, raised = _series.taylor(variable, body, order)
    obligations = [o for o in raised if not evident(o)]
    _not_free(variable, obligations, "taylor")
    return _make("taylor", obligations, Asymptotic(variable, body, expansion), (), (variable, body, order))


def remainder_equality(variable: Symbol, equation: Theorem, *nearby: Theorem) -> Theorem:
    """Γ, Q_i ⊢ a = b and Δ_i ⊢ ∃r>0 ∀x (|x| < r ⟹ Q_i)  give  Γ, ⋃Δ_i ⊢ a = b as x → 0, when x is not free in Γ."""
    if not isinstance(equation.statement, Eq) or equation.statement.arguments[0].sort != SCALAR:
        _fails("remainder_equality", f"{equation.statement!r} is not an equation of scalars")
    radius, x = Symbol("%r", SCALAR, "positive"), variable
    rest = {canonical(h): h for h in equation.hypotheses}
    for theorem in nearby:
        for key, h in list(rest.items()):
            if canonical(Exists(radius, ForAll(x, Implies(Lt(Abs(x), radius), h)))) is canonical(theorem.statement):
                del rest[key]
    _not_free(variable, rest.values(), "remainder_equality")
    return _make("remainder_equality", [*rest.values(), *_union(*nearby)], Asymptotic(x, *equation.statement.arguments),
                 (equation, *nearby), (variable,))


def remainder_congruence(template: Term, hole: Symbol, theorem: Theorem) -> Theorem:
    """a = b as x → 0  gives  T[a] = T[b] as x → 0, for T built by arithmetic (remainders of T itself stay the same)."""
    if not isinstance(theorem.statement, Asymptotic):
        _fails("remainder_congruence", f"{theorem.statement!r} is not an equality up to remainders")
    _term(template, "remainder_congruence")
    variable, left, right = theorem.statement.arguments
    captured: set[Symbol] = set()
    sides = [replace_capturing(template, hole, side, frozenset(), captured) for side in (left, right)]
    if captured:
        _fails("remainder_congruence", "the hole stands under a binder")
    return _make("remainder_congruence", _union(theorem), Asymptotic(variable, *sides), (theorem,), (template, hole))


def nonnegative_form(goal: Term, facts: Sequence[Theorem], summands: Sequence[_positivity.Summand],
                     multiplier: Sequence[Term] = ()) -> Theorem:
    """facts ⊢ goal, from (larger − smaller) · multiplier = Σ c · Π facts · Π factors.

    goal is ≤ or <, or ⊥ (read as 0 < 0). Each c ≥ 0; each named fact contributes its
    difference (≥ 0, > 0, or = 0); each factor and multiplier shows its sign by its form. A summand with an equation may
    have any factors and any c. For < some summand must be a product of strictly positive things.
    """
    _statement(goal, "nonnegative_form")
    facts = tuple(facts)
    summands, multiplier = _positivity.frozen(summands, multiplier, len(facts))
    if goal is FALSE:
        difference: Any = Number(0)
    elif isinstance(goal, (Le, Lt)):
        difference = goal.arguments[1] - goal.arguments[0]
    else:
        _fails("nonnegative_form", f"{goal!r} is not a ≤ or < relation")
    obligations = _positivity.check(difference, type(goal) is not Le, [f.statement for f in facts], summands, multiplier)
    hypotheses = [*_union(*facts), *(o for o in obligations if not evident(o))]
    return _make("nonnegative_form", hypotheses, goal, facts, (goal, summands, multiplier))


def sign_of_form(statement: Term) -> Theorem:
    """⊢ an order relation, ≠ 0 or integrality that the form of the terms alone shows (e^x > 0, x² ≥ 0, …)."""
    if not evident(_statement(statement, "sign_of_form")):
        _fails("sign_of_form", f"the form of the terms does not show {statement!r}")
    return _make("sign_of_form", [], statement, (), (statement,))


def enclosure(statement: Term) -> Theorem:
    """⊢ a strict relation between closed elementary numbers, by disjoint balls."""
    if not _enclosure.certainly(_statement(statement, "enclosure")):
        _fails("enclosure", f"balls do not separate the sides of {statement!r}")
    return _make("enclosure", [], statement, (), (statement,), [("ball arithmetic", "python-flint")])


def law(name: str) -> Theorem:
    """⊢ a law of the table `symproof.laws`: what the words of the language mean, or a classical theorem it cites."""
    entry = _laws.LAWS.get(name)
    if entry is None:
        _fails("law", f"there is no law {name!r}")
    return _make("law", [], _statement(entry.statement, "law"), (), (name,), [(entry.kind, f"{name} [{entry.source}]")])


def believe(statement: Term, kind: str, source: str) -> Theorem:
    """⊢ P, marked in the trust for good: "CAS" (a call), "cited" (a reference) or "gap" (admitted, not proved)."""
    if kind not in ("CAS", "cited", "gap"):
        _fails("believe", f"the kind of trust must be CAS, cited or gap, not {kind!r}")
    if not isinstance(source, str) or len(source.strip()) < 8:
        _fails("believe", "say what is believed, and where it stands, in a sentence")
    return _make("believe", [], _statement(statement, "believe"), (), (statement, kind, source), [(kind, source)])


