"""Calculus: Taylor expansion, orders of magnitude, differentiation, antiderivatives, integration by parts."""

from __future__ import annotations

from typing import Any

from symproof import kernel
from symproof.decide.prover import Unproved, law_instance
from symproof.decide.rewriting import NotConvertible, abstract, equation_rule, hole_for
from symproof.kernel import KernelError, Theorem
from symproof.terms import (SCALAR, Add, Asymptotic, BigO, Derivative, Div, Eq, Expectation, HasDerivative, Infinity,
                            Integral, Lambda, Mul, Neg, Number, Pow, Symbol, Term, TermError, alpha_equal, free_symbols,
                            fresh, oo, substitute, subterms)
from symproof.terms.calculus import has_remainder

from .algebraic import compare
from .appeal import applied
from .base import Goal, Situation, Step, StepError, link_by_rewriting
from .orders import settle_orders

_ARITHMETIC = (Add, Neg, Mul, Div)


def _order_of(goal: Goal) -> int:
    orders = [int(part.arguments[1].arguments[0]) for part in _remainders(goal.right)]
    if not orders:
        raise StepError("the right side of an expansion must end in a remainder O(x^k)",
                        ("claimed", repr(goal.statement)))
    return max(orders)


def _remainders(term: Term) -> list[Term]:
    if isinstance(term, BigO):
        return [term]
    return [r for child in term.children if has_remainder(child) for r in _remainders(child)]


def _transcendental(term: Term, variable: Symbol) -> list[Term]:
    """The maximal parts that depend on the variable other than by arithmetic."""
    if variable not in free_symbols(term) or term is variable or isinstance(term, BigO):
        return []
    whole = isinstance(term, Pow) and isinstance(term.arguments[1], Number) and term.arguments[1].value.denominator == 1
    if isinstance(term, _ARITHMETIC) or whole:
        return [p for child in term.children for p in _transcendental(child, variable)]
    return [term]


class taylor(Step):
    """Taylor expansion at 0 of the parts that depend on the variable, then arithmetic of orders.

    Derivatives are taken by the kernel, under expectations too; that the derivative may be taken inside is an
    obligation, discharged from the hypotheses.
    """

    def __init__(self, variable: Symbol, order: int = 0, why: str = "") -> None:
        self.variable, self.order, self.why = variable, order, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        if goal.relation is not Asymptotic:
            raise StepError("a Taylor expansion proves an equality up to a remainder: the line has no O(x^k)",
                            ("claimed", repr(goal.statement)))
        order = self.order or _order_of(goal)
        current, links = goal.left, []
        try:
            for part in dict.fromkeys(_transcendental(goal.left, self.variable)):
                expansion = situation.settle(kernel.taylor(self.variable, part, order))
                hole = hole_for(current, part)
                template = abstract(current, part, hole)
                links.append(kernel.remainder_congruence(template, hole, expansion))
                current = links[-1].statement.arguments[2]
            links += settle_orders(self.variable, current, goal.right, situation)
        except (KernelError, TermError) as error:
            raise StepError(f"the expansion does not give this line: {error}", ("claimed", repr(goal.statement))) from error
        return links[0] if len(links) == 1 else kernel.chain(*links)

    def reason(self) -> str:
        return self.why or f"Taylor expansion in ${self.variable._repr_latex_().strip('$')}$"


class series(Step):
    """Arithmetic of orders of magnitude: multiply out, invert 1 + O(x), drop what is O(x^k).

    Expansions proved before (theorems a = b as x → 0) are inserted first: `series(lam, first, second)`.
    """

    def __init__(self, variable: Symbol, *expansions: Theorem, why: str = "") -> None:
        self.variable, self.expansions, self.why = variable, expansions, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        try:
            current, links = self._inserted(goal.left)
            links += settle_orders(self.variable, current, goal.right, situation)
        except (KernelError, TermError) as error:
            raise StepError(f"“=” does not hold up to the remainder: {error}",
                            ("claimed", repr(goal.statement))) from error
        if not links:
            raise StepError("the two sides are the same expression; leave the line out")
        return links[0] if len(links) == 1 else kernel.chain(*links)

    def _inserted(self, left: Term) -> tuple[Term, list[Theorem]]:
        """The left side with the expansions put in, and the links from the one to the other."""
        current, links = left, []
        for expansion in self.expansions:
            if not isinstance(expansion.statement, Asymptotic):
                raise StepError(f"{expansion.statement!r} is no expansion in {self.variable!r}")
            expanded = expansion.statement.arguments[1]
            place = next((part for part in subterms(current) if alpha_equal(part, expanded)), None)
            if place is None:
                raise StepError(f"{expanded!r} does not occur in this line, so its expansion cannot be inserted",
                                ("line", repr(current)))
            hole = hole_for(current, place)
            links.append(kernel.remainder_congruence(abstract(current, place, hole), hole, expansion))
            current = links[-1].statement.arguments[2]
        return current, links

    def reason(self) -> str:
        return self.why or f"collecting powers of ${self.variable._repr_latex_().strip('$')}$"


def derivative_equation(term: Term, situation: Situation) -> Theorem:
    """⊢ d body/dx at a point = the derivative that the rules give."""
    variable, body, at = term.arguments
    found = situation.settle(kernel.differentiate(variable, body, at))
    if body.sort != SCALAR:
        raise StepError("only derivatives of scalars are computed here", ("found", repr(term)))
    value = found.statement.arguments[3]
    unique = law_instance("derivative is unique", {"F": Lambda(variable, body), "a": at, "c": value})
    return kernel.apply(unique, found)


class differentiation(Step):
    """Compute the derivatives that occur (innermost first), then algebra."""

    def __init__(self, *words: type, why: str = "") -> None:
        self.words, self.why = words, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        from symproof.decide.rewriting import unfold_rule

        def rule(term: Term) -> Theorem | None:
            if isinstance(term, Derivative) and not any(
                    isinstance(t, Derivative) for t in _below(term.arguments[1])) and not _primitive(term):
                try:
                    return derivative_equation(term, situation)
                except (KernelError, TermError) as error:
                    raise StepError(f"{term!r} cannot be computed: {error}") from error
            return None

        rules: list[Any] = [rule]
        if self.words:
            rules.insert(0, unfold_rule(*self.words))
        return compare(goal, situation, rules, "differentiation")

    def reason(self) -> str:
        return self.why or "differentiation"


class derived(Step):
    """A derivative by the rules, its value brought to the form claimed by an equation proved before.

    `derived(equation)` proves that a function has the right side of the equation as its derivative, when the left side is
    what the rules give, up to algebra.
    """

    def __init__(self, equation: Theorem, why: str = "") -> None:
        self.equation, self.why = equation, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        statement = goal.statement
        if not isinstance(statement, HasDerivative) or not isinstance(self.equation.statement, Eq):
            raise StepError("a derivative is expected, and an equation for its value", ("found", repr(statement)))
        variable, body, at, _ = statement.arguments
        found = situation.settle(kernel.differentiate(variable, body, at))
        try:
            same = kernel.ring(found.statement.arguments[3], self.equation.statement.arguments[0])
        except (KernelError, TermError) as error:
            raise StepError("the derivative is not the left side of the equation given",
                            ("derivative", repr(found.statement.arguments[3])),
                            ("equation", repr(self.equation.statement))) from error
        value = situation.settle(kernel.chain(same, self.equation))
        hole = hole_for(statement, value.statement.arguments[0])
        return kernel.apply(kernel.congruence(HasDerivative(variable, body, at, hole), hole, value), found)

    def reason(self) -> str:
        return self.why or "differentiation"


def _primitive(term: Term) -> bool:
    """The derivative of a bare function symbol, which cannot be computed further."""
    body = term.arguments[1]
    return type(body).__name__ == "App" and body.children[1:] == (term.arguments[0],)


def _below(term: Term) -> list[Term]:
    found = [term]
    for child in term.children:
        found += _below(child)
    return found


def fundamental(variable: Symbol, lower: Term, upper: Term, primitive: Term, situation: Situation) -> Theorem:
    """⊢ ∫_lower^upper F' = F(upper) − F(lower) (limits at ±∞), with F' as the kernel differentiates it."""
    x = fresh(variable, free_symbols(lower) | free_symbols(upper)) if variable in (
        free_symbols(lower) | free_symbols(upper)) else variable
    primitive = substitute(primitive, {variable: x})
    derived = kernel.differentiate(x, primitive, x).statement.arguments[3]
    values: dict[str, Any] = {"F": Lambda(x, primitive), "f": Lambda(x, derived)}
    ends = isinstance(lower, Infinity), isinstance(upper, Infinity)
    try:
        if ends == (True, True):
            values["a"] = kernel.limit(x, lower, primitive).statement.arguments[3]
            values["b"] = kernel.limit(x, upper, primitive).statement.arguments[3]
            name = "fundamental theorem on the line"
        elif ends == (False, True):
            values["a"], values["c"] = lower, kernel.limit(x, oo, primitive).statement.arguments[3]
            name = "fundamental theorem on a half-line"
        elif ends == (False, False):
            values["a"], values["b"] = lower, upper
            name = "fundamental theorem on an interval"
        else:
            raise StepError("an integral from −∞ to a finite end: substitute x → −x first")
    except (KernelError, TermError) as error:
        raise StepError(f"the limits of the antiderivative {primitive!r} are not known: {error}") from error
    return applied(law_instance(name, values), situation, name)


class antiderivative(Step):
    """∫ f = F(b) − F(a): F is differentiated by the kernel and compared with f; its ends are limits.

    `antiderivative(F, x)` with F a term in x. The line must contain one integral, ∫ f over the range.
    """

    def __init__(self, primitive: Any, variable: Symbol, why: str = "") -> None:
        self.primitive, self.variable, self.why = primitive, variable, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        integrals = [t for t in _below(goal.left) if isinstance(t, Integral)] or [
            t for t in _below(goal.right) if isinstance(t, Integral)]
        problems = []
        for integral in dict.fromkeys(integrals):
            bound, lower, upper, body = integral.arguments
            primitive = substitute(self.primitive, {self.variable: bound})
            found = fundamental(bound, lower, upper, primitive, situation)
            derived = found.statement.arguments[0].arguments[3]
            variable = found.statement.arguments[0].arguments[0]
            wanted = substitute(body, {bound: variable})
            try:
                same = situation.settle(kernel.ring(wanted, derived))
            except KernelError:
                problems.append((wanted, derived))
                continue
            hole = Symbol("hole")
            moved = kernel.congruence(Integral(variable, lower, upper, hole), hole, same)
            equation = kernel.chain(moved, found)
            try:
                return link_by_rewriting(goal, [equation_rule(equation)], situation)
            except NotConvertible as error:
                raise StepError("the value of the integral is another one", ("claimed", repr(goal.statement)),
                                ("integral", repr(equation.statement)),
                                ("differs", f"{error.left!r} against {error.right!r}")) from error
        if problems:
            wanted, derived = problems[0]
            raise StepError("the derivative of the antiderivative given is not the integrand",
                            ("integrand", repr(wanted)), ("derivative", repr(derived)))
        raise StepError("there is no integral in this line", ("line", repr(goal.statement)))

    def reason(self) -> str:
        return self.why or f"antiderivative ${self.primitive._repr_latex_().strip('$')}$"


def _by_difference(goal: Goal, equation: Theorem, situation: Situation) -> Theorem | None:
    """left = right, when left − right is plus or minus the difference of the sides of an equation."""
    one, other = equation.statement.arguments
    hole = hole_for(goal.statement, one)
    for sign in (1, -1):
        template = goal.right + sign * (hole - other)
        try:
            first = kernel.ring(goal.left, substitute(template, {hole: one}))
            last = kernel.ring(substitute(template, {hole: other}), goal.right)
        except (KernelError, TermError):
            continue
        return situation.settle(kernel.chain(first, kernel.congruence(template, hole, equation), last))
    return None


class parts(Step):
    """Integration by parts: 0 = [F] − ∫ F', with the product F = u v given, used to trade one integral for another.

    `parts(F, x, lower, upper)`; the range is the whole line by default. Boundary terms are limits that growth decides.
    """

    def __init__(self, product: Any, variable: Symbol, lower: Any = -oo, upper: Any = oo, why: str = "") -> None:
        self.product, self.variable, self.lower, self.upper, self.why = product, variable, lower, upper, why

    def prove(self, goal: Goal, situation: Situation) -> Theorem:
        boundary = fundamental(self.variable, self.lower, self.upper, self.product, situation)
        if goal.relation is not Eq:
            raise StepError("integration by parts proves an equation", ("line", repr(goal.statement)))
        try:
            boundary = kernel.chain(boundary, kernel.ring(boundary.statement.arguments[1], Number(0)))
        except KernelError:
            pass
        direct = _by_difference(goal, boundary, situation)
        if direct is not None:
            return direct
        try:
            return situation.with_facts((boundary,)).prover.prove(goal.statement)
        except Unproved as error:
            raise StepError("the line does not follow from the boundary terms", ("claimed", repr(goal.statement)),
                            ("boundary", repr(boundary.statement))) from error

    def reason(self) -> str:
        return self.why or f"integration by parts with ${self.product._repr_latex_().strip('$')}$"


__all__ = ["Expectation", "HasDerivative", "antiderivative", "derivative_equation", "differentiation", "fundamental",
           "parts", "series", "derived", "taylor"]
