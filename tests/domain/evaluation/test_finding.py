"""The finding cites each shortfall once, under the right heading."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.domain.trees import ADULT, BOARDING, TODAY, every, item, policy, review, some
from ur_desktop.domain.errors import InvalidAnswer
from ur_desktop.domain.evaluation.finding import cure_for, evaluate, proposals
from ur_desktop.domain.evaluation.judge import Result
from ur_desktop.domain.policy import Condition, CriterionKind, Due, Requirement, Threshold
from ur_desktop.domain.review import Mark, PlannedSession

Yes, No, Unknown = Mark
THREE_DAYS = Requirement((Threshold("program_days_per_week", 3),))


def ids(citations: tuple[object, ...]) -> list[str]:
    return [citation.id for citation in citations]  # type: ignore[attr-defined]


def test_an_all_group_is_cited_by_its_children_at_any_depth() -> None:
    root = every(item("a"), every(item("b"), every(item("c"), name="inner"), name="outer"))
    finding = evaluate(policy(root), review({"a": Yes, "b": No, "c": Unknown}))
    assert (ids(finding.unmet), ids(finding.undetermined)) == (["b"], ["c"])
    assert finding.result is Result.NOT_MET


def test_a_counted_group_is_cited_once_with_its_tally() -> None:
    root = every(some(2, item("a"), item("b"), item("c"), name="A8"))
    finding = evaluate(policy(root), review({"a": Yes, "b": No, "c": No}))
    (citation,) = finding.unmet
    assert (citation.id, citation.tally, citation.is_group) == ("A8", "1 of the 2 required", True)


def test_a_met_group_is_not_cited_and_its_open_children_are_only_unanswered() -> None:
    finding = evaluate(policy(every(some(1, item("a"), item("b"), name="g"))), review({"a": Yes}))
    assert (finding.unmet, finding.undetermined, finding.unanswered) == ((), (), ("b",))
    assert not finding.supports_approval


def test_a_group_undetermined_by_its_count_is_cited_as_such() -> None:
    finding = evaluate(
        policy(every(some(1, item("a"), item("b"), name="g"))), review({"a": No, "b": Unknown})
    )
    assert (ids(finding.unmet), ids(finding.undetermined)) == ([], ["g"])
    assert finding.is_complete


def test_unknown_applicability_is_cited_once_under_its_own_id_with_the_fact() -> None:
    root = every(item("a"), every(item("b"), item("c"), name="P10", applies=BOARDING))
    finding = evaluate(policy(root), review({"a": Yes, "b": No}))
    (citation,) = finding.undetermined
    assert (citation.id, citation.missing_fact) == ("P10", "boarding")
    assert (finding.unmet, finding.unanswered) == ((), ("c",))


def test_a_group_that_does_not_apply_is_listed_only_under_its_own_id() -> None:
    root = every(item("a"), every(item("b"), item("c"), name="P10", applies=BOARDING))
    finding = evaluate(policy(root), review({"a": Yes, "b": No}, boarding=False))
    assert (finding.not_applicable, finding.result) == (("P10",), Result.MET)


def test_not_yet_due_is_listed_with_its_date_and_keeps_nothing_open() -> None:
    root = every(item("a"), item("p3", due=Due(by_day=3)))
    finding = evaluate(policy(root), review({"a": Yes}, admitted=TODAY))
    assert finding.not_yet_due == {"p3": TODAY + timedelta(days=3)}
    assert finding.supports_approval


def test_what_may_not_apply_still_lists_what_is_not_yet_due_below_it() -> None:
    root = every(item("a"), every(item("p13b1", due=Due(by_day=5)), item("b"), name="P13b", applies=BOARDING))
    finding = evaluate(policy(root), review({"a": Yes, "b": Unknown}, admitted=TODAY))
    assert (ids(finding.undetermined), finding.unanswered) == (["P13b"], ())
    assert finding.not_yet_due == {"p13b1": TODAY + timedelta(days=5)}


def test_advisory_items_are_listed_apart_and_never_cited() -> None:
    advice = item("s1", kind=CriterionKind.ATTENTION)
    note = item("b1c", kind=CriterionKind.INFORMATION, applies=ADULT)
    finding = evaluate(policy(every(item("a")), advice, note), review({"a": Yes, "s1": No, "b1c": Unknown}))
    assert (finding.attention, finding.information) == (("s1",), {"b1c": Unknown})
    assert finding.supports_approval


def test_advisory_items_of_unknown_applicability_are_not_cited_either() -> None:
    root = every(item("a"), item("b4f", kind=CriterionKind.INFORMATION, applies=ADULT))
    finding = evaluate(policy(root), review({"a": Yes}))
    assert (finding.undetermined, finding.unanswered) == ((), ())


def test_a_checklist_of_advice_alone_has_nothing_to_decide() -> None:
    root = every(item("b", kind=CriterionKind.ATTENTION))
    finding = evaluate(policy(root), review({"b": Yes}))
    assert (finding.result, finding.not_applicable) == (Result.NOT_APPLICABLE, ())


def test_answers_to_what_the_sitting_does_not_hold_are_refused() -> None:
    with pytest.raises(InvalidAnswer, match="no criterion 'Z9'"):
        evaluate(policy(every(item("a"))), review({"Z9": Yes}))
    with pytest.raises(InvalidAnswer, match="no checklist 'continued'"):
        evaluate(policy(every(item("a"))), review({}, checklist="continued"))


def test_a_schedule_only_proposes_and_an_answer_outweighs_it() -> None:
    root = every(
        item("p9", measure=THREE_DAYS), item("gone", measure=THREE_DAYS, applies=BOARDING), item("plain")
    )
    week = tuple(PlannedSession(day, "group", 180) for day in ("mon", "wed", "fri"))
    open_review = replace(review({}, boarding=False), schedule=week)
    finding = evaluate(policy(root), open_review)
    assert proposals(finding, open_review)["p9"].mark is Yes
    assert (list(proposals(finding, open_review)), finding.unanswered) == (["p9"], ("p9", "plain"))
    answered = replace(review({"p9": No}, boarding=False), schedule=week)
    assert proposals(evaluate(policy(root), answered), answered) == {}


def test_without_a_schedule_nothing_is_proposed() -> None:
    empty = review({})
    assert proposals(evaluate(policy(every(item("p9", measure=THREE_DAYS))), empty), empty) == {}


def test_a_finding_gives_the_judgment_of_each_node() -> None:
    finding = evaluate(policy(every(item("a"), some(1, item("b"), name="g"))), review({"b": Yes}))
    assert finding.judged("g").result is Result.MET
    with pytest.raises(KeyError):
        finding.judged("nothing")


def test_the_cure_of_a_review_names_what_is_open() -> None:
    assert cure_for(policy(every(item("a"), item("b"))), review({"a": Yes, "b": Unknown})).items == ("b",)


def test_a_fact_that_a_policy_does_not_use_is_ignored() -> None:
    assert evaluate(policy(every(item("a"))), review({"a": Yes}, taper=True)).result is Result.MET
    assert Condition("taper").holds({"taper": True}) is False


def test_progress_counts_the_marks_of_what_applies() -> None:
    root = every(item("a"), item("b"), every(item("c"), item("d"), name="P10", applies=BOARDING))
    assert evaluate(policy(root), review({"a": Yes, "c": No}, boarding=False)).progress == (1, 2)
    assert evaluate(policy(root), review({"a": Unknown, "c": No}, boarding=True)).progress == (2, 4)


def test_an_advisory_item_that_is_not_yet_due_is_listed_too() -> None:
    """PEHP, II.B.9: a psychiatric evaluation "by the third day of attendance", among the program's expectations."""
    b9 = item("b9", kind=CriterionKind.INFORMATION, due=Due(by_attended_day=3))
    for attended, listed in ((2, {"b9": None}), (3, {})):
        finding = evaluate(policy(every(item("a")), b9), review({}, admitted=TODAY, days_attended=attended))
        assert finding.not_yet_due == listed
        assert finding.unanswered == ("a",)
