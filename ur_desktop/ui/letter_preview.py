"""The letter before it is sealed: its pages as they will print, and what it must contain."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field

import pypdfium2
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QResizeEvent, QShortcut
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QScrollArea,
    QStackedLayout,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from ur_desktop.ui import theme
from ur_desktop.ui.buttons import KeyButton, Kind
from ur_desktop.ui.marks import Icon
from ur_desktop.ui.panels import ActionBar, EmptyState, Hairline
from ur_desktop.ui.print_letter import PrintJob, ask_printer, page_image
from ur_desktop.ui.rationale_editor import Switch
from ur_desktop.ui.text import label, paragraph, plural

PAGE, PAGE_AT_MOST, GUTTER, MARGIN = 640, 816, 24, 21
SIDE_AT_LEAST = 144
ELEMENTS = 372
ZOOMS = (50, 75, 100, 125, 150, 200, 300)
_KEPT_IMAGES = 12
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
AskPrinter = Callable[[QWidget, int], QPrinter | None]
AskPath = Callable[[QWidget, str], str]


@dataclass(frozen=True, slots=True)
class RequiredElement:
    """What a letter must contain, and the page it is on, counted from 1; ``why`` says why it is missing."""

    name: str
    present: bool
    page: int | None = None
    why: str = ""
    fix: str = "Add"


@dataclass(frozen=True, slots=True)
class PreviewCopy:
    """One copy of a letter: its name, PDF, elements in order, and what the action bar says of it."""

    name: str
    pdf: bytes = field(repr=False)
    elements: tuple[RequiredElement, ...] = ()
    words: str = ""

    @property
    def missing(self) -> tuple[RequiredElement, ...]:
        """The elements that are not in it."""
        return tuple(element for element in self.elements if not element.present)


def ask_path(parent: QWidget, name: str) -> str:
    """Let a person choose where to save a PDF; empty when they leave."""
    path, _kind = QFileDialog.getSaveFileName(parent, "Save PDF", f"{name}.pdf", "PDF (*.pdf)")
    return path if not path or path.lower().endswith(".pdf") else f"{path}.pdf"


class LetterPreview(QWidget):
    """The Letters tab. Ctrl+P prints the copy in sight, Ctrl+S saves it, Ctrl+↵ accepts the letter.

    ``printed`` carries the copy's name, pages and copies once all is with the printer; ``save_requested`` its
    name and the path chosen; ``fix_requested`` the missing element's name; ``decide_requested`` follows the
    button of the empty state.
    """

    accepted = Signal()
    printed = Signal(str, int, int)
    save_requested = Signal(str, str)
    fix_requested = Signal(str)
    decide_requested = Signal()

    def __init__(
        self, *, printer: AskPrinter = ask_printer, path: AskPath = ask_path, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        theme.fill(self, "bg")
        self._ask_printer, self._ask_path = printer, path
        self._copies: tuple[PreviewCopy, ...] = ()
        self._accepted = False
        self.job: PrintJob | None = None
        self.copies = Switch((), "Copy", self)
        self.copies.chosen.connect(self._show_copy)
        self.page_words = label("", "body", "muted", parent=self)
        self.zoom = KeyButton("Standard size", Kind.QUIET, icon="magnifying-glass-plus", parent=self)
        self.zoom.setAccessibleDescription("Ctrl+Plus, Ctrl+Minus, Ctrl+0")
        self.zoom.clicked.connect(self._open_zooms)
        self.pages = PageView(self)
        self.pages.turned.connect(self._tell_page)
        self.elements = ElementsPanel(self)
        self.elements.fix_requested.connect(self.fix_requested)
        self.elements.page_chosen.connect(self.pages.go_to)
        self._make_bar()
        self.empty = EmptyState(
            "No letter yet. It is written from the decision once that is signed.",
            "Go to the determination",
            parent=self,
        )
        self.empty.acted.connect(self.decide_requested)
        for keys, act in {
            "Ctrl++": lambda: self.pages.step_zoom(1),
            "Ctrl+=": lambda: self.pages.step_zoom(1),
            "Ctrl+-": lambda: self.pages.step_zoom(-1),
            "Ctrl+0": lambda: self.pages.set_zoom(0),
        }.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self.pages.zoomed.connect(self.zoom.set_word)
        self._lay_out()
        self.open((), accepted=False)

    def open(self, copies: tuple[PreviewCopy, ...], *, accepted: bool) -> None:
        """Show a letter's copies, the first in sight; none shows that there is no letter yet."""
        self._copies, self._accepted = copies, accepted
        self._stack.setCurrentIndex(1 if copies else 0)
        self.copies.set_words(tuple(copy.name for copy in copies))
        self._show_copy(0)

    def current(self) -> PreviewCopy | None:
        """Return the copy in sight."""
        index = max(self.copies.current(), 0)
        return self._copies[index] if index < len(self._copies) else None

    def say(self, words: str) -> None:
        """Say at the foot what became of a print or a save."""
        self.bar.set_words(words)

    def _show_copy(self, index: int) -> None:
        if index >= len(self._copies):
            self.pages.show_pdf(b"")
            return
        copy = self._copies[index]
        self.pages.setAccessibleName(copy.name)
        self.pages.show_pdf(copy.pdf)
        self.elements.show_elements(copy.elements, locked=self._accepted)
        self._tell()

    def _tell(self) -> None:
        copy = self.current()
        short = [item for item in self._copies if item.missing]
        self.bar.set_words(copy.words if copy else "")
        self.accept.setEnabled(not short)
        self.accept.setVisible(not self._accepted)
        if self._accepted:
            self.reason.setText("Accepted and on file")
        elif short and (copy is None or not copy.missing):
            self.reason.setText(f"{short[0].name}: {plural(len(short[0].missing), 'element')} missing")
        elif short:
            count = len(copy.missing) if copy else 0
            self.reason.setText(f"Add the missing {'element' if count == 1 else 'elements'} to accept")
        else:
            self.reason.setText("")
        self.reason.setVisible(bool(self.reason.text()))

    def _tell_page(self, page: int, count: int) -> None:
        self.page_words.setText(f"Page {page} of {count}")

    def _open_zooms(self) -> None:
        menu = QMenu(self)
        for words, zoom in (
            ("Standard size", 0),
            ("Fit width", -1),
            *((f"{zoom} %", zoom) for zoom in ZOOMS),
        ):
            menu.addAction(words).triggered.connect(lambda _on=False, zoom=zoom: self.pages.set_zoom(zoom))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.zoom.mapToGlobal(self.zoom.rect().bottomLeft()))

    def _print(self) -> None:
        copy = self.current()
        if copy is None or self.job is not None:
            return
        printer = self._ask_printer(self, self.pages.count())
        if printer is None:
            return
        self.job = PrintJob(copy.pdf, printer, self.pages.current(), name=copy.name, parent=self)
        self.job.progressed.connect(self._progress)
        self.job.finished.connect(lambda pages, copies: self._printed(copy.name, pages, copies))
        self.job.failed.connect(self._stop_printing)
        self.job.cancelled.connect(lambda: self._stop_printing("Printing cancelled."))
        self._set_printing(True)
        self.job.start()

    def _progress(self, done: int, total: int) -> None:
        self.bar.set_words(f"Printing page {min(done + 1, total)} of {total}")

    def _printed(self, name: str, pages: int, copies: int) -> None:
        times = "" if copies == 1 else f", {copies} copies"
        self._stop_printing(f"{name} printed: {plural(pages, 'page')}{times}.")
        self.printed.emit(name, pages, copies)

    def _stop_printing(self, words: str) -> None:
        if self.job is not None:
            self.job.deleteLater()
            self.job = None
        self._set_printing(False)
        self.bar.set_words(words)

    def _set_printing(self, on: bool) -> None:
        self.cancel.setVisible(on)
        for button in (self.print_button, self.save):
            button.setEnabled(not on)
        self.accept.setEnabled(not on and not any(item.missing for item in self._copies))

    def _cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()

    def _save(self) -> None:
        copy = self.current()
        if copy is None:
            return
        if path := self._ask_path(self, copy.name):
            self.save_requested.emit(copy.name, path)

    def _make_bar(self) -> None:
        self.bar = ActionBar(parent=self)
        self.cancel = KeyButton("Cancel printing", Kind.TEXT, key="Esc", shortcut="Esc", parent=self)
        self.cancel.clicked.connect(self._cancel)
        self.cancel.hide()
        self.print_button = KeyButton("Print", key="Ctrl P", shortcut="Ctrl+P", icon="printer", parent=self)
        self.print_button.clicked.connect(self._print)
        self.save = KeyButton("Save PDF", key="Ctrl S", shortcut="Ctrl+S", icon="floppy-disk", parent=self)
        self.save.clicked.connect(self._save)
        self.reason = label("", "second", parent=self)
        self.accept = KeyButton(
            "Accept letter", Kind.PRIMARY, key="Ctrl ↵", shortcut="Ctrl+Return", icon="check", parent=self
        )
        self.accept.clicked.connect(self.accepted)
        for widget in (self.cancel, self.print_button, self.save, self.reason, self.accept):
            self.bar.add(widget)

    def _lay_out(self) -> None:
        top = QWidget()
        theme.fill(top, "surface")
        top.setFixedHeight(47)
        row = QHBoxLayout(top)
        row.setContentsMargins(24, 0, 16, 0)
        row.setSpacing(16)
        row.addWidget(self.copies)
        row.addStretch(1)
        row.addWidget(self.page_words)
        row.addWidget(self.zoom)
        left = QVBoxLayout()
        left.setSpacing(0)
        left.addWidget(top)
        left.addWidget(Hairline(strong=True))
        left.addWidget(self.pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addLayout(left, 1)
        middle.addWidget(Hairline(vertical=True, strong=True))
        middle.addWidget(self.elements)
        letter = QWidget()
        column = QVBoxLayout(letter)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(middle, 1)
        column.addWidget(self.bar)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.empty)
        self._stack.addWidget(letter)


class PageView(QScrollArea):
    """The pages on the canvas; drawn when they come into sight, by key ↑ ↓, Page Up and Down, Home and End.

    ``turned`` carries the page in sight and how many there are, ``zoomed`` the words for the size.
    """

    turned = Signal(int, int)
    zoomed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "canvas")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Letter")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheets = _Sheets(self)
        self.setWidget(self.sheets)
        self._zoom = 0
        self.verticalScrollBar().valueChanged.connect(lambda _value: self._turn())
        self.verticalScrollBar().setSingleStep(40)

    def show_pdf(self, pdf: bytes) -> None:
        """Show a PDF from its first page; none leaves the canvas empty."""
        self.sheets.open(pdf)
        self.verticalScrollBar().setValue(0)
        self._arrange()

    def count(self) -> int:
        """Return how many pages there are."""
        return len(self.sheets.sizes)

    def current(self) -> int:
        """Return the page in sight, counted from 0: the one that takes the middle of the view."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        passed = [page for page, place in enumerate(self.sheets.places) if place.top() <= middle]
        return passed[-1] if passed else 0

    def go_to(self, page: int) -> None:
        """Bring a page to the top, counted from 1."""
        if 0 < page <= self.count():
            self.verticalScrollBar().setValue(self.sheets.places[page - 1].top() - MARGIN)

    def set_zoom(self, percent: int) -> None:
        """Set the size: 100 is life size at 96 dots an inch, 0 the standard size, -1 fits the width."""
        self._zoom = percent
        self._arrange()
        self.zoomed.emit({0: "Standard size", -1: "Fit width"}.get(percent, f"{percent} %"))

    def step_zoom(self, step: int) -> None:
        """Go to the next larger or smaller size."""
        now = 100 * self._page_width() / PAGE_AT_MOST
        others = [zoom for zoom in ZOOMS if (zoom > now + 1 if step > 0 else zoom < now - 1)]
        if others:
            self.set_zoom(others[0] if step > 0 else others[-1])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_Home:
            bar.setValue(bar.minimum())
        elif event.key() == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self.viewport()).fillRect(self.viewport().rect(), theme.colour("canvas"))
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _page_width(self) -> int:
        room = self.viewport().width()
        if self._zoom == 0:
            return max(PAGE, min(PAGE_AT_MOST, room - 2 * SIDE_AT_LEAST))
        return room - 2 * GUTTER if self._zoom < 0 else PAGE_AT_MOST * self._zoom // 100

    def _arrange(self) -> None:
        page = self.current()
        self.sheets.arrange(self.viewport().width(), self._page_width())
        self.go_to(page + 1 if page else 0)
        self._turn()

    def _turn(self) -> None:
        if self.count():
            self.turned.emit(self.current() + 1, self.count())


class _Sheets(QWidget):
    """Every page at its place; only the ones in sight are drawn, and the last few drawings are kept."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._document: pypdfium2.PdfDocument | None = None
        self.sizes: tuple[tuple[float, float], ...] = ()
        self.places: tuple[QRect, ...] = ()
        self.images: OrderedDict[tuple[int, int], QImage] = OrderedDict()

    def open(self, pdf: bytes) -> None:
        if self._document is not None:
            self._document.close()
        self._document = pypdfium2.PdfDocument(pdf) if pdf else None
        self.images.clear()
        count = len(self._document) if self._document else 0
        self.sizes = (
            tuple(self._document.get_page_size(page) for page in range(count)) if self._document else ()
        )
        self.update()

    def arrange(self, room: int, width: int) -> None:
        """Place the pages: side by side in twos where the room allows, else under each other."""
        across = 2 if room >= 2 * width + 3 * GUTTER and len(self.sizes) > 1 else 1
        total = across * width + (across - 1) * GUTTER
        left, top, places = max(GUTTER, (room - total) // 2), MARGIN, []
        for first in range(0, len(self.sizes), across):
            row = self.sizes[first : first + across]
            heights = [round(width * tall / wide) for wide, tall in row]
            places += [QRect(left + n * (width + GUTTER), top, width, tall) for n, tall in enumerate(heights)]
            top += max(heights) + GUTTER
        self.places = tuple(places)
        self.resize(max(room, total + 2 * GUTTER), top)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme.colour("canvas"))
        for page, place in enumerate(self.places):
            if place.intersects(event.rect()):
                painter.drawImage(QRectF(place), self._image(page, place.width()))
                painter.setPen(theme.colour("border"))
                painter.drawRect(QRectF(place).adjusted(-0.5, -0.5, 0.5, 0.5))

    def _image(self, page: int, width: int) -> QImage:
        assert self._document is not None  # places exist only for an open document  # noqa: S101
        dots = round(width * self.devicePixelRatioF())
        key = (page, dots)
        if key not in self.images:
            self.images[key] = page_image(self._document, page, dots / self.sizes[page][0])
            while len(self.images) > _KEPT_IMAGES:
                self.images.popitem(last=False)
        self.images.move_to_end(key)
        return self.images[key]


class ElementsPanel(QWidget):
    """What the letter must contain: the missing first, each with its button, the rest with their pages."""

    fix_requested = Signal(str)
    page_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.fill(self, "surface")
        self.setFixedWidth(ELEMENTS)
        self.count = label("", "body", "muted", parent=self)
        self.found = QListWidget(self)
        self.found.setAccessibleName("Required in this letter")
        self.found.setItemDelegate(_FoundDelegate(self.found))
        self.found.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.found.setUniformItemSizes(True)
        self.found.itemActivated.connect(self._go)
        self.found.itemClicked.connect(self._go)
        self.fixes: list[MissingElement] = []
        head = QHBoxLayout()
        head.setContentsMargins(20, 0, 20, 0)
        head.addWidget(label("Required in this letter", "section", parent=self))
        head.addStretch(1)
        head.addWidget(self.count)
        self._missing = QVBoxLayout()
        self._missing.setContentsMargins(20, 0, 20, 0)
        self._missing.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 15, 0, 8)
        column.setSpacing(9)
        column.addLayout(head)
        column.addLayout(self._missing)
        column.addWidget(self.found, 1)

    def show_elements(self, elements: tuple[RequiredElement, ...], *, locked: bool) -> None:
        """Show the elements of one copy; ``locked`` offers no fixing any more."""
        for old in self.fixes:
            self._missing.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.fixes = [MissingElement(item, self) for item in elements if not item.present]
        for row in self.fixes:
            row.button.clicked.connect(lambda _on=False, row=row: self.fix_requested.emit(row.element.name))
            row.button.setVisible(not locked)
            self._missing.addWidget(row)
        self.found.clear()
        for element in elements:
            if element.present:
                where = f"page {element.page}" if element.page else ""
                item = QListWidgetItem(element.name, self.found)
                item.setData(Qt.ItemDataRole.UserRole, element.page or 0)
                item.setData(
                    Qt.ItemDataRole.AccessibleTextRole, f"{element.name}, present, {where}".strip(", ")
                )
        self.found.setCurrentRow(0)
        self.count.setText(f"{self.found.count()} of {len(elements)}")

    def _go(self, item: QListWidgetItem) -> None:
        self.page_chosen.emit(item.data(Qt.ItemDataRole.UserRole))


class MissingElement(QFrame):
    """A missing element with the reason and the button that leads to its fix."""

    def __init__(self, element: RequiredElement, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.element = element
        name = element.name[:1].lower() + element.name[1:] if element.name[1:2].islower() else element.name
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(paragraph(f"Missing: {name}", "strong", parent=self))
        if element.why:
            words.addWidget(paragraph(element.why, "second", parent=self))
        self.button = KeyButton(element.fix, Kind.TEXT, icon="plus-bold", parent=self)
        self.button.setAccessibleName(f"{element.fix}: {element.name}")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 9, 6, 9)
        row.setSpacing(10)
        row.addWidget(Icon("x-circle-fill", "not_met", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        row.addWidget(self.button)


class _FoundDelegate(QStyledItemDelegate):
    """A row of 25 px: a tick, the element, the page at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 25)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        box: QRect = option.rect
        state: QStyle.StateFlag = option.state
        painter.save()
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_tint"))
            painter.fillRect(box.left(), box.top(), 3, box.height(), theme.colour("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, theme.colour("hover"))
        theme.draw_icon(painter, QPointF(box.left() + 20, box.top() + 5), "check-bold", "met", 14)
        page = index.data(Qt.ItemDataRole.UserRole)
        painter.setFont(theme.font("second", tabular=True))
        painter.setPen(theme.colour("muted"))
        if page:
            painter.drawText(box.adjusted(0, 0, -22, 0), int(_RIGHT), f"page {page}")
        painter.setFont(theme.font("body"))
        painter.setPen(theme.colour("text"))
        room = box.adjusted(44, 0, -74, 0)
        name = painter.fontMetrics().elidedText(index.data(), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(_LEFT), name)
        painter.restore()
