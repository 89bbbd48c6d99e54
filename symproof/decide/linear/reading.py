"""Reading the data of a theorem of the alternative: exact numbers from Python objects, and matrices from files.

An entry is an int, a Fraction, a float or Decimal (taken exactly), flint's fmpz and fmpq, a number of numpy, a text
such as "-1/3", "0.25", "1e-30" or "(1 + sqrt(5))/2", a term (`Sqrt(Number(2))`), or a SymPy number. Decimals in texts
are exact decimals: "0.1" is 1/10, while the float 0.1 is the binary rational that it is. Nothing is evaluated by
Python: texts have a grammar of their own. Errors are `InputError`s, one sentence that names row and column.
"""

from __future__ import annotations

import csv
import json
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from fractions import Fraction
from pathlib import Path
from typing import Any, NoReturn

from flint import fmpq, fmpz

from .radical_numbers import MOST_BITS, Radical, RadicalError, RadicalField

Number = int | Fraction | Radical

MOST_BYTES = 400_000_000
MOST_TEXT = 20_000
MOST_EXPONENT = 5_000
MOST_NESTING = 40


class InputError(ValueError):
    """What is wrong with the input, where, and what to do: one sentence."""


# -- one number -------------------------------------------------------------------------------------------------------
_TOKEN = re.compile(r"\s*(?:([0-9]+(?:\.[0-9]*)?(?:[eE][+-]?[0-9]+)?|\.[0-9]+(?:[eE][+-]?[0-9]+)?)"
                    r"|([A-Za-z_][A-Za-z_0-9]*)|(\*\*|[-+*/^(),√−])|(\S))")
_INTEGER = re.compile(r"[+-]?[0-9]{1,18}")
_INTEGERS = re.compile(r"[+-]?[0-9]{1,18}(?:,[+-]?[0-9]{1,18})*")
_SIMPLE = re.compile(r"([+-]?)([0-9]{1,400})(?:/([0-9]{1,400})|\.([0-9]{0,400}))?")
_ROOTS = {"sqrt": 2, "cbrt": 3, "√": 2}
_KNOWN = "sqrt(…), cbrt(…), root(…, n)"


def _decimal(text: str) -> Fraction:
    """The rational number that a decimal text such as "12", "0.25" or "1e-30" names."""
    mantissa, _, exponent = text.lower().partition("e")
    whole, _, decimals = mantissa.partition(".")
    shift = int(exponent or "0") if len(exponent) < 8 else MOST_EXPONENT + 1
    if abs(shift) > MOST_EXPONENT:
        raise InputError(f"the exponent in {_short(text)} is beyond ±{MOST_EXPONENT}")
    value = Fraction(int(fmpz(whole + decimals or "0")), 10 ** len(decimals))
    return value * Fraction(10) ** shift


def _short(text: object) -> str:
    shown = str(text)
    return repr(shown if len(shown) <= 40 else shown[:37] + "…")


class _Parser:
    """A recursive descent over + − * / ^ ** ( ) sqrt cbrt root, with constants only."""

    def __init__(self, text: str, field: RadicalField) -> None:
        self.text, self.field = text, field
        self.tokens: list[tuple[int, int, str]] = []
        place = 0
        while match := _TOKEN.match(text, place):
            kind = match.lastindex or 0
            if kind == 4:
                self.fail(f"{match.group(4)!r} is not part of a number")
            self.tokens.append((match.start(kind), kind, match.group(kind).replace("−", "-")))
            place = match.end()
        self.next = self.depth = 0

    def fail(self, why: str) -> NoReturn:
        raise InputError(f"the text {_short(self.text)} is not a number: {why}; expected an integer, a fraction such as "
                         f"-1/3, a decimal, or an expression with {_KNOWN}")

    def peek(self) -> str:
        return self.tokens[self.next][2] if self.next < len(self.tokens) else ""

    def take(self, expected: str = "") -> str:
        token = self.peek()
        if not token or (expected and token != expected):
            self.fail(f"{expected or 'a number'!r} is missing at "
                      + (f"position {self.tokens[self.next][0] + 1}" if token else "the end"))
        self.next += 1
        return token

    def whole(self) -> Radical:
        value = self.sum()
        if self.peek():
            self.fail(f"{self.peek()!r} at position {self.tokens[self.next][0] + 1} does not belong there")
        return value

    def sum(self) -> Radical:
        self.depth += 1
        if self.depth > MOST_NESTING:
            self.fail(f"it is nested more than {MOST_NESTING} deep")
        value = self.product()
        while self.peek() in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        self.depth -= 1
        return value

    def product(self) -> Radical:
        value = self.signed()
        while self.peek() in ("*", "/"):
            value = value * self.signed() if self.take() == "*" else value / self.signed()
        value.require_small()
        return value

    def signed(self) -> Radical:
        negative = False
        while self.peek() in ("+", "-"):
            negative ^= self.take() == "-"
        value = self.power()
        return -value if negative else value

    def power(self) -> Radical:
        base = self.atom()
        if self.peek() in ("^", "**"):
            self.take()
            self.depth += 1
            if self.depth > MOST_NESTING:
                self.fail(f"it is nested more than {MOST_NESTING} deep")
            exponent = self.signed().rational()
            self.depth -= 1
            if exponent is None:
                self.fail("an exponent must be rational")
            base = _raised(base, exponent)
        return base

    def atom(self) -> Radical:
        token = self.take()
        kind = self.tokens[self.next - 1][1]
        if kind == 1:
            return self.field.rational(_decimal(token))
        if token == "(":
            value = self.sum()
            self.take(")")
            return value
        if token == "√":
            return self.field.root(self.atom(), 2)
        if token in _ROOTS or token == "root":
            self.take("(")
            value = self.sum()
            index: Fraction | int | None = _ROOTS.get(token)
            if index is None:
                self.take(",")
                index = self.sum().rational()
            self.take(")")
            if index is None or index.denominator != 1 or index < 1:
                self.fail("the index of a root must be a positive integer")
            return self.field.root(value, int(index))
        if kind == 2:
            self.fail(f"{token!r} is not known")
        self.fail(f"{token!r} stands where a number belongs")


def _raised(base: Radical, exponent: Fraction) -> Radical:
    size = max((max(abs(v.p).bit_length(), v.q.bit_length()) for v in base.terms.values()), default=0)
    if abs(exponent.numerator) * max(size, 1) > MOST_BITS:
        raise InputError(f"a power with the exponent {exponent} has too many digits")
    if exponent < 0 and base.is_zero():
        raise InputError("0 has no negative power")
    return (base if exponent.denominator == 1 else base.field.root(base, exponent.denominator)).power(exponent.numerator)


def read_number(value: Any, field: RadicalField) -> Number:
    """The exact real number that `value` is, in the simplest type. Raises InputError.

    >>> read_number("1/3", RadicalField()), str(read_number("sqrt(8) - 1e-2", RadicalField()))
    (Fraction(1, 3), '-1/100 + 2*sqrt(2)')
    """
    try:
        return _read_number(value, field)
    except RadicalError as error:
        raise InputError(f"{_short(value)} cannot be read: {error}") from None


def _read_number(value: Any, field: RadicalField) -> Number:
    kind = type(value)
    if kind is int or kind is Fraction:
        return value  # type: ignore[no-any-return]
    if kind is str:
        return _read_text(value, field)
    if isinstance(value, bool) or kind.__name__ in ("bool_", "bool") or getattr(value, "is_Boolean", False) is True:
        raise InputError(f"{value} is a truth value, expected a number")
    if value is None or value == "":
        raise InputError("nothing stands there, expected a number")
    if isinstance(value, (int, Fraction)):
        return Fraction(int(value.numerator), int(value.denominator))
    if hasattr(value, "__index__"):
        return operator.index(value)
    if isinstance(value, complex):
        raise InputError(f"{value} is a complex number, expected a real one")
    if hasattr(value, "as_integer_ratio"):
        try:
            numerator, denominator = value.as_integer_ratio()
        except (ValueError, OverflowError):
            raise InputError(f"{value} is not a finite number") from None
        return Fraction(int(numerator), int(denominator))
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, Radical):
        return _simplest(value if value.field is field else _Parser(str(value), field).whole())
    if hasattr(value, "is_Rational") and hasattr(value, "args"):
        return _simplest(_from_tree(value, _sympy_node, field))
    if hasattr(value, "sort") and hasattr(value, "arguments"):
        return _simplest(_from_tree(value, _term_node, field))
    raise InputError(f"{_short(repr(value))} is a {kind.__name__}, expected a number")


def _read_text(text: str, field: RadicalField) -> Number:
    stripped = text.strip()
    if _INTEGER.fullmatch(stripped):
        return int(stripped)
    if (simple := _SIMPLE.fullmatch(stripped)) is not None:
        sign, whole, denominator, decimals = simple.groups()
        below = int(denominator) if denominator else 10 ** len(decimals or "")
        if below:
            value = Fraction(int(whole + (decimals or "")), below)
            return -value if sign == "-" else value
    if not stripped:
        raise InputError("nothing stands there, expected a number")
    if len(stripped) > MOST_TEXT:
        raise InputError(f"the text {_short(stripped)} has more than {MOST_TEXT} characters")
    if stripped.lower().lstrip("+-") in ("nan", "inf", "infinity", "oo", "∞"):
        raise InputError(f"{stripped} is not a finite number")
    return _simplest(_Parser(stripped, field).whole())


def _simplest(value: Radical) -> Number:
    rational = value.rational()
    if rational is None:
        return value
    return rational.numerator if rational.denominator == 1 else rational


Node = tuple[str, Sequence[Any]]


def _sympy_node(value: Any) -> Node:
    if value.is_Rational is True:
        return "number", (Fraction(int(value.p), int(value.q)),)
    if value.is_Float is True:
        if not value.is_finite:
            raise InputError(f"{value} is not a finite number")
        sign, mantissa, exponent, _ = value._mpf_
        return "number", ((-1) ** int(sign) * int(mantissa) * Fraction(2) ** int(exponent),)
    for name in ("Add", "Mul", "Pow"):
        if getattr(value, f"is_{name}", False) is True:
            return name, value.args
    raise InputError(f"{_short(value)} is not a number built from rationals and roots")


def _term_node(term: Any) -> Node:
    name = type(term).__name__
    if name == "Number":
        return "number", (Fraction(term.value),)
    if name in ("Add", "Mul", "Pow", "Neg", "Div", "Sqrt"):
        return name, term.arguments
    raise InputError(f"{_short(term)} is not a number built from rationals and roots")


def _from_tree(value: Any, node: Callable[[Any], Node], field: RadicalField, depth: int = 0) -> Radical:
    if depth > MOST_NESTING:
        raise InputError(f"a number is nested more than {MOST_NESTING} deep")
    name, arguments = node(value)
    if name == "number":
        return field.rational(arguments[0])
    if name == "Pow":
        base, raised = (_from_tree(part, node, field, depth + 1) for part in arguments)
        exponent = raised.rational()
        if exponent is None:
            raise InputError(f"the exponent in {_short(value)} is not rational")
        return _raised(base, exponent)
    parts = [_from_tree(part, node, field, depth + 1) for part in arguments]
    if name == "Sqrt":
        return field.root(parts[0], 2)
    if name == "Neg":
        return -parts[0]
    if name == "Div":
        return parts[0] / parts[1]
    total = parts[0]
    for part in parts[1:]:
        total = total + part if name == "Add" else total * part
    total.require_small()
    return total


# -- matrices and vectors ---------------------------------------------------------------------------------------------
Rows = list[list[Number]]


def read_rows(rows: Any, name: str, field: RadicalField, places: Sequence[str] = ()) -> Rows:
    """The rows of a matrix, at least 1 × 1. Raises InputError with row and column, counted from 1.

    `places` may name the rows as the user knows them ("row 3 (line 7)").
    """
    listed = rows.tolist() if hasattr(rows, "tolist") else rows
    result: Rows = []
    for number, row in enumerate(_entries(listed, name), 1):
        place = places[number - 1] if places else f"row {number}"
        entries = _entries(row, f"{name}, {place}")
        kinds = set(map(type, entries))
        if kinds == {str} and _INTEGERS.fullmatch(",".join(entries)):
            entries = list(map(int, entries))
        elif kinds != {int}:
            entries = [_at(entry, field, name, place, column) for column, entry in enumerate(entries, 1)]
        if not entries:
            raise InputError(f"{name} is empty in {place}: a row must have at least one column")
        if result and len(entries) != len(result[0]):
            first = places[0] if places else "row 1"
            raise InputError(f"{name} is ragged: {place} has {len(entries)} columns, {first} has {len(result[0])}, so "
                             f"column {min(len(entries), len(result[0])) + 1} is not complete")
        result.append(entries)
    if not result:
        raise InputError(f"{name} is empty: it has no rows")
    return result


def _at(entry: Any, field: RadicalField, name: str, place: str, column: int) -> Number:
    try:
        return read_number(entry, field)
    except InputError as error:
        raise InputError(f"{name}, {place}, column {column}: {error}") from None


def read_vector(values: Any, name: str, field: RadicalField) -> list[Number]:
    """A vector; a matrix with one row or one column is one too. Raises InputError with the position."""
    listed = _entries(values.tolist() if hasattr(values, "tolist") else values, name)
    if listed and all(isinstance(entry, (list, tuple)) for entry in listed):
        if len(listed) == 1:
            listed = list(listed[0])
        elif all(len(entry) == 1 for entry in listed):
            listed = [entry[0] for entry in listed]
    result = []
    for position, entry in enumerate(listed, 1):
        try:
            result.append(read_number(entry, field))
        except InputError as error:
            raise InputError(f"{name}, entry {position}: {error}") from None
    return result


def _entries(values: Any, place: str) -> list[Any]:
    if not isinstance(values, (str, bytes, Mapping, AbstractSet)):
        try:
            return list(values)
        except TypeError:
            pass
    raise InputError(f"{place} is {_short(repr(values))}, expected a list of numbers" if ", row" in place else
                     f"{place} is {_short(repr(values))}, expected a list of rows")


# -- files ------------------------------------------------------------------------------------------------------------
class Table:
    """A matrix of a file, not yet read as numbers, with the names of its rows."""

    def __init__(self, rows: Any, places: Sequence[str] = ()) -> None:
        self.rows, self.places = rows, places


def read_file(path: str | Path) -> dict[str, Table]:
    """The matrices in a file: one named "" (CSV, `.npy`, a JSON list), or those of a JSON table or `.npz` by name.

    Raises InputError when the file cannot be opened, is too large, or is none of these.
    """
    path = Path(path)
    try:
        size = path.stat().st_size
        if size > MOST_BYTES:
            raise InputError(f"{path} has {size} bytes, more than {MOST_BYTES}; split the problem or use exact reductions")
        raw = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path} cannot be read: {error.strerror or error}") from None
    if not raw.strip():
        raise InputError(f"{path} is empty; expected a CSV file, a JSON list of rows, or a .npy array")
    try:
        if path.suffix.lower() in (".npy", ".npz"):
            return _read_numpy(path)
        text = raw.decode("utf-8-sig")
        if path.suffix.lower() in (".json", ".jsonl") or text.lstrip()[:1] in ("[", "{"):
            return _read_json(text)
        return {"": _read_csv(text)}
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8 text (byte {error.start + 1}); binary arrays need the suffix .npy") from None
    except InputError as error:
        raise InputError(f"{path}: {error}") from None


def _no_constant(text: str) -> NoReturn:
    raise InputError(f"{text} is not a finite number")


def _read_json(text: str) -> dict[str, Table]:
    try:
        # Decimals stay texts, so that 0.1 in a file is 1/10 in JSON as in CSV; long integers too.
        data = json.loads(text, parse_float=str, parse_int=lambda t: int(t) if len(t) < 4000 else t,
                          parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise InputError(f"not JSON at line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InputError("the JSON is nested too deeply; expected a list of rows") from None
    if isinstance(data, list):
        return {"": Table(data)}
    if isinstance(data, dict):
        if data.get("kind") == "alternative" and isinstance(data.get("data"), dict):
            data = data["data"]
        return {name: Table(value) for name, value in data.items()}
    raise InputError(f"the JSON is {_short(data)}, expected a list of rows or a table such as {{\"V\": [[…], …]}}")


_SEPARATOR = re.compile(r"[,;\t]")


def _read_csv(text: str) -> Table:
    """Rows of numbers separated by commas, semicolons, tabs or blanks; blank lines and lines that begin with # do not
    count, nor does a first line of names."""
    lines = [(number, line) for number, line in enumerate(text.splitlines(), 1)
             if line.strip() and not line.lstrip().startswith("#")]
    if not lines:
        raise InputError("there is no row of numbers, only comments")
    found = _SEPARATOR.search(_outside_parentheses(lines[0][1]))
    separator = found.group() if found else None
    rows, places = [], []
    for index, (number, line) in enumerate(lines):
        if separator is None:
            cells = line.split() if not re.search(r"[-+*/^(]\s|\s[-+*/^)]\s", line) else [line]
        elif "(" in line and separator == ",":
            cells = _split_outside_parentheses(line)
        else:
            cells = next(csv.reader([line], delimiter=separator))
        cells = [cell.strip().strip('"') for cell in cells]
        if index == 0 and len(lines) > 1 and all(re.fullmatch(r"[A-Za-z_][\w .\[\]]*", cell) for cell in cells) \
                and not any(cell.lower() in ("nan", "inf") for cell in cells):
            continue
        rows.append(cells)
        places.append(f"row {len(rows)}" if number == len(rows) else f"row {len(rows)} (line {number})")
    return Table(rows, places)


def _outside_parentheses(line: str) -> str:
    return re.sub(r"\([^()]*\)", "", line)


def _split_outside_parentheses(line: str) -> list[str]:
    cells, depth, start = [], 0, 0
    for place, character in enumerate(line):
        depth += (character == "(") - (character == ")")
        if character == "," and depth <= 0:
            cells.append(line[start:place])
            start = place + 1
    return [*cells, line[start:]]


def _read_numpy(path: Path) -> dict[str, Table]:
    import numpy

    try:
        loaded = numpy.load(path, allow_pickle=False)
        arrays = {"": loaded} if isinstance(loaded, numpy.ndarray) else {name: loaded[name] for name in loaded.files}
    except (ValueError, OSError, EOFError, KeyError) as error:
        why = "it holds Python objects, which are not loaded" if "pickle" in str(error) else "it is damaged or not one"
        raise InputError(f"not a readable array: {why}; save numbers with numpy.save") from None
    for name, array in arrays.items():
        label = f"the array {name!r}" if name else "the array"
        if array.dtype.kind not in "iuf":
            kinds = {"c": "complex numbers", "b": "truth values", "U": "texts", "S": "texts"}
            raise InputError(f"{label} holds {kinds.get(array.dtype.kind, str(array.dtype))}, expected real numbers")
        if array.ndim not in (1, 2):
            raise InputError(f"{label} has {array.ndim} axes, expected 2: one row for each vector")
    return {name: Table(_python_rows(array)) for name, array in arrays.items()}


def _python_rows(array: Any) -> Any:
    """Nested lists of Python numbers; extended floats keep all their bits."""
    if array.dtype.kind == "f" and array.dtype.itemsize > 8:
        return [list(row) if array.ndim == 2 else row for row in array]
    return array.tolist()
