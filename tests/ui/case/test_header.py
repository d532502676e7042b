"""The case's header: its facts to the letter, what gives way when it is narrow, and its tabs."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.ui.case.header import TABS, CaseHeader
from ur_desktop.ui.case.header_text import HeaderValues

Show = Callable[[QWidget], QWidget]

VALUES = HeaderValues(
    member="Sampleton, Jordan",
    member_line="TEST-00417 · DOB 03/14/1991, age 34",
    plan="Example Plan NC",
    service="S9480 Psychiatric IOP",
    dates="Jan 26 – Feb 20 · 12 units",
    provider="Harbor Example Clinic",
    due_icon="clock",
    due_words="5 h left, 4:30 PM",
    state_icon="pencil-simple",
    state_words="In review",
)


@pytest.fixture
def header(show: Show) -> CaseHeader:
    made = CaseHeader()
    made.resize(1286, 92)
    made.set_values(VALUES)
    show(made)
    return made


def test_it_says_every_fact(header: CaseHeader) -> None:
    said = {label.text() for label in header.findChildren(QLabel)}
    assert {
        "Sampleton, Jordan",
        "Example Plan NC",
        "S9480 Psychiatric IOP",
        "Jan 26 – Feb 20 · 12 units",
        "Harbor Example Clinic",
        "5 h left, 4:30 PM",
        "In review",
    } <= said
    assert header.height() == 92


def test_a_member_name_with_markup_shows_to_the_letter(header: CaseHeader) -> None:
    header.set_values(replace(VALUES, member="<b>x</b>"))
    assert header.member.textFormat() is Qt.TextFormat.PlainText
    assert header.member.text() == "<b>x</b>"


def test_member_data_stays_out_of_logs() -> None:
    assert "Sampleton" not in repr(VALUES)
    assert "00417" not in repr(VALUES)


@pytest.mark.parametrize(
    ("window", "provider", "plan"), [(1366, True, True), (1339, False, True), (1000, False, False)]
)
def test_when_narrow_the_provider_gives_way_then_the_plan(
    header: CaseHeader, window: int, *, provider: bool, plan: bool
) -> None:
    header.resize(window - 80, 92)
    assert header.provider.isVisible() is provider
    assert header.plan.isVisible() is plan
    assert header.dates.isVisible()
    header.resize(1286, 92)
    assert header.provider.isVisible()


def test_a_late_case_has_an_icon_and_colored_words(header: CaseHeader) -> None:
    header.set_values(replace(VALUES, due_icon="warning-circle-fill", due_words="Late by 1 day"))
    assert header.due.value.tone == "not_met"
    assert header.due.value.sign.icon == "warning-circle-fill"
    header.set_values(VALUES)
    assert header.due.value.tone == "text"


def test_the_tabs_open_the_screens_of_a_case_by_arrow_key(header: CaseHeader, qtbot: QtBot) -> None:
    header.set_current("review")
    with qtbot.waitSignal(header.tab, timeout=500) as signal:
        QTest.keyClick(header.tabs, Qt.Key.Key_Right)
    assert signal.args == ["determination"]


def test_a_tab_is_opened_by_a_click(header: CaseHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.tab, timeout=500) as signal:
        QTest.mouseClick(header.tabs, Qt.MouseButton.LeftButton, pos=header.tabs.tabRect(4).center())
    assert signal.args == ["history"]


@pytest.mark.parametrize("key", [key for key, _word in TABS])
def test_showing_a_tab_does_not_open_it(header: CaseHeader, qtbot: QtBot, key: str) -> None:
    with qtbot.assertNotEmitted(header.tab):
        header.set_current(key)
    assert TABS[header.tabs.currentIndex()][0] == key


def test_the_arrow_leads_back(header: CaseHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.back, timeout=500):
        QTest.keyClick(header.arrow, Qt.Key.Key_Return)


def test_what_takes_the_keyboard_has_a_name(
    header: CaseHeader, unnamed: Callable[[QWidget], list[str]]
) -> None:
    assert unnamed(header) == []
    assert min(header.arrow.width(), header.arrow.height()) >= 24


def test_what_is_closed_is_not_due(header: CaseHeader) -> None:
    header.set_values(replace(VALUES, due_words="", state_words="Closed"))
    assert header.due.isHidden()
    header.set_values(VALUES)
    assert header.due.isVisible()


def test_alt_and_left_lead_back_to_the_list(header: CaseHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.back, timeout=500):
        QTest.keyClick(header, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
