"""A counterexample in words that fit a rebuttal: the model, and the values that decide, as text, LaTeX or plain data.

May import `symproof.terms`, `models` and its neighbours. Values are computed anew by `certain`; nothing is judged here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from flint import arb, fmpq

from symproof.models.ball_arithmetic import precision
from symproof.models.model import (FiniteMeasure, GaussianMeasure, Model, NormalMeasure, Polynomial, PolynomialFunction, Table,
                                   show)
from symproof.models.verdict import OutOfTime, Undefined, Verdict
from symproof.terms import (And, Asymptotic, Eq, Exists, ForAll, Ge, Gt, Iff, Implies, Index, Le, Lt, Measure, Member, Ne, Not,
                            Number, Or, Point, SetBuilder, Symbol, Term, free_symbols)

from .certain import BITS, Certain, eventual
from .numbers import Series, as_series, exact
from .search import Problem, Witness

_RELATIONS = (Eq, Ne, Lt, Le, Gt, Ge, Asymptotic)
_DIGITS = 12
_WORDS = ("as ", "at ", "with ", "left ")
LONG = 110
"""Relations longer than this are written once, with their values as left and right."""
_RAISED = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


@dataclass(frozen=True)
class Style:
    """How names, terms and signs are written. `math` marks a formula."""

    term: Callable[[Term], str] = repr
    size: Callable[[str], str] = lambda name: name
    math: Callable[[str], str] = lambda formula: formula
    fraction: Callable[[Fraction], str] = lambda value: str(value).replace("-", "−")
    signs: dict[str, str] = field(default_factory=lambda: {"~": "≈", "->": "↦", ".": "·", "O": "O", "N": "N", "->0": "→ 0⁺"})
    power: Callable[[str, int], str] = lambda base, k: base if k == 1 else base + str(k).translate(_RAISED)


TEXT = Style()


def _latex_fraction(value: Fraction) -> str:
    if value.denominator == 1:
        return str(value)
    return rf"{'-' if value < 0 else ''}\tfrac{{{abs(value.numerator)}}}{{{value.denominator}}}"


def latex_style(latex: Callable[[Term], str]) -> Style:
    """The style of a LaTeX paragraph; `latex` prints terms."""
    return Style(latex, lambda name: latex(Symbol(name)), lambda formula: f"${formula}$", _latex_fraction,
                 {"~": r"\approx", "->": r"\mapsto", ".": r"\,", "O": "O", "N": r"\mathcal{N}", "->0": r"\to 0^{+}"},
                 lambda base, k: base if k == 1 else f"{base}^{{{k}}}")


# -- values -----------------------------------------------------------------------------------------------------------

def number(value: Any, style: Style = TEXT, variable: str = "ε", most: int | None = None) -> str:
    """A number of a model or of an evaluation: exact, in digits that are certain, or the start of an expansion."""
    if isinstance(value, (Fraction, int)):
        return style.fraction(Fraction(value))
    if isinstance(value, tuple) and len(value) == 1:
        return number(value[0], style, variable, most)
    if isinstance(value, tuple):
        return "(" + ", ".join(number(part, style, variable, most) for part in value) + ")"
    if not isinstance(value, Series):
        return show(value)
    if value.order is None and set(value.terms) <= {0}:
        return digits(value.terms[0]) if value.terms else style.fraction(Fraction(0))
    parts: list[str] = []
    shown = [(k, exact(c)) for k, c in value.terms.items() if most is None or k <= most]
    for k, coefficient in shown:
        sign = "−" if style is TEXT else "-"
        size = style.fraction(abs(coefficient)) if isinstance(coefficient, Fraction) else digits(abs(coefficient))
        power = style.power(variable, k)
        body = size if k == 0 else power if size == "1" else f"{size}{style.signs['.']}{power}"
        parts.append((f" {sign} " if parts else sign) + body if coefficient < 0 else (" + " if parts else "") + body)
    end = value.order if most is None or len(shown) == len(value.terms) else most + 1
    if end is not None:
        parts.append((" + " if parts else "") + f"{style.signs['O']}({style.power(variable, end)})")
    return "".join(parts) or "0"


def digits(value: Any) -> str:
    """Decimal digits of an enclosure, all of them certain up to the last place."""
    return value.str(_DIGITS, radius=False) if isinstance(value, arb) else str(value)


def inexact(value: Any) -> bool:
    """Whether a value is shown by digits only."""
    return isinstance(value, Series) and any(isinstance(c, arb) for c in value.terms.values())


# -- the model --------------------------------------------------------------------------------------------------------

def take(model: Model, style: Style = TEXT) -> list[str]:
    """What to take, part by part: dimensions, the outcomes and their probabilities, and every symbol."""
    parts = [style.math(f"{style.size(name)} = {size}") for name, size in sorted(model.sizes.items())]
    laws = {s: v for s, v in model.values.items() if isinstance(v, FiniteMeasure) and isinstance(s.sort.parts[0], Point)}
    for name, size in sorted(model.spaces.items()):
        law = next((v for s, v in laws.items() if s.sort == Measure(Point(name))), None)
        if not name.startswith("support"):
            parts.append(_outcomes(name, size, law, style))
    for symbol in sorted(model.values, key=lambda s: s.name):
        if symbol not in laws and symbol not in model.definitions:
            parts.append(_assigned(symbol, model.values[symbol], style))
    for symbol, value in sorted(model.definitions.items(), key=lambda item: item[0].name):
        parts.append(style.math(f"{style.term(symbol)} = {style.term(value)}"))
    return [part for part in parts if part] or ["the statement as it stands; nothing in it is free"]


def _weights(law: FiniteMeasure, style: Style) -> str:
    if len(law.weights) == 1:
        return ""
    if len(set(law.weights)) == 1:
        return f" with probability {style.math(style.fraction(law.weights[0]))} each" if sum(law.weights) == 1 else (
            f" with mass {style.math(style.fraction(law.weights[0]))} each")
    word = "probabilities" if sum(law.weights) == 1 else "masses"
    return f" with {word} {style.math(', '.join(style.fraction(w) for w in law.weights))}"


def _outcomes(name: str, size: int, law: FiniteMeasure | None, style: Style) -> str:
    count = "one outcome" if size == 1 else f"{size} outcomes"
    where = "" if name == "Omega" else f" in {style.math(style.size(name))}"
    return f"{count}{where}{_weights(law, style) if law is not None else ''}"


def _assigned(symbol: Any, value: Any, style: Style) -> str:
    name = style.term(symbol)
    if isinstance(value, Table):
        return _table(symbol, dict(sorted(value.values.items())), style)
    if isinstance(value, (FiniteMeasure, NormalMeasure, GaussianMeasure)):
        return f"{style.math(name)}: {_law(value, style)}"
    if isinstance(value, PolynomialFunction) and not value.finite:
        rows = [_polynomial(p, style) for p in value.rows[()]]
        body = rows[0] if len(rows) == 1 else "(" + ", ".join(rows) + ")"
        return style.math(f"{name}: x {style.signs['->']} {body}")
    return style.math(f"{name} = {number(value + isinstance(symbol.sort, Point), style)}" if isinstance(value, int) else
                      f"{name} = {number(value, style)}")


def _table(symbol: Any, values: dict[Any, Any], style: Style) -> str:
    """A function of finitely many places; outcomes are counted from 1."""
    name, sorts, entries = style.term(symbol), symbol.sort.arguments, list(values.values())
    places = [", ".join(str(part + isinstance(sort, Point)) for part, sort in zip(key, sorts, strict=True))
              for key in values]
    listed = zip(places, entries, strict=True)
    if all(isinstance(entry, FiniteMeasure) for entry in entries):
        if all(len(entry.points) == 1 and isinstance(entry.points[0], int) for entry in entries):
            return ""
        return f"{style.math(name)}: " + "; ".join(f"{_law(entry, style)} at {place}" for place, entry in listed)
    if len(entries) == 1:
        return style.math(f"{name} = {number(entries[0], style)}")
    if len(sorts) > 1:
        return f"{style.math(name)}: " + "; ".join(
            f"{style.math(number(entry, style))} at ({place})" for place, entry in listed)
    shown, where = ", ".join(number(entry, style) for entry in entries), "in turn" if sorts[0][0] == "Index" else "on them"
    return f"{name} = {shown} {where}" if style is TEXT else f"${name}$ equal to ${shown}$ {where}"


def _law(law: Any, style: Style) -> str:
    if isinstance(law, FiniteMeasure):
        if all(isinstance(p, int) for p in law.points):
            return "probabilities " + style.math(", ".join(style.fraction(w) for w in law.weights))
        points = style.math(", ".join(number(p, style) for p in law.points))
        return f"the {'point' if len(law.points) == 1 else 'points'} {points}{_weights(law, style)}"
    first, second = (law.mean, law.variance) if isinstance(law, NormalMeasure) else (law.mean, law.covariance)
    return "the law " + style.math(f"{style.signs['N']}({number(first, style)}, {number(second, style)})")


def _polynomial(polynomial: Polynomial, style: Style) -> str:
    names = ["x"] if polynomial.arity == 1 else [f"x_{i + 1}" for i in range(polynomial.arity)]
    parts = []
    for exponents, c in sorted(polynomial.coefficients.items()):
        if c:
            powers = style.signs["."].join(style.power(n, e) for n, e in zip(names, exponents, strict=True) if e)
            size = style.fraction(c)
            parts.append(size if not powers else powers if c == 1 else f"{size}{style.signs['.']}{powers}")
    return " + ".join(parts) or "0"


# -- the values that decide -------------------------------------------------------------------------------------------

@dataclass(frozen=True)
class Fact:
    """One relation (or other statement) of the claim in the model: its two values, whether it holds, and where."""

    statement: Term
    holds: bool
    left: Any = None
    right: Any = None
    where: tuple[tuple[Symbol, Any], ...] = ()
    small: Symbol | None = None
    side: int = 1


class Explain:
    """The facts that make a statement true or false in a model."""

    def __init__(self, model: Model, deadline: float | None = None) -> None:
        self.certain = Certain(model, deadline)

    def __call__(self, statement: Term) -> list[Fact]:
        with precision(BITS):
            return list(self.facts(statement, (), None))

    def verdict(self, statement: Term) -> bool | None:
        try:
            found = self.certain(statement)
        except Undefined:
            return None
        return {Verdict.TRUE: True, Verdict.FALSE: False}.get(found)

    def facts(self, term: Any, where: tuple[tuple[Symbol, Any], ...], small: Symbol | None) -> Iterator[Fact]:
        holds = self.verdict(term)
        if holds is None:
            return
        if isinstance(term, (Iff, Implies)):
            for part in term.arguments:
                yield from self.facts(part, where, small)
        elif isinstance(term, (And, Or)):
            decisive = isinstance(term, Or)
            shown = [p for p in term.arguments if holds is not decisive or self.verdict(p) is decisive]
            shown = [p for p in shown if self.verdict(p) is holds][: 1 if holds is decisive else None]
            for part in shown:
                yield from self.facts(part, where, small)
        elif isinstance(term, Not):
            yield from self.facts(term.arguments[0], where, small)
        elif isinstance(term, (ForAll, Exists)):
            yield from self._quantified(term, holds, where, small)
        elif isinstance(term, Member) and isinstance(term.arguments[1], SetBuilder):
            symbol, condition = term.arguments[1].arguments
            value = self.certain(term.arguments[0])
            yield Fact(term, holds, value, None, where, small)
            with self.certain.binding(symbol, value):
                yield from self.facts(condition, where, small)
        elif isinstance(term, Asymptotic):
            yield self._asymptotic(term, holds, where)
        elif isinstance(term, _RELATIONS):
            left, right = map(self.certain, term.arguments)
            yield Fact(term, holds, left, right, where, small)
        else:
            yield Fact(term, holds, None, None, where, small)

    def _asymptotic(self, term: Any, holds: bool, where: Any) -> Fact:
        fresh = Certain(self.certain.model)
        fresh.bound = dict(self.certain.bound)
        fresh(term)
        left, right = fresh.failure[1:3] if fresh.failure is not None else (None, None)
        return Fact(term, holds, left, right, where, term.arguments[0], fresh.side)

    def _quantified(self, term: Any, holds: bool, where: Any, small: Symbol | None) -> Iterator[Fact]:
        near = eventual(term) if isinstance(term, Exists) else None
        certain = self.certain
        if near is not None:
            symbol, body, signs = near
            if isinstance(body, Implies) or len(signs) > 1:
                yield Fact(term, holds, None, None, where, small)
                return
            with certain._beside(), certain.binding(symbol, Series({1: fmpq(1)})):
                yield from self.facts(body, where, symbol)
            return
        symbol, body = term.arguments
        if isinstance(symbol.sort, (Index, Point)) and holds is isinstance(term, Exists):
            for value in _finite(certain, symbol):
                with certain.binding(symbol, value):
                    if self.verdict(body) is holds:
                        yield from self.facts(body, (*where, (symbol, value)), small)
                        return
        if isinstance(symbol.sort, Index) and certain.size(symbol.sort.size) <= 3:
            for value in _finite(certain, symbol):
                with certain.binding(symbol, value):
                    yield from self.facts(body, (*where, (symbol, value)), small)
            return
        if isinstance(term, ForAll) and not holds:
            for value, found in certain._instances(symbol, body):
                if found is Verdict.FALSE:
                    with certain.binding(symbol, value):
                        yield from self.facts(body, (*where, (symbol, value)), small)
                    return
        yield Fact(term, holds, None, None, where, small)


def _finite(certain: Certain, symbol: Symbol) -> range:
    if isinstance(symbol.sort, Index):
        return range(1, certain.size(symbol.sort.size) + 1)
    return range(certain.model.spaces[symbol.sort[1]])


def sentence(fact: Fact, style: Style = TEXT) -> str:
    """A fact as a sentence without its full stop."""
    math, term = style.math, style.term
    at = ", ".join(math(f"{term(s)} = {number(v, style)}") for s, v in fact.where if s in free_symbols(fact.statement))
    at = f"at {at}, " if at else ""
    verdict = "holds" if fact.holds else "fails"
    if fact.left is None:
        return f"{at}{math(term(fact.statement))} {verdict}"
    variable = term(fact.small) if fact.small is not None and fact.side > 0 else style.term(Symbol("ε"))
    if fact.right is None:
        return f"{at}{math(f'{term(fact.statement.arguments[0])} = {number(fact.left, style, variable)}')}"
    left, right = fact.statement.arguments[-2:]
    most = _first_difference(fact.left, fact.right)
    if fact.small is not None and any(isinstance(v, Series) for v in (fact.left, fact.right)):
        place = "" if fact.side > 0 else f"with {math(term(fact.small) + ' = -' + variable)}, "
        at = f"as {math(variable + ' ' + style.signs['->0'])}, {place}{at}"
    if len(repr(fact.statement)) > LONG:
        shown = [math(f"{style.signs['~'] if inexact(v) else '='} {number(v, style, variable, most)}")
                 for v in (fact.left, fact.right)]
        sides = f"left {shown[0]}, right {shown[1]}"
        return f"{at}{sides} in {math(term(fact.statement))}, which {verdict}"
    values = [_equation(side, value, style, variable, most) for side, value in ((left, fact.left), (right, fact.right))]
    values = [v for v in values if v]
    return f"{at}{' and '.join(values)}{', so ' if values else ''}{math(term(fact.statement))} {verdict}"


def _equation(side: Term, value: Any, style: Style, variable: str, most: int | None) -> str:
    written, shown = style.term(side), number(value, style, variable, most)
    sign = style.signs["~"] if inexact(value) else "="
    return "" if isinstance(side, (Number, Symbol)) or written == shown else style.math(f"{written} {sign} {shown}")


def _first_difference(left: Any, right: Any) -> int | None:
    """The exponent up to which two expansions are shown: where they first differ."""
    if not isinstance(left, (Series, Fraction)) or not isinstance(right, (Series, Fraction)):
        return None
    terms = [as_series(v).terms for v in (left, right)]
    for k in sorted({*terms[0], *terms[1]}):
        a, b = (exact(t.get(k, fmpq(0))) for t in terms)
        if not (isinstance(a, Fraction) and isinstance(b, Fraction) and a == b):
            return int(k)
    return None


def describe(witness: Witness, problem: Problem, style: Style = TEXT) -> str:
    """The counterexample as a paragraph."""
    hypotheses, statement = problem.hypotheses, problem.statement
    taken = f"Take {'; '.join(take(witness.model, style))}."
    try:
        found = [sentence(fact, style) for fact in Explain(witness.model)(statement)] if witness.certified else []
    except (OutOfTime, ArithmeticError, ValueError, TypeError, LookupError, AttributeError):
        found = []  # what decides cannot be shown; the model alone can be checked by hand
    if not witness.certified:
        return f"{taken} Found numerically, not certified."
    facts = [f"{f[0].upper() + f[1:] if f.startswith(_WORDS) else f}." for f in dict.fromkeys(found)]
    lead = "Then the hypotheses hold, and the statement fails." if not facts else "Then the hypotheses hold."
    return " ".join([taken, *([lead] if hypotheses or not facts else []), *facts])


def plain(value: Any) -> Any:
    """A value of a model as data for JSON; numbers are texts."""
    if isinstance(value, Fraction):
        return str(value)
    if isinstance(value, tuple):
        return [plain(part) for part in value]
    if isinstance(value, Table):
        return [{"at": list(key), "value": plain(entry)} for key, entry in sorted(value.values.items())]
    if isinstance(value, FiniteMeasure):
        return {"points": [plain(p) for p in value.points], "masses": [plain(w) for w in value.weights]}
    if isinstance(value, NormalMeasure):
        return {"mean": plain(value.mean), "variance": plain(value.variance)}
    if isinstance(value, GaussianMeasure):
        return {"mean": plain(value.mean), "covariance": plain(value.covariance)}
    return value if isinstance(value, int) else number(value) if isinstance(value, Series) else show(value)


def as_data(witness: Witness, problem: Problem) -> dict[str, Any]:
    """The counterexample as plain data."""
    statement, model = problem.statement, witness.model
    facts: Sequence[Fact] = Explain(model)(statement) if witness.certified else []
    return {
        "certified": witness.certified, "sizes": dict(sorted(model.sizes.items())),
        "spaces": dict(sorted(model.spaces.items())),
        "values": {s.name: plain(v) for s, v in sorted(model.values.items(), key=lambda item: item[0].name)},
        "definitions": {s.name: repr(t) for s, t in sorted(model.definitions.items(), key=lambda item: item[0].name)},
        "facts": [{"statement": repr(f.statement), "holds": f.holds, "left": None if f.left is None else number(f.left),
                   "right": None if f.right is None else number(f.right), "sentence": sentence(f)} for f in facts],
        "text": describe(witness, problem)}
