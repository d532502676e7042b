"""The course of a sitting: its criteria in the order they are gone through, and which of them comes next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ur_desktop.domain.policy import Criterion, Group, Policy, criteria
from ur_desktop.ui.parts.review_state import ReviewState, Section, parents, sections


@dataclass(frozen=True, slots=True)
class CriterionOrder:
    """The sections of a sitting, their criteria in one row, and the step of each criterion, from 1."""

    sections: tuple[Section, ...]
    items: tuple[Criterion, ...]
    steps: tuple[int, ...]
    places: Mapping[str, int]
    above: Mapping[str, Group]

    @classmethod
    def of(cls, policy: Policy, checklist_id: str) -> CriterionOrder:
        """Lay out a checklist and its companions."""
        found = sections(policy, checklist_id)
        items = tuple(item for section in found for item in section.items)
        steps = tuple(step for step, section in enumerate(found, start=1) for _ in section.items)
        places = {item.id: place for place, item in enumerate(items)}
        return cls(found, items, steps, places, parents(policy, checklist_id))

    def first_open(self, sitting: ReviewState) -> int | None:
        """Where to begin: the first unanswered criterion that decides, else the first of the others."""
        unanswered = sitting.finding.unanswered
        return self.places[unanswered[0]] if unanswered else self.open_after(sitting, -1)

    def open_after(self, sitting: ReviewState, place: int) -> int | None:
        """The next open criterion after a place, round from the start; None when all are answered."""
        order = (*range(place + 1, len(self.items)), *range(place + 1))
        return next((each for each in order if sitting.is_open(self.items[each])), None)

    def beside(self, sitting: ReviewState, place: int, by: int) -> int:
        """The place before (-1) or after (1); the same at either end."""
        beside = place + by
        while 0 <= beside < len(self.items) and self._is_passed_over(sitting, beside):
            beside += by
        return beside if 0 <= beside < len(self.items) else place

    def following(self, sitting: ReviewState, place: int) -> Iterator[int]:
        """The places after one, in order."""
        after = range(place + 1, len(self.items))
        return (each for each in after if not self._is_passed_over(sitting, each))

    def _is_passed_over(self, sitting: ReviewState, place: int) -> bool:
        """Whether a criterion stands in a group that does not apply and is not its first."""
        item = self.items[place]
        group = sitting.ruled_out_group(item, self.above)
        return group is not None and next(criteria(group)) is not item
