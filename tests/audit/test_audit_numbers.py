"""SP4xx: arithmetic on printed numbers."""

import pytest

from audit_papers import display, findings, report

TOY = r"""# 1 Toy

Let $v^* = (1, 0)$, $w = (0.1, 0.995)$ and $v_c = (0.95, 0.31)$. Then $\langle w, v^* \rangle = 0.1$. With $\lambda = 1$:

$$w' = w + \lambda v_c = (0.1 + 0.95, 0.995 + 0.31) = (1.05, 1.305) \quad (1)$$

Normalizing: $w' \approx (0.63, 0.78)$. It has $\langle w', v^* \rangle \approx 0.63$.
"""


@pytest.mark.parametrize(("formula", "wrong"), [
    ("0.1 + 0.95 = 1.05", False), ("0.1 + 0.95 = 1.15", True), ("(1 - 0.3, 2) = (0.6, 2)", True),
    ("1/3 = 0.333", False), ("1/3 = 0.334", False), ("1/3 = 0.343", True), (r"\sqrt{2} \approx 1.41", False),
    (r"\sqrt{2} \approx 1.51", True), (r"2 \cdot 3 = 6", False), (r"2 \cdot 3 = 7", True), (r"2^{10} = 1024", False),
    (r"\|(3, 4)\| = 5", False), (r"\|(3, 4)\| = 6", True), ("50\\% = 0.5", False), (r"e^{-1} \approx 0.37", False),
    (r"x + 1 = 2", False), ("0.95 a = 0.95 a", False), (r"\pi \approx 3.15", False), (r"\pi \approx 3.25", True),
])
def test_numbers_alone(formula: str, wrong: bool) -> None:
    assert bool(findings(display(formula), "SP401")) is wrong


def test_an_example_that_is_right_has_no_finding_and_is_verified() -> None:
    done = report(TOY, "SP4")
    assert not done.findings
    assert next(read.status for read in done.reads if read.formula.number == "(1)") == "verified"


@pytest.mark.parametrize(("printed", "changed", "line"), [
    ("(1.05, 1.305)", "(1.85, 1.305)", 5), ("(1.05, 1.305)", "(1.05, 1.205)", 5), ("0.1 + 0.95", "0.1 + 0.35", 5),
    ("0.995 + 0.31", "0.395 + 0.31", 5), ("(0.63, 0.78)", "(0.63, 0.73)", 7), ("(0.63, 0.78)", "(0.68, 0.78)", 7),
    (r"\approx 0.63", r"\approx 0.53", 7), (r"\rangle = 0.1$", r"\rangle = 0.2$", 3),
])
def test_a_changed_digit_is_found_and_the_right_one_is_the_repair(printed: str, changed: str, line: int) -> None:
    found = next(each for each in findings(TOY.replace(printed, changed), "SP4") if each.line == line)
    wrong = next(a for a, b in zip(changed.replace("$", "").strip("()").replace(",", "").split(),
                                   printed.replace("$", "").strip("()").replace(",", "").split(), strict=True) if a != b)
    right = next(b for a, b in zip(changed.replace("$", "").strip("()").replace(",", "").split(),
                                   printed.replace("$", "").strip("()").replace(",", "").split(), strict=True) if a != b)
    assert (found.printed, found.repair.strip()) == (wrong, right)


def test_values_do_not_leave_their_section() -> None:
    assert not findings(TOY + "\n# 2 Other\n\nHere $\\langle w, v^* \\rangle = 0.7$.\n", "SP4")


def test_long_numbers_do_not_hang() -> None:
    assert not findings(display("9" * 500 + " = " + "9" * 500), "SP4")
    assert not findings(display("9^{9^{9^{9}}} = 1"), "SP4")
