"""`symproof gordan`: kinds of files and numbers, what is printed, and one clear sentence for everything else."""

from __future__ import annotations

import json
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
import sympy

from symproof.cli import main
from symproof.commands.gordan import decimal
from symproof.decide.linear.forms import farkas, gordan, motzkin, number_text
from symproof.decide.linear.radical_numbers import RadicalField
from symproof.decide.linear.reading import InputError, read_number
from symproof.terms import Number, Sqrt


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("1/3", "1/3"), ("-2^2", "-4"), ("2^-1", "1/2"), ("-2**2**2", "-16"), (".5", "1/2"), ("--3", "3"),
        ("1e-30", "1/" + "1" + "0" * 30), ("0.10", "1/10"), (" 7 ", "7"), ("3 - -4", "7"), ("−1", "-1"),
        ("(1 + sqrt(5))/2", "1/2 + 1/2*sqrt(5)"), ("√2", "sqrt(2)"), ("2**(1/2)", "sqrt(2)"), ("sqrt(8)", "2*sqrt(2)"),
        ("sqrt(1/2)", "1/2*sqrt(2)"), ("root(4, 4)", "sqrt(2)"), ("cbrt(16)", "2*root(2, 3)"), ("sqrt(4)", "2"),
        ("sqrt(3 + 2*sqrt(2))", "1 + sqrt(2)"), ("1/(1 + sqrt(2))", "-1 + sqrt(2)"), ("cbrt(2)^3", "2"),
        ("sqrt(2)*sqrt(3) - sqrt(6)", "0"), ("sqrt(0)", "0"),
        (0.5, "1/2"), (0.1, "3602879701896397/36028797018963968"), (Decimal("0.1"), "1/10"), (Fraction(2, 4), "1/2"),
        (sympy.Rational(1, 3), "1/3"), (sympy.sqrt(2) / 3 + 1, "1 + 1/3*sqrt(2)"), (sympy.Float(0.5), "1/2"),
        (Sqrt(Number(2)) / 3, "1/3*sqrt(2)"), (-Number(2), "-2"),
    ],
)
def test_numbers(value: Any, text: str) -> None:
    assert number_text(read_number(value, RadicalField())) == text


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        ("", "nothing stands there"), (None, "nothing stands there"), ("nan", "not a finite number"),
        ("-inf", "not a finite number"), (float("nan"), "not a finite number"), (float("inf"), "not a finite number"),
        ("abc", "'abc' is not known"), ("pi", "'pi' is not known"), ("2 3", "'3' at position 3"), ("(1", "')' is missing"),
        ("1/0", "division by 0"), ("0^-1", "0 has no negative power"), ("sqrt(-2)", "negative number -2"),
        ("2**10**10", "too many digits"), ("1e99999999999", "exponent"), ("9**9**9**9", "too many digits"),
        ("sqrt(2)**sqrt(2)", "exponent must be rational"), ("root(2, 1/2)", "positive integer"), ("root(3, 97)", "beyond"),
        ("(" * 60 + "1" + ")" * 60, "nested more than 40"), ("2^" * 60 + "1", "nested more than 40"),
        ("٣", "not part of a number"), ("1_000", "does not belong"), ("0x10", "does not belong"),
        ("__import__('os')", "not part of a number"), ("1;2", "not part of a number"), ("1" * 30_000, "characters"),
        (True, "truth value"), (1j, "complex"), ([1], "is a list"), (sympy.pi, "not a number built from"),
        (sympy.nan, "not a number built from"), (sympy.I, "not a number built from"), (sympy.true, "truth value"),
        ("*".join(f"sqrt({p})" for p in (2, 3, 5, 7, 11, 13, 17)), "beyond the bound 64"),
    ],
)
def test_what_is_no_number(value: Any, sentence: str) -> None:
    with pytest.raises(InputError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
        read_number(value, RadicalField())


@pytest.mark.parametrize(
    ("call", "sentence"),
    [
        (lambda: gordan([]), "V is empty: it has no rows"),
        (lambda: gordan([[]]), "V is empty in row 1"),
        (lambda: gordan([[1, 2], [3]]), "V is ragged: row 2 has 1 columns, row 1 has 2, so column 2 is not complete"),
        (lambda: gordan([[1, 2], [3, "x"]]), "V, row 2, column 2: the text 'x' is not a number"),
        (lambda: gordan("12"), "V is \"'12'\", expected a list of rows"),
        (lambda: gordan({"a": 1}), "expected a list of rows"),
        (lambda: gordan([1, 2]), "V, row 1 is '1', expected a list of numbers"),
        (lambda: farkas([[1]], [1, 2]), "A has 1 rows and b has 2 entries"),
        (lambda: farkas([[1]], ["y"]), "b, entry 1: "),
        (lambda: motzkin([[1, 2]], [[1]]), "A has 2 columns and B has 1; they must agree"),
        (lambda: motzkin([], [[1]]), "A is empty"),
    ],
)
def test_errors_name_the_place(call: Any, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        call()
    assert sentence in str(caught.value)


# -- files ------------------------------------------------------------------------------------------------------------
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, *more: str) -> dict[str, Any]:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["gordan", str(path), "--format", "json", *more]) == 0
    return json.loads(capsys.readouterr().out)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("v.csv", "1,0\n-1,1/3\n"), ("v.csv", "1;0\n-1;1/3"), ("v.txt", "1 0\n-1 1/3\n"), ("v.tsv", "1\t0\n-1\t1/3\n"),
        ("v.csv", "\ufeffx,y\n\n# a comment\n1, 0\n-1 , 1/3\n\n"), ("v.csv", '"1","0"\r\n"-1","1/3"\r\n'),
        ("v.json", '[[1, 0], [-1, "1/3"]]'), ("v.json", '{"V": [[1, 0], [-1, "1/3"]]}'),
        ("v.csv", "[[1, 0], [-1, \"1/3\"]]"),
    ],
)
def test_the_same_vectors_from_every_kind_of_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str
) -> None:
    found = run(tmp_path, capsys, name, content)
    assert found["alternative"] == "direction" and found["vector"] == ["1", "4"]
    assert found["margin"]["square"] == "1/37" and found["margin"]["decimal"] == "0.1643989873053572…"
    assert found["sizes"] == {"V": [2, 2]} and found["rank"] == 2


def test_decimals_in_files_are_decimal_and_arrays_are_binary(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import numpy as np

    assert run(tmp_path, capsys, "v.csv", "0.1,0.3\n-0.3,-0.9\n")["alternative"] == "weights"
    assert run(tmp_path, capsys, "v.json", "[[0.1, 0.3], [-0.3, -0.9]]")["alternative"] == "weights"
    np.save(tmp_path / "a.npy", np.array([[0.1, 0.3], [-0.3, -0.9]]))
    assert run(tmp_path, capsys, "v.npy", (tmp_path / "a.npy").read_bytes())["alternative"] == "direction"
    np.save(tmp_path / "a.npy", np.array([[1, 2], [-2, -4]], dtype=np.int8))
    assert run(tmp_path, capsys, "v.npy", (tmp_path / "a.npy").read_bytes())["vector"] == ["2/3", "1/3"]
    np.savez(tmp_path / "a.npz", A=np.array([[1.0, 2.0]]), b=np.array([3.0]))
    assert run(tmp_path, capsys, "v.npz", (tmp_path / "a.npz").read_bytes())["vector"] == ["3", "0"]


def test_the_other_forms(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    right = tmp_path / "b.csv"
    right.write_text("3\n1\n")
    for more in (("--b", "3, 1"), ("--b", str(right)), ("--form", "farkas", "--b", "[3, 1]")):
        assert run(tmp_path, capsys, "A.csv", "1,2\n0,1\n", *more)["vector"] == ["1", "1"]
    assert run(tmp_path, capsys, "s.json", '{"A": [[1, 2]], "b": [-3]}')["alternative"] == "separator"
    other = tmp_path / "C.json"
    other.write_text('{"C": [[1, 1]]}')
    found = run(tmp_path, capsys, "s.json", '{"A": [[1, 0]], "B": [[0, 1]]}', "--C", str(other))
    assert found["theorem"] == "motzkin" and found["vector"] == {"y": ["1"], "z": ["1"], "w": ["-1"]}
    assert run(tmp_path, capsys, "v.csv", "1 0\n-1 0\n", "--form", "stiemke")["vector"] == ["1/2", "1/2"]
    found = run(tmp_path, capsys, "v.csv", "sqrt(2), root(5, 3)\n-1, 2\n")
    assert found["alternative"] == "direction" and found["rank"] is None


@pytest.mark.parametrize(
    ("name", "content", "more", "sentence"),
    [
        ("v.csv", "", (), "is empty; expected a CSV file"),
        ("v.csv", "# nothing\n", (), "only comments"),
        ("v.csv", "1,2\n\n3,x\n", (), "V, row 2 (line 3), column 2: the text 'x' is not a number"),
        ("v.csv", "1,2\n3,\n", (), "V, row 2, column 2: nothing stands there"),
        ("v.csv", "1,2\n3\n", (), "V is ragged: row 2 has 1 columns, row 1 has 2"),
        ("v.csv", "1,nan\n", (), "V, row 1, column 2: nan is not a finite number"),
        ("v.json", "[[1, 2], [3, ]]", (), "not JSON at line 1, column 14"),
        ("v.json", "[[1, NaN]]", (), "NaN is not a finite number"),
        ("v.json", "[[1, true]]", (), "True is a truth value"),
        ("v.json", '{"W": [[1]]}', (), "gordan needs V; found 'W'"),
        ("v.json", '{"V": [[1]], "W": 3}', (), "'W' has no meaning for gordan"),
        ("v.json", "[" * 100_000, (), "nested too deeply"),
        ("v.json", "3", (), "expected a list of rows"),
        ("v.npy", "not numpy", (), "not a readable array"),
        ("v.csv", b"\xff\xfe1,2", (), "is not UTF-8 text"),
        ("v.csv", "1,2\n", ("--form", "farkas"), "farkas needs b (give it with --b"),
        ("v.csv", "1,2\n", ("--form", "gordan", "--b", "1"), "--b has no meaning for gordan"),
        ("v.csv", "1,2\n", ("--b", "1,2"), "A has 1 rows and b has 2 entries"),
        ("v.csv", "1,2\n", ("--b", "1;x"), "b, entry 1"),
        ("v.csv", "1,2\n", ("--C", "/nowhere/C.csv"), "/nowhere/C.csv cannot be read"),
        ("v.csv", "1,2\n", ("--certificate", "/nowhere/c.json"), "/nowhere/c.json cannot be written"),
    ],
)
def test_bad_input_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: str | bytes, more: tuple[str, ...], sentence: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    assert main(["gordan", str(path), *more]) == 2
    output = capsys.readouterr()
    assert sentence in output.err and output.err.startswith("symproof: ") and output.err.count("\n") == 1
    assert output.out == ""


def test_arrays_that_are_not_numbers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import numpy as np

    for array, sentence in ((np.array([[1j]]), "complex numbers"), (np.array([[True]]), "truth values"),
                            (np.array([["a"]]), "texts"), (np.zeros((2, 2, 2)), "3 axes"),
                            (np.array([[1.0, np.nan]]), "row 1, column 2: nan is not a finite number"),
                            (np.array([[object()]]), "Python objects, which are not loaded"), (np.zeros((0, 3)), "no rows")):
        np.save(tmp_path / "a.npy", array, allow_pickle=True)
        assert main(["gordan", str(tmp_path / "a.npy")]) == 2
        assert sentence in capsys.readouterr().err


def test_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["gordan", "/nowhere/v.csv"]) == 2
    assert capsys.readouterr().err == "symproof: /nowhere/v.csv cannot be read: No such file or directory\n"


def test_the_time_limit(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "v.csv").write_text("1,2,3\n-1,0,1\n0,-2,-3\n")
    assert main(["gordan", str(tmp_path / "v.csv"), "--time-limit", "1e-9"]) == 3
    assert "not decided within 1e-09 s" in capsys.readouterr().err


def test_what_a_reader_sees(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path, certificate = tmp_path / "v.csv", tmp_path / "c.json"
    path.write_text("2,0,0\n0,2,0\n2,0,0\n")
    assert main(["gordan", str(path), "--certificate", str(certificate)]) == 0
    shown = capsys.readouterr().out
    for part in ("Gordan", "V 3 × 3, integers", "⟨d, v_i⟩ > 0 for every i", "(1, 1, 0)", "1.414213562373095… = √(2)",
                 "p = (1, 1, 0), the least-norm point", "dimension 2, not 3", "equal vectors: 3 = 1", "symproof recheck"):
        assert part in shown, part
    assert main(["recheck", str(certificate)]) == 0
    assert "gordan: rechecked" in capsys.readouterr().out
    # The data of a certificate can be read again.
    assert main(["gordan", str(certificate), "--margin", "none"]) == 0
    assert "margin" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lower", "upper", "text"),
    [
        (Fraction(1, 2), Fraction(1, 2), "0.5"), (Fraction(3), Fraction(3), "3"),
        (Fraction(10**30), Fraction(10**30), "1.0e30"),
        (Fraction(1, 3), Fraction(1, 3), "0.3333333333333333…"), (Fraction(0), Fraction(0), "0"),
        (Fraction(1, 10**30), Fraction(1, 10**30), "1.0e-30"), (Fraction(1, 3), Fraction(1, 2), "[0.333333333333, 0.5]"),
        (Fraction(2, 3), Fraction(67, 100), "[0.666666666666, 0.67]"), (Fraction(999999999999999, 10**15), Fraction(1),
                                                                       "[0.999999999999, 1]"),
    ],
)
def test_decimals_enclose(lower: Fraction, upper: Fraction, text: str) -> None:
    assert decimal(lower, upper) == text
