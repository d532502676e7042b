"""The main window of one signed-in reviewer over the sample vault, its clock in the test's hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent
from pytestqt.qtbot import QtBot

from tests.casework.sessions import breaks, works_again
from ur_desktop import paths
from ur_desktop.casework import samples
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.review import Review
from ur_desktop.library import Library
from ur_desktop.storage.vault import Vault, open_vault
from ur_desktop.ui.letters.preview import LetterPreview
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow

__all__ = ["Clock", "Office", "breaks", "works_again"]

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())
JORDAN, RILEY, ROSA, MARIA, AVERY, LOU = (f"sample-{number:05}" for number in (417, 388, 419, 402, 231, 309))


@dataclass
class Clock:
    """A clock that goes on when told to."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at

    def goes_on(self, **by: float) -> None:
        self.at += timedelta(**by)


class Office:
    """A vault opened by one of its people, and the window over it."""

    def __init__(self, folder: Path, user_id: str = samples.NURSE.user_id) -> None:
        self.clock = Clock()
        self.vault: Vault = open_vault(folder, user_id, samples.PASSWORD, NOW)
        self.session = Session(self.vault, LIBRARY, self.clock)
        self.main = MainWindow(self.session, "light")
        self.main.resize(1366, 728)
        self.main.show()

    def close(self) -> None:
        self.main.hide()
        self.main.deleteLater()
        # The window is gone before its vault is, whichever test turns the event loop next.
        QCoreApplication.sendPostedEvents(self.main, QEvent.Type.DeferredDelete.value)
        self.vault.close()

    def case(self, case_id: str) -> Case:
        return self.vault.cases.get(case_id)

    def review(self, case_id: str) -> Review:
        return self.vault.cases.reviews(case_id)[-1]

    def breaks(self, *tables: str) -> None:
        """From here on the disk refuses every change of these tables, as a full one would."""
        breaks(self.vault, *tables)

    def works_again(self) -> None:
        """Take back what ``breaks`` did."""
        works_again(self.vault)

    def corrects(self, case_id: str, **typed: str) -> None:
        """Open the correction of a case's request, and type into it."""
        self.main.open_case(case_id, "request")
        self.main.case.request.correct.emit()
        for key, text in typed.items():
            self.main.intake.form.set_value(key, text)


def read_letter(preview: LetterPreview) -> None:
    """Show each copy of the letter to its end."""
    for place in range(len(preview.shown_copies)):
        preview.head.copies.choose(place)
        scroll = preview.pages.verticalScrollBar()
        scroll.setValue(scroll.maximum())


def leave(window: AppWindow, qtbot: QtBot) -> None:
    """Close the program's window, and wait for the last backup if one has to be made."""
    window.close()
    qtbot.waitUntil(lambda: window.session is None and not window.isVisible())
