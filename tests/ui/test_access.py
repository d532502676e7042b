"""The table of access through the real window: what each role is offered once signed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from shutil import copytree

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from ur_desktop.app import make_window
from ur_desktop.casework import samples
from ur_desktop.domain.access import Permission, may
from ur_desktop.domain.case import CaseState
from ur_desktop.domain.errors import NotAuthorized
from ur_desktop.domain.reviewer import Credential, Reviewer, Role
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery
from ur_desktop.storage import vault
from ur_desktop.storage.keys.password import LEAST
from ur_desktop.ui.shell.app_window import AppWindow
from ur_desktop.ui.shell.main_window import MainWindow

NOW = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
WHO = {role: Reviewer(f"t{role}", f"Taylor {role.capitalize()}", role, Credential("RN")) for role in Role}
CASE = "sample-00417"
SignIn = Callable[[Role], MainWindow]

# A menu opens: the off-screen platform has no keyboard to grab for it.
pytestmark = pytest.mark.qt_log_ignore("does not support (raise|grabbing)")


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory, samples_of_january: Path) -> Path:
    place = tmp_path_factory.mktemp("roles")
    folder = copytree(samples_of_january, place / "vault")
    with vault.open_vault(folder, "nora", samples.PASSWORD, NOW) as opened:
        for person in WHO.values():
            opened.add_user(person, samples.PASSWORD, LEAST)
    return place


@pytest.fixture
def signed_in(home: Path, tmp_path: Path, qtbot: QtBot, light: object) -> Iterator[SignIn]:
    windows: list[AppWindow] = []
    copytree(home / "vault", tmp_path / "vault")

    def come_in(role: Role) -> MainWindow:
        window = make_window(tmp_path, lambda: NOW)
        windows.append(window)
        qtbot.addWidget(window)
        window.show()
        window.sign_in_screen.sign_in_requested.emit(f"t{role}", samples.PASSWORD)
        qtbot.waitUntil(lambda: window.main is not None)
        assert window.main is not None
        return window.main

    yield come_in
    for window in windows:
        window.close()


def cases_in(main: MainWindow, state: CaseState) -> str:
    rows = main.session.vault.cases.worklist(WorklistQuery())
    return next(row.case_id for row in rows if row.state is state)


def has(main: MainWindow, key: str) -> bool:
    """Whether the rail has an item for a screen."""
    try:
        main.rail.item(key)
    except KeyError:
        return False
    return True


def sees_cases(main: MainWindow) -> bool:
    return has(main, "worklist") and main.screens.currentWidget() is main.worklist


def takes_in(main: MainWindow) -> bool:
    if not sees_cases(main):
        return False
    offered = main.worklist.head.new.isVisible()
    QTest.keyClick(main.worklist.table, Qt.Key.Key_N)
    begun = main.screens.currentWidget() is not main.worklist
    main.show_worklist()
    assert begun is offered
    return begun


def answers(main: MainWindow) -> bool:
    if not sees_cases(main):
        return False
    main.open_case(CASE, "review")
    shown = main.case.wizard.isVisible()
    main.show_worklist()
    return shown


def determines(main: MainWindow) -> bool:
    if not sees_cases(main):
        return False
    main.open_case(cases_in(main, CaseState.READY), "determination")
    shown = main.case.decision.isVisible()
    main.show_worklist()
    return shown


def ends_early(main: MainWindow) -> bool:
    """Whether F9 and the button of an open case lead to the reasons for which it can end."""
    if not sees_cases(main):
        return False
    main.open_case(CASE, "request")
    offered = main.case.request.end.isVisible()
    if offered:
        main.case.request.end.click()
        assert main.case.ending.screen.isVisible()
    else:
        with pytest.raises(NotAuthorized, match="may end a case early"):
            main.case.end_early()
    main.show_worklist()
    return offered


def assigns(main: MainWindow) -> bool:
    """Whether A opens the list of people to give the case to; a reviewer's A takes it themselves."""
    if not sees_cases(main):
        return False
    QTest.keyClick(main.worklist.table, Qt.Key.Key_A)
    menus = main.findChildren(QMenu)
    for menu in menus:
        menu.close()
    return bool(menus)


def prints(main: MainWindow) -> bool:
    offered = sees_cases(main) and not main.case.preview.bar.print_button.isHidden()
    assert prints_batches(main) is offered
    return offered


def prints_batches(main: MainWindow) -> bool:
    if not has(main, "letters"):
        return False
    main.rail.item("letters").click()
    shown = main.letters.screen.isVisible()
    main.show_home()
    return shown


def manages(main: MainWindow) -> bool:
    main.rail.item("settings").click()
    shown = main.settings.add.isVisible()
    main.show_home()
    return shown


def backs_up(main: MainWindow) -> bool:
    """Whether a backup, and another folder for them, is offered."""
    main.rail.item("settings").click()
    panel = main.settings.backups
    shown = panel.make.isVisible()
    assert panel.choose.isVisible() is shown
    main.show_home()
    return shown


def restores(main: MainWindow) -> bool:
    main.rail.item("settings").click()
    shown = main.settings.backups.restore.isVisible()
    main.show_home()
    return shown


def reads_the_journal(main: MainWindow) -> bool:
    if not has(main, "audit"):
        return False
    main.rail.item("audit").click()
    shown = main.audit.screen.isVisible()
    main.show_home()
    return shown


def exports(main: MainWindow) -> bool:
    if not reads_the_journal(main):
        return False
    asked: list[object] = []

    def ask(_parent: object, name: str) -> str:
        asked.append(name)
        return ""

    main.audit.screen._ask_path = ask
    main.rail.item("audit").click()
    QTest.keyClick(main.audit.screen.table, Qt.Key.Key_E)
    offered = main.audit.screen.head.export.isVisible()
    main.show_home()
    assert offered is bool(asked)
    return offered


CELLS = {
    Permission.SEE_CASES: sees_cases,
    Permission.TAKE_IN: takes_in,
    Permission.ANSWER: answers,
    Permission.DETERMINE: determines,
    Permission.END_EARLY: ends_early,
    Permission.ASSIGN: assigns,
    Permission.PRINT_LETTERS: prints,
    Permission.MANAGE_PEOPLE: manages,
    Permission.SEE_JOURNAL: reads_the_journal,
    Permission.EXPORT_JOURNAL: exports,
    Permission.BACK_UP: backs_up,
    Permission.RESTORE: restores,
}


@pytest.mark.parametrize("role", Role)
def test_the_window_offers_what_the_table_allows(signed_in: SignIn, role: Role) -> None:
    main = signed_in(role)
    offered = {act: look(main) for act, look in CELLS.items()}
    assert offered == {act: may(WHO[role], act) for act in CELLS}


def test_every_act_is_looked_for() -> None:
    assert CELLS.keys() == set(Permission)


def test_an_administrator_lands_on_the_settings_with_the_people(signed_in: SignIn) -> None:
    main = signed_in(Role.ADMINISTRATOR)
    assert main.screens.currentWidget() is main.settings
    assert main.settings.people.isVisible()


def test_a_supervisor_gives_a_case_to_a_reviewer(signed_in: SignIn) -> None:
    main = signed_in(Role.SUPERVISOR)
    row = main.worklist.table.current_row()
    assert row is not None
    QTest.keyClick(main.worklist.table, Qt.Key.Key_A)
    [menu] = main.findChildren(QMenu)
    offered = {action.text(): action for action in menu.actions()}
    assert "Taylor Auditor, RN" not in offered
    offered["Omar Standin, RN"].trigger()
    menu.close()
    cases = main.session.vault.cases
    assert cases.get(row.case_id).assigned_to == "omar"
    assert row.case_id in {
        mine.case_id for mine in cases.worklist(WorklistQuery(filter=WorklistFilter.MINE, user_id="omar"))
    }


@pytest.mark.parametrize("tab", ["request", "review", "determination", "letters", "history"])
def test_an_auditor_reads_every_tab_and_is_offered_no_change(signed_in: SignIn, tab: str) -> None:
    main = signed_in(Role.AUDITOR)
    for state in (CaseState.NEW, CaseState.IN_REVIEW, CaseState.READY, CaseState.WITH_PHYSICIAN):
        main.open_case(cases_in(main, state), tab)
        session = main.case
        offered = (
            session.request.correct_button,
            session.closed_review.again,
            session.closed_review.primary,
            session.preview.bar.accept,
            session.preview.bar.print_button,
            session.wizard,
            session.decision,
        )
        assert [part for part in offered if part.isVisible()] == []
        if session.request.isVisible() and session.request.primary.isVisible():
            assert session.request.primary.text().startswith(("Go to", "Continue"))
    main.show_worklist()
