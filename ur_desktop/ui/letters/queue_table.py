"""The table of the letter queue: one row a letter, selected for the next batch of letters to print or not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from ur_desktop.domain.letter.waiting import Ready, WaitingLetter
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.tables.column import Column, Look, share_width
from ur_desktop.ui.kit.tables.model import Index
from ur_desktop.ui.kit.tables.table import ColumnHeader, Table
from ur_desktop.ui.kit.text import time_words
from ur_desktop.ui.letters.queue_text import addressee, state

LEAST_STATE = 214
_CHECK = 28


class LetterQueueTable(Table[WaitingLetter]):
    """The letters not sent yet and which to print; one that may have been printed is not, until a person selects it.

    Space selects or clears a letter, Enter ``opened`` its case.
    """

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        self._now: datetime | None = None
        self._people: Mapping[str, str] = {}
        self._me = ""
        self._doing: tuple[int, str] = (0, "")
        self._left_out: set[int] = set()
        self._doubted: set[int] = set()
        columns = (
            Column(
                "Letter", lambda line: line.name, 272, self._check_look, accessible_text=self._accessible_name
            ),
            Column("Member", lambda line: line.member_name, 208, self._plain_look),
            Column("Case", lambda line: line.number, 124, self._plain_look, least=124),
            Column("To", addressee, 232, self._plain_look),
            Column("Accepted", self._since, 176, lambda _line: Look("second", "muted"), least=112),
            Column("State", lambda line: self._sign(line).words, 200, self._sign_look),
        )
        header = ColumnHeader(MARGIN + _CHECK)
        super().__init__(columns, "Letters not sent, oldest first", header=header, parent=parent)
        self.row_opened.connect(lambda line: self.opened.emit(line.case_id))

    def set_lines(
        self, lines: Sequence[WaitingLetter], now: datetime, people: Mapping[str, str], me: str
    ) -> None:
        """Show other letters; those left out stay so. ``people`` are names by user id, ``me`` is the user signed in."""
        self._now, self._people, self._me = now, people, me
        doubted = {line.letter for line in lines if line.in_doubt}
        self._left_out |= doubted - self._doubted
        self._doubted |= doubted
        self.rows.set_rows(lines)

    def set_doing(self, letter: int, words: str) -> None:
        """Show what is being done with a letter; 0 for none."""
        self._doing = (letter, words)
        self.rows.refresh()

    def show_ready(self, letter: int, ready: Ready) -> None:
        """Show that a letter was printed or saved."""
        if (number := self.rows.find(lambda line: line.letter == letter)) >= 0:
            line = self.rows.rows[number]
            self.rows.replace(number, replace(line, ready=ready, batch_of="", in_doubt=False))

    def toggle(self, index: Index) -> None:
        """Select a letter or clear it; one in a batch does not change."""
        line = self.rows.row(index)
        if line is not None and line.may_be_chosen:
            self._left_out ^= {line.letter}
            self.rows.refresh()

    def leave_out(self, letters: set[int]) -> None:
        """Leave out these letters and no others."""
        self._left_out = set(letters)
        self.rows.refresh()

    @property
    def left_out(self) -> set[int]:
        """The letters shown that are left out."""
        return self._left_out & {line.letter for line in self.rows.rows}

    def ready(self) -> tuple[int, ...]:
        """The letters that were printed or saved, in order."""
        return tuple(line.letter for line in self.rows.rows if line.ready)

    def chosen(self) -> tuple[int, ...]:
        """The letters selected to print, in order."""
        return tuple(line.letter for line in self.rows.rows if self._is_chosen(line))

    def widths(self, room: int) -> Mapping[int, int]:
        return share_width(self.rows.columns, room, LEAST_STATE, 1.3)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space:
            self.toggle(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = event.position().toPoint()
        if at.x() < MARGIN + _CHECK:
            self.toggle(self.indexAt(at))

    def _is_chosen(self, line: WaitingLetter) -> bool:
        return line.may_be_chosen and line.letter not in self._left_out

    def _sign(self, line: WaitingLetter) -> Sign:
        letter, words = self._doing
        doing = words if line.letter == letter else ""
        return state(line, chosen=self._is_chosen(line), doing=doing, people=self._people, me=self._me)

    def _since(self, line: WaitingLetter) -> str:
        return time_words(self._now, line.at) if self._now else ""

    def _accessible_name(self, line: WaitingLetter) -> str:
        selected = ", selected" if self._is_chosen(line) else ", not selected"
        return line.name if line.ready else f"{line.name}{selected}"

    def _ink(self, line: WaitingLetter) -> str:
        return "text" if self._is_chosen(line) or line.batch_of or line.ready else "muted"

    def _plain_look(self, line: WaitingLetter) -> Look:
        return Look(ink=self._ink(line))

    def _check_look(self, line: WaitingLetter) -> Look:
        icon, ink = ("check-square-fill", "accent") if self._is_chosen(line) else ("square", "control")
        shown = icon if line.may_be_chosen else ""
        return Look("name", self._ink(line), shown, ink, indent=_CHECK)

    def _sign_look(self, line: WaitingLetter) -> Look:
        sign = self._sign(line)
        return Look(icon=sign.icon, icon_ink=sign.token, indent=22, to_edge=True)
