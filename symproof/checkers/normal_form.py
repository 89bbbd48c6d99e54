"""Equality of scalars by a normal form: quotients of Laurent polynomials over atoms. Trusted.

`normal(term)` returns a `Quotient` and the obligations under which term = quotient: denominators that must not vanish,
roots and logarithms that need a sign, integrals that may only be split when the parts are integrable. What it knows:
field arithmetic; rational powers; powers with symbols in the exponent; e^(a+b) = e^a e^b;
e^(x log y) = y^x; log of products and powers; |−x| = |x|, |x|² = x²; max and min by |·|;
sin² + cos² = 1; Φ by erf; bilinearity of ⟨·,·⟩ (with `linear_form`); linearity of sums, integrals and expectations;
Cov, Var and Corr by their definitions. Anything else is an atom, compared up to the names of bound symbols.
"""

from collections.abc import Callable

from symproof.terms import Operator, SCALAR, Term, Vector, canonical

from .quotients import Quotient, atomic, quotient_term, same

Obligations = dict[Term, None]
Rule = Callable[[Term, Obligations], Quotient]
_MEMO: dict[Term, tuple[Quotient, Obligations]] = {}
_RULES: dict[type, Rule] = {}


def rule(*classes: type) -> Callable[[Rule], Rule]:
    """Register the normal form of term classes; a class without a rule is an atom."""
    def register(function: Rule) -> Rule:
        for each in classes:
            _RULES[each] = function
        return function

    return register


def normal(term: Term) -> tuple[Quotient, Obligations]:
    """The normal form of a scalar term, and what it rests on."""
    found = _MEMO.get(term)
    if found is None:
        obligations: Obligations = {}
        found = (_RULES.get(type(term), generic)(term, obligations), obligations)
        _MEMO[term] = found
    return found


def normal_into(term: Term, obligations: Obligations) -> Quotient:
    quotient, more = normal(term)
    obligations.update(more)
    return quotient


def equal(left: Term, right: Term) -> Obligations | None:
    """The obligations under which left = right, or None when the normal forms differ."""
    if left.sort == SCALAR:
        obligations: Obligations = {}
        a, b = normal_into(left, obligations), normal_into(right, obligations)
        return obligations if same(a, b) else None
    from .linear_form import equal_linear

    return equal_linear(left, right)


def standard(term: Term, obligations: Obligations) -> Term:
    """A scalar, vector or operator rewritten to its normal form; other sorts up to bound names."""
    if term.sort == SCALAR:
        return quotient_term(normal_into(term, obligations))
    if isinstance(term.sort, (Vector, Operator)):
        from .linear_form import linear_standard

        return linear_standard(term, obligations)
    return term


def generic(term: Term, obligations: Obligations) -> Quotient:
    """An atom: its unbound scalar, vector and operator arguments are put into normal form first."""
    if not term.binding()[0] and term.children:
        parts = [standard(p, obligations) if isinstance(p, Term) and _plain(p) else p for p in term.arguments]
        rebuilt = type(term)(*parts)
        if type(rebuilt) is not type(term):
            return normal_into(rebuilt, obligations)
        term = rebuilt
    return atomic(canonical(term))


def _plain(part: Term) -> bool:
    return part.sort == SCALAR or isinstance(part.sort, (Vector, Operator))


from . import arithmetic, binders, elementary  # noqa: E402,F401 — their rules register themselves
