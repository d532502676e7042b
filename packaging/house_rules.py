"""House rules that no other tool checks: each is one pattern, where it holds, and one sentence saying why."""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROOMS = ("ur_desktop", "forms", "report_templates", "packaging", "tests", "docs", ".ci")
TEXT = {".py", ".md", ".yaml", ".yml", ".j2", ".typ", ".toml", ".txt", ".json", ".spec", ".sh", ""}


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern that no line may match in the files under `where` (path prefixes), `but` those excepted."""

    pattern: str
    why: str
    where: tuple[str, ...] = ("",)
    but: tuple[str, ...] = ()

    def holds_in(self, path: str) -> bool:
        """Whether the file at this path, relative to the checkout, must keep the rule."""
        return path.startswith(self.where) and not path.startswith(self.but)


CODE = ("ur_desktop/",)
THIS = "packaging/house_rules.py"
ITS_TEST = "tests/packaging/test_house_rules.py"

RULES = (
    Rule(
        r"\bQLabel\(|\bTextFormat\.(?!PlainText)",
        "A bare QLabel guesses markup, so a member's name could become a link: labels come from ui/kit/text.py.",
        where=CODE,
        but=("ur_desktop/ui/kit/labels.py",),
    ),
    Rule(
        r"\b(?:datetime|date)\.(?:now|today|utcnow)\(|\btime\.time\(|\bcurrentDate(?:Time)?\(",
        "The clock is an argument, so that a case can be replayed: only app, cli and demo read it.",
        where=CODE,
        but=("ur_desktop/app.py", "ur_desktop/cli/", "ur_desktop/demo/"),
    ),
    Rule(
        r"\bexcept\s*(?:\(?\s*(?:Base)?Exception\b|:)",
        "What no person can act on is a bug: it belongs to the crash hook in app.py, not to a handler.",
        where=CODE,
        but=("ur_desktop/app.py",),
    ),
    Rule(
        r"(?<![\w.])(?<!def )print\(",
        "A window has no terminal, and what is printed may be a member's: return it, or click.echo it.",
        where=CODE,
    ),
    Rule(
        r"\bQ(?:Tcp|Udp|Ssl|AbstractSocket|Network|Http|WebSocket|WebEngine)\w*"
        r"|\bQtNetwork\b(?! import QLocal(?:Server|Socket)\s*(?:#|$))|\bopenUrl\("
        r"|^\s*(?:import|from) (?:socket|ssl|http|urllib|ftplib|smtplib|asyncio|xmlrpc|webbrowser)\b",
        "The program calls no network: its one window listens on a socket of this computer, and that is all.",
        where=CODE,
    ),
    Rule(
        r"\beval\(",
        "Text that reaches eval runs: data goes to Typst as JSON.",
        where=("ur_desktop/", "report_templates/"),
    ),
    Rule(
        r"\|\s*safe\b|\bautoescape\b",
        "A letter escapes everything: a member's name is never markup.",
        where=("report_templates/",),
    ),
    Rule(
        r"\bimport yaml\b|\bfrom yaml\b",
        "PyYAML reads `no` as False and 0905 as a number: forms are read by ruamel.yaml.",
    ),
    Rule(
        r"\btime\.sleep\(|\bqWait\(|\bqtbot\.wait\(",
        "A sleep is either too short or too long: wait for a signal, or assert at once.",
        where=("tests/", "ur_desktop/"),
    ),
    Rule(
        r"\bmock\b.*\bimport\b|\bimport\b.*\bmock\b|\bmocker\b",
        "A mock of our own code tests the mock: give the real thing a value and read what it answers.",
        where=("tests/",),
    ),
    Rule(
        r"pytest\.(?:mark\.)?(?:skip|skipif|xfail|importorskip)\b",
        "A test that may be skipped guards nothing.",
        where=("tests/",),
        but=(
            "tests/conftest.py",  # without a C compiler; ./ur faults fails without one
            "tests/screen_reader/test_screen_reader.py",  # without Xvfb and at-spi2-core, which ./ur test installs
            "tests/test_session_lock.py",  # without a dbus-daemon, which ./ur test asks for where there is D-Bus
        ),
    ),
    Rule(
        r"\b(?:TODO|FIXME|XXX|HACK)\b",
        "A note to oneself is forgotten in the code: do it, or write it where work is planned.",
    ),
    Rule(
        r"\b(?:test\.)?pypi\.(?:org|python\.org)|python[h]osted|\bnpm[j]s\.|\bcrates\.io\b|index-url",
        "Which index serves the packages is the machine's business: files name versions and hashes only.",
        but=("packaging/dev.py",),
    ),
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that breaks a rule."""

    path: str
    line: int
    rule: Rule

    def __str__(self) -> str:
        """`path:line: why`, as editors and terminals follow it."""
        return f"{self.path}:{self.line}: {self.rule.why}"


def faults_in(path: str, text: str) -> Iterator[Fault]:
    """Every fault of one file's text; `path` is relative to the checkout, with slashes."""
    rules = [rule for rule in RULES if rule.holds_in(path)]
    for number, line in enumerate(text.splitlines(), start=1):
        for rule in rules:
            if re.search(rule.pattern, line):
                yield Fault(path, number, rule)


def files(root: Path) -> Iterator[Path]:
    """The text files that the rules are about: the rooms and the root, but not the rules themselves."""
    own = {root / THIS, root / ITS_TEST}
    candidates = [*root.iterdir(), *(file for room in ROOMS for file in sorted((root / room).rglob("*")))]
    for file in candidates:
        if file.suffix in TEXT and file.is_file() and file not in own and "__pycache__" not in file.parts:
            yield file


def main(root: Path = ROOT) -> int:
    """Print every fault of the checkout on a line each; 1 when there is any."""
    faults = [
        fault
        for file in files(root)
        for fault in faults_in(file.relative_to(root).as_posix(), file.read_text("utf-8", errors="replace"))
    ]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
