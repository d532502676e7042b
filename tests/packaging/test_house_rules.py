"""Every rule catches what it names, keeps quiet about its neighbor, and the checkout keeps them all."""

import re
from pathlib import Path

import house_rules
import pytest
from house_rules import RULES, faults_in

BREAKS = [
    ("ur_desktop/ui/worklist/screen.py", "self.title = QLabel(name)"),
    ("ur_desktop/ui/intake/screen.py", "field.setTextFormat(Qt.TextFormat.RichText)"),
    ("ur_desktop/domain/deadlines.py", "due = datetime.now(tz=UTC)"),
    ("ur_desktop/storage/records/journal.py", "when = date.today()"),
    ("ur_desktop/storage/vault.py", "except Exception:"),
    ("ur_desktop/storage/vault.py", "except (Exception, OSError) as error:"),
    ("ur_desktop/letters/render.py", "except:"),
    ("ur_desktop/domain/review.py", "print(answer)"),
    ("ur_desktop/ui/shell/single_instance.py", "from PySide6.QtNetwork import QTcpServer"),
    ("ur_desktop/ui/shell/single_instance.py", "from PySide6.QtNetwork import QLocalServer, QSslSocket"),
    ("ur_desktop/ui/about.py", "import PySide6.QtNetwork"),
    ("ur_desktop/ui/about.py", "    QDesktopServices.openUrl(page)"),
    ("ur_desktop/library.py", "    from urllib.request import urlopen"),
    ("ur_desktop/storage/disk/open_marker.py", "import socket"),
    ("report_templates/letter.typ", "#eval(data.name)"),
    ("report_templates/denial.en.html.j2", "{{ member.name | safe }}"),
    ("ur_desktop/forms/load.py", "import yaml"),
    ("tests/ui/test_unlock.py", "time.sleep(0.1)"),
    ("tests/ui/test_unlock.py", "qtbot.wait(100)"),
    ("tests/test_letters.py", "from unittest.mock import patch"),
    ("tests/test_letters.py", '@pytest.mark.skipif(no_display, reason="…")'),
    ("ur_desktop/domain/case.py", "# TODO later"),
    ("packaging/lock.txt", "--extra-index-url https://packages.example/simple"),
    ("README.md", "get it from https://" + "pypi" + ".org/project/ur-desktop"),
]

KEEPS = [
    ("ur_desktop/ui/kit/labels.py", "label = QLabel(text)"),
    ("ur_desktop/ui/kit/panels.py", "class KeyCap(QLabel):"),
    ("ur_desktop/ui/kit/panels.py", "self.setTextFormat(Qt.TextFormat.PlainText)"),
    (
        "ur_desktop/ui/shell/single_instance.py",
        "from PySide6.QtNetwork import QLocalServer  # noqa: PLC0415, slow",
    ),
    ("ur_desktop/ui/shell/single_instance.py", "socket = QLocalSocket()"),
    ("ur_desktop/storage/disk/folder_kind.py", "from a network folder"),
    ("ur_desktop/cli/main.py", "now = datetime.now(tz=UTC)"),
    ("ur_desktop/storage/vault.py", "except InvalidTag as error:"),
    ("ur_desktop/app.py", "except Exception:"),
    ("ur_desktop/ui/worklist/screen.py", "if item.due == today:"),
    ("ur_desktop/ui/letters/preview.py", "self.print(pages)"),
    ("ur_desktop/letters/typeset.py", "def print(self, files: dict[str, bytes]) -> bytes:"),
    ("ur_desktop/domain/evaluation/judge.py", "evaluation(review)"),
    ("report_templates/denial.en.html.j2", "a safe place | safely"),
    ("tests/ui/test_unlock.py", "qtbot.waitSignal(unlock.accepted)"),
]


@pytest.mark.parametrize(("path", "line"), BREAKS)
def test_a_line_that_breaks_a_rule_is_named_with_its_place_and_reason(path: str, line: str) -> None:
    (fault,) = faults_in(path, f"first line\n{line}\n")
    assert str(fault) == f"{path}:2: {fault.rule.why}"


@pytest.mark.parametrize(("path", "line"), KEEPS)
def test_a_line_that_keeps_the_rules_passes(path: str, line: str) -> None:
    assert list(faults_in(path, line)) == []


def test_every_rule_is_broken_by_an_example() -> None:
    unbroken = [
        rule.why
        for rule in RULES
        if not any(rule.holds_in(path) and re.search(rule.pattern, line) for path, line in BREAKS)
    ]
    assert unbroken == []


def test_main_reports_the_faults_of_a_checkout(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    module = tmp_path / "ur_desktop" / "domain" / "case.py"
    module.parent.mkdir(parents=True)
    module.write_text("print('x')\n", encoding="utf-8")
    assert house_rules.main(tmp_path) == 1
    assert capsys.readouterr().out.startswith("ur_desktop/domain/case.py:1: ")
    module.write_text("x = 1\n", encoding="utf-8")
    assert house_rules.main(tmp_path) == 0
