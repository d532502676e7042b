"""The shortcuts of a review: the same wherever the keyboard is, and off while one types."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ur_desktop.ui.kit.shortcut_keys import shortcut

KEYS = (
    (("M",), "Met"),
    (("N",), "Not met"),
    (("D",), "Not documented"),
    (("1", "2"), "Not met: date missed, another part"),
    (("Y", "N"), "Answer a fact Yes or No"),
    (("↑", "↓"), "Previous, next criterion"),
    (("↵",), "Next unanswered"),
    (("Ctrl ↵",), "Next step; finish on the last"),
    (("Ctrl Z",), "Undo the last answer"),
    (("E",), "Add evidence"),
    (("T",), "Note"),
    (("F1",), "Policy text"),
    (("Esc",), "Leave a field or close a panel"),
    (("Alt 1 … 5",), "Tabs, Request to History"),
    (("Alt ←",), "Back to the worklist"),
    (("?",), "Keyboard shortcuts"),
)
NOTE = "Shortcuts are off while you type in a field."
_EDITORS = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractSpinBox)
_REPEATING = frozenset({"Up", "Down"})


class ReviewShortcuts(QObject):
    """Shortcuts of a screen: ``letters`` are off while the keyboard is in a field, ``always`` act there too.

    Only the arrows repeat while held down: one press is one answer. Of all lists ``tree`` is no field.
    """

    def __init__(
        self,
        screen: QWidget,
        tree: QWidget,
        *,
        letters: Mapping[str, Callable[[], None]],
        always: Mapping[str, Callable[[], None]],
    ) -> None:
        super().__init__(screen)
        self._screen, self._tree = screen, tree
        self.letters = {keys: self._made(keys, act) for keys, act in letters.items()}
        self.always = {keys: self._made(keys, act) for keys, act in always.items()}
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._arm)

    def _made(self, keys: str, act: Callable[[], None]) -> QShortcut:
        context = Qt.ShortcutContext.WidgetWithChildrenShortcut
        if keys == "?":  # from the rail as well
            context = Qt.ShortcutContext.WindowShortcut
        made = shortcut(keys, self._screen, context)
        made.setAutoRepeat(keys in _REPEATING)
        made.activated.connect(act)
        return made

    def _arm(self, _old: QWidget | None, new: QWidget | None) -> None:
        typing = isinstance(new, _EDITORS) or (isinstance(new, QAbstractItemView) and new is not self._tree)
        for key in self.letters.values():
            key.setEnabled(not typing)
