"""The rules, by subject; importing this registers them."""

from . import (audit_itself, binders, chains, derivations, names, numbers, reading, references, symbols, types)

__all__ = ["audit_itself", "binders", "chains", "derivations", "names", "numbers", "reading", "references", "symbols", "types"]
