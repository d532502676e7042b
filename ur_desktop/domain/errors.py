"""Errors that a person can act on; everything else is a bug."""

MOST_FAULTS = 50
"""How many faults an error lists; more help nobody, and a wrong file has thousands."""


class UserError(Exception):
    """An error that the user can fix.

    ``what`` says in a sentence what is wrong, ``fix`` what to do. ``faults`` lists the faults found at once, one
    line each: the first 50, and how many more there are. Without it the error is a single fault.
    """

    def __init__(self, what: str, fix: str = "", faults: tuple[str, ...] = ()) -> None:
        self.what = what
        self.fix = fix
        self.faults = _first(faults) or (f"{what} {fix}".strip(),)
        super().__init__("\n".join(self.faults))


def _first(faults: tuple[str, ...]) -> tuple[str, ...]:
    more = len(faults) - MOST_FAULTS
    return (*faults[:MOST_FAULTS], f"… and {more:,} more errors.") if more > 1 else faults


class FormError(UserError):
    """A form, or its examples, that can't be used as written."""


class InvalidAnswer(UserError):
    """A review that doesn't fit its policy or can't be read."""


class NotAuthorized(UserError):
    """An action that this user may not take, or that this finding does not allow."""


class StorageError(UserError):
    """The vault can't be opened, read or written."""


class InUse(StorageError):
    """The vault is open somewhere else; nothing is wrong with it."""


class Damaged(StorageError):
    """The vault's files were damaged or changed outside the program; restoring a backup helps."""


class DiskRefused(StorageError):
    """The disk is full, read-only or can't be read; nothing is wrong with what is stored."""


class Canceled(StorageError):
    """Long work, such as a backup, that the user canceled; nothing is wrong."""


class WrongPassword(StorageError):
    """A wrong password or recovery key; nothing else is wrong."""


class TooSoon(StorageError):
    """A password typed before the wait after a wrong one is over; ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many attempts. Try again in {wait} s.")
        self.wait = wait


class LetterError(UserError):
    """A letter that may not or can't be written."""
