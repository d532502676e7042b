"""The case on the screen: one value for all tabs, replaced by what each act returns."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import open_case
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case


class ShownCase(QObject):
    """One case at a time; ``changed`` follows whenever another value is shown."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.value: OpenCase

    def show(self, opened: OpenCase) -> None:
        """Take what an act returned."""
        self.value = opened
        self.changed.emit()

    def read(self, case_id: str) -> None:
        """Read a case from the vault, or the same one again."""
        self.show(open_case.read(self._session, case_id))

    @property
    def case(self) -> Case:
        """The case itself."""
        return self.value.case
