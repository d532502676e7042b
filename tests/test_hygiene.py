"""Nothing of a member is left in any file outside the vault, whatever was done, nor readable in the vault's own."""

from __future__ import annotations

import gzip
import random
import re
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import QByteArray, QSettings

from tests.driven import EXPORTED, PLANTED, SMALLEST
from tests.faults import preload
from tests.hygiene import held, leaks, strangers
from tests.processes import Session
from tests.watching import opened
from ur_desktop import paths
from ur_desktop.letters.typeset import typeset

SHORTEST = 6
"""The letters of a word that random bytes do not make by chance."""
ORDINARY = {"ledger", "letter", "request", "schedule", "Terrace", "withdrew"}
"""Words that stand in other places of the program too; the rest of what they were planted with tells."""
BORN = ("1958-07-23", "7/23/1958", "July 23, 1958", "19580723")
"""The planted date of birth as it may be written elsewhere."""
WORDS = (
    *(
        word
        for words in PLANTED.values()
        for word in words.split()
        if len(word) >= SHORTEST and word not in ORDINARY
    ),
    *BORN,
)
MOMENT, BACKUP = r"\d{8}T\d{6}Z", r"ur-vault-[0-9a-f]{8}-\d{8}T\d{6}Z-\d{6}"
LEFT = (
    rf"data/ur-desktop/vault(?:-replaced-{MOMENT})?/vault\.(?:db|json|json\.bak|anchor\.json)",
    rf"data/ur-desktop/backups/{BACKUP}/(?:manifest\.json|vault\.(?:db|json|anchor\.json))",
    r"data/ur-desktop/(?:ur-desktop\.log|window\.json)",
    r"config/QtProject\.conf",
    r"cache/fontconfig/[\w.-]+",  # what fontconfig keeps of the fonts of this computer
)
"""All that the program leaves, by the folders of a desk."""
WRITTEN = (
    *LEFT,
    r"data/ur-desktop/vault/vault\.(?:db-wal|db-shm|db\.new(?:-journal|-wal|-shm)?|open)",
    r"data/ur-desktop/vault(?:\.restoring)?/vault\.(?:json|json\.bak|restored\.json|anchor\.json(?:\.new)?)\.tmp",
    r"data/ur-desktop/vault\.restoring/vault\.(?:db|json|anchor\.json)",
    rf"data/ur-desktop/backups/{BACKUP}\.partial/(?:manifest\.json|vault\.(?:db|json|anchor\.json))",
    rf"home/{EXPORTED}/{PLANTED['file']}/(?:\.ur-desktop-[0-9a-f]{{8}}\.part|printed\.pdf)",
    # Qt's locks, and its files before they have a name (O_TMPFILE names the folder) or have theirs.
    r"data/ur-desktop/window\.(?:lock(?:\.\w+)?|json\.tmp)|data/ur-desktop",
    r"config/QtProject\.conf\.\w+|config",
    r"tmp/[a-z0-9_]{8}",  # by which Python's tempfile finds out where it may write
    r"/dev/null",
)
"""All that it may open to write, if only for a moment."""
PRINTING = {"127.0.0.1 631", "::1 631"}
"""Where Qt asks CUPS, the printing service of this computer, for its printers."""


@dataclass(frozen=True, slots=True)
class Worked:
    """A desk after work: what was told, and what was opened and called meanwhile."""

    session: Session
    told: list[dict[str, object]]
    log: Path

    @property
    def taken_out(self) -> Path:
        """The folder for what was taken out on purpose."""
        return self.session.root / "home" / EXPORTED / PLANTED["file"]


def natively(folder: Path) -> dict[str, str]:
    """What tells a process to note what its libraries open too; nothing where there is no compiler."""
    try:
        return {"LD_PRELOAD": str(preload.compiled(folder, opened.SOURCE))}
    except preload.NoCompiler:
        return {}


@pytest.fixture(scope="module")
def worked(qapp: object, tmp_path_factory: pytest.TempPathFactory, samples_of_today: Path) -> Worked:
    """A computer on which planted words were worked from intake to letter, taken out, locked, unlocked, failed on,
    put back from a backup, killed and unlocked again."""
    session, apart = Session(tmp_path_factory.mktemp("worked")), tmp_path_factory.mktemp("apart")
    copytree(samples_of_today, session.home / "vault")
    more = {opened.LOG: str(apart / "log"), "CUPS_SERVER": "localhost", **natively(apart)}
    told = session.run("planted+planted_again+planted_put_back", more=more)
    return Worked(session, told + session.run("found", more=more), apart / "log")


def astray(log: Path, root: Path) -> list[str]:
    """What was opened to be written that is nowhere to be written, by the folders of a desk."""
    written = [Path(name) for kind, name in opened.records(log) if kind == "w" and name != str(log)]
    names = [(path.relative_to(root) if path.is_relative_to(root) else path).as_posix() for path in written]
    return [name for name in names if not any(re.fullmatch(pattern, name) for pattern in WRITTEN)]


def test_the_words_were_really_typed_kept_and_found_again(worked: Worked) -> None:
    facts = {name: value for line in worked.told for name, value in line.items()}
    assert facts["sealed"] == 2
    assert facts["held"] == ["member_id", "first_name", "born", "reason"]
    assert facts["search"] == PLANTED["search"]
    assert facts["taken_out"] == ["Ockhamfizz letter.pdf", "journal.csv", "printed.pdf"]
    assert facts["new_keys"]
    assert worked.told[-1]["words"]


def test_a_saved_letter_can_be_read_by_the_scan(worked: Worked) -> None:
    typeset = ("QXV-48213-7709", "Quixandra", "Vellmorthy", "Plinthgrove", "Brundlewick", "snollygoster")
    assert set(typeset) <= held(worked.taken_out / "Ockhamfizz letter.pdf", WORDS)


def test_an_exported_journal_can_be_read_by_the_scan_and_quotes_nobody(worked: Worked) -> None:
    says = ("Nora Sample", "Information request, member", "member ID, first name, last name")
    assert held(worked.taken_out / "journal.csv", (*says, *WORDS)) == set(says)


def test_a_print_is_a_picture_which_the_scan_cannot_read_and_knows_by_its_name(worked: Worked) -> None:
    assert held(worked.taken_out / "printed.pdf", WORDS) == set()
    assert f"home/{EXPORTED}/{PLANTED['file']}/printed.pdf" in strangers(worked.session.root, LEFT)


def test_no_file_holds_any_of_them_and_none_is_unknown(worked: Worked) -> None:
    on_purpose = f"home/{EXPORTED}/"
    assert (worked.session.home / "ur-desktop.log").exists()
    assert [line for line in leaks(worked.session.root, WORDS) if f" in {on_purpose}" not in line] == []
    assert strangers(worked.session.root, (*LEFT, f"{on_purpose}.*")) == []


def test_nothing_was_written_anywhere_else_for_a_moment_either(worked: Worked) -> None:
    written = [name for kind, name in opened.records(worked.log) if kind == "w"]
    assert str(worked.session.home / "vault" / "vault.json.tmp") in written
    assert str(worked.session.home / "ur-desktop.log") in written
    assert astray(worked.log, worked.session.root) == []


def test_nobody_but_the_printing_service_of_this_computer_was_called(
    worked: Worked, compiled: Callable[[Path], Path]
) -> None:
    compiled(opened.SOURCE)  # without a compiler nobody watched what libraries call
    assert "r" in {kind for kind, _name in opened.records(worked.log)}
    assert {name for kind, name in opened.records(worked.log) if kind == "n"} <= PRINTING


BY_PYTHON = """
from pathlib import Path
gone = Path({place!r}, "moment")
gone.touch()
gone.unlink(missing_ok=True)
"""
BY_C = "import ctypes; ctypes.CDLL(None).mkstemp(({place!r} + '/momentXXXXXX').encode())"
BY_QT = "from PySide6.QtCore import QTemporaryFile; QTemporaryFile({place!r} + '/moment').open()"


@pytest.mark.parametrize("place", ["tmp", "/var/tmp", "/dev/shm"])
def test_a_file_that_python_writes_for_a_moment_would_be_seen(tmp_path: Path, place: str) -> None:
    """Without the recorder, as where there is no compiler."""
    assert moments(tmp_path, BY_PYTHON, place) == [f"{place}/moment"]


@pytest.mark.parametrize("code", [BY_C, BY_QT])
@pytest.mark.parametrize("place", ["tmp", "/var/tmp"])
def test_a_file_that_a_library_writes_for_a_moment_would_be_seen(
    compiled: Callable[[Path], Path], tmp_path: Path, place: str, code: str
) -> None:
    told = moments(tmp_path, code, place, LD_PRELOAD=str(compiled(opened.SOURCE)))
    assert place in {told[0], Path(told[0]).parent.as_posix()}  # a file without a name is told by its folder


def moments(folder: Path, code: str, place: str, **more: str) -> list[str]:
    """What is astray after a process wrote a file for a moment in a place."""
    session, log = Session(folder / "desk"), folder / "log"
    subprocess.run(
        [sys.executable, "-c", code.format(place=str(session.root / place))],
        env={**session.environment(), opened.LOG: str(log), **more},
        check=True,
    )
    return astray(log, session.root)


def test_nothing_printed_and_no_title_holds_any_of_them(worked: Worked) -> None:
    searched = worked.session.said
    for on_purpose in (PLANTED["search"], f"{PLANTED['file']}.pdf"):  # told above
        searched = searched.replace(on_purpose, "", 1)
    assert not [word for word in WORDS if word.lower() in searched.lower()]
    assert set(next(line["titles"] for line in worked.told if "titles" in line)) <= {"", "UR Desktop"}  # type: ignore[call-overload]


def test_the_log_says_what_kind_of_fault_and_where(worked: Worked) -> None:
    lines = (worked.session.home / "ur-desktop.log").read_text().splitlines()
    assert [line for line in lines if "ERROR" in line] == [lines[-1]]
    assert "ERROR KeyError at driven.py:" in lines[-1]


def as_text(file: Path, word: str) -> None:
    file.write_text(f"Dear {word},")


def as_wide_text(file: Path, word: str) -> None:
    file.write_bytes(word.upper().encode("utf-16-le"))


def as_zip(file: Path, word: str) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("part.xml", word * 20)


def as_cut_zip(file: Path, word: str) -> None:
    as_zip(file, word)
    file.write_bytes(file.read_bytes()[:-30])


def as_zip_in_gzip(file: Path, word: str) -> None:
    as_zip(file, word)
    file.write_bytes(gzip.compress(file.read_bytes()))


def as_gzip_of_wide_text(file: Path, word: str) -> None:
    file.write_bytes(gzip.compress(word.encode("utf-16-be") * 20))


def as_damaged_stream(file: Path, word: str) -> None:
    packed = bytearray(zlib.compress(word.encode() * 20 + bytes(random.Random(1).randbytes(4000))))
    packed[2000:2100] = bytes(100)
    file.write_bytes(b"stream\r\n" + packed)


def as_letter(file: Path, word: str) -> None:
    """As the program typesets it, in numbers of glyphs."""
    html = SMALLEST.replace("</h1>", f"</h1><p>{'Said to nobody in particular. ' * 20}{word}</p>")
    fonts, layout = paths.templates_dir() / "fonts", paths.templates_dir() / "letter.typ"
    pdf = typeset(html, logo=None, fonts=fonts, template=layout, issued=date(2026, 1, 15))
    assert word.encode() not in pdf
    file.write_bytes(pdf)


def as_letter_in_gzip(file: Path, word: str) -> None:
    as_letter(file, word)
    file.write_bytes(gzip.compress(file.read_bytes()))


def as_setting(file: Path, word: str) -> None:
    """As Qt escapes a letter that could be taken for one more digit of the escape before it."""
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("last", f"\x01{word}")
    settings.sync()
    assert word.encode() not in file.read_bytes()


def as_wide_setting(file: Path, word: str) -> None:
    settings = QSettings(str(file), QSettings.Format.IniFormat)
    settings.setValue("last", QByteArray(word.encode("utf-16-be")))
    settings.sync()


def as_name(file: Path, word: str) -> None:
    file.with_name(f"{word}.pdf").touch()


@pytest.mark.parametrize(
    "leak",
    [as_text, as_wide_text, as_zip, as_cut_zip, as_zip_in_gzip, as_gzip_of_wide_text, as_damaged_stream, as_letter,
     as_letter_in_gzip, as_setting, as_wide_setting, as_name],
)  # fmt: skip
def test_the_scan_finds_what_is_leaked_on_purpose(tmp_path: Path, leak: Callable[[Path, str], None]) -> None:
    session = Session(tmp_path)
    leak(session.root / "tmp" / "left", PLANTED["copied"])
    assert leaks(session.root, WORDS)


@pytest.mark.parametrize(
    "name", ["tmp/left", "cache/ur-desktop/page.png", "home/.xsession-errors", "tmp/d00012-001"]
)
def test_a_file_that_the_program_does_not_know_is_told_of_whatever_it_holds(
    tmp_path: Path, name: str
) -> None:
    session = Session(tmp_path)
    (session.root / name).parent.mkdir(exist_ok=True)
    (session.root / name).write_bytes(b"")
    assert strangers(session.root, LEFT) == [name]
