"""What a file's values may be: not too many, and each error of their shape said once."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import ValidationError
from pydantic_core import ErrorDetails

DEEPEST = 40
MOST_VALUES = 20_000
"""Of one form, review or case: more than twice what the longest attendance has. An error for each takes no second."""


def is_excessive(values: object) -> bool:
    """Whether values are nested too deeply or too many; stops counting there."""
    waiting, seen = [(values, 0)], 0
    while waiting:
        value, depth = waiting.pop()
        seen += 1
        if depth > DEEPEST or seen > MOST_VALUES:
            return True
        if isinstance(value, Mapping):
            value = list(value.values())
        if isinstance(value, list):
            if len(value) > MOST_VALUES:
                return True
            waiting.extend((item, depth + 1) for item in value)
    return False


def own_errors(error: ValidationError) -> list[ErrorDetails]:
    """Return the errors that do not follow from another one further inside, as of a list whose only item is wrong."""
    found = error.errors(include_url=False)
    above = {each["loc"][:depth] for each in found for depth in range(len(each["loc"]))}
    return [each for each in found if each["loc"] not in above]
