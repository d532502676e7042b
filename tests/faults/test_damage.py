"""Damage is reported correctly or has no effect: no traceback, lost data or wrong-password error."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from random import Random
from shutil import copytree

import pytest

from tests.effort import Effort
from tests.faults import world
from tests.faults.conftest import Spread
from tests.faults.world import FOLDER
from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.database import PAGE
from ur_desktop.storage.vault import WrongPassword

Harm = Callable[[bytearray, int], object]
"""Damages a file at an offset."""


def flip(content: bytearray, at: int) -> None:
    """One bit of a page."""
    content[at + Random(at).randrange(min(PAGE, len(content) - at))] ^= 1 << Random(at + 1).randrange(8)


def zero(content: bytearray, at: int) -> None:
    """A page of zeros."""
    content[at : at + PAGE] = bytes(PAGE)


def swap(content: bytearray, at: int) -> None:
    """A page and the one after it, the last one and the first."""
    other = (at + PAGE) % len(content)
    content[at : at + PAGE], content[other : other + PAGE] = (
        content[other : other + PAGE],
        content[at : at + PAGE],
    )


def cut(content: bytearray, at: int) -> None:
    """All from a page on."""
    del content[at:]


def cut_in(content: bytearray, at: int) -> None:
    """All from the middle of a page on."""
    del content[at + PAGE // 2 :]


def flip_here(content: bytearray, at: int) -> None:
    """One bit of a byte."""
    content[at] ^= 1 << at % 8


NAMED = "damaged|belongs to another vault|empty|Letter 1 in the archive was changed"
PAGES: dict[str, Harm] = {"flipped": flip, "zeroed": zero, "swapped": swap, "cut": cut, "cut inside": cut_in}


def harmed(sample: Path, files: Sequence[str], harm: Harm, places: Sequence[int]) -> list[str]:
    """Damage files of a copy of the vault at each offset; return the errors, empty for no effect."""
    said = []
    with world.scratch() as folder:
        copytree(sample, Path(folder) / "whole")
        with world.opened(Path(folder) / "whole") as vault:
            whole = world.everything(vault)
        for at in places:
            place = Path(folder) / str(at)
            copytree(sample, place)
            for name in files:
                content = bytearray((place / FOLDER / name).read_bytes())
                harm(content, at)
                (place / FOLDER / name).write_bytes(content)
            try:
                said.append(looked_through(place, whole))
            except Exception as error:
                error.add_note(f"{harm.__name__} at {at} in {files}")
                raise
    return said


def looked_through(place: Path, whole: tuple[object, ...]) -> str:
    """Open a vault and read everything in it; return the error, if any."""
    try:
        with world.opened(place) as vault:
            found = world.everything(vault)
            world.verify(vault)
    except WrongPassword:
        return "wrong password"
    except StorageError as error:
        return error.what
    assert found == whole
    return ""


@pytest.fixture
def closed(sample: Path, tmp_path: Path) -> Path:
    """A copy of the sample that was opened and closed, so that all is in the database."""
    copytree(sample, tmp_path / "closed")
    world.opened(tmp_path / "closed").close()
    return tmp_path / "closed"


@pytest.mark.parametrize("kind", PAGES)
def test_every_page_of_the_database(kind: str, closed: Path, spread: Spread, effort: Effort) -> None:
    size = (closed / FOLDER / "vault.db").stat().st_size
    places = range(0, size, PAGE * effort.of(quick=2, long=1))
    said: list[str] = list(
        chain.from_iterable(spread(harmed, closed, ["vault.db"], PAGES[kind], seeds=places))
    )
    effort.counts["damaged pages"] += len(said)
    assert len(said) == len(places)
    assert [words for words in said if not re.search(NAMED, words)] == []


@pytest.mark.parametrize("files", [["vault.json"], ["vault.json.bak"], ["vault.anchor.json"]])
def test_one_of_the_headers_or_the_anchor_may_be_damaged_anywhere(
    files: list[str], closed: Path, spread: Spread, effort: Effort
) -> None:
    size = (closed / FOLDER / files[0]).stat().st_size
    places = range(0, size, effort.of(quick=151, long=3))
    said: list[str] = list(chain.from_iterable(spread(harmed, closed, files, flip_here, seeds=places)))
    assert set(said) == {""}
    effort.counts["damaged headers"] += len(said)


def test_both_headers_damaged_are_named_as_damaged(closed: Path, spread: Spread, effort: Effort) -> None:
    size = (closed / FOLDER / "vault.json").stat().st_size
    both = ["vault.json", "vault.json.bak"]
    places = range(0, size, effort.of(quick=7, long=1))
    said: list[str] = list(chain.from_iterable(spread(harmed, closed, both, flip_here, seeds=places)))
    assert {words for words in said if words} == {"The vault's header, vault.json, is damaged."}
    # White space and the spelling of a number have no meaning.
    assert said.count("") <= len(said) // 4
    effort.counts["damaged headers"] += len(said)


@pytest.mark.parametrize("harm", [flip_here, cut])
def test_a_log_left_by_a_kill_may_be_damaged_anywhere(
    harm: Harm, closed: Path, tmp_path: Path, effort: Effort
) -> None:
    """The log has the latest saves: those after the damage may be lost, those before it are not."""
    with world.opened(closed) as vault:
        for number in range(6):
            vault.drafts.store(world.CASE, "note", "typed " * (number + 1))
        copytree(closed, tmp_path / "killed")
    log = tmp_path / "killed" / FOLDER / "vault.db-wal"
    whole = log.read_bytes()
    for at in range(0, len(whole), len(whole) // effort.of(quick=6, long=300)):
        place = tmp_path / str(at)
        copytree(tmp_path / "killed", place)
        content = bytearray(whole)
        harm(content, at)
        (place / FOLDER / "vault.db-wal").write_bytes(content)
        with suppress(StorageError), world.opened(place) as vault:
            world.verify(vault)
            assert vault.drafts.texts(world.CASE).get("note", "") in {
                "typed " * number for number in range(7)
            }
            assert len(vault.cases.answer_history(world.CASE)) == 4
        effort.counts["damaged logs"] += 1
