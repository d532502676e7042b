"""The password editor and the check box."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
)
from pytestqt.qtbot import QtBot

from ur_desktop.ui.kit.fields.editors import CheckBox, PasswordEdit


def test_the_eye_shows_a_password_and_says_what_it_will_do(qtbot: QtBot) -> None:
    edit = PasswordEdit()
    qtbot.addWidget(edit)
    edit.setText("correct horse")
    assert edit.button.accessibleName() == "Show password"
    assert edit.displayText() != "correct horse"
    QTest.mouseClick(edit.button, Qt.MouseButton.LeftButton)
    assert edit.displayText() == "correct horse"
    assert edit.button.accessibleName() == "Hide password"
    QTest.keyClick(edit, Qt.Key.Key_F2)
    assert edit.displayText() != "correct horse"
    assert edit.button.toolTip() == "Show password, F2"


def test_space_checks_a_box(qtbot: QtBot) -> None:
    box = CheckBox("I have written it down")
    qtbot.addWidget(box)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert box.isChecked()
    assert isinstance(box, QCheckBox)
    assert box.sizeHint().height() >= 24
