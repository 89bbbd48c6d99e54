"""The conventions that a reader must know, as sentences, and which of them a set of claims needs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from symproof.terms.calculus import BigO
from symproof.terms.core import Symbol, Term
from symproof.terms.probability import (
    Covariance,
    CovarianceOperator,
    Discrete,
    DominatedDerivative,
    Expectation,
    Gaussian,
    Indicator,
    Integrable,
    MeasureIntegral,
    Tilt,
)
from symproof.terms.scalar import NormalCDF, NormalDensity
from symproof.terms.sorts import Index, Operator, Vector


class SymmetricOperators:
    """Marks that an operator declared symmetric, or more, occurs."""


NOTATION: tuple[tuple[Any, str], ...] = (
    ((Vector, Operator, Index), "Dimensions and sizes written as letters, such as $d$ and $m$, are arbitrary positive "
                                "integers."),
    ((Expectation, Covariance), "$P$ is a probability measure, on whose space $\\Omega$ all random quantities without another "
                                "measure live; $\\mathbb{E}$, $\\operatorname{Var}$ and $\\operatorname{Cov}$ without a "
                                "subscript are under $P$."),
    ((Expectation, MeasureIntegral), "Functions are measurable, and the integral of what is not integrable is $0$ by "
                                     "convention; integrability is always a hypothesis or proved, never assumed."),
    (SymmetricOperators, "$\\mathbb{S}^{d}$, $\\mathbb{S}_{+}^{d}$ and $\\mathbb{S}_{++}^{d}$ are the symmetric, the positive "
                         "semidefinite and the positive definite operators on $\\mathbb{R}^{d}$."),
    (Tilt, "$\\mu^{s}$ is the measure $\\mu$ tilted by $s$: its density with respect to $\\mu$ is "
           "$e^{s}/\\mathbb{E}_{\\mu}[e^{s}]$."),
    (Integrable, "$\\mathbb{E}\\lvert X\\rvert<\\infty$ says that $X$ is integrable."),
    (DominatedDerivative, "$\\frac{d}{d\\lambda}$ may be taken inside $\\mathbb{E}[X]$ at a point when, near it, $X$ is "
                          "integrable and differentiable in $\\lambda$ with a derivative bounded by one integrable variable."),
    (BigO, "$O(\\lambda^{k})$ is a remainder as $\\lambda\\to 0$, bounded by a multiple of $\\lvert\\lambda\\rvert^{k}$ "
           "near $0$."),
    (CovarianceOperator, "$\\operatorname{Cov}(h)$ of one random vector is its covariance operator."),
    (Gaussian, "$\\mathcal{N}(\\mu,\\Sigma)$ is the Gaussian measure with mean $\\mu$ and covariance $\\Sigma$."),
    ((NormalDensity, NormalCDF), "$\\varphi(x)$ and $\\Phi(x)$ of a number are the density and the distribution function of "
                                 "$\\mathcal{N}(0,1)$."),
    (Indicator, "$\\mathbf{1}\\{A\\}$ is $1$ where $A$ holds and $0$ elsewhere."),
    (Discrete, "$\\delta_{x}$ is the unit mass at $x$."),
)


def conventions(terms: Iterable[Term]) -> list[str]:
    """A sentence for each notation in these terms that a reader could take otherwise."""
    present: set[type] = set()
    for term in terms:
        _collect(term, present)
    return [sentence for kinds, sentence in NOTATION if any(issubclass(kind, kinds) for kind in present)]


def _collect(term: Term, present: set[type]) -> None:
    stack, seen = [term], set()
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        present.add(type(current))
        sort = current.sort
        if isinstance(sort, (Vector, Operator, Index)) and any(isinstance(part, str) for part in sort.parts):
            present.add(type(sort))
        if isinstance(sort, Operator) and isinstance(current, Symbol) and current.domain:
            present.add(SymmetricOperators)
        stack.extend(part for part in current.arguments if isinstance(part, Term))


__all__ = ["conventions"]
