"""Tables and figures under a claim: certified numbers, and curves that a build evaluates."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from ..document import Axis, Curve, Figure, Place, Table
from .builder import current
from .registry import DerivationError, caller


def table(caption: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Certified numbers to print under the claim."""
    current().tables.append(Table(caption, tuple(heads), tuple(tuple(r) for r in rows)))


@dataclass(frozen=True)
class _Planned:
    """A curve before it is evaluated."""

    label: str
    function: Callable[[Fraction], Any]
    abscissas: tuple[Fraction, ...]


def curve(label: str, function: Callable[[Fraction], Any], start: Any, end: Any, samples: int = 65) -> _Planned:
    """A curve of a `figure`: the function at `samples` places from start to end.

    The function gets a fraction, and returns an exact number or rational bounds (lower, upper) that hold for certain,
    as `expected_maximum` does; a float is refused. A straight line needs two samples.
    """
    place = caller()
    low, high = (exact(value, "an end of a curve", place) for value in (start, end))
    if type(samples) is not int or not 2 <= samples <= 2000 or not low < high:
        raise DerivationError("a curve needs 2 to 2000 samples between two ends, the smaller first", place,
                              ("found", f"{samples!r} samples from {start!r} to {end!r}"))
    return _Planned(label, function, tuple(low + (high - low) * k / (samples - 1) for k in range(samples)))


@dataclass(frozen=True)
class Plan:
    """A figure before it is evaluated: a build draws it, a check does not."""

    name: str
    caption: str
    axes: tuple[Axis, Axis]
    curves: tuple[_Planned, ...]
    place: Place

    def drawn(self, where: str) -> Figure:
        curves = []
        for planned in self.curves:
            points = []
            for x in planned.abscissas:
                value = planned.function(x)
                low, high = value if isinstance(value, tuple) and len(value) == 2 else (value, value)
                name = f"the value of the curve {planned.label!r} at {x}"
                points.append((x, exact(low, name, self.place, where), exact(high, name, self.place, where)))
            curves.append(Curve(planned.label, tuple(points)))
        return Figure(self.name, self.caption, *self.axes, tuple(curves))


def exact(value: Any, what: str, place: Place, where: str = "") -> Fraction:
    """A Fraction, from an integer, a fraction or a number of the language."""
    known = getattr(value, "value", value)
    if isinstance(known, (int, Fraction)) and not isinstance(known, bool):
        return Fraction(known)
    raise DerivationError(f"{what} must be an exact rational number, or bounds (lower, upper) that are", place,
                          ("found", f"{value!r}, a {type(value).__name__}"), where=where)


def figure(name: str, *curves: _Planned, x: str, y: str, caption: str, x_range: Sequence[Any] = (),
           y_range: Sequence[Any] = ()) -> None:
    """Curves to draw under the claim, each made by `curve`. They are evaluated in a build, not in a check.

    `x` and `y` label the axes, in words with $…$; an axis reaches over all values and over its range, if one is given.
    """
    builder, place = current(), caller()
    if not curves or not all(isinstance(planned, _Planned) for planned in curves):
        raise DerivationError("a figure needs one or more curves, made by curve(label, function, start, end)", place,
                              where=builder.claim.name)
    if any(plan.name == name for plan in builder.figures):
        raise DerivationError(f"there are two figures {name!r}", place, where=builder.claim.name)
    if len(x_range) > 2 or len(y_range) > 2:
        raise DerivationError("the range of an axis is (low,) or (low, high)", place, where=builder.claim.name)
    axes = [Axis(label, *(exact(end, "an end of an axis", place, builder.claim.name) for end in ends))
            for label, ends in ((x, x_range), (y, y_range))]
    builder.figures.append(Plan(name, caption, (axes[0], axes[1]), curves, place))
