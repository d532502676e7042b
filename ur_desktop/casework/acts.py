"""What every act has in common: the permission it needs, asked for before it runs."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission, require

Args = ParamSpec("Args")
Out = TypeVar("Out")
Act = Callable[Concatenate[Session, Args], Out]

NEEDS: dict[str, tuple[Permission, ...]] = {}
"""Which permissions each imported act needs, one of them, by its full name: "ur_desktop.casework.review.complete"."""


def act(*permissions: Permission) -> Callable[[Act[Args, Out]], Act[Args, Out]]:
    """Run a function only for a signed-in person with one of these permissions; NotAuthorized, by name, for others."""

    def guarded(function: Act[Args, Out]) -> Act[Args, Out]:
        NEEDS[f"{function.__module__}.{function.__name__}"] = permissions

        @wraps(function)
        def allowed(session: Session, /, *args: Args.args, **kwargs: Args.kwargs) -> Out:
            require(session.me, *permissions)
            return function(session, *args, **kwargs)

        return allowed

    return guarded
