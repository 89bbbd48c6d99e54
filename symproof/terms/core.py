"""The base of all terms: immutable, interned, typed, exactly as the author wrote them.

A term is a tuple, so no attribute of it can be changed; it is interned, so equal terms are one object and `==` is
structural identity and nothing else. Mathematical relations are terms too (`Eq`, `Le`, …) and have no truth value.
This room must never import SymPy, and never evaluate: `x/x` stays `x/x`.
"""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Iterator
from fractions import Fraction
from typing import Any, ClassVar, Self

from .sorts import COMPLEX, SCALAR, Function, Index, Measure, Operator, Sort, Vector, apply_mapping, unify


class TermError(TypeError):
    """A term that makes no sense: says what was expected and what was found."""


TERM_CLASSES: dict[str, type[Term]] = {}
_INTERNED: dict[tuple[Any, ...], Term] = {}
_SEALED = [False]
_PRINTERS: dict[str, Callable[[Any], str]] = {}

DOMAINS: dict[str, tuple[str, ...]] = {
    "Complex": ("",),
    "Scalar": ("real", "positive", "negative", "nonnegative", "nonzero", "unit", "integer", "natural",
               "positive integer"),
    "Operator": ("", "symmetric", "positive semidefinite", "positive definite"),
    "Measure": ("", "probability"),
    "Function": ("", "probability"),
}


class Term(tuple[Any, ...]):
    """A typed immutable expression. Layout: (sort, argument, …); the class says what it is."""

    __slots__ = ()
    __array_ufunc__: ClassVar[None] = None

    def __init_subclass__(cls) -> None:
        if _SEALED[0]:
            raise TermError(f"the language of terms is closed: {cls.__name__} cannot be added from outside")
        TERM_CLASSES[cls.__name__] = cls

    def __new__(cls, *arguments: Any) -> Self:
        sort, checked = cls.check(*arguments)
        return intern_term(cls, sort, checked)  # type: ignore[return-value]

    @classmethod
    def check(cls, *arguments: Any) -> tuple[Sort, tuple[Any, ...]]:
        """Coerce and type-check the arguments; returns the sort of the term and its arguments."""
        raise TermError(f"{cls.__name__} cannot be built directly")

    # -- parts ------------------------------------------------------------------------------------------------
    @property
    def sort(self) -> Sort:
        return tuple.__getitem__(self, 0)  # type: ignore[no-any-return]

    @property
    def arguments(self) -> tuple[Any, ...]:
        return tuple.__getitem__(self, slice(1, None))

    @property
    def children(self) -> tuple[Term, ...]:
        return tuple(part for part in self.arguments if isinstance(part, Term))

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """(positions of bound symbols, positions of the arguments in which they are bound)."""
        return (), ()

    # -- identity ---------------------------------------------------------------------------------------------
    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    def __hash__(self) -> int:
        return id(self) >> 4

    def __reduce__(self) -> tuple[Any, ...]:
        return (type(self), self.arguments)

    def __copy__(self) -> Term:
        return self

    def __deepcopy__(self, memo: Any) -> Term:
        return self

    def __repr__(self) -> str:
        printer = _PRINTERS.get("text") or _found_printer()
        return printer(self) if printer else f"{type(self).__name__}{self.arguments!r}"

    def _repr_latex_(self) -> str:
        return "$" + _PRINTERS["latex"](self) + "$" if "latex" in _PRINTERS else repr(self)

    def __bool__(self) -> bool:
        raise TermError(f"{self!r} has no truth value: a term is not evaluated; state a relation (Eq, Le, …) and let "
                        "a derivation prove it, or compare terms structurally with `is`")

    def __len__(self) -> int:
        raise TermError(f"a {self.sort} has no length")

    def __iter__(self) -> Iterator[Any]:
        raise TermError(f"a {self.sort} cannot be iterated; use `.arguments` for its parts")

    def __contains__(self, item: object) -> bool:
        raise TermError("use Member(x, S) for membership in a set")

    # -- operators --------------------------------------------------------------------------------------------
    def __add__(self, other: Any) -> Any:
        return _build("Add", self, other)

    def __radd__(self, other: Any) -> Any:
        return _build("Add", other, self)

    def __sub__(self, other: Any) -> Any:
        return _build("Add", self, _build("Neg", other))

    def __rsub__(self, other: Any) -> Any:
        return _build("Add", other, _build("Neg", self))

    def __neg__(self) -> Any:
        return _build("Neg", self)

    def __mul__(self, other: Any) -> Any:
        return _multiply(self, other)

    def __rmul__(self, other: Any) -> Any:
        if isinstance(other, (int, Fraction)) and not isinstance(other, bool) and other < 0:
            return _build("Neg", self if other == -1 else _multiply(-other, self))
        return _multiply(other, self)

    def __truediv__(self, other: Any) -> Any:
        if self.sort not in NUMERIC:
            return _multiply(_build("Div", 1, other), self)
        return _build("Div", self, other)

    def __rtruediv__(self, other: Any) -> Any:
        return _build("Div", other, self)

    def __pow__(self, other: Any) -> Any:
        return _build("Pow", self, other)

    def __rpow__(self, other: Any) -> Any:
        return _build("Pow", other, self)

    def __matmul__(self, other: Any) -> Any:
        other = as_term(other)
        return _build("Apply" if isinstance(other.sort, Vector) else "Compose", self, other)

    def __lt__(self, other: Any) -> Any:
        return _build("Lt", self, other)

    def __le__(self, other: Any) -> Any:
        return _build("Le", self, other)

    def __gt__(self, other: Any) -> Any:
        return _build("Gt", self, other)

    def __ge__(self, other: Any) -> Any:
        return _build("Ge", self, other)

    def __call__(self, *arguments: Any) -> Any:
        return _build("App", self, *arguments)

    def __getitem__(self, key: Any) -> Any:
        """`v[i]`: the member of a family."""
        if not isinstance(key, tuple) or isinstance(key, Term):
            key = (key,)
        return _build("App", self, *key)

    @property
    def T(self) -> Any:
        return _build("Transpose", self)


def intern_term(cls: type[Term], sort: Sort, arguments: tuple[Any, ...]) -> Term:
    key = (cls, sort, *arguments)
    found = _INTERNED.get(key)
    if found is None:
        found = tuple.__new__(cls, (sort, *arguments))
        _INTERNED[key] = found
    return found


def is_genuine(term: Any) -> bool:
    """True for a term that went through its class's checks, and for nothing else (no subclass, no forged tuple)."""
    if not isinstance(term, Term) or TERM_CLASSES.get(type(term).__name__) is not type(term):
        return False
    return _INTERNED.get((type(term), *tuple.__iter__(term))) is term


def seal() -> None:
    """Close the language: called once, when every term class of the package is defined."""
    _SEALED[0] = True


def register_printer(kind: str, printer: Callable[[Any], str]) -> None:
    """Give terms a way to show themselves ("text" or "latex"); called by the rendering side."""
    _PRINTERS[kind] = printer


def _found_printer() -> Callable[[Any], str] | None:
    """The printers of this package register themselves when something is first shown; what they are is not known here."""
    _PRINTERS["text"] = lambda term: f"{type(term).__name__}{term.arguments!r}"  # while they load, and where they are absent
    try:
        importlib.import_module("symproof.render.text").install_printers()
    except ImportError:
        return None
    return _PRINTERS["text"]


def _build(name: str, *arguments: Any) -> Any:
    return TERM_CLASSES[name](*arguments)


def _multiply(left: Any, right: Any) -> Any:
    left, right = as_term(left), as_term(right)
    if left.sort in NUMERIC and right.sort in NUMERIC:
        return _build("Mul", left, right)
    if left.sort == SCALAR:
        return _build("Scale", left, right)
    if right.sort == SCALAR:
        return _build("Scale", right, left)
    if isinstance(left.sort, Operator):
        return left @ right
    raise TermError(f"cannot multiply a {left.sort} by a {right.sort}; "
                    "use inner(u, v) for the inner product of two vectors")


class Number(Term):
    """An exact rational number p/q in lowest terms."""

    __slots__ = ()

    @classmethod
    def check(cls, numerator: Any, denominator: Any = 1) -> tuple[Sort, tuple[Any, ...]]:
        if type(numerator) not in (int, Fraction) or type(denominator) not in (int, Fraction):
            raise TermError(f"a Number is built from exact integers or fractions, not from {numerator!r}, {denominator!r}")
        value = Fraction(numerator, denominator)
        return SCALAR, (value.numerator, value.denominator)

    @property
    def value(self) -> Fraction:
        return Fraction(*self.arguments)


class Symbol(Term):
    """A named variable of a sort, with a domain; free symbols of a theorem are universally quantified over it.

    `Symbol(name, sort=scalar, domain="", latex="")`. Domains of scalars: real (default), positive, negative,
    nonnegative, nonzero, unit ([0,1]), integer, natural (≥ 0), positive integer. Of operators: symmetric, positive
    semidefinite, positive definite. Of measures: probability.
    """

    __slots__ = ()

    def __new__(cls, name: str, sort: Sort = SCALAR, domain: str = "", latex: str = "") -> Self:
        return super().__new__(cls, name, sort, domain, latex)

    @classmethod
    def check(cls, name: str, sort: Sort = SCALAR, domain: str = "", latex: str = "") -> tuple[Sort, tuple[Any, ...]]:
        plain = type(name) is str and type(domain) is str and type(latex) is str
        if not plain or not re.fullmatch(r"%?[^\W\d]\w*'*(%\d+)?|%\d+", name):
            raise TermError(f"a symbol's name must be an identifier such as 'v_c', not {name!r}")
        if not isinstance(sort, Sort):
            raise TermError(f"the sort of symbol {name!r} must be a Sort such as Vector('d'), not {sort!r}")
        allowed = DOMAINS.get(sort[0], ("",))
        domain = domain or allowed[0]
        if domain not in allowed:
            raise TermError(f"a {sort} has no domain {domain!r}; it may be one of: {', '.join(filter(None, allowed))}")
        return sort, (name, domain, latex)

    @property
    def name(self) -> str:
        return tuple.__getitem__(self, 1)  # type: ignore[no-any-return]

    @property
    def domain(self) -> str:
        return tuple.__getitem__(self, 2)  # type: ignore[no-any-return]

    @property
    def latex(self) -> str:
        return tuple.__getitem__(self, 3)  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Any, ...]:
        return (Symbol, (self.name, self.sort, self.domain, self.latex))


class Lambda(Term):
    """`Lambda(x, …, body)`: the function (x, …) ↦ body."""

    __slots__ = ()

    @classmethod
    def check(cls, *parts: Any) -> tuple[Sort, tuple[Any, ...]]:
        *variables, body = parts
        body = as_term(body)
        if not variables or not all(isinstance(v, Symbol) for v in variables):
            raise TermError("Lambda(x, …, body) needs at least one symbol and a body")
        for variable in variables:
            if variable.domain not in ("", "real"):
                raise TermError(f"Lambda cannot bind {variable.name!r}, which is declared {variable.domain}: a function's "
                                "domain is its argument's whole sort")
        return Function(*(v.sort for v in variables), body.sort), (*variables, body)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        count = tuple.__len__(self) - 2
        return tuple(range(count)), (count,)

    def __reduce__(self) -> tuple[Any, ...]:
        return (Lambda, self.arguments)


class App(Term):
    """Application of a function (or family) to its arguments; a Lambda is applied at once."""

    __slots__ = ()

    def __new__(cls, function: Any, *arguments: Any) -> Any:
        if isinstance(function, Lambda):
            cls.check(function, *arguments)
            *variables, body = function.arguments
            return substitute(body, dict(zip(variables, map(as_term, arguments), strict=True)))
        return super().__new__(cls, function, *arguments)

    @classmethod
    def check(cls, function: Any, *arguments: Any) -> tuple[Sort, tuple[Any, ...]]:
        function = as_term(function)
        if not isinstance(function.sort, Function):
            raise TermError(f"{function!r} is a {function.sort}, not a function or family: it cannot be applied")
        values = tuple(as_index(a, s) if isinstance(s, Index) else as_term(a)
                       for a, s in zip(arguments, function.sort.arguments, strict=False))
        if len(arguments) != len(function.sort.arguments):
            raise TermError(f"{function!r} takes {len(function.sort.arguments)} argument(s), found {len(arguments)}")
        for value, wanted in zip(values, function.sort.arguments, strict=True):
            if value.sort != wanted:
                raise TermError(f"{function!r} expects a {wanted}, found {value!r}, a {value.sort}")
        return function.sort.result, (function, *values)


class IndexValue(Term):
    """The literal index i of a family of known size, as in v_1."""

    __slots__ = ()

    @classmethod
    def check(cls, value: int, size: Any) -> tuple[Sort, tuple[Any, ...]]:
        if type(value) is not int or value < 1 or (isinstance(size, int) and value > size):
            raise TermError(f"an index must lie in 1..{size}, found {value!r}")
        if not isinstance(size, int):
            raise TermError(f"the literal index {value} needs a family of known size, this one has size {size}")
        return Index(size), (value, size)


def as_index(value: Any, sort: Index) -> Term:
    return IndexValue(value, sort.size) if isinstance(value, int) else as_term(value)


def as_term(value: Any) -> Any:
    """Coerce an exact Python number to a term; refuse everything that is not exact or not a term."""
    if isinstance(value, Term):
        if not is_genuine(value):
            raise TermError(f"{type(value).__name__} object was not built by the language's own constructors")
        return value
    if isinstance(value, bool):
        raise TermError(f"a statement must be a term, not the Python value {value}: it has collapsed while being built")
    if isinstance(value, (int, Fraction)):
        fraction = Fraction(value)
        return Number(fraction.numerator, fraction.denominator)
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            raise TermError(f"{value} is not a number of the language; infinite bounds are written oo and -oo")
        offer = Fraction(repr(value))
        raise TermError(f"{value!r} is a float, and terms are exact: write Number({offer.numerator}, "
                        f"{offer.denominator}) (or the string of digits you mean as a Fraction)")
    module = type(value).__module__.split(".")[0]
    if module == "sympy":
        raise TermError(f"{value!r} is a SymPy object, which may already have been evaluated: bring it in with lift()")
    raise TermError(f"expected a term or an exact number, found {value!r} of type {type(value).__name__}")


def expect(value: Any, sort: Sort | type[Sort], where: str) -> Any:
    """Coerce to a term and require a sort; the error says which argument of what was wrong."""
    term = as_term(value)
    good = isinstance(term.sort, sort) if isinstance(sort, type) else term.sort == sort
    if not good:
        wanted = sort.__name__.lower() if isinstance(sort, type) else str(sort)
        raise TermError(f"{where} expects a {wanted}, found {term!r}, a {term.sort}")
    return term


NUMERIC = (SCALAR, COMPLEX)


def numeric(value: Any, where: str) -> Any:
    """A real or complex scalar."""
    term = as_term(value)
    return term if term.sort == COMPLEX else expect(term, SCALAR, where)


def joined(*terms: Term) -> Sort:
    """COMPLEX when one of the terms is, else SCALAR."""
    return COMPLEX if any(t.sort == COMPLEX for t in terms) else SCALAR


_COMPLEX: dict[Term, bool] = {}


def involves_complex(term: Term) -> bool:
    """Whether a complex number occurs anywhere in a term."""
    found = _COMPLEX.get(term)
    if found is None:
        found = _COMPLEX[term] = term.sort == COMPLEX or any(involves_complex(child) for child in term.children)
    return found


# -- variables and substitution ---------------------------------------------------------------------------------

_FREE: dict[Term, frozenset[Symbol]] = {}


def free_symbols(term: Term) -> frozenset[Symbol]:
    """The symbols that occur free in a term."""
    found = _FREE.get(term)
    if found is not None:
        return found
    if isinstance(term, Symbol):
        found = frozenset((term,))
    else:
        arguments = term.arguments
        bound_at, scoped = term.binding()
        bound = {arguments[i] for i in bound_at}
        gathered: set[Symbol] = set()
        for position, part in enumerate(arguments):
            if isinstance(part, Term) and position not in bound_at:
                inner = free_symbols(part)
                gathered |= inner - bound if position in scoped else inner
        found = frozenset(gathered)
    _FREE[term] = found
    return found


def fresh(symbol: Symbol, avoid: frozenset[Symbol] | set[Symbol]) -> Symbol:
    """A symbol like `symbol` whose name is taken by none of `avoid`."""
    names = {s.name for s in avoid}
    if symbol.name not in names:
        return symbol
    base = re.sub(r"%\d+$", "", symbol.name)
    number = 1
    while f"{base}%{number}" in names:
        number += 1
    return Symbol(f"{base}%{number}", symbol.sort, symbol.domain, symbol.latex)


def substitute(term: Any, mapping: dict[Symbol, Any], sorts: dict[Any, Any] | None = None) -> Any:
    """Replace free symbols simultaneously, renaming bound ones where they would capture.

    `sorts` renames dimensions and abstract spaces everywhere in the term (see `sorts.unify`); it is used when a theorem
    about symbolic dimensions is instantiated. A replacement must have the (renamed) sort of the symbol it replaces.
    """
    sorts = sorts or {}
    replacements: dict[Symbol, Term] = {}
    for symbol, value in mapping.items():
        value = as_term(value)
        if value.sort != apply_mapping(symbol.sort, sorts):
            raise TermError(f"{symbol!r} is a {apply_mapping(symbol.sort, sorts)} and cannot be replaced by {value!r}, "
                            f"a {value.sort}")
        replacements[symbol] = value
    return _substitute(term, replacements, sorts, {})


def _substitute(term: Term, mapping: dict[Symbol, Term], sorts: dict[Any, Any], memo: dict[Term, Term]) -> Term:
    if not sorts and not any(s in mapping for s in free_symbols(term)):
        return term
    done = memo.get(term)
    if done is not None:
        return done
    if isinstance(term, Symbol):
        result = mapping.get(term)
        if result is None:
            result = Symbol(term.name, apply_mapping(term.sort, sorts), term.domain, term.latex) if sorts else term
        memo[term] = result
        return result
    arguments = list(term.arguments)
    bound_at, scoped = term.binding()
    inner, inner_memo = mapping, memo
    if bound_at:
        inner = {s: v for s, v in mapping.items() if all(arguments[i] is not s for i in bound_at)}
        scope: set[Symbol] = set()
        for position in scoped:
            scope |= free_symbols(arguments[position])
        avoid: set[Symbol] = {s for s in scope if s not in inner}
        for symbol, value in inner.items():
            if symbol in scope:
                avoid |= free_symbols(value)
        avoid -= {arguments[i] for i in bound_at}
        for symbol, value in inner.items():
            if symbol in scope:
                avoid |= free_symbols(value)
        for i in bound_at:
            old = arguments[i]
            new = Symbol(old.name, apply_mapping(old.sort, sorts), old.domain, old.latex) if sorts else old
            renamed = fresh(new, avoid)
            if renamed is not old:
                inner = {**inner, old: renamed}
            arguments[i] = renamed
            avoid.add(renamed)
        inner_memo = {}
    for position, part in enumerate(arguments):
        if position in bound_at:
            continue
        if isinstance(part, Term):
            chosen = (inner, inner_memo) if position in scoped else (mapping, memo)
            arguments[position] = _substitute(part, chosen[0], sorts, chosen[1])
        elif isinstance(part, (Sort, str)) and sorts and not isinstance(term, _NAMED):
            arguments[position] = apply_mapping(part, sorts)
    result = type(term)(*arguments)
    memo[term] = result
    return result


def replace_capturing(term: Term, hole: Symbol, value: Term, bound: frozenset[Symbol], captured: set[Symbol]) -> Term:
    """Put `value` for `hole`, letting binders capture; the captured symbols are gathered in `captured`."""
    if term is hole:
        captured |= bound & free_symbols(value)
        return value
    if hole not in free_symbols(term):
        return term
    bound_at, scoped = term.binding()
    arguments = list(term.arguments)
    inner = bound | {arguments[i] for i in bound_at}
    for i, part in enumerate(arguments):
        if isinstance(part, Term) and i not in bound_at:
            arguments[i] = replace_capturing(part, hole, value, inner if i in scoped else bound, captured)
    return type(term)(*arguments)


_NAMED: tuple[type, ...] = ()


def names_not_sorts(*classes: type) -> None:
    """Declare term classes whose string arguments are names (of a constant, a direction), not dimensions."""
    global _NAMED
    _NAMED = (*_NAMED, *classes)


_CANONICAL: dict[Term, Term] = {}


def canonical(term: Term) -> Term:
    """The same term with bound symbols renamed by their depth: alpha-equivalent terms become one object."""
    found = _CANONICAL.get(term)
    if found is None:
        reserved = [int(s.name[1:]) for s in free_symbols(term) if re.fullmatch(r"%\d+", s.name)]
        found = _canonical(term, {}, 1 + max(reserved, default=-1))
        _CANONICAL[term] = found
    return found


def _canonical(term: Term, renaming: dict[Symbol, Symbol], depth: int) -> Term:
    if isinstance(term, Symbol):
        return renaming.get(term, term)
    arguments = list(term.arguments)
    bound_at, scoped = term.binding()
    inner = renaming
    below = depth
    if bound_at:
        inner = dict(renaming)
        for i in bound_at:
            old = arguments[i]
            inner[old] = arguments[i] = Symbol(f"%{below}", old.sort, old.domain)
            below += 1
    for position, part in enumerate(arguments):
        if isinstance(part, Term) and position not in bound_at:
            in_scope = position in scoped
            arguments[position] = _canonical(part, inner if in_scope else renaming, below if in_scope else depth)
    return type(term)(*arguments)


def alpha_equal(left: Term, right: Term) -> bool:
    """Equal up to the names of bound symbols."""
    return left is right or canonical(left) is canonical(right)


def match_sorts(mapping: dict[Symbol, Term]) -> dict[Any, Any]:
    """The renaming of dimensions and spaces that makes every replacement fit its symbol; raises when none does."""
    sorts: dict[Any, Any] = {}
    for symbol, value in mapping.items():
        if not unify(symbol.sort, as_term(value).sort, sorts):
            raise TermError(f"{symbol!r} is a {symbol.sort} and cannot be replaced by {value!r}, a {as_term(value).sort}")
    return {k: v for k, v in sorts.items() if k != v}


def subterms(term: Term) -> Iterator[Term]:
    """The term and everything below it, each distinct subterm once."""
    seen: set[Term] = set()
    stack = [term]
    while stack:
        current = stack.pop()
        if current in seen:
            continue
        seen.add(current)
        yield current
        stack.extend(current.children)


def probability_like(term: Term) -> bool:
    """True when a measure term is declared or built as a probability measure."""
    if isinstance(term, App):
        term = tuple.__getitem__(term, 1)
    return isinstance(term, Symbol) and term.domain == "probability" or type(term).__name__ in {
        "Tilt", "Gaussian", "Normal", "Discrete"}


__all__ = ["App", "IndexValue", "Lambda", "Measure", "Number", "Symbol", "Term", "TermError", "alpha_equal", "as_index",
           "as_term", "canonical", "expect", "free_symbols", "fresh", "intern_term", "is_genuine", "match_sorts",
           "names_not_sorts", "probability_like", "register_printer", "replace_capturing",
           "seal", "substitute", "subterms", "unify"]
