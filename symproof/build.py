"""Writing the outputs: appendix.tex, appendix.html, certificates.json, and appendix.pdf when LaTeX is there.

Everything is written to a temporary place first and moved at the end, so an interrupted or failed run leaves the last good
output. LaTeX runs without shell escape, in a directory of its own, with a time limit.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from .certificates import merge
from .coverage import Coverage
from .document import Checked
from .files import write_atomically
from .project import Project
from .render.appendix_html import HtmlOutline, render_html
from .render.appendix_tex import TexOutline, render_tex
from .render.errata import render_errata_html, render_errata_md, render_errata_tex
from .render.figure import FigureError
from .render.outline import Meta, Section
from .runner import Outcome

LATEX_SECONDS = 240


class BuildError(Exception):
    """An output could not be made: says what to do."""


def sections_of(outcome: Outcome) -> list[Section]:
    """One section a derivation file: its docstring's first line is the title, the rest the introduction."""
    sections = []
    for module in outcome.modules:
        first, _, rest = module.text.partition("\n")
        claims = [outcome.claims[(module.path, n)] for n in module.claims if (module.path, n) in outcome.claims]
        sections.append(Section(first.strip().rstrip("."), " ".join(rest.split()), tuple(claims)))
    return sections


def write_outputs(project: Project, outcome: Outcome, target: Path, pdf: str = "if possible",
                  coverage: Coverage | None = None, source: str = "") -> list[Path]:
    """Render and write; returns the paths written. `pdf` is "never", "if possible" or "always".

    `coverage` says what became of what the paper prints, and `source` is the name of the paper's own file.
    """
    latexmk = shutil.which("latexmk")
    if pdf == "always" and latexmk is None:
        raise BuildError("the PDF needs latexmk, which is not installed: install it with "
                         "`apt-get install latexmk texlive-latex-extra texlive-fonts-recommended` "
                         "(or MacTeX / TeX Live), or leave out --pdf")
    sections = sections_of(outcome)
    meta = Meta(project.title, project.subtitle, project.paper)
    preamble = project.preamble.read_text(encoding="utf-8") if project.preamble else None
    try:
        texts = {"appendix.tex": render_tex(sections, meta, preamble, project.templates, coverage),
                 "appendix.html": render_html(sections, meta, project.templates, coverage)}
    except FigureError as error:
        raise BuildError(str(error)) from error
    if any(c.erratum is not None for c in outcome.in_order()):
        texts |= {"errata.tex": render_errata_tex(TexOutline(sections, meta, coverage, "appendix"), coverage, source, preamble,
                                                  project.templates),
                  "errata.html": render_errata_html(HtmlOutline(sections, meta, coverage, "appendix.html"), coverage, source,
                                                    project.templates),
                  "errata.md": render_errata_md(outcome.in_order(), meta, coverage, source)}
    texts["certificates.json"] = json.dumps(certificates_of(outcome.in_order()), ensure_ascii=False,
                                            separators=(",", ":")) + "\n"
    try:
        target.mkdir(parents=True, exist_ok=True)
        written = [write_atomically(target / name, content.encode()) for name, content in texts.items()]
        if pdf != "never" and latexmk is not None:
            written.append(write_atomically(target / "appendix.pdf", compile_pdf(texts["appendix.tex"], latexmk)))
            if "errata.tex" in texts:
                written.append(write_atomically(target / "errata.pdf", compile_pdf(texts["errata.tex"], latexmk)))
    except OSError as error:
        raise BuildError(f"cannot write to {target}: {error}") from error
    return written


def certificates_of(claims: list[Checked]) -> dict[str, Any]:
    """All certificates in one file."""
    return merge([c.certificate for c in claims if c.certificate is not None])


def compile_pdf(source: str, latexmk: str) -> bytes:
    """Compile a LaTeX source without shell escape; raises BuildError with the first error of the log."""
    with tempfile.TemporaryDirectory(prefix="symproof-") as directory:
        work = Path(directory)
        (work / "appendix.tex").write_text(source, encoding="utf-8")
        command = [latexmk, "-pdf", "-interaction=nonstopmode", "-halt-on-error",
                   "-pdflatex=pdflatex -no-shell-escape %O %S", "appendix.tex"]
        environment = {**os.environ, "openout_any": "p", "openin_any": "p"}
        try:
            done = subprocess.run(command, cwd=work, env=environment, capture_output=True, text=True, errors="replace",
                                  timeout=LATEX_SECONDS, check=False, stdin=subprocess.DEVNULL)
        except subprocess.TimeoutExpired as error:
            raise BuildError(f"LaTeX did not finish within {LATEX_SECONDS} s; appendix.tex was written") from error
        result = work / "appendix.pdf"
        if done.returncode != 0 or not result.is_file():
            log = work / "appendix.log"
            lines = (log.read_text(encoding="utf-8", errors="replace") if log.is_file() else done.stdout).splitlines()
            first = next((f"{line} {lines[i + 1] if i + 1 < len(lines) else ''}" for i, line in enumerate(lines)
                          if line.startswith("!")), "no error line in the log")
            raise BuildError(f"LaTeX failed: {first.strip()}")
        return result.read_bytes()
