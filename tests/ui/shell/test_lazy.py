"""A lazily made controller."""

from ur_desktop.ui.shell.lazy import Lazy


def test_it_is_made_once_and_when_it_is_needed() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    lazy = Lazy(make)
    before = lazy.made
    assert before is None
    assert made == []
    assert (lazy.get(), lazy.get()) == (0, 0)
    assert lazy.made == 0
    assert made == [0]
