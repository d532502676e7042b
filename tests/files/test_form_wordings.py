"""`forms check` refuses a wording that no letter can print, at its line and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from ur_desktop import paths
from ur_desktop.domain.errors import FormError
from ur_desktop.files.form_wordings import check_wordings
from ur_desktop.library import Library

UNPRINTABLE = Library(paths.forms_dir(), paths.templates_dir()).unprintable


def check(folder: Path, text: str) -> tuple[str, ...]:
    form = folder / "example" / "2024-01-01.yaml"
    form.parent.mkdir(exist_ok=True)
    form.write_text(text, encoding="utf-8")
    try:
        check_wordings(form, UNPRINTABLE)
    except FormError as error:
        return error.faults
    return ()


@pytest.mark.parametrize("form", sorted(paths.forms_dir().glob("*/*.yaml")), ids=lambda path: path.stem)
def test_the_shipped_forms_can_be_printed(form: Path) -> None:
    if not form.stem.endswith(".examples"):
        check_wordings(form, UNPRINTABLE)


def test_a_character_that_no_font_has_is_named(tmp_path: Path) -> None:
    assert check(tmp_path, 'title: Test\nall:\n  - ask: "● A copy"\n') == (
        "example/2024-01-01.yaml:3: all[1].ask: No shipped font has ● (U+25CF BLACK CIRCLE).",
    )


@pytest.mark.parametrize("text", ["«hours hours", "hours» hours", "«» hours", "« «hours» hours"])
def test_half_a_blank_is_refused_in_every_wording(tmp_path: Path, text: str) -> None:
    for name in ("unmet", "ask"):
        [fault] = check(tmp_path, f'{name}: "{text}"\n')
        assert fault.startswith(f"example/2024-01-01.yaml:1: {name}: « and » mark a blank")


def test_blanks_stand_only_where_a_person_fills_them(tmp_path: Path) -> None:
    assert check(tmp_path, 'unmet: "We saw «hours» hours."\n') == ()
    [fault] = check(tmp_path, 'ask: "We saw «hours» hours."\n')
    assert "Only unmet has «blanks»" in fault
