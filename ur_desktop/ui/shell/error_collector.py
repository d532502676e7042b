"""What is done before a vault closes, each part by itself: a fault in one keeps none of the others from being done."""

from __future__ import annotations

from types import TracebackType

from ur_desktop.crash_log import log_fault
from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.messages import crash_words

LOCKED = "Locked. Your work is saved."


class ErrorCollector:
    """Used in as many with statements as there are parts; ``fault`` is what the first that failed says.

    A bug is logged as the crash hook does it, its kind and place and never a value.
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
        if not isinstance(error, Exception):  # whoever ends the process
            return False
        if not isinstance(error, UserError):
            what, _fix = crash_words(kind.__name__, log_fault(kind, error, trace))
            error = UserError(f"{what}.", "What you answered before is saved.")
        self.fault = self.fault or error
        return True


def lock_words(texts: ErrorCollector, rest: ErrorCollector) -> str:
    """What the lock screen says once ``texts``, what was half typed, and the ``rest`` were seen to."""
    if texts.fault is not None:
        return f"Locked, but not all could be kept. {texts.fault}"
    return LOCKED if rest.fault is None else f"Locked. {rest.fault}"
