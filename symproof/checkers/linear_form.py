"""Equality of vectors and operators over R^d, for symbolic d, and the bilinear form ⟨·,·⟩. Trusted.

A vector is a linear combination of words: operators applied to a base vector. An operator is a combination of words of
operators, or of dyads u vᵀ. Symmetric operators are their own transposes; A A⁻¹ cancels for A declared positive
definite. Finite sums and expectations of vectors pass through ⟨·, u⟩; for expectations that raises integrability.
"""

from __future__ import annotations

from typing import Any

from symproof.terms import (Add, Apply, Compose, Coordinates, Expectation, FamilySum, Identity, Inner, Integrable,
                            Inverse, MeasureIntegral, Neg, Number, Outer, Scale, Size, Symbol, Term, TermError,
                            Transpose, Zero, canonical, free_symbols, fresh, substitute)
from symproof.terms.sorts import Operator, Vector

from . import polynomial as P
from .binders import proper, raise_under, split, standard_names
from .normal_form import Obligations, normal_into, standard
from .quotients import ONE, Quotient, number, plus, quotient_term, same, structure, times
from .signs import symmetric

Letter = tuple[Any, ...]
Word = tuple[Letter, ...]
Combination = dict[Any, Quotient]
_BINDERS = (Expectation, MeasureIntegral, FamilySum)


def _accumulate(target: Combination, key: Any, value: Quotient) -> None:
    total = plus(target[key], value) if key in target else value
    if total.top:
        target[key] = total
    else:
        target.pop(key, None)


def _combine(parts: list[tuple[Combination, Quotient]]) -> Combination:
    result: Combination = {}
    for combination, factor in parts:
        for key, value in combination.items():
            _accumulate(result, key, times(value, factor))
    return result


# -- operators ----------------------------------------------------------------------------------------------------

def operator_form(term: Term, obligations: Obligations) -> Combination:
    """An operator as {word: coefficient}; a word is a tuple of letters, or a single dyad."""
    if isinstance(term, Identity):
        return {(): number(1)}
    if isinstance(term, Zero):
        return {}
    if isinstance(term, Add):
        return _combine([(operator_form(p, obligations), number(1)) for p in term.arguments])
    if isinstance(term, Neg):
        return _combine([(operator_form(term.arguments[0], obligations), number(-1))])
    if isinstance(term, Scale):
        return _combine([(operator_form(term.arguments[1], obligations), normal_into(term.arguments[0], obligations))])
    if isinstance(term, Transpose):
        inner = operator_form(term.arguments[0], obligations)
        result: Combination = {}
        for word, value in inner.items():
            _accumulate(result, _transpose(word), value)
        return result
    if isinstance(term, Compose):
        left, right = (operator_form(p, obligations) for p in term.arguments)
        result = {}
        for a, x in left.items():
            for b, y in right.items():
                word, factor = _join(a, b, obligations)
                _accumulate(result, word, times(times(x, y), factor))
        return result
    if isinstance(term, Outer):
        u, v = (vector_form(p, obligations) for p in term.arguments)
        result = {}
        for a, x in u.items():
            for b, y in v.items():
                _accumulate(result, (("dyad", a, b),), times(x, y))
        return result
    if isinstance(term, Inverse):
        inner_term = operator_standard(term.arguments[0], obligations)
        return {(("op", canonical(Inverse(inner_term)), False),): number(1)}
    return {(("op", canonical(term), False),): number(1)}


def _transpose(word: Word) -> Word:
    flipped: list[Letter] = []
    for letter in reversed(word):
        if letter[0] == "dyad":
            flipped.append(("dyad", letter[2], letter[1]))
        else:
            flipped.append(letter if symmetric(letter[1]) else ("op", letter[1], not letter[2]))
    return tuple(flipped)


def _join(left: Word, right: Word, obligations: Obligations) -> tuple[Word, Quotient]:
    """The product of two words, with A A⁻¹ cancelled and dyads absorbing their neighbours."""
    if left and left[-1][0] == "dyad":
        _, u, v = left[-1]
        if right and right[0][0] == "dyad":
            return (("dyad", u, right[0][2]),), _pair(v, right[0][1], obligations)
        return (("dyad", u, _act(_transpose(right), v)),), number(1)
    if right and right[0][0] == "dyad":
        return (("dyad", _act(left, right[0][1]), right[0][2]),), number(1)
    word = left
    for letter in right:
        word = word[:-1] if word and _cancels(word[-1], letter) else (*word, letter)
    return word, number(1)


def _cancels(a: Letter, b: Letter) -> bool:
    for one, other in ((a[1], b[1]), (b[1], a[1])):
        if isinstance(one, Inverse) and one.arguments[0] is other:
            return isinstance(other, Symbol) and other.domain == "positive definite"
    return False


# -- vectors ------------------------------------------------------------------------------------------------------

def _act(word: Word, key: tuple[Word, int]) -> tuple[Word, int]:
    """A word of operators applied to a vector key (word, base)."""
    joined, _ = _join(word, key[0], {})
    return joined, key[1]


def vector_form(term: Term, obligations: Obligations) -> Combination:
    """A vector as {(word, base): coefficient}; the base is the number of an atom."""
    if isinstance(term, Zero):
        return {}
    if isinstance(term, Add):
        return _combine([(vector_form(p, obligations), number(1)) for p in term.arguments])
    if isinstance(term, Neg):
        return _combine([(vector_form(term.arguments[0], obligations), number(-1))])
    if isinstance(term, Scale):
        return _combine([(vector_form(term.arguments[1], obligations), normal_into(term.arguments[0], obligations))])
    if isinstance(term, Apply):
        operator = operator_form(term.arguments[0], obligations)
        vector = vector_form(term.arguments[1], obligations)
        result: Combination = {}
        for word, x in operator.items():
            for key, y in vector.items():
                if word and word[0][0] == "dyad":
                    factor = times(times(x, y), _pair(word[0][2], key, obligations))
                    _accumulate(result, word[0][1], factor)
                else:
                    _accumulate(result, _act(word, key), times(x, y))
        return result
    if isinstance(term, _BINDERS):
        return _binder_form(term, obligations)
    if isinstance(term, Coordinates):
        size = len(term.arguments)
        result = {}
        for place, entry in enumerate(term.arguments):
            unit = Coordinates(*(1 if j == place else 0 for j in range(size)))
            _accumulate(result, ((), P.atom(unit)), normal_into(entry, obligations))
        return result
    if not term.binding()[0] and not isinstance(term, Symbol):
        parts = [standard(p, obligations) if isinstance(p, Term) else p for p in term.arguments]
        term = type(term)(*parts)
    return {((), P.atom(canonical(term))): number(1)}


def _binder_form(term: Term, obligations: Obligations) -> Combination:
    """Σ_i and E of a vector: constants, fixed operators and fixed vectors are taken out."""
    var, *middle, body = standard_names(term)
    inner: Obligations = {}
    form = vector_form(body, inner)
    raise_under(var, inner, obligations)
    result: Combination = {}
    pieces = [(coefficient, part, key) for key, value in form.items() for coefficient, part in split(var, value)]
    for coefficient, part, (word, base) in pieces:
        if any(var in _letter_symbols(letter) for letter in word):
            part_vector = key_term((word, base))
            word, vector = (), part_vector
        else:
            vector = P.atom_term(base)
        rebuilt = vector if part is Number(1) else Scale(part, vector)
        if middle and (len(pieces) > 1 or word):
            obligations[canonical(Integrable(var, *middle, rebuilt))] = None
        if var not in free_symbols(vector):
            weight = normal_into(type(term)(var, *middle, part), obligations)
            for key, value in vector_form(vector, obligations).items():
                _accumulate(result, _act(word, key), times(times(weight, coefficient), value))
            if middle and part is Number(1):
                proper(middle[0], obligations)
            continue
        if isinstance(term, FamilySum):
            atom_value = _collapse_vector(var, part, vector, obligations)
            if atom_value is not None:
                for key, value in atom_value.items():
                    _accumulate(result, _act(word, key), times(coefficient, value))
                continue
        atom = P.atom(canonical(type(term)(var, *middle, rebuilt)))
        _accumulate(result, (word, atom), coefficient)
    return result


def _collapse_vector(var: Symbol, part: Term, vector: Term, obligations: Obligations) -> Combination | None:
    """Σ_i δ_ij c_i v_i = c_j v_j."""
    from symproof.terms import Kronecker, Mul

    for delta in part.arguments if isinstance(part, Mul) else (part,):
        if isinstance(delta, Kronecker):
            a, b = delta.arguments
            other = b if a is var else a if b is var else None
            if other is not None and other is not var:
                return vector_form(substitute(Scale(part, vector), {var: other}), obligations)
    return None


def _letter_symbols(letter: Letter) -> set[Symbol]:
    if letter[0] == "op":
        return set(free_symbols(letter[1]))
    found: set[Symbol] = set()
    for word, base in letter[1:]:
        found |= free_symbols(P.atom_term(base))
        for inner in word:
            found |= _letter_symbols(inner)
    return found


# -- the bilinear form --------------------------------------------------------------------------------------------

def inner_normal(left: Term, right: Term, obligations: Obligations) -> Quotient:
    """⟨left, right⟩ expanded bilinearly."""
    total = number(0)
    a, b = vector_form(left, obligations), vector_form(right, obligations)
    for key, x in a.items():
        for other, y in b.items():
            total = plus(total, times(times(x, y), _pair(key, other, obligations)))
    return total


def _pair(a: tuple[Word, int], b: tuple[Word, int], obligations: Obligations) -> Quotient:
    """⟨W x, W' y⟩ = ⟨x, Wᵀ W' y⟩, in one of its two readings, sums and expectations taken outside."""
    middle, factor = _join(_transpose(a[0]), b[0], obligations)
    x, y = a[1], b[1]
    if middle and middle[0][0] == "dyad":
        _, u, v = middle[0]
        return times(factor, times(_pair(((), x), u, obligations), _pair(v, ((), y), obligations)))
    ends = P.atom_term(x), P.atom_term(y)
    if not middle and isinstance(ends[0], Coordinates) and isinstance(ends[1], Coordinates):
        return factor if x == y else number(0)
    readings = sorted([(x, y, middle), (y, x, _transpose(middle))], key=_order)
    for first, second, word in readings:
        base = P.atom_term(first)
        if isinstance(base, _BINDERS):
            var, *measure, body = base.arguments
            other = key_term((word, second))
            renamed = fresh(var, free_symbols(other) | free_symbols(base))
            body = substitute(body, {var: renamed})
            if measure:
                obligations[canonical(Integrable(renamed, *measure, body))] = None
            return times(factor, normal_into(type(base)(renamed, *measure, Inner(body, other)), obligations))
    first, second, word = readings[0]
    atom = P.atom(canonical(Inner(P.atom_term(first), key_term((word, second)))))
    return times(factor, Quotient(P.monomial(atom), ONE))


def _order(reading: tuple[int, int, Word]) -> tuple[str, str, str, str]:
    """Which of the two readings ⟨x, W y⟩ = ⟨y, Wᵀ x⟩ stands for both; %b-names decide only between equals."""
    x, y, word = reading
    first, second = P.atom_term(x), P.atom_term(y)
    letters = ".".join(f"{structure(letter[1])}{letter[2]}" for letter in word)
    return structure(first), structure(second), letters, repr(sorted(s.name for s in free_symbols(first)))


# -- back to terms, and equality ----------------------------------------------------------------------------------

def letter_term(letter: Letter) -> Term:
    if letter[0] == "dyad":
        return Outer(key_term(letter[1]), key_term(letter[2]))
    return Transpose(letter[1]) if letter[2] else letter[1]


def key_term(key: tuple[Word, int]) -> Term:
    vector = P.atom_term(key[1])
    for letter in reversed(key[0]):
        vector = Apply(letter_term(letter), vector)
    return vector


def _sum_term(parts: list[tuple[Term, Quotient]], sort: Any) -> Term:
    terms = [part if value == number(1) else Scale(quotient_term(value), part) for part, value in parts]
    return Zero(sort) if not terms else terms[0] if len(terms) == 1 else Add(*terms)


def operator_standard(term: Term, obligations: Obligations) -> Term:
    sort = term.sort
    if not isinstance(sort, Operator):
        raise TermError(f"{term!r} is not an operator")
    parts = []
    for word, value in sorted(operator_form(term, obligations).items(), key=repr):
        product: Term | None = None
        for letter in word:
            product = letter_term(letter) if product is None else Compose(product, letter_term(letter))
        parts.append((Identity(sort.target) if product is None else product, value))
    return _sum_term(parts, sort)


def linear_standard(term: Term, obligations: Obligations) -> Term:
    """The vector or operator rewritten in its normal form."""
    if isinstance(term.sort, Operator):
        return operator_standard(term, obligations)
    form = vector_form(term, obligations)
    ordered = sorted(form.items(), key=lambda item: (item[0][1], repr(item[0][0])))
    return _sum_term([(key_term(key), value) for key, value in ordered], term.sort)


def equal_linear(left: Term, right: Term) -> Obligations | None:
    """The obligations under which two vectors or operators are equal, or None when their forms differ."""
    obligations: Obligations = {}
    read = operator_form if isinstance(left.sort, Operator) else vector_form
    if not isinstance(left.sort, (Operator, Vector)) or left.sort != right.sort:
        return None
    a, b = read(left, obligations), read(right, obligations)
    if a.keys() != b.keys() or any(not same(a[k], b[k]) for k in a):
        return None
    return obligations


__all__ = ["Size", "equal_linear", "inner_normal", "linear_standard", "vector_form"]
