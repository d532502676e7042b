"""Nothing of a member is left in any file outside the vault, whatever was done, nor readable in the vault's own."""

from __future__ import annotations

import shutil
import zipfile
import zlib
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from tests.driven import EXPORTED, PLANTED
from tests.hygiene import leaks
from tests.processes import Desk
from ur_desktop import paths
from ur_desktop.library import Library
from ur_desktop.storage.password import LEAST
from ur_desktop.ui import sample_vault

WORDS = tuple(word for words in PLANTED.values() for word in words.split() if len(word) > 7)


@pytest.fixture(scope="module")
def worked(qapp: object, tmp_path_factory: pytest.TempPathFactory) -> tuple[Desk, list[dict[str, object]]]:
    """A computer on which planted words were worked from intake to letter, taken out, locked, unlocked, failed on,
    put back from a backup, killed and unlocked again."""
    desk = Desk(tmp_path_factory.mktemp("worked"))
    library = Library(paths.forms_dir(), paths.templates_dir())
    sample_vault.make(desk.home / "vault", library, datetime.now().astimezone(), LEAST)
    told = desk.run("planted+planted_again+planted_put_back")
    return desk, told + desk.run("found")


def test_the_words_were_really_typed_kept_and_found_again(
    worked: tuple[Desk, list[dict[str, object]]],
) -> None:
    _desk, told = worked
    facts = {name: value for line in told for name, value in line.items()}
    assert facts["sealed"] == 2
    assert facts["held"]
    assert facts["search"] == PLANTED["search"]
    assert facts["taken_out"] == ["Ockhamfizz letter.pdf", "journal.csv", "printed.pdf"]
    assert facts["new_keys"]
    assert told[-1]["words"]


def test_what_was_taken_out_on_purpose_holds_them(worked: tuple[Desk, list[dict[str, object]]]) -> None:
    assert leaks(worked[0].root / "home" / EXPORTED, WORDS)


def test_no_file_holds_any_of_them(worked: tuple[Desk, list[dict[str, object]]]) -> None:
    desk, _told = worked
    assert (desk.home / "ur-desktop.log").exists()
    shutil.rmtree(desk.root / "home" / EXPORTED)
    assert not leaks(desk.root, WORDS)


def test_nothing_printed_and_no_title_holds_any_of_them(worked: tuple[Desk, list[dict[str, object]]]) -> None:
    desk, told = worked
    searched = desk.said
    for on_purpose in (PLANTED["search"], f"{PLANTED['file']}.pdf"):  # told above
        searched = searched.replace(on_purpose, "", 1)
    assert not [word for word in WORDS if word.lower() in searched.lower()]
    assert set(next(line["titles"] for line in told if "titles" in line)) <= {"", "UR Desktop"}  # type: ignore[call-overload]


def test_the_log_says_what_kind_of_fault_and_where(worked: tuple[Desk, list[dict[str, object]]]) -> None:
    lines = (worked[0].home / "ur-desktop.log").read_text().splitlines()
    assert [line for line in lines if "ERROR" in line] == [lines[-1]]
    assert "ERROR KeyError at driven.py:" in lines[-1]


def as_text(file: Path, word: str) -> None:
    file.write_text(f"Dear {word},")


def as_wide_text(file: Path, word: str) -> None:
    file.write_bytes(word.upper().encode("utf-16-le"))


def as_zip(file: Path, word: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("part.xml", word * 20)


def as_pdf(file: Path, word: str) -> None:
    file.write_bytes(
        b"%PDF-1.7\n1 0 obj << >>\nstream\r\n" + zlib.compress(word.encode() * 20) + b"\nendstream"
    )


def as_name(file: Path, word: str) -> None:
    file.with_name(f"{word}.pdf").touch()


@pytest.mark.parametrize("leak", [as_text, as_wide_text, as_zip, as_pdf, as_name])
def test_the_scan_finds_what_is_leaked_on_purpose(tmp_path: Path, leak: Callable[[Path, str], None]) -> None:
    desk = Desk(tmp_path)
    leak(desk.root / "tmp" / "left", PLANTED["last_name"])
    assert leaks(desk.root, WORDS)
