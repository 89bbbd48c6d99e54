"""A new project with one small theorem, so that an author starts from something that works."""

from __future__ import annotations

from pathlib import Path

from .project import ProjectError

SETTINGS = """\
title = "Proof appendix"
paper = "My paper"
derivations = "derivations"
"""

EXAMPLE = '''\
"""A first theorem."""

from symproof.prelude import *


@lemma("Lemma 1", title="Parallelogram law")
def parallelogram(u: VectorIn("d"), v: VectorIn("d")):
    """The squares of the diagonals add up to the squares of the four sides, in every dimension."""
    show(equals(norm(u + v)**2 + norm(u - v)**2, 2*norm(u)**2 + 2*norm(v)**2))
    return chain(
        norm(u + v)**2 + norm(u - v)**2,
        eq(inner(u + v, u + v) + inner(u - v, u - v), by=definition(Norm)),
        eq(2*norm(u)**2 + 2*norm(v)**2, by=algebra()),
    )


@lemma("Lemma 2", title="A variance is a mean square minus a squared mean")
def variance(x: RandomScalar, c: Real):
    """Adding a constant does not change the variance."""
    given(square_integrable(x))
    show(equals(Var(x + c), Var(x)))
    return chain(Var(x + c), eq(E((x + c)**2) - E(x + c)**2, by=definition(Variance)), eq(Var(x), by=algebra()))
'''


def create(directory: Path) -> list[Path]:
    """Write the starting files; refuses a directory that has something in it."""
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        raise ProjectError(f"{directory}: is not an empty directory; nothing was written")
    files = {"symproof.toml": SETTINGS, "derivations/first.py": EXAMPLE, ".gitignore": "build/\n__pycache__/\n"}
    written = []
    for name, content in files.items():
        path = directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        written.append(path)
    return written
