"""Tab through a window in reading order, without a trace in PySide's bookkeeping."""

from __future__ import annotations

import gc

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QSpacerItem, QVBoxLayout, QWidgetItem
from pytestqt.qtbot import QtBot

from tests.ui.conftest import Show
from ur_desktop.ui.kit.focus_scope import FocusScope


def window() -> tuple[FocusScope, list[QLineEdit]]:
    """Fields made in another order than they stand: a row in a column, then a grid, then one field."""
    scope, edits = FocusScope(), [QLineEdit() for _ in range(6)]
    column, row, grid = QVBoxLayout(scope), QHBoxLayout(), QGridLayout()
    column.addLayout(row)
    column.addStretch(1)
    column.addLayout(grid)
    column.addWidget(edits[5])
    row.addWidget(edits[0])
    row.addSpacing(8)
    row.addWidget(edits[1])
    grid.addWidget(edits[4], 1, 0)
    grid.addWidget(edits[3], 0, 1)
    grid.addWidget(edits[2], 0, 0)
    return scope, edits


def layout_items() -> list[object]:
    """The layout items that Python has; other tests may have left some."""
    return [item for item in gc.get_objects() if isinstance(item, QWidgetItem | QSpacerItem)]


def test_tab_goes_through_nested_layouts_in_their_order(show: Show, qtbot: QtBot) -> None:
    scope, edits = window()
    show(scope)
    edits[0].setFocus()
    for edit in edits[1:]:
        target = scope.focusWidget()
        assert target is not None
        QTest.keyClick(target, Qt.Key.Key_Tab)
        assert edit.hasFocus()


def test_tab_leaves_no_wrapper_of_a_layout_item(show: Show, qtbot: QtBot) -> None:
    """Qt deletes such an item unseen; what is made at its address later crashes when it is destroyed."""
    scope, edits = window()
    show(scope)
    edits[0].setFocus()
    before = layout_items()
    QTest.keyClick(edits[0], Qt.Key.Key_Tab)
    assert [item for item in layout_items() if all(item is not other for other in before)] == []
