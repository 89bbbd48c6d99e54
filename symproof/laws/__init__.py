"""The laws that every proof may use: what the words of the language mean, and a few classical theorems, with sources.

Trusted, and the complete list. A law is a statement; its free symbols (functions among them) are universally
quantified. Kinds: "law" (the meaning of a word: expectation is linear and monotone, a finite sum is a sum) and "cited"
(a theorem of analysis that the kernel does not prove). Every law is also evaluated in random models by the tests.
"""

from . import calculus, integrals, linear, order, probability, special_functions
from .words import LAWS, Law

__all__ = ["LAWS", "Law", "calculus", "integrals", "linear", "order", "probability", "special_functions"]
