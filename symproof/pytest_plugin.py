"""pytest collects claims: with `--symproof` (or `symproof = true` in the ini file) every claim of the project is a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add --symproof."""
    group = parser.getgroup("symproof", "checking derivations")
    group.addoption("--symproof", action="store_true", help="collect the claims of derivation files as tests")
    parser.addini("symproof", "collect the claims of derivation files as tests", type="bool", default=False)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """A derivation file of the project becomes a collection of claims."""
    if not (parent.config.getoption("--symproof") or parent.config.getini("symproof")) or file_path.suffix != ".py":
        return None
    from .project import ProjectError, find_project

    try:
        project = find_project(file_path.parent)
    except ProjectError:
        return None
    if file_path.resolve() not in {p.resolve() for p in project.derivations}:
        return None
    made: Any = DerivationFile.from_parent(parent, path=file_path)
    made.root = project.root
    return made  # type: ignore[no-any-return]


class DerivationFile(pytest.File):
    """One derivation file."""

    root: Path

    def collect(self) -> Iterator[pytest.Item]:
        import sys

        from .runner import load

        if str(self.root) not in sys.path:
            sys.path.insert(0, str(self.root))
        module = load(self.root, self.path.resolve())
        if module.failure is not None:
            raise self.CollectError(str(module.failure))
        for name in module.claims:
            yield ClaimItem.from_parent(self, name=name)


class ClaimItem(pytest.Item):
    """One claim: passes when it is proved or refuted as stated."""

    def runtest(self) -> None:
        from .claims import REGISTRY, check_claim

        checked = check_claim(REGISTRY[self.name], certificate=False)
        if checked.failure is not None:
            raise ClaimFailed(str(checked.failure))

    def repr_failure(self, excinfo: Any, style: Any = None) -> str:
        """The failure as symproof words it."""
        return str(excinfo.value) if isinstance(excinfo.value, ClaimFailed) else str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int | None, str]:
        return self.path, None, self.name


class ClaimFailed(Exception):
    """A claim was not proved."""
