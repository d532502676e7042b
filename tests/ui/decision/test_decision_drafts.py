"""Half-typed text is saved with a time, tried again when a save failed, and shown again."""

from datetime import date

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.ui.findings import NOT_FOUND, Show, decision
from ur_desktop.domain.determination import Action
from ur_desktop.ui.decision.screen import Decision


def test_flush_saves_drafts_at_once(show: Show) -> None:
    screen = decision(show)
    kept: dict[str, str] = {}
    screen.draft_changed.connect(kept.__setitem__)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    assert "note" not in kept
    screen.flush_drafts()
    assert kept["note"] == "Calls daily."
    assert screen.bar.words.text() == "Saved 11:46 AM."


def test_a_draft_is_saved_automatically_after_a_second(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    screen.flush_drafts()
    [timer] = screen.drafts.findChildren(QTimer)
    timer.setInterval(1)
    with qtbot.waitSignal(screen.draft_changed) as changed:
        QTest.keyClicks(screen.form.editors["question"].current(), "So: ")
    assert changed.args == ["question.question", "So: Is it still needed?"]


def test_save_for_later_saves_drafts_first(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    order: list[str] = []
    screen.draft_changed.connect(lambda key, _text: order.append(key))
    screen.saved_for_later.connect(lambda: order.append("kept"))
    QTest.keyClicks(screen.form.referral_row.note.editor, "x")
    QTest.keyClick(screen.bar.keep, Qt.Key.Key_Return)
    assert order[-2:] == ["note", "kept"]


def test_drafts_are_shown_again(show: Show) -> None:
    drafts = {
        "action": "request_information",
        "question.question": "Half a question",
        "send_back.words": "Half an instruction",
        "dates.next_review": "02/17/2026",
        "item.P2": "The lab results, because.",
        "tick.P11": "no",
    }
    screen = decision(show, marks=NOT_FOUND, drafts=drafts)
    assert screen.action is Action.REQUEST_INFORMATION
    assert screen.form.editors["question"].text("question") == "Half a question"
    assert screen.form.editors["send_back"].text("words") == "Half an instruction"
    assert screen.form.dates.next_review.value() == date(2026, 2, 17)
    assert screen.form.items.asked() == ("The lab results, because.",)


def test_opening_a_case_saves_no_draft(show: Show) -> None:
    screen = decision(show, drafts={"note": "kept before"})
    kept: list[str] = []
    screen.draft_changed.connect(lambda key, _text: kept.append(key))
    screen.flush_drafts()
    assert kept == []


def test_a_failed_save_is_shown(show: Show) -> None:
    screen = decision(show)
    screen.mark_unsaved("note", "The disk is full. Free some space and type on.")
    assert screen.banner.fix.text() == "The disk is full. Free some space and type on."


class Disk:
    """Where drafts go; refuses them while it is full."""

    def __init__(self, screen: Decision) -> None:
        self.full, self.kept, self._screen = True, dict[str, str](), screen
        screen.draft_changed.connect(self.keep)

    def keep(self, key: str, text: str) -> None:
        if self.full:
            self._screen.mark_unsaved(key, "The disk is full. Free some space and type on.")
        else:
            self.kept[key] = text


def test_an_unsaved_draft_is_never_reported_as_saved(show: Show) -> None:
    screen = decision(show)
    disk = Disk(screen)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    screen.flush_drafts()
    assert screen.banner.isVisible()
    assert screen.bar.words.text() == ""
    assert disk.kept == {}


def test_the_next_key_saves_an_unsaved_draft(show: Show) -> None:
    screen = decision(show)
    disk = Disk(screen)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    screen.flush_drafts()
    disk.full = False
    QTest.keyClicks(screen.form.editors["question"].current(), "So: ")
    screen.flush_drafts()
    assert disk.kept == {"note": "Calls daily.", "question.question": "So: Is it still needed?"}
    assert screen.banner.isHidden()
    assert screen.bar.words.text() == "Saved 11:46 AM."


def test_save_for_later_stays_open_while_a_draft_is_unsaved(qtbot: QtBot, show: Show) -> None:
    screen = decision(show)
    disk = Disk(screen)
    QTest.keyClicks(screen.form.referral_row.note.editor, "Calls daily.")
    with qtbot.assertNotEmitted(screen.saved_for_later):
        QTest.keyClick(screen.bar.keep, Qt.Key.Key_Return)
    disk.full = False
    with qtbot.waitSignal(screen.saved_for_later):
        QTest.keyClick(screen.bar.keep, Qt.Key.Key_Return)
    assert disk.kept == {"note": "Calls daily."}
