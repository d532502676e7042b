"""The worklist: cases by due time, with search, filters and shortcuts."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from enum import Enum

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ur_desktop.domain.worklist import MOST_AT_ONCE, PAGE, WorklistFilter, WorklistQuery, WorklistRow
from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE, too_long
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.notice_bar import NoticeBar
from ur_desktop.ui.kit.panels import EmptyState, KeyCap
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.kit.shortcut_keys import shortcut
from ur_desktop.ui.kit.tables.cells import MARGIN
from ur_desktop.ui.kit.text import plural
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.parts.worklist_text import Names
from ur_desktop.ui.worklist.filters import WorklistHeading
from ur_desktop.ui.worklist.table import WorklistTable

ASSIGN_TO_ME = "assign to me"
NEW_CASE_KEY, ASSIGN_KEY = "N", "A"
KEYS = (
    ("↑ ↓", "move"),
    ("Enter", "open the case"),
    (ASSIGN_KEY, ASSIGN_TO_ME),
    (NEW_CASE_KEY, "new case"),
    ("/", "search"),
    ("Esc", "clear search"),
    ("Ctrl 1 … 6", "lists, from All open to Unassigned"),
)

_ALL_HINTS_WIDTH = 980


class Hint(Enum):
    """The shortcuts named at the foot of the list: their keys and what they do."""

    MOVE = (("↑", "↓"), "move")
    OPEN = (("Enter",), "open")
    ASSIGN = (("A",), ASSIGN_TO_ME)
    SHORTCUTS = (("?",), "shortcuts")


class EmptyOffer(Enum):
    """What the button of an empty list does, by its word."""

    NONE = ""
    NEW_CASE = "New case"
    CLEAR_SEARCH = "Clear search"
    SHOW_ALL = "Show all open"


class WorklistScreen(FocusScope):
    """Shows the rows that it is given, and asks for others.

    ``done`` shows what was done last, until another screen is opened. ``query_changed`` carries a WorklistQuery:
    answer offset 0 by ``set_rows``, any other by ``append``.
    """

    opened = Signal(str)
    draft_opened = Signal(str)
    new_case = Signal()
    query_changed = Signal(object)
    assign_requested = Signal(str)

    def __init__(
        self, *, may_take_in: bool = True, assigns: str = ASSIGN_TO_ME, parent: QWidget | None = None
    ) -> None:
        """Offer new cases or not; ``assigns`` says what A does, empty where the user may not assign cases."""
        super().__init__(parent)
        self._may_take_in, self._assigns = may_take_in, assigns
        self._counts: Mapping[str, int] = {}
        self._listed: WorklistQuery | None = None
        self.head = WorklistHeading(self)
        self.reminder = NoticeBar("Choose a folder", parent=self)
        self.done = NoticeBar("", name="Done", dismiss="Close", parent=self)
        self.table = WorklistTable(self)
        self.empty = EmptyState("", EmptyOffer.NEW_CASE.value, parent=self)
        self._empty_offer = EmptyOffer.NEW_CASE
        self.foot = WorklistFoot(assigns, self)
        self.head.new.setVisible(may_take_in)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.table)
        self.body.addWidget(self.empty)
        theme.fill(self.body, "surface")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.reminder)
        column.addWidget(self.done)
        column.addWidget(self.body, 1)
        column.addWidget(self.foot)
        self.head.changed.connect(lambda: self.query_changed.emit(self.query()))
        self.head.to_list.connect(self.setFocus)
        self.head.new.clicked.connect(self.new_case)
        self.empty.acted.connect(self._leave_empty)
        self.table.opened.connect(self.opened)
        self.table.draft_opened.connect(self.draft_opened)
        self.table.rows.more_wanted.connect(self._ask_more)
        self.table.rows.rest_wanted.connect(lambda offset: self._ask_more(offset, MOST_AT_ONCE))
        self.table.current_changed.connect(self._say_current)
        self.head.search.inputRejected.connect(lambda: self.done.say(too_long(LONGEST_LINE)))
        self._key("/", self.head.search.focus_and_select, Qt.ShortcutContext.WindowShortcut)
        if assigns:
            self._key(ASSIGN_KEY, self._assign)
        self._key("Esc", self.head.search.leave)
        self._key("?", self._show_keys, Qt.ShortcutContext.WindowShortcut)
        for number, pill in enumerate(self.head.pills.values(), start=1):
            self._key(f"Ctrl+{number}", pill.click, Qt.ShortcutContext.WindowShortcut)

    def home(self) -> QWidget:
        if self.body.currentWidget() is self.table:
            return self.table
        return self.empty if self.empty.button.isHidden() else self.empty.button

    def set_rows(
        self,
        rows: Sequence[WorklistRow],
        counts: Mapping[str, int],
        now: datetime,
        names: Names | None = None,
        *,
        more: bool = False,
    ) -> None:
        """Show a list from its beginning; stay on the current case, or in its place once it has left the same list.

        ``counts`` are by the values of WorklistFilter; ``now`` is aware, in the time zone shown; ``more``: other
        rows may follow.
        """
        current, number = self.table.current_row(), self.table.currentIndex().row()
        is_same_list = self.query() == self._listed
        self._listed = self.query()
        self._counts = counts
        names = names or self.table.names
        self.head.show_counts(counts, now, names)
        self.table.set_rows(rows, now, names, more=more)
        if rows:
            self._move_to(current.case_id if current else "", number if is_same_list else 0)
        else:
            self._say_empty()
        self._show_page(self.table if rows else self.empty)
        self.foot.show_hints(rows=bool(rows))
        self._say_current()

    def append(self, rows: Sequence[WorklistRow], *, more: bool = False) -> None:
        """Add further rows."""
        self.table.append(rows, more=more)
        self._say_current()

    def set_now(self, now: datetime) -> None:
        """Show the due times as they are at another moment."""
        self.head.show_now(now)
        self.table.set_now(now)
        self._say_current()

    def query(self, offset: int = 0) -> WorklistQuery:
        """Return what the search and the filters ask for."""
        return self.head.query(offset)

    @property
    def shown(self) -> dict[str, str]:
        """The list shown and its current case, for ``show_again``."""
        row = self.table.current_row()
        return self.head.shown | {"current": row.case_id if row else ""}

    def show_again(self, shown: Mapping[str, str]) -> None:
        """Ask for a list again and move to its current case."""
        self.head.show_again(shown)
        if self.table.current_row() is not None:
            self._move_to(shown.get("current", ""))

    def state(self) -> bytes:
        """Return the column widths set by hand, for ``restore``."""
        return self.table.saved_widths()

    def restore(self, state: bytes) -> None:
        """Set the column widths that ``state`` returned."""
        self.table.restore_widths(state)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not event.spontaneous():
            self.done.say("")

    def _key(
        self,
        keys: str,
        act: Callable[[], None],
        where: Qt.ShortcutContext = Qt.ShortcutContext.WidgetWithChildrenShortcut,
    ) -> None:
        shortcut(keys, self, where).activated.connect(act)

    def _show_page(self, page: QWidget) -> None:
        """Show the list or the page for an empty one; move the focus along if it was on the other."""
        keyboard = self.focusWidget()
        was_here = keyboard is not None and self.body.isAncestorOf(keyboard)
        self.body.setCurrentWidget(page)
        if was_here and self.isVisible():
            self.setFocus()

    def _move_to(self, case_id: str, number: int = 0) -> None:
        """Move to a case, or to the row of this number when it is not in the list."""
        found = self.table.rows.find(lambda row: row.case_id == case_id)
        self.table.move_to(found if found >= 0 else max(0, number))

    def _ask_more(self, offset: int, limit: int = PAGE) -> None:
        self.query_changed.emit(replace(self.query(offset), limit=limit))

    def _assign(self) -> None:
        row = self.table.current_row()
        if row is not None and row.is_draft:
            self.done.say("A draft is yours only. Create the case to assign it.")
        elif row is not None:
            self.assign_requested.emit(row.case_id)

    def _show_keys(self) -> None:
        shown = dict(KEYS) | {ASSIGN_KEY: self._assigns}
        if not self._may_take_in:
            del shown[NEW_CASE_KEY]
        ShortcutHelp(tuple((key, does) for key, does in shown.items() if does), self)

    def _say_current(self) -> None:
        query, row, now = self.query(), self.table.current_row(), self.table.now
        known = self._counts.get(query.filter)
        if row is None:
            words = ""
        elif query.is_filtered or known is None:
            found = f"{plural(self.table.rows.rowCount(), 'case')} found"
            words = f"{'The first ' if self.table.rows.has_more else ''}{found}, most urgent first"
        else:
            what = "open case" if query.filter is WorklistFilter.ALL else "case"
            drafts = sum(each.is_draft for each in self.table.rows.rows)
            words = f"{plural(drafts, 'draft')}, " if drafts else ""
            words += f"{plural(known, what)}, most urgent first"
        late = worklist_text.late_words(row, now) if row and now else ""
        self.foot.words.setText(f"{words}. {late}" if late else words)

    def _say_empty(self) -> None:
        query = self.query()
        if query.text:
            sentence, offer = f"No cases match “{query.text}”.", EmptyOffer.CLEAR_SEARCH
        elif query.is_filtered or query.filter is not WorklistFilter.ALL:
            sentence, offer = "No cases in this list.", EmptyOffer.SHOW_ALL
        elif not self._may_take_in:
            sentence, offer = "No open cases.", EmptyOffer.NONE
        else:
            sentence, offer = "No open cases. Create one from a request.", EmptyOffer.NEW_CASE
        self._empty_offer = offer
        self.empty.button.setVisible(offer is not EmptyOffer.NONE)
        self.empty.sentence.setText(sentence)
        self.empty.setAccessibleName(sentence)
        announce(self, sentence)
        self.empty.button.set_word(offer.value)

    def _leave_empty(self) -> None:
        if self._empty_offer is EmptyOffer.NEW_CASE:
            self.new_case.emit()
        else:
            self.head.clear()
            self.setFocus()


class WorklistFoot(QWidget):
    """How many cases there are, and the shortcuts."""

    def __init__(self, assigns: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(36)
        self.words = elided("", "second", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(MARGIN, 1, MARGIN, 0)
        row.setSpacing(8)
        row.addWidget(self.words, 1)
        self._rows = False
        self.hints: dict[Hint, QWidget] = {}
        for hint in Hint:
            caps, does = hint.value
            if does := assigns if hint is Hint.ASSIGN else does:
                self.hints[hint] = self._hint(caps, does)
                row.addWidget(self.hints[hint])

    def show_hints(self, *, rows: bool) -> None:
        """Show the shortcuts that do something: those of a row only where there is one, and room for them."""
        self._rows = rows
        for hint, shown in self.hints.items():
            always = hint is Hint.SHORTCUTS
            shown.setVisible(always or (rows and (hint is Hint.ASSIGN or self._roomy)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.show_hints(rows=self._rows)

    @property
    def _roomy(self) -> bool:
        return self.width() >= _ALL_HINTS_WIDTH

    def _hint(self, caps: tuple[str, ...], word: str) -> QWidget:
        hint = QWidget(self)
        row = QHBoxLayout(hint)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(8)
        for cap in caps:
            row.addWidget(KeyCap(cap, hint))
        row.addWidget(label(word, "second", parent=hint))
        return hint

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme.color("surface"))
        painter.fillRect(QRectF(0, 0, self.width(), 1), theme.color("border"))
