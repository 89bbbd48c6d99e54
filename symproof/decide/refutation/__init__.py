"""Counterexamples: points chosen to hurt, and balls that separate."""
