"""What a password may not be: short, or a common word with digits around it."""

import pytest

from ur_desktop.domain.password import is_common, is_long_enough


@pytest.mark.parametrize(
    "password",
    [
        "password1234",
        "Password1234!",
        "2026sunshine!!",
        "P@ssw0rd1234",
        "passwordpassword",
        "dragon-dragon-1",
        "123456789012",
    ],
)
def test_a_common_word_with_digits_is_common(password: str) -> None:
    assert is_long_enough(password)
    assert is_common(password)


@pytest.mark.parametrize(
    "password", ["harbor lantern 42", "seven sample words", "password of the harbor", "dragon football 77"]
)
def test_several_words_are_not_common(password: str) -> None:
    assert not is_common(password)


def test_an_accent_counts_as_one_character_however_it_is_typed() -> None:
    assert not is_long_enough("cafe\u0301 au lai")
    assert is_long_enough("cafe\u0301 au lait")
