"""The secrets that open a vault, at the one moment when they are shown."""

from __future__ import annotations

from dataclasses import dataclass, field

from ur_desktop.domain.reviewer import Reviewer


@dataclass(frozen=True, slots=True)
class NewKeys:
    """Replaced vault keys, shown once: each other user's temporary password, and the recovery key.

    ``fault`` says, when it isn't empty, what went wrong after they took effect.
    """

    passwords: tuple[tuple[Reviewer, str], ...] = field(repr=False)
    recovery_key: str = field(repr=False)
    fault: str = ""
