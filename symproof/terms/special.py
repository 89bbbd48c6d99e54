"""Special functions, case distinctions, products over a range, and complex numbers.

A special function is one class with a name from the table `SPECIAL`; outside its domain it is some fixed measurable real
function of which nothing is known (but that `hyper` does not depend on the order of its upper, nor of its lower
parameters). Complex terms have a sort of their own: the kernel's rules speak of real scalars only, and refuse them
(`involves_complex`).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from .calculus import ordered_ends, summation_symbol
from .core import Number, Term, TermError, expect, joined, numeric
from .sorts import COMPLEX, SCALAR, TRUTH, Sort


class SpecialFunction(NamedTuple):
    """A row of the table: how many arguments, and how it is defined."""

    arity: tuple[int, ...]
    source: str


SPECIAL: dict[str, SpecialFunction] = {name: SpecialFunction(arity, source) for name, arity, source in (
    ("erfc", (1,), "DLMF 7.2.2"),
    ("erfi", (1,), "erfi(x) = −i erf(ix)"),
    ("gamma", (1,), "DLMF 5.2.1"),
    ("loggamma", (1,), "DLMF 5.2, analytic continuation from x > 0"),
    ("digamma", (1,), "DLMF 5.2.2"),
    ("polygamma", (2,), "DLMF 5.15: polygamma(n, x) = ψ⁽ⁿ⁾(x)"),
    ("beta", (2,), "DLMF 5.12.1"),
    ("lowergamma", (2,), "DLMF 8.2.1"),
    ("uppergamma", (2,), "DLMF 8.2.2"),
    ("zeta", (1, 2), "DLMF 25.2.1, 25.11.1"),
    ("polylog", (2,), "DLMF 25.12.10: polylog(s, z) = Σ z^k/k^s"),
    ("harmonic", (1, 2), "DLMF 25.11.33: H(n) = Σ_{k≤n} 1/k, H(n, r) = Σ_{k≤n} 1/k^r; H(x) = ψ(x + 1) + γ"),
    ("binomial", (2,), "DLMF 1.2.6: Γ(n+1)/(Γ(k+1)Γ(n−k+1))"),
    ("rf", (2,), "DLMF 5.2.4: x(x+1)…(x+k−1)"),
    ("ff", (2,), "x(x−1)…(x−k+1)"),
    ("factorial2", (1,), "n!! = n(n−2)…, for natural n"),
    ("floor", (1,), "the largest integer ≤ x"),
    ("ceiling", (1,), "the smallest integer ≥ x"),
    ("mod", (2,), "x − y floor(x/y)"),
    ("gcd", (2,), "greatest common divisor of integers"),
    ("fibonacci", (1,), "F(0) = 0, F(1) = 1, F(n) = F(n−1) + F(n−2)"),
    ("bernoulli", (1,), "DLMF 24.2.1, with B(1) = 1/2 as SymPy has it"),
    ("catalan", (1,), "binomial(2n, n)/(n + 1)"),
    ("besselj", (2,), "DLMF 10.2.2"),
    ("bessely", (2,), "DLMF 10.2.3"),
    ("besseli", (2,), "DLMF 10.25.2"),
    ("besselk", (2,), "DLMF 10.27.4"),
    ("airyai", (1,), "DLMF 9.2"),
    ("airybi", (1,), "DLMF 9.2"),
    ("Ei", (1,), "DLMF 6.2.5"),
    ("li", (1,), "DLMF 6.2.8"),
    ("Si", (1,), "DLMF 6.2.9"),
    ("Ci", (1,), "DLMF 6.2.13"),
    ("Shi", (1,), "DLMF 6.2.15"),
    ("Chi", (1,), "DLMF 6.2.16"),
    ("LambertW", (1,), "DLMF 4.13, the principal branch"),
    ("elliptic_k", (1,), "DLMF 19.2.8, of the parameter m = k²"),
    ("elliptic_e", (1,), "DLMF 19.2.8, of the parameter m = k²"),
    ("hermite", (2,), "DLMF 18.3, physicists' H_n(x)"),
    ("legendre", (2,), "DLMF 18.3, P_n(x)"),
    ("laguerre", (2,), "DLMF 18.3, L_n(x)"),
    ("chebyshevt", (2,), "DLMF 18.3, T_n(x)"),
    ("chebyshevu", (2,), "DLMF 18.3, U_n(x)"),
    ("atan2", (2,), "atan2(y, x) = arg(x + iy)"),
    ("Heaviside", (1,), "DLMF 1.16.13, with the value 1/2 at 0"),
    ("sinc", (1,), "sin(x)/x, and 1 at 0"),
    ("hyper", (), "DLMF 16.2.1: hyper(p, q, a_1, …, a_p, b_1, …, b_q, z)"),
)}
"""Every special function of the language."""


class Special(Term):
    """`Special(name, x, …)`: a special function of the table `SPECIAL` at its arguments."""

    __slots__ = ()

    @classmethod
    def check(cls, name: str, *arguments: Any) -> tuple[Sort, tuple[Any, ...]]:
        row = SPECIAL.get(name) if type(name) is str else None
        if row is None:
            raise TermError(f"there is no special function {name!r}; known: {', '.join(SPECIAL)}")
        terms = tuple(numeric(a, name) for a in arguments)
        if name == "hyper":
            p, q = (t.value if isinstance(t, Number) else None for t in terms[:2]) if len(terms) > 2 else (None, None)
            if p is None or q is None or min(p, q) < 0 or len(terms) != p + q + 3:
                raise TermError("hyper takes p, q, then p upper and q lower parameters, and the argument")
        elif len(terms) not in row.arity:
            raise TermError(f"{name} takes {' or '.join(map(str, row.arity))} argument(s), found {len(terms)}")
        return joined(*terms), (name, *terms)


class IfThenElse(Term):
    """`IfThenElse(P, a, b)`: a where the statement P holds, b elsewhere."""

    __slots__ = ()

    @classmethod
    def check(cls, condition: Any, value: Any, otherwise: Any) -> tuple[Sort, tuple[Any, ...]]:
        terms = numeric(value, "a case"), numeric(otherwise, "a case")
        return joined(*terms), (expect(condition, TRUTH, "the condition of a case"), *terms)


class Product(Term):
    """∏_{k=lower}^{upper} body over integers k; 1 when the range is empty."""

    __slots__ = ()

    @classmethod
    def check(cls, var: Any, lower: Any, upper: Any, body: Any) -> tuple[Sort, tuple[Any, ...]]:
        lower, upper = ordered_ends(lower, upper, "Product")
        body = numeric(body, "Product")
        return body.sort, (summation_symbol(var, lower), lower, upper, body)

    def binding(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        return (0,), (3,)


class ImaginaryUnit(Term):
    """i, with i² = −1."""

    __slots__ = ()

    @classmethod
    def check(cls) -> tuple[Sort, tuple[Any, ...]]:
        return COMPLEX, ()


class Conjugate(Term):
    """The complex conjugate of a number."""

    __slots__ = ()

    @classmethod
    def check(cls, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        return COMPLEX, (numeric(value, "conjugate"),)


class RealValued(Term):
    """Base of the real functions of a complex number."""

    __slots__ = ()

    @classmethod
    def check(cls, value: Any) -> tuple[Sort, tuple[Any, ...]]:
        return SCALAR, (numeric(value, cls.__name__),)


class RealPart(RealValued):
    """Re z."""

    __slots__ = ()


class ImaginaryPart(RealValued):
    """Im z."""

    __slots__ = ()


class Argument(RealValued):
    """arg z in (−π, π], for z ≠ 0."""

    __slots__ = ()
