"""Types that limit values read from files that anybody can write: text, times and numbers."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""An aware time in a range that every calendar and time zone supports."""

Count = Annotated[int, Field(ge=0, le=10**15)]
"""A count of items or bytes."""

Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2}){0,32}$")]
"""A digest, seal or ID in hex; empty while there is none."""

Word = Annotated[str, StringConstraints(pattern=r"^[ -~]{0,100}$")]
"""A name or a version, in printable ASCII."""
