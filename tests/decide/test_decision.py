"""Claims decided end to end: two hundred true ones of seven fields, false twins of each, and the command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import symproof
from symproof.decide.decision import decide
from symproof.decide.surface import ReadError

ROWS = [json.loads(line) for line in (Path(__file__).parent / "true_claims.jsonl").read_text().splitlines()]
FIELDS = sorted({row["field"] for row in ROWS})
SHARE = 0.92


@pytest.mark.parametrize("part", range(3))
@pytest.mark.parametrize("field", FIELDS)
def test_true_claims_are_proved(field, part):
    rows = [row for row in ROWS if row["field"] == field][part::3]
    answers = [decide(r["lhs"], r["rhs"], r["vars"], r.get("domain"), time_limit=12) for r in rows]
    assert not [r for r, a in zip(rows, answers, strict=True) if a.verdict == "refuted"]
    open_ = [(r["lhs"], r["rhs"], a.reason) for r, a in zip(rows, answers, strict=True) if a.verdict != "proved"]
    assert len(open_) <= max(1, (1 - SHARE) * len(rows)), open_


@pytest.mark.parametrize("field", FIELDS)
def test_their_false_twins_are_not(field):
    for row in [r for r in ROWS if r["field"] == field and "Matrix" not in r["rhs"] and "Limit" not in r["lhs"]][::3]:
        right = f"Rational(1, 10**9) + {row['rhs']}" if "O(" in row["rhs"] else f"({row['rhs']}) + Rational(1, 10**9)"
        answer = decide(row["lhs"], right, row["vars"], row.get("domain"), time_limit=4)
        assert answer.verdict != "proved", (row, answer)


@pytest.mark.parametrize("left, variables", [
    ("exp(I*x) == cos(x) + I*sin(x)", {"x": "real"}), ("z*conjugate(z) == Abs(z)**2", {"z": "complex"}),
    ("sin(z)**2 + cos(z)**2 == 1", {"z": "complex"}), ("(1 + I)**2 == 2*I", {}), ("sqrt(I) == (1 + I)/sqrt(2)", {}),
    ("exp(z + w) == exp(z)*exp(w)", {"z": "complex", "w": "complex"}),
    ("Integral(exp(I*t*x)*exp(-x**2/2)/sqrt(2*pi), (x, -oo, oo)) == exp(-t**2/2)", {"t": "real"}),
])
def test_complex_claims_by_their_parts(left, variables):
    assert decide(left, None, variables, time_limit=15).verdict == "proved"


@pytest.mark.parametrize("left, variables", [
    ("1/z == conjugate(z)/Abs(z)**2", {"z": "complex"}), ("sqrt(z**2) == z", {"z": "complex"}),
    ("log(exp(z)) == z", {"z": "complex"}), ("re(z*w) == re(z)*re(w)", {"z": "complex", "w": "complex"}),
    ("conjugate(z) == z", {"z": "complex"}), ("Abs(z + w) == Abs(z) + Abs(w)", {"z": "complex", "w": "complex"}),
])
def test_complex_claims_that_are_not_proved(left, variables):
    assert decide(left, None, variables, time_limit=8).verdict != "proved"


def test_the_package_is_called():
    answer = symproof.decide("q*(1-q) <= 1/4", variables={"q": "real"}, domain={"q": [0, 1]})
    assert answer.verdict == "proved" and answer.seconds > 0
    with pytest.raises(ReadError):
        symproof.decide("q +", variables={"q": "real"})


def test_a_witness_is_exact_and_holds():
    answer = decide("sqrt(x**2)", "x", {"x": "real"})
    assert answer.verdict == "refuted" and answer.witness.values == {"x": "-1"}
    assert (answer.witness.left, answer.witness.right) == ("1", "-1")


def run(*arguments, text=None, limit=60):
    command = [sys.executable, "-m", "symproof.cli", "decide", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, input=text, timeout=limit)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return done


def test_exit_codes_and_words():
    done = run("sin(2*x)", "2*sin(x)*cos(x)", "--var", "x:real")
    assert done.returncode == 0 and done.stdout.startswith("proved")
    done = run("sqrt(x**2) == x", "--var", "x:real", "--json")
    answer = json.loads(done.stdout)
    assert done.returncode == 1 and answer["witness"]["values"] == {"x": "-1"}
    done = run("x/x == 1", "--var", "x:real")
    assert done.returncode == 3 and "x ≠ 0" in done.stdout
    done = run("exq(x) == 1", "--var", "x:real")
    assert done.returncode == 2 and "did you mean 'exp'" in done.stderr and "^" in done.stderr
    assert run("x == 1", "--var", "x").returncode == 2
    assert run("x == 1", "--var", "x:real", "--domain", "x:1").returncode == 2
    assert run("nothing.jsonl").returncode == 2


def test_every_entry_of_a_matrix_is_in_its_certificate():
    answer = decide("Matrix([[x, 1], [0, x]])**2", "Matrix([[x**2, 2*x], [0, x**2]])", {"x": "real"}, certificate=True)
    assert answer.verdict == "proved"
    assert {f"entry {k}" for k in (1, 2, 3, 4)} <= set(answer.certificate["claims"])


def test_one_false_entry_refutes_a_matrix_whatever_is_open_before_it():
    answer = decide("Matrix([x/x, x])", "Matrix([1, x + 1])", {"x": "real"}, time_limit=10)
    assert answer.verdict == "refuted" and answer.witness is not None


def test_a_proof_is_rechecked(tmp_path):
    path = tmp_path / "proof.json"
    done = run("Integral(exp(-a*x**2), (x, -oo, oo))", "sqrt(pi/a)", "--var", "a:positive", "--certificate", str(path))
    assert done.returncode == 0, done.stdout
    again = subprocess.run([sys.executable, "-m", "symproof.recheck", str(path)], capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stdout


def test_a_file_is_answered_row_by_row(tmp_path):
    rows = [json.dumps({"id": f"r{k}", "lhs": f"x + {k}", "rhs": f"{k} + x", "vars": {"x": "real"}}) for k in range(40)]
    rows[16] = '{"id": "r16", "lhs": "x +'
    rows[20] = json.dumps({"id": "r20", "lhs": "foo(x)", "rhs": "x", "vars": {"x": "real"}})
    rows[21] = json.dumps({"id": "r21", "lhs": "2**10**10", "rhs": "1", "vars": {}})
    path = tmp_path / "claims.jsonl"
    path.write_text("\n".join(rows) + "\n")
    done = run(str(path), "--jobs", "2")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 2 and len(answers) == 40
    assert sum(a["verdict"] == "proved" for a in answers) == 37
    assert f"{path}:17: column" in done.stderr and f"{path}:21: " in done.stderr and "more digits" in done.stderr
    assert set(answers[0]) == {"id", "verdict", "witness", "trust", "obligations", "reason", "seconds"}


def test_an_empty_file_is_an_error(tmp_path):
    path = tmp_path / "claims.jsonl"
    path.write_text("\n\n")
    done = run(str(path))
    assert done.returncode == 2 and "no rows" in done.stderr


def test_a_worker_that_takes_too_long_is_stopped_and_the_rest_goes_on(tmp_path, monkeypatch):
    from symproof.workers import Stopped, each

    outcomes = {task[0]: answer for task, answer, _ in each(_sleepy, (), [(k,) for k in range(5)], 2, 0.5)}
    assert isinstance(outcomes[2], Stopped) and outcomes[2].late
    assert isinstance(outcomes[3], Stopped) and not outcomes[3].late
    assert [outcomes[k] for k in (0, 1, 4)] == [0, 1, 4]


def _sleepy(connection):
    import os
    import time

    while True:
        try:
            (number,) = connection.recv()
        except EOFError:
            return
        if number == 2:
            time.sleep(60)
        if number == 3:
            os._exit(1)
        connection.send(number)
