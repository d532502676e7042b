"""A completed review is read, never changed: its finding, every answer with its reasons, and the way on."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.domain.trees import BOARDING, every, item, policy, some
from tests.domain.trees import review as bare
from ur_desktop.domain.evaluation.finding import cure_for, evaluate
from ur_desktop.domain.policy import CriterionKind, Due, Policy
from ur_desktop.domain.review import Answer, Attendance, Evidence, Mark, Review
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.review.closed_review import AnswerRow, ClosedReview, answer_rows

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

POLICY = policy(
    every(item("A1"), some(1, item("A2a"), item("A2b"), name="A2"), item("A3", applies=BOARDING), item("A4")),
    item("S1", kind=CriterionKind.ATTENTION),
)
AT = datetime(2026, 1, 16, 11, 38, tzinfo=UTC)
NOW = datetime(2026, 1, 17, 9, 0, tzinfo=UTC)
ANSWERS = {
    "A1": Answer(
        Mark.MET,
        "nora",
        AT,
        "Seen on January 9.",
        (Evidence("Program schedule", "2", "Mon, Wed, Fri"), Evidence("Fax")),
        "3 days a week; needs 3; proposed Met",
        date(2026, 1, 9),
    ),
    "A2a": Answer(Mark.NOT_MET, "omar", AT, "None described.\nAsked twice."),
    "A2b": Answer(Mark.NOT_DOCUMENTED, "nora", AT),
}
REVIEW = replace(
    bare({}),
    facts={"boarding": False},
    answers=ANSWERS,
    completed_at=AT.replace(minute=42),
    completed_by="nora",
)
NAMES = {"nora": "Nora Sample", "omar": "Omar Standin"}


def rows(review: Review = REVIEW, form: Policy = POLICY) -> dict[str, AnswerRow]:
    return {row.id: row for row in answer_rows(evaluate(form, review), review, NAMES.__getitem__, NOW)}


def opened(
    show: Show, *, again: bool = True, by_you: bool = False, now: datetime = NOW, review: Review = REVIEW
) -> ClosedReview:
    screen = ClosedReview()
    screen.open(
        evaluate(POLICY, review),
        cure_for(POLICY, review),
        review,
        reviewer_name=NAMES.__getitem__,
        can_review_again=again,
        by_you=by_you,
        now=now,
    )
    screen.resize(1286, 676)
    show(screen)
    screen.setFocus()
    return screen


def drawn(row: AnswerRow, width: int) -> QImage:
    image = QImage(width, 80, QImage.Format.Format_RGB32)
    image.fill(theme.color("surface"))
    painter = QPainter(image)
    row.draw(painter, QRect(0, 0, width, 80))
    painter.end()
    return image


def test_what_was_attended_is_read_under_the_answers(show: Show) -> None:
    lines = tuple(Attendance(date(2026, 1, day), "group", 180, attended=day < 14) for day in (14, 12))
    screen = opened(show, review=replace(REVIEW, attendance=lines))
    model = screen.answers.rows
    said = [model.index(row, 0).data() for row in range(model.rowCount())]
    assert said[-2:] == [
        "Attendance, 1 day attended. Mon 01/12/2026. Group therapy. 180 min. Attended",
        "Wed 01/14/2026. Group therapy. 180 min. Not attended",
    ]
    screen.answers.scrollToBottom()
    assert not screen.grab().isNull()


class TestAnswers:
    def test_every_criterion_and_group_stands_in_the_order_of_the_policy(self) -> None:
        assert list(rows()) == ["A1", "A2", "A2a", "A2b", "A3", "A4", "S1"]

    def test_each_says_its_mark_in_words(self) -> None:
        assert {key: row.word for key, row in rows().items()} == {
            "A1": "Met",
            "A2": "0 of 1",
            "A2a": "Not met",
            "A2b": "Not documented",
            "A3": "Not applicable",
            "A4": "To answer",
            "S1": "To answer",
        }

    def test_an_answer_says_note_evidence_measure_and_where_it_was_carried_from(self) -> None:
        assert [reason.words for reason in rows()["A1"].reasons] == [
            "Seen on January 9.",
            "Program schedule, page 2: Mon, Wed, Fri",
            "Fax",
            "3 days a week; needs 3; proposed Met",
            "Carried over from the review of Jan 9",
        ]

    def test_an_answer_says_who_gave_it_and_when(self) -> None:
        assert rows()["A2a"].by == "Omar Standin, Jan 16, 11:38 AM"
        assert rows()["A4"].by == ""

    def test_what_is_not_due_yet_says_until_when(self) -> None:
        form = policy(every(item("A1", due=Due(by_day=5))))
        waiting = replace(bare({}), facts={"admitted": date(2026, 1, 14)})
        assert rows(waiting, form)["A1"].word == "Due Jan 19"

    def test_members_stand_under_their_group(self) -> None:
        assert [row.depth for row in rows().values()] == [0, 0, 1, 1, 0, 0, 0]

    def test_each_step_has_its_head(self) -> None:
        assert [key for key, row in rows().items() if row.head] == ["A1", "S1"]

    def test_a_row_is_as_tall_as_its_reasons(self) -> None:
        plain, reasoned = rows()["A4"].height(866), rows()["A2a"].height(866)
        assert reasoned == plain + 2 * 18 + 5

    def test_in_a_narrow_list_who_gave_it_stands_under_the_answer(self) -> None:
        assert rows()["A2b"].height(600) == rows()["A2b"].height(866) + 18 + 5
        assert rows()["A4"].height(600) == rows()["A4"].height(866)

    @pytest.mark.parametrize("width", [560, 866, 1360])
    def test_the_marks_word_is_drawn_in_every_width(self, width: int) -> None:
        row = rows()["A2b"]
        assert drawn(row, width) != drawn(replace(row, word=""), width)

    def test_a_screen_reader_hears_the_reasons_too(self) -> None:
        assert rows()["A2b"].accessible_text == "A2b A2b. Not documented. Nora Sample, Jan 16, 11:38 AM"


class TestScreen:
    def test_it_says_who_closed_it_and_when(self, show: Show) -> None:
        words = "Completed Jan 16, 11:42 AM by {}. Answers locked."
        assert opened(show).closed.text() == words.format("Nora Sample")
        assert opened(show, by_you=True).closed.text() == words.format("you")

    def test_a_year_that_is_not_this_one_is_said(self, show: Show) -> None:
        screen = opened(show, now=datetime(2027, 2, 1, 9, 0, tzinfo=UTC))
        assert screen.closed.text() == "Completed Jan 16, 2026, 11:42 AM by Nora Sample. Answers locked."

    def test_the_finding_stands_beside_it(self, show: Show) -> None:
        screen = opened(show, by_you=True)
        assert screen.finding_panel.result.text() == "Not finished"
        assert screen.finding_panel.about.text().endswith("First review by you.")

    def test_the_answers_are_read_by_key(self, show: Show) -> None:
        screen = opened(show)
        assert screen.answers.hasFocus()
        QTest.keyClick(screen.answers, Qt.Key.Key_Down)
        assert screen.answers.currentIndex().row() == 1

    @pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
    def test_ctrl_enter_goes_to_the_determination(self, show: Show, qtbot: QtBot, key: Qt.Key) -> None:
        screen = opened(show)
        with qtbot.waitSignal(screen.decide, timeout=500):
            QTest.keyClick(screen.answers, key, Qt.KeyboardModifier.ControlModifier)

    def test_tab_and_enter_begin_another_review(self, show: Show, qtbot: QtBot) -> None:
        screen = opened(show)
        for _press in range(12):
            QTest.keyClick(screen.window().focusWidget(), Qt.Key.Key_Tab)
            if screen.again.hasFocus():
                break
        with qtbot.waitSignal(screen.review_again, timeout=500):
            QTest.keyClick(screen.again, Qt.Key.Key_Return)

    def test_another_review_is_offered_only_where_it_can_be(self, show: Show) -> None:
        assert opened(show).again.isVisible()
        assert not opened(show, again=False).again.isVisible()

    def test_letters_of_the_wizard_change_nothing(self, show: Show) -> None:
        screen = opened(show)
        QTest.keyClicks(screen.answers, "mnd")
        assert screen.answers.rows.row(screen.answers.currentIndex()).accessible_text.startswith("A1")

    def test_a_wide_window_widens_the_finding(self, show: Show) -> None:
        screen = opened(show)
        assert screen.finding_panel.width() == 420
        screen.resize(1840, 988)
        assert screen.finding_panel.width() == 480

    def test_it_fits_its_place_at_1366(self, show: Show) -> None:
        screen = opened(show)
        assert screen.minimumSizeHint().width() <= 1286
        assert screen.minimumSizeHint().height() <= 676

    @pytest.mark.parametrize("scheme", [theme.Scheme.LIGHT, theme.Scheme.DARK])
    def test_the_marks_are_painted_in_both_themes(
        self, show: Show, app: object, scheme: theme.Scheme
    ) -> None:
        theme.apply(app, scheme)  # type: ignore[arg-type]
        image = opened(show).answers.viewport().grab().toImage()
        inks = {image.pixelColor(x, y).name() for x in range(28, 60) for y in range(42, 320)}
        assert {theme.color("met").name(), theme.color("not_met").name()} <= inks

    def test_what_takes_the_keyboard_has_a_name(self, show: Show, unnamed: Unnamed) -> None:
        assert unnamed(opened(show)) == []
