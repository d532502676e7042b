"""What the program ships, by name and date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from ur_desktop import paths
from ur_desktop.domain.errors import FormError, InvalidAnswer
from ur_desktop.forms.load import read_form
from ur_desktop.library import Library
from ur_desktop.yaml_file import file_digest

FIRST, LATER = date(2024, 7, 1), date(2024, 11, 11)


@pytest.fixture
def library(tmp_path: Path) -> Library:
    copytree(paths.forms_dir(), tmp_path / "forms")
    return Library(tmp_path / "forms", paths.templates_dir())


def test_a_policy_is_read_once_and_is_that_of_its_date(library: Library) -> None:
    policy = library.policy("pehp-iop", date(2026, 1, 15))
    assert policy.version == LATER
    assert library.policy("pehp-iop", date(2026, 1, 16)) is policy
    with pytest.raises(FormError, match="was not in force on 2024-07-01"):
        library.policy("pehp-iop", FIRST)


def test_a_policy_that_is_not_in_effect_yet_is_left_out(library: Library) -> None:
    assert list(library.policies(FIRST)) == ["bcbsnc-psychiatric-iop"]
    assert list(library.policies(LATER)) == ["bcbsnc-psychiatric-iop", "pehp-iop"]


def test_a_form_with_errors_is_reported(library: Library) -> None:
    form = library.forms / "pehp-iop" / newest(library.forms / "pehp-iop")
    form.write_text(form.read_text(encoding="utf-8").replace("publisher:", "publissher:"), encoding="utf-8")
    assert list(library.policies(LATER)) == ["bcbsnc-psychiatric-iop"]
    fault = library.fault(LATER)
    assert fault is not None
    assert "publissher" in " ".join(fault.faults)


def test_a_new_edition_is_for_new_reviews_and_begun_ones_keep_theirs(library: Library) -> None:
    begun = library.policy("pehp-iop", LATER)
    form = library.forms / "pehp-iop" / f"{LATER}.yaml"
    text = (library.forms / "pehp-iop" / newest(library.forms / "pehp-iop")).read_text(encoding="utf-8")
    later = library.forms / "pehp-iop" / f"{LATER}.edition-10.yaml"
    later.write_text(text.replace("short_title: PEHP IOP", "short_title: PEHP IOP, new"), encoding="utf-8")
    fresh = Library(library.forms, library.templates)
    policy = fresh.policy("pehp-iop", LATER)
    assert (policy.short_title, policy.edition, policy.version) == ("PEHP IOP, new", 10, LATER)
    assert fresh.edition("pehp-iop", LATER, begun.digest) == begun
    assert fresh.edition("pehp-iop", LATER, policy.digest) is policy
    first = fresh.edition("pehp-iop", LATER, file_digest(form))
    assert first.edition == 1
    with pytest.raises(InvalidAnswer, match="is not the one this review began with"):
        fresh.edition("pehp-iop", LATER, "0" * 64)


def newest(folder: Path) -> str:
    """The file name of the newest edition of a policy's only version."""
    editions = [read_form(path) for path in folder.glob("*.yaml") if ".examples" not in path.name]
    number = max(policy.edition for policy in editions)
    return f"{LATER}.yaml" if number == 1 else f"{LATER}.edition-{number}.yaml"


def test_valid_forms_have_no_errors(library: Library) -> None:
    assert library.fault(LATER) is None
