"""Mutations: change one token of a statement or of a step, and see whether the check notices."""

from .mutants import KINDS, Mutant, mutants
from .trial import Mutated, Survivor, mutate_claim

__all__ = ["KINDS", "Mutant", "Mutated", "Survivor", "mutants", "mutate_claim"]
