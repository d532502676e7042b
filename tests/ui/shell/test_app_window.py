"""Coming in and going out: a vault made, unlocked and locked, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from tests import vault_database
from tests.ui.offices import breaks, leave, works_again
from ur_desktop import paths
from ur_desktop.app import crash_hook, make_window
from ur_desktop.casework import samples
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.journal import EventKind
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.backup.restore import finish_interrupted
from ur_desktop.storage.backup.restore_note import NOTE
from ur_desktop.storage.disk.vault_files import is_vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.ui_state import UiState
from ur_desktop.ui.sign_in.recovery_key_page import ChoosePasswordPage
from ur_desktop.ui.sign_in.sign_in_pages import KeepRecoveryPage, SignInPage
from ur_desktop.ui.sign_in.sign_in_screen import NewVault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@pytest.fixture
def enter(
    tmp_path: Path, samples_of_january: Path, qtbot: QtBot, light: object
) -> Iterator[Callable[[], AppWindow]]:
    """Show the program's window of a vault; it is held until it was closed, as the program itself does."""
    held: list[AppWindow] = []

    def shown() -> AppWindow:
        copytree(samples_of_january, tmp_path / "vault", dirs_exist_ok=True)
        held.append(make_window(tmp_path, lambda: NOW))
        qtbot.addWidget(held[-1])
        held[-1].show()
        return held[-1]

    yield shown
    for window in held:
        window.close()


@pytest.fixture
def window(enter: Callable[[], AppWindow]) -> AppWindow:
    return enter()


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def sign_in(window: AppWindow, qtbot: QtBot, who: str = "nora", password: str = samples.PASSWORD) -> None:
    window.sign_in_screen.sign_in_requested.emit(who, password)
    qtbot.waitUntil(lambda: window.main is not None)


def test_a_new_vault_shows_its_recovery_key_before_anything_else(tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.sign_in_screen.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: is_vault(tmp_path / "vault") and window.session is not None)
    assert window.main is None
    window.sign_in_screen.recovery_written_down.emit()
    assert window.main is not None
    leave(window, qtbot)
    with vault.open_vault(tmp_path / "vault", "nora", "a long password", NOW) as again:
        assert again.reviewer.name == "Nora Sample"


def test_a_wrong_password_is_said_and_logged_at_the_next_sign_in(window: AppWindow, qtbot: QtBot) -> None:
    window.sign_in_screen.sign_in_requested.emit("nora", "not the password")
    qtbot.waitUntil(lambda: "Wrong password" in words(window.sign_in_screen))
    assert window.main is None
    sign_in(window, qtbot)
    assert window.session is not None
    assert EventKind.FAILED_SIGN_IN in [event.kind for event in window.session.vault.journal.entries()]


def test_signing_in_again_shows_the_same_case_and_tab(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417", "history")
    qtbot.keyClick(window.main, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.main is None)
    assert "Locked. Your work is saved." in words(window.sign_in_screen)
    sign_in(window, qtbot)
    assert window.main is not None
    assert (window.main.ui_state.case_id, window.main.ui_state.tab) == ("sample-00417", "history")


def test_another_user_starts_at_the_worklist(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    window.lock()
    sign_in(window, qtbot, "max")
    assert window.main is not None
    assert window.main.ui_state.case_id == ""


def test_an_unfinished_note_survives_the_lock(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    qtbot.keyClick(window.main.case.wizard, Qt.Key.Key_T)
    qtbot.keyClicks(window.focusWidget(), "half a thou")
    current = window.main.case.wizard.current.id
    window.lock()
    sign_in(window, qtbot)
    assert window.session is not None
    assert window.session.vault.cases.reviews("sample-00417")[-1].answers[current].note == "half a thou"


def half_typed_on_a_full_disk(window: AppWindow, qtbot: QtBot) -> None:
    """Half a correction typed, which can't be kept."""
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.session is not None
    window.main.open_case("sample-00417", "request")
    window.main.case.request.correct.emit()
    window.main.intake.form.set_value("first_name", "Robin")
    breaks(window.session.vault, "drafts")


def test_a_lock_says_when_some_text_was_not_saved(window: AppWindow, qtbot: QtBot) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    with qtbot.capture_exceptions():  # the screen tries once more as it goes
        window.lock()
    assert window.main is None
    assert window.session is None
    assert "Locked, but some text was not saved" in words(window.sign_in_screen)
    assert "the disk is full" in words(window.sign_in_screen)


def test_a_window_whose_text_can_not_be_saved_stays_open_and_says_why(
    window: AppWindow, qtbot: QtBot
) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    assert window.session is not None
    assert window.main is not None
    assert not window.close()
    assert "the disk is full" in words(window.main.banner)
    works_again(window.session.vault)
    leave(window, qtbot)


def test_an_unfinished_correction_survives_the_lock(window: AppWindow, qtbot: QtBot) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    assert window.session is not None
    works_again(window.session.vault)
    window.lock()
    assert "Locked. Your work is saved." in words(window.sign_in_screen)
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417", "request")
    window.main.case.request.correct.emit()
    assert window.main.intake.form.value("first_name") == "Robin"


def test_no_window_title_names_a_member(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    assert window.windowTitle() == "UR Desktop"


def test_a_header_that_can_not_be_read_is_said(
    tmp_path: Path, samples_of_january: Path, qtbot: QtBot
) -> None:
    copytree(samples_of_january, tmp_path / "vault")
    for name in ("vault.json", "vault.json.bak"):
        (tmp_path / "vault" / name).write_text("{")
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "vault.json" in words(window.sign_in_screen))


@pytest.mark.parametrize("kind", [StorageError, ValueError], ids=["what a person can act on", "a bug"])
def test_an_uncaught_error_is_shown_without_its_values(
    window: AppWindow, qtbot: QtBot, kind: Callable[[str], Exception], caplog: pytest.LogCaptureFixture
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    hook = crash_hook(window)
    error = kind("Sampleton can't be saved.")
    with caplog.at_level("CRITICAL", "ur_desktop"):
        hook(type(error), error, None)
    said = words(window.main.banner)
    assert ("Sampleton" in said) is (kind is StorageError)
    assert "Sampleton" not in caplog.text


def test_tab_reaches_the_sample_vault_after_the_button_that_creates_a_vault(
    tmp_path: Path, qtbot: QtBot
) -> None:
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    window.sign_in_screen.page.button.setFocus()
    qtbot.keyClick(window.sign_in_screen.page.button, Qt.Key.Key_Tab)
    assert window.focusWidget() is window.sign_in_screen.sample


def test_a_new_case_has_the_keyboard_in_its_first_field(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.worklist.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    assert QApplication.focusWidget() is window.main.intake.form.fields["member_id"].focusProxy()


def test_a_new_review_has_the_keyboard_at_its_first_unknown_fact(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00377")
    window.main.case.request.primary.click()
    assert window.main.case.wizard.step == 0
    facts = window.main.case.wizard.facts
    qtbot.waitUntil(lambda: QApplication.focusWidget() in facts.findChildren(QWidget))


def test_after_a_lock_a_new_process_starts_once_the_vault_is_closed(window: AppWindow, qtbot: QtBot) -> None:
    called: list[tuple[str, str, bool]] = []
    window.restart = lambda folder, said: called.append((folder, said, window.session is None))
    sign_in(window, qtbot)
    window.lock()
    assert called == [("vault", "", True)]


def test_text_that_was_not_saved_stays_in_the_process_and_comes_back(window: AppWindow, qtbot: QtBot) -> None:
    called: list[str] = []
    window.restart = lambda folder, _words: called.append(folder)
    half_typed_on_a_full_disk(window, qtbot)
    assert window.main is not None
    qtbot.keyClicks(window.main.intake.form.fields["first_name"].editor, "son")
    with qtbot.capture_exceptions():  # the screen tries once more as it goes
        window.lock()
    assert not called
    sign_in(window, qtbot)
    assert window.session is not None
    works_again(window.session.vault)
    assert window.main.intake.form.value("first_name") == "Robinson"


def test_the_clipboard_is_cleared_by_a_lock_and_by_closing(window: AppWindow, qtbot: QtBot) -> None:
    clipboard = QApplication.clipboard()
    for way_out in (window.lock, partial(leave, window, qtbot)):
        sign_in(window, qtbot)
        clipboard.setText("Sampleton")
        way_out()
        assert clipboard.text() == ""


def test_the_ui_state_is_saved_in_the_vault_only(window: AppWindow, qtbot: QtBot, tmp_path: Path) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.worklist.head.search.focus_and_select()
    qtbot.keyClicks(window.main.worklist.head.search, "Sampleton")
    window.lock()
    assert "Sampleton" not in (tmp_path / "window.json").read_text()
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.main.worklist.head.search.text() == "Sampleton"


def test_after_closing_a_user_starts_at_the_worklist(
    window: AppWindow, tmp_path: Path, qtbot: QtBot, light: object
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    leave(window, qtbot)
    again = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(again)
    sign_in(again, qtbot)
    assert again.main is not None
    assert again.main.ui_state.screen == "worklist"
    again.close()


def test_idle_time_locks_after_the_minutes_chosen_in_the_settings(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.watch.minutes == 10
    window.main.settings.lock_after_chosen.emit(15)
    assert window.watch.minutes == 15
    window.watch.idle.emit()
    assert window.session is None
    assert make_window(window.sign_in.folder.parent, lambda: NOW).watch.minutes == 15


def test_a_window_that_follows_a_locked_one_says_so(
    tmp_path: Path, samples_of_january: Path, qtbot: QtBot
) -> None:
    copytree(samples_of_january, tmp_path / "vault")
    window = make_window(tmp_path, lambda: NOW, locked="vault")
    qtbot.addWidget(window)
    assert "Locked. Your work is saved." in words(window.sign_in_screen)


def unreadable_case(folder: Path) -> None:
    """The case that Nora was at can't be read any more."""
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        opened.drafts.save_ui_state(UiState("case", "sample-00417").text())
    with vault_database.raw(folder, "nora", samples.PASSWORD) as conn:
        conn.execute("UPDATE cases SET body = '{}' WHERE id = 'sample-00417'")


def test_a_case_that_can_not_be_opened_again_leaves_the_window_watched_and_says_why(
    window: AppWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    unreadable_case(tmp_path / "vault")
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.main.ui_state.screen == "worklist"
    assert "damaged" in words(window.main.banner)
    with qtbot.waitSignal(window.watch.typed):
        qtbot.keyClick(window.main.worklist, Qt.Key.Key_Shift)
    window.watch.idle.emit()
    assert window.session is None


def test_a_fault_of_the_files_is_said_before_a_case_that_can_not_be_opened(
    window: AppWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    unreadable_case(tmp_path / "vault")
    (tmp_path / "vault" / "vault.anchor.json").unlink()
    sign_in(window, qtbot)
    assert window.main is not None
    assert "anchor" in words(window.main.banner)


def given_a_password(window: AppWindow, folder: Path, qtbot: QtBot) -> None:
    """Omar at the page that asks for his own password."""
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        omar = next(person for person in opened.people() if person.user_id == "omar")
        opened.keys.set_password(omar, "given to omar", LEAST, once=True)
    window.sign_in_screen.sign_in_requested.emit("omar", "given to omar")
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, ChoosePasswordPage))


def test_a_vault_locks_while_a_new_password_is_asked_for(
    window: AppWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    given_a_password(window, tmp_path / "vault", qtbot)
    asking = window.sign_in_screen
    with qtbot.waitSignal(window.watch.typed):
        qtbot.keyClick(asking, Qt.Key.Key_Shift)
    window.watch.idle.emit()
    assert window.session is None
    asking.password_chosen.emit("a password of whoever comes by")
    QApplication.processEvents()
    assert window.main is None
    vault.open_vault(tmp_path / "vault", "omar", "given to omar", NOW).close()


def test_ctrl_l_locks_in_a_dialog_and_in_a_field_that_would_take_it(window: AppWindow, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    dialog = QDialog(window)
    dialog.setModal(True)
    field = QLineEdit(dialog)
    dialog.show()
    qtbot.keyClick(field, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.session is None)
    assert not dialog.isVisible()
    assert field.text() == ""


def test_closing_while_keys_are_shown_once_has_to_be_repeated(tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    window.sign_in_screen.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, KeepRecoveryPage))
    assert not window.close()
    assert "Write down these keys." in words(window.sign_in_screen)
    qtbot.keyClick(window.sign_in_screen, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "see the recovery key again" in words(window.sign_in_screen))
    assert window.close()


def test_a_recovery_key_not_written_down_is_hidden_by_a_lock_and_shown_again(
    tmp_path: Path, qtbot: QtBot
) -> None:
    called: list[str] = []
    window = make_window(tmp_path, lambda: NOW, restart=lambda folder, _words: called.append(folder))
    qtbot.addWidget(window)
    window.sign_in_screen.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, KeepRecoveryPage))
    shown = words(window.sign_in_screen)
    window.watch.idle.emit()
    assert window.session is None
    assert "see the recovery key again" in words(window.sign_in_screen)
    assert not called
    window.sign_in_screen.sign_in_requested.emit("nora", "a long password")
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, KeepRecoveryPage))
    assert words(window.sign_in_screen) == shown
    window.sign_in_screen.recovery_written_down.emit()
    assert window.main is not None
    window.lock()
    assert called == ["vault"]
    window.close()


def test_a_clock_that_was_set_back_is_said_and_what_is_due_stays(
    window: AppWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    with vault.open_vault(tmp_path / "vault", "nora", samples.PASSWORD, NOW + timedelta(days=400)) as opened:
        due = opened.cases.row("sample-00417").due
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.session is not None
    assert "Computer clock is behind" in words(window.main.banner)
    assert window.session.vault.cases.row("sample-00417").due == due


@pytest.mark.parametrize(
    "text",
    [
        '{"geometry": "foo", "scheme": ["dark"], "person": 5}',
        '{"geometry": 5, "worklist": "====", "audit": {"a": 1}}',
        '{"lock_after": ' + "1" * 5000 + "}",
        '{"lock_after": "²"}',
        '{"lock_after": true, "letters": "AAAA"}',
        "[" * 50_000,
        "[]",
        "[General]\\nscheme=@Variant(\\0\\0\\0\\x7f)",
    ],
)
def test_settings_that_were_edited_keep_nobody_out(
    text: str, tmp_path: Path, enter: Callable[[], AppWindow], qtbot: QtBot
) -> None:
    (tmp_path / "window.json").write_text(text)
    window = enter()
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.watch.minutes == 10


def bug(*_: object) -> None:
    raise ValueError("Sampleton")


LAST = {
    "ui_state": "a bug in reading the UI state",
    "stop": "a bug in stopping what runs",
    "flush": "a bug in keeping what is half typed",
}
"""What is done of the main window before the vault closes."""


def strikes(window: AppWindow, monkeypatch: pytest.MonkeyPatch, part: str) -> None:
    """A bug in one of them."""
    monkeypatch.setattr(type(window.main), part, property(bug) if part == "ui_state" else bug)


@pytest.mark.parametrize("part", LAST, ids=LAST.values())
def test_a_bug_keeps_no_vault_open(
    window: AppWindow,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    part: str,
) -> None:
    called: list[tuple[str, str]] = []
    window.restart = lambda *told: called.append(told)
    half_typed_on_a_full_disk(window, qtbot)
    assert window.session is not None
    works_again(window.session.vault)
    strikes(window, monkeypatch, part)
    with caplog.at_level("ERROR", "ur_desktop"):
        window.watch.idle.emit()
    assert window.main is None
    assert window.session is None
    assert "Unexpected error (ValueError, test_app_window.py:" in words(window.sign_in_screen)
    assert [record.getMessage().partition(":")[0] for record in caplog.records] == [
        "ValueError at test_app_window.py"
    ]
    assert "Sampleton" not in words(window) + str(called)
    # What could not be kept is in this process alone.
    assert [folder for folder, _said in called] == ([] if part == "flush" else ["vault"])
    window.watch.idle.emit()
    assert len(caplog.records) == 1
    monkeypatch.undo()
    with vault.open_vault(window.sign_in.folder, "nora", samples.PASSWORD, NOW) as again:
        assert again.journal.entries()[1].kind is EventKind.LOCK
        assert again.drafts.texts("sample-00417")["correction.first_name"] == "Robin"


def test_text_that_a_bug_kept_from_being_saved_comes_back_in_the_same_process(
    window: AppWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    assert window.session is not None
    works_again(window.session.vault)
    assert window.main is not None
    qtbot.keyClicks(window.main.intake.form.fields["first_name"].editor, "son")
    strikes(window, monkeypatch, "flush")
    window.lock()
    assert "Locked, but some text was not saved" in words(window.sign_in_screen)
    monkeypatch.undo()
    sign_in(window, qtbot)
    assert window.main.intake.form.value("first_name") == "Robinson"


def test_a_lock_that_can_not_save_text_is_logged(window: AppWindow, qtbot: QtBot) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    with qtbot.capture_exceptions():  # the screen tries once more as it goes
        window.lock()
    with vault.open_vault(window.sign_in.folder, "nora", samples.PASSWORD, NOW) as again:
        assert again.journal.entries()[1].kind is EventKind.LOCK


def test_a_window_does_not_close_on_a_bug_that_would_lose_text(
    window: AppWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    strikes(window, monkeypatch, "flush")
    assert not window.close()
    said = words(window.main.banner)
    assert "ValueError, test_app_window.py:" in said
    assert "press Ctrl+L first" in said
    assert "Sampleton" not in said
    window.lock()
    assert window.session is None


def test_a_bug_while_closing_keeps_no_vault_open(
    window: AppWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    monkeypatch.setattr(type(window.main.worklist), "state", bug)
    leave(window, qtbot)
    with vault.open_vault(window.sign_in.folder, "nora", samples.PASSWORD, NOW) as again:
        assert again.journal.entries()[1].kind is EventKind.SIGN_OUT


def test_after_a_restore_a_new_process_replaces_one_that_held_a_vault(
    window: AppWindow, qtbot: QtBot
) -> None:
    called: list[tuple[str, str]] = []
    window.restart = lambda *told: called.append(told)
    window.restore()
    assert window.restoring is not None
    window.restoring.restored.emit("Restored.")
    assert called == []  # nothing was open
    sign_in(window, qtbot)
    window.restore()
    qtbot.waitUntil(lambda: window.restoring is not None)
    assert window.restoring is not None
    window.restoring.restored.emit("Restored. Sign in with the password of that time.")
    assert called == [("vault", "Restored. Sign in with the password of that time.")]


@pytest.mark.parametrize("vault_is_there", [False, True])
def test_a_restore_that_can_not_be_finished_is_said_on_the_sign_in_screen(
    tmp_path: Path,
    samples_of_january: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    vault_is_there: object,
) -> None:
    copytree(samples_of_january, tmp_path / "vault.restored")
    (tmp_path / "vault.restored" / NOTE).write_bytes(b"{}")

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "exists" if vault_is_there else "replace", refused)
    with pytest.raises(StorageError, match="Permission denied"):
        finish_interrupted(tmp_path / "vault")
    if vault_is_there:
        monkeypatch.undo()
        monkeypatch.setattr(Path, "replace", refused)
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "restore can't be finished: Permission denied" in words(window.sign_in_screen))
    window.sign_in_screen.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: "vault.restored can be renamed" in words(window.sign_in_screen.page))
    assert not (tmp_path / "vault").exists()


@pytest.mark.parametrize("who", ["nora", "max"])
def test_the_user_who_locked_is_selected_and_only_types_the_password(
    window: AppWindow, tmp_path: Path, qtbot: QtBot, who: str
) -> None:
    sign_in(window, qtbot, who)
    window.lock()
    after = make_window(tmp_path, lambda: NOW, locked="vault")
    qtbot.addWidget(after)
    after.show()
    after.activateWindow()
    for each in (window, after):
        page = each.sign_in_screen.page
        assert isinstance(page, SignInPage)
        assert page.reviewer.value() == who
    qtbot.waitUntil(lambda: after.focusWidget() is after.sign_in_screen.page.first())
