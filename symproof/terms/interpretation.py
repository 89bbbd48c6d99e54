"""The base of every reading of terms (SymPy, numbers, LaTeX, …): one method a term class, found by the class's name."""

from __future__ import annotations

from typing import Any

from .core import TERM_CLASSES, Term

ABSTRACT = frozenset({"Unary", "UnaryReal", "RealValued", "Extremum", "Relation", "Connective", "Quantifier",
                      "OperatorProperty", "FamilySet"})


def concrete_classes() -> list[str]:
    """The names of all term classes that have instances."""
    return sorted(set(TERM_CLASSES) - ABSTRACT)


class Interpretation:
    """Subclasses define one method for each concrete term class, named like the class, taking the term."""

    def __call__(self, term: Term) -> Any:
        return getattr(self, type(term).__name__)(term)

    @classmethod
    def missing(cls) -> list[str]:
        """The term classes that this interpretation does not know yet."""
        return [name for name in concrete_classes() if not callable(getattr(cls, name, None))]
