r"""From trees to terms of the language, by declarations: `resolve(tree, declarations)` is a term, or an `Unresolved`
that says why.

Reading is directed by sorts: a bracket behind a declared function is its argument, two things side by side are a
product, an action or a composition according to what they are, a random quantity without its outcome gets the one that
is understood. What is not declared is refused, never guessed. A chain of several relations becomes the conjunction of
its links.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction as Rational
from functools import cached_property
from typing import Any, NoReturn

import symproof.terms as t

from .parser import Hints, parse
from .shapes import glyph
from .tree import (
    Addition,
    Application,
    Blank,
    Chain,
    Clauses,
    Connected,
    Derivative,
    Evaluated,
    Expectation,
    Fraction,
    Given,
    Group,
    Integral,
    Large,
    List,
    Mark,
    Name,
    Node,
    Number,
    Postfix,
    Power,
    Prefix,
    Product,
    Quantified,
    Remainder,
    Root,
    SetBuilder,
    Span,
    Subscript,
    Superscript,
    Tree,
    Unread,
    Words,
    outline,
)


@dataclass(frozen=True)
class Declarations:
    r"""What the glyphs of a paper mean.

    `symbols` takes a glyph in LaTeX (`v_c`, `\Sigma_w`, `\operatorname{Align}`; of a family without its index, `v^*`)
    to the symbol of the language for which it stands: a scalar, vector, operator, function, family, measure, outcome or
    set. `dimensions` takes glyphs to names of sizes. `outcomes` are the points that the text leaves out (the first of a
    space is the one that a bare expectation binds); `measure` is what 𝔼, Var and Cov without a subscript are under.
    """

    symbols: Mapping[str, t.Symbol]
    dimensions: Mapping[str, str] = field(default_factory=dict)
    outcomes: tuple[t.Symbol, ...] = ()
    measure: t.Symbol | None = None

    @cached_property
    def table(self) -> dict[str, t.Symbol]:
        """The symbols by the outline of their glyph, as the parser reads it."""
        table: dict[str, t.Symbol] = {}
        for latex, symbol in self.symbols.items():
            tree = parse(latex)
            if isinstance(tree, Unread):
                raise ValueError(f"the glyph {latex!r} cannot be read: {tree}")
            table[_key(*_taken_apart(tree.root))] = symbol
        return table

    @cached_property
    def hints(self) -> Hints:
        """What the parser should know: which glyphs are applied, and which never are."""
        functions: set[str] = set()
        variables: set[str] = set()
        for latex, symbol in self.symbols.items():
            tree = parse(latex)
            base = glyph(tree.root) if isinstance(tree, Tree) else ""
            called = isinstance(symbol.sort, t.Function) and not all(
                isinstance(sort, t.Index) for sort in symbol.sort.arguments
            )
            (functions if called else variables).add(base)
        return Hints(frozenset(functions), frozenset((variables | {"I", "e", "i"}) - functions))


@dataclass(frozen=True, slots=True)
class Unresolved:
    """A formula that was read but means nothing under the declarations: where, and why."""

    span: Span
    reason: str


class _Refused(Exception):
    def __init__(self, node: Node, reason: str) -> None:
        super().__init__(reason)
        self.span, self.reason = node.span, reason


def resolve(tree: Tree | Node, declarations: Declarations) -> t.Term | Unresolved:
    """The term that a tree stands for, or why there is none. Never raises on what a paper may contain."""
    root = tree.root if isinstance(tree, Tree) else tree
    try:
        reader = _Resolver(declarations)
        reader.silent = {symbol.sort: symbol for symbol in reversed(declarations.outcomes)}
        found = reader.value(root)
    except _Refused as refused:
        return Unresolved(refused.span, refused.reason)
    except (TypeError, ValueError, RecursionError) as error:
        return Unresolved(root.span, str(error) or "nested too deeply")
    return found  # type: ignore[no-any-return]


def read_term(latex: str, declarations: Declarations) -> t.Term | Unread | Unresolved:
    """Parse and resolve one formula."""
    tree = parse(latex, declarations.hints)
    return tree if isinstance(tree, Unread) else resolve(tree, declarations)


UNARY = {
    r"\log": t.Log,
    r"\ln": t.Log,
    r"\exp": t.Exp,
    r"\sin": t.Sin,
    r"\cos": t.Cos,
    r"\tan": t.Tan,
    r"\arcsin": t.Arcsin,
    r"\arccos": t.Arccos,
    r"\arctan": t.Arctan,
    r"\tanh": t.Tanh,
    "erf": t.Erf,
    "sign": t.Sign,
    "sgn": t.Sign,
    "Re": t.RealPart,
    "Im": t.ImaginaryPart,
    r"\arg": t.Argument,
    "arg": t.Argument,
    "conj": t.Conjugate,
}
RELATIONS = {"=": t.Eq, r"\neq": t.Ne, "<": t.Lt, r"\le": t.Le, ">": t.Gt, r"\ge": t.Ge}
LINKS = ((r"\iff", t.Iff), (r"\implies", t.Implies), (r"\vee", t.Or), (r"\wedge", t.And))
RANGES = {
    (r"\in", r"\mathbb{R}"): "real",
    (">", "0"): "positive",
    ("<", "0"): "negative",
    (r"\ge", "0"): "nonnegative",
    (r"\neq", "0"): "nonzero",
    (r"\in", "(group [ ] (list, 0 1))"): "unit",
    (r"\in", r"\mathbb{Z}"): "integer",
    (r"\in", r"(_ \mathbb{Z} (chain [\ge] blank 0))"): "natural",
    (r"\in", r"(_ \mathbb{Z} (chain [>] blank 0))"): "positive integer",
}
CONES = {
    r"\mathbb{S}": "symmetric",
    r"(_ \mathbb{S} +)": "positive semidefinite",
    r"(_ \mathbb{S} (addition [+] + +))": "positive definite",
}
Apart = tuple[str, tuple[Node, ...], tuple[str, ...]]


def _taken_apart(node: Node) -> Apart:
    """A name as (base with accents, what stands below, marks above); ("", …) when it is no name."""
    marks: list[str] = []
    while True:
        if isinstance(node, Mark):
            marks.insert(0, node.mark)
            node = node.base
        elif isinstance(node, Superscript):
            marks.insert(0, outline(node.index))
            node = node.base
        else:
            break
    below: tuple[Node, ...] = ()
    if isinstance(node, Subscript):
        below = node.index.items if isinstance(node.index, List) else (node.index,)
        node = node.base
    if not glyph(node) or isinstance(node, (Power, Prefix)):
        return "", (), ()
    return outline(node), below, tuple(marks)


def _key(base: str, below: tuple[Node, ...], marks: tuple[str, ...]) -> str:
    return f"{base} _ {' '.join(map(outline, below))} ^ {' '.join(marks)}"


class _Resolver:
    """One reading. `silent` holds, for each space, the outcome that is left out here."""

    def __init__(self, declarations: Declarations) -> None:
        self.known = declarations
        self.silent: dict[Any, t.Symbol] = {}

    def refuse(self, node: Node, reason: str) -> NoReturn:
        raise _Refused(node, reason)

    # -- names ------------------------------------------------------------------------------------------------------
    def symbol(self, node: Node) -> tuple[t.Symbol, list[Any]] | None:
        """The symbol for which a name stands, and its indices; the longest declared glyph wins."""
        base, below, marks = _taken_apart(node)
        if not base:
            return None
        for kept in range(len(below), -1, -1):
            found = self.known.table.get(_key(base, below[:kept], marks))
            if found is not None and (kept == len(below) or isinstance(found.sort, t.Function)):
                return found, [self.index(item) for item in below[kept:]]
        return None

    def index(self, node: Node) -> Any:
        if isinstance(node, Number) and node.text.isdigit():
            return int(node.text)
        return self.value(node)

    def bound(self, node: Node) -> t.Symbol:
        found = self.symbol(node)
        if found is None or found[1]:
            self.refuse(node, f"{outline(node)} is bound here, and it is not declared")
        return found[0]

    def name(self, node: Node, plain: bool = False) -> Any:
        """A name: a declared symbol (with its indices and the outcome that is left out), or one that the language
        has."""
        found = self.symbol(node)
        if found is not None:
            symbol, indices = found
            if plain and not indices or not isinstance(symbol.sort, t.Function):
                if indices:
                    self.refuse(node, f"{symbol.name} has no indices")
                return symbol
            return self.applied(node, symbol, indices, [])
        shown = outline(node)
        if shown in self.known.dimensions:
            return t.Size(self.known.dimensions[shown])
        if shown == r"\pi":
            return t.pi
        if shown == r"(_ \gamma E)":
            return t.Constant("EulerGamma")
        if shown == r"\infty":
            return t.oo
        if shown == "i":
            return t.ImaginaryUnit()
        if shown == r"\top":
            return t.TRUE
        if shown == r"\bot":
            return t.FALSE
        if isinstance(node, Subscript):
            return self.subscripted(node)
        self.refuse(node, f"{shown} is not declared")

    def subscripted(self, node: Subscript) -> Any:
        r"""I_d, 0_d, δ_{ij}, δ_x, \operatorname{Leb}."""
        head, index = outline(node.base), node.index
        if head == "I":
            return t.Identity(self.dimension(index))
        if head == "0":
            if isinstance(index, Product) and index.operators == (r"\times",):
                target, source = map(self.dimension, index.factors)
                return t.Zero(t.Operator(target, source))
            return t.Zero(t.Vector(self.dimension(index)))
        if head == r"\delta":
            pair = index.items if isinstance(index, List) else index.factors if isinstance(index, Product) else ()
            if len(pair) == 2:
                left, right = (self.index(item) for item in pair)
                size = next((x.sort.parts[0] for x in (left, right) if isinstance(x, t.Term)), None)
                left, right = (t.IndexValue(x, size) if isinstance(x, int) else x for x in (left, right))
                return t.Kronecker(left, right)
            return t.Discrete(1, self.value(index))
        if head == "Leb":
            return t.Lebesgue(self.space(index))
        self.refuse(node, f"{outline(node)} is not declared")

    def dimension(self, node: Node) -> int | str:
        if isinstance(node, Number) and node.text.isdigit():
            return int(node.text)
        name = self.known.dimensions.get(outline(node))
        if name is None:
            self.refuse(node, f"{outline(node)} is not declared as a dimension")
        return name

    def space(self, node: Node) -> t.Sort:
        if outline(node) == r"\mathbb{R}":
            return t.SCALAR
        if isinstance(node, Power) and outline(node.base) == r"\mathbb{R}":
            return t.Vector(self.dimension(node.exponent))
        self.refuse(node, "expected R or R^d")

    def applied(self, node: Node, function: Any, indices: list[Any], others: list[Any]) -> Any:
        """A function at its indices and arguments; a random quantity without its outcome gets the one that is left
        out."""
        wanted = function.sort.arguments
        values, left, right = [], list(indices), list(others)
        missing = len(wanted) - len(indices) - len(others)
        for sort in wanted:
            if isinstance(sort, t.Index) and left:
                values.append(left.pop(0))
            elif right:
                values.append(right.pop(0))
            elif missing > 0 and sort in self.silent:
                values.append(self.silent[sort])
                missing -= 1
            elif not indices and not others:
                return function
            else:
                self.refuse(node, f"{function!r} lacks an argument, a {sort}")
        return t.App(function, *values)

    # -- values -----------------------------------------------------------------------------------------------------
    def value(self, node: Node) -> Any:
        """The term for a node."""
        kind = type(node).__name__
        if kind in ("Name", "Subscript", "Mark", "Superscript", "Accent"):
            return self.marked(node)
        reader = getattr(self, f"read_{kind.lower()}", None)
        if reader is None:
            self.refuse(node, f"a {kind.lower()} has no meaning in the language")
        return reader(node)

    def marked(self, node: Node) -> Any:
        if isinstance(node, Mark) and self.symbol(node) is None:
            if node.mark == r"\top":
                return t.Transpose(self.value(node.base))
        conditional = isinstance(node, Superscript) and isinstance(node.index, Group) and isinstance(node.index.body, Clauses)
        if isinstance(node, Superscript) and conditional and self.symbol(node) is None:
            return self.read_power(Power(node.span, node.base, node.index))
        return self.name(node)

    def read_number(self, node: Number) -> Any:
        digits = node.text.replace("{,}", "")
        if len(digits) > 4000:
            self.refuse(node, "a numeral of more than 4000 digits")
        value = Rational(digits)
        return t.Number(value.numerator, value.denominator)

    def read_group(self, node: Group) -> Any:
        body = node.body
        items = body.items if isinstance(body, List) and body.separator == "," else ()
        if node.opening == r"\langle" and len(items) == 2:
            return t.Inner(self.value(items[0]), self.value(items[1]))
        if node.opening in ("lbar", "|", "ldbar", r"\|"):
            inner = self.value(body)
            double = node.opening in ("ldbar", r"\|")
            return t.Norm(inner) if double or isinstance(inner.sort, t.Vector) else t.Abs(inner)
        if node.opening == "(" and node.closing == ")":
            if items:
                return t.Coordinates(*(self.value(item) for item in items if not isinstance(item, Blank)))
            if isinstance(body, Clauses) and [type(part) for part in body.parts[1::2]] == [Words, Words]:
                words = [part.text.strip(" ,") for part in body.parts if isinstance(part, Words)]
                if words == ["if", "else"] and len(body.parts) == 5:
                    value, _, condition, _, otherwise = body.parts
                    return t.IfThenElse(self.value(condition), self.value(value), self.value(otherwise))
            return self.value(body)
        if node.opening == r"\{" and isinstance(body, Chain) and body.relations == (">",):
            inner = body.operands[0]
            if isinstance(inner, Group) and isinstance(inner.body, List) and outline(inner.body.items[0]) == r"\cdot":
                return t.OpenHalfSpace(self.value(inner.body.items[1]), self.value(body.operands[1]))
        if node.opening in "([" or not isinstance(body, List):
            if node.opening in ("(", "[", r"\{") and not items and node.opening == "[":
                return self.value(body)
        self.refuse(node, f"these brackets have no meaning in the language: {outline(node)[:60]}")

    def read_addition(self, node: Addition) -> Any:
        if any(self.is_mass(term) for term in node.terms):
            parts = []
            for term in node.terms:
                factors = term.factors if isinstance(term, Product) else (term,)
                mass = factors[-1]
                if not isinstance(mass, Subscript):
                    self.refuse(term, "expected a point mass")
                parts += [self.value(factors[0]) if len(factors) == 2 else t.Number(1), self.value(mass.index)]
            return t.Discrete(*parts)
        first = self.value(node.terms[0])
        rest = []
        for sign, term in zip(node.signs, node.terms[1:], strict=True):
            if sign not in "+-":
                self.refuse(term, f"{sign} has no meaning in the language")
            value = self.value(term)
            rest.append(t.Neg(value) if sign == "-" else value)
        return t.Add(first, *rest)

    def is_mass(self, node: Node) -> bool:
        last = node.factors[-1] if isinstance(node, Product) else node
        return (
            isinstance(last, Subscript)
            and outline(last.base) == r"\delta"
            and self.symbol(last) is None
            and not isinstance(last.index, (List, Product))
        )

    def read_prefix(self, node: Prefix) -> Any:
        sign = outline(node.operator)
        if sign == "-":
            body = self.value(node.body)
            if isinstance(node.body, Number) or isinstance(body, t.Infinity):
                return t.Number(-body.value) if isinstance(body, t.Number) else -body
            if isinstance(node.body, Fraction) and isinstance(body, t.Number):
                return t.Number(-body.value.numerator, body.value.denominator)
            return t.Neg(body)
        if sign == "+":
            return self.value(node.body)
        if sign == r"\lnot":
            return t.Not(self.value(node.body))
        if sign == r"\nabla":
            return t.Gradient(self.function(node.body))
        self.refuse(node, f"{sign} has no meaning in the language")

    def function(self, node: Node) -> Any:
        """A function itself, where a bare name would be its value."""
        if isinstance(node, Group):
            return self.function(node.body)
        if self.symbol(node) is not None:
            return self.name(node, plain=True)
        return self.value(node)

    def read_product(self, node: Product) -> Any:
        for operator in node.operators:
            if operator not in ("", r"\cdot", r"\times", "*"):
                self.refuse(node, f"{operator} has no meaning in the language")
        if len(node.factors) == 2 and self.is_mass(node):
            return self.read_addition(Addition(node.span, (node,), ()))
        scalars: list[Any] = []
        actors: list[tuple[str, Any]] = []
        for factor in node.factors:
            if isinstance(factor, Mark) and factor.mark == r"\top" and self.symbol(factor) is None:
                base = self.value(factor.base)
                actors.append(("row", base) if isinstance(base.sort, t.Vector) else ("", t.Transpose(base)))
                continue
            value = self.value(factor)
            if value.sort in (t.SCALAR, t.COMPLEX):
                if actors and not _reduces(actors):
                    self.refuse(factor, "a number behind what a matrix acts on")
                if actors:
                    scalars.append(self.acted(node, actors))
                    actors = []
                scalars.append(value)
            else:
                actors.append(("", value))
        if not actors:
            return t.Mul(*scalars)
        action = self.acted(node, actors)
        if not scalars:
            return action
        if action.sort == t.SCALAR:
            return t.Mul(*scalars, action)
        return t.Scale(t.Mul(*scalars) if len(scalars) > 1 else scalars[0], action)

    def acted(self, node: Node, actors: list[tuple[str, Any]]) -> Any:
        """Vectors and operators side by side, from the left: A B v, u vᵀ, vᵀ A u."""
        kind, result = actors[0]
        if kind == "row":
            if len(actors) == 1:
                self.refuse(node, "a row vector has no meaning in the language")
            return t.Inner(result, self.acted(node, actors[1:]))
        for kind, value in actors[1:]:
            if kind == "row":
                result = t.Outer(result, value)
            elif isinstance(value.sort, t.Vector):
                result = t.Apply(result, value)
            else:
                result = t.Compose(result, value)
        return result

    def read_fraction(self, node: Fraction) -> Any:
        numerator, denominator = self.value(node.numerator), self.value(node.denominator)
        both = isinstance(node.numerator, Number) and isinstance(node.denominator, Number)
        if both and node.style in (r"\tfrac", "/") and denominator.value != 0:
            value = Rational(numerator.value) / Rational(denominator.value)
            return t.Number(value.numerator, value.denominator)
        return t.Div(numerator, denominator)

    def read_power(self, node: Power) -> Any:
        if outline(node.base) == "e" and self.symbol(node.base) is None:
            return t.Exp(self.value(node.exponent))
        if outline(node.base) in ("(group ( ) e)",) and self.symbol(Name(node.base.span, "e")) is None:
            self.refuse(node, "e is not declared")
        base = self.value(node.base)
        if isinstance(base.sort, t.Operator):
            if outline(node.exponent) == "(prefix - 1)":
                return t.Inverse(base)
            self.refuse(node, "a power of an operator other than its inverse")
        if isinstance(base.sort, t.Measure):
            return self.tilt(base, node.exponent)
        exponent = node.exponent
        if isinstance(exponent, Prefix) and isinstance(exponent.body, Fraction):
            value = self.value(exponent.body)
            if isinstance(value, t.Number):
                return t.Pow(base, t.Number(-value.value.numerator, value.value.denominator))
        return t.Pow(base, self.value(exponent))

    def tilt(self, measure: Any, score: Node) -> Any:
        if isinstance(score, Chain) and score.relations == (r"\mapsto",):
            outcome = self.bound(score.operands[0])
            return t.Tilt(outcome, measure, self.under(outcome, False).value(score.operands[1]))
        outcome = self.outcome(score, measure)
        return t.Tilt(outcome, measure, self.under(outcome, True).value(score))

    def read_postfix(self, node: Postfix) -> Any:
        if node.operator != "!":
            self.refuse(node, f"{node.operator} has no meaning in the language")
        return t.Factorial(self.value(node.body))

    def read_root(self, node: Root) -> Any:
        if node.degree is not None:
            self.refuse(node, "only square roots have a meaning in the language")
        return t.Sqrt(self.value(node.body))

    def read_application(self, node: Application) -> Any:
        head, arguments = node.head, node.arguments
        if isinstance(head, Name) and self.symbol(head) is None:
            return self.named_function(node, head.name)
        if isinstance(head, Power) and isinstance(head.base, Name) and head.base.name in UNARY and len(arguments) == 1:
            if outline(head.exponent) == "(prefix - 1)":
                self.refuse(head, "the inverse function or the reciprocal: the exponent -1 of a function is ambiguous")
            return t.Pow(UNARY[head.base.name](self.value(arguments[0])), self.value(head.exponent))
        if isinstance(head, Prefix):
            return t.App(self.read_prefix(head), *map(self.value, arguments))
        found = self.symbol(head)
        if found is None:
            self.refuse(head, f"{outline(head)} is not declared as a function")
        symbol, indices = found
        if not isinstance(symbol.sort, t.Function):
            if len(arguments) == 1 and not indices:
                return self.read_product(Product(node.span, (head, Group(node.span, "(", ")", arguments[0])), ("",)))
            self.refuse(node, f"{symbol.name} is no function")
        if len(arguments) == 1 and isinstance(arguments[0], Given) and outline(arguments[0].body) == r"\cdot":
            given = arguments[0].condition
            arguments = given.items if isinstance(given, List) else (given,)
        return self.applied(node, symbol, indices, [self.value(argument) for argument in arguments])

    def named_function(self, node: Application, name: str) -> Any:
        """A function that the language has: log, max{…}, φ(x), N(μ, Σ), conv(v), 1{A}, the special functions."""
        arguments = node.arguments
        if name in UNARY and len(arguments) == 1:
            return UNARY[name](self.value(arguments[0]))
        if name in (r"\max", r"\min"):
            return (t.Max if name == r"\max" else t.Min)(*map(self.value, arguments))
        if name in ("conv", "cone") and len(arguments) == 1:
            return (t.ConvexHull if name == "conv" else t.ConicHull)(self.function(arguments[0]))
        if name == r"\mathbf{1}" and len(arguments) == 1:
            return t.Indicator(self.value(arguments[0]))
        if name == r"\dim" and len(arguments) == 1:
            return t.Size(self.space(arguments[0]).parts[0])
        values = [self.value(argument) for argument in arguments]
        if name == r"\varphi" and len(values) == 1:
            return t.NormalDensity(*values)
        if name == r"\Phi" and len(values) == 1:
            return t.NormalCDF(*values)
        if name == r"\mathcal{N}" and len(values) == 2:
            return (t.Gaussian if isinstance(values[0].sort, t.Vector) else t.Normal)(*values)
        plain = name.lstrip("\\").replace(r"\_", "_")
        if plain in t.SPECIAL:
            return t.Special(plain, *values)
        self.refuse(node, f"{name} is not declared as a function")

    # -- probability ------------------------------------------------------------------------------------------------
    def under(self, outcome: t.Symbol, silent: bool) -> _Resolver:
        inner = _Resolver(self.known)
        inner.silent = dict(self.silent)
        if silent:
            inner.silent[outcome.sort] = outcome
        elif inner.silent.get(outcome.sort) is outcome:
            del inner.silent[outcome.sort]
        return inner

    def outcome(self, node: Node, measure: Any) -> t.Symbol:
        for symbol in self.known.outcomes:
            if symbol.sort == measure.sort.on:
                return symbol
        self.refuse(node, f"no outcome is declared for {measure!r}")

    def measured(self, node: Node, head: Node) -> tuple[t.Symbol, Any, _Resolver]:
        """What a subscript of 𝔼 says: the outcome, the measure, and the reader for what is averaged."""
        sub = head.index if isinstance(head, Subscript) else None
        if sub is None:
            measure: Any = self.known.measure
            if measure is None:
                self.refuse(node, "no measure is declared for expectations without a subscript")
        elif isinstance(sub, Chain) and sub.relations == (r"\sim",):
            outcome, measure = self.bound(sub.operands[0]), self.value(sub.operands[1])
            return outcome, measure, self.under(outcome, False)
        else:
            measure = self.value(sub)
        if not isinstance(measure.sort, t.Measure):
            self.refuse(head, f"expected a measure below, found {measure!r}")
        outcome = self.outcome(node, measure)
        return outcome, measure, self.under(outcome, True)

    def read_expectation(self, node: Expectation) -> Any:
        outcome, measure, inner = self.measured(node, node.head)
        name = glyph(node.head)
        items = node.body.items if isinstance(node.body, List) else (node.body,)
        if name in (r"\mathbb{E}", "E"):
            if node.given is not None:
                return t.ConditionalExpectation(outcome, measure, inner.value(node.body), inner.value(node.given))
            return t.Expectation(outcome, measure, inner.value(node.body))
        values = [inner.value(item) for item in items]
        kinds = {
            "Var": t.Variance,
            "Corr": t.Correlation,
            r"\mathbb{P}": t.Probability,
            "Cov": t.Covariance if len(values) == 2 else t.CovarianceOperator,
        }
        if name not in kinds or node.given is not None:
            self.refuse(node, f"{name} has no meaning in the language here")
        return kinds[name](outcome, measure, *values)

    # -- calculus ---------------------------------------------------------------------------------------------------
    def read_large(self, node: Large) -> Any:
        if node.operator in (r"\bigwedge", r"\bigvee") and node.lower is None:
            return (t.And if node.operator == r"\bigwedge" else t.Or)(self.value(node.body))
        if node.lower is None or not isinstance(node.lower, Chain) or len(node.lower.operands) != 2:
            self.refuse(node, f"{node.operator} without a full range")
        var, start = node.lower.operands
        if node.operator == r"\lim":
            return t.Limit(*self.limit(node))
        symbol = self.bound(var)
        if node.operator not in (r"\sum", r"\prod") or node.upper is None or node.lower.relations != ("=",):
            self.refuse(node, f"{node.operator} has no meaning in the language here")
        body = self.value(node.body)
        if isinstance(symbol.sort, t.Index):
            if outline(start) != "1" or self.dimension(node.upper) != symbol.sort.size or node.operator == r"\prod":
                self.refuse(node, f"the range is not that of the index {symbol.name}")
            return t.FamilySum(symbol, body)
        return (t.Sum if node.operator == r"\sum" else t.Product)(
            symbol, self.value(start), self.value(node.upper), body
        )

    def limit(self, node: Large) -> tuple[Any, ...]:
        lower = node.lower
        if not isinstance(lower, Chain) or lower.relations != (r"\to",):
            self.refuse(node, "a limit says x → a below")
        var, point = lower.operands
        direction = ""
        if isinstance(point, Mark) and point.mark in ("+", "-") and self.symbol(point) is None:
            direction, point = point.mark, point.base
        symbol = self.bound(var)
        return symbol, self.value(point), self.value(node.body), direction

    def read_integral(self, node: Integral) -> Any:
        body, variables = node.body, node.variables
        if not variables:
            return self.against_measure(node)
        if len(variables) != 1:
            self.refuse(node, "an integral over several variables")
        found = self.symbol(variables[0])
        measure = (
            None
            if found is not None and not isinstance(found[0].sort, (t.Measure, t.Function))
            else self.value(variables[0])
        )
        if measure is not None:
            if not isinstance(measure.sort, t.Measure):
                self.refuse(node, f"expected a measure or a variable behind d, found {measure!r}")
            outcome = self.outcome(node, measure)
            return t.MeasureIntegral(outcome, measure, self.under(outcome, True).value(body))
        var = self.bound(variables[0])
        if node.lower is not None and node.upper is not None:
            return t.Integral(var, self.value(node.lower), self.value(node.upper), self.value(body))
        if node.lower is None:
            self.refuse(node, "an integral without limits")
        return t.MeasureIntegral(var, t.Lebesgue(self.space(node.lower)), self.value(body))

    def against_measure(self, node: Integral) -> Any:
        """∫ body μ(dy)."""
        factors = node.body.factors if isinstance(node.body, Product) else ()
        last: Node = node.body
        measure: Node | None = None
        bare: tuple[Node, ...] = ()
        if isinstance(node.body, Product):
            last = factors[-1]
        if isinstance(last, Application) and len(last.arguments) == 1:
            measure, last, bare = last.head, last.arguments[0], factors[:-1]
        elif isinstance(last, Group) and len(factors) > 2:
            measure, last, bare = factors[-2], last.body, factors[:-2]
        if (
            measure is None
            or not isinstance(last, Product)
            or outline(last.factors[0]) != "d"
            or len(last.factors) != 2
            or not bare
        ):
            self.refuse(node, "the differential of the integral is not printed")
        outcome = self.bound(last.factors[1])
        body: Node = bare[0] if len(bare) == 1 else Product(node.body.span, bare, ("",) * (len(bare) - 1))
        return t.MeasureIntegral(outcome, self.value(measure), self.under(outcome, False).value(body))

    def derived(self, node: Node) -> tuple[Any, Any, Any]:
        """The variable, the body and the place of a derivative."""
        at: Node | None = None
        if isinstance(node, Evaluated):
            at, node = node.at, node.body
        if not isinstance(node, Derivative) or node.body is None or node.order is not None or len(node.variables) != 1:
            self.refuse(node, "only first derivatives of one variable have a meaning in the language")
        body = node.body
        if isinstance(body, Evaluated) and at is None:
            at, body = body.at, body.body
        var = self.bound(node.variables[0])
        if at is not None and not (
            isinstance(at, Chain)
            and at.relations == ("=",)
            and len(at.operands) == 2
            and outline(at.operands[0]) == outline(node.variables[0])
        ):
            self.refuse(at, "expected where the derivative is taken")
        place: Any = self.value(at.operands[1]) if isinstance(at, Chain) else var
        return var, self.value(body), place

    def read_derivative(self, node: Derivative | Evaluated) -> Any:
        return t.Derivative(*self.derived(node))

    read_evaluated = read_derivative

    def read_remainder(self, node: Remainder) -> Any:
        argument = self.value(node.argument)
        if isinstance(argument, t.Pow):
            return t.BigO(*argument.arguments)
        return t.BigO(argument, 1)

    # -- statements -------------------------------------------------------------------------------------------------
    def read_chain(self, node: Chain) -> Any:
        if node.relations[0] == r"\mapsto" and len(node.operands) == 2:
            head = node.operands[0]
            listed = head.body.items if isinstance(head, Group) and isinstance(head.body, List) else (head,)
            variables = [self.bound(item) for item in listed]
            return t.Lambda(*variables, self.value(node.operands[1]))
        links = [
            self.link(node, left, sign, right)
            for left, sign, right in zip(node.operands, node.relations, node.operands[1:], strict=False)
        ]
        return links[0] if len(links) == 1 else t.And(*links)

    def link(self, node: Node, left: Node, sign: str, right: Node) -> Any:
        """One relation."""
        for side in (left, right):
            if isinstance(side, Blank):
                self.refuse(node, "one side of the relation stands elsewhere")
        shown = outline(right)
        if sign == "<" and shown == r"\infty":
            integrable = self.integrable(left)
            if integrable is not None:
                return integrable
        if sign == "=" and (
            isinstance(left, Derivative) or isinstance(left, Evaluated) and isinstance(left.body, Derivative)
        ):
            return t.HasDerivative(*self.derived(left), self.value(right))
        if sign == "=" and isinstance(left, Large) and left.operator == r"\lim":
            var, point, body, direction = self.limit(left)
            return t.HasLimit(var, point, body, self.value(right), direction)
        if sign in (r"\equiv", r"\not\equiv"):
            return (t.Eq if sign == r"\equiv" else t.Ne)(self.function(left), self.function(right))
        if sign == r"\in" and shown == r"\mathbb{Z}":
            return t.IsInteger(self.value(left))
        if (
            sign == r"\in"
            and isinstance(right, Power)
            and outline(right.base) == "C"
            and self.symbol(right.base) is None
        ):
            return t.ContinuouslyDifferentiable(self.function(left), self.value(right.exponent))
        if sign in (r"\succeq", r"\succ") and shown == "0":
            return (t.PositiveSemidefinite if sign == r"\succeq" else t.PositiveDefinite)(self.value(left))
        if sign == r"\in":
            return t.Member(self.value(left), self.value(right))
        if sign == r"\notin":
            return t.Not(t.Member(self.value(left), self.value(right)))
        if sign not in RELATIONS:
            self.refuse(node, f"{sign} has no meaning in the language")
        return RELATIONS[sign](self.value(left), self.value(right))

    def integrable(self, node: Node) -> Any:
        """The left side of E|X| < ∞ or ∫|X| dμ < ∞, as the statement that X is integrable."""
        if isinstance(node, Expectation) and glyph(node.head) in (r"\mathbb{E}", "E") and node.given is None:
            outcome, measure, inner = self.measured(node, node.head)
            body = node.body.body if not node.opening and isinstance(node.body, Group) else node.body
            return t.Integrable(outcome, measure, inner.value(body))
        if isinstance(node, Integral):
            body = node.body
            if isinstance(body, Group) and body.opening in ("lbar", "ldbar"):
                node = Integral(node.span, node.operator, node.lower, node.upper, body.body, node.variables)
            elif (
                isinstance(body, Product)
                and isinstance(body.factors[0], Group)
                and body.factors[0].opening in ("lbar", "ldbar")
            ):
                whole = Product(body.span, (body.factors[0].body, *body.factors[1:]), body.operators)
                node = Integral(node.span, node.operator, node.lower, node.upper, whole, node.variables)
            found = self.read_integral(node)
            if isinstance(found, t.MeasureIntegral):
                return t.Integrable(*found.arguments)
        return None

    def read_connected(self, node: Connected) -> Any:
        return self.joined(node, list(node.operands), list(node.connectives))

    def joined(self, node: Node, operands: list[Node], signs: list[str]) -> Any:
        """Connectives by how tightly they bind: ∧ before ∨ before ⟹ before ⟺."""
        if not signs:
            return self.value(operands[0])
        for sign, build in LINKS:
            if sign not in signs:
                continue
            parts, start = [], 0
            for at, found in enumerate([*signs, sign]):
                if found == sign:
                    parts.append(self.joined(node, operands[start : at + 1], signs[start:at]))
                    start = at + 1
            if build in (t.And, t.Or):
                return build(*parts)
            if len(parts) > 2:
                self.refuse(node, f"a chain of {sign} has no meaning in the language")
            return build(*parts)
        self.refuse(node, f"{signs[0]} has no meaning in the language")

    def read_quantified(self, node: Quantified) -> Any:
        if node.body is None:
            self.refuse(node, "a quantifier without a statement")
        symbol = self.binder(node.variables)
        body = self.under(symbol, False).value(node.body)
        if node.quantifier == r"\nexists":
            return t.Not(t.Exists(symbol, body))
        return (t.ForAll if node.quantifier == r"\forall" else t.Exists)(symbol, body)

    def binder(self, node: Node) -> t.Symbol:
        """A bound symbol with what is printed of its range, which must be that of its declaration."""
        if not isinstance(node, Chain):
            return self.bound(node)
        symbol = self.bound(node.operands[0])
        shown = (node.relations[0], outline(node.operands[1]))
        if symbol.sort == t.SCALAR and RANGES.get(shown) != symbol.domain:
            self.refuse(node, f"{symbol.name} is declared {symbol.domain}, and its range is printed otherwise")
        if isinstance(symbol.sort, t.Operator) and symbol.domain:
            container = node.operands[1]
            base = outline(container.base) if isinstance(container, Power) else ""
            if CONES.get(base) != symbol.domain:
                self.refuse(node, f"{symbol.name} is declared {symbol.domain}, and its range is printed otherwise")
        return symbol

    def read_setbuilder(self, node: SetBuilder) -> Any:
        symbol = self.binder(node.element)
        return t.SetBuilder(symbol, self.under(symbol, False).value(node.condition))

    def read_clauses(self, node: Clauses) -> Any:
        parts = node.parts
        if (
            len(parts) == 2
            and isinstance(parts[0], Chain)
            and isinstance(parts[1], Group)
            and isinstance(parts[1].body, Chain)
        ):
            arrow, equation = parts[1].body, parts[0]
            if arrow.relations == (r"\to",) and outline(arrow.operands[1]) == "0" and equation.relations == ("=",):
                var = self.bound(arrow.operands[0])
                return t.Asymptotic(var, self.value(equation.operands[0]), self.value(equation.operands[1]))
        words = [part.text for part in parts if isinstance(part, Words)]
        if (
            words == ["may be taken inside", "at"]
            and len(parts) == 5
            and isinstance(parts[0], Derivative)
            and isinstance(parts[4], Chain)
        ):
            return self.dominated(node, parts[0], parts[2], parts[4])
        if len(parts) == 2 and isinstance(parts[1], Words) and parts[1].text == "is symmetric":
            return t.Symmetric(self.value(parts[0]))
        self.refuse(node, "several clauses; resolve each on its own")

    def dominated(self, node: Node, by: Derivative, inside: Node, place: Chain) -> Any:
        """d/dλ may be taken inside E[X] at λ = a."""
        var, at = self.bound(by.variables[0]), self.value(place.operands[1])
        if isinstance(inside, Expectation) and inside.given is None:
            outcome, measure, inner = self.measured(inside, inside.head)
            return t.DominatedDerivative(var, at, outcome, measure, inner.value(inside.body))
        value = self.value(inside)
        if not isinstance(value, t.MeasureIntegral):
            self.refuse(node, "expected an expectation or an integral")
        return t.DominatedDerivative(var, at, *value.arguments)


def _reduces(actors: list[tuple[str, Any]]) -> bool:
    """Whether what was gathered so far is a number: it begins with a row and ends with a vector."""
    return (
        actors[0][0] == "row" and actors[-1][0] == "" and isinstance(actors[-1][1].sort, t.Vector) and len(actors) > 1
    )


__all__ = ["Declarations", "Unresolved", "read_term", "resolve"]
