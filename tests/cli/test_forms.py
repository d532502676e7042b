"""Policy forms are checked from the command line, every error on one line with exit 1."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner, Result

from ur_desktop import paths
from ur_desktop.cli.main import main


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, arguments)


def test_forms_check_reads_a_folder_and_counts_the_examples() -> None:
    result = run("forms", "check", "forms")
    assert result.exit_code == 0
    assert result.output.count("examples passed") == 4


def test_forms_check_names_every_fault(tmp_path: Path) -> None:
    (tmp_path / "2024-07-01.yaml").write_text("title: x\n")
    result = run("forms", "check", str(tmp_path))
    assert result.exit_code == 1
    assert len(result.stderr.splitlines()) > 3


def test_forms_check_of_a_folder_without_forms(tmp_path: Path) -> None:
    result = run("forms", "check", str(tmp_path))
    assert (result.exit_code, "no form was found" in result.stderr) == (1, True)


def test_forms_check_names_a_wording_that_no_letter_can_print(tmp_path: Path) -> None:
    shipped = paths.forms_dir() / "pehp-iop"
    copied = shutil.copytree(shipped, tmp_path / "pehp-iop")
    form = copied / "2024-11-11.yaml"
    form.write_text(
        form.read_text(encoding="utf-8").replace("unmet: >-\n", "unmet: >-\n          ●\n", 1),
        encoding="utf-8",
    )
    result = run("forms", "check", str(form))
    assert result.exit_code == 1
    assert "No shipped font has ● (U+25CF BLACK CIRCLE)." in result.stderr
