"""Where a reviewer is in a review: at the facts, at a criterion of a section, or at the finding."""

from __future__ import annotations

from dataclasses import dataclass, replace

from ur_desktop.domain.criterion_order import CriterionOrder
from ur_desktop.domain.policy import Criterion
from ur_desktop.domain.review_state import ReviewState


@dataclass(frozen=True, slots=True)
class ReviewPosition:
    """A step and the current criterion, which stays while the facts or the finding are open.

    ``step`` is 0 for the facts, then the sections count from 1, and the last step is the finding. ``index`` is the
    current criterion in the order; ``answered`` is the ID of the criterion just answered, which is shown above it.
    """

    order: CriterionOrder
    step: int = 0
    index: int = 0
    answered: str = ""

    @property
    def last_step(self) -> int:
        """The step of the finding."""
        return len(self.order.sections) + 1

    @property
    def is_on_criterion(self) -> bool:
        """Whether a criterion is open, not the facts or the finding."""
        return 0 < self.step < self.last_step

    @property
    def current(self) -> Criterion:
        """The current criterion."""
        return self.order.items[self.index]

    @property
    def above(self) -> int:
        """The index of the criterion shown above the current one, -1 for none."""
        return self.order.index[self.answered] if self.answered else self.index - 1

    def at(self, index: int, answered: str = "") -> ReviewPosition:
        """The position at a criterion."""
        return replace(self, step=self.order.steps[index], index=index, answered=answered)

    def at_step(self, step: int, state: ReviewState) -> ReviewPosition:
        """The position at a step; in a section at its first open criterion, or its first."""
        if not 0 < step < self.last_step:
            return replace(self, step=step)
        items = self.order.sections[step - 1].items
        first = next((item for item in items if state.is_open(item)), items[0])
        return self.at(self.order.index[first.id])

    def next_open(self, state: ReviewState) -> int | None:
        """The index of the next open criterion, from the facts or the finding the first; None when all are answered."""
        return self.order.open_after(state, self.index if self.is_on_criterion else -1)
