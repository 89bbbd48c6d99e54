"""Everything a derivation file needs: `from symproof.prelude import *`."""

from __future__ import annotations

from .claims import (added, by_cases, chain, conjecture, conjuncts, contradiction_from, corollary, curve,
                     definition_claim, eq, equation, erratum, example, excluded_middle, exhibit, falsehood, figure, ge,
                     generalized, given, gt, have, iff, implies, le, lemma, lt, note, obtain, proposition, refutation,
                     release, remark, show, suppose, table, theorem_claim, using)
from .render.text import install_printers
from .steps import (algebra, antiderivative, certified_numerically, definition, derived, differentiation, law, parts,
                    positivity, rewrite, series, taylor, theorem)
from .terms import *
from .vocabulary import *

install_printers()
