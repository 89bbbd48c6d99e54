"""One claim about scalars, and the answer to it.

A claim is left ~ right for all values of its variables that satisfy its hypotheses, in the complex numbers with principal
values: a term that the reals do not define (√−1) still has a value, and one that has none anywhere (1/0) makes the claim
neither proved nor refuted there. May import terms only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, Literal

from symproof.terms import Eq, Ge, Gt, Infinity, Le, Lt, Ne, Symbol, Term

RELATIONS: dict[str, Any] = {"==": Eq, "!=": Ne, "<=": Le, "<": Lt, ">=": Ge, ">": Gt}
Verdict = Literal["proved", "refuted", "undecided"]


@dataclass(frozen=True)
class Remainder:
    """`+ O(gauge)` at the end of the right side: left − right = O(gauge) as variable → point.

    `direction` is "+", "-" or "" (both sides); the point is a finite term, or ±∞, which is approached from inside.
    """

    variable: Symbol
    point: Term
    gauge: Term
    direction: str = ""

    @property
    def at_infinity(self) -> bool:
        return isinstance(self.point, Infinity)


@dataclass(frozen=True)
class Claim:
    """left ~ right for all values of the variables that satisfy the hypotheses.

    `variables` are the free symbols in the order of declaration, each with its domain; `hypotheses` are what the domains
    of symbols cannot say, such as the closed intervals of `intervals` (variable ↦ (lowest, highest)). `conditions` must
    hold for the claim to make sense, beyond the definedness of its terms: a scale is positive, a probability in [0, 1].
    """

    left: Term
    right: Term
    relation: str = "=="
    variables: tuple[Symbol, ...] = ()
    hypotheses: tuple[Term, ...] = ()
    intervals: dict[Symbol, tuple[Fraction, Fraction]] = field(default_factory=dict)
    remainder: Remainder | None = None
    source: str = ""
    conditions: tuple[Term, ...] = ()

    @property
    def statement(self) -> Any:
        """The relation as a term (of the part without the remainder)."""
        return RELATIONS[self.relation](self.left, self.right)


@dataclass(frozen=True)
class Witness:
    """A point at which a claim fails: exact values by name, and the decimal values of the two sides there."""

    values: dict[str, str]
    left: str
    right: str
    note: str = ""


@dataclass(frozen=True)
class Answer:
    """What was found out: the verdict, with a witness, or with what the proof rests on, or with what is missing."""

    verdict: Verdict
    reason: str
    witness: Witness | None = None
    trust: tuple[str, ...] = ()
    obligations: tuple[str, ...] = ()
    seconds: float = 0.0
    certificate: dict[str, Any] | None = field(default=None, repr=False)
