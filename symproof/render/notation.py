"""Notation: how names are spelled, how tightly constructions bind, and the primitives of which formulas are made.

What the printers share: the alphabet (Unicode characters and their LaTeX commands), the reading of a symbol's name
(`Sigma_w` is Σ with subscript w), the levels by which parentheses are decided, the rule for leaving an outcome ω out,
and `Notation`, whose primitives (a letter, a script, a fraction, a fence, …) write plain Unicode until a format
replaces them. It may import `symproof.terms` only. What a class of term looks like is said in `text`, and nowhere here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from fractions import Fraction
from typing import Any, Self

from symproof.terms.core import App, Symbol, Term, free_symbols
from symproof.terms.interpretation import Interpretation
from symproof.terms.sorts import Function, Index, Measure, Operator, Point, SetOf, Sort, Truth, Vector

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "eps": "ϵ", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ", "lambda": "λ", "lam": "λ", "mu": "μ",
    "nu": "ν", "xi": "ξ", "pi": "π", "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ",
    "chi": "χ", "psi": "ψ", "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Lam": "Λ",
    "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ", "Upsilon": "Υ", "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω", "ell": "ℓ",
}
"""Names that are one letter; what is spelled out otherwise is a word."""

LATEX = {
    **{letter: f"\\{name}" for name, letter in GREEK.items() if name not in ("eps", "lam", "Lam", "phi")},
    "ℝ": r"\mathbb{R}", "ℤ": r"\mathbb{Z}", "𝕊": r"\mathbb{S}", "𝔼": r"\mathbb{E}", "ℙ": r"\mathbb{P}",
    "𝒩": r"\mathcal{N}", "ℳ": r"\mathcal{M}", "𝒫": r"\mathcal{P}", "𝟏": r"\mathbf{1}", "∞": r"\infty", "⊤": r"\top",
    "⊥": r"\bot", "ϕ": r"\phi", "∇": r"\nabla", "•": r"\bullet", "⋅": r"\cdot", "′": r"\prime", "…": r"\dots",
    "−": "-", ":": r"\colon", "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≡": r"\equiv", "≢": r"\not\equiv", "∈": r"\in",
    "∉": r"\notin",
    "⊆": r"\subseteq", "∼": r"\sim", "→": r"\to", "↦": r"\mapsto", "×": r"\times", "∣": r"\mid", "≽": r"\succeq",
    "≻": r"\succ", "∧": r"\land", "∨": r"\lor", "¬": r"\lnot", "⟹": r"\implies", "⟺": r"\iff", "⋀": r"\bigwedge",
    "⋁": r"\bigvee", "∀": r"\forall", "∃": r"\exists", "∄": r"\nexists", "∑": r"\sum", "∏": r"\prod", "∫": r"\int",
}
"""The LaTeX command of each character that is not written as itself."""

ACCENTS = {"hat": "^", "bar": "¯", "tilde": "~"}

SCALAR_DOMAINS = {
    "real": ("∈", "ℝ"), "positive": (">", "0"), "negative": ("<", "0"), "nonnegative": ("≥", "0"),
    "nonzero": ("≠", "0"), "unit": ("∈", "[0,1]"), "integer": ("∈", "ℤ"), "natural": ("∈", "ℤ≥0"),
    "positive integer": ("∈", "ℤ>0"),
}
"""How the domain of a bound scalar is shown: a relation, and what it relates to."""


class Level(IntEnum):
    """How tightly a construction holds together; an operand looser than its place allows is put in parentheses."""

    QUANTIFIED = 0
    IFF = 1
    IMPLIES = 2
    OR = 3
    AND = 4
    NOT = 5
    RELATION = 6
    SUM = 7
    PRODUCT = 8
    ACTION = 9
    PREFIX = 10
    POWER = 11
    ATOM = 12


@dataclass(frozen=True)
class Piece:
    """A printed part: its markup and what its surroundings must know of it.

    `height` is 0 for one line, 1 for a small fraction, 2 for fractions and big operators: it chooses the delimiters.
    `open`: it reaches as far to the right as it can (Σ, lim, ∀), so nothing may follow it without parentheses.
    `numeral`: it begins with a digit, so it cannot stand directly after another factor.
    """

    markup: str
    level: Level = Level.ATOM
    height: int = 0
    open: bool = False
    numeral: bool = False


@dataclass(frozen=True)
class Name:
    """A symbol's name as it is spelled: σ̂_S is base σ, accent hat, subscript S."""

    base: str
    accents: tuple[str, ...] = ()
    subscript: Name | None = None
    star: bool = False
    primes: int = 0


def spell(name: str) -> Name:
    """Read a name: Greek words, `_sub`, `_star`, `_hat`, `_bar`, `_tilde`, digits at the end, primes.

    A number after `%` counts the primes of a bound symbol that was renamed; a name that begins with `%` belongs to no
    author (it is a depth in a canonical form) and is shown as a numbered bullet.
    """
    if name.startswith("%"):
        return Name("•", subscript=spell(name[1:]))
    name, _, renamed = name.partition("%")
    stem = name.rstrip("'")
    base, *parts = [part for part in stem.split("_") if part] or [stem]
    accents = tuple(part for part in parts if part in ACCENTS)
    below = [part for part in parts if part not in ACCENTS and part != "star"]
    numbered = re.fullmatch(r"(\D+?)(\d+)", base)
    if numbered and (len(numbered[1]) == 1 or numbered[1] in GREEK):
        base, below = numbered[1], [numbered[2], *below]
    return Name(GREEK.get(base, base), accents, spell("_".join(below)) if below else None, "star" in parts,
                len(name) - len(stem) + int(renamed or 0))


def decimal(value: int) -> str:
    """The digits of a natural number of any size (Python refuses `str` beyond some 4000 digits)."""
    if value.bit_length() < 8192:
        return str(value)
    half = value.bit_length() * 3 // 20
    upper, lower = divmod(value, 10**half)
    return decimal(upper) + decimal(lower).zfill(half)


def leaves(term: Term) -> int:
    """How many names and numbers are written in a term: a measure of its length in print."""
    return sum(map(leaves, term.children)) or 1


def is_silent(symbol: Symbol) -> bool:
    """Whether a symbol is an outcome of the kind that texts leave out: a point named ω (omega, omega_1, …)."""
    return isinstance(symbol.sort, Point) and symbol.name.startswith("omega")


def split_indices(application: App) -> tuple[list[Any], list[Any]]:
    """The arguments of a function that are indices (written below it), and the others (written in parentheses)."""
    indices: list[Any] = []
    others: list[Any] = []
    for argument in application.arguments[1:]:
        (indices if isinstance(argument.sort, Index) else others).append(argument)
    return indices, others


def can_be_left_out(outcome: Symbol, *scope: Term) -> bool:
    """Whether every X(outcome) in `scope` may be written X.

    It may, when the outcome is named ω, occurs nowhere but as the only argument of named functions, and never where
    another ω is bound: a bare X always belongs to the innermost outcome that is left out.
    """
    return is_silent(outcome) and all(_only_applied(outcome, term) for term in scope)


def _only_applied(outcome: Symbol, term: Term) -> bool:
    if outcome not in free_symbols(term):
        return True
    arguments = term.arguments
    if isinstance(term, App) and isinstance(arguments[0], Symbol) and split_indices(term)[1] == [outcome]:
        return all(_only_applied(outcome, index) for index in split_indices(term)[0])
    if isinstance(term, Symbol):
        return False
    bound_at, scoped = term.binding()
    bound = [arguments[i] for i in bound_at]
    crowded = any(is_silent(symbol) for symbol in bound)
    for position, part in enumerate(arguments):
        if not isinstance(part, Term) or position in bound_at or (position in scoped and outcome in bound):
            continue
        if position in scoped and crowded and outcome in free_symbols(part):
            return False
        if not _only_applied(outcome, part):
            return False
    return True


SUPERSCRIPTS = str.maketrans("0123456789−", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")
PLAIN = {"𝔼": "E", "ℙ": "P", "𝒩": "N", "ℳ": "M", "𝒫": "P", "𝟏": "1", "⋅": "·", "′": "'"}
COMBINING = {"^": "\N{COMBINING CIRCUMFLEX ACCENT}", "¯": "\N{COMBINING MACRON}", "~": "\N{COMBINING TILDE}"}


class Notation(Interpretation):
    """Pieces of formulas in Unicode. `arrow`: whether an asymptotic statement ends in (λ→0)."""

    exponential_size = 0
    """The longest argument, in names and numbers, for which e^x is written instead of exp(x)."""

    def __init__(self, arrow: bool = True, left_out: frozenset[Symbol] = frozenset()) -> None:
        self.arrow, self.left_out = arrow, left_out

    # -- primitives, which other formats replace --------------------------------------------------------------------
    def letter(self, base: str) -> str:
        """One letter or word that names something."""
        return PLAIN.get(base, base)

    def digits(self, value: int) -> str:
        return ("−" if value < 0 else "") + decimal(abs(value))

    def sign(self, char: str) -> str:
        """A sign set tight, as in a subscript."""
        return PLAIN.get(char, char)

    def operation(self, char: str) -> str:
        """A sign between two operands, with its space."""
        return f" {char} "

    def word(self, name: str) -> str:
        """The name of an operator, such as log or Cov."""
        return name

    def phrase(self, text: str) -> str:
        """Words of prose within a formula; spaces at the ends count."""
        return text

    def row(self, *parts: str) -> str:
        return "".join(parts)

    def accent(self, mark: str, body: str) -> str:
        return body + COMBINING[mark]

    def script(self, body: str, sub: str = "", sup: str = "", tight: bool = False) -> str:
        """Subscript and superscript; `tight` marks the subscript as part of a name."""
        below = f"_{sub}" if len(sub) == 1 or (tight and sub.isalnum()) else f"_{{{sub}}}" if sub else ""
        if sup == "⊤":
            return body + below + "ᵀ"
        if set(sup) <= set("*'"):
            return body + below + sup
        if not sub and sup.lstrip("−").isdecimal():
            return body + sup.translate(SUPERSCRIPTS)
        single = len(sup) == 1 or sup.isdecimal() or (sup.isidentifier() and "·" not in sup)
        return body + below + (f"^{sup}" if single else f"^({sup})")

    def fraction(self, numerator: Piece, denominator: Piece) -> Piece:
        top, bottom = self.within(numerator, Level.PRODUCT, last=False), self.within(denominator, Level.POWER)
        return Piece(f"{top.markup}/{bottom.markup}", Level.PRODUCT, numeral=top.numeral)

    def ratio(self, value: Fraction) -> str:
        """A positive rational number that is not an integer."""
        return f"{decimal(value.numerator)}⁄{decimal(value.denominator)}"

    def root(self, piece: Piece) -> Piece:
        inner = piece if piece.level is Level.ATOM else self.group(piece)
        return Piece(f"√{inner.markup}", Level.POWER)

    def fence(self, kind: str, piece: Piece) -> str:
        """The contents between the two characters of `kind`."""
        return f"{kind[0]}{piece.markup}{kind[1]}"

    def times(self, left: Piece, right: Piece) -> str:
        """What stands between two scalar factors."""
        return "" if left.numeral and left.level is Level.ATOM and not right.numeral else "·"

    def acts(self) -> str:
        """What stands between an operator and what it acts on."""
        return " "

    def call(self, head: str, *arguments: Piece, kind: str = "()") -> Piece:
        """A function's name with its arguments in brackets."""
        listed = self.listed(arguments)
        return Piece(self.row(head, self.fence(kind, listed)), height=listed.height)

    def large(self, char: str, under: str = "", over: str = "") -> str:
        """A big operator with its bounds, and the space after it."""
        return self.script(char, under, over) + " "

    def limit_word(self, under: str) -> str:
        return f"lim_{{{under}}} "

    def evaluated(self, body: str, at: str) -> str:
        """The body with a bar that says where a derivative is taken."""
        return f"{body} |_{{{at}}}"

    def comma(self) -> str:
        return ", "

    def colon(self) -> str:
        return ": "

    def thin(self) -> str:
        """The space before a differential."""
        return " "

    def quad(self) -> str:
        return "  "

    # -- composition ------------------------------------------------------------------------------------------------
    def group(self, piece: Piece) -> Piece:
        return Piece(self.fence("()", piece), height=piece.height)

    def within(self, piece: Piece, level: Level, last: bool = True) -> Piece:
        """The piece, in parentheses if it is looser than `level` or would swallow what follows."""
        return piece if piece.level >= level and (last or not piece.open) else self.group(piece)

    def joined(self, level: Level, *parts: str | Piece, open: bool = False) -> Piece:
        """A row of markup and pieces, as tall as its tallest piece."""
        height = max((part.height for part in parts if isinstance(part, Piece)), default=0)
        markup = self.row(*(part.markup if isinstance(part, Piece) else part for part in parts))
        return Piece(markup, level, height, open)

    def listed(self, pieces: Iterable[Piece]) -> Piece:
        parts: list[str | Piece] = []
        for piece in pieces:
            parts += [self.comma(), piece] if parts else [piece]
        return self.joined(Level.QUANTIFIED, *parts)

    def product(self, level: Level, left: Piece, right: Piece, between: str) -> Piece:
        parts = self.joined(level, left, between, right)
        return Piece(parts.markup, level, parts.height, right.open, left.numeral)

    def with_subscript(self, head: str, sub: str) -> str:
        return self.script(head, sub) if sub else head

    def script_piece(self, base: Piece, sub: str = "", sup: str = "") -> Piece:
        return Piece(self.script(base.markup, sub, sup), Level.POWER, base.height, numeral=base.numeral)

    def under(self, symbol: Symbol, silent: bool = False) -> Self:
        """The printer for the scope in which `symbol` is bound, silently or not."""
        left_out = self.left_out | {symbol} if silent else self.left_out - {symbol}
        return type(self)(self.arrow, left_out)

    def measured(self, outcome: Symbol, measure: Any, *scope: Any) -> tuple[Self, str]:
        """The printer for what is averaged, and the subscript that says over what: nothing, μ, or y∼μ."""
        silent = can_be_left_out(outcome, *scope)
        inner = self.under(outcome, silent)
        if silent:
            unnamed = isinstance(measure, Symbol) and measure.name == "P"
            return inner, "" if unnamed else self(measure).markup
        return inner, self.row(inner(outcome).markup, self.sign("∼"), self(measure).markup)

    # -- names, sorts and binders -----------------------------------------------------------------------------------
    def spelled(self, name: Name, indices: str = "") -> Piece:
        body = self.letter(name.base)
        for accent in name.accents:
            body = self.accent(ACCENTS[accent], body)
        subs = [self.spelled(name.subscript).markup] if name.subscript else []
        sub = self.row(*subs, self.sign(",") if subs and indices else "", indices)
        sup = self.row(*[self.sign("*")] * name.star, *[self.sign("′")] * name.primes)
        markup = self.script(body, sub, sup, tight=not indices) if sub or sup else body
        return Piece(markup, Level.POWER if sup else Level.ATOM)

    def named(self, symbol: Symbol, indices: str = "") -> Piece:
        return self.spelled(spell(symbol.name), indices)

    def dimension(self, value: int | str) -> str:
        return self.digits(value) if isinstance(value, int) else self.spelled(spell(value)).markup

    def space(self, sort: Sort, probability: bool = False) -> str:
        """The set of all things of a sort; of its measures or kernels, those of total mass 1 if `probability`."""
        if isinstance(sort, Vector):
            return self.script(self.letter("ℝ"), sup=self.dimension(sort.dimension))
        if isinstance(sort, Operator):
            shape = self.row(self.dimension(sort.target), self.sign("×"), self.dimension(sort.source))
            return self.script(self.letter("ℝ"), sup=shape)
        if isinstance(sort, Index):
            size = sort.size
            dots = [] if size in (1, 2) else [self.sign(","), self.letter("…")]
            last = [] if size == 1 else [self.sign(","), self.dimension(size)]
            return self.fence("{}", Piece(self.row(self.digits(1), *dots, *last)))
        if isinstance(sort, Point):
            return self.spelled(spell(sort.parts[0])).markup
        if isinstance(sort, Measure):
            return self.call(self.letter("𝒫" if probability else "ℳ"), Piece(self.space(sort.on))).markup
        if isinstance(sort, Function):
            sources = [self.space(source) for source in sort.arguments]
            crossed = [part for source in sources for part in (self.sign("×"), source)][1:]
            return self.row(*crossed, self.sign("→"), self.space(sort.result, probability))
        if isinstance(sort, SetOf):
            return self.script(self.digits(2), sup=self.space(sort.element))
        if isinstance(sort, Truth):
            return self.fence("{}", Piece(self.row(self.letter("⊤"), self.sign(","), self.letter("⊥"))))
        return self.letter("ℝ")

    def numbers(self, container: str) -> str:
        """0, an interval, or a set of numbers such as ℤ≥0 (whose restriction is written below it)."""
        if container == "0":
            return self.digits(0)
        if container == "[0,1]":
            return self.fence("[]", Piece(self.row(self.digits(0), self.sign(","), self.digits(1))))
        restriction = self.row(self.sign(container[1]), self.digits(0)) if len(container) > 1 else ""
        return self.with_subscript(self.letter(container[0]), restriction)

    def binder(self, symbol: Symbol) -> str:
        """A bound symbol with the domain over which it ranges."""
        name, sort, domain = self.under(symbol)(symbol).markup, symbol.sort, symbol.domain
        if domain in SCALAR_DOMAINS:
            relation, container = SCALAR_DOMAINS[domain]
            return self.row(name, self.sign(relation), self.numbers(container))
        if isinstance(sort, Operator) and domain:
            part = {"positive semidefinite": self.sign("+"), "positive definite": self.sign("+") * 2}.get(domain, "")
            return self.row(name, self.sign("∈"), self.script(self.letter("𝕊"), part, self.dimension(sort.target)))
        if isinstance(sort, SetOf):
            return self.row(name, self.sign("⊆"), self.space(sort.element))
        relation = self.sign(":") if isinstance(sort, Function) else self.sign("∈")
        return self.row(name, relation, self.space(sort, domain == "probability"))
