"""Every way in which a public proof checker has been fooled, tried on this kernel. None may work, also under -O."""

import copy
import pickle
import subprocess
import sys
from fractions import Fraction

import pytest

from symproof import kernel
from symproof.checkers import limits, normal_form
from symproof.kernel import KernelError, Theorem
from symproof.terms import *

x, y, a, lam = Symbol("x"), Symbol("y"), Symbol("a"), Symbol("lam")
n = Symbol("n", SCALAR, "natural")
FALSEHOOD = Eq(Number(1), Number(0))
omega = Symbol("omega", Point("Omega"))
P = Symbol("P", Measure(Point("Omega")), "probability")
X = Symbol("X", Function(Point("Omega"), SCALAR))(omega)


def refused(action, *words):
    """The action raises one of our errors, with a sentence."""
    with pytest.raises((KernelError, TermError, TypeError, AttributeError)) as caught:
        action()
    message = str(caught.value)
    assert len(message) > 10
    for word in words:
        assert word in message, message


# -- objects ----------------------------------------------------------------------------------------------------------

def forge():
    """An object of the class Theorem that no rule made."""
    return object.__new__(Theorem)


@pytest.mark.parametrize("use", [
    lambda t: t.statement, lambda t: t.hypotheses, lambda t: t.trust, lambda t: kernel.conjunction(t),
    lambda t: kernel.apply(t, t), lambda t: kernel.generalize(t, x), lambda t: kernel.chain(t), lambda t: kernel.cut(t, t),
    lambda t: kernel.instantiate(t, {x: y}), lambda t: kernel.exchange(t), lambda t: kernel.discharge(t, Lt(x, y)),
])
def test_forged_theorem_is_not_believed(use):
    refused(lambda: use(forge()), "not a theorem")


def test_constructor_subclass_and_pickle_are_refused():
    theorem = kernel.ring(x, x)
    refused(lambda: Theorem(), "constructed")
    refused(lambda: Theorem(Eq(1, 0)), "constructed")
    refused(lambda: type("Fake", (Theorem,), {}), "subclassed")
    refused(lambda: pickle.dumps(theorem), "pickled")
    refused(lambda: copy.copy(theorem), "pickled")
    refused(lambda: copy.deepcopy(theorem), "pickled")
    if hasattr(copy, "replace"):
        refused(lambda: copy.replace(theorem, statement=FALSEHOOD))


def test_attributes_cannot_be_set():
    theorem = kernel.ring(x, x)
    for setter in (setattr, object.__setattr__):
        refused(lambda: setter(theorem, "statement", FALSEHOOD))
        refused(lambda: setter(theorem, "_statement", FALSEHOOD))
        refused(lambda: setter(theorem.statement, "arguments", (Number(1), Number(0))))
    with pytest.raises(AttributeError):
        theorem.record.statement = FALSEHOOD
    assert theorem.statement is Eq(x, x)


def test_the_private_door_is_shut():
    refused(lambda: kernel._make("ring", [], FALSEHOOD), "only the kernel's rules")
    refused(lambda: kernel._enter(forge(), kernel.Record((), FALSEHOOD, frozenset(), "ring", (), ())), "only the kernel")


def test_an_impostor_that_looks_like_a_theorem():
    class Impostor:
        statement, hypotheses, trust = FALSEHOOD, (), frozenset()

    refused(lambda: kernel.conjunction(Impostor()), "not a theorem")
    refused(lambda: kernel.exchange(Impostor()), "not a theorem")


def test_terms_cannot_be_forged_altered_or_subclassed():
    refused(lambda: type("Evil", (Eq,), {}), "closed")
    forged = tuple.__new__(Eq, (TRUTH, Number(1), Number(2)))
    refused(lambda: kernel.assume(forged), "term of the language")
    refused(lambda: And(forged), "constructors")
    refused(lambda: Add(0, tuple.__new__(Number, (SCALAR, 1, 2))), "constructors")
    refused(lambda: Symbol(type("S", (str,), {"startswith": lambda *_: False})("%0")))
    refused(lambda: Number(type("I", (int,), {})(3)))


def test_lies_about_arguments():
    class Turncoat(dict):
        def items(self):
            return iter([(Symbol("p", SCALAR, "positive"), Number(-1))])

    positive = kernel.sign_of_form(Lt(0, Symbol("p", SCALAR, "positive")))
    refused(lambda: kernel.instantiate(positive, Turncoat()), "plain dict")
    weird = type("Weird", (), {"__lt__": lambda s, o: False, "__gt__": lambda s, o: True, "numerator": -1,
                               "denominator": 1})()
    refused(lambda: kernel.nonnegative_form(FALSE, [], [(weird, (), ())]))
    refused(lambda: kernel.nonnegative_form(Lt(0, 0), [], [(Fraction(1), (0,), ())]))


# -- logic ------------------------------------------------------------------------------------------------------------

def test_conclusions_come_from_the_steps():
    """Proving 1 + 1 = 2 says nothing of x = x + 1."""
    theorem = kernel.ring(Number(1) + Number(1), Number(2))
    assert theorem.statement is Eq(Number(1) + 1, 2)
    refused(lambda: kernel.ring(x, x + 1), "differ")


def test_trust_is_never_lost():
    gap = kernel.believe(Lt(x, y), "gap", "to be proved later")
    once = kernel.apply(kernel.discharge(kernel.assume(Lt(x, y)), Lt(x, y)), gap)
    twice = kernel.conjunction(kernel.generalize(once, x), kernel.ring(x, x))
    assert ("gap", "to be proved later") in kernel.conjunct(twice, 0).trust
    assert ("gap", "to be proved later") in kernel.instantiate(once, {x: a}).trust
    refused(lambda: kernel.believe(FALSEHOOD, "proved", "trust me, please"), "kind of trust")
    refused(lambda: kernel.believe(FALSEHOOD, "CAS", ""), "sentence")


@pytest.mark.parametrize(("action", "words"), [
    (lambda: kernel.generalize(kernel.assume(Lt(0, x)), x), "not arbitrary"),
    (lambda: kernel.apply(kernel.assume(Implies(Lt(0, x), Lt(0, y))), kernel.assume(Lt(x, 0))), "premise"),
    (lambda: kernel.cut(kernel.ring(x, x), kernel.assume(Lt(0, x))), "not among"),
    (lambda: kernel.conjunct(kernel.assume(And(Lt(0, x), Lt(0, y))), 2), "no conjunct"),
    (lambda: kernel.alternative(Or(Lt(0, x), Lt(0, y)), 1, kernel.assume(Lt(0, x))), "not alternative"),
    (lambda: kernel.cases(kernel.assume(Or(Lt(0, x), Lt(0, y))), kernel.assume(Lt(0, x))), "one branch"),
    (lambda: kernel.cases(kernel.assume(Or()),), "one branch"),
    (lambda: kernel.cases(kernel.assume(Or(Lt(0, x), Lt(0, y))), kernel.assume(Lt(0, x)), kernel.assume(Lt(0, y))),
     "different"),
    (lambda: kernel.contradiction(kernel.assume(Lt(0, x)), Lt(0, x)), "false statement"),
    (lambda: kernel.absurd(kernel.assume(Lt(0, x)), kernel.assume(Not(Lt(0, y)))), "deny"),
    (lambda: kernel.specialize(kernel.assume(Lt(0, x)), y), "universal"),
    (lambda: kernel.witness(Exists(x, Lt(x, 0)), Number(1), kernel.assume(Lt(1, 2))), "expected a proof"),
    (lambda: kernel.obtain(kernel.assume(Exists(x, Lt(x, 0))), y, kernel.assume(Lt(y, 0))), "not arbitrary"),
    (lambda: kernel.obtain(kernel.assume(Exists(x, Lt(x, y))), y, kernel.ring(a, a)), "not arbitrary"),
    (lambda: kernel.obtain(kernel.assume(Exists(x, Lt(x, 0))), Symbol("p", SCALAR, "positive"), kernel.ring(a, a)),
     "must be"),
    (lambda: kernel.chain(kernel.assume(Lt(x, y)), kernel.assume(Lt(a, x))), "does not end"),
    (lambda: kernel.chain(kernel.assume(Lt(x, y)), kernel.assume(Gt(y, a))), "one chain"),
    (lambda: kernel.chain(kernel.assume(Ne(x, y)), kernel.assume(Ne(y, a))), "one chain"),
    (lambda: kernel.chain(), "one chain"),
    (lambda: kernel.exchange(kernel.assume(Implies(Lt(x, y), Lt(y, a)))), "no sides"),
    (lambda: kernel.congruence(x, x, kernel.assume(Ne(x, y))), "not an equation"),
    (lambda: kernel.remainder_equality(lam, kernel.assume(Ne(x, y))), "not an equation"),
    (lambda: kernel.law("all numbers are equal"), "no law"),
    (lambda: kernel.assume(x), "statement"),
    (lambda: kernel.assume(True), "term"),
    (lambda: kernel.assume(lambda: True), "term"),
    (lambda: kernel.assume(x.__eq__), "term"),
    (lambda: kernel.generalize(kernel.ring(x, x), "x"), "term"),
    (lambda: kernel.instantiate(kernel.ring(x, x), {x: Symbol("v", Vector("d"))}), "cannot be replaced"),
    (lambda: kernel.assume(Lt(0, Symbol("%0"))), "reserved"),
])
def test_rules_refuse(action, words):
    refused(action, words)


def test_capture_is_avoided():
    """∀x ∃y y ≠ x, specialised at y, must not become ∃y y ≠ y."""
    theorem = kernel.specialize(kernel.assume(ForAll(x, Exists(y, Ne(y, x)))), y)
    bound, body = theorem.statement.arguments
    assert bound is not y
    assert body is Ne(bound, y)
    instance = kernel.instantiate(kernel.assume(Exists(y, Lt(y, x))), {x: y})
    assert instance.statement.arguments[0] is not y


def test_congruence_does_not_bind_hypotheses():
    """x = 0 ⊢ x = 0 must not give ∫ x dx = ∫ 0 dx."""
    hole = Symbol("hole")
    refused(lambda: kernel.congruence(Integral(x, 0, 1, hole), hole, kernel.assume(Eq(x, 0))), "not arbitrary")
    refused(lambda: kernel.congruence(Derivative(x, hole), hole, kernel.assume(Eq(Pow(x, 2), x))), "not arbitrary")


def test_domains_become_obligations():
    p = Symbol("p", SCALAR, "positive")
    root = kernel.ring(Sqrt(Pow(p, 2)), p)
    assert kernel.instantiate(root, {p: x}).hypotheses == (Lt(0, x),)
    assert kernel.instantiate(root, {p: Number(-1)}).hypotheses == (Lt(0, Number(-1)),)
    universal = kernel.generalize(root, p)
    assert Lt(0, y) in kernel.specialize(universal, y).hypotheses
    exists = Exists(p, Lt(p, 0))
    negative = kernel.enclosure(Lt(-1, 0))
    assert Lt(0, Number(-1)) in kernel.witness(exists, Number(-1), negative).hypotheses
    S = Symbol("S", Operator("d", "d"), "positive semidefinite")
    A = Symbol("A", Operator("d", "d"))
    v = Symbol("v", Vector("d"))
    instance = kernel.instantiate(kernel.sign_of_form(Le(0, Inner(S @ v, v))), {S: A})
    assert instance.hypotheses == (PositiveSemidefinite(A),)


def test_restricted_symbols_cannot_be_bound_where_the_restriction_would_be_lost():
    p = Symbol("p", SCALAR, "positive")
    for build in (lambda: Lambda(p, Abs(p)), lambda: Integral(p, -1, 1, Abs(p)), lambda: SetBuilder(p, Lt(0, p)),
                  lambda: Expectation(p, Normal(0, 1), p), lambda: Sum(Symbol("k", SCALAR, "natural"), -3, 3, x)):
        refused(build, "declared")


# -- algebra, poles, branches -----------------------------------------------------------------------------------------

@pytest.mark.parametrize(("left", "right"), [
    (x / x, Number(1)), ((x**2 - 1) / (x - 1), x + 1), (1 / (1 / x), x), (x**-1 * x, Number(1)),
    (Sqrt(x)**2, x), (Exp(Log(x)), x), (Log(x * y), Log(x) + Log(y)),
    (x**y * x, x**(y + 1)), (Tan(x) * Cos(x), Sin(x)), (Sqrt(x) * Sqrt(x), x),
    (Arcsin(-x), -Arcsin(x)),
])
def test_cancelled_poles_and_branches_raise_obligations(left, right):
    theorem = kernel.ring(left, right)
    assert theorem.hypotheses, f"{left!r} = {right!r} needs a condition"


@pytest.mark.parametrize(("left", "right"), [
    (Sqrt(x**2), x), (Abs(x), x), (Log(Exp(x)), Abs(x)), ((x + y)**2, x**2 + y**2), (Sin(x)**2, 1 + Cos(x)**2),
    (Exp(x * y), Exp(x) * Exp(y)), (1 / (x + y), 1 / x + 1 / y), (Sqrt(x**2 + y**2), x + y), (Abs(x + y), Abs(x) + Abs(y)),
    (Max(x, y), x), (NormalCDF(-x), -NormalCDF(x)), (Erf(-x), Erf(x)), (Arctan(-x), Arctan(x)), (Cos(-x), -Cos(x)),
    (x**n * x**n, x**(n**2)), (Number(2)**Number(1, 2), Number(1414, 1000)),
    (Constant("pi"), Number(355, 113)), (x + Number(1, 10**30), x), (x * (1 + Number(1, 10**30)), x),
    (Exp(Number(1)), Number(271828182845904523536, 10**20)), (Kronecker(Symbol("i", Index("m")), Symbol("j", Index("m"))),
                                                              Number(0)),
    (Covariance(omega, P, X, X), Expectation(omega, P, X**2)), (Expectation(omega, P, X)**2, Expectation(omega, P, X**2)),
    (Expectation(omega, P, 1 / X), 1 / Expectation(omega, P, X)), (Variance(omega, P, 2 * X), 2 * Variance(omega, P, X)),
    (FamilySum(Symbol("i", Index("m")), x), x), (Sum(Symbol("k"), 1, 3, Symbol("k")), Number(5)),
])
def test_false_identities_are_refused(left, right):
    refused(lambda: kernel.ring(left, right), "differ")


def test_structure_is_not_mathematics():
    assert (x + 1)**2 is not x**2 + 2 * x + 1
    refused(lambda: bool(Eq((x + 1)**2, x**2 + 2 * x + 1)), "no truth value")
    refused(lambda: bool(x), "no truth value")
    refused(lambda: bool(Implies(Lt(x, y), Lt(x**2, y**2))), "no truth value")
    refused(lambda: 0 < x < 1, "no truth value")


def test_wrong_derivative_is_not_concluded():
    """d/dx cot 2x = −2 csc² 2x, not −csc² 2x."""
    cot = Cos(2 * x) / Sin(2 * x)
    found = kernel.differentiate(x, cot, x)
    value = found.statement.arguments[3]
    assert kernel.ring(value, -2 / Sin(2 * x)**2).hypotheses
    refused(lambda: kernel.ring(value, -1 / Sin(2 * x)**2), "differ")
    assert any(type(h) is Ne for h in found.hypotheses)


@pytest.mark.parametrize(("body", "at"), [(Abs(x), Number(0)), (Sqrt(x), Number(0)), (Log(x), Number(0)), (1 / x, Number(0)),
                                          (x**Number(1, 3), Number(0)), (Arcsin(x), Number(1))])
def test_derivatives_at_singular_points_need_the_impossible(body, at):
    theorem = kernel.differentiate(x, body, at)
    assert theorem.hypotheses
    for hypothesis in theorem.hypotheses:
        refused(lambda h=hypothesis: kernel.sign_of_form(h))


def test_derivatives_under_the_expectation_need_domination():
    theorem = kernel.differentiate(lam, Expectation(omega, P, Exp(lam * X)), Number(0))
    assert [type(h) for h in theorem.hypotheses] == [DominatedDerivative]


def test_derivative_of_a_nonsmooth_composition_is_refused():
    f = Symbol("f", Function(SCALAR, SCALAR))
    s = Symbol("s")
    refused(lambda: kernel.differentiate(x, Derivative(s, f(Abs(s)), x), Number(0)), "no rule")


@pytest.mark.parametrize(("left", "right"), [
    (Exp(x), 1 + x + BigO(x, 2)), (1 / (1 + x), 1 + x + BigO(x, 2)), ((1 + x)**2, 1 + 2 * x + BigO(x, 3)),
    (a + BigO(x, 1), a + BigO(x, 2)), (BigO(x, 1) - BigO(x, 1), 0 + BigO(x, 2)), (1 / x, 0 + BigO(x, 1)),
    (Sqrt(x), 0 + BigO(x, 1)), (x * a, 0 + BigO(x, 2)),
])
def test_wrong_orders_are_refused(left, right):
    refused(lambda: kernel.series(x, left, right))


def test_taylor_at_a_singular_point_needs_the_impossible():
    for variable in (x, Symbol("p", SCALAR, "nonnegative"), Symbol("p", SCALAR, "negative")):
        theorem = kernel.taylor(variable, Sqrt(variable), 1)
        assert Lt(0, Number(0)) in theorem.hypotheses
    refused(lambda: kernel.taylor(Symbol("p", SCALAR, "nonzero"), Sqrt(Symbol("p", SCALAR, "nonzero")), 2))


def test_from_above_the_root_itself_stands_in_its_expansion():
    p = Symbol("p", SCALAR, "positive")
    theorem = kernel.taylor(p, Sqrt(p), 1)
    assert theorem.statement == Asymptotic(p, Sqrt(p), Add(Pow(p, Number(1, 2)), BigO(p, 1)))


@pytest.mark.parametrize("body", [x, Exp(x), Sin(x), Exp(x**2), x * Exp(-a * x**2), Exp(-2 * x**2 / (1 + a**2)) * Exp(x**2),
                                  1 / (1 + x), Abs(x)])
def test_limits_that_growth_does_not_decide(body):
    refused(lambda: kernel.limit(x, oo, body))


@pytest.mark.parametrize("body", [Number(1), Exp(x), x * Exp(x), Exp(-x), Exp(x**2 / 2), 1 / x, Exp(-a * x**2), Sin(x)])
def test_growth_does_not_integrate_what_is_not_integrable(body):
    refused(lambda: kernel.growth(Integrable(x, Lebesgue(SCALAR), body)))


def test_splitting_an_expectation_needs_integrability():
    Y = Symbol("Y", Function(Point("Omega"), SCALAR))(omega)
    theorem = kernel.ring(Expectation(omega, P, X + Y), Expectation(omega, P, X) + Expectation(omega, P, Y))
    assert [type(h) for h in theorem.hypotheses] == [Integrable, Integrable]
    v, A = Symbol("v", Vector("d")), Symbol("A", Operator("d", "d"))
    h = Symbol("h", Function(Point("Omega"), Vector("d")))(omega)
    assert kernel.ring(Expectation(omega, P, A @ h), A @ Expectation(omega, P, h)).hypotheses
    assert kernel.ring(Expectation(omega, P, Inner(h, v)), Inner(Expectation(omega, P, h), v)).hypotheses


def test_a_tilt_without_a_finite_normaliser_is_not_a_probability():
    tilted = Expectation(omega, Tilt(omega, P, lam * X), Number(1))
    assert [type(h) for h in kernel.ring(tilted, Number(1)).hypotheses] == [Integrable]
    assert [type(h) for h in kernel.unfold(tilted).hypotheses] == [Integrable]


def test_overlap_is_not_equality():
    refused(lambda: kernel.enclosure(Eq(Sqrt(Number(2))**2, Number(2))), "balls decide")
    refused(lambda: kernel.enclosure(Lt(Sqrt(Number(2))**2, Number(2))), "separate")
    refused(lambda: kernel.enclosure(Le(Sqrt(Number(2))**2, Number(2))), "separate")
    refused(lambda: kernel.enclosure(Ne(Sqrt(Number(2))**2, Number(2))), "separate")
    assert kernel.enclosure(Lt(Constant("pi"), Number(355, 113))).trust


@pytest.mark.parametrize(("goal", "facts", "summands"), [
    (Lt(0, x**2), [], [(Fraction(1), (), (x**2,))]),
    (Le(0, x), [], [(Fraction(1), (), (x,))]),
    (Le(x, 0), [], [(Fraction(-1), (), (Number(1),))]),
    (Le(0, -x), [Le(0, x)], [(Fraction(-1), (0,), ())]),
    (Lt(0, x), [Le(0, x)], [(Fraction(1), (0,), ())]),
    (Lt(0, x), [Ne(x, 0)], [(Fraction(1), (0,), ())]),
    (FALSE, [], []), (FALSE, [Le(0, 0)], [(Fraction(1), (0,), ())]),
    (Le(0, x * y), [Le(0, x), Le(y, 0)], [(Fraction(1), (0, 1), ())]),
])
def test_bad_positivity_certificates(goal, facts, summands):
    refused(lambda: kernel.nonnegative_form(goal, [kernel.assume(f) for f in facts], summands))


def test_normal_forms_do_not_confuse_bound_symbols():
    """E_a E_b X(a, b) is not E_a E_b X(b, a), nor E_a X(a, a), whatever the symbols are called."""
    W = Symbol("W", Function(SCALAR, SCALAR, SCALAR))
    mu = Symbol("mu", Measure(SCALAR), "probability")
    nu = Symbol("nu", Measure(SCALAR), "probability")
    s, t = Symbol("s"), Symbol("t")
    one = Expectation(s, mu, Expectation(t, nu, W(s, t)))
    for other in (Expectation(s, mu, Expectation(t, nu, W(t, s))), Expectation(t, nu, Expectation(s, mu, W(s, t))),
                  Expectation(s, mu, W(s, s))):
        refused(lambda o=other: kernel.ring(one, o), "differ")
    assert kernel.ring(one, Expectation(t, mu, Expectation(s, nu, W(t, s)))).hypotheses == ()
    zero = Symbol("%0")
    for inner in ("%0", "%1", "%b0", "%b1"):
        bound = Symbol(inner)
        nested = Expectation(zero, mu, Expectation(bound, nu, W(zero, bound) * 2)) if bound is not zero else None
        if nested is not None:
            assert kernel.ring(nested, 2 * one).hypotheses == ()


def test_unfolding_does_not_capture():
    x1 = Symbol("x%1")
    theorem = kernel.unfold(Expectation(x, Normal(x, 1), x * x1))
    integral = theorem.statement.arguments[1]
    assert x1 in free_symbols(integral)


def test_kronecker_of_unknown_indices_is_unknown():
    i, j = Symbol("i", Index("m")), Symbol("j", Index("m"))
    swap = Symbol("swap", Function(Index("m"), Index("m")))
    refused(lambda: kernel.ring(Kronecker(swap(i), swap(j)), Number(0)), "differ")


def test_checkers_do_not_guess_signs():
    for term in (Factorial(x), 1 / x, Variance(omega, P, X), Covariance(omega, P, X, X), Pow(x, n), x**2 - 1, Log(x)):
        assert not kernel.evident(Lt(0, term)), term
    assert normal_form.equal(x, y) is None
    assert limits.limit_at_infinity(Exp(-x**2), x, 1)[0] is Number(0)


def test_everything_holds_without_asserts():
    code = ("from symproof import kernel as k; from symproof.terms import *\n"
            "x = Symbol('x')\n"
            "for bad in (lambda: k.ring(x, x + 1), lambda: k.Theorem(), lambda: k.cases(k.assume(Or())),\n"
            "            lambda: k.congruence(x, x, k.sign_of_form(Ne(1, 0)))):\n"
            "    try:\n        bad()\n    except k.KernelError:\n        continue\n    raise SystemExit(1)\n")
    assert subprocess.run([sys.executable, "-O", "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("binder", [Integral, Sum, Product])
def test_infinite_ends_stand_on_their_own_side(binder):
    """∫ from 0 to −∞ was once split under conditions on the wrong half-line: ∫_0^{−∞} (√x)² eˣ = ∫_0^{−∞} x eˣ."""
    n = Symbol("n", SCALAR, "" if binder is Integral else "integer")
    for low, high in ((0, -oo), (oo, 0), (oo, -oo)):
        with pytest.raises(TermError, match="exchange the ends"):
            binder(n, low, high, Exp(n))
