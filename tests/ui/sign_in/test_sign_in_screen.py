"""The first screen: make a vault, sign in, keep the recovery key; all of it by keyboard."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.parts.account_text import suggested_id
from ur_desktop.ui.parts.password_field import caps_lock_on, strength
from ur_desktop.ui.sign_in.sign_in_pages import (
    CreatePage,
    KeepRecoveryPage,
    SignInPage,
    UseRecoveryPage,
)
from ur_desktop.ui.sign_in.sign_in_screen import NewVault, SignInScreen

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

USERS = (("jsampleton", "Jordan Sampleton, RN"), ("tspecimen", "Taylor Specimen, MD"))
PASSWORD = "harbor lantern 42"


def sign_in(show: Show, *, recovery: bool = False) -> tuple[SignInScreen, SignInPage]:
    screen = SignInScreen(USERS, words="Locked after 10 minutes without activity.", offer_recovery=recovery)
    screen.resize(1366, 696)
    show(screen)
    assert isinstance(screen.page, SignInPage)
    return screen, screen.page


def first_start(show: Show) -> tuple[SignInScreen, CreatePage]:
    screen = SignInScreen()
    screen.resize(1366, 696)
    show(screen)
    assert isinstance(screen.page, CreatePage)
    return screen, screen.page


class TestSignIn:
    def test_the_password_is_typed_and_enter_signs_in(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        assert page.password.edit.hasFocus()
        with qtbot.waitSignal(screen.sign_in_requested, timeout=500) as signal:
            QTest.keyClicks(page.password.edit, PASSWORD)
            QTest.keyClick(page.password.edit, Qt.Key.Key_Return)
        assert signal.args == ["jsampleton", PASSWORD]

    def test_another_reviewer_is_chosen_by_key(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        QTest.keyClick(page.reviewer.combo, Qt.Key.Key_Down)
        with qtbot.waitSignal(screen.sign_in_requested, timeout=500) as signal:
            QTest.keyClicks(page.password.edit, PASSWORD)
            QTest.keyClick(page.password.edit, Qt.Key.Key_Return)
        assert signal.args == ["tspecimen", PASSWORD]

    def test_blanks_at_the_ends_belong_to_a_password(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        page.password.set_text(f" {PASSWORD} ")
        with qtbot.waitSignal(screen.sign_in_requested, timeout=500) as signal:
            page.button.click()
        assert signal.args == ["jsampleton", f" {PASSWORD} "]

    def test_without_a_password_no_sign_in_is_requested(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        with qtbot.assertNotEmitted(screen.sign_in_requested):
            QTest.keyClick(page.password.edit, Qt.Key.Key_Return)
        assert page.password.error_text() == "Type your password."

    def test_while_signing_in_it_says_so_and_takes_no_input(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        page.password.set_text(PASSWORD)
        screen.set_busy()
        with qtbot.assertNotEmitted(screen.sign_in_requested):
            QTest.keyClick(screen, Qt.Key.Key_Return)
        assert page.button.accessibleName() == "Signing in…"

    def test_a_wrong_password_is_said_under_its_field_ready_to_type_again(self, show: Show) -> None:
        screen, page = sign_in(show)
        page.password.set_text(PASSWORD)
        screen.set_busy()
        screen.set_error("That password does not open this vault. Type it again.")
        assert page.password.error_text() == "That password does not open this vault. Type it again."
        assert page.password.edit.hasFocus()
        assert page.password.edit.selectedText()
        assert page.button.isEnabled()
        QTest.keyClicks(page.password.edit, "x")
        assert page.password.error_text() == ""

    def test_after_more_failures_the_next_try_waits_and_says_how_long(self, show: Show, qtbot: QtBot) -> None:
        screen, page = sign_in(show)
        page.password.set_text(PASSWORD)
        screen.set_error("That password does not open this vault.", wait=2)
        assert page.button.accessibleName() == "Sign in (2 s)"
        with qtbot.assertNotEmitted(screen.sign_in_requested):
            QTest.keyClick(page.password.edit, Qt.Key.Key_Return)
        page.count_down()
        assert page.button.accessibleName() == "Sign in (1 s)"
        page.count_down()
        assert page.button.isEnabled()
        assert page.button.text() == "Sign in"
        assert not page.is_waiting

    def test_caps_lock_is_noticed_while_typing(self, show: Show) -> None:
        _screen, page = sign_in(show)
        QTest.keyClicks(page.password.edit, "A", Qt.KeyboardModifier.NoModifier)
        assert page.password.caps.isVisible()
        assert page.password.caps.text() == "Caps Lock is on"
        QTest.keyClick(page.password.edit, Qt.Key.Key_CapsLock)
        assert not page.password.caps.isVisible()

    def test_the_eye_is_reached_by_f2_not_by_tab_and_has_a_name(self, show: Show) -> None:
        screen, page = sign_in(show)
        page.password.set_text(PASSWORD)
        QTest.keyClick(page.password.edit, Qt.Key.Key_Tab)
        assert screen.focusWidget() is page.button
        QTest.keyClick(page.password.edit, Qt.Key.Key_F2)
        assert page.password.edit.echoMode() is QLineEdit.EchoMode.Normal
        assert page.password.edit.button.accessibleName() == "Hide password"

    def test_names_are_shown_as_plain_text(self, show: Show) -> None:
        screen = SignInScreen((("x", "<b>x</b>"),), words="<i>Locked</i>")
        show(screen)
        assert isinstance(screen.page, SignInPage)
        assert screen.page.reviewer.text() == "<b>x</b>"
        assert all(label.textFormat() is Qt.TextFormat.PlainText for label in screen.findChildren(QLabel))

    def test_the_sample_vault_is_offered_only_at_the_first_start(self, show: Show) -> None:
        screen, _page = sign_in(show)
        assert screen.sample.isHidden()
        assert screen.recover.isHidden()


class TestFirstStart:
    def fill(self, page: CreatePage) -> None:
        QTest.keyClicks(page.name.editor, "Jordan Sampleton")
        page.credential.set_value("LCSW")
        QTest.keyClicks(page.password.edit, PASSWORD)
        QTest.keyClicks(page.again.edit, PASSWORD)

    def test_a_new_vault_is_requested_with_all_details_of_its_first_user(
        self, show: Show, qtbot: QtBot
    ) -> None:
        screen, page = first_start(show)
        assert page.name.editor.hasFocus()
        self.fill(page)
        with qtbot.waitSignal(screen.create_requested, timeout=500) as signal:
            QTest.keyClick(page.again.edit, Qt.Key.Key_Return)
        assert signal.args == [NewVault("Jordan Sampleton", "LCSW", "jsampleton", PASSWORD)]

    def test_the_password_stays_out_of_logs(self) -> None:
        assert PASSWORD not in repr(NewVault("Jordan Sampleton", "RN", "jsampleton", PASSWORD))

    def test_every_error_is_at_its_field_and_the_first_has_the_keyboard(
        self, show: Show, qtbot: QtBot
    ) -> None:
        screen, page = first_start(show)
        QTest.keyClicks(page.password.edit, "short")
        with qtbot.assertNotEmitted(screen.create_requested):
            QTest.keyClick(page.password.edit, Qt.Key.Key_Return)
        assert page.name.error_text() == "Type your name as letters show it."
        assert page.password.error_text() == "At least 12 characters: 7 more."
        assert page.again.error_text().startswith("Passwords don’t match.")
        assert page.name.editor.hasFocus()
        assert page.strength.isHidden()

    def test_two_different_passwords_create_no_vault(self, show: Show, qtbot: QtBot) -> None:
        screen, page = first_start(show)
        self.fill(page)
        QTest.keyClicks(page.again.edit, "x")
        with qtbot.assertNotEmitted(screen.create_requested):
            page.button.click()
        assert page.again.error_text() == "Passwords don’t match. Type it again."

    def test_a_typed_user_id_stays_when_the_name_changes(self, show: Show) -> None:
        _screen, page = first_start(show)
        QTest.keyClicks(page.name.editor, "Jordan S")
        assert page.user_id.text() == "js"
        page.user_id.set_text("nurse1")
        QTest.keyClicks(page.name.editor, "ampleton")
        assert page.user_id.text() == "nurse1"

    def test_the_sample_vault_opens_by_keyboard(self, show: Show, qtbot: QtBot) -> None:
        screen, page = first_start(show)
        screen.sample.setFocus()
        with (
            qtbot.assertNotEmitted(screen.create_requested),
            qtbot.waitSignal(screen.sample_requested, timeout=500),
        ):
            QTest.keyClick(screen.sample, Qt.Key.Key_Return)
        assert page.name.error_text() == ""

    def test_an_error_while_creating_a_vault_is_said_and_the_fields_stay(self, show: Show) -> None:
        screen, page = first_start(show)
        self.fill(page)
        screen.set_busy("Making the vault…")
        assert not page.button.isEnabled()
        screen.set_error("The folder can't be written to. Choose another.")
        assert page.again.error_text().startswith("The folder")
        assert page.name.text() == "Jordan Sampleton"
        assert page.button.isEnabled()


class TestRecovery:
    KEY = "K7QM-2VXD-9RTA-HC4W-PN6E-3GYB-8JFZ"

    def test_the_key_page_continues_only_once_it_is_written_down(self, show: Show, qtbot: QtBot) -> None:
        screen, _page = first_start(show)
        screen.show_recovery_key(self.KEY)
        page = screen.page
        assert isinstance(page, KeepRecoveryPage)
        assert page.key.text().replace("\n", "") == self.KEY
        with qtbot.assertNotEmitted(screen.recovery_written_down):
            QTest.keyClick(screen, Qt.Key.Key_Return)
        assert page.reason.text() == "Check the box to continue"
        assert page.written.hasFocus()
        QTest.keyClick(page.written, Qt.Key.Key_Space)
        with qtbot.waitSignal(screen.recovery_written_down, timeout=500):
            QTest.keyClick(page.written, Qt.Key.Key_Return)

    def test_the_whole_key_can_be_read(self, show: Show) -> None:
        screen, _page = first_start(show)
        screen.show_recovery_key(self.KEY)
        page = screen.page
        assert isinstance(page, KeepRecoveryPage)
        screen.grab()
        assert page.key.height() >= page.key.heightForWidth(page.key.width())
        assert page.words.height() >= page.words.heightForWidth(page.words.width())

    def test_a_lost_password_leads_to_the_recovery_key_and_back(self, show: Show, qtbot: QtBot) -> None:
        screen, _page = sign_in(show, recovery=True)
        screen.recover.click()
        page = screen.page
        assert isinstance(page, UseRecoveryPage)
        with qtbot.waitSignal(screen.recovery_requested, timeout=500) as signal:
            QTest.keyClicks(page.key.editor, self.KEY)
            QTest.keyClick(page.key.editor, Qt.Key.Key_Return)
        assert signal.args == [self.KEY]
        screen.set_error("That is not this vault's recovery key. Compare it with the paper.")
        assert page.key.error_text().startswith("That is not")
        screen.sign_in.click()
        assert isinstance(screen.page, SignInPage)


def test_tab_goes_from_a_password_to_the_next_field(show: Show) -> None:
    screen, page = first_start(show)
    page.password.edit.setFocus()
    QTest.keyClick(page.password.edit, Qt.Key.Key_Tab)
    assert screen.focusWidget() is page.again.edit


@pytest.mark.parametrize("users", [(), USERS], ids=["first start", "later"])
def test_what_takes_the_keyboard_has_a_name(
    show: Show, unnamed: Unnamed, users: tuple[tuple[str, str], ...]
) -> None:
    screen = SignInScreen(users, offer_recovery=True)
    show(screen)
    assert unnamed(screen) == []


@pytest.mark.parametrize(
    ("password", "enough", "words"),
    [
        ("", False, "At least 12 characters"),
        ("harbor", False, "At least 12 characters: 6 more"),
        ("aaaaaaaaaaaa", False, "Weak: too few different characters"),
        ("jsampleton-2026", False, "Weak: contains the user ID"),
        ("password1234", False, "Weak: a common word or only digits"),
        ("harborlight7", True, "Long enough; 4 more characters make it strong"),
        ("harborlight7890", True, "Long enough; 1 more character makes it strong"),
        (PASSWORD, True, "Strong"),
    ],
)
def test_a_password_is_judged_in_words(password: str, words: str, *, enough: bool) -> None:
    judged = strength(password, "jsampleton")
    assert (judged.enough, judged.sign.words) == (enough, words)
    assert judged.sign.icon in theme.ICONS


@pytest.mark.parametrize(
    ("typed", "shift", "on"),
    [
        ("A", False, True),
        ("a", True, True),
        ("a", False, False),
        ("A", True, False),
        ("1", False, None),
        ("", True, None),
    ],
)
def test_caps_lock_is_recognized_from_a_letter_and_shift(typed: str, *, shift: bool, on: bool | None) -> None:
    assert caps_lock_on(typed, shift=shift) is on


@pytest.mark.parametrize(
    ("name", "user_id"),
    [
        ("Jordan Sampleton", "jsampleton"),
        ("María José Inventada", "minventada"),
        ("Specimen", "specimen"),
        ("", ""),
    ],
)
def test_a_user_id_is_suggested_from_the_name(name: str, user_id: str) -> None:
    assert suggested_id(name) == user_id
