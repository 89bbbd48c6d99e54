"""Simpler models: how complicated a model is, and the models that are one step simpler.

May import `symproof.terms` and `models`. Nothing is judged here; the search keeps what `certain` still confirms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from math import gcd, lcm
from typing import Any

from symproof.models.exact import ZERO
from symproof.models.matrices import components
from symproof.models.model import FiniteMeasure, GaussianMeasure, Model, NormalMeasure, PolynomialFunction, Table
from symproof.models.satisfy import coordinates, with_coordinates
from symproof.terms import Function, Index, Measure, Operator, Point, Sort, Vector


class _Cannot(Exception):
    """The value has no such part to leave out."""


def height(value: Fraction) -> int:
    """0 for 0, otherwise |numerator| + 2(denominator − 1), and one more for a negative number."""
    return abs(value.numerator) + 2 * (value.denominator - 1) + (value < 0)


def numbers_of(value: Any) -> list[Any]:
    """The numbers that make up a value of a model."""
    if isinstance(value, FiniteMeasure):
        whole = sum(value.weights, ZERO)
        uniform = all(w * len(value.weights) == whole for w in value.weights)
        places = [c for p in value.points if not isinstance(p, int) for c in components(p)]
        return places if uniform else [*places, *value.weights]
    if isinstance(value, NormalMeasure):
        return [value.mean, value.variance]
    if isinstance(value, GaussianMeasure):
        return [*value.mean, *components(value.covariance)]
    if isinstance(value, Table):
        return [c for entry in value.values.values() for c in numbers_of(entry)]
    return coordinates(value) or []


def cost(model: Model) -> int:
    """How complicated a model is: its sizes and numbers of points, and the heights of its numbers."""
    numbers = [c for value in model.values.values() for c in numbers_of(value)]
    return (12 * (sum(model.sizes.values()) + sum(model.spaces.values()))
            + sum(height(c) if isinstance(c, Fraction) else 1000 for c in numbers))


def simpler(model: Model) -> Iterator[Model]:
    """Models one step simpler: a dimension, a member or a point left out; equal weights; one number of smaller height."""
    for kept, space in ((model.sizes, False), (model.spaces, True)):
        for name, size in kept.items():
            for k in range(size if size > 1 else 0):
                try:
                    values = {s: _cut(v, s.sort, (name, space), k) for s, v in model.values.items()}
                except _Cannot:
                    continue
                changed = {**kept, name: size - 1}
                yield replace(model, values=values, sizes=model.sizes if space else changed,
                              spaces=changed if space else model.spaces)
    for symbol, value in model.values.items():
        for other in _simpler_values(value):
            yield replace(model, values={**model.values, symbol: other})


def _simpler_values(value: Any) -> Iterator[Any]:
    if isinstance(value, FiniteMeasure) and len(value.points) > 1:
        yield FiniteMeasure(value.points, (sum(value.weights, ZERO) / len(value.points),) * len(value.points))
    if isinstance(value, Table) and not _plain(value):
        for key, entry in value.values.items():
            for other in _simpler_values(entry):
                yield Table({**value.values, key: other})
    entries = coordinates(value) if _plain(value) else None
    if entries and all(isinstance(entry, Fraction) for entry in entries):
        for together in _simpler_together(entries):
            yield with_coordinates(value, iter(together))
    for i, entry in enumerate(entries or ()):
        if isinstance(entry, Fraction):
            for other in simpler_numbers(entry):
                changed = [*(entries or ())]
                changed[i] = other
                yield with_coordinates(value, iter(changed))


def _simpler_together(entries: list[Fraction]) -> Iterator[list[Fraction]]:
    """All numbers of a value changed at once: to 0, to whole numbers without a common factor, rounded, shifted."""
    yield [ZERO] * len(entries)
    denominator = lcm(*(entry.denominator for entry in entries))
    divisor = gcd(*(int(entry * denominator) for entry in entries)) or 1
    for sign in (1, -1):
        yield [entry * sign * denominator / divisor for entry in entries]
    yield [Fraction(round(entry)) for entry in entries]
    for shift in dict.fromkeys(entries):
        yield [entry - shift for entry in entries]


def _plain(value: Any) -> bool:
    if isinstance(value, Table):
        return all(isinstance(entry, (Fraction, tuple)) for entry in value.values.values())
    return isinstance(value, (Fraction, tuple, PolynomialFunction))


def simpler_numbers(value: Fraction) -> list[Fraction]:
    """Numbers of smaller height to put in the place of one, simplest first."""
    whole = Fraction(round(value))
    tries = [ZERO, Fraction(1), Fraction(-1), whole, -value, Fraction(round(2 * value), 2), Fraction(2), Fraction(1, 2),
             Fraction(int(value / 2)), whole - (1 if whole > 0 else -1)]
    return [t for t in dict.fromkeys(tries) if height(t) < height(value)]


# -- leaving a part out -----------------------------------------------------------------------------------------------

Name = tuple[str, bool]


def _cut(value: Any, sort: Sort, name: Name, k: int) -> Any:
    """The value without its k-th coordinate, member or point of the dimension, family or space of this name."""
    size, space = name
    if isinstance(sort, Vector):
        return value[:k] + value[k + 1:] if sort.dimension == size and not space else value
    if isinstance(sort, Operator) and not space:
        rows = [row[:k] + row[k + 1:] if sort.source == size else row for row in value]
        return tuple(rows[:k] + rows[k + 1:] if sort.target == size else rows)
    if isinstance(sort, (Index, Point)) and _is_named(sort, name):
        return _renumbered(value, k + (not space))
    if isinstance(sort, Function):
        return _cut_function(value, sort, name, k)
    if isinstance(sort, Measure):
        return _cut_measure(value, sort, name, k)
    return value


def _is_named(sort: Sort, name: Name) -> bool:
    return sort == (Point(name[0]) if name[1] else Index(name[0]))


def _renumbered(value: int, gone: int) -> int:
    if value == gone:
        raise _Cannot
    return value - (value > gone)


def _cut_function(value: Any, sort: Function, name: Name, k: int) -> Any:
    named = [_is_named(a, name) for a in sort.arguments]
    if not isinstance(value, Table):
        if any(named) or not name[1] and name[0] in str(sort):
            raise _Cannot
        return value
    gone = k + (not name[1])
    kept: dict[Any, Any] = {}
    entries: Mapping[Any, Any] = value.values
    for key, entry in entries.items():
        if not any(n and part == gone for n, part in zip(named, key, strict=True)):
            moved = tuple(part - (part > gone) if n else part for n, part in zip(named, key, strict=True))
            kept[moved] = _cut(entry, sort.result, name, k)
    return Table(kept)


def _cut_measure(value: Any, sort: Measure, name: Name, k: int) -> Any:
    if isinstance(value, GaussianMeasure):
        size = sort.on.parts[0]
        return GaussianMeasure(_cut(value.mean, sort.on, name, k), _cut(value.covariance, Operator(size, size), name, k))
    if not isinstance(value, FiniteMeasure):
        return value
    pairs = list(zip(value.points, value.weights, strict=True))
    if isinstance(sort.on, (Index, Point)) and _is_named(sort.on, name):
        gone = k + (not name[1])
        whole, pairs = sum(value.weights, ZERO), [(p - (p > gone), w) for p, w in pairs if p != gone]
        rest = sum((w for _, w in pairs), ZERO)
        if not rest:
            raise _Cannot
        return FiniteMeasure(tuple(p for p, _ in pairs), tuple(w * whole / rest for _, w in pairs))
    if name[0] == f"support of a law on {sort.on}" and len(pairs) > 1 and k < len(pairs):
        whole, pairs = sum(value.weights, ZERO), pairs[:k] + pairs[k + 1:]
        rest = sum((w for _, w in pairs), ZERO)
        return FiniteMeasure(tuple(p for p, _ in pairs), tuple(w * whole / rest for _, w in pairs))
    merged: dict[Any, Any] = {}
    for point, weight in pairs:
        point = _cut(point, sort.on, name, k)
        merged[point] = merged.get(point, ZERO) + weight
    return FiniteMeasure(tuple(merged), tuple(merged.values()))


