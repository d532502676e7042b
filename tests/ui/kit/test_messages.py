"""Errors in a banner, and what is said of a bug."""

from pytestqt.qtbot import QtBot

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.messages import Banner, crash_words, show_error


def test_an_error_says_what_is_wrong_and_what_to_do(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    show_error(UserError("The vault is open elsewhere.", "Close it there."), banner)
    assert (banner.what.text(), banner.fix.text()) == ("The vault is open elsewhere.", "Close it there.")
    assert not banner.isHidden()
    assert banner.accessibleDescription() == "The vault is open elsewhere. Close it there."


def test_every_fault_of_an_error_is_on_its_own_line(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    show_error(UserError("The form can't be used.", faults=("line 3: no section", "line 9: no text")), banner)
    assert banner.fix.text() == "line 3: no section\nline 9: no text"


def test_a_bug_is_reported_without_case_data() -> None:
    what, fix = crash_words("ValueError", "intake.py:120")
    assert what == "Unexpected error (ValueError, intake.py:120)"
    assert fix.startswith("Earlier answers are saved.")
