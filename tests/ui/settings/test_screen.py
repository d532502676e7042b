"""Settings by keyboard: theme, users, and the folder of the vault."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.look.theme import Scheme
from ur_desktop.ui.settings.screen import SCHEMES, Settings

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
    screen.home().setFocus()
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


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


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


def test_users_and_folder_are_shown_as_plain_text(show: Show) -> None:
    words = said(opened(show))
    assert {"Nora Sample (you)", "TEST-0001, Utah", "Nurse", FOLDER} <= words
    assert "Everything stays on this computer." in words


def test_the_form_opens_in_the_page(show: Show) -> None:
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
    assert screen.message.text() == "Kim Specimen added"
    assert "Kim Specimen" in said(screen)
    assert screen.form.taken == {"nora", "kspecimen"}


def test_the_next_person_starts_afresh(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.added()
    unfold(screen)
    assert not screen.message.isVisible()
    assert screen.form.name.text() == ""


def test_escape_folds_the_form(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    QTest.keyClick(screen.form.name.editor, Qt.Key.Key_Escape)
    assert not screen.form.isVisible()
    assert screen.add.hasFocus()


def test_an_error_is_shown_at_the_form_and_keeps_the_text(show: Show) -> None:
    screen = opened(show)
    type_person(screen)
    screen.show_error("The disk is full. Free some space.")
    assert screen.form.banner.isVisible()
    assert screen.form.banner.what.text() == "The disk is full. Free some space."
    assert screen.form.name.text() == "Kim Specimen"


def test_an_error_without_a_form_is_shown_at_the_top(show: Show) -> None:
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


def test_tab_follows_the_screen_from_the_top(show: Show) -> None:
    screen = opened(show)
    screen.open((NORA, KIM), "light", FOLDER, "nora")
    own, backups = screen.own, screen.backups
    order: list[QWidget] = [
        screen.area,
        *(part.editor for part in (own.name, own.number, own.state, own.specialty)),
        own.save,
        *(part.editor for part in (own.old, own.new.password, own.new.again)),
        own.change,
        screen.scheme.combo,
        screen.lock_after.combo,
        *screen.people.buttons.values(),
        screen.add,
        screen.new_keys.begin,
        backups.make,
        backups.restore,
        backups.choose,
        backups.drop,
    ]
    for key, way in ((Qt.Key.Key_Tab, order), (Qt.Key.Key_Backtab, [order[0], *order[::-1]])):
        screen.setFocus()
        for part in way:
            assert QApplication.focusWidget() is part
            QTest.keyClick(part, key)


def test_an_opened_form_is_scrolled_into_view(show: Show) -> None:
    screen = opened(show)
    screen.new_keys.begin.click()
    screen.people.buttons["nora"].click()
    screen.person.save.setFocus()
    keys = screen.new_keys
    for part in (screen.person.save, keys.secret.editor, keys.make, keys.leave, screen.backups.make):
        assert QApplication.focusWidget() is part
        QTest.keyClick(part, Qt.Key.Key_Tab)


def test_the_page_is_scrolled_by_key(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    bar = screen.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=500)
    screen.setFocus()
    for key, moves in (
        (Qt.Key.Key_PageDown, lambda was: bar.value() > was),
        (Qt.Key.Key_PageUp, lambda was: bar.value() < was),
        (Qt.Key.Key_Down, lambda was: bar.value() > was),
        (Qt.Key.Key_Up, lambda was: bar.value() < was),
        (Qt.Key.Key_End, lambda _was: bar.value() == bar.maximum()),
        (Qt.Key.Key_Home, lambda _was: bar.value() == 0),
    ):
        was = bar.value()
        QTest.keyClick(focused(), key)
        assert moves(was), key


def test_page_keys_and_end_scroll_it_from_its_parts(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    bar = screen.area.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 0, timeout=500)
    screen.scheme.combo.setFocus()
    bar.setValue(0)
    with qtbot.assertNotEmitted(screen.scheme_chosen):
        QTest.keyClick(screen.scheme.combo, Qt.Key.Key_PageDown)
    assert bar.value() > 0
    QTest.keyClick(screen.scheme.combo, Qt.Key.Key_PageUp)
    assert bar.value() == 0
    screen.own.save.setFocus()
    QTest.keyClick(screen.own.save, Qt.Key.Key_End)
    assert bar.value() == bar.maximum()
    assert in_view(screen, screen.folder)


def test_what_tab_reaches_comes_into_view(show: Show, qtbot: QtBot) -> None:
    screen = opened(show)
    qtbot.waitUntil(lambda: screen.area.verticalScrollBar().maximum() > 0, timeout=500)
    screen.setFocus()
    QTest.keyClick(screen.area, Qt.Key.Key_Backtab)
    reached = []
    while (part := focused()) not in reached:
        reached.append(part)
        assert part is screen.area or in_view(screen, part)
        QTest.keyClick(part, Qt.Key.Key_Backtab)
    assert screen.backups.choose in reached
    assert screen.own.name.editor in reached


def test_tab_from_outside_the_page_scrolls_its_last_part_into_view(show: Show, qtbot: QtBot) -> None:
    window = FocusScope()
    row = QHBoxLayout(window)
    outside, screen = QPushButton("Outside"), Settings()
    row.addWidget(outside)
    row.addWidget(screen)
    screen.open((NORA,), "light", FOLDER, "nora")
    window.resize(1286, 676)
    show(window)
    qtbot.waitUntil(lambda: screen.area.verticalScrollBar().maximum() > 0, timeout=500)
    outside.setFocus()
    QTest.keyClick(outside, Qt.Key.Key_Backtab)
    assert screen.backups.drop.hasFocus()
    assert in_view(screen, screen.backups.drop)


def in_view(screen: Settings, part: QWidget) -> bool:
    inside = screen.area.viewport()
    return inside.rect().contains(QRect(part.mapTo(inside, QPoint(0, 0)), part.size()))


def test_each_result_is_shown_at_its_own_button(show: Show) -> None:
    own = opened(show).own
    own.done("Kept")
    assert (own.message.text(), own.message.isVisible()) == ("Kept", True)
    own.password_changed()
    assert not own.message.isVisible()
    assert own.changed_said.isVisible()
    middle = own.changed_said.geometry().center().y()
    assert abs(middle - own.change.geometry().center().y()) <= 1
    own.save.click()
    assert not own.changed_said.isVisible()


def test_nothing_done_is_still_said_when_one_comes_back(show: Show) -> None:
    screen = opened(show)
    screen.own.password_changed()
    screen.hide()
    screen.show()
    assert screen.own.changed_said.isHidden()
