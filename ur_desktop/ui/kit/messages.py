"""Error messages: under a field, in a banner on the screen, and for a bug of the program."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ur_desktop.domain.errors import UserError
from ur_desktop.ui.kit.announce import announce
from ur_desktop.ui.kit.labels import paragraph
from ur_desktop.ui.kit.status_icon import Icon


class ErrorLine(QWidget):
    """The error under a field: an icon and one sentence; hidden while there is none."""

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
        is_new = sentence != self.words.text()
        self.words.setText(sentence)
        self.setVisible(bool(sentence))
        if is_new:
            announce(self, sentence)


class Banner(QFrame):
    """The error of a screen, with what to do under it; hidden while there is none."""

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
        """Show what is wrong and what to do."""
        self.what.setText(what)
        self.fix.setText(fix)
        self.fix.setVisible(bool(fix))
        self.setAccessibleDescription(f"{what} {fix}".strip())
        self.show()
        announce(self, self.accessibleDescription())


def show_error(error: UserError, banner: Banner) -> None:
    """Show an error in a banner, with each of its faults on a line."""
    if error.faults != (f"{error.what} {error.fix}".strip(),):
        banner.say(error.what, "\n".join((*error.faults, *filter(None, (error.fix,)))))
    else:
        banner.say(error.what, error.fix)


def crash_words(kind: str, line: str) -> tuple[str, str]:
    """Say that there is a bug, and what to do: the error's type, file and line, never case data."""
    return (
        f"Unexpected error ({kind}, {line})",
        "Earlier answers are saved. Close and reopen the program.",
    )
