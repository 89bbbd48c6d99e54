"""Expansions with remainders, and limits."""
