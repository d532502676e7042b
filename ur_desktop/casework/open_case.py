"""The case that is open, as the vault holds it: read whole, and read again after every act."""

from __future__ import annotations

from dataclasses import dataclass

from ur_desktop.casework.session import Session
from ur_desktop.domain.case import Case
from ur_desktop.domain.policy import Policy
from ur_desktop.files.case import CaseFile


@dataclass(frozen=True, slots=True)
class OpenCase:
    """A case as the vault holds it.

    ``policy`` is the one its review began with; before that, the one in effect on its first date of service.
    ``reviewed`` is the whole case file from its first review on.
    """

    case: Case
    policy: Policy
    reviewed: CaseFile | None

    @property
    def is_reviewed(self) -> bool:
        """Whether a review of it was begun."""
        return self.reviewed is not None

    @property
    def file(self) -> CaseFile:
        """The case with its review; asked for only where there is one."""
        assert self.reviewed is not None  # noqa: S101, see the docstring
        return self.reviewed


def read(session: Session, case_id: str) -> OpenCase:
    """Read a case from the vault; KeyError when it is not there."""
    case = session.vault.cases.get(case_id)
    file = session.file(case)
    library = session.library
    policy = file.policy(library) if file else library.policy(case.policy_id, case.request.start)
    return OpenCase(case, policy, file)
