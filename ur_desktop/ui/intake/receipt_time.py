"""The hour at which a request was received: proposed, and typed in the zone of the chosen plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from ur_desktop.domain.dates import clock_words, zone_of_plan
from ur_desktop.domain.plan import Plan
from ur_desktop.ui.intake.form import IntakeForm
from ur_desktop.ui.kit.text import typed_date


class ReceiptTime:
    """Fills in when the request came, and names the zone beside it; ``now`` is aware."""

    def __init__(self, form: IntakeForm, plans: Mapping[str, Plan], now: Callable[[], datetime]) -> None:
        self._form, self._plans, self._now = form, plans, now
        self._began = now()
        self._proposed: dict[str, str] = {}

    @property
    def here(self) -> datetime:
        """The present moment in the plan's zone."""
        return self._in_zone(self._now())

    def begin(self, *, proposes: bool) -> None:
        """Take this moment for that of the receipt; ``proposes`` fills it in."""
        self._began, self._proposed = self._now(), {}
        if proposes:
            self._propose()
        self.say_zone()

    def say_zone(self) -> None:
        """Name the zone of the hour; a proposed hour stays the same moment in it."""
        if self._proposed and all(self._form.value(key) == text for key, text in self._proposed.items()):
            self._propose()
        zone = zone_of_plan(self.here)
        self._form.fields["time"].set_label(f"Time ({zone})" if zone else "Time")

    def _propose(self) -> None:
        here = self._in_zone(self._began)
        self._proposed = {"received": typed_date(here.date()), "time": clock_words(here)}
        for key, text in self._proposed.items():
            self._form.set_value(key, text)

    def _in_zone(self, moment: datetime) -> datetime:
        plan = self._plans.get(self._form.value("plan"))
        return moment.astimezone(ZoneInfo(plan.time_zone)) if plan else moment
