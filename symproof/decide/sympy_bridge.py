"""The bridge to SymPy: terms go out to be worked on, and SymPy expressions come in as terms.

May import `symproof.terms`; SymPy is imported inside functions only, so that importing this module costs nothing. What
comes back from SymPy is a proposal, never a proof. Nothing here may branch on the truth of a SymPy object, and no
string is ever given to SymPy to parse.

SymPy rearranges and collapses whatever it is given (`x/x` becomes 1), so a lowered term is not the term any more.
Relations are lowered unevaluated, so that a claim does not turn into `True` on its way.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from symproof.terms import Infinity as InfinityTerm
from symproof.terms import Integral as IntegralTerm
from symproof.terms import Interpretation, Term, oo
from symproof.terms import Symbol as SymbolTerm
from symproof.terms.sorts import COMPLEX, SCALAR, Function


class LoweringError(TypeError):
    """A term that has no counterpart in SymPy."""


def load_sympy() -> Any:
    """SymPy, imported when it is first needed."""
    import sympy

    return sympy


ASSUMPTIONS: dict[str, dict[str, bool]] = {
    "real": {"real": True}, "positive": {"positive": True}, "negative": {"negative": True},
    "nonnegative": {"nonnegative": True}, "nonzero": {"real": True, "nonzero": True}, "unit": {"nonnegative": True},
    "integer": {"integer": True}, "natural": {"integer": True, "nonnegative": True},
    "positive integer": {"integer": True, "positive": True},
}
_BY_NAME = {
    "Sqrt": "sqrt", "Exp": "exp", "Log": "log", "Sin": "sin", "Cos": "cos", "Tan": "tan", "Arcsin": "asin",
    "Arccos": "acos", "Arctan": "atan", "Tanh": "tanh", "Erf": "erf", "Abs": "Abs", "Sign": "sign",
    "Factorial": "factorial", "RealPart": "re", "ImaginaryPart": "im", "Argument": "arg", "Conjugate": "conjugate",
    "Max": "Max", "Min": "Min", "Add": "Add", "Mul": "Mul", "Pow": "Pow",
}
_UNEVALUATED = ("Eq", "Ne", "Lt", "Le", "Gt", "Ge", "And", "Or", "Not", "Implies")
_REFUSED = {
    "vectors and operators have no counterpart that keeps their laws; lower the scalars made of them":
        "Apply Compose ConicHull ConvexHull Coordinates CovarianceOperator Gradient Identity Inner Inverse Norm "
        "OpenHalfSpace Outer PositiveDefinite PositiveSemidefinite Scale Symmetric Transpose Zero",
    "families and indices stay in the language of terms": "FamilySum IndexValue Kronecker",
    "expectations are linear functionals here, and integrals only once their density is written out":
        "ConditionalExpectation Correlation Covariance Discrete DominatedDerivative Expectation Gaussian Indicator "
        "Integrable Lebesgue Normal Probability Tilt Variance",
    "quantifiers, sets and analytic facts are not SymPy's": "ContinuouslyDifferentiable Exists ForAll HasDerivative "
                                                            "HasLimit IsInteger Member SetBuilder Lambda",
    "a remainder must not be absorbed by SymPy's Order": "Asymptotic BigO",
}


class Lower(Interpretation):
    """Terms as SymPy expressions. `symbols` remembers which term each SymPy symbol stands for, for `lift`."""

    def __init__(self) -> None:
        self.symbols: dict[Any, Term] = {}
        self._known: dict[Term, Any] = {}

    def Number(self, term: Any) -> Any:
        sympy = load_sympy()
        return sympy.Rational(*term.arguments)

    def Constant(self, term: Any) -> Any:
        sympy = load_sympy()
        return {"pi": sympy.pi, "EulerGamma": sympy.EulerGamma}[term.arguments[0]]

    def Infinity(self, term: Any) -> Any:
        sympy = load_sympy()
        return sympy.oo * term.arguments[0]

    def Symbol(self, term: Any) -> Any:
        if term.sort == COMPLEX:
            return self._symbol(term, term.name, {})
        if term.sort != SCALAR:
            raise LoweringError(f"{term.name} is a {term.sort}; only scalar symbols have a counterpart in SymPy")
        return self._symbol(term, term.name, ASSUMPTIONS[term.domain])

    def Size(self, term: Any) -> Any:
        sympy = load_sympy()
        size = term.arguments[0]
        if isinstance(size, int):
            return sympy.Integer(size)
        return self._symbol(term, f"size_{size}", ASSUMPTIONS["positive integer"])

    def _symbol(self, term: Term, name: str, assumptions: dict[str, bool]) -> Any:
        """One SymPy symbol for each term: two terms that SymPy could not tell apart get different names."""
        sympy = load_sympy()
        if term not in self._known:
            taken = {str(symbol) for symbol in self.symbols}
            count, chosen = 1, name
            while chosen in taken:
                count += 1
                chosen = f"{name}_{count}"
            self._known[term] = sympy.Symbol(chosen, **assumptions)
            self.symbols[self._known[term]] = term
        return self._known[term]

    def Neg(self, term: Any) -> Any:
        return -self(self._scalar(term.arguments[0]))

    def Div(self, term: Any) -> Any:
        numerator, denominator = map(self, term.arguments)
        return numerator / denominator

    @staticmethod
    def _scalar(term: Term) -> Term:
        if term.sort not in (SCALAR, COMPLEX):
            raise LoweringError(f"{term!r} is a {term.sort}; only scalars have a counterpart in SymPy")
        return term

    def NormalDensity(self, term: Any) -> Any:
        sympy = load_sympy()
        return sympy.exp(-self(term.arguments[0]) ** 2 / 2) / sympy.sqrt(2 * sympy.pi)

    def NormalCDF(self, term: Any) -> Any:
        sympy = load_sympy()
        return (1 + sympy.erf(self(term.arguments[0]) / sympy.sqrt(2))) / 2

    def App(self, term: Any) -> Any:
        sympy = load_sympy()
        function, *arguments = term.arguments
        if not isinstance(function, SymbolTerm) or function.sort != Function(*([SCALAR] * (len(arguments) + 1))):
            raise LoweringError(f"{term!r}: only symbols of functions of scalars can be applied in SymPy")
        return sympy.Function(function.name, real=True)(*map(self, arguments))

    def Iff(self, term: Any) -> Any:
        """Two implications, since SymPy's Equivalent decides itself whatever it is told."""
        sympy = load_sympy()
        left, right = map(self, term.arguments)
        both = (sympy.Implies(left, right, evaluate=False), sympy.Implies(right, left, evaluate=False))
        return sympy.And(*both, evaluate=False)

    def Sum(self, term: Any) -> Any:
        sympy = load_sympy()
        variable, lower, upper, body = term.arguments
        return sympy.Sum(self(self._scalar(body)), (self(variable), self(lower), self(upper)))

    def Integral(self, term: Any) -> Any:
        sympy = load_sympy()
        variable, lower, upper, body = term.arguments
        return sympy.Integral(self(body), (self(variable), self(lower), self(upper)))

    def MeasureIntegral(self, term: Any) -> Any:
        variable, measure, body = term.arguments
        if type(measure).__name__ != "Lebesgue" or variable.sort != SCALAR:
            raise LoweringError(f"{term!r}: only integrals against Lebesgue measure on the line are lowered")
        return self(IntegralTerm(variable, -oo, oo, self._scalar(body)))

    def Derivative(self, term: Any) -> Any:
        sympy = load_sympy()
        variable, body, at = term.arguments
        derivative = sympy.Derivative(self(self._scalar(body)), self(variable))
        return derivative if at is variable else sympy.Subs(derivative, self(variable), self(at))

    def Product(self, term: Any) -> Any:
        sympy = load_sympy()
        variable, lower, upper, body = term.arguments
        return sympy.Product(self(body), (self(variable), self(lower), self(upper)))

    def IfThenElse(self, term: Any) -> Any:
        sympy = load_sympy()
        condition, value, otherwise = map(self, term.arguments)
        return sympy.Piecewise((value, condition), (otherwise, True))

    def Special(self, term: Any) -> Any:
        sympy = load_sympy()
        name, *arguments = term.arguments
        if name == "hyper":
            p, q = (int(a.value) for a in arguments[:2])
            rest = list(map(self, arguments[2:]))
            return sympy.hyper(rest[:p], rest[p:p + q], rest[-1])
        return getattr(sympy, {"mod": "Mod"}.get(name, name))(*map(self, arguments))

    def ImaginaryUnit(self, term: Any) -> Any:
        return load_sympy().I

    def Limit(self, term: Any) -> Any:
        sympy = load_sympy()
        variable, point, body, direction = term.arguments
        if isinstance(point, InfinityTerm):
            return sympy.Limit(self(body), self(variable), self(point))
        return sympy.Limit(self(body), self(variable), self(point), direction or "+-")


def _by_name(name: str, target: str) -> Callable[[Lower, Any], Any]:
    def lowered(self: Lower, term: Any) -> Any:
        sympy = load_sympy()
        return getattr(sympy, target)(*(self(self._scalar(part)) for part in term.arguments))

    lowered.__name__ = name
    return lowered


def _unevaluated(name: str) -> Callable[[Lower, Any], Any]:
    def lowered(self: Lower, term: Any) -> Any:
        sympy = load_sympy()
        if not term.arguments:
            return sympy.true if name == "And" else sympy.false
        return getattr(sympy, name)(*map(self, term.arguments), evaluate=False)

    lowered.__name__ = name
    return lowered


def _refused(name: str, reason: str) -> Callable[[Lower, Any], Any]:
    def lowered(self: Lower, term: Any) -> Any:
        raise LoweringError(f"{name} is not lowered to SymPy: {reason}")

    lowered.__name__ = name
    return lowered


for _name, _target in _BY_NAME.items():
    setattr(Lower, _name, _by_name(_name, _target))
for _name in _UNEVALUATED:
    setattr(Lower, _name, _unevaluated(_name))
for _reason, _names in _REFUSED.items():
    for _name in _names.split():
        setattr(Lower, _name, _refused(_name, _reason))


def lower(term: Term) -> Any:
    """The SymPy expression of a scalar term or statement. Raises LoweringError for what SymPy has no counterpart of."""
    return Lower()(term)


def lower_with_symbols(term: Term) -> tuple[Any, dict[Any, Term]]:
    """The SymPy expression, and which term each of its symbols stands for: `lift(expression, symbols)` comes back."""
    lowering = Lower()
    return lowering(term), lowering.symbols


def lift(expression: Any, symbols: Mapping[Any, Term] | None = None) -> Any:
    """The term of a SymPy expression (see `sympy_lift.Lift`); `symbols` says what SymPy symbols or names stand for."""
    from .sympy_lift import Lift

    return Lift(symbols)(expression)
