"""A switch between a few words: long words are shortened only where that is allowed."""

from PySide6.QtWidgets import QAbstractButton

from tests.ui.panel import Show, panel
from ur_desktop.ui.kit.segmented_control import SegmentedControl

COPIES = ("Continued approval, member", "Continued approval, provider")


def test_shortened_words_are_whole_in_the_tool_tip_and_the_name(show: Show) -> None:
    switch = SegmentedControl(COPIES, "Copy", elides=True)
    outer = panel(switch)
    show(outer)
    outer.setFixedWidth(260)
    first = switch.findChildren(QAbstractButton)[0]
    assert first.width() < first.sizeHint().width()
    assert (first.toolTip(), first.accessibleName()) == (COPIES[0], COPIES[0])
    outer.setFixedWidth(800)
    assert (first.width(), first.toolTip()) == (first.sizeHint().width(), "")


def test_words_are_not_shortened_otherwise(show: Show) -> None:
    switch = SegmentedControl(COPIES, "Copy")
    show(panel(switch))
    assert switch.minimumSizeHint().width() == switch.sizeHint().width()
