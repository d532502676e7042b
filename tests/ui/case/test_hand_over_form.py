"""A case is handed over on its request, and its next reviewer reads the note first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from tests.ui.offices import Office
from ur_desktop.ui.case.request_page import NoteCard
from ur_desktop.ui.kit.labels import Paragraph

JORDAN, OTHERS = "sample-00417", "sample-00388"


def opened(office: Office) -> None:
    office.main.open_case(JORDAN, "request")
    QCoreApplication.processEvents()  # a key reaches the window once it is active
    QTest.keySequence(office.main.windowHandle(), QKeySequence("Ctrl+H"))


def test_a_case_goes_to_a_colleague_who_reads_the_note_first(offices: Callable[[str], Office]) -> None:
    office = offices("nora")
    opened(office)
    form = office.main.case.request.colleague
    assert form.note.editor.hasFocus()
    QTest.keyClicks(form.note.editor, "Two criteria are left.")
    QTest.keyClick(form.note.editor, Qt.Key.Key_Return)
    assert office.case(JORDAN).assigned_to == "omar"
    assert office.main.screens.currentWidget() is office.main.worklist
    assert "handed over to Omar Standin, RN." in office.main.worklist.done.words.text()
    office = offices("omar")
    office.main.open_case(JORDAN, "request")
    body = office.main.case.request.body
    assert body is not None
    [card] = body.findChildren(NoteCard)
    assert [words.text() for words in card.findChildren(Paragraph)] == ["Two criteria are left."]


def test_a_missing_note_is_said_and_the_case_stays(office: Office) -> None:
    opened(office)
    form = office.main.case.request.colleague
    QTest.keyClick(form.note.editor, Qt.Key.Key_Return)
    assert form.error.words.text() == "Type a note for your colleague."
    QTest.keyClick(form.note.editor, Qt.Key.Key_Escape)
    assert form.isHidden()
    assert office.case(JORDAN).assigned_to == "nora"


def test_only_an_own_case_can_be_handed_over(office: Office) -> None:
    office.main.open_case(OTHERS, "request")
    assert office.main.case.request.hand_over.isHidden()
