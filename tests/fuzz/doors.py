"""The doors by which text comes in: each takes a text, and raises UserError or comes to an end."""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from shutil import copytree

from ruamel.yaml import YAML

from tests.forms.test_load import FORM
from ur_desktop import paths
from ur_desktop.casework import example_case
from ur_desktop.domain.letter.facts import LetterFacts
from ur_desktop.domain.letter.kind import INTERNAL, Copy, LetterKind, kinds_for
from ur_desktop.domain.policy import Policy, criteria
from ur_desktop.domain.review import Mark
from ur_desktop.files import case as case_file
from ur_desktop.files.attendance import parse as parse_attendance
from ur_desktop.files.attendance import read_file
from ur_desktop.files.form_examples import check_examples
from ur_desktop.files.review import ReviewShape, finding_json, parse, review_of
from ur_desktop.forms.load import read_form
from ur_desktop.letters import render as letters
from ur_desktop.letters.typeset import typeset
from ur_desktop.library import Library

NOW = datetime(2026, 1, 15, 9, 30, tzinfo=UTC)
EXAMPLES = """
- name: Just met
  checklist: admission
  on: "2026-01-15"
  service_date: "2026-01-12"
  facts: {boarding: false}
  schedule: [{day: mon, kind: group, minutes: 180}]
  answers: {P1: met, A1: met, A3a: met, A3b: met}
  expect: {unmet: [], unanswered: []}
- {name: Nothing yet, checklist: admission, on: "2026-01-15", expect: {unmet: []}}
"""
REVIEW = {
    "policy": "pehp-iop",
    "checklist": "continued",
    "on": "2026-01-15",
    "service_date": "2026-01-12",
    "facts": {"age": 34, "admitted": "2026-01-05"},
    "answers": {"C1.1": "met", "C2.1": "not_met", "C3.1": "not_documented"},
}

ATTENDANCE = """date,kind,minutes,attended,note
2026-01-12,group,180,yes,
1/12/2026,Individual therapy,50,no,"late, then ill"
"""


LETTERHEAD = """<html lang="en"><head><title>A</title><meta name="kind" content="letter">
<meta name="following" content="a | b | c"><meta name="foot" content="f"></head><body>
<header class="letterhead"><img class="logo" alt="a"><p class="plan">p</p><p class="tagline">t</p>
<address>a</address></header><address class="window">w</address>
<dl class="reference"><dt>a</dt><dd>b</dd></dl><h1>A</h1><p>x</p></body></html>"""
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGP4z8AAAAMBAQDJ/pLvAAAAAElFTkSuQmCC"
)


@dataclass(frozen=True, slots=True)
class Door:
    """A way in: sound texts to start from, and what the program does with one, given an empty folder.

    ``share`` is how many of a hundred inputs come by this door; ``structure`` what the first seed says, where it
    says something that has a structure.
    """

    name: str
    seeds: tuple[str, ...]
    enter: Callable[[str, Path], object]
    share: int
    structure: object = None


@cache
def library() -> Library:
    """What the program ships."""
    return Library(paths.forms_dir(), paths.templates_dir())


@cache
def _example(kind: LetterKind) -> str:
    return case_file.dump(example_case.example(kind, library(), NOW))


def _put(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return path


def _form(text: str, folder: Path) -> None:
    policy = read_form(_put(folder, "2026-01-01.yaml", text))
    for checklist in policy.checklists.values():
        ids = [item.id for item in criteria(checklist.root)]
        for mark in (Mark.MET, Mark.NOT_MET, None):
            shape = ReviewShape(policy.id, checklist.id, NOW.date(), answers=dict.fromkeys(ids, mark))
            json.dumps(finding_json(policy, review_of(shape, policy)))


@cache
def _policy(folder: Path) -> Policy:
    return read_form(_put(folder, "2026-01-01.yaml", FORM))


def _examples(text: str, folder: Path) -> None:
    check_examples(_policy(folder), _put(folder, "2026-01-01.examples.yaml", text))


def _review(text: str, _folder: Path) -> None:
    shapes, _many = parse(text)
    for shape in shapes:
        policy = library().policy(shape.policy, shape.in_force_on)
        json.dumps(finding_json(policy, review_of(shape, policy)))


def _letter(text: str, _folder: Path) -> None:
    """Write the letter that the case calls for, or by the text's digest any other, now and then as far as its pages."""
    file, digest = case_file.load(text), hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    kinds: tuple[LetterKind, ...] = tuple(LetterKind)
    if file.determination and digest[0] % 2:
        kinds = kinds_for(file.determination, file.case.request.review) or kinds
    kind = kinds[digest[1] % len(kinds)]
    copy = Copy.INTERNAL if kind in INTERNAL else (Copy.MEMBER, Copy.PROVIDER)[digest[2] % 2]
    html = library().html(file.facts(kind, copy, library(), case_file.digest_code(text)))
    if digest[3] % 8 == 0:
        library().pdf(html, library().plan(file.case.plan_id), file.issued(library()))


def _logo(text: str, folder: Path) -> None:
    """A picture as the letterhead's; what is no text travels as one, each byte a letter."""
    encoding = "latin-1" if text.startswith(PNG[:4].decode("latin-1")) else "utf-8"
    path = folder / "logos" / "logo"
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(text.encode(encoding, "replace"))
    plan = replace(library().plan("example-nc"), logo=path.name)
    typeset(
        LETTERHEAD,
        logo=letters.logo(plan, folder),
        fonts=paths.templates_dir() / "fonts",
        template=letters.layout(paths.templates_dir()),
        issued=NOW.date(),
    )


def _html(text: str, _folder: Path) -> None:
    library().pdf(text, library().plan("example-nc"), date(2026, 1, 15))


def _attendance(text: str, folder: Path) -> None:
    read_file(_put(folder, "attendance.csv", text))
    parse_attendance(text)


@cache
def _facts() -> LetterFacts:
    file = example_case.example(LetterKind.APPROVAL, library(), NOW)
    return file.facts(LetterKind.APPROVAL, Copy.MEMBER, library(), "7F3A-91C2-0D5E")


def _template(text: str, folder: Path) -> None:
    if not (folder / "templates").exists():
        copytree(paths.templates_dir(), folder / "templates")
    _put(folder / "templates", letters.template_name(_facts()), text)
    letters.render(_facts(), templates=folder / "templates")


def _plan(text: str, folder: Path) -> None:
    _put(folder, "plans/example-nc.yaml", text)
    letters.plans(folder)


def _line(text: str, folder: Path) -> None:
    _put(folder, "lines_of_business/commercial-erisa.yaml", text)
    letters.line_of_business("commercial-erisa", folder)


def _shipped(name: str) -> str:
    return (paths.templates_dir() / name).read_text("utf-8")


def _attendance_seeds() -> tuple[str, ...]:
    """The same rows by comma, by semicolon under a byte order mark, and as a spreadsheet copies them."""
    semicolons = ATTENDANCE.replace(",", ";")
    copied = ATTENDANCE.replace("late, then ill", "late").replace(",", "\t").replace("\n", "\r\n")
    return (ATTENDANCE, f"\ufeff{semicolons}", copied)


def doors() -> tuple[Door, ...]:
    """Every door, the quick ones with more of the inputs."""
    html = library().html(_facts())
    template, plan, line = (
        _shipped(name)
        for name in (
            letters.template_name(_facts()),
            "plans/example-nc.yaml",
            "lines_of_business/commercial-erisa.yaml",
        )
    )
    cases = tuple(map(_example, LetterKind))
    logos = (_shipped("logos/example-nc.svg"), _shipped("logos/example-ut.svg"), PNG.decode("latin-1"))
    yaml = YAML(typ="safe", pure=True).load
    return (
        Door("form", (FORM,), _form, 11, yaml(FORM)),
        Door("examples", (EXAMPLES,), _examples, 8, yaml(EXAMPLES)),
        Door("review", (json.dumps(REVIEW), json.dumps([REVIEW, REVIEW])), _review, 16, REVIEW),
        Door("case file", cases, _letter, 16, json.loads(_example(LetterKind.DENIAL))),
        Door("letter HTML", (html, html.replace("<p>", "<p class='x'>")), _html, 9),
        Door("template", (template,), _template, 10),
        Door("plan profile", (plan,), _plan, 8, yaml(plan)),
        Door("line of business", (line,), _line, 8, yaml(line)),
        Door("logo", logos, _logo, 4),
        Door("attendance CSV", _attendance_seeds(), _attendance, 10),
    )
