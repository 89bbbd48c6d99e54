"""Floating-point proposals for linear alternatives: HiGHS solves a linear programme, numpy finds a nearest point.

Nothing here is believed. What leaves this room is a hint (a direction, a basis, a support) that exact arithmetic in
`core` and `margin` turns into an exact vector and checks, or throws away.
numpy and highspy are loaded here and nowhere else in the package's import graph, when a problem is large enough.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
from flint import fmpz_mat

from .core import BOX

_FEW_BITS = 50


@dataclass(frozen=True)
class Proposal:
    """An approximate optimum of: maximise t ≤ 1/BOX with A x ≥ t, B x ≥ 0, C x = 0, −1 ≤ x ≤ 1 (rows scaled), and its
    basis. `tight` are the rows at their bound in the basis, `basic` the columns in it (t has the number d); `ends` gives
    the other columns the end, −1 or 1, of their range at which they are.
    """

    margin: float
    direction: Any
    weights: Any
    tight: list[int]
    basic: list[int]
    ends: dict[int, int]


def scaled_floats(matrix: fmpz_mat) -> Any:
    """The matrix as floats, each row divided by a power of 2 so that its largest entry is between 1/2 and 1."""
    rows, columns = matrix.nrows(), matrix.ncols()
    entries = matrix.entries()
    bits = [max((entry.bit_length() for entry in entries[row * columns:(row + 1) * columns]), default=0)
            for row in range(rows)]
    if max(bits, default=0) <= _FEW_BITS:
        floats = np.fromiter(map(int, entries), dtype=np.float64, count=rows * columns).reshape(rows, columns)
    else:
        shifts = [max(length - 60, 0) for length in bits]
        floats = np.array([[float(int(entry) >> shifts[row]) for entry in entries[row * columns:(row + 1) * columns]]
                           for row in range(rows)], dtype=np.float64).reshape(rows, columns)
        bits = [length - shift for length, shift in zip(bits, shifts, strict=True)]
    return np.ldexp(floats, -np.array(bits, dtype=np.int64)[:, None])


def uniform_floats(matrix: fmpz_mat) -> Any:
    """The matrix as floats, divided by one power of 2 so that its largest entry is between 1/2 and 1."""
    rows, columns = matrix.nrows(), matrix.ncols()
    entries = matrix.entries()
    bits = max((entry.bit_length() for entry in entries), default=0)
    shift = max(bits - 200, 0)
    integers = (int(entry) >> shift for entry in entries) if shift else map(int, entries)
    floats = np.fromiter(integers, dtype=np.float64, count=rows * columns)
    return np.ldexp(floats.reshape(rows, columns), shift - bits)


def _model(floats: Any, strict: int, weak: int) -> Any:
    rows, columns = floats.shape
    margins = np.zeros((rows, 1))
    margins[:strict] = -1.0
    full = np.hstack([floats, margins])
    programme = highspy.HighsLp()
    programme.num_col_, programme.num_row_ = columns + 1, rows
    programme.col_cost_ = np.r_[np.zeros(columns), -1.0]
    infinity = highspy.kHighsInf
    programme.col_lower_ = np.r_[-np.ones(columns), -infinity]
    programme.col_upper_ = np.r_[np.ones(columns), 1.0 / BOX]
    programme.row_lower_ = np.zeros(rows)
    programme.row_upper_ = np.r_[np.full(strict + weak, infinity), np.zeros(rows - strict - weak)]
    nonzero = full != 0
    programme.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    programme.a_matrix_.start_ = np.r_[0, np.cumsum(nonzero.sum(axis=1))].astype(np.int32)
    programme.a_matrix_.index_ = np.nonzero(nonzero)[1].astype(np.int32)
    programme.a_matrix_.value_ = full[nonzero]
    return programme


def propose(floats: Any, strict: int, weak: int, seconds: float) -> Proposal | None:
    """What HiGHS finds for the rows A (the first `strict`), B (the next `weak`) and C (the rest), or None."""
    columns = floats.shape[1]
    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (("output_flag", False), ("solver", "simplex"), ("presolve", "off"), ("time_limit", seconds),
                        ("threads", 1), ("primal_feasibility_tolerance", 1e-9), ("dual_feasibility_tolerance", 1e-9)):
        solver.setOptionValue(name, value)
    with contextlib.suppress(Exception):  # a solver that fails proposes nothing
        solver.passModel(_model(floats, strict, weak))
        solver.run()
        if solver.getModelStatus() not in (highspy.HighsModelStatus.kOptimal, highspy.HighsModelStatus.kUnknown):
            return None
        solution, basis = solver.getSolution(), solver.getBasis()
        status = highspy.HighsBasisStatus
        values = np.array(solution.col_value)
        at_bound = {column: 1 if state == status.kUpper else -1 if state == status.kLower else 0
                    for column, state in enumerate(basis.col_status) if state != status.kBasic}
        basic = [column for column in range(columns + 1) if column not in at_bound]
        tight = [row for row, state in enumerate(basis.row_status) if state != status.kBasic]
        weights = -np.array(solution.row_dual)
        if not (np.isfinite(values).all() and np.isfinite(weights).all()):
            return None
        if weights[:strict].sum() < 0:
            weights = -weights
        return Proposal(float(values[columns]), values[:columns], weights, tight, basic, at_bound)
    return None


def rounded_directions(direction: Any, floats: Any, strict: int, weak: int) -> Sequence[list[int]]:
    """Integer vectors near multiples of a direction that, in floats, satisfy A x > 0, B x ≥ 0; shortest first, few."""
    largest = float(np.abs(direction).max(initial=0.0))
    found: list[list[int]] = []
    if not largest > 0:
        return found
    size = 1.0
    while size < 2.0**60 and len(found) < 3:
        candidate = np.rint(direction * (size / largest))
        reached = floats @ candidate
        if (reached[:strict] > 0).all() and (reached[strict:strict + weak] >= 0).all():
            found.append([int(entry) for entry in candidate])
            size *= 1000
        size = size + 1 if size < 4 else size * 1.5 if size < 1e6 else size * 16
    return found


# -- the least-norm point ---------------------------------------------------------------------------------------------
def nearest_support(floats: Any, rounds: int = 2000) -> tuple[list[int], Any]:
    """Indices and weights of (approximately) the least-norm point of the convex hull of the rows.

    The point is found as the nonnegative least-squares solution of [Vᵀ; 1ᵀ] u ≈ (0, 1) by an active-set method
    (Lawson and Hanson, Solving Least Squares Problems, ch. 23); several vectors may join in one round.
    """
    rows, columns = floats.shape
    scale = float(np.sqrt((floats * floats).sum(axis=1).max(initial=0.0))) or 1.0
    normal = (floats @ floats.T) / scale**2 + 1.0
    values = np.zeros(rows)
    first = int(np.argmin(np.diag(normal)))
    chosen = [first]
    values[first] = 1.0 / normal[first, first]
    for _ in range(rounds):
        chosen = _settle(normal, values, chosen)
        slack = normal @ values - 1.0
        slack[chosen] = 0.0
        joining = [int(n) for n in np.argsort(slack)[:max(1, int((slack < -1e-10).sum()) // 8)] if slack[n] < -1e-10]
        joining = joining[:max(1, columns - len(chosen))]
        before = values.copy()
        trial = _settle(normal, values, [*chosen, *joining]) if joining else chosen
        if len(joining) > 1 and not values.sum() > before.sum() * (1 + 1e-14):
            values[:] = before
            trial = _settle(normal, values, [*chosen, joining[0]])
        if not joining or not values.sum() > before.sum():
            values = before
            break
        chosen = trial
    support = [int(index) for index in np.flatnonzero(values > 1e-13 * values.max(initial=0.0))]
    return support, values[support]


def _settle(normal: Any, values: Any, chosen: list[int]) -> list[int]:
    """Move `values` (≥ 0, in place) towards the unconstrained solution on the chosen coordinates, dropping those that
    would become negative, until all are positive; returns what is left of them. The objective never rises."""
    while chosen:
        try:
            target = np.linalg.solve(normal[np.ix_(chosen, chosen)], np.ones(len(chosen)))
        except np.linalg.LinAlgError:
            target = np.linalg.lstsq(normal[np.ix_(chosen, chosen)], np.ones(len(chosen)), rcond=None)[0]
        current = values[chosen]
        falling = target <= 0
        if not falling.any():
            values[chosen] = target
            return chosen
        gap = current[falling] - target[falling]
        step = float((current[falling] / np.where(gap > 0, gap, 1.0)).min())
        current = current + step * (target - current)
        gone = falling & (current <= 1e-15 * max(float(current.max()), 1e-300))
        if not gone.any():
            gone = falling
        current[gone] = 0.0
        values[chosen] = np.maximum(current, 0.0)
        chosen = [number for number, lost in zip(chosen, gone, strict=True) if not lost]
    return chosen
