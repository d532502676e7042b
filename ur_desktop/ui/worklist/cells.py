"""How the worklist's cells of more than one part are painted."""

from datetime import datetime

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from ur_desktop.domain.dates import zone_of_plan
from ur_desktop.domain.worklist import WorklistRow
from ur_desktop.ui.kit.look.drawn_text import draw_words, words_width
from ur_desktop.ui.kit.tables.cells import MARGIN, draw_cell_icon
from ur_desktop.ui.kit.text import own_time
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.parts.worklist_text import Names

_DATE_AT = 148
_NAME_WIDTH = 160  # most names; where there is less room, the name is shown without the member's number
_ICON_WIDTH = 22


def paint_due(painter: QPainter, room: QRect, row: WorklistRow, now: datetime) -> None:
    """Paint an icon, how long is left, and the date where there is room for it."""
    due = worklist_text.due(row, now)
    # The column has no room for the abbreviation of the zone; the words of the row have it.
    day_and_hour = due.when.removesuffix(f" {zone_of_plan(own_time(now, row.due or now))}")
    if not due.words:
        return
    loud = due.level in {"late", "soon", "today"}
    ink = due.sign.token if due.level in {"late", "soon"} else "text"
    draw_cell_icon(painter, room, due.sign.icon, due.sign.token)
    words = room.adjusted(_ICON_WIDTH, 0, 0, 0)
    date_at = room.left() - MARGIN + _DATE_AT
    when = QRect(date_at, room.top(), room.right() - date_at + 6, room.height())
    if words_width(day_and_hour, "second", tabular=True) <= when.width():
        words.setRight(date_at - 6)
        draw_words(painter, when, day_and_hour, "second", "muted", tabular=True)
    draw_words(painter, words, due.words, "strong" if loud else "body", ink)


def paint_member(painter: QPainter, room: QRect, row: WorklistRow, *, selected: bool) -> None:
    """Paint the name, and the member's number where there is room for it."""
    taken = words_width(row.member_id, "second", tabular=True)
    name = room
    if room.width() - taken >= _NAME_WIDTH:
        number = room.adjusted(0, 0, -14, 0)
        draw_words(painter, number, row.member_id, "second", "muted", tabular=True, right=True)
        name = room.adjusted(0, 0, -taken - 24, 0)
    draw_words(painter, name, row.member_name, "strong" if selected else "name")


def paint_service(painter: QPainter, room: QRect, row: WorklistRow, names: Names) -> None:
    """Paint the service code, and what it is for where there is room for it."""
    words = worklist_text.service(row, names)
    draw_words(
        painter, room, words if words_width(words, "body") <= room.width() else row.service_code, "body"
    )
