"""Definite integrals: closed forms, and why they converge."""
