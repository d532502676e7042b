"""The case's header, which never scrolls away: its values, and the tabs between its screens."""

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QShortcut,
)
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QTabBar, QVBoxLayout, QWidget

from ur_desktop.ui.case.header_text import HeaderValues
from ur_desktop.ui.kit.buttons import PaintedButton
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.painting import draw_box
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.parts import signs

TABS = (
    ("request", "Request"),
    ("review", "Review"),
    ("determination", "Determination"),
    ("letters", "Letters"),
    ("history", "History"),
)
VALUES_HEIGHT = 56
TABS_HEIGHT = 36
# Below this width the provider gives way, then the plan where the rest still does not fit.
FULL_WIDTH = 1260
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class CaseHeader(QWidget):
    """Values over tabs, 92 px; ``tab`` carries the key of the tab chosen, ``back`` leads to the worklist."""

    back = Signal()
    tab = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(VALUES_HEIGHT + TABS_HEIGHT)
        self.arrow = BackArrow(self)
        self.arrow.clicked.connect(self.back)
        self.member = elided("", "section", parent=self)
        self.member.setFixedHeight(21)
        self.member_line = elided("", "second", parent=self)
        self.plan, self.service = HeaderItem("Plan", self), HeaderItem("Service", self)
        self.dates, self.provider = HeaderItem("Dates requested", self), HeaderItem("Provider", self)
        self.due, self.state = HeaderState("Due", self), HeaderState("State", self)
        self.tabs = Tabs(self)
        self.tabs.chosen.connect(self.tab)
        self._lay_out()

    def set_values(self, values: HeaderValues) -> None:
        """Show a case."""
        self.member.setText(values.member)
        self.member_line.setText(values.member_line)
        for item, words in (
            (self.plan, values.plan),
            (self.service, values.service),
            (self.dates, values.dates),
            (self.provider, values.provider),
        ):
            item.value.setText(words)
        self.due.set(values.due_icon, values.due_words)
        self.due.setVisible(bool(values.due_words))
        self.state.set(values.state_icon, values.state_words)
        self._fit()

    def set_current(self, key: str) -> None:
        """Show which tab is open, without opening it."""
        self.tabs.set_current(key)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme.color("border"))

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.setContentsMargins(0, 10, 0, 0)
        names.addWidget(self.member)
        names.addWidget(self.member_line)
        names.addStretch(1)
        line = Hairline(vertical=True, strong=True, parent=self)
        line.setFixedHeight(36)
        self._line = QHBoxLayout()
        self._line.setContentsMargins(16, 0, 24, 0)
        self._line.setSpacing(22)
        self._line.addWidget(self.arrow)
        self._line.addLayout(names)
        self._line.addSpacing(10)
        self._line.addWidget(line)
        for item in (self.plan, self.service, self.dates, self.provider):
            self._line.addWidget(item)
        self._line.addStretch(1)
        self._line.addWidget(self.due)
        self._line.addWidget(self.state)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(24, 0, 24, 0)
        tabs.addWidget(self.tabs)
        tabs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line, 1)
        column.addLayout(tabs)

    def _fit(self) -> None:
        self.plan.show()
        self.provider.setVisible(self.width() >= FULL_WIDTH)
        for gives_way in (self.provider, self.plan):
            # A text set a moment ago reaches the layouts' hints only with the next event: ask them again.
            for item in self.findChildren(QWidget):
                if isinstance(item, HeaderItem | HeaderState):
                    for part in item.findChildren(QWidget):
                        part.updateGeometry()
                    item.updateGeometry()
            self._line.invalidate()
            if self._line.sizeHint().width() <= self.width():
                return
            gives_way.hide()


class HeaderItem(QWidget):
    """A small label over its value."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = elided("", "name", parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(4)
        column.addWidget(label(name, "small", parent=self))
        column.addWidget(self.value)
        column.addStretch(1)


class HeaderState(QWidget):
    """A small label over an icon and its word."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.value = StateWord(Sign("clock", "text", ""), parent=self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 0)
        column.setSpacing(3)
        column.addWidget(label(name, "small", parent=self))
        column.addWidget(self.value)
        column.addStretch(1)

    def set(self, icon: str, words: str) -> None:
        """Show a state; late and soon color their word too."""
        urgent = {signs.CLOCKS[name].icon: signs.CLOCKS[name].token for name in ("late", "soon")}
        running = "text" if icon == signs.CLOCKS["today"].icon else "muted"
        sign = Sign(icon, urgent.get(icon, running), words)
        self.value.set_sign(sign, tone=urgent.get(icon, "text"))


class BackArrow(PaintedButton):
    """Back to the worklist, with Alt and ← too."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Back to the worklist", height=32, parent=parent)
        self.setFixedWidth(32)
        back = QKeySequence(QKeySequence.StandardKey.Back)
        QShortcut(back, self).activated.connect(self.click)
        self.setToolTip(f"Back to the worklist ({back.toString(QKeySequence.SequenceFormat.NativeText)})")

    def sizeHint(self) -> QSize:
        return QSize(32, 32)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self.hovered():
            draw_box(painter, QRectF(self.rect()), None, "hover")
        theme.draw_icon(painter, QPointF(8, 8), "arrow-left")


class Tabs(QTabBar):
    """The screens of a case as words, the current one underlined; ← and → move between them."""

    chosen = Signal(str)
    gap = 28

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Case")
        self.setDrawBase(False)
        self.setExpanding(False)
        self.setFixedHeight(TABS_HEIGHT)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        for _key, word in TABS:
            self.addTab(word)
        self.currentChanged.connect(lambda index: self.chosen.emit(TABS[index][0]))

    def set_current(self, key: str) -> None:
        """Underline a tab without choosing it."""
        self.blockSignals(True)
        self.setCurrentIndex([name for name, _word in TABS].index(key))
        self.blockSignals(False)
        self.update()

    def ring_rect(self) -> QRect:
        return self.tabRect(self.currentIndex()).adjusted(-4, 4, 4 - self.gap, -4)

    def tabSizeHint(self, index: int) -> QSize:
        return QSize(self._width(index) + self.gap, TABS_HEIGHT)

    def minimumTabSizeHint(self, index: int) -> QSize:
        return self.tabSizeHint(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        under = self.mapFromGlobal(self.cursor().pos()) if self.underMouse() else None
        for index in range(self.count()):
            on = index == self.currentIndex()
            box = self.tabRect(index).adjusted(0, 0, -self.gap, 0)
            painter.setFont(theme.font("strong" if on else "name"))
            lit = on or (under is not None and self.tabAt(under) == index)
            painter.setPen(theme.color("text" if lit else "muted"))
            painter.drawText(box.adjusted(0, 0, 4, -4), int(_LEFT), self.tabText(index))
            if on:
                bar = QRectF(box.left(), TABS_HEIGHT - 4, box.width(), 3)
                painter.setPen(Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent"))
                painter.setRenderHint(QPainter.RenderHint.Antialiasing)
                painter.drawRoundedRect(bar, 1.5, 1.5)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self.update()

    def _width(self, index: int) -> int:
        return QFontMetrics(theme.font("strong")).horizontalAdvance(self.tabText(index))
