"""The cards of the sign-in screen: create a vault, sign in, use and write down the recovery key."""

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.casework.vault_folder import NewVault
from ur_desktop.domain.reviewer import Role, role_for
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.fields.field import ChoiceField, Field, text_field
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Card, Inset
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts.account_text import (
    CREDENTIALS,
    LICENSE_NEEDED,
    OWN_NAME_NEEDED,
    USER_ID_NEEDED,
    suggested_id,
)
from ur_desktop.ui.parts.password_field import PasswordField, strength

WIDTH = 402
TALL = 40


class Page(Card):
    """A card of the sign-in screen: a heading, words under it, and one primary button as wide as the card."""

    def __init__(self, heading: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(padding=32, parent=parent)
        self.setFixedWidth(WIDTH)
        self.column.setContentsMargins(32, 28, 32, 28)
        self.column.setSpacing(4)
        self.column.addWidget(label(heading, "section", parent=self))
        self.words = paragraph(words, "second", parent=self)
        self.words.setVisible(bool(words))
        self.column.addWidget(self.words)
        self.column.addSpacing(14)

    def add(self, widget: QWidget, space: int = 12) -> None:
        """Add a widget below the others."""
        self.column.addWidget(widget)
        self.column.addSpacing(space - 4)


class _WaitingPage(Page):
    """A card that asks for a secret; after a wrong one it waits some seconds before the next."""

    button: KeyButton
    word: str

    def begin_waiting(self, wait: int) -> None:
        """Enable the button again after ``wait`` seconds."""
        self._timer = QTimer(self, interval=1000)
        self._timer.timeout.connect(self.count_down)
        self._wait = wait
        self._say_wait()
        if wait:
            self._timer.start()

    @property
    def is_waiting(self) -> bool:
        """Whether seconds are counted down."""
        return self._timer.isActive()

    def count_down(self) -> None:
        """Wait one second less."""
        self._wait = max(0, self._wait - 1)
        self._say_wait()

    def _say_wait(self) -> None:
        self.button.setEnabled(not self._wait)
        self.button.set_word(f"{self.word} ({self._wait} s)" if self._wait else self.word)
        if not self._wait:
            self._timer.stop()


class SignInPage(_WaitingPage):
    """The user, at first the one ``chosen``, and their password; Enter signs in."""

    sign_in_requested = Signal(str, str)
    word = "Sign in"

    def __init__(
        self, users: tuple[tuple[str, str], ...], chosen: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__("Welcome back", "", parent)
        self.reviewer = ChoiceField("User", users, height=TALL, parent=self)
        if chosen in dict(users):
            self.reviewer.set_value(chosen)
        self.password = PasswordField("Password", parent=self)
        self.button = KeyButton(
            "Sign in", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        self.add(self.reviewer)
        self.add(self.password, 20)
        self.add(self.button, 4)
        self.button.clicked.connect(self._submit)
        self.password.changed.connect(self.password.set_error)

    def first(self) -> QWidget:
        """Return the field to type in first."""
        return self.password.edit

    def set_busy(self, words: str) -> None:
        """Say what is being done; an empty string ends it."""
        self.reviewer.setEnabled(not words)
        self.password.setEnabled(not words)
        self.button.set_loading(words)

    def set_error(self, sentence: str, wait: int = 0) -> None:
        """Say what was wrong with the password; the next try is possible after ``wait`` seconds."""
        self.set_busy("")
        self.password.set_error(sentence)
        self.password.edit.selectAll()
        self.password.edit.setFocus()
        self.begin_waiting(wait)

    def _submit(self) -> None:
        if not self.password.text():
            self.password.set_error("Type your password.")
            return
        self.sign_in_requested.emit(str(self.reviewer.value()), self.password.text())


class CreatePage(Page):
    """The first user's name, credential, user ID and password."""

    create_requested = Signal(object)

    def __init__(self, credentials: tuple[str, ...] = CREDENTIALS, parent: QWidget | None = None) -> None:
        words = "Stores cases encrypted, on this computer only."
        super().__init__("Create your vault", words, parent)
        self.name = text_field("Your name")
        self.name.set_required()
        self.credential = ChoiceField("Credential", tuple((title, title) for title in credentials))
        self.number = text_field("License number")
        self.state = text_field("License state")
        self.license = QWidget(self)
        license_parts = QHBoxLayout(self.license)
        license_parts.setContentsMargins(0, 0, 0, 8)
        license_parts.setSpacing(12)
        license_parts.addWidget(self.number, 5)
        license_parts.addWidget(self.state, 3)
        self.user_id = text_field("User ID")
        self.user_id.set_required()
        self.password = PasswordField("Password", height=32, parent=self)
        self.strength = StateWord(strength("").sign, role="second", tone="muted", parent=self)
        self.again = PasswordField("Confirm password", height=32, parent=self)
        self.button = KeyButton(
            "Create vault", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.name, 5)
        row.addWidget(self.credential, 3)
        self.column.addLayout(row)
        self.column.addSpacing(8)
        self.column.addWidget(self.license)
        self.add(self.user_id)
        self.add(self.password, 6)
        self.add(self.strength)
        self.add(self.again, 20)
        self.add(self.button, 4)
        self._suggested = ""
        self.name.changed.connect(self._suggest_id)
        self.credential.changed.connect(self._follow_credential)
        self.user_id.changed.connect(self._judge)
        self.password.changed.connect(self._judge)
        for part in self._fields():
            part.changed.connect(part.set_error)
        self.button.clicked.connect(self._submit)
        self._follow_credential()

    def first(self) -> QWidget:
        """Return the field to type in first."""
        return self.name.editor

    def set_busy(self, words: str) -> None:
        """Say what is being done; an empty string ends it."""
        for part in self._fields():
            part.setEnabled(not words)
        self.button.set_loading(words)

    def set_error(self, sentence: str) -> None:
        """Say why the vault was not made."""
        self.set_busy("")
        self.again.set_error(sentence)

    def _fields(self) -> tuple[Field, ...]:
        license_parts = (self.number, self.state)
        return (self.name, self.credential, *license_parts, self.user_id, self.password, self.again)

    def _is_physician(self) -> bool:
        return role_for(str(self.credential.value())) is Role.PHYSICIAN

    def _follow_credential(self) -> None:
        self.license.setVisible(self._is_physician())

    def _suggest_id(self) -> None:
        if self.user_id.text() == self._suggested:
            self._suggested = suggested_id(self.name.text())
            self.user_id.set_text(self._suggested)

    def _judge(self) -> None:
        self.strength.show()
        self.strength.set_sign(strength(self.password.text(), self.user_id.text()).sign, tone="muted")

    def _submit(self) -> None:
        """Say every error at its field and go to the first; without any, ask for the vault."""
        judged = strength(self.password.text(), self.user_id.text())
        differ = "Passwords don’t match. Type it again."
        needed = LICENSE_NEEDED if self._is_physician() else ""
        faults = (
            (self.name, "" if self.name.text() else OWN_NAME_NEEDED),
            (self.number, "" if self.number.text() else needed),
            (self.state, "" if self.state.text() else needed),
            (self.user_id, "" if self.user_id.text() else USER_ID_NEEDED),
            (self.password, "" if judged.enough else f"{judged.sign.words}."),
            (self.again, "" if self.again.text() == self.password.text() else differ),
        )
        for part, sentence in faults:
            part.set_error(sentence)
        self.strength.setVisible(not self.password.error_text())
        if wrong := [part for part, sentence in faults if sentence]:
            wrong[0].editor.setFocus()
            return
        license_parts = (self.number.text(), self.state.text()) if self._is_physician() else ("", "")
        title = str(self.credential.value())
        self.create_requested.emit(
            NewVault(self.name.text(), title, self.user_id.text(), self.password.text(), *license_parts)
        )


class UseRecoveryPage(_WaitingPage):
    """Signing in with the recovery key, when passwords are lost."""

    recovery_requested = Signal(str)
    word = "Open"

    def __init__(self, parent: QWidget | None = None) -> None:
        words = "Use it to reset passwords. It shows no cases; its use is logged."
        super().__init__("Use recovery key", words, parent)
        self.key = text_field("Recovery key", height=TALL)
        self.button = KeyButton(
            "Open", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        self.add(self.key, 20)
        self.add(self.button, 4)
        self.key.changed.connect(self.key.set_error)
        self.button.clicked.connect(self._submit)

    def first(self) -> QWidget:
        """Return the field to type in first."""
        return self.key.editor

    def set_busy(self, words: str) -> None:
        """Say what is being done; an empty string ends it."""
        self.key.setEnabled(not words)
        self.button.set_loading(words)

    def set_error(self, sentence: str, wait: int = 0) -> None:
        """Say what was wrong with the key; the next try is possible after ``wait`` seconds."""
        self.set_busy("")
        self.key.set_error(sentence)
        self.key.editor.setFocus()
        self.begin_waiting(wait)

    def _submit(self) -> None:
        if self.key.text():
            self.recovery_requested.emit(self.key.text())
        else:
            self.key.set_error("Type the recovery key that you wrote down.")


class KeepRecoveryPage(Page):
    """The recovery key, shown only now; continues once the box says that it is written down."""

    written_down = Signal()

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        words = "Opens the vault if all passwords are lost. Write it down; it is shown only once."
        super().__init__("Write down the recovery key", words, parent)
        inset = Inset(self)
        inset.row.setContentsMargins(16, 14, 16, 14)
        self.key = paragraph(on_lines(key), "criterion", parent=self)
        self.key.setFont(theme.font("criterion", tabular=True))
        inset.row.addWidget(self.key)
        self.written = CheckBox("I have written it down", self)
        self.reason = label("Check the box to continue", "second", parent=self)
        self.button = KeyButton(
            "Continue", Emphasis.PRIMARY, key="↵", shortcut="Return", height=TALL, parent=self
        )
        self.button.setEnabled(False)
        self.add(inset, 16)
        self.add(self.written, 16)
        self.add(self.button, 8)
        self.add(self.reason, 4)
        self.written.toggled.connect(self._follow)
        self.button.clicked.connect(self.written_down)

    def first(self) -> QWidget:
        """Return what to answer first."""
        return self.written

    def _follow(self, written: bool) -> None:
        self.button.setEnabled(written)
        # Its place stays empty, so that the card does not jump.
        self.reason.setText("" if written else "Check the box to continue")


def on_lines(key: str) -> str:
    """Break a recovery key between its groups, four to a line, so that no line ends within one."""
    groups = key.split("-")
    return "-\n".join("-".join(groups[start : start + 4]) for start in range(0, len(groups), 4))
