"""A wrong file of 1 MB is refused within a second and 100 MB, with the first faults and how many more there are."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from ur_desktop.domain.errors import MOST_FAULTS, FormError, InvalidAnswer, UserError
from ur_desktop.files import case as case_file
from ur_desktop.files import review
from ur_desktop.forms.load import read_form
from ur_desktop.shape_errors import MOST_VALUES

MEGABYTE = 1_000_000
HEAD = '{"policy": "p", "checklist": "c", "on": "2026-01-01", "schedule": ['
MANY = MOST_VALUES - 100
JSON = {
    "schedule of zeros": HEAD + "0," * (MEGABYTE // 2) + "0]}",
    "as many as may be": HEAD + "0," * MANY + "0]}",
    "keys": json.dumps({f"k{number}": 0 for number in range(MANY)}),
    "reviews": json.dumps([{"x": [0] * 30}] * 9_000),
    "reviewers": json.dumps({"reviewers": [{}] * MANY}),
    "text": json.dumps({"policy": "e" + "\u0301\u0316" * 80_000}),
}
YAML = {
    "a flat list": "[" + "0," * (MEGABYTE // 2 - 5) + "0]",
    "a long list": "- 0\n" * (MEGABYTE // 4),
    "wrong checklists": "checklists:\n"
    + "".join(f" c{number}: 0\n" for number in range(MOST_VALUES // 2 - 10)),
    "prose": "a: " + "word " * (MEGABYTE // 5 - 10),
    "depth": "[" * (MEGABYTE - 10),
    "comments": "#\n" * (MEGABYTE // 2),
}
MEASURE = """
import resource, sys, time
from pathlib import Path
from ur_desktop.domain.errors import UserError
from ur_desktop.files import case, review
from ur_desktop.forms.load import read_form

def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before = peak()
for path in map(Path, sys.argv[1:]):
    reads = [read_form] if path.suffix == ".yaml" else [lambda _p: review.parse(text), lambda _p: case.load(text)]
    text = path.read_text()
    for read in reads:
        started = time.process_time()
        try:
            read(path)
        except UserError:
            print(f"{time.process_time() - started:.2f}", path.parent.name)
print(peak() - before, "MB")
"""


def written(folder: Path, name: str, text: str, suffix: str) -> Path:
    path = folder / name / f"2026-01-01{suffix}"
    path.parent.mkdir()
    path.write_text(text)
    return path


def test_a_wrong_megabyte_takes_less_than_a_second_and_100_mb(tmp_path: Path) -> None:
    files = [
        *(written(tmp_path, name, text, ".json") for name, text in JSON.items()),
        *(written(tmp_path, name, text, ".yaml") for name, text in YAML.items()),
    ]
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *map(str, files)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    *taken, memory = done.stdout.splitlines()
    assert len(taken) == 2 * len(JSON) + len(YAML)
    assert [line for line in taken if float(line.split(" ", 1)[0]) > 1] == []
    assert int(memory.split()[0]) <= 130  # the files of both kinds in one process


def test_the_first_faults_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    with pytest.raises(InvalidAnswer) as refused:
        review.parse(HEAD + "0," * 999 + "0]}")
    assert len(refused.value.faults) == MOST_FAULTS + 1
    assert refused.value.faults[-1] == "… and 950 more errors."
    with pytest.raises(FormError) as wrong:
        read_form(written(tmp_path, "wrong", YAML["wrong checklists"], ".yaml"))
    assert len(wrong.value.faults) == MOST_FAULTS + 1
    assert len(UserError("Wrong.", "", tuple(map(str, range(51)))).faults) == 51


def test_too_many_values_are_refused_before_they_are_read() -> None:
    keys = json.dumps(dict.fromkeys(map(str, range(MOST_VALUES + 1)), 0))
    for text in (keys, HEAD + "0," * 400_000 + "0]}"):
        for read in (review.parse, case_file.load):
            with pytest.raises(InvalidAnswer, match="holds more than 20,000 values"):
                read(text)


def test_what_follows_from_a_fault_is_not_said(tmp_path: Path) -> None:
    text = 'title: "x"\nhistory:\n  - {on: 2024, event: "e"}\n'
    with pytest.raises(FormError) as wrong:
        read_form(written(tmp_path, "noise", text, ".yaml"))
    said = [line for line in wrong.value.faults if "history" in line]
    assert said == ["noise/2026-01-01.yaml:3: history[1].on: Write the date in quotes. Found 2024."]
