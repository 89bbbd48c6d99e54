"""The language: typed, immutable terms, exactly as written. Knows nobody, and never imports SymPy."""

from .calculus import BigO, Derivative, FamilySum, Integral, Limit, Sum
from .core import (TERM_CLASSES, App, IndexValue, Lambda, Number, Symbol, Term, TermError, alpha_equal, as_term,
                   canonical, expect, free_symbols, fresh, involves_complex, is_genuine, match_sorts,
                   probability_like, register_printer, replace_capturing, seal, substitute, subterms)
from .interpretation import Interpretation, concrete_classes
from .linear import (Apply, Compose, Coordinates, Gradient, Identity, Inner, Inverse, Kronecker, Norm, Outer, Scale,
                     Size, Transpose, Zero)
from .logic import (FALSE, TRUE, And, Asymptotic, ConicHull, ContinuouslyDifferentiable, ConvexHull, Eq, Exists, ForAll,
                    Ge, Gt, HasDerivative, HasLimit, Iff, Implies, IsInteger, Le, Lt, Member, Ne, Not, OpenHalfSpace,
                    Or, PositiveDefinite, PositiveSemidefinite, SetBuilder, Symmetric, domain_condition)
from .probability import (ConditionalExpectation, Correlation, Covariance, CovarianceOperator, Discrete,
                          DominatedDerivative, Expectation, Gaussian, Indicator, Integrable, Lebesgue, MeasureIntegral,
                          Normal, Probability, Tilt, Variance)
from .scalar import (Abs, Add, Arccos, Arcsin, Arctan, Constant, Cos, Div, Erf, Exp, Factorial, Infinity, Log, Max, Min,
                     Mul, Neg, NormalCDF, NormalDensity, Pow, Sign, Sin, Sqrt, Tan, Tanh)
from .sorts import (COMPLEX, SCALAR, TRUTH, Complex, Function, Index, Measure, Operator, Point, Scalar, SetOf, Sort, Truth,
                    Vector)
from .special import (SPECIAL, Argument, Conjugate, IfThenElse, ImaginaryPart, ImaginaryUnit, Product, RealPart, Special)

seal()
pi, oo = Constant("pi"), Infinity(1)

__all__ = [
    "Abs", "Add", "And", "App", "Apply", "Arccos", "Arcsin", "Arctan", "Argument", "Asymptotic", "BigO", "COMPLEX",
    "Complex", "Compose", "ConditionalExpectation", "ConicHull", "Conjugate", "Constant",
    "ContinuouslyDifferentiable", "ConvexHull", "Coordinates", "Correlation", "Cos", "Covariance",
    "CovarianceOperator", "Derivative", "Discrete", "Div", "DominatedDerivative", "Eq", "Erf", "Exists", "Exp",
    "Expectation", "FALSE", "Factorial", "FamilySum", "ForAll", "Function", "Gaussian", "Ge", "Gradient", "Gt",
    "HasDerivative", "HasLimit", "Identity", "IfThenElse", "Iff", "ImaginaryPart", "ImaginaryUnit", "Implies",
    "Index", "IndexValue", "Indicator", "Infinity", "Inner", "Integrable", "Integral", "Interpretation", "Inverse",
    "IsInteger", "Kronecker", "Lambda", "Le", "Lebesgue", "Limit", "Log", "Lt", "Max", "Measure", "MeasureIntegral",
    "Member", "Min", "Mul", "Ne", "Neg", "Norm", "Normal", "NormalCDF", "NormalDensity", "Not", "Number",
    "OpenHalfSpace", "Operator", "Or", "Outer", "Point", "PositiveDefinite", "PositiveSemidefinite", "Pow",
    "Probability", "Product", "RealPart", "SCALAR", "SPECIAL", "Scalar", "Scale", "SetBuilder", "SetOf", "Sign",
    "Sin", "Size", "Sort", "Special", "Sqrt", "Sum", "Symbol", "Symmetric", "TERM_CLASSES", "TRUE", "TRUTH", "Tan",
    "Tanh", "Term", "TermError", "Tilt", "Transpose", "Truth", "Variance", "Vector", "Zero", "alpha_equal",
    "as_term", "canonical", "concrete_classes", "domain_condition", "expect", "free_symbols", "fresh",
    "involves_complex", "is_genuine", "match_sorts", "oo", "pi", "probability_like", "register_printer",
    "replace_capturing", "seal", "substitute", "subterms",
]
