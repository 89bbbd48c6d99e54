"""symproof: theory papers as executable, kernel-checked derivations.

Write a theorem once, as typed terms and justified steps; a small kernel checks every step; the LaTeX appendix is printed
from what was checked. Derivations start with `from symproof.prelude import *`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from .decide.alternatives import GordanCertificate, gordan
    from .decide.sympy_bridge import lift, lower
    from .models.order_statistics import expected_maximum

_LAZY = {"gordan": "decide.alternatives", "GordanCertificate": "decide.alternatives", "lift": "decide.sympy_bridge",
         "lower": "decide.sympy_bridge", "expected_maximum": "models.order_statistics"}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        import importlib

        return getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module 'symproof' has no attribute {name!r}")


__all__ = ["GordanCertificate", "__version__", "expected_maximum", "gordan", "lift", "lower"]
