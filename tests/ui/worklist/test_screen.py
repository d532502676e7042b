"""The worklist: give it rows, press keys, read the signals."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.mouse import double_click
from ur_desktop.domain.case import CaseState, Urgency
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import PAGE, WorklistFilter, WorklistQuery, WorklistRow
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.shortcut_help import ShortcutHelp
from ur_desktop.ui.parts import worklist_text
from ur_desktop.ui.parts.worklist_text import LATE, Names
from ur_desktop.ui.worklist.columns import INDEX, widths
from ur_desktop.ui.worklist.screen import Hint, WorklistScreen

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
EAST = ZoneInfo("America/New_York")
NOW = datetime(2026, 1, 16, 11, 30, tzinfo=EAST)
NAMES = Names({"nc": "Example Plan NC"}, {"S9480": "Psychiatric"}, {"or": "Ortega"}, "dw")
COUNTS = {"all": 42, "mine": 14, "due_today": 5, "waiting": 6, "physician": 4, "unassigned": 9}


A_ROW = WorklistRow(
    case_id="c1",
    number="2026-000417",
    member_name="Sampleton, Jordan",
    member_id="TEST-00417",
    plan_id="nc",
    service_code="S9480",
    review=ReviewKind.CONTINUED,
    urgency=Urgency.URGENT,
    state=CaseState.IN_REVIEW,
    answered=18,
    total=22,
    reviewer="dw",
    due=NOW + timedelta(hours=5),
    received=NOW - timedelta(days=1),
    provider="Harbor Example Clinic",
    stopped_since=None,
)


def some(count: int, first: int = 0) -> list[WorklistRow]:
    return [replace(A_ROW, case_id=f"c{first + n}", member_id=f"TEST-{first + n:05}") for n in range(count)]


@pytest.fixture
def screen(show: Show) -> WorklistScreen:
    made = WorklistScreen()
    made.resize(1286, 696)
    show(made)
    made.set_rows(some(3), COUNTS, NOW, NAMES)
    made.setFocus()
    return made


def words(screen: WorklistScreen, line: int = 0) -> dict[str, str]:
    model = screen.table.rows
    return {key: model.index(line, column).data() for key, column in INDEX.items()}


def test_a_row_says_everything_in_words(screen: WorklistScreen) -> None:
    assert words(screen) == {
        "due": "5 h left, today 4:30 PM EST",
        "member": "Sampleton, Jordan, TEST-00000",
        "plan": "Example Plan NC",
        "service": "S9480 Psychiatric",
        "review": "Continued care, urgent",
        "state": "In review, 18 of 22",
        "provider": "Harbor Example Clinic",
        "received": "Thu 11:30 AM EST",
        "reviewer": "You",
    }
    assert screen.head.date.text() == "Friday, January 16, 2026, 11:30 AM"
    assert screen.foot.words.text() == "42 open cases, most urgent first"


@pytest.mark.parametrize(
    ("row", "level", "said"),
    [
        (replace(A_ROW, due=NOW - timedelta(days=1, hours=1)), "late", "Late by 1 day"),
        (replace(A_ROW, due=NOW + timedelta(hours=2)), "soon", "2 h left"),
        (replace(A_ROW, due=NOW + timedelta(days=3)), "later", "3 days"),
        (replace(A_ROW, due=None), "later", "No due date"),
        (replace(A_ROW, stopped_since=datetime(2026, 1, 12, 15, 0, tzinfo=UTC)), "stopped", "Clock stopped"),
        (replace(A_ROW, state=CaseState.CLOSED, is_finished=True), "closed", ""),
    ],
)
def test_due_is_an_icon_a_word_and_a_date(row: WorklistRow, level: str, said: str) -> None:
    due = worklist_text.due(row, NOW)
    assert (due.level, due.words) == (level, said)
    if level == "stopped":
        assert due.when == "since Jan 12"


def test_records_due_after_an_approval_are_late_without_a_late_determination() -> None:
    owes = replace(A_ROW, state=CaseState.CLOSED, due=NOW - timedelta(days=1, hours=1))
    assert worklist_text.state(owes).words == "Records due"
    assert worklist_text.state(replace(owes, is_finished=True)).words == "Closed"
    assert worklist_text.due(owes, NOW).words == "Late by 1 day"
    assert worklist_text.late_words(owes, NOW) == ""
    assert worklist_text.late_words(replace(owes, state=CaseState.READY), NOW) == worklist_text.LATE


@pytest.mark.parametrize("state", list(CaseState))
def test_every_state_has_its_icon_and_word(state: CaseState) -> None:
    sign = worklist_text.state(replace(A_ROW, state=state))
    assert sign.words
    assert sign.icon in theme.ICONS


def test_review_and_reviewer_in_words() -> None:
    assert worklist_text.review(replace(A_ROW, urgency=Urgency.STANDARD)) == "Continued care"
    assert worklist_text.review(replace(A_ROW, urgency=Urgency.POST_SERVICE)) == "Retrospective"
    assert worklist_text.reviewer(replace(A_ROW, reviewer=""), NAMES) == "Unassigned"
    assert worklist_text.reviewer(replace(A_ROW, reviewer="or"), NAMES) == "Ortega"


def test_a_late_case_says_what_that_means(screen: WorklistScreen) -> None:
    screen.set_rows([replace(A_ROW, due=NOW - timedelta(days=1))], COUNTS, NOW, NAMES)
    cell = screen.table.rows.index(0, INDEX["due"])
    assert cell.data(Qt.ItemDataRole.ToolTipRole) == LATE
    assert LATE in screen.foot.words.text()


def test_due_words_follow_the_time(screen: WorklistScreen) -> None:
    screen.set_now(NOW + timedelta(hours=3))
    assert words(screen)["due"].startswith("2 h left")


def test_enter_opens_and_the_arrows_move(screen: WorklistScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.opened) as opened:
        QTest.keyClick(screen.table, Qt.Key.Key_Down)
        QTest.keyClick(screen.table, Qt.Key.Key_Return)
    assert opened.args == ["c1"]
    QTest.keyClick(screen.table, Qt.Key.Key_End)
    assert screen.table.currentIndex().row() == 2
    QTest.keyClick(screen.table, Qt.Key.Key_Home)
    assert screen.table.currentIndex().row() == 0


def test_two_clicks_open(screen: WorklistScreen, qtbot: QtBot) -> None:
    at = screen.table.visualRect(screen.table.rows.index(2, 1)).center()
    with qtbot.waitSignal(screen.opened) as opened:
        double_click(screen.table.viewport(), at)
    assert opened.args == ["c2"]


def test_letters_are_keys_on_the_list_and_letters_in_the_search(screen: WorklistScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.assign_requested) as assigned:
        QTest.keyClick(screen.table, Qt.Key.Key_A)
    assert assigned.args == ["c0"]
    with qtbot.waitSignal(screen.new_case):
        QTest.keyClick(screen.table, Qt.Key.Key_N)
    QTest.keyClick(screen.table, Qt.Key.Key_Slash)
    assert screen.head.search.hasFocus()
    with qtbot.assertNotEmitted(screen.new_case), qtbot.assertNotEmitted(screen.assign_requested):
        QTest.keyClicks(screen.head.search, "na?")
    assert screen.head.search.text() == "na?"


def test_the_search_runs_while_typing_and_esc_clears_it(screen: WorklistScreen, qtbot: QtBot) -> None:
    screen.head.search.focus_and_select()
    with qtbot.waitSignal(screen.query_changed) as asked:
        QTest.keyClicks(screen.head.search, " samp ")
    assert asked.args == [WorklistQuery(text="samp")]
    with qtbot.waitSignal(screen.query_changed) as cleared:
        QTest.keyClick(screen.head.search, Qt.Key.Key_Escape)
    assert cleared.args == [WorklistQuery()]
    assert screen.table.hasFocus()


def test_the_filters_narrow_the_list(screen: WorklistScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.query_changed) as asked:
        QTest.keyClick(screen.table, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert asked.args == [WorklistQuery(filter=WorklistFilter.MINE)]
    assert screen.head.pills[WorklistFilter.MINE].accessibleName() == "Mine, 14"
    screen.head.plan.setCurrentIndex(1)
    screen.head.review.setCurrentIndex(2)
    assert screen.query() == WorklistQuery(
        filter=WorklistFilter.MINE, plan_id="nc", review=ReviewKind.CONTINUED
    )
    screen.set_rows([], COUNTS, NOW, NAMES)
    assert screen.head.plan.currentData() == "nc"


def test_a_search_without_results_offers_the_whole_list(screen: WorklistScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.query_changed):
        screen.head.search.setText("<b>x</b>")
    screen.set_rows([], COUNTS, NOW)
    assert screen.empty.isVisible()
    assert screen.empty.sentence.text() == "No cases match “<b>x</b>”."
    with qtbot.waitSignal(screen.query_changed) as asked:
        screen.empty.button.click()
    assert asked.args == [WorklistQuery()]


def test_an_empty_list_and_an_empty_vault_each_offer_one_button(screen: WorklistScreen, qtbot: QtBot) -> None:
    screen.head.pills[WorklistFilter.WAITING].click()
    screen.set_rows([], COUNTS, NOW)
    assert screen.empty.button.text() == "Show all open"
    screen.empty.button.click()
    screen.set_rows([], {}, NOW)
    with qtbot.waitSignal(screen.new_case):
        screen.empty.button.click()


@pytest.mark.parametrize("may_take_in", [True, False], ids=["nurse", "physician"])
def test_an_empty_list_keeps_the_focus_and_its_shortcuts(show: Show, *, may_take_in: bool) -> None:
    screen = WorklistScreen(may_take_in=may_take_in)
    screen.set_rows([], {}, NOW, NAMES)
    show(screen)
    screen.setFocus()
    keyboard = screen.focusWidget()
    assert keyboard is (screen.empty.button if may_take_in else screen.empty)
    QTest.keyClick(screen, Qt.Key.Key_Question)
    shown = screen.findChild(ShortcutHelp)
    assert shown is not None
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert screen.focusWidget() is keyboard
    QTest.keyClick(screen, Qt.Key.Key_Slash)
    assert screen.focusWidget() is screen.head.search


def test_the_focus_moves_along_from_a_list_that_becomes_empty_and_back(screen: WorklistScreen) -> None:
    row = screen.table.current_row()
    assert row is not None
    screen.table.setFocus()
    screen.set_rows([], {}, NOW)
    assert screen.focusWidget() is screen.empty.button
    screen.set_rows([row], COUNTS, NOW)
    assert screen.table.hasFocus()


def test_the_current_case_stays_when_the_list_is_shown_again(screen: WorklistScreen) -> None:
    QTest.keyClick(screen.table, Qt.Key.Key_Down)
    screen.set_rows([replace(A_ROW, case_id="new"), *some(3)], COUNTS, NOW)
    row = screen.table.current_row()
    assert row is not None
    assert row.case_id == "c1"


def test_a_hundred_thousand_cases_arrive_a_page_at_a_time(screen: WorklistScreen) -> None:
    everything = some(100_000)
    asked: list[int] = []

    def answer(query: WorklistQuery) -> None:
        asked.append(query.offset)
        screen.append(everything[query.offset : query.offset + query.limit], more=True)

    screen.query_changed.connect(answer)
    screen.set_rows(everything[:PAGE], {"all": 100_000}, NOW, NAMES, more=True)
    screen.grab()
    assert asked == []
    bar = screen.table.verticalScrollBar()
    for _ in range(5):
        bar.setValue(bar.maximum())
        QApplication.processEvents()
        screen.grab()
    assert asked == [100, 200, 300, 400, 500]
    assert screen.table.rows.rowCount() == 600
    assert screen.foot.words.text() == "100,000 open cases, most urgent first"


def test_end_reaches_the_last_of_twenty_thousand_cases_at_once(screen: WorklistScreen) -> None:
    everything = some(20_000)
    screen.query_changed.connect(
        lambda query: screen.append(everything[query.offset : query.offset + query.limit])
    )
    screen.set_rows(everything[:PAGE], COUNTS, NOW, NAMES, more=True)
    QTest.keyClick(screen.table, Qt.Key.Key_End)
    assert screen.table.current_row() == everything[-1]
    QTest.keyClick(screen.table, Qt.Key.Key_Home)
    assert screen.table.current_row() == everything[0]


def test_a_list_read_again_stays_at_its_row_or_at_the_next_when_the_case_has_left_it(
    screen: WorklistScreen,
) -> None:
    screen.set_rows(some(30), COUNTS, NOW, NAMES)
    screen.table.move_to(20)
    screen.set_rows(some(30), COUNTS, NOW, NAMES)
    assert screen.table.currentIndex().row() == 20
    left = [row for row in some(30) if row.case_id != "c20"]
    screen.set_rows(left, COUNTS, NOW, NAMES)
    assert screen.table.current_row() == left[20]
    screen.set_rows(left[:5], COUNTS, NOW, NAMES)
    assert screen.table.currentIndex().row() == 4


def test_another_list_begins_at_its_first_row(screen: WorklistScreen) -> None:
    screen.set_rows(some(30), COUNTS, NOW, NAMES)
    screen.table.move_to(20)
    screen.head.search.setText("sample")
    screen.set_rows(some(10, first=40), COUNTS, NOW, NAMES)
    assert screen.table.currentIndex().row() == 0


def test_esc_on_the_list_clears_the_search(screen: WorklistScreen, qtbot: QtBot) -> None:
    screen.head.search.setText("samp")
    QTest.keyClick(screen.head.search, Qt.Key.Key_Return)
    assert screen.table.hasFocus()
    with qtbot.waitSignal(screen.query_changed) as cleared:
        QTest.keyClick(screen.table, Qt.Key.Key_Escape)
    assert cleared.args == [WorklistQuery()]


def test_a_search_is_kept_for_later_only_while_it_is_typed(screen: WorklistScreen) -> None:
    screen.head.search.focus_and_select()
    QTest.keyClicks(screen.head.search, "samp")
    assert screen.shown["search"] == "samp"
    QTest.keyClick(screen.head.search, Qt.Key.Key_Return)
    assert screen.shown["search"] == ""


def test_nothing_is_asked_for_after_the_last_page(screen: WorklistScreen, qtbot: QtBot) -> None:
    screen.set_rows(some(PAGE), COUNTS, NOW)
    model = screen.table.rows
    with qtbot.waitSignal(screen.query_changed) as asked:
        model.fetchMore(model.index(-1, -1))
    assert asked.args == [WorklistQuery(offset=PAGE)]
    assert not model.canFetchMore(model.index(-1, -1))
    screen.append(some(3, PAGE))
    assert model.rowCount() == PAGE + 3
    assert not model.canFetchMore(model.index(-1, -1))


def test_a_name_is_never_read_as_markup(screen: WorklistScreen) -> None:
    screen.set_rows([replace(A_ROW, member_name="<b>x</b>")], COUNTS, NOW)
    literal = screen.table.grab().toImage()
    screen.set_rows([replace(A_ROW, member_name="x")], COUNTS, NOW)
    assert literal != screen.table.grab().toImage()
    assert words(screen)["member"].startswith("x,")


@pytest.mark.parametrize("room", [740, 788, 900, 1094, 1274, 1286, 1500, 1840])
def test_columns_fill_the_room_and_no_more(room: int) -> None:
    wide = widths(room)
    assert sum(wide.values()) == room
    assert (wide["provider"] > 0) == (room >= 1840)
    assert wide["member"] <= 360


def test_at_the_drawn_width_the_columns_are_as_drawn() -> None:
    wide = widths(1286)
    assert [wide[key] for key in ("due", "member", "plan", "service", "review", "state")] == [
        256, 274, 148, 156, 164, 166,
    ]  # fmt: skip


def test_widths_set_by_hand_are_restored(screen: WorklistScreen, show: Show) -> None:
    assert screen.state() == b""
    screen.table.horizontalHeader().resizeSection(INDEX["plan"], 222)
    another = WorklistScreen()
    another.resize(1286, 696)
    show(another)
    another.restore(screen.state())
    assert another.table.columnWidth(INDEX["plan"]) == 222
    another.restore(b"")
    assert another.table.columnWidth(INDEX["plan"]) == 148


def test_more_columns_show_as_the_window_grows(show: Show, qtbot: QtBot) -> None:
    window = QStackedWidget()
    window.resize(1286, 696)
    show(window)
    late = WorklistScreen()
    late.set_rows(some(3), COUNTS, NOW, NAMES)
    window.addWidget(late)
    window.setCurrentWidget(late)
    QApplication.processEvents()
    assert late.state() == b""
    window.resize(1840, 990)
    qtbot.waitUntil(lambda: late.table.columnWidth(INDEX["provider"]) > 0)


def test_the_heading_wraps_where_it_is_narrow(screen: WorklistScreen, qtbot: QtBot) -> None:
    one_line = screen.head.height()
    screen.resize(720, 500)
    qtbot.waitUntil(lambda: screen.head.height() > one_line)
    assert not screen.head.date.isVisible()
    right = max(pill.geometry().right() for pill in screen.head.pills.values())
    assert right < screen.head.filters.width()


def test_question_mark_shows_the_shortcuts_until_the_next_key(screen: WorklistScreen) -> None:
    QTest.keyClick(screen.table, Qt.Key.Key_Question)
    shown = screen.findChild(ShortcutHelp)
    assert shown is not None
    assert "assign to me" in shown.accessibleDescription()
    assert shown.hasFocus()
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert not shown.isVisible()
    assert screen.table.hasFocus()


def test_the_row_under_the_pointer_is_highlighted(screen: WorklistScreen) -> None:
    at = screen.table.visualRect(screen.table.rows.index(1, 1)).center()
    QTest.mouseMove(screen.table.viewport(), at)
    assert screen.table.cells.hovered_row == 1
    QTest.mouseMove(screen.table.viewport(), QPoint(at.x(), screen.table.viewport().height() - 3))
    assert screen.table.cells.hovered_row == -1


def test_it_follows_the_dark_theme(screen: WorklistScreen, app: QApplication) -> None:
    rows = [replace(row, state=state) for row, state in zip(some(8), CaseState, strict=True)]
    screen.set_rows(rows, COUNTS, NOW)
    light = screen.grab().toImage()
    theme.apply(app, theme.Scheme.DARK)
    assert screen.grab().toImage() != light


def test_everything_that_takes_the_focus_has_a_name(screen: WorklistScreen, unnamed: Unnamed) -> None:
    assert unnamed(screen) == []


def test_a_search_says_how_many_it_found(screen: WorklistScreen) -> None:
    screen.head.search.setText("sample")
    screen.set_rows(some(1), COUNTS, NOW, NAMES)
    assert screen.foot.words.text() == "1 case found, most urgent first"
    screen.set_rows(some(100), COUNTS, NOW, NAMES, more=True)
    assert screen.foot.words.text() == "The first 100 cases found, most urgent first"
    screen.append(some(20, first=100))
    assert screen.foot.words.text() == "120 cases found, most urgent first"


def test_the_shortcuts_of_a_row_show_only_where_there_is_one(screen: WorklistScreen) -> None:
    assert all(hint.isVisible() for hint in screen.foot.hints.values())
    screen.set_rows([], COUNTS, NOW, NAMES)
    assert [hint for hint, shown in screen.foot.hints.items() if shown.isVisible()] == [Hint.SHORTCUTS]


@pytest.mark.parametrize("room", [820, 880, 1013, 1094, 1200, 1274])
def test_where_it_is_narrow_the_date_due_shows_for_all_or_none(room: int) -> None:
    assert widths(room)["due"] in {256, 140}
    assert widths(room)["member"] >= 190
    assert widths(room)["plan"] in {0, 148}
