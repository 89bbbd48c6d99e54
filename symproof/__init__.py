"""symproof: theory papers as executable, kernel-checked derivations.

Write a theorem once, as typed terms and justified steps; a small kernel checks every step; the LaTeX appendix is printed
from what was checked. Derivations start with `from symproof.prelude import *`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from . import decide
    from .decide.linear.alternatives import GordanCertificate
    from .decide.linear.forms import Alternative, farkas, gordan, motzkin, stiemke
    from .decide.sympy_bridge import lift, lower
    from .models.order_statistics import expected_maximum, expected_maximum_formula

_LAZY = {**dict.fromkeys(("Alternative", "farkas", "gordan", "motzkin", "stiemke"), "decide.linear.forms"),
         "GordanCertificate": "decide.linear.alternatives", "lift": "decide.sympy_bridge",
         "lower": "decide.sympy_bridge",
         "expected_maximum": "models.order_statistics", "expected_maximum_formula": "models.order_statistics"}


def __getattr__(name: str) -> Any:
    import importlib

    if name == "decide":  # a package that can be called
        return importlib.import_module(".decide", __name__)
    if name in _LAZY:
        return getattr(importlib.import_module(f".{_LAZY[name]}", __name__), name)
    raise AttributeError(f"module 'symproof' has no attribute {name!r}")


__all__ = ["Alternative", "GordanCertificate", "__version__", "decide", "expected_maximum", "expected_maximum_formula",
           "farkas", "gordan", "lift", "lower", "motzkin", "stiemke"]
