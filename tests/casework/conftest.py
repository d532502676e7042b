"""The sample vault, signed in to without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sample_desk import SampleDesk
from tests.casework.sessions import LIBRARY, NOW
from ur_desktop.casework import sample_vault
from ur_desktop.storage.keys.password import LEAST


@pytest.fixture(scope="session")
def sample_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault of invented cases, made once and only copied from."""
    folder = tmp_path_factory.mktemp("samples") / "vault"
    sample_vault.make(folder, LIBRARY, NOW, LEAST)
    return folder


@pytest.fixture
def desks(sample_folder: Path, tmp_path: Path) -> Iterator[Callable[[str], SampleDesk]]:
    """Sign in to a copy of the sample vault as one of its people; who was signed in before is signed out."""
    copytree(sample_folder, tmp_path / "vault")
    with ExitStack() as signed_in:

        def sign_in(user_id: str) -> SampleDesk:
            signed_in.close()
            desk = SampleDesk.sign_in(tmp_path / "vault", user_id)
            signed_in.callback(desk.vault.close)
            return desk

        yield sign_in


@pytest.fixture
def desk(desks: Callable[[str], SampleDesk]) -> SampleDesk:
    """The sample vault as its nurse has it."""
    return desks("nora")
