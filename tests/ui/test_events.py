"""What is done in the window is in the journal: who, what, when, of which case."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.offices import leave, read_letter
from ur_desktop.app import make_window
from ur_desktop.casework import samples
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.journal import Event, EventKind, EventQuery
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow
from ur_desktop.ui.sign_in.sign_in_pages import SignInPage

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
OPEN, NEW, DECIDED, REFERRED = "sample-00417", "sample-00377", "sample-00231", "sample-00419"
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(tmp_path: Path, samples_of_january: Path, qtbot: QtBot, light: object) -> Iterator[AppWindow]:
    copytree(samples_of_january, tmp_path / "vault")
    opened = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(opened)
    opened.show()
    sign_in(opened, qtbot)
    yield opened
    opened.close()


@pytest.fixture
def main(window: AppWindow) -> MainWindow:
    assert window.main is not None
    return window.main


@pytest.fixture
def hand(app: QApplication, window: AppWindow) -> KeyboardDriver:
    return KeyboardDriver(app, window)


def sign_in(window: AppWindow, qtbot: QtBot, user_id: str = "nora") -> None:
    window.sign_in_screen.sign_in_requested.emit(user_id, samples.PASSWORD)
    qtbot.waitUntil(lambda: window.main is not None)


def journal(window: AppWindow) -> tuple[Event, ...]:
    assert window.session is not None
    return window.session.vault.journal.entries()


def last(window: AppWindow, kind: EventKind, case_id: str = "") -> Event:
    """The latest line of its kind, by the nurse, now, of this case."""
    event = next(event for event in journal(window) if event.kind is kind)
    assert (event.by, event.at, event.case_id) == ("nora", NOW, case_id)
    return event


def told(main: MainWindow) -> list[str]:
    """What the History tab says, the newest first."""
    rows = main.case.history.lines.rows
    spoken = (str(rows.data(rows.index(place, 0))) for place in range(rows.rowCount()))
    return [re.split("[AP]M [A-Z]+, ", words, maxsplit=1)[1].rpartition(", Nora")[0] for words in spoken]


def kept(folder: Path) -> list[EventKind]:
    """The latest lines once the vault is closed, before this look at it."""
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        return [event.kind for event in opened.journal.entries(limit=5)][1:]


def test_a_sign_in(window: AppWindow) -> None:
    last(window, EventKind.SIGN_IN)


def test_a_lock(window: AppWindow, main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main, Qt.Key.Key_L, CTRL)
    sign_in(window, qtbot)
    last(window, EventKind.LOCK)


def test_leaving(window: AppWindow, tmp_path: Path, qtbot: QtBot) -> None:
    leave(window, qtbot)
    assert kept(tmp_path / "vault")[0] is EventKind.SIGN_OUT


def test_leaving_after_a_lock_is_a_lock(window: AppWindow, tmp_path: Path) -> None:
    window.lock()
    window.close()
    assert kept(tmp_path / "vault")[0] is EventKind.LOCK


def test_opening_a_case(window: AppWindow, main: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(main.worklist.table, Qt.Key.Key_Return)
    last(window, EventKind.VIEW, main.ui_state.case_id)


def test_a_new_request(window: AppWindow, main: MainWindow) -> None:
    assert window.session is not None
    case = window.session.vault.cases.get(NEW)
    main.worklist.new_case.emit()
    main.intake.saved.emit(replace(case, id="another", number="2026-000999"))
    last(window, EventKind.CREATE, "another")


def test_a_corrected_request(window: AppWindow, main: MainWindow) -> None:
    main.open_case(NEW)
    before = main.case.case
    main.case.correct.emit(before)
    main.intake.saved.emit(before)
    assert EventKind.CHANGE not in [event.kind for event in journal(window) if event.case_id == NEW]
    main.case.correct.emit(before)
    main.intake.saved.emit(replace(before, request=replace(before.request, units=before.request.units + 1)))
    assert last(window, EventKind.CHANGE, NEW).detail == {"corrected": "units"}
    main.open_case(NEW, "history")
    units = before.request.units
    assert f"Changed: units {units} → {units + 1}" in told(main)


def test_facts_and_the_week_of_a_review(window: AppWindow, main: MainWindow) -> None:
    main.open_case(OPEN)
    review = main.case.wizard.review
    older = replace(review, facts={**review.facts, "age": 51})
    for changed in (older, replace(older, facts={**review.facts, "age": 52}), replace(older, schedule=())):
        main.case.wizard.facts.changed.emit(changed)
    lines = [event.detail for event in journal(window) if "facts" in event.detail]
    assert lines == [
        {"facts": "schedule"},
        {"facts": "age"},
    ]  # a line for each thing while it is on the screen
    last(window, EventKind.CHANGE, OPEN)
    main.open_case(OPEN, "history")
    said = told(main)
    assert f"Changed: age {review.facts['age']} → 51" in said
    assert "Changed: age 51 → 52" in said
    assert [words for words in said if words.startswith("Changed: schedule, removed")]
    main.open_case(OPEN, "review")
    main.case.wizard.facts.changed.emit(review)
    assert last(window, EventKind.CHANGE, OPEN).detail == {"facts": "age, schedule"}


def test_taking_a_case_over(window: AppWindow, main: MainWindow) -> None:
    main.worklist.assign_requested.emit(NEW)
    assert last(window, EventKind.CHANGE, NEW).detail == {"assigned_to": samples.NURSE.name}


def test_a_review_begun_and_completed(window: AppWindow, main: MainWindow) -> None:
    main.open_case(NEW)
    main.case.begin_review()
    assert last(window, EventKind.CHANGE, NEW).detail == {"review": "begun"}
    wizard = main.case.wizard
    while left := wizard.state.finding.unanswered:
        wizard.go_to(left[0])
        wizard.card.marked.emit(Mark.MET, "", None)
    wizard.go_to_step(len(wizard.strip.buttons) - 1)
    wizard.bar.finish.click()
    assert last(window, EventKind.CHANGE, NEW).detail == {"review": "completed"}


def test_an_answer_against_the_schedule_with_its_reason(
    window: AppWindow, main: MainWindow, hand: KeyboardDriver
) -> None:
    main.open_case(OPEN)
    wizard = main.case.wizard
    criterion = wizard.current.id
    hand.press("N")
    assert EventKind.OVERRIDE not in [event.kind for event in journal(window)]
    hand.type("Wednesday is a holiday")
    hand.press("Return")
    assert last(window, EventKind.OVERRIDE, OPEN).detail == {
        "criterion": criterion,
        "proposed": "met",
        "answered": "not_met",
        "reason": "Wednesday is a holiday",
    }
    wizard.go_to(criterion)
    hand.press("T")
    hand.type("So it says: ")
    hand.press("Return")
    assert wizard.review.answers[criterion].note == "So it says: Wednesday is a holiday"
    hand.press("M")
    assert [event.kind for event in journal(window)].count(EventKind.OVERRIDE) == 1


def test_an_answer_as_the_schedule_has_it_is_no_override(
    window: AppWindow, main: MainWindow, hand: KeyboardDriver
) -> None:
    main.open_case(OPEN)
    hand.press("M")
    assert EventKind.OVERRIDE not in [event.kind for event in journal(window)]


def test_a_determination_its_letters_and_what_is_done_with_them(
    window: AppWindow, main: MainWindow, hand: KeyboardDriver, tmp_path: Path
) -> None:
    main.open_case(DECIDED)
    hand.press("Ctrl+Return")
    for password in ("not the password", samples.PASSWORD):
        hand.type_over(password)
        hand.press("Return")
    assert last(window, EventKind.FAILED_SIGN_IN, DECIDED).detail == {"tries": 1}
    assert last(window, EventKind.DETERMINATION, DECIDED).detail == {"action": "approve"}
    preview = main.case.preview
    shown = preview.current()
    assert shown is not None
    preview.printed.emit(shown, 2, 1)
    assert last(window, EventKind.PRINT, DECIDED).detail["pages"] == 2
    preview.save_requested.emit(shown, str(tmp_path / "letter.pdf"))
    assert last(window, EventKind.SAVE, DECIDED).detail == {"letter": shown.name, "draft": True}
    assert preview.bar.words.text() == f"{shown.name} saved as letter.pdf."
    (tmp_path / "Dropbox").mkdir()
    preview.save_requested.emit(shown, str(tmp_path / "Dropbox" / "letter.pdf"))
    assert preview.bar.words.text().endswith(
        "saved as letter.pdf. Dropbox copies this folder off this computer."
    )
    anchored = (tmp_path / "vault" / "vault.anchor.json").read_bytes()
    read_letter(preview)
    preview.accepted.emit()
    assert last(window, EventKind.LETTER, DECIDED).detail["kind"] == "continued_approval"
    assert (tmp_path / "vault" / "vault.anchor.json").read_bytes() != anchored
    assert main.case.case.state is CaseState.SEND
    main.open_case(DECIDED)
    assert last(window, EventKind.VIEW, DECIDED).detail == {"letters": "Continued approval, member"}
    preview.head.copies.choose(1)
    assert last(window, EventKind.VIEW, DECIDED).detail == {"letters": "Continued approval, provider"}


def test_an_approval_of_what_is_not_met(window: AppWindow, qtbot: QtBot) -> None:
    window.lock()
    sign_in(window, qtbot, "max")
    assert window.main is not None
    window.main.open_case(REFERRED)
    case = window.main.case
    asked = case.case.request
    approval = Determination(
        Action.APPROVE, samples.PHYSICIAN, NOW, asked.start, asked.end, asked.units,
        Rationale("", "The family’s move, told at the talk, makes the days that are missing up."),
    )  # fmt: skip
    case.decision.signing.emit(approval, samples.PASSWORD)
    assert window.session is not None
    override, signed, *_ = [
        event for event in window.session.vault.journal.entries(REFERRED) if event.kind is not EventKind.VIEW
    ]
    assert (override.kind, override.by, signed.kind) == (EventKind.OVERRIDE, "max", EventKind.DETERMINATION)
    assert str(override.detail["approved_although"]).startswith("A4 and A8 are not met")


def test_an_export_of_the_journal(window: AppWindow, main: MainWindow, tmp_path: Path, qtbot: QtBot) -> None:
    main.rail.opened.emit("audit")
    main.audit.screen.export_requested.emit(EventQuery(), str(tmp_path / "journal.csv"))
    qtbot.waitUntil(lambda: not main.audit.is_checking)
    assert last(window, EventKind.EXPORT).detail["what"] == "journal"


def test_a_backup_and_where_copies_go(
    window: AppWindow, main: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "stick").mkdir()
    main.rail.opened.emit("settings")
    main.settings.backups.second_chosen.emit(str(tmp_path / "stick"))
    assert last(window, EventKind.SETTINGS).detail == {"second_folder": str(tmp_path / "stick"), "before": ""}
    qtbot.waitUntil(main.settings.backups.make.isVisible)
    assert window.session is not None
    over, begun = [event.detail for event in journal(window) if event.kind is EventKind.BACKUP]
    assert begun == {
        "begun": "asked", "folder": str(tmp_path / "backups"), "second_folder": str(tmp_path / "stick")
    }  # fmt: skip
    assert (over["made"], over["copied_to"]) == ("asked", str(tmp_path / "stick"))


def test_people_and_settings(window: AppWindow, main: MainWindow) -> None:
    main.rail.opened.emit("settings")
    added = Reviewer("tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN", "TEST-1", "NC"))
    main.settings.person_added.emit(added, "another sample")
    assert last(window, EventKind.PEOPLE).detail == {"added": "tspecimen", "role": "nurse"}
    main.settings.scheme_chosen.emit("dark")
    assert last(window, EventKind.SETTINGS).detail == {"appearance": "dark"}
    for minutes, before in ((30, 10), (5, 30)):
        main.settings.lock_after_chosen.emit(minutes)
        told = {"lock_after_minutes": minutes, "before": before}
        assert last(window, EventKind.SETTINGS).detail == told


def test_an_older_database_put_back_is_said_instead_of_opened(
    window: AppWindow, main: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.lock()
    older = (tmp_path / "vault" / "vault.db").read_bytes()
    sign_in(window, qtbot)
    window.lock()
    (tmp_path / "vault" / "vault.db").write_bytes(older)
    window.sign_in_screen.sign_in_requested.emit("nora", samples.PASSWORD)
    page = window.sign_in_screen.page
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(lambda: "an older database was restored" in page.password.error_text())
    assert window.main is None


def test_an_anchor_that_was_missing_is_said_where_one_comes_in(
    window: AppWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    window.lock()
    (tmp_path / "vault" / "vault.anchor.json").unlink()
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.main.banner.what.text().startswith("The vault's anchor, vault.anchor.json, is missing.")
    assert window.main.banner.isVisible()
