"""Certificate checkers: the small decision procedures that the kernel believes.

Trusted, and the complete list: `polynomial` (sparse arithmetic), `signs` and `domains` (what the form of a term shows),
`quotients`, `normal_form`, `arithmetic`, `elementary`, `binders` and `linear_form` (equality of scalars, vectors and
operators by normal forms), `definitions` (what the defined words stand
for), `derivative` and `special_derivative` (differentiation), `series` (orders of magnitude), `expansion` and `expansion_rules`
(expansions with remainders, derivatives at a point), `limits` (limits and integrability that growth
decides), `positivity` (inequalities by an explicit nonnegative form), `enclosure` (balls). They import `symproof.terms`
and nothing else (`enclosure` also python-flint), and they never search.
"""
