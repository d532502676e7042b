from ur_desktop.domain.letter_text import passages, prose, words


def test_passages_know_their_section_and_what_they_stand_in():
    html = "<h2>Why</h2><section class='copies'><p>One<br>two</p></section><ul><li>Three</li></ul>"
    assert [(part.tag, part.text, part.section) for part in passages(html)] == [
        ("h2", "Why", "Why"),
        ("p", "One two", "Why"),
        ("li", "Three", "Why"),
    ]
    assert prose(html) == "Three"


def test_a_tag_left_open_ends_with_the_one_around_it():
    assert [part.text for part in passages("<p>a <em>b</p><p>c</p>")] == ["a b", "c"]


def test_words_do_not_depend_on_line_ends_and_no_break_spaces():
    assert words("May\u00a023,\n 2027") == "May 23, 2027"
