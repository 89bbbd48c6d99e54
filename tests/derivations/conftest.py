"""What the tests of the derivation files share."""

from collections.abc import Iterator

import pytest

from symproof import claims


@pytest.fixture
def registry(request: pytest.FixtureRequest) -> Iterator[None]:
    """The claims as they were, without those of the file under test."""
    kept = dict(claims.REGISTRY), dict(claims._PROVED)
    for name in [*request.module.PROVED, *request.module.REFUTED]:
        claims.REGISTRY.pop(name, None)
        claims._PROVED.pop(name, None)
    yield
    for book, entries in zip((claims.REGISTRY, claims._PROVED), kept, strict=True):
        book.clear()
        book.update(entries)
