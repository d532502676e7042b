"""Invented people and cases, and a vault with the fastest allowed key derivation."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime
from pathlib import Path
from shutil import copytree

import pytest
import sqlcipher3.dbapi2 as sqlcipher

from tests import sealing, vault_database
from ur_desktop.domain.case import Case, Diagnosis, Member, ServiceRequest, Urgency
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.review import Review
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.database import Database
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.storage.vault import Vault

PASSWORD = "seven sample words"
NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
NURSE = Reviewer(
    "tspecimen", "Taylor Specimen", Role.NURSE, Credential("RN", "TEST-1", "NC"), administers=True
)


@pytest.fixture
def now() -> datetime:
    return NOW


@pytest.fixture
def password() -> str:
    return PASSWORD


@pytest.fixture
def nurse() -> Reviewer:
    return NURSE


@pytest.fixture
def physician() -> Reviewer:
    return Reviewer(
        "mexample", "Morgan Example", Role.PHYSICIAN, Credential("MD", "TEST-2", "NC", "Psychiatry")
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "vault"


@pytest.fixture(scope="session")
def empty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of a vault without cases, made once and never opened where it lies, and its recovery key."""
    folder = tmp_path_factory.mktemp("empty") / "vault"
    new, recovery_key = vault.create(folder, NURSE, PASSWORD, NOW, LEAST)
    new.close()
    return folder, recovery_key


@pytest.fixture
def made(folder: Path, empty: tuple[Path, str]) -> str:
    """A closed vault in the folder; the value is its recovery key."""
    original, recovery_key = empty
    copytree(original, folder)
    return recovery_key


@pytest.fixture
def databases() -> Iterator[list[Database]]:
    """All databases opened by the program during the test, latest last."""
    with vault_database.opened_databases() as found:
        yield found


@pytest.fixture
def opened(made: str, databases: list[Database], folder: Path, now: datetime) -> Iterator[Vault]:
    with vault.open_vault(folder, "tspecimen", PASSWORD, now) as open_one:
        yield open_one


@pytest.fixture
def db(opened: Vault, databases: list[Database]) -> Database:
    """The database of ``opened``."""
    return databases[-1]


@pytest.fixture
def data_key(made: str, folder: Path) -> bytes:
    """The data key of the vault, open or closed."""
    return vault_database.data_key(folder, "tspecimen", PASSWORD)


@pytest.fixture
def raw(folder: Path) -> Callable[[], AbstractContextManager[sqlcipher.Connection]]:
    """Open the closed vault's database with its key, without the program's code."""
    return lambda: vault_database.raw(folder, "tspecimen", PASSWORD)


@pytest.fixture
def kept(made: str, folder: Path, now: datetime) -> Path:
    """The folder of a closed vault with three letters and nine lines in its journal."""
    with vault.open_vault(folder, "tspecimen", PASSWORD, now) as opened:
        for number in (1, 2, 3):
            with opened.transaction():
                seal(opened, number, now)
        opened.journal.record(EventKind.LOCK, now)
    return folder


def seal(opened: Vault, number: int, now: datetime) -> None:
    """Accept a letter that prints the code of the previous one, with its journal lines."""
    case_id = f"case-{number}"
    opened.journal.record(EventKind.VIEW, now, case_id)
    pdf = f"%PDF {opened.archive.head_code()}".encode()
    sealing.seal(opened, case_id, "member", pdf, now)
    opened.journal.record(EventKind.LETTER, now, case_id, {"kind": sealing.KIND})


@pytest.fixture
def meddle(raw: Callable[[], AbstractContextManager[sqlcipher.Connection]]) -> Callable[..., None]:
    """Change a closed vault's database with its key, without its triggers."""

    def run(*statements: str, put_back: bool = True) -> None:
        with raw() as conn:
            triggers = conn.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall()
            for name, _sql in triggers:
                conn.execute(f"DROP TRIGGER {name}")
            for statement in statements:
                conn.execute(statement)
            for _name, sql in triggers[:] if put_back else triggers[1:]:
                conn.execute(sql)

    return run


def case(number: int) -> Case:
    received = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
    request = ServiceRequest(
        "S9480", ReviewKind.CONTINUED, Urgency.STANDARD, received, date(2026, 1, 19), date(2026, 2, 13), 12, 3,
        9.5, Diagnosis("F33.1", "A sample diagnosis"), approved_through=date(2026, 1, 16),
    )  # fmt: skip
    member = Member(
        f"TEST-{number:05}", "Jordan", "Sampleton", date(1991, 2, 28), address=sealing.SAMPLE_STREET
    )
    return Case(
        f"case-{number}", f"2026-{number:06}", member, "example-nc", "pehp-iop", request,
        sealing.PROGRAM, received, "tspecimen", sample=True,
    )  # fmt: skip


@pytest.fixture(scope="session")
def make_case() -> Callable[[int], Case]:
    return case


@pytest.fixture
def sample_case() -> Callable[[int], Case]:
    return case


@pytest.fixture(scope="session")
def make_review() -> Review:
    return Review(
        "case-1", 1, "pehp-iop", date(2024, 11, 11), "0" * 64, "continued", date(2026, 1, 15),
        facts={"age": 34, "out_of_area": False, "admitted": date(2026, 1, 5)},
    )  # fmt: skip


@pytest.fixture
def sample_review(make_review: Review) -> Review:
    return make_review
