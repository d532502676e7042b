"""The due date of a request, the policy in effect, and the checks on it."""

from collections.abc import Mapping
from datetime import date, datetime

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.domain.authorization import Check, Status
from ur_desktop.domain.dates import long_date
from ur_desktop.domain.deadlines import Deadline
from ur_desktop.domain.policy import Checklist, Policy
from ur_desktop.ui.kit.labels import label, paragraph
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.look.theme import Sign
from ur_desktop.ui.kit.panels import Hairline
from ur_desktop.ui.kit.status_icon import StateWord
from ur_desktop.ui.kit.text import date_words, due_level, due_words, time_words
from ur_desktop.ui.parts import signs

WIDTH, MARGIN = 376, 24
QWIDGETSIZE_MAX = (1 << 24) - 1
LINE = 18
_SIGNS: Mapping[Status, Sign] = {
    Status.ATTENTION: Sign("warning-circle-fill", "not_documented", "Check:"),
    Status.OK: Sign("check-circle-fill", "met", "OK:"),
    Status.NOT_APPLICABLE: Sign("minus-circle", "control", "Not applicable:"),
}


class RequestChecks(QWidget):
    """The panel next to the form; a part that is not known yet says what it needs.

    ``margin_under`` is its margin at both sides when it is under the form, in px.
    """

    def __init__(self, parent: QWidget | None = None, *, margin_under: int = MARGIN) -> None:
        super().__init__(parent)
        self._margin_under = margin_under
        self._side_by_side = True
        self.due = StateWord(Sign("clock", "text", ""), role="strong", parent=self)
        self.rule = paragraph("", "second", parent=self)
        self.policy_head = label("Policy in effect", "small", parent=self)
        self.policy = paragraph("", "strong", parent=self)
        self.version = paragraph("", "second", parent=self)
        self.count = label("", "second", parent=self)
        self.waits = paragraph("", "body", "muted", parent=self)
        self.lines: list[CheckLine] = []
        self._column = QVBoxLayout()
        self._column.setSpacing(13)
        self._lay_out()
        self.set_side_by_side(True)
        self.show_due(None, None)
        self.show_policy(None, None, None)
        self.show_checks(None)

    def set_side_by_side(self, side_by_side: bool) -> None:
        """Lay the panel out next to the form, or under it at the height of its text."""
        self._side_by_side = side_by_side
        self.setMinimumWidth(WIDTH if side_by_side else 0)
        self.setMaximumWidth(WIDTH if side_by_side else QWIDGETSIZE_MAX)
        self._area.setVisible(side_by_side)
        side = MARGIN if side_by_side else self._margin_under
        self._rows.setContentsMargins(side, 17, side, 12)
        self._foot.setContentsMargins(side, 8, side, 0)
        if side_by_side and self._area.widget() is None:
            self._area.setWidget(self._page)
        elif not side_by_side and self._area.widget() is not None:
            self._inside.insertWidget(0, self._area.takeWidget())
            self._page.setAutoFillBackground(False)  # set by the scroll area, in its own color
            self._page.show()
        self.update()

    def show_due(self, deadline: Deadline | None, now: datetime | None, waits: str = "") -> None:
        """Show when the case is due and by which rule, or what is needed to know."""
        if deadline is None or now is None:
            self.due.set_sign(Sign("clock", "muted", "Not known yet"), tone="muted")
            self.rule.setText(waits or "Needs plan, review, urgency, receipt, service and dates.")
            return
        level = due_level(now, deadline.decide_by)
        sign = signs.CLOCKS[level]
        words = time_words(now, deadline.decide_by)
        tone = sign.token if level in {"late", "soon"} else "text"
        late = f"{due_words(now, deadline.decide_by)}, " if level == "late" else ""
        self.due.set_sign(Sign(sign.icon, tone, f"{late}{words}"), tone=tone)
        self.due.updateGeometry()
        self.rule.setText(deadline.rule)

    def show_policy(self, policy: Policy | None, checklist: Checklist | None, on: date | None) -> None:
        """Show the policy, since when it is in effect, and the checklist."""
        self.policy_head.setText(f"Policy in effect on {_day(on)}" if on else "Policy in effect")
        if policy is None:
            self.policy.setText("Not known yet")
            self.version.setText("Needs service and first date.")
            return
        self.policy.setText(policy.short_title)
        effective = long_date(policy.version)
        if on and on < policy.version:
            self.version.setText(f"Not in effect yet on that day: effective {effective}.")
        else:
            named = f" Checklist: {checklist.title}" if checklist else ""
            self.version.setText(f"Effective {effective}.{named}")

    def show_checks(self, checks: tuple[Check, ...] | None) -> None:
        """List what to check, then what is OK, then in one line what does not apply."""
        for line in self.lines:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = []
        self.waits.setVisible(checks is None)
        self.waits.setText("Checks appear after diagnosis, service, dates and units.")
        found = checks or ()
        attention = sum(check.status is Status.ATTENTION for check in found)
        self.count.setText(f"{attention} to check" if attention else "All OK" if found else "")
        for status in (Status.ATTENTION, Status.OK):
            for check in found:
                if check.status is status:
                    self._add(CheckLine(_SIGNS[status], lowered(check.words), check.source, self))
        if aside := ", ".join(
            lowered(check.words) for check in found if check.status is Status.NOT_APPLICABLE
        ):
            self._add(CheckLine(_SIGNS[Status.NOT_APPLICABLE], f"{aside}.", "", self))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        edge = QRectF(0, 0, 1, self.height()) if self._side_by_side else QRectF(0, 0, self.width(), 1)
        painter.fillRect(edge, theme.color("border"))

    def _add(self, line: "CheckLine") -> None:
        self.lines.append(line)
        self._column.addWidget(line)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(label("Checks on the request", "strong", parent=self))
        head.addStretch(1)
        head.addWidget(self.count)
        page = QWidget()
        page.setProperty("role", "scrolled")
        self._rows = body = QVBoxLayout(page)
        body.setSpacing(0)
        body.addWidget(label("Due date and checks", "section"))
        body.addSpacing(13)
        body.addWidget(label("Due", "small"))
        body.addSpacing(2)
        body.addWidget(self.due)
        body.addSpacing(1)
        body.addWidget(self.rule)
        body.addSpacing(16)
        body.addWidget(self.policy_head)
        body.addSpacing(1)
        body.addWidget(self.policy)
        body.addWidget(self.version)
        body.addSpacing(16)
        body.addWidget(Hairline(strong=True))
        body.addSpacing(15)
        body.addLayout(head)
        body.addSpacing(10)
        body.addWidget(self.waits)
        body.addLayout(self._column)
        body.addStretch(1)
        self._page = page
        self._area = area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(page)
        self._inside = column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 0, 15)
        column.setSpacing(0)
        column.addWidget(area, 1)
        self._foot = foot = QHBoxLayout()
        foot.addWidget(label("Checks never deny a request.", "second", parent=self))
        column.addLayout(foot)


class CheckLine(QWidget):
    """An icon, the status in bold, and a sentence that wraps."""

    def __init__(self, sign: Sign, words: str, source: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sign, self.words = sign, words
        self.setAccessibleName(f"{sign.words} {words}")
        self.setToolTip("" if not source else f"Source: {source}")
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return LINE * self._layout(width - 24).lineCount()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH - 72, self.heightForWidth(WIDTH - 72))

    def minimumSizeHint(self) -> QSize:
        return QSize(120, LINE)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        theme.draw_icon(painter, QPointF(0, 1), self.sign.icon, self.sign.token)
        painter.setPen(theme.color("text"))
        self._layout(self.width() - 24).draw(painter, QPointF(24, 0))

    def _layout(self, width: int) -> QTextLayout:
        layout = QTextLayout(f"{self.sign.words} {self.words}", theme.font("body"), self)
        bold = QTextLayout.FormatRange()
        bold.start, bold.length = 0, len(self.sign.words)
        form = QTextCharFormat()
        form.setFont(theme.font("strong"))
        bold.format = form
        layout.setFormats([bold])
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(1, width))
            line.setPosition(QPointF(0, top + (LINE - line.height()) / 2))
            top += LINE
        layout.endLayout()
        return layout


def lowered(words: str) -> str:
    """Words as they continue after a colon; a code such as H0015 keeps its capital."""
    return words[:1].lower() + words[1:] if words[1:2].islower() or words[1:2] == " " else words


def _day(day: date) -> str:
    return f"{date_words(day, day).split(' ', 1)[1]}, {day.year}"
