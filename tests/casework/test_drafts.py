"""Half-typed text of a case: each screen has its own."""

from __future__ import annotations

from tests.casework.sample_desk import JORDAN, SampleDesk
from ur_desktop.casework import drafts


def test_drafts_of_one_screen_are_not_those_of_another(desk: SampleDesk) -> None:
    drafts.save_all(desk.session, JORDAN, "decision", {"deny.member": "The rec", "action": "deny"})
    drafts.save_all(desk.session, JORDAN, "correction", {"npi": "12"})
    drafts.save_all(desk.session, JORDAN, "decision", {"action": "refer"})
    assert drafts.load(desk.session, JORDAN, "decision") == {"action": "refer"}
    assert drafts.load(desk.session, JORDAN, "correction") == {"npi": "12"}


def test_an_emptied_field_has_no_draft(desk: SampleDesk) -> None:
    drafts.save(desk.session, JORDAN, "review", "note:P1", "Half")
    drafts.save(desk.session, JORDAN, "review", "note:P1", "")
    assert drafts.load(desk.session, JORDAN, "review") == {}


def test_one_field_is_cleared_or_the_whole_screen(desk: SampleDesk) -> None:
    drafts.save_all(desk.session, JORDAN, "review", {"a": "1", "b": "2"})
    drafts.save(desk.session, JORDAN, "decision", "a", "3")
    drafts.clear(desk.session, JORDAN, "review", ("a",))
    assert drafts.load(desk.session, JORDAN, "review") == {"b": "2"}
    drafts.clear(desk.session, JORDAN, "review")
    assert drafts.load(desk.session, JORDAN, "review") == {}
    assert drafts.load(desk.session, JORDAN, "decision") == {"a": "3"}
