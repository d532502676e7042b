"""The same person and the same name, however they were typed."""

from __future__ import annotations

import pytest

from ur_desktop.domain.folding import identity, indexed_words, search_words


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("lukasz", "Łukasz"),
        ("odegard", "Ødegård"),
        ("duc", "Đức"),
        ("yildiz", "Yıldız"),
        ("inan", "İnan"),
        ("iolani", "ʻIolani"),
        ("hawaii", "Hawaiʻi"),
        ("hawai'i", "Hawaiʻi"),
        ("brien", "OʼBrien"),
        ("obrien", "OʼBrien"),
        ("o’brien", "O'Brien"),
        ("brien", "O’Brien"),
        ("obrien", "O´Brien"),
        ("weiss", "Weiß"),
        ("thora", "Þóra"),
        ("aesa", "Æsa"),
        ("oeuvray", "Œuvray"),
        ("gudrun", "Guðrún"),
        ("ngoc", "Ŋọc".replace("Ŋ", "Ng")),
        ("nala", "Ŋala"),
        ("annemarie", "Anne-Marie"),
        ("anne-mar", "Anne\u2011Marie"),
        ("test00402", "TEST-00402"),
        ("TEST\u201300402", "TEST-00402"),
        ("José", "Jose\u0301"),
    ],
)
def test_a_name_is_found_by_what_people_type(typed: str, name: str) -> None:
    known = indexed_words(name)
    assert search_words(typed)
    assert all(any(word.startswith(part) for word in known) for part in search_words(typed))


def test_the_words_of_a_text_once_each() -> None:
    assert search_words("Inventada, María José (TEST-00402) maria") == (
        "inventada",
        "maria",
        "jose",
        "test",
        "00402",
    )
    assert search_words(" -'— ") == ()


def test_an_id_is_the_same_without_what_nobody_sees() -> None:
    for typed in (
        "test-00402",
        "TEST\u201100402",
        "TEST\u201300402 ",
        "\u200bTEST-\u200e00402",
        "ＴＥＳＴ－00402",
    ):
        assert identity(typed) == identity("TEST-00402")
    assert identity("12-34") != identity("123-4")
