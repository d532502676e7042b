import math
from collections.abc import Callable
from typing import Any

import pytest

from ur_desktop.domain.errors import StorageError
from ur_desktop.storage.keys.password import (
    ALPHABET,
    GROUP,
    GROUPS,
    LEAST,
    MOST,
    KdfParameters,
    allowed,
    derived,
    new_recovery_key,
    read_recovery_key,
)


def test_a_recovery_key_holds_137_bits_without_look_alikes() -> None:
    assert 137 <= GROUPS * GROUP * math.log2(len(set(ALPHABET))) < 138
    assert not set("01OILU") & set(ALPHABET)
    assert set(new_recovery_key()) <= {*ALPHABET, "-"}


def test_every_recovery_key_is_different() -> None:
    assert new_recovery_key() != new_recovery_key()


@pytest.mark.parametrize("typed", [str.lower, lambda key: key.replace("-", " "), lambda key: f" {key}\n"])
def test_a_recovery_key_is_read_however_it_is_typed(typed: Callable[..., Any]) -> None:
    key = new_recovery_key()
    assert read_recovery_key(typed(key)) == key


@pytest.mark.parametrize(
    ("typed", "words"), [("ABCD-O", "never has 'O'"), ("ABCD-EFGH", "28 letters and digits")]
)
def test_an_invalid_recovery_key_is_reported(typed: str, words: str) -> None:
    with pytest.raises(StorageError, match=words):
        read_recovery_key(typed)


def test_a_password_is_the_same_however_its_accents_are_typed() -> None:
    salt = bytes(16)
    assert derived("café au lait", salt, LEAST) == derived("cafe\u0301 au lait", salt, LEAST)
    assert derived("café au lait", salt, LEAST) != derived("cafe au lait", salt, LEAST)


def test_a_short_password_is_refused() -> None:
    with pytest.raises(StorageError, match="fewer than 12"):
        allowed("eleven char")


def test_a_commonly_used_password_is_refused() -> None:
    with pytest.raises(StorageError, match="easy to guess"):
        allowed("password1234")


@pytest.mark.parametrize(
    "kdf",
    [
        KdfParameters(LEAST.memory_kib - 1, 3, 4),
        KdfParameters(64 * 1024, LEAST.passes - 1, 4),
        KdfParameters(64 * 1024, 3, 0),
    ],
)
def test_parameters_below_the_floor_are_refused(kdf: KdfParameters) -> None:
    with pytest.raises(StorageError, match="weaker"):
        kdf.checked()


@pytest.mark.parametrize(
    "kdf",
    [
        KdfParameters(MOST.memory_kib + 1, 3, 4),
        KdfParameters(64 * 1024, MOST.passes + 1, 4),
        KdfParameters(64 * 1024, 3, MOST.lanes + 1),
    ],
)
def test_parameters_that_would_exhaust_the_computer_are_refused(kdf: KdfParameters) -> None:
    with pytest.raises(StorageError, match="more memory or time"):
        kdf.checked()


def test_what_a_vault_is_made_with_is_far_above_the_floor() -> None:
    assert KdfParameters().checked() == KdfParameters(64 * 1024, 3, 4)
