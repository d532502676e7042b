"""The Phosphor icons as qtawesome ships them: its font and its table of names, read without importing it.

Importing qtawesome also imports OpenGL and loads every other icon font: 130 ms before the first screen, where
a bare window takes 75 ms in all. Its two files are found in its folder instead.
"""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPainter, QPixmap

# qtawesome sets its letters at 0.875 of the square. Phosphor leaves an edge inside that, so a 16 px icon
# would draw about 12 px: 1.18 makes up for it.
SCALE = 0.875 * 1.18


def draw(name: str, ink: str, pixels: int) -> QPixmap:
    """Draw an icon of a Phosphor name, such as "check-circle-fill", in a color, ``pixels`` device px square.

    Raises KeyError for a name that the font does not have.
    """
    glyph = chr(int(_names()[name], 16))
    pixmap = QPixmap(pixels, pixels)
    pixmap.fill(Qt.GlobalColor.transparent)
    letters = QFont(_family())
    letters.setPixelSize(round(pixels * SCALE))
    painter = QPainter(pixmap)
    painter.setFont(letters)
    painter.setPen(QColor(ink))
    painter.drawText(QRect(0, 0, pixels, pixels), int(Qt.AlignmentFlag.AlignCenter), glyph)
    painter.end()
    return pixmap


@cache
def _names() -> dict[str, str]:
    table: dict[str, str] = json.loads(_file("phosphor-charmap-*.json").read_text(encoding="utf-8"))
    return table


@cache
def _family() -> str:
    number = QFontDatabase.addApplicationFont(str(_file("phosphor-*.ttf")))
    return QFontDatabase.applicationFontFamilies(number)[0]


def _file(pattern: str) -> Path:
    spec = find_spec("qtawesome")
    folders = spec.submodule_search_locations if spec else None
    found = [file for folder in folders or () for file in Path(folder, "fonts").glob(pattern)]
    if not found:
        raise FileNotFoundError(pattern)
    return found[0]
