"""What a law is, and the symbols that laws are written in. Trusted; see `symproof.laws`."""

from __future__ import annotations

from typing import Any, NamedTuple

from symproof.terms import (SCALAR, TRUTH, And, Function, Implies, Index, Measure, Operator, Point, Symbol, Term, Vector)


class Law(NamedTuple):
    """A statement that is believed, with the kind of belief and its source."""

    statement: Term
    kind: str
    source: str


LAWS: dict[str, Law] = {}


def law(name: str, statement: Any, kind: str = "law", source: str = "elementary") -> None:
    LAWS[name] = Law(statement, kind, source)


def given(*parts: Any) -> Any:
    *premises, conclusion = parts
    return Implies(And(*premises) if len(premises) > 1 else premises[0], conclusion)


x, y, a, b, c, m, s, lam = (Symbol(n) for n in ("x", "y", "a", "b", "c", "m", "s", "lam"))
n, k, ell = (Symbol(name, SCALAR, "natural") for name in ("n", "k", "l"))
r, delta = Symbol("r", SCALAR, "positive"), Symbol("delta", SCALAR, "positive")
variance = Symbol("v", SCALAR, "nonnegative")
omega = Symbol("omega", Point("Omega"))
P = Symbol("P", Measure(Point("Omega")), "probability")
nu = Symbol("nu", Measure(Point("Omega")))
X, Y = (Symbol(name, Function(Point("Omega"), SCALAR)) for name in ("X", "Y"))
other = Symbol("eta", Point("Eta"))
Q = Symbol("Q", Measure(Point("Eta")), "probability")
W = Symbol("W", Function(Point("Omega"), Point("Eta"), SCALAR))
T = Symbol("T", Function(SCALAR, Point("Omega"), SCALAR))
F, G, f = (Symbol(name, Function(SCALAR, SCALAR)) for name in ("F", "G", "f"))
u, w, z, mu = (Symbol(name, Vector("d")) for name in ("u", "w", "z", "mu"))
H, D = (Symbol(name, Function(Vector("d"), SCALAR)) for name in ("H", "D"))
K = Symbol("K", Function(SCALAR, Vector("d"), SCALAR))
S = Symbol("S", Operator("d", "d"), "positive semidefinite")
C, root, L = Symbol("C", S.sort, "positive definite"), Symbol("A", S.sort), Symbol("L", Operator("d", "k"))
h = Symbol("h", Function(Point("Omega"), Vector("d")))
i, least = Symbol("i", Index("m")), Symbol("j", Index("m"))
choice = Symbol("R", Function(Index("m"), SCALAR, TRUTH))
A, B = (Symbol(name, Function(Index("m"), SCALAR)) for name in ("A", "B"))
V = Symbol("V", Function(Index("m"), Vector("d")))
statement = Symbol("S_n", Function(SCALAR, TRUTH))
