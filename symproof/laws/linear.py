"""Finite sums over families, and vectors. Trusted; see `symproof.laws`."""

from __future__ import annotations

from symproof.terms import (
    And, App, ConvexHull, Eq, Exists, FamilySum, ForAll, Implies, Index, IndexValue, Inner, Le, Lt, Member, Ne, Or,
    Pow, Symbol, Vector, Zero,
)

from .words import A, B, V, choice, given, i, law, least, r, u, w, z

# -- finite sums ------------------------------------------------------------------------------------------------------
law("sum is monotone", given(ForAll(i, Le(App(A, i), App(B, i))), Le(FamilySum(i, App(A, i)), FamilySum(i, App(B, i)))))
law("nonnegative sum that vanishes", given(ForAll(i, Le(0, App(A, i))), Eq(FamilySum(i, App(A, i)), 0),
                                          ForAll(i, Eq(App(A, i), 0))))
law("least member of a finite family", Exists(least, ForAll(i, Le(App(A, least), App(A, i)))))
law("finite choice", given(ForAll(i, Exists(r, App(choice, i, r))), Exists(A, ForAll(i, And(
    Lt(0, App(A, i)), App(choice, i, App(A, i)))))), source="one choice for each of finitely many indices")
for size in (1, 2, 3, 4):
    members = [Eq(Symbol("i", Index(size)), IndexValue(k, size)) for k in range(1, size + 1)]
    law(f"indices of a family of {size}", Or(*members) if size > 1 else members[0])

# -- vectors ----------------------------------------------------------------------------------------------------------
law("vectors equal by their inner products", given(ForAll(w, Eq(Inner(u, w), Inner(z, w))), Eq(u, z)))
law("norm is definite", given(Ne(u, Zero(Vector("d"))), Lt(0, Inner(u, u))))
law("Cauchy–Schwarz", Le(Pow(Inner(u, w), 2), Inner(u, u) * Inner(w, w)), source="Cauchy 1821")
law("least norm in a convex hull",
     Exists(z, And(Member(z, ConvexHull(V)), ForAll(w, Implies(Member(w, ConvexHull(V)),
                                                               Le(Inner(z, z), Inner(w, w)))))),
     "cited", "Weierstrass: a continuous function attains its minimum on a compact set; Rudin, Principles, 4.16")
