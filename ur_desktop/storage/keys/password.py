"""Derive the 256-bit key of a slot from a password or recovery key, with Argon2id."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import astuple, dataclass

from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.password import is_common, is_long_enough
from ur_desktop.domain.settings import SHORTEST_PASSWORD

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""The letters and digits of a recovery key, without look-alikes: no 0, O, 1, I, L, U or V."""

GROUPS, GROUP = 7, 4
"""28 characters of 30: 137 bits."""


@dataclass(frozen=True, slots=True)
class KdfParameters:
    """The cost of one guess: Argon2id's memory in KiB, passes and lanes. The default takes about 0.1 s."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 4

    def checked(self) -> KdfParameters:
        """Return these parameters if they are between LEAST and MOST; StorageError otherwise."""
        given = (self.memory_kib, self.passes, self.lanes)
        if any(value < least for value, least in zip(given, astuple(LEAST), strict=True)):
            raise StorageError(
                "The vault's header asks for weaker password protection than this program accepts.",
                "Someone may have changed it. Restore vault.json from a backup.",
            )
        if any(value > most for value, most in zip(given, astuple(MOST), strict=True)):
            raise StorageError(
                "The vault's header asks for more memory or time than a sign-in may take.",
                "Someone may have changed it. Restore vault.json from a backup.",
            )
        return self


LEAST = KdfParameters(19 * 1024, 2, 1)
"""The floor: OWASP's Password Storage Cheat Sheet accepts no cheaper Argon2id."""

MOST = KdfParameters(1024 * 1024, 16, 16)
"""The ceiling: a header can't make the program run out of memory."""


def derived(secret: str, salt: bytes, kdf: KdfParameters) -> bytes:
    """Return the 32 bytes derived from a typed secret; all Unicode forms of an accented letter give the same."""
    typed = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    return Argon2id(
        salt=salt, length=32, iterations=kdf.passes, lanes=kdf.lanes, memory_cost=kdf.memory_kib
    ).derive(typed)


def allowed(password: str) -> str:
    """Return the password; StorageError when it is too short or commonly used."""
    if not is_long_enough(password):
        raise StorageError(
            f"This password has fewer than {SHORTEST_PASSWORD} characters.",
            "Choose a longer one, such as a few words.",
        )
    if is_common(password):
        raise StorageError("This password is easy to guess.", "Choose another, such as a few words.")
    return password


def new_recovery_key() -> str:
    """Return a new recovery key in the form shown and printed: seven groups of four."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(GROUPS))
    return "-".join(groups)


def new_one_time_password() -> str:
    """Return a new temporary password: four groups of four, 78 bits."""
    groups = ("".join(secrets.choice(ALPHABET) for _ in range(GROUP)) for _ in range(4))
    return "-".join(groups)


def read_recovery_key(typed: str) -> str:
    """Return a typed recovery key in the form shown; StorageError when it can't be one."""
    letters = [letter for letter in typed.upper() if not letter.isspace() and letter not in "-–—"]
    strange = next((letter for letter in letters if letter not in ALPHABET), "")
    if strange:
        raise StorageError(
            f"A recovery key never has {strange!r} in it.", "Compare it with the printed key, group by group."
        )
    if len(letters) != GROUPS * GROUP:
        raise StorageError(
            f"A recovery key has {GROUPS * GROUP} letters and digits; this has {len(letters)}.",
            "Compare it with the printed key, group by group.",
        )
    return "-".join("".join(letters[at : at + GROUP]) for at in range(0, len(letters), GROUP))
