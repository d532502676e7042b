"""Work in a thread that the process never waits for at its end: its share, its result, and a way to cancel it."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from types import TracebackType
from typing import Protocol, TypeVar

from ur_desktop.domain.errors import Canceled

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


class Running(Protocol[T_co]):
    """Work under way in another thread, such as a backup."""

    @property
    def done(self) -> bool:
        """Whether it is over, one way or the other."""

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""

    def cancel(self) -> None:
        """End it at its next step."""

    def wait(self) -> T_co:
        """Its result, or the error that ended it."""


class Work(Running[T]):
    """Runs ``work`` in a thread; ``work`` calls the function that it is given with the size of each step done.

    That function raises Canceled once the work is canceled. ``whole`` is the sum of the sizes.
    """

    def __init__(self, name: str, work: Callable[[Callable[[int], None]], T], whole: int = 1) -> None:
        self._whole, self._made, self._is_canceled = max(whole, 1), 0, False
        self._result = in_thread(name, lambda: work(self._step))

    @property
    def done(self) -> bool:
        """Whether it is over, one way or the other."""
        return self._result.done()

    @property
    def share(self) -> float:
        """How much of it is done, from 0 to 1."""
        return min(1.0, self._made / self._whole)

    def cancel(self) -> None:
        """End it at its next step."""
        self._is_canceled = True

    def wait(self) -> T:
        """Its result, or the error that ended it."""
        return self._result.result()

    def _step(self, size: int) -> None:
        self._made += size
        if self._is_canceled:
            raise Canceled("Canceled.")


def in_thread(name: str, work: Callable[[], T]) -> Future[T]:
    """Start work in a thread of this name; the future holds its result or its error.

    A thread that hangs on its disk does not keep the process, which may hold a vault's key, from ending.
    """
    result: Future[T] = Future()

    def run() -> None:
        with _Failing(result):
            result.set_result(work())

    Thread(target=run, name=name, daemon=True).start()
    return result


class _Failing:
    """Hands an error raised inside to the code that waits for the result."""

    def __init__(self, result: Future[T]) -> None:
        self._result = result

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, _kind: type[BaseException] | None, error: BaseException | None, _trace: TracebackType | None
    ) -> bool:
        if error is not None:
            self._result.set_exception(error)
        return True
