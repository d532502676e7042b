"""The tab order of widgets that were made at different times."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def in_tab_order(*parts: QWidget) -> None:
    """Set the tab order; each part must accept the focus when this is called."""
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)


def stops(part: QWidget) -> Iterator[QWidget]:
    """The tab stops in a part, hidden ones too, in the order of its layouts.

    A field is the stop for the editor that is its focus proxy: Qt looks for the field.
    """
    if (proxy := part.focusProxy()) is not None and part.isAncestorOf(proxy):
        yield part
        return
    if part.focusPolicy() & Qt.FocusPolicy.TabFocus:
        yield part
    if (layout := part.layout()) is not None:
        yield from _stops_of(layout)
        return
    for child in part.children():
        if isinstance(child, QWidget) and not child.isWindow():
            yield from stops(child)


def _stops_of(layout: QLayout) -> Iterator[QWidget]:
    indexes = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        indexes.sort(key=partial(_row_and_column, layout))
    for item in map(layout.itemAt, indexes):
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _stops_of(inner)
        elif (part := item.widget()) is not None:
            yield from stops(part)


def _row_and_column(grid: QGridLayout, index: int) -> tuple[int, int]:
    row, column, *_span = cast("tuple[int, ...]", grid.getItemPosition(index))
    return row, column


def before(part: QWidget) -> QWidget:
    """Return the tab stop before a part."""
    found = part.previousInFocusChain()
    while found is not None and found is not part and found.focusPolicy() == Qt.FocusPolicy.NoFocus:
        found = found.previousInFocusChain()
    return found or part
