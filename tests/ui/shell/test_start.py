"""The sign-in screen is there soon: what it does not show is imported once it is painted."""

from __future__ import annotations

import subprocess
import sys

import pytest

NOT_YET = (
    "cryptography", "jinja2", "pydantic", "ruamel.yaml", "sqlcipher3", "typst",
    "ur_desktop.casework.session", "ur_desktop.domain.case", "ur_desktop.domain.determination",
    "ur_desktop.library", "ur_desktop.storage.vault", "ur_desktop.ui.kit.fields.date_edit",
    "ur_desktop.ui.shell.main_window",
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded() -> set[str]:
    """The modules that the window's module brings with it, in a process of their own."""
    words = "import sys, ur_desktop.app; print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", words], capture_output=True, text=True, check=True)
    return set(ran.stdout.split())


@pytest.mark.parametrize("module", NOT_YET)
def test_is_not_loaded_before_the_first_painting(loaded: set[str], module: str) -> None:
    assert "ur_desktop.ui.sign_in.sign_in_screen" in loaded
    assert module not in loaded
