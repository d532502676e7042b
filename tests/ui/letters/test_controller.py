"""Letters from the screen to the archive: the shown bytes are archived, both copies or none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.sealing import seal
from tests.ui.offices import AVERY, LIBRARY, MARIA, NOW, ROSA, Office, read_letter
from ur_desktop.casework import samples, sending
from ur_desktop.domain.case import Address, CaseState
from ur_desktop.domain.determination import Action, Determination, Rationale
from ur_desktop.domain.errors import DiskRefused, LetterError, NotAuthorized
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.sending import Means
from ur_desktop.library import page_count
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.letters.controller import DATE_UPDATED

AUDITOR = Reviewer("tay", "Taylor Auditor", Role.AUDITOR, Credential("RN"))


def ask_for_information(office: Office, case_id: str) -> None:
    """Ask for what was not documented, two hours after receipt; the letter is then to accept."""
    case = office.case(case_id)
    received = office.clock() - timedelta(hours=2)
    office.session.save(replace(case, request=replace(case.request, received=received)))
    office.main.open_case(case_id, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.REQUEST_INFORMATION)
    decision.act()
    assert office.case(case_id).state is CaseState.LETTER


def approve(office: Office, case_id: str) -> None:
    """Sign an approval; its letter is then to accept."""
    office.main.open_case(case_id, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    decision.act()
    decision.sign.password.set_text(samples.PASSWORD)
    decision.act()
    assert office.case(case_id).state is CaseState.LETTER


def accept(office: Office) -> None:
    read_letter(office.main.case.preview)
    office.main.case.preview.bar.accept.click()


def mail(office: Office, case_id: str) -> None:
    """Mail every accepted letter of a case, without printing it first."""
    sending.send(office.session, office.vault.sendings.unsent(case_id))


def words(office: Office, case_id: str) -> str:
    archive = office.vault.archive
    pdfs = [archive.pdf(item.sequence) for item in archive.letters(case_id)]
    return " ".join(" ".join(LIBRARY.pages(pdf)) for pdf in pdfs).replace("\xa0", " ")


def test_the_clock_stops_and_is_extended_when_the_letter_goes_out(offices: Callable[[str], Office]) -> None:
    office = offices("max")
    ask_for_information(office, ROSA)
    assert (office.case(ROSA).extended_at, office.vault.cases.row(ROSA).stopped_since) == (None, None)
    office.clock.goes_on(minutes=5)
    accept(office)
    assert (office.case(ROSA).extended_at, office.vault.cases.row(ROSA).stopped_since) == (None, None)
    office.clock.goes_on(minutes=15)
    mail(office, ROSA)
    out = NOW + timedelta(minutes=20)
    assert (office.case(ROSA).extended_at, office.vault.cases.row(ROSA).stopped_since) == (out, out)


def test_an_information_request_stops_no_clock_until_its_letter_is_sent(office: Office) -> None:
    ask_for_information(office, MARIA)
    asked = office.case(MARIA)
    assert (asked.information_requests, asked.waits_since) == ((), None)
    assert office.vault.cases.row(MARIA).stopped_since is None
    accept(office)
    assert (office.case(MARIA).state, office.case(MARIA).information_requests) == (CaseState.SEND, ())
    office.clock.goes_on(minutes=20)
    mail(office, MARIA)
    sent = office.case(MARIA)
    assert (sent.state, sent.asking) == (CaseState.WAITING, None)
    assert [item.sent_at for item in sent.information_requests] == [NOW + timedelta(minutes=20)]


def test_the_accepted_bytes_are_those_that_were_shown(office: Office) -> None:
    approve(office, AVERY)
    shown = [copy.pdf for copy in office.main.case.preview.shown_copies]
    office.clock.goes_on(hours=2)
    accept(office)
    archive = office.vault.archive
    assert [archive.pdf(item.sequence) for item in archive.letters(AVERY)] == shown
    assert office.case(AVERY).state is CaseState.SEND
    assert office.main.screens.currentWidget() is office.main.worklist


def test_the_worklist_reports_the_accepted_letter_until_another_screen_is_opened(office: Office) -> None:
    approve(office, AVERY)
    done = office.main.worklist.done
    assert not done.isVisible()
    accept(office)
    assert done.isVisible()
    assert done.words.text() == f"Continued approval letter accepted for {office.case(AVERY).number}."
    office.main.open_case(AVERY)
    office.main.show_worklist()
    assert not done.isVisible()


@pytest.mark.parametrize("table", ["archive", "journal", "cases"])
def test_a_failed_acceptance_saves_nothing_and_can_be_tried_again(
    office: Office, qtbot: QtBot, table: str
) -> None:
    approve(office, AVERY)
    read_letter(office.main.case.preview)
    office.breaks(table)
    with qtbot.capture_exceptions() as caught:
        accept(office)
    assert [kind for kind, _error, _trace in caught] == [DiskRefused]
    assert office.vault.archive.letters(AVERY) == ()
    assert (office.case(AVERY).state, office.main.case.case.state) == (CaseState.LETTER, CaseState.LETTER)
    office.works_again()
    accept(office)
    assert len(office.vault.archive.letters(AVERY)) == 2
    assert office.case(AVERY).state is CaseState.SEND


def test_a_letter_left_open_overnight_gets_the_new_date_and_must_be_read_again(office: Office) -> None:
    approve(office, AVERY)
    office.clock.goes_on(days=1)
    accept(office)
    preview = office.main.case.preview
    assert office.vault.archive.letters(AVERY) == ()
    assert preview.bar.words.text() == DATE_UPDATED
    accept(office)
    assert "January 17, 2026" in words(office, AVERY)
    assert "January 16, 2026" not in words(office, AVERY)
    assert office.case(AVERY).state is CaseState.SEND


def test_a_letter_sealed_meanwhile_changes_the_record_code(office: Office) -> None:
    approve(office, AVERY)
    seal(office.vault, "another", "member", b"%PDF", NOW)
    accept(office)
    assert office.vault.archive.letters(AVERY) == ()
    code = office.vault.archive.head_code()
    accept(office)
    assert code in words(office, AVERY)


def test_an_urgent_request_leaves_48_hours_from_when_it_is_accepted(office: Office) -> None:
    ask_for_information(office, MARIA)
    office.clock.goes_on(minutes=90)
    accept(office)
    assert office.vault.archive.letters(MARIA) == ()
    office.clock.goes_on(minutes=30)
    accept(office)
    mail(office, MARIA)
    [asked] = office.case(MARIA).information_requests
    assert asked.sent_at == office.clock()
    assert asked.answer_by - asked.sent_at >= timedelta(hours=48)
    assert asked.answer_by.astimezone(UTC) <= office.clock() + timedelta(hours=49)


def test_a_user_who_may_not_print_can_neither_save_nor_print(
    offices: Callable[[str], Office], qtbot: QtBot, tmp_path: Path
) -> None:
    office = offices("nora")
    approve(office, AVERY)
    accept(office)
    office.vault.keys.add(AUDITOR, samples.PASSWORD, LEAST)
    office = offices(AUDITOR.user_id)
    office.main.open_case(AVERY)
    preview = office.main.case.preview
    shown = preview.current()
    assert shown is not None
    with qtbot.capture_exceptions() as caught:
        preview.save_requested.emit(shown, str(tmp_path / "letter.pdf"))
        preview.bar.print_button.click()
    assert [kind for kind, _error, _trace in caught] == [NotAuthorized, NotAuthorized]
    assert not (tmp_path / "letter.pdf").exists()
    assert preview.printing.job is None


def grows_younger(office: Office, case_id: str) -> None:
    """The member of a case turns out to be 15, and nobody who receives their letters is recorded."""
    case = office.case(case_id)
    office.session.save(
        replace(
            case,
            member=replace(
                case.member,
                born=date(2011, 3, 14),
                representative=None,
                confidential_address=None,
            ),
        )
    )


def test_a_determination_whose_letter_cannot_be_written_is_not_signed(office: Office) -> None:
    grows_younger(office, AVERY)
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    decision.act()
    decision.sign.password.set_text(samples.PASSWORD)
    decision.act()
    assert "The member is under 18 with no letter recipient" in decision.banner.fix.text()
    assert office.case(AVERY).state is CaseState.READY
    assert office.vault.cases.determinations(AVERY) == ()


def test_a_determination_whose_letter_cannot_be_written_any_more_is_voided_there(office: Office) -> None:
    approve(office, AVERY)
    office.main.show_worklist()
    case = office.case(AVERY)
    office.session.save(replace(case, provider=replace(case.provider, address=Address(("a line",) * 6))))
    with pytest.raises(LetterError) as error:
        office.main.open_case(AVERY)
    office.main.show_error(error.value)
    assert "The address has more than the 5 lines" in office.main.banner.fix.text()
    assert office.main.screens.currentWidget() is office.main.case.screen
    assert office.main.ui_state.tab == "letters"
    preview = office.main.case.preview
    assert preview.bar.take_back.isVisible()
    assert not preview.bar.accept.isVisible()
    assert "more than the 5 lines" in preview.bar.words.text()
    QTest.keyClick(preview, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    preview.void_panel.reason.set_text("The address is wrong.")
    preview.void_panel.confirm.click()
    assert office.case(AVERY).state is CaseState.READY


def test_an_information_request_whose_letter_cannot_be_written_any_more_is_discarded_there(
    office: Office,
) -> None:
    ask_for_information(office, MARIA)
    office.main.show_worklist()
    office.clock.goes_on(days=90)
    with pytest.raises(LetterError):
        office.main.open_case(MARIA)
    QTest.keyClick(office.main.case.preview, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert (office.case(MARIA).state, office.case(MARIA).asking) == (CaseState.READY, None)
    assert office.main.ui_state.tab == "determination"


def waiting(office: Office) -> list[str]:
    """The letters still to print or save."""
    return [each.name for each in office.vault.queue.waiting() if not each.ready]


def prints(office: Office, pages: int) -> None:
    """The copy in sight comes out of the printer, with so many of its pages."""
    shown = office.main.case.preview.current()
    assert shown is not None
    office.main.case.preview.printed.emit(shown, pages, 1)


def test_a_letter_waits_from_its_acceptance_until_it_is_printed_or_saved(
    office: Office, tmp_path: Path
) -> None:
    approve(office, AVERY)
    assert waiting(office) == []
    accept(office)
    assert waiting(office) == ["Continued approval, member", "Continued approval, provider"]
    office.main.open_case(AVERY)
    preview = office.main.case.preview
    member, provider = preview.shown_copies
    preview.save_requested.emit(provider, str(tmp_path / "letter.pdf"))
    assert waiting(office) == ["Continued approval, member"]
    prints(office, page_count(member.pdf))
    assert waiting(office) == []
    said = {line.kind: line.detail for line in office.vault.journal.entries(AVERY)}
    assert said[EventKind.PRINT]["number"] == member.number == 1
    assert said[EventKind.SAVE] == {"letter": "Continued approval, provider", "number": 2}


def test_a_print_that_ended_early_is_recorded_and_the_letter_still_waits(office: Office) -> None:
    approve(office, AVERY)
    accept(office)
    office.main.open_case(AVERY)
    shown = office.main.case.preview.current()
    assert shown is not None
    office.main.case.preview.cut_short.emit(shown, 1)
    [line] = [line for line in office.vault.journal.entries(AVERY) if line.kind is EventKind.PRINT]
    assert line.detail == {"letter": shown.name, "number": 1, "stopped_after": 1}
    assert "Continued approval, member" in waiting(office)


def test_a_file_whose_save_cannot_be_recorded_is_removed(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    approve(office, AVERY)
    accept(office)
    office.main.open_case(AVERY)
    shown = office.main.case.preview.current()
    assert shown is not None
    office.breaks("journal")
    with qtbot.capture_exceptions() as caught:
        office.main.case.preview.save_requested.emit(shown, str(tmp_path / "letter.pdf"))
    office.works_again()
    assert [kind for kind, _error, _trace in caught] == [DiskRefused]
    assert not (tmp_path / "letter.pdf").exists()


def test_a_letter_printed_without_one_of_its_pages_still_waits(office: Office) -> None:
    approve(office, AVERY)
    shown = office.main.case.preview.current()
    assert shown is not None
    lacking = page_count(shown.pdf) - 1
    prints(office, lacking)
    accept(office)
    office.main.open_case(AVERY)
    prints(office, lacking)
    assert waiting(office) == ["Continued approval, member", "Continued approval, provider"]
    assert office.vault.journal.entries(AVERY)[0].detail == {
        "letter": "Continued approval, member", "number": 1, "pages": lacking, "copies": 1,
    }  # fmt: skip


def test_a_draft_printed_or_saved_before_acceptance_counts_for_nothing(
    office: Office, tmp_path: Path
) -> None:
    approve(office, AVERY)
    shown = office.main.case.preview.current()
    assert shown is not None
    prints(office, page_count(shown.pdf))
    office.main.case.preview.save_requested.emit(shown, str(tmp_path / "letter.pdf"))
    accept(office)
    assert waiting(office) == ["Continued approval, member", "Continued approval, provider"]
    said = {line.kind: line.detail for line in office.vault.journal.entries(AVERY)}
    assert said[EventKind.PRINT]["draft"] is True
    assert said[EventKind.SAVE] == {"letter": "Continued approval, member", "draft": True}
    pages = LIBRARY.pages((tmp_path / "letter.pdf").read_bytes())
    assert len(pages) == page_count(shown.pdf)
    assert all("Draft: not accepted, not sent" in page for page in pages)
    assert not any("Draft" in page for page in LIBRARY.pages(office.vault.archive.pdf(1)))


def test_a_print_that_ends_at_another_case_is_recorded_for_its_own(office: Office) -> None:
    approve(office, AVERY)
    accept(office)
    office.main.open_case(AVERY)
    printed = office.main.case.preview.current()
    assert printed is not None
    ask_for_information(office, MARIA)
    office.main.case.preview.printed.emit(printed, page_count(printed.pdf), 1)
    assert EventKind.PRINT not in {line.kind for line in office.vault.journal.entries(MARIA)}
    assert waiting(office) == ["Continued approval, provider"]


def test_a_file_saved_over_is_restored_when_the_save_cannot_be_recorded(
    office: Office, tmp_path: Path, qtbot: QtBot
) -> None:
    approve(office, AVERY)
    shown = office.main.case.preview.current()
    assert shown is not None
    (tmp_path / "letter.pdf").write_bytes(b"an older one")
    office.breaks("journal")
    with qtbot.capture_exceptions() as caught:
        office.main.case.preview.save_requested.emit(shown, str(tmp_path / "letter.pdf"))
    assert [kind for kind, _error, _trace in caught] == [DiskRefused]
    assert (tmp_path / "letter.pdf").read_bytes() == b"an older one"
    assert [path.name for path in tmp_path.iterdir() if path.name.endswith(".part")] == []


class TestVoiding:
    def test_leads_back_to_the_determination_with_its_text(
        self, offices: Callable[[str], Office], qtbot: QtBot
    ) -> None:
        office = offices("max")
        office.main.open_case(ROSA, "determination")
        decision = office.main.case.decision
        assert decision.options.choose(Action.DENY)
        for voice in ("member", "provider"):
            decision.editors["deny"].edits[voice].setPlainText(f"Reasons for the {voice}.")
        decision.act()
        decision.sign.conflict.setChecked(True)
        decision.sign.password.set_text(samples.PASSWORD)
        decision.act()
        preview = office.main.case.preview
        qtbot.keyClick(preview.pages, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
        panel = preview.void_panel
        panel.confirm.click()
        assert panel.reason.error_text() == "Type the reason."
        panel.reason.set_text("Wrong dates.")
        panel.confirm.click()
        assert office.main.case.tab == "determination"
        assert decision.banner.isVisible()
        assert decision.editors["deny"].text("member") == "Reasons for the member."
        assert office.vault.cases.determination(ROSA) is None

    def test_is_offered_only_to_the_signer(self, offices: Callable[[str], Office]) -> None:
        approve(offices("nora"), AVERY)
        physician = offices("max")
        physician.main.open_case(AVERY)
        assert physician.main.case.preview.bar.take_back.isHidden()

    def test_discards_an_information_request(self, office: Office) -> None:
        ask_for_information(office, MARIA)
        office.main.case.preview.bar.take_back.click()
        assert office.main.case.tab == "determination"
        assert (office.case(MARIA).asking, office.case(MARIA).state) == (None, CaseState.READY)


def test_both_copies_are_recorded_as_mailed_with_two_keys(office: Office) -> None:
    approve(office, AVERY)
    accept(office)
    office.main.open_case(AVERY)
    preview = office.main.case.preview
    assert preview.bar.reason.text() == "Accepted, not sent"
    QTest.keyClick(preview.pages, Qt.Key.Key_M, Qt.KeyboardModifier.ControlModifier)
    assert preview.sending.letters.text() == "Both copies"
    QTest.keyClick(preview.sending.record, Qt.Key.Key_Return)
    assert office.case(AVERY).state is CaseState.CLOSED
    assert preview.bar.reason.text() == "Mailed today 1:30 PM EST"
    assert preview.bar.words.text() == "2 letters recorded as sent."
    assert preview.sending.isHidden()


def test_a_fax_needs_its_number_and_the_time_it_was_sent(office: Office) -> None:
    approve(office, AVERY)
    accept(office)
    office.clock.goes_on(hours=2)
    office.main.open_case(AVERY)
    preview = office.main.case.preview
    preview.head.copies.choose(1)
    preview.bar.send.click()
    form = preview.sending
    form.letters.set_value((2,))
    form.means.set_value(Means.FAX)
    form.record.click()
    assert form.error.words.text() == "The fax number is missing. Type the fax number used."
    form.number.set_text("1-800-555-0118")
    form.moment.hour.set_text("noon")
    form.record.click()
    assert form.moment.hour.error_text() == "Type it as 9:05 AM."
    form.moment.hour.set_text("12:00 PM")
    form.record.click()
    assert form.error.words.text().startswith("The time is before the decision was final.")
    form.moment.hour.set_text("2:15 PM")
    QTest.keyClick(form.number.editor, Qt.Key.Key_Return)
    [fax] = office.vault.sendings.of(AVERY)
    assert (fax.means, fax.number, fax.letter) == (Means.FAX, "1-800-555-0118", 2)
    assert fax.at == NOW + timedelta(minutes=45)
    assert office.case(AVERY).state is CaseState.SEND
    assert office.vault.sendings.unsent(AVERY) == (1,)


def test_a_decision_is_told_by_phone_before_its_letter_is_accepted(office: Office) -> None:
    approve(office, AVERY)
    preview = office.main.case.preview
    assert preview.bar.send.text() == "Record phone call"
    preview.bar.send.click()
    preview.sending.to.set_text("Lou Example")
    preview.sending.number.set_text("1-800-555-0117")
    preview.sending.record.click()
    notice = office.case(AVERY).notice
    assert notice is not None
    assert (notice.how, notice.to, notice.number) == ("oral", "Lou Example", "1-800-555-0117")
    assert preview.bar.words.text() == "Phone call recorded. The letter must still be sent."
    assert office.case(AVERY).state is CaseState.LETTER
    accept(office)
    mail(office, AVERY)
    assert office.case(AVERY).notice == notice


def said_in_history(office: Office) -> str:
    rows = office.main.case.history.lines.rows
    role = Qt.ItemDataRole.AccessibleTextRole
    return "\n".join(str(rows.data(rows.index(row, 0), role)) for row in range(rows.rowCount()))


def test_the_determination_of_a_closed_case_can_be_read_with_who_signed_and_what_was_sent(
    office: Office,
) -> None:
    approve(office, AVERY)
    accept(office)
    mail(office, AVERY)
    office.main.open_case(AVERY, "determination")
    assert office.main.case.tab == "determination"
    body = office.main.case.signed.body
    assert body is not None
    shown = {part.accessibleName() for part in body.findChildren(QWidget)}
    assert "Signed by: Nora Sample, RN" in shown
    assert "Signed: today 1:30 PM EST" in shown
    assert (
        f"Notice: Mailed: {office.case(AVERY).provider.name}, today 1:30 PM EST, by Nora Sample, RN" in shown
    )
    office.main.case.show_tab("history")
    words = said_in_history(office)
    assert f"Mailed: {office.case(AVERY).member.name}" in words


def test_the_typed_reason_of_a_withdrawal_can_be_read(office: Office) -> None:
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    made = Determination(
        Action.WITHDRAW, office.session.me, NOW, date(2026, 1, 19), date(2026, 2, 13), 12, Rationale(""),
        reason="The provider withdrew it by phone.",
    )  # fmt: skip
    decision.signing.emit(made, samples.PASSWORD)
    assert office.case(AVERY).state is CaseState.CLOSED
    office.main.open_case(AVERY, "determination")
    body = office.main.case.signed.body
    assert body is not None
    shown = {part.accessibleName() for part in body.findChildren(QWidget)}
    assert "Reason: The provider withdrew it by phone." in shown
    office.main.case.show_tab("history")
    words = said_in_history(office)
    assert "Reason for the withdrawal: The provider withdrew it by phone." in words
