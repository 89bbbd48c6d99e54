"""Engines that search for certificates; what they find is checked exactly before anyone believes it.

The package can be called: `symproof.decide("x + x", "2*x", {"x": "real"})` is `decision.decide`.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .claim import Answer


class _Callable(ModuleType):
    def __call__(self, *arguments: Any, **options: Any) -> Answer:
        """See `symproof.decide.decision.decide`."""
        from .decision import decide

        return decide(*arguments, **options)


sys.modules[__name__].__class__ = _Callable
