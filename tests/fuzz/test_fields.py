"""Whatever is pasted into any field of the window becomes harmless plain text, at once, and stays that when kept."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QTextEdit

from tests.effort import Effort
from tests.fuzz import walk as walking
from tests.fuzz.mangled import NASTY
from tests.fuzz.places import NOT_WALKED, PLACES, Place
from tests.fuzz.walk import Editor, Walk
from tests.fuzz.watch import watched
from ur_desktop import paths
from ur_desktop.domain.clean_text import clean_line
from ur_desktop.ui.kit.fields.paste import LONGEST_NOTE
from ur_desktop.ui.kit.look import theme

QUICK, LONG = 1, 12
"""Texts for each place."""
PASTED = st.lists(st.sampled_from(NASTY) | st.text(max_size=30), min_size=1, max_size=5).map("".join)
EVERYTHING = " ".join(text for text in NASTY if len(text) < 40)
"""What is taken in, through the store and back."""
MOUNTS = Path("/proc/mounts")
"""Read for what kind of folder the vault lies in."""


@pytest.fixture(scope="module")
def walk(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    theme.load_fonts()
    home = tmp_path_factory.mktemp("home")
    walking.make(home)
    walk = Walk(home)
    yield walk
    walk.close()


def paste(editor: Editor, text: str) -> None:
    """Paste a text that comes with markup and a picture beside it, as from a browser."""
    mime = QMimeData()
    mime.setText(text)
    mime.setHtml(f"<b>{text}</b><img src='file:///etc/hostname'>")
    QApplication.clipboard().setMimeData(mime)
    editor.selectAll()
    editor.paste()


def content(editor: Editor) -> str:
    return editor.text() if isinstance(editor, QLineEdit) else editor.toPlainText()


def assert_plain(walk: Walk) -> None:
    """Nothing in sight reads markup, and nothing opened over the window."""
    assert walk.window is not None
    assert not walk.window.grab().isNull()
    for editor in walk.window.findChildren(QTextEdit):
        assert "<img" not in editor.toHtml()
    for shown in walk.window.findChildren(QLabel):
        assert shown.textFormat() is Qt.TextFormat.PlainText
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [walk.window]


@pytest.fixture(scope="module")
def constructed() -> set[str]:
    """The names of every editor that the program had made at any of the places, in sight or not."""
    return set()


def made() -> set[str]:
    """The names of every editor that there is in the program now."""
    every = (each for each in QApplication.allWidgets() if isinstance(each, Editor))
    return {walking.name_of(each) for each in every if walking.can_be_typed_in(each)}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_what_is_pasted_is_plain_at_once_and_when_it_comes_back(
    walk: Walk, place: Place, constructed: set[str], effort: Effort
) -> None:
    walk.enter(place)
    names = [walking.name_of(editor) for editor in walk.editors(place)]
    assert sorted(names) == sorted(place.fields)
    constructed |= made()
    folders = (walk.home, paths.forms_dir(), paths.templates_dir(), MOUNTS)

    @settings(max_examples=effort.of(QUICK, LONG), deadline=None, database=None, derandomize=True,
              suppress_health_check=list(HealthCheck))  # fmt: skip
    @given(PASTED)
    def pasted(text: str) -> None:
        effort.counts["fuzzed inputs"] += 1
        for editor in walk.editors(place):
            with watched(*folders):
                paste(editor, text)
                QTest.keyClick(editor, Qt.Key.Key_Tab)
                QApplication.processEvents()
        assert_plain(walk)

    pasted()
    first = walk.editors(place)[0]
    with watched(*folders, longest=place.takes):
        for editor in walk.editors(place):
            paste(editor, EVERYTHING)
        first.setFocus()
        left = {walking.name_of(editor): content(editor).strip() for editor in walk.editors(place)}
        place.save(walk)
        QApplication.processEvents()
        assert_plain(walk)
    assert any(left.values())
    if not place.again:
        return
    if place.back is None:
        walk.enter(place)
    else:
        place.back(walk)
    back = {walking.name_of(editor): content(editor).strip() for editor in walk.editors(place)}
    kept = {name: clean_line(back.get(name, "")) for name in place.kept}
    assert kept == {name: clean_line(left[name]) for name in place.kept}
    assert_plain(walk)


@pytest.mark.parametrize(
    ("name", "field"), [("new request", "Last name"), ("criterion", "Note"), ("worklist", "Search")]
)
def test_ten_megabytes_are_cut_at_once_and_said(walk: Walk, name: str, field: str) -> None:
    place = next(place for place in PLACES if place.name == name)
    walk.enter(place)
    [editor] = [each for each in walk.editors(place) if walking.name_of(each) == field]
    with watched(walk.home):
        paste(editor, "Sampleton " * 1_000_000)
        QApplication.processEvents()
        assert_plain(walk)
    assert 0 < len(content(editor)) <= LONGEST_NOTE
    assert walk.window is not None
    assert any("Cut at" in shown.text() and shown.isVisible() for shown in walk.window.findChildren(QLabel))


def test_no_field_of_the_program_is_left_out(walk: Walk, constructed: set[str]) -> None:
    """After all the places: what was made anywhere is at a place of its own."""
    assert constructed - {name for place in PLACES for name in place.fields} - NOT_WALKED == set()
