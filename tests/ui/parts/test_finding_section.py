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
    fold = FindingSection(signs.MARKS["not_applicable"], "2 not applicable", lines)
    show(fold)
    assert not fold.findChildren(QLabel)
    QTest.keyClick(fold.button, Qt.Key.Key_Space)
    assert fold.rows is not None
    assert fold.rows.isVisible()
    assert [item.text() for item in fold.rows.findChildren(QLabel)] == [
        "P10 Boarding support",
        "P12 Providers contacted due Jan 17",
    ]
    assert fold.button.accessibleDescription() == "Expanded"
    QTest.keyClick(fold.button, Qt.Key.Key_Return)
    assert not fold.rows.isVisible()
