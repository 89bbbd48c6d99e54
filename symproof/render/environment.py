"""Where templates are found, and the two Jinja environments in which they are filled in.

A project may give a directory of templates of its own: a file there stands in for the packaged one of the same name.
Nothing reaches the output unescaped by accident: what is not marked as markup is escaped for the format at hand. This
room knows nothing of mathematics.
"""

from __future__ import annotations

from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

TEX_DELIMITERS = {
    "block_start_string": "<%", "block_end_string": "%>", "variable_start_string": "<<", "variable_end_string": ">>",
    "comment_start_string": "<#", "comment_end_string": "#>",
}
"""Braces belong to TeX, so its templates write <% if %>, << value >> and <# remark #>."""


def packaged_templates() -> Path:
    """The templates that come with symproof: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    for directory in (package / "_templates", package.parent / "templates"):
        if directory.is_dir():
            return directory
    raise FileNotFoundError("the templates of symproof are missing: reinstall the package")


def _loader(templates: str | PathLike[str] | None) -> ChoiceLoader:
    own = [Path(templates)] if templates is not None else []
    return ChoiceLoader([FileSystemLoader(directory) for directory in (*own, packaged_templates())])


def html_environment(templates: str | PathLike[str] | None = None) -> Environment:
    """The environment of HTML templates."""
    return Environment(loader=_loader(templates), autoescape=True, undefined=StrictUndefined, trim_blocks=True,
                       lstrip_blocks=True, keep_trailing_newline=True)


def tex_environment(escape: Callable[[str], str], templates: str | PathLike[str] | None = None) -> Environment:
    """The environment of LaTeX templates, in which `escape` is applied to all that is not marked as markup."""
    def finalize(value: Any) -> Markup:
        return value if isinstance(value, Markup) else Markup(escape(str(value)))

    return Environment(loader=_loader(templates), autoescape=True, finalize=finalize, undefined=StrictUndefined,
                       trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True,
                       block_start_string=TEX_DELIMITERS["block_start_string"],
                       block_end_string=TEX_DELIMITERS["block_end_string"],
                       variable_start_string=TEX_DELIMITERS["variable_start_string"],
                       variable_end_string=TEX_DELIMITERS["variable_end_string"],
                       comment_start_string=TEX_DELIMITERS["comment_start_string"],
                       comment_end_string=TEX_DELIMITERS["comment_end_string"])


__all__ = ["html_environment", "packaged_templates", "tex_environment"]
