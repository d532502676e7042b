"""Attendance typed, pasted and read from a file; every change told with all lines."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import Show
from tests.ui.mouse import double_click
from tests.ui.reviews import press, write
from ur_desktop.domain.review import Attendance
from ur_desktop.files.attendance import MOST_LINES
from ur_desktop.ui.review.attendance_editor import AttendanceEditor

Lines = tuple[Attendance, ...]
Opened = Callable[..., tuple[AttendanceEditor, list[Lines]]]
CTRL = Qt.KeyboardModifier.ControlModifier
MON, WED, FRI = (Attendance(date(2026, 1, day), "group", 180, attended=True) for day in (12, 14, 16))
HEAD = "date,kind,minutes,attended\n"
ROWS = {MON: "1/12/2026,group,180,yes\n", WED: "1/14/2026,group,180,yes\n", FRI: "1/16/2026,group,180,yes\n"}


@pytest.fixture
def opened(show: Show) -> Opened:
    """Show an editor with some lines; the path is the file that is chosen."""

    def build(*lines: Attendance, path: Path | str = "") -> tuple[AttendanceEditor, list[Lines]]:
        editor = AttendanceEditor(lambda _parent: str(path))
        editor.resize(660, 480)
        show(editor)
        editor.set_attendance(lines)
        heard: list[Lines] = []
        editor.changed.connect(heard.append)
        editor.table.setFocus()
        return editor, heard

    return build


def copy(text: str) -> None:
    QApplication.clipboard().setText(text)


def shown(editor: AttendanceEditor) -> list[tuple[object, ...]]:
    model = editor.table.rows
    return [
        tuple(model.index(row, column).data() for column in range(model.columnCount()))
        for row in range(model.rowCount())
    ]


# The table


def test_lines_stand_by_date_with_their_day_of_the_week(opened: Opened) -> None:
    editor, heard = opened(FRI, Attendance(date(2026, 1, 12), "family", 50, attended=False))
    assert shown(editor) == [
        ("Mon 01/12/2026", "Family therapy", "50", "No"),
        ("Fri 01/16/2026", "Group therapy", "180", "Yes"),
    ]
    assert heard == []


@pytest.mark.parametrize(
    ("key", "attended"), [(Qt.Key.Key_Space, False), (Qt.Key.Key_N, False), (Qt.Key.Key_Y, True)]
)
def test_a_key_says_whether_the_line_was_attended(opened: Opened, key: Qt.Key, attended: object) -> None:
    editor, heard = opened(MON, WED)
    press(Qt.Key.Key_Down)
    press(key)
    assert editor.attendance() == (MON, Attendance(WED.on, "group", 180, attended=bool(attended)))
    assert len(heard) == (0 if attended else 1)
    assert editor.table.currentIndex().row() == 1


def test_a_double_click_does_what_space_does(opened: Opened) -> None:
    editor, heard = opened(MON, WED)
    middle = editor.table.visualRect(editor.table.rows.index(1, 3)).center()
    double_click(editor.table.viewport(), middle)
    assert [line.attended for line in heard[-1]] == [True, False]


def test_delete_takes_the_line_out_and_stays_at_its_height(opened: Opened) -> None:
    editor, heard = opened(MON, WED, FRI)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Delete)
    assert heard == [(MON, FRI)]
    assert editor.table.current_row() == FRI
    editor.remove.click()
    editor.remove.click()
    press(Qt.Key.Key_Delete)
    assert heard[1:] == [(MON,), ()]
    assert editor.remove.isHidden()


def test_of_two_lines_alike_only_the_chosen_one_goes(opened: Opened) -> None:
    twin = Attendance(MON.on, MON.kind, MON.minutes, MON.attended)
    editor, _ = opened(MON, twin)
    press(Qt.Key.Key_N)
    assert [line.attended for line in editor.attendance()] == [False, True]


def test_what_belongs_to_the_review_is_not_answered_here(opened: Opened) -> None:
    _, heard = opened()
    for key in (Qt.Key.Key_Space, Qt.Key.Key_N, Qt.Key.Key_Delete, Qt.Key.Key_End):
        press(key)
    press(Qt.Key.Key_Z, CTRL)
    assert heard == []


# One line


def test_a_line_is_typed_from_date_to_enter(opened: Opened) -> None:
    editor, heard = opened(FRI)
    press(Qt.Key.Key_Tab)
    write("1/12/2026")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    write("50")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Return)
    assert heard == [(Attendance(date(2026, 1, 12), "individual", 50, attended=False), FRI)]
    assert (editor.new.day.text(), editor.new.minutes.text()) == ("", "")
    assert editor.new.day.hasFocus()
    write("1/14/2026")
    editor.new.minutes.setFocus()
    write("50")
    press(Qt.Key.Key_Return)
    assert heard[-1][1] == Attendance(date(2026, 1, 14), "individual", 50, attended=True)


@pytest.mark.parametrize(
    ("day", "minutes", "message", "field"),
    [
        ("", "180", "Type the date as mm/dd/yyyy.", "day"),
        ("2/30/2026", "180", "Type the date as mm/dd/yyyy.", "day"),
        ("1/12/2026", "", "Type how many minutes it took, from 1 to 1,440.", "minutes"),
        ("1/12/2026", "0", "Type how many minutes it took, from 1 to 1,440.", "minutes"),
    ],
)
def test_what_a_line_lacks_is_said_in_a_sentence(
    opened: Opened, day: str, minutes: str, message: str, field: str
) -> None:
    editor, heard = opened()
    editor.new.day.setText(day)
    editor.new.minutes.setText(minutes)
    editor.new.button.click()
    assert editor.error.words.text() == message
    assert getattr(editor.new, field).hasFocus()
    assert heard == []


def test_a_line_that_is_there_is_added_again_only_if_asked(opened: Opened) -> None:
    editor, heard = opened(MON)
    editor.new.day.setText("01/12/2026")
    editor.new.minutes.setText("180")
    editor.new.button.click()
    assert editor.error.words.text() == "This session is already listed. Add it again if it took place twice."
    assert heard == []
    editor.new.button.click()
    assert heard == [(MON, MON)]
    assert editor.error.words.text() == ""


# Many lines


def test_pasted_rows_are_added_and_those_already_there_are_counted(opened: Opened) -> None:
    editor, heard = opened(WED)
    copy(HEAD.replace(",", "\t") + "".join(ROWS.values()).replace(",", "\t"))
    press(Qt.Key.Key_V, CTRL)
    assert heard == [(MON, WED, FRI)]
    assert editor.message.text() == "3 sessions imported, 1 was already there"
    assert editor.table.current_row() == MON
    editor.from_clipboard.click()
    assert len(heard) == 1
    assert editor.message.text() == "3 sessions imported, 3 were already there"


def test_ctrl_v_takes_rows_in_from_anywhere_in_the_editor_but_a_field(opened: Opened) -> None:
    editor, heard = opened(WED)
    copy(HEAD + "".join(ROWS.values()))
    editor.read.setFocus()
    press(Qt.Key.Key_V, CTRL)
    assert heard == [(MON, WED, FRI)]
    copy("180")
    editor.new.minutes.setFocus()
    press(Qt.Key.Key_V, CTRL)
    assert (editor.new.minutes.text(), len(heard)) == ("180", 1)


def test_like_sessions_of_one_day_are_all_added_and_named(opened: Opened) -> None:
    editor, heard = opened(MON)
    copy(HEAD + "1/12/2026,Group therapy,180,yes\n" * 3)
    press(Qt.Key.Key_V, CTRL)
    assert heard == [(MON, MON, MON)]
    assert editor.message.text() == (
        "3 sessions imported, 1 was already there. "
        "01/12/2026 Group therapy, 180 min, is there 3 times; remove any copy"
    )
    editor.from_clipboard.click()
    assert heard == [(MON, MON, MON)]


def test_columns_left_out_are_named(opened: Opened) -> None:
    editor, _ = opened()
    copy(f"note,{HEAD}x,{ROWS[MON]}")
    editor.paste()
    assert editor.message.text() == "1 session imported. Column ignored: “note”"


def test_a_file_is_read_by_its_button(opened: Opened, tmp_path: Path) -> None:
    (tmp_path / "attendance.csv").write_text(HEAD + ROWS[MON] + ROWS[FRI])
    editor, heard = opened(path=tmp_path / "attendance.csv")
    editor.read.click()
    assert heard == [(MON, FRI)]
    assert editor.message.text() == "2 sessions imported"


def test_who_chooses_no_file_changes_nothing(opened: Opened) -> None:
    editor, heard = opened(MON)
    editor.read.click()
    assert heard == []
    assert editor.banner.isHidden()


def test_errors_are_shown_at_the_fields_and_nothing_is_added(opened: Opened) -> None:
    editor, heard = opened(MON)
    told: list[bool] = []
    editor.refused.connect(lambda: told.append(True))
    copy(HEAD + ROWS[FRI] + "soon,group,180,yes\n" * 32)
    press(Qt.Key.Key_V, CTRL)
    assert heard == []
    assert editor.banner.isVisible()
    lines = editor.banner.fix.text().split("\n")
    assert lines[0] == "Row 3, date: “soon” is not a date. Use 2026-01-26 or 1/26/2026."
    assert lines[-1] == "and 12 more"
    assert told == [True]
    press(Qt.Key.Key_N)
    assert editor.banner.isHidden()


def test_a_picture_is_no_attendance(opened: Opened) -> None:
    editor, heard = opened()
    mime = QMimeData()
    mime.setData("image/png", b"x")
    QApplication.clipboard().setMimeData(mime)
    editor.paste()
    assert editor.banner.what.text() == "The clipboard has no text."
    assert heard == []


def test_a_review_holds_two_thousand_lines_and_no_more(opened: Opened) -> None:
    full = tuple(
        Attendance(date(2020, 1, 1) + timedelta(days=number), "group", 60, attended=True)
        for number in range(MOST_LINES - 1)
    )
    editor, heard = opened(*full)
    copy(HEAD + ROWS[MON] + ROWS[FRI])
    editor.paste()
    assert editor.banner.what.text() == ("A review has room for 2,000 sessions; 1 more can be added.")
    copy(HEAD + ROWS[MON])
    editor.paste()
    assert len(heard) == 1
    assert len(heard[0]) == MOST_LINES
    editor.new.day.setText("01/14/2026")
    editor.new.minutes.setText("60")
    editor.new.button.click()
    assert "0 more can be added" in editor.banner.what.text()
    assert editor.new.minutes.text() == "60"


# Taken back


def test_ctrl_z_takes_back_every_change_the_last_one_first(opened: Opened) -> None:
    editor, heard = opened(MON)
    copy(HEAD + ROWS[WED] + ROWS[FRI])
    editor.paste()
    press(Qt.Key.Key_N)
    press(Qt.Key.Key_Delete)
    for _again in range(4):
        press(Qt.Key.Key_Z, CTRL)
    absent = Attendance(WED.on, "group", 180, attended=False)
    assert heard == [
        (MON, WED, FRI),
        (MON, absent, FRI),
        (MON, FRI),
        (MON, absent, FRI),
        (MON, WED, FRI),
        (MON,),
    ]
    assert editor.take_back.isHidden()


def test_ctrl_z_in_an_empty_field_takes_back_the_line_just_added(opened: Opened) -> None:
    editor, heard = opened()
    editor.new.day.setText("01/12/2026")
    editor.new.minutes.setFocus()
    write("180")
    press(Qt.Key.Key_Return)
    assert heard == [(MON,)]
    assert editor.new.day.hasFocus()
    press(Qt.Key.Key_Z, CTRL)
    assert heard == [(MON,), ()]


def test_ctrl_z_in_a_field_takes_back_what_was_typed_there_first(opened: Opened) -> None:
    editor, heard = opened(MON)
    press(Qt.Key.Key_Delete)
    editor.new.minutes.setFocus()
    write("5")
    press(Qt.Key.Key_Z, CTRL)
    assert editor.new.minutes.text() == ""
    assert heard == [()]


def test_another_review_takes_nothing_back_from_the_one_before(opened: Opened) -> None:
    editor, heard = opened(MON)
    press(Qt.Key.Key_Delete)
    editor.set_attendance((WED,))
    press(Qt.Key.Key_Z, CTRL)
    assert heard == [()]
    assert editor.attendance() == (WED,)


# Seen and reached


def test_every_control_has_a_name_and_tab_reaches_it(
    opened: Opened, unnamed: Callable[[QWidget], list[str]]
) -> None:
    editor, _ = opened(MON, WED)
    press(Qt.Key.Key_Delete)
    assert unnamed(editor) == []
    reached = []
    for _part in editor.parts:
        reached.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    assert reached == list(editor.parts)


def test_the_line_chosen_by_an_import_is_in_sight(opened: Opened) -> None:
    editor, _ = opened(
        *(Attendance(date(2025, 1, 1) + timedelta(days=day), "group", 60, attended=True) for day in range(40))
    )
    copy(HEAD + ROWS[FRI])
    editor.paste()
    assert editor.table.viewport().rect().contains(editor.table.visualRect(editor.table.currentIndex()))


@pytest.mark.parametrize("width", [480, 520, 660, 900])
def test_every_field_has_room_under_its_column(show: Show, width: int) -> None:
    page = QWidget()
    page.resize(1000, 500)
    editor = AttendanceEditor(parent=page)
    editor.set_attendance((MON,))
    show(page)
    editor.resize(width, 480)
    QApplication.processEvents()
    assert editor.new.button.mapTo(editor, editor.new.button.rect().topRight()).x() < width
    assert editor.take_back.mapTo(editor, editor.take_back.rect().topRight()).x() < width
    left = 0
    for place, field in enumerate(editor.new.parts[:4]):
        assert field.x() == editor.table.columnViewportPosition(place)
        assert field.x() >= left
        left = field.x() + field.width()
