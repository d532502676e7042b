"""The order in which a review's criteria are answered, and which of them comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ur_desktop.domain.policy import Criterion, Group, Policy, criteria
from ur_desktop.domain.review_state import ReviewState, Section, parents, sections


@dataclass(frozen=True, slots=True)
class CriterionOrder:
    """The sections of a checklist and its companions, and all their criteria in one row.

    A criterion's index is its position in ``items``; ``steps`` gives its step (1 is the first section) by index,
    ``index`` the index by criterion id, ``above`` the nearest group with an id by node id.
    """

    sections: tuple[Section, ...]
    items: tuple[Criterion, ...]
    steps: tuple[int, ...]
    index: Mapping[str, int]
    above: Mapping[str, Group]

    @classmethod
    def of(cls, policy: Policy, checklist_id: str) -> CriterionOrder:
        """Lay out a checklist and its companions."""
        found = sections(policy, checklist_id)
        items = tuple(item for section in found for item in section.items)
        steps = tuple(step for step, section in enumerate(found, start=1) for _ in section.items)
        index = {item.id: place for place, item in enumerate(items)}
        return cls(found, items, steps, index, parents(policy, checklist_id))

    def first_open(self, state: ReviewState) -> int | None:
        """The first unanswered criterion that decides the result, else the first of the others; None if none."""
        unanswered = state.finding.unanswered
        return self.index[unanswered[0]] if unanswered else self.open_after(state, -1)

    def open_after(self, state: ReviewState, index: int) -> int | None:
        """The next open criterion after one, from the start again at the end; None when all are answered."""
        order = (*range(index + 1, len(self.items)), *range(index + 1))
        return next((each for each in order if state.is_open(self.items[each])), None)

    def neighbor(self, state: ReviewState, index: int, step: int) -> int:
        """The criterion before (-1) or after (1) one; the same at either end."""
        found = index + step
        while 0 <= found < len(self.items) and self._is_passed_over(state, found):
            found += step
        return found if 0 <= found < len(self.items) else index

    def following(self, state: ReviewState, index: int) -> Iterator[int]:
        """The criteria after one, in order."""
        after = range(index + 1, len(self.items))
        return (each for each in after if not self._is_passed_over(state, each))

    def _is_passed_over(self, state: ReviewState, index: int) -> bool:
        """Whether a criterion is in a group that does not apply, and is not its first."""
        item = self.items[index]
        group = state.ruled_out_group(item, self.above)
        return group is not None and next(criteria(group)) is not item
