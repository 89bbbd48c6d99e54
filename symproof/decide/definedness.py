"""Where a claim speaks: the conditions under which every subterm of it is defined in the real numbers.

`definedness(statement)` lists them, for every class of terms: denominators are not 0, logarithms are of positive numbers,
roots of nonnegative ones, integrals converge absolutely, series converge, limits and derivatives exist. What stands
under a binder is asked for all values in its range; a branch of a case distinction only where it applies; the body of a
limit, and both sides of a claim with a remainder, near the point. `prove_definedness` proves what it can, and hands back
the rest: these are what an undecided claim would follow from.

The conditions are strict and about the reals: where √x has a negative x the claim is not about real numbers, even if it
may hold in the complex ones. A term that no rule knows gives the false statement, so that nothing is proved of it; so
does a class that a later language adds, until it is put into the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from symproof import kernel
from symproof.checkers.signs import sign
from symproof.kernel import KernelError, Theorem
from symproof.terms import (COMPLEX, FALSE, SCALAR, TRUE, Abs, Add, And, Arccos, Arcsin, Arctan, Argument, Conjugate, Constant,
                            Cos, Derivative, Div, Eq, Erf, Exists, Exp, Factorial, ForAll, Ge, Gt, HasDerivative,
                            HasLimit, IfThenElse, Iff, ImaginaryPart, ImaginaryUnit, Implies, Indicator, Infinity,
                            Integrable, Integral, IsInteger, Le, Lebesgue, Limit, Log, Lt, Max, Min, Mul, Ne, Neg,
                            NormalCDF, NormalDensity, Not, Number, Or, Pow, Product, RealPart, Sign, Sin, Special,
                            Sqrt, Sum, Symbol, Tan, Tanh, Term, TermError, alpha_equal, canonical, free_symbols, fresh,
                            oo, substitute)

from .claim import Claim, Remainder
from .context import Context, guarded

Conditions = Iterator[Term]
Wrap = Callable[[Term], Term]
RADII = (1, 10, 1000)
_TOTAL = (Number, Symbol, Constant, Infinity, ImaginaryUnit, Add, Neg, Mul, Abs, Exp, Sin, Cos, Arctan, Tanh, Erf, Max,
          Min, Sign, NormalCDF, NormalDensity, Eq, Ne, Lt, Le, Gt, Ge, And, Or, Not, Implies, Iff, Indicator, IsInteger,
          RealPart, ImaginaryPart, Conjugate)


def definedness(statement: Term) -> list[Term]:
    """The conditions under which every subterm of a statement is defined, without those that the form of terms shows."""
    return _distinct(_conditions(statement))


def prove_definedness(claim: Claim, context: Context) -> tuple[list[Theorem], list[Term]]:
    """Theorems for the conditions that follow from the hypotheses, and the conditions that are left."""
    wanted = definedness(claim.statement)
    if claim.remainder is not None:
        wanted = near_conditions(claim)
    proved: list[Theorem] = []
    left: list[Term] = []
    for statement in wanted:
        context.check_time()
        proof = _proof(statement, context)
        if proof is None or context.open_conditions(proof):
            left.append(statement)
        else:
            proved.append(proof)
    return proved, left


def near_conditions(claim: Claim) -> list[Term]:
    """The conditions of a claim with a remainder: those with its variable near the point only."""
    remainder = claim.remainder
    if remainder is None:
        return definedness(claim.statement)
    x = remainder.variable
    every = _distinct(c for t in (claim.statement, remainder.gauge) for c in _conditions(t))
    return _distinct(_near(c, x, remainder) if x in free_symbols(c) else c for c in every)


def _real_twin(x: Symbol, terms: list[Term]) -> Symbol:
    """A symbol for x without its domain, which a derivative looks beyond."""
    names: set[Symbol] = {x}
    for term in terms:
        names |= free_symbols(term)
    return x if x.domain == "real" else fresh(Symbol(x.name), names)


def _distinct(conditions: Iterator[Term] | Any) -> list[Term]:
    kept: dict[Term, Term] = {}
    for condition in conditions:
        if condition is not TRUE:
            kept.setdefault(canonical(condition), condition)
    return list(kept.values())


# -- the conditions, class by class -----------------------------------------------------------------------------------
def _conditions(term: Term) -> Conditions:
    rule = _RULES.get(type(term))
    if term.sort == COMPLEX:
        yield from _complex(term)
    elif rule is not None:
        yield from rule(term)
    elif isinstance(term, _TOTAL):
        yield from _children(term)
    else:
        yield FALSE


def _children(term: Term) -> Conditions:
    for part in term.children:
        yield from _conditions(part)


def _needed(condition: Term) -> Conditions:
    """A condition, unless the form of its terms shows it."""
    try:
        kernel.sign_of_form(condition)
    except (KernelError, TermError):
        yield condition


def _complex(term: Term) -> Conditions:
    """Arithmetic and entire functions of complex numbers are defined; a real denominator must not vanish."""
    if isinstance(term, Div) and term.arguments[1].sort == SCALAR:
        yield from _needed(Ne(term.arguments[1], 0))
    elif isinstance(term, Pow):
        if not (isinstance(term.arguments[1], Number) and term.arguments[1].value.denominator == 1
                and term.arguments[1].value >= 0):
            yield from _needed(Lt(0, term.arguments[0])) if term.arguments[0].sort == SCALAR else iter((FALSE,))
    elif not isinstance(term, (ImaginaryUnit, Add, Neg, Mul, Exp, Sin, Cos, Conjugate, Sqrt)):
        yield FALSE
    yield from _children(term)


def _div(term: Term) -> Conditions:
    yield from _children(term)
    yield from _needed(Ne(term.arguments[1], 0))


def _pow(term: Term) -> Conditions:
    yield from _children(term)
    base, exponent = term.arguments
    if isinstance(exponent, Number):
        value = exponent.value
        if value.denominator == 1:
            if value < 0:
                yield from _needed(Ne(base, 0))
        else:
            yield from _needed(Le(0, base) if value > 0 else Lt(0, base))
    elif sign(base) != "+":
        yield Or(Lt(0, base), And(IsInteger(exponent), Or(Le(0, exponent), Ne(base, 0))), And(Le(0, base), Lt(0, exponent)))


def _of_argument(*conditions: Callable[[Term], Term]) -> Callable[[Term], Conditions]:
    def rule(term: Term) -> Conditions:
        yield from _children(term)
        for condition in conditions:
            yield from _needed(condition(term.arguments[0]))

    return rule


def _argument_of(term: Term) -> Conditions:
    yield from _children(term)
    if term.arguments[0].sort == SCALAR:
        yield from _needed(Ne(term.arguments[0], 0))
    else:
        yield FALSE


def _cases(term: Term) -> Conditions:
    condition, value, otherwise = term.arguments
    yield from _conditions(condition)
    for part in _conditions(value):
        yield Implies(condition, part)
    for part in _conditions(otherwise):
        yield Implies(Not(condition), part)


def _not_a_pole(x: Term) -> Term:
    return Or(Lt(0, x), Not(IsInteger(x)))


def _natural(x: Term) -> Term:
    return And(IsInteger(x), Le(0, x))


def _terminating(x: Term) -> Term:
    return And(IsInteger(x), Le(x, 0))


_SPECIAL: dict[str, Callable[..., tuple[Term, ...]]] = {
    **dict.fromkeys(("erfc", "erfi", "floor", "ceiling", "airyai", "airybi", "Si", "Shi", "Heaviside", "sinc"), lambda x: ()),
    **dict.fromkeys(("gamma", "digamma"), lambda x: (_not_a_pole(x),)),
    "loggamma": lambda x: (Lt(0, x),),
    "polygamma": lambda n, x: (_natural(n), _not_a_pole(x)),
    "beta": lambda a, b: (_not_a_pole(a), _not_a_pole(b)),
    "lowergamma": lambda s, x: (Lt(0, s), Le(0, x)),
    "uppergamma": lambda s, x: (Or(Lt(0, x), And(Lt(0, s), Le(0, x))),),
    "zeta": lambda s, a=None: (Ne(s, 1),) if a is None else (Ne(s, 1), Lt(0, a)),
    "polylog": lambda s, z: (Or(Lt(z, 1), And(Le(z, 1), Lt(1, s))),),
    "harmonic": lambda n, r=None: (Or(Lt(-1, n), Not(IsInteger(n))),) if r is None else (_natural(n),),
    "binomial": lambda n, k: (Or(Lt(-1, n), Not(IsInteger(n)), _natural(k)),),
    "rf": lambda x, k: (Or(_natural(k), And(Lt(0, x), Lt(0, x + k))),),
    "ff": lambda x, k: (Or(_natural(k), And(Lt(-1, x), Lt(-1, x - k))),),
    **dict.fromkeys(("factorial2", "fibonacci", "bernoulli", "catalan"), lambda n: (_natural(n),)),
    "mod": lambda x, y: (Ne(y, 0),),
    "gcd": lambda x, y: (IsInteger(x), IsInteger(y)),
    **dict.fromkeys(("besselj", "besseli"), lambda n, x: (Or(Lt(0, x), IsInteger(n), And(Le(0, n), Le(0, x))),)),
    **dict.fromkeys(("bessely", "besselk"), lambda n, x: (Lt(0, x),)),
    "Ei": lambda x: (Ne(x, 0),), "li": lambda x: (Lt(0, x), Ne(x, 1)),
    **dict.fromkeys(("Ci", "Chi"), lambda x: (Lt(0, x),)),
    "LambertW": lambda x: (Le(-Exp(Number(-1)), x),),
    "elliptic_k": lambda m: (Lt(m, 1),), "elliptic_e": lambda m: (Le(m, 1),),
    **dict.fromkeys(("hermite", "legendre", "laguerre", "chebyshevt", "chebyshevu"), lambda n, x: (_natural(n),)),
    "atan2": lambda y, x: (Or(Ne(y, 0), Ne(x, 0)),),
}


def _special(term: Term) -> Conditions:
    yield from _children(term)
    name, *arguments = term.arguments
    if name == "hyper":
        for condition in _hypergeometric(arguments):
            yield from _needed(condition)
    elif name in _SPECIAL:
        for condition in _SPECIAL[name](*arguments):
            yield from _simplified(condition)
    else:
        yield FALSE


def _simplified(condition: Term) -> Conditions:
    """A disjunction is dropped where the form shows one of its alternatives; a conjunction is taken apart."""
    if isinstance(condition, And):
        for part in condition.arguments:
            yield from _simplified(part)
    elif isinstance(condition, Or):
        if all(any(True for _ in _simplified(part)) for part in condition.arguments):
            yield condition
    else:
        yield from _needed(condition)


def _hypergeometric(arguments: list[Term]) -> Conditions:
    """The series converges: p ≤ q, or p = q + 1 and z < 1 (its continuation), or an upper parameter ends it."""
    p, q = (int(t.value) for t in arguments[:2] if isinstance(t, Number))
    upper, lower, z = arguments[2:2 + p], arguments[2 + p:2 + p + q], arguments[-1]
    for b in lower:
        yield from _simplified(_not_a_pole(b))
    if p > q:
        ends = [_terminating(a) for a in upper]
        at_one = [And(Le(z, 1), Lt(_total(upper), _total(lower)))] if p == q + 1 else []
        yield Or(Lt(z, 1), *at_one, *ends) if p == q + 1 else Or(*ends)


def _total(parameters: list[Term]) -> Term:
    return Number(0) if not parameters else parameters[0] if len(parameters) == 1 else Add(*parameters)


# -- binders ----------------------------------------------------------------------------------------------------------
def _inside(x: Symbol, low: Term, high: Term) -> Term | None:
    """x strictly between the ends of a range of integration; None for the whole line."""
    parts = [] if isinstance(low, Infinity) else [Lt(low, x)]
    parts += [] if isinstance(high, Infinity) else [Lt(x, high)]
    return None if not parts else parts[0] if len(parts) == 1 else And(*parts)


def _orders(low: Term, high: Term) -> list[tuple[Term, Term, Term | None]]:
    """The ends in ascending order, each with the premise under which they are; both orders where neither is evident."""
    if isinstance(low, Infinity) or isinstance(high, Infinity):
        turned = isinstance(low, Infinity) and low.arguments[0] > 0 or isinstance(high, Infinity) and high.arguments[0] < 0
        return [(high, low, None) if turned else (low, high, None)]
    for first, second in ((low, high), (high, low)):
        try:
            kernel.sign_of_form(Le(first, second))
            return [(first, second, None)]
        except (KernelError, TermError):
            continue
    return [(low, high, Le(low, high)), (high, low, Le(high, low))]


def _integral(term: Term) -> Conditions:
    x, low, high, body = term.arguments
    for end in (low, high):
        yield from _conditions(end)
    for first, second, premise in _orders(low, high):
        inside = _inside(x, first, second)
        for part in _conditions(body):
            limited = part if inside is None or x not in free_symbols(part) else Implies(inside, part)
            every = ForAll(x, limited) if x in free_symbols(limited) else limited
            yield every if premise is None else Implies(premise, every)
        whole = Integrable(x, Lebesgue(SCALAR), body if inside is None else Mul(Indicator(inside), body))
        yield whole if premise is None else Implies(premise, whole)


def _sum(term: Term) -> Conditions:
    k, low, high, body = term.arguments
    finite = [end for end in (low, high) if not isinstance(end, Infinity)]
    for end in finite:
        yield from _conditions(end)
        yield from _needed(IsInteger(end))
    if len(finite) == 2:
        yield from _needed(Le(low, high + 1))
    index = fresh(Symbol(k.name, SCALAR, "integer"), free_symbols(term))
    bounds: list[Term] = [Le(low, index)] if low in finite else []
    bounds += [Le(index, high)] if high in finite else []
    for part in _conditions(substitute(body, {k: index})):
        if index in free_symbols(part):
            part = part if not bounds else Implies(bounds[0] if len(bounds) == 1 else And(*bounds), part)
            yield ForAll(index, part)
        else:
            yield part
    if len(finite) < 2:
        if isinstance(term, Product):
            yield FALSE
        else:
            yield from _convergent(index, low, high, substitute(body, {k: index}))


def _convergent(index: Symbol, low: Term, high: Term, body: Term) -> Conditions:
    """The one-sided series of which an infinite sum is made converge."""
    turned = substitute(body, {index: Neg(index)})
    if isinstance(low, Infinity) and isinstance(high, Infinity):
        yield converges(index, Number(0), body)
        yield converges(index, Number(1), turned)
    elif isinstance(high, Infinity) and high.arguments[0] > 0:
        yield converges(index, low, body)
    elif isinstance(low, Infinity) and low.arguments[0] < 0:
        yield converges(index, Neg(high), turned)
    else:
        yield FALSE


def converges(index: Symbol, start: Term, body: Term) -> Term:
    """∃ a: the sums of body from `start` to ⌊N⌋ tend to a as N → ∞."""
    names = free_symbols(body) | free_symbols(start) | {index}
    to, value = fresh(Symbol("N"), names), fresh(Symbol("a"), names)
    return Exists(value, HasLimit(to, oo, Sum(index, start, Special("floor", to), body), value))


def _limit(term: Term) -> Conditions:
    x, point, body, direction = term.arguments
    yield from _conditions(point)
    for part in _conditions(body):
        yield _near(part, x, Remainder(x, point, Number(1), direction)) if x in free_symbols(part) else part
    value = fresh(Symbol("a"), free_symbols(term) | {x})
    yield Exists(value, HasLimit(x, point, body, value, direction))


def _near(condition: Term, x: Symbol, remainder: Remainder) -> Term:
    """The condition holds for all x near the point, on the sides from which it is approached, the point left out."""
    point = remainder.point
    radius = fresh(Symbol("r", SCALAR, "positive"), free_symbols(condition) | free_symbols(point) | {x})
    if isinstance(point, Infinity):
        where: Term = Lt(radius, x) if point.arguments[0] > 0 else Lt(x, -radius)
        return Exists(radius, ForAll(x, Implies(where, condition)))
    above, below = And(Lt(point, x), Lt(x, point + radius)), And(Lt(point - radius, x), Lt(x, point))
    zero = isinstance(point, Number) and point.value == 0
    sides = {"+": (above,), "-": (below,)}.get(remainder.direction, (above, below))
    if zero and x.domain in ("positive", "nonnegative"):
        sides = (above,)
    elif zero and x.domain == "negative":
        sides = (below,)
    return Exists(radius, ForAll(x, Implies(sides[0] if len(sides) == 1 else Or(*sides), condition)))


def _derivative(term: Term) -> Conditions:
    x, body, at = term.arguments
    yield from _conditions(at)
    twin = _real_twin(x, [body])
    for part in _smooth(substitute(body, {x: twin}), twin):
        yield from _simplified(substitute(part, {twin: at}))


def _smooth(term: Term, x: Symbol) -> Conditions:
    """Conditions at x under which the term is analytic there: all strict, so they hold near x too."""
    if x not in free_symbols(term):
        yield from _conditions(term)
        return
    if isinstance(term, Derivative):
        inner, body, at = term.arguments
        twin = fresh(_real_twin(inner, [body]), {x})
        yield from _smooth(at, x)
        for part in _smooth(substitute(body, {inner: twin}), twin):
            yield substitute(part, {twin: at})
        for part in _smooth(substitute(body, {inner: at}), x):
            yield part
        return
    if isinstance(term, (Integral, Sum, Product)):
        yield from _smooth_binder(term, x)
        return
    for child in term.children:
        yield from _smooth(child, x)
    parts = term.arguments
    if isinstance(term, (Sqrt, Log)):
        yield Lt(0, parts[0])
    elif isinstance(term, (Abs, Sign)):
        yield Ne(parts[0], 0)
    elif isinstance(term, (Max, Min)):
        for i, left in enumerate(parts):
            for right in parts[i + 1:]:
                yield Ne(left - right, 0)
    elif isinstance(term, (Arcsin, Arccos)):
        yield And(Lt(-1, parts[0]), Lt(parts[0], 1))
    elif isinstance(term, Div):
        yield Ne(parts[1], 0)
    elif isinstance(term, Tan):
        yield Ne(Cos(parts[0]), 0)
    elif isinstance(term, Pow):
        yield from _smooth_power(term)
    elif isinstance(term, Special):
        yield from _smooth_special(term)
    elif not isinstance(term, (Symbol, Add, Neg, Mul, Exp, Sin, Cos, Arctan, Tanh, Erf, NormalCDF, NormalDensity)):
        yield FALSE


def _smooth_power(term: Term) -> Conditions:
    base, exponent = term.arguments
    if isinstance(exponent, Number) and exponent.value.denominator == 1:
        if exponent.value < 0:
            yield Ne(base, 0)
    elif isinstance(exponent, Symbol) and exponent.domain in ("natural", "positive integer"):
        return
    else:
        yield Lt(0, base)


def _smooth_special(term: Term) -> Conditions:
    name, *arguments = term.arguments
    if name in ("floor", "ceiling"):
        yield Not(IsInteger(arguments[0]))
    elif name in ("erfc", "erfi", "airyai", "airybi", "Si", "Shi"):
        return
    elif name in ("gamma", "digamma", "loggamma", "Ci", "Chi", "Ei", "li"):
        yield Lt(0, arguments[0])
    elif name in ("besselj", "bessely", "besseli", "besselk", "uppergamma"):
        yield Lt(0, arguments[1])
    elif name == "lowergamma":
        yield And(Lt(0, arguments[0]), Lt(0, arguments[1]))
    elif name == "polygamma" and isinstance(arguments[0], Number):
        yield Lt(0, arguments[1])
    elif name == "LambertW":
        yield Lt(-Exp(Number(-1)), arguments[0])
    else:
        yield FALSE


def _smooth_binder(term: Term, x: Symbol) -> Conditions:
    """An integral or sum with a parameter: that it has a derivative is asked as such."""
    yield from _conditions(term)
    value = fresh(Symbol("a"), free_symbols(term))
    yield Exists(value, HasDerivative(x, term, x, value))


_RULES: dict[type, Callable[[Term], Conditions]] = {
    Div: _div, Pow: _pow, Sqrt: _of_argument(lambda u: Le(0, u)), Log: _of_argument(lambda u: Lt(0, u)),
    Tan: _of_argument(lambda u: Ne(Cos(u), 0)), Factorial: _of_argument(IsInteger, lambda u: Le(0, u)),
    Arcsin: _of_argument(lambda u: Le(-1, u), lambda u: Le(u, 1)),
    Arccos: _of_argument(lambda u: Le(-1, u), lambda u: Le(u, 1)), Argument: _argument_of, IfThenElse: _cases,
    Special: _special, Integral: _integral, Sum: _sum, Product: _sum, Derivative: _derivative, Limit: _limit,
}


# -- proofs -----------------------------------------------------------------------------------------------------------
def _proof(condition: Term, context: Context) -> Theorem | None:
    if condition is FALSE:
        return None
    if isinstance(condition, Exists):
        body = condition.arguments[1]
        if isinstance(body, ForAll):
            return _near_proof(condition, context)
        return guarded(_existence, condition, context)
    return context.prove(condition)


def _near_proof(condition: Term, context: Context) -> Theorem | None:
    """∃ r: by the leading term at the point, or by some r."""
    from .asymptotics.neighbourhoods import prove_near

    found = guarded(prove_near, condition, context)
    if found is not None and not context.open_conditions(found):
        return found
    radius, body = condition.arguments
    for scale in RADII:
        value = Number(scale) if isinstance(body.arguments[1].arguments[0], Lt) else Number(1, scale)
        proof = context.prove(substitute(body, {radius: value}))
        if proof is not None:
            return context.settle(kernel.witness(condition, value, proof))
    return None


def _existence(condition: Term, context: Context) -> Theorem | None:
    """A value that exists: the limit, derivative or sum that an engine finds."""
    fact = condition.arguments[1]
    found: Theorem | None = None
    if isinstance(fact, HasLimit) and isinstance(fact.arguments[2], Sum):
        from .sums.summation import prove_convergent

        index, start, _, body = fact.arguments[2].arguments
        found = prove_convergent(Sum(index, start, oo, body), context)
    elif isinstance(fact, HasLimit):
        from .asymptotics.limits import prove_limit

        x, point, body, _, direction = fact.arguments
        found = prove_limit(x, point, body, direction, context)
    elif isinstance(fact, HasDerivative):
        x, body, at, _ = fact.arguments
        found = context.settle(kernel.differentiate(x, body, at))
    if found is None:
        return None
    if alpha_equal(found.statement, condition):
        return found
    return context.settle(kernel.witness(condition, found.statement.arguments[3], found))
