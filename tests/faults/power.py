"""Simulate the states of a disk after a power failure, from the log of a process's file changes.

Synced data survives. Later writes may survive in any part: each write complete, absent or torn into sectors, in any
order; a file's new length with or without its content. A created, changed or removed name is certain only after its
folder was synced; until then any subset of those changes may survive.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from random import Random

from tests.faults.preload import Step

SECTOR = 512

State = dict[str, bytes | None]
"""A disk's files by path, each with its content; None for a folder."""

Keep = Callable[[], bool]
"""Whether the next unsynced piece reached the disk."""


@dataclass(slots=True)
class File:
    """A file's content as synced, and the writes (offset, data) and truncations (length, None) since."""

    synced: bytes = b""
    since: list[tuple[int, bytes | None]] = field(default_factory=list)

    def length(self) -> int:
        """As the process sees it."""
        length = len(self.synced)
        for offset, data in self.since:
            length = offset if data is None else max(length, offset + len(data))
        return length

    def sync(self) -> None:
        """Sync all writes."""
        self.synced = self.content(lambda: True, whole=True)
        self.since.clear()

    def content(self, keep: Keep, *, whole: bool) -> bytes:
        """Return the content with the writes that ``keep`` selects; ``whole`` never tears a write."""
        content = bytearray(self.synced)
        for offset, data in self.since:
            if data is None:
                if keep():
                    del content[offset:]
                    content.extend(bytes(offset - len(content)))
                continue
            for start, end in [(0, len(data))] if whole else _sectors(offset, len(data)):
                if keep():
                    content.extend(bytes(max(0, offset + start - len(content))))
                    content[offset + start : offset + end] = data[start:end]
        return bytes(content)


def _sectors(offset: int, length: int) -> Iterator[tuple[int, int]]:
    start = 0
    while start < length:
        end = min(length, start + SECTOR - (offset + start) % SECTOR)
        yield start, end
        start = end


class Folder(dict[str, "File | Folder"]):
    """Names as synced."""


@dataclass(frozen=True, slots=True)
class Renaming:
    """Names that change at once, in these folders, to this file, or to None when removed."""

    changes: tuple[tuple[Folder, str, File | Folder | None], ...]


def _change(renaming: Renaming, view: Callable[[Folder], Folder]) -> None:
    for folder, name, entry in renaming.changes:
        if entry is None:
            view(folder).pop(name, None)
        else:
            view(folder)[name] = entry


class Disk:
    """A disk that begins with the files of a place, all synced, and follows a log."""

    def __init__(self, place: Path) -> None:
        self._root = _folder(place)
        self._since: list[Renaming] = []
        self._now: dict[int, Folder] = {}
        self._handles: dict[int, File | Folder] = {}
        self.acknowledged: list[str] = []
        self._said = ""
        self.folders = [self._root]
        self._note(self._root)

    def _note(self, folder: Folder) -> None:
        self._now[id(folder)] = Folder(folder)
        for entry in folder.values():
            if isinstance(entry, Folder):
                self.folders.append(entry)
                self._note(entry)

    def follow(self, step: Step) -> None:
        """Apply one step of the log."""
        path = step.data.decode(errors="replace")
        match step.kind:
            case "A":
                self._said += path
                *lines, self._said = self._said.split("\n")
                self.acknowledged += lines
            case "O":
                self._open(step.handle, path, step.offset)
            case "C":
                self._handles.pop(step.handle, None)
            case "W":
                self._file(step.handle).since.append((step.offset, step.data))
            case "T":
                self._file(step.handle).since.append((step.offset, None))
            case "S":
                self._sync(self._handles[step.handle])
            case "R":
                self._rename(*path.split("\0"))
            case "U" | "D":
                folder, name = self._where(path)
                self._rename_at_once((folder, name, None))
            case "M":
                folder, name = self._where(path)
                fresh = Folder()
                self.folders.append(fresh)
                self._note(fresh)
                self._rename_at_once((folder, name, fresh))

    def _open(self, handle: int, path: str, flags: int) -> None:
        if not path:
            self._handles[handle] = self._root
            return
        folder, name = self._where(path)
        entry = self._now[id(folder)].get(name)
        if entry is None:
            if not flags & os.O_CREAT:
                return  # a name created in an unrecorded way
            entry = File()
            self._rename_at_once((folder, name, entry))
        elif flags & os.O_TRUNC and isinstance(entry, File):
            entry.since.append((0, None))
        self._handles[handle] = entry

    def _rename(self, old: str, new: str) -> None:
        (folder, name), (other, fresh) = self._where(old), self._where(new)
        self._rename_at_once((folder, name, None), (other, fresh, self._now[id(folder)][name]))

    def _rename_at_once(self, *changes: tuple[Folder, str, File | Folder | None]) -> None:
        renaming = Renaming(changes)
        self._since.append(renaming)
        _change(renaming, lambda folder: self._now[id(folder)])

    def _sync(self, entry: File | Folder) -> None:
        if isinstance(entry, File):
            entry.sync()
            return
        for renaming in [each for each in self._since if each.changes[-1][0] is entry]:
            _change(renaming, lambda folder: folder)
            self._since.remove(renaming)

    def _file(self, handle: int) -> File:
        entry = self._handles[handle]
        assert isinstance(entry, File)
        return entry

    def _where(self, path: str) -> tuple[Folder, str]:
        folder = self._root
        *parents, name = PurePosixPath(path).parts
        for parent in parents:
            entry = self._now[id(folder)][parent]
            assert isinstance(entry, Folder)
            folder = entry
        return folder, name

    def after_a_cut(self, chance: Random) -> State:
        """Return one possible state of the disk after a power failure now."""
        share = chance.choice((0.0, 0.1, 0.5, 0.9, 1.0))
        whole = chance.random() < 0.3

        def keep() -> bool:
            return chance.random() < share

        views = {id(folder): Folder(folder) for folder in self.folders}
        for renaming in self._since:
            if keep():
                _change(renaming, lambda folder: views[id(folder)])
        state: State = {}

        def walk(folder: Folder, before: str) -> None:
            for name, entry in views[id(folder)].items():
                if isinstance(entry, Folder):
                    state[before + name] = None
                    walk(entry, f"{before}{name}/")
                else:
                    content = entry.content(keep, whole=whole)
                    if chance.random() < 0.2:  # its length is there before its content
                        content += bytes(max(0, entry.length() - len(content)))
                    state[before + name] = content

        walk(self._root, "")
        return state


def _folder(place: Path) -> Folder:
    return Folder(
        (path.name, _folder(path) if path.is_dir() else File(path.read_bytes()))
        for path in sorted(place.iterdir())
    )


def write(state: State, place: Path) -> None:
    """Put a state of the disk into an empty folder."""
    for name, content in state.items():
        if content is None:
            (place / name).mkdir()
        else:
            (place / name).write_bytes(content)


def moments(steps: Sequence[Step], wanted: int, seed: int, names: int | None = None) -> set[int]:
    """Return the steps to cut after: evenly spaced, and right before and after each change of a name.

    At most ``names`` of the latter, different ones for each seed.
    """
    evenly = {len(steps) * number // wanted for number in range(1, wanted + 1)}
    named = [place for place, step in enumerate(steps, start=1) if step.kind in "RUDM"]
    around = sorted({each for place in named for each in (place - 1, place) if each})
    if names is None or len(around) <= names:
        return evenly.union(around)
    return evenly.union(Random(seed).sample(around, names))


def cuts(
    steps: Sequence[Step], sample: Path, wanted: int, seed: int, names: int | None = None
) -> Iterator[tuple[State, list[str]]]:
    """States after cuts at these `moments` of a log, each with what was acknowledged before the cut."""
    disk, chosen = Disk(sample), moments(steps, wanted, seed, names)
    for place, step in enumerate(steps, start=1):
        disk.follow(step)
        if place in chosen:
            yield disk.after_a_cut(Random(f"{seed} {place}")), list(disk.acknowledged)
