"""Attendance from a spreadsheet: read as it was meant, or refused with every fault in its line and column."""

from __future__ import annotations

import csv
import os
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.measures import KIND_WORDS, KINDS
from ur_desktop.domain.review import Attendance
from ur_desktop.files.attendance import LARGEST, MOST_LINES, Reading, parse, read_file

MONDAY, WEDNESDAY = date(2026, 1, 12), date(2026, 1, 14)
READ = (Attendance(MONDAY, "group", 180, attended=True), Attendance(WEDNESDAY, "family", 50, attended=False))
HEAD = "date,kind,minutes,attended\n"


def faults(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidAnswer) as refused:
        parse(text)
    return refused.value.faults


SPREADSHEETS = {
    "comma": f"{HEAD}2026-01-12,group,180,yes\n2026-01-14,family,50,no\n",
    "semicolon": "date;kind;minutes;attended\n2026-01-12;group;180;yes\n2026-01-14;family;50;no\n",
    "a clipboard's tabs": "date\tkind\tminutes\tattended\r\n1/12/2026\tgroup\t180\tY\r\n1/14/2026\tfamily\t50\tN",
    "byte order mark": f"\ufeff{HEAD}2026-01-12,group,180,1\n2026-01-14,family,50,0\n",
    "an old Mac's line ends": "date,kind,minutes,attended\r2026-01-12,group,180,yes\r2026-01-14,family,50,no\r",
    "another order and other names": (
        "Present,Duration,TYPE,Service Date\n"
        "true,180,Group therapy,01/12/2026\n"
        "no show,50,FAMILY THERAPY,1/14/2026\n"
    ),
    "blank lines and empty cells at the end": (
        "\n\ndate,kind,minutes,attended,,\n\n"
        "2026-01-12,group,180,attended,,\n,,,\n"
        "2026-01-14,family,50,absent\n"
    ),
    "everything quoted": (
        '"date","kind","minutes","attended"\n'
        '"2026-01-12","group","180","Yes"\n'
        '" 2026-01-14 ","family","50","No"\n'
    ),
    "what nobody sees": (
        "\ufeffda\u200bte,kind,minutes,attended\n2026-01-12,\u202egro\0up,180,\u00a0yes\n"
        "2026\u201101\u201114,family,50,no\n"
    ),
    "a heading of two lines": (
        '"Date of\nservice";Kind;Minutes;Attended\n1/12/2026;Group;180;yes\n1/14/2026;Family;50;no\n'
    ),
    "a line that names the separator": (
        "sep=;\r\nDate;Kind;Minutes;Attended\r\n1/12/2026;Group;180;yes\r\n1/14/2026;Family;50;no\r\n"
    ),
    "a blank before a quotation mark": (
        'Date, Kind, Minutes, Attended\n1/12/2026, "Group therapy", 180, yes\n1/14/2026, "Family therapy", 50, no\n'
    ),
    "two figures for a year": f"{HEAD}1/12/26,group,180,yes\n1/14/26,family,50,no\n",
    "a heading with other separators in it": (
        '"date";kind;minutes;attended;"note (a, b, c, d)"\n'
        "2026-01-12;group;180;yes;\n"
        '2026-01-14;family;50;no;"x; y"\n'
    ),
}


@pytest.mark.parametrize("text", SPREADSHEETS.values(), ids=SPREADSHEETS)
def test_a_spreadsheet_is_read_as_it_is_written(text: str) -> None:
    assert parse(text).lines == READ


def test_three_like_groups_on_a_day_are_three_sessions() -> None:
    found = parse(HEAD + "1/12/2026,group,60,yes\n" * 3 + "1/14/2026,group,60,yes\n")
    assert [line.minutes for line in found.lines] == [60, 60, 60, 60]
    assert {line.on.day: count for line, count in found.repeated.items()} == {12: 3}


def test_a_row_is_named_by_its_line_below_the_separators_line() -> None:
    assert faults("sep=;\ndate;kind;minutes;attended\nsoon;group;180;yes\n")[0].startswith("Row 3, date:")


def test_other_columns_are_left_out_and_named() -> None:
    text = "date,staff,kind,minutes,attended,note\n2026-01-12,=x,group,180,yes,\u202e\n"
    assert parse(text) == Reading(READ[:1], ("staff", "note"))


def test_every_kind_has_its_words_and_is_read_by_them_and_by_its_code() -> None:
    assert set(KIND_WORDS) == KINDS
    for words in (*KIND_WORDS, *KIND_WORDS.values()):
        [line] = parse(f"{HEAD}2026-01-12,{words},60,yes").lines
        assert words in (line.kind, KIND_WORDS[line.kind])


REFUSED = {
    "nothing": ("", "No rows."),
    "blank lines": ("\n , \n", "No rows."),
    "only a heading": (HEAD, "No sessions under the header row."),
    "no heading": ("2026-01-12,group,180,yes", "Row 1: no column for date, type, minutes, attended."),
    "a column twice": ("date,service date,kind,minutes,attended\n", "Row 1: 2 columns for date."),
    "a column lacks": ("date,kind,attended\n", "Row 1: no column for minutes."),
    "an empty cell": (f"{HEAD}2026-01-12,group,180,\n", "Row 2, attended: empty."),
    "a short row": (f"{HEAD}2026-01-12,group\n", "Row 2, minutes: empty."),
    "a long row": (f"{HEAD}2026-01-12,group,180,yes,late\n", "Row 2: 5 cells, but the header row has 4."),
    "no date": (f"{HEAD}soon,group,180,yes\n", "Row 2, date: “soon” is not a date."),
    "a date of another order": (f"{HEAD}2026/01/12,group,180,yes\n", "Row 2, date: “2026/01/12” is not a date."),
    "three figures for a year": (f"{HEAD}1/12/026,group,180,yes\n", "Row 2, date: “1/12/026” is not a date."),
    "no day": (f"{HEAD}2/30/2026,group,180,yes\n", "Row 2, date: there is no day 2/30/2026."),
    "a far year": (f"{HEAD}1/12/0202,group,180,yes\n", "Row 2, date: dates must be between 1900-01-01 and 2199-12-31"),
    "no kind": (f"{HEAD}2026-01-12,dancing,180,yes\n", "Row 2, type: “dancing” is not a session type."),
    "no minutes": (f"{HEAD}2026-01-12,group,0,yes\n", "Row 2, minutes: “0” is not minutes."),
    "a day and more": (f"{HEAD}2026-01-12,group,1441,yes\n", "Row 2, minutes: “1441” is not minutes."),
    "hours": (f"{HEAD}2026-01-12,group,3:00,yes\n", "Row 2, minutes: “3:00” is not minutes."),
    "other figures": (f"{HEAD}2026-01-12,group,١٨٠,yes\n", "Row 2, minutes: “١٨٠” is not minutes."),
    "neither": (f"{HEAD}2026-01-12,group,180,maybe\n", "Row 2, attended: “maybe” is not yes or no."),
    "a formula": (f'{HEAD}2026-01-12,"=HYPERLINK(""x"")",180,yes\n', "Row 2, type: a formula."),
    "half a character": (f"{HEAD}2026-01-12,\ud800,180,yes\n", "Row 2, type: empty."),
    "a quote never closed": (f'{HEAD}2026-01-12,group,180,yes\n2026-01-14,"family,50,no\n', "Row 3: a quotation"),
    "a quote in the middle": (f'{HEAD}2026-01-12,"gro"up,180,yes\n', "Row 2: a quotation mark within a cell."),
    "a huge cell": (f"{HEAD}2026-01-12,{'x' * 200_000},180,yes\n", "Row 2: a cell is longer than 131,072 characters."),
    "a long cell": (f"{HEAD}2026-01-12,{'x' * 900},180,yes\n", f"Row 2, type: “{'x' * 40}…” is not a session type"),
    "columns without end": ("x," * 400_000, "Row 1: more than 100 columns."),
    "too much": (" " * (LARGEST + 1), "The text is larger than 1 MB."),
}  # fmt: skip


@pytest.mark.parametrize(("text", "said"), REFUSED.values(), ids=REFUSED)
def test_what_can_t_be_meant_is_refused_with_line_column_and_way_out(text: str, said: str) -> None:
    found = faults(text)
    assert any(said in fault for fault in found), found
    assert all(fault.isprintable() and len(fault) < 300 for fault in found)


def test_all_faults_are_listed_at_once_each_in_its_cell() -> None:
    text = f'{HEAD}soon,group,x,yes\n2026-01-12,group,180,yes\n2026-01-14,,50,no\n"'
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "Row 2, date", "Row 2, minutes", "Row 4, type", "Row 5",
    ]  # fmt: skip


def test_twenty_faults_are_listed_and_the_others_counted() -> None:
    found = faults(HEAD + "soon,group,180,yes\n" * 32)
    assert len(found) == 21
    assert found[-1] == "and 12 more"
    assert "more" not in faults(HEAD + "soon,group,180,yes\n" * 20)[-1]


def test_two_thousand_lines_are_read_and_one_more_is_refused() -> None:
    rows = [
        f"{date.fromordinal(MONDAY.toordinal() + number)},group,180,yes\n" for number in range(MOST_LINES + 1)
    ]
    assert len(parse(HEAD + "".join(rows[:-1])).lines) == MOST_LINES
    assert faults(HEAD + "".join(rows)) == ("Row 2002: more than 2,000 rows. Import them in parts.",)


# Files


def refusal(path: Path) -> str:
    with pytest.raises(InvalidAnswer) as refused:
        read_file(path)
    return str(refused.value)


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"], ids=["bare", "byte order mark"])
def test_a_file_is_read_as_utf_8(tmp_path: Path, mark: bytes) -> None:
    file = tmp_path / "attendance.csv"
    file.write_bytes(mark + SPREADSHEETS["comma"].encode())
    assert read_file(file).lines == READ


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_another_encoding_is_refused_with_the_way_out(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "attendance.csv"
    file.write_bytes(f"{HEAD}2026-01-12,group,180,oui\n2026-01-14,thérapie,50,no\n".encode(encoding))
    line = {"utf-16": 1, "latin-1": 3}[encoding]
    assert refusal(file) == (
        f"attendance.csv is not UTF-8 text; line {line} shows it first. "
        "Save it again in the spreadsheet as “CSV UTF-8”."
    )


def test_what_is_no_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "endless.csv").symlink_to("/dev/zero")
    for name in ("pipe.csv", "endless.csv", "none.csv", "."):
        assert "can’t be read (" in refusal(tmp_path / name)


def test_a_large_file_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "large.csv").open("wb") as file:
        file.truncate(50_000_000_000)
    assert refusal(tmp_path / "large.csv").startswith("large.csv is larger than 1 MB.")


# Whatever is written is read


LINES = st.lists(
    st.builds(
        Attendance,
        on=st.dates(date(1900, 1, 1), date(2199, 12, 31)),
        kind=st.sampled_from(sorted(KINDS)),
        minutes=st.integers(1, 1440),
        attended=st.booleans(),
    ),
    min_size=1,
    max_size=30,
    unique=True,
).map(tuple)


@given(
    LINES,
    st.permutations(["date", "kind", "minutes", "attended", "note"]),
    st.sampled_from(",;\t"),
    st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    st.data(),
)
def test_what_a_spreadsheet_writes_is_read_to_the_letter(
    lines: tuple[Attendance, ...],
    order: list[str],
    separator: str,
    quoting: Literal[0, 1, 2, 3],
    data: st.DataObject,
) -> None:
    out = StringIO()
    writer = csv.DictWriter(out, order, delimiter=separator, quoting=quoting)
    writer.writeheader()
    for line in lines:
        american = f"{line.on.month}/{line.on.day}/{line.on.year}"
        writer.writerow(
            {
                "date": data.draw(st.sampled_from([line.on.isoformat(), american])),
                "kind": data.draw(st.sampled_from([line.kind, KIND_WORDS[line.kind]])),
                "minutes": line.minutes,
                "attended": data.draw(st.sampled_from(["yes", "Attended"] if line.attended else ["No", "0"])),
                "note": data.draw(st.text("ab ,;\t\"'\n", max_size=8)),
            }
        )
    assert parse(out.getvalue()) == Reading(lines, ("note",))
