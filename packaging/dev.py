"""What stands behind ./ur: makes .venv from the lock files and runs the project's tools in it.

Standard library only, because nothing else is there yet. `python3 packaging/dev.py TARGET` does without ./ur.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from pathlib import Path

from house_rules import ROOMS

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")

RUN_TIME = "lock.txt"
DEVELOPMENT = "lock-dev.txt"
BENCH = "lock-bench.txt"
FUZZ = "lock-fuzz.txt"

KILLS = ("tests/faults/test_kill.py", "tests/faults/test_window.py")
HISTORIES = ("tests/faults/test_model.py",)
FAULTS = {
    "disks": ("tests/faults", *(f"--ignore={file}" for file in (*KILLS, *HISTORIES))),
    "kills": KILLS,
    "histories and fuzz": (*HISTORIES, "tests/fuzz"),
}
"""The tests that try to break the program, in parts that run at once: in each much waits for a disk or one process."""
NO_TESTS = 5
"""Pytest's status where the arguments choose none of these tests."""
HANGS = 3600
"""Seconds after which they have hung."""
MOST_MINUTES = 12
"""How long they may take on two idle cores."""

LOCKS = {
    RUN_TIME: ["pyproject.toml", "--group", "build"],
    DEVELOPMENT: ["--group", "dev", "-c", f"packaging/{RUN_TIME}"],
    BENCH: ["--group", "bench", "-c", f"packaging/{RUN_TIME}", "-c", f"packaging/{DEVELOPMENT}"],
    FUZZ: ["--group", "fuzz", "-c", f"packaging/{RUN_TIME}", "-c", f"packaging/{DEVELOPMENT}"],
}
"""Each lock file with what it is compiled from: a later one agrees with the earlier."""


def tool(*command: str | Path, **environment: str) -> int:
    """Run a command in the checkout, the terminal shared; its exit status."""
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, check=False).returncode


def pip_install(*arguments: str | Path) -> None:
    """Install into .venv; ends this program with pip's status when pip fails."""
    quiet = ("--quiet", "--disable-pip-version-check", "--root-user-action=ignore")
    if status := tool(PYTHON, "-m", "pip", "install", *quiet, *arguments):
        sys.exit(status)


def make_venv() -> None:
    """Make .venv, or make it anew after the folder moved or Python changed, since its scripts name both."""
    place = VENV / "made-for"
    here = f"{VENV} {sys.version_info.major}.{sys.version_info.minor}"
    if not (PYTHON.exists() and place.exists() and place.read_text(encoding="utf-8") == here):
        venv.create(VENV, clear=True, with_pip=True)
        place.write_text(here, encoding="utf-8")


def state_of(lock: str) -> str:
    """What .venv's stamp for this lock file must hold; the first answers for the project itself too."""
    parts = [ROOT / "packaging" / lock, *([ROOT / "pyproject.toml"] if lock == RUN_TIME else [])]
    return hashlib.sha256(b"".join(part.read_bytes() for part in parts)).hexdigest()


def prepare(*locks: str) -> None:
    """Bring .venv to what the lock files say, the project itself in it; nothing when it is so already."""
    make_venv()
    for lock in locks:
        stamp = VENV / f"{lock}.installed"
        if stamp.exists() and stamp.read_text(encoding="utf-8") == state_of(lock):
            continue
        print(f"Installing {lock} into {VENV.name} (once, and again when it changes)", flush=True)
        # Wheels only: nothing is compiled here and no package's own install script runs.
        pip_install("--require-hashes", "--only-binary", ":all:", "-r", ROOT / "packaging" / lock)
        if lock == RUN_TIME:
            pip_install("--no-deps", "--no-build-isolation", "--editable", ROOT)
        stamp.write_text(state_of(lock), encoding="utf-8")


def setup() -> int:
    """Make .venv with the locked dependencies and development tools."""
    prepare(RUN_TIME, DEVELOPMENT)
    print(f"Ready: {BIN / 'ur-desktop'}")
    return 0


def run(*arguments: str) -> int:
    """Start UR Desktop; without a display, drive its window off-screen and print what was written."""
    prepare(RUN_TIME)
    return tool(BIN / "ur-desktop", *arguments)


def test(*arguments: str) -> int:
    """Run the tests: all, on every core and with the domain's coverage, or those that pytest's arguments name."""
    prepare(RUN_TIME, DEVELOPMENT)
    if arguments:
        return pytest(*arguments)
    # Once, since some tests start dozens of processes, and not everybody's Python keeps what it compiled.
    tool(PYTHON, "-m", "compileall", "-q", "ur_desktop", "tests")
    spread = ("--numprocesses=auto", "--dist=loadfile")
    # Apart, since being watched for coverage takes an eighth of the time of all others.
    domain = pytest("tests/domain", "--cov", *spread)
    return pytest("--ignore=tests/domain", *spread) or domain


def pytest(*arguments: str) -> int:
    """Run pytest off-screen; its status."""
    return tool(PYTHON, "-m", "pytest", *arguments, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


def faults(*arguments: str) -> int:
    """Try for minutes to break the program: kills, power failures, failing disks, mangled input; print the counts."""
    prepare(RUN_TIME, DEVELOPMENT)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        tallies = [Path(folder, part) for part in FAULTS]
        pytest = (PYTHON, "-m", "pytest", "--faults=long", "-p", "no:cacheprovider")
        environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
        running: list[subprocess.Popen[bytes]] = []
        said = [Path(folder, f"{part} said") for part in FAULTS]
        for tests, tally, out in zip(FAULTS.values(), tallies, said, strict=True):
            command: list[str | Path] = [*pytest, *arguments, f"--tally={tally}", *tests]
            with out.open("w", encoding="utf-8") as file:
                # All at once; the terminal is the first's.
                stdout = file if running else None
                running.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=stdout))
        ended = {}
        for part, process, out in zip(FAULTS, running, said, strict=True):
            ended[part] = patiently(process, begun + HANGS)
            print(out.read_text(encoding="utf-8"), flush=True)
        failed = {part: status for part, status in ended.items() if status not in (0, NO_TESTS)}
        for part, status in failed.items():
            print(f"  {part} ended with {status}")
        judged = tool(PYTHON, "-m", "tests.effort", *tallies)
    print(took((time.monotonic() - begun) / 60))
    return 1 if failed or judged else 0


def patiently(process: subprocess.Popen[bytes], until: float) -> int:
    """Wait for a process until then at most, by the monotonic clock; its status."""
    try:
        return process.wait(max(1.0, until - time.monotonic()))
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def took(minutes: float) -> str:
    """How long the faults took, in words, and whether that is too long."""
    return f"{minutes:9.1f} minutes" + (
        f": over the {MOST_MINUTES} minutes" if minutes > MOST_MINUTES else ""
    )


def fuzz(*arguments: str) -> int:
    """Send mangled input by one door ("case file", "form" …), led by coverage; libFuzzer's options after it."""
    prepare(RUN_TIME, DEVELOPMENT, FUZZ)
    return tool(PYTHON, "-m", "tests.fuzz.guided", *arguments, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")


def check() -> int:
    """Check without running: ruff, formatting, types, import contracts, American spelling, house rules."""
    prepare(RUN_TIME, DEVELOPMENT)
    checks: dict[str, tuple[str | Path, ...]] = {
        "ruff check": (BIN / "ruff", "check", "--quiet", "--output-format=concise"),
        "ruff format": (BIN / "ruff", "format", "--quiet", "--check", "--output-format=concise"),
        "mypy": (BIN / "mypy", "ur_desktop", "packaging", "tests"),
        "import contracts": (BIN / "lint-imports", "--no-cache", "--no-logo"),
        "spelling": (BIN / "codespell", *ROOMS, *(file for file in ROOT.iterdir() if file.is_file())),
        "house rules": (PYTHON, "packaging/house_rules.py"),
    }
    failed = [name for name, command in checks.items() if tool(*command)]
    print(f"Failed: {', '.join(failed)}" if failed else f"Passed: {', '.join(checks)}")
    return 1 if failed else 0


def bench(*arguments: str) -> int:
    """Measure the pauses that a reviewer feels against the bare tools beneath: medians and ratios."""
    prepare(RUN_TIME, DEVELOPMENT, BENCH)
    environment = {"QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT / "packaging")}
    return tool(PYTHON, "-m", "bench", *arguments, **environment)


def screens(*arguments: str) -> int:
    """Write every screen in every theme as a picture into the folder named."""
    prepare(RUN_TIME)
    return tool(BIN / "ur-desktop", "screens", *arguments, QT_QPA_PLATFORM="offscreen")


def lock() -> int:
    """Compile the lock files anew, for all systems and Pythons at once, from pyproject.toml."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / BIN.name
        if status := tool(scripts / PYTHON.name, "-m", "pip", "install", "--quiet", "uv>=0.8,<1"):
            return status
        options = ("--universal", "--python-version", "3.11", "--generate-hashes", "--no-config")
        plain = ("--no-emit-index-url", "--no-header", "--no-annotate", "--quiet", "--upgrade")
        for name, source in LOCKS.items():
            output = ("-o", f"packaging/{name}")
            if status := tool(scripts / "uv", "pip", "compile", *options, *plain, *source, *output):
                return status
    return 0


TARGETS: dict[str, Callable[..., int]] = {
    target.__name__: target for target in (setup, run, test, faults, fuzz, check, bench, screens, lock)
}


def main(arguments: list[str]) -> int:
    """Run the target named first with the arguments after it; 2 when there is no such target."""
    name, *rest = arguments or ["help"]
    if name in TARGETS:
        try:
            return TARGETS[name](*rest)
        except KeyboardInterrupt:
            return 130
    asked = name in ("help", "-h", "--help")
    to = sys.stdout if asked else sys.stderr
    if not asked:
        print(f"There is no target {name!r}.", file=to)
    print("Usage: ./ur TARGET [ARGUMENT…]\n", file=to)
    for target in TARGETS.values():
        print(f"  {target.__name__:8} {target.__doc__}", file=to)
    return 0 if asked else 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
