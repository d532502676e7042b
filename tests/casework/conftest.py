"""The sample vault, signed in to without a window."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from shutil import copytree

import pytest

from tests.casework.sample_desk import SampleDesk


@pytest.fixture
def desks(samples_of_january: Path, tmp_path: Path) -> Iterator[Callable[[str], SampleDesk]]:
    """Sign in to a copy of the sample vault as one of its people; who was signed in before is signed out."""
    copytree(samples_of_january, tmp_path / "vault")
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
