"""The slots behind the worklist: its rows fetched as asked for, and cases given to people."""

from __future__ import annotations

from dataclasses import replace
from datetime import time, timedelta

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.determination import Reviewer
from ur_desktop.domain.journal import EventKind
from ur_desktop.domain.worklist import WorklistQuery
from ur_desktop.ui.kit.text import on_clock, own_zone
from ur_desktop.ui.parts.case_text import service_words
from ur_desktop.ui.parts.worklist_text import Names
from ur_desktop.ui.worklist.screen import WorklistScreen


class WorklistController(QObject):
    """Fills the worklist; whoever works on cases takes one themselves, whoever hands them out chooses for whom."""

    def __init__(self, session: Session, screen: WorklistScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._screen = session, screen
        screen.query_changed.connect(self._fetch)
        screen.assign_requested.connect(self._assign)

    def show(self) -> None:
        """Fetch what the worklist asks for, as it is on file now."""
        self._fetch(self._screen.query())

    def _fetch(self, query: WorklistQuery) -> None:
        cases, me, now = self._session.vault.cases, self._session.me.user_id, self._session.now()
        cases.resume_clocks(now)
        tomorrow = on_clock(now.date() + timedelta(days=1), time(), own_zone(now))
        rows = cases.worklist(replace(query, user_id=me, day_end=tomorrow))
        if query.offset:
            self._screen.append(rows)
        else:
            self._screen.set_rows(rows, cases.counts(me, tomorrow), now, self._names())

    def _names(self) -> Names:
        library = self._session.library
        services = {
            service.code: service_words(policy, service.code).removesuffix(" IOP")
            for policy in library.policies(self._session.now().date()).values()
            for service in policy.services
        }
        plans = {plan.id: plan.name for plan in library.plans.values()}
        people = {person.user_id: person.name for person in self._session.vault.keys.everyone()}
        return Names(plans, services, people, self._session.me.user_id)

    def _assign(self, case_id: str) -> None:
        session = self._session
        if not session.may(Permission.TAKE_IN):
            self._choose_whom(case_id)
            return
        with session.vault.together():
            session.keep(replace(session.vault.cases.get(case_id), assigned_to=session.me.user_id))
            session.record(EventKind.CHANGE, case_id, assigned_to=session.me.name)
        self.show()

    def _choose_whom(self, case_id: str) -> None:
        menu = QMenu("Assign to", self._screen)
        menu.setAccessibleName("Assign to")
        for person in self._session.reviewers():
            words = f"{person.name}, {person.credential.title}".replace("&", "&&")
            menu.addAction(words).triggered.connect(lambda _on=False, to=person: self._give(case_id, to))
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._screen.table.below_current())

    def _give(self, case_id: str, person: Reviewer) -> None:
        with self._session.vault.together():
            self._session.vault.cases.assign(case_id, person.user_id)
            self._session.record(EventKind.CHANGE, case_id, assigned_to=person.name)
        self.show()
