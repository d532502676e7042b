"""What each user may see and do: one table of roles, and what an administrator may do besides."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.reviewer import Reviewer, Role


class Permission(StrEnum):
    """What can be seen or done in a vault. `determination` says which determinations a finding allows."""

    SEE_CASES = "see_cases"
    TAKE_IN = "take_in"
    ANSWER = "answer"
    DETERMINE = "determine"
    END_EARLY = "end_early"
    ASSIGN = "assign"
    PRINT_LETTERS = "print_letters"
    SEE_JOURNAL = "see_journal"
    EXPORT_JOURNAL = "export_journal"
    BACK_UP = "back_up"
    RESTORE = "restore"
    MANAGE_PEOPLE = "manage_people"


_REVIEWER = frozenset(
    {
        Permission.SEE_CASES,
        Permission.TAKE_IN,
        Permission.ANSWER,
        Permission.DETERMINE,
        Permission.END_EARLY,
        Permission.PRINT_LETTERS,
    }
)

PERMISSIONS = {
    Role.NURSE: _REVIEWER,
    Role.PHYSICIAN: _REVIEWER,
    Role.SUPERVISOR: frozenset(
        {
            Permission.SEE_CASES,
            Permission.ASSIGN,
            Permission.END_EARLY,
            Permission.PRINT_LETTERS,
            Permission.SEE_JOURNAL,
        }
    ),
    Role.ADMINISTRATOR: frozenset(
        {
            Permission.SEE_JOURNAL,
            Permission.EXPORT_JOURNAL,
            Permission.BACK_UP,
            Permission.RESTORE,
            Permission.MANAGE_PEOPLE,
        }
    ),
    Role.AUDITOR: frozenset({Permission.SEE_CASES, Permission.SEE_JOURNAL, Permission.EXPORT_JOURNAL}),
}
"""What each role may do. A user who sees no cases sees only the journal entries that name none."""

MAY_ADMINISTER = frozenset({Role.NURSE, Role.PHYSICIAN, Role.SUPERVISOR})
"""Roles that may also administer; an auditor changes nothing."""


_ANYONE = tuple(Permission)
MAY_RECORD: Mapping[EventKind, tuple[Permission, ...]] = {
    EventKind.SIGN_OUT: _ANYONE,
    EventKind.LOCK: _ANYONE,
    EventKind.PEOPLE: _ANYONE,
    EventKind.SETTINGS: _ANYONE,
    EventKind.BACKUP: _ANYONE,
    EventKind.VIEW: (Permission.SEE_CASES,),
    EventKind.CREATE: (Permission.TAKE_IN,),
    EventKind.CHANGE: (Permission.TAKE_IN, Permission.ANSWER, Permission.DETERMINE, Permission.ASSIGN),
    EventKind.OVERRIDE: (Permission.ANSWER, Permission.DETERMINE),
    EventKind.LETTER: (Permission.DETERMINE,),
    EventKind.PRINT: (Permission.PRINT_LETTERS,),
    EventKind.SAVE: (Permission.PRINT_LETTERS,),
    EventKind.SENT: (Permission.PRINT_LETTERS,),
    EventKind.EXPORT: (Permission.EXPORT_JOURNAL,),
}
"""Who may add a line of each kind to the journal, by one of these permissions; the store alone adds the others.

Everyone changes their own password, and scheduled backups are made whoever is signed in.
"""

_WORDS = {
    Permission.SEE_CASES: "see cases",
    Permission.TAKE_IN: "enter or edit a request",
    Permission.ANSWER: "answer a review",
    Permission.DETERMINE: "decide, refer or write a letter",
    Permission.END_EARLY: "end a case early",
    Permission.ASSIGN: "assign a case",
    Permission.PRINT_LETTERS: "print, save or send a letter",
    Permission.SEE_JOURNAL: "view the audit log",
    Permission.EXPORT_JOURNAL: "export the audit log",
    Permission.BACK_UP: "make a backup",
    Permission.RESTORE: "restore a backup",
    Permission.MANAGE_PEOPLE: "manage users",
}


def administers(person: Reviewer) -> bool:
    """Whether a user may do what an administrator may, by role or besides it."""
    return person.role is Role.ADMINISTRATOR or (person.administers and person.role in MAY_ADMINISTER)


def acts_of(person: Reviewer) -> frozenset[Permission]:
    """Everything that a user may see and do."""
    return PERMISSIONS[person.role] | (
        PERMISSIONS[Role.ADMINISTRATOR] if administers(person) else frozenset()
    )


def may(person: Reviewer, act: Permission) -> bool:
    """Whether a user may see or do this."""
    return act in acts_of(person)


def forbidden(person: Reviewer, act: Permission) -> str:
    """Why a user may not do this, in a sentence; empty when they may."""
    if may(person, act):
        return ""
    allowed = [role.value for role in Role if act in PERMISSIONS[role]]
    return f"Only {_listed(allowed)} may {_WORDS[act]}."


def require(person: Reviewer, *acts: Permission) -> None:
    """Raise NotAuthorized with the reason when a user may do none of these."""
    if not acts_of(person) & frozenset(acts):
        raise NotAuthorized(forbidden(person, acts[0]), "Ask an administrator of this vault.")


def require_assignable(
    by: Reviewer,
    to: str,
    people: Iterable[Reviewer],
    took_part: Collection[str],
    *,
    refers: bool,
    was: str = "",
) -> None:
    """Raise NotAuthorized when ``by`` may not assign a case to the user ``to``, or ``to`` does not work on cases.

    A reviewer takes a case, gives it back, refers it and hands over their own: to nobody, to who took part in its
    review, to a physician reviewer, and a case that ``was`` theirs to a colleague of the same role. Everything else is
    a supervisor's.
    """
    if not to:
        return
    assigned = next((person for person in people if person.user_id == to), None)
    if assigned is None or not may(assigned, Permission.ANSWER):
        raise NotAuthorized(
            f"A case can’t be assigned to {to}.", "Assign it to a nurse or a physician reviewer."
        )
    handed_over = was == by.user_id and assigned.role is by.role
    own = to == by.user_id or to in took_part or handed_over or (refers and assigned.role is Role.PHYSICIAN)
    if not own:
        require(by, Permission.ASSIGN)


def _listed(roles: list[str]) -> str:
    named = [f"{'an' if role[0] in 'aeiou' else 'a'} {role}" for role in roles]
    return named[0] if len(named) == 1 else f"{', '.join(named[:-1])} or {named[-1]}"
