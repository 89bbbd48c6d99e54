"""What each class of term looks like, and terms on one line of Unicode.

`Text` says for each class of term what is written, in the author's order and with the parentheses that are needed and
no others, in the primitives of `Notation`. `Latex` and `MathML` are this class with those primitives replaced, so the
three cannot disagree about what a term says. It may import `symproof.terms` and its neighbours in this package. Nothing
is evaluated, sorted or simplified here.
"""

from __future__ import annotations

from typing import Any

from symproof.terms.calculus import Derivative, Limit
from symproof.terms.core import Number, Symbol, Term, free_symbols, probability_like, register_printer
from symproof.terms.linear import Norm
from symproof.terms.logic import Eq, Exists, ForAll, HasDerivative, Member
from symproof.terms.probability import Indicator, Lebesgue
from symproof.terms.scalar import Abs, Exp, Mul, Neg, Pow
from symproof.terms.sorts import SCALAR, Function, Measure, Vector

from .notation import Level, Notation, Piece, can_be_left_out, is_silent, leaves, split_indices

WORDS = {"Variance": "Var", "Covariance": "Cov", "CovarianceOperator": "Cov", "Correlation": "Corr",
         "ConvexHull": "conv", "ConicHull": "cone"}
"""Operator names that are not the class's own name in small letters."""

CONNECTIVES = {"And": ("∧", "⋀", "⊤", Level.AND), "Or": ("∨", "⋁", "⊥", Level.OR)}
INFERENCES = {"Implies": ("⟹", Level.IMPLIES), "Iff": ("⟺", Level.IFF)}
RELATIONS = {"Eq": "=", "Ne": "≠", "Lt": "<", "Le": "≤", "Gt": ">", "Ge": "≥", "Member": "∈"}


def is_plainly_nonnegative(term: Any) -> bool:
    """Whether bars around a term would add nothing: exponentials, magnitudes, even powers, and their products."""
    if isinstance(term, Mul):
        return all(map(is_plainly_nonnegative, term.arguments))
    if isinstance(term, Pow):
        exponent = term.arguments[1]
        return isinstance(exponent, Number) and exponent.value.denominator == 1 and exponent.value % 2 == 0
    return isinstance(term, (Abs, Exp, Norm, Indicator))


class Text(Notation):
    """Terms as `Piece`s, by default of Unicode text."""

    def show(self, term: Term) -> str:
        """The markup of a whole term; its only free ω, if it has one, is left out where possible."""
        outcomes = [symbol for symbol in free_symbols(term) if is_silent(symbol)]
        silent = len(outcomes) == 1 and can_be_left_out(outcomes[0], term)
        printer = type(self)(self.arrow, frozenset(outcomes)) if silent else self
        piece: Piece = printer(term)
        return piece.markup

    # -- names and numbers ------------------------------------------------------------------------------------------
    def Symbol(self, term: Any) -> Piece:
        return self.named(term)

    def Number(self, term: Any) -> Piece:
        value = term.value
        if value.denominator == 1:
            return Piece(self.digits(int(value)), Level.SUM if value < 0 else Level.ATOM, numeral=value >= 0)
        if value < 0:
            return Piece(self.row(self.sign("−"), self.ratio(-value)), Level.SUM, 1)
        return Piece(self.ratio(value), Level.PREFIX, 1, numeral=True)

    def IndexValue(self, term: Any) -> Piece:
        return Piece(self.digits(term.arguments[0]), numeral=True)

    def Size(self, term: Any) -> Piece:
        size = term.arguments[0]
        if isinstance(size, int):
            return Piece(self.row(self.word("dim"), self.acts(), self.space(Vector(size))), Level.PREFIX)
        return Piece(self.dimension(size))

    def Constant(self, term: Any) -> Piece:
        if term.arguments[0] == "pi":
            return Piece(self.letter("π"))
        return Piece(self.script(self.letter("γ"), self.letter("E")))

    def Infinity(self, term: Any) -> Piece:
        return Piece(self.row(self.sign("−") if term.arguments[0] < 0 else "", self.letter("∞")), Level.SUM)

    def Lambda(self, term: Any) -> Piece:
        *variables, body = term.arguments
        inner = self
        for variable in variables:
            inner = inner.under(variable)
        listed = self.listed([inner(variable) for variable in variables])
        head = self.group(listed) if len(variables) > 1 else listed
        return inner.joined(Level.QUANTIFIED, head, self.operation("↦"), inner(body), open=True)

    def App(self, term: Any) -> Piece:
        function = term.arguments[0]
        indices, others = split_indices(term)
        below = self.row(*[part for index in indices for part in (self.sign(","), self(index).markup)][1:])
        if isinstance(function, Symbol):
            head = self.named(function, below)
        else:
            head = self(function)
            head = self.script_piece(self.group(head), below) if below else head
        silent = isinstance(function, Symbol) and len(others) == 1 and others[0] in self.left_out
        if not others or silent:
            return head
        if isinstance(term.sort, Measure):
            given = self.listed(map(self, others))
            return self.call(head.markup, self.joined(Level.SUM, self.letter("⋅"), self.operation("∣"), given))
        return self.call(head.markup, *map(self, others))

    # -- arithmetic -------------------------------------------------------------------------------------------------
    def Add(self, term: Any) -> Piece:
        first, *rest = term.arguments
        parts: list[str | Piece] = [self(first)]
        for summand in rest:
            negative = isinstance(summand, Neg)
            value = self(summand.arguments[0] if negative else summand)
            parts += [self.operation("−" if negative else "+"), self.within(value, Level.PRODUCT)]
        return self.joined(Level.SUM, *parts)

    def Neg(self, term: Any) -> Piece:
        value = self(term.arguments[0])
        if isinstance(term.arguments[0], Number):
            value = self.group(value)
        return self.joined(Level.SUM, self.sign("−"), self.within(value, Level.PRODUCT))

    def Mul(self, term: Any) -> Piece:
        first, *rest = term.arguments
        product = left = self.within(self(first), Level.PRODUCT, last=False)
        for position, factor in enumerate(rest, start=1):
            right = self.within(self(factor), Level.ACTION, last=position == len(rest))
            product = self.product(Level.PRODUCT, product, right, self.times(left, right))
            left = right
        return product

    def Scale(self, term: Any) -> Piece:
        factor, value = map(self, term.arguments)
        left, right = self.within(factor, Level.PRODUCT, last=False), self.within(value, Level.ACTION)
        return self.product(Level.PRODUCT, left, right, self.times(left, right))

    def Div(self, term: Any) -> Piece:
        return self.fraction(*map(self, term.arguments))

    def Pow(self, term: Any) -> Piece:
        base, exponent = self(term.arguments[0]), self(term.arguments[1])
        if base.markup == self.letter("e"):
            base = self.group(base)
        power = term.arguments[1]
        if isinstance(power, Number) and power.value.denominator > 1:
            over = self.row(self.digits(power.value.numerator), self.sign("/"), self.digits(power.value.denominator))
            exponent = Piece(over)
        return self.script_piece(self.within(base, Level.ATOM), sup=exponent.markup)

    def Factorial(self, term: Any) -> Piece:
        value = self.within(self(term.arguments[0]), Level.ATOM)
        return Piece(self.row(value.markup, self.sign("!")), Level.POWER, value.height, numeral=value.numeral)

    # -- elementary functions ---------------------------------------------------------------------------------------
    def function(self, term: Any) -> Piece:
        """A function written by its word, log(x)."""
        name = type(term).__name__
        return self.call(self.word(WORDS.get(name, name.lower())), *map(self, term.arguments))

    Log = Sin = Cos = Tan = Arcsin = Arccos = Arctan = Tanh = Erf = Sign = ConvexHull = ConicHull = function

    def extremum(self, term: Any) -> Piece:
        return self.call(self.word(type(term).__name__.lower()), *map(self, term.arguments), kind="{}")

    Max = Min = extremum

    def normal(self, term: Any) -> Piece:
        """The standard normal φ(x) and Φ(x), and the measures N(μ, Σ)."""
        letter = {"NormalDensity": "φ", "NormalCDF": "Φ"}.get(type(term).__name__, "𝒩")
        return self.call(self.letter(letter), *map(self, term.arguments))

    NormalDensity = NormalCDF = Normal = Gaussian = normal

    def magnitude(self, term: Any) -> Piece:
        value = self(term.arguments[0])
        return Piece(self.fence("||" if type(term).__name__ == "Abs" else "‖‖", value), height=value.height)

    Abs = Norm = magnitude

    def Sqrt(self, term: Any) -> Piece:
        return self.root(self(term.arguments[0]))

    def Exp(self, term: Any) -> Piece:
        argument = self(term.arguments[0])
        if argument.height == 0 and leaves(term.arguments[0]) <= self.exponential_size:
            return self.script_piece(Piece(self.letter("e")), sup=argument.markup)
        return self.function(term)

    # -- special functions, cases, complex numbers ------------------------------------------------------------------
    def Special(self, term: Any) -> Piece:
        return self.call(self.word(term.arguments[0]), *map(self, term.arguments[1:]))

    def IfThenElse(self, term: Any) -> Piece:
        """cases(P: a; else b), on one line."""
        condition, value, otherwise = map(self, term.arguments)
        listed = self.joined(Level.QUANTIFIED, value, self.phrase(" if "), condition, self.phrase(", else "), otherwise)
        return self.group(listed)

    def ImaginaryUnit(self, term: Any) -> Piece:
        return Piece(self.letter("i"))

    def complex_part(self, term: Any) -> Piece:
        words = {"RealPart": "Re", "ImaginaryPart": "Im", "Argument": "arg", "Conjugate": "conj"}
        return self.call(self.word(words[type(term).__name__]), *map(self, term.arguments))

    RealPart = ImaginaryPart = Argument = Conjugate = complex_part

    # -- vectors and operators --------------------------------------------------------------------------------------
    def Inner(self, term: Any) -> Piece:
        listed = self.listed(map(self, term.arguments))
        return Piece(self.fence("⟨⟩", listed), height=listed.height)

    def Coordinates(self, term: Any) -> Piece:
        """(c_1, …, c_n); a single entry keeps a comma, which tells it from a scalar in parentheses."""
        listed = self.listed(map(self, term.arguments))
        return self.group(listed if len(term.arguments) > 1 else self.joined(Level.SUM, listed, self.sign(",")))

    def Apply(self, term: Any) -> Piece:
        operator, value = map(self, term.arguments)
        left, right = self.within(operator, Level.ACTION, last=False), self.within(value, Level.PREFIX)
        return self.product(Level.ACTION, left, right, self.acts())

    Compose = Apply

    def Outer(self, term: Any) -> Piece:
        left, right = (self.within(self(part), level, last=False)
                       for part, level in zip(term.arguments, (Level.PREFIX, Level.ATOM), strict=True))
        transposed = self.script_piece(right, sup=self.letter("⊤"))
        return self.product(Level.ACTION, left, transposed, self.acts())

    def exponent(self, term: Any) -> Piece:
        """Aᵀ and A⁻¹."""
        mark = self.letter("⊤") if type(term).__name__ == "Transpose" else self.digits(-1)
        return self.script_piece(self.within(self(term.arguments[0]), Level.ATOM), sup=mark)

    Transpose = Inverse = exponent

    def Identity(self, term: Any) -> Piece:
        return Piece(self.script(self.letter("I"), self.dimension(term.arguments[0])))

    def Zero(self, term: Any) -> Piece:
        sort = term.sort
        below = self.dimension(sort.dimension) if isinstance(sort, Vector) else self.row(
            self.dimension(sort.target), self.sign("×"), self.dimension(sort.source))
        return Piece(self.script(self.digits(0), below), numeral=True)

    def Kronecker(self, term: Any) -> Piece:
        left, right = map(self, term.arguments)
        return Piece(self.script(self.letter("δ"), self.row(left.markup, self.thin(), right.markup)))

    def Gradient(self, term: Any) -> Piece:
        function = self(term.arguments[0])
        if not isinstance(term.arguments[0], Symbol):
            function = self.group(function)
        return self.joined(Level.PREFIX, self.sign("∇"), function)

    # -- calculus ---------------------------------------------------------------------------------------------------
    def prefixed(self, head: str, body: Piece) -> Piece:
        """A big operator before its body, which may be a product but not a sum."""
        inner = self.within(body, Level.PRODUCT)
        return Piece(self.row(head, inner.markup), Level.PREFIX, 2, open=True)

    def Sum(self, term: Any) -> Piece:
        var, lower, upper, body = term.arguments
        start = self.row(self(var).markup, self.sign("="), self(lower).markup)
        return self.prefixed(self.large("∏" if type(term).__name__ == "Product" else "∑", start, self(upper).markup),
                             self(body))

    Product = Sum

    def FamilySum(self, term: Any) -> Piece:
        var, body = term.arguments
        start = self.row(self(var).markup, self.sign("="), self.digits(1))
        return self.prefixed(self.large("∑", start, self.dimension(var.sort.size)), self(body))

    def differential(self, var: Any) -> str:
        return self.row(self.letter("d"), self(var).markup)

    def Integral(self, term: Any) -> Piece:
        var, lower, upper, body = term.arguments
        sign = self.large("∫", self(lower).markup, self(upper).markup)
        inner = self.within(self(body), Level.PRODUCT)
        return Piece(self.row(sign, inner.markup, self.thin(), self.differential(var)), Level.PREFIX, 2)

    def Derivative(self, term: Any) -> Piece:
        """d body/dvar, with a bar that says where unless it is at var itself; also the left side of HasDerivative."""
        var, body, at = term.arguments[:3]
        by = self.fraction(Piece(self.letter("d")), Piece(self.differential(var))).markup
        if at is var:
            return self.prefixed(self.row(by, self.thin()), self(body))
        inner = self.within(self(body), Level.PRODUCT, last=False)
        place = self.row(self(var).markup, self.sign("="), self(at).markup)
        return Piece(self.evaluated(self.row(by, self.thin(), inner.markup), place), Level.PREFIX, 2)

    def Limit(self, term: Any) -> Piece:
        """lim_{var→point} body; also the left side of HasLimit."""
        var, point, body = term.arguments[:3]
        where, direction = self(point), term.arguments[-1]
        if direction:
            where = self.script_piece(self.within(where, Level.ATOM), sup=self.sign(direction))
        return self.prefixed(self.limit_word(self.row(self(var).markup, self.sign("→"), where.markup)), self(body))

    def BigO(self, term: Any) -> Piece:
        var, order = term.arguments
        power = self.within(self(var), Level.ATOM)
        if order.value != 1:
            power = self.script_piece(power, sup=self(order).markup)
        return self.call(self.letter("O"), power)

    # -- probability ------------------------------------------------------------------------------------------------
    def Expectation(self, term: Any) -> Piece:
        outcome, measure, body = term.arguments
        inner, sub = self.measured(outcome, measure, body)
        head = self.with_subscript(self.letter("𝔼"), sub)
        if type(body) is type(term):
            return self.joined(Level.PREFIX, head, self.acts(), inner(body))
        return self.call(head, inner(body), kind="[]")

    def ConditionalExpectation(self, term: Any) -> Piece:
        outcome, measure, body, event = term.arguments
        inner, sub = self.measured(outcome, measure, body, event)
        content = self.joined(Level.SUM, inner(body), self.operation("∣"), inner(event))
        return self.call(self.with_subscript(self.letter("𝔼"), sub), content, kind="[]")

    def moment(self, term: Any) -> Piece:
        """A functional of random quantities under a measure, such as Cov_μ(X, Y)."""
        outcome, measure, *random = term.arguments
        inner, sub = self.measured(outcome, measure, *random)
        name = type(term).__name__
        head = self.letter("ℙ") if name == "Probability" else self.word(WORDS[name])
        return self.call(self.with_subscript(head, sub), *map(inner, random))

    Variance = Covariance = Correlation = CovarianceOperator = Probability = moment

    def Indicator(self, term: Any) -> Piece:
        return self.call(self.letter("𝟏"), self(term.arguments[0]), kind="{}")

    def integral_over(self, outcome: Any, measure: Any, body: Any, bars: str = "") -> Piece:
        """∫ body dμ, ∫ body μ(dy), or ∫_{R^d} body dx for Lebesgue measure; the body within bars if asked."""
        silent = can_be_left_out(outcome, body)
        inner = self.under(outcome, silent)
        value = inner(body)
        value = Piece(self.fence(bars, value)) if bars else self.within(value, Level.PRODUCT)
        differential = inner.differential(outcome)
        domain = ""
        if isinstance(measure, Lebesgue):
            domain = self.space(outcome.sort)
        else:
            weighing = self.within(self(measure), Level.POWER)
            differential = (self.row(self.letter("d"), weighing.markup) if silent
                            else self.call(weighing.markup, Piece(differential)).markup)
        sign = self.large("∫", domain)
        return Piece(self.row(sign, value.markup, self.thin(), differential), Level.PREFIX, 2)

    def MeasureIntegral(self, term: Any) -> Piece:
        return self.integral_over(*term.arguments)

    def Tilt(self, term: Any) -> Piece:
        outcome, measure, score = term.arguments
        silent = can_be_left_out(outcome, score)
        inner = self.under(outcome, silent)
        shown = inner(score).markup
        if not silent:
            shown = self.row(inner(outcome).markup, self.sign("↦"), shown)
        return self.script_piece(self.within(self(measure), Level.ATOM), sup=shown)

    def Discrete(self, term: Any) -> Piece:
        """A sum of weighted point masses, ½ δ_x + ½ δ_y."""
        parts: list[str | Piece] = []
        for weight, point in term.atoms:
            mass = Piece(self.script(self.letter("δ"), self(point).markup))
            share = mass if weight.value == 1 else self.product(Level.PRODUCT, self(weight), mass, self.acts())
            parts += [self.operation("+"), share]
        return self.joined(Level.SUM if len(parts) > 2 else Level.ATOM, *parts[1:])

    def Lebesgue(self, term: Any) -> Piece:
        return Piece(self.script(self.word("Leb"), self.space(term.arguments[0])))

    def Integrable(self, term: Any) -> Piece:
        outcome, measure, body = term.arguments
        bars = "" if is_plainly_nonnegative(body) else "||" if body.sort == SCALAR else "‖‖"
        if not probability_like(measure):
            size = self.integral_over(outcome, measure, body, bars)
        else:
            inner, sub = self.measured(outcome, measure, body)
            head = self.with_subscript(self.letter("𝔼"), sub)
            size = self.call(head, inner(body), kind="[]") if not bars else self.joined(
                Level.SUM, head, inner.fence(bars, inner(body)))
        return self.joined(Level.RELATION, size, self.operation("<"), self.letter("∞"))

    def DominatedDerivative(self, term: Any) -> Piece:
        var, at, outcome, measure, body = term.arguments
        by = self.fraction(Piece(self.letter("d")), Piece(self.differential(var)))
        inner, sub = self.measured(outcome, measure, body)
        mean = self.call(self.with_subscript(self.letter("𝔼"), sub), inner(body), kind="[]")
        inside = mean if probability_like(measure) else self.integral_over(outcome, measure, body)
        place = self.row(self(var).markup, self.operation("="), self(at).markup)
        return self.joined(Level.RELATION, by, self.phrase(" may be taken inside "), inside, self.phrase(" at "), place)

    # -- relations and connectives ----------------------------------------------------------------------------------
    def compared(self, sign: str, left: Any, right: Any) -> Piece:
        sides = [self.within(self(side), Level.SUM) for side in (left, right)]
        return self.joined(Level.RELATION, sides[0], self.operation(sign), sides[1])

    def relation(self, term: Any) -> Piece:
        return self.compared(RELATIONS[type(term).__name__], *term.arguments)

    Lt = Le = Gt = Ge = Member = relation

    def equality(self, term: Any) -> Piece:
        """Equality; `lim f = a` and `df/dx = a` without parentheses belong to HasLimit and HasDerivative."""
        left, right = term.arguments
        if isinstance(left.sort, Function):
            return self.compared("≡" if isinstance(term, Eq) else "≢", left, right)
        if isinstance(left, (Limit, Derivative)):
            sign = self.operation(RELATIONS[type(term).__name__])
            return self.joined(Level.RELATION, self.group(self(left)), sign, self.within(self(right), Level.SUM))
        return self.relation(term)

    Eq = Ne = equality

    def attained(self, term: Any) -> Piece:
        """The statements that a derivative or a limit exists and what it is."""
        derivative = isinstance(term, HasDerivative)
        left = self.Derivative(term) if derivative else self.Limit(term)
        value = self.within(self(term.arguments[3]), Level.SUM)
        return self.joined(Level.RELATION, left, self.operation("="), value)

    HasDerivative = HasLimit = attained

    def Asymptotic(self, term: Any) -> Piece:
        var, left, right = term.arguments
        equation = self.joined(Level.RELATION, self(left), self.operation("="), self(right))
        if not self.arrow:
            return equation
        arrow = self.joined(Level.ATOM, self(var), self.sign("→"), self.digits(0))
        return self.joined(Level.RELATION, equation, self.quad(), self.group(arrow))

    def connected(self, term: Any) -> Piece:
        """And, Or; of one statement with a big sign, of none as ⊤ or ⊥."""
        sign, big, empty, level = CONNECTIVES[type(term).__name__]
        parts = [self(part) for part in term.arguments]
        if not parts:
            return Piece(self.letter(empty))
        if len(parts) == 1:
            return self.joined(Level.NOT, self.sign(big), self.group(parts[0]))
        row: list[str | Piece] = []
        for part in parts:
            row += [self.operation(sign), self.within(part, Level(level + 1), last=False)]
        return self.joined(level, *row[1:])

    And = Or = connected

    def Not(self, term: Any) -> Piece:
        statement = term.arguments[0]
        if isinstance(statement, Exists):
            return self.quantified("∄", *statement.arguments)
        if isinstance(statement, Member):
            return self.compared("∉", *statement.arguments)
        value = self(statement)
        return self.joined(Level.NOT, self.sign("¬"), value if value.level in (Level.NOT, Level.ATOM)
                           else self.group(value))

    def inferred(self, term: Any) -> Piece:
        sign, level = INFERENCES[type(term).__name__]
        left, right = map(self, term.arguments)
        premise = self.within(left, Level(level + 1), last=False)
        conclusion = right if right.level is Level.QUANTIFIED else self.within(right, Level(level + 1))
        return self.joined(level, premise, self.operation(sign), conclusion, open=conclusion.open)

    Implies = Iff = inferred

    def quantified(self, sign: str, var: Any, body: Any) -> Piece:
        inner = self.under(var)
        return self.joined(Level.QUANTIFIED, self.sign(sign), self.binder(var), self.colon(), inner(body), open=True)

    def quantifier(self, term: Any) -> Piece:
        return self.quantified("∀" if isinstance(term, ForAll) else "∃", *term.arguments)

    ForAll = Exists = quantifier

    # -- properties and sets ----------------------------------------------------------------------------------------
    def described(self, term: Any) -> Piece:
        """A ≽ 0, A ≻ 0, x ∈ ℤ, f ∈ C^k."""
        value = self.within(self(term.arguments[0]), Level.SUM)
        sign, what = {
            "PositiveSemidefinite": ("≽", self.digits(0)), "PositiveDefinite": ("≻", self.digits(0)),
            "IsInteger": ("∈", self.letter("ℤ")),
        }.get(type(term).__name__, ("∈", ""))
        what = what or self.script(self.letter("C"), sup=self(term.arguments[1]).markup)
        return self.joined(Level.RELATION, value, self.operation(sign), what)

    PositiveSemidefinite = PositiveDefinite = IsInteger = ContinuouslyDifferentiable = described

    def Symmetric(self, term: Any) -> Piece:
        value = self.within(self(term.arguments[0]), Level.SUM)
        return self.joined(Level.RELATION, value, self.phrase(" is symmetric"))

    def SetBuilder(self, term: Any) -> Piece:
        var, condition = term.arguments
        content = self.joined(Level.SUM, self.binder(var), self.colon(), self.under(var)(condition))
        return Piece(self.fence("{}", content), height=content.height)

    def OpenHalfSpace(self, term: Any) -> Piece:
        normal, offset = map(self, term.arguments)
        inner = self.listed([Piece(self.letter("⋅")), normal])
        product = Piece(self.fence("⟨⟩", inner), height=inner.height)
        content = self.joined(Level.RELATION, product, self.operation(">"), self.within(offset, Level.SUM))
        return Piece(self.fence("{}", content), height=content.height)


def text(term: Term, arrow: bool = True) -> str:
    """A term on one line of Unicode, e.g. `E[φ·t] + λ·Cov(φ, t)`."""
    return Text(arrow).show(term)


def install_printers() -> None:
    """Let terms show themselves: `repr` as text, in Jupyter as LaTeX."""
    from .latex import latex

    register_printer("text", text)
    register_printer("latex", latex)
