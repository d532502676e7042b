"""The command line prints findings, and says each fault on one line with exit 1."""

from __future__ import annotations

import json
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from ur_desktop.cli.main import main
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.files.review import parse
from ur_desktop.forms.load import load_policy

ROOT = Path(__file__).resolve().parents[2]
MET = {
    "policy": "pehp-iop",
    "checklist": "admission",
    "on": "2026-01-15",
    "answers": {f"A{n}": "met" for n in range(1, 7)},
}
KEYS = [
    "policy", "version", "checklist", "result", "unmet", "undetermined", "unanswered", "not_applicable", "not_yet_due",
    "attention", "information", "cure", "incurable", "proposed", "may",
]  # fmt: skip


def run(*arguments: str, text: str | bytes = "") -> Result:
    return CliRunner().invoke(main, arguments, input=text)


def assess(review: Any) -> Any:
    result = run("assess", "-", text=json.dumps(review))
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_a_met_admission_may_be_approved_by_a_nurse() -> None:
    finding = assess(MET)
    assert list(finding) == KEYS
    assert (finding["version"], finding["result"], finding["cure"]) == ("2024-11-11", "met", [])
    assert finding["may"]["nurse"] == ["approve", "refer", "withdraw", "close_administratively"]


def test_citations_give_section_tally_and_missing_fact() -> None:
    finding = assess(
        {
            "policy": "bcbsnc-psychiatric-iop",
            "checklist": "continued",
            "on": "2026-01-15",
            "facts": {"age": 34, "boarding": None, "out_of_area": False},
            "answers": {"C9a": "met", "C9b": "not_met", "C9c": "not_met", "P11": "not_documented"},
        }
    )
    assert {"id": "C9", "section": "Continued 9", "met": 1, "needed": 2} in finding["unmet"]
    cited = {item["id"]: item["missing_fact"] for item in finding["undetermined"]}
    assert (cited["P10"], cited["P11"]) == ("boarding", None)
    assert "C5" in finding["not_applicable"]


def test_dates_before_admission_are_not_yet_due() -> None:
    review = {"policy": "bcbsnc-psychiatric-iop", "checklist": "admission", "on": "2026-01-15"}
    finding = assess({**review, "facts": {"age": 34, "requested_start": "2026-01-26"}})
    assert {"id": "P12", "due": "2026-01-31"} in finding["not_yet_due"]


@pytest.mark.parametrize(
    ("on", "answer", "cure", "incurable"),
    [
        ("2026-01-15", "not_met", None, ["P3"]),
        ("2026-01-15", {"mark": "not_met", "missed_date": True}, None, ["P3"]),
        ("2026-01-15", {"mark": "not_met", "missed_date": False}, ["P3"], []),
        ("2026-01-13", "not_met", ["P3"], []),
    ],
    ids=["after its day", "its date", "its other part", "on its day"],
)
def test_a_deadline_is_missed_by_its_date_only_and_only_after_its_day(
    on: str, answer: Any, cure: list[str] | None, incurable: list[str]
) -> None:
    """BCBSNC, When covered 3: a psychiatrist evaluates "within 3 days" and "remains available"."""
    policy = load_policy(ROOT / "forms", "bcbsnc-psychiatric-iop", date(2026, 1, 15))
    review = {
        "policy": policy.id,
        "checklist": "admission",
        "on": on,
        "facts": {"age": 34, "boarding": False, "admitted": "2026-01-10"},
        "answers": {**dict.fromkeys(policy.answerable["admission"], "met"), "P3": answer},
    }
    finding = assess(review)
    assert (finding["cure"], finding["incurable"]) == (cure, incurable)


def test_a_schedule_proposes_with_its_numbers() -> None:
    week = [{"day": day, "kind": "group", "minutes": 180} for day in ("mon", "wed", "fri")]
    review = {
        "policy": "bcbsnc-psychiatric-iop",
        "checklist": "admission",
        "on": "2026-01-15",
        "schedule": week,
    }
    assert assess(review)["proposed"]["P9"] == {
        "mark": "met",
        "because": "3 program days, 9 clinical hours a week; needs 3, 9",
    }


def test_an_array_of_reviews_gives_an_array_of_findings() -> None:
    assert [finding["result"] for finding in assess([MET, {**MET, "answers": {"A1": "not_met"}}])] == [
        "met",
        "not_met",
    ]
    assert assess([]) == []


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"policy": "nothing"}, "There is no policy 'nothing'"),
        ({"checklist": "nothing"}, "pehp-iop has no 'nothing'"),
        ({"on": "2020-01-01"}, "was not in force on 2020-01-01"),
        ({"service_date": "2024-11-10"}, "was not in force on 2024-11-10"),
        ({"facts": {"requested_start": "2024-11-10"}}, "was not in force on 2024-11-10"),
        ({"on": "January 15"}, "on:"),
        ({"answers": {"Z9": "met"}}, "has no criterion 'Z9'"),
        ({"answers": {"A1": "maybe"}}, "answers.A1:"),
        ({"answers": ["A1"]}, "answers:"),
        ({"answers": {"A1": {"mark": "maybe"}}}, "answers.A1.mark:"),
        ({"answers": {"A1": {"mark": "not_met", "date": "missed"}}}, "answers.A1.date:"),
        (
            {"answers": {"A1": {"mark": "not_met", "missed_date": False}}},
            "A1 is not a deadline that is not met",
        ),
        ({"facts": {"weather": True}}, "there is no fact 'weather'"),
        ({"facts": {"age": "34"}}, "age is whole years"),
        ({"facts": {"age": True}}, "age is whole years"),
        ({"facts": {"admitted": "soon"}}, "admitted is a date"),
        ({"facts": {"taper": 1}}, "taper is true, false"),
        ({"schedule": [{"day": "mon", "kind": "dancing", "minutes": 60}]}, "unknown kind 'dancing'"),
        ({"schedule": [{"day": "mon", "kind": "group", "minutes": 9999}]}, "longer than a day"),
        ({"schedule": [{"day": "someday", "kind": "group", "minutes": 60}]}, "schedule.0.day"),
        ({"color": "blue"}, "color:"),
    ],
    ids=lambda value: next(iter(value)) if isinstance(value, dict) else "",
)
def test_what_a_review_may_not_say(change: dict[str, Any], said: str) -> None:
    result = run("assess", "-", text=json.dumps({**MET, **change}))
    assert result.exit_code == 1
    assert said in result.stderr
    assert result.stdout == ""
    assert "Traceback" not in result.output


def test_every_fault_of_an_array_is_named_by_its_review() -> None:
    wrong = {**MET, "answers": {"Z9": "met", "Z8": "met"}}
    result = run("assess", "-", text=json.dumps([MET, wrong, {**MET, "policy": "nothing"}]))
    lines = result.stderr.splitlines()
    assert (result.exit_code, result.stdout) == (1, "")
    assert [line.split(":")[0] for line in lines] == ["review 2", "review 2", "review 3"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b"3", "the review"),
        (b"[3]", "review 1"),
        (b'{"policy": ' + b"[" * 500 + b"]" * 500 + b"}", "nested too deeply"),
        (b"1" * 5000, "not JSON"),
    ],
    ids=["empty", "cut", "encoding", "deep", "number", "array", "deep value", "huge number"],
)
def test_input_that_is_no_review(text: bytes, said: str) -> None:
    result = run("assess", "-", text=text)
    assert result.exit_code == 1
    assert said in result.stderr
    assert "Traceback" not in result.output


def test_a_missing_review_file_is_an_error(tmp_path: Path) -> None:
    result = run("assess", str(tmp_path / "none.json"))
    assert (result.exit_code, "there is no such file" in result.stderr) == (1, True)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)
NEARLY = st.fixed_dictionaries(
    {}, optional=dict.fromkeys([*MET, "facts", "schedule", "attendance", "service_date"], JSON)
)


@settings(max_examples=200, deadline=None)
@given(JSON | NEARLY | NEARLY.map(lambda change: {**MET, **change}))
def test_any_json_is_read_or_refused_in_words(value: Any) -> None:
    result = run("assess", "-", text=json.dumps(value))
    assert result.exit_code in (0, 1), result.exception
    assert result.exit_code == 0 or result.stderr.strip()


@settings(max_examples=200)
@given(st.text())
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    with suppress(InvalidAnswer):
        parse(text)
