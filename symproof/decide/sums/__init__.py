"""Sums, products and special functions."""
