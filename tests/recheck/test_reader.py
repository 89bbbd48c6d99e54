"""Files that are no certificates: each is refused with one sentence that names the place; none crashes, none hangs."""

from __future__ import annotations

import copy
import json
import random
from pathlib import Path
from typing import Any

import pytest

from battery import certificate
from forging import deep, verdict
from symproof.recheck import RecheckError, recheck
from symproof.recheck.reader import decode

GOOD = certificate("syllogism", "moments")
SCALAR, X, ONE = ["Scalar"], ["Symbol", "x", ["Scalar"], "real"], ["Number", 1, 1]


def terms(*rows: Any) -> dict[str, Any]:
    return {"format": 1, "terms": list(rows), "steps": [], "claims": {}}


def steps(*rows: Any) -> dict[str, Any]:
    """On two terms: x and 0 < x."""
    table = [X, ["Number", 0, 1], ["Lt", {"t": 1}, {"t": 0}]]
    return {"format": 1, "terms": table, "steps": list(rows), "claims": {}}


def changed(**edits: Any) -> dict[str, Any]:
    return {**copy.deepcopy(GOOD), **edits}


def nested(depth: int) -> Any:
    """Lists of lists, as an argument of a step."""
    return {"l": [nested(depth - 1)] if depth else []}


UNREADABLE: dict[str, Any] = {
    "no entries": {},
    "a list": [],
    "nothing": None,
    "a number": 7,
    "an entry too many": changed(extra=1),
    "no claims": {k: v for k, v in GOOD.items() if k != "claims"},
    "another format": changed(format=2),
    "format true": changed(format=True),
    "format as a word": changed(format="1"),
    "terms as a table": changed(terms={}),
    "steps as a word": changed(steps="steps"),
    "claims as a list": changed(claims=[]),
    "a claim of a step that is not there": changed(claims={"a": 10_000}),
    "a claim of step −1": changed(claims={"a": -1}),
    "a claim of a word": changed(claims={"a": "0"}),
    "a claim of true": changed(claims={"a": True}),
    "an empty term": terms([]),
    "a term that is a word": terms("x"),
    "a class that is a number": terms([1]),
    "an unknown class": terms(["Teapot", {"t": 0}]),
    "a class of Python": terms(["__class__"]),
    "a base class": terms(X, ["Unary", {"t": 0}]),
    "itself": terms(["Neg", {"t": 0}]),
    "forward": terms(X, ["Neg", {"t": 2}], X),
    "term −1": terms(X, ["Neg", {"t": -1}]),
    "term 0.5": terms(X, ["Neg", {"t": 0.5}]),
    "term true": terms(X, ["Neg", {"t": True}]),
    "a reference in words": terms(X, ["Neg", {"t": "0"}]),
    "two tags": terms(X, ["Neg", {"t": 0, "q": "1"}]),
    "an unknown tag": terms(X, ["Neg", {"u": 0}]),
    "null": terms(X, ["Neg", None]),
    "true": terms(["Number", True, 1]),
    "too few arguments": terms(X, ["Div", {"t": 0}]),
    "too many arguments": terms(X, ["Exp", {"t": 0}, {"t": 0}]),
    "a float": terms(["Number", 0.5, 1]),
    "not in lowest terms": terms(["Number", 2, 4]),
    "denominator 0": terms(["Number", 1, 0]),
    "negative denominator": terms(["Number", 1, -2]),
    "a numerator in words": terms(["Number", "1", 1]),
    "a huge number": terms(["Number", 1 << 20_000, 1]),
    "a huge exponent": terms(X, ["Number", 10**9, 1], ["Pow", {"t": 0}, {"t": 1}]),
    "a tuple among terms": terms(X, ["Neg", {"l": [{"t": 0}]}]),
    "a fraction among terms": terms(["Number", {"q": "1/2"}, 1]),
    "an unknown sort": terms(["Symbol", "x", ["Colour"], ""]),
    "a sort with parts": terms(["Symbol", "x", ["Scalar", 1], "real"]),
    "a dimension 0": terms(["Symbol", "x", ["Vector", 0], ""]),
    "a dimension −1": terms(["Symbol", "x", ["Vector", -1], ""]),
    "a sort without parts": terms(["Symbol", "x", ["Vector"], ""]),
    "a nested sort": terms(["Symbol", "x", [["Scalar"]], ""]),
    "an empty sort": terms(["Symbol", "x", [], ""]),
    "a dimension that is a term": terms(X, ["Symbol", "v", ["Vector", {"t": 0}], ""]),
    "a name with a space": terms(["Symbol", "x y", SCALAR, "real"]),
    "an empty name": terms(["Symbol", "", SCALAR, "real"]),
    "an internal name": terms(["Symbol", "\u00001", SCALAR, "real"]),
    "a long name": terms(["Symbol", "x" * 1000, SCALAR, "real"]),
    "an unknown domain": terms(["Symbol", "x", SCALAR, "prime"]),
    "a domain of another sort": terms(["Symbol", "v", ["Vector", "d"], "positive"]),
    "a statement that is added": terms(X, ["Lt", {"t": 0}, {"t": 0}], ["Add", {"t": 0}, {"t": 1}]),
    "a scalar and a vector": terms(X, ["Symbol", "v", ["Vector", "d"], ""], ["Add", {"t": 0}, {"t": 1}]),
    "vectors of two spaces": terms(
        ["Symbol", "u", ["Vector", "d"], ""], ["Symbol", "v", ["Vector", "e"], ""], ["Inner", {"t": 0}, {"t": 1}]
    ),
    "an equation of two sorts": terms(X, ["Symbol", "v", ["Vector", "d"], ""], ["Eq", {"t": 0}, {"t": 1}]),
    "an equation of statements": terms(X, ["Lt", {"t": 0}, {"t": 0}], ["Eq", {"t": 1}, {"t": 1}]),
    "a number bound": terms(ONE, ["ForAll", {"t": 0}, {"t": 0}]),
    "a sum that binds a term": terms(X, ["Exp", {"t": 0}], ["Sum", {"t": 1}, {"t": 0}, {"t": 0}, {"t": 0}]),
    "a function of a restricted argument": terms(["Symbol", "p", SCALAR, "positive"], ["Lambda", {"t": 0}, {"t": 0}]),
    "a natural index from −1": terms(
        ["Symbol", "n", SCALAR, "natural"], ["Number", -1, 1], ["Sum", {"t": 0}, {"t": 1}, {"t": 1}, {"t": 0}]
    ),
    "a function with too few values": terms(
        ["Symbol", "f", ["Function", SCALAR, SCALAR, SCALAR], ""], X, ["App", {"t": 0}, {"t": 1}]
    ),
    "a scalar applied": terms(X, ["App", {"t": 0}, {"t": 0}]),
    "an expectation under no probability": terms(
        X, ["Symbol", "M", ["Measure", SCALAR], ""], ["Expectation", {"t": 0}, {"t": 1}, {"t": 0}]
    ),
    "weights that do not add up": terms(X, ["Number", 1, 2], ["Discrete", {"t": 1}, {"t": 0}]),
    "O(x) in an equation": terms(X, ONE, ["BigO", {"t": 0}, {"t": 1}], ["Eq", {"t": 0}, {"t": 2}]),
    "O(x) in an exponential": terms(
        X, ONE, ["BigO", {"t": 0}, {"t": 1}], ["Exp", {"t": 2}], ["Asymptotic", {"t": 0}, {"t": 3}, {"t": 0}]
    ),
    "O(x) for another variable": terms(
        X,
        ONE,
        ["BigO", {"t": 0}, {"t": 1}],
        ["Symbol", "y", SCALAR, "real"],
        ["Asymptotic", {"t": 3}, {"t": 2}, {"t": 2}],
    ),
    "an index beyond its size": terms(["IndexValue", 4, 3]),
    "an index 0": terms(["IndexValue", 0, 3]),
    "an unknown constant": terms(["Constant", "e"]),
    "∞ times two": terms(["Infinity", 2]),
    "a direction": terms(X, ["HasLimit", {"t": 0}, {"t": 0}, {"t": 0}, {"t": 0}, "up"]),
    "a step that is no list": steps("assume"),
    "a short step": steps(["assume", [], []]),
    "a rule that is a number": steps([1, [], [], [], 2]),
    "a statement that is a scalar": steps(["assume", [], [], [], 0]),
    "a statement that is not there": steps(["assume", [], [], [], 9]),
    "a statement in words": steps(["assume", [], [], [], "2"]),
    "a hypothesis that is a scalar": steps(["assume", [], [], [0], 2]),
    "premises that are no list": steps(["assume", 0, [], [], 2]),
    "a step that rests on itself": steps(["discharge", [0], [], [], 2]),
    "a premise that comes later": steps(["discharge", [1], [], [], 2]),
    "a premise −1": steps(["assume", [], [{"t": 2}], [2], 2], ["discharge", [-1], [], [], 2]),
    "a premise that is true": steps(["assume", [], [{"t": 2}], [2], 2], ["conjunction", [True], [], [], 2]),
    "an argument that is null": steps(["assume", [], [None], [2], 2]),
    "an argument that is not there": steps(["assume", [], [{"t": 5}], [2], 2]),
    "a fraction of words": steps(["assume", [], [{"q": "one half"}], [2], 2]),
    "a fraction over 0": steps(["assume", [], [{"q": "1/0"}], [2], 2]),
    "a fraction as a decimal": steps(["assume", [], [{"q": "0.5"}], [2], 2]),
    "a fraction with an exponent": steps(["assume", [], [{"q": "1e999999"}], [2], 2]),
    "deep arguments": steps(["assume", [], [nested(14)], [2], 2]),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_a_malformed_file_is_refused_with_its_place(what: str) -> None:
    with deep(), pytest.raises(RecheckError) as caught:
        decode(UNREADABLE[what])
    sentence = str(caught.value)
    assert len(sentence) > 15 and "\n" not in sentence and len(sentence) < 400
    data = UNREADABLE[what]
    if (
        isinstance(data, dict)
        and isinstance(data.get("terms"), list)
        and len(data["terms"]) < 10
        and set(data) == set(GOOD)
    ):
        assert sentence.startswith(("term ", "step "))


RAW: dict[str, bytes] = {
    "empty": b"",
    "truncated": json.dumps(GOOD).encode()[:-40],
    "truncated in the middle": json.dumps(GOOD).encode()[:500],
    "not UTF-8": b"\xff\xfe{}",
    "not a number": b'{"format": NaN, "terms": [], "steps": [], "claims": {}}',
    "infinity": b'{"format": 1, "terms": [["Number", Infinity, 1]], "steps": [], "claims": {}}',
    "a float": b'{"format": 1, "terms": [["Number", 1e400, 1]], "steps": [], "claims": {}}',
    "many digits": b'{"format": 1, "terms": [["Number", ' + b"9" * 50_000 + b', 1]], "steps": [], "claims": {}}',
    "nested lists": b"[" * 200_000,
    "nested tables": b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "a claim twice": b'{"format": 1, "terms": [], "steps": [], "claims": {"a": 0, "a": 0}}',
    "steps twice": b'{"format": 1, "terms": [], "steps": [], "steps": [], "claims": {}}',
    "Python": b"__import__('os').getpid()",
}


@pytest.mark.parametrize("what", RAW)
def test_bytes_that_are_no_certificate(what: str, tmp_path: Path) -> None:
    path = tmp_path / "certificates.json"
    path.write_bytes(RAW[what])
    with pytest.raises(RecheckError) as caught:
        recheck(path)
    assert 15 < len(str(caught.value)) < 300


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(RecheckError, match="cannot be opened"):
        recheck(tmp_path / "nothing.json")
    with pytest.raises(RecheckError, match="cannot be opened"):
        recheck(tmp_path)


def chain_of(kind: str, count: int) -> dict[str, Any]:
    """x, kind(x), kind(kind(x)), …, and a step that assumes 0 < the last."""
    rows: list[Any] = [X, ONE] + [[kind, {"t": max(k - 1, 0) if k > 2 else 0}] for k in range(2, count + 2)]
    rows.append(["Lt", {"t": 1}, {"t": count + 1}])
    last = len(rows) - 1
    return {"format": 1, "terms": rows, "steps": [["assume", [], [{"t": last}], [last], last]], "claims": {"deep": 0}}


def doubled(count: int, close: bool) -> dict[str, Any]:
    """t₀ = x, tₖ₊₁ = tₖ·(1 + tₖ) or, under binders, ∫ tₖ·tₖ: small as a table, huge as a tree."""
    rows: list[Any] = [X, ONE]
    last = 0
    for _ in range(count):
        rows.append(["Add", {"t": 1}, {"t": last}])
        rows.append(["Mul", {"t": len(rows) - 1}, {"t": last}])
        last = len(rows) - 1
        if close:
            rows.append(["Integral", {"t": 0}, {"t": 1}, {"t": 0}, {"t": last}])
            last = len(rows) - 1
    rows.append(["Eq", {"t": last}, {"t": last}])
    rows.append(["ForAll", {"t": 0}, {"t": len(rows) - 1}])
    equation, general = len(rows) - 2, len(rows) - 1
    return {
        "format": 1,
        "terms": rows,
        "steps": [
            ["ring", [], [{"t": last}, {"t": last}], [], equation],
            ["generalize", [0], [{"t": 0}], [], general],
            ["instantiate", [1], [{"l": [{"t": 0}, {"t": 1}]}], [], general],
        ],
        "claims": {"doubled": 2},
    }


@pytest.mark.parametrize("data", [chain_of("Exp", 300), chain_of("Abs", 300), chain_of("Sqrt", 200)])
def test_deep_terms_are_read(data: dict[str, Any]) -> None:
    assert verdict(data) == "accepted"


def test_terms_that_are_too_deep_are_refused() -> None:
    assert verdict(chain_of("Exp", 100_000)).startswith("unreadable: term 4")


@pytest.mark.parametrize("data", [doubled(60, False), doubled(40, True), doubled(8, True)])
def test_terms_that_are_huge_as_trees_do_not_hang(data: dict[str, Any]) -> None:
    assert verdict(data).startswith(("accepted", "refused", "unreadable"))


def test_mutations_never_crash() -> None:
    """A thousand files with a few entries changed at random: read or refused, never a traceback."""
    generator = random.Random(20240607)
    seeds = [certificate(name) for name in ("syllogism", "induction", "exponential_tilt", "means", "antiderivative")]
    pool = [
        0,
        1,
        -1,
        5,
        True,
        None,
        "",
        "Add",
        "x",
        [],
        {},
        {"t": 0},
        {"t": 3},
        {"q": "1/2"},
        {"l": []},
        ["Scalar"],
        1 << 70,
    ]
    for _ in range(1000):
        data = copy.deepcopy(generator.choice(seeds))
        for _ in range(generator.randint(1, 3)):
            place: Any = generator.choice([data["terms"], data["steps"]])
            while place and isinstance(generator.choice(place), list) and generator.random() < 0.9:
                inner = generator.choice(place)
                if not isinstance(inner, list) or not inner:
                    break
                place = inner
            if place:
                place[generator.randrange(len(place))] = generator.choice(pool)
        assert verdict(data).startswith(("accepted", "refused: ", "unreadable: "))
