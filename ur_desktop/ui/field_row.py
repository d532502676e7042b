"""Fields side by side in a 12 px gutter; what is wrong with one stands under it and may be wider."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui import theme
from ur_desktop.ui.controls import Field
from ur_desktop.ui.messages import ErrorLine

GUTTER = 12


class FieldRow(QWidget):
    """One line of a form; a place is a key, its field and its width in px, below 0 to share the rest."""

    def __init__(self, places: tuple[tuple[str, Field, int], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {key: field for key, field, _width in places}
        self._faults: dict[str, ErrorLine] = {}
        self.fields = QHBoxLayout()
        self.fields.setSpacing(GUTTER)
        for _key, field, width in places:
            if width > 0:
                field.setFixedWidth(width)
            self.fields.addWidget(field, max(0, -width), Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addLayout(self.fields)

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Say what is wrong with the fields of this row, and nothing of the others."""
        for key, field in self._fields.items():
            sentence = faults.get(key, "")
            theme.set_style(field.editor, "fault", bool(sentence))
            field.editor.setAccessibleDescription(sentence)
            line = self._faults.get(key)
            if line is None and sentence:
                line = self._faults[key] = ErrorLine(self)
                self._column.addWidget(line)
            if line is not None:
                line.say(sentence)
        self._align()

    def names(self) -> frozenset[str]:
        """Return the keys of the fields on this row."""
        return frozenset(self._fields)

    def fault(self, key: str) -> str:
        """Return the sentence shown for a field, empty when all is well."""
        line = self._faults.get(key)
        return "" if line is None or line.isHidden() else line.words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._align()

    def _align(self) -> None:
        for key, line in self._faults.items():
            natural = line.words.fontMetrics().horizontalAdvance(line.words.text()) + 28
            left = max(0, min(self._fields[key].x(), self.width() - natural))
            line.setContentsMargins(left, 0, 0, 0)
