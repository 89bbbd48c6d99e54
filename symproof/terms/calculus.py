"""Calculus: sums, integrals, derivatives, limits and remainders, all as binders that keep what was written."""

from __future__ import annotations

from typing import Any

from .core import NUMERIC, Number, Symbol, Term, TermError, as_term, expect, names_not_sorts, numeric
from .scalar import ADDITIVE, Infinity
from .sorts import SCALAR, Index, Sort


def bound_symbol(value: Any, where: str, sort: Sort | type[Sort] | None = None,
                 domains: tuple[str, ...] = ("", "real")) -> Symbol:
    """A symbol that may be bound here; only where the meaning is restricted to its domain may it have one."""
    if not isinstance(value, Symbol):
        raise TermError(f"{where} must bind a symbol, found {value!r}")
    if sort is not None:
        expect(value, sort, where)
    if domains and value.domain not in domains:
        raise TermError(f"{where} cannot bind {value.name!r}, which is declared {value.domain}: bind a plain symbol and "
                        "state the restriction (a range, an indicator or a hypothesis)")
    return value


OPEN_DOMAINS = ("real", "positive", "negative", "nonzero")
NEAR_ZERO = ("real", "positive", "negative", "nonzero", "nonnegative")


def summation_symbol(value: Any, lower: Any) -> Symbol:
    """The index of a sum over integers: a domain such as natural is allowed when the lower bound guarantees it."""
    var = bound_symbol(value, "Sum", SCALAR, ("real", "integer", "natural", "positive integer"))
    least = {"natural": 0, "positive integer": 1}.get(var.domain)
    if least is not None and not (isinstance(lower, Number) and lower.value >= least):
        raise TermError(f"the index {var.name!r} is declared {var.domain}, so its sum must start at a number ≥ {least}")
    return var


def value_term(value: Any, where: str) -> Any:
    term = as_term(value)
    if term.sort not in NUMERIC and not isinstance(term.sort, ADDITIVE):
        raise TermError(f"{where} expects a scalar, vector or operator, found {term!r}, a {term.sort}")
    return term


def bound_term(value: Any, where: str) -> Any:
    term = as_term(value)
    return term if isinstance(term, Infinity) else expect(term, SCALAR, where)


def ordered_ends(lower: Any, upper: Any, where: str) -> tuple[Any, Any]:
    """The ends of a range: an infinite one stands at its own end, so that −∞ is a lower bound and ∞ an upper one."""
    low, high = bound_term(lower, where), bound_term(upper, where)
    if isinstance(low, Infinity) and low.arguments[0] == 1 or isinstance(high, Infinity) and high.arguments[0] == -1:
        raise TermError(f"{where} from {low!r} to {high!r}: exchange the ends and state the sign, −∫ from −∞ or to ∞")
    return low, high


class Sum(Term):
    """Σ_{k=lower}^{upper} body over integers k: 0 when upper < lower; with an infinite end the limit of the partial sums,
    with two infinite ends the sum of both halves, each where it converges."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, lower: Any, upper: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        lower, upper = ordered_ends(lower, upper, "Sum")
        var = summation_symbol(var, lower)
        body = value_term(body, "Sum")
        return body.sort, (var, lower, upper, body)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (3,)


class FamilySum(Term):
    """Σ_i body, where i runs through all indices of its family."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "FamilySum", Index)
        body = value_term(body, "FamilySum")
        return body.sort, (var, body)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1,)


class Integral(Term):
    """∫_lower^upper body d var (Lebesgue integral on an interval of the line, its negative when lower > upper; 0 when not
    integrable)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, lower: Any, upper: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "Integral", SCALAR)
        body = numeric(body, "Integral")
        return body.sort, (var, *ordered_ends(lower, upper, "Integral"), body)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (3,)


class Derivative(Term):
    """d body / d var at var = at, of a scalar, vector or operator function of one real variable."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, body: Any, at: Any = None) -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "Derivative", SCALAR, OPEN_DOMAINS)
        body = value_term(body, "Derivative")
        return body.sort, (var, body, expect(var if at is None else at, SCALAR, "Derivative"))

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (1,)


class Limit(Term):
    """The limit of body as var → point; direction "+", "-" or "" (both sides)."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, point: Any, body: Any, direction: str = "") -> tuple[Sort, tuple[Any, ...]]:
        var = bound_symbol(var, "Limit", SCALAR)
        if direction not in ("", "+", "-"):
            raise TermError(f"a limit's direction is '+', '-' or '', not {direction!r}")
        return SCALAR, (var, bound_term(point, "Limit"), expect(body, SCALAR, "Limit"), direction)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (2,)


class BigO(Term):
    """O(var^order) as var → 0: some function bounded by a constant times |var|^order near 0."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, order: Any) -> tuple[Sort, tuple[Any, ...]]:
        if not isinstance(var, Symbol):
            raise TermError(f"O(x**k) needs a symbol x, found {var!r}")
        order = expect(order, SCALAR, "O")
        if not isinstance(order, Number) or order.value.denominator != 1 or order.value < 1:
            raise TermError(f"O({var!r}**k) needs a positive integer k, found {order!r}")
        return SCALAR, (var, order)


names_not_sorts(Limit)


_REMAINDERS: dict[Term, bool] = {}


def has_remainder(term: Term) -> bool:
    """Whether O(…) occurs in a term."""
    found = _REMAINDERS.get(term)
    if found is None:
        found = isinstance(term, BigO) or any(has_remainder(child) for child in term.children)
        _REMAINDERS[term] = found
    return found


def remainders_in_place(term: Term, var: Symbol) -> bool:
    """Whether every O(…) in a term is one of `var` and stands under arithmetic only, not under a binder or function."""
    if isinstance(term, BigO):
        return term.arguments[0] is var
    if not has_remainder(term):
        return True
    return type(term).__name__ in ("Add", "Neg", "Mul", "Div", "Pow") and all(
        remainders_in_place(child, var) for child in term.children)
