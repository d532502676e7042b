"""Settings by keyboard: the theme, the people, and where the vault is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.determination import Credential, Reviewer, Role
from ur_desktop.ui.settings import SCHEMES, Settings
from ur_desktop.ui.theme import Scheme

Show = Callable[[QWidget], QWidget]
Unnamed = Callable[[QWidget], list[str]]

PASSWORD = "harbor lantern 42"
NORA = Reviewer("nora", "Nora Sample", Role.NURSE, Credential("RN", "TEST-0001", "Utah"))
KIM = Reviewer("kspecimen", "Kim Specimen", Role.NURSE, Credential("RN"))
FOLDER = "/vaults/<b>example</b>"


def opened(show: Show) -> Settings:
    screen = Settings()
    screen.open((NORA,), "light", FOLDER, "nora")
    screen.resize(1286, 676)
    show(screen)
    screen.first().setFocus()
    return screen


def unfold(screen: Settings) -> None:
    screen.add.setFocus()
    QTest.keyClick(screen.add, Qt.Key.Key_Return)


def type_person(screen: Settings) -> None:
    unfold(screen)
    for part, text in (
        (screen.form.name, "Kim Specimen"),
        (screen.form.password, PASSWORD),
        (screen.form.again, PASSWORD),
    ):
        QTest.keyClicks(part.editor, text)


def said(screen: Settings) -> set[str]:
    return {item.text() for item in screen.findChildren(QLabel) if item.isVisible()}


def test_the_theme_is_chosen_by_key(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    assert screen.scheme.text() == "Light"
    with qtbot.waitSignal(screen.scheme_chosen, timeout=500) as signal:
        QTest.keyClick(screen.scheme.combo, Qt.Key.Key_Down)
    assert signal.args == ["dark"]


def test_opening_chooses_no_theme(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    with qtbot.assertNotEmitted(screen.scheme_chosen):
        screen.open((NORA,), "high_contrast", FOLDER, "nora")
    assert screen.scheme.text() == "High contrast"


def test_every_scheme_is_offered() -> None:
    assert {scheme for scheme, _words in SCHEMES} == set(Scheme)


def test_the_people_and_the_folder_are_said_as_written(show: Show) -> None:
    words = said(opened(show))
    assert {"Nora Sample (you)", "TEST-0001, Utah", "Nurse", FOLDER} <= words
    assert "Everything stays on this computer." in words


def test_the_form_stands_in_the_page_when_asked_for(show: Show) -> None:
    screen = opened(show)
    assert not screen.form.isVisible()
    unfold(screen)
    assert screen.form.name.editor.hasFocus()
    assert not screen.add.isVisible()


def test_unfolded_the_whole_form_comes_into_view(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    unfold(screen)

    def in_view() -> None:
        inside = screen.area.viewport()
        foot = screen.form.save.mapTo(inside, screen.form.save.rect().bottomLeft())
        assert screen.form.name.mapTo(inside, screen.form.name.rect().topLeft()).y() >= 0
        assert foot.y() <= inside.height()

    qtbot.waitUntil(in_view, timeout=500)


def test_a_person_is_added_by_key(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    type_person(screen)
    with qtbot.waitSignal(screen.person_added, timeout=500) as signal:
        QTest.keyClick(screen.form.again.editor, Qt.Key.Key_Return)
    assert signal.args == [KIM, PASSWORD]


def test_added_the_form_folds_and_the_list_shows_the_person(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.added()
    screen.open((NORA, KIM), "light", FOLDER, "nora")
    assert not screen.form.isVisible()
    assert screen.form.password.text() == ""
    assert screen.add.hasFocus()
    assert screen.said.text() == "Kim Specimen is added"
    assert "Kim Specimen" in said(screen)
    assert screen.form.taken == {"nora", "kspecimen"}


def test_the_next_person_starts_afresh(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.added()
    unfold(screen)
    assert not screen.said.isVisible()
    assert screen.form.name.text() == ""


def test_escape_folds_the_form(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    QTest.keyClick(screen.form.name.editor, Qt.Key.Key_Escape)
    assert not screen.form.isVisible()
    assert screen.add.hasFocus()


def test_an_error_is_said_at_the_form_and_keeps_what_was_typed(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.show_error("The disk is full. Free some space.")
    assert screen.form.banner.isVisible()
    assert screen.form.banner.what.text() == "The disk is full. Free some space."
    assert screen.form.name.text() == "Kim Specimen"


def test_an_error_without_a_form_is_said_at_the_top(show: Show) -> None:
    screen = opened(show)
    screen.show_error("The theme could not be saved.")
    assert screen.banner.isVisible()
    screen.open((NORA,), "light", FOLDER, "nora")
    assert not screen.banner.isVisible()


def test_passwords_are_forgotten_when_the_screen_is_left(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.hide()
    assert screen.form.password.text() == screen.form.again.text() == ""
    assert screen.form.name.text() == "Kim Specimen"


def test_what_takes_the_keyboard_has_a_name(show: Show, unnamed: Unnamed) -> None:
    screen = opened(show)
    unfold(screen)
    assert unnamed(screen) == []
