"""Certificate checkers: the small decision procedures that the kernel believes.

Trusted, and the complete list: `polynomial` (sparse arithmetic), `signs` and `domains` (what a term's form shows), `normal_form`
and `linear_form` (equality of scalars, vectors and operators), `derivative` (differentiation), `series` (orders of magnitude), `definitions` (what the
defined words of the language stand for), `limits` (limits at infinity that growth decides), `enclosure` (balls). They import `symproof.terms` and nothing
else (`enclosure` also python-flint), and they never search.
"""
