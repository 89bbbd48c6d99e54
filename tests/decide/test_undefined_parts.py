"""Claims once proved although a part of them, which drops out while they are read, is undefined; and names that clash."""

import pytest

from symproof.decide.decision import decide

R = "real"
NOT_PROVED = [
    ("Subs(x*x_, x, x) == x**2", {"x": R, "x_": R}, {}), ("Subs(x*x_, x, x+1) == (x+1)**2", {"x": R, "x_": R}, {}),
    ("Derivative(x*x_, x) == 2*x", {"x": "nonnegative", "x_": R}, {}),
    ("Subs(Var(x,(x,Bernoulli(t))),t,2) + 0*t == -2", {"t": R}, {"t": [0, 1]}),
    ("Subs(E(x**2,(x,Normal(0,t))),t,-1) + 0*t == -1", {"t": R}, {"t": [1, 2]}),
    ("Subs(E(1,(x,Exponential(t))),t,-1) + 0*t == 1", {"t": R}, {"t": [1, 2]}),
    ("Sum(E(x,(x,Bernoulli(t))),(t,0,3)) + 0*t == 6", {"t": "integer"}, {"t": [0, 1]}),
    ("Integral(E(x,(x,Bernoulli(t))),(t,0,2)) + 0*t == 2", {"t": R}, {"t": [0, 1]}),
    ("Integral(E(1,(x,Normal(0,t))),(t,-1,1)) + 0*t == 2", {"t": R}, {"t": [1, 2]}),
    ("Matrix([[1/0,1]])[0,1] == 1", {}, {}), ("(0*Matrix([[1,1],[1,1]]).inv())[0,0] == 0", {}, {}),
    ("Matrix([[1,2],[2,4]])**(-1)*0 == zeros(2,2)", {}, {}), ("Matrix([[Integral(1/t,(t,0,1)),1]])[0,1] == 1", {}, {}),
    ("Integral(Matrix([[1/t,1]])[0,1],(t,-1,1)) == 2", {}, {}), ("det(diag(1/x,0)) == 0", {"x": R}, {}),
    ("det(Matrix([[1,1/x],[0,1]])) == 1", {"x": R}, {}), ("trace(Matrix([[1,1/x],[log(x),1]])) == 2", {"x": R}, {}),
    ("(Matrix([[1/x]])**0)[0,0] == 1", {"x": R}, {}), ("(Matrix([[x,1],[0,1]]).inv()**0) == eye(2)", {"x": R}, {}),
    ("(0*Matrix([[x]]).inv())[0,0] == 0", {"x": R}, {}), ("zeros(1,1)*Matrix([[1/x]]) == zeros(1,1)", {"x": R}, {}),
    ("Subs(1,x,1/y) == 1", {"x": R, "y": R}, {}), ("Subs(y,x,1/0) == y", {"x": R, "y": R}, {}),
    ("Subs(y,x,log(0)) == y", {"x": R, "y": R}, {}), ("Subs(Subs(1,x,1/y),y,0) == 1", {"x": R, "y": R}, {}),
    ("Integral(Subs(1,x,1/t),(t,-1,1)) == 2", {"x": R}, {}),
    ("E(1,(x,Normal(Integral(1/t,(t,0,1)),1))) == 1", {}, {}), ("E(0,(x,Normal(1/y,1))) == 0", {"y": R}, {}),
    ("Cov(y,1,(x,Normal(log(s),1))) == 0", {"s": R, "y": R}, {}), ("E(x**3,(x,Normal(0,s))) == 0", {"s": R}, {}),
    ("E(x,(x,Bernoulli(p))) == p", {"p": R}, {}),
]


@pytest.mark.parametrize("claim, variables, domain", NOT_PROVED, ids=[c[0] for c in NOT_PROVED])
def test_what_drops_out_must_be_defined(claim, variables, domain):
    assert decide(claim, None, variables, domain, time_limit=5).verdict != "proved"


@pytest.mark.parametrize("claim, variables", [
    ("Subs(x*y, x, y) == y**2", {"x": R, "y": R}), ("det(Matrix([[1,x],[0,1]])) == 1", {"x": R}),
    ("Matrix([[a,1],[0,1]]).inv()[0,0] == 1/a", {"a": "positive"}),
    ("E(Normal('x',m,s)**2) == m**2+s**2", {"m": R, "s": "positive"}),
    ("Integral(Subs(x**2,x,t),(t,0,1)) == 1/3", {"x": R}), ("Integral(E(x,(x,Bernoulli(t))),(t,0,1)) == 1/2", {}),
    ("Subs(Derivative(exp(t*x),(t,2)),t,0) == x**2", {"t": R, "x": R}), ("Integral(exp(x),(x,0,-oo)) == -1", {}),
])
def test_what_is_defined_is_still_proved(claim, variables):
    assert decide(claim, None, variables, time_limit=10).verdict == "proved"


def test_a_fault_in_one_stage_is_no_answer():
    assert decide("sinc(x) == 1 - x**2/6 + O(x**5)", None, {"x": R}, time_limit=5).verdict in ("proved", "undecided")
