"""The finding beside the decision: the result, its citations grouped, and what would change it."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.domain.cure import Cure
from ur_desktop.domain.evaluation import Judged, Result, decides
from ur_desktop.domain.finding import Citation, Finding, walk_judged
from ur_desktop.domain.letter_words import MONTHS, day, listed
from ur_desktop.domain.policy import FACTS, Criterion, Node
from ur_desktop.domain.review import Mark
from ur_desktop.ui import theme
from ur_desktop.ui.buttons import PaintedButton
from ur_desktop.ui.marks import Icon
from ur_desktop.ui.painting import draw_box
from ur_desktop.ui.panels import Hairline
from ur_desktop.ui.text import label, paragraph, plural
from ur_desktop.ui.theme import Sign

WIDTH, WIDE = 420, 480
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RESULTS = {
    Result.MET: "met",
    Result.NOT_MET: "not_met",
    Result.UNDETERMINED: "not_documented",
    Result.NOT_APPLICABLE: "not_applicable",
    Result.NOT_YET_DUE: "not_yet_due",
}


class Line(NamedTuple):
    """One row of a list: an id, what it is, and at the right a word with its icon, or the word alone."""

    id: str
    title: str
    word: str = ""
    sign: Sign | None = None


class FindingPanel(QWidget):
    """The left side of a decision, 420 px wide; it only shows, and folds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setFixedWidth(WIDTH)
        self.result = label("", "title", parent=self)
        self.icon = Icon("circle", "control", 24, parent=self)
        self.about = paragraph("", "second", parent=self)
        self.about.line = 17
        self.folds: tuple[Fold, ...] = ()
        self.change = _Change(self)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setAccessibleName("Finding")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(12)
        column.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 0, 20, 0)
        foot.addWidget(self.change)
        column.addLayout(foot)
        self._head = QWidget(self)
        head = QVBoxLayout(self._head)
        head.setContentsMargins(0, 0, 0, 0)
        head.setSpacing(6)
        title = QHBoxLayout()
        title.setSpacing(10)
        title.addWidget(self.icon)
        title.addWidget(self.result, 1)
        head.addLayout(title)
        head.addWidget(self.about)
        self._column = QVBoxLayout()

    def show_finding(self, finding: Finding, cure: Cure, *, by_you: bool = False) -> None:
        """Show a finding and what would change it; ``by_you`` says that the reader did the review."""
        sign = result_sign(finding)
        self.result.setText(sign.words)
        self.icon.set(sign.icon, sign.token)
        self.about.setText(about_words(finding) + (" First review by you." if by_you else ""))
        self.change.say(change_words(finding, cure))
        body = QWidget()
        body.setProperty("role", "scrolled")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 20, 20, 8)
        self._column.setSpacing(0)
        self._head.setParent(body)
        self._column.addWidget(self._head)
        self._rule(18)
        for title, citations in (
            ("Not met", finding.unmet),
            ("Could not be found in the records", finding.undetermined),
        ):
            self._section(
                title, tuple(item for item in citations if item.id not in finding.unanswered), finding
            )
        if finding.unmet or finding.undetermined:
            self._rule(8)
        self.folds = tuple(Fold(sign, words, lines, body) for sign, words, lines in folded(finding))
        for fold in self.folds:
            self._column.addWidget(fold)
        self._column.addStretch(1)
        old = self.area.takeWidget()
        self.area.setWidget(body)
        self._head.show()
        if old is not None:
            old.deleteLater()

    def _rule(self, space: int) -> None:
        self._column.addSpacing(space)
        self._column.addWidget(Hairline(strong=True))
        self._column.addSpacing(12)

    def _section(self, title: str, citations: Sequence[Citation], finding: Finding) -> None:
        if not citations:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(label(title, "strong"))
        row.addWidget(label(str(len(citations)), "body", "muted"))
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addSpacing(6)
        for citation in citations:
            self._column.addWidget(_Cited(citation, finding))
            self._column.addSpacing(12)


class Fold(QWidget):
    """A folded line: icon and words; pressed, it shows its rows."""

    def __init__(
        self, sign: Sign, words: str, lines: tuple[Line, ...], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.lines = lines
        self.button = _FoldButton(sign, words, self)
        self.button.toggled.connect(self._unfold)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.button)
        self.rows: QWidget | None = None

    def _unfold(self, shown: bool) -> None:
        if self.rows is None:
            self.rows = QWidget(self)
            column = QVBoxLayout(self.rows)
            column.setContentsMargins(44, 2, 0, 6)
            column.setSpacing(0)
            for line in self.lines:
                column.addWidget(_Row(line, self.rows))
            self._column.addWidget(self.rows)
        self.rows.setVisible(shown)


class _FoldButton(PaintedButton):
    def __init__(self, sign: Sign, words: str, parent: QWidget) -> None:
        super().__init__(words, height=24, parent=parent)
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.sign = sign
        self.setAccessibleDescription("Folded")
        self.toggled.connect(lambda on: self.setAccessibleDescription("Unfolded" if on else "Folded"))

    def sizeHint(self) -> QSize:
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered():
            draw_box(painter, QRectF(self.rect()), None, "hover")
        theme.draw_icon(
            painter, QPointF(0, 6), "caret-down-bold" if self.isChecked() else "caret-right-bold", "muted", 12
        )
        theme.draw_icon(painter, QPointF(20, 4), self.sign.icon, self.sign.token)
        painter.setPen(theme.colour("text"))
        room = self.rect().adjusted(44, 0, 0, 0)
        shown = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), shown)


class _Cited(QWidget):
    """A citation: its mark, id, section and tally, the policy's words, and a group's members."""

    def __init__(self, citation: Citation, finding: Finding) -> None:
        super().__init__()
        node, judged = citation.judged.node, citation.judged
        sign = theme.MARKS[_RESULTS[judged.result]]
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(node.id, "strong", parent=self))
        head.addWidget(label(node.section, "second", parent=self))
        head.addStretch(1)
        head.addWidget(label(citation.tally, "second", parent=self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(head)
        words.addWidget(paragraph(_cited_words(node), "body", parent=self))
        if citation.missing_fact:
            words.addWidget(
                paragraph(f"Not known yet: {_ask(finding, citation.missing_fact)}", "second", parent=self)
            )
        if judged.children:
            words.addSpacing(4)
        for child in judged.children:
            if child.node.id:
                words.addWidget(_Row(_member(child), self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        icon = Icon(sign.icon, sign.token, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)


class _Row(QLabel):
    """One line of a list, painted: id, title, and its word at the right."""

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(f"{line.id} {line.title} {line.word}".strip(), parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(theme.font("second"))
        self.setFixedHeight(18)
        self.line = line

    def sizeHint(self) -> QSize:
        return QSize(120, 18)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, line, metrics = QPainter(self), self.line, self.fontMetrics()
        right = metrics.horizontalAdvance(line.word) if line.word else 0
        if line.sign:
            right = max(right, metrics.horizontalAdvance("Not met"))
            theme.draw_icon(
                painter, QPointF(self.width() - right - 19, 2), line.sign.icon, line.sign.token, 14
            )
        painter.setPen(theme.colour("muted"))
        painter.drawText(self.rect().adjusted(0, 0, 0, 0), int(_LEFT), line.id)
        painter.drawText(self.rect().adjusted(self.width() - right, 0, 0, 0), int(_LEFT), line.word)
        indent = max(38, metrics.horizontalAdvance(line.id) + 8)
        room = self.width() - indent - right - (24 if line.sign else 8)
        shown = metrics.elidedText(line.title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(self.rect().adjusted(indent, 0, 0, 0), int(_LEFT), shown)


class _Change(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = paragraph("", "body", "muted", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 9, 14, 11)
        column.setSpacing(1)
        column.addWidget(label("What would change the finding", "strong", parent=self))
        column.addWidget(self.words)

    def say(self, words: str) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("sunken"))
        painter.drawRoundedRect(QRectF(self.rect()), 8, 8)


def result_sign(finding: Finding) -> Sign:
    """The result in a word or four, with its icon; "so far" while something is still to answer."""
    sign = theme.MARKS[_RESULTS[finding.result]]
    words = sign.words
    if finding.result is Result.UNDETERMINED:
        words = "Not enough in the records" if finding.is_complete else "Not finished"
    elif not finding.is_complete:
        words = f"{words} so far"
    return Sign(sign.icon, sign.token, words)


def about_words(finding: Finding) -> str:
    """Which checklist of which policy, and since when it is in force."""
    policy = finding.policy
    return f"{finding.checklist.title}, {policy.short_title}, effective {day(policy.version)}."


def change_words(finding: Finding, cure: Cure) -> str:
    """What would make the checklist met, in a sentence; empty when it is met."""
    if cure.items is None:
        late = listed(cure.incurable)
        return f"Nothing can: {late} can’t be made up." if late else "Nothing can."
    marks = {item: finding.judged(item).mark for item in cure.items if item not in FACTS}
    met = [item for item, mark in marks.items() if mark is Mark.NOT_MET]
    found = [item for item, mark in marks.items() if mark is Mark.NOT_DOCUMENTED]
    answered = [item for item, mark in marks.items() if mark not in (Mark.NOT_MET, Mark.NOT_DOCUMENTED)]
    parts = [f"{listed(met)} met"] if met else []
    parts += [f"{listed(found)} found in the records"] if found else []
    parts += [f"{listed(answered)} answered and met"] if answered else []
    words = ", and ".join(parts) + "." if parts else ""
    asked = [f"To be known: {_ask(finding, item)}" for item in cure.items if item in FACTS]
    return " ".join(filter(None, (words[:1].upper() + words[1:], *asked)))


def folded(finding: Finding) -> Iterator[tuple[Sign, str, tuple[Line, ...]]]:
    """The folded lines with their rows: to answer, not yet due, met, not applicable, asking for attention."""
    nodes = finding.policy.nodes

    def lines(ids: Sequence[str]) -> tuple[Line, ...]:
        return tuple(Line(item, nodes[item].title) for item in ids)

    if finding.unanswered:
        yield theme.MARKS["to_answer"], f"{len(finding.unanswered)} to answer", lines(finding.unanswered)
    if due := finding.not_yet_due:
        first, last_day = next(iter(due.items()))
        more = "" if len(due) > 1 else f": {first}, {_due(last_day)}"
        rows = tuple(Line(item, nodes[item].title, _due(when)) for item, when in due.items())
        yield theme.MARKS["not_yet_due"], f"{len(due)} not yet due{more}", rows
    met = [item.node.id for item in walk_judged(finding.roots[0]) if _counts_as_met(item)]
    if met:
        yield theme.MARKS["met"], f"{len(met)} met", lines(met)
    if finding.not_applicable:
        words = f"{len(finding.not_applicable)} not applicable"
        yield theme.MARKS["not_applicable"], words, lines(finding.not_applicable)
    if finding.attention:
        words = f"{plural(len(finding.attention), 'asks', 'ask')} for attention: {listed(finding.attention)}"
        yield Sign("warning-circle-fill", "not_documented", words), words, lines(finding.attention)


def _cited_words(node: Node) -> str:
    """A criterion in the policy's words; a group by its title, since its members follow."""
    if isinstance(node, Criterion):
        return node.text
    members = sum(1 for child in node.children if child.id)
    return f"{node.title}: at least {node.at_least} of {members}."


def _counts_as_met(judged: Judged) -> bool:
    return isinstance(judged.node, Criterion) and decides(judged.node) and judged.result is Result.MET


def _member(judged: Judged) -> Line:
    node = judged.node
    if judged.result is Result.UNDETERMINED and judged.mark is None and isinstance(node, Criterion):
        sign = theme.MARKS["to_answer"]
    else:
        sign = theme.MARKS[_RESULTS[judged.result]]
    return Line(node.id, node.title, sign.words, sign)


def _ask(finding: Finding, fact: str) -> str:
    asked = {question.name: question.ask for question in finding.policy.facts}
    return asked.get(fact, fact.replace("_", " "))


def _due(last: date | None) -> str:
    return f"due {MONTHS[last.month - 1][:3]} {last.day}" if last else "due after more days attended"
