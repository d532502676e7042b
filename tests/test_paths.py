"""What is shipped is found where it lies."""

import os
import subprocess
import sys
from pathlib import Path

from ur_desktop import paths
from ur_desktop.ui.kit.look import theme


def test_forms_are_found() -> None:
    assert [folder.name for folder in paths.forms_dir().iterdir() if folder.is_dir()]


def test_every_shipped_font_has_its_license_beside_it() -> None:
    for folder in (paths.templates_dir() / "fonts", theme.FONTS):
        assert list(folder.glob("*.[ot]tf"))
        assert (folder / "OFL.txt").is_file()


def test_the_vault_is_not_kept_in_the_checkout() -> None:
    assert not paths.user_data_dir().is_relative_to(paths.forms_dir().parent)


def test_a_data_folder_that_can_not_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    environment = os.environ | {"XDG_DATA_HOME": str(tmp_path / "file"), "QT_QPA_PLATFORM": "offscreen"}
    command = [sys.executable, "-m", "ur_desktop"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith(f"The data folder {tmp_path / 'file'}")
    assert "Traceback" not in done.stderr
