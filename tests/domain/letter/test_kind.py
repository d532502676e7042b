"""What a letter is called."""

import pytest

from ur_desktop.domain.letter.kind import Copy, LetterKind, letter_name


@pytest.mark.parametrize(
    ("kind", "copy", "name"),
    [
        (LetterKind.DENIAL, Copy.MEMBER, "Denial, member"),
        (LetterKind.CONTINUED_APPROVAL, Copy.PROVIDER, "Continued approval, provider"),
        (LetterKind.REVIEW_SUMMARY, Copy.INTERNAL, "Review summary"),
    ],
)
def test_a_letter_is_called_by_its_kind_and_for_whom_it_is(kind: LetterKind, copy: Copy, name: str) -> None:
    assert letter_name(kind, copy) == name
