"""The case on the screen: one value for all tabs, replaced by what each act returns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework import drafts, open_case
from ur_desktop.casework.open_case import OpenCase
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.review import Review
from ur_desktop.files.case import CaseFile


class ShownCase(QObject):
    """One case at a time; ``changed`` follows whenever another value is shown."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.value: OpenCase
        self._unkept: dict[tuple[str, str, str], str] = {}

    def show(self, opened: OpenCase) -> None:
        """Take what an act returned."""
        self.value = opened
        self.changed.emit()

    def read(self, case_id: str) -> None:
        """Read a case from the vault, or the same one again."""
        self.show(open_case.read(self._session, case_id))

    # For controllers whose acts are not in casework yet.

    @property
    def case(self) -> Case:
        """The case."""
        return self.value.case

    @property
    def file(self) -> CaseFile:
        """The case with its review; asked for only where there is one."""
        return self.value.file

    def learn(self, review: Review) -> None:
        """Take in the review as it was just kept."""
        self.value = replace(self.value, reviewed=replace(self.file, review=review))

    def keep(self, **changes: object) -> None:
        """Keep the case with other values in some of its fields."""
        self._session.keep(replace(self.case, **changes))  # type: ignore[arg-type]
        self.read(self.case.id)

    @contextmanager
    def together(self) -> Iterator[None]:
        """One transaction; when it fails, the case is what is on file."""
        try:
            with self._session.vault.together():
                yield
        except UserError:
            self.read(self.case.id)
            raise

    def drafts(self, screen: str) -> Mapping[str, str]:
        """What is half typed on a screen, by field."""
        return drafts.load(self._session, self.case.id, screen)

    def keep_draft(self, screen: str, field: str, text: str) -> None:
        """Keep half-typed text; when that raises StorageError, ``keep_again`` still knows it."""
        place = self.case.id, screen, field
        self._unkept[place] = text
        drafts.save(self._session, *place, text)
        del self._unkept[place]

    def keep_again(self) -> None:
        """Keep half-typed text that could not be kept before; StorageError when it still can't."""
        for place, text in tuple(self._unkept.items()):
            drafts.save(self._session, *place, text)
            del self._unkept[place]

    def forget_drafts(self, screen: str) -> None:
        """Forget what was half typed on a screen."""
        self._unkept = {place: text for place, text in self._unkept.items() if place[1] != screen}
        drafts.clear(self._session, self.case.id, screen)
