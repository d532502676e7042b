from ur_desktop.domain.settings import LOCK_AFTER_LEAST, LOCK_AFTER_MINUTES, LOCK_AFTER_MOST


def test_the_time_to_lock_is_one_that_can_be_chosen() -> None:
    assert LOCK_AFTER_LEAST <= LOCK_AFTER_MINUTES <= LOCK_AFTER_MOST
