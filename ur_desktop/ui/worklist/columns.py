"""How the columns of the worklist share the room."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Width:
    """How wide a column wants to be, and the least it needs, in px."""

    wanted: int
    least: int = 0


WIDTHS: Mapping[str, Width] = {
    "due": Width(256, 140),
    "member": Width(274, 190),
    "plan": Width(148, 110),
    "service": Width(156, 70),
    "review": Width(164, 110),
    "state": Width(166, 120),
    "provider": Width(220),
    "received": Width(130),
    "reviewer": Width(122, 96),
}
"""By the key of a column, in order."""

INDEX: Mapping[str, int] = {key: index for index, key in enumerate(WIDTHS)}
WIDE_MEMBER = 360
NARROW = 920
_JOINING = ("provider", "received")
_GIVING_WAY = ("service", "reviewer", "member", "due", "review", "plan", "state")
_ALL_OR_NOTHING = ("due",)  # its date is shown for every case or for none


def widths(room: int) -> dict[str, int]:
    """Return the width of each column in so much room, 0 for a hidden one; the reviewer takes the rest."""
    wide = {key: width.wanted for key, width in WIDTHS.items()}
    for key in reversed(_JOINING):
        if sum(wide.values()) - wide["member"] + WIDE_MEMBER > room:
            wide[key] = 0
    if room < NARROW:
        wide["plan"] = 0
    for key in _GIVING_WAY:
        lack = sum(wide.values()) - room
        if lack > 0 and wide[key]:
            least = WIDTHS[key].least
            wide[key] = least if key in _ALL_OR_NOTHING else max(least, wide[key] - lack)
    spare = room - sum(wide.values())
    if spare > 0:
        wide["member"] += min(spare, WIDE_MEMBER - wide["member"])
    wide["reviewer"] += max(0, room - sum(wide.values()))
    return wide
