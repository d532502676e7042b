"""The examples of a form: reviews with the finding they must lead to, checked on every run."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ur_desktop.domain.errors import FormError, UserError
from ur_desktop.domain.policy import Policy, criteria
from ur_desktop.domain.review import Mark
from ur_desktop.files.review import ReviewShape, finding_json, review_of
from ur_desktop.forms.shape import EXAMPLES, TAGS, AnswerShape, ExampleShape
from ur_desktop.shape_errors import own_errors
from ur_desktop.yaml_file import YamlFile


def examples_path(form: Path) -> Path:
    """The path of a form's examples, in the form's folder; every edition of a version has the same ones."""
    version = form.stem.partition(".")[0]
    return form.with_name(f"{version}.examples.yaml")


def check_examples(policy: Policy, path: Path) -> int:
    """How many examples lead where they say; FormError lists each difference, naming the example."""
    source = YamlFile(path)
    try:
        examples = EXAMPLES.validate_python(source.values)
    except ValidationError as error:
        faults = tuple(source.shape_fault(item, TAGS) for item in own_errors(error))
        raise FormError(f"{source.name} has errors.", "", tuple(dict.fromkeys(faults))) from None
    faults = tuple(
        source.fault((number,), f"{example.name}: {difference}")
        for number, example in enumerate(examples)
        for difference in _differences(policy, example, source.values[number]["expect"])
    )
    if faults:
        raise FormError(f"{source.name} does not agree with its form.", "", faults)
    return len(examples)


def _differences(policy: Policy, example: ExampleShape, expected: Mapping[str, Any]) -> Iterator[str]:
    try:
        found = _found(policy, example)
    except UserError as error:
        yield from error.faults
        return
    for key, value in expected.items():
        wanted = {} if value is None and key != "cure" else value
        if found[key] != wanted:
            yield f"{key} is {json.dumps(found[key])}, the example expects {json.dumps(wanted)}."


def _found(policy: Policy, example: ExampleShape) -> dict[str, Any]:
    marks: dict[str, Mark | AnswerShape | None] = {}
    if example.others is not None and example.checklist in policy.checklists:
        root = policy.checklists[example.checklist].root
        marks = {item.id: example.others for item in criteria(root)}
    for key, mark in (example.answers or {}).items():
        marks[key] = None if mark == "unanswered" else mark
    shape = ReviewShape(
        policy=policy.id,
        checklist=example.checklist,
        on=example.on,
        service_date=example.service_date,
        facts=example.facts,
        schedule=example.schedule,
        attendance=example.attendance,
        answers=marks,
    )
    finding = finding_json(policy, review_of(shape, policy))
    cited = finding["unmet"] + finding["undetermined"]
    return {
        "result": finding["result"],
        "unmet": [item["id"] for item in finding["unmet"]],
        "undetermined": [item["id"] for item in finding["undetermined"]],
        "tally": {
            item["id"]: f"{item['met']} of {item['needed']}" for item in cited if item["needed"] is not None
        },
        "missing_facts": {item["id"]: item["missing_fact"] for item in cited if item.get("missing_fact")},
        "unanswered": finding["unanswered"],
        "not_applicable": finding["not_applicable"],
        "not_yet_due": {item["id"]: item["due"] for item in finding["not_yet_due"]},
        "attention": finding["attention"],
        "information": finding["information"],
        "proposed": {key: item["mark"] for key, item in finding["proposed"].items()},
        "cure": finding["cure"],
        "incurable": finding["incurable"],
    }
