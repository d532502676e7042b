"""A window made of a few parts, and the colors that a part is painted in."""

from collections.abc import Callable

from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ur_desktop.ui.kit.focus_scope import FocusScope

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]


def panel(*parts: QWidget) -> QWidget:
    """Put parts under each other; Tab goes through them in reading order."""
    whole = FocusScope()
    column = QVBoxLayout(whole)
    for part in parts:
        column.addWidget(part)
    return whole


def colors(widget: QWidget) -> set[str]:
    """Return the colors that a widget is painted in."""
    image: QImage = widget.grab().toImage()
    return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}
