"""`read_paper`: a paper's source file, Markdown or LaTeX, as a `Paper`. Nothing is executed; time and memory are
bounded."""

from __future__ import annotations

from pathlib import Path

from .document import Collector, Paper
from .markdown import read_markdown
from .source import MAX_BYTES, Source, decode
from .tex import read_tex

TEX = frozenset((".tex", ".ltx", ".latex"))


class PaperError(ValueError):
    """A paper's main file cannot be read at all: says why."""


def read_paper(path: Path | str) -> Paper:
    """Read a paper: LaTeX when the name ends in .tex, .ltx or .latex, else Markdown.

    Only files below the directory of the main file are ever opened. Raises `PaperError` when the main file is missing,
    is no regular file, or is larger than `MAX_BYTES`.
    """
    main = Path(path)
    try:
        if not main.is_file():
            raise PaperError(f"{main} is no file")
        if main.stat().st_size > MAX_BYTES:
            raise PaperError(f"{main} is larger than {MAX_BYTES} bytes")
        data = main.read_bytes()
    except OSError as error:
        raise PaperError(f"{main} cannot be read: {error.strerror}") from error
    return read_source(data, main.name, main.parent)


def read_source(data: bytes, name: str, directory: Path) -> Paper:
    """Read a paper whose main file has these bytes; `directory` is where its inputs may lie."""
    text, problems = decode(data)
    source = Source(name, text)
    found = Collector()
    for offset, problem in problems:
        found.note(source, offset, problem)
    if Path(name).suffix.lower() in TEX:
        read_tex(source, directory, found)
    else:
        read_markdown(source, found)
    return found.paper()


__all__ = ["PaperError", "read_paper", "read_source"]
