from datetime import datetime, timedelta

import pytest

from ur_desktop.domain.vault.backup import BackupOverview, BackupSummary
from ur_desktop.ui.parts.backup_text import (
    NO_SECOND,
    NONE_YET,
    last_words,
    reminder,
    row_words,
    second_words,
    size_words,
)

NOW = datetime(2026, 1, 16, 16, 30).astimezone()
ROW = BackupSummary("a", NOW - timedelta(hours=2), 1_234_567, 12, 1)
DAMAGED = BackupSummary("b", NOW - timedelta(hours=1), 900, 1, 3, fault="vault.db of this backup is missing.")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (1, "1 byte"),
        (999, "999 bytes"),
        (1000, "1.0 KB"),
        (138_752, "139 KB"),
        (999_499, "999 KB"),
        (999_500, "1.0 MB"),
        (360_000_000, "360 MB"),
        (2_500_000_000, "2.5 GB"),
        (3_000_000_000_000, "3.0 TB"),
    ],
)
def test_a_size_is_said_in_its_unit(size: int, words: str) -> None:
    assert size_words(size) == words


def test_a_backup_is_one_line_to_choose_by() -> None:
    assert row_words(ROW, NOW) == "Today 2:30 PM · 12 cases, 1 letter · 1.2 MB"
    assert row_words(DAMAGED, NOW) == "Today 3:30 PM · 1 case, 3 letters · 900 bytes · damaged"


def test_the_last_sound_backup_is_said() -> None:
    assert last_words(BackupOverview((DAMAGED, ROW), NOW)) == (
        "Last backup: today 2:30 PM, with 12 cases, 1 letter. Verified."
    )
    assert last_words(BackupOverview((DAMAGED,), NOW)) == NONE_YET


def test_the_second_folder_says_its_last_copy() -> None:
    assert second_words(BackupOverview((), NOW)) == NO_SECOND
    assert "Not copied" in second_words(BackupOverview((), NOW, "/stick"))
    copied = BackupOverview((), NOW, "/stick", NOW - timedelta(days=3))
    assert second_words(copied) == "Last copy: of the backup made Tue Jan 13, 4:30 PM."


@pytest.mark.parametrize(
    ("shown", "words"),
    [
        (BackupOverview((), NOW), "Backups are on this computer only."),
        (BackupOverview((), NOW, "/stick"), ""),
        (BackupOverview((), NOW, "/stick", None, "No."), "No backup has been copied to the second folder yet."),
        (BackupOverview((), NOW, "/stick", NOW - timedelta(days=6), "It isn’t there."), ""),
        (BackupOverview((), NOW, "/stick", NOW - timedelta(days=9)), "The last copy in the second folder is 9 days old."),  # noqa: E501
    ],
)  # fmt: skip
def test_what_is_reminded_of(shown: BackupOverview, words: str) -> None:
    assert reminder(shown) == words
