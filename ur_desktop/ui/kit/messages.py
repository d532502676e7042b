"""How the screen says that something is wrong: at the field, on the screen, and of the program itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.status_icon import Icon


class ErrorLine(QWidget):
    """The line under a field: an icon and one sentence with the way out; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.words = paragraph("", "second", "not_met", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(Icon("warning-circle-fill", "not_met", 14, parent=self), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)
        self.hide()

    def say(self, sentence: str) -> None:
        """Show a sentence; an empty one hides the line."""
        self.words.setText(sentence)
        self.setVisible(bool(sentence))


class Banner(QFrame):
    """The place on a screen where an error is said, with the way out under it; hidden while all is well."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self.setAccessibleName("Message")
        self.what = paragraph("", "strong", parent=self)
        self.fix = paragraph("", "second", parent=self)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.what)
        words.addWidget(self.fix)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(10)
        row.addWidget(Icon("warning-circle-fill", "not_met", parent=self), 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        self.hide()

    def say(self, what: str, fix: str = "") -> None:
        """Show what is so and the way out."""
        self.what.setText(what)
        self.fix.setText(fix)
        self.fix.setVisible(bool(fix))
        self.setAccessibleDescription(f"{what} {fix}".strip())
        self.show()


def show_error(error: UserError, banner: Banner) -> None:
    """Say an error in the banner of the screen it belongs to; its faults stand one to a line."""
    if error.faults != (f"{error.what} {error.fix}".strip(),):
        banner.say(error.what, "\n".join((*error.faults, *filter(None, (error.fix,)))))
    else:
        banner.say(error.what, error.fix)


def crash_words(kind: str, place: str) -> tuple[str, str]:
    """Return what the screen says of a bug and the way out; it names kind and place, never case data."""
    return (
        f"Something went wrong in the program ({kind}, {place})",
        "Earlier answers are saved. Close and reopen the program.",
    )
