"""What the journal says of settings that the window stores."""

from __future__ import annotations

from pathlib import Path

from tests.casework.sessions import ADMIN, details, make_vault, signed_in
from ur_desktop.casework import settings
from ur_desktop.domain.journal import EventKind


def test_the_theme_and_the_idle_time_are_recorded(tmp_path: Path) -> None:
    make_vault(tmp_path / "vault")
    with signed_in(tmp_path / "vault", ADMIN) as session:
        settings.choose_appearance(session, "dark")
        settings.choose_lock_after(session, 5, before=10)
        assert details(session, EventKind.SETTINGS) == [
            {"lock_after_minutes": 5, "before": 10},
            {"appearance": "dark"},
        ]
