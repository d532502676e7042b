from dataclasses import fields
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ur_desktop.domain.case import Case
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral
from ur_desktop.domain.review import Answer, Review
from ur_desktop.storage.bodies import ANSWER, CASE, DETERMINATION, PEER_TO_PEER, REFERRAL, REVIEW, moment

ZONES = st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("America/Denver")])
st.register_type_strategy(datetime, st.datetimes(timezones=ZONES, allow_imaginary=False))
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(codec="utf-8"), max_size=20))

KINDS = {
    Case: CASE,
    Review: REVIEW,
    Answer: ANSWER,
    Referral: REFERRAL,
    PeerToPeer: PEER_TO_PEER,
    Determination: DETERMINATION,
}


def typed(value):
    """The value with the type of every part, so that True is not 1."""
    if hasattr(value, "__slots__") and hasattr(value, "__dataclass_fields__"):
        return type(value), [typed(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {key: typed(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(typed(part) for part in value)
    if isinstance(value, datetime):
        return datetime, value, value.utcoffset()
    return type(value), value


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_value_comes_back_as_itself(kind):
    @settings(max_examples=60, deadline=None, database=None)
    @given(st.from_type(kind))
    def comes_back(value):
        assert typed(KINDS[kind].value(KINDS[kind].text(value))) == typed(value)

    comes_back()


def test_facts_keep_their_kinds(sample_review):
    facts = REVIEW.value(REVIEW.text(sample_review)).facts
    assert facts == sample_review.facts
    assert {name: type(value).__name__ for name, value in facts.items()} == {
        "age": "int",
        "out_of_area": "bool",
        "admitted": "date",
    }


@given(st.datetimes(timezones=ZONES, allow_imaginary=False), st.datetimes(timezones=ZONES, allow_imaginary=False))
@settings(database=None)
def test_moments_sort_as_text(one, other):
    assert (moment(one) < moment(other)) == (one.astimezone(UTC) < other.astimezone(UTC))


def test_a_time_without_its_zone_is_a_bug():
    with pytest.raises(ValueError, match="without its zone"):
        moment(datetime(2026, 1, 15))  # noqa: DTZ001
