"""Inequalities and ≠, for all values of the variables."""
