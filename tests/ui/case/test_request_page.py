"""The Request tab: what is on file to the letter, what follows from it, and what can be done next."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop import paths
from ur_desktop.casework.samples import sample_cases
from ur_desktop.domain.authorization import authorization_checks
from ur_desktop.domain.case import Address, Authorization, Case, CaseState, Diagnosis, FollowUp, Notice
from ur_desktop.domain.deadlines import Deadline, deadline
from ur_desktop.domain.determination import Referral
from ur_desktop.domain.information_request import InformationRequest
from ur_desktop.library import Library
from ur_desktop.ui.case.detail_grid import DetailGrid, DetailView
from ur_desktop.ui.case.follow_up_row import FollowUpRow
from ur_desktop.ui.case.request_page import AskedRow, NoteCard, RequestPage
from ur_desktop.ui.case.request_text import bar_words, stopped_clock
from ur_desktop.ui.kit.labels import Paragraph
from ur_desktop.ui.kit.look.tokens import Tokens

Show = Callable[[QWidget], QWidget]

NOW = datetime(2026, 1, 19, 11, 5, tzinfo=ZoneInfo("America/New_York"))
HOUR = timedelta(hours=1)
LIBRARY = Library(paths.forms_dir(), paths.templates_dir())
SAMPLES = {sample.case.member.last_name: sample for sample in sample_cases(LIBRARY, NOW)}


def pinned(name: str, received: datetime, start: date) -> Case:
    """A sample case with dates of its own, four weeks from a start."""
    case = SAMPLES[name].case
    request = replace(case.request, received=received, start=start, end=start + timedelta(days=25))
    return replace(case, request=request)


NEW = replace(
    pinned("Dummond", datetime(2026, 1, 14, 11, 5, tzinfo=NOW.tzinfo), date(2026, 1, 24)),
    state=CaseState.NEW,
)
MINOR = pinned("Trialworth", datetime(2026, 1, 7, 11, 5, tzinfo=NOW.tzinfo), date(2026, 1, 9))
SENT = datetime(2026, 1, 9, 11, 5, tzinfo=NOW.tzinfo)
WAITING = replace(
    pinned("Maquette", SENT - timedelta(days=2), date(2026, 1, 17)),
    state=CaseState.WAITING,
    information_requests=(InformationRequest(("The safety plan.",), SENT, SENT + timedelta(days=45)),),
    extended_at=SENT,
)
CONFIDENTIAL = Address(("c/o Example Shelter", "PO Box 000", "Sampletown, NC 00000"))
REFERRAL = Referral("Is a program needed now?", "omar", NOW - 5 * HOUR, "The clinic was called.")


def clock(case: Case) -> Deadline:
    return deadline(case, LIBRARY.line_of(case.plan_id), LIBRARY.zone_of(case.plan_id))


def put(page: RequestPage, case: Case, referral: Referral | None = None, *, now: datetime = NOW) -> None:
    plan = LIBRARY.plan(case.plan_id)
    policy = LIBRARY.policy(case.policy_id, case.request.start)
    page.open(
        case,
        policy=policy,
        deadline=clock(case),
        checks=authorization_checks(case, policy, plan, NOW),
        referral=referral,
        referred_by="Omar Standin, RN",
        now=now,
        card=LIBRARY.cards.get(case.request.service_code),
        covered=plan.levels,
    )


@pytest.fixture
def page(show: Show) -> RequestPage:
    made = RequestPage()
    made.resize(1286, 676)
    put(made, NEW)
    show(made)
    return made


def facts(page: RequestPage) -> dict[str, str]:
    """Every fact shown, by its label."""
    assert page.body is not None
    return dict(view.accessibleName().split(": ", 1) for view in page.body.findChildren(DetailView))


def test_member_request_and_provider_are_said_in_full(page: RequestPage) -> None:
    put(page, MINOR)
    assert facts(page) == {
        "Name": "Ines Trialworth",
        "Date of birth": "09/12/2010, age 15",
        "Send letters to": "Pat Trialworth, parent",
        "Home address": "8 Placeholder Lane, Sampletown, NC 00000",
        "Service": "S9480 Intensive outpatient psychiatric services, per diem",
        "Review": "Admission",
        "Urgency": "Standard",
        "Dates": "01/09/2026 – 02/03/2026",
        "Units": "12 units in 4 weeks",
        "Days and hours per week": "3 days, 9.5 h",
        "Received": "01/07/2026, 11:05 AM EST",
        "Primary diagnosis": "F33.1 Major depressive disorder, recurrent, moderate",
        "Program": "Harbor Example Clinic",
        "NPI": "Not given",
        "Treating practitioner": "Not given",
        "Address": "5 Mockup Avenue, Anytown, UT 00000",
        "Phone": "1-800-555-0172",
        "Fax": "1-800-555-0173",
    }


def test_what_few_requests_have_is_said_where_there_is_one(page: RequestPage) -> None:
    other = Authorization(
        "H0035", "partial_hospitalization", date(2026, 1, 5), date(2026, 1, 24), "TEST-A-77"
    )
    request = replace(
        NEW.request,
        other_diagnoses=(Diagnosis("F41.1", "Generalized anxiety disorder"),),
        revenue_code="0905",
        claim_amount="$1,200.00",
        approved_through=date(2026, 1, 23),
        separate_services=("laboratory tests", "family therapy"),
        other_authorizations=(other,),
    )
    put(page, replace(NEW, request=request))
    shown = facts(page)
    assert shown["Other diagnoses"] == "F41.1 Generalized anxiety disorder"
    assert shown["Revenue code"] == "0905"
    assert shown["Claim amount"] == "$1,200.00"
    assert shown["Authorized through"] == "01/23/2026"
    assert shown["Billed separately"] == "laboratory tests, family therapy"
    assert shown["Other authorization"] == (
        "H0035 partial hospitalization, TEST-A-77, 01/05/2026 – 01/24/2026"
    )


def test_a_confidential_address_is_shown_before_the_home_address_which_gets_no_letters(
    page: RequestPage,
) -> None:
    put(page, replace(NEW, member=replace(NEW.member, confidential_address=CONFIDENTIAL)))
    shown = facts(page)
    names = list(shown)
    assert shown["Confidential address for letters"].startswith("c/o Example Shelter")
    assert names.index("Confidential address for letters") < names.index("Home address, not for letters")
    assert "Home address" not in shown


def test_the_hour_of_receipt_is_said_in_the_zone_shown(page: RequestPage) -> None:
    utc = NEW.request.received.astimezone(ZoneInfo("UTC"))
    assert utc.hour != NEW.request.received.hour
    put(page, NEW)
    here = facts(page)["Received"]
    put(page, replace(NEW, request=replace(NEW.request, received=utc)))
    assert facts(page)["Received"] == here


def test_markup_shows_to_the_letter(page: RequestPage) -> None:
    marked = replace(
        NEW,
        member=replace(NEW.member, first_name="<b>x</b>", last_name=""),
        information_requests=(InformationRequest(("<i>y</i>",), NOW, NOW + HOUR),),
    )
    put(page, marked, replace(REFERRAL, question="<u>z</u>"))
    assert page.body is not None
    said = {label.text().strip(): label for label in page.body.findChildren(QLabel)}
    assert {"<b>x</b>", "<i>y</i>", "<u>z</u>"} <= said.keys()
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in page.findChildren(QLabel))


def test_a_question_to_the_physician_is_at_the_top(page: RequestPage, qtbot: QtBot) -> None:
    put(page, NEW, REFERRAL)
    assert page.body is not None
    card = page.body.findChild(NoteCard)
    assert isinstance(card, NoteCard)
    said = {label.text() for label in card.findChildren(QLabel)}
    assert {
        "Is a program needed now?",
        "The clinic was called.",
        "Omar Standin, RN, today 6:05 AM EST",
    } <= said
    grids = page.body.findChildren(DetailGrid)
    qtbot.waitUntil(lambda: 0 < card.y() + card.height() < min(grid.y() for grid in grids), timeout=500)
    put(page, NEW)
    assert page.body.findChild(NoteCard) is None


@pytest.mark.parametrize(
    ("answered", "answer_by", "words", "icon"),
    [
        (None, NOW + timedelta(days=3), "Due Thu Jan 22", "files"),
        (None, NOW - timedelta(days=3), "Not received by Fri Jan 16", "warning-circle-fill"),
        (NOW - timedelta(days=4), NOW, "Received Thu Jan 15", "check-circle-fill"),
    ],
)
def test_each_information_request_says_whether_it_was_answered(
    page: RequestPage, answered: datetime | None, answer_by: datetime, words: str, icon: str
) -> None:
    asked = InformationRequest(("The safety plan.",), NOW - timedelta(days=5), answer_by, answered)
    put(page, replace(NEW, information_requests=(asked,)))
    assert page.body is not None
    (row,) = page.body.findChildren(AskedRow)
    assert (row.state.text(), row.state.sign.icon) == (words, icon)
    assert {"The safety plan.", "Requested Wed Jan 14, 11:05 AM EST"} <= {
        label.text() for label in row.findChildren(QLabel)
    }


def test_the_latest_information_request_is_first(page: RequestPage) -> None:
    first = InformationRequest(("Labs.",), NOW - timedelta(days=9), NOW, NOW - timedelta(days=8))
    last = InformationRequest(("The safety plan.",), NOW - timedelta(days=2), NOW + timedelta(days=2))
    put(page, replace(NEW, information_requests=(first, last)))
    assert page.body is not None
    rows = sorted(page.body.findChildren(AskedRow), key=lambda row: row.y())
    assert [row.accessibleName() for row in rows] == [
        "Due Wed Jan 21: The safety plan.",
        "Received Sun Jan 11: Labs.",
    ]


def test_the_panel_says_when_it_is_due_by_which_rule_and_policy(page: RequestPage) -> None:
    assert page.checks.due.text() == "Thu Jan 29, 11:59 PM EST"
    assert page.checks.rule.text() == "15 days from receipt, pre-service"
    assert page.checks.policy.text() == "BCBSNC Psychiatric IOP"
    assert "Checklist: Continued care" in page.checks.version.text()
    assert page.checks.count.text() == "All OK"


def test_a_clock_that_waits_for_records_is_said_to_stand_still(page: RequestPage) -> None:
    put(page, WAITING)
    assert page.checks.due.text() == "Clock stopped since Fri Jan 9"
    assert page.checks.rule.text().startswith("Resumes by Mon Feb 23: 30 days from receipt")


def test_a_clock_stops_with_the_notice_and_a_late_one_says_so() -> None:
    noticed = clock(replace(NEW, notice=Notice(NOW - HOUR, "sent", "nora")))
    words = stopped_clock(noticed, NOW)
    assert words is not None
    assert words[0].words == "Notice given today 10:05 AM EST"
    late = stopped_clock(replace(noticed, decide_by=NOW - 2 * HOUR, written_by=NOW + timedelta(days=3)), NOW)
    assert late is not None
    assert late[0].words == "Notice given today 10:05 AM EST, late"
    assert late[1].endswith("Written notice by Thu Jan 22")
    assert stopped_clock(clock(NEW), NOW) is None


STATES = [
    (CaseState.NEW, "Start review", "start_review", None),
    (CaseState.IN_REVIEW, "Continue review", "go", "review"),
    (CaseState.READY, "Go to determination", "go", "determination"),
    (CaseState.WITH_PHYSICIAN, "Go to determination", "go", "determination"),
    (CaseState.LETTER, "Go to letters", "go", "letters"),
    (CaseState.SEND, "Go to letters", "go", "letters"),
    (CaseState.CLOSED, "Go to determination", "go", "determination"),
]


@pytest.mark.parametrize(("state", "word", "signal", "tab"), STATES)
def test_ctrl_enter_does_what_comes_next(
    page: RequestPage, qtbot: QtBot, state: CaseState, word: str, signal: str, tab: str | None
) -> None:
    put(page, replace(NEW, state=state))
    assert page.primary.text() == page.primary.accessibleName() == word
    sent: SignalInstance = getattr(page, signal)
    with qtbot.waitSignal(sent, timeout=500) as caught:
        QTest.keyClick(page.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert caught.args == ([] if tab is None else [tab])


@pytest.mark.parametrize("state", list(CaseState))
def test_a_request_is_corrected_only_while_no_determination_is_signed(
    page: RequestPage, qtbot: QtBot, state: CaseState
) -> None:
    put(page, replace(NEW, state=state))
    heard: list[bool] = []
    page.correct.connect(lambda: heard.append(True))
    QTest.keyClick(page.page, Qt.Key.Key_F2)
    signed = state in {CaseState.LETTER, CaseState.SEND, CaseState.CLOSED}
    assert page.correct_button.isVisible() is not signed
    assert heard == ([] if signed else [True])
    assert ("Request locked" in page.bar.words.text()) is signed


def test_the_bar_says_what_is_so() -> None:
    with_physician = replace(NEW, state=CaseState.WITH_PHYSICIAN)
    assert bar_words(NEW, None, NOW) == "Review not started."
    assert bar_words(with_physician, REFERRAL, NOW) == "With a physician since today 6:05 AM EST."
    assert bar_words(WAITING, None, NOW) == "Waiting for records, until Mon Feb 23."
    assert bar_words(replace(WAITING, information_requests=()), None, NOW) == "Waiting for records."


def test_one_key_shows_what_the_service_is_on_a_page_of_its_own_and_esc_the_request(
    page: RequestPage,
) -> None:
    """The code references for S9480: no 24-hour care, no overnight stay, no anesthesia; each with its source."""
    page.page.setFocus()
    QTest.keyClick(page.page, Qt.Key.Key_F4)
    assert page.service.isVisible()
    assert not page.page.isVisible()
    said = " ".join(label.text() for label in page.service.findChildren(QLabel))
    for fact in (
        "do not need 24-hour care",
        "no overnight stay",
        "No anesthesia",
        "led by a therapist",
        "LCSW",
    ):
        assert fact in said
    assert "Source: Code reference for S9480, Indications" in said
    assert "Source: Billing guidance for co-occurring disorders" in said
    QTest.keyClick(page.service, Qt.Key.Key_Escape)
    assert not page.service.isVisible()
    assert page.page.isVisible()
    assert page.page.hasFocus()


def test_the_ladder_marks_the_level_of_the_request_and_what_the_plan_covers(page: RequestPage) -> None:
    """Policy logic, 4: medication management < outpatient < intensive outpatient < … < inpatient."""
    steps = page.service.steps
    assert steps is not None
    notes = ("Covered", "Covered", "This request", "Covered", "Covered", "Covered")
    assert steps.notes == notes
    assert (
        "3, an intensive outpatient program: This request. 4, partial hospitalization"
        in steps.accessibleName()
    )


def test_a_service_without_a_card_has_no_page(page: RequestPage) -> None:
    put(page, replace(NEW, request=replace(NEW.request, service_code="T0000")))
    assert page.service_button.isHidden()
    assert facts(page)["Service"] == "T0000"


def test_another_case_leaves_nothing_of_the_one_before(page: RequestPage, qtbot: QtBot) -> None:
    put(page, MINOR, REFERRAL)
    put(page, NEW)
    qtbot.waitUntil(lambda: len(page.findChildren(NoteCard)) == 0, timeout=500)
    assert "Trialworth" not in " ".join(label.text() for label in page.findChildren(QLabel))


def cut(page: RequestPage) -> list[str]:
    """The paragraphs in sight that have less room than their lines need."""
    assert page.body is not None
    texts = [text for text in page.body.findChildren(Paragraph) if text.isVisible()]
    assert texts
    return [text.text() for text in texts if text.height() < text.heightForWidth(text.width())]


def test_no_words_are_cut_at_1366_by_696(page: RequestPage, qtbot: QtBot) -> None:
    page.resize(1286, 604)
    long = replace(WAITING.member, first_name="Wolfeschlegelstein" * 3)
    put(page, replace(WAITING, member=long), REFERRAL)
    qtbot.waitUntil(lambda: cut(page) == [], timeout=500)


def test_the_facts_of_every_part_stand_in_the_same_columns(page: RequestPage, qtbot: QtBot) -> None:
    assert page.body is not None
    views = page.body.findChildren(DetailView)
    qtbot.waitUntil(lambda: len({view.x() for view in views}) == 4, timeout=500)


def test_a_narrow_window_puts_the_panel_under_the_facts(page: RequestPage, qtbot: QtBot) -> None:
    page.resize(944, 604)
    qtbot.waitUntil(lambda: page.checks.y() > page.page.y(), timeout=500)
    page.resize(1286, 676)
    qtbot.waitUntil(lambda: (page.checks.y(), page.checks.width()) == (page.page.y(), 376), timeout=500)


def test_it_is_read_by_keyboard_from_the_top(page: RequestPage, qtbot: QtBot) -> None:
    page.setFocus()
    assert page.page.hasFocus()
    page.resize(1286, 400)
    qtbot.waitUntil(lambda: page.page.verticalScrollBar().maximum() > 0, timeout=500)
    QTest.keyClick(page.page, Qt.Key.Key_PageDown)
    assert page.page.verticalScrollBar().value() > 0
    put(page, NEW)
    assert page.page.verticalScrollBar().value() == 0


def test_everything_that_takes_the_focus_has_a_name(
    page: RequestPage, unnamed: Callable[[QWidget], list[str]]
) -> None:
    put(page, WAITING, REFERRAL)
    assert unnamed(page) == []


def test_it_draws_in_the_dark(dark: Tokens, show: Show) -> None:
    made = RequestPage()
    made.resize(1286, 676)
    put(made, WAITING, REFERRAL)
    show(made)
    assert made.grab().toImage().pixelColor(4, 4).name() == dark.surface.lower()


def test_the_due_time_is_in_the_zone_shown_not_the_plans(page: RequestPage) -> None:
    put(page, NEW, now=NOW.astimezone(UTC))
    assert page.checks.due.text() == "Fri Jan 30, 4:59 AM"


def test_records_due_after_an_approval_are_recorded_one_by_one(page: RequestPage, qtbot: QtBot) -> None:
    owed = (
        FollowUp("P3", date(2026, 1, 17)),
        FollowUp("P4", date(2026, 1, 22)),
        FollowUp("P11", None, NOW, "nora"),
    )
    put(page, replace(NEW, state=CaseState.CLOSED, follow_ups=owed))
    late, ahead, came = page.findChildren(FollowUpRow)
    assert [row.state.text() for row in (late, ahead, came)] == [
        "Was due Sat Jan 17", "Due Thu Jan 22", "Received Mon Jan 19",
    ]  # fmt: skip
    assert late.accessibleName() == "P3, Psychiatrist within 3 days: Was due Sat Jan 17"
    assert not came.record.isVisible()
    with qtbot.waitSignal(page.follow_up_received) as received:
        late.record.click()
    assert received.args == ["P3"]
    put(page, replace(NEW, follow_ups=(FollowUp("P12", None),)))
    [row] = page.findChildren(FollowUpRow)[-1:]
    assert (row.state.text(), row.record.isVisible()) == ("Due by days attended", False)
