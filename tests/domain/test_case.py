"""A case knows its member, its request and what it waits for."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.domain.test_determination import REQUEST
from ur_desktop.domain.case import Address, Case, Diagnosis, Member, Provider
from ur_desktop.domain.information_request import InformationRequest

NOW = datetime(2026, 1, 16, 9, tzinfo=UTC)
MEMBER = Member("TEST-00417", "Jordan", "Sampleton", date(1991, 2, 28), Address(("22 Placeholder Lane",)))


def case(**changes: object) -> Case:
    given: dict[str, object] = {
        "id": "c1",
        "number": "2026-000183",
        "member": MEMBER,
        "plan_id": "example-nc",
        "policy_id": "bcbsnc-psychiatric-iop",
        "request": REQUEST,
        "provider": Provider("Harbor Example Clinic"),
        "created_at": NOW,
        "created_by": "dana",
    }
    return Case(**{**given, **changes})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("born", "on", "age"),
    [
        (date(1991, 3, 14), date(2026, 3, 13), 34),
        (date(1991, 3, 14), date(2026, 3, 14), 35),
        (date(2008, 2, 29), date(2026, 2, 28), 17),
        (date(2008, 2, 29), date(2026, 3, 1), 18),
    ],
    ids=["day before", "birthday", "leap day before", "leap day after"],
)
def test_age_in_whole_years(born: date, on: date, age: int) -> None:
    assert Member("TEST-1", "A", "B", born).age_on(on) == age


def test_names_are_said_and_sorted() -> None:
    assert (MEMBER.name, MEMBER.listed_name) == ("Jordan Sampleton", "Sampleton, Jordan")


@pytest.mark.parametrize(
    ("first", "last"), [("", "Sukarno"), ("Sukarno", ""), ("-", "Sukarno"), ("Sukarno", ".")]
)
def test_one_name_is_enough(first: str, last: str) -> None:
    member = Member("TEST-1", first, last, date(1991, 1, 1))
    assert (member.name, member.listed_name) == ("Sukarno", "Sukarno")


def test_a_case_is_cleaned_in_all_that_says_who_and_what() -> None:
    address = Address(("22 Placeholder Lane\x0bSampletown\u200b", " "))
    unclean = case(
        number="2026-000183\u200e",
        member=Member("TEST\u201100417", "Jordan\u00a0", "Sampleton\n", MEMBER.born, address, address),
        provider=Provider("Harbor\tExample Clinic", address=address),
    )
    lines = Address(("22 Placeholder Lane", "Sampletown"))
    assert unclean.clean == case(
        member=Member("TEST-00417", "Jordan", "Sampleton", MEMBER.born, lines, lines),
        provider=Provider("Harbor Example Clinic", address=lines),
    )
    assert case().clean == case()


@pytest.mark.parametrize(
    ("text", "code", "meaning"),
    [
        (" f33.1  Major depression ", "F33.1", "Major depression"),
        ("F33.1\tMajor", "F33.1", "Major"),
        ("F33.1:Major", "F33.1", "Major"),
        ("F33.1 - Major", "F33.1", "Major"),
        ("F33.1", "F33.1", ""),
    ],
)
def test_a_diagnosis_is_read_from_its_text(text: str, code: str, meaning: str) -> None:
    assert Diagnosis.read(text) == Diagnosis(code, meaning)


def test_a_confidential_address_replaces_the_home_address() -> None:
    quiet = Address(("PO Box 000",))
    assert Member("TEST-1", "A", "B", date(1991, 1, 1), MEMBER.address, quiet).mailing_address is quiet
    assert MEMBER.mailing_address is MEMBER.address


@pytest.mark.parametrize(
    ("provider", "addressee"),
    [
        (Provider("Clinic"), "Treating practitioner"),
        (Provider("Clinic", practitioner="Alex Placeholder"), "Alex Placeholder"),
        (Provider("Clinic", practitioner="Alex Placeholder", credential="MD"), "Alex Placeholder, MD"),
    ],
    ids=["unknown", "named", "with credential"],
)
def test_how_a_practitioner_is_addressed(provider: Provider, addressee: str) -> None:
    assert provider.addressee == addressee


def test_the_request_counts_weeks_and_overlaps() -> None:
    assert REQUEST.weeks == 4
    assert REQUEST.overlaps(REQUEST.end, REQUEST.end)
    assert not REQUEST.overlaps(REQUEST.end + timedelta(days=1), REQUEST.end + timedelta(days=9))
    assert not REQUEST.overlaps(REQUEST.start - timedelta(days=9), REQUEST.start - timedelta(days=1))


def test_the_case_knows_its_own_facts() -> None:
    assert case().facts() == {"age": 34, "requested_start": date(2026, 1, 26)}


def test_an_information_request_lapses_only_unanswered() -> None:
    asked = InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=2))
    answered = InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=2), NOW)
    assert not asked.has_lapsed(NOW + timedelta(days=2))
    assert asked.has_lapsed(NOW + timedelta(days=2, seconds=1))
    assert not answered.has_lapsed(NOW + timedelta(days=9))
    assert case(information_requests=(answered, asked)).waits_since == NOW
    assert case(information_requests=(answered,)).waits_since is None


def test_records_came_since_a_moment_only_when_they_came_after_it() -> None:
    answered = InformationRequest(("The safety plan.",), NOW, NOW + timedelta(days=2), NOW)
    assert case(information_requests=(answered,)).has_records_since(NOW - timedelta(seconds=1))
    assert not case(information_requests=(answered,)).has_records_since(NOW)
    assert not case().has_records_since(NOW)


def test_nothing_of_a_member_shows_in_a_log() -> None:
    shown = repr(case())
    assert "Sampleton" not in shown
    assert "F33.1" not in shown
