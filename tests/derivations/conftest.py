"""What the tests of the derivation files share."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from symproof import claims
from symproof.claims import builder

sys.path.insert(0, str(Path(__file__).parents[2]))
pytest.register_assert_rewrite("derivation_checks")

from derivation_checks import load  # noqa: E402 — after the path and the rewriting are set


@pytest.fixture(autouse=True)
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variant must fail; that a counterexample to it is found is not asked here, and looking for one takes long."""
    monkeypatch.setattr(builder, "SECONDS_REFUTING", 0.02)


@pytest.fixture
def registry(request: pytest.FixtureRequest) -> Iterator[None]:
    """The claims as they were, without those of the file under test; the files that it imports stay registered."""
    load(request.module.SOURCE)
    kept = dict(claims.REGISTRY), dict(claims.PROVED)
    for name in [*request.module.PROVED, *request.module.REFUTED]:
        claims.REGISTRY.pop(name, None)
        claims.PROVED.pop(name, None)
    yield
    for book, entries in zip((claims.REGISTRY, claims.PROVED), kept, strict=True):
        book.clear()
        book.update(entries)
