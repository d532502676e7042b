"""A determination has the name and license that its signer has when signing."""

from __future__ import annotations

from dataclasses import replace

from tests.ui.offices import AVERY, JORDAN, Office
from tests.ui.shell.test_main_window import saves
from ur_desktop.casework import samples
from ur_desktop.domain.determination import Action

RENAMED = replace(
    samples.NURSE,
    name="Nora Newname",
    credential=replace(samples.NURSE.credential, license_number="TEST-0099"),
)


def renames(office: Office) -> None:
    """Change one's own name and license as one does in the settings."""
    office.main.rail.opened.emit("settings")
    office.main.settings.own.changed.emit(replace(RENAMED, administers=office.session.me.administers))
    assert office.session.me.name == "Nora Newname"


def test_a_determination_is_signed_with_a_name_changed_just_before(office: Office) -> None:
    office.main.open_case(AVERY, "determination")
    renames(office)
    office.main.open_case(AVERY, "determination")
    decision = office.main.case.decision
    assert decision.options.choose(Action.APPROVE)
    decision.act()
    assert "Nora Newname" in decision.sign.who.text()
    decision.sign.password.set_text(samples.PASSWORD)
    decision.act()
    [signed] = office.vault.cases.determinations(AVERY)
    assert (signed.by.name, signed.by.credential.license_number) == ("Nora Newname", "TEST-0099")


def test_eligibility_is_recorded_under_a_name_changed_just_before(office: Office) -> None:
    office.corrects(JORDAN)
    renames(office)
    office.corrects(JORDAN, eligibility="no")
    office.main.intake.form.set_value("eligibility", "yes")
    saves(office)
    found = office.case(JORDAN).request.eligibility
    assert found is not None
    assert found.by == "Nora Newname"
