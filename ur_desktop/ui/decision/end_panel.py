"""Beside the reasons: what follows from an early end, and what stops with it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.casework.early_end import EndStart
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.dates import clock_words
from ur_desktop.domain.early_end import EarlyEnd, EndReason
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.scroll_page import ScrollPage
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts.review_text import short_date

WIDTH = 376
_OWES = (
    "Names the provision, never a clinical criterion",
    "Appeal: how, where, by when",
    "Fast appeal and outside review",
    "The file, free; where to get help",
)


class EndPanel(ScrollPage):
    """The column at the right: the letters, when notice is due, who signs, what stops."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What follows from this", parent=parent)
        self.setFixedWidth(WIDTH)
        theme.fill(self, "surface")
        self.letter = label("", "strong", parent=self)
        self.copies = paragraph("", "second", parent=self)
        self.owes = [_line("check", "met", words) for words in _OWES]
        self.notice_head = label("Notice due", "second", parent=self)
        self.notice = label("", "strong", parent=self)
        self.rule = paragraph("", "second", parent=self)
        self.signs = paragraph("", "body", parent=self)
        self.stops_head = label("What stops", "strong", parent=self)
        self.review = _Stopped("pencil-simple")
        self.records = _Stopped("files")
        self.referral = _Stopped("first-aid-kit")
        column = self.column
        column.setContentsMargins(24, 18, 24, 18)
        column.setSpacing(4)
        column.addWidget(label("What follows from this", "section", parent=self))
        column.addSpacing(6)
        column.addWidget(label("Letters", "second", parent=self))
        for part in (self.letter, self.copies, *self.owes):
            column.addWidget(part)
        column.addSpacing(6)
        for part in (self.notice_head, self.notice, self.rule):
            column.addWidget(part)
        column.addSpacing(6)
        column.addWidget(label("Who signs", "second", parent=self))
        column.addWidget(self.signs)
        column.addSpacing(10)
        column.addWidget(Hairline(parent=self))
        column.addSpacing(10)
        for part in (self.stops_head, self.review, self.records, self.referral):
            column.addWidget(part)
        column.addStretch(1)

    def show_end(self, reason: EndReason | None, start: EndStart, me: Reviewer) -> None:
        """Show what follows from one reason."""
        end = EarlyEnd(reason) if reason else None
        refuses = end is not None and end.refuses
        self.letter.setText(
            "Choose a reason"
            if end is None
            else "Administrative denial"
            if refuses
            else "Withdrawal"
            if end.has_letter
            else "No letter"
        )
        has_letter = end is not None and end.has_letter
        self.copies.setText("Member copy and provider copy, read before they are accepted.")
        self.copies.setVisible(has_letter)
        for line in self.owes:
            line.setVisible(refuses)
        for part in (self.notice_head, self.notice, self.rule):
            part.setVisible(refuses)
        due = start.deadline.decide_by
        self.notice.setText(f"{due:%a} {short_date(due.date())}, {clock_words(due)} {due:%Z}")
        self.rule.setText(f"{start.deadline.rule}. It stops with the notice.")
        self.signs.setText(f"{me.signature}. Your password is asked for.")
        self._show_stops(start)

    def _show_stops(self, start: EndStart) -> None:
        case = start.case
        self.review.tell(
            f"The review, {start.answered} of {start.total} answered" if start.total else "",
            "Its answers stay on file and decide nothing.",
        )
        asked = case.waits_since
        self.records.tell(
            f"The records requested on {short_date(asked.date())}" if asked else "",
            "The letters say that nobody needs to send them.",
        )
        referred = case.state is CaseState.WITH_PHYSICIAN
        self.referral.tell("The referral" if referred else "", "The physician finds the case ended.")
        stops = any(not part.isHidden() for part in (self.review, self.records, self.referral))
        self.stops_head.setVisible(stops)


class _Stopped(QWidget):
    """One thing that stops: an icon, its words, and what becomes of it; hidden while there are no words."""

    def __init__(self, icon: str) -> None:
        super().__init__()
        self.words = paragraph("", "body", parent=self)
        self.then = paragraph("", "second", parent=self)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.words)
        texts.addWidget(self.then)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(9)
        row.addWidget(Icon(icon, parent=self))
        row.addLayout(texts, 1)

    def tell(self, words: str, then: str) -> None:
        self.words.setText(words)
        self.then.setText(then)
        self.setVisible(bool(words))


def _line(icon: str, token: str, words: str) -> QWidget:
    line = QWidget()
    row = QHBoxLayout(line)
    row.setContentsMargins(0, 3, 0, 3)
    row.setSpacing(9)
    row.addWidget(Icon(icon, token, parent=line))
    row.addWidget(paragraph(words, "body", parent=line), 1)
    return line
