"""What a person can act on; everything else is a bug."""


class UserError(Exception):
    """Something that the person at the screen can put right.

    ``what`` says in a sentence what is so, ``fix`` the way out. ``faults`` lists every fault found at once, one
    line each; without it the error is a single fault.
    """

    def __init__(self, what: str, fix: str = "", faults: tuple[str, ...] = ()) -> None:
        self.what = what
        self.fix = fix
        self.faults = faults or (f"{what} {fix}".strip(),)
        super().__init__("\n".join(self.faults))


class FormError(UserError):
    """A form, or its examples, that can't be used as written."""


class InvalidAnswer(UserError):
    """A review that names what its policy does not have, or says it in a way that can't be read."""


class NotAuthorized(UserError):
    """An act that this person, or this finding, does not allow."""


class StorageError(UserError):
    """The vault can't be opened, read or written."""


class InUse(StorageError):
    """The vault is open somewhere else; nothing is wrong with it."""


class Damaged(StorageError):
    """The vault's files are not as the program left them; a backup in their place would help."""


class Canceled(StorageError):
    """Long work, such as a backup, that a person ended; nothing is wrong."""


class WrongPassword(StorageError):
    """A password or recovery key that opens nothing: wrong for certain, and nothing else is the matter."""


class TooSoon(StorageError):
    """A password typed before the wait after a wrong one is over; ``wait`` is in seconds."""

    def __init__(self, wait: int) -> None:
        super().__init__(f"Too many attempts. Try again in {wait} s.")
        self.wait = wait


class LetterError(UserError):
    """A letter that may not or can't be written."""
