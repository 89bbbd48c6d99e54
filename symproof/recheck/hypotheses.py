"""Whether what a step needs is among its hypotheses, or evident: the rechecker's obligations.

`Hypotheses` holds the hypotheses recorded for one step. `holds(statement)` is true when the statement is one of them up
to alpha, follows from the signs that they and the form of terms give, or equals one of them after normalisation. It
says no when in doubt.
"""

from __future__ import annotations

from collections.abc import Iterable

from . import polynomials as P
from . import signs
from .algebra import Algebra, Needs, Quotient
from .binders import split
from .facts import POSSIBLE, conjuncts, difference_of, instances, plain_signs
from .language import ONE, SCALAR, ZERO, Malformed, Node, Refused, binds, make, minus, number, unused
from .syntax import loose, same, substitute

DEEPEST = 3
_DOMAIN_STATEMENTS = {"symmetric": "Symmetric", "positive semidefinite": "PositiveSemidefinite",
                      "positive definite": "PositiveDefinite"}


class Hypotheses:
    """The assumptions of a step, and an algebra that knows what they say about signs."""

    def __init__(self, statements: Iterable[Node], depth: int = 0) -> None:
        self.depth = depth
        self.statements = list(conjuncts(statements))
        self.keys = {loose(s) for s in self.statements}
        facts: signs.Facts = {}
        for statement in self.statements:
            facts.setdefault(loose(statement), signs.ANY)
            for term, mask in plain_signs(statement):
                facts[loose(term)] = facts.get(loose(term), signs.ANY) & mask
        self.algebra = Algebra(facts)
        waiting = [s for s in self.statements if difference_of(s) is not None]
        for _ in range(3):
            waiting = [s for s in waiting if not self._learn(s)]
        self.algebra.forget()

    # -- learning ---------------------------------------------------------------------------------------------------
    def _learn(self, statement: Node) -> bool:
        """Take from a relation what it says about the factors of its difference; True when nothing is left to learn."""
        difference = difference_of(statement)
        a, needs = self.algebra, list[Node]()
        try:
            form = a.of(difference, needs) if difference is not None else None
        except (Refused, Malformed):
            return True
        if form is None or not all(self._evident(n) for n in needs):
            return False
        mask = POSSIBLE[statement.kind]
        learned = True
        for poly, other in ((form.top, form.bottom), (form.bottom, form.top)):
            if not poly:
                continue
            own = mask & signs.NONZERO if poly is form.bottom else mask
            if statement.kind == "Ne" or poly is form.bottom:
                self._all_nonzero(poly)
            if statement.kind in ("Lt", "Le"):
                beside = a.polynomial_mask(other) & (signs.NONZERO if other is form.bottom else signs.ANY)
                learned = self._one_sign(poly, own, beside) and learned
        a.forget()
        return learned

    def _all_nonzero(self, poly: P.Poly) -> None:
        _, mono, parts = P.factors(poly)
        known = self.algebra.polynomial_facts
        for g, e in mono:
            if e > 0:
                known[g] = known.get(g, signs.ANY) & signs.NONZERO
        for part, _ in parts:
            known[P.key(part)] = known.get(P.key(part), signs.ANY) & signs.NONZERO

    def _one_sign(self, poly: P.Poly, mask: int, other: int) -> bool:
        """poly · other has the signs of mask: when all factors but one have a known sign, so has that one."""
        if other not in (signs.POSITIVE, signs.NEGATIVE):
            return False
        a = self.algebra
        unit, mono, parts = P.factors(poly)
        sign = (1 if unit > 0 else -1) * (1 if other == signs.POSITIVE else -1)
        unknown: list[object] = []
        for name, exponent, own in [(g, e, a.mask(g)) for g, e in mono] + [
                (P.key(p), e, a.factor_mask(p)) for p, e in parts]:
            if mask & signs.NULL == 0:
                own &= signs.NONZERO
                a.polynomial_facts[name] = a.polynomial_facts.get(name, signs.ANY) & signs.NONZERO
            if own == signs.NEGATIVE and exponent == int(exponent):
                sign *= -1 if int(exponent) % 2 else 1
            elif own != signs.POSITIVE and (exponent != int(exponent) or int(exponent) % 2 or own & signs.NULL):
                if exponent != int(exponent) or int(exponent) % 2 == 0:
                    return False
                unknown.append(name)
        gained = mask if sign > 0 else signs.flipped(mask)
        if unknown:
            label: object = unknown[0] if len(unknown) == 1 else frozenset(unknown)
            a.polynomial_facts[label] = a.polynomial_facts.get(label, signs.ANY) & gained
        return len(unknown) < 2

    # -- judging ----------------------------------------------------------------------------------------------------
    def require(self, needs: Iterable[Node], what: str) -> None:
        """Refuse unless every need holds."""
        for need in dict.fromkeys(needs):
            if not self.holds(need):
                raise Refused(f"{what} needs {need!r}, which is not among the hypotheses")

    def holds(self, statement: Node) -> bool:
        if loose(statement) in self.keys or self._evident(statement):
            return True
        kind, args = statement.kind, statement.args
        if kind == "And":
            return all(self.holds(part) for part in args)
        if kind in ("Gt", "Ge"):
            return self.holds(make("Lt" if kind == "Gt" else "Le", args[1], args[0]))
        if self.depth >= DEEPEST:
            return False
        if kind == "Implies":
            return Hypotheses([*self.statements, args[0]], self.depth + 1).holds(args[1])
        if kind == "ForAll":
            return self._for_all(statement)
        if any(self._matches(statement, s) for s in self.statements if s.kind == kind):
            return True
        return kind == "Integrable" and self._grows_slowly(statement)

    def _grows_slowly(self, statement: Node) -> bool:
        """Whether growth alone shows integrability."""
        from .limits import integrable

        var, measure, body = statement.args
        fresh, needs = unused(var), list[Node]()
        try:
            integrable(self.algebra, fresh, measure, substitute(body, {var: fresh}), needs)
        except (Refused, Malformed):
            return False
        return all(self._by_form(n) for n in needs)

    def _for_all(self, statement: Node) -> bool:
        variables: list[Node] = []
        core, guards = statement, list[Node]()
        while core.kind in ("ForAll", "Implies"):
            if core.kind == "Implies":
                guards.extend(conjuncts([core.args[0]]))
                core = core.args[1]
                continue
            fresh = unused(core.args[0])
            core = substitute(core.args[1], {core.args[0]: fresh})
            variables.append(fresh)
        free = sorted((s for s in core.free if s not in variables), key=lambda s: s.number)
        found = [i for s in self.statements if s.kind == "ForAll" for i in instances(s, [*variables, *free])]
        known = {*self.keys, *map(loose, guards)}
        gained = [core_ for given, core_ in found if all(
            loose(g) in known or self._evident(g) for g in given)]
        return Hypotheses([*self.statements, *guards, *gained], self.depth + 1).holds(core)

    def _evident(self, statement: Node) -> bool:
        """Whether form and facts show a relation, or the declaration of a symbol shows a property."""
        kind, args = statement.kind, statement.args
        if loose(statement) in self.keys:
            return True
        if kind in POSSIBLE and args[0].sort == SCALAR:
            if kind == "Le" and args[0].kind == "Symbol" and args[0].domain == "unit" and args[1] is ONE:
                return True
            if args[0].kind == "Number" == args[1].kind:
                difference: Node = number(args[1].value - args[0].value)
            elif args[0] is ZERO:
                difference = args[1]
            elif args[1] is ZERO and kind == "Ne":
                difference = args[0]
            else:
                difference = minus(args[1], args[0])
            needs: Needs = []
            try:
                possible = signs.sign(difference, self.algebra.facts)
                if possible & ~POSSIBLE[kind]:
                    possible &= self.algebra.possible(difference, needs)
            except (Refused, Malformed):
                return False
            return not possible & ~POSSIBLE[kind] and all(self._by_form(n) for n in needs)
        if kind == "IsInteger":
            return signs.integral(args[0])
        if kind in _DOMAIN_STATEMENTS.values():
            return args[0].kind == "Symbol" and _DOMAIN_STATEMENTS.get(args[0].domain) == kind or (
                kind == "PositiveSemidefinite" and signs.semidefinite(args[0])) or (
                kind == "Symmetric" and signs.symmetric(args[0]))
        return False

    def _by_form(self, statement: Node) -> bool:
        """Whether a statement is a hypothesis, or a relation whose sign the form of its terms shows."""
        difference = difference_of(statement)
        return loose(statement) in self.keys or difference is not None and not signs.sign(
            difference, self.algebra.facts) & ~POSSIBLE[statement.kind]

    def _matches(self, wanted: Node, given: Node) -> bool:
        """Whether a hypothesis says the same after normalisation of the terms in it."""
        try:
            if wanted.kind == "Integrable":
                return self._same_integrability(wanted, given)
            if wanted.kind == "DominatedDerivative":
                return self._same_domination(wanted, given)
            if wanted.kind in ("Lt", "Le", "Ne", "Eq"):
                return self._same_relation(wanted, given)
            return not binds(wanted)[0] and len(wanted.args) == len(given.args) and all(
                self._same_term(x, y) for x, y in zip(wanted.args, given.args, strict=True))
        except (Refused, Malformed):
            return False

    def _same_relation(self, wanted: Node, given: Node) -> bool:
        if wanted.args[0].sort != SCALAR or given.args[0].sort != SCALAR:
            return all(self._same_term(x, y) for x, y in zip(wanted.args, given.args, strict=True))
        needs: Needs = []
        one, other = (self.algebra.of(minus(s.args[1], s.args[0]), needs) for s in (wanted, given))
        ratio = self.algebra.proportional(one, other)
        good = ratio is not None and (ratio > 0 or wanted.kind in ("Ne", "Eq"))
        return good and all(self._evident(n) for n in needs)

    def _same_term(self, x: object, y: object) -> bool:
        if not isinstance(x, Node) or not isinstance(y, Node):
            return x == y
        if same(x, y):
            return True
        needs: Needs = []
        if x.sort != y.sort or x.sort[0] not in ("Scalar", "Vector", "Operator"):
            return x.kind == y.kind and x.kind in ("Normal", "Gaussian", "App") and len(x.args) == len(y.args) and all(
                self._same_term(p, q) for p, q in zip(x.args, y.args, strict=True))
        return equal(self.algebra, x, y, needs) and all(self._evident(n) for n in needs)

    def _same_integrability(self, wanted: Node, given: Node) -> bool:
        if not self._same_term(wanted.args[1], given.args[1]):
            return False
        fresh = unused(wanted.args[0])
        f, g = (substitute(s.args[2], {s.args[0]: fresh}) for s in (wanted, given))
        if f.sort != g.sort:
            return False
        needs: Needs = []
        if f.sort == SCALAR:
            good = self._multiple(fresh, self.algebra.of(f, needs), self.algebra.of(g, needs))
        else:
            good = equal(self.algebra, f, g, needs) or self._vector_multiple(fresh, f, g, needs)
        return good and all(self.holds(make("ForAll", fresh, n) if fresh in n.free else n) for n in needs)

    def _multiple(self, var: Node, f: Quotient, g: Quotient) -> bool:
        """Whether f = c · g for some c that does not depend on var (so f is integrable when g is)."""
        a = self.algebra
        if a.proportional(f, g) is not None:
            return True
        ours, theirs = split(a, var, f), split(a, var, g)
        return len(ours) == len(theirs) == 1 and loose(ours[0][1]) == loose(theirs[0][1]) and self._vanishes_with(
            ours[0][0], theirs[0][0])

    def _vanishes_with(self, c: Quotient, d: Quotient) -> bool:
        """Whether c is 0 wherever d is: then c is a multiple of d."""
        if not self.algebra.polynomial_mask(d.top) & signs.NULL:
            return True
        if not c.top or not d.top:
            return not c.top
        _, ours, our_parts = P.factors(c.top)
        _, theirs, their_parts = P.factors(d.top)
        names = {g for g, e in ours if e > 0} | {P.key(p) for p, _ in our_parts}
        return all(e <= 0 or g in names or not self.algebra.mask(g) & signs.NULL for g, e in theirs) and all(
            P.key(p) in names or not self.algebra.factor_mask(p) & signs.NULL for p, _ in their_parts)

    def _vector_multiple(self, var: Node, f: Node, g: Node, needs: Needs) -> bool:
        """The same for vectors that are multiples of one vector."""
        from . import vectors

        if f.sort[0] != "Vector":
            return False
        ours, theirs = (vectors.vector(self.algebra, v, needs) for v in (f, g))
        if len(ours) != 1 or ours.keys() != theirs.keys():
            return False
        (one,), (other,) = ours.values(), theirs.values()
        return self._multiple(var, one, other)

    def _same_domination(self, wanted: Node, given: Node) -> bool:
        if not self._same_term(wanted.args[1], given.args[1]) or not self._same_term(wanted.args[3], given.args[3]):
            return False
        if wanted.args[0].domain != given.args[0].domain or wanted.args[2].sort != given.args[2].sort:
            return False
        var, outcome = unused(wanted.args[0]), unused(wanted.args[2])
        f, g = (substitute(s.args[4], {s.args[0]: var, s.args[2]: outcome}) for s in (wanted, given))
        needs: Needs = []
        if f.sort != g.sort or not equal(self.algebra, f, g, needs):
            return False
        return all(var not in n.free and self.holds(make("ForAll", outcome, n) if outcome in n.free else n)
                   for n in needs)


def equal(a: Algebra, left: Node, right: Node, needs: Needs) -> bool:
    """Whether two scalars, vectors or operators are equal where the needs hold."""
    if left.sort == SCALAR == right.sort:
        return a.equal(a.of(left, needs), a.of(right, needs))
    from . import vectors

    return vectors.equal(a, left, right, needs)
