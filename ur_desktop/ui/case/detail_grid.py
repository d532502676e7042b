"""Saved values, read only: a small label over its value, in four equal columns."""

from typing import NamedTuple

from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from ur_desktop.ui.kit.labels import Paragraph, label, paragraph

COLUMNS = 4
GUTTER, ROW_GAP = 20, 12
NOT_GIVEN = "Not given"


class Detail(NamedTuple):
    """What a value is, the value, in one line or several, and how many columns it takes."""

    name: str
    value: str
    span: int = 1


class DetailGrid(QWidget):
    """Facts in reading order; each takes the next columns that are free."""

    def __init__(self, details: tuple[Detail, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = four_columns()
        self.setLayout(grid)
        row = column = 0
        for detail in details:
            if column + detail.span > COLUMNS:
                row, column = row + 1, 0
            grid.addWidget(DetailView(detail, self), row, column, 1, detail.span)
            column += detail.span


class DetailView(QWidget):
    """One detail; what is not there is said in the second ink."""

    def __init__(self, detail: Detail, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = detail.value or NOT_GIVEN
        self.setAccessibleName(f"{detail.name}: {', '.join(shown.splitlines())}")
        self.value = column_text(shown, "body", "" if detail.value else "muted")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GUTTER, 0)
        column.setSpacing(3)
        column.addWidget(label(detail.name, "small", parent=self))
        column.addWidget(self.value)
        column.addStretch(1)


def four_columns() -> QGridLayout:
    """Make the grid for details; each leaves GUTTER free at its right."""
    grid = QGridLayout()
    grid.setContentsMargins(0, 0, 0, 0)
    # Qt leaves out the spacing of a column in which nothing starts: each detail leaves the gutter free.
    grid.setHorizontalSpacing(0)
    grid.setVerticalSpacing(ROW_GAP)
    for column in range(COLUMNS):
        grid.setColumnStretch(column, 1)
    return grid


def column_text(words: str, role: str = "body", tone: str = "") -> Paragraph:
    """Make a paragraph that is as wide as its column, and never asks for more."""
    made = paragraph(words, role, tone)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    made.setSizePolicy(policy)
    return made
