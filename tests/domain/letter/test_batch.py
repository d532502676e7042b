"""A batch hands each letter over once, in order, and after a kill knows which ones it can know of."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ur_desktop.domain.letter.batch import (
    Folder,
    LetterBatch,
    Printer,
    begun,
    found_again,
    handed_over,
    next_up,
    passed_over,
    stopped,
)

AT = datetime(2026, 1, 16, 18, 30, tzinfo=UTC)
TO_PRINTER, TO_FOLDER = Printer("Front desk"), Folder("/letters")


def batch(*letters: int, target: Printer | Folder = TO_PRINTER) -> LetterBatch:
    return begun("nora 1", target, letters, AT)


def test_letters_go_out_in_their_order_each_once() -> None:
    one, out = batch(4, 5, 4, 9), []
    while (one := next_up(one)).under_way is not None:
        out.append(one.under_way)
        one = handed_over(one, 3)
    assert out == [4, 5, 9]
    assert (one.done, one.pages, one.total, one.left) == (3, 9, 3, ())


def test_a_letter_under_way_stays_the_next() -> None:
    one = next_up(batch(4, 5))
    assert next_up(one) == one
    assert one.left == (4, 5)
    assert one.total == 2


def test_a_batch_that_was_stopped_begins_with_the_letter_that_was_under_way() -> None:
    one = handed_over(next_up(batch(4, 5, 6)), 2)
    assert stopped(next_up(one)) == one
    assert stopped(one) == one


def test_a_letter_that_somebody_else_handed_over_is_no_longer_counted() -> None:
    one = passed_over(next_up(batch(4, 5)))
    assert (one.left, one.total, one.done) == ((5,), 1, 0)


def test_after_a_kill_a_letter_into_a_folder_comes_first_again() -> None:
    one = next_up(batch(4, 5, target=TO_FOLDER))
    assert found_again(one) == (batch(4, 5, target=TO_FOLDER), None)


def test_after_a_kill_a_letter_at_a_printer_is_left_to_a_person() -> None:
    one = next_up(batch(4, 5))
    assert found_again(one) == (replace(batch(5), doubted=1), 4)


@pytest.mark.parametrize("target", [TO_PRINTER, TO_FOLDER])
def test_a_kill_between_two_letters_leaves_nothing_open(target: Printer | Folder) -> None:
    one = handed_over(next_up(batch(4, 5, target=target)), 2)
    assert found_again(one) == (one, None)
