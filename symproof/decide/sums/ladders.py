"""Values whose arguments differ by integers, brought to one of them by recurrences.

Γ(x + 3) and Γ(x + 1) are both written by Γ(x + 1); Γ(7/2) and Γ(−1/2) by Γ(1/2); J_{ν+2} by J_{ν+1} and J_ν; binomials by the
one with the largest upper and the least lower number. A recurrence is an equation of a law; nothing here is trusted.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, NamedTuple

from symproof import kernel
from symproof.kernel import KernelError, Theorem
from symproof.terms import Factorial, Number, Special, Term, TermError

from ..law_tools import Sides, joined, law, plain, replaced, same, solved, split_constant

TALLEST = 80


class Ladder(NamedTuple):
    """Where the argument that climbs stands; the recurrence at v; how many values it goes back; how far one rung is."""

    place: int
    recurrence: Callable[[tuple[Any, ...], Term], Theorem]
    order: int = 1
    rung: int = 1
    anchor: int = 0


def _law(name: str, symbols: tuple[str, ...], part: int = 0) -> Callable[[tuple[Any, ...], Term], Theorem]:
    """The recurrence of a law, whose symbols are named in the order of the arguments."""
    def recurrence(arguments: tuple[Any, ...], _: Term) -> Theorem:
        return law(name, dict(zip(symbols, arguments, strict=True)), part)

    return recurrence


LADDERS: dict[tuple[str, int], Ladder] = {
    ("gamma", 1): Ladder(0, _law("gamma: recurrence", ("x",))),
    ("factorial", 1): Ladder(0, _law("factorial: recurrence", ("n",))),
    ("digamma", 1): Ladder(0, _law("digamma: recurrence", ("x",)), anchor=1),
    ("harmonic", 1): Ladder(0, _law("harmonic: recurrence", ("x",))),
    ("harmonic", 2): Ladder(0, _law("harmonic: recurrence, with an order", ("n", "x"))),
    ("polygamma", 2): Ladder(1, _law("polygamma: recurrence", ("n", "x")), anchor=1),
    ("zeta", 2): Ladder(1, _law("Hurwitz zeta: recurrence", ("x", "a")), anchor=1),
    ("rf", 2): Ladder(1, _law("rising factorial: one more factor", ("x", "n"), 1)),
    ("ff", 2): Ladder(1, _law("falling factorial: one more factor", ("x", "n"), 1)),
    ("factorial2", 1): Ladder(0, _law("double factorial", ("n",), 2), rung=2),
    ("uppergamma", 2): Ladder(0, _law("upper gamma: recurrence", ("a", "x")), anchor=1),
    ("fibonacci", 1): Ladder(0, _law("Fibonacci numbers", ("n",), 2), order=2),
    **{(name, 2): Ladder(0, _law(f"{name}: recurrence", ("a", "x")), order=2)
       for name in ("besselj", "bessely", "besseli", "besselk")},
    **{(name, 2): Ladder(0, _law(f"{name}: recurrence", ("n", "x"), 2), order=2)
       for name in ("hermite", "legendre", "laguerre", "chebyshevt", "chebyshevu")},
}
_STARTS: dict[str, str] = {
    "fibonacci": "Fibonacci numbers", "factorial2": "double factorial", "rf": "rising factorial: one more factor",
    "ff": "falling factorial: one more factor",
    **{name: f"{name}: recurrence" for name in ("hermite", "legendre", "laguerre", "chebyshevt", "chebyshevu")}}


def head(atom: Term) -> tuple[str, tuple[Any, ...]]:
    """The name and the arguments of a value."""
    if isinstance(atom, Factorial):
        return "factorial", atom.arguments
    return atom.arguments[0], atom.arguments[1:]


def value(name: str, arguments: tuple[Any, ...]) -> Term:
    """The value with these arguments."""
    return Factorial(*arguments) if name == "factorial" else Special(name, *arguments)


def climb(atoms: list[Term], sides: Sides) -> dict[Term, Theorem]:
    """What the atoms are in terms of the lowest of their kind."""
    groups: dict[Any, list[tuple[int, Term]]] = {}
    known: dict[Term, Theorem] = {}
    for atom in atoms:
        name, arguments = head(atom)
        ladder = LADDERS.get((name, len(arguments)))
        if ladder is None:
            continue
        try:
            base, constant = split_constant(arguments[ladder.place])
            fixed = tuple(plain(a) for i, a in enumerate(arguments) if i != ladder.place)
        except TermError:
            continue
        steps = constant / ladder.rung
        key = name, fixed, base, steps - steps.__floor__()
        groups.setdefault(key, []).append((steps.__floor__(), atom))
    for (name, fixed, base, fraction), members in groups.items():
        try:
            known.update(_Group(name, fixed, base, fraction, members, sides).equations())
        except (KernelError, TermError):
            continue
    for name in ("binomial", "rf", "ff"):
        chosen = [a for a in atoms if head(a)[0] == name and a not in known]
        known.update(_two_ways(name, chosen, sides))
    return known


class _Group:
    def __init__(self, name: str, fixed: tuple[Any, ...], base: Term, fraction: Fraction,
                 members: list[tuple[int, Term]], sides: Sides) -> None:
        self.name, self.fixed, self.base, self.fraction, self.members = name, fixed, base, fraction, members
        self.sides = sides
        self.ladder = LADDERS[name, len(fixed) + 1]
        self.numeric = base is Number(0)
        self.found: dict[int, Theorem | None] = {}

    def at(self, step: int) -> Term:
        """The argument that climbs, at a rung."""
        place: Term = plain(self.base + Number((step + self.fraction) * self.ladder.rung))
        return place

    def arguments(self, step: int) -> tuple[Any, ...]:
        place = self.ladder.place
        return (*self.fixed[:place], self.at(step), *self.fixed[place:])

    def term(self, step: int) -> Term:
        return value(self.name, self.arguments(step))

    def equations(self) -> dict[Term, Theorem]:
        steps = [s for s, _ in self.members]
        low = min(steps)
        if self.numeric:
            low = self.ladder.anchor if self.fraction == 0 else 0
            if self.name.startswith("bessel") and self.fraction:
                low = -1
            if self.name in ("uppergamma", "polygamma", "zeta") and min(steps) > 0 and self.fraction == 0:
                low = 1
        if max(steps) - low > TALLEST or low - min(steps) > TALLEST:
            return {}
        self._start(low)
        known: dict[Term, Theorem] = {}
        for step, atom in self.members:
            equation = self._equation(step, low)
            start = same(atom, self.term(step)) if atom is not self.term(step) else None
            whole = joined(start, equation)
            if whole is not None and whole.statement.arguments[1] is not atom:
                known[atom] = whole
        return known

    def _start(self, low: int) -> None:
        """The first values: given by a law at numbers, else left as they are."""
        for offset in range(self.ladder.order):
            self.found[low + offset] = self._first(low + offset)

    def _first(self, step: int) -> Theorem | None:
        name = _STARTS.get(self.name)
        if not self.numeric or name is None:
            return None
        position = int((step + self.fraction) * self.ladder.rung)
        if Fraction(position) != (step + self.fraction) * self.ladder.rung or position not in (0, 1):
            return None
        if position == 1 and self.name in ("rf", "ff"):
            return None
        values = {} if self.name in ("fibonacci", "factorial2") else {"x": self.fixed[0]}
        equation = law(name, values, position)
        return joined(same(self.term(step), equation.statement.arguments[0]), equation)

    def _recurrence(self, step: int) -> Theorem:
        """The equation between the values at step, …, step + order."""
        return self.ladder.recurrence(self.arguments(step), self.at(step))

    def _equation(self, step: int, low: int) -> Theorem | None:
        """term(step) by the first values; None where it is one of them."""
        order = self.ladder.order
        if step in self.found:
            return self.found[step]
        if step > low:
            top = max(self.found)
            while top < step:
                top += 1
                self.found[top] = self._next(self._recurrence(top - order), top, list(range(top - order, top)))
            return self.found[step]
        bottom = min(self.found)
        while bottom > step:
            bottom -= 1
            equation = self._written(self._recurrence(bottom), list(range(bottom, bottom + order + 1)))
            self.found[bottom] = self._tidy(self._known_in(solved(equation, self.term(bottom))))
        return self.found[step]

    def _written(self, equation: Theorem, steps: list[int]) -> Theorem:
        """The equation with all its values of this group written as `term` writes them."""
        from ..law_tools import carried

        rewriting: dict[Term, Theorem] = {}
        for step in steps:
            for atom in _values_of(equation.statement, self.name):
                if atom is not self.term(step):
                    try:
                        rewriting[atom] = kernel.ring(atom, self.term(step))
                    except (KernelError, TermError):
                        continue
        left, right = equation.statement.arguments
        first, last = replaced(left, rewriting), replaced(right, rewriting)
        return carried(None if first is None else kernel.exchange(first), equation,
                       None if last is None else kernel.exchange(last))

    def _next(self, equation: Theorem, top: int, before: list[int]) -> Theorem:
        written = self._written(equation, [*before, top])
        if written.statement.arguments[0] is not self.term(top):
            written = solved(written, self.term(top))
        return self._tidy(self._known_in(written))

    def _known_in(self, equation: Theorem) -> Theorem:
        """The right side by the first values."""
        known = {self.term(s): e for s, e in self.found.items() if e is not None}
        link = replaced(equation.statement.arguments[1], known)
        return equation if link is None else kernel.chain(equation, link)

    def _tidy(self, equation: Theorem) -> Theorem:
        """The right side in normal form, where that raises nothing new."""
        right = equation.statement.arguments[1]
        try:
            short = plain(right)
            link = same(right, short)
        except (KernelError, TermError):
            return equation
        if link is None:
            return equation
        settled = self.sides.settle(link)
        return equation if self.sides.open(settled) else kernel.chain(equation, settled)


def _values_of(term: Term, name: str) -> list[Term]:
    from symproof.terms import subterms

    return [t for t in subterms(term) if isinstance(t, (Factorial, Special)) and head(t)[0] == name]


# -- binomials, rising and falling factorials: two arguments that move ----------------------------------------------------

def _two_ways(name: str, atoms: list[Term], sides: Sides) -> dict[Term, Theorem]:
    groups: dict[Any, list[tuple[int, int, Term]]] = {}
    for atom in atoms:
        top, bottom = atom.arguments[1:]
        try:
            (a, i), (b, j) = split_constant(top), split_constant(bottom)
        except TermError:
            continue
        key = a, i - i.__floor__(), b, j - j.__floor__()
        groups.setdefault(key, []).append((i.__floor__(), j.__floor__(), atom))
    known: dict[Term, Theorem] = {}
    for (a, fi, b, fj), members in groups.items():
        grid = _Grid(name, a + Number(fi), b + Number(fj), sides)
        for choice in grid.choices([(i, j) for i, j, _ in members], b is Number(0) and fj == 0):
            try:
                found = grid.equations(members, *choice)
            except (KernelError, TermError):
                continue
            if found is not None:
                known.update(found)
                break
    return known


class _Grid:
    """Values v(a + i, b + j)."""

    def __init__(self, name: str, first: Term, second: Term, sides: Sides) -> None:
        self.name, self.first, self.second, self.sides = name, first, second, sides
        self.memory: dict[tuple[int, int, int, int], Theorem | None] = {}

    def term(self, i: int, j: int) -> Term:
        return Special(self.name, plain(self.first + Number(i)), plain(self.second + Number(j)))

    def choices(self, cells: list[tuple[int, int]], numeric: bool) -> list[tuple[int, int]]:
        """Cells to write everything by, the most promising first."""
        firsts, seconds = [i for i, _ in cells], [j for _, j in cells]
        low = 0 if numeric else min(seconds)
        order = [(max(firsts), low), (min(firsts), low)]
        if not numeric:
            order += [(max(firsts), max(seconds)), (min(firsts), max(seconds))]
        return list(dict.fromkeys(order))

    def equations(self, members: list[tuple[int, int, Term]], i0: int, j0: int) -> dict[Term, Theorem] | None:
        """What the members are by v(a + i0, b + j0), all conditions shown; None when one is not."""
        known: dict[Term, Theorem] = {}
        for i, j, atom in members:
            if abs(i - i0) > TALLEST or abs(j - j0) > TALLEST:
                return None
            whole = joined(same(atom, self.term(i, j)), self._path(i, j, i0, j0))
            if whole is None or whole.statement.arguments[1] is atom:
                continue
            settled = self.sides.settle(whole)
            if self.sides.open(settled):
                return None
            known[atom] = settled
        return known

    def _path(self, i: int, j: int, i0: int, j0: int) -> Theorem | None:
        """v(a + i, b + j) by v(a + i0, b + j0): first the second argument moves, then the first."""
        links: list[Theorem] = []
        current = self.term(i, j)
        while j != j0:
            down = j > j0
            step = self._sideways(i, j - 1 if down else j, self.term(i, j))
            links.append(step)
            j += -1 if down else 1
        while i != i0:
            down = i > i0
            links.append(self._upwards(i - 1 if down else i, j, self.term(i, j)))
            i += -1 if down else 1
        if j0 == 0 and self.second is Number(0) or plain(self.second + Number(j0)) is Number(0):
            links.append(self._start(i))
        result: Theorem | None = None
        for link in links:
            if result is None:
                result = link
                continue
            step_ = replaced(result.statement.arguments[1], {link.statement.arguments[0]: link})
            if step_ is not None:
                result = kernel.chain(result, step_)
        del current
        return result

    def _start(self, i: int) -> Theorem:
        top = plain(self.first + Number(i))
        if self.name == "binomial":
            return law("binomial at 0", {"x": top})
        return law({"rf": "rising", "ff": "falling"}[self.name] + " factorial: one more factor", {"x": top})

    def _in_triangle(self, i: int) -> bool:
        from symproof.terms import Le

        from ..law_tools import integral

        top = plain(self.first + Number(i))
        return integral(top) is not None and self.sides.prove(Le(0, top)) is not None

    def _sideways(self, i: int, j: int, target: Term) -> Theorem:
        """The relation between v(·, b + j) and v(·, b + j + 1), solved for one of them."""
        top, bottom = plain(self.first + Number(i)), plain(self.second + Number(j))
        if self.name == "binomial":
            equation = (law("Pascal's triangle: next to the right", {"n": top, "p": bottom}) if self._in_triangle(i)
                        else law("binomial: next below", {"x": top, "k": bottom}))
        else:
            equation = law({"rf": "rising", "ff": "falling"}[self.name] + " factorial: one more factor",
                           {"x": top, "n": bottom}, 1)
        return self._solved(equation, (i, j), (i, j + 1), target)

    def _upwards(self, i: int, j: int, target: Term) -> Theorem:
        """The relation between v(a + i, ·) and v(a + i + 1, ·), solved for one of them."""
        top, bottom = plain(self.first + Number(i)), plain(self.second + Number(j))
        if self.name == "binomial":
            equation = (law("Pascal's triangle: next row", {"n": top, "p": bottom}) if self._in_triangle(i)
                        else law("binomial: next above", {"x": top, "k": bottom}))
        else:
            equation = law({"rf": "rising factorial, shifted", "ff": "falling factorial, shifted"}[self.name],
                           {"x": top, "n": bottom})
        return self._solved(equation, (i, j), (i + 1, j), target)

    def _solved(self, equation: Theorem, one: tuple[int, int], other: tuple[int, int], target: Term) -> Theorem:
        from ..law_tools import carried

        rewriting = {}
        for cell in (one, other):
            for atom in _values_of(equation.statement, self.name):
                if atom is not self.term(*cell):
                    try:
                        rewriting[atom] = kernel.ring(atom, self.term(*cell))
                    except (KernelError, TermError):
                        continue
        left, right = equation.statement.arguments
        first, last = replaced(left, rewriting), replaced(right, rewriting)
        written = carried(None if first is None else kernel.exchange(first), equation,
                          None if last is None else kernel.exchange(last))
        return solved(written, target)
