"""The choice of how long the program may be idle before it locks."""

from PySide6.QtCore import Signal

from ur_desktop.domain.settings import LOCK_AFTER_MINUTES
from ur_desktop.ui.kit.fields.field import ChoiceField
from ur_desktop.ui.kit.text import plural

LOCK_AFTER = (1, 2, 3, 5, LOCK_AFTER_MINUTES, 15, 20, 30)


class LockAfter(ChoiceField):
    """The idle minutes before the vault locks; ``chosen`` carries them."""

    chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__(
            "Lock when idle for",
            tuple((minutes, plural(minutes, "minute")) for minutes in LOCK_AFTER),
            hint="Unfinished text is saved. Ctrl+L locks now.",
        )
        self.setFixedWidth(400)
        self.combo.setFixedWidth(240)
        self.combo.activated.connect(lambda _index: self.chosen.emit(self.minutes()))

    def minutes(self) -> int:
        """Return the chosen minutes."""
        minutes = self.value()
        return minutes if isinstance(minutes, int) else LOCK_AFTER_MINUTES

    def set_minutes(self, minutes: int) -> None:
        """Select the minutes, or the longest offered time that is not longer."""
        self.set_value(max(each for each in LOCK_AFTER if each <= max(minutes, LOCK_AFTER[0])))
