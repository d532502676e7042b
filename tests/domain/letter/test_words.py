from datetime import date, time

import pytest

from ur_desktop.domain.letter import words


def test_dates_keep_month_and_day_together() -> None:
    assert words.day(date(2027, 5, 3)) == "May\u00a03, 2027"


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2026, 11, 30), date(2026, 12, 24), "November\u00a030 to December\u00a024, 2026"),
        (date(2026, 12, 28), date(2027, 1, 8), "December\u00a028, 2026 to January\u00a08, 2027"),
        (date(2026, 12, 28), date(2026, 12, 28), "December\u00a028, 2026"),
    ],
)
def test_a_span_names_the_year_once_when_it_can(first: date, last: date, said: str) -> None:
    assert words.days(first, last) == said


def test_small_numbers_are_words() -> None:
    assert [words.count(number) for number in (0, 1, 10, 11)] == ["no", "one", "ten", "11"]
    assert words.tally(1, 2) == "one of the two required"
    assert words.tally(0, 2) == "none of the two required"
    assert words.tally(0, 1) == "none, and one is required"


def test_a_figure_agrees_with_its_noun() -> None:
    assert [words.several(number, "day") for number in (1, 12)] == ["1\u00a0day", "12\u00a0days"]


def test_lists_read_like_a_sentence() -> None:
    assert [words.listed(parts) for parts in ([], ["A"], ["A", "B"], ["A", "B", "C"])] == [
        "",
        "A",
        "A and B",
        "A, B and C",
    ]


def test_doctors_are_called_doctor_and_others_by_name() -> None:
    assert words.called("Alex Placeholder", "MD") == "Dr.\u00a0Alex Placeholder"
    assert words.called("Pat Madeup", "LCSW") == "Pat Madeup"
    assert words.training("MD") == "a medical doctor"
    assert words.training("LCSW") == "LCSW"


def test_what_is_requested_comes_before_why() -> None:
    assert words.asked("A copy of the plan, because it shows the goals.") == words.Phrase(
        "A copy of the plan", ", because it shows the goals."
    )
    assert words.asked("The plan.") == words.Phrase("The plan.")


def test_times_of_day_are_said_by_the_half() -> None:
    said = [words.clock(time(hour, 30)) for hour in (0, 9, 12, 17)]
    assert said == ["12:30\u00a0a.m.", "9:30\u00a0a.m.", "12:30\u00a0p.m.", "5:30\u00a0p.m."]
