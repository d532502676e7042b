"""The Determination tab once a determination is signed: what was decided, by whom, why, and what was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.casework.open_case import Signed
from ur_desktop.domain.determination import Action
from ur_desktop.domain.early_end import EndReason
from ur_desktop.domain.sending import Sending
from ur_desktop.ui.case.detail_grid import Detail, DetailGrid
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.text import plural, time_words, typed_date
from ur_desktop.ui.parts.end_text import end_title
from ur_desktop.ui.parts.event_text import action_words, sent_words

_WIDEST = 1000
_WITH_DATES = frozenset({Action.APPROVE, Action.DENY})


class SignedPage(FocusScope):
    """Every determination ever signed on a case, the newest first, read only."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.page = ScrollPage("Determination", home=True, parent=self)
        self.body: QWidget | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)

    def home(self) -> QWidget:
        return self.page

    def open(self, signed: Sequence[Signed], now: datetime, person: Callable[[str], str]) -> None:
        """Show determinations, the newest first; ``person`` names a user ID."""
        if self.body is not None:
            self.body.hide()
            self.body.deleteLater()
        self.body = QWidget()
        self.body.setMaximumWidth(_WIDEST)
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 18, 0, 12)
        inner.setSpacing(8)
        for one in signed:
            inner.addWidget(label(_title(one), "section"))
            inner.addWidget(DetailGrid(tuple(details(one, now, person))))
            inner.addSpacing(10)
        inner.addStretch(1)
        self.page.column.insertWidget(0, self.body, 1)
        self.page.verticalScrollBar().setValue(0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), theme.color("surface"))


def details(one: Signed, now: datetime, person: Callable[[str], str]) -> list[Detail]:
    """What a signed determination says, each part by its name."""
    made, reasons = one.determination, one.determination.rationale
    found = [
        Detail("Signed by", made.by.signature, 2),
        Detail("Signed", time_words(now, made.at), 2),
    ]
    if made.action in _WITH_DATES:
        found += [
            Detail("Dates", f"{typed_date(made.start)} – {typed_date(made.end)}", 2),
            Detail("Units", plural(made.units, "unit")),
        ]
        if made.next_review is not None:
            found.append(Detail("Next review", typed_date(made.next_review)))
    end = made.early_end
    if end is not None and end.on is not None:
        found.append(Detail("Since" if end.refuses else "On", typed_date(end.on), 2))
    texts = (
        ("Said by", end.told_by if end else ""),
        ("How, or found in", end.source if end else ""),
        ("Plan that has to answer", end.other if end and end.reason is EndReason.WRONG_PLAN else ""),
        ("The plan’s provision", end.provision if end else ""),
        ("Reason", made.reason),
        ("Reasons, member letter", reasons.member),
        ("Reasons, provider letter", reasons.provider),
        ("Alternative offered", made.alternative),
    )
    found += [Detail(name, text, 4) for name, text in texts if text.strip()]
    if one.void is not None:
        voided = f"{person(one.void.by)}, {time_words(now, one.void.at)}: {one.void.reason}"
        found.append(Detail("Voided", voided, 4))
    return found + [Detail("Notice", sent_line(each, now, person), 4) for each in one.sendings]


def sent_line(sending: Sending, now: datetime, person: Callable[[str], str]) -> str:
    """How notice was given: "Faxed: Harbor Example Clinic, 1-800-555-0118, today 9:05 AM, by Nora Sample, RN"."""
    return f"{sent_words(sending)}, {time_words(now, sending.at)}, by {person(sending.by)}"


def _title(one: Signed) -> str:
    end = one.determination.early_end
    words = end_title(end) if end else action_words(one.determination.action.value)
    return f"{words[:1].upper()}{words[1:]}{', voided' if one.void else ''}"
