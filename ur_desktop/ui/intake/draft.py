"""The request while it is typed: which case it becomes, and what was done with the form so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ur_desktop.domain.case import Case
from ur_desktop.ui.intake.read_form import NEEDED, REQUIRED, missing


@dataclass
class Draft:
    """One request from the first field typed to the case saved.

    ``blank`` is what an untouched form holds; empty for a draft saved before. ``touched`` are the fields whose errors
    are shown, ``filled`` what the member's earlier case filled in, ``earlier`` the member's other cases, oldest first.
    ``eligibility_at`` is when eligibility was checked, as ISO 8601.
    """

    case_id: str = ""
    number: str = ""
    blank: Mapping[str, str] = field(default_factory=dict, repr=False)
    eligibility_at: str = ""
    touched: set[str] = field(default_factory=set)
    filled: dict[str, str] = field(default_factory=dict, repr=False)
    earlier: tuple[Case, ...] = ()
    is_unsaved: bool = False
    start_tried: bool = False
    discard_asked: bool = False

    def values(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What is typed, by field, with when eligibility was checked."""
        return {**typed, "eligibility_at": self.eligibility_at} if typed.get("eligibility") else dict(typed)

    def to_save(self, typed: Mapping[str, str]) -> dict[str, str]:
        """What is worth saving as a draft: nothing while the form is as it began."""
        return {} if typed == self.blank else self.values(typed)

    def faults(
        self, typed: Mapping[str, str], complaints: Mapping[str, str], too_long: Mapping[str, str]
    ) -> dict[str, str]:
        """What is shown as wrong, by field in the form's order.

        Errors in fields that were left, texts that were cut, and required fields once a start was tried.
        """
        found = {key: words for key, words in complaints.items() if key in self.touched}
        found |= {key: REQUIRED.get(key, "Required") for key in missing(typed) if self.start_tried}
        found |= too_long
        return {key: found[key] for key in in_form_order(found)}


def in_form_order(keys: Iterable[str]) -> list[str]:
    """Fields in the order of the form, those that may stay empty last."""
    order = list(NEEDED)
    return sorted(keys, key=lambda key: order.index(key) if key in order else len(order))
