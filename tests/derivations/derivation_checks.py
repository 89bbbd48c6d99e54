"""What the tests of the derivation files ask of each of them."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterable, Sequence
from pathlib import Path

from symproof import claims


def load(path: Path) -> None:
    """Import a derivation file by its path: its claims are registered."""
    spec = importlib.util.spec_from_file_location(f"{path.stem}_under_test", path)
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def have_their_verdicts(source: Path, proved: Sequence[str], refuted: Sequence[str]) -> list[claims.Checked]:
    """The claims of a file are these; each has its verdict, and rests on laws and citations alone."""
    load(source)
    here = [name for name, claim in claims.REGISTRY.items() if claim.place.file.endswith(source.name)]
    assert sorted(here) == sorted([*proved, *refuted])
    results = [claims.check_claim(claims.REGISTRY[name]) for name in here]
    for checked in results:
        assert checked.verdict == ("refuted" if checked.name in refuted else "proved"), checked.failure
        assert not {kind for kind, _ in checked.trust} - {"law", "cited"}
        assert checked.erratum is not None or checked.name not in refuted
    return results


def facts_say_why(results: Iterable[claims.Checked]) -> None:
    """Every line that states a fact gives its reason."""
    for checked in results:
        for line in checked.lines:
            assert line.reason or line.kind not in ("fact", "conclude"), f"{line.place}: {line.statement!r}"


def variant(source: Path, old: str, new: str, directory: Path) -> Path:
    """The file with one token changed, wherever it stands."""
    path = directory / "variant.py"
    path.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def fails_at(path: Path, checked: claims.Checked) -> None:
    """A claim of a variant fails, at its file and line, with a sentence and not a traceback."""
    assert checked.verdict == "failed"
    assert checked.failure is not None
    assert checked.failure.place.file == str(path) and checked.failure.place.line > 0
    assert len(checked.failure.sentence) > 20 and "raised" not in checked.failure.sentence, checked.failure
    assert "there is no claim" not in checked.failure.sentence, "it fails for another reason: a claim that it uses is missing"
