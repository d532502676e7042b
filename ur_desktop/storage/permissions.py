"""Check before every write the user's permission (`domain.access`), the author and the state of the case.

The user is always the person who opened the vault.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ur_desktop.domain.access import Permission, require
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.case_states import CaseAct, CaseProgress, require_state
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.reviewer import Reviewer
from ur_desktop.storage.database import Database


class Guarded(Protocol):
    """A part of an open vault that has the signed-in person."""

    @property
    def person(self) -> Reviewer:
        """The signed-in person."""


Part = TypeVar("Part", bound=Guarded)
Args = ParamSpec("Args")
Out = TypeVar("Out")
Method = Callable[Concatenate[Part, Args], Out]


def needs(*acts: Permission) -> Callable[[Method[Part, Args, Out]], Method[Part, Args, Out]]:
    """Run a method only for a signed-in person with one of these permissions; NotAuthorized for others."""

    def guarded(method: Method[Part, Args, Out]) -> Method[Part, Args, Out]:
        @wraps(method)
        def asked(part: Part, /, *args: Args.args, **kwargs: Args.kwargs) -> Out:
            require(part.person, *acts)
            return method(part, *args, **kwargs)

        return asked

    return guarded


def require_author(person: Reviewer, author: str) -> None:
    """Raise NotAuthorized, with the person's name, when the author of a value to save is not ``person``."""
    if author != person.user_id:
        raise NotAuthorized(
            f"This was written by {author or 'nobody'}, but {person.user_id} is signed in.",
            f"Only {author} can save it." if author else "Name who wrote it.",
        )


def progress_of(db: Database, case_id: str) -> CaseProgress:
    """Return the progress of a case; KeyError when there is no such case."""
    row = db.row(_PROGRESS, {"case_id": case_id})
    if row is None:
        raise KeyError(case_id)
    state, completed, latest, signed = row
    return CaseProgress(CaseState(state), bool(completed), bool(signed), latest or 0)


def require_act(db: Database, case_id: str, act: CaseAct) -> CaseProgress:
    """Raise NotAuthorized, with the act's name, when the case's state forbids it; KeyError for an unknown case.

    Return the case's progress.
    """
    progress = progress_of(db, case_id)
    require_state(act, progress)
    return progress


_PROGRESS = """SELECT state, completed, sequence,
    (SELECT count(*) FROM entries WHERE case_id = :case_id AND kind = 'determination')
    - (SELECT count(*) FROM entries WHERE case_id = :case_id AND kind = 'void')
    FROM worklist LEFT JOIN reviews ON reviews.case_id = :case_id
    WHERE worklist.case_id = :case_id ORDER BY sequence DESC LIMIT 1"""
