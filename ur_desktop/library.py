"""What is installed: policies, plans and lines of business, each read once; renders and typesets letters."""

from __future__ import annotations

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pypdfium2

from ur_desktop.domain.errors import FormError, InvalidAnswer, LetterError
from ur_desktop.domain.letter.facts import LetterFacts
from ur_desktop.domain.plan import LineOfBusiness, Plan
from ur_desktop.domain.policy import Policy
from ur_desktop.domain.service_cards import ServiceCard
from ur_desktop.forms import load as forms
from ur_desktop.forms.cards import read_cards
from ur_desktop.letters import render as letters
from ur_desktop.letters.typeset import typeset, unprintable

_CODE = re.compile(r"\b[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}\b")


class Library:
    """The policies, plans and letter templates of two folders."""

    def __init__(self, forms_folder: Path, templates: Path) -> None:
        self.forms = forms_folder
        self.templates = templates
        self.version = lru_cache(maxsize=64)(self._version)
        self.edition = lru_cache(maxsize=64)(self._edition)

    def policy(self, policy_id: str, on: date) -> Policy:
        """The version of a policy in effect on a date; FormError when there is none, or its form has errors."""
        return self.version(policy_id, forms.version_on(self.forms, policy_id, on))

    def policies(self, on: date) -> Mapping[str, Policy]:
        """Every policy in effect on a date, by id; one whose form has errors is left out, and `fault` says why."""
        found = {}
        for policy_id in self._in_effect(on):
            with suppress(FormError):
                found[policy_id] = self.policy(policy_id, on)
        return found

    def fault(self, on: date) -> FormError | None:
        """The errors of the forms in effect on a date, or None; policies without errors can still be used."""
        found: list[str] = []
        for policy_id in self._in_effect(on):
            try:
                self.policy(policy_id, on)
            except FormError as error:
                found += error.faults
        if not found:
            return None
        return FormError(
            "A policy is left out, since its form has errors.", "Restore a valid form.", tuple(found)
        )

    def _in_effect(self, on: date) -> tuple[str, ...]:
        ids = forms.policy_ids(self.forms)
        return tuple(policy_id for policy_id in ids if forms.versions(self.forms, policy_id)[0] <= on)

    @cached_property
    def cards(self) -> Mapping[str, ServiceCard]:
        """What each service is, by its code."""
        return read_cards(self.forms)

    @cached_property
    def plans(self) -> Mapping[str, Plan]:
        """The plan profiles, by id."""
        return letters.plans(self.templates)

    @cached_property
    def lines(self) -> Mapping[str, LineOfBusiness]:
        """The lines of business of these plans, by key."""
        keys = {plan.line_of_business for plan in self.plans.values()}
        return {key: letters.line_of_business(key, self.templates) for key in sorted(keys)}

    def plan(self, plan_id: str) -> Plan:
        """A plan profile; LetterError for an unknown one."""
        if plan_id not in self.plans:
            raise LetterError(
                f"There is no plan {plan_id!r}.", f"There is {', '.join(self.plans) or 'none'}."
            )
        return self.plans[plan_id]

    def line_of(self, plan_id: str) -> LineOfBusiness:
        """The line of business that a plan belongs to."""
        return self.lines[self.plan(plan_id).line_of_business]

    def zone_of(self, plan_id: str) -> ZoneInfo:
        """The time zone of a plan's deadlines; LetterError when there is no zone of its name."""
        name = self.plan(plan_id).time_zone
        try:
            return ZoneInfo(name)
        except (OSError, ValueError, ZoneInfoNotFoundError):
            raise LetterError(
                f"plans/{plan_id}.yaml: time_zone: there is no {name!r:.60}.",
                'Name one like "America/New_York".',
            ) from None

    def html(self, facts: LetterFacts) -> str:
        """A letter's HTML."""
        return letters.render(facts, templates=self.templates)

    def pdf(self, html: str, plan: Plan, issued: date, *, draft: bool = False) -> bytes:
        """A letter's HTML typeset, as the bytes that are archived, shown and printed; a draft says that it is one."""
        return typeset(
            html,
            logo=letters.logo(plan, self.templates),
            fonts=self.templates / "fonts",
            template=letters.layout(self.templates),
            issued=issued,
            source="letter",
            draft=draft,
        )

    def unprintable(self, text: str) -> str:
        """Why a text can't be printed, in a sentence; empty when the shipped fonts have all of it."""
        return unprintable(text, self.templates / "fonts")

    def pages(self, pdf: bytes) -> tuple[str, ...]:
        """The text of each page of a letter."""
        document = pypdfium2.PdfDocument(pdf)
        try:
            return tuple(page.get_textpage().get_text_bounded() for page in document)
        finally:
            document.close()

    def record_codes(self, pdf: bytes) -> tuple[str, ...]:
        """The record codes on a letter's first page; empty when it is not a PDF."""
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError:
            return ()
        try:
            return tuple(_CODE.findall(document[0].get_textpage().get_text_bounded()))
        finally:
            document.close()

    def _version(self, policy_id: str, version: date) -> Policy:
        return forms.load_version(self.forms, policy_id, version)

    def _edition(self, policy_id: str, version: date, digest: str) -> Policy:
        newest = self.version(policy_id, version)
        if newest.digest == digest:
            return newest
        found = forms.load_edition(self.forms, policy_id, version, digest)
        if found is None:
            raise InvalidAnswer(
                f"The form {policy_id} of {version} is not the one this review began with.",
                "Restore the released form; released forms are never edited.",
            )
        return found


def page_count(pdf: bytes) -> int:
    """How many pages a letter has."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)
