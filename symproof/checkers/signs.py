"""The sign that a term's form alone shows: e^x > 0, x² ≥ 0, ⟨Ax, x⟩ ≥ 0 for A declared PSD. Trusted.

`sign(term)` is one of "+", "0+", "-", "0-", "0" or "" (not seen); never a guess.
"""

from __future__ import annotations

from symproof.terms import (Abs, Add, Apply, Arctan, Constant, CovarianceOperator, Div, Erf, Exp, Expectation,
                            Factorial, FamilySum, Indicator, Inner, Inverse, Max, Min, Mul, Neg, Norm, NormalCDF,
                            NormalDensity, Number, Pow, Probability, Size, Special, Sqrt, Symbol, Tanh, Term)
from symproof.terms.sorts import SCALAR

_SYMBOLS = {"positive": "+", "negative": "-", "nonnegative": "0+", "unit": "0+", "natural": "0+",
            "positive integer": "+"}
_NEGATED = {"+": "-", "-": "+", "0+": "0-", "0-": "0+", "0": "0", "": ""}


def sign(term: Term) -> str:
    """The sign of a scalar term as far as its form shows it."""
    if isinstance(term, Number):
        return "+" if term.value > 0 else "-" if term.value < 0 else "0"
    if isinstance(term, Symbol):
        return _SYMBOLS.get(term.domain, "") if term.sort == SCALAR else ""
    if isinstance(term, (Exp, NormalDensity, NormalCDF, Size, Constant)):
        return "+"
    if isinstance(term, Factorial):
        return "+" if natural(term.arguments[0]) else ""
    parts = term.arguments
    if isinstance(term, (Abs, Norm)):
        return "+" if isinstance(term, Abs) and sign(parts[0]) in "+-" and sign(parts[0]) else "0+"
    if isinstance(term, (Probability, Indicator)):
        return "0+"
    if isinstance(term, Sqrt):
        return sign(parts[0]) if sign(parts[0]) in ("+", "0") else "0+" if sign(parts[0]) == "0+" else ""
    if isinstance(term, Neg):
        return _NEGATED[sign(parts[0])]
    if isinstance(term, (Erf, Arctan, Tanh)):
        return sign(parts[0])
    if isinstance(term, Add) and term.sort == SCALAR:
        return _sum([sign(p) for p in parts])
    if isinstance(term, Mul):
        return _product([sign(p) for p in parts])
    if isinstance(term, Div):
        below = sign(parts[1])
        return _product([sign(parts[0]), below]) if below in ("+", "-") else ""
    if isinstance(term, Pow):
        return _power(parts[0], parts[1])
    if isinstance(term, Max):
        signs = [sign(p) for p in parts]
        return "+" if "+" in signs else "0+" if "0+" in signs or "0" in signs else ""
    if isinstance(term, Min):
        signs = [sign(p) for p in parts]
        return "+" if all(s == "+" for s in signs) else "0+" if all(s in ("+", "0+", "0") for s in signs) else ""
    if isinstance(term, (FamilySum, Expectation)) and term.sort == SCALAR:
        return {"+": "+" if isinstance(term, FamilySum) else "0+", "0+": "0+", "0": "0"}.get(sign(parts[-1]), "")
    if isinstance(term, Inner):
        return _inner(parts[0], parts[1])
    if isinstance(term, Special):
        return _special(parts[0], parts[1:])
    return ""


def _special(name: str, arguments: tuple[Term, ...]) -> str:
    """Γ, B and K_ν are positive for positive arguments, erfc everywhere; counts of naturals are not negative."""
    if name == "erfc" or name in ("gamma", "beta") and all(sign(a) == "+" for a in arguments):
        return "+"
    if name == "besselk" and sign(arguments[1]) == "+":
        return "+"
    if name in ("binomial", "catalan", "fibonacci", "factorial2") and all(natural(a) for a in arguments):
        return "0+" if name in ("binomial", "fibonacci") else "+"
    return ""


def _sum(signs: list[str]) -> str:
    for strict, weak in (("+", "0+"), ("-", "0-")):
        if all(s in (strict, weak, "0") for s in signs):
            return strict if strict in signs else weak if weak in signs else "0"
    return ""


def _product(signs: list[str]) -> str:
    if "0" in signs:
        return "0"
    if "" in signs:
        return ""
    negative = sum(s in ("-", "0-") for s in signs) % 2 == 1
    weak = any(s in ("0+", "0-") for s in signs)
    return ("0" if weak else "") + ("-" if negative else "+")


def _power(base: Term, exponent: Term) -> str:
    below = sign(base)
    if below == "+":
        return "+"
    if isinstance(exponent, Number):
        value = exponent.value
        if value.denominator == 1 and value % 2 == 0 and value and nonzero(base):
            return "+"
        if value.denominator == 1 and value > 0:
            if value % 2 == 0:
                return "0+" if below != "0" else "0"
            return below
        if value.denominator == 1 and value < 0 and below == "-":
            return "+" if value % 2 == 0 else "-"
        if value > 0 and below == "0+":
            return "0+"
    if isinstance(exponent, Symbol) and exponent.domain in ("natural", "positive integer") and below == "0+":
        return "0+"
    return ""


def _inner(left: Term, right: Term) -> str:
    if left is right:
        return "0+"
    for vector, image in ((left, right), (right, left)):
        if isinstance(image, Apply) and image.arguments[1] is vector and semidefinite(image.arguments[0]):
            return "0+"
    return ""


def semidefinite(operator: Term) -> bool:
    """Whether an operator is positive semidefinite by its declaration or form."""
    if isinstance(operator, Symbol):
        return operator.domain in ("positive semidefinite", "positive definite")
    if isinstance(operator, Inverse):
        inner = operator.arguments[0]
        return isinstance(inner, Symbol) and inner.domain == "positive definite"
    return False


def symmetric(operator: Term) -> bool:
    """Whether an operator is symmetric by its declaration or form."""
    if isinstance(operator, Symbol):
        return operator.domain != ""
    if isinstance(operator, Inverse):
        return symmetric(operator.arguments[0])
    return isinstance(operator, CovarianceOperator)


def natural(term: Term) -> bool:
    """Whether the form of a scalar shows that it is an integer ≥ 0."""
    if isinstance(term, (Add, Mul)):
        return all(natural(p) for p in term.arguments)
    if isinstance(term, Symbol):
        return term.domain in ("natural", "positive integer")
    return isinstance(term, Size) or isinstance(term, Number) and term.value.denominator == 1 and term.value >= 0


def integral(term: Term) -> bool:
    """Whether the form of a scalar shows that it is an integer."""
    if isinstance(term, (Add, Mul, Neg)):
        return all(integral(p) for p in term.arguments)
    if isinstance(term, Symbol):
        return term.domain in ("integer", "natural", "positive integer")
    return isinstance(term, Size) or isinstance(term, Number) and term.value.denominator == 1


def nonzero(term: Term) -> bool:
    """Whether the form of a scalar shows that it is not 0."""
    if isinstance(term, Symbol) and term.domain == "nonzero":
        return True
    if isinstance(term, Mul):
        return all(nonzero(p) for p in term.arguments)
    if isinstance(term, (Div, Neg)):
        return all(nonzero(p) for p in term.arguments)
    if isinstance(term, Pow) and integral(term.arguments[1]):
        return nonzero(term.arguments[0])
    return sign(term) in ("+", "-")
