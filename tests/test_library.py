"""What the program ships, by name and date."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from shutil import copytree

import pytest

from ur_desktop import paths
from ur_desktop.domain.errors import FormError
from ur_desktop.library import Library

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
    form = library.forms / "pehp-iop" / f"{LATER}.yaml"
    form.write_text(form.read_text(encoding="utf-8").replace("publisher:", "publissher:"), encoding="utf-8")
    assert list(library.policies(LATER)) == ["bcbsnc-psychiatric-iop"]
    fault = library.fault(LATER)
    assert fault is not None
    assert "publissher" in " ".join(fault.faults)


def test_valid_forms_have_no_errors(library: Library) -> None:
    assert library.fault(LATER) is None
