"""How a derivation is written: decorated functions that state hypotheses, a statement, and the steps of its proof.

    @lemma("Lemma 12", title="Exponential tilt", printed=["(38)"])
    def exponential_tilt(phi: RandomScalar, t: RandomScalar, lam: Real):
        given(mgf_finite_near_zero(t), square_integrable(phi))
        show(equals(E(phi, under=tilted(t, lam)), E(phi) + lam * Cov(phi, t) + O(lam**2)))
        return chain(E(phi, under=tilted(t, lam)), eq(…, by=definition(Expectation)), …)

What is proved is what the kernel concludes from the steps; it is compared with what `show` states, under what `given`
assumes. `check_claim` runs one claim and returns plain data (`document.Checked`); it never raises for a bad derivation.
`registry` declares claims, `builder` holds one under construction, `words` are what an author writes, `figures` what is
drawn beside a claim, `checking` runs it.
"""

from ..document import Checked
from .builder import STACK, Builder
from .checking import BEING_PROVED, PROVED, check_claim, prove_claim
from .figures import curve, figure, table
from .registry import (REGISTRY, Claim, DerivationError, added, claim, conjecture, corollary, definition_claim, equation,
                       erratum, example, lemma, proposition, refutation, remark, theorem_claim)
from .words import (by_cases, chain, conjuncts, contradiction_from, eq, excluded_middle, exhibit, falsehood, ge,
                    generalized, given, gt, have, iff, implies, le, lt, note, obtain, release, show, suppose, using)

__all__ = ["BEING_PROVED", "Builder", "Checked", "Claim", "DerivationError", "PROVED", "REGISTRY", "STACK", "added",
           "by_cases", "chain", "check_claim", "claim", "conjecture", "conjuncts", "contradiction_from", "corollary",
           "curve", "definition_claim", "eq", "equation", "erratum", "example", "excluded_middle", "exhibit", "falsehood",
           "figure", "ge", "generalized", "given", "gt", "have", "iff", "implies", "le", "lemma", "lt", "note", "obtain",
           "proposition", "prove_claim", "refutation", "release", "remark", "show", "suppose", "table", "theorem_claim",
           "using"]
