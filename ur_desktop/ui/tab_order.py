"""The order in which Tab goes through parts that were made at different times."""

from itertools import pairwise

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget


def in_tab_order(*parts: QWidget) -> None:
    """Let Tab go through parts one after another; each must take the keyboard when this is called."""
    for one, other in pairwise(parts):
        QWidget.setTabOrder(one, other)


def before(part: QWidget) -> QWidget:
    """What Tab stops at before it comes to a part."""
    found = part.previousInFocusChain()
    while found is not None and found is not part and found.focusPolicy() == Qt.FocusPolicy.NoFocus:
        found = found.previousInFocusChain()
    return found or part
