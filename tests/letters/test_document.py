"""What a letter may be written with, and how each fault is said."""

from pathlib import Path

import pytest

from ur_desktop.domain.errors import LetterError
from ur_desktop.letters.document import Document, read_letter

SAMPLES = Path(__file__).parent / "samples"

# Lines are counted in these, so they stay as they are: <body> is on line 7, what a test puts there on line 9.
HEAD = """<!doctype html>
<html lang="en">
<head><title>A letter</title>
<meta name="kind" content="letter">
<meta name="following" content="Jordan Sampleton | · Case TEST-1 | November 24, 2026">
<meta name="foot" content="Example Plan NC"></head>
"""
LETTER = HEAD + "<body>\n<h1>A letter</h1>\n{body}\n</body></html>"


def read(body: str) -> Document:
    return read_letter(LETTER.replace("{body}", body), "denial.en")


def faults(html: str) -> tuple[str, ...]:
    with pytest.raises(LetterError) as refused:
        read_letter(html, "denial.en")
    return refused.value.faults


@pytest.mark.parametrize("sample", sorted(SAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_the_samples_are_read(sample: Path) -> None:
    letter = read_letter(sample.read_text("utf-8"))

    assert letter.kind == ("worksheet" if sample.stem == "worksheet" else "letter")
    assert letter.language == "en"
    assert len(letter.following) == 3


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<div>text</div>", "line 9: the tag <div> is not allowed."),
        ("<script>1</script>", "line 9: the tag <script> is not allowed."),
        ("\n\n<p><a href='http://x.invalid'>x</a></p>", "line 11: the tag <a> is not allowed."),
        ('<p style="color: red">x</p>', "line 9: the attribute style is not allowed on <p>."),
        ('<p onclick="x()">x</p>', "line 9: the attribute onclick is not allowed on <p>."),
        ('<h2 lang="es">x</h2>', "line 9: the attribute lang is not allowed on <h2>."),
        ('<p class="loud">x</p>', 'line 9: class="loud" on <p>: the class is one of'),
        ('<p lang="es" lang="en">x</p>', "line 9: the attribute lang is given twice on <p>."),
        ('<p lang="Spanish">x</p>', 'line 9: lang="Spanish" on <p>: a language is written like en'),
        ('<span dir="up">x</span>', 'line 9: dir="up" on <span>: the direction is ltr or rtl.'),
        ("<section><p>x</p></section>", "line 9: <section> lacks the attribute class."),
        ("loose words", "line 9: text is not allowed directly inside <body>."),
        ("<ul>loose</ul>", "line 9: text is not allowed directly inside <ul>."),
        ("<p><p>x</p></p>", "line 9: <p> is not allowed inside <p>."),
        ("<ul><p>x</p></ul>", "line 9: <p> is not allowed inside <ul>."),
        ("<li>x</li>", "line 9: <li> is not allowed inside <body>."),
        ("<p>x</b></p>", "line 9: </b> closes nothing: <p> is open."),
        ("<p><strong>x</p>", "line 9: </p> closes nothing: <strong> is open."),
        ("<p/>", "line 9: <p/> must be closed by </p>."),
        ("<p>a < b</p>", "line 9: a bare < in the text: write &lt;."),
        ("<p>a & b</p>", "line 9: a bare & in the text: write &amp;."),
        ("<p>&nosuch;</p>", "line 9: the entity &nosuch; does not exist."),
        ("<p>&#0;</p>", "line 9: &#0; is not a character."),
        ("<p>&#xD800;</p>", "line 9: &#xD800; is not a character."),
        ("<!-- note -->", "line 9: the declaration or comment"),
        ("<?php 1 ?>", "line 9: the declaration or comment"),
        ("<![CDATA[x]]>", "line 9: the declaration or comment"),
        ("<h1>Two</h1>", "line 9: a letter has one <h1>; this one has 2."),
        ("<h3>Deep</h3>", "line 9: <h3> skips a level: <h2> comes first."),
        ("<h2> </h2>", "line 9: <h2> has no words."),
        ("<dl><dt>Label</dt></dl>", "line 9: <dl> holds pairs"),
        ("<dl><dd>Value</dd><dt>Label</dt></dl>", "line 9: <dl> holds pairs"),
        ("<table><tbody><tr><td>x</td></tr></tbody></table>", "line 9: <table> holds one <thead>"),
        (
            "<table><thead><tr><td>x</td></tr></thead><tbody></tbody></table>",
            "line 9: the first row of a table is made of <th>.",
        ),
        (
            "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody>\n<tr><td>x</td></tr></tbody></table>",
            "line 10: this row has 1 cells; the table has 2 columns.",
        ),
        (
            '<address class="window">x</address>',
            'line 9: <address class="window"> belongs directly in <body>, before',
        ),
        (
            '<dl class="reference"><dt>a</dt><dd>b</dd></dl>',
            'line 9: <dl class="reference"> belongs directly in <body>',
        ),
        ("<address>x</address>", 'line 9: an <address> has class="window", or is in the letterhead'),
        ('<p class="plan">x</p>', 'line 9: class="plan" and class="tagline" belong to the letterhead'),
        ("<p>\u2067x</p>", "line 9: U+2066 to U+2068 and U+2069 come in pairs within one text."),
        ("<p>&#" + "9" * 5_000 + ";</p>", "line 9: &#9999999999… is not a character."),
        ("<p>\n&#x" + "0" * 90 + "41;</p>", "line 10: &#x000000000… is not a character."),
        ('<p class="&#' + "9" * 5_000 + ';">x</p>', "line 9: &#9999999999… is not a character."),
        ("<p>\u2069x\u2066</p>", "line 9: U+2066 to U+2068 and U+2069 come in pairs within one text."),
    ],
)
def test_what_a_letter_may_not_hold_is_refused_by_name_and_line(body: str, fault: str) -> None:
    found = faults(LETTER.replace("{body}", body))

    assert any(line.startswith(f"denial.en, {fault}") for line in found), found


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (' lang="en"', "", "line 2: <html> lacks the attribute lang."),
        ("<title>A letter</title>", "", "line 3: <head> needs one <title> with words."),
        ("<title>A letter</title>", "<title> </title>", "line 3: <head> needs one <title> with words."),
        (
            '"kind" content="letter"',
            '"kind" content="memo"',
            'line 4: <meta name="kind"> is letter or worksheet',
        ),
        ('name="kind"', 'name="viewport"', 'line 4: <meta name="viewport"> is not known'),
        (
            '<meta name="foot" content="Example Plan NC">',
            "",
            'line 3: <head> needs one <meta name="foot">; it has 0.',
        ),
        (" | November 24, 2026", "", 'line 5: <meta name="following"> has three parts'),
        ("<h1>A letter</h1>", "", "line 7: a letter has one <h1>; this one has 0."),
        ("<h1>A letter</h1>", "<h2>x</h2><h1>A letter</h1>", "line 8: <h2> skips a level: <h1> comes first."),
        (
            "<h1>",
            '<header class="letterhead"><img class="logo"></header><h1>',
            "line 8: <img> lacks the attribute alt.",
        ),
        (
            "<h1>",
            '<header class="letterhead"><img class="logo" alt=""></header><h1>',
            'line 8: alt="" on <img>: an image needs words',
        ),
        (
            "<h1>",
            '<header class="letterhead"><img class="logo" alt="x" src="file:///x"></header><h1>',
            "line 8: the attribute src is not allowed on <img>.",
        ),
        (
            "<h1>",
            '<address class="window">1<br>2<br>3<br>4<br>5<br>6</address><h1>',
            "line 8: the address has 6 lines; the envelope's window shows 5.",
        ),
        (
            "<h1>",
            '<dl class="reference">' + "<dt>a</dt><dd>b</dd>" * 7 + "</dl><h1>",
            'line 8: <dl class="reference"> has 7 rows; there is room for 6.',
        ),
        (
            "<h1>",
            '<address class="window">1</address><address class="window">2</address><h1>',
            'line 8: <address class="window"> appears twice.',
        ),
        (
            'content="letter"',
            'content="worksheet"><meta name="x" content=""',
            'line 4: <meta name="x"> is not known',
        ),
        ("<body>", "<head></head><body>", "line 2: <html> holds one <head> and then one <body>."),
        ("</body></html>", "", "line 2: <html> is never closed."),
        ("</html>", "</html><p>x</p>", "line 10: <p> is not allowed here."),
        ("</html>", "</html>x", "line 10: text is not allowed outside <html>."),
        ("<!doctype html>", "<!doctype svg>", "line 1: the declaration or comment"),
    ],
)
def test_a_letter_lacking_what_it_needs_is_refused(old: str, new: str, fault: str) -> None:
    html = LETTER.replace("{body}", "<p>x</p>")
    assert old in html
    found = faults(html.replace(old, new))

    assert any(line.startswith(f"denial.en, {fault}") for line in found), found


def test_a_worksheet_has_no_letterhead() -> None:
    html = LETTER.replace('content="letter"', 'content="worksheet"').replace(
        "<h1>", '<address class="window">x</address><h1>'
    )

    assert any(
        "belongs to letters, not to worksheets" in fault for fault in faults(html.replace("{body}", ""))
    )


def test_nothing_at_all_is_not_a_letter() -> None:
    assert faults("") == ("denial.en, line 1: a letter is one <html> element.",)


def test_all_faults_are_named_at_once() -> None:
    assert len(faults(LETTER.replace("{body}", '<p style="x">a</p>\n<p id="y">b</p>\n<p>&nosuch;</p>'))) == 3


def test_blanks_collapse_as_in_a_browser_and_no_break_spaces_stay() -> None:
    body = read("<p>\n  By <strong> May&nbsp;23 </strong>\n\t now. <br> Then  </p>").body
    paragraph = body.children[1]

    assert paragraph.words == "By May\u00a023 now.Then"


def test_entities_are_decoded_and_markup_stays_text() -> None:
    body = read("<p>&lt;b&gt; &amp;amp; &quot;{{ x }}&quot; #read(&#34;/etc/passwd&#x22;)</p>").body

    assert body.children[1].words == '<b> &amp; "{{ x }}" #read("/etc/passwd")'
