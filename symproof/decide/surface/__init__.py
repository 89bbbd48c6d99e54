"""The surface syntax of `symproof decide`: SymPy's expressions as text, read into terms. Nothing is executed."""

from .errors import ReadError
from .reader import read_claim, read_claims

__all__ = ["ReadError", "read_claim", "read_claims"]
