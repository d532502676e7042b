"""The seals of the files next to the database must never change, or no earlier vault would open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ur_desktop.domain.vault.backup import BackupReason
from ur_desktop.storage.backup.manifest import File, Manifest
from ur_desktop.storage.backup.restore_note import Note
from ur_desktop.storage.keys.header import Header
from ur_desktop.storage.keys.seal import Sealed, is_sealed
from ur_desktop.storage.records.anchor import Anchor

KEY = bytes(range(32))
AT = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
VAULT = "3f" * 16
HEADER = Header(VAULT, 1, ())
ANCHOR = Anchor(VAULT, 3, {"archive": (1, "aa"), "journal": (2, "bb")})
NOTE = Note(17, AT, "Renée", AT, 18)
MANIFEST = Manifest(
    VAULT,
    17,
    AT,
    BackupReason.ASKED,
    "1.0",
    ("a",),
    1,
    2,
    3,
    (1, "aa"),
    (2, "bb"),
    {"vault.db": File(4, "cc")},
)
SEALS = (
    (HEADER, "641f4f6a2afa19e39bfc85596f4fb2c8e5046847801d0d0515acd7168a697a39"),
    (ANCHOR, "0926c5eab23ae7aaafa68dc0a03a491b75d19ed71f79ebee7cf070d29467fa7f"),
    (MANIFEST, "8e0e74748a3a0f7bf19f820fd93e5b12f1ef46b96871fdd4f9d6dd66a5aa8c6b"),
    (NOTE, "464be7619c2b88de69f459d41e8d557d54fada9ffaa98e61db702998f2ecc854"),
)
CHANGED = (
    replace(HEADER.sealed(KEY), revision=2),
    replace(ANCHOR.sealed(KEY), revision=4),
    replace(MANIFEST.sealed(KEY), letters=1),
    replace(NOTE.sealed(KEY), by="Rene"),
)


@pytest.mark.parametrize(("value", "seal"), SEALS)
def test_each_file_keeps_the_seal_of_earlier_versions(value: Sealed, seal: str) -> None:
    assert value.sealed(KEY).seal == seal
    assert is_sealed(value.sealed(KEY), KEY)


@pytest.mark.parametrize("value", CHANGED)
def test_a_changed_file_does_not_fit_its_seal(value: Sealed) -> None:
    assert not is_sealed(value, KEY)


@pytest.mark.parametrize(("value", "_seal"), SEALS)
def test_another_key_or_no_seal_does_not_fit(value: Sealed, _seal: str) -> None:
    assert not is_sealed(value.sealed(bytes(32)), KEY)
    assert not is_sealed(value, KEY)
