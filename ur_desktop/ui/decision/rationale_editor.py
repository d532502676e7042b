"""An editor for reasons: one text or several, with the number of blanks and the reading level."""

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ur_desktop.ui.decision.blank_edit import LINE, BlankEdit
from ur_desktop.ui.kit.buttons import Emphasis, KeyButton
from ur_desktop.ui.kit.focus_scope import FocusScope
from ur_desktop.ui.kit.labels import elided, label
from ur_desktop.ui.kit.look import theme
from ur_desktop.ui.kit.messages import ErrorLine
from ur_desktop.ui.kit.segmented_control import SegmentedControl
from ur_desktop.ui.kit.status_icon import Icon
from ur_desktop.ui.kit.text import plural

LEAST = 146
MEMBER = "member"


class RationaleEditor(FocusScope):
    """A heading, one text or several to switch between, and below it the number of blanks.

    ``voices`` are pairs of key and word: (("member", "Member letter"), ("provider", "Provider letter")). How
    a text reads is told of the member's alone; it is as tall as its texts need, never taller.
    ``needed`` is the key of the text that can't stay empty, and what to say while it does.
    ``changed`` carries the key of the text typed into. F8 goes to the next blank, also in the next text.
    """

    changed = Signal(str)

    def __init__(
        self,
        title: str,
        voices: tuple[tuple[str, str], ...],
        *,
        needed: tuple[str, str],
        note: str = "",
        least: int = LEAST,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title, self._needed, self._least = title, needed, least
        self._hint: Callable[[str], str] = lambda _text: ""
        self.edits = {key: BlankEdit(f"{title}, {word}" if word else title, self) for key, word in voices}
        self.switch = SegmentedControl(tuple(word for _key, word in voices if word), "Texts", self)
        self.switch.setVisible(len(voices) > 1)
        self.switch.chosen.connect(self._turn)
        self.blanks = elided("", "name", parent=self)
        self.pencil = Icon("pencil-simple", "not_documented", parent=self)
        self.next = KeyButton("Next blank", Emphasis.TEXT, key="F8", parent=self)
        self.next.clicked.connect(self.next_blank)
        QShortcut(QKeySequence("F8"), self).activated.connect(self.next_blank)
        self.level = elided("", "second", parent=self)
        self.error = ErrorLine(self)
        self._lay_out(label(title, "section", parent=self), elided(note, "second", parent=self))
        for key, edit in self.edits.items():
            edit.edited.connect(lambda key=key: self._typed(key))
            edit.shortened.connect(self.set_error)
        self._tell()

    def home(self) -> QWidget:
        return self.current()

    def start(self, texts: Mapping[str, str], hint: Callable[[str], str]) -> None:
        """Show the texts to start from, by key; ``hint`` gives the reading level of a text."""
        self._hint = hint
        for key, edit in self.edits.items():
            edit.set_text(texts.get(key, ""))
        self.switch.set_current(0)
        self._stack.setCurrentIndex(0)
        self.set_error()
        self._tell()

    def text(self, key: str) -> str:
        """Return one of the texts, without surrounding spaces."""
        return self.edits[key].text().strip()

    def open_blanks(self) -> int:
        """Return how many blanks are left in all texts."""
        return sum(len(edit.blanks()) for edit in self.edits.values())

    def next_blank(self) -> None:
        """Move the keyboard to the next blank, in the shown text first."""
        keys, shown = tuple(self.edits), self._stack.currentIndex()
        for key in (*keys[shown:], *keys[:shown]):
            if self.edits[key].next_blank():
                self.show_text(key)
                self.edits[key].setFocus()
                return

    def show_text(self, key: str) -> None:
        """Show one of the texts."""
        index = tuple(self.edits).index(key)
        self.switch.set_current(index)
        self._turn(index)

    def faults(self) -> Iterator[tuple[str, QWidget]]:
        """Show the required text with its error when it is empty, and yield its name."""
        voice, sentence = self._needed
        if not self.text(voice):
            self.show_text(voice)
            self.set_error(sentence)
            yield self.title, self.edits[voice]

    def set_error(self, sentence: str = "") -> None:
        """Show the error of the texts, or clear it."""
        theme.set_style(self.current(), "fault", bool(sentence))
        self.error.say(sentence)

    def current(self) -> BlankEdit:
        """Return the shown editor."""
        return tuple(self.edits.values())[self._stack.currentIndex()]

    def _turn(self, index: int) -> None:
        self._stack.setCurrentIndex(index)
        self._tell()

    def _typed(self, key: str) -> None:
        self.set_error()
        self._tell()
        self.changed.emit(key)

    def _tell(self) -> None:
        count = self.open_blanks()
        self.blanks.setText(f"{plural(count, 'blank')} to fill")
        for widget in (self.blanks, self.pencil, self.next):
            widget.setVisible(count > 0)
        text = self.edits[MEMBER].text() if self.current() is self.edits.get(MEMBER) else ""
        self.level.setText(self._hint(text) if text.strip() else "")
        self._fit()

    def _fit(self) -> None:
        tallest = max(edit.content_height() for edit in self.edits.values())
        most = max(self._least, tallest + LINE)
        self._texts.setMaximumHeight(most)
        wanted = max(self._least, min(most, self._texts.sizeHint().height()))
        around = self.sizeHint().height() - wanted
        self.setMaximumHeight(around + most)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self, title: QWidget, note: QWidget) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title)
        head.addStretch(1)
        head.addWidget(note)
        head.addWidget(self.switch)
        self._texts = QWidget(self)
        self._texts.setMinimumHeight(self._least)
        self._stack = QStackedLayout(self._texts)
        for edit in self.edits.values():
            self._stack.addWidget(edit)
        foot = QHBoxLayout()
        foot.setSpacing(6)
        foot.addWidget(self.pencil)
        foot.addWidget(self.blanks)
        foot.addSpacing(2)
        foot.addWidget(self.next)
        foot.addStretch(1)
        foot.addWidget(self.level, 1)
        self.level.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addSpacing(6)
        column.addWidget(self._texts, 1)
        column.addSpacing(4)
        column.addWidget(self.error)
        column.addLayout(foot)
