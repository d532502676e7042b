"""A folded line opens and closes by key, and shows its rows."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from tests.ui.findings import Show
from ur_desktop.ui.parts import signs
from ur_desktop.ui.parts.finding_section import FindingSection
from ur_desktop.ui.parts.finding_text import Line


def test_a_folded_line_opens_and_closes_by_key(show: Show) -> None:
    lines = (Line("P10", "Boarding support"), Line("P12", "Providers contacted", "due Jan 17"))
    section = FindingSection(signs.MARKS["not_applicable"], "2 not applicable", lines)
    show(section)
    assert not section.findChildren(QLabel)
    QTest.keyClick(section.button, Qt.Key.Key_Space)
    assert section.rows is not None
    assert section.rows.isVisible()
    assert [item.text() for item in section.rows.findChildren(QLabel)] == [
        "P10 Boarding support",
        "P12 Providers contacted due Jan 17",
    ]
    assert section.button.accessibleDescription() == "Expanded"
    QTest.keyClick(section.button, Qt.Key.Key_Return)
    assert not section.rows.isVisible()
