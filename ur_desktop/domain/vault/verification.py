"""The progress of a verification, and its result."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class VerifyStep:
    """What is being checked, ``done`` of ``total``; a total of 0 can't be counted."""

    words: str
    done: int = 0
    total: int = 0


@dataclass(frozen=True, slots=True)
class VerifyReport:
    """How many journal entries and letters were checked, and each fault in a sentence.

    ``proof`` says what the record code that was asked about proves; empty when none was.
    """

    lines: int
    letters: int
    faults: tuple[str, ...]
    proof: str = ""
