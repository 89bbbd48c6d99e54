"""Reading claims: SymPy's surface syntax, by a whitelist over Python's syntax tree, straight into terms.

Nothing is executed, and no SymPy object is built: `x/x` stays `x/x`. Integer literals are exact, `0.1` is 1/10 (with
`floats=True`, the binary number that Python would make of it). Bound variables are plain real symbols (integers in sums
and products), whatever the declaration of a variable of the same name says: the range says what they run through.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from symproof.terms import (COMPLEX, SCALAR, And, Constant, Exp, ImaginaryUnit, Infinity, Not, Number, Or, Pow, Special, Sqrt,
                            Symbol, Term, TermError, free_symbols, involves_complex)
from symproof.terms import pi as PI

from ..claim import RELATIONS, Claim, Remainder
from .distributions import Distribution
from .errors import ReadError
from .forms import SPECIAL_FORMS
from .functions import FUNCTIONS
from .kinds import declared, hypotheses_of, interval_of
from .matrices import MatrixValue
from .matrix_forms import METHODS, matrix_function

LONGEST, DEEPEST, MOST_BITS = 20_000, 150, 200_000

CONSTANTS: dict[str, Callable[[], Any]] = {
    "pi": lambda: PI, "E": lambda: Exp(1), "I": ImaginaryUnit, "oo": lambda: Infinity(1),
    "EulerGamma": lambda: Constant("EulerGamma"), "GoldenRatio": lambda: (1 + Sqrt(Number(5))) / 2,
}
_COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}
_RELATION_CALLS = {"Eq": "==", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}


def read_claim(left: str, right: str | None = None, variables: Mapping[str, str] | None = None,
               domain: Mapping[str, Any] | None = None, *, floats: bool = False) -> Claim:
    """One claim about scalars; see `read_claims`. ReadError when the sides are matrices of several entries."""
    claims = read_claims(left, right, variables, domain, floats=floats)
    if len(claims) != 1:
        raise ReadError("the two sides are matrices: this is one claim for each entry")
    return claims[0]


def read_claims(left: str, right: str | None = None, variables: Mapping[str, str] | None = None,
                domain: Mapping[str, Any] | None = None, *, floats: bool = False) -> tuple[Claim, ...]:
    """The claim left = right, or, without `right`, the relation that `left` states; one a matrix entry.

    `variables` gives the kind of each free variable, `domain` closed intervals that are hypotheses too. Raises ReadError,
    with the column.
    """
    symbols: dict[str, Any] = {}
    extra: list[Term] = []
    for name, kind in (variables or {}).items():
        if not isinstance(kind, str):
            raise ReadError(f"the kind of the variable {name!r} must be a word such as \"real\", not {kind!r}")
        if name in CONSTANTS or name in FUNCTIONS or not str(name).isidentifier():
            raise ReadError(f"{name!r} cannot be the name of a variable" + (
                ": it has a meaning of its own" if str(name).isidentifier() else ""))
        symbols[name], more = declared(name, kind)
        extra += more
    intervals = {}
    for name, ends in (domain or {}).items():
        if name not in symbols:
            raise ReadError(f"the domain of {name!r} is given, but {name!r} is not among the variables")
        intervals[symbols[name]] = interval_of(symbols[name], ends)
    source = left if right is None else f"{left} == {right}"
    if right is None:
        relation, sides = _relation_of(left, symbols, floats)
    else:
        relation, sides = "==", []
        for text, side in ((left, "left"), (right, "right")):
            reader = Reader(text, symbols, floats)
            try:
                sides.append((reader, reader.side(reader.tree)))
            except ReadError as error:
                raise ReadError(f"in the {side} side: {error.message}", error.text, error.column) from error
    (first, (a, rest_a)), (second, (b, rest_b)) = sides
    conditions = tuple(dict.fromkeys((*first.conditions, *second.conditions)))
    remainder = _one_remainder(rest_a, rest_b, relation)
    pairs = _entries(a, b, relation)
    claims = []
    for one, other in pairs:
        free = free_symbols(one) | free_symbols(other) | {s for c in conditions for s in free_symbols(c)}
        if remainder is not None:
            free |= free_symbols(remainder.gauge) | {remainder.variable}
        used = tuple(s for s in symbols.values() if s in free)
        stray = [h for h in extra if free_symbols(h) & set(used)]
        within = {s: i for s, i in intervals.items() if s in used}
        if relation not in ("==", "!=") and COMPLEX in (one.sort, other.sort):
            raise ReadError(f"{relation} compares real numbers, and one side is complex")
        claims.append(Claim(one, other, relation, used, (*stray, *hypotheses_of(within)), within, remainder, source,
                            conditions))
    return tuple(claims)


def _relation_of(text: str, symbols: dict[str, Any], floats: bool) -> tuple[str, list[Any]]:
    reader = Reader(text, symbols, floats)
    node = reader.tree
    if isinstance(node, ast.Compare):
        if len(node.ops) != 1:
            raise reader.error(node, "one relation at a time: a chain such as a < b < c is two claims")
        relation = _COMPARISONS.get(type(node.ops[0]))
        if relation is None:
            raise reader.error(node, "expected one of == != <= < >= >")
        ends = [node.left, node.comparators[0]]
    elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in _RELATION_CALLS:
        relation, ends = _RELATION_CALLS[node.func.id], node.args
        if len(ends) != 2:
            raise reader.error(node, f"{node.func.id} takes two sides")
    else:
        raise reader.error(node, "expected a claim: two sides, or one text with ==, !=, <=, <, >= or > between them")
    return relation, [(reader, reader.side(end)) for end in ends]


def _one_remainder(left: Remainder | None, right: Remainder | None, relation: str) -> Remainder | None:
    if left is not None and right is not None:
        raise ReadError("O(…) may stand on one side only")
    found = left if right is None else right
    if found is not None and relation != "==":
        raise ReadError("a side with O(…) is compared with == only")
    return found


def _entries(a: Any, b: Any, relation: str) -> list[tuple[Any, Any]]:
    if not isinstance(a, MatrixValue) and not isinstance(b, MatrixValue):
        return [(a, b)]
    zero = next((m for m, o in ((a, b), (b, a)) if not isinstance(o, MatrixValue) and o is Number(0)), None)
    if zero is not None:
        height, width = zero.shape
        blank = MatrixValue([[Number(0)] * width for _ in range(height)])
        a, b = (a, blank) if zero is a else (blank, b)
    if not (isinstance(a, MatrixValue) and isinstance(b, MatrixValue)) or a.shape != b.shape:
        raise ReadError("the two sides must be matrices of one shape")
    if relation != "==":
        raise ReadError("matrices are compared with == only")
    return [(x, y) for r, s in zip(a.rows, b.rows, strict=True) for x, y in zip(r, s, strict=True)]


class Reader:
    """One text. `side(node)` reads a term and the remainder at its end; `conditions` collects what densities need."""

    def __init__(self, text: str, symbols: Mapping[str, Any], floats: bool = False) -> None:
        self.text, self.symbols, self.floats = text, dict(symbols), floats
        self.conditions: list[Term] = []
        self.outcomes: list[dict[str, tuple[Symbol, Distribution]]] = []
        self.depth = 0
        self.tree = self._parse(text)

    # -- errors and the tree --------------------------------------------------------------------------------------
    def error(self, node: ast.AST | None, message: str) -> ReadError:
        """A ReadError at a node of the tree."""
        column = 0 if node is None else self._column(node)
        return ReadError(message, self.text, column)

    def _column(self, node: ast.AST) -> int:
        offset = getattr(node, "col_offset", 0)
        return len(self._line.encode()[:offset].decode(errors="replace")) + 1

    def _parse(self, text: str) -> Any:
        if not isinstance(text, str):
            raise ReadError(f"expected a text, found {text!r}")
        if not text.strip():
            raise ReadError("an empty text where an expression was expected")
        if len(text) > LONGEST:
            raise ReadError(f"a text of {len(text)} characters is too long (at most {LONGEST})")
        self._line = " ".join(text.split("\n")).replace("\r", " ").replace("\t", " ")
        lead = len(self._line) - len(self._line.lstrip())
        depth = deepest = 0
        for place, char in enumerate(self._line):
            depth += (char in "([{") - (char in ")]}")
            deepest = max(deepest, depth)
            if depth < 0:
                raise ReadError(f"a closing {char!r} without an opening bracket", text, place + 1)
            if deepest > DEEPEST:
                raise ReadError(f"brackets are nested more than {DEEPEST} deep", text, place + 1)
        if depth > 0:
            raise ReadError(f"{depth} bracket{'s' if depth > 1 else ''} not closed", text, len(text))
        if "**" not in text and "^" in text:
            raise ReadError("a power is written x**2, not x^2", text, text.index("^") + 1)
        try:
            tree = ast.parse(self._line.lstrip(), mode="eval")
        except SyntaxError as error:
            raise ReadError(f"not an expression: {error.msg}", text, min(lead + (error.offset or 1), len(text))) from None
        except (ValueError, MemoryError, RecursionError) as error:
            raise ReadError("not an expression: " + (str(error)[:100] if isinstance(error, ValueError) else
                                                     "it is too deeply nested or too long")) from None
        if lead:
            for node in ast.walk(tree):
                if hasattr(node, "col_offset"):
                    node.col_offset += lead
        return tree.body

    # -- sides and remainders -------------------------------------------------------------------------------------
    def side(self, node: Any) -> tuple[Any, Remainder | None]:
        """A side of a claim: its value, and the remainder + O(…) among its summands."""
        kept, remainders = self._without_remainders(node) if re.search(r"\bO(rder)?\s*\(", self.text) else (node, [])
        if len(remainders) > 1:
            raise self.error(node, "more than one O(…) on a side: keep the one that is largest")
        value = Number(0) if kept is None else self.value(kept)
        if isinstance(value, Infinity):
            raise self.error(node, "oo is a bound of an integral, a sum or a limit, and no value of its own")
        return value, self._remainder(remainders[0]) if remainders else None

    def _without_remainders(self, node: Any) -> tuple[Any, list[Any]]:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("O", "Order"):
            return None, [node]
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.Add, ast.Sub)):
            left, first = self._without_remainders(node.left)
            right, second = self._without_remainders(node.right)
            if not first and not second:
                return node, []
            if right is None:
                return left, first + second
            if left is None:
                kept: Any = right if isinstance(node.op, ast.Add) else ast.copy_location(ast.UnaryOp(ast.USub(), right), node)
            else:
                kept = ast.copy_location(ast.BinOp(left, node.op, right), node)
            return kept, first + second
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.USub, ast.UAdd)):
            inner, found = self._without_remainders(node.operand)
            if found:
                return None if inner is None else ast.copy_location(ast.UnaryOp(node.op, inner), node), found
        return node, []

    def _remainder(self, node: Any) -> Remainder:
        if not 1 <= len(node.args) <= 2 or node.keywords:
            raise self.error(node, "O takes the order and, where it is not x → 0, (x, point): O(x**3), O(1/x, (x, oo))")
        gauge = self.scalar(node.args[0])
        point: Any = Number(0)
        if len(node.args) == 2:
            where = node.args[1]
            if isinstance(where, (ast.Tuple, ast.List)):
                if len(where.elts) != 2:
                    raise self.error(where, "expected (variable, point)")
                variable, point = self._free(where.elts[0]), self.bound(where.elts[1])
            else:
                variable = self._free(where)
        else:
            free = sorted(free_symbols(gauge), key=lambda s: s.name)
            if len(free) != 1:
                raise self.error(node, "say which variable goes where: O(order, (x, 0))")
            variable = free[0]
        if variable.sort == COMPLEX:
            raise self.error(node, "O(…) is read for real variables")
        direction = ""
        if point is Number(0):
            direction = {"positive": "+", "nonnegative": "+", "unit": "+", "negative": "-"}.get(variable.domain, "")
        return Remainder(variable, point, gauge, direction)

    def _free(self, node: Any) -> Symbol:
        symbol = self.value(node) if isinstance(node, ast.Name) else None
        if not isinstance(symbol, Symbol):
            raise self.error(node, "expected a variable")
        return symbol

    # -- what must hold although it drops out ---------------------------------------------------------------------
    def require(self, *terms: Any) -> None:
        """These terms and statements must be defined for the claim to make sense, even where they drop out while it is read."""
        from ..complex_parts import Split, Unsplit
        from ..definedness import definedness

        for term in terms:
            if not involves_complex(term):
                self.conditions += definedness(term)
                continue
            split = Split()
            try:
                split(term)
            except Unsplit:
                self.conditions.append(Or())
                continue
            self.conditions += [*split.conditions, *(c for leaf in split.leaves for c in definedness(leaf))]

    def closed(self, since: int, close: Callable[[Any], Any]) -> None:
        """The conditions raised since then stood under a binder: they are closed over its variable."""
        self.conditions[since:] = [close(c) for c in self.conditions[since:]]

    # -- values ---------------------------------------------------------------------------------------------------
    def scalar(self, node: Any) -> Any:
        """A real or complex scalar."""
        value = self.value(node)
        if isinstance(value, MatrixValue):
            raise self.error(node, "expected a number, found a matrix")
        if isinstance(value, Infinity):
            raise self.error(node, "oo is a bound of an integral, a sum or a limit, and no number")
        if not isinstance(value, Term) or value.sort not in (SCALAR, COMPLEX):
            raise self.error(node, "expected a number, found a condition")
        return value

    def bound(self, node: Any) -> Any:
        """A scalar, or ±oo."""
        value = self.value(node)
        return value if isinstance(value, Infinity) else self.scalar(node)

    def condition(self, node: Any) -> Any:
        """A statement: a comparison, or And, Or, Not of such."""
        if isinstance(node, ast.Constant) and node.value in (True, False) and isinstance(node.value, bool):
            return And() if node.value else Or()
        if isinstance(node, ast.Compare):
            values = [self.scalar(n) for n in (node.left, *node.comparators)]
            parts = []
            for op, a, b in zip(node.ops, values[:-1], values[1:], strict=True):
                name = _COMPARISONS.get(type(op))
                if name is None:
                    raise self.error(node, "expected one of == != <= < >= >")
                parts.append(RELATIONS[name](a, b))
            return parts[0] if len(parts) == 1 else And(*parts)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            return (And if isinstance(node.op, ast.BitAnd) else Or)(self.condition(node.left), self.condition(node.right))
        if isinstance(node, ast.BoolOp):
            return (And if isinstance(node.op, ast.And) else Or)(*map(self.condition, node.values))
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Invert, ast.Not)):
            return Not(self.condition(node.operand))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            name = node.func.id
            if name in ("And", "Or"):
                return (And if name == "And" else Or)(*map(self.condition, node.args))
            if name == "Not" and len(node.args) == 1:
                return Not(self.condition(node.args[0]))
            if name in _RELATION_CALLS and len(node.args) == 2:
                return RELATIONS[_RELATION_CALLS[name]](*map(self.scalar, node.args))
        raise self.error(node, "expected a condition such as x > 0 (joined by And, Or, Not)")

    def value(self, node: Any) -> Any:
        """A term, a matrix or ±oo."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.error(node, f"the expression is nested more than {DEEPEST} deep")
        try:
            method = getattr(self, "_" + type(node).__name__, None)
            if method is None:
                raise self.error(node, f"{_described(node)} is not part of the syntax; see symproof decide --help")
            return method(node)
        except TermError as error:
            raise self.error(node, str(error)) from None
        except ReadError as error:
            if not error.column:
                raise self.error(node, error.message) from None
            raise
        finally:
            self.depth -= 1

    def _Constant(self, node: Any) -> Any:
        value = node.value
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            hint = ": the imaginary unit is written I" if isinstance(value, complex) else ""
            raise self.error(node, f"{str(value)[:40]!r} is not a number{hint}")
        if isinstance(value, int):
            return Number(value)
        written = ast.get_source_segment(self._line, node) or repr(value)
        if self.floats:
            if value in (float("inf"), float("-inf")):
                raise self.error(node, f"{written} is too large for a float")
            return Number(Fraction(value))
        exponent = re.search(r"[eE]([+-]?\d+)$", written)
        if exponent and abs(int(exponent.group(1))) > 1000:
            raise self.error(node, f"the exponent of {written} is too large (at most 1000)")
        return Number(Fraction(written.replace("_", "")))

    def _Name(self, node: Any) -> Any:
        name = node.id
        if self.outcomes and name in self.outcomes[-1]:
            return self.outcomes[-1][name][0]
        if name in self.symbols:
            return self.symbols[name]
        if name in CONSTANTS:
            return CONSTANTS[name]()
        if name in ("zoo", "nan", "inf", "NaN"):
            raise self.error(node, f"{name} is no value; infinite bounds are written oo and -oo")
        if name in FUNCTIONS or name in SPECIAL_FORMS:
            raise self.error(node, f"{name} is a function: write {name}(…)")
        known = [*self.symbols, *CONSTANTS]
        near = get_close_matches(name, [*known, *FUNCTIONS, *SPECIAL_FORMS], 1)
        raise self.error(node, f"unknown name {name!r}" + (f" (did you mean {near[0]!r}?)" if near else "") +
                         f"; a variable is declared with its kind, such as --var {name}:real")

    def _UnaryOp(self, node: Any) -> Any:
        if isinstance(node.op, ast.UAdd):
            return self.value(node.operand)
        if not isinstance(node.op, ast.USub):
            raise self.error(node, "not and ~ belong in conditions")
        value = self.value(node.operand)
        if isinstance(value, MatrixValue):
            return value.scaled(Number(-1))
        if isinstance(value, Number) and isinstance(node.operand, ast.Constant):
            return Number(-value.value)
        return -value

    def _BinOp(self, node: Any) -> Any:
        spine = [node]
        while isinstance(spine[-1].left, ast.BinOp):
            spine.append(spine[-1].left)
        result = self.value(spine[-1].left)
        for each in reversed(spine):
            result = self._binary(each, result, self.value(each.right))
        return result

    def _binary(self, node: Any, left: Any, right: Any) -> Any:
        for side, value in ((node.left, left), (node.right, right)):
            if isinstance(value, Infinity):
                raise self.error(side, "oo is a bound of an integral, a sum or a limit, and no number")
        operation = type(node.op).__name__
        if isinstance(left, MatrixValue) or isinstance(right, MatrixValue):
            return self._of_matrices(node, operation, left, right)
        if operation == "Add":
            return left + right
        if operation == "Sub":
            return left - right
        if operation == "Mult":
            return left * right
        if operation == "Div":
            if isinstance(left, Number) and isinstance(right, Number) and right.value:
                return Number(left.value / right.value)
            return left / right
        if operation == "Pow":
            return self._power(node, left, right)
        if operation == "Mod":
            return Special("mod", left, right)
        if operation == "FloorDiv":
            return Special("floor", left / right)
        raise self.error(node, "a power is written x**2, not x^2" if operation == "BitXor" else
                         f"the operator of {ast.unparse(node)[:60]!r} is not known: write + - * / ** %")

    def _power(self, node: Any, base: Any, exponent: Any) -> Any:
        bits = _bits(base, exponent)
        if bits > MOST_BITS:
            raise self.error(node, f"{ast.unparse(node)[:60]} has more digits than can be handled (about "
                             f"{bits * 0.30103:.1e}; at most {int(MOST_BITS * 0.30103)})")
        return Pow(base, exponent)

    def _of_matrices(self, node: Any, operation: str, left: Any, right: Any) -> Any:
        both = isinstance(left, MatrixValue) and isinstance(right, MatrixValue)
        if operation in ("Add", "Sub") and both:
            return left.plus(right if operation == "Add" else right.scaled(Number(-1)))
        if operation in ("Mult", "MatMult") and both:
            return left.times(right)
        if operation == "Mult":
            self.require(right if isinstance(left, MatrixValue) else left)
            return left.scaled(right) if isinstance(left, MatrixValue) else right.scaled(left)
        if operation == "Div" and isinstance(left, MatrixValue) and not both:
            self.require(1 / right)
            return left.scaled(1 / right)
        if operation == "Pow" and isinstance(left, MatrixValue) and isinstance(right, Number) and right.value.denominator == 1:
            if right.value < 0:
                self.require(1 / left.determinant())
            return left.power(int(right.value))
        raise self.error(node, "matrices can be added, multiplied, divided by a number and raised to integers, and no more")

    def _Compare(self, node: Any) -> Any:
        raise self.error(node, "a relation stands where a number was expected")

    def _List(self, node: Any) -> Any:
        raise self.error(node, "a list stands where a number was expected; a matrix is written Matrix([[a, b], [c, d]])")

    _Tuple = _List

    def _Attribute(self, node: Any) -> Any:
        value = self.value(node.value)
        if isinstance(value, MatrixValue) and node.attr in ("T",):
            return value.transposed()
        raise self.error(node, f"the attribute .{node.attr} is not part of the syntax (matrices have .T, .det(), …)")

    def _Subscript(self, node: Any) -> Any:
        value = self.value(node.value)
        if not isinstance(value, MatrixValue):
            raise self.error(node, "only matrices have entries: M[0, 1]")
        parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
        index = [self.value(p) for p in parts]
        if len(index) > 2 or not all(isinstance(i, Number) and i.value.denominator == 1 for i in index):
            raise self.error(node, "an entry is named by one or two integers: M[0, 1]")
        return value.entry(*(int(i.value) for i in index))

    # -- calls ----------------------------------------------------------------------------------------------------
    def _Call(self, node: Any) -> Any:
        if node.keywords:
            raise self.error(node, f"keyword arguments ({node.keywords[0].arg}=…) are not part of the syntax")
        if any(isinstance(a, ast.Starred) for a in node.args):
            raise self.error(node, "*arguments are not part of the syntax")
        if isinstance(node.func, ast.Attribute):
            return self._method(node)
        if not isinstance(node.func, ast.Name):
            raise self.error(node, "only named functions can be called")
        name = node.func.id
        form = SPECIAL_FORMS.get(name)
        if form is not None:
            return form(self, node)
        if name not in FUNCTIONS:
            if name in self.symbols:
                raise self.error(node, f"{name} is a variable, not a function: a product is written {name}*(…)")
            near = get_close_matches(name, [*FUNCTIONS, *SPECIAL_FORMS], 1)
            raise self.error(node, f"unknown function {name!r}" + (f" (did you mean {near[0]!r}?)" if near else "") +
                             "; symproof decide --help lists what is known")
        arity, build = FUNCTIONS[name]
        if arity and len(node.args) not in arity or not arity and len(node.args) < 1:
            raise self.error(node, f"{name} takes {' or '.join(map(str, arity)) or 'one or more'} argument"
                             f"{'' if arity == (1,) else 's'}, found {len(node.args)}")
        values = [self.scalar(a) for a in node.args]
        return values[0] if not arity and len(values) == 1 else build(*values)

    def _method(self, node: Any) -> Any:
        value, name = self.value(node.func.value), node.func.attr
        if not isinstance(value, MatrixValue) or name not in METHODS:
            raise self.error(node, f".{name}(…) is not part of the syntax (matrices have .T, .det(), .trace(), .inv(), …)")
        return matrix_function(self, node, METHODS[name], value, [self.value(a) for a in node.args])

    def within(self, names: Mapping[str, Symbol], read: Callable[[], Any]) -> Any:
        """What `read` gives while these names stand for these symbols."""
        before, self.symbols = self.symbols, {**self.symbols, **names}
        try:
            return read()
        finally:
            self.symbols = before

def _bits(base: Any, exponent: Any) -> float:
    """About how many bits base ** exponent would have, for numbers; 0 where it is no number."""
    size, power = _magnitude(base), _magnitude(exponent)
    if size is None or power is None:
        return 0
    return max(size, 1) * (2.0 ** power if power < 60 else float("inf"))


def _magnitude(term: Any) -> float | None:
    """log2 of about the size of a number made of integers and powers, None for anything else."""
    if isinstance(term, Number):
        return float(max(abs(term.value.numerator).bit_length(), term.value.denominator.bit_length()))
    if isinstance(term, Pow):
        size, power = map(_magnitude, term.arguments)
        return None if size is None or power is None else max(size, 1) * (2.0 ** min(power, 60))
    return None


def _described(node: Any) -> str:
    return {"Lambda": "a lambda", "IfExp": "if … else", "Dict": "a dictionary", "Set": "a set", "ListComp": "a comprehension",
            "GeneratorExp": "a comprehension", "JoinedStr": "a string", "Await": "await", "NamedExpr": ":=",
            "BoolOp": "and/or"}.get(type(node).__name__, type(node).__name__)


