"""Exact linear alternatives: a floating programme proposes, exact arithmetic disposes."""
