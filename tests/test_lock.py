"""Locking, in processes: the one that held the data ends, the next comes back to the very same place."""

from __future__ import annotations

import re
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.processes import Session

TOLD = "Locked. Your work is saved."


def listed(value: object) -> list[Any]:
    """A list that a process told."""
    assert isinstance(value, list)
    return value


@pytest.fixture
def session(tmp_path: Path, samples_of_today: Path) -> Session:
    new = Session(tmp_path)
    copytree(samples_of_today, new.home / "vault")
    return new


def is_running(pid: object) -> bool:
    """Whether a process does anything; one that ended, and that nobody asked about yet, does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


Story = dict[str, object]
STORIES = (
    "a_note", "a_line_of_attendance", "evidence", "a_question", "an_intake", "a_search", "a_person", "a_fault",
    "a_preview", "a_print_dialog", "a_file_dialog", "a_print",
)  # fmt: skip
"""Each begins in the process that came back from the one before."""


@pytest.fixture(scope="module")
def worked(
    tmp_path_factory: pytest.TempPathFactory, samples_of_today: Path
) -> tuple[Session, dict[str, Story]]:
    """A computer on which every story was worked and locked, and what each next process found."""
    session = Session(tmp_path_factory.mktemp("worked"))
    copytree(samples_of_today, session.home / "vault")
    told = session.run("+".join(STORIES))
    backs = {str(line["story"]): line for line in told if line.get("story")}
    assert tuple(backs) == STORIES
    pids = list(dict.fromkeys(line["pid"] for line in told))
    assert len(pids) == len(STORIES) + 1  # each lock ended its process
    assert not any(map(is_running, pids))
    return session, backs


@pytest.fixture(scope="module")
def backs(worked: tuple[Session, dict[str, Story]]) -> dict[str, Story]:
    """What was found after each story."""
    return worked[1]


@pytest.mark.parametrize("story", STORIES)
def test_the_lock_screen_says_that_the_work_is_saved(backs: dict[str, Story], story: str) -> None:
    assert TOLD in str(backs[story]["words"])


@pytest.mark.parametrize(
    ("story", "place", "field", "text", "cursor"),
    [
        ("a_note", ("case", "review"), "Note", "half a thought, ", [16, 16]),
        ("evidence", ("case", "review"), "Document", "Program sch", [11, 11]),
        ("a_question", ("case", "determination"), "Question for the physician", " And what about the", None),
        ("an_intake", ("intake", ""), "Last name", "Halfway", [5, 5]),
        ("a_search", ("worklist", ""), "Search", "Sampl", [5, 5]),
    ],
)
def test_half_typed_text_is_there_again_with_the_keyboard_in_it(
    backs: dict[str, Story],
    story: str,
    place: tuple[str, str],
    field: str,
    text: str,
    cursor: list[int] | None,
) -> None:
    back = backs[story]
    assert (back["screen"], back["tab"]) == place
    assert back["field"] == field
    assert str(back["text"]).endswith(text)
    assert back["cursor"] == (cursor or [len(str(back["text"])) - 3] * 2)


def test_the_review_is_at_the_same_step_and_criterion(backs: dict[str, Story]) -> None:
    assert backs["a_note"]["case"] == "sample-00417"
    assert backs["a_note"]["shown"] == {"step": "1", "criterion": "P11", "adding": "", "waiting": ""}


def test_a_person_half_added_has_the_role_and_credential_that_were_chosen(backs: dict[str, Story]) -> None:
    back = backs["a_person"]
    assert (back["screen"], back["shown"], back["field"]) == ("settings", {"adding": "person"}, "Role")
    assert back["chosen"] == {"Combo Credential 1": "LPC", "Combo Role 1": "Auditor"}


def test_a_line_of_attendance_half_typed_is_there_again(backs: dict[str, Story]) -> None:
    back = backs["a_line_of_attendance"]
    assert back["shown"] == {"step": "0"}
    assert (back["field"], back["text"]) == ("Minutes, new session", "5")
    assert back["typed"] == {"DateEdit Date, new session 1": "1/12/20",
                             "QLineEdit Minutes, new session 1": "5"}  # fmt: skip
    assert back["chosen"] == {"Combo Type, new session 1": "Family therapy"}


def test_a_preview_shows_the_same_copy_at_the_same_height(backs: dict[str, Story]) -> None:
    back = backs["a_preview"]
    assert (back["screen"], back["tab"]) == ("case", "letters")
    assert back["turned"] == {"SegmentedControl Copy 1": 1}
    assert next(iter(dict(back["scrolled"]).values())) > 100  # type: ignore[call-overload]


@pytest.mark.parametrize("story", ["a_print_dialog", "a_file_dialog"])
def test_an_open_dialog_goes_with_its_process_and_asks_nothing(backs: dict[str, Story], story: str) -> None:
    assert (backs[story]["screen"], backs[story]["tab"]) == ("case", "letters")


def test_a_print_under_way_is_stopped_and_said_to_be(backs: dict[str, Story]) -> None:
    assert backs["a_print"]["bar"] == "Locking stopped the printing. Print the letter again."


NUMBERS = list(range(1, 7))
PAGES = [number + 1 for number in NUMBERS]


@pytest.mark.parametrize("story", ["a_batch", "a_printed_batch"])
def test_a_batch_goes_on_by_itself_after_unlocking_and_hands_each_letter_over_once(
    session: Session, story: str
) -> None:
    first, *told, back = session.run(story)
    assert back["pid"] != first["pid"]
    [left] = [line["left"] for line in told if "left" in line]
    assert left == 3
    assert back["screen"] == "letters"
    assert re.match("Resuming letters: [4-6] of 6", str(back["first"]))
    assert back["numbers"] == NUMBERS
    assert back["batches"] == 1
    assert back["left"] == []
    assert back["cut_short"] == ([] if story == "a_batch" else [4])
    done = "saved" if story == "a_batch" else "printed"
    assert back["said"] == f"6 letters {done}, {sum(PAGES)} pages. Once they are in the mail, press Ctrl+M."
    came = [pages for _name, pages in listed(back["files"])]
    if story == "a_batch":
        assert sorted(came) == PAGES
        return
    assert came.pop(3) < PAGES[3]  # what the lock cut off: a printer's own queue drops it, a file stays
    assert came == PAGES


def test_a_killed_batch_leaves_one_letter_in_doubt_and_prints_the_others_once(session: Session) -> None:
    assert session.run("a_killed_batch")[-1]["killed"]
    back = session.run("after_a_batch")[-1]
    assert back["numbers"] == [1, 2, 3, 5, 6]
    assert back["left"] == [[4, True]]
    assert "1 may have been printed: check the printer tray." in str(back["said"])
    whole = [pages for _name, pages in listed(back["files"]) if pages]
    assert [pages for pages in whole if pages != PAGES[3]] == [pages for pages in PAGES if pages != PAGES[3]]


def test_a_fault_that_nobody_foresaw_loses_nothing_and_names_nobody(
    worked: tuple[Session, dict[str, Story]],
) -> None:
    session, backs = worked
    assert (backs["a_fault"]["field"], backs["a_fault"]["text"]) == ("Note", "before the fault")
    log = (session.home / "ur-desktop.log").read_text()
    assert "KeyError at driven.py:" in log
    assert "Sampleton" not in log + session.said


def test_a_bug_inside_the_lock_locks_all_the_same_and_is_said(session: Session) -> None:
    first, *_, last = session.run("a_bug")
    assert last["pid"] != first["pid"]
    assert not is_running(first["pid"])
    assert "Locked. Unexpected error (KeyError, driven.py:" in str(last["words"])
    assert (last["field"], last["text"]) == ("Note", "before the bug")
    assert "KeyError at driven.py:" in (session.home / "ur-desktop.log").read_text()
    assert "Sampleton" not in (session.home / "ur-desktop.log").read_text() + session.said


def test_what_was_typed_two_seconds_before_a_kill_is_there_again(session: Session) -> None:
    assert session.run("a_kill")[-1]["killed"]
    back = session.run("found")[-1]
    assert (back["field"], back["text"], back["cursor"]) == ("Note", "said before the", [12, 12])


def test_a_second_start_brings_the_open_window_up_and_ends(
    samples_of_today: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    session = Session(
        tmp_path_factory.mktemp("s")
    )  # the path of a local socket may have some hundred letters
    copytree(samples_of_today, session.home / "vault")
    told = session.run("a_second_start")
    assert told[-1] == {"pid": told[0]["pid"], "second": 0, "came_up": True}
