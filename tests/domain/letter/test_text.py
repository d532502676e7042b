import pytest

from ur_desktop.domain.letter.text import comparable, passages, prose, with_curly_quotes, words


def test_passages_know_their_section_and_their_block() -> None:
    html = "<h2>Why</h2><section class='copies'><p>One<br>two</p></section><ul><li>Three</li></ul>"
    assert [(part.tag, part.text, part.section) for part in passages(html)] == [
        ("h2", "Why", "Why"),
        ("p", "One two", "Why"),
        ("li", "Three", "Why"),
    ]
    assert prose(html) == "Three"


def test_a_tag_left_open_ends_with_the_one_around_it() -> None:
    assert [part.text for part in passages("<p>a <em>b</p><p>c</p>")] == ["a b", "c"]


def test_words_do_not_depend_on_line_ends_and_no_break_spaces() -> None:
    assert words("May\u00a023,\n 2027") == "May 23, 2027"


@pytest.mark.parametrize(
    ("typed", "printed"),
    [
        ("the member's home, members' benefits", "the member’s home, members’ benefits"),
        ('she said "I can\'t" and left', "she said “I can’t” and left"),
        ("called it 'steady.'", "called it ‘steady.’"),
        ("\"'Nested' it\"", "“‘Nested’ it”"),
        ("in the '90s (the '80s too)", "in the ’90s (the ’80s too)"),
        ("5'10\" tall, 20' away", "5'10\" tall, 20' away"),
        ('"Scored 17" and "12"', "“Scored 17” and “12”"),
        ("a ' alone and \" alone", "a ' alone and \" alone"),
        ("l’aide “as it is”", "l’aide “as it is”"),
        ("'", "'"),
    ],
)
def test_marks_are_curled_as_a_printer_would(typed: str, printed: str) -> None:
    assert with_curly_quotes(typed) == printed
    assert with_curly_quotes(printed) == printed
    assert comparable(typed) == comparable(printed)
