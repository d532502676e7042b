import hashlib
import json
import os
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.reviewer import Reviewer, Role
from ur_desktop.storage import vault
from ur_desktop.storage.keys import header
from ur_desktop.storage.keys.header import Header, Slot
from ur_desktop.storage.keys.password import LEAST, KdfParameters
from ur_desktop.storage.records.chain import canonical
from ur_desktop.storage.vault import Vault, WrongPassword

FILES = ("vault.db", "vault.db-wal", "vault.json", "vault.json.bak", "vault.anchor.json", "vault.open")


@pytest.fixture
def file(made: str, folder: Path) -> Path:
    return folder / "vault.json"


def put(folder: Path, changed: Header) -> None:
    """Write a header with a valid check but no valid seal, as without the data key."""
    header.save(folder, changed)


def check_of(body: object) -> str:
    """The check that the format asks for: SHA-256 over the format's number and the header."""
    return hashlib.sha256(canonical([1, body])).hexdigest()


def slot_of(found: Header, user_id: str) -> Slot:
    slot = found.slot(user_id)
    assert slot is not None
    return slot


def test_a_flipped_byte_anywhere_is_noticed_and_the_copy_is_used(file: Path, folder: Path) -> None:
    whole = file.read_bytes()
    right, _ = header.load(folder)
    for place in range(len(whole)):
        file.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        assert header.load(folder) == (right, True), f"byte {place}"


def test_a_header_cut_anywhere_is_noticed(file: Path, folder: Path) -> None:
    whole = file.read_bytes()
    for length in range(0, len(whole), 40):
        file.write_bytes(whole[:length])
        assert header.load(folder)[1], f"{length} bytes"


def test_the_copy_repairs_the_header_at_sign_in_and_the_journal_says_so(
    file: Path, folder: Path, password: str, now: datetime
) -> None:
    whole = file.read_bytes()
    file.unlink()
    with vault.open_vault(folder, "tspecimen", password, now) as opened:
        assert "repair" in [event.kind for event in opened.journal.entries()]
    assert file.read_bytes() == whole


def test_both_damaged_is_reported(file: Path, folder: Path) -> None:
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_text("[" * 100_000)
    with pytest.raises(StorageError, match=r"header, vault\.json, is damaged"):
        vault.users(folder)


def test_a_header_of_a_newer_program_is_refused_by_name(
    file: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right, _ = header.load(folder)
    with monkeypatch.context() as later:
        later.setattr(header, "FORMAT", 2)
        header.save(folder, right)
    with pytest.raises(StorageError, match="newer version"):
        vault.users(folder)


def test_a_folder_without_a_vault_is_reported(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match=r"no vault\.json"):
        vault.users(tmp_path)


def test_both_files_hold_the_same_slots(file: Path, folder: Path) -> None:
    assert file.read_bytes() == (folder / "vault.json.bak").read_bytes()


def test_files_are_the_owners_alone_whatever_the_umask(
    folder: Path, nurse: Reviewer, password: str, now: datetime
) -> None:
    before = os.umask(0)
    try:
        opened, _ = vault.create(folder, nurse, password, now, LEAST)
        modes = {path.name: path.stat().st_mode & 0o777 for path in folder.iterdir()}
        opened.close()
    finally:
        os.umask(before)
    assert modes == dict.fromkeys(FILES, 0o600)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_the_header_holds_neither_the_data_key_nor_a_password(
    data_key: bytes, folder: Path, password: str
) -> None:
    text = (folder / "vault.json").read_text()
    assert data_key.hex() not in text
    assert password not in text


def test_a_slot_opens_with_its_own_password_alone(file: Path, folder: Path, password: str) -> None:
    found, _ = header.load(folder)
    slot = slot_of(found, "tspecimen")
    assert len(slot.open(found.vault, password) or b"") == 32
    assert slot.open(found.vault, password.upper()) is None


@pytest.mark.parametrize("part", ["vault", "kind", "user", "kdf", "salt", "nonce", "locked"])
def test_a_slot_is_bound_to_its_vault_kind_person_and_parameters(
    file: Path, folder: Path, password: str, part: str
) -> None:
    found, _ = header.load(folder)
    slot = slot_of(found, "tspecimen")
    moved = {
        "vault": slot,
        "kind": replace(slot, kind=header.SlotKind.RECOVERY),
        "user": replace(slot, person=replace(slot.person, user_id="someone")),
        "kdf": replace(slot, kdf=replace(slot.kdf, lanes=2)),
        "salt": replace(slot, salt="00" * 16),
        "nonce": replace(slot, nonce="00" * 12),
        "locked": replace(slot, locked="00" * 48),
    }[part]
    assert moved.open("ff" * 16 if part == "vault" else found.vault, password) is None


def test_a_nurse_made_physician_in_the_header_is_noticed(
    file: Path, folder: Path, password: str, now: datetime
) -> None:
    found, _ = header.load(folder)
    slot = slot_of(found, "tspecimen")
    promoted = replace(slot, person=replace(slot.person, role=Role.PHYSICIAN))
    put(folder, replace(found, slots=(promoted, *found.slots[1:])))
    with pytest.raises(StorageError, match="changed outside the program"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_a_removed_slot_is_detected(file: Path, folder: Path, password: str, now: datetime) -> None:
    found, _ = header.load(folder)
    put(folder, replace(found, slots=found.slots[:1]))
    with pytest.raises(StorageError, match="changed outside the program"):
        vault.open_vault(folder, "tspecimen", password, now)


@pytest.mark.parametrize(
    ("kdf", "words"), [(KdfParameters(8, 1, 1), "weaker"), (KdfParameters(2**31, 3, 4), "more memory")]
)
def test_parameters_out_of_bounds_are_refused_on_read(
    file: Path, folder: Path, password: str, now: datetime, kdf: KdfParameters, words: str
) -> None:
    found, _ = header.load(folder)
    slots = tuple(replace(slot, kdf=kdf) for slot in found.slots)
    put(folder, replace(found, slots=slots))
    with pytest.raises(StorageError, match=words) as refused:
        vault.open_vault(folder, "tspecimen", password, now)
    assert not isinstance(refused.value, WrongPassword)


def test_a_slot_of_the_wrong_length_is_damage(file: Path, folder: Path) -> None:
    whole = json.loads(file.read_text())
    assert whole["check"] == check_of(whole["header"])
    whole["header"]["slots"][0]["nonce"] = "00"
    whole["check"] = check_of(whole["header"])
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_text(json.dumps(whole))
    with pytest.raises(StorageError, match="damaged"):
        vault.users(folder)


def test_a_restored_older_header_is_detected(
    opened: Vault, folder: Path, physician: Reviewer, password: str, now: datetime
) -> None:
    older = (folder / "vault.json").read_bytes()
    opened.add_user(physician, "another sample", LEAST)
    opened.close()
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_bytes(older)
    with pytest.raises(StorageError, match="replaced by an older one"):
        vault.open_vault(folder, "tspecimen", password, now)


def test_a_failed_header_write_is_reported_and_the_old_one_stays(
    opened: Vault, folder: Path, physician: Reviewer
) -> None:
    before = (folder / "vault.json").read_bytes()
    (folder / "vault.json.tmp").mkdir()
    with pytest.raises(StorageError, match=r"vault\.json can't be written"):
        opened.add_user(physician, "another sample", LEAST)
    assert (folder / "vault.json").read_bytes() == before
    assert [person.user_id for person in opened.people()] == ["tspecimen"]


@pytest.mark.parametrize("change", [{"seal": "\ud800"}, {"seal": "é"}, {"vault": "zz"}])
def test_a_header_of_half_a_character_is_damaged_though_its_check_fits(
    made: str, folder: Path, change: dict[str, str]
) -> None:
    found = json.loads((folder / "vault.json").read_text())
    assert found["check"] == check_of(found["header"])
    body = found["header"] | change
    whole = {"format": 1, "check": check_of(body), "header": body}
    for name in ("vault.json", "vault.json.bak"):
        (folder / name).write_text(json.dumps(whole))
    with pytest.raises(StorageError, match="is damaged"):
        header.load(folder)
