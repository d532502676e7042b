"""The panel that signs a determination: the signer, the conflict of interest attestation, the password."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.parts.password_field import PasswordField

WIDE_FROM = 660
NO_CONFLICT = "I have no conflict of interest in this case."


class SignPanel(QWidget):
    """The panel above the action bar; it clears what was typed when it closes.

    ``me`` gives who signs as they are called when it opens; ``confirmed`` follows Enter in the password, ``left`` Esc.
    """

    confirmed = Signal()
    left = Signal()

    def __init__(self, me: Callable[[], Reviewer], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Sign")
        self._me = me
        self.what = label("", "strong", parent=self)
        self.who = label("", "second", parent=self)
        self.conflict = CheckBox(NO_CONFLICT, self)
        self.conflict_error = ErrorLine(self)
        self.password = PasswordField("Your password", height=32, parent=self)
        self.conflict.toggled.connect(lambda _on: self.conflict_error.say(""))
        self.password.changed.connect(self.password.set_error)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.what)
        words.addWidget(self.who)
        words.addSpacing(4)
        words.addWidget(self.conflict, 0, Qt.AlignmentFlag.AlignLeft)
        words.addWidget(self.conflict_error)
        words.addStretch(1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(28, 13, 28, 12)
        self._row.addLayout(words, 1)
        self._row.addWidget(self.password, 0, Qt.AlignmentFlag.AlignTop)
        self.password.setFixedWidth(280)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.hide()

    def ask(self, what: str, *, attest: bool) -> None:
        """Open for one action, "Sign the denial"; ``attest`` asks to attest to no conflict of interest."""
        self.what.setText(what)
        self.who.setText(f"You sign as {self._me().signature}.")
        self.conflict.setVisible(attest)
        self.conflict_error.say("")
        self.password.set_error()
        self.show()
        (self.conflict if attest and not self.conflict.isChecked() else self.password).setFocus()

    def close_and_clear(self) -> None:
        """Clear what was typed, and hide the panel."""
        self.password.edit.clear()
        self.conflict.setChecked(False)
        self.hide()

    def complete(self) -> bool:
        """Show what is missing and move the keyboard there; return whether nothing is."""
        attest = not self.conflict.isHidden() and not self.conflict.isChecked()
        if not self.password.text():
            self.password.set_error("Type your password to sign.")
            self.password.setFocus()
        if attest:
            self.conflict_error.say("Check this to sign. With a conflict, reassign the case.")
            self.conflict.setFocus()
        return bool(self.password.text()) and not attest

    def wrong_password(self, sentence: str) -> None:
        """Say that the password was not accepted, and ask for it again."""
        self.password.edit.clear()
        self.password.set_error(sentence)
        self.password.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            if not event.isAutoRepeat():  # the key that opened the panel may still be held down
                self.confirmed.emit()
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(0, 0, self.width(), 1, theme.color("border"))
        painter.fillRect(0, 0, self.width(), 2, theme.color("accent_line"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = self.width() >= WIDE_FROM
        way = QBoxLayout.Direction
        self._row.setDirection(way.LeftToRight if wide else way.TopToBottom)
        self._row.setSpacing(24 if wide else 8)

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(hint.width(), max(88, hint.height()))
