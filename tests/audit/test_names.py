"""SP8xx: names spelled two ways."""

from audit_papers import findings

BIBLIOGRAPHY = """
References

Nina Rimsky, Nick Gabrieli, and Meg Tong. 2024. Steering models. In *Proceedings*.

Andy Zou and Long Phan. 2025. Engineering. Preprint.
"""


def test_an_abbreviation_two_ways_is_one_finding_at_the_wrong_one() -> None:
    text = "Learning (RLAIIF) is studied. " + "RLAIIF works. " * 5 + "RLAIF works, and RLHF does.\n"
    found, = findings("Reinforcement Learning from AI Feedback " + text[9:], "SP8")
    assert (found.rule, found.printed, found.repair) == ("SP801", "RLAIIF", "RLAIF")
    assert "6 times" in found.message and "1 times" in found.message


def test_two_abbreviations_are_two_things() -> None:
    assert not findings("We compare RLHF and RLAF and RLAIF with DPO. " * 3, "SP8")


def test_an_author_in_another_spelling() -> None:
    text = "As Rinsky et al., 2024 and (Zou et al., 2025) show, and Rinsky et al. (2024) say.\n" + BIBLIOGRAPHY
    found, = findings(text, "SP802")
    assert (found.printed, found.repair, found.line) == ("Rinsky", "Rimsky", 1)
    assert not findings(text.replace("Rinsky", "Rimsky"), "SP802")
    assert not findings(text.replace("Rinsky", "Shannon"), "SP802")
    assert not findings(text.split("References")[0], "SP802")


def test_hyphens() -> None:
    text = "The finetuning of models. " * 4 + "Then fine-tuning again. " * 3
    found, = findings(text, "SP803")
    assert (found.level, found.repair) == ("note", "finetuning")
    assert not findings(text.replace("finetuning", "tuning"), "SP803")
