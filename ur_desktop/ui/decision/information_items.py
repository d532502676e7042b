"""What an information request asks the provider for: an item for each criterion not documented, and when it is due."""

from collections.abc import Iterator, Mapping
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.domain.response_time import ResponseTime
from ur_desktop.ui.decision.blank_edit import BlankEdit
from ur_desktop.ui.kit.fields.date_field import DateField
from ur_desktop.ui.kit.fields.editors import CheckBox
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.messages import ErrorLine

OTHER = "other"


class InformationItems(FocusScope):
    """Items to check and edit, one of them free, and the due date; ``changed`` carries the key and text of a draft."""

    changed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[ItemRow, ...] = ()
        self.error = ErrorLine(self)
        self.answer_by = DateField("Response due", parent=self)
        self.answer_by.setFixedWidth(150)
        self.answer_by.changed.connect(self._tell_due)
        self.words = label("", "second", parent=self)
        self.words.setWordWrap(True)
        self._times: ResponseTime
        printed = "Give a reason for each. The letter prints this text."
        head = QHBoxLayout()
        head.addWidget(label("Information to request", "section", parent=self))
        head.addStretch(1)
        head.addWidget(elided(printed, "second", parent=self))
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.answer_by, 0, Qt.AlignmentFlag.AlignTop)
        self.words.setContentsMargins(0, 28, 0, 0)
        foot.addWidget(self.words, 1, Qt.AlignmentFlag.AlignTop)
        self._list = QVBoxLayout()
        self._list.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._list)
        column.addWidget(self.error)
        column.addLayout(foot)
        column.addStretch(1)

    def home(self) -> QWidget | None:
        return self.rows[0].box if self.rows else None

    def start(self, finding: Finding, times: ResponseTime, drafts: Mapping[str, str]) -> None:
        """Show the items of a finding, or of the draft; ``times`` has the due dates that hold."""
        for old in self.rows:
            self._list.removeWidget(old)
            old.hide()
            old.deleteLater()
        nodes = [citation.judged.node for citation in finding.undetermined]
        asked = [(node.id, f"{node.id}  {node.title}", node.ask) for node in nodes]
        self.rows = tuple(ItemRow(*each, drafts) for each in (*asked, (OTHER, "Other", "")))
        for row in self.rows:
            row.changed.connect(self._changed)
            row.edit.shortened.connect(self.error.say)
            self._list.addWidget(row)
        self._times = times
        self.answer_by.set_value(times.default.date())
        self._tell_due()
        self.error.say("")

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show the errors of the items and the date, and yield the name and editor of each."""
        asked = self.asked()
        self.error.say("" if asked else "Check at least one item and describe it.")
        if not asked:
            yield "Information to request", self.rows[0].box
        fault = self._times.fault(self.answer_by.value())
        self.answer_by.set_error(fault)
        if fault:
            yield self.answer_by.title, self.answer_by.editor

    def asked(self) -> tuple[str, ...]:
        """Return the text of every checked item."""
        return tuple(filter(None, (row.asked() for row in self.rows)))

    def request(self, now: datetime) -> InformationRequest:
        """Return the information request as filled in, due on the typed day."""
        day = self.answer_by.value()
        by = self._times.on(day) if day else None
        return InformationRequest(self.asked(), now, by or self._times.default)

    def _tell_due(self) -> None:
        """Show whether a request due on the typed day stops the clock."""
        self.answer_by.set_error()
        self.words.setText(self._times.words(self.answer_by.value()))

    def _changed(self, key: str, text: str) -> None:
        self.error.say("")
        self.changed.emit(key, text)


class ItemRow(QWidget):
    """One item: its check box, and at the right the requested text, free to edit."""

    changed = Signal(str, str)

    def __init__(self, item: str, words: str, ask: str, drafts: Mapping[str, str]) -> None:
        super().__init__()
        self.item = item
        self.box, self.edit = CheckBox(words, self), BlankEdit(f"{words}: requested text", self)
        self.box.setFixedWidth(232)
        self.edit.setFixedHeight(66)
        self.edit.set_text(drafts.get(f"item.{item}") or ask)
        self.box.setChecked((drafts.get(f"tick.{item}") or ("yes" if ask else "no")) == "yes")
        self.box.toggled.connect(lambda on: self.changed.emit(f"tick.{item}", "yes" if on else "no"))
        self.edit.edited.connect(self._wrote)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.box, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.edit, 1, Qt.AlignmentFlag.AlignTop)

    def asked(self) -> str:
        """Return the requested text, empty while the item is not checked."""
        return self.edit.text().strip() if self.box.isChecked() else ""

    def _wrote(self) -> None:
        if self.item == OTHER:
            self.box.setChecked(bool(self.edit.text().strip()))
        self.changed.emit(f"item.{self.item}", self.edit.text())
