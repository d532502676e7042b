from datetime import date

from ur_desktop.domain.dates import long_date, short_date


def test_a_date_in_words() -> None:
    assert long_date(date(2026, 1, 26)) == "January 26, 2026"
    assert short_date(date(2026, 9, 1)) == "Sep 1"
