"""Derives each key of a password once a process, because the tests open the same vaults thousands of times.

Nothing is left out: the same password, salt and cost give the same key.
"""

from __future__ import annotations

import sys
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.kdf import argon2

_ARGON2ID = argon2.Argon2id


class Remembering:
    """Argon2id with a cache."""

    def __init__(self, **cost: Any) -> None:
        self._cost = tuple(sorted(cost.items()))

    def derive(self, typed: bytes) -> bytes:
        """The key."""
        return _derived(self._cost, typed)


def install() -> None:
    """Remember every key that is derived from now on, also by a program that imported Argon2id before."""
    vars(argon2)["Argon2id"] = Remembering
    if program := sys.modules.get("ur_desktop.storage.keys.password"):
        vars(program)["Argon2id"] = Remembering


@cache
def _derived(cost: tuple[tuple[str, Any], ...], typed: bytes) -> bytes:
    return _ARGON2ID(**dict(cost)).derive(typed)
