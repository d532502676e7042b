"""The first screen of a locked vault: what is asked there, and who comes in by it."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.paths import OWN_VAULT, SAMPLE_VAULT
from ur_desktop.storage.disk.vault_files import is_vault, names
from ur_desktop.ui.shell.window_settings import WindowSettings
from ur_desktop.ui.sign_in.one_time_secrets import OneTimeSecrets
from ur_desktop.ui.sign_in.sign_in_screen import NewVault, SignInScreen

if TYPE_CHECKING:
    from ur_desktop.ui.shell.services import Refused, Services, Vault


class SignInController(QObject):
    """Makes, opens and recovers the vault in ``folder``, below ``home``; each first screen is shown by ``put``.

    ``opened`` carries a vault as soon as it is open; ``entered`` follows once its person may go on, ``kept`` where
    that is because keys shown once are written down. ``failed`` carries a UserError.
    """

    opened = Signal(object)
    entered = Signal()
    kept = Signal(object)
    failed = Signal(object)
    restore_requested = Signal()

    def __init__(
        self,
        home: Path,
        locked: str,
        remembered: WindowSettings,
        inside: Callable[[], Services],
        put: Callable[[QWidget], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._home, self._remembered, self._inside, self._put = home, remembered, inside, put
        self.folder = home / (SAMPLE_VAULT if locked == SAMPLE_VAULT else OWN_VAULT)
        self.once: OneTimeSecrets | None = None
        self._came: Vault | None = None
        self.page: SignInScreen

    @property
    def holds_vault(self) -> bool:
        """Whether there is a vault in the folder."""
        return is_vault(self.folder)

    def show(self, words: str = "") -> None:
        """Show who may come in, and forget who was about to."""
        self._came = None
        hint = self._inside().sample_words if self.folder.name == SAMPLE_VAULT else ""
        self.page = page = SignInScreen(
            names(self.folder) if self.holds_vault else (),
            words=" ".join(part for part in (words, hint) if part),
            offer_recovery=True,
            chosen=self._remembered.person(),
        )
        page.create_requested.connect(self._create)
        page.unlock_requested.connect(self._unlock)
        page.sample_requested.connect(lambda: self._after_paint("Making the sample vault…", self.open_sample))
        page.recovery_kept.connect(self._keys_kept)
        page.keys_kept.connect(self._keys_kept)
        page.recovery_requested.connect(self._recover)
        page.restore_requested.connect(self.restore_requested)
        self._put(page)

    def show_keys(self, once: OneTimeSecrets) -> None:
        """Show keys, until they are written down; a lock hides them until who made them signs in."""
        self.once = once
        once.show(self.page)

    def open_sample(self) -> None:
        """Open the vault of invented cases, making it the first time, as its nurse."""
        self.folder = self._home / SAMPLE_VAULT
        self._arrive(self._inside().open_sample(self.folder), "")

    def _after_paint(self, words: str, work: Callable[[], None]) -> None:
        self.page.set_busy(words)

        def run() -> None:
            try:
                work()
            except UserError as error:
                self.failed.emit(error)

        QTimer.singleShot(0, self, run)

    def _create(self, wanted: NewVault) -> None:
        def make() -> None:
            made, keys = self._inside().create(self.folder, wanted)
            self._hold(made)
            self.show_keys(OneTimeSecrets(keys, made.reviewer.user_id))

        self._after_paint("Making your vault…", make)

    def _unlock(self, user_id: str, password: str) -> None:
        def work() -> None:
            self._arrive(self._inside().open(self.folder, user_id, password), password)

        self._after_paint("Unlocking…", work)

    def _recover(self, key: str) -> None:
        self._after_paint("Opening…", lambda: self._arrive(self._inside().recover(self.folder, key), key))

    def _arrive(self, came: Vault | Refused, secret: str) -> None:
        """Let in who signed in; whoever came with a given password chooses their own first."""
        from ur_desktop.ui.shell.services import Refused  # noqa: PLC0415, loaded with the vault

        if isinstance(came, Refused):
            self.page.set_error(came.words, came.wait)
            return
        self._hold(came)
        if self.once is not None and self.once.of == came.reviewer.user_id:
            self.once.show(self.page)
        elif came.keys.must_change:
            self.page.password_chosen.connect(partial(self._choose_own, secret))
            self.page.ask_new_password(came.reviewer.user_id)
        else:
            self.entered.emit()

    def _hold(self, came: Vault) -> None:
        self._came = came
        self.opened.emit(came)

    def _choose_own(self, given: str, own: str) -> None:
        def choose() -> None:
            if self._came is not None:
                self._inside().choose_password(self._came, given, own)
                self.entered.emit()

        self._after_paint("Changing your password…", choose)

    def _keys_kept(self) -> None:
        once, self.once = self.once, None
        self.kept.emit(once)
