"""A session over the sample vault, and short ways to read what the vault holds."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.casework.sessions import LIBRARY, NOW, Clock, breaks, works_again
from ur_desktop.casework import samples
from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.review import Review
from ur_desktop.storage.vault import Vault, open_vault

JORDAN, ROSA, AVERY, LOU, NOOR = (f"sample-{number:05}" for number in (417, 419, 231, 309, 377))


@dataclass
class SampleDesk:
    """One signed-in person's session."""

    session: Session
    vault: Vault
    clock: Clock

    @classmethod
    def sign_in(cls, folder: Path, user_id: str) -> SampleDesk:
        """Open the vault as one of its people."""
        vault, clock = open_vault(folder, user_id, samples.PASSWORD, NOW), Clock()
        return cls(Session(vault, LIBRARY, clock), vault, clock)

    def case(self, case_id: str) -> Case:
        """A case as the vault holds it."""
        return self.vault.cases.get(case_id)

    def review(self, case_id: str) -> Review:
        """A case's latest review as the vault holds it."""
        return self.vault.cases.reviews(case_id)[-1]

    def log(self, case_id: str) -> list[dict[str, object]]:
        """The details of the log's entries on a case, the newest first."""
        return [dict(event.detail) for event in self.vault.journal.entries(case_id)]

    def breaks(self, *tables: str) -> None:
        """From here on the disk refuses every change of these tables, as a full one would."""
        breaks(self.vault, *tables)

    def works_again(self) -> None:
        """Take back what ``breaks`` did."""
        works_again(self.vault)
