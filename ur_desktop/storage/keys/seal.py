"""The seal of a file next to the database: an HMAC that shows whether it was changed outside the program."""

from __future__ import annotations

import hmac
from typing import Protocol, Self

from ur_desktop.storage.records.chain import canonical, key_for


class Sealed(Protocol):
    """A value that carries its own seal."""

    @property
    def seal(self) -> str:
        """The seal in hex, as it was read."""

    def sealed(self, data_key: bytes) -> Self:
        """Return the value with a seal for its content."""


def seal_of(data_key: bytes, use: str, content: object) -> str:
    """The seal of JSON values, in hex, under a key for this use alone."""
    return hmac.digest(key_for(data_key, use), canonical(content), "sha256").hex()


def is_sealed(value: Sealed, data_key: bytes) -> bool:
    """Whether nothing was changed since the vault's key sealed it."""
    return hmac.compare_digest(value.seal.encode(), value.sealed(data_key).seal.encode())
