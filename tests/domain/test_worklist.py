import pytest

from ur_desktop.domain.policy import ReviewKind
from ur_desktop.domain.worklist import WorklistFilter, WorklistQuery


@pytest.mark.parametrize(
    ("query", "narrows"),
    [
        (WorklistQuery(), False),
        (WorklistQuery(filter=WorklistFilter.MINE, user_id="nora", offset=100), False),
        (WorklistQuery(text="sample"), True),
        (WorklistQuery(plan_id="nc"), True),
        (WorklistQuery(review=ReviewKind.ADMISSION), True),
    ],
)
def test_a_query_narrows_its_list_by_text_plan_or_review(query: WorklistQuery, narrows: bool) -> None:
    assert query.is_filtered is narrows
