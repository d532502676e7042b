"""Where the keyboard goes: to the home of a screen, and with Tab through a window in reading order."""

from collections.abc import Iterator, Sequence
from typing import cast

from PySide6.QtCore import QCoreApplication, QEvent, QRect, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QWidget


class FocusScope(QWidget):
    """A part that gives the focus to its `home`; as a window it leads Tab through its parts in reading order.

    A focus proxy would not do: Qt takes a part with one for a tab stop and jumps from it to the proxy, past
    everything before that.
    """

    def home(self) -> QWidget | None:
        """Return what gets the focus when this part is given it; None keeps it here."""
        return None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if (home := self.home()) is not None:
            home.setFocus(event.reason())

    def focusNextPrevChild(self, forward: bool) -> bool:
        if not self.isWindow():
            return super().focusNextPrevChild(forward)
        # What was opened or moved just now gets its place before anything is found covered.
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        parts, current = list(_parts(self)), self.focusWidget()
        at = parts.index(current) if current in parts else -1
        others = [*parts[at + 1 :], *parts[: max(at, 0)]]
        reached = next(filter(_is_stop, others if forward else reversed(others)), None)
        if reached is None:
            return False
        reached.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
        _scroll_to(reached)
        return True


def _is_stop(part: QWidget) -> bool:
    """Whether Tab stops here; a part with a focus proxy leaves that to the proxy."""
    takes_tab = bool(part.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes_tab and part.focusProxy() is None and not _is_covered(part)


def _is_covered(part: QWidget) -> bool:
    """Whether something that is shown over the screen, such as its shortcuts, hides this part."""
    branch, box = part, part.rect()
    while not branch.isWindow() and (above := branch.parentWidget()) is not None:
        if isinstance(branch, QScrollArea):
            box = branch.geometry()  # what is scrolled out of sight can be scrolled back
        else:
            box.translate(branch.pos())
        siblings = above.children()
        for other in siblings[siblings.index(branch) + 1 :]:  # those drawn later
            if isinstance(other, QWidget) and _covers(other, box):
                return True
        branch = above
    return False


def _covers(other: QWidget, box: QRect) -> bool:
    transparent = other.testAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
    return other.isVisible() and not transparent and other.geometry().contains(box)


def _parts(root: QWidget) -> Iterator[QWidget]:
    """Every part in sight that can be used: first what a layout holds, then the rest by its place."""
    yield root
    held = [child for child in root.children() if isinstance(child, QWidget)]
    placed = list(_placed(layout, held)) if (layout := root.layout()) is not None else []
    others = (child for child in held if child not in placed)
    for part in (*placed, *sorted(others, key=_place)):
        if part.isVisible() and part.isEnabled() and not part.isWindow():
            yield from _parts(part)


def _placed(layout: QLayout, held: Sequence[QWidget]) -> Iterator[QWidget]:
    """The widgets held by a layout, and by those within it, in its order.

    Not by `itemAt`: Qt deletes the item that it returns without a word to Python, whose wrapper then claims the address
    of whatever is made there next; the window crashes when it is destroyed.
    """
    found: list[tuple[int, QWidget | QLayout]] = [(layout.indexOf(part), part) for part in held]
    found += [(layout.indexOf(inner), inner) for inner in layout.children() if isinstance(inner, QLayout)]
    found = [(index, part) for index, part in found if index >= 0]
    if isinstance(layout, QGridLayout):
        found.sort(key=lambda each: _cell(layout, each[0]))
    else:
        found.sort(key=lambda each: each[0])
    for _index, part in found:
        if isinstance(part, QLayout):
            yield from _placed(part, held)
        else:
            yield part


def _cell(grid: QGridLayout, index: int) -> tuple[int, int]:
    row, column, *_span = cast("tuple[int, ...]", grid.getItemPosition(index))
    return row, column


def _place(part: QWidget) -> tuple[int, int]:
    return part.y(), part.x()


def _scroll_to(part: QWidget) -> None:
    above = part.parentWidget()
    while above is not None:
        if isinstance(above, QScrollArea):
            above.ensureWidgetVisible(part)
        above = above.parentWidget()
