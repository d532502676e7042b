"""Collects the first error of several steps; an error in one does not keep the next from being done."""

from __future__ import annotations

from types import TracebackType

from ur_desktop.crash_log import log_fault
from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.messages import crash_words

LOCKED = "Locked. Your work is saved."


class ErrorCollector:
    """Put each step into a with statement of its own; ``fault`` is the error of the first that failed.

    A bug is logged as by the crash hook: its type and place, never a value.
    """

    def __init__(self) -> None:
        self.fault: UserError | None = None

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        if kind is None or error is None:
            return True
        if not isinstance(error, Exception):  # the process is being ended
            return False
        if not isinstance(error, UserError):
            what, _fix = crash_words(kind.__name__, log_fault(kind, error, trace))
            error = UserError(f"{what}.", "What you answered before is saved.")
        self.fault = self.fault or error
        return True


def lock_words(texts: ErrorCollector, rest: ErrorCollector) -> str:
    """What the lock screen says: ``texts`` collected the errors of saving unfinished text, ``rest`` the others."""
    if texts.fault is not None:
        return f"Locked, but some text was not saved. {texts.fault}"
    return LOCKED if rest.fault is None else f"Locked. {rest.fault}"
