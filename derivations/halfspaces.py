"""Directions at an angle: the chance that two half-spaces share, the arc of directions that two have in common.

Two directions u, v ≠ 0 of R^d at the angle θ (d is symbolic): a random direction, standard normal in R^d, has negative inner
products with both with probability (π − θ)/(2π) (Sheppard 1899). The proof splits v along u, so that two independent normals
are left, and differentiates the integral that they lead to in the slope. Appendix E needs it for its Proposition 22.
"""

from derivations.regret import (FEATURES, R_d, bounded_exponential, cauchy_schwarz, distribution, normal, positive_norm,
                                root_of_squares, shrinking, two_directions)
from symproof.prelude import *

x, y, z = Real("x"), Real("y"), Real("z")


# -- the orthant probability ---------------------------------------------------------------------------------------------

line = Lebesgue(SCALAR)
half, quarter = rational("1/2"), rational("1/4")
below_zero = Indicator(Lt(x, 0))


def orthant(a):
    """The integral of φ(x)Φ(−ax) over x < 0."""
    return Integral(x, -oo, oo, below_zero * NormalDensity(x) * NormalCDF(-a * x))


@lemma("Values of an indicator", title="1 where the event holds, and else 0")
def indicator_values(T: lambda name: Symbol(name, Function(SCALAR, TRUTH)), x: Real):
    """The indicator of an event that holds is 1, that of one that does not is 0."""
    value = Indicator(T(x))
    show(And(Implies(T(x), Eq(value, 1)), Implies(Not(T(x)), Eq(value, 0))))
    either = have(Or(And(T(x), Eq(value, 1)), And(Not(T(x)), Eq(value, 0))), by=law("indicator", x=x, S_n=T))
    found = []
    for premise, wrong in ((T(x), 1), (Not(T(x)), 0)):
        with suppose(premise) as known:
            cases = []
            for number, part in enumerate(either.statement.arguments):
                with suppose(part) as case:
                    truth, is_value = conjuncts(case.fact)
                    cases.append(case.conclude(falsehood(truth, known.fact) if number == wrong else is_value))
            found.append(known.conclude(by_cases(either, *cases)))
    return tuple(found)


def value_of(event, holds):
    """The indicator of an event of which it is known whether it holds."""
    source = conjuncts(using(indicator_values))[0 if holds else 1]
    return have(Eq(Indicator(event), 1 if holds else 0), by=theorem(source, "its value", T=Lambda(x, event)))


@lemma("Size of an indicator", title="At most 1")
def indicator_is_bounded(x: Real):
    """The indicator of x < 0 is at most 1 in size."""
    bounded = Abs(below_zero) <= 1
    show(bounded)
    cases = []
    for event, holds in ((Lt(x, 0), True), (Not(Lt(x, 0)), False)):
        with suppose(event) as case:
            value = value_of(Lt(x, 0), holds)
            cases.append(case.conclude(chain(Abs(below_zero), eq(1 if holds else 0, by=rewrite(value)), le(1))))
    return by_cases(excluded_middle(Lt(x, 0)), *cases)


@lemma("Slope of the orthant integral", title="The integral of −xφ(x)φ(ax) over x < 0")
def slope_of_orthant(a: Real):
    """It is 1/(2π(1 + a²)): φ(x)φ(ax)/(1 + a²) is an antiderivative."""
    body = NormalDensity(x) * NormalDensity(a * x)
    show(Eq(Integral(x, -oo, oo, below_zero * NormalDensity(x) * (-x * NormalDensity(-a * x))), 1 / (2 * pi * (1 + a**2))))
    primitive, slope = Lambda(x, body / (1 + a**2)), Lambda(x, -x * body)
    have(HasLimit(x, -oo, primitive(x), 0), why="growth")
    generalized(have(HasDerivative(y, primitive(y), x, slope(x)), why="differentiation"), x)
    have(Integrable(x, line, below_zero * slope(x)))
    return chain(
        Integral(x, -oo, oo, below_zero * NormalDensity(x) * (-x * NormalDensity(-a * x))),
        eq(Integral(x, -oo, 0, slope(x)), by=law("integral up to a point", a=0, F=slope)),
        eq(primitive(rational(0)) - 0, by=law("fundamental theorem up to a point", F=primitive, f=slope, b=0, c=0)),
        eq(1 / (2 * pi * (1 + a**2))),
    )


@lemma("Differentiating the orthant integral", title="The derivative may be taken inside")
def orthant_is_dominated(a: Real):
    """The derivative of φ(x)Φ(−ax) in a is at most |x|φ(x)/√(2π) in size, which is integrable."""
    body = Lambda(z, x, below_zero * NormalDensity(x) * NormalCDF(-z * x))
    slope = Lambda(z, x, below_zero * NormalDensity(x) * (-x * NormalDensity(-z * x)))
    bound, tail = Lambda(x, Abs(x) * NormalDensity(x) / sqrt(2 * pi)), exp(-((z * x)**2 / 2))
    show(DominatedDerivative(z, a, x, line, body(z, x)))
    generalized(have(Integrable(x, line, body(z, x))), z)
    generalized(have(HasDerivative(y, body(y, x), z, slope(z, x)), why="differentiation"), z, x)
    decay = have(tail <= 1, by=theorem(using(bounded_exponential), "e^{−t} ≤ 1", t=(z * x)**2 / 2))
    size = have(Abs(below_zero) <= 1, by=theorem(using(indicator_is_bounded), "its size"))
    chain(Abs(below_zero) * tail, le(1 * tail, by=positivity(size)), le(1, by=positivity(decay)))
    generalized(chain(
        Abs(slope(z, x)),
        eq(bound(x) * (Abs(below_zero) * tail)),
        le(bound(x), by=theorem(using(shrinking), "a factor at most 1", m=bound(x), t=Abs(below_zero) * tail)),
    ), z, x)
    have(Integrable(x, line, bound(x)))
    return have(DominatedDerivative(z, a, x, line, body(z, x)),
                by=law("dominated derivative", nu=line, W=body, U=slope, Y=bound, a=a))


def orthant_value(a):
    """1/4 + arctan(a)/(2π)."""
    return quarter + Arctan(a) / (2 * pi)


@lemma("Half of the orthant integrals", title="The integral of φ over x < 0")
def half_line():
    """The integral of φ over x < 0 is Φ(0) = 1/2."""
    show(Eq(Integral(x, -oo, oo, below_zero * NormalDensity(x)), half))
    return chain(
        Integral(x, -oo, oo, below_zero * NormalDensity(x)),
        eq(Integral(x, -oo, 0, NormalDensity(x)), by=law("integral up to a point", a=0, F=Lambda(x, NormalDensity(x)))),
        eq(NormalCDF(0), by=definition(NormalCDF)),
        eq(half),
    )


@lemma("Orthant integral, a ≥ 0", title="Both sides agree at 0, and have the same derivative")
def orthant_from_zero(a: Nonnegative):
    """For a ≥ 0 the integral of φ(x)Φ(−ax) over x < 0 is 1/4 + arctan(a)/(2π)."""
    arc, inside = Lambda(z, Arctan(z) / (2 * pi)), below_zero * NormalDensity(x)
    gap = Lambda(z, orthant(z) - arc(z))
    show(Eq(orthant(a), orthant_value(a)))
    have(DominatedDerivative(y, z, x, line, inside * NormalCDF(-y * x)),
         by=theorem(using(orthant_is_dominated), "the bound on the derivative", a=z))
    flat = chain(
        Integral(x, -oo, oo, inside * (-x * NormalDensity(-z * x))) - 1 / (2 * pi * (1 + z**2)),
        eq(0, by=rewrite(have(slope_of_orthant_at(z), by=theorem(using(slope_of_orthant), "the slope", a=z)))),
    )
    generalized(have(HasDerivative(y, gap(y), z, 0), by=derived(flat)), z)
    constant = have(Eq(Integral(z, 0, a, 0), gap(a) - gap(rational(0))),
                    by=law("fundamental theorem on an interval", F=gap, f=Lambda(z, 0), a=0, b=a))
    middle = have(Eq(Integral(x, -oo, oo, inside), half), by=theorem(using(half_line), "half of the line"))
    return chain(
        orthant(a),
        eq(Integral(z, 0, a, 0) + arc(a) + Integral(x, -oo, oo, inside) / 2, by=rewrite(constant, why="a constant")),
        eq(orthant_value(a), by=rewrite(middle)),
    )


def slope_of_orthant_at(a):
    """The statement that the integral of −xφ(x)φ(ax) over x < 0 is 1/(2π(1 + a²))."""
    return Eq(Integral(x, -oo, oo, below_zero * NormalDensity(x) * (-x * NormalDensity(-a * x))), 1 / (2 * pi * (1 + a**2)))


@lemma("Orthant integral", title="The integral of φ(x)Φ(−ax) over x < 0")
def orthant_integral(a: Real):
    """For every a it is 1/4 + arctan(a)/(2π): for a < 0 by Φ(ax) = 1 − Φ(−ax)."""
    goal, whole = Eq(orthant(a), orthant_value(a)), Integral(x, -oo, oo, below_zero * NormalDensity(x))
    show(goal)
    middle = have(Eq(whole, half), by=theorem(using(half_line), "half of the line"))
    with suppose(Le(0, a)) as up:
        one = up.conclude(have(goal, by=theorem(using(orthant_from_zero), "a ≥ 0", a=a)))
    with suppose(Not(Le(0, a))) as down:
        have(Le(0, -a))
        other = have(Eq(orthant(-a), orthant_value(-a)), by=theorem(using(orthant_from_zero), "a ≥ 0", a=-a))
        two = down.conclude(chain(orthant(a), eq(whole - orthant(-a)), eq(half - orthant_value(-a), by=rewrite(middle, other)),
                                  eq(orthant_value(a))))
    return by_cases(excluded_middle(Le(0, a)), one, two)


# -- two directions at an angle ------------------------------------------------------------------------------------------

v_c = Symbol("v_c", R_d)


def cosine(u, v):
    """⟨u, v⟩/(‖u‖‖v‖)."""
    return inner(u, v) / (norm(u) * norm(v))


def angle(u, v):
    """The angle between u and v, in [0, π]."""
    return Arccos(cosine(u, v))


def low(u):
    """1 where ⟨v_c, u⟩ < 0."""
    return Indicator(Lt(inner(v_c, u), 0))


def both_low(u, v):
    """The chance that ⟨v_c, u⟩ and ⟨v_c, v⟩ are both negative."""
    return E(low(u) * low(v), FEATURES, v_c)


def share(u, v):
    """(π − θ)/(2π)."""
    return (pi - angle(u, v)) / (2 * pi)


def norms_are_positive(*vectors):
    """0 < ‖u‖ for vectors that are not 0."""
    for vector in vectors:
        have(Lt(0, norm(vector)), by=theorem(using(positive_norm), "the norm of a nonzero vector", v=vector))


def white():
    """The covariance of the directions is the identity, and a covariance."""
    have(PositiveSemidefinite(Identity("d")), why="the covariance is one")


@lemma("Positive multiple", title="A positive factor keeps the sign")
def positive_multiple(b: Positive, x: Real):
    """For b > 0, bx is positive just when x is, and negative just when x is."""
    show(And(Iff(Lt(0, b * x), Lt(0, x)), Iff(Lt(b * x, 0), Lt(x, 0))))
    found = []
    for multiple, plain, weak in ((Lt(0, b * x), Lt(0, x), Le(b * x, 0)), (Lt(b * x, 0), Lt(x, 0), Le(0, b * x))):
        with suppose(multiple) as known:
            with suppose(Not(plain)) as other:
                no = falsehood(have(weak, by=positivity(other.fact)), known.fact)
            known.conclude(contradiction_from(other, no))
        with suppose(plain) as known:
            known.conclude(have(multiple, by=positivity(known.fact)))
        found.append(have(Iff(multiple, plain), why="both implications"))
    return tuple(found)


@lemma("Orthogonal parts", title="A direction and its orthogonal rest")
def orthogonal_parts(u: VectorIn("d"), w: VectorIn("d"), s: Real):
    """For orthogonal u and w that are not 0, ⟨v_c, u⟩ and ⟨v_c, su + w⟩ are both negative with probability
    1/4 + arctan(s‖u‖/‖w‖)/(2π)."""
    given(Ne(u, Zero(R_d)), Ne(w, Zero(R_d)), Eq(inner(u, w), 0))
    second, a = Indicator(Lt(s * inner(v_c, u) + inner(v_c, w), 0)), s * norm(u) / norm(w)
    show(Eq(E(low(u) * second, FEATURES, v_c), orthant_value(a)))
    norms_are_positive(u, w)
    white()
    pair, one = Lambda(x, y, below_zero * Indicator(Lt(s * x + y, 0))), Lambda(x, below_zero * NormalCDF(-s * x / norm(w)))
    same = have(Iff(Lt(s * x + y, 0), Lt(y, -s * x)))
    inside = chain(
        E(pair(x, y), normal(norm(w)**2), y),
        eq(below_zero * E(Indicator(Lt(y, -s * x)), normal(norm(w)**2), y), by=rewrite(same)),
        eq(one(x), by=theorem(using(distribution), "the distribution function", r=norm(w), t=-s * x)),
    )
    scaled = have(Iff(Lt(0 + norm(u) * x, 0), Lt(x, 0)), by=theorem(conjuncts(using(positive_multiple))[1], "scaling",
                                                                    b=norm(u), x=x))
    return chain(
        E(low(u) * second, FEATURES, v_c),
        eq(E(E(pair(x, y), normal(norm(w)**2), y), normal(norm(u)**2), x),
           by=theorem(using(two_directions), "two directions", W=pair, a=u, b=w)),
        eq(E(one(x), normal(norm(u)**2), x), by=rewrite(inside)),
        eq(E(one(0 + norm(u) * x), normal(1), x), by=law("affine image of a normal", m=0, v=1, a=0, c=norm(u), b=0,
                                                         q=norm(u)**2, F=one)),
        eq(E(below_zero * NormalCDF(-a * x), normal(1), x), by=rewrite(scaled)),
        eq(orthant(a), by=definition(Expectation, why="the density")),
        eq(orthant_value(a), by=theorem(using(orthant_integral), "the orthant integral", a=a)),
    )


@lemma("Sine of an arctangent", title="On the unit circle")
def sine_of_arctangent(c: Real, b: Positive):
    """If b² = 1 − c², then sin arctan(c/b) = c."""
    circle = given(Eq(b**2, 1 - c**2))
    show(Eq(Sin(Arctan(c / b)), c))
    inside = chain(1 + (c / b)**2, eq((b**2 + c**2) / b**2), eq((1 - c**2 + c**2) / b**2, by=rewrite(circle)),
                   eq((1 / b)**2 * rational(1)**2))
    root = chain(sqrt(1 + (c / b)**2), eq(sqrt((1 / b)**2 * rational(1)**2), by=rewrite(inside)),
                 eq(1 / b * 1, by=theorem(using(root_of_squares), "a root", a=1 / b, b=1)), eq(1 / b))
    return chain(Sin(Arctan(c / b)), eq(c / b / sqrt(1 + (c / b)**2), by=law("sine of the arctangent", x=c / b)),
                 eq(c / b / (1 / b), by=rewrite(root)), eq(c))


@lemma("Range of the arctangent", title="Between −π/2 and π/2")
def range_of_the_arctangent(x: Real):
    """The arctangent of every number lies between −π/2 and π/2."""
    show(And(Le(-(pi / 2), Arctan(x)), Le(Arctan(x), pi / 2)))
    left, right = conjuncts(have(And(Lt(-(pi / 2), Arctan(x)), Lt(Arctan(x), pi / 2)), by=law("range of the arctangent", x=x)))
    return have(Le(-(pi / 2), Arctan(x)), by=positivity(left)), have(Le(Arctan(x), pi / 2), by=positivity(right))


@lemma("Arccosine and arctangent", title="arctan(c/√(1 − c²)) = π/2 − arccos c")
def arccosine_and_arctangent(c: Real):
    """For −1 < c < 1 the angle with the cosine c is π/2 − arctan(c/√(1 − c²))."""
    given(Lt(-1, c), Lt(c, 1))
    root = sqrt(1 - c**2)
    a = Arctan(c / root)
    show(Eq(a, pi / 2 - Arccos(c)))
    have(Lt(0, 1 - c**2), by=positivity(have(Lt(0, 1 - c)), have(Lt(0, 1 + c))))
    have(Lt(0, root), by=law("square root of a positive number", x=1 - c**2))
    have(Le(-1, c), by=positivity(have(Lt(-1, c)))), have(Le(c, 1), by=positivity(have(Lt(c, 1))))
    have(Eq(root**2, 1 - c**2), by=algebra())
    back = have(Eq(Sin(a), c), by=theorem(using(sine_of_arctangent), "on the unit circle", c=c, b=root))
    for side in conjuncts(using(range_of_the_arctangent)):
        have(substitute(side.statement, {x: c / root}), by=theorem(side, "its range", x=c / root))
    complement = have(Eq(Arccos(c), pi / 2 - Arcsin(c)), by=law("arccosine by the arcsine", x=c))
    return chain(a, eq(Arcsin(Sin(a)), by=law("arcsine of a sine", x=a)), eq(Arcsin(c), by=rewrite(back)),
                 eq(pi / 2 - Arccos(c), by=algebra(complement)))


@lemma("Inside the unit interval", title="c² < 1")
def inside_unit(c: Real):
    """If 0 < 1 − c², then −1 < c < 1."""
    room = given(Lt(0, 1 - c**2))
    show(And(Lt(-1, c), Lt(c, 1)))
    found = []
    for side in (Lt(-1, c), Lt(c, 1)):
        with suppose(Not(side)) as other:
            no = falsehood(room, other.fact)
        found.append(contradiction_from(other, no))
    return tuple(found)


@lemma("Ratio of lengths", title="Quotients of positive numbers")
def ratio_of_lengths(a: Positive, b: Positive):
    """For positive a and b: 0 < a²/b², and √(a²/b²) = a/b > 0."""
    show(And(Lt(0, a**2 / b**2), Lt(0, a / b), Eq(sqrt(a**2 / b**2), a / b)))
    have(Lt(0, 1 / b))
    return have(Lt(0, a**2 / b**2)), have(Lt(0, a / b)), chain(
        sqrt(a**2 / b**2),
        eq(sqrt(a**2 * (1 / b)**2)),
        eq(a * (1 / b), by=theorem(using(root_of_squares), "a root", a=a, b=1 / b)),
        eq(a / b),
    )


@lemma("Orthant probability (independent)", title="Directions of which neither is a multiple of the other")
def orthant_of_independent(u: VectorIn("d"), v: VectorIn("d")):
    """If u ≠ 0 and v is no multiple of u, both ⟨v_c, u⟩ and ⟨v_c, v⟩ are negative with probability (π − θ)/(2π)."""
    s, c = inner(u, v) / norm(u)**2, cosine(u, v)
    w = v - s * u
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)), Ne(w, Zero(R_d)))
    show(Eq(both_low(u, v), share(u, v)))
    norms_are_positive(u, v, w)
    have(Eq(inner(u, w), 0), by=algebra())
    room, part, root = conjuncts(using(ratio_of_lengths))
    gap = chain(1 - c**2, eq(norm(w)**2 / norm(v)**2))
    chain(0, lt(norm(w)**2 / norm(v)**2, by=theorem(room, "a ratio of lengths", a=norm(w), b=norm(v))),
          eq(1 - c**2, by=rewrite(gap)))
    left, right = conjuncts(using(inside_unit))
    have(Lt(-1, c), by=theorem(left, "the gap", c=c)), have(Lt(c, 1), by=theorem(right, "the gap", c=c))
    side = chain(sqrt(1 - c**2), eq(sqrt(norm(w)**2 / norm(v)**2), by=rewrite(gap)),
                 eq(norm(w) / norm(v), by=theorem(root, "a ratio of lengths", a=norm(w), b=norm(v))))
    have(Lt(0, norm(w) / norm(v)), by=theorem(part, "a ratio of lengths", a=norm(w), b=norm(v)))
    have(Lt(0, sqrt(1 - c**2)), by=law("square root of a positive number", x=1 - c**2))
    tangent = chain(s * norm(u) / norm(w), eq(c / (norm(w) / norm(v))), eq(c / sqrt(1 - c**2), by=rewrite(side)))
    return chain(
        both_low(u, v),
        eq(E(low(u) * Indicator(Lt(s * inner(v_c, u) + inner(v_c, w), 0)), FEATURES, v_c), by=algebra(why="$v = su + w$")),
        eq(orthant_value(s * norm(u) / norm(w)), by=theorem(using(orthogonal_parts), "orthogonal parts", u=u, w=w, s=s)),
        eq(orthant_value(c / sqrt(1 - c**2)), by=rewrite(tangent)),
        eq(quarter + (pi / 2 - Arccos(c)) / (2 * pi), by=theorem(using(arccosine_and_arctangent), "the angle", c=c)),
        eq(share(u, v)),
    )


@lemma("Along a direction", title="Positive and negative multiples")
def along_a_direction(u: VectorIn("d"), t: Positive):
    """tu and −tu have the cosines 1 and −1 with u, and are not 0."""
    given(Ne(u, Zero(R_d)))
    ahead, back = t * u, -(t * u)
    show(And(Eq(cosine(u, ahead), 1), Eq(cosine(u, back), -1), Lt(0, norm(ahead)), Lt(0, norm(back))))
    norms_are_positive(u)
    length = chain(norm(ahead), eq(sqrt(inner(ahead, ahead)), by=definition(Norm)), eq(sqrt(t**2 * norm(u)**2)),
                   eq(t * norm(u), by=theorem(using(root_of_squares), "a root", a=t, b=norm(u))))
    turned = chain(norm(back), eq(norm(ahead)), eq(t * norm(u), by=rewrite(length)))
    return (chain(cosine(u, ahead), eq(inner(u, ahead) / (norm(u) * (t * norm(u))), by=rewrite(length)), eq(1)),
            chain(cosine(u, back), eq(inner(u, back) / (norm(u) * (t * norm(u))), by=rewrite(turned)), eq(-1)),
            chain(0, lt(t * norm(u)), eq(norm(ahead), by=rewrite(length))),
            chain(0, lt(t * norm(u)), eq(norm(back), by=rewrite(turned))))


@lemma("Signs of multiples", title="x, tx and −tx")
def signs_of_multiples(x: Real, t: Positive):
    """For t > 0, tx is negative where x is, and −tx is not."""
    ahead, back = Eq(below_zero * Indicator(Lt(t * x, 0)), below_zero), Eq(below_zero * Indicator(Lt(-(t * x), 0)), 0)
    show(And(ahead, back))
    with suppose(Lt(x, 0)) as down:
        multiple = have(Lt(t * x, 0), by=positivity(down.fact))
        with suppose(Lt(-(t * x), 0)) as other:
            no = falsehood(other.fact, multiple)
        contradiction_from(other, no)
        values = value_of(Lt(x, 0), True), value_of(Lt(t * x, 0), True), value_of(Lt(-(t * x), 0), False)
        one = down.conclude(have(And(ahead, back), by=rewrite(*values)))
    with suppose(Not(Lt(x, 0))) as up:
        other = up.conclude(have(And(ahead, back), by=rewrite(value_of(Lt(x, 0), False))))
    return by_cases(excluded_middle(Lt(x, 0)), one, other)


@lemma("Half of the directions", title="A half-space has probability 1/2")
def half_of_the_directions(u: VectorIn("d")):
    """For u ≠ 0, ⟨v_c, u⟩ is negative with probability 1/2."""
    given(Ne(u, Zero(R_d)))
    show(Eq(E(low(u), FEATURES, v_c), half))
    norms_are_positive(u)
    white()
    return chain(
        E(low(u), FEATURES, v_c),
        eq(E(below_zero, normal(norm(u)**2), x), by=law("projection of a Gaussian", mu=Zero(R_d), S=Identity("d"), u=u,
                                                        F=Lambda(x, below_zero))),
        eq(NormalCDF(0 / norm(u)), by=theorem(using(distribution), "the distribution function", r=norm(u), t=0)),
        eq(half),
    )


@lemma("Angles 0 and π", title="Multiples of one direction")
def multiples_of_a_direction(u: VectorIn("d"), t: Positive):
    """The formula (π − θ)/(2π) holds for u and tu (θ = 0), and for u and −tu (θ = π)."""
    given(Ne(u, Zero(R_d)))
    ahead, back, value = t * u, -(t * u), inner(v_c, u)
    show(And(Eq(both_low(u, ahead), share(u, ahead)), Eq(both_low(u, back), share(u, back))))
    norms_are_positive(u)
    one, minus_one, _, _ = (have(fact.statement, by=theorem(fact, "along u")) for fact in conjuncts(using(along_a_direction)))
    middle = have(Eq(E(low(u), FEATURES, v_c), half), by=theorem(using(half_of_the_directions), "half of the directions"))
    same, none = conjuncts(using(signs_of_multiples))
    pole = have(Eq(Cos(pi), -1), by=law("cosine of a multiple of pi", j=1))
    zero = chain(Arccos(1), eq(Arccos(Cos(rational(0)))), eq(0, by=law("arccosine of a cosine", x=0)))
    straight = chain(Arccos(-1), eq(Arccos(Cos(pi)), by=rewrite(pole)), eq(pi, by=law("arccosine of a cosine", x=pi)))
    return chain(
        both_low(u, ahead),
        eq(E(low(u) * Indicator(Lt(t * value, 0)), FEATURES, v_c)),
        eq(E(low(u), FEATURES, v_c), by=theorem(same, "the same sign", x=value, t=t)),
        eq(half, by=rewrite(middle)),
        eq((pi - Arccos(1)) / (2 * pi), by=rewrite(zero)),
        eq(share(u, ahead), by=rewrite(one)),
    ), chain(
        both_low(u, back),
        eq(E(low(u) * Indicator(Lt(-(t * value), 0)), FEATURES, v_c)),
        eq(E(0, FEATURES, v_c), by=theorem(none, "opposite signs", x=value, t=t)),
        eq(0),
        eq((pi - Arccos(-1)) / (2 * pi), by=rewrite(straight)),
        eq(share(u, back), by=rewrite(minus_one)),
    )


@lemma("Orthant probability (multiples)", title="One direction is a multiple of the other")
def orthant_of_multiples(u: VectorIn("d"), v: VectorIn("d"), s: Real):
    """If v = su is not 0, both ⟨v_c, u⟩ and ⟨v_c, v⟩ are negative with probability (π − θ)/(2π)."""
    _, _, along = given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)), Eq(v, s * u))
    show(Eq(both_low(u, v), share(u, v)))
    norms_are_positive(u, v)
    ahead, back = conjuncts(using(multiples_of_a_direction))
    order = have(Or(Lt(s, 0), Eq(s, 0), Lt(0, s)), by=law("trichotomy", x=s, y=0))

    def moved(equation, to, step):
        return chain(both_low(u, v), eq(both_low(u, to), by=rewrite(equation)), eq(share(u, to), by=step),
                     eq(share(u, v), by=rewrite(equation)))

    with suppose(Lt(s, 0)) as down:
        have(Lt(0, -s))
        turned = chain(v, eq(s * u, by=rewrite(along)), eq(-((-s) * u)))
        first = down.conclude(moved(turned, -((-s) * u), theorem(back, "angle π", u=u, t=-s)))
    with suppose(Eq(s, 0)) as none:
        gone = chain(v, eq(s * u, by=rewrite(along)), eq(0 * u, by=rewrite(none.fact)), eq(Zero(R_d)))
        second = none.conclude(falsehood(gone, have(Ne(v, Zero(R_d)))))
    with suppose(Lt(0, s)) as up:
        third = up.conclude(moved(along, s * u, theorem(ahead, "angle 0", u=u, t=s)))
    return by_cases(order, first, second, third)


@theorem_claim("Orthant probability", title="Two half-spaces in R^d")
def orthant_probability(u: VectorIn("d"), v: VectorIn("d")):
    """For directions u, v ≠ 0 at the angle θ, both ⟨v_c, u⟩ and ⟨v_c, v⟩ are negative with probability (π − θ)/(2π), in every
    dimension (Sheppard)."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    s = inner(u, v) / norm(u)**2
    w, goal = v - s * u, Eq(both_low(u, v), share(u, v))
    show(goal)
    norms_are_positive(u, v)
    with suppose(Ne(w, Zero(R_d))) as apart:
        generic = apart.conclude(have(goal, by=theorem(using(orthant_of_independent), "independent directions")))
    with suppose(Not(Ne(w, Zero(R_d)))) as level:
        with suppose(Not(Eq(w, Zero(R_d)))) as other:
            no = falsehood(have(Ne(w, Zero(R_d)), by=definition(Ne)), level.fact)
        nothing = contradiction_from(other, no)
        chain(v, eq(s * u + w), eq(s * u + Zero(R_d), by=rewrite(nothing)), eq(s * u))
        special = level.conclude(have(goal, by=theorem(using(orthant_of_multiples), "multiples", s=s)))
    return by_cases(excluded_middle(Ne(w, Zero(R_d))), generic, special)


@lemma("Lowest inner product", title="−‖u‖‖v‖ ≤ ⟨u, v⟩")
def lowest_product(u: VectorIn("d"), v: VectorIn("d")):
    """Cauchy–Schwarz from below."""
    show(Le(-(norm(u) * norm(v)), inner(u, v)))
    turned = have(Le(inner(-u, v), norm(-u) * norm(v)), by=theorem(using(cauchy_schwarz), "Cauchy–Schwarz", u=-u, w=v))
    return have(Le(-(norm(u) * norm(v)), inner(u, v)), by=positivity(turned))


@lemma("Ratio at most 1", title="−1 ≤ a/b ≤ 1")
def ratio_at_most_one(a: Real, b: Positive):
    """If −b ≤ a ≤ b, then −1 ≤ a/b ≤ 1."""
    given(Le(-b, a), Le(a, b))
    show(And(Le(-1, a / b), Le(a / b, 1)))
    return have(Le(-1, a / b), by=positivity(have(Le(-b, a)))), have(Le(a / b, 1), by=positivity(have(Le(a, b))))


@lemma("Cosine of an angle", title="Between −1 and 1")
def cosine_is_bounded(u: VectorIn("d"), v: VectorIn("d")):
    """For u, v ≠ 0 the cosine lies between −1 and 1, so that there is an angle."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    p = norm(u) * norm(v)
    show(And(Le(-1, cosine(u, v)), Le(cosine(u, v), 1)))
    norms_are_positive(u, v)
    have(Lt(0, p)), have(Le(-p, inner(u, v)), by=theorem(using(lowest_product), "Cauchy–Schwarz"))
    have(Le(inner(u, v), p), by=theorem(using(cauchy_schwarz), "Cauchy–Schwarz", u=u, w=v))
    return have(And(Le(-1, cosine(u, v)), Le(cosine(u, v), 1)),
                by=theorem(using(ratio_at_most_one), "a ratio", a=inner(u, v), b=p))


def there_is_an_angle(u, v):
    """The cosine lies between −1 and 1."""
    have(And(Le(-1, cosine(u, v)), Le(cosine(u, v), 1)), by=theorem(using(cosine_is_bounded), "Cauchy–Schwarz", u=u, v=v))


@lemma("Opposite angles", title="Turning a direction round")
def opposite_angles(u: VectorIn("d"), v: VectorIn("d")):
    """Turning one of two directions round makes θ into π − θ; turning both leaves it."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    c, theta = cosine(u, v), angle(u, v)
    show(And(Eq(angle(u, -v), pi - theta), Eq(angle(-u, v), pi - theta), Eq(angle(-u, -v), theta)))
    norms_are_positive(u, v)
    there_is_an_angle(u, v)
    have(Le(-1, -c), by=positivity(have(Le(c, 1)))), have(Le(-c, 1), by=positivity(have(Le(-1, c))))
    turned = chain(Arccos(-c), eq(pi / 2 - Arcsin(-c), by=law("arccosine by the arcsine", x=-c)),
                   eq(pi - (pi / 2 - Arcsin(c))), eq(pi - Arccos(c), by=law("arccosine by the arcsine", x=c)))
    return (chain(angle(u, -v), eq(Arccos(-c)), eq(pi - theta, by=rewrite(turned))),
            chain(angle(-u, v), eq(Arccos(-c)), eq(pi - theta, by=rewrite(turned))),
            chain(angle(-u, -v), eq(theta)))


@lemma("Turned round", title="−u is not 0")
def turned_is_nonzero(u: VectorIn("d")):
    """If u is not 0, then −u is not."""
    nonzero = given(Ne(u, Zero(R_d)))
    show(Ne(-u, Zero(R_d)))
    with suppose(Eq(-u, Zero(R_d))) as other:
        back = chain(u, eq(-1 * (-u)), eq(-1 * Zero(R_d), by=rewrite(other.fact)), eq(Zero(R_d)))
        no = falsehood(back, nonzero)
    contradiction_from(other, no)
    return have(Ne(-u, Zero(R_d)), by=definition(Ne))


def range_of_the_angle(u, v):
    """0 ≤ θ ≤ π."""
    norms_are_positive(u, v)
    there_is_an_angle(u, v)
    have(And(Le(0, angle(u, v)), Le(angle(u, v), pi)), by=law("range of the arccosine", x=cosine(u, v)))


# -- what two directions have in common ---------------------------------------------------------------------------------

@lemma("Sign of the cosine", title="Between −3π/2 and 3π/2")
def sign_of_the_cosine(s: Real):
    """For −3π/2 < s < 3π/2 the cosine is positive just when −π/2 < s < π/2."""
    acute, corner = And(Lt(-(pi / 2), s), Lt(s, pi / 2)), pi / 2
    given(Lt(-(3 * pi / 2), s), Lt(s, 3 * pi / 2))
    show(And(Implies(Lt(0, Cos(s)), acute), Implies(acute, Lt(0, Cos(s)))))
    right = have(Eq(Cos(corner), 0), by=law("cosine of a right angle"))
    pole = have(Eq(Cos(pi), -1), by=law("cosine of a multiple of pi", j=1))
    with suppose(acute) as inside:
        enough = inside.conclude(have(Lt(0, Cos(s)), by=law("cosine is positive", x=s)))
    with suppose(Lt(0, Cos(s))) as up:
        found = []
        for side, end, turn, way in ((Lt(-corner, s), -corner, pi, 1), (Lt(s, corner), corner, -pi, -1)):
            order = have(Or(Lt(s, end), Eq(s, end), Lt(end, s)), by=law("trichotomy", x=s, y=end))
            below, at_end, above = order.statement.arguments
            with suppose(at_end) as case:
                level = chain(Cos(s), eq(Cos(end), by=rewrite(case.fact)), eq(Cos(corner)), eq(0, by=rewrite(right)))
                none = case.conclude(falsehood(level, up.fact))
            with suppose(above if way > 0 else below) as case:
                fits = case.conclude(have(side, by=positivity(case.fact)))
            with suppose(below if way > 0 else above) as case:
                have(Lt(-corner, s + turn)), have(Lt(s + turn, corner))
                turned = have(Lt(0, Cos(s + turn)), by=law("cosine is positive", x=s + turn))
                flat = have(Eq(Sin(turn), 0), by=law("sine of a multiple of pi", j=way))
                opposite = chain(Cos(s + turn),
                                 eq(Cos(s) * Cos(turn) - Sin(s) * Sin(turn), by=law("cosine of a sum", x=s, y=turn)),
                                 eq(Cos(s) * Cos(pi) - Sin(s) * Sin(turn)), eq(-Cos(s), by=rewrite(pole, flat)))
                beyond = case.conclude(falsehood(turned, up.fact, opposite))
            found.append(by_cases(order, *((beyond, none, fits) if way > 0 else (fits, none, beyond))))
        needed = up.conclude(have(acute))
    return needed, enough


@lemma("Arc of two cosines", title="cos s > 0 and cos(s − θ) > 0")
def arc_of_two_cosines(s: Real, theta: Real):
    """For 0 ≤ θ ≤ π and −π < s ≤ π, cos s and cos(s − θ) are positive just when θ − π/2 < s < π/2."""
    above, _, start, end = given(Le(0, theta), Le(theta, pi), Lt(-pi, s), Le(s, pi))
    corner, back = pi / 2, s + -theta
    both, inside = And(Lt(0, Cos(s)), Lt(0, Cos(back))), And(Lt(theta - corner, s), Lt(s, corner))
    show(Iff(both, inside))
    near, (needed, _) = lambda s: And(Lt(-corner, s), Lt(s, corner)), conjuncts(using(sign_of_the_cosine))
    have(Lt(0, pi))
    have(Lt(-(3 * pi / 2), s), by=positivity(start)), have(Lt(s, 3 * pi / 2), by=positivity(end))
    with suppose(both) as positive:
        one, other = conjuncts(positive.fact)
        have(one.statement, by=theorem(one)), have(other.statement, by=theorem(other))
        left, right = conjuncts(have(near(s), by=theorem(needed, "the sign of the cosine")))
        have(Lt(-(3 * pi / 2), back), by=positivity(left)), have(Lt(back, 3 * pi / 2), by=positivity(right, above))
        first, _ = conjuncts(have(near(back), by=theorem(needed, "the sign of the cosine", s=back)))
        have(Lt(theta - corner, s), by=positivity(first)), have(Lt(s, corner), by=theorem(right))
        positive.conclude(have(inside))
    with suppose(inside) as between:
        left, right = conjuncts(between.fact)
        have(Lt(s, corner), by=theorem(right)), have(Lt(-corner, s), by=positivity(left, above))
        have(Lt(-corner, back), by=positivity(left)), have(Lt(back, corner), by=positivity(right, above))
        have(Lt(0, Cos(s)), by=law("cosine is positive", x=s)), have(Lt(0, Cos(back)), by=law("cosine is positive", x=back))
        between.conclude(have(both))
    return have(Iff(both, inside), why="both implications")


@lemma("Bisector", title="When two directions have a common one")
def bisector(u: VectorIn("d"), v: VectorIn("d"), a: Positive, b: Positive):
    """If ‖u‖ = a and ‖v‖ = b, some x has ⟨x, u⟩ > 0 and ⟨x, v⟩ > 0 just when ⟨u, v⟩ > −ab; then bu + av is one."""
    direction, middle = VectorIn("d")("x"), b * u + a * v
    first, second, _ = given(Eq(inner(u, u), a**2), Eq(inner(v, v), b**2), Le(-(a * b), inner(u, v)))
    pair = lambda y: And(Lt(0, inner(y, u)), Lt(0, inner(y, v)))
    some, apart = Exists(direction, pair(direction)), Lt(-(a * b), inner(u, v))
    show(Iff(some, apart))
    with suppose(apart) as room:
        chain(inner(middle, u), eq(b * inner(u, u) + a * inner(u, v)), eq(b * a**2 + a * inner(u, v), by=rewrite(first)),
              gt(0, by=positivity(room.fact)))
        chain(inner(middle, v), eq(b * inner(u, v) + a * inner(v, v)), eq(b * inner(u, v) + a * b**2, by=rewrite(second)),
              gt(0, by=positivity(room.fact)))
        have(Lt(0, inner(middle, u))), have(Lt(0, inner(middle, v)))
        room.conclude(exhibit(some, middle))
    with suppose(some) as common:
        with suppose(Not(apart)) as tight:
            exact = have(Eq(inner(u, v), -(a * b)))
            square = chain(inner(middle, middle), eq(b**2 * inner(u, u) + 2 * a * b * inner(u, v) + a**2 * inner(v, v)),
                           eq(b**2 * a**2 + 2 * a * b * (-(a * b)) + a**2 * b**2, by=rewrite(first, second, exact)), eq(0))
            with suppose(Not(Eq(middle, Zero(R_d)))) as other:
                have(Ne(middle, Zero(R_d)), by=definition(Ne))
                no = falsehood(square, have(Lt(0, inner(middle, middle)), by=law("norm is definite", u=middle)))
            nothing = contradiction_from(other, no)
            with obtain(common.fact, direction) as (_, positive):
                gains = b * inner(direction, u) + a * inner(direction, v)
                level = chain(gains, eq(inner(direction, middle)), eq(inner(direction, Zero(R_d)), by=rewrite(nothing)), eq(0))
                absurd = falsehood(level, have(Lt(0, gains), by=positivity(*conjuncts(positive))))
            absurd = release(common.fact, direction, absurd)
        common.conclude(contradiction_from(tight, absurd))
    return have(Iff(some, apart), why="both implications")


@lemma("Straight angle", title="⟨u, v⟩ > −‖u‖‖v‖ and θ < π")
def straight_angle(u: VectorIn("d"), v: VectorIn("d")):
    """For u, v ≠ 0 the angle is less than π just when ⟨u, v⟩ > −‖u‖‖v‖."""
    given(Ne(u, Zero(R_d)), Ne(v, Zero(R_d)))
    p, c, theta = norm(u) * norm(v), cosine(u, v), angle(u, v)
    apart, less = Lt(-p, inner(u, v)), Lt(theta, pi)
    show(Iff(apart, less))
    range_of_the_angle(u, v)
    have(Lt(0, p))
    pole = have(Eq(Cos(pi), -1), by=law("cosine of a multiple of pi", j=1))
    with suppose(apart) as known:
        with suppose(Not(less)) as other:
            flat = have(Eq(theta, pi))
            value = chain(c, eq(Cos(theta), by=law("cosine of the arccosine", x=c)), eq(Cos(pi), by=rewrite(flat)),
                          eq(-1, by=rewrite(pole)))
            no = falsehood(chain(inner(u, v), eq(c * p), eq(-1 * p, by=rewrite(value))), known.fact)
        known.conclude(contradiction_from(other, no))
    with suppose(less) as known:
        with suppose(Not(apart)) as other:
            touching = have(Eq(inner(u, v), -p))
            value = chain(c, eq(-p / p, by=rewrite(touching)), eq(-1))
            straight = chain(theta, eq(Arccos(-1), by=rewrite(value)), eq(Arccos(Cos(pi)), by=rewrite(pole)),
                             eq(pi, by=law("arccosine of a cosine", x=pi)))
            no = falsehood(straight, known.fact)
        known.conclude(contradiction_from(other, no))
    return have(Iff(apart, less), why="both implications")
