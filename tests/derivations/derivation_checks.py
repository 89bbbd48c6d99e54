"""What the tests of the derivation files ask of each of them."""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping, Sequence
from pathlib import Path

from symproof import claims

Variant = tuple[str, str, str] | tuple[str, str, str, int]
"""A claim, what stands in its file, what is written instead, and in how many places (once, if not said)."""


def load(path: Path) -> None:
    """Import a derivation file by its path: its claims are registered."""
    spec = importlib.util.spec_from_file_location(f"{path.stem}_under_test", path)
    assert spec is not None and spec.loader is not None
    spec.loader.exec_module(importlib.util.module_from_spec(spec))


def checked_claims(source: Path) -> dict[str, claims.Checked]:
    """The claims that stand in a file, each checked."""
    load(source)
    here = [name for name, claim in claims.REGISTRY.items() if claim.place.file.endswith(source.name)]
    return {name: claims.check_claim(claims.REGISTRY[name]) for name in here}


def have_their_verdicts(checked: Mapping[str, claims.Checked], proved: Sequence[str], refuted: Sequence[str],
                        trusting: Sequence[str] = ("law", "cited")) -> None:
    """The claims of a file are these; each has its verdict, rests on no more than is said, and every line that states a
    fact gives its reason."""
    assert sorted(checked) == sorted([*proved, *refuted])
    for name, claim in checked.items():
        assert claim.verdict == ("refuted" if name in refuted else "proved"), claim.failure
        assert not {kind for kind, _ in claim.trust} - set(trusting), name
        assert claim.erratum is not None or name not in refuted, name
        for line in claim.lines:
            assert line.reason or line.kind not in ("fact", "conclude"), f"{line.place}: {line.statement!r}"


def cited(claim: claims.Checked) -> set[str]:
    """What a claim cites, by name, without the references."""
    return {source.split(" [")[0] for kind, source in claim.trust if kind == "cited"}


def items_decided(checked: Mapping[str, claims.Checked]) -> set[str]:
    """The keys of the printed items that the claims of a file and their lines decide."""
    return {key for claim in checked.values()
            for key in (*claim.printed, *(key for line in claim.lines for link in line.links for key in link.printed))}


def additions_are_needed(checked: Mapping[str, claims.Checked]) -> None:
    """What a claim adds to the paper's hypotheses is shown to be needed by a refutation."""
    for claim in checked.values():
        for addition in claim.adds:
            assert claims.REGISTRY[addition.needed].erratum is not None, addition


def variant(source: Path, old: str, new: str, directory: Path) -> Path:
    """The file with one token changed, wherever it stands."""
    path = directory / "variant.py"
    path.write_text(source.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
    return path


def fails_when_changed(source: Path, directory: Path, name: str, old: str, new: str, count: int = 1) -> None:
    """A claim fails when a token of its file is changed."""
    assert old != new and source.read_text(encoding="utf-8").count(old) == count
    path = variant(source, old, new, directory)
    load(path)
    fails_at(path, claims.check_claim(claims.REGISTRY[name]))


def fails_at(path: Path, checked: claims.Checked) -> None:
    """A claim of a variant fails, at its file and line, with a sentence and not a traceback."""
    assert checked.verdict == "failed"
    assert checked.failure is not None
    assert checked.failure.place.file == str(path) and checked.failure.place.line > 0
    assert len(checked.failure.sentence) > 20 and "raised" not in checked.failure.sentence, checked.failure
    assert "there is no claim" not in checked.failure.sentence, "it fails for another reason: a claim that it uses is missing"
