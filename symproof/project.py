"""A paper project: where its derivations, templates and outputs are, and what it is called.

Read from `[tool.symproof]` of the nearest pyproject.toml, or from a `symproof.toml`; without either, the directory
`derivations/` below the current one. Errors name the file and the key.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KEYS = ("title", "subtitle", "paper", "derivations", "templates", "preamble", "build", "printed", "source", "notation")


class ProjectError(Exception):
    """The project cannot be read: says where, what was expected, what was found."""


@dataclass(frozen=True)
class Project:
    """A paper project. `derivations` are the files, in the order of the appendix; `printed` lists what the paper prints;
    `source` is where the paper's text would be (it need not be there), `notation` says what its glyphs mean."""

    root: Path
    title: str
    subtitle: str
    paper: str
    derivations: tuple[Path, ...]
    templates: Path | None
    preamble: Path | None
    build: Path
    printed: Path | None = None
    source: Path | None = None
    notation: Path | None = None
    partial: bool = False  # one file of a project, not all of it


def find_project(start: Path) -> Project:
    """The project that `start` (a directory, or a derivation file) belongs to."""
    start = start.resolve()
    if not start.exists():
        raise ProjectError(f"{start}: there is no such file or directory")
    if start.is_file():
        base = find_project(start.parent)
        return Project(base.root, base.title, base.subtitle, base.paper, (start,), base.templates, base.preamble,
                       base.build, base.printed, base.source, base.notation, partial=True)
    for directory in (start, *start.parents):
        for name in ("symproof.toml", "pyproject.toml"):
            path = directory / name
            if path.is_file():
                table = _read(path)
                if table is not None:
                    return _project(directory, path, table)
    return _project(start, start / "pyproject.toml", {})


def _read(path: Path) -> dict[str, Any] | None:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise ProjectError(f"{path}: not valid TOML: {error}") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ProjectError(f"{path}: cannot be read: {error}") from error
    table = data if path.name == "symproof.toml" else data.get("tool", {}).get("symproof")
    if table is not None and not isinstance(table, dict):
        raise ProjectError(f"{path}: [tool.symproof] must be a table, found {table!r}")
    return table


def _project(root: Path, source: Path, table: dict[str, Any]) -> Project:
    unknown = sorted(set(table) - set(KEYS))
    if unknown:
        raise ProjectError(f"{source}: [tool.symproof] has the unknown key {unknown[0]!r}; known: {', '.join(KEYS)}")
    for key in ("title", "subtitle", "paper", "templates", "preamble", "build", "printed", "source", "notation"):
        if key in table and not isinstance(table[key], str):
            raise ProjectError(f"{source}: {key} must be a string, found {table[key]!r}")
    listed = table.get("derivations", "derivations")
    entries = [listed] if isinstance(listed, str) else listed
    if not isinstance(entries, list) or not all(isinstance(e, str) for e in entries):
        raise ProjectError(f"{source}: derivations must be a directory or a list of files, found {listed!r}")
    files: list[Path] = []
    for entry in entries:
        path = root / entry
        if path.is_dir():
            files += sorted(p for p in path.glob("*.py") if not p.name.startswith("_"))
        elif path.is_file():
            files.append(path)
        else:
            raise ProjectError(f"{source}: derivations names {entry!r}, and {path} does not exist"
                               + ("" if table else "; create it, or run `symproof init`"))
    if not files:
        raise ProjectError(f"{source}: no derivation files (*.py) in {listed!r}")
    return Project(root, table.get("title", "Proof appendix"), table.get("subtitle", ""), table.get("paper", root.name),
                   tuple(files), _existing(root, source, table, "templates"), _existing(root, source, table, "preamble"),
                   root / table.get("build", "build"), _existing(root, source, table, "printed"),
                   root / table["source"] if "source" in table else None, _existing(root, source, table, "notation"))


def _existing(root: Path, source: Path, table: dict[str, Any], key: str) -> Path | None:
    if key not in table:
        return None
    path = root / str(table[key])
    if not path.exists():
        raise ProjectError(f"{source}: {key} names {table[key]!r}, and {path} does not exist")
    return path
