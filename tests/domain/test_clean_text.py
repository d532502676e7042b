"""Text from outside is cleaned alike, whatever door it comes in by."""

from __future__ import annotations

import time
import unicodedata
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ur_desktop.domain.case import Address, Urgency
from ur_desktop.domain.clean_text import MOST_MARKS, clean, clean_fields, clean_line, clean_values


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("plain, as typed\n- 1", "plain, as typed\n- 1"),
        (
            "one\x0btwo\x0cthree\x85four\u2028five\u2029six\r\nseven\reight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
        ("1234\u200b567\u200e890\u202c", "1234567890"),
        ("a\tb\u00a0c\u2009d\u3000e", "a b c d e"),
        ("TEST\u201100402\u2010x\u00ad", "TEST-00402-x"),
        ("Rene\u0301e", "Renée"),
        ("\ufeffa\ufe0fb\u3164c\u2800d\U000e0100e\ue000\ud800", "abcde"),
        ("2024\u20132026 — “quoted”", "2024\u20132026 — “quoted”"),
        ("▪ one\n  ● two\n☒\tthree\nfour • five", "- one\n- two\n- three\nfour • five"),
    ],
    ids=["plain", "line ends", "invisible", "blanks", "hyphens", "composed", "fillers", "kept", "bullets"],
)
def test_clean(given: str, kept: str) -> None:
    assert clean(given) == kept


def test_a_line_has_no_line_end_and_no_spaces_around_it() -> None:
    assert clean_line("\u200b Jordan \x0b\u00a0 Sampleton\n") == "Jordan Sampleton"


@given(st.text())
def test_clean_text_is_clean(text: str) -> None:
    kept = clean(text)
    assert clean(kept) == kept
    assert clean_line(clean_line(text)) == clean_line(text)
    assert all(each == "\n" or unicodedata.category(each) not in {"Cc", "Cf", "Cs", "Co"} for each in kept)


@pytest.mark.parametrize("letters", ["e" + "\u0301\u0316" * 500_000, "é\u200b" * 500_000])
def test_a_megabyte_of_marks_takes_a_moment(letters: str) -> None:
    started = time.process_time()
    kept = clean(letters)
    assert time.process_time() - started < 5
    if letters.startswith("e"):
        assert len(kept) <= 1 + MOST_MARKS


def test_every_text_of_a_file_is_cleaned_and_no_key() -> None:
    assert clean_values({"a\u200b": ["x\u200b", 1, None, {"b": "y\x0bz"}]}) == {
        "a\u200b": ["x", 1, None, {"b": "y\nz"}]
    }


@dataclass(frozen=True)
class Sheet:
    name: str
    urgency: Urgency
    homes: tuple[Address, ...]
    kind: type
    count: int = 1


def test_every_text_of_a_value_is_cleaned() -> None:
    found = clean_fields(Sheet("a\u200b ", Urgency.URGENT, (Address(("1\x0bLane",)),), int))
    assert found == Sheet("a", Urgency.URGENT, (Address(("1 Lane",)),), int)
    assert isinstance(found.urgency, Urgency)
