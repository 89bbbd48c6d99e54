"""The functions of the surface syntax, each as what it says in terms.

Hyperbolic and inverse hyperbolic functions, cot, sec, csc and their inverses are written out by their definitions
(DLMF 4.14, 4.23, 4.28, 4.37), which agree with SymPy's principal values.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from symproof.terms import (SPECIAL, Abs, Arccos, Arcsin, Arctan, Argument, Conjugate, Cos, Erf, Exp, Factorial, ImaginaryPart,
                            IsInteger, Log, Max, Min, Number, Pow, RealPart, Sign, Sin, Special, Sqrt, Tan, Tanh, Term)

from .errors import ReadError


def _sinh(x: Term) -> Any:
    return (Exp(x) - Exp(-x)) / 2


def _cosh(x: Term) -> Any:
    return (Exp(x) + Exp(-x)) / 2


def _atanh(x: Term) -> Any:
    return (Log(1 + x) - Log(1 - x)) / 2


def _log(x: Term, base: Term | None = None) -> Any:
    return Log(x) if base is None else Log(x) / Log(base)


def _factorial(x: Term) -> Any:
    from symproof.checkers.domains import evident

    return Factorial(x) if evident(IsInteger(x)) else Special("gamma", x + 1)


def _root(x: Term, degree: Term) -> Any:
    value = degree.value if isinstance(degree, Number) else None
    return Pow(x, Number(1 / value)) if value else Pow(x, 1 / degree)


def _rational(p: Term, q: Term | None = None) -> Any:
    q = Number(1) if q is None else q
    if not (isinstance(p, Number) and isinstance(q, Number)):
        return p / q
    if q.value == 0:
        raise ReadError("Rational(p, 0) is not a number")
    return Number(p.value / q.value)


FUNCTIONS: dict[str, tuple[tuple[int, ...], Callable[..., Any]]] = {
    "exp": ((1,), Exp), "log": ((1, 2), _log), "ln": ((1,), Log), "sqrt": ((1,), Sqrt),
    "cbrt": ((1,), lambda x: Pow(x, Number(1, 3))), "root": ((2,), _root),
    "sin": ((1,), Sin), "cos": ((1,), Cos), "tan": ((1,), Tan), "cot": ((1,), lambda x: Cos(x) / Sin(x)),
    "sec": ((1,), lambda x: 1 / Cos(x)), "csc": ((1,), lambda x: 1 / Sin(x)),
    "asin": ((1,), Arcsin), "acos": ((1,), Arccos), "atan": ((1,), Arctan),
    "acot": ((1,), lambda x: Arctan(1 / x)), "asec": ((1,), lambda x: Arccos(1 / x)), "acsc": ((1,), lambda x: Arcsin(1 / x)),
    "sinh": ((1,), _sinh), "cosh": ((1,), _cosh), "tanh": ((1,), Tanh), "coth": ((1,), lambda x: _cosh(x) / _sinh(x)),
    "sech": ((1,), lambda x: 1 / _cosh(x)), "csch": ((1,), lambda x: 1 / _sinh(x)),
    "asinh": ((1,), lambda x: Log(x + Sqrt(Pow(x, Number(2)) + 1))),
    "acosh": ((1,), lambda x: Log(x + Sqrt(x + 1) * Sqrt(x - 1))), "atanh": ((1,), _atanh),
    "acoth": ((1,), lambda x: _atanh(1 / x)),
    "Abs": ((1,), Abs), "abs": ((1,), Abs), "sign": ((1,), Sign), "erf": ((1,), Erf),
    "Max": ((), Max), "max": ((), Max), "Min": ((), Min), "min": ((), Min),
    "re": ((1,), RealPart), "im": ((1,), ImaginaryPart), "arg": ((1,), Argument), "conjugate": ((1,), Conjugate),
    "factorial": ((1,), _factorial), "Rational": ((1, 2), _rational), "Integer": ((1,), lambda x: x),
    "frac": ((1,), lambda x: x - Special("floor", x)), "Mod": ((2,), lambda x, y: Special("mod", x, y)),
    "Pow": ((2,), Pow),
    **{name: (row.arity, lambda *arguments, _name=name: Special(_name, *arguments))
       for name, row in SPECIAL.items() if name not in ("hyper", "mod")},
}
"""Name ↦ (how many arguments; () for two or more, what it says)."""
