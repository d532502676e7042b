"""The window of one reviewer: a request taken in or put right, and what was half typed on the way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from tests.ui.letters.test_controller import approve, ask_for_information
from tests.ui.offices import AVERY, JORDAN, LIBRARY, MARIA, NOW, Office, read_letter
from ur_desktop.casework import drafts, samples
from ur_desktop.casework.intake import new_drafts
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import DiskRefused, StorageError, UserError
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.worklist import WorklistFilter
from ur_desktop.library import Library
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp, ShortcutOverlay
from ur_desktop.ui.shell import screens
from ur_desktop.ui.shell.main_window import MainWindow
from ur_desktop.ui.shell.ui_state import UiState, View

ADMINISTRATOR = Reviewer("ada", "Ada Sample", Role.ADMINISTRATOR, Credential(""))
UNTRUSTED = Reviewer("nils", "Nils Sample", Role.NURSE, Credential("RN"))

TYPED = {
    "member_id": "TEST-00999", "last_name": "Sampleton", "first_name": "Robin", "born": "03/14/1991",
    "plan": "example-nc", "review": "admission", "urgency": "standard", "diagnosis": "F33.1 A sample diagnosis",
    "service": "bcbsnc-psychiatric-iop S9480", "from": "01/26/2026", "through": "02/20/2026", "days": "3",
    "hours": "11", "units": "12", "program": "Example Day Program", "npi": "1234567893",
}  # fmt: skip


def types_a_new_case(office: Office, **typed: str) -> None:
    office.main.worklist.new_case.emit()
    for key, text in typed.items():
        office.main.intake.form.set_value(key, text)


def typed(office: Office, key: str) -> str:
    return office.main.intake.form.value(key)


def saves(office: Office) -> None:
    """Save the form; the sample cases came in without an NPI."""
    office.main.intake.form.set_value("npi", TYPED["npi"])
    office.main.intake.save.click()


class TestACorrection:
    def test_of_what_the_review_rests_on_begins_it_anew(self, office: Office) -> None:
        before = office.review(JORDAN)
        office.corrects(JORDAN, born="03/14/2009")
        saves(office)
        after = office.review(JORDAN)
        assert office.case(JORDAN).member.born == date(2009, 3, 14)
        assert (after.sequence, after.facts["age"], after.completed_at) == (2, 16, None)
        assert after.answers == before.answers
        assert after.schedule == before.schedule

    def test_of_the_review_asked_for_begins_with_another_checklist_and_no_answers(
        self, office: Office
    ) -> None:
        office.corrects(JORDAN, review="admission", npi=TYPED["npi"])
        office.main.intake.start.click()
        after = office.review(JORDAN)
        assert (after.sequence, after.checklist_id, after.answers) == (2, "admission", {})
        assert office.main.ui_state.tab == "review"

    def test_after_the_review_was_completed_opens_it_again(self, office: Office) -> None:
        office.corrects(MARIA, **{"from": "01/20/2026", "through": "02/14/2026"})
        saves(office)
        assert (office.case(MARIA).state, office.review(MARIA).completed_at) == (CaseState.IN_REVIEW, None)
        office.main.open_case(MARIA, "review")
        said = office.main.case.wizard.middle.changed
        assert said.isVisible()
        assert "first date of service 01/" in said.accessibleDescription()
        assert "→ 01/20/2026" in said.accessibleDescription()
        office.main.open_case(JORDAN, "review")
        assert not said.isVisible()

    def test_of_a_name_leaves_the_review_as_it_is(self, office: Office) -> None:
        before = office.review(JORDAN)
        office.corrects(JORDAN, last_name="Sampleton-Test")
        saves(office)
        assert office.review(JORDAN) == before
        assert office.case(JORDAN).member.last_name == "Sampleton-Test"
        changes = [event for event in office.vault.journal.entries(JORDAN) if event.kind is EventKind.CHANGE]
        assert changes[0].detail == {"corrected": "last name, NPI"}

    def test_of_what_a_determination_is_signed_on_is_refused(self, office: Office, qtbot: QtBot) -> None:
        approve(office, AVERY)
        before = office.case(AVERY)
        office.corrects(AVERY, born="03/14/2009", last_name="Otherling")
        with qtbot.capture_exceptions() as caught:
            saves(office)
        assert [kind for kind, _error, _trace in caught] == [UserError]
        assert office.case(AVERY) == before
        assert office.review(AVERY).sequence == 1
        assert office.main.screens.currentWidget() is office.main.intake

    def test_of_an_address_is_taken_in_while_its_letter_is_to_accept(self, office: Office) -> None:
        approve(office, AVERY)
        office.corrects(AVERY, member_address="7 Corrected Lane\nSampletown, NC 00000")
        saves(office)
        assert office.case(AVERY).state is CaseState.LETTER
        office.main.open_case(AVERY)
        read_letter(office.main.case.preview)
        office.main.case.preview.bar.accept.click()
        [letter, *_copies] = office.vault.archive.letters(AVERY)
        assert "7 Corrected Lane" in letter.facts_json

    def test_takes_back_a_request_for_information_that_did_not_go_out(self, office: Office) -> None:
        ask_for_information(office, MARIA)
        office.corrects(MARIA, born="03/14/1990")
        saves(office)
        case = office.case(MARIA)
        assert (case.state, case.asking, case.information_requests) == (CaseState.IN_REVIEW, None, ())

    def test_that_fails_half_way_changes_nothing(self, office: Office, qtbot: QtBot) -> None:
        before = office.case(JORDAN)
        office.corrects(JORDAN, born="03/14/2009")
        office.breaks("reviews")
        with qtbot.capture_exceptions() as caught:
            saves(office)
        assert [kind for kind, _error, _trace in caught] == [DiskRefused]
        assert office.case(JORDAN) == before
        office.works_again()
        saves(office)
        assert office.review(JORDAN).facts["age"] == 16


class TestAHalfTypedCorrection:
    def test_is_there_again_when_it_was_left_incomplete(self, offices: Callable[[str], Office]) -> None:
        office = offices("nora")
        before = office.case(JORDAN)
        office.corrects(JORDAN, last_name="", first_name="Robin")
        office.main.intake.save.click()
        assert office.main.screens.currentWidget() is office.main.worklist
        assert office.case(JORDAN) == before
        office = offices("nora")
        office.corrects(JORDAN)
        assert (typed(office, "last_name"), typed(office, "first_name")) == ("", "Robin")
        assert typed(office, "member_id") == before.member.id

    def test_is_kept_at_once_when_the_window_is_locked(self, office: Office) -> None:
        office.corrects(JORDAN, first_name="Robin")
        office.main.flush()
        assert drafts.load(office.session, JORDAN, "correction") == {"first_name": "Robin"}

    def test_is_no_draft_of_another_case_or_of_a_new_one(self, office: Office) -> None:
        office.corrects(JORDAN, last_name="", first_name="Robin")
        office.main.intake.save.click()
        office.corrects(AVERY)
        assert typed(office, "first_name") == office.case(AVERY).member.first_name
        office.main.show_worklist()
        office.main.worklist.new_case.emit()
        assert typed(office, "first_name") == ""

    def test_is_forgotten_once_it_is_taken_in(self, office: Office) -> None:
        office.corrects(JORDAN, first_name="Robin")
        office.main.flush()
        saves(office)
        assert office.case(JORDAN).member.first_name == "Robin"
        assert drafts.load(office.session, JORDAN, "correction") == {}

    def test_is_forgotten_when_it_is_discarded(self, office: Office) -> None:
        office.corrects(JORDAN, first_name="Robin")
        office.main.flush()
        office.main.intake.discard.click()
        office.main.intake.discard.click()
        assert drafts.load(office.session, JORDAN, "correction") == {}
        assert office.main.screens.currentWidget() is office.main.worklist

    def test_that_can_not_be_kept_is_not_left(self, office: Office, qtbot: QtBot) -> None:
        office.corrects(JORDAN, first_name="Robin")
        office.breaks("drafts")
        with pytest.raises(StorageError):
            office.main.show_worklist()
        assert office.main.screens.currentWidget() is office.main.intake
        office.works_again()
        office.main.show_worklist()
        assert drafts.load(office.session, JORDAN, "correction") == {"first_name": "Robin"}


def opens_the_draft(office: Office) -> None:
    table = office.main.worklist.table
    table.choose(lambda row: row.is_draft)
    QTest.keyClick(table, Qt.Key.Key_Return)


class TestANewCase:
    def test_half_typed_is_there_again(self, offices: Callable[[str], Office]) -> None:
        office = offices("nora")
        types_a_new_case(office, member_id="TEST-00999", last_name="Sampl")
        office.main.show_worklist()
        office = offices("nora")
        opens_the_draft(office)
        assert (typed(office, "member_id"), typed(office, "last_name")) == ("TEST-00999", "Sampl")

    def test_half_typed_is_nobody_elses_to_see_or_to_discard(
        self, office: Office, offices: Callable[[str], Office]
    ) -> None:
        types_a_new_case(office, member_id="TEST-00999", last_name="Sampl")
        office.corrects(JORDAN, first_name="Robin")
        other = offices("omar")
        assert not any(row.is_draft for row in other.main.worklist.table.rows.rows)
        other.main.worklist.new_case.emit()
        assert (typed(other, "member_id"), typed(other, "last_name")) == ("", "")
        other.main.intake.form.set_value("last_name", "Specimen")
        other.main.intake.discard.click()
        other.main.intake.discard.click()
        other.corrects(JORDAN)
        assert typed(other, "first_name") != "Robin"
        again = offices("nora")
        opens_the_draft(again)
        assert (typed(again, "member_id"), typed(again, "last_name")) == ("TEST-00999", "Sampl")
        again.corrects(JORDAN)
        assert typed(again, "first_name") == "Robin"

    def test_with_nothing_typed_leaves_no_draft_with_an_old_hour(self, office: Office) -> None:
        office.main.worklist.new_case.emit()
        office.main.intake.save.click()
        office.clock.goes_on(hours=3)
        before = typed(office, "time")
        office.main.worklist.new_case.emit()
        assert typed(office, "time") != before

    def test_with_everything_taken_back_leaves_no_draft(self, office: Office) -> None:
        types_a_new_case(office, last_name="Sampl")
        office.main.flush()
        assert [draft["last_name"] for draft in new_drafts(office.session).values()] == ["Sampl"]
        office.main.intake.form.set_value("last_name", "")
        office.main.show_worklist()
        assert new_drafts(office.session) == {}

    def test_taken_in_is_on_file_and_its_draft_is_gone(self, office: Office) -> None:
        types_a_new_case(office, **TYPED)
        office.main.flush()
        office.main.intake.start.click()
        case = office.main.case.case
        assert (case.member.last_name, case.state) == ("Sampleton", CaseState.IN_REVIEW)
        assert office.main.ui_state.tab == "review"
        assert new_drafts(office.session) == {}

    def test_that_can_not_be_put_on_file_stays_on_the_screen(self, office: Office, qtbot: QtBot) -> None:
        types_a_new_case(office, **TYPED)
        office.breaks("worklist")
        with qtbot.capture_exceptions() as caught:
            office.main.intake.start.click()
        assert [kind for kind, _error, _trace in caught] == [DiskRefused]
        assert office.vault.cases.earlier("example-nc", "TEST-00999") == ()
        assert office.main.screens.currentWidget() is office.main.intake
        office.works_again()
        office.main.intake.start.click()
        assert len(office.vault.cases.earlier("example-nc", "TEST-00999")) == 1

    def test_finds_the_members_latest_case_of_the_same_plan(self, office: Office) -> None:
        case = office.case(JORDAN)
        moved = replace(case.member, last_name="Newname")
        later = replace(case.request, received=NOW)
        office.session.add(
            replace(case, id="later", number="2026-009998", member=moved, request=later, state=CaseState.NEW)
        )
        types_a_new_case(office, plan="example-nc", member_id=case.member.id)
        assert typed(office, "last_name") == "Newname"
        assert office.main.intake.form.found.text() == "Member found: 2 earlier cases"

    def test_a_case_is_not_its_own_earlier_one(self, office: Office) -> None:
        office.corrects(JORDAN)
        assert office.main.intake.form.found.text() == ""


class TestComingBack:
    def test_to_a_correction_is_to_the_case_when_it_was_signed_meanwhile(self, office: Office) -> None:
        office.corrects(AVERY, first_name="Robin")
        left = office.main.ui_state
        approve(office, AVERY)
        for place in (left, UiState("intake", AVERY)):
            office.main.show_worklist()
            office.main.go_to(place)
            assert office.main.screens.currentWidget() is office.main.case.screen
            assert office.main.ui_state.tab == "letters"

    def test_to_the_correction_of_an_address_after_signing_is_to_the_form(self, office: Office) -> None:
        approve(office, AVERY)
        office.corrects(AVERY, member_address="7 Corrected Lane")
        left = UiState.of(office.main.ui_state.text())
        office.main.show_worklist()
        office.main.go_to(left)
        assert office.main.screens.currentWidget() is office.main.intake
        assert typed(office, "member_address") == "7 Corrected Lane"

    def test_to_the_journal_is_to_what_was_asked_of_it(self, office: Office) -> None:
        office.main.rail.opened.emit("audit")
        head = office.main.audit.screen.head
        head.who.setCurrentIndex(head.who.findData("nora"))
        head.case.setText("2026-000231")
        head.first.setText("01/05/2026")
        left = UiState.of(office.main.ui_state.text())
        assert left.screen == "audit"
        head.clear()
        office.main.show_worklist()
        office.main.go_to(left)
        assert office.main.screens.currentWidget() is office.main.audit.screen
        asked = head.query()
        assert asked.since is not None
        assert (asked.by, asked.case, asked.since.date()) == ("nora", "2026-000231", date(2026, 1, 5))
        assert office.main.rail.item("audit").is_current

    @pytest.mark.parametrize(("who", "screen"), [(UNTRUSTED, "audit"), (ADMINISTRATOR, "worklist")])
    def test_to_where_a_person_may_not_be_is_home_with_nothing_typed_into_it(
        self, offices: Callable[[str], Office], who: Reviewer, screen: str
    ) -> None:
        offices("nora").vault.keys.add(who, samples.PASSWORD, LEAST)
        office = offices(who.user_id)
        home = office.main.screens.currentWidget()
        office.main.go_to(UiState(screen, view=View(typed={"SearchEdit Search 1": "Sampleton"})))
        assert office.main.screens.currentWidget() is home
        assert office.main.worklist.head.search.text() == ""


class TestTheClock:
    def test_runs_only_while_the_window_is_shown(self, office: Office) -> None:
        assert office.main.is_ticking
        office.main.hide()
        assert not office.main.is_ticking
        office.main.show()
        assert office.main.is_ticking

    def test_is_gone_with_its_window_before_the_vault_is_closed(
        self, offices: Callable[[str], Office], qtbot: QtBot
    ) -> None:
        main = offices("nora").main
        offices("omar")
        assert not isValid(main)


def test_a_form_with_faults_is_said_and_work_with_the_other_policies_goes_on(
    office: Office, tmp_path: Path
) -> None:
    copytree(LIBRARY.forms, tmp_path / "forms")
    for form in (tmp_path / "forms" / "pehp-iop").glob("*.yaml"):
        if "examples" not in form.name:
            form.write_text("title: Half a form\n", encoding="utf-8")
    library = Library(tmp_path / "forms", LIBRARY.templates)
    main = MainWindow(Session(office.vault, library, office.clock), "light")
    assert main.banner.what.text() == "A policy is left out, since its form has errors."
    assert "This key is needed" in main.banner.fix.text()
    assert main.worklist.table.rows.rowCount() > 0
    main.open_case(JORDAN)
    assert main.ui_state.case_id == JORDAN
    main.show_worklist()
    main.deleteLater()


class TestTheKeyboard:
    def test_question_mark_in_the_rail_shows_the_keys_of_the_worklist(self, office: Office) -> None:
        item = office.main.rail.item("settings")
        item.setFocus()
        QTest.keyClick(item, Qt.Key.Key_Question)
        assert office.main.worklist.findChild(ShortcutHelp) is not None

    def test_question_mark_in_the_rail_shows_the_keys_of_the_review(self, office: Office) -> None:
        office.main.open_case(JORDAN, "review")
        item = office.main.rail.item("settings")
        item.setFocus()
        QTest.keyClick(item, Qt.Key.Key_Question)
        overlay = office.main.case.screen.findChild(ShortcutOverlay)
        assert overlay is not None
        assert overlay.isVisible()

    @pytest.mark.parametrize("rows", [True, False], ids=["cases", "no case"])
    def test_is_in_the_list_after_settings_and_after_a_closed_new_case(
        self, office: Office, *, rows: bool
    ) -> None:
        main = office.main
        if not rows:
            main.worklist.head.pills[WorklistFilter.PHYSICIAN].click()
            main.worklist.head.review.setCurrentIndex(2)
        in_list = main.worklist.table if rows else main.worklist.empty.button
        main.rail.item("settings").click()
        main.rail.item("worklist").setFocus()
        main.rail.item("worklist").click()
        assert main.focusWidget() is in_list
        main.worklist.new_case.emit()
        main.intake.save.click()
        assert main.focusWidget() is in_list


def test_screens_that_are_needed_next_are_made_while_nobody_waits(
    office: Office, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(screens, "PREPARE_EVERY", 1)
    made = office.main.screens
    assert (made.case.made, made.intake.made, made.settings.made) == (None, None, None)
    made.prepare()
    qtbot.waitUntil(lambda: None not in (made.case.made, made.intake.made, made.settings.made))
    assert made.currentWidget() is made.worklist
