from ur_desktop.domain.errors import TooSoon, UserError


def test_one_error_is_its_own_fault_and_several_are_listed() -> None:
    assert UserError("The disk is full.", "Free up space.").faults == ("The disk is full. Free up space.",)
    assert str(UserError("Two errors.", faults=("first", "second"))) == "first\nsecond"


def test_a_password_typed_too_soon_says_how_long_to_wait() -> None:
    error = TooSoon(30)
    assert error.wait == 30
    assert error.what == "Too many attempts. Try again in 30 s."
