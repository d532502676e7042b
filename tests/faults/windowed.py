"""Run the program's window on the sample vault in a folder: PLACE typing, locking, or failing (recorded).

`typing` types a note without pause and reports its length and the time after each key. `locking` types some letters,
locks, reports the length, signs in and continues. `failing` answers with one key on a full disk, then saves again
when there is space, and reports what the screen shows.
"""

import os
import sys
import time
from datetime import datetime
from itertools import count
from pathlib import Path

from tests.driven import sign_in
from tests.faults.failing import FAULTS
from tests.faults.preload import Disk
from ur_desktop.app import application, make_window
from ur_desktop.demo.keyboard_driver import KeyboardDriver
from ur_desktop.ui.review.note_edit import NoteEdit
from ur_desktop.ui.review.wizard import ReviewWizard

CASE = "sample-00417"
LETTERS = "abcdefghijklmnopqrstuvwxyz "
AT_ONCE = 3
"""Letters between two locks."""


def say(*words: object) -> None:
    """Print a line to the parent process, unbuffered."""
    os.write(1, (" ".join(str(word) for word in words) + "\n").encode())


def pause(hand: KeyboardDriver) -> None:
    """Run the event loop for 5 ms."""
    end = time.monotonic() + 0.005
    hand.wait_for(lambda: time.monotonic() > end, "time goes by")


def typing(hand: KeyboardDriver) -> None:
    """Write a note until killed, a key at least every 5 ms."""
    hand.visible(NoteEdit).setFocus()
    hand.press("Ctrl+A", "Delete")
    for number in count():
        hand.type(LETTERS[number % len(LETTERS)])
        say(number + 1, time.monotonic())
        pause(hand)


def locking(hand: KeyboardDriver) -> None:
    """Type a note, a few letters between locks, until killed."""
    hand.visible(NoteEdit).setFocus()
    hand.press("Ctrl+A", "Delete")
    for number in count(step=AT_ONCE):
        for place in range(number, number + AT_ONCE):
            hand.type(LETTERS[place % len(LETTERS)])
        say("locking", number + AT_ONCE)
        hand.press("Ctrl+L")
        say("locked", number + AT_ONCE)
        sign_in(hand)


def failing(hand: KeyboardDriver) -> None:
    """Answer on a full disk, and again when there is space."""
    disk, wizard = Disk(), hand.visible(ReviewWizard)
    criterion = wizard.current.id
    disk.fail(1, FAULTS["full"], lasting=True)
    hand.press("M")
    disk.heal()
    say(criterion)
    say(wizard.unsaved.named)
    say(wizard.unsaved.banner.isVisibleTo(hand.window))
    wizard.unsaved.button.click()
    say(f"now unsaved: {wizard.unsaved.named}")
    hand.window.close()


def main(place: str, what: str) -> None:
    app = application()
    window = make_window(Path(place), lambda: datetime.now().astimezone())
    hand = KeyboardDriver(app, window)
    window.sign_in.open_sample()
    hand.main.open_case(CASE, "review")
    {"typing": typing, "locking": locking, "failing": failing}[what](hand)


if __name__ == "__main__":
    main(*sys.argv[1:])
