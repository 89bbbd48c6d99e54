"""Evaluating the sides of a claim in balls at a point, and showing what was found.

May import terms, checkers and the models.
"""

from __future__ import annotations

from flint import acb, arb
from symproof.checkers.derivative import derivative
from symproof.models.ball_arithmetic import precision
from symproof.models.complex_balls import ComplexBalls
from symproof.models.complex_exact import Value, parts
from symproof.models.verdict import Undefined, Unsupported
from symproof.terms import Symbol, Term, TermError, free_symbols

from ..claim import Claim
from .points import Point


def differentiate(body: Term, symbol: Symbol) -> tuple[Term, list[Term]]:
    """The symbolic derivative and the conditions under which it holds; Unsupported where no rule is known."""
    try:
        result, conditions = derivative(body, symbol)
    except TermError as reason:
        raise Unsupported(str(reason)) from None
    return result, list(conditions)


def evaluator(point: Point, bits: int, goal: int, deadline: float | None, evaluations: int | None = None) -> ComplexBalls:
    """Complex balls at a point."""
    return ComplexBalls(bits, point, deadline=deadline, goal=goal, evaluations=evaluations, differentiate=differentiate)


def variables_of(claim: Claim) -> list[Symbol]:
    """The variables that occur free in the claim, in the order of declaration."""
    free = free_symbols(claim.left) | free_symbols(claim.right)
    declared = [s for s in claim.variables if s in free]
    return declared + sorted((s for s in free if s not in declared), key=lambda s: s.name)


def admissible(claim: Claim, point: Point) -> bool:
    """Whether the hypotheses of the claim certainly hold at a point."""
    if not claim.hypotheses:
        return True
    balls = evaluator(point, 64, 24, None)
    try:
        with precision(64):
            return all(balls.decided(h) is True for h in claim.hypotheses)
    except Undefined:
        return False


def shown(value: Value) -> str:
    """An exact value in surface syntax."""
    re, im = parts(value)
    if im == 0:
        return str(re)
    tail = "I" if abs(im) == 1 else f"{abs(im)}*I"
    return f"{'-' if im < 0 else ''}{tail}" if re == 0 else f"{re} {'-' if im < 0 else '+'} {tail}"


def printed(ball: acb, exact: Value | None = None, digits: int = 20) -> str:
    """A value for a reader: a short rational as such, otherwise decimal digits, all of them certain."""
    if exact is not None and len(shown(exact)) <= 2 * digits:
        return shown(exact)
    re = decimal(ball.real, digits)
    if ball.imag.is_zero():
        return re
    im = decimal(ball.imag, digits)
    if ball.real.is_zero():
        return f"{im}*I"
    return f"{re} - {im[1:]}*I" if im.startswith("-") else f"{re} + {im}*I"


def decimal(value: arb, digits: int) -> str:
    """The certain digits of a real ball."""
    if value.is_zero():
        return "0"
    text = str(value.str(digits, radius=False))
    return f"0 ± {value.abs_upper().str(2, radius=False)}" if "+/-" in text or text.startswith(("0e", "nan")) else text
