from datetime import UTC, datetime

from ur_desktop.domain.vault.backup import BackupOverview, BackupReason, BackupSummary
from ur_desktop.domain.vault.verification import VerifyReport, VerifyStep

NOON = datetime(2026, 1, 15, 12, tzinfo=UTC)


def test_a_backup_is_one_that_was_asked_for_and_has_no_fault_unless_it_says_so() -> None:
    made = BackupSummary("2026-01-15", NOON, 1_000, cases=2, letters=1)
    assert (made.reason, made.fault) == (BackupReason.ASKED, "")
    assert BackupOverview((made,), NOON).fault == ""


def test_a_verification_without_a_record_code_proves_nothing() -> None:
    assert VerifyReport(3, 1, ()).proof == ""
    assert VerifyStep("Checking letters").total == 0
