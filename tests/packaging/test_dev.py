"""The lock files are whole and name no index; ./ur says what it can do and what it needs."""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import dev
import pytest

from tests import effort

LOCKS = [dev.ROOT / "packaging" / name for name in dev.LOCKS]
PROJECT = tomllib.loads((dev.ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def locked(lock: Path) -> dict[str, str]:
    """Each requirement of a lock file as (name, the lines that follow it)."""
    parts = re.split(r"^(?=[a-z])", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return {re.split(r"==", part)[0]: part for part in parts if part}


def distribution(requirement: str) -> str:
    return re.split(r"[^A-Za-z0-9_.-]|~=", requirement)[0].lower().replace(".", "-").replace("_", "-")


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_version_has_its_hashes(lock: Path) -> None:
    bare = [name for name, lines in locked(lock).items() if "--hash=sha256:" not in lines]
    assert locked(lock)
    assert bare == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_lock_names_no_address(lock: Path) -> None:
    assert "://" not in lock.read_text(encoding="utf-8")


def test_everything_asked_for_is_locked() -> None:
    groups = PROJECT["dependency-groups"]
    asked = {
        dev.RUN_TIME: PROJECT["project"]["dependencies"] + groups["build"],
        dev.DEVELOPMENT: groups["dev"],
        dev.BENCH: groups["bench"],
    }
    missing = [
        requirement
        for name, requirements in asked.items()
        for requirement in requirements
        if distribution(requirement) not in locked(dev.ROOT / "packaging" / name)
    ]
    assert missing == []


def test_lock_files_agree_on_versions() -> None:
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, lines in locked(lock).items():
            versions.setdefault(name, set()).update(re.findall(r"==([^\s;]+)", lines))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_an_unknown_target_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["rum"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith("There is no target 'rum'.\nUsage: ./ur TARGET")


def test_help_lists_every_target(capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 0
    listed = capsys.readouterr().out
    assert all(f"  {name} " in listed for name in dev.TARGETS)


@pytest.fixture
def made_venv(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A .venv that everything was installed into, standing in for the real one."""
    monkeypatch.setattr(dev, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(dev, "PYTHON", tmp_path / ".venv" / "bin" / "python")
    dev.PYTHON.parent.mkdir(parents=True)
    dev.PYTHON.touch()
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    (dev.VENV / "made-for").write_text(f"{dev.VENV} {version}", encoding="utf-8")
    for lock in dev.LOCKS:
        (dev.VENV / f"{lock}.installed").write_text(dev.state_of(lock), encoding="utf-8")
    return dev.VENV


def test_an_up_to_date_venv_is_left_alone(made_venv: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(made_venv.rglob("*"))
    dev.prepare(*dev.LOCKS)
    assert sorted(made_venv.rglob("*")) == before
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "made_for",
    ["/elsewhere/.venv 3.11", "{venv} 2.7"],
    ids=["the folder moved", "another Python"],
)
def test_a_venv_of_another_place_or_python_is_made_anew(made_venv: Path, made_for: str) -> None:
    (made_venv / "made-for").write_text(made_for.format(venv=made_venv), encoding="utf-8")
    dev.make_venv()
    assert (dev.VENV / "pyvenv.cfg").is_file()
    assert list(made_venv.glob("*.installed")) == []


@pytest.fixture
def bare_machine(tmp_path: Path) -> dict[str, str]:
    """A PATH with the shell's own tools, apt-get and a visitor's id, but no Python."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in ("sh", "dirname", "uname", "cat"):
        (tools / name).symlink_to(f"/bin/{name}" if name == "sh" else f"/usr/bin/{name}")
    for name, body in {"id": "echo 1000", "apt-get": "exit 1"}.items():
        (tools / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (tools / name).chmod(0o755)
    return {"PATH": str(tools)}


def test_without_python_and_root_the_install_line_is_printed(bare_machine: dict[str, str]) -> None:
    done = subprocess.run(
        [dev.ROOT / "ur", "test"], env=bare_machine, capture_output=True, text=True, check=False
    )
    assert done.returncode == 3
    assert "sudo apt-get install -y python3 python3-venv" in done.stderr
    assert done.stdout == ""


def test_ur_runs_from_any_folder(tmp_path: Path) -> None:
    done = subprocess.run(
        [dev.ROOT / "ur", "help"], cwd=tmp_path, env=os.environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0
    assert "Usage: ./ur TARGET" in done.stdout


def test_what_the_processes_of_a_long_run_did_is_summed_and_judged_together(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, times in (("one", 1), ("other", 2)):
        done = effort.Effort(long=True)
        done.counts.update({name: least * times // 2 for name, least in effort.LEAST.items()})
        done.controls = dict.fromkeys(effort.CONTROLS[times - 1 :], "lost answers, as it must")
        done.write(tmp_path / name)
    assert effort.main([tmp_path / "one", tmp_path / "other"]) == 0
    assert "1,500 kills" in capsys.readouterr().out


def test_too_little_a_process_without_a_tally_and_a_missing_control_fail(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    done = effort.Effort(long=True)
    done.counts.update(effort.LEAST)
    done.counts["damaged logs"] -= 1
    done.controls = dict.fromkeys(effort.CONTROLS[1:], "lost answers, as it must")
    done.write(tmp_path / "one")
    assert effort.main([tmp_path / "one", tmp_path / "never written"]) == 1
    said = capsys.readouterr().out
    assert f"too few: {effort.LEAST['damaged logs'] - 1} damaged logs of" in said
    assert "no control: synchronous=NORMAL" in said
    assert said.count("too few") == said.count("no control") == 1


@pytest.mark.parametrize(
    ("minutes", "words"), [(9.04, "9.0 minutes"), (12.31, "12.3 minutes: over the 12 minutes")]
)
def test_minutes_over_the_promised_are_said(minutes: float, words: str) -> None:
    assert dev.took(minutes).strip() == words


def test_british_spelling_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("The col" + "our of a button.\n", encoding="utf-8")
    spelling = subprocess.run(
        (dev.BIN / "codespell", page), cwd=dev.ROOT, capture_output=True, text=True, check=False
    )
    assert "==> color" in spelling.stdout
    assert spelling.returncode
