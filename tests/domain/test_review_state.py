"""The state of a review follows from its answers alone, without a window."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.trees import ADULT, BOARDING, NOON, TODAY, every, item, policy, review, some
from ur_desktop.domain.policy import (
    Due,
    FactKind,
    FactQuestion,
    FactValue,
    Named,
    Node,
    Requirement,
    Threshold,
    criteria,
)
from ur_desktop.domain.review import Answer, Mark, PlannedSession
from ur_desktop.domain.review_state import ReviewState, known_facts, names_missing, parents, sections

Yes, No, Lost = Mark
THREE_DAYS = Requirement((Threshold("program_days_per_week", 3),))
A, B, LATE = item("A"), item("B"), item("L", due=Due(by_day=3))
G1, G2 = item("G1"), item("G2")
GROUP = some(1, G1, G2, name="G")
BOARDERS = every(item("P1"), item("P2"), name="P", applies=BOARDING)
SHARED = replace(every(item("S1", measure=THREE_DAYS)), title="Shared")
POLICY = policy(every(A, SHARED, B, GROUP, BOARDERS, LATE), item("V"))
WEEK = tuple(PlannedSession(day, "group", 180) for day in ("mon", "wed", "fri"))


def state(answers: dict[str, Mark] | None = None, **facts: FactValue) -> ReviewState:
    """A review of the day of admission, so that the deadline is not due yet."""
    return ReviewState.of(POLICY, review(answers or {}, "admission", admitted=TODAY, **facts))


def test_a_shared_group_is_a_step_and_the_rest_of_a_checklist_another() -> None:
    found = sections(POLICY, "admission")
    assert [(each.title, each.advisory, [one.id for one in each.items]) for each in found] == [
        ("Shared", False, ["S1"]),
        ("Admission", False, ["A", "B", "G1", "G2", "P1", "P2", "L"]),
        ("Program", True, ["V"]),
    ]
    assert [each.title for each in sections(policy(every(SHARED)), "admission")] == ["Shared"]


def test_the_nearest_group_with_an_id_is_the_parent() -> None:
    inner = every(item("x"), every(item("y")), name="inner")
    above = parents(policy(every(some(1, inner, item("z"), name="outer"), item("top"))), "admission")
    assert {name: group.id for name, group in above.items()} == {
        "inner": "outer", "z": "outer", "x": "inner", "y": "inner",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("node", "answers", "facts", "status"),
    [
        (A, {}, {}, "to_answer"),
        (A, {"A": Yes}, {}, "met"),
        (A, {"A": No}, {}, "not_met"),
        (A, {"A": Lost}, {}, "not_documented"),
        (LATE, {}, {}, "not_yet_due"),
        (GROUP, {"G1": Yes}, {}, "met"),
        (GROUP, {"G1": No, "G2": No}, {}, "not_met"),
        (GROUP, {"G1": No}, {}, "to_answer"),
        (GROUP, {"G1": No, "G2": Lost}, {}, "not_documented"),
        (BOARDERS, {}, {"boarding": False}, "not_applicable"),
        (item("P1"), {}, {"boarding": False}, "not_applicable"),
        (item("elsewhere"), {}, {}, "not_applicable"),
    ],
)
def test_the_status_of_a_row(
    node: Node, answers: dict[str, Mark], facts: dict[str, bool], status: str
) -> None:
    assert state(answers, **facts).status(node) == status


def test_progress_counts_what_applies_and_what_needs_no_answer_now() -> None:
    items = sections(POLICY, "admission")[1].items
    assert state().progress(items) == (1, 7)
    assert state({"A": Yes, "G1": No}, boarding=False).progress(items) == (3, 5)


def test_a_tally_counts_the_entries_of_a_finding() -> None:
    own = sections(POLICY, "admission")[1].nodes
    found = state({"A": Yes, "B": No, "G1": No, "G2": No}, boarding=False).tally(own)
    assert +found == Counter(met=1, not_met=2, not_applicable=1, not_yet_due=1)
    half = state({"G1": No, "P1": Yes}, boarding=True).tally(own)
    assert +half == Counter(to_answer=4, met=1, not_yet_due=1)


def test_a_tally_of_what_decides_leaves_out_the_rest_and_counts_within_groups_without_an_id() -> None:
    advice = sections(POLICY, "admission")[2].nodes
    assert +state({"V": No}).tally(advice) == Counter(not_met=1)
    attention = item("n")
    given = ReviewState.of(policy(every(every(attention))), review({"n": Yes}))
    assert +given.tally((every(attention),), deciding=True) == Counter(met=1)
    only_told = replace(attention, kind=type(attention.kind)("information"))
    assert +given.tally((only_told,), deciding=True) == Counter()


def test_a_group_that_a_finding_does_not_know_is_one_entry() -> None:
    assert +state().tally((every(item("x"), name="elsewhere"),)) == Counter(not_applicable=1)


def test_a_measure_proposes_what_the_schedule_shows() -> None:
    shown = ReviewState.of(POLICY, replace(review({}), schedule=WEEK))
    measured = sections(POLICY, "admission")[0].items[0]
    proposal = shown.proposal(measured)
    assert proposal is not None
    assert proposal.mark is Yes
    assert shown.proposal_for("S1") == proposal
    assert shown.proposal(A) is None
    assert shown.proposal_for("G") is None
    assert shown.proposal_for("elsewhere") is None


def test_an_answer_is_carried_until_this_review_has_its_own() -> None:
    once = replace(item("once"), carried=True)
    rules = policy(every(once, item("each")))
    before = replace(review({"once": Yes, "each": Yes}), on=TODAY - timedelta(days=30))
    carried = ReviewState.of(rules, review({}), before).carried(once)
    assert carried is not None
    assert carried.mark is Yes
    assert ReviewState.of(rules, review({}), before).carried(item("each")) is None
    assert ReviewState.of(rules, review({})).carried(once) is None
    assert ReviewState.of(rules, review({"once": No}), before).carried(once) is None
    noted = before.answered("once", Answer(None, "nurse", NOON, "half a note"))
    assert ReviewState.of(rules, review({}), noted).carried(once) is None


def test_the_fact_that_decides_whether_a_criterion_applies() -> None:
    above = parents(POLICY, "admission")
    boarder = item("P1")
    assert state().missing_fact(boarder, above) == "boarding"
    assert state(boarding=True).missing_fact(boarder, above) == ""
    assert state(boarding=False).ruled_out(boarder, above) == "boarding"
    assert state(boarding=True).ruled_out(boarder, above) == ""
    own = item("adults", applies=ADULT)
    assert ReviewState.of(policy(every(own)), review({}, age=9)).ruled_out(own, {}) == "age"


def test_the_outermost_group_that_does_not_apply() -> None:
    above = parents(POLICY, "admission")
    boarder = item("P1")
    assert state(boarding=True).ruled_out_group(boarder, above) is None
    ruled_out = state(boarding=False).ruled_out_group(boarder, above)
    assert ruled_out is not None
    assert ruled_out.id == "P"


def test_known_facts_are_those_with_a_value() -> None:
    asked = (
        FactQuestion("age", "Age?", FactKind.COUNT),
        FactQuestion("boarding", "Boards?", FactKind.YES_NO),
    )
    assert known_facts(replace(POLICY, facts=asked), review({}, age=34)) == (1, 2)


FACTORS = replace(item("A7a"), named=Named(2, "at least two factors"))
EITHER = replace(some(1, item("E1"), every(item("E2"), name="EG"), name="E"), exclusive=True)


def test_an_open_list_is_named_in_the_note_when_it_is_met() -> None:
    """BCBSNC, Admission 7a: "multiple factors, including, but not limited to"."""
    assert names_missing(FACTORS, No, "") == names_missing(A, Yes, "") == ""
    one = names_missing(FACTORS, Yes, "Unstable housing; ")
    assert one == "Name in the note: at least two factors, separated by semicolons."
    for note in ("Unstable housing; cannabis use", "Unstable housing\ncannabis use"):
        assert names_missing(FACTORS, Yes, note) == ""
    area = replace(item("A5o"), named=Named(1, "the area of life"))
    assert names_missing(area, Yes, " ") == "Name in the note: the area of life."
    form = policy(every(FACTORS, A))
    assert ReviewState.of(form, review({"A7a": Yes, "A": Yes})).unnamed() == ("A7a",)
    named = review({}).answered("A7a", Answer(Yes, "dana", NOON, "Housing; cannabis"))
    assert ReviewState.of(form, named).unnamed() == ()


def test_opposite_situations_that_are_both_met_are_pointed_out() -> None:
    """BCBSNC, When covered 13a: family treatment, or "If Family treatment is not rendered" its contraindications."""
    form = policy(every(A, EITHER, GROUP))
    above = parents(form, "admission")
    both = ReviewState.of(form, review({"E1": Yes, "E2": Yes, "G1": Yes, "G2": Yes}))
    said = "E1 and EG describe opposite situations, and both are met."
    found = (both.contradiction(one, above) for one in criteria(EITHER))
    assert tuple(found) == (said, said)
    assert both.contradictions() == (said,)
    assert both.contradiction(G1, above) == ""
    assert ReviewState.of(form, review({"E1": Yes, "E2": No})).contradictions() == ()
