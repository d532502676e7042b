"""The finding is told in groups, folded where nobody needs it, and says what would change it."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Show
from tests.ui.decisions import CONTINUED, POLICY, finding_of
from ur_desktop.domain.cure import Cure
from ur_desktop.domain.finding import cure_for
from ur_desktop.domain.review import Mark
from ur_desktop.ui.finding_panel import FindingPanel, change_words, folded, result_sign

NOT_FOUND = {"P2": Mark.NOT_DOCUMENTED, "P11": Mark.NOT_DOCUMENTED}
TWO_SIGNS_LESS = {"C9b": Mark.NOT_MET, "C9c": Mark.NOT_MET}


def panel(show: Show, marks: dict[str, Mark | None]) -> FindingPanel:
    review = CONTINUED(marks)
    made = FindingPanel()
    made.resize(420, 676)
    made.show_finding(finding_of(review), cure_for(POLICY, review))
    show(made)
    return made


def words(made: FindingPanel) -> list[str]:
    return [item.text() for item in made.findChildren(QLabel) if not item.isHidden() and item.text()]


def test_a_group_stands_under_not_met_with_its_tally_and_its_members(show: Show) -> None:
    said = words(panel(show, TWO_SIGNS_LESS))
    assert "1 of the 2 required" in said
    assert "Intensity still needed: at least 2 of 3." in said
    assert [item.split()[0] for item in said if item.startswith("C9") and len(item) > 3] == ["C9a", "C9b", "C9c"]


def test_what_could_not_be_found_is_never_under_not_met(show: Show) -> None:
    said = words(panel(show, NOT_FOUND))
    assert "Not met" not in said
    assert said.index("Could not be found in the records") < said.index("P2") < said.index("P11")


def test_the_result_says_when_the_records_are_not_enough() -> None:
    assert result_sign(finding_of(CONTINUED(NOT_FOUND))).words == "Not enough in the records"
    assert result_sign(finding_of(CONTINUED({}))).words == "Met"


def test_the_result_is_so_far_while_something_is_to_answer() -> None:
    finding = finding_of(CONTINUED({**TWO_SIGNS_LESS, "P1": None}))
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
        "25 met",
        "4 not applicable",
    ]
    assert all(fold.rows is None for fold in made.folds)


def test_a_folded_line_opens_and_closes_by_key(qtbot: QtBot, show: Show) -> None:
    fold = panel(show, {}).folds[2]
    qtbot.keyClick(fold.button, Qt.Key.Key_Space)
    assert fold.rows is not None
    assert fold.rows.isVisible()
    assert "P10 Boarding support" in [item.text() for item in fold.rows.findChildren(QLabel)]
    qtbot.keyClick(fold.button, Qt.Key.Key_Return)
    assert not fold.rows.isVisible()


def test_what_would_change_the_finding_is_said_by_id() -> None:
    review = CONTINUED({**TWO_SIGNS_LESS, **NOT_FOUND})
    assert change_words(finding_of(review), cure_for(POLICY, review)) == "C9b met, and P2 and P11 found in the records."


def test_a_date_that_has_passed_can_change_nothing() -> None:
    finding = finding_of(CONTINUED({"P3": Mark.NOT_MET}))
    assert change_words(finding, Cure(None, ("P3",))) == "Nothing can: P3 can’t be made up."


def test_nothing_needs_to_change_when_everything_is_met(show: Show) -> None:
    made = panel(show, {})
    assert made.change.isHidden()


def test_a_fact_that_is_not_known_is_asked_as_the_policy_asks_it() -> None:
    review = CONTINUED({}, facts={"boarding": None})
    finding = finding_of(review)
    assert "To be known: Does the member receive boarding services" in change_words(finding, cure_for(POLICY, review))


def test_it_names_policy_and_version(show: Show) -> None:
    made = panel(show, {})
    assert made.about.text().replace("\u00a0", " ") == "Continued care, BCBSNC Psychiatric IOP, effective July 1, 2024."
    assert POLICY.version == date(2024, 7, 1)


def test_every_place_the_keyboard_goes_has_a_name(show: Show, unnamed: object) -> None:
    assert unnamed(panel(show, TWO_SIGNS_LESS)) == []  # type: ignore[operator]
