"""E, Var, Cov and P of named distributions, as they are read."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from symproof.terms import SCALAR, Indicator, Number, Pow, Symbol, free_symbols

from .distributions import DISTRIBUTIONS, Distribution, expectation

if TYPE_CHECKING:
    from .reader import Reader


def expected(reader: Reader, node: Any) -> Any:
    """E, Var, Cov, P of named distributions, inline as `E(Normal('x', 0, 1)**2)` or `E(x**2, (x, Normal(0, 1)))`."""
    name = {"variance": "Var", "covariance": "Cov", "Probability": "P"}.get(node.func.id, node.func.id)
    count = 2 if name == "Cov" else 1
    if len(node.args) < count:
        raise reader.error(node, f"{name} takes {count} expression{'s' if count > 1 else ''}, then (x, Normal(0, 1)), …")
    found: dict[str, tuple[Symbol, Distribution]] = {}
    for part in node.args[count:]:
        if not isinstance(part, (ast.Tuple, ast.List)) or len(part.elts) != 2 or not isinstance(part.elts[0], ast.Name):
            raise reader.error(part, "expected (variable, distribution), such as (x, Normal(0, 1))")
        law = _law(reader, part.elts[1], part.elts[1].args if isinstance(part.elts[1], ast.Call) else [])
        label = part.elts[0].id
        found[label] = (Symbol(label, SCALAR, "integer" if law.discrete else ""), law)
    reader.outcomes.append(found)
    try:
        if name == "P":
            bodies = [Indicator(reader.condition(node.args[0]))]
        else:
            bodies = [reader.scalar(a) for a in node.args[:count]]
    finally:
        reader.outcomes.pop()
    laws = list(found.values())
    if not laws:
        raise reader.error(node, f"{name} needs the distribution of its variables: {name}(x**2, (x, Normal(0, 1)))")
    for _, law in laws:
        reader.require(*law.conditions)
        reader.conditions += law.conditions

    def mean(body: Any) -> Any:
        used = [(s, law) for s, law in laws if s in free_symbols(body)]
        return expectation(body, used) if used else body

    if name in ("E", "P"):
        return mean(bodies[0])
    left, right = bodies if name == "Cov" else (bodies[0], bodies[0])
    squared = left * right if name == "Cov" else Pow(left, Number(2))
    means = mean(left) * mean(right) if name == "Cov" else Pow(mean(left), Number(2))
    return mean(squared) - means


def _law(reader: Reader, node: Any, arguments: Sequence[Any]) -> Distribution:
    name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
    if name not in DISTRIBUTIONS:
        near = get_close_matches(name, DISTRIBUTIONS, 1)
        raise reader.error(node, f"unknown distribution {name!r}" + (f" (did you mean {near[0]!r}?)" if near else "") +
                         f"; known: {', '.join(DISTRIBUTIONS)}")
    count, build = DISTRIBUTIONS[name]
    if len(arguments) != count:
        raise reader.error(node, f"{name} takes {count} parameter{'s' if count > 1 else ''}, found {len(arguments)}")
    parameters = [reader.scalar(a) for a in arguments]
    reader.require(*parameters)
    return build(*parameters)


def random_variable(reader: Reader, node: Any) -> Any:
    """`Normal('x', 0, 1)` inside E(…): the same name is the same variable."""
    if not reader.outcomes:
        raise reader.error(node, f"{node.func.id} is a distribution: use it in E(…), Var(…), Cov(…) or P(…)")
    if not node.args or not isinstance(node.args[0], ast.Constant) or not isinstance(node.args[0].value, str):
        raise reader.error(node, f"a random variable has a name first: {node.func.id}('x', …)")
    label = node.args[0].value
    law = _law(reader, node, node.args[1:])
    known = reader.outcomes[-1].get(label)
    symbol = Symbol(label, SCALAR, "integer" if law.discrete else "")
    if known is not None and known[1].density(symbol) is not law.density(symbol):
        raise reader.error(node, f"the random variable {label!r} has two distributions")
    reader.outcomes[-1].setdefault(label, (symbol, law))
    return reader.outcomes[-1][label][0]
