"""A determination has the name and license that its signer has when signing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from tests.ui.offices import AVERY, JORDAN, ROSA, Office
from tests.ui.shell.test_main_window import saves
from ur_desktop.casework import samples
from ur_desktop.domain.determination import Action
from ur_desktop.ui.decision.screen import JUDGED_AFTER

RENAMED = replace(
    samples.NURSE,
    name="Nora Newname",
    credential=replace(samples.NURSE.credential, license_number="TEST-0099"),
)


def renames(office: Office) -> None:
    """Change one's own name and license as one does in the settings."""
    office.main.rail.opened.emit("settings")
    office.main.settings.own.changed.emit(replace(RENAMED, administers=office.session.me.administers))
    assert office.session.me.name == "Nora Newname"


def test_a_determination_is_signed_with_a_name_changed_just_before(office: Office) -> None:
    office.main.open_case(AVERY, "determination")
    renames(office)
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    decision.act()
    assert "Nora Newname" in decision.sign.who.text()
    decision.sign.password.set_text(samples.PASSWORD)
    decision.act()
    [signed] = office.vault.cases.determinations(AVERY)
    assert (signed.by.name, signed.by.credential.license_number) == ("Nora Newname", "TEST-0099")


def test_eligibility_is_recorded_under_a_name_changed_just_before(office: Office) -> None:
    office.corrects(JORDAN)
    renames(office)
    office.corrects(JORDAN, eligibility="no")
    office.main.intake.form.set_value("eligibility", "yes")
    saves(office)
    found = office.case(JORDAN).request.eligibility
    assert found is not None
    assert found.by == "Nora Newname"


def test_a_character_that_no_font_has_is_named_at_its_field_while_typing(
    offices: Callable[[str], Office], qtbot: QtBot
) -> None:
    office = offices("max")
    office.main.open_case(ROSA, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.DENY)
    editor = decision.editors["deny"]
    for voice in ("provider", "member"):
        editor.edits[voice].setPlainText("Weekly care helps.")
    editor.edits["member"].setPlainText("Weekly care helps 😀.")
    qtbot.waitUntil(lambda: "No shipped font has 😀" in editor.error.words.text())
    decision.act()
    assert decision.sign.isHidden()
    assert "Member letter: No shipped font has 😀 (U+1F600" in decision.banner.fix.text()


def test_a_next_review_in_the_past_is_named_at_its_field(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    decision.form.dates.next_review.set_text("01/01/1999")
    qtbot.waitUntil(lambda: "in the past" in decision.form.dates.next_review.error_text())


def test_nothing_is_judged_any_more_once_it_is_signed(office: Office, qtbot: QtBot) -> None:
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    asked = decision.form.dates.next_review.text()
    for typed in ("", asked):
        decision.form.dates.next_review.set_text(typed)
    decision.act()
    decision.sign.password.set_text(samples.PASSWORD)
    decision.act()
    assert office.vault.cases.determinations(AVERY)
    later = QTimer(interval=JUDGED_AFTER, singleShot=True)
    with qtbot.waitSignal(later.timeout):  # a slot that raises fails the test
        later.start()
