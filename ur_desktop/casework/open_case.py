"""The case that is open, as it is on file, and the ways in which its desks change it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from PySide6.QtCore import QObject, Signal

from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.errors import UserError
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.review import Review
from ur_desktop.files.case import CaseFile


class OpenCase(QObject):
    """One case at a time; ``was_read`` follows whenever it was read anew."""

    was_read = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._file: CaseFile | None = None
        self.case: Case
        self._unkept: dict[tuple[str, str], str] = {}

    @property
    def file(self) -> CaseFile:
        """The case with its review; asked for only where there is one."""
        assert self._file is not None  # noqa: S101, see the docstring
        return self._file

    @property
    def is_reviewed(self) -> bool:
        """Whether a review of it was begun."""
        return self._file is not None

    def read(self, case_id: str) -> None:
        """Open a case, or the same one again as it is on file now."""
        self.case = self._session.vault.cases.get(case_id)
        self._file = self._session.file(self.case)
        self.was_read.emit()

    def learn(self, review: Review) -> None:
        """Take in the review as it was just kept."""
        self._file = replace(self.file, review=review)

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

    def policy(self) -> Policy:
        """The policy its review began with; before that, the one in force on its first date of service."""
        if self._file is not None:
            return self._file.policy(self._session.library)
        return self._session.library.policy(self.case.policy_id, self.case.request.start)

    # Half-typed text

    def drafts(self, screen: str) -> Mapping[str, str]:
        """What is half typed on a screen, by field."""
        return self._session.drafts(self.case.id, screen)

    def keep_draft(self, screen: str, field: str, text: str) -> None:
        """Keep half-typed text; when that raises StorageError, ``keep_again`` still knows it."""
        place = self.case.id, f"{screen}.{field}"
        self._unkept[place] = text
        self._session.vault.cases.save_draft(*place, text)
        del self._unkept[place]

    def keep_again(self) -> None:
        """Keep half-typed text that could not be kept before; StorageError when it still can't."""
        for place, text in tuple(self._unkept.items()):
            self._session.vault.cases.save_draft(*place, text)
            del self._unkept[place]

    def forget_drafts(self, screen: str) -> None:
        """Forget what was half typed on a screen."""
        self._unkept = {
            place: text for place, text in self._unkept.items() if not place[1].startswith(f"{screen}.")
        }
        self._session.keep_drafts(self.case.id, screen, {})
