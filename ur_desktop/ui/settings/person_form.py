"""The fields of a user: name, credential, license and role. The forms to add and to edit one build on it."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.access import MAY_ADMINISTER
from ur_desktop.domain.reviewer import PHYSICIANS, Credential, Reviewer, Role, role_for
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, key_within
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.fields.field import ChoiceField, Field, text_field
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.messages import Banner
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.parts.account_text import CREDENTIALS, LICENSE_NEEDED, NAME_NEEDED

ROLES = {
    Role.NURSE: "Reviews as a nurse: approves what meets the criteria and refers the rest.",
    Role.PHYSICIAN: "Reviews as a physician: decides what was referred, and may deny.",
    Role.SUPERVISOR: "Sees and assigns all cases; makes no determinations.",
    Role.ADMINISTRATOR: "Manages users, settings, backups; sees no cases.",
    Role.AUDITOR: "Reads cases, letters and the audit log; changes nothing.",
}
_REVIEWERS = (Role.NURSE, Role.PHYSICIAN)
NO_CREDENTIAL = (("", "None"),)


class PersonForm(QWidget):
    """The fields of a user in three columns; ``left`` follows Cancel."""

    left = Signal()
    heading = ""
    words = ""

    def __init__(self, leave: str, save: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = text_field("Name")
        self.name.set_required()
        self.credential = ChoiceField(
            "Credential", (*((title, title) for title in CREDENTIALS), *NO_CREDENTIAL)
        )
        self.user_id = text_field("User ID")
        self.user_id.set_required()
        self.number = text_field("License number")
        self.state = text_field("License state")
        self.specialty = text_field("Specialty (optional)")
        self.role = ChoiceField("Role", tuple((role, role.value.capitalize()) for role in ROLES))
        self.administers = CheckBox("Also an administrator (manages users and backups)", self)
        self.role_words = paragraph("", "second", parent=self)
        self.title = label(self.heading, "strong", parent=self)
        self.banner = Banner(self)
        self.cancel = KeyButton(leave, key="Esc", parent=self)
        self.save = KeyButton(save, Emphasis.PRIMARY, key="↵", parent=self)
        self.cancel.clicked.connect(self.left)
        self.save.clicked.connect(self._submit)
        key_within(self, "Escape", self.cancel.click)
        key_within(self, "Return", self.save.click)
        self.credential.changed.connect(self._follow_credential)
        self.role.changed.connect(self._follow_role)
        self._lay_out()
        for part in self._fields():
            part.changed.connect(part.set_error)
        self._follow_credential()

    def person(self) -> Reviewer:
        """Return the user as typed."""
        held = Credential(self._title(), self.number.text(), self.state.text(), self.specialty.text())
        role = self._role()
        also = self.administers.isChecked() and role in MAY_ADMINISTER
        return Reviewer(self.user_id.text(), self.name.text(), role, held, also)

    def _title(self) -> str:
        return str(self.credential.value() or "")

    def _role(self) -> Role:
        return Role(str(self.role.value()))

    def _fields(self) -> tuple[Field, ...]:
        license_parts = (self.number, self.state, self.specialty)
        return (self.name, self.credential, self.user_id, *license_parts, self.role, *self._more())

    def _more(self) -> tuple[Field, ...]:
        """Return the fields that a form adds."""
        return ()

    def _follow_credential(self) -> None:
        if self._role() in _REVIEWERS:
            self.role.set_value(role_for(self._title()))
        self._follow_role()

    def _follow_role(self) -> None:
        role = self._role()
        self.role_words.setText(ROLES[role])
        self.administers.setVisible(role in MAY_ADMINISTER)
        wanted = "" if role is Role.PHYSICIAN else " (optional)"
        for part, title in ((self.number, "License number"), (self.state, "License state")):
            part.label.setText(title + wanted)
            part.set_error()

    def _submit(self) -> None:
        """Show all errors at their fields and go to the first; without any, send the form."""
        self.banner.hide()
        faults = tuple(self._faults())
        for part, sentence in faults:
            part.set_error(sentence)
        if wrong := [part for part, sentence in faults if sentence]:
            wrong[0].editor.setFocus()
        else:
            self._send()

    def _send(self) -> None:
        """Emit what is typed."""

    def _faults(self) -> Iterator[tuple[Field, str]]:
        physician = self._role() is Role.PHYSICIAN
        no_doctor = physician and self._title() not in PHYSICIANS
        yield self.name, "" if self.name.text() else NAME_NEEDED
        yield self.number, LICENSE_NEEDED if physician and not self.number.text() else ""
        yield self.state, LICENSE_NEEDED if physician and not self.state.text() else ""
        yield self.role, "A physician reviewer holds MD, DO, PhD or PsyD." if no_doctor else ""

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        for place in range(3):
            grid.setColumnStretch(place, 1)
        first = (self.name, self.credential, self.user_id, self.number, self.state, self.specialty, self.role)
        for place, part in enumerate(first):
            grid.addWidget(part, place // 3, place % 3)
        also = QVBoxLayout()
        also.addSpacing(20)
        also.addWidget(self.administers)
        also.addStretch(1)
        grid.addLayout(also, 2, 1, 1, 2)
        grid.addWidget(self.role_words, 3, 0, 1, 3)
        self._add_to(grid, 4)
        self.foot = QHBoxLayout()
        self.foot.setSpacing(8)
        self.foot.addStretch(1)
        self.foot.addWidget(self.cancel)
        self.foot.addWidget(self.save)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.column.addWidget(Hairline(strong=True))
        self.column.addSpacing(16)
        self.column.addWidget(self.title)
        if self.words:
            self.column.addWidget(paragraph(self.words, "second", parent=self))
        self.column.addSpacing(12)
        self.column.addLayout(grid)
        self.column.addSpacing(12)
        self.column.addWidget(self.banner)
        self.column.addSpacing(8)
        self.column.addLayout(self.foot)

    def _add_to(self, grid: QGridLayout, row: int) -> None:
        """Add the form's own fields to the grid, from a row on."""
