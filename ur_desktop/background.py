"""Work in a thread that nobody has to wait for: what it comes to, or what it raises, is in its future."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from types import TracebackType
from typing import TypeVar

T = TypeVar("T")


def in_thread(name: str, work: Callable[[], T]) -> Future[T]:
    """Begin work in a thread of this name.

    One that hangs on its disk does not keep the process, which may hold a vault's key, from ending.
    """
    result: Future[T] = Future()

    def run() -> None:
        with _Failing(result):
            result.set_result(work())

    Thread(target=run, name=name, daemon=True).start()
    return result


class _Failing:
    """Whatever is raised inside is handed to who waits for the result."""

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
