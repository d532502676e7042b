"""What a column of a table is: its title, the words of a cell, and how a cell looks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Look:
    """How a cell looks: a step of the type scale, the color of its words, and the icon before them.

    ``indent`` is how far from the left edge the words begin, with or without an icon, in px;
    ``to_edge`` lets them reach the right edge of the column.
    """

    role: str = "body"
    ink: str = "text"
    icon: str = ""
    icon_ink: str = "muted"
    indent: int = 0
    tabular: bool = True
    to_edge: bool = False


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class Column(Generic[Row]):
    """A column of a table.

    ``words`` are the whole cell, whatever room it has; ``accessible_text`` is what a screen reader says instead;
    ``hint`` explains a cell, as a tool tip and to a screen reader. ``width`` is how wide the column wants to
    be, and ``least`` how narrow it may get, in px. ``paint`` draws a cell that ``look`` can't describe; its last
    argument: is the row selected?
    """

    title: str
    words: Callable[[Row], str]
    width: int = 0
    look: Callable[[Row], Look] = lambda _row: PLAIN
    accessible_text: Callable[[Row], str] | None = None
    hint: Callable[[Row], str] | None = None
    paint: Callable[[QPainter, QRect, Row, bool], None] | None = None
    least: int = 0


def share_width(columns: Iterable[Column[Row]], room: int, last: int, most: float = 1.0) -> Mapping[int, int]:
    """Return the widths of all columns but the last, which takes the rest, at least ``last`` px.

    Each gets what it wants, or the same share of it: at most ``most`` times, at least half and its ``least``.
    """
    shared = list(columns)[:-1]
    part = _part(shared, room - last, most)
    tight = [column for column in shared if column.width * part < column.least]
    loose = [column for column in shared if column not in tight]
    part = _part(loose, room - last - sum(column.least for column in tight), most)
    return {
        index: column.least if column in tight else int(column.width * part)
        for index, column in enumerate(shared)
    }


def _part(columns: Sequence[Column[Row]], room: int, most: float) -> float:
    wanted = sum(column.width for column in columns)
    return max(0.5, min(most, room / wanted)) if wanted else most
