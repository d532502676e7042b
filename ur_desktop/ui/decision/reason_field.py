"""A reason in a few lines, for the acts that can't go without one."""

from collections.abc import Iterator

from PySide6.QtWidgets import QSizePolicy, QWidget

from ur_desktop.ui.kit.fields.field import Field
from ur_desktop.ui.kit.fields.paste import MemoEdit

HEIGHT = 96


class ReasonField(Field):
    """A few lines that an act can't go without; ``needed`` is said while they are empty."""

    def __init__(self, title: str, needed: str) -> None:
        editor = MemoEdit()
        super().__init__(title, editor)
        editor.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._needed = needed

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Say that it is empty."""
        self.set_error("" if self.text() else self._needed)
        if not self.text():
            yield self.title, self.editor
