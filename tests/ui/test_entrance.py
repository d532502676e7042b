"""Coming in and going out: a vault made, unlocked and locked, with nothing lost on the way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.offices import breaks, works_again
from ur_desktop import paths, samples
from ur_desktop.app import crash_hook, make_window
from ur_desktop.domain.errors import StorageError
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.journal import EventKind
from ur_desktop.storage.names import is_vault
from ur_desktop.storage.password import LEAST
from ur_desktop.ui import sample_vault
from ur_desktop.ui.entrance import Entrance
from ur_desktop.ui.place import Place
from ur_desktop.ui.unlock import NewVault
from ur_desktop.ui.unlock_keys import ChoosePasswordPage
from ur_desktop.ui.unlock_pages import KeepRecoveryPage

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("made") / "vault"
    sample_vault.make(folder, LIBRARY, NOW, LEAST)
    return folder


@pytest.fixture
def window(tmp_path: Path, made: Path, qtbot: QtBot, light: object) -> Iterator[Entrance]:
    copytree(made, tmp_path / "vault")
    opened = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(opened)
    opened.show()
    yield opened
    opened.close()


def words(widget: QWidget) -> str:
    return "\n".join(label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget))


def sign_in(window: Entrance, qtbot: QtBot, who: str = "nora", password: str = samples.PASSWORD) -> None:
    window.unlock.unlock_requested.emit(who, password)
    qtbot.waitUntil(lambda: window.main is not None)


def test_a_new_vault_shows_its_recovery_key_before_anything_else(tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.unlock.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: is_vault(tmp_path / "vault") and window.vault is not None)
    assert window.main is None
    window.unlock.recovery_kept.emit()
    assert window.main is not None
    window.close()
    with vault.open_vault(tmp_path / "vault", "nora", "a long password", NOW) as again:
        assert again.reviewer.name == "Nora Sample"


def test_a_wrong_password_is_said_and_written_down_once_someone_comes_in(
    window: Entrance, qtbot: QtBot
) -> None:
    window.unlock.unlock_requested.emit("nora", "not the password")
    qtbot.waitUntil(lambda: "not the password" in words(window.unlock))
    assert window.main is None
    sign_in(window, qtbot)
    assert window.vault is not None
    assert EventKind.FAILED_SIGN_IN in [event.kind for event in window.vault.journal.entries()]


def test_unlocking_returns_to_the_same_case_and_tab(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417", "history")
    qtbot.keyClick(window.main, Qt.Key.Key_L, Qt.KeyboardModifier.ControlModifier)
    assert window.main is None
    assert "Locked. Your work is saved." in words(window.unlock)
    sign_in(window, qtbot)
    assert window.main is not None
    assert (window.main.place.case_id, window.main.place.tab) == ("sample-00417", "history")


def test_someone_else_starts_at_the_worklist(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    window.lock()
    sign_in(window, qtbot, "max")
    assert window.main is not None
    assert window.main.place.case_id == ""


def test_a_half_typed_note_survives_the_lock(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    qtbot.keyClick(window.main.case.wizard, Qt.Key.Key_T)
    qtbot.keyClicks(window.focusWidget(), "half a thou")
    current = window.main.case.wizard.current.id
    window.lock()
    sign_in(window, qtbot)
    assert window.vault is not None
    assert window.vault.cases.reviews("sample-00417")[-1].answers[current].note == "half a thou"


def half_typed_on_a_full_disk(window: Entrance, qtbot: QtBot) -> None:
    """Half a correction typed, which can't be kept."""
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.vault is not None
    window.main.open_case("sample-00417", "request")
    window.main.case.request.correct.emit()
    window.main.intake.form.set_value("first_name", "Robin")
    breaks(window.vault, "drafts")


def test_a_lock_that_could_not_keep_everything_says_so(window: Entrance, qtbot: QtBot) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    with qtbot.capture_exceptions():  # the screen tries once more as it goes
        window.lock()
    assert (window.main, window.vault) == (None, None)
    assert "Locked, but not all could be kept" in words(window.unlock)
    assert "The disk is full" in words(window.unlock)


def test_a_window_with_text_that_can_not_be_kept_stays_open_and_says_why(
    window: Entrance, qtbot: QtBot
) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    assert window.vault is not None
    assert window.main is not None
    assert not window.close()
    assert "The disk is full" in words(window.main.banner)
    works_again(window.vault)
    assert window.close()


def test_a_half_typed_correction_survives_the_lock(window: Entrance, qtbot: QtBot) -> None:
    half_typed_on_a_full_disk(window, qtbot)
    assert window.vault is not None
    works_again(window.vault)
    window.lock()
    assert "Locked. Your work is saved." in words(window.unlock)
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417", "request")
    window.main.case.request.correct.emit()
    assert window.main.intake.form.value("first_name") == "Robin"


def test_no_window_title_names_a_member(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    assert window.windowTitle() == "UR Desktop"


def test_a_header_that_can_not_be_read_is_said(tmp_path: Path, made: Path, qtbot: QtBot) -> None:
    copytree(made, tmp_path / "vault")
    for name in ("vault.json", "vault.json.bak"):
        (tmp_path / "vault" / name).write_text("{")
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: "vault.json" in words(window.unlock))


@pytest.mark.parametrize("kind", [StorageError, ValueError], ids=["what a person can act on", "a bug"])
def test_what_nobody_caught_is_said_without_its_values(
    window: Entrance, qtbot: QtBot, kind: Callable[[str], Exception], caplog: pytest.LogCaptureFixture
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


def test_the_sample_vault_comes_after_the_button_that_makes_ones_own(tmp_path: Path, qtbot: QtBot) -> None:
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    assert window.unlock.page.button.nextInFocusChain() is window.unlock.sample


def test_a_new_case_takes_the_keyboard_at_its_first_field(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.worklist.setFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_N)
    assert QApplication.focusWidget() is window.main.intake.form.fields["member_id"].focusProxy()


def test_a_review_not_begun_takes_the_keyboard_at_its_first_unknown_fact(
    window: Entrance, qtbot: QtBot
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00377")
    window.main.case.request.primary.click()
    assert window.main.case.wizard.step == 0
    facts = window.main.case.wizard.facts
    qtbot.waitUntil(lambda: facts.isAncestorOf(QApplication.focusWidget()))


def test_once_locked_a_new_process_takes_over_from_a_closed_vault(window: Entrance, qtbot: QtBot) -> None:
    called: list[tuple[str, bool]] = []
    window._fresh = lambda folder: called.append((folder, window.vault is None))
    sign_in(window, qtbot)
    window.lock()
    assert called == [("vault", True)]


def test_what_could_not_be_kept_stays_with_the_process_and_comes_back(window: Entrance, qtbot: QtBot) -> None:
    called: list[str] = []
    window._fresh = called.append
    half_typed_on_a_full_disk(window, qtbot)
    assert window.main is not None
    qtbot.keyClicks(window.main.intake.form.fields["first_name"].editor, "son")
    with qtbot.capture_exceptions():  # the screen tries once more as it goes
        window.lock()
    assert not called
    sign_in(window, qtbot)
    assert window.vault is not None
    works_again(window.vault)
    assert window.main.intake.form.value("first_name") == "Robinson"


def test_what_was_copied_here_is_gone_once_locked_and_once_left(window: Entrance, qtbot: QtBot) -> None:
    clipboard = QApplication.clipboard()
    for leave in (window.lock, window.close):
        sign_in(window, qtbot)
        clipboard.setText("Sampleton")
        leave()
        assert clipboard.text() == ""


def test_the_place_is_kept_in_the_vault_and_nowhere_else(
    window: Entrance, qtbot: QtBot, tmp_path: Path
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.worklist.head.search.take()
    qtbot.keyClicks(window.main.worklist.head.search, "Sampleton")
    window.lock()
    assert "Sampleton" not in (tmp_path / "window.ini").read_text()
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.main.worklist.head.search.text() == "Sampleton"


def test_who_leaves_starts_at_the_worklist_the_next_time(
    window: Entrance, tmp_path: Path, qtbot: QtBot, light: object
) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    window.main.open_case("sample-00417")
    window.close()
    again = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(again)
    sign_in(again, qtbot)
    assert again.main is not None
    assert again.main.place.screen == "worklist"
    again.close()


def test_idle_time_locks_after_the_minutes_chosen_in_the_settings(window: Entrance, qtbot: QtBot) -> None:
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.watch.minutes == 10
    window.main.settings.lock_after_chosen.emit(15)
    assert window.watch.minutes == 15
    window.watch.idle.emit()
    assert window.vault is None
    assert make_window(window._home, lambda: NOW).watch.minutes == 15


def test_a_window_that_follows_a_locked_one_says_so(tmp_path: Path, made: Path, qtbot: QtBot) -> None:
    copytree(made, tmp_path / "vault")
    window = make_window(tmp_path, lambda: NOW, locked="vault")
    qtbot.addWidget(window)
    assert "Locked. Your work is saved." in words(window.unlock)


def unreadable_case(folder: Path) -> None:
    """The case that Nora was at can't be read any more."""
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        opened.keep_place(Place("case", "sample-00417").text())
        with opened.together():
            opened._db.rows("UPDATE cases SET body = '{}' WHERE id = 'sample-00417'")


def test_a_case_that_can_not_be_opened_again_leaves_the_window_watched_and_says_why(
    window: Entrance, tmp_path: Path, qtbot: QtBot
) -> None:
    unreadable_case(tmp_path / "vault")
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.main.place.screen == "worklist"
    assert "damaged" in words(window.main.banner)
    with qtbot.waitSignal(window.watch.typed):
        qtbot.keyClick(window.main.worklist, Qt.Key.Key_Shift)
    window.watch.idle.emit()
    assert window.vault is None


def test_what_is_the_matter_with_the_files_is_said_before_a_case_that_can_not_be_opened(
    window: Entrance, tmp_path: Path, qtbot: QtBot
) -> None:
    unreadable_case(tmp_path / "vault")
    (tmp_path / "vault" / "vault.anchor.json").unlink()
    sign_in(window, qtbot)
    assert window.main is not None
    assert "anchor" in words(window.main.banner)


def given_a_password(window: Entrance, folder: Path, qtbot: QtBot) -> None:
    """Omar at the page that asks for his own password."""
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        omar = next(person for person in opened.people() if person.user_id == "omar")
        opened.keys.set_password(omar, "given to omar", LEAST, once=True)
    window.unlock.unlock_requested.emit("omar", "given to omar")
    qtbot.waitUntil(lambda: isinstance(window.unlock.page, ChoosePasswordPage))


def test_a_vault_open_for_its_first_own_password_locks_too(
    window: Entrance, tmp_path: Path, qtbot: QtBot
) -> None:
    given_a_password(window, tmp_path / "vault", qtbot)
    asking = window.unlock
    with qtbot.waitSignal(window.watch.typed):
        qtbot.keyClick(asking, Qt.Key.Key_Shift)
    window.watch.idle.emit()
    assert window.vault is None
    asking.password_chosen.emit("a password of whoever comes by")
    QApplication.processEvents()
    assert window.main is None
    vault.open_vault(tmp_path / "vault", "omar", "given to omar", NOW).close()


def test_a_recovery_key_not_yet_kept_is_locked_away_and_shown_again(tmp_path: Path, qtbot: QtBot) -> None:
    called: list[str] = []
    window = make_window(tmp_path, lambda: NOW, fresh=called.append)
    qtbot.addWidget(window)
    window.unlock.create_requested.emit(NewVault("Nora Sample", "RN", "nora", "a long password"))
    qtbot.waitUntil(lambda: isinstance(window.unlock.page, KeepRecoveryPage))
    shown = words(window.unlock)
    window.watch.idle.emit()
    assert window.vault is None
    assert "see the recovery key again" in words(window.unlock)
    assert not called
    window.unlock.unlock_requested.emit("nora", "a long password")
    qtbot.waitUntil(lambda: isinstance(window.unlock.page, KeepRecoveryPage))
    assert words(window.unlock) == shown
    window.unlock.recovery_kept.emit()
    assert window.main is not None
    window.lock()
    assert called == ["vault"]
    window.close()


def test_a_clock_that_was_set_back_is_said_and_what_is_due_stays(
    window: Entrance, tmp_path: Path, qtbot: QtBot
) -> None:
    with vault.open_vault(tmp_path / "vault", "nora", samples.PASSWORD, NOW + timedelta(days=400)) as opened:
        due = opened.cases.row("sample-00417").due
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.vault is not None
    assert "clock was set back" in words(window.main.banner)
    assert window.vault.cases.row("sample-00417").due == due


@pytest.mark.parametrize(
    "text",
    ["geometry=foo", "geometry=5", "lock_after=" + "1" * 5000, "lock_after=²", "worklist=5", "audit=x"],
)
def test_settings_that_were_edited_keep_nobody_out(
    text: str, tmp_path: Path, made: Path, qtbot: QtBot, light: object
) -> None:
    copytree(made, tmp_path / "vault")
    (tmp_path / "window.ini").write_text(f"[General]\n{text}\n")
    window = make_window(tmp_path, lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    sign_in(window, qtbot)
    assert window.main is not None
    assert window.watch.minutes == 10
