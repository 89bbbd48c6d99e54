"""The order of the line, elementary functions, integer parts, and order by calculus. Trusted; see `symproof.laws`."""

from __future__ import annotations

from symproof.terms import (
    Abs, And, App, Arccos, Arcsin, Arctan, Cos, Eq, Erf, Exp, Factorial, ForAll, HasLimit, IfThenElse, Iff, Implies,
    IsInteger, Le, Log, Lt, Ne, Not, Number, Or, Pow, SCALAR, Sign, Sin, Special, Sqrt, Symbol, Tan, oo, pi,
)

from .calculus import derives
from .words import F, a, b, c, f, given, law, n, statement, x, y

# -- order on the line ------------------------------------------------------------------------------------------------
law("trichotomy", Or(Lt(x, y), Eq(x, y), Lt(y, x)))
law("not less", Iff(Not(Lt(x, y)), Le(y, x)))
law("not at most", Iff(Not(Le(x, y)), Lt(y, x)))
law("at most", Iff(Le(x, y), Or(Lt(x, y), Eq(x, y))))
law("antisymmetry", given(Le(x, y), Le(y, x), Eq(x, y)))
law("absolute value", Or(And(Le(0, x), Eq(Abs(x), x)), And(Lt(x, 0), Eq(Abs(x), -x))))
law("zero product", given(Eq(x * y, 0), Or(Eq(x, 0), Eq(y, 0))))
law("square root is monotone", given(Le(0, x), Le(x, y), Le(Sqrt(x), Sqrt(y))))
law("induction", given(App(statement, 0), ForAll(n, Implies(App(statement, n), App(statement, n + 1))),
                      ForAll(n, App(statement, n))), source="Peano")

# -- the exponential --------------------------------------------------------------------------------------------------
law("exponential above its tangent", Le(1 + x, Exp(x)))
law("exponential above a power", given(Le(0, x), Le(Pow(x, n) / Factorial(n), Exp(x))),
     source="one term of the exponential series")
law("exponential is increasing", Iff(Lt(x, y), Lt(Exp(x), Exp(y))))

# -- angles -----------------------------------------------------------------------------------------------------------
law("arctangent of a reciprocal", given(Lt(0, x), Eq(Arctan(x) + Arctan(1 / x), pi / 2)),
     source="the acute angles of a right triangle")
whole = Symbol("j", SCALAR, "integer")
_unit, _acute = (Le(-1, x), Le(x, 1)), (Le(-(pi / 2), x), Le(x, pi / 2))
law("sine of a sum", Eq(Sin(x + y), Sin(x) * Cos(y) + Cos(x) * Sin(y)), source="DLMF 4.21.2")
law("cosine of a sum", Eq(Cos(x + y), Cos(x) * Cos(y) - Sin(x) * Sin(y)), source="DLMF 4.21.3")
law("sine of half an angle", given(Le(0, x), Le(x, 2 * pi), Eq(Sin(x / 2), Sqrt((1 - Cos(x)) / 2))), source="DLMF 4.21.21")
law("cosine of half an angle", given(Le(-pi, x), Le(x, pi), Eq(Cos(x / 2), Sqrt((1 + Cos(x)) / 2))), source="DLMF 4.21.22")
law("sine of a right angle", Eq(Sin(pi / 2), 1))
law("cosine of a right angle", Eq(Cos(pi / 2), 0))
law("sine of a multiple of pi", Eq(Sin(whole * pi), 0))
law("cosine of a multiple of pi", Eq(Cos(whole * pi), Pow(-1, whole)))
law("sine is positive", given(Lt(0, x), Lt(x, pi), Lt(0, Sin(x))), source="DLMF 4.16, quadrants I and II")
law("cosine is positive", given(Lt(-(pi / 2), x), Lt(x, pi / 2), Lt(0, Cos(x))), source="DLMF 4.16, quadrants I and IV")
law("sine vanishes inside a period only at 0", given(Lt(-pi, x), Lt(x, pi), Eq(Sin(x), 0), Eq(x, 0)))
law("sine is injective", given(*_acute, Le(-(pi / 2), y), Le(y, pi / 2), Eq(Sin(x), Sin(y)), Eq(x, y)))
law("cosine is injective", given(Le(0, x), Le(x, pi), Le(0, y), Le(y, pi), Eq(Cos(x), Cos(y)), Eq(x, y)))
law("sine of the arcsine", given(*_unit, Eq(Sin(Arcsin(x)), x)), source="DLMF 4.23.16")
law("cosine of the arcsine", given(*_unit, Eq(Cos(Arcsin(x)), Sqrt(1 - Pow(x, 2)))), source="DLMF 4.23.16")
law("range of the arcsine", given(*_unit, And(Le(-(pi / 2), Arcsin(x)), Le(Arcsin(x), pi / 2))))
law("arcsine is increasing", given(Le(-1, x), Lt(x, y), Le(y, 1), Lt(Arcsin(x), Arcsin(y))))
law("arcsine is monotone", given(Le(-1, x), Le(x, y), Le(y, 1), Le(Arcsin(x), Arcsin(y))))
law("arctangent is monotone", given(Le(x, y), Le(Arctan(x), Arctan(y))))
law("arcsine of a sine", given(*_acute, Eq(Arcsin(Sin(x)), x)))
law("cosine of the arccosine", given(*_unit, Eq(Cos(Arccos(x)), x)), source="DLMF 4.23.17")
law("sine of the arccosine", given(*_unit, Eq(Sin(Arccos(x)), Sqrt(1 - Pow(x, 2)))), source="DLMF 4.23.17")
law("range of the arccosine", given(*_unit, And(Le(0, Arccos(x)), Le(Arccos(x), pi))))
law("arccosine by the arcsine", given(*_unit, Eq(Arccos(x), pi / 2 - Arcsin(x))), source="DLMF 4.23.18")
law("arccosine of a cosine", given(Le(0, x), Le(x, pi), Eq(Arccos(Cos(x)), x)))
law("sine of the arctangent", Eq(Sin(Arctan(x)), x / Sqrt(1 + Pow(x, 2))))
law("cosine of the arctangent", Eq(Cos(Arctan(x)), 1 / Sqrt(1 + Pow(x, 2))))
law("range of the arctangent", And(Lt(-(pi / 2), Arctan(x)), Lt(Arctan(x), pi / 2)))
law("arctangent is increasing", Iff(Lt(x, y), Lt(Arctan(x), Arctan(y))))
law("arctangent of a tangent", given(Lt(-(pi / 2), x), Lt(x, pi / 2), Eq(Arctan(Tan(x)), x)))
_angle = Special("atan2", y, x)
law("angle in the right half-plane", given(Lt(0, x), Eq(_angle, Arctan(y / x))), source="DLMF 1.9.8")
law("angle in the upper half-plane", given(Lt(0, y), Eq(_angle, pi / 2 - Arctan(x / y))), source="DLMF 1.9.8")
law("angle in the lower half-plane", given(Lt(y, 0), Eq(_angle, -(pi / 2) - Arctan(x / y))), source="DLMF 1.9.8")
law("angle of a negative number", given(Lt(x, 0), Eq(y, 0), Eq(_angle, pi)), source="DLMF 1.9.8")

# -- injective functions, integer parts, case distinctions -------------------------------------------------------------
law("exponential is injective", given(Eq(Exp(x), Exp(y)), Eq(x, y)))
law("equal squares", given(Le(0, x), Le(0, y), Eq(Pow(x, 2), Pow(y, 2)), Eq(x, y)))
law("odd powers are injective", given(Eq(Pow(x, 2 * n + 1), Pow(y, 2 * n + 1)), Eq(x, y)))
_floor = Special("floor", x)
law("floor", And(IsInteger(_floor), Le(_floor, x), Lt(x, _floor + 1)), source="its definition")
law("integer part is unique", given(IsInteger(y), Le(y, x), Lt(x, y + 1), Eq(_floor, y)))
law("integers differ by at least 1", given(IsInteger(x), IsInteger(y), Lt(x, y), Le(x + 1, y)))
law("ceiling", Eq(Special("ceiling", x), -Special("floor", -x)))
law("remainder of a division", given(Ne(y, 0), Eq(Special("mod", x, y), x - y * Special("floor", x / y))),
     source="its definition")
law("sign", Or(And(Lt(0, x), Eq(Sign(x), 1)), And(Eq(x, 0), Eq(Sign(x), 0)), And(Lt(x, 0), Eq(Sign(x), -1))),
     source="its definition")
_step = Special("Heaviside", x)
law("Heaviside by cases", Or(And(Lt(0, x), Eq(_step, 1)), And(Eq(x, 0), Eq(_step, Number(1, 2))), And(Lt(x, 0), Eq(_step, 0))),
     source="DLMF 1.16.13")
law("case distinction", Or(And(App(statement, x), Eq(IfThenElse(App(statement, x), y, a), y)),
                            And(Not(App(statement, x)), Eq(IfThenElse(App(statement, x), y, a), a))), source="its definition")

# -- order --------------------------------------------------------------------------------------------------------------
_principles = "Rudin, Principles of Mathematical Analysis, Theorem "
_closed_range = And(Le(a, x), Le(x, b))
law("function with a nonnegative derivative",
     given(Le(a, b), ForAll(x, Implies(_closed_range, And(derives, Le(0, App(f, x))))), Le(App(F, a), App(F, b))),
     "cited", _principles + "5.11")
law("function with a positive derivative",
     given(Lt(a, b), ForAll(x, Implies(_closed_range, derives)), ForAll(x, Implies(And(Lt(a, x), Lt(x, b)), Lt(0, App(f, x)))),
         Lt(App(F, a), App(F, b))), "cited", _principles + "5.10")
law("function that rises from its limit",
     given(Lt(a, b), ForAll(x, Implies(And(Lt(a, x), Le(x, b)), And(derives, Le(0, App(f, x))))),
         HasLimit(x, a, App(F, x), c, "+"), Le(c, App(F, b))), "cited", _principles + "5.11")
law("function that falls to its limit",
     given(ForAll(x, Implies(Le(a, x), And(derives, Le(App(f, x), 0)))), HasLimit(x, oo, App(F, x), c), Le(c, App(F, a))),
     "cited", _principles + "5.11")
law("function that falls strictly to its limit",
     given(ForAll(x, Implies(Le(a, x), And(derives, Lt(App(f, x), 0)))), HasLimit(x, oo, App(F, x), c), Lt(c, App(F, a))),
     "cited", _principles + "5.11")
law("power of a positive number", given(Lt(0, x), Lt(0, Pow(x, y))))
law("square root of a positive number", given(Lt(0, x), Lt(0, Sqrt(x))))
law("reciprocal of a positive number", given(Lt(0, x), Lt(0, 1 / x)))
law("exponential is weakly increasing", given(Le(x, y), Le(Exp(x), Exp(y))))
law("square root is strictly monotone", given(Le(0, x), Lt(x, y), Lt(Sqrt(x), Sqrt(y))))
law("logarithm is increasing", given(Lt(0, x), Lt(x, y), Lt(Log(x), Log(y))))
law("logarithm below its tangent", given(Lt(0, x), Le(Log(x), x - 1)), source="DLMF 4.5.1")
law("error function lies inside its limits", And(Lt(-1, Erf(x)), Lt(Erf(x), 1)), source="DLMF 7.2.1, 7.2.4")
