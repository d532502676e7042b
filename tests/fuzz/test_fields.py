"""Whatever is pasted into any field of the window becomes harmless plain text, at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit
from pytestqt.qtbot import QtBot

from tests.effort import Effort
from tests.fuzz.mangled import NASTY
from tests.fuzz.watch import watched
from ur_desktop import paths
from ur_desktop.app import make_window
from ur_desktop.library import Library
from ur_desktop.storage.password import LEAST
from ur_desktop.ui import sample_vault, theme
from ur_desktop.ui.main_window import MainWindow

QUICK, LONG = 4, 20
"""Texts for each place."""
PASTED = st.lists(st.sampled_from(NASTY) | st.text(max_size=30), min_size=1, max_size=5).map("".join)

Editor = QLineEdit | QPlainTextEdit | QTextEdit


@pytest.fixture
def main(qapp: QApplication, qtbot: QtBot, tmp_path: Path) -> Iterator[MainWindow]:
    theme.load_fonts()
    now = datetime.now().astimezone()
    library = Library(paths.forms_dir(), paths.templates_dir())
    sample_vault.make(tmp_path / sample_vault.FOLDER, library, now, LEAST)
    window = make_window(tmp_path, lambda: now)
    qtbot.addWidget(window)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    window.open_sample()
    assert window.main is not None
    yield window.main
    window.close()


def worklist(main: MainWindow) -> None:
    main.show_worklist()


def intake(main: MainWindow) -> None:
    main.worklist.new_case.emit()


def review(main: MainWindow) -> None:
    main.open_case("sample-00417", "review")


def decision(main: MainWindow) -> None:
    main.open_case("sample-00417", "determination")


def settings_screen(main: MainWindow) -> None:
    main.rail.opened.emit("settings")
    main.settings.add.click()


PLACES = (worklist, intake, review, decision, settings_screen)


def editors(main: MainWindow) -> list[Editor]:
    """What can be typed into where the person is."""
    screen = main.screens.currentWidget()
    found: list[Editor] = [
        *screen.findChildren(QLineEdit), *screen.findChildren(QPlainTextEdit), *screen.findChildren(QTextEdit)
    ]  # fmt: skip
    return [
        editor for editor in found if editor.isVisible() and editor.isEnabled() and not editor.isReadOnly()
    ]


def paste(editor: Editor, text: str) -> None:
    """Paste a text that comes with markup and a picture beside it, as from a browser."""
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(f"<b>{text}</b><img src='file:///etc/hostname'>")
    QApplication.clipboard().setMimeData(mime)
    editor.selectAll()
    editor.paste()


def test_every_kind_of_place_has_fields(main: MainWindow) -> None:
    for place in PLACES[:3]:
        place(main)
        assert editors(main), place.__name__


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.__name__)
def test_pasted_text_is_plain_and_harmless(
    main: MainWindow, tmp_path: Path, place: Callable[[MainWindow], None], effort: Effort
) -> None:
    place(main)
    QApplication.processEvents()

    @settings(max_examples=effort.of(QUICK, LONG), deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(PASTED)
    def pasted(text: str) -> None:
        effort.counts["fuzzed inputs"] += 1
        for editor in editors(main):
            with watched(tmp_path, paths.forms_dir(), paths.templates_dir()):
                paste(editor, text)
                QTest.keyClick(editor, Qt.Key.Key_Tab)
                QApplication.processEvents()
                assert not main.grab().isNull()
            if isinstance(editor, QTextEdit):
                assert "<img" not in editor.toHtml()

    pasted()
