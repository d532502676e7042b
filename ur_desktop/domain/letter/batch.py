"""A batch of letters to print or save: which wait, which one is being printed, how many are done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Printer:
    """A printer by its name in the system, and its settings in the system's own words, if any."""

    name: str
    duplex: str = ""
    color: str = ""
    source: str = ""
    copies: int = 1


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder that files are written into."""

    path: str


Target = Printer | Folder


@dataclass(frozen=True, slots=True)
class LetterBatch:
    """One person's batch: letters by their numbers in the archive, handed over one by one in this order.

    ``under_way`` is the letter that may be printed although the journal does not say so yet; ``done`` and ``pages``
    count the recorded ones, ``doubted`` those that may have been printed.
    """

    id: str
    target: Target
    begun_at: datetime
    waiting: tuple[int, ...]
    under_way: int | None = None
    done: int = 0
    pages: int = 0
    doubted: int = 0

    @property
    def left(self) -> tuple[int, ...]:
        """The letters still to hand over, the one under way first."""
        return self.waiting if self.under_way is None else (self.under_way, *self.waiting)

    @property
    def total(self) -> int:
        """How many letters are out or still to hand over."""
        return self.done + len(self.left)


def begun(batch_id: str, target: Target, letters: tuple[int, ...], at: datetime) -> LetterBatch:
    """A batch of these letters; each is in it once."""
    return LetterBatch(batch_id, target, at, tuple(dict.fromkeys(letters)))


def next_up(batch: LetterBatch) -> LetterBatch:
    """Take up the next letter, unless one is under way; unchanged when none is left."""
    if batch.under_way is not None or not batch.waiting:
        return batch
    first, *rest = batch.waiting
    return replace(batch, under_way=first, waiting=tuple(rest))


def handed_over(batch: LetterBatch, pages: int) -> LetterBatch:
    """Count the letter under way as printed or saved, with its pages."""
    return replace(batch, under_way=None, done=batch.done + 1, pages=batch.pages + pages)


def passed_over(batch: LetterBatch) -> LetterBatch:
    """Drop the letter under way from the batch: somebody printed or saved it meanwhile."""
    return replace(batch, under_way=None)


def stopped(batch: LetterBatch) -> LetterBatch:
    """Put the letter under way first again: it was not printed or saved."""
    return replace(batch, under_way=None, waiting=batch.left)


def found_again(batch: LetterBatch) -> tuple[LetterBatch, int | None]:
    """The batch to continue after the program was killed, and the letter that may have been printed.

    A file is there or not, so a letter into a folder comes first again; one that was with a printer is left out.
    """
    if batch.under_way is None or isinstance(batch.target, Folder):
        return stopped(batch), None
    return replace(passed_over(batch), doubted=batch.doubted + 1), batch.under_way
