"""A finding in words: how it stands, and what would change it."""

from tests.ui.findings import NOT_FOUND, POLICY, TWO_SIGNS_LESS, continued, found
from ur_desktop.domain.evaluation.cure import Cure
from ur_desktop.domain.evaluation.finding import cure_for, evaluate
from ur_desktop.domain.review import Mark
from ur_desktop.ui.parts.finding_text import change_words, collapsed_sections, result_sign


def test_the_result_says_when_the_records_are_not_enough() -> None:
    assert result_sign(found(NOT_FOUND)).words == "Not enough in the records"
    assert result_sign(found({})).words == "Met"


def test_the_result_is_so_far_while_something_is_to_answer() -> None:
    finding = evaluate(POLICY, continued({**TWO_SIGNS_LESS, "P1": None}))
    assert result_sign(finding).words == "Not met so far"
    assert "1 to answer" in [text for _sign, text, _lines in collapsed_sections(finding)]


def test_what_would_change_the_finding_is_said_by_id() -> None:
    review = continued({**TWO_SIGNS_LESS, **NOT_FOUND})
    assert (
        change_words(evaluate(POLICY, review), cure_for(POLICY, review))
        == "C9b met, and P2 and P11 found in the records."
    )


def test_a_date_that_has_passed_can_change_nothing() -> None:
    finding = evaluate(POLICY, continued({"P3": Mark.NOT_MET}))
    assert change_words(finding, Cure(None, ("P3",))) == "Nothing: the date for P3 has passed."


def test_a_fact_that_is_not_known_is_asked_as_the_policy_asks_it() -> None:
    review = continued({"P10a": None, "P10b": None}, unknown="boarding")
    finding = evaluate(POLICY, review)
    assert "Still needed: Does the member receive boarding services" in change_words(
        finding, cure_for(POLICY, review)
    )
