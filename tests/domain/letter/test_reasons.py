from typing import Any

from tests.letters import letter_cases as cases
from ur_desktop.domain.determination import Rationale
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.letter.reasons import ReasonPart, rationale_start, read_reasons
from ur_desktop.domain.letter.words import Phrase
from ur_desktop.domain.review import PlannedSession

TEXT = """Your care near home is helping.

1. The care near your home is helping

You have seen your therapist each
week.

2. We found one sign

The policy lists three signs. We found one of the two required.

Present: a crisis at home. You separated in
October.
Not present: big changes.

What we could not find:

We looked in 41 pages.
"""


def test_reasons_are_read_as_written() -> None:
    reasons = read_reasons(TEXT)
    assert reasons.short == "Your care near home is helping."
    assert reasons.parts == (
        ReasonPart("heading", "1. The care near your home is helping"),
        ReasonPart("paragraph", "You have seen your therapist each week."),
        ReasonPart("heading", "2. We found one sign"),
        ReasonPart("paragraph", "The policy lists three signs. ", "We found one of the two required."),
        ReasonPart(
            "list",
            items=(
                Phrase("Present: a crisis at home.", " You separated in October."),
                Phrase("Not present: big changes.", ""),
            ),
        ),
    )
    assert reasons.not_found == (ReasonPart("paragraph", "We looked in 41 pages."),)


def test_reasons_without_a_heading_have_no_short_answer() -> None:
    reasons = read_reasons("First.\n\n- one: a thing\n- two")
    assert reasons.short == ""
    assert reasons.parts == (
        ReasonPart("paragraph", "First."),
        ReasonPart("list", items=(Phrase("one:", " a thing"), Phrase("", "two"))),
    )


def test_a_list_may_follow_its_paragraph_without_an_empty_line() -> None:
    assert read_reasons("We saw:\n- one.").parts == (
        ReasonPart("paragraph", "We saw:"),
        ReasonPart("list", items=(Phrase("one.", ""),)),
    )


def test_nothing_written_is_nothing_read() -> None:
    assert read_reasons("") == read_reasons("\n\n")
    assert not read_reasons("").parts


def test_more_before_the_first_reason_stays_with_the_reasons() -> None:
    reasons = read_reasons("Short.\n\nMore.\n\n1. Reason\n\nBecause.")
    assert reasons.short == "Short."
    assert [part.text for part in reasons.parts] == ["More.", "1. Reason", "Because."]


def start(**how: Any) -> tuple[Finding, Rationale]:
    given = cases.invented(**how)
    return given["finding"], rationale_start(given["finding"])


def test_each_unmet_criterion_starts_with_its_own_words_and_blanks() -> None:
    finding, rationale = start(unmet=("A4", "P9"))
    assert all(citation.judged.node.unmet in rationale.member for citation in finding.unmet)
    assert all(citation.judged.node.unmet not in rationale.provider for citation in finding.unmet)
    assert "A4 (Admission 4)" in rationale.provider
    assert "A4" not in rationale.member
    assert rationale.blanks


def test_a_group_is_told_once_with_its_tally_present_members_first() -> None:
    finding, rationale = start(unmet=("A8a", "A8c"))
    (group,) = finding.unmet
    met = finding.judged("A8b").node
    assert rationale.member.count("We found one of the two required.") == 1
    assert rationale.member.index(f"Present: {met.unmet}") < rationale.member.index("Not present:")
    assert "A8 (Admission 8), Intensity needed, 2 of 3: 1 of the 2 required." in rationale.provider
    assert group.judged.node.unmet in rationale.member


def test_what_could_not_be_found_is_no_reason() -> None:
    finding, rationale = start(unmet=("A4",), lost=("P11", "A8a", "A8b", "A8c"))
    reasons, _, rest = rationale.member.partition("What we could not find:")
    for citation in finding.undetermined:
        assert citation.judged.node.unmet not in rationale.member
    assert "not met" not in rest
    assert "1. " in reasons


def test_a_group_of_which_nothing_is_known_but_one_is_not_among_its_members() -> None:
    _, rationale = start(unmet=("A8a", "A8b"), lost=("A8c",))
    assert "We found no of the two required." not in rationale.member
    assert "We found none of the two required." in rationale.member
    assert rationale.member.count("Not present:") == 2
    assert "Present:" not in rationale.member.replace("Not present:", "")


def test_missing_information_alone_asks_for_its_story() -> None:
    finding, rationale = start(lost=("P11",))
    assert not finding.unmet
    assert "We could not check every part of the policy" in rationale.member
    assert "Not received: P11." in rationale.provider


def test_a_group_whose_members_are_all_still_open_lists_none() -> None:
    _, rationale = start(unmet=("A4",))
    assert "Present:" not in rationale.member


def test_the_closing_tally_of_a_group_that_needs_one_is_emphasized() -> None:
    part = read_reasons("Short.\n\n1. Why\n\nAt least one counts. We found none, and one is required.").parts[
        1
    ]
    assert (part.text, part.strong) == ("At least one counts. ", "We found none, and one is required.")


def test_blanks_about_the_schedule_are_filled_from_it_and_stay_to_confirm() -> None:
    """Policy, when covered 9: activities primarily recreational and diversionary are not counted."""
    given = cases.invented(unmet=("P9",))
    week = tuple(
        PlannedSession(day, kind, minutes)
        for day in ("mon", "wed", "fri")
        for kind, minutes in (("group", 120), ("recreational", 60))
    )
    text = rationale_start(given["finding"], week).member
    assert "Your schedule lists «9» hours on «3» days a week." in text
    assert "Of these, «3 hours» do not count, for «recreation», which leaves «6 hours»." in text
    assert "«what they show about your needs»" in text
    all_counted = rationale_start(given["finding"], week[::2]).member
    assert "«0 hours» do not count, for «kinds of activity»" in all_counted
    assert "lists «hours» hours on «days» days" in rationale_start(given["finding"]).member
