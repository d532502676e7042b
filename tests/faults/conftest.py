"""Fixtures: a sample vault, the recorder, and a pool of two processes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from tests import remembered_keys
from tests.faults import killing, preload, world

PROCESSES = 2

Spread = Callable[..., list[Any]]


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a small closed vault; damage only copies of it."""
    place = tmp_path_factory.mktemp("sample")
    world.make(place)
    return place


@pytest.fixture(scope="session")
def pool() -> Iterator[ProcessPoolExecutor]:
    """Two processes."""
    with ProcessPoolExecutor(
        PROCESSES, mp_context=killing.context(), initializer=remembered_keys.install
    ) as both:
        yield both


@pytest.fixture(scope="session")
def spread(pool: ProcessPoolExecutor) -> Spread:
    """Call a function in each of two processes, with its share of the seeds as the last argument."""

    def spread_over(work: Callable[..., Any], *arguments: object, seeds: Sequence[int]) -> list[Any]:
        shares = [seeds[share::PROCESSES] for share in range(PROCESSES)]
        return [done.result() for done in [pool.submit(work, *arguments, share) for share in shares]]

    return spread_over


@pytest.fixture(scope="session")
def recorder(compiled: Callable[[Path], Path]) -> Path:
    """The recorder, compiled."""
    return compiled(preload.SOURCE)
