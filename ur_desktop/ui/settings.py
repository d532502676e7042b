"""Settings: the theme, the people of this vault, and where it is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.determination import Credential, Reviewer, Role, role_for
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import KeyButton, Kind
from ur_desktop.ui.fields import ChoiceField, Field, text_field
from ur_desktop.ui.marks import Icon, StateWord
from ur_desktop.ui.messages import Banner
from ur_desktop.ui.panels import Card, Hairline
from ur_desktop.ui.password import PasswordField, strength
from ur_desktop.ui.text import elided, label, paragraph
from ur_desktop.ui.theme import Scheme, Sign
from ur_desktop.ui.unlock_pages import CREDENTIALS, suggested_id

COLUMN = 858
SCHEMES = (
    (Scheme.SYSTEM, "Same as this computer"),
    (Scheme.LIGHT, "Light"),
    (Scheme.DARK, "Dark"),
    (Scheme.HIGH_CONTRAST, "High contrast"),
)
_ROLES = {
    Role.NURSE: "Reviews as a nurse: approves what meets the criteria and refers the rest.",
    Role.PHYSICIAN: "Reviews as a physician: decides what was referred, and may deny.",
}


class Settings(QWidget):
    """The Settings screen; ``scheme_chosen`` carries a value of ``Scheme``, ``person_added`` Reviewer and password."""

    scheme_chosen = Signal(str)
    person_added = Signal(object, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self.setAccessibleName("Settings")
        self.banner = Banner(self)
        self.scheme = ChoiceField("Theme", tuple((scheme.value, words) for scheme, words in SCHEMES))
        self.scheme.setFixedWidth(240)
        self.scheme.combo.activated.connect(lambda _index: self.scheme_chosen.emit(str(self.scheme.value())))
        self.people = PeopleTable(self)
        self.form = AddPerson(self)
        self.form.hide()
        self.form.submitted.connect(self.person_added)
        self.form.left.connect(self._fold)
        self.add = KeyButton("Add a person", icon="plus-bold", parent=self)
        self.add.clicked.connect(self._unfold)
        self.said = StateWord(Sign("check-circle-fill", "met", ""), role="second", parent=self)
        self.said.hide()
        self.folder = paragraph("", parent=self)
        self._lay_out()

    def open(self, people: tuple[Reviewer, ...], scheme: str, folder: str, me: str) -> None:
        """Show the settings: a value of ``Scheme``, the vault's folder, and ``me``, the user id signed in."""
        self.banner.hide()
        self.scheme.set_value(scheme)
        self.people.show_people(people, me)
        self.form.taken = frozenset(person.user_id.lower() for person in people)
        self.folder.setText(folder)

    def first(self) -> QWidget:
        """Return what the keyboard starts on."""
        return self.scheme.combo

    def show_error(self, sentence: str) -> None:
        """Say what was wrong: at the form while a person is being added, else at the top."""
        banner = self.banner if self.form.isHidden() else self.form.banner
        banner.say(sentence)
        self.area.ensureWidgetVisible(banner)

    def added(self) -> None:
        """Clear and fold the form; the list shows the new person with the next `open`."""
        self.said.set_sign(Sign("check-circle-fill", "met", f"{self.form.name.text()} is added"), tone="muted")
        self.said.show()
        self._fold()

    def _unfold(self) -> None:
        self.said.hide()
        self.add.hide()
        self.form.show()
        self.form.name.editor.setFocus(Qt.FocusReason.ShortcutFocusReason)
        # The form has its place only when its layout has run.
        QTimer.singleShot(0, lambda: self.area.ensureWidgetVisible(self.form.save))

    def _fold(self) -> None:
        self.form.clear()
        self.form.hide()
        self.add.show()
        self.add.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _lay_out(self) -> None:
        people = Card(padding=20, parent=self)
        people.column.setSpacing(0)
        people.column.addWidget(self.people)
        people.column.addSpacing(16)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.add)
        foot.addWidget(self.said)
        foot.addStretch(1)
        people.column.addLayout(foot)
        people.column.addWidget(self.form)
        vault = QWidget(self)
        lines = QVBoxLayout(vault)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(4)
        lines.addWidget(label("Folder", "field", parent=vault))
        lines.addWidget(self.folder)
        lines.addSpacing(8)
        safe = QHBoxLayout()
        safe.setSpacing(8)
        safe.addWidget(Icon("shield-check", "muted", parent=vault))
        safe.addWidget(label("Everything stays on this computer.", parent=vault))
        safe.addStretch(1)
        lines.addLayout(safe)
        body = QWidget()
        body.setProperty("role", "scrolled")
        column = QVBoxLayout(body)
        column.setContentsMargins(24, 18, 24, 24)
        column.setSpacing(0)
        column.addWidget(label("Settings", "title", parent=body))
        column.addSpacing(14)
        column.addWidget(self.banner)
        for title, part in (("Appearance", self.scheme), ("People", people), ("This vault", vault)):
            column.addWidget(label(title, "section", parent=body))
            column.addSpacing(10)
            column.addWidget(part)
            column.addSpacing(24)
        column.addStretch(1)
        page = QWidget()
        page.setProperty("role", "scrolled")
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, 0, 0)
        body.setMaximumWidth(COLUMN + 48)
        row.addWidget(body, 1)
        row.addStretch(0)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)


class PeopleTable(QWidget):
    """Who may sign in: name, credential, licence, user id and role, a line each."""

    HEADS = ("Name", "Credential", "Licence", "User id", "Role")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._lines = QWidget(self)
        self._column.addWidget(self._lines)

    def show_people(self, people: Sequence[Reviewer], me: str) -> None:
        """Show these people in their order; ``me`` is the user id signed in."""
        self._column.removeWidget(self._lines)
        self._lines.deleteLater()
        self._lines = QWidget(self)
        grid = QGridLayout(self._lines)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(0)
        for place, share in enumerate((5, 4, 4, 3, 2)):
            grid.setColumnStretch(place, share)
            grid.addWidget(label(self.HEADS[place], "field", "muted"), 0, place)
        grid.setRowMinimumHeight(0, 26)
        for line, person in enumerate(people, start=1):
            grid.addWidget(Hairline(strong=line == 1), 2 * line - 1, 0, 1, len(self.HEADS))
            grid.setRowMinimumHeight(2 * line, 35)
            words = person_words(person, me)
            for place, part in enumerate(words):
                grid.addWidget(elided(part, "name" if place == 0 else "body"), 2 * line, place)
        self._column.addWidget(self._lines)
        self.setAccessibleName(f"People: {'; '.join(', '.join(filter(None, person_words(item, me))) for item in people)}")


def person_words(person: Reviewer, me: str) -> tuple[str, ...]:
    """Say a person in the words of the table's columns."""
    held = person.credential
    name = f"{person.name} (you)" if person.user_id == me else person.name
    title = ", ".join(filter(None, (held.title, held.specialty)))
    licence = ", ".join(filter(None, (held.license_number, held.license_state)))
    return name, title, licence, person.user_id, person.role.value.capitalize()


class AddPerson(QWidget):
    """The form for one more person; ``submitted`` carries Reviewer and password, ``left`` that it was given up."""

    submitted = Signal(object, str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.taken: frozenset[str] = frozenset()
        self._suggested = ""
        self.name = text_field("Name")
        self.credential = ChoiceField("Credential", tuple((title, title) for title in CREDENTIALS))
        self.user_id = text_field("User id")
        self.number = text_field("Licence number")
        self.state = text_field("Licence state")
        self.specialty = text_field("Specialty (optional)")
        self.password = PasswordField("Password", height=32)
        self.again = PasswordField("Password again", height=32)
        self.strength = StateWord(strength("").sign, role="second", tone="muted", parent=self)
        self.role = paragraph("", "second", parent=self)
        self.banner = Banner(self)
        self.cancel = KeyButton("Don’t add", key="Esc", shortcut="Escape", parent=self)
        self.save = KeyButton("Add the person", Kind.PRIMARY, key="↵", shortcut="Return", parent=self)
        self.cancel.clicked.connect(self.left)
        self.save.clicked.connect(self._submit)
        self.name.changed.connect(self._suggest_id)
        self.credential.changed.connect(self._follow_credential)
        self.user_id.changed.connect(self._judge)
        self.password.changed.connect(self._judge)
        for part in self._fields():
            part.changed.connect(part.set_error)
        self._lay_out()
        self._follow_credential()

    def clear(self) -> None:
        """Empty every field; the passwords typed are gone."""
        self._suggested = ""
        self.credential.combo.setCurrentIndex(0)
        for part in self._fields():
            if part is not self.credential:
                part.set_text("")
            part.set_error()
        self.banner.hide()
        self.strength.show()

    def _fields(self) -> tuple[Field, ...]:
        licence = (self.number, self.state, self.specialty)
        return (self.name, self.credential, self.user_id, *licence, self.password, self.again)

    def _suggest_id(self) -> None:
        if self.user_id.text() == self._suggested:
            self._suggested = suggested_id(self.name.text())
            self.user_id.set_text(self._suggested)

    def _follow_credential(self) -> None:
        role = role_for(str(self.credential.value()))
        self.role.setText(_ROLES[role])
        wanted = "" if role is Role.PHYSICIAN else " (optional)"
        for part, title in ((self.number, "Licence number"), (self.state, "Licence state")):
            part.label.setText(title + wanted)
            part.set_error()

    def _judge(self) -> None:
        self.strength.show()
        self.strength.set_sign(strength(self.password.text(), self.user_id.text()).sign, tone="muted")

    def _submit(self) -> None:
        """Say at its field what is wrong, every fault at once; go to the first, or send the whole."""
        self.banner.hide()
        faults = self._faults()
        for part, sentence in faults:
            part.set_error(sentence)
        self.strength.setVisible(not self.password.error_text())
        if wrong := [part for part, sentence in faults if sentence]:
            wrong[0].editor.setFocus()
            return
        title = str(self.credential.value())
        held = Credential(title, self.number.text(), self.state.text(), self.specialty.text())
        person = Reviewer(self.user_id.text(), self.name.text(), role_for(title), held)
        self.submitted.emit(person, self.password.text())

    def _faults(self) -> tuple[tuple[Field, str], ...]:
        physician = role_for(str(self.credential.value())) is Role.PHYSICIAN
        needed = "Type it: a denial can’t be signed without it."
        user_id = self.user_id.text()
        taken = f"{user_id} is taken. Choose another." if user_id.lower() in self.taken else ""
        judged = strength(self.password.text(), user_id)
        same = self.again.text() == self.password.text()
        return (
            (self.name, "" if self.name.text() else "Type the name as letters are signed."),
            (self.user_id, taken if user_id else "Choose a user id, such as jsample."),
            (self.number, needed if physician and not self.number.text() else ""),
            (self.state, needed if physician and not self.state.text() else ""),
            (self.password, "" if judged.enough else f"{judged.sign.words}."),
            (self.again, "" if same else "The two passwords differ. Type the second again."),
        )

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for column in range(6):
            grid.setColumnStretch(column, 1)
            grid.setColumnMinimumWidth(column, 0)
        rows = (
            (self.name, self.credential, self.user_id),
            (self.number, self.state, self.specialty),
        )
        grid.addWidget(self.role, 1, 0, 1, 6)
        for line, parts in enumerate(rows):
            for place, part in enumerate(parts):
                grid.addWidget(part, 2 * line, 2 * place, 1, 2)
        grid.addWidget(self.password, 3, 0, 1, 2)
        grid.addWidget(self.again, 3, 2, 1, 2)
        grid.addWidget(self.strength, 4, 0, 1, 4)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Hairline(strong=True))
        column.addSpacing(16)
        column.addWidget(label("Add a person", "strong"))
        column.addWidget(paragraph("They sign in on this computer with the user id and the password.", "second"))
        column.addSpacing(12)
        column.addLayout(grid)
        column.addSpacing(12)
        column.addWidget(self.banner)
        column.addSpacing(8)
        column.addLayout(foot)
        for one, other in zip(self._fields(), (*self._fields()[1:], self.cancel), strict=True):
            QWidget.setTabOrder(one, other)
        QWidget.setTabOrder(self.cancel, self.save)
