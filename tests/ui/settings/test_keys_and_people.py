"""Users and keys through the real window: recovery key, own and temporary passwords, removal, replaced keys."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.app import make_window
from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.settings.screen import Settings
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow
from ur_desktop.ui.sign_in.recovery_key_page import ChoosePasswordPage, KeepKeysPage
from ur_desktop.ui.sign_in.sign_in_pages import CreatePage, SignInPage, UseRecoveryPage
from ur_desktop.ui.sign_in.sign_in_screen import NewVault

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
PASSWORD = "seven sample words"
NURSE = Reviewer("nora", "Nora Sample", Role.NURSE, Credential("RN"))
OTHER = Reviewer("omar", "Omar Standin", Role.NURSE, Credential("RN"))
Unnamed = Callable[[QWidget], list[str]]


@pytest.fixture
def recovery_key(tmp_path: Path) -> str:
    """A vault of two people; the value is its recovery key."""
    made, key = vault.create(tmp_path / "vault", NURSE, PASSWORD, NOW, LEAST)
    with made:
        made.add_user(OTHER, "another sample", LEAST)
    return key


@pytest.fixture
def clock() -> list[datetime]:
    return [NOW]


@pytest.fixture
def window(
    recovery_key: str, tmp_path: Path, clock: list[datetime], qtbot: QtBot, light: object
) -> Iterator[AppWindow]:
    opened = make_window(tmp_path, lambda: clock[0])
    qtbot.addWidget(opened)
    opened.show()
    yield opened
    opened.close()


def is_said(field: Field, said: str) -> bool:
    return said in field.error_text()


def sign_in(window: AppWindow, qtbot: QtBot, who: str = "nora", password: str = PASSWORD) -> MainWindow:
    window.sign_in_screen.sign_in_requested.emit(who, password)
    qtbot.waitUntil(lambda: window.main is not None)
    assert window.main is not None
    return window.main


def settings(main: MainWindow) -> Settings:
    main.rail.item("settings").click()
    return main.settings


def type_into(part: Field, text: str) -> None:
    assert isinstance(part.editor, QLineEdit)
    part.editor.clear()
    QTest.keyClicks(part.editor, text)


def recover(window: AppWindow, qtbot: QtBot, key: str) -> MainWindow:
    window.sign_in_screen.recover.click()
    page = window.sign_in_screen.page
    assert isinstance(page, UseRecoveryPage)
    type_into(page.key, key)
    QTest.keyClick(page.key.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.main is not None or page.key.error_text() != "")
    assert window.main is not None
    return window.main


def kinds(window: AppWindow) -> list[EventKind]:
    return [event.kind for event in entries(window)]


def entries(window: AppWindow) -> tuple[Event, ...]:
    assert window.session is not None
    return window.session.vault.journal.entries()


def test_the_recovery_key_opens_the_users_and_no_case(
    window: AppWindow, recovery_key: str, qtbot: QtBot
) -> None:
    main = recover(window, qtbot, recovery_key.lower())
    assert main.screens.currentWidget() is main.settings
    with pytest.raises(KeyError):
        main.rail.item("worklist")
    assert main.settings.recovery.isVisible()
    assert not main.settings.own.isVisible()
    assert EventKind.RECOVERY in kinds(window)


def test_a_forgotten_password_is_replaced_through_the_recovery_key(
    window: AppWindow, recovery_key: str, qtbot: QtBot, clock: list[datetime]
) -> None:
    main = recover(window, qtbot, recovery_key)
    main.settings.people.buttons["nora"].click()
    main.settings.person.reset.click()
    words = main.settings.person.message.text()
    given = words.split(": ")[1].split("\n")[0]
    window.lock()
    window.sign_in_screen.sign_in_requested.emit("nora", PASSWORD)
    entry = window.sign_in_screen.page
    assert isinstance(entry, SignInPage)
    qtbot.waitUntil(lambda: "Wrong password" in entry.password.error_text())
    window.sign_in_screen.sign_in_requested.emit("nora", given)
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, ChoosePasswordPage))
    assert window.main is None
    page = window.sign_in_screen.page
    assert isinstance(page, ChoosePasswordPage)
    for part in (page.new.password, page.new.again):
        type_into(part, given)
    page.button.click()
    qtbot.waitUntil(lambda: "your current password" in page.new.password.error_text())
    assert not window.sign_in_screen.restore.isVisible()
    for part in (page.new.password, page.new.again):
        part.set_text("")
    type_into(page.new.password, "my own sample words")
    type_into(page.new.again, "my own sample words")
    QTest.keyClick(page.new.again.editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.main is not None)
    assert window.session is not None
    assert window.session.vault.keys.confirm("my own sample words")


def test_a_wrong_recovery_key_waits_longer_each_time(
    window: AppWindow, recovery_key: str, qtbot: QtBot
) -> None:
    wrong = recovery_key[:-1] + ("2" if recovery_key[-1] != "2" else "3")
    window.sign_in_screen.recover.click()
    page = window.sign_in_screen.page
    assert isinstance(page, UseRecoveryPage)
    for said in ("not the recovery key", "not the recovery key", "Too many"):
        page.key.set_error()
        window.sign_in_screen.recovery_requested.emit(wrong)
        qtbot.waitUntil(partial(is_said, page.key, said))
    assert page.button.text() == "Open (1 s)"
    assert not page.button.isEnabled()


def test_the_right_password_waits_too_and_the_wrong_ones_are_recorded(
    window: AppWindow, clock: list[datetime], qtbot: QtBot
) -> None:
    page = window.sign_in_screen.page
    assert isinstance(page, SignInPage)
    for password, said in (
        ("wrong words", "Wrong password"),
        ("wrong words", "Wrong password"),
        (PASSWORD, "again in 1 s"),
    ):
        page.password.set_error()
        window.sign_in_screen.sign_in_requested.emit("nora", password)
        qtbot.waitUntil(partial(is_said, page.password, said))
    clock[0] += timedelta(seconds=1)
    sign_in(window, qtbot)
    [event] = [item for item in entries(window) if item.kind is EventKind.FAILED_SIGN_IN]
    assert event.detail == {"tries": 2}


def test_the_own_password_is_changed_with_the_current_one(window: AppWindow, qtbot: QtBot) -> None:
    main = sign_in(window, qtbot, "omar", "another sample")
    own = settings(main).own
    type_into(own.old, "not my password")
    type_into(own.new.password, "harbor lantern 42")
    type_into(own.new.again, "harbor lantern 42")
    own.change.click()
    assert own.old.error_text().startswith("Wrong password")
    type_into(own.old, "another sample")
    own.change.click()
    assert own.changed_said.isVisible()
    assert own.old.text() == own.new.text() == ""
    window.lock()
    sign_in(window, qtbot, "omar", "harbor lantern 42")


def test_enter_belongs_to_the_part_that_has_the_keyboard(window: AppWindow, qtbot: QtBot) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.people.buttons["omar"].click()
    for part, text in (
        (screen.own.old, PASSWORD),
        (screen.own.new.password, "harbor lantern 42"),
        (screen.own.new.again, "harbor lantern 42"),
    ):
        part.editor.setFocus()
        type_into(part, text)
    with qtbot.assertNotEmitted(screen.person.submitted):
        QTest.keyClick(screen.own.new.again.editor, Qt.Key.Key_Return)
    assert screen.own.changed_said.isVisible()
    screen.own.name.editor.setFocus()
    QTest.keyClick(screen.own.name.editor, Qt.Key.Key_Return)
    assert screen.own.message.text() == "Saved"
    screen.new_keys.begin.click()
    QTest.keyClick(screen.new_keys.secret.editor, Qt.Key.Key_Return)
    assert screen.new_keys.secret.error_text() == "Type it to continue."
    QTest.keyClick(screen.new_keys.secret.editor, Qt.Key.Key_Escape)
    assert screen.new_keys.begin.isVisible()
    assert screen.person.isVisible()


def test_errors_of_a_new_password_are_shown_at_their_fields(window: AppWindow, qtbot: QtBot) -> None:
    own = settings(sign_in(window, qtbot)).own
    type_into(own.new.password, "short")
    type_into(own.new.again, "other")
    own.change.click()
    assert own.old.error_text() == "Type your current password."
    assert own.new.password.error_text() == "At least 12 characters: 7 more."
    assert own.new.again.error_text() == "Passwords don’t match. Type it again."


def test_own_name_and_license_are_saved_at_once(window: AppWindow, qtbot: QtBot, tmp_path: Path) -> None:
    main = sign_in(window, qtbot, "omar", "another sample")
    own = settings(main).own
    type_into(own.name, "Omar Sample-Standin")
    type_into(own.number, "TEST-0077")
    own.save.click()
    assert own.message.text() == "Saved"
    assert main.rail.reviewer.short_name == "O. Sample-Standin"
    kept = next(person for person in vault.users(tmp_path / "vault") if person.user_id == "omar")
    assert kept.credential.license_number == "TEST-0077"


def test_a_nurse_who_is_no_administrator_sees_no_users(window: AppWindow, qtbot: QtBot) -> None:
    screen = settings(sign_in(window, qtbot, "omar", "another sample"))
    assert not screen.people.isVisible()
    assert not screen.new_keys.isVisible()
    assert screen.own.isVisible()


def test_an_administrator_makes_a_nurse_a_supervisor(window: AppWindow, qtbot: QtBot, tmp_path: Path) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.people.buttons["omar"].click()
    screen.person.role.set_value(Role.SUPERVISOR)
    screen.person.save.click()
    assert screen.person.message.text() == "Saved."
    assert vault.users(tmp_path / "vault")[1].role is Role.SUPERVISOR


def test_a_physician_needs_a_physicians_credential(window: AppWindow, qtbot: QtBot) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.people.buttons["omar"].click()
    screen.person.role.set_value(Role.PHYSICIAN)
    screen.person.save.click()
    assert screen.person.role.error_text() == "A physician reviewer holds MD, DO, PhD or PsyD."
    assert screen.person.number.error_text() == "Required to sign a denial."


def test_users_can_not_remove_themselves_or_change_their_role(window: AppWindow, qtbot: QtBot) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.people.buttons["nora"].click()
    assert not screen.person.remove.isVisible()
    assert not screen.person.reset.isVisible()
    assert not screen.person.role.isEnabled()


def test_removing_a_user_asks_first_and_suggests_to_replace_the_keys(
    window: AppWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    main = sign_in(window, qtbot)
    screen = settings(main)
    screen.people.buttons["omar"].click()
    screen.person.remove.click()
    assert "will not be able to sign in" in screen.person.message.text()
    assert len(vault.users(tmp_path / "vault")) == 2
    screen.person.stay.click()
    assert screen.person.remove.isVisible()
    screen.person.remove.click()
    screen.person.really.click()
    assert screen.message.text() == "Omar Standin removed. Consider replacing the vault keys below."
    assert [person.user_id for person in vault.users(tmp_path / "vault")] == ["nora"]
    assert kinds(window)[0] is EventKind.PEOPLE


def test_replaced_keys_are_shown_once_and_the_vault_is_locked(
    window: AppWindow, clock: list[datetime], qtbot: QtBot
) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.new_keys.begin.click()
    screen.new_keys.make.click()
    assert screen.new_keys.secret.error_text() == "Type it to continue."
    type_into(screen.new_keys.secret, "not my password")
    screen.new_keys.make.click()
    assert screen.new_keys.secret.error_text().startswith("Wrong password")
    screen.new_keys.make.click()
    type_into(screen.new_keys.secret, PASSWORD)
    screen.new_keys.make.click()
    assert screen.new_keys.secret.error_text() == "Too many attempts. Try again in 1 s."
    clock[0] += timedelta(seconds=1)
    screen.new_keys.make.click()
    page = window.sign_in_screen.page
    assert isinstance(page, KeepKeysPage)
    assert window.main is None
    assert window.session is None
    shown = [part.accessibleName() for part in page.findChildren(QWidget) if ": " in part.accessibleName()]
    given = next(words for words in shown if words.startswith("Omar Standin (omar)")).split(": ")[1]
    assert any(words.startswith("Recovery key") for words in shown)
    assert not page.button.isEnabled()
    window.watch.idle.emit()
    assert not isinstance(window.sign_in_screen.page, KeepKeysPage)
    window.sign_in_screen.sign_in_requested.emit("nora", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, KeepKeysPage))
    page = window.sign_in_screen.page
    assert isinstance(page, KeepKeysPage)
    assert shown == [
        part.accessibleName() for part in page.findChildren(QWidget) if ": " in part.accessibleName()
    ]
    window.lock()
    said = [part.text() for part in window.sign_in_screen.findChildren(QLabel)]
    assert any("Sign in to see the new keys again." in words for words in said)
    window.sign_in_screen.sign_in_requested.emit("nora", PASSWORD)
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, KeepKeysPage))
    page = window.sign_in_screen.page
    assert isinstance(page, KeepKeysPage)
    assert not window.close()
    page.written.click()
    page.button.click()
    qtbot.waitUntil(lambda: window.main is not None)
    assert window.sign_in.secrets is None
    window.lock()
    window.sign_in_screen.sign_in_requested.emit("omar", given)
    qtbot.waitUntil(lambda: isinstance(window.sign_in_screen.page, ChoosePasswordPage))


def test_a_physician_who_makes_a_vault_gives_license_and_state(qtbot: QtBot, tmp_path: Path) -> None:
    window = make_window(tmp_path / "new", lambda: NOW)
    qtbot.addWidget(window)
    window.show()
    page = window.sign_in_screen.page
    assert isinstance(page, CreatePage)
    assert not page.license.isVisible()
    page.credential.set_value("MD")
    assert page.license.isVisible()
    type_into(page.name, "Max Specimen")
    for part in (page.password, page.again):
        type_into(part, "harbor lantern 42")
    with qtbot.assertNotEmitted(window.sign_in_screen.create_requested):
        page.button.click()
    assert page.number.error_text() == page.state.error_text() != ""
    type_into(page.number, "TEST-0002")
    type_into(page.state, "Utah")
    with qtbot.waitSignal(window.sign_in_screen.create_requested) as signal:
        page.button.click()
    assert signal.args == [
        NewVault("Max Specimen", "MD", "mspecimen", "harbor lantern 42", "TEST-0002", "Utah")
    ]
    qtbot.waitUntil(lambda: window.session is not None)
    window.close()


def test_every_focusable_widget_has_a_name(window: AppWindow, qtbot: QtBot, unnamed: Unnamed) -> None:
    screen = settings(sign_in(window, qtbot))
    screen.people.buttons["omar"].click()
    screen.new_keys.begin.click()
    assert unnamed(screen) == []
