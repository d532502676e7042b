"""The cards for a user's own password, and for keys and temporary passwords that are shown once."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.parts.new_password import NewPassword
from ur_desktop.ui.sign_in.sign_in_pages import TALL, WIDTH, Page, on_lines


class ChoosePasswordPage(Page):
    """A user's own password, to replace a temporary one."""

    password_chosen = Signal(str)

    def __init__(self, user_id: str, parent: QWidget | None = None) -> None:
        words = "You signed in with a temporary password. Choose your own; never share it."
        super().__init__("Choose your own password", words, parent)
        self.new = NewPassword(parent=self)
        self.new.user_id = user_id
        self.button = KeyButton(
            "Continue", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        self.add(self.new, 20)
        self.add(self.button, 4)
        self.button.clicked.connect(self._submit)

    def first(self) -> QWidget:
        """Return the field to type in first."""
        return self.new.password.edit

    def set_busy(self, words: str) -> None:
        """Say what is being done; an empty string ends it."""
        self.new.setEnabled(not words)
        self.button.set_loading(words)

    def set_error(self, sentence: str, _wait: int = 0) -> None:
        """Say why the password was not accepted."""
        self.set_busy("")
        self.new.password.set_error(sentence)
        self.new.password.edit.setFocus()

    def _submit(self) -> None:
        if fault := self.new.first_fault():
            fault.editor.setFocus()
        else:
            self.password_chosen.emit(self.new.text())


class KeepKeysPage(Page):
    """All temporary passwords and the recovery key, shown only now; continues once they are written down."""

    written_down = Signal()

    def __init__(
        self, passwords: tuple[tuple[str, str], ...], recovery_key: str, parent: QWidget | None = None
    ) -> None:
        words = (
            "Vault keys replaced. Each temporary password works once and is shown only now. "
            "Make a new backup; old backups open with the old passwords."
        )
        super().__init__("Write down the new keys", words, parent)
        self.setFixedWidth(WIDTH + 160)
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        rows = (*passwords, ("Recovery key", on_lines(recovery_key)))
        for row, (name, secret) in enumerate(rows):
            shown = paragraph(secret, "name", parent=self)
            shown.setFont(theme.font("name", tabular=True))
            shown.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            shown.setAccessibleName(f"{name}: {secret}")
            if row:
                grid.addWidget(Hairline(parent=self), 2 * row - 1, 0, 1, 2)
            grid.addWidget(label(name, parent=self), 2 * row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(shown, 2 * row, 1)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.column.addLayout(grid)
        self.column.addSpacing(14)
        self.written = CheckBox("I have written them down", self)
        self.button = KeyButton(
            "Continue", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        self.button.setEnabled(False)
        self.add(self.written, 16)
        self.add(self.button, 8)
        self.reason = label("Check the box to continue", "second", parent=self)
        self.add(self.reason, 4)
        self.written.toggled.connect(self.button.setEnabled)
        self.button.clicked.connect(self.written_down)

    def first(self) -> QWidget:
        """Return what to answer first."""
        return self.written

    def set_busy(self, _words: str) -> None:
        """Nothing: no work starts here."""

    def set_error(self, _sentence: str, _wait: int = 0) -> None:
        """Nothing: no error can occur here."""
