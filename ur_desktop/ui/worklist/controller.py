"""The worklist: shows the rows that it asks for, and assigns cases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import time, timedelta

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMenu

from ur_desktop.casework import worklist
from ur_desktop.casework.session import Session
from ur_desktop.domain.access import Permission
from ur_desktop.domain.worklist import PAGE, WorklistQuery
from ur_desktop.ui.kit.text import on_clock, own_zone
from ur_desktop.ui.parts.case_text import service_words
from ur_desktop.ui.parts.worklist_text import Names
from ur_desktop.ui.worklist.screen import WorklistScreen


class WorklistController(QObject):
    """Fills the worklist; a reviewer assigns cases to themselves, a supervisor chooses the reviewer."""

    def __init__(self, session: Session, screen: WorklistScreen, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._screen = session, screen
        self._counts: Mapping[str, int] | None = None
        screen.query_changed.connect(self._fetch)
        screen.assign_requested.connect(self._assign)

    def show(self) -> None:
        """Show what the worklist asks for, as the vault holds it now, with as many rows as were shown."""
        self._counts = None
        shown = self._screen.table.rows.rowCount()
        self._fetch(replace(self._screen.query(), limit=max(PAGE, shown)))

    def _fetch(self, query: WorklistQuery) -> None:
        now = self._session.now()
        tomorrow = on_clock(now.date() + timedelta(days=1), time(), own_zone(now))
        rows = worklist.rows(self._session, replace(query, day_end=tomorrow))
        more = len(rows) >= query.limit
        if query.offset:
            self._screen.append(rows, more=more)
        else:
            if self._counts is None:  # a search or another list changes no case
                self._counts = worklist.counts(self._session, tomorrow)
            self._screen.set_rows(rows, self._counts, now, self._names(), more=more)

    def _names(self) -> Names:
        library = self._session.library
        services = {
            service.code: service_words(policy, service.code).removesuffix(" IOP")
            for policy in library.policies(self._session.now().date()).values()
            for service in policy.services
        }
        plans = {plan.id: plan.name for plan in library.plans.values()}
        people = {person.user_id: person.name for person in self._session.vault.keys.current_and_removed()}
        zones = {plan_id: library.zone_of(plan_id) for plan_id in plans}
        return Names(plans, services, people, self._session.me.user_id, zones)

    def _assign(self, case_id: str) -> None:
        if not self._session.may(Permission.TAKE_IN):
            self._choose_reviewer(case_id)
            return
        worklist.assign_to_me(self._session, case_id)
        self.show()

    def _choose_reviewer(self, case_id: str) -> None:
        menu = QMenu("Assign to", self._screen)
        menu.setAccessibleName("Assign to")
        for person in self._session.reviewers():
            words = f"{person.name}, {person.credential.title}".replace("&", "&&")
            menu.addAction(words).triggered.connect(
                lambda _on=False, to=person.user_id: self._assign_to(case_id, to)
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self._screen.table.below_current())

    def _assign_to(self, case_id: str, user_id: str) -> None:
        worklist.assign(self._session, case_id, user_id)
        self.show()
