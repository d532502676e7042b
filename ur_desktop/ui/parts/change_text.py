"""A change of a request or a review in words."""

from __future__ import annotations

import re
from datetime import datetime, tzinfo

from ur_desktop.domain.change import Change, changed_words
from ur_desktop.domain.dates import zoned_clock_words
from ur_desktop.ui.kit.text import typed_date

_ISO = re.compile(r"\b\d{4}-\d\d-\d\d(T[\d:.+-]+)?")
_LISTS = {
    "schedule", "attendance", "request.other_diagnoses", "request.separate_services", "request.other_authorizations",
}  # fmt: skip


def change_words(change: Change, zone: tzinfo | None = None) -> str:
    """What changed, with its values: "age 34 → 35", "schedule, added Mon group 90 min".

    Times are told in ``zone``, or in this computer's own.
    """
    before, after = (
        _ISO.sub(lambda found: _day_or_moment(found, zone), "; ".join(said))
        for said in (change.before, change.after)
    )
    if change.what in _LISTS:
        added, removed = after and f", added {after}", before and f", removed {before}"
        words = f"{changed_words(change.what)}{added}{removed}"
    else:
        words = f"{changed_words(change.what)} {before or 'blank'} → {after or 'blank'}"
    return words.replace("\n", ", ")


def _day_or_moment(found: re.Match[str], zone: tzinfo | None) -> str:
    """An ISO date, or time, as a person types it; what only looks like one stays."""
    try:
        at = datetime.fromisoformat(found[0])
    except ValueError:
        return found[0]
    here = at.astimezone(zone) if at.tzinfo else at
    return f"{typed_date(here.date())}, {zoned_clock_words(here)}" if found[1] else typed_date(at.date())
