"""Justifications that an author can cite: each a small class with `prove` (a theorem for one link) and `reason`."""

from .algebraic import algebra, definition, rewrite
from .analysis import antiderivative, derived, differentiation, parts, series, taylor
from .appeal import law, theorem
from .base import Goal, Situation, Step, StepError
from .order import certified_numerically, positivity

__all__ = ["Goal", "Situation", "Step", "StepError", "algebra", "antiderivative", "certified_numerically", "definition",
           "derived", "differentiation", "law", "parts", "positivity", "rewrite", "series", "taylor", "theorem"]
