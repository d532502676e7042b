"""Intake: type a request, see what follows from it, start the review."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.case import (
    Address,
    Authorization,
    Case,
    Diagnosis,
    Member,
    Provider,
    Representative,
    ServiceRequest,
    Urgency,
    YesNo,
)
from ur_desktop.domain.plan import AppealRules, ClockRules, LineOfBusiness, Office, OutsideReviewRules, Plan
from ur_desktop.domain.policy import Policy, ReviewKind
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.forms.load import load_policy
from ur_desktop.ui.intake.read_form import complaints
from ur_desktop.ui.intake.screen import IntakeScreen
from ur_desktop.ui.kit.text import read_time
from ur_desktop.ui.parts.request_checks import lowered

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]
FORMS = Path(__file__).parents[3] / "forms"
EAST = ZoneInfo("America/New_York")
NOW = datetime(2026, 1, 16, 11, 30, tzinfo=EAST)
TODAY = NOW.date()
OFFICE = Office("Example office", "1-800-555-0100")
NURSE = Reviewer("dw", "D. Whitfield", Role.NURSE, Credential("RN"))
LINE = LineOfBusiness(
    key="commercial-erisa",
    title="Commercial, ERISA",
    content_rule="",
    erisa=True,
    clock=ClockRules(),
    appeal=AppealRules(180, "receipt", 30, 72),
    outside_review=OutsideReviewRules("", ""),
)
NC = Plan(
    id="example-nc",
    name="Example Plan NC",
    short_name="Example Plan NC",
    tagline="",
    line_of_business="commercial-erisa",
    policies=("bcbsnc-psychiatric-iop",),
    logo="",
    logo_alt="",
    address=(),
    tty="",
    time_zone="America/New_York",
    member_services=OFFICE,
    appeals=OFFICE,
    peer_to_peer=OFFICE,
    outside_review=OFFICE,
    consumer_help=OFFICE,
    provision="",
    civil_rights=OFFICE,
)
UT = replace(NC, id="example-ut", name="Example Plan UT", policies=("pehp-iop",), time_zone="America/Denver")
JORDAN = Member(
    "TEST-00417",
    "Jordan",
    "Sampleton",
    date(1991, 3, 14),
    address=Address(("1 Example Way", "Sampletown, NC 00000")),
    representative=Representative("Sam Sampleton", "guardian"),
)
EARLIER = Case(
    id="case-0",
    number="2025-000100",
    member=JORDAN,
    plan_id="example-nc",
    policy_id="bcbsnc-psychiatric-iop",
    request=ServiceRequest(
        service_code="S9480",
        review=ReviewKind.ADMISSION,
        urgency=Urgency.STANDARD,
        received=datetime(2025, 1, 2, 9, 0, tzinfo=EAST),
        start=date(2025, 1, 6),
        end=date(2025, 1, 31),
        units=12,
        days_per_week=3,
        hours_per_week=11,
        diagnosis=Diagnosis("F33.1"),
    ),
    provider=Provider("Harbor Example Clinic"),
    created_at=NOW,
    created_by="dw",
)
ASKED = {"higher_level": "no", "restricted_setting": "no", "housing": "no", "other_level": "none"}
TYPED = {
    "member_id": "TEST-00123",
    "last_name": "Trialworth",
    "first_name": "Ines",
    "born": "3/14/1991",
    "plan": "example-nc",
    "review": "continued",
    "urgency": "urgent",
    "received": "01/16/2026",
    "time": "9:05 AM",
    "diagnosis": "F33.1  Major depressive disorder, recurrent, moderate",
    "service": "bcbsnc-psychiatric-iop S9480",
    "from": "01/26/2026",
    "through": "02/20/2026",
    "days": "3",
    "hours": "11",
    "units": "12",
    "program": "Harbor Example Clinic",
    "npi": "1234567893",
}


@pytest.fixture(scope="module")
def policies() -> dict[str, Policy]:
    return {name: load_policy(FORMS, name, TODAY) for name in ("bcbsnc-psychiatric-iop", "pehp-iop")}


@pytest.fixture
def screen(policies: dict[str, Policy], show: Show) -> Iterator[IntakeScreen]:
    def on_file(plan_id: str, member_id: str) -> tuple[Case, ...]:
        return (EARLIER,) if (plan_id, member_id) == ("example-nc", "TEST-00417") else ()

    made = IntakeScreen(
        {"example-nc": NC, "example-ut": UT}, policies, lambda _key: LINE, on_file, lambda: NOW, lambda: NURSE
    )
    made.resize(1286, 696)
    show(made)
    yield made
    made.hide()


def fill(screen: IntakeScreen, **other: str) -> None:
    for key, value in (TYPED | other).items():
        screen.form.set_value(key, value)


def type_into(screen: IntakeScreen, key: str, text: str) -> None:
    editor = screen.form.fields[key].editor
    editor.setFocus()
    QTest.keyClicks(editor, text)
    QTest.keyClick(editor, Qt.Key.Key_Tab)


def checks(screen: IntakeScreen) -> list[str]:
    return [line.accessibleName() for line in screen.checks.lines]


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_a_new_case_starts_with_the_moment_it_came_in(screen: IntakeScreen) -> None:
    assert screen.values() == {"received": "01/16/2026", "time": "11:30 AM"}
    assert screen.form.fields["member_id"].editor.hasFocus()
    assert screen.faults() == {}


def test_the_hour_of_receipt_is_in_the_zone_of_the_chosen_plan(screen: IntakeScreen) -> None:
    hour = screen.form.fields["time"]
    screen.form.set_value("plan", "example-ut")
    assert (hour.label.text(), hour.editor.accessibleName()) == ("Time (MST)", "Time (MST)")
    assert (screen.form.value("received"), screen.form.value("time")) == ("01/16/2026", "9:30 AM")
    hour.set_text("8:00 AM")
    screen.form.set_value("plan", "example-nc")
    assert (hour.label.text(), hour.text()) == ("Time (EST)", "8:00 AM")


def test_what_follows_is_said_as_soon_as_it_can_be_told(screen: IntakeScreen) -> None:
    assert screen.checks.due.text() == "Not known yet"
    fill(screen)
    assert screen.checks.due.text() == "Mon Jan 19, 9:05 AM EST"
    assert screen.checks.rule.text() == "72 hours from receipt, urgent concurrent"
    assert screen.checks.policy_head.text() == "Policy in effect on Jan 26, 2026"
    assert screen.checks.policy.text() == "BCBSNC Psychiatric IOP"
    assert screen.checks.version.text() == "Effective July 1, 2024. Checklist: Continued care"
    assert "OK: one unit for each date of service." in checks(screen)
    assert checks(screen)[-1].startswith("Not applicable: separate services, physician fees, revenue code")


def test_more_units_than_days_is_something_to_look_at_and_no_fault(
    screen: IntakeScreen, qtbot: QtBot
) -> None:
    fill(screen, units="14", eligibility="yes", **ASKED)
    assert checks(screen)[0] == "Check: 14 units requested; the days allow 12."
    assert screen.checks.count.text() == "1 to check"
    assert screen.form.note.text() == "Check: 3 days × 4 weeks is 12."
    with qtbot.waitSignal(screen.started):
        screen.start.click()


def test_safety_is_asked_in_sight_and_counts_as_to_check_until_it_was(screen: IntakeScreen) -> None:
    """PEHP, I: "present no imminent potential for harm"; billing guidance: "do not require detoxification"."""
    asked = {key: value for key, value in ASKED.items() if key != "higher_level"}
    fill(screen, eligibility="yes", **asked)
    field = screen.form.fields["higher_level"]
    assert field.isVisible()
    assert field.title == "Risk of harm, detoxification or 24-hour care needed"
    assert checks(screen)[0] == "Check: ask about risk of harm, detoxification and 24-hour care."
    assert screen.checks.count.text() == "1 to check"
    screen.form.set_value("higher_level", "no")
    assert screen.checks.count.text() == "All OK"
    screen.form.set_value("higher_level", "yes")
    assert checks(screen)[0].endswith("call the physician now.")


def test_no_other_authorization_is_an_answer_and_another_one_needs_its_dates(screen: IntakeScreen) -> None:
    fill(screen, other_level="")
    assert "Check: other authorizations not asked yet." in checks(screen)
    screen.form.set_value("other_level", "none")
    assert "OK: no other authorization on these dates." in checks(screen)
    screen.form.set_value("other_level", "residential")
    screen.start.click()
    assert screen.form.fault("other_from") == "Type the dates of the other authorization."


def test_an_approved_course_makes_it_24_hours(screen: IntakeScreen) -> None:
    fill(screen, approved_through="01/25/2026")
    assert screen.checks.rule.text() == "24 hours from receipt, urgent concurrent"


def test_a_case_received_long_ago_is_late_in_words(screen: IntakeScreen) -> None:
    fill(screen, received="01/02/2026")
    assert screen.checks.due.text() == "Late by 11 days, Mon Jan 5, 9:05 AM EST"


def test_a_line_without_known_clocks_is_said_in_place(
    screen: IntakeScreen, monkeypatch: pytest.MonkeyPatch
) -> None:
    medicaid = replace(LINE, key="medicaid-managed-care", title="Medicaid managed care")
    monkeypatch.setattr(screen, "_line", lambda _key: medicaid)
    fill(screen)
    assert "Medicaid managed care" in screen.checks.rule.text()


def test_ctrl_enter_starts_the_review_with_the_case(screen: IntakeScreen, qtbot: QtBot) -> None:
    screen.begin(case_id="case-9", number="2026-000183")
    fill(
        screen,
        practitioner="Taylor Specimen",
        member_address="1 Example Way\n\nSampletown, NC 00000",
        confidential_address="Box 1",
        representative="Sam Trialworth",
        relation="parent",
        other_diagnoses="F10.20 Alcohol dependence; F41.1 Anxiety",
        separate_services="supplies, group therapy",
        higher_level="no",
        eligibility="yes",
        other_level="residential",
        other_code="H0015",
        other_from="01/01/2026",
        other_through="01/05/2026",
    )
    with qtbot.waitSignal(screen.started) as started:
        QTest.keyClick(screen, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    case: Case = started.args[0]
    assert (case.id, case.number, case.created_by, case.assigned_to) == ("case-9", "2026-000183", "dw", "dw")
    assert case.member == Member(
        "TEST-00123",
        "Ines",
        "Trialworth",
        date(1991, 3, 14),
        Address(("1 Example Way", "Sampletown, NC 00000")),
        Address(("Box 1",)),
        Representative("Sam Trialworth", "parent"),
    )
    request = case.request
    assert request.received == datetime(2026, 1, 16, 9, 5, tzinfo=EAST)
    assert (request.start, request.end) == (date(2026, 1, 26), date(2026, 2, 20))
    assert (request.units, request.days_per_week, request.hours_per_week) == (12, 3, 11.0)
    assert request.diagnosis == Diagnosis("F33.1", "Major depressive disorder, recurrent, moderate")
    assert [item.code for item in request.other_diagnoses] == ["F10.20", "F41.1"]
    assert request.separate_services == ("supplies", "group therapy")
    assert (request.needs_higher_level, request.housing) == (YesNo.NO, YesNo.UNKNOWN)
    assert request.eligibility is not None
    assert (request.eligibility.by, request.eligibility.at) == ("D. Whitfield", NOW)
    assert request.other_authorizations == (
        Authorization("H0015", "residential", date(2026, 1, 1), date(2026, 1, 5)),
    )
    assert case.provider.addressee == "Taylor Specimen"
    assert (case.plan_id, case.policy_id) == ("example-nc", "bcbsnc-psychiatric-iop")


@pytest.mark.parametrize(
    ("key", "typed", "said"),
    [
        ("born", "13/45/1991", "not a date"),
        ("born", "01/01/2030", "Date of birth is after today"),
        ("received", "01/17/2026", "Received after today"),
        ("time", "25:00", "not a time"),
        ("diagnosis", "depressed", "ICD-10-CM"),
        ("diagnosis", "F33.1", "Add the description"),
        ("days", "8", "1 to 7"),
        ("hours", "many", "9.5"),
        ("units", "12.5", "whole number"),
        ("npi", "1234567890", "NPI not valid"),
        ("npi", "123", "ten digits"),
    ],
)
def test_a_fault_is_said_at_its_field_once_it_is_left(
    screen: IntakeScreen, key: str, typed: str, said: str
) -> None:
    screen.form.set_value(key, "")
    type_into(screen, key, typed)
    assert said in screen.form.fault(key)
    assert said in screen.form.fields[key].editor.accessibleDescription()
    assert screen.bar.words.text() == f"1 field to correct: {screen.form.fields[key].title}"
    screen.form.set_value(key, "")
    assert screen.form.fault(key) == ""


def test_nothing_is_said_while_a_date_is_half_typed(screen: IntakeScreen) -> None:
    editor = screen.form.fields["born"].editor
    editor.setFocus()
    QTest.keyClicks(editor, "3/1")
    assert screen.faults() == {}


def test_the_end_before_the_start_is_said_at_the_end(screen: IntakeScreen) -> None:
    screen.form.set_value("from", "01/26/2026")
    type_into(screen, "through", "01/20/2026")
    assert screen.form.fault("through") == "Through is before From. Change one date."
    screen.form.set_value("from", "01/19/2026")
    assert screen.form.fault("through") == ""


def test_a_date_before_the_policy_is_a_fault(screen: IntakeScreen) -> None:
    fill(screen, through="02/20/2024", received="01/16/2026")
    type_into_empty = screen.form.fields["from"]
    type_into_empty.set_text("")
    type_into(screen, "from", "01/26/2024")
    assert screen.form.fault("from") == "BCBSNC Psychiatric IOP starts on 07/01/2024. Check the date."


def test_starting_too_early_counts_what_is_needed_and_leads_to_the_first(
    screen: IntakeScreen, qtbot: QtBot
) -> None:
    screen.form.fields["npi"].setFocus()
    with qtbot.assertNotEmitted(screen.started):
        screen.start.click()
    assert screen.bar.words.text() == "15 fields to correct: Member ID"
    assert screen.form.fields["member_id"].editor.hasFocus()
    assert screen.form.fault("last_name") == "Type a last or first name."
    assert screen.form.fault("first_name") == ""
    fill(screen, npi="")
    screen.form.fields["program"].setFocus()
    assert screen.bar.words.text() == "1 field to correct: NPI"
    screen.bar.go_to.click()
    assert screen.form.fields["npi"].editor.hasFocus()


def test_a_member_on_file_fills_name_birth_and_addresses(screen: IntakeScreen) -> None:
    screen.form.set_value("plan", "example-nc")
    type_into(screen, "member_id", "TEST-00417")
    assert screen.form.found.text() == "Member found: 1 earlier case"
    values = screen.values()
    assert (values["last_name"], values["first_name"], values["born"]) == (
        "Sampleton",
        "Jordan",
        "03/14/1991",
    )
    assert values["member_address"] == "1 Example Way\nSampletown, NC 00000"
    assert (values["representative"], values["relation"]) == ("Sam Sampleton", "guardian")
    type_into(screen, "member_id", "9")
    assert screen.form.found.text() == ""
    assert "last_name" not in screen.values()


def test_the_same_id_under_another_plan_fills_nothing(screen: IntakeScreen) -> None:
    type_into(screen, "member_id", "TEST-00417")
    assert screen.form.found.text() == "Choose a plan to find the member"
    screen.form.set_value("plan", "example-nc")
    assert screen.values()["last_name"] == "Sampleton"
    screen.form.set_value("plan", "example-ut")
    assert screen.form.found.text() == ""
    assert "last_name" not in screen.values()


def test_what_was_typed_before_is_not_written_over(screen: IntakeScreen) -> None:
    screen.form.set_value("last_name", "Otherling")
    screen.form.set_value("plan", "example-nc")
    screen.form.set_value("member_id", "TEST-00417")
    assert screen.values()["last_name"] == "Otherling"
    assert screen.form.found.text().endswith("as Sampleton, Jordan, DOB 03/14/1991")


def test_the_earlier_case_is_held_against_the_dates(screen: IntakeScreen) -> None:
    fill(
        screen, member_id="TEST-00417", received="01/02/2025", through="01/31/2025", **{"from": "01/06/2025"}
    )
    assert any("in case 2025-000100" in said for said in checks(screen))


def test_a_minor_without_a_representative_opens_the_addresses(screen: IntakeScreen) -> None:
    assert not screen.form.fields["representative"].isVisible()
    fill(screen, born="03/14/2010")
    assert screen.form.fields["representative"].isVisible()


def test_the_services_are_those_of_the_plans_policies(screen: IntakeScreen) -> None:
    screen.form.set_value("plan", "example-ut")
    assert screen.form.fields["service"].text() == "H0015  Intensive outpatient, per diem"
    screen.form.set_value("plan", "example-nc")
    assert screen.values()["service"] == "bcbsnc-psychiatric-iop S9480"


def test_esc_saves_what_is_whole_and_leaves_the_rest_to_whoever_keeps_it(
    screen: IntakeScreen, qtbot: QtBot
) -> None:
    fill(screen)
    with qtbot.assertNotEmitted(screen.closed), qtbot.waitSignals([screen.saved, screen.draft_changed]):
        QTest.keyClick(screen, Qt.Key.Key_Escape)


def test_esc_keeps_half_a_case_as_a_draft(screen: IntakeScreen, qtbot: QtBot) -> None:
    screen.form.set_value("member_id", "TEST-00")
    with qtbot.assertNotEmitted(screen.saved), qtbot.waitSignal(screen.draft_changed) as draft:
        QTest.keyClick(screen, Qt.Key.Key_Escape)
    assert draft.args[0]["member_id"] == "TEST-00"


def test_a_draft_is_told_while_typing_and_comes_back(screen: IntakeScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.draft_changed) as draft:
        fill(screen, npi="12345", eligibility="yes")
    screen.mark_saved(NOW)
    assert screen.draft.text() == "Draft, saved 11:30 AM"
    screen.begin()
    assert "npi" not in screen.values()
    screen.begin(draft.args[0])
    assert screen.values() == draft.args[0]
    assert "ten digits" in screen.form.fault("npi")


def test_hiding_the_screen_tells_the_draft_at_once(screen: IntakeScreen, qtbot: QtBot) -> None:
    screen.form.set_value("last_name", "Trial")
    with qtbot.waitSignal(screen.draft_changed, timeout=100):
        screen.hide()


def test_discarding_asks_only_when_something_was_typed(screen: IntakeScreen, qtbot: QtBot) -> None:
    with qtbot.waitSignal(screen.closed):
        screen.discard.click()
    screen.form.set_value("last_name", "Trial")
    with qtbot.assertNotEmitted(screen.closed):
        screen.discard.click()
    assert screen.discard.text() == "Discard draft"
    screen.form.set_value("last_name", "Trialworth")
    assert screen.discard.text() == "Discard"
    screen.discard.click()
    with qtbot.waitSignal(screen.draft_changed) as draft:
        screen.discard.click()
    assert draft.args == [{}]


def test_a_name_is_taken_to_the_letter(screen: IntakeScreen, qtbot: QtBot) -> None:
    fill(screen, last_name="<b>x</b>")
    with qtbot.waitSignal(screen.started) as started:
        screen.start.click()
    assert started.args[0].member.last_name == "<b>x</b>"


@pytest.mark.parametrize("size", [(1286, 696), (1840, 1080), (880, 600)])
def test_no_field_is_squashed_when_all_is_wrong(
    screen: IntakeScreen, size: tuple[int, int], qtbot: QtBot
) -> None:
    screen.resize(*size)
    screen.form.addresses.expand()
    screen.form.more.expand()
    screen.start.click()
    qtbot.waitUntil(lambda: screen.width() == size[0])
    screen.grab()
    for field in screen.form.fields.values():
        bottom = field.mapTo(field, field.editor.geometry().bottomLeft()).y()
        assert bottom < field.height(), field.title
        assert field.editor.height() >= 32
        if isinstance(field.editor, QLineEdit):
            assert field.editor.width() >= 100, field.title


def test_everything_that_takes_the_focus_has_a_name(screen: IntakeScreen, unnamed: Unnamed) -> None:
    screen.form.addresses.expand()
    screen.form.more.expand()
    assert unnamed(screen) == []


@pytest.mark.parametrize(
    ("typed", "hour"),
    [
        ("9:05 AM", time(9, 5)),
        ("905a", time(9, 5)),
        ("12:30 am", time(0, 30)),
        ("12 pm", time(12, 0)),
        ("14:30", time(14, 30)),
        ("9 p.m.", time(21, 0)),
        ("13 pm", None),
        ("9:60", None),
        ("soon", None),
    ],
)
def test_an_hour_is_read_as_people_type_it(typed: str, hour: time | None) -> None:
    assert read_time(typed) == hour


def test_a_diagnosis_is_a_code_and_its_meaning() -> None:
    for typed in (
        " f33.1  Major depression ",
        "F33.1\u00a0Major depression",
        "F33.1\tMajor depression",
        "F33.1\u2009Major\u200b depression",
        "F33.1: Major depression",
        "F33.1:Major depression",
        "F33.1 \u2013 Major depression",
        "F33.1, Major depression",
    ):
        assert Diagnosis.read(typed) == Diagnosis("F33.1", "Major depression")
        assert complaints({"diagnosis": typed}, TODAY) == {}


@pytest.mark.parametrize("name", ["last_name", "first_name"])
def test_one_name_is_enough(screen: IntakeScreen, qtbot: QtBot, name: str) -> None:
    fill(screen, **{"last_name": "", "first_name": "", name: "Sukarno"})
    with qtbot.waitSignal(screen.started) as blocker:
        screen.start.click()
    assert blocker.args is not None
    assert blocker.args[0].member.name == blocker.args[0].member.listed_name == "Sukarno"


def test_a_dash_is_no_name(screen: IntakeScreen) -> None:
    assert complaints({"first_name": "-"}, TODAY) == {"first_name": "Leave this empty for a single name."}


def test_what_nobody_sees_is_not_typed(screen: IntakeScreen, qtbot: QtBot) -> None:
    fill(
        screen,
        npi="12345\u200b67893\u202c",
        member_id="\u200eTEST\u201100123",
        member_address="1 Lane\x0bTown",
    )
    with qtbot.waitSignal(screen.started) as blocker:
        screen.start.click()
    assert blocker.args is not None
    case = blocker.args[0]
    assert (case.provider.npi, case.member.id) == ("1234567893", "TEST-00123")
    assert case.member.address == Address(("1 Lane", "Town"))


def test_an_address_has_at_most_four_lines() -> None:
    assert "four lines" in complaints({"provider_address": "1\n2\n3\n4\n5"}, TODAY)["provider_address"]
    assert complaints({"provider_address": "1\n2\n\n3\n4"}, TODAY) == {}


def test_faults_come_in_the_forms_order() -> None:
    found = complaints({"npi": "1", "born": "x", "approved_through": "x"}, TODAY)
    assert list(found) == ["born", "npi", "approved_through"]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("One unit.", "one unit."),
        ("H0015 runs.", "H0015 runs."),
        ("A code.", "a code."),
        ("14 units.", "14 units."),
    ],
)
def test_words_go_on_after_a_colon(words: str, said: str) -> None:
    assert lowered(words) == said


def test_tab_goes_from_the_member_id_to_the_name(screen: IntakeScreen) -> None:
    screen.form.fields["member_id"].setFocus()
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is screen.form.fields["last_name"].focusProxy()


def test_when_narrow_what_follows_is_read_below_the_form(screen: IntakeScreen) -> None:
    assert not screen.area.isAncestorOf(screen.checks)
    screen.resize(900, 420)
    assert screen.area.isAncestorOf(screen.checks)
    QApplication.processEvents()
    assert screen.area.verticalScrollBar().maximum() > 300
    screen.resize(1286, 696)
    assert not screen.area.isAncestorOf(screen.checks)


@pytest.mark.parametrize("typed", ["9 h", "nine", "9,5", "-", "9..5", "1e999"])
@pytest.mark.parametrize("key", ["days", "hours", "units"])
def test_a_typing_error_is_said_at_its_field_and_the_rest_stays_in_sight(
    screen: IntakeScreen, key: str, typed: str
) -> None:
    fill(screen, **{key: typed})
    screen.form.left.emit(key)
    assert list(screen.faults()) == [key]
    assert screen.checks.due.text() == "Mon Jan 19, 9:05 AM EST"


def test_tab_goes_from_an_open_fold_into_its_fields_and_on(screen: IntakeScreen) -> None:
    form = screen.form
    form.fields["fax"].setFocus()
    keys = ("member_address", "confidential_address", "provider_address", "representative", "relation",
            "credential", "provider_phone")  # fmt: skip
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.addresses.button
    QTest.keyClick(form.addresses.button, Qt.Key.Key_Return)
    for part in (*(form.fields[key].editor for key in keys), form.more.button):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is part
    QTest.keyClick(form.more.button, Qt.Key.Key_Return)
    QTest.keyClick(form.more.button, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is form.fields["eligibility"].editor


def test_shift_tab_goes_back_through_every_field(screen: IntakeScreen) -> None:
    form = screen.form
    for section in (form.addresses, form.more):
        section.expand()
    keys = list(form.fields)
    after = keys.index("member_address"), keys.index("eligibility") + 1
    order: list[QWidget] = [field.editor for field in form.fields.values()]
    order.insert(after[0], form.addresses.button)
    order.insert(after[1], form.more.button)
    form.fields["other_through"].setFocus()
    for part in reversed(order):
        assert QApplication.focusWidget() is part
        QTest.keyClick(part, Qt.Key.Key_Backtab)
