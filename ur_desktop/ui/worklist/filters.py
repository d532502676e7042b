"""The head of the worklist: title, search, the pills and the two choices that say what is shown."""

from collections.abc import Mapping
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from ur_desktop.domain.dates import WEEKDAYS, long_date
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton, Pill
from ur_desktop.ui.kit.fields.editors import Combo
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE
from ur_desktop.ui.kit.labels import label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.panels import KeyCap
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import clock_words
from ur_desktop.ui.parts.worklist_text import FILTER_WORDS, REVIEWS, Names

SEARCH_PAUSE = 120
ROOM_FOR_DATE = 760


class WorklistHeading(QWidget):
    """Title and search over the pills: what of the list is shown; ``changed`` when that is something else."""

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
        """Return what is asked for now."""
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
        """What is asked for, in words for ``show_again``."""
        return {
            "search": self.search.text(),
            "list": self.filters.filter().value,
            "plan": self.plan.currentData() or "",
            "review": self.review.currentData() or "",
        }

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Ask for what was asked for before; what is not offered any more is left out."""
        self.search.setText(shown.get("search", ""))
        self.filters.choose(shown.get("list", ""), shown.get("plan", ""), shown.get("review", ""))
        self._ask()

    def clear(self) -> None:
        """Ask for every open case again."""
        self.search.clear()
        self.filters.clear()
        self._ask()

    def show_counts(self, counts: Mapping[str, int], now: datetime, names: Names) -> None:
        """Say how many each list holds, and which plans there are to choose from."""
        self.show_now(now)
        self.filters.set_counts(counts)
        self.filters.set_plans(names.plans)

    def show_now(self, now: datetime) -> None:
        """Say the day and the hour beside the title."""
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
    """The pills, and at the right the two choices; it breaks into further lines where room is short."""

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
        """Return the list whose pill is chosen."""
        return next(name for name, pill in self.pills.items() if pill.isChecked())

    def clear(self) -> None:
        """Choose everything again."""
        self.pills[WorklistFilter.ALL].setChecked(True)
        self.plan.setCurrentIndex(0)
        self.review.setCurrentIndex(0)

    def choose(self, listed: str, plan: str, review: str) -> None:
        """Choose a list, a plan and a review by their values."""
        if listed in self.pills:
            self.pills[WorklistFilter(listed)].setChecked(True)
        self.plan.setCurrentIndex(max(0, self.plan.findData(plan)))
        self.review.setCurrentIndex(max(0, self.review.findData(review)))

    def set_counts(self, counts: Mapping[str, int]) -> None:
        """Say how many each list holds; one that is not counted shows no number."""
        for name, pill in self.pills.items():
            pill.set_count(counts.get(name))
        self._place()

    def set_plans(self, plans: Mapping[str, str]) -> None:
        """Offer plans by id, keeping the one chosen."""
        offered = [self.plan.itemData(place) for place in range(1, self.plan.count())]
        if offered == list(plans):
            return
        chosen = self.plan.currentData()
        self.plan.blockSignals(True)
        _offer(self.plan, "All plans", plans)
        self.plan.setCurrentIndex(max(0, self.plan.findData(chosen)))
        self.plan.blockSignals(False)
        self._place()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _choice(self, name: str, every: str, choices: Mapping[str, str]) -> Combo:
        combo = Combo(self)
        combo.setAccessibleName(name)
        combo.setFont(theme.font("body"))
        combo.setFixedHeight(30)
        combo.setProperty("shape", "pill")
        _offer(combo, every, choices)
        combo.currentIndexChanged.connect(self._chosen)
        return combo

    def _chosen(self, _place: int) -> None:
        self._place()
        self.changed.emit()

    def _place(self) -> None:
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
    """The search: ``done`` on Enter, ``left`` when the keys should go to the list again."""

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

    def take(self) -> None:
        """Take the keyboard, with what was typed before chosen."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}:
            self.done.emit()
            self.left.emit()
        elif key == Qt.Key.Key_Escape:
            self.clear()
            self.done.emit()
            self.left.emit()
        else:
            super().keyPressEvent(event)

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
    """Room for the words chosen and the arrow; the list that opens is as wide as its longest words."""
    return min(220, max(112, combo.fontMetrics().horizontalAdvance(combo.currentText()) + 58))
