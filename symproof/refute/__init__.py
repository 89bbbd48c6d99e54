"""The search for counterexamples: models in which the hypotheses hold for certain and the statement fails for certain.

May import `symproof.terms`, `models` and `decide.linear`; never the kernel, because nothing here proves a statement. Search
is free to guess: `candidates` draws models from small to large, on the boundary of the statement's inequalities, and by
linear programmes. What it finds counts only when `certain` confirms it without rounding.

How such a search could be fooled, and what keeps it from that (each is a test in tests/refute/test_fooled.py):

- a hypothesis is ignored, or only sampled: every hypothesis, and every domain of a symbol, must come out TRUE by exact
  reasoning. HELD, the word for "true as far as samples show", is not enough; such a find is "numerical", never refuting;
- rounding makes 0 out of a small number or the other way round: a value in which an mpmath number occurs is refused where
  it arises; irrational numbers are enclosures of FLINT, which compare only where they are apart;
- the statement has no value rather than being false (x/x at 0, the logarithm of 0, a correlation without variance):
  a part without value is UNKNOWN, and three-valued logic lets a guard beside it decide;
- an expectation that does not exist is 0 by convention: only finite sums, polynomials under normal laws, and integrals that
  balls enclose are evaluated at all;
- "for all small λ" and O(λ^k) are judged at one λ: they are judged by the first coefficient of an exact expansion that is
  not 0, and an expansion whose known coefficients all vanish decides nothing;
- ∃ is taken for false because no sample fitted: ∃ over a continuum is false only where a linear programme says so exactly.
"""

from .certain import Certain
from .search import Problem, Report, Witness, find_counterexample

__all__ = ["Certain", "Problem", "Report", "Witness", "find_counterexample"]
