"""Replacing the vault keys: what it does, and the password that confirms it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, key_within
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.parts.password_field import PasswordField

WORDS = (
    "Former users may still open a copy of this vault. Replace the keys: others get temporary passwords; the "
    "recovery key changes. Both are shown only once. The password or recovery key that you type here stays. "
    "Older backups still open with the older passwords."
)


class ReplaceKeysPanel(QWidget):
    """``wanted`` carries the signed-in user's password, or the recovery key."""

    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.begin = KeyButton("Replace keys…", parent=self)
        self.secret = PasswordField("Your password", height=32, parent=self)
        self.secret.setFixedWidth(280)
        self.make = KeyButton("Replace keys and lock", Emphasis.PRIMARY, parent=self)
        self.leave = KeyButton("Cancel", Emphasis.TEXT, parent=self)
        self._more = QWidget(self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.make)
        row.addWidget(self.leave)
        row.addStretch(1)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(12)
        more.addWidget(self.secret)
        more.addLayout(row)
        self._more.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(paragraph(WORDS, "second", parent=self))
        first = QHBoxLayout()
        first.addWidget(self.begin)
        first.addStretch(1)
        column.addLayout(first)
        column.addWidget(self._more)
        self.begin.clicked.connect(self.expand)
        self.leave.clicked.connect(self.collapse)
        self.make.clicked.connect(self._submit)
        key_within(self._more, "Return", self.make.click)
        key_within(self._more, "Escape", self.leave.click)
        self.secret.changed.connect(self.secret.set_error)

    def open(self, *, with_recovery_key: bool) -> None:
        """Ask for the password, or for the recovery key where that opened the vault."""
        self.secret.label.setText("Recovery key" if with_recovery_key else "Your password")
        self.secret.edit.setAccessibleName(self.secret.label.text())

    def expand(self) -> None:
        """Show the field for the password that confirms it."""
        self.begin.hide()
        self._more.show()
        self.secret.edit.setFocus()

    def collapse(self) -> None:
        """Clear the field, and show the button again."""
        self.secret.set_text("")
        self.secret.set_error()
        self._more.hide()
        self.begin.show()

    def show_error(self, sentence: str) -> None:
        """Show an error at the field."""
        self.secret.set_error(sentence)
        self.secret.edit.selectAll()
        self.secret.edit.setFocus()

    def _submit(self) -> None:
        if self.secret.text():
            self.wanted.emit(self.secret.text())
        else:
            self.secret.set_error("Type it to continue.")
