"""The first step: facts asked, the week added up, the weeks attended."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from tests.ui.conftest import Show
from tests.ui.panel import panel
from tests.ui.review.conftest import Open
from tests.ui.reviews import WEEK, continued, policy, press, write
from ur_desktop.domain.review import Attendance, PlannedSession, Review
from ur_desktop.domain.review_state import ReviewState
from ur_desktop.ui.review.facts_step import FactsStep
from ur_desktop.ui.review.schedule_editor import week_lines
from ur_desktop.ui.review.shortcuts import KEYS

Opened = Callable[[Review], tuple[FactsStep, list[Review]]]


@pytest.fixture
def opened(show: Show) -> Opened:
    """Show the facts of a review in the space they have on a small screen."""

    def build(review: Review) -> tuple[FactsStep, list[Review]]:
        step = FactsStep()
        step.resize(958, 567)
        show(step)
        step.open(ReviewState.of(policy(review.policy_id), review))
        heard: list[Review] = []
        step.changed.connect(heard.append)
        return step, heard

    return build


def without(review: Review, name: str) -> Review:
    return replace(review, facts={key: value for key, value in review.facts.items() if key != name})


def test_every_fact_of_the_policy_is_asked_with_what_is_known(opened: Opened) -> None:
    step, _ = opened(continued())
    assert list(step.questions) == [fact.name for fact in policy().facts]
    assert step.questions["boarding"].pills["no"].isChecked()
    age, admitted = step.questions["age"].edit, step.questions["admitted"].edit
    assert age is not None
    assert age.text() == "34"
    assert admitted is not None
    assert admitted.text() == "01/12/2026"


def test_a_fact_not_known_stands_at_unknown(opened: Opened) -> None:
    step, _ = opened(without(continued(), "boarding"))
    assert step.questions["boarding"].pills["unknown"].isChecked()


def test_yes_and_no_are_said_at_once_and_unknown_takes_them_back(opened: Opened) -> None:
    step, heard = opened(without(continued(), "boarding"))
    pills = step.questions["boarding"].pills
    for said in ("yes", "no", "unknown"):
        pills[said].click()
    assert [review.facts.get("boarding") for review in heard] == [True, False, None]


def test_a_number_counts_once_it_is_all_typed(opened: Opened) -> None:
    step, heard = opened(continued())
    edit = step.questions["age"].edit
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    write("17")
    assert heard == []
    press(Qt.Key.Key_Return)
    assert heard[-1].facts["age"] == 17


def test_a_date_is_read_as_typed_and_an_emptied_one_is_unknown(opened: Opened) -> None:
    step, heard = opened(continued())
    edit = step.questions["admitted"].edit
    assert edit is not None
    edit.setFocus()
    edit.selectAll()
    write("1/5/2026")
    assert heard[-1].facts["admitted"] == date(2026, 1, 5)
    edit.clear()
    press(Qt.Key.Key_Return)
    assert "admitted" not in heard[-1].facts


def test_a_week_is_shown_on_as_few_lines_as_say_it() -> None:
    assert [(sorted(line.days), line.kind, line.minutes) for line in week_lines(WEEK)] == [
        (["fri", "mon", "wed"], "group", 120),
        (["fri", "mon", "wed"], "training", 70),
        (["fri", "mon", "wed"], "recreational", 30),
    ]
    twice = (PlannedSession("mon", "individual", 50), PlannedSession("mon", "individual", 50))
    assert len(week_lines(twice)) == 2


def test_the_sums_and_what_is_not_counted_are_shown_at_once(opened: Opened) -> None:
    step, _ = opened(continued())
    assert step.sums.text() == "11 hours planned per week, 1.5 hours not counted"
    shown = [(word.text(), numbers.text()) for word, numbers in step.shown.lines if not word.isHidden()]
    assert ("P9 proposed Met", "3 program days, 9.5 clinical hours a week") in shown


def test_a_session_is_added_on_several_days_by_key(opened: Opened) -> None:
    step, heard = opened(replace(continued(), schedule=()))
    new = step.schedule.new
    new.days["tue"].setFocus()
    press(Qt.Key.Key_Space)
    new.days["thu"].setFocus()
    press(Qt.Key.Key_Space)
    new.kind.setCurrentIndex(1)
    new.minutes.setFocus()
    write("50")
    press(Qt.Key.Key_Return)
    assert heard[-1].schedule == (
        PlannedSession("tue", "individual", 50),
        PlannedSession("thu", "individual", 50),
    )
    assert len(heard) == 1
    assert new.line().days == frozenset()


def test_a_line_without_days_or_minutes_is_refused_in_a_sentence(opened: Opened) -> None:
    step, heard = opened(continued())
    step.schedule.new.button.click()
    assert step.schedule.error.words.text() == "Choose at least one day."
    step.schedule.new.days["mon"].click()
    step.schedule.new.button.click()
    assert step.schedule.error.words.text() == "Type how many minutes it lasts."
    assert heard == []


def test_a_line_is_changed_in_place_and_removed(opened: Opened) -> None:
    step, heard = opened(continued())
    step.schedule.lines[0].days["fri"].click()
    assert PlannedSession("fri", "group", 120) not in heard[-1].schedule
    step.schedule.lines[2].button.click()
    assert all(session.kind != "recreational" for session in heard[-1].schedule)
    assert len(heard) == 2


def test_attendance_is_a_list_of_full_weeks(opened: Opened) -> None:
    attended = tuple(Attendance(date(2026, 1, day), "group", 180, True) for day in (5, 7, 9, 12))
    step, _ = opened(replace(continued(), attendance=attended))
    assert step.attended.text() == "Week of Jan 5: 3 days, 9 hours\n4 days attended in total"


def paste(step: FactsStep, *rows: str) -> None:
    QApplication.clipboard().setText("\n".join(("date,kind,minutes,attended", *rows)))
    step.attendance.table.setFocus()
    press(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_pasted_attendance_is_told_with_the_review_and_counted_beside_it(opened: Opened) -> None:
    step, heard = opened(continued())
    paste(step, "1/5/2026,group,180,yes", "1/7/2026,group,180,no", "1/19/2026,group,180,yes")
    [review] = heard
    assert [part.attended for part in review.attendance] == [True, False, True]
    assert review.facts == continued().facts
    step.refresh(ReviewState.of(policy(), review))
    assert step.attended.text() == "Week of Jan 5: 1 day, 3 hours\n2 days attended in total"
    assert step.counted.text() == "3 sessions, 1 day attended up to this review"


def pehp(days: int | None, *attended: int) -> Review:
    """A review of the policy that counts days attended, and what was attended on some days in January."""
    form = policy("pehp-iop")
    lines = tuple(Attendance(date(2026, 1, day), "group", 180, attended=True) for day in attended)
    review = replace(
        continued(), policy_id=form.id, version=form.version, digest=form.digest, attendance=lines
    )
    return review if days is None else replace(review, facts={**review.facts, "days_attended": days})


@pytest.mark.parametrize(
    ("review", "said", "used"),
    [
        (pehp(None), "", "Unknown"),
        (pehp(5), "", "5 days"),
        (pehp(2, 12, 14), "", "2 days"),
        (pehp(None, 12, 14), "Counted from the attendance below: 2 days.", "2 days"),
        (pehp(5, 12), "The attendance below shows 1 day; the number typed counts.", "5 days"),
        (pehp(1, 12, 30), "", "1 day"),
    ],
)
def test_days_used_are_shown_and_a_number_typed_against_the_attendance_is_said(
    opened: Opened, review: Review, said: str, used: str
) -> None:
    step, _ = opened(review)
    row = step.questions["days_attended"]
    assert row.hint.text() == said
    assert row.hint.isHidden() is not bool(said)
    assert row.edit is not None
    assert row.edit.accessibleDescription() == said
    assert step.used.text() == used
    assert step.used.isVisibleTo(step)


def test_a_policy_that_counts_no_days_shows_none_used(opened: Opened) -> None:
    step, _ = opened(replace(continued(), attendance=pehp(None, 12).attendance))
    assert not step.used.isVisibleTo(step)


def test_faults_of_what_was_pasted_are_brought_into_sight(opened: Opened) -> None:
    step, heard = opened(continued())
    paste(step, *["soon,group,180,yes"] * 3)
    banner = step.attendance.banner
    assert step.viewport().rect().contains(banner.mapTo(step.viewport(), banner.rect().topLeft()))
    assert heard == []


def test_a_line_half_typed_stays_with_its_case(opened: Opened) -> None:
    step, _ = opened(continued())
    for half in (step.attendance.new, step.schedule.new):
        half.minutes.setText("18")
        step.open(ReviewState.of(policy(), continued()))
        assert half.minutes.text() == "18"
    step.schedule.new.days["tue"].click()
    step.open(ReviewState.of(policy(), replace(continued(), case_id="another")))
    for half in (step.attendance.new, step.schedule.new):
        assert half.minutes.text() == ""
    assert not step.schedule.new.days["tue"].isChecked()


def test_changed_attendance_is_kept_and_takes_back_no_answer(opened_wizard: Open) -> None:
    wizard, heard = opened_wizard(continued())
    press(Qt.Key.Key_M)
    wizard.go_to_step(0)
    paste(wizard.facts, "1/12/2026,group,180,yes", "1/14/2026,group,180,yes")
    assert len(heard.review.attendance) == 2
    press(Qt.Key.Key_N)
    assert [line.attended for line in heard.review.attendance] == [False, True]
    left = []
    for _again in range(3):
        press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        left.append([line.attended for line in heard.review.attendance])
    assert left == [[True, True], [], []]
    assert len(heard.answered) == 1
    assert wizard.step == 0


def test_no_attendance_is_said(opened: Opened) -> None:
    step, _ = opened(continued())
    assert step.attended.text() == "No attendance recorded"


def test_a_changed_fact_changes_what_applies_in_the_review(opened_wizard: Open) -> None:
    wizard, heard = opened_wizard(continued())
    wizard.go_to_step(0)
    wizard.facts.questions["boarding"].pills["yes"].click()
    assert wizard.tree.row("P10").word == "0 of 2"
    assert heard.review.facts["boarding"] is True
    wizard.facts.schedule.lines[0].button.click()
    assert heard.review.facts["boarding"] is True
    assert heard.review.schedule == wizard.review.schedule
    assert wizard.state.proposed["P9"].mark.value == "not_met"


def test_answer_keys_do_nothing_on_the_facts(opened_wizard: Open) -> None:
    wizard, heard = opened_wizard(continued())
    wizard.go_to_step(0)
    wizard.facts.questions["boarding"].pills["no"].setFocus()
    press(Qt.Key.Key_M)
    assert heard.answered == []


def test_every_control_has_a_name(opened: Opened, unnamed: Callable[[QWidget], list[str]]) -> None:
    step, _ = opened(continued())
    assert unnamed(step) == []
    for pill in step.schedule.new.days.values():
        QTest.mouseClick(pill, Qt.MouseButton.LeftButton)
        assert pill.isChecked()


def test_tab_stops_once_at_a_question_on_its_chosen_answer(opened: Opened) -> None:
    step, _ = opened(without(continued(), "boarding"))
    QApplication.processEvents()
    age, pills = step.questions["age"].edit, step.questions["boarding"].pills
    assert age is not None
    age.setFocus()
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is pills["unknown"]
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is step.questions["out_of_area"].pills["no"]


def test_the_arrows_move_on_to_the_other_answers(opened: Opened) -> None:
    step, heard = opened(without(continued(), "boarding"))
    QApplication.processEvents()
    pills = step.questions["boarding"].pills
    pills["unknown"].setFocus()
    press(Qt.Key.Key_Left)
    assert QApplication.focusWidget() is pills["no"]
    assert pills["no"].isChecked()
    assert heard[-1].facts["boarding"] is False


@pytest.mark.parametrize("width", [592, 644, 724, 958])
def test_nothing_is_cut_at_the_right(opened: Opened, width: int) -> None:
    step, _ = opened(continued())
    step.resize(width, 400)
    step.lay_out_now()
    edge = step.viewport().width()
    lines = [line.button for line in (*step.schedule.lines, step.schedule.new)]
    for button in (*lines, step.attendance.new.button):
        assert button.mapTo(step, button.rect().topRight()).x() < edge - 20
    for row in step.questions.values():
        for part in (*row.pills.values(), *([row.edit] if row.edit else [])):
            assert part.mapTo(step, part.rect().topRight()).x() < edge - 20


def test_tab_goes_through_the_facts_and_then_the_week_below_them(opened: Opened, show: Show) -> None:
    step, _ = opened(replace(continued(), schedule=WEEK))
    show(panel(step))
    for _again in range(2):  # another case asks its own facts, in rows made later
        first, reached = next(iter(step.questions.values())), list[int]()
        first.take_keyboard()
        for _stop in range(len(step.questions) * 2 + len(step.schedule.parts)):
            keyboard = QApplication.focusWidget()
            assert keyboard is not None
            reached.append(keyboard.mapTo(step.page, keyboard.rect().center()).y())
            if keyboard is step.schedule.new.minutes:
                break
            press(Qt.Key.Key_Tab)
        assert step.focusWidget() is step.schedule.new.minutes
        assert reached == sorted(reached)
        step.open(ReviewState.of(policy(), replace(continued(), schedule=WEEK)))
        QApplication.processEvents()  # new rows come into sight with the next turn of the event loop


def test_y_and_n_answer_the_fact_that_has_the_keyboard(opened_wizard: Open) -> None:
    wizard, _ = opened_wizard(without(continued(), "boarding"))
    wizard.go_to_step(0)
    row = wizard.facts.questions["boarding"]
    row.take_keyboard()
    for key, said in ((Qt.Key.Key_Y, True), (Qt.Key.Key_N, False)):
        press(key)
        assert wizard.review.facts["boarding"] is said
    assert row.pills["no"].hasFocus()
    assert any(keys == ("Y", "N") for keys, _does in KEYS)


def test_enter_on_a_yes_or_no_goes_to_the_next_unanswered_criterion(opened_wizard: Open) -> None:
    wizard, _heard = opened_wizard(continued())
    wizard.go_to_step(0)
    wizard.facts.questions["boarding"].take_keyboard()
    press(Qt.Key.Key_Return)
    assert wizard.step > 0
    assert wizard.state.is_open(wizard.current)
