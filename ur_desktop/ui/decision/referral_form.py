"""Who a case is referred to, and the nurse's note beside the question."""

from collections.abc import Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ur_desktop.domain.determination import Reviewer
from ur_desktop.ui.kit.fields.field import ChoiceField, text_field


class ReferralRow(QWidget):
    """A note and a physician; ``changed`` carries the key of a draft and its text."""

    changed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.note = text_field("Your note", placeholder="What else the physician should know")
        self.physician = ChoiceField("Physician")
        self.physician.setFixedWidth(260)
        self.note.changed.connect(lambda: self.changed.emit("note", self.note.text()))
        self.physician.changed.connect(lambda: self.changed.emit("physician", self.chosen()))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.note, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.physician, 0, Qt.AlignmentFlag.AlignTop)

    def start(self, physicians: tuple[Reviewer, ...], drafts: Mapping[str, str]) -> None:
        """Offer the physicians, the one kept first chosen, and show the note kept."""
        self.note.set_text(drafts.get("note", ""))
        self.physician.set_choices(tuple((item.user_id, item.signature) for item in physicians))
        if (kept := drafts.get("physician")) in {item.user_id for item in physicians}:
            self.physician.set_value(kept)

    def chosen(self) -> str:
        """Return the user id of the physician asked; empty where there is none to ask."""
        return str(self.physician.value() or "")

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Nothing: a note may stay empty, and a physician is always chosen."""
        return iter(())
