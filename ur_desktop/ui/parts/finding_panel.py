"""The finding next to the decision: the result, its citations in groups, and what would change it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import Citation, Finding
from ur_desktop.ui.kit.labels import elided, label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline, Inset
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.finding_section import FindingSection, LineRow
from ur_desktop.ui.parts.finding_text import (
    RESULTS,
    about_words,
    asked_words,
    change_words,
    cited_words,
    collapsed_sections,
    member_line,
    result_sign,
)

WIDTH, WIDE = 420, 480
_TALLY_BESIDE_FROM = 300
"""From this width a citation's tally is in the line of its id; in a narrower panel it is below."""
_NARROWER = ((900, 236), (1100, 320), (1520, WIDTH))
"""Pairs: on a screen narrower than this, the finding is so wide, in px."""


class FindingPanel(QWidget):
    """The left side of a decision: the finding, read only, with sections that collapse."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setFixedWidth(WIDTH)
        self.result = label("", "title", parent=self)
        self.icon = Icon("circle", "control", 24, parent=self)
        self.about = paragraph("", "second", parent=self)
        self.about.line = 17
        self.sections: tuple[FindingSection, ...] = ()
        self._cited: list[_Cited] = []
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

    def show_finding(
        self, finding: Finding, cure: Cure, *, completed: str = "", by_you: bool = False
    ) -> None:
        """Show a finding and what would change it; ``completed`` is a sentence: when the review was completed, by whom.

        Without it, ``by_you`` says that the user did the review.
        """
        sign = result_sign(finding)
        self.result.setText(sign.words)
        self.icon.set(sign.icon, sign.token)
        reached = completed or ("First review by you." if by_you else "")
        self.about.setText(f"{about_words(finding)} {reached}".rstrip())
        self.change.say(change_words(finding, cure))
        body = QWidget()
        body.setProperty("role", "scrolled")
        self._column = QVBoxLayout(body)
        self._column.setContentsMargins(24, 20, 20, 8)
        self._column.setSpacing(0)
        self._head.setParent(body)
        self._column.addWidget(self._head)
        self._rule(18)
        self._cited = []
        for title, citations in (
            ("Not met", finding.unmet),
            ("Could not be found in the records", finding.undetermined),
        ):
            self._section(
                title, tuple(item for item in citations if item.id not in finding.unanswered), finding
            )
        if finding.unmet or finding.undetermined:
            self._rule(8)
        self.sections = tuple(
            FindingSection(sign, words, lines, body) for sign, words, lines in collapsed_sections(finding)
        )
        for section in self.sections:
            self._column.addWidget(section)
        self._column.addStretch(1)
        self._fit()
        old = self.area.takeWidget()
        self.area.setWidget(body)
        self._head.show()
        if old is not None:
            old.deleteLater()

    def fit_in(self, width: int) -> None:
        """Take the part of a screen's width that leaves enough for what is next to it."""
        self.setFixedWidth(next((narrow for below, narrow in _NARROWER if width < below), WIDE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        for cited in self._cited:
            cited.set_narrow(self.width() < _TALLY_BESIDE_FROM)

    def _rule(self, space: int) -> None:
        self._column.addSpacing(space)
        self._column.addWidget(Hairline(strong=True))
        self._column.addSpacing(12)

    def _section(self, title: str, citations: Sequence[Citation], finding: Finding) -> None:
        if not citations:
            return
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(paragraph(title, "strong"))
        row.addWidget(label(str(len(citations)), "body", "muted"), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addSpacing(6)
        for citation in citations:
            self._cited.append(_Cited(citation, finding))
            self._column.addWidget(self._cited[-1])
            self._column.addSpacing(12)


class _Cited(QWidget):
    """A citation: its mark, id, section and tally, the policy's words, and a group's members."""

    def __init__(self, citation: Citation, finding: Finding) -> None:
        super().__init__()
        node, judged = citation.judged.node, citation.judged
        sign = signs.MARKS[RESULTS[judged.result]]
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(label(node.id, "strong", parent=self))
        head.addWidget(elided(node.section, "second", parent=self), 1)
        self._lines = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lines.setSpacing(0)
        self._lines.addLayout(head, 1)
        if citation.tally:
            self._lines.addWidget(label(citation.tally, "second", parent=self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addLayout(self._lines)
        words.addWidget(paragraph(cited_words(node), "body", parent=self))
        if citation.missing_fact:
            words.addWidget(
                paragraph(
                    f"Not known yet: {asked_words(finding, citation.missing_fact)}", "second", parent=self
                )
            )
        if judged.children:
            words.addSpacing(4)
        for child in judged.children:
            if child.node.id:
                words.addWidget(LineRow(member_line(child), self))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        icon = Icon(sign.icon, sign.token, parent=self)
        row.addWidget(icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)

    def set_narrow(self, narrow: bool) -> None:
        """Put the tally below the id, or in its line."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._lines.setDirection(down if narrow else across)


class _Change(Inset):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.words = paragraph("", "body", "muted", parent=self)
        self.row.setContentsMargins(14, 9, 14, 11)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(paragraph("What would change the finding", "strong", parent=self))
        column.addWidget(self.words)
        self.row.addLayout(column)

    def say(self, words: str) -> None:
        self.words.setText(words)
        self.setVisible(bool(words))
