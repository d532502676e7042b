from dataclasses import fields
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.strategies._internal.lazy import LazyStrategy

from ur_desktop.domain.case import Case
from ur_desktop.domain.determination import Determination, PeerToPeer, Referral
from ur_desktop.domain.errors import StorageError
from ur_desktop.domain.review import Answer, Mark, Review
from ur_desktop.storage.json_codec import (
    ANSWER,
    CASE,
    DETERMINATION,
    PEER_TO_PEER,
    REFERRAL,
    REVIEW,
    Body,
    moment,
)

ZONES = st.sampled_from([UTC, ZoneInfo("America/New_York"), ZoneInfo("America/Denver")])
# Before 1970 some offsets have seconds, which JSON's times have no place for.
TIMES = st.datetimes(datetime(1970, 1, 2), timezones=ZONES, allow_imaginary=False)  # noqa: DTZ001
st.register_type_strategy(datetime, TIMES)
st.register_type_strategy(float, st.floats(allow_nan=False, allow_infinity=False))
st.register_type_strategy(str, st.text(st.characters(codec="utf-8"), max_size=20))

BODIES = {
    CASE: st.from_type(Case),
    REVIEW: st.builds(
        Review,
        facts=st.dictionaries(
            st.text(st.characters(codec="utf-8"), max_size=9),
            st.booleans() | st.integers() | st.dates(),
            max_size=5,
        ),
        answers=st.dictionaries(
            st.text(st.characters(codec="utf-8"), max_size=9), st.from_type(Answer), max_size=3
        ),
    ),
    ANSWER: st.from_type(Answer),
    REFERRAL: st.from_type(Referral),
    PEER_TO_PEER: st.from_type(PeerToPeer),
    DETERMINATION: st.from_type(Determination),
}


def typed(value: Any) -> object:
    """The value with the type of every part, so that True is not 1."""
    if hasattr(value, "__slots__") and hasattr(value, "__dataclass_fields__"):
        return type(value), [typed(getattr(value, field.name)) for field in fields(value)]
    if isinstance(value, dict):
        return {key: typed(part) for key, part in value.items()}
    if isinstance(value, tuple):
        return tuple(typed(part) for part in value)
    if isinstance(value, datetime):
        return datetime, value.astimezone(UTC), value.utcoffset()
    return type(value), value


@pytest.mark.parametrize(
    ("body", "values"), BODIES.items(), ids=["case", "review", "answer", "referral", "talk", "determination"]
)
def test_every_value_comes_back_as_itself(body: Body[Any], values: LazyStrategy) -> None:
    @settings(max_examples=60, deadline=None, database=None)
    @given(values)
    def comes_back(value: object) -> None:
        assert typed(body.value(body.text(value))) == typed(value)

    comes_back()


def test_facts_keep_their_kinds(sample_review: Review) -> None:
    facts = REVIEW.value(REVIEW.text(sample_review)).facts
    assert facts == sample_review.facts
    assert {name: type(value).__name__ for name, value in facts.items()} == {
        "age": "int",
        "out_of_area": "bool",
        "admitted": "date",
    }


@given(TIMES, TIMES)
@settings(database=None)
def test_moments_sort_as_text(one: datetime, other: datetime) -> None:
    assert (moment(one) < moment(other)) == (one.astimezone(UTC) < other.astimezone(UTC))


def test_a_time_without_its_zone_is_a_bug() -> None:
    with pytest.raises(ValueError, match="without its zone"):
        moment(datetime(2026, 1, 15))  # noqa: DTZ001


def test_a_text_that_lost_its_end_is_damage_and_is_not_quoted() -> None:
    whole = ANSWER.text(Answer(Mark.MET, "tspecimen", datetime(2026, 1, 15, tzinfo=UTC), "a planted note"))
    with pytest.raises(StorageError, match="database is damaged") as refused:
        ANSWER.value(whole[:-20] + "\0" * 20)
    assert refused.value.__cause__ is None
    assert "planted" not in str(refused.value)
