"""Quantifiers and searches over unknowns that occur linearly, by exact linear programmes.

May import `symproof.terms`, `models`, `decide.linear` and `numbers`. A statement is read with affine forms for its unknowns;
what is not linear in them is refused (None, or a skipped literal), never guessed.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING, Any

from symproof.decide.linear.forms import motzkin
from symproof.models import matrices
from symproof.models.exact import ONE, ZERO, subtract
from symproof.models.model import FunctionValue
from symproof.models.verdict import Undefined, Unsupported, Verdict
from symproof.terms import (And, ConicHull, Eq, Exists, ForAll, Function, Ge, Gt, Iff, Implies, Index, Le, Lt, Member, Ne, Not,
                            OpenHalfSpace, Operator, Or, Point, Scalar, SetBuilder, Sort, Symbol, Term, Vector, Zero,
                            domain_condition)

from .numbers import Affine

if TYPE_CHECKING:
    from .certain import Certain

MOST_BRANCHES = 64
Literal = tuple[str, Any]
Branches = list[list[Literal]]


class UnknownFunction(FunctionValue):
    """A function whose values are unknowns, made as they are asked for: any values at finitely many places belong to
    some function."""

    def __init__(self, unknowns: Unknowns, result: Sort) -> None:
        self.unknowns, self.result, self.values = unknowns, result, dict[Any, Any]()

    def __call__(self, *arguments: Any) -> Any:
        if not all(isinstance(c, (int, Fraction)) for a in arguments for c in matrices.components(a)):
            raise Unsupported("an unknown function at a place that is not rational")
        if arguments not in self.values:
            self.values[arguments] = self.unknowns.value(self.result)
        return self.values[arguments]


class Unknowns:
    """A supply of unknown numbers. Each has a number of its own, so that those of a nested question stay apart."""

    def __init__(self, certain: Certain) -> None:
        self.certain, self.numbers = certain, list[int]()

    def value(self, sort: Sort) -> Any:
        """A value of a sort with unknowns for all its numbers; Unsupported for other sorts."""
        if isinstance(sort, Scalar):
            self.numbers.append(next(self.certain.unknowns))
            return Affine(ZERO, {self.numbers[-1]: ONE})
        if isinstance(sort, Vector):
            return tuple(self.value(Scalar()) for _ in range(self.certain.size(sort.dimension)))
        if isinstance(sort, Operator):
            return tuple(self.value(Vector(sort.source)) for _ in range(self.certain.size(sort.target)))
        if isinstance(sort, Function):
            return UnknownFunction(self, sort.result)
        raise Unsupported("an unknown of a kind that is not made of numbers")

    def solve(self, literals: Sequence[Literal]) -> dict[int, Fraction] | None:
        """Values for the unknowns that make all literals true, or None when there are none; exact.

        Raises Unsupported for a literal with an unknown of another supply.
        """
        rows: dict[str, list[list[Fraction]]] = {">": [[*([ZERO] * len(self.numbers)), ONE]], ">=": [], "=": []}
        for relation, form in literals:
            if not form.coefficients.keys() <= set(self.numbers):
                raise Unsupported("an unknown of an outer question")
            rows[relation].append([*(form.coefficients.get(i, ZERO) for i in self.numbers), form.constant])
        found = motzkin(rows[">"], rows[">="], rows["="])
        if found.alternative != "direction":
            return None
        *values, scale = (Fraction(v) for v in found.vector)  # type: ignore[arg-type]
        return {number: value / scale for number, value in zip(self.numbers, values, strict=True)}


class Reader:
    """Statements as disjunctions of conjunctions of literals form > 0, form ≥ 0, form = 0 in the unknowns.

    `lenient` skips what is not linear, where a proposal and not a decision is wanted.
    """

    def __init__(self, certain: Certain, lenient: bool = False) -> None:
        self.certain, self.lenient = certain, lenient
        self.unknowns = Unknowns(certain)

    def branches(self, statement: Term, truth: bool = True) -> Branches:
        """The statement (or its negation) as a disjunction; raises Unsupported (an Undefined) when it is not linear."""
        try:
            return self._branches(statement, truth)
        except Undefined:
            if not self.lenient:
                raise
            return [[]]

    def _branches(self, term: Any, truth: bool) -> Branches:
        if isinstance(term, Not):
            return self.branches(term.arguments[0], not truth)
        if isinstance(term, Iff):
            left, right = term.arguments
            pairs = ((True, True), (False, False)) if truth else ((True, False), (False, True))
            return _any([_all([self.branches(left, a), self.branches(right, b)]) for a, b in pairs])
        if isinstance(term, Implies):
            premise, conclusion = term.arguments
            parts = [self.branches(premise, not truth), self.branches(conclusion, truth)]
            return _any(parts) if truth else _all(parts)
        if isinstance(term, (And, Or)):
            parts = [self.branches(part, truth) for part in term.arguments]
            return _all(parts) if isinstance(term, And) == truth else _any(parts)
        if isinstance(term, (ForAll, Exists)):
            return self._quantified(term, truth)
        if isinstance(term, Member):
            return self._member(term, truth)
        if isinstance(term, (Lt, Le, Gt, Ge, Eq, Ne)):
            return self._relation(term, truth)
        return self._decided(term, truth)

    def _quantified(self, term: Any, truth: bool) -> Branches:
        symbol, body = term.arguments
        certain = self.certain
        if isinstance(symbol.sort, (Index, Point)):
            size = certain.size(symbol.sort.size) if isinstance(symbol.sort, Index) else certain.model.spaces[symbol.sort[1]]
            first = 1 if isinstance(symbol.sort, Index) else 0
            parts = []
            for value in range(first, first + size):
                with certain.binding(symbol, value):
                    parts.append(self.branches(body, truth))
            return _all(parts) if isinstance(term, ForAll) == truth else _any(parts)
        if isinstance(term, Exists) != truth:
            return self._decided(term, truth)
        with certain.binding(symbol, self.unknowns.value(symbol.sort)):
            return _all([self.branches(domain, True) for domain in _domain(symbol)] + [self.branches(body, truth)])

    def _member(self, term: Any, truth: bool) -> Branches:
        element, container = term.arguments
        if isinstance(container, SetBuilder):
            symbol, condition = container.arguments
            with self.certain.binding(symbol, self.certain(element)):
                return self.branches(condition, truth)
        if isinstance(container, OpenHalfSpace):
            normal, offset = map(self.certain, container.arguments)
            form = subtract(matrices.dot(self.certain(element), normal), offset)
            return self._literal(">", form) if truth else self._literal(">=", -form)
        return self._decided(term, truth)

    def _relation(self, term: Any, truth: bool) -> Branches:
        left, right = term.arguments
        if not isinstance(left.sort, (Scalar, Vector, Operator)):
            return self._decided(term, truth)
        gaps = [subtract(a, b) for a, b in zip(*map(matrices.components, map(self.certain, (left, right))), strict=True)]
        if isinstance(term, (Eq, Ne)):
            if isinstance(term, Eq) == truth:
                return _all([self._literal("=", gap) for gap in gaps])
            return _any([self._literal(">", side) for gap in gaps for side in (gap, -gap)])
        form = gaps[0] if isinstance(term, (Gt, Ge)) else -gaps[0]
        strict = isinstance(term, (Lt, Gt))
        return self._literal(">" if strict else ">=", form) if truth else self._literal(">=" if strict else ">", -form)

    @staticmethod
    def _literal(relation: str, form: Any) -> Branches:
        if isinstance(form, Affine):
            return [[(relation, form)]]
        holds = form > 0 if relation == ">" else form >= 0 if relation == ">=" else form == 0
        return [[]] if holds else []

    def _decided(self, term: Term, truth: bool) -> Branches:
        verdict = self.certain(term)
        if verdict not in (Verdict.TRUE, Verdict.FALSE):
            raise Unsupported("a part that is not decided")
        return [[]] if (verdict is Verdict.TRUE) == truth else []


def _any(parts: Sequence[Branches]) -> Branches:
    return _bounded([branch for part in parts for branch in part])


def _all(parts: Sequence[Branches]) -> Branches:
    result: Branches = [[]]
    for part in parts:
        result = _bounded([[*a, *b] for a, b in product(result, part)])
    return result


def _bounded(branches: Branches) -> Branches:
    if len(branches) > MOST_BRANCHES:
        raise Unsupported("too many cases")
    return branches


def _domain(symbol: Symbol) -> tuple[Any, ...]:
    """The domain of an unknown as linear conditions; Unsupported for domains that are not."""
    if isinstance(symbol.sort, Scalar) and symbol.domain not in ("integer", "natural", "positive integer"):
        return domain_condition(symbol, symbol)
    if symbol.domain not in ("", "real"):
        raise Unsupported("an unknown in a domain that is not given by linear conditions")
    return ()


def decide_exists(certain: Certain, term: Any) -> bool | None:
    """Whether ∃x φ(x) holds, for φ linear in x (and in what φ says exists besides); None when it is not linear.

    φ is a disjunction of systems of linear conditions, and Motzkin's theorem decides each exactly.
    """
    reader = Reader(certain)
    try:
        return any(reader.unknowns.solve(branch) is not None for branch in reader.branches(term))
    except (Undefined, LookupError):
        return None


# -- half-spaces in cones ---------------------------------------------------------------------------------------------

def decide_half_spaces(certain: Certain, term: Any) -> bool | None:
    """Whether ∀n ≠ 0 ∃y (⟨y, n⟩ > 0 and y ∉ cone(v)), for rational v; None for statements of another form.

    Such an n with {y : ⟨y, n⟩ > 0} ⊆ K = cone(v) exists iff the dual cone K* lies in a ray: K is closed, so it contains the
    closed half-space as well, which is so iff K* ⊆ {t n : t ≥ 0} (Rockafellar, Convex Analysis, §14).
    """
    symbol, body = term.arguments
    if not (isinstance(symbol.sort, Vector) and isinstance(body, Implies)):
        return None
    premise, inner = body.arguments
    if premise not in (Ne(symbol, Zero(symbol.sort)), Ne(Zero(symbol.sort), symbol)) or not isinstance(inner, Exists):
        return None
    y, both = inner.arguments
    parts = list(both.arguments) if isinstance(both, And) else []
    outside = [p.arguments[0] for p in parts if isinstance(p, Not) and isinstance(p.arguments[0], Member)]
    if len(parts) != 2 or len(outside) != 1 or Member(y, OpenHalfSpace(symbol)) not in parts:
        return None
    element, cone = outside[0].arguments
    if element is not y or not isinstance(cone, ConicHull):
        return None
    try:
        generators = certain._family(cone)
    except Undefined:
        return None
    if not all(isinstance(c, Fraction) for v in generators for c in v):
        return None
    return not lies_in_a_ray(generators)


def lies_in_a_ray(generators: Sequence[tuple[Fraction, ...]]) -> bool:
    """Whether {z : ⟨z, v⟩ ≥ 0 for all generators v} is contained in {t n : t ≥ 0} for some n."""
    size = len(generators[0])

    def element(row: Sequence[Fraction]) -> list[Fraction] | None:
        found = motzkin([list(row)], [list(v) for v in generators])
        return [Fraction(v) for v in found.vector] if found.alternative == "direction" else None  # type: ignore[arg-type]

    units = [[Fraction(sign) if i == j else ZERO for i in range(size)] for j in range(size) for sign in (1, -1)]
    known = next((z for z in map(element, units) if z is not None), None)
    if known is None:
        return True
    if element([-entry for entry in known]) is not None:
        return False
    square = matrices.dot(tuple(known), tuple(known))
    across = [[u - matrices.dot(tuple(unit), tuple(known)) / square * k for u, k in zip(unit, known, strict=True)]
              for unit in units]
    return all(element(row) is None for row in across if any(row))


__all__ = ["Reader", "UnknownFunction", "Unknowns", "decide_exists", "decide_half_spaces", "lies_in_a_ray"]
