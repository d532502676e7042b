"""What a file that anybody can write may say: plain text, times of this age, numbers that count something."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, StringConstraints

Moment = Annotated[
    AwareDatetime, Field(ge=datetime(2000, 1, 1, tzinfo=UTC), lt=datetime(2200, 1, 1, tzinfo=UTC))
]
"""A time with its offset, such as no calendar or time zone stumbles over."""

Count = Annotated[int, Field(ge=0, le=10**15)]
"""A number of things, or of bytes."""

Hex = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{2}){0,32}$")]
"""A digest, a seal or an id; empty while there is none."""

Word = Annotated[str, StringConstraints(pattern=r"^[ -~]{0,100}$")]
"""A name or a version, in printable ASCII."""
