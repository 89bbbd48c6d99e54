"""Equality of closed forms."""
