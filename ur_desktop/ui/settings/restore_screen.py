"""Restore a backup: choose one, see what it contains, and confirm with the password of its time."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.vault.backup import BackupSummary
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.kit.file_dialogs import without_folder_history
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Card
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.parts.backup_text import row_words
from ur_desktop.ui.parts.password_field import PasswordField

COLUMN = 620
NOTHING = "No backups in the vault’s backup folder. Choose another folder."
WAY = "The current vault moves to its own folder; nothing is deleted. Work since this backup was made is only there."


@dataclass(frozen=True, slots=True)
class Held:
    """A backup in words, and who may restore it: pairs of user ID and the name shown."""

    words: str
    people: tuple[tuple[str, str], ...] = ()
    fault: str = ""


class RestoreScreen(FocusScope):
    """Asks for a backup and the password; answer ``looked_at`` and ``folder_chosen`` with `show_held`.

    ``looked_at`` carries the key of a backup, ``folder_chosen`` a folder with one or many, ``confirmed`` key,
    user ID and password; answer with `show_progress` and `show_error`, or another screen. ``left`` follows Cancel.
    """

    looked_at = Signal(str)
    folder_chosen = Signal(str)
    confirmed = Signal(str, str, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setAccessibleName("Restore a backup")
        self.banner = Banner(self)
        self.backup = ChoiceField("Backup")
        self.other = KeyButton("Choose another folder…", parent=self)
        self.held = paragraph("", parent=self)
        self.way = paragraph(WAY, "second", parent=self)
        self.person = ChoiceField("User")
        self.password = PasswordField("Your password when it was made", height=32)
        self.back = KeyButton("Cancel", key="Esc", parent=self)
        self.button = KeyButton("Restore backup", Emphasis.PRIMARY, key="↵", shortcut="Return", parent=self)
        self.backup.combo.currentIndexChanged.connect(self._look)
        self.other.clicked.connect(self._choose)
        self.password.changed.connect(self.password.set_error)
        self.back.clicked.connect(self.left)
        self.button.clicked.connect(self._submit)
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.back.click)
        self._lay_out()

    def show_backups(self, rows: tuple[BackupSummary, ...], now: datetime) -> None:
        """Offer these backups, newest first."""
        self.backup.set_choices(tuple((row.key, row_words(row, now)) for row in rows))
        self.backup.setVisible(bool(rows))
        if not rows:
            self.show_held(Held(NOTHING))

    def show_held(self, held: Held) -> None:
        """Show the contents of the chosen backup, and ask for the password of someone who may restore it."""
        self.held.setText(held.words)
        self.banner.setVisible(bool(held.fault))
        if held.fault:
            self.banner.say(held.fault)
        usable = bool(held.people) and not held.fault
        self.person.set_choices(held.people)
        for part in (self.person, self.password, self.way):
            part.setVisible(usable)
        self.button.setEnabled(usable)

    def show_progress(self, share: float | None) -> None:
        """Show the share that is restored, 0 to 1; None when nothing is running."""
        for part in (self.backup, self.other, self.person, self.password):
            part.setEnabled(share is None)
        self.button.set_loading("" if share is None else f"Restoring: {share:.0%}")

    def show_error(self, sentence: str, *, of_password: bool = False) -> None:
        """Show an error at the password, or at the top."""
        self.show_progress(None)
        if of_password:
            self.password.set_error(sentence)
            self.password.edit.selectAll()
            self.password.edit.setFocus()
        else:
            self.banner.say(sentence)

    def home(self) -> QWidget:
        return self.other if self.backup.isHidden() else self.backup.combo

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.home().setFocus()

    def _look(self) -> None:
        if (key := self.backup.value()) is not None:
            self.looked_at.emit(str(key))

    def _choose(self) -> None:
        with without_folder_history():
            folder = QFileDialog.getExistingDirectory(self, "A folder with backups")
        if folder:
            self.folder_chosen.emit(folder)

    def _submit(self) -> None:
        if not self.password.text():
            self.password.set_error("Type the password you had when the backup was made.")
            self.password.edit.setFocus()
            return
        self.confirmed.emit(str(self.backup.value()), str(self.person.value()), self.password.text())

    def _lay_out(self) -> None:
        card = Card(padding=28, parent=self)
        card.setFixedWidth(COLUMN)
        card.column.setSpacing(14)
        card.column.addWidget(self.backup)
        card.column.addWidget(self.other, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.held, self.way, self.person, self.password):
            card.column.addWidget(part)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.back)
        foot.addWidget(self.button)
        card.column.addLayout(foot)
        page = ScrollPage("Restore a backup", parent=self)
        middle = QHBoxLayout()
        middle.addStretch(1)
        column = QVBoxLayout()
        column.setSpacing(14)
        column.addWidget(label("Restore a backup", "title", parent=page.page))
        column.addWidget(self.banner)
        column.addWidget(card)
        middle.addLayout(column)
        middle.addStretch(1)
        page.column.addSpacing(40)
        page.column.addLayout(middle)
        page.column.addStretch(1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(page)
