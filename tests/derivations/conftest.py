"""What the tests of the derivation files share."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from symproof import claims
from symproof.claims import builder

sys.path.insert(0, str(Path(__file__).parents[2]))
pytest.register_assert_rewrite("derivation_checks")

from derivation_checks import checked_claims, load  # noqa: E402 — after the path and the rewriting are set


@contextmanager
def without_the_claims_of(source: Path) -> Iterator[None]:
    """The claims as they are, without those of a file; what that file imports stays registered. All is put back."""
    load(source)
    kept = dict(claims.REGISTRY), dict(claims.PROVED)
    for name, claim in kept[0].items():
        if claim.place.file.endswith(source.name):
            claims.REGISTRY.pop(name, None)
            claims.PROVED.pop(name, None)
    yield
    for book, entries in zip((claims.REGISTRY, claims.PROVED), kept, strict=True):
        book.clear()
        book.update(entries)


@pytest.fixture(autouse=True)
def short_searches(monkeypatch: pytest.MonkeyPatch) -> None:
    """A variant must fail; that a counterexample to it is found is not asked here, and looking for one takes long."""
    monkeypatch.setattr(builder, "SECONDS_REFUTING", 0.02)


@pytest.fixture
def registry(request: pytest.FixtureRequest) -> Iterator[None]:
    """The claims that the file under test may use, without its own."""
    with without_the_claims_of(request.module.SOURCE):
        yield


@pytest.fixture(scope="module")
def checked(request: pytest.FixtureRequest) -> Iterator[dict[str, claims.Checked]]:
    """Every claim of the file under test, checked once."""
    with without_the_claims_of(request.module.SOURCE):
        yield checked_claims(request.module.SOURCE)
