"""Dates and units start as requested, are added up, and are checked against the request."""

from datetime import date

from tests.ui.findings import Show, decision, denial, go


def test_an_approval_gives_what_was_requested(show: Show) -> None:
    screen = decision(show, marks={})
    screen.form.dates.units.set_text("9")
    screen.form.dates.end_day.set_value(date(2026, 2, 13))
    go(screen)
    assert screen.sign.isHidden()
    assert screen.form.dates.units.error_text() == "Requested: 12."
    assert screen.form.dates.end_day.error_text() == "Approve what was requested: 02/20/2026."
    assert screen.bar.words.text() == "2 fields to correct: Through"
    assert screen.form.dates.end_day.editor.hasFocus()


def test_the_days_of_every_started_week_are_added(show: Show) -> None:
    dates = decision(show, marks={}).form.dates
    assert dates.sum.text() == "3 days × 4 weeks = 12"
    dates.end_day.set_value(date(2026, 2, 21))
    assert dates.sum.text() == "3 days × 4 weeks = 12"
    dates.end_day.set_value(date(2026, 2, 23))
    assert dates.sum.text() == "3 days × 5 weeks = 15"
    dates.end_day.set_text("soon")
    assert dates.sum.text() == ""


def test_a_denial_accepts_other_dates_but_no_end_before_the_start(show: Show) -> None:
    screen = denial(show)
    screen.form.dates.units.set_text("9")
    screen.form.dates.end_day.set_value(date(2026, 2, 13))
    assert list(screen.form.dates.faults()) == []
    screen.form.dates.end_day.set_value(date(2026, 1, 25))
    screen.form.dates.units.set_text("some")
    screen.form.dates.start_day.set_text("")
    go(screen)
    assert screen.form.dates.start_day.error_text() == "Type mm/dd/yyyy."
    assert screen.form.dates.units.error_text() == "Type a number."
    screen.form.dates.start_day.set_value(date(2026, 1, 26))
    go(screen)
    assert screen.form.dates.end_day.error_text() == "Through is before From. Change one date."


def test_the_next_review_starts_as_proposed(show: Show) -> None:
    assert decision(show, marks={}).form.dates.next_review.value() == date(2026, 2, 17)
