"""What the tests of the search share."""

from __future__ import annotations

import pytest

from symproof import claims


@pytest.fixture(autouse=True)
def _registry():
    """Claims that a test declares are forgotten afterwards."""
    before = dict(claims.REGISTRY)
    yield
    claims.REGISTRY.clear()
    claims.REGISTRY.update(before)
