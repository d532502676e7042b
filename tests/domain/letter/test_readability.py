import pytest

from tests.letters import letter_cases as cases
from ur_desktop.domain.letter.facts import Copy, LetterKind
from ur_desktop.domain.letter.readability import readability, syllables
from ur_desktop.domain.letter.text import prose


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("we", 1),
        ("care", 1),
        ("table", 2),
        ("agree", 2),
        ("medicine", 3),
        ("medication", 4),
        ("1-800-555-0142", 1),
    ],
)
def test_syllables_are_vowel_groups(word: str, number: int) -> None:
    assert syllables(word) == number


def test_the_grade_is_flesch_and_kincaids() -> None:
    # 7 words, 2 sentences, 8 syllables.
    found = readability("We did not approve it. Call us.")
    assert found.grade == pytest.approx(0.39 * 7 / 2 + 11.8 * 8 / 7 - 15.59, abs=0.05)


def test_short_forms_and_phone_numbers_do_not_end_a_sentence_or_add_words() -> None:
    assert (
        readability("Ask Dr. Lee at 1-800-555-0142 by 5 p.m. today.").grade
        == readability("Ask Dr Lee at 9 by 5 pm today.").grade
    )


def test_an_empty_text_has_no_grade() -> None:
    assert readability("  \n") == readability("")
    assert readability("").grade == 0


def test_long_words_are_listed_once() -> None:
    found = readability("Clinical information substantiating acuity. Information required.")
    assert found.long_words == ("information", "substantiating")
    assert found.grade > 12


def test_unexplained_abbreviations_and_codes_are_listed() -> None:
    found = readability(
        "A4 and C2.1 of II.A.3 need a PHQ-9 score. S9480, which means one day, is explained. So is an "
        "Intensive Outpatient Program (IOP). TTY: 711. The IOP again. Anytown, UT 00000."
    )
    assert found.abbreviations == ("A4", "C2.1", "II.A.3", "PHQ-9")


@pytest.mark.parametrize("plan", cases.PLANS.values())
def test_a_members_denial_reads_at_an_easy_grade(plan: str) -> None:
    html = cases.html(LetterKind.DENIAL, Copy.MEMBER, cases.denied(plan))
    assert readability(prose(html)).grade < 6


def test_addresses_tables_notices_and_small_print_do_not_count() -> None:
    html = cases.html(LetterKind.DENIAL, Copy.MEMBER, cases.denied())
    counted = prose(html)
    assert "We did not approve 12 days" in counted
    assert not any(words in counted for words in ("14 Made-Up Lane", "Copies:", "si habla", "TEST-0002"))
