"""HTML in, a tagged PDF out: nothing lost, nothing executed, the tags a screen reader needs."""

import html as entities
import re
import struct
import subprocess
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

from ur_desktop.domain.errors import LetterError
from ur_desktop.letters.typeset import characters_of, typeset

ROOT = Path(__file__).parents[2]
FONTS = ROOT / "report_templates" / "fonts"
TEMPLATE = ROOT / "report_templates" / "letter.typ"
SAMPLES = ROOT / "tests" / "letters" / "samples"
LOGO = (SAMPLES / "logo.svg").read_bytes()
ISSUED = date(2026, 11, 24)

PLAIN = """<!doctype html>
<html lang="en"><head><title>A short letter</title>
<meta name="kind" content="letter">
<meta name="following" content="Jordan Sampleton | · Member TEST-00417 | November 24, 2026">
<meta name="foot" content="Example Plan NC · Record code 0000-0000-0000"></head>
<body>
<h1>A short letter</h1>
{body}
</body></html>"""
LETTERHEAD = '<header class="letterhead"><img class="logo" alt="Plan"><p class="plan">Plan</p></header>'


def set_letter(html: str, logo: bytes | None = LOGO) -> bytes:
    return typeset(html, logo=logo, fonts=FONTS, template=TEMPLATE, issued=ISSUED)


def set_body(body: str) -> bytes:
    return set_letter(PLAIN.replace("{body}", body))


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [document[number].get_textpage().get_text_bounded() for number in range(len(document))]


def words(text: str) -> Counter[str]:
    """Words as the eye joins them: a hyphen at a line's end belongs to the word that goes on below."""
    joined = re.sub("[\ufffe\x02]\\s*", "-", text)
    return Counter(re.sub("-\r?\n", "-", joined).split())


def words_of(html: str) -> Counter[str]:
    """The words of the HTML's body and its list numbers, read without the program's own reader."""
    body = html[html.index("<body>") : html.index("</body>")]
    markers = Counter(
        {"•": body.count("<ul>") and len(re.findall("<li>", re.sub("(?s)<ol>.*?</ol>", "", body)))}
    )
    for numbered in re.findall("(?s)<ol>.*?</ol>", body):
        markers.update(f"{number}." for number in range(1, numbered.count("<li>") + 1))
    text = re.sub(r"</?(?:strong|em|span)\b[^>]*>", "", body)
    return Counter(entities.unescape(re.sub("<[^>]*>", " ", text)).split()) + markers


def running_words(html: str, count: int) -> Counter[str]:
    metas = {
        name: entities.unescape(text)
        for name, text in re.findall('<meta name="(.*?)" content="(.*?)">', html)
    }
    running = Counter[str]()
    for number in range(1, count + 1):
        running.update(f"{metas['foot']} Page {number} of {count}".split())
        if number > 1:
            running.update(metas["following"].replace("|", " ").split())
    return running


def elements(pdf: bytes) -> Iterator[tuple[str, pikepdf.Dictionary]]:
    def walk(node: pikepdf.Object) -> Iterator[tuple[str, pikepdf.Dictionary]]:
        if isinstance(node, pikepdf.Array):
            for child in node:
                yield from walk(child)
        elif isinstance(node, pikepdf.Dictionary) and "/S" in node:
            yield str(node.S).removeprefix("/"), node
            if "/K" in node:
                yield from walk(node.K)

    with pikepdf.open(BytesIO(pdf)) as document:
        yield from walk(document.Root.StructTreeRoot.K)


@pytest.fixture(scope="module", params=["denial-member", "denial-provider", "approval", "worksheet"])
def sample(request: pytest.FixtureRequest) -> tuple[str, str, bytes]:
    html = (SAMPLES / f"{request.param}.html").read_text("utf-8")
    return request.param, html, set_letter(html)


# --- What is printed ------------------------------------------------------------------------------


def test_every_word_is_printed_and_none_is_added(sample: tuple[str, str, bytes]) -> None:
    _, html, pdf = sample
    printed = pages(pdf)
    got = sum((words(page) for page in printed), Counter[str]())
    want = words_of(html) + running_words(html, len(printed))

    assert want - got == Counter()
    # A table that goes on over the page repeats its head.
    heads = Counter(" ".join(re.findall("<th>(.*?)</th>", html)).split())
    assert got - want - heads == Counter()


@pytest.mark.parametrize(("name", "count"), [("denial-member", 5), ("denial-provider", 3), ("approval", 1)])
def test_letters_take_the_pages_they_should(name: str, count: int) -> None:
    assert len(pages(set_letter((SAMPLES / f"{name}.html").read_text("utf-8")))) == count


def test_what_you_can_do_now_stays_on_the_first_page_of_a_denial() -> None:
    first = pages(set_letter((SAMPLES / "denial-member.html").read_text("utf-8")))[0]

    assert "What you can do now" in first
    assert "This decision does not change them." in first


def test_the_running_header_starts_on_the_second_page() -> None:
    first, second, *_ = pages(set_letter((SAMPLES / "denial-member.html").read_text("utf-8")))

    assert "Member JFH 000 123 456" not in first
    assert "Member JFH 000 123 456" in second
    assert "Page 2 of 5" in second


def test_a_spanish_letter_counts_its_pages_in_spanish() -> None:
    pdf = set_letter(PLAIN.replace('lang="en"', 'lang="es"').replace("{body}", "<p>Hola.</p>"))

    assert "Página 1 de 1" in pages(pdf)[0]


@pytest.mark.parametrize(
    "text",
    [
        '#read("/etc/passwd")',
        "{{ member.name }} {% raw %}",
        "<b>bold</b> & <script>alert(1)</script>",
        "*stars* _lines_ $x$ `code` = heading // remark @mark <label>",
        "\\u{41} #panic() #eval(1)",
        "Nguyễn Þórður Ørsted Ελένη Дмитрий",
        "two -- three --- 'four' \"five\"",
    ],
)
def test_text_that_looks_like_markup_or_code_is_printed_as_it_stands(text: str) -> None:
    assert text in pages(set_body(f"<p>{entities.escape(text)}</p>"))[0]


def test_no_break_spaces_are_kept() -> None:
    """Both spaces share one glyph, and so their text in the PDF; what tells is that no line ends there."""
    for filler in range(12):
        page = pages(set_body(f"<p>{'x' * filler} " + "May&nbsp;23, " * 60 + "</p>"))[0]
        assert page.replace("\u00a0", " ").count("May 23,") == 60


def test_a_kept_section_taller_than_a_page_goes_on_instead_of_being_cut() -> None:
    lines = "".join(
        f"<p>Line{number:03} of a section that is taller than any page.</p>" for number in range(120)
    )
    printed = " ".join(pages(set_body(f'<section class="keep"><h2>Long</h2>{lines}</section>')))

    assert [number for number in range(120) if f"Line{number:03}" not in printed] == []


@pytest.mark.parametrize("letter", ["W", "i"])
def test_no_block_is_cut_however_wide_its_letters(letter: str) -> None:
    text = " ".join(f"{number:04}{letter * 12}" for number in range(60, 400))
    head = "<table><thead><tr><th>A</th><th>B</th><th>C</th></tr></thead>"
    for body in (
        f"<ul><li>{text}</li></ul>",
        f'<dl class="box"><dt>Why</dt><dd>{text}</dd></dl>',
        f'<p class="crisis">{text}</p>',
        f'<section class="keep"><h2>Kept</h2><p>{text[:1100]}</p></section>',
        f"{head}<tbody><tr><td>one</td><td>{text}</td><td>{text}</td></tr></tbody></table>",
    ):
        wanted = set(re.findall(r"\b\d{4}[Wi]{12}\b", body))
        assert wanted - set(" ".join(pages(set_body(body))).split()) == set()


def test_a_kept_section_moves_to_the_next_page_whole() -> None:
    before = "<p>Before.</p>" * 30
    kept = '<section class="keep"><h2>Kept</h2>' + "<p>Together.</p>" * 6 + "</section>"

    first, second = pages(set_body(before + kept))
    assert "Kept" not in first
    assert second.count("Together.") == 6


def test_a_heading_is_not_left_alone_at_the_foot_of_a_page() -> None:
    for count in range(20, 32):
        for page in pages(set_body("<p>Before.</p>" * count + "<h2>Heading</h2><p>What follows.</p>")):
            assert ("Heading" in page) == ("What follows." in page)


def test_a_group_row_is_not_left_alone_at_the_foot_of_a_page() -> None:
    head = "<table><thead><tr><th>Id</th><th>Criterion</th></tr></thead><tbody>"
    row = "<tr><td>A1</td><td>One line</td></tr>"
    for count in range(28, 38):
        table = head + row * count + '<tr class="group"><td>Group</td></tr><tr><td>B1</td><td>After</td></tr>'
        for page in pages(set_body(table + "</tbody></table>")):
            assert ("Group" in page) == ("After" in page)


def test_only_the_address_is_in_the_window() -> None:
    page = pypdfium2.PdfDocument(set_letter((SAMPLES / "denial-member.html").read_text("utf-8")))[0]
    text = page.get_textpage()
    inches = [
        (left / 72, 11 - top / 72)
        for left, _, _, top in (text.get_rect(index) for index in range(text.count_rects()))
    ]
    inside = sorted((round(y, 2), round(x, 1)) for x, y in inches if x < 5.4 and 2.0 < y < 3.6)

    assert [x for _, x in inside] == [1.0, 1.0, 1.0]
    assert inside[0][0] == pytest.approx(2.19, abs=0.06)
    assert min(y for x, y in inches if x < 5.4 and y > 3.6) == pytest.approx(3.63, abs=0.06)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (f'<address class="window">{"W" * 60}</address>', "a line of the address is wider"),
        (
            '<dl class="reference"><dt>Plan</dt><dd>' + "A long name " * 60 + "</dd></dl>",
            "the reference lines beside the address are too long",
        ),
    ],
)
def test_an_address_or_reference_that_does_not_fit_is_refused(body: str, message: str) -> None:
    with pytest.raises(LetterError, match=message):
        set_letter(PLAIN.replace("<h1>", body + "<h1>").replace("{body}", ""))


def test_a_right_to_left_paragraph_starts_at_the_right() -> None:
    page = pypdfium2.PdfDocument(set_body('<p dir="rtl">Short</p>'))[0]
    text = page.get_textpage()
    boxes = [text.get_rect(index) for index in range(text.count_rects())]

    assert max(right for _, _, right, _ in boxes[:-2]) == pytest.approx(8.5 * 72 - 1.15 * 72, abs=1)


def test_a_value_starts_on_the_line_of_its_label() -> None:
    page = pages(set_body('<dl class="box"><dt>Label</dt><dd><p>One.</p><p>Two.</p></dd></dl>'))[0]

    assert re.search("Label ?One.\r\nTwo.", page)


def test_a_long_plan_name_does_not_run_into_the_address() -> None:
    header = LETTERHEAD.replace("</header>", "<address>Member Services 1-800-555-0142</address></header>")
    named = header.replace("Plan</p>", "Example Plan of North Carolina Employees and Their Families</p>")
    printed = pages(set_letter(PLAIN.replace("<h1>", named + "<h1>").replace("{body}", "")))[0]

    assert "Example Plan of North Carolina" in printed
    with pytest.raises(LetterError, match="the plan's name and tagline are too long"):
        set_letter(
            PLAIN.replace("<h1>", header.replace("Plan</p>", "Plan " * 60 + "</p>") + "<h1>").format(body="")
        )


# --- Characters -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Robin 😀", "letter, line 8: No shipped font has 😀 (U+1F600 GRINNING FACE)."),
        ("שלום", "letter, line 8: No shipped font has ם (U+05DD HEBREW LETTER FINAL MEM)."),
        ("a\u202eb", "letter, line 8: Delete the invisible character U+202E RIGHT-TO-LEFT OVERRIDE."),
        ("a\u200bb", "letter, line 8: Delete the invisible character U+200B ZERO WIDTH SPACE."),
        ("a\u00adb", "letter, line 8: Delete the invisible character U+00AD SOFT HYPHEN."),
        (
            "a\ue000b",
            "letter, line 8: Delete the invisible character U+E000 a character without a name.",
        ),
        (
            "a\x7fb",
            "letter, line 8: Delete the invisible character U+007F a character without a name.",
        ),
    ],
)
def test_a_character_that_nobody_would_see_is_refused_by_name(text: str, message: str) -> None:
    with pytest.raises(LetterError) as refused:
        set_body(f"<p>{text}</p>")

    assert message in refused.value.faults


def test_every_missing_character_is_named_at_once() -> None:
    with pytest.raises(LetterError) as refused:
        set_body("<p>😀</p>\n<p>😀 ☃</p>")

    assert len(refused.value.faults) == 3


def test_direction_isolates_are_let_through_in_pairs() -> None:
    assert "555" in pages(set_body("<p>\u2066555-0142\u2069</p>"))[0]


def test_a_direction_that_turns_numbers_is_refused() -> None:
    with pytest.raises(LetterError, match="Delete the invisible character U"):
        set_body("<p>\u2067$100 - $250\u2069</p>")


@pytest.mark.parametrize(
    "body",
    [
        "<p>{}</p>",
        "<ul><li>{}</li></ul>",
        '<dl class="box"><dt>Care</dt><dd>{}</dd></dl>',
        "<table><thead><tr><th>Code</th><th>{}</th></tr></thead><tbody><tr><td>{}</td><td>a</td></tr></tbody></table>",
        "<h2>{}</h2>",
    ],
)
def test_a_run_without_a_blank_is_broken_in_its_column(body: str) -> None:
    run = "W" * 200
    set_text = "".join("".join(pages(set_body(body.replace("{}", run)))).split())
    assert set_text.count(run) == body.count("{}")


@pytest.mark.refused_letter
def test_text_beyond_the_paper_is_refused_with_its_first_words() -> None:
    name = "W" * 40 + " Sampleton" * 400  # the header grows upward, away from the text
    long = PLAIN.replace("Jordan Sampleton", name).replace("{body}", "<p>Sample.</p>" * 60)
    with pytest.raises(LetterError, match=r"letter, page 2: “.*…” runs off the paper"):
        set_letter(long)


def test_the_reader_of_font_files_agrees_with_fonttools() -> None:
    for font in sorted(FONTS.glob("*.[ot]tf")):
        assert set(characters_of(font.read_bytes())) == set(TTFont(font).getBestCmap()), font.name


def test_only_shipped_fonts_are_embedded(sample: tuple[str, str, bytes]) -> None:
    used = set()
    with pikepdf.open(BytesIO(sample[2])) as document:
        for item in document.objects:
            if isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/FontDescriptor":
                assert "/FontFile2" in item or "/FontFile3" in item
                used.add(str(item.FontName).removeprefix("/").partition("+")[2])

    shipped = {TTFont(font)["name"].getDebugName(6) for font in FONTS.glob("*.[ot]tf")}
    assert used
    assert used <= shipped


# --- Tags and metadata ----------------------------------------------------------------------------


def test_the_tags_of_a_denial_read_back() -> None:
    pdf = set_letter((SAMPLES / "denial-member.html").read_text("utf-8"))
    tags = Counter(name for name, _ in elements(pdf))

    assert tags["H1"] == 1
    assert tags["H2"] == 11
    assert tags["H3"] == 4
    assert tags["LI"] == tags["Lbl"] == tags["LBody"] == 33
    assert tags["L"] == 9
    assert [str(node.Alt) for name, node in elements(pdf) if name == "Figure"] == [
        "Juniper Flats Health: a tree with golden fruit"
    ]


def test_tables_have_heads_with_scope() -> None:
    pdf = set_letter((SAMPLES / "worksheet.html").read_text("utf-8"))
    tags = Counter(name for name, _ in elements(pdf))
    scopes = {
        str(part.Scope) for name, node in elements(pdf) if name == "TH" for part in node.A if "/Scope" in part
    }

    assert tags["Table"] == tags["THead"] == 4
    assert tags["TH"] == 14 + 2  # columns and groups
    assert scopes == {"/Column"}


def test_the_language_of_a_paragraph_is_tagged() -> None:
    pdf = set_letter((SAMPLES / "denial-member.html").read_text("utf-8"))
    spoken = {str(node.Lang) for _, node in elements(pdf) if "/Lang" in node}

    assert {"es", "vi", "ru", "fr"} <= spoken


def test_the_document_says_what_it_is(sample: tuple[str, str, bytes]) -> None:
    _, html, pdf = sample
    with pikepdf.open(BytesIO(pdf)) as document:
        metadata = document.open_metadata()
        assert metadata["pdfaid:part"] == "2"
        assert metadata["pdfaid:conformance"] == "A"
        assert metadata["pdfuaid:part"] == "1"
        assert metadata["dc:title"] == re.findall("<title>(.*)</title>", html)[0]
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


def test_running_header_and_foot_are_not_read_aloud() -> None:
    """Marked content outside the structure tree is an artifact; the foot's words appear only there."""
    pdf = set_body("<p>Only this.</p>")
    with pikepdf.open(BytesIO(pdf)) as document:
        operators = pikepdf.parse_content_stream(document.pages[0])
    depth_of_text: list[str] = []
    stack: list[str] = []
    for instruction in operators:
        name = str(instruction.operator)
        if name in {"BDC", "BMC"}:
            stack.append(str(instruction.operands[0]))
        elif name == "EMC":
            stack.pop()
        elif name in {"Tj", "TJ"}:
            depth_of_text.append(stack[0] if stack else "untagged")

    assert "untagged" not in depth_of_text
    assert depth_of_text.count("/Artifact") >= 2


# --- The same bytes -------------------------------------------------------------------------------


def test_the_same_letter_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import sys; sys.path[:0] = sys.argv[1:3]; import test_typeset as t; "
        "html = (t.SAMPLES / 'denial-member.html').read_text('utf-8'); "
        "print(t.sha256(t.set_letter(html)).hexdigest())"
    )
    command = [sys.executable, "-c", script, str(ROOT), str(ROOT / "tests" / "letters")]
    other = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    here = set_letter((SAMPLES / "denial-member.html").read_text("utf-8"))

    assert sha256(here).hexdigest() == other
    assert set_letter((SAMPLES / "denial-member.html").read_text("utf-8")) == here


def test_no_member_data_is_written_to_disk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    set_body("<p>Jordan Sampleton</p>")

    assert list(tmp_path.iterdir()) == []


# --- The logo -------------------------------------------------------------------------------------


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(side: int) -> bytes:
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    dots = zlib.compress(bytes((3 * side + 1) * side), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dots) + chunk(b"IEND", b"")


def svg(inside: str) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9">{inside}</svg>'.encode()


def doubled(element: str, attribute: str) -> bytes:
    """Thirty lines that draw a billion squares."""
    lines = (
        f'<{element} id="a{number}">'
        + f'<rect width="1" height="1" {attribute.format(number - 1)}/>' * 2
        + f"</{element}>"
        for number in range(1, 31)
    )
    return svg(f'<rect id="a0" width="1" height="1"/>{"".join(lines)}<rect {attribute.format(30)}/>')


JPEG = b"\xff\xd8\xff\xe0\x00\x04JF\xff\xff\xc2\x00\x11\x08\xff\xff\xff\xff" + bytes(20)


@pytest.mark.parametrize("logo", [png(2), svg('<g id="a"><circle r="1"/></g>')])
def test_a_picture_is_shown(logo: bytes) -> None:
    html = PLAIN.replace("<h1>", LETTERHEAD + "<h1>").replace("{body}", "")
    assert set_letter(html, logo) != set_letter(html, svg('<rect width="1" height="9"/>'))


def test_a_drawing_as_programs_write_it_is_shown() -> None:
    logo = svg(
        "<metadata><note xmlns='urn:x-program'>drawn by hand</note></metadata>"
        "<defs><style>.d{fill:url(#g)}</style>"
        '<linearGradient id="g"><stop offset="0" stop-color="#fff"/><stop offset="1"/></linearGradient></defs>'
        '<g class="b"><path class="d" d="M0 0h9v9z"/></g>'
    )
    html = PLAIN.replace("<h1>", LETTERHEAD + "<h1>").replace("{body}", "")
    assert set_letter(html, logo).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("logo", "message"),
    [
        (png(4_001), "4,001 pixels"),
        (JPEG, "65,535 pixels"),
        (svg("<g>" * 60 + "</g>" * 60), "too intricate"),
        (svg("<g/>" * 10_001), "too intricate"),
        (doubled("pattern", 'fill="url(#a{})"'), "drawn with <pattern>"),
        (doubled("mask", "style='mask: url(\"#a{}\")'"), "drawn with <mask>"),
        (doubled("g", "/><use href='#a{}'"), "drawn with <use>"),
        (svg("<filter><feTurbulence numOctaves='100000000'/></filter>"), "drawn with <filter>"),
        (svg(f"<style>{'a' * 900_000}</style><pattern/>"), "drawn with <pattern>"),
        (svg("<g>"), "logo can't be read"),
        (None, "shows a logo, but no logo was given"),
        (b"GIF89a", "not a PNG, JPEG or SVG"),
        (b"\x89PNG\r\n\x1a\nbroken", "logo can't be read"),
        (b"\xff\xd8\xff\xe0broken", "logo can't be read"),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><image href="file:///etc/passwd"/></svg>',
            "outside its own file",
        ),
        (
            b'<svg xmlns="http://www.w3.org/2000/svg"><use href="http://x.invalid/a"/></svg>',
            "outside its own file",
        ),
    ],
)
def test_a_logo_that_can_not_be_shown_is_refused(logo: bytes | None, message: str) -> None:
    html = PLAIN.replace("<h1>", LETTERHEAD + "<h1>").replace("{body}", "")
    with pytest.raises(LetterError, match=message):
        set_letter(html, logo)


def test_a_folder_without_fonts_is_said(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match="no fonts"):
        typeset(PLAIN.replace("{body}", ""), logo=None, fonts=tmp_path, template=TEMPLATE, issued=ISSUED)


def changed_layout(tmp_path: Path, more: str) -> Path:
    template = tmp_path / "letter.typ"
    template.write_text(f"{TEMPLATE.read_text('utf-8')}\n{more}\n", "utf-8")
    return template


def test_a_bug_in_the_typesetter_is_an_error_and_the_next_letter_is_set(tmp_path: Path) -> None:
    template = changed_layout(tmp_path, "#duration(weeks: 99999999999999)")
    with pytest.raises(LetterError, match="the typesetter gave up"):
        typeset(PLAIN.replace("{body}", ""), logo=None, fonts=FONTS, template=template, issued=ISSUED)
    assert set_body("<p>The next letter.</p>")


def test_the_layout_reads_no_file_of_this_computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "notes.txt").write_text("of another", "utf-8")
    monkeypatch.chdir(tmp_path)
    template = changed_layout(tmp_path, '#read("notes.txt")')
    with pytest.raises(LetterError, match="file not found"):
        typeset(PLAIN.replace("{body}", ""), logo=None, fonts=FONTS, template=template, issued=ISSUED)


def test_a_letter_is_set_closer_where_that_saves_a_nearly_empty_page() -> None:
    paragraph = "<p>" + "One line of about this many characters for each paragraph. " * 3 + "</p>"
    counts = [len(pages(set_body(paragraph * many))) for many in range(1, 30)]
    # A page holds more when the alternative is a few lines alone on another one; more than that goes over.
    assert counts.count(1) > 12
    assert 2 in counts


def test_what_leads_to_a_list_is_not_left_behind_by_it() -> None:
    item = "<li>" + "An item of the list. " * 12 + "</li>"
    for lines in range(20, 34):
        printed = pages(
            set_body("<p>One line.</p>" * lines + f"<p>It leads to a list:</p><ul>{item * 3}</ul>")
        )
        lead = next(page for page in printed if "It leads to a list:" in page)
        assert "An item of the list." in lead
