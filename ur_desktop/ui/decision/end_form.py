"""What must be known of why a case ends early: the fields of the chosen reason, and the text of its letters."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.casework.early_end import EndStart
from ur_desktop.domain.early_end import REFUSALS, EarlyEnd, EndReason
from ur_desktop.domain.readiness import Problem
from ur_desktop.ui.decision.rationale_editor import RationaleEditor
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.field import ChoiceField, Field, text_field
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.parts.end_text import END_WORDS

_REFUSED = {"source": "Found in", "provision": "The plan’s provision"}
LABELS: Mapping[EndReason, Mapping[str, str]] = {
    EndReason.WITHDRAWN: {"told_by": "Who withdrew it", "on": "Withdrawn on", "how": "How", "note": "Note"},
    EndReason.DUPLICATE: {"other": "Number of the other case", "note": "Note"},
    EndReason.WRONG_PLAN: {"other": "Plan that has to answer", "note": "Note"},
    EndReason.CARE_NOT_GIVEN: {"told_by": "Who said so", "note": "Note"},
    EndReason.NOT_ELIGIBLE: {"on": "Not covered since", **_REFUSED},
    EndReason.BENEFIT_EXHAUSTED: {"on": "Used up since", **_REFUSED},
    EndReason.NOT_COVERED: _REFUSED,
}  # fmt: skip
"""The fields of each reason by the name of what they hold, with their labels, in tab order."""
HOW = ("Phone", "Fax", "Mail", "Portal", "Email", "In person")
_WIDTHS = {"on": 150, "how": 130, "source": 232}
REASON = "reason"


class EndForm(QWidget):
    """The fields of every reason, of which only the chosen one's are shown.

    ``changed`` carries the key of a draft and its text.
    """

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.reason: EndReason | None = None
        self.title = label("", "section", parent=self)
        self.on = DateField("Withdrawn on")
        self.fields: dict[str, Field] = {
            "told_by": text_field("Who withdrew it", placeholder="Name, and from where"),
            "on": self.on,
            "how": ChoiceField("How", tuple((each.lower(), each) for each in HOW)),
            "source": text_field("Found in", placeholder="Eligibility file of January 16"),
            "other": text_field("Number of the other case"),
            "provision": text_field("The plan’s provision", placeholder="Document, section, title"),
            "note": text_field("Note", placeholder="Stays on file"),
        }
        self.why = RationaleEditor(
            "Reason, in both letters",
            (("member", ""),),
            needed=("member", "Write the reason: it stands in both letters."),
            note="Plain words; say what happened and what the plan says.",
            least=96,
        )
        row = QHBoxLayout()
        row.setSpacing(12)
        for name, field in self.fields.items():
            field.changed.connect(lambda name=name, field=field: self._typed(name, field))
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
            if name in _WIDTHS:
                field.setMaximumWidth(_WIDTHS[name])
        self.why.changed.connect(lambda _voice: self.changed.emit(REASON, self.why.text("member")))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self.why, 1)
        column.addStretch(0)

    def start(self, start: EndStart, hint: Callable[[str], str]) -> None:
        """Begin every field with its draft, else with what the case gives."""
        self._start = start
        with QSignalBlocker(self):
            for name, field in self.fields.items():
                field.set_text(start.drafts.get(name, ""))
                field.set_error()
            self.why.start({"member": start.drafts.get(REASON, "")}, hint)

    def show_reason(self, reason: EndReason | None) -> None:
        """Show the fields of one reason, filled with what the case and the plan give."""
        self.reason = reason
        labels = self._names()
        self.title.setText(END_WORDS[reason] if reason else "")
        for name, field in self.fields.items():
            field.setVisible(name in labels)
            field.set_error()
            if name in labels:
                field.set_label(labels[name])
        self.why.setVisible(reason in REFUSALS)
        self.why.set_error()
        if reason is None:
            return
        with QSignalBlocker(self):
            self._offer("provision", self._start.provisions.get(reason, ""))
            if reason is EndReason.WITHDRAWN and self.on.value() is None:
                self.on.set_value(self._start.today)
            if reason is EndReason.DUPLICATE:
                self._offer("other", next(iter(self._start.duplicates), ""))

    def enter(self) -> None:
        """Move the keyboard to the first field that is empty, else to the reason."""
        shown = [field for field in self._shown() if not field.text()]
        (shown[0].editor if shown else self.why.current() if not self.why.isHidden() else self).setFocus()

    def value(self) -> EarlyEnd:
        """Return the early end as filled in."""
        assert self.reason is not None  # nothing is signed before a reason is chosen  # noqa: S101
        labels = self._names()
        texts = {
            name: field.text()
            for name, field in self.fields.items()
            if name in labels and field is not self.on
        }
        texts.pop("note", None)
        if "how" in texts:
            texts["source"] = texts.pop("how").lower()
        return EarlyEnd(self.reason, self.on.value() if "on" in labels else None, **texts)

    def words(self) -> str:
        """Return the reason of the letters, or the note on file."""
        return self.why.text("member") if self.reason in REFUSALS else self.fields["note"].text()

    def show_problems(self, problems: Iterable[Problem]) -> tuple[QWidget | None, tuple[str, ...]]:
        """Show each problem at its field; return the first widget to correct and the problems of no field."""
        first: QWidget | None = None
        others: list[str] = []
        for problem in problems:
            name = problem.where.removeprefix("early_end.")
            field = self.fields.get("how" if name == "source" and "how" in self._names() else name)
            if field is not None and not field.isHidden():
                field.set_error(problem.words)
                first = first or field.editor
            elif problem.where.startswith("rationale") and not self.why.isHidden():
                self.why.set_error(problem.words)
                first = first or self.why.current()
            else:
                others.append(problem.words)
        return first, tuple(others)

    def _names(self) -> Mapping[str, str]:
        return LABELS[self.reason] if self.reason else {}

    def _shown(self) -> Iterator[Field]:
        return (field for field in self.fields.values() if not field.isHidden())

    def _offer(self, name: str, text: str) -> None:
        field = self.fields[name]
        if text and not field.text():
            field.set_text(text)
            if isinstance(field.editor, QLineEdit):
                field.editor.setCursorPosition(0)

    def _typed(self, name: str, field: Field) -> None:
        field.set_error()
        self.changed.emit(name, field.text())
