"""Attendance as a program's spreadsheet gives it: a CSV file, or rows copied from a table."""

from __future__ import annotations

import csv
import errno
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any, TypeVar

from ur_desktop.domain.clean_text import clean_line
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.measures import KIND_WORDS
from ur_desktop.domain.review import Attendance
from ur_desktop.files.review import MOST_MINUTES
from ur_desktop.forms.shape import EARLIEST, LATEST, plausible
from ur_desktop.safe_read import content

LARGEST = 1_000_000
"""Bytes of a file, characters of what is pasted."""
MOST_LINES = 2_000
MOST_FAULTS = 20
MOST_COLUMNS = 100
COLUMNS = ("date", "type", "minutes", "attended")
LONGEST_WORDS = 40
_NAMES: Mapping[str, str] = {
    **{name: name for name in COLUMNS},
    "service date": "date",
    "date of service": "date",
    "day": "date",
    "kind": "type",
    "service": "type",
    "duration": "minutes",
    "present": "attended",
    "attendance": "attended",
}
_KINDS = {
    words: code for code, name in KIND_WORDS.items() for words in (code.replace("_", " "), name.casefold())
}
_ATTENDED = {
    **dict.fromkeys(("yes", "y", "true", "1", "attended", "present"), True),
    **dict.fromkeys(("no", "n", "false", "0", "absent", "no show", "noshow"), False),
}
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_US = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/((?:[0-9]{2})?[0-9]{2})")
_NUMBER = re.compile(r"[0-9]{1,4}")
_SEPARATOR_LINE = re.compile(r'[ \t\r\n]*"?sep=([,;\t])"?[ ,;\t]*(?:\r\n|\r|\n)', re.IGNORECASE)
"""What some spreadsheets write above the heading."""
_HEADING = "Name the columns date, type, minutes and attended in the first row."

_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read, in its own order; ``ignored`` names the columns that say nothing of attendance.

    Rows that say the same are one session each, since a day may have three like groups; ``repeated`` has them.
    """

    lines: tuple[Attendance, ...] = field(repr=False)
    ignored: tuple[str, ...] = ()

    @property
    def repeated(self) -> Mapping[Attendance, int]:
        """The sessions that are there more than once, and how often."""
        return {line: count for line, count in Counter(self.lines).items() if count > 1}


def read_file(path: Path) -> Reading:
    """The attendance in a CSV file; InvalidAnswer as in `parse`, and for anything but a file of UTF-8 text."""
    try:
        found = content(path, LARGEST)
    except OSError as error:
        if error.errno == errno.EFBIG:
            raise _too_large(path.name) from None
        raise InvalidAnswer(
            f"{path.name} can’t be read ({error.strerror}).", "Choose a CSV file that you may read."
        ) from None
    try:
        text = found.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = found[: error.start].count(b"\n") + 1
        raise InvalidAnswer(
            f"{path.name} is not UTF-8 text; line {line} shows it first.",
            "Save it again in the spreadsheet as “CSV UTF-8”.",
        ) from None
    return parse(text)


def parse(text: str) -> Reading:
    """The attendance in the text of a table with a heading, its cells parted by comma, semicolon or tab.

    InvalidAnswer lists every fault with line, column and the way out, the first 20 and how many more there are.
    """
    text = text.lstrip("\ufeff\u200b")
    if len(text) > LARGEST:
        raise _too_large("The text")
    reader = _Reader()
    reader.read(text)
    if reader.faults:
        more = len(reader.faults) - MOST_FAULTS
        shown = (*reader.faults[:MOST_FAULTS], *((f"and {more:,} more",) if more > 0 else ()))
        raise InvalidAnswer("Nothing was imported. Fix these rows:", "", shown)
    return Reading(tuple(reader.found), tuple(reader.ignored))


def _too_large(what: str) -> InvalidAnswer:
    return InvalidAnswer(
        f"{what} is larger than 1 MB.", f"Split it: import at most {MOST_LINES:,} rows at a time."
    )


class _Reader:
    """Read the rows once; collect the sessions and the errors."""

    def __init__(self) -> None:
        self.found: list[Attendance] = []
        self.faults: list[str] = []
        self.ignored: list[str] = []
        self._places: dict[str, int] = {}
        self._width = 0

    def read(self, text: str) -> None:
        rows = self._rows(text)
        heading = next(rows, None)
        if heading is None:
            self.faults = self.faults or [f"No rows. {_HEADING}"]
            return
        self._read_heading(*heading)
        if not self.faults:
            for count, (line, row) in enumerate(rows, start=1):
                if count > MOST_LINES:
                    self.faults.insert(
                        0,
                        f"Row {line}: more than {MOST_LINES:,} rows. Import them in parts.",
                    )
                    return
                self._read_row(line, row)
        if not self.faults and not self.found:
            self.faults.append("No sessions under the header row. Add a row for each session.")

    def _rows(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Rows that hold something, each with the number of the line it begins on."""
        said = _SEPARATOR_LINE.match(text)
        table, before = text[said.end() :] if said else text, 1 if said else 0
        rows = _csv(table, said[1] if said else _separator(table))
        line = before + 1
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                self.faults.append(f"Row {line}: {_csv_fault(str(error))}")
                return
            if row is None:
                return
            row = [clean_line(cell) for cell in row]
            if any(row):
                yield line, row
            line = before + rows.line_num + 1

    def _read_heading(self, line: int, cells: Sequence[str]) -> None:
        self._width = len(cells)
        if self._width > MOST_COLUMNS:
            self.faults.append(f"Row {line}: more than {MOST_COLUMNS} columns. Remove the others.")
            return
        names = [_column(cell) for cell in cells]
        for name, count in Counter(filter(None, names)).items():
            if count > 1:
                self.faults.append(f"Row {line}: {count} columns for {name}. Keep one.")
        missing = [name for name in COLUMNS if name not in names]
        if missing:
            self.faults.append(f"Row {line}: no column for {', '.join(missing)}. {_HEADING}")
        for place, (cell, name) in enumerate(zip(cells, names, strict=True)):
            if name:
                self._places[name] = place
            elif cell:
                self._ignore(line, place + 1, cell)

    def _ignore(self, line: int, number: int, cell: str) -> None:
        try:
            self.ignored.append(_short(_clean(cell)))
        except ValueError as error:
            self.faults.append(f"Row {line}, column {number}: {error}")

    def _read_row(self, line: int, cells: Sequence[str]) -> None:
        if any(cells[self._width :]):
            self.faults.append(
                f"Row {line}: {len(cells)} cells, but the header row has {self._width}. "
                "Put a cell that contains the separator in quotation marks."
            )
            return
        day = self._cell(line, cells, "date", _day)
        kind = self._cell(line, cells, "type", _kind)
        minutes = self._cell(line, cells, "minutes", _minutes)
        attended = self._cell(line, cells, "attended", _attended)
        if day is None or kind is None or minutes is None or attended is None:
            return
        self.found.append(Attendance(day, kind, minutes, attended))

    def _cell(
        self, line: int, cells: Sequence[str], name: str, read: Callable[[str], _Value]
    ) -> _Value | None:
        """What a row says in a column; None once a fault is noted."""
        place = self._places[name]
        try:
            return read(_clean(cells[place] if place < len(cells) else ""))
        except ValueError as error:
            self.faults.append(f"Row {line}, {name}: {error}")
            return None


def _separator(text: str) -> str:
    """The separator by which the heading has most of the columns; a comma where none has any."""

    def columns(separator: str) -> int:
        with suppress(csv.Error):
            heading: list[str] = next(filter(any, _csv(text, separator)), [])
            return sum(1 for cell in heading if _column(clean_line(cell)))
        return 0

    return max(",;\t", key=columns)


def _csv(text: str, separator: str) -> Any:
    """Rows of cells; a blank between separator and quotation mark is no part of the cell."""
    return csv.reader(
        StringIO(text, newline=""), delimiter=separator, strict=True, skipinitialspace=separator != "\t"
    )


def _column(cell: str) -> str:
    """The column that a heading means; empty for one that says nothing of attendance."""
    return _NAMES.get(_plain(cell), "")


def _plain(cell: str) -> str:
    return " ".join(cell.casefold().replace("_", " ").replace("-", " ").split())


def _clean(cell: str) -> str:
    """The cell, if it has something and no formula; ValueError says what is wrong."""
    if not cell:
        raise ValueError("empty. Fill it in.")
    if cell.startswith("="):
        raise ValueError("a formula. Replace it with its value.")
    return cell


def _short(cell: str) -> str:
    cell = " ".join(cell.split())
    return cell if len(cell) <= LONGEST_WORDS else f"{cell[:LONGEST_WORDS]}…"


def _day(cell: str) -> date:
    if match := _ISO.fullmatch(cell):
        year, month, day = (int(part) for part in match.groups())
    elif match := _US.fullmatch(cell):
        month, day, year = (int(part) for part in match.groups())
        year += 2000 if len(match[3]) == 2 else 0
    else:
        raise ValueError(f"“{_short(cell)}” is not a date. Use 2026-01-26 or 1/26/2026.")
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"there is no day {cell}. Check the calendar.") from None
    if not plausible(found):
        raise ValueError(f"dates must be between {EARLIEST} and {LATEST}. Check the year.")
    return found


def _kind(cell: str) -> str:
    found = _KINDS.get(_plain(cell))
    if found is None:
        raise ValueError(
            f"“{_short(cell)}” is not a session type. Use one from the weekly schedule, such as Group therapy."
        )
    return found


def _minutes(cell: str) -> int:
    if not _NUMBER.fullmatch(cell) or not 1 <= int(cell) <= MOST_MINUTES:
        raise ValueError(
            f"“{_short(cell)}” is not minutes. Use a whole number from 1 to {MOST_MINUTES:,}, such as 180."
        )
    return int(cell)


def _attended(cell: str) -> bool:
    found = _ATTENDED.get(_plain(cell))
    if found is None:
        raise ValueError(f"“{_short(cell)}” is not yes or no.")
    return found


def _csv_fault(said: str) -> str:
    """What keeps a row from being read, in words; ``said`` is the csv module's own."""
    if "unexpected end" in said:
        return "a quotation mark is never closed. Close it or remove it."
    if "field larger" in said:
        return f"a cell is longer than {csv.field_size_limit():,} characters. Shorten it."
    return "a quotation mark within a cell. Double it or remove it."
