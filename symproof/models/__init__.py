"""Models: interpretations of terms in numbers, and the search for counterexamples.

May import `symproof.terms`, mpmath, flint and the standard library; never SymPy, and nothing from the kernel. Numbers
refute and enclose: no verdict of this package proves an equality.
"""

from .balls import Balls, decide_strict
from .evaluate import Evaluate
from .model import (Closure, FiniteMeasure, FunctionValue, GaussianMeasure, LebesgueMeasure, Model, NormalMeasure,
                    Polynomial, PolynomialFunction, SetValue, Table, TiltedMeasure)
from .sample import Sample, Sampler, sample_models
from .second_opinion import Opinion, second_opinion
from .verdict import OutOfTime, Undefined, Unsupported, Verdict

__all__ = ["Balls", "Closure", "Evaluate", "FiniteMeasure", "FunctionValue", "GaussianMeasure", "LebesgueMeasure",
           "Model", "NormalMeasure", "Opinion", "OutOfTime", "Polynomial", "PolynomialFunction", "Sample", "Sampler",
           "SetValue", "Table", "TiltedMeasure", "Undefined", "Unsupported", "Verdict", "decide_strict",
           "sample_models", "second_opinion"]
