"""Pictures of what concerns the whole vault: sign-in, audit log, settings, backups, keys."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from ur_desktop.casework import samples
from ur_desktop.demo.camera import Camera
from ur_desktop.demo.first_day_pictures import RECOVERY_KEY
from ur_desktop.domain.vault.keys import NewKeys
from ur_desktop.ui.settings.restore_screen import Held, RestoreScreen
from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets
from ur_desktop.ui.sign_in.sign_in_pages import SignInPage

SETTLED = "/home/sample/.local/share/ur-desktop/sample-vault"
"""What the settings name as the vault's folder, so that pictures repeat."""


def photograph_sign_in(camera: Camera) -> None:
    """A locked vault: the sign-in, Caps Lock, a wrong password."""
    hand = camera.hand
    hand.press("Ctrl+L")
    camera.shot("unlock")
    QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_CapsLock)
    camera.shot("unlock-caps-lock")
    QTest.keyClick(hand.window.windowHandle(), Qt.Key.Key_CapsLock)
    hand.type("not the password")
    hand.press("Return")
    page = hand.visible(SignInPage)
    hand.wait_for(lambda: bool(page.password.error_text()), "a wrong password is refused")
    camera.shot("unlock-wrong-password")
    hand.type_over("")


def photograph_audit_log(camera: Camera) -> None:
    """The audit log: read, verified, with problems, without a hit."""
    hand, main = camera.hand, camera.hand.main
    hand.reach(main.rail.item("audit"))
    hand.press("Space")
    screen = main.audit.screen
    camera.shot("audit")
    screen.show_progress("Checking the journal", 34_000, 100_005)
    camera.shot("audit-checking")
    hand.press("Esc")
    hand.press("V")
    hand.wait_for(lambda: not screen.check.is_running, "the vault is verified")
    camera.shot("audit-in-order")
    screen.show_result(
        "100,005 log entries and 42 letters checked. Problems found:",
        ("Log entry 4,117 was changed.", "Letter 12 in the archive was removed."),
    )
    screen.head.case.setText("999999")
    hand.press("/", "Return")
    camera.shot("audit-faults-no-hit")


def photograph_settings(camera: Camera) -> None:
    """The settings, the backups in them, and restoring one."""
    hand = camera.hand
    hand.reach(hand.main.rail.item("settings"))
    hand.press("Space")
    hand.main.settings.folder.setText(SETTLED)
    camera.shot("settings")
    panel = hand.main.settings.backups
    hand.reach(panel.make)
    hand.press("Space")
    hand.wait_for(lambda: not panel.make.isHidden(), "the backup is made")
    hand.main.settings.area.ensureWidgetVisible(panel.drop)
    camera.shot("settings-backups")
    panel.show_progress(0.42)
    camera.shot("settings-backing-up")
    panel.show_progress(None)
    hand.reach(panel.restore)
    hand.press("Space")
    screen = hand.visible(RestoreScreen)
    camera.shot("restore")
    screen.show_held(Held(screen.held.text(), fault="This backup is damaged (vault.db)."))
    camera.shot("restore-damaged")


def photograph_keys_and_closing(camera: Camera) -> None:
    """Replaced vault keys, shown once, and the backup that closing waits for."""
    window = camera.hand.window
    window.sign_in.show()
    given = tuple((person, f"sample-{number}234-5678") for number, person in enumerate(samples.PEOPLE[1:]))
    keys = NewKeys(given, RECOVERY_KEY)
    window.sign_in.show_keys(OneTimeSecrets(keys, samples.NURSE.user_id, "Vault keys replaced."))
    camera.shot("new-keys")
    window.sign_in.secrets = None
    leaving = BackupWaitPage(iter(()), "Close without waiting")
    leaving.share.setText("42%")
    window.stack.cover(leaving)
    camera.shot("leaving")
