"""A second, independent reading of certificates: `symproof recheck build/certificates.json`.

Every step of a certificate is derived again, in a process of its own, by code that shares nothing with the kernel: its
own grammar, substitution, algebra (polynomials over python-flint's exact rationals, factorised by flint), sign
analysis, differentiation, orders of magnitude, limits, definitions and balls. It imports neither SymPy nor
`symproof.kernel` nor `symproof.checkers`. The one shared piece is the content of `symproof.laws`, read when the first
law is met: the axioms are data, and must be the same on both sides.

A step passes when the conclusion that the rechecker derives is the recorded one up to alpha, its hypotheses are among
the recorded ones, and every obligation that it derives is among them (up to alpha and normal form) or evident. Terms
that the kernel computes in normal form need only be equal. Recorded hypotheses that are not needed only weaken.
"""

from __future__ import annotations

from .language import RecheckError
from .replay import RULES, Claim, Failure, Report, recheck

__all__ = ["RULES", "Claim", "Failure", "RecheckError", "Report", "recheck"]
