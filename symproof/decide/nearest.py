"""The smallest edit of the right side that makes a refused equation true, proved before it is offered."""

from __future__ import annotations

from collections.abc import Iterator

from symproof import kernel
from symproof.kernel import KernelError
from symproof.terms import Add, Asymptotic, BigO, Div, Eq, Iff, Mul, Neg, Number, Pow, Sqrt, Term, TermError

LIMIT = 400


def nearest(statement: Term) -> str | None:
    """`right'   (replace a by b)` for one small edit under which the equation is an identity, or None."""
    if not isinstance(statement, (Eq, Asymptotic)):
        return None
    *_, left, right = statement.arguments
    for count, (changed, old, new) in enumerate(edits(right)):
        if count >= LIMIT:
            return None
        try:
            if isinstance(statement, Eq):
                theorem = kernel.ring(left, changed)
            else:
                theorem = kernel.series(statement.arguments[0], left, changed)
        except (KernelError, TermError, RecursionError):
            continue
        if len(theorem.hypotheses) <= 6:
            return f"{changed!r}   (replace {old!r} by {new!r})"
    return None


def edits(term: Term) -> Iterator[tuple[Term, Term, Term]]:
    """Terms that differ from `term` in one place, with what was replaced and by what."""
    for new in _local(term):
        yield new, term, new
    if isinstance(term, (Iff,)):
        return
    bound_at, _ = term.binding()
    for i, part in enumerate(term.arguments):
        if not isinstance(part, Term) or i in bound_at or isinstance(part, BigO):
            continue
        for changed, old, new in edits(part):
            arguments = list(term.arguments)
            arguments[i] = changed
            try:
                yield type(term)(*arguments), old, new
            except TermError:
                continue


def _local(term: Term) -> Iterator[Term]:
    if isinstance(term, Number):
        value = term.value
        for other in (-value, value + 1, value - 1, 2 * value, value / 2, *((1 / value,) if value else ())):
            if other != value:
                yield Number(other)
        return
    if term.sort[0] not in ("Scalar", "Vector", "Operator"):
        return
    if isinstance(term, Neg):
        yield term.arguments[0]
    if isinstance(term, Add):
        for i, part in enumerate(term.arguments):
            parts = list(term.arguments)
            parts[i] = part.arguments[0] if isinstance(part, Neg) else Neg(part)
            yield Add(*parts)
    if isinstance(term, Mul) and term.sort[0] == "Scalar":
        for i in range(len(term.arguments)):
            rest = [p for j, p in enumerate(term.arguments) if j != i]
            yield rest[0] if len(rest) == 1 else Mul(*rest)
    if isinstance(term, Div):
        yield Div(term.arguments[1], term.arguments[0])
    if isinstance(term, Sqrt):
        yield term.arguments[0]
    if isinstance(term, Pow):
        yield term.arguments[0]
    if term.sort[0] == "Scalar" and not isinstance(term, BigO):
        yield Neg(term)
        yield Mul(2, term)
        yield Div(term, 2)
        yield Pow(term, 2)
        yield Mul(Sqrt(Number(2)), term)
        yield Div(term, Sqrt(Number(2)))
