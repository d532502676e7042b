"""Required elements are listed with their pages; missing ones come first, with a button to fix them."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.findings import Show, Unnamed
from ur_desktop.domain.letter.elements import RequiredElement
from ur_desktop.ui.letters.required_elements import ElementsPanel

FOUND = (
    RequiredElement(1, "Date, member ID, addressee", True, 1),
    RequiredElement(23, "Integrity code", True, 4),
)
MISSING = RequiredElement(
    19, "Copy to the practitioner", present=False, why="No treating practitioner is on file."
)


def panel(show: Show, *elements: RequiredElement, locked: bool = False) -> ElementsPanel:
    made = ElementsPanel()
    made.resize(372, 616)
    made.show_elements(elements, locked=locked)
    show(made)
    return made


def test_an_element_leads_to_its_page(qtbot: QtBot, show: Show) -> None:
    made = panel(show, *FOUND)
    made.found.setFocus()
    QTest.keyClick(made.found, Qt.Key.Key_Down)
    with qtbot.waitSignal(made.page_chosen) as chosen:
        QTest.keyClick(made.found, Qt.Key.Key_Return)
    assert chosen.args == [4]


def test_a_missing_element_shows_why_and_offers_its_fix(qtbot: QtBot, show: Show) -> None:
    made = panel(show, MISSING, *FOUND)
    assert made.count.text() == "2 of 3"
    (row,) = made.fixes
    said = [item.text() for item in row.findChildren(QLabel)]
    assert said == ["Missing: copy to the practitioner", "No treating practitioner is on file."]
    with qtbot.waitSignal(made.fix_requested) as fix:
        QTest.keyClick(row.button, Qt.Key.Key_Return)
    assert fix.args == ["Copy to the practitioner"]


def test_an_accepted_letter_offers_no_fix(show: Show) -> None:
    assert panel(show, MISSING, locked=True).fixes[0].button.isHidden()


@pytest.mark.parametrize("height", [616, 544])
def test_the_elements_scroll_when_there_is_no_room(show: Show, height: int) -> None:
    made = panel(show, *(RequiredElement(number, f"Element {number}", True, 1) for number in range(40)))
    made.resize(372, height)
    assert made.found.sizeHintForRow(0) == 25
    assert made.found.verticalScrollBar().maximum() > 0


def test_every_focusable_widget_has_an_accessible_name(show: Show, unnamed: Unnamed) -> None:
    assert unnamed(panel(show, MISSING, *FOUND)) == []
