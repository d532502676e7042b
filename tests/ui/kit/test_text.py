"""Words for time as a person says them, and labels that show what they are given."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from ur_desktop.domain.dates import clock_words
from ur_desktop.ui.kit import labels, text
from ur_desktop.ui.kit.look.tokens import Tokens
from ur_desktop.ui.parts import signs

NOW = datetime(2026, 1, 16, 11, 30, tzinfo=ZoneInfo("America/New_York"))


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 1, day, hour, minute, tzinfo=ZoneInfo("America/New_York"))


@pytest.mark.parametrize(
    ("due", "words", "level"),
    [
        (at(15, 10), "Late by 1 day", "late"),
        (at(13, 10), "Late by 3 days", "late"),
        (at(16, 10, 50), "Late by 40 min", "late"),
        (at(16, 6), "Late by 5 h", "late"),
        (at(16, 11, 30), "0 min left", "soon"),
        (at(16, 12, 15), "45 min left", "soon"),
        (at(16, 13, 30), "2 h left", "soon"),
        (at(16, 15, 29), "3 h left", "soon"),
        (at(16, 15, 30), "4 h left", "today"),
        (at(16, 16, 30), "5 h left", "today"),
        (at(17, 9, 15), "Tomorrow", "later"),
        (at(19, 9, 5), "3 days", "later"),
    ],
)
def test_time_left_is_said_as_a_person_says_it(due: datetime, words: str, level: str) -> None:
    assert text.due_words(NOW, due) == words
    assert text.due_level(NOW, due) == level
    assert level in signs.CLOCKS


def test_two_hours_left_over_midnight_is_not_tomorrow() -> None:
    assert text.due_words(at(16, 23), at(17, 1)) == "2 h left"


def test_a_moment_is_said_in_the_zone_of_now() -> None:
    due = datetime(2026, 1, 17, 4, 30, tzinfo=ZoneInfo("UTC"))
    assert text.time_words(NOW, due) == "today 11:30 PM EST"
    assert text.due_words(NOW, due) == "12 h left"


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (at(16, 16, 30), "today 4:30 PM EST"),
        (at(15, 10), "Thu 10:00 AM EST"),
        (at(17, 9, 15), "Sat 9:15 AM EST"),
        (at(19, 9, 5), "Mon Jan 19"),
    ],
)
def test_a_moment_is_said_as_short_as_is_clear(moment: datetime, words: str) -> None:
    assert text.when_words(NOW, moment) == words


def test_a_moment_beyond_a_day_can_keep_its_hour() -> None:
    assert text.time_words(NOW, at(19, 9, 5)) == "Mon Jan 19, 9:05 AM EST"


def test_a_date_says_its_year_when_it_is_not_this_one() -> None:
    assert text.date_words(NOW, date(2026, 2, 20)) == "Fri Feb 20"
    assert text.date_words(NOW, date(2027, 1, 4)) == "Mon Jan 4, 2027"


@pytest.mark.parametrize(
    ("hour", "words"), [(0, "12:05 AM"), (9, "9:05 AM"), (12, "12:05 PM"), (23, "11:05 PM")]
)
def test_noon_and_midnight_have_their_names(hour: int, words: str) -> None:
    assert clock_words(at(16, hour, 5)) == words


def test_words_without_a_zone_are_taken_as_they_stand() -> None:
    now = datetime(2026, 1, 16, 11, 30)  # noqa: DTZ001  a moment without a zone is the case tested
    assert text.due_words(now, now + timedelta(hours=2)) == "2 h left"


def test_a_count_agrees_with_its_noun() -> None:
    assert text.plural(1, "day") == "1 day"
    assert text.plural(3, "day") == "3 days"
    assert text.plural(2, "policy", "policies") == "2 policies"
    assert text.plural(100_000, "case") == "100,000 cases"


@pytest.mark.parametrize("make", [labels.label, labels.elided, labels.paragraph])
def test_a_name_with_markup_in_it_shows_to_the_letter(qtbot: QtBot, make: object) -> None:
    assert callable(make)
    made = make("<b>x</b>")
    qtbot.addWidget(made)
    assert made.textFormat() is Qt.TextFormat.PlainText
    assert made.text() == "<b>x</b>"
    plain = QLabel("x")
    qtbot.addWidget(plain)
    assert made.sizeHint().width() > 2 * plain.sizeHint().width()


def test_a_label_has_the_tone_of_its_role_unless_one_is_given(qtbot: QtBot, light: Tokens) -> None:
    for made, ink in (
        (labels.label("x", "second"), light.muted),
        (labels.label("x", "second", "not_met"), light.not_met),
        (labels.label("x", "body"), light.text),
    ):
        qtbot.addWidget(made)
        made.ensurePolished()
        assert made.palette().color(made.foregroundRole()) == QColor(ink)


def test_what_does_not_fit_ends_in_an_ellipsis_and_shows_whole_on_hover(qtbot: QtBot) -> None:
    made = labels.elided("Inventada <i>María José</i> of a long name")
    qtbot.addWidget(made)
    made.resize(80, 20)
    made.show()
    assert made.toolTip() == "Inventada &lt;i&gt;María José&lt;/i&gt; of a long name"
    made.resize(600, 20)
    assert made.toolTip() == ""


def test_a_paragraph_wraps_on_its_own_line_height(qtbot: QtBot) -> None:
    made = labels.paragraph(
        "At least three days a week and nine hours of clinical services. " * 2, "criterion"
    )
    qtbot.addWidget(made)
    assert made.heightForWidth(10_000) % 24 == 0
    assert made.heightForWidth(200) > made.heightForWidth(400)


def test_a_line_of_reading_holds_about_80_characters(qtbot: QtBot) -> None:
    made = labels.paragraph("word " * 60)
    qtbot.addWidget(made)
    assert made.sizeHint().width() == made.measure()
    assert made.heightForWidth(5_000) >= 3 * made.line


def test_a_paragraph_keeps_its_line_breaks(qtbot: QtBot) -> None:
    made = labels.paragraph("one\n\nthree")
    qtbot.addWidget(made)
    assert made.heightForWidth(300) == 3 * made.line
