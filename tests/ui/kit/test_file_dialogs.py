"""What a file dialog leaves behind, tried in a process whose settings lie in a folder of the test's own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.processes import Session

ASKING = """
import sys
from contextlib import nullcontext
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QDialogButtonBox, QFileDialog, QLineEdit
from ur_desktop.ui.kit.file_dialogs import without_folder_history
app = QApplication([])
def accept():
    [dialog] = [part for part in app.topLevelWidgets() if isinstance(part, QFileDialog)]
    dialog.findChild(QLineEdit, "fileNameEdit").setText("letter.pdf")
    dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save).click()
QTimer.singleShot(300, accept)
with without_folder_history() if sys.argv[1] == "without_folder_history" else nullcontext():
    path, _kind = QFileDialog.getSaveFileName(None, "Save PDF", sys.argv[2] + "/")
assert path.endswith("letter.pdf"), path
"""


@pytest.mark.parametrize(("how", "remembered"), [("without_folder_history", False), ("as Qt does", True)])
def test_a_file_dialog_forgets_the_folders_it_showed(tmp_path: Path, how: str, remembered: object) -> None:
    session = Session(tmp_path)
    folder = session.root / "home" / "Vellmorthy"
    folder.mkdir()
    settings = session.root / "config" / "QtProject.conf"
    settings.write_text("[FileDialog]\nhistory=file:///elsewhere\nlastVisited=file:///elsewhere\n")
    subprocess.run(
        [sys.executable, "-c", ASKING, how, folder], env=session.environment(), check=True, timeout=20
    )
    left = settings.read_text()
    assert ("Vellmorthy" in left) is remembered
    assert ("elsewhere" in left) is not remembered
