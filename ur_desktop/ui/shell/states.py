"""What the application window is doing, as one value: locked, open, making the last backups, or restoring."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ur_desktop.casework.session import Session
    from ur_desktop.ui.settings.restore_controller import RestoreController
    from ur_desktop.ui.shell.backup_wait_page import BackupWaitPage
    from ur_desktop.ui.shell.main_window import MainWindow
    from ur_desktop.ui.shell.ui_state import UiState


@dataclass(frozen=True, slots=True)
class Unsaved:
    """What a lock could not save of a user's work; it exists in this process only."""

    user_id: str
    state: UiState


@dataclass(frozen=True, slots=True)
class Locked:
    """No vault is open."""

    unsaved: Unsaved | None = None


@dataclass(frozen=True, slots=True)
class Open:
    """A vault is open. ``main`` is None until its user may go on: own password chosen, recovery key written down.

    Once ``is_left`` everything is saved and backed up, and the vault may be closed.
    """

    session: Session
    main: MainWindow | None = None
    unsaved: Unsaved | None = None
    is_left: bool = False


@dataclass(frozen=True, slots=True)
class BackingUp:
    """The last backups are made before the vault is closed, or a backup is restored in its place."""

    vault: Open
    page: BackupWaitPage
    for_restore: bool


@dataclass(frozen=True, slots=True)
class Restoring:
    """The restore screen is shown and no vault is open; ``lock_due`` once a lock waits for a restore under way."""

    controller: RestoreController
    lock_due: bool = False


State = Locked | Open | BackingUp | Restoring


def open_part(state: State) -> Open | None:
    """Return the open vault of a state; None while there is none."""
    match state:
        case Open() as opened:
            return opened
        case BackingUp(vault=opened):
            return opened
    return None
