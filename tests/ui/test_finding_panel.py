"""The finding is told in groups, folded where nobody needs it, and says what would change it."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.cure import Cure
from ur_desktop.domain.finding import cure_for, evaluate
from ur_desktop.domain.policy import FactValue
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.forms import load_policy
from ur_desktop.ui.finding_panel import FindingPanel, change_words, folded, result_sign

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

POLICY = load_policy(Path(__file__).parents[2] / "forms", "bcbsnc-psychiatric-iop", date(2026, 1, 15))
FACTS: dict[str, FactValue] = {
    "age": 34,
    "boarding": False,
    "out_of_area": False,
    "multiple_recent_admissions": False,
    "admitted": date(2026, 1, 12),
    "requested_start": date(2026, 1, 26),
}
NOT_FOUND: Mapping[str, Mark | None] = {"P2": Mark.NOT_DOCUMENTED, "P11": Mark.NOT_DOCUMENTED}
TWO_SIGNS_LESS: Mapping[str, Mark | None] = {"C9b": Mark.NOT_MET, "C9c": Mark.NOT_MET}


def continued(marks: Mapping[str, Mark | None], *, unknown: str = "") -> Review:
    """A continued-care review of January 15, everything due met but for the marks given; None unanswers."""
    given = {name: Mark.MET for name in POLICY.answerable["continued"] if name != "P12"} | dict(marks)
    at = datetime(2026, 1, 15, tzinfo=UTC)
    return Review(
        "1",
        1,
        POLICY.id,
        POLICY.version,
        POLICY.digest,
        "continued",
        date(2026, 1, 15),
        facts={name: value for name, value in FACTS.items() if name != unknown},
        answers={name: Answer(mark, "jsampleton", at) for name, mark in given.items() if mark},
    )


def panel(show: Show, marks: Mapping[str, Mark | None]) -> FindingPanel:
    review = continued(marks)
    made = FindingPanel()
    made.resize(420, 676)
    made.show_finding(evaluate(POLICY, review), cure_for(POLICY, review))
    show(made)
    return made


def words(made: FindingPanel) -> list[str]:
    return [item.text() for item in made.findChildren(QLabel) if not item.isHidden() and item.text()]


def test_a_group_stands_under_not_met_with_its_tally_and_its_members(show: Show) -> None:
    said = words(panel(show, TWO_SIGNS_LESS))
    assert "1 of the 2 required" in said
    assert "Intensity still needed: at least 2 of 3." in said
    assert "C9a Multiple interventions a week Met" in said
    assert "C9b Day-to-day coping varies Not met" in said


def test_what_could_not_be_found_is_never_under_not_met(show: Show) -> None:
    said = words(panel(show, NOT_FOUND))
    assert "Not met" not in said
    assert said.index("Could not be found in the records") < said.index("P2") < said.index("P11")


def test_the_result_says_when_the_records_are_not_enough() -> None:
    assert result_sign(evaluate(POLICY, continued(NOT_FOUND))).words == "Not enough in the records"
    assert result_sign(evaluate(POLICY, continued({}))).words == "Met"


def test_the_result_is_so_far_while_something_is_to_answer() -> None:
    finding = evaluate(POLICY, continued({**TWO_SIGNS_LESS, "P1": None}))
    assert result_sign(finding).words == "Not met so far"
    assert "1 to answer" in [text for _sign, text, _lines in folded(finding)]


def test_a_criterion_not_answered_yet_is_not_said_to_be_lost(show: Show) -> None:
    made = panel(show, {"P1": None})
    assert "Could not be found in the records" not in words(made)
    assert made.result.text() == "Not finished"


def test_what_needs_no_look_is_folded(show: Show) -> None:
    made = panel(show, {})
    assert [fold.button.text() for fold in made.folds] == [
        "1 not yet due: P12, due Jan 17",
        "26 met",
        "4 not applicable",
    ]
    assert all(fold.rows is None for fold in made.folds)


def test_a_folded_line_opens_and_closes_by_key(qtbot: QtBot, show: Show) -> None:
    fold = panel(show, {}).folds[2]
    QTest.keyClick(fold.button, Qt.Key.Key_Space)
    assert fold.rows is not None
    assert fold.rows.isVisible()
    assert "P10 Boarding support" in [item.text() for item in fold.rows.findChildren(QLabel)]
    QTest.keyClick(fold.button, Qt.Key.Key_Return)
    assert not fold.rows.isVisible()


def test_what_would_change_the_finding_is_said_by_id() -> None:
    review = continued({**TWO_SIGNS_LESS, **NOT_FOUND})
    assert (
        change_words(evaluate(POLICY, review), cure_for(POLICY, review))
        == "C9b met, and P2 and P11 found in the records."
    )


def test_a_date_that_has_passed_can_change_nothing() -> None:
    finding = evaluate(POLICY, continued({"P3": Mark.NOT_MET}))
    assert change_words(finding, Cure(None, ("P3",))) == "Nothing can: P3 can’t be made up."


def test_nothing_needs_to_change_when_everything_is_met(show: Show) -> None:
    made = panel(show, {})
    assert made.change.isHidden()


def test_a_fact_that_is_not_known_is_asked_as_the_policy_asks_it() -> None:
    review = continued({"P10a": None, "P10b": None}, unknown="boarding")
    finding = evaluate(POLICY, review)
    assert "To be known: Does the member receive boarding services" in change_words(
        finding, cure_for(POLICY, review)
    )


def test_it_names_policy_and_version(show: Show) -> None:
    made = panel(show, {})
    assert (
        made.about.text().replace("\u00a0", " ")
        == "Continued care, BCBSNC Psychiatric IOP, effective July 1, 2024."
    )
    assert POLICY.version == date(2024, 7, 1)


def test_every_place_the_keyboard_goes_has_a_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(panel(show, TWO_SIGNS_LESS)) == []
