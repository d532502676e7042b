"""A controller that is made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")


class Lazy(Generic[T]):
    """Makes one thing, once; ``made`` is that thing, or None before it was needed."""

    def __init__(self, make: Callable[[], T]) -> None:
        self._make = make
        self.made: T | None = None

    def get(self) -> T:
        """The thing, made now if this is the first time."""
        if self.made is None:
            self.made = self._make()
        return self.made
