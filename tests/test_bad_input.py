"""Input from outside is used, or refused in words on one line each: never a traceback, never half a letter."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Iterator
from copy import deepcopy
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtWidgets import QApplication, QLineEdit

from ur_desktop import paths
from ur_desktop.app import make_window
from ur_desktop.casework import sample_vault
from ur_desktop.casework.letter_file import letter_pdf
from ur_desktop.cli.main import main
from ur_desktop.domain.clean_text import clean_line
from ur_desktop.domain.errors import InvalidAnswer, LetterError
from ur_desktop.domain.letter.kind import Copy, LetterKind
from ur_desktop.domain.letter.text import with_curly_quotes
from ur_desktop.files import case as case_file
from ur_desktop.files.attendance import read_file
from ur_desktop.library import Library
from ur_desktop.ui.kit.fields.paste import LONGEST_LINE
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.shell.app_window import AppWindow

REVIEW = {
    "policy": "bcbsnc-psychiatric-iop",
    "checklist": "admission",
    "on": "2026-01-15",
    "answers": {"A1": "met"},
}
SOON = 5.0
"""Seconds of work within which any input is answered; how long that takes depends on who else works."""


def run(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=text)


@cache
def example(kind: str = "denial") -> str:
    return run("example-case", "--kind", kind).stdout


def changed(*path: str | int, to: object, kind: str = "denial") -> str:
    case = json.loads(example(kind))
    here = case
    for key in path[:-1]:
        here = here[key]
    here[path[-1]] = to
    return json.dumps(case)


def letter(case: str | bytes, out: Path, kind: str = "denial", *more: str) -> Result:
    return run("letter", "-", "--kind", kind, "--out", str(out), *more, text=case)


def faults(result: Result) -> list[str]:
    """The lines of a refusal, once it is seen to be one."""
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit)
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert lines
    assert all(line.isprintable() for line in lines)
    return lines


def refused(case: str | bytes, out: Path, kind: str = "denial", *more: str) -> list[str]:
    lines = faults(letter(case, out, kind, *more))
    assert not out.exists()
    return lines


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "letter.pdf"


# Files


UNREADABLE = {
    "empty": (b"", "not JSON"),
    "not UTF-8": (b'{"case": "\xe9"}', "not UTF-8"),
    "UTF-16": ('{"case": 1}'.encode("utf-16"), "not UTF-8"),
    "no JSON": (b"hello", "not JSON"),
    "null bytes": (b"\0\0\0\0", "not JSON"),
    "deep lists": (b"[" * 200_000, "nested too deeply"),
    "deep objects": (b'{"case":' * 5_000 + b"1" + b"}" * 5_000, "nested too deeply"),
    "NaN": (b'{"case": NaN}', "NaN is not a number"),
    "Infinity": (b'{"case": -Infinity}', "-Infinity is not a number"),
    "beyond infinity": (b'{"case": 1e999}', "too large a number"),
    "endless integer": (b'{"case": ' + b"9" * 5_000 + b"}", "a number of 5,000 digits is too large"),
    "half a character": (rb'{"case": "J\ud800"}', "half of a character, U+D800, after"),
    "half a character as a key": (rb'{"c\udc00": 1}', "half of a character, U+DC00, after"),
    "a key given twice": (b'{"case": 1, "case": 2}', "case: given twice"),
}


@pytest.mark.parametrize(("data", "said"), UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("command", ["assess", "letter"])
def test_a_file_that_can_t_be_read_is_refused(command: str, data: bytes, said: str, out: Path) -> None:
    [line] = faults(run("assess", "-", text=data)) if command == "assess" else refused(data, out)
    assert said in line


@pytest.mark.parametrize("command", [("assess",), ("letter", "--kind", "denial", "--out", "{out}")])
def test_what_is_no_file_is_refused(command: tuple[str, ...], tmp_path: Path, out: Path) -> None:
    rest = [part.format(out=out) for part in command]
    assert faults(run(*rest, str(tmp_path / "none"))) == [
        f"{tmp_path / 'none'}: there is no such file. Check the path."
    ]
    assert "can't be read" in faults(run(*rest, str(tmp_path)))[0]
    (tmp_path / "large").write_bytes(b'"' + b"a" * 20_000_001)
    assert "larger than 20 MB" in faults(run(*rest, str(tmp_path / "large")))[0]
    assert not out.exists()


def test_a_byte_order_mark_is_no_fault(out: Path) -> None:
    assert letter(b"\xef\xbb\xbf" + example().encode(), out).exit_code == 0
    assert run("assess", "-", text=b"\xef\xbb\xbf" + json.dumps(REVIEW).encode()).exit_code == 0


def test_usage_errors_exit_2(out: Path) -> None:
    assert letter(example(), out, "verdict").exit_code == 2
    assert run("letter", "-", "--kind", "denial").exit_code == 2
    assert run("assess").exit_code == 2


def test_a_fault_is_one_printable_line_however_it_is_named() -> None:
    keys = ["a\nb", "\x1b[2J", "\u202egnp", "k" * 100_000]
    lines = faults(run("assess", "-", text=json.dumps({**REVIEW, **dict.fromkeys(keys, 1)})))
    assert len(lines) == len(keys)
    assert max(map(len, lines)) < 1_100


def test_more_faults_than_anybody_reads_are_counted() -> None:
    lines = faults(run("assess", "-", text=json.dumps([1] * 3_000)))
    assert len(lines) == 51
    assert lines[-1] == "… and 2,950 more errors."
    assert "at most 10,000" in faults(run("assess", "-", text=b"[" + b"1," * 2_000_000 + b"1]"))[0]


def test_many_reviews_read_their_form_once() -> None:
    started = time.process_time()
    assert run("assess", "-", text=json.dumps([REVIEW] * 300)).exit_code == 0
    assert time.process_time() - started < 2 * SOON


# Dates


@pytest.mark.parametrize("day", ["0001-01-01", "1899-12-31", "2200-01-01", "9999-12-31"])
def test_a_review_dated_where_no_calendar_reaches_is_refused(day: str) -> None:
    for change in (
        {"on": day},
        {"service_date": day},
        {"facts": {"admitted": day}},
        {"attendance": [{"date": day, "kind": "group", "minutes": 60, "attended": True}]},
    ):
        assert len(faults(run("assess", "-", text=json.dumps({**REVIEW, **change})))) == 1


TIMES = (
    ("written_at",),
    ("case", "request", "received"),
    ("determination", "at"),
    ("peer_to_peer", "offered_at"),
    ("review", "completed_at"),
)


@pytest.mark.parametrize("path", TIMES, ids=lambda path: path[-1])
@pytest.mark.parametrize(
    "moment",
    ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-01-16T09:05:00", "2026-01-16"],
)
def test_a_time_that_can_t_be_is_refused_by_its_place(path: tuple[str, ...], moment: str, out: Path) -> None:
    assert any(line.startswith(".".join(path)) for line in refused(changed(*path, to=moment), out))


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("case", "request", "end"), "2025-01-01", "case.request.end: this is before case.request.start"),
        (("case", "request", "end"), "9999-12-31", "case.request.end: a date must be between"),
        (("case", "member", "born"), "0001-01-01", "case.member.born: a date must be between"),
        (("case", "member", "born"), "2199-01-01", "case.request.start: this is before case.member.born"),
        (("determination", "end"), "2025-01-01", "determination.end: this is before determination.start"),
        (("written_at",), "2025-01-01T00:00:00Z", "written_at: this is before determination.at"),
        (("case", "request", "units"), -3, "case.request.units"),
        (("case", "request", "units"), 10**30, "case.request.units"),
        (("case", "request", "units"), True, "case.request.units"),
        (("case", "request", "days_per_week"), 8, "case.request.days_per_week"),
        (("case", "request", "hours_per_week"), -1e300, "case.request.hours_per_week"),
        (("case", "member", "id"), "\u200b", "case.member.id: this is needed"),
        (("case", "plan_id"), "none", "There is no plan 'none'"),
        (("case", "policy_id"), "none", "review.policy_id: the case is judged by 'none'"),
        (("review", "version"), "2020-01-01", "has no version of 2020-01-01"),
        (("review", "digest"), "0" * 64, "is not the one this review began with"),
        (("review", "checklist_id"), "none", "no checklist 'none'"),
        (("review", "facts", "age"), "2026-01-01", "review.facts: age is whole years"),
        (("review", "facts", "weather"), True, "review.facts: there is no fact 'weather'"),
        (("review", "schedule", 0, "kind"), "dancing", "review.schedule: unknown kind 'dancing'"),
        (("review", "schedule", 0, "day"), "noday", "review.schedule: unknown day 'noday'"),
        (("review", "schedule", 0, "minutes"), -60, "review.schedule: -60 minutes is less than none"),
        (("review", "answers", "P1", "mark"), "maybe", "review.answers.P1.mark"),
        (("review", "answers", "Z9"), {"mark": "met", "by": "x", "at": "2026-01-15T00:00:00Z"}, "no criterion 'Z9'"),
        (("review", "completed_by"), "", "a determination needs completed_at and completed_by"),
        (("review", "completed_by"), "max", "someone who took part in no review"),
        (("determination", "by", "role"), "nurse", "Only a physician reviewer may deny"),
        (("determination", "no_conflict"), False, "no conflict of interest"),
        (("determination", "rationale", "member"), "Because of «dates».", "Fill the blanks first: «dates»"),
        (("determination",), None, "needs a signed determination"),
        (("color",), "blue", "color: "),
        (("case", "member", "first_name"), "x" * 60_000, "case.member.first_name: longer than 50,000"),
    ],
)  # fmt: skip
def test_a_case_file_that_can_t_be_so_is_refused(
    path: tuple[str | int, ...], value: object, said: str, out: Path
) -> None:
    assert any(said in line for line in refused(changed(*path, to=value), out))


def test_a_letter_that_does_not_fit_is_not_written(out: Path) -> None:
    assert "does not fit" in refused(example(), out, "approval")[0]
    assert "has no internal copy" in refused(example(), out, "denial", "--copy", "internal")[0]


def test_a_policy_is_read_from_its_own_folder_only(tmp_path: Path, out: Path) -> None:
    shutil.copytree(paths.forms_dir() / "bcbsnc-psychiatric-iop", tmp_path / "elsewhere")
    case = json.loads(example())
    case["review"]["policy_id"] = case["case"]["policy_id"] = (
        f"../../../../../../../../..{tmp_path}/elsewhere"
    )
    assert "There is no policy" in refused(json.dumps(case), out)[0]


# Where it is written


def test_a_place_that_can_t_be_written_is_said(tmp_path: Path) -> None:
    for place in (
        tmp_path,
        tmp_path / "none" / "x.pdf",
        tmp_path / ("x" * 300),
        Path("/sys/x.pdf"),
        Path("/proc/x"),
    ):
        assert "can't be written" in faults(letter(example(), place))[0]
    assert list(tmp_path.iterdir()) == []


def test_the_case_file_itself_is_never_written_over(tmp_path: Path) -> None:
    case = tmp_path / "case.json"
    case.write_text(example())
    result = run("letter", str(case), "--kind", "denial", "--out", str(case))
    assert "this is the case file" in faults(result)[0]
    assert case.read_text() == example()


# Any change to any value


def places(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from places(item, (*path, key))


GONE = object()
VALUES = (
    st.just(GONE)
    | st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.dates().map(str)
    | st.datetimes(timezones=st.none() | st.just(UTC)).map(lambda moment: moment.isoformat())
    | st.sampled_from(["", "\ud800", "9999-12-31", "0001-01-01T00:00:00Z", "../..", "\0", 10**30])
    | st.lists(st.none(), max_size=2)
    | st.dictionaries(st.text(max_size=3), st.none(), max_size=2)
)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_changed_case_file_is_written_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    kind = data.draw(st.sampled_from([kind.value for kind in LetterKind]))
    case = json.loads(example(kind))
    changes = data.draw(st.lists(st.sampled_from(list(places(case))), min_size=1, max_size=2))
    for path in changes:
        value, here = data.draw(VALUES), case
        try:
            for key in path[:-1]:
                here = here[key]
            if value is GONE:
                del here[path[-1]]
            else:
                here[path[-1]] = deepcopy(value)
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    out = tmp_path_factory.mktemp("out") / "letter.pdf"
    result = letter(json.dumps(case), out, kind)
    if result.exit_code:
        faults(result)
    assert out.exists() is (result.exit_code == 0)


# Text


PRINTED = [
    "<b>Jordan</b>",
    "{{ 7*7 }}",
    '#read("/etc/passwd")',
    "$x$ *b* _i_ @ref <lab>",
    "&lt;i&gt; &#65;",
    "a | b",
]
PLACES: dict[str, tuple[tuple[str | int, ...], str]] = {
    "name": (("case", "member", "first_name"), "member"),
    "address": (("case", "member", "address", "lines", 0), "member"),
    "reasons": (("determination", "rationale", "member"), "member"),
    "clinical reasons": (("determination", "rationale", "provider"), "provider"),
}


@pytest.mark.parametrize(("path", "copy"), PLACES.values(), ids=PLACES)
@pytest.mark.parametrize("text", PRINTED)
def test_markup_is_printed_as_it_stands(path: tuple[str | int, ...], copy: str, text: str, out: Path) -> None:
    result = letter(changed(*path, to=text), out, "denial", "--copy", copy)
    assert result.exit_code == 0, result.stderr
    pages = "".join(Library(paths.forms_dir(), paths.templates_dir()).pages(out.read_bytes()))
    assert "".join(with_curly_quotes(text).split()) in "".join(pages.split())


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("😀", "U+1F600 GRINNING FACE"),
        ("שלום", "U+05E9 HEBREW LETTER SHIN"),
        ("漢", "U+6F22"),
        ("x" * 40_000, "characters without a blank"),
    ],
    ids=lambda value: value[:12].encode("unicode_escape").decode(),
)
@pytest.mark.parametrize(("path", "copy"), PLACES.values(), ids=PLACES)
def test_a_character_that_can_t_be_printed_is_named(
    path: tuple[str | int, ...], copy: str, text: str, said: str, out: Path
) -> None:
    started = time.process_time()
    assert any(said in line for line in refused(changed(*path, to=text), out, "denial", "--copy", copy))
    assert time.process_time() - started < SOON


@pytest.mark.parametrize(
    "text", ["Placeholder\u202e", "\u200bPlace\u200dholder", "Place\0holder\ufeff", "\u2067Placeholder"]
)
def test_characters_that_show_nothing_are_left_out(text: str, out: Path) -> None:
    for path, copy in PLACES.values():
        result = letter(changed(*path, to=text), out, "denial", "--copy", copy)
        assert result.exit_code == 0, result.stderr
        pages = "".join(Library(paths.forms_dir(), paths.templates_dir()).pages(out.read_bytes()))
        assert "Placeholder" in pages
        assert "\u2067" not in pages


def test_one_name_is_enough(out: Path) -> None:
    for names in ({"first_name": "", "last_name": "Sukarno"}, {"first_name": "Sukarno", "last_name": "-"}):
        case = json.loads(example())
        case["case"]["member"] |= names
        result = letter(json.dumps(case), out)
        assert result.exit_code == 0, result.stderr
        pages = "".join(Library(paths.forms_dir(), paths.templates_dir()).pages(out.read_bytes()))
        assert "Dear Sukarno," in pages
    out.unlink()
    case["case"]["member"] |= {"first_name": ".", "last_name": ""}
    assert refused(json.dumps(case), out) == [
        "case.member.first_name, case.member.last_name: this is needed."
    ]


@pytest.mark.parametrize(("path", "copy"), PLACES.values(), ids=PLACES)
def test_ten_megabytes_of_text_are_refused_at_once(path: tuple[str | int, ...], copy: str, out: Path) -> None:
    case = changed(*path, to="word " * 2_000_000)
    started = time.process_time()
    assert refused(case, out, "denial", "--copy", copy) == [
        "The case file is larger than 1 MB. Is this a case file?"
    ]
    assert time.process_time() - started < SOON


# Templates


@pytest.fixture
def templates(tmp_path: Path) -> Path:
    return Path(shutil.copytree(paths.templates_dir(), tmp_path / "templates"))


def set_letter(templates: Path) -> bytes:
    library = Library(paths.forms_dir(), templates)
    file = case_file.load(example())
    return letter_pdf(file, LetterKind.DENIAL, Copy.MEMBER, library, "TEST")


WRONG = [
    "{{ missing }}", "{{ letter.missing }}", "{{ letter.member | safe }}", "{{ letter.member | default('x') }}",
    "{% include '../../etc/passwd' %}", "{% include '/etc/passwd' %}", "{% include letter.member %}",
    "{% include '_none' ignore missing %}", "{% import 'os' as os %}", "{% unknown %}", "{% if %}",
    "{{ ''.__class__ }}", "{{ range(9) }}", "{{ 'a' * 10**10 }}", "{{ 9**9**9 }}", "{{ '%999999999s' % 1 }}",
    "{{ '{:>999999999}'.format(1) }}", "{{ missing is defined }}", "{% autoescape false %}{% endautoescape %}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "<script>alert(1)</script>", "<img src='file:///etc/passwd'>",
    "<a href='https://example.org'>x</a>", "<p onclick='x'>x</p>", "<p style=x>x</p>", "<iframe></iframe>",
    "<style></style>", "<svg/>", "{% for a in letter.window %}" * 3 + "{% endfor %}" * 3,
    "{% if letter.date %}" * 120 + "{% endif %}" * 120, "{{ " + "not " * 250 + "letter.date }}",
    "{{ " + "(" * 2_000 + "1" + ")" * 2_000 + " }}", "{{ letter" + ".date" * 2_000 + " }}",
    "{{ letter.date" + " or letter.date" * 2_000 + " }}", "{% macro m(x=1, x=2) %}{% endmacro %}",
    "{{ m(x=1, x=2) }}", "{% macro m(\u017f=1, s=2) %}{% endmacro %}", "{{ 1e999 }}", f"{{{{ {'9' * 5_000} }}}}",
    "{% for a in (1, 2, 3) %}{% endfor %}", "{% for a in letter.window recursive %}{{ loop(a) }}{% endfor %}",
    "{% for a in letter.greeting %}{% endfor %}", "{% set f = letter.date.zfill %}{{ f(9999999999) }}",
    "{{ letter.greeting | join(letter.greeting) }}", "{{ 9 | lower }}",
    "{% set x = (1,) %}{% for a in x %}{% for b in 9 %}{% endfor %}{% endfor %}", "<p " + "a" * 90_000 + "></p><svg/>",
]  # fmt: skip


@pytest.mark.parametrize("wrong", WRONG)
def test_what_a_template_may_not_do_is_named_with_its_line(templates: Path, wrong: str) -> None:
    path = templates / "denial.en.html.j2"
    before, after = path.read_text("utf-8").split("{% block body %}\n", 1)
    path.write_text(f"{before}{{% block body %}}\n{wrong}\n{after}", "utf-8")
    line = before.count("\n") + 2
    started = time.process_time()
    with pytest.raises(LetterError) as caught:
        set_letter(templates)
    assert caught.value.faults[0].startswith(f"denial.en.html.j2, line {line}: ")
    assert time.process_time() - started < SOON


THOUSAND = f"{{% set many = ({'0,' * 1_000}) %}}"
LENGTHY = {
    "rounds": THOUSAND + "{% macro m() %}{% for a in many %}{% for b in many %}{% endfor %}{% endfor %}{% endmacro %}"
    "{% for a in many %}{{ m() }}{% endfor %}",
    "calls": "".join(
        f"{{% macro m{number}() %}}{f'{{{{ m{number + 1}() }}}}' * 9}{{% endmacro %}}" for number in range(12)
    ) + "{% macro m12() %}{% endmacro %}{{ m0() }}",
    "text": THOUSAND + "{% macro m() %}{% for a in many %}" + "word " * 9_000 + "{% endfor %}{% endmacro %}{{ m() }}",
    "joined": "{% set a = ('word ' , 'word ') | join %}"
    + "{% set a = (a, a, a, a, a, a, a, a) | join %}" * 12 + "{{ a }}",
    "conditions": THOUSAND + "{% macro m() %}" + "{% if many %}{% endif %}" * 3_000 + "{% endmacro %}"
    "{% for a in many %}{% for b in many %}{{ m() }}{% endfor %}{% endfor %}",
    "parts": "{% include '_again' %}" * 2_000,
}  # fmt: skip
"""Templates of a few lines that would go on for hours, or fill the memory."""


@pytest.mark.parametrize("template", LENGTHY.values(), ids=LENGTHY)
def test_a_template_that_would_not_come_to_an_end_is_stopped(templates: Path, template: str) -> None:
    (templates / "_again").write_text("")
    (templates / "denial.en.html.j2").write_text(template)
    started = time.process_time()
    with pytest.raises(LetterError, match=r"line \d: the template goes on for too long"):
        set_letter(templates)
    assert time.process_time() - started < SOON


def test_a_letter_is_made_no_further_than_it_may_be_long(templates: Path) -> None:
    (templates / "denial.en.html.j2").write_text(
        f"{THOUSAND}{{% for a in many %}}{'word ' * 1_000}{{% endfor %}}{{{{ letter.gone }}}}"
    )
    with pytest.raises(LetterError, match="more than 500,000 characters"):
        set_letter(templates)


def test_a_template_or_layout_that_never_ends_is_refused(templates: Path) -> None:
    for name in ("denial.en.html.j2", "letter.typ", "logos/example-nc.svg"):
        sound = (templates / name).read_bytes()
        (templates / name).write_bytes(b"x" * 1_000_001)
        with pytest.raises(LetterError, match=r"can't be read \(It is too large\)"):
            set_letter(templates)
        (templates / name).unlink()
        os.mkfifo(templates / name)
        with pytest.raises(LetterError, match=r"can't be read \(It is not a file\)"):
            set_letter(templates)
        (templates / name).unlink()
        (templates / name).write_bytes(sound)


@pytest.mark.parametrize("name", ["denial.en.html.j2", "_letter.en.html.j2", "letter.typ"])
def test_a_template_that_is_missing_or_not_utf_8_is_named(templates: Path, name: str) -> None:
    (templates / name).write_bytes(b"\xff\xfe")
    with pytest.raises(LetterError, match=f"{name}, line 1: not UTF-8"):
        set_letter(templates)
    (templates / name).unlink()
    with pytest.raises(LetterError, match=name):
        set_letter(templates)


def test_a_template_is_not_a_link_to_elsewhere(templates: Path, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    (templates / "denial.en.html.j2").unlink()
    (templates / "denial.en.html.j2").symlink_to(tmp_path / "secret")
    with pytest.raises(LetterError, match=r"denial\.en\.html\.j2 is a link"):
        set_letter(templates)


def test_a_template_that_is_a_link_is_not_followed(templates: Path, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (templates / "denial.en.html.j2").unlink()
    (templates / "denial.en.html.j2").symlink_to(tmp_path / "pipe")
    with pytest.raises(LetterError, match=r"denial\.en\.html\.j2 is a link"):
        set_letter(templates)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('#import "@preview/example:0.1.0"', "import"),
        (r'#import "\u{40}preview/example:0.1.0"', "import"),
        ('#let x = { include "a" + ".typ" }', "include"),
        ('#let e = eval; #e("1")', "eval"),
        ('#dictionary(std).at("ev" + "al")("1")', "std"),
    ],
)
def test_the_layout_fetches_no_package(templates: Path, line: str, word: str) -> None:
    layout = templates / "letter.typ"
    layout.write_text(f"{line}\n" + layout.read_text("utf-8"), "utf-8")
    with pytest.raises(LetterError, match=rf"letter\.typ, line 1: {word} is not allowed"):
        set_letter(templates)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "America", "Nowhere/None", ""])
def test_a_plan_in_a_zone_that_does_not_exist_is_refused(templates: Path, zone: str) -> None:
    plan = templates / "plans" / "example-nc.yaml"
    lines = [
        f'time_zone: "{zone}"' if line.startswith("time_zone:") else line
        for line in plan.read_text().splitlines()
    ]
    plan.write_text("\n".join(lines))
    with pytest.raises(LetterError, match="time_zone"):
        set_letter(templates)


# Forms


LAUGHS = b"a: &a [x]\n" + b"".join(
    b"%c: &%c [%s]\n" % (letter, letter, b",".join([b"*%c" % (letter - 1)] * 8)) for letter in range(98, 110)
)
"""Few lines whose aliases stand for billions."""


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "2024-07-01.yaml:1"),
        (b"\xff", "not UTF-8"),
        (b"title: x\ntitle: y\n", "duplicate key"),
        (b"\0", "not YAML"),
        (b"[" * 5_000, "nested too deeply"),
        (b"a: &a [*a]", "2024-07-01.yaml:1"),
        (LAUGHS, "2024-07-01.yaml:1: a part is named"),
        (b"#" * 1_000_001, "larger than 1 MB"),
        (b"history: [{on: '9999-12-31', event: x}]\n", "the date must be between"),
        (b"!!python/object/apply:os.system ['true']", "2024-07-01.yaml:1"),
    ],
    ids=["empty", "encoding", "twice", "null byte", "deep", "itself", "laughs", "large", "year", "tag"],
)  # fmt: skip
def test_a_file_that_is_no_form_is_refused(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "2024-07-01.yaml").write_bytes(data)
    started = time.process_time()
    lines = faults(run("forms", "check", str(tmp_path)))
    assert any(said.lower() in line.lower() for line in lines), lines
    assert time.process_time() - started < 2 * SOON


# Attendance


HEADING = b"date,kind,minutes,attended\n"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "No rows"),
        (b"\xff\xfe" + HEADING, "not UTF-8 text; line 1 shows it first"),
        (b"\0" * 100_000, "No rows."),
        (b"," * 1_000_000, "No rows"),
        (b"x," * 500_000, "more than 100 columns"),
        (b"x" * 1_000_001, "larger than 1 MB"),
        (b'"' * 99_999, "a quotation mark is never closed"),
        (b'"' + b"x" * 999_000, "a cell is longer than 131,072 characters"),
        (HEADING + b"\n" * 900_000, "No sessions under the header row"),
        (HEADING + b"x\n" * 400_000, "more than 2,000 rows"),
        (HEADING + b'2026-01-12,"=HYPERLINK(""file:///etc/passwd"")",60,yes\n', "a formula. Replace it"),
        (HEADING + b"9999-12-31,group,60,yes\n", "dates must be between 1900-01-01 and 2199-12-31"),
        (HEADING + b"2026-01-12,group," + b"9" * 5_000 + b",yes\n", "is not minutes"),
    ],
    ids=["empty", "encoding", "null bytes", "commas", "columns", "large", "quotes", "a cell", "blank lines",
         "lines", "formula", "year", "endless integer"],
)  # fmt: skip
def test_a_file_that_is_no_attendance_is_refused_in_words(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "attendance.csv").write_bytes(data)
    started = time.monotonic()
    with pytest.raises(InvalidAnswer) as refused:
        read_file(tmp_path / "attendance.csv")
    assert any(said in fault for fault in refused.value.faults), refused.value.faults
    assert len(refused.value.faults) <= 21
    assert all(fault.isprintable() and len(fault) < 300 for fault in refused.value.faults)
    assert time.monotonic() - started < SOON


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200) | st.binary(max_size=200).map(HEADING.__add__))
def test_any_bytes_are_read_as_attendance_or_refused(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    file = tmp_path_factory.mktemp("attendance") / "attendance.csv"
    file.write_bytes(data)
    try:
        said = [str(line.minutes) for line in read_file(file).lines]
    except InvalidAnswer as error:
        said = list(error.faults)
    assert said
    assert all(line.isprintable() for line in said)


# The window


@pytest.fixture(scope="module")
def window(
    qapp: QApplication, tmp_path_factory: pytest.TempPathFactory, samples_of_today: Path
) -> Iterator[AppWindow]:
    """The window of the sample vault, into which one strange thing after another is typed."""
    theme.load_fonts()
    now, home = datetime.now().astimezone(), tmp_path_factory.mktemp("home")
    shutil.copytree(samples_of_today, home / sample_vault.FOLDER)
    made = make_window(home, lambda: now)
    made.show()
    made.sign_in.open_sample()
    yield made
    made.close()


TYPED = {
    "member_id": "TEST-00999", "last_name": "Sampleton", "first_name": "Jordan", "born": "3/14/1991",
    "plan": "example-nc", "review": "admission", "urgency": "standard", "diagnosis": "F33.1 A sample diagnosis",
    "service": "bcbsnc-psychiatric-iop S9480", "from": "01/26/2026", "through": "02/20/2026", "days": "3",
    "hours": "11", "units": "12", "program": "Example Day Program", "npi": "1234567893",
}  # fmt: skip


STRANGE = [
    "<b>x</b><img src='file:///x'>{{ 7*7 }}",
    '#read("/etc/passwd")',
    "\u05e9\u05dc\u05d5\u05dd\u202eabc",
    "a\u200bb",
    "\U0001f468\u200d\U0001f467",
    "e" + "\u0300" * 99,
]


@pytest.mark.parametrize("name", STRANGE, ids=ascii)
def test_a_strange_name_is_kept_and_shown_as_it_was_pasted(window: AppWindow, name: str) -> None:
    assert window.main is not None
    assert window.session is not None
    window.main.worklist.new_case.emit()
    for key, value in TYPED.items():
        window.main.intake.form.set_value(key, value)
    editor = window.main.intake.form.fields["last_name"].editor
    assert isinstance(editor, QLineEdit)
    editor.clear()
    editor.insert(name)
    window.main.intake.start.click()
    assert window.main.screens.currentWidget() is window.main.case.screen, window.main.intake.faults()
    kept = window.session.vault.cases.get(window.main.ui_state.case_id)
    assert kept.member.last_name == clean_line(name)
    assert not window.grab().isNull()
    window.main.show_worklist()
    assert not window.grab().isNull()


@pytest.mark.parametrize("half", ["a\ud800b", "\udfff"])
def test_half_a_character_never_reaches_a_record(window: AppWindow, half: str) -> None:
    assert window.main is not None
    assert window.session is not None
    window.main.worklist.new_case.emit()
    for key, value in {**TYPED, "last_name": f"Sampleton{half}"}.items():
        window.main.intake.form.set_value(key, value)
    window.main.intake.start.click()
    kept = window.session.vault.cases.get(window.main.ui_state.case_id)
    assert kept.member.last_name.encode().startswith(b"Sampleton")


def test_rows_that_can_t_be_read_are_said_in_the_review_and_change_nothing(window: AppWindow) -> None:
    assert window.main is not None
    assert window.session is not None
    window.main.open_case("sample-00417", "review")
    wizard = window.main.case.wizard
    wizard.go_to_step(0)
    kept = window.session.vault.cases.reviews("sample-00417")[-1]
    for text in (
        "<b>x</b>",
        "\0",
        "\u202e",
        "date,kind,minutes,attended\n" + "\ud800,=1+1,-1,x\n" * 3_000,
        '"',
    ):
        QApplication.clipboard().setText(text)
        wizard.facts.attendance.paste()
        assert wizard.facts.attendance.banner.isVisible()
        assert not window.grab().isNull()
    assert window.session.vault.cases.reviews("sample-00417")[-1] == kept


def test_any_words_can_be_searched(window: AppWindow) -> None:
    assert window.main is not None
    search = window.main.worklist.findChild(QLineEdit)
    assert isinstance(search, QLineEdit)
    search.blockSignals(True)  # asked below, without the pause after typing
    for words in ('"', "*", "a\0b", "AND OR NOT", "' OR 1=1 --", "\ud800", "<b>x</b>", "x" * 10_000):
        search.setText(words)
        window.main.worklist.query_changed.emit(window.main.worklist.query())
    assert window.main.worklist.query().text == "x" * LONGEST_LINE
    assert window.main.worklist.table.rows.rowCount() == 0
