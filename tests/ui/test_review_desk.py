"""What a review's answers become in the store."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from tests.ui.offices import JORDAN, Office


def test_a_note_to_a_criterion_whose_group_does_not_apply_is_kept(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(JORDAN, "review")
    wizard = office.main.case.wizard
    wizard.go_to("P10a")
    assert "P10a" not in wizard.sitting.judged
    wizard.card.noted.emit("not a program of this kind")
    assert office.vault.cases.reviews(JORDAN)[-1].answers["P10a"].note == "not a program of this kind"
