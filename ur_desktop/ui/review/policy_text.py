"""The policy's own words: the current criterion, its guidance, and the service."""

import re
from collections.abc import Iterator

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from ur_desktop.domain.dates import long_date
from ur_desktop.domain.policy import Checklist, Criterion, Group, Policy
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.labels import Paragraph, elided, label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.status_icon import Icon

WIDTH = 524
_HEAD = 45


class PolicyText(QFrame):
    """A column of its own where there is room for it, else over the current criterion until closed."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Policy text")
        theme.fill(self, "surface")
        self.title = elided("", "strong", parent=self)
        self.version = label("", "second", parent=self)
        self.close_button = KeyButton("Close", Emphasis.QUIET, key="Esc", parent=self)
        self.close_button.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 12, 1)
        head.setSpacing(8)
        head.addWidget(Icon("book-open", parent=self))
        head.addWidget(self.title)
        head.addWidget(self.version)
        head.addStretch(1)
        head.addWidget(self.close_button)
        bar = QWidget(self)
        bar.setFixedHeight(_HEAD)
        bar.setLayout(head)
        self.page = QWidget()
        self.page.setProperty("role", "scrolled")
        self._column = QVBoxLayout(self.page)
        self._column.setContentsMargins(24, 18, 24, 24)
        self._column.setSpacing(0)
        self.area = QScrollArea(self)
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setAccessibleName("Policy text")
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(self.page)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(bar)
        column.addWidget(self.area, 1)
        self._make_page()

    def open(self, policy: Policy, checklist: Checklist) -> None:
        """Show a policy's own words around a checklist."""
        self.title.setText(policy.short_title)
        self.version.setText(f"effective {policy.version:%m/%d/%Y}")
        for shown, words in (
            (self.description, policy.description),
            (self.guidance, policy.guidance),
            (self.note, checklist.note),
            (self.provisions, "\n\n".join(f"{item.text} ({item.section})" for item in policy.provisions)),
            (self.references, "\n\n".join(policy.references)),
            (self.source, "\n\n".join(_source(policy))),
        ):
            shown.setText(flowing(words))
            shown.setVisible(bool(words))
            self._heads[shown].setVisible(bool(words))

    def show_criterion(self, item: Criterion, group: Group | None) -> None:
        """Show one criterion with its group."""
        self.id.setText(item.id)
        self.section.setText(item.section)
        self.item_title.setText(item.title)
        self.text.setText(item.text)
        for shown, words in (
            (self.item_guidance, item.guidance),
            (self.group, f"{group.id}, {group.title}. {group.text}" if group is not None else ""),
            (self.ask, item.ask),
        ):
            shown.setText(words)
            shown.setVisible(bool(words))
            self._heads[shown].setVisible(bool(words))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        painter.fillRect(QRectF(0, 0, 1, self.height()), theme.color("border"))
        painter.fillRect(QRectF(0, _HEAD - 1, self.width(), 1), theme.color("border"))

    def _make_page(self) -> None:
        self._heads: dict[Paragraph, QLabel] = {}
        self.id = label("", "strong", parent=self.page)
        self.section = elided("", "body", "muted", parent=self.page)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.id)
        row.addWidget(self.section, 1)
        self._column.addLayout(row)
        self._column.addSpacing(6)
        self.item_title = paragraph("", "section", parent=self.page)
        self._column.addWidget(self.item_title)
        self._column.addSpacing(6)
        self.text = paragraph("", "body", parent=self.page)
        self._column.addWidget(self.text)
        self.item_guidance = self._part("Guidance for this criterion")
        self.group = self._part("Its group")
        self.ask = self._part("What to request, as the letter says it")
        self._column.addSpacing(20)
        self._column.addWidget(Hairline(strong=True, parent=self.page))
        self.description = self._part("Service")
        self.guidance = self._part("Guidance (not a criterion)")
        self.note = self._part("Reading notes")
        self.provisions = self._part("What else the policy says")
        self.references = self._part("References")
        self.source = self._part("Source")
        self._column.addStretch(1)

    def _part(self, head: str) -> Paragraph:
        made = paragraph("", "body", "muted", parent=self.page)
        self._heads[made] = label(head, "strong", parent=self.page)
        self._heads[made].setContentsMargins(0, 18, 0, 4)
        self._column.addWidget(self._heads[made])
        self._column.addWidget(made)
        return made


def _source(policy: Policy) -> Iterator[str]:
    """Who publishes the policy, how it came about, and when it is reviewed next."""
    yield f"{policy.publisher}: {policy.document}"
    for step in policy.history:
        yield f"{step.event}: {long_date(step.on)}"
    if policy.next_review:
        yield f"Next review: {long_date(policy.next_review)}"


def flowing(words: str) -> str:
    """Join the lines of each paragraph, which forms keep short, and leave the blank lines between them."""
    paragraphs = (re.sub(r"\s+", " ", part).strip() for part in re.split(r"\n\s*\n", words))
    return "\n\n".join(part for part in paragraphs if part)
