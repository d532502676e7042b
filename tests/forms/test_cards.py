"""The cards of the services: every fact of the seeds in our own words, each with its source."""

from __future__ import annotations

from pathlib import Path

import pytest

from ur_desktop import paths
from ur_desktop.domain.errors import FormError
from ur_desktop.forms.cards import FILE, read_cards

CARDS = read_cards(paths.forms_dir())
BOTH = {"S9480", "H0015"}


def test_each_service_has_a_card_with_the_same_kinds_of_facts() -> None:
    assert set(CARDS) == BOTH
    titles = [tuple(section.title for section in card.sections) for card in CARDS.values()]
    assert len(set(map(frozenset, titles))) == 1
    assert {
        "Names", "What it is", "Purpose", "Usual indications", "Preparation", "Steps", "Duration", "Settings",
        "Personnel", "Risks", "Benefits", "Recovery and follow-up", "Patient experience", "Alternatives",
    } <= set(titles[0])  # fmt: skip


def test_each_section_names_the_seed_that_says_it() -> None:
    for code, card in CARDS.items():
        for section in card.sections:
            own = section.source.startswith(f"Code reference for {code}, ")
            assert own or section.source.startswith("Billing guidance for co-occurring disorders")


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("S9480", "do not need 24-hour care"),
        ("S9480", "no overnight stay"),
        ("S9480", "family members take part when appropriate"),
        ("S9480", "led by a therapist"),
        ("S9480", "Whiteboards"),
        ("S9480", "No anesthesia"),
        ("S9480", "Community mental health center"),
        ("H0015", "telehealth"),
        ("H0015", "the plan is adjusted if necessary"),
        ("H0015", "assessment, counseling, crisis intervention, and activity therapies"),
        ("H0015", "based on an individualized treatment plan"),
        ("H0015", "medically stable, motivated to take part, and able to manage daily activities"),
        ("H0015", "withdrawal symptoms or cravings"),
        *(
            (code, "a period of detoxification is completed or when none is required")
            for code in sorted(BOTH)
        ),
        *((code, "not in danger of self-harm") for code in sorted(BOTH)),
        *((code, "eating disorders") for code in sorted(BOTH)),
        *((code, "rational emotive and cognitive behavioral therapy") for code in sorted(BOTH)),
        *((code, "present at school or work, has lower costs") for code in sorted(BOTH)),
        *((code, "documented for the payer") for code in sorted(BOTH)),
    ],
)
def test_a_card_holds_the_fact(code: str, words: str) -> None:
    assert words in " ".join(fact for section in CARDS[code].sections for fact in section.facts)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("S9480: {title: t, level: spa, sections: [{title: a, source: b, facts: [c]}]}", "not on the ladder"),
        (
            "S9480: {title: t, level: inpatient, sections: [{title: a, facts: [c]}]}",
            "source: This key is needed.",
        ),
        ("S9480: {title: t, level: inpatient, sections: [], color: x}", "color: Unknown key"),
        ("both: [{title: a}]", "This key is needed."),
    ],
)
def test_a_card_with_errors_is_refused_by_line(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE).write_text(text, encoding="utf-8")
    with pytest.raises(FormError) as error:
        read_cards(tmp_path)
    assert said in " ".join(error.value.faults)
