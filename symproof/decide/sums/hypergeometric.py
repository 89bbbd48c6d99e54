"""Hypergeometric functions by elementary ones, elementary ones by hypergeometric ones, and their transformations.

erf x = (2x/√π) ₁F₁(1/2; 3/2; −x²) is used from left to right where it can be: from right to left it divides by x, and what
is then to be shown is x ≠ 0. The laws are those of DLMF 7.11, 13.2, 13.6, 15.4 and 15.8, with their conditions.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import Abs, Arcsin, Arctan, Erf, Log, Number, Special, Sqrt, Symbol, Term, TermError, subterms

from ..law_tools import law, number_of, plain, solved
from ..prover import Unproved

if TYPE_CHECKING:
    from .special_values import Reduction

ERRORS = (KernelError, TermError, Unproved, ArithmeticError, ValueError)
HALF, THREE_HALVES = Fraction(1, 2), Fraction(3, 2)


def taken_apart(atom: Term) -> tuple[list[Term], list[Term], Term]:
    """Upper parameters, lower parameters and argument."""
    p, q, *rest = atom.arguments[1:]
    count = int(p.value)
    return rest[:count], rest[count:count + int(q.value)], rest[-1]


def _numbers(parameters: Sequence[Term]) -> list[Fraction | None]:
    return [number_of(p) for p in parameters]


def _is(parameters: Sequence[Term], *values: Any) -> bool:
    return _numbers(parameters) == list(values)


def _root(square: Term) -> Term:
    """A number with this square; x for x², whatever the sign of x."""
    root: Term = plain(Sqrt(square))
    for part in list(subterms(root)):
        if isinstance(part, Abs):
            root = abstract_by(root, part)
    return root


def abstract_by(term: Term, modulus: Term) -> Term:
    """The term with |x| replaced by x."""
    from symproof.terms import substitute

    from ..rewriting import abstract, hole_for

    hole = hole_for(term, modulus)
    result: Term = substitute(abstract(term, modulus, hole), {hole: modulus.arguments[0]})
    return result


def swapped(atom: Term) -> Theorem | None:
    """The same function with its two upper (or two lower) parameters exchanged."""
    above, below, at = taken_apart(atom)
    shape = len(above), len(below)
    if shape == (2, 1):
        return law("hypergeometric function: order of parameters", {"a": above[0], "b": above[1], "c": below[0], "x": at}, 0)
    if shape == (2, 0):
        return law("hypergeometric function: order of parameters", {"a": above[0], "b": above[1], "x": at}, 1)
    return None


def represent(work: Reduction, atom: Term) -> Theorem | None:
    """The function at these parameters by elementary functions or by gamma; None when no law speaks of it."""
    for start in (None, swapped(atom)):
        current = atom if start is None else start.statement.arguments[1]
        for equation in _elementary(current):
            found = work.about(current, equation, needs_all=True)
            if found is not None:
                return found if start is None else kernel.chain(start, found)
    return None


def _elementary(atom: Term) -> Iterator[Theorem]:
    """Laws whose left side might be the function."""
    above, below, at = taken_apart(atom)
    shape = len(above), len(below)
    equations: list[Any] = []
    if shape == (0, 0):
        equations.append(lambda: law("0F0", {"x": at}))
    elif shape == (1, 0):
        equations.append(lambda: law("1F0", {"a": above[0], "x": at}))
    elif shape == (0, 1):
        size = _root(-4 * at)
        if _is(below, HALF):
            equations.append(lambda: law("0F1 of order 1/2", {"x": size}))
        if _is(below, THREE_HALVES):
            equations.append(lambda: _divided("0F1 of order 3/2", size, atom))
    elif shape == (1, 1):
        if number_of(above[0] - below[0]) == 0:
            equations.append(lambda: law("1F1 of equal parameters", {"a": above[0], "x": at}))
        if _is(above, 1) and _is(below, 2):
            equations.append(lambda: _divided("1F1(1; 2)", at, atom))
        if _is(below, THREE_HALVES) and _is(above, HALF):
            equations.append(lambda: _divided("erf by 1F1", _root(-at), atom, 0))
        if _is(below, THREE_HALVES) and _is(above, 1):
            equations.append(lambda: _divided("erf by 1F1", _root(at), atom, 1))
    elif shape == (2, 1):
        values = {"a": above[0], "b": above[1], "c": below[0]}
        if number_of(above[1] - below[0]) == 0:
            equations.append(lambda: law("2F1 of equal parameters", {"a": above[0], "b": above[1], "x": at}))
        if number_of(at) == 1:
            equations.append(lambda: law("Chu–Vandermonde", {"n": plain(-above[0]), "b": above[1], "c": below[0]}))
            equations.append(lambda: law("Gauss's theorem", values))
        if _is(above, 1, 1) and _is(below, 2):
            equations.append(lambda: _divided("logarithm by 2F1", at, atom))
        if _is(above, HALF, 1) and _is(below, THREE_HALVES):
            equations.append(lambda: _divided("arctangent by 2F1", _root(-at), atom))
            equations.append(lambda: _divided("inverse hyperbolic tangent by 2F1", _root(at), atom))
        if _is(above, HALF, HALF) and _is(below, THREE_HALVES):
            equations.append(lambda: _divided("arcsine by 2F1", _root(at), atom))
    for make in equations:
        try:
            yield make()
        except ERRORS:
            continue


def _divided(name: str, at: Term, atom: Term, part: int = 0) -> Theorem:
    """A law about x F(…) solved for F."""
    equation = law(name, {"x": at}, part)
    inside = next(t for t in subterms(equation.statement) if isinstance(t, Special) and t.arguments[0] == "hyper")
    return solved(equation, inside)


# -- from elementary functions ---------------------------------------------------------------------------------------

def towards(work: Reduction, ends: Sequence[Term], functions: Sequence[Term]) -> dict[Term, Theorem]:
    """Elementary functions in the ends, written by the hypergeometric functions that stand there."""
    known: dict[Term, Theorem] = {}
    for element in {t: None for end in ends for t in _open_subterms(end)}:
        for function in functions:
            found = _as_hypergeometric(work, element, function)
            if found is not None:
                known[element] = found
                break
    return known


def _open_subterms(term: Term) -> Iterator[Term]:
    yield term
    if not term.binding()[0]:
        for child in term.children:
            yield from _open_subterms(child)


def _as_hypergeometric(work: Reduction, element: Term, function: Term) -> Theorem | None:
    above, below, at = taken_apart(function)
    candidates: list[tuple[str, dict[str, Any], int]] = []
    shape = len(above), len(below)
    if isinstance(element, Erf) and shape == (1, 1):
        candidates = [("erf by 1F1", {"x": element.arguments[0]}, 0 if _is(above, HALF) else 1)]
    elif isinstance(element, Log) and shape == (2, 1):
        candidates = [("logarithm by 2F1", {"x": at}, 0), ("inverse hyperbolic tangent by 2F1", {"x": _root(at)}, 0)]
        candidates += [("inverse hyperbolic tangent by 2F1", {"x": s}, 0) for s in _symbols(element)]
    elif isinstance(element, Arctan) and shape == (2, 1):
        candidates = [("arctangent by 2F1", {"x": element.arguments[0]}, 0)]
    elif isinstance(element, Arcsin) and shape == (2, 1):
        candidates = [("arcsine by 2F1", {"x": element.arguments[0]}, 0)]
    elif isinstance(element, Special) and element.arguments[0] in ("elliptic_k", "elliptic_e") and shape == (2, 1):
        candidates = [("elliptic integrals by 2F1", {"x": element.arguments[1]}, int(element.arguments[0] == "elliptic_e"))]
    elif isinstance(element, Special) and element.arguments[0] == "lowergamma" and shape == (1, 1):
        candidates = [("lower gamma by 1F1", dict(zip("ax", element.arguments[1:], strict=True)), 0)]
    for name, values, part in candidates:
        try:
            found = _adapted(work, law(name, values, part), element, function)
        except ERRORS:
            continue
        if found is not None:
            return found
    return None


def _symbols(element: Term) -> list[Term]:
    return [t for t in subterms(element) if isinstance(t, Symbol)]


def _adapted(work: Reduction, equation: Theorem, element: Term, function: Term) -> Theorem | None:
    """The law as an equation whose left side is the element and whose right side has the very function in it."""
    inside = next(t for t in subterms(equation.statement) if isinstance(t, Special) and t.arguments[0] == "hyper")
    link: Theorem | None = None
    for start in (None, swapped(inside)):
        current = inside if start is None else start.statement.arguments[1]
        if current is function:
            link = start
            break
        try:
            equal = kernel.ring(current, function)
        except (KernelError, TermError):
            continue
        if not work.sides.open(work.sides.settle(equal)):
            link = equal if start is None else kernel.chain(start, equal)
            break
    else:
        return None
    from ..law_tools import carried, replaced

    if link is not None:
        left, right = equation.statement.arguments
        first, last = replaced(left, {inside: link}), replaced(right, {inside: link})
        equation = carried(None if first is None else kernel.exchange(first), equation,
                           None if last is None else kernel.exchange(last))
    targets = [t for t in subterms(equation.statement) if type(t) is type(element) and t is not function
               and not (isinstance(t, Special) and t.arguments[0] == "hyper")]
    for target in targets:
        shown = equation if equation.statement.arguments[0] is target else solved(equation, target)
        try:
            found = work.about(element, shown, needs_all=True)
        except (KernelError, TermError):
            continue
        if found is not None:
            return found
    return None


# -- transformations ------------------------------------------------------------------------------------------------------

def related(work: Reduction, functions: Sequence[Term]) -> dict[Term, Theorem]:
    """One of the functions by another, by the transformations of Kummer, Euler and Pfaff or by the order of parameters."""
    for one in functions:
        for other in functions:
            if one is other:
                continue
            for equation in _transformations(one):
                try:
                    found = _onto(work, equation, other)
                except ERRORS:
                    continue
                if found is not None:
                    return {one: found}
    return {}


def _transformations(atom: Term) -> Iterator[Theorem]:
    above, below, at = taken_apart(atom)
    shape = len(above), len(below)
    if shape == (1, 1):
        yield law("Kummer's transformation", {"a": above[0], "b": below[0], "x": at})
    if shape == (2, 1):
        exchange = swapped(atom)
        if exchange is not None:
            yield exchange
        for start in (None, exchange):
            first, second = above if start is None else above[::-1]
            for name in ("Euler's transformation", "Pfaff's transformation"):
                equation = law(name, {"a": first, "b": second, "c": below[0], "x": at})
                yield equation if start is None else kernel.chain(start, equation)


def _onto(work: Reduction, equation: Theorem, other: Term) -> Theorem | None:
    from ..law_tools import replaced

    right = equation.statement.arguments[1]
    inside = next((t for t in subterms(right) if isinstance(t, Special) and t.arguments[0] == "hyper"), None)
    if inside is None:
        return None
    for start in (None, swapped(inside)):
        current = inside if start is None else start.statement.arguments[1]
        try:
            equal = kernel.ring(current, other)
        except (KernelError, TermError):
            continue
        link = replaced(right, {inside: equal if start is None else kernel.chain(start, equal)})
        return work.holds(equation if link is None else kernel.chain(equation, link))
    return None


__all__ = ["Number", "related", "represent", "taken_apart", "towards"]
