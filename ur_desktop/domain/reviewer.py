"""The users of the vault: each has one role, and a credential that a letter names."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

PHYSICIANS = frozenset({"MD", "DO", "PhD", "PsyD"})


class Role(StrEnum):
    """What a user is in the vault; each user has one role."""

    NURSE = "nurse"
    PHYSICIAN = "physician"
    SUPERVISOR = "supervisor"
    ADMINISTRATOR = "administrator"
    AUDITOR = "auditor"


@dataclass(frozen=True, slots=True)
class Credential:
    """A license: "RN", "MD", its number and state, and the specialty a letter names."""

    title: str
    license_number: str = ""
    license_state: str = ""
    specialty: str = ""


def role_for(credential: str) -> Role:
    """The role of a user with this credential; everyone but a doctor reviews as a nurse does."""
    return Role.PHYSICIAN if credential in PHYSICIANS else Role.NURSE


@dataclass(frozen=True, slots=True)
class Reviewer:
    """A user of the vault; ``administers`` says that they also manage users and backups."""

    user_id: str
    name: str
    role: Role
    credential: Credential
    administers: bool = False

    @property
    def signature(self) -> str:
        """Name, credential and specialty, as a letter is signed: "Taylor Specimen, MD, Psychiatry"."""
        return ", ".join(
            part for part in (self.name, self.credential.title, self.credential.specialty) if part
        )
