"""One window that goes from place to place, over a vault in which there is one to see of each."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from ur_desktop import paths
from ur_desktop.app import make_window
from ur_desktop.casework import sample_vault, samples
from ur_desktop.casework.session import Session
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.review import Mark
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.library import Library
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow

if TYPE_CHECKING:
    from tests.fuzz.places import Place

Editor = QLineEdit | QPlainTextEdit | QTextEdit
NEWCOMER = Reviewer("nell", "Nell Newcomer", Role.NURSE, Credential("RN", "TEST-0009", "Utah"))
"""Somebody who has to choose their own password first."""
ADVISED, READY = "sample-99001", "sample-99002"


def make(home: Path) -> None:
    """A home with the sample vault, a case more, a person more, and a backup."""
    now, folder = datetime.now().astimezone(), home / "vault"
    library = Library(paths.forms_dir(), paths.templates_dir())
    sample_vault.make(folder, library, now, LEAST)
    with vault.open_vault(folder, samples.NURSE.user_id, samples.PASSWORD, now) as made:
        put_reviewed(made, library, now, ADVISED, "sample-00365", S1=Mark.NOT_MET)
        put_reviewed(made, library, now, READY, "sample-00231")
        made.keys.add(NEWCOMER, samples.PASSWORD, once=True, kdf=LEAST)
        made.backups.make(BackupReason.ASKED, now)


def put_reviewed(
    made: vault.Vault, library: Library, now: datetime, case_id: str, like_id: str, **marks: Mark
) -> None:
    """A case like a sample case, whose review is finished; ``marks`` are answered otherwise, by criterion."""
    like = next(each for each in samples.sample_cases(library, now) if each.case.id == like_id)
    case = replace(like.case, id=case_id, number=f"2026-9{case_id[-5:]}")
    assert like.review is not None
    answers = {
        key: replace(answer, mark=marks.get(key, answer.mark)) for key, answer in like.review.answers.items()
    }
    review = replace(like.review, case_id=case_id, answers=answers)
    session = Session(made, library, lambda: now)
    session.add(replace(case, state=CaseState.NEW))
    made.cases.begin_review(replace(review, answers={}, completed_at=None, completed_by=""))
    for criterion_id in answers:
        made.cases.save_answer(review, criterion_id)
    made.cases.complete_review(review, library.edition(review.policy_id, review.version, review.digest))
    session.save(case)


@dataclass
class Walk:
    """One window over a home, and who is signed in to it."""

    home: Path
    window: AppWindow | None = None
    hand: KeyboardDriver = field(init=False)
    over: Path | None = None

    def open(self, who: Reviewer | None, home: Path | None = None) -> KeyboardDriver:
        """A new window, where somebody signs in; nobody for the first screen, over another home if given."""
        self.close()
        now = datetime.now().astimezone()
        self.over = home or self.home
        self.window = window = make_window(self.over, lambda: now)
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        self.hand = KeyboardDriver(app, window)
        if who is not None:
            window.sign_in_screen.sign_in_requested.emit(who.user_id, samples.PASSWORD)
            self.hand.wait_for(lambda: window.session is not None, "the vault opens")
            self.hand.press("Shift")
        return self.hand

    def enter(self, place: Place) -> None:
        """Go to a place anew, as whoever gets there."""
        if place.who is not None and (self.window is None or self.who != place.who.user_id):
            self.open(place.who)
        place.go(self)

    @property
    def who(self) -> str:
        """The user id signed in; empty while nobody is."""
        session = self.window.session if self.window is not None else None
        return session.me.user_id if session is not None else ""

    def close(self) -> None:
        """Lock and leave."""
        if self.window is not None:
            self.window.lock()
            self.window.close()
            if self.window.isVisible():  # it asked about keys that nobody wrote down
                self.window.close()
            self.window.deleteLater()
            self.window = None

    @property
    def main(self) -> MainWindow:
        return self.hand.main

    def case(self, case_id: str, tab: str, *keys: str) -> None:
        """Open a case anew, on a tab, and press keys there."""
        self.main.show_worklist()
        self.main.open_case(case_id, tab)
        self.hand.press("Shift", *keys)

    def at(self, place: str) -> None:
        """Open a place of the rail anew."""
        self.main.show_worklist()
        self.main.rail.opened.emit(place)
        self.hand.press("Shift")

    def editors(self, place: Place) -> list[Editor]:
        """What can be typed into at a place."""
        part = self.hand.visible(place.part) if place.part else self.window
        assert part is not None
        return [
            widget
            for widget in part.findChildren(QWidget)
            if isinstance(widget, Editor) and widget.isVisible() and can_be_typed_in(widget)
        ]


def name_of(editor: Editor) -> str:
    """The name of a field, without the zone that changes with the season: "Time" of "Time (EST)"."""
    return re.sub(r" \([A-Z]+\)$", "", editor.accessibleName())


def can_be_typed_in(widget: Editor) -> bool:
    return widget.isEnabled() and not widget.isReadOnly()
