"""Connects the sign-in screen to the vault: create, sign in, recover, and keys that are shown once."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ur_desktop.casework import vault_folder
from ur_desktop.casework.vault_folder import NewVault
from ur_desktop.domain.errors import UserError
from ur_desktop.paths import OWN_VAULT, SAMPLE_VAULT
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets
from ur_desktop.ui.sign_in.sign_in_screen import SignInScreen

if TYPE_CHECKING:
    from ur_desktop.casework.session import Session
    from ur_desktop.casework.sign_in import Refused
    from ur_desktop.library import Library

Clock = Callable[[], datetime]


class SignInController(QObject):
    """Signs in to the vault in ``folder``, below ``home``; ``shown`` carries each new sign-in screen.

    ``opened`` carries the session as soon as the vault is open, ``entered`` follows once its user may go on.
    ``written_down`` follows when keys shown without an open vault are written down; it carries what to say then.
    ``failed`` carries a UserError.
    """

    shown = Signal(QWidget)
    opened = Signal(object)
    entered = Signal()
    written_down = Signal(str)
    failed = Signal(object)
    restore_requested = Signal()

    def __init__(
        self,
        home: Path,
        locked: str,
        library: Callable[[], Library],
        now: Clock,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._library, self._now = home, library, now
        self.folder = home / (SAMPLE_VAULT if locked == SAMPLE_VAULT else OWN_VAULT)
        self.secrets: OneTimeSecrets | None = None
        self._session: Session | None = None
        self.screen: SignInScreen

    @property
    def holds_vault(self) -> bool:
        """Whether there is a vault in the folder."""
        return vault_folder.holds_vault(self.folder)

    def check(self, start_fault: UserError | None) -> None:
        """Say what is wrong with the vault's folder; StorageError when its header can't be read."""
        from ur_desktop.casework import sign_in

        if warning := start_fault or sign_in.folder_warning(self.folder):
            self.screen.warning.say(warning.what, warning.fix)
        if self.holds_vault:
            sign_in.check(self.folder)

    def show(self, words: str = "", user_id: str = "") -> None:
        """Show the sign-in screen with the user of this ID chosen, and forget a sign-in under way."""
        self._session = None
        self.screen = screen = SignInScreen(
            vault_folder.users(self.folder) if self.holds_vault else (),
            words=" ".join(filter(None, (words, self._hint()))),
            offer_recovery=True,
            chosen=user_id,
        )
        screen.create_requested.connect(self._create)
        screen.sign_in_requested.connect(self._sign_in)
        screen.sample_requested.connect(
            lambda: self._after_paint("Creating the sample vault…", self.open_sample)
        )
        screen.recovery_written_down.connect(self._keys_written_down)
        screen.keys_written_down.connect(self._keys_written_down)
        screen.recovery_requested.connect(self._recover)
        screen.restore_requested.connect(self.restore_requested)
        self.shown.emit(screen)

    def show_keys(self, secrets: OneTimeSecrets) -> None:
        """Show keys until they are written down; a lock hides them until the same user signs in."""
        self.secrets = secrets
        secrets.show(self.screen)

    def open_sample(self) -> None:
        """Open the sample vault as its nurse; create it the first time."""
        from ur_desktop.casework import sign_in

        self.folder = self._home / SAMPLE_VAULT
        self._admit(sign_in.open_sample(self.folder, self._library(), self._now), "")

    def _hint(self) -> str:
        if self.folder.name != SAMPLE_VAULT:
            return ""
        from ur_desktop.casework import sign_in

        return sign_in.SAMPLE_HINT

    def _after_paint(self, words: str, work: Callable[[], None]) -> None:
        self.screen.set_busy(words)

        def run() -> None:
            try:
                work()
            except UserError as error:
                self.failed.emit(error)

        QTimer.singleShot(0, self, run)

    def _create(self, wanted: NewVault) -> None:
        def create() -> None:
            from ur_desktop.casework import sign_in

            session, keys = sign_in.create(self.folder, wanted, self._library(), self._now)
            self._hold(session)
            self.show_keys(OneTimeSecrets(keys, session.me.user_id))

        self._after_paint("Creating your vault…", create)

    def _sign_in(self, user_id: str, password: str) -> None:
        def work() -> None:
            from ur_desktop.casework import sign_in

            self._admit(sign_in.sign_in(self.folder, user_id, password, self._library(), self._now), password)

        self._after_paint("Signing in…", work)

    def _recover(self, key: str) -> None:
        def work() -> None:
            from ur_desktop.casework import sign_in

            self._admit(sign_in.recover(self.folder, key, self._library(), self._now), key)

        self._after_paint("Opening…", work)

    def _admit(self, result: Session | Refused, secret: str) -> None:
        """Let a user who signed in go on; with a temporary password they choose their own first."""
        from ur_desktop.casework import sign_in

        if isinstance(result, sign_in.Refused):
            self.screen.set_error(result.words, result.wait)
            return
        self._hold(result)
        if self.secrets is not None and self.secrets.user_id == result.me.user_id:
            self.secrets.show(self.screen)
        elif sign_in.must_choose_password(result):
            self.screen.password_chosen.connect(partial(self._choose_password, secret))
            self.screen.ask_new_password(result.me.user_id)
        else:
            self.entered.emit()

    def _hold(self, session: Session) -> None:
        self._session = session
        self.opened.emit(session)

    def _choose_password(self, given: str, own: str) -> None:
        def choose() -> None:
            from ur_desktop.casework import sign_in

            if self._session is not None:
                sign_in.choose_password(self._session, given, own)
                self.entered.emit()

        self._after_paint("Changing your password…", choose)

    def _keys_written_down(self) -> None:
        secrets, self.secrets = self.secrets, None
        if self._session is not None:
            self.entered.emit()
        elif secrets is not None:
            self.written_down.emit(secrets.words)
