"""The sign-in screen: create a vault or sign in to it. No case is open behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.casework.vault_folder import NewVault
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts.account_text import CREDENTIALS
from ur_desktop.ui.parts.app_logo import AppLogo
from ur_desktop.ui.sign_in.sign_in_pages import (
    WIDTH,
    CreatePage,
    KeepRecoveryPage,
    SignInPage,
    UseRecoveryPage,
)

if TYPE_CHECKING:
    from ur_desktop.ui.sign_in.recovery_key_page import ChoosePasswordPage, KeepKeysPage

__all__ = ["NewVault", "SignInScreen"]

Page: TypeAlias = (
    "CreatePage | SignInPage | UseRecoveryPage | KeepRecoveryPage | ChoosePasswordPage | KeepKeysPage"
)


class SignInScreen(FocusScope):
    """One card: create a vault while there are no users, else sign in.

    ``users`` are pairs of user ID and the name shown; ``chosen`` is the ID selected at first. ``create_requested``
    carries a `NewVault`, ``sign_in_requested`` user ID and password, ``recovery_requested`` the key; answer each with
    `set_busy`, then `set_error` or another screen. ``recovery_written_down`` follows `show_recovery_key`,
    ``password_chosen`` follows `ask_new_password`, and ``keys_written_down`` follows `show_keys`. ``warning`` is for
    the vault's folder.
    """

    create_requested = Signal(object)
    sign_in_requested = Signal(str, str)
    sample_requested = Signal()
    recovery_requested = Signal(str)
    recovery_written_down = Signal()
    password_chosen = Signal(str)
    keys_written_down = Signal()
    restore_requested = Signal()

    def __init__(
        self,
        users: tuple[tuple[str, str], ...] = (),
        *,
        words: str = "",
        credentials: tuple[str, ...] = CREDENTIALS,
        offer_sample: bool = True,
        offer_recovery: bool = False,
        chosen: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self._users, self._words, self._credentials = users, words, credentials
        self._chosen = chosen
        self.sample = KeyButton("Open sample vault", Emphasis.TEXT, parent=self)
        self.sample.clicked.connect(self.sample_requested)
        self.recover = KeyButton("Use recovery key", Emphasis.TEXT, parent=self)
        self.recover.clicked.connect(self._show_use_recovery)
        self.sign_in = KeyButton("Back to password", Emphasis.TEXT, parent=self)
        self.sign_in.clicked.connect(self._show_start)
        self.restore = KeyButton("Restore a backup", Emphasis.TEXT, parent=self)
        self.restore.clicked.connect(self.restore_requested)
        self.warning = Banner(self)
        self._offers = {
            self.sample: offer_sample and not users,
            self.recover: offer_recovery and bool(users),
            self.restore: not users,
        }
        self.page: Page
        self._lay_out()
        self._show_start()

    def home(self) -> QWidget:
        return self.page.first()

    def set_busy(self, words: str = "Signing in…") -> None:
        """Say what is being done and take no input meanwhile; an empty string ends it."""
        if not isinstance(self.page, KeepRecoveryPage):
            self.page.set_busy(words)
        for link in self._links():
            link.setEnabled(not words)

    def set_error(self, sentence: str, wait: int = 0) -> None:
        """Say the error under its field; the next password can be tried after ``wait`` seconds."""
        self.set_busy("")
        if isinstance(self.page, SignInPage | UseRecoveryPage):
            self.page.set_error(sentence, wait)
        elif not isinstance(self.page, KeepRecoveryPage):
            self.page.set_error(sentence)

    def offer_restore(self) -> None:
        """Offer to restore a backup of a damaged vault."""
        self._offers[self.restore] = True
        self.restore.show()

    def show_recovery_key(self, key: str) -> None:
        """Show the key of a new vault; ``recovery_written_down`` follows once it is written down."""
        page = KeepRecoveryPage(key)
        page.written_down.connect(self.recovery_written_down)
        self._show(page, ())

    def ask_new_password(self, user_id: str) -> None:
        """Ask for the user's own password; ``password_chosen`` carries it."""
        from ur_desktop.ui.sign_in.recovery_key_page import ChoosePasswordPage  # noqa: PLC0415, seldom needed

        page = ChoosePasswordPage(user_id)
        page.password_chosen.connect(self.password_chosen)
        self._show(page, ())

    def show_keys(self, passwords: tuple[tuple[str, str], ...], recovery_key: str) -> None:
        """Show passwords, as pairs of name and password, and the recovery key; ``keys_written_down`` follows."""
        from ur_desktop.ui.sign_in.recovery_key_page import KeepKeysPage  # noqa: PLC0415, seldom needed

        page = KeepKeysPage(passwords, recovery_key)
        page.written_down.connect(self.keys_written_down)
        self._show(page, ())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.page.first().setFocus()

    def _links(self) -> tuple[KeyButton, ...]:
        return (self.sample, self.recover, self.sign_in, self.restore)

    def _show_start(self) -> None:
        page: Page
        if self._users:
            page = SignInPage(self._users, self._chosen)
            page.words.setText(self._words)
            page.words.setVisible(bool(self._words))
            page.sign_in_requested.connect(self.sign_in_requested)
        else:
            page = CreatePage(self._credentials)
            page.create_requested.connect(self.create_requested)
        self._show(page, tuple(link for link, offered in self._offers.items() if offered))

    def _show_use_recovery(self) -> None:
        page = UseRecoveryPage()
        page.recovery_requested.connect(self.recovery_requested)
        self._show(page, (self.sign_in,))

    def _show(self, page: Page, links: tuple[KeyButton, ...]) -> None:
        if self._place.count():
            self._place.removeWidget(self.page)
            self.page.hide()
            self.page.deleteLater()
        self.page = page
        self._place.addWidget(page)
        for link in self._links():
            link.setVisible(link in links)
        if self.isVisible():
            page.show()
            page.first().setFocus()

    def _lay_out(self) -> None:
        body = QWidget()
        column = QVBoxLayout(body)
        column.setSpacing(0)
        column.addStretch(1)
        column.addWidget(AppLogo(48, body), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(14)
        column.addWidget(label("UR Desktop", "title", parent=body), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addSpacing(18)
        self.warning.setFixedWidth(WIDTH)
        self._place = QVBoxLayout()
        card = QVBoxLayout()
        card.setSpacing(12)
        card.addWidget(self.warning)
        card.addLayout(self._place)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addLayout(card)
        middle.addStretch(1)
        column.addLayout(middle)
        column.addSpacing(16)
        links = QHBoxLayout()
        links.addStretch(1)
        for link in self._links():
            links.addWidget(link)
        links.addStretch(1)
        column.addLayout(links)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(body)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addStretch(1)
        foot.addWidget(Icon("shield-check", parent=self))
        foot.addWidget(label("Case data is encrypted and stays on this computer.", "second", parent=self))
        foot.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 20)
        whole.setSpacing(8)
        whole.addWidget(area, 1)
        whole.addLayout(foot)
