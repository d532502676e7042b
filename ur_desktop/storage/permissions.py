"""Checks before every write: the table of `domain.access`, for the person who opened the vault."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from ur_desktop.domain.access import Permission, require
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.errors import NotAuthorized


class Guarded(Protocol):
    """A part of an open vault that knows who is signed in."""

    @property
    def person(self) -> Reviewer:
        """Who is signed in."""


Part = TypeVar("Part", bound=Guarded)
Args = ParamSpec("Args")
Out = TypeVar("Out")
Method = Callable[Concatenate[Part, Args], Out]


def needs(*acts: Permission) -> Callable[[Method[Part, Args, Out]], Method[Part, Args, Out]]:
    """Let a method run for whoever may do one of these acts; NotAuthorized, in a sentence, for others."""

    def guarded(method: Method[Part, Args, Out]) -> Method[Part, Args, Out]:
        @wraps(method)
        def asked(part: Part, /, *args: Args.args, **kwargs: Args.kwargs) -> Out:
            require(part.person, *acts)
            return method(part, *args, **kwargs)

        return asked

    return guarded


def require_author(person: Reviewer, author: str) -> None:
    """Raise NotAuthorized, by name, when what is to be saved was written by somebody else than ``person``."""
    if author != person.user_id:
        raise NotAuthorized(
            f"This was written by {author or 'nobody'}, but {person.user_id} is signed in.",
            f"Only {author} can save it." if author else "Name who wrote it.",
        )
