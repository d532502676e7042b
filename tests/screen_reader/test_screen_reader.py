"""Roles, names, states, texts and announcements of the real program, read as a screen reader reads them."""

from collections.abc import Iterator

import pytest

from tests.screen_reader.desktop import Part, Reader, missing, reader
from ur_desktop.casework import samples

OPEN, READY = "sample-00417", "sample-00231"


@pytest.fixture(scope="module")
def nurse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    """The sample vault as its nurse has it."""
    if lacking := missing():
        pytest.skip(f"There is no screen reader's bus here without Debian's packages {', '.join(lacking)}.")
    home = tmp_path_factory.mktemp("r")
    (home / "program").mkdir()
    with reader(home) as made:
        yield made


def named(parts: list[Part], role: str) -> list[str]:
    """The names of the parts of a role."""
    return [part.name for part in parts if part.role == role]


def test_the_worklist_has_a_heading_radio_buttons_and_a_table(nurse: Reader) -> None:
    nurse.do("go worklist")
    parts = nurse.parts()
    assert named(parts, "heading") == ["Worklist"]
    lists = [part for part in parts if part.role == "radio button"]
    assert len(lists) == 6
    assert [part.name.partition(",")[0] for part in lists if part.is_checked] == ["All open"]
    assert named(parts, "table") == ["Cases, most urgent first"]


def test_a_search_without_a_hit_is_said(nurse: Reader) -> None:
    nurse.do("go worklist")
    nurse.do("press /")
    assert "No cases match “zzz”." in nurse.do("type zzz", "No cases match “zzz”.")
    nurse.do("press Esc")


def test_moving_among_the_criteria_says_each_with_its_answer(nurse: Reader) -> None:
    nurse.do(f"open {OPEN} review")
    [said] = nurse.do("press Up")
    assert said.startswith("P8, Met, When covered 8. ")
    answers = [part for part in nurse.parts() if part.role == "radio button"]
    assert [part.name for part in answers] == ["Met", "Not met", "Not documented"]
    assert [part.name for part in answers if part.is_checked] == ["Met"]


def test_fields_to_correct_are_counted(nurse: Reader) -> None:
    nurse.do("go worklist")
    nurse.do("press N")
    assert any("fields to correct" in words for words in nurse.do("press Ctrl+Return"))
    nurse.do("press Esc")


def test_a_letter_can_be_read_before_it_is_accepted(nurse: Reader) -> None:
    nurse.do(f"open {READY} determination")
    nurse.do("press Ctrl+Return")
    nurse.do(f"type {samples.PASSWORD}")
    nurse.do("press Return")
    nurse.do("press T")
    [text] = [part.text for part in nurse.parts() if part.role == "text" and part.name.endswith(", text")]
    assert "Dear Avery Testwood" in text
    assert "Accept letter" in named(nurse.parts(), "push button")


def test_the_result_of_a_check_is_said(nurse: Reader) -> None:
    nurse.do("go audit")
    assert any(words.startswith("No problems found") for words in nurse.do("press V", "No problems found"))


def test_users_are_a_list(nurse: Reader) -> None:
    nurse.do("go settings")
    parts = nurse.parts()
    [users] = [part for part in parts if part.role == "list" and part.name == "Users"]
    items = [part.name for part in users.children() if part.role == "list item"]
    assert items[0].startswith("Nora Sample (you), RN")
    assert len(items) == len(samples.PEOPLE)


def test_a_password_can_not_be_read_back(nurse: Reader) -> None:
    nurse.do("press Ctrl+L")
    nurse.do("type harbor lantern")
    assert all("harbor" not in part.text for part in nurse.parts() if part.role in {"text", "password text"})
