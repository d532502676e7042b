"""Where a reviewer is: the step, the current criterion, and the one shown above it."""

from tests.domain.test_criterion_order import ORDER, state
from ur_desktop.domain.review_position import ReviewPosition

FACTS = ReviewPosition(ORDER)


def test_the_facts_come_first_and_the_finding_last() -> None:
    assert (FACTS.step, FACTS.is_on_criterion, FACTS.last_step) == (0, False, 3)
    assert not FACTS.at_step(3, state()).is_on_criterion


def test_a_section_opens_at_its_first_open_criterion_else_at_its_first() -> None:
    assert FACTS.at_step(1, state("A")).current.id == "P1"
    assert FACTS.at_step(1, state("A", "P1", "P2", "B")).current.id == "A"
    assert FACTS.at_step(2, state()).step == 2


def test_the_current_criterion_stays_while_the_finding_is_open() -> None:
    assert FACTS.at(3).at_step(3, state()).current.id == "B"


def test_the_criterion_just_answered_is_above_the_next_one() -> None:
    assert FACTS.at(0).above == -1
    assert FACTS.at(3).above == 2
    assert FACTS.at(3, answered="A").above == 0
    assert FACTS.at(3, answered="A").at(4).above == 3


def test_the_next_open_criterion_follows_the_current_one_or_is_the_first() -> None:
    assert FACTS.at(1).next_open(state("A")) == 2
    assert FACTS.next_open(state("A")) == 1
    assert FACTS.at(1).at_step(3, state()).next_open(state()) == 0
    assert FACTS.next_open(state("A", "P1", "P2", "B", "V")) is None
