"""The loader takes the shipped forms, and refuses each kind of mistake by file, line, key and rule."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from ur_desktop import paths
from ur_desktop.domain.errors import FormError
from ur_desktop.domain.evaluation.finding import evaluate
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.letter.readability import readability
from ur_desktop.domain.policy import Criterion, Group, Policy, ReviewKind, criteria, walk
from ur_desktop.domain.review import Mark
from ur_desktop.files.form_examples import check_examples, examples_path
from ur_desktop.files.review import ReviewShape, review_of
from ur_desktop.forms.load import load_policy, policy_ids, read_form, versions

GRADE_OF_A_MEMBER = 8.0
"""The reading level that a member’s wording may have."""
FORM = """\
title: Intensive outpatient
short_title: Example IOP
publisher: Example Health Plan
document: Behavioral Health Policy 12
history: [{on: "2024-07-01", event: Effective}]
description: A program.
services: [{system: HCPCS, code: "S9480", meaning: m, plain: p, focus: either, units_per_day: 1}]
facts:
  boarding: {ask: "Does the program board the member?", kind: yes_no}
shared:
  program:
    title: Program requirements
    all:
      - {id: P1, title: Licensed, section: "1", text: t, unmet: u, ask: a}
checklists:
  admission:
    title: Admission
    review: admission
    all:
      - use: program
      - {id: A1, title: One, section: "2", text: t, unmet: u, ask: a, measure: {all: [{name: program_days_per_week, at_least: 3}]}}
      - {id: A2, title: Two, section: "3", text: t, unmet: u, ask: a, applies: {fact: boarding, is: true}}
      - id: A3
        title: Group
        section: "4"
        text: t
        unmet: u
        ask: a
        at_least: 2
        of:
          - {id: A3a, title: a, section: "4", text: t, unmet: u, ask: a}
          - {id: A3b, title: b, section: "4", text: t, unmet: u, ask: a, due: {by_day: 3}}
"""  # noqa: E501, a criterion on one line

CITED = FORM[FORM.index("        title: Group\n") : FORM.index("\n          - {id: A3a")]


@pytest.fixture
def form(tmp_path: Path) -> Callable[..., Path]:
    def write(*changes: tuple[str, str], text: str = FORM, name: str = "2024-07-01.yaml") -> Path:
        for old, new in changes:
            assert old in text
            text = text.replace(old, new, 1)
        folder = tmp_path / "example-iop"
        folder.mkdir(exist_ok=True)
        path = folder / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def refused(path: Path) -> str:
    with pytest.raises(FormError) as error:
        read_form(path)
    return "\n".join(error.value.faults)


def test_a_form_becomes_a_policy(form: Callable[..., Path]) -> None:
    policy = read_form(form())
    assert (policy.id, policy.version) == ("example-iop", date(2024, 7, 1))
    assert list(policy.nodes) == ["P1", "A1", "A2", "A3", "A3a", "A3b"]
    assert policy.checklist_for(ReviewKind.ADMISSION).root.children[0] == Group(
        (policy.nodes["P1"],),
        title="Program requirements",
    )
    assert len(policy.digest) == 64


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("title: Intensive", "titel: x\ntitle: Intensive", "2024-07-01.yaml:1: titel: Unknown key"),
        ("publisher: Example Health Plan\n", "", ":1: publisher: This key is needed."),
        ("id: A2", "id: A1", ":22: checklists.admission.all[3].id: The id A1 is already on line 21"),
        (
            "use: program",
            "use: programs",
            ":20: checklists.admission.all[1].use: There is no shared group 'programs'",
        ),
        (
            "at_least: 2\n",
            "at_least: 3\n",
            ":29: checklists.admission.all[4].at_least: At least 3 is more than the 2 members.",
        ),
        ('code: "S9480"', "code: 905", ":7: services[1].code: Write it in quotes. Found 905."),
        ('on: "2024-07-01"', "on: 2024-07-01", ":5: history[1].on: Write the date in quotes."),
        ('on: "2024-07-01"', 'on: "July 1"', ':5: history[1].on: Write the date as "2024-07-01".'),
        (
            'section: "2", text: t, unmet: u, ask: a',
            'section: "2", text: t, unmet: u',
            ":21: checklists.admission.all[2].ask: This key is needed.",
        ),
        ('section: "2"', "section: 2", "section: Write it in quotes. Found 2."),
        (
            "        text: t\n",
            "",
            ":23: checklists.admission.all[4].text: A group that can be cited needs this wording.",
        ),
        ("fact: boarding", "fact: weather", "There is no fact 'weather'"),
        (
            "    review: admission",
            "    review: admission\n    attention: [{when: rainy, say: s}]",
            "checklists.admission.attention[1].when: There is no condition 'rainy'. There is only_substance_use.",
        ),
        ("publisher:", 'provisions: [{section: "1", text: t, checks: [R11]}]\npublisher:', "checks"),
        ("boarding: {ask", "weather: {ask", "There is no such fact"),
        ("kind: yes_no", "kind: date", "This fact is of kind yes_no."),
        ("fact: boarding", "fact: taper", "Say under facts how taper is asked."),
        ("fact: boarding", "fact: admitted", "A condition can't name a date."),
        ("is: true", "at_least: 18", "boarding is compared with exactly one of: is."),
        ("is: true", "is: 1", "should be a valid boolean"),
        ("name: program_days_per_week", "name: happy_days", "There is no measure 'happy_days'"),
        (
            "due: {by_day: 3}",
            "due: {by_day: 3, from_day: 0}",
            "exactly one of by_day, from_day, by_attended_day",
        ),
        (
            "        of:",
            "        any: []\n        of:",
            "A group has exactly one of all, any, or at_least with of.",
        ),
        ("title: One", "title: " + "x" * 37, "at most 36 characters"),
        (
            "    review: admission",
            "    review: admission\n    with: [nothing]",
            "'nothing' is not an advisory checklist",
        ),
        ("    review: admission", "    advisory: true", "An advisory checklist decides nothing"),
        (
            "ask: a, applies",
            "ask: a, color: red, applies",
            ":22: checklists.admission.all[3].color: Unknown key",
        ),
        (
            "        at_least: 2\n",
            "        at_least: 2\n        color: red\n",
            ":30: checklists.admission.all[4].color: Unknown key",
        ),
        (
            'section: "2", text: t, unmet: u',
            "text: t, unmet: u",
            ":21: checklists.admission.all[2].section: This key is needed.",
        ),
        (
            'section: "2", text: t, unmet: u',
            'section: "2", unmet: u',
            ":21: checklists.admission.all[2].text: This key is needed.",
        ),
        (
            'section: "2", text: t, unmet: u',
            'section: "2", text: t',
            ":21: checklists.admission.all[2].unmet: This key is needed.",
        ),
        (
            'section: "2", text: t',
            'section: "2", text: " "',
            "checklists.admission.all[2].text: String should have at least 1 character.",
        ),
        (
            "      - id: A3\n        title",
            "      - title",
            ":23: checklists.admission.all[4].id: A group that can be cited needs this wording.",
        ),
        ('        section: "4"\n', "", "all[4].section: A group that can be cited needs this wording."),
        ("        unmet: u\n", "", "all[4].unmet: A group that can be cited needs this wording."),
        ("        ask: a\n", "", "all[4].ask: A group that can be cited needs this wording."),
        (
            "        text: t\n        unmet: u\n        ask: a\n        at_least: 2\n        of:",
            "        applies: {fact: boarding, is: true}\n        all:",
            "all[4].unmet: A group that can be cited needs this wording.",
        ),
        (
            CITED,
            '        section: "4"\n        all:',
            ":23: checklists.admission.all[4].title: This key is needed.",
        ),
        (
            "at_least: 2\n",
            "at_least: 0\n",
            "all[4].at_least: Input should be greater than or equal to 1. Found 0.",
        ),
        ("at_least: 2\n", 'at_least: "2"\n', "all[4].at_least: Input should be a valid integer. Found '2'."),
        ("        at_least: 2\n", "", "A group has exactly one of all, any, or at_least with of."),
        (
            "        at_least: 2\n        of:",
            "        any: []\n      - id: A4\n        title: G\n        all:",
            ":29: checklists.admission.all[4].any: A group needs members.",
        ),
        (
            "      - use: program\n",
            "      - use: program\n      - use: program\n",
            ":16: checklists.admission: P1 would be asked twice in one review",
        ),
        (
            "ask: a}\nchecklists",
            "ask: a}\n      - {use: program}\nchecklists",
            ":15: shared.program.all[2].use: There is no shared group 'program'",
        ),
        (
            "    review: admission",
            "    review: admission\n    with: [admission]",
            "'admission' is not an advisory checklist",
        ),
        (
            "fact: boarding, is: true",
            "fact: age, at_least: 18, under: 21",
            "age is compared with exactly one of: at_least or under.",
        ),
        (
            "fact: boarding, is: true",
            "fact: age, is: true",
            "age is compared with exactly one of: at_least or under.",
        ),
        ("fact: boarding, is: true", "fact: boarding", "boarding is compared with exactly one of: is."),
        ("is: true", "is: yes", "should be a valid boolean. Found 'yes'."),
        (
            "at_least: 3}]}",
            "at_least: 3}], no_shortfall_when: {fact: weather, is: true}}",
            "no_shortfall_when.fact: There is no fact 'weather'",
        ),
        (
            "at_least: 3}]}",
            "at_least: 3}], no_shortfall_when: {fact: taper, is: true}}",
            "Say under facts how taper is asked.",
        ),
        ("due: {by_day: 3}", "due: {}", "exactly one of by_day, from_day, by_attended_day"),
        (
            "unmet: u, ask: a, applies",
            "unmet: u, ask: a, kind: maybe, applies",
            "kind: Input should be 'criterion', 'attention' or 'information'",
        ),
        (
            "services:",
            "revenue_codes: [0905]\nservices:",
            ":7: revenue_codes[1]: Write it in quotes. Found 905.",
        ),
        ("services:", "next_review: 2027-10-24\nservices:", ":7: next_review: Write the date in quotes."),
        ('section: "2"', "section: 9.10", "section: Write it in quotes. Found 9.1."),
        ("title: Admission\n", "title: Admission\n    title: Twice\n", "not YAML"),
        ("description: A program.", "description: {a: b}", "description: A text is needed here."),
    ],
    ids=lambda value: str(value)[:24],
)
def test_a_mistake_is_refused_by_line_key_and_rule(
    form: Callable[..., Path], old: str, new: str, said: str
) -> None:
    assert said in refused(form((old, new)))


def test_every_fault_is_said_at_once(form: Callable[..., Path]) -> None:
    said = refused(
        form(("use: program", "use: nothing"), ("id: A2", "id: A1"), ("at_least: 2\n", "at_least: 9\n"))
    )
    assert len(said.splitlines()) == 3


def test_a_checklist_that_can_end_undecided_is_refused(form: Callable[..., Path]) -> None:
    only = (
        FORM[: FORM.index("      - use: program")]
        + FORM[FORM.index("      - {id: A2") : FORM.index("      - id: A3")]
    )
    assert "Nothing decides when boarding False" in refused(form(text=only))


def test_a_counted_group_whose_members_may_not_apply_is_refused(form: Callable[..., Path]) -> None:
    said = refused(form(("ask: a, due: {by_day: 3}", "ask: a, applies: {fact: boarding, is: true}")))
    assert "Only 1 of its members can apply when boarding False" in said


def criterion(number: int, more: str = "") -> str:
    return f"      - {{id: N{number}, title: t, section: s, text: t, unmet: u, ask: a{more}}}\n"


def test_more_limits_than_can_be_tried_are_refused_at_once(form: Callable[..., Path]) -> None:
    limits = "".join(
        criterion(2 * limit + number, f", applies: {{fact: {fact}, at_least: {10 * limit}}}")
        for limit in range(1, 151)
        for number, fact in enumerate(("age", "days_attended"))
    )
    started = time.process_time()
    said = refused(form(text=FORM[: FORM.index("      - use: program")] + limits))
    assert said.startswith(
        "example-iop/2024-07-01.yaml:19: checklists.admission.all: Its conditions name too"
    )
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("uses", "shared", "beside"),
    [(1_000, 500, 0), (1, 500, 100), (1, 4, 4_000)],
    ids=["a group used often", "a companion of many", "a companion named often"],
)
def test_more_than_can_be_asked_is_refused_at_once(
    form: Callable[..., Path], uses: int, shared: int, beside: int
) -> None:
    head = FORM[: FORM.index("      - {id: P1")]
    many = "".join(criterion(number, ", kind: information") for number in range(shared))
    lists = "".join(
        f"  c{number}: {{title: t, advisory: true, with: [c0], all: [{{use: program}}]}}\n"
        for number in range(min(beside, 100))
    )
    named = f"  d: {{title: t, advisory: true, with: [{'admission, ' * beside}], all: [{{use: program}}]}}\n"
    checklist = FORM[FORM.index("checklists:") : FORM.index("      - use: program")]
    text = head + many + checklist + "      - use: program\n" * uses + lists + named
    started = time.process_time()
    assert "checklists: Over 2,000 criteria and groups are asked; split the form." in refused(form(text=text))
    assert time.process_time() - started < 10


def test_a_counted_group_of_advice_alone_is_refused(form: Callable[..., Path]) -> None:
    said = refused(
        form(
            ("        at_least: 2\n        of:", "        any:"),
            ("title: a, section", "kind: information, title: a, section"),
            ("title: b, section", "kind: attention, title: b, section"),
        )
    )
    assert "checklists.admission.all[4].id: Only 0 of its members can apply" in said


def test_a_checklist_and_its_companion_share_no_item(form: Callable[..., Path]) -> None:
    advice = FORM.replace("id: P1,", "id: P1, kind: information,")
    advice = advice.replace("    review: admission", "    review: admission\n    with: [beside]")
    beside = "  beside:\n    title: Beside\n    advisory: true\n    all: [{use: program}]\n"
    assert "checklists.admission: P1 would be asked twice in one review" in refused(
        form(text=advice + beside)
    )


def test_one_kind_of_review_has_one_checklist(form: Callable[..., Path]) -> None:
    twin = "  again:\n    title: Again\n    review: admission\n    all: [{use: program}]\n"
    assert "admission decides this kind of review already" in refused(form(text=FORM + twin))


def test_the_file_name_is_the_effective_date(form: Callable[..., Path]) -> None:
    for name in ("current.yaml", "20240101.yaml", "2024-W01-1.yaml"):
        assert 'Name it "2024-07-01.yaml"' in refused(form(name=name))


MERGES = b"a0: &a0 {k: v}\n" + b"".join(
    b"a%d: &a%d {<<: [*a%d, *a%d]}\n" % (number, number, number - 1, number - 1) for number in range(1, 31)
)
"""Thirty lines that stand for a billion."""
REPEATED = "a part is named (&), repeated (*), merged (<<) or tagged (!)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"title: \xff\n", "not UTF-8"),
        (b"title: [\n", "not YAML"),
        (b"[" * 3000, "nested too deeply"),
        (b"[" * 42 + b"]" * 42, "nested too deeply"),
        (b"a: " + b"{a: " * 60 + b"1" + b"}" * 60, "nested too deeply"),
        (b"a: " + b"[" + b"x," * 50_000 + b"]", "too large"),
        (MERGES, f"2024-07-01.yaml:1: {REPEATED}"),
        (b"a: 1\nb: *a\n", f"2024-07-01.yaml:2: {REPEATED}"),
        (b"a: 1\nb: {<<: {c: d}}\n", f"2024-07-01.yaml:2: {REPEATED}"),
        (b"a: 1\n\nb: &b {c: d}\n", f"2024-07-01.yaml:3: {REPEATED}"),
        (b"a: 1\n!!binary Yg==: c\n", f"2024-07-01.yaml:2: {REPEATED}"),
        (b"- a\n- b\n", "dictionary"),
        (b"", "dictionary"),
        (b"x" * 1_000_001, "larger than 1 MB"),
    ],
    ids=["not UTF-8", "not YAML", "deep flow", "a level too deep", "deep", "many", "merges",
         "alias", "merge", "anchor", "tag", "a list", "empty", "huge"],
)  # fmt: skip
def test_a_file_that_is_no_form_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "2024-07-01.yaml"
    path.write_bytes(content)
    assert said in refused(path)


def test_what_is_in_quotes_is_no_alias(form: Callable[..., Path]) -> None:
    policy = read_form(form(("description: A program.", 'description: "*a & <<"')))
    assert policy.description == "*a & <<"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "there is no such file" in refused(tmp_path / "2024-07-01.yaml")


def test_the_version_in_force_holds_until_the_next(form: Callable[..., Path], tmp_path: Path) -> None:
    form(name="2024-07-01.yaml")
    form(name="2025-01-01.yaml")
    form(text="- notes", name="2025-01-01.examples.yaml")
    assert versions(tmp_path, "example-iop") == (date(2024, 7, 1), date(2025, 1, 1))
    assert load_policy(tmp_path, "example-iop", date(2024, 12, 31)).version == date(2024, 7, 1)
    assert load_policy(tmp_path, "example-iop", date(2025, 1, 1)).version == date(2025, 1, 1)
    with pytest.raises(FormError, match="was not in force on 2024-06-30"):
        load_policy(tmp_path, "example-iop", date(2024, 6, 30))


@pytest.mark.parametrize("policy_id", ["nothing", "..", "../example-iop", ""])
def test_a_policy_is_found_only_by_its_listed_id(
    form: Callable[..., Path], tmp_path: Path, policy_id: str
) -> None:
    form()
    with pytest.raises(FormError, match="There is no policy"):
        load_policy(tmp_path, policy_id, date(2026, 1, 1))


SHIPPED = sorted(path for path in paths.forms_dir().glob("*/*.yaml") if ".examples" not in path.name)


def test_both_policies_are_shipped() -> None:
    assert policy_ids(paths.forms_dir()) == ("bcbsnc-psychiatric-iop", "pehp-iop")


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_the_shipped_examples_agree_with_their_form(path: Path) -> None:
    assert check_examples(read_form(path), examples_path(path)) >= 15


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
@pytest.mark.parametrize("age", [17, 18])
def test_every_criterion_can_change_a_result_and_no_checklist_ends_undecided(path: Path, age: int) -> None:
    policy = read_form(path)
    yes = ("boarding", "out_of_area", "multiple_recent_admissions")
    facts = {"age": age, **dict.fromkeys(yes, True), "step_down": False, "taper": False}
    for checklist in policy.checklists.values():
        ids = [item.id for item in criteria(checklist.root)]
        for mark in (Mark.MET, Mark.NOT_MET):
            shape = ReviewShape(
                policy.id, checklist.id, date(2026, 1, 15), facts=facts, answers=dict.fromkeys(ids, mark)
            )
            finding = evaluate(policy, review_of(shape, policy))
            assert finding.undetermined == ()
            assert finding.unanswered == ()
            wanted = (
                Result.NOT_APPLICABLE
                if checklist.advisory
                else Result.MET
                if mark is Mark.MET
                else Result.NOT_MET
            )
            assert finding.result is wanted


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.parent.name)
def test_a_phrase_for_the_member_has_no_ids_and_leaves_room_for_facts(path: Path) -> None:
    policy = read_form(path)
    for checklist in policy.checklists.values():
        for node in walk(checklist.root):
            if node.unmet:
                assert node.unmet.count("«") == node.unmet.count("»") > 0
                assert not any(f" {other} " in f" {node.unmet} " for other in policy.nodes)


@pytest.mark.parametrize(
    "name", ["2024-07-01.edition-1.yaml", "2024-07-01.edition-02.yaml", "2024-07-01.edition.yaml", "new.yaml"]
)
def test_a_form_that_is_not_named_by_its_date_and_edition_is_refused(
    form: Callable[..., Path], name: str
) -> None:
    assert 'Name it "2024-07-01.yaml"' in refused(form(name=name))


def test_editions_of_a_version_are_one_version_with_the_same_ids_and_examples(
    form: Callable[..., Path],
) -> None:
    for folder in {path.parent for path in SHIPPED}:
        policies = [read_form(path) for path in SHIPPED if path.parent == folder]
        assert len({policy.version for policy in policies}) == 1
        assert len({tuple(policy.answerable.items()) for policy in policies}) == 1
    second = form(name="2024-07-01.edition-2.yaml")
    assert read_form(second).edition == 2
    assert examples_path(second) == examples_path(form())
    assert versions(second.parent.parent, "example-iop") == (date(2024, 7, 1),)


def test_examples_that_disagree_are_named(form: Callable[..., Path]) -> None:
    path = form()
    beside = examples_path(path)
    beside.write_text(
        '- {name: Wrong, checklist: admission, on: "2026-01-15", others: met, expect: {result: not_met, cure: null}}\n'
        '- {name: Unknown, checklist: admission, on: "2026-01-15", answers: {Z9: met}, expect: {result: met}}\n'
    )
    with pytest.raises(FormError) as error:
        check_examples(read_form(path), beside)
    said = "\n".join(error.value.faults)
    assert 'Wrong: result is "met", the example expects "not_met".' in said
    assert "Wrong: cure is [], the example expects null." in said
    assert "Unknown: answers: example-iop admission has no criterion 'Z9'." in said


def test_examples_of_the_wrong_shape_are_refused(form: Callable[..., Path]) -> None:
    path = form()
    examples_path(path).write_text("- {name: x}\n")
    with pytest.raises(FormError, match="This key is needed"):
        check_examples(read_form(path), examples_path(path))


def test_the_committed_schemas_are_those_of_the_shapes() -> None:
    from ur_desktop.forms.shape import schemas

    for name, text in schemas().items():
        assert (paths.forms_dir() / name).read_text(encoding="utf-8") == text


def test_a_pipe_is_no_form(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "2024-07-01.yaml")
    with pytest.raises(FormError, match="not a file"):
        read_form(tmp_path / "2024-07-01.yaml")


NEWEST = [
    load_policy(paths.forms_dir(), policy_id, date(2026, 1, 15))
    for policy_id in policy_ids(paths.forms_dir())
]


@pytest.mark.parametrize("policy", NEWEST, ids=lambda policy: policy.id)
def test_every_phrase_and_request_for_the_member_reads_at_grade_8_or_below(policy: Policy) -> None:
    hard = {
        f"{node.id}.{key}": grade
        for node in policy.nodes.values()
        for key in ("unmet", "ask")
        if (grade := readability(getattr(node, key)).grade) > GRADE_OF_A_MEMBER
    }
    assert hard == {}


@pytest.mark.parametrize("policy", NEWEST, ids=lambda policy: policy.id)
def test_a_groups_phrase_leaves_its_members_to_theirs(policy: Policy) -> None:
    """The reasons start with the group's phrase and then list each member's: nothing is said twice."""
    for group in policy.nodes.values():
        if isinstance(group, Group) and group.is_cited:
            assert len(group.unmet.split()) <= 60, group.id


@pytest.mark.parametrize(
    ("policy_id", "node", "key", "kept"),
    [
        ("bcbsnc-psychiatric-iop", "P9", "unmet", "recreation and diversion"),
        ("bcbsnc-psychiatric-iop", "P4", "guidance", "include, but are not limited to"),
        ("bcbsnc-psychiatric-iop", "A5a", "unmet", "possible harm to yourself or to others"),
        ("bcbsnc-psychiatric-iop", "A5a", "text", "potential issues"),
        ("bcbsnc-psychiatric-iop", "A7c", "unmet", "stable in the community after discharge"),
        ("pehp-iop", "B2", "unmet", "evidence-based"),
        ("pehp-iop", "B8", "unmet", "certification"),
    ],
)
def test_a_phrase_keeps_the_meaning_of_the_policy(policy_id: str, node: str, key: str, kept: str) -> None:
    """BCBSNC, When covered 9 and 4, Admission 5a and 7c; PEHP, II.B.2 and II.B.8."""
    (policy,) = (each for each in NEWEST if each.id == policy_id)
    assert kept in getattr(policy.nodes[node], key)


def test_the_policies_say_what_the_reviewer_must_name_and_what_excludes_what() -> None:
    """BCBSNC, Admission 5 ("including but not limited to") and 7a ("multiple factors"); 13; Continued 7."""
    bcbsnc, pehp = NEWEST
    named = {
        node.id: node.named for node in bcbsnc.nodes.values() if isinstance(node, Criterion) and node.named
    }
    assert {key: value.at_least for key, value in named.items()} == {"A5o": 1, "A7a": 2}
    opposite = [node.id for node in bcbsnc.nodes.values() if isinstance(node, Group) and node.exclusive]
    assert opposite == ["P13a", "P13bf", "C7"]
    assert [each.when for each in pehp.checklists["admission"].attention] == ["only_substance_use"]
    assert not pehp.checklists["continued"].attention


def test_the_policies_say_which_of_their_sections_a_check_cites() -> None:
    """BCBSNC says eligibility, units, code, per diem and setting; PEHP its codes, and in section I safety."""
    bcbsnc, pehp = NEWEST
    checks = [f"R{number}" for number in range(11)]
    assert [check for check in checks if bcbsnc.section_for(check)] == ["R0", "R1", "R2", "R3", "R6", "R10"]
    assert {check: pehp.section_for(check) for check in checks if pehp.section_for(check)} == {
        "R2": "III",
        "R8": "III",
        "R9": "I",
    }
