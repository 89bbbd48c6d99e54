"""Rendering: how terms are shown, in LaTeX, in MathML and on one line of Unicode. May import `symproof.terms` only."""
