"""What is saved of an open vault's work when it is locked or left, and shown again at the next sign-in."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.shell.error_collector import ErrorCollector
from ur_desktop.ui.shell.states import Open, Unsaved

if TYPE_CHECKING:
    from ur_desktop.ui.shell.main_window import MainWindow

LOCK_FIRST = "To leave anyway, press Ctrl+L first."
CLOCK_BEHIND = "Computer clock is behind the last log entry"
CHECK_CLOCK = "Check its date and time, which decide what is late. Due dates have not changed."


def show_state(opened: Open, main: MainWindow, now: datetime, folder: Path) -> UserError | None:
    """Show what the user had open when they locked; return the first thing that they have to know of the vault."""
    from ur_desktop.casework import sign_in
    from ur_desktop.ui.kit.text import time_words
    from ur_desktop.ui.shell.ui_state import UiState

    session, fault = opened.session, None
    try:
        if opened.unsaved is not None and opened.unsaved.user_id == session.me.user_id:
            main.go_to(opened.unsaved.state)
        else:
            main.go_to(UiState.of(sign_in.saved_state(session)))
    except UserError as error:
        fault = error
        main.show_home()
    set_back = None
    if (last := sign_in.last_entry_in_future(session)) is not None:
        set_back = UserError(f"{CLOCK_BEHIND} ({time_words(now, last)}).", CHECK_CLOCK)
    return sign_in.notice(session) or set_back or fault or sign_in.folder_warning(folder)


def save_for_lock(opened: Open, texts: ErrorCollector, rest: ErrorCollector) -> Unsaved | None:
    """Save unfinished text and what is open, stop what runs, and record the lock; return what could not be saved.

    ``texts`` collects the errors of saving unfinished text, ``rest`` the others; none of them ends it.
    """
    from ur_desktop.casework import sign_in

    session, main, state = opened.session, opened.main, None
    if main is not None:
        with rest:
            state = main.ui_state
        with rest:
            main.stop()
        with texts:
            main.flush()
        if state is not None:
            with texts:
                sign_in.save_state(session, state.text())
    with rest:
        sign_in.record_lock(session)
    return Unsaved(session.me.user_id, state) if texts.fault and state else None


def leave(opened: Open) -> UserError | None:
    """Save unfinished text and stop what runs; return why the vault can't be left yet."""
    if opened.main is None:
        return None
    with (errors := ErrorCollector()):
        opened.main.flush()
    if errors.fault is not None:
        return UserError(errors.fault.what, f"{errors.fault.fix} {LOCK_FIRST}".strip())
    with errors:
        opened.main.leave()
    return None


def record_sign_out(opened: Open) -> None:
    """Record that the user leaves, with nothing to show again; what fails now, as on a full disk, is ignored."""
    from ur_desktop.casework import sign_in

    with (errors := ErrorCollector()):
        sign_in.save_state(opened.session, "")
    with errors:
        sign_in.record_sign_out(opened.session)


def save_state(opened: Open) -> None:
    """Save what the user has open, for a crash or a lock."""
    from ur_desktop.casework import sign_in

    if opened.main is not None:
        sign_in.save_state(opened.session, opened.main.ui_state.text())
