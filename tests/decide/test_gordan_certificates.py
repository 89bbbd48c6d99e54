"""Certificates of linear alternatives: `recheck` accepts the honest ones and refuses each way of tampering with them."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest

from symproof.decide.linear.forms import farkas, gordan, motzkin, stiemke
from symproof.recheck import RecheckError, recheck
from symproof.recheck.alternative import verify

HONEST = {
    "direction": gordan([[1, 0], [-1, "1/3"], [2, 5]]),
    "weights": gordan([[1, 0], [0, 1], [-1, -1]]),
    "roots": gordan([["sqrt(2)", 1], [-2, "-sqrt(2)"]]),
    "nested": gordan([["sqrt(2 + sqrt(2))", "root(5, 3)"], ["1/3", 2]]),
    "solution": farkas([[1, 2], [0, 1]], [3, 1]),
    "separator": farkas([[1, 2]], [-3]),
    "semipositive": stiemke([[1, 0], [0, 0]]),
    "positive": stiemke([[1, 2], [-2, -4]]),
    "mixed": motzkin([[1, 0]], [[0, 1]], [[1, -1]]),
    "mixed weights": motzkin([[1, 0]], [[0, 1]], [[1, 1]]),
}


def record(name: str) -> dict[str, Any]:
    return json.loads(json.dumps(HONEST[name].certificate(least_norm=True)))  # type: ignore[no-any-return]


@pytest.mark.parametrize("name", HONEST)
def test_honest_certificates_pass(name: str, tmp_path: Path) -> None:
    assert verify(record(name)).refused == ""
    path = tmp_path / "c.json"
    path.write_text(json.dumps(record(name)), encoding="utf-8")
    report = recheck(path)
    assert report.ok and report.claims[0].rechecked and sum(report.steps.values()) == 1


def changed(name: str, *path: Any, to: Any) -> dict[str, Any]:
    data = record(name)
    place: Any = data
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = to
    return data


@pytest.mark.parametrize(
    ("forged", "sentence"),
    [
        (changed("direction", "vector", to=[1, 0]), "number 2, is not > 0"),
        (changed("direction", "vector", to=[0, 0]), "number 1, is not > 0"),
        (changed("direction", "vector", to=[1]), "1 entries, not 2"),
        (changed("direction", "vector", to=[1, 4, 0]), "3 entries, not 2"),
        (changed("direction", "data", "V", 1, 1, to="-1/3"), "is not > 0"),
        (changed("direction", "data", "V", 0, to=[0, 0]), "number 1, is not > 0"),
        (changed("weights", "vector", to=["1/3", "1/3", "1/3", 0]), "4 entries, not 3"),
        (changed("weights", "vector", to=["1/2", "1/2", 0]), "coordinate"),
        (changed("weights", "vector", to=[0, 0, 0]), "do not sum to 1"),
        (changed("weights", "vector", to=[1, 1, 1]), "do not sum to 1"),
        (changed("weights", "vector", to=["4/3", "-1/3", 0]), "weight, number 2, is not ≥ 0"),
        (changed("weights", "data", "V", 2, 0, to="-1000000000000000000001/1000000000000000000000"), "coordinate"),
        (changed("roots", "vector", to=["2 - sqrt(2)", "sqrt(2) - 1 + 1/1000000000000000000000000000000"]), "sum to 1"),
        (changed("roots", "data", "V", 1, 1, to="-sqrt(2) + 1/10000000000000000000000000000000000"), "coordinate"),
        (changed("roots", "data", "V", 0, 0, to="sqrt(3)"), "coordinate"),
        (changed("solution", "vector", to=[3, 0]), "A x − b"),
        (changed("solution", "vector", to=["1/2", "5/4"]), "A x − b"),
        (changed("solution", "vector", to=[-1, 2]), "is not ≥ 0"),
        (changed("solution", "data", "b", to=[3, 2]), "A x − b"),
        (changed("separator", "vector", to=[-1]), "is not ≥ 0"),
        (changed("separator", "vector", to=[0]), "yᵀb is not < 0"),
        (changed("separator", "data", "b", to=[0]), "yᵀb is not < 0"),
        (changed("semipositive", "vector", to=[0, 1]), "no inner product is positive"),
        (changed("semipositive", "vector", to=[-1, 0]), "is not ≥ 0"),
        (changed("positive", "vector", to=["2/3", "-1/3"]), "is not ≥ 0"),
        (changed("positive", "data", "V", to=[[0, 0], [1, 1]]), "coordinate"),
        (changed("mixed", "vector", to=[1, 2]), "C d"),
        (changed("mixed", "vector", to=[-1, -1]), "A d"),
        (changed("mixed", "data", "B", to=[[-1, 0]]), "B d"),
        (changed("mixed weights", "vector", to=[1, 1, 1]), "coordinate"),
        (changed("mixed weights", "vector", to=[0, 0, 0]), "sum to 1"),
        (changed("mixed weights", "data", "C", to=[[1, 2]]), "coordinate"),
        (changed("direction", "least_norm", "square", to="1/36"), "square is not"),
        (changed("direction", "least_norm", to={"weights": {"1": 1}, "square": 1}), "⟨v_i, p⟩"),
        (changed("direction", "least_norm", to={"weights": {"1": 1, "3": "1/2"}, "square": 1}), "sum to 1"),
        (changed("direction", "least_norm", to={"weights": {"1": 2, "3": -1}, "square": 1}), "is not > 0"),
        (changed("direction", "least_norm", to={"weights": {"1": 1}, "lower": 0, "upper": "99/100", "direction": [1, 4]}),
         "upper² − ⟨p, p⟩"),
        (changed("direction", "least_norm", to={"weights": {"1": 1}, "lower": 1, "upper": 1, "direction": [1, 4]}),
         "lower²"),
        (changed("direction", "least_norm", to={"weights": {"1": 1}, "lower": "1/9", "upper": 1, "direction": [-1, -4]}),
         "⟨v_i, d⟩"),
        (changed("direction", "least_norm", to={"weights": {"1": 1}, "lower": -1, "upper": -2, "direction": [1, 4]}),
         "is not ≥ 0"),
    ],
)
def test_tampered_certificates_are_refused(forged: dict[str, Any], sentence: str, tmp_path: Path) -> None:
    verdict = verify(forged)
    assert sentence in verdict.refused
    path = tmp_path / "c.json"
    path.write_text(json.dumps(forged), encoding="utf-8")
    report = recheck(path)
    assert not report.ok and not report.claims[0].rechecked


@pytest.mark.parametrize(
    ("broken", "sentence"),
    [
        (changed("direction", "format", to=True), "format 'True' is not known"),
        (changed("direction", "theorem", to="Gordan"), "no alternative of a known theorem"),
        (changed("direction", "alternative", to="solution"), "no alternative of a known theorem"),
        (changed("direction", "extra", to=1), "has the entries"),
        (changed("direction", "data", to={"A": [[1]]}), "the data of gordan are V"),
        (changed("direction", "data", "V", to=[]), "at least one"),
        (changed("direction", "data", "V", to=[[1, 0], [1]]), "equally long"),
        (changed("direction", "data", "V", to=[[], []]), "equally long"),
        (changed("direction", "data", "V", 0, 0, to=None), "V, row 1, entry 1: 'None' is not a number"),
        (changed("direction", "data", "V", 0, 0, to=True), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="1/0"), "denominator is 0"),
        (changed("direction", "data", "V", 0, 0, to="٣"), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="1_0"), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="0.5"), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="sqrt(-1)"), "a root of a number that is not positive"),
        (changed("direction", "data", "V", 0, 0, to="sqrt(0)"), "a root of a number that is not positive"),
        (changed("direction", "data", "V", 0, 0, to="(" * 99 + "1" + ")" * 99), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="sqrt(2"), "is not a number"),
        (changed("direction", "data", "V", 0, 0, to="2**sqrt(2)"), "is not a number"),
        (changed("solution", "data", "b", to=[3]), "one entry for each row"),
        (changed("mixed", "data", "B", to=[[1, 2, 3]]), "equally many columns"),
        (changed("solution", "least_norm", to={}), "only Gordan"),
        (changed("direction", "least_norm", to={"weights": {"9": 1}, "square": 1}), "not the number of a row"),
        (changed("direction", "least_norm", to={"weights": {"0": 1}, "square": 1}), "not the number of a row"),
        (changed("direction", "least_norm", to={"weights": {}, "square": 1}), "table of row numbers"),
        (changed("direction", "least_norm", to={"square": 1}), "least_norm has weights"),
    ],
)
def test_what_is_no_certificate_is_an_error(broken: dict[str, Any], sentence: str) -> None:
    with pytest.raises(RecheckError, match=sentence.replace("(", r"\(")):
        verify(broken)


@pytest.mark.parametrize("name", HONEST)
def test_random_tampering_is_never_believed(name: str) -> None:
    """A changed vector passes only where it solves the system too, which exact arithmetic here decides again."""
    random, honest = Random(name), HONEST[name]
    for _ in range(60):
        data = record(name)
        place = random.randrange(len(data["vector"]))
        data["vector"][place] = random.choice([0, 1, -1, "1/2", "-1/7", 10**6, "1/1000000000000000000000000"])
        data.pop("least_norm", None)
        forged = copy.copy(honest)
        object.__setattr__(forged, "vector", tuple(
            old if n != place else data["vector"][place] for n, old in enumerate(honest.vector)))
        try:
            from symproof.decide.linear.radical_numbers import RadicalField
            from symproof.decide.linear.reading import read_vector

            field = honest.numbers or RadicalField()
            object.__setattr__(forged, "vector", tuple(read_vector(list(forged.vector), "the vector", field)))
            forged.verify()
            believed = True
        except ValueError:
            believed = False
        assert (verify(data).refused == "") == believed


def test_the_rechecker_stands_alone(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    path.write_text(json.dumps(record("nested")), encoding="utf-8")
    code = ("import sys; from symproof.recheck import recheck; print(recheck(sys.argv[1]).ok, [m for m in sys.modules if "
            "m.split('.')[0] in ('sympy', 'mpmath', 'numpy') or m.startswith('symproof.') and 'recheck' not in m])")
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["True", "[]"], done.stderr


def test_exit_codes(tmp_path: Path) -> None:
    path = tmp_path / "c.json"
    for data, code in ((record("direction"), 0), (changed("direction", "vector", to=[1, 0]), 1),
                       (changed("direction", "format", to=2), 2)):
        path.write_text(json.dumps(data), encoding="utf-8")
        done = subprocess.run([sys.executable, "-O", "-m", "symproof.recheck", str(path)], capture_output=True, text=True,
                              check=False)
        assert done.returncode == code and "Traceback" not in done.stderr
