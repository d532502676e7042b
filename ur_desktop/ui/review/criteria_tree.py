"""The criteria of a state, always in view: marks, ids, titles and what is left, painted by one delegate."""

from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView, QWidget

from ur_desktop.domain.policy import Criterion, Group, Node, criteria
from ur_desktop.domain.review_state import ReviewState, Section
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.review_text import row_word
from ur_desktop.ui.review.criteria_model import ROW, TOP, CriteriaModel, Index, TreeRow

WIDTH, WIDE_WIDTH, NARROW_WIDTH = 328, 344, 96
HEAD_HEIGHT, ROW_HEIGHT, TALL_ROW_HEIGHT = 34, 24, 28
_MARK, _ID, _TITLE, _RIGHT = 32, 54, 88, 15
_TOP, _WORD_GAP = 6, 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)


class CriteriaTree(QTreeView):
    """The tree at the left of a review; ``chosen`` carries the id of the criterion clicked.

    A group opens while the current criterion is inside it, so that a whole checklist stays in view.
    """

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Criteria")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setExpandsOnDoubleClick(False)
        self.setMouseTracking(True)
        self.setEditTriggers(QTreeView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QTreeView.ScrollMode.ScrollPerPixel)
        self._model = CriteriaModel(self)
        self.setModel(self._model)
        self.setItemDelegate(RowDelegate(self))
        self._nodes: dict[str, tuple[int, Node, bool]] = {}
        self._heads: list[tuple[int, Section]] = []
        self._unsaved: frozenset[str] = frozenset()
        self.clicked.connect(self._click)

    @property
    def row_height(self) -> int:
        """A criterion's row, taller where the screen has room."""
        return TALL_ROW_HEIGHT if self.height() >= 1000 - 120 else ROW_HEIGHT

    def build(self, sections: tuple[Section, ...]) -> None:
        """Lay out the rows of a review; ``refresh`` fills them."""
        self._nodes.clear()
        self._heads.clear()
        rows: list[tuple[TreeRow, int]] = []
        for section in sections:
            self._heads.append((len(rows), section))
            rows.append((TreeRow("", section.title), TOP))
            for node in section.nodes:
                self._add(rows, self._heads[-1][0], node, section.advisory, 0)
        self._model.set_rows(rows)
        for number, _section in self._heads:
            self.expand(self._model.at(number))
        ids = QFontMetrics(theme.font("strong"))
        self._widest: dict[int, int] = {}
        for row, _above in rows:
            if not row.is_head:
                self._widest[row.depth] = max(self._widest.get(row.depth, 0), ids.horizontalAdvance(row.id))
        self.verticalScrollBar().setValue(0)

    def widest_id(self, depth: int) -> int:
        """The room that the longest id of a depth takes, px, so that titles are aligned."""
        return self._widest[depth]

    def refresh(self, state: ReviewState, unsaved: frozenset[str] = frozenset()) -> None:
        """Show what the answers make of every row; only rows that changed are painted again."""
        self._unsaved = unsaved
        for node_id, (number, node, advisory) in self._nodes.items():
            shown = self._model.row(number)
            lost = node_id in unsaved
            word = "not saved" if lost else row_word(state, node, advisory=advisory)
            self._model.put(number, replace(shown, sign=state.status(node), word=word, unsaved=lost))
        for number, section in self._heads:
            counts = state.tally(section.nodes)
            shown_signs = (sign for sign in signs.MARKS if sign != "not_applicable")
            tallies = tuple((sign, counts[sign]) for sign in shown_signs if counts[sign])
            self._model.put(number, replace(self._model.row(number), tallies=tallies))

    def row(self, node_id: str) -> TreeRow:
        """What is shown of a criterion or group; KeyError for an id that the tree lacks."""
        return self._model.row(self._nodes[node_id][0])

    def index_of(self, node_id: str) -> QModelIndex:
        """The index of a criterion or group; KeyError for an id that the tree lacks."""
        return self._model.at(self._nodes[node_id][0])

    def heads(self) -> tuple[TreeRow, ...]:
        """What is shown of the sections."""
        return tuple(self._model.row(number) for number, _section in self._heads)

    def set_current(self, criterion_id: str) -> None:
        """Mark where the reviewer is and open the groups around it; an empty id marks nothing."""
        if not criterion_id:
            self.setCurrentIndex(QModelIndex())
            return
        index = self.index_of(criterion_id)
        if index == self.currentIndex():
            return
        around = set(self._above(index))
        for node_id, (number, node, _advisory) in self._nodes.items():
            if isinstance(node, Group):
                inside = node_id in around
                if self.isExpanded(self._model.at(number)) != inside:
                    self.setExpanded(self._model.at(number), inside)
        self.expand(self._head_of(index))
        self.setCurrentIndex(index)
        for near in (self.indexAbove(self.indexAbove(index)), self.indexBelow(self.indexBelow(index)), index):
            if near.isValid():
                self.scrollTo(near)

    def _reveal(self) -> None:
        """Scroll to the top of the checklist, or only as far as the current row stays in view."""
        self.verticalScrollBar().setValue(0)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        event.ignore()  # the wizard's keys are the same wherever the keyboard is

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
        self.executeDelayedItemsLayout()
        self._reveal()

    def _add(
        self, rows: list[tuple[TreeRow, int]], above: int, node: Node, advisory: bool, depth: int
    ) -> None:
        number = len(rows)
        rows.append((TreeRow(node.id, node.title, "to_answer", depth=depth), above))
        self._nodes[node.id] = (number, node, advisory)
        for child in node.children if isinstance(node, Group) else ():
            self._add(rows, number, child, advisory, depth + 1)

    def _above(self, index: QModelIndex) -> Iterator[str]:
        index = index.parent()
        while index.isValid():
            yield index.data(ROW).id
            index = index.parent()

    def _head_of(self, index: QModelIndex) -> QModelIndex:
        while index.parent().isValid():
            index = index.parent()
        return index

    def _click(self, index: QModelIndex) -> None:
        row: TreeRow = index.data(ROW)
        if row.is_head:
            self.setExpanded(index, not self.isExpanded(index))
            return
        node = self._nodes[row.id][1]
        first = node if isinstance(node, Criterion) else next(criteria(node))
        self.chosen.emit(first.id)


class RowDelegate(QStyledItemDelegate):
    """Paints the rows: head 34 px, others 24 or 28; under 120 px of width only mark and id.

    What of a word the mark says too gives way to a title that would else be cut.
    """

    def __init__(self, tree: CriteriaTree) -> None:
        super().__init__(tree)
        self._tree = tree

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        height = HEAD_HEIGHT if index.data(ROW).is_head else self._tree.row_height
        if not index.row() and not index.parent().isValid():
            height += _TOP
        return QSize(self._tree.viewport().width(), height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: TreeRow = index.data(ROW)
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if row.is_head:
            box = box.adjusted(0, box.height() - HEAD_HEIGHT, 0, 0)
            self._head(painter, box, row, opened=self._tree.isExpanded(index))
        else:
            self._row(painter, box, row, state, current=index == self._tree.currentIndex())
        painter.restore()

    def _head(self, painter: QPainter, box: QRect, row: TreeRow, *, opened: bool) -> None:
        middle = box.center().y() + 1
        caret = "caret-down-bold" if opened else "caret-right-bold"
        theme.draw_icon(painter, QPointF(box.left() + 14, middle - 6), caret, "muted", 12)
        right = self._right(box)
        if box.width() >= 120:
            digits = theme.font("second", tabular=True)
            painter.setFont(digits)
            painter.setPen(theme.color("text"))
            for sign, count in reversed(self._fitting(row, box.width())):
                width = QFontMetrics(digits).horizontalAdvance(str(count))
                painter.drawText(QRect(right - width, box.top(), width + 1, box.height()), _LEFT, str(count))
                mark = signs.MARKS[sign]
                theme.draw_icon(
                    painter, QPointF(right - width - 5 - 13, middle - 7), mark.icon, mark.token, 13
                )
                right -= width + 5 + 13 + 8
        bold = theme.font("strong")
        painter.setFont(bold)
        painter.setPen(theme.color("text"))
        room = QRect(box.left() + _MARK, box.top(), right - box.left() - _MARK - 4, box.height())
        painter.drawText(room, _LEFT, _elided(bold, row.title, room.width()))

    def _row(
        self, painter: QPainter, box: QRect, row: TreeRow, state: QStyle.StateFlag, *, current: bool
    ) -> None:
        if current:
            painter.fillRect(box, theme.color("accent_tint"))
            painter.fillRect(QRect(box.left(), box.top(), 3, box.height()), theme.color("accent"))
            if self._tree.hasFocus():
                painter.setPen(QPen(theme.color("accent"), 2))
                painter.drawRect(QRectF(box).adjusted(1, 1, -1, -1))
        elif state & QStyle.StateFlag.State_MouseOver and self._tree.viewport().underMouse():
            painter.fillRect(box, theme.color("hover"))
        narrow = box.width() < 120
        left = box.left() + (12 if narrow else 0) + (0 if narrow else 16 * row.depth)
        mark = signs.MARKS[row.sign]
        mark_left = left + (0 if narrow else _MARK)
        theme.draw_icon(
            painter, QPointF(mark_left, box.top() + (box.height() - 16) / 2), mark.icon, mark.token
        )
        bold, quiet = theme.font("strong"), row.sign == "not_applicable"
        ids = bold if current else theme.font("name")
        painter.setFont(ids)
        painter.setPen(theme.color("text" if current else "faint" if quiet else "muted"))
        id_left = mark_left + _ID - _MARK
        painter.drawText(QRect(id_left, box.top(), 60, box.height()), _LEFT, row.id)
        if narrow:
            return
        right = self._right(box)
        title_left = max(left + _TITLE, id_left + self._tree.widest_id(row.depth) + 8)
        titles = bold if current else theme.font("body")
        wanted = QFontMetrics(titles).horizontalAdvance(row.title)
        word = _fitting_word(row, right - title_left - wanted)
        if word:
            right = self._word(painter, box, row, word, right)
        painter.setFont(titles)
        painter.setPen(theme.color("faint" if quiet else "text"))
        room = QRect(title_left, box.top(), right - title_left, box.height())
        painter.drawText(room, _LEFT, _elided(titles, row.title, room.width()))

    def _right(self, box: QRect) -> int:
        """Where words end: the same place with a scroll bar and without."""
        bar = self._tree.verticalScrollBar()
        return box.right() + 1 - (_RIGHT - bar.width() + 1 if bar.isVisible() else _RIGHT)

    def _fitting(self, row: TreeRow, width: int) -> tuple[tuple[str, int], ...]:
        """The tallies that leave the title whole; what is not yet due and what is met give way first."""
        title = QFontMetrics(theme.font("strong")).horizontalAdvance(row.title)
        digits = QFontMetrics(theme.font("second", tabular=True))
        room = width - _MARK - title - _RIGHT - 8
        shown = list(row.tallies)
        for sign in ("not_yet_due", "met"):
            if sum(26 + digits.horizontalAdvance(str(count)) for _sign, count in shown) <= room:
                break
            shown = [each for each in shown if each[0] != sign]
        return tuple(shown)

    def _word(self, painter: QPainter, box: QRect, row: TreeRow, word: str, right: int) -> int:
        painter.setFont(theme.font("small", tabular=True))
        painter.setPen(theme.color("not_met" if row.unsaved else "muted"))
        left = right - _word_width(word)
        painter.drawText(QRect(left, box.top(), right - left + 1, box.height()), _LEFT, word)
        return left - _WORD_GAP


def _fitting_word(row: TreeRow, room: int) -> str:
    """A row's word, less of it where the title would else be cut: what its mark says too gives way."""
    said_twice = row.word == signs.MARKS[row.sign].words.lower()
    shorter = "" if said_twice else row.word.removeprefix("due ")
    return row.word if _word_width(row.word) + _WORD_GAP <= room else shorter


def _word_width(word: str) -> int:
    return QFontMetrics(theme.font("small", tabular=True)).horizontalAdvance(word)


def _elided(font: QFont, words: str, width: int) -> str:
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, max(0, width))
