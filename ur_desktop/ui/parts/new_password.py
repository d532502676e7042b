"""A new password, typed twice, with its strength."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts.password_field import PasswordField, strength

DIFFER = "Passwords don’t match. Type it again."


class NewPassword(QWidget):
    """Two fields with the strength between them; the password must not contain ``user_id``."""

    def __init__(self, title: str = "New password", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.user_id = ""
        self.password = PasswordField(title, height=32, parent=self)
        self.again = PasswordField(f"Confirm {title[:1].lower()}{title[1:]}", height=32, parent=self)
        self.strength = StateWord(strength("").sign, role="second", tone="muted", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.password)
        column.addWidget(self.strength)
        column.addWidget(self.again)
        self.password.changed.connect(self._show_strength)
        for part in (self.password, self.again):
            part.changed.connect(part.set_error)

    def text(self) -> str:
        """Return the password."""
        return self.password.text()

    def clear(self) -> None:
        """Clear both fields."""
        for part in (self.password, self.again):
            part.set_text("")
            part.set_error()
        self._show_strength()

    def first_fault(self) -> Field | None:
        """Show every error at its field; return the first field with one, None if there is none."""
        judged = strength(self.text(), self.user_id)
        self.password.set_error("" if judged.enough else f"{judged.sign.words}.")
        self.again.set_error("" if self.again.text() == self.text() else DIFFER)
        self.strength.setVisible(judged.enough)
        return next((part for part in (self.password, self.again) if part.error_text()), None)

    def _show_strength(self) -> None:
        self.strength.show()
        self.strength.set_sign(strength(self.text(), self.user_id).sign, tone="muted")
