"""A completed review, to read: its finding, every answer with its reasons, what was attended, where to go on."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.dates import zoned_clock_words
from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import Finding
from ur_desktop.domain.policy import Group, Node
from ur_desktop.domain.review import Answer, Evidence, Review
from ur_desktop.domain.review_state import ReviewState, sections
from ur_desktop.ui.kit.action_bar import ActionBar
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.drawn_text import draw_words, draw_wrapped, wrapped_height
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.tables.read_list import ReadList
from ur_desktop.ui.kit.text import own_time
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.finding_panel import FindingPanel
from ur_desktop.ui.parts.review_text import row_word, short_date
from ur_desktop.ui.review.attendance_rows import attendance_rows

MARGIN = 28
ROW = 34
_ID, _TITLE, _INDENT = 25, 70, 16
_MARK, _BY, _WORD_AT, _NARROW = 128, 232, 560, 720
_UNDER, _BESIDE = 5, 20


class Reason(NamedTuple):
    """A line under an answer: an icon, empty for a note, and words."""

    icon: str
    words: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """What became of one criterion or group, why and by whom.

    ``sign`` is a key of ``signs.MARKS``, ``head`` the step's title on its first row.
    ``depth`` counts the groups around it.
    """

    id: str
    title: str
    sign: str
    word: str
    by: str = ""
    reasons: tuple[Reason, ...] = field(default=(), repr=False)
    head: str = ""
    depth: int = 0

    @property
    def accessible_text(self) -> str:
        """The row for a screen reader."""
        said = (f"{self.id} {self.title}", self.word, *(reason.words for reason in self.reasons), self.by)
        return ". ".join(filter(None, said))

    def height(self, width: int) -> int:
        """Return how tall it is, in px."""
        under = sum(
            wrapped_height(words, "second" if icon else "body", self._room(width, icon))
            for icon, words in self._lines(width)
        )
        return ROW + (under + _UNDER if under else 0)

    def draw(self, painter: QPainter, box: QRect) -> None:
        """Draw mark, id, title, the mark's word and by whom; under it note and evidence."""
        first = QRect(box.left() + MARGIN, box.top(), box.width() - 2 * MARGIN, ROW)
        left, mark = _INDENT * self.depth, signs.MARKS[self.sign]
        ink, quiet = ("faint", "faint") if self.sign == "not_applicable" else ("text", "muted")
        theme.draw_icon(painter, QPointF(first.left() + left, first.top() + 9), mark.icon, mark.token)
        draw_words(painter, first.adjusted(left + _ID, 0, 0, 0), self.id, "name", quiet)
        by = _BY if box.width() >= _NARROW else 0
        word_at = min(first.width() - by - _MARK, _WORD_AT)
        title = first.adjusted(left + _TITLE, 0, word_at - 12 - first.width(), 0)
        draw_words(painter, title, self.title, "body", ink)
        draw_words(painter, first.adjusted(word_at, 0, -by, 0), self.word, "body", ink)
        if by:
            draw_words(
                painter, first.adjusted(first.width() - by, 0, 0, 0), self.by, "second", "muted", right=True
            )
        at = QPointF(first.left() + left + _TITLE, first.bottom() - 3)
        for icon, words in self._lines(box.width()):
            room = self._room(box.width(), icon)
            if icon:
                theme.draw_icon(painter, at + QPointF(0, 2), icon, "muted", 14)
                beside = at + QPointF(_BESIDE, 0)
                at += QPointF(0, draw_wrapped(painter, beside, words, "second", room, "muted"))
            else:
                at += QPointF(0, draw_wrapped(painter, at, words, "body", room))

    def _lines(self, width: int) -> tuple[Reason, ...]:
        """Return the lines under it; in a narrow list, who gave the answer is one of them."""
        told = width >= _NARROW or not self.by
        return self.reasons if told else (*self.reasons, Reason("pencil-simple", self.by))

    def _room(self, width: int, icon: str) -> int:
        return width - 2 * MARGIN - _TITLE - _INDENT * self.depth - (_BESIDE if icon else 0)


class ClosedReview(FocusScope):
    """The Review tab of a review to read; ``review_again`` begins another one, ``decide`` leads on."""

    decide = Signal()
    review_again = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.finding_panel = FindingPanel(self)
        self.closed = elided("", "second", parent=self)
        self.closed.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.answers = ReadList("Answers, in policy order", MARGIN, self)
        self.bar = ActionBar(parent=self)
        self.bar.setContentsMargins(4, 0, 4, 0)
        self.again = KeyButton("Start new review", parent=self)
        self.again.clicked.connect(self.review_again)
        self.primary = KeyButton(
            "Go to determination", Emphasis.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", parent=self
        )
        self.primary.clicked.connect(self.decide)
        self.bar.add(self.again)
        self.bar.add(self.primary)
        head = QHBoxLayout()
        head.setContentsMargins(MARGIN, 18, MARGIN, 10)
        head.setSpacing(16)
        head.addWidget(label("Answers", "section", parent=self))
        head.addWidget(self.closed, 1)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addLayout(head)
        right.addWidget(Hairline(strong=True, parent=self))
        right.addWidget(self.answers, 1)
        right.addWidget(self.bar)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.finding_panel)
        row.addWidget(Hairline(vertical=True, strong=True, parent=self))
        row.addLayout(right, 1)

    def home(self) -> QWidget:
        return self.answers

    def open(
        self,
        finding: Finding,
        cure: Cure,
        review: Review,
        *,
        reviewer_name: Callable[[str], str],
        can_review_again: bool,
        by_you: bool,
        now: datetime,
        can_decide: bool = True,
    ) -> None:
        """Show a review to read; times are in the zone of ``now``, with their year where it is another."""
        self.finding_panel.show_finding(finding, cure, by_you=by_you)
        who = "you" if by_you else reviewer_name(review.completed_by)
        when = f" {_moment(review.completed_at, now)}" if review.completed_at else ""
        done = f"Completed{when} by {who}. Answers locked."
        self.closed.setText(done if review.completed_at else "Not completed yet.")
        self.again.setVisible(can_review_again)
        self.primary.setVisible(can_decide)
        answers = answer_rows(finding, review, reviewer_name, now)
        self.answers.show_rows((*answers, *attendance_rows(review, MARGIN)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.finding_panel.fit_in(self.width())


def answer_rows(
    finding: Finding, review: Review, reviewer_name: Callable[[str], str], now: datetime
) -> Iterator[AnswerRow]:
    """Every criterion and group of the review in policy order, with its answer where it has one."""
    state = ReviewState.of(finding.policy, review)
    for section in sections(finding.policy, review.checklist_id):
        title = section.title
        for node, depth in _below(section.nodes):
            answer = review.answers.get(node.id)
            by = f"{reviewer_name(answer.by)}, {_moment(answer.at, now)}" if answer else ""
            sign = state.status(node)
            words = row_word(state, node) if isinstance(node, Group) or sign == "not_yet_due" else ""
            word = words[:1].upper() + words[1:] or signs.MARKS[sign].words
            reasons = tuple(_reasons(answer, now)) if answer else ()
            yield AnswerRow(node.id, node.title, sign, word, by, reasons, title, depth)
            title = ""


def _below(nodes: Sequence[Node], depth: int = 0) -> Iterator[tuple[Node, int]]:
    for node in nodes:
        if node.id:
            yield node, depth
        if isinstance(node, Group):
            yield from _below(node.children, depth + 1 if node.id else depth)


def _reasons(answer: Answer, now: datetime) -> Iterator[Reason]:
    if answer.note:
        yield Reason("", answer.note)
    for item in answer.evidence:
        yield Reason("file-text", _cited(item))
    if answer.proposal:
        yield Reason("calculator", answer.proposal)
    if answer.carried_from:
        words = f"Carried over from the review of {short_date(answer.carried_from, now)}"
        yield Reason("clock-counter-clockwise", words)


def _cited(item: Evidence) -> str:
    place = f"{item.document}, page {item.page}" if item.page else item.document
    return f"{place}: {item.quote}" if item.quote else place


def _moment(at: datetime, now: datetime) -> str:
    at = own_time(now, at)
    return f"{short_date(at, now)}, {zoned_clock_words(at)}"
