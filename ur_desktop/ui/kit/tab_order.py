"""The order in which Tab goes through parts that were made at different times."""

from collections.abc import Iterator
from functools import partial
from itertools import pairwise
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget


def in_tab_order(*parts: QWidget) -> None:
    """Let Tab go through parts one after another; each must take the keyboard when this is called."""
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)


def stops(part: QWidget) -> Iterator[QWidget]:
    """What Tab can stop at in a part, in the order in which its layouts show it; what is hidden too.

    A field stands for the editor that it hands the keyboard to: Tab looks for the field.
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
    places = list(range(layout.count()))
    if isinstance(layout, QGridLayout):
        places.sort(key=partial(_row_and_column, layout))
    for item in map(layout.itemAt, places):
        if item is None:
            continue
        if (inner := item.layout()) is not None:
            yield from _stops_of(inner)
        elif (part := item.widget()) is not None:
            yield from stops(part)


def _row_and_column(grid: QGridLayout, place: int) -> tuple[int, int]:
    row, column, *_span = cast("tuple[int, ...]", grid.getItemPosition(place))
    return row, column


def before(part: QWidget) -> QWidget:
    """What Tab stops at before it comes to a part."""
    found = part.previousInFocusChain()
    while found is not None and found is not part and found.focusPolicy() == Qt.FocusPolicy.NoFocus:
        found = found.previousInFocusChain()
    return found or part
