"""Vectors and operators over R^d, for symbolic d: combinations of words, and the bilinear form.

A letter is (operator, transposed?). A word is a tuple of letters, to be applied from the right. A vector is a dict from
(word, base) to coefficients, an operator is a dict from ("word", word) or ("dyad", vector key, vector key). Bases are
vector terms that are not taken apart; they are compared by alpha key.
"""

from __future__ import annotations

from typing import Any

from . import polynomials as P
from .algebra import Algebra, Needs, Quotient
from .binders import collapsing, multiple, opened, split, under
from .language import ONE, ZERO, Node, Refused, binds, make
from .signs import symmetric
from .syntax import loose, substitute

Letter = tuple[int, bool]
Word = tuple[Letter, ...]
VectorKey = tuple[Word, int]
Form = dict[Any, Quotient]
BINDERS = ("Expectation", "MeasureIntegral", "FamilySum")

_TERMS: dict[int, Node] = {}


def _known(term: Node) -> int:
    """The alpha key of a term, by which the term can be found again."""
    key = loose(term)
    _TERMS.setdefault(key, term)
    return key


def _put(a: Algebra, form: Form, key: Any, value: Quotient) -> None:
    new = a.plus(form[key], value) if key in form else value
    if new.top:
        form[key] = new
    else:
        form.pop(key, None)


def _sum(a: Algebra, parts: list[tuple[Form, Quotient]]) -> Form:
    result: Form = {}
    for form, factor in parts:
        for key, value in form.items():
            _put(a, result, key, a.times(value, factor))
    return result


def _linear(a: Algebra, term: Node, needs: Needs, read: Any) -> Form | None:
    """What vectors and operators share: zero, sums, negatives and multiples."""
    if term.kind == "Zero":
        return {}
    if term.kind == "Add":
        return _sum(a, [(read(a, p, needs), a.constant(1)) for p in term.args])
    if term.kind == "Neg":
        return _sum(a, [(read(a, term.args[0], needs), a.constant(-1))])
    if term.kind == "Scale":
        return _sum(a, [(read(a, term.args[1], needs), a.of(term.args[0], needs))])
    return None


# -- words --------------------------------------------------------------------------------------------------------

def _turned(word: Word) -> Word:
    """The transpose of a word."""
    return tuple((key, False) if symmetric(_TERMS[key]) else (key, not other) for key, other in reversed(word))


def _glued(left: Word, right: Word) -> Word:
    """The product of two words; A A⁻¹ cancels for A declared positive definite."""
    word = list(left)
    for letter in right:
        if word and _cancel(_TERMS[word[-1][0]], _TERMS[letter[0]]):
            word.pop()
        else:
            word.append(letter)
    return tuple(word)


def _cancel(one: Node, other: Node) -> bool:
    if other.kind == "Inverse":
        one, other = other, one
    return one.kind == "Inverse" and one.args[0] is other and other.kind == "Symbol" and (
        other.domain == "positive definite")


def vector_term(key: VectorKey) -> Node:
    result = _TERMS[key[1]]
    for letter, other in reversed(key[0]):
        operator = _TERMS[letter]
        result = make("Apply", make("Transpose", operator) if other else operator, result)
    return result


# -- operators ----------------------------------------------------------------------------------------------------

def operator(a: Algebra, term: Node, needs: Needs) -> Form:
    shared = _linear(a, term, needs, operator)
    if shared is not None:
        return shared
    result: Form = {}
    if term.kind == "Identity":
        return {("word", ()): a.constant(1)}
    if term.kind == "Transpose":
        for key, value in operator(a, term.args[0], needs).items():
            turned = ("word", _turned(key[1])) if key[0] == "word" else ("dyad", key[2], key[1])
            _put(a, result, turned, value)
        return result
    if term.kind == "Compose":
        left, right = (operator(a, p, needs) for p in term.args)
        for one, x in left.items():
            for other, y in right.items():
                key, factor = _composed(a, one, other, needs)
                _put(a, result, key, a.times(a.times(x, y), factor))
        return result
    if term.kind == "Outer":
        u, v = (vector(a, p, needs) for p in term.args)
        for first, x in u.items():
            for second, y in v.items():
                _put(a, result, ("dyad", first, second), a.times(x, y))
        return result
    if term.kind == "Inverse":
        term = make("Inverse", standard(a, term.args[0], needs))
    return {("word", ((_known(term), False),)): a.constant(1)}


def _composed(a: Algebra, one: Any, other: Any, needs: Needs) -> tuple[Any, Quotient]:
    unit = a.constant(1)
    if one[0] == "word" and other[0] == "word":
        return ("word", _glued(one[1], other[1])), unit
    if one[0] == "word":
        word, base = other[1]
        return ("dyad", (_glued(one[1], word), base), other[2]), unit
    if other[0] == "word":
        word, base = one[2]
        return ("dyad", one[1], (_glued(_turned(other[1]), word), base)), unit
    return ("dyad", one[1], other[2]), paired(a, one[2], other[1], needs)


# -- vectors ------------------------------------------------------------------------------------------------------

def vector(a: Algebra, term: Node, needs: Needs) -> Form:
    shared = _linear(a, term, needs, vector)
    if shared is not None:
        return shared
    result: Form = {}
    if term.kind == "Apply":
        action, body = operator(a, term.args[0], needs), vector(a, term.args[1], needs)
        for one, x in action.items():
            for (word, base), y in body.items():
                if one[0] == "word":
                    _put(a, result, (_glued(one[1], word), base), a.times(x, y))
                else:
                    _put(a, result, one[1], a.times(a.times(x, y), paired(a, one[2], (word, base), needs)))
        return result
    if term.kind in BINDERS:
        return _bound(a, term, needs)
    if term.kind == "Coordinates":
        for place, entry in enumerate(term.args):
            unit = make("Coordinates", *(ONE if j == place else ZERO for j in range(len(term.args))))
            _put(a, result, ((), _known(unit)), a.of(entry, needs))
        return result
    if not binds(term)[0] and term.kind != "Symbol":
        term = make(term.kind, *(a.standard(p, needs) if isinstance(p, Node) else p for p in term.args))
    return {((), _known(term)): a.constant(1)}


def _bound(a: Algebra, term: Node, needs: Needs) -> Form:
    """Σ_i and E of a vector: constants, fixed operators and fixed vectors are taken out."""
    var, *measure, body = opened(term)
    inner: Needs = []
    form = vector(a, body, inner)
    under(var, inner, needs)
    pieces = [(c, part, key) for key, value in form.items() for c, part in split(a, var, value)]
    result: Form = {}
    for coefficient, part, (word, base) in pieces:
        if any(var in _TERMS[letter].free for letter, _ in word):
            whole, word = vector_term((word, base)), ()
        else:
            whole = _TERMS[base]
        kept = whole if part is ONE else make("Scale", part, whole)
        if measure and (len(pieces) > 1 or word):
            needs.append(make("Integrable", var, *measure, multiple(a, coefficient, kept)))
        found: Form | None = None
        if var not in whole.free:
            weight = a.of(make(term.kind, var, *measure, part), needs)
            found = _sum(a, [(vector(a, whole, needs), weight)])
        elif term.kind == "FamilySum":
            other = collapsing(var, part)
            found = None if other is None else vector(a, substitute(kept, {var: other}), needs)
        if found is not None:
            for (path, end), value in found.items():
                _put(a, result, (_glued(word, path), end), a.times(coefficient, value))
            continue
        _put(a, result, (word, _known(make(term.kind, var, *measure, kept))), coefficient)
    return result


# -- the bilinear form --------------------------------------------------------------------------------------------

def inner(a: Algebra, left: Node, right: Node, needs: Needs) -> Quotient:
    result = a.constant(0)
    u, v = vector(a, left, needs), vector(a, right, needs)
    for one, x in u.items():
        for other, y in v.items():
            result = a.plus(result, a.times(a.times(x, y), paired(a, one, other, needs)))
    return result


def paired(a: Algebra, one: VectorKey, other: VectorKey, needs: Needs) -> Quotient:
    """⟨W x, V y⟩ = ⟨x, Wᵀ V y⟩, in one of its two readings; sums and expectations are taken outside."""
    word = _glued(_turned(one[0]), other[0])
    x, y = one[1], other[1]
    if not word and _TERMS[x].kind == "Coordinates" and _TERMS[y].kind == "Coordinates":
        return a.constant(1 if x == y else 0)
    for first, second, path in ((x, y, word), (y, x, _turned(word))):
        base = _TERMS[first]
        if base.kind in BINDERS:
            var, *measure, body = opened(make(base.kind, *base.args))
            image = vector_term((path, second))
            if var in image.free:
                from .language import unused

                fresh = unused(var)
                body, var = substitute(body, {var: fresh}), fresh
            if measure:
                needs.append(make("Integrable", var, *measure, body))
            return a.of(make(base.kind, var, *measure, make("Inner", body, image)), needs)
    readings = [(x, y, word), (y, x, _turned(word))]
    first, second, path = min(readings)
    return a.atom(make("Inner", _TERMS[first], vector_term((path, second))))


# -- equality and rendering ---------------------------------------------------------------------------------------

def equal(a: Algebra, left: Node, right: Node, needs: Needs) -> bool:
    """Whether two vectors or two operators are equal, where the needs hold."""
    if left.sort != right.sort or left.sort[0] not in ("Vector", "Operator"):
        return False
    read = operator if left.sort[0] == "Operator" else vector
    one, other = read(a, left, needs), read(a, right, needs)
    difference = _sum(a, [(one, a.constant(1)), (other, a.constant(-1))])
    return all(a.zero(value) for value in difference.values())


def standard(a: Algebra, term: Node, needs: Needs) -> Node:
    """A vector or operator rendered from its form."""
    parts: list[Node] = []
    if term.sort[0] == "Vector":
        for key, value in sorted(vector(a, term, needs).items(), key=lambda item: item[0]):
            parts.append(_multiple(a, value, vector_term(key)))
    elif term.sort[0] == "Operator":
        for own, value in sorted(operator(a, term, needs).items(), key=lambda item: repr(item[0])):
            parts.append(_multiple(a, value, _operator_term(own, term)))
    else:
        raise Refused(f"{term!r} is no vector or operator")
    return make("Zero", term.sort) if not parts else parts[0] if len(parts) == 1 else make("Add", *parts)


def _multiple(a: Algebra, value: Quotient, term: Node) -> Node:
    return term if value == a.constant(1) else make("Scale", a.rendered(value), term)


def _operator_term(key: Any, like: Node) -> Node:
    if key[0] == "dyad":
        return make("Outer", vector_term(key[1]), vector_term(key[2]))
    result: Node | None = None
    for letter, other in key[1]:
        own = make("Transpose", _TERMS[letter]) if other else _TERMS[letter]
        result = own if result is None else make("Compose", result, own)
    return make("Identity", like.sort[1]) if result is None else result


__all__ = ["P", "equal", "inner", "operator", "standard", "vector"]
