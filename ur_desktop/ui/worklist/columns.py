"""The columns of the worklist and how they share the room there is."""

from collections.abc import Mapping
from dataclasses import dataclass

MARGIN = 24
PAD = 12


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how wide it wants to be and the least it bears, in px."""

    key: str
    title: str
    width: int
    least: int


COLUMNS = (
    Column("due", "Due", 256, 140),
    Column("member", "Member", 274, 190),
    Column("plan", "Plan", 148, 110),
    Column("service", "Service", 156, 70),
    Column("review", "Review", 164, 110),
    Column("state", "State", 166, 120),
    Column("provider", "Provider", 220, 0),
    Column("received", "Received", 130, 0),
    Column("reviewer", "Reviewer", 122, 96),
)
PLACE: Mapping[str, int] = {column.key: place for place, column in enumerate(COLUMNS)}
WIDE_MEMBER = 360
_JOINING = ("provider", "received")
_GIVING_WAY = ("service", "reviewer", "member", "due", "review", "plan", "state")
_ALL_OR_NOTHING = ("due",)  # its date is there for every case or for none
NARROW = 920


def widths(room: int) -> dict[str, int]:
    """How wide each column is in so much room; 0 for one that does not show. The reviewer takes the rest."""
    wide = {column.key: column.width for column in COLUMNS}
    for key in reversed(_JOINING):
        if sum(wide.values()) - wide["member"] + WIDE_MEMBER > room:
            wide[key] = 0
    if room < NARROW:
        wide["plan"] = 0
    for key in _GIVING_WAY:
        lack = sum(wide.values()) - room
        if lack > 0 and wide[key]:
            least = COLUMNS[PLACE[key]].least
            wide[key] = least if key in _ALL_OR_NOTHING else max(least, wide[key] - lack)
    spare = room - sum(wide.values())
    if spare > 0:
        wide["member"] += min(spare, WIDE_MEMBER - wide["member"])
    wide["reviewer"] += max(0, room - sum(wide.values()))
    return wide
