"""What every test needs before it starts: no screen, no locale of this machine."""

import os

import pytest

from tests.effort import Effort

# Qt reads these once, when its first module is imported.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QT_SCALE_FACTOR"] = "1"

EFFORT = pytest.StashKey[Effort]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--faults", choices=("quick", "long"), default="quick", help="how hard to try to break the program"
    )


def pytest_configure(config: pytest.Config) -> None:
    config.stash[EFFORT] = Effort(long=config.getoption("--faults") == "long")


@pytest.fixture(scope="session")
def effort(pytestconfig: pytest.Config) -> Effort:
    """How hard to try, and where to count what was tried."""
    return pytestconfig.stash[EFFORT]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    effort = config.stash[EFFORT]
    if effort.long:
        terminalreporter.section("faults")
        for line in (*effort.report(), *(f"  too few: {owed}" for owed in effort.missing())):
            terminalreporter.line(line)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    effort = session.config.stash[EFFORT]
    if effort.long and effort.missing() and exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
