"""Reading a certificate: JSON into nodes and steps, with every reference pointing backwards. Never a traceback.

Whatever is wrong with a file is a `RecheckError` that names the position: a size, a type, a class, a sort, a reference.
"""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

from .language import Malformed, Node, RecheckError, Refused, make, start_counting

FORMAT = 1
MOST_BYTES = 200_000_000
MOST_ROWS = 2_000_000
MOST_DIGITS = 4000
MOST_NESTING = 12


class Step(NamedTuple):
    """One step as recorded: premises are numbers of earlier steps."""

    rule: str
    premises: tuple[int, ...]
    arguments: tuple[Any, ...]
    hypotheses: tuple[Node, ...]
    statement: Node


class Certificate(NamedTuple):
    """A whole file."""

    steps: list[Step]
    claims: dict[str, int]


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    keys = [k for k, _ in pairs]
    for key in keys:
        if keys.count(key) > 1:
            raise RecheckError(f"the name {key[:80]!r} stands twice in one table")
    return dict(pairs)


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(pairs) if len({k for k, _ in pairs}) == len(pairs) else _unique(pairs)


def _no_constant(text: str) -> Any:
    raise RecheckError(f"{text} is not a number of the language")


def read(path: str | Path) -> Certificate:
    """The certificate in a file; raises RecheckError when it cannot be read."""
    return decode(load(path))


def load(path: str | Path) -> Any:
    """The plain data in a file; raises RecheckError when it cannot be read."""
    try:
        raw = Path(path).read_bytes()
    except OSError as error:
        raise RecheckError(f"the file {path} cannot be opened: {error.strerror}") from None
    if len(raw) > MOST_BYTES:
        raise RecheckError(f"the file has {len(raw)} bytes, more than {MOST_BYTES}")
    try:
        return json.loads(raw.decode("utf-8"), object_pairs_hook=_pairs, parse_constant=_no_constant,
                          parse_float=lambda text: _no_constant(text[:40]))
    except UnicodeDecodeError:
        raise RecheckError("the file is not UTF-8 text") from None
    except RecursionError:
        raise RecheckError("the file is nested too deeply") from None
    except json.JSONDecodeError as error:
        raise RecheckError(f"the file is not JSON: {error.msg} at line {error.lineno}, column {error.colno}") from None
    except ValueError:
        raise RecheckError("the file contains a number with too many digits") from None


def decode(data: Any) -> Certificate:
    """The certificate in plain data."""
    if not isinstance(data, dict) or set(data) != {"format", "terms", "steps", "claims"}:
        raise RecheckError("a certificate has exactly the entries format, terms, steps and claims")
    if type(data["format"]) is not int or data["format"] != FORMAT:
        raise RecheckError(f"the format {str(data['format'])[:40]!r} is not known; this reads format {FORMAT}")
    for name in ("terms", "steps"):
        if not isinstance(data[name], list) or len(data[name]) > MOST_ROWS:
            raise RecheckError(f"{name} must be a list of at most {MOST_ROWS} rows")
    terms: list[Node] = []
    for number, row in enumerate(data["terms"]):
        start_counting()
        terms.append(_term(row, terms, f"term {number}"))
    steps = [_step(row, terms, number, f"step {number}") for number, row in enumerate(data["steps"])]
    claims = data["claims"]
    if not isinstance(claims, dict):
        raise RecheckError("claims must be a table of names")
    for name, target in claims.items():
        if type(target) is not int or not 0 <= target < len(steps):
            raise RecheckError(f"the claim {name[:80]!r} points at {str(target)[:40]}, which is not a step")
    return Certificate(steps, dict(claims))


def _term(row: Any, terms: list[Node], where: str) -> Node:
    if not isinstance(row, list) or not row or not isinstance(row[0], str):
        raise RecheckError(f"{where}: a term is a list that begins with the name of its class")
    args = tuple(_argument(a, terms, where, False) for a in row[1:])
    try:
        return make(row[0], *args)
    except (Malformed, Refused) as error:
        raise RecheckError(f"{where}: {str(error)[:300]}") from None
    except RecursionError:
        raise RecheckError(f"{where}: the term is nested too deeply") from None


def _argument(value: Any, terms: list[Node], where: str, of_step: bool, depth: int = 0) -> Any:
    """{"t": n} a term, {"q": "p/q"} a fraction, {"l": […]} a tuple, [tag, …] a sort, an integer or a string."""
    if depth > MOST_NESTING:
        raise RecheckError(f"{where}: an argument is nested too deeply")
    if type(value) is int:
        if value.bit_length() > MOST_DIGITS * 4:
            raise RecheckError(f"{where}: an integer has too many digits")
        return value
    if type(value) is str:
        return value
    if isinstance(value, list) and value and isinstance(value[0], str):
        return (value[0], *(_argument(v, terms, where, of_step, depth + 1) for v in value[1:]))
    if isinstance(value, dict) and len(value) == 1:
        (tag, content), = value.items()
        if tag == "t":
            return _reference(content, terms, where)
        if tag == "q" and of_step and isinstance(content, str) and len(content) <= MOST_DIGITS:
            return _fraction(content, where)
        if tag == "l" and of_step and isinstance(content, list):
            return tuple(_argument(v, terms, where, of_step, depth + 1) for v in content)
    raise RecheckError(f"{where}: {str(value)[:60]!r} is not an argument")


def _fraction(text: str, where: str) -> Fraction:
    if re.fullmatch(r"-?\d+(/\d+)?", text) is None or re.search(r"/0+$", text):
        raise RecheckError(f"{where}: {text[:40]!r} is not a fraction")
    fraction = Fraction(text)
    if str(fraction) != text:
        raise RecheckError(f"{where}: {text[:40]!r} is not a fraction in lowest terms")
    return fraction


def _reference(number: Any, terms: list[Node], where: str) -> Node:
    if type(number) is not int or not 0 <= number < len(terms):
        raise RecheckError(f"{where}: {str(number)[:40]!r} is not the number of an earlier term")
    return terms[number]


def _statement(number: Any, terms: list[Node], where: str) -> Node:
    node = _reference(number, terms, where)
    if node.sort != ("Truth",):
        raise RecheckError(f"{where}: term {number} is not a statement")
    return node


def _step(row: Any, terms: list[Node], number: int, where: str) -> Step:
    if not isinstance(row, list) or len(row) != 5:
        raise RecheckError(f"{where}: a step is [rule, premises, arguments, hypotheses, statement]")
    rule, premises, arguments, hypotheses, statement = row
    if not isinstance(rule, str):
        raise RecheckError(f"{where}: the rule must be a name")
    if not isinstance(premises, list) or any(type(p) is not int or not 0 <= p < number for p in premises):
        raise RecheckError(f"{where}: the premises must be numbers of earlier steps")
    if not isinstance(arguments, list) or not isinstance(hypotheses, list):
        raise RecheckError(f"{where}: arguments and hypotheses must be lists")
    return Step(rule, tuple(premises), tuple(_argument(a, terms, where, True) for a in arguments),
                tuple(_statement(h, terms, where) for h in hypotheses), _statement(statement, terms, where))
