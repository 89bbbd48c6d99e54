"""Claims true by construction and their false twins: no false one is ever proved, no true one refuted.

Every run draws a few of each; the nightly profile (`SYMPROOF_FUZZ=2000 pytest tests/fuzz`) draws as many as it is told.
"""

import os
import random

import pytest

from builders import BUILDERS, false_twin
from symproof.decide.decision import decide

COUNT = int(os.environ.get("SYMPROOF_FUZZ", "48"))
SEED = int(os.environ.get("SYMPROOF_FUZZ_SEED", "20261121"))
CHUNK = 12


def _run(claim, limit):
    return decide(claim.left, claim.right, claim.variables, claim.domain, time_limit=limit)


@pytest.mark.parametrize("chunk", range((COUNT + CHUNK - 1) // CHUNK))
def test_false_claims_are_never_proved_and_true_ones_never_refuted(chunk):
    unproved = []
    for number in range(chunk * CHUNK, min(COUNT, (chunk + 1) * CHUNK)):
        rng = random.Random(SEED * 1_000_003 + number)
        true = BUILDERS[number % len(BUILDERS)](rng)
        false = false_twin(true, rng)
        answer = _run(true, 20)
        assert answer.verdict != "refuted", f"true, but refuted: {true} {answer}"
        if answer.verdict != "proved":
            unproved.append((true, answer.reason))
        answer = _run(false, 5)
        assert answer.verdict != "proved", f"false, but proved: {false} {answer}"
    assert len(unproved) <= CHUNK // 4, f"true claims left undecided: {unproved}"
