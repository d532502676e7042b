"""End early, through the window: reasons and their fields, what follows, the signature, and where it leads."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from tests.ui.conftest import Show
from tests.ui.offices import Office, read_letter
from ur_desktop.casework import early_end, samples
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.early_end import REFUSALS, EndReason
from ur_desktop.ui.decision.end_screen import EndScreen

JORDAN, REFERRED, NEW, WAITING = "sample-00417", "sample-00419", "sample-00377", "sample-00309"
WHY = "Your coverage ended on December 31, because no premium came."


@pytest.fixture
def screen(office: Office) -> EndScreen:
    """The reasons for which Jordan's case, which is in review, can end."""
    office.main.open_case(JORDAN, "review")
    return opened(office)


def f9(office: Office) -> None:
    QCoreApplication.processEvents()  # a key reaches the window once it is active
    QTest.keySequence(office.main.windowHandle(), QKeySequence("F9"))


def opened(office: Office) -> EndScreen:
    f9(office)
    shown = office.main.case.ending.screen
    assert office.main.case.screen.pages.currentWidget() is shown
    return shown


def press(screen: EndScreen, key: str) -> None:
    target = screen.window().focusWidget()
    assert target is not None
    QTest.keyClicks(target, key)


def go(screen: EndScreen) -> None:
    QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)


def sign(screen: EndScreen, password: str = samples.PASSWORD) -> None:
    go(screen)
    assert screen.sign.isVisible(), screen.bar.words.text()
    QTest.keyClicks(screen.sign.password.edit, password)
    QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Return)


def shown(screen: EndScreen) -> list[str]:
    return [field.label.text() for field in screen.form.fields.values() if field.isVisible()]


def test_a_key_chooses_a_reason_and_goes_to_its_first_empty_field(screen: EndScreen) -> None:
    assert screen.form.reason is None
    assert screen.primary.isHidden()
    press(screen, "E")
    assert screen.form.reason is EndReason.NOT_ELIGIBLE
    assert screen.form.on.editor.hasFocus()
    assert screen.form.fields["provision"].text().startswith("Summary Plan Description 2026, section 2.1")


DENIES = ("Sign administrative denial", "Administrative denial")


@pytest.mark.parametrize(
    ("key", "fields", "button", "letter"),
    [
        ("W", ["Who withdrew it", "Withdrawn on", "How", "Note"], "Sign withdrawal", "Withdrawal"),
        ("D", ["Number of the other case", "Note"], "Sign closure", "No letter"),
        ("P", ["Plan that has to answer", "Note"], "Sign closure", "No letter"),
        ("G", ["Who said so", "Note"], "Sign closure", "No letter"),
        ("E", ["Not covered since", "Found in", "The plan’s provision"], *DENIES),
        ("B", ["Used up since", "Found in", "The plan’s provision"], *DENIES),
        ("N", ["Found in", "The plan’s provision"], *DENIES),
    ],
)  # fmt: skip
def test_each_reason_shows_its_own_fields_and_what_follows(
    screen: EndScreen, key: str, fields: list[str], button: str, letter: str
) -> None:
    press(screen, key)
    assert shown(screen) == fields
    assert screen.primary.text() == button
    assert screen.panel.letter.text() == letter
    assert screen.form.why.isVisible() is (letter == "Administrative denial")
    assert screen.panel.notice.isHidden() is (letter != "Administrative denial")


def test_letters_choose_nothing_while_typing(screen: EndScreen) -> None:
    press(screen, "G")
    QTest.keyClicks(screen.form.fields["told_by"].editor, "Wendy")
    assert screen.form.reason is EndReason.CARE_NOT_GIVEN


def test_what_is_missing_is_said_at_its_field_and_counted(screen: EndScreen) -> None:
    press(screen, "W")
    screen.form.on.set_text("01/01/2026")
    go(screen)
    assert screen.sign.isHidden()
    assert screen.form.fields["told_by"].error_text() == "Say who withdrew the request."
    assert screen.form.on.error_text().startswith("A day from 01/15/2026")
    assert screen.bar.words.text() == "2 items to fix: Say who withdrew the request."
    assert screen.form.fields["told_by"].editor.hasFocus()


def test_an_administrative_denial_leads_to_its_letters(office: Office, screen: EndScreen) -> None:
    press(screen, "E")
    screen.form.on.set_text("01/01/2026")
    screen.form.fields["source"].set_text("Eligibility file of January 16")
    screen.form.why.edits["member"].set_text(WHY)
    sign(screen, "wrong words")
    assert "Nothing was signed." in screen.sign.password.error_text()
    QTest.keyClicks(screen.sign.password.edit, samples.PASSWORD)
    QTest.keyClick(screen.sign.password.edit, Qt.Key.Key_Return)
    assert office.case(JORDAN).state is CaseState.LETTER
    preview = office.main.case.preview
    assert office.main.case.screen.pages.currentWidget() is preview
    names = [copy.name for copy in preview.shown_copies]
    assert names == ["Administrative denial, member", "Administrative denial, provider"]
    read_letter(preview)
    office.main.case.show_tab("determination")
    assert office.main.case.signed.isVisible()
    office.main.case.show_tab("review")
    assert office.main.case.closed_review.isVisible()


def test_an_end_without_a_letter_closes_the_case_and_leads_back_to_the_worklist(
    office: Office, screen: EndScreen
) -> None:
    press(screen, "D")
    screen.form.fields["other"].set_text("2026-000161")
    sign(screen)
    assert office.case(JORDAN).state is CaseState.CLOSED
    assert office.main.screens.currentWidget() is office.main.worklist
    assert "ended: Duplicate of 2026-000161." in office.main.worklist.done.words.text()


def test_escape_leads_back_and_keeps_what_was_typed(office: Office, screen: EndScreen) -> None:
    press(screen, "G")
    QTest.keyClicks(screen.form.fields["told_by"].editor, "The program")
    QTest.keyClick(screen.form.fields["told_by"].editor, Qt.Key.Key_Escape)
    assert office.main.case.wizard.isVisible()
    again = opened(office)
    assert again.form.reason is EndReason.CARE_NOT_GIVEN
    assert again.form.fields["told_by"].text() == "The program"


@pytest.mark.parametrize("case_id", [NEW, WAITING, REFERRED])
def test_it_opens_from_every_open_state_and_says_what_stops(office: Office, case_id: str) -> None:
    office.main.open_case(case_id)
    panel = opened(office).panel
    stops = [part.words.text() for part in (panel.review, panel.records, panel.referral) if part.isVisible()]
    expected = {
        NEW: [],
        WAITING: ["The review", "The records requested on"],
        REFERRED: ["The review", "The referral"],
    }
    assert len(stops) == len(expected[case_id])
    assert all(said.startswith(words) for said, words in zip(stops, expected[case_id], strict=True))


def test_an_end_before_the_review_opens_no_review(office: Office) -> None:
    office.main.open_case(NEW)
    screen = opened(office)
    press(screen, "G")
    screen.form.fields["told_by"].set_text("The program")
    sign(screen)
    office.main.open_case(NEW, "review")
    assert office.main.case.tab == "request"
    office.main.case.show_tab("determination")
    assert office.main.case.signed.isVisible()


def test_a_physician_is_told_who_signs_a_refusal(offices: Callable[[str], Office]) -> None:
    office = offices("max")
    office.main.open_case(REFERRED)
    screen = opened(office)
    for reason in REFUSALS:
        option = screen.options.buttons[reason]
        assert not option.isEnabled()
        assert option.toolTip() == "Not available: the plan has a nurse or a supervisor sign this."
    press(screen, "E")
    assert screen.form.reason is None


def test_a_signed_case_offers_no_end(office: Office, screen: EndScreen) -> None:
    press(screen, "G")
    screen.form.fields["told_by"].set_text("The program")
    sign(screen)
    office.main.open_case(JORDAN, "request")
    assert office.main.case.request.end.isHidden()
    f9(office)
    assert office.main.case.tab == "letters"


def test_every_control_has_a_name(screen: EndScreen, unnamed: Callable[[QWidget], list[str]]) -> None:
    press(screen, "E")
    assert unnamed(screen) == []


def test_a_small_screen_leaves_the_panel_out(office: Office, show: Show) -> None:
    office.main.open_case(JORDAN)
    screen = opened(office)
    screen.resize(1000, 600)
    assert screen.panel.isHidden()


def test_nothing_typed_is_lost_by_a_full_disk(office: Office, screen: EndScreen) -> None:
    press(screen, "G")
    office.breaks("drafts")
    QTest.keyClicks(screen.form.fields["told_by"].editor, "The program")
    screen.flush_drafts()
    assert screen.banner.isVisible()
    office.works_again()
    QTest.keyClicks(screen.form.fields["told_by"].editor, ", today")
    screen.flush_drafts()
    saved = early_end.start(office.session, JORDAN).drafts
    assert saved["told_by"] == "The program, today"
