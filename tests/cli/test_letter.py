"""A letter is written from a case file: by kind and copy, whole or not at all, every error on one line with exit 1."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from ur_desktop.cli.main import main
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.library import page_count


def run(*arguments: Path | str, text: str = "") -> Result:
    return CliRunner().invoke(main, list(map(str, arguments)), input=text)


@pytest.fixture
def case(tmp_path: Path) -> Path:
    """The case file of a denial."""
    file = tmp_path / "case.json"
    file.write_text(run("example-case").stdout, encoding="utf-8")
    return file


@pytest.mark.parametrize("kind", LetterKind)
def test_the_example_of_a_kind_becomes_its_letter(tmp_path: Path, kind: LetterKind) -> None:
    made = run("example-case", "--kind", kind)
    out = tmp_path / "letter.pdf"
    done = run("letter", "-", "--kind", kind, "--out", out, text=made.stdout)
    assert (done.exit_code, done.stdout.strip()) == (0, str(out))
    assert page_count(out.read_bytes()) >= 1


def test_the_copies_differ_and_the_members_is_the_usual_one(case: Path, tmp_path: Path) -> None:
    written = {}
    for name, copy in {
        "usual": (),
        "member": ("--copy", "member"),
        "provider": ("--copy", "provider"),
    }.items():
        run("letter", case, "--kind", "denial", *copy, "--out", tmp_path / name)
        written[name] = (tmp_path / name).read_bytes()
    assert written["usual"] == written["member"] != written["provider"]


def test_a_kind_that_does_not_fit_the_case_is_refused(case: Path, tmp_path: Path) -> None:
    done = run("letter", case, "--kind", "approval", "--out", tmp_path / "letter.pdf")
    assert (done.exit_code, len(done.stderr.splitlines())) == (1, 1)
    assert not (tmp_path / "letter.pdf").exists()


def test_the_case_file_is_not_overwritten(case: Path) -> None:
    before = case.read_bytes()
    done = run("letter", case, "--kind", "denial", "--out", case)
    assert "this is the case file" in done.stderr
    assert (done.exit_code, case.read_bytes()) == (1, before)


def test_a_letter_that_can_not_be_written_leaves_nothing(case: Path, tmp_path: Path) -> None:
    done = run("letter", case, "--kind", "denial", "--out", tmp_path / "no" / "letter.pdf")
    assert (done.exit_code, "can't be written" in done.stderr) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["case.json"]


def test_a_case_file_that_is_none_is_refused(tmp_path: Path) -> None:
    done = run("letter", "-", "--kind", "denial", "--out", tmp_path / "letter.pdf", text="[]")
    assert done.exit_code == 1
    assert done.stderr.strip()
    assert "Traceback" not in done.output
