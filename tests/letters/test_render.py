import re
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pypdfium2 import PdfDocument

from tests.letters import letter_cases as cases
from ur_desktop.domain.case import Address, Member, Representative
from ur_desktop.domain.determination import Rationale
from ur_desktop.domain.errors import LetterError
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.letter.facts import Copy, LetterKind
from ur_desktop.domain.letter.reasons import rationale_start
from ur_desktop.domain.letter.text import passages, with_curly_quotes, words
from ur_desktop.letters import render as letters
from ur_desktop.letters.document import read_letter
from ur_desktop.letters.typeset import typeset

GOLDEN = cases.golden()


@pytest.mark.parametrize("name", GOLDEN)
def test_letter_reads_as_it_did(name: str) -> None:
    assert GOLDEN[name] == (cases.GOLDEN / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", GOLDEN)
def test_letter_keeps_the_vocabulary_of_the_page(name: str) -> None:
    read_letter(GOLDEN[name], name)


def test_every_golden_letter_is_still_made() -> None:
    assert {path.name for path in cases.GOLDEN.glob("*.html")} == set(GOLDEN)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def rendered(folder: Path, template: str, **more: str) -> str:
    for name, text in {"denial.en.html.j2": template, **more}.items():
        (folder / name).write_text(text, encoding="utf-8")
    facts = cases.facts(LetterKind.DENIAL, Copy.MEMBER, cases.denied())
    return letters.render(facts, templates=folder)


def test_a_field_that_does_not_exist_is_named_with_template_and_line(folder: Path) -> None:
    with pytest.raises(LetterError) as caught:
        rendered(folder, "one\n\n{{ letter.decision.color }}")
    assert caught.value.what.startswith("denial.en.html.j2, line 3: ")
    assert caught.value.what.endswith("DecisionFacts object' has no attribute 'color'.")


def test_a_missing_field_in_an_included_part_is_named_there(folder: Path) -> None:
    with pytest.raises(LetterError, match=r"_part\.en\.html\.j2, line 2: .*'color'"):
        rendered(folder, '{% include "_part.en.html.j2" %}', **{"_part.en.html.j2": "x\n{{ letter.color }}"})


def test_a_fact_that_this_letter_lacks_is_not_printed_as_none(folder: Path) -> None:
    with pytest.raises(LetterError, match="line 1: a fact that this letter does not have"):
        rendered(folder, "{{ letter.worksheet }}")


def test_all_faults_of_a_template_are_listed_at_once(folder: Path) -> None:
    template = """{{ letter.member | safe }}
{{ letter.member | default("x") }}
{% autoescape false %}{{ letter.member }}{% endautoescape %}
{% include "/etc/passwd" %}
{% import letter.member as parts %}
{% include "denial_provider.en.html.j2" %}
"""
    with pytest.raises(LetterError) as caught:
        rendered(folder, template)
    assert [fault.split(":")[0] for fault in caught.value.faults] == [
        f"denial.en.html.j2, line {line}" for line in (1, 2, 3, 4, 5, 6)
    ]


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("{{ letter.date", "line 1"),
        ("\n{{ letter.__class__.__mro__ }}", "line 2"),
        ('{% include "_gone.en.html.j2" %}', "_gone.en.html.j2"),
        ("{{ letter.date + 1 }}", "can't be computed"),
        ("{{ range(10) }}", "'range' is undefined"),
    ],
)
def test_a_template_that_goes_astray_is_refused(folder: Path, template: str, said: str) -> None:
    with pytest.raises(LetterError, match=r"denial\.en\.html\.j2") as caught:
        rendered(folder, template)
    assert said in str(caught.value)


def test_a_template_that_is_not_utf_8_is_refused(folder: Path) -> None:
    (folder / "denial.en.html.j2").write_bytes(b"\xff\xfe")
    with pytest.raises(LetterError, match="not UTF-8"):
        letters.render(cases.facts(LetterKind.DENIAL, Copy.MEMBER, cases.denied()), templates=folder)


@pytest.mark.parametrize(
    "name", ["<b>Jordan</b>", "{{ 7*7 }}", '#read("/etc/passwd")', "Jordan & Söhne", "{% raw %}", "a | b"]
)
def test_markup_in_a_name_is_printed_as_it_stands(name: str) -> None:
    given = cases.denied()
    member = Member("TEST-00417", name, "Sampleton", cases.MEMBER.born, Address((name, "Anytown")))
    given["case"] = replace(given["case"], member=member)
    for copy in (Copy.MEMBER, Copy.PROVIDER):
        html = cases.html(LetterKind.DENIAL, copy, given)
        read_letter(html)
        assert any(with_curly_quotes(name) in passage.text for passage in passages(html))
        assert "<b>" not in html


def pages_of(kind: LetterKind, copy: Copy, given: dict[str, Any]) -> tuple[str, list[str]]:
    """The HTML of a letter, and the words of each of its printed pages."""
    html = cases.html(kind, copy, given)
    pdf = typeset(
        html,
        logo=letters.logo(given["plan"]),
        fonts=cases.TEMPLATES / "fonts",
        template=cases.TEMPLATES / "letter.typ",
        issued=cases.NOW.date(),
    )
    return html, [words(page.get_textpage().get_text_range()) for page in PdfDocument(pdf)]


def all_unmet(plan_id: str) -> dict[str, Any]:
    """A denial in which nothing is met, and nobody noted a page."""
    answers = cases.invented(plan_id)["review"].answers
    given = cases.invented(plan_id, unmet=tuple(answers))
    bare = {key: replace(answer, note="", evidence=()) for key, answer in given["review"].answers.items()}
    review = replace(given["review"], answers=bare)
    finding = evaluate(given["policy"], review)
    start = rationale_start(finding)
    text, clinical = (
        re.sub("«[^»]*»", "what the records show", half) for half in (start.member, start.provider)
    )
    signed = replace(cases.denied(plan_id)["determination"], rationale=Rationale(text, clinical))
    return given | {"review": review, "finding": finding, "determination": signed}


@pytest.mark.parametrize("plan_id", cases.PLANS.values())
@pytest.mark.parametrize("copy", [Copy.MEMBER, Copy.PROVIDER])
def test_a_denial_in_which_nothing_is_met_is_printed_whole(plan_id: str, copy: Copy) -> None:
    html, pages = pages_of(LetterKind.DENIAL, copy, all_unmet(plan_id))
    printed = Counter(re.findall(r"\w+", " ".join(pages)))
    wanted = Counter(re.findall(r"\w+", " ".join(passage.text for passage in passages(html))))
    assert wanted - printed == Counter()


@pytest.mark.parametrize("plan_id", cases.PLANS.values())
def test_what_you_can_do_now_stays_on_page_1_for_a_parent_too(plan_id: str) -> None:
    given = cases.denied(plan_id, approved_through=date(2026, 11, 29))
    member = replace(given["case"].member, representative=Representative("Pat Sampleton", "parent"))
    _, pages = pages_of(
        LetterKind.DENIAL, Copy.MEMBER, given | {"case": replace(given["case"], member=member)}
    )
    assert "Ask about care Jordan can have now: outpatient care." in pages[0]


@pytest.mark.parametrize("plan_id", cases.PLANS.values())
def test_no_page_holds_the_copies_alone(plan_id: str) -> None:
    given = cases.asked_for_information(plan_id)
    for copy in (Copy.MEMBER, Copy.PROVIDER):
        _, pages = pages_of(LetterKind.INFORMATION_REQUEST, copy, given)
        page = next(page for page in pages if "Copies:" in page)
        assert "What happens then" in page


def test_each_plan_has_a_line_of_business_and_a_logo() -> None:
    plans = letters.plans()
    assert set(plans) == {"example-ut", "example-nc"}
    for plan in plans.values():
        assert letters.line_of_business(plan.line_of_business).key == plan.line_of_business
        assert letters.logo(plan).startswith(b"<svg")


def test_a_logo_comes_from_its_folder_only() -> None:
    plan = letters.plans()["example-ut"]
    for name in ("gone.svg", "../letter.typ", ""):
        with pytest.raises(LetterError, match="has no logo"):
            letters.logo(replace(plan, logo=name))


def test_an_unknown_line_of_business_is_refused_by_name() -> None:
    with pytest.raises(LetterError, match="There is commercial-erisa, governmental-nonfederal"):
        letters.line_of_business("../plans/example-ut")


def changed_plan(tmp_path: Path, *changes: tuple[str, str]) -> Path:
    (tmp_path / "plans").mkdir()
    text = (cases.TEMPLATES / "plans" / "example-ut.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "plans" / "example-ut.yaml").write_text(text, encoding="utf-8")
    return tmp_path


def test_every_fault_of_a_profile_is_listed_with_line_and_key(tmp_path: Path) -> None:
    folder = changed_plan(
        tmp_path,
        ('tty: "711"', "tty: 711"),
        ("tagline:", "slogan:"),
        ("peer_to_peer_days: 14", "peer_to_peer_days: two"),
    )
    with pytest.raises(LetterError) as caught:
        letters.plans(folder)
    keys = sorted(fault.split(": ")[1] for fault in caught.value.faults)
    assert keys == ["peer_to_peer_days", "slogan", "tagline", "tty"]
    assert all(fault.startswith("plans/example-ut.yaml:") for fault in caught.value.faults)


def test_a_profile_is_called_like_its_file(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"plans/example-ut.yaml:2: id: The file is called example-ut"):
        letters.plans(changed_plan(tmp_path, ("id: example-ut", "id: other")))


def test_a_language_without_a_font_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match="no shipped font or notice for zh"):
        letters.plans(changed_plan(tmp_path, ("[es, vi,", "[es, zh,")))


def test_a_profile_that_is_no_yaml_is_refused(tmp_path: Path) -> None:
    with pytest.raises(LetterError, match=r"example-ut\.yaml:\d+: not YAML"):
        letters.plans(changed_plan(tmp_path, ("address: [", "address: ]")))


def test_a_typists_marks_are_printed_as_the_letters_own() -> None:
    given = cases.denied()
    told = Rationale('He said "I can\'t." It is 5\'10" and <b> & more.', 'The member\'s notes say "steady."')
    given["determination"] = replace(given["determination"], rationale=told)
    said = cases.html(LetterKind.DENIAL, Copy.MEMBER, given)
    assert "He said “I can’t.” It is 5&#39;10&#34; and &lt;b&gt; &amp; more." in said
    assert "The member’s notes say “steady.”" in cases.html(LetterKind.DENIAL, Copy.PROVIDER, given)


@pytest.mark.parametrize("kind", [LetterKind.INFORMATION_REQUEST, LetterKind.REFERRAL, LetterKind.DENIAL])
def test_no_shipped_letter_ends_on_a_nearly_empty_page(kind: LetterKind) -> None:
    given = cases.asked_for_information() if kind is LetterKind.INFORMATION_REQUEST else cases.denied()
    for copy in (Copy.INTERNAL,) if kind is LetterKind.REFERRAL else (Copy.MEMBER, Copy.PROVIDER):
        _, pages = pages_of(kind, copy, given)
        assert len(pages) == 1 or len(pages[-1]) > 600
