"""A row of fields; the error of one is shown under it and may be wider."""

from collections.abc import Mapping

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine

GUTTER = 12
_LINE = 16
_ICON = 24


class FieldRow(QWidget):
    """A row of a form: for each field its key and its width in px; a negative one is a share of the rest."""

    def __init__(self, fields: tuple[tuple[str, Field, int], ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._fields = {key: field for key, field, _width in fields}
        self.row = QHBoxLayout()
        self.row.setSpacing(GUTTER)
        for _key, field, width in fields:
            field.shows_errors = False
            if width > 0:
                field.setFixedWidth(width)
            self.row.addWidget(field, max(0, -width), Qt.AlignmentFlag.AlignTop)
        self._under = QWidget(self)
        self._faults = {key: ErrorLine(self._under) for key in self._fields}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(self.row)
        column.addWidget(self._under)
        self._under.hide()
        self._lay_out_errors()

    def show_faults(self, faults: Mapping[str, str]) -> None:
        """Show the errors of this row's fields, by key; clear the others."""
        for key, field in self._fields.items():
            sentence = faults.get(key, "")
            theme.set_style(field.editor, "fault", bool(sentence))
            field.editor.setAccessibleDescription(sentence)
            self._faults[key].say(sentence)
        self._under.setVisible(bool(faults.keys() & self._fields.keys()))
        self._lay_out_errors()

    def names(self) -> frozenset[str]:
        """Return the keys of the fields on this row."""
        return frozenset(self._fields)

    def fault(self, key: str) -> str:
        """Return the error shown for a field, empty if there is none."""
        line = self._faults.get(key)
        return "" if line is None or line.isHidden() else line.words.text()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out_errors()

    def _lay_out_errors(self) -> None:
        """Put each error under its field, on the first line where it does not touch another."""
        ends: list[int] = []
        for key, line in self._faults.items():
            if line.isHidden():
                continue
            wide = line.words.fontMetrics().horizontalAdvance(line.words.text()) + _ICON
            left = max(0, min(self._fields[key].x(), self.width() - wide))
            level = next((n for n, end in enumerate(ends) if end + GUTTER <= left), len(ends))
            ends[level : level + 1] = [left + wide]
            line.setGeometry(left, level * _LINE, wide, _LINE)
        self._under.setFixedHeight(_LINE * len(ends))
        # A form in a scroll area squeezes a row whose fields could wrap; these never do.
        tall = max(field.sizeHint().height() for field in self._fields.values())
        self.setFixedHeight(tall + (4 + _LINE * len(ends) if ends else 0))
