"""Entries of the journal in words: icon and name of each kind, its details, its time."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from ur_desktop.domain.journal import Event, EventKind
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.parts.event_text import event_details, event_sign, event_time

NOW = datetime(2026, 1, 16, 18, 30, 7, tzinfo=UTC)
OVERRIDE = {"criterion": "P9", "proposed": "met", "answered": "not_met", "reason": "closed on Wednesday"}


@pytest.mark.parametrize("kind", EventKind)
def test_every_kind_has_its_icon_and_words(kind: EventKind) -> None:
    sign = event_sign(Event(1, kind, "nora", NOW))
    assert sign.icon in theme.ICONS
    assert sign.words


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("override", OVERRIDE, "P9: proposed met, answered not met. Reason: closed on Wednesday"),
        ("letter", {"kind": "denial", "copy": "member"}, "Denial, member copy"),
        (
            "print",
            {"letter": "Denial, member", "pages": 4, "copies": 1},
            "Denial, member, pages: 4, copies: 1",
        ),
        (
            "save",
            {"letter": "Denial, member", "number": 7, "pages": 4, "batch": "nora 2026-01-16 09:12:00"},
            "Denial, member, letter no. 7, pages: 4, batch nora 2026-01-16 09:12:00",
        ),
        ("change", {"assigned_to": "Nora Sample"}, "Assigned to: Nora Sample"),
        ("letter", {"kind": "denial", "pages": 3}, "Kind: denial, pages: 3"),
        (
            "backup",
            {"begun": "first_case", "folder": "/home/n/my_backups"},
            "Before the first case was closed, folder: /home/n/my_backups",
        ),
        (
            "backup",
            {"begun": "close", "folder": "/b", "second_folder": "/s"},
            "When the program closed, folder: /b, second folder: /s",
        ),
        (
            "backup",
            {"made": "rekey", "folder": "/b/1", "copied_to": "/s"},
            "Before the vault keys were replaced, folder: /b/1, copied to /s",
        ),
        (
            "backup",
            {"made": "asked", "folder": "/b/1", "not_copied": "No."},
            "On request, folder: /b/1. Not copied: No.",
        ),
        (
            "backup",
            {"failed": "Full.", "reason": "asked", "folder": "/b"},
            "Full. Started on request, folder: /b",
        ),
        ("view", {"letters": "Denial, member; Denial, provider"}, "Denial, member; Denial, provider"),
        ("override", {"approved_although": "C9 is not met"}, "C9 is not met"),
        ("repair", {"file": "vault.json"}, "File vault.json"),
        ("settings", {"second_folder": "/s_1", "before": ""}, "Second folder: /s_1, before: none"),
        ("determination", {"action": "deny"}, "Denial"),
        (
            "sent",
            {"letter": "Denial, member", "number": 3, "means": "fax"},
            "Denial, member, letter no. 3, faxed",
        ),
        ("sent", {"means": "oral"}, "Told by phone"),
        ("print", {"letter": "Denial, member", "draft": True}, "Denial, member, draft"),
        ("failed_sign_in", {"tries": 2}, "Attempts: 2"),
        ("view", {}, ""),
    ],
)
def test_details_are_said_in_words(kind: str, detail: dict[str, object], said: str) -> None:
    assert event_details(Event(1, EventKind(kind), "nora", NOW, detail=detail)) == said


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("backup", {"begun": "asked"}, "Backup started"),
        ("backup", {"made": "asked"}, "Backup made"),
        ("backup", {"failed": "Full.", "reason": "asked"}, "Backup failed"),
        ("backup", {"given_up": "asked"}, "Backup canceled"),
        ("backup", {"reason": "asked"}, "Backup started"),
        ("override", OVERRIDE, "Overrode the schedule"),
        ("override", {"approved_although": "C9 is not met"}, "Approved as exception"),
        ("create", {}, "Case created"),
        ("create", {"vault": "3f2a"}, "Vault created"),
        ("view", {}, "Opened a case"),
        ("view", {"letters": "Denial, member"}, "Viewed letters"),
    ],
)
def test_a_line_is_said_as_what_it_is(kind: str, detail: dict[str, object], said: str) -> None:
    sign = event_sign(Event(1, EventKind(kind), "nora", NOW, detail=detail))
    assert sign.words == said
    assert sign.icon in theme.ICONS


def test_a_time_is_said_to_the_second_and_with_another_year() -> None:
    assert event_time(NOW, NOW) == "Fri Jan 16, 6:30:07 PM UTC"
    assert event_time(NOW, NOW.replace(year=2025)) == "Thu Jan 16, 2025, 6:30:07 PM UTC"
