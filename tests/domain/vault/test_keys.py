from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.vault.keys import NewKeys

NORA = Reviewer("nora", "Nora Sample", Role.NURSE, Credential("RN"))


def test_no_secret_shows_in_a_log() -> None:
    shown = repr(NewKeys(((NORA, "temporary-password"),), "recovery-key", "The disk is full."))
    assert "temporary-password" not in shown
    assert "recovery-key" not in shown
    assert "The disk is full." in shown
