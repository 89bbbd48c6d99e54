"""The laws about series, which models cannot evaluate: partial sums, extrapolated, against the claimed values."""

import random
from fractions import Fraction

import mpmath
import pytest

from symproof.laws import LAWS
from symproof.models.evaluate import Evaluate
from symproof.models.exact import CONTEXT, approximate
from symproof.models.model import Model
from symproof.models.verdict import Undefined, Unsupported
from symproof.terms import And, Function, HasLimit, Implies, Sum, free_symbols



def _conclusion(statement):
    return statement.arguments[-1] if isinstance(statement, Implies) else statement


def _about_a_series(statement):
    limit = _conclusion(statement)
    return (isinstance(limit, HasLimit) and isinstance(limit.arguments[2], Sum)
            and not any(isinstance(s.sort, Function) for s in free_symbols(statement)))


SERIES = [name for name, law in LAWS.items() if _about_a_series(law.statement)]
PLACES = {"zeta series": (2, 6), "zeta series of odd numbers": (2, 6), "Hurwitz zeta series": (2, 6),
          "digamma series": (0.5, 3), "alternating zeta series": (2, 5)}


def test_there_are_such_laws():
    assert len(SERIES) >= 15


@pytest.mark.parametrize("name", SERIES)
def test_partial_sums_tend_to_the_value(name):
    statement = LAWS[name].statement
    premise, limit = statement.arguments if isinstance(statement, Implies) else (None, statement)
    partial, value = limit.arguments[2:4]
    index, start, _, body = partial.arguments
    rng, tried = random.Random(name), 0
    while tried < 3:
        low, high = PLACES.get(name, (-0.8, 0.8))
        model = Model()
        for symbol in sorted(free_symbols(statement), key=lambda s: s.name):
            number = Fraction(rng.randint(int(low * 20), int(high * 20)), 20)
            if symbol.domain == "integer":
                number = Fraction(rng.randint(0, 2))
            model.values[symbol] = number
        evaluate = Evaluate(model, 25, None)
        try:
            with CONTEXT.workdps(40):
                held = all(bool(evaluate(p).holds) for p in ((premise.arguments if isinstance(premise, And) else (premise,))
                                                             if premise is not None else ()))
                if not held:
                    continue
                wanted = approximate(evaluate(value))

                def term(k, evaluate=evaluate):
                    return approximate(evaluate.at(index, Fraction(int(k)), body))

                total = CONTEXT.nsum(lambda k: term(k), [int(evaluate(start)), mpmath.inf], method="l+r+s+e")
        except (Undefined, Unsupported):
            continue
        tried += 1
        assert abs(total - wanted) <= CONTEXT.mpf(10) ** -8 * (1 + abs(wanted)), (name, model.values)
