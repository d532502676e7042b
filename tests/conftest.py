"""What every test needs before it starts: no screen, no locale of this machine."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests import letter_check, remembered_keys
from tests.effort import Effort
from tests.faults import preload

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

# Qt reads these once, when its first module is imported.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

SAMPLES_OF = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
EFFORT = pytest.StashKey[Effort]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--faults", choices=("quick", "long"), default="quick", help="how hard to try to break the program"
    )
    parser.addoption("--tally", type=Path, help="a file for what was tried, which is written at the end")


def pytest_configure(config: pytest.Config) -> None:
    config.stash[EFFORT] = Effort(long=config.getoption("--faults") == "long")
    letter_check.install()
    remembered_keys.install()


@pytest.fixture(autouse=True)
def sound_letters(request: pytest.FixtureRequest) -> Iterator[None]:
    """Every letter that a test sets can be read aloud, can be archived, and stays on its paper."""
    yield
    faults = letter_check.faults_of_all()
    assert faults == [] or request.node.get_closest_marker("refused_letter")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> QApplication:
    """The application, whose garbage is collected in its own thread only, as the program's is.

    A window makes a screen when a test asks for it, not ahead of time: most tests need one of them.
    """
    from ur_desktop.ui.kit.garbage_collector import GarbageCollector
    from ur_desktop.ui.shell import screens

    GarbageCollector(qapp)
    screens.PREPARE_EVERY = 3_600_000
    return qapp


@pytest.fixture(scope="session")
def samples_of_today(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault of invented cases as of today, made once and only copied from."""
    return _samples(tmp_path_factory.mktemp("today") / "vault", datetime.now().astimezone())


@pytest.fixture(scope="session")
def samples_of_january(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The vault of invented cases as of SAMPLES_OF, made once and only copied from."""
    return _samples(tmp_path_factory.mktemp("january") / "vault", SAMPLES_OF)


def _samples(folder: Path, now: datetime) -> Path:
    from ur_desktop import paths
    from ur_desktop.casework import sample_vault
    from ur_desktop.library import Library
    from ur_desktop.storage.keys.password import LEAST

    sample_vault.make(folder, Library(paths.forms_dir(), paths.templates_dir()), now, LEAST)
    return folder


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> Effort:
    """How hard to try, and where to count what was tried."""
    return pytestconfig.stash[EFFORT]


@pytest.fixture(scope="session")
def compiled(tmp_path_factory: pytest.TempPathFactory, effort: Effort) -> Callable[[Path], Path]:
    """Compile a source to preload; without a compiler the quick profile goes without, the long one fails."""

    def library(source: Path) -> Path:
        try:
            return preload.compiled(tmp_path_factory.mktemp("preload"), source)
        except preload.NoCompiler as missing:
            if effort.long:
                pytest.fail(str(missing))
            pytest.skip(str(missing))

    return library


def pytest_sessionfinish(session: pytest.Session) -> None:
    if tally := session.config.getoption("--tally"):
        session.config.stash[EFFORT].write(tally)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    effort = config.stash[EFFORT]
    if effort.long and not config.getoption("--tally"):
        terminalreporter.section("faults")
        for line in effort.report():
            terminalreporter.line(line)
