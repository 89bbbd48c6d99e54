"""Kinds of variables, as a user names them, and what they mean for a symbol."""

from __future__ import annotations

import re
from collections.abc import Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from symproof.terms import COMPLEX, SCALAR, Le, Ne, Number, Symbol, Term, TermError

from .errors import ReadError

FLAGS = ("real", "complex", "positive", "negative", "nonnegative", "nonpositive", "nonzero", "integer", "natural", "rational",
         "finite", "unit")
_SPELLINGS = {"int": "integer", "nat": "natural", "nonneg": "nonnegative", "pos": "positive",
              "neg": "negative", "reals": "real"}
KINDS = "real, complex, positive, negative, nonnegative, nonpositive, nonzero, unit, integer, natural, positive_integer, …"


def declared(name: str, kind: str) -> tuple[Symbol, list[Term]]:
    """The symbol of a variable of this kind ("positive", "integer,positive", …) and what its domain cannot say."""
    flags = set()
    for word in filter(None, re.split(r"[\s,_+-]+", kind.strip().lower())):
        flag = _SPELLINGS.get(word, word)
        if flag not in FLAGS:
            near = get_close_matches(flag, FLAGS, 1)
            raise ReadError(f"the variable {name!r} is of the kind {kind!r}, which is not known"
                            f"{f' (did you mean {near[0]!r}?)' if near else ''}; kinds are: {KINDS}")
        flags.add(flag)
    if not flags:
        raise ReadError(f"the variable {name!r} has no kind; kinds are: {KINDS}")
    try:
        return _symbol(name, flags - {"finite", "rational"}, kind)
    except TermError:
        raise ReadError(f"{name!r} is not a name of a variable") from None


def _symbol(name: str, flags: set[str], kind: str) -> tuple[Symbol, list[Term]]:
    if "complex" in flags:
        if flags - {"complex", "nonzero"}:
            raise ReadError(f"the variable {name!r} cannot be {kind}: complex numbers have no order")
        symbol = Symbol(name, COMPLEX)
        return symbol, [Ne(symbol, 0)] if "nonzero" in flags else []
    if {"positive", "negative"} <= flags or "positive" in flags and "nonpositive" in flags or (
            "negative" in flags and {"nonnegative", "natural"} & flags):
        raise ReadError(f"the variable {name!r} cannot be {kind}: no number is")
    whole = bool({"integer", "natural"} & flags)
    nonnegative = bool({"nonnegative", "natural"} & flags)
    domain = ("positive integer" if whole and ("positive" in flags or nonnegative and "nonzero" in flags)
              else "natural" if whole and nonnegative else "integer" if whole
              else "unit" if "unit" in flags
              else "positive" if "positive" in flags or nonnegative and "nonzero" in flags
              else "negative" if "negative" in flags or "nonpositive" in flags and "nonzero" in flags
              else "nonnegative" if nonnegative else "nonzero" if "nonzero" in flags else "real")
    symbol = Symbol(name, SCALAR, domain)
    extra: list[Term] = []
    if "nonpositive" in flags and domain in ("real", "integer", "nonnegative", "natural"):
        extra.append(Le(symbol, 0))
    if domain == "integer":
        extra += [Le(symbol, -1)] if "negative" in flags else [Ne(symbol, 0)] if "nonzero" in flags else []
    return symbol, extra


def interval_of(symbol: Symbol, ends: Any) -> tuple[Fraction, Fraction]:
    """[lowest, highest] as exact numbers; ReadError when it is no interval, or excludes the symbol's whole domain."""
    try:
        low, high = (exact(end) for end in ends)
    except (TypeError, ValueError):
        raise ReadError(f"the domain of {symbol.name!r} must be [lowest, highest], two numbers, not {ends!r}") from None
    if low > high:
        raise ReadError(f"the domain of {symbol.name!r} is [{low}, {high}], which is empty: give the lower end first")
    if symbol.sort == COMPLEX:
        raise ReadError(f"the complex variable {symbol.name!r} cannot have an interval as its domain")
    empty = {"positive": high <= 0, "positive integer": high < 1, "negative": low >= 0, "nonnegative": high < 0,
             "natural": high < 0, "unit": high < 0 or low > 1}
    whole = symbol.domain in ("integer", "natural", "positive integer") and high // 1 < low
    if empty.get(symbol.domain, False) or whole:
        raise ReadError(f"no {symbol.domain} number lies in the domain [{low}, {high}] of {symbol.name!r}: "
                        "the claim would say nothing")
    return low, high


def exact(value: Any) -> Fraction:
    """A number as it was written: 0.1 is 1/10."""
    if isinstance(value, bool) or not isinstance(value, (int, float, str, Fraction)):
        raise TypeError(f"{value!r} is not a number")
    return Fraction(repr(value) if isinstance(value, float) else value)


def hypotheses_of(intervals: Mapping[Symbol, tuple[Fraction, Fraction]]) -> list[Term]:
    """Le(lowest, x) and Le(x, highest) for each variable with an interval."""
    return [side for symbol, (low, high) in intervals.items()
            for side in (Le(Number(low), symbol), Le(symbol, Number(high)))]
