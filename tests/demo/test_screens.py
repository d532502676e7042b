"""Every screen as a picture: all of them are there, of the right size, and none is blank."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.demo.geometry import Geometry
from tests.demo.tab_walk import TabWalk
from ur_desktop.demo import screens
from ur_desktop.demo.camera import Size
from ur_desktop.demo.keyboard_driver import StepFailed
from ur_desktop.demo.letter_pictures import write_letters
from ur_desktop.domain.letter.kind import LetterKind
from ur_desktop.ui.kit.look.theme import Scheme

SIZE = Size(1366, 768)
MOST_STOPS_OF_A_SCREEN = 100
SHOWN = {
    "create-vault",
    "recovery-key",
    "unlock-wrong-password",
    "unlock-caps-lock",
    "worklist",
    "worklist-no-hit",
    "worklist-empty",
    "new-case-half",
    "request-waiting",
    "request-referral",
    "request-service",
    "review-facts",
    "review-attendance",
    "review-attendance-faults",
    "review-proposal",
    "review-override",
    "review-policy-text",
    "review-keys",
    "review-closed",
    "early-end",
    "early-end-faults",
    "decision-met",
    "decision-not-met",
    "decision-information-request",
    "decision-denial-member",
    "decision-denial-provider",
    "decision-sign-denial",
    "letters-approval",
    "letters-denial",
    "letters-missing-element",
    "letters-on-file",
    "letters-none",
    "history",
    "settings",
    "new-keys",
    "leaving",
    "error",
}


@pytest.fixture(scope="module")
def tab_walk() -> TabWalk:
    """What Tab reached on every screen."""
    return TabWalk()


@pytest.fixture(scope="module")
def geometry() -> Geometry:
    """What was cut or overlapped on every screen, at every size and scale."""
    return Geometry(screens.SIZES)


@pytest.fixture(scope="module")
def written(
    qapp: object, tab_walk: TabWalk, geometry: Geometry, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Every screen, small and light."""
    folder = tmp_path_factory.mktemp("screens")

    def visit(name: str, window: QWidget) -> None:
        tab_walk(name, window)
        geometry(name, window)

    look = screens.Look(sizes=(SIZE,), schemes=(Scheme.LIGHT,), visit=visit)
    screens.write(folder, lambda _line: None, look=look, letters=False)
    return folder


def named(folder: Path) -> dict[str, Path]:
    """The pictures by the name of what they show, without size, theme and number."""
    return {file.stem.split("-", 3)[3]: file for file in folder.glob("*.png")}


def test_every_screen_is_there(written: Path) -> None:
    assert named(written).keys() >= SHOWN


@pytest.mark.usefixtures("written")
def test_tab_reaches_every_control_of_every_screen_in_reading_order(tab_walk: TabWalk) -> None:
    assert tab_walk.faults == []
    assert sum(tab_walk.walked.values()) > MOST_STOPS_OF_A_SCREEN * 5


@pytest.mark.usefixtures("written")
def test_no_words_are_cut_or_overlap_at_any_size_and_scale(geometry: Geometry) -> None:
    assert geometry.faults == []
    assert geometry.seen > MOST_STOPS_OF_A_SCREEN * 50


def test_no_picture_is_blank_or_of_another_size(written: Path) -> None:
    for file in written.glob("*.png"):
        image = QImage(str(file))
        assert (image.width(), image.height()) == SIZE.window, file.name
        colors = {image.pixel(x, y) for x in range(0, SIZE.width, 3) for y in range(0, SIZE.height, 3)}
        assert len(colors) > 20, file.name


def test_no_two_pictures_show_the_same(written: Path) -> None:
    by_content: dict[bytes, list[str]] = {}
    for name, file in named(written).items():
        by_content.setdefault(file.read_bytes(), []).append(name)
    assert [names for names in by_content.values() if len(names) > 1] == []


def test_every_kind_of_letter_is_written_with_its_pages(tmp_path: Path) -> None:
    count = write_letters(tmp_path, screens.NOW)
    assert len(list(tmp_path.glob("*.pdf"))) == count
    for kind in LetterKind:
        assert list(tmp_path.glob(f"{kind.value}-*-p1.png")), kind


def test_a_folder_that_cannot_be_made_is_an_error(tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StepFailed, match="Choose another folder"):
        screens.write(tmp_path / "file" / "below", lambda _line: None)
