"""The finding is told in groups and folded where nobody needs it."""

from collections.abc import Mapping
from datetime import date

from PySide6.QtWidgets import QLabel

from tests.ui.findings import NOT_FOUND, POLICY, TWO_SIGNS_LESS, Show, Unnamed, continued
from ur_desktop.domain.evaluation.finding import cure_for, evaluate
from ur_desktop.domain.review import Mark
from ur_desktop.ui.parts.finding_panel import FindingPanel


def panel(show: Show, marks: Mapping[str, Mark | None]) -> FindingPanel:
    review = continued(marks)
    made = FindingPanel()
    made.resize(420, 676)
    made.show_finding(evaluate(POLICY, review), cure_for(POLICY, review))
    show(made)
    return made


def words(made: FindingPanel) -> list[str]:
    return [item.text() for item in made.findChildren(QLabel) if not item.isHidden() and item.text()]


def test_a_group_is_listed_under_not_met_with_its_tally_and_its_members(show: Show) -> None:
    said = words(panel(show, TWO_SIGNS_LESS))
    assert "1 of the 2 required" in said
    assert "Intensity still needed: at least 2 of 3." in said
    assert "C9a Multiple interventions a week Met" in said
    assert "C9b Day-to-day coping varies Not met" in said


def test_what_could_not_be_found_is_never_under_not_met(show: Show) -> None:
    said = words(panel(show, NOT_FOUND))
    assert "Not met" not in said
    assert said.index("Could not be found in the records") < said.index("P2") < said.index("P11")


def test_a_criterion_not_answered_yet_is_not_said_to_be_lost(show: Show) -> None:
    made = panel(show, {"P1": None})
    assert "Could not be found in the records" not in words(made)
    assert made.result.text() == "Not finished"


def test_what_needs_no_look_is_folded(show: Show) -> None:
    made = panel(show, {})
    assert [section.button.text() for section in made.sections] == [
        "1 not yet due: P12, due Jan 17",
        "26 met",
        "4 not applicable",
    ]
    assert all(section.rows is None for section in made.sections)


def test_nothing_needs_to_change_when_everything_is_met(show: Show) -> None:
    made = panel(show, {})
    assert made.change.isHidden()


def test_it_names_policy_and_version(show: Show) -> None:
    made = panel(show, {})
    assert (
        made.about.text().replace("\u00a0", " ")
        == "Continued care, BCBSNC Psychiatric IOP, effective July 1, 2024."
    )
    assert POLICY.version == date(2024, 7, 1)


def test_everything_that_takes_the_focus_has_a_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(panel(show, TWO_SIGNS_LESS)) == []
