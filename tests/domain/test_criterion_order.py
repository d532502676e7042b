"""Which criterion comes next, before and after."""

from tests.domain.trees import BOARDING, every, item, policy, review
from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.review import Mark
from ur_desktop.domain.review_state import ReviewState

Yes = Mark.MET
POLICY = policy(
    every(item("A"), every(item("P1"), item("P2"), name="P", applies=BOARDING), item("B")), item("V")
)
ORDER = CriterionOrder.of(POLICY, "admission")


def state(*met: str, boarding: bool = True) -> ReviewState:
    return ReviewState.of(POLICY, review(dict.fromkeys(met, Yes), boarding=boarding))


def test_all_criteria_are_in_one_row_each_with_its_step() -> None:
    assert [each.id for each in ORDER.items] == ["A", "P1", "P2", "B", "V"]
    assert ORDER.steps == (1, 1, 1, 1, 2)
    assert ORDER.index == {"A": 0, "P1": 1, "P2": 2, "B": 3, "V": 4}
    assert {name: group.id for name, group in ORDER.above.items()} == {"P1": "P", "P2": "P"}


def test_what_decides_the_result_comes_first() -> None:
    assert ORDER.first_open(state()) == 0
    assert ORDER.first_open(state("A")) == 1
    assert ORDER.first_open(state("A", "P1", "P2", "B")) == 4
    assert ORDER.first_open(state("A", "P1", "P2", "B", "V")) is None


def test_the_next_open_criterion_is_looked_for_from_the_start_again() -> None:
    assert ORDER.open_after(state("B"), 0) == 1
    assert ORDER.open_after(state("P1", "P2", "B", "V"), 3) == 0
    assert ORDER.open_after(state("A", "P1", "P2", "B", "V"), 2) is None


def test_of_a_group_that_does_not_apply_only_the_first_is_passed_by() -> None:
    out = state(boarding=False)
    assert ORDER.neighbor(state(), 1, 1) == 2
    assert ORDER.neighbor(out, 1, 1) == 3
    assert ORDER.neighbor(out, 3, -1) == 1
    assert ORDER.neighbor(out, 0, -1) == 0
    assert ORDER.neighbor(out, 4, 1) == 4
    assert list(ORDER.following(out, 0)) == [1, 3, 4]
    assert list(ORDER.following(state(), 0)) == [1, 2, 3, 4]
