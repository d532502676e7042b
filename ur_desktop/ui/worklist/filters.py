"""The heading of the worklist: title, search and filters."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.dates import WEEKDAYS, clock_words, long_date
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, Pill
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import KeyCap
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.parts.worklist_text import FILTER_WORDS, REVIEWS, Names

SEARCH_PAUSE = 120
ROOM_FOR_DATE = 760


class WorklistHeading(QWidget):
    """Title and search over the filters; ``changed`` is emitted when they ask for other cases."""

    changed = Signal()
    to_list = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label("Worklist", "title", parent=self)
        self.date = label("", tone="muted", parent=self)
        self.search = SearchEdit(self)
        self.slash = KeyCap("/", self)
        self.new = KeyButton(
            "New case", Emphasis.PRIMARY, key="N", shortcut="N", icon="plus-bold", parent=self
        )
        self.filters = FilterRow(self)
        self.pills, self.plan, self.review = self.filters.pills, self.filters.plan, self.filters.review
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addSpacing(5)
        top.addWidget(self.date)
        top.addStretch(1)
        top.addWidget(self.search, 1000)
        top.addWidget(self.slash)
        top.addSpacing(7)
        top.addWidget(self.new)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, 14, MARGIN, 13)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.filters)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(SEARCH_PAUSE)
        self._pause.timeout.connect(self._ask)
        self._asked = self.query()
        self.search.textChanged.connect(lambda _text: self._pause.start())
        self.search.done.connect(self._ask)
        self.search.left.connect(self.to_list)
        self.filters.changed.connect(self._ask)

    def query(self, offset: int = 0) -> WorklistQuery:
        """Return the query of the search and the filters."""
        review = self.review.currentData()
        return WorklistQuery(
            text=self.search.text().strip(),
            filter=self.filters.filter(),
            plan_id=self.plan.currentData() or "",
            review=ReviewKind(review) if review else None,
            offset=offset,
        )

    @property
    def shown(self) -> dict[str, str]:
        """The search while it is typed, and the filters, for ``show_again``."""
        return {
            "search": self.search.text() if self.search.isModified() else "",
            "list": self.filters.filter().value,
            "plan": self.plan.currentData() or "",
            "review": self.review.currentData() or "",
        }

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Restore the search and the filters; skip a value that is no longer offered."""
        self.search.setText(shown.get("search", ""))
        self.search.setModified(bool(self.search.text()))
        self.filters.choose(shown.get("list", ""), shown.get("plan", ""), shown.get("review", ""))
        self._ask()

    def clear(self) -> None:
        """Clear the search and the filters."""
        self.search.clear()
        self.filters.clear()
        self._ask()

    def forget_search(self) -> None:
        """Clear the search without asking for other cases, as when the worklist is left."""
        self.search.clear()
        self._pause.stop()
        self._asked = self.query()

    def show_counts(self, counts: Mapping[str, int], now: datetime, names: Names) -> None:
        """Show how many cases each list has, and offer the plans."""
        self.show_now(now)
        self.filters.set_counts(counts)
        self.filters.set_plans(names.plans)

    def show_now(self, now: datetime) -> None:
        """Show the date and the time next to the title."""
        day = f"{WEEKDAYS[now.weekday()]}, {long_date(now)}"
        self.date.setText(f"{day}, {clock_words(now)}")

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.date.setVisible(self.width() >= ROOM_FOR_DATE)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._pause.stop()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))

    def _ask(self) -> None:
        self._pause.stop()
        if self.query() != self._asked:
            self._asked = self.query()
            self.changed.emit()


class FilterRow(QWidget):
    """A pill for each list, and the plan and review filters at the right; wraps where it is narrow."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pills = {name: Pill(words, parent=self) for name, words in FILTER_WORDS.items()}
        self._group = QButtonGroup(self)
        for number, pill in enumerate(self.pills.values(), start=1):
            self._group.addButton(pill)
            pill.setToolTip(f"Ctrl+{number}")
            pill.toggled.connect(lambda on: self.changed.emit() if on else None)
        self.plan = self._choice("Plan", "All plans", {})
        self.review = self._choice(
            "Review", "All reviews", {str(kind): words for kind, words in REVIEWS.items()}
        )
        self.clear()

    def filter(self) -> WorklistFilter:
        """Return the list selected."""
        return next(name for name, pill in self.pills.items() if pill.isChecked())

    def clear(self) -> None:
        """Select all open cases, all plans and all reviews."""
        self.pills[WorklistFilter.ALL].setChecked(True)
        self.plan.setCurrentIndex(0)
        self.review.setCurrentIndex(0)

    def choose(self, listed: str, plan: str, review: str) -> None:
        """Select a list, a plan and a review by their values."""
        if listed in self.pills:
            self.pills[WorklistFilter(listed)].setChecked(True)
        self.plan.setCurrentIndex(max(0, self.plan.findData(plan)))
        self.review.setCurrentIndex(max(0, self.review.findData(review)))

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Show how many cases each list has; a list that is not counted shows no number."""
        for name, pill in self.pills.items():
            pill.set_count(counts.get(name))
        self._lay_out()

    def set_plans(self, plans: Mapping[str, str]) -> None:
        """Offer plans by id; keep the one selected."""
        offered = [self.plan.itemData(index) for index in range(1, self.plan.count())]
        if offered == list(plans):
            return
        chosen = self.plan.currentData()
        self.plan.blockSignals(True)
        _offer(self.plan, "All plans", plans)
        self.plan.setCurrentIndex(max(0, self.plan.findData(chosen)))
        self.plan.blockSignals(False)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._lay_out()

    def _choice(self, name: str, every: str, choices: Mapping[str, str]) -> Combo:
        combo = Combo(self)
        combo.setAccessibleName(name)
        combo.setFont(theme.font("body"))
        combo.setFixedHeight(30)
        combo.setProperty("shape", "pill")
        _offer(combo, every, choices)
        combo.currentIndexChanged.connect(self._chosen)
        return combo

    def _chosen(self, _index: int) -> None:
        self._lay_out()
        self.changed.emit()

    def _lay_out(self) -> None:
        left = top = 0
        for pill in self.pills.values():
            wide = pill.sizeHint().width()
            if left and left + wide > self.width():
                left, top = 0, top + 36
            pill.setGeometry(left, top, wide, 30)
            left += wide + 7
        choices = [(combo, _pill_width(combo)) for combo in (self.plan, self.review)]
        taken = sum(wide for _combo, wide in choices) + 8
        if left + taken + 8 > self.width():
            top += 36
        right = self.width() - taken
        for combo, wide in choices:
            combo.setGeometry(max(0, right), top, wide, 30)
            right += wide + 8
        self.setFixedHeight(top + 30)


class SearchEdit(QLineEdit):
    """The search: ``done`` on Enter, ``left`` when the focus should return to the list.

    It is modified while somebody types in it, and no longer once it is left.
    """

    done = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Search")
        self.setMaxLength(LONGEST_LINE)
        self.setPlaceholderText("Search member, ID, provider or case")
        self.setFont(theme.font("body"))
        self.setFixedHeight(32)
        self.setMinimumWidth(150)
        self.setMaximumWidth(320)
        self.setTextMargins(26, 0, 0, 0)

    def focus_and_select(self) -> None:
        """Take the focus and select the text."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.done.emit()
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Clear the search and return to the list."""
        self.clear()
        self.done.emit()
        self.left.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() is not Qt.FocusReason.ActiveWindowFocusReason:
            self.setModified(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        theme.draw_icon(painter, QPointF(7, (self.height() - 16) / 2), "magnifying-glass")


def _offer(combo: Combo, every: str, choices: Mapping[str, str]) -> None:
    combo.clear()
    combo.addItem(every, "")
    for value, words in choices.items():
        combo.addItem(words, value)
    combo.view().setMinimumWidth(combo.sizeHint().width())


def _pill_width(combo: Combo) -> int:
    """The width of the words selected and the arrow; the list that opens is as wide as its longest words."""
    return min(220, max(112, combo.fontMetrics().horizontalAdvance(combo.currentText()) + 58))
