"""The backups in the settings: the last one, a table of them, and the second folder."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFileDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.vault.backup import BackupOverview, BackupSummary
from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.buttons import KeyButton
from ur_desktop.ui.kit.file_dialogs import without_folder_history
from ur_desktop.ui.kit.labels import elided, label, paragraph
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.panels import Card, Hairline
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.parts.backup_text import held_words, last_words, second_words, size_words, when_made

MOST_ROWS = 6
_VERIFIED = Sign("check-circle-fill", "met", "Verified")
_DAMAGED = Sign("warning-circle-fill", "not_met", "Damaged")


class BackupsPanel(Card):
    """Shows the backups; each signal asks for what its name says.

    ``second_chosen`` carries a folder, or "" for none.
    """

    backup_requested = Signal()
    cancel_requested = Signal()
    restore_requested = Signal()
    second_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.column.setSpacing(16)
        self._may_back_up = True
        self.last = paragraph("", parent=self)
        self.fault = ErrorLine(self)
        self.table = BackupTable(self)
        self.make = KeyButton("Back up now", icon="floppy-disk", parent=self)
        self.cancel = KeyButton("Cancel", parent=self)
        self.cancel.setAccessibleName("Cancel the backup")
        self.restore = KeyButton("Restore…", parent=self)
        self.progress = label("", "second", parent=self)
        self.second = elided("", "name", parent=self)
        self.copies = paragraph("", "second", parent=self)
        self.second_fault = ErrorLine(self)
        self.choose = KeyButton("Choose folder…", parent=self)
        self.choose.setAccessibleName("Choose a second folder for backups")
        self.drop = KeyButton("Remove second folder", parent=self)
        self.make.clicked.connect(self.backup_requested)
        self.cancel.clicked.connect(self.cancel_requested)
        self.restore.clicked.connect(self.restore_requested)
        self.choose.clicked.connect(self._choose)
        self.drop.clicked.connect(lambda: self.second_chosen.emit(""))
        self._lay_out()
        self.show_progress(None)

    def allow(self, *, backing_up: bool, restoring: bool) -> None:
        """Offer only what this person may do."""
        self._may_back_up = backing_up
        self.restore.setVisible(restoring)
        self.choose.setVisible(backing_up)
        self.show_progress(None)

    def show_backups(self, shown: BackupOverview) -> None:
        """Show the backups and the second folder as they are now."""
        if (last := last_words(shown)) != self.last.text():
            self.last.setText(last)
            announce(self, last)
        self.fault.say(shown.fault)
        self.table.show_rows(shown)
        self.second.setText(shown.second)
        self.second.setVisible(bool(shown.second))
        self.copies.setText(second_words(shown))
        self.second_fault.say(shown.second_fault)
        self.choose.set_word("Choose another folder…" if shown.second else "Choose folder…")
        self.drop.setVisible(self._may_back_up and bool(shown.second))

    def show_progress(self, share: float | None) -> None:
        """Show the share of a backup that is done, 0 to 1; None when none is running."""
        busy = share is not None
        self.progress.setText(f"Backing up: {share:.0%}" if share is not None else "")
        self.progress.setVisible(busy)
        comes, goes = (self.cancel, self.make) if busy else (self.make, self.cancel)
        comes.setVisible(self._may_back_up)
        if self._may_back_up and self.window().focusWidget() in {goes, self.restore if busy else goes}:
            comes.setFocus(Qt.FocusReason.ShortcutFocusReason)
        goes.hide()
        self.restore.setEnabled(not busy)

    def show_fault(self, sentence: str) -> None:
        """Say what is wrong with the second folder that was chosen."""
        self.second_fault.say(sentence)

    def _choose(self) -> None:
        with without_folder_history():
            folder = QFileDialog.getExistingDirectory(self, "Second folder for backups", self.second.text())
        if folder:
            self.second_chosen.emit(folder)

    def _lay_out(self) -> None:
        self.column.addWidget(self.last)
        self.column.addWidget(self.fault)
        self.column.addWidget(self.table)
        self.column.addLayout(_row(self.make, self.progress, self.cancel, self.restore))
        self.column.addWidget(Hairline())
        second = QVBoxLayout()
        second.setSpacing(4)
        for part in (
            label("Second folder", "field", parent=self),
            self.second,
            self.copies,
            self.second_fault,
        ):
            second.addWidget(part)
        self.column.addLayout(second)
        self.column.addLayout(_row(self.choose, self.drop))


class BackupTable(QWidget):
    """The newest backups, a line each: when, what they hold, how large, and that they were checked."""

    HEADS = ("Date", "Contents", "Size", "")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Backups")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines = QWidget(self)
        self._column.addWidget(self._lines)

    def show_rows(self, shown: BackupOverview) -> None:
        """Show the first of these; those that are older are counted."""
        self._column.removeWidget(self._lines)
        self._lines.hide()
        self._lines.deleteLater()
        self._lines = QWidget(self)
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, share in enumerate((5, 5, 2, 3)):
            grid.setColumnStretch(place, share)
            grid.addWidget(label(self.HEADS[place], "field", "muted"), 0, place)
        grid.setRowMinimumHeight(0, 26)
        self._fill(grid, shown.backups[:MOST_ROWS], shown)
        older = len(shown.backups) - MOST_ROWS
        if older > 0:
            line = 2 * MOST_ROWS + 1
            grid.addWidget(Hairline(), line, 0, 1, len(self.HEADS))
            words = f"{plural(older, 'older backup')} can also be restored"
            grid.addWidget(label(words, "second", "muted"), line + 1, 0, 1, len(self.HEADS))
            grid.setRowMinimumHeight(line + 1, 30)
        self._column.addWidget(self._lines)
        self._lines.show()
        self.setVisible(bool(shown.backups))

    def _fill(self, grid: QGridLayout, rows: Sequence[BackupSummary], shown: BackupOverview) -> None:
        spoken = []
        for line, row in enumerate(rows, start=1):
            grid.addWidget(Hairline(strong=line == 1), 2 * line - 1, 0, 1, len(self.HEADS))
            grid.setRowMinimumHeight(2 * line, 35)
            words = (when_made(shown.now, row.made), held_words(row.cases, row.letters), size_words(row.size))
            for place, part in enumerate(words):
                grid.addWidget(elided(part, "name" if place == 0 else "body"), 2 * line, place)
            state = StateWord(_DAMAGED if row.fault else _VERIFIED, role="second")
            state.setToolTip(row.fault)
            grid.addWidget(state, 2 * line, 3)
            spoken.append(", ".join((*words, row.fault or "verified")))
        self.setAccessibleDescription("\n".join(spoken))


def _row(*parts: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for part in parts:
        row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
    row.addStretch(1)
    return row
