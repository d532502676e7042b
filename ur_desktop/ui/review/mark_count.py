"""How many criteria have a mark: icon, number and word."""

from PySide6.QtWidgets import QWidget

from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts import signs


class MarkCount(StateWord):
    """How many criteria carry a mark: icon, number and word."""

    def __init__(self, mark: str, count: int = 0, *, parent: QWidget | None = None) -> None:
        self._mark = signs.MARKS[str(mark)]
        super().__init__(self._mark, parent=parent)
        self.set_count(count)

    def set_count(self, count: int) -> None:
        """Say another number."""
        self.setText(f"{count:,} {self._mark.words.lower()}")
        self.updateGeometry()
