"""A field for a date; in a file of its own since the sign-in screen, which needs no calendar, loads faster without."""

from datetime import date

from PySide6.QtWidgets import QWidget

from ur_desktop.ui.kit.fields.date_edit import DateEdit
from ur_desktop.ui.kit.fields.field import Field


class DateField(Field):
    """A date, typed as mm/dd/yyyy or picked from a calendar."""

    def __init__(
        self, title: str, *, hint: str = "", height: int = 32, parent: QWidget | None = None
    ) -> None:
        self.edit = DateEdit()
        super().__init__(title, self.edit, hint=hint, height=height, parent=parent)

    def value(self) -> date | None:
        """Return the date, None while the text is not one."""
        return self.edit.value()

    def set_value(self, day: date | None) -> None:
        """Show a date, or nothing."""
        self.edit.set_value(day)

    def complaint(self) -> str:
        """Return the error for text that is not a date; empty for a date or an empty field."""
        return "" if not self.text() or self.value() else "This is not a date. Type it as mm/dd/yyyy."
