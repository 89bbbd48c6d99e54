"""The project as a whole: every item that the paper prints is decided, nothing rests on samples or gaps, the README says so."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from symproof.commands.check import covered
from symproof.coverage import Coverage, summary
from symproof.project import find_project
from symproof.runner import Outcome, run

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def outcome() -> Iterator[Outcome]:
    project = find_project(ROOT)
    yield run(ROOT, project.derivations, jobs=2, time_limit=600.0)


@pytest.fixture(scope="module")
def coverage(outcome: Outcome) -> Coverage:
    found, source = covered(find_project(ROOT), outcome)
    assert found is not None and source
    return found


def test_every_claim_holds(outcome):
    assert not outcome.failures
    assert {c.verdict for c in outcome.in_order()} == {"proved", "refuted"}


def test_every_item_has_a_verdict_and_everything_fits_together(coverage):
    assert not coverage.undecided and not coverage.problems
    assert sum(coverage.count(["equation"]).values()) == 47


def test_nothing_is_believed_but_laws_citations_and_balls(outcome):
    for claim in outcome.in_order():
        assert {kind for kind, _ in claim.trust} <= {"law", "cited", "ball arithmetic"}, claim.name
        assert claim.name not in claim.uses


def test_every_refutation_is_in_the_errata_with_a_repair(outcome):
    for claim in outcome.in_order():
        if claim.kind == "counterexample":
            assert claim.erratum is not None and claim.erratum.repaired_by and claim.erratum.should_read, claim.name


def test_the_readme_quotes_the_table(coverage):
    head, *rows = summary(coverage)
    table = [head, ["---", *("--:" for _ in head[1:])], *rows]
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for row in table:
        assert f"| {' | '.join(row)} |" in readme, "run `symproof coverage --format md` and paste its table"


def test_the_readme_counts_the_claims(outcome):
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    counted = re.search(r"whole project \((\d+) claims\)", readme)
    assert counted and int(counted[1]) == len(outcome.in_order())
