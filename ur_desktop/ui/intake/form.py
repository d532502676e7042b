"""The fields of a request as it comes in: member, plan, request, provider, and two folds for the rest."""

from collections.abc import Callable, Mapping
from contextlib import suppress

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.domain.authorization import INCLUDED_BY_MOST
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.service_cards import LADDER
from ur_desktop.ui.kit.fields.collapsible import Collapsible
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.editors import IconEdit
from ur_desktop.ui.kit.fields.field import ChoiceField, Field, memo_field, text_field
from ur_desktop.ui.kit.fields.field_row import GUTTER, FieldRow
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts.case_text import URGENCY_WORDS

WIDEST = 1000
ADDRESS_HEIGHT = 16 + 4 * 18
CHOOSE = ("", "Choose")
YES_NO = (("", "Not asked yet"), ("no", "No"), ("yes", "Yes"))
REVIEWS = (
    CHOOSE,
    (ReviewKind.ADMISSION.value, "Admission"),
    (ReviewKind.CONTINUED.value, "Continued care (concurrent)"),
)
URGENCIES = (
    CHOOSE,
    *((urgency.value, words) for urgency, words in URGENCY_WORDS.items()),
)
ELIGIBILITY = (
    ("", "Not checked yet"),
    ("yes", "Covered on these dates"),
    ("no", "Not covered on these dates"),
)
RELATIONS = (
    ("", "None"),
    *((word, word.capitalize()) for word in ("parent", "guardian", "personal representative")),
)
LEVELS = (
    ("", "Not asked yet"),
    ("none", "None"),
    *((level.key, level.words[:1].upper() + level.words[1:]) for level in LADDER),
)


class IntakeForm(QWidget):
    """Every field by key; ``changed`` on every change, ``left`` (by key) when the keyboard leaves one."""

    changed = Signal()
    left = Signal(str)

    def __init__(self, plans: tuple[tuple[str, str], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self.rows: list[FieldRow] = []
        self.found = label("", "second", parent=self)
        self.look_up = IconEdit("magnifying-glass", "Find member")
        self.look_up.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # typing looks already: Tab goes on
        self.note_icon = Icon("warning-circle-fill", "not_documented", parent=self)
        self.note = label("", "second", parent=self)
        self.setMaximumWidth(WIDEST + 48)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(24, 18, 28, 20)
        self._column.setSpacing(0)
        self._member()
        self._plan_and_review(plans)
        self._request()
        self._provider()
        self.addresses = self._collapsible(
            "Addresses and representative, for the letters (optional)", self._addresses()
        )
        self.more = self._collapsible(
            "More about the request (optional): eligibility, setting, other authorizations", self._more()
        )
        self._column.addStretch(1)
        self.set_note("")

    def value(self, key: str) -> str:
        """Return what a field holds: its text, or the value behind the words chosen."""
        field = self.fields[key]
        return str(field.value() or "") if isinstance(field, ChoiceField) else field.text()

    def set_value(self, key: str, value: str) -> None:
        """Put a value into a field; a choice that is not offered stays as it is."""
        field = self.fields[key]
        if not isinstance(field, ChoiceField):
            field.set_text(value)
        else:
            with suppress(ValueError):
                field.set_value(value)

    def values(self) -> dict[str, str]:
        """Return what every field holds, by key; empty fields are left out."""
        return {key: value for key in self.fields if (value := self.value(key))}

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong under each row, and open the section that hides a fault."""
        for row in self.rows:
            row.show_faults(faults)
        for section in (self.addresses, self.more):
            if faults.keys() & section.field_names:
                section.expand()

    def fault(self, key: str) -> str:
        """Return the sentence shown for a field, empty when all is well."""
        return next((sentence for row in self.rows if (sentence := row.fault(key))), "")

    def set_note(self, words: str) -> None:
        """Say next to the units what to check; it is not an error."""
        self.note.setText(words)
        self.note_icon.setVisible(bool(words))
        self.note.setVisible(bool(words))

    def _member(self) -> None:
        self._section("Member", self.found, first=True)
        self._row(
            ("member_id", Field("Member ID", self.look_up), 190),
            ("last_name", text_field("Last name"), -1),
            ("first_name", text_field("First name", placeholder="Empty for a single name"), -1),
            ("born", DateField("Date of birth"), 150),
        )

    def _plan_and_review(self, plans: tuple[tuple[str, str], ...]) -> None:
        self._section("Plan and review")
        self._row(
            ("plan", ChoiceField("Plan", (CHOOSE, *plans)), -1),
            ("review", ChoiceField("Review type", REVIEWS), -1),
            ("urgency", ChoiceField("Urgency", URGENCIES), -1),
        )
        self._row(
            ("received", DateField("Received"), 150),
            ("time", text_field("Time", placeholder="9:05 AM"), 110),
            ("diagnosis", text_field("Primary diagnosis", placeholder="ICD-10-CM code and description"), -1),
        )

    def _request(self) -> None:
        self._section("Request")
        self._row(
            ("service", ChoiceField("Service", (CHOOSE,)), -1),
            ("from", DateField("From"), 150),
            ("through", DateField("Through"), 150),
        )
        row = self._row(
            ("days", text_field("Days per week"), 110),
            ("hours", text_field("Hours per week"), 110),
            ("units", text_field("Units"), 110),
        )
        aside = QHBoxLayout()
        aside.setContentsMargins(0, 20, 0, 0)
        aside.setSpacing(8)
        aside.addWidget(self.note_icon)
        aside.addWidget(self.note)
        row.row.addLayout(aside)
        row.row.addStretch(1)
        self._row(
            ("higher_level", ChoiceField("Risk of harm, detoxification or 24-hour care needed", YES_NO), -1),
            ("part_2_records", ChoiceField("Substance use records under 42 CFR Part 2", YES_NO), -1),
        )

    def _provider(self) -> None:
        self._section("Provider")
        self._row(
            ("program", text_field("Program"), -1),
            ("npi", text_field("NPI"), 150),
            ("practitioner", text_field("Treating practitioner (optional)"), -1),
            ("fax", text_field("Fax (optional)"), 150),
        )

    def _addresses(self) -> tuple[FieldRow, ...]:
        return (
            self._new_row(
                ("member_address", _address("Member's address"), -1),
                ("confidential_address", _address("Confidential address (optional)"), -1),
                ("provider_address", _address("Provider's address"), -1),
            ),
            self._new_row(
                ("representative", text_field("Representative who gets the letters"), -1),
                ("relation", ChoiceField("Relationship to member", RELATIONS), 190),
                ("credential", text_field("Practitioner's credential"), 160),
                ("provider_phone", text_field("Provider's phone"), 150),
            ),
        )

    def _more(self) -> tuple[FieldRow, ...]:
        examples = ", ".join(INCLUDED_BY_MOST[:2])
        return (
            self._new_row(
                ("eligibility", ChoiceField("Eligibility and benefit", ELIGIBILITY), -1),
                ("approved_through", DateField("Authorized through"), 170),
                ("revenue_code", text_field("Revenue code"), 120),
                ("claim_amount", text_field("Claim amount"), 130),
            ),
            self._new_row(
                ("restricted_setting", ChoiceField("Locked or restricted", YES_NO), -1),
                ("housing", ChoiceField("Housing requested", YES_NO), -1),
                ("physician_fees", ChoiceField("Physician fees separate", YES_NO), -1),
            ),
            self._new_row(
                ("other_diagnoses", text_field("Other diagnoses (separate with ;)"), -1),
                (
                    "separate_services",
                    text_field("Billed separately (use commas)", placeholder=examples),
                    -1,
                ),
            ),
            self._new_row(
                ("other_level", ChoiceField("Other authorization", LEVELS), -1),
                ("other_code", text_field("Service code"), 110),
                ("other_from", DateField("Start date"), 150),
                ("other_through", DateField("End date"), 150),
            ),
        )

    def _section(self, title: str, aside: QLabel | None = None, *, first: bool = False) -> None:
        if not first:
            self._column.addSpacing(18)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(label(title, "section", parent=self))
        if aside:
            line.addWidget(aside)
        line.addStretch(1)
        self._column.addLayout(line)
        self._column.addSpacing(10)

    def _row(self, *places: tuple[str, Field, int]) -> FieldRow:
        row = self._new_row(*places)
        last = self._column.count() - 1
        if any(self._column.indexOf(other) == last for other in self.rows[:-1]):
            self._column.addSpacing(GUTTER)
        self._column.addWidget(row)
        return row

    def _new_row(self, *places: tuple[str, Field, int]) -> FieldRow:
        row = FieldRow(places, self)
        self.rows.append(row)
        for key, field, _width in places:
            self.fields[key] = field
            field.changed.connect(self.changed)
            editor = field.editor
            if isinstance(editor, QLineEdit):
                editor.editingFinished.connect(self._leaving(key))
            elif not isinstance(editor, QPlainTextEdit):
                editor.activated.connect(self._leaving(key))
            if isinstance(editor, QPlainTextEdit):
                editor.setFixedHeight(ADDRESS_HEIGHT)
            else:
                editor.setMinimumWidth(0)
                editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        return row

    def _leaving(self, key: str) -> Callable[..., None]:
        return lambda *_sent: self.left.emit(key)

    def _collapsible(self, title: str, rows: tuple[FieldRow, ...]) -> Collapsible:
        self._column.addSpacing(16 if not self.findChildren(Collapsible) else 2)
        section = Collapsible(title, rows, self)
        self._column.addWidget(section)
        return section


def _address(title: str) -> Field:
    return memo_field(title, lines=2, longest=LONGEST_LINE)
